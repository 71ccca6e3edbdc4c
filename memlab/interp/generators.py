"""Generators: frames that stop and go on (Objects/genobject.c)."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.frame import Frame
from memlab.interp.native import END, GuestError, NativeType
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GENERATOR = NativeType("generator", layout=O.Generator, weakref=True, subclassable=False)


class Generators:
    """Part of the machine: making, resuming and closing generators."""

    def make_generator(self: Any, frame: Frame, fn: Any) -> Any:
        """The generator a call returns; the suspended frame belongs to it."""
        h = self.heap
        unit = frame.code.unit
        p = self.profile
        slots = len(unit.locals) + (unit.stacksize or 0)
        size = p.sizes["generator"] + (8 * slots if p.generator_has_frame else 0)
        g = O.Generator()
        g.rc = 1
        g.type = h.types["generator"]
        g.frame = frame
        g.frame_slots = slots
        g.name = h.incref(fn.name)
        g.qualname = h.incref(fn.qualname)
        g.code = h.incref(frame.code) if not p.generator_has_frame else None
        g.state = "created"
        g.weakrefs = None
        g.finalized = False
        g.exc = None
        frame.gen = g
        frame.owner = g
        frame.suspended = True
        if frame.borrowed is not None:
            for i in frame.borrowed:
                o = frame.locals[i]
                if o is not None:
                    h.incref(o)
            frame.borrowed = None
        h._place(g, g.type, size)
        if h.log is not None:
            frame.id = 0
            self.log_kept(frame, g)
            for field in ("code", "name", "qualname"):
                self.log_slot(g, "gi_" + field, getattr(g, field))
        return g

    def resume(self: Any, g: Any, value: Any = None, error: GuestError | None = None) -> Any:
        """gen_send_ex: go on with ``value`` (borrowed; None: None) or by raising ``error`` at the yield.

        Returns the yielded value (new reference), or END when the generator finished; ``self.gen_value`` then owns the
        returned value.  Raises GuestError when an exception leaves the generator.
        """
        h = self.heap
        f = g.frame
        if g.state == "running":
            if error is not None:
                self.drop(error)
            raise self.error("ValueError", "generator already executing")
        if f is None:
            if error is not None:
                raise error
            self.gen_value = None
            return END
        first = g.state == "created"
        if first and value is not None and value is not h.none and error is None:
            raise self.error("TypeError", "can't send non-None value to a just-started generator")
        g.state = "running"
        self.exc_chain.append(self.exc)
        self.exc = g.exc
        g.exc = None
        if self.exc is not None and h.log is not None:
            h.log((K.REFERENCE_SET, g.serial, ("exception being handled",), self.exc.serial, 0))
        h.incref(g)
        f.owner = None
        try:
            if error is None:
                if not first:
                    f.stack.append(h.incref(h.none if value is None else value))
                r = self.run(f)
            else:
                r = self.run_raising(f, error)
        except GuestError:
            self.finish_generator(g)
            h.decref(g)
            raise
        if f.suspended:
            g.state = "suspended"
            f.owner = g
            g.exc = self.exc
            self.log_slot(g, "exception being handled", g.exc)
            self.exc = self.exc_chain.pop()
            h.decref(g)
            return r
        self.finish_generator(g)
        self.gen_value = r
        h.decref(g)
        return END

    gen_value: Any = None

    def finish_generator(self: Any, g: Any) -> None:
        g.state = "closed"
        f = g.frame
        g.frame = None
        f.gen = None
        left = self.exc
        self.exc = self.exc_chain.pop()
        if left is not None:
            self.heap.decref(left)

    def run_raising(self: Any, f: Frame, error: GuestError) -> Any:
        """Run a suspended frame whose yield raises ``error``."""
        # A frame that waits in `yield from` passes the exception on to its inner iterator first.
        op, _ = f.instrs[f.pc]
        from memlab.interp.machine import YIELD_FROM
        if op == YIELD_FROM and f.stack:
            inner = f.stack[-1]
            h = self.heap
            # the inner iterator and the frame see themselves as running
            f.back = self.frame
            self.frame = f
            if h.log is not None:
                self.frame_entered(f)
            try:
                outcome, value = self.throw_into(inner, error)
            finally:
                self.frame = f.back
                f.back = None
                if h.log is not None:
                    h.log((K.FRAME_POPPED, f.id))
            if outcome == "yielded":
                f.suspended = True
                return value
            if outcome == "returned":
                h.decref(f.stack.pop())
                f.stack.append(value)
                f.pc += 1
                return self.run(f)
            error = value
            f.pc += 1
            return self.run_with_error(f, error)
        return self.run_with_error(f, error)

    def run_with_error(self: Any, f: Frame, error: GuestError) -> Any:
        """Enter the loop at a frame with an exception already raised at its current instruction."""
        self.pending_error = error
        return self.run(f)

    pending_error: Any = None

    def throw_into(self: Any, inner: Any, error: GuestError) -> tuple[str, Any]:
        """_gen_throw on the iterator of a ``yield from``: ('yielded', value), ('returned', value) or ('raised', error)."""
        h = self.heap
        if self.matches(error, "GeneratorExit"):
            try:
                self.close_iterator(inner)
            except GuestError as other:
                self.drop(error)
                return "raised", other
            return "raised", error
        if isinstance(inner, O.Generator):
            try:
                r = self.resume(inner, None, error)
            except GuestError as other:
                return "raised", other
            if r is END:
                v, self.gen_value = self.gen_value, None
                return "returned", h.incref(h.none) if v is None else v
            return "yielded", r
        throw = self.getattr_or_none(inner, "throw")
        if throw is None:
            return "raised", error
        try:
            r = self.call(throw, getattr(error, "thrown", None) or (error.exc,))
            self.drop(error)
            return "yielded", r
        except GuestError as other:
            if self.matches(other, "StopIteration"):
                value = self.stop_value(other)
                self.drop(other)
                return "returned", value
            return "raised", other
        finally:
            h.decref(throw)

    def stop_value(self: Any, error: GuestError) -> Any:
        """The value of a StopIteration: new reference."""
        h = self.heap
        v = (error.exc.extra or {}).get("value")
        return h.incref(h.none if v is None else v)

    def close_iterator(self: Any, o: Any) -> None:
        if isinstance(o, O.Generator):
            self.generator_close(o)
            return
        close = self.getattr_or_none(o, "close")
        if close is not None:
            try:
                r = self.call(close)
                self.heap.decref(r)
            finally:
                self.heap.decref(close)

    def yield_from(self: Any, f: Frame) -> Any:
        """YIELD_FROM: send the top into the iterator below; the value it yields, or None when it has finished
        (its result is then on top).
        """
        h = self.heap
        s = f.stack
        sent = s.pop()
        it = s[-1]
        try:
            if isinstance(it, O.Generator):
                r = self.resume(it, sent)
                if r is END:
                    value, self.gen_value = self.gen_value, None
                    s[-1] = h.incref(h.none) if value is None else value
                    h.decref(it)
                    return None
                return r
            if sent is h.none:
                fn = self.slot(it.type, "__next__")
                r = fn(self, it)
                if r is END:
                    value, self.gen_value = self.gen_value, None
                    s[-1] = h.incref(h.none) if value is None else value
                    h.decref(it)
                    return None
                return r
            try:
                return self.call_method(it, "send", sent)
            except GuestError as error:
                if not self.matches(error, "StopIteration"):
                    raise
                s[-1] = self.stop_value(error)
                self.drop(error)
                h.decref(it)
                return None
        finally:
            h.decref(sent)

    def generator_next(self: Any, g: Any) -> Any:
        return self.resume(g)

    def take_gen_value(self: Any) -> GuestError:
        """The StopIteration of a generator that has just finished."""
        v = self.gen_value
        self.gen_value = None
        if v is None or v is self.none:
            if v is not None:
                self.heap.decref(v)
            return self.error("StopIteration")
        return self.stop_iteration(v)

    def drop_gen_value(self: Any) -> None:
        v = self.gen_value
        self.gen_value = None
        if v is not None:
            self.heap.decref(v)

    def stop_iteration(self: Any, value: Any) -> GuestError:
        """StopIteration carrying ``value`` (taken over)."""
        h = self.heap
        exc = self.call(h.types["StopIteration"], (value,))
        h.decref(value)
        self.set_context(exc)
        return GuestError(exc)

    def generator_send(self: Any, g: Any, value: Any) -> Any:
        r = self.resume(g, value)
        if r is END:
            raise self.take_gen_value()
        return r

    def generator_throw(self: Any, g: Any, error: GuestError) -> Any:
        if g.frame is None or g.state == "created":
            if g.frame is not None:
                # a generator that never started: it ends here, the error is reported at its first line
                f = g.frame
                f.owner = None
                f.back = self.frame
                f.pc = max(f.pc, 1)
                self.add_traceback(f, error.exc)
                g.state = "closed"
                g.frame = None
                self.clear_frame(f)
                f.gen = f.back = None
            raise error
        r = self.resume(g, None, error)
        if r is END:
            raise self.take_gen_value()
        return r

    def generator_close(self: Any, g: Any) -> Any:
        """gen_close: raise GeneratorExit at the yield; returns host None, or the value returned (3.13+)."""
        h = self.heap
        if g.frame is None:
            return None
        if g.state == "running":
            raise self.error("ValueError", "generator already executing")
        if g.state == "created":
            f = g.frame
            g.frame = None
            g.state = "closed"
            f.owner = None
            self.clear_frame(f)
            f.gen = None
            return None
        error = GuestError(self.make_exception("GeneratorExit"))
        try:
            r = self.resume(g, None, error)
        except GuestError as e:
            if self.matches(e, "StopIteration") or self.matches(e, "GeneratorExit"):
                self.drop(e)
                return None
            raise
        if r is END:
            v = self.gen_value
            self.gen_value = None
            if v is not None and not self.profile.close_returns_value:
                h.decref(v)
                return None
            return v
        h.decref(r)
        raise self.error("RuntimeError", "generator ignored GeneratorExit")

    def make_exception(self: Any, type_name: str) -> Any:
        from memlab.interp import exceptions
        return exceptions.make(self, type_name, None)

    def close_generator(self: Any, g: Any) -> None:
        """_PyGen_Finalize: close a dying generator; what it raises is unraisable."""
        if g.frame is None or g.state != "suspended":
            return
        saved, self.exc = self.exc, None
        self.exc_chain.append(saved)
        try:
            v = self.generator_close(g)
            if v is not None:
                self.heap.decref(v)
        except GuestError as error:
            self.unraisable(error, g, "closing generator")
        finally:
            self.exc = self.exc_chain.pop()

    def clear_generator(self: Any, g: Any) -> None:
        """Drop what a dead generator's frame still holds."""
        f = g.frame
        if f is not None:
            g.frame = None
            g.state = "closed"
            f.owner = None
            self.clear_frame(f)
            f.gen = None
        if g.exc is not None:
            e = g.exc
            g.exc = None
            self.heap.decref(e)


