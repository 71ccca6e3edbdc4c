"""The native half of ``collections``: deque, defaultdict, OrderedDict and the counting loop (Modules/_collectionsmodule.c)."""

from __future__ import annotations

from memlab.heap import dicts as D
from memlab.heap.objects import Dict
from memlab.interp.arguments import make_native, parse, ref
from memlab.interp.containers import class_getitem, enter_repr, leave_repr
from memlab.interp.native import END, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

COLLECTIONS = NativeModule("collections", "This module implements specialized container datatypes.")
COLLECTIONS.guest_source = "collections"
MODULES = {"collections": COLLECTIONS}

# ---------------------------------------------------------------- deque

DEQUE = NativeType("collections.deque", module="collections", key="collections.deque", weakref=True,
                   doc="A list-like sequence optimized for data accesses near its endpoints.")
COLLECTIONS.add_type(DEQUE, "deque")
# The iterators' types are found by key; the module itself does not show them.
BLOCKLEN = 64
_BLOCK_BYTES = 528
_MAX_FREE_BLOCKS = 16


class _Blocks:
    """A deque's shape: ``left`` index of the first item in its block, block addresses, state counter, maximum length."""

    __slots__ = ("left", "blocks", "state", "maxlen")

    def __init__(self, address: int, maxlen: int) -> None:
        self.left = BLOCKLEN // 2
        self.blocks = [address]
        self.state = 0
        self.maxlen = maxlen


def _alloc(m: Any, cls: Any) -> Any:
    h = m.heap
    o = make_native(m, cls, [], None)
    o.data = _Blocks(h.malloc(_BLOCK_BYTES), -1)
    return o


