"""Lab and run: state across cells, and answers about the simulated heap."""

from __future__ import annotations

from pathlib import Path

import pytest

import memlab
from memlab import api
from memlab.errors import MemlabError, UsageError

Output = pytest.CaptureFixture[str]


@pytest.fixture(params=[True, False], ids=["recording", "quiet"])
def lab(request: pytest.FixtureRequest) -> api.Lab:
    return api.Lab("3.12", record=request.param)


def test_public_names() -> None:
    for name in memlab.__all__:
        assert getattr(memlab, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'rnu'"):
        _ = memlab.rnu


def test_names_live_on_from_cell_to_cell(lab: api.Lab, capsys: Output) -> None:
    lab.run("x = [1, 2, 3]")
    lab.run("x.append(4)")
    done = lab.run("print(x)")
    assert capsys.readouterr().out == "[1, 2, 3, 4]\n"
    assert done.output == "[1, 2, 3, 4]\n"
    assert done.end.state == "finished"
    assert done.source == "print(x)"


def test_counts_as_the_first_lesson_says(lab: api.Lab) -> None:
    lab.run("x = [1, 2, 3]")
    assert lab.refcount("x") == 1
    lab.run("y = x")
    assert lab.refcount("x") == 2
    assert list(lab.holders("x")) == ["global x", "global y"]
    lab.run("del x")
    assert lab.refcount("y") == 1
    lab.run("del y")
    with pytest.raises(UsageError, match="no name 'y'"):
        lab.refcount("y")


@pytest.mark.parametrize("python", api.VERSIONS)
def test_holders_are_as_many_as_the_count(python: str) -> None:
    lab = api.Lab(python)
    lab.run(
        """
class Node:
    def __init__(self, *held):
        self.held = held
        self.me = self

x = ["x"]
def f(default=x):
    def g():
        return x, default
    return g
keep = f()
node = Node(x, [x, x], {"k": x, 1: (x,)})
method = node.__init__
gen = (x for _ in range(3))
"""
    )
    for name in ("x", "node", "keep", "method", "gen", "Node", "f", "x[0]", "node.held", "node.held[1]", "keep()[0]"):
        holders = lab.holders(name)
        if "immortal" in holders.closing:
            continue
        assert len(holders) == lab.refcount(name), f"{name}: {holders!r}"
        assert holders.closing.endswith("✓"), f"{name}: {holders!r}"


def test_why(lab: api.Lab) -> None:
    lab.run("inner = []\nbox = {'k': [inner]}\ndel inner")
    assert list(lab.why("box")) == ["global box"]
    chain = lab.why("box['k'][0]")
    assert chain[0] == "global box" and len(chain) == 3


def test_collect(lab: api.Lab) -> None:
    lab.run("a = []; b = [a]; a.append(b); del a, b")
    assert lab.collect() == 2
    assert lab.collect() == 0
    with pytest.raises(UsageError, match="no generation 3"):
        lab.collect(3)


def test_collecting_is_seen_by_show() -> None:
    lab = api.Lab("3.12")
    lab.run("a = []; b = [a]; a.append(b); del a, b")
    assert len(lab.show().final.garbage) == 2
    lab.collect()
    assert lab.show().final.garbage == []


def test_reset(lab: api.Lab) -> None:
    lab.run("x = 1")
    lab.reset()
    with pytest.raises(UsageError, match="no name 'x'"):
        lab.refcount("x")


def test_immortal_objects() -> None:
    for python, count in (("3.12", 4294967295), ("3.14", 3221225472)):
        lab = api.Lab(python)
        lab.run("x = None")
        assert lab.refcount("x") == count
        assert lab.holders("x") == () and "immortal" in repr(lab.holders("x"))


def test_a_wrong_name_gets_the_near_miss(lab: api.Lab) -> None:
    lab.run("shelf = []")
    with pytest.raises(UsageError, match="Did you mean 'shelf'"):
        lab.refcount("shlef")


def test_an_expression_that_fails(lab: api.Lab) -> None:
    lab.run("x = []")
    with pytest.raises(MemlabError, match="IndexError: list index out of range"):
        lab.refcount("x[5]")
    with pytest.raises(MemlabError, match="SyntaxError"):
        lab.refcount("x[")
    assert lab.refcount("x") == 1


def test_asking_leaves_no_reference(lab: api.Lab) -> None:
    lab.run("x = [['inner']]")
    for _ in range(3):
        assert lab.refcount("x[0]") == 1
        assert len(lab.holders("x[0]")) == 1
        assert lab.why("x[0]")[0] == "global x"
    assert lab.refcount("x") == 1


def test_an_exception_in_a_cell(lab: api.Lab, capsys: Output) -> None:
    done = lab.run("kept = [1]\nprint('before')\nraise ValueError('no')")
    out, err = capsys.readouterr()
    assert out == "before\n"
    assert err.splitlines()[-1] == "ValueError: no"
    assert done.end.state == "exception" and "ValueError" in done.end.text
    assert lab.refcount("kept") == 1


def test_a_limit_leaves_a_partial_recording(capsys: Output) -> None:
    lab = api.Lab("3.12", limits=api.Limits(max_steps=1000))
    done = lab.run("seen = []\nwhile True:\n    seen.append(1)")
    assert done.end.state == "limit"
    assert len(done.steps) > 100
    assert "Traceback" not in capsys.readouterr().err


def test_not_simulated(lab: api.Lab, capsys: Output) -> None:
    done = lab.run("x = [1]\nimport socket")
    assert done.end.state == "not simulated"
    assert capsys.readouterr().err.startswith("memlab does not simulate")
    assert lab.refcount("x") == 1


def test_run_goes_through_shutdown(capsys: Output) -> None:
    program = "class A:\n    def __del__(self):\n        print('gone')\na = A()\nprint('end')\n"
    done = memlab.run(program, python="3.12")
    assert capsys.readouterr().out == "end\ngone\n"
    assert done.output == "end\ngone\n"
    assert "a" in done.final.globals


def test_saving_and_loading(tmp_path: Path) -> None:
    done = memlab.run("x = [1, 2]\ny = x", python="3.12")
    (tmp_path / "run.json").write_text(done.to_json(), "utf-8")
    again = memlab.load(str(tmp_path / "run.json"))
    assert again.to_json() == done.to_json()
    assert len(again.steps) == len(done.steps)
    with pytest.raises(MemlabError, match="cannot be read"):
        memlab.load(str(tmp_path / "nothing.json"))


def test_an_unknown_version() -> None:
    with pytest.raises(MemlabError, match=r"3\.9"):
        api.Lab("3.9")


def test_the_default_version_is_the_hosts() -> None:
    import sys

    assert api.Lab().python == f"3.{min(max(sys.version_info[1], 10), 15)}"


def test_repr(lab: api.Lab) -> None:
    lab.run("pass")
    assert repr(lab) == "<memlab lab: CPython 3.12, 1 cell run>"
    lab.run("x = []")
    assert repr(lab.holders("x")) == "global x\n1 holder = count 1 ✓"
