"""Lists: the only code that changes a list's items and its item array (Objects/listobject.c).

Vocabulary: ``items`` is a host list of the items, ``allocated`` the capacity of the item array, ``buf`` the array's
address (0: none).  Functions that store an item take over the caller's reference to it; functions that hand an item
out give theirs away.  What is displaced is dropped last, when the list is consistent again, because dropping may run
the learner's code.

Invariant: ``len(items) <= allocated``, and ``buf`` is a block of ``8 * allocated`` bytes (except while sorting, when
the list looks empty and ``allocated`` is -1).
"""

from __future__ import annotations

from memlab.heap import growth
from memlab.model.kinds import REFERENCE_SET, RESIZED, SPLICED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from memlab.heap.heap import Heap
    from memlab.heap.objects import List, Obj


# ---------------------------------------------------------------- the item array

def set_capacity(h: Heap, lst: List, capacity: int) -> None:
    """Make the item array hold exactly ``capacity`` items; 0 keeps a block of zero bytes, as ``realloc`` does."""
    log = h.log
    before = h.sizeof(lst) if log is not None else 0
    nbytes = 8 * capacity
    if nbytes > h.max_bytes:
        h.check_limit(nbytes, f"a list of {capacity:,} items")
    lst.buf = h.realloc(lst.buf, nbytes) if lst.buf else h.malloc(nbytes)
    lst.allocated = capacity
    if log is not None:
        after = h.sizeof(lst)
        if after != before:
            log((RESIZED, lst.serial, before, after))


def free_array(h: Heap, lst: List) -> None:
    """Give the item array back; the list keeps no room."""
    if lst.buf:
        before = h.sizeof(lst) if h.log is not None else 0
        h.free(lst.buf)
        lst.buf = 0
        lst.allocated = 0
        if h.log is not None:
            after = h.sizeof(lst)
            if after != before:
                h.log((RESIZED, lst.serial, before, after))


def resize(h: Heap, lst: List, n: int) -> None:
    """Make room for ``n`` items, with CPython's spare room, or shrink (list_resize).  The items are the caller's to change."""
    allocated = lst.allocated
    capacity = growth.list_resize(h.profile, len(lst.items), allocated, n)
    if capacity != allocated:
        set_capacity(h, lst, capacity)


def preallocate(h: Heap, lst: List, n: int) -> None:
    """Reserve room for ``n`` items of a list that has no array yet (list_preallocate_exact)."""
    set_capacity(h, lst, growth.list_preallocate_exact(n))


def reserve_hint(h: Heap, lst: List, hint: int) -> None:
    """Reserve room for about ``hint`` more items before an iterator of unknown length is read (list_extend)."""
    if not lst.buf:
        if hint:
            preallocate(h, lst, hint)
    elif hint:
        resize(h, lst, len(lst.items) + hint)


def trim(h: Heap, lst: List) -> None:
    """Give back surplus room after an iterator has been read (the end of list_extend)."""
    n = len(lst.items)
    if n < lst.allocated:
        resize(h, lst, n)


# ---------------------------------------------------------------- changing

def append(h: Heap, lst: List, value: Obj) -> None:
    """Append ``value``, taking over its reference (_PyList_AppendTakeRef)."""
    items = lst.items
    n = len(items)
    if n >= lst.allocated:
        resize(h, lst, n + 1)
    items.append(value)
    if h.log is not None:
        h.log((SPLICED, lst.serial, n, (), (value.serial,)))


def extend_items(h: Heap, lst: List, new: Sequence[Obj], exact: bool = True) -> None:
    """Append items of known number, taking over their references (list_extend's fast path).

    exact: a list without an array gets just enough room; otherwise room as by `resize`.
    """
    n = len(new)
    if not n:
        return
    items = lst.items
    start = len(items)
    if lst.buf or not exact:
        resize(h, lst, start + n)
    else:
        preallocate(h, lst, n)
    items.extend(new)
    if h.log is not None:
        h.log((SPLICED, lst.serial, start, (), tuple([x.serial for x in new])))


