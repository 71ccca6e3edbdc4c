"""Measures what memlab promises about speed, and prints it beside the promise.

    python -m tests.bench [--python311 COMMAND] [--only WORD] [--strict]

Programs are timed inside the process, without start-up, against CPython 3.11 running the same text; start-up is timed
as whole processes side by side. Every figure is the best of several runs, taken in turns, so that a busy machine
disturbs both sides alike. `--strict` exits 1 when a promise is not kept.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass

from tests.bench import measure


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what was measured, the figure and the most it may be."""

    what: str
    figure: float
    unit: str
    most: float | None = None
    remark: str = ""

    @property
    def kept(self) -> bool:
        return self.most is None or self.figure <= self.most

    def __str__(self) -> str:
        promise = "" if self.most is None else f"at most {self.most:g}{self.unit}"
        mark = "" if self.kept else "  <-- too much"
        return f"{self.what:<44}{self.figure:>10.4g}{self.unit:<10}{promise:<22}{self.remark}{mark}"


def python311(given: str | None) -> str | None:
    """A CPython 3.11: the one named, this one, or the one on the PATH."""
    if given:
        return given
    return sys.executable if sys.version_info[:2] == (3, 11) else shutil.which("python3.11")


def programs(reference: str | None) -> list[Line]:
    found = []
    for name, source in measure.PROGRAMS.items():
        quiet, recorded, real, events = measure.program(source, reference)
        if real is not None:
            found.append(Line(f"{name}: quiet / CPython 3.11", quiet / real, " x", 250, f"{quiet * 1000:.0f} ms"))
        remark = f"{recorded * 1000:.0f} ms, {events:,} events"
        found.append(Line(f"{name}: recording / quiet", recorded / quiet, " x", 2, remark))
    return found


def start_up(_: str | None) -> list[Line]:
    memlab, python = measure.start_up()
    ratio = Line("memlab run hello.py / python hello.py", memlab / python, " x", 5, f"{memlab * 1000:.0f} ms")
    return [ratio]


def recordings(_: str | None) -> list[Line]:
    figures = measure.recording()
    return [
        Line("seek to a random step, median", figures.seek * 1000, " ms", 5, f"{figures.steps:,} steps"),
        Line("first look at the recording", figures.index * 1000, " ms", None, f"{figures.events:,} events"),
        Line("JSON", figures.json_bytes / figures.events, " bytes", 60, "for each event"),
        Line("memory of a recording", figures.memory / figures.events, " bytes", None, "for each event"),
    ]


def collections(_: str | None) -> list[Line]:
    found, per_object = [], []
    for count in (1_000, 10_000, 100_000):
        live, garbage = measure.collection(count)
        per_object.append(live / count)
        most = 250 if count == 100_000 else None
        found.append(
            Line(f"collection, {count:,} live objects", live * 1000, " ms", most, f"{live / count * 1e6:.2f} us each")
        )
        found.append(Line(f"collection, {count:,} objects in a ring", garbage * 1000, " ms"))
    found.append(Line("cost of a live object, dearest / cheapest", max(per_object) / min(per_object), " x", 2))
    return found


PARTS = {"programs": programs, "start-up": start_up, "recordings": recordings, "collections": collections}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--python311", metavar="COMMAND", help="a CPython 3.11 to compare with")
    parser.add_argument("--only", choices=PARTS, help="only one part")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a promise is not kept")
    options = parser.parse_args()
    reference = python311(options.python311)
    if reference is None:
        print("no CPython 3.11 found (give one with --python311): nothing to compare programs with", file=sys.stderr)
    lines = []
    for name, part in PARTS.items():
        if options.only in (None, name):
            for line in part(reference):
                print(line, flush=True)
                lines.append(line)
    return 1 if options.strict and not all(line.kept for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
