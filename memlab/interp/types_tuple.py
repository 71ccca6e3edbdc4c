"""tuple (Objects/tupleobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp import containers as C
from memlab.interp import types_list
from memlab.interp.native import NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TUPLE = NativeType("tuple", layout=O.Tuple, doc=(
    "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\n"
    "If iterable is specified the tuple is initialized from iterable's items.\n\n"
    "If the argument is a tuple, the return value is the same object."))
C.class_getitem(TUPLE)


def from_iterable(m: Any, o: Any) -> Any:
    """PySequence_Tuple: a new reference; an exact tuple is returned itself."""
    h = m.heap
    if o.type is h.t_tuple:
        return h.incref(o)
    if o.type is h.t_list:
        items = list(o.items)
        for x in items:
            h.incref(x)
        return h.new_tuple(items)
    it = m.iter(o)
    out: list[Any] = []
    try:
        hint = C.length_hint(m, o, 10)
        if hint > m.limits.max_items:
            C.check_items(m, hint, "a tuple")
        while True:
            x = m.next(it)
            if x is None:
                break
            out.append(x)
            if not len(out) & 0xFFFF:
                C.check_items(m, len(out), "a tuple")
    except BaseException:
        h.decref_all(out)
        raise
    finally:
        h.decref(it)
    return h.new_tuple(out)


@TUPLE.new
def tuple_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if kw:
        C.no_keywords(m, "tuple", kw)
    C.check_positional(m, "tuple", len(args), 0, 1)
    made = from_iterable(m, args[0]) if args else h.incref(h.empty_tuple)
    if cls is h.t_tuple:
        return made
    items = made.items
    for x in items:
        h.incref(x)
    o = h._new_sub(O.Tuple, cls, h._tuple_size + 8 * len(items))
    o.items = items
    o.hash = -1
    h.finish_new(o)
    if h.log is not None and items:
        from memlab.model.kinds import SPLICED
        h.log((SPLICED, o.serial, 0, (), tuple([x.serial for x in items])))
    h.decref(made)
    return o


@TUPLE.method("count")
def tuple_count(m: Any, self: Any, value: Any) -> Any:
    return m.heap.new_int(types_list.count(m, self, value))


@TUPLE.method("index")
def tuple_index(m: Any, self: Any, value: Any, start: Any = None, stop: Any = None) -> Any:
    i = types_list.index_of(m, self, value, start, stop)
    if i < 0:
        raise m.error("ValueError", "tuple.index(x): x not in tuple")
    return m.heap.new_int(i)


@TUPLE.method("__len__")
def tuple_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(len(self.items))


@TUPLE.method("__contains__")
def tuple_contains(m: Any, self: Any, key: Any) -> Any:
    return m.heap.bool(C.find_item(m, self, key) >= 0)


@TUPLE.method("__getitem__")
def tuple_getitem(m: Any, self: Any, index: Any) -> Any:
    h = m.heap
    items = self.items
    if isinstance(index, O.Int):
        i = index.val
    elif C.is_slice(m, index):
        chosen = C.slice_range(m, index, len(items))
        if chosen.step == 1 and len(chosen) == len(items) and self.type is h.t_tuple:
            return h.incref(self)
        new = [items[i] for i in chosen]
        for x in new:
            h.incref(x)
        return h.new_tuple(new)
    elif C.has_index(m, index):
        i = C.as_index(m, index)
    else:
        raise m.error("TypeError", f"tuple indices must be integers or slices, not {index.type.name}")
    n = len(items)
    if -n <= i < n:
        return h.incref(items[i])
    if not -C.MAX_INDEX - 1 <= i <= C.MAX_INDEX:
        raise m.error("IndexError", "cannot fit 'int' into an index-sized integer")
    raise m.error("IndexError", "tuple index out of range")


@TUPLE.method("__add__")
def tuple_add(m: Any, self: Any, value: Any) -> Any:
    h = m.heap
    if not self.items and value.type is h.t_tuple:
        return h.incref(value)
    if not isinstance(value, O.Tuple):
        raise m.error("TypeError", f'can only concatenate tuple (not "{value.type.name}") to tuple')
    if not value.items and self.type is h.t_tuple:
        return h.incref(self)
    items = self.items + value.items
    C.check_items(m, len(items), "a tuple")
    for x in items:
        h.incref(x)
    return h.new_tuple(items)


@TUPLE.method("__mul__")
def tuple_mul(m: Any, self: Any, value: Any) -> Any:
    h = m.heap
    n = types_list.repeat_count(m, value)
    if (n == 1 or not self.items) and self.type is h.t_tuple:
        return h.incref(self)
    return h.new_tuple(types_list.repeated(m, self.items, n, "a tuple"))


@TUPLE.method("__rmul__")
def tuple_rmul(m: Any, self: Any, value: Any) -> Any:
    return tuple_mul(m, self, value)


@TUPLE.method("__iter__")
def tuple_iter(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_native(h.types["tuple_iterator"], [h.incref(self)], 0)


@TUPLE.method("__repr__")
def tuple_repr(m: Any, self: Any) -> Any:
    h = m.heap
    if not self.items:
        return h.new_str("()")
    if not C.enter_repr(m, self):
        return h.new_str("(...)")
    try:
        return h.new_str("(" + C.repr_items(m, self) + (",)" if len(self.items) == 1 else ")"))
    finally:
        C.leave_repr(m, self)


def tuple_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    if not isinstance(b, O.Tuple):
        return m.not_implemented()
    m.enter_recursive(" in comparison")
    try:
        return C.compare_sequences(m, a, b, sign)
    finally:
        m.leave_recursive()


C.add_comparisons(TUPLE, tuple_compare)


@TUPLE.method("__hash__")
def tuple_hash(m: Any, self: Any) -> Any:
    h = m.heap
    if self.hash == -1:
        m.enter_recursive("")
        try:
            self.hash = C.tuple_hash([m.hash(x) for x in self.items])
        finally:
            m.leave_recursive()
    return h.new_int(self.hash)


@TUPLE.method("__getnewargs__")
def tuple_getnewargs(m: Any, self: Any) -> Any:
    h = m.heap
    items = self.items
    for x in items:
        h.incref(x)
    return h.new_tuple([h.new_tuple(items)])


@TUPLE.method("__sizeof__")
def tuple_sizeof(m: Any, self: Any) -> Any:
    return C.size_without_head(m, self)
