"""Geometry: how large things are. Sizes depend on the scene alone, never on the fonts of a machine.

Widths of letters are those of Helvetica and Arial (which share metrics) and of the usual fixed-width fonts, in 1/1000
of the type size. They need to be near enough that text fits; nothing depends on them being exact.
"""

from __future__ import annotations

from memlab.render.scene import Card, FrameBox, Row

HEAD = 34
ROW = 26
BOTTOM = 8
FRAME_ROW = 30
FRAME_TITLE = 26
FRAME_GAP = 18
PAD = 14
MIN_CARD = 132
MAX_TEXT = 300
TITLE, SMALL, CODE = 13, 12, 13

_NARROW = "ijl|'.,:;!"
_WIDTHS = (
    dict.fromkeys(_NARROW, 250)
    | dict.fromkeys("frtI()[]/\\-` ·", 333)
    | dict.fromkeys("abcdeghknopqsuvxyzJ0123456789_#?$+<>=~^\"L…", 556)
    | dict.fromkeys("ABEFKPSTVXYZ&↻", 667)
    | dict.fromkeys("CDGHNOQRUw", 740)
    | dict.fromkeys("mMW%@", 900)
)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Returns about how wide text is, in the typeface for words."""
    width = sum(_WIDTHS.get(c, 620 if ord(c) < 0x1100 else 1000) for c in text)
    return width * size / 1000 * (1.07 if bold else 1.0)


def code_width(text: str, size: float) -> float:
    """Returns how wide text is in the typeface for code."""
    return sum(0.602 if ord(c) < 0x1100 else 1.1 for c in text) * size


def pill_width(count: str) -> float:
    return max(36.0, text_width(count, SMALL, True) + 18)


def row_width(row: Row) -> float:
    """Returns the width of a row's content: a label, and a value or a dot at the right end."""
    label = code_width(row.label, SMALL)
    if row.target:
        return label + 40
    said = code_width(row.text, SMALL) if row.kind == "value" else text_width(row.text, SMALL)
    return (label + 16 if label else 0) + said


def card_size(card: Card) -> tuple[int, int]:
    """Returns the width and height of a card."""
    sign = 18 if "cycle" in card.marks else 0
    head = text_width(card.head, TITLE, True) + pill_width(card.count) + sign + 14
    width = max([MIN_CARD - 2 * PAD + 4, head, *(row_width(r) for r in card.rows)])
    return even(width + 2 * PAD - 4), HEAD + (len(card.rows) * ROW + BOTTOM if card.rows else 0)


def row_middle(i: int) -> int:
    """Returns how far below a card's top the middle of its row lies."""
    return HEAD + 4 + i * ROW + ROW // 2


def frames_size(frames: tuple[FrameBox, ...]) -> tuple[int, int]:
    """Returns the width and height of the column of all frames."""
    widths = [120.0]
    for f in frames:
        widths.append(text_width(f.title, SMALL) + 8)
        widths += [frame_row_width(r) + 2 * PAD for r in f.rows]
    return even(max(widths)), sum(frame_height(f) for f in frames) + FRAME_GAP * (len(frames) - 1)


def frame_row_width(row: Row) -> float:
    """Returns the width of the content of a frame's row."""
    label = code_width(row.label, CODE)
    said = 20 if row.target else code_width(row.text, SMALL) if row.kind == "value" else text_width(row.text, SMALL)
    return label + (18 if label else 0) + said


def frame_height(f: FrameBox) -> int:
    """Returns the height of a frame with its title."""
    return FRAME_TITLE + len(f.rows) * FRAME_ROW + 8


def frame_tops(frames: tuple[FrameBox, ...]) -> list[int]:
    """Returns where each frame's box begins (below its title), from the top of the column."""
    tops, y = [], 0
    for f in frames:
        tops.append(y + FRAME_TITLE)
        y += frame_height(f) + FRAME_GAP
    return tops


def frame_row_middle(i: int) -> int:
    return 4 + i * FRAME_ROW + FRAME_ROW // 2


def even(x: float) -> int:
    """Rounds up to an even number, so that middles are whole."""
    return int(-(-x // 2) * 2)
