"""list (Objects/listobject.c)."""

from __future__ import annotations

from memlab.heap import lists as L
from memlab.heap import objects as O
from memlab.interp import containers as C
from memlab.interp.container_messages import text
from memlab.interp.native import GuestError, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LIST = NativeType("list", layout=O.List, doc=(
    "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\n"
    "The argument must be an iterable if specified."))

LIST.constants["__hash__"] = None
C.class_getitem(LIST)


# ---------------------------------------------------------------- making

@LIST.new
def list_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """An empty list; not from the free list, as `list()` allocates generically (list_vectorcall)."""
    h = m.heap
    if cls is h.t_list:
        return L.new_generic(h)
    o = h._new_sub(O.List, cls, 40)
    o.items = []
    o.allocated = 0
    o.buf = 0
    return h.finish_new(o)


@LIST.init
def list_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    if kw:
        C.no_keywords(m, "list", kw)
    if len(args) > 1:
        C.check_positional(m, "list", len(args), 0, 1)
    if self.items or self.buf:
        L.clear(m.heap, self)
    if args:
        extend(m, self, args[0])


def extend(m: Any, lst: Any, iterable: Any) -> None:
    """list_extend: append all items of any iterable."""
    h = m.heap
    t = iterable.type
    if t is h.t_list or t is h.t_tuple or iterable is lst:
        new = list(iterable.items)
        if new:
            C.check_items(m, len(lst.items) + len(new), "a list")
            for x in new:
                h.incref(x)
            L.extend_items(h, lst, new)
        return
    if not h.profile.list_from_set_exact:
        known = _known_items(m, iterable)
        if known is not None:
            L.extend_items(h, lst, known, exact=False)
            return
    it = m.iter(iterable)
    try:
        hint = C.length_hint(m, iterable, 8)
        if hint > m.limits.max_items:
            C.check_items(m, hint, "a list")
        L.reserve_hint(h, lst, hint)
        append = L.append
        next_ = m.next
        while True:
            x = next_(it)
            if x is None:
                break
            append(h, lst, x)
        if h.profile.list_extend_trims:
            L.trim(h, lst)
    finally:
        h.decref(it)


def _known_items(m: Any, o: Any) -> list[Any] | None:
    """Owned references to the items of an exact set, dict or dict view (list_extend_set, list_extend_dict)."""
    h = m.heap
    c = o.__class__
    if o.type.is_heap:
        return None
    name = o.type.name
    if c is O.Set:
        out = [e[2] for e in o.table if e.__class__ is list]
    elif c is O.Dict and name == "dict":
        out = [e[0] for e in o.d.values()]
    elif name == "dict_keys":
        out = [e[0] for e in o.held[0].d.values()]
    elif name == "dict_values":
        out = [e[1] for e in o.held[0].d.values()]
    elif name == "dict_items":
        return [h.new_tuple([h.incref(e[0]), h.incref(e[1])]) for e in list(o.held[0].d.values())]
    else:
        return None
    for x in out:
        h.incref(x)
    return out


# ---------------------------------------------------------------- methods

@LIST.method("append")
def list_append(m: Any, self: Any, object: Any) -> None:
    h = m.heap
    L.append(h, self, h.incref(object))


@LIST.method("extend")
def list_extend(m: Any, self: Any, iterable: Any) -> None:
    extend(m, self, iterable)


@LIST.method("insert")
def list_insert(m: Any, self: Any, index: Any, object: Any) -> None:
    h = m.heap
    i = C.as_index(m, index, "OverflowError")
    L.insert(h, self, i, h.incref(object))


@LIST.method("pop")
def list_pop(m: Any, self: Any, index: Any = None) -> Any:
    i = -1 if index is None else C.as_index(m, index)
    n = len(self.items)
    if not n:
        raise m.error("IndexError", "pop from empty list")
    if i < 0:
        i += n
    if not 0 <= i < n:
        raise m.error("IndexError", "pop index out of range")
    return L.pop_index(m.heap, self, i)


@LIST.method("remove")
def list_remove(m: Any, self: Any, value: Any) -> None:
    i = C.find_item(m, self, value)
    if i < 0:
        raise m.error("ValueError", "list.remove(x): x not in list")
    L.splice(m.heap, self, i, i + 1, ())


@LIST.method("clear")
def list_clear(m: Any, self: Any) -> None:
    L.clear(m.heap, self)


@LIST.method("copy")
def list_copy(m: Any, self: Any) -> Any:
    h = m.heap
    items = list(self.items)
    for x in items:
        h.incref(x)
    return h.new_list(items)


@LIST.method("count")
def list_count(m: Any, self: Any, value: Any) -> Any:
    return m.heap.new_int(count(m, self, value))


