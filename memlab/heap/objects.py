"""Layouts: the host classes that stand for simulated CPython objects.

A layout says what an object of that shape holds and how it is traversed; it knows nothing of sizes
(`growth`, `profiles`), of addresses (`pymalloc`) or of changing memory (`Heap`).

Every object has ``rc`` (reference count), ``type``, ``addr`` (simulated address, ``id()``) and ``serial``
(birth number, never reused; negative for the interpreter's own machinery).  Layouts of the cyclic
collector's objects add ``gc``: the generation that tracks the object (a host dict used as an ordered set), or None.

Invariant: for a mortal object ``rc`` equals the number of (label, target) pairs that name it in
``refs()`` of all live objects, plus frames' locals and value stacks, plus what natives hold for a moment.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

IMMORTAL = 1 << 60
"""A count at or above this is immortal: it still goes up and down by host arithmetic, but means nothing."""

STATIC_BASELINE = 1 << 61
"""The count immortal objects start with: far enough above IMMORTAL never to sink below it."""


class Obj:
    """What every object has: a count, a type, an address and a birth serial."""

    __slots__ = ("rc", "type", "addr", "serial")
    rc: int
    type: Type
    addr: int
    serial: int

    # Defaults of layouts without these fields; layouts that have them shadow the default by a slot.
    gc: Any = None
    attrs: Any = None
    dict: Any = None
    members: Any = None
    weakrefs: Any = None

    def traverse(self) -> Iterable[Obj]:
        """Yield what ``tp_traverse`` visits, in its order."""
        return ()

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        """Yield (label, target) for every strong reference owned, also those ``tp_traverse`` skips."""
        return iter(())

    def __repr__(self) -> str:
        return f"<{self.type.name} #{self.serial} rc={self.rc}>"


# ---------------------------------------------------------------- atoms

class Atom(Obj):
    """An immutable object that holds one host value and no references."""

    __slots__ = ("val",)
    val: Any


class Singleton(Atom):
    """None, Ellipsis, NotImplemented, and plain ``object()`` markers of machinery."""

    __slots__ = ()


class Int(Atom):
    """int and bool: ``val`` is a host int (or bool)."""

    __slots__ = ()


class Float(Atom):
    __slots__ = ()


class Complex(Atom):
    __slots__ = ()


class Str(Atom):
    """str: ``interned`` is 0 (no), 1 (interned, mortal) or 2 (interned, immortal); ``hash`` is None until asked for."""

    __slots__ = ("interned", "hash")
    interned: int
    hash: int | None


class Bytes(Atom):
    __slots__ = ()


class ByteArray(Obj):
    """bytearray: ``val`` is a host bytearray, ``allocated`` its buffer's size, ``buf`` the buffer's address (0: none)."""

    __slots__ = ("val", "allocated", "buf", "exports", "weakrefs")
    val: Any
    allocated: int
    buf: int
    exports: int
    weakrefs: Any


# ---------------------------------------------------------------- containers

class Tuple(Obj):
    __slots__ = ("gc", "gc_refs", "items", "hash")
    gc: dict[Any, None] | None
    gc_refs: int
    hash: Any
    items: tuple[Obj, ...]

    def traverse(self) -> Iterable[Obj]:
        return self.items

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        return iter(enumerate(self.items))


class List(Obj):
    """list: ``allocated`` is the capacity of the item array, ``buf`` its address (0: none)."""

    __slots__ = ("gc", "gc_refs", "items", "allocated", "buf")
    gc: dict[Any, None] | None
    gc_refs: int
    items: list[Obj]
    allocated: int
    buf: int

    def traverse(self) -> Iterable[Obj]:
        return self.items

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        return iter(enumerate(self.items))


class Keys:
    """A dict's keys object (``PyDictKeysObject``): table size, entries used, room left; may be shared by instances.

    log2_size: log2 of the hash index; nentries: entries ever appended; usable: entries still free;
    unicode: all keys are exact str; shared: a split table's keys owned by a type; addr, nbytes: its block.
    names: for shared keys, host dict str -> key Obj in insertion order; owner: for shared keys, serial of the class (0: none).
    """

    __slots__ = ("log2_size", "nentries", "usable", "unicode", "shared", "addr", "nbytes", "names", "refs", "owner")
    log2_size: int
    nentries: int
    usable: int
    unicode: bool
    shared: bool
    addr: int
    nbytes: int
    names: Any
    refs: int
    owner: int


class Dict(Obj):
    """dict: ``d`` maps a host key to a host list [key, value]; ``keys`` is its keys object.

    ``owner`` is the instance whose attributes these are while the values still belong to it (3.13+ embedded values), else None.
    ``split``: the values lie in a values array and the keys are shared (then the dict owns no key references).
    """

    __slots__ = ("gc", "gc_refs", "d", "keys", "split", "values_addr", "owner", "watched")
    gc: dict[Any, None] | None
    gc_refs: int
    values_addr: int
    owner: Any
    watched: Any
    d: dict[Any, list[Any]]
    keys: Keys
    split: bool

    def traverse(self) -> Iterable[Obj]:
        if self.owner is not None:
            return ()
        if self.split or self.keys.unicode:
            return [e[1] for e in self.d.values()]
        return [o for e in self.d.values() for o in (e[1], e[0])]

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        owned = self.owner is None
        keyed = not self.split
        for e in list(self.d.values()):
            if keyed:
                yield ("key", e[0]), e[0]
            if owned:
                yield ("k", e[0]), e[1]


class Set(Obj):
    """set and frozenset: ``table`` is the open-addressed hash table: None, DUMMY or [hash, hostkey, Obj] per slot."""

    __slots__ = ("gc", "gc_refs", "table", "fill", "used", "mask", "addr_table", "hash", "weakrefs", "finger", "version")
    gc: dict[Any, None] | None
    gc_refs: int
    table: list[Any]
    fill: int
    used: int
    mask: int
    addr_table: int
    hash: Any
    weakrefs: Any
    finger: int
    version: int

    def traverse(self) -> Iterable[Obj]:
        return [e[2] for e in self.table if e.__class__ is list]

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        for e in list(self.table):
            if e.__class__ is list:
                yield ("member", e[2]), e[2]


# ---------------------------------------------------------------- instances

class Instance(Obj):
    """An instance of a class whose solid base is ``object``.

    attrs: host dict name -> [key, value], or None when the type has no ``__dict__``;
    dict: the materialised ``__dict__`` (a Dict whose ``d`` *is* ``attrs``), or None;
    members: values of ``__slots__`` in offset order (None: unset), or None;
    values: capacity of the inline values (0 when there are none or they were given up); values_addr: block of
    values kept apart (3.11, 3.12) or 0.
    """

    __slots__ = ("gc", "gc_refs", "attrs", "dict", "members", "weakrefs", "values", "values_addr", "finalized")
    gc: dict[Any, None] | None
    gc_refs: int
    weakrefs: Any
    values: int
    values_addr: int
    finalized: bool
    attrs: dict[str, list[Any]] | None
    dict: Dict | None
    members: list[Obj | None] | None

    def traverse(self) -> Iterable[Obj]:
        return instance_traverse(self)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        return instance_refs(self)


def instance_traverse(o: Any) -> list[Obj]:
    """``subtype_traverse``: slots, then attribute values or ``__dict__``, then the heap type (Objects/typeobject.c)."""
    out: list[Obj] = []
    if o.members is not None:
        out += [v for v in o.members if v is not None]
    d = o.dict
    if d is not None:
        if d.owner is o:
            out += [e[1] for e in o.attrs.values()]
        out.append(d)
    elif o.attrs:
        out += [e[1] for e in o.attrs.values()]
    out.append(o.type)
    return out


def instance_refs(o: Any) -> Iterator[tuple[Any, Obj]]:
    if o.members is not None:
        for name, v in zip(o.type.member_names, o.members):
            if v is not None:
                yield name, v
    d = o.dict
    if d is None or d.owner is o:
        if o.attrs:
            for name, e in list(o.attrs.items()):
                yield name, e[1]
    if d is not None:
        yield "__dict__", d
    yield "type", o.type


_SUB_FIELDS = ("attrs", "dict", "members", "weakrefs", "values", "values_addr", "finalized", "gc", "gc_refs")
_sub_layouts: dict[type, type] = {}


def subclass_layout(base: type) -> type:
    """Return the layout of instances of a Python class that derives from a builtin of layout ``base``.

    It is ``base`` with the fields of an instance added (attributes, slots, weak references, GC head).
    """
    if base is Instance or issubclass(base, SubMark):
        return base
    made = _sub_layouts.get(base)
    if made is None:
        have = {n for c in base.__mro__ for n in getattr(c, "__slots__", ())}

        def traverse(self: Any) -> Iterable[Obj]:
            return [*instance_traverse(self)[:-1], *base.traverse(self), self.type]  # type: ignore[attr-defined]

        def refs(self: Any) -> Iterator[tuple[Any, Obj]]:
            yield from base.refs(self)  # type: ignore[attr-defined]
            yield from instance_refs(self)

        made = type(base.__name__ + "Sub", (base, SubMark),
                    {"__slots__": tuple(n for n in _SUB_FIELDS if n not in have), "traverse": traverse, "refs": refs})
        _sub_layouts[base] = made
    return made


class SubMark:
    """Marks layouts made by `subclass_layout`."""

    __slots__ = ()


# ---------------------------------------------------------------- code, functions, frames

class Cell(Obj):
    __slots__ = ("gc", "gc_refs", "ref")
    gc: dict[Any, None] | None
    gc_refs: int
    ref: Obj | None

    def traverse(self) -> Iterable[Obj]:
        return () if self.ref is None else (self.ref,)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        if self.ref is not None:
            yield "cell", self.ref


class Code(Obj):
    """A code object: ``unit`` is the compiled unit; ``consts`` the constants as objects; ``instrs`` the linked instructions."""

    __slots__ = ("unit", "consts", "instrs", "weakrefs", "names", "source", "generator", "simple", "pad")
    unit: Any
    consts: Any
    instrs: Any
    weakrefs: Any
    names: Any
    source: Any
    generator: Any
    simple: Any
    pad: Any

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        for i, c in enumerate(self.consts):
            yield f"constant {i}", c


class Function(Obj):
    __slots__ = ("gc", "gc_refs", "code", "globals", "name", "qualname", "defaults", "kwdefaults", "closure", "doc",
                 "annotations", "module", "attrs", "dict", "weakrefs", "values", "values_addr", "version", "typeparams")
    gc: dict[Any, None] | None
    gc_refs: int
    code: Any
    globals: Any
    name: Any
    qualname: Any
    defaults: Any
    kwdefaults: Any
    closure: Any
    doc: Any
    annotations: Any
    module: Any
    attrs: Any
    dict: Any
    weakrefs: Any
    values: int
    values_addr: int
    version: int
    typeparams: Any

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        for label in ("code", "globals", "module", "defaults", "kwdefaults", "doc", "name", "dict", "closure",
                      "annotations", "qualname"):
            v = getattr(self, label)
            if v is not None:
                yield "__" + label + "__", v

    def traverse(self) -> Iterable[Obj]:
        """``func_traverse`` (Objects/funcobject.c)."""
        return [v for v in (self.code, self.globals, self.module, self.defaults, self.kwdefaults, self.doc, self.name,
                            self.dict, self.closure, self.annotations, self.qualname) if v is not None]


class BoundMethod(Obj):
    __slots__ = ("gc", "gc_refs", "func", "self", "weakrefs")
    gc: dict[Any, None] | None
    gc_refs: int
    func: Any
    self: Any
    weakrefs: Any

    def traverse(self) -> Iterable[Obj]:
        return (self.func, self.self)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        yield "__func__", self.func
        yield "__self__", self.self


class NativeFunction(Obj):
    """builtin_function_or_method: ``spec`` is the host side, ``self`` the bound object or None."""

    __slots__ = ("gc", "gc_refs", "spec", "self", "weakrefs", "module")
    gc: dict[Any, None] | None
    gc_refs: int
    spec: Any
    self: Any
    weakrefs: Any
    module: Any

    def traverse(self) -> Iterable[Obj]:
        return () if self.self is None else (self.self,)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        if self.self is not None:
            yield "__self__", self.self


class Descriptor(Obj):
    """method_descriptor, wrapper_descriptor, getset_descriptor, member_descriptor, classmethod_descriptor.

    ``kind`` is one of 'method', 'wrapper', 'getset', 'member', 'classmethod'; ``spec`` the host side
    (for a member its index in ``Instance.members``); ``owner`` the type.
    """

    __slots__ = ("gc", "gc_refs", "kind", "name", "spec", "owner")
    gc: dict[Any, None] | None
    gc_refs: int
    kind: Any
    name: Any
    spec: Any
    owner: Any

    def traverse(self) -> Iterable[Obj]:
        return (self.owner,)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        yield "owner", self.owner


class FrameObj(Obj):
    """A frame as the learner sees it; ``frame`` is the machine's frame (locals, value stack) it stands for."""

    __slots__ = ("gc", "gc_refs", "frame", "back", "extra")
    gc: dict[Any, None] | None
    gc_refs: int
    frame: Any
    back: Any
    extra: Any

    def traverse(self) -> Iterable[Obj]:
        return [v for _, v in self.refs()]

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        if self.back is not None:
            yield "f_back", self.back
        if self.extra is not None:
            yield "f_locals", self.extra
        if self.frame is not None and self.frame.owner is self:
            yield from self.frame.refs()


