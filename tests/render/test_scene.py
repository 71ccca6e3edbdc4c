from __future__ import annotations

from memlab.model import kinds as k
from memlab.render.scene import Options, listing, scene
from memlab.render.text import text
from tests.model import logs
from tests.model.logs import Log


def test_the_drawn_program_after_line_6() -> None:
    shown = scene(logs.look(6).final)
    assert [(f.title, [r.label for r in f.rows]) for f in shown.frames] == [("globals", ["list2"])]
    assert [(c.head, c.count, c.marks) for c in shown.cards] == [
        ("list #2", "2", ("cycle",)),
        ("list #1", "1", ("cycle",)),
    ]
    assert [(e.source, e.row, e.target, e.kind) for e in shown.edges] == [
        ("f0", 0, 2, "name"),
        ("o2", 0, 1, "heap"),
        ("o1", 0, 2, "heap"),
    ]
    assert text(shown) == (
        "Memory at the end\n\nglobals\n  list2 -> list #2\n\nobjects\n  list #2, count 2\n    [0] -> list #1\n"
        "  list #1, count 1\n    [0] -> list #2\n\n↻ list #1 and list #2 form a cycle\n"
    )


def test_garbage_is_marked_and_said() -> None:
    shown = scene(logs.look(7).final)
    assert [c.marks for c in shown.cards] == [("cycle", "garbage")] * 2
    assert shown.notes[-1] == "list #1 and list #2 are garbage: no name leads to them any more"
    assert scene(logs.look(8).final).cards == ()


def test_a_step_shows_memory_before_its_line() -> None:
    recording = logs.look()
    assert scene(recording.snapshot(2)).title == "Memory before line 3"
    assert [c.head for c in scene(recording.snapshot(2)).cards] == ["list #1"]


def test_long_containers_and_large_heaps_are_cut_with_counts() -> None:
    recording = logs.many_lists(4211, 42110)
    shown = scene(recording.final)
    card = shown.cards[0]
    assert [r.label for r in card.rows] == ["[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "", "[4210]"]
    assert card.rows[6].text == "… 4,204 more"
    assert shown.notes[-1] == "showing 8 of 4,212 objects"
    wide = scene(recording.final, Options(rows=5000))
    assert len(wide.cards) == 60 and wide.notes[-1] == "showing 60 of 4,212 objects"
    assert wide.cards[0].rows[4000].kind == "away"
    assert "[4000] -> list #" in text(wide) and "(not shown)" in text(wide)


def test_atoms_are_said_in_place_unless_asked() -> None:
    recording = logs.linked_list(2)
    assert [r.text for r in scene(recording.final).cards[0].rows] == ["10", ""]
    heads = [c.head for c in scene(recording.final, Options(inline=0)).cards]
    assert "int #2" in heads


def test_machinery_is_hidden_unless_asked() -> None:
    log = Log()
    log.raw += [(k.TYPED, -50, "module"), (k.ALLOCATED, -51, -50, 1, 72, None)]
    log.line(1)
    log.raw.append((k.NAME_BOUND, 0, "gc", 0, -51))
    log.bind("x", log.new("list"))
    log.bind("__annotations__", log.new("dict"))
    recording = log.recording()
    assert [r.label for r in scene(recording.final).frames[0].rows] == ["x"]
    shown = scene(recording.final, Options(machinery=True))
    assert [r.label for r in shown.frames[0].rows] == ["gc", "x", "__annotations__"]


def test_everything_in_the_picture_is_in_the_text() -> None:
    shown = scene(logs.mixed().final)
    said = text(shown)
    for card in shown.cards:
        assert f"{card.head}, count {card.count}" in said
    for frame in shown.frames:
        assert frame.title in said
        for row in frame.rows:
            assert row.label in said
    assert "refers weakly to ~> list #3" in said
    assert "Node #27 refers to itself" in said


def test_a_5000_node_linked_list_does_not_fail() -> None:
    shown = scene(logs.linked_list(5000).final)
    assert len(shown.cards) == 60 and shown.total == 5000
    assert shown.cards[-1].rows[-1].kind == "away"


def test_two_frames_of_a_recursion_are_two_boxes() -> None:
    log = Log()
    log.line(1)
    for _ in range(3):
        log.push("f")
        log.bind("x", log.new("list"))
        log.line(2)
    shown = scene(log.recording().final)
    assert [f.title for f in shown.frames] == ["globals", "f()", "f()", "f()"]
    assert [e.source for e in shown.edges] == ["f1", "f2", "f3"]


def test_a_suspended_generator_keeps_its_names() -> None:
    log = Log()
    log.line(1)
    generator = log.new("generator")
    frame = log.push("gen")
    log.bind("x", log.new("list"))
    log.line(2)
    log.stack.pop()
    log.raw.append((k.FRAME_KEPT, frame, generator, "gen", 1))
    log.raw.append((k.FRAME_POPPED, frame))
    log.line(3)
    recording = log.recording()
    assert [f.title for f in recording.final.frames] == ["globals", "gen() (suspended)"]
    assert [str(h) for h in recording.final.holders(2)] == ["local x of gen() (suspended)"]
    assert recording.final.holders_sum(1) == "1 holder = count 1 ✓"


def test_listing() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert listing(["a", "b", "c", "d"]) == "a, b, c and d"
    assert listing(list("abcdefgh")) == "a, b, c and 5 more"
