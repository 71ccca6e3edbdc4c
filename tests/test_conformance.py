"""The simulator against what real interpreters printed, on every version; the number is printed."""

from __future__ import annotations

import pytest

from tests.conformance import run

LEAST = 0.60


def test_pass_rate(capsys: pytest.CaptureFixture[str]) -> None:
    """At least three in five of the programs of the richest collection at hand pass, on each version."""
    folder = run.default_folder()
    results = run.run_folder(folder)
    with capsys.disabled():
        print(f"\nconformance: {sum(r.passed for r in results)} of {len(results)} runs as recorded")
        print(run.table(results))
    for version in run.versions_of(results):
        share = run.rate([r for r in results if r.version == version])
        assert share >= LEAST, f"{share:.1%} on {version}\n" + run.failures(results)


def test_own_programs() -> None:
    """The programs that live in this repository pass, every one."""
    assert run.failures(run.run_folder(run.HERE)) == ""


def test_the_record_is_complete() -> None:
    record = run.load_record(run.HERE)
    programs = {path.name for path in (run.HERE / "programs").glob("*.py")}
    assert set(record) == programs
    assert all(set(entry) == {"3.10", "3.11", "3.12", "3.13", "3.14", "3.15"} for entry in record.values())


def test_first_difference_names_the_line() -> None:
    expected: run.Expected = {"stdout": "a\nb\n", "exit": 0, "error": None}
    assert run.first_difference(expected, "a\nb\n", 0, "") == ""
    assert "line 2: 'c' instead of 'b'" in run.first_difference(expected, "a\nc\n", 0, "")
    assert "ends before line 2" in run.first_difference(expected, "a\n", 0, "")
    assert "goes on with 'c'" in run.first_difference(expected, "a\nb\nc\n", 0, "")
    assert "exit status 1" in run.first_difference(expected, "a\nb\n", 1, "")
