"""The module ``sys`` (Python/sysmodule.c): what programs about memory ask the interpreter for."""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap.objects import IMMORTAL, STATIC_BASELINE, Descriptor, Int, Str
from memlab.interp import lazy_names, structseq
from memlab.interp.native import GuestError, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from memlab.heap.objects import Obj

SYS = NativeModule("sys", "This module provides access to some objects used or maintained by the\n"
                          "interpreter and to functions that interact strongly with the interpreter.\n")


# ---------------------------------------------------------------- memory

def refcount(m: Any, o: Any) -> int:
    """What ``ob_refcnt`` of ``o`` reads as: the true count, or what the version stores for immortal objects."""
    rc: int = o.rc
    if rc < IMMORTAL:
        return rc
    if m.profile.immortal_refcount:
        return int(m.profile.immortal_refcount)
    # Simplified: up to 3.11 None, small ints and builtin types are counted like all others, but how many references the
    # interpreter itself holds differs from process to process. Only differences between two readings mean something.
    return int(m.profile.static_refcount or 1000) + rc - STATIC_BASELINE


@SYS.function("getrefcount")
def getrefcount(m: Any, object: Obj) -> Any:
    return m.heap.new_int(refcount(m, object))


def getsizeof_host(m: Any, o: Any) -> int:
    """``_PySys_GetSizeOf``: what ``__sizeof__`` says plus the words in front of the object."""
    method = m.lookup(o.type, "__sizeof__")
    if method is None or isinstance(method, Descriptor):
        return int(m.heap.sizeof(o))
    r = m.call_special(o, "__sizeof__")
    try:
        if not isinstance(r, Int):
            raise m.error("TypeError", "an integer is required")
        if r.val < 0:
            raise m.error("ValueError", "__sizeof__() should return >= 0")
        n = int(r.val)
    finally:
        m.heap.decref(r)
    t = o.type
    return n + (t.presize if t.is_gc else 0)


@SYS.function("getsizeof", kw=True)
def getsizeof(m: Any, object: Obj, default: Obj | None = None) -> Any:
    try:
        return m.heap.new_int(getsizeof_host(m, object))
    except GuestError as error:
        if default is None or not m.matches(error, "TypeError"):
            raise
        m.drop(error)
        return m.heap.incref(default)


@SYS.function("intern")
def intern(m: Any, string: Obj) -> Any:
    if not isinstance(string, Str):
        raise m.error("TypeError", f"intern() argument must be str, not {string.type.name}")
    if string.type is not m.heap.types["str"]:
        raise m.error("TypeError", f"can't intern {string.type.name}")
    return m.heap.incref(m.heap.intern_object(string))


@SYS.function("_is_interned")
def is_interned(m: Any, string: Obj) -> Any:
    if not isinstance(string, Str):
        raise m.error("TypeError", f"_is_interned() argument must be str, not {string.type.name}")
    return m.bool(string.interned)


@SYS.function("getallocatedblocks")
def getallocatedblocks(m: Any) -> Any:
    # The interpreter's own objects lie outside the simulated arenas; a real process has tens of thousands of blocks
    # more.
    return m.heap.new_int(m.heap.pm.allocated_blocks)


@SYS.function("_clear_type_cache")
def clear_type_cache(m: Any) -> None:
    pass


@SYS.function("_is_gil_enabled")
def is_gil_enabled(m: Any) -> Any:
    return m.bool(True)


# ---------------------------------------------------------------- frames and exceptions

@SYS.function("_getframe")
def getframe(m: Any, depth: Obj | None = None) -> Any:
    n = 0 if depth is None else m.index(depth)
    f = m.frame
    while n > 0 and f is not None:
        f = f.back
        n -= 1
    if f is None:
        raise m.error("ValueError", "call stack is not deep enough")
    return m.heap.incref(m.frame_object(f))


@SYS.function("exc_info")
def exc_info(m: Any) -> Any:
    h = m.heap
    exc = m.handled()
    if exc is None:
        return m.from_host((None, None, None))
    return h.new_tuple([h.incref(exc.type), h.incref(exc), h.incref(m.none if exc.tb is None else exc.tb)])


