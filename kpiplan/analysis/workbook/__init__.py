"""The plan as a spreadsheet computes it: what can be edited, and a formula for every number that follows from it."""
