"""Container programs: the same output as the running CPython, exact counts, and a recording that says what happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from memlab.heap import invariants
from memlab.heap import objects as O
from memlab.heap.profiles import PROFILES, default_profile
from memlab.interp.session import Session
from memlab.model import kinds as K
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


def replay(log: list[Any]) -> tuple[dict[int, list[int]], dict[int, dict[Any, int]], dict[int, int]]:
    """Items by sequence, entries by dict or set, sizes, as the events alone tell; checks that every old value is right."""
    items: dict[int, list[int]] = {}
    slots: dict[int, dict[Any, int]] = {}
    sizes: dict[int, int] = {}
    for e in log:
        if len(e) == 2:
            continue
        if e[0] == K.ALLOCATED:
            items[e[1]], slots[e[1]], sizes[e[1]] = [], {}, e[4]
        elif e[0] == K.SPLICED:
            _, owner, start, removed, inserted = e
            have = items.setdefault(owner, [])
            assert tuple(have[start:start + len(removed)]) == tuple(removed), e
            have[start:start + len(removed)] = inserted
        elif e[0] == K.REFERENCE_SET and isinstance(e[2], int):
            _, owner, index, old, new = e
            assert items[owner][index] == old, e
            items[owner][index] = new
        elif e[0] in (K.REFERENCE_SET, K.ENTRY_SET):
            _, owner, key, old, new = e
            have_slots = slots.setdefault(owner, {})
            assert have_slots.get(key, 0) == old, e
            have_slots[key] = new
            if not new:
                del have_slots[key]
        elif e[0] == K.RESIZED:
            assert sizes[e[1]] == e[2], e
            sizes[e[1]] = e[3]
    return items, slots, sizes


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("version", ["3.10", "3.12", "3.14"])
def test_the_events_tell_every_container(name: str, version: str) -> None:
    session, _ = run(name, version, record=True)
    h = session.heap
    items, slots, sizes = replay(session.log or [])
    for generation in h.gc.generations:
        for o in generation:
            if o.serial <= 0:
                continue
            if isinstance(o, (O.List, O.Tuple)):
                assert [x.serial for x in o.items] == items[o.serial], o
            elif isinstance(o, O.Set):
                assert {e[2].serial for e in o.table if isinstance(e, list)} == set(slots[o.serial]), o
            elif isinstance(o, O.Dict) and o.owner is None:
                entries = {e[0].serial: e[1].serial for e in o.d.values()}
                assert entries == {k: v for k, v in slots[o.serial].items() if isinstance(k, int)}, o
            elif isinstance(o, O.Instance) and (o.dict is None or o.dict.owner is o):
                values = {k: e[1].serial for k, e in (o.attrs or {}).items()}
                assert values == {k: v for k, v in slots[o.serial].items() if isinstance(k, str)}, o
            # A split dict's size follows its class's keys without an event of its own.
            if isinstance(o, (O.List, O.Set, O.Dict)) and not (isinstance(o, O.Dict) and o.split):
                assert h.sizeof(o) == sizes[o.serial], o
