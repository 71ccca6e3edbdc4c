"""The simulated heap: the one place where simulated memory changes hands.

`Heap` allocates objects, counts references, frees what nobody holds (in CPython's order, with its trashcan), keeps
the free lists and tells the collector what to track.  Containers change through `lists`, `dicts`, `sets` and `attrs`.
When ``log`` is not None every change is also written down as a raw event (`memlab.model.kinds`).
"""

from __future__ import annotations

from memlab.errors import InternalError, LimitReached
from memlab.heap import attrs, dicts, growth, sizes
from memlab.heap import objects as O
from memlab.heap.collector import Collector
from memlab.heap.dealloc import DeallocTable
from memlab.heap.objects import IMMORTAL, STATIC_BASELINE
from memlab.heap.pymalloc import Pymalloc
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from memlab.heap.profiles import Profile

# bound once: the recorder's cost is the cost of every line
_ALLOCATED, _FREED, _TRACKED, _UNTRACKED, _TYPED, _SPLICED = K.ALLOCATED, K.FREED, K.TRACKED, K.UNTRACKED, K.TYPED, K.SPLICED

STATIC_BASE = 0x55_5555_0000_00
"""Where the interpreter's static objects live: below every arena, never given back."""

GC_HEAD = 16
"""Bytes before a tracked object's address (``PyGC_Head``)."""


_SLOT_NAMES = {"ref": "cell", "callback": "callback", "tb": "__traceback__", "mro_obj": "__mro__", "ns": "__dict__"}


def slot_name(o: Any, field: str) -> str:
    """What events call a reference field of a layout: the same as its ``refs()``."""
    if o.__class__ is O.Generator:
        return "gi_" + field
    if isinstance(o, O.Traceback):
        return "tb_" + field
    return _SLOT_NAMES.get(field) or ("args" if field == "args" else f"__{field}__")


