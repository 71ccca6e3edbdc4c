"""float and complex (Objects/floatobject.c, Objects/complexobject.c)."""

from __future__ import annotations

from math import isinf, isnan

from memlab.heap.objects import Complex, Float, Int, Str
from memlab.interp.conversion import (
    buffer_of,
    check_new,
    clinic_args,
    str_arg,
    type_error,
    value_error,
    warn,
    wrong_result,
)
from memlab.interp.native import GuestError, NativeType
from memlab.interp.type_messages import text
from memlab.interp.types_int import SUBCLASS_RESULT, to_float

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FLOAT = NativeType("float", layout=Float, gc=False, doc="Convert a string or number to a floating-point number.")
COMPLEX = NativeType("complex", layout=Complex, gc=False, doc="Create a complex number from a string or numbers.")


def zero_division(m: Any, key: str) -> Exception:
    """A ZeroDivisionError in the words of the profile."""
    error: Exception = m.error("ZeroDivisionError", text(m, key))
    return error


# ---------------------------------------------------------------- conversion

def parse(m: Any, source: str, o: Any) -> float:
    """PyFloat_FromString: the number, or ValueError naming the argument ``o``."""
    try:
        return float(source)
    except ValueError:
        shown = repr(o.val) if isinstance(o, Str) else m.repr(o)
        raise value_error(m, f"could not convert string to float: {shown}") from None


def number(m: Any, o: Any) -> float | None:
    """The float that ``__float__`` or ``__index__`` gives, or None when ``o`` has neither (PyNumber_Float)."""
    h = m.heap
    if o.type is h.t_float:
        return float(o.val)
    if o.type is h.t_int or o.type is h.t_bool:
        return to_float(m, int(o.val))
    r = m.call_special(o, "__float__")
    if r is not None:
        kind = r.type
        if not isinstance(r, Float):
            h.decref(r)
            raise wrong_result(m, o, "__float__", "float", kind.name)
        if kind is not h.t_float:
            warn(m, "DeprecationWarning", f"{o.type.name}.__float__ returned non-float (type {kind.name}).  " +
                 SUBCLASS_RESULT.format("float"))
        x = float(r.val)
        h.decref(r)
        return x
    if m.special(o, "__index__") is not None:
        return to_float(m, m.index(o))
    return None


def real(m: Any, o: Any) -> float:
    """PyFloat_AsDouble: a real number argument."""
    x = number(m, o)
    if x is None:
        raise type_error(m, f"must be real number, not {o.type.name}")
    return x


@FLOAT.new
def float_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """float_new_impl."""
    h = m.heap
    check_new(m, cls, "float")
    if kw and (cls is h.t_float or m.lookup(cls, "__init__") is m.lookup(h.t_float, "__init__")):
        raise type_error(m, "float() takes no keyword arguments")
    if len(args) > 1:
        raise type_error(m, f"float expected at most 1 argument, got {len(args)}")
    if args and cls is h.t_float and args[0].type is h.t_float:
        return h.incref(args[0])
    x = 0.0
    if args:
        o = args[0]
        if isinstance(o, Str):
            x = parse(m, o.val, o)
        else:
            found = number(m, o)
            if found is None:
                data = buffer_of(o)
                if data is None:
                    raise type_error(m, f"float() argument must be a string or a real number, not '{o.type.name}'")
                x = parse(m, bytes(data).decode("latin-1") if data.isascii() else "?", o)
            else:
                x = found
    if cls is h.t_float:
        return h.new_float(x)
    from memlab.heap.strings import new_float_sub
    return new_float_sub(h, cls, x)


def operand(m: Any, o: Any) -> float | None:
    """The other operand as a float, or None when it is no int or float (convert_to_double)."""
    if isinstance(o, Float):
        return float(o.val)
    if isinstance(o, Int):
        return to_float(m, int(o.val))
    return None


# ---------------------------------------------------------------- arithmetic

