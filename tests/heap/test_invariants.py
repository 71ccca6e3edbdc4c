"""The invariant checker finds what is broken, and names holders."""

from __future__ import annotations

from typing import Any

import pytest

from memlab.errors import InternalError
from memlab.heap import invariants as I
from memlab.heap import lists
from tests.heap.bare import bare_heap


def heap_with_lists() -> tuple[Any, Any, Any]:
    h = bare_heap()
    inner = h.new_list([])
    outer = h.new_list([inner])
    h.vm.roots.append(outer)
    return h, outer, inner


def test_a_sound_heap_passes() -> None:
    h, outer, inner = heap_with_lists()
    I.check(h, h.vm)
    lists.append(h, inner, h.incref(outer))
    I.check(h, h.vm)


def test_cycles_that_nobody_holds_are_the_collectors_business() -> None:
    h, outer, inner = heap_with_lists()
    lists.append(h, inner, h.incref(outer))
    h.vm.roots.clear()
    h.decref(outer)
    I.check(h, h.vm)
    assert h.gc.collect(2) == 2


def test_a_wrong_count_is_named() -> None:
    h, _, inner = heap_with_lists()
    inner.rc += 1
    with pytest.raises(InternalError, match=r"'counts'.*list #\d+ rc=2.*1 holders \(list #\d+ item 0\)"):
        I.check(h, h.vm)


def test_a_lost_object_is_named() -> None:
    h, _, _ = heap_with_lists()
    h.new_list([])
    with pytest.raises(InternalError, match=r"'counts'|'unreachable_freed'"):
        I.check(h, h.vm)


def test_a_generation_that_lies_is_named() -> None:
    h, _, inner = heap_with_lists()
    inner.gc = h.gc.generations[1]
    with pytest.raises(InternalError, match="'generations'"):
        I.check(h, h.vm)


def test_a_freed_object_that_is_held_is_named() -> None:
    h, _, inner = heap_with_lists()
    h.gc.untrack(inner)
    inner.rc = 0
    with pytest.raises(InternalError, match="'reachable_alive'"):
        I.check(h, h.vm)


def test_a_shared_address_is_named() -> None:
    h, outer, inner = heap_with_lists()
    inner.addr = outer.addr
    with pytest.raises(InternalError, match="'blocks'"):
        I.check(h, h.vm)


def test_holders_and_why() -> None:
    h, outer, inner = heap_with_lists()
    lists.append(h, outer, h.incref(inner))
    assert I.holders(h, h.vm, inner) == [f"list #{outer.serial} item 0", f"list #{outer.serial} item 1"]
    assert len(I.holders(h, h.vm, inner)) == inner.rc
    assert I.why(h, h.vm, inner) == ["test", f"list #{outer.serial} item 0"]
