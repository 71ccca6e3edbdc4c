"""str.format and str.format_map (Objects/stringlib/unicode_format.h): replacement fields on guest objects."""

from __future__ import annotations

from memlab.interp.conversion import exact_str, refuse_str, value_error
from memlab.interp.formatting import convert, format_object
from memlab.interp.native import GuestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SSIZE_MAX = (1 << 63) - 1


class _Fields:
    """One call: the arguments, and how fields have been numbered so far."""

    __slots__ = ("m", "args", "kw", "auto", "state", "out")

    def __init__(self, m: Any, args: Any, kw: Any) -> None:
        self.m = m
        self.args = args            # None: format_map, kw is then a guest mapping
        self.kw = kw
        self.auto = 0
        self.state = ""             # "", "manual" or "automatic"
        self.out: list[Any] = []    # owned guest strings and host strings, in order


def format_fields(m: Any, o: Any, args: Any, kw: Any) -> Any:
    """``o.format(*args, **kw)`` as a new reference; a result that is one exact str is that str."""
    h = m.heap
    fields = _Fields(m, args, kw)
    try:
        _markup(fields, o.val, 2, fields.out)
        out = fields.out
        if len(out) == 1:
            if not isinstance(out[0], str):
                return exact_str(m, out[0])
            if out[0] == o.val:
                return h.incref(o)
        texts = [p if isinstance(p, str) else p.val for p in out]
        refuse_str(m, sum(map(len, texts)))
        return h.new_str("".join(texts))
    finally:
        h.decref_all([p for p in fields.out if not isinstance(p, str)])


def _markup(fields: _Fields, source: str, depth: int, out: list[Any]) -> None:
    """do_markup and MarkupIterator_next: append literal text and rendered fields to ``out``."""
    m = fields.m
    if depth < 1:
        raise value_error(m, "Max string recursion exceeded")
    i = 0
    end = len(source)
    while i < end:
        start = i
        while i < end and source[i] not in "{}":
            i += 1
        if i == end:
            out.append(source[start:])
            return
        c = source[i]
        i += 1
        if i >= end:
            raise value_error(m, f"Single '{c}' encountered in format string")
        if source[i] == c:
            out.append(source[start:i])
            i += 1
            continue
        if c == "}":
            raise value_error(m, "Single '}' encountered in format string")
        if i - 1 > start:
            out.append(source[start:i - 1])
        i = _field(fields, source, i, depth, out)


def _field(fields: _Fields, source: str, i: int, depth: int, out: list[Any]) -> int:
    """parse_field and output_markup: the field that begins behind its brace; returns the index behind it."""
    m = fields.m
    end = len(source)
    start = i
    bracket = False
    c = ""
    while i < end:
        c = source[i]
        i += 1
        if c == "{":
            raise value_error(m, "unexpected '{' in field name")
        if c == "[":
            bracket = True
        elif c == "]":
            bracket = False
        elif c in "}:!" and not bracket:
            break
        c = ""
    name = source[start:i - 1] if c else source[start:i]
    conversion = ""
    spec = ""
    nested = False
    if c == "!" or c == ":":
        if c == "!":
            if i >= end:
                raise value_error(m, "end of string while looking for conversion specifier")
            conversion = source[i]
            i += 1
            if i < end:
                c = source[i]
                i += 1
                if c == "}":
                    return _render(fields, name, conversion, "", False, depth, out, i)
                if c != ":":
                    raise value_error(m, "expected ':' after conversion specifier")
        begin = i
        level = 1
        while i < end:
            c = source[i]
            if c == "{":
                nested = True
                level += 1
            elif c == "}":
                level -= 1
                if not level:
                    break
            i += 1
        else:
            raise value_error(m, "unmatched '{' in format spec")
        spec = source[begin:i]
        return _render(fields, name, conversion, spec, nested, depth, out, i + 1)
    if c != "}":
        raise value_error(m, "expected '}' before end of string")
    return _render(fields, name, "", "", False, depth, out, i)


