"""Scopes: which names of a block are local, global, cells or free, decided before any code is emitted.

One walk over the tree collects what each block does with each name, in the order in which the compiler will
mention them (that order is the order of local slots, and slots are emptied in order when a frame dies); one pass over
the tree of scopes then resolves every name.  Source: Python/symtable.c (symtable_analyze, analyze_block).

Resolution codes: ``L`` local, ``C`` local that an inner block captures, ``F`` free, ``G`` declared global, ``g`` global
by default.
"""

from __future__ import annotations

import _ast as ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

USE, DEF, PARAM, GLOBAL, NONLOCAL, ANNOT, ITER, NOTED = 1, 2, 4, 8, 16, 32, 64, 128
BOUND = DEF | PARAM | ITER | NOTED


class GuestSyntaxError(Exception):
    """The learner's source does not compile; ``kind`` is the exception CPython raises.

    SyntaxError, IndentationError, TabError; ValueError for NUL characters; RecursionError, MemoryError for what nests
    too deep.
    """

    def __init__(self, msg: str, filename: str, lineno: int | None = None, offset: int | None = None,
                 text: str | None = None, kind: str = "SyntaxError", end_lineno: int | None = None,
                 end_offset: int | None = None) -> None:
        super().__init__(msg)
        self.msg = msg
        self.filename = filename
        self.lineno = lineno
        self.offset = offset
        self.text = text
        self.kind = kind
        self.end_lineno = end_lineno
        self.end_offset = end_offset


def mangle(private: str | None, name: str) -> str:
    """Return the private form of ``__name`` inside class ``private`` (Python/compile.c _Py_Mangle)."""
    if private is None or name[:2] != "__" or name[-2:] == "__" or "." in name:
        return name
    stripped = private.lstrip("_")
    return f"_{stripped}{name}" if stripped else name


class Scope:
    """One block's names.

    kind: module, class, function, lambda, comprehension, annotation; flags: name -> what the block does with it;
    res: name -> resolution code; locals: names with slots, in slot order (parameters first);
    cells, frees: sorted names; inlined: the comprehension runs in the enclosing block's frame;
    marks: (number of names seen before, comprehension) for each comprehension, in order.
    """

    __slots__ = ("kind", "name", "node", "parent", "children", "flags", "params", "private", "is_generator",
                 "is_coroutine", "inlined", "genexp", "res", "locals", "cells", "frees", "needs_class",
                 "needs_classdict",
                 "in_class", "extra_free", "annotations", "iter_depth", "marks", "hidden_cells")

    def __init__(self, kind: str, name: str, node: Any, parent: Scope | None, private: str | None) -> None:
        self.kind = kind
        self.name = name
        self.node = node
        self.parent = parent
        self.children: list[Scope] = []
        self.flags: dict[str, int] = {}
        self.params: list[str] = []
        self.private = private
        self.is_generator = False
        self.is_coroutine = False
        self.inlined = False
        self.genexp = False
        self.res: dict[str, str] = {}
        self.locals: list[str] = []
        self.cells: list[str] = []
        self.frees: list[str] = []
        self.needs_class = False
        self.needs_classdict = False
        self.in_class = False
        self.extra_free: set[str] = set()
        self.annotations: Scope | None = None
        self.iter_depth = 0
        self.marks: list[tuple[int, Scope]] = []
        self.hidden_cells: set[str] = set()

    @property
    def is_function(self) -> bool:
        return self.kind != "module" and self.kind != "class"


