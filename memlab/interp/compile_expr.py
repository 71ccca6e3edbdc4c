"""Expressions (Python/compile.c compiler_visit_expr and below): evaluation order and stack as CPython's."""

from __future__ import annotations

import _ast as ast

from memlab.interp import instructions as op
from memlab.interp.asm import Assembler, At, Label
from memlab.interp.fold import NOTHING, fold, fold_all, fold_iterable, percent_format
from memlab.interp.symbols import Scope, mangle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.interp.compiler import Compilation

STACK_USE_GUIDELINE = 30

BINARY_INDEX: dict[type, int] = {
    ast.Add: 0, ast.Sub: 1, ast.Mult: 2, ast.Div: 3, ast.FloorDiv: 4, ast.Mod: 5, ast.Pow: 6, ast.LShift: 7,
    ast.RShift: 8, ast.BitAnd: 9, ast.BitOr: 10, ast.BitXor: 11, ast.MatMult: 12,
}
COMPARE_INDEX: dict[type, int] = {ast.Lt: 0, ast.LtE: 1, ast.Eq: 2, ast.NotEq: 3, ast.Gt: 4, ast.GtE: 5}
UNARY_INDEX: dict[type, int] = {ast.USub: 0, ast.UAdd: 1, ast.Invert: 2, ast.Not: 3}