class Generator(Obj):
    """A generator: ``frame`` is its suspended or running frame, None once finished."""

    __slots__ = ("gc", "gc_refs", "frame", "name", "qualname", "code", "state", "weakrefs", "finalized", "exc",
                 "frame_slots")
    gc: dict[Any, None] | None
    gc_refs: int
    frame: Any
    name: Any
    qualname: Any
    code: Any
    state: Any
    weakrefs: Any
    finalized: bool
    exc: Any
    frame_slots: int

    def traverse(self) -> Iterable[Obj]:
        return [v for _, v in self.refs()]

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        if self.frame is not None and self.frame.owner is self:
            yield from self.frame.refs()
            if self.frame.obj is not None:
                yield "gi_frame", self.frame.obj
        if self.exc is not None:
            yield "exception being handled", self.exc
        for label in ("code", "name", "qualname"):
            v = getattr(self, label)
            if v is not None:
                yield "gi_" + label, v


class Traceback(Obj):
    __slots__ = ("gc", "gc_refs", "next", "frame", "lasti", "lineno")
    gc: dict[Any, None] | None
    gc_refs: int
    next: Any
    frame: Any
    lasti: Any
    lineno: Any

    def traverse(self) -> Iterable[Obj]:
        return [v for v in (self.next, self.frame) if v is not None]

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        if self.next is not None:
            yield "tb_next", self.next
        if self.frame is not None:
            yield "tb_frame", self.frame


