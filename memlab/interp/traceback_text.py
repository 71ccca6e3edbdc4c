"""What CPython prints to stderr for an uncaught exception, in the form of the profile's version.

Up to 3.12 the text comes from C (Python/pythonrun.c, Python/traceback.c), from 3.13 from Lib/traceback.py; ``traceback_style``
of the profile says which: 'plain' (3.10, no carets), 'carets' (3.11, 3.12) or 'lines' (3.13+: all lines of an expression).
"""

from __future__ import annotations

from memlab.heap.objects import Cell, Exc, List, Str, Tuple
from memlab.interp.exceptions import field, is_group
from memlab.interp.native import GuestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from memlab.heap.objects import Obj

CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"
_RECURSIVE_CUTOFF = 3
_LIMIT = 1000
_GROUP_WIDTH = 15
_GROUP_DEPTH = 10


# ---------------------------------------------------------------- frames

def frame_names(frame: Any) -> list[str]:
    """Names a frame knows locally: its variables, or the keys of its namespace."""
    if frame.names is not None and frame.names is not frame.globals:
        return [k for k in frame.names.d if isinstance(k, str)]
    return list(frame.code.unit.locals)


def frame_local(frame: Any, name: str) -> Obj | None:
    """The value of a local, borrowed; None when it is not bound."""
    unit = frame.code.unit
    if name in unit.locals:
        i = unit.locals.index(name)
        v: Obj | None = frame.locals[i] if i < len(frame.locals) else None
        return v.ref if isinstance(v, Cell) else v
    if frame.names is not None:
        e = frame.names.d.get(name)
        return e[1] if e is not None else None
    return None


class Entry:
    """One line of a traceback: file, line, function, and the source range of the instruction or None."""

    __slots__ = ("filename", "lineno", "name", "columns")

    def __init__(self, filename: str, lineno: int, name: str, columns: Any) -> None:
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.columns = columns  # (line, end_line, col, end_col), columns in bytes, or None


def entries(tb: Any) -> list[Entry]:
    """The entries of a traceback object, outermost first."""
    out = []
    while tb is not None:
        unit = tb.frame.frame.code.unit
        columns = unit.columns[tb.lasti] if unit.columns and 0 <= tb.lasti < len(unit.columns) else None
        out.append(Entry(unit.filename, tb.lineno, unit.name, columns))
        tb = tb.next
    return out


def source_lines(m: Any, filename: str) -> list[str] | None:
    """The lines of a source that the machine ran, by its name."""
    lines: list[str] | None = m.sources.get(filename)
    return lines


# ---------------------------------------------------------------- carets up to 3.12

def _chars(line: str, offset: int) -> int:
    """Bytes to characters."""
    return len(line.encode()[:offset].decode("utf-8", "replace"))


def _anchors_c(segment: str) -> tuple[int, int] | None:
    """extract_anchors_from_line (Python/traceback.c): where the operator or the subscript lies in the failing expression."""
    import ast
    try:
        body = ast.parse(segment).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        return None
    value = body[0].value
    raw = segment.encode()
    if isinstance(value, ast.BinOp):
        limit = value.right.col_offset
        for i in range(value.left.end_col_offset or 0, limit):
            if raw[i:i + 1].isspace():
                continue
            end = i + 1
            if i + 1 < limit and not raw[i + 1:i + 2].isspace():
                end += 1
            return _chars(segment, i), _chars(segment, end)
        return None
    if isinstance(value, ast.Subscript):
        left = value.value.end_col_offset or 0
        while left < len(raw) and raw[left:left + 1] != b"[":
            left += 1
        right = (value.slice.end_col_offset or 0) + 1
        while right < len(raw) and raw[right - 1:right] != b"]":
            right += 1
        return _chars(segment, left), _chars(segment, right)
    return None


