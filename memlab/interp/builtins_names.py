"""Builtins that deal with namespaces and source text: globals, locals, vars, dir, eval, exec, compile, __import__."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import Cell, Code, Dict, Str
from memlab.interp.builtins_module import BUILTINS, _take
from memlab.interp.native import GuestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

__all__ = ["dir_list", "dir_names", "frame_locals"]


@BUILTINS.function("globals")
def b_globals(m: Any) -> Obj:
    return _take(m, m.frame.globals)


@BUILTINS.function("locals")
def b_locals(m: Any) -> Obj:
    return frame_locals(m, m.frame)


def frame_locals(m: Any, frame: Any) -> Obj:
    """``locals()``: the namespace itself at module and class level, else a dict of the function's variables.

    Up to 3.12 a function has one such dict, refreshed at each call (PyFrame_FastToLocals); PEP 667 makes a new one.
    """
    if frame.names is not None:
        return _take(m, frame.names)
    if frame.code.unit.kind == "module":
        return _take(m, frame.globals)
    h = m.heap
    unit = frame.code.unit
    shared = m.profile.locals_shared_snapshot
    d: Any = None
    if shared:
        obj = m.frame_object(frame)
        d = obj.extra
        if d is None:
            d = h.new_dict()
            obj.extra = d
        assert d is not None
        h.incref(d)
    else:
        d = h.new_dict()
    for i, name in enumerate(unit.locals):
        v = frame.locals[i] if i < len(frame.locals) else None
        if isinstance(v, Cell) and (name in unit.cellvars or name in unit.freevars):
            v = v.ref
        if v is not None and (name == ".0" or not name.startswith(".")):
            m.setitem(d, h.intern(name), v)
        elif shared and name in d.d:
            m.delitem(d, h.intern(name))
    return d


@BUILTINS.function("vars")
def b_vars(m: Any, obj: Obj | None = None) -> Obj:
    if obj is None:
        return frame_locals(m, m.frame)
    d: Obj | None = m.getattr_or_none(obj, "__dict__")
    if d is None:
        raise m.error("TypeError", "vars() argument must have __dict__ attribute")
    return d


def dir_list(m: Any, obj: Obj) -> Obj:
    """_dir_object (Objects/object.c): what ``__dir__`` gives as a new sorted list."""
    h = m.heap
    r = m.call_special(obj, "__dir__")
    if r is None:
        raise m.error("TypeError", "object does not provide __dir__")
    try:
        names_ = m.call(h.types["list"], (r,))
    finally:
        h.decref(r)
    try:
        h.decref(m.call_method(names_, "sort"))
    except GuestError:
        h.decref(names_)
        raise
    o: Obj = names_
    return o


def dir_names(m: Any, obj: Obj) -> list[str]:
    """The str names in ``dir(obj)``, sorted."""
    lst: Any = dir_list(m, obj)
    out = [s.val for s in lst.items if isinstance(s, Str)]
    m.heap.decref(lst)
    return out


@BUILTINS.function("dir")
def b_dir(m: Any, obj: Obj | None = None) -> Obj:
    if obj is not None:
        return dir_list(m, obj)
    h = m.heap
    d = frame_locals(m, m.frame)
    try:
        keys = m.call_method(d, "keys")
        try:
            out: Obj = m.call(h.types["list"], (keys,))
        finally:
            h.decref(keys)
    finally:
        h.decref(d)
    h.decref(m.call_method(out, "sort"))
    return out


# ---------------------------------------------------------------- running source

def _source_text(m: Any, o: Obj, function: str, what: str = "string, bytes or code") -> str:
    value = getattr(o, "val", None)
    if isinstance(value, str):
        text: str = value
    elif isinstance(value, (bytes, bytearray)):
        text = bytes(value).decode("utf-8", "replace")
    else:
        raise m.error("TypeError", f"{function}() arg 1 must be a {what} object")
    if "\0" in text:
        raise m.error("SyntaxError", "source code string cannot contain null bytes")
    return text


def compile_text(m: Any, text: str, filename: str, mode: str) -> Obj:
    """Compile source to a code object (new reference); SyntaxError is a guest exception."""
    code: Obj = m.compile(text, filename, mode)
    return code


def _namespaces(m: Any, function: str, globals_: Obj | None, locals_: Obj | None) -> tuple[Obj, Obj]:
    """The two namespaces of exec() and eval(), as new references; ``__builtins__`` is put into the globals."""
    h = m.heap
    if globals_ is m.none:
        globals_ = None
    if locals_ is m.none:
        locals_ = None
    if globals_ is not None and not isinstance(globals_, Dict):
        if function == "exec":
            raise m.error("TypeError", m.profile.exec_globals_text.format(type=globals_.type.name))
        if m.special(globals_, "__getitem__") is not None:
            raise m.error("TypeError", "globals must be a real dict; try eval(code, {}, mapping)")
        raise m.error("TypeError", m.profile.eval_globals_text)
    if locals_ is not None and m.special(locals_, "__getitem__") is None:
        raise m.error("TypeError", f"locals must be a mapping or None, not {locals_.type.name}" if function == "exec" else
                      "locals must be a mapping")
    if globals_ is None:
        g = _take(m, m.frame.globals)
        loc = _take(m, locals_) if locals_ is not None else frame_locals(m, m.frame)
    else:
        g = _take(m, globals_)
        loc = _take(m, locals_ if locals_ is not None else globals_)
    if "__builtins__" not in g.d:  # type: ignore[attr-defined]
        module = m.modules.get("builtins")
        value = m.frame.builtins if module is None else module.ns
        m.setitem(g, h.intern("__builtins__"), value)
    return g, loc


def _run(m: Any, function: str, source: Obj, globals_: Obj | None, locals_: Obj | None) -> Obj:
    h = m.heap
    g, loc = _namespaces(m, function, globals_, locals_)
    code: Obj | None = None
    try:
        if isinstance(source, Code):
            if source.unit.freevars:
                raise m.error("TypeError", f"code object passed to {function}() may not contain free variables")
            code = _take(m, source)
        else:
            text = _source_text(m, source, function)
            if function == "eval":
                text = text.lstrip(" \t")
            code = compile_text(m, text, "<string>", function)
        o: Obj = m.run_code(code, g, loc)
        return o
    finally:
        if code is not None:
            h.decref(code)
        h.decref(loc)
        h.decref(g)


@BUILTINS.function("eval", raw=True)
def b_eval(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    source, g, loc = _exec_args(m, "eval", args, kw)
    return _run(m, "eval", source, g, loc)


@BUILTINS.function("exec", raw=True)
def b_exec(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    source, g, loc = _exec_args(m, "exec", args, kw)
    m.heap.decref(_run(m, "exec", source, g, loc))
    o: Obj = m.ret_none()
    return o


def _exec_args(m: Any, fn: str, args: Sequence[Obj], kw: dict[str, Obj] | None) -> tuple[Obj, Obj | None, Obj | None]:
    if not args:
        raise m.error("TypeError", f"{fn}() takes at least 1 positional argument (0 given)" if m.profile.exec_keywords else
                      f"{fn} expected at least 1 argument, got 0")
    if len(args) > 3:
        raise m.error("TypeError", f"{fn}() takes at most 3 arguments ({len(args)} given)" if m.profile.exec_keywords else
                      f"{fn} expected at most 3 arguments, got {len(args)}")
    g = args[1] if len(args) > 1 else None
    loc = args[2] if len(args) > 2 else None
    for key, value in (kw or {}).items():
        if m.profile.exec_keywords and key == "globals" and g is None:
            g = value
        elif m.profile.exec_keywords and key == "locals" and loc is None:
            loc = value
        elif key in ("closure",) and fn == "exec":
            raise NotSimulated("exec() with a closure")
        elif fn == "exec" and m.profile.exception_groups:
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name=fn, key=key))
        else:
            raise m.error("TypeError", f"{fn}() takes no keyword arguments")
    return args[0], g, loc


@BUILTINS.function("compile", kw=True)
def b_compile(m: Any, source: Obj, filename: Obj, mode: Obj, flags: Obj | None = None, dont_inherit: Obj | None = None,
              optimize: Obj | None = None, _feature_version: Obj | None = None) -> Obj:
    if not isinstance(getattr(filename, "val", None), (str, bytes)):
        raise m.error("TypeError", f"expected str, bytes or os.PathLike object, not {filename.type.name}")
    if not isinstance(mode, Str):
        raise m.error("TypeError", f"compile() argument 'mode' must be str, not {mode.type.name}")
    if mode.val not in ("exec", "eval", "single"):
        raise m.error("ValueError", "compile() mode must be 'exec', 'eval' or 'single'")
    if flags is not None and m.index(flags):
        raise NotSimulated("compile() with flags")
    if isinstance(source, Code):
        return _take(m, source)
    name: Any = filename.val  # type: ignore[attr-defined]
    return compile_text(m, _source_text(m, source, "compile", "string, bytes or AST"), name if isinstance(name, str) else name.decode(),
                        mode.val)


@BUILTINS.function("__import__", kw=True)
def b_import(m: Any, name: Obj, globals: Obj | None = None, locals: Obj | None = None, fromlist: Obj | None = None,
             level: Obj | None = None) -> Obj:
    if not isinstance(name, Str):
        raise m.error("TypeError", m.profile.import_name_text.format(type=name.type.name))
    if level is not None and m.index(level):
        raise NotSimulated("relative imports")
    if not name.val:
        raise m.error("ValueError", "Empty module name")
    module = m.import_module(name.val)
    if fromlist is None or fromlist is m.none or not m.truth(fromlist):
        module = m.import_module(name.val.partition(".")[0])
    return _take(m, module)


@BUILTINS.function("__build_class__", raw=True)
def b_build_class(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """The class statement: body function, name, bases, keywords."""
    o: Obj = m.build_class(args, kw)
    return o
