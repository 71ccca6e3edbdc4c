"""Weak reference lists on a heap without an interpreter."""

from __future__ import annotations

import pytest

from memlab.heap import weakrefs as W
from memlab.heap.profiles import PROFILES
from tests.heap.bare import bare_heap, new_node, node_type


def test_plain_references_are_shared_and_stand_in_front() -> None:
    h = bare_heap()
    x = new_node(h, node_type(h))
    late = W.new_ref(h, x, h.true)
    plain = W.new_ref(h, x)
    proxy = W.new_proxy(h, x, None, False)
    later = W.new_ref(h, x, h.true)
    assert W.new_ref(h, x) is plain and W.new_proxy(h, x, None, False) is proxy
    assert x.weakrefs == [plain, proxy, later, late]
    assert (plain.rc, late.rc) == (2, 1)


@pytest.mark.parametrize("version", list(PROFILES))
def test_callbacks_run_newest_first_and_all_are_dead_before(version: str) -> None:
    h = bare_heap(version)
    x = new_node(h, node_type(h))
    plain = W.new_ref(h, x)
    refs = [W.new_ref(h, x, h.true) for _ in range(3)]
    seen = []
    h.vm.callback = lambda wr: seen.append([r.referent for r in (plain, *refs)] + [wr.callback])
    h.decref(x)
    assert [wr for _, wr in h.vm.calls] == refs[::-1]
    assert seen == [[None] * 5] * 3


def test_a_dead_weak_reference_leaves_the_list() -> None:
    h = bare_heap()
    x = new_node(h, node_type(h))
    wr = W.new_ref(h, x, h.true)
    h.decref(wr)
    assert x.weakrefs == []
    h.decref(x)
    assert h.vm.calls == []
    h.pm.check()


def test_a_callback_may_drop_other_references_to_the_same_object() -> None:
    h = bare_heap()
    x = new_node(h, node_type(h))
    first = W.new_ref(h, x, h.true)
    second = W.new_ref(h, x, h.true)
    h.vm.callback = lambda wr: h.decref(first) if wr is second else None
    h.decref(x)
    assert [wr for _, wr in h.vm.calls] == [second, first]
