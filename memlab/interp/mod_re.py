"""The module ``re``: the host's engine on host strings; patterns and matches are guest objects with CPython's references.

Simplified: a pattern that backtracks for ever cannot be interrupted by the step limit, so long subjects are refused for
patterns with nested repetition.
"""

from __future__ import annotations

from memlab.heap.objects import ByteArray, Bytes, Int, Str
from memlab.interp.arguments import ref
from memlab.interp.native import END, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

RE = NativeModule("re", "Support for regular expressions (RE).")
RE.guest_source = "re"
MODULES = {"re": RE}

PATTERN = NativeType("re.Pattern", module="re", key="re.Pattern", ref_labels=("pattern",), weakref=True, subclassable=False)
MATCH = NativeType("re.Match", module="re", key="re.Match", ref_labels=("string", "re"), subclassable=False)
SCANNER = NativeType("callable_iterator", module="builtins", key="re.iterator", ref_labels=("pattern", "string"), subclassable=False)
PATTERN.sizeof = lambda h, o: h.profile.sizes["Pattern"] + o.data.__sizeof__() - type(o.data).__basicsize__  # type: ignore[attr-defined]
MATCH.sizeof = lambda h, o: h.profile.sizes["Match"] + 16 * (o.data.re.groups + 1)  # type: ignore[attr-defined]
RE.add_type(PATTERN, "Pattern")
RE.add_type(MATCH, "Match")


def _subject(m: Any, o: Any, pattern: Any) -> Any:
    """The host text of a subject, of the pattern's own kind."""
    if isinstance(o, Str):
        text: Any = o.val
    elif isinstance(o, (Bytes, ByteArray)):
        text = bytes(o.val)
    else:
        raise m.error("TypeError", f"expected string or bytes-like object, got '{o.type.name}'" if m.profile.re_names_type else
                      "expected string or bytes-like object")
    wants_str = isinstance(pattern.pattern, str)
    if isinstance(text, str) is not wants_str:
        raise m.error("TypeError", "cannot use a string pattern on a bytes-like object" if wants_str else
                      "cannot use a bytes pattern on a string-like object")
    return text


@RE.function("_compile")
def compile_(m: Any, pattern: Any, flags: Any) -> Obj:
    import re
    h = m.heap
    if pattern.type is h.types["re.Pattern"]:
        if m.index(flags):
            raise m.error("ValueError", "cannot process flags argument with a compiled pattern")
        return ref(m, pattern)
    if not isinstance(pattern, (Str, Bytes)):
        raise m.error("TypeError", "first argument must be string or compiled pattern")
    try:
        made = re.compile(pattern.val, m.index(flags))
    except re.error as e:
        module = m.import_module("re")
        cls = m.getattr(module, "error")
        msg = h.new_str(e.msg)
        pos = m.from_host(e.pos)
        try:
            exc = m.call(cls, (msg, pattern, pos))
        finally:
            for o in (cls, msg, pos):
                h.decref(o)
        m.set_context(exc)
        from memlab.interp.native import GuestError
        raise GuestError(exc) from None
    except (ValueError, OverflowError) as e:
        raise m.error(type(e).__name__, str(e)) from None
    except RecursionError:
        raise m.error("RecursionError", "maximum recursion depth exceeded") from None
    regex: Obj = h.new_native(h.types["re.Pattern"], [ref(m, pattern)], made)
    return regex


def _match(m: Any, self: Any, subject: Any, found: Any) -> Obj:
    """A guest match object, or None."""
    if found is None:
        o: Obj = m.ret_none()
        return o
    o = m.heap.new_native(m.heap.types["re.Match"], [ref(m, subject), ref(m, self)], found,
                          m.profile.sizes["Match"] + 16 * (self.data.groups + 1))
    return o


def _bounds(m: Any, pos: Any, endpos: Any) -> tuple[int, ...]:
    if pos is None and endpos is None:
        return ()
    first = 0 if pos is None else m.index(pos)
    if endpos is None:
        return (first,)
    return first, m.index(endpos)


def _matcher(name: str) -> None:
    @PATTERN.method(name, kw=True)
    def call(m: Any, self: Any, string: Any, pos: Obj | None = None, endpos: Obj | None = None) -> Obj:
        text = _subject(m, string, self.data)
        _guard(m, self.data, text)
        return _match(m, self, string, getattr(self.data, name)(text, *_bounds(m, pos, endpos)))


