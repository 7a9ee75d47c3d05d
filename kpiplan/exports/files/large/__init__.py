"""The rows of large files: read a block at a time and counted as arrays, so that memory stays flat."""
