"""Which loads of locals need not own a reference (profiles with borrowed locals, 3.14+).

A LOAD_FAST may borrow when what it pushed is consumed in the same basic block, before the local is stored to or
deleted, and is not itself stored as a local; and when the local is certainly bound there, for otherwise CPython uses
LOAD_FAST_CHECK, which owns.  Source: Python/flowgraph.c optimize_load_fast,
add_checks_for_loads_of_uninitialized_variables.

Code that only an exception leads to is left alone, as CPython does: its traversal does not follow handlers.

Simplified: a load becomes LOAD_FAST_BORROW only where its consumer has a ``_B`` form; elsewhere (a list display, a
test) nobody can see the difference in the count.
"""

from __future__ import annotations

from memlab.errors import InternalError
from memlab.interp import instructions as op
from memlab.interp.asm import ENDS, JUMPS, stack_effect
from memlab.interp.instructions import NAMES, OPS, Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Any

POPS: dict[str, int] = {
    "STORE_FAST": 1, "POP_JUMP_IF_FALSE": 1, "POP_JUMP_IF_TRUE": 1, "POP_JUMP_IF_NONE": 1, "POP_JUMP_IF_NOT_NONE": 1,
    "JUMP_IF_FALSE_OR_POP": 1, "JUMP_IF_TRUE_OR_POP": 1, "BINARY": 2, "INPLACE": 2, "COMPARE": 2, "IS_OP": 2,
    "CONTAINS_OP": 2, "UNARY": 1, "RETURN_VALUE": 1, "LOAD_ATTR": 1, "LOAD_METHOD": 1, "POP_TOP": 1, "STORE_NAME": 1,
    "STORE_ATTR": 2, "BINARY_SUBSCR": 2, "STORE_SUBSCR": 3, "DELETE_SUBSCR": 2, "BINARY_SLICE": 3, "STORE_SLICE": 4,
    "STORE_DEREF": 1, "STORE_GLOBAL": 1, "DELETE_ATTR": 1, "LIST_APPEND": 1, "SET_ADD": 1, "MAP_ADD": 2,
    "LIST_EXTEND": 1, "LIST_TO_TUPLE": 1, "SET_UPDATE": 1, "DICT_UPDATE": 1, "DICT_MERGE": 1, "GET_ITER": 1,
    "IMPORT_NAME": 2, "IMPORT_STAR": 1, "RERAISE": 1, "PUSH_EXC_INFO": 1, "POP_EXCEPT": 1, "CHECK_EXC_MATCH": 1,
    "CHECK_EG_MATCH": 2, "PREP_RERAISE_STAR": 2, "BEFORE_WITH": 1, "WITH_EXIT": 1, "YIELD_VALUE": 1, "YIELD_FROM": 2,
    "GET_YIELD_FROM_ITER": 1, "MATCH_CLASS": 3, "PRINT_EXPR": 1, "FORMAT_SIMPLE": 1, "UNPACK_SEQUENCE": 1,
    "UNPACK_EX": 1, "STOPITERATION_ERROR": 1, "LOAD_FROM_DICT_OR_GLOBALS": 1, "LOAD_FROM_DICT_OR_DEREF": 1,
}
"""Values an instruction takes off the stack; what it leaves in place is not counted.  Missing: none, or see `pops`."""

_POPS: list[int] = [POPS.get(name, 0) for name in NAMES]


def pops(opcode: int, arg: Any) -> int:
    """Return how many values an instruction takes off the stack."""
    name = NAMES[opcode]
    if name in _COUNTED:
        n: int = arg
        return n + _COUNTED[name]
    if name == "CALL_KW":
        return int(arg[0]) + 1
    if name == "CALL_METHOD_KW":
        return int(arg[0]) + 2
    if name == "BUILD_MAP":
        return 2 * int(arg)
    if name == "FORMAT_VALUE":
        return 2 if arg[1] else 1
    if name == "MAKE_FUNCTION":
        return 1 + sum(1 for bit in (1, 2, 4, 8, 16) if arg & bit)
    raise InternalError(f"no pop count for {name}")


