"""dict, its views and iterators, mappingproxy (Objects/dictobject.c, Objects/descrobject.c)."""

from __future__ import annotations

from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.interp import containers as C
from memlab.interp.container_messages import text
from memlab.interp.native import END, GuestError, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DICT = NativeType("dict", layout=O.Dict, doc=(
    "dict() -> new empty dictionary\n"
    "dict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\n"
    "dict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\n"
    "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
    "    in the keyword argument list.  For example:  dict(one=1, two=2)"))
DICT.constants["__hash__"] = None
C.class_getitem(DICT)

VIEW = ("mapping",)
KEYS = NativeType("dict_keys", subclassable=False, ref_labels=VIEW)
VALUES = NativeType("dict_values", subclassable=False, ref_labels=VIEW)
ITEMS = NativeType("dict_items", subclassable=False, ref_labels=VIEW)
PROXY = NativeType("mappingproxy", subclassable=False, ref_labels=VIEW)
C.class_getitem(PROXY)


# ---------------------------------------------------------------- keys

def hostkey(m: Any, key: Any) -> Any:
    """m.hostkey, with the wording of a key that cannot be hashed."""
    if key.__class__ is O.Str:
        return key.val
    try:
        return m.hostkey(key)
    except GuestError as error:
        raise unhashable(m, error, key, "dict key") from None


def unhashable(m: Any, error: GuestError, key: Any, use: str) -> GuestError:
    """dict_unhashable_type, set_unhashable_type: from 3.14 a TypeError says what the key was to be used for."""
    if error.exc.type is m.heap.types["TypeError"] and text(m, "unhashable key names its use"):
        inner = m.str(error.exc)
        m.drop(error)
        return m.error("TypeError", f"cannot use '{key.type.name}' as a {use} ({inner})")
    return error


def key_error(m: Any, key: Any) -> GuestError:
    """_PyErr_SetKeyError: a KeyError whose only argument is the key itself, even a tuple."""
    from memlab.interp import exceptions
    return exceptions.key_error(m, key) if hasattr(exceptions, "key_error") else _key_error(m, key)


def _key_error(m: Any, key: Any) -> GuestError:
    exc = m.call(m.heap.types["KeyError"], (key,))
    m.set_context(exc)
    return GuestError(exc)


# ---------------------------------------------------------------- making

@DICT.new
def dict_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    h = m.heap
    if cls is h.t_dict:
        kept, h.fl_dict = h.fl_dict, []
        try:
            return D.new(h)
        finally:
            h.fl_dict = kept
    o = h._new_sub(O.Dict, cls, 48)
    D.init(o)
    return h.finish_new(o)


@DICT.init
def dict_init(m: Any, self: Any, args: Any, kw: Any) -> None:
    if len(args) > 1:
        C.check_positional(m, "dict", len(args), 0, 1)
    update_from(m, self, args, kw)


def update_from(m: Any, d: Any, args: Any, kw: Any) -> None:
    """dict_update_common: from a mapping or an iterable of pairs, then from keyword arguments."""
    h = m.heap
    if args:
        update(m, d, args[0])
    if kw:
        for name, value in kw.items():
            m.dict_set_str(d, name, h.incref(value))


def update(m: Any, d: Any, other: Any) -> None:
    """dict_update_arg: PyDict_Merge for what has ``keys``, else PyDict_MergeFromSeq2."""
    h = m.heap
    if isinstance(other, O.Dict) and (other.type is h.t_dict or m.lookup(other.type, "__iter__") is m.lookup(h.t_dict, "__iter__")):
        merge(m, d, other)
        return
    keys = m.getattr_or_none(other, "keys")
    if keys is None:
        update_from_pairs(m, d, other)
        return
    try:
        names = m.call(keys, ())
    finally:
        h.decref(keys)
    try:
        for key in C.each(m, names):
            try:
                value = m.getitem(other, key)
                D.set(h, d, key, hostkey(m, key), value)
            finally:
                h.decref(key)
    finally:
        h.decref(names)


def merge(m: Any, d: Any, other: Any) -> None:
    try:
        D.merge(m.heap, d, other)
    except D.Mutated:
        raise m.error("RuntimeError", "dict mutated during update") from None


