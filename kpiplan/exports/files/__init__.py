"""Bytes of files to tables of text."""
