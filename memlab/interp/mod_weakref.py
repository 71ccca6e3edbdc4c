"""The module ``_weakref`` and its types (Modules/_weakref.c, Objects/weakrefobject.c); ``weakref`` itself is guest
code in `guestlib`.
"""

from __future__ import annotations

from memlab.heap import weakrefs as W
from memlab.heap.objects import Str, WeakRef
from memlab.interp.native import GuestError, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from memlab.heap.objects import Obj

REF = NativeType("weakref.ReferenceType", layout=WeakRef, module="weakref", key="weakref")
PROXY = NativeType("weakref.ProxyType", layout=WeakRef, module="weakref", key="weakproxy", subclassable=False)
CALLABLE_PROXY = NativeType("weakref.CallableProxyType", layout=WeakRef, module="weakref", key="weakcallableproxy",
                            subclassable=False)

WEAKREF = NativeModule("_weakref", "Weak-reference support module.")
WEAKREF.add_type(REF, "ref")
WEAKREF.add_type(REF, "ReferenceType")
WEAKREF.add_type(PROXY, "ProxyType")
WEAKREF.add_type(CALLABLE_PROXY, "CallableProxyType")


def call_weakref_callback(m: Any, wr: Any, callback: Any) -> None:
    """Call ``callback(wr)`` for a dead referent; an exception goes to the unraisable hook (``handle_callback``)."""
    try:
        m.heap.decref(m.call(callback, (wr,)))
    except GuestError as error:
        m.unraisable(error, callback, "calling weakref callback")


# ---------------------------------------------------------------- weakref.ref

def _refuse(m: Any, o: Any) -> None:
    if not W.supports(o):
        raise m.error("TypeError", f"cannot create weak reference to '{o.type.name}' object")


def _callback(m: Any, given: Any) -> Any:
    return None if given is None or given is m.none else given


