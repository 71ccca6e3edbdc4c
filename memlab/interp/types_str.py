"""str and its iterator (Objects/unicodeobject.c).

Which results are the operand itself, which are shared one-character strings and which are new objects follows
CPython: ``s.strip()`` of a stripped str is ``s``, ``"a".upper()`` is a new object, ``"%c" % 97`` is the shared "a".
"""

from __future__ import annotations

from memlab.heap.growth import str_split_prealloc
from memlab.heap.objects import Int, Str
from memlab.heap.siphash import hash_str
from memlab.heap.strings import append_in_place, fresh_str, modifiable, new_str_sub, same_storage
from memlab.interp.conversion import (
    SSIZE_MAX,
    buffer_of,
    check_new,
    clinic_args,
    decode,
    encode,
    encoding_args,
    exact_str,
    has_index,
    index_size,
    int_arg,
    is_slice,
    iterates,
    refuse_str,
    same,
    slice_of,
    slice_part,
    ssize_arg,
    str_arg,
    str_object,
    type_error,
    value_error,
)
from memlab.interp.native import END, GuestError, NativeType
from memlab.interp.type_messages import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

STR = NativeType("str", layout=Str, gc=False, doc="str(object='') -> str")
STR_ITERATOR = NativeType("str_iterator", ref_labels=("string",), subclassable=False)
STR_ASCII_ITERATOR = NativeType("str_ascii_iterator", ref_labels=("string",), subclassable=False)


# ---------------------------------------------------------------- making

@STR.new
def str_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """unicode_new_impl."""
    h = m.heap
    if cls is h.t_str and len(args) == 1 and not kw:
        return str_object(m, args[0])
    check_new(m, cls, "str")
    o, encoding, errors = clinic_args(m, "str", args, kw, ("object", "encoding", "errors"))
    if encoding is not None or errors is not None:
        e, r = encoding_args(m, "str", encoding, errors)
        made = h.new_str("") if o is None else _decoded(m, o, e, r)
    else:
        made = h.new_str("") if o is None else str_object(m, o)
    if cls is h.t_str:
        return made
    try:
        return new_str_sub(h, cls, made.val)
    finally:
        h.decref(made)


def _decoded(m: Any, o: Any, encoding: str, errors: str) -> Any:
    """PyUnicode_FromEncodedObject."""
    if isinstance(o, Str):
        raise type_error(m, "decoding str is not supported")
    data = buffer_of(o)
    if data is None:
        raise type_error(m, f"decoding to str: need a bytes-like object, {o.type.name} found")
    return m.heap.new_str(decode(m, o, data, encoding, errors))


@STR.staticmethod("maketrans")
def str_maketrans(m: Any, x: Any, y: Any = None, z: Any = None) -> Any:
    """unicode_maketrans_impl."""
    h = m.heap
    made = h.new_dict()

    def put(key: int, value: Any) -> None:
        k = h.new_int(key)
        m.setitem(made, k, value)
        h.decref(k)
    try:
        if y is not None:
            if not isinstance(x, Str):
                raise type_error(m, "first maketrans argument must be a string if there is a second argument")
            b = str_arg(m, y, "maketrans() argument 2")
            c = "" if z is None else str_arg(m, z, "maketrans() argument 3")
            if len(x.val) != len(b):
                raise value_error(m, "the first two maketrans arguments must have equal length")
            for key, value in zip(x.val, b, strict=True):
                v = h.new_int(ord(value))
                put(ord(key), v)
                h.decref(v)
            for key in c:
                put(ord(key), h.none)
            return made
        if x.type is not h.types["dict"]:
            raise type_error(m, "if you give only one argument to maketrans it must be a dict")
        for key_object, item in [tuple(e) for e in x.d.values()]:
            if isinstance(key_object, Str):
                if len(key_object.val) != 1:
                    raise value_error(m, text(m, "maketrans length"))
                put(ord(key_object.val), item)
            elif isinstance(key_object, Int):
                m.setitem(made, key_object, item)
            else:
                raise type_error(m, text(m, "maketrans keys"))
        return made
    except GuestError:
        h.decref(made)
        raise