_COUNTED = {"CALL": 1, "CALL_METHOD": 2, "CALL_EX": 2, "BUILD_CONST_KEY_MAP": 1, "BUILD_TUPLE": 0, "BUILD_LIST": 0,
            "BUILD_SET": 0,
            "BUILD_STRING": 0, "BUILD_SLICE": 0, "RAISE": 0}
_VARIABLE = frozenset(OPS[n] for n in (*_COUNTED, "CALL_KW", "CALL_METHOD_KW", "BUILD_MAP", "FORMAT_VALUE",
                                       "MAKE_FUNCTION"))
_BORROWING = {OPS[n]: OPS[n + "_B"] for n in (
    "CALL", "CALL_METHOD", "CALL_KW", "CALL_METHOD_KW", "LOAD_ATTR", "BINARY", "COMPARE", "BINARY_SUBSCR",
    "STORE_ATTR", "BINARY_SLICE")}
_PLAIN_MASK = frozenset(OPS[n] for n in ("BINARY_SUBSCR", "BINARY_SLICE"))
_ONE_OPERAND = frozenset((OPS["LOAD_ATTR"],))
_KEYWORDS = frozenset(OPS[n] for n in ("CALL_KW", "CALL_METHOD_KW"))

LOAD_FAST, STORE_FAST, DELETE_FAST = OPS["LOAD_FAST"], OPS["STORE_FAST"], OPS["DELETE_FAST"]
LOAD_FAST_AND_CLEAR, MAKE_CELL = OPS["LOAD_FAST_AND_CLEAR"], OPS["MAKE_CELL"]
COPY, SWAP, LOAD_METHOD, LINE = OPS["COPY"], OPS["SWAP"], OPS["LOAD_METHOD"], OPS["LINE"]
LOAD_CONST = OPS["LOAD_CONST"]
_KILLS = frozenset((STORE_FAST, DELETE_FAST, LOAD_FAST_AND_CLEAR, MAKE_CELL))
_EMPTIES = frozenset((DELETE_FAST, LOAD_FAST_AND_CLEAR))


def borrow_loads(unit: Unit, blocked: AbstractSet[int]) -> None:
    """Rewrite the unit's loads and their consumers; fill ``unit.borrowed``.  Jumps in ``blocked`` are not followed."""
    instrs = unit.instrs
    if not any(opcode == LOAD_FAST for opcode, _ in instrs):
        return
    starts = {arg for opcode, arg in instrs if opcode in JUMPS}
    handlers = {target: depth + 1 for _, _, target, depth in unit.handlers}
    starts.update(handlers)
    unsure = unsure_loads(unit, starts)
    reached = {0}
    depth_at: dict[int, int] = dict(handlers)
    stack: list[int] = []  # per value: pc of the LOAD_FAST that pushed it, or -1
    methods: dict[int, int] = {}  # pc of a load -> pc of the LOAD_METHOD that took it as self
    killed: set[int] = set()
    new_block = True
    live = True
    for pc in range(len(instrs)):
        opcode, arg = instrs[pc]
        if new_block or pc in starts:
            depth = depth_at.get(pc)
            stack = [-1] * (len(stack) if depth is None else depth)
            methods.clear()
            killed.clear()
            if not new_block:
                # falls in from the block before
                if live:
                    reached.add(pc)
            new_block = False
            live = pc in reached
        if opcode == LOAD_FAST:
            stack.append(pc if live and pc not in unsure else -1)
            continue
        if opcode == LINE:
            continue
        if opcode == LOAD_CONST:
            stack.append(-1)
            continue
        if opcode in JUMPS:
            there = len(stack) + stack_effect(opcode, arg, True)
            depth_at.setdefault(arg, there)
            if live and pc not in blocked:
                reached.add(arg)
                if opcode not in ENDS:
                    reached.add(pc + 1)
            new_block = True
            n = _POPS[opcode]
            if n:
                del stack[-n:]
            stack += [-1] * (stack_effect(opcode, arg) + n)
            continue
        if opcode in _KILLS:
            if opcode == STORE_FAST:
                stack.pop()
            for e in stack:
                if e >= 0 and instrs[e][1] == arg:
                    killed.add(e)
            if opcode == LOAD_FAST_AND_CLEAR:
                stack.append(-1)
            continue
        if opcode == COPY:
            e = stack[-arg]
            if e >= 0:
                killed.add(e)
            stack.append(-1)
            continue
        if opcode == SWAP:
            for i in (-arg, -1):
                if stack[i] >= 0:
                    killed.add(stack[i])
            stack[-arg], stack[-1] = stack[-1], stack[-arg]
            continue
        if opcode == LOAD_METHOD:
            e = stack.pop()
            if e >= 0 and e not in killed:
                methods[e] = pc
            stack += (-1, e)
            continue
        n = pops(opcode, arg) if opcode in _VARIABLE else _POPS[opcode]
        if n:
            made = _BORROWING.get(opcode)
            if made is not None:
                base = len(stack) - n
                mask = 0
                for i in range(n):
                    e = stack[base + i]
                    if e >= 0 and e not in killed:
                        mask |= 1 << i
                        borrow(unit, e, base + i, pc, methods.get(e))
                if mask:
                    if opcode in _ONE_OPERAND:
                        instrs[pc] = (made, arg)
                    elif opcode in _PLAIN_MASK:
                        instrs[pc] = (made, mask)
                    elif opcode in _KEYWORDS:
                        instrs[pc] = (made, (*arg, mask))
                    else:
                        instrs[pc] = (made, (arg, mask))
            del stack[-n:]
        effect = stack_effect(opcode, arg) + n
        if effect:
            stack += [-1] * effect
        if opcode in ENDS:
            new_block = True
            stack = []


