"""The functions of the module ``builtins`` (Python/bltinmodule.c)."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import Cell, Code, Dict, Str, Tuple, Type
from memlab.interp.native import END, GuestError, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

BUILTINS = NativeModule("builtins", "Built-in functions, types, exceptions, and other objects.")

TYPE_NAMES = """bool memoryview bytearray bytes classmethod complex dict enumerate filter float frozendict frozenset property int
list map object range reversed sentinel set slice staticmethod str super tuple type zip""".split()
"""The builtin types that are no exceptions, by name in ``builtins``."""


def names(profile: Any) -> list[str]:
    """Every name that ``builtins`` of this version has, in CPython's order; all are there though made only on demand."""
    from memlab.interp import exceptions
    gone = profile.missing_builtins | profile.missing_exceptions
    out = ["__name__", "__doc__", "__package__", "__loader__", "__spec__", "__build_class__", "__import__", "__lazy_import__"]
    out += [n for n in BUILTINS.functions if not n.startswith("__") and n != "open"]
    out += ["None", "Ellipsis", "NotImplemented", "False", "True", *TYPE_NAMES, "__debug__"]
    out += [*exceptions.TYPES, *exceptions.ALIASES, "open"]
    return [n for n in out if n not in gone]


def _take(m: Any, o: Obj) -> Obj:
    m.heap.incref(o)
    return o


def _name_arg(m: Any, o: Obj, function: str) -> str:
    """An attribute name, which must be a str."""
    if not isinstance(o, Str):
        if function in ("setattr", "delattr"):
            raise m.error("TypeError", f"attribute name must be string, not '{o.type.name}'")
        raise m.error("TypeError", m.profile.attribute_name_text.format(function=function, type=o.type.name))
    name: str = o.val
    return name


# ---------------------------------------------------------------- objects

@BUILTINS.function("abs")
def b_abs(m: Any, x: Obj) -> Obj:
    r: Obj | None = m.call_special(x, "__abs__")
    if r is None:
        raise m.error("TypeError", f"bad operand type for abs(): '{x.type.name}'")
    return r


@BUILTINS.function("all")
def b_all(m: Any, iterable: Obj) -> Obj:
    return _any_all(m, iterable, False)


@BUILTINS.function("any")
def b_any(m: Any, iterable: Obj) -> Obj:
    return _any_all(m, iterable, True)


def _any_all(m: Any, iterable: Obj, stop: bool) -> Obj:
    h = m.heap
    it = m.iter(iterable)
    try:
        while True:
            x = m.next(it)
            if x is None:
                o: Obj = m.bool(not stop)
                return o
            try:
                found = m.truth(x)
            finally:
                h.decref(x)
            if found is stop:
                o = m.bool(stop)
                return o
    finally:
        h.decref(it)


@BUILTINS.function("ascii")
def b_ascii(m: Any, obj: Obj) -> Obj:
    o: Obj = m.heap.new_str(m.ascii(obj))
    return o


def _based(m: Any, number: Obj, fn: Any) -> Obj:
    o: Obj = m.heap.new_str(fn(m.index(number)))
    return o


@BUILTINS.function("bin")
def b_bin(m: Any, number: Obj) -> Obj:
    return _based(m, number, bin)


@BUILTINS.function("breakpoint")
def b_breakpoint(m: Any, *args: Obj, **kws: Obj) -> Obj:
    raise NotSimulated("breakpoint(): the debugger")


@BUILTINS.function("callable")
def b_callable(m: Any, obj: Obj) -> Obj:
    o: Obj = m.bool(m.lookup(obj.type, "__call__") is not None)
    return o


@BUILTINS.function("chr")
def b_chr(m: Any, i: Obj) -> Obj:
    n = m.index(i)
    if not m.profile.chr_range_any and not -(1 << 31) <= n < 1 << 31:
        raise m.error("OverflowError", "Python int too large to convert to C int" if n > 0 or n < -(1 << 63) else
                      "signed integer is less than minimum")
    if not 0 <= n < 0x110000:
        raise m.error("ValueError", "chr() arg not in range(0x110000)")
    o: Obj = m.heap.new_str(chr(n))
    return o


@BUILTINS.function("delattr")
def b_delattr(m: Any, obj: Obj, name: Obj) -> None:
    m.delattr(obj, _name_arg(m, name, "delattr"))


