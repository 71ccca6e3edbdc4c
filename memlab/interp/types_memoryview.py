"""memoryview over bytes and bytearray, one dimension of unsigned bytes (Objects/memoryobject.c).

The view holds its object; a bytearray cannot change its size while a view of it is alive.

Simplified: other formats, casts and more dimensions are refused as not simulated.
"""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import Bytes
from memlab.heap.siphash import hash_bytes
from memlab.interp.conversion import (
    buffer_of,
    clinic_args,
    has_index,
    index_size,
    is_bytearray,
    is_bytes,
    is_slice,
    slice_of,
    str_arg,
    type_error,
    value_error,
)
from memlab.interp.native import END, NativeType
from memlab.interp.types_bytes import byte_value, hex_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MEMORYVIEW = NativeType("memoryview", ref_labels=("obj",), subclassable=False, weakref=True,
                        doc="Create a new memoryview object which references the given object.")
# Shape, strides and suboffsets of the one dimension lie behind the object (memory_alloc).
MEMORYVIEW.sizeof = lambda h, o: o.type.basicsize + 3 * 8  # type: ignore[attr-defined]


def _live(m: Any, o: Any) -> None:
    if o.data is None:
        raise value_error(m, "operation forbidden on released memoryview object")


def view_bytes(o: Any) -> bytes:
    """The bytes a view shows; empty once released."""
    if o.data is None:
        return b""
    v = o.held[0].val
    return bytes([v[i] for i in o.data]) if o.data.step != 1 else bytes(v[o.data.start:o.data.stop])


def _new(m: Any, obj: Any, span: range) -> Any:
    h = m.heap
    view = h.new_native(h.types["memoryview"], [h.incref(obj)], span)
    if is_bytearray(obj):
        obj.exports = [*(obj.exports or ()), view]
    return view


@MEMORYVIEW.new
def memoryview_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """memoryview_impl."""
    (o,) = clinic_args(m, "memoryview", args, kw, ("object",))
    if o is None:
        raise type_error(m, "memoryview() missing required argument 'object' (pos 1)")
    if o.type is m.heap.types["memoryview"]:
        _live(m, o)
        return _new(m, o.held[0], o.data)
    if not is_bytes(o):
        if buffer_of(o) is not None:
            raise NotSimulated(f"a memoryview of {o.type.name}")
        raise type_error(m, f"memoryview: a bytes-like object is required, not '{o.type.name}'")
    return _new(m, o, range(len(o.val)))


@MEMORYVIEW.method("release")
def memoryview_release(m: Any, self: Any) -> None:
    """Give the export back: the view shows nothing from now on."""
    self.data = None
    if self.held[0] is not None:
        m.heap.set_held(self, 0, None)


@MEMORYVIEW.method("__enter__")
def memoryview_enter(m: Any, self: Any) -> Any:
    _live(m, self)
    return m.heap.incref(self)


@MEMORYVIEW.method("__exit__")
def memoryview_exit(m: Any, self: Any, *exc: Any) -> None:
    memoryview_release(m, self)


@MEMORYVIEW.method("__len__")
def memoryview_len(m: Any, self: Any) -> Any:
    _live(m, self)
    return m.heap.new_int(len(self.data))


def _position(m: Any, self: Any, key: Any) -> int:
    i = index_size(m, key, "IndexError")
    if not -len(self.data) <= i < len(self.data):
        raise m.error("IndexError", "index out of bounds on dimension 1")
    return int(self.data[i])


@MEMORYVIEW.method("__getitem__")
def memoryview_getitem(m: Any, self: Any, key: Any) -> Any:
    """memory_subscript."""
    _live(m, self)
    if has_index(m, key):
        return m.heap.new_int(self.held[0].val[_position(m, self, key)])
    if is_slice(m, key):
        return _new(m, self.held[0], self.data[slice_of(m, key)])
    raise type_error(m, "memoryview: invalid slice key")


@MEMORYVIEW.method("__setitem__")
def memoryview_setitem(m: Any, self: Any, key: Any, value: Any) -> None:
    """memory_ass_sub."""
    _live(m, self)
    target = self.held[0].val
    if isinstance(target, bytes):
        raise type_error(m, "cannot modify read-only memory")
    if has_index(m, key):
        i = _position(m, self, key)
        if not has_index(m, value):
            raise type_error(m, "memoryview: invalid type for format 'B'")
        target[i] = byte_value(m, value, "memoryview: invalid value for format 'B'")
        return
    if not is_slice(m, key):
        raise type_error(m, "memoryview: invalid slice key")
    span = self.data[slice_of(m, key)]
    data = buffer_of(value)
    if data is None:
        raise type_error(m, f"a bytes-like object is required, not '{value.type.name}'")
    if len(data) != len(span):
        raise value_error(m, "memoryview assignment: lvalue and rvalue have different structures")
    for i, b in zip(span, bytes(data), strict=True):
        target[i] = b


