"""Sets against the host's: CPython's own set says which order members have, how large tables are and what pop returns."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest

from memlab.heap import growth, sets
from memlab.heap.objects import Int, Set


class Memory:
    """As much of a heap as sets need: blocks by address, counts without an end."""

    log = None
    max_bytes = 1 << 30

    def __init__(self) -> None:
        self.blocks: dict[int, int] = {}
        self.top = 16

    def malloc(self, nbytes: int) -> int:
        self.top += 16
        self.blocks[self.top] = nbytes
        return self.top

    def free(self, addr: int) -> None:
        del self.blocks[addr]

    def incref(self, o: Any) -> Any:
        o.rc += 1
        return o

    def decref(self, o: Any) -> None:
        o.rc -= 1
        assert o.rc >= 0


def member(n: int) -> Int:
    o = Int()
    o.val = n
    o.rc = 1
    o.serial = n
    return o


def eq(a: Any, b: Any) -> bool:
    return bool(a.val == b.val)


def fresh() -> Set:
    s = Set()
    sets.init(s)
    s.serial = 1
    return s


def values(s: Set) -> list[int]:
    return [o.val for o in sets.members(s)]


def check(h: Memory, s: Set, host: set[int]) -> None:
    """Every invariant of a table, and the host's view of the same set."""
    assert values(s) == list(host)
    assert s.used == len(host) <= s.fill <= s.mask
    assert s.fill == sum(e is not None for e in s.table)
    assert len(s.table) == s.mask + 1
    assert 16 * len(s.table) * (s.mask > 7) == sys.getsizeof(host) - sys.getsizeof(set())
    assert list(h.blocks.values()) == ([16 * len(s.table)] if s.addr_table else [])


@pytest.mark.parametrize("seed", range(30))
def test_random_changes_leave_the_hosts_order(seed: int) -> None:
    rng = random.Random(seed)
    h: Any
    host: set[int]
    h, s, host = Memory(), fresh(), set()
    span = rng.choice([12, 60, 1000, 1 << 40])
    objects: dict[int, Int] = {}
    for _ in range(rng.choice([40, 400, 1500])):
        n = rng.randrange(-span, span)
        o = objects.setdefault(n, member(n))
        what = rng.random()
        if what < 0.6:
            assert sets.add(h, s, o, hash(n), eq) is (n not in host)
            host.add(n)
        elif what < 0.9:
            assert sets.discard(h, s, o, hash(n), eq) is (n in host)
            host.discard(n)
        elif host:
            assert sets.pop(h, s).val == host.pop()
        check(h, s, host)
        assert sets.contains(h, s, o, hash(n), eq) is (n in host)
    sets.clear(h, s)
    assert values(s) == [] and not h.blocks


@pytest.mark.parametrize("seed", range(20))
def test_merge_sweep_and_hash_are_the_hosts(seed: int) -> None:
    rng = random.Random(seed)
    h: Any = Memory()
    parts, hosts = [], []
    for _ in range(2):
        s, host = fresh(), set()
        for _ in range(rng.choice([3, 10, 100])):
            n = rng.randrange(-500, 500)
            sets.add(h, s, member(n), hash(n), eq)
            host.add(n)
            if rng.random() < 0.3:
                n = rng.choice(list(host))
                sets.discard(h, s, member(n), hash(n), eq)
                host.discard(n)
        parts.append(s)
        hosts.append(host)
    empty, copied = fresh(), set()
    sets.merge(h, empty, parts[0], eq)
    copied.update(hosts[0])
    assert values(empty) == list(copied)
    assert sets.frozen_hash(empty) == hash(frozenset(copied))
    assert sets.frozen_hash(parts[0]) == hash(frozenset(hosts[0]))
    sets.merge(h, parts[0], parts[1], eq)
    hosts[0].update(hosts[1])
    assert values(parts[0]) == list(hosts[0])
    assert len(parts[0].table) * 16 * (parts[0].mask > 7) == sys.getsizeof(hosts[0]) - sys.getsizeof(set())
    for o in sets.members(parts[1]):
        sets.discard(h, parts[0], o, hash(o.val), eq)
    sets.sweep(h, parts[0])
    hosts[0] -= hosts[1]
    assert values(parts[0]) == list(hosts[0])


def test_a_member_whose_comparison_changes_the_set_is_looked_up_anew() -> None:
    h: Any = Memory()
    s = fresh()
    calls = []

    def meddle(a: Any, b: Any) -> bool:
        calls.append(a.val)
        if len(calls) == 1:
            sets.clear(h, s)
        return False

    sets.add(h, s, member(1), 7, eq)
    assert sets.find(h, s, member(2), 7, meddle) == -1
    assert calls == [1] and s.used == 0


def test_table_sizes_follow_the_growth_rules() -> None:
    h: Any = Memory()
    s = fresh()
    slots, fill = 8, 0
    for n in range(2000):
        sets.add(h, s, member(n), n, eq)
        fill += 1
        slots = growth.set_add_size(fill, n + 1, slots - 1)
        assert len(s.table) == slots
