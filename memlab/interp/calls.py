"""Calling: from guest callables of every kind to frames and native functions."""

from __future__ import annotations

from memlab.heap import objects as O
from memlab.interp.frame import Frame
from memlab.interp.native import END, GuestError, Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

Function = O.Function
NativeFunction = O.NativeFunction
Descriptor = O.Descriptor


class Calls:
    """Part of the machine: calls and argument binding."""

    def call(self: Any, f: Any, args: Sequence[Any] = (), kw: dict[str, Any] | None = None) -> Any:
        """Call ``f`` with borrowed arguments; returns a new reference or raises GuestError."""
        c = f.__class__
        if c is Function:
            frame = self.bind(f, args, kw)
            if frame.__class__ is not Frame:
                return frame      # a generator: nothing runs yet
            return self.run(frame)
        if c is NativeFunction:
            me = f.self
            if me is None:
                return self.call_spec(f.spec, args, kw)
            return self.call_spec(f.spec, (me, *args), kw)
        if c is O.BoundMethod:
            return self.call(f.func, (f.self, *args), kw)
        if isinstance(f, O.Type):
            if (args or kw) and (f.is_heap or f.name in self.profile.tuple_called_types):
                return self.call_with_tuple(f, args, kw, self.call_type)
            return self.call_type(f, args, kw)
        if c is Descriptor:
            return self.call_descriptor(f, args, kw)
        caller = self.lookup(f.type, "__call__")
        if caller is None:
            raise self.error("TypeError", f"'{f.type.name}' object is not callable")
        if (args or kw) and f.type.is_heap:
            return self.call_with_tuple(f, args, kw, lambda f, args, kw: self.call_prepended(caller, f, args, kw))
        return self.call_found(caller, f, args, kw)

    def call_prepended(self: Any, found: Any, me: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        """_PyObject_Call_Prepend: like call_found; with keywords every argument is copied to a stack that owns it."""
        if not kw:
            return self.call_found(found, me, args, kw)
        return self.call_with_tuple(me, args, kw, lambda me, args, kw: self.call_prepended_kw(found, me, args, kw))

    def call_prepended_kw(self: Any, found: Any, me: Any, args: Sequence[Any], kw: dict[str, Any]) -> Any:
        h = self.heap
        h.incref(me)
        try:
            return self.call_found(found, me, args, kw)
        finally:
            h.decref(me)

    def call_found(self: Any, found: Any, me: Any, args: Sequence[Any] = (), kw: dict[str, Any] | None = None) -> Any:
        """Call what a special-method lookup found on the type of ``me``."""
        c = found.__class__
        if c is Function:
            return self.call(found, (me, *args), kw)
        if c is Descriptor and found.kind in ("method", "wrapper"):
            return self.call_spec(found.spec, (me, *args), kw)
        self.heap.incref(found)
        bound = self.bind_descriptor(found, me, me.type)
        try:
            return self.call(bound, args, kw)
        finally:
            self.heap.decref(bound)

    def call_descriptor(self: Any, f: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        kind = f.kind
        if kind in ("method", "wrapper"):
            if not args:
                if kind == "wrapper":
                    raise self.error("TypeError", f"descriptor '{f.name}' of '{f.owner.name}' object needs an argument")
                raise self.error("TypeError", f"unbound method {f.owner.name}.{f.name}() needs an argument")
            if not self.issubtype(args[0].type, f.owner):
                raise self.error("TypeError", f"descriptor '{f.name}' requires a '{f.owner.name}' object but received a "
                                 f"'{args[0].type.name}'" if kind == "wrapper" else
                                 f"descriptor '{f.name}' for '{f.owner.name}' objects doesn't apply to a "
                                 f"'{args[0].type.name}' object")
            return self.call_spec(f.spec, args, kw)
        raise self.error("TypeError", f"'{f.type.name}' object is not callable")

    # ------------------------------------------------------------ natives

    def call_spec(self: Any, spec: Spec, args: Sequence[Any], kw: dict[str, Any] | None = None) -> Any:
        """Call a native with all its arguments (self first), checked as CPython checks them."""
        kind = spec.kind
        if kind == "new":
            if not args or not isinstance(args[0], O.Type):
                raise self.error("TypeError", f"{spec.owner}.__new__(X): X is not a type object "
                                 f"({args[0].type.name})" if args else f"{spec.owner}.__new__(): not enough arguments")
            return spec.fn(self, args[0], args[1:], kw)
        if kind == "init":
            spec.fn(self, args[0], args[1:], kw)
            return self.ret_none()
        if spec.raw:
            r = spec.fn(self, args, kw)
        else:
            if not spec.ready:
                spec.prepare()
            given = len(args) - spec.skip + 1
            if kw or given < spec.minimum or (spec.maximum is not None and given > spec.maximum):
                args, kw = self.bind_native(spec, args, kw, given)
                r = spec.fn(self, *args, **kw)
            else:
                r = spec.fn(self, *args)
        if r is None:
            return self.ret_none()
        if r is END:
            raise self.take_gen_value()
        return r

    def native_name(self: Any, spec: Spec) -> str:
        if spec.owner:
            return f"{spec.owner}.{spec.name}"
        return spec.name if spec.module in (None, "", "builtins") else f"{spec.module}.{spec.name}"

    def bind_native(self: Any, spec: Spec, args: Sequence[Any], kw: dict[str, Any] | None, given: int) -> tuple[list[Any], dict[str, Any]]:
        """Match keyword arguments to host parameters; raises CPython's TypeErrors for a wrong number or name."""
        name = spec.name
        low, high = spec.minimum, spec.maximum
        if kw and not spec.keywords and not spec.varkw:
            raise self.error("TypeError", f"{self.native_name(spec)}() takes no keyword arguments")
        if high is not None and given > high or (not kw and given < low):
            raise self.error("TypeError", self.arity_message(spec, given))
        if not kw:
            return list(args), {}
        bound = list(args)
        extra: dict[str, Any] = {}
        code = spec.fn.__code__
        names = code.co_varnames[:code.co_argcount][1:]
        positional_kw: dict[str, Any] = {}
        for key, value in kw.items():
            if key in spec.keywords:
                if key in names:
                    i = names.index(key)
                    if i < len(bound):
                        raise self.error("TypeError", f"argument for {name}() given by name ('{key}') and position ({i - spec.skip + 2})")
                positional_kw[key] = value
            elif spec.varkw:
                extra[key] = value
            else:
                raise self.error("TypeError", self.profile.bad_keyword_text.format(name=name, key=key))
        # fill the positional tail with given keywords; missing optionals stay host None
        for i in range(len(bound), len(names)):
            n = names[i]
            if n in positional_kw:
                continue
            if i - (spec.skip - 1) < low:
                raise self.error("TypeError", f"{name}() missing required argument '{n}' (pos {i - spec.skip + 2})")
        positional_kw.update(extra)
        return bound, positional_kw

    def arity_message(self: Any, spec: Spec, given: int) -> str:
        low, high = spec.minimum, spec.maximum
        name = spec.name
        dunder = name.startswith("__") and name.endswith("__") and spec.owner is not None
        if dunder:
            if low == high:
                return f"expected {low} argument{'s' if low != 1 else ''}, got {given}"
            if high is not None and given > high:
                return f"expected at most {high} argument{'s' if high != 1 else ''}, got {given}"
            return f"expected at least {low} argument{'s' if low != 1 else ''}, got {given}"
        if spec.keywords:
            if high == 0 and given > 0:
                return f"{name}() takes no positional arguments"
            if high is not None and given > high:
                most = "at most" if low != high else "exactly"
                if spec.kw:
                    return f"{name}() takes {most} {high} argument{'s' if high != 1 else ''} ({given} given)"
                return f"{name}() takes {most} {high} positional argument{'s' if high != 1 else ''} ({given} given)"
            code = spec.fn.__code__
            missing = code.co_varnames[spec.skip + given]
            if spec.kw:
                return f"{name}() missing required argument '{missing}' (pos {given + 1})"
            return f"{name}() takes at least {low} positional argument{'s' if low != 1 else ''} ({given} given)"
        if low == high == 0:
            return f"{self.native_name(spec)}() takes no arguments ({given} given)"
        if low == high == 1:
            return f"{self.native_name(spec)}() takes exactly one argument ({given} given)"
        bound = high if high is not None and given > high else low
        how = "" if low == high else "at most " if bound == high else "at least "
        return f"{name} expected {how}{bound} argument{'s' if bound != 1 else ''}, got {given}"

    # ------------------------------------------------------------ guest functions

    def new_frame(self: Any, fn: Any, code: Any, values: list[Any]) -> Frame:
        """A frame for ``fn`` whose locals are ``values`` (references taken over); the function is increfed."""
        f = Frame()
        f.code = code
        f.instrs = code.instrs
        f.locals = values
        f.stack = []
        f.globals = g = fn.globals
        f.gd = g.d
        f.names = None
        f.back = f.obj = f.owner = f.gen = f.borrowed = None
        f.func = self.heap.incref(fn)
        f.pc = f.drop = f.id = 0
        f.suspended = False
        closure = fn.closure
        if closure is not None:
            h = self.heap
            for slot, cell in zip(code.unit.free_slots, closure.items):
                values[slot] = h.incref(cell)
        return f

    def bind(self: Any, fn: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        """A frame for a call with borrowed arguments (each local owns its own reference), or the generator it makes."""
        code = fn.code
        h = self.heap
        if code.simple == len(args) and not kw:
            values = list(args)
            for o in values:
                h.incref(o)
            values += code.pad
        else:
            values = self.bind_arguments(fn, code, args, kw)
        frame = self.new_frame(fn, code, values)
        if code.generator:
            return self.make_generator(frame, fn)
        return frame

    def frame_for_call(self: Any, f: Frame, fn: Any, n: int, mask: int = 0, method_null: bool = False) -> Any:
        """Prepare an in-loop call of a guest function whose callable and ``n`` arguments are on the value stack.

        Returns the new frame with the references moved into it, or None when the call made a generator (pushed as result).
        ``method_null``: CALL_METHOD with a NULL below the callable. ``mask``: borrowed operands (see instructions).
        """
        if self.depth >= self.recursion_limit:
            self.recursion_error("")
        h = self.heap
        stack = f.stack
        code = fn.code
        base = len(stack) - n - 1
        args = stack[base + 1:]
        if code.generator or (mask and code.simple != n):
            # not entered at once, or arguments are packed: every argument gets a reference of its own
            r = self.bind(fn, args, None)
            if not code.generator:
                self.lend_locals(r, code.unit, args, n, None, mask)
            del stack[base:]
            if method_null:
                stack.pop()
            if r.__class__ is Frame:
                self.drop_operands(fn, args, mask)
                return r
            stack.append(r)
            self.drop_operands(fn, args, mask)
            return None
        if self.keeps_args:
            values = list(args)
            if code.simple == n:
                for o in values:
                    h.incref(o)
                values += code.pad
            else:
                values = self.bind_arguments(fn, code, args, None)
            nf: Frame = self.new_frame(fn, code, values)
            if method_null:
                del stack[base - 1]
            nf.drop = n + 1
            return nf
        if code.simple == n:
            del stack[base:]
            if method_null:
                stack.pop()
            args += code.pad
            nf = self.new_frame(fn, code, args)
            if mask:
                lead = 1
                borrowed = {i for i in range(n) if mask >> (i + lead) & 1}
                if borrowed:
                    nf.borrowed = borrowed
        else:
            values = self.bind_arguments(fn, code, args, None)
            del stack[base:]
            if method_null:
                stack.pop()
            nf = self.new_frame(fn, code, values)
            for o in args:
                h.decref(o)
        if not mask & 1:
            h.decref(fn)
        return nf

    def frame_for_method(self: Any, f: Frame, bound: Any, n: int, mask: int, null: bool) -> Any:
        """frame_for_call for a bound method of a guest function: function and self take its place on the stack (CALL, 3.11+).

        ``null``: there is an empty slot below the method. ``mask``: bit 0 is the method, bit i the i-th argument.
        """
        h = self.heap
        s = f.stack
        at = len(s) - 1 - n
        func = h.incref(bound.func)
        me = h.incref(bound.self)
        if null:
            at -= 1
            s[at:at + 2] = [func, me]
        else:
            s[at:at + 1] = [func, me]
        try:
            nf = self.frame_for_call(f, func, n + 1, (mask & ~1) << 1)
        except GuestError:
            s[at:at + 2] = [None, bound] if null else [bound]
            h.decref(me)
            h.decref(func)
            raise
        if not mask & 1:
            h.decref(bound)
        return nf

    def enter_call(self: Any, f: Frame, fn: Any, n: int, args: Sequence[Any], kw: dict[str, Any] | None, mask: int) -> bool:
        """A call with keywords of a guest function goes on in its frame, which takes the ``n`` operands over.

        False when it only made a generator, which is then on the stack.
        """
        if self.depth >= self.recursion_limit:
            self.recursion_error("")
        s = f.stack
        code = fn.code
        values = self.bind_arguments(fn, code, args, kw)
        nf = self.new_frame(fn, code, values)
        operands = s[-n:] if n else []
        if code.generator:
            r = self.make_generator(nf, fn)
            del s[-n - 1:]
            s.append(r)
            self.drop_operands(fn, operands, mask)
            return False
        if self.keeps_args:
            nf.drop = n + 1
            self.enter_frame(nf)
            return True
        del s[-n - 1:]
        if mask >> 1:
            self.lend_locals(nf, code.unit, operands, len(args), kw, mask)
        self.drop_operands(fn, operands, mask)
        self.enter_frame(nf)
        return True

    def lend_locals(self: Any, nf: Frame, unit: Any, operands: Sequence[Any], positional: int, kw: Any, mask: int) -> None:
        """Parameters whose argument the caller's stack only borrowed are borrowed by the new frame too (3.14)."""
        places = list(range(min(positional, unit.argcount)))
        places += [-1] * (positional - len(places))
        top = unit.argcount + unit.kwonly
        for name in kw or ():
            try:
                places.append(unit.locals.index(name, unit.posonly, top))
            except ValueError:
                places.append(-1)
        borrowed = {at for i, at in enumerate(places) if at >= 0 and mask >> (i + 1) & 1}
        for i in borrowed:
            self.heap.decref(nf.locals[i])
        nf.borrowed = borrowed or None

    def call_packed(self: Any, fn: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        """PyObject_Call: the arguments are in a tuple already, so none is packed; keywords are unpacked for the callee."""
        if isinstance(fn, O.Type):
            return self.call_type(fn, args, kw)
        c = fn.__class__
        if c is not Function and c is not NativeFunction and c is not Descriptor and c is not O.BoundMethod:
            caller = self.lookup(fn.type, "__call__")
            if caller is not None:
                return self.call_prepended(caller, fn, args, kw)
        if not kw:
            return self.call(fn, args)
        h = self.heap
        unpacked = [*args, *kw.values()]    # _PyStack_UnpackDict
        for o in unpacked:
            h.incref(o)
        try:
            return self.call(fn, args, kw)
        finally:
            h.decref_all(unpacked)

    def call_with_tuple(self: Any, f: Any, args: Sequence[Any], kw: dict[str, Any] | None, fn: Any) -> Any:
        """_PyObject_MakeTpCall: what has no vectorcall gets its arguments in a tuple and a dict, which hold them meanwhile."""
        h = self.heap
        held = [*args, *kw.values()] if kw else list(args)
        for o in held:
            h.incref(o)
        try:
            return fn(f, args, kw)
        finally:
            h.decref_all(held)

    def drop_operands(self: Any, fn: Any, args: Sequence[Any], mask: int) -> None:
        h = self.heap
        bit = 2
        for o in args:
            if not mask & bit:
                h.decref(o)
            bit <<= 1
        if not mask & 1:
            h.decref(fn)

    def bind_arguments(self: Any, fn: Any, code: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> list[Any]:
        """initialize_locals (Python/ceval.c): positional, defaults, ``*args``, keyword-only, ``**kwargs``; owned references."""
        h = self.heap
        unit = code.unit
        argcount, kwonly = unit.argcount, unit.kwonly
        names = unit.locals
        total = argcount + kwonly + bool(unit.varargs) + bool(unit.varkw)
        values: list[Any] = [None] * len(names)
        n = len(args)
        k = min(n, argcount)
        for i in range(k):
            values[i] = args[i]
        extra: dict[str, Any] = {}
        if kw:
            posonly = unit.posonly
            for key, value in kw.items():
                for i in range(posonly, argcount + kwonly):
                    if names[i] == key:
                        break
                else:
                    if unit.varkw:
                        extra[key] = value
                        continue
                    wrong = [x for x in kw if x in names[:posonly]]
                    if wrong:
                        raise self.error("TypeError", f"{self.func_name(fn)}() got some positional-only arguments passed as "
                                         f"keyword arguments: '{', '.join(x for x in names[:posonly] if x in kw)}'")
                    raise self.error("TypeError", self.unexpected_keyword(fn, key, names[posonly:argcount + kwonly]))
                if values[i] is not None:
                    raise self.error("TypeError", f"{self.func_name(fn)}() got multiple values for argument '{key}'")
                values[i] = value
        if n > argcount and not unit.varargs:
            raise self.error("TypeError", self.too_many(fn, unit, n, values))
        if n < argcount:
            defaults = fn.defaults.items if fn.defaults is not None else ()
            first = argcount - len(defaults)
            missing = [names[i] for i in range(n, first) if values[i] is None]
            if missing:
                raise self.error("TypeError", self.missing(fn, missing, "positional"))
            for i in range(max(n, first), argcount):
                if values[i] is None:
                    values[i] = defaults[i - first]
        if kwonly:
            missing = []
            kwd = fn.kwdefaults.d if fn.kwdefaults is not None else {}
            for i in range(argcount, argcount + kwonly):
                if values[i] is None:
                    e = kwd.get(names[i])
                    if e is None:
                        missing.append(names[i])
                    else:
                        values[i] = e[1]
            if missing:
                raise self.error("TypeError", self.missing(fn, missing, "keyword-only"))
        for i in range(argcount + kwonly):
            o = values[i]
            if o is not None:
                h.incref(o)
        at = argcount + kwonly
        if unit.varargs:
            rest = list(args[argcount:])
            for o in rest:
                h.incref(o)
            values[at] = h.new_tuple(rest)
            at += 1
        if unit.varkw:
            d = h.new_dict()
            values[at] = d
            for key, value in extra.items():
                self.dict_set_str(d, key, h.incref(value))
        assert at + bool(unit.varkw) == total
        return values

    def func_name(self: Any, fn: Any) -> str:
        return str(fn.qualname.val)

    def unexpected_keyword(self: Any, fn: Any, key: str, names: Sequence[str]) -> str:
        text = f"{self.func_name(fn)}() got an unexpected keyword argument '{key}'"
        if self.profile.suggest_keyword:
            from memlab.interp.suggestions import nearest
            near = nearest(key, names)
            if near:
                text += f". Did you mean '{near}'?"
        return text

    def missing(self: Any, fn: Any, names: list[str], kind: str) -> str:
        quoted = [f"'{n}'" for n in names]
        if len(quoted) == 1:
            text = quoted[0]
        elif len(quoted) == 2:
            text = f"{quoted[0]} and {quoted[1]}"
        else:
            text = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
        s = "s" if len(names) != 1 else ""
        return f"{self.func_name(fn)}() missing {len(names)} required {kind} argument{s}: {text}"

    def too_many(self: Any, fn: Any, unit: Any, given: int, values: list[Any]) -> str:
        defaults = len(fn.defaults.items) if fn.defaults is not None else 0
        argcount = unit.argcount
        kwonly_given = sum(1 for i in range(argcount, argcount + unit.kwonly) if values[i] is not None)
        if defaults:
            takes = f"from {argcount - defaults} to {argcount}"
            plural = True
        else:
            takes = str(argcount)
            plural = argcount != 1
        tail = ""
        if kwonly_given:
            tail = (f" positional argument{'s' if given != 1 else ''} (and {kwonly_given} keyword-only "
                    f"argument{'s' if kwonly_given != 1 else ''})")
        verb = "was" if given == 1 and not kwonly_given else "were"
        return (f"{self.func_name(fn)}() takes {takes} positional argument{'s' if plural else ''} but {given}{tail} {verb} given")

    # ------------------------------------------------------------ classes

    def call_type(self: Any, t: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        """type_call (Objects/typeobject.c): ``__new__`` then ``__init__``; a metaclass may replace it by ``__call__``."""
        meta = t.type
        h = self.heap
        if meta is not h.t_type:
            caller = self.lookup(meta, "__call__")
            if caller is not None and caller is not self.type_call_descriptor:
                return self.call_found(caller, t, args, kw)
        return self.type_call(t, args, kw)

    def type_call(self: Any, t: Any, args: Sequence[Any], kw: dict[str, Any] | None) -> Any:
        h = self.heap
        if t is h.t_type and len(args) == 1 and not kw:
            return h.incref(args[0].type)
        new = t.slots.get("__new__")
        if new is None:
            new = self.find_new(t)
        o = new(self, t, args, kw)
        if not (o.type is t or self.issubtype(o.type, t)):
            return o
        init = o.type.slots.get("__init__")
        if init is None:
            init = self.find_init(o.type)
        if init is not False:
            try:
                init(self, o, args, kw)
            except GuestError:
                h.decref(o)
                raise
        return o

    def find_new(self: Any, t: Any) -> Any:
        """Host callable (m, cls, args, kw) for the ``__new__`` of ``t``, cached in its slots."""
        found = self.lookup(t, "__new__")
        if found is None:
            raise self.error("TypeError", f"cannot create '{t.name}' instances")
        spec: Any = getattr(found, "spec", None)
        if found.__class__ is NativeFunction and spec.kind == "new":
            fn = spec.fn
        elif found.__class__ is O.Native and found.type is self.heap.types["staticmethod"] and found.held[0] is not None:
            inner = found.held[0]

            def fn(m: Any, cls: Any, args: Sequence[Any], kw: Any) -> Any:
                return m.call(inner, (cls, *args), kw)
        else:
            def fn(m: Any, cls: Any, args: Sequence[Any], kw: Any) -> Any:
                bound = m.getattr(cls, "__new__")
                try:
                    return m.call(bound, (cls, *args), kw)
                finally:
                    m.heap.decref(bound)
        t.slots["__new__"] = fn
        return fn

    def find_init(self: Any, t: Any) -> Any:
        """Host callable (m, self, args, kw) for ``__init__``, False when there is nothing to do."""
        found = self.lookup(t, "__init__")
        fn: Any
        if found is None:
            fn = False
        elif found.__class__ is Descriptor and found.spec.kind == "init":
            fn = found.spec.fn
        else:
            def fn(m: Any, o: Any, args: Sequence[Any], kw: Any) -> None:
                r = m.call_prepended(found, o, args, kw)
                if r is not m.none:
                    text = f"__init__() should return None, not '{r.type.name}'"
                    m.heap.decref(r)
                    raise m.error("TypeError", text)
                m.none.rc -= 1
        t.slots["__init__"] = fn
        return fn
