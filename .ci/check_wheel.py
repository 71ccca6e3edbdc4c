"""Checks a wheel and the clean environment it was installed in: check_wheel.py WHEEL ENVIRONMENT.

The wheel holds all that is needed and nothing else; `memlab run` works from it, and importing memlab stays light.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HEAVY = {"IPython", "ipywidgets", "matplotlib", "numpy"}
ROOT = Path(__file__).resolve().parent.parent


def check_contents(wheel: Path) -> None:
    """Every Python file of the package, each lesson and the Jupyter settings are in; tests and sources are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    package = [p for p in (ROOT / "memlab").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    wanted = {str(p.relative_to(ROOT)) for p in package}
    wanted |= {f"memlab/notebooks/{p.name}" for p in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")}
    assert wanted <= names, f"missing from the wheel: {sorted(wanted - names)}"
    strange = {name for name in names if not name.startswith(("memlab/", "memlab-"))}
    assert not strange, f"does not belong into the wheel: {sorted(strange)}"
    assert sum(name.startswith("memlab/notebooks/") for name in names) >= 1


def output(*command: str | Path, cwd: Path) -> str:
    """What a command prints; anything on stderr, or an exit code other than 0, is a failure."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0 and not done.stderr, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def main(wheel: str, environment: str) -> None:
    check_contents(Path(wheel))
    programs = Path(environment) / "bin"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hello.py").write_text("print('hello', [n * n for n in range(4)])\n", "utf-8")
        said = output(programs / "memlab", "run", "hello.py", cwd=folder)
        assert said == "hello [0, 1, 4, 9]\n", said
        loaded = output(
            programs / "python", "-c", "import memlab, sys; print(*{m.split('.')[0] for m in sys.modules})", cwd=folder
        )
        assert not HEAVY & set(loaded.split()), HEAVY & set(loaded.split())
        lessons = output(
            programs / "python",
            "-c",
            "from pathlib import Path; from memlab.lessons.handout import copy_lessons; "
            "copy_lessons(Path('lessons')); print(*sorted(p.name for p in Path('lessons').glob('*.ipynb')))",
            cwd=folder,
        )
        assert lessons.split(), "no lessons are handed out"
        assert "3.12" in output(programs / "memlab", "versions", cwd=folder)
    print(f"{Path(wheel).name}: contents, memlab run, light import, {len(lessons.split())} lesson(s)")


if __name__ == "__main__":
    main(*sys.argv[1:])
