"""``Did you mean``: what CPython adds to an uncaught NameError, AttributeError or ImportError (Python/suggestions.c, Lib/traceback.py)."""

from __future__ import annotations

from memlab.heap.objects import Exc, Module, Str
from memlab.interp.exceptions import field
from memlab.interp.native import GuestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from memlab.heap.objects import Obj

_MAX_CANDIDATES = 750
_MAX_STRING = 40
_MOVE = 2
_CASE = 1


def _substitution(a: str, b: str) -> int:
    """substitution_cost: case differences are cheap."""
    if a == b:
        return 0
    return _CASE if a.isascii() and b.isascii() and a.lower() == b.lower() else _MOVE


def distance(a: str, b: str, limit: int) -> int:
    """levenshtein_distance (Python/suggestions.c): the edit distance, or ``limit + 1`` as soon as it must exceed ``limit``."""
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    end = 0
    while end < len(a) and end < len(b) and a[-1 - end] == b[-1 - end]:
        end += 1
    if end:
        a, b = a[:-end], b[:-end]
    if not a or not b:
        return (len(a) + len(b)) * _MOVE
    if len(a) > _MAX_STRING or len(b) > _MAX_STRING:
        return limit + 1
    if len(b) < len(a):
        a, b = b, a
    if (len(b) - len(a)) * _MOVE > limit:
        return limit + 1
    row = [(i + 1) * _MOVE for i in range(len(a))]
    result = 0
    for b_index, ch in enumerate(b):
        left = result = b_index * _MOVE
        smallest = 1 << 30
        for i, other in enumerate(a):
            substitute = left + _substitution(ch, other)
            left = row[i]
            result = min(min(result, left) + _MOVE, substitute)
            row[i] = result
            smallest = min(smallest, result)
        if smallest > limit:
            return limit + 1
    return result


def closest(candidates: Iterable[str], name: str) -> str | None:
    """calculate_suggestions: the first of the nearest candidates, None when none is near or there are too many."""
    names = list(candidates)
    if len(names) >= _MAX_CANDIDATES or len(name) > _MAX_STRING:
        return None
    best: str | None = None
    best_distance = 1 << 30
    for item in names:
        if item == name:
            continue
        limit = min((len(name) + len(item) + 3) * _MOVE // 6, best_distance - 1)
        d = distance(name, item, limit)
        if d <= limit and (best is None or d < best_distance):
            best, best_distance = item, d
    return best


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """_Py_CalculateSuggestions: the candidate that ``name`` was probably meant to be, or None."""
    return closest(candidates, name)


def _text(o: Obj | None) -> str | None:
    return o.val if isinstance(o, Str) else None


def _dir(m: Any, o: Obj) -> list[str] | None:
    """Names in ``dir(o)``; None when that fails."""
    from memlab.interp.builtins_module import dir_names
    try:
        return [s for s in dir_names(m, o) if s is not None]
    except GuestError as err:
        m.drop(err)
        return None


def suggestion(m: Any, e: Exc) -> str:
    """Return what is appended to the last line, such as ``. Did you mean: 'x'?``, or an empty string."""
    h = m.heap
    try:
        for kind, fn in (("NameError", _for_name), ("AttributeError", _for_attribute), ("ImportError", _for_import)):
            if m.issubtype(e.type, h.types[kind]):
                return fn(m, e)
    except GuestError as err:
        m.drop(err)
    return ""


def _mean(name: str | None) -> str:
    return f". Did you mean: '{name}'?" if name is not None else ""


def _for_attribute(m: Any, e: Exc) -> str:
    if m.heap.profile.suggestions_exact_type and e.type is not m.heap.types["AttributeError"]:
        return ""
    name, obj = _text(field(e, "name")), field(e, "obj")
    if name is None or obj is None:
        return ""
    names = _dir(m, obj)
    if names is None:
        return ""
    if m.heap.profile.suggestions_hide_private and not name.startswith("_"):
        names = [n for n in names if not n.startswith("_")]
    return _mean(closest(names, name))


def _for_import(m: Any, e: Exc) -> str:
    if not m.heap.profile.import_error_name_from:
        return ""
    wanted, module = _text(field(e, "name_from")), _text(field(e, "name"))
    if wanted is None or module is None:
        return ""
    found = m.modules.get(module) if isinstance(getattr(m, "modules", None), dict) else None
    if not isinstance(found, Module):
        return ""
    names = [k for k in found.ns.d if isinstance(k, str)]
    if m.heap.profile.suggestions_hide_private and not wanted.startswith("_"):
        names = [n for n in names if not n.startswith("_")]
    return _mean(closest(sorted(names), wanted))


def _for_name(m: Any, e: Exc) -> str:
    from memlab.interp import traceback_text as text
    h = m.heap
    profile = h.profile
    if profile.suggestions_exact_type and e.type is not h.types["NameError"]:
        return ""
    name = _text(field(e, "name"))
    if name is None or e.tb is None:
        return ""
    tb: Any = e.tb
    while tb.next is not None:
        tb = tb.next
    frame = tb.frame.frame
    local = text.frame_names(frame)
    globals_ = [k for k in frame.globals.d if isinstance(k, str)]
    from memlab.interp.builtins_module import names as builtin_names
    builtins_ = builtin_names(profile)
    if profile.suggest_self and "self" in local:
        owner = text.frame_local(frame, "self")
        if owner is not None:
            names = _dir(m, owner) or []
            if name in names:
                return _mean("self." + name)
    if profile.suggestions_one_pass:
        every = local + globals_ + builtins_
        if profile.suggestions_hide_private and not name.startswith("_"):
            every = [n for n in every if not n.startswith("_")]
        found = closest(every, name)
    else:
        found = closest(local, name) or closest(globals_, name) or closest(builtins_, name)
    answer = _mean(found)
    if profile.suggest_import and e.type is h.types["NameError"]:
        import sys
        if name in sys.stdlib_module_names:
            answer += (f" Or did you forget to import '{name}'?" if answer else f". Did you forget to import '{name}'?")
    return answer
