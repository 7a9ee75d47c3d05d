"""A plan tried with other values of one of its numbers, read anew for each of them."""