def _truediv(m: Any, a: float, b: float) -> float:
    if not b:
        raise zero_division(m, "float /")
    return a / b


def _floordiv(m: Any, a: float, b: float) -> float:
    if not b:
        raise zero_division(m, "float //")
    return a // b


def _mod(m: Any, a: float, b: float) -> float:
    if not b:
        raise zero_division(m, "float %")
    return a % b


def _binary(name: str, op: Callable[[Any, float, float], float]) -> None:
    def forward(m: Any, self: Any, value: Any) -> Any:
        b = operand(m, value)
        return m.not_implemented() if b is None else m.heap.new_float(op(m, self.val, b))

    def reflected(m: Any, self: Any, value: Any) -> Any:
        a = operand(m, value)
        return m.not_implemented() if a is None else m.heap.new_float(op(m, a, self.val))
    FLOAT.method(f"__{name}__")(forward)
    FLOAT.method(f"__r{name}__")(reflected)


_binary("add", lambda m, a, b: a + b)
_binary("sub", lambda m, a, b: a - b)
_binary("mul", lambda m, a, b: a * b)
_binary("truediv", _truediv)
_binary("floordiv", _floordiv)
_binary("mod", _mod)


def _divmod(m: Any, a: float, b: float) -> Any:
    if not b:
        raise zero_division(m, "float divmod")
    q, r = divmod(a, b)
    h = m.heap
    return h.new_tuple([h.new_float(q), h.new_float(r)])


@FLOAT.method("__divmod__")
def float_divmod(m: Any, self: Any, value: Any) -> Any:
    b = operand(m, value)
    return m.not_implemented() if b is None else _divmod(m, self.val, b)


@FLOAT.method("__rdivmod__")
def float_rdivmod(m: Any, self: Any, value: Any) -> Any:
    a = operand(m, value)
    return m.not_implemented() if a is None else _divmod(m, a, self.val)


def power(m: Any, a: float, b: float) -> Any:
    """float_pow: a float, or a complex for a negative base with a fractional exponent (new reference)."""
    try:
        r = a**b
    except ZeroDivisionError:
        raise zero_division(m, "0 ** negative") from None
    except OverflowError:
        raise out_of_range(m) from None
    h = m.heap
    return h.new_complex(r) if isinstance(r, complex) else h.new_float(r)


def out_of_range(m: Any) -> GuestError:
    """OverflowError(34, 'Numerical result out of range')."""
    h = m.heap
    args = [h.new_int(34), h.new_str("Numerical result out of range")]
    try:
        exc = m.call(h.types["OverflowError"], args)
    finally:
        h.decref_all(args)
    m.set_context(exc)
    return GuestError(exc)


@FLOAT.method("__pow__")
def float_pow(m: Any, self: Any, value: Any, mod: Any = None) -> Any:
    if mod is not None and mod is not m.none:
        raise type_error(m, "pow() 3rd argument not allowed unless all arguments are integers")
    b = operand(m, value)
    return m.not_implemented() if b is None else power(m, self.val, b)


@FLOAT.method("__rpow__")
def float_rpow(m: Any, self: Any, value: Any, mod: Any = None) -> Any:
    a = operand(m, value)
    return m.not_implemented() if a is None else power(m, a, self.val)


def _itself(m: Any, self: Any) -> Any:
    """An exact float is returned as it is (float_float)."""
    h = m.heap
    return h.incref(self) if self.type is h.t_float else h.new_float(self.val)


for _name in ("__pos__", "__float__", "conjugate"):
    FLOAT.method(_name)(_itself)
FLOAT.getter("real")(_itself)


@FLOAT.getter("imag")
def float_imag(m: Any, self: Any) -> Any:
    return m.heap.new_float(0.0)


@FLOAT.method("__neg__")
def float_neg(m: Any, self: Any) -> Any:
    return m.heap.new_float(-self.val)


@FLOAT.method("__abs__")
def float_abs(m: Any, self: Any) -> Any:
    return m.heap.new_float(abs(self.val))