@BUILTINS.function("divmod")
def b_divmod(m: Any, x: Obj, y: Obj) -> Obj:
    """PyNumber_Divmod, with the reflected method of a subclass first."""
    left, right = x.type, y.type
    tries = [(x, y, "__divmod__"), (y, x, "__rdivmod__")]
    if left is right:
        tries.pop()
    elif m.issubtype(right, left) and m.lookup(right, "__rdivmod__") is not m.lookup(left, "__rdivmod__"):
        tries.reverse()
    for me, other, name in tries:
        r: Obj | None = m.call_special(me, name, other)
        if r is not None:
            if r is not m.heap.not_implemented:
                return r
            m.heap.decref(r)
    raise m.error("TypeError", f"unsupported operand type(s) for divmod(): '{left.name}' and '{right.name}'")


@BUILTINS.function("format")
def b_format(m: Any, value: Obj, format_spec: Obj | None = None) -> Obj:
    if format_spec is not None and not isinstance(format_spec, Str):
        name = "None" if format_spec is m.none else format_spec.type.name
        raise m.error("TypeError", f"format() argument 2 must be str, not {name}")
    from memlab.interp.formatting import format_object
    o: Obj = format_object(m, value, format_spec)
    return o


@BUILTINS.function("getattr")
def b_getattr(m: Any, obj: Obj, name: Obj, default: Obj | None = None) -> Obj:
    attr = _name_arg(m, name, "getattr")
    if default is None:
        o: Obj = m.getattr(obj, attr)
        return o
    found = m.getattr_or_none(obj, attr)
    return _take(m, default) if found is None else found


@BUILTINS.function("hasattr")
def b_hasattr(m: Any, obj: Obj, name: Obj) -> Obj:
    found = m.getattr_or_none(obj, _name_arg(m, name, "hasattr"))
    if found is not None:
        m.heap.decref(found)
    o: Obj = m.bool(found is not None)
    return o


@BUILTINS.function("hash")
def b_hash(m: Any, obj: Obj) -> Obj:
    o: Obj = m.heap.new_int(m.hash(obj))
    return o


@BUILTINS.function("help")
def b_help(m: Any, *args: Obj) -> Obj:
    raise NotSimulated("help()")


@BUILTINS.function("hex")
def b_hex(m: Any, number: Obj) -> Obj:
    return _based(m, number, hex)


@BUILTINS.function("id")
def b_id(m: Any, obj: Obj) -> Obj:
    o: Obj = m.heap.new_int(obj.addr)
    return o


@BUILTINS.function("isinstance")
def b_isinstance(m: Any, obj: Obj, class_or_tuple: Obj) -> Obj:
    o: Obj = m.bool(m.isinstance(obj, class_or_tuple))
    return o


@BUILTINS.function("issubclass")
def b_issubclass(m: Any, cls: Obj, class_or_tuple: Obj) -> Obj:
    o: Obj = m.bool(issubclass_full(m, cls, class_or_tuple))
    return o


def issubclass_full(m: Any, cls: Obj, wanted: Obj) -> bool:
    """PyObject_IsSubclass (Objects/abstract.c)."""
    h = m.heap
    if wanted.type is h.types["type"]:
        return cls is wanted or plain_issubclass(m, cls, wanted)
    if isinstance(wanted, Tuple):
        m.enter_recursive(" in __subclasscheck__")
        try:
            return any(issubclass_full(m, cls, w) for w in wanted.items)
        finally:
            m.leave_recursive()
    r = m.call_special(wanted, "__subclasscheck__", cls)
    if r is not None:
        try:
            yes: bool = m.truth(r)
            return yes
        finally:
            h.decref(r)
    return plain_issubclass(m, cls, wanted)


def plain_issubclass(m: Any, cls: Obj, wanted: Obj) -> bool:
    """recursive_issubclass: by MRO for classes, else by ``__bases__``."""
    if isinstance(cls, Type) and isinstance(wanted, Type):
        yes: bool = m.issubtype(cls, wanted)
        return yes
    for o, text in ((cls, "issubclass() arg 1 must be a class"),
                    (wanted, "issubclass() arg 2 must be a class, a tuple of classes, or a union")):
        if not isinstance(o, Type):
            bases = m.getattr_or_none(o, "__bases__")
            if bases is None:
                raise m.error("TypeError", text)
            m.heap.decref(bases)
            if not isinstance(bases, Tuple):
                raise m.error("TypeError", text)
    stack = [_take(m, cls)]
    try:
        while stack:
            o = stack.pop()
            try:
                if o is wanted:
                    return True
                bases = m.getattr_or_none(o, "__bases__")
                if bases is not None:
                    if isinstance(bases, Tuple):
                        stack += [_take(m, b) for b in reversed(bases.items)]
                    m.heap.decref(bases)
            finally:
                m.heap.decref(o)
        return False
    finally:
        for o in stack:
            m.heap.decref(o)


