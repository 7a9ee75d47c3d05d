"""Changes that are laid over the nodes of a plan before it is read: scenarios, `--set`, files that extend a plan."""