@FLOAT.method("__bool__")
def float_bool(m: Any, self: Any) -> Any:
    return m.bool(self.val)


def integer(m: Any, x: float) -> int:
    """PyLong_FromDouble."""
    if isinf(x):
        raise m.error("OverflowError", "cannot convert float infinity to integer")
    if isnan(x):
        raise value_error(m, "cannot convert float NaN to integer")
    return int(x)


@FLOAT.method("__int__")
def float_int(m: Any, self: Any) -> Any:
    return m.heap.new_int(integer(m, self.val))


@FLOAT.method("__trunc__")
def float_trunc(m: Any, self: Any) -> Any:
    return m.heap.new_int(integer(m, self.val))


@FLOAT.method("__floor__")
def float_floor(m: Any, self: Any) -> Any:
    integer(m, self.val)
    return m.heap.new_int(self.val.__floor__())


@FLOAT.method("__ceil__")
def float_ceil(m: Any, self: Any) -> Any:
    integer(m, self.val)
    return m.heap.new_int(self.val.__ceil__())


@FLOAT.method("__round__")
def float_round(m: Any, self: Any, ndigits: Any = None) -> Any:
    """float___round___impl."""
    x = self.val
    if ndigits is None or ndigits is m.none:
        integer(m, x)
        return m.heap.new_int(round(x))
    n = int(ndigits.val) if isinstance(ndigits, Int) else m.index(ndigits)
    try:
        return m.heap.new_float(round(x, max(-(1 << 62), min(1 << 62, n))))
    except OverflowError:
        raise m.error("OverflowError", "rounded value too large to represent") from None


def pointer_hash(address: int) -> int:
    """_Py_HashPointer: the address turned right by four bits."""
    h = (address >> 4 | address << 60) & ((1 << 64) - 1)
    if h >= 1 << 63:
        h -= 1 << 64
    return -2 if h == -1 else h


@FLOAT.method("__hash__")
def float_hash(m: Any, self: Any) -> Any:
    """_Py_HashDouble: a NaN hashes by identity."""
    return m.heap.new_int(pointer_hash(self.addr) if isnan(self.val) else hash(self.val))


@FLOAT.method("__repr__")
def float_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(repr(self.val))


@FLOAT.method("__format__")
def float_format(m: Any, self: Any, format_spec: Any) -> Any:
    from memlab.interp.formatting import float__format__
    return float__format__(m, self, str_arg(m, format_spec, "__format__() argument"))


@FLOAT.method("__getnewargs__")
def float_getnewargs(m: Any, self: Any) -> Any:
    return m.heap.new_tuple([m.heap.new_float(self.val)])


def _comparison(name: str, op: Callable[[Any, Any], bool]) -> None:
    def compare(m: Any, self: Any, value: Any) -> Any:
        return m.heap.bool(op(self.val, value.val)) if isinstance(value, (Float, Int)) else m.not_implemented()
    FLOAT.method(name)(compare)


_comparison("__lt__", lambda a, b: a < b)
_comparison("__le__", lambda a, b: a <= b)
_comparison("__eq__", lambda a, b: a == b)
_comparison("__ne__", lambda a, b: a != b)
_comparison("__gt__", lambda a, b: a > b)
_comparison("__ge__", lambda a, b: a >= b)


@FLOAT.method("is_integer")
def float_is_integer(m: Any, self: Any) -> Any:
    return m.bool(self.val.is_integer())


@FLOAT.method("as_integer_ratio")
def float_as_integer_ratio(m: Any, self: Any) -> Any:
    x = self.val
    if isinf(x):
        raise m.error("OverflowError", "cannot convert Infinity to integer ratio")
    if isnan(x):
        raise value_error(m, "cannot convert NaN to integer ratio")
    h = m.heap
    return h.new_tuple([h.new_int(v) for v in x.as_integer_ratio()])


@FLOAT.method("hex")
def float_hex(m: Any, self: Any) -> Any:
    return m.heap.new_str(self.val.hex())


