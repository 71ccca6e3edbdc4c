from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from memlab.model.recording import End, Recording
from memlab.render import layout as layout_module
from memlab.render.display import mimebundle, pictures, scenes_with_layout
from memlab.render.dot import dot, layout_dot, source
from memlab.render.layout import LayoutFailed, Worker, lay_out
from memlab.render.scene import Options, scene
from memlab.render.svg import DARK, LIGHT, style, svg
from tests.model import logs
from tests.model.logs import Log

RECORDINGS: dict[str, Callable[[], Recording]] = {
    "look": lambda: logs.look(6),
    "garbage": lambda: logs.look(7),
    "nothing": lambda: logs.look(8),
    "mixed": logs.mixed,
    "chain": lambda: logs.linked_list(30),
    "grid": lambda: logs.grid(50),
}
NS = {"s": "http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", RECORDINGS)
def test_svg_is_well_formed_told_in_words_and_always_the_same(name: str) -> None:
    shown = scene(RECORDINGS[name]().final)
    picture = svg(shown)
    root = ET.fromstring(picture)
    assert root.get("role") == "img"
    title, desc = root.find("s:title", NS), root.find("s:desc", NS)
    assert title is not None and desc is not None and title.text and desc.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    for card in shown.cards:
        assert card.head in desc.text
    serials = [g.get("data-serial") for g in root.iter("{http://www.w3.org/2000/svg}g") if g.get("data-serial")]
    assert serials == [str(c.serial) for c in shown.cards]
    assert "simple layout" not in picture
    assert svg(scene(RECORDINGS[name]().final)) == picture
    again = Recording.from_json(RECORDINGS[name]().to_json())
    assert svg(scene(again.final)) == picture


@pytest.mark.parametrize("name", ["look", "mixed", "chain", "grid"])
def test_cards_do_not_overlap_and_lie_inside(name: str) -> None:
    shown = scene(RECORDINGS[name]().final)
    layout = lay_out(shown)
    boxes = list(layout.boxes.items())
    for i, (a, p) in enumerate(boxes):
        assert p.x >= 0 and p.x + p.width <= layout.width and p.y >= 0 and p.y + p.height <= layout.height
        for b, q in boxes[i + 1 :]:
            apart = p.x + p.width <= q.x or q.x + q.width <= p.x or p.y + p.height <= q.y or q.y + q.height <= p.y
            assert apart, (a, b)


def test_markup_in_values_and_names_is_inert() -> None:
    log = Log()
    log.line(1)
    evil = "</text><script>alert(1)</script><!-- ]]> &amp; \x00\x1b[31m\u202e\ud800"
    box = log.new("list")
    log.append(box, log.new("str", evil, 200), steal=True)
    log.bind("x", box)
    log.types[99] = "Node"
    log.raw.append((0, 0, 2))
    recording = log.recording()
    log.raw.insert(3, (3, -7, "<b onload='x'>\n"))
    picture = svg(scene(recording.final, Options(inline=400)))
    assert "<script" not in picture and "\x1b" not in picture and "\u202e" not in picture and "\x00" not in picture
    ET.fromstring(picture)
    picture.encode("utf-8")
    assert "<script>" not in layout_dot(scene(recording.final))
    dot(scene(recording.final)).encode("utf-8")


def test_objects_keep_their_place_through_all_steps() -> None:
    recording = logs.look()
    scenes, _ = scenes_with_layout(recording)
    assert len(scenes) == 9
    places: dict[str, str] = {}
    for picture in pictures(recording):
        for serial, x, y in re.findall(r'data-serial="(\d+)"[^>]*><rect class="b" x="(\d+)" y="(\d+)"', picture):
            assert places.setdefault(serial, f"{x} {y}") == f"{x} {y}"
        for name, y in re.findall(r'<text class="m n" x="\d+" y="(\d+)">(\w+)<', picture):
            assert places.setdefault(name, y) == y
    assert len([p for p in places if p.isdigit() and int(p) < 10]) == 2


def test_frames_of_one_depth_share_a_place() -> None:
    log = Log()
    log.line(1)
    for i in range(20):
        log.push("f")
        log.bind("a", log.new("list"))
        log.line(2)
        log.pop()
        log.push("g")
        log.bind("b", log.new("int", i, 28))
        log.bind("c", log.new("dict"))
        log.line(2)
        log.pop()
    _, layout = scenes_with_layout(log.recording())
    assert len(layout.lanes) == 2
    assert layout.lanes[1].rows == {("f()", "a"): 0, ("g()", "b"): 0, ("g()", "c"): 1}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_contrast(colours: dict[str, str]) -> None:
    for ground in ("bg", "panel", "card"):
        for ink in ("ink", "soft", "name", "new", "chg", "dead", "weak"):
            a, b = sorted((_luminance(colours[ground]), _luminance(colours[ink])))
            assert (b + 0.05) / (a + 0.05) >= 4.5, (ground, ink)


def test_fixed_themes_need_no_variables() -> None:
    shown = scene(logs.look(6).final)
    for theme in ("light", "dark"):
        assert "var(" not in svg(shown, theme=theme)
    assert "prefers-color-scheme:dark" in style() and "--jp-layout-color0" in style()


def test_layout_that_takes_too_long_is_killed_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "WORKER", Worker())
    shown = scene(logs.grid(50).final)
    layout = lay_out(shown, seconds=0.0001)
    assert layout.note.startswith("simple layout: Graphviz took longer")
    assert set(layout.boxes) == {"F", *(f"o{c.serial}" for c in shown.cards)}
    picture = svg(shown, layout)
    assert "simple layout" in picture
    ET.fromstring(picture)
    assert not lay_out(shown).note  # and the next one works again


def test_without_graphviz_the_picture_is_simple(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing(Worker):
        def ask(self, program: str, seconds: float) -> dict[str, object]:
            raise LayoutFailed("Graphviz (the package pygraphviz) is not installed")

    monkeypatch.setattr(layout_module, "WORKER", Missing())
    for make in RECORDINGS.values():
        picture = svg(scene(make().final))
        assert "not installed" in picture
        ET.fromstring(picture)


def test_dense_graphs_end_in_time() -> None:
    log = Log()
    log.line(1)
    top = log.new("list")
    log.bind("top", top)
    nodes = [log.new("Node", size=48) for _ in range(60)]
    for n in nodes:
        log.append(top, n, steal=True)
    for i, n in enumerate(nodes):
        for j in range(7):
            log.attr(n, f"a{j}", nodes[(i * 7 + j * 11) % 60])
    begun = time.perf_counter()
    picture = svg(scene(log.recording().final, Options(rows=80)))
    assert time.perf_counter() - begun < 8
    ET.fromstring(picture)


def test_a_recording_shows_itself() -> None:
    recording = logs.look(6)
    bundle = recording._repr_mimebundle_()
    assert list(bundle) == ["text/plain", "image/svg+xml"]
    assert bundle == logs.look(6)._repr_mimebundle_()
    stopped = logs.look(6)
    stopped.end = End("limit", "It ran more than 100 steps.", 3)
    assert "stopped by a limit. It ran more than 100 steps." in mimebundle(stopped)["text/plain"]


def test_dot_source_is_accepted_by_graphviz() -> None:
    pygraphviz = pytest.importorskip("pygraphviz")
    pytest.importorskip("graphviz")
    for make in RECORDINGS.values():
        shown = scene(make().final)
        assert source(shown).source == dot(shown)
        pygraphviz.AGraph(string=dot(shown)).draw(format="json0", prog="dot")
