"""bytes, bytearray and their iterators (Objects/bytesobject.c, Objects/bytearrayobject.c, Objects/bytes_methods.c)."""

from __future__ import annotations

from memlab.heap.objects import ByteArray, Bytes, Int, Str
from memlab.heap.siphash import hash_bytes
from memlab.heap.strings import fresh_bytes, new_bytearray_sub, new_bytes_sub, resize_bytearray
from memlab.interp.conversion import (
    SSIZE_MAX,
    buffer_of,
    bytes_like,
    check_new,
    clinic_args,
    decode,
    encode,
    encoding_args,
    exact_bytes,
    has_index,
    index_size,
    int_arg,
    is_bytearray,
    is_bytes,
    is_slice,
    iterates,
    refuse_bytes,
    same,
    shown_type,
    slice_of,
    slice_part,
    ssize_arg,
    type_error,
    value_error,
    wrong_result,
)
from memlab.interp.native import END, GuestError, NativeType
from memlab.interp.type_messages import text
from memlab.interp.types_str import part_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

BYTES = NativeType("bytes", layout=Bytes, gc=False, doc="bytes(iterable_of_ints) -> bytes")
BYTEARRAY = NativeType("bytearray", layout=ByteArray, gc=False, doc="bytearray(iterable_of_ints) -> bytearray")
BYTES_ITERATOR = NativeType("bytes_iterator", ref_labels=("bytes",), subclassable=False)
BYTEARRAY_ITERATOR = NativeType("bytearray_iterator", ref_labels=("bytearray",), subclassable=False)
BOTH = (BYTES, BYTEARRAY)

BYTEARRAY.constants["__hash__"] = None


# ---------------------------------------------------------------- making

def _shared_method(name: str, *, kw: bool = False) -> Callable[[Any], Any]:
    """Declare a method of both types."""
    def declare(fn: Any) -> Any:
        for t in BOTH:
            t.method(name, kw=kw)(fn)
        return fn
    return declare


def made(m: Any, self: Any, data: Any) -> Any:
    """``data`` as a new object of the kind of ``self``: one-byte bytes are shared."""
    h = m.heap
    return h.new_bytearray(data) if is_bytearray(self) else h.new_bytes(bytes(data))


def filled(m: Any, self: Any, data: Any) -> Any:
    """The same for results that CPython allocates first and fills later: one byte is not shared."""
    h = m.heap
    return h.new_bytearray(data) if is_bytearray(self) else fresh_bytes(h, bytes(data))


def part(m: Any, self: Any, data: Any) -> Any:
    """A stretch of ``self``: exact bytes are returned themselves when it is all of them."""
    if len(data) == len(self.val) and self.type is m.heap.t_bytes:
        return same(m, self)
    return made(m, self, data)


def byte_value(m: Any, o: Any, message: str = "byte must be in range(0, 256)") -> int:
    """_getbytevalue."""
    n = int(o.val) if isinstance(o, Int) else int(m.index(o))
    if not 0 <= n < 256:
        raise value_error(m, message)
    return n


def _items(m: Any, o: Any, message: str) -> Iterator[int]:
    """The bytes an iterable of ints stands for, one at a time."""
    h = m.heap
    for x in m.iterate(o):
        try:
            n = byte_value(m, x, message)
        finally:
            h.decref(x)
        yield n


def from_object(m: Any, o: Any) -> bytes:
    """PyBytes_FromObject: a buffer or an iterable of ints."""
    data = buffer_of(o)
    if data is not None:
        return bytes(data)
    if not isinstance(o, Str) and iterates(m, o):
        return bytes(_items(m, o, "bytes must be in range(0, 256)"))
    raise type_error(m, f"cannot convert '{o.type.name}' object to bytes")


def bytes_of(m: Any, o: Any) -> bytes:
    """PyObject_Bytes."""
    if o.type is m.heap.t_bytes:
        return bytes(o.val)
    m.heap.incref(o)      # the bound method that _PyObject_LookupSpecial makes
    try:
        r = m.call_special(o, "__bytes__")
    finally:
        m.heap.decref(o)
    if r is not None:
        name = r.type.name
        data = bytes(r.val) if isinstance(r, Bytes) else None
        m.heap.decref(r)
        if data is None:
            raise wrong_result(m, o, "__bytes__", "bytes", name)
        return data
    return from_object(m, o)


