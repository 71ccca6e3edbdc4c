"""Iterators: of sequences, enumerate, zip, map, filter, reversed.

Sources: Objects/iterobject.c, Objects/enumobject.c, Objects/listobject.c, Objects/tupleobject.c, Python/bltinmodule.c.
An exhausted iterator lets go of what it walked over, as CPython's do.
"""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp import containers as C
from memlab.interp.container_messages import text
from memlab.interp.native import END, GuestError, NativeType
from memlab.interp.types_dict import reuse_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SEQUENCE = ("sequence",)
LIST_ITERATOR = NativeType("list_iterator", subclassable=False, ref_labels=SEQUENCE)
LIST_REVERSE = NativeType("list_reverseiterator", subclassable=False, ref_labels=SEQUENCE)
TUPLE_ITERATOR = NativeType("tuple_iterator", subclassable=False, ref_labels=SEQUENCE)
ITERATOR = NativeType("iterator", subclassable=False, ref_labels=SEQUENCE)
REVERSED = NativeType("reversed", ref_labels=SEQUENCE, doc="Return a reverse iterator over the values of the given sequence.")
ENUMERATE = NativeType("enumerate", ref_labels=("iterator", "result"), doc=(
    "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n"
    "The enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the "
    "iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n"
    "    (0, seq[0]), (1, seq[1]), (2, seq[2]), ..."))
ZIP = NativeType("zip", ref_labels=("iterators", "result"))
MAP = NativeType("map", ref_labels=("iterators", "function"))
FILTER = NativeType("filter", ref_labels=("function", "iterator"))
C.class_getitem(ENUMERATE)


def _self_iter(m: Any, self: Any) -> Any:
    return m.heap.incref(self)


for _native in (LIST_ITERATOR, LIST_REVERSE, TUPLE_ITERATOR, ITERATOR, REVERSED, ENUMERATE, ZIP, MAP, FILTER):
    _native.method("__iter__")(_self_iter)


def _builtin(m: Any, name: str) -> Any:
    return m.getattr(m.import_module("builtins"), name)


# ---------------------------------------------------------------- lists and tuples

def _next_item(m: Any, self: Any) -> Any:
    """listiter_next, tupleiter_next: ``data`` is the next index."""
    seq = self.held[0]
    if seq is None:
        return END
    i = self.data
    items = seq.items
    if i < len(items):
        self.data = i + 1
        return m.heap.incref(items[i])
    m.heap.set_held(self, 0, None)
    return END


def _items_left(m: Any, self: Any) -> Any:
    seq = self.held[0]
    return m.heap.new_int(0 if seq is None else max(0, len(seq.items) - self.data))


def _reduce_forward(m: Any, self: Any) -> Any:
    h = m.heap
    seq = self.held[0]
    if seq is None:
        return h.new_tuple([_builtin(m, "iter"), h.new_tuple([h.new_list([])])])
    return h.new_tuple([_builtin(m, "iter"), h.new_tuple([h.incref(seq)]), h.new_int(self.data)])


def _setstate(m: Any, self: Any, state: Any) -> None:
    self.data = max(0, m.index(state))


for _native in (LIST_ITERATOR, TUPLE_ITERATOR):
    _native.method("__next__")(_next_item)
    _native.method("__length_hint__")(_items_left)
    _native.method("__reduce__")(_reduce_forward)
    _native.method("__setstate__")(_setstate)


@LIST_REVERSE.method("__next__")
def list_reverse_next(m: Any, self: Any) -> Any:
    """listreviter_next."""
    seq = self.held[0]
    if seq is None:
        return END
    i = self.data
    if 0 <= i < len(seq.items):
        self.data = i - 1
        return m.heap.incref(seq.items[i])
    self.data = -1
    # From 3.13 an index below zero ends it before it looks at the list, which it so keeps.
    if i >= 0 or text(m, "reversed(list) drops the list at the end"):
        m.heap.set_held(self, 0, None)
    return END


@LIST_REVERSE.method("__length_hint__")
def list_reverse_length_hint(m: Any, self: Any) -> Any:
    seq = self.held[0]
    n = self.data + 1
    return m.heap.new_int(0 if seq is None or len(seq.items) < n else n)


# ---------------------------------------------------------------- any sequence

