"""Dicts: the only code that changes a dict's entries and its keys object (Objects/dictobject.c).

``Dict.d`` holds the entries as the host sees them (host key -> [key, value]); `Keys` says what CPython's hash table
would look like: its size, how many entries were ever appended (``nentries``, dummies included) and how many still fit
(``usable``).  The three shapes of a dict:

* *empty*: ``keys`` is `EMPTY`, a static keys object that nobody owns;
* *combined*: ``keys`` is its own, and the dict owns a reference to every key;
* *split*: ``keys`` is shared with a class, which owns the references to the keys; the values lie in an array
  (``values_addr``) or still inside the instance whose ``__dict__`` this is (``owner``).

Functions take over the caller's reference to a value, take their own to a key that is inserted, and drop what they
displace last.  A host key may be a guest object with a Python ``__eq__``: every function does one host look-up, as
CPython does one, and changes nothing before it.
"""

from __future__ import annotations

from memlab.heap import growth
from memlab.heap.objects import IMMORTAL, Dict, Keys, Str, Tuple, Type
from memlab.model.kinds import ENTRY_SET, REFERENCE_SET, RESIZED, TRACKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from memlab.heap.heap import Heap
    from memlab.heap.objects import Obj

LOG_MINSIZE = 3
"""PyDict_LOG_MINSIZE: the smallest table has 8 slots."""

_FREE_KEYS = "dict keys"
"""Name of the free list of keys objects in ``Heap.fl_other``; it holds addresses behind a GC head that is not there."""


def _empty_keys() -> Keys:
    k = Keys()
    k.log2_size = k.nentries = k.usable = k.addr = k.nbytes = 0
    k.unicode = True
    k.shared = False
    k.names = None
    k.owner = 0
    k.refs = IMMORTAL
    return k


EMPTY = _empty_keys()
"""Py_EMPTY_KEYS: static, never written to."""

_ABSENT: Any = object()


# ---------------------------------------------------------------- keys objects and values arrays

def new_keys(h: Heap, log2: int, unicode: bool) -> Keys:
    """new_keys_object: an empty table of ``2 ** log2`` slots, from the free list if it is of the smallest size."""
    p = h.profile
    k = Keys()
    k.log2_size = log2
    k.nentries = 0
    k.usable = growth.usable_fraction(1 << log2)
    k.unicode = unicode
    k.shared = False
    k.names = None
    k.owner = 0
    k.refs = 1
    n = k.nbytes = growth.dict_keys_nbytes(p, log2, unicode)
    if n > h.max_bytes:
        h.check_limit(n, f"a dict with room for {k.usable:,} entries")
    kept = h.fl_other.get(_FREE_KEYS)
    if kept and log2 == LOG_MINSIZE and (unicode or not p.dict_unicode_entries):
        k.addr = kept.pop() - p.gc_head
    else:
        k.addr = h.malloc(n)
    return k


def free_keys(h: Heap, k: Keys) -> None:
    """free_keys_object, without the entries."""
    if k is EMPTY:
        return
    p = h.profile
    if k.log2_size == LOG_MINSIZE and (k.unicode or not p.dict_unicode_entries):
        kept = h.fl_other.setdefault(_FREE_KEYS, [])
        if len(kept) < p.free_lists["dict_keys"]:
            kept.append(k.addr + p.gc_head)
            return
    h.free(k.addr)


def release_keys(h: Heap, k: Keys) -> None:
    """Drop one reference to shared keys (dictkeys_decref); the last one drops the names."""
    k.refs -= 1
    if k.refs and k.shared:
        h.orphan_keys.add(k)    # its class let go, other instances' dicts still use it
    if not k.refs:
        h.orphan_keys.discard(k)
        for name in k.names.values():
            h.decref(name)
        k.names = {}
        free_keys(h, k)


def split_capacity(h: Heap, k: Keys) -> int:
    """How many values a new values array for ``k`` holds (shared_keys_usable_size)."""
    if h.profile.inline_values == "no":
        return growth.usable_fraction(1 << k.log2_size)
    return k.nentries + k.usable


def values_nbytes(h: Heap, capacity: int) -> int:
    """Bytes of a values array; without inline values (3.10) it has no bytes for the order."""
    return 8 * capacity if h.profile.inline_values == "no" else growth.values_nbytes(h.profile, capacity)


def add_shared_name(h: Heap, k: Keys, key: Obj) -> Obj:
    """Append a name to shared keys; the keys own a reference to it.  Returns the name object that the keys hold."""
    name = key.val  # type: ignore[attr-defined]
    have = k.names.get(name)
    if have is not None:
        return have
    h.incref(key)
    if h.log is not None and k.owner and key.serial > 0:
        h.log((REFERENCE_SET, k.owner, ("shared key", key.serial), 0, key.serial))
    k.names[name] = key
    k.nentries += 1
    k.usable -= 1
    return key