_CHILDREN: dict[type, tuple[str, ...]] = {
    ast.Expression: ("body",), ast.Interactive: ("body",), ast.Module: ("body",),
    ast.Delete: ("targets",), ast.Assign: ("value", "targets"), ast.AugAssign: ("target", "value"),
    ast.While: ("test", "body", "orelse"), ast.If: ("test", "body", "orelse"),
    ast.For: ("iter", "target", "body", "orelse"), ast.AsyncFor: ("iter", "target", "body", "orelse"),
    ast.With: ("items", "body"), ast.AsyncWith: ("items", "body"), ast.withitem: ("context_expr", "optional_vars"),
    ast.Raise: ("exc", "cause"), ast.Try: ("body", "orelse", "handlers", "finalbody"), ast.Assert: ("test", "msg"),
    ast.Expr: ("value",), ast.Return: ("value",), ast.Match: ("subject", "cases"),
    ast.match_case: ("pattern", "guard", "body"), ast.MatchValue: ("value",), ast.MatchSequence: ("patterns",),
    ast.MatchClass: ("cls", "patterns", "kwd_patterns"), ast.MatchOr: ("patterns",),
    ast.BoolOp: ("values",), ast.BinOp: ("left", "right"), ast.UnaryOp: ("operand",),
    ast.IfExp: ("test", "body", "orelse"), ast.Dict: ("keys", "values"), ast.Set: ("elts",),
    ast.Compare: ("left", "comparators"), ast.Call: ("func", "args", "keywords"), ast.keyword: ("value",),
    ast.FormattedValue: ("value", "format_spec"), ast.JoinedStr: ("values",), ast.Attribute: ("value",),
    ast.Subscript: ("value", "slice"), ast.Starred: ("value",), ast.List: ("elts",), ast.Tuple: ("elts",),
    ast.Slice: ("lower", "upper", "step"), ast.Await: ("value",),
}
if hasattr(ast, "TryStar"):
    _CHILDREN[ast.TryStar] = ("body", "orelse", "handlers", "finalbody")


