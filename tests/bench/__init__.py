"""Benchmarks: ``python -m tests.bench`` prints one table of ratios and times, all measured in one run."""