CALLABLE_ITERATOR = NativeType("callable_iterator", ref_labels=("it_callable", "it_sentinel"), subclassable=False)


@CALLABLE_ITERATOR.method("__iter__")
def callable_iterator_iter(m: Any, self: Obj) -> Obj:
    return _take(m, self)


@CALLABLE_ITERATOR.method("__next__")
def callable_iterator_next(m: Any, self: Any) -> Any:
    """calliter_iternext (Objects/iterobject.c): the iterator lets go of its callable once it is exhausted."""
    h = m.heap
    fn, sentinel = self.held
    if fn is None:
        return END
    h.incref(fn)
    try:
        try:
            r = m.call(fn, ())
        except GuestError as err:
            if m.matches(err, "StopIteration"):
                m.drop(err)
                _callable_iterator_done(m, self)
                return END
            raise
        if sentinel is None or self.held[1] is None:
            h.decref(r)
            return END
        if m.eq(sentinel, r):
            h.decref(r)
            _callable_iterator_done(m, self)
            return END
        return r
    finally:
        h.decref(fn)


def _callable_iterator_done(m: Any, self: Any) -> None:
    m.heap.set_held(self, 0, None)
    m.heap.set_held(self, 1, None)


@BUILTINS.function("iter")
def b_iter(m: Any, obj: Obj, sentinel: Obj | None = None) -> Obj:
    if sentinel is None:
        o: Obj = m.iter(obj)
        return o
    if m.lookup(obj.type, "__call__") is None:
        raise m.error("TypeError", m.profile.iter_sentinel_text)
    h = m.heap
    o = h.new_native(h.types["callable_iterator"], [_take(m, obj), _take(m, sentinel)])
    return o


@BUILTINS.function("aiter")
def b_aiter(m: Any, async_iterable: Obj) -> Obj:
    if m.lookup(async_iterable.type, "__aiter__") is None:
        raise m.error("TypeError", f"'{async_iterable.type.name}' object is not an async iterable")
    raise NotSimulated("aiter(): asynchronous iteration")


@BUILTINS.function("anext")
def b_anext(m: Any, async_iterator: Obj, default: Obj | None = None) -> Obj:
    if m.lookup(async_iterator.type, "__anext__") is None:
        raise m.error("TypeError", f"'{async_iterator.type.name}' object is not an async iterator")
    raise NotSimulated("anext(): asynchronous iteration")


@BUILTINS.function("len")
def b_len(m: Any, obj: Obj) -> Obj:
    o: Obj = m.heap.new_int(m.len(obj))
    return o


def _min_max(m: Any, which: str, args: tuple[Obj, ...], default: Obj | None, key: Obj | None) -> Obj:
    """min_max (Python/bltinmodule.c): the first extreme item; holds the best item and its key while it goes on."""
    h = m.heap
    if not args:
        raise m.error("TypeError", f"{which} expected at least 1 argument, got 0")
    several = len(args) > 1
    if several and default is not None:
        raise m.error("TypeError", f"Cannot specify a default for {which}() with multiple positional arguments")
    if key is m.none:
        key = None
    if several:
        seq = h.new_tuple(tuple(_take(m, a) for a in args))
        it = m.iter(seq)
        h.decref(seq)
    else:
        it = m.iter(args[0])
    op = "<" if which == "min" else ">"
    best: Obj | None = None
    best_key: Obj | None = None
    try:
        while True:
            x = m.next(it)
            if x is None:
                break
            try:
                k = _take(m, x) if key is None else m.call(key, (x,))
            except GuestError:
                h.decref(x)
                raise
            if best is None:
                best, best_key = x, k
                continue
            try:
                r = m.compare(k, best_key, op)
                try:
                    better = m.truth(r)
                finally:
                    h.decref(r)
            except GuestError:
                h.decref(x)
                h.decref(k)
                raise
            if better:
                x, best = best, x
                k, best_key = best_key, k
            h.decref(x)
            h.decref(k)
        if best is None:
            if default is not None:
                return _take(m, default)
            raise m.error("ValueError", m.profile.empty_sequence_text.format(function=which))
        result = best
        best = None
        return result
    finally:
        if best_key is not None:
            h.decref(best_key)
        if best is not None:
            h.decref(best)
        h.decref(it)


