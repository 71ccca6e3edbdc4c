"""int and bool (Objects/longobject.c, Objects/boolobject.c)."""

from __future__ import annotations

from memlab.errors import LimitReached
from memlab.heap.objects import ByteArray, Bytes, Complex, Float, Int, Str
from memlab.interp.conversion import (
    check_new,
    clinic_args,
    shown_type,
    ssize_arg,
    str_arg,
    type_error,
    value_error,
    warn,
    wrong_result,
)
from memlab.interp.native import NativeType
from memlab.interp.type_messages import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

INT = NativeType("int", layout=Int, gc=False, doc="int([x]) -> integer")
BOOL = NativeType("bool", "int", gc=False, subclassable=False, doc="bool(x) -> bool")

SUBCLASS_RESULT = ("The ability to return an instance of a strict subclass of {} is deprecated, and may not be "
                   "supported in a future version of Python.")
"""The second half of the warning about ``__int__``, ``__float__`` and ``__complex__``."""

_SAFE_BITS = 13_000  # below 4,000 digits: inside every host's own limit


# ---------------------------------------------------------------- limits and big numbers

def refuse_int(m: Any, bits: int) -> None:
    """Raise LimitReached when an int of ``bits`` bits is more than the guards allow."""
    limit = m.limits.max_int_bits
    if bits > limit:
        raise LimitReached(f"this would make an int of {bits:,} bits; memlab stops at {limit:,} bits")


def multiply(m: Any, a: int, b: int) -> int:
    """a * b within the limits."""
    if a.bit_length() + b.bit_length() > _SAFE_BITS:
        refuse_int(m, a.bit_length() + b.bit_length() - 1)
    return a * b


def divide(a: int, b: int) -> tuple[int, int]:
    """divmod(a, b) for b != 0, by halves when the schoolbook way would take seconds."""
    n = b.bit_length()
    if n < 20_000 or a.bit_length() - n < 20_000:
        return divmod(a, b)
    if b < 0:
        q, r = divide(-a, -b)
        return q, -r
    if a < 0:
        q, r = divide(~a, b)
        return ~q, b + ~r
    digits = []
    mask = (1 << n) - 1
    while a:
        digits.append(a & mask)
        a >>= n
    r = 0
    q = 0
    for d in reversed(digits):
        part, r = _divide_2n_1n(r << n | d, b, n)
        q = q << n | part
    return q, r


def _divide_2n_1n(a: int, b: int, n: int) -> tuple[int, int]:
    """divmod(a, b) for an n-bit b and a < b << n (Burnikel and Ziegler's recursive division)."""
    if a.bit_length() - n <= 20_000:
        return divmod(a, b)
    pad = n & 1
    if pad:
        a <<= 1
        b <<= 1
        n += 1
    half = n >> 1
    mask = (1 << half) - 1
    b1, b2 = b >> half, b & mask
    q1, r = _divide_3n_2n(a >> n, a >> half & mask, b, b1, b2, half)
    q2, r = _divide_3n_2n(r, a & mask, b, b1, b2, half)
    if pad:
        r >>= 1
    return q1 << half | q2, r


def _divide_3n_2n(a12: int, a3: int, b: int, b1: int, b2: int, n: int) -> tuple[int, int]:
    if a12 >> n == b1:
        q, r = (1 << n) - 1, a12 - (b1 << n) + b1
    else:
        q, r = _divide_2n_1n(a12, b1, n)
    r = (r << n | a3) - q * b2
    while r < 0:
        q -= 1
        r += b
    return q, r


def digits_limit(m: Any) -> int:
    """``sys.get_int_max_str_digits()`` of the guest; 0: none."""
    return int(getattr(m, "int_max_str_digits", 4300))


def int_text(m: Any, v: int) -> str:
    """``str(v)`` under the guest's digit limit (long_to_decimal_string_internal)."""
    bits = v.bit_length()
    if bits <= _SAFE_BITS and digits_limit(m) > 3999 or bits < 2000:
        return str(v)
    limit = digits_limit(m)
    if limit and bits * 0.30102 > limit + 1:
        raise _too_many_digits(m, limit)
    digits = _decimal(abs(v))
    if limit and len(digits) > limit:
        raise _too_many_digits(m, limit)
    return "-" + digits if v < 0 else digits


