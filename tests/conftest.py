"""What every test shares: nothing may be left behind, and the report ends with the sizes of the modules."""

from __future__ import annotations

import gc
import os
import signal
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _hooks() -> dict[str, object]:
    """Everything process-wide that memlab could change and must put back."""
    return {
        "sys.settrace": sys.gettrace(),
        "sys.setprofile": sys.getprofile(),
        "sys.excepthook": sys.excepthook,
        "sys.unraisablehook": sys.unraisablehook,
        "sys.displayhook": sys.displayhook,
        "sys.setrecursionlimit": sys.getrecursionlimit(),
        "sys.setswitchinterval": sys.getswitchinterval(),
        "gc.callbacks": list(gc.callbacks),
        "gc.set_threshold": gc.get_threshold(),
        "gc.enable": gc.isenabled(),
        "gc.set_debug": gc.get_debug(),
        "gc.freeze": gc.get_freeze_count(),
        "signal SIGINT": signal.getsignal(signal.SIGINT),
        "the current directory": os.getcwd(),
    }


@pytest.fixture(autouse=True)
def leave_no_trace() -> Iterator[None]:
    """Fails a test after which a hook, a GC setting or a limit of the host is not what it was."""
    before = _hooks()
    yield
    after = _hooks()
    changed = [f"{name}: {before[name]!r} -> {after[name]!r}" for name in before if before[name] != after[name]]
    assert not changed, "left behind: " + "; ".join(changed)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Reports the module budget: 150 lines are usual, 350 are an alarm."""
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "memlab").rglob("*.py")
        if "guestlib" not in path.parts
    }
    large = sorted((lines, name) for name, lines in sizes.items() if lines > 350)
    terminalreporter.write_line(
        f"modules: {len(sizes)}, median {statistics.median(sizes.values()):.0f} lines, {len(large)} above 350: "
        + ", ".join(f"{name} {lines}" for lines, name in reversed(large))
    )
