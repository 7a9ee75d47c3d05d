"""The one word for a plan, or for a year under way, and what it follows from."""
