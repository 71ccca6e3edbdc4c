"""Frames: the machine's record of a code block being run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from memlab.heap.objects import Obj


class Frame:
    """One activation of a code block.

    locals: one slot per local, cell and free variable (host None: unbound); stack: the value stack; pc: next instruction;
    names: class or module namespace or None; func: the function (owned) or None;
    obj: the frame object made of it (borrowed), or None; owner: None while the machine runs it, else the FrameObj or Generator that
    keeps it; borrowed: set of local slots whose value the frame does not own (3.14+), or None;
    drop: values the caller's stack still holds for this call (3.10 keeps arguments there).
    """

    __slots__ = ("code", "instrs", "pc", "locals", "stack", "globals", "gd", "names", "func", "back",
                 "obj", "owner", "id", "gen", "borrowed", "drop", "suspended")
    code: Any
    locals: list[Any]
    stack: list[Any]
    globals: Any
    names: Any
    func: Any
    back: Frame | None
    obj: Any
    owner: Any
    instrs: list[tuple[int, Any]]
    pc: int
    gd: dict[Any, list[Any]]
    gen: Any
    borrowed: Any
    drop: int
    suspended: bool
    id: int

    @property
    def lineno(self) -> int:
        """The source line being run."""
        lines = self.code.unit.lines
        pc = self.pc
        return int(lines[pc - 1 if pc else 0]) if lines else self.code.unit.firstlineno

    def refs(self) -> Iterator[tuple[Any, Obj]]:
        """Yield (label, object) for each reference the frame owns: locals, then the value stack, then the function."""
        unit = self.code.unit
        skip = self.borrowed
        for i, o in enumerate(self.locals):
            if o is not None and (skip is None or i not in skip):
                yield ("local", unit.locals[i]), o
        loose = unit.borrowed.get(self.pc - 1, ()) if unit.borrowed else ()
        for i, o in enumerate(self.stack):
            if o is not None and (i not in loose or i and self.stack[i - 1] is None):
                yield ("value stack", i), o
        if self.func is not None:
            yield ("function",), self.func
