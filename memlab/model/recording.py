"""Recording: everything that happened while a program ran, whoever watched it.

A recording keeps the raw events as they were written and decodes them when asked. It is divided into *steps*: each
LineReached begins one, and the state "at" a step is the one before its line runs; the last step is the end. A recording
of one notebook cell may share its log with the cells before: `start` says where its own events begin, and only these
have steps; what came before is the memory it found.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, overload

from memlab.errors import MemlabError, UsageError
from memlab.model import events as ev
from memlab.model import kinds as k
from memlab.model.events import Event, Raw
from memlab.model.history import History
from memlab.model.snapshot import Snapshot

FORMAT = "memlab-recording"
VERSION = 1

FINISHED, EXCEPTION, LIMIT, NOT_SIMULATED = "finished", "exception", "limit", "not simulated"


@dataclass(frozen=True, slots=True)
class End:
    """How the program ended: `state` is "finished", "exception", "limit" or "not simulated"; `text` says more."""

    state: str = FINISHED
    text: str = ""
    line: int | None = None

    def __post_init__(self) -> None:
        if self.state not in (FINISHED, EXCEPTION, LIMIT, NOT_SIMULATED):
            raise UsageError(f"a recording cannot end as {self.state!r}")

    @property
    def sentence(self) -> str:
        words = {
            FINISHED: "The program ran to its end.",
            EXCEPTION: "The program ended with an exception.",
            LIMIT: "The program was stopped by a limit.",
            NOT_SIMULATED: "The program was stopped: it needs something that memlab does not simulate.",
        }
        return words[self.state] + (f" {self.text}" if self.text else "")


@dataclass(frozen=True, slots=True)
class Source:
    """A program, or one notebook cell: its name (as tracebacks say it) and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number, the time of its state, and the line about to run (None at the end)."""

    number: int
    at: int
    frame: int
    line: int | None


class Recording:
    """The raw events of one run, and what is needed to read them."""

    def __init__(
        self,
        events: Sequence[Raw],
        *,
        profile: str = "",
        end: End | None = None,
        sources: Sequence[Source] | None = None,
        output: str | None = None,
        start: int = 0,
        stop: int | None = None,
        producer: str = "simulated",
    ) -> None:
        """Keeps `events` as it is (not a copy); they must not change below `stop`, but may grow beyond it.

        `output` is needed only when the events do not tell it; `producer` is "simulated" or "live".
        """
        self.raw = events
        self.start = start
        self.stop = len(events) if stop is None else stop
        self.profile = profile
        self.producer = producer
        self.end = end or End()
        self._sources = None if sources is None else tuple(sources)
        self._output = output

    # ------------------------------------------------------------ what it says

    @property
    def own_raw(self) -> Sequence[Raw]:
        """The raw events from `start` to `stop`."""
        return self.raw[self.start : self.stop]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The programs that ran, in order; the last one is what this recording is about."""
        if self._sources is not None:
            return self._sources
        return tuple(Source(e[1], e[2]) for e in self.raw[: self.stop] if e[0] == k.CODE and len(e) == 3)

    @property
    def source(self) -> str:
        """The text of the last program."""
        return self.sources[-1].text if self.sources else ""

    @cached_property
    def output(self) -> str:
        """What the program wrote, to stdout and stderr, in order."""
        if self._output is not None:
            return self._output
        return "".join(e[1] for e in self.own_raw if e[0] == k.OUTPUT and len(e) == 3)

    @property
    def events(self) -> Events:
        """The typed events, decoded as they are read."""
        return Events(self)

    @cached_property
    def history(self) -> History:
        """The index from which snapshots are read; built on first use."""
        return History(self.raw, self.stop)

    @cached_property
    def steps(self) -> Steps:
        return Steps(self)

    def snapshot(self, step: int = -1) -> Snapshot:
        """Returns memory at a step; negative numbers count from the end."""
        chosen = self.steps[step]
        return Snapshot(self.history, chosen.at, chosen.number, chosen.number == len(self.steps) - 1)

    @property
    def final(self) -> Snapshot:
        """Memory at the end."""
        return self.snapshot(-1)

    # ------------------------------------------------------------ JSON

    def to_json(self) -> str:
        """Returns the recording as JSON text; long values are clipped, everything else is kept."""
        data: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "profile": self.profile,
            "producer": self.producer,
            "end": [self.end.state, self.end.text, self.end.line],
            "start": self.start,
        }
        if self._sources is not None:
            data["sources"] = [[s.name, s.text] for s in self._sources]
        if self._output is not None:
            data["output"] = self._output
        data["events"] = ev.to_json(self.raw[: self.stop])
        return json.dumps(data, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Recording:
        """Returns the recording that JSON text describes; raises MemlabError when it does not describe one."""
        try:
            data = json.loads(text)
        except ValueError as exc:
            raise MemlabError(f"this is not a recording: {exc}") from None
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise MemlabError(f'this is not a recording: it does not say "format": "{FORMAT}"')
        if data.get("version") != VERSION:
            raise MemlabError(
                f"this recording has format version {data.get('version')}; this memlab reads version {VERSION}"
            )
        sources = data.get("sources")
        return cls(
            ev.from_json(data["events"]),
            profile=data["profile"],
            end=End(*data["end"]),
            sources=None if sources is None else [Source(*s) for s in sources],
            output=data.get("output"),
            start=data["start"],
            producer=data["producer"],
        )

    # ------------------------------------------------------------ display

    def __repr__(self) -> str:
        n = len(self.steps) - 1
        lines = f"{n:,} line{'' if n == 1 else 's'}"
        return f"<memlab recording: {lines}, {self.stop - self.start:,} events, {self.end.state}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Shows memory at the end; made by `memlab.render`, which this layer must not know statically."""
        bundle: dict[str, str] = import_module("memlab.render.display").mimebundle(self)
        return bundle


class Steps(Sequence[Step]):
    """The steps of a recording: one per line reached, and the end."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._lines = recording.history.lines
        self._first = bisect_left(self._lines, recording.start)

    def __len__(self) -> int:
        return len(self._lines) - self._first + 1

    @overload
    def __getitem__(self, number: int) -> Step: ...
    @overload
    def __getitem__(self, number: slice) -> list[Step]: ...
    def __getitem__(self, number: int | slice) -> Step | list[Step]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        n = len(self)
        if not -n <= number < n:
            raise IndexError(f"there is no step {number}: this recording has steps 0 to {n - 1}")
        number %= n
        if number == n - 1:
            return Step(number, self._recording.stop, 0, None)
        at = self._lines[self._first + number]
        raw = self._recording.raw[at]
        return Step(number, at + 1, raw[1], raw[2])

    def __iter__(self) -> Iterator[Step]:
        return (self[i] for i in range(len(self)))

    def containing(self, at: int) -> int:
        """Returns the number of the step during which event `at` happens (-1: before the first line).

        Its effect is seen one step later.
        """
        return bisect_left(self._lines, at + 1) - self._first - 1


class Events(Sequence[Event]):
    """The typed events of a recording from its start on; decodes what is read and keeps nothing."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def __len__(self) -> int:
        return self._recording.stop - self._recording.start

    @overload
    def __getitem__(self, i: int) -> Event: ...
    @overload
    def __getitem__(self, i: slice) -> list[Event]: ...
    def __getitem__(self, i: int | slice) -> Event | list[Event]:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        if not -len(self) <= i < len(self):
            raise IndexError("event index out of range")
        at = self._recording.start + i % len(self)
        raw = self._recording.raw[at]
        old = self._recording.history.count(raw[0], at) if ev.is_count(raw) else 0
        return ev.decode(raw, old)

    def __iter__(self) -> Iterator[Event]:
        if self._recording.start:
            return (self[i] for i in range(len(self)))
        return ev.decode_all(self._recording.own_raw)
