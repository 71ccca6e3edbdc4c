"""The module ``itertools`` (Modules/itertoolsmodule.c): each iterator holds just the references that CPython's holds."""

from __future__ import annotations

from memlab.interp.arguments import append_held, make_native, parse, positional, put_in, ref, take_out
from memlab.interp.native import END, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from memlab.heap.objects import Obj

ITERTOOLS = NativeModule("itertools", "Functional tools for creating and using iterators.")
MODULES = {"itertools": ITERTOOLS}


def _iterator(name: str, *labels: str, hidden: bool = False) -> NativeType:
    key = "tee" if name == "_tee" else "itertools." + name   # "tee": as the table of sizes calls it
    t = NativeType("itertools." + name, module="itertools", key=key, ref_labels=labels)
    t.method("__iter__")(lambda m, self: ref(m, self))
    return t if hidden else ITERTOOLS.add_type(t, name)


def _kw_error(m: Any, fn: str, kw: dict[str, Obj] | None) -> None:
    if kw:
        raise m.error("TypeError", f"{fn}() takes no keyword arguments")


# ---------------------------------------------------------------- endless

COUNT = _iterator("count", "count", "step")


def _is_number(m: Any, o: Obj) -> bool:
    return any(m.lookup(o.type, n) is not None for n in ("__int__", "__float__", "__index__")) or o.type.name == "complex"


@COUNT.new
def count_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    start, step = parse(m, "count", args, kw, ("start", "step"))
    h = m.heap
    for o in (start, step):
        if o is not None and not _is_number(m, o):
            raise m.error("TypeError", "a number is required")
    t_int = h.types["int"]
    fast = (start is None or start.type is t_int and abs(start.val) < 1 << 62) and (step is None or step.type is t_int and step.val == 1)  # type: ignore[attr-defined]
    one = h.new_int(1) if step is None else ref(m, step)
    if fast:
        o = make_native(m, cls, [None, one], 0 if start is None else start.val)  # type: ignore[attr-defined]
    else:
        o = make_native(m, cls, [h.new_int(0) if start is None else ref(m, start), one], None)
    return o


@COUNT.method("__next__")
def count_next(m: Any, self: Any) -> Any:
    h = m.heap
    if self.data is not None:
        o = h.new_int(self.data)
        self.data += 1
        return o
    current, step = self.held
    h.incref(current)
    new = m.binary(current, step, "+")
    h.set_held(self, 0, new)
    return current


@COUNT.method("__repr__")
def count_repr(m: Any, self: Any) -> Obj:
    first = str(self.data) if self.data is not None else m.repr(self.held[0])
    step = self.held[1]
    if step.type is m.heap.types["int"] and step.val == 1:
        o: Obj = m.heap.new_str(f"count({first})")
    else:
        o = m.heap.new_str(f"count({first}, {m.repr(step)})")
    return o


CYCLE = _iterator("cycle", "iterator", "saved")


@CYCLE.new
def cycle_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    positional(m, "cycle", args, kw, 1, 1)
    it = m.iter(args[0])
    o: Obj = make_native(m, cls, [it, m.heap.new_list([])], 0)
    return o


@CYCLE.method("__next__")
def cycle_next(m: Any, self: Any) -> Any:
    from memlab.heap import lists
    h = m.heap
    it, saved = self.held
    if it is not None:
        x = m.next(it)
        if x is not None:
            lists.append(h, saved, ref(m, x))
            return x
        h.set_held(self, 0, None)
    if not saved.items:
        return END
    i = self.data
    self.data = (i + 1) % len(saved.items)
    return ref(m, saved.items[i])


REPEAT = _iterator("repeat", "element")


@REPEAT.new
def repeat_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    element, times = parse(m, "repeat", args, kw, ("object", "times"), 1)
    n = -1 if times is None else max(0, m.index(times))
    o: Obj = make_native(m, cls, [ref(m, element)], n)  # type: ignore[arg-type]
    return o


@REPEAT.method("__next__")
def repeat_next(m: Any, self: Any) -> Any:
    if self.data == 0:
        return END
    if self.data > 0:
        self.data -= 1
    return ref(m, self.held[0])


