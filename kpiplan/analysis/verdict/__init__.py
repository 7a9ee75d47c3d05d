"""The one word for a plan, or for a year under way, and what it follows from."""

SLIGHT = 0.01  # of the goal: what is missing up to here is no gap