def _size_argument(m: Any, o: Any) -> int | None:
    """The count in ``bytes(5)``, or None when ``o`` is no integer."""
    if not has_index(m, o):
        return None
    try:
        n = index_size(m, o)
    except GuestError as e:
        if not m.matches(e, "TypeError"):
            raise
        m.drop(e)
        return None
    if n < 0:
        raise value_error(m, "negative count")
    refuse_bytes(m, n)
    return n


@BYTES.new
def bytes_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """bytes_new_impl."""
    h = m.heap
    check_new(m, cls, "bytes")
    o, encoding, errors = clinic_args(m, "bytes", args, kw, ("source", "encoding", "errors"))
    if o is not None and o.type is h.t_bytes and cls is h.t_bytes and encoding is None and errors is None:
        return h.incref(o)
    fresh = False
    if o is None:
        if encoding is not None or errors is not None:
            raise type_error(m, f"{'encoding' if encoding is not None else 'errors'} without a string argument")
        data = b""
    elif encoding is not None:
        e, r = encoding_args(m, "bytes", encoding, errors)
        if not isinstance(o, Str):
            raise type_error(m, "encoding without a string argument")
        data = encode(m, o, e, r)
    elif errors is not None:
        raise type_error(m, "string argument without an encoding" if isinstance(o, Str) else
                         "errors without a string argument")
    elif m.special(o, "__bytes__") is not None:
        data = bytes_of(m, o)
    elif isinstance(o, Str):
        raise type_error(m, "string argument without an encoding")
    else:
        n = _size_argument(m, o)
        data = bytes(n) if n is not None else from_object(m, o)
        fresh = isinstance(o, ByteArray) and not text(m, "one-byte results are shared")
    if cls is h.t_bytes:
        return fresh_bytes(h, data) if fresh else h.new_bytes(data)
    return new_bytes_sub(h, cls, data)


@BYTEARRAY.new
def bytearray_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    check_new(m, cls, "bytearray")
    return h.new_bytearray(b"") if cls is h.t_bytearray else new_bytearray_sub(h, cls)


@BYTEARRAY.init
def bytearray_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    """bytearray___init___impl."""
    o, encoding, errors = clinic_args(m, "bytearray", args, kw, ("source", "encoding", "errors"))
    if len(self.val):
        _store(m, self, bytearray())
    if o is None:
        if encoding is not None or errors is not None:
            raise type_error(m, f"{'encoding' if encoding is not None else 'errors'} without a string argument")
        return
    if isinstance(o, Str):
        if encoding is None:
            raise type_error(m, "string argument without an encoding")
        e, r = encoding_args(m, "bytearray", encoding, errors)
        _store(m, self, bytearray(encode(m, o, e, r)))
        return
    if encoding is not None or errors is not None:
        raise type_error(m, f"{'encoding' if encoding is not None else 'errors'} without a string argument")
    n = _size_argument(m, o)
    if n is not None:
        if n:
            _store(m, self, bytearray(n))
        return
    data = buffer_of(o)
    if data is not None:
        _store(m, self, bytearray(data))
        return
    if not iterates(m, o):
        raise type_error(m, f"cannot convert '{o.type.name}' object to bytearray")
    if (o.type is m.heap.t_list or o.type is m.heap.t_tuple) and text(m, "bytearray knows lists"):
        for i, x in enumerate(list(o.items)):
            n = byte_value(m, x)
            if not i:
                _resized(m, self, len(o.items))
            self.val.append(n)
        return
    for n in _items(m, o, "byte must be in range(0, 256)"):
        _resized(m, self, len(self.val) + 1)
        self.val.append(n)


def check_exports(m: Any, self: Any) -> None:
    """_canresize: ``exports`` is 0 or the list of the views made of it, of which the dead no longer count."""
    if not self.exports:
        return
    self.exports = [v for v in self.exports if v.rc > 0 and v.data is not None] or 0
    if self.exports:
        raise m.error("BufferError", "Existing exports of data: object cannot be re-sized")


def _resized(m: Any, self: Any, size: int) -> None:
    """Make the buffer fit ``size`` bytes before ``val`` gets them."""
    if size == len(self.val):
        return
    check_exports(m, self)
    refuse_bytes(m, size, "bytearray")
    resize_bytearray(m.heap, self, size)


