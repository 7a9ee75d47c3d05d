"""The screen of `kpiplan chance`."""