class Symbols:
    """The walk and the analysis; afterwards ``scopes`` maps a tree node to its Scope."""

    def __init__(self, filename: str, lines: Callable[[], list[str]], inlined: bool, deferred: bool,
                 future_annotations: bool, genexpr_takes_iterable: bool = False) -> None:
        self.filename = filename
        self.source_lines = lines
        self.inline = inlined
        self.genexpr_takes_iterable = genexpr_takes_iterable
        self.deferred = deferred and not future_annotations
        self.skip_annotations = future_annotations
        self.scopes: dict[Any, Scope] = {}
        self.nonlocals: dict[Scope, dict[str, Any]] = {}
        self.cur: Scope = None  # type: ignore[assignment]

    # ------------------------------------------------------------ errors

    def error(self, msg: str, node: Any) -> GuestSyntaxError:
        return make_error(msg, self.filename, node, self.source_lines())

    # ------------------------------------------------------------ entry

    def build(self, tree: Any) -> Scope:
        top = Scope("module", "<module>", tree, None, None)
        self.scopes[tree] = top
        self.cur = top
        self.walk(tree)
        self.analyze(top, frozenset())
        return top

    def walk(self, node: Any) -> None:
        cls = node.__class__
        fields = _CHILDREN.get(cls)
        if fields is not None:
            for field in fields:
                v = getattr(node, field)
                if v.__class__ is list:
                    for x in v:
                        if x is not None and x.__class__ is not ast.Constant:
                            self.walk(x)
                elif v is not None:
                    self.walk(v)
            return
        special = _SPECIAL.get(cls)
        if special is not None:
            special(self, node)

    def walk_all(self, nodes: Any) -> None:
        for n in nodes:
            if n is not None:
                self.walk(n)

    # ------------------------------------------------------------ names

    def add(self, name: str, flag: int) -> None:
        cur = self.cur
        if name[:2] == "__":
            name = mangle(cur.private, name)
        flags = cur.flags
        flags[name] = flags.get(name, 0) | flag

    def name(self, node: ast.Name) -> None:
        cur = self.cur
        name = node.id
        if name[:2] == "__":
            name = mangle(cur.private, name)
        if node.ctx.__class__ is ast.Load:
            flags = cur.flags
            flags[name] = flags.get(name, 0) | USE
            if name == "super" and cur.is_function:
                flags["__class__"] = flags.get("__class__", 0) | USE
        else:
            if name == "__debug__":
                what = "delete" if node.ctx.__class__ is ast.Del else "assign to"
                raise self.error(f"cannot {what} __debug__", node)
            if cur.kind == "comprehension":
                cur.flags[name] = cur.flags.get(name, 0) | DEF | (ITER if cur.iter_depth else 0)
            else:
                cur.flags[name] = cur.flags.get(name, 0) | DEF

    def named_expr(self, node: ast.NamedExpr) -> None:
        cur = self.cur
        if cur.kind == "annotation":
            raise self.error("named expression cannot be used within an annotation", node)
        target: Any = node.target
        if cur.kind == "comprehension":
            if cur.iter_depth:
                raise self.error("assignment expression cannot be used in a comprehension iterable expression", node)
            self.bind_outside(target, cur)
            self.walk(node.value)
            return
        self.walk(node.value)
        self.walk(target)

    def bind_outside(self, target: ast.Name, cur: Scope) -> None:
        """A walrus in a comprehension binds in the enclosing block (symtable_extend_namedexpr_scope)."""
        name = mangle(cur.private, target.id)
        scope: Scope | None = cur
        inner: list[Scope] = []
        while scope is not None:
            if scope.kind == "comprehension":
                if scope.flags.get(name, 0) & ITER:
                    raise self.error(f"assignment expression cannot rebind comprehension iteration variable '{name}'",
                                     target)
                inner.append(scope)
                scope = scope.parent
                continue
            if scope.kind == "class":
                raise self.error("assignment expression within a comprehension cannot be used in a class body", target)
            had = scope.flags.get(name, 0)
            if scope.kind == "module" or had & GLOBAL:
                for s in inner:
                    s.flags[name] = s.flags.get(name, 0) | GLOBAL
                scope.flags[name] = had | (GLOBAL if scope.kind == "module" else DEF)
            else:
                for s in inner:
                    s.flags[name] = s.flags.get(name, 0) | NONLOCAL
                scope.flags[name] = had | (0 if had & NONLOCAL else DEF)
            return

    def declare(self, node: Any) -> None:
        cur = self.cur
        is_global = node.__class__ is ast.Global
        word = "global" if is_global else "nonlocal"
        if not is_global and cur.kind == "module":
            raise self.error("nonlocal declaration not allowed at module level", node)
        for raw in node.names:
            name = mangle(cur.private, raw)
            had = cur.flags.get(name, 0)
            if had & PARAM:
                raise self.error(f"name '{raw}' is parameter and {word}", node)
            if is_global and had & NONLOCAL or not is_global and had & GLOBAL:
                raise self.error(f"name '{raw}' is nonlocal and global", node)
            if had & ANNOT:
                raise self.error(f"annotated name '{raw}' can't be {word}", node)
            if had & (DEF | NOTED):
                raise self.error(f"name '{raw}' is assigned to before {word} declaration", node)
            if had & USE:
                raise self.error(f"name '{raw}' is used prior to {word} declaration", node)
            cur.flags[name] = had | (GLOBAL if is_global else NONLOCAL)
            if not is_global:
                self.nonlocals.setdefault(cur, {})[name] = node

    # ------------------------------------------------------------ blocks

    def enter(self, kind: str, name: str, node: Any, private: str | None) -> Scope:
        cur = self.cur
        scope = Scope(kind, name, node, cur, private)
        scope.in_class = cur.kind == "class"
        cur.children.append(scope)
        self.scopes[node] = scope
        self.cur = scope
        return scope

    def parameters(self, args: ast.arguments) -> None:
        scope = self.cur
        flags = scope.flags
        nodes = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        if args.vararg is not None:
            nodes.append(args.vararg)
        if args.kwarg is not None:
            nodes.append(args.kwarg)
        for a in nodes:
            name = mangle(scope.private, a.arg)
            if name in flags:
                raise self.error(f"duplicate argument '{a.arg}' in function definition", a)
            if name == "__debug__":
                raise self.error("cannot assign to __debug__", a)
            flags[name] = PARAM
            scope.params.append(name)

    def function(self, node: Any) -> None:
        self.walk_all(node.decorator_list)
        args = node.args
        if self.deferred and self.cur.kind == "class":
            # The annotations' scope is entered for every function and may look into the class namespace.
            self.cur.needs_classdict = True
        self.walk_all(args.defaults)
        self.walk_all(args.kw_defaults)
        if not self.skip_annotations:
            notes = [a.annotation for a in (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg)
                     if a is not None and a.annotation is not None]
            if node.returns is not None:
                notes.append(node.returns)
            if notes:
                if self.deferred:
                    outer = self.cur
                    scope = self.enter("annotation", "__annotate__", (node, "notes"), outer.private)
                    scope.params.append(".format")
                    scope.flags[".format"] = PARAM
                    self.walk_all(notes)
                    self.cur = outer
                else:
                    self.walk_all(notes)
        self.add(node.name, DEF)
        outer = self.cur
        scope = self.enter("function", node.name, node, outer.private)
        if node.__class__ is ast.AsyncFunctionDef:
            scope.is_coroutine = True
        self.parameters(args)
        self.walk_all(node.body)
        self.cur = outer

    def lambda_(self, node: ast.Lambda) -> None:
        self.walk_all(node.args.defaults)
        self.walk_all(node.args.kw_defaults)
        outer = self.cur
        self.enter("lambda", "<lambda>", node, outer.private)
        self.parameters(node.args)
        self.walk(node.body)
        self.cur = outer

    def class_(self, node: ast.ClassDef) -> None:
        self.walk_all(node.decorator_list)
        self.walk_all(node.bases)
        self.walk_all(node.keywords)
        self.add(node.name, DEF)
        outer = self.cur
        self.enter("class", node.name, node, node.name)
        self.walk_all(node.body)
        self.cur = outer

    def comprehension(self, node: Any) -> None:
        gens = node.generators
        self.walk_iterable(gens[0].iter)
        outer = self.cur
        scope = self.enter("comprehension", _COMP_NAMES[node.__class__], node, outer.private)
        outer.marks.append((len(outer.flags), scope))
        scope.genexp = node.__class__ is ast.GeneratorExp
        scope.is_generator = scope.genexp
        scope.params.append(".0")
        scope.flags[".0"] = PARAM
        if scope.genexp and self.genexpr_takes_iterable:
            scope.params.append(".1")
            scope.flags[".1"] = PARAM
        for i, g in enumerate(gens):
            if i:
                self.walk_iterable(g.iter)
            scope.iter_depth += 1
            self.walk(g.target)
            scope.iter_depth -= 1
            self.walk_all(g.ifs)
            if g.is_async:
                scope.is_coroutine = True
        if node.__class__ is ast.DictComp:
            self.walk(node.key)
            self.walk(node.value)
        else:
            self.walk(node.elt)
        self.cur = outer

    def walk_iterable(self, node: Any) -> None:
        if self.cur.kind == "comprehension" or node.__class__ is not ast.Name:
            if _has_walrus(node):
                raise self.error("assignment expression cannot be used in a comprehension iterable expression", node)
        self.walk(node)

    def ann_assign(self, node: ast.AnnAssign) -> None:
        cur = self.cur
        target = node.target
        if node.value is not None:
            self.walk(node.value)
        if target.__class__ is ast.Name:
            name = mangle(cur.private, target.id)
            had = cur.flags.get(name, 0)
            if had & (GLOBAL | NONLOCAL) and cur.kind != "module" and node.simple:
                word = "global" if had & GLOBAL else "nonlocal"
                raise self.error(f"annotated name '{target.id}' can't be {word}", node)
            if node.simple or node.value is not None:
                cur.flags[name] = had | (NOTED if node.value is None else DEF) | (ANNOT if node.simple else 0)
        else:
            self.walk(target)
        if self.skip_annotations or (cur.is_function and not self.deferred):
            # Annotations of a function's locals are not evaluated; names in them still count as uses.
            if not self.skip_annotations and cur.is_function:
                self.walk(node.annotation)
            return
        if self.deferred:
            if cur.is_function or not node.simple:
                return
            if cur.annotations is None:
                scope = Scope("annotation", "__annotate__", cur.node, cur, cur.private)
                scope.in_class = cur.kind == "class"
                scope.params.append(".format")
                scope.flags[".format"] = PARAM
                cur.annotations = scope
                cur.children.append(scope)
                self.scopes[(cur.node, "notes")] = scope
            self.cur = cur.annotations
            self.walk(node.annotation)
            self.cur = cur
        else:
            self.walk(node.annotation)
            cur.flags.setdefault("__annotations__", USE)

    def yield_(self, node: Any) -> None:
        cur = self.cur
        if cur.kind == "comprehension":
            what = {"<listcomp>": "list comprehension", "<setcomp>": "set comprehension",
                    "<dictcomp>": "dict comprehension"}.get(cur.name, "generator expression")
            raise self.error(f"'yield' inside {what}", node)
        if cur.kind == "annotation":
            raise self.error("yield expression cannot be used within an annotation", node)
        cur.is_generator = True
        if node.value is not None:
            self.walk(node.value)

    def import_(self, node: ast.Import) -> None:
        for a in node.names:
            self.add(a.asname or a.name.split(".")[0], DEF)

    def import_from(self, node: ast.ImportFrom) -> None:
        for a in node.names:
            if a.name == "*":
                if self.cur.kind != "module":
                    raise self.error("import * only allowed at module level", node)
                continue
            self.add(a.asname or a.name, DEF)

    def handler(self, node: ast.ExceptHandler) -> None:
        if node.type is not None:
            self.walk(node.type)
        if node.name is not None:
            self.add(node.name, DEF)
        self.walk_all(node.body)

    def match_as(self, node: Any) -> None:
        if node.pattern is not None:
            self.walk(node.pattern)
        if node.name is not None:
            self.add(node.name, DEF)

    def match_star(self, node: Any) -> None:
        if node.name is not None:
            self.add(node.name, DEF)

    def match_mapping(self, node: Any) -> None:
        self.walk_all(node.keys)
        self.walk_all(node.patterns)
        if node.rest is not None:
            self.add(node.rest, DEF)

    # ------------------------------------------------------------ analysis

    def analyze(self, s: Scope, bound: Any) -> set[str]:
        """Resolve the names of ``s`` and its children; return the names it leaves free (analyze_block)."""
        res = s.res
        local: set[str] = set()
        declared: set[str] = set()
        for name, fl in s.flags.items():
            if fl & GLOBAL:
                res[name] = "G"
                declared.add(name)
            elif fl & NONLOCAL:
                if name not in bound:
                    node = self.nonlocals.get(s, {}).get(name, s.node)
                    raise self.error(f"no binding for nonlocal '{name}' found", node)
                res[name] = "F"
            elif fl & BOUND:
                res[name] = "L"
                local.add(name)
            elif name in bound:
                res[name] = "F"
            else:
                res[name] = "g"
        free: set[str] = set()
        if s.children:
            if s.is_function:
                inner = (bound - declared) | local
            elif s.kind == "class":
                inner = bound | {"__class__", "__classdict__"}
            else:
                inner = bound
            children = list(s.children)
            i = 0
            while i < len(children):
                c = children[i]
                i += 1
                if c.kind == "annotation" and s.kind == "class":
                    c.flags.setdefault("__classdict__", USE)
                    s.needs_classdict = True
                cf = self.analyze(c, inner)
                if c.kind == "comprehension" and self.inline and not c.genexp and s.kind != "annotation" \
                        and not c.is_coroutine:
                    self.inline_comprehension(s, c, cf)
                    c.inlined = True
                free |= cf
            if s.is_function:
                for name in list(free):
                    if res.get(name) == "L":
                        res[name] = "C"
                        free.discard(name)
            elif s.kind == "class":
                if "__class__" in free:
                    free.discard("__class__")
                    s.needs_class = True
                if "__classdict__" in free:
                    free.discard("__classdict__")
                    s.needs_classdict = True
            for name in free:
                if s.kind == "class" and name in res and res[name] != "F":
                    s.extra_free.add(name)
                else:
                    res[name] = "F"
        self.layout(s)
        out = {name for name, r in res.items() if r == "F"}
        out |= s.extra_free
        return out

    def inline_comprehension(self, s: Scope, c: Scope, cf: set[str]) -> None:
        """Its free names that are plain locals here need no cell (inline_comprehension)."""
        if s.kind == "class":
            if "__class__" in cf and not any("__class__" in k.frees for k in _closures(c)):
                cf.discard("__class__")
                c.res["__class__"] = "g"
        else:
            for name in list(cf):
                if s.is_function and not any(name in k.frees for k in _closures(c)):
                    cf.discard(name)
                    if s.res.get(name) is None:
                        s.res[name] = "F"
        s.hidden_cells |= c.hidden_cells
        s.hidden_cells.update([name for name, r in c.res.items() if r == "C"])

    def layout(self, s: Scope) -> None:
        """Give every local a slot: parameters, other locals, then cells, then free names (both sorted)."""
        res = s.res
        seen: dict[str, None] = dict.fromkeys(s.params)
        marks = s.marks
        if s.is_function or any(c.inlined for _, c in marks):
            m = 0
            for i, name in enumerate(s.flags):
                while m < len(marks) and marks[m][0] <= i:
                    _take_inlined(marks[m][1], seen)
                    m += 1
                if s.is_function and res.get(name) == "L" and s.flags[name] != ANNOT | NOTED:
                    seen[name] = None
            while m < len(marks):
                _take_inlined(marks[m][1], seen)
                m += 1
        cells = {n for n, r in res.items() if r == "C"} if s.is_function else set()
        cells |= s.hidden_cells
        if s.needs_class:
            cells.add("__class__")
        if s.needs_classdict:
            cells.add("__classdict__")
        s.cells = sorted(cells)
        s.frees = sorted({n for n, r in res.items() if r == "F"} | s.extra_free)
        s.locals = [*seen, *[n for n in s.cells if n not in seen], *s.frees]


