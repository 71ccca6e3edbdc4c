"""The text view: says all that the picture says, in a fixed order, without addresses."""

from __future__ import annotations

from memlab.render.scene import Card, Row, Scene, clean


def text(scene: Scene) -> str:
    """Returns a scene as text: the names by frame, then the objects with their counts and slots, then the remarks."""
    out = [scene.title, ""]
    heads = {card.serial: card.head for card in scene.cards}
    for frame in scene.frames:
        where = f" at line {frame.line}" if frame.kind != "global" and frame.line else ""
        out.append(f"{clean(frame.title)}{where}")
        out += [f"  {_row(row, heads)}" for row in frame.rows]
        out.append("")
    if scene.cards:
        out.append("objects")
        for card in scene.cards:
            out.append(f"  {_head(card)}")
            out += [f"    {_row(row, heads)}" for row in card.rows]
        out.append("")
    out += scene.notes
    return "\n".join(out).rstrip() + "\n"


def sentences(scene: Scene) -> str:
    """Returns a scene as running text, for an SVG's description."""
    heads = {card.serial: card.head for card in scene.cards}
    parts = []
    for frame in scene.frames:
        said = "; ".join(_said(row, heads) for row in frame.rows)
        parts.append(f"{clean(frame.title)}: {said}.")
    for card in scene.cards:
        said = "; ".join(_said(row, heads) for row in card.rows)
        parts.append(f"{_head(card)}{': ' + said if said else ''}.")
    parts += [f"{note}." for note in scene.notes]
    return " ".join(parts)


def _head(card: Card) -> str:
    count = "immortal" if card.count == "immortal" else f"count {card.count}"
    return f"{clean(card.head)}, {count}" + (", garbage" if "garbage" in card.marks else "")


def _row(row: Row, heads: dict[int, str]) -> str:
    label = clean(row.label)
    if row.target:
        arrow = "~>" if row.kind == "weak" else "->"
        return f"{label} {arrow} {clean(heads[row.target])}"
    if row.kind == "away":
        return f"{label} -> {clean(row.text)} (not shown)"
    if not label:
        return clean(row.text)
    return f"{label} {clean(row.text)}" if label.endswith((":", "]")) else f"{label} = {clean(row.text)}"


def _said(row: Row, heads: dict[int, str]) -> str:
    label = clean(row.label)
    if row.target:
        verb = "" if row.kind == "weak" else " refers to"
        return f"{label}{verb} {clean(heads[row.target])}"
    if row.kind == "away":
        return f"{label} refers to {clean(row.text)}, not shown"
    return f"{label} is {clean(row.text)}" if label and row.kind == "value" else f"{label} {clean(row.text)}".strip()
