"""Strings and bytes that do not come from the shared ones, instances of their subclasses, and buffers that grow.

Most operations share the empty and the one-character strings (`Heap.new_str`), but some of CPython's allocate
the result first and fill it later, so that ``"a".upper() is "A"`` is false; those use `fresh_str` and `fresh_bytes`.
"""

from __future__ import annotations

from memlab.heap import growth
from memlab.heap import objects as O
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.heap import Heap


def fresh_str(h: Heap, s: str) -> Any:
    """A new reference to a str that is not one of the shared one-character strings (``PyUnicode_New``)."""
    if len(s) != 1 or s >= "\u0100":
        return h.new_str(s)
    o = O.Str()
    o.rc = 1
    o.type = h.t_str
    o.val = s
    o.interned = 0
    o.hash = None
    n = h.str_size(s)
    o.addr = h.malloc(n)
    h.serial = o.serial = h.serial + 1
    if h.log is not None:
        h._born(o, n, s)
    return o


def fresh_bytes(h: Heap, b: bytes) -> Any:
    """A new reference to a bytes object that is not one of the shared one-byte objects."""
    if len(b) != 1:
        return h.new_bytes(b)
    o = O.Bytes()
    o.rc = 1
    o.type = h.t_bytes
    o.val = b
    n = h._sizes["bytes"] + 1
    o.addr = h.malloc(n)
    h.serial = o.serial = h.serial + 1
    if h.log is not None:
        h._born(o, n, b)
    return o


def new_str_sub(h: Heap, t: O.Type, s: str) -> Any:
    """An instance of a Python subclass of str: not compact, so its characters lie in a block of their own."""
    o = h._new_sub(O.Str, t, h.str_size(s))
    o.val = s
    o.interned = 0
    o.hash = None
    return h.finish_new(o, s)


def new_float_sub(h: Heap, t: O.Type, x: float) -> Any:
    """An instance of a Python subclass of float."""
    o = h._new_sub(O.Float, t, 24)
    o.val = x
    return h.finish_new(o, x)


def new_complex_sub(h: Heap, t: O.Type, z: complex) -> Any:
    """An instance of a Python subclass of complex."""
    o = h._new_sub(O.Complex, t, 32)
    o.val = z
    return h.finish_new(o, z)


def new_bytes_sub(h: Heap, t: O.Type, b: bytes) -> Any:
    """An instance of a Python subclass of bytes."""
    o = h._new_sub(O.Bytes, t, h._sizes["bytes"] + len(b))
    o.val = b
    return h.finish_new(o, b)


def new_bytearray_sub(h: Heap, t: O.Type) -> Any:
    """An empty instance of a Python subclass of bytearray."""
    o = h._new_sub(O.ByteArray, t, h._sizes["bytearray"])
    o.val = bytearray()
    o.exports = 0
    o.allocated = 0
    o.buf = 0
    return h.finish_new(o)


def modifiable(h: Heap, left: Any) -> bool:
    """Whether nobody else can see ``left``: its owner may change it (Objects/unicodeobject.c unicode_modifiable)."""
    return left.rc == 1 and left.hash is None and not left.interned and left.type is h.t_str


def same_storage(left: str, right: str) -> bool:
    """Whether ``right`` can be written behind ``left``: it needs no wider characters, and ASCII stays ASCII."""
    if left.isascii():
        return right.isascii()
    widest = max(left)
    return widest > "\uffff" or right.isascii() or max(right) < ("\u0100" if widest < "\u0100" else "\U00010000")


def append_in_place(h: Heap, left: Any, right: str) -> None:
    """Grow the str ``left`` (`modifiable`, `same_storage`) by ``right`` (Objects/unicodeobject.c resize_compact).

    After this it has the same identity; its address changes only if `Heap.realloc` had to move the block.
    """
    old = h.sizeof(left)
    text = left.val
    left.val = None     # the host then extends the text in place instead of copying it
    text += right
    left.val = text
    size = h.str_size(text) if not text.isascii() else h._sizes["str_ascii"] + len(text) + 1
    left.addr = h.realloc(left.addr, size)
    if h.log is not None:
        h.log((K.RESIZED, left.serial, old, size))


def resize_bytearray(h: Heap, o: Any, size: int) -> None:
    """Make room for ``size`` bytes (Objects/bytearrayobject.c PyByteArray_Resize); the caller changes ``val``."""
    p = h.profile
    new = growth.bytearray_resize(p, o.allocated, size)
    if new == o.allocated:
        return
    old = h.sizeof(o)
    nbytes = new + p.sizes["bytes"] if p.bytearray_is_bytes and new else new
    if o.buf and nbytes:
        o.buf = h.realloc(o.buf, nbytes)
    elif nbytes:
        o.buf = h.malloc(nbytes)
    elif o.buf:
        h.free(o.buf)
        o.buf = 0
    o.allocated = new
    if h.log is not None:
        h.log((K.RESIZED, o.serial, old, h.sizeof(o)))