def update_from_pairs(m: Any, d: Any, pairs: Any) -> None:
    """PyDict_MergeFromSeq2."""
    h = m.heap
    i = 0
    for pair in m.iterate(pairs):
        try:
            if isinstance(pair, (O.List, O.Tuple)):
                items = list(pair.items)
                for x in items:
                    h.incref(x)
            else:
                items = _pair(m, pair, i)
            if len(items) != 2:
                h.decref_all(items)
                raise m.error("ValueError", f"dictionary update sequence element #{i} has length {len(items)}; 2 is required")
            key, value = items
            try:
                hk = hostkey(m, key)
            except GuestError:
                h.decref_all(items)
                raise
            D.set(h, d, key, hk, value)
            h.decref(key)
        finally:
            h.decref(pair)
        i += 1


def _pair(m: Any, pair: Any, i: int) -> list[Any]:
    message = text(m, "update element")
    try:
        it = m.iter(pair)
    except GuestError as error:
        if not m.matches(error, "TypeError"):
            raise
        m.drop(error)
        made = m.error("TypeError", message.format(i))
        if "{" not in message:
            note = m.heap.new_str(f"Cannot convert dictionary update sequence element #{i} to a sequence")
            m.heap.decref(m.call_method(made.exc, "add_note", note))
            m.heap.decref(note)
        raise made from None
    out: list[Any] = []
    try:
        while True:
            x = m.next(it)
            if x is None:
                return out
            out.append(x)
    except GuestError:
        m.heap.decref_all(out)
        raise
    finally:
        m.heap.decref(it)


@DICT.classmethod("fromkeys")
def dict_fromkeys(m: Any, cls: Any, iterable: Any, value: Any = None) -> Any:
    """_PyDict_FromKeys: one table for all keys when they come from a dict or set."""
    h = m.heap
    if value is None:
        value = h.none
    d = m.call(cls, ())
    try:
        if d.type is h.t_dict:
            if not d.d and iterable.type is h.t_dict:
                D.update_presize(h, d, len(iterable.d), iterable.keys.unicode)
                for hk, e in list(iterable.d.items()):
                    D.set(h, d, e[0], hk, h.incref(value))
                return d
            if not d.d and iterable.__class__ is O.Set and not iterable.type.is_heap:
                D.update_presize(h, d, iterable.used, h.profile.fromkeys_set_unicode)
            for key in m.iterate(iterable):
                try:
                    D.set(h, d, key, hostkey(m, key), h.incref(value))
                finally:
                    h.decref(key)
        else:
            for key in m.iterate(iterable):
                try:
                    m.setitem(d, key, value)
                finally:
                    h.decref(key)
    except BaseException:
        h.decref(d)
        raise
    return d


# ---------------------------------------------------------------- methods

@DICT.method("get")
def dict_get(m: Any, self: Any, key: Any, default: Any = None) -> Any:
    e = self.d.get(hostkey(m, key))
    if e is not None:
        return m.heap.incref(e[1])
    return None if default is None else m.heap.incref(default)


@DICT.method("setdefault")
def dict_setdefault(m: Any, self: Any, key: Any, default: Any = None) -> Any:
    h = m.heap
    return h.incref(D.setdefault(h, self, key, hostkey(m, key), h.none if default is None else default))


@DICT.method("pop")
def dict_pop(m: Any, self: Any, key: Any, default: Any = None) -> Any:
    h = m.heap
    if self.d:
        v = D.pop(h, self, hostkey(m, key))
        if v is not None:
            return v
    if default is None:
        raise key_error(m, key)
    return h.incref(default)


@DICT.method("popitem")
def dict_popitem(m: Any, self: Any) -> Any:
    h = m.heap
    pair = D.popitem(h, self)
    if pair is None:
        raise m.error("KeyError", "popitem(): dictionary is empty")
    return h.new_tuple(pair)


@DICT.method("clear")
def dict_clear(m: Any, self: Any) -> None:
    D.clear(m.heap, self)


@DICT.method("copy")
def dict_copy(m: Any, self: Any) -> Any:
    return D.copy(m.heap, self)


