"""Python source to memlab's instructions: `compile_source` and what holds for a whole compilation.

The host parses; scopes are decided (`symbols`), then each block is emitted (`asm`, `compile_expr`, `compile_stmt`,
`compile_match`), and for the profiles that borrow locals a last pass marks the loads that own nothing (`borrow`).

What a profile decides here, all by name: ``inlined_comprehensions``, ``binary_slice`` (3.12+), ``borrowed_locals``,
``deferred_annotations``, ``inlined_genexpr_calls`` (3.14+), ``static_attributes`` (3.13+), ``static_swaps``,
``exception_groups`` (3.11+), ``const_key_map``, ``none_first_const`` (up to 3.13),
``borrow_stops_at_empty_blocks`` (3.14), ``method_call_keywords`` (3.11+), ``genexpr_takes_iterable`` (3.15),
``stack_extras`` (what co_stacksize counts).
"""

from __future__ import annotations

import _ast as ast
import sys

from memlab.interp import instructions as op
from memlab.interp.asm import Label
from memlab.interp.compile_stmt import Statements
from memlab.interp.fold import NOTHING, fold
from memlab.interp.instructions import Unit
from memlab.interp.symbols import GuestSyntaxError, Scope, Symbols, make_error, mangle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["GuestSyntaxError", "compile_source", "compile_tree"]

_PARSE = 0x400  # PyCF_ONLY_AST
_DEPTH = 40_000
"""Host recursion allowed while compiling (host calls between Python functions use no C stack from 3.11)."""

_FUTURES = frozenset(("nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
                      "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations"))


