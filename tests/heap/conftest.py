"""Makes `bare` importable by the tests beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))


@given(st.none())
def _first_use(_: None) -> None:
    """Hypothesis leaves a GC callback of its own at its first use; let that be before tests are watched for traces."""


_first_use()
