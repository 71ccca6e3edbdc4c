"""How containers grow and shrink, and what that makes of their sizes: pure functions of a `Profile` and numbers.

Vocabulary, as in CPython: ``allocated`` is the capacity of an array in items; ``used`` counts live entries of a dict or
set, ``fill`` adds the dummies of deleted ones; ``usable`` is how many entries a dict's keys object takes before it is
replaced; ``log2_size`` is the logarithm of a hash table's number of slots.

``*_size`` functions return what ``sys.getsizeof`` reports, GC head included; ``*_nbytes`` what the allocator is asked.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from memlab.heap.profiles import Profile

WORD = 8

# -- lists -----------------------------------------------------------------------------------------------------------


def list_resize(p: Profile, size: int, allocated: int, newsize: int) -> int:
    """Return the capacity after a list of `size` items becomes `newsize` long (Objects/listobject.c list_resize)."""
    if allocated >= newsize and (newsize >= allocated >> 1 or allocated <= p.list_shrink_min):
        return allocated
    if newsize == 0:
        return 0
    new = (newsize + (newsize >> 3) + 6) & ~3
    if newsize - size > new - newsize:
        new = (newsize + 3) & ~3
    return new


def list_append(p: Profile, size: int, allocated: int) -> int:
    """Capacity after append or insert (Objects/listobject.c ins1, _PyList_AppendTakeRefListResize)."""
    return allocated if allocated > size else list_resize(p, size, allocated, size + 1)


def list_pop(p: Profile, size: int, allocated: int) -> int:
    """Capacity after pop (Objects/listobject.c list_pop_impl)."""
    return 0 if size == 1 and p.list_pop_last_clears else list_resize(p, size, allocated, size - 1)


def list_del_item(p: Profile, size: int, allocated: int) -> int:
    """Capacity after `del l[i]` (Objects/listobject.c list_ass_item_lock_held)."""
    if p.list_del_item == "keeps":
        return allocated
    if p.list_del_item == "slice" and size == 1:
        return 0
    return list_resize(p, size, allocated, size - 1)


def list_remove(p: Profile, size: int, allocated: int) -> int:
    """Capacity after remove, which is a slice assignment (Objects/listobject.c list_remove, list_ass_slice)."""
    return list_ass_slice(p, size, allocated, size - 1)


def list_ass_slice(p: Profile, size: int, allocated: int, newsize: int) -> int:
    """Capacity after `l[i:j] = items` made the list `newsize` long (Objects/listobject.c list_ass_slice)."""
    if newsize == 0:
        return 0
    return allocated if newsize == size else list_resize(p, size, allocated, newsize)


def list_preallocate_exact(n: int) -> int:
    """Capacity of an empty list filled from something of known length (Objects/listobject.c list_preallocate_exact)."""
    return (n + 1) & ~1


def list_extend_known(p: Profile, size: int, allocated: int, n: int, *, has_array: bool = True) -> int:
    """Capacity after extending by a list or tuple of `n` items (Objects/listobject.c list_extend_fast).

    `has_array` is false for a list whose ob_item is NULL: never filled, or emptied by clear or the last pop.
    """
    if n == 0:
        return allocated
    if not has_array or allocated == 0:
        return list_preallocate_exact(n)
    return list_resize(p, size, allocated, size + n)


def list_extend_set(p: Profile, size: int, allocated: int, n: int) -> int:
    """Capacity after extending by a set, a dict or a dict view of `n` items (Objects/listobject.c list_extend_set)."""
    if p.list_from_set_exact:
        return list_extend_iter(p, size, allocated, n, n)
    return list_resize(p, size, allocated, size + n)


def list_extend_iter(p: Profile, size: int, allocated: int, n: int, hint: int | None) -> int:
    """Capacity after extending by an iterable that yields `n` items and has length hint `hint` (None: it has none, 8).

    Objects/listobject.c list_extend_lock_held, list_extend_iter_lock_held.
    """
    guess = 8 if hint is None else hint
    if guess:
        if allocated == 0:
            allocated = list_preallocate_exact(guess)
        else:
            # The size is set back after the resize: only the array is larger.
            allocated = list_resize(p, size, allocated, size + guess)
    for used in range(size, size + n):
        if used >= allocated:
            allocated = list_resize(p, used, allocated, used + 1)
    used = size + n
    if p.list_extend_trims and used < allocated:
        allocated = list_resize(p, used, allocated, used)
    return allocated


def list_literal(n: int, *, constant: bool = False) -> int:
    """Capacity of a display of `n` items: exact, but constants of three and more are an extend by a tuple.

    Python/compile.c starunpack_helper: above 30 items a display is a chain of LIST_APPEND (see `list_comprehension`).
    """
    if constant and n > 2:
        return list_preallocate_exact(n)
    return n


def list_comprehension(p: Profile, n: int) -> int:
    """Capacity of a list made by `n` appends."""
    allocated = 0
    for size in range(n):
        if size >= allocated:
            allocated = list_resize(p, size, allocated, size + 1)
    return allocated


def str_split_prealloc(p: Profile, n: int, maxcount: int) -> int:
    """Capacity of the list that split makes of `n` parts; `maxcount` is the largest number of cuts possible.

    Objects/stringlib/split.h PREALLOC_SIZE; `maxcount` is what the caller asked for, and from 3.12 at most
    `(length - 1) // 2 + 1` for blanks and `length // len(sep) + 1` for a separator.
    """
    room = 12 if maxcount < 0 or maxcount >= 12 else maxcount + 1
    for size in range(room, n):
        if size >= room:
            room = list_resize(p, size, room, size + 1)
    return room


def list_size(p: Profile, allocated: int) -> int:
    """sys.getsizeof of a list."""
    return p.sizes["list"] + p.gc_head + WORD * allocated


# -- dicts -----------------------------------------------------------------------------------------------------------

DICT_LOG_MINSIZE = 3


def usable_fraction(size: int) -> int:
    """How many entries a table of `size` slots takes (Objects/dictobject.c USABLE_FRACTION)."""
    return (size << 1) // 3


def dict_log2_keysize(p: Profile, minsize: int) -> int:
    """Logarithm of the table size for `minsize` slots (Objects/dictobject.c calculate_log2_keysize)."""
    if p.dict_keysize_quirk:
        return (((minsize | 8) - 1) | 7).bit_length()
    return (max(minsize, 8) - 1).bit_length()


def dict_estimate(p: Profile, n: int) -> int:
    """Logarithm of the table size that takes `n` entries (Objects/dictobject.c estimate_log2_keysize)."""
    return dict_log2_keysize(p, (n * 3 + 1) // 2)


def dict_grow(p: Profile, used: int) -> int:
    """Logarithm of the table size that replaces a full one (Objects/dictobject.c insertion_resize, GROWTH_RATE)."""
    return dict_log2_keysize(p, used * 3)


def dict_presized(p: Profile, n: int) -> int:
    """Logarithm of the table size of a display of `n` items (Objects/dictobject.c dict_new_presized).

    0 means: the first insertion makes a table of 8.
    """
    if n <= usable_fraction(8):
        return 0
    if n > usable_fraction(128 * 1024):
        return 17
    return dict_estimate(p, n)


def dict_entry_size(p: Profile, unicode: bool) -> int:
    """Bytes of one entry: hash, key and value, or key and value alone (Include/internal/pycore_dict.h)."""
    return 16 if unicode and p.dict_unicode_entries else 24


def dict_keys_nbytes(p: Profile, log2_size: int, unicode: bool) -> int:
    """Bytes of a keys object: header, index, entries (Objects/dictobject.c new_keys_object)."""
    width = 1 if log2_size < 8 else 2 if log2_size < 16 else 4 if log2_size < 32 else 8
    size = 1 << log2_size
    return p.dict_keys_header + width * size + usable_fraction(size) * dict_entry_size(p, unicode)


def dict_size(p: Profile, log2_size: int, unicode: bool) -> int:
    """sys.getsizeof of a dict with a table of its own; log2_size 0 is the shared empty table, which does not count."""
    own = p.sizes["dict"] + p.gc_head
    return own if log2_size == 0 else own + dict_keys_nbytes(p, log2_size, unicode)


class Table:
    """The numbers of one dict's combined table: a small model that callers may keep, copy or throw away.

    log2_size 0 is the shared empty table.  ``used`` counts live keys, ``nentries`` also the deleted ones.
    """

    __slots__ = ("log2_size", "nentries", "unicode", "usable", "used")

    def __init__(self, log2_size: int = 0, unicode: bool = True) -> None:
        self.log2_size = log2_size
        self.unicode = unicode
        self.used = 0
        self.nentries = 0
        self.usable = usable_fraction(1 << log2_size) if log2_size else 0

    def resize(self, log2_size: int, unicode: bool) -> None:
        """Replace the table; deleted entries disappear (Objects/dictobject.c dictresize)."""
        if self.log2_size and not self.unicode:
            unicode = False
        self.log2_size = log2_size
        self.unicode = unicode
        self.nentries = self.used
        self.usable = usable_fraction(1 << log2_size) - self.used

    def insert(self, p: Profile, is_str: bool) -> None:
        """A new key (Objects/dictobject.c insertdict, insert_to_emptydict)."""
        if self.log2_size == 0:
            self.resize(DICT_LOG_MINSIZE, is_str)
            self.unicode = is_str
        else:
            if self.unicode and not is_str:
                if p.dict_unicode_entries:
                    self.resize(dict_grow(p, self.used), False)
                else:
                    self.unicode = False
            if self.usable <= 0:
                self.resize(dict_grow(p, self.used), self.unicode)
        self.used += 1
        self.nentries += 1
        self.usable -= 1

    def delete(self) -> None:
        """A key goes; its entry stays until the next resize (Objects/dictobject.c delitem_common)."""
        self.used -= 1

    def popitem(self) -> None:
        """The last key goes with its entry, but the room is not given back (Objects/dictobject.c dict_popitem_impl)."""
        self.used -= 1
        self.nentries -= 1

    def clear(self) -> None:
        """Back to the shared empty table (Objects/dictobject.c clear_lock_held)."""
        self.__init__()  # type: ignore[misc]

    def copy(self, p: Profile) -> Table:
        """dict.copy(): the same keys object again unless a third of it is wasted (Objects/dictobject.c PyDict_Copy)."""
        if self.used == 0:
            return Table()
        if self.used >= self.nentries * 2 // 3:
            return self._clone()
        new = Table()
        new.merge(p, self)
        return new

    def _clone(self) -> Table:
        new = Table(self.log2_size, self.unicode)
        new.used, new.nentries, new.usable = self.used, self.nentries, self.usable
        return new

    def merge(
        self,
        p: Profile,
        other: Table,
        new_keys: int | None = None,
        other_is_str: bool | None = None,
        other_split: bool = False,
    ) -> None:
        """update, |=, ** and dict(d): insert the keys of `other`, of which `new_keys` were absent (default: all).

        Objects/dictobject.c dict_merge.  `other_is_str`: every key of `other` is a str although its table is general;
        `other_split`: `other` is an instance's attributes, whose shared keys are never cloned.
        """
        if other.used == 0:
            return
        n = other.used if new_keys is None else new_keys
        size = 1 << other.log2_size
        if self.used == 0 and not other_split and other.used == other.nentries and (
            other.log2_size == DICT_LOG_MINSIZE or usable_fraction(size // 2) < other.used
        ):
            clone = other._clone()
            for name in Table.__slots__:
                setattr(self, name, getattr(clone, name))
            return
        if usable_fraction(1 << self.log2_size) < other.used:
            unicode = other.unicode and (self.used == 0 or self.unicode)
            self.resize(dict_estimate(p, self.used + other.used), unicode)
        is_str = other.unicode if other_is_str is None else other_is_str
        for _ in range(n):
            self.insert(p, is_str)

    def size(self, p: Profile) -> int:
        """sys.getsizeof of an exact dict with this table."""
        return dict_size(p, self.log2_size, self.unicode)


def dict_fromkeys(p: Profile, n: int, source: str, is_str: bool, source_unicode: bool = True) -> Table:
    """The table of dict.fromkeys(source) of `n` keys; `source` is "set", "dict" or anything else.

    Objects/dictobject.c _PyDict_FromKeys: sets and dicts presize the result, everything else is inserted one by one.
    """
    table = Table()
    if source in ("set", "dict"):
        table.resize(dict_estimate(p, n), source == "dict" and source_unicode)
    for _ in range(n):
        table.insert(p, is_str)
    return table


def dict_literal(p: Profile, keys_are_str: list[bool]) -> Table:
    """The table of a display without ``**``.

    Python/compile.c compiler_dict: up to 16 pairs are one BUILD_MAP (presized); longer displays come in groups of 17,
    each built by MAP_ADD and merged by DICT_UPDATE, the last group as short displays are.
    """
    total: Table | None = None
    start = 0
    n = len(keys_are_str)
    while start < n or total is None:
        rest = n - start
        count = 17 if rest >= 17 else rest
        big = count * 2 > 30
        part = Table()
        if not big:
            log2_size = dict_presized(p, count)
            if log2_size:
                part.resize(log2_size, all(keys_are_str[start : start + 1]))
        for is_str in keys_are_str[start : start + count]:
            part.insert(p, is_str)
        if total is None:
            total = part
        else:
            total.merge(p, part)
        start += count
    return total


# -- instances -------------------------------------------------------------------------------------------------------


class SharedKeys:
    """The keys object that a class shares among its instances' attributes (``ht_cached_keys``).

    ``nentries`` names are known, ``usable`` more can be added.  From 3.11 every new instance lowers ``usable`` by one
    until one is left: what the class has learned so far is what the next instances get room for.  From 3.14 the names
    that methods assign on ``self`` are known from the start (`static_attributes` of them).
    """

    __slots__ = ("log2_size", "nentries", "usable")

    def __init__(self, p: Profile, static_attributes: int = 0) -> None:
        self.log2_size = p.shared_keys_log2_size
        self.nentries = 0
        self.usable = p.shared_keys_max or usable_fraction(1 << self.log2_size)
        if p.static_attributes_prefill_keys:
            self.nentries = min(static_attributes, self.usable)
            self.usable -= self.nentries

    def capacity(self) -> int:
        """Values that an instance's array has room for (Objects/dictobject.c shared_keys_usable_size)."""
        return self.nentries + self.usable

    def new_instance(self, p: Profile) -> int:
        """Count one more instance and return the bytes of its values' block or part (init_inline_values, new_values).

        3.10: call it when the instance gets its dict, at the first assignment or look at ``__dict__``.
        """
        if p.inline_values == "no":
            return WORD * usable_fraction(1 << self.log2_size)
        if p.inline_values == "embedded":  # sized before the count goes down (_PyType_AllocNoTrack)
            nbytes = values_nbytes(p, self.capacity())
            self.usable -= self.usable > 1
            return nbytes
        self.usable -= self.usable > 1
        return values_nbytes(p, self.capacity())

    def add(self) -> bool:
        """Add a name; false when there is no room and the instance must give up sharing (insert_split_key)."""
        if self.usable <= 0:
            return False
        self.usable -= 1
        self.nentries += 1
        return True

    def grow(self, p: Profile) -> None:
        """3.10: the only user of the keys outgrew them; its larger keys become the shared ones (make_keys_shared)."""
        self.log2_size = dict_grow(p, self.nentries)
        self.usable = usable_fraction(1 << self.log2_size) - self.nentries

    def nbytes(self, p: Profile) -> int:
        """Bytes of the keys object; part of sys.getsizeof of the class."""
        return dict_keys_nbytes(p, self.log2_size, True)


