"""The plans that `kpiplan init` writes."""