@REF.new
def ref_new(m: Any, cls: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
    exact = cls is m.heap.types["weakref"]
    if exact and kw:
        raise m.error("TypeError", "ref() takes no keyword arguments")
    n = len(args)
    if n < 1:
        raise m.error("TypeError", "__new__ expected at least 1 argument, got 0")
    if n > 2:
        raise m.error("TypeError", f"__new__ expected at most 2 arguments, got {n}")
    _refuse(m, args[0])
    return W.new_ref(m.heap, args[0], _callback(m, args[1] if n > 1 else None), None if exact else cls)


@REF.init
def ref_init(m: Any, self: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> None:
    if kw:
        raise m.error("TypeError", "ref() takes no keyword arguments")
    n = len(args)
    if n < 1:
        raise m.error("TypeError", "__init__ expected at least 1 argument, got 0")
    if n > 2:
        raise m.error("TypeError", f"__init__ expected at most 2 arguments, got {n}")


@REF.method("__call__", raw=True)
def ref_call(m: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
    n = len(args) - 1
    if kw and (not n or "{" not in m.profile.weakref_call_keyword_text):
        raise m.error("TypeError", m.profile.weakref_call_keyword_text.format(given=len(kw)))
    if n:
        raise m.error("TypeError", m.profile.weakref_call_text.format(given=n + len(kw or ())))
    o = args[0].referent
    return m.heap.incref(m.none if o is None else o)


@REF.method("__hash__")
def ref_hash(m: Any, self: Any) -> Any:
    if self.hash is None:
        if self.referent is None:
            raise m.error("TypeError", "weak object has gone away")
        o = m.heap.incref(self.referent)
        try:
            self.hash = m.hash(o)
        finally:
            m.heap.decref(o)
    return m.heap.new_int(self.hash)


def _ref_compare(sign: str) -> Callable[[Any, Any, Any], Any]:
    def compare(m: Any, self: Any, value: Any) -> Any:
        if not isinstance(value, WeakRef) or W.is_proxy(m.heap, value):
            return m.not_implemented()
        a, b = self.referent, value.referent
        if a is None or b is None:
            return m.bool((self is value) == (sign == "=="))
        h = m.heap
        h.incref(a)
        h.incref(b)
        try:
            return m.compare(a, b, sign)
        finally:
            h.decref(a)
            h.decref(b)
    return compare


REF.method("__eq__")(_ref_compare("=="))
REF.method("__ne__")(_ref_compare("!="))


@REF.method("__repr__")
def ref_repr(m: Any, self: Any) -> Any:
    h = m.heap
    o = self.referent
    if o is None:
        return h.new_str(f"<weakref at 0x{self.addr:x}; dead>")
    h.incref(o)
    try:
        name = m.getattr_or_none(o, "__name__")
        own = ""
        if name is not None:
            if isinstance(name, Str):
                own = f" ({name.val})"
            h.decref(name)
        return h.new_str(f"<weakref at 0x{self.addr:x}; to '{o.type.name}' at 0x{o.addr:x}{own}>")
    finally:
        h.decref(o)


@REF.getter("__callback__")
def ref_callback(m: Any, self: Any) -> Any:
    return m.heap.incref(m.none if self.callback is None else self.callback)


# ---------------------------------------------------------------- proxies

def _is_proxy(m: Any, o: Any) -> bool:
    return isinstance(o, WeakRef) and W.is_proxy(m.heap, o)


def _alive(m: Any, proxy: Any) -> Any:
    """The referent as a new reference; raises ReferenceError when it is dead (``proxy_check_ref``)."""
    o = proxy.referent
    if o is None:
        raise m.error("ReferenceError", "weakly-referenced object no longer exists")
    return m.heap.incref(o)


def _unwrap(m: Any, o: Any) -> Any:
    """What ``o`` stands for, as a new reference: the referent of a proxy, else ``o``."""
    return _alive(m, o) if _is_proxy(m, o) else m.heap.incref(o)


def _forward(fn: Callable[..., Any]) -> Callable[..., Any]:
    """A proxy's method: ``fn(m, referent)`` with the referent held meanwhile."""
    def method(m: Any, self: Any) -> Any:
        o = _alive(m, self)
        try:
            return fn(m, o)
        finally:
            m.heap.decref(o)
    return method


def _forward2(fn: Callable[..., Any], swapped: bool = False) -> Callable[..., Any]:
    """A proxy's method of two operands, either of which may be a proxy: ``fn(m, a, b)``."""
    def method(m: Any, self: Any, value: Any) -> Any:
        h = m.heap
        a = _unwrap(m, self)
        try:
            b = _unwrap(m, value)
            try:
                return fn(m, b, a) if swapped else fn(m, a, b)
            finally:
                h.decref(b)
        finally:
            h.decref(a)
    return method


def _declare(t: NativeType) -> None:
    """Declare everything a proxy forwards; ``__hash__`` it does not (proxies are unhashable)."""
    for sign, name in (("+", "add"), ("-", "sub"), ("*", "mul"), ("/", "truediv"), ("//", "floordiv"), ("%", "mod"),
                       ("**", "pow"), ("<<", "lshift"), (">>", "rshift"), ("&", "and"), ("|", "or"), ("^", "xor"),
                       ("@", "matmul")):
        def binary(m: Any, a: Any, b: Any, sign: str = sign) -> Any:
            return m.binary(a, b, sign)

        def inplace(m: Any, a: Any, b: Any, sign: str = sign) -> Any:
            return m.inplace(a, b, sign)
        t.method(f"__{name}__")(_forward2(binary))
        t.method(f"__r{name}__")(_forward2(binary, swapped=True))
        t.method(f"__i{name}__")(_forward2(inplace))
    for name, sign in (("lt", "<"), ("le", "<="), ("eq", "=="), ("ne", "!="), ("gt", ">"), ("ge", ">=")):
        def compare(m: Any, a: Any, b: Any, sign: str = sign) -> Any:
            return m.compare(a, b, sign)
        t.method(f"__{name}__")(_forward2(compare))
    for name, sign in (("neg", "-"), ("pos", "+"), ("invert", "~")):
        def unary(m: Any, a: Any, sign: str = sign) -> Any:
            return m.unary(a, sign)
        t.method(f"__{name}__")(_forward(unary))
    t.method("__len__")(_forward(lambda m, o: m.heap.new_int(m.len(o))))
    t.method("__bool__")(_forward(lambda m, o: m.bool(m.truth(o))))
    t.method("__index__")(_forward(lambda m, o: m.heap.new_int(m.index(o))))
    t.method("__iter__")(_forward(lambda m, o: m.iter(o)))
    t.method("__str__")(_forward(lambda m, o: m.heap.new_str(m.str(o))))
    for name in ("int", "float"):
        t.method(f"__{name}__")(_forward(lambda m, o, name=name: m.call(m.heap.types[name], (o,))))
    t.method("__abs__")(_forward(_abs))
    t.method("__bytes__")(_forward(lambda m, o: m.call_method(o, "__bytes__")))
    t.method("__reversed__")(_forward(lambda m, o: m.call_method(o, "__reversed__")))
    t.method("__divmod__")(_forward2(_divmod))
    t.method("__rdivmod__")(_forward2(_divmod, swapped=True))
    t.method("__contains__")(_forward2(lambda m, a, b: m.bool(m.contains(a, b))))
    t.method("__getitem__")(_forward2(lambda m, a, b: m.getitem(a, b)))
    t.method("__next__")(_next)
    t.method("__repr__")(_repr)
    t.method("__getattribute__")(_getattribute)
    t.method("__setattr__")(_setattr)
    t.method("__delattr__")(_delattr)
    t.method("__setitem__")(_setitem)
    t.method("__delitem__")(_delitem)
    t.constants["__hash__"] = None


def _abs(m: Any, o: Any) -> Any:
    r = m.call_special(o, "__abs__")
    if r is None:
        raise m.error("TypeError", f"bad operand type for abs(): '{o.type.name}'")
    return r


def _divmod(m: Any, a: Any, b: Any) -> Any:
    r = m.call_special(a, "__divmod__", b)
    if r is None or r is m.heap.not_implemented:
        raise m.error("TypeError", f"unsupported operand type(s) for divmod(): '{a.type.name}' and '{b.type.name}'")
    return r


def _next(m: Any, self: Any) -> Any:
    o = _alive(m, self)
    try:
        if m.special(o, "__next__") is None:
            raise m.error("TypeError", f"Weakref proxy referenced a non-iterator '{o.type.name}' object")
        return m.call_special(o, "__next__")
    finally:
        m.heap.decref(o)


def _repr(m: Any, self: Any) -> Any:
    o = self.referent
    if o is None:
        shown = m.profile.weakproxy_dead_repr.format(addr=f"0x{self.addr:x}", none=f"0x{m.none.addr:x}")
    else:
        shown = m.profile.weakproxy_repr.format(addr=f"0x{self.addr:x}", type=o.type.name, to=f"0x{o.addr:x}")
    return m.heap.new_str(shown)


def _getattribute(m: Any, self: Any, name: Any) -> Any:
    o = _alive(m, self)
    try:
        return m.getattr(o, name.val)
    finally:
        m.heap.decref(o)


def _setattr(m: Any, self: Any, name: Any, value: Any) -> None:
    o = _alive(m, self)
    try:
        m.setattr(o, name.val, value)
    finally:
        m.heap.decref(o)


def _delattr(m: Any, self: Any, name: Any) -> None:
    o = _alive(m, self)
    try:
        m.delattr(o, name.val)
    finally:
        m.heap.decref(o)


def _setitem(m: Any, self: Any, key: Any, value: Any) -> None:
    o = _alive(m, self)
    try:
        m.setitem(o, key, value)
    finally:
        m.heap.decref(o)


def _delitem(m: Any, self: Any, key: Any) -> None:
    o = _alive(m, self)
    try:
        m.delitem(o, key)
    finally:
        m.heap.decref(o)


_declare(PROXY)
_declare(CALLABLE_PROXY)


@CALLABLE_PROXY.method("__call__", raw=True)
def proxy_call(m: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
    o = _alive(m, args[0])
    try:
        return m.call(o, args[1:], kw)
    finally:
        m.heap.decref(o)


# ---------------------------------------------------------------- functions

@WEAKREF.function("proxy", raw=True)
def proxy(m: Any, args: Sequence[Obj], kw: dict[str, Any] | None) -> Any:
    n = len(args)
    if kw:
        raise m.error("TypeError", "_weakref.proxy() takes no keyword arguments")
    if n < 1:
        raise m.error("TypeError", "proxy expected at least 1 argument, got 0")
    if n > 2:
        raise m.error("TypeError", f"proxy expected at most 2 arguments, got {n}")
    o = args[0]
    _refuse(m, o)
    is_callable = m.special(o, "__call__") is not None
    return W.new_proxy(m.heap, o, _callback(m, args[1] if n > 1 else None), is_callable)


@WEAKREF.function("getweakrefcount")
def getweakrefcount(m: Any, object: Obj) -> Any:
    return m.heap.new_int(W.count(object))


@WEAKREF.function("getweakrefs")
def getweakrefs(m: Any, object: Obj) -> Any:
    h = m.heap
    return h.new_list([h.incref(wr) for wr in object.weakrefs or ()])


@WEAKREF.function("_remove_dead_weakref")
def remove_dead_weakref(m: Any, dct: Any, key: Obj) -> None:
    """Delete ``dct[key]`` if it is a dead weak reference (``_PyDict_DelItemIf``)."""
    from memlab.heap import dicts
    hostkey = m.hostkey(key)
    entry = dicts.get(dct, hostkey)
    if entry is not None and isinstance(entry, WeakRef) and entry.referent is None:
        dicts.delete(m.heap, dct, hostkey)


MODULES = {"_weakref": WEAKREF}
GUEST_MODULES = ("weakref",)