def sizeof(h: Heap, d: Dict) -> int:
    """What ``sys.getsizeof`` adds to the dict object itself: its table, or its values array (_PyDict_SizeOf)."""
    k = d.keys
    if d.split:
        n = 8 * split_capacity(h, k)
        return n + k.nbytes if k.refs == 1 else n
    return k.nbytes


def _resized(h: Heap, d: Dict, before: int) -> None:
    after = h.sizeof(d)
    if after != before:
        h.log((RESIZED, d.serial, before, after))  # type: ignore[misc]


# ---------------------------------------------------------------- tracking

def may_be_tracked(o: Any) -> bool:
    """_PyObject_GC_MAY_BE_TRACKED: an object that can take part in a cycle, now or later."""
    if o.gc is not None:
        return True
    t = o.type
    return t.is_gc and o.__class__ is not Tuple and not (isinstance(o, Type) and not o.is_heap)


# ---------------------------------------------------------------- creating

def init(d: Any) -> None:
    """Make the fields of a blank Dict those of an empty dict."""
    d.d = {}
    d.keys = EMPTY
    d.split = False
    d.values_addr = 0
    d.owner = None
    d.watched = False


def new(h: Heap) -> Dict:
    """PyDict_New: an empty dict; a new reference."""
    d = Dict()
    d.rc = 1
    d.type = h.t_dict
    fl = h.fl_dict
    d.addr = fl.pop() if fl else h.gc_malloc(48)
    d.d = {}
    d.keys = EMPTY
    d.split = False
    d.values_addr = 0
    d.owner = None
    d.watched = False
    h.serial = d.serial = h.serial + 1
    log = h.log
    if log is not None:
        h._born(d, 64)
    if h.profile.gc_untracks_dicts:
        d.gc = None
    else:
        g = h.gen0
        g[d] = None
        d.gc = g
        if log is not None:
            log((TRACKED, d.serial, 0))
    return d


def new_presized(h: Heap, n: int, unicode: bool = True) -> Dict:
    """_PyDict_NewPresized: an empty dict with room for ``n`` entries when that is more than the smallest table holds."""
    d = new(h)
    log2 = growth.dict_presized(h.profile, n)
    if log2:
        before = h.sizeof(d) if h.log is not None else 0
        d.keys = new_keys(h, log2, unicode)
        if h.log is not None:
            _resized(h, d, before)
    return d


def new_split(h: Heap, k: Keys) -> Dict:
    """new_dict_with_shared_keys: an empty dict whose keys are a class's."""
    d = new(h)
    before = h.sizeof(d) if h.log is not None else 0
    d.keys = k
    k.refs += 1
    d.split = True
    d.values_addr = h.malloc(values_nbytes(h, split_capacity(h, k)))
    if h.log is not None:
        _resized(h, d, before)
    return d


# ---------------------------------------------------------------- tables that grow and change shape

def resize(h: Heap, d: Dict, log2: int, unicode: bool, fresh: Any = None) -> None:
    """dictresize: move the entries into a new table of ``2 ** log2`` slots without dummies; a split dict becomes combined.

    fresh: host entry that is in ``d.d`` already but not yet in the table.
    """
    before = h.sizeof(d) if h.log is not None else 0
    old = d.keys
    used = len(d.d) - (fresh is not None)
    k = new_keys(h, log2, unicode and old.unicode)
    k.nentries = used
    k.usable -= used
    d.keys = k
    if d.split:
        for e in d.d.values():
            if e is not fresh:
                h.incref(e[0])
                if h.log is not None:
                    h.log((REFERENCE_SET, d.serial, ("key", e[0].serial), 0, e[0].serial))
        _leave_values(h, d, fresh)
        d.split = False
        release_keys(h, old)
    else:
        free_keys(h, old)
    if h.log is not None:
        _resized(h, d, before)


def _leave_values(h: Heap, d: Dict, fresh: Any) -> None:
    """The values of a split dict are somewhere else now: free their array, or leave the instance's inline values empty."""
    o = d.owner
    if o is not None:
        take_over_values(h, d, fresh)
    elif d.values_addr:
        h.free(d.values_addr)
        d.values_addr = 0


