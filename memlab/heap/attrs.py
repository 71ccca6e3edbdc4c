"""Attribute storage of instances: shared keys, inline values and the ``__dict__`` that may appear (Objects/dictobject.c).

``o.attrs`` maps a name to the host entry [key, value] in the order of assignment and is always right to read.  Where
CPython keeps the values is the profile's ``inline_values``:

* "no": in a dict, made at the first attribute, whose keys are the class's (a *split* dict);
* "separate": in an array of the instance (``values_addr``) until somebody asks for ``__dict__``; then the array moves there;
* "embedded": behind the object; a ``__dict__`` only points at them (``Dict.owner``) until they no longer fit.

States of ``o.values``: -1 nothing decided yet; above 0 that many inline values; 0 given up, ``o.dict`` has the attributes.
``Type.shared_keys`` is the class's `Keys` (None: instances get plain dicts).  Functions that store take over the
reference to the value.  The keys of inline values belong to the class's shared keys.
"""

from __future__ import annotations

from memlab.heap import dicts, growth
from memlab.heap.objects import Bytes, Dict, Exc, Instance, Int, Keys, Str, Tuple
from memlab.model.kinds import REFERENCE_SET, RESIZED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from memlab.heap.heap import Heap
    from memlab.heap.objects import Obj, Type


_VAR_SIZED = (Tuple, Int, Bytes)


# ---------------------------------------------------------------- classes

def new_shared_keys(h: Heap, t: Type, names: Iterable[Obj] = ()) -> None:
    """_PyDict_NewKeysForClass: give a class whose instances have a ``__dict__`` its shared keys.

    names: str objects (borrowed) that the class body is known to assign, in order (``__static_attributes__``).
    """
    p = h.profile
    k = dicts.new_keys(h, p.shared_keys_log2_size, True)
    if p.shared_keys_max:
        k.usable = p.shared_keys_max
    k.shared = True
    k.names = {}
    t.shared_keys = k
    k.owner = t.serial
    if p.static_attributes:
        for key in names:
            if k.usable <= 0:
                break
            dicts.add_shared_name(h, k, key)
    update_inline_size(h, t)


def update_inline_size(h: Heap, t: Type) -> None:
    """Set ``t.inline_values_size``: bytes behind a new instance (0 unless values are embedded)."""
    k = t.shared_keys
    t.inline_values_size = (growth.values_nbytes(h.profile, k.nentries + k.usable)
                            if k is not None and h.profile.inline_values == "embedded" and has_inline_values(h, t) else 0)


def has_managed_dict(h: Heap, t: Type) -> bool:
    """Whether a ``__dict__`` of instances of ``t`` uses the class's shared keys (Py_TPFLAGS_MANAGED_DICT; 3.10: any)."""
    if t.shared_keys is None:
        return False
    p = h.profile
    if p.inline_values == "no":
        return True
    if issubclass(t.layout, Exc):
        return False  # the dict is BaseException's own
    return p.var_sized_dict_in_preheader or not issubclass(t.layout, _VAR_SIZED)


def has_inline_values(h: Heap, t: Type) -> bool:
    """Whether instances of ``t`` keep attribute values outside a dict (Py_TPFLAGS_INLINE_VALUES)."""
    p = h.profile
    if t.shared_keys is None or p.inline_values == "no":
        return False
    if p.inline_values == "separate":
        return t.layout is Instance  # only object.__new__ makes them (_PyObject_InitializeDict)
    if p.inline_values_in_subclasses:
        return has_managed_dict(h, t) and not issubclass(t.layout, _VAR_SIZED)
    return t.layout is Instance and not t.member_names


def release_shared_keys(h: Heap, t: Type) -> None:
    """type_dealloc's part: the class lets go of its shared keys; dicts that still use them keep them alive."""
    k = t.shared_keys
    if k is not None:
        t.shared_keys = None
        k.owner = 0
        if h.log is not None and t.rc > 0:
            _log_shared(h, t, k, None)
        dicts.release_keys(h, k)


def init_instance(h: Heap, o: Any, t: Type) -> None:
    """init_inline_values: give a new instance its values; each one leaves less room for the next until the class has settled.

    For `Heap.new_instance` when ``t.shared_keys`` is not None; the block of embedded values is part of the object's own
    (``t.inline_values_size`` bytes as it was before this call).
    """
    k = t.shared_keys
    where = h.profile.inline_values
    if where == "embedded":
        if not t.inline_values_size:
            return
    elif where == "no" or t.layout is not Instance or k is None:
        return
    if k.usable > 1:
        k.usable -= 1
        update_inline_size(h, t)
    n = o.values = k.nentries + k.usable
    if where == "separate":
        o.values_addr = h.malloc(growth.values_nbytes(h.profile, n))


