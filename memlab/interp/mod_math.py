"""The modules ``math`` and ``cmath``: the host's functions on host numbers, with CPython's own argument conversion
(Modules/mathmodule.c).
"""

from __future__ import annotations

import math

from memlab.heap.objects import Complex, Float, Int
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

MATH = NativeModule("math", "This module provides access to the mathematical functions\ndefined by the C standard.")
CMATH = NativeModule("cmath", "This module provides access to mathematical functions for complex\nnumbers.")
MODULES = {"math": MATH, "cmath": CMATH}

for _name in ("pi", "e", "tau", "inf", "nan"):
    MATH.constants[_name] = getattr(math, _name)
    CMATH.constants[_name] = getattr(math, _name)


def to_float(m: Any, o: Any) -> float:
    """PyFloat_AsDouble."""
    if isinstance(o, (Float, Int)) and o.type.native is not None:
        try:
            return float(o.val)
        except OverflowError:
            raise m.error("OverflowError", "int too large to convert to float") from None
    if isinstance(o, Float):
        return float(o.val)
    r = m.call_special(o, "__float__")
    if r is None:
        if m.special(o, "__index__") is None:
            raise m.error("TypeError", f"must be real number, not {o.type.name}")
        try:
            return float(m.index(o))
        except OverflowError:
            raise m.error("OverflowError", "int too large to convert to float") from None
    try:
        if not isinstance(r, Float):
            raise m.error("TypeError", f"{o.type.name}.__float__ returned non-float (type {r.type.name})")
        return float(r.val)
    finally:
        m.heap.decref(r)


def _guard(m: Any, fn: Any, *args: Any) -> Any:
    """Run a host function; its errors are the guest's."""
    try:
        return fn(*args)
    except ValueError as e:
        raise m.error("ValueError", str(e)) from None
    except OverflowError as e:
        raise m.error("OverflowError", str(e)) from None
    except ZeroDivisionError as e:
        raise m.error("ZeroDivisionError", str(e)) from None
    except TypeError as e:
        raise m.error("TypeError", str(e)) from None


def _out(m: Any, v: Any) -> Obj:
    o: Obj = m.from_host(v)
    return o



def _one(name: str, fn: Any) -> None:
    def call(m: Any, x: Obj) -> Obj:
        v = to_float(m, x)
        try:
            return _out(m, fn(v))
        except ValueError:
            raise m.error("ValueError", _range_text(m, name, v)) from None
        except OverflowError:
            raise m.error("OverflowError", "math range error") from None
    MATH.function(name)(call)


def _range_text(m: Any, name: str, v: float) -> str:
    if not m.profile.math_names_expectation:
        return "math domain error"
    shown = repr(v)
    expected = {
        "sqrt": "expected a nonnegative input", "log": "expected a positive input", "log2": "expected a positive input",
        "log10": "expected a positive input", "acos": "expected a number in range from -1 up to 1",
        "asin": "expected a number in range from -1 up to 1", "atanh": "expected a number between -1 and 1",
        "acosh": "expected argument value not less than 1", "log1p": "expected argument value > -1",
        "cos": "expected a finite input", "sin": "expected a finite input", "tan": "expected a finite input",
        "gamma": "expected a noninteger or positive integer", "lgamma": "expected a noninteger or positive integer",
    }.get(name)
    return f"{expected}, got {shown}" if expected else "math domain error"


for _name in ("acos acosh asin asinh atan atanh cos cosh degrees erf erfc exp expm1 fabs gamma lgamma log10 log1p log2 radians sin "
              "sinh sqrt tan tanh cbrt exp2").split():
    if hasattr(math, _name):
        if _name not in ("log2", "log10"):
            _one(_name, getattr(math, _name))


def _log_of(m: Any, x: Any, fn: Any, name: str) -> float:
    """loghelper: ints of any size."""
    v: Any = int(x.val) if isinstance(x, Int) else to_float(m, x)
    try:
        r: float = fn(v)
        return r
    except ValueError:
        if isinstance(v, int) and m.profile.math_names_expectation:
            raise m.error("ValueError", "expected a positive input") from None
        raise m.error("ValueError", _range_text(m, name, v)) from None


@MATH.function("log")
def m_log(m: Any, x: Obj, base: Obj | None = None) -> Obj:
    a = _log_of(m, x, math.log, "log")
    if base is None:
        return _out(m, a)
    b = _log_of(m, base, math.log, "log")
    if b == 0:
        raise m.error("ZeroDivisionError", "division by zero" if m.profile.math_names_expectation else "float division by zero")
    return _out(m, a / b)


