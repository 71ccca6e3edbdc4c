"""What the README says is so: its commands, its programs with their outputs, and its picture."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from memlab import api, cli
from notebooks import build

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_there_are_two_commands() -> None:
    """One opens the lessons, one runs the tests, each complete in itself."""
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install ") for command in commands)
    assert commands[0].endswith(" && .venv/bin/memlab lab")
    assert commands[1].endswith(" && .venv/bin/pytest")


def test_console_sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, program in re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        (tmp_path / name).write_text(program, "utf-8")
    monkeypatch.chdir(tmp_path)
    sessions = blocks("console")
    assert sessions
    for session in sessions:
        first, _, expected = session.partition("\n")
        command = shlex.split(first.removeprefix("$ "))
        assert command[0] == "memlab"
        assert cli.main(command[1:]) == 0
        assert capsys.readouterr().out == expected
    monkeypatch.undo()


def test_python_with_output() -> None:
    pairs = re.findall(r"^```python\n((?:(?!```).*\n)*)```\n\n```text\n((?:(?!```).*\n)*)```$", README, re.M)
    assert pairs
    for program, expected in pairs:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(program, "README.md", "exec"), {})
        assert said.getvalue() == expected


def test_the_picture_is_what_memlab_draws() -> None:
    """`python notebooks/build.py` draws it again."""
    assert (ROOT / "notebooks" / "picture.svg").read_text("utf-8") == build.picture()


def test_versions_named_are_the_versions_there_are() -> None:
    assert f"CPython {api.VERSIONS[0]} to {api.VERSIONS[-1]}" in README
    assert f"Python {min(api.VERSIONS[1:])} or newer" in README
    assert sys.version_info >= (3, 11)


def test_limits_are_as_stated() -> None:
    limits = api.Limits()
    assert limits.max_steps == 10_000_000 and "ten million steps" in README
    assert limits.max_bytes == 160 << 20 and "160 simulated MiB" in README


def test_the_commands_in_the_table_exist() -> None:
    from memlab import magic

    named = set(re.findall(r"^\| `%memlab (\w+)", README, re.MULTILINE))
    assert named == set(magic.ACTIONS)