def _too_many_digits(m: Any, limit: int, given: int = 0) -> Exception:
    value = f": value has {given} digits" if given else ""
    exceeds = text(m, "int digits").format(limit)
    return value_error(m, f"{exceeds}{value}; use sys.set_int_max_str_digits() to increase the limit")


def _decimal(v: int) -> str:
    """Decimal digits of a non-negative int of any size, by halving."""
    if v.bit_length() <= _SAFE_BITS:
        return str(v)
    half = int(v.bit_length() * 0.30103 / 2)
    high, low = divide(v, 10**half)
    return _decimal(high) + _decimal(low).zfill(half)


def _from_decimal(digits: str) -> int:
    if len(digits) <= 4000:
        return int(digits)
    half = len(digits) // 2
    unit: int = 10**half
    return _from_decimal(digits[:-half]) * unit + _from_decimal(digits[-half:])


# ---------------------------------------------------------------- parsing

def parse(m: Any, source: str, base: int, shown: str) -> int:
    """``int(source, base)``; ``shown`` is its repr for the message (PyLong_FromString)."""
    if len(source) > 4000 and base & (base - 1) or base == 0 and len(source) > 4000:
        digits = source.strip().lstrip("+-")
        count = 0
        for c in digits:
            if c.isalnum():
                count += 1
            elif c != "_":
                break
        limit = digits_limit(m)
        binary = base == 0 and digits[:2].lower() in ("0x", "0b", "0o")
        if limit and count > limit and not binary:
            raise _too_many_digits(m, limit, count)
        if not binary and count > 4000:
            body = digits.replace("_", "")
            if base in (0, 10) and body.isdecimal() and "__" not in digits and digits[0] != "_" != digits[-1]:
                v = _from_decimal("".join([str(int(c)) for c in body]) if not body.isascii() else body)
                return -v if source.strip().startswith("-") else v
            if count > 4300:
                raise LimitReached(f"memlab reads at most 4,300 digits in base {base}; this number has {count:,}")
    try:
        return int(source, base)
    except ValueError:
        pass
    raise value_error(m, f"invalid literal for int() with base {base}: {shown[:200]}")


def parse_object(m: Any, o: Any, base: int) -> int:
    """int() of a str, bytes or bytearray."""
    if isinstance(o, Str):
        return parse(m, o.val, base, repr(o.val))
    b = bytes(o.val)
    return parse(m, b.decode("latin-1") if b.isascii() else "?", base, repr(b))


def from_number(m: Any, x: Any) -> Any:
    """``int(x)`` as a new reference (Objects/abstract.c PyNumber_Long)."""
    h = m.heap
    if x.type is h.t_int:
        return h.incref(x)
    r = m.call_special(x, "__int__")
    if r is not None:
        return _exact_result(m, r, "__int__", x)
    if m.special(x, "__index__") is not None:
        return h.new_int(m.index(x))
    if text(m, "int() uses __trunc__") and m.special(x, "__trunc__") is not None:
        if text(m, "__trunc__ deprecated"):
            warn(m, "DeprecationWarning", "The delegation of int() to __trunc__ is deprecated.")
        r = m.call_special(x, "__trunc__")
        if isinstance(r, Int):
            return _exact_result(m, r, "", x)
        if m.special(r, "__index__") is None and m.special(r, "__int__") is None:
            name = r.type.name
            h.decref(r)
            raise type_error(m, f"__trunc__ returned non-Integral (type {name})")
        try:
            return h.new_int(m.index(r)) if m.special(r, "__index__") is not None else from_number(m, r)
        finally:
            h.decref(r)
    if isinstance(x, (Str, Bytes, ByteArray)):
        return h.new_int(parse_object(m, x, 10))
    from memlab.interp.conversion import buffer_of
    data = buffer_of(x)
    if data is not None:
        b = bytes(data)
        return h.new_int(parse(m, b.decode("latin-1") if b.isascii() else "?", 10, repr(b)))
    raise type_error(m, f"int() argument must be a string, a bytes-like object or a real number, not '{x.type.name}'")


def _exact_result(m: Any, r: Any, name: str, o: Any) -> Any:
    """What a conversion method returned, as an exact int (new reference); takes ``r`` over."""
    h = m.heap
    if r.type is h.t_int:
        return r
    kind = r.type.name
    if not isinstance(r, Int):
        h.decref(r)
        raise wrong_result(m, o, name, "int", kind)
    if name:
        warn(m, "DeprecationWarning", f"{name} returned non-int (type {kind}).  " + SUBCLASS_RESULT.format("int"))
    v = int(r.val)
    h.decref(r)
    return h.new_int(v)


