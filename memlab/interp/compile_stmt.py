"""Statements (Python/compile.c compiler_visit_stmt and below), with CPython 3.11's exception protocol.

An exception handler finds ``[... exc]``; PUSH_EXC_INFO makes it ``[... previous exc]``.  A handler's own code is
protected by a cleanup that restores ``previous`` and raises on.  ``blocks`` lists the regions a return, break or
continue has to leave, and `unwind` emits what leaving each of them costs (compiler_unwind_fblock).
"""

from __future__ import annotations

import _ast as ast

from memlab.interp import instructions as op
from memlab.interp.asm import At, Block, Label
from memlab.interp.compile_expr import BINARY_INDEX
from memlab.interp.compile_match import Patterns
from memlab.interp.fold import NOTHING, fold, fold_iterable
from memlab.interp.symbols import mangle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Statements(Patterns):
    """Code for statements."""

    def __init__(self) -> None:
        super().__init__()
        self.interactive = False
        self.deferred: list[tuple[str, Any]] = []

    def body(self, stmts: Any) -> None:
        visit = _VISIT
        for s in stmts:
            visit[s.__class__](self, s)

    # ------------------------------------------------------------ simple statements

    def expr_stmt(self, node: ast.Expr) -> None:
        value = node.value
        self.line(node)
        if self.interactive:
            self.expr(value)
            self.emit(op.PRINT_EXPR, None, node)
        elif value.__class__ is not ast.Constant:
            self.expr(value)
            self.emit(op.POP_TOP, None, node)

    def pass_(self, node: ast.Pass) -> None:
        self.line(node)

    def declare(self, node: Any) -> None:
        pass

    def assign(self, node: ast.Assign) -> None:
        self.line(node)
        targets = node.targets
        value = node.value
        if len(targets) == 1:
            target = targets[0]
            if target.__class__ is ast.Tuple or target.__class__ is ast.List:
                if self.swap_assign(target, value):
                    return
            self.expr(value)
            self.store(target)
            return
        self.expr(value)
        last = len(targets) - 1
        for i, target in enumerate(targets):
            if i < last:
                self.emit(op.COPY, 1, node)
            self.store(target)

    def swap_assign(self, target: Any, value: Any) -> bool:
        """``a, b = x, y`` builds no tuple (flowgraph.c optimize_basic_block, apply_static_swaps).

        The values are swapped on the stack; where the targets are fast locals the stores are swapped instead.
        """
        if value.__class__ is not ast.Tuple and value.__class__ is not ast.List:
            return False
        n = len(value.elts)
        elts = target.elts
        if n != len(elts) or n == 0 or n > 3 or value.__class__ is ast.List:
            return False
        for e in (*value.elts, *elts):
            if e.__class__ is ast.Starred:
                return False
        if fold(value) is not NOTHING:
            return False
        self.exprs(value.elts)
        if n > 1:
            if self.ctx.static_swaps and self.swappable(elts):
                elts = elts[::-1]
            else:
                self.emit(op.SWAP, n, value)
        for e in elts:
            self.store(e)
        return True

    def swappable(self, elts: list[Any]) -> bool:
        slots = []
        line = elts[0].lineno
        for e in elts:
            if e.__class__ is not ast.Name or e.lineno != line:
                return False
            made = self.names.get(e.id) or self.resolve(e.id)
            if made[1] != op.STORE_FAST:
                return False
            slots.append(made[3])
        return len(set(slots)) == len(slots)

    def store(self, target: Any) -> None:
        cls = target.__class__
        if cls is ast.Name:
            made = self.names.get(target.id) or self.resolve(target.id)
            self.emit(made[1], made[3], target)
        elif cls is ast.Attribute:
            self.note_static_attribute(target)
            self.expr(target.value)
            self.emit(op.STORE_ATTR, self.attr(target.attr), target)
        elif cls is ast.Subscript:
            self.expr(target.value)
            if self.two_part_slice(target.slice):
                self.slice_parts(target.slice)
                self.emit(op.STORE_SLICE, None, target)
            else:
                self.expr(target.slice)
                self.emit(op.STORE_SUBSCR, None, target)
        elif cls is ast.Starred:
            raise self.ctx.error("starred assignment target must be in a list or tuple", target)
        else:
            self.unpack(target)
            for e in target.elts:
                self.store(e.value if e.__class__ is ast.Starred else e)

    def unpack(self, target: Any) -> None:
        elts = target.elts
        n = len(elts)
        star = -1
        for i, e in enumerate(elts):
            if e.__class__ is ast.Starred:
                if star >= 0:
                    raise self.ctx.error("multiple starred expressions in assignment", target)
                star = i
        if star >= 0:
            if star >= 256 or n - star - 1 >= 1 << 23:
                raise self.ctx.error("too many expressions in star-unpacking assignment", target)
            self.emit_n(op.UNPACK_EX, (star, n - star - 1), n - 1, target)
        else:
            self.emit_n(op.UNPACK_SEQUENCE, n, n - 1, target)

    def aug_assign(self, node: ast.AugAssign) -> None:
        self.line(node)
        target: Any = node.target
        index = BINARY_INDEX[node.op.__class__]
        cls = target.__class__
        if cls is ast.Name:
            self.load_name(target.id, target)
            self.expr(node.value)
            self.emit(op.INPLACE, index, node)
            self.store_name(target.id, target)
        elif cls is ast.Attribute:
            self.expr(target.value)
            self.emit(op.COPY, 1, target)
            name = self.attr(target.attr)
            self.emit(op.LOAD_ATTR, name, target)
            self.expr(node.value)
            self.emit(op.INPLACE, index, node)
            self.emit(op.SWAP, 2, target)
            self.emit(op.STORE_ATTR, name, target)
        else:
            self.expr(target.value)
            if self.two_part_slice(target.slice):
                self.slice_parts(target.slice)
                for _ in range(3):
                    self.emit(op.COPY, 3, target)
                self.emit(op.BINARY_SLICE, None, target)
                self.expr(node.value)
                self.emit(op.INPLACE, index, node)
                for n in (4, 3, 2):
                    self.emit(op.SWAP, n, target)
                self.emit(op.STORE_SLICE, None, target)
            else:
                self.expr(target.slice)
                self.emit(op.COPY, 2, target)
                self.emit(op.COPY, 2, target)
                self.emit(op.BINARY_SUBSCR, None, target)
                self.expr(node.value)
                self.emit(op.INPLACE, index, node)
                self.emit(op.SWAP, 3, target)
                self.emit(op.SWAP, 2, target)
                self.emit(op.STORE_SUBSCR, None, target)

    def ann_assign(self, node: ast.AnnAssign) -> None:
        self.line(node)
        target: Any = node.target
        if node.value is not None:
            self.expr(node.value)
            self.store(target)
        cls = target.__class__
        if cls is ast.Name:
            if node.simple and not self.scope.is_function:
                if self.ctx.future_annotations:
                    self.const(self.ctx.unparse(node.annotation), node)
                elif self.ctx.deferred_annotations:
                    self.deferred.append((mangle(self.private, target.id), node.annotation))
                    return
                else:
                    self.expr(node.annotation)
                self.load_name("__annotations__", node)
                self.const(mangle(self.private, target.id), node)
                self.emit(op.STORE_SUBSCR, None, node)
        elif node.value is None:
            if cls is ast.Attribute:
                self.expr(target.value)
                self.emit(op.POP_TOP, None, node)
            elif cls is ast.Subscript:
                self.expr(target.value)
                self.emit(op.POP_TOP, None, node)
                self.expr(target.slice)
                self.emit(op.POP_TOP, None, node)
        if (cls is not ast.Name or not node.simple) and not self.scope.is_function \
                and not self.ctx.future_annotations and not self.ctx.deferred_annotations:
            self.expr(node.annotation)
            self.emit(op.POP_TOP, None, node)

    def delete(self, node: ast.Delete) -> None:
        self.line(node)
        for t in node.targets:
            self.delete_target(t)

    def delete_target(self, t: Any) -> None:
        cls = t.__class__
        if cls is ast.Name:
            self.delete_name(t.id, t)
        elif cls is ast.Attribute:
            self.expr(t.value)
            self.emit(op.DELETE_ATTR, self.attr(t.attr), t)
        elif cls is ast.Subscript:
            self.expr(t.value)
            if self.two_part_slice(t.slice):
                self.slice_parts(t.slice)
                self.emit_n(op.BUILD_SLICE, 2, -1, t)
            else:
                self.expr(t.slice)
            self.emit(op.DELETE_SUBSCR, None, t)
        else:
            for e in t.elts:
                self.delete_target(e)

    def assert_(self, node: ast.Assert) -> None:
        self.line(node)
        end = Label()
        self.jump_if(node.test, end, True)
        self.emit(op.LOAD_ASSERTION_ERROR, None, node)
        if node.msg is not None:
            self.expr(node.msg)
            self.emit_n(op.CALL, 1, -1, node)
        self.emit_n(op.RAISE, 1, -1, node if node.msg is None else node.test)
        self.stop()
        self.place(end)

    def raise_(self, node: ast.Raise) -> None:
        self.line(node)
        n = 0
        if node.exc is not None:
            self.expr(node.exc)
            n = 1
            if node.cause is not None:
                self.expr(node.cause)
                n = 2
        self.emit_n(op.RAISE, n, -n, node)
        self.stop()

    # ------------------------------------------------------------ imports

    def import_(self, node: ast.Import) -> None:
        self.line(node)
        for a in node.names:
            self.const(0, node)
            self.const(None, node)
            self.emit(op.IMPORT_NAME, a.name, node)
            if a.asname is not None:
                parts = a.name.split(".")
                if len(parts) == 1:
                    self.store_name(a.asname, node)
                    continue
                for part in parts[1:]:
                    self.emit(op.IMPORT_FROM, part, node)
                    self.emit(op.SWAP, 2, node)
                    self.emit(op.POP_TOP, None, node)
                self.store_name(a.asname, node)
            else:
                self.store_name(a.name.split(".")[0], node)

    def import_from(self, node: ast.ImportFrom) -> None:
        self.line(node)
        if node.module == "__future__" and not node.level:
            self.ctx.check_future(node)
        self.const(node.level or 0, node)
        self.const(tuple([a.name for a in node.names]), node)
        self.emit(op.IMPORT_NAME, node.module or "", node)
        for a in node.names:
            if a.name == "*":
                self.emit(op.IMPORT_STAR, None, node)
                return
            self.emit(op.IMPORT_FROM, a.name, node)
            self.store_name(a.asname or a.name, node)
        self.emit(op.POP_TOP, None, node)

    # ------------------------------------------------------------ conditions and loops

    def if_(self, node: ast.If) -> None:
        end = Label()
        while True:
            self.line(node)
            orelse = node.orelse
            other = Label() if orelse else end
            self.jump_if(node.test, other, False)
            self.body(node.body)
            if not orelse:
                break
            self.jump(op.JUMP, end, node)
            self.place(other)
            if len(orelse) == 1 and orelse[0].__class__ is ast.If:
                node = orelse[0]
                continue
            self.body(orelse)
            break
        self.place(end)

    def while_(self, node: ast.While) -> None:
        top, end, other = Label(), Label(), Label()
        self.place(top)
        self.line(node)
        self.blocks.append(Block("loop", top, end, None))
        self.jump_if(node.test, other, False)
        self.body(node.body)
        self.jump(op.JUMP_BACK, top, node)
        self.blocks.pop()
        self.place(other)
        self.body(node.orelse)
        self.place(end)

    def for_(self, node: ast.For) -> None:
        start, again, other, end = Label(), Label(), Label(), Label()
        self.line(node)
        self.expr(fold_iterable(node.iter))
        self.emit(op.GET_ITER, None, node.iter)
        self.extra += self.ctx.loop_index
        self.peak(0)
        self.place(start)
        self.jump(op.FOR_ITER, other, node.iter)
        self.blocks.append(Block("for", again, end, None))
        self.store(node.target)
        self.body(node.body)
        self.blocks.pop()
        self.extra -= self.ctx.loop_index
        self.place(again)
        self.line(node)
        self.jump(op.JUMP_BACK, start, node)
        self.place(other)
        self.body(node.orelse)
        self.place(end)

    def break_(self, node: ast.Break) -> None:
        self.line(node)
        self.leave(node, True)

    def continue_(self, node: ast.Continue) -> None:
        self.line(node)
        self.leave(node, False)

    def leave(self, node: Any, is_break: bool) -> None:
        active = self.active
        saved = list(self.blocks)
        while self.blocks and self.blocks[-1].kind not in ("loop", "for"):
            if self.blocks[-1].kind == "except*":
                raise self.ctx.error("'break', 'continue' and 'return' cannot appear in an except* block", node)
            self.unwind_one(False, node)
        if not self.blocks:
            if is_break:
                raise self.ctx.error("'break' outside loop", node)
            raise self.ctx.error("'continue' not properly in loop", node)
        loop = self.blocks[-1]
        if is_break:
            self.unwind_one(False, node)
            self.jump(op.JUMP, loop.exit, node)  # type: ignore[arg-type]
        else:
            self.jump(op.JUMP if loop.kind == "for" else op.JUMP_BACK, loop.start, node)  # type: ignore[arg-type]
        self.blocks = saved
        self.set_active(active)

    def return_(self, node: ast.Return) -> None:
        if not self.scope.is_function:
            raise self.ctx.error("'return' outside function", node)
        self.line(node)
        value = node.value
        constant = NOTHING if value is None else fold(value)
        keep = value is not None and constant is NOTHING
        if value is not None and self.scope.is_coroutine and self.scope.is_generator:
            raise self.ctx.error("'return' with value in async generator", node)
        if keep:
            self.expr(value)
        active = self.active
        saved = list(self.blocks)
        while self.blocks:
            if self.blocks[-1].kind == "except*":
                raise self.ctx.error("'break', 'continue' and 'return' cannot appear in an except* block", node)
            self.unwind_one(keep, node)
        if keep:
            self.emit(op.RETURN_VALUE, None, node)
            self.stop()
        else:
            self.return_constant(None if value is None else constant, node)
        self.blocks = saved
        self.set_active(active)

    def return_constant(self, value: Any, node: Any) -> None:
        stacksize = self.stacksize
        self.const(value, node)
        self.emit(op.RETURN_VALUE, None, node)
        self.stop()
        if self.ctx.return_const:
            self.stacksize = stacksize  # RETURN_CONST pushes nothing

    def unwind_one(self, keep: bool, node: Any) -> None:
        """Leave the innermost region; ``keep``: the value on top survives (compiler_unwind_fblock)."""
        b = self.blocks.pop()
        kind = b.kind
        if kind == "for" or kind == "value":
            if keep:
                self.emit(op.SWAP, 2, node)
            self.emit(op.POP_TOP, None, node)
        elif kind == "try":
            self.unprotect()
        elif kind == "finally":
            self.unprotect()
            if keep:
                self.blocks.append(Block("value", None, None, None))
            self.body(b.datum)
            if keep:
                self.blocks.pop()
        elif kind == "finally end":
            if keep:
                self.emit(op.SWAP, 2, node)
            self.emit(op.POP_TOP, None, node)
            if keep:
                self.emit(op.SWAP, 2, node)
            self.unprotect()
            self.emit(op.POP_EXCEPT, None, node)
        elif kind == "with":
            self.unprotect()
            self.line(b.datum)
            self.peak(3)
            if keep:
                self.emit(op.SWAP, 2, node)
            self.emit(op.WITH_EXIT, None, b.datum)
        elif kind == "handler":
            if b.datum is not None:
                self.unprotect()
            if keep:
                self.emit(op.SWAP, 2, node)
            self.unprotect()
            self.emit(op.POP_EXCEPT, None, node)
            if b.datum is not None:
                self.forget(b.datum, node)

    def forget(self, name: str, node: Any) -> None:
        self.const(None, node)
        self.store_name(name, node)
        self.delete_name(name, node)

    # ------------------------------------------------------------ try

    def begin_handler(self, label: Label, cleanup: Label, node: Any) -> None:
        """[... exc] becomes [... previous exc]; from here on ``cleanup`` restores previous and raises on."""
        self.place(label)
        self.extra += 4 * self.ctx.triples  # type, value and traceback, twice
        self.emit(op.PUSH_EXC_INFO, None, node)
        if self.depth is None:
            self.set_active((*self.active, (cleanup, -1)))
            return
        self.depth -= 1
        self.protect(cleanup)
        self.depth += 1
        self.peak(self.ctx.lasti)

    def end_handler(self, cleanup: Label, node: Any) -> None:
        """[... previous exc2]: restore previous and raise exc2."""
        self.extra -= 4 * self.ctx.triples
        self.place(cleanup)
        self.emit(op.COPY, 2, node)
        self.peak(self.ctx.lasti)
        self.emit(op.POP_EXCEPT, None, node)
        self.emit(op.RERAISE, None, node)
        self.stop()

    def try_(self, node: Any) -> None:
        if node.finalbody:
            self.try_finally(node)
        else:
            self.line(node)
            self.try_except(node)

    def try_finally(self, node: Any) -> None:
        self.line(node)
        final, cleanup, end = Label(), Label(), Label()
        self.protect(final)
        self.blocks.append(Block("finally", None, None, node.finalbody))
        if node.handlers:
            self.try_except(node)
        else:
            self.body(node.body)
        self.unprotect()
        self.blocks.pop()
        self.body(node.finalbody)
        over = self.jump_over(end, node)
        self.begin_handler(final, cleanup, node)
        self.blocks.append(Block("finally end", None, None, None))
        self.body(node.finalbody)
        self.blocks.pop()
        self.emit(op.RERAISE, None, node)
        self.stop()
        self.unprotect()
        self.end_handler(cleanup, node)
        self.landed(over)
        self.place(end)

    def try_except(self, node: Any) -> None:
        if node.__class__ is _TRY_STAR:
            if not self.ctx.exception_groups:
                raise self.ctx.error("invalid syntax", node.handlers[0])
            self.try_star(node)
            return
        handler_start, cleanup, end = Label(), Label(), Label()
        self.protect(handler_start)
        self.blocks.append(Block("try", None, None, None))
        self.body(node.body)
        self.blocks.pop()
        self.unprotect()
        self.body(node.orelse)
        over = self.jump_over(end, node)
        self.begin_handler(handler_start, cleanup, node)
        n = len(node.handlers)
        for i, h in enumerate(node.handlers):
            next_one = Label()
            self.line(h)
            if h.type is None:
                if i < n - 1:
                    raise self.ctx.error("default 'except:' must be last", h)
            else:
                self.extra += self.ctx.triples
                self.expr(h.type)
                self.extra -= self.ctx.triples
                self.emit(op.CHECK_EXC_MATCH, None, h.type)
                self.jump(op.POP_JUMP_IF_FALSE, next_one, h)
            active = self.active
            self.extra -= 2 * self.ctx.triples
            if h.name is not None:
                self.handler_with_name(h, end)
            else:
                self.emit(op.POP_TOP, None, h)
                self.blocks.append(Block("handler", None, None, None))
                self.body(h.body)
                self.blocks.pop()
                self.unprotect()
                self.emit(op.POP_EXCEPT, None, h)
                self.jump(op.JUMP, end, h)
            self.extra += 2 * self.ctx.triples
            self.set_active(active)
            self.place(next_one)
        self.emit(op.RERAISE, None, node)
        self.stop()
        self.unprotect()
        self.end_handler(cleanup, node)
        self.landed(over)
        self.place(end)

    def handler_with_name(self, h: ast.ExceptHandler, end: Label) -> None:
        """``except X as e``: e is set to None and deleted at the end, however the end comes."""
        name = h.name
        assert name is not None
        name_end = Label()
        self.store_name(name, h)
        self.peak(1 + self.ctx.lasti)
        self.protect(name_end)
        self.blocks.append(Block("handler", None, None, name))
        self.body(h.body)
        self.blocks.pop()
        self.unprotect()
        outer = self.active
        self.unprotect()
        self.emit(op.POP_EXCEPT, None, h)
        self.forget(name, h)
        self.jump(op.JUMP, end, h)
        self.set_active(outer)
        self.place(name_end)
        self.peak(self.ctx.lasti)
        above = self.ctx.lasti + 5 * self.ctx.triples
        self.extra += above
        self.forget(name, h)
        self.extra -= above
        self.emit(op.RERAISE, None, h)
        self.stop()

    def try_star(self, node: Any) -> None:
        """``except*`` (compiler_try_star_except); the stack in the handlers is [previous original results exc]."""
        handler_start, cleanup, end, reraise_star, reraise = Label(), Label(), Label(), Label(), Label()
        self.protect(handler_start)
        self.blocks.append(Block("try", None, None, None))
        self.body(node.body)
        self.blocks.pop()
        self.unprotect()
        self.body(node.orelse)
        self.jump(op.JUMP, end, node)
        self.begin_handler(handler_start, cleanup, node)
        self.blocks.append(Block("except*", None, None, None))
        n = len(node.handlers)
        for i, h in enumerate(node.handlers):
            next_one, with_error, no_match = Label(), Label(), Label()
            self.line(h)
            if i == 0:
                # [exc] -> [original results exc]
                self.emit(op.COPY, 1, h)
                self.emit_n(op.BUILD_LIST, 0, 1, h)
                self.emit(op.SWAP, 2, h)
            if h.type is not None:
                self.expr(h.type)
                self.emit(op.CHECK_EG_MATCH, None, h)
                self.emit(op.COPY, 1, h)
                self.jump(op.POP_JUMP_IF_NONE, no_match, h)
            # [original results rest match]
            name_end = Label()
            if h.name is not None:
                self.store_name(h.name, h)
            else:
                self.emit(op.POP_TOP, None, h)
            self.protect(name_end)
            self.blocks.append(Block("try", None, None, None))
            self.body(h.body)
            self.blocks.pop()
            self.unprotect()
            if h.name is not None:
                self.forget(h.name, h)
            self.jump(op.JUMP, next_one, h)
            self.place(name_end)
            if h.name is not None:
                self.forget(h.name, h)
            # [original results rest raised]: collect what the handler raised
            self.place(with_error)
            self.emit(op.LIST_APPEND, 2, h)
            self.jump(op.JUMP, next_one, h)
            self.place(no_match)
            self.emit(op.POP_TOP, None, h)
            self.place(next_one)
            if i == n - 1:
                # [original results rest]
                self.emit(op.LIST_APPEND, 1, h)
                self.jump(op.JUMP, reraise_star, h)
        self.blocks.pop()
        self.place(reraise_star)
        self.emit(op.PREP_RERAISE_STAR, None, node)
        self.emit(op.COPY, 1, node)
        self.jump(op.POP_JUMP_IF_NOT_NONE, reraise, node)
        self.emit(op.POP_TOP, None, node)
        active = self.active
        self.unprotect()
        self.emit(op.POP_EXCEPT, None, node)
        self.jump(op.JUMP, end, node)
        self.place(reraise)
        self.emit(op.SWAP, 2, node)
        self.emit(op.POP_EXCEPT, None, node)
        self.emit(op.RERAISE, None, node)
        self.stop()
        self.set_active(active)
        self.unprotect()
        self.end_handler(cleanup, node)
        self.place(end)

    # ------------------------------------------------------------ with

    def with_(self, node: ast.With) -> None:
        self.line(node)
        self.with_item(node, 0)

    def with_item(self, node: ast.With, pos: int) -> None:
        item = node.items[pos]
        context = item.context_expr
        final, suppress, cleanup, end = Label(), Label(), Label(), Label()
        self.expr(context)
        self.peak(3 * self.ctx.exit_self)
        self.emit(op.BEFORE_WITH, None, context)
        self.extra += self.ctx.exit_self
        self.peak(0)
        # The result of __enter__ is on top when the block begins; a failing store is already inside.
        if self.depth is not None:
            self.depth -= 1
            self.protect(final)
            self.depth += 1
        else:
            self.set_active((*self.active, (final, -1)))
        self.blocks.append(Block("with", None, None, context))
        if item.optional_vars is not None:
            self.store(item.optional_vars)
        else:
            self.emit(op.POP_TOP, None, context)
        if pos + 1 < len(node.items):
            self.with_item(node, pos + 1)
        else:
            self.body(node.body)
        self.unprotect()
        self.blocks.pop()
        self.line(context)
        self.peak(3)
        self.emit(op.WITH_EXIT, None, context)
        over = self.jump_over(end, context)
        # [exit exc]
        self.extra += self.ctx.lasti
        self.begin_handler(final, cleanup, context)
        self.line(context)
        self.emit(op.WITH_EXCEPT_START, None, context)
        self.jump(op.POP_JUMP_IF_TRUE, suppress, context)
        self.emit(op.RERAISE, None, context)
        self.stop()
        self.place(suppress)
        self.emit(op.POP_TOP, None, context)
        self.unprotect()
        self.emit(op.POP_EXCEPT, None, context)
        self.emit(op.POP_TOP, None, context)
        self.jump(op.JUMP, end, context)
        self.end_handler(cleanup, context)
        self.extra -= self.ctx.lasti + self.ctx.exit_self
        self.landed(over)
        self.place(end)

    # ------------------------------------------------------------ functions and classes

    def decorators(self, node: Any) -> None:
        for d in node.decorator_list:
            self.line(d)
            self.expr(d)
        self.line(node)

    def apply_decorators(self, node: Any) -> None:
        for d in reversed(node.decorator_list):
            self.emit_n(op.CALL, 1, -1, d)

    def function_def(self, node: Any) -> None:
        self.decorators(node)
        at = At(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
        if getattr(node, "type_params", None):
            self.not_simulated("type parameters", node)
        flags = self.defaults(node.args, at)
        flags |= self.annotations(node, at)
        decorated = node.decorator_list
        first = decorated[0].lineno if decorated else node.lineno
        unit = self.ctx.function_unit(self, node, "function", node.name, first)
        self.make_function(unit, flags, at)
        self.apply_decorators(node)
        self.store_name(node.name, node)

    def annotations(self, node: Any, at: Any) -> int:
        args = node.args
        notes = [(a.arg, a.annotation, a) for a in (*args.posonlyargs, *args.args) if a.annotation is not None]
        if args.vararg is not None and args.vararg.annotation is not None:
            notes.append((args.vararg.arg, args.vararg.annotation, args.vararg))
        notes += [(a.arg, a.annotation, a) for a in args.kwonlyargs if a.annotation is not None]
        if args.kwarg is not None and args.kwarg.annotation is not None:
            notes.append((args.kwarg.arg, args.kwarg.annotation, args.kwarg))
        if node.returns is not None:
            notes.append(("return", node.returns, node.returns))
        if not notes:
            return 0
        pairs = [(mangle(self.private, name), note) for name, note, _ in notes]
        if self.ctx.deferred_annotations and not self.ctx.future_annotations:
            unit = self.ctx.annotation_unit(self, (node, "notes"), pairs, node)
            self.make_function(unit, 0, at)
            return 16
        for name, note in pairs:
            self.const(name, at)
            if self.ctx.future_annotations:
                self.const(self.ctx.unparse(note), note)
            elif note.__class__ is ast.Starred:
                self.expr(note.value)
                self.emit_n(op.UNPACK_SEQUENCE, 1, 0, note)
            else:
                self.expr(note)
        n = len(pairs)
        self.emit_n(op.BUILD_MAP, n, 1 - 2 * n, at)
        return 4

    def async_function(self, node: Any) -> None:
        self.line(node)
        self.ctx.function_unit(self, node, "function", node.name, node.lineno)
        self.not_simulated("async functions", node)

    def async_block(self, node: Any) -> None:
        if not self.scope.is_coroutine:
            word = "for" if node.__class__ is ast.AsyncFor else "with"
            raise self.ctx.error(f"'async {word}' outside async function", node)
        self.line(node)
        self.not_simulated("async functions", node)

    def class_def(self, node: ast.ClassDef) -> None:
        self.decorators(node)
        at = At(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)  # type: ignore[arg-type]
        if getattr(node, "type_params", None):
            self.not_simulated("type parameters", node)
        decorated = node.decorator_list
        first = decorated[0].lineno if decorated else node.lineno
        self.extra += self.ctx.null_first
        self.emit(op.LOAD_BUILD_CLASS, None, at)
        self.extra += self.ctx.null_after
        self.peak(0)
        unit = self.ctx.class_unit(self, node, first)
        self.make_function(unit, 0, at)
        self.const(node.name, at)
        self.call_arguments(2, node.bases, node.keywords, at)
        self.extra -= self.ctx.null_first + self.ctx.null_after
        self.apply_decorators(node)
        self.store_name(node.name, node)

    def other_stmt(self, node: Any) -> None:
        name = type(node).__name__
        self.line(node)
        self.not_simulated("type aliases" if name == "TypeAlias" else f"the syntax {name}", node)

    def match_stmt(self, node: ast.Match) -> None:
        self.line(node)
        self.match(node)


_TRY_STAR = getattr(ast, "TryStar", None)


class _Visitors(dict[type, "Any"]):
    def __missing__(self, cls: type) -> Any:
        return Statements.other_stmt


_VISIT: dict[type, Any] = _Visitors({
    ast.Expr: Statements.expr_stmt, ast.Assign: Statements.assign, ast.If: Statements.if_,
    ast.Return: Statements.return_, ast.For: Statements.for_, ast.While: Statements.while_,
    ast.FunctionDef: Statements.function_def, ast.ClassDef: Statements.class_def, ast.AugAssign: Statements.aug_assign,
    ast.AnnAssign: Statements.ann_assign, ast.Delete: Statements.delete, ast.Assert: Statements.assert_,
    ast.Raise: Statements.raise_, ast.Import: Statements.import_, ast.ImportFrom: Statements.import_from,
    ast.Try: Statements.try_, ast.With: Statements.with_, ast.Pass: Statements.pass_, ast.Break: Statements.break_,
    ast.Continue: Statements.continue_, ast.Global: Statements.declare, ast.Nonlocal: Statements.declare,
    ast.Match: Statements.match_stmt, ast.AsyncFunctionDef: Statements.async_function,
    ast.AsyncFor: Statements.async_block, ast.AsyncWith: Statements.async_block,
})
if _TRY_STAR is not None:
    _VISIT[_TRY_STAR] = Statements.try_
