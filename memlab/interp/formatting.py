"""format() and f-string specifications (Python/formatter_unicode.c)."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import Str
from memlab.interp.conversion import exact_str, refuse_str, str_object, value_error, wrong_result
from memlab.interp.type_messages import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SSIZE_MAX = (1 << 63) - 1
_INT_MAX = (1 << 31) - 1


class Spec:
    """A parsed format specification; width and precision are -1 and separators "" when absent."""

    __slots__ = ("fill", "align", "sign", "z", "alternate", "width", "grouping", "precision", "fraction", "type")

    def __init__(self, type_: str, align: str) -> None:
        self.fill = " "
        self.align = align
        self.sign = ""
        self.z = False
        self.alternate = False
        self.width = -1
        self.grouping = ""
        self.precision = -1
        self.fraction = ""
        self.type = type_


def _number(m: Any, spec: str, i: int) -> tuple[int, int]:
    """The decimal number at ``i``: (value or -1, index behind it) (get_integer)."""
    start = i
    value = 0
    while i < len(spec) and spec[i].isdecimal():
        value = value * 10 + int(spec[i])
        i += 1
        if value > _SSIZE_MAX:
            raise value_error(m, "Too many decimal digits in format string")
    return (value, i) if i > start else (-1, i)


def _both(m: Any) -> Exception:
    return value_error(m, "Cannot specify both ',' and '_'.")


def _shown(c: str) -> str:
    return f"'{c}'" if " " < c < "\x80" else f"'\\x{ord(c):x}'"


def _grouping_refused(m: Any, separator: str, c: str) -> Exception:
    return value_error(m, f"Cannot specify '{separator}' with {_shown(c)}.")


def parse_spec(m: Any, spec: str, o: Any, type_: str, align: str) -> Spec:
    """parse_internal_render_format_spec: ``type_`` and ``align`` are the defaults of the value's type."""
    s = Spec(type_, align)
    i = 0
    end = len(spec)
    filled = aligned = False
    if end >= 2 and spec[1] in "<>=^":
        s.fill, s.align = spec[0], spec[1]
        filled = aligned = True
        i = 2
    elif end >= 1 and spec[0] in "<>=^":
        s.align = spec[0]
        aligned = True
        i = 1
    if i < end and spec[i] in " +-":
        s.sign = spec[i]
        i += 1
    if i < end and spec[i] == "z" and text(m, "format z"):
        s.z = True
        i += 1
    if i < end and spec[i] == "#":
        s.alternate = True
        i += 1
    if not filled and i < end and spec[i] == "0":
        s.fill = "0"
        if not aligned and align == ">":
            s.align = "="
        i += 1
    s.width, i = _number(m, spec, i)
    if i < end and spec[i] == ",":
        s.grouping = ","
        i += 1
    if i < end and spec[i] == "_":
        if s.grouping:
            raise _both(m)
        s.grouping = "_"
        i += 1
    if i < end and spec[i] == "," and s.grouping == "_":
        raise _both(m)
    if i < end and spec[i] == ".":
        i += 1
        s.precision, i = _number(m, spec, i)
        found = s.precision >= 0
        if text(m, "format fraction grouping"):
            if i < end and spec[i] == ",":
                s.fraction = ","
                i += 1
            if i < end and spec[i] == "_":
                if s.fraction:
                    raise _both(m)
                s.fraction = "_"
                i += 1
            if i < end and spec[i] == "," and s.fraction == "_":
                raise _both(m)
        if not found and not s.fraction:
            raise value_error(m, "Format specifier missing precision")
    if end - i > 1:
        raise value_error(m, text(m, "invalid spec").format(spec, o.type.name))
    if i < end:
        s.type = spec[i]
    if s.grouping and s.type not in "defgEG%F" and s.type and not (s.type in "boxX" and s.grouping == "_"):
        raise _grouping_refused(m, s.grouping, s.type)
    if s.fraction and s.type and s.type not in "efgEG%F":
        raise _grouping_refused(m, s.fraction, s.type)
    return s


def unknown_code(m: Any, s: Spec, o: Any) -> Exception:
    """unknown_presentation_type."""
    return value_error(m, f"Unknown format code {_shown(s.type)} for object of type '{o.type.name}'")


