"""Names of native modules that are made when a program first asks for them, or that stop it.

A module's ``__getattr__`` does it, as PEP 562 allows any module to.
"""

from __future__ import annotations

from memlab.errors import NotSimulated
from memlab.heap import dicts
from memlab.interp.native import NativeModule, Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any


def install(native: NativeModule, makers: dict[str, Callable[[Any], Any]], unsimulated: Iterable[str] = ()) -> None:
    """Let ``native`` make the names of ``makers`` on demand and refuse those of ``unsimulated``.

    A maker takes the machine and returns a new reference; the module keeps what it made.
    """
    refused = frozenset(unsimulated)

    def module_getattr(m: Any, name: Any) -> Any:
        module = m.modules[native.name]
        text = name.val
        make = makers.get(text)
        if make is not None and f"{native.name}.{text}" not in m.profile.missing_names:
            h = m.heap
            log, h.log = h.log, None
            h.begin_machinery()
            try:
                o = make(m)
            finally:
                h.end_machinery()
                h.log = log
            dicts.set(h, module.ns, h.intern(text), text, h.incref(o))
            return o
        if text in refused:
            raise NotSimulated(f"{native.name}.{text}")
        raise m.attribute_error(module, text)

    spec = Spec(module_getattr, "__getattr__", "function", None, module=native.name)

    def setup(m: Any, module: Any) -> None:
        dicts.set(m.heap, module.ns, m.heap.intern("__getattr__"), "__getattr__", m.native_function(spec, None))
    native.setup = setup
