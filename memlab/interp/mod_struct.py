"""The module ``struct``: the host's packing (Modules/_struct.c)."""

from __future__ import annotations

from memlab.heap.objects import ByteArray, Bytes, Str
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

STRUCT = NativeModule("struct", "Functions to convert between Python values and C structs.")
STRUCT.guest_source = "struct"
MODULES = {"struct": STRUCT}


_NAMED = (("ubyte format", "'B' format"), ("byte format", "'b' format"), ("ushort format", "'H' format"),
          ("short format", "'h' format"))


def _run(m: Any, fn: Any, *args: Any) -> Any:
    import struct
    try:
        return fn(*args)
    except struct.error as e:
        words = str(e)
        for old, new in _NAMED:
            if m.profile.struct_byte_text:
                words = words.replace(new, old)
            else:
                words = words.replace(old, new)
        text = m.heap.new_str(words)
        cls = m.getattr(m.import_module("struct"), "error")
        exc = m.call(cls, (text,))
        m.heap.decref(cls)
        m.heap.decref(text)
        m.set_context(exc)
        from memlab.interp.native import GuestError
        raise GuestError(exc) from None
    except OverflowError as e:
        raise m.error("OverflowError", str(e)) from None


def _format(m: Any, o: Any) -> Any:
    if not isinstance(o, (Str, Bytes)):
        raise m.error("TypeError", f"Struct() argument 1 must be a str or bytes object, not {o.type.name}")
    return o.val


def _values(m: Any, args: Any) -> list[Any]:
    out = []
    for a in args:
        v = getattr(a, "val", None)
        if isinstance(a, ByteArray):
            v = bytes(a.val)
        out.append(object() if v is None and a is not m.none else v)
    return out


@STRUCT.function("calcsize")
def calcsize(m: Any, format: Any) -> Obj:
    import struct
    n = _run(m, struct.calcsize, _format(m, format))
    m.heap.check_limit(n, "a struct")
    o: Obj = m.heap.new_int(n)
    return o


@STRUCT.function("pack")
def pack(m: Any, format: Any, *values: Any) -> Obj:
    import struct
    m.heap.check_limit(_run(m, struct.calcsize, _format(m, format)), "a struct")
    o: Obj = m.heap.new_bytes(_run(m, struct.pack, format.val, *_values(m, values)))
    return o


def _buffer(m: Any, o: Any) -> bytes:
    if not isinstance(o, (Bytes, ByteArray)):
        raise m.error("TypeError", f"a bytes-like object is required, not '{o.type.name}'")
    return bytes(o.val)


@STRUCT.function("unpack")
def unpack(m: Any, format: Any, buffer: Any) -> Obj:
    import struct
    o: Obj = m.from_host(_run(m, struct.unpack, _format(m, format), _buffer(m, buffer)))
    return o


@STRUCT.function("unpack_from", kw=True)
def unpack_from(m: Any, format: Any, buffer: Any, offset: Obj | None = None) -> Obj:
    import struct
    o: Obj = m.from_host(_run(m, struct.unpack_from, _format(m, format), _buffer(m, buffer), 0 if offset is None else m.index(offset)))
    return o
