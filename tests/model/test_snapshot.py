from __future__ import annotations

from memlab.model import kinds as k
from memlab.model.recording import Recording
from tests.model import logs
from tests.model.logs import Log


def said(recording: Recording, serial: int) -> list[str]:
    return [str(h) for h in recording.final.holders(serial)]


def test_holders_are_named_in_words() -> None:
    recording = logs.mixed()
    assert said(recording, 3) == ["local basket of total()", "dict #1 value of 'apples'", "tuple #21 item 0"]
    assert said(recording, 2) == ["dict #1 key 'apples'"]
    assert said(recording, 26) == ["set #25 member"]
    assert said(recording, 27) == ["local node of total()", "Node #27 attribute me"]
    assert said(logs.look(5), 1) == ["global list1", "list #2 item 0"]
    assert logs.look(6).final.holders_sum(1) == "1 holder = count 1 ✓"


def test_what_no_name_explains_is_a_temporary() -> None:
    log = Log()
    log.line(1)
    x = log.new("list")
    log.bind("x", x)
    log.incref(x)
    cell = log.new("cell")
    log.attr(cell, ("cell",), x)
    recording = log.recording()
    assert said(recording, x) == ["global x", "cell #2 contents", "value stack (temporary)"]
    assert said(recording, cell) == ["value stack (temporary)"]
    assert [str(h) for h in recording.final.why(cell) or ()] == ["value stack (temporary)"]
    assert recording.final.garbage == []


def test_immortal_objects_have_no_sum() -> None:
    log = Log()
    log.line(1)
    log.raw.append((k.ALLOCATED, -60, -4, 1, 28, 5))
    log.raw.append((k.NAME_BOUND, 0, "x", 0, -60))
    s = log.new("str", "interned", 50)
    log.raw.append((s, k.IMMORTAL))
    log.raw.append((k.NAME_BOUND, 0, "y", 0, s))
    recording = log.recording()
    for serial in (-60, s):
        assert recording.final.object(serial).count_text == "immortal"
        assert len(recording.final.holders(serial)) == 1
        assert recording.final.holders_sum(serial).startswith("immortal")


def test_why_is_the_shortest_chain() -> None:
    recording = logs.linked_list(4)
    assert [str(h) for h in recording.final.why(1) or ()] == [
        "global head", "Node #7 attribute next", "Node #5 attribute next", "Node #3 attribute next",
    ]  # fmt: skip
    assert logs.look(7).final.why(1) is None
    assert logs.look(7).final.garbage == [1, 2]


def test_states_and_frames() -> None:
    recording = logs.mixed()
    final = recording.final
    assert final.find("basket") == final.find("pair") - 18 == 3
    assert final.line == 7
    assert [(f.title, f.line) for f in final.frames] == [("globals", 2), ("total()", 7)]
    assert final.object(3).weakrefs == [23]
    assert final.object(23).weak_referent == 3
    assert final.object(3).generation == 0
    assert [s.label for s in final.object(1).slots] == [
        "key 'apples'", "value of 'apples'", "key 'note'", "value of 'note'",
    ]  # fmt: skip
    assert logs.look(4).final.object(1).size == 88 and logs.look(3).final.object(1).size == 56
    assert repr(final.object(3)) == "<list #3 count 3>"
