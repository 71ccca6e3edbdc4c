"""Programs that would never end, or would take all memory: each stops with a message, and what was printed stays."""

from __future__ import annotations

import time

import pytest

from memlab.heap.profiles import PROFILES
from memlab.interp.limits import Limits
from memlab.interp.session import Outcome, Session

HOSTILE = {
    "an endless loop": ("while True: pass", "limit", "steps without ending"),
    "a huge power": ("x = 10 ** 10 ** 10", "limit", "33,219,280,949 bits"),
    "a huge list": ("x = [0] * 10 ** 12", "limit", "1,000,000,000,000 items"),
    "a huge string": ("x = 'a' * 10 ** 12", "limit", "1,000,000,000,000 characters"),
    "a doubling string": ("s = 'a'\nwhile True: s = s + s", "limit", "memlab stops"),
    "endless output": ("while True: print('x' * 1000)", "limit", "printed more than"),
    "a list of everything": ("x = list(range(10 ** 12))", "limit", "1,000,000,000,000 items"),
    "an endless iterator": ("import itertools\nlist(itertools.count())", "limit", "memlab stops"),
    "a growing dict": ("d = {}\ni = 0\nwhile True:\n    d[i] = i\n    i += 1", "limit", "memlab stops"),
    "a deep list printed": ("l = []\nfor i in range(10_000): l = [l]\nprint(l)", "exception", "RecursionError"),
    "a deep list freed": ("l = []\nfor i in range(10_000): l = [l]\nl = None", "ok", ""),
    "a long chain freed": ("class N: pass\nh = None\nfor i in range(20_000):\n    n = N(); n.next = h; h = n\nh = n = None", "ok", ""),
    "endless recursion": ("def f(n): return f(n + 1)\nf(0)", "exception", "RecursionError"),
    "recursion without limit": ("import sys\nsys.setrecursionlimit(10 ** 6)\ndef f(n): return f(n + 1)\nf(0)", "limit", "calls"),
    "recursive repr": ("class A:\n    def __repr__(self): return repr(self)\nrepr(A())", "exception", "RecursionError"),
    "recursive generator": ("def g(): yield from g()\nlist(g())", "exception", "RecursionError"),
}


def run(source: str, record: bool = False) -> tuple[Outcome, str, Session]:
    printed: list[str] = []
    limits = Limits(max_steps=300_000, max_bytes=24 << 20, max_events=400_000, max_depth=20_000, max_output=100_000)
    session = Session(PROFILES["3.12"], record=record, limits=limits, write=printed.append, write_err=lambda text: None)
    outcome = session.run("print('before')\n" + source, "<program>")
    return outcome, "".join(printed), session


@pytest.mark.parametrize("name", HOSTILE)
def test_ends_with_a_message(name: str) -> None:
    source, status, words = HOSTILE[name]
    started = time.perf_counter()
    outcome, printed, _ = run(source)
    assert (outcome.status, words in outcome.message) == (status, True), outcome.message
    assert printed.startswith("before\n")
    assert time.perf_counter() - started < 60      # a hang, not a speed limit: those are measured in tests/bench


@pytest.mark.parametrize("name", ["an endless loop", "a growing dict", "a deep list freed", "endless recursion"])
def test_the_recording_up_to_the_end_is_usable(name: str) -> None:
    source, _, _ = HOSTILE[name]
    outcome, _, session = run(source, record=True)
    assert outcome.status in ("limit", "exception", "ok")
    assert session.log


def test_what_is_not_simulated_says_so_and_keeps_the_output() -> None:
    outcome, printed, _ = run("import os")
    assert outcome.status == "not simulated" and outcome.exit_code == 3
    assert outcome.message == "memlab does not simulate the module os (line 2)"
    assert printed == "before\n"
