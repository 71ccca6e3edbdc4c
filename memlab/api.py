"""The Python API: a `Lab` is a simulated interpreter that lives across notebook cells; `run` runs one program.

Everything a learner asks is answered about the *simulated* heap: counts, holders and chains come from the objects
themselves, not from the recording, so they are right for a quiet lab too.

    lab = Lab("3.12")
    lab.run("x = [1, 2, 3]; y = x")     # prints what the program prints; returns a Recording
    lab.refcount("x")                   # 2
    lab.holders("x")                    # global x, global y

A name may also be an expression (``"x[0]"``, ``"node.next"``): it is evaluated in the lab, and the reference that
evaluating it takes is not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from memlab.errors import GuestProgramError, MemlabError, UsageError
from memlab.heap.invariants import holders as _holders
from memlab.heap.invariants import why as _why
from memlab.heap.objects import IMMORTAL
from memlab.heap.profiles import PROFILES, default_profile, profile
from memlab.interp.limits import Limits
from memlab.interp.native import GuestError
from memlab.interp.session import Session
from memlab.interp.traceback_text import last_line
from memlab.model.recording import EXCEPTION, FINISHED, LIMIT, NOT_SIMULATED, End, Recording, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from memlab.heap.objects import Obj
    from memlab.interp.session import Outcome

__all__ = ["VERSIONS", "Lab", "Limits", "Lines", "Recording", "load", "resolve", "run"]

Write = Callable[[str], object]

VERSIONS = tuple(PROFILES)
"""The CPython versions that memlab simulates, oldest first."""


def resolve(python: str | None) -> str:
    """Returns the name of the version that `python` means ("3.12.1" -> "3.12"); None: the one that runs memlab."""
    return (profile(python) if python else default_profile()).name


class Lines(tuple[str, ...]):
    """Lines of an answer. Reads like a tuple of strings; displays as text, with a closing sentence."""

    closing: str

    def __new__(cls, rows: Iterable[str], closing: str = "") -> Lines:
        self = super().__new__(cls, rows)
        self.closing = closing
        return self

    def __repr__(self) -> str:
        return "\n".join([*self, self.closing] if self.closing else self)


class Lab:
    """A simulated CPython whose state lives on from one `run` to the next."""

    def __init__(
        self,
        python: str | None = None,
        *,
        record: bool = True,
        limits: Limits | None = None,
        write: Write | None = None,
        write_err: Write | None = None,
    ) -> None:
        """Starts a fresh interpreter.

        `python` is the version to simulate (default: the one that runs memlab); `record=False` makes a quiet lab, which
        is faster and whose recordings hold no events. `write` and `write_err` take what the programs print (default:
        sys.stdout and sys.stderr, looked up at each write).
        """
        self._profile = profile(python) if python else default_profile()
        self._record = record
        self._limits = limits
        self._write: Write = write or _to_stdout
        self._write_err: Write = write_err or _to_stderr
        self._start()

    def _start(self) -> None:
        self._printed: list[str] = []
        self._session = Session(
            self._profile, record=self._record, limits=self._limits, write=self._out, write_err=self._err
        )
        self._cells: list[Source] = []
        self._since = 0  # where the last cell's events begin
        self._end = End()

    def _out(self, text: str) -> None:
        self._printed.append(text)
        self._write(text)

    def _err(self, text: str) -> None:
        self._printed.append(text)
        self._write_err(text)

    # ------------------------------------------------------------ running

    @property
    def python(self) -> str:
        """The version simulated, as in "3.12"."""
        return self._profile.name

    def run(self, source: str, name: str | None = None) -> Recording:
        """Runs one cell and returns its recording; names it binds live on.

        What it prints appears at once; an exception in it prints a traceback, as in CPython, and is told by the
        recording's `end`. A limit, or something not simulated, ends it in the same way with a message.
        """
        name = name or f"<cell {len(self._cells) + 1}>"
        self._cells.append(Source(name, source))
        self._printed = []
        self._since = self._now()
        with self._usable():
            outcome = self._session.run(source, name, mode="cell")
        self._end = _end_of(outcome)
        return self._recording(self._cells[-1:], "".join(self._printed))

    def show(self) -> Recording:
        """Returns the last cell's recording up to now, what `collect` did included: memory as it is."""
        return self._recording(self._cells[-1:], "".join(self._printed))

    def reset(self) -> None:
        """Throws the interpreter away and starts a fresh one."""
        self._start()

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Starts afresh when a program is interrupted from outside: its heap may be half changed."""
        try:
            with _calm_host():
                yield
        except KeyboardInterrupt:
            self._start()
            self._write_err("Interrupted. The lab starts afresh: its names are gone.\n")
            raise

    def _now(self) -> int:
        log = self._session.log
        return 0 if log is None else len(log)

    def _recording(self, sources: list[Source], output: str) -> Recording:
        log = self._session.log
        if log is None:
            return Recording([], profile=self.python, end=self._end, sources=sources, output=output)
        return Recording(
            log, profile=self.python, end=self._end, sources=sources, output=output, start=self._since, stop=len(log)
        )

    # ------------------------------------------------------------ asking

    def refcount(self, name: str) -> int:
        """Returns the reference count of what `name` refers to: the number of its holders.

        `sys.getrefcount(x)` inside the lab may say one more: it counts its own argument. An immortal object's count is
        the constant that this version keeps in it.
        """
        with self._object(name) as (obj, ours):
            if obj.rc >= IMMORTAL:
                return int(self._profile.immortal_refcount)
            return int(obj.rc) - ours

    def holders(self, name: str) -> Lines:
        """Returns one row for every reference to what `name` refers to; as many rows as its count says."""
        with self._object(name) as (obj, ours):
            if obj.rc >= IMMORTAL:
                return Lines([], f"{_named(obj)} is immortal: CPython {self.python} does not count its holders")
            rows = list(_holders(self._session.heap, self._session.machine, obj))
            count = obj.rc - ours
        closing = f"{len(rows)} holder{'' if len(rows) == 1 else 's'} = count {count} ✓"
        if len(rows) != count:
            closing = f"{len(rows)} holders, but the count is {count}: memlab lost track of {count - len(rows)}"
        return Lines(rows, closing)

    def why(self, name: str) -> Lines:
        """Returns the shortest chain of references that keeps what `name` refers to alive, root first."""
        with self._object(name) as (obj, _):
            rows = list(_why(self._session.heap, self._session.machine, obj))
            closing = f"keeps {_named(obj)} alive" if rows else f"nothing that is reachable holds {_named(obj)}"
        return Lines(rows, closing)

    def collect(self, generation: int = 2) -> int:
        """Runs the cyclic collector and returns how many unreachable objects it found, like `gc.collect()`."""
        if generation not in (0, 1, 2):
            raise UsageError(f"there is no generation {generation!r}: the collector has 0, 1 and 2")
        with self._usable():
            found: int = self._session.collect(generation)
        return found

    @contextmanager
    def _object(self, name: str) -> Iterator[tuple[Obj, int]]:
        """What a name or an expression refers to, and how many references to it are only ours."""
        text = name.strip()
        try:
            yield self._session.lookup(text), 0
            return
        except KeyError:
            pass
        if text.isidentifier():
            raise UsageError(self._unknown_name(text))
        obj = self._evaluate(text)
        try:
            yield obj, 1
        finally:
            self._session.heap.decref(obj)

    def _evaluate(self, text: str) -> Obj:
        """The value of an expression, a new reference; an exception of the learner's becomes one line of text."""
        try:
            obj: Obj = self._session.evaluate(text)
            return obj
        except GuestError as error:
            machine = self._session.machine
            exc: Any = error.exc
            line = last_line(machine, exc)
            machine.drop(error)
            raise GuestProgramError(f"{text}: {line}") from None

    def _unknown_name(self, name: str) -> str:
        from difflib import get_close_matches

        known = [n for n in self._session.names() if not n.startswith("__")]
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(known) or 'no names yet'}."
        return f"the lab has no name {name!r}. {hint}"

    def __repr__(self) -> str:
        cells = len(self._cells)
        return f"<memlab lab: CPython {self.python}, {cells} cell{'' if cells == 1 else 's'} run>"