# ---------------------------------------------------------------- reading

def get(h: Heap, o: Any, name: str) -> Any:
    """The host entry [key, value] of attribute ``name`` (borrowed), or None."""
    return o.attrs.get(name)


def ordered_entries(o: Any) -> list[Any]:
    """The host entries of inline values in the order CPython visits and drops them: by the class's shared keys."""
    a = o.attrs
    k = o.type.shared_keys
    if len(a) > 1 and k is not None:
        return [e for e in [a.get(name) for name in k.names] if e is not None]
    return list(a.values())


# ---------------------------------------------------------------- changing

def set(h: Heap, o: Any, key: Any, value: Any) -> None:
    """``o.key = value`` in the instance's own storage, taking over the reference to the value; ``key`` is a Str (borrowed)."""
    name = key.val
    e = o.attrs.get(name)
    if e is not None:
        old = e[1]
        e[1] = value
        d = o.dict
        if d is not None:
            if d.gc is None and value.type.is_gc:
                dicts.track_if_needed(h, d, value)
            if h.log is not None:
                if d.owner is o:
                    h.log((REFERENCE_SET, o.serial, name, old.serial, value.serial))
                else:
                    dicts._log_entry(h, d, name, e[0], old, value)
        elif h.log is not None:
            h.log((REFERENCE_SET, o.serial, name, old.serial, value.serial))
        h.decref(old)
        return
    values = o.values
    if values < 0:
        init_instance(h, o, o.type)
        values = o.values
    d = o.dict
    if values > 0 and d is None:
        k = o.type.shared_keys
        have = k.names.get(name)
        if have is None and k.usable > 0 and key.__class__ is Str:
            have = dicts.add_shared_name(h, k, key)
        if have is not None:
            o.attrs[name] = [have, value]
            if h.log is not None:
                h.log((REFERENCE_SET, o.serial, name, 0, value.serial))
            return
    if d is None:
        d = materialize_dict(h, o)
    k = d.keys
    dicts.set(h, d, key, name, value)
    if k.shared and d.keys is not k:
        _sharing_lost(h, o, d, k)


def _sharing_lost(h: Heap, o: Any, d: Dict, k: Keys) -> None:
    """_PyObjectDict_SetItem of 3.10: the larger keys of the only user become the class's; else the class stops sharing."""
    t = o.type
    if h.profile.inline_values != "no" or t.shared_keys is not k:
        return
    t.shared_keys = new = dicts.make_keys_shared(h, d) if k.refs == 1 else None
    if new is not None:
        new.owner = t.serial
    if h.log is not None:
        _log_shared(h, t, k, new)
    dicts.release_keys(h, k)


def _log_shared(h: Heap, t: Type, old: Keys, new: Keys | None) -> None:
    """Record that a class has other shared keys, or none."""
    for k, gone in ((old, True), (new, False)):
        for key in (k.names or {}).values() if k is not None else ():
            if key.serial > 0:
                h.log((REFERENCE_SET, t.serial, ("shared key", key.serial), *((key.serial, 0) if gone else (0, key.serial))))  # type: ignore[misc]
    if h.profile.shared_keys_in_type_size:
        size = h.sizeof(t)
        was = size - (new.nbytes if new is not None else 0) + old.nbytes
        if was != size:
            h.log((RESIZED, t.serial, was, size))  # type: ignore[misc]


def delete(h: Heap, o: Any, name: str) -> bool:
    """``del o.name``; False when there is no such attribute."""
    d = o.dict
    if d is not None:
        was_split = d.split
        found = dicts.delete(h, d, name)
        if found and was_split and h.profile.inline_values == "no":
            release_shared_keys(h, o.type)
        return found
    e = o.attrs.pop(name, None)
    if e is None:
        return False
    if h.log is not None:
        h.log((REFERENCE_SET, o.serial, name, e[1].serial, 0))
    h.decref(e[1])
    return True


# ---------------------------------------------------------------- __dict__

