"""Layout: where things stand. Positions and splines come from Graphviz in a worker process, or from our own columns.

Foresighted: one layout of the *union* of several scenes serves them all, so that an object keeps its place from its
first scene to its last. When Graphviz is missing, refuses or takes too long, cards stand in columns by their distance
from a name, references are simple curves, and the layout says so in `note`.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from memlab.model import graph
from memlab.render import geometry as geo
from memlab.render.dot import layout_dot
from memlab.render.scene import Card, Edge, FrameBox, Row, Scene

Point = tuple[float, float]
SECONDS = 5.0
MARGIN = 20
LOOP = 70
"""Room at the right for references that have no spline and go around."""
BAND_WIDTH = 1120
"""Wider pictures are folded into bands, as text is into lines."""


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by name ("F": the column of frames, "o3": the card of object 3) and splines by edge."""

    boxes: dict[str, Box]
    splines: dict[tuple[str, int, int], tuple[Point, ...]]
    """(source, row, target) -> Bezier points: a start and three for each piece, in picture coordinates."""
    width: int
    height: int
    lanes: tuple[Lane, ...] = ()
    note: str = ""

    def spline(self, source: str, row: int, target: int) -> tuple[Point, ...] | None:
        """Returns the way of a reference, or of another one between the same two cards."""
        exact = self.splines.get((source, row, target))
        if exact is not None:
            return exact
        return next((s for (a, _, b), s in self.splines.items() if a == source and b == target), None)


@dataclass(frozen=True, slots=True)
class Lane:
    """The place of all frames of one depth: `top` is where the box begins in the column of frames.

    Each name of each function has one row for good: `rows` has their numbers by (frame title, name).
    """

    top: int
    rows: dict[tuple[str, str], int]

    def length(self, title: str) -> int:
        """Returns the number of rows that frames of a title need."""
        return max((n + 1 for (t, _), n in self.rows.items() if t == title), default=1)


def lay_out(scenes: Scene | list[Scene], seconds: float = SECONDS) -> Layout:
    """Returns one layout for all of the scenes."""
    whole, rows = union([scenes] if isinstance(scenes, Scene) else scenes)
    lanes = tuple(Lane(top, r) for top, r in zip(geo.frame_tops(whole.frames), rows, strict=True))
    try:
        answer = WORKER.ask(layout_dot(whole), seconds)
    except LayoutFailed as exc:
        return replace(_in_columns(whole, str(exc)), lanes=lanes)
    return replace(_fold(whole, _from_graphviz(whole, answer)), lanes=lanes)


def union(scenes: list[Scene]) -> tuple[Scene, list[dict[tuple[str, str], int]]]:
    """Returns one scene with every frame, card, row and reference of all of the scenes.

    Its frames are lanes, numbered by depth; beside it, the rows of each lane by (frame title, name).
    """
    lanes: list[dict[tuple[str, str], int]] = []
    widest: list[list[Row]] = []
    titles: list[FrameBox] = []
    cards: dict[int, Card] = {}
    edges: dict[tuple[str, int, int], Edge] = {}
    for scene in scenes:
        lane_of: dict[str, tuple[int, FrameBox]] = {}
        for depth, f in enumerate(scene.frames):
            lane_of[f"f{f.id}"] = depth, f
            if depth == len(lanes):
                lanes.append({})
                widest.append([])
                titles.append(f)
            _add_rows(f, lanes[depth], widest[depth])
            titles[depth] = max(titles[depth], f, key=lambda b: len(b.title))
        for c in scene.cards:
            known = cards.get(c.serial)
            if known is not None:
                marks = tuple(dict.fromkeys(known.marks + c.marks))
                count = max(known.count, c.count, key=len)
                c = replace(c, rows=_wider(known.rows, c.rows), marks=marks, count=count)
            cards[c.serial] = c
        for e in scene.edges:
            if e.source in lane_of:
                depth, f = lane_of[e.source]
                e = replace(e, source=f"f{depth}", row=lanes[depth][f.title, e.label])
            edges.setdefault((e.source, e.row, e.target), e)
    frames = [replace(f, id=n, rows=tuple(r)) for n, (f, r) in enumerate(zip(titles, widest, strict=True))]
    return Scene("", tuple(frames), tuple(cards.values()), tuple(edges.values())), lanes


