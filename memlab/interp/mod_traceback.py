"""The natives of ``traceback``: texts as the interpreter itself prints them (see `traceback_text`)."""

from __future__ import annotations

from memlab.heap.objects import Exc, FrameObj, Traceback
from memlab.interp import traceback_text as text
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

TRACEBACK = NativeModule("traceback", "Extract, format and print information about Python stack traces.")
TRACEBACK.guest_source = "traceback"
MODULES = {"traceback": TRACEBACK}


def _exc(m: Any, o: Any) -> Exc:
    if not isinstance(o, Exc):
        raise m.error("TypeError", f"Exception expected for value, {o.type.name} found")
    return o


@TRACEBACK.function("_format")
def format_(m: Any, exc: Any, chain: Any) -> Obj:
    """The text of an exception, as a list of strings."""
    o: Obj = m.from_host(text.format_exception(m, _exc(m, exc), m.truth(chain)))
    return o


@TRACEBACK.function("_only")
def only(m: Any, exc: Any) -> Obj:
    o: Obj = m.from_host(list(text.exception_only(m, _exc(m, exc), m.profile.suggestions_in_module)))
    return o


def _entries(m: Any, o: Any) -> list[text.Entry]:
    if isinstance(o, Traceback):
        return text.entries(o)
    if isinstance(o, FrameObj):
        frames = []
        frame: Any = o.frame
        while frame is not None:
            frames.append(text.Entry(frame.code.unit.filename, frame.lineno, frame.code.unit.name, None))
            frame = frame.back
        return frames[::-1]
    return []


@TRACEBACK.function("_entries")
def entries(m: Any, o: Any) -> Obj:
    """(file, line, function, source line) per entry of a traceback or of a frame's stack."""
    out = []
    for e in _entries(m, o):
        lines = text.source_lines(m, e.filename)
        line = lines[e.lineno - 1].strip() if lines is not None and 0 < e.lineno <= len(lines) else ""
        out.append((e.filename, e.lineno, e.name, line))
    made: Obj = m.from_host(out)
    return made


@TRACEBACK.function("_stack")
def stack(m: Any, o: Any) -> Obj:
    """The lines of a traceback's or a stack's entries, as printed."""
    made: Obj = m.from_host(list(text.stack_text(m, _entries(m, o))))
    return made
