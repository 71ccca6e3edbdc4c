"""One code block under construction: instructions, constants, labels, exception ranges, depth of the value stack.

The depth is tracked while emitting: ``depth`` is the number of values on the stack, or None where control cannot
arrive (after a return, raise or jump); there nothing is emitted, which is how dead code disappears.  Where two ways
join, both must have the same depth: that assertion finds most mistakes of a compiler.
"""

from __future__ import annotations

from memlab.errors import InternalError
from memlab.interp import instructions as op
from memlab.interp.instructions import NAMES, OPS, Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FIXED = {
    "LOAD_FAST": 1, "LOAD_CONST": 1, "STORE_FAST": -1, "LINE": 0, "LOAD_GLOBAL": 1, "POP_JUMP_IF_FALSE": -1,
    "BINARY": -1, "COMPARE": -1, "RETURN_VALUE": -1, "LOAD_FAST_BORROW": 1, "LOAD_ATTR": 0, "LOAD_METHOD": 1,
    "FOR_ITER": 1,
    "JUMP_BACK": 0, "JUMP": 0, "POP_TOP": -1, "LOAD_NAME": 1, "STORE_NAME": -1, "STORE_ATTR": -2, "BINARY_B": -1,
    "COMPARE_B": -1, "LOAD_ATTR_B": 0, "LOAD_METHOD_B": 1, "STORE_ATTR_B": -2, "BINARY_SUBSCR": -1,
    "BINARY_SUBSCR_B": -1, "INPLACE": -1, "POP_JUMP_IF_TRUE": -1, "JUMP_IF_FALSE_OR_POP": -1,
    "JUMP_IF_TRUE_OR_POP": -1, "POP_JUMP_IF_NONE": -1, "POP_JUMP_IF_NOT_NONE": -1, "IS_OP": -1, "CONTAINS_OP": -1,
    "UNARY": 0, "STORE_SUBSCR": -3, "DELETE_SUBSCR": -2, "BINARY_SLICE": -2, "BINARY_SLICE_B": -2, "STORE_SLICE": -4,
    "LOAD_DEREF": 1, "STORE_DEREF": -1, "DELETE_DEREF": 0, "LOAD_CLOSURE": 1, "MAKE_CELL": 0, "LOAD_CLASSDEREF": 1,
    "STORE_GLOBAL": -1, "DELETE_GLOBAL": 0, "DELETE_NAME": 0, "DELETE_FAST": 0, "DELETE_ATTR": -1, "LIST_APPEND": -1,
    "SET_ADD": -1, "MAP_ADD": -2, "LIST_EXTEND": -1, "LIST_TO_TUPLE": 0, "SET_UPDATE": -1, "DICT_UPDATE": -1,
    "DICT_MERGE": -1, "GET_ITER": 0, "COPY": 1, "SWAP": 0, "NOP": 0, "LOAD_BUILD_CLASS": 1, "IMPORT_NAME": -1,
    "IMPORT_FROM": 1, "IMPORT_STAR": -1, "RERAISE": -1, "PUSH_EXC_INFO": 1, "POP_EXCEPT": -1, "CHECK_EXC_MATCH": 0,
    "CHECK_EG_MATCH": 0, "PREP_RERAISE_STAR": -1, "BEFORE_WITH": 1, "WITH_EXIT": -1, "WITH_EXCEPT_START": 1,
    "YIELD_VALUE": 0, "YIELD_FROM": -1, "GET_YIELD_FROM_ITER": 0, "RETURN_GENERATOR": 0, "GET_LEN": 1,
    "MATCH_MAPPING": 1, "MATCH_SEQUENCE": 1, "MATCH_KEYS": 1, "MATCH_CLASS": -2, "SETUP_ANNOTATIONS": 0,
    "PRINT_EXPR": -1, "LOAD_ASSERTION_ERROR": 1, "LOAD_LOCALS": 1, "LOAD_FAST_AND_CLEAR": 1, "LOAD_FAST_CHECK": 1,
    "NOT_SIMULATED": 0, "FORMAT_SIMPLE": 0, "LOAD_NONE": 1, "STOPITERATION_ERROR": 0,
    "LOAD_FROM_DICT_OR_GLOBALS": 0, "LOAD_FROM_DICT_OR_DEREF": 0,
    "LOAD_COMMON_CONSTANT": 1,
}
EFFECT: list[int | None] = [_FIXED.get(name) for name in NAMES]
"""Fixed stack effect per instruction on the way that falls through; None where it depends on the operand."""

JUMPS = frozenset(OPS[n] for n in (
    "JUMP", "JUMP_BACK", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE",
    "JUMP_IF_FALSE_OR_POP", "JUMP_IF_TRUE_OR_POP", "FOR_ITER"))
