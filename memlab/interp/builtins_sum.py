"""``sum()``: exact for ints, corrected for floats, then ``+`` (Python/bltinmodule.c builtin_sum_impl)."""

from __future__ import annotations

from memlab.interp.builtins_module import BUILTINS, _take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj


@BUILTINS.function("sum", raw=True)
def b_sum(m: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    """builtin_sum_impl: exact for ints; floats with Neumaier's correction from 3.12; then ``+``."""
    h = m.heap
    if not args:
        raise m.error("TypeError", "sum() takes at least 1 positional argument (0 given)")
    given = len(args) + (len(kw) if kw else 0)
    if given > 2:
        raise m.error("TypeError", f"sum() takes at most 2 arguments ({given} given)")
    iterable = args[0]
    start: Any = args[1] if len(args) > 1 else None
    for key, value in (kw or {}).items():
        if key != "start":
            raise m.error("TypeError", m.profile.bad_keyword_text.format(name="sum", key=key))
        start = value
    if start is not None:
        for name, text in (("str", "strings [use ''.join(seq) instead]"), ("bytes", "bytes [use b''.join(seq) instead]"),
                           ("bytearray", "bytearray [use b''.join(seq) instead]")):
            if m.issubtype(start.type, h.types[name]):
                raise m.error("TypeError", "sum() can't sum " + text)
    it = m.iter(iterable)
    total: Any = start.val if start is not None and start.type.native is not None and start.type.name in (
        "int", "float", "complex") else 0 if start is None else None
    acc: Obj | None = None if total is not None else _take(m, start)
    try:
        summer = _Summer(m.profile.sum_compensated, total) if total is not None else None
        while True:
            x = m.next(it)
            if x is None:
                break
            if summer is not None:
                native = x.type.name if x.type.native is not None else ""
                if summer.add(native, x):
                    h.decref(x)
                    continue
                acc = _number(m, summer.result())
                summer = None
            try:
                new = m.binary(acc, x, "+")
            finally:
                h.decref(x)
            old, acc = acc, new
            h.decref(old)
        if summer is not None:
            return _number(m, summer.result())
        result, acc = acc, None
        return result  # type: ignore[return-value]
    finally:
        if acc is not None:
            h.decref(acc)
        h.decref(it)


def _number(m: Any, v: Any) -> Obj:
    h = m.heap
    o: Obj = h.new_int(v) if isinstance(v, int) else h.new_float(v) if isinstance(v, float) else h.new_complex(v)
    return o


class _Summer:
    """The fast paths of sum(): an int total, then a float total with its error term, then a complex one."""

    __slots__ = ("mode", "kind", "total", "error", "imag", "imag_error")

    def __init__(self, mode: str, start: Any) -> None:
        self.mode = mode
        self.error = self.imag_error = self.imag = 0.0
        if isinstance(start, complex):
            self.kind = "complex" if mode == "complex" else "other"
            self.total: Any = start.real if mode == "complex" else start
            self.imag = start.imag
        else:
            self.kind = "float" if isinstance(start, float) else "int"
            self.total = start if isinstance(start, float) else int(start)

    def add(self, name: str, o: Any) -> bool:
        """Take in one number; False when it needs the general ``+``."""
        if self.kind == "int":
            if name in ("int", "bool"):
                self.total += int(o.val)
                return True
            if name == "float" and abs(self.total) < 1 << 1000:
                self.kind = "float"
                self.total = float(self.total) + o.val
                return True
            if name == "complex" and self.mode == "complex" and abs(self.total) < 1 << 1000:
                self.kind = "complex"
                c = self.total + o.val
                self.total, self.imag = c.real, c.imag
                return True
            return False
        if self.kind == "float":
            if name == "float":
                self._float(o.val)
                return True
            if name in ("int", "bool") and -(1 << 63) <= o.val < 1 << 63:
                if self.mode == "complex":
                    self._float(float(o.val))
                else:
                    self.total += float(o.val)
                return True
            if name == "complex" and self.mode == "complex":
                self.total = self.result()
                self.error = 0.0
                self.kind = "complex"
                return self.add(name, o)
            return False
        if self.kind == "complex":
            if name == "complex":
                self._float(o.val.real)
                self._imag(o.val.imag)
                return True
            if name == "float" or name in ("int", "bool") and -(1 << 63) <= o.val < 1 << 63:
                self._float(float(o.val))
                return True
            return False
        return False

    def _float(self, x: float) -> None:
        if not self.mode:
            self.total += x
            return
        t = self.total + x
        self.error += (self.total - t) + x if abs(self.total) >= abs(x) else (x - t) + self.total
        self.total = t

    def _imag(self, x: float) -> None:
        t = self.imag + x
        self.imag_error += (self.imag - t) + x if abs(self.imag) >= abs(x) else (x - t) + self.imag
        self.imag = t

    @staticmethod
    def _corrected(total: float, error: float) -> float:
        """The correction is left out when it is no number (infinities)."""
        return total + error if error and error - error == 0.0 else total

    def result(self) -> Any:
        if self.kind == "float":
            return self._corrected(self.total, self.error)
        if self.kind == "complex":
            return complex(self._corrected(self.total, self.error), self._corrected(self.imag, self.imag_error))
        return self.total