def _take_inlined(c: Scope, seen: dict[str, None]) -> None:
    """Add an inlined comprehension's own locals, and those of the comprehensions inlined in it."""
    if not c.inlined:
        return
    for name, r in c.res.items():
        if (r == "L" or r == "C") and name != ".0":
            seen[name] = None
    for _, k in c.marks:
        _take_inlined(k, seen)


def _closures(c: Scope) -> list[Scope]:
    """Children of a comprehension that remain functions of their own."""
    out: list[Scope] = []
    for k in c.children:
        if k.inlined:
            out += _closures(k)
        else:
            out.append(k)
    return out


def _has_walrus(node: Any) -> bool:
    stack = [node]
    while stack:
        n = stack.pop()
        cls = n.__class__
        if cls is ast.NamedExpr:
            return True
        if cls is ast.Lambda or cls is ast.Name or cls is ast.Constant:
            continue
        for field in _CHILDREN.get(cls, ()):
            v = getattr(n, field)
            if v.__class__ is list:
                stack += [x for x in v if x is not None]
            elif v is not None:
                stack.append(v)
    return False


_COMP_NAMES = {ast.ListComp: "<listcomp>", ast.SetComp: "<setcomp>", ast.DictComp: "<dictcomp>",
               ast.GeneratorExp: "<genexpr>"}