def take_over_values(h: Heap, d: Dict, fresh: Any = None) -> None:
    """The dict, not the instance, owns the values from now on (the inline values become invalid).

    fresh: a host entry that is being inserted and belongs to nobody yet.
    """
    o = d.owner
    d.owner = None
    o.values = 0
    if h.log is not None:
        for name, e in d.d.items():
            if e is not fresh:
                h.log((REFERENCE_SET, o.serial, name, e[1].serial, 0))
                h.log((REFERENCE_SET, d.serial, ("k", e[0].serial), 0, e[1].serial))


def _make_room(h: Heap, d: Dict, unicode: bool, fresh: Any) -> None:
    """What insertdict does before it appends an entry: a first table, a table for any keys, a larger table."""
    k = d.keys
    if k is EMPTY:
        before = h.sizeof(d) if h.log is not None else 0
        d.keys = new_keys(h, LOG_MINSIZE, unicode)
        if h.log is not None:
            _resized(h, d, before)
        return
    p = h.profile
    used = len(d.d) - 1
    if k.unicode and not unicode:
        if p.dict_unicode_entries:
            resize(h, d, growth.dict_grow(p, used), False, fresh)
        else:
            k.unicode = False
    if d.keys.usable <= 0:
        resize(h, d, growth.dict_grow(p, used), unicode, fresh)


def _insert_split(h: Heap, d: Dict, fresh: Any, key: Any) -> bool:
    """Insert a new entry of a split dict; False when it had to become combined (then the entry is not in the table yet)."""
    k = d.keys
    p = h.profile
    used = len(d.d) - 1
    if key.__class__ is Str:
        names = k.names
        known = key.val in names
        if p.inline_values == "no":
            # Instances must fill the shared keys in one order.
            if known:
                fits = used < k.nentries and list(names)[used] == key.val
            else:
                fits = used == k.nentries and k.usable > 0
        else:
            fits = known or k.usable > 0
        if fits:
            fresh[0] = names[key.val] if known else add_shared_name(h, k, key)
            return True
    resize(h, d, growth.dict_grow(p, used), key.__class__ is Str, fresh)
    return False


def _to_combined(h: Heap, d: Dict) -> None:
    """Turn a split dict into a combined one of the same table size (the deletions of 3.10, popitem)."""
    resize(h, d, d.keys.log2_size, True)


def make_keys_shared(h: Heap, d: Dict) -> Keys | None:
    """make_keys_shared (3.10): turn a combined dict into a split one; its keys are the class's from now on.

    Returns the keys with a reference for the caller, or None when the table has dummies or other keys than str.
    """
    k = d.keys
    if not k.unicode or k.nentries != len(d.d) or k is EMPTY:
        return None
    before = h.sizeof(d) if h.log is not None else 0
    k.shared = True
    k.names = {name: e[0] for name, e in d.d.items()}
    k.refs = 2
    d.split = True
    d.values_addr = h.malloc(values_nbytes(h, split_capacity(h, k)))
    if h.log is not None:
        for e in d.d.values():
            h.log((REFERENCE_SET, d.serial, ("key", e[0].serial), e[0].serial, 0))
        _resized(h, d, before)
    return k


# ---------------------------------------------------------------- reading

def get(d: Dict, hostkey: Any) -> Obj | None:
    """The value under ``hostkey`` (borrowed), or None."""
    e = d.d.get(hostkey)
    return None if e is None else e[1]


def is_clean(d: Dict) -> bool:
    """True when the table has no dummies."""
    return d.keys.nentries == len(d.d)


# ---------------------------------------------------------------- changing

def set(h: Heap, d: Dict, key: Any, hostkey: Any, value: Any) -> None:
    """Store ``value`` under ``key``, taking over the reference to the value (insertdict)."""
    fresh = [key, value]
    e = d.d.setdefault(hostkey, fresh)
    if e is fresh:
        _insert(h, d, fresh, key, value)
        return
    old = e[1]
    e[1] = value
    if d.gc is None and value.type.is_gc:
        track_if_needed(h, d, value)
    if h.log is not None:
        _log_entry(h, d, hostkey, e[0], old, value)
    h.decref(old)


def _insert(h: Heap, d: Dict, fresh: Any, key: Any, value: Any) -> None:
    """Account for the entry ``fresh``, which is the last of ``d.d`` already."""
    unicode = key.__class__ is Str
    if not d.split or not _insert_split(h, d, fresh, key):
        k = d.keys
        if k.usable <= 0 or (k.unicode and not unicode):
            _make_room(h, d, unicode, fresh)
            k = d.keys
        k.usable -= 1
        k.nentries += 1
        h.incref(key)
    if d.gc is None and (value.type.is_gc or key.type.is_gc):
        track_if_needed(h, d, value, key)
    if h.log is not None:
        _log_entry(h, d, key.val if unicode else None, key, None, value)


