#!/usr/bin/env python3
"""Holds the simulator against what real interpreters printed.

    python tests/conformance/run.py [FOLDER] [--python 3.11 ...] [--only '01_*'] [-v | --diff]

FOLDER contains ``programs/*.py`` and ``expected.json``: ``{"NAME.py": {"3.12": {"stdout", "exit", "error"}, ...}}``,
where ``error`` is the last line of stderr when the program ended in an uncaught exception. A program passes on a
version when stdout, exit status and error line are those of the record, to the byte.

Without FOLDER the runner takes, in this order: the folder that the environment variable MEMLAB_ORACLE names, ``oracle``
in a folder ``shared`` beside the checkout, and the programs that lie beside this file.

Every program runs in its own simulated interpreter inside a worker process, with a time limit and a cap on the worker's
memory; a bug of the simulator is reported with its host traceback and counts as a failure.
"""

from __future__ import annotations

import argparse
import collections
import difflib
import fnmatch
import json
import os
import sys
import time
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import TypedDict

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

MEMORY_CAP = 4 << 30  # bytes of address space for one worker: a runaway program must not take the machine down


class Expected(TypedDict):
    """What a real interpreter did with one program."""

    stdout: str
    exit: int
    error: str | None


Record = dict[str, dict[str, Expected]]


@dataclass(frozen=True, slots=True)
class Task:
    """One program to run on one profile."""

    folder: str
    name: str
    version: str
    expected: Expected
    timeout: float


@dataclass(frozen=True, slots=True)
class Result:
    """What the simulator did with one program, held against the record."""

    name: str
    version: str
    passed: bool
    why: str  # one line: the first difference; empty when it passed
    stdout: str
    stderr: str
    expected: str
    seconds: float
    host_traceback: str = ""

    @property
    def category(self) -> str:
        """The leading part of the program's name, ``NN``."""
        return self.name.split("_", 1)[0]


class _OutOfTime(BaseException):
    """The time limit of one program; a BaseException so that nothing in the simulator catches it."""


def default_folder() -> Path:
    """The richest collection of programs that is at hand."""
    named = os.environ.get("MEMLAB_ORACLE")
    if named:
        return Path(named)
    beside = ROOT.parent / "shared" / "oracle"
    return beside if (beside / "expected.json").is_file() else HERE


def load_record(folder: Path) -> Record:
    """The record of FOLDER/expected.json."""
    record: Record = json.loads((folder / "expected.json").read_text("utf-8"))
    return record


def uncaught(status: int, stderr: str) -> str | None:
    """The last line of stderr when the program died of an exception, else None."""
    if status == 0:
        return None
    lines = [line for line in stderr.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else ""
        if line.startswith("Traceback (") and not before.startswith("Exception ignored"):
            return lines[-1]
    return None


def run_program(task: Task) -> Result:
    """Runs one program in a fresh simulated interpreter and compares."""
    import io
    import signal
    import traceback

    out, err = io.StringIO(), io.StringIO()
    status: int | None = None
    trouble = host_traceback = ""
    started = time.perf_counter()

    def alarm(signum: int, frame: FrameType | None) -> None:
        raise _OutOfTime

    old_handler = signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, task.timeout)
    try:
        from memlab.heap.profiles import profile
        from memlab.interp.session import Session

        source = (Path(task.folder) / "programs" / task.name).read_text("utf-8")
        filename = "programs/" + task.name
        session = Session(profile(task.version), write=out.write, write_err=err.write, argv=[filename])
        outcome = session.run(source, filename)
        if outcome.status in ("limit", "not simulated"):
            trouble, status = outcome.message, 3
        else:
            status = session.finish()
    except _OutOfTime:
        trouble = f"no end after {task.timeout:g} s"
    except BaseException as error:  # whatever the simulator does wrong is a result to report
        trouble = "BUG " + _where(error)
        host_traceback = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old_handler)
    stdout, stderr = out.getvalue(), err.getvalue()
    difference = trouble or first_difference(task.expected, stdout, status or 0, stderr)
    return Result(
        task.name,
        task.version,
        not difference,
        difference,
        stdout,
        stderr,
        task.expected["stdout"],
        time.perf_counter() - started,
        host_traceback,
    )


def _where(error: BaseException) -> str:
    """One line that says which host exception it was and where it came from."""
    place, frames = "", error.__traceback__
    while frames is not None:
        place = f"{os.path.basename(frames.tb_frame.f_code.co_filename)}:{frames.tb_lineno}"
        frames = frames.tb_next
    text = str(error).splitlines()[0][:120] if str(error) else ""
    return f"{type(error).__name__}: {text} at {place}"


def first_difference(expected: Expected, stdout: str, status: int, stderr: str) -> str:
    """One line about the first thing that is not as recorded; empty when all is."""
    if stdout != expected["stdout"]:
        want, got = expected["stdout"].splitlines(), stdout.splitlines()
        for number, (w, g) in enumerate(zip(want, got, strict=False), 1):
            if w != g:
                return f"output line {number}: {g!r} instead of {w!r}"
        if len(got) < len(want):
            last = stderr.strip().splitlines()[-1:] or [""]
            return f"output ends before line {len(got) + 1}: {want[len(got)]!r}  {last[0]}"
        if len(got) > len(want):
            return f"output goes on with {got[len(want)]!r}"
        return "output differs in line ends"
    error = uncaught(status, stderr)
    if error != expected["error"]:
        return f"error line {error!r} instead of {expected['error']!r}"
    if status != expected["exit"]:
        return f"exit status {status} instead of {expected['exit']}"
    return ""


