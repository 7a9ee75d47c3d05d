"""Probability distributions in the standard library, a file a kind."""