def _store(m: Any, self: Any, data: bytearray) -> None:
    """Replace all contents; ``val`` stays the same host object, for views."""
    _resized(m, self, len(data))
    self.val[:] = data


# ---------------------------------------------------------------- the sequence

@_shared_method("__len__")
def bytes_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(len(self.val))


@_shared_method("__getitem__")
def bytes_getitem(m: Any, self: Any, key: Any) -> Any:
    v = self.val
    exact = isinstance(self, ByteArray)
    if has_index(m, key):
        i = index_size(m, key, "IndexError")
        if -len(v) <= i < len(v):
            return m.heap.new_int(v[i])
        raise m.error("IndexError", "bytearray index out of range" if exact else "index out of range")
    if is_slice(m, key):
        s = slice_of(m, key)
        r = v[s]
        return part(m, self, r) if s.step == 1 else filled(m, self, r)
    raise type_error(m, f"{'bytearray' if exact else 'byte'} indices must be integers or slices, not {key.type.name}")


@_shared_method("__contains__")
def bytes_contains(m: Any, self: Any, key: Any) -> Any:
    """_Py_bytes_contains."""
    if has_index(m, key):
        return m.heap.bool(byte_value(m, key) in self.val)
    return m.heap.bool(bytes_like(m, key) in self.val)


@_shared_method("__add__")
def bytes_add(m: Any, self: Any, value: Any) -> Any:
    """bytes_concat: exact bytes with an empty partner are returned themselves."""
    b = buffer_of(value)
    if b is None:
        raise type_error(m, f"can't concat {value.type.name} to {self.type.name}")
    t = m.heap.t_bytes
    if isinstance(self, Bytes):
        if not self.val and value.type is t:
            return same(m, value)
        if not b and self.type is t:
            return same(m, self)
    refuse_bytes(m, len(self.val) + len(b))
    return filled(m, self, bytes(self.val) + bytes(b))


def _repeat_count(m: Any, self: Any, value: Any) -> int:
    if not has_index(m, value):
        raise type_error(m, f"can't multiply sequence by non-int of type '{value.type.name}'")
    n = max(0, index_size(m, value))
    if n and len(self.val) > SSIZE_MAX // n:
        if isinstance(self, ByteArray):
            raise m.error("MemoryError")
        raise m.error("OverflowError", "repeated bytes are too long")
    refuse_bytes(m, len(self.val) * n)
    return n


@_shared_method("__mul__")
def bytes_mul(m: Any, self: Any, value: Any) -> Any:
    n = _repeat_count(m, self, value)
    if len(self.val) * n == len(self.val) and self.type is m.heap.t_bytes:
        return same(m, self)
    return filled(m, self, self.val * n)


_shared_method("__rmul__")(bytes_mul)


@_shared_method("__mod__")
def bytes_mod(m: Any, self: Any, value: Any) -> Any:
    from memlab.interp.percent import format_bytes
    return made(m, self, format_bytes(m, bytes(self.val), value))


def _rmod(kind: Any) -> Any:
    def rmod(m: Any, self: Any, value: Any) -> Any:
        return bytes_mod(m, value, self) if isinstance(value, kind) else m.not_implemented()
    return rmod


BYTES.method("__rmod__")(_rmod(Bytes))
BYTEARRAY.method("__rmod__")(_rmod(ByteArray))


def _comparison(name: str, op: Callable[[Any, Any], bool]) -> None:
    def compare(m: Any, self: Any, value: Any) -> Any:
        if isinstance(self, Bytes) and not isinstance(value, Bytes):
            return m.not_implemented()
        b = buffer_of(value)
        return m.not_implemented() if b is None else m.heap.bool(op(self.val, b))
    _shared_method(name)(compare)


_comparison("__lt__", lambda a, b: a < b)
_comparison("__le__", lambda a, b: a <= b)
_comparison("__eq__", lambda a, b: a == b)
_comparison("__ne__", lambda a, b: a != b)
_comparison("__gt__", lambda a, b: a > b)
_comparison("__ge__", lambda a, b: a >= b)


@BYTES.method("__hash__")
def bytes_hash(m: Any, self: Any) -> Any:
    rounds = (2, 4) if m.heap.profile.str_hash == "siphash24" else (1, 3)
    return m.heap.new_int(hash_bytes(self.val, *rounds))


