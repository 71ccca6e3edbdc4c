"""Programs with what real CPythons printed for them, and the runner that holds the simulator against the record."""
