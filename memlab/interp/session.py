"""A session: one simulated interpreter from its first cell to its shutdown; the driver that every face of memlab uses."""

from __future__ import annotations

from itertools import compress

from memlab.errors import LimitReached, NotSimulated
from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.heap.objects import IMMORTAL, STATIC_BASELINE
from memlab.interp.limits import Limits
from memlab.interp.machine import Machine
from memlab.interp.native import GuestError
from memlab.interp.stdout import PendingText
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from memlab.heap.profiles import Profile


class Outcome:
    """How one run ended.

    status: 'ok', 'exception', 'exit', 'limit' or 'not simulated'; exit_code: what a process would return so far;
    message: the last line of the exception, or the text of the limit or of what is not simulated; line: where, if known.
    """

    __slots__ = ("status", "exit_code", "message", "line")

    def __init__(self, status: str, exit_code: int, message: str = "", line: int | None = None) -> None:
        self.status = status
        self.exit_code = exit_code
        self.message = message
        self.line = line


class Session:
    """A simulated interpreter whose ``__main__`` lives across runs."""

    def __init__(self, profile: Profile, record: bool = False, limits: Limits | None = None,
                 write: Callable[[str], Any] | None = None, write_err: Callable[[str], Any] | None = None,
                 argv: list[str] | None = None) -> None:
        self.log: list[Any] | None = [] if record else None
        self.limits = limits or Limits()
        self.machine = m = Machine(profile, self.limits, self.log.append if self.log is not None else None, write, write_err)
        self.heap = m.heap
        if self.log is not None:
            m.event_list = self.log
        m.argv = argv or [""]
        if not record:  # a program of its own prints into a pipe; a recorded one into a notebook, which keeps no text
            m.pending_text = PendingText(m)
        self.outcome = Outcome("ok", 0)
        self.announced: set[int] = set()
        self.finished = False
        self.codes: list[Any] = []      # code objects of cells: kept, as a notebook's history keeps them

    # ------------------------------------------------------------ running

    def run(self, source: str, filename: str, mode: str = "exec") -> Outcome:
        """Run source text in ``__main__``; never raises for what the program does."""
        m = self.machine
        h = self.heap
        start = len(self.log) if self.log is not None else 0
        if self.log is not None:
            self.log.append((K.CODE, filename, source))
        if mode == "exec" and not filename.startswith("<"):
            D.set(h, m.main_globals, h.intern("__file__"), "__file__", h.new_str(filename))

        def work() -> None:
            code = m.compile(source, filename, mode)
            try:
                r = m.run_code(code, m.main_globals, m.main_globals)
                h.decref(r)
            finally:
                if mode == "exec":
                    h.decref(code)
                else:
                    self.codes.append(code)
        self.outcome = self._guarded(work)
        if self.log is not None:
            self.announce(start)
        return self.outcome

    def _guarded(self, work: Callable[[], None]) -> Outcome:
        """Do work that runs guest code; turn each way it can end into an `Outcome`."""
        import gc
        import sys
        m = self.machine
        depth, frame = m.depth, m.frame
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 60_000))
        # The host's own collector would walk the whole simulated heap every 700 allocations; while a program runs it looks less often.
        thresholds = gc.get_threshold()
        gc.set_threshold(max(thresholds[0], 50_000) if thresholds[0] else 0, *thresholds[1:])
        try:
            work()
            return Outcome("ok", 0)
        except GuestError as error:
            return self.uncaught(error)
        except LimitReached as e:
            line = m.frame.lineno if m.frame is not None else None
            if self.log is not None:
                self.log.append((K.LIMIT, str(e)))
            m.write_err(f"memlab: {e}\n")
            return Outcome("limit", 3, str(e), line)
        except NotSimulated as e:
            if e.line is None and m.frame is not None:
                e.line = m.frame.lineno
            if self.log is not None:
                self.log.append((K.LIMIT, str(e)))
            m.write_err(f"{e}\n")
            return Outcome("not simulated", 3, str(e), e.line)
        except RecursionError:
            text = "the program nests natives deeper than memlab's host allows"
            m.write_err(f"memlab: {text}\n")
            return Outcome("limit", 3, text)
        finally:
            sys.setrecursionlimit(limit)
            gc.set_threshold(*thresholds)
            m.depth, m.frame = depth, frame

    def uncaught(self, error: GuestError) -> Outcome:
        """What the interpreter does with an exception that nobody caught (Python/pythonrun.c)."""
        from memlab.interp import traceback_text
        m = self.machine
        h = self.heap
        exc: Any = error.exc
        if m.matches(error, "SystemExit"):
            code = (exc.extra or {}).get("code") or h.none
            status, text = 0, ""
            if isinstance(code, O.Int):
                status = int(code.val) & 0xFF
            elif code is not h.none:
                status = 1
                text = m.str(code)
                m.write_err(text + "\n")
            m.drop(error)
            return Outcome("exit", status, text)
        line = exc.tb.lineno if exc.tb is not None else None
        try:
            message = traceback_text.last_line(m, exc)
            m.write_err(traceback_text.uncaught(m, exc))
        except GuestError as other:
            m.drop(other)
            message = exc.type.name
        if self.log is not None:
            self.log.append((K.RAISED, exc.serial, exc.type.name, message))
        m.drop(error)
        return Outcome("exception", 1, message, line)

    # ------------------------------------------------------------ recording

    def announce(self, start: int) -> None:
        """Put the births of shared objects (small ints, None ...) that the events from ``start`` on mention before them."""
        log = self.log
        assert log is not None
        mentioned: set[int] = set()
        new = log[start:] if start else log
        # what lets one thing refer to another has five fields; what is let go was referred to before
        for e in compress(new, map((5).__eq__, map(len, new))):
            k = e[0]
            if k == K.SPLICED:
                mentioned.update(e[4])
            elif k == K.ENTRY_SET:
                mentioned.add(e[2])
                mentioned.add(e[4])
            elif k == K.NAME_BOUND or k == K.REFERENCE_SET:
                mentioned.add(e[4])
        wanted = {s for s in mentioned if s < 0} - self.announced
        if not wanted:
            return
        h = self.heap
        born: list[Any] = []
        saved, h.log = h.log, born.append
        for o in self.shared_objects():
            if o.serial in wanted:
                self.announced.add(o.serial)
                h._born(o, h.sizeof(o), o.val)
                born.append((o.serial, IMMORTAL if o.rc >= IMMORTAL else o.rc))
        h.log = saved
        log[start:start] = born

    def shared_objects(self) -> Any:
        """The atoms that exist once for all: None, booleans, small ints, interned strings of the interpreter."""
        h = self.heap
        yield from (h.none, h.true, h.false, h.ellipsis, h.not_implemented)
        yield from h.small_ints
        yield from h.latin1.values()
        yield from [s for s in h.interned.values() if s.serial < 0]
        yield from h.small_bytes.values()

    # ------------------------------------------------------------ questions

    def lookup(self, name: str) -> Any:
        """The object a name of ``__main__`` refers to, borrowed; raises KeyError."""
        return self.machine.main_globals.d[name][1]

    def names(self) -> list[str]:
        """The names bound in ``__main__``."""
        return [k for k in self.machine.main_globals.d if isinstance(k, str)]

    def evaluate(self, text: str) -> Any:
        """The value of an expression in ``__main__``: a new reference. Raises GuestError, NotSimulated or LimitReached."""
        m = self.machine
        code = m.compile(text, "<expression>", "eval")
        try:
            return m.run_code(code, m.main_globals, m.main_globals)
        finally:
            self.heap.decref(code)

    def collect(self, generation: int = 2) -> int:
        """gc.collect(generation)."""
        return self.heap.gc.collect(generation)

    # ------------------------------------------------------------ shutdown

    def finish(self) -> int:
        """Py_FinalizeEx: atexit, a last collection, then the modules; returns the exit code of the process."""
        if self.finished:
            return self.outcome.exit_code
        self.finished = True
        if self.outcome.status in ("limit", "not simulated"):
            return self.outcome.exit_code
        end = self._guarded(self._finalize)
        if end.status in ("limit", "not simulated"):
            return end.exit_code
        return self.outcome.exit_code

    def _finalize(self) -> None:
        m = self.machine
        h = self.heap
        m.run_atexit()
        if m.pending_text is not None:
            m.pending_text.flush()
        h.finalizing = True
        gc = h.gc
        if gc.enabled:
            gc.collect(2, "the interpreter shuts down")
        # the module object of __main__ and its dict were made immortal at the start: give them their real counts
        main = m.modules["__main__"]
        ns = m.main_globals
        main.rc += 1 - STATIC_BASELINE
        ns.rc += 1 - STATIC_BASELINE
        for o in (main, ns):
            if o.gc is not None:
                del o.gc[o]
            gc.generations[2][o] = None
            o.gc = gc.generations[2]
        h.decref(main)
        gc.collect(2, "the interpreter shuts down")
