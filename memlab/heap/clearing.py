"""How the collector breaks cycles: ``tp_clear`` of each layout, dropping references in CPython's order.

The order is visible: a ``__del__`` or a weak reference callback may run at each dropped reference.  An object stays
valid afterwards, only emptier.  Layouts that are missing here have no ``tp_clear`` in CPython either (tuples, frozen
sets' elements excepted, bound methods, generators, iterators): their cycles are broken at another member, or not at
all.
"""

from __future__ import annotations

from memlab.heap import dicts, lists, weakrefs
from memlab.heap import objects as O
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from memlab.heap.heap import Heap

    Clear = Callable[[Heap, Any], None]


def clear(h: Heap, o: Any) -> None:
    """Call ``tp_clear`` of ``o``: drop what it refers to, as far as its type offers that. The caller holds ``o``."""
    c = o.__class__
    f = _CLEAR.get(c)
    if f is None:
        f = _CLEAR[c] = _find(c)
    f(h, o)


def list_append(h: Heap, target: Any, value: Any) -> None:
    """Append to a list of the interpreter's, taking over ``value`` (``gc.garbage``)."""
    lists.append(h, target, value)


def _find(c: type) -> Clear:
    """The clear function of a layout that is not in the table: a subclass by a Python class, or a kind of another."""
    if issubclass(c, O.SubMark):
        base = next((b for b in c.__mro__[1:] if b in _CLEAR), None)
        return instance_clear if base is None else _subtype_clear(_CLEAR[base])
    for b in c.__mro__[1:]:
        if b in _CLEAR:
            return _CLEAR[b]
    return _nothing


def _nothing(h: Heap, o: Any) -> None:
    """The type has no ``tp_clear``."""


def _subtype_clear(base_clear: Clear) -> Clear:
    """``subtype_clear`` (Objects/typeobject.c): slots, then attributes, then what the builtin base clears."""
    def clear_it(h: Heap, o: Any) -> None:
        instance_clear(h, o)
        base_clear(h, o)
    return clear_it


def instance_clear(h: Heap, o: Any) -> None:
    """``subtype_clear``: ``__slots__`` values; then the attribute values, or the reference to ``__dict__``."""
    _clear_members(h, o)
    d = o.dict
    if d is not None and h.profile.clear_drops_dict:
        # From 3.12 a materialised dict is detached: it takes its values along and is cleared on its own.
        if d.owner is o:
            dicts.take_over_values(h, d)
        o.dict = None
        o.attrs = {}
        if h.log is not None:
            h.log((K.REFERENCE_SET, o.serial, ("__dict__",), d.serial, 0))
        h.decref(d)
    elif d is None and o.attrs:
        from memlab.heap import attrs
        attrs.clear(h, o)


def _clear_members(h: Heap, o: Any) -> None:
    """``clear_slots`` of each class, the most derived first."""
    members = o.members
    if members is None:
        return
    names = o.type.member_names
    for i in o.type.member_order:
        v = members[i]
        if v is not None:
            members[i] = None
            if h.log is not None:
                h.log((K.REFERENCE_SET, o.serial, names[i], v.serial, 0))
            h.decref(v)


def _fields(**names: str) -> Clear:
    """A layout that clears the references in these fields, in order (``Py_CLEAR``); the texts are the labels of
    ``refs()``.
    """
    def clear_it(h: Heap, o: Any) -> None:
        for name, label in names.items():
            _clear_field(h, o, name, label)
    return clear_it


def _clear_field(h: Heap, o: Any, name: str, label: str) -> None:
    v = getattr(o, name)
    if v is not None:
        setattr(o, name, None)
        if h.log is not None:
            h.log((K.REFERENCE_SET, o.serial, (label,), v.serial, 0))
        h.decref(v)


def set_clear(h: Heap, o: Any) -> None:
    """``set_clear_internal``: elements in table order."""
    from memlab.heap import sets
    sets.clear(h, o)


_function_fields = _fields(**{name: f"__{name}__" for name in (
    "globals", "module", "defaults", "kwdefaults", "doc", "dict", "closure", "annotations")})


def function_clear(h: Heap, o: Any) -> None:
    """``func_clear`` (Objects/funcobject.c): code and name stay, so that it can still be shown."""
    o.attrs = None      # an alias of the dict's entries
    _function_fields(h, o)