class Expressions(Assembler):
    """Code for expressions."""

    ctx: Compilation
    scope: Scope
    private: str | None
    qualname: str
    slots: dict[str, int]
    free_slots: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, tuple[int, int, int, Any]] = {}
        self.static_attributes: dict[str, None] = {}
        self.class_block: Expressions | None = None
        self.comp_scopes: list[Scope] = []
        self.see_class = False  # annotations of a class: its namespace is looked up first

    # ------------------------------------------------------------ names

    def resolve(self, raw: str) -> tuple[int, int, int, Any]:
        """Return the load, store and delete instructions of a name and their operand (compiler_nameop)."""
        name = mangle(self.private, raw) if raw[:2] == "__" else raw
        scope = self.scope
        code = scope.res.get(name)
        made: tuple[int, int, int, Any]
        if scope.is_function:
            if code == "L":
                made = (op.LOAD_FAST, op.STORE_FAST, op.DELETE_FAST, self.slots[name])
            elif code == "C":
                made = (op.LOAD_DEREF, op.STORE_DEREF, op.DELETE_DEREF, self.slots[name])
            elif code == "F":
                made = (op.LOAD_DEREF, op.STORE_DEREF, op.DELETE_DEREF, self.free_slots[name])
            else:
                made = (op.LOAD_GLOBAL, op.STORE_GLOBAL, op.DELETE_GLOBAL, name)
        elif code == "F":
            made = (op.LOAD_CLASSDEREF, op.STORE_DEREF, op.DELETE_DEREF, self.free_slots[name])
        elif code == "G":
            made = (op.LOAD_GLOBAL, op.STORE_GLOBAL, op.DELETE_GLOBAL, name)
        else:
            made = (op.LOAD_NAME, op.STORE_NAME, op.DELETE_NAME, name)
        self.names[raw] = made
        return made

    def load_name(self, raw: str, node: Any) -> None:
        made = self.names.get(raw) or self.resolve(raw)
        self.emit(made[0], made[3], node)

    def store_name(self, raw: str, node: Any) -> None:
        made = self.names.get(raw) or self.resolve(raw)
        self.emit(made[1], made[3], node)

    def delete_name(self, raw: str, node: Any) -> None:
        made = self.names.get(raw) or self.resolve(raw)
        self.emit(made[2], made[3], node)

    def attr(self, name: str) -> str:
        return mangle(self.private, name) if name[:2] == "__" else name

    # ------------------------------------------------------------ dispatch

    def expr(self, node: Any) -> None:
        _VISIT[node.__class__](self, node)

    def exprs(self, nodes: Any) -> None:
        visit = _VISIT
        for n in nodes:
            visit[n.__class__](self, n)

    def name(self, node: ast.Name) -> None:
        raw = node.id
        if raw == "__debug__":
            self.const(True, node)
            return
        made = self.names.get(raw) or self.resolve(raw)
        if self.see_class:
            # LOAD_FROM_DICT_OR_*: what the annotation names may be in the class namespace (PEP 649, PEP 695).
            name = mangle(self.private, raw)
            if made[0] == op.LOAD_GLOBAL and self.scope.res.get(name) != "G" and not self.comp_scopes:
                self.emit(op.LOAD_DEREF, self.free_slots["__classdict__"], node)
                self.emit(op.LOAD_FROM_DICT_OR_GLOBALS, made[3], node)
                return
            if made[0] == op.LOAD_DEREF and raw != "__classdict__":
                self.emit(op.LOAD_DEREF, self.free_slots["__classdict__"], node)
                self.emit(op.LOAD_FROM_DICT_OR_DEREF, made[3], node)
                return
        self.emit(made[0], made[3], node)

    def constant(self, node: ast.Constant) -> None:
        self.const(node.value, node)

    # ------------------------------------------------------------ operators

    def bin_op(self, node: ast.BinOp) -> None:
        # A long chain a + b + c ... leans to the left: walked here in a loop so that it costs no host stack.
        spine = []
        n: Any = node
        while True:
            value = fold(n)
            if value is not NOTHING:
                self.const(value, n)
                break
            if n.op.__class__ is ast.Mod and n.left.__class__ is ast.Constant and n.left.value.__class__ is str \
                    and n.right.__class__ is ast.Tuple:
                joined = percent_format(n)
                if joined is not None:
                    self.joined_str(joined)
                    break
            spine.append(n)
            n = n.left
            if n.__class__ is not ast.BinOp:
                self.expr(n)
                break
        for n in reversed(spine):
            self.expr(n.right)
            self.emit(op.BINARY, BINARY_INDEX[n.op.__class__], n)

    def unary_op(self, node: ast.UnaryOp) -> None:
        value = fold(node)
        if value is not NOTHING:
            self.const(value, node)
            return
        operand: Any = node.operand
        if node.op.__class__ is ast.Not and operand.__class__ is ast.Compare and len(operand.ops) == 1:
            cls = operand.ops[0].__class__
            if cls in _NEGATED:
                self.expr(operand.left)
                if cls is ast.In or cls is ast.NotIn:
                    self.expr(fold_iterable(operand.comparators[0]))
                    self.emit(op.CONTAINS_OP, 1 if cls is ast.In else 0, operand)
                else:
                    self.expr(operand.comparators[0])
                    self.emit(op.IS_OP, 1 if cls is ast.Is else 0, operand)
                return
        self.expr(operand)
        self.emit(op.UNARY, UNARY_INDEX[node.op.__class__], node)

    def bool_op(self, node: ast.BoolOp) -> None:
        end = Label()
        opcode = op.JUMP_IF_FALSE_OR_POP if node.op.__class__ is ast.And else op.JUMP_IF_TRUE_OR_POP
        for v in node.values[:-1]:
            self.expr(v)
            self.peak(self.ctx.copies_tests)
            self.jump(opcode, end, node)
        self.expr(node.values[-1])
        self.place(end)

    def compare_op(self, operator: Any, node: Any) -> None:
        cls = operator.__class__
        index = COMPARE_INDEX.get(cls)
        if index is not None:
            self.emit(op.COMPARE, index, node)
        elif cls is ast.In or cls is ast.NotIn:
            self.emit(op.CONTAINS_OP, 1 if cls is ast.NotIn else 0, node)
        else:
            self.emit(op.IS_OP, 1 if cls is ast.IsNot else 0, node)

    def comparator(self, node: ast.Compare, i: int) -> Any:
        n = node.comparators[i]
        if i + 1 == len(node.ops) and node.ops[i].__class__ in (ast.In, ast.NotIn):
            return fold_iterable(n)
        return n

    def compare(self, node: ast.Compare) -> None:
        self.expr(node.left)
        ops = node.ops
        last = len(ops) - 1
        if last == 0:
            self.expr(self.comparator(node, 0))
            self.compare_op(ops[0], node)
            return
        cleanup, end = Label(), Label()
        for i in range(last):
            self.expr(self.comparator(node, i))
            self.emit(op.SWAP, 2, node)
            self.emit(op.COPY, 2, node)
            self.compare_op(ops[i], node)
            self.jump(op.JUMP_IF_FALSE_OR_POP, cleanup, node)
        self.expr(self.comparator(node, last))
        self.compare_op(ops[last], node)
        self.jump(op.JUMP, end, node)
        self.place(cleanup)
        self.emit(op.SWAP, 2, node)
        self.emit(op.POP_TOP, None, node)
        self.place(end)

    def jump_if(self, node: Any, target: Label, cond: bool) -> None:
        """Jump to ``target`` when the expression's truth is ``cond``, else fall through (compiler_jump_if)."""
        cls = node.__class__
        if cls is ast.UnaryOp and node.op.__class__ is ast.Not:
            self.jump_if(node.operand, target, not cond)
            return
        if cls is ast.BoolOp:
            cond2 = node.op.__class__ is ast.Or
            end = target if cond2 == cond else Label()
            for v in node.values[:-1]:
                self.jump_if(v, end, cond2)
            self.jump_if(node.values[-1], target, cond)
            if end is not target:
                self.place(end)
            return
        if cls is ast.IfExp:
            other, end = Label(), Label()
            self.jump_if(node.test, other, False)
            self.jump_if(node.body, target, cond)
            self.jump(op.JUMP, end, node)
            self.place(other)
            self.jump_if(node.orelse, target, cond)
            self.place(end)
            return
        opcode = op.POP_JUMP_IF_TRUE if cond else op.POP_JUMP_IF_FALSE
        if cls is ast.Compare and len(node.ops) > 1:
            cleanup, end = Label(), Label()
            self.expr(node.left)
            last = len(node.ops) - 1
            for i in range(last):
                self.expr(self.comparator(node, i))
                self.emit(op.SWAP, 2, node)
                self.emit(op.COPY, 2, node)
                self.compare_op(node.ops[i], node)
                self.jump(op.POP_JUMP_IF_FALSE, cleanup, node)
            self.expr(self.comparator(node, last))
            self.compare_op(node.ops[last], node)
            self.jump(opcode, target, node)
            self.jump(op.JUMP, end, node)
            self.place(cleanup)
            self.emit(op.POP_TOP, None, node)
            if not cond:
                self.jump(op.JUMP, target, node)
            self.place(end)
            return
        value = fold(node)
        if value is not NOTHING:
            if bool(value) == cond:
                self.jump(op.JUMP, target, node)
            return
        if cls is ast.Compare and node.comparators[0].__class__ is ast.Constant \
                and node.comparators[0].value is None and node.ops[0].__class__ in (ast.Is, ast.IsNot):
            self.expr(node.left)
            when_none = (node.ops[0].__class__ is ast.Is) == cond
            self.jump(op.POP_JUMP_IF_NONE if when_none else op.POP_JUMP_IF_NOT_NONE, target, node)
            return
        self.expr(node)
        self.jump(opcode, target, node)

    def if_exp(self, node: ast.IfExp) -> None:
        other, end = Label(), Label()
        self.jump_if(node.test, other, False)
        self.expr(node.body)
        self.jump(op.JUMP, end, node)
        self.place(other)
        self.expr(node.orelse)
        self.place(end)

    def named_expr(self, node: ast.NamedExpr) -> None:
        self.expr(node.value)
        self.emit(op.COPY, 1, node)
        self.store_name(node.target.id, node.target)

    # ------------------------------------------------------------ displays

    def tuple_(self, node: Any) -> None:
        value = fold(node)
        if value is not NOTHING:
            self.const(value, node)
            return
        self.display(node.elts, 0, op.BUILD_TUPLE, True, node)

    def list_(self, node: Any) -> None:
        self.display(node.elts, 0, op.BUILD_LIST, False, node)

    def set_(self, node: Any) -> None:
        self.display(node.elts, 0, op.BUILD_SET, False, node)

    def display(self, elts: list[Any], pushed: int, build: int, as_tuple: bool, node: Any) -> None:
        """Build a sequence of ``elts`` and the ``pushed`` values already there (starunpack_helper)."""
        n = len(elts)
        container = op.BUILD_SET if build == op.BUILD_SET else op.BUILD_LIST
        add = op.SET_ADD if build == op.BUILD_SET else op.LIST_APPEND
        extend = op.SET_UPDATE if build == op.BUILD_SET else op.LIST_EXTEND
        if n > 2 and (not as_tuple or pushed):
            values = fold_all(elts)
            if values is not NOTHING:
                self.emit_n(container, pushed, 1 - pushed, node)
                self.const(frozenset(values) if build == op.BUILD_SET else values, node)
                self.emit(extend, 1, node)
                if as_tuple:
                    self.emit(op.LIST_TO_TUPLE, None, node)
                return
        big = n + pushed > STACK_USE_GUIDELINE
        starred = False
        for e in elts:
            if e.__class__ is ast.Starred:
                starred = True
                break
        if not starred and not big:
            self.exprs(elts)
            n += pushed
            self.emit_n(build, n, 1 - n, node)
            return
        built = False
        if big:
            self.emit_n(container, pushed, 1 - pushed, node)
            built = True
        for i, e in enumerate(elts):
            if e.__class__ is ast.Starred:
                if not built:
                    self.emit_n(container, i + pushed, 1 - i - pushed, node)
                    built = True
                self.expr(e.value)
                self.emit(extend, 1, node)
            else:
                self.expr(e)
                if built:
                    self.emit(add, 1, node)
        if as_tuple:
            self.emit(op.LIST_TO_TUPLE, None, node)

    def dict_(self, node: ast.Dict) -> None:
        keys, values = node.keys, node.values
        n = len(values)
        have = False
        start = 0
        for i in range(n):
            if keys[i] is None:
                if i > start:
                    self.subdict(node, start, i)
                    if have:
                        self.emit(op.DICT_UPDATE, 1, node)
                    have = True
                if not have:
                    self.emit_n(op.BUILD_MAP, 0, 1, node)
                    have = True
                self.expr(values[i])
                self.emit(op.DICT_UPDATE, 1, node)
                start = i + 1
            elif (i - start) * 2 > STACK_USE_GUIDELINE:
                # compiler_dict flushes every 17 pairs.
                self.subdict(node, start, i + 1)
                if have:
                    self.emit(op.DICT_UPDATE, 1, node)
                have = True
                start = i + 1
        if n > start:
            self.subdict(node, start, n)
            if have:
                self.emit(op.DICT_UPDATE, 1, node)
            have = True
        if not have:
            self.emit_n(op.BUILD_MAP, 0, 1, node)

    def subdict(self, node: ast.Dict, begin: int, end: int) -> None:
        n = end - begin
        keys: Any = node.keys[begin:end]
        values = node.values[begin:end]
        if self.ctx.const_key_map and n > 1:
            names = fold_all(keys)
            if names is not NOTHING:
                self.exprs(values)
                self.const(names, node)
                self.emit_n(op.BUILD_CONST_KEY_MAP, n, -n, node)
                return
        big = n * 2 > STACK_USE_GUIDELINE
        if big:
            self.emit_n(op.BUILD_MAP, 0, 1, node)
        for k, v in zip(keys, values, strict=True):
            self.expr(k)
            self.expr(v)
            if big:
                self.emit(op.MAP_ADD, 1, node)
        if not big:
            self.emit_n(op.BUILD_MAP, n, 1 - 2 * n, node)

    # ------------------------------------------------------------ strings

    def joined_str(self, node: ast.JoinedStr) -> None:
        values = node.values
        n = len(values)
        if n > STACK_USE_GUIDELINE:
            # ''.join(list) keeps the value stack small (compiler_joined_str).
            self.const("", node)
            self.emit(op.LOAD_METHOD, "join", node)
            self.emit_n(op.BUILD_LIST, 0, 1, node)
            for v in values:
                self.expr(v)
                self.emit(op.LIST_APPEND, 1, node)
            self.emit_n(op.CALL_METHOD, 1, -2, node)
            return
        if not n:
            self.const("", node)
            return
        self.exprs(values)
        if n > 1:
            self.emit_n(op.BUILD_STRING, n, 1 - n, node)

    def formatted_value(self, node: ast.FormattedValue) -> None:
        self.expr(node.value)
        conversion = None if node.conversion < 0 else chr(node.conversion)
        if node.format_spec is not None:
            self.expr(node.format_spec)
            self.emit_n(op.FORMAT_VALUE, (conversion, True), -1, node)
        elif conversion is None:
            self.emit(op.FORMAT_SIMPLE, None, node)
        else:
            self.emit_n(op.FORMAT_VALUE, (conversion, False), 0, node)

    # ------------------------------------------------------------ attributes, subscripts

    def attribute(self, node: ast.Attribute) -> None:
        self.expr(node.value)
        name = node.attr
        self.emit(op.LOAD_ATTR, mangle(self.private, name) if name[:2] == "__" else name, _attr_at(node))

    def note_static_attribute(self, node: ast.Attribute) -> None:
        """Remember ``self.X = ...`` for the class's ``__static_attributes__`` (3.13+)."""
        if self.class_block is not None and node.value.__class__ is ast.Name and node.value.id == "self":
            self.class_block.static_attributes[node.attr] = None

    def two_part_slice(self, node: Any) -> bool:
        return self.ctx.binary_slice and node.__class__ is ast.Slice and node.step is None

    def slice_parts(self, node: ast.Slice) -> int:
        for part in (node.lower, node.upper):
            if part is None:
                self.const(None, node)
            else:
                self.expr(part)
        if node.step is not None:
            self.expr(node.step)
            return 3
        return 2

    def slice_(self, node: ast.Slice) -> None:
        n = self.slice_parts(node)
        self.emit_n(op.BUILD_SLICE, n, 1 - n, node)

    def subscript(self, node: ast.Subscript) -> None:
        value = fold(node)
        if value is not NOTHING:
            self.const(value, node)
            return
        self.expr(node.value)
        if self.two_part_slice(node.slice):
            self.slice_parts(node.slice)  # type: ignore[arg-type]
            self.emit(op.BINARY_SLICE, None, node)
        else:
            self.expr(node.slice)
            self.emit(op.BINARY_SUBSCR, None, node)

    # ------------------------------------------------------------ calls

    def call(self, node: ast.Call) -> None:
        func: Any = node.func
        args = node.args
        keywords = node.keywords
        plain = True
        for a in args:
            if a.__class__ is ast.Starred:
                plain = False
                break
        if plain:
            for k in keywords:
                if k.arg is None:
                    plain = False
                    break
        n = len(args)
        null_first, null_after = self.ctx.null_first, self.ctx.null_after
        if not plain or n + 2 * len(keywords) > STACK_USE_GUIDELINE:
            self.extra += null_first
            self.expr(func)
            self.extra += null_after
            self.peak(0)
            self.call_arguments(0, args, keywords, node)
            self.extra -= null_first + null_after
            return
        visit = _VISIT
        if func.__class__ is ast.Attribute and (not keywords or self.ctx.method_keywords):
            if self.ctx.super_attr and _is_super_call(func.value) and "__class__" in self.free_slots:
                self.peak(3)
            self.expr(func.value)
            name = func.attr
            at = _attr_at(func)
            self.emit(op.LOAD_METHOD, mangle(self.private, name) if name[:2] == "__" else name, at)
            for a in args:
                visit[a.__class__](self, a)
            at = node if at is func else At(at.lineno, node.end_lineno, at.col_offset, node.end_col_offset)  # type: ignore[arg-type]
            if keywords:
                names = self.keyword_values(keywords)
                n += len(names)
                self.emit_n(op.CALL_METHOD_KW, (n, names), -n - 1, at)
            else:
                self.emit_n(op.CALL_METHOD, n, -n - 1, at)
            return
        self.extra += null_first
        visit[func.__class__](self, func)
        end = None
        if n == 1 and not keywords and func.__class__ is ast.Name and args[0].__class__ is ast.GeneratorExp \
                and func.id in self.ctx.inlined_genexpr_calls:
            end = self.inlined_genexpr_call(func.id, args[0], node)
        if null_after:
            self.extra += null_after
            self.peak(0)
        for a in args:
            visit[a.__class__](self, a)
        if keywords:
            names = self.keyword_values(keywords)
            n += len(names)
            self.emit_n(op.CALL_KW, (n, names), -n, node)
        else:
            self.emit_n(op.CALL, n, -n, node)
        self.extra -= null_first + null_after
        if end is not None:
            self.place(end)

    def inlined_genexpr_call(self, name: str, generator: ast.GeneratorExp, node: Any) -> Label:
        """``any(x for ...)`` loops over the generator here if ``any`` is still the builtin (3.14+).

        Returns the label where the result is on the stack (codegen.c maybe_optimize_function_call).
        """
        skip, loop, cleanup, end = Label(), Label(), Label(), Label()
        self.emit(op.COPY, 1, node)
        self.emit(op.LOAD_COMMON_CONSTANT, name, node)
        self.emit(op.IS_OP, 0, node)
        self.jump(op.POP_JUMP_IF_FALSE, skip, node)
        self.emit(op.POP_TOP, None, node)
        collects = name not in ("all", "any")
        if collects:
            self.emit_n(op.BUILD_SET if name == "set" else op.BUILD_LIST, 0, 1, node)
        self.expr(generator)
        self.place(loop)
        self.jump(op.FOR_ITER, cleanup, node)
        if collects:
            self.emit(op.SET_ADD if name == "set" else op.LIST_APPEND, 2, node)
            self.jump(op.JUMP_BACK, loop, node)
        else:
            self.jump(op.POP_JUMP_IF_TRUE if name == "all" else op.POP_JUMP_IF_FALSE, loop, node)
            self.emit(op.POP_TOP, None, node)
            self.const(name == "any", node)
            self.jump(op.JUMP, end, node)
        self.place(cleanup)
        if name == "tuple":
            self.emit(op.LIST_TO_TUPLE, None, node)
        elif not collects:
            self.const(name == "all", node)
        self.jump(op.JUMP, end, node)
        self.place(skip)
        return end

    def keyword_values(self, keywords: list[ast.keyword]) -> tuple[str, ...]:
        self.check_keywords(keywords)
        for k in keywords:
            self.expr(k.value)
        names = tuple([self.attr(k.arg) for k in keywords])  # type: ignore[arg-type]
        self.add_const(names)
        self.peak(self.ctx.names_tuple)
        return names

    def check_keywords(self, keywords: list[ast.keyword]) -> None:
        seen = set()
        for k in keywords:
            if k.arg is None:
                continue
            if k.arg == "__debug__":
                raise self.ctx.error("cannot assign to __debug__", k)
            if k.arg in seen:
                raise self.ctx.error(f"keyword argument repeated: {k.arg}", k)
            seen.add(k.arg)

    def call_arguments(self, pushed: int, args: list[Any], keywords: list[ast.keyword], node: Any) -> None:
        """Arguments and the call, for a callable (and ``pushed`` arguments) already there (compiler_call_helper)."""
        self.check_keywords(keywords)
        n = len(args)
        if n + 2 * len(keywords) <= STACK_USE_GUIDELINE and not any(a.__class__ is ast.Starred for a in args) \
                and not any(k.arg is None for k in keywords):
            self.exprs(args)
            n += pushed
            if keywords:
                names = self.keyword_values(keywords)
                n += len(names)
                self.emit_n(op.CALL_KW, (n, names), -n, node)
            else:
                self.emit_n(op.CALL, n, -n, node)
            return
        if pushed == 0 and n == 1 and args[0].__class__ is ast.Starred:
            self.expr(args[0].value)
        else:
            self.display(args, pushed, op.BUILD_LIST, True, node)
        if not keywords:
            self.peak(self.ctx.kwargs_slot)
            self.emit_n(op.CALL_EX, 0, -1, node)
            return
        have = False
        run: list[ast.keyword] = []
        for k in keywords:
            if k.arg is None:
                if run:
                    self.subkwargs(run, node)
                    if have:
                        self.emit(op.DICT_MERGE, 1, node)
                    have = True
                    run = []
                if not have:
                    self.emit_n(op.BUILD_MAP, 0, 1, node)
                    have = True
                self.expr(k.value)
                self.emit(op.DICT_MERGE, 1, node)
            else:
                run.append(k)
        if run:
            self.subkwargs(run, node)
            if have:
                self.emit(op.DICT_MERGE, 1, node)
        self.emit_n(op.CALL_EX, 1, -2, node)

    def subkwargs(self, run: list[ast.keyword], node: Any) -> None:
        n = len(run)
        if self.ctx.const_key_map and n > 1:
            for k in run:
                self.expr(k.value)
            self.const(tuple([self.attr(k.arg) for k in run]), node)  # type: ignore[arg-type]
            self.emit_n(op.BUILD_CONST_KEY_MAP, n, -n, node)
            return
        big = n * 2 > STACK_USE_GUIDELINE
        if big:
            self.emit_n(op.BUILD_MAP, 0, 1, node)
        for k in run:
            self.const(self.attr(k.arg), node)  # type: ignore[arg-type]
            self.expr(k.value)
            if big:
                self.emit(op.MAP_ADD, 1, node)
        if not big:
            self.emit_n(op.BUILD_MAP, n, 1 - 2 * n, node)

    # ------------------------------------------------------------ functions in expressions

    def lambda_(self, node: ast.Lambda) -> None:
        flags = self.defaults(node.args, node)
        unit = self.ctx.function_unit(self, node, "lambda", "<lambda>", node.lineno)
        self.make_function(unit, flags, node)

    def defaults(self, args: ast.arguments, node: Any) -> int:
        flags = 0
        if args.defaults:
            flags |= 1
            values = fold_all(args.defaults)
            if values is not NOTHING:
                self.const(values, node)
            else:
                self.exprs(args.defaults)
                n = len(args.defaults)
                self.emit_n(op.BUILD_TUPLE, n, 1 - n, node)
        names = []
        for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            if d is not None:
                names.append(mangle(self.private, a.arg))
                if not self.ctx.const_key_map:
                    self.const(names[-1], node)
                self.expr(d)
        n = len(names)
        if n:
            flags |= 2
            if self.ctx.const_key_map:
                self.const(tuple(names), node)
                self.emit_n(op.BUILD_CONST_KEY_MAP, n, -n, node)
            else:
                self.emit_n(op.BUILD_MAP, n, 1 - 2 * n, node)
        return flags

    def make_function(self, unit: Any, flags: int, node: Any) -> None:
        """Push the closure and the code, then make the function (compiler_make_closure)."""
        if unit.freevars:
            for name in unit.freevars:
                self.emit(op.LOAD_CLOSURE, self.closure_slot(name), node)
            n = len(unit.freevars)
            self.emit_n(op.BUILD_TUPLE, n, 1 - n, node)
            flags |= 8
        if self.depth is not None:
            self.consts.append(unit)
            self.emit(op.LOAD_CONST, len(self.consts) - 1, node)
            self.peak(self.ctx.pushes_qualname)
            self.emit_n(op.MAKE_FUNCTION, flags, -sum(1 for bit in (1, 2, 4, 8, 16) if flags & bit), node)

    def closure_slot(self, name: str) -> int:
        made = self.names.get(name)
        if made is not None and (made[0] == op.LOAD_DEREF or made[0] == op.LOAD_CLASSDEREF):
            slot: int = made[3]
            return slot
        if name in self.scope.frees:
            return self.free_slots[name]
        return self.slots[name]

    # ------------------------------------------------------------ comprehensions

    def comprehension(self, node: Any) -> None:
        scope = self.ctx.scopes[node]
        gens = node.generators
        first = gens[0]
        if scope.is_coroutine or any(g.is_async for g in gens):
            self.not_simulated("async functions", node)
            self.const(None, node)
            return
        if scope.inlined:
            self.inlined_comprehension(node, scope)
            return
        unit = self.ctx.comprehension_unit(self, node, scope)
        self.make_function(unit, 0, node)
        self.expr(fold_iterable(first.iter))
        if self.ctx.genexpr_takes_iterable:
            # The iterable is ``.0`` and stays; its iterator goes where CPython has it, on the generator's own stack.
            self.emit(op.COPY, 1, first.iter)
            self.emit(op.GET_ITER, None, first.iter)
            self.emit_n(op.CALL, 2, -2, node)
            return
        self.emit(op.GET_ITER, None, first.iter)
        self.emit_n(op.CALL, 1, -1, node)

    def inlined_comprehension(self, node: Any, scope: Scope) -> None:
        """The comprehension runs in this frame; locals of the same names are put aside on the stack (PEP 709)."""
        first = node.generators[0]
        self.expr(fold_iterable(first.iter))
        self.emit(op.GET_ITER, None, first.iter)
        outer_names = self.names
        names = dict(outer_names)
        in_class = self.scope.kind == "class"
        saved: list[int] = []
        for name, code in scope.res.items():
            if name == ".0":
                continue
            if code == "L" or code == "C":
                slot = self.slots[name]
                saved.append(slot)
                if code == "L":
                    names[name] = (op.LOAD_FAST, op.STORE_FAST, op.DELETE_FAST, slot)
                else:
                    names[name] = (op.LOAD_DEREF, op.STORE_DEREF, op.DELETE_DEREF, slot)
                self.emit(op.LOAD_FAST_AND_CLEAR, slot, node)
                if code == "C":
                    self.emit(op.MAKE_CELL, slot, node)
            elif in_class:
                if code == "F":
                    names[name] = (op.LOAD_DEREF, op.STORE_DEREF, op.DELETE_DEREF, self.closure_slot(name))
                else:
                    names[name] = (op.LOAD_GLOBAL, op.STORE_GLOBAL, op.DELETE_GLOBAL, name)
            elif code == "G":
                names[name] = (op.LOAD_GLOBAL, op.STORE_GLOBAL, op.DELETE_GLOBAL, name)
        if self.private is not None:
            # names are looked up as written; private ones appear in the scope in their mangled form
            prefix = "_" + self.private.lstrip("_") + "__"
            for name in list(scope.res):
                if name.startswith(prefix) and name in names:
                    names[name[len(prefix) - 2:]] = names[name]
        n = len(saved)
        cleanup = Label()
        if n:
            self.emit(op.SWAP, n + 1, node)
            self.protect(cleanup)
        self.names = names
        self.comp_scopes.append(scope)
        self.comprehension_body(node)
        self.comp_scopes.pop()
        self.names = outer_names
        if n:
            self.unprotect()
            end = Label()
            self.restore_locals(saved, node)
            self.jump(op.JUMP, end, node)
            self.place(cleanup)
            # The half-built container lies below the exception.
            self.emit(op.SWAP, 2, node)
            self.emit(op.POP_TOP, None, node)
            self.restore_locals(saved, node)
            self.emit(op.RERAISE, None, node)
            self.stop()
            self.place(end)

    def restore_locals(self, saved: list[int], node: Any) -> None:
        self.emit(op.SWAP, len(saved) + 1, node)
        for slot in reversed(saved):
            self.emit(op.STORE_FAST, slot, node)

    def comprehension_body(self, node: Any) -> None:
        """With the first iterator on the stack (or in ``.0``): build the result; leaves it on the stack."""
        cls = node.__class__
        genexp = cls is ast.GeneratorExp
        if not genexp:
            if cls is ast.DictComp:
                self.emit_n(op.BUILD_MAP, 0, 1, node)
            else:
                self.emit_n(op.BUILD_SET if cls is ast.SetComp else op.BUILD_LIST, 0, 1, node)
            if self.comp_scopes:
                self.emit(op.SWAP, 2, node)
        if not self.comp_scopes:
            if genexp and self.ctx.genexpr_takes_iterable:
                self.emit(op.LOAD_FAST_AND_CLEAR, 1, node.generators[0].iter)
            else:
                self.emit(op.LOAD_FAST, 0, node.generators[0].iter)
        self.comprehension_loop(node, 0, 1, node.elt if cls is not ast.DictComp else None)

    def comprehension_loop(self, node: Any, index: int, depth: int, elt: Any) -> None:
        gens = node.generators
        gen = gens[index]
        start, anchor, skip = Label(), Label(), Label()
        is_iterated = True
        if index:
            # for x in [expr]: an assignment, not a loop (compiler_sync_comprehension_generator).
            it = gen.iter
            single = None
            if it.__class__ in (ast.List, ast.Tuple) and len(it.elts) == 1 and it.elts[0].__class__ is not ast.Starred:
                single = it.elts[0]
            if single is not None:
                self.expr(single)
                is_iterated = False
            else:
                self.expr(fold_iterable(it))
                self.emit(op.GET_ITER, None, it)
        if is_iterated:
            depth += 1
            self.extra += self.ctx.loop_index
            self.peak(0)
            self.place(start)
            self.jump(op.FOR_ITER, anchor, gen.iter)
        self.store(gen.target)
        for test in gen.ifs:
            self.jump_if(test, skip, False)
        if index + 1 < len(gens):
            self.comprehension_loop(node, index + 1, depth, elt)
        elif node.__class__ is ast.GeneratorExp:
            self.expr(elt)
            self.emit(op.YIELD_VALUE, None, elt)
            self.emit(op.POP_TOP, None, elt)
        elif node.__class__ is ast.DictComp:
            self.expr(node.key)
            self.expr(node.value)
            self.emit(op.MAP_ADD, depth, node)
        else:
            self.expr(elt)
            self.emit(op.SET_ADD if node.__class__ is ast.SetComp else op.LIST_APPEND, depth, elt)
        self.place(skip)
        if is_iterated:
            self.jump(op.JUMP_BACK, start, elt if elt is not None else node)
            self.place(anchor)
            self.extra -= self.ctx.loop_index

    # ------------------------------------------------------------ generators

    def yield_(self, node: ast.Yield) -> None:
        if not self.scope.is_function or self.scope.kind == "comprehension":
            raise self.ctx.error("'yield' outside function", node)
        if node.value is None:
            self.const(None, node)
        else:
            self.expr(node.value)
        self.emit(op.YIELD_VALUE, None, node)

    def yield_from(self, node: ast.YieldFrom) -> None:
        if not self.scope.is_function or self.scope.kind == "comprehension":
            raise self.ctx.error("'yield' outside function", node)
        if self.scope.is_coroutine:
            raise self.ctx.error("'yield from' inside async function", node)
        self.expr(node.value)
        self.emit(op.GET_YIELD_FROM_ITER, None, node)
        self.const(None, node)
        self.peak(self.ctx.throw_handler)
        self.emit(op.YIELD_FROM, None, node)

    def await_(self, node: ast.Await) -> None:
        if not self.scope.is_function:
            raise self.ctx.error("'await' outside function", node)
        if not self.scope.is_coroutine and self.scope.kind != "comprehension":
            raise self.ctx.error("'await' outside async function", node)
        self.expr(node.value)
        self.not_simulated("async functions", node)

    def starred(self, node: ast.Starred) -> None:
        raise self.ctx.error("can't use starred expression here", node)

    def other(self, node: Any) -> None:
        self.not_simulated(f"the syntax {type(node).__name__}", node)
        self.const(None, node)

    def not_simulated(self, text: str, node: Any) -> None:
        self.emit(op.NOT_SIMULATED, text, node)

    # ------------------------------------------------------------ targets

    def store(self, target: Any) -> None:
        raise NotImplementedError


