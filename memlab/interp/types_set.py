"""set and frozenset (Objects/setobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.heap import sets as S
from memlab.interp import containers as C
from memlab.interp.native import END, GuestError, NativeType
from memlab.interp.types_dict import key_error, unhashable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SET = NativeType("set", layout=O.Set, weakref=True, doc="Build an unordered collection of unique elements.")
FROZENSET = NativeType("frozenset", layout=O.Set, weakref=True, doc="Build an immutable unordered collection of unique elements.")
ITERATOR = NativeType("set_iterator", subclassable=False, ref_labels=("set",))
SET.constants["__hash__"] = None
C.class_getitem(SET)
C.class_getitem(FROZENSET)


# ---------------------------------------------------------------- members

def hash_of(m: Any, o: Any) -> int:
    """The hash of a member, with the wording of one that has none."""
    try:
        return m.hash(o)
    except GuestError as error:
        raise unhashable(m, error, o, "set element") from None


def lookup_hash(m: Any, o: Any) -> int:
    """The hash of something looked up: an (unhashable) set counts as the frozenset of its members (set_contains)."""
    try:
        return hash_of(m, o)
    except GuestError as error:
        if not isinstance(o, O.Set) or not m.matches(error, "TypeError"):
            raise
        m.drop(error)
        return S.frozen_hash(o)


def equality(m: Any) -> Any:
    """The host callable that `sets` asks: str and int compare by value, everything else by the guest's ``==``."""
    eq = m.__dict__.get("set_equality")
    if eq is None:
        slow = m.eq

        def eq(a: Any, b: Any) -> bool:
            if a.__class__ is b.__class__ and (a.__class__ is O.Str or a.__class__ is O.Int):
                return bool(a.val == b.val)
            return bool(slow(a, b))
        m.set_equality = eq
    return eq


def add(m: Any, s: Any, o: Any) -> None:
    """Add ``o`` (borrowed) to a set; raises TypeError when it cannot be hashed."""
    S.add(m.heap, s, o, hash_of(m, o), equality(m))


def is_set(o: Any) -> bool:
    """PyAnySet_Check."""
    return isinstance(o, O.Set)


# ---------------------------------------------------------------- making

def new_set(m: Any, cls: Any = None) -> Any:
    """make_new_set without members: a new reference."""
    h = m.heap
    t = cls or h.types["set"]
    if t.is_heap:
        o = h._new_sub(O.Set, t, 200)
        S.init(o)
        return h.finish_new(o)
    o = O.Set()
    o.rc = 1
    o.type = t
    S.init(o)
    h._place(o, t)
    return o


def set_of(m: Any, cls: Any, iterable: Any) -> Any:
    """make_new_set with members."""
    s = new_set(m, cls)
    try:
        update(m, s, iterable)
    except BaseException:
        m.heap.decref(s)
        raise
    return s


def build_set(m: Any, items: Any) -> Any:
    """BUILD_SET: a new set of ``items`` (borrowed), added one by one."""
    s = new_set(m)
    try:
        for o in items:
            add(m, s, o)
    except BaseException:
        m.heap.decref(s)
        raise
    return s


def base_type(m: Any, s: Any) -> Any:
    """make_new_set_basetype: set or frozenset, never a subclass."""
    types = m.heap.types
    return types["frozenset"] if types["frozenset"] in s.type.mro else types["set"]


def copy(m: Any, s: Any) -> Any:
    return set_of(m, base_type(m, s), s)


@SET.new
def set_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    return new_set(m, cls)


@SET.init
def set_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    if kw:
        C.no_keywords(m, "set", kw)
    C.check_positional(m, "set", len(args), 0, 1)
    if self.fill:
        S.clear(m.heap, self)
    if args:
        update(m, self, args[0])


@FROZENSET.new
def frozenset_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    frozen = m.heap.types["frozenset"]
    if kw and cls is frozen:
        C.no_keywords(m, "frozenset", kw)
    C.check_positional(m, "frozenset", len(args), 0, 1)
    if not args:
        s = new_set(m, cls)
        if cls is frozen and m.profile.frozensets_untracked_at_birth:
            untrack_frozen(m, s)
        return s
    if cls is frozen and args[0].type is frozen:
        return m.heap.incref(args[0])
    s = set_of(m, cls, args[0])
    if cls is frozen and m.profile.frozensets_untracked_at_birth:
        untrack_frozen(m, s)
    return s


def untrack_frozen(m: Any, s: Any) -> None:
    """_PyFrozenSet_MaybeUntrack: what holds only atoms cannot be part of a cycle."""
    from memlab.heap.collector import may_be_tracked
    if s.gc is not None and not any(may_be_tracked(x) for _, x in s.refs()):
        m.heap.gc.untrack(s)


