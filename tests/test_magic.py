"""The magics, in a real IPython shell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython

from memlab import api
from memlab.model.recording import Recording

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def ipython() -> Iterator[InteractiveShell]:
    shell = start_ipython() or InteractiveShell.instance()
    yield shell
    shell.reset(new_session=False)


@pytest.fixture
def shell(ipython: InteractiveShell, capsys: Output) -> InteractiveShell:
    """A shell in which the extension has just been loaded."""
    ipython.run_line_magic("reload_ext", "memlab")
    capsys.readouterr()
    return ipython


def ask(shell: InteractiveShell, line: str) -> object:
    return shell.run_line_magic("memlab", line)


def cell(shell: InteractiveShell, line: str, text: str) -> object:
    return shell.run_cell_magic("memlab", line, text)


def test_a_cell_returns_its_recording(shell: InteractiveShell, capsys: Output) -> None:
    done = cell(shell, "", "x = [1, 2]\nprint(x)")
    assert isinstance(done, Recording)
    assert capsys.readouterr().out == "[1, 2]\n"


def test_questions(shell: InteractiveShell) -> None:
    cell(shell, "", "x = [1]\ny = x")
    assert ask(shell, "refcount x") == 2
    assert repr(ask(shell, "holders x")) == "global x\nglobal y\n2 holders = count 2 ✓"
    assert "global x" in repr(ask(shell, "why x"))
    assert ask(shell, "refcount [x, x][0]") == 2
    assert isinstance(ask(shell, "show"), Recording)
    cell(shell, "", "a = []; a.append(a); del a")
    assert ask(shell, "collect") == 1
    assert ask(shell, "collect 0") == 0


def test_reset_and_fresh(shell: InteractiveShell, capsys: Output) -> None:
    cell(shell, "", "x = 1")
    ask(shell, "reset")
    shell.run_cell("%memlab refcount x")
    assert "no name 'x'" in "".join(capsys.readouterr())
    cell(shell, "", "x = [1]")
    cell(shell, "--fresh", "y = [2]")
    shell.run_cell("%memlab refcount x")
    assert "no name 'x'" in "".join(capsys.readouterr())


def test_each_version_has_its_own_lab(shell: InteractiveShell, capsys: Output) -> None:
    program = "import sys\nprint(sys.version_info[1])"
    for version in ("3.10", "3.14"):
        cell(shell, f"--python {version}", program)
        assert capsys.readouterr().out == version[2:] + "\n"
    cell(shell, "--python 3.10", "x = []")
    assert ask(shell, "refcount x") == 1  # the lab of the last cell
    ask(shell, "python 3.13")
    assert "CPython 3.13" in capsys.readouterr().out
    cell(shell, "", program)
    assert capsys.readouterr().out == "13\n"
    ask(shell, "python")
    assert "CPython 3.13" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%memlab refcnt x", "Did you mean '%memlab refcount x'?"),
        ("%memlab holders", "needs a name"),
        ("%memlab collect 3", "0, 1 or 2"),
        ("%memlab show x", "takes nothing after it"),
        ("%memlab refcount shlef", "Did you mean 'shelf'?"),
        ("%memlab python 3.99", "3.99"),
        ("%%memlab --pyhton 3.12\nx = 1", "Did you mean '--python'?"),
        ("%%memlab --python 2.7\nx = 1", "2.7"),
        ("%memlab refcount shelf[7]", "IndexError: list index out of range"),
    ],
)
def test_a_mistake_is_explained_without_a_traceback(
    shell: InteractiveShell, capsys: Output, line: str, said: str
) -> None:
    cell(shell, "", "shelf = []")
    capsys.readouterr()
    shell.run_cell(line)
    text = "".join(capsys.readouterr())
    assert said in text
    assert "Traceback" not in text


def test_a_typo_also_gets_the_usage(shell: InteractiveShell, capsys: Output) -> None:
    shell.run_cell("%memlab refcnt x")
    text = "".join(capsys.readouterr())
    assert "%memlab holders NAME" in text
    ask(shell, "")
    assert "%memlab holders NAME" in capsys.readouterr().out


def test_an_error_in_the_learners_program_is_the_learners(shell: InteractiveShell, capsys: Output) -> None:
    """CPython's traceback on stderr, and nothing of IPython's."""
    result = shell.run_cell("%%memlab --python 3.12\nprint('before')\ndef f():\n    return 1 / 0\nf()")
    out, err = capsys.readouterr()
    assert out.startswith("before\n") and "Traceback" not in out
    assert err.splitlines()[0] == "Traceback (most recent call last):"
    assert err.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert "line 3, in f" in err and "magic" not in err and "api.py" not in err
    assert result.error_in_exec is None and isinstance(result.result, Recording)


def test_help_is_in_the_docstrings(shell: InteractiveShell) -> None:
    magics = shell.magics_manager.magics
    assert "--fresh" in (magics["cell"]["memlab"].__doc__ or "")
    assert "lab" in (magics["line"]["memlab"].__doc__ or "")
    assert api.VERSIONS
