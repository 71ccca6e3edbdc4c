"""memlab's own instructions: what the compiler emits and the machine runs.

An instruction is a pair ``(op, arg)``; jump targets are absolute indices into the instruction list.  Stack effects are
written as CPython's documentation of `dis` does, top of stack rightmost.  "Borrowed" variants (``*_B``, profiles with
borrowed locals, 3.14+) carry a mask: bit i set means that operand i (counted from the lowest on the stack) was pushed by
LOAD_FAST_BORROW and is not owned by the value stack (Python/flowgraph.c optimize_load_fast).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    def __getattr__(name: str) -> int:
        """The number of the instruction ``name`` (set from `OPS`)."""

NAMES = """
LOAD_FAST LOAD_CONST STORE_FAST LINE LOAD_GLOBAL POP_JUMP_IF_FALSE BINARY COMPARE CALL RETURN_VALUE
LOAD_FAST_BORROW CALL_B LOAD_ATTR LOAD_METHOD CALL_METHOD FOR_ITER JUMP_BACK JUMP POP_TOP LOAD_NAME
LOAD_ATTR_B LOAD_METHOD_B STORE_NAME STORE_ATTR CALL_METHOD_B BINARY_B COMPARE_B STORE_ATTR_B BINARY_SUBSCR BINARY_SUBSCR_B INPLACE
POP_JUMP_IF_TRUE JUMP_IF_FALSE_OR_POP JUMP_IF_TRUE_OR_POP POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE
IS_OP CONTAINS_OP UNARY STORE_SUBSCR DELETE_SUBSCR BINARY_SLICE STORE_SLICE BUILD_SLICE
LOAD_DEREF STORE_DEREF DELETE_DEREF LOAD_CLOSURE MAKE_CELL LOAD_CLASSDEREF STORE_GLOBAL DELETE_GLOBAL DELETE_NAME DELETE_FAST DELETE_ATTR
BUILD_TUPLE BUILD_LIST BUILD_SET BUILD_MAP BUILD_STRING LIST_APPEND SET_ADD MAP_ADD LIST_EXTEND LIST_TO_TUPLE SET_UPDATE
DICT_UPDATE DICT_MERGE UNPACK_SEQUENCE UNPACK_EX FORMAT_VALUE MAKE_FUNCTION CALL_KW CALL_EX GET_ITER COPY SWAP NOP
LOAD_BUILD_CLASS IMPORT_NAME IMPORT_FROM IMPORT_STAR RAISE RERAISE PUSH_EXC_INFO POP_EXCEPT CHECK_EXC_MATCH CHECK_EG_MATCH
PREP_RERAISE_STAR BEFORE_WITH WITH_EXIT WITH_EXCEPT_START YIELD_VALUE YIELD_FROM GET_YIELD_FROM_ITER RETURN_GENERATOR
GET_LEN MATCH_MAPPING MATCH_SEQUENCE MATCH_KEYS MATCH_CLASS SETUP_ANNOTATIONS PRINT_EXPR LOAD_ASSERTION_ERROR
LOAD_FAST_AND_CLEAR LOAD_FAST_CHECK LOAD_LOCALS LIST_RESTORE NOT_SIMULATED FORMAT_SIMPLE CALL_KW_B LOAD_NONE BINARY_SLICE_B
STOPITERATION_ERROR
CALL_METHOD_KW CALL_METHOD_KW_B LOAD_FROM_DICT_OR_GLOBALS LOAD_FROM_DICT_OR_DEREF
BUILD_CONST_KEY_MAP LOAD_COMMON_CONSTANT
""".split()
"""Instruction names; the position is the number.  The most frequent come first."""

OPS: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
globals().update(OPS)

BINARY_OPS = ("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@")
"""Operand of BINARY and INPLACE: an index into this tuple."""
COMPARE_OPS = ("<", "<=", "==", "!=", ">", ">=")
"""Operand of COMPARE."""
UNARY_OPS = ("-", "+", "~", "not")
"""Operand of UNARY."""

EFFECTS = {
    "NOP": "( -- )",
    "LINE": "( -- ) arg: line number; begins a statement: one step",
    "LOAD_CONST": "( -- v) arg: index into unit.consts (the linker puts the object itself)",
    "LOAD_NONE": "( -- None)",
    "LOAD_FAST": "( -- v) arg: slot in frame.locals; UnboundLocalError when empty",
    "LOAD_FAST_BORROW": "( -- v) not owned",
    "LOAD_FAST_CHECK": "same as LOAD_FAST (kept for readers of listings)",
    "LOAD_FAST_AND_CLEAR": "( -- v|NULL) moves the local out (inlined comprehensions); NULL is host None",
    "STORE_FAST": "(v -- ) NULL (host None) empties the slot",
    "DELETE_FAST": "( -- )",
    "LOAD_NAME/STORE_NAME/DELETE_NAME": "arg: name; frame.names (class or module namespace), then globals, then builtins",
    "LOAD_GLOBAL/STORE_GLOBAL/DELETE_GLOBAL": "arg: name",
    "LOAD_DEREF/STORE_DEREF/DELETE_DEREF": "arg: slot in frame.locals that holds a Cell",
    "LOAD_CLASSDEREF": "arg: slot; looks in frame.names first",
    "MAKE_CELL": "( -- ) arg: slot; wraps what the slot holds (parameter) or nothing into a new Cell",
    "LOAD_CLOSURE": "( -- cell) arg: slot",
    "POP_TOP": "(v -- )",
    "COPY": "(v_n ... v_1 -- v_n ... v_1 v_n) arg: n, 1 = duplicate the top",
    "SWAP": "exchanges top with the n-th from the top",
    "BINARY/INPLACE": "(a b -- r) arg: index into BINARY_OPS",
    "BINARY_B": "arg: (index, mask)",
    "COMPARE": "(a b -- r) arg: index into COMPARE_OPS",
    "COMPARE_B": "arg: (index, mask)",
    "IS_OP": "(a b -- bool) arg: 1 = is not",
    "CONTAINS_OP": "(item container -- bool) arg: 1 = not in",
    "UNARY": "(a -- r)",
    "BINARY_SUBSCR": "(o k -- r)    BINARY_SUBSCR_B arg: mask",
    "STORE_SUBSCR": "(v o k -- )", "DELETE_SUBSCR": "(o k -- )",
    "BINARY_SLICE": "(o start stop -- r) 3.12+    STORE_SLICE (v o start stop -- )",
    "BUILD_SLICE": "(start stop [step] -- slice) arg: 2 or 3",
    "LOAD_ATTR": "(o -- v) arg: name    LOAD_ATTR_B: o borrowed",
    "STORE_ATTR": "(v o -- ) arg: name    STORE_ATTR_B: arg (name, mask), bit 0 = v, bit 1 = o", "DELETE_ATTR": "(o -- )",
    "LOAD_METHOD": "(o -- f o) when f is found on the type as a plain function, else (o -- NULL f)   LOAD_METHOD_B: o borrowed",
    "CALL": "(f a1 ... an -- r) arg: n",
    "CALL_B": "arg: (n, mask) bit 0 = f, bit i = a_i",
    "CALL_METHOD": "(f self|NULL-pair a1 ... an -- r) arg: n",
    "CALL_METHOD_B": "arg: (n, mask) bit 0 = f, bit 1 = self, bit i+1 = a_i",
    "CALL_KW": "(f a1 ... an -- r) arg: (n, names tuple); the last len(names) are keyword arguments; CALL_KW_B (n, names, mask)",
    "CALL_METHOD_KW": "(f self|NULL-pair a1 ... an -- r) arg: (n, names tuple): CALL_METHOD with keywords; "
                      "CALL_METHOD_KW_B (n, names, mask)",
    "BUILD_CONST_KEY_MAP": "(v1 ... vn keys -- dict) arg: n; keys is a tuple (up to 3.13)",
    "LOAD_COMMON_CONSTANT": "( -- v) arg: name of a builtin: all, any, tuple, list, set; whatever the namespaces say",
    "LOAD_FROM_DICT_OR_GLOBALS": "(mapping -- v) arg: name; looks in the mapping, then globals, then builtins "
                                 "(annotations of a class, 3.14)",
    "LOAD_FROM_DICT_OR_DEREF": "(mapping -- v) arg: slot; looks in the mapping (by the slot's name), then in the cell",
    "CALL_EX": "(f args [kwargs] -- r) arg: 1 when kwargs is present; args a tuple",
    "RETURN_VALUE": "(v -- )",
    "JUMP/JUMP_BACK": "arg: target; JUMP_BACK closes a loop",
    "POP_JUMP_IF_*": "(v -- )", "JUMP_IF_*_OR_POP": "(v -- v | )",
    "GET_ITER": "(o -- it)", "FOR_ITER": "(it -- it v) or pops it and jumps to arg at the end",
    "BUILD_TUPLE/BUILD_LIST/BUILD_SET/BUILD_STRING": "(v1 ... vn -- r) arg: n",
    "BUILD_MAP": "(k1 v1 ... kn vn -- dict) arg: n pairs",
    "LIST_APPEND/SET_ADD": "(... v -- ...) arg: depth of the container below v (1 = directly below)",
    "MAP_ADD": "(... k v -- ...) arg: depth of the dict below k",
    "LIST_EXTEND/SET_UPDATE/DICT_UPDATE/DICT_MERGE": "(container v -- container); "
                                                  "DICT_MERGE (f args dict v -- f args dict) refuses duplicates",
    "LIST_TO_TUPLE": "(list -- tuple)",
    "UNPACK_SEQUENCE": "(seq -- vn ... v1) arg: n; first item on top",
    "UNPACK_EX": "(seq -- v_last ... v_first) arg: (before, after)",
    "FORMAT_VALUE": "(v [spec] -- str) arg: (conversion 's'|'r'|'a'|None, has spec)",
    "MAKE_FUNCTION": "([defaults tuple] [kwdefaults dict] [annotations dict] [closure tuple] code -- f) "
                     "arg: flags 1, 2, 4, 8; 16: annotations are a function (3.14)",
    "LOAD_BUILD_CLASS": "( -- __build_class__)",
    "IMPORT_NAME": "(level fromlist -- module) arg: name", "IMPORT_FROM": "(module -- module v)", "IMPORT_STAR": "(module -- )",
    "RAISE": "([exc [cause]] -- ) arg: 0, 1, 2", "RERAISE": "(exc -- ) raises exc again, keeping its traceback",
    "PUSH_EXC_INFO": "(exc -- previous exc) exc becomes the exception being handled", "POP_EXCEPT": "(previous -- ) restores it",
    "CHECK_EXC_MATCH": "(exc type -- exc bool)", "CHECK_EG_MATCH": "(exc type -- rest|None matching|None)",
    "PREP_RERAISE_STAR": "(original list -- exc|None)",
    "BEFORE_WITH": "(manager -- exit result_of_enter)",
    "WITH_EXIT": "(exit -- ) calls exit(None, None, None) and drops the result",
    "WITH_EXCEPT_START": "(exit previous exc -- exit previous exc result)",
    "YIELD_VALUE": "(v -- sent)", "GET_YIELD_FROM_ITER": "(o -- it)",
    "YIELD_FROM": "(it sent -- value of the finished iterator); suspends while it yields",
    "RETURN_GENERATOR": "( -- ) first instruction of a generator's code: the call returns the generator",
    "GET_LEN": "(s -- s n)", "MATCH_MAPPING": "(s -- s bool)", "MATCH_SEQUENCE": "(s -- s bool)",
    "MATCH_KEYS": "(s keys -- s keys values tuple|None)", "MATCH_CLASS": "(s cls names -- attrs tuple|None) arg: number of positional",
    "SETUP_ANNOTATIONS": "( -- ) makes __annotations__ in frame.names",
    "PRINT_EXPR": "(v -- ) the display hook of an interactive cell (last expression)",
    "LOAD_ASSERTION_ERROR": "( -- AssertionError)", "LOAD_LOCALS": "( -- frame.names)",
    "NOT_SIMULATED": "( -- ) arg: text; stops the program", "FORMAT_SIMPLE": "(v -- str)",
    "STOPITERATION_ERROR": "(exc -- exc) inside a generator: StopIteration becomes RuntimeError('generator raised StopIteration')",
}
"""What each instruction does to the value stack."""


class Unit:
    """One compiled code block: inert, made of host values only.

    instrs: list of (op, arg); lines: source line of each instruction (0: artificial); columns: host list of
    (line, end_line, col, end_col) or None per instruction, for traceback carets;
    consts: host constants (int, float, str, bytes, complex, bool, None, Ellipsis, tuple, frozenset) and nested Units;
    names: names used by name instructions; locals: names of frame.locals slots: parameters first, then other locals,
    then cells, then free variables; argcount (positional, incl. positional-only), posonly, kwonly, varargs, varkw (bools);
    cellvars, freevars: names; cell_slots/free_slots: their slots (a parameter that is a cell keeps its own slot);
    handlers: list of (start, end, target, depth): while start <= pc < end an exception pops the stack to ``depth``
    (relative to the frame's own stack), pushes the exception and jumps; searched from the first: innermost come first;
    flags: set of 'generator', 'nested', 'optimized', 'newlocals', 'coroutine';
    kind: 'module', 'function', 'class', 'lambda', 'comprehension';
    borrowed: dict pc -> tuple of stack positions (from the bottom) that are borrowed when the instruction at pc is about to run.
    """

    __slots__ = ("instrs", "lines", "columns", "consts", "names", "locals", "argcount", "posonly", "kwonly", "varargs",
                 "varkw", "cellvars", "freevars", "cell_slots", "free_slots", "handlers", "flags", "kind", "name",
                 "qualname", "filename", "firstlineno", "stacksize", "borrowed", "doc", "static_attributes", "is_generator", "nlocals")
    instrs: list[tuple[int, Any]]
    lines: list[int]
    columns: list[tuple[int, int, int, int] | None]
    consts: list[Any]
    names: list[str]
    locals: list[str]
    argcount: int
    posonly: int
    kwonly: int
    varargs: bool
    varkw: bool
    cellvars: tuple[str, ...]
    freevars: tuple[str, ...]
    cell_slots: tuple[int, ...]
    free_slots: tuple[int, ...]
    handlers: list[tuple[int, int, int, int]]
    flags: set[str]
    kind: str
    name: str
    qualname: str
    filename: str
    firstlineno: int
    stacksize: int
    borrowed: dict[int, tuple[int, ...]]
    doc: str | None
    static_attributes: tuple[str, ...]
    is_generator: bool
    nlocals: int
