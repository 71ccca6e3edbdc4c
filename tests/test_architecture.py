"""The layers, read from the syntax tree of every module: what may import what, and what importing costs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "memlab"

BELOW: dict[str, set[str]] = {
    "errors": set(),
    "model": {"errors"},
    "heap": {"errors", "model.kinds"},
    "interp": {"errors", "model.kinds", "heap"},
    "live": {"errors", "model"},
    "timeline": {"errors", "model"},
    "render": {"errors", "model", "timeline"},
    "api": {"errors", "model", "heap", "interp", "live", "timeline", "render"},
    "ui": {"errors", "model", "timeline", "render"},
    "lessons": {"errors", "model", "api", "render", "ui"},
    "magic": {"errors", "model", "api", "render", "ui", "lessons"},
    "cli": {"errors", "model", "api", "render", "ui", "lessons"},
}
"""Layer -> what it may import, itself always included."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("memlab.cli", "heap"): "`memlab run` must start at once, `memlab versions` prints the profiles: no api, no model",
    ("memlab.cli", "interp"): "as above",
    ("memlab.model.recording", "render"): "a recording displays itself; loaded by name only when a notebook asks",
    ("memlab.__main__", "cli"): "the program itself",
}

THIRD_PARTY: dict[str, str] = {
    # package -> pattern of the modules that may import it
    "IPython": r"memlab\.magic",
    "ipywidgets": r"memlab\.ui\..*",
    "anywidget": r"memlab\.ui\..*",
    "traitlets": r"memlab\.ui\..*",
    "graphviz": r"memlab\.render\.dot",
    "pygraphviz": r"memlab\.render\.layout_worker",
    "matplotlib": r"memlab\.render\.charts",
    "numpy": r"memlab\.(render\.charts|live\..*)",
    "scipy": r"memlab\.(render\.charts|live\..*)",
}

SLOW_TO_IMPORT = {"argparse", "dataclasses", "enum", "functools", "inspect", "json", "re", "typing"}
HEAVY = {"IPython", "anywidget", "graphviz", "ipywidgets", "matplotlib", "numpy", "pygraphviz", "scipy", "traitlets"}


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement, or call of `import_module` with a literal name."""

    module: str  # who imports
    target: str  # what is imported, dotted
    line: int
    at_import: bool  # runs when the module is imported
    typing_only: bool


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "guestlib" in path.parts:  # programs of the simulated interpreter, never imported by the host
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _imports(module: str, path: Path) -> Iterator[Import]:
    def walk(node: ast.AST, at_import: bool, typing_only: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            lazy = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            if isinstance(child, ast.If) and _is_type_checking(child.test):
                for inner in child.body:
                    yield from walk(ast.Module([inner], []), at_import, True)
                continue
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(module, alias.name, child.lineno, at_import, typing_only)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path}:{child.lineno}: relative import"
                base = child.module or ""
                for alias in child.names:
                    yield Import(module, f"{base}.{alias.name}", child.lineno, at_import, typing_only)
            elif isinstance(child, ast.Call) and child.args and isinstance(child.args[0], ast.Constant):
                name = child.func.attr if isinstance(child.func, ast.Attribute) else getattr(child.func, "id", "")
                value = child.args[0].value
                if name in ("import_module", "__import__") and isinstance(value, str):
                    yield Import(module, value, child.lineno, at_import and not lazy, False)
            yield from walk(child, at_import and not lazy, typing_only)

    yield from walk(ast.parse(path.read_text("utf-8"), str(path)), True, False)


ALL = [one for module, path in _modules().items() for one in _imports(module, path)]


def _layer(dotted: str) -> str:
    """Returns the layer of a dotted name: "memlab.heap.lists.append" -> "heap"; of the package itself ""."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_every_module_belongs_to_a_layer() -> None:
    unknown = [m for m in _modules() if _layer(m) not in {*BELOW, "", "__main__"}]
    assert not unknown