def track_if_needed(h: Heap, d: Dict, value: Any, key: Any = None) -> None:
    """MAINTAIN_TRACKING: an untracked dict is tracked from the first key or value that can be part of a cycle."""
    if d.gc is None and (may_be_tracked(value) or key is not None and may_be_tracked(key)):
        h.track(d)


def _log_entry(h: Heap, d: Dict, name: Any, key: Obj, old: Obj | None, new: Obj | None) -> None:
    """Record a changed entry: of the instance whose ``__dict__`` this is while the values are still inside it."""
    log = h.log
    before = 0 if old is None else old.serial
    after = 0 if new is None else new.serial
    if d.owner is not None:
        log((REFERENCE_SET, d.owner.serial, name, before, after))  # type: ignore[misc]
    elif d.split:  # the keys belong to the class
        log((REFERENCE_SET, d.serial, ("k", key.serial), before, after))  # type: ignore[misc]
    else:
        log((ENTRY_SET, d.serial, key.serial, before, after))  # type: ignore[misc]


def setdefault(h: Heap, d: Dict, key: Obj, hostkey: Any, value: Obj) -> Obj:
    """PyDict_SetDefault: the value under ``key``, after storing ``value`` if there was none; borrowed.

    ``value`` is borrowed too: a reference is taken when it is stored.
    """
    fresh = [key, value]
    e = d.d.setdefault(hostkey, fresh)
    if e is fresh:
        h.incref(value)
        _insert(h, d, fresh, key, value)
    return e[1]


def remove(h: Heap, d: Dict, hostkey: Any) -> list[Any] | None:
    """Take an entry out; returns the host entry [key, value] with its references, the key's only if the dict owned one.

    In a combined table a dummy stays behind: ``nentries`` and ``usable`` are as before.
    """
    if d.split and h.profile.inline_values == "no":
        if hostkey not in d.d:
            return None
        _to_combined(h, d)
    e = d.d.pop(hostkey, None)
    if e is None:
        return None
    if h.log is not None:
        _log_entry(h, d, hostkey, e[0], e[1], None)
    return e


def delete(h: Heap, d: Dict, hostkey: Any) -> bool:
    """delitem_common: remove an entry, dropping the key, then the value; False when there is none."""
    e = remove(h, d, hostkey)
    if e is None:
        return False
    if not d.split:
        h.decref(e[0])
    h.decref(e[1])
    return True


def pop(h: Heap, d: Dict, hostkey: Any) -> Obj | None:
    """Remove an entry and hand its value's reference to the caller; None when there is none."""
    e = remove(h, d, hostkey)
    if e is None:
        return None
    if not d.split:
        h.decref(e[0])
    return e[1]


def popitem(h: Heap, d: Dict) -> tuple[Obj, Obj] | None:
    """Remove the last entry and hand the references to its key and value to the caller; None when the dict is empty.

    Simplified: dummies behind the last entry are not known, so ``nentries`` goes down by one (to 0 with the last entry).
    """
    if not d.d:
        return None
    if d.split:
        _to_combined(h, d)
    _, e = d.d.popitem()
    k = d.keys
    k.nentries = k.nentries - 1 if d.d else 0
    if h.log is not None:
        h.log((ENTRY_SET, d.serial, e[0].serial, e[1].serial, 0))
    return e[0], e[1]


def clear(h: Heap, d: Dict) -> None:
    """PyDict_Clear: an empty dict without a table; a split dict whose values are inside an instance stays split."""
    entries = ordered_entries(d)
    if h.log is not None:
        for name, e in d.d.items():
            _log_entry(h, d, name, e[0], e[1], None)
    if d.split and d.owner is not None:
        d.d.clear()
        for e in entries:
            h.decref(e[1])
        return
    if d.keys is EMPTY:
        return
    before = h.sizeof(d) if h.log is not None else 0
    split = d.split
    k = d.keys
    d.keys = EMPTY
    d.split = False
    d.d.clear()
    values_addr = d.values_addr
    d.values_addr = 0
    if h.log is not None:
        _resized(h, d, before)
    _drop_table(h, k, split, values_addr, entries)


def ordered_entries(d: Dict) -> list[Any]:
    """The host entries in the order of the table's slots: by insertion, or for a split dict by the shared keys."""
    dd = d.d
    if d.split and len(dd) > 1:
        return [e for e in [dd.get(name) for name in d.keys.names] if e is not None]
    return list(dd.values())