class Compilation:
    """What all blocks of one source share."""

    def __init__(self, tree: Any, source: str, filename: str, profile: Any, future_annotations: bool) -> None:
        self.source = source
        self.filename = filename
        self.lines: list[str] | None = None
        self.inlined_comprehensions = bool(getattr(profile, "inlined_comprehensions", False))
        self.binary_slice = bool(getattr(profile, "binary_slice", False))
        self.borrowed_locals = bool(getattr(profile, "borrowed_locals", False))
        self.deferred_annotations = bool(getattr(profile, "deferred_annotations", False))
        self.static_attributes = bool(getattr(profile, "static_attributes", False))
        self.static_swaps = bool(getattr(profile, "static_swaps", True))
        self.const_key_map = bool(getattr(profile, "const_key_map", not self.borrowed_locals))
        self.none_first_const = bool(getattr(profile, "none_first_const", not self.borrowed_locals))
        self.method_keywords = bool(getattr(profile, "method_call_keywords", True))
        self.genexpr_takes_iterable = bool(getattr(profile, "genexpr_takes_iterable", False))
        extras: frozenset[str] = getattr(profile, "stack_extras", frozenset())
        # What CPython's value stack holds beside ours: 0 or 1 words each.
        self.null_first = int("null before callable" in extras)
        self.null_after = int("null after callable" in extras)
        self.names_tuple = int("keyword names" in extras)
        self.kwargs_slot = int("kwargs slot" in extras)
        self.lasti = int("lasti" in extras)
        self.exit_self = int("exit self" in extras)
        self.loop_index = int("loop index" in extras)
        self.copies_tests = int("test copies" in extras)
        self.generator_handler = int("generator handler" in extras)
        self.throw_handler = int("throw handler" in extras)
        self.pushes_qualname = int("qualname" in extras)
        self.super_attr = int("super attribute" in extras)
        self.triples = int("exception triples" in extras)
        self.return_const = "return const" in extras
        self.exception_groups = bool(getattr(profile, "exception_groups", True))
        self.borrow_stops_at_empty_blocks = bool(getattr(profile, "borrow_stops_at_empty_blocks", False))
        self.inlined_genexpr_calls = getattr(profile, "inlined_genexpr_calls", ())
        self.future_annotations = future_annotations or _has_future_annotations(tree)
        self.future_line: Any = None
        self.tree = tree
        self.symbols = Symbols(filename, self.source_lines, self.inlined_comprehensions, self.deferred_annotations,
                               self.future_annotations, self.genexpr_takes_iterable)
        self.top = self.symbols.build(tree)
        self.scopes = self.symbols.scopes

    def source_lines(self) -> list[str]:
        if self.lines is None:
            self.lines = self.source.splitlines(keepends=True)
        return self.lines

    def error(self, msg: str, node: Any) -> GuestSyntaxError:
        return make_error(msg, self.filename, node, self.source_lines())

    def unparse(self, node: Any) -> str:
        from ast import unparse
        return unparse(node)

    def check_future(self, node: ast.ImportFrom) -> None:
        for s in self.tree.body:
            if s is node:
                break
            if not (s.__class__ is ast.Expr and s.value.__class__ is ast.Constant and s.value.value.__class__ is str
                    or s.__class__ is ast.ImportFrom and s.module == "__future__"):
                raise self.error("from __future__ imports must occur at the beginning of the file", node)
        else:
            raise self.error("from __future__ imports must occur at the beginning of the file", node)
        for a in node.names:
            if a.name == "braces":
                raise self.error("not a chance", node)
            if a.name not in _FUTURES:
                raise self.error(f"future feature {a.name} is not defined", node)

    # ------------------------------------------------------------ blocks

    def block(self, scope: Scope, outer: BlockCompiler | None, kind: str, name: str, firstlineno: int) -> BlockCompiler:
        b = BlockCompiler(self, scope)
        unit = b.unit
        unit.kind = kind
        unit.name = name
        unit.firstlineno = firstlineno
        b.qualname = name
        if outer is not None:
            parent = outer
            explicit_global = kind in ("function", "class") and \
                outer.scope.res.get(mangle(outer.private, name)) == "G"
            if not explicit_global and outer.unit.kind != "module":
                if outer.unit.kind == "function" or outer.unit.kind == "lambda":
                    b.qualname = f"{outer.qualname}.<locals>.{name}"
                else:
                    b.qualname = f"{outer.qualname}.{name}"
            if kind == "class":
                b.class_block = b
            else:
                b.class_block = parent.class_block
        unit.qualname = b.qualname
        if outer is not None and outer.scope.is_function:
            unit.flags.add("nested")
        return b

    def function_unit(self, outer: Any, node: Any, kind: str, name: str, firstlineno: int) -> Unit:
        scope = self.scopes[node]
        b = self.block(scope, outer, kind, name, firstlineno)
        args = node.args
        unit = b.unit
        unit.argcount = len(args.posonlyargs) + len(args.args)
        unit.posonly = len(args.posonlyargs)
        unit.kwonly = len(args.kwonlyargs)
        unit.varargs = args.vararg is not None
        unit.varkw = args.kwarg is not None
        body = node.body
        if kind == "lambda":
            if self.none_first_const:
                b.add_const(None)
            b.begin(node)
            b.line(body)
            value = fold(body)
            if value is not NOTHING and not scope.is_generator:
                b.return_constant(value, body)
                return b.end(node)
            b.expr(body)
            if scope.is_generator:
                b.emit(op.POP_TOP, None, body)
                b.const(None, body)
            b.emit(op.RETURN_VALUE, None, body)
            b.stop()
            return b.end(node)
        doc = _docstring(body)
        if doc is not None:
            b.add_const(doc)
            body = body[1:]
        elif self.none_first_const:
            b.add_const(None)
        unit.doc = doc
        b.begin(node)
        b.body(body)
        if b.depth is not None:
            b.return_constant(None, body[-1] if body else node.body[0])
        if scope.is_coroutine:
            unit.flags.add("coroutine")
        return b.end(node)

    def comprehension_unit(self, outer: Any, node: Any, scope: Scope) -> Unit:
        b = self.block(scope, outer, "comprehension", scope.name, node.lineno)
        b.unit.argcount = 1 + (scope.genexp and self.genexpr_takes_iterable)
        b.unit.posonly = 0
        b.begin(node)
        b.line(node)
        b.comprehension_body(node)
        if scope.genexp:
            b.return_constant(None, node)
        b.emit(op.RETURN_VALUE, None, node)
        b.stop()
        unit = b.end(node)
        if b.unit.argcount == 2:
            # The handler is entered with iterator and index on the stack; slot ``.1`` is not one of CPython's.
            unit.stacksize = max(unit.stacksize, 4) - 1
        return unit

    def class_unit(self, outer: Any, node: ast.ClassDef, firstlineno: int) -> Unit:
        scope = self.scopes[node]
        b = self.block(scope, outer, "class", node.name, firstlineno)
        b.private = node.name
        b.begin(node)
        b.line(_At(firstlineno))
        b.load_name("__name__", node)
        b.store_name("__module__", node)
        b.const(b.qualname, node)
        b.store_name("__qualname__", node)
        if self.static_attributes:
            b.const(firstlineno, node)
            b.store_name("__firstlineno__", node)
        if scope.needs_classdict:
            b.emit(op.LOAD_LOCALS, None, node)
            b.emit(op.STORE_DEREF, b.slots["__classdict__"], node)
        if self.eager_annotations(node.body):
            b.emit(op.SETUP_ANNOTATIONS, None, node)
        body = node.body
        doc = _docstring(body)
        if doc is not None:
            b.line(body[0])
            b.const(doc, body[0])
            b.store_name("__doc__", body[0])
            body = body[1:]
        b.body(body)
        last = body[-1] if body else node.body[0]
        b.annotate(node)
        if self.static_attributes:
            b.const(tuple(sorted(b.static_attributes)), last)
            b.store_name("__static_attributes__", last)
        if scope.needs_classdict:
            b.emit(op.LOAD_CLOSURE, b.slots["__classdict__"], last)
            b.store_name("__classdictcell__", last)
        if scope.needs_class:
            b.emit(op.LOAD_CLOSURE, b.slots["__class__"], last)
            b.emit(op.COPY, 1, last)
            b.store_name("__classcell__", last)
        else:
            b.const(None, last)
        b.emit(op.RETURN_VALUE, None, last)
        b.stop()
        unit = b.end(node)
        unit.doc = doc
        unit.static_attributes = tuple(sorted(b.static_attributes))
        return unit

    def eager_annotations(self, body: list[Any]) -> bool:
        return not (self.deferred_annotations and not self.future_annotations) and _has_annotations(body)

    def annotation_unit(self, outer: Any, key: Any, pairs: list[tuple[str, Any]], node: Any) -> Unit:
        """``__annotate__(format)``: the annotations as a dict, for format 1 and 2 (PEP 649)."""
        scope = self.scopes[key]
        if node.__class__ is ast.Module:
            node = pairs[0][1]
        first = node.lineno if key[0].__class__ is ast.FunctionDef else outer.unit.firstlineno
        b = self.block(scope, outer, "function", "__annotate__", first)
        b.unit.locals[0] = "format"
        b.unit.argcount = b.unit.posonly = 1
        b.begin(node)
        go = Label()
        b.emit(op.LOAD_FAST, 0, node)
        b.const(2, node)
        b.emit(op.COMPARE, 4, node)
        b.jump(op.POP_JUMP_IF_FALSE, go, node)
        b.emit(op.LOAD_GLOBAL, "NotImplementedError", node)
        b.emit_n(op.RAISE, 1, -1, node)
        b.stop()
        b.place(go)
        b.emit_n(op.BUILD_MAP, 0, 1, node)
        b.see_class = scope.in_class
        for name, note in pairs:
            b.const(name, note)
            if note.__class__ is ast.Starred:
                b.expr(note.value)
                b.emit_n(op.UNPACK_SEQUENCE, 1, 0, note)
            else:
                b.expr(note)
            b.peak(1)
            b.emit(op.MAP_ADD, 1, note)
        b.emit(op.RETURN_VALUE, None, node)
        b.stop()
        return b.end(node)