def _of_class(m: Any, cls: Any, exact: Any, made: Any) -> Any:
    """``made`` as an instance of ``cls`` (takes it over)."""
    if cls is exact:
        return made
    try:
        return m.call(cls, [made])
    finally:
        m.heap.decref(made)


@FLOAT.classmethod("fromhex")
def float_fromhex(m: Any, cls: Any, string: Any) -> Any:
    if not isinstance(string, Str):
        raise type_error(m, "bad argument type for built-in operation")
    try:
        x = float.fromhex(string.val)
    except ValueError as e:
        raise value_error(m, str(e)) from None
    except OverflowError as e:
        raise m.error("OverflowError", str(e)) from None
    return _of_class(m, cls, m.heap.t_float, m.heap.new_float(x))


@FLOAT.classmethod("from_number")
def float_from_number(m: Any, cls: Any, number_: Any) -> Any:
    if cls is m.heap.t_float and number_.type is cls:
        return m.heap.incref(number_)
    return _of_class(m, cls, m.heap.t_float, m.heap.new_float(real(m, number_)))


@FLOAT.classmethod("__getformat__")
def float_getformat(m: Any, cls: Any, typestr: Any) -> Any:
    if str_arg(m, typestr, "__getformat__() argument") not in ("double", "float"):
        raise value_error(m, "__getformat__() argument 1 must be 'double' or 'float'")
    return m.heap.new_str("IEEE, little-endian")


# ---------------------------------------------------------------- complex

def _special_complex(m: Any, o: Any) -> complex | None:
    """What ``__complex__`` gives, or None when there is none (try_complex_special_method)."""
    if o.type is m.heap.t_complex:
        return complex(o.val)
    m.heap.incref(o)      # the bound method that _PyObject_LookupSpecial makes
    try:
        r = m.call_special(o, "__complex__")
    finally:
        m.heap.decref(o)
    if r is None:
        return None
    kind = r.type
    if not isinstance(r, Complex):
        m.heap.decref(r)
        raise wrong_result(m, o, "__complex__", "complex", kind.name)
    if kind is not m.heap.t_complex:
        warn(m, "DeprecationWarning", f"__complex__ returned non-complex (type {kind.name}).  " +
             SUBCLASS_RESULT.format("complex"))
    z = complex(r.val)
    m.heap.decref(r)
    return z


@COMPLEX.new
def complex_new(m: Any, cls: Any, args: Any, kw: Any) -> Any:
    """complex_new_impl."""
    h = m.heap
    check_new(m, cls, "complex")
    r, i = clinic_args(m, "complex", args, kw, ("real", "imag"))
    if i is None and r is not None and r.type is h.t_complex and cls is h.t_complex:
        return h.incref(r)
    if text(m, "complex names its argument"):
        z = _new_3_14(m, r, i, len(args) == 1 and not kw)
    else:
        z = _new_3_10(m, r, i)
    if cls is h.t_complex:
        return h.new_complex(z)
    from memlab.heap.strings import new_complex_sub
    return new_complex_sub(h, cls, z)


def _parse_complex(m: Any, o: Any) -> complex:
    try:
        return complex(o.val)
    except ValueError:
        raise value_error(m, "complex() arg is a malformed string") from None


def _new_3_10(m: Any, r: Any, i: Any) -> complex:
    if isinstance(r, Str):
        if i is not None:
            raise type_error(m, "complex() can't take second arg if first is a string")
        return _parse_complex(m, r)
    if isinstance(i, Str):
        raise type_error(m, "complex() second arg can't be a string")
    cr: complex | float = 0.0
    if r is not None:
        z = _special_complex(m, r)
        if z is None:
            x = number(m, r)
            if x is None:
                raise type_error(m, f"complex() first argument must be a string or a number, not '{r.type.name}'")
            cr = x
        else:
            cr = z
    if i is None:
        return complex(cr)
    y = complex(i.val) if isinstance(i, Complex) else number(m, i)
    if y is None:
        raise type_error(m, f"complex() second argument must be a number, not '{i.type.name}'")
    return _join(cr, y)