@BUILTINS.function("max")
def b_max(m: Any, *args: Obj, default: Obj | None = None, key: Obj | None = None) -> Obj:
    return _min_max(m, "max", args, default, key)


@BUILTINS.function("min")
def b_min(m: Any, *args: Obj, default: Obj | None = None, key: Obj | None = None) -> Obj:
    return _min_max(m, "min", args, default, key)


@BUILTINS.function("next")
def b_next(m: Any, iterator: Obj, default: Obj | None = None) -> Any:
    if m.lookup(iterator.type, "__next__") is None:
        raise m.error("TypeError", f"'{iterator.type.name}' object is not an iterator")
    if default is None:
        return m.call_special(iterator, "__next__")
    x = m.next(iterator)
    return _take(m, default) if x is None else x


@BUILTINS.function("oct")
def b_oct(m: Any, number: Obj) -> Obj:
    return _based(m, number, oct)


@BUILTINS.function("ord")
def b_ord(m: Any, c: Obj) -> Obj:
    value = getattr(c, "val", None)
    if not isinstance(value, (str, bytes, bytearray)):
        raise m.error("TypeError", f"ord() expected string of length 1, but {c.type.name} found")
    if len(value) != 1:
        raise m.error("TypeError", f"ord() expected a character, but string of length {len(value)} found")
    o: Obj = m.heap.new_int(ord(value))
    return o


@BUILTINS.function("open", kw=True)
def b_open(m: Any, file: Obj, mode: Obj | None = None, buffering: Obj | None = None, encoding: Obj | None = None,
           errors: Obj | None = None, newline: Obj | None = None, closefd: Obj | None = None, opener: Obj | None = None) -> Obj:
    raise NotSimulated("open(): files")


@BUILTINS.function("pow", kw=True)
def b_pow(m: Any, base: Obj, exp: Obj, mod: Obj | None = None) -> Obj:
    """PyNumber_Power; three arguments are for ints and for a left operand with its own ``__pow__``."""
    if mod is None or mod is m.none:
        o: Obj = m.binary(base, exp, "**")
        return o
    if getattr(base, "val", None).__class__ is float or getattr(exp, "val", None).__class__ is float:
        if all(getattr(x, "val", None).__class__ in (int, float, bool) for x in (base, exp, mod)):
            raise m.error("TypeError", "pow() 3rd argument not allowed unless all arguments are integers")
    r: Obj | None = m.call_special(base, "__pow__", exp, mod)
    if r is not None:
        if r is not m.heap.not_implemented:
            return r
        m.heap.decref(r)
    raise m.error("TypeError", f"unsupported operand type(s) for ** or pow(): '{base.type.name}', '{exp.type.name}', "
                  f"'{mod.type.name}'")


@BUILTINS.function("repr")
def b_repr(m: Any, obj: Obj) -> Obj:
    from memlab.interp.formatting import repr_object
    o: Obj = repr_object(m, obj)
    return o


@BUILTINS.function("round", kw=True)
def b_round(m: Any, number: Obj, ndigits: Obj | None = None) -> Obj:
    if m.special(number, "__round__") is None:
        raise m.error("TypeError", f"type {number.type.name} doesn't define __round__ method")
    args = () if ndigits is None or ndigits is m.none else (ndigits,)
    o: Obj = m.call_special(number, "__round__", *args)
    return o


@BUILTINS.function("setattr")
def b_setattr(m: Any, obj: Obj, name: Obj, value: Obj) -> None:
    m.setattr(obj, _name_arg(m, name, "setattr"), value)


