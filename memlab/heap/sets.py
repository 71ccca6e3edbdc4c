"""Sets: the open-addressed hash table of set and frozenset (Objects/setobject.c).

``Set.table`` is a host list of ``mask + 1`` slots: None (unused), DUMMY (deleted) or [hash, None, member].  ``used`` counts
members, ``fill`` members and dummies.  A look-up starts at ``hash & mask`` and tries LINEAR_PROBES neighbours before it
jumps, so members lie, and are iterated, exactly as in CPython.

Invariant: ``used <= fill <= mask``, so that every look-up ends at an unused slot.  ``eq(a, b)`` is a host callable for
members that are not the same object but have the same hash; it may run the learner's code, and a set that changed
meanwhile is looked up anew.  Functions that add take their own reference to the member.
"""

from __future__ import annotations

from memlab.heap import growth
from memlab.model.kinds import REFERENCE_SET, RESIZED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from memlab.heap.heap import Heap
    from memlab.heap.objects import Obj, Set

    Eq = Callable[[Obj, Obj], bool]

LINEAR_PROBES = 9
PERTURB_SHIFT = 5
MINSIZE = 8
_MASK64 = (1 << 64) - 1


class _Dummy:
    """The mark of a slot whose member was removed."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "DUMMY"


DUMMY = _Dummy()


def init(s: Any) -> None:
    """Make the fields of a blank Set those of an empty set."""
    s.table = [None] * MINSIZE
    s.fill = s.used = 0
    s.mask = MINSIZE - 1
    s.addr_table = 0
    s.hash = None
    s.weakrefs = None
    s.finger = 0
    s.version = 0


# ---------------------------------------------------------------- looking up

def find(h: Heap, s: Set, o: Obj, hash: int, eq: Eq | None) -> int:
    """set_lookkey: the slot of the member equal to ``o``, or -1.  ``eq`` None: only identity counts."""
    again = True
    while again:
        again = False
        table = s.table
        mask = s.mask
        perturb = hash & _MASK64
        i = perturb & mask
        while True:
            last = i + LINEAR_PROBES if i + LINEAR_PROBES <= mask else i
            for j in range(i, last + 1):
                e = table[j]
                if e is None:
                    return -1
                if e.__class__ is list and e[0] == hash:
                    member = e[2]
                    if member is o:
                        return j
                    if eq is not None:
                        h.incref(member)
                        try:
                            same = eq(member, o)
                        finally:
                            h.decref(member)
                        if s.table is not table or table[j] is not e:
                            again = True
                            break
                        if same:
                            return j
            if again:
                break
            perturb >>= PERTURB_SHIFT
            i = (i * 5 + 1 + perturb) & mask
    return -1


def contains(h: Heap, s: Set, o: Obj, hash: int, eq: Eq | None) -> bool:
    return find(h, s, o, hash, eq) >= 0


# ---------------------------------------------------------------- adding

def add(h: Heap, s: Set, o: Any, hash: int, eq: Eq | None) -> bool:
    """set_add_entry: add ``o`` unless an equal member is there; True when it was added.

    The last dummy passed on the way to the end of the search is used again; otherwise an unused slot is filled.
    """
    table = s.table
    mask = s.mask
    i = hash & mask
    if table[i] is None:
        table[i] = [hash, None, o]
        reused = False
    else:
        if find(h, s, o, hash, eq) >= 0:
            return False
        # A comparison may have changed the set.
        table = s.table
        mask = s.mask
        reused = _place_or_reuse(table, mask, hash, [hash, None, o])
    h.incref(o)
    s.used += 1
    s.version += 1
    if h.log is not None:
        h.log((REFERENCE_SET, s.serial, ("member", o.serial), 0, o.serial))
    if reused:
        return True
    s.fill += 1
    if s.fill * 5 >= mask * 3:
        resize(h, s, s.used * 2 if s.used > 50000 else s.used * 4)
    return True


def _place_or_reuse(table: list[Any], mask: int, hash: int, entry: list[Any]) -> bool:
    """Store an entry known to be absent; True when it took a dummy's slot (which leaves ``fill`` as it is)."""
    perturb = hash & _MASK64
    i = perturb & mask
    free = -1
    while True:
        for j in range(i, i + LINEAR_PROBES + 1 if i + LINEAR_PROBES <= mask else i + 1):
            e = table[j]
            if e is None:
                if free < 0:
                    table[j] = entry
                    return False
                table[free] = entry
                return True
            if e is DUMMY:
                free = j
        perturb >>= PERTURB_SHIFT
        i = (i * 5 + 1 + perturb) & mask


