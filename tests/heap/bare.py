"""A heap without an interpreter: a few builtin types made by hand, and a stand-in for the machine."""

from __future__ import annotations

from typing import Any

from memlab.heap import objects as O
from memlab.heap.heap import Heap
from memlab.heap.profiles import profile


class Vm:
    """Records what the heap asks of an interpreter; ``finalizer`` is a host function run as ``__del__``."""

    main_globals = None
    modules: dict[str, Any] = {}

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.roots: list[Any] = []
        self.finalizer: Any = None
        self.callback: Any = None

    def call_finalizer(self, o: Any) -> None:
        self.calls.append(("del", o))
        if self.finalizer is not None:
            self.finalizer(o)

    def call_weakref_callback(self, wr: Any, callback: Any) -> None:
        self.calls.append(("callback", wr))
        if self.callback is not None:
            self.callback(wr)

    def frame_roots(self) -> Any:
        for o in self.roots:
            yield (None, "test"), o


def make_type(h: Heap, name: str, layout: type, gc: bool = True, size: int = 16, **fields: Any) -> Any:
    t = O.Type()
    for slot in O.Type.__slots__:
        setattr(t, slot, None)
    t.name = t.qualname = name
    t.rc = O.STATIC_BASELINE
    t.type = h.types.get("type", t)
    t.layout = layout
    t.is_gc = gc
    t.is_heap = t.has_weakref = t.has_dict = False
    t.basicsize = size
    t.itemsize = t.extra_size = t.inline_values_size = t.values = 0
    t.presize = 16 if gc else 0
    t.member_names = t.member_order = ()
    t.mro = (t,)
    t.cache = {}
    t.addr = h._static_malloc(400)
    h.machinery_serial += 1
    t.serial = h.machinery_serial
    for key, value in fields.items():
        setattr(t, key, value)
    h.types[name] = t
    return t


def bare_heap(version: str = "3.12", log: Any = None) -> Any:
    """A heap with the types that the tests of the collector need."""
    h = Heap(profile(version), log)
    h.vm = Vm()
    for name, layout, gc, size in (
        ("type", O.Type, True, 400), ("object", O.Instance, False, 16), ("NoneType", O.Singleton, False, 16),
        ("ellipsis", O.Singleton, False, 16), ("NotImplementedType", O.Singleton, False, 16), ("int", O.Int, False, 24),
        ("bool", O.Int, False, 24), ("str", O.Str, False, 40), ("tuple", O.Tuple, True, 24), ("list", O.List, True, 40),
        ("dict", O.Dict, True, 48), ("cell", O.Cell, True, 24), ("weakref", O.WeakRef, True, 56),
        ("weakproxy", O.WeakRef, True, 56), ("weakcallableproxy", O.WeakRef, True, 56), ("float", O.Float, False, 24),
    ):
        make_type(h, name, layout, gc, size)
    for t in h.types.values():
        t.type = h.types["type"]
    h.make_singletons()
    h.gc.begin_program()
    h.gc.startup = [0, 0, 0]
    h.gc.counts[:] = [0, 0, 0]
    h.gc.long_lived_pending = 0
    return h


def node_type(h: Any, finalizer: Any = None) -> Any:
    """A class whose instances are plain `Instance` objects with attributes; it is immortal, so instances do not hold
    it.
    """
    return make_type(h, "Node", O.Instance, True, 16, has_weakref=True, has_dict=True, finalizer=finalizer)


def new_node(h: Any, t: Any, **attrs: Any) -> Any:
    """An instance with attributes; takes over the references."""
    o = O.Instance()
    o.rc = 1
    o.type = t
    o.attrs = {name: [h.intern(name), v] for name, v in attrs.items()}
    o.dict = o.members = o.weakrefs = None
    o.values = -1
    o.values_addr = 0
    o.finalized = False
    h._place(o, t)
    return o


def slot(o: Any, name: str, h: Any, value: Any) -> None:
    """o.name = value, taken over."""
    o.attrs[name] = [h.intern(name), value]
