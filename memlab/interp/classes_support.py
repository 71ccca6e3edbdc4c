"""``__dict__`` and ``__weakref__`` of instances (Objects/typeobject.c subtype_dict, subtype_setdict, subtype_getweakref)."""

from __future__ import annotations

from memlab.heap import attrs as A
from memlab.heap import objects as O

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def instance_dict(m: Any, o: Any) -> Any:
    """The ``__dict__`` of an object that has one, made on demand; borrowed."""
    h = m.heap
    if isinstance(o, O.Module):
        m.complete_module(o)
        return o.ns
    if o.dict is None:
        if o.attrs is None:
            o.dict = h.new_dict()
            o.attrs = o.dict.d
            m.log_slot(o, "__dict__", o.dict)
        else:
            A.materialize_dict(h, o)
    return o.dict


def get_dict(m: Any, o: Any) -> Any:
    return m.heap.incref(instance_dict(m, o))


def set_dict(m: Any, o: Any, value: Any) -> None:
    if value is None:
        A.replace_dict(m.heap, o, None)
        return
    if not isinstance(value, O.Dict):
        raise m.error("TypeError", f"__dict__ must be set to a dictionary, not a '{value.type.name}'")
    if o.attrs is None:
        instance_dict(m, o)
    A.replace_dict(m.heap, o, m.heap.incref(value))


def get_weakref(m: Any, o: Any) -> Any:
    refs = o.weakrefs
    if not refs:
        return m.ret_none()
    return m.heap.incref(refs[0])
