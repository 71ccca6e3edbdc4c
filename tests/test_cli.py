"""The command line: what is printed where, and the exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from memlab import cli
from memlab.heap.versions import FACTS

Output = pytest.CaptureFixture[str]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to write programs into; the tests run in its folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "program.py"


@pytest.fixture(autouse=True)
def back_again(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Ends chdir before the check that nothing is left behind."""
    return monkeypatch


def test_run_prints_what_the_program_prints_and_nothing_else(program: Path, capsys: Output) -> None:
    program.write_text("print('hello'); 3 + 4\n")
    assert cli.main(["run", "program.py"]) == 0
    assert capsys.readouterr() == ("hello\n", "")


def test_run_takes_the_version_before_and_after_the_file(program: Path, capsys: Output) -> None:
    program.write_text("import sys; print(sys.version_info[:2])\n")
    for words in (
        ["--python", "3.10", "program.py"],
        ["program.py", "--python", "3.10"],
        ["--python=3.10", "program.py"],
    ):
        assert cli.main(["run", *words]) == 0
        assert capsys.readouterr().out == "(3, 10)\n"


def test_run_hands_arguments_to_the_program(program: Path, capsys: Output) -> None:
    program.write_text("import sys; print(sys.argv)\n")
    assert cli.main(["run", "program.py", "-x", "y"]) == 0
    assert capsys.readouterr().out == "['program.py', '-x', 'y']\n"


def test_an_uncaught_exception_prints_a_traceback_and_exits_with_1(program: Path, capsys: Output) -> None:
    program.write_text("def f():\n    return 1 / 0\n\nprint('before')\nf()\n")
    assert cli.main(["run", "program.py", "--python", "3.12"]) == 1
    out, err = capsys.readouterr()
    assert out == "before\n"
    lines = err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert 'program.py", line 5, in <module>' in err and 'program.py", line 2, in f' in err
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert "memlab" not in err


@pytest.mark.parametrize(
    ("source", "code", "err"),
    [
        ("import sys; sys.exit(7)", 7, ""),
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit('bye')", 1, "bye\n"),
        ("raise SystemExit(4)", 4, ""),
    ],
)
def test_the_programs_own_exit_code(program: Path, capsys: Output, source: str, code: int, err: str) -> None:
    program.write_text(source + "\n")
    assert cli.main(["run", "program.py"]) == code
    assert capsys.readouterr() == ("", err)


def test_a_syntax_error_is_reported_as_python_does(program: Path, capsys: Output) -> None:
    program.write_text("x = (1,\nprint(x\n")
    assert cli.main(["run", "program.py"]) == 1
    assert "SyntaxError: '(' was never closed" in capsys.readouterr().err


def test_what_is_not_simulated_exits_with_3_and_keeps_the_output(program: Path, capsys: Output) -> None:
    program.write_text("print('so far')\nimport socket\n")
    assert cli.main(["run", "program.py"]) == 3
    out, err = capsys.readouterr()
    assert out == "so far\n"
    assert err.startswith("memlab does not simulate ") and "socket" in err and err.endswith("(line 2)\n")


def test_a_limit_exits_with_3_and_a_message(program: Path, capsys: Output) -> None:
    program.write_text("print('so far')\nwhile True:\n    pass\n")
    assert cli.main(["run", "program.py", "--max-steps", "1000"]) == 3
    out, err = capsys.readouterr()
    assert out == "so far\n"
    assert "1,000" in err or "1000" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "nothing-here.py"], "can't open file 'nothing-here.py': No such file or directory"),
        (["run", "."], "Is a directory"),
        (["run", "program.py", "--python", "3.99"], "3.99"),
        (["rnu", "program.py"], "Did you mean 'memlab run'?"),
        (["program.py"], "Did you mean 'memlab run program.py'?"),
        (["run"], "FILE"),
        (["run", "--max-steps", "many", "program.py"], "many"),
        (["run", "--pyhton", "3.12", "program.py"], "--pyhton"),
        (["versions", "now"], "now"),
    ],
)
def test_a_wrong_command_line_is_explained(program: Path, capsys: Output, words: list[str], said: str) -> None:
    program.write_text("print('not run')\n")
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == "" and "Traceback" not in err


def test_help_and_version(capsys: Output) -> None:
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in cli.COMMANDS)
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("memlab 0.")
    assert cli.main([]) == 0
    assert "usage: memlab" in capsys.readouterr().out


def test_versions_prints_every_fact(capsys: Output) -> None:
    assert cli.main(["versions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
    assert all(any(line.startswith(fact) for line in lines) for fact in FACTS)
    assert "-5..1024" in lines[2] and lines[2].count("-5..256") == 5


def test_an_encoding_declaration_is_honoured(program: Path, capsys: Output) -> None:
    program.write_bytes("# -*- coding: latin-1 -*-\nprint('é')\n".encode("latin-1"))
    assert cli.main(["run", "program.py"]) == 0
    assert capsys.readouterr().out == "é\n"
    program.write_bytes(b"\xef\xbb\xbfprint('bom')\n")
    assert cli.main(["run", "program.py"]) == 0
    assert capsys.readouterr().out == "bom\n"


def _process(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "memlab", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, stdin=subprocess.DEVNULL)


def test_as_a_process(tmp_path: Path) -> None:
    """The process ends with the exit code, and nothing that was printed is lost."""
    (tmp_path / "program.py").write_text("print('x' * 100000)\nimport sys\nsys.exit(5)\n")
    done = _process("run", "program.py", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (5, "x" * 100000 + "\n", "")


def test_stdout_and_stderr_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import sys\nprint('1')\nprint('2', file=sys.stderr)\nprint('3')\n")
    command = [sys.executable, "-m", "memlab", "run", "program.py"]
    done = subprocess.run(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    assert done.stdout == "1\n2\n3\n"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("for i in range(100000):\n    print(i)\n")
    command = f"{sys.executable} -m memlab run program.py | head -n 1"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n" and done.stderr == ""
