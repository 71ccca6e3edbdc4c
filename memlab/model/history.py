"""History: an index over the raw events of a recording, from which the state of anything at any time is read.

Nothing is copied per step. One pass over the events notes, for each object and each frame, *which events concern it*
(positions in the log, in order). The state of one object at one time is then a bisection and, for its slots, a short
replay from the nearest checkpoint of that one object; checkpoints are made on demand and spaced so that they cost
no more than a few times the memory of the events between them.

A time ``t`` is a number of events: the state at ``t`` is the one after events ``0 .. t-1``.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from memlab.model import kinds as k
from memlab.model.events import Raw, Slot, value_text

SET_TYPES = frozenset({"set", "frozenset"})
_SPACING = 64
_TYPE = ("type",)
_NONE = array("q")


@dataclass(slots=True)
class Body:
    """What an object refers to at one time: numbered items, and slots by name (0: an empty place)."""

    items: list[int]
    named: dict[Slot, int]

    def copy(self) -> Body:
        return Body(self.items.copy(), self.named.copy())

    def __len__(self) -> int:
        return len(self.items) + len(self.named)


class _Log:
    """Positions of the events that change one body, and checkpoints of that body."""

    __slots__ = ("at", "marks")

    def __init__(self) -> None:
        self.at = array("q")
        self.marks: list[tuple[int, Body]] = []


class _Track:
    """What is known of one object: life span, birth event and positions of the events that concern it."""

    __slots__ = ("birth", "death", "counts", "body", "misc")

    def __init__(self, birth: int) -> None:
        self.birth = birth
        self.death = -1
        self.counts: array[int] | None = None
        self.body: _Log | None = None
        self.misc: list[int] | None = None  # TRACKED, UNTRACKED, PROMOTED, RESIZED, WEAK_SET, WEAKREF_CLEARED


class _FrameTrack:
    __slots__ = ("function", "back", "first_line", "lines", "names", "bound", "keeper", "keepers")

    def __init__(self, function: str, back: int, first_line: int) -> None:
        self.function = function
        self.back = back
        self.first_line = first_line
        self.lines = array("q")
        self.names: _Log | None = None
        self.bound = 0
        self.keeper = 0
        self.keepers: list[tuple[int, int]] = []  # (since, generator or frame object)


_StackNode = tuple[int, Any]  # (frame id, node below or None): stacks share their lower parts

_MISC = (k.TRACKED, k.UNTRACKED, k.PROMOTED, k.RESIZED)


class History:
    """The index; reads `events[start:stop]` once. Answers are about times, see the module's docstring."""

    def __init__(self, events: Sequence[Raw], stop: int | None = None) -> None:
        self.events = events
        self.stop = len(events) if stop is None else stop
        self.tracks: dict[int, _Track] = {}
        self.frames: dict[int, _FrameTrack] = {0: _FrameTrack("<module>", -1, 1)}
        self.type_names: dict[int, str] = {}
        self.lines = array("q")
        self.births = array("q")
        self.deaths = array("q")
        self.weakrefs_to: dict[int, list[int]] = {}
        self._born: list[int] = []  # serials, in the order of `births`
        self._stack_at = array("q")
        self._stacks: list[_StackNode | None] = []
        self._suspended: list[tuple[int, int, int]] = []  # (from, to, frame id): names bound while off the stack
        self.kept_by: dict[int, list[int]] = {}  # generator or frame object -> frames
        self.reclassed: set[int] = set()  # objects whose __class__ was assigned
        self._referrers: dict[int, list[int]] | None = None
        self._build()

    # ------------------------------------------------------------ building

    def _track(self, serial: int) -> _Track:
        track = self.tracks.get(serial)
        if track is None:
            track = self.tracks[serial] = _Track(-1)
        return track

    def _build(self) -> None:
        events, tracks, one_field = self.events, self.tracks, k.ONE_FIELD
        make_track, new_array = self._track, array
        stack: _StackNode | None = None
        pending: dict[int, int] = {}
        running: set[int] = set()
        for i in range(self.stop):
            e = events[i]
            kind = e[0]
            if len(e) == 2 and kind < one_field:
                track = tracks.get(kind) or make_track(kind)
                counts = track.counts
                if counts is None:
                    counts = track.counts = new_array("q")
                counts.append(i)
            elif kind == k.LINE:
                if e[1] < 0:
                    continue
                self.lines.append(i)
                frame = self.frames.get(e[1]) or self._frame(e[1])
                frame.lines.append(i)
            elif kind == k.ALLOCATED:
                tracks[e[1]] = _Track(i)
                self.births.append(i)
                self._born.append(e[1])
            elif kind == k.FREED:
                make_track(e[1]).death = i
                self.deaths.append(i)
            elif kind == k.REFERENCE_SET or kind == k.ENTRY_SET or kind == k.SPLICED:
                track = tracks.get(e[1]) or make_track(e[1])
                if track.body is None:
                    track.body = _Log()
                track.body.at.append(i)
                if kind == k.REFERENCE_SET and e[2] == _TYPE:
                    self.reclassed.add(e[1])
            elif kind == k.NAME_BOUND:
                frame = self.frames.get(e[1]) or self._frame(e[1])
                if frame.names is None:
                    frame.names = _Log()
                frame.names.at.append(i)
                if frame.keeper:
                    was = frame.bound
                    frame.bound += (e[4] != 0) - (e[3] != 0)
                    if frame.bound == 0 and e[1] in pending:
                        self._off_stack(pending, e[1], i)
                    elif was == 0 and e[1] not in running:
                        pending[e[1]] = i
                else:
                    frame.bound += (e[4] != 0) - (e[3] != 0)
            elif kind in _MISC:
                self._misc(e[1], i)
            elif kind == k.WEAK_SET or kind == k.WEAKREF_CLEARED:
                self._misc(e[1], i)
                if kind == k.WEAK_SET:
                    self.weakrefs_to.setdefault(e[2], []).append(e[1])
            elif kind == k.FRAME_PUSHED:
                if e[1] not in self.frames:
                    self.frames[e[1]] = _FrameTrack(e[2], e[3], e[4])
                self._off_stack(pending, e[1], i)
                running.add(e[1])
                stack = (e[1], stack)
                self._stack_at.append(i)
                self._stacks.append(stack)
            elif kind == k.FRAME_POPPED:
                stack = _without(stack, e[1])
                self._stack_at.append(i)
                self._stacks.append(stack)
                running.discard(e[1])
                popped = self.frames.get(e[1])
                if popped is not None and popped.keeper and popped.bound > 0:
                    pending[e[1]] = i
            elif kind == k.FRAME_KEPT:
                kept = self.frames.get(e[1])
                if kept is None:
                    kept = self.frames[e[1]] = _FrameTrack(e[3], 0, e[4])
                kept.keeper = e[2]
                kept.keepers.append((i, e[2]))
                self.kept_by.setdefault(e[2], []).append(e[1])
                if kept.bound > 0 and e[1] not in running:
                    pending[e[1]] = i
            elif kind == k.TYPED:
                self.type_names[e[1]] = e[2]
        for frame_id in list(pending):
            self._off_stack(pending, frame_id, self.stop + 1)

    def _frame(self, frame_id: int) -> _FrameTrack:
        frame = self.frames[frame_id] = _FrameTrack("?", -1, 0)
        return frame

    def _misc(self, serial: int, i: int) -> None:
        track = self._track(serial)
        if track.misc is None:
            track.misc = []
        track.misc.append(i)

    def _off_stack(self, pending: dict[int, int], frame_id: int, until: int) -> None:
        """Notes that a frame off the stack had bound names from its pop until now, when a step lies in between."""
        since = pending.pop(frame_id, None)
        if since is not None and (until > self.stop or (self.lines and self.lines[-1] > since)):
            self._suspended.append((since, until, frame_id))

    # ------------------------------------------------------------ objects

    def is_alive(self, serial: int, t: int) -> bool:
        track = self.tracks.get(serial)
        if track is None or track.birth >= t:
            return False
        return track.death < 0 or track.death >= t

    def live(self, t: int) -> Iterator[int]:
        """Yields the serials of all live objects whose birth the recording saw, oldest first."""
        tracks = self.tracks
        for serial in self._born[: bisect_left(self.births, t)]:
            death = tracks[serial].death
            if death < 0 or death >= t:
                yield serial

    def live_count(self, t: int) -> int:
        return bisect_left(self.births, t) - bisect_left(self.deaths, t)

    def count(self, serial: int, t: int) -> int:
        """Returns the reference count: 1 from birth on, immortal for machinery whose count was never told."""
        track = self.tracks.get(serial)
        first = k.IMMORTAL if serial < 0 else 1
        if track is None or track.counts is None:
            return first
        n = bisect_left(track.counts, t)
        return first if n == 0 else int(self.events[track.counts[n - 1]][1])

    def birth_event(self, serial: int) -> Raw | None:
        track = self.tracks.get(serial)
        return None if track is None or track.birth < 0 else self.events[track.birth]

    def type_name(self, serial: int) -> str:
        born = self.birth_event(serial)
        if born is None:
            return "type" if serial in self.type_names else "object"
        return self.type_names.get(born[2], "object")

    def value(self, serial: int) -> str:
        """Returns an atom's value as text, a class's name, or ""."""
        if serial in self.type_names:
            return self.type_names[serial]
        born = self.birth_event(serial)
        return "" if born is None else value_text(born[5], self.type_names.get(born[2], ""))

    def size(self, serial: int, t: int) -> int:
        raw = self._last_misc(serial, t, (k.RESIZED,))
        if raw is not None:
            return int(raw[3])
        born = self.birth_event(serial)
        return 0 if born is None else int(born[4])

    def generation(self, serial: int, t: int) -> int | None:
        """Returns the generation that tracks the object, or None when it is untracked."""
        raw = self._last_misc(serial, t, (k.TRACKED, k.UNTRACKED, k.PROMOTED))
        if raw is None or raw[0] == k.UNTRACKED:
            return None
        return int(raw[2] if raw[0] == k.TRACKED else raw[3])

    def weak_referent(self, serial: int, t: int) -> int:
        """Returns what a weak reference refers to without holding it, or 0."""
        raw = self._last_misc(serial, t, (k.WEAK_SET, k.WEAKREF_CLEARED))
        return 0 if raw is None or raw[0] == k.WEAKREF_CLEARED else int(raw[2])

    def weakrefs(self, serial: int, t: int) -> list[int]:
        """Returns the live weak references to an object."""
        return [
            r
            for r in dict.fromkeys(self.weakrefs_to.get(serial, ()))
            if self.is_alive(r, t) and self.weak_referent(r, t) == serial
        ]

    def _last_misc(self, serial: int, t: int, wanted: tuple[int, ...]) -> Raw | None:
        track = self.tracks.get(serial)
        if track is None or track.misc is None:
            return None
        for n in range(bisect_left(track.misc, t) - 1, -1, -1):
            raw = self.events[track.misc[n]]
            if raw[0] in wanted:
                return raw
        return None

    def body(self, serial: int, t: int) -> Body:
        """Returns what an object refers to. The result is shared: do not change it."""
        track = self.tracks.get(serial)
        if track is None:
            return Body([], {})
        if track.body is None:
            return self._blank(track.birth)
        return self._body_at(track.body, t, track.birth)

    def _blank(self, birth: int) -> Body:
        """What an object refers to when it is born: its class, if that is the learner's."""
        cls = self.events[birth][2] if birth >= 0 else 0
        return Body([], {("type",): cls} if cls > 0 else {})

    # ------------------------------------------------------------ frames

    def names(self, frame_id: int, t: int) -> dict[str, int]:
        """Returns the bound names of a frame, in the order in which they were bound."""
        frame = self.frames.get(frame_id)
        if frame is None or frame.names is None:
            return {}
        return self._body_at(frame.names, t).named  # type: ignore[return-value]

    def stack(self, t: int) -> list[int]:
        """Returns the frames of running calls, outermost first; the module's frame is not among them."""
        n = bisect_left(self._stack_at, t)
        node = self._stacks[n - 1] if n else None
        out = []
        while node is not None:
            out.append(node[0])
            node = node[1]
        return out[::-1]

    def suspended(self, t: int) -> list[int]:
        """Returns the frames that are not running but hold names: suspended generators."""
        return [f for since, until, f in self._suspended if since < t <= until]

    def line(self, frame_id: int, t: int) -> int | None:
        """Returns the line that a frame is at."""
        frame = self.frames.get(frame_id)
        if frame is None:
            return None
        n = bisect_left(frame.lines, t)
        return self.events[frame.lines[n - 1]][2] if n else None

    def keeper(self, frame_id: int, t: int) -> int:
        """Returns the generator or frame object that keeps a frame which is not running, or 0."""
        frame = self.frames.get(frame_id)
        return next((x for since, x in reversed(frame.keepers) if since < t), 0) if frame is not None else 0

    # ------------------------------------------------------------ who refers to it

    def referrers(self, serial: int) -> list[int]:
        """Returns who ever referred to an object: positive or negative serials, and frames as ``FRAME + id``."""
        if self._referrers is None:
            self._referrers = self._find_referrers()
        return self._referrers.get(serial, [])

    def _find_referrers(self) -> dict[int, list[int]]:
        found: dict[int, dict[int, None]] = {}
        for i in range(self.stop):
            e = self.events[i]
            if len(e) == 2:  # a count, whose serial may look like a kind
                continue
            kind = e[0]
            if kind == k.REFERENCE_SET:
                found.setdefault(e[4], {})[e[1]] = None
            elif kind == k.NAME_BOUND:
                found.setdefault(e[4], {})[FRAME + e[1]] = None
            elif kind == k.SPLICED:
                for target in e[4]:
                    found.setdefault(target, {})[e[1]] = None
            elif kind == k.ALLOCATED:
                if e[2] > 0:
                    found.setdefault(e[2], {})[e[1]] = None
            elif kind == k.ENTRY_SET:
                found.setdefault(e[3], {})[e[1]] = None
                found.setdefault(e[2], {})[e[1]] = None
                found.setdefault(e[4], {})[e[1]] = None
        return {serial: list(owners) for serial, owners in found.items()}

    # ------------------------------------------------------------ replaying one body

    def _body_at(self, log: _Log, t: int, birth: int = -1) -> Body:
        n = bisect_left(log.at, t)
        marks = log.marks
        if not marks:
            marks.append((0, self._blank(birth)))
        low = bisect_left(marks, n + 1, key=_mark_position) - 1
        done, body = marks[low]
        if done == n:
            return body
        body = body.copy()
        extending = low == len(marks) - 1
        events, apply, items = self.events, self._apply, body.items
        due = marks[-1][0] + max(_SPACING, len(body) // 4) if extending else n + 1
        for position in range(done, n):
            e = events[log.at[position]]
            if e[0] == k.SPLICED:
                items[e[2] : e[2] + len(e[3])] = e[4]
            else:
                apply(body, e)
            if position + 1 == due:
                marks.append((due, body.copy()))
                due += max(_SPACING, len(body) // 4)
        return body

    def _apply(self, body: Body, e: Raw) -> None:
        kind = e[0]
        if kind == k.NAME_BOUND:
            _put(body.named, e[2], e[4])
        elif kind == k.ENTRY_SET:
            if self.type_name(e[1]) in SET_TYPES:
                _put(body.named, ("member", e[2]), e[4])
            else:
                _put(body.named, ("key", e[2]), e[2] if e[4] else 0)
                _put(body.named, ("k", e[2]), e[4])
        elif type(e[2]) is int:
            items = body.items
            if e[2] >= len(items):
                items.extend([0] * (e[2] + 1 - len(items)))
            items[e[2]] = e[4]
        else:
            _put(body.named, e[2], e[4])


FRAME = 1 << 50
"""Added to a frame's number where frames and serials share a list."""


def _mark_position(mark: tuple[int, Body]) -> int:
    return mark[0]


def _put(named: dict[Any, int], slot: Slot, target: int) -> None:
    if target:
        named[slot] = target
    else:
        named.pop(slot, None)


def _without(stack: _StackNode | None, frame_id: int) -> _StackNode | None:
    """Pops a frame; one that is not on top (it should be) takes those above it along."""
    node = stack
    while node is not None and node[0] != frame_id:
        node = node[1]
    return stack if node is None else node[1]