def _place(table: list[Any], mask: int, hash: int, entry: list[Any]) -> None:
    """set_insert_clean: put an entry into the first unused slot on its way."""
    perturb = hash & _MASK64
    i = perturb & mask
    while True:
        if table[i] is None:
            table[i] = entry
            return
        if i + LINEAR_PROBES <= mask:
            for j in range(i + 1, i + LINEAR_PROBES + 1):
                if table[j] is None:
                    table[j] = entry
                    return
        perturb >>= PERTURB_SHIFT
        i = (i * 5 + 1 + perturb) & mask


def resize(h: Heap, s: Set, minused: int) -> None:
    """set_table_resize: a table for more than ``minused`` members, without dummies."""
    size = growth.set_table_size(minused)
    old_addr = s.addr_table
    if size == MINSIZE and not old_addr and s.fill == s.used:
        return
    before = h.sizeof(s) if h.log is not None else 0
    nbytes = growth.set_table_nbytes(size)
    if nbytes > h.max_bytes:
        h.check_limit(nbytes, f"a set with room for {size:,} members")
    s.addr_table = h.malloc(nbytes) if nbytes else 0
    table: list[Any] = [None] * size
    mask = size - 1
    for e in s.table:
        if e.__class__ is list:
            _place(table, mask, e[0], e)
    s.table = table
    s.mask = mask
    s.fill = s.used
    if old_addr:
        h.free(old_addr)
    if h.log is not None:
        after = h.sizeof(s)
        if after != before:
            h.log((RESIZED, s.serial, before, after))


# ---------------------------------------------------------------- removing

def discard(h: Heap, s: Set, o: Obj, hash: int, eq: Eq | None) -> bool:
    """set_discard_entry: remove the member equal to ``o``, leaving a dummy; False when there is none."""
    i = find(h, s, o, hash, eq)
    if i < 0:
        return False
    h.decref(_take(h, s, i))
    return True


def _take(h: Heap, s: Set, i: int) -> Any:
    """Turn slot ``i`` into a dummy and hand its member's reference to the caller."""
    o = s.table[i][2]
    s.table[i] = DUMMY
    s.used -= 1
    s.version += 1
    if h.log is not None:
        h.log((REFERENCE_SET, s.serial, ("member", o.serial), o.serial, 0))
    return o


def pop(h: Heap, s: Set) -> Any:
    """set_pop: remove the next member from the finger on and hand its reference to the caller; None when empty."""
    if not s.used:
        return None
    i = s.finger & s.mask
    table = s.table
    while table[i].__class__ is not list:
        i += 1
        if i > s.mask:
            i = 0
    o = _take(h, s, i)
    s.finger = i + 1
    return o


def clear(h: Heap, s: Set) -> None:
    """set_clear_internal: an empty set with the built-in table; members are dropped in table order."""
    members = [e[2] for e in s.table if e.__class__ is list]
    addr = s.addr_table
    if not s.fill and not addr:
        return
    before = h.sizeof(s) if h.log is not None else 0
    s.table = [None] * MINSIZE
    s.fill = s.used = 0
    s.mask = MINSIZE - 1
    s.addr_table = 0
    s.hash = None
    s.version += 1
    if h.log is not None:
        for o in members:
            h.log((REFERENCE_SET, s.serial, ("member", o.serial), o.serial, 0))
        after = h.sizeof(s)
        if after != before:
            h.log((RESIZED, s.serial, before, after))
    for o in members:
        h.decref(o)
    if addr:
        h.free(addr)


