"""What the simulated heap really is at each line of a recorded program, and how the recording's snapshots differ from it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from memlab.heap import invariants
from memlab.heap.objects import IMMORTAL, Dict, FrameObj, Generator, Native, Set
from memlab.heap.profiles import PROFILES
from memlab.interp.limits import Limits
from memlab.interp.session import Session
from memlab.model import kinds as k
from memlab.model.recording import Recording
from memlab.model.snapshot import TEMPORARY, Snapshot


class Watched(list[Any]):
    """The list of raw events; tells `watcher` each time a line has been reached."""

    watcher: Any = None

    def __init__(self, events: Any = ()) -> None:
        super().__init__(events)
        self.ended: set[int] = set()  # frames that are off the stack, though perhaps not yet cleared

    def append(self, event: Any) -> None:
        list.append(self, event)
        if event[0] == k.LINE and len(event) == 3:
            self.watcher()
        elif event[0] == k.FRAME_POPPED:
            self.ended.add(event[1])
        elif event[0] == k.FRAME_PUSHED:
            self.ended.discard(event[1])


class Object:
    """One living object as the heap has it."""

    __slots__ = ("type_name", "rc", "size", "generation", "slots", "weak", "running")

    def __init__(self, h: Any, o: Any) -> None:
        self.type_name = o.type.name
        self.rc = min(o.rc, IMMORTAL)
        self.generation = h.gc.generation_of(o) if o.gc is not None else None
        if h.gc.collecting and self.generation == 3:
            self.generation = -1  # among what is being collected
        self.slots = Counter(slots_of(o))
        self.size = h.sizeof(o)
        self.running = getattr(o, "state", "") == "running"
        self.weak = o.referent.serial if getattr(o, "referent", None) is not None else 0


class Moment:
    """Memory at one moment: objects by serial, and the references of the running frames and of the globals."""

    __slots__ = ("at", "objects", "names", "stack", "in_flight", "ours")

    def __init__(self, session: Session, at: int) -> None:
        h, m = session.heap, session.machine
        self.at = at
        self.in_flight = bool(m.exc_chain)
        kept = [s for s in h.interned.values() if s.rc >= IMMORTAL]
        f = m.frame
        while f is not None:  # a running frame's code, which the caller holds
            kept.append(f.code)
            f = f.back
        living = [o for o in invariants.live_objects(h, m, [*kept, *h.small_bytes.values()])
                  if o.serial > 0 and o.rc > 0]  # a frame being cleared still lists what it has let go of
        # strings that the interpreter made of names in the program: their counts tell of the interpreter, not of the program
        self.ours = {o.serial for o in h.kept}
        self.objects = {o.serial: Object(h, o) for o in living}
        self.names: dict[int, dict[str, int]] = {0: {}}
        self.stack: list[int] = []
        for name, e in m.main_globals.d.items():
            if not (name.startswith("__") and e[1].serial < 0):
                self.names[0][name] = e[1].serial
        f = m.frame
        while f is not None:
            if f.id and f.id not in session.log.ended:  # type: ignore[union-attr]
                self.stack.append(f.id)
                unit = f.code.unit
                self.names[f.id] = {unit.locals[i]: o.serial for i, o in enumerate(f.locals) if o is not None}
            f = f.back
        self.stack.reverse()
        for o in living:
            f = o.frame if isinstance(o, (Generator, FrameObj)) else None
            if f is not None and f.owner is o and f.id:
                self.names[f.id] = {f.code.unit.locals[i]: x.serial for i, x in enumerate(f.locals) if x is not None}
        self.names = {f: names for f, names in self.names.items() if names or f in self.stack or not f}


UNNAMED = ("gi_frame", "f_locals", "registered with atexit")
"""References the interpreter keeps to frame objects and exit functions: a recording counts them as temporary, without a name."""


def slots_of(o: Any) -> list[Any]:
    """The references an object owns as (slot, serial); of slots named by text only the text."""
    out: list[Any] = []
    refs: Any = o.refs()
    if isinstance(o, (Generator, FrameObj)):  # what their frame holds is compared as the names of that frame
        refs = [(label, t) for label, t in refs if isinstance(label, str) or label[0] == "function"]
    for label, t in refs:
        if isinstance(label, tuple) and label[0] == "shared key" and t.serial < 0:
            continue
        if label == "type" and t.serial < 0:
            continue
        if isinstance(o, Native) and isinstance(label, str) and label.startswith("item ") and o.type.name == "collections.deque":
            label = int(label[5:])
        if isinstance(o, (Dict, Set)) and isinstance(label, tuple):
            out.append(((label[0], label[1].serial), t.serial))
        elif isinstance(label, tuple) and len(label) == 1:
            out.append((label[0], t.serial))
        elif isinstance(label, tuple) and len(label) == 2 and hasattr(label[1], "serial"):
            out.append(((label[0], label[1].serial), t.serial))
        else:
            out.append((label if isinstance(label, (int, tuple)) else str(label), t.serial))
    return out


def recorded_slots(state: Any) -> list[Any]:
    body = state.body
    out: list[Any] = [(i, t) for i, t in enumerate(body.items) if t]
    for slot, t in body.named.items():
        out.append((slot[0] if isinstance(slot, tuple) and len(slot) == 1 else slot, t))
    return out


class Truth:
    """Runs programs with a recording session and keeps a `Moment` of the heap for every line reached."""

    def __init__(self, version: str, at_most: int = 400) -> None:
        self.session = s = Session(PROFILES[version], record=True, limits=Limits())
        self.log = Watched(s.log or [])
        self.log.watcher = self._look
        s.log = self.log
        s.machine.event_list = self.log
        s.heap.log = self.log.append
        s.heap.pm.log = self.log.append
        s.machine.heap.gc.log = self.log.append  # type: ignore[attr-defined]
        self.moments: list[Moment] = []
        self.at_most = at_most
        self.skip = 0

    def _look(self) -> None:
        if len(self.moments) < self.at_most:
            self.moments.append(Moment(self.session, len(self.log)))

    def run(self, source: str) -> Recording:
        """Runs one cell; returns its recording, to which the moments then refer."""
        start = len(self.log)
        announce = self.session.announce
        before = 0

        def noting(at: int) -> None:
            nonlocal before
            before = len(self.log)
            self.moments.append(Moment(self.session, before))
            announce(at)
        self.session.announce = noting  # type: ignore[method-assign, assignment]
        self.outcome = self.session.run(source, "<program>")
        moved = len(self.log) - before
        for moment in self.moments:
            if moment.at >= start:
                moment.at += moved
        return Recording(self.log, profile=self.session.machine.profile.name)


def differences(recording: Recording, moment: Moment) -> list[str]:
    """Says in what a recording's snapshot and the heap at that moment differ; empty when they agree."""
    snapshot = Snapshot(recording.history, moment.at)
    out: list[str] = []
    told = set(snapshot.objects)
    real = set(moment.objects)
    history = recording.history
    for serial in sorted(real - told):
        out.append(f"{moment.objects[serial].type_name} #{serial} lives but is not in the snapshot")
    for serial in sorted(told - real):
        if history.count(serial, moment.at) == 0 or moment.in_flight:
            continue  # it is being freed, or part of an exception that is on its way
        out.append(f"{history.type_name(serial)} #{serial} is in the snapshot but does not live")
    for serial in sorted(told & real - moment.ours):
        o, state = moment.objects[serial], snapshot.state(serial)
        who = f"{o.type_name} #{serial} {state.value}"
        if state.type_name != o.type_name:
            out.append(f"{who} is said to be {state.type_name}")
        if min(state.refcount, IMMORTAL) != o.rc:
            out.append(f"{who} has count {o.rc}, the snapshot says {state.refcount}")
        if state.generation != o.generation and o.generation != -1:
            out.append(f"{who} is in generation {o.generation}, the snapshot says {state.generation}")
        if state.size != o.size:
            out.append(f"{who} has {o.size} bytes, the snapshot says {state.size}")
        if state.weak_referent != o.weak:
            out.append(f"{who} refers weakly to {o.weak}, the snapshot says {state.weak_referent}")
        slots = Counter(recorded_slots(state))
        slots = Counter({slot: n for slot, n in slots.items() if slot[0] != "type" or slot[1] > 0})
        if o.type_name == "generator" and o.running:
            slots = Counter({slot: n for slot, n in slots.items() if slot[0] != "function"})
        for slot, n in (o.slots - slots).items():
            if slot[0] in UNNAMED:
                continue
            out.append(f"{who} holds {slot} {n}x, the snapshot does not say so")
        for slot, n in (slots - o.slots).items():
            out.append(f"{who}: the snapshot says {slot} {n}x, which is not so")
    frames = {f.id: dict(f.names) for f in snapshot.frames if f.kind in ("global", "local")}
    if list(frames)[1:] != moment.stack:
        out.append(f"the frames are {moment.stack}, the snapshot says {list(frames)[1:]}")
    frames.update({f.id: dict(f.names) for f in snapshot.off_stack})
    for frame, names in moment.names.items():
        if frames.get(frame) != names:
            have = frames.get(frame, {})
            out.append(f"frame {frame}: names {sorted(names.items() - have.items())} missing, "
                       f"{sorted(have.items() - names.items())} too many")
    return out


def holder_differences(recording: Recording, session: Session, moment: Moment) -> list[str]:
    """At the end of a program: the rows that `Snapshot.holders` and the heap give for each mortal object."""
    snapshot = Snapshot(recording.history, moment.at)
    out = []
    rows: dict[int, Counter[str]] = {}
    for holder, label, o in invariants.all_edges(session.heap, session.machine):
        if o.serial > 0 and o.rc < IMMORTAL:
            rows.setdefault(o.serial, Counter())[invariants.describe(session.machine, holder, label)] += 1
    for serial, real in rows.items():
        if serial in moment.ours:
            continue
        told = Counter(h.text for h in snapshot.holders(serial))
        if sum(told.values()) != sum(real.values()):
            out.append(f"#{serial} {snapshot.state(serial).name}: {dict(real)}, the snapshot names {dict(told)}")
        elif told[TEMPORARY] > sum(n for text, n in real.items() if any(words in text for words in ("value stack", *UNNAMED))):
            out.append(f"#{serial} {snapshot.state(serial).name}: {dict(real - told)}, the snapshot names {dict(told - real)}")
    return out

