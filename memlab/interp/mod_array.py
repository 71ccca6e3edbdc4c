"""The module ``array`` (Modules/arraymodule.c): host numbers in a simulated buffer that grows as CPython's does."""

from __future__ import annotations

from memlab.heap.objects import ByteArray, Bytes, Str
from memlab.interp.arguments import make_native, ref
from memlab.interp.native import END, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

ARRAY_MODULE = NativeModule("array", "This module defines an object type which can efficiently represent\nan array of basic values.")
ARRAY_MODULE.constants["typecodes"] = "bBuhHiIlLqQfd"
MODULES = {"array": ARRAY_MODULE}

ARRAY = NativeType("array.array", module="array", key="array.array", weakref=True)
ARRAY_MODULE.add_type(ARRAY, "array")
ARRAY_MODULE.add_type(ARRAY, "ArrayType")
ITERATOR = NativeType("array.arrayiterator", module="array", key="array.arrayiterator", ref_labels=("array",))

_SIZES = {"b": 1, "B": 1, "u": 4, "w": 4, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "f": 4, "d": 8}
_NAMES = {"b": "signed char", "B": "unsigned byte integer", "h": "signed short integer", "H": "unsigned short", "i": "signed integer",
          "I": "unsigned int", "l": "signed long", "L": "unsigned long", "q": "long long", "Q": "unsigned long long"}


class _Data:
    """Type code, host array of values, allocated slots, and the buffer's address."""

    __slots__ = ("code", "values", "allocated", "address")

    def __init__(self, code: str, values: Any) -> None:
        self.code = code
        self.values = values
        self.allocated = 0
        self.address = 0


def _resize(m: Any, self: Any, n: int) -> None:
    """array_resize: growth by a sixteenth and a few, exact when it starts from nothing."""
    h = m.heap
    d = self.data
    size = _SIZES[d.code]
    h.check_limit(n * size, "an array")
    if d.allocated >= n and len(d.values) < n + 16 and d.address:
        return
    if n == 0:
        if d.address:
            h.free(d.address)
        d.address = d.allocated = 0
        return
    new = (n >> 4) + (3 if len(d.values) < 8 else 7) + n
    d.address = h.realloc(d.address, new * size) if d.address else h.malloc(new * size)
    d.allocated = new


def _set_exact(m: Any, self: Any) -> None:
    """A new array's buffer is just as large as its contents (newarrayobject)."""
    d = self.data
    n = len(d.values)
    if n:
        m.heap.check_limit(n * _SIZES[d.code], "an array")
        d.address = m.heap.malloc(n * _SIZES[d.code])
        d.allocated = n


def _free(h: Any, o: Any) -> None:
    if o.data is not None and o.data.address:
        h.free(o.data.address)
        o.data.address = 0


ARRAY.on_dealloc = _free  # type: ignore[attr-defined]
ARRAY.sizeof = lambda h, o: h.profile.sizes["array"] + o.data.allocated * _SIZES[o.data.code]  # type: ignore[attr-defined]


def _host(m: Any, code: str, values: Any = ()) -> Any:
    import array
    return array.array("u" if code == "w" else code, values)


def _value(m: Any, code: str, o: Any) -> Any:
    """Convert one item, with CPython's messages."""
    if code in "uw":
        if not isinstance(o, Str):
            raise m.error("TypeError", m.profile.array_unicode_text.format(type=o.type.name))
        if len(o.val) != 1:
            raise m.error("TypeError", m.profile.array_unicode_length.format(n=len(o.val)))
        return o.val
    if code in "fd":
        from memlab.interp.mod_math import to_float
        return to_float(m, o)
    if o.type.name == "float" or m.lookup(o.type, "__index__") is None:
        raise m.error("TypeError", f"'{o.type.name}' object cannot be interpreted as an integer")
    v = m.index(o)
    try:
        _host(m, code, (v,))
    except OverflowError as e:
        raise m.error("OverflowError", str(e)) from None
    return v


def _item(m: Any, v: Any) -> Obj:
    o: Obj = m.from_host(v)
    return o