@ITERATOR.method("__next__")
def iterator_next(m: Any, self: Any) -> Any:
    """iter_iternext: items by ``__getitem__`` until IndexError or StopIteration."""
    seq = self.held[0]
    if seq is None:
        return END
    h = m.heap
    i = h.new_int(self.data)
    try:
        v = m.getitem(seq, i)
    except GuestError as error:
        if not (m.matches(error, "IndexError") or m.matches(error, "StopIteration")):
            raise
        m.drop(error)
        h.set_held(self, 0, None)
        return END
    finally:
        h.decref(i)
    self.data += 1
    return v


@ITERATOR.method("__length_hint__")
def iterator_length_hint(m: Any, self: Any) -> Any:
    seq = self.held[0]
    if seq is None:
        return m.heap.new_int(0)
    if m.slot(seq.type, "__len__") is False:
        return m.not_implemented()
    return m.heap.new_int(max(0, m.len(seq) - self.data))


@REVERSED.new
def reversed_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if kw:
        C.no_keywords(m, "reversed", kw)
    C.check_positional(m, "reversed", len(args), 1, 1)
    seq = args[0]
    method = m.special(seq, "__reversed__")
    if method is h.none:
        raise m.error("TypeError", f"'{seq.type.name}' object is not reversible")
    if method is not None:
        m.heap.incref(seq)      # the bound method that _PyObject_LookupSpecial makes
        try:
            return m.call_special(seq, "__reversed__")
        finally:
            m.heap.decref(seq)
    if isinstance(seq, O.Dict) or m.slot(seq.type, "__getitem__") is False or \
            isinstance(seq, O.Native) and seq.type is h.types["mappingproxy"]:
        raise m.error("TypeError", f"'{seq.type.name}' object is not reversible")
    n = m.len(seq)
    return C.new_native(m, cls, [h.incref(seq)], n - 1)


@REVERSED.method("__next__")
def reversed_next(m: Any, self: Any) -> Any:
    """reversed_next."""
    seq = self.held[0]
    h = m.heap
    if seq is None:
        return END
    if self.data >= 0:
        i = h.new_int(self.data)
        try:
            v = m.getitem(seq, i)
        except GuestError as error:
            if not (m.matches(error, "IndexError") or m.matches(error, "StopIteration")):
                raise
            m.drop(error)
        else:
            self.data -= 1
            return v
        finally:
            h.decref(i)
    self.data = -1
    h.set_held(self, 0, None)
    return END


@REVERSED.method("__length_hint__")
def reversed_length_hint(m: Any, self: Any) -> Any:
    seq = self.held[0]
    if seq is None:
        return m.heap.new_int(0)
    n = self.data + 1
    return m.heap.new_int(0 if m.len(seq) < n else n)


# ---------------------------------------------------------------- enumerate

@ENUMERATE.new
def enumerate_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    given = list(args)
    kw = dict(kw or {})
    if len(given) + len(kw) > 2:
        raise m.error("TypeError", f"enumerate() takes at most 2 arguments ({len(given) + len(kw)} given)")
    for i, name in enumerate(("iterable", "start")):
        if len(given) == i and name in kw:
            given.append(kw.pop(name))
    if not given:
        raise m.error("TypeError", text(m, "enumerate()"))
    if kw:
        raise m.error("TypeError", m.profile.bad_keyword_text.format(name="enumerate", key=next(iter(kw))))
    start = m.index(given[1]) if len(given) > 1 else 0
    it = m.iter(given[0])
    result = h.new_tuple([h.incref(h.none), h.incref(h.none)])
    return C.new_native(m, cls, [it, result], start)


@ENUMERATE.method("__next__")
def enumerate_next(m: Any, self: Any) -> Any:
    """enum_next: the pair made last is used again when nobody else kept it."""
    v = m.next(self.held[0])
    if v is None:
        return END
    i = self.data
    self.data = i + 1
    return reuse_tuple(m.heap, self.held[1], (m.heap.new_int(i), v))


@ENUMERATE.method("__reduce__")
def enumerate_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_tuple([h.incref(self.type), h.new_tuple([h.incref(self.held[0]), h.new_int(self.data)])])


# ---------------------------------------------------------------- zip, map, filter

def _iterators(m: Any, iterables: Any) -> Any:
    """A tuple of iterators of the arguments."""
    h = m.heap
    its: list[Any] = []
    try:
        for o in iterables:
            its.append(m.iter(o))
    except BaseException:
        h.decref_all(its)
        raise
    return h.new_tuple(its)


