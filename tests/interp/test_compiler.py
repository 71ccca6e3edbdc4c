"""The compiler: consistent stacks, CPython's scopes and constants, and the shapes that memory facts depend on."""

from __future__ import annotations

import os
import sys
import types

import pytest

from memlab.heap.profiles import PROFILES
from memlab.interp.compiler import GuestSyntaxError, compile_source
from memlab.interp.instructions import NAMES, Unit
from memlab.interp.listing import listing, units, verify

ALL = sorted(PROFILES)
LIBRARY = os.path.dirname(os.__file__)
MODULES = ("abc", "collections/__init__", "contextlib", "copy", "dataclasses", "enum", "functools", "typing",
           "_pydecimal")


def build(source: str, python: str = "3.12", mode: str = "exec") -> Unit:
    unit = compile_source(source, "test.py", PROFILES[python], mode)
    verify(unit)
    return unit


def names(unit: Unit) -> list[str]:
    return [NAMES[op] for op, _ in unit.instrs if NAMES[op] != "LINE"]


def function(source: str, python: str = "3.12") -> Unit:
    """The first function in ``source``."""
    return next(u for u in units(build(source, python)) if u.kind == "function")


@pytest.mark.parametrize("python", ALL)
@pytest.mark.parametrize("module", MODULES)
def test_stacks_of_the_standard_library(module: str, python: str) -> None:
    path = os.path.join(LIBRARY, module + ".py")
    with open(path, encoding="utf-8") as f:
        source = f.read()
    unit = compile_source(source, path, PROFILES[python])
    verify(unit)
    assert listing(unit)


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="compares with the host's 3.11 code objects")
@pytest.mark.parametrize("module", MODULES)
def test_code_objects_are_the_hosts(module: str) -> None:
    path = os.path.join(LIBRARY, module + ".py")
    with open(path, encoding="utf-8") as f:
        source = f.read()
    mine: dict[tuple[str, int], list[Unit]] = {}
    for u in units(compile_source(source, path, PROFILES["3.11"])):
        mine.setdefault((u.qualname, u.firstlineno), []).append(u)
    work = [compile(source, path, "exec", dont_inherit=True)]
    seen = 0
    while work:
        code = work.pop()
        if code.co_flags & 0x380:  # coroutines are not simulated
            continue
        work += [c for c in code.co_consts if isinstance(c, types.CodeType)]
        for u in mine.get((code.co_qualname, code.co_firstlineno), ()):
            if tuple(u.locals[:code.co_nlocals]) != code.co_varnames:
                continue
            assert u.freevars == code.co_freevars
            assert set(u.cellvars) == set(code.co_cellvars)
            assert (u.argcount, u.posonly, u.kwonly) == (
                code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount)
            assert u.is_generator == bool(code.co_flags & 0x20)
            seen += 1
            break
        else:
            raise AssertionError(f"no unit for {code.co_qualname}")
    assert seen


def test_swap_builds_no_tuple_and_stores_from_the_right() -> None:
    source = "def f(a, b):\n    a, b = b, a\n"
    assert names(function(source))[:4] == ["LOAD_FAST", "LOAD_FAST", "STORE_FAST", "STORE_FAST"]
    assert [arg for op, arg in function(source).instrs if NAMES[op] == "STORE_FAST"] == [1, 0]
    assert "SWAP" in names(function(source, "3.10"))


@pytest.mark.parametrize("source, value", [
    ("2 * 3 + 1", 7), ("'a' * 3", "aaa"), ("(1, 2)[1]", 2), ("-1.5", -1.5), ("not 0", True), ("1 << 10", 1024),
])
def test_constants_are_folded(source: str, value: object) -> None:
    unit = build(source, mode="eval")
    assert names(unit) == ["LOAD_CONST", "RETURN_VALUE"]
    assert unit.consts[unit.instrs[-2][1]] == value


@pytest.mark.parametrize("source", ["'a' * 5000", "1 << 200", "1 / 0", "(1,)[3]", "10 ** 10 ** 10", "(0,) * 300"])
def test_folding_has_limits(source: str) -> None:
    assert len(names(build(source, mode="eval"))) > 2


