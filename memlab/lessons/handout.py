"""Hands the lessons to a learner: copies them into a folder and opens JupyterLab there.

The learner's folder is theirs. A lesson is copied when it is not there yet. Of each copy handed out we remember a
digest (in ``.memlab-handout.json``); a lesson the learner has not touched is replaced by a newer version of ours, a
lesson they have touched is kept, and the newer version is put beside it under a name of its own, once.

The notebooks of the package carry the outputs they must have; the copies handed out carry none: the learner runs them.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["copy_lessons", "lesson_files", "open_lab", "without_outputs"]

MEMORY = ".memlab-handout.json"
CONFIG = Path(__file__).with_name("jupyter_config")


def lesson_files() -> list[Path]:
    """The lessons' notebooks, in order: inside an installed memlab, or in the checkout it runs from."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "notebooks", package.parent / "notebooks"):
        found = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
        if found:
            return found
    raise FileNotFoundError("memlab's lessons are missing from this installation: install memlab again")


def without_outputs(text: str) -> str:
    """A notebook's JSON text with all outputs and counters taken out."""
    notebook: dict[str, Any] = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
            cell.get("metadata", {}).pop("execution", None)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def copy_lessons(target: Path) -> list[str]:
    """Brings the folder up to date; returns one line for everything a learner should know.

    After this, each lesson is in the folder, and no file that the learner wrote or changed has been overwritten.
    """
    target.mkdir(parents=True, exist_ok=True)
    memory = _remembered(target / MEMORY)
    placed, offered = memory["placed"], memory["offered"]
    remarks = []
    for lesson in lesson_files():
        name, place = lesson.name, target / lesson.name
        text = without_outputs(lesson.read_text("utf-8"))
        new = _digest(text)
        present = _digest(place.read_text("utf-8", "replace")) if place.exists() else None
        if present is None or present == placed.get(name) != new:
            place.write_text(text, "utf-8")
            placed[name] = new
            if present is not None:
                remarks.append(f"{name}: brought up to date")
        elif present == new:
            placed[name] = new
        elif offered.get(name) != new:  # the learner's own, and they have not seen this version of ours
            beside = _free_name(place)
            beside.write_text(text, "utf-8")
            remarks.append(f"{name}: yours is kept; the lesson as it is now lies beside it as {beside.name}")
        offered[name] = new
    (target / MEMORY).write_text(json.dumps(memory, indent=1) + "\n", "utf-8")
    return remarks


def _remembered(place: Path) -> dict[str, dict[str, str]]:
    """Digests by lesson: of the copy that we put in place, and of the newest version that we offered at all."""
    try:
        memory = json.loads(place.read_text("utf-8"))
        return {"placed": dict(memory["placed"]), "offered": dict(memory["offered"])}
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or damaged: then every file there is the learner's
        return {"placed": {}, "offered": {}}


def _digest(text: str) -> str:
    """Identifies what a notebook says: the cells' sources and kinds, not the metadata Jupyter adds when it saves."""
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
        text = json.dumps(cells)
    except (ValueError, KeyError, TypeError):
        pass
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _free_name(place: Path) -> Path:
    """``name.new.ipynb``, or with a number when that is taken."""
    for number in range(1, 1000):
        candidate = place.with_name(f"{place.stem}.new{number if number > 1 else ''}.ipynb")
        if not candidate.exists():
            return candidate
    raise FileExistsError(f"there is no free name beside {place}")


def open_lab(directory: str, *, browser: bool = True, port: int | None = None) -> int:
    """Copies the lessons and runs JupyterLab on the first one; returns when the server ends."""
    target = Path(directory).expanduser().resolve()
    if target.exists() and not target.is_dir():
        print(f"memlab: {directory} is a file; give a folder for the lessons", file=sys.stderr)
        return 2
    for remark in copy_lessons(target):
        print(remark)
    first = lesson_files()[0].name
    print(f"The lessons are in {target}")
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={target}"]
    command.append(f"--LabApp.default_url=/lab/tree/{first}")
    command.append("--LabApp.extension_manager=readonly")  # the other one asks the network
    command.append("--no-browser" if not browser else f"--LabApp.open_browser={browser}")
    if port is not None:
        command.append(f"--ServerApp.port={port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # containers: Jupyter refuses to run as root unless told
        command.append("--allow-root")
    return _serve(command, target)


def _serve(command: list[str], directory: Path) -> int:
    """Runs the server until it ends; Ctrl-C is the server's to handle (it asks, then leaves)."""
    import subprocess

    paths = [str(CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
    # kernels start with the memlab of this environment, wherever `jupyter` on the PATH belongs to
    with subprocess.Popen(command, env=environment, cwd=directory) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue
