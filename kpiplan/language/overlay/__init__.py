"""Changes laid over the tree of a plan before it is read: scenarios, `--set`, what extends a plan."""
