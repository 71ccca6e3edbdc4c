"""The natives of ``json``: text to values by the host's scanner (Modules/_json.c); encoding is guest Python."""

from __future__ import annotations

from memlab.heap.objects import Str
from memlab.interp.native import GuestError, NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

JSON = NativeModule("json", "JSON (JavaScript Object Notation) <https://json.org>.")
JSON.guest_source = "json"
MODULES = {"json": JSON}


@JSON.function("_quote")
def quote(m: Any, s: Any, ascii_only: Any) -> Obj:
    from json.encoder import encode_basestring, encode_basestring_ascii
    o: Obj = m.heap.new_str(encode_basestring_ascii(s.val) if m.truth(ascii_only) else encode_basestring(s.val))
    return o


@JSON.function("_float")
def float_text(m: Any, x: Any) -> Obj:
    o: Obj = m.heap.new_str(float.__repr__(x.val))
    return o


@JSON.function("_scan")
def scan(m: Any, text: Any, pairs: Any) -> Obj:
    """Values of a JSON text; objects are built by ``pairs(list of pairs)`` when that is given, else they are dicts."""
    import json
    h = m.heap
    assert isinstance(text, Str)
    try:
        tree = json.loads(text.val, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as e:
        cls = m.getattr(m.import_module("json"), "JSONDecodeError")
        parts = [h.new_str(e.msg), h.incref(text), h.new_int(e.pos)]
        exc = m.call(cls, parts)
        for o in (cls, *parts):
            h.decref(o)
        m.set_context(exc)
        raise GuestError(exc) from None
    except RecursionError:
        raise m.error("RecursionError", "maximum recursion depth exceeded while decoding a JSON object from a unicode string") from None
    return _build(m, tree, None if pairs is m.none else pairs)


class _Pairs:
    """An object of a JSON text: its pairs."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: Any) -> None:
        self.pairs = pairs


def _build(m: Any, v: Any, pairs: Any) -> Obj:
    h = m.heap
    if v.__class__ is _Pairs:
        if pairs is None:
            d: Obj = h.new_dict()
            for key, value in v.pairs:
                m.dict_set_str(d, key, _build(m, value, pairs))
            return d
        items = h.new_list([h.new_tuple([h.new_str(key), _build(m, value, pairs)]) for key, value in v.pairs])
        try:
            o: Obj = m.call(pairs, (items,))
            return o
        finally:
            h.decref(items)
    if v.__class__ is list:
        o = h.new_list([_build(m, x, pairs) for x in v])
        return o
    o = m.from_host(v)
    return o