@_shared_method("__repr__")
def bytes_repr(m: Any, self: Any) -> Any:
    shown = repr(bytes(self.val))
    return m.heap.new_str(f"{self.type.name}({shown})" if is_bytearray(self) else shown)


_shared_method("__str__")(bytes_repr)


@BYTES.method("__bytes__")
def bytes_bytes(m: Any, self: Any) -> Any:
    return exact_bytes(m, self)


@BYTES.method("__getnewargs__")
def bytes_getnewargs(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([made(m, self, self.val)])


@BYTES.method("__iter__")
def bytes_iter(m: Any, self: Any) -> Any:
    return m.heap.new_native(m.heap.types["bytes_iterator"], [m.heap.incref(self)], 0)


@BYTEARRAY.method("__iter__")
def bytearray_iter(m: Any, self: Any) -> Any:
    return m.heap.new_native(m.heap.types["bytearray_iterator"], [m.heap.incref(self)], 0)


def _iterator_next(m: Any, self: Any) -> Any:
    o = self.held[0]
    if o is None:
        return END
    i = self.data
    if i < len(o.val):
        self.data = i + 1
        return m.heap.new_int(o.val[i])
    m.heap.set_held(self, 0, None)
    return END


def _iterator_length_hint(m: Any, self: Any) -> Any:
    o = self.held[0]
    return m.heap.new_int(0 if o is None else max(0, len(o.val) - self.data))


def _iterator_setstate(m: Any, self: Any, state: Any) -> None:
    i = ssize_arg(m, state)
    if self.held[0] is not None:
        self.data = max(0, min(i, len(self.held[0].val)))


def _iterator_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    make = m.getattr(m.import_module("builtins"), "iter")
    o = self.held[0]
    if o is None:
        return h.new_tuple([make, h.new_tuple([h.new_tuple([])])])
    return h.new_tuple([make, h.new_tuple([h.incref(o)]), h.new_int(self.data)])


for _type in (BYTES_ITERATOR, BYTEARRAY_ITERATOR):
    _type.method("__setstate__")(_iterator_setstate)
    _type.method("__reduce__")(_iterator_reduce)
    _type.method("__iter__")(same)
    _type.method("__next__")(_iterator_next)
    _type.method("__length_hint__")(_iterator_length_hint)


# ---------------------------------------------------------------- searching

def _needle(m: Any, o: Any) -> Any:
    """parse_args_finds_byte: a byte value or bytes-like."""
    data = buffer_of(o)
    if data is not None:
        return data
    if has_index(m, o):
        return byte_value(m, o)
    raise type_error(m, f"argument should be integer or bytes-like object, not '{o.type.name}'")


def _finder(name: str, find: Callable[..., int], required: bool) -> None:
    def finder(m: Any, self: Any, sub: Any, start: Any = None, end: Any = None) -> Any:
        needle = _needle(m, sub)
        i = find(bytes(self.val), needle, slice_part(m, start, 0), slice_part(m, end, SSIZE_MAX))
        if required and i < 0:
            raise value_error(m, "subsection not found")
        return m.heap.new_int(i)
    _shared_method(name)(finder)


_finder("find", bytes.find, False)
_finder("rfind", bytes.rfind, False)
_finder("count", bytes.count, False)
_finder("index", bytes.find, True)
_finder("rindex", bytes.rfind, True)


def _tail_match(name: str) -> None:
    match = getattr(bytes, name)

    def tail_match(m: Any, self: Any, prefix: Any, start: Any = None, end: Any = None) -> Any:
        low, high = slice_part(m, start, 0), slice_part(m, end, SSIZE_MAX)
        v = bytes(self.val)
        if m.issubtype(prefix.type, m.heap.t_tuple):
            return m.heap.bool(any(match(v, bytes(bytes_like(m, p)), low, high) for p in prefix.items))
        data = buffer_of(prefix)
        if data is None:
            raise type_error(m, f"{name} first arg must be bytes or a tuple of bytes, not {prefix.type.name}")
        return m.heap.bool(match(v, bytes(data), low, high))
    _shared_method(name)(tail_match)


_tail_match("startswith")
_tail_match("endswith")


# ---------------------------------------------------------------- case and kind

def _predicate(name: str) -> None:
    test = getattr(bytes, name)

    def predicate(m: Any, self: Any) -> Any:
        return m.heap.bool(test(bytes(self.val)))
    _shared_method(name)(predicate)


for _name in ("isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper"):
    _predicate(_name)


def _case(name: str) -> None:
    change = getattr(bytes, name)

    def case(m: Any, self: Any) -> Any:
        return filled(m, self, change(bytes(self.val)))
    _shared_method(name)(case)


for _name in ("capitalize", "lower", "swapcase", "title", "upper"):
    _case(_name)


# ---------------------------------------------------------------- padding and stripping

def _padding(name: str) -> None:
    pad = getattr(bytes, name)

    def padding(m: Any, self: Any, width: Any, fillchar: Any = None) -> Any:
        n = ssize_arg(m, width)
        fill = b" "
        if fillchar is not None:
            data = fillchar.val if is_bytes(fillchar) else None
            if data is None or len(data) != 1:
                message = text(m, "fill byte") if data is None else text(m, "fill bytes")
                raise type_error(m, message.format(name, "None" if fillchar is m.none else fillchar.type.name,
                                                   0 if data is None else len(data)))
            fill = bytes(data)
        if len(self.val) >= n:
            return exact_bytes(m, self)
        refuse_bytes(m, n)
        return filled(m, self, pad(bytes(self.val), n, fill))
    _shared_method(name)(padding)


for _name in ("center", "ljust", "rjust"):
    _padding(_name)


@_shared_method("zfill")
def bytes_zfill(m: Any, self: Any, width: Any) -> Any:
    n = ssize_arg(m, width)
    if len(self.val) >= n:
        return exact_bytes(m, self)
    refuse_bytes(m, n)
    return filled(m, self, self.val.zfill(n))


@_shared_method("expandtabs", kw=True)
def bytes_expandtabs(m: Any, self: Any, tabsize: Any = None) -> Any:
    n = int_arg(m, tabsize, 8)
    refuse_bytes(m, len(self.val) + self.val.count(b"\t") * max(n, 0))
    return filled(m, self, self.val.expandtabs(n))


def _stripper(name: str) -> None:
    strip = getattr(bytes, name)

    def stripper(m: Any, self: Any, bytes_: Any = None) -> Any:
        v = bytes(self.val)
        if bytes_ is None or bytes_ is m.none:
            return part(m, self, strip(v))
        return part(m, self, strip(v, bytes(bytes_like(m, bytes_))))
    _shared_method(name)(stripper)


for _name in ("strip", "lstrip", "rstrip"):
    _stripper(_name)


@_shared_method("removeprefix")
def bytes_removeprefix(m: Any, self: Any, prefix: Any) -> Any:
    return part(m, self, self.val.removeprefix(bytes_like(m, prefix)))


@_shared_method("removesuffix")
def bytes_removesuffix(m: Any, self: Any, suffix: Any) -> Any:
    return part(m, self, self.val.removesuffix(bytes_like(m, suffix)))


# ---------------------------------------------------------------- cutting and joining

def _splitter(name: str) -> None:
    split = getattr(bytes, name)

    def splitter(m: Any, self: Any, sep: Any = None, maxsplit: Any = None) -> Any:
        n = ssize_arg(m, maxsplit, -1)
        v = bytes(self.val)

        def make(p: Any) -> Any:
            return made(m, self, p)
        if sep is None or sep is m.none:
            return part_list(m, self, split(v, None, n), n, exact_bytes, make)
        s = bytes(bytes_like(m, sep))
        if not s:
            raise value_error(m, "empty separator")
        return part_list(m, self, split(v, s, n), n, exact_bytes, make)
    _shared_method(name, kw=True)(splitter)


_splitter("split")
_splitter("rsplit")


@_shared_method("splitlines", kw=True)
def bytes_splitlines(m: Any, self: Any, keepends: Any = None) -> Any:
    if keepends is None:
        keep = False
    elif text(m, "keepends is any object"):
        keep = m.truth(keepends)
    else:
        keep = bool(int_arg(m, keepends, 0))
    lines = bytes(self.val).splitlines(keep)
    return part_list(m, self, lines, -1, exact_bytes, lambda p: made(m, self, p), prealloc=False)


def _partitioner(name: str, find: Callable[..., int]) -> None:
    def partition(m: Any, self: Any, sep: Any) -> Any:
        s = bytes(bytes_like(m, sep))
        if not s:
            raise value_error(m, "empty separator")
        h = m.heap
        v = bytes(self.val)
        i = find(v, s)
        mutable = isinstance(self, ByteArray)
        if i < 0:
            parts = [h.new_bytearray(v) if mutable else h.incref(self), made(m, self, b""), made(m, self, b"")]
            return h.new_tuple(parts if name == "partition" else parts[::-1])
        middle = h.new_bytearray(s) if mutable else h.incref(sep)
        return h.new_tuple([made(m, self, v[:i]), middle, made(m, self, v[i + len(s):])])
    _shared_method(name)(partition)


_partitioner("partition", bytes.find)
_partitioner("rpartition", bytes.rfind)


@_shared_method("join")
def bytes_join(m: Any, self: Any, iterable_of_bytes: Any) -> Any:
    """Objects/stringlib/join.h."""
    h = m.heap
    try:
        items = m.to_list(iterable_of_bytes)
    except GuestError as e:
        o = iterable_of_bytes
        if m.matches(e, "TypeError") and not iterates(m, o):
            m.drop(e)
            raise type_error(m, "can only join an iterable") from None
        raise
    try:
        if len(items) == 1 and items[0].type is h.t_bytes and isinstance(self, Bytes):
            return h.incref(items[0])
        parts = []
        total = len(self.val) * (len(items) - 1)
        for i, o in enumerate(items):
            data = buffer_of(o)
            if data is None:
                raise type_error(m, f"sequence item {i}: expected a bytes-like object, {o.type.name} found")
            parts.append(bytes(data))
            total += len(data)
        refuse_bytes(m, total)
        return filled(m, self, bytes(self.val).join(parts))
    finally:
        h.decref_all(items)


@_shared_method("replace")
def bytes_replace(m: Any, self: Any, old: Any, new: Any, count: Any = None) -> Any:
    a, b = bytes(bytes_like(m, old)), bytes(bytes_like(m, new))
    n = ssize_arg(m, count, -1)
    v = bytes(self.val)
    if len(b) > len(a):
        hits = v.count(a)
        refuse_bytes(m, len(v) + (hits if n < 0 else min(hits, n)) * (len(b) - len(a)))
    if n == 0 or a not in v:
        return exact_bytes(m, self)
    return filled(m, self, v.replace(a, b, n))


@_shared_method("translate", kw=True)
def bytes_translate(m: Any, self: Any, table: Any, delete: Any = None) -> Any:
    t = None
    if table is not m.none:
        t = bytes(bytes_like(m, table))
        if len(t) != 256:
            raise value_error(m, "translation table must be 256 characters long")
    d = b"" if delete is None else bytes(bytes_like(m, delete))
    v = bytes(self.val)
    r = v.translate(t, d)
    if r == v and self.type is m.heap.t_bytes:
        return same(m, self)
    return filled(m, self, r)


def _maketrans(m: Any, frm: Any, to: Any) -> Any:
    a, b = bytes(bytes_like(m, frm)), bytes(bytes_like(m, to))
    if len(a) != len(b):
        raise value_error(m, "maketrans arguments must have same length")
    return m.heap.new_bytes(bytes.maketrans(a, b))


for _type in BOTH:
    _type.staticmethod("maketrans")(_maketrans)


# ---------------------------------------------------------------- encoding

@_shared_method("decode", kw=True)
def bytes_decode(m: Any, self: Any, encoding: Any = None, errors: Any = None) -> Any:
    e, r = encoding_args(m, "decode", encoding, errors)
    return m.heap.new_str(decode(m, self, self.val, e, r))


def hex_text(m: Any, data: Any, sep: Any, group: Any) -> str:
    """_Py_strhex_with_sep."""
    if sep is None:
        return str(data.hex())
    n = int_arg(m, group, 1)
    if isinstance(sep, Str):
        s = sep.val
        if len(s) == 1 and s > "\x7f":
            raise value_error(m, "sep must be ASCII.")
    elif isinstance(sep, Bytes):
        s = sep.val
    else:
        m.len(sep)
        raise type_error(m, "sep must be str or bytes.")
    if len(s) != 1:
        raise value_error(m, "sep must be length 1.")
    return str(data.hex(s, n))


@_shared_method("hex", kw=True)
def bytes_hex(m: Any, self: Any, sep: Any = None, bytes_per_sep: Any = None) -> Any:
    return m.heap.new_str(hex_text(m, bytes(self.val), sep, bytes_per_sep))


def fromhex(m: Any, string: Any) -> bytes:
    """_PyBytes_FromHex."""
    if isinstance(string, Str):
        s = string.val
    else:
        data = buffer_of(string) if text(m, "fromhex takes bytes") else None
        if data is None:
            words = "str or bytes-like" if text(m, "fromhex takes bytes") else "str"
            raise type_error(m, f"fromhex() argument must be {words}, not {shown_type(m, string)}")
        s = bytes(data).decode("latin-1")
    out = bytearray()
    i = 0
    while i < len(s):
        if s[i] in " \t\n\r\x0b\x0c":
            i += 1
            continue
        for k in (i, i + 1):
            if k >= len(s) or s[k] not in "0123456789abcdefABCDEF":
                if k >= len(s) and text(m, "fromhex takes bytes"):
                    raise value_error(m, "fromhex() arg must contain an even number of hexadecimal digits")
                raise value_error(m, f"non-hexadecimal number found in fromhex() arg at position {k}")
        out.append(int(s[i:i + 2], 16))
        i += 2
    return bytes(out)


@BYTES.classmethod("fromhex")
def bytes_fromhex(m: Any, cls: Any, string: Any) -> Any:
    return _of_class(m, cls, m.heap.t_bytes, m.heap.new_bytes(fromhex(m, string)))


@BYTEARRAY.classmethod("fromhex")
def bytearray_fromhex(m: Any, cls: Any, string: Any) -> Any:
    return _of_class(m, cls, m.heap.t_bytearray, m.heap.new_bytearray(fromhex(m, string)))


def _of_class(m: Any, cls: Any, exact: Any, r: Any) -> Any:
    if cls is exact:
        return r
    try:
        return m.call(cls, [r])
    finally:
        m.heap.decref(r)


# ---------------------------------------------------------------- bytearray: changes

def _index(m: Any, self: Any, key: Any) -> int:
    i = index_size(m, key, "IndexError")
    if i < 0:
        i += len(self.val)
    if not 0 <= i < len(self.val):
        raise m.error("IndexError", "bytearray index out of range")
    return i


def _values(m: Any, o: Any) -> bytes:
    """What a slice of a bytearray is assigned: bytes-like or an iterable of ints."""
    data = buffer_of(o)
    if data is not None:
        return bytes(data)
    if isinstance(o, (Int, Str)) or not iterates(m, o):
        raise type_error(m, "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    return bytes(_items(m, o, "byte must be in range(0, 256)"))


@BYTEARRAY.method("__setitem__")
def bytearray_setitem(m: Any, self: Any, key: Any, value: Any) -> None:
    """bytearray_ass_subscript."""
    if has_index(m, key):
        i = _index(m, self, key)
        n = byte_value(m, value)
        self.val[_index(m, self, key) if i >= len(self.val) else i] = n
        return
    if not is_slice(m, key):
        raise type_error(m, f"bytearray indices must be integers or slices, not {key.type.name}")
    s = slice_of(m, key)
    data = _values(m, value)
    span = range(len(self.val))[s]
    if s.step != 1:
        if len(span) != len(data):
            raise value_error(m, f"attempt to assign bytes of size {len(data)} to extended slice of size {len(span)}")
        self.val[s] = data
        return
    _resized(m, self, len(self.val) - len(span) + len(data))
    self.val[s] = data


@BYTEARRAY.method("__delitem__")
def bytearray_delitem(m: Any, self: Any, key: Any) -> None:
    if has_index(m, key):
        i = _index(m, self, key)
        _resized(m, self, len(self.val) - 1)
        del self.val[i]
        return
    if not is_slice(m, key):
        raise type_error(m, f"bytearray indices must be integers or slices, not {key.type.name}")
    s = slice_of(m, key)
    _resized(m, self, len(self.val) - len(range(len(self.val))[s]))
    del self.val[s]


@BYTEARRAY.method("__iadd__")
def bytearray_iadd(m: Any, self: Any, value: Any) -> Any:
    b = buffer_of(value)
    if b is None:
        raise type_error(m, f"can't concat {value.type.name} to {self.type.name}")
    b = bytes(b)
    _resized(m, self, len(self.val) + len(b))
    self.val += b
    return m.heap.incref(self)


@BYTEARRAY.method("__imul__")
def bytearray_imul(m: Any, self: Any, value: Any) -> Any:
    n = _repeat_count(m, self, value)
    _resized(m, self, len(self.val) * n)
    self.val *= n
    return m.heap.incref(self)


@BYTEARRAY.method("append")
def bytearray_append(m: Any, self: Any, item: Any) -> None:
    n = byte_value(m, item)
    _resized(m, self, len(self.val) + 1)
    self.val.append(n)


@BYTEARRAY.method("extend")
def bytearray_extend(m: Any, self: Any, iterable_of_ints: Any) -> None:
    """bytearray_extend."""
    o = iterable_of_ints
    data = buffer_of(o)
    if data is None:
        if isinstance(o, Str) and o.val and text(m, "bytearray extend str"):
            raise type_error(m, text(m, "bytearray extend str"))
        if not iterates(m, o):
            raise type_error(m, f"can't extend bytearray with {o.type.name}")
        data = bytes(_items(m, o, "byte must be in range(0, 256)"))
    data = bytes(data)
    _resized(m, self, len(self.val) + len(data))
    self.val += data


@BYTEARRAY.method("insert")
def bytearray_insert(m: Any, self: Any, index: Any, item: Any) -> None:
    i = ssize_arg(m, index)
    n = byte_value(m, item)
    _resized(m, self, len(self.val) + 1)
    self.val.insert(i, n)


@BYTEARRAY.method("pop")
def bytearray_pop(m: Any, self: Any, index: Any = None) -> Any:
    i = ssize_arg(m, index, -1)
    size = len(self.val)
    if not size:
        raise m.error("IndexError", "pop from empty bytearray")
    if i < 0:
        i += size
    if not 0 <= i < size:
        raise m.error("IndexError", "pop index out of range")
    _resized(m, self, size - 1)
    return m.heap.new_int(self.val.pop(i))


@BYTEARRAY.method("remove")
def bytearray_remove(m: Any, self: Any, value: Any) -> None:
    n = byte_value(m, value)
    i = self.val.find(n)
    if i < 0:
        raise value_error(m, "value not found in bytearray")
    _resized(m, self, len(self.val) - 1)
    del self.val[i]


@BYTEARRAY.method("clear")
def bytearray_clear(m: Any, self: Any) -> None:
    _store(m, self, bytearray())


@BYTEARRAY.method("resize")
def bytearray_resize(m: Any, self: Any, size: Any) -> None:
    """bytearray_resize_impl (3.14): new bytes are zero."""
    n = ssize_arg(m, size)
    if n < 0:
        raise value_error(m, f"Can only resize to positive sizes, got {n}")
    _resized(m, self, n)
    have = len(self.val)
    if n < have:
        del self.val[n:]
    else:
        self.val += bytes(n - have)


@BYTEARRAY.method("reverse")
def bytearray_reverse(m: Any, self: Any) -> None:
    self.val.reverse()


@BYTEARRAY.method("copy")
def bytearray_copy(m: Any, self: Any) -> Any:
    return m.heap.new_bytearray(self.val)


@BYTEARRAY.method("__alloc__")
def bytearray_alloc(m: Any, self: Any) -> Any:
    p = m.heap.profile
    return m.heap.new_int(self.allocated + (p.sizes["bytes"] if p.bytearray_is_bytes and self.allocated else 0))


@BYTEARRAY.method("__sizeof__")
def bytearray_sizeof(m: Any, self: Any) -> Any:
    from memlab.interp.containers import size_without_head
    return size_without_head(m, self)


@BYTEARRAY.method("__reduce__")
def bytearray_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    state = m.getattr_or_none(self, "__dict__")
    args = [h.new_str(self.val.decode("latin-1")), h.new_str("latin-1")] if self.val else []
    return h.new_tuple([h.incref(self.type), h.new_tuple(args), h.incref(h.none) if state is None else state])



from memlab.interp import types_memoryview as _views  # noqa: E402, F401 - declares memoryview beside what it looks at
