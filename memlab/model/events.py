"""Events: past-tense facts about memory, in three forms that translate into one another without loss.

* raw: the plain tuples that the simulated heap and the live tracer write (`memlab.model.kinds`);
* typed: the frozen dataclasses of this module, for people and for views;
* JSON: arrays. ``[serial, count]`` is a changed count; every other event is ``[kind, field, ...]`` with at least three
  elements (padded with 0), where kind is the small number of `SMALL`. A count of -1 means immortal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any, ClassVar

from memlab.errors import InternalError
from memlab.model import kinds as k

Raw = tuple[Any, ...]
Slot = int | str | tuple[Any, ...]
Atom = int | float | complex | str | bytes | bool | None

LONGEST_VALUE = 200
"""Characters of a str, bytes or int that JSON keeps; the rest is only counted."""


class ClippedStr(str):
    """A str value of which only the beginning was kept; `length` is the true length."""

    length: int

    def __new__(cls, text: str, length: int) -> ClippedStr:
        self = super().__new__(cls, text)
        self.length = length
        return self


class ClippedBytes(bytes):
    """A bytes value of which only the beginning was kept; `length` is the true length."""

    length: int

    def __new__(cls, data: bytes, length: int) -> ClippedBytes:
        self = super().__new__(cls, data)
        self.length = length
        return self


class ValueText(str):
    """The text of a value too large to keep, such as an int of a thousand digits."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `kind` is the number of `memlab.model.kinds` (-1 for RefcountChanged)."""

    kind: ClassVar[int] = -1


@dataclass(frozen=True, slots=True)
class RefcountChanged(Event):
    """An object's reference count went from `old` to `new` (Py_INCREF, Py_DECREF)."""

    serial: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class LineReached(Event):
    """A line is about to run in a frame; begins a step."""

    kind: ClassVar[int] = k.LINE
    frame: int
    line: int


@dataclass(frozen=True, slots=True)
class Allocated(Event):
    """An object was born, with count 1; `value` is the host value of an atom, None for everything else."""

    kind: ClassVar[int] = k.ALLOCATED
    serial: int
    type_serial: int
    address: int
    size: int
    value: Atom


@dataclass(frozen=True, slots=True)
class Freed(Event):
    """An object's memory was given back; with it went every reference it held."""

    kind: ClassVar[int] = k.FREED
    serial: int


@dataclass(frozen=True, slots=True)
class TypeNamed(Event):
    """A type's name, told once before its first instance."""

    kind: ClassVar[int] = k.TYPED
    type_serial: int
    name: str


@dataclass(frozen=True, slots=True)
class ReferenceSet(Event):
    """A slot of an object now refers to `new` instead of `old` (0: nothing)."""

    kind: ClassVar[int] = k.REFERENCE_SET
    owner: int
    slot: Slot
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Spliced(Event):
    """Items of a list or tuple were replaced: at `start`, `removed` made room for `inserted`."""

    kind: ClassVar[int] = k.SPLICED
    owner: int
    start: int
    removed: tuple[int, ...]
    inserted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NameBound(Event):
    """A local or global name now refers to `new` instead of `old` (0: unbound). Frame 0 is the globals."""

    kind: ClassVar[int] = k.NAME_BOUND
    frame: int
    name: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class FramePushed(Event):
    """A call began (or a generator was resumed)."""

    kind: ClassVar[int] = k.FRAME_PUSHED
    frame: int
    function: str
    back: int
    first_line: int


@dataclass(frozen=True, slots=True)
class FramePopped(Event):
    """A call ended, or a generator was suspended: then its names stay bound."""

    kind: ClassVar[int] = k.FRAME_POPPED
    frame: int


@dataclass(frozen=True, slots=True)
class Tracked(Event):
    """The cyclic collector now tracks the object (PyObject_GC_Track)."""

    kind: ClassVar[int] = k.TRACKED
    serial: int
    generation: int


@dataclass(frozen=True, slots=True)
class Untracked(Event):
    """The cyclic collector no longer tracks the object (PyObject_GC_UnTrack)."""

    kind: ClassVar[int] = k.UNTRACKED
    serial: int


@dataclass(frozen=True, slots=True)
class Resized(Event):
    """The size that sys.getsizeof reports changed."""

    kind: ClassVar[int] = k.RESIZED
    serial: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class CollectionStarted(Event):
    """A cyclic collection of `generation` and all younger ones began; `reason` says why."""

    kind: ClassVar[int] = k.COLLECTION_STARTED
    generation: int
    reason: str


@dataclass(frozen=True, slots=True)
class GcRefsChanged(Event):
    """The collector's copy of a count changed (update_refs, subtract_refs, visit_reachable)."""

    kind: ClassVar[int] = k.GC_REFS
    serial: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class MovedToUnreachable(Event):
    """The collector found nothing outside that holds the object, for now (move_unreachable)."""

    kind: ClassVar[int] = k.MOVED_TO_UNREACHABLE
    serial: int