def _add_rows(f: FrameBox, rows: dict[tuple[str, str], int], widest: list[Row]) -> None:
    """Gives every name of a frame its row in a lane, and widens the lane where the frame needs it."""
    used = sum(1 for title, _ in rows if title == f.title)
    for row in f.rows:
        if row.kind == "note":
            n = 0
        else:
            if (f.title, row.label) not in rows:
                rows[f.title, row.label] = used
                used += 1
            n = rows[f.title, row.label]
        if n == len(widest):
            widest.append(row)
        else:
            widest[n] = max(widest[n], row, key=geo.frame_row_width)


def _wider(a: tuple[Row, ...], b: tuple[Row, ...]) -> tuple[Row, ...]:
    longest = max(len(a), len(b))
    pairs = ((a[i] if i < len(a) else b[i], b[i] if i < len(b) else a[i]) for i in range(longest))
    return tuple(max(pair, key=geo.row_width) for pair in pairs)


# ---------------------------------------------------------------- Graphviz


class LayoutFailed(Exception):
    """Graphviz is missing, refused or took too long."""


class Worker:
    """The one layout process of this process: started when first needed, killed when it takes too long."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()
        self._broken = ""

    def ask(self, program: str, seconds: float) -> dict[str, Any]:
        """Returns the worker's answer; raises LayoutFailed when there is none in time."""
        with self._lock:
            if self._broken:
                raise LayoutFailed(self._broken)
            process = self._start()
            assert process.stdin is not None and process.stdout is not None
            late = Timer(seconds, process.kill)
            late.daemon = True
            late.start()
            try:
                process.stdin.write(json.dumps(program) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = ""
            finally:
                late.cancel()
            if not line:
                self._stop()
                raise LayoutFailed(f"Graphviz took longer than {seconds:g} seconds")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            if "ModuleNotFoundError" in answer["error"] or "ImportError" in answer["error"]:
                self._broken = "Graphviz (the package pygraphviz) is not installed"
                raise LayoutFailed(self._broken)
            raise LayoutFailed(f"Graphviz refused: {answer['error']}")
        return answer

    def _start(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            script = Path(__file__).with_name("layout_worker.py")
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", str(script)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    encoding="utf-8",
                )
            except OSError:  # no processes here, as in a browser
                self._broken = "Graphviz needs a process of its own, and there are none here"
                raise LayoutFailed(self._broken) from None
            atexit.register(self._stop)
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        atexit.unregister(self._stop)
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was still to be written has no reader
                        pipe.close()


WORKER = Worker()


def _from_graphviz(scene: Scene, answer: dict[str, Any]) -> Layout:
    sizes = _sizes(scene)
    boxes = {}
    top = max((y + sizes[name][1] / 2 for name, (x, y) in answer["nodes"].items()), default=0)
    missing = any(str(n) not in answer["edges"] for n in range(len(scene.edges)))
    left = min((x - sizes[name][0] / 2 for name, (x, y) in answer["nodes"].items()), default=0)
    for name, (x, y) in answer["nodes"].items():
        w, h = sizes[name]
        boxes[name] = Box(round(x - w / 2 - left), round(top - y - h / 2), w, h)
    splines = {}
    for n, e in enumerate(scene.edges):
        points = answer["edges"].get(str(n))
        if points:
            splines[e.source, e.row, e.target] = tuple((round(x - left, 1), round(top - y, 1)) for x, y in points)
    return _bounded(boxes, splines, "", aside=LOOP if missing else 0)


def _sizes(scene: Scene) -> dict[str, tuple[int, int]]:
    sizes = {f"o{c.serial}": geo.card_size(c) for c in scene.cards}
    if scene.frames:
        sizes["F"] = geo.frames_size(scene.frames)
    return sizes


def _bounded(boxes: dict[str, Box], splines: dict[tuple[str, int, int], tuple[Point, ...]], note: str,
             aside: int = 0) -> Layout:  # fmt: skip
    """Moves everything so that the picture begins at (MARGIN, MARGIN); `aside` is kept free at its right."""
    xs = [v for b in boxes.values() for v in (b.x, b.x + b.width)] + [p[0] for s in splines.values() for p in s]
    ys = [v for b in boxes.values() for v in (b.y, b.y + b.height)] + [p[1] for s in splines.values() for p in s]
    if not xs:
        return Layout({}, {}, 2 * MARGIN, 2 * MARGIN, (), note)
    dx, dy = MARGIN - round(min(xs)), MARGIN - round(min(ys))
    moved = {n: Box(b.x + dx, b.y + dy, b.width, b.height) for n, b in boxes.items()}
    curves = {e: tuple((round(x + dx, 1), round(y + dy, 1)) for x, y in s) for e, s in splines.items()}
    return Layout(moved, curves, round(max(xs)) + dx + MARGIN + aside, round(max(ys)) + dy + MARGIN, (), note)


# ---------------------------------------------------------------- folding


def _fold(scene: Scene, layout: Layout) -> Layout:
    """Folds a picture that is too wide into bands below one another; splines within a band stay, others are lost."""
    if layout.width <= BAND_WIDTH + 200:
        return layout
    frame = layout.boxes.get("F")
    indent = frame.x + frame.width + 60 if frame else MARGIN
    band_of: dict[str, int] = {}
    start: list[float] = []
    by_left = sorted((n for n in layout.boxes if n != "F"), key=lambda n: (layout.boxes[n].x, layout.boxes[n].y, n))
    for name in by_left:
        box = layout.boxes[name]
        if not start or box.x + box.width - start[-1] > BAND_WIDTH - indent:
            start.append(box.x)
        band_of[name] = len(start) - 1
    boxes: dict[str, Box] = {}
    moves: list[tuple[float, float]] = []
    y = float(MARGIN)
    for band, x0 in enumerate(start):
        names = [n for n in by_left if band_of[n] == band]
        top = min(layout.boxes[n].y for n in names)
        bottom = max(layout.boxes[n].y + layout.boxes[n].height for n in names)
        moves.append((indent - x0, y - top))
        for n in names:
            b = layout.boxes[n]
            boxes[n] = Box(round(b.x + indent - x0), round(b.y + y - top), b.width, b.height)
        if frame and band == 0:
            boxes["F"] = Box(frame.x, round(frame.y + y - top), frame.width, frame.height)
            bottom = max(bottom, frame.y + frame.height)
        y += bottom - top + 56
    splines = {}
    for (source, row, target), points in layout.splines.items():
        band = band_of[f"o{target}"]
        if band_of.get(source) == band:
            dx, dy = moves[band]
            splines[source, row, target] = tuple((x + dx, y + dy) for x, y in points)
    return _bounded(boxes, splines, layout.note, aside=LOOP)


# ---------------------------------------------------------------- without Graphviz


def _in_columns(scene: Scene, why: str) -> Layout:
    """Places cards in columns by their distance from a name, in the order of the scene."""
    sizes = _sizes(scene)
    after: dict[str, list[str]] = {}
    for e in scene.edges:
        after.setdefault("F" if e.source[0] == "f" else e.source, []).append(f"o{e.target}")
    depth: dict[str, int] = {"F": 0}
    for root in ["F", *(f"o{c.serial}" for c in scene.cards)]:
        if root != "F" and root in depth:
            continue
        depth.setdefault(root, 1)
        for name in graph.reachable([root], lambda n: [m for m in after.get(n, ()) if m not in depth or m == n]):
            for m in after.get(name, ()):
                depth.setdefault(m, depth[name] + 1)
    columns: dict[int, list[str]] = {}
    for name, column in depth.items():
        columns.setdefault(column, []).append(name)
    boxes: dict[str, Box] = {}
    x = MARGIN
    for column in sorted(columns):
        y = MARGIN
        for name in columns[column]:
            w, h = sizes[name]
            boxes[name] = Box(x, y, w, h)
            y += h + 28
        x += max(sizes[n][0] for n in columns[column]) + 70
    note = f"simple layout: {why}"
    return _fold(scene, _bounded(boxes, {}, note, aside=LOOP))
