"""The cyclic collector on a heap without an interpreter."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memlab.heap import clearing, collector, lists, weakrefs
from memlab.heap.profiles import PROFILES
from memlab.model import kinds as K
from tests.heap.bare import bare_heap, new_node, node_type

VERSIONS = list(PROFILES)


def self_list(h: Any) -> Any:
    x = h.new_list([])
    lists.append(h, x, h.incref(x))
    return x


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_that_holds_itself_is_found_and_freed(version: str) -> None:
    h = bare_heap(version)
    h.decref(self_list(h))
    assert h.gc.collect(2) == 1
    assert h.gc.collect(2) == 0
    assert not any(h.gc.generations)
    h.pm.check()


def test_an_outside_reference_keeps_the_whole_ring() -> None:
    h = bare_heap()
    a, b = h.new_list([]), h.new_list([])
    lists.append(h, a, b)
    lists.append(h, b, h.incref(a))
    assert h.gc.collect(2) == 0
    assert list(h.gc.generations[2]) == [a, b]
    h.decref(a)
    assert h.gc.collect(2) == 2


def test_objects_are_promoted_one_generation_per_collection() -> None:
    h = bare_heap()
    gen0 = h.gc.generations[0]
    x = h.new_list([])
    for generation in (0, 1, 2, 2):
        assert h.gc.collect(generation) == 0
        assert h.gc.generation_of(x) == min(generation + 1, 2)
    assert h.gc.generations[0] is gen0, "the heap adds to this dict directly"


def test_old_garbage_waits_for_its_generation() -> None:
    h = bare_heap()
    x = self_list(h)
    h.gc.collect(0)
    h.gc.collect(1)
    h.decref(x)
    assert [h.gc.collect(g) for g in (0, 1, 2)] == [0, 0, 1]


def test_counts_after_collections() -> None:
    h = bare_heap()
    h.gc.collect(2)
    assert h.gc.counts == [0, 0, 0]
    h.gc.collect(0)
    assert h.gc.counts == [0, 1, 0]
    h.gc.collect(0)
    h.gc.collect(1)
    assert h.gc.counts == [0, 0, 1]


def test_a_full_collection_waits_for_a_quarter_of_survivors() -> None:
    h = bare_heap()
    gc = h.gc
    gc.counts[:] = [701, 0, 11]
    gc.long_lived_total, gc.long_lived_pending = 1000, 249
    assert gc.select_generation() == 0
    gc.long_lived_pending = 250
    assert gc.select_generation() == 2
    gc.counts[:] = [0, 11, 0]
    assert gc.select_generation() == 1


def test_moving_back_reverses_the_order() -> None:
    # B points to A, C to B, C is reachable: the lists come out as C, B, A
    h = bare_heap()
    a = h.new_list([])
    b = h.new_list([a])
    c = h.new_list([b])
    assert h.gc.collect(0) == 0
    assert list(h.gc.generations[1]) == [c, b, a]
    assert [o.gc is h.gc.generations[1] for o in (a, b, c)] == [True] * 3


@pytest.mark.parametrize("version", VERSIONS)
def test_weak_references_die_before_or_after_finalizers(version: str) -> None:
    h = bare_heap(version)
    t = node_type(h, finalizer="yes")
    x = new_node(h, t)
    x.attrs["me"] = [h.intern("me"), h.incref(x)]
    plain = weakrefs.new_ref(h, x)
    with_callback = weakrefs.new_ref(h, x, h.true)
    seen = []
    h.vm.finalizer = lambda o: seen.append((plain.referent is None, with_callback.referent is None))
    h.decref(x)
    assert h.gc.collect(2) == 1
    assert [c[0] for c in h.vm.calls] == ["callback", "del"]
    assert seen == [(not h.profile.weakrefs_outlive_finalizers, True)]
    assert plain.referent is None


def test_a_weakref_that_is_garbage_itself_is_not_told() -> None:
    h = bare_heap()
    t = node_type(h)
    x = new_node(h, t)
    x.attrs["me"] = [h.intern("me"), h.incref(x)]
    x.attrs["weak"] = [h.intern("weak"), weakrefs.new_ref(h, x, h.true)]
    h.decref(x)
    assert h.gc.collect(2) == 2
    assert h.vm.calls == []


def test_resurrection_and_each_finalizer_once() -> None:
    h = bare_heap()
    t = node_type(h, finalizer="yes")
    x = new_node(h, t)
    x.attrs["me"] = [h.intern("me"), h.incref(x)]
    saved = []
    h.vm.finalizer = lambda o: saved.append(h.incref(o))
    h.decref(x)
    assert h.gc.collect(2) == 0
    assert saved == [x] and x.gc is h.gc.generations[2]
    h.decref(saved.pop())
    assert h.gc.collect(2) == 1
    assert len(h.vm.calls) == 1


def test_saveall_keeps_garbage() -> None:
    h = bare_heap()
    h.gc.debug = collector.DEBUG_SAVEALL
    x = self_list(h)
    h.decref(x)
    assert h.gc.collect(2) == 1
    assert h.gc.garbage.items == [x]
    h.gc.debug = 0
    lists.clear(h, h.gc.garbage)
    assert h.gc.collect(2) == 1


def test_freeze_hides_garbage() -> None:
    h = bare_heap()
    x = self_list(h)
    before = h.gc.freeze_count()
    h.gc.freeze()
    assert h.gc.freeze_count() == before + 1
    h.decref(x)
    assert h.gc.collect(2) == 0
    h.gc.unfreeze()
    assert h.gc.freeze_count() == 0
    assert h.gc.collect(2) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_tuples_of_atoms_are_untracked(version: str) -> None:
    h = bare_heap(version)
    atoms = h.new_tuple([h.new_int(5), h.new_str("x y")])
    nested = h.new_tuple([h.incref(atoms)])
    mixed = h.new_tuple([h.new_list([])])
    h.gc.collect(0)
    assert (atoms.gc, nested.gc) == (None, None)
    assert mixed.gc is not None


def test_recorded_and_quiet_collections_agree() -> None:
    orders = []
    events: list[Any] = []
    for log in (None, events.append):
        h = bare_heap(log=log)
        a = h.new_list([])
        b = h.new_list([a])
        c = h.new_list([b])
        h.decref(self_list(h))
        assert h.gc.collect(0) == 1
        orders.append([x.serial for x in h.gc.generations[1]])
        assert c.gc is not None
    assert orders[0] == orders[1]


def test_events_of_a_collection() -> None:
    events: list[Any] = []
    h = bare_heap(log=events.append)
    h.decref(self_list(h))
    del events[:]
    h.gc.collect(2, "gc.collect()")
    kinds = [e[0] for e in events]
    assert (K.COLLECTION_STARTED, 2, "gc.collect()") in events
    assert (K.COLLECTION_FINISHED, 1, 0) in events
    assert K.GC_REFS in kinds and K.MOVED_TO_UNREACHABLE in kinds


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12).flatmap(lambda n: st.tuples(
    st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30),
        st.sets(st.integers(0, n - 1)))))
def test_exactly_the_unreachable_is_collected(case: tuple[int, list[tuple[int, int]], set[int]]) -> None:
    n, edges, kept = case
    h = bare_heap()
    nodes = [h.new_list([]) for _ in range(n)]
    for a, b in edges:
        lists.append(h, nodes[a], h.incref(nodes[b]))
    reached: set[int] = set()
    todo = list(kept)
    while todo:
        i = todo.pop()
        if i not in reached:
            reached.add(i)
            todo += [b for a, b in edges if a == i]
    for i, x in enumerate(nodes):
        if i not in kept:
            h.decref(x)
    alive_before = [x for x in nodes if x.rc > 0]
    found = h.gc.collect(2)
    assert found == len(alive_before) - len(reached)
    assert {i for i, x in enumerate(nodes) if x.rc > 0} == reached
    assert set(map(id, h.gc.generations[2])) == {id(nodes[i]) for i in reached}
    h.pm.check()


def test_clear_breaks_from_the_back() -> None:
    h = bare_heap()
    t = node_type(h, finalizer="yes")
    items = [new_node(h, t) for _ in range(3)]
    x = h.new_list(items)
    clearing.clear(h, x)
    assert [o for _, o in h.vm.calls] == items[::-1]


def population(h: Any, n: int) -> list[Any]:
    """n objects: lists that hold lists and instances."""
    t = node_type(h)
    out = []
    inner = None
    for i in range(n // 2):
        node = new_node(h, t, value=h.new_int(i), next=h.incref(inner) if inner is not None else h.incref(h.none))
        inner = h.new_list([node])
        out.append(inner)
    return out


def timed(n: int) -> float:
    h = bare_heap()
    h.gc.enabled = False
    keep = population(h, n)
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        h.gc.collect(2)
        best = min(best, time.perf_counter() - start)
    assert len(h.gc.generations[2]) == n // 2 * 2 and keep
    return best


def test_cost_per_object_is_flat() -> None:
    small, large = timed(1000), timed(100_000)
    assert large < 0.5, f"{large * 1000:.0f} ms for 100,000 objects"
    assert large / 100 < 4 * small
