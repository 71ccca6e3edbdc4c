"""The module ``operator`` (Modules/_operator.c)."""

from __future__ import annotations

from memlab.heap.objects import Int, Str
from memlab.interp.arguments import make_native, ref
from memlab.interp.native import NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

OPERATOR = NativeModule("operator", "Operator interface.")
MODULES = {"operator": OPERATOR}

_BINARY = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>",
           "and_": "&", "or_": "|", "xor": "^", "matmul": "@"}
_COMPARE = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "ge": ">=", "gt": ">"}
_UNARY = {"neg": "-", "pos": "+", "invert": "~", "inv": "~"}


def _declare(name: str, fn: Any, dunder: bool = True) -> None:
    OPERATOR.function(name)(fn)
    if dunder:
        OPERATOR.function(f"__{name.rstrip('_')}__")(fn)


def _binary(sign: str) -> Any:
    def fn(m: Any, a: Obj, b: Obj) -> Obj:
        o: Obj = m.binary(a, b, sign)
        return o
    return fn


def _inplace(sign: str) -> Any:
    def fn(m: Any, a: Obj, b: Obj) -> Obj:
        o: Obj = m.inplace(a, b, sign)
        return o
    return fn


def _compare(sign: str) -> Any:
    def fn(m: Any, a: Obj, b: Obj) -> Obj:
        o: Obj = m.compare(a, b, sign)
        return o
    return fn


def _unary(sign: str) -> Any:
    def fn(m: Any, a: Obj) -> Obj:
        o: Obj = m.unary(a, sign)
        return o
    return fn


for _name, _sign in _BINARY.items():
    _declare(_name, _binary(_sign))
    _declare("i" + _name.rstrip("_"), _inplace(_sign))
for _name, _sign in _COMPARE.items():
    _declare(_name, _compare(_sign))
for _name, _sign in _UNARY.items():
    _declare(_name, _unary(_sign))


def _abs(m: Any, a: Obj) -> Obj:
    from memlab.interp.builtins_module import b_abs
    return b_abs(m, a)


def _not(m: Any, a: Obj) -> Obj:
    o: Obj = m.bool(not m.truth(a))
    return o


def _index(m: Any, a: Obj) -> Obj:
    o: Obj = m.heap.new_int(m.index(a))
    return o


def _concat(m: Any, a: Obj, b: Obj) -> Obj:
    if m.lookup(a.type, "__getitem__") is None:
        raise m.error("TypeError", f"'{a.type.name}' object can't be concatenated")
    o: Obj = m.binary(a, b, "+")
    return o


def _iconcat(m: Any, a: Obj, b: Obj) -> Obj:
    if m.lookup(a.type, "__getitem__") is None:
        raise m.error("TypeError", f"'{a.type.name}' object can't be concatenated")
    o: Obj = m.inplace(a, b, "+")
    return o


def _contains(m: Any, a: Obj, b: Obj) -> Obj:
    o: Obj = m.bool(m.contains(a, b))
    return o


def _getitem(m: Any, a: Obj, b: Obj) -> Obj:
    o: Obj = m.getitem(a, b)
    return o


def _setitem(m: Any, a: Obj, b: Obj, c: Obj) -> None:
    m.setitem(a, b, c)


def _delitem(m: Any, a: Obj, b: Obj) -> None:
    m.delitem(a, b)


for _name, _fn in (("abs", _abs), ("not_", _not), ("index", _index), ("concat", _concat), ("iconcat", _iconcat),
                   ("contains", _contains), ("getitem", _getitem), ("setitem", _setitem), ("delitem", _delitem)):
    _declare(_name, _fn)


@OPERATOR.function("truth")
def op_truth(m: Any, a: Obj) -> Obj:
    o: Obj = m.bool(m.truth(a))
    return o


@OPERATOR.function("is_")
def op_is(m: Any, a: Obj, b: Obj) -> Obj:
    o: Obj = m.bool(a is b)
    return o


@OPERATOR.function("is_not")
def op_is_not(m: Any, a: Obj, b: Obj) -> Obj:
    o: Obj = m.bool(a is not b)
    return o


@OPERATOR.function("is_none")
def op_is_none(m: Any, a: Obj) -> Obj:
    o: Obj = m.bool(a is m.none)
    return o


@OPERATOR.function("is_not_none")
def op_is_not_none(m: Any, a: Obj) -> Obj:
    o: Obj = m.bool(a is not m.none)
    return o


@OPERATOR.function("countOf")
def op_count_of(m: Any, a: Obj, b: Obj) -> Obj:
    n = 0
    for x in m.iterate(a):
        try:
            n += m.eq(x, b)
        finally:
            m.heap.decref(x)
    o: Obj = m.heap.new_int(n)
    return o


@OPERATOR.function("indexOf")
def op_index_of(m: Any, a: Obj, b: Obj) -> Obj:
    for i, x in enumerate(m.iterate(a)):
        try:
            same = m.eq(x, b)
        finally:
            m.heap.decref(x)
        if same:
            o: Obj = m.heap.new_int(i)
            return o
    raise m.error("ValueError", "sequence.index(x): x not in sequence")


@OPERATOR.function("length_hint")
def op_length_hint(m: Any, obj: Obj, default: Obj | None = None) -> Obj:
    h = m.heap
    fallback = 0 if default is None else m.index(default)
    if m.special(obj, "__len__") is not None:
        o: Obj = h.new_int(m.len(obj))
        return o
    r = m.call_special(obj, "__length_hint__")
    if r is None or r is h.not_implemented:
        o = h.new_int(fallback)
        return o
    if not isinstance(r, Int):
        raise m.error("TypeError", f"__length_hint__ must be an integer, not {r.type.name}")
    if r.val < 0:
        h.decref(r)
        raise m.error("ValueError", "__length_hint__() should return >= 0")
    o = r
    return o


