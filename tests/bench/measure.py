"""The measurements themselves; each returns plain figures in seconds or bytes."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from memlab import api
from memlab.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 5

PROGRAMS = {
    "10,000 lists": """
out = []
for i in range(10000):
    out.append([i])
""",
    "fib(18)": """
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
fib(18)
""",
    "2,000-node list": """
class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next
head = None
for i in range(2000):
    head = Node(i, head)
del head
""",
}

_IN_A_REAL_PYTHON = """
import json, sys, time
code = compile(sys.stdin.read(), "program", "exec")
times = []
for _ in range(int(sys.argv[1])):
    started = time.perf_counter()
    exec(code, {"__name__": "__main__"})
    times.append(time.perf_counter() - started)
print(json.dumps(min(times)))
"""


def _silent(_: str) -> None:
    pass


def program(source: str, reference: str | None) -> tuple[float, float, float | None, int]:
    """Best times of one program: quiet, recorded, on the reference interpreter; and how many events it has."""
    quiet: list[float] = []
    recorded: list[float] = []
    real: list[float] = []
    events = 0
    for _ in range(RUNS):
        for record, times in ((False, quiet), (True, recorded)):
            lab = api.Lab("3.11", record=record, write=_silent)
            started = time.perf_counter()
            done = lab.run(source)
            times.append(time.perf_counter() - started)
            if done.end.state != "finished":
                raise RuntimeError(done.end.sentence)
            events = max(events, done.stop - done.start)
            del done, lab
        if reference is not None:
            command = [reference, "-I", "-c", _IN_A_REAL_PYTHON, "5"]
            said = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
            real.append(float(json.loads(said.stdout)))
    return min(quiet), min(recorded), min(real) if real else None, events


def start_up(runs: int = 15) -> tuple[float, float]:
    """Wall times of `memlab run hello.py` and `python hello.py`, best of many, in turns."""
    script = Path(sys.executable).with_name("memlab")
    memlab = [str(script)] if script.exists() else [sys.executable, "-m", "memlab"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "hello.py").write_text("print('hello')\n", "utf-8")
        # bytecode is cached, as pip leaves an installed package
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(folder) / "cache")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def once(command: list[str]) -> float:
            started = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
            return time.perf_counter() - started

        commands: tuple[list[str], list[str]] = [*memlab, "run", "hello.py"], [sys.executable, "hello.py"]
        times: tuple[list[float], list[float]] = [], []
        once(commands[0])  # fills the cache
        for _ in range(runs):
            for command, into in zip(commands, times, strict=True):
                into.append(once(command))
    return min(times[0]), min(times[1])


@dataclass(frozen=True, slots=True)
class RecordingFigures:
    """What a long recording costs."""

    steps: int
    events: int
    seek: float
    index: float
    json_bytes: int
    memory: int


LONG = """
class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next

head = None
table = {}
i = 0
while i < 20000:
    head = Node(i, head if i % 50 else None)
    table[i % 1000] = head
    last = [i, head]
    i += 1
"""


def recording() -> RecordingFigures:
    """Records a program of more than 100,000 steps and looks at it."""
    lab = api.Lab("3.11", write=_silent)
    made = lab.run(LONG)
    started = time.perf_counter()
    steps = len(made.steps)
    index = time.perf_counter() - started
    timeline = Timeline(made)
    choose = random.Random(1)
    times = []
    for _ in range(300):
        step = choose.randrange(steps)
        started = time.perf_counter()
        seen = timeline.seek(step)
        for frame in seen.frames:  # what a picture needs first: names, and the objects they lead to
            for serial in frame.names.values():
                state = seen.state(serial)
                _ = state.type_name, state.refcount, state.value, state.slots[:10]
        times.append(time.perf_counter() - started)
    size = len(made.to_json())
    events = made.stop - made.start
    del made, timeline, lab
    tracemalloc.start()
    try:
        lab = api.Lab("3.11", write=_silent)
        before = tracemalloc.get_traced_memory()[0]
        short = lab.run(LONG.replace("20000", "1000"))
        held = tracemalloc.get_traced_memory()[0] - before
        memory = held * events // (short.stop - short.start)
    finally:
        tracemalloc.stop()
    return RecordingFigures(steps, events, statistics.median(times), index, size, memory)


_LIVE = "import gc\ngc.disable()\nkeep = [[i] for i in range({n})]\n"
_RING = """
import gc
gc.disable()
first = last = [None]
for i in range({n}):
    last = [last]
first[0] = last
del first, last
"""


def collection(count: int) -> tuple[float, float]:
    """Times of a full collection over `count` live lists, and over a ring of as many."""

    def timed(source: str, found: Callable[[int], bool]) -> float:
        lab = api.Lab("3.11", record=False, write=_silent)
        lab.run(source.format(n=count))
        with _no_host_collection():
            started = time.perf_counter()
            answer = lab.collect()
            took = time.perf_counter() - started
        if not found(answer):
            raise RuntimeError(f"the collection found {answer} objects")
        return took

    live = min(timed(_LIVE, lambda n: n < 50) for _ in range(3))
    garbage = min(timed(_RING, lambda n: n >= count) for _ in range(3))
    return live, garbage


@contextmanager
def _no_host_collection() -> Iterator[None]:
    """Keeps the host's own collector out of a short measurement."""
    import gc

    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