@BUILTINS.function("sorted", raw=True)
def b_sorted(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    if len(args) != 1:
        raise m.error("TypeError", f"sorted expected 1 argument, got {len(args)}")
    h = m.heap
    new = m.call(h.types["list"], (args[0],))
    try:
        sort = m.getattr(new, "sort")
        try:
            h.decref(m.call(sort, (), kw))
        finally:
            h.decref(sort)
    except GuestError:
        h.decref(new)
        raise
    o: Obj = new
    return o


# ---------------------------------------------------------------- sum

@BUILTINS.function("sum", raw=True)
def b_sum(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """builtin_sum_impl: exact for ints; floats with Neumaier's correction from 3.12; then ``+``."""
    h = m.heap
    if not args:
        raise m.error("TypeError", "sum() takes at least 1 positional argument (0 given)")
    given = len(args) + (len(kw) if kw else 0)
    if given > 2:
        raise m.error("TypeError", f"sum() takes at most 2 arguments ({given} given)")
    iterable = args[0]
    start: Any = args[1] if len(args) > 1 else None
    for key, value in (kw or {}).items():
        if key != "start":
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name="sum", key=key))
        start = value
    if start is not None:
        for name, text in (("str", "strings [use ''.join(seq) instead]"), ("bytes", "bytes [use b''.join(seq) instead]"),
                           ("bytearray", "bytearray [use b''.join(seq) instead]")):
            if m.issubtype(start.type, h.types[name]):
                raise m.error("TypeError", "sum() can't sum " + text)
    it = m.iter(iterable)
    total: Any = start.val if start is not None and start.type.native is not None and start.type.name in (
        "int", "float", "complex") else 0 if start is None else None
    acc: Obj | None = None if total is not None else _take(m, start)
    try:
        summer = _Summer(m.profile.sum_compensated, total) if total is not None else None
        while True:
            x = m.next(it)
            if x is None:
                break
            if summer is not None:
                native = x.type.name if x.type.native is not None else ""
                if summer.add(native, x):
                    h.decref(x)
                    continue
                acc = _number(m, summer.result())
                summer = None
            try:
                new = m.binary(acc, x, "+")
            finally:
                h.decref(x)
            old, acc = acc, new
            h.decref(old)
        if summer is not None:
            return _number(m, summer.result())
        result, acc = acc, None
        return result  # type: ignore[return-value]
    finally:
        if acc is not None:
            h.decref(acc)
        h.decref(it)


def _number(m: Any, v: Any) -> Obj:
    h = m.heap
    o: Obj = h.new_int(v) if isinstance(v, int) else h.new_float(v) if isinstance(v, float) else h.new_complex(v)
    return o


class _Summer:
    """The fast paths of sum(): an int total, then a float total with its error term, then a complex one."""

    __slots__ = ("mode", "kind", "total", "error", "imag", "imag_error")

    def __init__(self, mode: str, start: Any) -> None:
        self.mode = mode
        self.error = self.imag_error = self.imag = 0.0
        if isinstance(start, complex):
            self.kind = "complex" if mode == "complex" else "other"
            self.total: Any = start.real if mode == "complex" else start
            self.imag = start.imag
        else:
            self.kind = "float" if isinstance(start, float) else "int"
            self.total = start if isinstance(start, float) else int(start)

    def add(self, name: str, o: Any) -> bool:
        """Take in one number; False when it needs the general ``+``."""
        if self.kind == "int":
            if name in ("int", "bool"):
                self.total += int(o.val)
                return True
            if name == "float" and abs(self.total) < 1 << 1000:
                self.kind = "float"
                self.total = float(self.total) + o.val
                return True
            if name == "complex" and self.mode == "complex" and abs(self.total) < 1 << 1000:
                self.kind = "complex"
                c = self.total + o.val
                self.total, self.imag = c.real, c.imag
                return True
            return False
        if self.kind == "float":
            if name == "float":
                self._float(o.val)
                return True
            if name in ("int", "bool") and -(1 << 63) <= o.val < 1 << 63:
                if self.mode == "complex":
                    self._float(float(o.val))
                else:
                    self.total += float(o.val)
                return True
            if name == "complex" and self.mode == "complex":
                self.total = self.result()
                self.error = 0.0
                self.kind = "complex"
                return self.add(name, o)
            return False
        if self.kind == "complex":
            if name == "complex":
                self._float(o.val.real)
                self._imag(o.val.imag)
                return True
            if name == "float" or name in ("int", "bool") and -(1 << 63) <= o.val < 1 << 63:
                self._float(float(o.val))
                return True
            return False
        return False

    def _float(self, x: float) -> None:
        if not self.mode:
            self.total += x
            return
        t = self.total + x
        self.error += (self.total - t) + x if abs(self.total) >= abs(x) else (x - t) + self.total
        self.total = t

    def _imag(self, x: float) -> None:
        t = self.imag + x
        self.imag_error += (self.imag - t) + x if abs(self.imag) >= abs(x) else (x - t) + self.imag
        self.imag = t

    @staticmethod
    def _corrected(total: float, error: float) -> float:
        """The correction is left out when it is no number (infinities)."""
        return total + error if error and error - error == 0.0 else total

    def result(self) -> Any:
        if self.kind == "float":
            return self._corrected(self.total, self.error)
        if self.kind == "complex":
            return complex(self._corrected(self.total, self.error), self._corrected(self.imag, self.imag_error))
        return self.total