# ---------------------------------------------------------------- operators

def concat_inplace(m: Any, left: Any, right: Any) -> Any:
    """``left += right`` on exact strs: the result as a new reference; takes over the reference to ``left``.

    PyUnicode_Append: when the reference handed over is the only one, ``left`` was never hashed nor interned, and
    ``right`` needs no wider characters, ``left`` itself grows (its block by `Heap.realloc`, so its address may change;
    it is the same object all the same).  An empty operand gives the other one back.
    """
    h = m.heap
    a, b = left.val, right.val
    if not b:
        return left
    if not a:
        h.decref(left)
        return h.incref(right)
    if len(a) + len(b) > 100_000:
        refuse_str(m, len(a) + len(b))
    if left.rc == 1 and modifiable(h, left) and left is not right and same_storage(a, b):
        del a
        append_in_place(h, left, b)
        return left
    r = h.new_str(a + b)
    h.decref(left)
    return r


@STR.method("__add__")
def str_add(m: Any, self: Any, value: Any) -> Any:
    """PyUnicode_Concat: an empty exact operand gives the other one itself."""
    if not isinstance(value, Str):
        raise type_error(m, f'can only concatenate str (not "{value.type.name}") to str')
    h = m.heap
    a, b = self.val, value.val
    if not a and self.type is h.t_str:
        return exact_str(m, value)
    if not b and value.type is h.t_str:
        return exact_str(m, self)
    refuse_str(m, len(a) + len(b))
    return h.new_str(a + b)


def _repeat(m: Any, self: Any, value: Any) -> Any:
    """unicode_repeat."""
    if not has_index(m, value):
        raise type_error(m, f"can't multiply sequence by non-int of type '{value.type.name}'")
    n = index_size(m, value)
    s = self.val
    if n < 1 or not s:
        return m.heap.new_str("")
    if n == 1:
        return exact_str(m, self)
    if len(s) > SSIZE_MAX // n:
        raise m.error("OverflowError", "repeated string is too long")
    refuse_str(m, len(s) * n)
    return m.heap.new_str(s * n)


STR.method("__mul__")(_repeat)
STR.method("__rmul__")(_repeat)


@STR.method("__mod__")
def str_mod(m: Any, self: Any, value: Any) -> Any:
    from memlab.interp.percent import format_str
    return format_str(m, self, value)


@STR.method("__rmod__")
def str_rmod(m: Any, self: Any, value: Any) -> Any:
    return str_mod(m, value, self) if isinstance(value, Str) else m.not_implemented()


@STR.method("__contains__")
def str_contains(m: Any, self: Any, key: Any) -> Any:
    if not isinstance(key, Str):
        raise type_error(m, f"'in <string>' requires string as left operand, not {key.type.name}")
    return m.heap.bool(key.val in self.val)


@STR.method("__len__")
def str_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(len(self.val))


@STR.method("__getitem__")
def str_getitem(m: Any, self: Any, key: Any) -> Any:
    """unicode_subscript."""
    h = m.heap
    s = self.val
    if has_index(m, key):
        i = index_size(m, key, "IndexError")
        if -len(s) <= i < len(s):
            return h.new_str(s[i])
        raise m.error("IndexError", "string index out of range")
    if is_slice(m, key):
        part = slice_of(m, key)
        r = s[part]
        if len(r) == len(s) and part.step == 1:
            return exact_str(m, self)
        return h.new_str(r) if part.step == 1 else fresh_str(h, r)
    raise type_error(m, text(m, "str index").format(key.type.name))


@STR.method("__iter__")
def str_iter(m: Any, self: Any) -> Any:
    h = m.heap
    ascii_only = text(m, "str_ascii_iterator") and self.val.isascii()
    return h.new_native(h.types["str_ascii_iterator" if ascii_only else "str_iterator"], [h.incref(self)], 0)


