"""DOT: a scene as a Graphviz program, once for people (`source`) and once for layout alone (`layout_dot`)."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from memlab.render import geometry as geo
from memlab.render.scene import Row, Scene, clean

if TYPE_CHECKING:
    import graphviz

DENSE = 2.2
"""From this many edges per card on, Graphviz is told to take less care: its time explodes on dense graphs."""


def dot(scene: Scene) -> str:
    """Returns a DOT program that draws the scene with its texts; any Graphviz can run it."""
    out = [
        "digraph memory {",
        "  rankdir=LR; ranksep=0.7; nodesep=0.3;",
        '  node [shape=record, fontname="Helvetica", fontsize=11]; edge [fontname="Helvetica", fontsize=10];',
        f'  label="{_quoted(". ".join([scene.title, *scene.notes]))}"; labelloc=b;',
    ]
    for frame in scene.frames:
        fields = "|".join([_field(frame.title), *(_row_field(i, r) for i, r in enumerate(frame.rows))])
        out.append(f'  f{frame.id} [label="{fields}", color="#0b62a4"];')
    for card in scene.cards:
        count = card.count if card.count == "immortal" else f"count {card.count}"
        fields = "|".join([_field(f"{card.head}  {count}"), *(_row_field(i, r) for i, r in enumerate(card.rows))])
        style = ', style=dashed, color="#b34700"' if "garbage" in card.marks else ""
        out.append(f'  o{card.serial} [label="{fields}"{style}];')
    styles = {"name": ' [color="#0b62a4"]', "heap": "", "weak": ' [style=dashed, color="#93447a", label="weak"]'}
    out += [f"  {e.source}:r{e.row} -> o{e.target}{styles[e.kind]};" for e in scene.edges]
    return "\n".join([*out, "}", ""])


def source(scene: Scene) -> graphviz.Source:
    """Returns the DOT program as a `graphviz.Source`."""
    import graphviz

    return graphviz.Source(dot(scene))


def layout_dot(scene: Scene) -> str:
    """Returns a DOT program with no texts at all: boxes of fixed sizes with a port for each row that refers.

    All frames are one box, so that they stand in one column in their order.
    """
    dense = len(scene.edges) > DENSE * max(1, len(scene.cards)) and len(scene.edges) > 60
    care = "nslimit=2; nslimit1=2; mclimit=0.2; splines=line;" if dense else "nslimit=8; splines=true;"
    out = [
        f"digraph {{ rankdir=LR; ranksep=0.85; nodesep=0.32; {care}",
        'node [shape=record, fixedsize=true, fontsize=1, margin="0,0"]; edge [arrowsize=0.1];',
    ]
    width, height = geo.frames_size(scene.frames)
    ports = {(f.id, i): n for n, (f, i) in enumerate((f, i) for f in scene.frames for i in range(len(f.rows)))}
    if scene.frames:
        out.append(f"{{rank=min; {_box('F', width, height, max(1, len(ports)))}}}")
    for card in scene.cards:
        w, h = geo.card_size(card)
        out.append(_box(f"o{card.serial}", w, h, len(card.rows) + 1))
    tree, roots = _tree(scene)
    leaving = Counter(e.source for e in scene.edges)
    out += [f"F -> {root} [style=invis]" for root in roots if scene.frames]
    for n, e in enumerate(scene.edges):
        if e.source[0] == "f":
            tail = f"F:p{ports[int(e.source[1:]), e.row]}:e"
        elif leaving[e.source] == 1:  # without a port a chain of cards stands in a straight line
            tail = e.source + ":e"
        else:
            tail = f"{e.source}:p{e.row + 1}:e"
        free = "" if n in tree else ", constraint=false"
        out.append(f"{tail} -> o{e.target} [id={n}{free}]")
    return "\n".join([*out, "}"])


def _tree(scene: Scene) -> tuple[set[int], list[str]]:
    """Returns the edges by which each card is first reached, and the cards that no frame leads to.

    Only these edges say which column a card stands in: its distance from a name. Others would stretch the picture.
    """
    leaving: dict[str, list[int]] = {}
    for n, e in enumerate(scene.edges):
        if e.kind != "weak":
            leaving.setdefault("F" if e.source[0] == "f" else e.source, []).append(n)
    seen = {"F"}
    tree: set[int] = set()
    roots: list[str] = []
    for start in ["F", *(f"o{c.serial}" for c in scene.cards)]:
        if start in seen and start != "F":
            continue
        if start != "F":
            roots.append(start)
            seen.add(start)
        queue = deque([start])
        while queue:
            for n in leaving.get(queue.popleft(), ()):
                name = f"o{scene.edges[n].target}"
                if name not in seen:
                    seen.add(name)
                    tree.add(n)
                    queue.append(name)
    return tree, roots


def _box(name: str, width: float, height: float, fields: int) -> str:
    label = "|".join(f"<p{i}>" for i in range(fields))
    return f'{name} [label="{label}", width={width / 72:.4f}, height={height / 72:.4f}]'


def _row_field(i: int, row: Row) -> str:
    said = "" if row.target else row.text
    return f"<r{i}> " + _field(f"{row.label}  {said}".strip())


def _field(text: str) -> str:
    """Escapes text for a field of a record label."""
    return "".join("\\" + c if c in '\\{}|<> "' else c for c in clean(text))


def _quoted(text: str) -> str:
    return clean(text).replace("\\", "\\\\").replace('"', '\\"')
