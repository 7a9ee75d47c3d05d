"""Two plans compared."""