def test_lists_and_sets_in_tests_are_constants() -> None:
    unit = build("x in [1, 2], x in {1, 2}", mode="eval")
    assert (1, 2) in unit.consts and frozenset((1, 2)) in unit.consts
    assert "LIST_EXTEND" in names(build("[1, 2, 3]", mode="eval"))
    assert "BUILD_LIST" in names(build("[1, 2]", mode="eval"))
    assert "LIST_EXTEND" not in names(build("[1, 2]", mode="eval"))


def test_comprehensions_are_inlined_from_3_12() -> None:
    source = "def f(x):\n    return [x for x in x]\n"
    assert len(list(units(build(source, "3.11")))) == 3
    assert "LOAD_FAST_AND_CLEAR" in names(function(source, "3.12"))
    assert len(list(units(build("def f(x):\n    return list(y for y in x)\n", "3.12")))) == 3


def test_loads_that_borrow() -> None:
    source = "def f(a, b):\n    g(a, b.c)\n    return a.m(b) + a[b]\n"
    unit = function(source, "3.14")
    assert "LOAD_FAST" not in names(unit)
    masks = {NAMES[op]: arg for op, arg in unit.instrs if NAMES[op].endswith("_B")}
    assert masks["CALL_B"] == (2, 0b010)
    assert masks["CALL_METHOD_B"] == (1, 0b110)
    assert masks["BINARY_SUBSCR_B"] == 0b11
    assert "LOAD_FAST_BORROW" not in names(function(source, "3.13"))


@pytest.mark.parametrize("body", [
    "g(a, (a := 1))",                       # overwritten while on the stack
    "g(a, 1 if b else 2)",                  # still on the stack when the block ends
    "b = a",                                # stored as a local
    "del b\n    if a: b = 1\n    g(b)",     # perhaps unbound
    "try:\n        g()\n    except:\n        g(a)\n        raise",  # only an exception leads there
])
def test_loads_that_own(body: str) -> None:
    unit = function(f"def f(a, b):\n    {body}\n", "3.14")
    slot = 1 if "g(b)" in body else 0
    loads = {NAMES[op] for op, arg in unit.instrs if NAMES[op].startswith("LOAD_FAST") and arg == slot}
    assert loads == {"LOAD_FAST"}


def test_borrowed_positions_say_where() -> None:
    unit = function("def f(a):\n    g(1, a)\n", "3.14")
    load = next(pc for pc, (op, _) in enumerate(unit.instrs) if NAMES[op] == "LOAD_FAST_BORROW")
    assert unit.borrowed == {load + 1: (2,)}


def test_except_as_unbinds_on_every_way_out() -> None:
    unit = function("def f():\n    try:\n        g()\n    except E as e:\n        h()\n")
    assert names(unit).count("DELETE_FAST") == 2


def test_finally_is_written_out_for_each_way() -> None:
    unit = function("def f(x):\n    for y in x:\n        try:\n            if y: return 1\n            if x: break\n"
                    "        finally:\n            g()\n")
    assert sum(1 for op, arg in unit.instrs if (NAMES[op], arg) == ("LOAD_GLOBAL", "g")) == 4


def test_class_prologue_and_static_attributes() -> None:
    source = "class A:\n    'doc'\n    def f(self):\n        self.y = self.x = 1\n        return super().f()\n"
    unit = next(u for u in units(build(source, "3.13")) if u.kind == "class")
    stored = [arg for op, arg in unit.instrs if NAMES[op] == "STORE_NAME"]
    assert stored == ["__module__", "__qualname__", "__firstlineno__", "__doc__", "f", "__static_attributes__",
                      "__classcell__"]
    assert unit.static_attributes == ("x", "y")


def test_deferred_annotations_are_functions() -> None:
    source = "def f(a: int): pass\nclass C:\n    x: later\n"
    assert [u.name for u in units(build(source, "3.14"))].count("__annotate__") == 2
    assert "__annotate__" not in [u.name for u in units(build(source, "3.13"))]


def test_cells_display_their_last_expression() -> None:
    assert "PRINT_EXPR" in names(build("x = 1\nx", mode="cell"))
    assert "PRINT_EXPR" not in names(build("x\ny = 1", mode="cell"))
    assert names(build("x\n", mode="single")) == ["LOAD_NAME", "PRINT_EXPR", "LOAD_CONST", "RETURN_VALUE"]


def test_async_is_refused_where_it_stands() -> None:
    unit = build("x = 1\nasync def f():\n    await g()\n")
    stops = [(arg, unit.lines[pc]) for pc, (op, arg) in enumerate(unit.instrs) if NAMES[op] == "NOT_SIMULATED"]
    assert stops == [("async functions", 2)]


