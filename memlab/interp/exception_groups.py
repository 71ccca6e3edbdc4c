"""Exception groups: making, splitting, and what ``except*`` does with them (Objects/exceptions.c, Python/ceval.c)."""

from __future__ import annotations

from memlab.heap.objects import Exc, Type
from memlab.interp.containers import class_getitem
from memlab.interp.exceptions import TYPES, _log, alloc, is_exception_class, is_group, matches_class, set_args, set_field, set_tb
from memlab.interp.exceptions import _take as take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

__all__ = ["eg_match", "prep_reraise_star", "split"]

GROUP = TYPES["BaseExceptionGroup"]


@GROUP.new
def group_new(m: Any, cls: Type, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """BaseExceptionGroup_new."""
    h = m.heap
    if len(args) != 2:
        raise m.error("TypeError", f"BaseExceptionGroup.__new__() takes exactly 2 arguments ({len(args)} given)")
    message, sequence = args
    if not m.issubtype(message.type, h.types["str"]):
        name = "None" if message is m.none else message.type.name
        raise m.error("TypeError", f"BaseExceptionGroup.__new__() argument 1 must be str, not {name}")
    if m.special(sequence, "__getitem__") is None or m.issubtype(sequence.type, h.types["dict"]):
        raise m.error("TypeError", "second argument (exceptions) must be a sequence")
    excs = m.to_list(sequence)
    try:
        if not excs:
            raise m.error("ValueError", "second argument (exceptions) must be a non-empty sequence")
        plain = True
        for i, e in enumerate(excs):
            if not isinstance(e, Exc):
                raise m.error("ValueError", f"Item {i} of second argument (exceptions) is not an exception")
            if not m.issubtype(e.type, h.types["Exception"]):
                plain = False
        if cls is h.types["BaseExceptionGroup"]:
            if plain:
                cls = h.types["ExceptionGroup"]
        elif cls is h.types["ExceptionGroup"]:
            if not plain:
                raise m.error("TypeError", "Cannot nest BaseExceptions in an ExceptionGroup")
        elif not plain and m.issubtype(cls, h.types["Exception"]):
            raise m.error("TypeError", f"Cannot nest BaseExceptions in '{cls.name}'")
        e = alloc(m, cls, args)
    except BaseException:
        for o in excs:
            h.decref(o)
        raise
    set_field(m, e, "message", take(m, message))
    set_field(m, e, "exceptions", h.new_tuple(tuple(excs)))
    return e


@GROUP.init
def group_init(m: Any, self: Exc, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    if kw:
        raise m.error("TypeError", f"{self.type.name}() takes no keyword arguments")
    set_args(m, self, args)


@GROUP.method("__str__")
def group_str(m: Any, self: Exc) -> Obj:
    n = len(self.extra["exceptions"].items)
    o: Obj = m.heap.new_str(f"{m.str(self.extra['message'])} ({n} sub-exception{'s' if n > 1 else ''})")
    return o


def _readonly(name: str) -> None:
    def get(m: Any, self: Exc) -> Obj:
        return take(m, self.extra[name])

    def put(m: Any, self: Exc, value: Obj | None) -> None:
        raise m.error("AttributeError", "readonly attribute")

    GROUP.getter(name)(get)
    GROUP.setter(name)(put)


_readonly("message")
_readonly("exceptions")


class_getitem(GROUP)


@GROUP.method("derive")
def group_derive(m: Any, self: Exc, excs: Obj) -> Obj:
    h = m.heap
    message = self.extra["message"]
    o: Obj = m.call(h.types["BaseExceptionGroup"], (message, excs))
    return o


class _Matcher:
    """What an exception is tested against: a class or tuple of classes, a callable, or a set of leaves."""

    __slots__ = ("value", "kind")

    def __init__(self, m: Any, value: Any) -> None:
        self.value = value
        if isinstance(value, frozenset):
            self.kind = "leaves"
            return
        if is_exception_class(m, value):
            self.kind = "type"
            return
        if value.type is m.heap.types["tuple"] and all(is_exception_class(m, t) for t in value.items):
            self.kind = "type"
            return
        modern = m.heap.profile.group_condition_wording
        callable_ = m.lookup(value.type, "__call__") is not None
        if callable_ and (value.type.name == "function" if not modern else not isinstance(value, Type)):
            self.kind = "predicate"
            return
        raise m.error("TypeError", "expected an exception type, a tuple of exception types, or a callable (other than a class)"
                      if modern else "expected a function, exception type or tuple of exception types")

    def matches(self, m: Any, e: Exc) -> bool:
        if self.kind == "type":
            return matches_class(m, e, self.value)
        if self.kind == "leaves":
            return not is_group(m, e) and e in self.value
        r = m.call(self.value, (e,))
        try:
            yes: bool = m.truth(r)
            return yes
        finally:
            m.heap.decref(r)


def subset(m: Any, orig: Exc, excs: list[Obj]) -> Obj | None:
    """exceptiongroup_subset: a group like ``orig`` with only ``excs`` (references stolen); None when there are none."""
    h = m.heap
    if not excs:
        return None
    seq = h.new_list(excs)
    try:
        eg = m.call_method(orig, "derive", seq)
    finally:
        h.decref(seq)
    if not is_group(m, eg):
        h.decref(eg)
        raise m.error("TypeError", "derive must return an instance of BaseExceptionGroup")
    set_tb(m, eg, orig.tb)
    for label in ("context", "cause"):
        v = getattr(orig, label)
        old = getattr(eg, label)
        setattr(eg, label, None if v is None else take(m, v))
        _log(m, eg, f"__{label}__", old, v)
        if old is not None:
            h.decref(old)
    if orig.cause is not None:
        eg.suppress = True
    notes = m.getattr_or_none(orig, "__notes__")
    if notes is not None:
        if m.issubtype(notes.type, h.types["list"]) or m.issubtype(notes.type, h.types["tuple"]):
            copy = h.new_list(m.to_list(notes))
            m.setattr(eg, "__notes__", copy)
            h.decref(copy)
        h.decref(notes)
    return eg


def split(m: Any, e: Exc, matcher: _Matcher, want_rest: bool = True) -> tuple[Obj | None, Obj | None]:
    """exceptiongroup_split_recursive: (matching part, rest) as new references or None."""
    if matcher.matches(m, e):
        return take(m, e), None
    if not is_group(m, e):
        return None, (take(m, e) if want_rest else None)
    m.enter_recursive(" in exceptiongroup_split_recursive")
    try:
        found: list[Obj] = []
        rest: list[Obj] = []
        for child in e.extra["exceptions"].items:
            a, b = split(m, child, matcher, want_rest)
            if a is not None:
                found.append(a)
            if b is not None:
                rest.append(b)
    finally:
        m.leave_recursive()
    return subset(m, e, found), subset(m, e, rest)


@GROUP.method("split")
def group_split(m: Any, self: Exc, matcher: Obj) -> Obj:
    a, b = split(m, self, _Matcher(m, matcher))
    o: Obj = m.heap.new_tuple((a or take(m, m.none), b or take(m, m.none)))
    return o


@GROUP.method("subgroup")
def group_subgroup(m: Any, self: Exc, matcher: Obj) -> Obj:
    a, _ = split(m, self, _Matcher(m, matcher), want_rest=False)
    return a or take(m, m.none)


# ---------------------------------------------------------------- except* (used by the machine)

def eg_match(m: Any, exc: Obj, types: Obj) -> tuple[Obj | None, Obj | None]:
    """exception_group_match (Python/ceval.c): (rest, match) of ``except* types``, new references or None."""
    h = m.heap
    if exc is m.none:
        return None, None
    assert isinstance(exc, Exc)
    if matches_class(m, exc, types):
        if is_group(m, exc):
            return None, take(m, exc)
        empty = h.new_str("")
        one = h.new_tuple((take(m, exc),))
        try:
            eg = m.call(h.types["BaseExceptionGroup"], (empty, one))
        finally:
            h.decref(empty)
            h.decref(one)
        if h.profile.naked_except_star_traceback and m.frame is not None:
            m.add_traceback(m.frame, eg)
        return None, eg
    if is_group(m, exc):
        found, rest = split(m, exc, _Matcher(m, types))
        return rest, found
    return take(m, exc), None


def _same_metadata(a: Exc, b: Exc, m: Any) -> bool:
    """is_same_exception_metadata: notes, traceback, cause and context are the very same objects."""
    def notes(e: Exc) -> Any:
        entry = (e.attrs or {}).get("__notes__")
        return None if entry is None else entry[1]
    return notes(a) is notes(b) and a.tb is b.tb and a.cause is b.cause and a.context is b.context


def _leaves(m: Any, e: Exc, out: set[Obj]) -> None:
    stack = [e]
    while stack:
        x = stack.pop()
        if is_group(m, x):
            stack += x.extra["exceptions"].items
        else:
            out.add(x)


def prep_reraise_star(m: Any, orig: Obj, excs: Sequence[Obj]) -> Obj | None:
    """_PyExc_PrepReraiseStar: what is left to raise after the clauses of a try-except*; new reference or None."""
    h = m.heap
    if not excs:
        return None
    assert isinstance(orig, Exc)
    if not is_group(m, orig):
        return take(m, excs[0]) if excs[0] is not m.none else None
    raised: list[Obj] = []
    kept: set[Obj] = set()
    for e in excs:
        if e is m.none:
            continue
        assert isinstance(e, Exc)
        if is_group(m, e) and _same_metadata(e, orig, m):
            _leaves(m, e, kept)
        else:
            raised.append(take(m, e))
    reraised: Obj | None = None
    if kept:
        reraised, _ = split(m, orig, _Matcher(m, frozenset(kept)), want_rest=False)
    if not raised:
        return reraised
    if reraised is not None:
        raised.append(reraised)
    if len(raised) == 1:
        return raised[0]
    empty = h.new_str("")
    seq = h.new_tuple(tuple(raised))
    try:
        eg: Obj = m.call(h.types["BaseExceptionGroup"], (empty, seq))
        return eg
    finally:
        h.decref(empty)
        h.decref(seq)
