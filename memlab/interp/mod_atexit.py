"""The module ``atexit`` (Modules/atexitmodule.c): functions called, last first, when the program ends."""

from __future__ import annotations

from memlab.interp.arguments import ref
from memlab.interp.native import GuestError, NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

ATEXIT = NativeModule("atexit", "allow programmer to define multiple exit functions to be executed\nupon normal program termination.")
MODULES = {"atexit": ATEXIT}


@ATEXIT.function("register", raw=True)
def register(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """``m.atexit`` holds (function, args, keyword arguments), each reference owned."""
    if not args:
        raise m.error("TypeError", "register() takes at least 1 argument (0 given)")
    if m.lookup(args[0].type, "__call__") is None:
        raise m.error("TypeError", "the first argument must be callable")
    m.atexit.append((ref(m, args[0]), [ref(m, a) for a in args[1:]], {k: ref(m, v) for k, v in (kw or {}).items()}))
    return ref(m, args[0])


def _drop(m: Any, entry: Any) -> None:
    fn, args, kw = entry
    m.heap.decref(fn)
    for a in (*args, *kw.values()):
        m.heap.decref(a)


@ATEXIT.function("unregister")
def unregister(m: Any, func: Obj) -> None:
    for entry in list(m.atexit):
        if m.eq(entry[0], func) and entry in m.atexit:
            m.atexit.remove(entry)
            _drop(m, entry)


@ATEXIT.function("_clear")
def clear(m: Any) -> None:
    gone, m.atexit[:] = list(m.atexit), []
    for entry in gone:
        _drop(m, entry)


@ATEXIT.function("_ncallbacks")
def ncallbacks(m: Any) -> Obj:
    o: Obj = m.heap.new_int(len(m.atexit))
    return o


@ATEXIT.function("_run_exitfuncs")
def run_exitfuncs(m: Any) -> None:
    run(m)


def run(m: Any) -> None:
    """atexit_callfuncs: call what is registered, last first; errors are reported and the rest goes on."""
    while m.atexit:
        entry = m.atexit.pop()
        try:
            m.heap.decref(m.call(entry[0], entry[1], entry[2] or None))
        except GuestError as err:
            m.unraisable(err, entry[0])
        finally:
            _drop(m, entry)