@REPEAT.method("__repr__")
def repeat_repr(m: Any, self: Any) -> Obj:
    s = m.repr(self.held[0])
    o: Obj = m.heap.new_str(f"repeat({s})" if self.data < 0 else f"repeat({s}, {self.data})")
    return o


@REPEAT.method("__length_hint__")
def repeat_length_hint(m: Any, self: Any) -> Obj:
    if self.data < 0:
        raise m.error("TypeError", "len() of unsized object")
    o: Obj = m.heap.new_int(self.data)
    return o


# ---------------------------------------------------------------- one after the other

ACCUMULATE = _iterator("accumulate", "total", "iterator", "function", "initial")


@ACCUMULATE.new
def accumulate_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    iterable, func, initial = parse(m, "accumulate", args, kw, ("iterable", "func", "initial"), 1, 2)
    it = m.iter(iterable)

    def opt(o: Obj | None) -> Obj | None:
        return None if o is None or o is m.none else ref(m, o)

    o: Obj = make_native(m, cls, [None, it, opt(func), opt(initial)])
    return o


@ACCUMULATE.method("__next__")
def accumulate_next(m: Any, self: Any) -> Any:
    h = m.heap
    total, it, func, initial = self.held
    if initial is not None:
        h.set_held(self, 0, take_out(m, self, 3))
        return ref(m, initial)
    x = m.next(it)
    if x is None:
        return END
    if total is None:
        h.set_held(self, 0, ref(m, x))
        return x
    try:
        new = m.binary(total, x, "+") if func is None else m.call(func, (total, x))
    finally:
        h.decref(x)
    h.set_held(self, 0, ref(m, new))
    return new


CHAIN = _iterator("chain", "source", "active")


@CHAIN.new
def chain_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    _kw_error(m, "chain", kw)
    h = m.heap
    source = h.new_tuple(tuple(ref(m, a) for a in args))
    it = m.iter(source)
    h.decref(source)
    o: Obj = make_native(m, cls, [it, None])
    return o


@CHAIN.classmethod("from_iterable")
def chain_from_iterable(m: Any, cls: Any, iterable: Obj) -> Obj:
    o: Obj = make_native(m, cls, [m.iter(iterable), None])
    return o


@CHAIN.method("__next__")
def chain_next(m: Any, self: Any) -> Any:
    h = m.heap
    while self.held[0] is not None:
        active = self.held[1]
        if active is None:
            x = m.next(self.held[0])
            if x is None:
                h.set_held(self, 0, None)
                return END
            try:
                active = m.iter(x)
            except BaseException:
                h.set_held(self, 0, None)
                raise
            finally:
                h.decref(x)
            h.set_held(self, 1, active)
        x = m.next(active)
        if x is not None:
            return x
        h.set_held(self, 1, None)
    return END


STARMAP = _iterator("starmap", "function", "iterator")


@STARMAP.new
def starmap_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    positional(m, "starmap", args, kw, 2, 2)
    it = m.iter(args[1])
    o: Obj = make_native(m, cls, [ref(m, args[0]), it])
    return o


@STARMAP.method("__next__")
def starmap_next(m: Any, self: Any) -> Any:
    x = m.next(self.held[1])
    if x is None:
        return END
    try:
        items = m.to_list(x)
    finally:
        m.heap.decref(x)
    try:
        return m.call(self.held[0], items)
    finally:
        for o in items:
            m.heap.decref(o)


PAIRWISE = _iterator("pairwise", "iterator", "old")


@PAIRWISE.new
def pairwise_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    positional(m, "pairwise", args, kw, 1, 1)
    o: Obj = make_native(m, cls, [m.iter(args[0]), None])
    return o


@PAIRWISE.method("__next__")
def pairwise_next(m: Any, self: Any) -> Any:
    h = m.heap
    it = self.held[0]
    if it is None:
        return END
    old = self.held[1]
    if old is None:
        old = m.next(it)
        if old is None:
            h.set_held(self, 0, None)
            return END
    else:
        take_out(m, self, 1)
    new = m.next(it)
    if new is None:
        h.decref(old)
        h.set_held(self, 0, None)
        return END
    if self.held[1] is None:
        put_in(m, self, 1, ref(m, new))
    else:
        h.set_held(self, 1, ref(m, new))
    return h.new_tuple((old, new))


