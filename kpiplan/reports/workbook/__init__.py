"""The workbook of a plan: its sheets with inputs, targets, actuals and how these stand, in live formulas."""
