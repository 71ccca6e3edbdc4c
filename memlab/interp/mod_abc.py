"""The natives of ``abc``: registration and checks of abstract base classes (Modules/_abc.c); the classes themselves are guest Python."""

from __future__ import annotations

from memlab.heap.objects import Type
from memlab.interp.arguments import ref
from memlab.interp.native import NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

ABC = NativeModule("abc", "Abstract Base Classes (ABCs) according to PEP 3119.")
ABC.guest_source = "abc"
MODULES = {"abc": ABC}

ABC_DATA = NativeType("_abc_data", module="_abc", key="_abc._abc_data", gc=False)


class _Data:
    """Registered classes and the caches; classes are held weakly: a dead one (count 0) never matches."""

    __slots__ = ("registry", "cache", "negative", "version")

    def __init__(self) -> None:
        self.registry: dict[Obj, None] = {}
        self.cache: set[Obj] = set()
        self.negative: set[Obj] = set()
        self.version = 0


def _data(m: Any, cls: Any) -> _Data:
    impl = m.getattr(cls, "_abc_impl")
    m.heap.decref(impl)
    data: _Data = impl.data
    return data


def _is_abstract(m: Any, o: Obj) -> bool:
    """_PyObject_IsAbstract."""
    if o.type.native is not None and not isinstance(o, Type) and o.type.name not in (
            "function", "property", "classmethod", "staticmethod", "partialmethod"):
        return False
    flag = m.getattr_or_none(o, "__isabstractmethod__")
    if flag is None:
        return False
    try:
        yes: bool = m.truth(flag)
        return yes
    finally:
        m.heap.decref(flag)


@ABC.function("_abc_init")
def abc_init(m: Any, cls: Any) -> None:
    """compute_abstract_methods, then an empty registry."""
    h = m.heap
    names: list[Obj] = []
    for key, value in [tuple(e) for e in cls.ns.d.values()]:
        if _is_abstract(m, value):
            names.append(ref(m, key))
    for base in cls.bases.items:
        inherited = m.getattr_or_none(base, "__abstractmethods__")
        if inherited is None:
            continue
        for name in m.iterate(inherited):
            value = m.getattr_or_none(cls, m.str(name))
            if value is not None:
                if _is_abstract(m, value):
                    names.append(ref(m, name))
                h.decref(value)
            h.decref(name)
        h.decref(inherited)
    lst = h.new_list(names)
    frozen = m.call(h.types["frozenset"], (lst,))
    h.decref(lst)
    m.setattr(cls, "__abstractmethods__", frozen)
    h.decref(frozen)
    impl = h.new_native(h.types["_abc._abc_data"], [], _Data())
    m.setattr(cls, "_abc_impl", impl)
    h.decref(impl)


def _counter(m: Any) -> int:
    return int(m.__dict__.get("abc_counter", 0))


@ABC.function("_abc_register")
def abc_register(m: Any, cls: Any, subclass: Any) -> Obj:
    if not isinstance(subclass, Type):
        raise m.error("TypeError", "Can only register classes")
    if m.issubclass(subclass, cls):
        return ref(m, subclass)
    if m.issubclass(cls, subclass):
        raise m.error("RuntimeError", "Refusing to create an inheritance cycle")
    _data(m, cls).registry[subclass] = None
    m.abc_counter = _counter(m) + 1
    return ref(m, subclass)


@ABC.function("_abc_instancecheck")
def abc_instancecheck(m: Any, cls: Any, instance: Any) -> Obj:
    data = _data(m, cls)
    t = instance.type
    subclass = m.getattr(instance, "__class__")
    try:
        if subclass in data.cache:
            o: Obj = m.bool(True)
            return o
        if subclass is t:
            if data.version == _counter(m) and subclass in data.negative:
                o = m.bool(False)
                return o
            o = m.call_method(cls, "__subclasscheck__", subclass)
            return o
        r = m.call_method(cls, "__subclasscheck__", subclass)
        if m.truth(r):
            o = r
            return o
        m.heap.decref(r)
        o = m.call_method(cls, "__subclasscheck__", t)
        return o
    finally:
        m.heap.decref(subclass)


@ABC.function("_abc_subclasscheck")
def abc_subclasscheck(m: Any, cls: Any, subclass: Any) -> Obj:
    o: Obj = m.bool(_check(m, cls, subclass))
    return o


def _check(m: Any, cls: Any, subclass: Any) -> bool:
    h = m.heap
    if not isinstance(subclass, Type):
        raise m.error("TypeError", "issubclass() arg 1 must be a class")
    data = _data(m, cls)
    if subclass in data.cache:
        return True
    if data.version < _counter(m):
        data.negative.clear()
        data.version = _counter(m)
    elif subclass in data.negative:
        return False
    r = m.call_method(cls, "__subclasshook__", subclass)
    try:
        if r is h.true:
            data.cache.add(subclass)
            return True
        if r is h.false:
            data.negative.add(subclass)
            return False
        if r is not h.not_implemented:
            raise m.error("AssertionError", "__subclasshook__ must return either False, True, or NotImplemented")
    finally:
        h.decref(r)
    if m.issubtype(subclass, cls):
        data.cache.add(subclass)
        return True
    for other in [c for c in data.registry if c.rc > 0]:
        if m.issubclass(subclass, other):
            data.cache.add(subclass)
            return True
    for other in list(cls.subclasses.values()):
        h.incref(other)
        try:
            if m.issubclass(subclass, other):
                data.cache.add(subclass)
                return True
        finally:
            h.decref(other)
    data.negative.add(subclass)
    return False


@ABC.function("get_cache_token")
def get_cache_token(m: Any) -> Obj:
    o: Obj = m.heap.new_int(_counter(m))
    return o