class Heap:
    """One simulated process's memory.

    ``log``: bound ``append`` of the raw event list, or None (quiet).  ``vm`` is the interpreter, asked to run finalizers
    and weak reference callbacks.  ``gc`` is the collector.
    """

    def __init__(self, profile: Profile, log: Callable[[Any], None] | None = None, max_bytes: int = 160 << 20) -> None:
        self.profile = profile
        self.log = log
        self.vm: Any = None
        self.serial = 0
        self.max_bytes = max_bytes
        self.pm = Pymalloc(log=log)
        self.pm.mmaps.limit = max_bytes
        self.static_top = STATIC_BASE
        self.machinery_depth = 0
        self.static_depth = 0
        self.machinery_serial = -(1 << 40)
        self.learner_serial = 0
        self.types: dict[str, O.Type] = {}
        self.named: set[int] = set()       # serials of types already named in the log
        self.interned: dict[str, O.Str] = {}
        self.latin1: dict[str, O.Str] = {}
        self.tracer: Any = None            # tracemalloc
        self.finalizing = False
        # the trashcan
        self.depth = 0
        self.trash: list[Any] = []
        self.trash_limit = profile.trashcan_limit
        # free lists: addresses of memory kept for the next object of the kind
        self.orphan_keys: set[Any] = set()     # shared keys that some user let go and others still use
        self.fl_int: list[int] = []
        self.fl_float: list[int] = []
        self.fl_list: list[int] = []
        self.fl_dict: list[int] = []
        self.fl_tuple: list[list[int]] = [[] for _ in range(profile.tuple_freelist_sizes + 1)]
        self.fl_other: dict[str, list[int]] = {}
        # the collector
        self.gc_due = False
        self.gc_at_allocation = profile.gc_trigger == "allocation"
        self.gc = Collector(self, profile)
        self.counts = self.gc.counts
        self.gen0 = self.gc.generations[0]
        self._sizes = profile.sizes
        self._int_header = profile.sizes["int"]
        self._one_digit = 32 if profile.int_zero_digits else 28   # _PyLong_FromMedium allocates the padded struct
        self.inline_at_birth = profile.inline_values != "no"
        self._set_allocator()
        self._dealloc: dict[type, Callable[[Any], None]] = self._dealloc_table()

    # ------------------------------------------------------------ memory

    def _set_allocator(self) -> None:
        """Choose where blocks come from: the static region for machinery, else pymalloc (traced when tracemalloc runs)."""
        pm = self.pm
        if self.static_depth:
            self.malloc: Callable[[int], int] = self._static_malloc
            self.free: Callable[[int], None] = self._free_any
            self.realloc: Callable[[int, int], int] = self._realloc_any
        elif self.tracer is not None:
            self.malloc, self.free, self.realloc = self._traced_malloc, self._traced_free, self._traced_realloc
        else:
            self.malloc, self.free, self.realloc = pm.malloc, self._free_any, self._realloc_any

    def set_tracer(self, tracer: Any) -> None:
        """Let tracemalloc see every block from now on (None: stop)."""
        self.tracer = tracer
        self._set_allocator()

    def _static_malloc(self, nbytes: int) -> int:
        addr = self.static_top
        self.static_top = addr + ((nbytes + 15) & ~15)
        return addr

    def _free_any(self, addr: int) -> None:
        if addr >= 0x7000_0000_0000 or not STATIC_BASE <= addr < self.static_top:
            self.pm.free(addr)

    def _realloc_any(self, addr: int, nbytes: int) -> int:
        if STATIC_BASE <= addr < self.static_top:
            return self.malloc(nbytes)
        return self.pm.realloc(addr, nbytes)

    def _traced_malloc(self, nbytes: int) -> int:
        addr = self.pm.malloc(nbytes)
        self.tracer.taken(addr, nbytes)
        return addr

    def _traced_free(self, addr: int) -> None:
        self.tracer.returned(addr)
        self._free_any(addr)

    def _traced_realloc(self, addr: int, nbytes: int) -> int:
        self.tracer.returned(addr)
        new = self._realloc_any(addr, nbytes)
        self.tracer.taken(new, nbytes)
        return new

    def gc_malloc(self, nbytes: int) -> int:
        """``_PyObject_GC_Alloc``: a block with a GC head; returns the object's address. May collect (up to 3.11)."""
        if self.static_depth:
            return self._static_malloc(nbytes + GC_HEAD) + GC_HEAD
        gc = self.gc
        counts = self.counts
        counts[0] += 1
        if counts[0] > gc.thresholds[0]:
            if self.gc_at_allocation:
                if gc.enabled and gc.thresholds[0] and not gc.collecting and not self.machinery_depth:
                    gc.maybe_collect()
            elif gc.enabled and gc.thresholds[0]:
                self.gc_due = True
        return self.malloc(nbytes + GC_HEAD) + GC_HEAD

    def gc_free(self, addr: int, pre: int = GC_HEAD) -> None:
        """``PyObject_GC_Del``: gives the block back and lowers the young count."""
        counts = self.counts
        if counts[0] > 0:
            counts[0] -= 1
        self.free(addr - pre)

    # ------------------------------------------------------------ machinery

    def begin_machinery(self) -> None:
        """From here objects get negative serials: they belong to the interpreter, not to the learner's program."""
        self.machinery_depth += 1
        if self.machinery_depth == 1:
            self.learner_serial = self.serial
            self.serial = self.machinery_serial
            self._set_allocator()

    def end_machinery(self) -> None:
        """Back to the learner's objects."""
        self.machinery_depth -= 1
        if self.machinery_depth == 0:
            self.machinery_serial = self.serial
            self.serial = self.learner_serial
            self._set_allocator()

    def begin_static(self) -> None:
        """Like `begin_machinery`, for objects that exist from the start in a real process and are only made later here:
        they take no block of the allocator and do not count as allocations."""
        self.static_depth += 1
        self.begin_machinery()
        self._set_allocator()

    def end_static(self) -> None:
        self.static_depth -= 1
        self.end_machinery()
        self._set_allocator()

    def make_static(self, o: Any) -> Any:
        """Make ``o`` immortal: an object of the interpreter itself; returns it."""
        o.rc = STATIC_BASELINE
        return o

    # ------------------------------------------------------------ counting

    def incref(self, o: Any) -> Any:
        """Add a reference; returns ``o``."""
        rc = o.rc = o.rc + 1
        if self.log is not None and rc < IMMORTAL:
            self.log((o.serial, rc))
        return o

    def decref(self, o: Any) -> None:
        """Drop a reference; at zero the object is deallocated."""
        rc = o.rc = o.rc - 1
        if rc < IMMORTAL:
            if self.log is not None:
                self.log((o.serial, rc))
            if rc <= 0:
                if rc < 0:
                    raise InternalError(f"the count of {o!r} went below zero")
                self._dealloc[o.__class__](o)

    def decref_all(self, objects: Iterable[Any]) -> None:
        for o in objects:
            self.decref(o)

    def dealloc(self, o: Any) -> None:
        """Free an object whose count has reached zero (``_Py_Dealloc``)."""
        self._dealloc[o.__class__](o)

    def is_immortal(self, o: Any) -> bool:
        return bool(o.rc >= IMMORTAL)

    # ------------------------------------------------------------ tracking

    def track(self, o: Any) -> None:
        g = self.gen0
        g[o] = None
        o.gc = g
        if self.log is not None:
            self.log((_TRACKED, o.serial, 0))

    def untrack(self, o: Any) -> None:
        g = o.gc
        if g is not None:
            del g[o]
            o.gc = None
            if self.log is not None:
                self.log((_UNTRACKED, o.serial))

    # ------------------------------------------------------------ recording

    def _born(self, o: Any, size: int, value: Any = None) -> None:
        t = o.type
        if t.serial not in self.named:
            self.named.add(t.serial)
            self.log((_TYPED, t.serial, t.name))  # type: ignore[misc]
        self.log((_ALLOCATED, o.serial, t.serial, o.addr, size, value))  # type: ignore[misc]

    def retyped(self, o: Any, old: Any) -> None:
        """Record that ``o.__class__`` was assigned."""
        t = o.type
        if t.serial not in self.named:
            self.named.add(t.serial)
            self.log((_TYPED, t.serial, t.name))  # type: ignore[misc]
        self.log((K.REFERENCE_SET, o.serial, ("type",), max(old.serial, 0), t.serial))  # type: ignore[misc]

    def _died(self, o: Any) -> None:
        self.log((_FREED, o.serial))  # type: ignore[misc]

    # ------------------------------------------------------------ atoms

    def bool(self, flag: object) -> O.Int:
        o = self.true if flag else self.false
        o.rc += 1
        return o

    def new_int(self, v: int) -> O.Int:
        """A new reference to an int of value ``v``; small ones are shared (Objects/longobject.c)."""
        if -5 <= v <= self.small_max:
            o = self.small_ints[v + 5]
            rc = o.rc = o.rc + 1
            if self.log is not None and rc < IMMORTAL:
                self.log((o.serial, rc))
            return o
        o = O.Int()
        o.rc = 1
        o.type = self.t_int
        o.val = v
        if -1073741824 < v < 1073741824:
            o.addr = self.fl_int.pop() if self.fl_int else self.malloc(self._one_digit)
        else:
            o.addr = self.malloc(self.int_size(v))
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, self.int_size(v), v)
        return o

    def int_size(self, v: int) -> int:
        """Bytes of an int: header plus 4 per 30-bit digit (Objects/longobject.c long_sizeof)."""
        digits = (abs(v).bit_length() + 29) // 30
        return self._int_header + 4 * (digits or self.profile.int_zero_digits)

    def new_int_sub(self, t: O.Type, v: int) -> Any:
        """An instance of a Python subclass of int (tracked; immutable value)."""
        o = self._new_sub(O.Int, t, self.int_size(v))
        o.val = v
        return self.finish_new(o, v)

    def new_float(self, x: float) -> O.Float:
        o = O.Float()
        o.rc = 1
        o.type = self.t_float
        o.val = x
        fl = self.fl_float
        o.addr = fl.pop() if fl else self.malloc(24)
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, 24, x)
        return o

    def new_complex(self, z: complex) -> O.Complex:
        o = O.Complex()
        o.rc = 1
        o.type = self.t_complex
        o.val = z
        o.addr = self.malloc(32)
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, 32, z)
        return o

    def new_str(self, s: str) -> O.Str:
        """A new reference to a str; the empty and the one-character Latin-1 strings are shared."""
        if len(s) <= 1 and s < "\u0100":
            return self.incref(self._single_char(s))
        o = O.Str()
        o.rc = 1
        o.type = self.t_str
        o.val = s
        o.interned = 0
        o.hash = None
        n = self.str_size(s)
        o.addr = self.malloc(n)
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, n, s)
        return o

    def str_size(self, s: str) -> int:
        """Bytes of a str by its kind (Objects/unicodeobject.c unicode_sizeof)."""
        n = len(s)
        if s.isascii():
            return self._sizes["str_ascii"] + n + 1
        top = max(s)
        compact = self._sizes["str_compact"]
        if top < "\u0100":
            return compact + n + 1
        if top < "\U00010000":
            return compact + 2 * (n + 1)
        return compact + 4 * (n + 1)

    def _single_char(self, s: str) -> O.Str:
        o = self.latin1.get(s)
        if o is None:
            self.begin_static()
            o = O.Str()
            o.rc = STATIC_BASELINE
            o.type = self.t_str
            o.val = s
            o.interned = 2
            o.hash = None
            o.addr = self._static_malloc(64)
            self.serial = o.serial = self.serial + 1
            self.end_static()
            self.latin1[s] = o
            self.interned[s] = o
            if self.log is not None:
                self._born(o, self.str_size(s), s)
        return o

    def intern(self, s: str) -> O.Str:
        """The interned str equal to ``s``, made if need be; borrowed (``PyUnicode_InternFromString``)."""
        o = self.interned.get(s)
        if o is None:
            o = self.new_str(s)
            self.intern_object(o)
            if o.rc < IMMORTAL:
                # The table's own reference: the interpreter keeps names that it made itself.
                self.kept.append(o)
        return o

    def intern_object(self, o: O.Str) -> O.Str:
        """Put ``o`` into the table of interned strings, or return the equal one already there (borrowed)."""
        have = self.interned.setdefault(o.val, o)
        if have is o and not o.interned:
            if self.profile.interned_immortal:
                o.interned = 2
                o.rc = STATIC_BASELINE
                if self.log is not None and o.serial > 0:
                    self.log((o.serial, IMMORTAL))
            else:
                o.interned = 1
        return have

    def new_bytes(self, b: bytes) -> O.Bytes:
        if len(b) <= 1:
            have = self.small_bytes.get(b)
            if have is not None:
                return self.incref(have)
        o = O.Bytes()
        o.rc = 1
        o.type = self.t_bytes
        o.val = b
        n = self._sizes["bytes"] + len(b)
        o.addr = self.malloc(n)
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, n, b)
        if len(b) <= 1:
            self.small_bytes[b] = o
            o.rc = STATIC_BASELINE
            if self.log is not None:
                self.log((o.serial, IMMORTAL))
        return o

    def new_bytearray(self, b: bytes | bytearray) -> O.ByteArray:
        o = O.ByteArray()
        o.rc = 1
        o.type = self.t_bytearray
        o.val = bytearray(b)
        o.exports = 0
        n = o.allocated = growth.bytearray_new(self.profile, len(b))
        o.addr = self.malloc(self._sizes["bytearray"])
        o.buf = self.malloc(n) if n else 0
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, self.sizeof(o))
        return o

    # ------------------------------------------------------------ containers

    def new_tuple(self, items: Sequence[Any]) -> O.Tuple:
        """A tuple that takes over the references in ``items``; the empty one is shared."""
        n = len(items)
        if n == 0:
            return self.incref(self.empty_tuple)
        o = O.Tuple()
        o.rc = 1
        o.type = self.t_tuple
        fl = self.fl_tuple
        if n < len(fl) and fl[n]:
            o.addr = fl[n].pop()
        else:
            o.addr = self.gc_malloc(self._tuple_size + 8 * n)
        o.items = tuple(items)
        o.hash = -1
        self.serial = o.serial = self.serial + 1
        log = self.log
        if log is not None:
            self._born(o, self._tuple_size + 8 * n + 16)
            log((_SPLICED, o.serial, 0, (), tuple([x.serial for x in items])))
        if self.tuples_untracked_at_birth and not self._needs_tracking(items):
            o.gc = None
        else:
            g = self.gen0
            g[o] = None
            o.gc = g
            if log is not None:
                log((_TRACKED, o.serial, 0))
        return o

    def _needs_tracking(self, items: Iterable[Any]) -> builtins.bool:
        """Whether a new tuple is tracked where that is decided at birth: some item is of a type with a GC head (maybe_tracked)."""
        for x in items:
            if x.type.is_gc:
                return True
        return False

    def new_list(self, items: list[Any], allocated: int | None = None) -> O.List:
        """A list that takes over the host list ``items`` and the references in it; room for ``allocated`` items (default: just enough)."""
        o = O.List()
        o.rc = 1
        o.type = self.t_list
        fl = self.fl_list
        o.addr = fl.pop() if fl else self.gc_malloc(40)
        n = o.allocated = len(items) if allocated is None else allocated
        o.buf = self.malloc(8 * n) if n else 0
        o.items = items
        self.serial = o.serial = self.serial + 1
        g = self.gen0
        g[o] = None
        o.gc = g
        log = self.log
        if log is not None:
            self._born(o, 56 + 8 * n)
            log((_TRACKED, o.serial, 0))
            if items:
                log((_SPLICED, o.serial, 0, (), tuple([x.serial for x in items])))
        return o

    def new_cell(self, ref: Any = None) -> O.Cell:
        """A cell that takes over the reference ``ref`` (or is empty)."""
        o = O.Cell()
        o.rc = 1
        o.type = self.t_cell
        o.ref = ref
        o.addr = self.gc_malloc(24)
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            self._born(o, 40)
        self.track(o)
        if self.log is not None:
            if ref is not None:
                self.log((K.REFERENCE_SET, o.serial, ("cell",), 0, ref.serial))
        return o

    def new_native(self, t: O.Type, held: list[Any], data: Any = None, size: int | None = None) -> O.Native:
        """An object of layout Native of builtin type ``t``; takes over the references in ``held`` (None: unset)."""
        o = (O.Native if not t.is_heap else t.layout)()
        o.rc = 1
        o.type = t
        o.held = held
        o.data = data
        o.weakrefs = None
        self._place(o, t, size)
        if self.log is not None:
            self._log_held(o, held)
        return o

    def _log_held(self, o: Any, held: Iterable[Any]) -> None:
        labels = o.type.native.ref_labels if o.type.native is not None else ()
        for i, x in enumerate(held):
            if x is not None:
                self.log((K.REFERENCE_SET, o.serial, (labels[i] if i < len(labels) else f"item {i - len(labels)}",), 0, x.serial))  # type: ignore[misc]

    def set_held(self, o: Any, i: int, x: Any) -> None:
        """Replace a Native's reference ``i`` by ``x`` (taken over; None: unset) and drop the old one."""
        old = o.held[i]
        o.held[i] = x
        if self.log is not None:
            labels = o.type.native.ref_labels if o.type.native is not None else ()
            self.log((K.REFERENCE_SET, o.serial, (labels[i] if i < len(labels) else f"item {i - len(labels)}",),
                      0 if old is None else old.serial, 0 if x is None else x.serial))
        if old is not None:
            self.decref(old)

    def set_field(self, o: Any, name: str, x: Any) -> None:
        """Replace the reference in attribute ``name`` of a layout (``Cell.ref``, ``Function.defaults`` ...) by ``x`` (taken over);
        drop the old one.
        """
        old = getattr(o, name)
        setattr(o, name, x)
        if self.log is not None:
            self.log((K.REFERENCE_SET, o.serial, (slot_name(o, name),),
                      0 if old is None else old.serial, 0 if x is None else x.serial))
        if old is not None:
            self.decref(old)

    def _place(self, o: Any, t: O.Type, size: int | None = None) -> None:
        """Give a fresh object its block, serial and place in the youngest generation; a heap type gets a reference."""
        n = t.basicsize if size is None else size
        name = t.name
        fl = self.fl_other.get(name)
        if fl:
            o.addr = fl.pop()
        elif t.is_gc:
            more = t.presize - GC_HEAD
            o.addr = self.gc_malloc(n + more) + more
        else:
            o.addr = self.malloc(n)
        self.serial = o.serial = self.serial + 1
        if self.log is not None:
            sized = t.native is not None and getattr(t.native, "sizeof", None) is not None and getattr(o, "data", None) is not None
            self._born(o, self.sizeof(o) if sized else n + t.presize)
        if t.is_heap:
            self.incref(t)
        if t.is_gc:
            self.track(o)
        elif o.__class__ is O.Native:
            o.gc = None

    def new_layout(self, layout: type, t: O.Type, size: int | None = None, /, **fields: Any) -> Any:
        """An object of a layout class with its fields given by name (references in them taken over)."""
        o = layout()
        o.rc = 1
        o.type = t
        for name, value in fields.items():
            setattr(o, name, value)
        self._place(o, t, size)
        if self.log is not None:
            for label, x in o.refs():
                self.log((K.REFERENCE_SET, o.serial, (label,) if isinstance(label, str) else label, 0, x.serial))
        return o

    # ------------------------------------------------------------ instances

    def new_instance(self, t: O.Type) -> Any:
        """``PyType_GenericAlloc`` for a Python class: a blank instance, tracked, holding a reference to its class."""
        layout = t.layout
        o = layout()
        o.rc = 1
        o.type = t
        self.init_instance_fields(o, t)
        pre = t.presize
        n = t.basicsize + t.inline_values_size
        if t.is_gc:
            counts = self.counts
            counts[0] += 1
            gc = self.gc
            if counts[0] > gc.thresholds[0]:
                if self.gc_at_allocation:
                    if gc.enabled and gc.thresholds[0] and not gc.collecting:
                        gc.maybe_collect()
                elif gc.enabled and gc.thresholds[0]:
                    self.gc_due = True
        o.addr = self.malloc(n + pre) + pre
        self.serial = o.serial = self.serial + 1
        if t.is_heap:
            rc = t.rc = t.rc + 1
            if self.log is not None and rc < IMMORTAL:
                self.log((t.serial, rc))
        if self.log is not None:
            self._born(o, t.basicsize + pre)
        if t.is_gc:
            g = self.gen0
            g[o] = None
            o.gc = g
            if self.log is not None:
                self.log((_TRACKED, o.serial, 0))
        if t.shared_keys is not None and self.inline_at_birth:
            attrs.init_instance(self, o, t)
        return o

    def init_instance_fields(self, o: Any, t: O.Type) -> None:
        """Set the fields an instance of a Python class adds to its layout."""
        o.attrs = {} if t.has_dict else None
        o.dict = None
        names = t.member_names
        o.members = [None] * len(names) if names else None
        o.weakrefs = None
        o.values = -1           # not initialised: `attrs` decides at the first attribute
        o.values_addr = 0
        o.finalized = False
        o.gc = None

    def _new_sub(self, base: type, t: O.Type, extra: int) -> Any:
        o = t.layout()
        o.rc = 1
        o.type = t
        self.init_instance_fields(o, t)
        pre = t.presize
        if t.is_gc:
            o.addr = self.gc_malloc(extra + t.extra_size + pre - 16) + pre - 16
        else:
            o.addr = self.malloc(extra + t.extra_size)
        if t.is_heap:
            self.incref(t)
        self.serial = o.serial = self.serial + 1
        return o

    def finish_new(self, o: Any, value: Any = None) -> Any:
        """Record the birth of an instance made by `_new_sub` and track it."""
        if self.log is not None:
            self._born(o, self.sizeof(o), value)
        if o.type.is_gc:
            self.track(o)
        return o

    def sizeof(self, o: Any) -> int:
        """What ``sys.getsizeof`` reports without a Python ``__sizeof__`` (GC head and pre-header included)."""
        return sizes.sizeof(self, o)

    def new_dict(self) -> O.Dict:
        """An empty dict; new reference."""
        return dicts.new(self)

    def __getattr__(self, name: str) -> Any:
        """``t_<name>``: a builtin type by name."""
        if name.startswith("t_"):
            t = self.types[name[2:]]
            setattr(self, name, t)
            return t
        raise AttributeError(name)

    # ------------------------------------------------------------ deallocation

    def _dealloc_table(self) -> dict[type, Callable[[Any], None]]:
        return DeallocTable(self)

    def empty_trash(self) -> None:
        """Free what the trashcan took in, last in first out (Objects/object.c _PyTrash_thread_destroy_chain)."""
        trash = self.trash
        while trash:
            o = trash.pop()
            self.depth += 1
            try:
                self._dealloc[o.__class__](o, True)  # type: ignore[call-arg]
            finally:
                self.depth -= 1

    def clear_free_lists(self) -> None:
        """What a full collection does (Modules/gcmodule.c clear_freelists)."""
        free = self.free
        for fl in (self.fl_int, self.fl_float):
            while fl:
                free(fl.pop())
        for fl in (self.fl_dict, self.fl_list, *self.fl_tuple):
            while fl:
                free(fl.pop() - GC_HEAD)
        for name, fl in self.fl_other.items():
            t = self.types.get(name)
            pre = t.presize if t is not None else GC_HEAD
            while fl:
                free(fl.pop() - pre)

    # ------------------------------------------------------------ start

    def make_singletons(self) -> None:
        """None, booleans, small ints, the empty tuple ...: immortal, made once the types exist."""
        self.small_max = self.profile.small_int_max
        self._tuple_size = self._sizes["tuple"]
        self.tuples_untracked_at_birth = self.profile.tuples_untracked_at_birth
        self.small_bytes: dict[bytes, O.Bytes] = {}
        self.kept: list[Any] = []
        self.begin_machinery()

        def atom(layout: type, t: O.Type, val: Any, size: int) -> Any:
            o = layout()
            o.rc = STATIC_BASELINE
            o.type = t
            o.val = val
            o.addr = self._static_malloc(size)
            self.serial = o.serial = self.serial + 1
            return o
        T = self.types  # noqa: N806
        self.none = atom(O.Singleton, T["NoneType"], None, 16)
        self.ellipsis = atom(O.Singleton, T["ellipsis"], ..., 16)
        self.not_implemented = atom(O.Singleton, T["NotImplementedType"], NotImplemented, 16)
        self.true = atom(O.Int, T["bool"], True, 32)
        self.false = atom(O.Int, T["bool"], False, 32)
        t_int = T["int"]
        self.small_ints = [atom(O.Int, t_int, v, 32) for v in range(-5, self.small_max + 1)]
        e = O.Tuple()
        e.rc = STATIC_BASELINE
        e.type = T["tuple"]
        e.items = ()
        e.hash = -1
        e.gc = None
        e.addr = self._static_malloc(64)
        self.serial = e.serial = self.serial + 1
        self.empty_tuple = e
        self.end_machinery()

    def check_limit(self, nbytes: int, what: str) -> None:
        """Refuse a request beyond the simulated memory.

        Raises LimitReached naming the request and the limit.
        """
        if nbytes > self.max_bytes:
            raise LimitReached(f"{what} would take {nbytes:,} simulated bytes; memlab stops at {self.max_bytes:,}")
