"""One module a command: its options, and how its result is asked for and rendered."""
