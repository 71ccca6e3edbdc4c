"""Snapshot: memory at one moment, immutable to its readers and computed on demand.

Vocabulary: an object is named by type and birth serial ("list #3"); a *holder* is one strong reference to an object,
named in words ("global x", "list #3 item 0"). Invariant: a mortal object has as many holders as its count says. What
the named holders leave over are temporaries on the value stack of the expression that is running.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from memlab.model import graph
from memlab.model.events import Slot
from memlab.model.history import FRAME, Body, History
from memlab.model.kinds import IMMORTAL

TEMPORARY = "value stack (temporary)"
_ROOTS = frozenset({"global", "local"})
OFF_STACK = frozenset({"suspended", "kept"})


@dataclass(frozen=True, slots=True)
class SlotState:
    """One strong reference inside an object: `label` in words ("item 0"), `slot` as the event named it."""

    label: str
    target: int
    slot: Slot


@dataclass(frozen=True, slots=True)
class Holder:
    """One strong reference to an object. `kind` is "global", "local", "suspended", "kept", "object" or "temporary"."""

    text: str
    kind: str
    owner: int = 0
    """The serial of the object that holds, or the number of the frame, or 0."""
    slot: Slot | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class FrameState:
    """A frame: the module's globals (0), a running call, or a suspended generator's."""

    id: int
    function: str
    line: int | None
    names: Mapping[str, int]
    kind: str
    """"global", "local", "suspended" (a generator's) or "kept" (ended, but held by a traceback)."""

    @property
    def title(self) -> str:
        if self.kind == "global":
            return "globals"
        said = {"suspended": " (suspended)", "kept": " (ended, still held)"}.get(self.kind, "")
        return f"{self.function}(){said}"


class ObjectState:
    """One object at one moment."""

    __slots__ = ("serial", "_history", "_t")

    def __init__(self, serial: int, history: History, t: int) -> None:
        self.serial = serial
        self._history = history
        self._t = t

    @property
    def type_name(self) -> str:
        if self.serial in self._history.reclassed:
            cls = self.body.named.get(("type",), 0)
            if cls in self._history.type_names:
                return self._history.type_names[cls]
        return self._history.type_name(self.serial)

    @property
    def name(self) -> str:
        """Type and birth serial: "list #3"; machinery, whose numbers say nothing, by type and name."""
        if self.serial > 0:
            return f"{self.type_name} #{self.serial}"
        value = self.value
        return f"{self.type_name} {value}" if value else f"{self.type_name} of the interpreter"

    @property
    def address(self) -> int:
        born = self._history.birth_event(self.serial)
        return 0 if born is None else born[3]

    @property
    def size(self) -> int:
        """What sys.getsizeof reports."""
        return self._history.size(self.serial, self._t)

    @property
    def refcount(self) -> int:
        return self._history.count(self.serial, self._t)

    @property
    def is_immortal(self) -> bool:
        return self.refcount >= IMMORTAL

    @property
    def count_text(self) -> str:
        return "immortal" if self.is_immortal else str(self.refcount)

    @property
    def value(self) -> str:
        """The value of an atom, or the name of a class, as text; else ""."""
        return self._history.value(self.serial)

    @property
    def generation(self) -> int | None:
        """The generation in which the collector tracks it, or None."""
        return self._history.generation(self.serial, self._t)

    @property
    def weak_referent(self) -> int:
        """What this weak reference refers to, or 0."""
        return self._history.weak_referent(self.serial, self._t)

    @property
    def weakrefs(self) -> list[int]:
        """The live weak references to it."""
        return self._history.weakrefs(self.serial, self._t)

    @property
    def body(self) -> Body:
        """Items and named slots, raw and shared: read only."""
        return self._history.body(self.serial, self._t)

    @property
    def targets(self) -> list[int]:
        """Everything it refers to strongly, once per reference, empty places left out."""
        body = self.body
        return [x for x in body.items if x] + list(body.named.values())

    @property
    def slots(self) -> list[SlotState]:
        """Every strong reference it holds."""
        body = self.body
        out = [SlotState(f"item {i}", target, i) for i, target in enumerate(body.items) if target]
        out += [SlotState(self.slot_text(slot), target, slot) for slot, target in body.named.items()]
        return out

    def slot_text(self, slot: Slot) -> str:
        """Says a slot in words: "item 0", "attribute next", "value of 'a'"."""
        if isinstance(slot, int):
            return f"item {slot}"
        if isinstance(slot, str):
            return f"attribute {slot}"
        if slot == ("cell",):
            return "contents"
        if len(slot) == 2 and isinstance(slot[1], int):
            word, key = slot
            if word == "member":
                return "member"
            said = self._history.value(key) or f"{self._history.type_name(key)} #{key}"
            return f"value of {said}" if word == "k" else f"{word} {said}"
        return " ".join(str(part) for part in slot)

    def __repr__(self) -> str:
        return f"<{self.name} count {self.count_text}>"


class Objects(Mapping[int, ObjectState]):
    """The live objects of a snapshot by serial; the interpreter's own are left out unless `machinery`."""

    def __init__(self, history: History, t: int, machinery: bool) -> None:
        self._history = history
        self._t = t
        self._machinery = machinery

    def __getitem__(self, serial: int) -> ObjectState:
        if not self._history.is_alive(serial, self._t):
            raise KeyError(serial)
        return ObjectState(serial, self._history, self._t)

    def __iter__(self) -> Iterator[int]:
        for serial in self._history.live(self._t):
            if self._machinery or serial > 0:
                yield serial

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Snapshot:
    """Memory after `t` events of a history; `step` is the number of the step it belongs to, or None."""

    def __init__(self, history: History, t: int, step: int | None = None, step_is_last: bool = False) -> None:
        self.history = history
        self.t = t
        self.step = step
        self.step_is_last = step_is_last

    # ------------------------------------------------------------ objects and frames

    @property
    def objects(self) -> Objects:
        """The learner's live objects, by serial."""
        return Objects(self.history, self.t, machinery=False)

    @property
    def all_objects(self) -> Objects:
        """All live objects whose birth was recorded, the interpreter's own too."""
        return Objects(self.history, self.t, machinery=True)

    def object(self, serial: int) -> ObjectState:
        """Returns an object's state; raises KeyError when there is no such live object."""
        return self.all_objects[serial]

    def state(self, serial: int) -> ObjectState:
        """Returns an object's state, also of one whose birth was not recorded."""
        return ObjectState(serial, self.history, self.t)

    @cached_property
    def globals(self) -> Mapping[str, int]:
        """The bound names of the module, name -> serial."""
        return dict(self.history.names(0, self.t))

    @cached_property
    def frames(self) -> list[FrameState]:
        """The module's globals, then the running calls from the outermost in, then suspended generators' frames."""
        out = [FrameState(0, "<module>", self.history.line(0, self.t), self.globals, "global")]
        out += [self._frame(frame_id, "local") for frame_id in self.history.stack(self.t) if frame_id]
        for frame_id in self.history.suspended(self.t):
            keeper = self.history.type_name(self.history.keeper(frame_id, self.t))
            out.append(self._frame(frame_id, "kept" if keeper == "frame" else "suspended"))
        return out

    def _frame(self, frame_id: int, kind: str) -> FrameState:
        track = self.history.frames[frame_id]
        names = dict(self.history.names(frame_id, self.t))
        return FrameState(frame_id, track.function, self.history.line(frame_id, self.t), names, kind)

    def find(self, name: str) -> int:
        """Returns the serial that a name refers to, innermost frame first; raises KeyError."""
        for frame in reversed(self.frames):
            if name in frame.names:
                return frame.names[name]
        raise KeyError(name)

    @property
    def line(self) -> int | None:
        """The line about to run (or last run) in the innermost frame."""
        running = self.history.stack(self.t)
        return self.history.line(running[-1] if running else 0, self.t)

    def targets(self, serial: int) -> list[int]:
        """What an object refers to strongly: the successor function of the object graph."""
        body = self.history.body(serial, self.t)
        out = [x for x in body.items if x] + list(body.named.values())
        if serial in self.history.kept_by:
            for frame in self.off_stack:
                if self.history.keeper(frame.id, self.t) == serial:
                    out += frame.names.values()
        return out

    @cached_property
    def off_stack(self) -> list[FrameState]:
        """The frames that are not running but keep their names, because an object keeps them."""
        return [f for f in self.frames if f.kind in OFF_STACK]

    # ------------------------------------------------------------ holders

    def holders(self, serial: int) -> list[Holder]:
        """Names every strong reference to an object: as many rows as the count says, for a mortal object."""
        rows = list(self._named_holders(serial))
        state = self.state(serial)
        if not state.is_immortal:
            rows += [Holder(TEMPORARY, "temporary")] * (state.refcount - len(rows))
        return rows

    def _named_holders(self, serial: int) -> Iterator[Holder]:
        owners = self.history.referrers(serial)
        framed = {owner - FRAME for owner in owners if owner >= FRAME}
        for frame in self.frames:
            if frame.id in framed:
                for name, target in frame.names.items():
                    if target == serial:
                        yield Holder(_name_text(name, frame), frame.kind, frame.id, name)
        for owner in sorted((o for o in owners if o < FRAME), key=lambda o: (o < 0, abs(o))):
            if self.history.is_alive(owner, self.t):
                state = self.state(owner)
                for slot in _slots_to(state.body, serial):
                    yield Holder(f"{state.name} {state.slot_text(slot)}", "object", owner, slot)

    def holders_sum(self, serial: int) -> str:
        """Says whether the holders add up to the count: "1 holder = count 1 ✓"."""
        state = self.state(serial)
        if state.is_immortal:
            return "immortal: its count is not kept"
        n, count = len(self.holders(serial)), state.refcount
        holders = f"{n} holder" + ("" if n == 1 else "s")
        return f"{holders} = count {count} ✓" if n == count else f"{holders}, but count {count}: memlab lost track"

    def why(self, serial: int) -> list[Holder] | None:
        """Returns the shortest chain of references from a name, or from a temporary, to the object; None for garbage.

        The first holder is the root; each further one is the reference inside the object before; the last refers to
        the object asked for.
        """
        via: dict[int, Holder] = {}

        def before(target: int) -> Iterable[int]:
            for holder in self._named_holders(target):
                if holder.kind in _ROOTS:
                    continue
                owner = self.history.keeper(holder.owner, self.t) if holder.kind in OFF_STACK else holder.owner
                if owner not in via and owner != serial:
                    via[owner] = holder
                    yield owner

        def root(target: int) -> Holder | None:
            holders = [h for h in self._named_holders(target) if h.kind in _ROOTS]
            return holders[0] if holders else None

        path = graph.shortest_path([serial], lambda s: root(s) is not None, before)
        if path is None:  # no name leads here: perhaps a temporary of the running expression does
            via.clear()
            path = graph.shortest_path([serial], lambda s: self._temporaries(s) > 0, before)
            if path is None:
                return None
            return [Holder(TEMPORARY, "temporary"), *(via[s] for s in reversed(path[1:]))]
        first = root(path[-1])
        assert first is not None
        return [first, *(via[s] for s in reversed(path[1:]))]

    def _temporaries(self, serial: int) -> int:
        state = self.state(serial)
        return 0 if state.is_immortal else state.refcount - sum(1 for _ in self._named_holders(serial))

    # ------------------------------------------------------------ the whole graph

    @cached_property
    def reachable(self) -> dict[int, None]:
        """Every object that a name, the interpreter itself or a temporary leads to, breadth first."""
        targets = {serial: self.targets(serial) for serial in self.objects}
        inner = dict.fromkeys(targets, 0)  # subtract_refs: references from among the candidates
        for out in targets.values():
            for target in out:
                if target in inner:
                    inner[target] += 1
        running = [frame for frame in self.frames if frame.kind in _ROOTS]
        for frame in running:
            for target in frame.names.values():
                inner[target] = inner.get(target, 0) - IMMORTAL
        count, t = self.history.count, self.t
        named = [target for frame in running for target in frame.names.values()]
        held = [s for s in targets if count(s, t) > inner[s] >= 0]
        return graph.reachable([*named, *held], lambda s: targets.get(s) or self.targets(s))

    @cached_property
    def garbage(self) -> list[int]:
        """The live objects that nothing outside themselves holds, oldest first: the collector's work."""
        reachable = self.reachable
        return [serial for serial in self.objects if serial not in reachable]

    def cycles(self, serials: Iterable[int]) -> list[list[int]]:
        """Returns the cycles among some objects, each in the order of births."""
        among = dict.fromkeys(serials)

        def successors(serial: int) -> list[int]:
            return [x for x in self.targets(serial) if x in among]

        return sorted(sorted(c) for c in graph.cycles(among, successors))


def _slots_to(body: Body, serial: int) -> Iterator[Slot]:
    for i, target in enumerate(body.items):
        if target == serial:
            yield i
    for slot, target in body.named.items():
        if target == serial:
            yield slot


def _name_text(name: str, frame: FrameState) -> str:
    if frame.kind == "global":
        return f"global {name}"
    return f"local {name} of {frame.title}"
