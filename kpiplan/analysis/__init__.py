"""What follows from targets and actuals: values in, values out."""
