from __future__ import annotations

import sys
from pathlib import Path

from hypothesis.internal.conjecture.junkdrawer import gc_cumulative_time

sys.path.insert(0, str(Path(__file__).parent))

gc_cumulative_time()  # Hypothesis hooks gc.callbacks once, for good: before any test, not in the first that uses it
