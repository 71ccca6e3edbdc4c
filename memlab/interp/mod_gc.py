"""The module ``gc`` (Modules/gcmodule.c): the learner's handle on the simulated collector."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap import collector as C
from memlab.heap.objects import Function, Int, NativeFunction, Type
from memlab.interp.native import GuestError, NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

GC = NativeModule("gc", "This module provides access to the garbage collector for reference cycles.\n")

for _name in ("DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE", "DEBUG_SAVEALL", "DEBUG_LEAK"):
    GC.constants[_name] = getattr(C, _name)


def _lists(m: Any) -> Any:
    gc = m.heap.gc
    gc.ensure_lists()
    return gc


GC.constants["garbage"] = lambda m: m.heap.incref(_lists(m).garbage)
GC.constants["callbacks"] = lambda m: m.heap.incref(_lists(m).callbacks)


@GC.function("enable")
def enable(m: Any) -> None:
    m.heap.gc.enabled = True


@GC.function("disable")
def disable(m: Any) -> None:
    m.heap.gc.enabled = False


@GC.function("isenabled")
def isenabled(m: Any) -> Any:
    return m.bool(m.heap.gc.enabled)


@GC.function("collect", kw=True)
def collect(m: Any, generation: Obj | None = None) -> Any:
    n = 2 if generation is None else m.index(generation)
    if not 0 <= n < C.NUM_GENERATIONS:
        raise m.error("ValueError", "invalid generation")
    return m.heap.new_int(m.heap.gc.collect(n, "gc.collect()"))


@GC.function("get_count")
def get_count(m: Any) -> Any:
    return m.from_host(tuple(m.heap.gc.counts))


@GC.function("get_threshold")
def get_threshold(m: Any) -> Any:
    return m.from_host(tuple(m.heap.gc.thresholds))


@GC.function("set_threshold", raw=True)
def set_threshold(m: Any, args: Sequence[Obj], kw: dict[str, Any] | None) -> None:
    n = len(args)
    if kw:
        raise m.error("TypeError", "gc.set_threshold() takes no keyword arguments")
    if not 1 <= n <= 3:
        if m.profile.gc_threshold_group:
            raise m.error("TypeError", "gc.set_threshold requires 1 to 3 arguments")
        raise m.error("TypeError",
                      f"set_threshold() takes at {'least 1 argument' if not n else 'most 3 arguments'} ({n} given)")
    values = [m.index(x) for x in args]
    m.heap.gc.thresholds[:n] = values


@GC.function("get_debug")
def get_debug(m: Any) -> Any:
    return m.heap.new_int(m.heap.gc.debug)


@GC.function("set_debug")
def set_debug(m: Any, flags: Obj) -> None:
    n = m.index(flags)
    if n & C.DEBUG_STATS:
        raise NotSimulated("gc.DEBUG_STATS, which prints the times of collections")
    m.heap.gc.debug = n


@GC.function("get_stats")
def get_stats(m: Any) -> Any:
    detailed = m.profile.gc_stats_detailed
    out = []
    for s in m.heap.gc.stats:
        row = {"collections": s.collections, "collected": s.collected, "uncollectable": s.uncollectable}
        if detailed:
            row["candidates"] = s.candidates
            row["duration"] = s.duration
        out.append(row)
    return m.from_host(out)


def _everything(gc: Any) -> list[Any]:
    """All tracked objects outside the permanent generation, the youngest generation first, the interpreter's own
    last.
    """
    return [o for gen in (*gc.generations, gc.machinery) for o in gen]


@GC.function("get_objects", kw=True)
def get_objects(m: Any, generation: Obj | None = None) -> Any:
    h = m.heap
    gc = h.gc
    if generation is None or generation is h.none:
        found = _everything(gc)
    else:
        if m.special(generation, "__index__") is None and not isinstance(generation, Int):
            raise m.error("TypeError", f"argument should be integer or None, not '{generation.type.name}'")
        n = m.index(generation)
        if n >= C.NUM_GENERATIONS:
            raise m.error("ValueError",
                          "generation parameter must be less than the number of available generations (3)")
        if n == -1:  # the converter's default: as if nothing were given
            return _grown_list(m, _everything(gc))
        if n < 0:
            raise m.error("ValueError", "generation parameter cannot be negative")
        found = list(gc.generations[n])
    return _grown_list(m, found)


def _grown_list(m: Any, found: list[Any]) -> Any:
    """A list that was filled by appending ``found`` one by one."""
    from memlab.heap import lists
    h = m.heap
    out = h.new_list([])
    for o in found:
        lists.append(h, out, h.incref(o))
    return out


@GC.function("get_referrers")
def get_referrers(m: Any, *objs: Obj) -> Any:
    wanted = {id(o) for o in objs}
    return _grown_list(m, [o for o in _everything(m.heap.gc) if any(id(t) in wanted for t in C.traverse(o))])


@GC.function("get_referents")
def get_referents(m: Any, *objs: Obj) -> Any:
    found: list[Any] = []
    for o in objs:
        if o.type.is_gc and not (isinstance(o, Type) and not o.is_heap):
            seen = list(C.traverse(o))
            if isinstance(o, Function):
                seen.insert(2, m.modules["builtins"].ns)  # func_builtins, which functions do not count here
            found += seen
    return _grown_list(m, found)


@GC.function("is_tracked")
def is_tracked(m: Any, obj: Obj) -> Any:
    return m.bool(obj.gc is not None or isinstance(obj, NativeFunction))


@GC.function("is_finalized")
def is_finalized(m: Any, obj: Obj) -> Any:
    return m.bool(getattr(obj, "finalized", False))


@GC.function("freeze")
def freeze(m: Any) -> None:
    m.heap.gc.freeze()


@GC.function("unfreeze")
def unfreeze(m: Any) -> None:
    m.heap.gc.unfreeze()


@GC.function("get_freeze_count")
def get_freeze_count(m: Any) -> Any:
    return m.heap.new_int(m.heap.gc.freeze_count())


def _setup(m: Any, module: Obj) -> None:
    """Let the collector call ``gc.callbacks``: nobody can have put anything there before the module was imported."""
    gc = _lists(m)

    def notify(phase: str, facts: dict[str, Any]) -> None:
        h = m.heap
        info = m.from_host(facts)
        stage = h.new_str(phase)
        i = 0
        while i < len(gc.callbacks.items):
            f = h.incref(gc.callbacks.items[i])
            try:
                h.decref(m.call(f, (stage, info)))
            except GuestError as error:
                m.unraisable(error, f)
            h.decref(f)
            i += 1
        h.decref(stage)
        h.decref(info)
    gc.notify = notify


GC.setup = _setup
MODULES = {"gc": GC}