# ---------------------------------------------------------------- output and input

def stdout_of(m: Any, name: str = "stdout") -> Obj | None:
    """``sys.stdout`` as the program left it: None when nobody touched it (then text goes to the machine), else borrowed."""
    sys_module = m.modules.get("sys")
    if sys_module is None:
        return None
    e = sys_module.ns.d.get(name)
    if e is None:
        return None
    o: Any = e[1]
    if o.type.native is not None and o.type.name == "_io.TextIOWrapper" and o.data == (name, "w"):
        return None
    return o


def _put(m: Any, pending: Any, text: Obj | None, default: str) -> None:
    """Write a separator: the string given, or the default one."""
    if isinstance(text, Str):
        pending.write(text)
        return
    s = m.heap.new_str(default)
    try:
        pending.write(s)
    finally:
        m.heap.decref(s)


@BUILTINS.function("print")
def b_print(m: Any, *args: Obj, sep: Obj | None = None, end: Obj | None = None, file: Obj | None = None,
            flush: Obj | None = None) -> None:
    texts = []
    for name, o, default in (("sep", sep, " "), ("end", end, "\n")):
        if o is None or o is m.none:
            texts.append(default)
        elif isinstance(o, Str):
            texts.append(o.val)
        else:
            raise m.error("TypeError", f"{name} must be None or a string, not {o.type.name}")
    if file is None or file is m.none:
        file = stdout_of(m)
        if file is m.none:
            return
    h = m.heap
    pending = m.pending_text
    if file is None:
        if pending is None:
            m.write(texts[0].join([m.str(a) for a in args]) + texts[1])
            return
        for i, a in enumerate(args):
            if i:
                _put(m, pending, sep, " ")
            text = m.str_object(a)
            try:
                pending.write(text)
            finally:
                h.decref(text)
        _put(m, pending, end, "\n")
        if flush is not None and m.truth(flush):
            pending.flush()
        return
    h.incref(file)
    write = None
    try:
        write = m.getattr(file, "write")

        def put(text: str) -> None:
            s = h.new_str(text)
            try:
                h.decref(m.call(write, (s,)))
            finally:
                h.decref(s)

        for i, a in enumerate(args):
            if i:
                put(texts[0])
            put(m.str(a))
        put(texts[1])
        if flush is not None and m.truth(flush):
            h.decref(m.call_method(file, "flush"))
    finally:
        if write is not None:
            h.decref(write)
        h.decref(file)


@BUILTINS.function("input")
def b_input(m: Any, prompt: Obj | None = None) -> Obj:
    """Reads from the machine's ``stdin``, a host iterator of lines, if it was given one."""
    lines = getattr(m, "stdin", None)
    if lines is None:
        raise NotSimulated("input(): reading from the keyboard")
    if prompt is not None:
        m.write(m.str(prompt))
        if m.pending_text is not None:
            m.pending_text.flush()
    line = next(lines, None)
    if line is None:
        raise m.error("EOFError", "EOF when reading a line")
    o: Obj = m.heap.new_str(line.rstrip("\n"))
    return o


# ---------------------------------------------------------------- namespaces

@BUILTINS.function("globals")
def b_globals(m: Any) -> Obj:
    return _take(m, m.frame.globals)


@BUILTINS.function("locals")
def b_locals(m: Any) -> Obj:
    return frame_locals(m, m.frame)


def frame_locals(m: Any, frame: Any) -> Obj:
    """``locals()``: the namespace itself at module and class level, else a dict of the function's variables.

    Up to 3.12 a function has one such dict, refreshed at each call (PyFrame_FastToLocals); PEP 667 makes a new one.
    """
    if frame.names is not None:
        return _take(m, frame.names)
    if frame.code.unit.kind == "module":
        return _take(m, frame.globals)
    h = m.heap
    unit = frame.code.unit
    shared = m.profile.locals_shared_snapshot
    d: Any = None
    if shared:
        obj = m.frame_object(frame)
        d = obj.extra
        if d is None:
            d = h.new_dict()
            obj.extra = d
        assert d is not None
        h.incref(d)
    else:
        d = h.new_dict()
    for i, name in enumerate(unit.locals):
        v = frame.locals[i] if i < len(frame.locals) else None
        if isinstance(v, Cell) and (name in unit.cellvars or name in unit.freevars):
            v = v.ref
        if v is not None and (name == ".0" or not name.startswith(".")):
            m.setitem(d, h.intern(name), v)
        elif shared and name in d.d:
            m.delitem(d, h.intern(name))
    return d


@BUILTINS.function("vars")
def b_vars(m: Any, obj: Obj | None = None) -> Obj:
    if obj is None:
        return frame_locals(m, m.frame)
    d: Obj | None = m.getattr_or_none(obj, "__dict__")
    if d is None:
        raise m.error("TypeError", "vars() argument must have __dict__ attribute")
    return d


def dir_list(m: Any, obj: Obj) -> Obj:
    """_dir_object (Objects/object.c): what ``__dir__`` gives as a new sorted list."""
    h = m.heap
    r = m.call_special(obj, "__dir__")
    if r is None:
        raise m.error("TypeError", "object does not provide __dir__")
    try:
        names_ = m.call(h.types["list"], (r,))
    finally:
        h.decref(r)
    try:
        h.decref(m.call_method(names_, "sort"))
    except GuestError:
        h.decref(names_)
        raise
    o: Obj = names_
    return o


def dir_names(m: Any, obj: Obj) -> list[str]:
    """The str names in ``dir(obj)``, sorted."""
    lst: Any = dir_list(m, obj)
    out = [s.val for s in lst.items if isinstance(s, Str)]
    m.heap.decref(lst)
    return out


@BUILTINS.function("dir")
def b_dir(m: Any, obj: Obj | None = None) -> Obj:
    if obj is not None:
        return dir_list(m, obj)
    h = m.heap
    d = frame_locals(m, m.frame)
    try:
        keys = m.call_method(d, "keys")
        try:
            out: Obj = m.call(h.types["list"], (keys,))
        finally:
            h.decref(keys)
    finally:
        h.decref(d)
    h.decref(m.call_method(out, "sort"))
    return out


# ---------------------------------------------------------------- running source

def _source_text(m: Any, o: Obj, function: str, what: str = "string, bytes or code") -> str:
    value = getattr(o, "val", None)
    if isinstance(value, str):
        text: str = value
    elif isinstance(value, (bytes, bytearray)):
        text = bytes(value).decode("utf-8", "replace")
    else:
        raise m.error("TypeError", f"{function}() arg 1 must be a {what} object")
    if "\0" in text:
        raise m.error("SyntaxError", "source code string cannot contain null bytes")
    return text


def compile_text(m: Any, text: str, filename: str, mode: str) -> Obj:
    """Compile source to a code object (new reference); SyntaxError is a guest exception."""
    code: Obj = m.compile(text, filename, mode)
    return code


def _namespaces(m: Any, function: str, globals_: Obj | None, locals_: Obj | None) -> tuple[Obj, Obj]:
    """The two namespaces of exec() and eval(), as new references; ``__builtins__`` is put into the globals."""
    h = m.heap
    if globals_ is m.none:
        globals_ = None
    if locals_ is m.none:
        locals_ = None
    if globals_ is not None and not isinstance(globals_, Dict):
        if function == "exec":
            raise m.error("TypeError", m.profile.exec_globals_text.format(type=globals_.type.name))
        if m.special(globals_, "__getitem__") is not None:
            raise m.error("TypeError", "globals must be a real dict; try eval(code, {}, mapping)")
        raise m.error("TypeError", m.profile.eval_globals_text)
    if locals_ is not None and m.special(locals_, "__getitem__") is None:
        raise m.error("TypeError", f"locals must be a mapping or None, not {locals_.type.name}" if function == "exec" else
                      "locals must be a mapping")
    if globals_ is None:
        g = _take(m, m.frame.globals)
        loc = _take(m, locals_) if locals_ is not None else frame_locals(m, m.frame)
    else:
        g = _take(m, globals_)
        loc = _take(m, locals_ if locals_ is not None else globals_)
    if "__builtins__" not in g.d:  # type: ignore[attr-defined]
        module = m.modules.get("builtins")
        value = m.frame.builtins if module is None else module.ns
        m.setitem(g, h.intern("__builtins__"), value)
    return g, loc