@INT.new
def int_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """long_new."""
    h = m.heap
    if cls is h.t_int and len(args) == 1 and not kw:
        return from_number(m, args[0])
    check_new(m, cls, "int")
    x, base = clinic_args(m, "int", args, kw, ("x", "base"), posonly=1)
    if x is None:
        if base is not None:
            raise type_error(m, "int() missing string argument")
        r = h.new_int(0)
    elif base is None:
        r = from_number(m, x)
    else:
        b = int(base.val) if isinstance(base, Int) else m.index(base)
        if b != 0 and b < 2 or b > 36:
            raise value_error(m, "int() base must be >= 2 and <= 36, or 0")
        if not isinstance(x, (Str, Bytes, ByteArray)):
            raise type_error(m, "int() can't convert non-string with explicit base")
        r = h.new_int(parse_object(m, x, b))
    if cls is h.t_int:
        return r
    v = int(r.val)
    h.decref(r)
    return h.new_int_sub(cls, v)


# ---------------------------------------------------------------- arithmetic

def _binary(name: str, op: Callable[[Any, int, int], int]) -> None:
    """Declare ``__name__`` and ``__rname__``."""
    def forward(m: Any, self: Any, value: Any) -> Any:
        if not isinstance(value, Int):
            return m.not_implemented()
        return m.heap.new_int(op(m, int(self.val), int(value.val)))

    def reflected(m: Any, self: Any, value: Any) -> Any:
        if not isinstance(value, Int):
            return m.not_implemented()
        return m.heap.new_int(op(m, int(value.val), int(self.val)))
    INT.method(f"__{name}__")(forward)
    INT.method(f"__r{name}__")(reflected)


def _add(m: Any, a: int, b: int) -> int:
    return a + b


def _sub(m: Any, a: int, b: int) -> int:
    return a - b


def _floordiv(m: Any, a: int, b: int) -> int:
    if not b:
        raise m.error("ZeroDivisionError", text(m, "int //"))
    return a // b if b.bit_length() < 20_000 else divide(a, b)[0]


def _mod(m: Any, a: int, b: int) -> int:
    if not b:
        raise m.error("ZeroDivisionError", text(m, "int %"))
    return a % b if b.bit_length() < 20_000 else divide(a, b)[1]


def _lshift(m: Any, a: int, b: int) -> int:
    if b < 0:
        raise value_error(m, "negative shift count")
    if not a:
        return 0
    if b > SHIFT_MAX:
        raise m.error("OverflowError", "too many digits in integer")
    if b > 10_000:
        refuse_int(m, a.bit_length() + b)
    return a << b


SHIFT_MAX = 30 * ((1 << 63) - 1) // 8
"""The largest shift count whose digits could be counted (Objects/longobject.c long_lshift)."""


def _rshift(m: Any, a: int, b: int) -> int:
    if b < 0:
        raise value_error(m, "negative shift count")
    return a >> min(b, 1 << 62)


_binary("add", _add)
_binary("sub", _sub)
_binary("mul", multiply)
_binary("floordiv", _floordiv)
_binary("lshift", _lshift)
_binary("rshift", _rshift)
_binary("and", lambda m, a, b: a & b)
_binary("or", lambda m, a, b: a | b)
_binary("xor", lambda m, a, b: a ^ b)


def _is_remainder(a: int, b: int) -> bool:
    """Whether the remainder is the dividend itself, as its digits tell (long_rem)."""
    if (a < 0) is not (b < 0) and a:
        return False
    size_a, size_b = (a.bit_length() + 29) // 30, (b.bit_length() + 29) // 30
    top = 30 * (size_a - 1)
    return size_a < size_b or size_a == size_b > 1 and abs(a) >> top < abs(b) >> top


@INT.method("__mod__")
def int_mod(m: Any, self: Any, value: Any) -> Any:
    """long_mod: a dividend with fewer digits than the divisor is returned itself."""
    if not isinstance(value, Int):
        return m.not_implemented()
    a, b = int(self.val), int(value.val)
    return _itself(m, self) if _is_remainder(a, b) else m.heap.new_int(_mod(m, a, b))


@INT.method("__rmod__")
def int_rmod(m: Any, self: Any, value: Any) -> Any:
    return int_mod(m, value, self) if isinstance(value, Int) else m.not_implemented()


