"""SVG: draws a scene where a layout says. The same scene and layout give the same bytes on every machine.

Colours are CSS variables with JupyterLab's theme variables behind them, in a light and a dark set; colour is never the
only sign. The picture has a title, a description that says everything in words, and its parts in reading order.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape

from memlab.render import geometry as geo
from memlab.render.layout import MARGIN, Box, Layout, Point, lay_out
from memlab.render.scene import Card, Edge, FrameBox, Row, Scene, clean
from memlab.render.text import sentences

LIGHT = {
    "bg": "#ffffff", "ink": "#1f2328", "soft": "#59636e", "line": "#d1d9e0", "panel": "#f6f8fa", "card": "#ffffff",
    "name": "#0b62a4", "new": "#00735a", "chg": "#9a5b00", "chgbg": "#fff3d6", "dead": "#b34700", "weak": "#93447a",
}  # fmt: skip
DARK = {
    "bg": "#111418", "ink": "#e6e9ed", "soft": "#9aa5b1", "line": "#39424d", "panel": "#181c22", "card": "#1b2027",
    "name": "#6db6f2", "new": "#4fc9a4", "chg": "#f0b849", "chgbg": "#3a2e12", "dead": "#f08a4b", "weak": "#dd93c4",
}  # fmt: skip
_JUPYTER = {"bg": "--jp-layout-color0"}
"""Only the ground is taken from the theme: text keeps its contrast to it, and cards and panels their own grounds."""

_RULES = """
.ml-g text{font-family:Helvetica,Arial,sans-serif;font-size:12px;fill:var(--ml-ink)}
.ml-g .m{font-family:"Liberation Mono",Menlo,Consolas,monospace}
.ml-g .h{font-size:13px;font-weight:600}
.ml-g .s{fill:var(--ml-soft)}
.ml-g .n{font-size:13px;font-weight:600;fill:var(--ml-name)}
.ml-g .b{fill:var(--ml-card);stroke:var(--ml-line);stroke-width:1.4}
.ml-g .p{fill:var(--ml-panel);stroke:var(--ml-line)}
.ml-g .l{stroke:var(--ml-line)}
.ml-g .e{fill:none;stroke:var(--ml-ink);stroke-width:1.6}
.ml-g .e.name{stroke:var(--ml-name)}
.ml-g .e.weak{stroke:var(--ml-weak);stroke-dasharray:6 4}
.ml-g .a{fill:var(--ml-ink)}
.ml-g .a.name{fill:var(--ml-name)}
.ml-g .a.weak{fill:var(--ml-weak)}
.ml-g .w{fill:var(--ml-weak);paint-order:stroke;stroke:var(--ml-bg);stroke-width:5px}
.ml-g .x .b{stroke:var(--ml-dead);stroke-width:2;stroke-dasharray:5 4}
.ml-g .x .d{fill:var(--ml-dead)}
.ml-g .bg{fill:var(--ml-bg)}
"""


def svg(scene: Scene, layout: Layout | None = None, theme: str = "auto") -> str:
    """Returns the picture of a scene; without a layout it is laid out alone.

    `theme` is "auto" (light or dark by the reader's preference), "light" or "dark" (fixed colours, no variables).
    """
    return _Drawing(scene, layout or lay_out(scene)).svg(theme)


def style(theme: str = "auto") -> str:
    """Returns the style sheet of a picture."""
    rules = _RULES.strip().replace("\n", "")
    if theme != "auto":
        for name, colour in {"light": LIGHT, "dark": DARK}[theme].items():
            rules = rules.replace(f"var(--ml-{name})", colour)
        return rules
    light, dark = _variables(LIGHT), _variables(DARK)
    return (
        f".ml-g{{{light}}}@media(prefers-color-scheme:dark){{.ml-g{{{dark}}}}}"
        f'[data-jp-theme-light="true"] .ml-g{{{light}}}[data-jp-theme-light="false"] .ml-g{{{dark}}}{rules}'
    )


def _variables(colours: dict[str, str]) -> str:
    return ";".join(
        f"--ml-{name}:" + (f"var({_JUPYTER[name]},{colour})" if name in _JUPYTER else colour)
        for name, colour in colours.items()
    )


class _Drawing:
    """Draws one scene."""

    def __init__(self, scene: Scene, layout: Layout) -> None:
        self.scene = scene
        self.layout = layout
        self.out: list[str] = []
        self.frames = {f.id: (lane, f) for lane, f in enumerate(scene.frames)}

    def svg(self, theme: str) -> str:
        scene, layout = self.scene, self.layout
        notes = [*scene.notes, *([layout.note] if layout.note else [])]
        height = layout.height + 20 * len(notes) + (6 if notes else 0)
        width = max(layout.width, *(round(geo.text_width(n, geo.SMALL)) + 2 * MARGIN for n in notes), 200)
        if "F" in layout.boxes:
            for f in scene.frames:
                self._frame(f, layout.boxes["F"])
        for c in scene.cards:
            self._card(c, layout.boxes[f"o{c.serial}"])
        for e in scene.edges:
            self._edge(e)
        for e in scene.edges:
            x, y = self._dot(e)
            self.out.append(f'<circle class="a {e.kind}" cx="{x:g}" cy="{y:g}" r="4"/>')
        for i, note in enumerate(notes):
            self.out.append(f'<text class="s" x="{MARGIN}" y="{layout.height + 8 + 20 * i}">{_escaped(note)}</text>')
        body = "\n".join(self.out)
        description = _escaped(sentences(scene))
        key = sha256((scene.title + description + body).encode("utf-8", "backslashreplace")).hexdigest()[:10]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ml-g" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="t{key} d{key}" '
            'style="max-width:100%;height:auto">\n'
            f'<title id="t{key}">{_escaped(scene.title)}</title>\n<desc id="d{key}">{description}</desc>\n'
            f"<style>{style(theme)}</style>\n"
            f'<rect class="bg" width="{width}" height="{height}" rx="8"/>\n{body}\n</svg>\n'
        )

    # ------------------------------------------------------------ parts

    def _frame(self, f: FrameBox, column: Box) -> None:
        lane = self.layout.lanes[self.frames[f.id][0]]
        x, y, w = column.x, column.y + lane.top, column.width
        h = lane.length(f.title) * geo.FRAME_ROW + 8
        title = f.title + (f", line {f.line}" if f.kind != "global" and f.line else "")
        self.out.append(
            f'<g class="f" data-frame="{f.id}"><text class="s" x="{x + 4}" y="{y - 9}">{_escaped(title)}</text>'
            f'<rect class="p" x="{x}" y="{y}" width="{w}" height="{h}" rx="7"/>'
        )
        for row in f.rows:
            base = y + geo.frame_row_middle(lane.rows.get((f.title, row.label), 0)) + 4
            if row.label:
                self.out.append(f'<text class="m n" x="{x + geo.PAD}" y="{base}">{_escaped(row.label)}</text>')
            self._said(row, x, w, base)
        self.out.append("</g>")

    def _card(self, c: Card, box: Box) -> None:
        x, y, w, h = box.x, box.y, box.width, geo.card_size(c)[1]
        pill = geo.pill_width(c.count)
        marks = " x" if "garbage" in c.marks else ""
        left = x + w - 10 - pill
        self.out.append(
            f'<g class="o{marks}" data-serial="{c.serial}" data-refcount="{c.count}">'
            f'<rect class="b" x="{x}" y="{y}" width="{w}" height="{h}" rx="7"/>'
            f'<text class="h" x="{x + 12}" y="{y + 22}">{_escaped(c.head)}</text>'
        )
        if "cycle" in c.marks:
            self.out.append(f'<text class="s d" x="{left - 9:g}" y="{y + 22}" text-anchor="middle">↻</text>')
        self.out.append(
            f'<rect class="p" x="{left:g}" y="{y + 7}" width="{pill:g}" height="20" rx="10"/>'
            f'<text x="{left + pill / 2:g}" y="{y + 21}" text-anchor="middle" font-weight="700" class="d">'
            f"{_escaped(c.count)}</text>"
        )
        if c.rows:
            self.out.append(f'<path class="l" d="M{x} {y + geo.HEAD}H{x + w}"/>')
        for i, row in enumerate(c.rows):
            base = y + geo.row_middle(i) + 4
            if row.label:
                kind = "s" if row.kind == "weak" else "m s"
                self.out.append(f'<text class="{kind}" x="{x + 12}" y="{base}">{_escaped(row.label)}</text>')
            self._said(row, x, w, base)
        self.out.append("</g>")

    def _said(self, row: Row, x: int, w: int, base: int) -> None:
        """Draws what a row says in place, at its right end, or at its left end when it has no label."""
        if row.target:
            return
        text = f"→ {row.text}" if row.kind == "away" else row.text
        kind = "m" if row.kind == "value" else "s"
        at = f'x="{x + w - 12}" text-anchor="end"' if row.label else f'x="{x + 12}"'
        self.out.append(f'<text class="{kind}" {at} y="{base}">{_escaped(text)}</text>')

    # ------------------------------------------------------------ references

    def _dot(self, e: Edge) -> Point:
        """Returns where a reference leaves: the dot at the right end of its row."""
        if e.source[0] == "f":
            box = self.layout.boxes["F"]
            depth, f = self.frames[int(e.source[1:])]
            lane = self.layout.lanes[depth]
            return box.x + box.width - 18, box.y + lane.top + geo.frame_row_middle(lane.rows[f.title, e.label])
        box = self.layout.boxes[e.source]
        return box.x + box.width - 18, box.y + geo.row_middle(e.row)

    def _edge(self, e: Edge) -> None:
        dot = self._dot(e)
        source, row = e.source, e.row
        if source[0] == "f":
            depth, f = self.frames[int(source[1:])]
            source, row = f"f{depth}", self.layout.lanes[depth].rows[f.title, e.label]
        points = self.layout.spline(source, row, e.target)
        if points and len(points) >= 4:
            points = self._from_dot(dot, points)
        else:
            points = self._curve(dot, self.layout.boxes[f"o{e.target}"], e)
        d = f"M{_at(points[0])}" + "".join(
            f"C{_at(points[i])} {_at(points[i + 1])} {_at(points[i + 2])}" for i in range(1, len(points) - 2, 3)
        )
        self.out.append(
            f'<g data-from="{e.source}" data-to="{e.target}"><path class="e {e.kind}" d="{d}"/>'
            f'<path class="a {e.kind}" d="{_arrowhead(points[-2], points[-1])}"/></g>'
        )
        if e.kind == "weak":
            x, y = _middle(points[:4])
            self.out.append(f'<text class="w" x="{x:g}" y="{y - 6:g}" text-anchor="middle">weak</text>')

    def _from_dot(self, dot: Point, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Makes a spline that Graphviz began at the edge of a box begin at the dot inside it.

        The last of its points is the tip of the arrow, when there is one more than pieces of a curve need.
        """
        if len(points) % 3 == 2:
            points = (*points[:-2], points[-1])
        first, control = points[0], points[1]
        dy = dot[1] - first[1]
        return (dot, (max(control[0], first[0] + 6), control[1] + dy), *points[2:])

    def _curve(self, dot: Point, target: Box, e: Edge) -> tuple[Point, ...]:
        """Returns a simple curve from a dot to the near edge of a card."""
        x, y = dot
        middle = target.y + geo.HEAD // 2
        if e.source == f"o{e.target}":
            right = target.x + target.width
            return (x, y), (right + 46, y), (right + 46, middle), (right, middle)
        if target.x > x:
            reach = max(40.0, (target.x - x) * 0.5)
            return (x, y), (x + reach, y), (target.x - reach, middle), (target.x, middle)
        right = target.x + target.width
        if target.y > y + 20 and right < x - 40:  # in a band below: down to the gap above its card, in from the left
            gap = target.y - 28
            return (
                (x, y), (x + 70, y), (x + 70, gap), (x, gap),
                ((2 * x + target.x) / 3, gap), ((x + 2 * target.x) / 3, gap), (target.x + 24, gap),
                (target.x - 40, gap), (target.x - 40, middle), (target.x, middle),
            )  # fmt: skip
        turn = max(right, x + 18) + (44 if target.y > y else 66)  # two that go both ways stay apart
        return (x, y), (turn, y), (turn, middle), (right, middle)


def _middle(points: tuple[Point, ...]) -> Point:
    """Returns the middle of one Bezier piece."""
    (a, b), (c, d), (e, f), (g, h) = points
    return round((a + 3 * c + 3 * e + g) / 8, 1), round((b + 3 * d + 3 * f + h) / 8, 1)


def _arrowhead(before: Point, tip: Point) -> str:
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    bx, by = tip[0] - 10 * ux, tip[1] - 10 * uy
    return f"M{_at(tip)}L{_at((bx - 4.5 * uy, by + 4.5 * ux))}L{_at((bx + 4.5 * uy, by - 4.5 * ux))}Z"


def _at(p: Point) -> str:
    return f"{round(p[0], 1):g} {round(p[1], 1):g}"


def _escaped(text: str) -> str:
    """Makes text safe inside SVG: markup is quoted, what cannot be printed is an escape."""
    return escape(clean(text), quote=True)