def _iterator_next(m: Any, self: Any) -> Any:
    """unicodeiter_next: the exhausted iterator lets go of its string."""
    o = self.held[0]
    if o is None:
        return END
    i = self.data
    if i < len(o.val):
        self.data = i + 1
        return m.heap.new_str(o.val[i])
    m.heap.set_held(self, 0, None)
    return END


def _iterator_length_hint(m: Any, self: Any) -> Any:
    o = self.held[0]
    return m.heap.new_int(0 if o is None else len(o.val) - self.data)


def _iterator_reduce(m: Any, self: Any) -> Any:
    h = m.heap
    builtins = m.import_module("builtins")
    f = m.getattr(builtins, "iter")
    o = self.held[0]
    if o is None:
        return h.new_tuple([f, h.new_tuple([h.new_str("")])])
    return h.new_tuple([f, h.new_tuple([h.incref(o)]), h.new_int(self.data)])


def _iterator_setstate(m: Any, self: Any, state: Any) -> Any:
    i = ssize_arg(m, state)
    if self.held[0] is not None:
        self.data = max(0, min(i, len(self.held[0].val)))


for _type in (STR_ITERATOR, STR_ASCII_ITERATOR):
    _type.method("__iter__")(same)
    _type.method("__next__")(_iterator_next)
    _type.method("__length_hint__")(_iterator_length_hint)
    _type.method("__reduce__")(_iterator_reduce)
    _type.method("__setstate__")(_iterator_setstate)


def _comparison(name: str, op: Callable[[Any, Any], bool]) -> None:
    def compare(m: Any, self: Any, value: Any) -> Any:
        return m.heap.bool(op(self.val, value.val)) if isinstance(value, Str) else m.not_implemented()
    STR.method(name)(compare)


_comparison("__lt__", lambda a, b: a < b)
_comparison("__le__", lambda a, b: a <= b)
_comparison("__eq__", lambda a, b: a == b)
_comparison("__ne__", lambda a, b: a != b)
_comparison("__gt__", lambda a, b: a > b)
_comparison("__ge__", lambda a, b: a >= b)


def str_hash_value(m: Any, o: Any) -> int:
    """hash(o), remembered in the object as CPython does (unicode_hash)."""
    v = o.hash
    if v is None:
        rounds = (2, 4) if m.heap.profile.str_hash == "siphash24" else (1, 3)
        v = o.hash = hash_str(o.val, *rounds)
    return int(v)


@STR.method("__hash__")
def str_hash(m: Any, self: Any) -> Any:
    return m.heap.new_int(str_hash_value(m, self))


@STR.method("__repr__")
def str_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(repr(self.val))


@STR.method("__str__")
def str_str(m: Any, self: Any) -> Any:
    return exact_str(m, self)


@STR.method("__format__")
def str_format_spec(m: Any, self: Any, format_spec: Any) -> Any:
    from memlab.interp.formatting import str__format__
    return str__format__(m, self, str_arg(m, format_spec, "__format__() argument"))


