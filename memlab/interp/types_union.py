"""types.UnionType: what ``int | str`` gives (Objects/unionobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.native import NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNION = NativeType("types.UnionType", module="types", key="UnionType", ref_labels=("__args__",), subclassable=False)


def _ok(m: Any, o: Any) -> bool:
    """is_unionable: None, a class, a generic alias or a union."""
    h = m.heap
    return o is h.none or isinstance(o, O.Type) or o.type is h.types["GenericAlias"] or o.type is h.types["UnionType"]


def union_or(m: Any, a: Any, b: Any) -> Any:
    """_Py_union_type_or: a new reference; NotImplemented when an operand is no type."""
    if not _ok(m, a) or not _ok(m, b):
        return m.not_implemented()
    return make_union(m, [a, b])


def make_union(m: Any, parts: list[Any]) -> Any:
    """A union of types (borrowed), flattened and without duplicates; one type alone is itself."""
    h = m.heap
    t = h.types["UnionType"]
    flat: list[Any] = []
    for p in parts:
        for x in p.held[0].items if p.type is t else (p,):
            if x is h.none:
                x = h.none.type
            if not any(x is y or (not isinstance(x, O.Type) and m.eq(x, y)) for y in flat):
                flat.append(x)
    if len(flat) == 1:
        return h.incref(flat[0])
    return h.new_native(t, [h.new_tuple([h.incref(x) for x in flat])])


def _part(m: Any, o: Any) -> str:
    if o is m.heap.none.type:
        return "None"
    if isinstance(o, O.Type):
        from memlab.interp.generic_alias import _part as part
        return part(m, o)
    return str(m.repr(o))


@UNION.method("__repr__")
def union_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(" | ".join(_part(m, x) for x in self.held[0].items))


@UNION.method("__or__")
def union_or_(m: Any, self: Any, other: Any) -> Any:
    return union_or(m, self, other)


@UNION.method("__ror__")
def union_ror(m: Any, self: Any, other: Any) -> Any:
    return union_or(m, other, self)


@UNION.getter("__args__")
def union_args(m: Any, self: Any) -> Any:
    return m.heap.incref(self.held[0])


@UNION.getter("__parameters__")
def union_parameters(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([])


@UNION.method("__eq__")
def union_eq(m: Any, self: Any, other: Any) -> Any:
    if other.type is not self.type:
        return m.not_implemented()
    a, b = self.held[0].items, other.held[0].items
    return m.bool(len(a) == len(b) and all(any(m.eq(x, y) for y in b) for x in a))


@UNION.method("__hash__")
def union_hash(m: Any, self: Any) -> Any:
    return m.heap.new_int(hash(frozenset(m.hash(x) for x in self.held[0].items)) >> 4)


def _refuse(m: Any, self: Any, function: str) -> None:
    for x in self.held[0].items:
        if x.type is m.heap.types["GenericAlias"]:
            raise m.error("TypeError", f"{function}() argument 2 cannot be a parameterized generic")


@UNION.method("__instancecheck__")
def union_instancecheck(m: Any, self: Any, instance: Any) -> Any:
    _refuse(m, self, "isinstance")
    return m.bool(any(m.isinstance(instance, x) for x in self.held[0].items))


@UNION.method("__subclasscheck__")
def union_subclasscheck(m: Any, self: Any, cls: Any) -> Any:
    if not isinstance(cls, O.Type):
        raise m.error("TypeError", "issubclass() arg 1 must be a class")
    _refuse(m, self, "issubclass")
    return m.bool(any(m.issubclass(cls, x) for x in self.held[0].items))
