"""The hidden module ``_memlab``: how guest library code asks for a named policy of the profile."""

from __future__ import annotations

from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from memlab.heap.objects import Obj

MEMLAB = NativeModule("_memlab")
MODULES = {"_memlab": MEMLAB}


@MEMLAB.function("policy")
def policy(m: Any, name: Obj) -> Obj:
    """The value of a profile field that is a host atom."""
    o: Obj = m.from_host(getattr(m.profile, m.str(name)))
    return o


@MEMLAB.function("not_simulated")
def not_simulated(m: Any, what: Obj) -> Obj:
    """Stop the program: it needs what memlab does not model."""
    raise m.not_simulated(m.str(what))
