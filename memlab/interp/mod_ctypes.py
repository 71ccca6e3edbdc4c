"""The part of ``ctypes`` that lessons about reference counts use: reading the count at an object's address.

``c_long.from_address(id(x)).value`` reads the first word of an object, which is ``ob_refcnt``; nothing else of the
memory is
simulated byte by byte, so every other address stops the program.
"""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import IMMORTAL, Int
from memlab.interp import lazy_names
from memlab.interp.native import NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

CTYPES = NativeModule("ctypes", "create and manipulate C data types in Python")

_BITS: dict[str, tuple[int, bool]] = {}


def object_at(m: Any, address: int) -> Any:
    """The living object whose ``id()`` is ``address`` (borrowed); stops the program when there is none."""
    from memlab.heap.invariants import live_objects
    for o in live_objects(m.heap, m):
        if o.addr == address:
            return o
    raise NotSimulated(f"reading memory at 0x{address:x}, where no living object begins")


def _word(m: Any, o: Any) -> int:
    """The 64 bits of ``ob_refcnt``."""
    from memlab.interp.mod_sys import refcount
    if o.rc >= IMMORTAL and m.profile.immortal_refcount_word:
        return int(m.profile.immortal_refcount_word)
    return refcount(m, o)


def _declare(name: str, bits: int, signed: bool, *aliases: str) -> NativeType:
    t = NativeType(name, module="ctypes", key=f"ctypes.{name}", subclassable=False)
    _BITS[t.key] = (bits, signed)

    def fit(n: int) -> int:
        n &= (1 << bits) - 1
        return n - (1 << bits) if signed and n >> (bits - 1) else n

    @t.new
    def new(m: Any, cls: Any, args: Sequence[Obj], kw: Any) -> Any:
        if len(args) > 1 or kw:
            raise m.error("TypeError", f"{name}() takes at most 1 argument ({len(args)} given)")
        n = 0
        if args:
            if not isinstance(args[0], Int):
                raise m.error("TypeError", f"an integer is required (got type {args[0].type.name})")
            n = args[0].val
        return m.heap.new_native(cls, [], ["value", fit(n)])

    @t.classmethod("from_address")
    def from_address(m: Any, cls: Any, address: Obj) -> Any:
        if not isinstance(address, Int):
            raise m.error("TypeError", "integer expected")
        return m.heap.new_native(cls, [], ["address", int(address.val)])

    @t.getter("value")
    def get_value(m: Any, self: Any) -> Any:
        kind, n = self.data
        return m.heap.new_int(fit(_word(m, object_at(m, n)) if kind == "address" else n))

    @t.setter("value")
    def set_value(m: Any, self: Any, value: Any) -> None:
        if value is None:
            raise m.error("TypeError", f"can't delete {name}.value")
        if self.data[0] == "address":
            raise NotSimulated("writing to memory through ctypes")
        if not isinstance(value, Int):
            raise m.error("TypeError", f"an integer is required (got type {value.type.name})")
        self.data[1] = fit(value.val)

    @t.method("__repr__")
    def show(m: Any, self: Any) -> Any:
        v = get_value(m, self)
        text = f"{name}({v.val})"
        m.heap.decref(v)
        return m.heap.new_str(text)

    for alias in (name, *aliases):
        CTYPES.add_type(t, alias)
    return t


_declare("c_long", 64, True, "c_ssize_t", "c_int64", "c_longlong")
_declare("c_ulong", 64, False, "c_size_t", "c_uint64", "c_ulonglong", "c_void_p_int")
_declare("c_int", 32, True, "c_int32")
_declare("c_uint", 32, False, "c_uint32")
del CTYPES.types["c_void_p_int"]

PY_OBJECT = NativeType("py_object", module="ctypes", key="ctypes.py_object", subclassable=False, ref_labels=("value",))
CTYPES.add_type(PY_OBJECT)


@PY_OBJECT.new
def py_object_new(m: Any, cls: Any, args: Sequence[Obj], kw: Any) -> Any:
    if len(args) > 1 or kw:
        raise m.error("TypeError", f"py_object() takes at most 1 argument ({len(args)} given)")
    return m.heap.new_native(cls, [m.heap.incref(args[0]) if args else None])


@PY_OBJECT.getter("value")
def py_object_value(m: Any, self: Any) -> Any:
    if self.held[0] is None:
        raise m.error("ValueError", "PyObject is NULL")
    return m.heap.incref(self.held[0])


@PY_OBJECT.setter("value")
def py_object_set(m: Any, self: Any, value: Any) -> None:
    m.heap.set_held(self, 0, None if value is None else m.heap.incref(value))


@PY_OBJECT.classmethod("from_address")
def py_object_from_address(m: Any, cls: Any, address: Obj) -> Any:
    raise NotSimulated("py_object.from_address(), which reads a pointer from memory")


@PY_OBJECT.method("__repr__")
def py_object_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str("py_object(<NULL>)" if self.held[0] is None else f"py_object({m.repr(self.held[0])})")


@CTYPES.function("cast")
def cast(m: Any, obj: Obj, typ: Obj) -> Any:
    """``cast(id(x), py_object)``: the object at an address."""
    t = m.heap.types[PY_OBJECT.key]
    if typ is not t or not isinstance(obj, Int):
        raise NotSimulated("ctypes.cast() to anything but py_object")
    return m.heap.new_native(t, [m.heap.incref(object_at(m, obj.val))])


@CTYPES.function("sizeof")
def sizeof(m: Any, obj_or_type: Any) -> Any:
    for o in (obj_or_type, obj_or_type.type):
        for key, (bits, _) in _BITS.items():
            if m.heap.types.get(key) is o:
                return m.heap.new_int(bits // 8)
        if m.heap.types.get(PY_OBJECT.key) is o:
            return m.heap.new_int(8)
    raise m.error("TypeError", "this type has no size")


lazy_names.install(CTYPES, {}, ["POINTER", "pointer", "Structure", "Union", "Array", "addressof", "byref",
    "string_at", "wstring_at", "memmove", "memset", "pythonapi", "PyDLL", "CDLL", "cdll", "c_char", "c_char_p",
    "c_void_p", "c_double", "c_float", "c_byte", "c_ubyte", "c_short", "c_ushort", "c_bool", "c_wchar", "c_wchar_p",
    "c_uint8", "c_int8", "c_int16", "c_uint16", "create_string_buffer", "util", "alignment"])

MODULES = {"ctypes": CTYPES}
