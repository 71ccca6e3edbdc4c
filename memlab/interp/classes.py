"""Classes: the class statement, ``type()``, the MRO, slots and layouts (Objects/typeobject.c)."""

from __future__ import annotations

from memlab.heap import attrs as A
from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.interp.native import GuestError
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class Classes:
    """Part of the machine: making classes."""

    def build_class(self: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        """builtin___build_class__ (Python/bltinmodule.c): args are (body function, name, *bases)."""
        h = self.heap
        if len(args) < 2:
            raise self.error("TypeError", "__build_class__: not enough arguments")
        body, name, *bases = args
        kw = dict(kw or {})
        orig = h.new_tuple([h.incref(b) for b in bases])
        resolved: list[Any] = []
        changed = False
        for b in bases:
            if not isinstance(b, O.Type):
                entries = self.getattr_or_none(b, "__mro_entries__")
                if entries is not None:
                    r = self.call(entries, (orig,))
                    h.decref(entries)
                    resolved.extend(h.incref(x) for x in r.items)
                    h.decref(r)
                    changed = True
                    continue
            resolved.append(h.incref(b))
        if changed:
            bases_obj = h.new_tuple(resolved)
        else:
            h.decref_all(resolved)
            bases_obj = h.incref(orig)
        try:
            meta = kw.pop("metaclass", None)
            if meta is None:
                meta = bases_obj.items[0].type if bases_obj.items else h.t_type
            if isinstance(meta, O.Type):
                meta = self.best_metatype(meta, bases_obj.items)
            prepare = None if meta is h.t_type else self.getattr_or_none(meta, "__prepare__")
            if prepare is None:
                ns = h.new_dict()
            else:
                try:
                    ns = self.call(prepare, (name, bases_obj), kw)
                finally:
                    h.decref(prepare)
                if not isinstance(ns, O.Dict) and self.lookup(ns.type, "__getitem__") is None:
                    raise self.error("TypeError", f"{self.metaclass_name(meta)}.__prepare__() must return a mapping, not {ns.type.name}")
            frame = self.bind(body, (), None)
            frame.names = h.incref(ns)
            cell = self.run(frame)
            try:
                if changed:
                    self.setitem(ns, h.intern("__orig_bases__"), orig)
                cls = self.call(meta, (name, bases_obj, ns), kw)
            except GuestError:
                h.decref(cell)
                raise
            finally:
                h.decref(ns)
            if isinstance(cell, O.Cell):
                if isinstance(cls, O.Type):
                    if cell.ref is None:
                        self.heap.decref(cls)
                        raise self.error("RuntimeError", f"__class__ not set defining {self.repr(name)} as {self.repr(cls)}. "
                                         "Was __classcell__ propagated to type.__new__?")
            h.decref(cell)
            return cls
        finally:
            h.decref(bases_obj)
            h.decref(orig)

    def metaclass_name(self: Any, meta: Any) -> str:
        return str(meta.name) if isinstance(meta, O.Type) else "<metaclass>"

    def best_metatype(self: Any, meta: Any, bases: Sequence[Any]) -> Any:
        """_PyType_CalculateMetaclass."""
        winner = meta
        for b in bases:
            t = b.type
            if self.issubtype(winner, t):
                continue
            if self.issubtype(t, winner):
                winner = t
                continue
            raise self.error("TypeError", "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                             "of the metaclasses of all its bases")
        return winner

    def type_new(self: Any, meta: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        """type.__new__(meta, name, bases, namespace, **kw)."""
        h = self.heap
        if len(args) == 1 and meta is h.t_type and not kw:
            return h.incref(args[0].type)
        if len(args) != 3:
            raise self.error("TypeError", "type() takes 1 or 3 arguments" if meta is h.t_type else
                             f"type.__new__() takes exactly 3 arguments ({len(args)} given)")
        name, bases, ns = args
        for what, o, layout, word in ((1, name, O.Str, "str"), (2, bases, O.Tuple, "tuple"), (3, ns, O.Dict, "dict")):
            if not isinstance(o, layout):
                raise self.error("TypeError", f"type.__new__() argument {what} must be {word}, not {o.type.name}")
        winner = self.best_metatype(meta, bases.items)
        if winner is not meta:
            new = self.find_new(winner)
            if winner.mro and self.lookup(winner, "__new__") is not self.lookup(h.t_type, "__new__"):
                return new(self, winner, args, kw)
            meta = winner
        for b in bases.items:
            if not isinstance(b, O.Type):
                raise self.error("TypeError", "bases must be types")
            if b.final:
                raise self.error("TypeError", f"type '{b.qualname if not b.is_heap else b.name}' is not an acceptable base type")
        base_items = bases.items or (h.types["object"],)
        best = self.best_base(base_items)
        bases_obj = h.incref(bases) if bases.items else h.new_tuple([h.incref(h.types["object"])])
        copied = D.copy(h, ns) if ns.d else h.new_dict()
        t = self.alloc_type(meta, name.val, best)
        t.bases = bases_obj
        t.base = h.incref(best)
        t.ns = copied
        try:
            self.finish_type(t, name, base_items, best, copied)
        except GuestError:
            h.decref(t)
            raise
        if h.log is not None:
            self.log_type(t)
        cell = copied.d.get("__classcell__")
        if cell is not None:
            c = h.incref(cell[1])
            if not isinstance(c, O.Cell):
                raise self.error("TypeError", f"__classcell__ must be a nonlocal cell, not <class '{c.type.name}'>")
            D.delete(h, copied, "__classcell__")
            h.set_field(c, "ref", h.incref(t))
            h.decref(c)
        cell = copied.d.get("__classdictcell__")
        if cell is not None:
            # What annotations look names up in: the namespace of the class (Objects/typeobject.c type_new_set_classdictcell).
            c = h.incref(cell[1])
            if not isinstance(c, O.Cell):
                raise self.error("TypeError",
                                 f"__classdictcell__ must be a nonlocal cell, not <class '{c.type.name}'>")
            D.delete(h, copied, "__classdictcell__")
            h.set_field(c, "ref", h.incref(copied))
            h.decref(c)
        try:
            self.set_names(t)
            self.init_subclass(t, kw)
        except GuestError:
            h.decref(t)
            raise
        return t

    def log_type(self: Any, t: Any) -> None:
        h = self.heap
        for label, x in t.refs():
            if label == "type":  # told by its birth
                continue
            if label.__class__ is str:
                h.log((K.REFERENCE_SET, t.serial, (label,), 0, x.serial))
            elif x.serial > 0:
                h.log((K.REFERENCE_SET, t.serial, (label[0], x.serial), 0, x.serial))
        born, size = h.profile.sizes["heap_type"] + t.type.presize, h.sizeof(t)
        if size != born:
            h.log((K.RESIZED, t.serial, born, size))

    def alloc_type(self: Any, meta: Any, name: str, best: Any) -> Any:
        """A blank heap type object."""
        h = self.heap
        t = (O.Type if meta is h.t_type or not meta.is_heap else meta.layout)()
        t.rc = 1
        t.type = meta
        t.name = t.qualname = name
        t.cache = {}
        t.slots = {}
        t.subclasses = {}
        t.native = None
        t.is_heap = True
        t.shared_keys = t.weakrefs = t.attrs = t.dict = t.extra = t.members = None
        t.values = 0
        t.values_addr = 0
        t.finalized = False
        t.final = False
        t.abstract = None
        t.module = t.doc = None
        t.mro_obj = t.ns = t.bases = t.base = None
        t.mro = ()
        t.finalizer = None
        if meta.is_heap and meta.has_dict:
            t.members = [None] * len(meta.member_names) if meta.member_names else None
        h._place(t, meta, h.profile.sizes["heap_type"])
        return t

    def best_base(self: Any, bases: Sequence[Any]) -> Any:
        """best_base: the base whose solid base is most derived; raises on a layout conflict."""
        winner = candidate = None
        for b in bases:
            solid = self.solid_base(b)
            if winner is None or self.issubtype(solid, winner) and solid is not winner:
                winner, candidate = solid, b
            elif not self.issubtype(winner, solid):
                raise self.error("TypeError", "multiple bases have instance lay-out conflict")
        return candidate

    def solid_base(self: Any, t: Any) -> Any:
        """The nearest base that adds C fields: a builtin, or a class with ``__slots__``."""
        while t.is_heap and not t.extra:
            t = t.base
        if not t.is_heap and t.base is not None and t.native is not None and t.native.layout is None and t.native.base != "object":
            return self.solid_base(t.base)
        return t

    def finish_type(self: Any, t: Any, name: Any, bases: Sequence[Any], best: Any, ns: Any) -> None:
        """type_new_impl: slots, descriptors, module and qualname, MRO, sizes."""
        h = self.heap
        p = self.profile
        d = ns.d
        may_dict = not any(b.has_dict for b in bases)
        may_weak = not any(b.has_weakref for b in bases) and not best.itemsize
        own_slots: list[str] = []
        add_dict, add_weak = may_dict, may_weak
        slots_entry = d.get("__slots__")
        if slots_entry is not None:
            value = slots_entry[1]
            if isinstance(value, O.Str):
                names = [value]
            else:
                names = self.to_list(value)
                h.decref_all(names)
            if names and best.itemsize:
                raise self.error("TypeError", f"nonempty __slots__ not supported for subtype of '{best.name}'")
            add_dict = add_weak = False
            for s in names:
                if not isinstance(s, O.Str):
                    raise self.error("TypeError", f"__slots__ items must be strings, not '{s.type.name}'")
                if not s.val.isidentifier():
                    raise self.error("TypeError", "__slots__ must be identifiers")
                if s.val == "__dict__":
                    if not may_dict or add_dict:
                        raise self.error("TypeError", "__dict__ slot disallowed: we already got one")
                    add_dict = True
                elif s.val == "__weakref__":
                    if not may_weak or add_weak:
                        raise self.error("TypeError", "__weakref__ slot disallowed: " + self.profile.weakref_slot_text)
                    add_weak = True
                else:
                    mangled = s.val
                    if mangled.startswith("__") and not mangled.endswith("__") and t.name.strip("_"):
                        mangled = "_" + t.name.lstrip("_") + mangled
                    if mangled in d and mangled not in ("__qualname__", "__classcell__"):
                        raise self.error("ValueError", f"{self.repr(s)} in __slots__ conflicts with class variable")
                    own_slots.append(mangled)
        own_slots.sort()
        base_names = list(best.member_names)
        t.extra = bool(own_slots)
        t.member_names = tuple(base_names + own_slots)
        n = len(base_names)
        t.member_order = (*range(n, n + len(own_slots)), *best.member_order)
        t.has_dict = add_dict or any(b.has_dict for b in bases)
        t.has_weakref = add_weak or any(b.has_weakref for b in bases)
        layout = best.layout
        t.layout = layout if issubclass(layout, (O.Type, O.Exc, O.Module)) else O.subclass_layout(layout)
        t.is_gc = True      # instances of every heap type refer to it, so all take part in collections (type_new_alloc)
        # sizes
        size = best.basicsize + 8 * len(own_slots)
        t.itemsize = best.itemsize
        var_sized = bool(best.itemsize)
        managed_dict = p.dict_in_preheader and (not var_sized or p.var_sized_dict_in_preheader) and not issubclass(t.layout, O.Exc)
        new_dict = add_dict and may_dict
        new_weak = add_weak and may_weak
        pre = best.presize - (16 if best.is_gc else 0)
        if new_dict:
            if managed_dict:
                pre = p.preheader
            else:
                size += 8
        if new_weak:
            if p.weakref_in_preheader:
                pre = p.preheader
            else:
                size += 8
        t.basicsize = size
        t.presize = pre + (16 if t.is_gc else 0)
        t.extra_size = size - best.basicsize + best.extra_size
        t.inline_values_size = 0
        t.abstract = None
        # namespace
        e = d.get("__qualname__")
        if e is not None:
            if not isinstance(e[1], O.Str):
                raise self.error("TypeError", f"type __qualname__ must be a str, not {e[1].type.name}")
            t.qualname = e[1].val
            D.delete(h, ns, "__qualname__")
        if "__module__" not in d:
            f = self.frame
            me = f.gd.get("__name__") if f is not None else None
            if me is not None:
                D.set(h, ns, h.intern("__module__"), "__module__", h.incref(me[1]))
        for special in ("__new__",):
            e = d.get(special)
            if e is not None and isinstance(e[1], O.Function):
                wrapped = h.new_native(h.types["staticmethod"], [h.incref(e[1])])
                D.set(h, ns, h.intern(special), special, wrapped)
        for special in ("__init_subclass__", "__class_getitem__"):
            e = d.get(special)
            if e is not None and isinstance(e[1], O.Function):
                wrapped = h.new_native(h.types["classmethod"], [h.incref(e[1])])
                D.set(h, ns, h.intern(special), special, wrapped)
        for i, slot in enumerate(own_slots):
            member = h.new_layout(O.Descriptor, h.types["member_descriptor"], None, kind="member", name=slot, spec=n + i,
                                  owner=h.incref(t))
            D.set(h, ns, h.intern(slot), slot, member)
        if new_dict:
            self.add_getset(t, ns, "__dict__", self.instance_dict_getset)
        if new_weak:
            self.add_getset(t, ns, "__weakref__", self.weakref_getset)
        if "__doc__" not in d:
            D.set(h, ns, h.intern("__doc__"), "__doc__", h.incref(h.none))
        if "__eq__" in d and "__hash__" not in d:
            D.set(h, ns, h.intern("__hash__"), "__hash__", h.incref(h.none))
        # MRO
        mro = self.compute_mro(t, bases)
        t.mro = tuple(mro)
        t.mro_obj = h.new_tuple([h.incref(c) for c in mro])
        for b in bases:
            b.subclasses[t.serial] = t
        # From 3.11 only managed dicts share keys, and exceptions bring a dict of their own.
        if t.has_dict and not issubclass(t.layout, (O.Type, O.Exc) if p.dict_in_preheader else O.Type):
            names = d.get("__static_attributes__")
            known: Any = names[1].items if p.static_attributes_prefill_keys and names is not None and isinstance(names[1], O.Tuple) else ()
            if p.attribute_death == "alphabetical":
                known = sorted(known, key=lambda s: s.val)
            A.new_shared_keys(h, t, known)
        self.refresh_type_flags(t)

    def add_getset(self: Any, t: Any, ns: Any, name: str, functions: list[Any]) -> None:
        h = self.heap
        if self.profile.shared_instance_getsets:
            g = h.incref(self.shared_getset(name, functions))
        else:
            g = h.new_layout(O.Descriptor, h.types["getset_descriptor"], None, kind="getset", name=name, spec=functions, owner=h.incref(t))
        D.set(h, ns, h.intern(name), name, g)

    def shared_getset(self: Any, name: str, functions: list[Any]) -> Any:
        """The one ``__dict__`` or ``__weakref__`` descriptor of all classes (3.15, Objects/typeobject.c), borrowed."""
        g = self.common.get(name)
        if g is None:
            h = self.heap
            h.begin_static()
            g = h.new_layout(O.Descriptor, h.types["getset_descriptor"], None, kind="getset", name=name, spec=functions,
                             owner=h.types["object"])
            h.untrack(g)
            self.common[name] = h.make_static(g)
            h.end_static()
        return g

    def compute_mro(self: Any, t: Any, bases: Sequence[Any]) -> list[Any]:
        """mro_implementation: the metaclass's ``mro()`` when overridden, else C3."""
        meta = t.type
        if meta.is_heap:
            found = self.lookup(meta, "mro")
            if found is not self.lookup(self.heap.t_type, "mro"):
                t.mro = tuple(self.c3(t, bases))
                r = self.call_found(found, t)
                items = list(r.items)
                self.heap.decref(r)
                return items
        return self.c3(t, bases)

    def c3(self: Any, t: Any, bases: Sequence[Any]) -> list[Any]:
        seen: set[int] = set()
        for b in bases:
            if b.serial in seen:
                raise self.error("TypeError", f"duplicate base class {b.name}")
            seen.add(b.serial)
        sequences = [list(b.mro) for b in bases] + [list(bases)]
        out = [t]
        while True:
            sequences = [s for s in sequences if s]
            if not sequences:
                return out
            for s in sequences:
                head = s[0]
                if not any(head in other[1:] for other in sequences):
                    break
            else:
                names = ", ".join(dict.fromkeys(s[0].name for s in sequences))
                gap = self.profile.mro_error_gap
                raise self.error("TypeError", f"Cannot create a consistent method resolution{gap}order (MRO) for bases {names}")
            out.append(head)
            for s in sequences:
                if s[0] is head:
                    del s[0]

    def set_names(self: Any, t: Any) -> None:
        """type_new_set_names: ``__set_name__`` of every value in the namespace."""
        h = self.heap
        for e in list(t.ns.d.values()):
            key, value = e
            fn = self.lookup(value.type, "__set_name__") if value.gc is not None or value.type.is_heap else None
            if fn is not None:
                try:
                    r = self.call_found(fn, value, (t, key))
                except GuestError as error:
                    self.set_name_error(error, value, key, t)
                    raise
                h.decref(r)

    def set_name_error(self: Any, error: GuestError, value: Any, key: Any, t: Any) -> None:
        """Up to 3.11 the error was wrapped; from 3.12 it gets a note (Objects/typeobject.c type_new_set_names)."""
        h = self.heap
        text = f"Error calling __set_name__ on '{value.type.name}' instance {self.repr(key)} in '{t.name}'"
        if self.profile.set_name_note:
            r = self.call_method(error.exc, "add_note", self.heap.new_str(text))
            h.decref(r)
            return
        old = error.exc
        new = self.error("RuntimeError", text).exc
        h.set_field(new, "cause", h.incref(old))
        h.set_field(new, "context", old)
        new.suppress = True
        error.exc = new

    def init_subclass(self: Any, t: Any, kw: dict[str, Any] | None) -> None:
        """type_new_init_subclass: ``super(t, t).__init_subclass__(**kw)``."""
        h = self.heap
        for base in t.mro[1:]:
            found = self.lookup_in(base, "__init_subclass__")
            if found is not None:
                break
        else:
            return
        if found.__class__ is O.Descriptor:
            if kw:
                raise self.error("TypeError", f"{t.qualname}.__init_subclass__() takes no keyword arguments")
            return
        bound = self.descr_get(found, None, t)
        try:
            r = self.call(bound, (), kw)
            h.decref(r)
        finally:
            h.decref(bound)

    def lookup_in(self: Any, base: Any, name: str) -> Any:
        """A name in one class's own namespace, borrowed, or None."""
        e = base.ns.d.get(name)
        if e is not None:
            return e[1]
        if base.native is not None:
            return self.materialize(base, name)
        return None

    def type_module(self: Any, t: Any) -> str:
        if t.native is not None:
            return str(t.native.module)
        e = t.ns.d.get("__module__")
        return str(e[1].val) if e is not None and isinstance(e[1], O.Str) else "builtins"

    def forget_type(self: Any, t: Any) -> None:
        """A dying class leaves its bases' lists of subclasses."""
        if t.bases is not None:
            for b in t.bases.items:
                b.subclasses.pop(t.serial, None)

    def forget_code(self: Any, code: Any) -> None:
        """A dying code object: nothing else of the machine refers to it."""

    def call_finalizer(self: Any, o: Any) -> None:
        """slot_tp_finalize: run ``__del__``; what it raises is reported and dropped, the exception being handled is untouched."""
        if isinstance(o, O.Generator):
            self.close_generator(o)
            return
        found = self.lookup(o.type, "__del__")
        if found is None:
            return
        self.exc_chain.append(self.exc)
        self.exc = None
        try:
            r = self.call_found(found, o)
            self.heap.decref(r)
        except GuestError as error:
            self.unraisable(error, found)
        finally:
            left = self.exc
            self.exc = self.exc_chain.pop()
            if left is not None:
                self.heap.decref(left)

    def call_weakref_callback(self: Any, ref: Any, callback: Any = None) -> None:
        """handle_callback (Objects/weakrefobject.c): call the callback with the dead reference."""
        fn = callback if callback is not None else ref.callback
        try:
            r = self.call(fn, (ref,))
            self.heap.decref(r)
        except GuestError as error:
            self.unraisable(error, fn, "calling weakref callback")