def _padded(body: str, s: Spec) -> str:
    """``body`` in its field (calc_padding)."""
    room = s.width - len(body)
    if room <= 0:
        return body
    if s.align == ">" or s.align == "=":
        return s.fill * room + body
    if s.align == "^":
        return s.fill * (room // 2) + body + s.fill * (room - room // 2)
    return body + s.fill * room


# ---------------------------------------------------------------- str

def str__format__(m: Any, o: Any, spec: str) -> Any:
    """unicode___format__ and format_string_internal; a text that already fits is returned itself."""
    if not spec:
        return exact_str(m, o) if o.type is m.heap.t_str else str_object(m, o)
    s = parse_spec(m, spec, o, "s", "<")
    if s.type != "s":
        raise unknown_code(m, s, o)
    if s.sign:
        raise value_error(m, "Space not allowed in string format specifier" if s.sign == " " else
                          "Sign not allowed in string format specifier")
    if s.z:
        raise value_error(m, "Negative zero coercion (z) not allowed in string format specifier")
    if s.alternate:
        raise value_error(m, "Alternate form (#) not allowed in string format specifier")
    if s.align == "=":
        raise value_error(m, "'=' alignment not allowed in string format specifier")
    v = o.val
    if s.width <= len(v) and (s.precision < 0 or s.precision >= len(v)):
        return exact_str(m, o)
    refuse_str(m, s.width)
    return m.heap.new_str(_padded(v[:s.precision] if s.precision >= 0 else v, s))


# ---------------------------------------------------------------- numbers

def int__format__(m: Any, o: Any, spec: str) -> Any:
    """long__format__ and format_long_internal."""
    if not spec:
        return str_object(m, o)
    s = parse_spec(m, spec, o, "d", ">")
    if s.type in "eEfFgG%":
        from memlab.interp.types_int import to_float
        return _float_text(m, to_float(m, int(o.val)), s)
    if s.type not in "bcdoxXn":
        raise unknown_code(m, s, o)
    if s.precision >= 0:
        raise value_error(m, "Precision not allowed in integer format specifier")
    if s.z:
        raise value_error(m, "Negative zero coercion (z) not allowed in integer format specifier")
    refuse_str(m, s.width)
    v = int(o.val)
    if s.type == "c":
        if s.sign:
            raise value_error(m, "Sign not allowed with integer format specifier 'c'")
        if s.alternate:
            raise value_error(m, "Alternate form (#) not allowed with integer format specifier 'c'")
        if not -1 << 63 <= v < 1 << 63:
            raise m.error("OverflowError", "Python int too large to convert to C long")
        if not 0 <= v <= 0x10FFFF:
            raise m.error("OverflowError", "%c arg not in range(0x110000)")
        return m.heap.new_str(_padded(chr(v), s))
    if s.type in "dn" and v.bit_length() > 13_000:
        return m.heap.new_str(_long_decimal(m, v, s))
    code = "d" if s.type == "n" else s.type
    return m.heap.new_str(format(v, f"{s.fill}{s.align}{s.sign}{'#' * s.alternate}{_width(s)}{s.grouping}{code}"))


def _width(s: Spec) -> str:
    return str(s.width) if s.width >= 0 else ""


def _long_decimal(m: Any, v: int, s: Spec) -> str:
    """A decimal int too long for the host's own formatting."""
    from memlab.interp.types_int import int_text
    digits = int_text(m, abs(v))
    if s.grouping:
        if s.fill == "0" and s.align == "=" and s.width > len(digits):
            raise NotSimulated("zero padding of a grouped number with thousands of digits")
        head = len(digits) % 3
        parts = ([digits[:head]] if head else []) + [digits[i:i + 3] for i in range(head, len(digits), 3)]
        digits = s.grouping.join(parts)
    sign = "-" if v < 0 else "" if s.sign == "-" else s.sign
    if s.align == "=":
        return sign + s.fill * (s.width - len(sign) - len(digits)) + digits
    return _padded(sign + digits, s)


def float__format__(m: Any, o: Any, spec: str) -> Any:
    """float___format___impl and format_float_internal."""
    if not spec:
        return str_object(m, o)
    s = parse_spec(m, spec, o, "", ">")
    if s.type and s.type not in "eEfFgGn%":
        raise unknown_code(m, s, o)
    return _float_text(m, o.val, s)


def _float_text(m: Any, x: float, s: Spec) -> Any:
    return m.heap.new_str(float_text(m, x, s))


def float_text(m: Any, x: float | complex, s: Spec) -> str:
    """The text of a float; fraction digits are grouped here, because not every host can (3.14)."""
    if s.precision > _INT_MAX:
        raise value_error(m, "precision too big")
    refuse_str(m, max(s.width, s.precision))
    code = "g" if s.type == "n" else s.type
    precision = f".{s.precision}" if s.precision >= 0 else ""
    flags = f"{s.sign}{'z' if s.z else ''}{'#' * s.alternate}"
    tail = f"{s.grouping}{precision}{code}"
    if not s.fraction:
        return format(x, f"{s.fill}{s.align}{flags}{_width(s)}{tail}")
    if isinstance(x, complex):
        raise NotSimulated("separators in the fraction of a complex number")
    body = format(x, flags + tail)
    point = body.find(".")
    if point < 0:
        return format(x, f"{s.fill}{s.align}{flags}{_width(s)}{tail}")
    stop = point + 1
    while stop < len(body) and body[stop].isdigit():
        stop += 1
    digits = body[point + 1:stop]
    grouped = s.fraction.join([digits[i:i + 3] for i in range(0, len(digits), 3)])
    extra = len(grouped) - len(digits)
    whole = format(x, f"{s.fill}{s.align}{flags}{max(s.width - extra, 0) if s.width >= 0 else ''}{tail}")
    room = len(whole) - len(body)
    before = room if s.align in ">=" else room // 2 if s.align == "^" else 0
    return whole[:before + point + 1] + grouped + whole[before + stop:]


def complex__format__(m: Any, o: Any, spec: str) -> Any:
    """complex___format___impl and format_complex_internal."""
    if not spec:
        return str_object(m, o)
    s = parse_spec(m, spec, o, "", ">")
    if s.type and s.type not in "eEfFgGn":
        raise unknown_code(m, s, o)
    if s.precision > _INT_MAX:
        raise value_error(m, "precision too big")
    if s.fill == "0":
        raise value_error(m, "Zero padding is not allowed in complex format specifier")
    if s.align == "=":
        raise value_error(m, "'=' alignment flag is not allowed in complex format specifier")
    return m.heap.new_str(float_text(m, o.val, s))


# ---------------------------------------------------------------- any object

def format_object(m: Any, o: Any, spec: Any = None) -> Any:
    """PyObject_Format: the str object that ``format(o, spec)`` is; ``spec`` a guest str or host None (new reference).

    An exact str without a specification is returned itself; a lone digit is not the shared character.
    """
    h = m.heap
    if spec is None or not spec.val:
        if o.type is h.t_str:
            return h.incref(o)
        if o.type is h.t_int:
            return str_object(m, o)
    given = spec if spec is not None else h.new_str("")
    try:
        m.heap.incref(o)      # the bound method that _PyObject_LookupSpecial makes
        try:
            r = m.call_special(o, "__format__", given)
        finally:
            m.heap.decref(o)
    finally:
        if spec is None:
            h.decref(given)
    if not isinstance(r, Str):
        name = r.type.name
        h.decref(r)
        raise wrong_result(m, o, "__format__", "str", name)
    return r


def convert(m: Any, o: Any, conversion: str) -> Any:
    """``!s``, ``!r`` or ``!a`` applied: a new reference to a str."""
    if conversion == "s":
        return str_object(m, o)
    if conversion == "r":
        return repr_object(m, o)
    return m.heap.new_str(m.ascii(o))


def repr_object(m: Any, o: Any) -> Any:
    """``repr(o)`` as a new reference, the very object that ``__repr__`` returned (PyObject_Repr)."""
    h = m.heap
    m.enter_recursive(" while getting the repr of an object")
    try:
        r = m.call_special(o, "__repr__")
    finally:
        m.leave_recursive()
    if not isinstance(r, Str):
        name = r.type.name
        h.decref(r)
        raise wrong_result(m, o, "__repr__", "str", name)
    return r