@MEMORYVIEW.method("__delitem__")
def memoryview_delitem(m: Any, self: Any, key: Any) -> None:
    _live(m, self)
    raise type_error(m, "cannot delete memory")


@MEMORYVIEW.method("tobytes", kw=True)
def memoryview_tobytes(m: Any, self: Any, order: Any = None) -> Any:
    _live(m, self)
    return m.heap.new_bytes(view_bytes(self))


@MEMORYVIEW.method("tolist")
def memoryview_tolist(m: Any, self: Any) -> Any:
    _live(m, self)
    return m.heap.new_list([m.heap.new_int(b) for b in view_bytes(self)])


@MEMORYVIEW.method("hex", kw=True)
def memoryview_hex(m: Any, self: Any, sep: Any = None, bytes_per_sep: Any = None) -> Any:
    _live(m, self)
    return m.heap.new_str(hex_text(m, view_bytes(self), sep, bytes_per_sep))


@MEMORYVIEW.method("toreadonly")
def memoryview_toreadonly(m: Any, self: Any) -> Any:
    raise NotSimulated("memoryview.toreadonly()")


@MEMORYVIEW.method("cast", kw=True)
def memoryview_cast(m: Any, self: Any, format: Any, shape: Any = None) -> Any:
    _live(m, self)
    if str_arg(m, format, "cast() argument 'format'") == "B" and shape is None:
        return _new(m, self.held[0], self.data)
    raise NotSimulated("memoryview.cast() to another format")


def _equality(name: str, equal: bool) -> None:
    def compare(m: Any, self: Any, value: Any) -> Any:
        if self is value:
            return m.heap.bool(equal)
        data = buffer_of(value)
        if self.data is None or data is None:
            return m.heap.bool((self is value) is equal) if data is None and self.data is None else m.not_implemented()
        return m.heap.bool((view_bytes(self) == bytes(data)) is equal)
    MEMORYVIEW.method(name)(compare)


_equality("__eq__", True)
_equality("__ne__", False)


def _no_order(m: Any, self: Any, value: Any) -> Any:
    return m.not_implemented()


for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    MEMORYVIEW.method(_name)(_no_order)


@MEMORYVIEW.method("__hash__")
def memoryview_hash(m: Any, self: Any) -> Any:
    _live(m, self)
    if is_bytearray(self.held[0]):
        raise value_error(m, "cannot hash writable memoryview object")
    rounds = (2, 4) if m.heap.profile.str_hash == "siphash24" else (1, 3)
    return m.heap.new_int(hash_bytes(view_bytes(self), *rounds))


@MEMORYVIEW.method("__repr__")
def memoryview_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(f"<{'released memory' if self.data is None else 'memory'} at {self.addr:#x}>")


@MEMORYVIEW.method("__iter__")
def memoryview_iter(m: Any, self: Any) -> Any:
    _live(m, self)
    return m.heap.new_native(m.heap.types["memory_iterator"], [m.heap.incref(self)], 0)


ITERATOR = NativeType("memory_iterator", ref_labels=("memoryview",), subclassable=False)


@ITERATOR.method("__iter__")
def iterator_iter(m: Any, self: Any) -> Any:
    return m.heap.incref(self)


@ITERATOR.method("__next__")
def iterator_next(m: Any, self: Any) -> Any:
    o = self.held[0]
    if o is None:
        return END
    _live(m, o)
    if self.data < len(o.data):
        self.data += 1
        return m.heap.new_int(o.held[0].val[o.data[self.data - 1]])
    m.heap.set_held(self, 0, None)
    return END


def _field(name: str, get: Any) -> None:
    def getter(m: Any, self: Any) -> Any:
        _live(m, self)
        return get(m, self)
    MEMORYVIEW.getter(name)(getter)


_field("obj", lambda m, o: m.heap.incref(o.held[0]))
_field("nbytes", lambda m, o: m.heap.new_int(len(o.data)))
_field("itemsize", lambda m, o: m.heap.new_int(1))
_field("ndim", lambda m, o: m.heap.new_int(1))
_field("format", lambda m, o: m.heap.new_str("B"))
_field("readonly", lambda m, o: m.heap.bool(isinstance(o.held[0], Bytes)))
_field("shape", lambda m, o: m.heap.new_tuple([m.heap.new_int(len(o.data))]))
_field("strides", lambda m, o: m.heap.new_tuple([m.heap.new_int(o.data.step)]))
_field("suboffsets", lambda m, o: m.heap.new_tuple([]))
for _name in ("contiguous", "c_contiguous", "f_contiguous"):
    _field(_name, lambda m, o: m.heap.bool(o.data.step == 1 or len(o.data) <= 1))

