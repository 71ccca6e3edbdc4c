"""What the container types share: slices, indices, length hints, comparison of sequences, the guard of ``repr``."""

from __future__ import annotations

from memlab.errors import LimitReached
from memlab.heap import objects as O
from memlab.interp.container_messages import text
from memlab.interp.native import GuestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

COMPARE_SIGNS = {"<": "__lt__", "<=": "__le__", "==": "__eq__", "!=": "__ne__", ">": "__gt__", ">=": "__ge__"}
MAX_INDEX = (1 << 63) - 1

_HOST_COMPARE = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}


def add_comparisons(native: Any, compare: Any, signs: Sequence[str] = tuple(COMPARE_SIGNS)) -> None:
    """Declare the rich comparison methods of a type by one function ``compare(m, a, b, sign)``."""
    for sign in signs:
        native.method(COMPARE_SIGNS[sign])(_comparison(compare, sign))


def _comparison(compare: Any, sign: str) -> Any:
    def method(m: Any, self: Any, value: Any) -> Any:
        return compare(m, self, value, sign)
    return method


# ---------------------------------------------------------------- indices

def has_index(m: Any, o: Any) -> bool:
    """Whether ``o`` can be used as an index (PyIndex_Check)."""
    return isinstance(o, O.Int) or m.slot(o.type, "__index__") is not False


def as_index(m: Any, o: Any, error: str = "IndexError") -> int:
    """PyNumber_AsSsize_t: a host int that fits a C ssize_t, else ``error`` is raised."""
    i = m.index(o)
    if not -MAX_INDEX - 1 <= i <= MAX_INDEX:
        raise m.error(error, f"cannot fit '{o.type.name}' into an index-sized integer")
    return i


def clipped_index(m: Any, o: Any) -> int:
    """_PyEval_SliceIndex: an index that is clipped to a C ssize_t; for slices and ``index(x, start, stop)``."""
    if not has_index(m, o):
        raise m.error("TypeError", text(m, "slice index"))
    return max(-MAX_INDEX - 1, min(MAX_INDEX, m.index(o)))


def clipped_index_not_none(m: Any, o: Any) -> int:
    """_PyEval_SliceIndexNotNone: as `clipped_index`, but None is refused."""
    if not has_index(m, o):
        raise m.error("TypeError", "slice indices must be integers or have an __index__ method")
    return max(-MAX_INDEX - 1, min(MAX_INDEX, m.index(o)))


def is_slice(m: Any, o: Any) -> bool:
    return o.type is m.heap.t_slice


def unpack_slice(m: Any, s: Any) -> slice:
    """PySlice_Unpack: a host slice of ints and None."""
    none = m.heap.none
    start, stop, step = s.held
    step_ = None
    if step is not none:
        step_ = clipped_index(m, step)
        if step_ == 0:
            raise m.error("ValueError", "slice step cannot be zero")
        step_ = max(-MAX_INDEX, step_)
    start_ = None if start is none else clipped_index(m, start)
    stop_ = None if stop is none else clipped_index(m, stop)
    return slice(start_, stop_, step_)


def slice_range(m: Any, s: Any, n: int) -> range:
    """The indices a slice selects of a sequence of length ``n``."""
    return range(*unpack_slice(m, s).indices(n))


def check_items(m: Any, n: int, what: str) -> None:
    """Refuse a container beyond the limit.

    Raises LimitReached naming the number and the limit.
    """
    if n > m.limits.max_items:
        raise LimitReached(f"{what} of {n:,} items is beyond memlab's limit of {m.limits.max_items:,} items")


def length_hint(m: Any, o: Any, default: int) -> int:
    """PyObject_LengthHint."""
    h = m.heap
    if m.slot(o.type, "__len__") is not False:
        try:
            return m.len(o)
        except GuestError as error:
            if not m.matches(error, "TypeError"):
                raise
            m.drop(error)
    try:
        r = m.call_special(o, "__length_hint__")
    except GuestError as error:
        if not m.matches(error, "TypeError"):
            raise
        m.drop(error)
        return default
    if r is None:
        return default
    if r is h.not_implemented:
        h.decref(r)
        return default
    if not isinstance(r, O.Int):
        name = r.type.name
        h.decref(r)
        raise m.error("TypeError", text(m, "length hint").format(o.type.name, name))
    n = int(r.val)
    h.decref(r)
    if n < 0:
        raise m.error("ValueError", "__length_hint__() should return >= 0")
    return n


# ---------------------------------------------------------------- comparing

