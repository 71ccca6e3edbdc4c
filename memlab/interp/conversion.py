"""What the methods of numbers and text share: arguments, slices, limits (Python/getargs.c, Objects/abstract.c)."""

from __future__ import annotations

from memlab.errors import LimitReached
from memlab.heap.objects import ByteArray, Bytes, Int, Str
from memlab.interp.type_messages import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SSIZE_MAX = (1 << 63) - 1


def type_error(m: Any, message: str) -> Exception:
    """A guest TypeError, to be raised."""
    error: Exception = m.error("TypeError", message)
    return error


def value_error(m: Any, message: str) -> Exception:
    """A guest ValueError, to be raised."""
    error: Exception = m.error("ValueError", message)
    return error


def shown_type(m: Any, o: Any) -> str:
    """The type in "must be str, not X": None is called None (Python/getargs.c _PyArg_BadArgument)."""
    return "None" if o is m.none else str(o.type.name)


def str_arg(m: Any, o: Any, where: str) -> str:
    """The host str of an argument that must be str; ``where`` as in "replace() argument 1"."""
    if isinstance(o, Str):
        return str(o.val)
    raise type_error(m, f"{where} must be str, not {shown_type(m, o)}")


def encoding_args(m: Any, name: str, encoding: Any, errors: Any) -> tuple[str, str]:
    """The arguments ``encoding`` and ``errors`` of encode(), decode(), str() and bytes()."""
    e = "utf-8" if encoding is None else str_arg(m, encoding, f"{name}() argument 'encoding'")
    r = "strict" if errors is None else str_arg(m, errors, f"{name}() argument 'errors'")
    if "\0" in e or "\0" in r:
        raise value_error(m, "embedded null character")
    return e, r


def ssize_arg(m: Any, o: Any, default: int | None = None) -> int:
    """A ``Py_ssize_t`` argument (PyLong_AsSsize_t)."""
    if o is None:
        assert default is not None
        return default
    n = int(o.val) if isinstance(o, Int) else int(m.index(o))
    if not -SSIZE_MAX - 1 <= n <= SSIZE_MAX:
        raise m.error("OverflowError", "Python int too large to convert to C ssize_t")
    return n


def int_arg(m: Any, o: Any, default: int) -> int:
    """A C ``int`` argument (PyLong_AsInt)."""
    if o is None:
        return default
    n = int(o.val) if isinstance(o, Int) else int(m.index(o))
    if not -(1 << 31) <= n < 1 << 31:
        raise m.error("OverflowError", "Python int too large to convert to C int")
    return n


def index_size(m: Any, o: Any, error: str = "OverflowError") -> int:
    """PyNumber_AsSsize_t: an index-sized integer, or ``error`` when it does not fit."""
    n = int(o.val) if isinstance(o, Int) else int(m.index(o))
    if not -SSIZE_MAX - 1 <= n <= SSIZE_MAX:
        raise m.error(error, f"cannot fit '{o.type.name}' into an index-sized integer")
    return n


def slice_part(m: Any, o: Any, default: int) -> int:
    """One bound of a slice or of find(): clipped to ``Py_ssize_t`` (Python/ceval.c _PyEval_SliceIndex)."""
    if o is None or o is m.none:
        return default
    if isinstance(o, Int):
        n = int(o.val)
    elif m.special(o, "__index__") is None:
        raise type_error(m, text(m, "slice index"))
    else:
        n = int(m.index(o))
    return max(-SSIZE_MAX - 1, min(SSIZE_MAX, n))


def slice_of(m: Any, o: Any) -> slice:
    """A guest slice as a host slice of ints (PySlice_Unpack)."""
    start, stop, step = o.held
    s = slice_part(m, step, 1)
    if s == 0:
        raise value_error(m, "slice step cannot be zero")
    low = None if start is m.none else slice_part(m, start, 0)
    return slice(low, None if stop is m.none else slice_part(m, stop, 0), s)


def is_slice(m: Any, o: Any) -> bool:
    """Whether ``o`` is a guest slice."""
    return o.type is m.heap.types["slice"]


def has_index(m: Any, o: Any) -> bool:
    """PyIndex_Check."""
    return isinstance(o, Int) or m.special(o, "__index__") is not None


def iterates(m: Any, o: Any) -> bool:
    """Whether iter() knows what to do with ``o``."""
    return m.special(o, "__iter__") is not None or m.special(o, "__getitem__") is not None


def is_bytes(o: Any) -> bool:
    """Whether ``o`` is bytes or a bytearray."""
    return isinstance(o, (Bytes, ByteArray))


def is_bytearray(o: Any) -> bool:
    """Whether ``o`` is a bytearray."""
    return isinstance(o, ByteArray)


def buffer_of(o: Any) -> Any:
    """The bytes of a bytes-like object as host bytes or bytearray, or None when ``o`` is none."""
    if is_bytes(o):
        return o.val
    if o.type.name == "memoryview":
        from memlab.interp.types_memoryview import view_bytes
        return view_bytes(o)
    if o.type.name == "array.array" or o.type.name == "array":
        data: Any = getattr(o, "data", None)
        return data.tobytes() if hasattr(data, "tobytes") else None
    return None


def bytes_like(m: Any, o: Any) -> Any:
    """The host bytes of an argument that must be bytes-like (PyObject_GetBuffer)."""
    b = buffer_of(o)
    if b is None:
        raise type_error(m, f"a bytes-like object is required, not '{o.type.name}'")
    return b


def refuse_str(m: Any, size: int, kind: str = "str of {:,} characters") -> None:
    """Raise LimitReached when a text of ``size`` units is more than the guards allow."""
    limit = m.limits.max_str
    if size > limit:
        raise LimitReached(f"this would make a {kind.format(size)}; memlab stops at {limit:,}")


