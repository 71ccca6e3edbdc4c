"""Code units become code objects, sources become modules: linking, running and importing."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap import dicts as D
from memlab.heap import objects as O
from memlab.interp.frame import Frame
from memlab.interp.instructions import OPS, Unit
from memlab.interp.native import GuestError, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LOAD_CONST = OPS["LOAD_CONST"]

BUILTIN_TYPES = frozenset("""bool memoryview bytearray bytes classmethod complex dict enumerate filter float frozenset property int
list map object range reversed set slice staticmethod str super tuple type zip""".split())
SINGLETONS = {"None": "none", "True": "true", "False": "false", "NotImplemented": "not_implemented", "Ellipsis": "ellipsis",
              "__debug__": "true"}
"""Names of ``builtins`` that are shared objects: attribute of the heap."""


class Imports:
    """Part of the machine: linking and importing."""

    # ------------------------------------------------------------ linking

    def link(self: Any, unit: Unit, shared: dict[Any, Any] | None = None) -> Any:
        """A code object for a compiled unit: constants become objects; equal constants of one compilation are one object. New reference."""
        h = self.heap
        top = shared is None
        if shared is None:
            shared = {}
        consts = [self.link_const(c, shared) for c in unit.consts]
        instrs = []
        h.begin_machinery()     # names and code objects are the compiler's: the learner's objects are numbered without them
        for op, arg in unit.instrs:
            if op == LOAD_CONST:
                arg = consts[arg]
            elif arg.__class__ is str:
                h.intern(arg)
            instrs.append((op, arg))
        for n in (*unit.locals, unit.name, unit.qualname):
            h.intern(n)
        code = h.new_layout(O.Code, h.types["code"], h.profile.sizes["code"] + 2 * len(instrs), unit=unit, consts=[],
                            instrs=instrs, weakrefs=None, names=None, source=None)
        h.end_machinery()
        code.consts = consts
        code.generator = unit.is_generator
        simple = not (unit.varargs or unit.varkw or unit.kwonly or unit.is_generator)
        code.simple = unit.argcount if simple else -1
        code.pad = [None] * (len(unit.locals) - unit.argcount)
        if h.log is not None:
            from memlab.model import kinds as K
            for i, c in enumerate(consts):
                h.log((K.REFERENCE_SET, code.serial, (f"constant {i}",), 0, c.serial))
        if top:
            for o in shared.values():
                h.decref(o)
        return code

    def link_const(self: Any, value: Any, shared: dict[Any, Any]) -> Any:
        """The object of a constant (owned); ``shared`` holds one reference for each value already made."""
        h = self.heap
        if value.__class__ is Unit:
            return self.link(value, shared)
        key = const_key(value)
        o = shared.get(key)
        if o is None:
            if value.__class__ is str:
                if all_name_chars(value):
                    o = h.incref(h.intern(value))
                else:
                    o = h.new_str(value)
            elif value.__class__ is tuple:
                o = h.new_tuple([self.link_const(v, shared) for v in value])
                if o.gc is not None:
                    h.untrack(o)
            elif value.__class__ is frozenset:
                items = h.new_list([self.link_const(v, shared) for v in sorted(value, key=repr)])
                o = self.call(h.types["frozenset"], (items,))
                h.decref(items)
            else:
                o = self.from_host(value)
            shared[key] = o
        return h.incref(o)

    # ------------------------------------------------------------ running code

    def compile(self: Any, source: str, filename: str, mode: str = "exec") -> Any:
        """Compile and link; raises guest SyntaxError. New reference to the code object."""
        from memlab.interp.compiler import GuestSyntaxError, compile_source
        self.sources[filename] = source.split("\n")
        try:
            unit = compile_source(source, filename, self.profile, mode)
        except GuestSyntaxError as e:
            raise self.syntax_error(e) from None
        return self.link(unit)

    def syntax_error(self: Any, e: Any) -> GuestError:
        h = self.heap
        name = getattr(e, "kind", None) or "SyntaxError"
        parts = [self.from_host(v) for v in (e.filename, e.lineno, e.offset, e.text)]
        if getattr(e, "end_lineno", None) is not None:
            parts += [self.from_host(e.end_lineno), self.from_host(e.end_offset)]
        where = h.new_tuple(parts)
        text = h.new_str(e.msg)
        exc = self.call(h.types[name], (text, where))
        h.decref(text)
        h.decref(where)
        self.set_context(exc)
        return GuestError(exc)

    def code_frame(self: Any, code: Any, globals_: Any, names: Any, closure: Any = None) -> Frame:
        """A frame for module-level code; borrows its arguments."""
        f = Frame()
        f.code = code
        f.instrs = code.instrs
        f.locals = [None] * len(code.unit.locals)
        f.stack = []
        f.globals = globals_
        f.gd = globals_.d
        f.names = self.heap.incref(names)
        f.func = f.back = f.obj = f.owner = f.gen = f.borrowed = None
        f.pc = f.drop = f.id = 0
        f.suspended = False
        if closure is not None:
            for slot, cell in zip(code.unit.free_slots, closure.items):
                f.locals[slot] = self.heap.incref(cell)
        return f

    def run_code(self: Any, code: Any, globals_: Any, names: Any, closure: Any = None) -> Any:
        """Run a code object in a namespace: the value it returns (new reference). ``code`` is borrowed."""
        h = self.heap
        if "__builtins__" not in globals_.d:
            b = self.modules["builtins"]
            D.set(h, globals_, h.intern("__builtins__"), "__builtins__", h.incref(b.ns if globals_ is not self.main_globals else b))
        f = self.code_frame(code, globals_, names, closure)
        h.incref(code)
        try:
            return self.run(f)
        finally:
            h.decref(code)

    def locals_dict(self: Any, f: Frame) -> Any:
        """What ``locals()`` or ``frame.f_locals`` gives: new reference."""
        from memlab.interp.builtins_names import frame_locals
        return frame_locals(self, f)

    def run_atexit(self: Any) -> None:
        """Call what atexit registered, last first; errors are reported and passed over."""
        if "atexit" in self.modules:
            from memlab.interp import mod_atexit
            mod_atexit.run(self)

    def type_of(self: Any, native: NativeType) -> Any:
        """The type object of a declaration, borrowed."""
        from memlab.interp.bootstrap import make_type
        return make_type(self, native)

    # ------------------------------------------------------------ modules

    def new_module(self: Any, name: str) -> Any:
        """A module object with the usual names; new reference."""
        h = self.heap
        ns = h.new_dict()
        mod = h.new_layout(O.Module, h.types["module"], None, name=name, ns=ns, weakrefs=None, attrs=ns.d, dict=ns)
        for key, value in (("__name__", h.new_str(name)), ("__doc__", h.incref(h.none)), ("__package__", h.incref(h.none)),
                           ("__loader__", h.incref(h.none)), ("__spec__", h.incref(h.none))):
            D.set(h, ns, h.intern(key), key, value)
        return mod

    def find_module(self: Any, name: str) -> Any:
        """What `modules.find` knows of a module, or None."""
        if name in self.modules:
            return self.modules[name]
        from memlab.interp import modules
        try:
            return modules.find(name, self.profile)
        except NotSimulated:
            return None

    def import_module(self: Any, name: str) -> Any:
        """The module of that name, imported if need be; borrowed. Raises ModuleNotFoundError or NotSimulated."""
        mod = self.modules.get(name)
        if mod is not None:
            return mod
        h = self.heap
        parent, _, child = name.rpartition(".")
        if parent:
            self.import_module(parent)
        from memlab.interp import modules
        try:
            found = modules.find(name, self.profile)
        except NotSimulated as e:
            raise NotSimulated(e.what, self.frame.lineno if self.frame is not None else None) from None
        if found is None:
            raise self.module_not_found(name)
        h.begin_machinery()
        log, h.log = h.log, None
        steps = self.steps
        enabled, h.gc.enabled = h.gc.enabled, False
        saved_frame, self.frame = self.frame, None
        handled, self.exc = self.exc, None
        try:
            mod = self.new_module(name)
            self.modules[name] = mod
            try:
                if isinstance(found, NativeModule):
                    self.fill_native_module(mod, found)
                else:
                    _, text, filename = found
                    self.run_module_source(mod, text, filename)
            except GuestError:
                del self.modules[name]
                raise
        finally:
            self.exc = handled
            self.frame = saved_frame
            self.steps = steps
            h.gc.enabled = enabled
            h.log = log
            h.end_machinery()
        mod = self.modules[name]
        if parent:
            self.setattr(self.modules[parent], child, mod)
        if "sys" in self.modules:
            from memlab.interp import mod_sys
            mod_sys.module_imported(self, name, mod)
        return mod

    def run_module_source(self: Any, mod: Any, text: str, filename: str) -> None:
        from memlab.interp import modules
        unit = modules.compiled(text, filename, self.profile)
        self.sources.setdefault(filename, text.split("\n"))
        code = self.link(unit)
        h = self.heap
        ns = mod.ns
        D.set(h, ns, h.intern("__file__"), "__file__", h.new_str(filename))
        try:
            r = self.run_code(code, ns, ns)
            h.decref(r)
        finally:
            h.decref(code)

    def fill_native_module(self: Any, mod: Any, native: NativeModule) -> None:
        """Native members are made when they are first looked up; constants and setup at once."""
        h = self.heap
        mod.values = native         # the declaration, asked by lazy_member
        if native.doc:
            D.set(h, mod.ns, h.intern("__doc__"), "__doc__", h.new_str(native.doc))
        for name, value in native.constants.items():
            o = value(self) if callable(value) else self.from_host(value)
            D.set(h, mod.ns, h.intern(name), name, o)
        if native.setup is not None:
            native.setup(self, mod)
        if native.guest_source:
            self.complete_module(mod)
            self.run_module_source(mod, native.guest_source, f"<memlab {native.name}>")

    def lazy_member(self: Any, mod: Any, name: str) -> Any:
        """A declared member of a native module, made on first use; borrowed, or None."""
        native = getattr(mod, "values", None)
        if native.__class__ is not NativeModule:
            return None
        h = self.heap
        spec = native.functions.get(name)
        is_type = mod is self.modules["builtins"] and self.is_builtin_type(name)
        if spec is None and name not in native.types and not is_type:
            return None
        h.begin_static()
        log, h.log = h.log, None
        try:
            if spec is not None:
                o = self.native_function(spec, None)
                if o.gc is not None:
                    h.untrack(o)
                h.make_static(o)
            elif is_type:
                from memlab.interp.exceptions import ALIASES
                o = h.incref(h.types[ALIASES.get(name, name)])
            else:
                o = h.incref(self.type_of(native.types[name]))
            mod.ns.d[name] = [h.incref(h.intern(name)), o]
        finally:
            h.log = log
            h.end_static()
        return o

    def complete_module(self: Any, mod: Any) -> None:
        """Make every declared member (for ``dir``, ``vars`` and star imports)."""
        native = getattr(mod, "values", None)
        if native.__class__ is NativeModule:
            names: Any = (*native.functions, *native.types)
            if mod is self.modules["builtins"]:
                from memlab.interp.builtins_module import names as all_names
                names = all_names(self.profile)
            for name in names:
                if name not in mod.ns.d:
                    self.lazy_builtin(name) if mod is self.modules["builtins"] else self.lazy_member(mod, name)

    def is_builtin_type(self: Any, name: str) -> bool:
        """Whether ``builtins`` of this version has a type of that name."""
        if name in BUILTIN_TYPES:
            return name not in self.profile.missing_builtins
        if name[:1].isupper():
            from memlab.interp import exceptions
            return (name in exceptions.TYPES or name in exceptions.ALIASES) and name not in self.profile.missing_exceptions
        return False

    def lazy_builtin(self: Any, name: str) -> Any:
        """A name of builtins that was not made yet; borrowed, or None."""
        if name in SINGLETONS:
            o = getattr(self.heap, SINGLETONS[name])
            self.modules["builtins"].ns.d[name] = [self.heap.incref(self.heap.intern(name)), self.heap.incref(o)]
            return o
        return self.lazy_member(self.modules["builtins"], name)

    def module_not_found(self: Any, name: str) -> GuestError:
        h = self.heap
        text = f"No module named '{name}'"
        parent = name.rpartition(".")[0]
        if parent:
            from memlab.interp.modules import PACKAGES
            if parent not in PACKAGES:
                text += f"; '{parent}' is not a package"
        error = self.error("ModuleNotFoundError", text)
        from memlab.interp import exceptions
        exceptions.set_field(self, error.exc, "name", h.new_str(name))
        return error

    def import_error(self: Any, module: str, name: str) -> GuestError:
        h = self.heap
        from memlab.interp import exceptions
        mod = self.modules.get(module)
        where = "unknown location"
        if mod is not None:
            e = mod.ns.d.get("__file__")
            if e is not None and isinstance(e[1], O.Str):
                where = e[1].val
        error = self.error("ImportError", f"cannot import name '{name}' from '{module}' ({where})")
        exceptions.set_field(self, error.exc, "name", h.new_str(module))
        exceptions.set_field(self, error.exc, "path", h.new_str(where) if where != "unknown location" else h.incref(h.none))
        if self.profile.import_error_name_from:
            exceptions.set_field(self, error.exc, "name_from", h.new_str(name))
        return error

    def import_from(self: Any, f: Frame, name: str, level: int, fromlist: Any) -> Any:
        """What IMPORT_NAME pushes: the top package, or the module itself when names are taken from it; new reference."""
        h = self.heap
        if level:
            raise self.error("ImportError", "attempted relative import with no known parent package")
        if name == "__main__":
            return h.incref(self.modules["__main__"])
        self.import_module(name)
        if fromlist is self.none or not fromlist.items:
            return h.incref(self.modules[name.partition(".")[0]])
        return h.incref(self.modules[name])


def const_key(value: Any) -> Any:
    """_PyCode_ConstantKey: equal constants of equal type (and sign of zero) share one object."""
    c = value.__class__
    if c is float or c is complex:
        return c, repr(value)
    if c is tuple:
        return c, tuple(const_key(v) for v in value)
    if c is frozenset:
        return c, frozenset(const_key(v) for v in value)
    return c, value


def all_name_chars(s: str) -> bool:
    """Whether a string constant is interned by the compiler (Objects/codeobject.c all_name_chars)."""
    return s.isascii() and all(c.isalnum() or c == "_" for c in s)
