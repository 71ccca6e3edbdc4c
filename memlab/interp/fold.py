"""Constant expressions, computed by the compiler with CPython's limits.

Up to 3.13 CPython does this on the syntax tree (Python/ast_opt.c), from 3.14 on the instructions (Python/flowgraph.c);
the results are the same.
"""

from __future__ import annotations

import _ast as ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_INT_SIZE = 128  # bits
MAX_COLLECTION_SIZE = 256
MAX_STR_SIZE = 4096
MAX_TOTAL_ITEMS = 1024


class _Nothing:
    __slots__ = ()

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Any = _Nothing()
"""What `fold` returns for an expression that is not constant."""


def fold(node: Any) -> Any:
    """Return the constant value of an expression or NOTHING."""
    cls = node.__class__
    if cls is ast.Constant:
        return node.value
    if cls is ast.Name:
        return True if node.id == "__debug__" and node.ctx.__class__ is ast.Load else NOTHING
    rule = _RULES.get(cls)
    if rule is None:
        return NOTHING
    try:
        return node._folded
    except AttributeError:
        value = node._folded = rule(node)
        return value


def _unary(node: ast.UnaryOp) -> Any:
    v = fold(node.operand)
    if v is NOTHING:
        return v
    cls = node.op.__class__
    try:
        if cls is ast.Not:
            return not v
        if cls is ast.USub:
            return -v
        if cls is ast.UAdd:
            return +v
        return int(v).__invert__() if v.__class__ is bool else ~v
    except TypeError:
        return NOTHING


def _binary(node: ast.BinOp) -> Any:
    b = fold(node.right)
    if b is NOTHING:
        return b
    if node.op.__class__ is ast.Mod and node.left.__class__ is ast.Constant \
            and node.left.value.__class__ in (str, bytes):
        return NOTHING
    a = fold(node.left)
    if a is NOTHING:
        return a
    try:
        return _OPERATIONS[node.op.__class__](a, b)
    except Exception:  # noqa: BLE001 - whatever it is, the program must raise it, not the compiler
        return NOTHING


