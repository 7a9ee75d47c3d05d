"""What one cell, or the name of one column, says: numbers, days, words."""
