from __future__ import annotations

from hypothesis.internal.conjecture.junkdrawer import gc_cumulative_time

gc_cumulative_time()  # Hypothesis hooks gc.callbacks once, for good: before any test, not in the first that uses it
