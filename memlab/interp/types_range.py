"""range, its iterators and slice (Objects/rangeobject.c, Objects/sliceobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp import containers as C
from memlab.interp.container_messages import text
from memlab.interp.native import END, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BOUNDS = ("start", "stop", "step")
RANGE = NativeType("range", subclassable=False, gc=False, ref_labels=BOUNDS, doc=(
    "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
    "Return an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  "
    "range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
    "These are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement)."))
RANGE_ITERATOR = NativeType("range_iterator", subclassable=False, gc=False)
LONGRANGE_ITERATOR = NativeType("longrange_iterator", subclassable=False, gc=False)
SLICE = NativeType("slice", subclassable=False, ref_labels=BOUNDS, doc=(
    "slice(stop)\nslice(start, stop[, step])\n\n"
    "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2])."))

_LONG = 1 << 63


# ---------------------------------------------------------------- range

def _index_object(m: Any, o: Any) -> Any:
    """PyNumber_Index: an exact int, a new reference."""
    if o.type is m.heap.t_int:
        return m.heap.incref(o)
    return m.heap.new_int(m.index(o))


def new_range(m: Any, r: range) -> Any:
    """A range object equal to the host's: a new reference."""
    h = m.heap
    return h.new_native(h.types["range"], [h.new_int(r.start), h.new_int(r.stop), h.new_int(r.step)], r)


@RANGE.new
def range_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if kw:
        C.no_keywords(m, "range", kw)
    C.check_positional(m, "range", len(args), 1, 3)
    held: list[Any] = []
    try:
        if len(args) == 1:
            stop = _index_object(m, args[0])
            held = [h.new_int(0), stop, h.new_int(1)]
        else:
            for o in args:
                held.append(_index_object(m, o))
            if len(args) == 2:
                held.append(h.new_int(1))
            elif not held[2].val:
                raise m.error("ValueError", "range() arg 3 must not be zero")
    except BaseException:
        h.decref_all(held)
        raise
    return h.new_native(cls, held, range(held[0].val, held[1].val, held[2].val))


