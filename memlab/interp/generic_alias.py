"""types.GenericAlias: what ``list[int]`` gives (Objects/genericaliasobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.container_messages import text
from memlab.interp.native import NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ALIAS = NativeType("GenericAlias", module="types", ref_labels=("__origin__", "__args__"), weakref=True)


def new_alias(m: Any, origin: Any, item: Any) -> Any:
    """Py_GenericAlias(origin, item): a new reference."""
    h = m.heap
    args = h.incref(item) if isinstance(item, O.Tuple) and item.type is h.t_tuple else h.new_tuple([h.incref(item)])
    return h.new_native(h.types["GenericAlias"], [h.incref(origin), args])


@ALIAS.new
def alias_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    if kw:
        raise m.error("TypeError", "GenericAlias() takes no keyword arguments")
    if len(args) != 2:
        raise m.error("TypeError", f"GenericAlias expected 2 arguments, got {len(args)}")
    return new_alias(m, args[0], args[1])


def _part(m: Any, o: Any) -> str:
    """ga_repr_item: how an argument is shown."""
    if o is m.heap.ellipsis:
        return "..."
    if isinstance(o, O.List):
        return "[" + ", ".join(_part(m, x) for x in o.items) + "]"
    if isinstance(o, O.Type):
        module = _text(m, o, "__module__")
        name = _text(m, o, "__qualname__")
        return name if module in (None, "builtins") else f"{module}.{name}"
    return m.repr(o)


def _text(m: Any, o: Any, name: str) -> Any:
    v = m.getattr_or_none(o, name)
    if v is None:
        return None
    found = v.val if isinstance(v, O.Str) else None
    m.heap.decref(v)
    return found


@ALIAS.method("__repr__")
def alias_repr(m: Any, self: Any) -> Any:
    origin, args = self.held
    inner = ", ".join(_part(m, x) for x in args.items) or "()"
    return m.heap.new_str(f"{_part(m, origin)}[{inner}]")


@ALIAS.method("__call__", raw=True)
def alias_call(m: Any, args: Any, kw: Any) -> Any:
    """The origin's call; the new object's ``__orig_class__`` is set where it has room for attributes."""
    h = m.heap
    self = args[0]
    o = m.call(self.held[0], list(args[1:]), kw)
    if o.attrs is not None:
        from memlab.interp.native import GuestError
        try:
            m.setattr(o, "__orig_class__", self)
        except GuestError as error:
            if not (m.matches(error, "AttributeError") or m.matches(error, "TypeError")):
                h.decref(o)
                raise
            m.drop(error)
    return o


@ALIAS.getter("__origin__")
def alias_origin(m: Any, self: Any) -> Any:
    return m.heap.incref(self.held[0])


@ALIAS.getter("__args__")
def alias_args(m: Any, self: Any) -> Any:
    return m.heap.incref(self.held[1])


@ALIAS.getter("__parameters__")
def alias_parameters(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([])


@ALIAS.getter("__unpacked__")
def alias_unpacked(m: Any, self: Any) -> Any:
    return m.heap.bool(False)


@ALIAS.method("__mro_entries__")
def alias_mro_entries(m: Any, self: Any, bases: Any) -> Any:
    return m.heap.new_tuple([m.heap.incref(self.held[0])])


@ALIAS.method("__instancecheck__")
def alias_instancecheck(m: Any, self: Any, instance: Any) -> Any:
    raise m.error("TypeError", "isinstance() argument 2 cannot be a parameterized generic")


@ALIAS.method("__subclasscheck__")
def alias_subclasscheck(m: Any, self: Any, cls: Any) -> Any:
    raise m.error("TypeError", "issubclass() argument 2 cannot be a parameterized generic")


@ALIAS.method("__eq__")
def alias_eq(m: Any, self: Any, other: Any) -> Any:
    if other.type is not self.type:
        return m.not_implemented()
    return m.heap.bool(m.eq(self.held[0], other.held[0]) and m.eq(self.held[1], other.held[1]))


@ALIAS.method("__hash__")
def alias_hash(m: Any, self: Any) -> Any:
    return m.heap.new_int(m.hash(self.held[0]) ^ m.hash(self.held[1]))


@ALIAS.method("__getitem__")
def alias_getitem(m: Any, self: Any, item: Any) -> Any:
    raise m.error("TypeError", text(m, "alias is not generic").format(m.repr(self)))


@ALIAS.method("__or__")
def alias_or(m: Any, self: Any, other: Any) -> Any:
    return union_or(m, self, other)


@ALIAS.method("__ror__")
def alias_ror(m: Any, self: Any, other: Any) -> Any:
    return union_or(m, other, self)


def union_or(m: Any, a: Any, b: Any) -> Any:
    """``a | b`` of two types: a union."""
    from memlab.interp import types_union
    return types_union.union_or(m, a, b)


@ALIAS.method("__getattribute__")
def alias_getattribute(m: Any, self: Any, name: Any) -> Any:
    """ga_getattro: names that are not the alias's own come from the origin."""
    text = name.val
    if not (text.startswith("__") and text.endswith("__")) or text in ("__name__", "__qualname__", "__doc__"):
        return m.getattr(self.held[0], text)
    v = m.generic_getattr(self, self.type, text)
    if v is None and text not in ("__copy__", "__deepcopy__", "__bases__"):
        return m.getattr(self.held[0], text)
    if v is None:
        raise m.attribute_error(self, text)
    return v
