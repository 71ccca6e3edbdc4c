"""Modules gc, sys, weakref, ctypes and tracemalloc through whole programs, with what CPython prints."""

from __future__ import annotations

import pytest

from memlab.heap.profiles import PROFILES, profile
from memlab.interp.session import Session

VERSIONS = list(PROFILES)


def run(source: str, version: str = "3.12") -> str:
    out: list[str] = []
    err: list[str] = []
    session = Session(profile(version), write=out.append, write_err=err.append)
    session.run(source, "program.py")
    return "".join(out) + ("".join(err) and "ERR " + "".join(err))


@pytest.mark.parametrize("version", VERSIONS)
def test_gc_callbacks_see_both_phases(version: str) -> None:
    text = run("""
import gc
def note(phase, info):
    print(phase, info["generation"], info["collected"], sorted(info))
gc.callbacks.append(note)
x = []
x.append(x)
del x
gc.collect()
""", version)
    more = "'candidates', 'collected', 'duration', " if profile(version).gc_stats_detailed else "'collected', "
    keys = f"[{more}'generation', 'uncollectable']"
    assert text == f"start 2 0 {keys}\nstop 2 1 {keys}\n"


@pytest.mark.parametrize("version", VERSIONS)
def test_gc_settings(version: str) -> None:
    text = run("""
import gc
print(gc.isenabled(), gc.get_threshold())
gc.set_threshold(5, 6, 7)
gc.disable()
print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.DEBUG_SAVEALL, gc.garbage)
try:
    gc.collect(3)
except ValueError as e:
    print(e)
""", version)
    assert text == f"True {profile(version).gc_thresholds}\nFalse (5, 6, 7) 0 32 []\ninvalid generation\n"


@pytest.mark.parametrize("version", VERSIONS)
def test_weak_references(version: str) -> None:
    text = run("""
import _weakref
class K: pass
k = K()
a = _weakref.ref(k)
c = _weakref.ref(k, lambda wr: print("gone", wr is c, wr()))
print(a is _weakref.ref(k), a is c, a == c, _weakref.getweakrefcount(k), len(_weakref.getweakrefs(k)))
p = _weakref.proxy(k)
p.x = 5
print(k.x, type(p).__name__, isinstance(p, K), p == k)
del k
print(a(), c())
try:
    p.x
except ReferenceError as e:
    print(e)
try:
    _weakref.ref(5)
except TypeError as e:
    print(e)
""", version)
    assert text == ("True False True 2 2\n5 ProxyType True True\ngone True None\nNone None\n"
                    "weakly-referenced object no longer exists\ncannot create weak reference to 'int' object\n")


@pytest.mark.parametrize("version", VERSIONS)
def test_ctypes_reads_the_count(version: str) -> None:
    text = run("""
import ctypes
x = []
y = x
print(ctypes.c_long.from_address(id(x)).value, ctypes.c_size_t.from_address(id(x)).value)
print(ctypes.cast(id(x), ctypes.py_object).value is x)
""", version)
    assert text == "2 2\nTrue\n"


def test_sys_facts() -> None:
    text = run("""
import sys
print(sys.version_info[:2], sys.version_info >= (3, 8), sys.version_info.major)
print(sys.version_info)
print(sys.maxsize, sys.platform, sys.byteorder, sys.getrecursionlimit())
""", "3.13")
    assert text == ("(3, 13) True 3\nsys.version_info(major=3, minor=13, micro=18, releaselevel='final', serial=0)\n"
                    "9223372036854775807 linux little 1000\n")


def test_tracemalloc_names_the_line() -> None:
    text = run("""
import tracemalloc
tracemalloc.start()
big = [bytes(1000) for _ in range(500)]
snap = tracemalloc.take_snapshot()
tracemalloc.stop()
top = snap.statistics("lineno")[0]
print(top.traceback[0].lineno, top.count >= 500, top.size > 500_000, type(top).__name__)
print(tracemalloc.get_traced_memory())
""")
    assert text == "4 True True Statistic\n(0, 0)\n"
