"""``%`` formatting (Objects/unicodeobject.c PyUnicode_Format, Objects/bytesobject.c _PyBytes_FormatEx)."""

from __future__ import annotations

from memlab.heap.objects import ByteArray, Bytes, Int, Str, Tuple
from memlab.interp.conversion import SSIZE_MAX, is_bytes, refuse_str, str_object, type_error, value_error, wrong_result
from memlab.interp.formatting import repr_object
from memlab.interp.native import GuestError
from memlab.interp.type_messages import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_INT_MAX = (1 << 31) - 1


class _Percent:
    """One formatting: the format as host str (bytes as Latin-1), the arguments and which are used."""

    __slots__ = ("m", "source", "values", "single", "mapping", "used", "wide", "flags", "width", "precision", "code",
                 "key", "start", "by_key", "new", "given", "owned")

    def __init__(self, m: Any, source: str, values: Any, wide: bool) -> None:
        self.m = m
        self.source = source
        self.wide = wide                    # str, not bytes
        self.new = text(m, "percent messages name the argument")
        self.given = values
        self.owned: list[Any] = []          # what a mapping gave us
        if isinstance(values, Tuple):
            self.values: list[Any] = list(values.items)
            self.single = False
        else:
            self.values = [values]
            self.single = True
        self.used = 0
        self.by_key = False
        excluded = (Tuple, Str) if wide else (Tuple, Str, Bytes, ByteArray)
        self.mapping = None if isinstance(values, excluded) or m.special(values, "__getitem__") is None else values

    # -- arguments

    def next(self) -> Any:
        """getnextarg."""
        if self.used < len(self.values):
            self.used += 1
            return self.values[self.used - 1]
        if self.new and self.by_key:
            raise value_error(self.m, f"format requires a parenthesised mapping key at position {self.start}")
        got = f" (got {len(self.values)})" if self.new else ""
        raise type_error(self.m, "not enough arguments for format string" + got)

    def argument(self) -> str:
        """How 3.15 names the argument in a message."""
        if self.key is not None:
            shown = self.key if self.wide else self.key.encode("latin-1")
            return f"format argument {shown!r}: "
        return "format argument: " if self.single else f"format argument {self.used}: "

    def wrong(self, old: str, new: str, kind: str = "TypeError") -> GuestError:
        """An error about the argument at hand, in the profile's words."""
        error: GuestError = self.m.error(kind, self.argument() + new if self.new else old)
        return error

    def malformed(self, old: str, new: str) -> Exception:
        return value_error(self.m, f"{new} at position {self.start}" if self.new else old)

    def select(self, key: str) -> None:
        """``%(key)s``: the mapping's item becomes the only argument."""
        m = self.m
        h = m.heap
        guest_key = h.new_str(key) if self.wide else h.new_bytes(key.encode("latin-1"))
        try:
            value = m.getitem(self.mapping, guest_key)
        finally:
            h.decref(guest_key)
        self.owned.append(value)
        self.values = [value]
        self.used = 0
        self.by_key = True

    # -- parsing

    def parse(self, i: int) -> int:
        """unicode_format_arg_parse: read one specifier whose ``%`` lies before ``i``; returns the index behind it."""
        s = self.source
        end = len(s)
        self.start = i - 1
        self.flags = ""
        self.width = self.precision = -1
        self.key = None
        if i < end and s[i] == "(":
            if self.mapping is None:
                raise type_error(self.m, f"format requires a mapping, not {self.given.type.name}" if self.new else
                                 "format requires a mapping")
            i += 1
            first = i
            level = 1
            while level and i < end:
                level += (s[i] == "(") - (s[i] == ")")
                i += 1
            if level:
                raise self.malformed("incomplete format key", "stray % or incomplete format key")
            self.key = s[first:i - 1]
            self.select(self.key)
        while i < end and s[i] in "-+ #0":
            self.flags += s[i]
            i += 1
        if i < end and s[i] == "*":
            self.width = self.star("width")
            if self.width < 0:
                self.flags += "-"
                self.width = -self.width
            i += 1
        else:
            self.width, i = self.number(i, SSIZE_MAX, "width too big")
        if i < end and s[i] == ".":
            i += 1
            if i < end and s[i] == "*":
                self.precision = max(0, self.star("precision"))
                i += 1
            else:
                self.precision, i = self.number(i, _INT_MAX, "precision too big")
                self.precision = max(0, self.precision)
        if i < end and s[i] in "hlL":
            i += 1
        if i >= end:
            raise self.malformed("incomplete format", "stray %")
        self.code = s[i]
        return i + 1

    def number(self, i: int, limit: int, message: str) -> tuple[int, int]:
        s = self.source
        value = -1
        while i < len(s) and "0" <= s[i] <= "9":
            value = max(value, 0) * 10 + ord(s[i]) - 48
            if value > limit:
                raise self.malformed(message, message)
            i += 1
        return value, i

    def star(self, what: str) -> int:
        if self.new and self.key is not None:
            raise value_error(self.m, f"* cannot be used with a parenthesised mapping key at position {self.start}")
        v = self.next()
        if not isinstance(v, Int):
            raise self.wrong("* wants int", f"* requires int, not {v.type.name}")
        n = int(v.val)
        bits, name = (63, "ssize_t") if what == "width" else (31, "int")
        if not -1 << bits <= n < 1 << bits:
            raise self.wrong(f"Python int too large to convert to C {name}", f"too big for {what}", "OverflowError")
        return n

    # -- conversion

    def integer(self, v: Any) -> str:
        """mainformatlong and _PyUnicode_FormatLong."""
        m = self.m
        code = self.code
        based = code in "oxX"
        if isinstance(v, Int):
            n = int(v.val)
        else:
            noun = "an integer" if based else "a real number"
            old = f"%{code} format: {noun} is required, not {v.type.name}"
            new = f"%{code} requires {noun}, not {v.type.name}"
            if m.special(v, "__index__") is None and (based or m.special(v, "__int__") is None):
                raise self.wrong(old, new)
            try:
                if based:
                    n = m.index(v)
                else:
                    from memlab.interp.types_int import from_number
                    made = from_number(m, v)
                    n = int(made.val)
                    m.heap.decref(made)
            except GuestError as e:
                if not m.matches(e, "TypeError"):
                    raise
                m.drop(e)
                raise self.wrong(old, new) from None
        from memlab.interp.types_int import int_text
        digits = format(abs(n), code) if based else int_text(m, abs(n))
        refuse_str(m, self.precision)
        digits = digits.rjust(self.precision, "0")
        if based and "#" in self.flags:
            digits = "0" + code + digits
        return "-" + digits if n < 0 else digits

    def floating(self, v: Any) -> str:
        """formatfloat."""
        from memlab.interp.types_float import number
        m = self.m
        try:
            x = number(m, v)
        except GuestError as e:
            if not self.new or not m.matches(e, "TypeError"):
                raise
            m.drop(e)
            x = None
        if x is None:
            raise self.wrong(f"must be real number, not {v.type.name}" if self.wide else
                             f"float argument required, not {v.type.name}",
                             f"%{self.code} requires a real number, not {v.type.name}")
        refuse_str(m, self.precision)
        precision = 6 if self.precision < 0 else self.precision
        return format(x, f"{'#' if '#' in self.flags else ''}.{precision}{self.code}")

    def character_code(self, v: Any) -> int | None:
        """The number behind ``%c``, or None when ``v`` gives none."""
        m = self.m
        if not isinstance(v, Int) and m.special(v, "__index__") is None:
            return None
        try:
            return int(m.index(v))
        except GuestError as e:
            if not m.matches(e, "TypeError"):
                raise
            m.drop(e)
            return None

    def character(self, v: Any) -> str:
        """formatchar and byte_converter."""
        m = self.m
        limit = 0x110000 if self.wide else 256
        if self.wide:
            if isinstance(v, Str) and len(v.val) == 1:
                return str(v.val)
        elif is_bytes(v) and len(v.val) == 1:
            return bytes(v.val).decode("latin-1")
        n = self.character_code(v)
        if n is not None:
            if not 0 <= n < limit:
                shown = "0x110000" if self.wide else "256"
                raise self.wrong(f"%c arg not in range({shown})", f"%c argument not in range({shown})", "OverflowError")
            return chr(n)
        if self.wide:
            got = v.type.name if not isinstance(v, Str) else f"a string of length {len(v.val)}"
            raise self.wrong(text(m, "%c of str").format(got),
                             f"%c requires an integer or a unicode character, not {got}")
        got = f"a {v.type.name} object of length {len(v.val)}" if is_bytes(v) else v.type.name
        raise self.wrong(text(m, "%c of bytes").format(got),
                         f"%c requires an integer in range(256) or a single byte, not {got}")

    def unsupported(self, at: int) -> Exception:
        c = self.code
        if not self.new:
            if not self.wide and c > "\x7f":
                error: Exception = self.m.error("OverflowError", "character argument not in range(0x110000)")
                return error
            shown = c if "\x1f" < c < "\x7f" or not self.wide else "?"
            return value_error(self.m, f"unsupported format character '{shown}' (0x{ord(c):x}) at index {at}")
        if "a" <= c.lower() <= "z":
            return value_error(self.m, f"unsupported format %{c} at position {self.start}")
        if not self.wide and not " " < c < "\x7f":
            shown = f"with code 0x{ord(c):02x}"
        elif " " < c < "\x7f":
            shown = f"'{c}'"
        else:
            shown = f"'{c}' (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}"
        return value_error(self.m, f"stray % at position {self.start} or unexpected format character {shown} "
                           f"at position {at}")

    def padded(self, body: str, numeric: bool) -> str:
        """unicode_format_arg_output: sign, prefix, zeros and blanks around ``body``."""
        flags = self.flags
        sign = prefix = ""
        if numeric:
            if body[:1] in ("-", "+"):
                sign, body = body[0], body[1:]
            elif "+" in flags:
                sign = "+"
            elif " " in flags:
                sign = " "
        if "#" in flags and self.code in "xXo":
            prefix, body = body[:2], body[2:]
        room = self.width - len(sign) - len(prefix) - len(body)
        if room <= 0:
            return sign + prefix + body
        refuse_str(self.m, self.width)
        if "-" in flags:
            return sign + prefix + body + " " * room
        if "0" in flags and numeric:
            return sign + prefix + "0" * room + body
        return " " * room + sign + prefix + body

    def finish(self) -> None:
        if self.mapping is None and self.used < len(self.values):
            required = f" (required {self.used}, got {len(self.values)})" if self.new else ""
            word = "string" if self.wide else "bytes"
            raise type_error(self.m, f"not all arguments converted during {word} formatting{required}")


