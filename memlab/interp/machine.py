"""The machine: runs memlab's instructions on the simulated heap with exact ownership of references.

`Machine.run` is the evaluation loop.  A call from guest code to a guest function continues in the same loop (no host
recursion); natives that call back enter it anew.  Frequent instructions are written out in the loop; the others are
methods named ``op_NAME`` in `ops`.  A guest exception travels through host code as `GuestError`.
"""

from __future__ import annotations

from memlab.errors import LimitReached, NotSimulated
from memlab.heap import attrs as A
from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.heap.heap import Heap
from memlab.heap.objects import IMMORTAL
from memlab.interp import instructions as I
from memlab.interp.attributes import Attributes
from memlab.interp.calls import Calls
from memlab.interp.classes import Classes
from memlab.interp.frame import Frame
from memlab.interp.generators import Generators
from memlab.interp.imports import Imports
from memlab.interp.native import END, GuestError
from memlab.interp.ops import Ops
from memlab.interp.protocols import Protocols
from memlab.model import kinds as K

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from memlab.heap.profiles import Profile
    from memlab.interp.limits import Limits

Function = O.Function
NativeFunction = O.NativeFunction
Descriptor = O.Descriptor
Int = O.Int

(LOAD_FAST, LOAD_CONST, STORE_FAST, LINE, LOAD_GLOBAL, POP_JUMP_IF_FALSE, BINARY, COMPARE, CALL, RETURN_VALUE,
 LOAD_FAST_BORROW, CALL_B, LOAD_ATTR, LOAD_METHOD, CALL_METHOD, FOR_ITER, JUMP_BACK, JUMP, POP_TOP, LOAD_NAME,
 LOAD_ATTR_B, LOAD_METHOD_B, STORE_NAME, STORE_ATTR, CALL_METHOD_B, BINARY_B, COMPARE_B, STORE_ATTR_B) = range(28)
assert I.NAMES[27] == "STORE_ATTR_B"
POP_JUMP_IF_TRUE = I.OPS["POP_JUMP_IF_TRUE"]
YIELD_VALUE = I.OPS["YIELD_VALUE"]
YIELD_FROM = I.OPS["YIELD_FROM"]
TWO_OPERANDS = frozenset((BINARY, COMPARE, I.OPS["INPLACE"], I.OPS["CONTAINS_OP"]))


