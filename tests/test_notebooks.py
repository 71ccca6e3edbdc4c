"""The lessons: notebooks that are what their sources say, in a form that stays the same."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import nbformat
import pytest

from notebooks import build

ROOT = Path(__file__).resolve().parent.parent


def test_notebooks_are_fresh() -> None:
    """The committed notebooks have the cells of their sources (.ci/run also compares the outputs)."""
    assert build.stale(run=False) == []


@pytest.mark.parametrize("source", build.sources(), ids=lambda p: p.stem)
def test_notebook_is_well_formed(source: Path) -> None:
    book = nbformat.read(  # type: ignore[no-untyped-call]  # nbformat is only partly typed
        build.target(source), as_version=4
    )
    nbformat.validate(book)
    ids = [cell.id for cell in book.cells]
    assert len(set(ids)) == len(ids)
    assert book.cells[0].source.startswith("# ")


@pytest.mark.parametrize("source", build.sources(), ids=lambda p: p.stem)
def test_the_reference_copy_was_executed(source: Path) -> None:
    cells = json.loads(build.target(source).read_text("utf-8"))["cells"]
    counts = [cell["execution_count"] for cell in cells if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))
    errors = [out for cell in cells for out in cell.get("outputs", ()) if out["output_type"] == "error"]
    assert not errors
    assert not [out for cell in cells for out in cell.get("outputs", ()) if out.get("name") == "stderr"]


def test_every_lesson_is_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    lessons = {f"notebooks/{build.target(source).name}" for source in build.sources()}
    assert set(included) == lessons
    assert all(place == f"memlab/{name}" for name, place in included.items())


def test_cells_of_a_source() -> None:
    text = "# Title\n\nwords\n<!-- cell -->\nmore\n<!-- tags: a, b -->\n```python\nx = 1\n```\n"
    text += "```text\n```python\n```\nend\n"
    assert build.cells(text) == [
        ("markdown", "# Title\n\nwords", []),
        ("markdown", "more", []),
        ("code", "x = 1", ["a", "b"]),
        ("markdown", "```text\n```python\n```\nend", []),
    ]


def test_an_open_code_block_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        build.cells("```python\nx = 1\n")