def format_str(m: Any, o: Any, values: Any) -> Any:
    """``o % values`` for a str: new reference; a lone exact str argument is returned itself."""
    h = m.heap
    p = _Percent(m, o.val, values, True)
    out: list[Any] = []     # host strs, and guest strs that we own
    s = o.val
    i = 0
    try:
        while True:
            j = s.find("%", i)
            if j < 0:
                if i < len(s):
                    out.append(s[i:])
                break
            if j > i:
                out.append(s[i:j])
            if s[j + 1:j + 2] == "%":
                out.append("%")
                i = j + 2
                continue
            i = p.parse(j + 1)
            _write_str(p, out, i - 1)
        p.finish()
        if len(out) == 1:
            if not isinstance(out[0], str):
                return h.incref(out[0])
            if "%" not in s:
                return h.incref(o)
        texts = [x if isinstance(x, str) else x.val for x in out]
        refuse_str(m, sum(map(len, texts)))
        return h.new_str("".join(texts))
    finally:
        h.decref_all([x for x in out if not isinstance(x, str)])
        h.decref_all(p.owned)


def _write_str(p: _Percent, out: list[Any], at: int) -> None:
    """unicode_format_arg_format."""
    m = p.m
    v = p.next()
    code = p.code
    if code in "sra":
        r = str_object(m, v) if code == "s" else repr_object(m, v) if code == "r" else m.heap.new_str(m.ascii(v))
        body = r.val
        if p.precision >= 0 and len(body) > p.precision or p.width > len(body):
            m.heap.decref(r)
            out.append(p.padded(body[:p.precision] if p.precision >= 0 else body, False))
        elif r.type is m.heap.t_str:
            out.append(r)
        else:
            m.heap.decref(r)
            out.append(body)
    elif code in "diuoxX":
        out.append(p.padded(p.integer(v), True))
    elif code in "eEfFgG":
        out.append(p.padded(p.floating(v), True))
    elif code == "c":
        out.append(p.padded(p.character(v), False))
    else:
        raise p.unsupported(at)


