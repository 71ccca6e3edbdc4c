"""The module ``_thread``: a program has one thread."""

from __future__ import annotations

from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

THREAD = NativeModule("_thread")
MODULES = {"_thread": THREAD}


@THREAD.function("get_ident")
def get_ident(m: Any) -> Obj:
    o: Obj = m.heap.new_int(1)
    return o


def _from_threading(name: str) -> Any:
    def get(m: Any) -> Obj:
        o: Obj = m.getattr(m.import_module("threading"), name)
        return o
    return get


for _name, _source in (("RLock", "RLock"), ("LockType", "Lock"), ("allocate_lock", "Lock"), ("lock", "Lock"), ("_local", "local")):
    THREAD.constants[_name] = _from_threading(_source)


@THREAD.function("start_new_thread")
def start_new_thread(m: Any, *args: Obj) -> Obj:
    raise m.not_simulated("threads")