def _length(r: range) -> int:
    if r.step > 0:
        return max(0, (r.stop - r.start + r.step - 1) // r.step)
    return max(0, (r.start - r.stop - r.step - 1) // -r.step)


@RANGE.method("__len__")
def range_len(m: Any, self: Any) -> Any:
    n = _length(self.data)
    if n >= _LONG:
        raise m.error("OverflowError", "Python int too large to convert to C ssize_t")
    return m.heap.new_int(n)


@RANGE.method("__bool__")
def range_bool(m: Any, self: Any) -> Any:
    return m.heap.bool(_length(self.data))


@RANGE.method("__getitem__")
def range_getitem(m: Any, self: Any, index: Any) -> Any:
    r = self.data
    if C.has_index(m, index):
        i = m.index(index)
        n = _length(r)
        if i < 0:
            i += n
        if not 0 <= i < n:
            raise m.error("IndexError", "range object index out of range")
        return m.heap.new_int(r.start + i * r.step)
    if C.is_slice(m, index):
        none = m.heap.none
        step = index.held[2]
        if step is not none and C.has_index(m, step) and m.index(step) == 0:
            raise m.error("ValueError", "slice step cannot be zero")
        parts = [None if x is none else m.index(x) for x in index.held] if all(
            x is none or C.has_index(m, x) for x in index.held) else [C.clipped_index(m, x) if x is not none else None for x in index.held]
        return new_range(m, r[slice(*parts)])
    raise m.error("TypeError", f"range indices must be integers or slices, not {index.type.name}")


@RANGE.method("__contains__")
def range_contains(m: Any, self: Any, key: Any) -> Any:
    if key.__class__ is O.Int:
        return m.heap.bool(key.val in self.data)
    return m.heap.bool(_search(m, self, key) >= 0)


def _search(m: Any, r: Any, key: Any) -> int:
    """_PySequence_IterSearch: the first position of something equal, else -1."""
    i = 0
    for x in m.iterate(r):
        try:
            if m.eq(x, key):
                return i
        finally:
            m.heap.decref(x)
        i += 1
    return -1


@RANGE.method("index")
def range_index(m: Any, self: Any, value: Any) -> Any:
    if value.__class__ is O.Int:
        if value.val in self.data:
            return m.heap.new_int((value.val - self.data.start) // self.data.step)
        raise m.error("ValueError", text(m, "range.index").format(m.repr(value)))
    i = _search(m, self, value)
    if i < 0:
        raise m.error("ValueError", "sequence.index(x): x not in sequence")
    return m.heap.new_int(i)


@RANGE.method("count")
def range_count(m: Any, self: Any, value: Any) -> Any:
    if value.__class__ is O.Int:
        return m.heap.new_int(int(value.val in self.data))
    n = 0
    for x in m.iterate(self):
        try:
            n += m.eq(x, value)
        finally:
            m.heap.decref(x)
    return m.heap.new_int(n)


@RANGE.method("__iter__")
def range_iter(m: Any, self: Any) -> Any:
    return _iterator(m, self.data)


@RANGE.method("__reversed__")
def range_reversed(m: Any, self: Any) -> Any:
    r = self.data
    return _iterator(m, r[::-1])


def _iterator(m: Any, r: range) -> Any:
    h = m.heap
    small = -_LONG <= r.start < _LONG and -_LONG <= r.stop < _LONG and -_LONG <= r.step < _LONG
    return h.new_native(h.types["range_iterator" if small else "longrange_iterator"], [], iter(r))


def _declare_iterator(native: Any) -> None:
    @native.method("__next__")
    def iterator_next(m: Any, self: Any) -> Any:
        v = next(self.data, None)
        return END if v is None else m.heap.new_int(v)

    @native.method("__iter__")
    def iterator_iter(m: Any, self: Any) -> Any:
        return m.heap.incref(self)

    @native.method("__length_hint__")
    def iterator_length_hint(m: Any, self: Any) -> Any:
        from operator import length_hint
        return m.heap.new_int(length_hint(self.data))

    @native.method("__reduce__")
    def iterator_reduce(m: Any, self: Any) -> Any:
        import copy
        h = m.heap
        rest = list(copy.copy(self.data))
        step = rest[1] - rest[0] if len(rest) > 1 else 1
        left = range(rest[0], rest[-1] + step, step) if rest else range(0)
        return h.new_tuple([m.getattr(m.import_module("builtins"), "iter"), h.new_tuple([new_range(m, left)]), h.incref(h.none)])


_declare_iterator(RANGE_ITERATOR)
_declare_iterator(LONGRANGE_ITERATOR)


@RANGE.method("__repr__")
def range_repr(m: Any, self: Any) -> Any:
    a, b, c = self.held
    return m.heap.new_str(f"range({a.val}, {b.val})" if c.val == 1 else f"range({a.val}, {b.val}, {c.val})")


def range_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    if b.type is not a.type or sign not in ("==", "!="):
        return m.not_implemented()
    return m.heap.bool((a.data == b.data) == (sign == "=="))


C.add_comparisons(RANGE, range_compare)


@RANGE.method("__hash__")
def range_hash(m: Any, self: Any) -> Any:
    r = self.data
    n = _length(r)
    none = m.hash(m.heap.none)
    return m.heap.new_int(C.tuple_hash([hash(n), hash(r.start) if n else none, hash(r.step) if n > 1 else none]))


@RANGE.method("__reduce__")
def range_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_tuple([h.incref(self.type), h.new_tuple([h.incref(x) for x in self.held])])


def _declare_bounds(native: Any) -> None:
    for i, name in enumerate(BOUNDS):
        native.getter(name)(_bound(i))


def _bound(i: int) -> Any:
    def bound(m: Any, self: Any) -> Any:
        return m.heap.incref(self.held[i])
    return bound


_declare_bounds(RANGE)
_declare_bounds(SLICE)


# ---------------------------------------------------------------- slice

def new_slice(m: Any, start: Any, stop: Any, step: Any) -> Any:
    """PySlice_New: takes over the three references."""
    h = m.heap
    return h.new_native(h.types["slice"], [start, stop, step])


@SLICE.new
def slice_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if kw:
        C.no_keywords(m, "slice", kw)
    C.check_positional(m, "slice", len(args), 1, 3)
    start, stop, step = (h.none, args[0], h.none) if len(args) == 1 else (*args, h.none)[:3]
    return new_slice(m, h.incref(start), h.incref(stop), h.incref(step))


@SLICE.method("__repr__")
def slice_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(f"slice({', '.join([m.repr(x) for x in self.held])})")


@SLICE.method("indices")
def slice_indices(m: Any, self: Any, length: Any) -> Any:
    h = m.heap
    n = m.index(length)
    if n < 0:
        raise m.error("ValueError", "length should not be negative")
    parts: list[Any] = []
    for x in (self.held[2], self.held[0], self.held[1]):
        if x is h.none:
            parts.append(None)
        elif C.has_index(m, x):
            parts.append(m.index(x))
        else:
            raise m.error("TypeError", text(m, "slice index"))
        if len(parts) == 1 and parts[0] == 0:
            raise m.error("ValueError", "slice step cannot be zero")
    return h.new_tuple([h.new_int(v) for v in slice(parts[1], parts[2], parts[0]).indices(n)])


def slice_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    if b.type is not a.type:
        return m.not_implemented()
    h = m.heap
    x = h.new_tuple([h.incref(o) for o in a.held])
    y = h.new_tuple([h.incref(o) for o in b.held])
    try:
        return m.compare(x, y, sign)
    finally:
        h.decref(x)
        h.decref(y)


C.add_comparisons(SLICE, slice_compare)


@SLICE.method("__hash__")
def slice_hash(m: Any, self: Any) -> Any:
    """slicehash (3.12): like a tuple's, without the length."""
    if not text(m, "slices are hashable"):
        raise m.error("TypeError", "unhashable type: 'slice'")
    mask = (1 << 64) - 1
    acc = 2870177450012600261
    for x in self.held:
        acc = (acc + m.hash(x) * 14029467366897019727) & mask
        acc = (acc << 31 | acc >> 33) & mask
        acc = acc * 11400714785074694791 & mask
    return m.heap.new_int(1546275796 if acc == mask else acc - (1 << 64) if acc >> 63 else acc)


@SLICE.method("__reduce__")
def slice_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_tuple([h.incref(self.type), h.new_tuple([h.incref(x) for x in self.held])])