def _cap_memory() -> None:
    """Keeps one worker from taking the machine's memory (where the system has such a limit)."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_CAP, MEMORY_CAP))


def run_folder(
    folder: Path, versions: list[str] | None = None, only: str = "*", jobs: int | None = None, timeout: float = 20.0
) -> list[Result]:
    """Runs every program of the folder that fits `only` on every version asked for."""
    tasks = []
    for name, entries in sorted(load_record(folder).items()):
        if fnmatch.fnmatch(name, only) or fnmatch.fnmatch(name, only + ".py"):
            tasks += [
                Task(str(folder), name, version, expected, timeout)
                for version, expected in entries.items()
                if versions is None or version in versions
            ]
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(tasks) // 4))
    if jobs <= 1:
        return [run_program(task) for task in tasks]
    with get_context("spawn").Pool(jobs, _cap_memory) as pool:
        return list(pool.imap(run_program, tasks, chunksize=4))


def rate(results: list[Result]) -> float:
    """The share of runs that passed."""
    return sum(r.passed for r in results) / len(results) if results else 0.0


def versions_of(results: list[Result]) -> list[str]:
    """The versions that occur, oldest first."""
    return sorted({r.version for r in results}, key=lambda v: [int(part) for part in v.split(".")])


def table(results: list[Result]) -> str:
    """Pass rates by category and version."""
    versions = versions_of(results)
    counts: dict[tuple[str, str], list[int]] = collections.defaultdict(lambda: [0, 0])
    for r in results:
        for key in ((r.category, r.version), ("all", r.version)):
            counts[key][0] += r.passed
            counts[key][1] += 1
    rows = ["category" + "".join(f"{v:>10}" for v in versions)]
    for category in [*sorted({r.category for r in results}), "all"]:
        cells = ["{}/{}".format(*counts[category, v]) if counts[category, v][1] else "-" for v in versions]
        rows.append(f"{category:<8}" + "".join(f"{cell:>10}" for cell in cells))
    shares = [rate([r for r in results if r.version == v]) for v in versions]
    rows.append(f"{'share':<8}" + "".join(f"{share:>10.1%}" for share in shares))
    return "\n".join(rows)


def failures(results: list[Result]) -> str:
    """The failing programs, each with the versions and the first differing line."""
    groups: dict[tuple[str, str], list[str]] = {}
    for r in results:
        if not r.passed:
            groups.setdefault((r.name, r.why), []).append(r.version)
    every = len(versions_of(results))
    return "\n".join(
        f"{name.removesuffix('.py')} [{'all' if len(vs) == every > 1 else ' '.join(vs)}] {why}"
        for (name, why), vs in sorted(groups.items())
    )


def reasons(results: list[Result]) -> str:
    """What stops the programs, most frequent first: the order in which to mend things."""
    counter = collections.Counter(r.why for r in results if r.why.startswith(("BUG", "memlab does not")))
    return "\n".join(f"{count:5}  {why}" for why, count in counter.most_common(40))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=None)
    parser.add_argument("--python", action="append", metavar="V", help="only this version (repeatable)")
    parser.add_argument("--only", default="*", metavar="GLOB", help="only programs that fit, e.g. '01_*'")
    parser.add_argument("-v", "--verbose", action="store_true", help="also print host tracebacks")
    parser.add_argument("--diff", action="store_true", help="print the whole difference of each failing program")
    parser.add_argument("--reasons", action="store_true", help="only what stops programs, most frequent first")
    parser.add_argument("--slow", type=int, default=0, metavar="N", help="print the N slowest runs")
    parser.add_argument("--jobs", type=int, default=None, help="worker processes (one per processor)")
    parser.add_argument("--timeout", type=float, default=20.0, metavar="S", help="seconds for one program (20)")
    parser.add_argument("--fail-under", type=float, default=0.0, metavar="PERCENT", help="exit 1 below this share")
    options = parser.parse_args(arguments)

    folder = (options.folder or default_folder()).resolve()
    started = time.perf_counter()
    results = run_folder(folder, options.python, options.only, options.jobs, options.timeout)
    if options.reasons:
        print(reasons(results))
    elif failed := failures(results):
        print(failed)
    for r in results:
        if options.diff and not r.passed:
            want, got = r.expected.splitlines(), r.stdout.splitlines()
            lines = difflib.unified_diff(want, got, f"{r.name} on CPython {r.version}", "memlab", lineterm="")
            print("\n".join(lines), r.stderr[-2000:], sep="\n")
        if (options.verbose or options.diff) and r.host_traceback:
            print(f"--- {r.name} {r.version}\n{r.host_traceback}")
    for r in sorted(results, key=lambda r: -r.seconds)[: options.slow]:
        print(f"{r.seconds:7.2f} s  {r.version}  {r.name}")
    print(table(results))
    print(f"{sum(r.passed for r in results)} of {len(results)} in {time.perf_counter() - started:.1f} s")
    return 1 if 100 * rate(results) < options.fail_under else 0


if __name__ == "__main__":
    sys.exit(main())
