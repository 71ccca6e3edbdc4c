"""Argument parsing for natives declared raw (``__new__``, ``__init__``): CPython's checks and messages (Python/getargs.c)."""

from __future__ import annotations

from memlab.heap.objects import Native
from memlab.model.kinds import REFERENCE_SET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj


def parse(m: Any, fn: str, args: Sequence[Obj], kw: dict[str, Obj] | None, names: Sequence[str], required: int = 0,
          kwonly: int = -1, posonly: int = 0) -> list[Obj | None]:
    """Match arguments to ``names``; missing optionals are host None.

    ``kwonly``: how many may be positional (-1: all); ``posonly``: how many are positional only.
    """
    most = len(names) if kwonly < 0 else kwonly
    given = len(args) + (len(kw) if kw else 0)
    if len(args) > most or given > len(names):
        kind = "positional " if kwonly >= 0 and len(args) > most else ""
        n = given if not kind else len(args)
        raise m.error("TypeError", f"{fn}() takes at most {most} {kind}argument{'s' if most != 1 else ''} ({n} given)")
    out: list[Obj | None] = list(args) + [None] * (len(names) - len(args))
    for key, value in (kw or {}).items():
        if key not in names[posonly:]:
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name=fn, key=key))
        i = names.index(key)
        if i < len(args):
            raise m.error("TypeError", f"argument for {fn}() given by name ('{key}') and position ({i + 1})")
        out[i] = value
    for i in range(required):
        if out[i] is None:
            raise m.error("TypeError", f"{fn}() missing required argument '{names[i]}' (pos {i + 1})")
    return out


def positional(m: Any, fn: str, args: Sequence[Obj], kw: dict[str, Obj] | None, low: int, high: int | None) -> None:
    """_PyArg_NoKeywords and _PyArg_CheckPositional."""
    if kw:
        raise m.error("TypeError", f"{fn}() takes no keyword arguments")
    n = len(args)
    if n < low:
        how = "" if low == high else "at least "
        raise m.error("TypeError", f"{fn} expected {how}{low} argument{'s' if low != 1 else ''}, got {n}")
    if high is not None and n > high:
        how = "" if low == high else "at most "
        raise m.error("TypeError", f"{fn} expected {how}{high} argument{'s' if high != 1 else ''}, got {n}")


def take(m: Any, o: Obj | None) -> Any:
    """Add a reference to ``o`` unless it is host None or guest None; guest None becomes host None."""
    if o is None or o is m.none:
        return None
    m.heap.incref(o)
    return o


def ref(m: Any, o: Obj) -> Obj:
    """Return ``o`` with one more reference."""
    m.heap.incref(o)
    return o


def take_out(m: Any, o: Any, i: int) -> Any:
    """Move reference ``i`` out of a Native: it is the caller's now."""
    x = o.held[i]
    o.held[i] = None
    _log_slot(m, o, i, x, None)
    return x


def put_in(m: Any, o: Any, i: int, x: Any) -> None:
    """Store ``x`` (taken over) in an empty slot ``i`` of a Native."""
    o.held[i] = x
    _log_slot(m, o, i, None, x)


def append_held(m: Any, o: Any, x: Any) -> None:
    """Add ``x`` (taken over) behind the references of a Native."""
    o.held.append(x)
    _log_slot(m, o, len(o.held) - 1, None, x)


def _log_slot(m: Any, o: Any, i: int, old: Any, new: Any) -> None:
    log = m.heap.log
    if log is not None:
        labels = o.type.native.ref_labels if o.type.native is not None else ()
        log((REFERENCE_SET, o.serial, (labels[i] if i < len(labels) else f"item {i - len(labels)}",),
             0 if old is None else old.serial, 0 if new is None else new.serial))


def make_native(m: Any, cls: Any, held: list[Any], data: Any = None) -> Any:
    """An instance of a Native type or of a Python class that derives from one; takes over the references in ``held``."""
    h = m.heap
    if cls.layout is Native:
        return h.new_native(cls, held, data)
    base = cls
    while base.native is None:
        base = base.base
    o = h._new_sub(Native, cls, base.basicsize)
    o.held = held
    o.data = data
    o.weakrefs = None
    h.finish_new(o)
    if h.log is not None:
        for i, x in enumerate(held):
            _log_slot(m, o, i, None, x)
    return o