def _join(cr: complex | float, ci: complex | float) -> complex:
    """cr + ci * 1j without touching the parts that are not there."""
    re, im = cr.real, ci.real
    if isinstance(ci, complex):
        re -= ci.imag
    if isinstance(cr, complex):
        im += cr.imag
    return complex(re, im)


def _new_3_14(m: Any, r: Any, i: Any, alone: bool) -> complex:
    if alone:
        if isinstance(r, Str):
            return _parse_complex(m, r)
        z = _special_complex(m, r)
        x = number(m, r) if z is None else None
        if z is None and x is None:
            raise type_error(m, f"complex() argument must be a string or a number, not {r.type.name}")
        return complex(z if z is not None else x)  # type: ignore[arg-type]

    def part(o: Any, name: str) -> complex | float:
        if isinstance(o, Complex):
            z = complex(o.val)
            warn(m, "DeprecationWarning", f"complex() argument '{name}' must be a real number, not {m.type_name(o)}")
            return z
        v = None if isinstance(o, Str) else number(m, o)
        if v is None and name == "real" and not isinstance(o, Str):
            special = _special_complex(m, o)
            if special is not None:
                warn(m, "DeprecationWarning", f"complex() argument '{name}' must be a real number, not {o.type.name}")
                return special
        if v is None:
            raise type_error(m, f"complex() argument '{name}' must be a real number, not {o.type.name}")
        return v
    cr = 0.0 if r is None else part(r, "real")
    if i is None:
        return complex(cr)
    return _join(cr, part(i, "imag"))


def _complex_operand(m: Any, o: Any) -> complex | float | None:
    if isinstance(o, Complex):
        return complex(o.val)
    return operand(m, o)


def _mixed(m: Any, op: str, a: complex | float, b: complex | float) -> complex:
    """Arithmetic of a complex with a real number, part by part (3.14) or with the real number made complex (before)."""
    if text(m, "complex mixes reals"):
        if not isinstance(b, complex):
            z = complex(a)
            if op == "+":
                return complex(z.real + b, z.imag)
            if op == "-":
                return complex(z.real - b, z.imag)
            if op == "*":
                return complex(z.real * b, z.imag * b)
            if b:
                return complex(z.real / b, z.imag / b)
        elif not isinstance(a, complex):
            if op == "+":
                return complex(a + b.real, b.imag)
            if op == "-":
                return complex(a - b.real, -b.imag)
            if op == "*":
                return complex(a * b.real, a * b.imag)
    x, y = complex(a), complex(b)
    if op == "+":
        return x + y
    if op == "-":
        return x - y
    if op == "*":
        return x * y
    if not y:
        raise zero_division(m, "complex /")
    return x / y


def _complex_binary(name: str, op: str) -> None:
    def forward(m: Any, self: Any, value: Any) -> Any:
        b = _complex_operand(m, value)
        return m.not_implemented() if b is None else m.heap.new_complex(_mixed(m, op, complex(self.val), b))

    def reflected(m: Any, self: Any, value: Any) -> Any:
        a = _complex_operand(m, value)
        return m.not_implemented() if a is None else m.heap.new_complex(_mixed(m, op, a, complex(self.val)))
    COMPLEX.method(f"__{name}__")(forward)
    COMPLEX.method(f"__r{name}__")(reflected)


_complex_binary("add", "+")
_complex_binary("sub", "-")
_complex_binary("mul", "*")
_complex_binary("truediv", "/")


def _complex_power(m: Any, a: complex | float, b: complex | float) -> Any:
    try:
        return m.heap.new_complex(complex(a) ** complex(b))
    except ZeroDivisionError:
        raise zero_division(m, "0j ** negative") from None
    except OverflowError:
        raise m.error("OverflowError", "complex exponentiation") from None


