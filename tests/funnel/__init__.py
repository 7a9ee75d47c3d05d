"""Tests of the arithmetic: from a plan's text to its figures."""