def values_nbytes(p: Profile, capacity: int) -> int:
    """Bytes of a values array: a byte per value for the order of insertion, then the values (PyDictValues)."""
    if p.inline_values == "embedded":  # Include/internal/pycore_dict.h _PyInlineValuesSize
        return (capacity + 7 & -8) + WORD * (capacity + 1)
    return (capacity + 2 + 7 & -8) + WORD * capacity  # Objects/dictobject.c new_values


def split_dict_size(p: Profile, capacity: int) -> int:
    """sys.getsizeof of an instance's ``__dict__`` while it shares its class's keys (_PyDict_SizeOf)."""
    return p.sizes["dict"] + p.gc_head + WORD * capacity


def instance_layout(
    p: Profile,
    base_size: int,
    nslots: int = 0,
    *,
    adds_dict: bool = False,
    adds_weakref: bool = False,
    base_preheader: bool = False,
    var_sized: bool = False,
) -> tuple[int, bool]:
    """Return (tp_basicsize, whether there is a pre-header) of a class made by a class statement.

    Objects/typeobject.c type_new_slots, type_new_descriptors.  `adds_dict` and `adds_weakref`: its base had none and it
    does not forbid it by ``__slots__``;
    `var_sized`: the base has items (tuple, int, bytes), so no weak references either.
    """
    size = base_size + WORD * nslots
    preheader = base_preheader
    if adds_dict:
        if p.var_sized_dict_in_preheader if var_sized else p.dict_in_preheader:
            preheader = True
        else:
            size += WORD
    if adds_weakref and not var_sized:
        if p.weakref_in_preheader:
            preheader = True
        else:
            size += WORD
    return size, preheader


