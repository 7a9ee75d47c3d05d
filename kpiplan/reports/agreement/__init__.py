"""The agreement between marketing and sales."""
