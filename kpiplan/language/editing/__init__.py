"""Numbers of a plan file changed in place: the text around them, comments among it, stays as it is."""