def truediv(m: Any, a: int, b: int) -> float:
    """long_true_divide."""
    if not b:
        raise m.error("ZeroDivisionError", "division by zero")
    try:
        return a / b
    except OverflowError:
        raise m.error("OverflowError", "integer division result too large for a float") from None


@INT.method("__truediv__")
def int_truediv(m: Any, self: Any, value: Any) -> Any:
    if not isinstance(value, Int):
        return m.not_implemented()
    return m.heap.new_float(truediv(m, int(self.val), int(value.val)))


@INT.method("__rtruediv__")
def int_rtruediv(m: Any, self: Any, value: Any) -> Any:
    if not isinstance(value, Int):
        return m.not_implemented()
    return m.heap.new_float(truediv(m, int(value.val), int(self.val)))


@INT.method("__divmod__")
def int_divmod(m: Any, self: Any, value: Any) -> Any:
    if not isinstance(value, Int):
        return m.not_implemented()
    a, b = int(self.val), int(value.val)
    if not b:
        raise m.error("ZeroDivisionError", text(m, "int //"))
    h = m.heap
    if _is_remainder(a, b):
        return h.new_tuple([h.new_int(0), _itself(m, self)])
    q, r = divide(a, b)
    return h.new_tuple([h.new_int(q), h.new_int(r)])


@INT.method("__rdivmod__")
def int_rdivmod(m: Any, self: Any, value: Any) -> Any:
    return int_divmod(m, value, self) if isinstance(value, Int) else m.not_implemented()


def power_bits(a: int, b: int) -> int:
    """How many bits a ** b has, b >= 0 (to within one)."""
    a = abs(a)
    if a < 2 or not b:
        return 1
    if a & (a - 1) == 0:
        return (a.bit_length() - 1) * b + 1
    from math import log2
    if a.bit_length() > 1000:
        shift = a.bit_length() - 60
        return int((log2(a >> shift) + shift) * b) + 1 if b < 1 << 60 else (a.bit_length() - 1) * b
    return int(log2(a) * b) + 1 if b < 1 << 60 else int(log2(a) * (1 << 60)) * b >> 60


def power(m: Any, a: int, b: int) -> int:
    """a ** b for b >= 0, within the limits."""
    if b > 1 and (a > 1 or a < -1):
        bits = power_bits(a, b)
        if bits > _SAFE_BITS:
            refuse_int(m, bits)
    elif b > 1:
        return a if b & 1 else a * a
    r: int = a**b
    return r


