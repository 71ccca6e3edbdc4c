#!/usr/bin/env python3
"""Makes the lessons' notebooks from their sources.

    python notebooks/build.py             execute every lesson and write its notebook; draw the README's picture
    python notebooks/build.py --check     change nothing; exit 1 when a notebook is not what its source says

A source is Markdown: ``sources/NN-name.md`` becomes ``NN-name.ipynb``. Prose becomes a text cell, a fenced block marked
``python`` a code cell; any other block stays part of the prose. A line ``<!-- cell -->`` begins a new text cell, and
``<!-- tags: a, b -->`` before a code block gives that cell tags (``raises-exception``, ``nbval-skip`` ...).

The committed notebooks are reference copies: executed, with outputs, and the same to the byte each time they are made.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
TAGS = re.compile(r"<!--\s*tags:\s*(.*?)\s*-->")


def sources() -> list[Path]:
    """The lessons' sources, in order."""
    return sorted((HERE / "sources").glob("[0-9][0-9]-*.md"))


def target(source: Path) -> Path:
    """The notebook that a source becomes."""
    return HERE / f"{source.stem}.ipynb"


def cells(text: str) -> list[tuple[str, str, list[str]]]:
    """The cells of a source, in order: (kind, text, tags)."""
    found: list[tuple[str, str, list[str]]] = []
    prose: list[str] = []
    tags: list[str] = []

    def end_prose() -> None:
        words = "\n".join(prose).strip("\n")
        if words.strip():
            found.append(("markdown", words, []))
        prose.clear()

    lines = iter(text.splitlines())
    for line in lines:
        if line.strip() == "<!-- cell -->":
            end_prose()
        elif match := TAGS.fullmatch(line.strip()):
            tags = [tag.strip() for tag in match[1].split(",")]
        elif line == "```python":
            end_prose()
            code = []
            for inner in lines:
                if inner == "```":
                    break
                code.append(inner)
            else:
                raise ValueError(f"a code block is not closed: {code[:1]}")
            found.append(("code", "\n".join(code), tags))
            tags = []
        else:
            prose.append(line)
            if line.startswith("```"):  # a block that is shown, not run: whatever is in it is prose
                for inner in lines:
                    prose.append(inner)
                    if inner == "```":
                        break
    end_prose()
    return found


def notebook(source: Path) -> dict[str, Any]:
    """The notebook of a source, without outputs; cell ids follow from the position alone."""
    number = source.stem.split("-", 1)[0]
    made = []
    for position, (kind, text, tags) in enumerate(cells(source.read_text("utf-8")), 1):
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"lesson-{number}-{position:03}",
            "metadata": {"tags": tags} if tags else {},
            "source": text.splitlines(keepends=True),
        }
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        made.append(cell)
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def execute(made: dict[str, Any]) -> dict[str, Any]:
    """Runs the notebook in a fresh kernel and puts the outputs in; what changes from run to run stays out."""
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.from_dict(made)
    for cell in book.cells:
        cell.source = "".join(cell.source)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(HERE)}}).execute()
    done: dict[str, Any] = json.loads(nbformat.writes(book))
    count = 0
    for cell, original in zip(done["cells"], made["cells"], strict=True):
        cell["metadata"] = original["metadata"]
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = [_settled(output, count) for output in _joined(cell["outputs"])]
    done["metadata"] = made["metadata"]
    return done


def _settled(output: dict[str, Any], count: int) -> dict[str, Any]:
    if "execution_count" in output:
        output["execution_count"] = count
    return output


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Joins pieces of one stream: how a kernel cuts them is a matter of timing."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output["output_type"] == "stream" == last["output_type"] and output["name"] == last["name"]:
            last["text"] = "".join([*last["text"], *output["text"]]).splitlines(keepends=True)
        else:
            joined.append(output)
    return joined


def text_of(made: dict[str, Any]) -> str:
    """The notebook as the text of its file."""
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def stale(*, run: bool) -> list[str]:
    """The notebooks that are not what their sources say: the cells, and with `run` the outputs too."""
    wrong = [p.name for p in HERE.glob("[0-9][0-9]-*.ipynb") if not (HERE / "sources" / f"{p.stem}.md").exists()]
    for source in sources():
        place = target(source)
        if not place.exists():
            wrong.append(place.name)
            continue
        present = place.read_text("utf-8")
        if run:
            fresh = present == text_of(execute(notebook(source)))
        else:
            bare = json.loads(present)
            for cell in bare["cells"]:
                if cell["cell_type"] == "code":
                    cell |= {"execution_count": None, "outputs": []}
            fresh = bare == notebook(source)
        if not fresh:
            wrong.append(place.name)
    return wrong


def picture() -> str:
    """The README's picture: what the cell that the README shows for it draws."""
    from memlab import api

    text = (HERE.parent / "README.md").read_text("utf-8")
    match = re.search(r"<!-- picture: \S+ -->\n```python\n%%memlab --python (\S+)\n(.*?)^```$", text, re.M | re.S)
    if match is None:
        raise ValueError("README.md shows no cell for its picture")
    return api.Lab(match[1]).run(match[2])._repr_mimebundle_()["image/svg+xml"]


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        wrong = stale(run=True)
        for name in wrong:
            print(f"{name} is stale: run  python notebooks/build.py")
        return 1 if wrong else 0
    if arguments:
        print((__doc__ or "").split("\n\n")[1], file=sys.stderr)
        return 2
    for source in sources():
        target(source).write_text(text_of(execute(notebook(source))), "utf-8")
        print(f"{target(source).name} written")
    (HERE / "picture.svg").write_text(picture(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