BATCHED = _iterator("batched", "iterator")


@BATCHED.new
def batched_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    strict = m.profile.bad_keyword_text.startswith("{name}")   # the `strict` parameter came with 3.13
    names = ("iterable", "n", "strict") if strict else ("iterable", "n")
    got = parse(m, "batched", args, kw, names, 2, 2)
    n = m.index(got[1])
    if n < 1:
        raise m.error("ValueError", "n must be at least one")
    exact = strict and got[2] is not None and m.truth(got[2])
    o: Obj = make_native(m, cls, [m.iter(got[0])], (n, exact))
    return o


@BATCHED.method("__next__")
def batched_next(m: Any, self: Any) -> Any:
    h = m.heap
    it = self.held[0]
    if it is None:
        return END
    n, exact = self.data
    out: list[Obj] = []
    try:
        while len(out) < n:
            x = m.next(it)
            if x is None:
                break
            out.append(x)
    except BaseException:
        for o in out:
            h.decref(o)
        raise
    if len(out) < n:
        h.set_held(self, 0, None)
        if not out:
            return END
        if exact:
            for o in out:
                h.decref(o)
            raise m.error("ValueError", "batched(): incomplete batch")
    return h.new_tuple(tuple(out))


# ---------------------------------------------------------------- selecting

COMPRESS = _iterator("compress", "data", "selectors")


@COMPRESS.new
def compress_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    data, selectors = parse(m, "compress", args, kw, ("data", "selectors"), 2)
    it = m.iter(data)
    o: Obj = make_native(m, cls, [it, m.iter(selectors)])
    return o


@COMPRESS.method("__next__")
def compress_next(m: Any, self: Any) -> Any:
    h = m.heap
    data, selectors = self.held
    while True:
        x = m.next(data)
        if x is None:
            return END
        s = m.next(selectors)
        if s is None:
            h.decref(x)
            return END
        keep = m.truth(s)
        h.decref(s)
        if keep:
            return x
        h.decref(x)


def _test(m: Any, func: Obj | None, x: Obj) -> bool:
    """The truth of ``func(x)``, or of ``x`` when there is no function; on an error ``x`` is dropped."""
    h = m.heap
    try:
        if func is None:
            yes: bool = m.truth(x)
            return yes
        r = m.call(func, (x,))
        try:
            yes = m.truth(r)
        finally:
            h.decref(r)
        return yes
    except BaseException:
        h.decref(x)
        raise


def _predicate_new(name: str) -> Callable[..., Obj]:
    def new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
        positional(m, name, args, kw, 2, 2)
        it = m.iter(args[1])
        o: Obj = make_native(m, cls, [ref(m, args[0]), it], False)
        return o
    return new


DROPWHILE = _iterator("dropwhile", "function", "iterator")
DROPWHILE.new(_predicate_new("dropwhile"))
TAKEWHILE = _iterator("takewhile", "function", "iterator")
TAKEWHILE.new(_predicate_new("takewhile"))
FILTERFALSE = _iterator("filterfalse", "function", "iterator")
FILTERFALSE.new(_predicate_new("filterfalse"))


@DROPWHILE.method("__next__")
def dropwhile_next(m: Any, self: Any) -> Any:
    while True:
        x = m.next(self.held[1])
        if x is None:
            return END
        if self.data or not _test(m, self.held[0], x):
            self.data = True
            return x
        m.heap.decref(x)


@TAKEWHILE.method("__next__")
def takewhile_next(m: Any, self: Any) -> Any:
    if self.data:
        return END
    x = m.next(self.held[1])
    if x is None:
        return END
    if _test(m, self.held[0], x):
        return x
    m.heap.decref(x)
    self.data = True
    return END


@FILTERFALSE.method("__next__")
def filterfalse_next(m: Any, self: Any) -> Any:
    func = self.held[0]
    if func is m.none or func is m.heap.types["bool"]:
        func = None
    while True:
        x = m.next(self.held[1])
        if x is None:
            return END
        if not _test(m, func, x):
            return x
        m.heap.decref(x)


ISLICE = _iterator("islice", "iterator")