def power_mod(m: Any, a: int, b: int, c: int) -> int:
    """pow(a, b, c) (long_pow)."""
    if not c:
        raise value_error(m, "pow() 3rd argument cannot be 0")
    if b.bit_length() * (c.bit_length() // 30 + 1) ** 2 > 2_000_000_000:
        raise LimitReached(f"pow() with a modulus of {c.bit_length():,} bits and an exponent of "
                           f"{b.bit_length():,} bits takes longer than memlab allows")
    if b < 0:
        try:
            a = pow(a, -1, c)
        except ValueError:
            raise value_error(m, "base is not invertible for the given modulus") from None
        b = -b
    return pow(a % c, b, c)


@INT.method("__pow__")
def int_pow(m: Any, self: Any, value: Any, mod: Any = None) -> Any:
    """long_pow: an int, or a float for a negative exponent."""
    if not isinstance(value, Int):
        return m.not_implemented()
    a, b = int(self.val), int(value.val)
    if mod is None or mod is m.none:
        if b < 0:
            from memlab.interp.types_float import power as float_power
            return float_power(m, to_float(m, a), to_float(m, b))
        return m.heap.new_int(power(m, a, b))
    if not isinstance(mod, Int):
        if isinstance(mod, Float):  # ternary_op asks the type of the third operand too
            raise type_error(m, "pow() 3rd argument not allowed unless all arguments are integers")
        if isinstance(mod, Complex):
            raise value_error(m, "complex modulo")
        return m.not_implemented()
    return m.heap.new_int(power_mod(m, a, b, int(mod.val)))


@INT.method("__rpow__")
def int_rpow(m: Any, self: Any, value: Any, mod: Any = None) -> Any:
    return int_pow(m, value, self, mod) if isinstance(value, Int) else m.not_implemented()


def to_float(m: Any, v: int) -> float:
    """PyLong_AsDouble."""
    try:
        return float(v)
    except OverflowError:
        raise m.error("OverflowError", "int too large to convert to float") from None


# ---------------------------------------------------------------- unary

def _itself(m: Any, self: Any) -> Any:
    """An exact int is returned as it is (long_long)."""
    h = m.heap
    return h.incref(self) if self.type is h.t_int else h.new_int(int(self.val))


for _name in ("__int__", "__index__", "__pos__", "__trunc__", "__floor__", "__ceil__", "conjugate"):
    INT.method(_name)(_itself)


@INT.method("__neg__")
def int_neg(m: Any, self: Any) -> Any:
    return m.heap.new_int(-int(self.val))


@INT.method("__abs__")
def int_abs(m: Any, self: Any) -> Any:
    return _itself(m, self) if self.val >= 0 else m.heap.new_int(-int(self.val))


@INT.method("__invert__")
def int_invert(m: Any, self: Any) -> Any:
    return m.heap.new_int(~int(self.val))


@INT.method("__bool__")
def int_bool(m: Any, self: Any) -> Any:
    return m.bool(self.val)


@INT.method("__float__")
def int_float(m: Any, self: Any) -> Any:
    return m.heap.new_float(to_float(m, int(self.val)))


@INT.method("__hash__")
def int_hash(m: Any, self: Any) -> Any:
    return m.heap.new_int(hash(self.val))


@INT.method("__repr__")
def int_repr(m: Any, self: Any) -> Any:
    from memlab.heap.strings import fresh_str
    return fresh_str(m.heap, int_text(m, int(self.val)))


@INT.method("__format__")
def int_format(m: Any, self: Any, format_spec: Any) -> Any:
    from memlab.interp.formatting import int__format__
    return int__format__(m, self, str_arg(m, format_spec, "__format__() argument"))


@INT.method("__round__")
def int_round(m: Any, self: Any, ndigits: Any = None) -> Any:
    """int___round___impl: to a multiple of 10 ** -ndigits, half to even."""
    if ndigits is None:
        return _itself(m, self)
    n = int(ndigits.val) if isinstance(ndigits, Int) else m.index(ndigits)
    if n >= 0:
        return _itself(m, self)
    v = int(self.val)
    if -n > v.bit_length() * 0.30103 + 2:
        if -n * 3.33 > m.limits.max_int_bits:
            refuse_int(m, power_bits(10, -n))
        return m.heap.new_int(0)
    unit = 10**-n
    q, r = divide(v, unit)
    if 2 * r > unit or 2 * r == unit and q & 1:
        q += 1
    return m.heap.new_int(q * unit)


# ---------------------------------------------------------------- comparison

def _comparison(name: str, op: Callable[[Any, Any], bool]) -> None:
    def compare(m: Any, self: Any, value: Any) -> Any:
        return m.heap.bool(op(self.val, value.val)) if isinstance(value, Int) else m.not_implemented()
    INT.method(name)(compare)


_comparison("__lt__", lambda a, b: a < b)
_comparison("__le__", lambda a, b: a <= b)
_comparison("__eq__", lambda a, b: a == b)
_comparison("__ne__", lambda a, b: a != b)
_comparison("__gt__", lambda a, b: a > b)
_comparison("__ge__", lambda a, b: a >= b)


# ---------------------------------------------------------------- methods

@INT.method("bit_length")
def int_bit_length(m: Any, self: Any) -> Any:
    return m.heap.new_int(int(self.val).bit_length())


@INT.method("bit_count")
def int_bit_count(m: Any, self: Any) -> Any:
    return m.heap.new_int(int(self.val).bit_count())


@INT.method("as_integer_ratio")
def int_as_integer_ratio(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([_itself(m, self), m.heap.new_int(1)])


@INT.method("is_integer")
def int_is_integer(m: Any, self: Any) -> Any:
    return m.bool(True)


@INT.method("__getnewargs__")
def int_getnewargs(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([m.heap.new_int(int(self.val))])


@INT.method("__sizeof__")
def int_sizeof(m: Any, self: Any) -> Any:
    size = m.heap.int_size(int(self.val))
    return m.heap.new_int(size + self.type.basicsize - m.heap.t_int.basicsize if self.type.is_heap else size)


def _byteorder(m: Any, o: Any, name: str) -> str:
    if o is None:
        return "big"
    order = str_arg(m, o, f"{name}() argument 'byteorder'")
    if order not in ("little", "big"):
        raise value_error(m, "byteorder must be either 'little' or 'big'")
    return order


def _required(m: Any, name: str, given: Any, param: str, pos: int) -> None:
    if given is None:
        raise type_error(m, f"{name}() missing required argument '{param}' (pos {pos})")


@INT.method("to_bytes", kw=True)
def int_to_bytes(m: Any, self: Any, length: Any = None, byteorder: Any = None, *, signed: Any = None) -> Any:
    """int_to_bytes_impl."""
    from memlab.heap.strings import fresh_bytes
    if not text(m, "to_bytes defaults"):
        _required(m, "to_bytes", length, "length", 1)
        _required(m, "to_bytes", byteorder, "byteorder", 2)
    n = ssize_arg(m, length, 1)
    if byteorder is not None and not isinstance(byteorder, Str):
        raise type_error(m, f"to_bytes() argument 'byteorder' must be str, not {shown_type(m, byteorder)}")
    two = signed is not None and m.truth(signed)
    order = _byteorder(m, byteorder, "to_bytes")
    if n < 0:
        raise value_error(m, text(m, "negative length"))
    v = int(self.val)
    if v < 0 and not two:
        raise m.error("OverflowError", "can't convert negative int to unsigned")
    from memlab.interp.conversion import refuse_bytes
    refuse_bytes(m, n)
    try:
        data = v.to_bytes(n, order, signed=two)  # type: ignore[arg-type]
    except OverflowError:
        raise m.error("OverflowError", "int too big to convert") from None
    return m.heap.new_bytes(data) if text(m, "one-byte results are shared") else fresh_bytes(m.heap, data)


@INT.classmethod("from_bytes", kw=True)
def int_from_bytes(m: Any, cls: Any, bytes: Any = None, byteorder: Any = None, *, signed: Any = None) -> Any:
    """int_from_bytes_impl."""
    _required(m, "from_bytes", bytes, "bytes", 1)
    if not text(m, "to_bytes defaults"):
        _required(m, "from_bytes", byteorder, "byteorder", 2)
    order = _byteorder(m, byteorder, "from_bytes")
    two = signed is not None and m.truth(signed)
    from memlab.interp.types_bytes import bytes_of
    data = bytes_of(m, bytes)
    h = m.heap
    r = h.new_int(int.from_bytes(data, order, signed=two))  # type: ignore[arg-type]
    if cls is h.t_int:
        return r
    try:
        return m.call(cls, [r])
    finally:
        h.decref(r)


INT.getter("real")(_itself)
INT.getter("numerator")(_itself)


@INT.getter("imag")
def int_imag(m: Any, self: Any) -> Any:
    return m.heap.new_int(0)


@INT.getter("denominator")
def int_denominator(m: Any, self: Any) -> Any:
    return m.heap.new_int(1)


# ---------------------------------------------------------------- bool

@BOOL.new
def bool_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """bool_new."""
    check_new(m, cls, "bool")
    if kw:
        raise type_error(m, "bool() takes no keyword arguments")
    if len(args) > 1:
        raise type_error(m, f"bool expected at most 1 argument, got {len(args)}")
    return m.heap.bool(bool(args) and m.truth(args[0]))


@BOOL.method("__repr__")
def bool_repr(m: Any, self: Any) -> Any:
    return m.heap.incref(m.heap.intern("True" if self.val else "False"))


@BOOL.method("__invert__")
def bool_invert(m: Any, self: Any) -> Any:
    if text(m, "~bool deprecated"):
        warn(m, "DeprecationWarning", "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. "
             "This returns the bitwise inversion of the underlying int object and is usually not what you expect from "
             "the negation of a bool object. "
             "Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.")
    return m.heap.new_int(~int(self.val))


def _bool_binary(name: str, op: Callable[[Any, Any], Any]) -> None:
    def logical(m: Any, self: Any, value: Any) -> Any:
        h = m.heap
        if not isinstance(value, Int):
            return m.not_implemented()
        if value.type is h.t_bool and self.type is h.t_bool:
            return h.bool(op(bool(self.val), bool(value.val)))
        return h.new_int(op(int(self.val), int(value.val)))
    BOOL.method(f"__{name}__")(logical)
    BOOL.method(f"__r{name}__")(logical)


_bool_binary("and", lambda a, b: a & b)
_bool_binary("or", lambda a, b: a | b)
_bool_binary("xor", lambda a, b: a ^ b)