def _run(m: Any, function: str, source: Obj, globals_: Obj | None, locals_: Obj | None) -> Obj:
    h = m.heap
    g, loc = _namespaces(m, function, globals_, locals_)
    code: Obj | None = None
    try:
        if isinstance(source, Code):
            if source.unit.freevars:
                raise m.error("TypeError", f"code object passed to {function}() may not contain free variables")
            code = _take(m, source)
        else:
            text = _source_text(m, source, function)
            if function == "eval":
                text = text.lstrip(" \t")
            code = compile_text(m, text, "<string>", function)
        o: Obj = m.run_code(code, g, loc)
        return o
    finally:
        if code is not None:
            h.decref(code)
        h.decref(loc)
        h.decref(g)


@BUILTINS.function("eval", raw=True)
def b_eval(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    source, g, loc = _exec_args(m, "eval", args, kw)
    return _run(m, "eval", source, g, loc)


@BUILTINS.function("exec", raw=True)
def b_exec(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    source, g, loc = _exec_args(m, "exec", args, kw)
    m.heap.decref(_run(m, "exec", source, g, loc))
    o: Obj = m.ret_none()
    return o


def _exec_args(m: Any, fn: str, args: Sequence[Obj], kw: dict[str, Obj] | None) -> tuple[Obj, Obj | None, Obj | None]:
    if not args:
        raise m.error("TypeError", f"{fn}() takes at least 1 positional argument (0 given)" if m.profile.exec_keywords else
                      f"{fn} expected at least 1 argument, got 0")
    if len(args) > 3:
        raise m.error("TypeError", f"{fn}() takes at most 3 arguments ({len(args)} given)" if m.profile.exec_keywords else
                      f"{fn} expected at most 3 arguments, got {len(args)}")
    g = args[1] if len(args) > 1 else None
    loc = args[2] if len(args) > 2 else None
    for key, value in (kw or {}).items():
        if m.profile.exec_keywords and key == "globals" and g is None:
            g = value
        elif m.profile.exec_keywords and key == "locals" and loc is None:
            loc = value
        elif key in ("closure",) and fn == "exec":
            raise NotSimulated("exec() with a closure")
        elif fn == "exec" and m.profile.exception_groups:
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name=fn, key=key))
        else:
            raise m.error("TypeError", f"{fn}() takes no keyword arguments")
    return args[0], g, loc


@BUILTINS.function("compile", kw=True)
def b_compile(m: Any, source: Obj, filename: Obj, mode: Obj, flags: Obj | None = None, dont_inherit: Obj | None = None,
              optimize: Obj | None = None, _feature_version: Obj | None = None) -> Obj:
    if not isinstance(getattr(filename, "val", None), (str, bytes)):
        raise m.error("TypeError", f"expected str, bytes or os.PathLike object, not {filename.type.name}")
    if not isinstance(mode, Str):
        raise m.error("TypeError", f"compile() argument 'mode' must be str, not {mode.type.name}")
    if mode.val not in ("exec", "eval", "single"):
        raise m.error("ValueError", "compile() mode must be 'exec', 'eval' or 'single'")
    if flags is not None and m.index(flags):
        raise NotSimulated("compile() with flags")
    if isinstance(source, Code):
        return _take(m, source)
    name: Any = filename.val  # type: ignore[attr-defined]
    return compile_text(m, _source_text(m, source, "compile", "string, bytes or AST"), name if isinstance(name, str) else name.decode(),
                        mode.val)


@BUILTINS.function("__import__", kw=True)
def b_import(m: Any, name: Obj, globals: Obj | None = None, locals: Obj | None = None, fromlist: Obj | None = None,
             level: Obj | None = None) -> Obj:
    if not isinstance(name, Str):
        raise m.error("TypeError", m.profile.import_name_text.format(type=name.type.name))
    if level is not None and m.index(level):
        raise NotSimulated("relative imports")
    if not name.val:
        raise m.error("ValueError", "Empty module name")
    module = m.import_module(name.val)
    if fromlist is None or fromlist is m.none or not m.truth(fromlist):
        module = m.import_module(name.val.partition(".")[0])
    return _take(m, module)


__all__ = ["BUILTINS", "TYPE_NAMES", "dir_list", "dir_names", "frame_locals", "issubclass_full", "names", "stdout_of"]


@BUILTINS.function("__build_class__", raw=True)
def b_build_class(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """The class statement: body function, name, bases, keywords."""
    o: Obj = m.build_class(args, kw)
    return o