def _strict(m: Any, name: str, kw: Any) -> bool:
    if not kw:
        return False
    for key in kw:
        if key != "strict":
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name=name, key=key))
    return bool(m.truth(kw["strict"]))


@ZIP.new
def zip_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    strict = _strict(m, "zip", kw)
    its = _iterators(m, args)
    result = h.new_tuple([h.incref(h.none) for _ in args])
    return C.new_native(m, cls, [its, result], strict)


@ZIP.method("__next__")
def zip_next(m: Any, self: Any) -> Any:
    """zip_next: the tuple made last is used again when nobody else kept it, item by item."""
    h = m.heap
    its, result = self.held
    its = its.items
    if not its:
        return END
    if result.rc != 1:
        values: list[Any] = []
        try:
            for it in its:
                v = m.next(it)
                if v is None:
                    if self.data:
                        _check_lengths(m, "zip", its, len(values))
                    h.decref_all(values)
                    return END
                values.append(v)
        except GuestError:
            h.decref_all(values)
            raise
        return h.new_tuple(values)
    h.incref(result)
    try:
        for i, it in enumerate(its):
            v = m.next(it)
            if v is None:
                if self.data:
                    _check_lengths(m, "zip", its, i)
                h.decref(result)
                return END
            set_tuple_item(h, result, i, v)
    except GuestError:
        h.decref(result)
        raise
    if result.gc is None:
        h.track(result)
    return result


def set_tuple_item(h: Any, t: Any, i: int, v: Any) -> None:
    """Replace an item of a tuple that only natives hold, taking over the reference to ``v``; the old item is dropped."""
    items = t.items
    old = items[i]
    t.items = (*items[:i], v, *items[i + 1:])
    t.hash = -1
    if h.log is not None:
        from memlab.model.kinds import REFERENCE_SET
        h.log((REFERENCE_SET, t.serial, i, old.serial, v.serial))
    h.decref(old)


def _check_lengths(m: Any, name: str, its: Any, i: int) -> None:
    """The end of a strict zip or map: every iterator must be exhausted."""
    if i:
        others = "argument 1" if i == 1 else f"arguments 1-{i}"
        raise m.error("ValueError", f"{name}() argument {i + 1} is shorter than {others}")
    for j in range(1, len(its)):
        v = m.next(its[j])
        if v is not None:
            m.heap.decref(v)
            others = "argument 1" if j == 1 else f"arguments 1-{j}"
            raise m.error("ValueError", f"{name}() argument {j + 1} is longer than {others}")


@MAP.new
def map_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    if kw and not text(m, "map is strict"):
        C.no_keywords(m, "map", kw)
    strict = _strict(m, "map", kw)
    if len(args) < 2:
        raise m.error("TypeError", "map() must have at least two arguments.")
    its = _iterators(m, args[1:])
    return C.new_native(m, cls, [its, m.heap.incref(args[0])], strict)


@MAP.method("__next__")
def map_next(m: Any, self: Any) -> Any:
    """map_next."""
    h = m.heap
    its, function = self.held
    its = its.items
    values: list[Any] = []
    try:
        for it in its:
            v = m.next(it)
            if v is None:
                if self.data:
                    _check_lengths(m, "map", its, len(values))
                return END
            values.append(v)
        return m.call(function, values)
    finally:
        h.decref_all(values)


@FILTER.new
def filter_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    if kw:
        C.no_keywords(m, "filter", kw)
    C.check_positional(m, "filter", len(args), 2, 2)
    it = m.iter(args[1])
    return C.new_native(m, cls, [m.heap.incref(args[0]), it])


@FILTER.method("__next__")
def filter_next(m: Any, self: Any) -> Any:
    """filter_next: ``None`` and ``bool`` ask for the item's own truth."""
    h = m.heap
    function, it = self.held
    plain = function is h.none or function is h.t_bool
    while True:
        v = m.next(it)
        if v is None:
            return END
        try:
            if plain:
                good = m.truth(v)
            else:
                answer = m.call(function, (v,))
                try:
                    good = m.truth(answer)
                finally:
                    h.decref(answer)
        except BaseException:
            h.decref(v)
            raise
        if good:
            return v
        h.decref(v)