for _name in ("match", "fullmatch", "search"):
    _matcher(_name)


def _guard(m: Any, pattern: Any, text: Any) -> None:
    """Refuse what may take exponential time: a repeated group that itself repeats, on a long subject."""
    if len(text) < 24:
        return
    p = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    depth: list[bool] = []
    for i, ch in enumerate(p):
        if ch == "(" and (not i or p[i - 1] != "\\"):
            depth.append(False)
        elif ch in "+*" and depth and p[i - 1] != "\\":
            depth[-1] = True
        elif ch == ")" and depth and p[i - 1] != "\\":
            inner = depth.pop()
            if inner and p[i + 1:i + 2] in ("+", "*") and len(text) > 200:
                raise m.not_simulated("a regular expression with nested repetition on a long text")
            if inner and depth:
                depth[-1] = depth[-1]


def _item(m: Any, v: Any) -> Obj:
    o: Obj = m.from_host(v)
    return o


@PATTERN.method("findall", kw=True)
def findall(m: Any, self: Any, string: Any, pos: Obj | None = None, endpos: Obj | None = None) -> Obj:
    text = _subject(m, string, self.data)
    _guard(m, self.data, text)
    o: Obj = m.heap.new_list([_item(m, v) for v in self.data.findall(text, *_bounds(m, pos, endpos))])
    return o


@PATTERN.method("finditer", kw=True)
def finditer(m: Any, self: Any, string: Any, pos: Obj | None = None, endpos: Obj | None = None) -> Obj:
    text = _subject(m, string, self.data)
    _guard(m, self.data, text)
    matches = self.data.finditer(text, *_bounds(m, pos, endpos))
    o: Obj = m.heap.new_native(m.heap.types["re.iterator"], [ref(m, self), ref(m, string)], matches)
    return o


@SCANNER.method("__iter__")
def scanner_iter(m: Any, self: Any) -> Obj:
    return ref(m, self)


@SCANNER.method("__next__")
def scanner_next(m: Any, self: Any) -> Any:
    found = next(self.data, None)
    if found is None:
        return END
    return _match(m, self.held[0], self.held[1], found)


@PATTERN.method("split", kw=True)
def split(m: Any, self: Any, string: Any, maxsplit: Obj | None = None) -> Obj:
    text = _subject(m, string, self.data)
    _guard(m, self.data, text)
    o: Obj = m.heap.new_list([_item(m, v) for v in self.data.split(text, 0 if maxsplit is None else m.index(maxsplit))])
    return o


def _substitute(m: Any, self: Any, repl: Any, string: Any, count: Any) -> tuple[Any, int]:
    import re
    text = _subject(m, string, self.data)
    _guard(m, self.data, text)
    limit = 0 if count is None else m.index(count)
    if isinstance(repl, (Str, Bytes)):
        try:
            result: tuple[Any, int] = self.data.subn(repl.val, text, limit)
            return result
        except re.error as e:
            module = m.import_module("re")
            cls = m.getattr(module, "error")
            parts = [m.heap.new_str(e.msg), ref(m, repl), m.from_host(e.pos)]
            exc = m.call(cls, parts)
            for o in (cls, *parts):
                m.heap.decref(o)
            m.set_context(exc)
            from memlab.interp.native import GuestError
            raise GuestError(exc) from None
        except IndexError as e:
            raise m.error("IndexError", str(e)) from None
    if m.lookup(repl.type, "__call__") is None:
        raise m.error("TypeError", f"decoding to str: need a bytes-like object, {repl.type.name} found")
    pieces: list[Any] = []
    at = n = 0
    for found in self.data.finditer(text):
        if limit and n >= limit:
            break
        match = _match(m, self, string, found)
        try:
            r = m.call(repl, (match,))
        finally:
            m.heap.decref(match)
        try:
            if r is not m.none and not isinstance(r, (Str, Bytes)):
                raise m.error("TypeError", f"sequence item {len(pieces) + 1}: expected str instance, {r.type.name} found")
            pieces += [text[at:found.start()], text[:0] if r is m.none else r.val]
        finally:
            m.heap.decref(r)
        at = found.end()
        n += 1
    return text[:0].join(pieces) + text[at:], n


@PATTERN.method("sub", kw=True)
def sub(m: Any, self: Any, repl: Any, string: Any, count: Obj | None = None) -> Obj:
    text, n = _substitute(m, self, repl, string, count)
    if not n and string.type in (m.heap.types["str"], m.heap.types["bytes"]):
        return ref(m, string)
    return _item(m, text)