def count(m: Any, seq: Any, value: Any) -> int:
    n = 0
    i = C.find_item(m, seq, value)
    while i >= 0:
        n += 1
        i = C.find_item(m, seq, value, i + 1)
    return n


@LIST.method("index")
def list_index(m: Any, self: Any, value: Any, start: Any = None, stop: Any = None) -> Any:
    i = index_of(m, self, value, start, stop)
    if i < 0:
        raise m.error("ValueError", text(m, "list.index").format(m.repr(value)))
    return m.heap.new_int(i)


def index_of(m: Any, seq: Any, value: Any, start: Any, stop: Any) -> int:
    n = len(seq.items)
    first = 0 if start is None else C.clipped_index_not_none(m, start)
    last = C.MAX_INDEX if stop is None else C.clipped_index_not_none(m, stop)
    if first < 0:
        first = max(0, first + n)
    if last < 0:
        last = max(0, last + n)
    return C.find_item(m, seq, value, first, last)


@LIST.method("reverse")
def list_reverse(m: Any, self: Any) -> None:
    if len(self.items) > 1:
        L.reorder(m.heap, self, self.items[::-1])


class _ByGuest:
    """Orders items by the guest's ``<``."""

    __slots__ = ("m", "o")

    def __init__(self, m: Any, o: Any) -> None:
        self.m = m
        self.o = o

    def __lt__(self, other: _ByGuest) -> bool:
        return bool(self.m.lt(self.o, other.o))


@LIST.method("sort", kwonly=0)
def list_sort(m: Any, self: Any, key: Any = None, reverse: Any = None) -> None:
    sort(m, self, None if key is None or key is m.heap.none else key, reverse is not None and flag(m, reverse))


def flag(m: Any, o: Any) -> bool:
    """The truth of an argument that CPython converts as a C int or predicate."""
    return bool(m.truth(o))


def sort(m: Any, lst: Any, key: Any, reverse: bool) -> None:
    """list_sort_impl; also ``sorted``'s second half.  The host's sort is CPython's: same comparisons, same order."""
    h = m.heap
    keys: list[Any] = []
    plain = _host_key(h, lst.items) if key is None else None
    try:
        if plain is not None:
            by = plain
        elif key is None:
            def by(o: Any) -> Any:
                return _ByGuest(m, o)
        else:
            # The keys are made while the list looks empty: inside the host's sort.
            def by(o: Any) -> Any:
                k = m.call(key, (o,))
                keys.append(k)
                return _ByGuest(m, k)
        unchanged = L.sort(h, lst, by, reverse, plain is None)
    finally:
        for k in keys:
            h.decref(k)
    if not unchanged:
        raise m.error("ValueError", "list modified during sort")


def _host_key(h: Any, items: list[Any]) -> Any:
    """A host key for items that are all plain numbers or all plain str, whose host values compare the same; else None."""
    kinds = {o.type for o in items}
    if kinds <= {h.t_int, h.t_float, h.t_bool} or kinds == {h.t_str} or kinds == {h.t_bytes}:
        return lambda o: o.val
    return None


# ---------------------------------------------------------------- protocols

@LIST.method("__len__")
def list_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(len(self.items))


@LIST.method("__contains__")
def list_contains(m: Any, self: Any, key: Any) -> Any:
    return m.heap.bool(C.find_item(m, self, key) >= 0)


@LIST.method("__getitem__")
def list_getitem(m: Any, self: Any, index: Any) -> Any:
    h = m.heap
    items = self.items
    if isinstance(index, O.Int):
        i = index.val
    elif C.is_slice(m, index):
        chosen = C.slice_range(m, index, len(items))
        items = self.items
        new = [items[i] for i in chosen if i < len(items)] if chosen.step != 1 else items[chosen.start:chosen.stop]
        for x in new:
            h.incref(x)
        return h.new_list(new)
    elif C.has_index(m, index):
        i = C.as_index(m, index)
        items = self.items
    else:
        raise m.error("TypeError", f"list indices must be integers or slices, not {index.type.name}")
    n = len(items)
    if -n <= i < n:
        return h.incref(items[i])
    if not -C.MAX_INDEX - 1 <= i <= C.MAX_INDEX:
        raise m.error("IndexError", "cannot fit 'int' into an index-sized integer")
    raise m.error("IndexError", "list index out of range")


def _position(m: Any, self: Any, index: Any) -> int:
    if not C.has_index(m, index):
        raise m.error("TypeError", f"list indices must be integers or slices, not {index.type.name}")
    i = C.as_index(m, index)
    n = len(self.items)
    if i < 0:
        i += n
    if not 0 <= i < n:
        raise m.error("IndexError", "list assignment index out of range")
    return i


