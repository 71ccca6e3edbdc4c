"""The object protocols natives and instructions use: truth, comparison, arithmetic, hashing, iteration, text."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.instructions import BINARY_OPS, COMPARE_OPS
from memlab.interp.native import END, GuestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterator
    from typing import Any

_BINARY_WORDS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul")
FORWARD = tuple(f"__{w}__" for w in _BINARY_WORDS)
REFLECTED = tuple(f"__r{w}__" for w in _BINARY_WORDS)
IN_PLACE = tuple(f"__i{w}__" for w in _BINARY_WORDS)
_COMPARE = ("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__")
_SWAPPED = ("__gt__", "__ge__", "__eq__", "__ne__", "__lt__", "__le__")


class GuestKey:
    """A dict key whose equality and hash are the guest's own."""

    __slots__ = ("m", "o", "h")

    def __init__(self, m: Any, o: Any, h: int) -> None:
        self.m = m
        self.o = o
        self.h = h

    def __hash__(self) -> int:
        return self.h

    def __eq__(self, other: object) -> builtins.bool:
        if self is other:
            return True
        m = self.m
        if isinstance(other, GuestKey):
            return bool(m.eq(self.o, other.o))
        if isinstance(other, O.Obj):
            return bool(m.eq(self.o, other))
        made = m.from_host(other)
        try:
            return bool(m.eq(self.o, made))
        finally:
            m.heap.decref(made)


