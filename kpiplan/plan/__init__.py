"""What the author of a plan wrote, as frozen values."""
