"""What memlab exists to show, on every version where it applies; the answers are those of the real interpreters."""

from __future__ import annotations

import pytest

from memlab import Lab
from memlab.heap.profiles import PROFILES
from memlab.interp.session import Session

ALL = tuple(PROFILES)


def printed(version: str, source: str) -> list[str]:
    out: list[str] = []
    session = Session(PROFILES[version], write=out.append, write_err=out.append)
    outcome = session.run(source, "<program>")
    assert outcome.status == "ok", "".join(out)
    session.finish()
    return "".join(out).splitlines()


def since(version: str, first: str) -> bool:
    return ALL.index(version) >= ALL.index(first)


@pytest.mark.parametrize("version", ALL)
def test_counts_rise_and_fall_and_the_last_name_frees(version: str) -> None:
    lab = Lab(version, write=lambda text: None)
    lab.run("x = [1, 2, 3]")
    serial = lab.run("pass").final.globals["x"]
    assert lab.refcount("x") == 1
    lab.run("y = x")
    assert lab.refcount("x") == 2
    lab.run("del x")
    assert lab.refcount("y") == 1
    recording = lab.run("del y")
    assert serial not in recording.final.objects


@pytest.mark.parametrize("version", ALL)
def test_getrefcount_counts_its_argument(version: str) -> None:
    assert printed(version, """
import sys
x = [1, 2, 3]
print(sys.getrefcount(x))
y = x
print(sys.getrefcount(x))
def inside():
    local = []
    return sys.getrefcount(local)
print(inside())
""") == ["2", "3", "1" if since(version, "3.14") else "2"]


@pytest.mark.parametrize("version", ALL)
def test_rings_wait_for_the_collector(version: str) -> None:
    assert printed(version, """
import gc
gc.collect()
a, b = [], []
a.append(b); b.append(a)
del a, b
print(gc.collect())
class Node: pass
a, b = Node(), Node()
a.other, b.other = b, a
del a, b
print(gc.collect())
""") == ["2", "2" if since(version, "3.11") else "4"]


@pytest.mark.parametrize("version", ALL)
def test_small_ints_are_shared(version: str) -> None:
    assert printed(version, 'print(int("257") is int("257"), int("256") is int("256"))\na = 42; b = 42\nprint(a is b)\n') == [
        f"{since(version, '3.15')} True", "True"]


@pytest.mark.parametrize("version", ALL)
def test_generations_thresholds_and_switching_off(version: str) -> None:
    lines = printed(version, """
import gc
print(gc.get_threshold())
gc.collect()
def ring():
    a = []
    a.append(a)
gc.disable()
for i in range(5000): ring()
left = len(gc.get_objects())
print(gc.collect() >= 5000, left - len(gc.get_objects()) >= 5000)
gc.enable()
for i in range(5000): ring()
print(gc.collect() < 5000)
""")
    threshold = "(2000, 10, 10)" if since(version, "3.13") else "(700, 10, 10)"
    assert lines == [threshold, "True True", "True"]


@pytest.mark.parametrize("version", ALL)
def test_objects_that_survive_are_promoted(version: str) -> None:
    assert printed(version, """
import gc
gc.collect()
x = []
def where(o): return [g for g in range(3) if any(o is other for other in gc.get_objects(generation=g))]
print(where(x)); gc.collect(0); print(where(x)); gc.collect(1); print(where(x))
""") == ["[0]", "[1]", "[2]"]


@pytest.mark.parametrize("version", ALL)
def test_saving_memory(version: str) -> None:
    lines = printed(version, """
import sys, copy
class Slotted:
    __slots__ = ("a", "b")
class Plain:
    def __init__(self): self.a = self.b = 1
print(sys.getsizeof(Slotted()) < sys.getsizeof(Plain()) + sys.getsizeof(Plain().__dict__))
print(sys.getsizeof(x for x in range(10**6)) < 300 < 8 * 10**5 < sys.getsizeof(list(range(10**5))))
inner = [1]; outer = [inner]
print(copy.copy(outer)[0] is inner, copy.deepcopy(outer)[0] is inner)
""")
    assert lines == ["True", "True", "True False"]


@pytest.mark.parametrize("version", ALL)
def test_tracemalloc_names_the_line(version: str) -> None:
    assert printed(version, """
import tracemalloc
tracemalloc.start()
big = [str(i) * 10 for i in range(20000)]
top = tracemalloc.take_snapshot().statistics("lineno")[0]
print(top.traceback[0].lineno, top.size > 10**6)
""") == ["4 True"]
