"""What people read, as values: a file or a folder a screen."""
