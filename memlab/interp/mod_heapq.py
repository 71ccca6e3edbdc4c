"""The modules ``heapq`` (Modules/_heapqmodule.c) and ``bisect`` (Modules/_bisectmodule.c): the same comparisons in the same order."""

from __future__ import annotations

from memlab.heap.objects import List
from memlab.interp.arguments import parse, ref
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from memlab.heap.objects import Obj

HEAPQ = NativeModule("heapq", "Heap queue algorithm (a.k.a. priority queue).")
HEAPQ.guest_source = "heapq"
BISECT = NativeModule("bisect", "Bisection algorithms.")
MODULES = {"heapq": HEAPQ, "bisect": BISECT}


def _list(m: Any, o: Any) -> Any:
    if not isinstance(o, List):
        raise m.error("TypeError", f"heap argument must be a list, not {o.type.name}")
    return o


def _lt(m: Any, a: Any, b: Any) -> bool:
    """a < b while both stay alive."""
    h = m.heap
    h.incref(a)
    h.incref(b)
    try:
        yes: bool = m.lt(a, b)
        return yes
    finally:
        h.decref(a)
        h.decref(b)


def _gt(m: Any, a: Any, b: Any) -> bool:
    return _lt(m, b, a)


def _changed(m: Any, heap: Any, n: int) -> None:
    if len(heap.items) != n:
        raise m.error("RuntimeError", "list changed size during iteration")


def _swap(m: Any, heap: Any, i: int, j: int) -> None:
    items = heap.items
    items[i], items[j] = items[j], items[i]
    log = m.heap.log
    if log is not None:
        from memlab.model import kinds as K
        log((K.SPLICED, heap.serial, i, (items[j].serial,), (items[i].serial,)))
        log((K.SPLICED, heap.serial, j, (items[i].serial,), (items[j].serial,)))


def _siftdown(m: Any, heap: Any, start: int, pos: int, less: Any) -> None:
    n = len(heap.items)
    while pos > start:
        parent = (pos - 1) >> 1
        smaller = less(m, heap.items[pos], heap.items[parent])
        _changed(m, heap, n)
        if not smaller:
            break
        _swap(m, heap, pos, parent)
        pos = parent


def _siftup(m: Any, heap: Any, pos: int, less: Any) -> None:
    n = len(heap.items)
    start = pos
    limit = n >> 1
    while pos < limit:
        child = 2 * pos + 1
        if child + 1 < n:
            smaller = less(m, heap.items[child], heap.items[child + 1])
            _changed(m, heap, n)
            if not smaller:
                child += 1
        _swap(m, heap, child, pos)
        pos = child
    _siftdown(m, heap, start, pos, less)


def _push(m: Any, heap: Any, item: Obj, less: Any) -> None:
    from memlab.heap import lists
    lists.append(m.heap, _list(m, heap), ref(m, item))
    _siftdown(m, heap, 0, len(heap.items) - 1, less)


def _pop(m: Any, heap: Any, less: Any) -> Obj:
    if not _list(m, heap).items:
        raise m.error("IndexError", "index out of range")
    last: Obj = m.call_method(heap, "pop")
    if not heap.items:
        return last
    first: Obj = _exchange(m, heap, last)
    _siftup(m, heap, 0, less)
    return first


def _exchange(m: Any, heap: Any, item: Obj) -> Obj:
    """Put ``item`` (taken over) in the first place; returns what was there."""
    first: Obj = heap.items[0]
    heap.items[0] = item
    log = m.heap.log
    if log is not None:
        from memlab.model import kinds as K
        log((K.SPLICED, heap.serial, 0, (first.serial,), (item.serial,)))
    return first


def _replace(m: Any, heap: Any, item: Obj, less: Any) -> Obj:
    if not _list(m, heap).items:
        raise m.error("IndexError", "index out of range")
    first = _exchange(m, heap, ref(m, item))
    _siftup(m, heap, 0, less)
    return first


def _pushpop(m: Any, heap: Any, item: Obj, less: Any) -> Obj:
    items = _list(m, heap).items
    if not items or not less(m, items[0], item):
        return ref(m, item)
    if not heap.items:
        raise m.error("IndexError", "index out of range")
    first = _exchange(m, heap, ref(m, item))
    _siftup(m, heap, 0, less)
    return first


def _heapify(m: Any, heap: Any, less: Any) -> None:
    n = len(_list(m, heap).items)
    for i in range((n >> 1) - 1, -1, -1):
        _siftup(m, heap, i, less)


def _declare(suffix: str, less: Any) -> None:
    def push(m: Any, heap: Any, item: Obj) -> None:
        _push(m, heap, item, less)

    def pop(m: Any, heap: Any) -> Obj:
        return _pop(m, heap, less)

    def replace(m: Any, heap: Any, item: Obj) -> Obj:
        return _replace(m, heap, item, less)

    def pushpop(m: Any, heap: Any, item: Obj) -> Obj:
        return _pushpop(m, heap, item, less)

    def heapify(m: Any, heap: Any) -> None:
        _heapify(m, heap, less)

    for name, fn in (("heappush", push), ("heappop", pop), ("heapreplace", replace), ("heappushpop", pushpop), ("heapify", heapify)):
        HEAPQ.function(name + suffix)(fn)


_declare("", _lt)
_declare("_max", _gt)


# ---------------------------------------------------------------- bisect

_NAMES = ("a", "x", "lo", "hi", "key")


def _search(m: Any, name: str, args: Sequence[Obj], kw: dict[str, Obj] | None, right: bool, insert: bool) -> Any:
    h = m.heap
    a, x, lo, hi, key = parse(m, name, args, kw, _NAMES, 2, 4)
    low = 0 if lo is None else m.index(lo)
    if low < 0:
        raise m.error("ValueError", "lo must be non-negative")
    high = m.len(a) if hi is None or hi is m.none else m.index(hi)
    if key is m.none:
        key = None
    probe = m.call(key, (x,)) if insert and key is not None else ref(m, x)  # type: ignore[arg-type]
    try:
        while low < high:
            mid = (low + high) // 2
            index = h.new_int(mid)
            item = m.getitem(a, index)
            h.decref(index)
            try:
                if key is not None:
                    old, item = item, m.call(key, (item,))
                    h.decref(old)
                less = m.lt(probe, item) if right else m.lt(item, probe)
            finally:
                h.decref(item)
            if less is right:
                high = mid
            else:
                low = mid + 1
    finally:
        h.decref(probe)
    at = h.new_int(low)
    if not insert:
        return at
    h.decref(m.call_method(a, "insert", at, x))
    h.decref(at)
    return None


def _bisect(name: str, right: bool, insert: bool) -> Callable[..., Any]:
    def call(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Any:
        return _search(m, name, args, kw, right, insert)
    return call


for _name, _right, _insert in (("bisect_right", True, False), ("bisect_left", False, False), ("insort_right", True, True),
                               ("insort_left", False, True)):
    BISECT.function(_name, raw=True)(_bisect(_name, _right, _insert))
BISECT.function("bisect", raw=True)(_bisect("bisect_right", True, False))
BISECT.function("insort", raw=True)(_bisect("insort_right", True, True))
