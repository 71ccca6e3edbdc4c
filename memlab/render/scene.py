"""Scene: what a picture of memory shows, as plain data. Drawing it is another matter.

A scene has *frames* (the names, grouped by who owns them) and *cards* (one per object shown). Both have *rows*; a row
either says a value in place (small atoms), or refers to a card (then there is an edge), or says in words what is not
shown. Decided here: what is a card, what is said in place, what is hidden as machinery, where a long container is cut
and how many cards there may be. Everything left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from memlab.model import graph
from memlab.model.events import Slot
from memlab.model.snapshot import FrameState, ObjectState, Snapshot

ATOMS = frozenset(
    {"int", "float", "complex", "bool", "str", "bytes", "NoneType", "ellipsis", "NotImplementedType"}
)
_CLASSLIKE = frozenset({"type", "ABCMeta", "EnumType", "EnumMeta"})
_PLUMBING = frozenset(
    {
        "code", "frame", "traceback", "module", "getset_descriptor", "member_descriptor", "method_descriptor",
        "wrapper_descriptor", "classmethod_descriptor", "builtin_function_or_method", "mappingproxy",
    }
)  # fmt: skip
_FUNCTION_ROWS = frozenset({"__defaults__", "__kwdefaults__", "__closure__", "__dict__"})
_OF_SEQUENCE = frozenset({"list", "tuple", "deque"})
_EMPTY = _OF_SEQUENCE | {"dict", "set", "frozenset", "defaultdict", "OrderedDict", "Counter"}
_MACHINE_SLOTS = frozenset({"type", "gi_code", "gi_name", "gi_qualname", "tb_frame", "function"})


@dataclass(frozen=True, slots=True)
class Options:
    """What to show. `inline`: longest atom said in place (0: every atom is a card)."""

    cards: int = 60
    rows: int = 8
    inline: int = 24
    machinery: bool = False
    sizes: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a frame or card. Exactly one of `text` and `target` is given; `kind` says how to read it.

    "value": `text` is the value; "ref": a strong reference to the card `target`; "weak": a weak one; "away": a
    reference to something not shown, named by `text`; "more": `text` says how many rows are left out; "note": a remark.
    """

    label: str
    text: str = ""
    target: int = 0
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class FrameBox:
    id: int
    title: str
    kind: str
    rows: tuple[Row, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One object. `marks` may hold "cycle" and "garbage"."""

    serial: int
    head: str
    count: str
    rows: tuple[Row, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn reference: from row `row` of `source` ("f0": frame 0, "o3": card of object 3) to the card `target`."""

    source: str
    row: int
    target: int
    kind: str
    """"name", "heap" or "weak"."""
    label: str


@dataclass(frozen=True, slots=True)
class Scene:
    title: str
    frames: tuple[FrameBox, ...]
    cards: tuple[Card, ...]
    edges: tuple[Edge, ...]
    cycles: tuple[tuple[int, ...], ...] = ()
    notes: tuple[str, ...] = ()
    total: int = 0
    """How many objects there are that could have a card."""
    extra: dict[str, Any] = field(default_factory=dict, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Returns the scene as JSON-able data, for the widgets and for goldens."""
        return asdict(self)


def scene(snapshot: Snapshot, options: Options | None = None, title: str | None = None) -> Scene:
    """Decides what a picture of a snapshot shows."""
    return _Director(snapshot, options or Options()).scene(title)


def title_of(snapshot: Snapshot) -> str:
    return "Memory at the end" if snapshot.step_is_last else f"Memory before line {snapshot.line}"


class _Director:
    """Makes one scene."""

    def __init__(self, snapshot: Snapshot, options: Options) -> None:
        self.snapshot = snapshot
        self.options = options
        self._rows: dict[int, list[tuple[Slot | None, str, int, str]]] = {}

    def scene(self, title: str | None) -> Scene:
        snapshot = self.snapshot
        frames = [f for f in snapshot.frames if f.kind != "suspended" or f.names]
        named = [x for f in frames for name, x in f.names.items() if self._shows_name(name, x)]
        roots = [x for x in named if self._is_card(x)]
        reachable = graph.reachable(roots, self._all_targets)
        garbage = [x for x in snapshot.garbage if x not in reachable and self._is_card(x)]
        eligible = dict.fromkeys([*reachable, *garbage])
        chosen = self._choose(roots, garbage)
        cards = [self._card(x, chosen) for x in chosen]
        cycles = snapshot.cycles(chosen)
        in_cycle = {x for c in cycles for x in c}
        is_garbage = set(garbage)
        marked = [
            replace(c, marks=("cycle",) * (c.serial in in_cycle) + ("garbage",) * (c.serial in is_garbage))
            for c in cards
        ]
        boxes = [self._frame(f, chosen) for f in frames]
        edges = [e for b in boxes for e in _edges(f"f{b.id}", "name", b.rows)]
        edges += [e for c in cards for e in _edges(f"o{c.serial}", "heap", c.rows)]
        return Scene(
            title or title_of(snapshot),
            tuple(boxes),
            tuple(marked),
            tuple(edges),
            tuple(tuple(c) for c in cycles),
            tuple(self._notes(cycles, [x for x in garbage if x in chosen], len(garbage), len(chosen), len(eligible))),
            len(eligible),
        )

    # ------------------------------------------------------------ what is a card

    def _is_inline(self, o: ObjectState) -> bool:
        """Atoms that are short enough are said in place, and so are classes and functions that hold nothing to see."""
        if o.type_name in ATOMS:
            return 0 < len(o.value) <= self.options.inline or o.type_name in ("NoneType", "bool")
        if self._is_plain(o):
            return True
        return o.serial < 0 and not self.options.machinery

    def _is_plain(self, o: ObjectState) -> bool:
        if o.type_name in _PLUMBING:
            return not self.options.machinery
        if o.type_name == "function" or o.type_name in _CLASSLIKE or o.serial in self.snapshot.history.type_names:
            return not any(kind == "ref" and t and not self._is_inline(self.snapshot.state(t))
                           for _, _, t, kind in self._slots(o.serial))  # fmt: skip
        return False

    def _is_card(self, serial: int) -> bool:
        return not self._is_inline(self.snapshot.state(serial))

    def _shows_name(self, name: str, serial: int) -> bool:
        """Dunder names and what an import or a builtin brought in are machinery."""
        if self.options.machinery:
            return True
        o = self.snapshot.state(serial)
        if name.startswith("__") and name.endswith("__"):
            return False
        return (o.serial > 0 and o.type_name != "module") or o.type_name in ATOMS

    def _slots(self, serial: int) -> list[tuple[Slot | None, str, int, str]]:
        """Returns (slot, label, target, kind) of what a card of the object could show, nothing cut."""
        known = self._rows.get(serial)
        if known is None:
            self._rows[serial] = []  # ends a class that is its own metaclass
            known = self._rows[serial] = list(self._find_slots(serial))
        return known

    def _find_slots(self, serial: int) -> Iterator[tuple[Slot | None, str, int, str]]:
        o = self.snapshot.state(serial)
        if o.type_name in ATOMS:
            return
        body = o.body
        for i, target in enumerate(body.items):
            if target:
                yield i, f"[{i}]", target, "ref"
        classlike = o.type_name in _CLASSLIKE or serial in self.snapshot.history.type_names
        for slot, target in body.named.items():
            if self.options.machinery or isinstance(slot, int):
                yield slot, o.slot_text(slot), target, "ref"
            elif isinstance(slot, str):
                if not classlike or (not slot.startswith("__") and self._is_data(target)):
                    yield slot, slot, target, "ref"
            elif len(slot) == 2 and isinstance(slot[1], int):
                key = self.snapshot.state(slot[1])
                if slot[0] == "k":
                    said = key.value if self._is_inline(key) and key.value else key.name
                    yield slot, f"{said}:", target, "ref"
                elif slot[0] == "member":
                    yield slot, "member", target, "ref"
                elif not self._is_inline(key):
                    yield slot, "key", target, "ref"
            elif not classlike and slot[0] not in _MACHINE_SLOTS:
                if o.type_name != "function" or slot[0] in _FUNCTION_ROWS:
                    yield slot, o.slot_text(slot), target, "ref"
        if classlike and not self.options.machinery:
            yield from self._class_data(body.named.get(("__dict__",), 0))
        if o.weak_referent:
            yield None, "refers weakly to", o.weak_referent, "weak"

    def _class_data(self, namespace: int) -> Iterator[tuple[Slot | None, str, int, str]]:
        """The data attributes in a class's namespace: what all its instances share."""
        for slot, target in self.snapshot.state(namespace).body.named.items():
            if isinstance(slot, tuple) and slot[0] == "k":
                name = self.snapshot.state(slot[1]).value[1:-1]
                if not name.startswith("__") and self._is_data(target):
                    yield slot, name, target, "ref"

    def _is_data(self, serial: int) -> bool:
        name = self.snapshot.state(serial).type_name
        return name not in _PLUMBING and name not in ("function", "property", "classmethod", "staticmethod")

    def _all_targets(self, serial: int) -> Iterable[int]:
        return [t for _, _, t, kind in self._slots(serial) if kind == "ref" and self._is_card(t)]

    def _choose(self, roots: list[int], garbage: list[int]) -> dict[int, None]:
        """Chooses the cards breadth first, so that what is near a name is shown, keeping room for some garbage."""
        limit = self.options.cards
        kept_back = min(len(garbage), limit // 3)
        chosen: dict[int, None] = {}
        for starts, room in ((roots, limit - kept_back), (garbage, limit)):
            queue = dict.fromkeys(starts)
            while queue and len(chosen) < room:
                serial = next(iter(queue))
                del queue[serial]
                if serial in chosen:
                    continue
                chosen[serial] = None
                for _, _, target, kind in self._cut(self._slots(serial))[0]:
                    if kind == "ref" and target not in chosen and self._is_card(target):
                        queue[target] = None
        return chosen

    def _cut(self, slots: list[Any]) -> tuple[list[Any], int]:
        """Returns the slots to show (the first ones and the last) and how many are left out between them."""
        n = self.options.rows
        if len(slots) <= n:
            return slots, 0
        return [*slots[: n - 2], slots[-1]], len(slots) - n + 1

    # ------------------------------------------------------------ rows

    def _row(self, label: str, target: int, kind: str, chosen: dict[int, None]) -> Row:
        if target in chosen:
            return Row(label, target=target, kind=kind)
        o = self.snapshot.state(target)
        if kind == "weak" or not self._is_inline(o):
            return Row(label, text=o.name, kind="away")
        if o.type_name in ATOMS:
            return Row(label, text=o.value or o.name)
        return Row(label, text=_inline_name(o, self.snapshot))

    def _card(self, serial: int, chosen: dict[int, None]) -> Card:
        o = self.snapshot.state(serial)
        slots = self._slots(serial)
        shown, left_out = self._cut(slots)
        rows = [self._row(label, target, kind, chosen) for _, label, target, kind in shown]
        if left_out:
            rows.insert(len(rows) - 1, Row("", text=f"… {left_out:,} more", kind="more"))
        if not rows:
            if o.value:
                rows = [Row("", text=o.value)]
            elif o.type_name in _EMPTY:
                rows = [Row("", text="empty", kind="note")]
        if self.options.sizes:
            rows.append(Row("size", text=f"{o.size:,} bytes", kind="note"))
        return Card(serial, head_of(o, self.snapshot), o.count_text, tuple(rows))

    def _frame(self, f: FrameState, chosen: dict[int, None]) -> FrameBox:
        names = [(n, x) for n, x in f.names.items() if self._shows_name(n, x)]
        most = max(self.options.rows * 3, 1)
        rows = [self._row(name, x, "ref", chosen) for name, x in names[:most]]
        if len(names) > most:
            rows.append(Row("", text=f"… {len(names) - most:,} more", kind="more"))
        if not rows:
            rows = [Row("", text="no names", kind="note")]
        return FrameBox(f.id, f.title, f.kind, tuple(rows), f.line)

    # ------------------------------------------------------------ sentences

    def _notes(self, cycles: list[list[int]], garbage: list[int], all_garbage: int, shown: int, total: int
               ) -> Iterator[str]:  # fmt: skip
        name = {c: self.snapshot.state(c).name for cycle in cycles for c in cycle}
        for cycle in cycles[:4]:
            if len(cycle) == 1:
                yield f"↻ {name[cycle[0]]} refers to itself"
            else:
                yield f"↻ {listing([name[x] for x in cycle])} form a cycle"
        if len(cycles) > 4:
            yield f"↻ {len(cycles) - 4:,} more cycles"
        if garbage:
            names = listing([self.snapshot.state(x).name for x in garbage], all_garbage)
            verb = "is" if all_garbage == 1 else "are"
            yield f"{names} {verb} garbage: no name leads to {'it' if all_garbage == 1 else 'them'} any more"
        if shown < total:
            yield f"showing {shown:,} of {total:,} objects"


def head_of(o: ObjectState, snapshot: Snapshot) -> str:
    """Returns a card's title: "list #3"; a function's and a class's with its own name."""
    own = own_name(o, snapshot)
    return f"{own} · {o.name}" if own else o.name


def own_name(o: ObjectState, snapshot: Snapshot) -> str:
    """Returns the name that a function or class has for itself, or ""."""
    if o.serial in snapshot.history.type_names:
        return clean(snapshot.history.type_names[o.serial])
    if o.type_name == "function":
        said = snapshot.state(o.body.named.get(("__name__",), 0)).value
        return said[1:-1] + "()" if said else ""
    return ""


def _inline_name(o: ObjectState, snapshot: Snapshot) -> str:
    if o.type_name == "tuple" and not o.body.items:
        return "()"
    return head_of(o, snapshot) if o.serial > 0 else clean(o.name)


def _edges(source: str, kind: str, rows: tuple[Row, ...]) -> Iterator[Edge]:
    for i, row in enumerate(rows):
        if row.target:
            yield Edge(source, i, row.target, "weak" if row.kind == "weak" else kind, row.label)


def listing(names: list[str], total: int | None = None) -> str:
    """Joins names as a sentence does: "a, b and c"; from the fifth on they are only counted."""
    total = len(names) if total is None else total
    shown = names if total == len(names) <= 4 else names[:3]
    rest = [f"{total - len(shown):,} more"] if total > len(shown) else []
    parts = shown + rest
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def clean(text: str) -> str:
    """Makes text safe for one line: what cannot be printed is written as an escape."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
