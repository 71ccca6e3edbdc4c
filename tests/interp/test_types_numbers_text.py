"""Numbers and text under every profile: what six real interpreters answer, without a leak, within the guards."""

from __future__ import annotations

import time

import pytest

from memlab.heap.profiles import PROFILES
from memlab.heap.siphash import hash_bytes, hash_str
from memlab.interp.session import Session
from memlab.interp.types_int import divide, power_bits
from memlab.model import kinds as K
from tests.interp.record_types import EXPRESSIONS, load, program

ANSWERS = load()


def output(source: str, version: str) -> list[str]:
    """What a program prints; it must end well."""
    out: list[str] = []
    session = Session(PROFILES[version], write=out.append, write_err=out.append)
    outcome = session.run(source, "program.py")
    assert outcome.status == "ok", (outcome.message, out[-3:])
    return "".join(out).splitlines()


@pytest.mark.parametrize("version", PROFILES)
def test_every_expression_gives_what_the_real_interpreter_gives(version: str) -> None:
    lines = output(program(EXPRESSIONS), version)
    expected = ANSWERS[version]
    wrong = {e: (expected[e], got) for e, got in zip(EXPRESSIONS, lines, strict=True) if expected[e] != got}
    assert not wrong


def test_the_recorded_expressions_are_the_listed_ones() -> None:
    assert set(ANSWERS) == set(PROFILES)
    assert all(set(answers) >= set(EXPRESSIONS) for answers in ANSWERS.values())


def alive(rounds: int, version: str) -> int:
    """How many objects of the program live on after running all expressions ``rounds`` times."""
    calls = "".join(f"    _answer(lambda: ({e}))\n" for e in EXPRESSIONS)
    quiet = program([]).replace("print(", "len(")
    source = f"{quiet}def go():\n{calls}for _ in range({rounds}):\n    go()\nimport gc\ngc.collect()\n"
    session = Session(PROFILES[version], record=True, write=lambda text: None, write_err=lambda text: None)
    outcome = session.run(source, "program.py")
    assert outcome.status == "ok", outcome.message
    living: set[int] = set()
    for event in session.log or []:
        if event[0] == K.ALLOCATED and event[1] > 0:
            living.add(event[1])
        elif event[0] == K.FREED:
            living.discard(event[1])
    return len(living)


@pytest.mark.parametrize("version", ["3.10", "3.12", "3.15"])
def test_no_expression_leaves_an_object_behind(version: str) -> None:
    assert alive(2, version) == alive(3, version)


GUARDED = {
    "10**10**10": "this would make an int of 33,219,280,949 bits; memlab stops at 4,000,000 bits",
    "1 << 10**9": "this would make an int of 1,000,000,001 bits; memlab stops at 4,000,000 bits",
    "(3**2500000) * (3**2500000)": "this would make an int of 7,924,813 bits; memlab stops at 4,000,000 bits",
    "'a' * 10**12": "this would make a str of 1,000,000,000,000 characters; memlab stops at 50,000,000",
    "b'a' * 10**12": "this would make a bytes object of 1,000,000,000,000 bytes; memlab stops at 50,000,000",
    "f'{1:1000000000}'": "this would make a str of 1,000,000,000 characters; memlab stops at 50,000,000",
    "'%1000000000d' % 1": "this would make a str of 1,000,000,000 characters; memlab stops at 50,000,000",
    "'a'.center(10**10)": "this would make a str of 10,000,000,000 characters; memlab stops at 50,000,000",
    "','.join(['a' * 1000000] * 1000)": "this would make a str of 1,000,000,999 characters; memlab stops at 50,000,000",
    "('a' * 1000000).replace('a', 'b' * 1000)":
        "this would make a str of 1,000,000,000 characters; memlab stops at 50,000,000",
    "bytearray(10**12)": "this would make a bytes object of 1,000,000,000,000 bytes; memlab stops at 50,000,000",
    "(1).to_bytes(10**10, 'big')": "this would make a bytes object of 10,000,000,000 bytes; memlab stops at 50,000,000",
    "round(5, -10**9)": "this would make an int of 3,321,928,095 bits; memlab stops at 4,000,000 bits",
}


@pytest.mark.parametrize("expression", GUARDED)
def test_a_guard_names_the_value_and_the_limit(expression: str) -> None:
    session = Session(PROFILES["3.12"], write=lambda text: None, write_err=lambda text: None)
    began = time.perf_counter()
    outcome = session.run(f"n = 10\nx = {expression}\n", "program.py")
    assert time.perf_counter() - began < 5
    assert outcome.status == "limit"
    assert GUARDED[expression] in str(outcome.message)


def test_division_by_halves_is_division() -> None:
    a, b = 7**120_000 + 12345, 3**60_001
    pairs = ((a, b), (-a, b), (a, -b), (-a, -b), (b, a), (a * a, a), (a * b, b), ((1 << 90_001) - 1, (1 << 45_000) - 1))
    for x, y in pairs:
        q, r = divide(x, y)
        assert q * y + r == x
        assert (0 <= r < y) if y > 0 else (y < r <= 0)


def test_the_size_of_a_power_is_known_beforehand() -> None:
    for a, b in ((2, 100), (3, 1000), (10, 5000), (-7, 333), (2**2000 + 1, 50), (1, 10**9), (0, 5)):
        assert abs(power_bits(a, b) - (a**b if b < 10**6 else 1).bit_length()) <= 1


@pytest.mark.parametrize(("rounds", "known"), [((2, 4), 4596069200710135518), ((1, 3), -4594863902769663758)])
def test_siphash_under_a_zero_key(rounds: tuple[int, int], known: int) -> None:
    """The answers of hash("abc") of 3.10 and of 3.11 with PYTHONHASHSEED=0; bytes and ASCII str agree."""
    assert hash_str("abc", *rounds) == hash_bytes(b"abc", *rounds) == known
    assert hash_str("") == 0


IN_PLACE = """
def alone():
    x = 'abc' * 3
    i = id(x)
    x += 'd'
    return id(x) == i

def shared():
    x = 'abc' * 3
    y = x
    x += 'd'
    return y

def many():
    x = ''
    seen = set()
    for n in range(200):
        x += 'ab'
        seen.add(id(x))
    return len(seen) < 60

def wider():
    x = 'abc' * 3
    x += '\\u20ac'
    return x

print(alone(), shared(), many(), wider())
"""


@pytest.mark.parametrize("version", PROFILES)
def test_a_string_nobody_else_holds_grows_in_place(version: str) -> None:
    """unicode_concatenate: an addition within the block keeps the address."""
    (line,) = output(IN_PLACE.replace("'abc' * 3", "''.join(['abc', 'de'])"), version)
    assert line == "True abcde True abcde\u20ac"


