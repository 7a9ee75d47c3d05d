"""Text to nodes with places: YAML 1.2, bounded in size, depth and time."""
