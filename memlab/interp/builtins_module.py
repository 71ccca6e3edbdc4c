"""The functions of the module ``builtins`` (Python/bltinmodule.c)."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import Str, Tuple, Type
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
    h = m.heap
    s = h.incref(text) if isinstance(text, Str) else h.new_str(default)
    writer = pending.writer()
    try:
        pending.write(s)
    finally:
        h.decref(writer)
        h.decref(s)


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
        if m.profile.print_makes_keyword_tuple:
            pending.make_keywords()
        packed = h.new_tuple([h.incref(a) for a in args]) if m.profile.print_packs_arguments and args else None
        try:
            for i, a in enumerate(args):
                if i:
                    _put(m, pending, sep, " ")
                writer = pending.writer()
                try:
                    text = m.str_object(a)
                    try:
                        pending.write(text)
                    finally:
                        h.decref(text)
                finally:
                    h.decref(writer)
            _put(m, pending, end, "\n")
        finally:
            if packed is not None:
                h.decref(packed)
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


__all__ = ["BUILTINS", "TYPE_NAMES", "issubclass_full", "names", "stdout_of"]

from memlab.interp import builtins_names, builtins_sum  # noqa: E402, F401  (declare more functions of this module)
