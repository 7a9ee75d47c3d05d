"""Where the program meets the world: the command line, files, streams, the terminal, exit codes."""
