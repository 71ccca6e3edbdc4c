"""Everything that memlab itself can raise, in three families that are never mixed up.

* our bug: `InternalError` (an invariant of the simulator does not hold);
* your program: `GuestProgramError` (a learner's program ended in an exception, or its source does not compile) and
  `LimitReached` (it ran into a guard);
* not simulated: `NotSimulated` (the program needs something that memlab does not model).

A guest exception on its way through the simulated interpreter is none of these: it is a guest object.
"""

from __future__ import annotations

__all__ = ["GuestProgramError", "InternalError", "LimitReached", "MemlabError", "NotSimulated", "UsageError"]


class MemlabError(Exception):
    """The common base of all errors that memlab raises."""


class InternalError(MemlabError):
    """Our bug: something that must hold inside memlab does not."""


class UsageError(MemlabError):
    """memlab was asked for something that does not exist: an unknown profile, name, step or option."""


class GuestProgramError(MemlabError):
    """Your program: it ended in an uncaught exception, or it is not valid Python."""


class LimitReached(GuestProgramError):
    """Your program: a guard (steps, memory, digits, output ...) stopped it; `text` says which."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text


class NotSimulated(MemlabError):
    """Not simulated: the program needs `what`, which memlab does not model.

    The line is often not known where this is raised; whoever knows it sets `line`, and the text follows.
    """

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what, line)
        self.what = what
        self.line = line

    def __str__(self) -> str:
        where = "" if self.line is None else f" (line {self.line})"
        return f"memlab does not simulate {self.what}{where}"