def borrow(unit: Unit, load: int, position: int, consumer: int, method: int | None) -> None:
    """Make the load at ``load`` borrow: its value lies at ``position`` until the instruction at ``consumer`` ran."""
    instrs = unit.instrs
    instrs[load] = (op.LOAD_FAST_BORROW, instrs[load][1])
    borrowed = unit.borrowed
    if method is not None:
        # (o -- f o): one place lower until the method is looked up.
        instrs[method] = (op.LOAD_METHOD_B, instrs[method][1])
        for pc in range(load + 1, method + 1):
            borrowed[pc] = (*borrowed.get(pc, ()), position - 1)
        load = method
    for pc in range(load + 1, consumer + 1):
        borrowed[pc] = (*borrowed.get(pc, ()), position)


def unsure_loads(unit: Unit, starts: set[int]) -> set[int]:
    """Return the LOAD_FASTs whose local may be unbound, so that CPython checks (and owns) them.

    A forward data-flow over basic blocks; a bit says that the local of that slot may be unbound.
    """
    instrs = unit.instrs
    n_params = unit.argcount + unit.kwonly + bool(unit.varargs) + bool(unit.varkw)
    everything = (1 << len(unit.locals)) - 1
    at_start: dict[int, int] = {0: everything & ~((1 << n_params) - 1)}
    handler_of: list[int] = [-1] * len(instrs)
    for start, end, target, _ in unit.handlers:
        for pc in range(start, end):
            handler_of[pc] = target
    found: set[int] = set()
    work = [0]
    n = len(instrs)
    while work:
        pc = work.pop()
        mask = at_start[pc]
        handler = -1
        while pc < n:
            opcode, arg = instrs[pc]
            if handler_of[pc] != handler or opcode in _EMPTIES:
                handler = handler_of[pc]
                if handler >= 0:
                    have = at_start.get(handler)
                    if have is None or mask & ~have:
                        at_start[handler] = mask | (have or 0)
                        work.append(handler)
            if opcode == LOAD_FAST:
                if mask >> arg & 1:
                    found.add(pc)
                    mask &= ~(1 << arg)
            elif opcode == STORE_FAST:
                mask &= ~(1 << arg)
            elif opcode in _EMPTIES:
                mask |= 1 << arg
                if handler >= 0:
                    at_start[handler] = at_start.get(handler, 0) | mask
                    work.append(handler)
            elif opcode in JUMPS:
                have = at_start.get(arg)
                if have is None or mask & ~have:
                    at_start[arg] = mask | (have or 0)
                    work.append(arg)
            if opcode in ENDS:
                break
            pc += 1
            if pc in starts:
                have = at_start.get(pc)
                if have is not None and not mask & ~have:
                    break
                mask |= have or 0
                at_start[pc] = mask
    return found
