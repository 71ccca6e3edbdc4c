"""The cyclic garbage collector: generations, and CPython's phases as one function each.

A *generation* is a host dict of objects in the order of CPython's linked list; ``o.gc`` is the dict that tracks ``o``,
or None.  The dict of generation 0 stays the same object for ever (the heap adds to it directly), so merging copies.
A collection takes one generation and all younger ones (together: *young*) and

1. `update_refs` copies every count to ``gc_refs``;
2. `subtract_refs` takes away the references that come from inside;
3. `move_unreachable` moves what nothing outside can reach into *unreachable*;
4. `move_legacy_finalizers`, `handle_weakrefs`, `finalize_garbage`, `handle_resurrected_objects` deal with what can
   still be seen of the garbage; `delete_garbage` breaks it up.

The order of the lists is CPython's too, because finalizers run in it.  States of ``gc_refs`` inside a collection:
above 0 reachable; 0 not known yet; -1 tentatively unreachable.  "Is a candidate" is ``o.gc is young``.

The interpreter's own objects are few here and thousands in CPython.  What is missing is counted in ``startup``
(numbers per generation) so that the 25 % rule fires when it does in a real process.
Sources: Modules/gcmodule.c (up to 3.12), Python/gc.c and Modules/gcmodule.c (from 3.13).
"""

from __future__ import annotations

from memlab.heap import clearing, weakrefs
from memlab.heap.objects import Dict, Generator, Instance, List, Tuple, Type, WeakRef
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from memlab.heap.heap import Heap
    from memlab.heap.objects import Obj
    from memlab.heap.profiles import Profile

    Generation = dict[Any, None]

NUM_GENERATIONS = 3

DEBUG_STATS = 1
DEBUG_COLLECTABLE = 2
DEBUG_UNCOLLECTABLE = 4
DEBUG_SAVEALL = 32
DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL

_UNREACHABLE = -1


class Stats:
    """Totals of one generation's collections (``struct gc_generation_stats``)."""

    __slots__ = ("collections", "collected", "uncollectable", "candidates", "duration")

    def __init__(self) -> None:
        self.collections = 0
        self.collected = 0
        self.uncollectable = 0
        self.candidates = 0
        self.duration = 0.0