class Exc(Obj):
    """An exception: the common fields, attributes, and ``extra``: fields of its kind (value, name, obj, code, exceptions ...)."""

    __slots__ = ("gc", "gc_refs", "args", "cause", "context", "tb", "suppress", "notes", "extra", "attrs", "dict",
                 "members", "weakrefs", "values", "values_addr", "finalized")
    gc: dict[Any, None] | None
    gc_refs: int
    args: Any
    cause: Any
    context: Any
    tb: Any
    suppress: Any
    notes: Any
    extra: Any
    attrs: Any
    dict: Any
    members: Any
    weakrefs: Any
    values: int
    values_addr: int
    finalized: bool

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        for name, e in list((self.attrs or {}).items()) if self.dict is None else ():
            yield name, e[1]
        if self.dict is not None:
            yield "__dict__", self.dict
        yield "args", self.args
        for label, v in (("__traceback__", self.tb), ("__cause__", self.cause), ("__context__", self.context)):
            if v is not None:
                yield label, v
        for label, v in (self.extra or {}).items():
            if v is not None:
                yield label, v
        if self.members is not None:
            for name, v in zip(self.type.member_names, self.members):
                if v is not None:
                    yield name, v
        if self.type.is_heap:
            yield "type", self.type

    def traverse(self) -> Iterable[Obj]:
        return [v for _, v in self.refs()]