@DICT.method("update", raw=True)
def dict_update(m: Any, args: Any, kw: Any) -> None:
    """dict_update: keyword arguments arrive as a dict, which is merged (and may be cloned)."""
    if len(args) > 2:
        C.check_positional(m, "update", len(args) - 1, 0, 1)
    self = args[0]
    update_from(m, self, args[1:], None)
    if kw:
        h = m.heap
        extra = D.new_presized(h, len(kw))
        for name, value in kw.items():
            m.dict_set_str(extra, name, h.incref(value))
        try:
            merge(m, self, extra)
        finally:
            h.decref(extra)


@DICT.method("keys")
def dict_keys(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_native(h.types["dict_keys"], [h.incref(self)])


@DICT.method("values")
def dict_values(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_native(h.types["dict_values"], [h.incref(self)])


@DICT.method("items")
def dict_items(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_native(h.types["dict_items"], [h.incref(self)])


# ---------------------------------------------------------------- protocols

@DICT.method("__len__")
def dict_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(len(self.d))


@DICT.method("__contains__")
def dict_contains(m: Any, self: Any, key: Any) -> Any:
    return m.heap.bool(hostkey(m, key) in self.d)


@DICT.method("__getitem__")
def dict_getitem(m: Any, self: Any, key: Any) -> Any:
    """dict_subscript: a subclass's ``__missing__`` is asked for keys that are not there."""
    e = self.d.get(hostkey(m, key))
    if e is not None:
        return m.heap.incref(e[1])
    if self.type is not m.heap.t_dict:
        r = m.call_special(self, "__missing__", key)
        if r is not None:
            return r
    raise key_error(m, key)


@DICT.method("__setitem__")
def dict_setitem(m: Any, self: Any, key: Any, value: Any) -> None:
    h = m.heap
    hk = hostkey(m, key)
    D.set(h, self, key, hk, h.incref(value))


@DICT.method("__delitem__")
def dict_delitem(m: Any, self: Any, key: Any) -> None:
    if not D.delete(m.heap, self, hostkey(m, key)):
        raise key_error(m, key)


@DICT.method("__repr__")
def dict_repr(m: Any, self: Any) -> Any:
    h = m.heap
    if not self.d:
        return h.new_str("{}")
    if not C.enter_repr(m, self):
        return h.new_str("{...}")
    try:
        parts = []
        for e in list(self.d.values()):
            k, v = h.incref(e[0]), h.incref(e[1])
            try:
                parts.append(f"{m.repr(k)}: {m.repr(v)}")
            finally:
                h.decref(k)
                h.decref(v)
        return h.new_str("{" + ", ".join(parts) + "}")
    finally:
        C.leave_repr(m, self)


def dict_equal(m: Any, a: Any, b: Any) -> bool:
    """dict_equal: same size, and every value of ``a`` equals ``b``'s under the same key."""
    h = m.heap
    if len(a.d) != len(b.d):
        return False
    for hk, e in list(a.d.items()):
        x = h.incref(e[1])
        k = h.incref(e[0])
        try:
            f = b.d.get(hk)
            if f is None:
                return False
            y = h.incref(f[1])
            try:
                if not m.eq(x, y):
                    return False
            finally:
                h.decref(y)
        finally:
            h.decref(k)
            h.decref(x)
    return True


def dict_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    if not isinstance(b, O.Dict):
        return m.not_implemented()
    m.enter_recursive(" in comparison")
    try:
        return m.heap.bool(dict_equal(m, a, b) == (sign == "=="))
    finally:
        m.leave_recursive()


def _only_equality(compare: Any) -> Any:
    def compare_(m: Any, a: Any, b: Any, sign: str) -> Any:
        return compare(m, a, b, sign) if sign in ("==", "!=") else m.not_implemented()
    return compare_


C.add_comparisons(DICT, _only_equality(dict_compare))


@DICT.method("__or__")
def dict_or(m: Any, self: Any, value: Any) -> Any:
    if not isinstance(self, O.Dict) or not isinstance(value, O.Dict):
        return m.not_implemented()
    d = D.copy(m.heap, self)
    try:
        update(m, d, value)
    except BaseException:
        m.heap.decref(d)
        raise
    return d


@DICT.method("__ror__")
def dict_ror(m: Any, self: Any, value: Any) -> Any:
    return dict_or(m, value, self)


@DICT.method("__ior__")
def dict_ior(m: Any, self: Any, value: Any) -> Any:
    update(m, self, value)
    return m.heap.incref(self)


@DICT.method("__sizeof__")
def dict_sizeof(m: Any, self: Any) -> Any:
    return C.size_without_head(m, self)


# ---------------------------------------------------------------- iterators

ITERATOR = ("mapping", "result")


def new_iterator(m: Any, d: Any, name: str) -> Any:
    """dictiter_new: the items iterator brings its result tuple along."""
    h = m.heap
    result = None
    if "item" in name:
        result = h.new_tuple([h.incref(h.none), h.incref(h.none)])
    values = d.d.values()
    return h.new_native(h.types[name], [h.incref(d), result], reversed(values) if "reverse" in name else iter(values))


def _next_entry(m: Any, it: Any) -> Any:
    """The next host entry, or None; the dict is dropped at the end."""
    if it.held[0] is None:
        return None
    try:
        e = next(it.data, None)
    except RuntimeError as error:
        # The host's iterator notices a changed dict exactly as CPython's does.
        raise m.error("RuntimeError", str(error)) from None
    if e is None:
        it.data = iter(())
        m.heap.set_held(it, 0, None)
    return e


def _next_key(m: Any, self: Any) -> Any:
    e = _next_entry(m, self)
    return END if e is None else m.heap.incref(e[0])


def _next_value(m: Any, self: Any) -> Any:
    e = _next_entry(m, self)
    return END if e is None else m.heap.incref(e[1])


def _next_item(m: Any, self: Any) -> Any:
    e = _next_entry(m, self)
    if e is None:
        return END
    h = m.heap
    return reuse_tuple(h, self.held[1], (h.incref(e[0]), h.incref(e[1])))


def reuse_tuple(h: Any, result: Any, items: tuple[Any, ...]) -> Any:
    """The result tuple again if nobody else has it, filled with ``items`` (taken over); else a new tuple."""
    if result is None or result.rc != 1:
        return h.new_tuple(items)
    h.incref(result)
    old = result.items
    result.items = items
    result.hash = -1
    if h.log is not None:
        from memlab.model.kinds import SPLICED
        h.log((SPLICED, result.serial, 0, tuple([x.serial for x in old]), tuple([x.serial for x in items])))
    for x in old:
        h.decref(x)
    if result.gc is None:
        # bpo-42536: a collection may have untracked it.
        h.track(result)
    return result


def _hint(m: Any, self: Any) -> Any:
    from operator import length_hint
    return m.heap.new_int(length_hint(self.data) if self.held[0] is not None else 0)


def _self_iter(m: Any, self: Any) -> Any:
    return m.heap.incref(self)


def _reduce(m: Any, self: Any) -> Any:
    h = m.heap
    left = []
    import copy
    d = self.held[0]
    if d is not None:
        part = 0 if "key" in self.type.name else 1
        rest = list(copy.copy(self.data))
        for e in rest:
            if "item" in self.type.name:
                left.append(h.new_tuple([h.incref(e[0]), h.incref(e[1])]))
            else:
                left.append(h.incref(e[part]))
    return h.new_tuple([m.getattr(m.import_module("builtins"), "iter"), h.new_tuple([h.new_list(left)])])


_NEXT = {"key": _next_key, "value": _next_value, "item": _next_item}
for _part, _fn in _NEXT.items():
    for _name in (f"dict_{_part}iterator", f"dict_reverse{_part}iterator"):
        _native = NativeType(_name, subclassable=False, ref_labels=ITERATOR)
        _native.method("__next__")(_fn)
        _native.method("__iter__")(_self_iter)
        _native.method("__length_hint__")(_hint)
        _native.method("__reduce__")(_reduce)


@DICT.method("__iter__")
def dict_iter(m: Any, self: Any) -> Any:
    return new_iterator(m, self, "dict_keyiterator")


@DICT.method("__reversed__")
def dict_reversed(m: Any, self: Any) -> Any:
    return new_iterator(m, self, "dict_reversekeyiterator")


# ---------------------------------------------------------------- views

def _declare_view(native: Any, part: str) -> None:
    @native.method("__iter__")
    def view_iter(m: Any, self: Any) -> Any:
        return new_iterator(m, self.held[0], f"dict_{part}iterator")

    @native.method("__reversed__")
    def view_reversed(m: Any, self: Any) -> Any:
        return new_iterator(m, self.held[0], f"dict_reverse{part}iterator")

    @native.method("__len__")
    def view_len(m: Any, self: Any) -> Any:
        return m.heap.new_int(len(self.held[0].d))

    @native.method("__repr__")
    def view_repr(m: Any, self: Any) -> Any:
        h = m.heap
        if not C.enter_repr(m, self):
            return h.new_str("...")
        try:
            items = m.to_list(self)
            try:
                return h.new_str(f"{native.name}([{', '.join([m.repr(x) for x in items])}])")
            finally:
                h.decref_all(items)
        finally:
            C.leave_repr(m, self)

    @native.getter("mapping")
    def view_mapping(m: Any, self: Any) -> Any:
        return new_proxy(m, self.held[0])


for _native, _part in ((KEYS, "key"), (VALUES, "value"), (ITEMS, "item")):
    _declare_view(_native, _part)


@KEYS.method("__contains__")
def keys_contains(m: Any, self: Any, key: Any) -> Any:
    return m.heap.bool(hostkey(m, key) in self.held[0].d)


@ITEMS.method("__contains__")
def items_contains(m: Any, self: Any, item: Any) -> Any:
    h = m.heap
    if not isinstance(item, O.Tuple) or len(item.items) != 2:
        return h.bool(False)
    key, value = item.items
    e = self.held[0].d.get(hostkey(m, key))
    if e is None:
        return h.bool(False)
    found = h.incref(e[1])
    try:
        return h.bool(m.eq(found, value))
    finally:
        h.decref(found)


def _is_set_like(m: Any, o: Any) -> bool:
    return isinstance(o, O.Set) or o.type in (m.heap.types["dict_keys"], m.heap.types["dict_items"])


def _view_compare(m: Any, a: Any, b: Any, sign: str) -> Any:
    """dictview_richcompare: as sets, by length and containment."""
    if not _is_set_like(m, b):
        return m.not_implemented()
    n, k = m.len(a), m.len(b)
    if sign in ("==", "!="):
        ok = n == k and _all_contained(m, a, b)
        return m.heap.bool(ok == (sign == "=="))
    if sign == "<":
        ok = n < k and _all_contained(m, a, b)
    elif sign == "<=":
        ok = n <= k and _all_contained(m, a, b)
    elif sign == ">":
        ok = n > k and _all_contained(m, b, a)
    else:
        ok = n >= k and _all_contained(m, b, a)
    return m.heap.bool(ok)


def _all_contained(m: Any, a: Any, b: Any) -> bool:
    for x in m.iterate(a):
        try:
            if not m.contains(b, x):
                return False
        finally:
            m.heap.decref(x)
    return True


def _view_operation(native: Any, dunder: str, method: str, swapped: str) -> None:
    """Set operations of views: on a set of the left operand (dictviews_sub and friends)."""
    def operate(m: Any, left: Any, right: Any) -> Any:
        h = m.heap
        made = m.call(h.types["set"], (left,))
        try:
            h.decref(m.call_method(made, method, right))
        except BaseException:
            h.decref(made)
            raise
        return made

    @native.method(dunder)
    def forward(m: Any, self: Any, other: Any) -> Any:
        return operate(m, self, other)

    @native.method(swapped)
    def reflected(m: Any, self: Any, other: Any) -> Any:
        return operate(m, other, self)


def _view_and(native: Any) -> None:
    """_PyDictView_Intersect: members of the other operand that the view contains, in that operand's order."""
    def both(m: Any, view: Any, other: Any) -> Any:
        from memlab.interp import types_set
        h = m.heap
        if _is_set_like(m, other) and not isinstance(other, O.Set) and m.len(other) > m.len(view):
            view, other = other, view
        if isinstance(other, O.Set) and not other.type.is_heap and m.len(other) > m.len(view):
            made = m.call(h.types["set"], (other,))
            try:
                return m.call_method(made, "intersection", view)
            finally:
                h.decref(made)
        result = types_set.new_set(m)
        try:
            for x in m.iterate(other):
                try:
                    if m.contains(view, x):
                        types_set.add(m, result, x)
                finally:
                    h.decref(x)
        except BaseException:
            h.decref(result)
            raise
        return result

    @native.method("__and__")
    def view_and(m: Any, self: Any, other: Any) -> Any:
        return both(m, self, other)

    @native.method("__rand__")
    def view_rand(m: Any, self: Any, other: Any) -> Any:
        return both(m, self, other)


for _native in (KEYS, ITEMS):
    C.add_comparisons(_native, _view_compare)
    _native.constants["__hash__"] = None
    _view_and(_native)
    _view_operation(_native, "__or__", "update", "__ror__")
    _view_operation(_native, "__sub__", "difference_update", "__rsub__")
    _view_operation(_native, "__xor__", "symmetric_difference_update", "__rxor__")

    @_native.method("isdisjoint")
    def view_isdisjoint(m: Any, self: Any, other: Any) -> Any:
        for x in m.iterate(other):
            try:
                if m.contains(self, x):
                    return m.heap.bool(False)
            finally:
                m.heap.decref(x)
        return m.heap.bool(True)


# ---------------------------------------------------------------- mappingproxy

def new_proxy(m: Any, mapping: Any) -> Any:
    """PyDictProxy_New: a read-only view of any mapping."""
    h = m.heap
    return h.new_native(h.types["mappingproxy"], [h.incref(mapping)])


@PROXY.new
def proxy_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    given = list(args) + list((kw or {}).values())
    if len(given) != 1:
        raise m.error("TypeError", "mappingproxy() missing required argument 'mapping' (pos 1)")
    o = given[0]
    if m.slot(o.type, "__getitem__") is False or isinstance(o, (O.List, O.Tuple)):
        raise m.error("TypeError", f"mappingproxy() argument must be a mapping, not {o.type.name}")
    return new_proxy(m, o)


@PROXY.method("__getitem__")
def proxy_getitem(m: Any, self: Any, key: Any) -> Any:
    return m.getitem(self.held[0], key)


@PROXY.method("__contains__")
def proxy_contains(m: Any, self: Any, key: Any) -> Any:
    return m.heap.bool(m.contains(self.held[0], key))


@PROXY.method("__len__")
def proxy_len(m: Any, self: Any) -> Any:
    return m.heap.new_int(m.len(self.held[0]))


@PROXY.method("__iter__")
def proxy_iter(m: Any, self: Any) -> Any:
    return m.iter(self.held[0])


@PROXY.method("__reversed__")
def proxy_reversed(m: Any, self: Any) -> Any:
    return m.call_method(self.held[0], "__reversed__")


@PROXY.method("__repr__")
def proxy_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(f"mappingproxy({m.repr(self.held[0])})")


@PROXY.method("__str__")
def proxy_str(m: Any, self: Any) -> Any:
    return m.heap.new_str(m.str(self.held[0]))


@PROXY.method("__hash__")
def proxy_hash(m: Any, self: Any) -> Any:
    return m.heap.new_int(m.hash(self.held[0]))


C.add_comparisons(PROXY, lambda m, a, b, sign: m.compare(a.held[0], b, sign))


@PROXY.method("__or__")
def proxy_or(m: Any, self: Any, other: Any) -> Any:
    proxy = m.heap.types["mappingproxy"]
    a = self.held[0] if self.type is proxy else self
    b = other.held[0] if other.type is proxy else other
    return m.binary(a, b, "|")


@PROXY.method("__ror__")
def proxy_ror(m: Any, self: Any, other: Any) -> Any:
    return proxy_or(m, other, self)


@PROXY.method("__ior__")
def proxy_ior(m: Any, self: Any, other: Any) -> Any:
    raise m.error("TypeError", f"'|=' is not supported by {self.type.name}; use '|' instead")


def _delegate(name: str) -> None:
    @PROXY.method(name)
    def method(m: Any, self: Any, *args: Any) -> Any:
        return m.call_method(self.held[0], name, *args)


for _name in ("get", "keys", "values", "items", "copy"):
    _delegate(_name)
