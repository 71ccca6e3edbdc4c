"""pymalloc: order of addresses, pool and arena states, and every invariant after every random step."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.junkdrawer import gc_cumulative_time

from memlab.heap.pymalloc import EMPTY, FULL, USED, CLibraryMalloc, MmapArea, Pymalloc
from memlab.model import kinds

# Hypothesis puts a callback of its own into gc.callbacks when its first test runs, and keeps it: let it be there before
# the fixture that looks for traces looks.
gc_cumulative_time()


def tiny(**changes: int) -> Pymalloc:
    """An allocator with pools of four 16-byte blocks and arenas of four pools."""
    options = {
        "arena_size": 512,
        "pool_size": 128,
        "pool_header": 64,
        "small_request_threshold": 32,
        "arena_base": 0x10000,
        "heap_base": 0x100000,
    }
    return Pymalloc(**{**options, **changes})  # type: ignore[arg-type]


def test_blocks_leave_a_pool_lowest_first() -> None:
    a = Pymalloc()
    first = a.malloc(56)
    assert [a.malloc(56) - first for _ in range(3)] == [64, 128, 192]
    assert first % 16 == 0
    assert (first - 48) % (1 << 14) == 0


def test_the_block_freed_last_is_taken_first() -> None:
    a = Pymalloc()
    x, y, z = (a.malloc(64) for _ in range(3))
    a.free(x)
    a.free(z)
    assert [a.malloc(64), a.malloc(50)] == [z, x]
    assert y not in (x, z)


def test_size_classes_do_not_share_pools() -> None:
    a = Pymalloc()
    assert a.pool_of(a.malloc(16)) is not a.pool_of(a.malloc(17))
    assert a.pool_of(a.malloc(32)) is a.pool_of(a.malloc(17))
    assert a.size_class(512) == 31
    assert a.size_class(513) == a.size_class(0) == -1


def test_pool_states() -> None:
    a = tiny()
    blocks = [a.malloc(16) for _ in range(4)]
    pool = a.pool_of(blocks[0])
    assert pool is not None
    assert (pool.state, a.block_map(pool)) == (FULL, "####")
    a.free(blocks[1])
    assert (pool.state, a.block_map(pool)) == (USED, "#.##")
    for i in (0, 2, 3):
        a.free(blocks[i])
    assert (pool.state, a.block_map(pool)) == (EMPTY, "....")
    a.check()


def test_a_full_pool_that_gets_a_block_back_serves_next() -> None:
    a = tiny()
    blocks = [a.malloc(16) for _ in range(9)]  # two full pools and a used one
    a.free(blocks[2])
    a.free(blocks[6])
    assert [a.malloc(16) for _ in range(3)] == [blocks[6], blocks[2], blocks[8] + 16]


def test_an_empty_pool_of_the_same_class_keeps_its_chain() -> None:
    a = tiny()
    x, y = a.malloc(16), a.malloc(16)
    a.free(x)
    a.free(y)
    assert [a.malloc(16), a.malloc(16)] == [y, x]


def test_an_empty_pool_serves_any_class() -> None:
    a = tiny()
    x = a.malloc(16)
    a.free(x)
    assert a.malloc(32) == x
    assert a.pool_of(x).capacity == 2  # type: ignore[union-attr]


def test_the_fullest_arena_is_used_first_and_the_emptiest_goes_back() -> None:
    a = tiny()
    blocks = [a.malloc(32) for _ in range(3 * 8)]  # three arenas, four pools each, two blocks each
    arenas = a.arenas()
    assert [x.nfreepools for x in arenas] == [0, 0, 0]
    assert [x.address for x in arenas] == sorted((x.address for x in arenas), reverse=True)
    for i in (0, 1, 8, 9, 10, 11):  # one pool of the first, two of the second
        a.free(blocks[i])
    a.check()
    assert [x.nfreepools for x in a.usable()] == [1, 2]
    assert a.malloc(32) == blocks[1]
    for i in range(12, 16):
        a.free(blocks[i])
    a.check()
    assert len(a.arenas()) == 3  # the last usable arena is kept
    for i in range(16, 24):
        a.free(blocks[i])
    a.check()
    assert len(a.arenas()) == 2  # but only one
    again = [a.malloc(32) for _ in range(20)]
    a.check()
    assert len(set(again)) == 20
    assert [x.address for x in a.arenas()].count(arenas[1].address) == 1


def test_realloc_stays_within_a_quarter() -> None:
    a = Pymalloc()
    x = a.malloc(64)
    assert a.realloc(x, 60) == x
    assert a.realloc(x, 49) == x
    y = a.realloc(x, 48)
    assert y != x
    assert a.malloc(64) == x
    big = a.realloc(y, 600)
    assert a.pool_of(big) is None
    assert a.pool_of(a.realloc(big, 10)) is None


def test_large_blocks() -> None:
    a = Pymalloc()
    x, y = a.malloc(600), a.malloc(600)
    assert y - x == 608
    a.free(x)
    assert a.malloc(600) == x
    z = a.malloc(200_000)
    assert z & 0xFFF == 16
    a.free(z)
    assert a.allocated_blocks == 2
    a.free(x)
    a.free(y)
    assert a.allocated_blocks == a.allocated_bytes == 0


def test_freeing_what_was_never_taken_is_an_error() -> None:
    with pytest.raises(KeyError):
        Pymalloc().free(0x1234)


def test_mappings_are_placed_top_down_into_the_highest_gap() -> None:
    area = MmapArea(0x10000)
    x, y, z = (area.map(0x1000) for _ in range(3))
    assert (x, y, z) == (0xF000, 0xE000, 0xD000)
    area.unmap(x, 0x1000)
    assert area.map(0x1000) == x
    area.unmap(x, 0x1000)
    area.unmap(y, 0x1000)
    assert area.map(0x2000) == y
    area.unmap(z, 0x1000)
    assert area.bottom == y


def test_the_mmap_threshold_follows_what_is_freed() -> None:
    m = CLibraryMalloc(MmapArea(0x7000_0000_0000))
    x = m.malloc(300_000)
    assert x in m.mmapped
    m.free(x)
    assert m.malloc(290_000) in m.chunks


def test_events() -> None:
    events: list[tuple[object, ...]] = []
    a = tiny(arena_base=0x10000)
    a.log = events.append
    x = a.malloc(10)
    a.free(x)
    assert [e[0] for e in events] == [
        kinds.ARENA_MAPPED,
        kinds.POOL_CHANGED,
        kinds.BLOCK_TAKEN,
        kinds.POOL_CHANGED,
        kinds.BLOCK_RETURNED,
    ]
    assert events[2] == (kinds.BLOCK_TAKEN, x, 10, 0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60)), max_size=300), st.sampled_from([0, 0x40]))
def test_invariants_hold_after_every_step(steps: list[tuple[int, int]], shift: int) -> None:
    a = tiny(arena_base=0x10000 + shift)
    live: list[int] = []
    for action, n in steps:
        if action < 3 or not live:
            address = a.malloc(n)
            assert address not in live
            live.append(address)
        elif action == 3:
            i = n % len(live)
            live[i] = a.realloc(live[i], n)
        else:
            a.free(live.pop(n % len(live)))
        a.check()
        assert a.allocated_blocks == len(live)
        assert len(set(live)) == len(live)
    for address in live:
        a.free(address)
    a.check()
    assert a.allocated_blocks == 0
    assert a.allocated_bytes == 0
