"""Growth rules: recorded facts for every profile, and the running interpreter where its version has a profile."""

from __future__ import annotations

import array
import collections
import sys

import pytest

from memlab.heap import growth as g
from memlab.heap.profiles import PROFILES, Profile

ALL = list(PROFILES.values())
HERE = PROFILES.get(f"3.{sys.version_info[1]}")
here = pytest.mark.skipif(HERE is None or sys.implementation.name != "cpython", reason="no profile of this Python")


def ids(p: Profile) -> str:
    return p.name


def capacity(items: list[object]) -> int:
    return (sys.getsizeof(items) - sys.getsizeof([])) // 8


def table(p: Profile, n: int, is_str: bool) -> g.Table:
    made = g.Table()
    for _ in range(n):
        made.insert(p, is_str)
    return made


# -- recorded facts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", ALL, ids=ids)
def test_append_gives_the_documented_pattern(p: Profile) -> None:
    seen = []
    allocated = 0
    for size in range(65):
        allocated = g.list_append(p, size, allocated)
        if allocated not in seen:
            seen.append(allocated)
    assert seen == [4, 8, 16, 24, 32, 40, 52, 64, 76]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("3.10", [10, 10, 8, 8, 8, 4, 0]), ("3.13", [10, 10, 8, 8, 8, 4, 0]), ("3.14", [10, 10, 10, 10, 10, 10, 0])],
)
def test_popping_shrinks_at_half_up_to_3_13(name: str, expected: list[int]) -> None:
    p = PROFILES[name]
    allocated, seen = 10, []
    for size in range(9, 0, -1):
        allocated = g.list_pop(p, size, allocated)
        seen.append(allocated)
    assert seen[2:] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("3.10", [0, 4, 8]), ("3.13", [0, 4, 8]), ("3.14", [8, 8, 8])],
)
def test_list_of_an_iterator_without_length(name: str, expected: list[int]) -> None:
    assert [g.list_extend_iter(PROFILES[name], 0, 0, n, None) for n in (0, 1, 3)] == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("3.12", [4, 4, 4, 0]), ("3.13", [4, 4, 4, 4]), ("3.14", [4, 4, 4, 4])]
)
def test_deleting_items_one_by_one(name: str, expected: list[int]) -> None:
    p = PROFILES[name]
    allocated, seen = 4, []
    for size in (4, 3, 2, 1):
        allocated = g.list_del_item(p, size, allocated)
        seen.append(allocated)
    assert seen == expected


def test_one_key_dicts() -> None:
    for p in ALL:
        assert table(p, 1, True).size(p) == (232 if p.name == "3.10" else 184)
        assert table(p, 1, False).size(p) == (232 if p.name == "3.10" else 224)
        assert table(p, 0, False).size(p) == 64


def test_presizing_overshoots_up_to_3_12() -> None:
    for name, sizes in (("3.12", [272, 184, 272]), ("3.13", [184, 184, 272])):
        p = PROFILES[name]
        assert [g.dict_fromkeys(p, n, "dict", True).size(p) for n in (1, 5, 6)] == sizes


def test_a_foreign_key_makes_a_table_general() -> None:
    for name, sizes in (("3.10", (232, 232)), ("3.12", (184, 352)), ("3.13", (184, 224))):
        p = PROFILES[name]
        made = table(p, 1, True)
        before = made.size(p)
        made.insert(p, False)
        assert (before, made.size(p)) == sizes


def test_deleted_entries_use_up_room() -> None:
    p = PROFILES["3.12"]
    made = table(p, 5, True)
    made.delete()
    assert made.size(p) == 184
    made.insert(p, True)
    assert made.size(p) == 272


def test_an_instance_dict_shrinks_with_every_instance() -> None:
    for p in ALL:
        keys = g.SharedKeys(p)
        sizes = []
        for i in range(40):
            keys.new_instance(p)
            if i == 0:
                assert keys.add()
            capacity = 5 if p.inline_values == "no" else keys.capacity()
            sizes.append(g.split_dict_size(p, capacity))
        if p.name == "3.10":
            assert set(sizes) == {104}
        else:
            assert sizes[:3] == [296, 288, 280]
            assert sizes[-1] == 80


def test_names_that_methods_assign_are_known_from_the_start_in_3_14() -> None:
    for name, size in (("3.13", 296), ("3.14", 304)):
        p = PROFILES[name]
        keys = g.SharedKeys(p, static_attributes=29)
        keys.new_instance(p)
        while keys.nentries < 29:
            keys.add()
        assert g.split_dict_size(p, keys.capacity()) == size


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("3.10", [48, 32, 40, 48, 48, 72, 88]),
        ("3.11", [56, 32, 40, 56, 48, 80, 96]),
        ("3.12", [48, 32, 40, 56, 56, 72, 104]),
        ("3.15", [48, 32, 40, 56, 56, 72, 104]),
    ],
)
def test_instance_sizes(name: str, sizes: list[int]) -> None:
    p = PROFILES[name]
    layouts = [
        g.instance_layout(p, 16, adds_dict=True, adds_weakref=True),
        g.instance_layout(p, 16),
        g.instance_layout(p, 16, 1),
        g.instance_layout(p, 16, 1, adds_dict=True),
        g.instance_layout(p, 16, 1, adds_weakref=True),
        g.instance_layout(p, p.sizes["list"], adds_dict=True, adds_weakref=True),
        g.instance_layout(p, p.sizes["Exception"], adds_weakref=True),
    ]
    assert [g.instance_size(p, *layout) for layout in layouts] == sizes