def refuse_bytes(m: Any, size: int, kind: str = "bytes") -> None:
    """The same for bytes and bytearray."""
    refuse_str(m, size, kind + " object of {:,} bytes")


def same(m: Any, o: Any) -> Any:
    """The object itself, with a new reference."""
    return m.heap.incref(o)


def exact_str(m: Any, o: Any) -> Any:
    """``o`` itself when it is exactly a str, else an exact copy (Objects/unicodeobject.c unicode_result_unchanged)."""
    h = m.heap
    return h.incref(o) if o.type is h.t_str else h.new_str(o.val)


def exact_bytes(m: Any, o: Any) -> Any:
    """``o`` itself when it is exactly bytes, else an exact copy."""
    h = m.heap
    if is_bytearray(o):
        return h.new_bytearray(o.val)
    return h.incref(o) if o.type is h.t_bytes else h.new_bytes(o.val)


def check_new(m: Any, cls: Any, name: str) -> None:
    """The checks of ``int.__new__(X)`` (Objects/typeobject.c tp_new_wrapper)."""
    base = m.heap.types[name]
    if cls is base:
        return
    if not hasattr(cls, "mro"):
        raise type_error(m, f"{name}.__new__(X): X is not a type object ({cls.type.name})")
    if not m.issubtype(cls, base):
        raise type_error(m, f"{name}.__new__({cls.name}): {cls.name} is not a subtype of {name}")


def clinic_args(m: Any, name: str, args: Any, kw: Any, names: tuple[str, ...], posonly: int = 0) -> list[Any]:
    """Match the arguments of int(), str(), bytes(), complex() ...; missing ones are host None (Python/getargs.c)."""
    count = len(args) + (len(kw) if kw else 0)
    if count > len(names):
        if text(m, "new clinic") and not kw:
            raise type_error(m, f"{name} expected at most {len(names)} arguments, got {len(args)}"
                             if name not in ("complex", "bytes", "bytearray") else
                             f"{name}() takes at most {len(names)} arguments ({count} given)")
        kind = "" if args else "keyword "
        raise type_error(m, f"{name}() takes at most {len(names)} {kind}arguments ({count} given)")
    out = list(args) + [None] * (len(names) - len(args))
    for key, value in (kw or {}).items():
        if key not in names[posonly:]:
            raise type_error(m, m.heap.profile.bad_keyword_text.format(name=name, key=key))
        i = names.index(key)
        if i < len(args):
            raise type_error(m, f"argument for {name}() given by name ('{key}') and position ({i + 1})")
        out[i] = value
    return out


def warn(m: Any, category: str, message: str) -> None:
    """PyErr_WarnEx, where the machine has warnings."""
    hook = getattr(m, "warn", None)
    if hook is not None:
        hook(category, message)


def reraise_unicode(m: Any, err: UnicodeError, subject: Any) -> Exception:
    """The guest UnicodeEncodeError or UnicodeDecodeError for a host one; ``subject`` is the guest text or bytes."""
    h = m.heap
    e: Any = err
    made = [h.new_str(e.encoding), h.incref(subject), h.new_int(e.start), h.new_int(e.end), h.new_str(e.reason)]
    if isinstance(e, UnicodeDecodeError) and not isinstance(subject, Bytes):
        h.decref(made[1])
        made[1] = h.new_bytes(bytes(e.object))
    from memlab.interp.native import GuestError
    try:
        exc = m.call(h.types[type(err).__name__], made)
    finally:
        h.decref_all(made)
    m.set_context(exc)
    return GuestError(exc)


def encode(m: Any, o: Any, encoding: str, errors: str) -> bytes:
    """``str.encode`` on the host, with guest errors (PyUnicode_AsEncodedString)."""
    try:
        return str(o.val).encode(encoding, errors)
    except UnicodeError as e:
        if isinstance(e, UnicodeEncodeError):
            raise reraise_unicode(m, e, o) from None
        raise m.error("UnicodeError", str(e)) from None
    except LookupError as e:
        raise m.error("LookupError", str(e)) from None


def decode(m: Any, o: Any, data: Any, encoding: str, errors: str) -> str:
    """``bytes.decode`` on the host, with guest errors (PyUnicode_Decode)."""
    try:
        return bytes(data).decode(encoding, errors)
    except UnicodeError as e:
        if isinstance(e, UnicodeDecodeError):
            raise reraise_unicode(m, e, o) from None
        raise m.error("UnicodeError", str(e)) from None
    except LookupError as e:
        raise m.error("LookupError", str(e)) from None


def wrong_result(m: Any, o: Any, method: str, kind: str, got: str) -> Exception:
    """TypeError: the special method of ``o`` returned a ``got`` and not a ``kind``."""
    return type_error(m, text(m, method + " returned").format(o.type.name, got, method, kind))


def str_object(m: Any, o: Any) -> Any:
    """``str(o)`` as a new reference, the very object that ``__str__`` returned (Objects/object.c PyObject_Str)."""
    h = m.heap
    if o.type is h.t_str:
        return h.incref(o)
    if o.type is h.t_int:
        from memlab.heap.strings import fresh_str
        from memlab.interp.types_int import int_text
        return fresh_str(h, int_text(m, o.val))
    m.enter_recursive(" while getting the str of an object")
    try:
        r = m.call_special(o, "__str__")
    finally:
        m.leave_recursive()
    if not isinstance(r, Str):
        name = r.type.name
        h.decref(r)
        raise wrong_result(m, o, "__str__", "str", name)
    return r