@ARRAY.new
def array_new(m: Any, cls: Any, args: Sequence[Any], kw: dict[str, Obj] | None) -> Obj:
    h = m.heap
    if kw and cls is h.types["array.array"]:
        raise m.error("TypeError", "array.array() takes no keyword arguments")
    if not args or len(args) > 2:
        raise m.error("TypeError", f"array() takes at {'least 1 argument' if not args else 'most 2 arguments'} ({len(args)} given)")
    code = args[0]
    if not isinstance(code, Str) or len(code.val) != 1:
        name = "str" if isinstance(code, Str) else code.type.name
        raise m.error("TypeError", f"array() argument 1 must be {m.profile.array_type_text}, not {name}")
    if code.val not in _SIZES or code.val == "w" and not m.profile.array_has_w:
        raise m.error("ValueError", f"bad typecode (must be {m.profile.array_codes_text})")
    c = code.val
    o = make_native(m, cls, [], _Data(c, _host(m, c)))
    if len(args) == 1:
        return o
    initial = args[1]
    try:
        if isinstance(initial, (Bytes, ByteArray)):
            frombytes(m, o, initial)
        elif isinstance(initial, Str):
            if c not in "uw":
                raise m.error("TypeError", f"cannot use a str to initialize an array with typecode '{c}'")
            o.data.values.extend(_host(m, c, initial.val))
            _set_exact(m, o)
        elif initial.type is h.types["array.array"]:
            if initial.data.code == c:
                o.data.values.extend(initial.data.values)
            else:
                for v in list(initial.data.values):
                    x = _item(m, v)
                    o.data.values.append(_value(m, c, x))
                    h.decref(x)
            _set_exact(m, o)
        elif initial.type in (h.types["list"], h.types["tuple"]):
            for x in list(initial.items):
                o.data.values.append(_value(m, c, x))
            _set_exact(m, o)
        else:
            for x in m.iterate(initial):
                try:
                    _append(m, o, _value(m, c, x))
                finally:
                    h.decref(x)
    except BaseException:
        h.decref(o)
        raise
    return o


def _append(m: Any, self: Any, v: Any) -> None:
    _resize(m, self, len(self.data.values) + 1)
    self.data.values.append(v)


@ARRAY.method("append")
def append(m: Any, self: Any, v: Obj) -> None:
    _append(m, self, _value(m, self.data.code, v))


@ARRAY.method("extend")
def extend(m: Any, self: Any, bb: Any) -> None:
    d = self.data
    if bb.type is m.heap.types["array.array"]:
        if bb.data.code != d.code:
            raise m.error("TypeError", "can only extend with array of same kind")
        added = bb.data.values[:]
        _resize(m, self, len(d.values) + len(added))
        d.values.extend(added)
        return
    for x in m.iterate(bb):
        try:
            _append(m, self, _value(m, d.code, x))
        finally:
            m.heap.decref(x)


@ARRAY.method("fromlist")
def fromlist(m: Any, self: Any, lst: Any) -> None:
    if lst.type is not m.heap.types["list"]:
        raise m.error("TypeError", "arg must be list")
    values = [_value(m, self.data.code, x) for x in lst.items]
    _resize(m, self, len(self.data.values) + len(values))
    self.data.values.extend(_host(m, self.data.code, values))