class BlockCompiler(Statements):
    """One block: sets up its unit, slots and prologue, and finishes it."""

    def __init__(self, ctx: Compilation, scope: Scope) -> None:
        super().__init__()
        self.ctx = ctx
        self.scope = scope
        self.private = scope.private
        unit = self.unit = Unit()
        locals_ = scope.locals
        n_free = len(scope.frees)
        base = len(locals_) - n_free
        self.slots = {name: i for i, name in enumerate(locals_[:base])}
        self.free_slots = {name: base + i for i, name in enumerate(scope.frees)}
        unit.locals = list(locals_)
        unit.nlocals = len(locals_)
        unit.cellvars = tuple(scope.cells)
        unit.freevars = tuple(scope.frees)
        unit.cell_slots = tuple([self.slots[n] for n in scope.cells])
        unit.free_slots = tuple([self.free_slots[n] for n in scope.frees])
        unit.argcount = unit.posonly = unit.kwonly = 0
        unit.varargs = unit.varkw = False
        unit.filename = ctx.filename
        unit.flags = set()
        if scope.is_function:
            unit.flags.add("optimized")
            unit.flags.add("newlocals")
        if scope.is_generator:
            unit.flags.add("generator")
        unit.is_generator = scope.is_generator
        unit.doc = None
        unit.static_attributes = ()
        unit.borrowed = {}
        self.stop_iteration: Label | None = None

    def begin(self, node: Any) -> None:
        """Generators return themselves first; cells are made; a generator's body is guarded against StopIteration."""
        if self.scope.is_generator:
            self.emit(op.RETURN_GENERATOR, None, node)
        for slot in self.unit.cell_slots:
            self.emit(op.MAKE_CELL, slot, node)
        if self.scope.is_generator:
            self.stop_iteration = Label()
            self.protect(self.stop_iteration)

    def end(self, node: Any) -> Unit:
        if self.stop_iteration is not None:
            self.unprotect()
            self.place(self.stop_iteration)
            self.peak(self.ctx.generator_handler)
            self.emit(op.STOPITERATION_ERROR, None, node)
            self.emit(op.RERAISE, None, node)
            self.stop()
        unit = self.unit
        self.finish(unit)
        unit.names = list(dict.fromkeys([arg for opcode, arg in unit.instrs if opcode in _NAMED]))
        if self.ctx.borrowed_locals:
            from memlab.interp.borrow import borrow_loads
            borrow_loads(unit, self.blocked if self.ctx.borrow_stops_at_empty_blocks else frozenset())
        return unit

    def annotate(self, node: Any) -> None:
        """A class's or module's deferred annotations become its ``__annotate__`` function."""
        if not self.deferred:
            return
        unit = self.ctx.annotation_unit(self, (node, "notes"), self.deferred, node)
        at = self.deferred[0][1]
        self.make_function(unit, 0, at)
        self.store_name("__annotate_func__" if self.scope.kind == "class" else "__annotate__", at)


