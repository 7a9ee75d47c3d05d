"""Rows of tables to figures by month."""
