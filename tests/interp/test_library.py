"""Builtins, exceptions, tracebacks and the standard modules against what six interpreters answered (`record_library`)."""

from __future__ import annotations

import json

import pytest

from memlab.heap import invariants
from memlab.heap.profiles import profile
from memlab.interp.session import Session
from tests.interp.record_library import ANSWERS, LIBRARY, clean

RECORD: dict[str, dict[str, dict[str, object]]] = json.loads(ANSWERS.read_text(encoding="utf-8"))

DIFFERENT = {
    # 3.12.1's own module traceback leaves out a question mark, and the carets under a whole statement
    ("traceback_3.py", "3.12"),
    # where 3.10 points for a clause it does not know: the parser's business
    ("traceback_4.py", "3.10"),
}
"""(program, version) whose answers differ for a known reason."""


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"])
@pytest.mark.parametrize("name", sorted(RECORD))
def test_same_answers(name: str, version: str) -> None:
    expected = RECORD[name].get(version)
    if expected is None or (name, version) in DIFFERENT:
        pytest.skip("not recorded, or different for a known reason")
    out: list[str] = []
    err: list[str] = []
    session = Session(profile(version), write=out.append, write_err=err.append, argv=["program.py"])
    session.run((LIBRARY / name).read_text(encoding="utf-8"), "program.py")
    invariants.check(session.machine.heap, session.machine)
    code = session.finish()
    assert clean("".join(out)) == expected["stdout"]
    assert code == expected["exit"]
    if "stderr" in expected:
        assert clean("".join(err)) == expected["stderr"]