# ---------------------------------------------------------------- types and modules

class Type(Obj):
    """A class.

    name; bases (Tuple); base (the "best base", a Type); mro (host tuple of Type); mro_obj (Tuple); ns (the class
    namespace: Dict); cache: host dict of looked-up names; layout: host class of instances; native: the declaration
    (`NativeType`) or None; is_heap: made by a class statement (instances hold a reference to it); is_gc: instances are
    tracked; has_dict, has_weakref; member_names: own and inherited slot names in offset order; subclasses: host dict serial -> Type (weak).
    plain_getattr / plain_setattr: attribute access is ``object``'s; finalizer: the ``__del__`` found, or None.
    """

    __slots__ = ("gc", "gc_refs", "name", "qualname", "bases", "base", "mro", "mro_obj", "ns", "cache", "layout",
                 "native", "is_heap", "is_gc", "has_dict", "has_weakref", "member_names", "subclasses", "plain_getattr",
                 "plain_setattr", "finalizer", "weakrefs", "shared_keys", "attrs", "dict", "module", "doc", "basicsize",
                 "itemsize", "abstract", "extra", "slots", "is_exception", "final", "values", "values_addr", "members",
                 "finalized", "presize", "inline_values_size", "extra_size", "member_order")
    gc: dict[Any, None] | None
    gc_refs: int
    name: Any
    qualname: Any
    bases: Any
    base: Any
    mro: tuple[Type, ...]
    mro_obj: Any
    ns: Any
    cache: dict[str, tuple[Any, int]]
    layout: Any
    native: Any
    is_heap: bool
    is_gc: bool
    has_dict: bool
    has_weakref: bool
    member_names: tuple[str, ...]
    subclasses: dict[int, Type]
    plain_getattr: bool
    plain_setattr: bool
    finalizer: Any
    weakrefs: Any
    shared_keys: Any
    attrs: Any
    dict: Any
    module: Any
    doc: Any
    basicsize: int
    itemsize: int
    abstract: Any
    extra: Any
    slots: dict[str, Any]
    is_exception: Any
    final: bool
    values: int
    values_addr: int
    members: Any
    finalized: bool
    presize: int
    inline_values_size: int
    extra_size: int
    member_order: tuple[int, ...]

    def traverse(self) -> Iterable[Obj]:
        """``type_traverse``: static types are not traversed (Objects/typeobject.c)."""
        if not self.is_heap:
            return ()
        seen = [v for v in (self.ns, self.mro_obj, self.bases, self.base) if v is not None]
        if self.type.is_heap and self.__class__ is Type:
            seen.append(self.type)
        return seen

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        for label, v in (("__dict__", self.ns), ("__mro__", self.mro_obj), ("__bases__", self.bases),
                         ("__base__", self.base)):
            if v is not None:
                yield label, v
        if self.shared_keys is not None:
            for v in self.shared_keys.names.values():
                yield ("shared key", v), v
        if self.__class__ is Type and self.type.is_heap:
            yield "type", self.type


