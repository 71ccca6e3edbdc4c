"""The profiles' facts as a table, for people: what differs between the CPython versions, one row per fact."""

from __future__ import annotations

from memlab.heap.profiles import PROFILES, Profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FACTS", "rows", "table"]

_INLINE = {"no": "own dict", "separate": "in an array", "embedded": "in the object"}

FACTS: dict[str, Callable[[Profile], object]] = {
    "recorded from": lambda p: p.full_name,
    "small integers": lambda p: f"{p.small_int_min}..{p.small_int_max}",
    "count of an immortal object": lambda p: p.immortal_refcount or "-",
    "getrefcount of a local": lambda p: 1 if p.borrowed_locals else 2,
    "collector thresholds": lambda p: ",".join(map(str, p.gc_thresholds)),
    "a collection starts at": lambda p: {"eval_breaker": "eval breaker"}.get(p.gc_trigger, p.gc_trigger),
    "dicts of atoms are untracked": lambda p: _yes(p.gc_untracks_dicts),
    "attribute values live": lambda p: _INLINE[p.inline_values],
    "a dying instance lets go in": lambda p: {"alphabetical": "name order"}.get(p.attribute_death, "set order"),
    "locals die at return": lambda p: {"slots": "first to last"}.get(p.locals_death, "last to first"),
    "bytes of 0": lambda p: p.sizes["int"] + 4 * p.int_zero_digits,
    "bytes of ''": lambda p: p.sizes["str_ascii"] + 1,
    "bytes of ()": lambda p: p.sizes["tuple"] + p.gc_head,
    "bytes of []": lambda p: p.sizes["list"] + p.gc_head,
    "pool, arena": lambda p: f"{p.pool_size >> 10} KiB, {p.arena_size >> 10} KiB",
    "small request, at most": lambda p: f"{p.small_request_threshold} bytes",
}
"""A fact's name and how a profile states it."""


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def rows() -> list[list[str]]:
    """The table's cells as text, header first."""
    head = ["", *PROFILES]
    return [head] + [[name, *(str(fact(p)) for p in PROFILES.values())] for name, fact in FACTS.items()]


def table() -> str:
    """The table in columns, for a terminal."""
    cells = rows()
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in cells)