def _carets_c(line: str, lineno: int, columns: Any) -> str | None:
    """tb_displayline (3.11, 3.12): the caret line below the stripped source line, or None."""
    first, last, col, end_col = columns
    if col is None or end_col is None or first != lineno:
        return None
    start = _chars(line, col)
    stripped = len(line) - len(line.lstrip(" \t\f"))
    anchors = None
    if first == last:
        end = _chars(line, end_col)
        anchors = _anchors_c(line[start:end])
    else:
        end = len(line.rstrip())
    if end - start == len(line) - stripped and anchors is None:
        return None
    if anchors is None:
        marks = "^" * (end - start)
    else:
        marks = "".join("^" if anchors[0] <= i < anchors[1] else "~" for i in range(end - start))
    return " " * (start - stripped) + marks


def _frame_c(m: Any, e: Entry, style: str) -> str:
    text = f'  File "{e.filename}", line {e.lineno}, in {e.name}\n'
    lines = source_lines(m, e.filename)
    if lines is None or not 0 < e.lineno <= len(lines):
        return text
    line = lines[e.lineno - 1].rstrip("\r\n")
    text += "    " + line.lstrip(" \t\f") + "\n"
    if style != "plain" and e.columns is not None:
        carets = _carets_c(line, e.lineno, e.columns)
        if carets:
            text += "    " + carets + "\n"
    return text


# ---------------------------------------------------------------- carets from 3.13

class _Anchors:
    """Where the interesting part of an expression begins and ends: (line, column) twice."""

    __slots__ = ("left", "right")

    def __init__(self, left: tuple[int, int], right: tuple[int, int]) -> None:
        self.left = left
        self.right = right


def _anchors_lines(segment: str) -> _Anchors | None:
    """_extract_caret_anchors_from_line_segment (Lib/traceback.py, 3.13): operator, brackets or call parentheses."""
    import ast
    try:
        tree = ast.parse("(\n" + segment + "\n)")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    lines = segment.splitlines()

    def place(line: int, offset: int) -> tuple[int, int]:
        return line - 2, _chars(lines[line - 2], offset)

    def valid(line: int, col: int) -> tuple[int, int]:
        """Go on to the next character that belongs to the expression (not a comment, continuation or line end)."""
        while line < len(lines) and (col >= len(lines[line]) or lines[line][col] in "\\#"):
            col = 0
            line += 1
        if line >= len(lines):
            raise IndexError
        return line, col

    def until(line: int, col: int, stop: Any) -> tuple[int, int]:
        while True:
            line, col = valid(line, col)
            if stop(lines[line][col]):
                return line, col
            col += 1

    def after(node: Any, force: bool = True) -> tuple[int, int]:
        at = place(node.end_lineno, node.end_col_offset)
        return valid(*at) if force else at

    value = tree.body[0].value
    try:
        if isinstance(value, ast.BinOp):
            line, col = until(*after(value.left), lambda ch: not ch.isspace() and ch != ")")
            end = col + 1
            right_line, right_col = place(value.right.lineno, value.right.col_offset)
            if (end < len(lines[line]) and (right_line > line or end < right_col)
                    and not lines[line][end].isspace() and lines[line][end] not in "\\#"):
                end += 1
            return _Anchors((line, col), (line, end))
        if isinstance(value, ast.Subscript):
            left = until(*after(value.value), lambda ch: ch == "[")
            line, col = until(*after(value.slice, False), lambda ch: ch == "]")
            return _Anchors(left, (line, col + 1))
        if isinstance(value, ast.Call):
            left = until(*after(value.func), lambda ch: ch == "(")
            return _Anchors(left, (len(lines) - 1, len(lines[-1])))
    except IndexError:
        return None
    return None


def _show_carets(start: int, end: int, lines: list[str], anchors: _Anchors | None) -> bool:
    """StackSummary._should_show_carets: not under a call that fills its whole statement."""
    import ast
    try:
        body = ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        body = None
    if body is not None:
        if not body:
            return False
        first = body[0]
        call = None
        if isinstance(first, ast.Return) and isinstance(first.value, ast.Call):
            if isinstance(first.value.func, ast.Name):
                call = first.value
        elif isinstance(first, ast.Assign) and isinstance(first.value, ast.Call):
            call = first.value
        if call is not None and (call.lineno, call.end_lineno, call.col_offset, call.end_col_offset) == (1, len(lines), start, end):
            return False
    if anchors is not None:
        return True
    return bool(lines[0][:start].lstrip() or lines[-1][end:].rstrip())