@GENERATOR.method("__iter__")
def gen_iter(m: Any, self: Any) -> Any:
    return m.heap.incref(self)


@GENERATOR.method("__next__")
def gen_next(m: Any, self: Any) -> Any:
    return m.generator_next(self)


@GENERATOR.method("send")
def gen_send(m: Any, self: Any, value: Any) -> Any:
    return m.generator_send(self, value)


@GENERATOR.method("throw")
def gen_throw(m: Any, self: Any, type: Any, value: Any = None, traceback: Any = None) -> Any:
    h = m.heap
    if traceback is not None and traceback is not m.none and not isinstance(traceback, O.Traceback):
        raise m.error("TypeError", "throw() third argument must be a traceback object")
    if isinstance(type, O.Exc):
        if value is not None and value is not m.none:
            raise m.error("TypeError", "instance exception may not have a separate value")
        exc = h.incref(type)
    elif m.is_exception_type(type):
        if value is None or value is m.none:
            exc = m.call(type)
        elif isinstance(value, O.Exc) and m.issubtype(value.type, type):
            exc = h.incref(value)
        elif isinstance(value, O.Tuple):
            exc = m.call(type, value.items)
        else:
            exc = m.call(type, (value,))
    else:
        raise m.error("TypeError", f"exceptions must be classes or instances deriving from BaseException, not {type.type.name}")
    if isinstance(traceback, O.Traceback):
        h.set_field(exc, "tb", h.incref(traceback))
    error = GuestError(exc)
    inner = self.frame.stack[-1] if self.frame is not None and self.frame.stack else None
    if inner is None or isinstance(inner, O.Generator):
        return m.generator_throw(self, error)
    # the iterator of a `yield from` gets the arguments as they were given
    error.thrown = tuple(h.incref(x) for x in (type, value, traceback) if x is not None)  # type: ignore[attr-defined]
    try:
        return m.generator_throw(self, error)
    finally:
        h.decref_all(error.thrown)  # type: ignore[attr-defined]


