"""The inert vocabulary of memlab: events, snapshots, graph algorithms, recordings. Nothing here runs a program.

This package file stays empty: the simulated heap imports `memlab.model.kinds` at start-up and pays for nothing else.
"""
