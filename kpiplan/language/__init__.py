"""The plan language: what a plan file may say, read and stated as JSON Schema by one set of definitions."""