@GENERATOR.method("close")
def gen_close(m: Any, self: Any) -> Any:
    return m.generator_close(self)


@GENERATOR.method("__repr__")
def gen_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(f"<generator object {self.qualname.val} at {self.addr:#x}>")


@GENERATOR.method("__del__")
def gen_del(m: Any, self: Any) -> None:
    m.close_generator(self)


def _text_field(name: str, field: str) -> None:
    def get(m: Any, self: Any) -> Any:
        return m.heap.incref(getattr(self, field))

    def put(m: Any, self: Any, value: Any) -> None:
        if not isinstance(value, O.Str):
            raise m.error("TypeError", f"{name} must be set to a string object")
        m.heap.set_field(self, field, m.heap.incref(value))
    GENERATOR.getter(name)(get)
    GENERATOR.setter(name)(put)


_text_field("__name__", "name")
_text_field("__qualname__", "qualname")


@GENERATOR.getter("gi_frame")
def gi_frame(m: Any, self: Any) -> Any:
    if self.frame is None:
        return m.ret_none()
    return m.heap.incref(m.frame_object(self.frame))


@GENERATOR.getter("gi_running")
def gi_running(m: Any, self: Any) -> Any:
    return m.bool(self.state == "running")


@GENERATOR.getter("gi_suspended")
def gi_suspended(m: Any, self: Any) -> Any:
    return m.bool(self.state == "suspended")


@GENERATOR.getter("gi_code")
def gi_code(m: Any, self: Any) -> Any:
    if self.frame is None:
        return m.heap.incref(self.code) if self.code is not None else m.ret_none()
    return m.heap.incref(self.frame.code)


@GENERATOR.getter("gi_yieldfrom")
def gi_yieldfrom(m: Any, self: Any) -> Any:
    f = self.frame
    from memlab.interp.machine import YIELD_FROM
    if f is not None and self.state == "suspended" and f.instrs[f.pc][0] == YIELD_FROM and f.stack:
        return m.heap.incref(f.stack[-1])
    return m.ret_none()