def instance_size(p: Profile, basicsize: int, preheader: bool) -> int:
    """sys.getsizeof of an instance without items; inline values do not count (Python/sysmodule.c _PySys_GetSizeOf)."""
    return basicsize + p.gc_head + (p.preheader if preheader else 0)


def type_size(p: Profile, shared_keys: SharedKeys | None) -> int:
    """sys.getsizeof of a class (Objects/typeobject.c type___sizeof___impl); None: instances have no ``__dict__``."""
    return p.sizes["heap_type"] + p.gc_head + (shared_keys.nbytes(p) if shared_keys is not None else 0)


# -- sets ------------------------------------------------------------------------------------------------------------

SET_MINSIZE = 8


def set_table_size(minused: int) -> int:
    """Slots of a set's table for `minused` keys (Objects/setobject.c set_table_resize)."""
    size = SET_MINSIZE
    while size <= minused:
        size <<= 1
    return size


def set_add_size(fill: int, used: int, mask: int) -> int:
    """Slots after a new key made it `fill` and `used` (Objects/setobject.c set_add_entry)."""
    if fill * 5 < mask * 3:
        return mask + 1
    return set_table_size(used * 2 if used > 50000 else used * 4)


def set_merge_size(fill: int, used: int, mask: int, other_used: int) -> int:
    """Slots before the keys of another set or dict are added (Objects/setobject.c set_merge, set_update_dict)."""
    if (fill + other_used) * 5 < mask * 3:
        return mask + 1
    return set_table_size((used + other_used) * 2)


