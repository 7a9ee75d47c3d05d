"""What follows from targets and actuals, one analysis a file or folder. Values in, values out; no words."""
