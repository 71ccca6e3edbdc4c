"""Profiles: complete, frozen, found by name, and true of the interpreter that runs the tests."""

from __future__ import annotations

import builtins
import collections
import copy
import functools
import gc
import itertools
import sys
import types
import weakref

import pytest

from memlab.errors import UsageError
from memlab.heap.profiles import PROFILES, Profile, default_profile, profile

HERE = PROFILES.get(f"3.{sys.version_info[1]}")
here = pytest.mark.skipif(HERE is None or sys.implementation.name != "cpython", reason="no profile of this Python")


def test_every_profile_has_every_field() -> None:
    for p in PROFILES.values():
        assert set(Profile.__annotations__) <= set(p.__dict__)
        assert set(p.__dict__) == set(PROFILES["3.10"].__dict__)


def test_versions() -> None:
    assert list(PROFILES) == ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
    assert [p.full_name for p in PROFILES.values()] == ["3.10.13", "3.11.7", "3.12.1", "3.13.18", "3.14.10", "3.15.2"]
    assert PROFILES["3.13"].hexversion == 51188464


def test_lookup() -> None:
    assert profile("3.12") is profile("3.12.9") is profile(" Python 3.12") is PROFILES["3.12"]
    assert default_profile() in PROFILES.values()
    with pytest.raises(UsageError, match=r"'3\.21'.*Did you mean 3\.15\?.*There are: 3\.10"):
        profile("3.21")


def test_profiles_are_frozen() -> None:
    p = PROFILES["3.12"]
    with pytest.raises(AttributeError, match="frozen"):
        p.small_int_max = 5
    with pytest.raises(TypeError, match="no field 'small_int_maximum'"):
        p.derive(small_int_maximum=5)
    assert p.derive(small_int_max=5).small_int_max == 5
    assert copy.deepcopy(p) is p


@here
def test_sizes_here() -> None:
    assert HERE is not None

    class Plain:
        def method(self) -> None: ...

    def function() -> None: ...

    samples = [
        object(), 1, 1.5, 1j, b"", bytearray(), (), [], {}, set(), frozenset(), range(3), slice(1), function,
        Plain().method, len, sys, property(), staticmethod(function), classmethod(function),  # type: ignore[arg-type]
        iter([]), iter(()),
        iter(range(3)), iter("ab"), iter({}), iter({}.values()), iter({}.items()), iter(set()), enumerate([]), zip(),
        map(len, []), filter(None, []), reversed([]), memoryview(b""), type.__dict__, {}.keys(), {}.values(),
        {}.items(), list.append, int.__add__, (1).__add__, None, ..., NotImplemented, collections.deque(),
        collections.OrderedDict(), collections.defaultdict(int),
        functools.partial(len), itertools.count(), itertools.chain(),
        itertools.islice([], 1),
        types.SimpleNamespace(), function.__code__,
    ]  # fmt: skip
    for sample in samples:
        kind = type(sample)
        name = kind.__name__.removeprefix("itertools.")
        if name == "type":
            continue
        assert kind.__basicsize__ == HERE.sizes[name], name
        assert bool(kind.__flags__ & 1 << 14) == (name not in HERE.not_gc), name
    assert weakref.ref(Plain).__class__.__basicsize__ == HERE.sizes["weakref"]
    for name, kind in vars(builtins).items():
        if isinstance(kind, type) and issubclass(kind, BaseException) and name in HERE.sizes:
            assert kind.__basicsize__ == HERE.sizes[kind.__name__], name


@here
def test_policies_here() -> None:
    assert HERE is not None
    assert sys.hash_info.algorithm == HERE.str_hash
    assert sys.get_int_max_str_digits() == HERE.int_max_str_digits
    assert (int("257") is int("257")) == (HERE.small_int_max >= 257)
    if HERE.immortal_refcount:
        assert sys.getrefcount(None) == HERE.immortal_refcount
    assert gc.is_tracked({1: 1}) != HERE.gc_untracks_dicts