def _dedent(lines: list[str]) -> list[str]:
    """textwrap.dedent for a list of lines."""
    margins = [len(s) - len(s.lstrip(" \t")) for s in lines if s.strip()]
    n = min(margins) if margins else 0
    return [s[n:] if s.strip() else "" for s in lines]


def _frame_lines(m: Any, e: Entry, style: str) -> str:
    """StackSummary.format_frame_summary (3.13+)."""
    text = f'  File "{e.filename}", line {e.lineno}, in {e.name}\n'
    source = source_lines(m, e.filename)
    if source is None or not 0 < e.lineno <= len(source):
        return text
    columns = e.columns
    if columns is None or columns[2] is None or columns[0] != e.lineno:
        line = source[e.lineno - 1].strip()
        return text + "    " + line + "\n" if line else text
    _, last, col, end_col = columns
    original = [s.rstrip("\r\n") for s in source[e.lineno - 1:last]]
    if not original or not "".join(original).strip():
        return text
    lines = _dedent(original)
    cut = len(original[0]) - len(lines[0])
    start = max(0, _chars(original[0], col) - cut)
    end = max(0, _chars(original[-1], end_col) - cut)
    segment = "\n".join(lines)
    segment = segment[start:len(segment) - (len(lines[-1]) - end)]
    anchors = _anchors_lines(segment)
    carets = _show_carets(start, end, lines, anchors)
    significant = {0, len(lines) - 1}
    left = right = (0, 0)
    if anchors is not None:
        left = (anchors.left[0], anchors.left[1] + (start if anchors.left[0] == 0 else 0))
        right = (anchors.right[0], anchors.right[1] + (start if anchors.right[0] == 0 else 0))
        significant.update(range(left[0] - 1, left[0] + 2), range(right[0] - 1, right[0] + 2))
    significant -= {-1, len(lines)}
    out: list[str] = []

    def show(i: int) -> None:
        out.append(lines[i])
        if not carets:
            return
        indent = len(lines[i]) - len(lines[i].lstrip())
        marks = []
        for c in range(end if i == len(lines) - 1 else len(lines[i])):
            if c < indent or (i == 0 and c < start):
                marks.append(" ")
            elif anchors is not None:
                marks.append("^" if left <= (i, c) < right else "~")
            else:
                marks.append("^")
        out.append("".join(marks))

    previous = None
    for i in sorted(significant):
        if previous is not None:
            if i - previous == 2:
                show(i - 1)
            elif i - previous > 2:
                out.append(f"...<{i - previous - 1} lines>...")
        show(i)
        previous = i
    return text + "".join("    " + s + "\n" for s in _dedent(out))


def stack_text(m: Any, items: list[Entry], style: str | None = None) -> Iterator[str]:
    """The lines of the frames; runs of the same line are folded (tb_printinternal, StackSummary.format)."""
    style = style or m.heap.profile.traceback_style
    frame = _frame_lines if style == "lines" else _frame_c
    key = None
    count = 0

    def folded() -> str:
        n = count - _RECURSIVE_CUTOFF
        return f"  [Previous line repeated {n} more time{'s' if n > 1 else ''}]\n"

    for e in items[-_LIMIT:]:
        if (e.filename, e.lineno, e.name) != key:
            if count > _RECURSIVE_CUTOFF:
                yield folded()
            key = (e.filename, e.lineno, e.name)
            count = 0
        count += 1
        if count <= _RECURSIVE_CUTOFF:
            yield frame(m, e, style)
    if count > _RECURSIVE_CUTOFF:
        yield folded()


# ---------------------------------------------------------------- the exception itself

def _guarded_str(m: Any, o: Obj, fallback: str) -> str:
    try:
        s: str = m.str(o)
        return s
    except GuestError as err:
        m.drop(err)
        return fallback