def test_imports_point_down() -> None:
    """Also those inside functions, and those only for type checkers."""
    wrong = []
    for one in ALL:
        if not one.target.startswith("memlab.") or one.module == "memlab":
            continue
        source, target = _layer(one.module), _layer(one.target)
        if target == "__version__" or source == target or (one.module, target) in EXCEPTIONS:
            continue
        dotted = one.target.removeprefix("memlab.")
        allowed = BELOW.get(source, set())
        if not any(dotted == a or dotted.startswith(a + ".") for a in allowed):
            # `from memlab.model import kinds` is the module memlab.model.kinds
            wrong.append(f"{one.module}:{one.line} imports {one.target}")
    assert not wrong


def test_each_exception_is_used() -> None:
    used = {(one.module, _layer(one.target)) for one in ALL}
    assert set(EXCEPTIONS) <= used


def test_third_party_packages_stay_in_their_modules() -> None:
    wrong = []
    for one in ALL:
        top = one.target.split(".")[0]
        if top == "memlab" or top in sys.stdlib_module_names:
            continue
        pattern = THIRD_PARTY.get(top)
        if pattern is None or not re.fullmatch(pattern, one.module):
            wrong.append(f"{one.module}:{one.line} imports {top}")
    assert not wrong


def test_the_quick_path_imports_nothing_slow_at_its_top() -> None:
    """heap and interp load at each start of `memlab run`."""
    wrong = [
        f"{one.module}:{one.line} imports {one.target}"
        for one in ALL
        if _layer(one.module) in ("heap", "interp", "cli", "errors")
        and one.at_import
        and not one.typing_only
        and one.target.split(".")[0] in SLOW_TO_IMPORT
    ]
    assert not wrong


def _loaded_by(arguments: list[str], cwd: Path) -> set[str]:
    """The top-level packages that a Python process loads, as -X importtime tells them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_importing_memlab_is_light(tmp_path: Path) -> None:
    loaded = _loaded_by(["-c", "import memlab"], tmp_path)
    assert "memlab" in loaded
    assert not {name.split(".")[0] for name in loaded} & HEAVY


def test_memlab_run_is_light(tmp_path: Path) -> None:
    (tmp_path / "hello.py").write_text("print('hello')\n")
    loaded = _loaded_by(["-c", "from memlab.cli import main; main()", "run", "hello.py"], tmp_path)
    assert "memlab.interp.session" in loaded
    assert not {name.split(".")[0] for name in loaded} & HEAVY
    assert not {name for name in loaded if name.startswith(("memlab.model.", "memlab.render", "memlab.api"))} - {
        "memlab.model.kinds"
    }
    assert not loaded & SLOW_TO_IMPORT - _loaded_by(["-c", "pass"], tmp_path)


def _text_files() -> list[Path]:
    skip = {".git", ".venv", "node_modules", "__pycache__", "build", "dist"}
    suffixes = {".py", ".md", ".toml", ".json", ".ipynb", ".cfg", ".txt", ".ts", ".js", ".css", ".svg", ".html", ""}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if not skip & set(p.relative_to(ROOT).parts)]
    return [p for p in paths if p.is_file() and p.suffix in suffixes]


@pytest.mark.parametrize(
    "pattern",
    [
        r"/(root|work)" + r"/\w",
        r"/home" + r"/\w+/",
        r"/Users" + r"/\w+/",
        r"pypi\." + r"org|pythonhosted\." + r"org|registry\." + r"npmjs",
    ],
)
def test_no_machine_paths_and_no_registry_hosts(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in _text_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found


def test_the_top_level_is_what_it_should_be() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    tops = {name.split("/")[0] for name in listed.stdout.splitlines()}
    if not tops:
        pytest.skip("not a git checkout")
    usual = {"LICENSE", "README.md", "memlab", "notebooks", "pyproject.toml", "tests", "widgets"}
    assert {name for name in tops if not name.startswith(".")} <= usual
