"""The screen of `kpiplan levers`."""