def exc_clear(h: Heap, o: Any) -> None:
    """``BaseException_clear`` after the fields of the kind (Objects/exceptions.c); for Python classes
    ``subtype_clear`` first.
    """
    if o.type.is_heap:
        _clear_members(h, o)
    extra = o.extra
    if extra:
        for label, v in list(extra.items()):
            if v is not None:
                extra[label] = None
                if h.log is not None:
                    h.log((K.REFERENCE_SET, o.serial, (label,), v.serial, 0))
                h.decref(v)
    d = o.dict
    if d is not None:
        if d.owner is o:
            dicts.take_over_values(h, d)
        o.dict = None
        o.attrs = {}
        if h.log is not None:
            h.log((K.REFERENCE_SET, o.serial, ("__dict__",), d.serial, 0))
        h.decref(d)
    elif o.attrs:
        from memlab.heap import attrs
        attrs.clear(h, o)
    # The arguments become an empty tuple here: many readers of an exception rely on a tuple.
    args = o.args
    if args is not None and args.items:
        o.args = h.incref(h.empty_tuple)
        if h.log is not None:
            h.log((K.REFERENCE_SET, o.serial, ("args",), args.serial, h.empty_tuple.serial))
        h.decref(args)
    for name, label in (("notes", "__notes__"), ("tb", "__traceback__"), ("cause", "__cause__"), ("context",
        "__context__")):
        _clear_field(h, o, name, label)


def type_clear(h: Heap, o: Any) -> None:
    """``type_clear`` (Objects/typeobject.c): the namespace is emptied, then the MRO dropped; bases stay."""
    if not o.is_heap:
        return
    vm: Any = h.vm
    vm.type_modified(o)
    if o.ns is not None:
        dicts.clear(h, o.ns)
    if o.mro_obj is not None:
        _clear_field(h, o, "mro_obj", "__mro__")


def weakref_clear(h: Heap, o: Any) -> None:
    """``gc_clear`` (Objects/weakrefobject.c): the reference dies and forgets its callback."""
    weakrefs.clear_ref(h, o)
    _clear_field(h, o, "callback", "callback")


def frame_clear(h: Heap, o: Any) -> None:
    """``frame_tp_clear`` (Objects/frameobject.c): locals, then the value stack of a frame that is not running."""
    f = o.frame
    _clear_field(h, o, "extra", "f_locals")
    if f is None or f.owner is not o:
        return
    for i, v in enumerate(f.locals):
        if v is not None:
            f.locals[i] = None
            if h.log is not None:
                h.log((K.NAME_BOUND, f.id, f.code.unit.locals[i], v.serial, 0))
            h.decref(v)
    while f.stack:
        v = f.stack.pop()
        if v is not None:
            h.decref(v)


def native_clear(h: Heap, o: Any) -> None:
    """A builtin object of layout Native: only the types that say so (``NativeType.clearable``) have a ``tp_clear``."""
    native = o.type.native
    if native is None:
        for t in o.type.mro:
            if t.native is not None:
                native = t.native
                break
    hook = getattr(native, "on_clear", None)
    if hook is not None:
        hook(h, o)
    elif getattr(native, "clearable", False):
        for i, v in enumerate(o.held):
            if v is not None:
                h.set_held(o, i, None)


def register(native: Any, hook: Clear | None = None) -> Any:
    """Give a declared builtin type a ``tp_clear``: ``hook(h, o)``, or dropping all it holds. Returns ``native``."""
    if hook is None:
        native.clearable = True
    else:
        native.on_clear = hook
    return native


_CLEAR: dict[type, Clear] = {
    O.List: lists.clear, O.Dict: dicts.clear, O.Set: set_clear, O.Instance: instance_clear, O.Cell: _fields(ref="cell"),
    O.Function: function_clear, O.Exc: exc_clear, O.Type: type_clear, O.WeakRef: weakref_clear, O.FrameObj: frame_clear,
    O.Module: _nothing, O.Traceback: _fields(next="tb_next", frame="tb_frame"), O.Native: native_clear,
        O.Tuple: _nothing,
    O.BoundMethod: _nothing, O.NativeFunction: _nothing, O.Generator: _nothing, O.Descriptor: _nothing,
}
