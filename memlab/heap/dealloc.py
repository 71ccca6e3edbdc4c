"""Deallocation: what happens, and in which order, when a count reaches zero.

One function per layout, each after the ``tp_dealloc`` it follows.  Containers nest through the trashcan
(Include/cpython/object.h Py_TRASHCAN_BEGIN): beyond ``trash_limit`` levels an object waits in ``Heap.trash``, so a chain of
any length is freed without host recursion.
"""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.heap.objects import IMMORTAL
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from memlab.heap.heap import Heap


class DeallocTable(dict):  # type: ignore[type-arg]
    """Layout class -> function(o, from_trash=False)."""

    def __init__(self, h: Heap) -> None:
        super().__init__()
        self.h = h
        p = h.profile
        self.max_int = p.free_lists.get("int", 0)
        self.max_float = p.free_lists.get("float", 0)
        self.max_list = p.free_lists.get("list", 0)
        self.max_dict = p.free_lists.get("dict", 0)
        self.max_tuple = p.free_lists.get("tuple", 0)
        self.tuple_sizes = p.tuple_freelist_sizes
        self.update({
            O.Int: self.int_, O.Complex: self.plain(), O.Str: self.str_, O.Bytes: self.plain(), O.Float: self.float_,
            O.Singleton: self.plain(), O.ByteArray: self.bytearray_,
            O.List: self.list_, O.Tuple: self.tuple_, O.Dict: self.dict_, O.Set: self.set_, O.Cell: self.fields("ref"),
            O.Instance: self.instance, O.Function: self.function,
            O.BoundMethod: self.fields("func", "self", weak=True), O.NativeFunction: self.fields("self", weak=True),
            O.Descriptor: self.fields("owner"), O.Traceback: self.fields("next", "frame"),
            O.WeakRef: self.weakref, O.Module: self.module, O.Native: self.native, O.Generator: self.generator,
            O.FrameObj: self.frame, O.Exc: self.exc, O.Type: self.type_, O.Code: self.code,
        })

    def __missing__(self, layout: type) -> Callable[..., None]:
        if issubclass(layout, O.Type):
            f: Callable[..., None] = self.type_
        elif issubclass(layout, O.Exc):
            f = self.exc
        else:
            f = self.subtype(layout)
        self[layout] = f
        return f

    # ------------------------------------------------------------ atoms

    def plain(self) -> Callable[..., None]:
        h = self.h

        def dealloc(o: Any, from_trash: bool = False) -> None:
            if h.log is not None:
                h._died(o)
            h.free(o.addr)
        return dealloc

    def int_(self, o: Any, from_trash: bool = False) -> None:
        """Objects/longobject.c long_dealloc: one-digit ints have a free list from 3.14."""
        h = self.h
        if h.log is not None:
            h._died(o)
        if self.max_int and -1073741824 < o.val < 1073741824 and len(h.fl_int) < self.max_int:
            h.fl_int.append(o.addr)
        else:
            h.free(o.addr)

    def str_(self, o: Any, from_trash: bool = False) -> None:
        h = self.h
        if o.interned:
            if h.interned.get(o.val) is o:
                del h.interned[o.val]  # type: ignore[union-attr]
        if h.log is not None:
            h._died(o)
        h.free(o.addr)

    def float_(self, o: Any, from_trash: bool = False) -> None:
        h = self.h
        if h.log is not None:
            h._died(o)
        if len(h.fl_float) < self.max_float:
            h.fl_float.append(o.addr)
        else:
            h.free(o.addr)

    def bytearray_(self, o: Any, from_trash: bool = False) -> None:
        h = self.h
        if h.log is not None:
            h._died(o)
        if o.buf:
            h.free(o.buf)
        h.free(o.addr)

    # ------------------------------------------------------------ the trashcan

    def enter(self, o: Any) -> bool:
        """Py_TRASHCAN_BEGIN: True when ``o`` must wait."""
        h = self.h
        if h.depth >= h.trash_limit:
            h.trash.append(o)
            return True
        h.depth += 1
        return False

    def leave(self) -> None:
        """Py_TRASHCAN_END."""
        h = self.h
        h.depth -= 1
        if not h.depth and h.trash:
            h.empty_trash()

    # ------------------------------------------------------------ containers

    def list_(self, o: Any, from_trash: bool = False) -> None:
        """Objects/listobject.c list_dealloc: items from the back."""
        h = self.h
        g = o.gc
        if g is not None:
            del g[o]
            o.gc = None
        log = h.log
        items = o.items
        if items:
            if h.depth >= h.trash_limit:
                h.trash.append(o)
                return
            h.depth += 1
            o.items = []
            table = self
            for x in reversed(items):
                rc = x.rc = x.rc - 1
                if rc < IMMORTAL:
                    if log is not None:
                        log((x.serial, rc))
                    if not rc:
                        table[x.__class__](x)
        if o.buf:
            h.free(o.buf)
        if log is not None:
            h._died(o)
        if len(h.fl_list) < self.max_list:
            h.fl_list.append(o.addr)
        else:
            h.gc_free(o.addr)
        if items:
            h.depth -= 1
            if not h.depth and h.trash:
                h.empty_trash()

    def tuple_(self, o: Any, from_trash: bool = False) -> None:
        """Objects/tupleobject.c tupledealloc: items from the back, then the free list by length."""
        h = self.h
        g = o.gc
        if g is not None:
            del g[o]
            o.gc = None
        if self.enter(o):
            return
        log = h.log
        items = o.items
        o.items = ()
        for x in reversed(items):
            rc = x.rc = x.rc - 1
            if rc < IMMORTAL:
                if log is not None:
                    log((x.serial, rc))
                if not rc:
                    self[x.__class__](x)
        if log is not None:
            h._died(o)
        n = len(items)
        if n <= self.tuple_sizes and len(h.fl_tuple[n]) < self.max_tuple:
            h.fl_tuple[n].append(o.addr)
        else:
            h.gc_free(o.addr)
        self.leave()

    def dict_(self, o: Any, from_trash: bool = False) -> None:
        """Objects/dictobject.c dict_dealloc: values, then keys; entries in insertion order."""
        from memlab.heap import dicts
        h = self.h
        h.untrack(o)
        if self.enter(o):
            return
        dicts.release_contents(h, o)
        if h.log is not None:
            h._died(o)
        if len(h.fl_dict) < self.max_dict and o.__class__ is O.Dict:
            h.fl_dict.append(o.addr)
        else:
            h.gc_free(o.addr)
        self.leave()

    def set_(self, o: Any, from_trash: bool = False) -> None:
        """Objects/setobject.c set_dealloc."""
        from memlab.heap import sets
        h = self.h
        h.untrack(o)
        if self.enter(o):
            return
        if o.weakrefs:
            self.clear_weakrefs(o)
        sets.release_contents(h, o)
        if h.log is not None:
            h._died(o)
        h.gc_free(o.addr)
        self.leave()

    def clear_weakrefs(self, o: Any) -> None:
        from memlab.heap import weakrefs
        weakrefs.clear_weakrefs(self.h, o)

    # ------------------------------------------------------------ instances

    def instance(self, o: Any, from_trash: bool = False) -> None:
        """Objects/typeobject.c subtype_dealloc for a class whose solid base is ``object``."""
        h = self.h
        t = o.type
        g = o.gc
        if g is not None:
            del g[o]
            o.gc = None
        if h.depth >= h.trash_limit and t.is_gc:
            h.trash.append(o)
            return
        h.depth += 1
        try:
            if t.finalizer is not None and not o.finalized:
                if not self.finalize(o):
                    return
            if o.weakrefs:
                self.clear_weakrefs(o)
            self.clear_members(o)
            if o.dict is not None or o.attrs or o.values >= 0:
                from memlab.heap import attrs
                attrs.release(h, o)
            if h.log is not None:
                h._died(o)
            if t.is_gc:
                counts = h.counts
                if counts[0] > 0:
                    counts[0] -= 1
            h.free(o.addr - t.presize)
            if t.is_heap:
                h.decref(t)
        finally:
            h.depth -= 1
            if not h.depth and h.trash:
                h.empty_trash()

    def finalize(self, o: Any) -> bool:
        """PyObject_CallFinalizerFromDealloc: run ``__del__`` once; False when it brought ``o`` back to life."""
        h = self.h
        if o.finalized:
            return True
        if o.type.is_gc:
            h.track(o)
            o.finalized = True
        o.rc = 1
        if h.log is not None:
            h.log((o.serial, 1))
            h.log((K.FINALIZER_RAN, o.serial))
        h.vm.call_finalizer(o)
        rc = o.rc = o.rc - 1
        if h.log is not None:
            h.log((o.serial, rc))
        if rc > 0:
            return False
        h.untrack(o)
        return True

    def clear_members(self, o: Any) -> None:
        """clear_slots: ``__slots__`` values, base classes' last (a class's own slots first)."""
        members = o.members
        if members is None:
            return
        h = self.h
        for i in o.type.member_order:
            v = members[i]
            if v is not None:
                members[i] = None
                if h.log is not None:
                    h.log((K.REFERENCE_SET, o.serial, o.type.member_names[i], v.serial, 0))
                h.decref(v)

    def subtype(self, layout: type) -> Callable[..., None]:
        """subtype_dealloc for a Python class that derives from a builtin: its own fields, then the base's contents."""
        h = self.h
        base = next(c for c in layout.__mro__[1:] if c in self and c is not O.Instance)
        release = self.contents_of(base)

        def dealloc(o: Any, from_trash: bool = False) -> None:
            t = o.type
            h.untrack(o)
            if self.enter(o):
                return
            if t.finalizer is not None and not self.finalize(o):
                self.leave()
                return
            if o.weakrefs:
                self.clear_weakrefs(o)
            self.clear_members(o)
            if o.dict is not None or o.attrs:
                from memlab.heap import attrs
                attrs.release(h, o)
            release(o)
            if h.log is not None:
                h._died(o)
            if t.is_gc:
                h.gc_free(o.addr, t.presize)
            else:
                h.free(o.addr)
            if t.is_heap:
                h.decref(t)
            self.leave()
        return dealloc

    def contents_of(self, base: type) -> Callable[[Any], None]:
        """What the builtin base gives up, without freeing the object itself."""
        h = self.h

        def atom(o: Any) -> None:
            pass

        def items_back_to_front(o: Any) -> None:
            items = o.items
            o.items = [] if base is O.List else ()
            for x in reversed(items):
                h.decref(x)
            if base is O.List and o.buf:
                h.free(o.buf)

        def dict_contents(o: Any) -> None:
            from memlab.heap import dicts
            dicts.release_contents(h, o)

        def set_contents(o: Any) -> None:
            from memlab.heap import sets
            sets.release_contents(h, o)

        def native_contents(o: Any) -> None:
            self.release_native(o)

        def weakref_contents(o: Any) -> None:
            from memlab.heap import weakrefs
            weakrefs.unlink(h, o)
            if o.callback is not None:
                h.set_field(o, "callback", None)

        def others(o: Any) -> None:
            for _, x in list(base.refs(o)):  # type: ignore[attr-defined]
                h.decref(x)

        if base in (O.List, O.Tuple):
            return items_back_to_front
        if base is O.Dict:
            return dict_contents
        if base is O.Set:
            return set_contents
        if base is O.Native:
            return native_contents
        if base is O.WeakRef:
            return weakref_contents
        if issubclass(base, O.Atom) or base is O.ByteArray:
            return atom
        return others

    # ------------------------------------------------------------ everything else

    def fields(self, *names: str, weak: bool = False) -> Callable[..., None]:
        """A layout that holds references in fields, dropped in the order given."""
        h = self.h

        def dealloc(o: Any, from_trash: bool = False) -> None:
            t = o.type
            if o.gc is not None:
                h.untrack(o)
            if self.enter(o):
                return
            if weak and o.weakrefs:
                self.clear_weakrefs(o)
            for name in names:
                x = getattr(o, name)
                if x is not None:
                    setattr(o, name, None)
                    h.decref(x)
            self.release_block(o, t)
            self.leave()
        return dealloc

    def release_block(self, o: Any, t: Any) -> None:
        """Give the memory to the kind's free list or back to the allocator; drop the heap type."""
        h = self.h
        if h.log is not None:
            h._died(o)
        room = h.profile.free_lists.get(t.name)
        if room:
            fl = h.fl_other.setdefault(t.name, [])
            if len(fl) < room:
                fl.append(o.addr)
                return
        if t.is_gc:
            h.gc_free(o.addr, t.presize)
        else:
            h.free(o.addr)
        if t.is_heap:
            h.decref(t)

    def function(self, o: Any, from_trash: bool = False) -> None:
        """Objects/funcobject.c func_dealloc / func_clear."""
        h = self.h
        h.untrack(o)
        if self.enter(o):
            return
        if o.weakrefs:
            self.clear_weakrefs(o)
        for name in ("globals", "module", "defaults", "kwdefaults", "doc", "dict", "closure", "annotations", "name",
                     "qualname", "code"):
            x = getattr(o, name)
            if x is not None:
                setattr(o, name, None)
                h.decref(x)
        o.attrs = None
        self.release_block(o, o.type)
        self.leave()

    def weakref(self, o: Any, from_trash: bool = False) -> None:
        """Objects/weakrefobject.c weakref_dealloc."""
        from memlab.heap import weakrefs
        h = self.h
        h.untrack(o)
        weakrefs.unlink(h, o)
        if o.callback is not None:
            h.set_field(o, "callback", None)
        self.release_block(o, o.type)

    def module(self, o: Any, from_trash: bool = False) -> None:
        h = self.h
        h.untrack(o)
        if o.weakrefs:
            self.clear_weakrefs(o)
        h.decref(o.ns)
        self.release_block(o, o.type)

    def release_native(self, o: Any) -> None:
        h = self.h
        native = o.type.native
        hook = getattr(native, "on_dealloc", None)
        if hook is not None:
            hook(h, o)
        held = o.held
        o.held = [None] * len(held)
        for x in held:
            if x is not None:
                h.decref(x)

    def native(self, o: Any, from_trash: bool = False) -> None:
        h = self.h
        if o.gc is not None:
            h.untrack(o)
        if self.enter(o):
            return
        if o.weakrefs:
            self.clear_weakrefs(o)
        self.release_native(o)
        self.release_block(o, o.type)
        self.leave()

    def generator(self, o: Any, from_trash: bool = False) -> None:
        """Objects/genobject.c gen_dealloc: a suspended generator is closed first (its finalizer)."""
        h = self.h
        if o.weakrefs:
            h.untrack(o)
            self.clear_weakrefs(o)
        if o.frame is not None and not o.finalized:
            h.track(o) if o.gc is None else None
            o.rc = 1
            if h.log is not None:
                h.log((o.serial, 1))
            o.finalized = True
            h.vm.close_generator(o)
            rc = o.rc = o.rc - 1
            if h.log is not None:
                h.log((o.serial, rc))
            if rc > 0:
                return
        h.untrack(o)
        if self.enter(o):
            return
        h.vm.clear_generator(o)
        for name in ("code", "name", "qualname"):
            x = getattr(o, name)
            if x is not None:
                setattr(o, name, None)
                h.decref(x)
        self.release_block(o, o.type)
        self.leave()

    def frame(self, o: Any, from_trash: bool = False) -> None:
        """Objects/frameobject.c frame_dealloc: locals, then the value stack."""
        h = self.h
        if o.gc is not None:
            h.untrack(o)
        if self.enter(o):
            return
        f = o.frame
        o.frame = None
        if f is not None:
            f.obj = None
            if f.owner is o:
                h.vm.clear_frame(f)
        for name in ("back", "extra"):
            x = getattr(o, name)
            if x is not None:
                setattr(o, name, None)
                h.decref(x)
        self.release_block(o, o.type)
        self.leave()

    def exc(self, o: Any, from_trash: bool = False) -> None:
        """Objects/exceptions.c BaseException_dealloc, through subtype_dealloc for Python classes."""
        h = self.h
        t = o.type
        h.untrack(o)
        if self.enter(o):
            return
        if t.finalizer is not None and not self.finalize(o):
            self.leave()
            return
        if o.weakrefs:
            self.clear_weakrefs(o)
        if t.is_heap:
            self.clear_members(o)
        if o.dict is not None or o.attrs:
            from memlab.heap import attrs
            attrs.release(h, o)
        extra = o.extra
        o.extra = None
        for x in (extra or {}).values():
            if x is not None:
                h.decref(x)
        for name in ("args", "notes", "tb", "cause", "context"):
            x = getattr(o, name)
            if x is not None:
                setattr(o, name, None)
                h.decref(x)
        self.release_block(o, t)
        self.leave()

    def type_(self, o: Any, from_trash: bool = False) -> None:
        """Objects/typeobject.c type_dealloc."""
        h = self.h
        h.untrack(o)
        if o.type.finalizer is not None and not o.finalized and not self.finalize(o):
            return
        if o.weakrefs:
            self.clear_weakrefs(o)
        h.vm.forget_type(o)
        for name in ("base", "ns", "bases", "mro_obj"):
            x = getattr(o, name)
            if x is not None:
                setattr(o, name, None)
                h.decref(x)
        if o.shared_keys is not None:
            from memlab.heap import attrs
            attrs.release_shared_keys(h, o)
        if o.attrs:
            from memlab.heap import attrs
            attrs.release(h, o)
        self.release_block(o, o.type)

    def code(self, o: Any, from_trash: bool = False) -> None:
        h = self.h
        for x in o.consts:
            h.decref(x)
        o.consts = []
        h.vm.forget_code(o)
        self.release_block(o, o.type)