def update(m: Any, s: Any, other: Any) -> None:
    """set_update_internal."""
    h = m.heap
    eq = equality(m)
    if is_set(other):
        S.merge(h, s, other, eq)
        return
    if other.type is h.t_dict:
        S.presize_for_dict(h, s, len(other.d))
        for e in list(other.d.values()):
            key = h.incref(e[0])
            try:
                S.add(h, s, key, m.hash(key), eq)
            finally:
                h.decref(key)
        return
    it = m.iter(other)
    try:
        while True:
            x = m.next(it)
            if x is None:
                return
            try:
                S.add(h, s, x, hash_of(m, x), eq)
            finally:
                h.decref(x)
    finally:
        h.decref(it)


# ---------------------------------------------------------------- operations

def intersection(m: Any, s: Any, other: Any) -> Any:
    """set_intersection: a new set."""
    h = m.heap
    if other is s:
        return copy(m, s)
    eq = equality(m)
    result = new_set(m, base_type(m, s))
    try:
        if is_set(other):
            if other.used > s.used:
                s, other = other, s
            for e in S.entries(other):
                o = h.incref(e[2])
                try:
                    if S.contains(h, s, o, e[0], eq):
                        S.add(h, result, o, e[0], eq)
                finally:
                    h.decref(o)
        else:
            for o in m.iterate(other):
                try:
                    n = hash_of(m, o)
                    if S.contains(h, s, o, n, eq):
                        S.add(h, result, o, n, eq)
                finally:
                    h.decref(o)
    except BaseException:
        h.decref(result)
        raise
    return result


def difference(m: Any, s: Any, other: Any) -> Any:
    """set_difference: a new set."""
    h = m.heap
    if is_set(other):
        size = other.used
    elif other.type is h.t_dict:
        size = len(other.d)
    else:
        size = -1
    if size < 0 or s.used >> 2 > size:
        result = copy(m, s)
        try:
            difference_update(m, result, other)
        except BaseException:
            h.decref(result)
            raise
        return result
    eq = equality(m)
    result = new_set(m, base_type(m, s))
    try:
        for e in S.entries(s):
            o = h.incref(e[2])
            try:
                found = S.contains(h, other, o, e[0], eq) if is_set(other) else m.hostkey(o) in other.d
                if not found:
                    S.add(h, result, o, e[0], eq)
            finally:
                h.decref(o)
    except BaseException:
        h.decref(result)
        raise
    return result


def difference_update(m: Any, s: Any, other: Any) -> None:
    """set_difference_update_internal."""
    h = m.heap
    if other is s:
        S.clear(h, s)
        return
    eq = equality(m)
    if is_set(other):
        made = intersection(m, s, other) if other.used >> 3 > s.used else h.incref(other)
        try:
            for e in S.entries(made):
                o = h.incref(e[2])
                try:
                    S.discard(h, s, o, e[0], eq)
                finally:
                    h.decref(o)
        finally:
            h.decref(made)
    else:
        for o in m.iterate(other):
            try:
                S.discard(h, s, o, hash_of(m, o), eq)
            finally:
                h.decref(o)
    S.sweep(h, s)


def symmetric_difference_update(m: Any, s: Any, other: Any) -> None:
    """set_symmetric_difference_update."""
    h = m.heap
    if other is s:
        S.clear(h, s)
        return
    eq = equality(m)
    if other.type is h.t_dict:
        pairs = [[m.hash(e[0]), None, e[0]] for e in other.d.values()]
        made = h.incref(other)
    else:
        made = h.incref(other) if is_set(other) else set_of(m, base_type(m, s), other)
        pairs = S.entries(made)
    try:
        for e in pairs:
            o = h.incref(e[2])
            try:
                if not S.discard(h, s, o, e[0], eq):
                    S.add(h, s, o, e[0], eq)
            finally:
                h.decref(o)
    finally:
        h.decref(made)


def symmetric_difference(m: Any, s: Any, other: Any) -> Any:
    result = set_of(m, base_type(m, s), other)
    try:
        symmetric_difference_update(m, result, s)
    except BaseException:
        m.heap.decref(result)
        raise
    return result


def issubset(m: Any, s: Any, other: Any) -> bool:
    h = m.heap
    if not is_set(other):
        made = intersection(m, s, other)
        n = made.used
        h.decref(made)
        return n == s.used
    if s.used > other.used:
        return False
    eq = equality(m)
    for e in S.entries(s):
        o = h.incref(e[2])
        try:
            if not S.contains(h, other, o, e[0], eq):
                return False
        finally:
            h.decref(o)
    return True