class Collector:
    """The collector of one heap (``struct _gc_runtime_state``)."""

    def __init__(self, heap: Heap, profile: Profile) -> None:
        self.heap = heap
        self.profile = profile
        self.generations: list[Generation] = [{}, {}, {}]
        self.permanent: Generation = {}
        self.machinery: Generation = {}     # the interpreter's own objects: tracked, but roots, and never collected
        self.counts = [0, 0, 0]
        self.thresholds = list(profile.gc_thresholds)
        self.enabled = True
        self.collecting = False
        self.debug = 0
        self.stats = [Stats(), Stats(), Stats()]
        self.long_lived_pending = 0
        self.long_lived_total = 0
        self.startup = [0, 0, 0]
        self.startup_permanent = 0
        self.garbage: List | None = None
        self.callbacks: List | None = None
        self.notify: Callable[[str, dict[str, Any]], None] | None = None  # calls gc.callbacks; set by the module gc

    def begin_program(self) -> None:
        """Set generations and counters as a real interpreter has them when the first line of a script runs.

        After this, the generations hold nothing but what is tracked from now on; earlier objects keep their place in
        a generation of their own that is never collected (they are the interpreter's, and are roots).
        """
        profile = self.profile
        machinery = self.machinery
        for gen in self.generations:
            for o in gen:
                o.gc = machinery
            machinery.update(gen)
            gen.clear()
        self.startup = list(profile.startup_objects)
        self.startup_permanent = profile.startup_frozen
        self.counts[:] = profile.startup_counts
        # No full collection has run yet: what is in the oldest generation came from middle ones.
        self.long_lived_pending = profile.startup_objects[2]
        self.long_lived_total = 0
        for stats, (collections, collected) in zip(self.stats, profile.startup_collections, strict=True):
            stats.collections = collections
            stats.collected = collected

    def ensure_lists(self) -> None:
        """Make ``gc.garbage`` and ``gc.callbacks``, which exist from the start in CPython, on first use."""
        if self.garbage is None:
            h = self.heap
            h.begin_machinery()
            self.garbage = h.new_list([])
            self.callbacks = h.new_list([])
            for o in (self.garbage, self.callbacks):
                self.untrack(o)
                o.gc = self.machinery
                self.machinery[o] = None
            h.end_machinery()

    # ------------------------------------------------------------ tracking

    def track(self, o: Any) -> None:
        """Add ``o`` to the youngest generation (``_PyObject_GC_TRACK``)."""
        gen = self.generations[0]
        gen[o] = None
        o.gc = gen
        if self.heap.log is not None:
            self.heap.log((K.TRACKED, o.serial, 0))

    def untrack(self, o: Any) -> None:
        """Take ``o`` out of its generation, if it is in one (``_PyObject_GC_UNTRACK``)."""
        gen = o.gc
        if gen is not None:
            del gen[o]
            o.gc = None
            if self.heap.log is not None:
                self.heap.log((K.UNTRACKED, o.serial))

    # ------------------------------------------------------------ when

    def select_generation(self) -> int:
        """The oldest generation that is due, or -1 (``gc_select_generation``; ``gc_collect_generations`` up to 3.12).

        A full collection waits until a quarter as many objects have survived the middle one as were there at the last
        full collection: otherwise building a large structure would take quadratic time.
        """
        for i in (2, 1, 0):
            if self.counts[i] > self.thresholds[i]:
                if i == 2 and self.long_lived_pending < self.long_lived_total // 4:
                    continue
                return i
        return -1

    def maybe_collect(self) -> int:
        """Collect what is due; the heap calls this when generation 0 has passed its threshold. Returns the number
        found.
        """
        if self.collecting or not self.enabled:
            return 0
        generation = self.select_generation()
        return self.collect(generation, "threshold") if generation >= 0 else 0

    # ------------------------------------------------------------ the collection

    def collect(self, generation: int = 2, reason: str = "gc.collect()") -> int:
        """Run one collection (``gc_collect_main``); returns the number of unreachable objects found.

        Does nothing, like CPython, while another collection is running.
        """
        if self.collecting:
            return 0
        self.collecting = True
        try:
            return self._collect(generation, reason)
        finally:
            self.collecting = False

    def _collect(self, generation: int, reason: str) -> int:
        h = self.heap
        log = h.log
        shutdown = reason == "shutdown"
        if not shutdown:
            self._invoke_callbacks("start", generation, 0, 0, 0)
        if log is not None:
            log((K.COLLECTION_STARTED, generation, reason))
        counts = self.counts
        generations = self.generations
        if generation + 1 < NUM_GENERATIONS:
            counts[generation + 1] += 1
        for i in range(generation + 1):
            counts[i] = 0
        young = self._merge_younger(generation)
        last = generation == NUM_GENERATIONS - 1
        old = young if last else generations[generation + 1]
        # The events of a silent promotion need the old place of each object; quiet runs need not know.
        unreachable, candidates = self.deduce_unreachable(young)
        self.untrack_tuples(young)
        if not last:
            if generation == NUM_GENERATIONS - 2:
                self.long_lived_pending += len(young) + self.startup[generation]
            self._promote(young, old, generation)
        else:
            if self.profile.gc_untracks_dicts:
                self.untrack_dicts(young)
            self.long_lived_pending = 0
            self.long_lived_total = len(young) + self.startup[2]
        finalizers = self.move_legacy_finalizers(unreachable)
        if self.debug & DEBUG_COLLECTABLE:
            for o in unreachable:
                h.vm.write_err(f"gc: collectable <{o.type.name} 0x{o.addr:x}>\n")
        if self.profile.weakrefs_outlive_finalizers:
            collected = self.handle_weakref_callbacks(unreachable, old)
            self.finalize_garbage(unreachable)
            final = self.handle_resurrected_objects(unreachable, old)
            collected += len(final)
            self.clear_weakrefs(final)
        else:
            collected = self.handle_weakrefs(unreachable, old)
            self.finalize_garbage(unreachable)
            final = self.handle_resurrected_objects(unreachable, old)
            collected += len(final)
        self.delete_garbage(final, old)
        uncollectable = self.handle_legacy_finalizers(finalizers, old)
        if last:
            h.clear_free_lists()
        stats = self.stats[generation]
        stats.collections += 1
        stats.collected += collected
        stats.uncollectable += uncollectable
        stats.candidates += candidates
        if h.log is not None:
            h.log((K.COLLECTION_FINISHED, collected, uncollectable))
        if not shutdown:
            self._invoke_callbacks("stop", generation, collected, uncollectable, candidates)
        return collected + uncollectable

    def _merge_younger(self, generation: int) -> Generation:
        """Merge the younger generations into the collected one (``gc_list_merge``); returns it."""
        young = self.generations[generation]
        log = self.heap.log
        for i in range(generation):
            gen = self.generations[i]
            if gen:
                for o in gen:
                    o.gc = young
                if log is not None:
                    for o in gen:
                        log((K.PROMOTED, o.serial, i, generation))
                young.update(gen)
                gen.clear()
            self.startup[generation] += self.startup[i]
            self.startup[i] = 0
        return young

    def _promote(self, young: Generation, old: Generation, generation: int) -> None:
        """Move the survivors to the next generation."""
        for o in young:
            o.gc = old
        log = self.heap.log
        if log is not None:
            for o in young:
                log((K.PROMOTED, o.serial, generation, generation + 1))
        old.update(young)
        young.clear()
        self.startup[generation + 1] += self.startup[generation]
        self.startup[generation] = 0

    # ------------------------------------------------------------ phases

    def deduce_unreachable(self, base: Generation) -> tuple[Generation, int]:
        """Move the objects of ``base`` that nothing outside can reach into a new generation.

        Returns it and the number of candidates. After this, ``base`` holds what is reachable.
        """
        self.update_refs(base)
        if self.heap.log is None:
            self.subtract_refs(base)
            unreachable = self.move_unreachable(base)
        else:
            self._subtract_refs_recorded(base)
            unreachable = self._move_unreachable_recorded(base)
        candidates = len(base) + len(unreachable)
        return unreachable, candidates

    def update_refs(self, containers: Generation) -> None:
        """Set ``gc_refs`` of all candidates to their reference counts."""
        for o in containers:
            o.gc_refs = o.rc

    def subtract_refs(self, containers: Generation) -> None:
        """Subtract the references between candidates from ``gc_refs``.

        After this, ``gc_refs`` counts the references from outside; whoever has one is reachable.
        """
        # The four commonest layouts are written out: one host call per object would double the time.
        for o in containers:
            c = o.__class__
            if c is List or c is Tuple:
                for t in o.items:
                    if t.gc is containers:
                        t.gc_refs -= 1
            elif c is Instance:
                d = o.dict
                if d is None or d.owner is o:
                    attrs = o.attrs
                    if attrs:
                        for e in attrs.values():
                            t = e[1]
                            if t.gc is containers:
                                t.gc_refs -= 1
                if d is not None and d.gc is containers:
                    d.gc_refs -= 1
                members = o.members
                if members is not None:
                    for t in members:
                        if t is not None and t.gc is containers:
                            t.gc_refs -= 1
                t = o.type
                if t.gc is containers:
                    t.gc_refs -= 1
            elif c is Dict:
                if o.owner is None:
                    keyed = not (o.split or o.keys.unicode)
                    for e in o.d.values():
                        t = e[1]
                        if t.gc is containers:
                            t.gc_refs -= 1
                        if keyed:
                            t = e[0]
                            if t.gc is containers:
                                t.gc_refs -= 1
            else:
                for t in o.traverse():
                    if t.gc is containers:
                        t.gc_refs -= 1

    def move_unreachable(self, young: Generation) -> Generation:
        """Move what cannot be reached from outside out of ``young`` into a new generation, which is returned.

        An object with ``gc_refs`` 0 is moved at once and moved back, to the end of ``young``, when something
        reachable turns out to refer to it: that is how the order of the lists changes.
        """
        unreachable: Generation = {}
        queue = list(young)
        again = queue.append
        moved = False
        for o in queue:     # grows at its end
            if o.gc_refs == 0:
                o.gc_refs = _UNREACHABLE
                unreachable[o] = None
                moved = True
                continue
            c = o.__class__
            if c is List or c is Tuple:
                for t in reversed(o.items):
                    if t.gc is young and t.gc_refs <= 0:
                        if t.gc_refs:
                            del unreachable[t]
                            again(t)
                        t.gc_refs = 1
            else:
                for t in self._visits(o, young):
                    if t.gc_refs <= 0:
                        if t.gc_refs:
                            del unreachable[t]
                            again(t)
                        t.gc_refs = 1
        if moved:
            self._relink(young, unreachable, queue)
        return unreachable

    @staticmethod
    def _visits(o: Any, young: Generation) -> list[Any]:
        """What ``tp_traverse`` of ``o`` visits, in order, as far as it is a candidate."""
        c = o.__class__
        if c is Instance and o.dict is None and o.members is None:
            attrs = o.attrs
            out = [e[1] for e in attrs.values() if e[1].gc is young] if attrs else []
            if o.type.gc is young:
                out.append(o.type)
            return out
        if c is Dict and o.owner is None and (o.split or o.keys.unicode):
            return [e[1] for e in o.d.values() if e[1].gc is young]
        return [t for t in o.traverse() if t.gc is young]

    @staticmethod
    def _relink(young: Generation, unreachable: Generation, queue: list[Any]) -> None:
        """Make ``young`` the scanned objects in their new order, and ``o.gc`` right for both sets."""
        young.clear()
        if len(unreachable) == len(queue):
            pass
        else:
            # An object that was moved back is twice in the queue, and its second place counts: dicts keep the first,
            # so the order is built from the end.
            seen = dict.fromkeys(reversed(queue))
            for o in reversed(seen):
                if o not in unreachable:
                    young[o] = None
        for o in unreachable:
            o.gc = unreachable

    def _subtract_refs_recorded(self, containers: Generation) -> None:
        log: Any = self.heap.log
        t: Any
        for o in containers:
            log((K.GC_REFS, o.serial, 0, o.gc_refs))
        for o in containers:
            for t in traverse(o):
                if t.gc is containers:
                    n = t.gc_refs
                    t.gc_refs = n - 1
                    log((K.GC_REFS, t.serial, n, n - 1))

    def _move_unreachable_recorded(self, young: Generation) -> Generation:
        log: Any = self.heap.log
        unreachable: Generation = {}
        queue = list(young)
        t: Any
        for o in queue:
            if o.gc_refs == 0:
                o.gc_refs = _UNREACHABLE
                unreachable[o] = None
                log((K.MOVED_TO_UNREACHABLE, o.serial))
                continue
            for t in traverse(o):
                if t.gc is young and t.gc_refs <= 0:
                    if t.gc_refs:
                        del unreachable[t]
                        queue.append(t)
                        log((K.MOVED_BACK, t.serial))
                    else:
                        log((K.GC_REFS, t.serial, 0, 1))
                    t.gc_refs = 1
        if unreachable or len(queue) != len(young):
            self._relink(young, unreachable, queue)
        return unreachable

    def untrack_tuples(self, young: Generation) -> None:
        """Untrack the tuples that cannot be part of a cycle, oldest first (``_PyTuple_MaybeUntrack``)."""
        gone = [o for o in young if o.__class__ is Tuple]
        for o in gone:
            for x in o.items:
                if may_be_tracked(x):
                    break
            else:
                self.untrack(o)

    def untrack_dicts(self, young: Generation) -> None:
        """Untrack the dicts that hold nothing the collector watches (``_PyDict_MaybeUntrack``, up to 3.13)."""
        for o in [o for o in young if o.__class__ is Dict]:
            keyed = not (o.split or o.keys.unicode)
            for e in o.d.values():
                if may_be_tracked(e[1]) or (keyed and may_be_tracked(e[0])):
                    break
            else:
                self.untrack(o)

    def move_legacy_finalizers(self, unreachable: Generation) -> Generation:
        """Set apart objects with a ``tp_del`` slot and what only they reach.

        Since PEP 442 no type of Python's own has that slot and classes cannot get one, so this is always empty: the
        phase is
        here because the C source and old books speak of it.
        """
        return {}

    def handle_legacy_finalizers(self, finalizers: Generation, old: Generation) -> int:
        """Move uncollectable objects to ``gc.garbage``; see `move_legacy_finalizers`. Returns how many there were."""
        return len(finalizers)

    def handle_weakrefs(self, unreachable: Generation, old: Generation) -> int:
        """Clear all weak references to garbage, then call the callbacks of those that are not garbage themselves.

        Up to 3.14. Returns how many weak references died during the callbacks.
        """
        calls: Generation = {}
        h = self.heap
        for o in unreachable:
            if isinstance(o, WeakRef):
                # bpo-38006: garbage's own weak references are cleared too; their callbacks stay, unheard
                weakrefs.clear_ref(h, o)
            refs = o.weakrefs
            while refs:
                wr = refs[0]
                weakrefs.clear_ref(h, wr)
                if wr.callback is not None and wr.gc is not unreachable:
                    self._plan_call(wr, calls)
        return self._call_callbacks(calls, old)

    def handle_weakref_callbacks(self, unreachable: Generation, old: Generation) -> int:
        """Clear the weak references with a callback and call those callbacks; the others stay until the finalizers
        have run (3.15).
        """
        calls: Generation = {}
        h = self.heap
        for o in unreachable:
            for wr in list(o.weakrefs or ()):
                if wr.callback is None:
                    continue
                weakrefs.clear_ref(h, wr)
                if wr.gc is not unreachable:
                    self._plan_call(wr, calls)
        return self._call_callbacks(calls, old)

    def clear_weakrefs(self, unreachable: Generation) -> None:
        """Clear all weak references to and from ``unreachable`` (3.15)."""
        h = self.heap
        for o in unreachable:
            if isinstance(o, WeakRef):
                weakrefs.clear_ref(h, o)
            refs = o.weakrefs
            while refs:
                weakrefs.clear_ref(h, refs[0])

    def _plan_call(self, wr: Any, calls: Generation) -> None:
        self.heap.incref(wr)
        if wr.gc is not None:
            del wr.gc[wr]
        wr.gc = calls
        calls[wr] = None

    def _call_callbacks(self, calls: Generation, old: Generation) -> int:
        h = self.heap
        freed = 0
        for wr in list(calls):
            weakrefs.call_callback(h, wr, wr.callback)
            h.decref(wr)
            if wr.gc is calls:
                del calls[wr]
                old[wr] = None
                wr.gc = old
            else:
                freed += 1
        return freed

    def finalize_garbage(self, collectable: Generation) -> None:
        """Run the finalizers (PEP 442) of the garbage, in list order, each object's once in its life."""
        h = self.heap
        for o in [o for o in collectable if has_finalizer(o)]:
            # A finalizer may have freed others on the list.
            if o.gc is collectable and has_finalizer(o):
                run_finalizer(h, o)

    def handle_resurrected_objects(self, unreachable: Generation, old: Generation) -> Generation:
        """Look again at what is unreachable now that finalizers have run; what came back to life goes to ``old``.

        Returns what is still unreachable.
        """
        if not unreachable:
            return {}
        still, _ = self.deduce_unreachable(unreachable)
        for o in unreachable:
            o.gc = old
        old.update(unreachable)
        unreachable.clear()
        return still

    def delete_garbage(self, collectable: Generation, old: Generation) -> None:
        """Break the cycles: clear every object in list order (``tp_clear``); counts do the rest.

        With DEBUG_SAVEALL the objects go to ``gc.garbage`` instead. What survives joins ``old``.
        """
        h = self.heap
        save = self.debug & DEBUG_SAVEALL
        for o in list(collectable):
            if o.gc is not collectable:
                continue
            if save:
                self.ensure_lists()
                clearing.list_append(h, self.garbage, h.incref(o))
            else:
                h.incref(o)
                clearing.clear(h, o)
                h.decref(o)
            if o.gc is collectable:
                del collectable[o]
                old[o] = None
                o.gc = old

    # ------------------------------------------------------------ callbacks, freezing

    def _invoke_callbacks(self, phase: str, generation: int, collected: int, uncollectable: int,
                          candidates: int) -> None:
        """Call everything in ``gc.callbacks`` (``invoke_gc_callback``)."""
        callbacks = self.callbacks
        if callbacks is None or not callbacks.items:
            return
        facts: dict[str, Any] = {"generation": generation, "collected": collected, "uncollectable": uncollectable}
        if self.profile.gc_stats_detailed:
            facts["candidates"] = candidates
            facts["duration"] = 0.0
        if self.notify is not None:
            self.notify(phase, facts)

    def freeze(self) -> None:
        """Move everything into the permanent generation, which no collection looks at."""
        permanent = self.permanent
        for i, gen in enumerate(self.generations):
            for o in gen:
                o.gc = permanent
            permanent.update(gen)
            gen.clear()
            self.counts[i] = 0
            self.startup_permanent += self.startup[i]
            self.startup[i] = 0

    def unfreeze(self) -> None:
        """Move the permanent generation into the oldest one."""
        oldest = self.generations[2]
        for o in self.permanent:
            o.gc = oldest
        oldest.update(self.permanent)
        self.permanent.clear()
        self.startup[2] += self.startup_permanent
        self.startup_permanent = 0

    def freeze_count(self) -> int:
        """How many objects are frozen, the interpreter's own included."""
        return len(self.permanent) + self.startup_permanent

    def is_tracked(self, o: Any) -> bool:
        return o.gc is not None

    def generation_of(self, o: Any) -> int:
        """Return the number of the generation that tracks ``o``: 0 to 2, 3 for permanent, -1 for none."""
        gen = o.gc
        if gen is None:
            return -1
        for i, g in enumerate(self.generations):
            if gen is g:
                return i
        return 3


