"""Attribute access: lookup along the MRO, descriptors, instances, classes and modules (Objects/object.c, typeobject.c)."""

from __future__ import annotations

from memlab.heap import attrs as A
from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.interp.native import GuestError, Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ABSENT, VALUE, METHOD, NON_DATA, DATA = range(5)
"""What a name on a type is: absent, a plain value, a method (function), another non-data descriptor, a data descriptor."""

SLOT_NAMES = frozenset(
    "__repr__ __hash__ __call__ __str__ __getattribute__ __setattr__ __delattr__ __lt__ __le__ __eq__ __ne__ __gt__ __ge__ "
    "__iter__ __next__ __get__ __set__ __delete__ __init__ __len__ __getitem__ __setitem__ __delitem__ __contains__ "
    "__add__ __radd__ __iadd__ __sub__ __rsub__ __isub__ __mul__ __rmul__ __imul__ __mod__ __rmod__ __imod__ __divmod__ "
    "__rdivmod__ __pow__ __rpow__ __ipow__ __neg__ __pos__ __abs__ __bool__ __invert__ __lshift__ __rlshift__ __ilshift__ "
    "__rshift__ __rrshift__ __irshift__ __and__ __rand__ __iand__ __xor__ __rxor__ __ixor__ __or__ __ror__ __ior__ __int__ "
    "__float__ __floordiv__ __rfloordiv__ __ifloordiv__ __truediv__ __rtruediv__ __itruediv__ __index__ __matmul__ "
    "__rmatmul__ __imatmul__ __del__ __await__ __aiter__ __anext__ __buffer__ __release_buffer__".split())
"""Special methods that live in a type's C slots: on builtin types they are wrapper descriptors."""