_NAMED = frozenset(op.OPS[n] for n in (
    "LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_NAME", "STORE_NAME", "DELETE_NAME", "LOAD_ATTR", "STORE_ATTR",
    "DELETE_ATTR", "LOAD_METHOD", "IMPORT_NAME", "IMPORT_FROM"))


class _At:
    """The beginning of a line."""

    __slots__ = ("lineno", "end_lineno", "col_offset", "end_col_offset")

    def __init__(self, lineno: int) -> None:
        self.lineno = self.end_lineno = lineno
        self.col_offset = self.end_col_offset = 0


def _docstring(body: list[Any]) -> str | None:
    if body and body[0].__class__ is ast.Expr:
        value = body[0].value
        if value.__class__ is ast.Constant and value.value.__class__ is str:
            text: str = value.value
            return text
    return None


def _has_annotations(body: list[Any]) -> bool:
    """Does a module's or class's own code annotate anything (find_ann)?"""
    stack = list(body)
    while stack:
        s = stack.pop()
        cls = s.__class__
        if cls is ast.AnnAssign:
            return True
        if cls in _COMPOUND:
            for field in ("body", "orelse", "finalbody", "handlers", "cases"):
                stack += getattr(s, field, ())
    return False


_COMPOUND = frozenset(getattr(ast, n) for n in (
    "If", "For", "While", "With", "Try", "TryStar", "ExceptHandler", "Match", "match_case") if hasattr(ast, n))