_SPECIAL: dict[type, Any] = {
    ast.Name: Symbols.name, ast.NamedExpr: Symbols.named_expr, ast.Global: Symbols.declare,
    ast.Nonlocal: Symbols.declare, ast.FunctionDef: Symbols.function, ast.AsyncFunctionDef: Symbols.function,
    ast.Lambda: Symbols.lambda_, ast.ClassDef: Symbols.class_, ast.ListComp: Symbols.comprehension,
    ast.SetComp: Symbols.comprehension, ast.DictComp: Symbols.comprehension,
    ast.GeneratorExp: Symbols.comprehension, ast.AnnAssign: Symbols.ann_assign, ast.Yield: Symbols.yield_,
    ast.YieldFrom: Symbols.yield_, ast.Import: Symbols.import_, ast.ImportFrom: Symbols.import_from,
    ast.ExceptHandler: Symbols.handler, ast.MatchAs: Symbols.match_as, ast.MatchStar: Symbols.match_star,
    ast.MatchMapping: Symbols.match_mapping,
}


def make_error(msg: str, filename: str, node: Any, lines: list[str]) -> GuestSyntaxError:
    """Return the error at ``node`` with its source line and CPython's 1-based columns in characters."""
    lineno = getattr(node, "lineno", None)
    text = lines[lineno - 1] if lineno and lineno <= len(lines) else None
    offset = end_offset = None
    end_lineno = getattr(node, "end_lineno", None)
    if lineno is not None:
        offset = char_offset(text, node.col_offset) + 1
        if end_lineno is not None and end_lineno <= len(lines):
            end_offset = char_offset(lines[end_lineno - 1], node.end_col_offset) + 1
    return GuestSyntaxError(msg, filename, lineno, offset, text, end_lineno=end_lineno, end_offset=end_offset)


def char_offset(text: str | None, byte_offset: int) -> int:
    """Turn a UTF-8 byte offset of the syntax tree into a character offset of its line."""
    if text is None or text.isascii():
        return byte_offset
    return len(text.encode()[:byte_offset].decode("utf-8", "replace"))