@ISLICE.new
def islice_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """data: [next index, stop (-1: none), step, items taken so far]."""
    positional(m, "islice", args, kw, 2, 4)
    positive = "must be None or an integer: 0 <= x <= sys.maxsize."

    def bound(o: Obj, default: int, text: str) -> int:
        if o is m.none:
            return default
        v = -1
        if m.lookup(o.type, "__index__") is not None:
            v = m.index(o)
        if v < 0 or v > (1 << 63) - 1:
            raise m.error("ValueError", text)
        return v

    start, step = 0, 1
    if len(args) == 2:
        stop = bound(args[1], -1, "Stop argument for islice() " + positive)
    else:
        if args[2] is not m.none:
            v = m.index(args[2]) if m.lookup(args[2].type, "__index__") is not None else -1
            if not 0 <= v < 1 << 63:
                raise m.error("ValueError", "Stop argument for islice() " + positive)
        both = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        start = bound(args[1], 0, both)
        stop = bound(args[2], -1, both)
    if len(args) == 4 and args[3] is not m.none:
        v = m.index(args[3]) if m.lookup(args[3].type, "__index__") is not None else -1
        if v < 1:
            raise m.error("ValueError", "Step for islice() must be a positive integer or None.")
        step = v
    o: Obj = make_native(m, cls, [m.iter(args[0])], [start, stop, step, 0])
    return o


@ISLICE.method("__next__")
def islice_next(m: Any, self: Any) -> Any:
    h = m.heap
    it = self.held[0]
    if it is None:
        return END
    state = self.data
    start, stop, step, taken = state
    while taken < start:
        x = m.next(it)
        if x is None:
            h.set_held(self, 0, None)
            return END
        h.decref(x)
        taken += 1
        state[3] = taken
    if stop != -1 and taken >= stop:
        h.set_held(self, 0, None)
        return END
    x = m.next(it)
    if x is None:
        h.set_held(self, 0, None)
        return END
    state[3] = taken + 1
    following = start + step
    state[0] = min(following, stop) if stop != -1 else following
    return x


# ---------------------------------------------------------------- grouping and copying

GROUPBY = _iterator("groupby", "iterator", "target key", "current key", "current value", "key function")
GROUPER = _iterator("_grouper", "parent", "target key", hidden=True)


@GROUPBY.new
def groupby_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    iterable, key = parse(m, "groupby", args, kw, ("iterable", "key"), 1)
    it = m.iter(iterable)
    o: Obj = make_native(m, cls, [it, None, None, None, ref(m, m.none if key is None else key)], None)
    return o


def _groupby_step(m: Any, self: Any) -> bool:
    """groupby_step: fetch the next value and its key; False at the end."""
    h = m.heap
    x = m.next(self.held[0])
    if x is None:
        return False
    key = self.held[4]
    try:
        k = ref(m, x) if key is m.none else m.call(key, (x,))
    except BaseException:
        h.decref(x)
        raise
    h.set_held(self, 3, x)
    h.set_held(self, 2, k)
    return True


@GROUPBY.method("__next__")
def groupby_next(m: Any, self: Any) -> Any:
    h = m.heap
    self.data = None
    while True:
        if self.held[2] is not None:
            if self.held[1] is None or not m.eq(self.held[1], self.held[2]):
                break
        if not _groupby_step(m, self):
            return END
    key = ref(m, self.held[2])
    h.set_held(self, 1, ref(m, key))
    grouper = h.new_native(h.types["itertools._grouper"], [ref(m, self), ref(m, key)])
    self.data = grouper.serial
    return h.new_tuple((key, grouper))


@GROUPER.method("__next__")
def grouper_next(m: Any, self: Any) -> Any:
    h = m.heap
    parent, target = self.held
    if parent.data != self.serial:
        return END
    if parent.held[3] is None and not _groupby_step(m, parent):
        return END
    if not m.eq(target, parent.held[2]):
        return END
    x = take_out(m, parent, 3)
    h.set_held(parent, 2, None)
    return x


TEE_DATA = _iterator("_tee_dataobject", "iterator", "next link", hidden=True)
TEE = _iterator("_tee", "data", hidden=True)
TEE.weakref = True
_LINK_CELLS = 57


