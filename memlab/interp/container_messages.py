"""What the container types say and allow, version by version.

Each entry maps the first version that says so to the text (or the policy: True or False); `text` returns what holds for
the machine's profile.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ORDER = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")

_ENTRIES: dict[str, dict[str, Any]] = {
    # policies
    "slices are hashable": {"3.10": False, "3.12": True},
    "map is strict": {"3.10": False, "3.14": True},
    "unhashable key names its use": {"3.10": False, "3.14": True},
    "reversed(list) drops the list at the end": {"3.10": True, "3.13": False},
    # messages
    "list.index": {"3.10": "{} is not in list", "3.14": "list.index(x): x not in list"},
    "range.index": {"3.10": "{} is not in range", "3.14": "range.index(x): x not in range"},
    "slice assignment": {"3.10": "can only assign an iterable", "3.13": "must assign iterable to extended slice"},
    "slice index": {"3.10": "slice indices must be integers or None or have an __index__ method",
                    "3.15": "slice indices must be integers or have an __index__ method"},
    "length hint": {"3.10": "__length_hint__ must be an integer, not {1}",
                    "3.15": "{0}.__length_hint__() must return an int, not {1}"},
    "enumerate()": {"3.10": "enumerate() missing required argument 'iterable' (pos 1)",
                    "3.11": "enumerate() missing required argument 'iterable'"},
    "update element": {"3.10": "cannot convert dictionary update sequence element #{} to a sequence",
                       "3.14": "object is not iterable"},
    "alias is not generic": {"3.10": "There are no type variables left in {}", "3.11": "{} is not a generic class"},
}

_tables: dict[str, dict[str, Any]] = {}


def text(m: Any, key: str) -> Any:
    """What the profile's version says under ``key``."""
    name = m.profile.name
    table = _tables.get(name)
    if table is None:
        upto = _ORDER[:_ORDER.index(name) + 1]
        table = _tables[name] = {}
        for entry, by_version in _ENTRIES.items():
            for version in upto:
                if version in by_version:
                    table[entry] = by_version[version]
    return table[key]