def type_text(m: Any, e: Exc) -> str:
    """The type's name with its module unless that is builtins or __main__."""
    t = e.type
    try:
        module = m.getattr(t, "__module__")
        name = m.getattr(t, "__qualname__")
    except GuestError as err:
        m.drop(err)
        return t.name
    mod = module.val if isinstance(module, Str) else None
    qualname = m.str(name)
    m.heap.decref(module)
    m.heap.decref(name)
    if mod is None:
        return f"<unknown>.{qualname}"
    hidden = mod == "builtins" or mod == "__main__" and m.heap.profile.traceback_hides_main
    return qualname if hidden else f"{mod}.{qualname}"


def _syntax_error_text(m: Any, e: Exc) -> Iterator[str]:
    """print_error_text / TracebackException._format_syntax_error: file, line, source and carets."""
    filename, lineno, text, offset, end_lineno, end_offset = (
        field(e, n) for n in ("filename", "lineno", "text", "offset", "end_lineno", "end_offset"))
    line = getattr(lineno, "val", None)
    if line is None:
        return
    name = filename.val if isinstance(filename, Str) else "<string>"
    yield f'  File "{name}", line {line}\n'
    if not isinstance(text, Str):
        return
    raw = text.val.rstrip("\n")
    shown = raw.lstrip(" \n\f" if m.heap.profile.traceback_style == "lines" else " \t\f")
    spaces = len(raw) - len(shown)
    yield f"    {shown}\n"
    start = getattr(offset, "val", None)
    if start is None:
        return
    end = getattr(end_offset, "val", None)
    last = getattr(end_lineno, "val", None)
    if last is not None and last != line:
        end = len(raw) + 1
    if end is None or end in (0, -1) or end == start:
        end = start + 1
    col, end_col = start - 1 - spaces, end - 1 - spaces
    if col >= 0:
        lead = "".join(ch if ch.isspace() else " " for ch in shown[:col])
        yield "    " + lead.ljust(col) + "^" * max(1, end_col - col) + "\n"


def exception_only(m: Any, e: Exc, suggest: bool = True) -> Iterator[str]:
    """The last line (or lines) of a traceback, with suggestion and notes."""
    h = m.heap
    name = type_text(m, e)
    if m.issubtype(e.type, h.types["SyntaxError"]):
        yield from _syntax_error_text(m, e)
        msg = field(e, "msg")
        value = _guarded_str(m, msg, "<no detail available>") if msg is not None and msg is not m.none else (
            "None" if field(e, "lineno") is None else "<no detail available>")
    else:
        value = _guarded_str(m, e, "<exception str() failed>")
    if suggest:
        from memlab.interp import suggestions
        value += suggestions.suggestion(m, e)
    yield f"{name}: {value}\n" if value else f"{name}\n"
    yield from _notes(m, e)


def _notes(m: Any, e: Exc) -> Iterator[str]:
    """print_exception_notes (3.11+)."""
    if not m.heap.profile.exception_groups:
        return
    try:
        notes = m.getattr_or_none(e, "__notes__")
    except GuestError as err:
        m.drop(err)
        yield f"Ignored error getting __notes__: {m.repr(err.exc)}\n"
        return
    if notes is None:
        return
    try:
        if isinstance(notes, (List, Tuple)):
            for note in list(notes.items):
                yield from (s + "\n" for s in _guarded_str(m, note, "<note str() failed>").split("\n"))
        elif notes is not m.none:
            yield m.repr(notes) + "\n"
    finally:
        m.heap.decref(notes)


class _Context:
    """The margin of nested exception groups (traceback._ExceptionPrintContext)."""

    __slots__ = ("depth", "need_close", "seen")

    def __init__(self) -> None:
        self.depth = 0
        self.need_close = False
        self.seen: set[Any] = set()

    def indent(self) -> str:
        return " " * (2 * self.depth)

    def emit(self, text: str, margin: str = "|") -> str:
        if not self.depth:
            return text
        prefix = self.indent() + margin + " "
        return "".join(prefix + s for s in text.splitlines(keepends=True))