# ---------------------------------------------------------------- rules about single objects

def traverse(o: Any) -> Iterable[Obj]:
    """What ``tp_traverse`` visits, in its order; lists and tuples are visited back to front."""
    c = o.__class__
    if c is List or c is Tuple:
        return reversed(o.items)
    return o.traverse()


def may_be_tracked(o: Any) -> bool:
    """``_PyObject_GC_MAY_BE_TRACKED``: could the collector ever watch ``o``?"""
    if o.gc is not None:
        return True
    c = o.__class__
    return bool(o.type.is_gc and c is not Tuple and not (isinstance(o, Type) and not o.is_heap))


def has_finalizer(o: Any) -> bool:
    """Does ``o`` have a finalizer (``tp_finalize``) that has not run yet?"""
    if isinstance(o, Generator):
        return o.frame is not None and not o.finalized
    return o.type.finalizer is not None and not o.finalized


def run_finalizer(h: Heap, o: Any) -> None:
    """Call the finalizer of ``o`` once (``PyObject_CallFinalizer``); ``o`` is held meanwhile."""
    o.finalized = True
    h.incref(o)
    if h.log is not None:
        h.log((K.FINALIZER_RAN, o.serial))
    vm: Any = h.vm
    vm.call_finalizer(o)
    h.decref(o)