def _drop_table(h: Heap, k: Keys, split: bool, values_addr: int, entries: list[Any]) -> None:
    """Drop the references of a table that the dict has let go of, then free it (dictkeys_decref, free_values)."""
    if split:
        for e in entries:
            h.decref(e[1])
        if values_addr:
            h.free(values_addr)
        release_keys(h, k)
    elif k is not EMPTY:
        for e in entries:
            h.decref(e[0])
            h.decref(e[1])
        free_keys(h, k)


def release_contents(h: Heap, d: Dict) -> None:
    """dict_dealloc without the object itself: drop keys and values, free the table."""
    if d.owner is not None:
        d.d = {}
        release_keys(h, d.keys)
        return
    entries = ordered_entries(d)
    d.d = {}
    k = d.keys
    d.keys = EMPTY
    _drop_table(h, k, d.split, d.values_addr, entries)


# ---------------------------------------------------------------- copying and merging

class Mutated(Exception):
    """The dict that is being read changed its size (a guest ``__eq__`` did it)."""


def _clone_table(h: Heap, d: Dict, source: Dict) -> None:
    """clone_combined_dict_keys: give the empty ``d`` the same table as ``source`` has."""
    before = h.sizeof(d) if h.log is not None else 0
    s = source.keys
    k = new_keys(h, s.log2_size, s.unicode)
    k.nentries = s.nentries
    k.usable = s.usable
    d.keys = k
    dd = d.d
    for hostkey, e in source.d.items():
        h.incref(e[0])
        h.incref(e[1])
        dd[hostkey] = [e[0], e[1]]
    if h.log is not None:
        _resized(h, d, before)
        for e in dd.values():
            h.log((ENTRY_SET, d.serial, e[0].serial, 0, e[1].serial))


def copy(h: Heap, source: Dict) -> Dict:
    """PyDict_Copy: a new dict; keeps the table's size unless a third of its entries are dummies."""
    if not source.d:
        return new(h)
    if source.split:
        return _copy_split(h, source)
    d = new(h)
    if len(source.d) >= source.keys.nentries * 2 // 3:
        _clone_table(h, d, source)
        if d.gc is None and source.gc is not None:
            h.track(d)
        return d
    merge(h, d, source)
    return d


def _copy_split(h: Heap, source: Dict) -> Dict:
    d = new_split(h, source.keys)
    for name, e in source.d.items():
        h.incref(e[1])
        d.d[name] = [e[0], e[1]]
        if h.log is not None:
            h.log((REFERENCE_SET, d.serial, ("k", e[0].serial), 0, e[1].serial))
    if d.gc is None and source.gc is not None:
        h.track(d)
    return d


def merge(h: Heap, d: Dict, other: Dict, override: bool = True) -> None:
    """dict_merge: put the entries of ``other`` into ``d`` (only the missing ones unless ``override``).

    Raises Mutated when ``other`` changes meanwhile.
    """
    if other is d or not other.d:
        return
    p = h.profile
    ok = other.keys
    if (not d.d and not other.split and ok.nentries == len(other.d)
            and not (d.split and p.inline_values == "embedded")
            and (ok.log2_size == LOG_MINSIZE or growth.usable_fraction(1 << ok.log2_size - 1) < len(other.d))):
        old, split, values_addr = d.keys, d.split, d.values_addr
        d.keys, d.split, d.values_addr = EMPTY, False, 0
        _clone_table(h, d, other)
        _drop_table(h, old, split, values_addr, [])
        if d.gc is None and other.gc is not None:
            h.track(d)
        return
    if growth.usable_fraction(1 << d.keys.log2_size) < len(other.d):
        resize(h, d, growth.dict_estimate(p, len(d.d) + len(other.d)),
               ok.unicode)
    n = ok.nentries
    for hostkey, (key, value) in list(other.d.items()):
        h.incref(key)
        h.incref(value)
        if override:
            set(h, d, key, hostkey, value)
        else:
            fresh = [key, value]
            if d.d.setdefault(hostkey, fresh) is fresh:
                _insert(h, d, fresh, key, value)
            else:
                h.decref(value)
        h.decref(key)
        if other.keys is not ok or ok.nentries != n:
            raise Mutated


def update_presize(h: Heap, d: Dict, n: int, unicode: bool) -> None:
    """What dict.fromkeys does for a dict or set of ``n`` keys: one table for all of them."""
    if n:
        resize(h, d, growth.dict_estimate(h.profile, n), unicode)


def fill(h: Heap, d: Dict, entries: Iterable[tuple[Any, Any, Any]]) -> None:
    """Insert (key, host key, value) triples whose references are both taken over (BUILD_MAP)."""
    for key, hostkey, value in entries:
        set(h, d, key, hostkey, value)
        h.decref(key)