@SYS.function("exception")
def exception(m: Any) -> Any:
    exc = m.handled()
    return m.heap.incref(m.none if exc is None else exc)


@SYS.function("getrecursionlimit")
def getrecursionlimit(m: Any) -> Any:
    return m.heap.new_int(m.guest_recursion_limit)


@SYS.function("setrecursionlimit")
def setrecursionlimit(m: Any, limit: Obj) -> None:
    n = m.index(limit)
    if n < 1:
        raise m.error("ValueError", "recursion limit must be greater or equal than 1")
    if m.depth >= n:
        raise m.error("RecursionError", f"cannot set the recursion limit to {n} at the recursion depth {m.depth}: "
                                        "the limit is too low")
    m.guest_recursion_limit = n
    m.recursion_limit = min(n, m.limits.max_depth)


@SYS.function("exit", raw=True)
def sys_exit(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
    if kw:
        raise m.error("TypeError", "sys.exit() takes no keyword arguments")
    if len(args) > 1:
        raise m.error("TypeError", f"exit expected at most 1 argument, got {len(args)}")
    exc = m.call(m.heap.types["SystemExit"], [a for a in args if a is not m.none])
    m.set_context(exc)
    raise GuestError(exc)


UNRAISABLE = structseq.declare("UnraisableHookArgs", "sys", ("exc_type", "exc_value", "exc_traceback", "err_msg",
                                                             "object"))


def unraisable(m: Any, error: GuestError, where: Any, doing: str | None = None) -> bool:
    """Hand an exception nobody can catch to ``sys.unraisablehook`` if the program has set one; takes over ``error``.

    Returns False, and leaves ``error`` alone, when the hook is the interpreter's own.
    """
    sys = m.modules.get("sys")
    entry = None if sys is None else sys.ns.d.get("unraisablehook")
    if entry is None or _is_ours(entry[1]):
        return False
    h = m.heap
    hook = h.incref(entry[1])
    exc = error.exc
    err_msg: str | None = None
    if doing is not None and where is not None:   # PyErr_FormatUnraisable: the message says it all
        err_msg, where = f"Exception ignored while {doing} {m.repr(where)}", None
    args = structseq.make(m, UNRAISABLE, (exc.type, exc, exc.tb, err_msg, where))
    try:
        h.decref(m.call(hook, (args,)))
    except GuestError as second:
        m.write_err("Exception ignored in sys.unraisablehook: " + m.repr(hook) + "\n")
        m.drop(second)
    h.decref(args)
    h.decref(hook)
    m.drop(error)
    return True


def _is_ours(o: Any) -> bool:
    return getattr(getattr(o, "spec", None), "fn", None) is unraisablehook


@SYS.function("unraisablehook")
def unraisablehook(m: Any, unraisable: Any) -> None:
    from memlab.interp import traceback_text
    if unraisable.type is not m.heap.types[UNRAISABLE.key]:
        raise m.error("TypeError", "sys.unraisablehook argument type must be UnraisableHookArgs")
    items = unraisable.items
    where = items[4]
    m.write_err(traceback_text.unraisable(m, items[1], None if where is m.none else where))


@SYS.function("excepthook")
def excepthook(m: Any, exctype: Obj, value: Any, traceback: Obj) -> None:
    from memlab.interp import traceback_text
    m.write_err("".join(traceback_text.format_exception(m, value)))


@SYS.function("displayhook")
def displayhook(m: Any, object: Obj) -> None:
    if object is m.none:
        return
    from memlab.heap import dicts
    h = m.heap
    builtins = m.import_module("builtins")
    key = h.intern("_")
    dicts.set(h, builtins.ns, key, "_", h.incref(m.none))
    m.write(m.repr(object) + "\n")
    dicts.set(h, builtins.ns, key, "_", h.incref(object))


for _name in ("displayhook", "excepthook", "unraisablehook"):
    SYS.functions[f"__{_name}__"] = SYS.functions[_name]


# ---------------------------------------------------------------- facts

_LAZY: dict[str, Callable[[Any], Any]] = {}
"""Names made on first use."""


def _fact(name: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Declare a name of the module whose value is computed for the machine's profile."""
    def store(fn: Callable[[Any], Any]) -> Callable[[Any], Any]:
        _LAZY[name] = lambda m: m.from_host(fn(m))
        return fn
    return store


SYS.constants.update(
    maxsize=(1 << 63) - 1, maxunicode=0x10FFFF, byteorder="little", platform="linux", executable="", prefix="",
        exec_prefix="",
    base_prefix="", base_exec_prefix="", platlibdir="lib", api_version=1013, float_repr_style="short", abiflags="",
    dont_write_bytecode=False, pycache_prefix=None,
    copyright="Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n",
)


@_fact("version")
def _version(m: Any) -> str:
    return f"{m.profile.full_name} (memlab) [simulated]"


@_fact("hexversion")
def _hexversion(m: Any) -> int:
    return int(m.profile.hexversion)


@_fact("argv")
def _argv(m: Any) -> list[str]:
    return list(getattr(m, "argv", None) or [""])


@_fact("orig_argv")
def _orig_argv(m: Any) -> list[str]:
    return ["python", *(getattr(m, "argv", None) or [])]


@_fact("path")
def _path(m: Any) -> list[str]:
    return [""]


@_fact("warnoptions")
def _warnoptions(m: Any) -> list[str]:
    return []


@_fact("_xoptions")
def _xoptions(m: Any) -> dict[str, str]:
    return {}


VERSION_INFO = structseq.declare("version_info", "sys", ("major", "minor", "micro", "releaselevel", "serial"))
SYS.constants["version_info"] = lambda m: structseq.make(m, VERSION_INFO, m.profile.version_info)

FLOAT_INFO = structseq.declare("float_info", "sys", (
    "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"))
_LAZY["float_info"] = lambda m: structseq.make(m, FLOAT_INFO, (
    1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1))

INT_INFO = structseq.declare("int_info", "sys", (
    "bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"))
_LAZY["int_info"] = lambda m: structseq.make(m, INT_INFO, (30, 4, 4300, 640))

HASH_INFO = structseq.declare("hash_info", "sys", (
    "width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"))
_LAZY["hash_info"] = lambda m: structseq.make(m, HASH_INFO, (
    64, (1 << 61) - 1, 314159, 0, 1000003, m.profile.str_hash, 64, 128, 0))

_FLAGS = ("debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
          "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated",
          "dev_mode", "utf8_mode",
          "warn_default_encoding", "safe_path", "int_max_str_digits")
FLAGS = structseq.declare("flags", "sys", _FLAGS)
FLAGS_BEFORE_SAFE_PATH = structseq.declare("flags", "sys", [f for f in _FLAGS if f != "safe_path"],
                                           key="sys.flags 3.10")


@SYS.function("get_int_max_str_digits")
def get_int_max_str_digits(m: Any) -> Any:
    return m.heap.new_int(getattr(m, "int_max_str_digits", None) or m.profile.int_max_str_digits)


@SYS.function("set_int_max_str_digits", kw=True)
def set_int_max_str_digits(m: Any, maxdigits: Obj) -> None:
    n = m.index(maxdigits)
    if n and n < 640:
        raise m.error("ValueError", "maxdigits must be 0 or larger than 640")
    raise NotSimulated("sys.set_int_max_str_digits")


def _flags(m: Any) -> Any:
    values: dict[str, Any] = dict.fromkeys(_FLAGS, 0)
    values.update(dev_mode=False, safe_path=False, hash_randomization=1,
                  int_max_str_digits=m.profile.int_max_str_digits)
    safe_path = m.profile.flags_safe_path
    if not safe_path:
        del values["safe_path"]
    return structseq.make(m, FLAGS if safe_path else FLAGS_BEFORE_SAFE_PATH, list(values.values()))


_LAZY["flags"] = _flags


def _implementation(m: Any) -> Any:
    """``sys.implementation``: a namespace object."""
    h = m.heap
    types = m.import_module("types")
    namespace = m.getattr(types, "SimpleNamespace")
    version = structseq.make(m, VERSION_INFO, m.profile.version_info)
    minor = m.profile.version_info[1]
    kw = {"name": h.new_str("cpython"), "cache_tag": h.new_str(f"cpython-3{minor}"), "version": version,
          "hexversion": h.new_int(m.profile.hexversion), "_multiarch": h.new_str("x86_64-linux-gnu")}
    try:
        return m.call(namespace, (), kw)
    finally:
        h.decref(namespace)
        for x in kw.values():
            h.decref(x)


_LAZY["implementation"] = _implementation


def _modules(m: Any) -> Any:
    """``sys.modules``: a dict of the modules imported so far; the machine adds the later ones (`module_imported`)."""
    h = m.heap
    d = h.new_dict()
    for name, module in list(m.modules.items()):
        m.dict_set_str(d, name, h.incref(module))
    return d


_LAZY["modules"] = _modules


def module_imported(m: Any, name: str, module: Any) -> None:
    """Keep ``sys.modules`` up to date; the machine calls this when a module has been imported."""
    sys = m.modules.get("sys")
    entry = None if sys is None else sys.ns.d.get("modules")
    if entry is not None and hasattr(entry[1], "d"):
        m.dict_set_str(entry[1], name, m.heap.incref(module))


@SYS.function("getdefaultencoding")
def getdefaultencoding(m: Any) -> Any:
    return m.heap.new_str("utf-8")


@SYS.function("getfilesystemencoding")
def getfilesystemencoding(m: Any) -> Any:
    return m.heap.new_str("utf-8")


@SYS.function("getfilesystemencodeerrors")
def getfilesystemencodeerrors(m: Any) -> Any:
    return m.heap.new_str("surrogateescape")


@SYS.function("getswitchinterval")
def getswitchinterval(m: Any) -> Any:
    return m.heap.new_float(0.005)


@SYS.function("is_finalizing")
def is_finalizing(m: Any) -> Any:
    return m.bool(m.heap.finalizing)


@SYS.function("gettrace")
def gettrace(m: Any) -> None:
    return None


@SYS.function("getprofile")
def getprofile(m: Any) -> None:
    return None


def _never(name: str) -> None:
    @SYS.function(name, raw=True)
    def refuse(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
        raise NotSimulated(f"sys.{name}()")


for _name in ("settrace", "setprofile", "addaudithook", "audit", "breakpointhook", "call_tracing", "setswitchinterval",
              "_current_frames", "_current_exceptions", "_debugmallocstats", "getunicodeinternedsize",
              "set_asyncgen_hooks", "get_asyncgen_hooks", "setdlopenflags", "getdlopenflags",
              "set_coroutine_origin_tracking_depth", "get_coroutine_origin_tracking_depth",
              "activate_stack_trampoline", "deactivate_stack_trampoline", "is_stack_trampoline_active",
              "_setprofileallthreads", "_settraceallthreads", "_getframemodulename",
              "_clear_internal_caches", "_baserepl",
              "_dump_tracelets", "_get_cpu_count_config", "_is_immortal", "get_lazy_imports", "get_lazy_imports_filter",
              "set_lazy_imports", "set_lazy_imports_filter", "is_remote_debug_enabled", "remote_exec"):
    _never(_name)

UNSIMULATED = frozenset((
    "builtin_module_names", "meta_path", "path_hooks", "path_importer_cache", "stdlib_module_names",
    "thread_info", "monitoring",
    "_jit", "abi_info", "lazy_modules", "__stdin__", "__breakpointhook__", "__interactivehook__", "_git",
    "_framework", "_home",
    "_stdlib_dir", "_base_executable"))
"""Real names of ``sys`` that stop the program; the module says so instead of an AttributeError."""


# ---------------------------------------------------------------- the standard streams

STREAM = NativeType("_io.TextIOWrapper", module="_io", key="_io.TextIOWrapper", weakref=True)


def _stream(name: str, mode: str) -> Callable[[Any], Any]:
    return lambda m: _shared_stream(m, name, mode)


def _shared_stream(m: Any, name: str, mode: str) -> Any:
    """The one stream object of that name: ``sys.stdout is sys.__stdout__``."""
    streams = m.__dict__.setdefault("_streams", {})
    o = streams.get(name)
    if o is None:
        o = streams[name] = m.heap.new_native(m.heap.types[STREAM.key], [], (name, mode))
    return m.heap.incref(o)


for _name, _mode in (("stdout", "w"), ("stderr", "w"), ("stdin", "r")):
    SYS.constants[_name] = SYS.constants[f"__{_name}__"] = _stream(_name, _mode)


@STREAM.method("write")
def stream_write(m: Any, self: Any, text: Obj) -> Any:
    if not isinstance(text, Str):
        raise m.error("TypeError", f"write() argument must be str, not {text.type.name}")
    name, mode = self.data
    if mode != "w":
        raise m.error("OSError", "not writable")
    if name == "stdout" and m.pending_text is not None:
        m.pending_text.write(text)
    else:
        (m.write if name == "stdout" else m.write_err)(text.val)
    return m.heap.new_int(len(text.val))


@STREAM.method("writelines")
def stream_writelines(m: Any, self: Any, lines: Obj) -> None:
    for line in m.iterate(lines):
        try:
            m.heap.decref(stream_write(m, self, line))
        finally:
            m.heap.decref(line)


@STREAM.method("flush")
def stream_flush(m: Any, self: Any) -> None:
    if self.data[0] == "stdout" and m.pending_text is not None:
        m.pending_text.flush()


@STREAM.method("isatty")
def stream_isatty(m: Any, self: Any) -> Any:
    return m.bool(False)


@STREAM.method("fileno")
def stream_fileno(m: Any, self: Any) -> Any:
    return m.heap.new_int(("stdin", "stdout", "stderr").index(self.data[0]))


@STREAM.method("readable")
def stream_readable(m: Any, self: Any) -> Any:
    return m.bool(self.data[1] == "r")


@STREAM.method("writable")
def stream_writable(m: Any, self: Any) -> Any:
    return m.bool(self.data[1] == "w")


@STREAM.method("__repr__")
def stream_repr(m: Any, self: Any) -> Any:
    name, mode = self.data
    return m.heap.new_str(f"<_io.TextIOWrapper name='<{name}>' mode='{mode}' encoding='utf-8'>")


def _refuse_stream(name: str) -> None:
    @STREAM.method(name, raw=True)
    def refuse(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> None:
        raise NotSimulated(f"sys.{args[0].data[0]}.{name}()")  # type: ignore[attr-defined]


for _name in ("read", "readline", "readlines", "close", "detach", "seek", "tell", "truncate", "reconfigure",
              "__iter__", "__next__",
              "__enter__", "__exit__"):
    _refuse_stream(_name)


def _stream_fact(name: str, fact: Callable[[Any], Any]) -> None:
    STREAM.getter(name)(lambda m, self: m.from_host(fact(self.data)))


_stream_fact("name", lambda data: f"<{data[0]}>")
_stream_fact("mode", lambda data: data[1])
_stream_fact("encoding", lambda data: "utf-8")
_stream_fact("errors", lambda data: "backslashreplace" if data[0] == "stderr" else "strict")
_stream_fact("closed", lambda data: False)
_stream_fact("line_buffering", lambda data: data[0] == "stderr")
_stream_fact("newlines", lambda data: None)


@STREAM.getter("buffer")
def stream_buffer(m: Any, self: Any) -> Any:
    raise NotSimulated(f"sys.{self.data[0]}.buffer")


lazy_names.install(SYS, _LAZY, UNSIMULATED)
MODULES = {"sys": SYS}
