"""The module ``tracemalloc`` (Python/tracemalloc.c, Lib/tracemalloc.py): which source line took which blocks.

While tracing, the heap tells a `Tracer` of every block taken and returned.  Snapshots are host data inside one guest
object;
the classes around them are guest code (`guestlib/tracemalloc.py`).
"""

from __future__ import annotations

from memlab.interp.native import NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

    Frames = tuple[tuple[str, int], ...]

TRACEMALLOC = NativeModule("tracemalloc")
TRACEMALLOC.guest_source = "tracemalloc"

_MAX_NFRAME = 65535


class Tracer:
    """The traces of all living blocks taken since tracing began: address -> (bytes, frames, the most recent first)."""

    def __init__(self, m: Any, limit: int) -> None:
        self.m = m
        self.limit = limit
        self.traces: dict[int, tuple[int, Frames, int]] = {}
        self.traced = 0
        self.peak = 0

    def taken(self, address: int, nbytes: int) -> None:
        frames, total = self.where()
        self.traces[address] = (nbytes, frames, total)
        self.traced = n = self.traced + nbytes
        if n > self.peak:
            self.peak = n

    def returned(self, address: int) -> None:
        trace = self.traces.pop(address, None)
        if trace is not None:
            self.traced -= trace[0]

    def where(self) -> tuple[Frames, int]:
        """The innermost frames of the running program, and how many there are in all (``traceback_get_frames``)."""
        f = self.m.frame
        if f is None:
            return (("<unknown>", 0),), 1
        if self.limit == 1:
            return ((f.code.unit.filename, f.lineno),), 1
        frames = []
        total = 0
        while f is not None:
            if total < self.limit:
                frames.append((f.code.unit.filename, f.lineno))
            total += 1
            f = f.back
        return tuple(frames), total


def _tracer(m: Any) -> Tracer | None:
    tracer: Tracer | None = m.heap.tracer
    return tracer


@TRACEMALLOC.function("start")
def start(m: Any, nframe: Obj | None = None) -> None:
    n = 1 if nframe is None else m.index(nframe)
    if not 1 <= n <= _MAX_NFRAME:
        raise m.error("ValueError", f"the number of frames must be in range [1; {_MAX_NFRAME}]")
    if _tracer(m) is None:
        m.heap.set_tracer(Tracer(m, n))


@TRACEMALLOC.function("stop")
def stop(m: Any) -> None:
    m.heap.set_tracer(None)


@TRACEMALLOC.function("is_tracing")
def is_tracing(m: Any) -> Any:
    return m.bool(_tracer(m) is not None)


@TRACEMALLOC.function("get_traceback_limit")
def get_traceback_limit(m: Any) -> Any:
    t = _tracer(m)
    return m.heap.new_int(1 if t is None else t.limit)


@TRACEMALLOC.function("get_traced_memory")
def get_traced_memory(m: Any) -> Any:
    t = _tracer(m)
    return m.from_host((0, 0) if t is None else (t.traced, t.peak))


@TRACEMALLOC.function("reset_peak")
def reset_peak(m: Any) -> None:
    t = _tracer(m)
    if t is not None:
        t.peak = t.traced


@TRACEMALLOC.function("clear_traces")
def clear_traces(m: Any) -> None:
    t = _tracer(m)
    if t is not None:
        t.traces.clear()
        t.traced = t.peak = 0


@TRACEMALLOC.function("get_tracemalloc_memory")
def get_tracemalloc_memory(m: Any) -> Any:
    # Simplified: CPython's hash tables are not modelled; an entry takes about this much.
    t = _tracer(m)
    return m.heap.new_int(0 if t is None else 88 * len(t.traces))


@TRACEMALLOC.function("_get_object_frames")
def get_object_frames(m: Any, obj: Any) -> Any:
    """The frames that allocated ``obj``, the most recent first, and their total; None when that was not traced."""
    t = _tracer(m)
    if t is None:
        return None
    trace = t.traces.get(obj.addr - (obj.type.presize if obj.type.is_gc else 0))
    return None if trace is None else m.from_host((trace[1], trace[2]))


# ---------------------------------------------------------------- snapshots

TRACES = NativeType("_Traces", module="tracemalloc", key="tracemalloc._Traces", subclassable=False)
"""A sequence of traces; ``data`` is a host list of (domain, bytes, frames, total frames)."""
TRACEMALLOC.add_type(TRACES)


def _traces(m: Any, rows: list[Any]) -> Any:
    return m.heap.new_native(m.heap.types[TRACES.key], [], rows)


@TRACEMALLOC.function("_get_traces")
def get_traces(m: Any) -> Any:
    t = _tracer(m)
    return _traces(m, [] if t is None else [(0, *trace) for trace in t.traces.values()])


@TRACES.method("__len__")
def traces_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(len(self.data))


@TRACES.method("_row")
def traces_row(m: Any, self: Any, index: Obj) -> Any:
    i = m.index(index)
    rows = self.data
    if not -len(rows) <= i < len(rows):
        raise m.error("IndexError", "list index out of range")
    return m.from_host(rows[i])


@TRACES.method("__getitem__")
def traces_getitem(m: Any, self: Any, index: Obj) -> Any:
    row = traces_row(m, self, index)
    trace = m.getattr(m.import_module("tracemalloc"), "Trace")
    try:
        return m.call(trace, (row,))
    finally:
        m.heap.decref(trace)
        m.heap.decref(row)


@TRACES.method("_grouped")
def traces_grouped(m: Any, self: Any, key_type: Any, cumulative: Obj) -> Any:
    """A list of (frames, bytes, blocks), grouped by 'traceback', 'filename' or 'lineno'."""
    groups: dict[Frames, list[int]] = {}
    kind = key_type.val
    every = m.truth(cumulative)
    for _, size, frames, _total in self.data:
        if kind == "traceback":
            keys = [frames]
        else:
            keys = [((name, line if kind == "lineno" else 0),) for name, line in (frames if every else frames[:1])]
        for key in keys:
            group = groups.get(key)
            if group is None:
                groups[key] = [size, 1]
            else:
                group[0] += size
                group[1] += 1
    return m.from_host([(key, size, count) for key, (size, count) in groups.items()])


@TRACES.method("_filtered")
def traces_filtered(m: Any, self: Any, includes: Any, excludes: Any) -> Any:
    """The traces that match any of ``includes`` (or there are none) and none of ``excludes``.

    A filter is a tuple: pattern or None, line or None, all frames, domain or None.
    """
    from fnmatch import fnmatchcase

    def match(row: Any, item: Any) -> bool:
        pattern, lineno, all_frames, domain = [x.val if x is not m.none else None for x in item.items]
        if domain is not None and row[0] != domain:
            return False
        if pattern is None:
            return True
        return any(fnmatchcase(name.removesuffix("c") if name.endswith(".pyc") else name, pattern)
                   and (lineno is None or line == lineno) for name, line in (row[2] if all_frames else row[2][:1]))
    inc, exc = includes.items, excludes.items
    return _traces(m, [row for row in self.data
                       if (not inc or any(match(row, x) for x in inc)) and not any(match(row, x) for x in exc)])


MODULES = {"tracemalloc": TRACEMALLOC}