def _tee_data(m: Any, it: Obj) -> Any:
    h = m.heap
    return h.new_native(h.types["itertools._tee_dataobject"], [ref(m, it), None], False)


@ITERTOOLS.function("tee")
def tee(m: Any, iterable: Obj, n: Obj | None = None) -> Obj:
    h = m.heap
    count = 2 if n is None else m.index(n)
    if count < 0:
        raise m.error("ValueError", m.profile.itertools_negative_text.format(name="n", old="n must be >= 0"))
    if count == 0:
        o: Obj = h.new_tuple(())
        return o
    it = m.iter(iterable)
    t = h.types["tee"]
    if it.type is t:
        first = it
    else:
        data = _tee_data(m, it)
        h.decref(it)
        first = h.new_native(t, [data], 0)
    out = [first]
    for _ in range(count - 1):
        out.append(h.new_native(t, [ref(m, first.held[0])], first.data))
    o = h.new_tuple(tuple(out))
    return o


@TEE.method("__copy__")
def tee_copy(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_native(m.heap.types["tee"], [ref(m, self.held[0])], self.data)
    return o


@TEE.method("__next__")
def tee_next(m: Any, self: Any) -> Any:
    """tee_next and teedataobject_getitem: values lie in a chain of blocks of 57 that copies share."""
    h = m.heap
    block = self.held[0]
    if self.data >= _LINK_CELLS:
        link = block.held[1]
        if link is None:
            link = _tee_data(m, block.held[0])
            h.set_held(block, 1, link)
        h.set_held(self, 0, ref(m, link))
        self.data = 0
        block = link
    at = self.data + 2
    if at < len(block.held):
        value = block.held[at]
    else:
        if block.data:
            raise m.error("RuntimeError", "cannot re-enter the tee iterator")
        block.data = True
        try:
            value = m.next(block.held[0])
        finally:
            block.data = False
        if value is None:
            return END
        append_held(m, block, value)
    self.data += 1
    return ref(m, value)


ZIP_LONGEST = _iterator("zip_longest", "fill value")


@ZIP_LONGEST.new
def zip_longest_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    fill = None
    for key, value in (kw or {}).items():
        if key != "fillvalue":
            raise m.error("TypeError", "zip_longest() got an unexpected keyword argument")
        fill = value
    h = m.heap
    its: list[Any] = []
    try:
        for a in args:
            its.append(m.iter(a))
    except BaseException:
        for it in its:
            h.decref(it)
        raise
    o: Obj = make_native(m, cls, [ref(m, m.none if fill is None else fill), *its], len(its))
    return o


@ZIP_LONGEST.method("__next__")
def zip_longest_next(m: Any, self: Any) -> Any:
    """Simplified: the result tuple is always a new one (CPython reuses it when nobody else holds it)."""
    h = m.heap
    if self.data == 0:
        return END
    out: list[Any] = []
    for i in range(1, len(self.held)):
        it = self.held[i]
        x = None
        if it is not None:
            try:
                x = m.next(it)
            except BaseException:
                self.data = 0
                for o in out:
                    h.decref(o)
                raise
            if x is None:
                self.data -= 1
                if self.data == 0:
                    for o in out:
                        h.decref(o)
                    return END
                h.set_held(self, i, None)
        out.append(ref(m, self.held[0]) if x is None else x)
    return h.new_tuple(tuple(out))


# ---------------------------------------------------------------- combinations

def _pool(m: Any, iterable: Any) -> Any:
    return m.heap.new_tuple(tuple(m.to_list(iterable)))


def _chosen(m: Any, pool: Any, indices: Sequence[int]) -> Any:
    items = pool.items
    return m.heap.new_tuple(tuple(ref(m, items[i]) for i in indices))


PRODUCT = _iterator("product")


@PRODUCT.new
def product_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    repeat = 1
    for key, value in (kw or {}).items():
        if key != "repeat":
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name="product", key=key))
        repeat = m.index(value)
    if repeat < 0:
        raise m.error("ValueError", "repeat argument cannot be negative")
    pools = [_pool(m, a) for a in args] if repeat else []
    held = list(pools)
    for _ in range(repeat - 1):
        held += [ref(m, p) for p in pools]
    o: Obj = make_native(m, cls, held, None)
    return o