def set_item(h: Heap, lst: List, i: int, value: Obj) -> None:
    """Replace item ``i`` (within bounds) by ``value``, taking over its reference."""
    items = lst.items
    old = items[i]
    items[i] = value
    if h.log is not None:
        h.log((REFERENCE_SET, lst.serial, i, old.serial, value.serial))
    h.decref(old)


def insert(h: Heap, lst: List, i: int, value: Obj) -> None:
    """Insert ``value`` before index ``i``, clipped as ``list.insert`` does (ins1); takes over its reference."""
    items = lst.items
    n = len(items)
    resize(h, lst, n + 1)
    if i < 0:
        i = max(0, i + n)
    elif i > n:
        i = n
    items.insert(i, value)
    if h.log is not None:
        h.log((SPLICED, lst.serial, i, (), (value.serial,)))


def pop_index(h: Heap, lst: List, i: int) -> Obj:
    """Remove item ``i`` (within bounds) and hand its reference to the caller (list_pop)."""
    items = lst.items
    value = items.pop(i)
    n = len(items)
    if h.log is not None:
        h.log((SPLICED, lst.serial, i if i >= 0 else n, (value.serial,), ()))
    if n and n < lst.allocated >> 1 or not n:
        _shrink(h, lst, n, at_end=i < 0 or i == n)
    return value


def _shrink(h: Heap, lst: List, n: int, at_end: bool = True) -> None:
    """Fit the array to ``n`` items after some were removed; an emptied list gives it back."""
    if n or at_end and not _pop_frees_array(h):
        capacity = growth.list_resize(h.profile, n, lst.allocated, n)
        if capacity != lst.allocated:
            set_capacity(h, lst, capacity)
    else:
        free_array(h, lst)


def _pop_frees_array(h: Heap) -> bool:
    # Up to 3.11 the last pop reallocates the array to zero bytes, which leaves a block of one byte.
    return h.profile.list_pop_frees_array


def delete_index(h: Heap, lst: List, i: int) -> None:
    """``del lst[i]`` (within bounds; list_ass_item)."""
    p = h.profile
    if p.list_del_item == "slice":
        splice(h, lst, i, i + 1, ())
        return
    value = lst.items.pop(i)
    if h.log is not None:
        h.log((SPLICED, lst.serial, i, (value.serial,), ()))
    if p.list_del_item == "resize":
        n = len(lst.items)
        capacity = growth.list_resize(p, n, lst.allocated, n)
        if capacity != lst.allocated:
            set_capacity(h, lst, capacity)
    h.decref(value)


def splice(h: Heap, lst: List, start: int, stop: int, new: Sequence[Obj]) -> None:
    """Replace items ``start`` to ``stop`` by ``new``, taking over its references (list_ass_slice)."""
    items = lst.items
    size = len(items)
    if start < 0:
        start = 0
    elif start > size:
        start = size
    if stop < start:
        stop = start
    elif stop > size:
        stop = size
    old = items[start:stop]
    n = size - len(old) + len(new)
    if not n:
        clear(h, lst)
        return
    if len(new) > len(old):
        resize(h, lst, n)
        items[start:stop] = new
    else:
        items[start:stop] = new
        if len(new) < len(old):
            _shrink(h, lst, n)
    if h.log is not None and (old or new):
        h.log((SPLICED, lst.serial, start, tuple([x.serial for x in old]), tuple([x.serial for x in new])))
    for x in reversed(old):
        h.decref(x)


def set_strided(h: Heap, lst: List, indices: range, new: Sequence[Obj]) -> None:
    """Replace the items at ``indices`` (as many as ``new``), taking over its references (list_ass_subscript)."""
    items = lst.items
    old = []
    log = h.log
    for i, value in zip(indices, new):
        old.append(items[i])
        if log is not None:
            log((REFERENCE_SET, lst.serial, i, items[i].serial, value.serial))
        items[i] = value
    for x in old:
        h.decref(x)