_NEGATED = frozenset((ast.In, ast.NotIn, ast.Is, ast.IsNot))


def _attr_at(node: ast.Attribute) -> Any:
    """Where an attribute on another line than its object is (update_start_location_to_match_attr)."""
    end = node.end_lineno
    if node.lineno == end:
        return node
    length = len(node.attr)
    end_col: int = node.end_col_offset  # type: ignore[assignment]
    if length <= end_col:
        return At(end, end, end_col - length, end_col)  # type: ignore[arg-type]
    return At(end, end, -1, -1)  # type: ignore[arg-type]


def _is_super_call(node: Any) -> bool:
    return node.__class__ is ast.Call and node.func.__class__ is ast.Name and node.func.id == "super" \
        and not node.args and not node.keywords


class _Visitors(dict[type, "Any"]):
    def __missing__(self, cls: type) -> Any:
        return Expressions.other


_VISIT: dict[type, Any] = _Visitors({
    ast.Name: Expressions.name, ast.Constant: Expressions.constant, ast.Attribute: Expressions.attribute,
    ast.Call: Expressions.call, ast.BinOp: Expressions.bin_op, ast.UnaryOp: Expressions.unary_op,
    ast.BoolOp: Expressions.bool_op, ast.Compare: Expressions.compare, ast.Subscript: Expressions.subscript,
    ast.Tuple: Expressions.tuple_, ast.List: Expressions.list_, ast.Set: Expressions.set_,
    ast.Dict: Expressions.dict_, ast.JoinedStr: Expressions.joined_str,
    ast.FormattedValue: Expressions.formatted_value, ast.IfExp: Expressions.if_exp,
    ast.NamedExpr: Expressions.named_expr, ast.Lambda: Expressions.lambda_, ast.ListComp: Expressions.comprehension,
    ast.SetComp: Expressions.comprehension, ast.DictComp: Expressions.comprehension,
    ast.GeneratorExp: Expressions.comprehension, ast.Yield: Expressions.yield_,
    ast.YieldFrom: Expressions.yield_from, ast.Await: Expressions.await_, ast.Slice: Expressions.slice_,
    ast.Starred: Expressions.starred,
})
