"""Damaged plans and exports, through every command that reads them."""
