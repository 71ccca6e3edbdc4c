"""The match statement (Python/compile.c compiler_match and below).

While a pattern is tried, values it has captured wait on the stack below what is being taken apart; a failure jumps to
the label that pops as many values as there are, so labels are kept per depth (``fail_pop``).
"""

from __future__ import annotations

import _ast as ast

from memlab.interp import instructions as op
from memlab.interp.asm import Label
from memlab.interp.compile_expr import Expressions
from memlab.interp.fold import NOTHING, fold_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Pattern:
    """struct pattern_context: names captured so far, labels by values to pop, values on top of the captures."""

    __slots__ = ("stores", "fail_pop", "on_top", "allow_irrefutable")

    def __init__(self) -> None:
        self.stores: list[str] = []
        self.fail_pop: list[Label] = []
        self.on_top = 0
        self.allow_irrefutable = False


class Patterns(Expressions):
    """Code for match statements."""

    def match(self, node: ast.Match) -> None:
        pc = _Pattern()
        self.expr(node.subject)
        end = Label()
        cases = node.cases
        last = cases[-1]
        has_default = _is_wildcard(last.pattern) and len(cases) > 1
        n = len(cases) - has_default
        for i in range(n):
            case = cases[i]
            self.line(case.pattern)
            if i != n - 1:
                self.emit(op.COPY, 1, case.pattern)
            pc.stores = []
            pc.allow_irrefutable = case.guard is not None or i == len(cases) - 1
            pc.fail_pop = []
            pc.on_top = 0
            self.pattern(case.pattern, pc)
            for name in pc.stores:
                self.store_name(name, case.pattern)
            if case.guard is not None:
                self.need_fail_pop(pc, 0)
                self.jump_if(case.guard, pc.fail_pop[0], False)
            if i != n - 1:
                self.emit(op.POP_TOP, None, case.pattern)
            self.body(case.body)
            self.jump(op.JUMP, end, case.pattern)
            self.reset_fail_pop(pc, case.pattern)
        if has_default:
            self.line(last.pattern)
            if len(cases) == 1:
                self.emit(op.POP_TOP, None, last.pattern)
            if last.guard is not None:
                self.jump_if(last.guard, end, False)
            self.body(last.body)
        self.place(end)

    def body(self, stmts: Any) -> None:
        raise NotImplementedError

    # ------------------------------------------------------------ failure

    def need_fail_pop(self, pc: _Pattern, n: int) -> None:
        while len(pc.fail_pop) <= n:
            pc.fail_pop.append(Label())

    def fail(self, opcode: int, pc: _Pattern, node: Any) -> None:
        """Jump (as ``opcode`` says) to where everything this pattern has on the stack is popped."""
        n = pc.on_top + len(pc.stores)
        self.need_fail_pop(pc, n)
        self.jump(opcode, pc.fail_pop[n], node)

    def reset_fail_pop(self, pc: _Pattern, node: Any) -> None:
        labels = pc.fail_pop
        while len(labels) > 1:
            self.place(labels.pop())
            self.emit(op.POP_TOP, None, node)
        if labels:
            self.place(labels.pop())

    # ------------------------------------------------------------ patterns

    def pattern(self, node: Any, pc: _Pattern) -> None:
        cls = node.__class__
        if cls is ast.MatchValue:
            self.expr(node.value)
            self.emit(op.COMPARE, 2, node)
            self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        elif cls is ast.MatchSingleton:
            self.const(node.value, node)
            self.emit(op.IS_OP, 0, node)
            self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        elif cls is ast.MatchAs:
            self.match_as(node, pc)
        elif cls is ast.MatchStar:
            self.capture(node.name, node, pc)
        elif cls is ast.MatchSequence:
            self.match_sequence(node, pc)
        elif cls is ast.MatchMapping:
            self.match_mapping(node, pc)
        elif cls is ast.MatchClass:
            self.match_class(node, pc)
        else:
            self.match_or(node, pc)

    def capture(self, name: str | None, node: Any, pc: _Pattern) -> None:
        """Put the top of the stack under everything on top, to be stored once the whole pattern matched."""
        if name is None:
            self.emit(op.POP_TOP, None, node)
            return
        if name in pc.stores:
            raise self.ctx.error(f"multiple assignments to name '{name}' in pattern", node)
        self.rotate(pc.on_top + len(pc.stores) + 1, node)
        pc.stores.append(name)

    def rotate(self, count: int, node: Any) -> None:
        """Move the top of the stack down below count - 1 others (pattern_helper_rotate)."""
        while count > 1:
            self.emit(op.SWAP, count, node)
            count -= 1

    def subpattern(self, node: Any, pc: _Pattern) -> None:
        allowed = pc.allow_irrefutable
        pc.allow_irrefutable = True
        self.pattern(node, pc)
        pc.allow_irrefutable = allowed

    def match_as(self, node: Any, pc: _Pattern) -> None:
        if node.pattern is None:
            if not pc.allow_irrefutable:
                if node.name is not None:
                    raise self.ctx.error(f"name capture '{node.name}' makes remaining patterns unreachable", node)
                raise self.ctx.error("wildcard makes remaining patterns unreachable", node)
            self.capture(node.name, node, pc)
            return
        pc.on_top += 1
        self.emit(op.COPY, 1, node)
        self.pattern(node.pattern, pc)
        pc.on_top -= 1
        self.capture(node.name, node, pc)

    def match_sequence(self, node: ast.MatchSequence, pc: _Pattern) -> None:
        patterns = node.patterns
        size = len(patterns)
        star = -1
        only_wildcard = True
        star_wildcard = False
        for i, p in enumerate(patterns):
            if p.__class__ is ast.MatchStar:
                if star >= 0:
                    raise self.ctx.error("multiple starred expressions in sequence pattern", p)
                star_wildcard = p.name is None
                only_wildcard = only_wildcard and star_wildcard
                star = i
            else:
                only_wildcard = only_wildcard and _is_wildcard(p)
        pc.on_top += 1
        self.emit(op.MATCH_SEQUENCE, None, node)
        self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        if star < 0:
            self.emit(op.GET_LEN, None, node)
            self.const(size, node)
            self.emit(op.COMPARE, 2, node)
            self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        elif size > 1:
            self.emit(op.GET_LEN, None, node)
            self.const(size - 1, node)
            self.emit(op.COMPARE, 5, node)
            self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        pc.on_top -= 1
        if only_wildcard:
            self.emit(op.POP_TOP, None, node)
        elif star_wildcard:
            self.sequence_by_index(node, star, pc)
        else:
            self.sequence_by_unpacking(node, star, pc)

    def sequence_by_unpacking(self, node: ast.MatchSequence, star: int, pc: _Pattern) -> None:
        patterns = node.patterns
        size = len(patterns)
        if star >= 0:
            self.emit_n(op.UNPACK_EX, (star, size - star - 1), size - 1, node)
        else:
            self.emit_n(op.UNPACK_SEQUENCE, size, size - 1, node)
        pc.on_top += size
        for p in patterns:
            pc.on_top -= 1
            self.subpattern(p, pc)

    def sequence_by_index(self, node: ast.MatchSequence, star: int, pc: _Pattern) -> None:
        pc.on_top += 1
        patterns = node.patterns
        size = len(patterns)
        for i, p in enumerate(patterns):
            if _is_wildcard(p):
                continue
            if i == star:
                continue
            self.emit(op.COPY, 1, node)
            if i < star:
                self.const(i, node)
            else:
                self.emit(op.GET_LEN, None, node)
                self.const(size - i, node)
                self.emit(op.BINARY, 1, node)
            self.emit(op.BINARY_SUBSCR, None, node)
            self.subpattern(p, pc)
        pc.on_top -= 1
        self.emit(op.POP_TOP, None, node)

    def match_class(self, node: ast.MatchClass, pc: _Pattern) -> None:
        n_pos = len(node.patterns)
        attrs = tuple(node.kwd_attrs)
        for i, a in enumerate(attrs):
            if a in attrs[:i]:
                raise self.ctx.error(f"attribute name repeated in class pattern: {a}", node.kwd_patterns[i])
        self.expr(node.cls)
        self.const(tuple([self.attr(a) for a in attrs]), node)
        self.emit(op.MATCH_CLASS, n_pos, node)
        self.emit(op.COPY, 1, node)
        pc.on_top += 1
        self.jump_not_none(pc, node)
        n = n_pos + len(attrs)
        self.emit_n(op.UNPACK_SEQUENCE, n, n - 1, node)
        pc.on_top += n - 1
        for p in (*node.patterns, *node.kwd_patterns):
            pc.on_top -= 1
            if _is_wildcard(p):
                self.emit(op.POP_TOP, None, node)
            else:
                self.subpattern(p, pc)

    def jump_not_none(self, pc: _Pattern, node: Any) -> None:
        self.fail(op.POP_JUMP_IF_NONE, pc, node)

    def match_mapping(self, node: ast.MatchMapping, pc: _Pattern) -> None:
        keys = node.keys
        size = len(keys)
        pc.on_top += 1
        self.emit(op.MATCH_MAPPING, None, node)
        self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        if not size and node.rest is None:
            pc.on_top -= 1
            self.emit(op.POP_TOP, None, node)
            return
        if size:
            self.emit(op.GET_LEN, None, node)
            self.const(size, node)
            self.emit(op.COMPARE, 5, node)
            self.fail(op.POP_JUMP_IF_FALSE, pc, node)
        seen: set[Any] = set()
        for k in keys:
            if k.__class__ is ast.Constant:
                key = k.value
                if key in seen:
                    raise self.ctx.error(f"mapping pattern checks duplicate key ({key!r})", node)
                seen.add(key)
        values = fold_all(keys)
        if values is not NOTHING:
            self.const(values, node)
        else:
            self.exprs(keys)
            self.emit_n(op.BUILD_TUPLE, size, 1 - size, node)
        self.emit(op.MATCH_KEYS, None, node)
        pc.on_top += 2
        self.emit(op.COPY, 1, node)
        self.jump_not_none(pc, node)
        self.emit_n(op.UNPACK_SEQUENCE, size, size - 1, node)
        pc.on_top += size - 1
        for p in node.patterns:
            pc.on_top -= 1
            self.subpattern(p, pc)
        # Left on top: subject and keys.
        pc.on_top -= 2
        if node.rest is not None:
            # rest = dict(subject); for k in keys: del rest[k].   [subject keys] -> [copy keys]
            self.emit_n(op.BUILD_MAP, 0, 1, node)
            for n in (3, 2, 3, 2):
                self.emit(op.SWAP, n, node)
            self.emit(op.DICT_UPDATE, 1, node)
            self.emit(op.SWAP, 2, node)
            self.emit_n(op.UNPACK_SEQUENCE, size, size - 1, node)
            left = size
            while left:
                self.emit(op.COPY, 1 + left, node)
                self.emit(op.SWAP, 2, node)
                self.emit(op.DELETE_SUBSCR, None, node)
                left -= 1
            self.capture(node.rest, node, pc)
        else:
            self.emit(op.POP_TOP, None, node)
            self.emit(op.POP_TOP, None, node)

    def match_or(self, node: ast.MatchOr, pc: _Pattern) -> None:
        end = Label()
        outer_stores = pc.stores
        outer_fail = pc.fail_pop
        outer_top = pc.on_top
        outer_allowed = pc.allow_irrefutable
        control: list[str] | None = None
        alternatives = node.patterns
        for i, alt in enumerate(alternatives):
            pc.stores = []
            pc.allow_irrefutable = i == len(alternatives) - 1 and outer_allowed
            pc.fail_pop = []
            pc.on_top = 0
            self.emit(op.COPY, 1, alt)
            self.pattern(alt, pc)
            if control is None:
                control = pc.stores
            else:
                if len(pc.stores) != len(control) or set(pc.stores) != set(control):
                    raise self.ctx.error("alternative patterns bind different names", node)
                # Bring the captured values into the first alternative's order.
                stores = pc.stores
                n = len(stores)
                for icontrol in range(n - 1, -1, -1):
                    istores = stores.index(control[icontrol])
                    if icontrol != istores:
                        rotations = istores + 1
                        moved = stores[:rotations]
                        del stores[:rotations]
                        stores[icontrol - istores:icontrol - istores] = moved
                        for _ in range(rotations):
                            self.rotate(icontrol + 1, alt)
            self.jump(op.JUMP, end, alt)
            self.reset_fail_pop(pc, alt)
        pc.stores = outer_stores
        pc.fail_pop = outer_fail
        pc.on_top = outer_top
        pc.allow_irrefutable = outer_allowed
        # No match: drop the remaining copy of the subject.
        self.emit(op.POP_TOP, None, node)
        self.fail(op.JUMP, pc, node)
        self.place(end)
        assert control is not None
        n_rots = len(control) + 1 + pc.on_top + len(pc.stores)
        for name in control:
            self.rotate(n_rots, node)
            if name in pc.stores:
                raise self.ctx.error(f"multiple assignments to name '{name}' in pattern", node)
            pc.stores.append(name)
        self.emit(op.POP_TOP, None, node)


def _is_wildcard(p: Any) -> bool:
    return p.__class__ is ast.MatchAs and p.name is None and p.pattern is None