def materialize_dict(h: Heap, o: Any) -> Dict:
    """What ``o.__dict__`` gives, made if it is not there yet (PyObject_GenericGetDict); borrowed."""
    d = o.dict
    if d is not None:
        return d
    if o.values < 0:
        init_instance(h, o, o.type)
    k: Any = o.type.shared_keys if has_managed_dict(h, o.type) else None
    if o.values > 0:
        d = dicts.new(h)
        d.keys = k
        k.refs += 1
        d.split = True
        d.d = o.attrs
        if h.profile.inline_values == "embedded":
            d.owner = o
        else:
            d.values_addr = o.values_addr
            o.values_addr = 0
            o.values = 0
        if h.log is not None:
            dicts._resized(h, d, h.profile.sizes["dict"] + h.profile.gc_head)
            if d.owner is None:
                for name, e in o.attrs.items():
                    h.log((REFERENCE_SET, o.serial, name, e[1].serial, 0))
                    h.log((REFERENCE_SET, d.serial, ("k", e[0].serial), 0, e[1].serial))
        if d.gc is None:
            for e in o.attrs.values():
                if dicts.may_be_tracked(e[1]):
                    h.track(d)
                    break
    else:
        d = dicts.new(h) if k is None else dicts.new_split(h, k)
        d.d = o.attrs
    o.dict = d
    if h.log is not None:
        h.log((REFERENCE_SET, o.serial, ("__dict__",), 0, d.serial))
    return d


def replace_dict(h: Heap, o: Any, new: Dict | None) -> None:
    """``o.__dict__ = new`` (taken over; None: ``del o.__dict__``): the instance gives up its inline values."""
    old = o.dict
    if old is not None and old is new:
        h.decref(new)
        return
    entries: list[Any] = []
    if old is None:
        entries = ordered_entries(o)
        if h.log is not None:
            for name, e in o.attrs.items():
                h.log((REFERENCE_SET, o.serial, name, e[1].serial, 0))
    elif old.owner is o:
        detach_dict(h, o)
    values_addr = o.values_addr
    o.values = o.values_addr = 0
    o.dict = new
    o.attrs = {} if new is None else new.d
    if h.log is not None:
        h.log((REFERENCE_SET, o.serial, ("__dict__",), 0 if old is None else old.serial, 0 if new is None else new.serial))
    for e in entries:
        h.decref(e[1])
    if values_addr:
        h.free(values_addr)
    if old is not None:
        h.decref(old)


def detach_dict(h: Heap, o: Any) -> None:
    """_PyDict_DetachFromObject: the materialised dict gets an array of its own for the values that lie inside ``o``."""
    d = o.dict
    if d is not None and d.owner is o:
        dicts.take_over_values(h, d)
        d.values_addr = h.malloc(growth.values_nbytes(h.profile, dicts.split_capacity(h, d.keys)))


def before_class_change(h: Heap, o: Any) -> None:
    """Before ``o.__class__ = cls``: attribute values leave the instance, because another class has other shared keys."""
    if o.attrs is not None and o.type.shared_keys is not None and h.profile.inline_values != "no":
        materialize_dict(h, o)
        detach_dict(h, o)


# ---------------------------------------------------------------- death

def clear(h: Heap, o: Any) -> None:
    """tp_clear's part for an instance without ``__dict__``: drop the attribute values (_PyObject_ClearInstanceAttributes)."""
    entries = ordered_entries(o)
    if h.log is not None:
        for name, e in o.attrs.items():
            h.log((REFERENCE_SET, o.serial, name, e[1].serial, 0))
    o.attrs.clear()
    for e in entries:
        h.decref(e[1])


def release(h: Heap, o: Any) -> None:
    """subtype_dealloc's part: drop the attributes of a dying object and its ``__dict__``, free the values' block."""
    d = o.dict
    if d is None:
        a = o.attrs
        if a:
            o.attrs = {}
            if len(a) == 1:
                for e in a.values():
                    h.decref(e[1])
            else:
                k = o.type.shared_keys
                for e in list(a.values()) if k is None else [a[n] for n in k.names if n in a]:
                    h.decref(e[1])
        if o.values_addr:
            h.free(o.values_addr)
            o.values_addr = 0
        return
    if d.owner is o:
        if d.rc > 1:
            detach_dict(h, o)
        else:
            entries = ordered_entries(o)
            d.owner = None
            d.d = {}
            d.values_addr = 0
            for e in entries:
                h.decref(e[1])
    o.attrs = {}
    o.dict = None
    h.decref(d)
