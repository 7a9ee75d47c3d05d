"""One file a key of the plan, or a family of keys."""
