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
    from memlab.interp.builtins_names import dir_names
    try:
        return dir_names(m, o)
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
    if name is None:
        return ""
    return f". Did you mean: '{name}'?" if name.isascii() else f". Did you mean: '{name}' ({name!a})?"


_SET, _LIST = "Did you mean to use a 'set' object?", "Did you mean to use a 'list' object?"
_INT = "Did you mean to use an 'int' object? Bitwise operators are not supported by 'float'."
_HINTS = {
    "push": {"list": ".append"}, "concat": {"list": ".extend"}, "addAll": {"list": ".extend"}, "contains": {"list": "Use 'x in list'."},
    "add": {"list": _SET, "frozenset": _SET}, "toUpperCase": {"str": ".upper"}, "toLowerCase": {"str": ".lower"},
    "trimStart": {"str": ".lstrip"}, "trimEnd": {"str": ".rstrip"}, "keySet": {"dict": ".keys"}, "entrySet": {"dict": ".items"},
    "entries": {"dict": ".items"}, "putAll": {"dict": ".update"}, "put": {"dict": "Use d[k] = v."}, "append": {"tuple": _LIST},
    "extend": {"tuple": _LIST}, "insert": {"tuple": _LIST}, "remove": {"tuple": _LIST, "frozenset": _SET},
    "discard": {"frozenset": _SET}, "update": {"frozenset": _SET}, "__or__": {"float": _INT}, "__and__": {"float": _INT},
    "__xor__": {"float": _INT}, "__lshift__": {"float": _INT}, "__rshift__": {"float": _INT},
}
"""Names from other languages or of other types: missing attribute -> type -> the method meant (with a dot) or a whole sentence."""


def _hint(m: Any, obj: Obj, name: str) -> str | None:
    for kind, text in _HINTS.get(name, {}).items():
        if m.issubtype(obj.type, m.heap.types[kind]):
            return f"Did you mean '{text}'?" if text.startswith(".") else text
    return None


def _is_self(e: Exc, obj: Obj) -> bool:
    """Whether the frame that raised has ``obj`` as its ``self``: then private names are suggested too."""
    from memlab.interp import traceback_text as text
    tb: Any = e.tb
    if tb is None:
        return False
    while tb.next is not None:
        tb = tb.next
    return text.frame_local(tb.frame.frame, "self") is obj


def _for_attribute(m: Any, e: Exc) -> str:
    profile = m.heap.profile
    name, obj = _text(field(e, "name")), field(e, "obj")
    if name is None or obj is None:
        return ""
    if profile.cross_language_hints:
        hint = _hint(m, obj, name)
        if hint is not None:
            return ". " + hint
    names = _dir(m, obj)
    if names is None:
        return ""
    if profile.suggestions_hide_private and not name.startswith("_") and not _is_self(e, obj):
        names = [n for n in names if not n.startswith("_")]
    found = closest(names, name)
    if found is None or not profile.suggests_dotted:
        return _mean(found)
    if found.isascii():
        return f". Did you mean '.{found}' instead of '.{name}'?"
    return f". Did you mean '.{found}' ({found!a}) instead of '.{name}' ({name!a})?"


def _for_import(m: Any, e: Exc) -> str:
    if not m.heap.profile.import_error_name_from:
        return ""
    wanted, module = _text(field(e, "name_from")), _text(field(e, "name"))
    if m.heap.profile.suggest_module and module is not None and m.issubtype(e.type, m.heap.types["ModuleNotFoundError"]):
        import sys
        return _mean(closest(sorted(n for n in sys.stdlib_module_names if not n.startswith("_")), module))
    if wanted is None or module is None:
        return ""
    found = m.modules.get(module)
    names = _dir(m, found) if isinstance(found, Module) else None
    if names is None:
        return ""
    if m.heap.profile.suggestions_hide_private and not wanted.startswith("_"):
        names = [n for n in names if not n.startswith("_")]
    return _mean(closest(sorted(names), wanted))


def _for_name(m: Any, e: Exc) -> str:
    from memlab.interp import traceback_text as text
    profile = m.heap.profile
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
        found = closest(local + globals_ + builtins_, name)
    else:
        found = closest(local, name) or closest(globals_, name) or closest(builtins_, name)
    answer = _mean(found)
    if profile.suggest_import:
        import sys
        if name in sys.stdlib_module_names:
            answer += (f" Or did you forget to import '{name}'?" if answer else f". Did you forget to import '{name}'?")
    return answer
