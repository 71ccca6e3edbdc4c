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
NOT_COMPARED = {
    "13_classes_every_hook": "an attribute name is held by the native alone while the hook it calls runs",
    "list methods": "a sort key's result is held by the native alone while the key function runs",
    "keys with guest methods": "a dict being built is held by the native alone while a key's methods run",
    "instance dict sizes": "a split dict's size follows its class's keys without an event of its own",
}
"""Programs left out, and what the comparison cannot see in them."""
KNOWN = ("collections.deque", "memoryview", "array.array")
"""Types whose size is set after their birth without an event."""


def check(source: str, version: str) -> None:
    watched = truth.Truth(version, at_most=150)
    recording = watched.run(source)
    for moment in watched.moments:
        wrong = [d for d in truth.differences(recording, moment) if not (d.startswith(KNOWN) and " bytes, " in d)]
        assert not wrong, f"at event {moment.at}"
    assert not truth.holder_differences(recording, watched.session, watched.moments[-1])


@pytest.mark.parametrize("program", [p for p in PROGRAMS if p.stem not in NOT_COMPARED], ids=lambda p: p.stem)
def test_snapshots_are_the_heap(program: Path) -> None:
    check(program.read_text(encoding="utf-8"), "3.12")


@pytest.mark.parametrize("name", [n for n in CONTAINERS if n not in NOT_COMPARED])
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