def _chain(m: Any, e: Exc, seen: set[Any]) -> list[tuple[str | None, Exc]]:
    """The exception and what led to it, the first cause first; each with the words that join it to the next."""
    out: list[tuple[str | None, Exc]] = []
    joint: str | None = None
    x: Exc | None = e
    while x is not None:
        seen.add(x)
        out.append((joint, x))
        if x.cause is not None:
            joint, nxt = CAUSE, x.cause
        elif x.context is not None and not x.suppress:
            joint, nxt = CONTEXT, x.context
        else:
            break
        x = nxt if nxt not in seen else None
    out.reverse()
    return out


def _format(m: Any, e: Exc, ctx: _Context, chain: bool = True, suggest: bool = True) -> Iterator[str]:
    for joint, x in _chain(m, e, ctx.seen) if chain else [(None, e)]:
        if not is_group(m, x):
            if x.tb is not None:
                yield ctx.emit("Traceback (most recent call last):\n")
                for s in stack_text(m, entries(x.tb)):
                    yield ctx.emit(s)
            for s in exception_only(m, x, suggest):
                yield ctx.emit(s)
        elif ctx.depth > _GROUP_DEPTH:
            yield ctx.emit(f"... (max_group_depth is {_GROUP_DEPTH})\n")
        else:
            top = ctx.depth == 0
            if top:
                ctx.depth = 1
            if x.tb is not None:
                yield ctx.emit("Exception Group Traceback (most recent call last):\n", "+" if top else "|")
                for s in stack_text(m, entries(x.tb)):
                    yield ctx.emit(s)
            for s in exception_only(m, x, suggest):
                yield ctx.emit(s)
            children = x.extra["exceptions"].items
            n = min(len(children), _GROUP_WIDTH + 1)
            ctx.need_close = False
            for i in range(n):
                last = i == n - 1
                if last:
                    ctx.need_close = True
                cut = i >= _GROUP_WIDTH
                title = "..." if cut else str(i + 1)
                yield ctx.indent() + ("+-" if i == 0 else "  ") + f"+---------------- {title} ----------------\n"
                ctx.depth += 1
                if cut:
                    more = len(children) - _GROUP_WIDTH
                    yield ctx.emit(f"and {more} more exception{'s' if more > 1 else ''}\n")
                else:
                    yield from _format(m, children[i], ctx, chain, suggest)
                if last and ctx.need_close:
                    yield ctx.indent() + "+------------------------------------\n"
                    ctx.need_close = False
                ctx.depth -= 1
            if top:
                ctx.depth = 0
        if joint is not None:
            yield ctx.emit(joint)


def format_exception(m: Any, e: Exc, chain: bool = True) -> list[str]:
    """The text of an exception as pieces, as `traceback.format_exception` gives them."""
    return list(_format(m, e, _Context(), chain, m.heap.profile.suggestions_in_module))


def uncaught(m: Any, e: Exc) -> str:
    """PyErr_Display: the whole text for an exception that ended the program."""
    return "".join(_format(m, e, _Context()))


def last_line(m: Any, e: Exc) -> str:
    """The final line: type and message."""
    return "".join(exception_only(m, e)).rstrip("\n")


def unraisable(m: Any, e: Exc, where: Obj | None, doing: str = "calling deallocator") -> str:
    """write_unraisable_exc (Python/errors.c): the text of an error nobody can catch, such as one in ``__del__``.

    ``doing`` is what 3.14 says was going on: 'calling deallocator', 'calling weakref callback', 'closing generator'.
    """
    text = ""
    if where is not None:
        try:
            shown = m.repr(where)
        except GuestError as err:
            m.drop(err)
            shown = "<object repr() failed>"
        how = f"while {doing}" if m.heap.profile.unraisable_says_where else "in:"
        text = f"Exception ignored {how} {shown}"
        text += ":\n" if m.heap.profile.unraisable_says_where else "\n"
    if m.heap.profile.unraisable_shows_context:
        return text + uncaught(m, e)
    if e.tb is not None:
        text += "Traceback (most recent call last):\n" + "".join(stack_text(m, entries(e.tb), m.heap.profile.unraisable_style))
    return text + f"{type_text(m, e)}: {_guarded_str(m, e, '<exception str() failed>')}\n"
