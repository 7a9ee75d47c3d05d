"""The screen of `kpiplan actuals`."""