def compare_sequences(m: Any, a: Any, b: Any, sign: str) -> Any:
    """list_richcompare, tuplerichcompare: a new reference to the result."""
    h = m.heap
    xs, ys = a.items, b.items
    if len(xs) != len(ys) and sign in ("==", "!=") and a.__class__ is not O.Tuple and isinstance(a, O.List):
        return h.bool(sign == "!=")
    i = 0
    # The lists may change while guest comparisons run: look at the live lengths.
    while i < len(a.items) and i < len(b.items):
        x, y = a.items[i], b.items[i]
        if x is not y:
            h.incref(x)
            h.incref(y)
            try:
                same = m.eq(x, y)
            finally:
                h.decref(x)
                h.decref(y)
            if not same:
                break
        i += 1
    if i >= len(a.items) or i >= len(b.items):
        return h.bool(_HOST_COMPARE[sign](len(a.items), len(b.items)))
    if sign == "==":
        return h.bool(False)
    if sign == "!=":
        return h.bool(True)
    x, y = h.incref(a.items[i]), h.incref(b.items[i])
    try:
        return m.compare(x, y, sign)
    finally:
        h.decref(x)
        h.decref(y)


def find_item(m: Any, items_of: Any, value: Any, start: int = 0, stop: int = MAX_INDEX) -> int:
    """The first index in [start, stop) whose item equals ``value``, -1 when there is none; the sequence may change meanwhile."""
    h = m.heap
    i = start
    while i < len(items_of.items) and i < stop:
        x = items_of.items[i]
        if x is value:
            return i
        h.incref(x)
        try:
            same = m.eq(x, value)
        finally:
            h.decref(x)
        if same:
            return i
        i += 1
    return -1


# ---------------------------------------------------------------- text

def enter_repr(m: Any, o: Any) -> bool:
    """Py_ReprEnter: False when the repr of ``o`` is being made already; then it shows itself as ``...``."""
    active = m.__dict__.get("repr_active")
    if active is None:
        active = m.repr_active = set()
        if m.pending_text is not None:
            m.pending_text.repr_list = m.heap.new_list([])  # the list "Py_Repr" of the thread, made at the first need
    if o.serial in active:
        return False
    active.add(o.serial)
    return True


def leave_repr(m: Any, o: Any) -> None:
    """Py_ReprLeave."""
    m.repr_active.discard(o.serial)


def repr_items(m: Any, o: Any) -> str:
    """The items of a list or tuple as ``a, b, c``."""
    h = m.heap
    parts = []
    i = 0
    while i < len(o.items):
        x = h.incref(o.items[i])
        try:
            parts.append(m.repr(x))
        finally:
            h.decref(x)
        i += 1
    return ", ".join(parts)


# ---------------------------------------------------------------- iterating

def each(m: Any, o: Any) -> Iterator[Any]:
    """Yield owned references to the items of any iterable; exact lists and tuples without an iterator object."""
    h = m.heap
    if o.type is h.t_tuple:
        for x in o.items:
            yield h.incref(x)
    elif o.type is h.t_list:
        i = 0
        while i < len(o.items):
            yield h.incref(o.items[i])
            i += 1
    else:
        yield from m.iterate(o)


def no_keywords(m: Any, name: str, kw: Any) -> None:
    """_PyArg_NoKeywords."""
    if kw:
        raise m.error("TypeError", f"{name}() takes no keyword arguments")


def check_positional(m: Any, name: str, given: int, low: int, high: int) -> None:
    """_PyArg_CheckPositional, PyArg_UnpackTuple: "list expected at most 1 argument, got 2"."""
    if given < low:
        bound, how = low, "" if low == high else "at least "
    elif given > high:
        bound, how = high, "" if low == high else "at most "
    else:
        return
    raise m.error("TypeError", f"{name} expected {how}{bound} argument{'s' if bound != 1 else ''}, got {given}")


def size_without_head(m: Any, o: Any) -> Any:
    """``__sizeof__``: what sys.getsizeof reports less the words in front of the object."""
    head = o.type.presize if o.type.is_gc else 0
    return m.heap.new_int(m.heap.sizeof(o) - head)


def class_getitem(native: Any) -> None:
    """Declare ``__class_getitem__``: ``list[int]``."""
    def class_getitem_(m: Any, cls: Any, item: Any) -> Any:
        from memlab.interp.generic_alias import new_alias
        return new_alias(m, cls, item)
    native.classmethod("__class_getitem__")(class_getitem_)


def tuple_hash(hashes: Sequence[int]) -> int:
    """Objects/tupleobject.c tuplehash: the xxHash of the items' hashes."""
    mask = (1 << 64) - 1
    acc = 2870177450012600261
    for lane in hashes:
        acc = (acc + lane * 14029467366897019727) & mask
        acc = (acc << 31 | acc >> 33) & mask
        acc = acc * 11400714785074694791 & mask
    acc = (acc + (len(hashes) ^ 2870177450012600261 ^ 3527539)) & mask
    if acc == mask:
        return 1546275796
    return acc - (1 << 64) if acc >> 63 else acc


def new_native(m: Any, cls: Any, held: list[Any], data: Any = None) -> Any:
    """An object of layout Native of type ``cls``, which may be a Python class derived from the builtin; takes over ``held``."""
    h = m.heap
    if not cls.is_heap:
        return h.new_native(cls, held, data)
    base = next(t for t in cls.mro if not t.is_heap)
    o = h._new_sub(O.Native, cls, base.basicsize)
    o.held = held
    o.data = data
    h.finish_new(o)
    if h.log is not None:
        h._log_held(o, held)
    return o