@dataclass(frozen=True, slots=True)
class MovedBack(Event):
    """The object turned out to be reachable after all (visit_reachable)."""

    kind: ClassVar[int] = k.MOVED_BACK
    serial: int


@dataclass(frozen=True, slots=True)
class WeakrefCleared(Event):
    """A weak reference lost its referent."""

    kind: ClassVar[int] = k.WEAKREF_CLEARED
    reference: int
    referent: int


@dataclass(frozen=True, slots=True)
class FinalizerRan(Event):
    """The object's ``__del__`` was called."""

    kind: ClassVar[int] = k.FINALIZER_RAN
    serial: int


@dataclass(frozen=True, slots=True)
class Promoted(Event):
    """The object survived a collection and moved to an older generation."""

    kind: ClassVar[int] = k.PROMOTED
    serial: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class CollectionFinished(Event):
    """A cyclic collection ended; the numbers are those of gc.callbacks."""

    kind: ClassVar[int] = k.COLLECTION_FINISHED
    collected: int
    uncollectable: int


@dataclass(frozen=True, slots=True)
class ArenaMapped(Event):
    """pymalloc got a new arena from the system (new_arena)."""

    kind: ClassVar[int] = k.ARENA_MAPPED
    address: int


@dataclass(frozen=True, slots=True)
class PoolChanged(Event):
    """A pool was given to a size class (-1: none) or changed between used, full and empty."""

    kind: ClassVar[int] = k.POOL_CHANGED
    address: int
    size_class: int
    state: str


@dataclass(frozen=True, slots=True)
class BlockTaken(Event):
    """A block of memory was handed out; `owner` is the object it is for, or 0."""

    kind: ClassVar[int] = k.BLOCK_TAKEN
    address: int
    nbytes: int
    owner: int


@dataclass(frozen=True, slots=True)
class BlockReturned(Event):
    """A block of memory was handed back."""

    kind: ClassVar[int] = k.BLOCK_RETURNED
    address: int


@dataclass(frozen=True, slots=True)
class OutputWritten(Event):
    """The program wrote text."""

    kind: ClassVar[int] = k.OUTPUT
    text: str
    stream: str


@dataclass(frozen=True, slots=True)
class Raised(Event):
    """An exception was raised."""

    kind: ClassVar[int] = k.RAISED
    serial: int
    type_name: str
    message: str


@dataclass(frozen=True, slots=True)
class LimitHit(Event):
    """A guard stopped the program; `text` says which."""

    kind: ClassVar[int] = k.LIMIT
    text: str


@dataclass(frozen=True, slots=True)
class WeakrefSet(Event):
    """A weak reference was made: it refers to `referent` without holding it."""

    kind: ClassVar[int] = k.WEAK_SET
    reference: int
    referent: int


@dataclass(frozen=True, slots=True)
class EntrySet(Event):
    """A dict's value for a key, or a set's member, changed from `old` to `new` (0: no entry)."""

    kind: ClassVar[int] = k.ENTRY_SET
    owner: int
    key: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class CodeLoaded(Event):
    """A program, or a notebook cell, begins: its name and its text."""

    kind: ClassVar[int] = k.CODE
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class FrameKept(Event):
    """A frame belongs to an object, which keeps its names while it is not running: a generator, or a frame object."""

    kind: ClassVar[int] = k.FRAME_KEPT
    frame: int
    owner: int
    function: str
    first_line: int


CLASSES: dict[int, type[Event]] = {
    c.kind: c for c in list(globals().values()) if isinstance(c, type) and issubclass(c, Event) and c.kind >= 0
}
"""kind -> class."""

SMALL: dict[int, int] = {kind: kind % k.ONE_FIELD for kind in CLASSES}
"""kind -> the small number JSON uses."""

_BIG = {small: kind for kind, small in SMALL.items()}


def is_count(raw: Raw) -> bool:
    """Says whether a raw event is a changed count."""
    return len(raw) == 2 and raw[0] < k.ONE_FIELD


def decode(raw: Raw, old: int = 0) -> Event:
    """Makes the typed event of a raw one; `old` is the count before, which a raw changed count does not tell."""
    if is_count(raw):
        return RefcountChanged(raw[0], old, raw[1])
    cls = CLASSES.get(raw[0])
    if cls is None:
        raise InternalError(f"unknown event kind {raw[0]!r} in {raw!r}")
    return cls(*raw[1:])


def encode(event: Event) -> Raw:
    """Makes the raw event of a typed one."""
    if isinstance(event, RefcountChanged):
        return (event.serial, event.new)
    return (event.kind, *astuple(event))


