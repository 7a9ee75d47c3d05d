"""The workbook of a plan: inputs, targets, actuals and how these stand, in live formulas."""
