"""What a change of the plan does to its targets, and which part of the change does how much."""
