"""Workbooks of Excel: how one is written, and how what was edited in one is read."""