class Machine(Ops, Calls, Attributes, Classes, Generators, Imports, Protocols):
    """A simulated interpreter: one heap, its builtin types and modules, and the running frames."""

    def __init__(self, profile: Profile, limits: Limits, log: Callable[[Any], None] | None = None,
                 write: Callable[[str], None] | None = None, write_err: Callable[[str], None] | None = None) -> None:
        self.profile = profile
        self.limits = limits
        self.heap = h = Heap(profile, log, limits.max_bytes)
        h.vm = self
        self.frame: Any = None
        self.exc: Any = None                  # the exception being handled (owned), or None
        self.exc_chain: list[Any] = []        # those of the callers of running generators
        self.depth = 0
        self.recursion_limit = self.guest_recursion_limit = profile.recursion_limit
        # how deep natives nest before it is an error: counted with guest calls up to 3.11 (0), on its own from 3.12
        self.c_limit = profile.c_recursion_limit if profile.c_recursion_limit >= 0 else 8000
        self.c_depth = 0
        self.steps = 0
        self.max_steps = limits.max_steps
        self.frame_ids = 0
        self.native_depth = 0
        self.sink = write or (lambda text: None)
        self.sink_err = write_err or (lambda text: None)
        self.keeps_args = profile.call_keeps_args
        self.reverse_locals = profile.locals_death == "reversed"
        self.right_first = profile.compare_right_first
        self.gc_at_breaker = profile.gc_trigger != "allocation"
        self.table: list[Any] = [getattr(self, "op_" + name, None) for name in I.NAMES]
        self.modules: dict[str, Any] = {}
        self.common: dict[str, Any] = {}      # builtins that LOAD_COMMON_CONSTANT names
        self.atexit: list[Any] = []
        self.main_globals: Any = None
        self.written = 0
        self.pending_text: Any = None         # what sys.stdout holds; None: it holds nothing
        self.cells_run = 0
        self.sources: dict[str, list[str]] = {}
        from memlab.interp import bootstrap
        bootstrap.start(self)
        self.none = h.none
        self.true = h.true
        self.false = h.false

    # ------------------------------------------------------------ the loop

    def run(self, entry: Frame) -> Any:
        """Run ``entry`` to its end (or to its next yield) and return the value it returns (or yields): a new reference.

        Raises GuestError when an exception leaves the frame; the frame is then already cleared.
        """
        h = self.heap
        log = h.log
        dealloc = h._dealloc
        interned = h.interned
        t_int, t_str, t_float = h.t_int, h.t_str, h.t_float
        small_ints, small_max = h.small_ints, h.small_max
        true, false, none = h.true, h.false, h.none
        new_int = h.new_int
        table = self.table
        keeps_args = self.keeps_args
        gc_at_breaker = self.gc_at_breaker
        max_steps = self.max_steps
        reverse_locals = self.reverse_locals
        args: Any
        back: Any

        entry.back = self.frame
        f = self.frame = entry
        self.depth += 1
        if self.depth > self.recursion_limit:
            try:
                self.recursion_error("")
            except GuestError:
                self.clear_frame(f)
                self.depth -= 1
                self.frame = f.back
                f.back = None
                raise
        if log is not None:
            self.frame_entered(f)
        instrs = f.instrs
        locals_ = f.locals
        stack = f.stack
        gd = f.gd
        pc = f.pc
        push = stack.append
        pop = stack.pop
        while True:
            try:
                if self.pending_error is not None:
                    error, self.pending_error = self.pending_error, None
                    raise error
                while True:
                    op, arg = instrs[pc]
                    pc += 1
                    if op < 10:
                        if op < 4:
                            if op == 0:      # LOAD_FAST
                                o = locals_[arg]
                                if o is None:
                                    f.pc = pc
                                    self.unbound_local(f, arg)
                                rc = o.rc = o.rc + 1
                                if log is not None and rc < IMMORTAL:
                                    log((o.serial, rc))
                                push(o)
                            elif op == 1:    # LOAD_CONST
                                rc = arg.rc = arg.rc + 1
                                if log is not None and rc < IMMORTAL:
                                    log((arg.serial, rc))
                                push(arg)
                            elif op == 2:    # STORE_FAST
                                o = locals_[arg]
                                v = locals_[arg] = pop()
                                if log is not None and f.id:
                                    log((K.NAME_BOUND, f.id, f.code.unit.locals[arg], 0 if o is None else o.serial,
                                         0 if v is None else v.serial))
                                if f.borrowed is not None and arg in f.borrowed:
                                    f.borrowed.discard(arg)
                                elif o is not None:
                                    rc = o.rc = o.rc - 1
                                    if rc < IMMORTAL:
                                        if log is not None:
                                            log((o.serial, rc))
                                        if not rc:
                                            f.pc = pc
                                            dealloc[o.__class__](o)
                            else:            # LINE
                                f.pc = pc
                                self.steps = steps = self.steps + 1
                                if log is not None:
                                    log((0, f.id, arg))
                                    if steps & 1023 == 0:
                                        self.check_events()
                                if steps > max_steps:
                                    self.steps_exhausted()
                        elif op == 4:        # LOAD_GLOBAL
                            e = gd.get(arg)
                            if e is None:
                                o = self.load_builtin(f, arg)
                            else:
                                o = e[1]
                            rc = o.rc = o.rc + 1
                            if log is not None and rc < IMMORTAL:
                                log((o.serial, rc))
                            push(o)
                        elif op == 5:        # POP_JUMP_IF_FALSE
                            o = pop()
                            if o is false:
                                false.rc -= 1
                                pc = arg
                            elif o is true:
                                true.rc -= 1
                            else:
                                f.pc = pc
                                t = self.truth(o)
                                h.decref(o)
                                if not t:
                                    pc = arg
                        elif op == 6:        # BINARY
                            b = stack[-1]
                            a = stack[-2]
                            if a.type is t_int and b.type is t_int and arg < 3:
                                if arg == 0:
                                    x = a.val + b.val
                                elif arg == 1:
                                    x = a.val - b.val
                                elif a.val.bit_length() + b.val.bit_length() < 100000:
                                    x = a.val * b.val
                                else:
                                    f.pc = pc
                                    self.binary_top(stack, arg)
                                    continue
                                pop()
                                if -5 <= x <= small_max:
                                    o = stack[-1] = small_ints[x + 5]
                                    rc = o.rc = o.rc + 1
                                    if log is not None and rc < IMMORTAL:
                                        log((o.serial, rc))
                                else:
                                    stack[-1] = new_int(x)
                                # CPython's fast paths drop the right operand first
                                rc = b.rc = b.rc - 1
                                if rc < IMMORTAL:
                                    if log is not None:
                                        log((b.serial, rc))
                                    if not rc:
                                        dealloc[b.__class__](b)
                                rc = a.rc = a.rc - 1
                                if rc < IMMORTAL:
                                    if log is not None:
                                        log((a.serial, rc))
                                    if not rc:
                                        dealloc[a.__class__](a)
                            else:
                                f.pc = pc
                                self.binary_top(stack, arg)
                        elif op == 7:        # COMPARE
                            b = stack[-1]
                            a = stack[-2]
                            ta = a.type
                            if ta is b.type and (ta is t_int or ta is t_str or ta is t_float):
                                pop()
                                x = a.val
                                y = b.val
                                if arg == 0:
                                    r = x < y
                                elif arg == 2:
                                    r = x == y
                                elif arg == 4:
                                    r = x > y
                                elif arg == 1:
                                    r = x <= y
                                elif arg == 3:
                                    r = x != y
                                else:
                                    r = x >= y
                                o = stack[-1] = true if r else false
                                o.rc += 1
                                rc = b.rc = b.rc - 1
                                if rc < IMMORTAL:
                                    if log is not None:
                                        log((b.serial, rc))
                                    if not rc:
                                        dealloc[b.__class__](b)
                                rc = a.rc = a.rc - 1
                                if rc < IMMORTAL:
                                    if log is not None:
                                        log((a.serial, rc))
                                    if not rc:
                                        dealloc[a.__class__](a)
                            else:
                                f.pc = pc
                                r = self.compare(a, b, arg)
                                pop()
                                stack[-1] = r
                                h.decref_all((b, a) if self.right_first else (a, b))
                        elif op == 8:        # CALL
                            f.pc = pc
                            fn = stack[-1 - arg]
                            code = fn.code if fn.__class__ is Function else None
                            if code is not None and code.simple == arg and fn.closure is None:
                                if self.depth >= self.recursion_limit:
                                    self.recursion_error("")
                                nf = Frame()
                                if keeps_args:
                                    nf.drop = arg + 1
                                    new_locals = stack[-arg:] if arg else []
                                    for o in new_locals:
                                        o.rc += 1
                                        if log is not None and o.rc < IMMORTAL:
                                            log((o.serial, o.rc))
                                    nf.func = None
                                else:
                                    nf.drop = 0
                                    if arg:
                                        new_locals = stack[-arg:]
                                        del stack[-1 - arg:]
                                    else:
                                        new_locals = []
                                        pop()
                                    nf.func = fn
                                if code.pad:
                                    new_locals += code.pad
                                nf.code = code
                                nf.instrs = instrs = code.instrs
                                nf.locals = locals_ = new_locals
                                nf.stack = stack = []
                                nf.globals = o = fn.globals
                                nf.gd = gd = o.d
                                nf.names = None
                                nf.back = f
                                nf.obj = nf.owner = nf.gen = nf.borrowed = None
                                nf.pc = 0
                                f = self.frame = nf
                                self.depth += 1
                                push = stack.append
                                pop = stack.pop
                                pc = 0
                                if log is not None:
                                    self.frame_pushed(f)
                                else:
                                    f.id = 0
                                if gc_at_breaker and h.gc_due:
                                    self.run_due_collection()
                                continue
                            if code is not None:
                                nf = self.frame_for_call(f, fn, arg)
                                if nf is not None:
                                    f = self.enter_frame(nf)
                                    instrs = f.instrs
                                    locals_ = f.locals
                                    stack = f.stack
                                    gd = f.gd
                                    pc = 0
                                    push = stack.append
                                    pop = stack.pop
                                continue
                            if fn.__class__ is O.BoundMethod and fn.func.__class__ is Function and not keeps_args:
                                nf = self.frame_for_method(f, fn, arg, 0, False)
                                if nf is not None:
                                    f = self.enter_frame(nf)
                                    instrs = f.instrs
                                    locals_ = f.locals
                                    stack = f.stack
                                    gd = f.gd
                                    pc = 0
                                    push = stack.append
                                    pop = stack.pop
                                continue
                            if arg:
                                args = stack[-arg:]
                                r = self.call(fn, args)
                                # the result takes the place of callable and arguments, then these are dropped
                                del stack[-1 - arg:]
                                push(r)
                                for o in args if not keeps_args else reversed(args):
                                    rc = o.rc = o.rc - 1
                                    if rc < IMMORTAL:
                                        if log is not None:
                                            log((o.serial, rc))
                                        if not rc:
                                            dealloc[o.__class__](o)
                            else:
                                r = self.call(fn, ())
                                stack[-1] = r
                            h.decref(fn)
                            if gc_at_breaker and h.gc_due:
                                self.run_due_collection()
                        else:                # RETURN_VALUE
                            r = pop()
                            f.pc = pc
                            gen = f.gen
                            back = f.back
                            if gen is None and f.obj is None and not stack and f.names is None:
                                # the common case of clear_frame, written out
                                if log is not None:
                                    log((K.FRAME_POPPED, f.id))
                                if reverse_locals:
                                    locals_.reverse()
                                if f.borrowed is not None:
                                    self.drop_borrowed(f, reverse_locals)
                                for o in locals_:
                                    if o is not None:
                                        rc = o.rc = o.rc - 1
                                        if rc < IMMORTAL:
                                            if log is not None:
                                                log((o.serial, rc))
                                            if not rc:
                                                dealloc[o.__class__](o)
                                f.locals = ()  # type: ignore[assignment]
                                fn = f.func
                                if fn is not None:
                                    f.func = None
                                    rc = fn.rc = fn.rc - 1
                                    if rc < IMMORTAL:
                                        if log is not None:
                                            log((fn.serial, rc))
                                        if not rc:
                                            dealloc[fn.__class__](fn)
                            else:
                                self.clear_frame(f)
                            self.frame = back
                            self.depth -= 1
                            if f is entry:
                                f.suspended = False
                                return r
                            stack = back.stack
                            d = f.drop
                            f = back
                            if d:
                                args = stack[-d:]
                                del stack[-d:]
                                for o in reversed(args):
                                    h.decref(o)
                            push = stack.append
                            pop = stack.pop
                            push(r)
                            instrs = f.instrs
                            locals_ = f.locals
                            gd = f.gd
                            pc = f.pc
                    elif op < 22:
                        if op == 10:         # LOAD_FAST_BORROW
                            o = locals_[arg]
                            if o is None:
                                f.pc = pc
                                self.unbound_local(f, arg)
                            push(o)
                        elif op == 11:       # CALL_B
                            f.pc = pc
                            n, mask = arg
                            fn = stack[-1 - n]
                            if fn.__class__ is Function:
                                nf = self.frame_for_call(f, fn, n, mask)
                                if nf is not None:
                                    f = self.enter_frame(nf)
                                    instrs = f.instrs
                                    locals_ = f.locals
                                    stack = f.stack
                                    gd = f.gd
                                    pc = 0
                                    push = stack.append
                                    pop = stack.pop
                                continue
                            if fn.__class__ is O.BoundMethod and fn.func.__class__ is Function:
                                nf = self.frame_for_method(f, fn, n, mask, False)
                                if nf is not None:
                                    f = self.enter_frame(nf)
                                    instrs = f.instrs
                                    locals_ = f.locals
                                    stack = f.stack
                                    gd = f.gd
                                    pc = 0
                                    push = stack.append
                                    pop = stack.pop
                                continue
                            args = stack[-n:] if n else ()
                            r = self.call(fn, args)
                            del stack[-1 - n:]
                            push(r)
                            bit = 2
                            for o in args:
                                if not mask & bit:
                                    h.decref(o)
                                bit <<= 1
                            if not mask & 1:
                                h.decref(fn)
                            if gc_at_breaker and h.gc_due:
                                self.run_due_collection()
                        elif op == 12 or op == 20:      # LOAD_ATTR
                            o = stack[-1]
                            t = o.type
                            if t.plain_getattr:
                                ent = t.cache.get(arg)
                                if ent is None:
                                    ent = self.fill_cache(t, arg)
                                if ent[1] < 4:
                                    d = o.attrs
                                    if d:
                                        e = d.get(arg)
                                        if e is not None:
                                            v = stack[-1] = e[1]
                                            rc = v.rc = v.rc + 1
                                            if log is not None and rc < IMMORTAL:
                                                log((v.serial, rc))
                                            if op == 12:
                                                rc = o.rc = o.rc - 1
                                                if rc < IMMORTAL:
                                                    if log is not None:
                                                        log((o.serial, rc))
                                                    if not rc:
                                                        f.pc = pc
                                                        dealloc[o.__class__](o)
                                            continue
                            f.pc = pc
                            v = self.getattr(o, arg)
                            stack[-1] = v
                            if op == 12:
                                h.decref(o)
                        elif op == 13 or op == 21:      # LOAD_METHOD
                            o = stack[-1]
                            t = o.type
                            if t.plain_getattr:
                                ent = t.cache.get(arg)
                                if ent is None:
                                    ent = self.fill_cache(t, arg)
                                if ent[1] == 2:
                                    d = o.attrs
                                    if not d or arg not in d:
                                        v = ent[0]
                                        rc = v.rc = v.rc + 1
                                        if log is not None and rc < IMMORTAL:
                                            log((v.serial, rc))
                                        stack[-1] = v
                                        push(o)
                                        continue
                            f.pc = pc
                            v = self.getattr(o, arg)
                            stack[-1] = None
                            push(v)
                            if op == 13:
                                h.decref(o)
                        elif op == 14:       # CALL_METHOD
                            f.pc = pc
                            fn = stack[-2 - arg]
                            if fn is None:
                                n = arg
                                fn = stack[-1 - n]
                            else:
                                n = arg + 1
                            if fn.__class__ is Function:
                                nf = self.frame_for_call(f, fn, n, 0, n == arg)
                                if nf is not None:
                                    f = self.enter_frame(nf)
                                    instrs = f.instrs
                                    locals_ = f.locals
                                    stack = f.stack
                                    gd = f.gd
                                    pc = 0
                                    push = stack.append
                                    pop = stack.pop
                                continue
                            if n == arg and fn.__class__ is O.BoundMethod and fn.func.__class__ is Function and not keeps_args:
                                nf = self.frame_for_method(f, fn, n, 0, True)
                                if nf is not None:
                                    f = self.enter_frame(nf)
                                    instrs = f.instrs
                                    locals_ = f.locals
                                    stack = f.stack
                                    gd = f.gd
                                    pc = 0
                                    push = stack.append
                                    pop = stack.pop
                                continue
                            args = stack[-n:] if n else ()
                            if n and fn.__class__ is Descriptor and fn.kind == "method" and args[0].type is fn.owner:
                                spec = fn.spec
                                if spec.ready and not spec.raw and spec.minimum < n and (spec.maximum is None or n - 1 <= spec.maximum):
                                    r = spec.fn(self, *args)
                                    if r is None:
                                        r = none
                                        none.rc += 1
                                else:
                                    r = self.call(fn, args)
                            else:
                                r = self.call(fn, args)
                            del stack[-2 - arg:]
                            push(r)
                            for o in args if not keeps_args else reversed(args):
                                rc = o.rc = o.rc - 1
                                if rc < IMMORTAL:
                                    if log is not None:
                                        log((o.serial, rc))
                                    if not rc:
                                        dealloc[o.__class__](o)
                            h.decref(fn)
                            if gc_at_breaker and h.gc_due:
                                self.run_due_collection()
                        elif op == 15:       # FOR_ITER
                            it = stack[-1]
                            nx = it.type.slots.get("__next__")
                            f.pc = pc
                            if nx is None:
                                nx = self.slot(it.type, "__next__")
                            v = nx(self, it)
                            if v is END:
                                if self.gen_value is not None:
                                    self.drop_gen_value()
                                pop()
                                h.decref(it)
                                pc = arg
                            else:
                                push(v)
                        elif op == 16:       # JUMP_BACK
                            pc = arg
                            if gc_at_breaker and h.gc_due:
                                f.pc = pc
                                self.run_due_collection()
                        elif op == 17:       # JUMP
                            pc = arg
                        elif op == 18:       # POP_TOP
                            o = pop()
                            if o is not None:
                                rc = o.rc = o.rc - 1
                                if rc < IMMORTAL:
                                    if log is not None:
                                        log((o.serial, rc))
                                    if not rc:
                                        f.pc = pc
                                        dealloc[o.__class__](o)
                        else:                # LOAD_NAME
                            f.pc = pc
                            o = self.load_name(f, arg)
                            rc = o.rc = o.rc + 1
                            if log is not None and rc < IMMORTAL:
                                log((o.serial, rc))
                            push(o)
                    elif op == 22:           # STORE_NAME
                        f.pc = pc
                        self.store_name(f, arg, pop())
                    elif op == 23:           # STORE_ATTR
                        o = stack[-1]
                        v = stack[-2]
                        t = o.type
                        f.pc = pc
                        if t.plain_setattr and o.attrs is not None:
                            ent = t.cache.get(arg)
                            if ent is None:
                                ent = self.fill_cache(t, arg)
                            if ent[1] < 4:
                                del stack[-2:]
                                A.set(h, o, interned.get(arg) or h.intern(arg), v)
                                h.decref(o)
                                continue
                        self.setattr(o, arg, v)
                        del stack[-2:]
                        h.decref(v)
                        h.decref(o)
                    elif op == 24:           # CALL_METHOD_B
                        f.pc = pc
                        n, mask = arg
                        fn = stack[-2 - n]
                        if fn is None:
                            # a bound method: it is owned; what was borrowed as self is already gone
                            mask = mask >> 1 & ~1
                            fn = stack[-1 - n]
                            null = True
                        else:
                            null = False
                            n += 1
                        if fn.__class__ is Function:
                            nf = self.frame_for_call(f, fn, n, mask, null)
                            if nf is not None:
                                f = self.enter_frame(nf)
                                instrs = f.instrs
                                locals_ = f.locals
                                stack = f.stack
                                gd = f.gd
                                pc = 0
                                push = stack.append
                                pop = stack.pop
                            continue
                        if null and fn.__class__ is O.BoundMethod and fn.func.__class__ is Function:
                            nf = self.frame_for_method(f, fn, n, mask, True)
                            if nf is not None:
                                f = self.enter_frame(nf)
                                instrs = f.instrs
                                locals_ = f.locals
                                stack = f.stack
                                gd = f.gd
                                pc = 0
                                push = stack.append
                                pop = stack.pop
                            continue
                        args = stack[-n:] if n else ()
                        r = self.call(fn, args)
                        del stack[-1 - n - null:]
                        push(r)
                        bit = 2
                        for o in args:
                            if not mask & bit:
                                h.decref(o)
                            bit <<= 1
                        h.decref(fn)
                        if gc_at_breaker and h.gc_due:
                            self.run_due_collection()
                    elif op == POP_JUMP_IF_TRUE:
                        o = pop()
                        if o is true:
                            true.rc -= 1
                            pc = arg
                        elif o is false:
                            false.rc -= 1
                        else:
                            f.pc = pc
                            t = self.truth(o)
                            h.decref(o)
                            if t:
                                pc = arg
                    elif op == YIELD_VALUE:
                        f.pc = pc
                        f.suspended = True
                        self.frame = f.back
                        self.depth -= 1
                        f.back = None
                        if log is not None:
                            log((K.FRAME_POPPED, f.id))
                        return pop()
                    elif op == YIELD_FROM:
                        f.pc = pc
                        v = self.yield_from(f)
                        if v is not None:
                            # stay on this instruction: the next resumption sends into the same iterator
                            f.pc = pc - 1
                            f.suspended = True
                            self.frame = f.back
                            self.depth -= 1
                            f.back = None
                            if log is not None:
                                log((K.FRAME_POPPED, f.id))
                            return v
                    else:
                        f.pc = pc
                        r = table[op](f, arg)
                        if r is not None:
                            pc = r
                        elif self.frame is not f:    # a call entered a guest function
                            f = self.frame
                            instrs = f.instrs
                            locals_ = f.locals
                            stack = f.stack
                            gd = f.gd
                            pc = 0
                            push = stack.append
                            pop = stack.pop
            except GuestError as error:
                exc = error.exc
                if f.pc != pc:
                    f.pc = pc
                if not self.right_first and f.instrs[pc - 1][0] in TWO_OPERANDS and len(f.stack) > 1:
                    # DECREF_INPUTS before `goto error`: the left operand goes first
                    f.stack[-1], f.stack[-2] = f.stack[-2], f.stack[-1]
                first = not error.reraised
                while True:
                    if first:
                        self.add_traceback(f, exc)
                    first = True
                    at = f.pc - 1
                    for start, end, target, depth in f.code.unit.handlers:
                        if start <= at < end:
                            break
                    else:
                        back = f.back
                        drop = f.drop
                        self.clear_frame(f)
                        self.frame = back
                        self.depth -= 1
                        if f is entry:
                            f.suspended = False
                            error.reraised = False
                            raise
                        f = back
                        if drop:
                            args = f.stack[-drop:]
                            del f.stack[-drop:]
                            for o in reversed(args):
                                h.decref(o)
                        continue
                    break
                stack = f.stack
                self.unwind_stack(f, depth)
                stack.append(exc)
                push = stack.append
                pop = stack.pop
                instrs = f.instrs
                locals_ = f.locals
                gd = f.gd
                pc = f.pc = target
                error = None
            except RecursionError:
                raise LimitReached("the program nests natives deeper than memlab's host allows") from None

    # ------------------------------------------------------------ pieces of the loop

    def enter_frame(self, nf: Frame) -> Frame:
        """Make ``nf`` the running frame."""
        nf.back = self.frame
        self.frame = nf
        self.depth += 1
        if self.heap.log is not None:
            self.frame_pushed(nf)
        if self.gc_at_breaker and self.heap.gc_due:
            self.run_due_collection()
        return nf

    def frame_entered(self, f: Frame) -> None:
        """Record that a frame begins to run in a loop of its own: a native's call, a class body, a generator that goes on."""
        if f.gen is None:
            if f.names is None or f.names is not self.main_globals:
                self.frame_pushed(f)
        elif f.id:
            unit = f.code.unit
            self.heap.log((K.FRAME_PUSHED, f.id, unit.name, 0 if f.back is None else f.back.id, unit.firstlineno))  # type: ignore[misc]

    def log_kept(self, f: Frame, owner: Any) -> None:
        """Record that ``owner``, a generator or a frame object, keeps a frame and all it holds."""
        log = self.heap.log
        if log is None:
            return
        unit = f.code.unit
        if not f.id:
            self.frame_ids += 1
            f.id = -self.frame_ids if unit.filename.startswith("<memlab ") else self.frame_ids
            log((K.FRAME_KEPT, f.id, owner.serial, unit.name, unit.firstlineno))
            for i, o in enumerate(f.locals):
                if o is not None:
                    log((K.NAME_BOUND, f.id, unit.locals[i], 0, o.serial))
        else:
            log((K.FRAME_KEPT, f.id, owner.serial, unit.name, unit.firstlineno))
        self.log_slot(owner, "function", f.func)

    def log_slot(self, owner: Any, slot: str, o: Any) -> None:
        """Record that an empty slot of ``owner`` refers to ``o`` from now on, if there is one."""
        if o is not None and self.heap.log is not None:
            self.heap.log((K.REFERENCE_SET, owner.serial, (slot,), 0, o.serial))

    def frame_pushed(self, f: Frame) -> None:
        log = self.heap.log
        self.frame_ids += 1
        unit = f.code.unit
        f.id = -self.frame_ids if unit.filename.startswith("<memlab ") else self.frame_ids
        back = f.back
        log((K.FRAME_PUSHED, f.id, unit.name, 0 if back is None else back.id, unit.firstlineno))  # type: ignore[misc]
        for i, o in enumerate(f.locals):
            if o is not None:
                log((K.NAME_BOUND, f.id, unit.locals[i], 0, o.serial))  # type: ignore[misc]

    def run_due_collection(self) -> None:
        """_Py_RunGC: the collection requested at an allocation starts at the eval breaker (Python/ceval_gil.c)."""
        self.heap.gc_due = False
        gc = self.heap.gc
        if gc.enabled and not gc.collecting:
            gc.maybe_collect()

    def check_progress(self) -> None:
        """The guards of a native's own loop."""
        if self.steps > self.max_steps:
            self.steps_exhausted()
        if self.heap.log is not None:
            self.check_events()

    def check_events(self) -> None:
        n = len(self.event_list)
        if n > self.limits.max_events:
            raise LimitReached(f"the recording has {n:,} events; memlab stops at {self.limits.max_events:,}")

    event_list: Any = ()
    argv: list[str]
    builtins_d: dict[Any, list[Any]]

    def steps_exhausted(self) -> None:
        raise LimitReached(f"the program ran {self.max_steps:,} steps without ending; memlab stops there "
                           f"(line {self.frame.lineno}; raise the limit with max_steps)")

    def drop_borrowed(self, f: Frame, reversed_: bool) -> None:
        """Blank the locals the frame does not own."""
        n = len(f.locals)
        for i in f.borrowed:
            f.locals[n - 1 - i if reversed_ else i] = None
        f.borrowed = None

    def unwind_stack(self, f: Frame, depth: int) -> None:
        """Pop and drop the value stack down to ``depth``; borrowed values are not dropped."""
        stack = f.stack
        if len(stack) <= depth:
            return
        unit = f.code.unit
        loose = unit.borrowed.get(f.pc - 1, ()) if unit.borrowed else ()
        h = self.heap
        while len(stack) > depth:
            o = stack.pop()
            if o is not None and (len(stack) not in loose or stack and stack[-1] is None):
                h.decref(o)     # above a NULL stands a callable, which LOAD_METHOD made: owned

    def clear_frame(self, f: Frame) -> None:
        """_PyFrame_Clear: drop the locals and the value stack, or hand the frame to its frame object if that is held."""
        h = self.heap
        if h.log is not None and f.owner is None and f.id:
            h.log((K.FRAME_POPPED, f.id))
        obj = f.obj
        if obj is not None and f.owner is None:
            if obj.rc > 1:
                self.take_ownership(f, obj)
                h.decref(obj)
                return
            f.obj = None
            obj.frame = None
            h.decref(obj)
        owner, f.owner = f.owner, None
        values = f.locals
        f.locals = [None] * len(values)
        borrowed = f.borrowed or ()
        order = range(len(values) - 1, -1, -1) if self.reverse_locals else range(len(values))
        stack_first = self.reverse_locals
        if stack_first:
            self.unwind_stack(f, 0)
        for i in order:
            o = values[i]
            if o is not None:
                if h.log is not None and f.id:
                    h.log((K.NAME_BOUND, f.id, f.code.unit.locals[i], o.serial, 0))
                if i not in borrowed:
                    h.decref(o)
        if not stack_first:
            self.unwind_stack(f, 0)
        if f.names is not None:
            names = f.names
            f.names = None
            h.decref(names)
        fn = f.func
        if fn is not None:
            f.func = None
            if h.log is not None and (f.gen is not None or owner is not None):
                h.log((K.REFERENCE_SET, (owner or f.gen).serial, ("function",), fn.serial, 0))
            h.decref(fn)

    def take_ownership(self, f: Frame, obj: Any) -> None:
        """Python/frame.c take_ownership: a finished frame lives on in its frame object."""
        f.owner = obj
        if f.borrowed is not None:
            for i in f.borrowed:
                o = f.locals[i]
                if o is not None:
                    self.heap.incref(o)
            f.borrowed = None
        back = f.back
        f.back = None
        if back is not None and obj.back is None:
            obj.back = self.heap.incref(self.frame_object(back))
            self.log_slot(obj, "f_back", obj.back)
        if f.gen is not None and f.func is not None and self.heap.log is not None:
            self.heap.log((K.REFERENCE_SET, f.gen.serial, ("function",), f.func.serial, 0))
        if f.id:
            self.log_kept(f, obj)
        if obj.gc is None:
            self.heap.track(obj)

    def frame_object(self, f: Frame) -> Any:
        """The frame object of ``f``, made on first demand; borrowed (the frame owns one reference while it runs)."""
        if f.obj is None:
            h = self.heap
            n = self.profile.sizes["frame"] + 8 * (len(f.locals) + (f.code.unit.stacksize or 0))
            f.obj = h.new_layout(O.FrameObj, h.types["frame"], n, frame=f, back=None, extra=None)
        return f.obj

    def add_traceback(self, f: Frame, exc: Any) -> None:
        """PyTraceBack_Here: put an entry for ``f`` in front of the exception's traceback."""
        h = self.heap
        obj = self.frame_object(f)
        h.incref(obj)
        tb = h.new_layout(O.Traceback, h.types["traceback"], None, next=exc.tb, frame=obj, lasti=f.pc - 1, lineno=f.lineno)
        exc.tb = tb
        if h.log is not None:
            h.log((K.REFERENCE_SET, exc.serial, "__traceback__", 0 if tb.next is None else tb.next.serial, tb.serial))

    def recursion_error(self, where: str) -> None:
        if self.depth >= self.limits.max_depth:
            raise LimitReached(f"the program nests {self.depth:,} calls; memlab stops at {self.limits.max_depth:,}")
        raise self.error("RecursionError", "maximum recursion depth exceeded" + where)

    # ------------------------------------------------------------ names

    def unbound_local(self, f: Frame, slot: int) -> None:
        unit = f.code.unit
        name = unit.locals[slot]
        raise self.error("UnboundLocalError", self.profile.unbound_local_text.format(name=name))

    def load_builtin(self, f: Frame, name: str) -> Any:
        own = f.gd.get("__builtins__")
        if own is not None and own[1].__class__ is O.Dict and own[1].d is not self.builtins_d:
            e = own[1].d.get(name)      # exec() with builtins of its own (Objects/frameobject.c _PyEval_BuiltinsFromGlobals)
            if e is None:
                raise self.name_error(name)
            return e[1]
        e = self.builtins_d.get(name)
        if e is None:
            o = self.lazy_builtin(name)
            if o is None:
                raise self.name_error(name)
            return o
        return e[1]

    def name_error(self, name: str) -> GuestError:
        error = self.error("NameError", f"name '{name}' is not defined")
        if error.exc.extra is None:
            error.exc.extra = {}
        error.exc.extra["name"] = self.heap.new_str(name)
        return error

    def load_name(self, f: Frame, name: str) -> Any:
        names = f.names
        if names is not None:
            if names.__class__ is O.Dict:
                e = names.d.get(name)
                if e is not None:
                    return e[1]
            else:
                v = self.mapping_get(names, name)
                if v is not None:
                    v.rc -= 1      # the caller's own reference takes the place of this one
                    return v
        e = f.gd.get(name)
        if e is not None:
            return e[1]
        return self.load_builtin(f, name)

    def mapping_get(self, names: Any, name: str) -> Any:
        """names[name] for a namespace that is no exact dict; a new reference or None."""
        h = self.heap
        try:
            return self.getitem(names, h.intern(name))
        except GuestError as error:
            if self.matches(error, "KeyError"):
                self.drop(error)
                return None
            raise

    def store_name(self, f: Frame, name: str, v: Any) -> None:
        """Bind a name in the frame's namespace; takes over ``v``."""
        names = f.names
        if names.__class__ is not O.Dict:
            self.setitem(names, self.heap.intern(name), v)
            self.heap.decref(v)
            return
        self.namespace_set(names, name, v)

    def namespace_set(self, names: Any, name: str, v: Any) -> None:
        """Bind ``name`` in a namespace dict (taking over ``v``), recorded as a global of ``__main__`` where it is one."""
        h = self.heap
        if names is not self.main_globals:
            D.set(h, names, h.interned.get(name) or h.intern(name), name, v)
            return
        log = h.log
        e = names.d.get(name)
        if e is not None:
            old = e[1]
            e[1] = v
            if log is not None:
                log((K.NAME_BOUND, 0, name, old.serial, v.serial))
            h.decref(old)
            return
        h.log = None
        try:
            D.set(h, names, h.interned.get(name) or h.intern(name), name, v)
        finally:
            h.log = log
        if log is not None:
            log((K.NAME_BOUND, 0, name, 0, v.serial))

    def namespace_delete(self, names: Any, name: str) -> bool:
        """Unbind ``name``; False when it was not bound."""
        h = self.heap
        e = names.d.get(name)
        if e is None:
            return False
        log = h.log
        if names is self.main_globals and log is not None:
            log((K.NAME_BOUND, 0, name, e[1].serial, 0))
            old = h.incref(e[1])
            h.log = None
            try:
                D.delete(h, names, name)
            finally:
                h.log = log
            log((old.serial, old.rc))
            h.decref(old)
        else:
            D.delete(h, names, name)
        return True

    # ------------------------------------------------------------ output

    def write(self, text: str) -> None:
        """The program's standard output."""
        self.written += len(text)
        if self.written > self.limits.max_output:
            raise LimitReached(f"the program printed more than {self.limits.max_output:,} characters; memlab stops there")
        if self.heap.log is not None:
            self.heap.log((K.OUTPUT, text, "stdout"))
        self.sink(text)

    def write_err(self, text: str) -> None:
        """The program's standard error."""
        if self.heap.log is not None:
            self.heap.log((K.OUTPUT, text, "stderr"))
        self.sink_err(text)

    def frame_roots(self) -> Any:
        """Yield (label, object) for every reference held by running frames and the machine itself."""
        f = self.frame
        while f is not None:
            for label, o in f.refs():
                yield (f, *label), o
            if f.names is not None and f.names is not self.main_globals:
                yield (f, "namespace"), f.names
            if f.obj is not None:
                yield (f, "frame"), f.obj
            f = f.back
        for o in [self.exc, *self.exc_chain]:
            if o is not None:
                yield (None, "exception being handled"), o

    def other_roots(self) -> Any:
        """Yield (label, object) for references the machine holds outside frames: functions registered to run at exit."""
        for fn, args, kw in self.atexit:
            for o in (fn, *args, *kw.values()):
                yield ("registered with atexit",), o
        if self.pending_text is not None:
            yield from self.pending_text.refs()
        owned = {id(t.shared_keys) for t in self.heap_types()}
        for k in list(self.heap.orphan_keys):
            if not k.refs:
                self.heap.orphan_keys.discard(k)
            elif id(k) not in owned:
                for o in k.names.values():
                    yield ("shared keys of a class",), o

    def heap_types(self) -> Any:
        """Every class made by a class statement that is still alive."""
        todo = [self.heap.types["object"]]
        while todo:
            t = todo.pop()
            if t.is_heap:
                yield t
            todo.extend(t.subclasses.values())

    def not_simulated(self, what: str) -> NotSimulated:
        return NotSimulated(what, self.frame.lineno if self.frame is not None else None)
