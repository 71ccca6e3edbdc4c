from __future__ import annotations

import random
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from memlab.model import kinds as k
from memlab.model.events import RefcountChanged, decode_all, encode
from memlab.model.recording import Recording
from memlab.timeline import Timeline
from tests.model import logs
from tests.model.logs import Log
from tests.model.replay import lazily, naive

# Each number picks one legal action among those that are possible at that moment.
programs = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=120)


def run(program: list[tuple[int, int, int]]) -> Log:
    """Makes a legal raw log of a list of choices."""
    log = Log()
    log.line(1)
    depth = 0
    for n, (action, p, q) in enumerate(program):
        containers = [s for s in log.rc if log.types[s] in ("list", "Node", "dict", "set")]
        held = [s for names in log.names.values() for s in names.values()]
        name = "abcdefgh"[p % 8]
        if action <= 2:
            log.bind(name, log.new(("list", "Node", "dict", "set", "int", "str")[q % 6], 7 if q % 6 > 3 else None))
        elif action == 3 and held:
            log.bind(name, held[q % len(held)], steal=False)
        elif action == 4:
            log.bind(name, 0) if name in log.names[log.stack[-1]] else None
        elif action in (5, 6) and containers and held:
            owner, target = containers[p % len(containers)], held[q % len(held)]
            kind = log.types[owner]
            if kind == "list":
                log.append(owner, target)
            elif kind == "dict":
                log.entry(owner, target, held[p % len(held)])
            elif kind == "set" and ("member", target) not in log.named[owner]:
                log.member(owner, target)
            elif kind == "Node":
                log.attr(owner, name, target)
        elif action == 7 and containers:
            owner = containers[p % len(containers)]
            if log.types[owner] == "list" and owner in held:
                start = q % (len(log.items[owner]) + 1)
                log.splice(owner, start, min(len(log.items[owner]), start + p % 3), held[: q % 3])
            elif log.types[owner] == "Node" and log.named[owner] and owner in held:
                log.attr(owner, next(iter(log.named[owner])), 0)
            elif log.types[owner] == "dict" and log.named[owner] and owner in held:
                log.entry(owner, next(iter(log.named[owner]))[1], 0)
        elif action == 8 and depth < 5:
            log.push("f", n)
            depth += 1
        elif action == 9 and depth:
            log.pop()
            depth -= 1
        elif action == 10 and containers:
            log.raw.append((k.PROMOTED, containers[p % len(containers)], 0, 1 + q % 2))
        elif action == 11 and containers:
            log.raw.append((k.RESIZED, containers[p % len(containers)], 56, 56 + q % 100))
        elif action == 12 and containers:
            w = log.new("weakref", tracked=False)
            log.raw.append((k.WEAK_SET, w, containers[p % len(containers)]))
            log.bind(name, w)
        log.line(n + 2)
    return log


@given(programs)
@settings(max_examples=60, deadline=None)
def test_every_step_equals_a_naive_replay(program: list[tuple[int, int, int]]) -> None:
    log = run(program)
    recording = log.recording()
    order = list(range(len(recording.steps)))
    random.Random(1).shuffle(order)
    for number in order:
        snapshot = recording.snapshot(number)
        expected = naive(log.raw[: snapshot.t])
        got = lazily(snapshot)
        for frame in got["names"]:
            expected["names"].setdefault(frame, {})
        assert got == expected


@given(programs)
@settings(max_examples=30, deadline=None)
def test_holders_add_up_at_every_step(program: list[tuple[int, int, int]]) -> None:
    recording = run(program).recording()
    for step in recording.steps:
        snapshot = recording.snapshot(step.number)
        for serial, state in snapshot.objects.items():
            rows = snapshot.holders(serial)
            assert len(rows) == state.refcount
            assert not any(r.kind == "temporary" for r in rows)
        reachable = snapshot.reachable
        for serial in snapshot.objects:
            assert (snapshot.why(serial) is not None) == (serial in reachable)


@given(programs, st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_forward_then_back_is_identity(program: list[tuple[int, int, int]], n: int) -> None:
    timeline = Timeline(run(program).recording())
    before = lazily(timeline.seek(n % len(timeline)))
    at = timeline.at
    timeline.step()
    if timeline.at != at:
        timeline.back()
    assert timeline.at == at
    assert lazily(timeline.now) == before


@given(programs)
@settings(max_examples=40, deadline=None)
def test_json_round_trip(program: list[tuple[int, int, int]]) -> None:
    recording = run(program).recording("x = 1\n")
    again = Recording.from_json(recording.to_json())
    assert list(again.raw) == list(recording.raw)
    assert again.to_json() == recording.to_json()
    assert list(again.events) == list(recording.events)


@given(programs)
@settings(max_examples=40, deadline=None)
def test_typed_events_keep_everything(program: list[tuple[int, int, int]]) -> None:
    recording = run(program).recording()
    events = list(recording.events)
    assert [encode(e) for e in events] == list(recording.raw)
    assert events == [recording.events[i] for i in range(len(events))]
    for event in decode_all(recording.raw):
        if isinstance(event, RefcountChanged):
            assert abs(event.new - event.old) == 1


def test_seek_is_quick_in_a_long_recording() -> None:
    recording = logs.many_lists()
    timeline = Timeline(recording)
    assert len(timeline) > 100_000
    rng = random.Random(7)
    times: list[float] = []
    for _ in range(200):
        step = rng.randrange(len(timeline))
        begun = time.perf_counter()
        snapshot = timeline.seek(step)
        top: Any = snapshot.globals.get("lists")
        if top:
            assert snapshot.object(top).targets is not None
            assert snapshot.object(top).refcount == 1
        times.append(time.perf_counter() - begun)
    assert sorted(times)[100] < 0.005


def test_json_is_small() -> None:
    recording = logs.many_lists(1000, 10_000)
    assert len(recording.to_json()) / len(recording.raw) < 60


def test_a_recording_of_a_later_cell_has_its_own_steps() -> None:
    log = Log()
    log.line(1)
    log.bind("x", log.new("list"))
    start = len(log.raw)
    log.line(1)
    log.bind("y", log.new("list"))
    recording = Recording(log.raw, start=start)
    log.line(1)  # the log grows on; the recording does not
    assert len(recording.steps) == 2
    assert list(recording.snapshot(0).globals) == ["x"]
    assert list(recording.final.globals) == ["x", "y"]


def test_find_events() -> None:
    from memlab.model.events import Allocated, CollectionStarted, Freed

    timeline = Timeline(logs.look())
    assert timeline.next(Allocated) is not None and timeline.at == 2
    assert timeline.next(Allocated) is not None and timeline.at == 3
    assert timeline.next(Allocated) is None and timeline.at == 3
    assert timeline.next(CollectionStarted) is not None and timeline.at == 8
    assert not timeline.now.objects
    assert timeline.previous(Freed) is None
    assert timeline.previous(Allocated) is not None and timeline.at == 3
    assert timeline.previous(Allocated) is not None and timeline.at == 2
    assert timeline.previous(Allocated) is None
