"""What programs read: one result a file, as dicts and rows."""