@MATH.function("log2")
def m_log2(m: Any, x: Obj) -> Obj:
    return _out(m, _log_of(m, x, math.log2, "log2"))


@MATH.function("log10")
def m_log10(m: Any, x: Obj) -> Obj:
    return _out(m, _log_of(m, x, math.log10, "log10"))


def _two(name: str) -> None:
    fn = getattr(math, name)

    def call(m: Any, x: Obj, y: Obj) -> Obj:
        return _out(m, _guard(m, fn, to_float(m, x), to_float(m, y)))
    MATH.function(name)(call)


for _name in ("atan2", "copysign", "fmod", "pow", "remainder"):
    _two(_name)


@MATH.function("nextafter")
def m_nextafter(m: Any, x: Obj, y: Obj) -> Obj:
    return _out(m, math.nextafter(to_float(m, x), to_float(m, y)))


@MATH.function("ulp")
def m_ulp(m: Any, x: Obj) -> Obj:
    return _out(m, math.ulp(to_float(m, x)))


def _test(name: str) -> None:
    fn = getattr(math, name)

    def call(m: Any, x: Obj) -> Obj:
        return _out(m, fn(to_float(m, x)))
    MATH.function(name)(call)


for _name in ("isfinite", "isinf", "isnan", "frexp", "modf"):
    _test(_name)


def _rounding(name: str) -> None:
    fn = getattr(math, name)

    def call(m: Any, x: Any) -> Obj:
        if x.type is not m.heap.types["float"]:
            r: Obj | None = m.call_special(x, f"__{name}__")
            if r is not None:
                return r
            if name == "trunc":
                raise m.error("TypeError", f"type {x.type.name} doesn't define __trunc__ method")
        return _out(m, _guard(m, fn, to_float(m, x)))
    MATH.function(name)(call)


for _name in ("ceil", "floor", "trunc"):
    _rounding(_name)


@MATH.function("ldexp")
def m_ldexp(m: Any, x: Obj, i: Obj) -> Obj:
    if not isinstance(i, Int):
        raise m.error("TypeError", "Expected an int as second argument to ldexp.")
    return _out(m, _guard(m, math.ldexp, to_float(m, x), int(i.val)))




@MATH.function("factorial")
def m_factorial(m: Any, x: Obj) -> Obj:
    if isinstance(x, Float):
        raise m.error("TypeError", "'float' object cannot be interpreted as an integer")
    n = m.index(x)
    if n < 0:
        raise m.error("ValueError", "factorial() not defined for negative values")
    if n > 200_000:
        raise m.not_simulated(f"math.factorial({n})")
    return _out(m, math.factorial(n))


def _ints(name: str) -> None:
    fn = getattr(math, name)

    def call(m: Any, *integers: Obj) -> Obj:
        return _out(m, fn(*[m.index(o) for o in integers]))
    MATH.function(name)(call)


_ints("gcd")
_ints("lcm")


@MATH.function("isqrt")
def m_isqrt(m: Any, n: Obj) -> Obj:
    return _out(m, _guard(m, math.isqrt, m.index(n)))


@MATH.function("comb")
def m_comb(m: Any, n: Obj, k: Obj) -> Obj:
    a, b = m.index(n), m.index(k)
    if min(b, a - b) > 20_000:
        raise m.not_simulated(f"math.comb({a}, {b})")
    return _out(m, _guard(m, math.comb, a, b))


@MATH.function("perm")
def m_perm(m: Any, n: Obj, k: Obj | None = None) -> Obj:
    a = m.index(n)
    b = a if k is None or k is m.none else m.index(k)
    if b > 20_000 and b <= a:
        raise m.not_simulated(f"math.perm({a}, {b})")
    return _out(m, _guard(m, math.perm, a, b))


def _floats(m: Any, o: Obj) -> list[float]:
    out = []
    for x in m.iterate(o):
        try:
            out.append(to_float(m, x))
        finally:
            m.heap.decref(x)
    return out


@MATH.function("fsum")
def m_fsum(m: Any, seq: Obj) -> Obj:
    return _out(m, _guard(m, math.fsum, _floats(m, seq)))


@MATH.function("hypot")
def m_hypot(m: Any, *coordinates: Obj) -> Obj:
    return _out(m, math.hypot(*[to_float(m, c) for c in coordinates]))


