"""The module ``time`` on a simulated clock: it advances with every instruction run and with ``sleep``, never with the host's time."""

from __future__ import annotations

from memlab.interp.mod_math import to_float
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

TIME = NativeModule("time", "This module provides various functions to manipulate time values.")
TIME.guest_source = "time"
MODULES = {"time": TIME}

EPOCH_NS = 1_700_000_000_000_000_000
"""Where the simulated wall clock starts (14 November 2023)."""
STEP_NS = 1_000
"""What one step, and one look at the clock, take."""


def _now(m: Any) -> int:
    """Nanoseconds since the program began: steps so far, looks at the clock, and time slept."""
    extra = m.__dict__.get("clock_extra", 0) + STEP_NS
    m.clock_extra = extra
    return int(extra + m.steps * STEP_NS)


def _clock(name: str, start: int) -> None:
    def seconds(m: Any) -> Obj:
        o: Obj = m.heap.new_float((start + _now(m)) / 1e9)
        return o

    def nanoseconds(m: Any) -> Obj:
        o: Obj = m.heap.new_int(start + _now(m))
        return o

    TIME.function(name)(seconds)
    TIME.function(name + "_ns")(nanoseconds)


_clock("time", EPOCH_NS)
_clock("monotonic", 1_000_000_000_000)
_clock("perf_counter", 1_000_000_000_000)
_clock("process_time", 10_000_000)
_clock("thread_time", 10_000_000)


@TIME.function("sleep")
def sleep(m: Any, seconds: Obj) -> None:
    s = to_float(m, seconds)
    if s < 0:
        raise m.error("ValueError", "sleep length must be non-negative")
    m.clock_extra = m.__dict__.get("clock_extra", 0) + int(s * 1e9)


@TIME.function("_fields")
def fields(m: Any, seconds: Obj) -> Obj:
    """Year, month, ... of a number of seconds since the epoch, in UTC: the simulated machine has no other zone."""
    import time
    s = to_float(m, seconds)
    try:
        t = time.gmtime(s)
    except (OverflowError, OSError, ValueError):
        raise m.error("OverflowError", "timestamp out of range for platform time_t") from None
    o: Obj = m.from_host(tuple(t))
    return o


@TIME.function("_strftime")
def strftime(m: Any, spec: Any, parts: Any) -> Obj:
    import time
    o: Obj = m.heap.new_str(time.strftime(spec.val, tuple(int(x.val) for x in parts.items)))  # type: ignore[arg-type]
    return o


@TIME.function("_mktime")
def mktime(m: Any, parts: Any) -> Obj:
    import calendar
    o: Obj = m.heap.new_int(calendar.timegm(tuple(int(x.val) for x in parts.items)))
    return o