def issuperset(m: Any, s: Any, other: Any) -> bool:
    if is_set(other):
        return issubset(m, other, s)
    for o in m.iterate(other):
        try:
            if not S.contains(m.heap, s, o, hash_of(m, o), equality(m)):
                return False
        finally:
            m.heap.decref(o)
    return True


# ---------------------------------------------------------------- what both types have

def _declare(native: Any) -> None:
    @native.method("__len__")
    def set_len(m: Any, self: Any) -> Any:
        return m.heap.new_int(self.used)

    @native.method("__contains__")
    def set_contains(m: Any, self: Any, key: Any) -> Any:
        return m.heap.bool(S.contains(m.heap, self, key, lookup_hash(m, key), equality(m)))

    @native.method("__iter__")
    def set_iter(m: Any, self: Any) -> Any:
        h = m.heap
        return h.new_native(h.types["set_iterator"], [h.incref(self)], [0, self.used, self.used])

    @native.method("__repr__")
    def set_repr(m: Any, self: Any) -> Any:
        h = m.heap
        name = self.type.name
        if not C.enter_repr(m, self):
            return h.new_str(f"{name}(...)")
        try:
            if not self.used:
                return h.new_str(f"{name}()")
            items = [h.incref(o) for o in S.members(self)]
            try:
                inner = ", ".join([m.repr(o) for o in items])
            finally:
                h.decref_all(items)
            return h.new_str("{" + inner + "}" if self.type is h.types["set"] else f"{name}({{{inner}}})")
        finally:
            C.leave_repr(m, self)

    C.add_comparisons(native, set_compare)

    @native.method("copy")
    def set_copy(m: Any, self: Any) -> Any:
        if self.type is m.heap.types["frozenset"]:
            return m.heap.incref(self)
        return copy(m, self)

    @native.method("isdisjoint")
    def set_isdisjoint(m: Any, self: Any, other: Any) -> Any:
        h = m.heap
        if other is self:
            return h.bool(not self.used)
        made = intersection_exists(m, self, other)
        return h.bool(not made)

    @native.method("issubset")
    def set_issubset(m: Any, self: Any, other: Any) -> Any:
        return m.heap.bool(issubset(m, self, other))

    @native.method("issuperset")
    def set_issuperset(m: Any, self: Any, other: Any) -> Any:
        return m.heap.bool(issuperset(m, self, other))

    @native.method("union")
    def set_union(m: Any, self: Any, *others: Any) -> Any:
        result = copy(m, self)
        try:
            for other in others:
                if other is not self:
                    update(m, result, other)
        except BaseException:
            m.heap.decref(result)
            raise
        return result

    @native.method("intersection")
    def set_intersection(m: Any, self: Any, *others: Any) -> Any:
        return intersection_all(m, self, others)

    @native.method("difference")
    def set_difference(m: Any, self: Any, *others: Any) -> Any:
        if not others:
            return copy(m, self)
        result = difference(m, self, others[0])
        try:
            for other in others[1:]:
                difference_update(m, result, other)
        except BaseException:
            m.heap.decref(result)
            raise
        return result

    @native.method("symmetric_difference")
    def set_symmetric_difference(m: Any, self: Any, other: Any) -> Any:
        return symmetric_difference(m, self, other)

    def operator(sign: str, function: Any) -> None:
        @native.method(f"__{sign}__")
        def forward(m: Any, self: Any, other: Any) -> Any:
            return function(m, self, other) if is_set(self) and is_set(other) else m.not_implemented()

        @native.method(f"__r{sign}__")
        def reflected(m: Any, self: Any, other: Any) -> Any:
            return function(m, other, self) if is_set(self) and is_set(other) else m.not_implemented()

    def union(m: Any, a: Any, b: Any) -> Any:
        return set_union(m, a, b)

    operator("or", union)
    operator("and", intersection)
    operator("sub", difference)
    operator("xor", symmetric_difference)

    @native.method("__sizeof__")
    def set_sizeof(m: Any, self: Any) -> Any:
        return C.size_without_head(m, self)

    @native.method("__reduce__")
    def set_reduce(m: Any, self: Any) -> Any:
        h = m.heap
        items = h.new_list([h.incref(o) for o in S.members(self)])
        state = m.getattr_or_none(self, "__dict__")
        return h.new_tuple([h.incref(self.type), h.new_tuple([items]), state or h.incref(h.none)])


