"""At every line, a recording's snapshot says what the heap is: objects, counts, slots, names, sizes, generations."""

from __future__ import annotations

from pathlib import Path

import pytest

from memlab.heap.profiles import PROFILES
from memlab.model.recording import Recording
from memlab.model.snapshot import Snapshot
from tests import truth
from tests.interp.container_programs import PROGRAMS as CONTAINERS

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "conformance" / "programs").glob("*.py")) + sorted((HERE / "truth_programs").glob("*.py"))
KNOWN = ("collections.deque", "memoryview")
"""Types whose size is set after their birth without an event."""


def check(source: str, version: str) -> None:
    watched = truth.Truth(version, at_most=150)
    recording = watched.run(source)
    for moment in watched.moments:
        wrong = [d for d in truth.differences(recording, moment) if not (d.startswith(KNOWN) and " bytes, " in d)]
        assert not wrong, f"at event {moment.at}"
    assert not truth.holder_differences(recording, watched.session, watched.moments[-1])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.stem)
def test_snapshots_are_the_heap(program: Path) -> None:
    check(program.read_text(encoding="utf-8"), "3.12")


@pytest.mark.parametrize("name", CONTAINERS)
def test_snapshots_are_the_heap_for_containers(name: str) -> None:
    check(CONTAINERS[name], "3.12")


@pytest.mark.parametrize("version", PROFILES)
def test_snapshots_are_the_heap_in_every_version(version: str) -> None:
    check((HERE / "truth_programs" / "basics.py").read_text(encoding="utf-8"), version)


def test_json_keeps_every_snapshot() -> None:
    watched = truth.Truth("3.12", at_most=60)
    recording = watched.run((HERE / "truth_programs" / "basics.py").read_text(encoding="utf-8"))
    again = Recording.from_json(recording.to_json())
    for moment in watched.moments:
        assert not truth.differences(again, moment)
        one, two = Snapshot(recording.history, moment.at), Snapshot(again.history, moment.at)
        assert one.frames == two.frames
        assert {s: o.value for s, o in one.objects.items()} == {s: o.value for s, o in two.objects.items()}