def decode_all(raws: Iterable[Raw]) -> Iterator[Event]:
    """Yields the typed events of raw ones, filling in the count before each change."""
    counts: dict[int, int] = {}
    for raw in raws:
        if len(raw) == 2 and raw[0] < k.ONE_FIELD:
            serial, new = raw
            yield RefcountChanged(serial, counts.get(serial, 1), new)
            counts[serial] = new
            continue
        if raw[0] == k.FREED:
            counts.pop(raw[1], None)
        yield decode(raw)


def to_json(raws: Iterable[Raw]) -> list[Any]:
    """Makes JSON-able arrays of raw events; long values are clipped."""
    one_field, immortal = k.ONE_FIELD, k.IMMORTAL
    return [
        raw if len(raw) == 2 and raw[0] < one_field and raw[1] < immortal else _array(raw)
        for raw in raws
    ]


def from_json(arrays: Iterable[list[Any]]) -> list[Raw]:
    """Makes raw events of JSON arrays: the inverse of `to_json`."""
    return [tuple(a) if len(a) == 2 and a[1] >= 0 else _raw(a) for a in arrays]


def _array(raw: Raw) -> list[Any]:
    if is_count(raw):
        return [raw[0], -1]
    kind = raw[0]
    if kind == k.ALLOCATED:
        return [kind, *raw[1:5], _value_to_json(raw[5])]
    if kind > k.ONE_FIELD:
        return [SMALL[kind], raw[1], 0]
    return list(raw)


def _raw(array: list[Any]) -> Raw:
    if len(array) == 2:
        return (array[0], k.IMMORTAL)
    kind = _BIG.get(array[0])
    if kind is None:
        raise InternalError(f"unknown event kind {array[0]!r} in a recording; it may come from a newer memlab")
    if kind == k.ALLOCATED:
        return (*array[:5], _value_from_json(array[5]))
    if kind > k.ONE_FIELD:
        return (kind, array[1])
    return tuple(tuple(x) if type(x) is list else x for x in array)


def _value_to_json(value: Atom) -> Any:
    """Plain where JSON and JavaScript keep it exactly, else ``[tag, ...]``."""
    cls = type(value)
    if cls is bool or value is None:
        return value
    if cls is int:
        assert isinstance(value, int)
        if abs(value) < 1 << 53:
            return value
        if value.bit_length() > 600:  # also keeps clear of the host's limit on int -> str digits
            return ["t", value_text(value, "int", LONGEST_VALUE)]
        return ["i", str(value)]
    if cls is float:
        return ["f", repr(value)]
    if cls is complex:
        assert isinstance(value, complex)
        return ["c", repr(value.real), repr(value.imag)]
    if isinstance(value, ValueText):
        return ["t", str(value)]
    if isinstance(value, str):
        length = getattr(value, "length", len(value))
        return str(value) if length <= LONGEST_VALUE else ["s", str(value[:LONGEST_VALUE]), length]
    if isinstance(value, (bytes, bytearray)):
        length = getattr(value, "length", len(value))
        return ["b", bytes(value[:LONGEST_VALUE]).hex(), length]
    return ["t", str(value)[:LONGEST_VALUE]]


def _value_from_json(data: Any) -> Atom:
    if type(data) is not list:
        return data  # type: ignore[no-any-return]
    tag = data[0]
    if tag == "i":
        return int(data[1])
    if tag == "f":
        return float(data[1])
    if tag == "c":
        return complex(float(data[1]), float(data[2]))
    if tag == "s":
        return ClippedStr(data[1], data[2])
    if tag == "b":
        raw = bytes.fromhex(data[1])
        return raw if len(raw) == data[2] else ClippedBytes(raw, data[2])
    return ValueText(data[1])


def value_text(value: Atom, type_name: str = "", longest: int = 40) -> str:
    """Says an atom as Python would, in at most about `longest` characters; "" when there is nothing to say."""
    if value is None:
        return {"NoneType": "None", "ellipsis": "Ellipsis", "NotImplementedType": "NotImplemented"}.get(type_name, "")
    if isinstance(value, ValueText):
        return str(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return _int_text(value, longest)
    if isinstance(value, (str, bytes)):
        length = getattr(value, "length", len(value))
        if length > longest:
            shown = value[: max(1, longest - 12)]
            base: str | bytes = str(shown) if isinstance(shown, str) else bytes(shown)
            return f"{base!r}… ({length:,} {'characters' if isinstance(value, str) else 'bytes'})"
        base = str(value) if isinstance(value, str) else bytes(value)
        text = repr(base)
        return text if len(text) <= longest + 8 else text[: longest - 1] + "…"
    return repr(value)


def _int_text(value: int, longest: int) -> str:
    bits = value.bit_length()
    if bits > 4000:  # str() of such an int is slow, and above 4300 digits refused by the host
        return f"an int of about {int(bits * 0.30103):,} digits"
    text = str(value)
    return text if len(text) <= longest else f"{text[:12]}…{text[-4:]} ({len(text.lstrip('-')):,} digits)"