@STR.method("__getnewargs__")
def str_getnewargs(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([fresh_str(m.heap, self.val)])


@STR.method("__sizeof__")
def str_sizeof(m: Any, self: Any) -> Any:
    from memlab.interp.containers import size_without_head
    return size_without_head(m, self)


# ---------------------------------------------------------------- case and kind

def _predicate(name: str) -> None:
    test = getattr(str, name)

    def predicate(m: Any, self: Any) -> Any:
        return m.heap.bool(test(self.val))
    STR.method(name)(predicate)


for _name in ("isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric",
              "isprintable", "isspace", "istitle", "isupper"):
    _predicate(_name)


def _case(name: str) -> None:
    convert = getattr(str, name)

    def case(m: Any, self: Any) -> Any:
        return fresh_str(m.heap, convert(self.val))
    STR.method(name)(case)


for _name in ("capitalize", "casefold", "lower", "swapcase", "title", "upper"):
    _case(_name)


# ---------------------------------------------------------------- searching

def _finder(name: str) -> None:
    find = getattr(str, name)

    def finder(m: Any, self: Any, sub: Any, start: Any = None, end: Any = None) -> Any:
        if not isinstance(sub, Str):
            where = f"{name}() argument 1 " if text(m, "find names its argument") else ""
            raise type_error(m, f"{where}must be str, not {'None' if where and sub is m.none else sub.type.name}")
        i = find(self.val, sub.val, slice_part(m, start, 0), slice_part(m, end, SSIZE_MAX))
        return m.heap.new_int(i)
    STR.method(name)(finder)


for _name in ("find", "rfind", "count"):
    _finder(_name)


def _indexer(name: str, find: Callable[..., int]) -> None:
    def indexer(m: Any, self: Any, sub: Any, start: Any = None, end: Any = None) -> Any:
        if not isinstance(sub, Str):
            where = f"{name}() argument 1 " if text(m, "find names its argument") else ""
            raise type_error(m, f"{where}must be str, not {'None' if where and sub is m.none else sub.type.name}")
        i = find(self.val, sub.val, slice_part(m, start, 0), slice_part(m, end, SSIZE_MAX))
        if i < 0:
            raise value_error(m, "substring not found")
        return m.heap.new_int(i)
    STR.method(name)(indexer)


_indexer("index", str.find)
_indexer("rindex", str.rfind)


def _tail_match(name: str) -> None:
    match = getattr(str, name)

    def tail_match(m: Any, self: Any, prefix: Any, start: Any = None, end: Any = None) -> Any:
        low, high = slice_part(m, start, 0), slice_part(m, end, SSIZE_MAX)
        if isinstance(prefix, Str):
            return m.heap.bool(match(self.val, prefix.val, low, high))
        if not m.issubtype(prefix.type, m.heap.t_tuple):
            raise type_error(m, f"{name} first arg must be str or a tuple of str, not {prefix.type.name}")
        for p in prefix.items:
            if not isinstance(p, Str):
                raise type_error(m, f"tuple for {name} must only contain str, not {p.type.name}")
            if match(self.val, p.val, low, high):
                return m.heap.bool(True)
        return m.heap.bool(False)
    STR.method(name)(tail_match)


_tail_match("startswith")
_tail_match("endswith")


# ---------------------------------------------------------------- padding and stripping

def _fill(m: Any, fillchar: Any) -> str:
    if fillchar is None:
        return " "
    if not isinstance(fillchar, Str):
        raise type_error(m, f"The fill character must be a unicode character, not {fillchar.type.name}")
    if len(fillchar.val) != 1:
        raise type_error(m, "The fill character must be exactly one character long")
    return str(fillchar.val)


def _padding(name: str) -> None:
    pad = getattr(str, name)

    def padding(m: Any, self: Any, width: Any, fillchar: Any = None) -> Any:
        n = ssize_arg(m, width)
        fill = _fill(m, fillchar)
        if len(self.val) >= n:
            return exact_str(m, self)
        refuse_str(m, n)
        return fresh_str(m.heap, pad(self.val, n, fill))
    STR.method(name)(padding)


for _name in ("center", "ljust", "rjust"):
    _padding(_name)


@STR.method("zfill")
def str_zfill(m: Any, self: Any, width: Any) -> Any:
    n = ssize_arg(m, width)
    if len(self.val) >= n:
        return exact_str(m, self)
    refuse_str(m, n)
    return fresh_str(m.heap, self.val.zfill(n))


@STR.method("expandtabs", kw=True)
def str_expandtabs(m: Any, self: Any, tabsize: Any = None) -> Any:
    n = int_arg(m, tabsize, 8)
    if "\t" not in self.val:
        return exact_str(m, self)
    refuse_str(m, len(self.val) + self.val.count("\t") * max(n, 0))
    return m.heap.new_str(self.val.expandtabs(n))


def _part(m: Any, self: Any, r: str) -> Any:
    """A substring: the object itself when it is the whole (PyUnicode_Substring)."""
    return exact_str(m, self) if len(r) == len(self.val) else m.heap.new_str(r)


def _stripper(name: str) -> None:
    strip = getattr(str, name)

    def stripper(m: Any, self: Any, chars: Any = None) -> Any:
        if chars is None or chars is m.none:
            return _part(m, self, strip(self.val))
        if not isinstance(chars, Str):
            raise type_error(m, text(m, "strip argument").format(name, chars.type.name))
        return _part(m, self, strip(self.val, chars.val))
    STR.method(name)(stripper)


for _name in ("strip", "lstrip", "rstrip"):
    _stripper(_name)


@STR.method("removeprefix")
def str_removeprefix(m: Any, self: Any, prefix: Any) -> Any:
    return _part(m, self, self.val.removeprefix(str_arg(m, prefix, "removeprefix() argument")))


@STR.method("removesuffix")
def str_removesuffix(m: Any, self: Any, suffix: Any) -> Any:
    return _part(m, self, self.val.removesuffix(str_arg(m, suffix, "removesuffix() argument")))


# ---------------------------------------------------------------- cutting and joining

def part_list(m: Any, self: Any, parts: list[Any], maxcount: int, whole: Any, make: Any, prealloc: bool = True) -> Any:
    """The list a split returns; an uncut exact string is its own only part (Objects/stringlib/split.h)."""
    h = m.heap
    if len(parts) == 1 and len(parts[0]) == len(self.val):
        items = [whole(m, self)]
    else:
        items = [make(p) for p in parts]
    if not prealloc:
        from memlab.heap.growth import list_comprehension
        return h.new_list(items, list_comprehension(h.profile, len(items)))
    return h.new_list(items, str_split_prealloc(h.profile, len(items), maxcount))


def split_room(m: Any, size: int, sep: int, maxcount: int) -> int:
    """How many cuts the list is made ready for; from 3.12 never more than the length allows."""
    if maxcount < 0 and text(m, "split looks at the length"):
        return size // sep + 1 if sep else max(size - 1, 0) // 2 + 1
    return maxcount


def _splitter(name: str) -> None:
    split = getattr(str, name)

    def splitter(m: Any, self: Any, sep: Any = None, maxsplit: Any = None) -> Any:
        n = ssize_arg(m, maxsplit, -1)
        s = self.val
        if sep is None or sep is m.none:
            return part_list(m, self, split(s, None, n), split_room(m, len(s), 0, n), exact_str, m.heap.new_str)
        if not isinstance(sep, Str):
            raise type_error(m, f"must be str or None, not {sep.type.name}")
        if not sep.val:
            raise value_error(m, "empty separator")
        room = split_room(m, len(s), len(sep.val), n)
        return part_list(m, self, split(s, sep.val, n), room, exact_str, m.heap.new_str)
    STR.method(name, kw=True)(splitter)


_splitter("split")
_splitter("rsplit")


@STR.method("splitlines", kw=True)
def str_splitlines(m: Any, self: Any, keepends: Any = None) -> Any:
    if keepends is None:
        keep = False
    elif text(m, "keepends is any object"):
        keep = m.truth(keepends)
    else:
        keep = bool(int_arg(m, keepends, 0))
    return part_list(m, self, self.val.splitlines(keep), -1, exact_str, m.heap.new_str, prealloc=False)


def _partitioner(name: str, find: Callable[..., int]) -> None:
    def partition(m: Any, self: Any, sep: Any) -> Any:
        if not isinstance(sep, Str):
            raise type_error(m, f"must be str, not {sep.type.name}")
        if not sep.val:
            raise value_error(m, "empty separator")
        h = m.heap
        i = find(self.val, sep.val)
        if i < 0:
            parts = [h.incref(self), h.new_str(""), h.new_str("")]
            return h.new_tuple(parts if name == "partition" else parts[::-1])
        return h.new_tuple([h.new_str(self.val[:i]), h.incref(sep), h.new_str(self.val[i + len(sep.val):])])
    STR.method(name)(partition)


_partitioner("partition", str.find)
_partitioner("rpartition", str.rfind)


@STR.method("join")
def str_join(m: Any, self: Any, iterable: Any) -> Any:
    """PyUnicode_Join: the only item is returned itself when it is exactly a str."""
    h = m.heap
    exact = iterable.type is h.t_list or iterable.type is h.t_tuple
    if exact:
        items = list(iterable.items)
    else:
        try:
            items = m.to_list(iterable)
        except GuestError as e:
            if m.matches(e, "TypeError") and not iterates(m, iterable):
                m.drop(e)
                raise type_error(m, "can only join an iterable") from None
            raise
    try:
        if len(items) == 1 and items[0].type is h.t_str:
            return h.incref(items[0])
        total = len(self.val) * (len(items) - 1)
        texts = []
        for i, o in enumerate(items):
            if not isinstance(o, Str):
                raise type_error(m, f"sequence item {i}: expected str instance, {o.type.name} found")
            texts.append(o.val)
            total += len(o.val)
        refuse_str(m, total)
        return fresh_str(h, self.val.join(texts))
    finally:
        if not exact:
            h.decref_all(items)


@STR.method("replace")
def str_replace(m: Any, self: Any, old: Any = None, new: Any = None, count: Any = None, **kw: Any) -> Any:
    """unicode_replace_impl; ``count`` is a keyword from 3.13, so the method checks its arguments itself."""
    if new is None:
        raise type_error(m, text(m, "replace arity").format(0 if old is None else 1))
    if kw:
        if not text(m, "replace by keyword"):
            raise type_error(m, "str.replace() takes no keyword arguments")
        for key in kw:
            if key != "count":
                raise type_error(m, f"replace() got an unexpected keyword argument '{key}'")
        if count is not None:
            raise type_error(m, "argument for replace() given by name ('count') and position (3)")
        count = kw["count"]
    a = str_arg(m, old, "replace() argument 1")
    b = str_arg(m, new, "replace() argument 2")
    n = ssize_arg(m, count, -1)
    s = self.val
    if len(b) > len(a):
        hits = s.count(a)
        refuse_str(m, len(s) + (hits if n < 0 else min(hits, n)) * (len(b) - len(a)))
    if a == b or n == 0 or a not in s:
        return exact_str(m, self)
    return fresh_str(m.heap, s.replace(a, b, n))


@STR.method("translate")
def str_translate(m: Any, self: Any, table: Any) -> Any:
    """_PyUnicode_TranslateCharmap: each character is looked up once."""
    h = m.heap
    if not self.val:
        return exact_str(m, self)
    known: dict[str, str] = {}
    out = []
    for c in self.val:
        r = known.get(c)
        if r is None:
            r = known[c] = _translated(m, table, c)
        out.append(r)
    refuse_str(m, sum(map(len, out)))
    return h.new_str("".join(out))


def _translated(m: Any, table: Any, c: str) -> str:
    h = m.heap
    key = h.new_int(ord(c))
    try:
        r = m.getitem(table, key)
    except GuestError as e:
        if not m.matches(e, "LookupError"):
            raise
        m.drop(e)
        return c
    finally:
        h.decref(key)
    try:
        if r is m.none:
            return ""
        if isinstance(r, Str):
            return str(r.val)
        if isinstance(r, Int):
            if not 0 <= r.val <= 0x10FFFF:
                raise value_error(m, "character mapping must be in range(0x110000)")
            return chr(r.val)
        raise type_error(m, "character mapping must return integer, None or str")
    finally:
        h.decref(r)


# ---------------------------------------------------------------- encoding and formatting

@STR.method("encode", kw=True)
def str_encode(m: Any, self: Any, encoding: Any = None, errors: Any = None) -> Any:
    e, r = encoding_args(m, "encode", encoding, errors)
    return m.heap.new_bytes(encode(m, self, e, r))


@STR.method("format")
def str_format(m: Any, self: Any, *args: Any, **kw: Any) -> Any:
    from memlab.interp.str_format import format_fields
    return format_fields(m, self, args, kw)


@STR.method("format_map")
def str_format_map(m: Any, self: Any, mapping: Any) -> Any:
    from memlab.interp.str_format import format_fields
    return format_fields(m, self, None, mapping)