def run(
    source: str,
    python: str | None = None,
    *,
    record: bool = True,
    limits: Limits | None = None,
    write: Write | None = None,
    write_err: Write | None = None,
) -> Recording:
    """Runs one whole program on a fresh simulated interpreter, to its end and through interpreter shutdown.

    The recording ends where the program's last line does, so that its last snapshot shows the memory of the program;
    what finalizers print during shutdown is part of its output.
    """
    printed: list[str] = []

    def out(text: str) -> None:
        printed.append(text)
        (write or _to_stdout)(text)

    def err(text: str) -> None:
        printed.append(text)
        (write_err or _to_stderr)(text)

    chosen = profile(python) if python else default_profile()
    session = Session(chosen, record=record, limits=limits, write=out, write_err=err)
    with _calm_host():
        outcome = session.run(source, "<program>")
        end = _end_of(outcome)
        log = session.log
        stop = 0 if log is None else len(log)
        session.finish()
    return Recording(
        [] if log is None else log,
        profile=chosen.name,
        end=end,
        sources=[Source("<program>", source)],
        output="".join(printed),
        stop=stop,
    )


def load(path: str) -> Recording:
    """Returns the recording that a JSON file holds (written from `Recording.to_json`)."""
    try:
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
    except OSError as error:
        raise MemlabError(f"{path} cannot be read: {error.strerror}") from None
    return Recording.from_json(text)


@contextmanager
def _calm_host() -> Iterator[None]:
    """Lets the host's own collector run less often meanwhile: it would walk the simulated heap, and find nothing."""
    import gc

    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


_STATES = {
    "ok": FINISHED,
    "exit": FINISHED,
    "exception": EXCEPTION,
    "limit": LIMIT,
    "not simulated": NOT_SIMULATED,
}


def _end_of(outcome: Outcome) -> End:
    state = _STATES[outcome.status]
    return End(state, "" if state == FINISHED else outcome.message, None if state == FINISHED else outcome.line)


def _named(obj: Obj) -> str:
    serial = obj.serial
    return f"{obj.type.name} #{serial}" if serial > 0 else f"this {obj.type.name}"


def _to_stdout(text: str) -> None:
    sys.stdout.write(text)


def _to_stderr(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(text)