@PRODUCT.method("__next__")
def product_next(m: Any, self: Any) -> Any:
    pools = self.held
    indices = self.data
    if indices == "done":
        return END
    if indices is None:
        if any(not p.items for p in pools):
            self.data = "done"
            return END
        self.data = indices = [0] * len(pools)
    else:
        i = len(pools) - 1
        while i >= 0:
            indices[i] += 1
            if indices[i] < len(pools[i].items):
                break
            indices[i] = 0
            i -= 1
        if i < 0:
            self.data = "done"
            return END
    return m.heap.new_tuple(tuple(ref(m, p.items[i]) for p, i in zip(pools, indices)))


def _combination_new(name: str, replacement: bool) -> Callable[..., Obj]:
    def new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
        iterable, r = parse(m, name, args, kw, ("iterable", "r"), 2)
        n = m.index(r)
        pool = _pool(m, iterable)
        if n < 0:
            m.heap.decref(pool)
            raise m.error("ValueError", m.profile.itertools_negative_text.format(name="r", old="r must be non-negative"))
        size = len(pool.items)
        done = n and not size if replacement else n > size
        o: Obj = make_native(m, cls, [pool], ["done" if done else "new", [0] * n if replacement else list(range(n))])
        return o
    return new


COMBINATIONS = _iterator("combinations", "pool")
COMBINATIONS.new(_combination_new("combinations", False))
REPLACEMENT = _iterator("combinations_with_replacement", "pool")
REPLACEMENT.new(_combination_new("combinations_with_replacement", True))


@COMBINATIONS.method("__next__")
def combinations_next(m: Any, self: Any) -> Any:
    state, indices = self.data
    pool = self.held[0]
    n, r = len(pool.items), len(indices)
    if state == "done":
        return END
    if state == "new":
        self.data[0] = "on"
    else:
        i = r - 1
        while i >= 0 and indices[i] == i + n - r:
            i -= 1
        if i < 0:
            self.data[0] = "done"
            return END
        indices[i] += 1
        for j in range(i + 1, r):
            indices[j] = indices[j - 1] + 1
    return _chosen(m, pool, indices)


@REPLACEMENT.method("__next__")
def replacement_next(m: Any, self: Any) -> Any:
    state, indices = self.data
    pool = self.held[0]
    n, r = len(pool.items), len(indices)
    if state == "done":
        return END
    if state == "new":
        self.data[0] = "on"
    else:
        i = r - 1
        while i >= 0 and indices[i] == n - 1:
            i -= 1
        if i < 0:
            self.data[0] = "done"
            return END
        indices[i:] = [indices[i] + 1] * (r - i)
    return _chosen(m, pool, indices)


PERMUTATIONS = _iterator("permutations", "pool")


@PERMUTATIONS.new
def permutations_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    iterable, r = parse(m, "permutations", args, kw, ("iterable", "r"), 1)
    pool = _pool(m, iterable)
    n = len(pool.items)
    if r is None or r is m.none:
        k = n
    elif m.lookup(r.type, "__index__") is None:
        m.heap.decref(pool)
        raise m.error("TypeError", "Expected int as r")
    else:
        k = m.index(r)
    if k < 0:
        m.heap.decref(pool)
        raise m.error("ValueError", "r must be non-negative")
    o: Obj = make_native(m, cls, [pool], ["done" if k > n else "new", list(range(n)), list(range(n, n - k, -1)), k])
    return o


@PERMUTATIONS.method("__next__")
def permutations_next(m: Any, self: Any) -> Any:
    state, indices, cycles, r = self.data
    pool = self.held[0]
    n = len(indices)
    if state == "done":
        return END
    if state == "new":
        self.data[0] = "on"
        return _chosen(m, pool, indices[:r])
    for i in range(r - 1, -1, -1):
        cycles[i] -= 1
        if cycles[i] == 0:
            indices[i:] = indices[i + 1:] + indices[i:i + 1]
            cycles[i] = n - i
        else:
            j = cycles[i]
            indices[i], indices[n - j] = indices[n - j], indices[i]
            return _chosen(m, pool, indices[:r])
    self.data[0] = "done"
    return END