class Attributes:
    """Part of the machine: attribute access."""

    # ------------------------------------------------------------ lookup

    def lookup(self: Any, t: Any, name: str) -> Any:
        """_PyType_Lookup: the attribute found along the MRO, borrowed, or None."""
        ent = t.cache.get(name)
        if ent is None:
            ent = self.fill_cache(t, name)
        return ent[0]

    def fill_cache(self: Any, t: Any, name: str) -> tuple[Any, int]:
        """Find ``name`` along the MRO and remember (object or None, kind)."""
        for base in t.mro:
            e = base.ns.d.get(name) if base.ns is not None else None
            if e is not None:
                o = e[1]
                break
            if base.native is not None:
                o = self.materialize(base, name)
                if o is not None:
                    break
        else:
            ent: tuple[Any, int] = (None, ABSENT)
            t.cache[name] = ent
            return ent
        ent = (o, self.descriptor_kind(o))
        t.cache[name] = ent
        return ent

    def descriptor_kind(self: Any, o: Any) -> int:
        c = o.__class__
        if c is O.Function:
            return METHOD
        if c is O.Descriptor:
            if o.kind == "method":
                return METHOD
            return DATA if o.kind in ("getset", "member") else NON_DATA
        if issubclass(c, O.Atom) and not o.type.is_heap:
            return VALUE
        t = o.type
        if self.lookup(t, "__set__") is not None or self.lookup(t, "__delete__") is not None:
            return DATA
        if self.lookup(t, "__get__") is not None:
            return NON_DATA
        return VALUE

    def materialize(self: Any, t: Any, name: str) -> Any:
        """Make the heap object of a declared attribute of a builtin type on its first use; None when there is none."""
        native = t.native
        spec = native.methods.get(name)
        if spec is None and name not in native.getsets and name not in native.constants:
            return None
        if f"{native.name}.{name}" in self.profile.missing_names:
            return None
        h = self.heap
        h.begin_static()
        log, h.log = h.log, None
        try:
            if spec is not None:
                o = self.make_method(t, native, name, spec)
            elif name in native.getsets:
                o = h.new_layout(O.Descriptor, h.types["getset_descriptor"], None, kind="getset", name=name,
                                 spec=native.getsets[name], owner=t)
            else:
                value = native.constants[name]
                o = value(self) if callable(value) else self.from_host(value)
            if o.gc is not None:
                h.untrack(o)
            if not t.is_heap:
                h.make_static(o)
            t.ns.d[name] = [h.incref(h.intern(name)), o]
        finally:
            h.log = log
            h.end_static()
        return o

    def make_method(self: Any, t: Any, native: Any, name: str, spec: Spec) -> Any:
        h = self.heap
        kind = spec.kind
        if kind == "new":
            return self.native_function(spec, t)
        if kind == "staticmethod":
            return h.new_native(h.types["staticmethod"], [self.native_function(spec, None)])
        if kind == "classmethod":
            return h.new_layout(O.Descriptor, h.types["classmethod_descriptor"], None, kind="classmethod", name=name, spec=spec, owner=t)
        if name in SLOT_NAMES:
            return h.new_layout(O.Descriptor, h.types["wrapper_descriptor"], None, kind="wrapper", name=name, spec=spec, owner=t)
        return h.new_layout(O.Descriptor, h.types["method_descriptor"], None, kind="method", name=name, spec=spec, owner=t)

    def native_function(self: Any, spec: Spec, me: Any, t: Any = None) -> Any:
        """A builtin_function_or_method (or method-wrapper) bound to ``me`` (borrowed; None: a plain function)."""
        h = self.heap
        f = h.new_layout(O.NativeFunction, t or h.types["builtin_function_or_method"], None, spec=spec, self=None,
                         weakrefs=None, module=None)
        if me is not None and spec.kind != "new":
            f.self = h.incref(me)
            if h.log is not None:
                from memlab.model import kinds as K
                h.log((K.REFERENCE_SET, f.serial, ("__self__",), 0, me.serial))
        return f

    def complete_namespace(self: Any, t: Any) -> None:
        """Make every declared attribute of a builtin type (for ``dir`` and ``vars``)."""
        if t.native is not None:
            for table in (t.native.methods, t.native.getsets, t.native.constants):
                for name in table:
                    if name not in t.ns.d:
                        self.materialize(t, name)

    def type_modified(self: Any, t: Any) -> None:
        """PyType_Modified: forget what was looked up on ``t`` and its subclasses."""
        todo = [t]
        while todo:
            x = todo.pop()
            x.cache.clear()
            x.slots.clear()
            self.refresh_type_flags(x)
            todo.extend(x.subclasses.values())

    def refresh_type_flags(self: Any, t: Any) -> None:
        """Recompute what the evaluation loop asks about a type."""
        t.finalizer = self.lookup(t, "__del__") if t.is_heap else None
        if t.finalizer is not None and t.finalizer.__class__ is O.Descriptor:
            t.finalizer = None
        plain_layout = not issubclass(t.layout, (O.Type, O.Module))
        getter = self.lookup(t, "__getattribute__")
        t.plain_getattr = plain_layout and getter is self.object_getattribute and self.lookup(t, "__getattr__") is None
        t.plain_setattr = (plain_layout and self.lookup(t, "__setattr__") is self.object_setattr
                           and self.lookup(t, "__delattr__") is self.object_delattr)

    def slot(self: Any, t: Any, name: str) -> Any:
        """Host callable ``fn(m, self, ...)`` for a special method of ``t``, False when it has none; cached."""
        fn = t.slots.get(name)
        if fn is None:
            found = self.lookup(t, name)
            if found is None:
                fn = False
            elif found.__class__ is O.Descriptor and found.kind in ("wrapper", "method") and not found.spec.raw:
                fn = found.spec.fn
            elif found is self.none:
                fn = False
            elif name == "__next__":
                fn = guest_next(found)
            else:
                fn = guest_slot(found)
            t.slots[name] = fn
        return fn

    # ------------------------------------------------------------ reading

    def getattr(self: Any, o: Any, name: str) -> Any:
        """``o.name``: a new reference; raises AttributeError."""
        t = o.type
        if t.plain_getattr:
            v = self.generic_getattr(o, t, name)
            if v is None:
                raise self.attribute_error(o, name)
            return v
        getter = self.lookup(t, "__getattribute__")
        fallback = self.lookup(t, "__getattr__")
        if getter is self.object_getattribute:
            v = self.generic_getattr(o, t, name) if fallback is None else self.getattr_or_error(o, t, name)
        elif getter is self.type_getattribute:
            v = self.type_getattr(o, name) if fallback is None else self.quiet(self.type_getattr, o, name)
        elif getter is self.module_getattribute:
            v = self.module_getattr(o, name)
        else:
            key = self.heap.intern(name)
            if fallback is None:
                return self.call_found(getter, o, (key,))
            try:
                return self.call_found(getter, o, (key,))
            except GuestError as error:
                if not self.matches(error, "AttributeError"):
                    raise
                self.drop(error)
            v = None
        if v is not None:
            return v
        if fallback is not None:
            if not self.profile.getattr_hook_binds:
                return self.call_found(fallback, o, (self.heap.intern(name),))
            self.heap.incref(o)
            try:
                return self.call_found(fallback, o, (self.heap.intern(name),))
            finally:
                self.heap.decref(o)
        raise self.attribute_error(o, name)

    def getattr_or_error(self: Any, o: Any, t: Any, name: str) -> Any:
        """generic_getattr, with an AttributeError raised by a descriptor taken as absence (``__getattr__`` follows)."""
        return self.quiet(lambda o, name: self.generic_getattr(o, t, name), o, name)

    def quiet(self: Any, fn: Any, *args: Any) -> Any:
        """Call ``fn``; an AttributeError becomes None."""
        try:
            return fn(*args)
        except GuestError as error:
            if not self.matches(error, "AttributeError"):
                raise
            self.drop(error)
            return None

    def getattr_or_none(self: Any, o: Any, name: str) -> Any:
        """``o.name`` as a new reference, or None when there is no such attribute."""
        t = o.type
        if t.plain_getattr:
            ent = t.cache.get(name) or self.fill_cache(t, name)
            if ent[1] < NON_DATA:
                return self.generic_getattr(o, t, name)
        return self.quiet(self.getattr, o, name)

    def generic_getattr(self: Any, o: Any, t: Any, name: str) -> Any:
        """PyObject_GenericGetAttr: new reference, or None when absent."""
        ent = t.cache.get(name)
        if ent is None:
            ent = self.fill_cache(t, name)
        found, kind = ent
        if kind == DATA:
            if found.__class__ is not O.Descriptor and o.attrs and self.lookup(found.type, "__get__") is None:
                e = o.attrs.get(name)   # it can only be set or deleted: reading goes past it
                if e is not None:
                    return self.heap.incref(e[1])
            return self.descr_get(found, o, t)
        d = o.attrs
        if d:
            e = d.get(name)
            if e is not None:
                return self.heap.incref(e[1])
        if kind == ABSENT:
            return None
        if kind == VALUE:
            return self.heap.incref(found)
        return self.descr_get(found, o, t)

    def descr_get(self: Any, d: Any, o: Any, t: Any) -> Any:
        """``type(d).__get__(d, o, t)`` with ``o`` None for access through the class: new reference."""
        h = self.heap
        c = d.__class__
        if c is O.Function:
            if o is None:
                return h.incref(d)
            return h.new_layout(O.BoundMethod, h.types["method"], None, func=h.incref(d), self=h.incref(o), weakrefs=None)
        if c is O.Descriptor:
            kind = d.kind
            if kind == "classmethod":
                return self.native_function(d.spec, t)
            if o is None:
                return h.incref(d)
            if kind != "getset" and kind != "member":
                return self.native_function(d.spec, o, h.types["method-wrapper"] if kind == "wrapper" else None)
            if not self.issubtype(o.type, d.owner):
                raise self.error("TypeError", f"descriptor '{d.name}' for '{d.owner.name}' objects doesn't apply to a "
                                 f"'{o.type.name}' object")
            if kind == "member":
                v = o.members[d.spec]
                if v is None:
                    raise self.attribute_error(o, d.name, self.profile.unset_slot_text.format(type=o.type.name, name=d.name))
                return h.incref(v)
            getter = d.spec[0]
            if getter is None:
                raise self.error("AttributeError", f"attribute '{d.name}' of '{d.owner.name}' objects is not readable")
            v = getter(self, o)
            return self.ret_none() if v is None else v
        getter = self.lookup(d.type, "__get__")
        if getter is None:
            return h.incref(d)
        h.incref(d)     # the lookup holds the descriptor meanwhile
        try:
            return self.call_found(getter, d, (self.none if o is None else o, t))
        finally:
            h.decref(d)

    def bind_descriptor(self: Any, d: Any, o: Any, t: Any) -> Any:
        """Bind what was found on a type; takes over the reference ``d``, returns a new one."""
        try:
            return self.descr_get(d, o, t)
        finally:
            self.heap.decref(d)

    def attribute_error(self: Any, o: Any, name: str, text: str | None = None) -> GuestError:
        """The AttributeError for a missing attribute, with its ``name`` and ``obj``."""
        h = self.heap
        if text is None:
            if isinstance(o, O.Type):
                text = f"type object '{o.name}' has no attribute '{name}'"
            elif isinstance(o, O.Module):
                text = f"module '{self.module_name(o)}' has no attribute '{name}'"
            else:
                text = f"'{o.type.name}' object has no attribute '{name}'"
        error = self.error("AttributeError", text)
        from memlab.interp import exceptions
        exceptions.set_field(self, error.exc, "name", h.new_str(name))
        exceptions.set_field(self, error.exc, "obj", h.incref(o))
        return error

    def type_getattr(self: Any, t: Any, name: str) -> Any:
        """type_getattro: metatype data descriptors, the class's MRO, then the metatype; new reference or None."""
        h = self.heap
        meta = t.type
        mfound, mkind = meta.cache.get(name) or self.fill_cache(meta, name)
        if mkind == DATA:
            return self.descr_get(mfound, t, meta)
        ent = t.cache.get(name) or self.fill_cache(t, name)
        found, kind = ent
        if kind != ABSENT:
            if kind == VALUE:
                return h.incref(found)
            return self.descr_get(found, None, t)
        if mkind == ABSENT:
            return None
        if mkind == VALUE:
            return h.incref(mfound)
        return self.descr_get(mfound, t, meta)

    def module_name(self: Any, o: Any) -> str:
        e = o.ns.d.get("__name__")
        return str(e[1].val) if e is not None and isinstance(e[1], O.Str) else "?"

    def module_getattr(self: Any, o: Any, name: str) -> Any:
        """_Py_module_getattro: generic access, lazily made natives, then the module's own ``__getattr__``."""
        v = self.generic_getattr(o, o.type, name)
        if v is not None:
            return v
        made = self.lazy_member(o, name)
        if made is not None:
            return self.heap.incref(made)
        e = o.ns.d.get("__getattr__")
        if e is not None:
            return self.call(e[1], (self.heap.intern(name),))
        return None

    # ------------------------------------------------------------ writing

    def setattr(self: Any, o: Any, name: str, v: Any) -> None:
        """``o.name = v`` (``v`` borrowed)."""
        t = o.type
        if t.plain_setattr:
            self.generic_setattr(o, t, name, v)
            return
        setter = self.lookup(t, "__setattr__")
        if setter is self.object_setattr:
            self.generic_setattr(o, t, name, v)
        elif setter is self.type_setattribute:
            self.type_setattr(o, name, v)
        else:
            r = self.call_found(setter, o, (self.heap.intern(name), v))
            self.heap.decref(r)

    def delattr(self: Any, o: Any, name: str) -> None:
        """``del o.name``."""
        t = o.type
        deleter = self.lookup(t, "__delattr__")
        if deleter is self.object_delattr:
            self.generic_setattr(o, t, name, None)
        elif deleter is self.type_delattribute:
            self.type_setattr(o, name, None)
        else:
            r = self.call_found(deleter, o, (self.heap.intern(name),))
            self.heap.decref(r)

    def generic_setattr(self: Any, o: Any, t: Any, name: str, v: Any) -> None:
        """PyObject_GenericSetAttr; ``v`` borrowed, host None deletes."""
        h = self.heap
        found, kind = t.cache.get(name) or self.fill_cache(t, name)
        if kind == DATA:
            self.descr_set(found, o, name, v)
            return
        if isinstance(o, O.Module):
            if v is None:
                if not self.namespace_delete(o.ns, name):
                    raise self.attribute_error(o, name)
            else:
                self.namespace_set(o.ns, name, h.incref(v))
            return
        if o.attrs is None:
            if not t.has_dict:
                raise self.no_attribute_to_set(o, t, name, found)
            if v is None:
                raise self.attribute_error(o, name)
            o.dict = h.new_dict()
            o.attrs = o.dict.d
            self.log_slot(o, "__dict__", o.dict)
        if v is None:
            if name not in o.attrs:
                raise self.attribute_error(o, name, self.profile.delete_absent_text.format(type=t.name, name=name))
            A.delete(h, o, name)
            return
        h.incref(v)
        A.set(h, o, h.interned.get(name) or h.intern(name), v)

    def no_attribute_to_set(self: Any, o: Any, t: Any, name: str, found: Any) -> GuestError:
        if found is not None:
            return self.attribute_error(o, name, f"'{t.name}' object attribute '{name}' is read-only")
        return self.attribute_error(o, name, self.profile.no_dict_text.format(type=t.name, name=name))

    def descr_set(self: Any, d: Any, o: Any, name: str, v: Any) -> None:
        """``type(d).__set__(d, o, v)`` or ``__delete__`` when v is host None."""
        h = self.heap
        if d.__class__ is O.Descriptor:
            if not self.issubtype(o.type, d.owner):
                raise self.error("TypeError", f"descriptor '{d.name}' for '{d.owner.name}' objects doesn't apply to a "
                                 f"'{o.type.name}' object")
            if d.kind == "member":
                old = o.members[d.spec]
                if v is None and old is None:
                    raise self.error("AttributeError", name)
                o.members[d.spec] = v
                if v is not None:
                    h.incref(v)
                if h.log is not None:
                    from memlab.model import kinds as K
                    h.log((K.REFERENCE_SET, o.serial, name, 0 if old is None else old.serial, 0 if v is None else v.serial))
                if old is not None:
                    h.decref(old)
                return
            setter = d.spec[1]
            if setter is None:
                raise self.error("AttributeError", "readonly attribute" if f"{d.owner.name}.{d.name}" in READONLY_MEMBERS else
                                 f"attribute '{d.name}' of '{d.owner.name}' objects is not writable")
            setter(self, o, v)
            return
        setter = self.lookup(d.type, "__set__" if v is not None else "__delete__")
        if setter is None:
            raise self.error("AttributeError", f"__{'set' if v is not None else 'delete'}__")
        h.incref(d)     # the lookup holds the descriptor meanwhile
        try:
            r = self.call_found(setter, d, (o,) if v is None else (o, v))
        finally:
            h.decref(d)
        if r is not None:
            h.decref(r)

    def type_setattr(self: Any, t: Any, name: str, v: Any) -> None:
        """type_setattro: a class attribute changes and every cached lookup below it is forgotten."""
        h = self.heap
        if not t.is_heap:
            raise self.error("TypeError", self.profile.immutable_type_text.format(
                verb="set" if v is not None else "delete", type=t.name, name=name))
        found, kind = t.type.cache.get(name) or self.fill_cache(t.type, name)
        if kind == DATA:
            self.descr_set(found, t, name, v)
            self.type_modified(t)
            return
        if v is None:
            if name not in t.ns.d:
                raise self.attribute_error(t, name)
            D.delete(h, t.ns, name)
        else:
            D.set(h, t.ns, h.interned.get(name) or h.intern(name), name, h.incref(v))
        self.type_modified(t)