def _has_future_annotations(tree: Any) -> bool:
    if tree.__class__ is not ast.Module:
        return False
    for s in tree.body:
        if s.__class__ is ast.ImportFrom and s.module == "__future__":
            if any(a.name == "annotations" for a in s.names):
                return True
        elif not (s.__class__ is ast.Expr and s.value.__class__ is ast.Constant):
            break
    return False


def parse(source: str, filename: str, mode: str) -> Any:
    """Parse with the host's grammar; raise GuestSyntaxError for what it refuses."""
    import warnings
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(source, filename, mode, _PARSE, dont_inherit=True)
    except SyntaxError as e:
        kind = type(e).__name__
        raise GuestSyntaxError(e.msg, e.filename or filename, e.lineno, e.offset, e.text, kind,
                               getattr(e, "end_lineno", None), getattr(e, "end_offset", None)) from None
    except ValueError as e:
        raise GuestSyntaxError(str(e), filename, kind="ValueError") from None
    except RecursionError:
        raise GuestSyntaxError("maximum recursion depth exceeded during compilation", filename,
                               kind="RecursionError") from None
    except MemoryError:
        raise GuestSyntaxError("", filename, kind="MemoryError") from None


def compile_source(source: str, filename: str, profile: Any, mode: str = "exec", *,
                   future_annotations: bool = False, name: str = "<module>") -> Unit:
    """Compile source text; raise GuestSyntaxError when it is not valid Python.

    mode: 'exec'; 'eval' (the unit returns the value); 'single' (every expression statement of the top level goes to the
    display hook); 'cell' (only the last one does, as a notebook does it).
    """
    tree = parse(source, filename, "exec" if mode == "cell" else mode)
    return compile_tree(tree, source, filename, profile, mode, future_annotations=future_annotations, name=name)


def compile_tree(tree: Any, source: str, filename: str, profile: Any, mode: str = "exec", *,
                 future_annotations: bool = False, name: str = "<module>") -> Unit:
    """Compile a host syntax tree (which is used up: constants found while folding are noted on its nodes)."""
    limit = sys.getrecursionlimit()
    if limit < _DEPTH:
        sys.setrecursionlimit(_DEPTH)
    try:
        return _compile_tree(tree, source, filename, profile, mode, future_annotations, name)
    finally:
        if limit < _DEPTH:
            sys.setrecursionlimit(limit)


def _compile_tree(tree: Any, source: str, filename: str, profile: Any, mode: str, future_annotations: bool,
                  name: str) -> Unit:
    ctx = Compilation(tree, source, filename, profile, future_annotations)
    b = ctx.block(ctx.top, None, "module", name, 1)
    start = _At(1)
    if tree.__class__ is ast.Expression:
        b.begin(start)
        b.line(tree.body)
        b.expr(tree.body)
        b.emit(op.RETURN_VALUE, None, tree.body)
        b.stop()
        return b.end(start)
    body = tree.body
    b.begin(start)
    if ctx.eager_annotations(body):
        b.emit(op.SETUP_ANNOTATIONS, None, start)
    last_display = None
    if mode == "cell" and body and body[-1].__class__ is ast.Expr:
        last_display = body[-1]
        body = body[:-1]
    doc = _docstring(body) if mode == "exec" else None
    if doc is not None:
        b.line(body[0])
        b.const(doc, body[0])
        b.store_name("__doc__", body[0])
        body = body[1:]
    b.unit.doc = doc
    b.interactive = mode == "single"
    b.body(body)
    if last_display is not None:
        b.interactive = True
        b.body([last_display])
    b.annotate(tree)
    if b.depth is not None:
        b.return_constant(None, tree.body[-1] if tree.body else start)
    return b.end(start)
