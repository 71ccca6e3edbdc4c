"""Named tuples of the interpreter, such as ``sys.version_info`` (Objects/structseq.c)."""

from __future__ import annotations

from memlab.heap.objects import Tuple
from memlab.interp.native import NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


def declare(name: str, module: str, fields: Sequence[str], hidden: int = 0,
            key: str | None = None) -> NativeType:
    """Declare a named tuple type that programs cannot subclass; the last ``hidden`` fields are no items of the tuple.

    Its repr is CPython's: ``sys.version_info(major=3, ...)``.
    """
    t = NativeType(f"{module}.{name}", "tuple", layout=Tuple, module=module, key=key or f"{module}.{name}",
                   subclassable=False)
    visible = len(fields) - hidden
    t.constants["n_fields"] = len(fields)
    t.constants["n_sequence_fields"] = visible
    t.constants["n_unnamed_fields"] = 0
    t.constants["__match_args__"] = tuple(fields[:visible])

    def item(i: int) -> Callable[[Any, Any], Any]:
        def get(m: Any, self: Any) -> Any:
            return m.heap.incref(self.items[i])
        return get
    for i, field in enumerate(fields[:visible]):
        t.getter(field)(item(i))

    @t.method("__repr__")
    def show(m: Any, self: Any) -> Any:
        parts = [f"{f}={m.repr(x)}" for f, x in zip(fields, self.items, strict=False)]
        return m.heap.new_str(f"{module}.{name}({', '.join(parts)})")

    @t.new
    def new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
        raise m.error("TypeError", f"cannot create '{module}.{name}' instances")
    return t


def make(m: Any, t: NativeType, values: Sequence[Any]) -> Any:
    """A new reference to a named tuple of host values."""
    h = m.heap
    items = tuple([m.from_host(v) for v in values])
    return h.new_layout(Tuple, h.types[t.key], h.profile.sizes["tuple"] + 8 * len(items), items=items, hash=-1)
