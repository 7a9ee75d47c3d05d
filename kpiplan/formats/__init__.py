"""One file a format. A format writes and decides nothing."""
