"""The module ``random``: the host's Mersenne twister and its algorithms, seeded as CPython seeds it (Lib/random.py)."""

from __future__ import annotations

from memlab.interp.arguments import make_native
from memlab.interp.native import NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

RANDOM = NativeModule("random", "Random variable generators.")
RANDOM.guest_source = "random"
MODULES = {"random": RANDOM}

CORE = NativeType("_random.Random", module="_random", key="_random.Random", gc=False)


def _core(m: Any, _: Any) -> None:
    """The base class is found by the guest source under this name."""
    from memlab.heap import dicts
    h = m.heap
    dicts.set(h, _.ns, h.intern("_Core"), "_Core", h.incref(h.types["_random.Random"]))


RANDOM.setup = _core


@CORE.new
def core_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """Simplified: a generator that is never seeded starts from a fixed seed, so that a program can be run again."""
    import random
    o: Obj = make_native(m, cls, [], random.Random(0x6D656D6C6162))
    return o


@CORE.method("_seed")
def core_seed(m: Any, self: Any, a: Any) -> None:
    """What the seed is made of: an int, or a str or bytes through SHA-512 (version 2)."""
    if a is m.none:
        self.data.seed(0x6D656D6C6162)
    else:
        self.data.seed(a.val)


@CORE.method("random")
def core_random(m: Any, self: Any) -> Obj:
    o: Obj = m.heap.new_float(self.data.random())
    return o


@CORE.method("getrandbits")
def core_getrandbits(m: Any, self: Any, k: Obj) -> Obj:
    n = m.index(k)
    if n < 0:
        raise m.error("ValueError", "number of bits must be non-negative")
    m.heap.check_limit(n // 8, "a random integer")
    o: Obj = m.heap.new_int(self.data.getrandbits(n))
    return o


@CORE.method("getstate")
def core_getstate(m: Any, self: Any) -> Obj:
    o: Obj = m.from_host(self.data.getstate())
    return o


@CORE.method("setstate")
def core_setstate(m: Any, self: Any, state: Any) -> None:
    version, words, gauss = state.items
    self.data.setstate((version.val, tuple(w.val for w in words.items), None if gauss is m.none else gauss.val))


def _float_function(name: str, count: int) -> None:
    @CORE.method("_" + name)
    def call(m: Any, self: Any, *args: Any) -> Obj:
        from memlab.interp.mod_math import to_float
        values = [to_float(m, a) for a in args]
        try:
            o: Obj = m.from_host(getattr(self.data, name)(*values))
        except (ValueError, ZeroDivisionError, OverflowError) as e:
            raise m.error(type(e).__name__, str(e)) from None
        return o


for _name in ("gauss", "normalvariate", "lognormvariate", "expovariate", "vonmisesvariate", "gammavariate", "betavariate",
              "paretovariate", "weibullvariate", "triangular"):
    _float_function(_name, 2)