def set_difference_size(fill: int, used: int, mask: int) -> int:
    """Slots after difference_update, which sweeps out dummies above a quarter (set_difference_update_internal)."""
    if fill - used <= mask // 4:
        return mask + 1
    return set_table_size(used * 2 if used > 50000 else used * 4)


def set_table_nbytes(slots: int) -> int:
    """Bytes of a set's table; the table of 8 is part of the set (Include/cpython/setobject.h)."""
    return 0 if slots == SET_MINSIZE else 16 * slots


def set_size(p: Profile, slots: int) -> int:
    """sys.getsizeof of a set or frozenset."""
    return p.sizes["set"] + p.gc_head + set_table_nbytes(slots)


# -- strings, bytes, numbers -----------------------------------------------------------------------------------------


def str_kind(s: str) -> int:
    """Bytes per character: 1, 2 or 4 (Objects/unicodeobject.c PyUnicode_New)."""
    top = max(s, default="\0")
    return 1 if top < "\u0100" else 2 if top < "\U00010000" else 4


def str_size(p: Profile, s: str) -> int:
    """sys.getsizeof of a compact str without a cached UTF-8 form (Objects/unicodeobject.c unicode_sizeof)."""
    if s.isascii():
        return p.sizes["str_ascii"] + len(s) + 1
    kind = str_kind(s)
    size = p.sizes["str_compact"] + kind * (len(s) + 1)
    if p.latin1_singletons_cache_utf8 and kind == 1 and len(s) == 1:
        size += 3
    return size