def _mul(a: Any, b: Any) -> Any:
    ca, cb = a.__class__, b.__class__
    if ca is int and cb is int and a and b:
        if a.bit_length() + b.bit_length() > MAX_INT_SIZE:
            return NOTHING
    elif ca is int and cb is tuple or ca is tuple and cb is int:
        n, t = (a, b) if ca is int else (b, a)
        if t and (n < 0 or n > MAX_COLLECTION_SIZE // len(t)):
            return NOTHING
        if n and _items(t, MAX_TOTAL_ITEMS // n) < 0:
            return NOTHING
    elif ca is int and cb in (str, bytes) or cb is int and ca in (str, bytes):
        n, s = (a, b) if ca is int else (b, a)
        if s and (n < 0 or n > MAX_STR_SIZE // len(s)):
            return NOTHING
    return a * b


def _items(t: Any, limit: int) -> int:
    """Count nested items down from ``limit``; negative when there are more (check_complexity)."""
    if t.__class__ is tuple:
        limit -= len(t)
        for x in t:
            if limit < 0:
                break
            limit = _items(x, limit)
    return limit


def _pow(a: Any, b: Any) -> Any:
    if a.__class__ is int and b.__class__ is int and b > 0 and a.bit_length() > MAX_INT_SIZE // b:
        return NOTHING
    return a ** b


def _lshift(a: Any, b: Any) -> Any:
    if a.__class__ is int and b.__class__ is int and a and b:
        if b < 0 or b > MAX_INT_SIZE or a.bit_length() > MAX_INT_SIZE - b:
            return NOTHING
    return a << b


_OPERATIONS: dict[type, Any] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: _mul, ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b, ast.Mod: lambda a, b: a % b, ast.Pow: _pow, ast.LShift: _lshift,
    ast.RShift: lambda a, b: a >> b, ast.BitOr: lambda a, b: a | b, ast.BitXor: lambda a, b: a ^ b,
    ast.BitAnd: lambda a, b: a & b, ast.MatMult: lambda a, b: a @ b,
}


def _tuple(node: ast.Tuple) -> Any:
    if node.ctx.__class__ is not ast.Load:
        return NOTHING
    return fold_all(node.elts)


def fold_all(nodes: Any) -> Any:
    """Return the tuple of the constant values of all ``nodes``, or NOTHING."""
    out = []
    for n in nodes:
        if n.__class__ is ast.Constant:
            out.append(n.value)
            continue
        v = fold(n)
        if v is NOTHING:
            return v
        out.append(v)
    return tuple(out)


def _subscript(node: ast.Subscript) -> Any:
    if node.ctx.__class__ is not ast.Load or node.slice.__class__ is ast.Slice:
        return NOTHING
    v = fold(node.value)
    if v is NOTHING:
        return v
    i = fold(node.slice)
    if i is NOTHING:
        return i
    try:
        return v[i]
    except Exception:  # noqa: BLE001 - as above
        return NOTHING


_RULES: dict[type, Any] = {ast.UnaryOp: _unary, ast.BinOp: _binary, ast.Tuple: _tuple, ast.Subscript: _subscript}


def fold_iterable(node: Any) -> Any:
    """Turn a list or set that is only iterated or searched into a tuple or frozenset (ast_opt.c fold_iter)."""
    cls = node.__class__
    if cls is ast.List:
        if any(e.__class__ is ast.Starred for e in node.elts):
            return node
        made: Any = ast.Tuple(elts=node.elts, ctx=node.ctx)
    elif cls is ast.Set:
        values = fold_all(node.elts)
        if values is NOTHING:
            return node
        made = ast.Constant(value=frozenset(values))  # type: ignore[arg-type]
    else:
        return node
    made.lineno, made.end_lineno = node.lineno, node.end_lineno
    made.col_offset, made.end_col_offset = node.col_offset, node.end_col_offset
    return made


def percent_format(node: ast.BinOp) -> Any:
    """Return the f-string that ``'..%s..' % (a, b)`` is compiled as, or None (ast_opt.c optimize_format)."""
    left: Any = node.left
    right: Any = node.right
    if any(e.__class__ is ast.Starred for e in right.elts):
        return None
    fmt = left.value
    values: list[Any] = []
    i = 0
    n = len(fmt)
    k = 0
    while True:
        literal = ""
        while i < n:
            c = fmt[i]
            if c != "%":
                literal += c
                i += 1
            elif i + 1 < n and fmt[i + 1] == "%":
                literal += "%"
                i += 2
            else:
                break
        if literal:
            values.append(_at(ast.Constant(value=literal), left))
        if i >= n:
            break
        if k >= len(right.elts):
            return None
        i += 1
        left_justified = False
        while i < n and fmt[i] in "-+ #0":
            if fmt[i] != "-":
                return None
            left_justified = True
            i += 1
        width = ""
        while i < n and "0" <= fmt[i] <= "9":
            width += fmt[i]
            i += 1
        precision = None
        if i < n and fmt[i] == ".":
            i += 1
            precision = ""
            while i < n and "0" <= fmt[i] <= "9":
                precision += fmt[i]
                i += 1
        if len(width) > 3 or precision is not None and len(precision) > 3 or i >= n or fmt[i] not in "sra":
            return None
        conversion = ord(fmt[i])
        i += 1
        spec = ""
        if not left_justified and width and int(width) > 0:
            spec = ">"
        if width and int(width) > 0:
            spec += str(int(width))
        if precision is not None:
            spec += "." + str(int(precision or "0"))
        made: Any = ast.FormattedValue(value=right.elts[k], conversion=conversion, format_spec=None)
        if spec:
            made.format_spec = _at(ast.JoinedStr(values=[_at(ast.Constant(value=spec), left)]), left)
        values.append(_at(made, right.elts[k]))
        k += 1
    if k < len(right.elts):
        return None
    return _at(ast.JoinedStr(values=values), node)


def _at(made: Any, node: Any) -> Any:
    made.lineno, made.end_lineno = node.lineno, node.end_lineno
    made.col_offset, made.end_col_offset = node.col_offset, node.end_col_offset
    return made
