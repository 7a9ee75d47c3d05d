"""The plan as a spreadsheet computes it: inputs, and a formula for all that follows from them."""