class Module(Obj):
    __slots__ = ("gc", "gc_refs", "name", "ns", "weakrefs", "attrs", "dict", "members", "values", "values_addr", "finalized")
    gc: dict[Any, None] | None
    gc_refs: int
    name: Any
    weakrefs: Any
    attrs: Any
    dict: Any
    members: Any
    values: int
    values_addr: int
    finalized: bool
    ns: Dict

    def traverse(self) -> Iterable[Obj]:
        return (self.ns,)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        yield "__dict__", self.ns


class WeakRef(Obj):
    """weakref.ref and proxies: ``referent`` is None once dead; ``callback`` may be None."""

    __slots__ = ("gc", "gc_refs", "referent", "callback", "hash")
    gc: dict[Any, None] | None
    gc_refs: int
    referent: Any
    callback: Any
    hash: Any

    def traverse(self) -> Iterable[Obj]:
        return () if self.callback is None else (self.callback,)

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        if self.callback is not None:
            yield "callback", self.callback


class Native(Obj):
    """Any other builtin object: ``held`` are strong references (or None), labelled by the type's ``ref_labels``; ``data`` is host state."""

    __slots__ = ("gc", "gc_refs", "held", "data", "weakrefs")
    gc: dict[Any, None] | None
    gc_refs: int
    data: Any
    weakrefs: Any
    held: list[Obj | None]

    def traverse(self) -> Iterable[Obj]:
        return [v for v in self.held if v is not None]

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        native = self.type.native
        labels = native.ref_labels if native is not None else ()
        n = len(labels)
        for i, v in enumerate(self.held):
            if v is not None:
                yield (labels[i] if i < n else f"item {i - n}"), v