@COMPLEX.method("__pow__")
def complex_pow(m: Any, self: Any, value: Any, mod: Any = None) -> Any:
    b = _complex_operand(m, value)
    if b is None:
        return m.not_implemented()
    if mod is not None and mod is not m.none:
        raise value_error(m, "complex modulo")
    return _complex_power(m, self.val, b)


@COMPLEX.method("__rpow__")
def complex_rpow(m: Any, self: Any, value: Any, mod: Any = None) -> Any:
    a = _complex_operand(m, value)
    if a is None:
        return m.not_implemented()
    return _complex_power(m, a, self.val)


def _complex_itself(m: Any, self: Any) -> Any:
    h = m.heap
    return h.incref(self) if self.type is h.t_complex else h.new_complex(self.val)


COMPLEX.method("__pos__")(_complex_itself)
COMPLEX.method("__complex__")(_complex_itself)


@COMPLEX.method("__neg__")
def complex_neg(m: Any, self: Any) -> Any:
    return m.heap.new_complex(-self.val)


@COMPLEX.method("conjugate")
def complex_conjugate(m: Any, self: Any) -> Any:
    return m.heap.new_complex(self.val.conjugate())


@COMPLEX.method("__abs__")
def complex_abs(m: Any, self: Any) -> Any:
    try:
        return m.heap.new_float(abs(self.val))
    except OverflowError:
        raise m.error("OverflowError", "absolute value too large") from None


@COMPLEX.method("__bool__")
def complex_bool(m: Any, self: Any) -> Any:
    return m.bool(self.val)


@COMPLEX.method("__hash__")
def complex_hash(m: Any, self: Any) -> Any:
    """complex_hash: a NaN part hashes by the object's identity."""
    z = self.val
    if not isnan(z.real) and not isnan(z.imag):
        return m.heap.new_int(hash(z))
    mask = (1 << 64) - 1
    parts = [pointer_hash(self.addr) if isnan(x) else hash(x) for x in (z.real, z.imag)]
    h = (parts[0] + 1000003 * parts[1]) & mask
    if h >= 1 << 63:
        h -= 1 << 64
    return m.heap.new_int(-2 if h == -1 else h)


@COMPLEX.method("__repr__")
def complex_repr(m: Any, self: Any) -> Any:
    return m.heap.new_str(repr(self.val))


@COMPLEX.method("__format__")
def complex_format(m: Any, self: Any, format_spec: Any) -> Any:
    from memlab.interp.formatting import complex__format__
    return complex__format__(m, self, str_arg(m, format_spec, "__format__() argument"))


@COMPLEX.method("__getnewargs__")
def complex_getnewargs(m: Any, self: Any) -> Any:
    h = m.heap
    return h.new_tuple([h.new_float(self.val.real), h.new_float(self.val.imag)])


@COMPLEX.classmethod("from_number")
def complex_from_number(m: Any, cls: Any, number_: Any) -> Any:
    h = m.heap
    if cls is h.t_complex and number_.type is cls:
        return h.incref(number_)
    z = _special_complex(m, number_)
    return _of_class(m, cls, h.t_complex, h.new_complex(complex(real(m, number_)) if z is None else z))


def _complex_equality(name: str, equal: bool) -> None:
    def compare(m: Any, self: Any, value: Any) -> Any:
        if not isinstance(value, (Complex, Float, Int)):
            return m.not_implemented()
        return m.heap.bool((self.val == value.val) is equal)
    COMPLEX.method(name)(compare)


def _no_order(m: Any, self: Any, value: Any) -> Any:
    return m.not_implemented()


_complex_equality("__eq__", True)
_complex_equality("__ne__", False)
for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    COMPLEX.method(_name)(_no_order)


@COMPLEX.getter("real")
def complex_real(m: Any, self: Any) -> Any:
    return m.heap.new_float(self.val.real)


@COMPLEX.getter("imag")
def complex_imag(m: Any, self: Any) -> Any:
    return m.heap.new_float(self.val.imag)
