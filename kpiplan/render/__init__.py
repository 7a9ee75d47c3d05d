"""Results or reports -> text, one module a format. They format, and decide nothing."""