class Protocols:
    """Part of the machine: protocols."""

    # ------------------------------------------------------------ results

    def ret_none(self: Any) -> Any:
        return self.heap.incref(self.heap.none)

    def bool(self: Any, flag: object) -> Any:
        return self.heap.bool(flag)

    def not_implemented(self: Any) -> Any:
        return self.heap.incref(self.heap.not_implemented)

    def from_host(self: Any, v: Any) -> Any:
        """A new reference to the guest object equal to a host atom, tuple or frozenset."""
        h = self.heap
        c = v.__class__
        if v is None:
            return h.incref(h.none)
        if c is bool:
            return h.bool(v)
        if c is int:
            return h.new_int(v)
        if c is str:
            return h.new_str(v)
        if c is float:
            return h.new_float(v)
        if c is complex:
            return h.new_complex(v)
        if c is bytes:
            return h.new_bytes(v)
        if c is tuple:
            return h.new_tuple([self.from_host(x) for x in v])
        if v is ...:
            return h.incref(h.ellipsis)
        if c is list:
            return h.new_list([self.from_host(x) for x in v])
        if c is frozenset:
            items = h.new_list([self.from_host(x) for x in v])
            try:
                return self.call(h.types["frozenset"], (items,))
            finally:
                h.decref(items)
        if isinstance(v, O.Obj):
            return h.incref(v)
        if isinstance(v, GuestKey):
            return h.incref(v.o)
        if c is dict:
            d = h.new_dict()
            for k, x in v.items():
                self.dict_set_str(d, k, self.from_host(x))
            return d
        raise AssertionError(f"no guest form of {v!r}")

    def dict_set_str(self: Any, d: Any, name: builtins.str, value: Any) -> None:
        """d[name] = value (taken over)."""
        from memlab.heap import dicts
        h = self.heap
        key = h.interned.get(name)
        if key is not None:
            dicts.set(h, d, key, name, value)
        else:
            key = h.new_str(name)
            dicts.set(h, d, key, name, value)
            h.decref(key)

    # ------------------------------------------------------------ errors

    def error(self: Any, type_name: builtins.str, message: Any = None) -> GuestError:
        """A host exception carrying a new guest exception of a builtin type; its context is set as PyErr_SetObject does."""
        from memlab.interp import exceptions
        exc = exceptions.make(self, type_name, message)
        self.set_context(exc)
        return GuestError(exc)

    def set_context(self: Any, exc: Any) -> None:
        """_PyErr_SetObject: the exception being handled becomes the context, without making a cycle."""
        handled = self.handled()
        if handled is None or handled is exc:
            return
        h = self.heap
        o = handled
        while o.context is not None:
            if o.context is exc:
                h.set_field(o, "context", None)
                break
            o = o.context
        h.set_field(exc, "context", h.incref(handled))

    def handled(self: Any) -> Any:
        """The exception being handled now (topmost, through running generators), borrowed, or None."""
        if self.exc is not None:
            return self.exc
        for e in reversed(self.exc_chain):
            if e is not None:
                return e
        return None

    def matches(self: Any, error: GuestError, type_name: builtins.str) -> builtins.bool:
        """Whether the carried exception is of a builtin exception type."""
        return bool(self.issubtype(error.exc.type, self.heap.types[type_name]))

    def drop(self: Any, error: GuestError) -> None:
        """Discard a caught guest exception."""
        exc = error.exc
        error.exc = None
        self.heap.decref(exc)

    def unraisable(self: Any, error: GuestError, where: Any, doing: builtins.str = "calling deallocator") -> None:
        """PyErr_WriteUnraisable: report an exception nobody can catch on stderr (``where``: the callable or object, borrowed)."""
        from memlab.interp import traceback_text
        if error.exc.tb is None and self.frame is not None:
            self.add_traceback(self.frame, error.exc)
        if "sys" in self.modules:
            from memlab.interp import mod_sys
            if mod_sys.unraisable(self, error, where, doing if self.profile.unraisable_says_where else None):
                return
        try:
            text = traceback_text.unraisable(self, error.exc, where, doing)
        finally:
            self.drop(error)
        self.write_err(text)

    # ------------------------------------------------------------ types

    def issubtype(self: Any, t: Any, of: Any) -> builtins.bool:
        return t is of or of in t.mro

    def type_name(self: Any, o: Any) -> builtins.str:
        return str(o.type.name)

    def is_exact(self: Any, o: Any, name: builtins.str) -> builtins.bool:
        return o.type is self.heap.types[name]

    def isinstance(self: Any, o: Any, cls: Any) -> builtins.bool:
        """PyObject_IsInstance: exact type first, then tuples, unions and ``__instancecheck__``."""
        h = self.heap
        if o.type is cls:
            return True
        if isinstance(cls, O.Type) and cls.type is h.t_type:
            return self.recursive_isinstance(o, cls)
        if isinstance(cls, O.Tuple):
            return any(self.isinstance(o, c) for c in cls.items)
        check = self.lookup(cls.type, "__instancecheck__")
        if check is not None and check is not self.type_instancecheck:
            r = self.call_found(check, cls, (o,))
            flag = self.truth(r)
            h.decref(r)
            return bool(flag)
        return self.recursive_isinstance(o, cls)

    def recursive_isinstance(self: Any, o: Any, cls: Any) -> builtins.bool:
        if isinstance(cls, O.Type):
            if self.issubtype(o.type, cls):
                return True
            if o.type.plain_getattr and self.lookup(o.type, "__class__") is self.object_class:
                return False
            c = self.getattr_or_none(o, "__class__")
            if c is None:
                return False
            r = isinstance(c, O.Type) and c is not o.type and self.issubtype(c, cls)
            self.heap.decref(c)
            return r
        raise self.error("TypeError", self.profile.isinstance_text)

    def issubclass(self: Any, t: Any, cls: Any) -> builtins.bool:
        """PyObject_IsSubclass."""
        h = self.heap
        if isinstance(cls, O.Type) and cls.type is h.t_type:
            if t is cls:
                return True
            return self.recursive_issubclass(t, cls)
        if isinstance(cls, O.Tuple):
            return any(self.issubclass(t, c) for c in cls.items)
        check = self.lookup(cls.type, "__subclasscheck__")
        if check is not None and check is not self.type_subclasscheck:
            r = self.call_found(check, cls, (t,))
            flag = self.truth(r)
            h.decref(r)
            return bool(flag)
        return self.recursive_issubclass(t, cls)

    def recursive_issubclass(self: Any, t: Any, cls: Any) -> builtins.bool:
        if not isinstance(t, O.Type):
            raise self.error("TypeError", "issubclass() arg 1 must be a class")
        if not isinstance(cls, O.Type):
            raise self.error("TypeError", self.profile.issubclass_text)
        return self.issubtype(t, cls)

    # ------------------------------------------------------------ special methods

    def special(self: Any, o: Any, name: builtins.str) -> Any:
        """The special method found on the type, borrowed, or None."""
        return self.lookup(o.type, name)

    def call_special(self: Any, o: Any, name: builtins.str, *args: Any) -> Any:
        """Call a special method; new reference, or host None when the type has none."""
        fn = o.type.slots.get(name)
        if fn is None:
            fn = self.slot(o.type, name)
        if fn is False:
            return None
        r = fn(self, o, *args)
        return self.ret_none() if r is None else r

    def call_method(self: Any, o: Any, name: builtins.str, *args: Any) -> Any:
        """``o.name(*args)``: new reference."""
        t = o.type
        if t.plain_getattr:
            found, kind = t.cache.get(name) or self.fill_cache(t, name)
            if kind == 2 and (not o.attrs or name not in o.attrs):
                return self.call_found(found, o, args)
        f = self.getattr(o, name)
        try:
            return self.call(f, args)
        finally:
            self.heap.decref(f)

    # ------------------------------------------------------------ truth and size

    def truth(self: Any, o: Any) -> builtins.bool:
        h = self.heap
        if o is h.true:
            return True
        if o is h.false or o is h.none:
            return False
        t = o.type
        if not t.is_heap:
            if isinstance(o, (O.Int, O.Str, O.Float, O.Bytes, O.ByteArray, O.Complex)):
                return bool(o.val)
            if isinstance(o, (O.List, O.Tuple)):
                return bool(o.items)
            if isinstance(o, O.Dict):
                return bool(o.d)
            if isinstance(o, O.Set):
                return o.used > 0
        fn = t.slots.get("__bool__")
        if fn is None:
            fn = self.slot(t, "__bool__")
        if fn is not False:
            r = fn(self, o)
            if r is h.true or r is h.false:
                r.rc -= 1
                return r is h.true
            name = r.type.name
            h.decref(r)
            from memlab.interp.conversion import wrong_result
            raise wrong_result(self, o, "__bool__", "bool", name)
        if self.slot(t, "__len__") is not False:
            return bool(self.len(o))
        return True

    def not_(self: Any, o: Any) -> builtins.bool:
        return not self.truth(o)

    def len(self: Any, o: Any) -> int:
        fn = o.type.slots.get("__len__")
        if fn is None:
            fn = self.slot(o.type, "__len__")
        if fn is False:
            raise self.error("TypeError", f"object of type '{o.type.name}' has no len()")
        r = fn(self, o)
        if isinstance(r, O.Int):
            n = int(r.val)
            self.heap.decref(r)
        else:
            try:
                n = self.index(r)
            finally:
                self.heap.decref(r)
        if n < 0:
            raise self.error("ValueError", "__len__() should return >= 0")
        if n > 0x7FFF_FFFF_FFFF_FFFF:
            raise self.error("OverflowError", "cannot fit 'int' into an index-sized integer")
        return n

    def index(self: Any, o: Any) -> int:
        """operator.index: a host int."""
        if isinstance(o, O.Int):
            return int(o.val)
        fn = self.slot(o.type, "__index__")
        if fn is False:
            raise self.error("TypeError", f"'{o.type.name}' object cannot be interpreted as an integer")
        r = fn(self, o)
        if not isinstance(r, O.Int):
            name = r.type.name
            self.heap.decref(r)
            from memlab.interp.conversion import wrong_result
            raise wrong_result(self, o, "__index__", "int", name)
        n = int(r.val)
        self.heap.decref(r)
        return n

    # ------------------------------------------------------------ comparison

    def compare(self: Any, a: Any, b: Any, op: Any) -> Any:
        """do_richcompare (Objects/object.c): new reference to the result; ``op`` an index or a sign."""
        if op.__class__ is str:
            op = COMPARE_OPS.index(op)
        h = self.heap
        ni = h.not_implemented
        ta, tb = a.type, b.type
        tried = False
        self.enter_recursive(" in comparison")
        try:
            if ta is not tb and self.issubtype(tb, ta):
                fn = self.slot(tb, _SWAPPED[op])
                if fn is not False:
                    tried = True
                    r = fn(self, b, a)
                    if r is not ni:
                        return r
                    ni.rc -= 1
            fn = self.slot(ta, _COMPARE[op])
            if fn is not False:
                r = fn(self, a, b)
                if r is not ni:
                    return r
                ni.rc -= 1
            if not tried:
                fn = self.slot(tb, _SWAPPED[op])
                if fn is not False:
                    r = fn(self, b, a)
                    if r is not ni:
                        return r
                    ni.rc -= 1
        finally:
            self.leave_recursive()
        if op == 2:
            return h.bool(a is b)
        if op == 3:
            return h.bool(a is not b)
        raise self.error("TypeError", f"'{COMPARE_OPS[op]}' not supported between instances of '{ta.name}' and '{tb.name}'")

    def eq(self: Any, a: Any, b: Any) -> builtins.bool:
        """PyObject_RichCompareBool(a, b, Py_EQ): identity first."""
        if a is b:
            return True
        ta = a.type
        if not ta.is_heap and ta is b.type and isinstance(a, O.Atom):
            return bool(a.val == b.val)
        r = self.compare(a, b, 2)
        flag = self.truth(r)
        self.heap.decref(r)
        return bool(flag)

    def lt(self: Any, a: Any, b: Any) -> builtins.bool:
        ta = a.type
        if ta is b.type and not ta.is_heap and isinstance(a, (O.Int, O.Str, O.Float)):
            return bool(a.val < b.val)
        r = self.compare(a, b, 0)
        flag = self.truth(r)
        self.heap.decref(r)
        return bool(flag)

    # ------------------------------------------------------------ hashing

    def hash(self: Any, o: Any) -> int:
        if o.type is self.heap.t_int:
            return hash(o.val)
        fn = o.type.slots.get("__hash__")
        if fn is None:
            fn = self.slot(o.type, "__hash__")
        if fn is False:
            raise self.error("TypeError", f"unhashable type: '{o.type.name}'")
        r = fn(self, o)
        if not isinstance(r, O.Int):
            self.heap.decref(r)
            raise self.error("TypeError", "__hash__ method should return an integer")
        v = r.val
        self.heap.decref(r)
        n = v if -(1 << 63) <= v < 1 << 63 else hash(v)
        return -2 if n == -1 else int(n)

    def hostkey(self: Any, o: Any) -> Any:
        """The host value that stands for ``o`` as a key of ``Dict.d``; raises TypeError for what is unhashable."""
        kind = o.type.slots.get("hostkey")
        if kind is None:
            kind = self.hostkey_kind(o.type)
        if kind == 0:
            return o.val
        if kind == 1:
            return o
        if kind == 2:
            return tuple([self.hostkey(x) for x in o.items])
        return GuestKey(self, o, self.hash(o))

    def hostkey_kind(self: Any, t: Any) -> int:
        """0: by host value; 1: by identity; 2: by the keys of its items; 3: by guest methods."""
        eq = self.lookup(t, "__eq__")
        hs = self.lookup(t, "__hash__")
        kind = 3
        owner = getattr(eq, "owner", None)
        if owner is not None and eq.__class__ is O.Descriptor and getattr(hs, "owner", None) is not None:
            name = owner.name
            same = hs.owner.name
            if name == "object" and same == "object":
                kind = 1
            elif name == same and name in ("str", "int", "float", "complex", "bytes", "NoneType", "ellipsis"):
                kind = 0
            elif name == same == "tuple":
                kind = 2
            elif name == "type" or issubclass(t.layout, O.Type) and same == "object":
                kind = 1
        if t.layout is O.Singleton:
            kind = 1
        t.slots["hostkey"] = kind
        return kind

    # ------------------------------------------------------------ arithmetic

    def binary(self: Any, a: Any, b: Any, op: Any) -> Any:
        """binary_op1 (Objects/abstract.c): new reference."""
        i = op if op.__class__ is int else BINARY_OPS.index(op)
        r = self.binary_or_ni(a, b, i)
        if r is None:
            sign = BINARY_OPS[i]
            raise self.unsupported("** or pow()" if sign == "**" else sign, a, b)
        return r

    def unsupported(self: Any, sign: builtins.str, a: Any, b: Any) -> GuestError:
        return self.error("TypeError", f"unsupported operand type(s) for {sign}: '{a.type.name}' and '{b.type.name}'")

    def binary_or_ni(self: Any, a: Any, b: Any, i: int) -> Any:
        """The result of the operation, or host None when neither operand knows it."""
        ta, tb = a.type, b.type
        ni = self.heap.not_implemented
        fa = ta.slots.get(FORWARD[i])
        if fa is None:
            fa = self.slot(ta, FORWARD[i])
        fb: Any = False
        if ta is not tb:
            fb = self.slot(tb, REFLECTED[i])
        sequence = fa is not False and (i == 0 or i == 2) and self.is_sequence_op(ta, FORWARD[i])
        if fb is not False:
            if fa is not False and not sequence and self.issubtype(tb, ta) and \
                    self.lookup(tb, REFLECTED[i]) is not self.lookup(ta, REFLECTED[i]) or \
                    sequence and not self.is_sequence_op(tb, REFLECTED[i]):
                r = fb(self, b, a)
                if r is not ni:
                    return r
                ni.rc -= 1
                fb = False
        if fa is not False:
            r = fa(self, a, b)
            if r is not ni:
                return r
            ni.rc -= 1
        if fb is not False:
            r = fb(self, b, a)
            if r is not ni:
                return r
            ni.rc -= 1
        return None

    def is_sequence_op(self: Any, t: Any, name: builtins.str) -> builtins.bool:
        """Whether ``name`` on ``t`` is a builtin sequence's concatenation or repetition (tried after numbers, Objects/abstract.c)."""
        found = self.lookup(t, name)
        return found.__class__ is O.Descriptor and found.owner.name in (
            "list", "tuple", "str", "bytes", "bytearray", "collections.deque", "deque", "array.array", "array")

    def binary_top(self: Any, stack: list[Any], i: int) -> None:
        """BINARY on the two topmost values of a value stack that owns them."""
        b = stack[-1]
        a = stack[-2]
        r = self.binary(a, b, i)
        stack.pop()
        stack[-1] = r
        self.heap.decref_all((b, a) if self.profile.operands_right_first else (a, b))

    def inplace(self: Any, a: Any, b: Any, op: Any) -> Any:
        """binary_iop1: ``a op= b`` as a new reference."""
        i = op if op.__class__ is int else BINARY_OPS.index(op)
        fn = self.slot(a.type, IN_PLACE[i])
        if fn is not False:
            r = fn(self, a, b)
            if r is not self.heap.not_implemented:
                return r
            r.rc -= 1
        r = self.binary_or_ni(a, b, i)
        if r is None:
            raise self.unsupported(BINARY_OPS[i] + "=", a, b)
        return r

    def unary(self: Any, a: Any, sign: builtins.str) -> Any:
        if sign == "not":
            return self.heap.bool(not self.truth(a))
        fn = self.slot(a.type, {"-": "__neg__", "+": "__pos__", "~": "__invert__"}[sign])
        if fn is False:
            raise self.error("TypeError", f"bad operand type for unary {sign}: '{a.type.name}'")
        return fn(self, a)

    # ------------------------------------------------------------ items

    def getitem(self: Any, o: Any, k: Any) -> Any:
        """``o[k]``: new reference (PyObject_GetItem)."""
        fn = o.type.slots.get("__getitem__")
        if fn is None:
            fn = self.slot(o.type, "__getitem__")
        if fn is not False:
            r = fn(self, o, k)
            return self.ret_none() if r is None else r
        if isinstance(o, O.Type):
            meth = self.getattr_or_none(o, "__class_getitem__")
            if meth is not None:
                try:
                    return self.call(meth, (k,))
                finally:
                    self.heap.decref(meth)
            if o is self.heap.t_type:
                return self.call(self.generic_alias, (o, k))
            raise self.error("TypeError", f"type '{o.name}' is not subscriptable")
        raise self.error("TypeError", f"'{o.type.name}' object is not subscriptable")

    def setitem(self: Any, o: Any, k: Any, v: Any) -> None:
        fn = self.slot(o.type, "__setitem__")
        if fn is False:
            raise self.error("TypeError", f"'{o.type.name}' object does not support item assignment")
        r = fn(self, o, k, v)
        if r is not None:
            self.heap.decref(r)

    def delitem(self: Any, o: Any, k: Any) -> None:
        fn = self.slot(o.type, "__delitem__")
        if fn is False:
            # PyObject_DelItem: a type with tp_as_sequence, as every class has, goes on to PySequence_DelItem for an index
            sequence = o.type.is_heap or self.slot(o.type, "__len__") is not False
            if not sequence or not isinstance(k, O.Int) and self.slot(k.type, "__index__") is False:
                raise self.error("TypeError", f"'{o.type.name}' object does not support item deletion")
            raise self.error("TypeError", f"'{o.type.name}' object doesn't support item deletion")
        r = fn(self, o, k)
        if r is not None:
            self.heap.decref(r)

    def contains(self: Any, o: Any, x: Any) -> builtins.bool:
        """``x in o`` (PySequence_Contains)."""
        fn = o.type.slots.get("__contains__")
        if fn is None:
            fn = self.slot(o.type, "__contains__")
        h = self.heap
        if fn is not False:
            r = fn(self, o, x)
            flag = self.truth(r)
            h.decref(r)
            return bool(flag)
        if self.lookup(o.type, "__contains__") is h.none:
            raise self.error("TypeError", f"'{o.type.name}' object is not a container")
        if self.slot(o.type, "__iter__") is False and self.slot(o.type, "__getitem__") is False:
            raise self.error("TypeError", f"argument of type '{o.type.name}' is not {self.profile.not_container_word}")
        it = self.iter(o)
        try:
            while True:
                v = self.next(it)
                if v is None:
                    return False
                same = self.eq(v, x)
                h.decref(v)
                if same:
                    return True
        finally:
            h.decref(it)

    # ------------------------------------------------------------ iteration

    def iter(self: Any, o: Any) -> Any:
        """iter(o): new reference (PyObject_GetIter)."""
        fn = o.type.slots.get("__iter__")
        if fn is None:
            fn = self.slot(o.type, "__iter__")
        if fn is False:
            if self.lookup(o.type, "__iter__") is None and self.slot(o.type, "__getitem__") is not False:
                return self.sequence_iterator(o)
            raise self.error("TypeError", f"'{o.type.name}' object is not iterable")
        it = fn(self, o)
        if self.slot(it.type, "__next__") is False:
            name = it.type.name
            self.heap.decref(it)
            raise self.error("TypeError", f"iter() returned non-iterator of type '{name}'")
        return it

    def sequence_iterator(self: Any, o: Any) -> Any:
        h = self.heap
        return h.new_native(h.types["iterator"], [h.incref(o)], 0)

    def next(self: Any, it: Any) -> Any:
        """The next item as a new reference, or host None when exhausted."""
        fn = it.type.slots.get("__next__")
        if fn is None:
            fn = self.slot(it.type, "__next__")
        if fn is False:
            raise self.error("TypeError", f"'{it.type.name}' object is not an iterator")
        self.steps += 1
        if self.steps & 1023 == 0:
            self.check_progress()
        v = fn(self, it)
        if v is END:
            if self.gen_value is not None:
                self.drop_gen_value()
            return None
        return self.ret_none() if v is None else v

    def iterate(self: Any, o: Any) -> Iterator[Any]:
        """Yield the items of an iterable as owned references; the iterator is dropped at the end."""
        it = self.iter(o)
        try:
            while True:
                v = self.next(it)
                if v is None:
                    return
                yield v
        finally:
            self.heap.decref(it)

    def to_list(self: Any, o: Any) -> list[Any]:
        """The items of an iterable as a host list of owned references; dropped again when iteration raises."""
        h = self.heap
        if o.type is h.t_list or o.type is h.t_tuple:
            items = list(o.items)
            for x in items:
                h.incref(x)
            return items
        out: list[Any] = []
        try:
            for v in self.iterate(o):
                out.append(v)
        except GuestError:
            h.decref_all(out)
            raise
        return out

    # ------------------------------------------------------------ text

    def repr(self: Any, o: Any) -> builtins.str:
        return self.text_of(o, "__repr__")

    def str(self: Any, o: Any) -> builtins.str:
        if o.type is self.heap.t_str:
            return o.val
        return self.text_of(o, "__str__")

    def str_object(self: Any, o: Any) -> Any:
        """PyObject_Str: a new reference; a plain string is its own text."""
        t = o.type
        if t is self.heap.t_str:
            return self.heap.incref(o)
        if t is self.heap.t_int and -10**300 < o.val < 10**300:
            return self.heap.new_str(repr(o.val))
        return self.text_object(o, "__str__")

    def text_of(self: Any, o: Any, name: builtins.str) -> builtins.str:
        t = o.type
        if t is self.heap.t_int and name != "__format__":
            if -10**300 < o.val < 10**300:
                return repr(o.val)
        r = self.text_object(o, name)
        text = r.val
        self.heap.decref(r)
        return text

    def text_object(self: Any, o: Any, name: builtins.str) -> Any:
        """What ``__repr__`` or ``__str__`` of ``o`` returns, if that is a string: a new reference."""
        t = o.type
        fn = t.slots.get(name)
        if fn is None:
            fn = self.slot(t, name)
        self.enter_recursive(self.profile_recursion_repr if name == "__repr__" else self.profile_recursion_str)
        try:
            r = fn(self, o)
        finally:
            self.leave_recursive()
        if not isinstance(r, O.Str):
            from memlab.interp.conversion import wrong_result
            other = self.heap.none.type.name if r is None else r.type.name
            if r is not None:
                self.heap.decref(r)
            raise wrong_result(self, o, name, "str", other)
        return r

    profile_recursion_repr = " while getting the repr of an object"
    profile_recursion_str = " while getting the str of an object"

    def ascii(self: Any, o: Any) -> builtins.str:
        return "".join(c if c < "\x7f" else (f"\\x{ord(c):02x}" if c < "\u0100" else f"\\u{ord(c):04x}" if c < "\U00010000"
                                             else f"\\U{ord(c):08x}") for c in self.repr(o))

    def format(self: Any, o: Any, spec: builtins.str) -> builtins.str:
        if not spec:
            if o.type is self.heap.t_str:
                return o.val
            if o.type is self.heap.t_int:
                return self.str(o)
        h = self.heap
        key = h.new_str(spec)
        try:
            r = self.call_special(o, "__format__", key)
        finally:
            h.decref(key)
        if not isinstance(r, O.Str):
            name = r.type.name
            h.decref(r)
            raise self.error("TypeError", f"__format__ must return a str, not {name}")
        text = r.val
        h.decref(r)
        return text

    # ------------------------------------------------------------ recursion

    def enter_recursive(self: Any, where: builtins.str = "") -> None:
        """Py_EnterRecursiveCall: one more level of native nesting; raises RecursionError at the limit."""
        if self.c_limit:
            self.c_depth += 1
            if self.c_depth > self.c_limit:
                self.c_depth -= 1
                self.recursion_error(where)
            return
        self.depth += 1
        if self.depth > self.recursion_limit:
            self.depth -= 1
            self.recursion_error(where)

    def leave_recursive(self: Any) -> None:
        if self.c_limit:
            self.c_depth -= 1
        else:
            self.depth -= 1