ENDS = frozenset(OPS[n] for n in ("JUMP", "JUMP_BACK", "RETURN_VALUE", "RERAISE", "RAISE"))
_TARGET_EXTRA = {OPS["JUMP_IF_FALSE_OR_POP"]: 1, OPS["JUMP_IF_TRUE_OR_POP"]: 1, OPS["FOR_ITER"]: -2}


def stack_effect(opcode: int, arg: Any, jump: bool = False) -> int:
    """Return how an instruction changes the depth of the stack (on the taken way when ``jump``)."""
    fixed = EFFECT[opcode]
    if fixed is not None:
        return fixed + _TARGET_EXTRA.get(opcode, 0) if jump else fixed
    name = NAMES[opcode]
    effect: int
    if name in ("CALL", "CALL_METHOD"):
        effect = -arg if name == "CALL" else -arg - 1
    elif name in ("CALL_B", "CALL_KW", "CALL_KW_B"):
        effect = -arg[0]
    elif name in ("CALL_METHOD_B", "CALL_METHOD_KW", "CALL_METHOD_KW_B"):
        effect = -arg[0] - 1
    elif name == "CALL_EX":
        effect = -1 - arg
    elif name in ("BUILD_TUPLE", "BUILD_LIST", "BUILD_SET", "BUILD_STRING", "BUILD_SLICE"):
        effect = 1 - arg
    elif name == "BUILD_MAP":
        effect = 1 - 2 * arg
    elif name == "BUILD_CONST_KEY_MAP":
        effect = -arg
    elif name == "UNPACK_SEQUENCE":
        effect = arg - 1
    elif name == "UNPACK_EX":
        effect = arg[0] + arg[1]
    elif name == "FORMAT_VALUE":
        effect = -1 if arg[1] else 0
    elif name == "MAKE_FUNCTION":
        effect = -sum(1 for bit in (1, 2, 4, 8, 16) if arg & bit)
    elif name == "RAISE":
        effect = -arg
    else:
        raise InternalError(f"no stack effect for {name}")
    return effect


class Label:
    """A place to jump to: its index once placed, the depth of the stack there once known."""

    __slots__ = ("index", "depth")

    def __init__(self) -> None:
        self.index = -1
        self.depth: int | None = None


class At:
    """A source position that is not a node's own."""

    __slots__ = ("lineno", "end_lineno", "col_offset", "end_col_offset")

    def __init__(self, lineno: int, end_lineno: int, col_offset: int, end_col_offset: int) -> None:
        self.lineno = lineno
        self.end_lineno = end_lineno
        self.col_offset = col_offset
        self.end_col_offset = end_col_offset


def const_key(v: Any) -> Any:
    """Return a key that tells constants apart as CPython does (Objects/codeobject.c _PyCode_ConstantKey)."""
    cls = v.__class__
    if cls is str or cls is int or cls is bytes or cls is bool or v is None:
        return cls, v
    if cls is float or cls is complex:
        return cls, repr(v)
    if cls is tuple:
        return cls, tuple([const_key(x) for x in v])
    if cls is frozenset:
        return cls, frozenset([const_key(x) for x in v])
    return cls, id(v)


class Block:
    """What a jump out of a region has to undo (compile.c struct fblockinfo)."""

    __slots__ = ("kind", "start", "exit", "datum")

    def __init__(self, kind: str, start: Label | None, exit: Label | None, datum: Any) -> None:
        self.kind = kind
        self.start = start
        self.exit = exit
        self.datum = datum


