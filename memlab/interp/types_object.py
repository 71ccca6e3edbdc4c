"""object, type, super, None, NotImplemented, Ellipsis, module (Objects/object.c, typeobject.c, moduleobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.classes_support import instance_dict
from memlab.interp.native import NativeType
from memlab.interp.type_messages import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OBJECT = NativeType("object", layout=O.Instance, gc=False, doc="The base class of the class hierarchy.")
TYPE = NativeType("type", layout=O.Type, weakref=True, has_dict=True)
NONE = NativeType("NoneType", layout=O.Singleton, gc=False, subclassable=False)
NOT_IMPLEMENTED = NativeType("NotImplementedType", layout=O.Singleton, gc=False, subclassable=False)
ELLIPSIS = NativeType("ellipsis", layout=O.Singleton, gc=False, subclassable=False)
MODULE = NativeType("module", layout=O.Module, weakref=True, has_dict=True)
SUPER = NativeType("super", ref_labels=("type", "object", "object's type"))


# ---------------------------------------------------------------- object

@OBJECT.new
def object_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if args or kw:
        new = m.lookup(cls, "__new__")
        overrides_new = getattr(new, "spec", None) is not OBJECT.methods["__new__"]
        overrides_init = m.lookup(cls, "__init__") is not m.lookup_in(h.types["object"], "__init__")
        if overrides_new:
            raise m.error("TypeError", "object.__new__() takes exactly one argument (the type to instantiate)")
        if not overrides_init:
            raise m.error("TypeError", f"{cls.name}() takes no arguments")
    if cls.abstract:
        raise m.error("TypeError", abstract_message(m, cls))
    if not issubclass(cls.layout, O.Instance):
        base = cls
        while base.is_heap:
            base = base.base
        raise m.error("TypeError", f"object.__new__({cls.name}) is not safe, use {base.name}.__new__()")
    return h.new_instance(cls)


def abstract_message(m: Any, cls: Any) -> str:
    names = sorted(cls.abstract)
    s = "s" if len(names) > 1 else ""
    if m.profile.abstract_quotes:
        listed = ", ".join(f"'{n}'" for n in names)
        return f"Can't instantiate abstract class {cls.name} without an implementation for abstract method{s} {listed}"
    return f"Can't instantiate abstract class {cls.name} with abstract method{s} {', '.join(names)}"


@OBJECT.init
def object_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    if args or kw:
        t = self.type
        own = m.lookup_in(m.heap.types["object"], "__init__")
        if m.lookup(t, "__init__") is not own:
            raise m.error("TypeError", "object.__init__() takes exactly one argument (the instance to initialize)")
        new = m.lookup(t, "__new__")
        if getattr(new, "spec", None) is OBJECT.methods["__new__"]:
            raise m.error("TypeError", f"{t.name}.__init__() takes exactly one argument (the instance to initialize)")


@OBJECT.method("__getattribute__")
def object_getattribute(m: Any, self: Any, name: Any) -> Any:
    v = m.generic_getattr(self, self.type, name.val)
    if v is None:
        raise m.attribute_error(self, name.val)
    return v


@OBJECT.method("__setattr__")
def object_setattr(m: Any, self: Any, name: Any, value: Any) -> None:
    if not isinstance(name, O.Str):
        raise m.error("TypeError", f"attribute name must be string, not '{name.type.name}'")
    m.generic_setattr(self, self.type, name.val, value)


@OBJECT.method("__delattr__")
def object_delattr(m: Any, self: Any, name: Any) -> None:
    m.generic_setattr(self, self.type, name.val, None)


@OBJECT.method("__repr__")
def object_repr(m: Any, self: Any) -> Any:
    t = self.type
    module = m.type_module(t)
    name = t.qualname if module == "builtins" else f"{module}.{t.qualname}"
    return m.heap.new_str(f"<{name} object at {self.addr:#x}>")


@OBJECT.method("__str__")
def object_str(m: Any, self: Any) -> Any:
    return m.call_special(self, "__repr__")  # unchecked: str() says what it thinks of the result


@OBJECT.method("__format__")
def object_format(m: Any, self: Any, spec: Any) -> Any:
    if not isinstance(spec, O.Str):
        raise m.error("TypeError", f"__format__() argument must be str, not {spec.type.name}")
    if spec.val:
        raise m.error("TypeError", f"unsupported format string passed to {self.type.name}.__format__")
    return m.heap.new_str(m.str(self))


@OBJECT.method("__eq__")
def object_eq(m: Any, self: Any, other: Any) -> Any:
    return m.bool(True) if self is other else m.not_implemented()


@OBJECT.method("__ne__")
def object_ne(m: Any, self: Any, other: Any) -> Any:
    """The inverse of ``__eq__`` unless that is NotImplemented."""
    r = m.slot(self.type, "__eq__")(m, self, other)
    if r is m.heap.not_implemented:
        return r
    flag = m.truth(r)
    m.heap.decref(r)
    return m.bool(not flag)


def _no_order(m: Any, self: Any, other: Any) -> Any:
    return m.not_implemented()


for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    OBJECT.method(_name)(_no_order)


@OBJECT.method("__hash__")
def object_hash(m: Any, self: Any) -> Any:
    """_Py_HashPointer: the address, rotated right by four bits."""
    a = self.addr
    v = (a >> 4) | (a << 60 & (1 << 64) - 1)
    return m.heap.new_int(v - (1 << 64) if v >> 63 else v)


@OBJECT.getter("__class__")
def object_class(m: Any, self: Any) -> Any:
    return m.heap.incref(self.type)


def same_layout(new: Any, old: Any) -> bool:
    """compatible_for_assignment: do instances of both have the same fields?"""
    return bool(old.layout is new.layout and old.member_names == new.member_names and old.has_dict == new.has_dict
                and old.has_weakref == new.has_weakref)


@OBJECT.setter("__class__")
def object_set_class(m: Any, self: Any, value: Any) -> None:
    if value is None:
        raise m.error("TypeError", "can't delete __class__ attribute")
    if not isinstance(value, O.Type):
        raise m.error("TypeError", f"__class__ must be set to a class, not '{value.type.name}' object")
    old = self.type
    if not (old.is_heap and value.is_heap) and not isinstance(self, O.Module):
        raise m.error("TypeError", "__class__ assignment only supported for mutable types or ModuleType subclasses")
    if not same_layout(value, old):
        raise m.error("TypeError", f"__class__ assignment: '{value.name}' object layout differs from '{old.name}'")
    from memlab.heap import attrs
    attrs.before_class_change(m.heap, self)
    self.type = m.heap.incref(value)
    if m.heap.log is not None:
        m.heap.retyped(self, old)
    if old.is_heap:
        m.heap.decref(old)


@OBJECT.method("__sizeof__")
def object_sizeof(m: Any, self: Any) -> Any:
    h = m.heap
    n = h.sizeof(self) - (self.type.presize if self.type.is_gc else 0)
    return h.new_int(n)


@OBJECT.method("__dir__")
def object_dir(m: Any, self: Any) -> Any:
    names: dict[str, None] = {}
    if self.attrs is not None or (self.type.has_dict and not isinstance(self, O.Type)):
        for k in list(instance_dict(m, self).d):
            names[k] = None
    type_names(m, self.type, names)
    return m.heap.new_list([m.heap.incref(m.heap.intern(n)) for n in names])


def type_names(m: Any, t: Any, names: dict[str, None]) -> None:
    for c in t.mro:
        m.complete_namespace(c)
        for k in list(c.ns.d):
            if isinstance(k, str):
                names[k] = None


@OBJECT.method("__reduce__")
def object_reduce(m: Any, self: Any) -> Any:
    return reduce_ex(m, self, 0)


@OBJECT.method("__reduce_ex__")
def object_reduce_ex(m: Any, self: Any, protocol: Any) -> Any:
    found = m.lookup(self.type, "__reduce__")
    if found is not m.lookup_in(m.heap.types["object"], "__reduce__"):
        return m.call_found(found, self)
    return reduce_ex(m, self, m.index(protocol))


def reduce_ex(m: Any, self: Any, protocol: int) -> Any:
    """copyreg.__reduce_ex__ / object_reduce_ex: (copyreg.__newobj__, (cls, *args), state, list items, dict items)."""
    h = m.heap
    t = self.type
    copyreg = m.import_module("copyreg")
    state = m.call_method(self, "__getstate__") if m.lookup(t, "__getstate__") is not None else get_state(m, self)
    args: list[Any] = [h.incref(t)]
    new_args = m.getattr_or_none(self, "__getnewargs_ex__")
    kwargs = None
    if new_args is not None:
        r = m.call(new_args)
        h.decref(new_args)
        args.extend(h.incref(x) for x in r.items[0].items)
        kwargs = h.incref(r.items[1])
        h.decref(r)
        if not kwargs.d:
            h.decref(kwargs)
            kwargs = None
    else:
        new_args = m.getattr_or_none(self, "__getnewargs__")
        if new_args is not None:
            r = m.call(new_args)
            h.decref(new_args)
            args.extend(h.incref(x) for x in r.items)
            h.decref(r)
    base = t
    while base.is_heap:
        base = base.base
    if base.layout not in (O.Instance, O.List, O.Dict) and new_args is None and (
            not t.is_heap or issubclass(t.layout, (O.Native, O.Generator, O.Function, O.Module, O.WeakRef))):
        h.decref_all(args)
        h.decref(state)
        raise m.error("TypeError", f"cannot pickle '{t.name}' object")
    if kwargs is not None:
        func = m.getattr(copyreg, "__newobj_ex__")
        cls = args.pop(0)
        args = [cls, h.new_tuple(args), kwargs]
    else:
        func = m.getattr(copyreg, "__newobj__")
    items: list[Any] = [func, h.new_tuple(args), state]
    items.append(m.iter(self) if isinstance(self, O.List) else h.incref(h.none))
    if isinstance(self, O.Dict):
        view = m.call_method(self, "items")
        items.append(m.iter(view))
        h.decref(view)
    else:
        items.append(h.incref(h.none))
    return h.new_tuple(items)


def get_state(m: Any, self: Any) -> Any:
    """object_getstate_default: the ``__dict__``, with the slots in a tuple when there are any; None when nothing."""
    h = m.heap
    state: Any = None
    if self.type.has_dict and not isinstance(self, (O.Type, O.Function)):
        state = h.incref(instance_dict(m, self))
    slots = h.new_dict()
    members = getattr(self, "members", None)    # a module's own are never set
    if members is not None:
        for name, v in zip(self.type.member_names, members):
            if v is not None:
                m.dict_set_str(slots, name, h.incref(v))
    if slots.d:
        first = h.incref(h.none) if state is None else state
        return h.new_tuple([first, slots])
    h.decref(slots)
    if state is None:
        return m.ret_none()
    return state


@OBJECT.method("__getstate__")
def object_getstate(m: Any, self: Any) -> Any:
    return get_state(m, self)


@OBJECT.classmethod("__init_subclass__")
def object_init_subclass(m: Any, cls: Any, *args: Any, **kw: Any) -> None:
    if kw:
        raise m.error("TypeError", f"{cls.qualname}.__init_subclass__() takes no keyword arguments")
    if args:
        raise m.error("TypeError", f"{cls.qualname}.__init_subclass__() takes no arguments ({len(args)} given)")


@OBJECT.classmethod("__subclasshook__")
def object_subclasshook(m: Any, cls: Any, other: Any) -> Any:
    return m.not_implemented()


OBJECT.constants["__doc__"] = OBJECT.doc


# ---------------------------------------------------------------- type

@TYPE.new
def type_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    return m.type_new(cls, args, kw)


@TYPE.init
def type_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    if len(args) not in (1, 3):
        raise m.error("TypeError", "type.__init__() takes 1 or 3 arguments")


@TYPE.method("__call__", raw=True)
def type_call(m: Any, args: Any, kw: Any) -> Any:
    return m.type_call(args[0], args[1:], kw)


@TYPE.method("__getattribute__")
def type_getattribute(m: Any, self: Any, name: Any) -> Any:
    v = m.type_getattr(self, name.val)
    if v is None:
        raise m.attribute_error(self, name.val)
    return v


@TYPE.method("__setattr__")
def type_setattr(m: Any, self: Any, name: Any, value: Any) -> None:
    m.type_setattr(self, name.val, value)


@TYPE.method("__delattr__")
def type_delattr(m: Any, self: Any, name: Any) -> None:
    m.type_setattr(self, name.val, None)


@TYPE.method("__repr__")
def type_repr(m: Any, self: Any) -> Any:
    module = m.type_module(self)
    if module == "builtins":
        return m.heap.new_str(f"<class '{self.qualname}'>")
    return m.heap.new_str(f"<class '{module}.{self.qualname}'>")


@TYPE.method("__instancecheck__")
def type_instancecheck(m: Any, self: Any, o: Any) -> Any:
    return m.bool(m.recursive_isinstance(o, self))


@TYPE.method("__subclasscheck__")
def type_subclasscheck(m: Any, self: Any, t: Any) -> Any:
    return m.bool(m.recursive_issubclass(t, self))


@TYPE.method("mro")
def type_mro(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_list([h.incref(c) for c in m.c3(self, self.bases.items if self.bases is not None else (self.base,))])


@TYPE.method("__subclasses__")
def type_subclasses(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_list([h.incref(c) for c in self.subclasses.values()])


@TYPE.classmethod("__prepare__")
def type_prepare(m: Any, cls: Any, *args: Any, **kw: Any) -> Any:
    return m.heap.new_dict()


TYPE.methods["__prepare__"].kwonly = -1


@TYPE.method("__dir__")
def type_dir(m: Any, self: Any) -> Any:
    names: dict[str, None] = {}
    type_names(m, self, names)
    return m.heap.new_list([m.heap.incref(m.heap.intern(n)) for n in names])


@TYPE.method("__or__")
def type_or(m: Any, self: Any, other: Any) -> Any:
    from memlab.interp import generic_alias
    return generic_alias.union_or(m, self, other)


@TYPE.method("__ror__")
def type_ror(m: Any, self: Any, other: Any) -> Any:
    from memlab.interp import generic_alias
    return generic_alias.union_or(m, other, self)


@TYPE.getter("__name__")
def type_name(m: Any, self: Any) -> Any:
    h = m.heap
    name = self.name.rpartition(".")[2] if not self.is_heap else self.name
    return h.incref(h.intern(name))


def _check_special(m: Any, self: Any, name: str, value: Any) -> None:
    """check_set_special_type_attr: these attributes of a class cannot be deleted."""
    if value is None:
        raise m.error("TypeError", text(m, "delete special attribute").format(name, self.name))


@TYPE.setter("__name__")
def type_set_name(m: Any, self: Any, value: Any) -> None:
    _check_special(m, self, "__name__", value)
    if not isinstance(value, O.Str):
        raise m.error("TypeError", f"can only assign string to {self.name}.__name__, not '{value.type.name}'")
    if "\0" in value.val:
        raise m.error("ValueError", "type name must not contain null characters")
    self.name = value.val


@TYPE.getter("__qualname__")
def type_qualname(m: Any, self: Any) -> Any:
    h = m.heap
    return h.incref(h.intern(self.qualname))


@TYPE.setter("__qualname__")
def type_set_qualname(m: Any, self: Any, value: Any) -> None:
    _check_special(m, self, "__qualname__", value)
    if not isinstance(value, O.Str):
        raise m.error("TypeError", f"can only assign string to {self.name}.__qualname__, not '{value.type.name}'")
    self.qualname = value.val


@TYPE.getter("__module__")
def type_get_module(m: Any, self: Any) -> Any:
    h = m.heap
    if self.is_heap:
        e = self.ns.d.get("__module__")
        if e is not None:
            return h.incref(e[1])
    return h.new_str(m.type_module(self))


@TYPE.setter("__module__")
def type_set_module(m: Any, self: Any, value: Any) -> None:
    from memlab.heap import dicts
    h = m.heap
    _check_special(m, self, "__module__", value)
    dicts.set(h, self.ns, h.intern("__module__"), "__module__", h.incref(value))


@TYPE.getter("__doc__")
def type_get_doc(m: Any, self: Any) -> Any:
    h = m.heap
    if not self.is_heap:
        doc = self.native.doc
        return h.new_str(doc) if doc else m.ret_none()
    e = self.ns.d.get("__doc__")
    if e is None:
        return m.ret_none()
    return m.descr_get(e[1], None, self)


@TYPE.setter("__doc__")
def type_set_doc(m: Any, self: Any, value: Any) -> None:
    from memlab.heap import dicts
    h = m.heap
    _check_special(m, self, "__doc__", value)
    dicts.set(h, self.ns, h.intern("__doc__"), "__doc__", h.incref(value))


@TYPE.getter("__dict__")
def type_get_dict(m: Any, self: Any) -> Any:
    m.complete_namespace(self)
    h = m.heap
    return h.new_native(h.types["mappingproxy"], [h.incref(self.ns)])


@TYPE.getter("__bases__")
def type_get_bases(m: Any, self: Any) -> Any:
    h = m.heap
    if self.bases is None:
        return h.new_tuple([h.incref(self.base)] if self.base is not None else [])
    return h.incref(self.bases)


@TYPE.setter("__bases__")
def type_set_bases(m: Any, self: Any, value: Any) -> None:
    h = m.heap
    _check_special(m, self, "__bases__", value)
    if not isinstance(value, O.Tuple):
        raise m.error("TypeError", f"can only assign tuple to {self.name}.__bases__, not {value.type.name}")
    if not value.items:
        raise m.error("TypeError", f"can only assign non-empty tuple to {self.name}.__bases__, not ()")
    for b in value.items:
        if not isinstance(b, O.Type):
            raise m.error("TypeError", f"{self.name}.__bases__ must be tuple of classes, not '{b.type.name}'")
        if m.issubtype(b, self):
            raise m.error("TypeError", "a __bases__ item causes an inheritance cycle")
    new, old = m.best_base(value.items), self.base
    if new.is_heap != old.is_heap and new.layout is old.layout:
        raise m.error("TypeError", f"__bases__ assignment: '{new.name}' deallocator differs from '{old.name}'")
    if not same_layout(new, old):
        raise m.error("TypeError", f"__bases__ assignment: '{new.name}' object layout differs from '{old.name}'")
    for b in self.bases.items:
        b.subclasses.pop(self.serial, None)
    h.set_field(self, "bases", h.incref(value))
    mro = m.c3(self, value.items)
    self.mro = tuple(mro)
    h.set_field(self, "mro_obj", h.new_tuple([h.incref(c) for c in mro]))
    h.set_field(self, "base", h.incref(m.best_base(value.items)))
    for b in value.items:
        b.subclasses[self.serial] = self  # type: ignore[attr-defined]
    m.type_modified(self)


@TYPE.getter("__base__")
def type_get_base(m: Any, self: Any) -> Any:
    return m.ret_none() if self.base is None else m.heap.incref(self.base)


@TYPE.getter("__mro__")
def type_get_mro(m: Any, self: Any) -> Any:
    h = m.heap
    if self.mro_obj is None:
        return h.new_tuple([h.incref(c) for c in self.mro])
    return h.incref(self.mro_obj)


def _number(name: str, value: Any) -> None:
    TYPE.getter(name)(lambda m, self: m.heap.new_int(value(m.profile, self)))


def _after_slots(t: Any) -> int:
    """Where the words that a class adds after its slots begin."""
    return int(t.base.basicsize) + 8 * (len(t.member_names) - len(t.base.member_names))


def dict_offset(p: Any, t: Any) -> int:
    """``tp_dictoffset`` (Objects/typeobject.c type_new_descriptors)."""
    if not t.has_dict:
        return 0
    if not t.is_heap:
        return 16 if issubclass(t.layout, O.Exc) else int(t.basicsize) - 8
    if t.base.has_dict:
        return dict_offset(p, t.base)
    if t.base.itemsize:
        return -1 if p.var_sized_dict_in_preheader else -8
    if not p.dict_in_preheader:
        return _after_slots(t)
    return -1 if p.weakref_in_preheader else -int(t.basicsize) - 24


def weakref_offset(p: Any, t: Any) -> int:
    """``tp_weaklistoffset``."""
    if not t.has_weakref:
        return 0
    if not t.is_heap:
        return int(t.basicsize) - 8
    if t.base.has_weakref:
        return weakref_offset(p, t.base)
    if p.weakref_in_preheader:
        return -32
    adds_dict = t.has_dict and not t.base.has_dict and not p.dict_in_preheader
    return _after_slots(t) + (8 if adds_dict else 0)


_number("__basicsize__", lambda p, t: t.basicsize)
_number("__itemsize__", lambda p, t: t.itemsize)
_number("__dictoffset__", dict_offset)
_number("__weakrefoffset__", weakref_offset)
_number("__flags__", lambda p, t: (1 << 9 if t.is_heap else 0) | (1 << 14 if t.is_gc else 0) | (0 if t.final else 1 << 10))


@TYPE.getter("__abstractmethods__")
def type_get_abstract(m: Any, self: Any) -> Any:
    e = self.ns.d.get("__abstractmethods__")
    if e is None:
        raise m.error("AttributeError", "__abstractmethods__")
    return m.heap.incref(e[1])


@TYPE.setter("__abstractmethods__")
def type_set_abstract(m: Any, self: Any, value: Any) -> None:
    from memlab.heap import dicts
    h = m.heap
    if value is None:
        self.abstract = None
        dicts.delete(h, self.ns, "__abstractmethods__")
        return
    names = m.to_list(value)
    self.abstract = [n.val for n in names]
    h.decref_all(names)
    dicts.set(h, self.ns, h.intern("__abstractmethods__"), "__abstractmethods__", h.incref(value))


@TYPE.getter("__annotations__")
def type_get_annotations(m: Any, self: Any) -> Any:
    from memlab.heap import dicts
    h = m.heap
    if not self.is_heap:
        raise m.attribute_error(self, "__annotations__")
    for key in ("__annotations__", "__annotations_cache__"):
        e = self.ns.d.get(key)
        if e is not None:
            return h.incref(e[1])
    made = None
    for key in ("__annotate__", "__annotate_func__"):
        e = self.ns.d.get(key)
        if e is not None and e[1] is not h.none:
            one = h.new_int(1)
            made = m.call(e[1], (one,))
            h.decref(one)
            break
    if made is None:
        made = h.new_dict()
    key = "__annotations_cache__" if m.profile.deferred_annotations else "__annotations__"
    dicts.set(h, self.ns, h.intern(key), key, h.incref(made))
    return made


@TYPE.setter("__annotations__")
def type_set_annotations(m: Any, self: Any, value: Any) -> None:
    from memlab.heap import dicts
    h = m.heap
    if value is not None:
        dicts.set(h, self.ns, h.intern("__annotations__"), "__annotations__", h.incref(value))


# ---------------------------------------------------------------- singletons

def _single(native: NativeType, text: str) -> None:
    native.method("__repr__")(lambda m, self: m.heap.new_str(text))


_single(NONE, "None")
_single(NOT_IMPLEMENTED, "NotImplemented")
_single(ELLIPSIS, "Ellipsis")


@NONE.method("__bool__")
def none_bool(m: Any, self: Any) -> Any:
    return m.bool(False)


@NONE.method("__hash__")
def none_hash(m: Any, self: Any) -> Any:
    return m.heap.new_int(0xFCA86420)


@NONE.method("__or__")
def none_or(m: Any, self: Any, other: Any) -> Any:
    return type_or(m, self, other)


@NONE.method("__ror__")
def none_ror(m: Any, self: Any, other: Any) -> Any:
    return type_ror(m, self, other)


@NONE.new
def none_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    return m.ret_none()


@NOT_IMPLEMENTED.new
def not_implemented_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    if args or kw:
        raise m.error("TypeError", "NotImplementedType takes no arguments")
    return m.not_implemented()


@ELLIPSIS.new
def ellipsis_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    if args or kw:
        raise m.error("TypeError", "EllipsisType takes no arguments")
    return m.heap.incref(m.heap.ellipsis)


@NOT_IMPLEMENTED.method("__bool__")
def not_implemented_bool(m: Any, self: Any) -> Any:
    return m.bool(True)


@NOT_IMPLEMENTED.method("__reduce__")
def not_implemented_reduce(m: Any, self: Any) -> Any:
    return m.heap.new_str("NotImplemented")


@ELLIPSIS.method("__reduce__")
def ellipsis_reduce(m: Any, self: Any) -> Any:
    return m.heap.new_str("Ellipsis")


# ---------------------------------------------------------------- module

@MODULE.new
def module_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    mod = m.new_module("?")
    if cls.is_heap:
        mod.type = m.heap.incref(cls)
    return mod


@MODULE.init
def module_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    if not args:
        raise m.error("TypeError", "module() missing required argument 'name' (pos 1)")
    m.setattr(self, "__name__", args[0])
    self.name = args[0].val
    if len(args) > 1:
        m.setattr(self, "__doc__", args[1])


@MODULE.method("__getattribute__")
def module_getattribute(m: Any, self: Any, name: Any) -> Any:
    v = m.module_getattr(self, name.val)
    if v is None:
        raise m.attribute_error(self, name.val)
    return v


@MODULE.method("__repr__")
def module_repr(m: Any, self: Any) -> Any:
    name = m.module_name(self)
    e = self.ns.d.get("__file__")
    if e is not None and isinstance(e[1], O.Str):
        return m.heap.new_str(f"<module '{name}' from '{e[1].val}'>")
    return m.heap.new_str(f"<module '{name}' (built-in)>" if name != "__main__" else "<module '__main__'>")


@MODULE.method("__dir__")
def module_dir(m: Any, self: Any) -> Any:
    m.complete_module(self)
    h = m.heap
    return h.new_list([h.incref(e[0]) for e in self.ns.d.values()])


@MODULE.getter("__dict__")
def module_dict(m: Any, self: Any) -> Any:
    m.complete_module(self)
    return m.heap.incref(self.ns)


# ---------------------------------------------------------------- super

@SUPER.new
def super_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    return m.heap.new_native(cls, [None, None, None])


@SUPER.init
def super_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    """super_init_impl: without arguments the class comes from the ``__class__`` cell, the object from the first argument."""
    h = m.heap
    if len(args) > 2:
        raise m.error("TypeError", f"super() expected at most 2 arguments, got {len(args)}")
    if args:
        t = args[0]
        if not isinstance(t, O.Type):
            raise m.error("TypeError", f"super() argument 1 must be {m.profile.super_type_word}, not {t.type.name}")
        o = args[1] if len(args) > 1 and args[1] is not h.none else None
    else:
        f = m.frame
        if f is None or f.code.unit.kind == "module":
            raise m.error("RuntimeError", "super(): no arguments")
        unit = f.code.unit
        if unit.argcount == 0 and not unit.varargs:
            raise m.error("RuntimeError", "super(): no arguments")
        first = f.locals[0]
        if isinstance(first, O.Cell):
            first = first.ref
        if first is None:
            raise m.error("RuntimeError", "super(): arg[0] deleted")
        for slot, name in zip(unit.free_slots, unit.freevars):
            if name == "__class__":
                t = f.locals[slot].ref
                if t is None:
                    raise m.error("RuntimeError", "super(): empty __class__ cell")
                break
        else:
            raise m.error("RuntimeError", "super(): __class__ cell not found")
        if isinstance(first, O.Tuple) and unit.varargs and unit.argcount == 0:
            first = first.items[0]
        o = first
    of = None
    if o is not None:
        if isinstance(o, O.Type) and m.issubtype(o, t):
            of = o
        elif m.issubtype(o.type, t):
            of = o.type
        else:
            c = m.getattr_or_none(o, "__class__")
            if isinstance(c, O.Type) and m.issubtype(c, t):
                of = c
                h.decref(c)
            else:
                if c is not None:
                    h.decref(c)
                raise m.error("TypeError", m.profile.super_text.format(o=o.type.name, t=t.name))
    h.set_held(self, 0, h.incref(t))
    if o is not None:
        h.set_held(self, 1, h.incref(o))
        h.set_held(self, 2, h.incref(of))


@SUPER.method("__getattribute__")
def super_getattribute(m: Any, self: Any, name: Any) -> Any:
    t, o, of = self.held
    key = name.val
    if o is not None and key != "__class__":
        mro = of.mro
        i = mro.index(t) + 1 if t in mro else len(mro)
        for c in mro[i:]:
            found = m.lookup_in(c, key)
            if found is not None:
                return m.descr_get(found, None if o is of else o, of)
    v = m.generic_getattr(self, self.type, key)
    if v is None:
        raise m.attribute_error(self, key)
    return v


@SUPER.method("__repr__")
def super_repr(m: Any, self: Any) -> Any:
    t, o, of = self.held
    if o is None:
        return m.heap.new_str(f"<super: <class '{t.name}'>, NULL>")
    return m.heap.new_str(f"<super: <class '{t.name}'>, <{of.name} object>>")


def _super_field(name: str, i: int) -> None:
    def get(m: Any, self: Any) -> Any:
        return m.ret_none() if self.held[i] is None else m.heap.incref(self.held[i])
    SUPER.getter(name)(get)


_super_field("__thisclass__", 0)
_super_field("__self__", 1)
_super_field("__self_class__", 2)