@LIST.method("__setitem__")
def list_setitem(m: Any, self: Any, index: Any, value: Any) -> None:
    h = m.heap
    if not C.is_slice(m, index):
        i = _position(m, self, index)
        L.set_item(h, self, i, h.incref(value))
        return
    s = C.unpack_slice(m, index)
    chosen = range(*s.indices(len(self.items)))
    if chosen.step == 1:
        new = _sequence(m, value, text(m, "slice assignment"))
        L.splice(h, self, chosen.start, max(chosen.start, chosen.stop), new)
        return
    new = _sequence(m, value, "must assign iterable to extended slice")
    chosen = range(*s.indices(len(self.items)))
    if len(new) != len(chosen):
        h.decref_all(new)
        raise m.error("ValueError", f"attempt to assign sequence of size {len(new)} to extended slice of size {len(chosen)}")
    L.set_strided(h, self, chosen, new)


def _sequence(m: Any, value: Any, message: str) -> list[Any]:
    """PySequence_Fast: owned references to the items; a TypeError about iteration gets ``message``."""
    h = m.heap
    if isinstance(value, (O.List, O.Tuple)):
        items = list(value.items)
        for x in items:
            h.incref(x)
        return items
    try:
        it = m.iter(value)
    except GuestError as error:
        if not m.matches(error, "TypeError"):
            raise
        m.drop(error)
        raise m.error("TypeError", message) from None
    out: list[Any] = []
    try:
        while True:
            x = m.next(it)
            if x is None:
                return out
            out.append(x)
    except GuestError:
        h.decref_all(out)
        raise
    finally:
        h.decref(it)


@LIST.method("__delitem__")
def list_delitem(m: Any, self: Any, index: Any) -> None:
    h = m.heap
    if not C.is_slice(m, index):
        L.delete_index(h, self, _position(m, self, index))
        return
    chosen = C.slice_range(m, index, len(self.items))
    if chosen.step == 1:
        L.splice(h, self, chosen.start, max(chosen.start, chosen.stop), ())
    else:
        L.delete_strided(h, self, chosen)


@LIST.method("__add__")
def list_add(m: Any, self: Any, value: Any) -> Any:
    h = m.heap
    if not isinstance(value, O.List):
        raise m.error("TypeError", f'can only concatenate list (not "{value.type.name}") to list')
    items = self.items + value.items
    C.check_items(m, len(items), "a list")
    for x in items:
        h.incref(x)
    return h.new_list(items)


@LIST.method("__iadd__")
def list_iadd(m: Any, self: Any, value: Any) -> Any:
    extend(m, self, value)
    return m.heap.incref(self)


def repeat_count(m: Any, n: Any) -> int:
    """The right operand of ``sequence * n`` (sequence_repeat)."""
    if not C.has_index(m, n):
        raise m.error("TypeError", f"can't multiply sequence by non-int of type '{n.type.name}'")
    return max(0, C.as_index(m, n, "OverflowError"))


def repeated(m: Any, items: Any, n: int, what: str) -> Any:
    """``items * n`` with the references taken."""
    h = m.heap
    C.check_items(m, len(items) * n, what)
    new = items * n
    if h.log is None:
        if n:
            for x in items:
                x.rc += n
    else:
        for x in new:
            h.incref(x)
    return new


@LIST.method("__mul__")
def list_mul(m: Any, self: Any, value: Any) -> Any:
    return m.heap.new_list(repeated(m, self.items, repeat_count(m, value), "a list"))


@LIST.method("__rmul__")
def list_rmul(m: Any, self: Any, value: Any) -> Any:
    return list_mul(m, self, value)


@LIST.method("__imul__")
def list_imul(m: Any, self: Any, value: Any) -> Any:
    n = repeat_count(m, value)
    C.check_items(m, len(self.items) * n, "a list")
    L.repeat_in_place(m.heap, self, n)
    return m.heap.incref(self)


@LIST.method("__iter__")
def list_iter(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_native(h.types["list_iterator"], [h.incref(self)], 0)


@LIST.method("__reversed__")
def list_reversed(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_native(h.types["list_reverseiterator"], [h.incref(self)], len(self.items) - 1)


@LIST.method("__repr__")
def list_repr(m: Any, self: Any) -> Any:
    h = m.heap
    if not self.items:
        return h.new_str("[]")
    if not C.enter_repr(m, self):
        return h.new_str("[...]")
    try:
        return h.new_str("[" + C.repr_items(m, self) + "]")
    finally:
        C.leave_repr(m, self)


def list_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    if not isinstance(b, O.List):
        return m.not_implemented()
    m.enter_recursive(" in comparison")
    try:
        return C.compare_sequences(m, a, b, sign)
    finally:
        m.leave_recursive()


C.add_comparisons(LIST, list_compare)


@LIST.method("__sizeof__")
def list_sizeof(m: Any, self: Any) -> Any:
    return C.size_without_head(m, self)