@pytest.mark.parametrize("source, message, line", [
    ("x = = 1", "invalid syntax", 1),
    ("def f():\n    x = 1\n    global x\n", "name 'x' is assigned to before global declaration", 3),
    ("def f():\n    print(x)\n    global x\n", "name 'x' is used prior to global declaration", 3),
    ("return 1", "'return' outside function", 1),
    ("nonlocal x", "nonlocal declaration not allowed at module level", 1),
    ("def f():\n    nonlocal x\n", "no binding for nonlocal 'x' found", 2),
    ("def f(a, a): pass", "duplicate argument 'a' in function definition", 1),
    ("if 1:\n    break\n", "'break' outside loop", 2),
    ("continue", "'continue' not properly in loop", 1),
    ("await x", "'await' outside function", 1),
    ("def f():\n    await x\n", "'await' outside async function", 2),
    ("yield 1", "'yield' outside function", 1),
    ("[(yield) for x in y]", "'yield' inside list comprehension", 1),
    ("def f(x):\n    global x\n", "name 'x' is parameter and global", 2),
    ("[x := 1 for x in y]", "assignment expression cannot rebind comprehension iteration variable 'x'", 1),
    ("try: pass\nexcept: pass\nexcept E: pass\n", "default 'except:' must be last", 2),
    ("a, *b, *c = x", "multiple starred expressions in assignment", 1),
    ("*a = x", "starred assignment target must be in a list or tuple", 1),
    ("f(a=1, a=2)", "keyword argument repeated: a", 1),
    ("def f():\n    from m import *\n", "import * only allowed at module level", 2),
    ("x = 1\nfrom __future__ import division", "from __future__ imports must occur at the beginning of the file", 2),
    ("from __future__ import nope", "future feature nope is not defined", 1),
    ("match x:\n    case y: pass\n    case 1: pass\n", "name capture 'y' makes remaining patterns unreachable", 2),
    ("match x:\n    case {'a': 1, 'a': 2}: pass\n", "mapping pattern checks duplicate key ('a')", 2),
    ("match x:\n    case (y, y): pass\n", "multiple assignments to name 'y' in pattern", 2),
    ("match x:\n    case (1, y) | (z, 1): pass\n", "alternative patterns bind different names", 2),
])
def test_syntax_errors(source: str, message: str, line: int) -> None:
    with pytest.raises(GuestSyntaxError) as info:
        build(source)
    assert info.value.msg == message
    assert info.value.lineno == line


def test_syntax_error_kinds_and_text() -> None:
    with pytest.raises(GuestSyntaxError) as info:
        build("if 1:\nx = 1\n")
    assert info.value.kind == "IndentationError"
    with pytest.raises(GuestSyntaxError) as info:
        build("x = 'ä'; return\n")
    assert info.value.text == "x = 'ä'; return\n"
    assert info.value.offset == 10


def test_long_chains_cost_no_host_stack() -> None:
    build(" + ".join(["x"] * 900), mode="eval")
    build("if x: pass\n" + "elif x: pass\n" * 300)


def test_generator_expressions_of_3_15_keep_the_iterable() -> None:
    unit = build("(x for x in y)", "3.15", "eval")
    assert names(unit)[-4:] == ["COPY", "GET_ITER", "CALL", "RETURN_VALUE"]
    assert "COPY" not in names(build("(x for x in y)", "3.14", "eval"))


def test_keyword_method_calls_bind_only_in_3_10() -> None:
    assert "LOAD_METHOD" not in names(build("o.f(x=1)", "3.10", "eval"))
    assert "CALL_METHOD_KW" in names(build("o.f(x=1)", "3.11", "eval"))


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="compares with the host's 3.11 code objects")
@pytest.mark.parametrize("body", ["yield f(1)", "yield a.b(f(1), 2)", "with a: yield 1", "yield from a",
                                  "try:\n  yield\n except E as e:\n  f(e)", "yield [f(x) for x in a]"])
def test_stack_size_is_the_hosts(body: str) -> None:
    source = f"def g(a):\n {body}\n"
    code = next(c for c in compile(source, "t", "exec").co_consts if isinstance(c, types.CodeType))
    assert function(source, "3.11").stacksize == code.co_stacksize