def delete_strided(h: Heap, lst: List, indices: range) -> None:
    """Remove the items at ``indices`` (list_ass_subscript)."""
    if not len(indices):
        return
    items = lst.items
    if indices.step < 0:
        indices = indices[::-1]
    old = [items[i] for i in indices]
    if h.log is not None:
        for i in reversed(indices):
            h.log((SPLICED, lst.serial, i, (items[i].serial,), ()))
    del items[indices.start:indices[-1] + 1:indices.step]
    n = len(items)
    capacity = growth.list_resize(h.profile, n, lst.allocated, n)
    if capacity != lst.allocated:
        set_capacity(h, lst, capacity)
    for x in old:
        h.decref(x)


def clear(h: Heap, lst: List) -> None:
    """Remove everything; items are dropped from the back, then the array is freed (list_clear)."""
    old = lst.items
    lst.items = []
    buf = lst.buf
    before = h.sizeof(lst) if h.log is not None else 0
    lst.buf = 0
    if lst.allocated > 0:
        lst.allocated = 0
    if h.log is not None:
        if old:
            h.log((SPLICED, lst.serial, 0, tuple([x.serial for x in old]), ()))
        after = h.sizeof(lst)
        if after != before:
            h.log((RESIZED, lst.serial, before, after))
    for x in reversed(old):
        h.decref(x)
    if buf:
        h.free(buf)


def reorder(h: Heap, lst: List, items: list[Obj]) -> None:
    """Put the same items into another order (reverse, the end of a sort)."""
    old = lst.items
    lst.items = items
    if h.log is not None and old != items:
        h.log((SPLICED, lst.serial, 0, tuple([x.serial for x in old]), tuple([x.serial for x in items])))


def repeat_in_place(h: Heap, lst: List, n: int) -> None:
    """``lst *= n`` (list_inplace_repeat)."""
    items = lst.items
    size = len(items)
    if not size or n == 1:
        return
    if n < 1:
        clear(h, lst)
        return
    resize(h, lst, size * n)
    new = items * (n - 1)
    for x in items:
        if n > 1:
            for _ in range(n - 1) if h.log is not None else ():
                h.incref(x)
            if h.log is None:
                x.rc += n - 1
    items.extend(new)
    if h.log is not None:
        h.log((SPLICED, lst.serial, size, (), tuple([x.serial for x in new])))


# ---------------------------------------------------------------- sorting

def sort(h: Heap, lst: List, key: Callable[[Obj], Any], reverse: bool, runs_guest_code: bool = True) -> bool:
    """Sort in place, stably; ``key`` makes a host key that has ``__lt__`` from an item.

    While it runs the list looks empty, as CPython's does; False when the list was changed meanwhile (then what was
    put in is dropped).  What ``key`` or a comparison raises passes through; the list then holds its items in some order.
    """
    items = lst.items
    log = h.log
    if not runs_guest_code:
        reorder(h, lst, sorted(items, key=key, reverse=reverse))
        return True
    buf, allocated = lst.buf, lst.allocated
    before = h.sizeof(lst) if log is not None else 0
    lst.items = []
    lst.buf = 0
    lst.allocated = -1
    if log is not None:
        log((SPLICED, lst.serial, 0, tuple([x.serial for x in items]), ()))
        log((RESIZED, lst.serial, before, h.sizeof(lst)))
    unchanged = True
    try:
        items.sort(key=key, reverse=reverse)
    finally:
        unchanged = lst.allocated == -1
        intruders, their_array = lst.items, lst.buf
        during = h.sizeof(lst) if log is not None else 0
        lst.items = items
        lst.buf, lst.allocated = buf, allocated
        if log is not None:
            log((SPLICED, lst.serial, 0, tuple([x.serial for x in intruders]), tuple([x.serial for x in items])))
            log((RESIZED, lst.serial, during, h.sizeof(lst)))
        for x in reversed(intruders):
            h.decref(x)
        if their_array:
            h.free(their_array)
    return unchanged


def decref_each(h: Heap, objects: Iterable[Obj]) -> None:
    """Drop one reference to each, from the first on."""
    for o in objects:
        h.decref(o)


def new_generic(h: Heap) -> List:
    """PyType_GenericAlloc for list: an empty list that does not come from the free list (what ``list()`` makes)."""
    kept, h.fl_list = h.fl_list, []
    try:
        return h.new_list([])
    finally:
        h.fl_list = kept