def release_contents(h: Heap, s: Set) -> None:
    """set_dealloc without the object itself."""
    table = s.table
    s.table = []
    for e in table:
        if e.__class__ is list:
            h.decref(e[2])
    if s.addr_table:
        h.free(s.addr_table)
        s.addr_table = 0


# ---------------------------------------------------------------- whole sets

def entries(s: Set) -> list[Any]:
    """The host entries [hash, None, member] in table order."""
    return [e for e in s.table if e.__class__ is list]


def members(s: Set) -> list[Any]:
    """The members in table order (borrowed)."""
    return [e[2] for e in s.table if e.__class__ is list]


def merge(h: Heap, s: Set, other: Set, eq: Eq | None) -> None:
    """set_merge: add the members of another set, after one resize that leaves room for all of them."""
    if other is s or not other.used:
        return
    if (s.fill + other.used) * 5 >= s.mask * 3:
        resize(h, s, (s.used + other.used) * 2)
    if not s.fill:
        if s.mask == other.mask and other.fill == other.used:
            s.table = [e if e is None else [e[0], None, e[2]] for e in other.table]
        else:
            table = s.table
            for e in entries(other):
                _place(table, s.mask, e[0], [e[0], None, e[2]])
        s.fill = s.used = other.used
        s.version += 1
        for e in entries(s):
            h.incref(e[2])
            if h.log is not None:
                h.log((REFERENCE_SET, s.serial, ("member", e[2].serial), 0, e[2].serial))
        return
    for e in entries(other):
        o = e[2]
        h.incref(o)
        try:
            add(h, s, o, e[0], eq)
        finally:
            h.decref(o)


def presize_for_dict(h: Heap, s: Set, n: int) -> None:
    """set_update_dict_lock_held: room for the ``n`` keys of a dict."""
    if (s.fill + n) * 5 >= s.mask * 3:
        resize(h, s, (s.used + n) * 2)


def sweep(h: Heap, s: Set) -> None:
    """The end of set_difference_update_internal: dummies go when they fill more than a quarter of the table."""
    if s.fill - s.used > s.mask // 4:
        resize(h, s, s.used * 2 if s.used > 50000 else s.used * 4)


def swap(h: Heap, a: Set, b: Set) -> None:
    """set_swap_bodies: exchange the contents (intersection_update and friends build a new set and swap)."""
    log = h.log
    before = (h.sizeof(a), h.sizeof(b)) if log is not None else (0, 0)
    if log is not None:
        for s, t in ((a, b), (b, a)):
            for o in members(s):
                log((REFERENCE_SET, s.serial, ("member", o.serial), o.serial, 0))
    for name in ("table", "fill", "used", "mask", "addr_table"):
        x = getattr(a, name)
        setattr(a, name, getattr(b, name))
        setattr(b, name, x)
    a.version += 1
    b.version += 1
    a.hash = b.hash = None
    if log is not None:
        for s in (a, b):
            for o in members(s):
                log((REFERENCE_SET, s.serial, ("member", o.serial), 0, o.serial))
        for s, old in zip((a, b), before):
            after = h.sizeof(s)
            if after != old:
                log((RESIZED, s.serial, old, after))


def frozen_hash(s: Set) -> int:
    """frozenset_hash_impl: independent of the order of the members and of the table's size."""
    acc = 0
    for e in s.table:
        # An unused slot counts as hash 0, a dummy as -1; what both add is taken away below.
        x = e[0] & _MASK64 if e.__class__ is list else 0 if e is None else _MASK64
        acc ^= _shuffle(x)
    if (s.mask + 1 - s.fill) & 1:
        acc ^= _shuffle(0)
    if (s.fill - s.used) & 1:
        acc ^= _shuffle(_MASK64)
    acc ^= (s.used + 1) * 1927868237 & _MASK64
    acc ^= (acc >> 11) ^ (acc >> 25)
    acc = (acc * 69069 + 907133923) & _MASK64
    if acc == _MASK64:
        acc = 590923713
    return acc - (1 << 64) if acc >> 63 else acc


def _shuffle(x: int) -> int:
    return ((x ^ 89869747) ^ (x << 16 & _MASK64)) * 3644798167 & _MASK64