def bytes_size(p: Profile, n: int) -> int:
    """sys.getsizeof of bytes of length `n` (Objects/bytesobject.c)."""
    return p.sizes["bytes"] + n


def int_size(p: Profile, value: int) -> int:
    """sys.getsizeof of an int: 30-bit digits of 4 bytes (Objects/longobject.c int___sizeof___impl)."""
    return p.sizes["int"] + 4 * ((abs(value).bit_length() + 29) // 30 or p.int_zero_digits)


def tuple_size(p: Profile, n: int) -> int:
    """sys.getsizeof of a tuple of `n` items."""
    return p.sizes["tuple"] + p.gc_head + WORD * n


def bytearray_new(p: Profile, n: int) -> int:
    """Buffer bytes of a new bytearray of length `n`; the NUL at the end counts up to 3.14."""
    return n + p.bytearray_empty_alloc if n else 0


def bytearray_resize(p: Profile, alloc: int, newsize: int) -> int:
    """Buffer bytes after a bytearray becomes `newsize` long (Objects/bytearrayobject.c PyByteArray_Resize).

    ``alloc`` includes the final NUL up to 3.14; from 3.15 the buffer is a bytes object and it does not.
    """
    nul = p.bytearray_empty_alloc
    if newsize + nul <= alloc:
        if newsize < alloc // 2 or (newsize == 0 and not nul):
            return newsize + nul
        return alloc
    if newsize <= alloc * 1.125:
        return newsize + (newsize >> 3) + (3 if newsize < 9 else 6)
    return newsize + nul


def bytearray_size(p: Profile, alloc: int) -> int:
    """sys.getsizeof of a bytearray with a buffer of `alloc` bytes."""
    size = p.sizes["bytearray"] + alloc
    return size + p.sizes["bytes"] if p.bytearray_is_bytes and alloc else size


def array_resize(size: int, allocated: int, newsize: int) -> int:
    """Capacity in items of an array.array (Modules/arraymodule.c array_resize)."""
    if allocated >= newsize and size < newsize + 16:
        return allocated
    if newsize == 0:
        return 0
    return (newsize >> 4) + (3 if size < 8 else 7) + newsize


def array_size(p: Profile, allocated: int, itemsize: int) -> int:
    """sys.getsizeof of an array.array."""
    return p.sizes["array"] + p.gc_head + allocated * itemsize


# -- deques ----------------------------------------------------------------------------------------------------------

DEQUE_BLOCKLEN = 64
DEQUE_BLOCK_NBYTES = (DEQUE_BLOCKLEN + 2) * WORD


def deque_blocks(leftindex: int, length: int) -> int:
    """Blocks of a deque whose first item is at `leftindex` of its first block (Modules/_collectionsmodule.c).

    A new deque starts in the middle: leftindex 32 after CENTER + 1.
    """
    return max(1, (leftindex + length + DEQUE_BLOCKLEN - 1) // DEQUE_BLOCKLEN)


def deque_size(p: Profile, blocks: int) -> int:
    """sys.getsizeof of a deque (Modules/_collectionsmodule.c deque___sizeof___impl)."""
    return p.sizes["deque"] + p.gc_head + blocks * DEQUE_BLOCK_NBYTES
