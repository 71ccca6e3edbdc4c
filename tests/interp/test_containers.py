"""Container programs: the same output as the running CPython, exact counts, and a recording that says what happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from memlab.heap import invariants
from memlab.heap import objects as O
from memlab.heap.profiles import PROFILES, default_profile
from memlab.interp.session import Session
from tests.interp.container_programs import PROGRAMS

HOST = """
import contextlib, io, json, sys
out = {}
for name, text in json.load(sys.stdin).items():
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile(text, name, "exec"), {"__name__": "__main__"})
    out[name] = stream.getvalue()
print(json.dumps(out))
"""

# What CPython's sort compares, and how often, changed in 3.11 (merge policy) and 3.13 (runs); ours is the host's.
SAME_SORT = {"3.11", "3.12"} if sys.version_info < (3, 13) else {"3.13", "3.14", "3.15"}


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    """What the running CPython prints, with the hash seed memlab has."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", HOST], input=json.dumps(PROGRAMS), capture_output=True,
                          text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    result: dict[str, str] = json.loads(done.stdout)
    return result


def run(name: str, version: str | None = None, record: bool = False) -> tuple[Session, str]:
    out: list[str] = []
    chosen = PROFILES[version] if version else default_profile()
    session = Session(chosen, record=record, write=out.append, write_err=out.append)
    outcome = session.run(PROGRAMS[name], "program.py")
    assert outcome.status == "ok", (outcome.message, out[-3:])
    return session, "".join(out)


@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_what_the_host_prints(name: str, expected: dict[str, str]) -> None:
    assert run(name)[1].splitlines() == expected[name].splitlines()


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("version", PROFILES)
def test_counts_are_exact_on_every_profile(name: str, version: str) -> None:
    """Every list, tuple, dict, set and instance has as many holders as its count says."""
    session, _ = run(name, version)
    h = session.heap
    found: dict[int, int] = {}
    living = list(invariants.live_objects(h, h.vm))
    for o in living:
        for _, target in o.refs():
            found[id(target)] = found.get(id(target), 0) + 1
    for _, o in invariants.roots(h, h.vm):
        found[id(o)] = found.get(id(o), 0) + 1
    kinds = (O.List, O.Tuple, O.Set, O.Instance, O.Dict)
    wrong = [o for o in living if isinstance(o, kinds) and o.serial > 0 and o.rc < O.IMMORTAL and found.get(id(o), 0) != o.rc]
    assert not wrong