@OPERATOR.function("call", raw=True)
def op_call(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    if not args:
        raise m.error("TypeError", "call expected at least 1 argument, got 0")
    o: Obj = m.call(args[0], args[1:], kw)
    return o


# ---------------------------------------------------------------- itemgetter, attrgetter, methodcaller

ITEMGETTER = OPERATOR.add_type(NativeType("operator.itemgetter", module="operator", key="operator.itemgetter", ref_labels=("items",)),
                               "itemgetter")
ATTRGETTER = OPERATOR.add_type(NativeType("operator.attrgetter", module="operator", key="operator.attrgetter", ref_labels=("attrs",)),
                               "attrgetter")
METHODCALLER = OPERATOR.add_type(NativeType("operator.methodcaller", module="operator", key="operator.methodcaller",
                                            ref_labels=("name", "args", "kwargs")), "methodcaller")


def _single(m: Any, name: str, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    if kw:
        raise m.error("TypeError", f"{name}() takes no keyword arguments")
    if len(args) != 1:
        raise m.error("TypeError", f"{name} expected 1 argument, got {len(args)}")
    return args[0]


@ITEMGETTER.new
def itemgetter_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    if kw:
        raise m.error("TypeError", "itemgetter() takes no keyword arguments")
    if not args:
        raise m.error("TypeError", "itemgetter expected 1 argument, got 0")
    o: Obj = make_native(m, cls, [m.heap.new_tuple(tuple(ref(m, a) for a in args))])
    return o


@ITEMGETTER.method("__call__", raw=True)
def itemgetter_call(m: Any, args: Sequence[Any], kw: dict[str, Obj] | None) -> Obj:
    obj = _single(m, "itemgetter", args[1:], kw)
    items = args[0].held[0].items
    if len(items) == 1:
        o: Obj = m.getitem(obj, items[0])
        return o
    out: list[Obj] = []
    try:
        for i in items:
            out.append(m.getitem(obj, i))
    except BaseException:
        for x in out:
            m.heap.decref(x)
        raise
    o = m.heap.new_tuple(tuple(out))
    return o


@ATTRGETTER.new
def attrgetter_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    if kw:
        raise m.error("TypeError", "attrgetter() takes no keyword arguments")
    if not args:
        raise m.error("TypeError", "attrgetter expected 1 argument, got 0")
    for a in args:
        if not isinstance(a, Str):
            raise m.error("TypeError", "attribute name must be a string")
    o: Obj = make_native(m, cls, [m.heap.new_tuple(tuple(ref(m, a) for a in args))])
    return o


def _dotted(m: Any, obj: Obj, name: str) -> Obj:
    o = ref(m, obj)
    for part in name.split("."):
        try:
            new = m.getattr(o, part)
        finally:
            m.heap.decref(o)
        o = new
    return o


@ATTRGETTER.method("__call__", raw=True)
def attrgetter_call(m: Any, args: Sequence[Any], kw: dict[str, Obj] | None) -> Obj:
    obj = _single(m, "attrgetter", args[1:], kw)
    items = args[0].held[0].items
    if len(items) == 1:
        return _dotted(m, obj, items[0].val)
    o: Obj = m.heap.new_tuple(tuple([_dotted(m, obj, i.val) for i in items]))
    return o


@METHODCALLER.new
def methodcaller_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    h = m.heap
    if not args:
        raise m.error("TypeError", "methodcaller needs at least one argument, the method name")
    if not isinstance(args[0], Str):
        raise m.error("TypeError", "method name must be a string")
    words = None
    if kw:
        words = h.new_dict()
        for key, value in kw.items():
            m.setitem(words, h.intern(key), value)
    o: Obj = make_native(m, cls, [ref(m, args[0]), h.new_tuple(tuple(ref(m, a) for a in args[1:])), words])
    return o


@METHODCALLER.method("__call__", raw=True)
def methodcaller_call(m: Any, args: Sequence[Any], kw: dict[str, Obj] | None) -> Obj:
    obj = _single(m, "methodcaller", args[1:], kw)
    name, positional, words = args[0].held
    method = m.getattr(obj, name.val)
    try:
        o: Obj = m.call(method, positional.items, {e[0].val: e[1] for e in words.d.values()} if words is not None else None)
        return o
    finally:
        m.heap.decref(method)


@ITEMGETTER.method("__repr__")
def itemgetter_repr(m: Any, self: Any) -> Obj:
    return _repr(m, self, [m.repr(x) for x in self.held[0].items])


@ATTRGETTER.method("__repr__")
def attrgetter_repr(m: Any, self: Any) -> Obj:
    return _repr(m, self, [m.repr(x) for x in self.held[0].items])


@METHODCALLER.method("__repr__")
def methodcaller_repr(m: Any, self: Any) -> Obj:
    name, positional, words = self.held
    parts = [m.repr(name), *(m.repr(x) for x in positional.items)]
    if words is not None:
        parts += [f"{e[0].val}={m.repr(e[1])}" for e in words.d.values()]
    return _repr(m, self, parts)


def _repr(m: Any, self: Any, parts: list[str]) -> Obj:
    o: Obj = m.heap.new_str(f"{self.type.name}({', '.join(parts)})")
    return o


def _reduce(t: NativeType) -> None:
    @t.method("__reduce__")
    def reduce(m: Any, self: Any) -> Obj:
        o: Obj = m.heap.new_tuple((ref(m, self.type), ref(m, self.held[0])))
        return o


_reduce(ITEMGETTER)
_reduce(ATTRGETTER)
