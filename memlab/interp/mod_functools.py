"""The module ``functools``: partial, reduce, cmp_to_key and lru_cache natively (Modules/_functoolsmodule.c), the rest in guest Python."""

from __future__ import annotations

from memlab.heap.objects import BoundMethod, Tuple
from memlab.interp.arguments import make_native, parse, positional, ref
from memlab.interp.containers import enter_repr, leave_repr
from memlab.interp.native import GuestError, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

FUNCTOOLS = NativeModule("functools", "functools.py - Tools for working with functions and callable objects")
MODULES = {"functools": FUNCTOOLS}


@FUNCTOOLS.function("reduce", raw=True)
def reduce(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """functools_reduce: one accumulated value is held at a time."""
    h = m.heap
    if m.profile.reduce_keywords:
        if len(args) < 2:
            raise m.error("TypeError", f"reduce() takes at least 2 positional arguments ({len(args)} given)")
        function, sequence, initial = parse(m, "reduce", args, kw, ("function", "iterable", "initial"), 2, posonly=2)
    else:
        positional(m, "functools.reduce" if kw else "reduce", args, kw, 2, 3)
        function, sequence = args[:2]
        initial = args[2] if len(args) > 2 else None
    try:
        it = m.iter(sequence)
    except GuestError as err:
        if m.matches(err, "TypeError"):
            m.drop(err)
            raise m.error("TypeError", "reduce() arg 2 must support iteration") from None
        raise
    result = ref(m, initial) if initial is not None else None
    try:
        while True:
            x = m.next(it)
            if x is None:
                break
            if result is None:
                result = x
                continue
            try:
                new = m.call(function, (result, x))
            finally:
                h.decref(x)
            old, result = result, new
            h.decref(old)
        if result is None:
            raise m.error("TypeError", "reduce() of empty iterable with no initial value")
        done, result = result, None
        return done
    finally:
        if result is not None:
            h.decref(result)
        h.decref(it)


# ---------------------------------------------------------------- partial

PARTIAL = NativeType("functools.partial", module="functools", key="functools.partial", ref_labels=("func", "args", "keywords", "__dict__"),
                     weakref=True, doc="Create a new function with partial application.")
FUNCTOOLS.add_type(PARTIAL, "partial")
FUNC, ARGS, KEYWORDS, DICT = range(4)


def _generic(m: Any, o: Any, name: str) -> Any:
    """object.__getattribute__."""
    v = m.generic_getattr(o, o.type, name)
    if v is None:
        raise m.attribute_error(o, name)
    return v


@PARTIAL.new
def partial_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """partial_new: a partial of a partial without attributes is flattened."""
    h = m.heap
    if not args:
        raise m.error("TypeError", "type 'partial' takes at least one argument")
    func = args[0]
    if m.lookup(func.type, "__call__") is None:
        raise m.error("TypeError", "the first argument must be callable")
    before: tuple[Obj, ...] = ()
    words: Any = None
    base = h.types["functools.partial"]
    inner: Any = func
    if func.type is base and cls is base and inner.held[DICT] is None:
        before = inner.held[ARGS].items
        words = inner.held[KEYWORDS]
        func = inner.held[FUNC]
    bound = h.new_tuple(tuple(ref(m, a) for a in (*before, *args[1:])))
    d = h.new_dict()
    if words is not None:
        for key, value in [tuple(e) for e in words.d.values()]:
            m.setitem(d, key, value)
    for name, value in (kw or {}).items():
        m.setitem(d, h.intern(name), value)
    o: Obj = make_native(m, cls, [ref(m, func), bound, d, None])
    return o


@PARTIAL.method("__call__", raw=True)
def partial_call(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    self: Any = args[0]
    func, before, words, _ = self.held
    both = {e[0].val: e[1] for e in words.d.values()}
    if kw:
        both.update(kw)
    m.heap.incref(self)     # the call may drop the last reference to the partial
    try:
        o: Obj = m.call(func, (*before.items, *args[1:]), both or None)
        return o
    finally:
        m.heap.decref(self)


def _partial_part(name: str, i: int) -> None:
    @PARTIAL.getter(name)
    def get(m: Any, self: Any) -> Obj:
        return ref(m, self.held[i])


for _name, _i in (("func", FUNC), ("args", ARGS), ("keywords", KEYWORDS)):
    _partial_part(_name, _i)


@PARTIAL.getter("__dict__")
def partial_dict(m: Any, self: Any) -> Obj:
    if self.held[DICT] is None:
        m.heap.set_held(self, DICT, m.heap.new_dict())
    return ref(m, self.held[DICT])


@PARTIAL.method("__setattr__")
def partial_setattr(m: Any, self: Any, name: Any, value: Obj) -> None:
    if name.val in ("func", "args", "keywords"):
        raise m.error("AttributeError", "readonly attribute")
    d = partial_dict(m, self)
    m.setitem(d, name, value)
    m.heap.decref(d)


@PARTIAL.method("__getattribute__")
def partial_getattribute(m: Any, self: Any, name: Any) -> Obj:
    d = self.held[DICT]
    if d is not None and name.val in d.d:
        return ref(m, d.d[name.val][1])
    o: Obj = _generic(m, self, name.val)
    return o


@PARTIAL.method("__delattr__")
def partial_delattr(m: Any, self: Any, name: Any) -> None:
    d = self.held[DICT]
    if d is None or name.val not in d.d:
        raise m.error("AttributeError", f"'functools.partial' object has no attribute '{name.val}'")
    m.delitem(d, name)


@PARTIAL.method("__repr__")
def partial_repr(m: Any, self: Any) -> Obj:
    h = m.heap
    func, args, words, _ = self.held
    t = self.type
    name = "functools.partial" if t.native is not None else _qualified(m, t)
    if not enter_repr(m, self):
        o: Obj = h.new_str("...")
        return o
    try:
        parts = [m.repr(func)]
        parts += [m.repr(a) for a in args.items]
        parts += [f"{m.str(e[0])}={m.repr(e[1])}" for e in list(words.d.values())]
    finally:
        leave_repr(m, self)
    o = h.new_str(f"{name}({', '.join(parts)})")
    return o


def _qualified(m: Any, t: Any) -> str:
    module = m.getattr(t, "__module__")
    name = m.getattr(t, "__qualname__")
    text = f"{m.str(module)}.{m.str(name)}"
    m.heap.decref(module)
    m.heap.decref(name)
    return text


@PARTIAL.method("__reduce__")
def partial_reduce(m: Any, self: Any) -> Obj:
    h = m.heap
    func, args, words, d = self.held
    one = h.new_tuple((ref(m, func),))
    state = h.new_tuple((ref(m, func), ref(m, args), ref(m, words), ref(m, m.none if d is None else d)))
    o: Obj = h.new_tuple((ref(m, self.type), one, state))
    return o


@PARTIAL.method("__setstate__")
def partial_setstate(m: Any, self: Any, state: Any) -> None:
    h = m.heap
    if not isinstance(state, Tuple) or len(state.items) != 4:
        raise m.error("TypeError", "invalid partial state")
    func, args, words, d = state.items
    h.set_held(self, FUNC, ref(m, func))
    h.set_held(self, ARGS, h.new_tuple(tuple(m.to_list(args))))
    h.set_held(self, KEYWORDS, h.new_dict() if words is m.none else ref(m, words))
    h.set_held(self, DICT, None if d is m.none else ref(m, d))


# ---------------------------------------------------------------- cmp_to_key

KEY_OBJECT = NativeType("functools.KeyWrapper", module="functools", key="cmp_to_key", ref_labels=("cmp", "obj"))


@FUNCTOOLS.function("cmp_to_key", kw=True)
def cmp_to_key(m: Any, mycmp: Obj) -> Obj:
    h = m.heap
    o: Obj = h.new_native(h.types["cmp_to_key"], [ref(m, mycmp), None])
    return o


@KEY_OBJECT.method("__call__", kw=True)
def key_call(m: Any, self: Any, obj: Obj) -> Obj:
    h = m.heap
    o: Obj = h.new_native(h.types["cmp_to_key"], [ref(m, self.held[0]), ref(m, obj)])
    return o


@KEY_OBJECT.getter("obj")
def key_obj(m: Any, self: Any) -> Obj:
    return ref(m, m.none if self.held[1] is None else self.held[1])


def _key_compare(name: str, op: str) -> None:
    @KEY_OBJECT.method(name)
    def compare(m: Any, self: Any, other: Any) -> Obj:
        h = m.heap
        if other.type is not self.type:
            raise m.error("TypeError", "other argument must be K instance")
        if self.held[1] is None or other.held[1] is None:
            raise m.error("AttributeError", "object")
        r = m.call(self.held[0], (self.held[1], other.held[1]))
        zero = h.new_int(0)
        try:
            o: Obj = m.compare(r, zero, op)
            return o
        finally:
            h.decref(zero)
            h.decref(r)


for _name, _op in (("__lt__", "<"), ("__le__", "<="), ("__eq__", "=="), ("__ne__", "!="), ("__gt__", ">"), ("__ge__", ">=")):
    _key_compare(_name, _op)


# ---------------------------------------------------------------- lru_cache

LRU = NativeType("functools._lru_cache_wrapper", module="functools", key="lru_cache", weakref=True,
                 ref_labels=("__wrapped__", "cache", "kwd_mark", "cache_info type", "__dict__"))
W_FUNC, W_CACHE, W_MARK, W_INFO, W_DICT = range(5)
LINK = NativeType("functools._lru_list_elem", module="functools", key="functools._lru_list_elem", ref_labels=("key", "result"))


class _State:
    """What a cache counts; ``order`` keeps the links from the least to the most recently used (host dict serial -> link)."""

    __slots__ = ("maxsize", "typed", "hits", "misses", "order")

    def __init__(self, maxsize: int | None, typed: bool) -> None:
        self.maxsize = maxsize
        self.typed = typed
        self.hits = self.misses = 0
        self.order: dict[int, Any] = {}


@FUNCTOOLS.function("_make_lru_cache")
def make_lru_cache(m: Any, func: Obj, maxsize: Obj, typed: Obj, info: Obj) -> Obj:
    h = m.heap
    if m.lookup(func.type, "__call__") is None:
        raise m.error("TypeError", "the first argument must be callable")
    size = None if maxsize is m.none else max(0, m.index(maxsize))
    mark = m.call(h.types["object"], ())
    o: Obj = h.new_native(h.types["lru_cache"], [ref(m, func), h.new_dict(), mark, ref(m, info), None],
                          _State(size, m.truth(typed)))
    return o


def _lru_key(m: Any, self: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """lru_cache_make_key: a lone str or int argument is its own key; otherwise a tuple of all parts."""
    h = m.heap
    state = self.data
    if not state.typed and not kw and len(args) == 1 and args[0].type in (h.types["str"], h.types["int"]):
        return ref(m, args[0])
    parts = list(args)
    if kw:
        parts.append(self.held[W_MARK])
        for name, value in kw.items():
            parts += [h.intern(name), value]
    if state.typed:
        parts += [a.type for a in args]
        parts += [v.type for v in (kw or {}).values()]
    o: Obj = h.new_tuple(tuple(ref(m, p) for p in parts))
    return o


@LRU.method("__call__", raw=True)
def lru_call(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    self: Any = args[0]
    args = args[1:]
    h = m.heap
    state = self.data
    func, cache = self.held[W_FUNC], self.held[W_CACHE]
    if state.maxsize == 0:
        state.misses += 1
        o: Obj = m.call(func, args, kw)
        return o
    key = _lru_key(m, self, args, kw)
    try:
        host = m.hostkey(key)
        e = cache.d.get(host)
        if e is not None:
            state.hits += 1
            if state.maxsize is None:
                return ref(m, e[1])
            link = e[1]
            del state.order[link.serial]
            state.order[link.serial] = link
            return ref(m, link.held[1])
        state.misses += 1
        result: Obj = m.call(func, args, kw)
        if state.maxsize is None:
            m.setitem(cache, key, result)
            return result
        if cache.d.get(host) is not None:
            return result       # a call within the call has filled it
        if len(state.order) >= state.maxsize:
            oldest = next(iter(state.order.values()))
            del state.order[oldest.serial]
            h.incref(oldest)
            m.delitem(cache, oldest.held[0])
            h.decref(oldest)
        link = h.new_native(h.types["functools._lru_list_elem"], [ref(m, key), ref(m, result)])
        state.order[link.serial] = link
        m.setitem(cache, key, link)
        h.decref(link)
        return result
    finally:
        h.decref(key)


@LRU.method("__get__")
def lru_get(m: Any, self: Any, obj: Obj, owner: Obj | None = None) -> Obj:
    if obj is m.none:
        return ref(m, self)
    h = m.heap
    o: Obj = h.new_layout(BoundMethod, h.types["method"], None, func=ref(m, self), self=ref(m, obj), weakrefs=None)
    return o


@LRU.method("cache_info")
def lru_cache_info(m: Any, self: Any) -> Obj:
    h = m.heap
    s = self.data
    parts = [h.new_int(s.hits), h.new_int(s.misses), ref(m, m.none) if s.maxsize is None else h.new_int(s.maxsize),
             h.new_int(len(self.held[W_CACHE].d))]
    try:
        o: Obj = m.call(self.held[W_INFO], parts)
        return o
    finally:
        for p in parts:
            h.decref(p)


@LRU.method("cache_clear")
def lru_cache_clear(m: Any, self: Any) -> None:
    s = self.data
    s.hits = s.misses = 0
    s.order.clear()
    m.heap.decref(m.call_method(self.held[W_CACHE], "clear"))


@LRU.getter("__dict__")
def lru_dict(m: Any, self: Any) -> Obj:
    if self.held[W_DICT] is None:
        m.heap.set_held(self, W_DICT, m.heap.new_dict())
    return ref(m, self.held[W_DICT])


@LRU.method("__setattr__")
def lru_setattr(m: Any, self: Any, name: Any, value: Obj) -> None:
    d = lru_dict(m, self)
    m.setitem(d, name, value)
    m.heap.decref(d)


@LRU.method("__getattribute__")
def lru_getattribute(m: Any, self: Any, name: Any) -> Obj:
    d = self.held[W_DICT]
    if d is not None and name.val in d.d and name.val != "__dict__":
        return ref(m, d.d[name.val][1])
    try:
        o: Obj = _generic(m, self, name.val)
        return o
    except GuestError as err:
        if d is None or name.val not in d.d:
            raise
        m.drop(err)
        return ref(m, d.d[name.val][1])


@LRU.method("__copy__")
def lru_copy(m: Any, self: Any) -> Obj:
    return ref(m, self)


@LRU.method("__deepcopy__")
def lru_deepcopy(m: Any, self: Any, memo: Obj) -> Obj:
    return ref(m, self)


@LRU.method("__reduce__")
def lru_reduce(m: Any, self: Any) -> Obj:
    o: Obj = m.getattr(self, "__qualname__")
    return o


FUNCTOOLS.guest_source = "functools"


def _forget_links(h: Any, o: Any) -> None:
    """lru_cache_tp_clear: the order of use goes with the cache."""
    o.data.order.clear()


LRU.on_clear = _forget_links  # type: ignore[attr-defined]
