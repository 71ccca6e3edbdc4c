"""Ask real interpreters what the expressions of ``type_expressions.txt`` give, and keep their answers beside it.

    python tests/interp/record_types.py 3.10=/path/to/python3.10 3.11=/path/to/python3.11 ...

The answers of a version that is not given stay as they are.  A command may have several words ("chroot dir python3").
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
EXPRESSIONS = (HERE / "type_expressions.txt").read_text("utf-8").splitlines()
ANSWERS = HERE / "type_answers.json"

PROGRAM = '''
def _answer(f):
    try:
        r = repr(f())
    except BaseException as e:
        r = type(e).__name__ + ": " + str(e)
    r = r.encode("ascii", "backslashreplace").decode()
    print(r if len(r) < 400 else r[:400] + "... %d characters" % len(r))

'''
"""Runs on every version and under memlab alike: one line for each expression."""


def program(expressions: list[str]) -> str:
    """The program that prints one answer a line."""
    return PROGRAM + "".join(f"_answer(lambda: ({e}))\n" for e in expressions)


def main(interpreters: list[str]) -> None:
    """Record the answers: the first version's, then for each later one what differs."""
    answers = load() if ANSWERS.exists() else {}
    for given in interpreters:
        version, _, command = given.partition("=")
        done = subprocess.run([*shlex.split(command), "-W", "ignore", "-"], input=program(EXPRESSIONS), text=True,
                              check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "0"})
        lines = done.stdout.splitlines()
        assert len(lines) == len(EXPRESSIONS), version
        answers[version] = dict(zip(EXPRESSIONS, lines, strict=True))
    kept: dict[str, dict[str, str]] = {}
    before: dict[str, str] = {}
    for version in sorted(answers):
        kept[version] = {e: a for e, a in answers[version].items() if e in EXPRESSIONS and before.get(e) != a}
        before = answers[version]
    ANSWERS.write_text(json.dumps(kept, indent=0, ensure_ascii=True) + "\n", "utf-8")


def load() -> dict[str, dict[str, str]]:
    """All answers by version and expression."""
    answers: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for version, changed in json.loads(ANSWERS.read_text("utf-8")).items():
        current = {**current, **changed}
        answers[version] = current
    return answers


if __name__ == "__main__":
    main(sys.argv[1:])
