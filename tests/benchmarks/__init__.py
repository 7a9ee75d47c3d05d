"""Benchmarks: they print ratios and judge nothing. `python -m tests.benchmarks`"""