def intersection_all(m: Any, s: Any, others: Any) -> Any:
    """set_intersection_multi."""
    if not others:
        return copy(m, s)
    result = m.heap.incref(s)
    for other in others:
        try:
            made = intersection(m, result, other)
        finally:
            m.heap.decref(result)
        result = made
    return result


def intersection_exists(m: Any, s: Any, other: Any) -> bool:
    """set_isdisjoint, negated."""
    h = m.heap
    eq = equality(m)
    if is_set(other):
        if other.used > s.used:
            s, other = other, s
        for e in S.entries(other):
            o = h.incref(e[2])
            try:
                if S.contains(h, s, o, e[0], eq):
                    return True
            finally:
                h.decref(o)
        return False
    for o in m.iterate(other):
        try:
            if S.contains(h, s, o, hash_of(m, o), eq):
                return True
        finally:
            h.decref(o)
    return False


def set_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    """set_richcompare: by inclusion."""
    if not is_set(b):
        return m.not_implemented()
    if sign in ("==", "!="):
        same = a.used == b.used and not (a.hash is not None and b.hash is not None and a.hash != b.hash) and issubset(m, a, b)
        return m.heap.bool(same == (sign == "=="))
    if sign == "<=":
        found = issubset(m, a, b)
    elif sign == ">=":
        found = issubset(m, b, a)
    elif sign == "<":
        found = a.used < b.used and issubset(m, a, b)
    else:
        found = a.used > b.used and issubset(m, b, a)
    return m.heap.bool(found)


_declare(SET)
_declare(FROZENSET)


@FROZENSET.method("__hash__")
def frozenset_hash(m: Any, self: Any) -> Any:
    if self.hash is None:
        self.hash = S.frozen_hash(self)
    return m.heap.new_int(self.hash)


# ---------------------------------------------------------------- what only set has

@SET.method("add")
def set_add(m: Any, self: Any, object: Any) -> None:
    add(m, self, object)


@SET.method("remove")
def set_remove(m: Any, self: Any, object: Any) -> None:
    if not S.discard(m.heap, self, object, lookup_hash(m, object), equality(m)):
        raise key_error(m, object)


@SET.method("discard")
def set_discard(m: Any, self: Any, object: Any) -> None:
    S.discard(m.heap, self, object, lookup_hash(m, object), equality(m))


@SET.method("pop")
def set_pop(m: Any, self: Any) -> Any:
    o = S.pop(m.heap, self)
    if o is None:
        raise m.error("KeyError", "pop from an empty set")
    return o


@SET.method("clear")
def set_clear(m: Any, self: Any) -> None:
    S.clear(m.heap, self)


@SET.method("update")
def set_update(m: Any, self: Any, *others: Any) -> None:
    for other in others:
        update(m, self, other)


@SET.method("intersection_update")
def set_intersection_update(m: Any, self: Any, *others: Any) -> None:
    made = intersection_all(m, self, others)
    S.swap(m.heap, self, made)
    m.heap.decref(made)


@SET.method("difference_update")
def set_difference_update(m: Any, self: Any, *others: Any) -> None:
    for other in others:
        difference_update(m, self, other)


@SET.method("symmetric_difference_update")
def set_symmetric_difference_update(m: Any, self: Any, other: Any) -> None:
    symmetric_difference_update(m, self, other)


def _in_place(sign: str, function: Any) -> None:
    @SET.method(f"__i{sign}__")
    def method(m: Any, self: Any, other: Any) -> Any:
        if not is_set(other):
            return m.not_implemented()
        function(m, self, other)
        return m.heap.incref(self)


_in_place("or", update)
_in_place("and", set_intersection_update)
_in_place("sub", difference_update)
_in_place("xor", symmetric_difference_update)


# ---------------------------------------------------------------- the iterator

@ITERATOR.method("__next__")
def iterator_next(m: Any, self: Any) -> Any:
    """setiter_iternext."""
    s = self.held[0]
    if s is None:
        return END
    state = self.data
    if state[1] != s.used:
        state[1] = -1
        raise m.error("RuntimeError", "Set changed size during iteration")
    i = state[0]
    table = s.table
    while i <= s.mask and table[i].__class__ is not list:
        i += 1
    state[0] = i + 1
    if i > s.mask:
        m.heap.set_held(self, 0, None)
        return END
    state[2] -= 1
    return m.heap.incref(table[i][2])


@ITERATOR.method("__iter__")
def iterator_iter(m: Any, self: Any) -> Any:
    return m.heap.incref(self)


@ITERATOR.method("__length_hint__")
def iterator_length_hint(m: Any, self: Any) -> Any:
    s = self.held[0]
    return m.heap.new_int(self.data[2] if s is not None and self.data[1] == s.used else 0)