def _fit(m: Any, self: Any) -> None:
    """Take or give back 64-item blocks for the present length (newblock, freeblock)."""
    h = m.heap
    d = self.data
    n = len(self.held)
    if n == 0:
        d.left = BLOCKLEN // 2
    while d.left >= BLOCKLEN and len(d.blocks) > 1:
        h.free(d.blocks.pop(0))
        d.left -= BLOCKLEN
    while d.left < 0:
        d.blocks.insert(0, h.malloc(_BLOCK_BYTES))
        d.left += BLOCKLEN
    need = max(1, -(-(d.left + n) // BLOCKLEN))
    while len(d.blocks) < need:
        d.blocks.append(h.malloc(_BLOCK_BYTES))
    while len(d.blocks) > need:
        h.free(d.blocks.pop())


def _spliced(m: Any, self: Any, start: int, removed: Sequence[Any], inserted: Sequence[Any]) -> None:
    log = m.heap.log
    if log is not None:
        from memlab.model import kinds as K
        log((K.SPLICED, self.serial, start, tuple(o.serial for o in removed), tuple(o.serial for o in inserted)))


def _append(m: Any, self: Any, x: Any) -> None:
    """Add ``x`` (taken over) at the right; a full bounded deque drops its leftmost item."""
    d = self.data
    self.held.append(x)
    d.state += 1
    _spliced(m, self, len(self.held) - 1, (), (x,))
    if 0 <= d.maxlen < len(self.held):
        m.heap.decref(_popleft(m, self))
    _fit(m, self)


def _appendleft(m: Any, self: Any, x: Any) -> None:
    d = self.data
    self.held.insert(0, x)
    d.left -= 1
    d.state += 1
    _spliced(m, self, 0, (), (x,))
    if 0 <= d.maxlen < len(self.held):
        m.heap.decref(_pop(m, self))
    _fit(m, self)


def _pop(m: Any, self: Any) -> Any:
    if not self.held:
        raise m.error("IndexError", "pop from an empty deque")
    x = self.held.pop()
    self.data.state += 1
    _spliced(m, self, len(self.held), (x,), ())
    _fit(m, self)
    return x


def _popleft(m: Any, self: Any) -> Any:
    if not self.held:
        raise m.error("IndexError", "pop from an empty deque")
    x = self.held.pop(0)
    self.data.left += 1
    self.data.state += 1
    _spliced(m, self, 0, (x,), ())
    _fit(m, self)
    return x


@DEQUE.new
def deque_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    o: Obj = _alloc(m, cls)
    return o


@DEQUE.init
def deque_init(m: Any, self: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    iterable, maxlen = parse(m, "deque", args, kw, ("iterable", "maxlen"))
    limit = -1
    if maxlen is not None and maxlen is not m.none:
        if not m.issubtype(maxlen.type, m.heap.types["int"]):
            raise m.error("TypeError", "an integer is required")
        limit = m.index(maxlen)
        if limit < 0:
            raise m.error("ValueError", "maxlen must be non-negative")
    self.data.maxlen = limit
    if self.held:
        deque_clear(m, self)
    if iterable is not None:
        deque_extend(m, self, iterable)


@DEQUE.method("append")
def deque_append(m: Any, self: Any, item: Obj) -> None:
    _append(m, self, ref(m, item))


@DEQUE.method("appendleft")
def deque_appendleft(m: Any, self: Any, item: Obj) -> None:
    _appendleft(m, self, ref(m, item))


@DEQUE.method("pop")
def deque_pop(m: Any, self: Any) -> Obj:
    o: Obj = _pop(m, self)
    return o


@DEQUE.method("popleft")
def deque_popleft(m: Any, self: Any) -> Obj:
    o: Obj = _popleft(m, self)
    return o


@DEQUE.method("extend")
def deque_extend(m: Any, self: Any, iterable: Obj) -> None:
    if iterable is self:
        for x in m.to_list(iterable):
            _append(m, self, x)
        return
    if not self.held:
        self.data.left = 1      # an empty deque is filled from the left of its block
    for x in m.iterate(iterable):
        _append(m, self, x)


@DEQUE.method("extendleft")
def deque_extendleft(m: Any, self: Any, iterable: Obj) -> None:
    if not self.held:
        self.data.left = BLOCKLEN - 1
    for x in m.to_list(iterable) if iterable is self else m.iterate(iterable):
        _appendleft(m, self, x)


@DEQUE.method("clear")
def deque_clear(m: Any, self: Any) -> None:
    h = m.heap
    gone, self.held[:] = list(self.held), []
    self.data.state += 1
    _spliced(m, self, 0, gone, ())
    _fit(m, self)
    for x in gone:
        h.decref(x)


DEQUE.on_clear = lambda h, o: deque_clear(h.vm, o)  # type: ignore[attr-defined]


@DEQUE.method("rotate")
def deque_rotate(m: Any, self: Any, n: Obj | None = None) -> None:
    k = 1 if n is None else m.index(n)
    size = len(self.held)
    if size < 2:
        return
    k %= size
    if k > size // 2:
        k -= size
    if k == 0:
        return
    before = list(self.held)
    self.held[:] = before[-k:] + before[:-k]
    self.data.left -= k
    self.data.state += 1
    _spliced(m, self, 0, before, self.held)
    _fit(m, self)


@DEQUE.method("reverse")
def deque_reverse(m: Any, self: Any) -> None:
    before = list(self.held)
    self.held.reverse()
    _spliced(m, self, 0, before, self.held)


def _copy(m: Any, self: Any) -> Any:
    if self.type is m.heap.types["collections.deque"]:
        new = _alloc(m, self.type)
        new.data.maxlen = self.data.maxlen
        deque_extend(m, new, self)
        return new
    if self.data.maxlen < 0:
        return m.call(self.type, (self,))
    n = m.heap.new_int(self.data.maxlen)
    try:
        return m.call(self.type, (self, n))
    finally:
        m.heap.decref(n)


@DEQUE.method("copy")
def deque_copy(m: Any, self: Any) -> Obj:
    o: Obj = _copy(m, self)
    return o


@DEQUE.method("__copy__")
def deque_copy_(m: Any, self: Any) -> Obj:
    o: Obj = _copy(m, self)
    return o


@DEQUE.method("__reduce__")
def deque_reduce(m: Any, self: Any) -> Obj:
    h = m.heap
    state = m.getattr_or_none(self, "__dict__") or ref(m, m.none)
    it = m.iter(self)
    if self.data.maxlen < 0:
        args = h.new_tuple(())
    else:
        args = h.new_tuple((h.new_tuple(()), h.new_int(self.data.maxlen)))
    o: Obj = h.new_tuple((ref(m, self.type), args, state, it))
    return o


@DEQUE.method("__len__")
def deque_len(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_int(len(self.held))
    return o


@DEQUE.method("__bool__")
def deque_bool(m: Any, self: Any) -> Obj:
    o: Obj = m.bool(bool(self.held))
    return o


def _index(m: Any, self: Any, i: Obj) -> int:
    if m.lookup(i.type, "__index__") is None:
        raise m.error("TypeError", f"sequence index must be integer, not '{i.type.name}'")
    n: int = m.index(i)
    if n < 0:
        n += len(self.held)
    if not 0 <= n < len(self.held):
        raise m.error("IndexError", "deque index out of range")
    return n


@DEQUE.method("__getitem__")
def deque_getitem(m: Any, self: Any, i: Obj) -> Obj:
    return ref(m, self.held[_index(m, self, i)])


@DEQUE.method("__setitem__")
def deque_setitem(m: Any, self: Any, i: Obj, value: Obj) -> None:
    n = _index(m, self, i)
    old, self.held[n] = self.held[n], ref(m, value)
    _spliced(m, self, n, (old,), (value,))
    m.heap.decref(old)


@DEQUE.method("__delitem__")
def deque_delitem(m: Any, self: Any, i: Obj) -> None:
    _remove_at(m, self, _index(m, self, i))


def _remove_at(m: Any, self: Any, n: int) -> None:
    """deque_del_item: rotate, pop left, rotate back."""
    x = self.held.pop(n)
    if n < len(self.held) / 2:
        self.data.left += 1
    self.data.state += 1
    _spliced(m, self, n, (x,), ())
    _fit(m, self)
    m.heap.decref(x)


@DEQUE.method("__contains__")
def deque_contains(m: Any, self: Any, value: Obj) -> Obj:
    o: Obj = m.bool(_find(m, self, value, 0, len(self.held)) >= 0)
    return o


def _find(m: Any, self: Any, value: Obj, start: int, stop: int) -> int:
    state = self.data.state
    for i in range(start, min(stop, len(self.held))):
        x = ref(m, self.held[i])
        try:
            same = m.eq(x, value)
        finally:
            m.heap.decref(x)
        if self.data.state != state:
            raise m.error("RuntimeError", "deque mutated during iteration")
        if same:
            return i
    return -1


@DEQUE.method("index")
def deque_index(m: Any, self: Any, value: Obj, start: Obj | None = None, stop: Obj | None = None) -> Obj:
    n = len(self.held)

    def bound(o: Obj | None, default: int) -> int:
        if o is None:
            return default
        v: int = m.index(o)
        return min(max(v + n, 0) if v < 0 else v, n)

    i = _find(m, self, value, bound(start, 0), bound(stop, n))
    if i < 0:
        raise m.error("ValueError", f"{m.repr(value)} is not in deque" if m.profile.deque_remove_names_value else
                      "deque.index(x): x not in deque")
    o: Obj = m.heap.new_int(i)
    return o


@DEQUE.method("count")
def deque_count(m: Any, self: Any, value: Obj) -> Obj:
    state = self.data.state
    n = 0
    for x in list(self.held):
        n += m.eq(x, value)
        if self.data.state != state:
            raise m.error("RuntimeError", "deque mutated during iteration")
    o: Obj = m.heap.new_int(n)
    return o


@DEQUE.method("remove")
def deque_remove(m: Any, self: Any, value: Obj) -> None:
    n = len(self.held)
    for i in range(n):
        x = ref(m, self.held[i])
        try:
            same = m.eq(x, value)
        finally:
            m.heap.decref(x)
        if len(self.held) != n:
            raise m.error("IndexError", "deque mutated during remove().")
        if same:
            _remove_at(m, self, i)
            return
    raise m.error("ValueError", f"{m.repr(value)} is not in deque" if m.profile.deque_remove_names_value
                  else "deque.remove(x): x not in deque")


@DEQUE.method("insert")
def deque_insert(m: Any, self: Any, index: Obj, value: Obj) -> None:
    d = self.data
    n = m.index(index)
    if d.maxlen == len(self.held):
        raise m.error("IndexError", "deque already at its maximum size")
    size = len(self.held)
    n = max(0, n + size) if n < 0 else min(n, size)
    self.held.insert(n, ref(m, value))
    if n < size / 2:
        d.left -= 1
    d.state += 1
    _spliced(m, self, n, (), (value,))
    _fit(m, self)


@DEQUE.getter("maxlen")
def deque_maxlen(m: Any, self: Any) -> Obj:
    o: Obj = ref(m, m.none) if self.data.maxlen < 0 else m.heap.new_int(self.data.maxlen)
    return o


@DEQUE.method("__repr__")
def deque_repr(m: Any, self: Any) -> Obj:
    h = m.heap
    if not enter_repr(m, self):
        o: Obj = h.new_str("[...]")
        return o
    try:
        items = ", ".join([m.repr(x) for x in list(self.held)])
    finally:
        leave_repr(m, self)
    name = self.type.name.rpartition(".")[2]
    tail = f", maxlen={self.data.maxlen}" if self.data.maxlen >= 0 else ""
    o = h.new_str(f"{name}([{items}]{tail})")
    return o


@DEQUE.method("__sizeof__")
def deque_sizeof(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_int(m.heap.profile.sizes["deque"] + _BLOCK_BYTES * len(self.data.blocks))
    return o


@DEQUE.method("__reversed__")
def deque_reversed(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_native(m.heap.types["_collections._deque_reverse_iterator"], [ref(m, self)], [self.data.state, len(self.held)])
    return o


@DEQUE.method("__iter__")
def deque_iter(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_native(m.heap.types["_collections._deque_iterator"], [ref(m, self)], [self.data.state, len(self.held)])
    return o


DEQUE_ITER = NativeType("_collections._deque_iterator", module="_collections", key="_collections._deque_iterator", ref_labels=("deque",))
DEQUE_REVERSE = NativeType("_collections._deque_reverse_iterator", module="_collections", key="_collections._deque_reverse_iterator",
                           ref_labels=("deque",))


def _deque_next(m: Any, self: Any, backwards: bool) -> Any:
    dq = self.held[0]
    if dq.data.state != self.data[0]:
        self.data[1] = 0
        raise m.error("RuntimeError", "deque mutated during iteration")
    left = self.data[1]
    if not left:
        return END
    self.data[1] = left - 1
    return ref(m, dq.held[left - 1] if backwards else dq.held[len(dq.held) - left])


for _t, _backwards in ((DEQUE_ITER, False), (DEQUE_REVERSE, True)):
    _t.method("__iter__")(lambda m, self: ref(m, self))
    _t.method("__length_hint__")(lambda m, self: m.heap.new_int(self.data[1]))


@DEQUE_ITER.method("__next__")
def deque_iter_next(m: Any, self: Any) -> Any:
    return _deque_next(m, self, False)


@DEQUE_REVERSE.method("__next__")
def deque_reverse_next(m: Any, self: Any) -> Any:
    return _deque_next(m, self, True)


def _deque_compare(name: str, op: str) -> None:
    @DEQUE.method(name)
    def compare(m: Any, self: Any, other: Any) -> Obj:
        base = m.heap.types["collections.deque"]
        if not m.issubtype(other.type, base):
            o: Obj = m.not_implemented()
            return o
        if op in ("==", "!=") and self is other:
            o = m.bool(op == "==")
            return o
        if op in ("==", "!=") and len(self.held) != len(other.held):
            o = m.bool(op == "!=")
            return o
        for a, b in zip(list(self.held), list(other.held)):
            if not m.eq(a, b):
                if op in ("==", "!="):
                    o = m.bool(op == "!=")
                    return o
                o = m.compare(a, b, op)
                return o
        na, nb = len(self.held), len(other.held)
        result = {"==": na == nb, "!=": na != nb, "<": na < nb, "<=": na <= nb, ">": na > nb, ">=": na >= nb}[op]
        o = m.bool(result)
        return o


for _name, _op in (("__lt__", "<"), ("__le__", "<="), ("__eq__", "=="), ("__ne__", "!="), ("__gt__", ">"), ("__ge__", ">=")):
    _deque_compare(_name, _op)

DEQUE.constants["__hash__"] = None


@DEQUE.method("__add__")
def deque_add(m: Any, self: Any, other: Any) -> Obj:
    if not m.issubtype(other.type, m.heap.types["collections.deque"]):
        raise m.error("TypeError", f'can only concatenate deque (not "{other.type.name}") to deque')
    new = _copy(m, self)
    deque_extend(m, new, other)
    o: Obj = new
    return o


@DEQUE.method("__iadd__")
def deque_iadd(m: Any, self: Any, other: Any) -> Obj:
    deque_extend(m, self, other)
    return ref(m, self)


def _repeat(m: Any, self: Any, n: int) -> None:
    items = list(self.held)
    if n <= 0:
        deque_clear(m, self)
        return
    for _ in range(n - 1):
        for x in items:
            _append(m, self, ref(m, x))


@DEQUE.method("__mul__")
def deque_mul(m: Any, self: Any, n: Obj) -> Obj:
    if m.lookup(n.type, "__index__") is None:
        raise m.error("TypeError", f"can't multiply sequence by non-int of type '{n.type.name}'")
    new = _copy(m, self)
    _repeat(m, new, m.index(n))
    o: Obj = new
    return o


DEQUE.method("__rmul__")(deque_mul)


@DEQUE.method("__imul__")
def deque_imul(m: Any, self: Any, n: Obj) -> Obj:
    _repeat(m, self, m.index(n))
    return ref(m, self)


class_getitem(DEQUE)


def _free_blocks(h: Any, o: Any) -> None:
    for address in o.data.blocks:
        h.free(address)
    o.data.blocks = []


DEQUE.on_dealloc = _free_blocks  # type: ignore[attr-defined]
DEQUE.sizeof = lambda h, o: h.profile.sizes["deque"] + _BLOCK_BYTES * len(o.data.blocks)  # type: ignore[attr-defined]


# ---------------------------------------------------------------- counting

@COLLECTIONS.function("_count_elements")
def count_elements(m: Any, mapping: Any, iterable: Obj) -> None:
    """_count_elements: straight into the dict when get and __setitem__ are dict's own."""
    h = m.heap
    t_dict = h.types["dict"]
    fast = (isinstance(mapping, Dict) and m.lookup(mapping.type, "__setitem__") is m.lookup(t_dict, "__setitem__")
            and m.lookup(mapping.type, "get") is m.lookup(t_dict, "get"))
    one = h.new_int(1)
    zero = h.new_int(0)
    try:
        for x in m.iterate(iterable):
            try:
                if fast:
                    key = m.hostkey(x)
                    e = mapping.d.get(key)
                    new = ref(m, one) if e is None else m.binary(e[1], one, "+")
                    D.set(h, mapping, x, key, new)
                else:
                    old = m.call_method(mapping, "get", x, zero)
                    new = m.binary(old, one, "+")
                    h.decref(old)
                    m.setitem(mapping, x, new)
                    h.decref(new)
            finally:
                h.decref(x)
    finally:
        h.decref(zero)
        h.decref(one)


@COLLECTIONS.function("_tuplegetter")
def tuplegetter(m: Any, index: Obj, doc: Obj) -> Obj:
    o: Obj = m.heap.new_native(m.heap.types["_collections._tuplegetter"], [ref(m, doc)], m.index(index))
    return o


TUPLEGETTER = NativeType("_collections._tuplegetter", module="_collections", key="_collections._tuplegetter", ref_labels=("__doc__",))


@TUPLEGETTER.method("__get__")
def tuplegetter_get(m: Any, self: Any, obj: Any, owner: Obj | None = None) -> Obj:
    if obj is m.none:
        return ref(m, self)
    if not m.issubtype(obj.type, m.heap.types["tuple"]):
        raise m.error("TypeError", f"descriptor for index '{self.data}' for tuple subclasses doesn't apply to '{obj.type.name}' object")
    if self.data >= len(obj.items):
        raise m.error("IndexError", "tuple index out of range")
    return ref(m, obj.items[self.data])


@TUPLEGETTER.method("__set__")
def tuplegetter_set(m: Any, self: Any, obj: Any, value: Obj) -> None:
    raise m.error("AttributeError", "can't set attribute")


@TUPLEGETTER.method("__delete__")
def tuplegetter_delete(m: Any, self: Any, obj: Any) -> None:
    raise m.error("AttributeError", "can't delete attribute")


@TUPLEGETTER.getter("__doc__")
def tuplegetter_doc(m: Any, self: Any) -> Obj:
    return ref(m, self.held[0])


@TUPLEGETTER.setter("__doc__")
def tuplegetter_put_doc(m: Any, self: Any, value: Any) -> None:
    m.heap.set_held(self, 0, ref(m, m.none if value is None else value))


@COLLECTIONS.function("_odict_sizeof")
def odict_sizeof(m: Any, od: Any) -> Obj:
    """odict_sizeof (Objects/odictobject.c): the dict, a pointer per index slot, a node per item; without what comes before the object."""
    h = m.heap
    size = h.profile.sizes["OrderedDict"] + D.sizeof(h, od)
    if od.d:
        size += 8 * (1 << od.keys.log2_size) + 32 * len(od.d)
    o: Obj = h.new_int(size + 16 - od.type.presize)
    return o