def format_bytes(m: Any, source: bytes, values: Any) -> bytes:
    """``source % values`` for bytes and bytearray, as host bytes."""
    p = _Percent(m, source.decode("latin-1"), values, False)
    out: list[bytes] = []
    s = p.source
    i = 0
    try:
        while True:
            j = s.find("%", i)
            if j < 0:
                out.append(source[i:])
                break
            out.append(source[i:j])
            if s[j + 1:j + 2] == "%":
                out.append(b"%")
                i = j + 2
                continue
            i = p.parse(j + 1)
            out.append(_one_bytes(p, i - 1).encode("latin-1"))
        p.finish()
        refuse_str(m, sum(map(len, out)))
        return b"".join(out)
    finally:
        m.heap.decref_all(p.owned)


def _one_bytes(p: _Percent, at: int) -> str:
    m = p.m
    v = p.next()
    code = p.code
    if code in "sb":
        body = _as_bytes(p, v).decode("latin-1")
        return p.padded(body[:p.precision] if p.precision >= 0 else body, False)
    if code in "ra":
        body = m.ascii(v)
        return p.padded(body[:p.precision] if p.precision >= 0 else body, False)
    if code in "diuoxX":
        return p.padded(p.integer(v), True)
    if code in "eEfFgG":
        return p.padded(p.floating(v), True)
    if code == "c":
        return p.padded(p.character(v), False)
    raise p.unsupported(at)


def _as_bytes(p: _Percent, v: Any) -> bytes:
    """format_obj: bytes, bytearray, ``__bytes__`` or a buffer."""
    from memlab.interp.conversion import buffer_of
    m = p.m
    if is_bytes(v):
        return bytes(v.val)
    r = m.call_special(v, "__bytes__")
    if r is not None:
        name = r.type.name
        data = bytes(r.val) if isinstance(r, Bytes) else None
        m.heap.decref(r)
        if data is None:
            raise wrong_result(m, v, "__bytes__", "bytes", name)
        return data
    found = buffer_of(v)
    if found is not None:
        return bytes(found)
    need = "%b requires a bytes-like object, or an object that implements __bytes__, not "
    raise p.wrong(f"{need}'{v.type.name}'", f"{need}{v.type.name}")