@PATTERN.method("subn", kw=True)
def subn(m: Any, self: Any, repl: Any, string: Any, count: Obj | None = None) -> Obj:
    return _item(m, _substitute(m, self, repl, string, count))


@PATTERN.getter("pattern")
def get_pattern(m: Any, self: Any) -> Obj:
    return ref(m, self.held[0])


@PATTERN.getter("flags")
def get_flags(m: Any, self: Any) -> Obj:
    return _item(m, int(self.data.flags))


@PATTERN.getter("groups")
def get_groups(m: Any, self: Any) -> Obj:
    return _item(m, self.data.groups)


@PATTERN.getter("groupindex")
def get_groupindex(m: Any, self: Any) -> Obj:
    return _item(m, dict(self.data.groupindex))


@PATTERN.method("__repr__")
def pattern_repr(m: Any, self: Any) -> Obj:
    return _item(m, repr(self.data))


@PATTERN.method("__eq__")
def pattern_eq(m: Any, self: Any, other: Any) -> Obj:
    o: Obj = m.bool(self.data == other.data) if other.type is self.type else m.not_implemented()
    return o


@PATTERN.method("__hash__")
def pattern_hash(m: Any, self: Any) -> Obj:
    return _item(m, m.hash(self.held[0]) ^ self.data.flags)


def _itself(t: NativeType) -> None:
    t.method("__copy__")(lambda m, self: ref(m, self))
    t.method("__deepcopy__")(lambda m, self, memo: ref(m, self))


_itself(PATTERN)
_itself(MATCH)


# ---------------------------------------------------------------- matches

def _group_key(m: Any, self: Any, o: Any) -> Any:
    key = o.val if isinstance(o, (Int, Str)) else m.index(o) if m.lookup(o.type, "__index__") is not None else None
    try:
        self.data.start(key)
    except (IndexError, TypeError):
        raise m.error("IndexError", "no such group") from None
    return key


@MATCH.method("group")
def group(m: Any, self: Any, *groups: Any) -> Obj:
    if not groups:
        return _item(m, self.data.group())
    return _item(m, self.data.group(*[_group_key(m, self, g) for g in groups]))


@MATCH.method("__getitem__")
def match_getitem(m: Any, self: Any, key: Any) -> Obj:
    return _item(m, self.data[_group_key(m, self, key)])


@MATCH.method("groups", kw=True)
def groups(m: Any, self: Any, default: Obj | None = None) -> Obj:
    fill = m.none if default is None else default
    o: Obj = m.heap.new_tuple([ref(m, fill) if v is None else _item(m, v) for v in self.data.groups()])
    return o


@MATCH.method("groupdict", kw=True)
def groupdict(m: Any, self: Any, default: Obj | None = None) -> Obj:
    fill = m.none if default is None else default
    d: Obj = m.heap.new_dict()
    for name, v in self.data.groupdict().items():
        m.dict_set_str(d, name, ref(m, fill) if v is None else _item(m, v))
    return d


def _place(name: str) -> None:
    @MATCH.method(name)
    def call(m: Any, self: Any, group: Obj | None = None) -> Obj:
        return _item(m, getattr(self.data, name)(0 if group is None else _group_key(m, self, group)))


for _name in ("start", "end", "span"):
    _place(_name)


@MATCH.method("expand")
def expand(m: Any, self: Any, template: Any) -> Obj:
    return _item(m, self.data.expand(template.val))


def _fact(name: str) -> None:
    @MATCH.getter(name)
    def get(m: Any, self: Any) -> Obj:
        return _item(m, getattr(self.data, name))


for _name in ("pos", "endpos", "lastindex", "lastgroup"):
    _fact(_name)


@MATCH.getter("regs")
def regs(m: Any, self: Any) -> Obj:
    return _item(m, tuple(self.data.span(i) for i in range(self.data.re.groups + 1)))


@MATCH.getter("string")
def match_string(m: Any, self: Any) -> Obj:
    return ref(m, self.held[0])


@MATCH.getter("re")
def match_re(m: Any, self: Any) -> Obj:
    return ref(m, self.held[1])


@MATCH.method("__repr__")
def match_repr(m: Any, self: Any) -> Obj:
    return _item(m, repr(self.data))


@RE.function("escape")
def escape(m: Any, pattern: Any) -> Obj:
    import re
    return _item(m, re.escape(pattern.val))
