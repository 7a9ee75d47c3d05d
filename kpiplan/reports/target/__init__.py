"""The screen of `kpiplan target`."""
