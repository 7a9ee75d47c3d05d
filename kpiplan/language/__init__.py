"""The plan file: text to values, and its JSON Schema."""