def _render(fields: _Fields, name: str, conversion: str, spec: str, nested: bool, depth: int, out: list[Any],
            after: int) -> int:
    """output_markup: convert and format one argument; returns ``after``."""
    m = fields.m
    h = m.heap
    o = _get_field(fields, name)
    try:
        if conversion:
            if conversion not in "sra":
                shown = conversion if " " < conversion < "\x7f" else f"\\x{ord(conversion):x}"
                raise value_error(m, f"Unknown conversion specifier {shown}")
            made = convert(m, o, conversion)
            h.decref(o)
            o = made
        if nested:
            inner: list[Any] = []
            try:
                _markup(fields, spec, depth - 1, inner)
                spec = "".join([p if isinstance(p, str) else p.val for p in inner])
            finally:
                h.decref_all([p for p in inner if not isinstance(p, str)])
        if not spec and o.type is not h.t_str and o.type in (h.t_int, h.t_float, h.t_complex):
            out.append(m.str(o))
        else:
            given = h.new_str(spec)
            try:
                out.append(format_object(m, o, given))
            finally:
                h.decref(given)
    finally:
        h.decref(o)
    return after


def _number(m: Any, digits: str) -> int:
    """get_integer: the number, or -1 when it is none."""
    if not digits:
        return -1
    value = 0
    for c in digits:
        if not c.isdecimal():
            return -1
        value = value * 10 + int(c)
        if value > _SSIZE_MAX:
            raise value_error(m, "Too many decimal digits in format string")
    return value


def _get_field(fields: _Fields, name: str) -> Any:
    """get_field_object: the argument, then its attributes and items (new reference)."""
    m = fields.m
    h = m.heap
    i = 0
    while i < len(name) and name[i] not in ".[":
        i += 1
    first, rest = name[:i], name[i:]
    index = _number(m, first)
    if not first or index >= 0:
        state = "manual" if first else "automatic"
        if fields.state and fields.state != state:
            words = {"manual": "manual field specification", "automatic": "automatic field numbering"}
            raise value_error(m, f"cannot switch from {words[fields.state]} to {words[state]}")
        fields.state = state
        if not first:
            index = fields.auto
            fields.auto += 1
        if fields.args is None:
            raise value_error(m, "Format string contains positional fields")
        if index >= len(fields.args):
            raise m.error("IndexError", f"Replacement index {index} out of range for positional args tuple")
        o = h.incref(fields.args[index])
    elif fields.args is None:
        key = h.new_str(first)
        try:
            o = m.getitem(fields.kw, key)
        finally:
            h.decref(key)
    else:
        if first not in fields.kw:
            raise key_error(m, first)
        o = h.incref(fields.kw[first])
    try:
        while rest:
            o, rest = _step(m, o, rest)
    except GuestError:
        h.decref(o)
        raise
    return o


def _step(m: Any, o: Any, rest: str) -> tuple[Any, str]:
    """One ``.name`` or ``[key]``: (its value, what follows); drops ``o`` when it succeeds (FieldNameIterator_next)."""
    h = m.heap
    if rest[0] == ".":
        i = 1
        while i < len(rest) and rest[i] not in ".[":
            i += 1
        attribute, rest = rest[1:i], rest[i:]
        if not attribute:
            raise value_error(m, "Empty attribute in format string")
        made = m.getattr(o, attribute)
    elif rest[0] == "[":
        i = rest.find("]")
        if i < 0:
            raise value_error(m, "Missing ']' in format string")
        word, rest = rest[1:i], rest[i + 1:]
        if not word:
            raise value_error(m, "Empty attribute in format string")
        index = _number(m, word)
        key = h.new_int(index) if index >= 0 else h.new_str(word)
        try:
            made = m.getitem(o, key)
        finally:
            h.decref(key)
    else:
        raise value_error(m, "Only '.' or '[' may follow ']' in format field specifier")
    h.decref(o)
    return made, rest


def key_error(m: Any, name: str) -> GuestError:
    """KeyError with the missing name as its argument."""
    h = m.heap
    key = h.new_str(name)
    try:
        exc = m.call(h.types["KeyError"], [key])
    finally:
        h.decref(key)
    m.set_context(exc)
    return GuestError(exc)