@MATH.function("dist")
def m_dist(m: Any, p: Obj, q: Obj) -> Obj:
    return _out(m, _guard(m, math.dist, _floats(m, p), _floats(m, q)))


@MATH.function("isclose")
def m_isclose(m: Any, a: Obj, b: Obj, *, rel_tol: Obj | None = None, abs_tol: Obj | None = None) -> Obj:
    rel = 1e-09 if rel_tol is None else to_float(m, rel_tol)
    tol = 0.0 if abs_tol is None else to_float(m, abs_tol)
    return _out(m, _guard(m, lambda: math.isclose(to_float(m, a), to_float(m, b), rel_tol=rel, abs_tol=tol)))


@MATH.function("prod")
def m_prod(m: Any, iterable: Obj, *, start: Obj | None = None) -> Obj:
    h = m.heap
    total = h.new_int(1) if start is None else h.incref(start)
    for x in m.iterate(iterable):
        try:
            new = m.binary(total, x, "*")
        finally:
            h.decref(x)
        h.decref(total)
        total = new
    o: Obj = total
    return o


@MATH.function("sumprod")
def m_sumprod(m: Any, p: Obj, q: Obj) -> Obj:
    h = m.heap
    a, b = m.to_list(p), m.to_list(q)
    try:
        if len(a) != len(b):
            raise m.error("ValueError", "Inputs are not the same length")
        if all(isinstance(x, (Int, Float)) for x in (*a, *b)) and any(isinstance(x, Float) for x in (*a, *b)):
            from fractions import Fraction
            pairs = [(float(x.val), float(y.val)) for x, y in zip(a, b)]
            if all(math.isfinite(x) and math.isfinite(y) for x, y in pairs):
                return _out(m, float(sum((Fraction(x) * Fraction(y) for x, y in pairs), Fraction(0))))
            return _out(m, sum(x * y for x, y in pairs))
        total = h.new_int(0)
        for x, y in zip(a, b):
            product = m.binary(x, y, "*")
            new = m.binary(total, product, "+")
            h.decref(product)
            h.decref(total)
            total = new
        o: Obj = total
        return o
    finally:
        for x in (*a, *b):
            h.decref(x)


@MATH.function("fma")
def m_fma(m: Any, x: Obj, y: Obj, z: Obj) -> Obj:
    from fractions import Fraction
    a, b, c = to_float(m, x), to_float(m, y), to_float(m, z)
    if not all(map(math.isfinite, (a, b, c))):
        return _out(m, a * b + c)
    return _out(m, float(Fraction(a) * Fraction(b) + Fraction(c)))


# ---------------------------------------------------------------- cmath

def _complex(m: Any, o: Any) -> complex:
    if isinstance(o, Complex):
        return complex(o.val)
    r = m.call_special(o, "__complex__")
    if r is not None:
        v = complex(r.val)
        m.heap.decref(r)
        return v
    return complex(to_float(m, o))


def _cmath(name: str) -> None:
    def call(m: Any, z: Obj) -> Obj:
        import cmath
        return _out(m, _guard(m, getattr(cmath, name), _complex(m, z)))
    CMATH.function(name)(call)


for _name in ("acos acosh asin asinh atan atanh cos cosh exp isfinite isinf isnan log10 phase polar sin sinh sqrt tan tanh").split():
    _cmath(_name)


@CMATH.function("log")
def c_log(m: Any, z: Obj, base: Obj | None = None) -> Obj:
    import cmath
    args: Sequence[complex] = [_complex(m, z)] if base is None else [_complex(m, z), _complex(m, base)]
    return _out(m, _guard(m, cmath.log, *args))


@CMATH.function("rect")
def c_rect(m: Any, r: Obj, phi: Obj) -> Obj:
    import cmath
    return _out(m, _guard(m, cmath.rect, to_float(m, r), to_float(m, phi)))


@CMATH.function("isclose")
def c_isclose(m: Any, a: Obj, b: Obj, *, rel_tol: Obj | None = None, abs_tol: Obj | None = None) -> Obj:
    import cmath
    rel = 1e-09 if rel_tol is None else to_float(m, rel_tol)
    tol = 0.0 if abs_tol is None else to_float(m, abs_tol)
    return _out(m, cmath.isclose(_complex(m, a), _complex(m, b), rel_tol=rel, abs_tol=tol))


CMATH.constants["infj"] = complex(0.0, math.inf)
CMATH.constants["nanj"] = complex(0.0, math.nan)