class Assembler:
    """Emission of one block."""

    def __init__(self) -> None:
        self.instrs: list[tuple[int, Any]] = []
        self.nodes: list[Any] = []
        self.depth: int | None = 0
        self.stacksize = 0
        self.extra = 0  # values below that only CPython's stack holds; co_stacksize counts them
        self.consts: list[Any] = []
        self.const_index: dict[Any, int] = {}
        self.active: tuple[tuple[Label, int], ...] = ()
        self.segments: list[tuple[int, tuple[tuple[Label, int], ...]]] = []
        self.blocks: list[Block] = []
        self.dead = 0  # instructions that were not emitted because control cannot arrive
        self.blocked: set[int] = set()  # jumps that CPython's borrow analysis does not follow (see `jump_over`)

    # ------------------------------------------------------------ instructions

    def emit(self, opcode: int, arg: Any, node: Any) -> None:
        """Append an instruction of fixed effect."""
        depth = self.depth
        if depth is None:
            self.dead += 1
            return
        depth += EFFECT[opcode]  # type: ignore[operator]
        self.depth = depth
        if depth + self.extra > self.stacksize:
            self.stacksize = depth + self.extra
        self.instrs.append((opcode, arg))
        self.nodes.append(node)

    def emit_n(self, opcode: int, arg: Any, effect: int, node: Any) -> None:
        """Append an instruction whose effect depends on its operand."""
        depth = self.depth
        if depth is None:
            self.dead += 1
            return
        depth += effect
        self.depth = depth
        if depth + self.extra > self.stacksize:
            self.stacksize = depth + self.extra
        self.instrs.append((opcode, arg))
        self.nodes.append(node)

    def line(self, node: Any) -> None:
        if self.depth is not None:
            self.instrs.append((op.LINE, node.lineno))
            self.nodes.append(node)

    def const(self, value: Any, node: Any) -> None:
        if self.depth is not None:
            self.emit(op.LOAD_CONST, self.add_const(value), node)

    def add_const(self, value: Any) -> int:
        cls = value.__class__
        key = (cls, value) if cls is str or cls is int else const_key(value)
        index = self.const_index.get(key)
        if index is None:
            index = self.const_index[key] = len(self.consts)
            self.consts.append(value)
        return index

    def peak(self, more: int) -> None:
        """Here CPython's value stack is for a moment ``more`` higher than ours."""
        if self.depth is not None and self.depth + self.extra + more > self.stacksize:
            self.stacksize = self.depth + self.extra + more

    def stop(self) -> None:
        """Control does not come past here."""
        self.depth = None

    # ------------------------------------------------------------ labels

    def jump(self, opcode: int, label: Label, node: Any) -> None:
        depth = self.depth
        if depth is None:
            self.dead += 1
            return
        depth += EFFECT[opcode]  # type: ignore[operator]
        there = depth + _TARGET_EXTRA.get(opcode, 0)
        if label.depth is None:
            label.depth = there
        elif label.depth != there:
            raise InternalError(f"stack depth {there} and {label.depth} meet at a label (line {node.lineno})")
        self.instrs.append((opcode, label))
        self.nodes.append(node)
        if opcode == op.JUMP or opcode == op.JUMP_BACK:
            self.depth = None
        else:
            self.depth = depth
            if depth + self.extra > self.stacksize:
                self.stacksize = depth + self.extra

    def jump_over(self, label: Label, node: Any) -> tuple[int, int]:
        """Jump over exception handlers that follow; hand the result to `landed` once they are emitted."""
        self.jump(op.JUMP, label, node)
        return len(self.instrs) - 1, self.dead

    def landed(self, mark: tuple[int, int]) -> None:
        """Note a jump over dead code.

        CPython moves handlers out of the way, so that the jump disappears; dead code leaves an empty block there, and
        in 3.14 Python/flowgraph.c optimize_load_fast does not look past an empty block.
        """
        if self.dead != mark[1]:
            self.blocked.add(mark[0])

    def place(self, label: Label) -> None:
        label.index = len(self.instrs)
        if self.depth is None:
            self.depth = label.depth
        elif label.depth is None:
            label.depth = self.depth
        elif label.depth != self.depth:
            raise InternalError(f"stack depth {self.depth} and {label.depth} meet at a label")

    # ------------------------------------------------------------ exception ranges

    def set_active(self, active: tuple[tuple[Label, int], ...]) -> None:
        self.active = active
        pc = len(self.instrs)
        if self.segments and self.segments[-1][0] == pc:
            self.segments[-1] = (pc, active)
        else:
            self.segments.append((pc, active))

    def protect(self, label: Label) -> None:
        """From here on exceptions go to ``label``, with the stack cut to its present depth plus the exception."""
        depth = self.depth
        if depth is not None:
            label.depth = depth + 1
            if depth + 1 + self.extra > self.stacksize:
                self.stacksize = depth + 1 + self.extra
        self.set_active((*self.active, (label, -1 if depth is None else depth)))

    def unprotect(self) -> None:
        self.set_active(self.active[:-1])

    # ------------------------------------------------------------ result

    def finish(self, unit: Unit) -> None:
        """Resolve labels and fill the unit's instructions, lines, columns and handlers."""
        instrs = self.instrs
        for pc, (opcode, arg) in enumerate(instrs):
            if arg.__class__ is Label:
                instrs[pc] = (opcode, arg.index)
        handlers: list[tuple[int, int, int, int]] = []
        segments = self.segments
        for i, (start, active) in enumerate(segments):
            if not active:
                continue
            end = segments[i + 1][0] if i + 1 < len(segments) else len(instrs)
            label, depth = active[-1]
            if start == end or depth < 0:
                continue
            if handlers and handlers[-1][1] == start and handlers[-1][2] == label.index:
                handlers[-1] = (handlers[-1][0], end, label.index, depth)
            else:
                handlers.append((start, end, label.index, depth))
        unit.instrs = instrs
        unit.handlers = handlers
        unit.lines = [0 if n is None else n.lineno for n in self.nodes]
        unit.columns = [None if n is None else (n.lineno, n.end_lineno, n.col_offset, n.end_col_offset)
                        for n in self.nodes]
        unit.consts = self.consts
        unit.stacksize = self.stacksize
