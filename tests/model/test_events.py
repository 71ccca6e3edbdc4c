from __future__ import annotations

import json
import math
from dataclasses import fields
from typing import Any

import pytest

from memlab.errors import InternalError, LimitReached, MemlabError, NotSimulated
from memlab.model import events as ev
from memlab.model import kinds as k
from memlab.model.recording import End, Recording, Source
from tests.model import logs

VALUES: list[Any] = [
    None, True, False, 0, -7, 2**53 - 1, 2**53, -(2**100), 1.5, -0.0, math.inf, 1e300, 2 + 3j, "", "naïve \ud800 \x00",
    b"", b"\xff\x00",
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_survive_json(value: Any) -> None:
    raw = [(k.ALLOCATED, 1, -1, 64, 28, value)]
    again = ev.from_json(json.loads(json.dumps(ev.to_json(raw))))
    assert again == raw
    assert type(again[0][5]) is type(value)


def test_nan_survives_json() -> None:
    again = ev.from_json(json.loads(json.dumps(ev.to_json([(k.ALLOCATED, 1, -1, 64, 28, math.nan)]))))
    assert math.isnan(again[0][5])


@pytest.mark.parametrize("value", ["x" * 100_000, b"x" * 100_000, 10**5000, 10**300], ids=type)
def test_long_values_are_clipped_but_say_the_same(value: Any) -> None:
    text = json.dumps(ev.to_json([(k.ALLOCATED, 1, -1, 64, 28, value)]))
    assert len(text) < 1000
    once = ev.from_json(json.loads(text))
    assert ev.to_json(once) == json.loads(text)
    if not isinstance(value, int):
        assert ev.value_text(once[0][5]) == ev.value_text(value)


def test_values_as_text() -> None:
    assert ev.value_text("a" * 5000).endswith("… (5,000 characters)")
    assert ev.value_text(10**50) == "100000000000…0000 (51 digits)"
    assert ev.value_text(10**100_000) == "an int of about 100,000 digits"
    assert ev.value_text(None, "NoneType") == "None"
    assert ev.value_text(None, "list") == ""
    assert ev.value_text("a\nb") == "'a\\nb'"


def test_every_kind_translates_into_all_three_forms() -> None:
    numbers = {n: v for n, v in vars(k).items() if n.isupper() and n not in ("ONE_FIELD", "IMMORTAL")}
    assert set(numbers.values()) == set(ev.CLASSES)
    assert len(set(ev.SMALL.values())) == len(ev.SMALL) == 31
    for kind, cls in ev.CLASSES.items():
        raw = (kind, *range(1, len(fields(cls)) + 1))
        assert ev.encode(ev.decode(raw)) == raw
        assert ev.from_json(json.loads(json.dumps(ev.to_json([raw])))) == [raw]
        assert len(ev.to_json([raw])[0]) >= 3


def test_a_count_of_a_serial_that_looks_like_a_kind() -> None:
    for serial in range(1, 31):
        event = ev.decode((serial, 2), old=1)
        assert event == ev.RefcountChanged(serial, 1, 2)
    assert ev.from_json(ev.to_json([(5, k.IMMORTAL + 3)])) == [(5, k.IMMORTAL)]


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(InternalError, match="unknown event kind 77"):
        ev.decode((77, 1, 2))
    with pytest.raises(InternalError, match="newer memlab"):
        ev.from_json([[77, 1, 2]])


def test_what_is_not_a_recording_is_refused() -> None:
    for text in ("", "[]", "{}", '{"format": "memlab-recording", "version": 99}'):
        with pytest.raises(MemlabError):
            Recording.from_json(text)


def test_a_recording_keeps_all_it_says_through_json() -> None:
    recording = logs.look(6)
    told = Recording(recording.raw, profile="3.12", end=End("exception", "boom", 3), output="hi\n",
                     sources=[Source("<cell 1>", "x")], producer="live")  # fmt: skip
    again = Recording.from_json(told.to_json())
    for name in ("profile", "end", "output", "sources", "producer", "start", "stop"):
        assert getattr(again, name) == getattr(told, name)
    assert Recording.from_json(recording.to_json()).source == logs.LOOK


def test_errors_say_what_they_are() -> None:
    error = NotSimulated("threads")
    assert str(error) == "memlab does not simulate threads"
    error.line = 3
    assert str(error) == "memlab does not simulate threads (line 3)"
    assert str(LimitReached("too long")) == "too long"
