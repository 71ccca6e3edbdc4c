"""FrameLocalsProxy: ``frame.f_locals`` of a function from 3.13 on writes through to the variables (PEP 667, Objects/frameobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.native import NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PROXY = NativeType("FrameLocalsProxy", subclassable=False, ref_labels=("frame",))


def make(m: Any, obj: Any) -> Any:
    """A proxy for the frame object ``obj``: new reference."""
    return m.heap.new_native(m.type_of(PROXY), [m.heap.incref(obj)])


def _snapshot(m: Any, self: Any) -> Any:
    """A dict of the variables that are bound now, then of the names the program added: new reference."""
    obj = self.held[0]
    d = m.locals_dict(obj.frame)
    if obj.extra is not None:
        m.heap.decref(m.call_method(d, "update", obj.extra))
    return d


def _place(self: Any, key: Any) -> int:
    """The slot of a variable of the frame, -1 when there is none of that name."""
    unit = self.held[0].frame.code.unit
    if isinstance(key, O.Str) and not key.val.startswith(".") and key.val in unit.locals:
        return int(unit.locals.index(key.val))
    return -1


def _with_snapshot(name: str, as_list: bool = False) -> None:
    def read(m: Any, self: Any, *args: Any) -> Any:
        h = m.heap
        d = _snapshot(m, self)
        try:
            r = m.call_method(d, name, *args)
        finally:
            h.decref(d)
        if as_list:
            items = m.to_list(r)
            h.decref(r)
            r = h.new_list(items)
        return r
    PROXY.method(name)(read)


for _name in ("__len__", "__contains__", "get", "copy", "__repr__"):
    _with_snapshot(_name)
for _name in ("keys", "values", "items"):
    _with_snapshot(_name, True)


@PROXY.method("__getitem__")
def proxy_getitem(m: Any, self: Any, key: Any) -> Any:
    d = _snapshot(m, self)
    try:
        if m.contains(d, key):
            return m.getitem(d, key)
    finally:
        m.heap.decref(d)
    raise m.error("KeyError", f"local variable '{m.repr(key)}' is not defined")


@PROXY.method("__setitem__")
def proxy_setitem(m: Any, self: Any, key: Any, value: Any) -> None:
    """framelocalsproxy_setitem: a variable of the function is rebound, any other name is kept beside them."""
    h = m.heap
    obj = self.held[0]
    f = obj.frame
    i = _place(self, key)
    if i < 0:
        if obj.extra is None:
            h.set_field(obj, "extra", h.new_dict())
        m.setitem(obj.extra, key, value)
        return
    old = f.locals[i]
    if isinstance(old, O.Cell) and (key.val in f.code.unit.cellvars or key.val in f.code.unit.freevars):
        h.set_field(old, "ref", h.incref(value))
        return
    f.locals[i] = h.incref(value)
    if h.log is not None:
        from memlab.model import kinds as K
        h.log((K.NAME_BOUND, f.id, key.val, 0 if old is None else old.serial, value.serial))
    if f.borrowed is not None and i in f.borrowed:
        f.borrowed.discard(i)
    elif old is not None:
        h.decref(old)


@PROXY.method("__delitem__")
def proxy_delitem(m: Any, self: Any, key: Any) -> None:
    if _place(self, key) >= 0:
        raise m.error("ValueError", "cannot remove local variables from FrameLocalsProxy")
    extra = self.held[0].extra
    if extra is None:
        from memlab.interp.types_dict import key_error
        raise key_error(m, key)
    m.delitem(extra, key)


@PROXY.method("pop")
def proxy_pop(m: Any, self: Any, key: Any, default: Any = None) -> Any:
    if _place(self, key) >= 0:
        raise m.error("ValueError", "cannot remove local variables from FrameLocalsProxy")
    d = _snapshot(m, self)
    try:
        extra = self.held[0].extra
        return m.call_method(d if extra is None else extra, "pop", key, *(() if default is None else (default,)))
    finally:
        m.heap.decref(d)


@PROXY.method("setdefault")
def proxy_setdefault(m: Any, self: Any, key: Any, default: Any = None) -> Any:
    d = _snapshot(m, self)
    try:
        if m.contains(d, key):
            return m.getitem(d, key)
    finally:
        m.heap.decref(d)
    value = m.none if default is None else default
    proxy_setitem(m, self, key, value)
    return m.heap.incref(value)


@PROXY.method("update")
def proxy_update(m: Any, self: Any, other: Any) -> None:
    h = m.heap
    d = h.new_dict()
    try:
        h.decref(m.call_method(d, "update", other))
        for key, value in [(e[0], e[1]) for e in d.d.values()]:
            proxy_setitem(m, self, key, value)
    finally:
        h.decref(d)


@PROXY.method("__ior__")
def proxy_ior(m: Any, self: Any, other: Any) -> Any:
    proxy_update(m, self, other)
    return m.heap.incref(self)


@PROXY.method("__or__")
def proxy_or(m: Any, self: Any, other: Any) -> Any:
    d = _snapshot(m, self)
    right = _snapshot(m, other) if other.type is self.type else m.heap.incref(other)
    try:
        return m.binary(d, right, "|")
    finally:
        m.heap.decref_all((d, right))


@PROXY.method("__iter__")
def proxy_iter(m: Any, self: Any) -> Any:
    keys = m.call_method(self, "keys")
    try:
        return m.iter(keys)
    finally:
        m.heap.decref(keys)


@PROXY.method("__reversed__")
def proxy_reversed(m: Any, self: Any) -> Any:
    keys = m.call_method(self, "keys")
    try:
        return m.call_method(keys, "__reversed__")
    finally:
        m.heap.decref(keys)


@PROXY.method("__eq__")
def proxy_eq(m: Any, self: Any, other: Any) -> Any:
    """framelocalsproxy_richcompare: proxies of one frame are equal, a dict is compared with what is bound."""
    if other.type is self.type:
        return m.bool(self.held[0] is other.held[0])
    if not isinstance(other, O.Dict):
        return m.not_implemented()
    d = _snapshot(m, self)
    try:
        return m.compare(d, other, "==")
    finally:
        m.heap.decref(d)