READONLY_MEMBERS = frozenset(
    "function.__globals__ function.__closure__ function.__builtins__ method.__func__ method.__self__ slice.start slice.stop "
    "slice.step range.start range.stop range.step complex.real complex.imag property.fget property.fset property.fdel "
    "staticmethod.__func__ staticmethod.__wrapped__ classmethod.__func__ classmethod.__wrapped__ super.__thisclass__ "
    "super.__self__ super.__self_class__ code.co_argcount code.co_posonlyargcount code.co_kwonlyargcount code.co_stacksize "
    "code.co_flags code.co_names code.co_filename code.co_name code.co_qualname code.co_firstlineno code.co_consts "
    "traceback.tb_frame traceback.tb_lasti generator.gi_code frame.f_back".split())
"""Attributes that CPython declares as members (PyMemberDef): Python/structmember.c words its refusal differently."""


def guest_slot(found: Any) -> Any:
    """A host callable that calls a special method found on a guest class."""
    def call(m: Any, o: Any, *args: Any) -> Any:
        return m.call_found(found, o, args)
    return call


def guest_next(found: Any) -> Any:
    """``__next__`` of a guest class as the loop wants it: `END` in place of StopIteration."""
    from memlab.interp.native import END

    def call(m: Any, o: Any) -> Any:
        try:
            return m.call_found(found, o)
        except GuestError as error:
            if m.matches(error, "StopIteration"):
                value = (error.exc.extra or {}).get("value")
                if value is not None and value is not m.none:
                    m.drop_gen_value()
                    m.gen_value = m.heap.incref(value)
                m.drop(error)
                return END
            raise
    return call
