"""What ``sys.getsizeof`` reports for each layout (``__sizeof__`` plus the GC head and pre-header, Python/sysmodule.c _PySys_GetSizeOf)."""

from __future__ import annotations

from memlab.heap import growth
from memlab.heap import objects as O

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.heap import Heap


def sizeof(h: Heap, o: Any) -> int:
    """Bytes of ``o`` itself, as the profile's ``sys.getsizeof`` reports them."""
    t = o.type
    p = h.profile
    if isinstance(o, O.Type) and not o.is_heap:
        return content(h, o)
    if not t.is_heap:
        return content(h, o) + (p.gc_head if t.is_gc else 0)
    if isinstance(o, (O.Instance, O.Exc)):
        return int(t.basicsize) + int(t.presize)
    if isinstance(o, (O.Int, O.Str)):  # long_sizeof and unicode_sizeof do not ask for the type's basic size
        return content(h, o) + int(t.presize)
    return content(h, o) + int(t.extra_size) + int(t.presize)


def content(h: Heap, o: Any) -> int:
    """``__sizeof__``: bytes without GC head, of the builtin part of an object."""
    p = h.profile
    if isinstance(o, O.Int):
        return growth.int_size(p, int(o.val))
    if isinstance(o, O.Str):
        if o.type.is_heap:  # an instance of a subclass keeps its characters in a block of its own (unicode_subtype_new)
            wide = max(o.val, default="")
            return p.sizes["str"] + (len(o.val) + 1) * (1 if wide < "\u0100" else 2 if wide < "\U00010000" else 4)
        return growth.str_size(p, o.val)
    if isinstance(o, O.Bytes):
        return growth.bytes_size(p, len(o.val))
    if isinstance(o, O.List):
        return p.sizes["list"] + 8 * o.allocated
    if isinstance(o, O.Tuple):
        return p.sizes["tuple"] + 8 * len(o.items)
    if isinstance(o, O.Dict):
        from memlab.heap import dicts
        return p.sizes["dict"] + dicts.sizeof(h, o) + extra_of(o)
    if isinstance(o, O.Set):
        return growth.set_size(p, o.mask + 1) - p.gc_head
    if isinstance(o, O.ByteArray):
        return growth.bytearray_size(p, o.allocated)
    if isinstance(o, O.Type):
        if not o.is_heap:
            return p.sizes["static_type"]
        n = p.sizes["heap_type"]
        if o.shared_keys is not None and p.shared_keys_in_type_size:
            n += o.shared_keys.nbytes
        return n
    if isinstance(o, O.Code):
        return p.sizes["code"] + 2 * len(o.instrs)
    if isinstance(o, O.Generator):
        n = p.sizes["generator"]
        if p.generator_has_frame:
            n += 8 * o.frame_slots
        return n
    if isinstance(o, O.FrameObj):
        unit = o.frame.code.unit if o.frame is not None else None
        return p.sizes["frame"] + (8 * (len(unit.locals) + (unit.stacksize or 0)) if unit is not None else 0)
    base = o.type
    while base.is_heap:
        base = base.base
    native = base.native
    if native is not None and getattr(native, "sizeof", None) is not None:
        return int(native.sizeof(h, o))
    return int(base.basicsize)


def extra_of(o: Any) -> int:
    """Bytes a builtin subclass of dict adds to dict's own (defaultdict, OrderedDict ...)."""
    t = o.type
    while t.is_heap:
        t = t.base
    return int(t.basicsize) - 48 if t.basicsize > 48 else 0
