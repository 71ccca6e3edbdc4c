"""Units as readable text, and a check of their value stacks.

`verify` follows every way through a unit and states what must hold: the depth of the stack is the same however an
instruction is reached, never negative, never above ``stacksize``, and zero after a return.
"""

from __future__ import annotations

from memlab.errors import InternalError
from memlab.interp.asm import ENDS, JUMPS, stack_effect
from memlab.interp.instructions import BINARY_OPS, COMPARE_OPS, NAMES, OPS, UNARY_OPS, Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["listing", "units", "verify"]

_SLOT = frozenset(OPS[n] for n in (
    "LOAD_FAST", "LOAD_FAST_BORROW", "STORE_FAST", "DELETE_FAST", "LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF",
    "LOAD_CLOSURE", "MAKE_CELL", "LOAD_CLASSDEREF", "LOAD_FAST_AND_CLEAR", "LOAD_FAST_CHECK",
    "LOAD_FROM_DICT_OR_DEREF"))
_LINE = OPS["LINE"]


def units(unit: Unit) -> Iterator[Unit]:
    """Yield a unit and all units nested in it, outermost first."""
    yield unit
    for c in unit.consts:
        if isinstance(c, Unit):
            yield from units(c)


def describe(unit: Unit, opcode: int, arg: Any) -> str:
    """Return an operand as a reader wants it."""
    name = NAMES[opcode]
    if opcode in _SLOT:
        return f"{arg} ({unit.locals[arg]})"
    if name == "LOAD_CONST":
        value = unit.consts[arg]
        return f"{arg} (<code {value.qualname}>)" if isinstance(value, Unit) else f"{arg} ({value!r})"
    if name in ("BINARY", "INPLACE"):
        return BINARY_OPS[arg] + ("=" if name == "INPLACE" else "")
    if name == "COMPARE":
        return COMPARE_OPS[arg]
    if name == "UNARY":
        return UNARY_OPS[arg]
    if name in ("BINARY_B", "COMPARE_B"):
        table = BINARY_OPS if name == "BINARY_B" else COMPARE_OPS
        return f"{table[arg[0]]} mask {arg[1]:b}"
    if opcode in JUMPS:
        return f"to {arg}"
    return "" if arg is None else str(arg)


def listing(unit: Unit, nested: bool = True) -> str:
    """Return the unit's instructions as text, one per line, like `dis`."""
    out: list[str] = []
    for u in units(unit) if nested else [unit]:
        if out:
            out.append("")
        out.append(f"{u.kind} {u.qualname} ({u.filename}:{u.firstlineno}), stack {u.stacksize}")
        for label, names in (("locals", u.locals), ("cells", u.cellvars), ("free", u.freevars)):
            if names:
                out.append(f"  {label}: {', '.join(names)}")
        targets = {arg for opcode, arg in u.instrs if opcode in JUMPS}
        targets.update(h[2] for h in u.handlers)
        for pc, (opcode, arg) in enumerate(u.instrs):
            mark = ">>" if pc in targets else "  "
            if opcode == _LINE:
                out.append(f"  {mark}{pc:5d} LINE {arg}")
            else:
                out.append(f"  {mark}{pc:5d}   {NAMES[opcode]:<22s} {describe(u, opcode, arg)}".rstrip())
        for start, end, target, depth in u.handlers:
            out.append(f"  {start} to {end - 1} -> {target} [{depth}]")
    return "\n".join(out)


def verify(unit: Unit) -> None:
    """Raise InternalError unless the value stacks of the unit and of all units in it are consistent."""
    for u in units(unit):
        _verify(u)


def _verify(u: Unit) -> None:
    instrs = u.instrs
    n = len(instrs)
    stacksize = max(u.stacksize, 1)
    depths: list[int | None] = [None] * n
    work: list[tuple[int, int]] = [(0, 0)]
    handlers = list(u.handlers)

    def fail(pc: int, why: str) -> InternalError:
        name = NAMES[instrs[min(pc, n - 1)][0]]
        return InternalError(f"{u.qualname} in {u.filename}, instruction {pc} {name}: {why}")

    if not len(u.lines) == len(u.columns) == n:
        raise fail(0, "lines and columns do not match the instructions")
    for start, end, target, _ in handlers:
        if not (0 <= start < end <= n and 0 <= target < n):
            raise fail(start, "bad handler range")
    while work:
        pc, depth = work.pop()
        while True:
            if pc >= n:
                raise fail(pc, "control falls off the end")
            known = depths[pc]
            if known is not None:
                if known != depth:
                    raise fail(pc, f"stack depth {known} or {depth}")
                break
            depths[pc] = depth
            for start, end, target, cut in handlers:
                if start <= pc < end:
                    if cut > depth:
                        raise fail(pc, f"handler cuts to {cut}, depth is {depth}")
                    work.append((target, cut + 1))
            opcode, arg = instrs[pc]
            if any(p >= depth for p in u.borrowed.get(pc, ())):
                raise fail(pc, "a borrowed position above the stack")
            if opcode in JUMPS:
                if not 0 <= arg < n:
                    raise fail(pc, "jump out of the unit")
                there = depth + stack_effect(opcode, arg, True)
                if not 0 <= there <= stacksize:
                    raise fail(pc, f"stack depth {there} at the target")
                work.append((arg, there))
            depth += stack_effect(opcode, arg)
            if not 0 <= depth <= stacksize:
                raise fail(pc, f"stack depth {depth} after it, stacksize is {u.stacksize}")
            if opcode in ENDS:
                if NAMES[opcode] == "RETURN_VALUE" and depth:
                    raise fail(pc, f"{depth} values left at a return")
                break
            pc += 1