@pytest.mark.parametrize(
    ("name", "plain", "with_dict"), [("3.10", 904, 1072), ("3.11", 920, 1688), ("3.12", 936, 1704), ("3.15", 960, 1728)]
)
def test_class_sizes(name: str, plain: int, with_dict: int) -> None:
    p = PROFILES[name]
    assert g.type_size(p, None) == plain
    assert g.type_size(p, g.SharedKeys(p)) == with_dict


def test_bytearray_buffers() -> None:
    for p in ALL:
        sizes = []
        alloc = 0
        for n in range(1, 10):
            alloc = g.bytearray_resize(p, alloc, n)
            sizes.append(g.bytearray_size(p, alloc))
        old = [58, 61, 61, 61, 64, 64, 64, 68, 68]
        assert sizes == ([98, 99, 100, 101, 102, 103, 104, 105, 113] if p.name == "3.15" else old)


# -- the running interpreter -----------------------------------------------------------------------------------------


@here
def test_lists_here() -> None:
    p = HERE
    assert p is not None
    for n in (0, 1, 2, 3, 5, 8, 17, 30, 100):
        assert capacity([0] * n) == n
        assert capacity(list(range(n))) == g.list_extend_iter(p, 0, 0, n, n)
        assert capacity(list(map(str, range(n)))) == g.list_extend_iter(p, 0, 0, n, None)
        assert capacity([x for x in range(n)]) == g.list_comprehension(p, n)  # noqa: C416 - the comprehension is tested
        assert capacity(list(set(range(n)))) == g.list_extend_set(p, 0, 0, n)
        assert capacity(list((0,) * n)) == g.list_extend_known(p, 0, 0, n)
        for m in (1, 2, 5, 9):
            items: list[object] = [0] * n
            items.extend([0] * m)
            assert capacity(items) == g.list_extend_known(p, n, n, m)
            items = [0] * n
            items[:2] = [0] * m
            assert capacity(items) == g.list_ass_slice(p, n, n, len(items))
        items = [0] * n
        allocated: int = n
        for size in range(n, 0, -1):
            items.pop()
            allocated = g.list_pop(p, size, allocated)
            assert capacity(items) == allocated


@here
@pytest.mark.parametrize("is_str", [True, False])
def test_dicts_here(is_str: bool) -> None:
    p = HERE
    assert p is not None
    real: dict[object, int] = {}
    made = g.Table()
    for i in range(700):
        real[f"k{i}" if is_str else i] = 1
        made.insert(p, is_str)
        assert sys.getsizeof(real) == made.size(p)
        if i % 7 == 0:
            assert sys.getsizeof(real.copy()) == made.copy(p).size(p)
            copied = g.Table()
            copied.merge(p, made)
            assert sys.getsizeof(dict(real)) == copied.size(p)
            started = table(p, 1, True)
            started.merge(p, made)
            other: dict[object, int] = {"start": 1}
            other.update(real)
            assert sys.getsizeof(other) == started.size(p)
    while real:
        real.popitem()
        made.popitem()
    assert sys.getsizeof(real) == made.size(p)


@here
def test_dict_displays_here() -> None:
    p = HERE
    assert p is not None
    for n in (*range(25), 34, 35, 40, 52, 60):
        source = "{" + ", ".join(f"{i}: 1" for i in range(n)) + "}"
        assert sys.getsizeof(eval(source)) == g.dict_literal(p, [False] * n).size(p)


@here
def test_sets_here() -> None:
    p = HERE
    assert p is not None
    real: set[int] = set()
    mask = 7
    for fill in range(1, 2001):
        real.add(fill)
        mask = g.set_add_size(fill, fill, mask) - 1
        assert sys.getsizeof(real) == g.set_size(p, mask + 1)
        if fill % 50 == 0:
            assert sys.getsizeof(real.copy()) == g.set_size(p, g.set_merge_size(0, 0, 7, len(real)))


@here
def test_atoms_here() -> None:
    p = HERE
    assert p is not None
    for value in (0, 1, -1, 2**30 - 1, 2**30, 10**40):
        assert sys.getsizeof(value) == g.int_size(p, value)
    for text in ("", "a", "ab" * 9, "\xe9a", "\u20ac", "\U0001f600ab"):
        assert sys.getsizeof(text) == g.str_size(p, text)
    for n in (0, 1, 7):
        assert sys.getsizeof((0,) * n) == g.tuple_size(p, n)
        assert sys.getsizeof(b"x" * n) == g.bytes_size(p, n)
        assert sys.getsizeof(bytearray(b"x" * n)) == g.bytearray_size(p, g.bytearray_new(p, n))


@here
def test_arrays_and_deques_here() -> None:
    p = HERE
    assert p is not None
    real = array.array("i")
    buffer = bytearray()
    queue: collections.deque[int] = collections.deque()
    allocated = alloc = 0
    for i in range(200):
        real.append(1)
        buffer.append(1)
        queue.append(1)
        allocated = g.array_resize(i, allocated, i + 1)
        alloc = g.bytearray_resize(p, alloc, i + 1)
        assert sys.getsizeof(real) == g.array_size(p, allocated, 4)
        assert sys.getsizeof(buffer) == g.bytearray_size(p, alloc)
        assert sys.getsizeof(queue) == g.deque_size(p, g.deque_blocks(32, i + 1))