@ARRAY.method("frombytes")
def frombytes(m: Any, self: Any, buffer: Any) -> None:
    data = bytes(buffer.val)
    size = _SIZES[self.data.code]
    if len(data) % size:
        raise m.error("ValueError", "bytes length not a multiple of item size")
    n = len(self.data.values)
    _resize(m, self, n + len(data) // size)
    self.data.values.frombytes(data)


@ARRAY.method("tobytes")
def tobytes(m: Any, self: Any) -> Obj:
    return _item(m, self.data.values.tobytes())


@ARRAY.method("tolist")
def tolist(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_list([_item(m, v) for v in self.data.values])
    return o


@ARRAY.method("tounicode")
def tounicode(m: Any, self: Any) -> Obj:
    if self.data.code not in "uw":
        raise m.error("ValueError", "tounicode() may only be called on unicode type arrays ('u' or 'w')" if m.profile.array_has_w else
                      "tounicode() may only be called on unicode type arrays")
    return _item(m, self.data.values.tounicode())


@ARRAY.method("pop")
def pop(m: Any, self: Any, i: Obj | None = None) -> Obj:
    d = self.data
    if not d.values:
        raise m.error("IndexError", "pop from empty array")
    n = -1 if i is None else m.index(i)
    if n < 0:
        n += len(d.values)
    if not 0 <= n < len(d.values):
        raise m.error("IndexError", "pop index out of range")
    v = _item(m, d.values.pop(n))
    _resize(m, self, len(d.values))
    return v


@ARRAY.method("insert")
def insert(m: Any, self: Any, i: Obj, v: Obj) -> None:
    x = _value(m, self.data.code, v)
    _resize(m, self, len(self.data.values) + 1)
    self.data.values.insert(m.index(i), x)


@ARRAY.method("remove")
def remove(m: Any, self: Any, v: Any) -> None:
    for i, x in enumerate(self.data.values):
        if x == getattr(v, "val", None):
            del self.data.values[i]
            return
    raise m.error("ValueError", "array.remove(x): x not in array")


@ARRAY.method("index")
def index(m: Any, self: Any, v: Any, start: Obj | None = None, stop: Obj | None = None) -> Obj:
    try:
        bounds = [m.index(o) for o in (start, stop) if o is not None]
        return _item(m, self.data.values.index(getattr(v, "val", None), *bounds))
    except ValueError:
        raise m.error("ValueError", "array.index(x): x not in array") from None


@ARRAY.method("count")
def count(m: Any, self: Any, v: Any) -> Obj:
    return _item(m, self.data.values.count(getattr(v, "val", None)))


@ARRAY.method("clear")
def clear(m: Any, self: Any) -> None:
    del self.data.values[:]
    _resize(m, self, 0)


@ARRAY.method("reverse")
def reverse(m: Any, self: Any) -> None:
    self.data.values.reverse()


@ARRAY.method("byteswap")
def byteswap(m: Any, self: Any) -> None:
    self.data.values.byteswap()


@ARRAY.method("buffer_info")
def buffer_info(m: Any, self: Any) -> Obj:
    return _item(m, (self.data.address, len(self.data.values)))


@ARRAY.getter("typecode")
def typecode(m: Any, self: Any) -> Obj:
    return _item(m, self.data.code)


@ARRAY.getter("itemsize")
def itemsize(m: Any, self: Any) -> Obj:
    return _item(m, _SIZES[self.data.code])


@ARRAY.method("__len__")
def array_len(m: Any, self: Any) -> Obj:
    return _item(m, len(self.data.values))


def _copy_of(m: Any, self: Any, values: Any) -> Any:
    o = m.heap.new_native(m.heap.types["array.array"], [], _Data(self.data.code, values))
    _set_exact(m, o)
    return o


def _key(m: Any, self: Any, key: Any) -> Any:
    if key.type is m.heap.types["slice"]:
        parts = [None if p is m.none else m.index(p) for p in key.held]
        return slice(*parts)
    if m.lookup(key.type, "__index__") is None:
        raise m.error("TypeError", "array indices must be integers")
    return m.index(key)


@ARRAY.method("__getitem__")
def array_getitem(m: Any, self: Any, key: Any) -> Obj:
    k = _key(m, self, key)
    try:
        v = self.data.values[k]
    except IndexError:
        raise m.error("IndexError", "array index out of range") from None
    if isinstance(k, slice):
        o: Obj = _copy_of(m, self, v)
        return o
    return _item(m, v)


@ARRAY.method("__setitem__")
def array_setitem(m: Any, self: Any, key: Any, value: Any) -> None:
    k = _key(m, self, key)
    if isinstance(k, slice):
        if value.type is not m.heap.types["array.array"]:
            raise m.error("TypeError", f'can only assign array (not "{value.type.name}") to array slice')
        try:
            self.data.values[k] = value.data.values
        except (ValueError, TypeError) as e:
            raise m.error(type(e).__name__, str(e)) from None
        _resize(m, self, len(self.data.values))
        return
    x = _value(m, self.data.code, value)
    try:
        self.data.values[k] = x
    except IndexError:
        raise m.error("IndexError", "array assignment index out of range") from None


@ARRAY.method("__delitem__")
def array_delitem(m: Any, self: Any, key: Any) -> None:
    k = _key(m, self, key)
    try:
        del self.data.values[k]
    except IndexError:
        raise m.error("IndexError", "array assignment index out of range") from None
    _resize(m, self, len(self.data.values))


@ARRAY.method("__contains__")
def array_contains(m: Any, self: Any, v: Any) -> Obj:
    o: Obj = m.bool(getattr(v, "val", None) in self.data.values)
    return o


@ARRAY.method("__iter__")
def array_iter(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_native(m.heap.types["array.arrayiterator"], [ref(m, self)], 0)
    return o


@ITERATOR.method("__iter__")
def iterator_iter(m: Any, self: Any) -> Obj:
    return ref(m, self)


@ITERATOR.method("__next__")
def iterator_next(m: Any, self: Any) -> Any:
    a = self.held[0]
    if a is None:
        return END
    i = self.data
    if i >= len(a.data.values):
        m.heap.set_held(self, 0, None)
        return END
    self.data = i + 1
    return _item(m, a.data.values[i])


@ARRAY.method("__add__")
def array_add(m: Any, self: Any, other: Any) -> Obj:
    if other.type is not m.heap.types["array.array"]:
        raise m.error("TypeError", f'can only append array (not "{other.type.name}") to array')
    if other.data.code != self.data.code:
        raise m.error("TypeError", "bad argument type for built-in operation")
    o: Obj = _copy_of(m, self, self.data.values + other.data.values)
    return o


@ARRAY.method("__iadd__")
def array_iadd(m: Any, self: Any, other: Any) -> Obj:
    if other.type is not m.heap.types["array.array"]:
        raise m.error("TypeError", f'can only extend with array (not "{other.type.name}")')
    extend(m, self, other)
    return ref(m, self)


@ARRAY.method("__mul__")
def array_mul(m: Any, self: Any, n: Obj) -> Obj:
    if m.lookup(n.type, "__index__") is None:
        raise m.error("TypeError", f"can't multiply sequence by non-int of type '{n.type.name}'")
    k = max(0, m.index(n))
    m.heap.check_limit(k * len(self.data.values) * _SIZES[self.data.code], "an array")
    o: Obj = _copy_of(m, self, self.data.values * k)
    return o


ARRAY.method("__rmul__")(array_mul)


def _compare(name: str, op: Any) -> None:
    @ARRAY.method(name)
    def compare(m: Any, self: Any, other: Any) -> Obj:
        if other.type is not m.heap.types["array.array"]:
            o: Obj = m.not_implemented()
            return o
        o = m.bool(op(self.data.values, other.data.values))
        return o


def _declare_comparisons() -> None:
    import operator
    for name in ("lt", "le", "eq", "ne", "gt", "ge"):
        _compare(f"__{name}__", getattr(operator, name))


_declare_comparisons()


@ARRAY.method("__repr__")
def array_repr(m: Any, self: Any) -> Obj:
    d = self.data
    name = self.type.name.rpartition(".")[2]
    if not d.values:
        return _item(m, f"{name}('{d.code}')")
    if d.code in "uw":
        return _item(m, f"{name}('{d.code}', {d.values.tounicode()!r})")
    return _item(m, f"{name}('{d.code}', {d.values.tolist()!r})")


@ARRAY.method("__copy__")
def array_copy(m: Any, self: Any) -> Obj:
    o: Obj = _copy_of(m, self, self.data.values[:])
    return o


@ARRAY.method("__deepcopy__")
def array_deepcopy(m: Any, self: Any, memo: Obj) -> Obj:
    o: Obj = _copy_of(m, self, self.data.values[:])
    return o


@ARRAY.method("__reduce_ex__")
def array_reduce_ex(m: Any, self: Any, protocol: Obj) -> Obj:
    h = m.heap
    args = h.new_tuple([_item(m, self.data.code), h.new_list([_item(m, v) for v in self.data.values])])
    o: Obj = h.new_tuple([ref(m, self.type), args, ref(m, m.none)])
    return o


@ARRAY.method("__sizeof__")
def array_sizeof(m: Any, self: Any) -> Obj:
    return _item(m, m.heap.profile.sizes["array"] + self.data.allocated * _SIZES[self.data.code])


