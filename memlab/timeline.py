"""Timeline: a position in a recording, which can go anywhere and back.

States are read from the recording's `History`, so going to a step costs the same from everywhere, and going forward and
back again is the identity: nothing is done, so nothing has to be undone.
"""

from __future__ import annotations

from bisect import bisect_left

from memlab.errors import UsageError
from memlab.model import events as ev
from memlab.model.events import Event, RefcountChanged
from memlab.model.recording import Recording, Step
from memlab.model.snapshot import Snapshot


class Timeline:
    """Walks through the steps of a recording; `now` is memory at the present one."""

    def __init__(self, recording: Recording, at: int = 0) -> None:
        self.recording = recording
        self._at = 0
        self._positions: dict[type[Event], list[int]] = {}
        self.seek(at)

    def __len__(self) -> int:
        return len(self.recording.steps)

    @property
    def at(self) -> int:
        """The number of the present step."""
        return self._at

    @property
    def step_info(self) -> Step:
        """The present step: its line, and its time."""
        return self.recording.steps[self._at]

    @property
    def now(self) -> Snapshot:
        """Memory at the present step."""
        return self.recording.snapshot(self._at)

    def seek(self, step: int) -> Snapshot:
        """Goes to a step (negative: from the end) and returns memory there; raises UsageError when there is none."""
        n = len(self)
        if not -n <= step < n:
            raise UsageError(f"there is no step {step}: this recording has steps 0 to {n - 1}")
        self._at = step % n
        return self.now

    def step(self) -> Snapshot:
        """Goes one step forward; stays at the end."""
        return self.seek(min(self._at + 1, len(self) - 1))

    def back(self) -> Snapshot:
        """Goes one step back; stays at the beginning."""
        return self.seek(max(self._at - 1, 0))

    def next(self, kind: type[Event]) -> Snapshot | None:
        """Goes to the first later step at which one more event of a kind has happened; None when there is none."""
        positions = self._positions_of(kind)
        i = bisect_left(positions, self.step_info.at)
        return None if i == len(positions) else self._seek_after(positions[i])

    def previous(self, kind: type[Event]) -> Snapshot | None:
        """Goes to the last earlier step at which an event of a kind had just happened; None when there is none."""
        if self._at == 0:
            return None
        positions = self._positions_of(kind)
        steps = self.recording.steps
        i = bisect_left(positions, steps[self._at - 1].at - 1) - 1  # what happened since is only seen now
        return None if i < 0 else self.seek(steps.containing(positions[i]) + 1)

    def _seek_after(self, position: int) -> Snapshot:
        return self.seek(min(self.recording.steps.containing(position) + 1, len(self) - 1))

    def _positions_of(self, kind: type[Event]) -> list[int]:
        found = self._positions.get(kind)
        if found is None:
            raw, number = self.recording.raw, kind.kind
            times = range(self.recording.start, self.recording.stop)
            if kind is RefcountChanged:
                found = [i for i in times if ev.is_count(raw[i])]
            else:
                found = [i for i in times if raw[i][0] == number and not ev.is_count(raw[i])]
            self._positions[kind] = found
        return found

    def events(self) -> list[Event]:
        """Returns what happens in the present step: the events from its state to the next one's."""
        if self._at == len(self) - 1:
            return []
        first = self.step_info.at - self.recording.start
        last = self.recording.steps[self._at + 1].at - self.recording.start
        return self.recording.events[first:last]
