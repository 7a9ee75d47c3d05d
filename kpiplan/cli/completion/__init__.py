"""Scripts that complete command lines in a shell, a file a shell, made from the commands."""
