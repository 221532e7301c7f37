"""The module math: functions of doubles. (Integers and sums: pyta.module.math_integer, pyta.module.math_sum.)

A result that is NaN or infinite where the arguments are not is an error: ValueError "math domain error", or OverflowError "math
range error" where the true result is finite but too large.

Source: the library reference, "math"; gamma and lgamma by the Lanczos approximation (Pugh, "An Analysis of the Lanczos Gamma
Approximation", 2004) with the published coefficients for 13 terms and g = 6.0246800407767296.
"""

from __future__ import annotations

import math
from typing import Any

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import is_negative, is_zero
from corevm.kernel.float_arithmetic import copy_sign, is_nan
from corevm.kernel.integer import int_bit_length, int_clamp_i64, int_compare
from corevm.kernel.integer_bits import int_or, int_shift_left, int_shift_right
from corevm.kernel.integer_float import (
    float_ceil,
    float_floor,
    float_to_int,
    int_to_float,
    int_to_float_or_infinity,
    is_finite,
    is_infinite,
)
from corevm.kernel.number import float_of, is_float, is_integer
from corevm.kernel.value import DEFAULT, boolean, box_float, is_word, tag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    bits_of,
    cfn,
    f64,
    fabs,
    float_of_bits,
    floor,
    fn,
    i32,
    i64,
    inline,
    stack_array,
    table,
    u64,
)
from corevm.micro.surface import sqrt as square_root
from pyta.object.declare import declare_constant, function
from pyta.object.exception import overflow_error, type_error, value_error, zero_division_error
from pyta.object.payload import payload_or_none
from pyta.protocol.argument import bind_parameters
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.item import as_index
from pyta.protocol.numeral import as_double

for _name in ("pi", "e", "tau", "inf", "nan"):
    declare_constant("math", _name, getattr(math, _name))


@fn(raises=True, cold=True)
def domain_error() -> Value:
    return value_error("math domain error")


@fn(raises=True, cold=True)
def math_range_error() -> Value:
    return overflow_error("math range error")


def c_function(name: str, arity: int = 1) -> Any:
    return cfn(name, [f64] * arity, f64, effect="pure")


@inline(raises=True)
def checked(x: f64, result: f64, can_overflow: bool) -> Value:
    """A result as a value. Raises: ValueError, OverflowError."""
    if not is_finite(result) and is_finite(x):
        raise_not_finite(result, can_overflow)
    if is_nan(result) and not is_nan(x):
        raise domain_error()
    return box_float(result)


@fn(raises=True, cold=True)
def raise_not_finite(result: f64, can_overflow: bool) -> None:
    if is_infinite(result) and can_overflow:
        raise math_range_error()
    raise domain_error()


# --- functions of one double, from C

ONE: dict[str, bool] = {  # whether a finite argument may have too large a result
    "acos": False, "acosh": False, "asin": False, "asinh": False, "atan": False, "atanh": False, "cbrt": False, "cos": False,
    "cosh": True, "exp": True, "exp2": True, "expm1": True, "log1p": False, "sin": False, "sinh": True, "tan": False,
    "tanh": False, "erf": False, "erfc": False,
}  # fmt: skip


def _one(name: str, can_overflow: bool) -> None:
    c = c_function(name)

    @function("math", name)
    def math_function(x: Value) -> Value:
        d = as_double(x)
        return checked(d, c(d), can_overflow)


for _name, _can_overflow in ONE.items():
    _one(_name, _can_overflow)


@function("math", "sqrt")
def math_sqrt(x: Value) -> Value:
    """Return the square root of x."""
    d = as_double(x)
    if d < 0.0:
        raise domain_error()
    return box_float(square_root(d))


@function("math", "fabs")
def math_fabs(x: Value) -> Value:
    """Return the absolute value of the float x."""
    return box_float(fabs(as_double(x)))


@function("math", "degrees")
def math_degrees(x: Value) -> Value:
    """Convert angle x from radians to degrees."""
    return box_float(as_double(x) * (180.0 / math.pi))


@function("math", "radians")
def math_radians(x: Value) -> Value:
    """Convert angle x from degrees to radians."""
    return box_float(as_double(x) * (math.pi / 180.0))


@function("math", "isnan")
def math_isnan(x: Value) -> Value:
    """Return True if x is a NaN (not a number), and False otherwise."""
    return boolean(is_nan(as_double(x)))


@function("math", "isinf")
def math_isinf(x: Value) -> Value:
    """Return True if x is a positive or negative infinity, and False otherwise."""
    return boolean(is_infinite(as_double(x)))


@function("math", "isfinite")
def math_isfinite(x: Value) -> Value:
    """Return True if x is neither an infinity nor a NaN, and False otherwise."""
    return boolean(is_finite(as_double(x)))


@function("math", "ulp")
def math_ulp(x: Value) -> Value:
    """Return the value of the least significant bit of the float x."""
    d = fabs(as_double(x))
    if not is_finite(d):
        return box_float(d)
    above = float_of_bits(bits_of(d) + 1)
    if is_infinite(above):
        return box_float(d - float_of_bits(bits_of(d) - 1))
    return box_float(above - d)


# --- two doubles


atan2 = c_function("atan2", 2)
c_fmod = c_function("fmod", 2)
c_remainder = c_function("remainder", 2)
c_nextafter = c_function("nextafter", 2)
c_pow = c_function("pow", 2)


@function("math", "atan2")
def math_atan2(y: Value, x: Value) -> Value:
    """Return the arc tangent (measured in radians) of y/x."""
    return box_float(atan2(as_double(y), as_double(x)))


@function("math", "copysign")
def math_copysign(x: Value, y: Value) -> Value:
    """Return a float with the magnitude (absolute value) of x but the sign of y."""
    return box_float(copy_sign(as_double(x), as_double(y)))


@function("math", "fmod")
def math_fmod(x: Value, y: Value) -> Value:
    """Return fmod(x, y), according to platform C."""
    a = as_double(x)
    b = as_double(y)
    if is_infinite(b) and is_finite(a):
        return box_float(a)
    result = c_fmod(a, b)
    if is_nan(result) and not is_nan(a) and not is_nan(b):
        raise domain_error()
    return box_float(result)


@function("math", "remainder")
def math_remainder(x: Value, y: Value) -> Value:
    """Difference between x and the closest integer multiple of y."""
    a = as_double(x)
    b = as_double(y)
    result = c_remainder(a, b)
    if is_nan(result) and not is_nan(a) and not is_nan(b):
        raise domain_error()
    return box_float(result)


@function("math", "pow")
def math_pow(x: Value, y: Value) -> Value:
    """Return x**y (x to the power of y)."""
    a = as_double(x)
    b = as_double(y)
    result = c_pow(a, b)
    if is_finite(a) and is_finite(b) and not is_finite(result):
        if is_nan(result) or a == 0.0:
            raise domain_error()
        raise math_range_error()
    return box_float(result)


@function("math", "nextafter", variadic=True, keywords=True)
def math_nextafter(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """nextafter(x, y, *, steps=None): the next floating-point value after x towards y."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments, argc, names, taken, ("", "", "steps"), "nextafter", 2)
    a = as_double(taken[0])
    b = as_double(taken[1])
    if is_word(taken[2], DEFAULT):
        return box_float(c_nextafter(a, b))
    given = as_index(taken[2])
    if is_negative(given):
        raise value_error("steps must be a non-negative integer")
    if is_nan(a) or is_nan(b):
        return box_float(a + b)
    steps = int_clamp_i64(given)
    start = ordinal(a)
    end = ordinal(b)
    if start < end:
        start = end if steps >= end - start else start + steps
    elif start > end:
        start = end if steps >= start - end else start - steps
    elif a == 0.0:
        return box_float(b if steps > 0 else a)
    return box_float(of_ordinal(start))


@inline
def ordinal(d: f64) -> i64:
    """The doubles numbered in their order, both zeros 0; differences fit 64 bits."""
    magnitude = i64(bits_of(fabs(d)))
    return -magnitude if bits_of(d) >> 63 != 0 else magnitude


@inline
def of_ordinal(n: i64) -> f64:
    return -float_of_bits(u64(-n)) if n < 0 else float_of_bits(u64(n))


@function("math", "isclose", variadic=True, keywords=True)
def math_isclose(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0): whether two floating-point numbers are close in value."""
    taken = stack_array(Value, 4)
    bind_parameters(arguments, argc, names, taken, ("a", "b", "rel_tol", "abs_tol"), "isclose", 2)
    a = as_double(taken[0])
    b = as_double(taken[1])
    relative = 1e-09
    absolute = 0.0
    if not is_word(taken[2], DEFAULT):
        relative = as_double(taken[2])
    if not is_word(taken[3], DEFAULT):
        absolute = as_double(taken[3])
    if relative < 0.0 or absolute < 0.0:
        raise value_error("tolerances must be non-negative")
    if a == b:
        return boolean(True)
    if is_infinite(a) or is_infinite(b):
        return boolean(False)
    difference = fabs(b - a)
    return boolean(
        difference <= fabs(relative * b) or difference <= fabs(relative * a) or difference <= absolute
    )


# --- whole numbers and parts


def _to_whole(name: str, on_double: Any) -> None:
    own = f"__{name}__"

    @function("math", name)
    def math_whole(x: Value) -> Value:
        if is_float(x):
            return on_double(float_of(x))
        if is_integer(x):
            return x
        if payload_or_none(x, "float") == no_value() or special(x, own) != no_value():
            found = special(x, own)
            if found != no_value():
                return call_special1(x, found)
            if name == "trunc":
                raise type_error("type %T doesn't define __trunc__ method", x)
        return on_double(as_double(x))


for _name, _on_double in (("floor", float_floor), ("ceil", float_ceil), ("trunc", float_to_int)):
    _to_whole(_name, _on_double)


@fn(raises=True)
def pair(a: Value, b: Value) -> Value:
    made = array_new(2)
    made.items[0] = a
    made.items[1] = b
    return made


c_frexp = cfn("frexp", [f64, Ptr[i32]], f64)
c_ldexp = cfn("ldexp", [f64, i32], f64, effect="pure")
c_trunc = c_function("trunc")


@function("math", "frexp")
def math_frexp(x: Value) -> Value:
    """Return the mantissa and exponent of x, as pair (m, e)."""
    d = as_double(x)
    if not is_finite(d) or d == 0.0:
        return pair(box_float(d), tag_fixnum(0))
    exponent = stack_array(i32, 1)
    m = c_frexp(d, exponent)
    return pair(box_float(m), tag_fixnum(i64(exponent[0])))


@function("math", "modf")
def math_modf(x: Value) -> Value:
    """Return the fractional and integer parts of x."""
    d = as_double(x)
    if is_infinite(d):
        return pair(box_float(copy_sign(0.0, d)), box_float(d))
    whole = c_trunc(d)
    return pair(box_float(copy_sign(d - whole, d)), box_float(whole))


@function("math", "ldexp")
def math_ldexp(x: Value, i: Value) -> Value:
    """Return x * (2**i)."""
    d = as_double(x)
    n = payload_or_none(i, "int")
    if n == no_value():
        raise type_error("Expected an int as second argument to ldexp.")
    if d == 0.0 or not is_finite(d):
        return box_float(d)
    e = int_clamp_i64(n)
    e = -100000 if e < -100000 else 100000 if e > 100000 else e
    result = c_ldexp(d, i32(e))
    if is_infinite(result):
        raise math_range_error()
    return box_float(result)


# --- logarithms

c_log = c_function("log")
c_log2 = c_function("log2")
c_log10 = c_function("log10")


def _logarithm(name: str, c: Any, of_two: float) -> Any:
    @fn(raises=True, name=f"pyta.module.math.{name}_of")
    def logarithm(x: Value) -> f64:
        v = payload_or_none(x, "int")
        if v == no_value():
            d = as_double(x)
            if d <= 0.0:
                raise domain_error()
            return c(d)
        if is_negative(v) or is_zero(v):
            raise domain_error()
        d = int_to_float_or_infinity(v)
        if is_finite(d):
            return c(d)
        extra = int_bit_length(v) - 64
        top = int_shift_right(v, extra)
        if int_compare(int_shift_left(top, extra), v) != 0:
            top = int_or(top, tag_fixnum(1))  # sticky, for one right rounding
        exponent = stack_array(i32, 1)
        m = c_frexp(int_to_float(top), exponent)
        return c(m) + of_two * f64(extra + i64(exponent[0]))

    return logarithm


log_of = _logarithm("log", c_log, math.log(2.0))
log2_of = _logarithm("log2", c_log2, 1.0)
log10_of = _logarithm("log10", c_log10, math.log10(2.0))


@function("math", "log", optional=1)
def math_log(x: Value, base: Value) -> Value:
    """log(x, [base=math.e]): the logarithm of x to the given base."""
    top = log_of(x)
    if is_word(base, DEFAULT):
        return box_float(top)
    below = log_of(base)
    if below == 0.0:
        raise zero_division()
    return box_float(top / below)


@fn(raises=True, cold=True)
def zero_division() -> Value:
    return zero_division_error("float division by zero")


@function("math", "log2")
def math_log2(x: Value) -> Value:
    """Return the base 2 logarithm of x."""
    return box_float(log2_of(x))


@function("math", "log10")
def math_log10(x: Value) -> Value:
    """Return the base 10 logarithm of x."""
    return box_float(log10_of(x))


# --- gamma

LANCZOS_G = 6.024680040776729583740234375
LANCZOS_TERMS = 13
NUMERATOR = table(
    f64,
    [
        23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
        35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
        6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
        248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
        2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
        8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
        2.5066282746310002701649081771338373386264310793408,
    ],
)  # fmt: skip
DENOMINATOR = table(
    f64,
    [0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0, 32670.0, 1925.0, 66.0, 1.0],
)
EXACT_FACTORIALS = table(f64, [float(math.factorial(n)) for n in range(23)])
GAMMA_LIMIT = 200.0
SHIFT = LANCZOS_G - 0.5

c_exp = c_function("exp")
c_sin = c_function("sin")
c_cos = c_function("cos")


@fn
def lanczos_sum(x: f64) -> f64:
    """The rational approximation's value for x > 0: by powers of x, or of 1/x where those would overflow."""
    top = 0.0
    below = 0.0
    if x < 5.0:
        for k in range(LANCZOS_TERMS):
            i = LANCZOS_TERMS - 1 - k
            top = top * x + NUMERATOR[i]
            below = below * x + DENOMINATOR[i]
    else:
        for i in range(LANCZOS_TERMS):
            top = top / x + NUMERATOR[i]
            below = below / x + DENOMINATOR[i]
    return top / below


@fn
def sin_pi(x: f64) -> f64:
    """sin(pi * x), accurate near the integers."""
    y = c_fmod(fabs(x), 2.0)
    n = i64(floor(2.0 * y + 0.5))
    result = 0.0
    match n:
        case 0:
            result = c_sin(math.pi * y)
        case 1:
            result = c_cos(math.pi * (y - 0.5))
        case 2:
            result = c_sin(math.pi * (1.0 - y))
        case 3:
            result = -c_cos(math.pi * (y - 1.5))
        case _:
            result = c_sin(math.pi * (y - 2.0))
    return copy_sign(1.0, x) * result


@function("math", "gamma")
def math_gamma(x: Value) -> Value:
    """Gamma function at x."""
    d = as_double(x)
    if not is_finite(d):
        if is_nan(d) or d > 0.0:
            return box_float(d)
        raise domain_error()
    if d == 0.0:
        raise domain_error()
    if floor(d) == d:
        if d < 0.0:
            raise domain_error()
        if d <= 23.0:
            return box_float(EXACT_FACTORIALS[i64(d) - 1])
    size = fabs(d)
    if size < 1e-20:
        result = 1.0 / d
        if is_infinite(result):
            raise math_range_error()
        return box_float(result)
    if size > GAMMA_LIMIT:
        if d < 0.0:
            return box_float(0.0 / sin_pi(d))
        raise math_range_error()
    result = gamma_within(d, size)
    if is_infinite(result):
        raise math_range_error()
    return box_float(result)


@fn
def gamma_within(d: f64, size: f64) -> f64:
    y = size + SHIFT
    # z: what was lost in size + SHIFT
    z = 0.0
    if size > SHIFT:
        z = (y - size) - SHIFT
    else:
        z = (y - SHIFT) - size
    z = z * LANCZOS_G / y
    result = 0.0
    if d < 0.0:
        result = -math.pi / sin_pi(size) / size * c_exp(y) / lanczos_sum(size)
        result = result - z * result
        if size < 140.0:
            result = result / c_pow(y, size - 0.5)
        else:
            half = c_pow(y, size / 2.0 - 0.25)
            result = result / half
            result = result / half
    else:
        result = lanczos_sum(size) / c_exp(y)
        result = result + z * result
        if size < 140.0:
            result = result * c_pow(y, size - 0.5)
        else:
            half = c_pow(y, size / 2.0 - 0.25)
            result = result * half
            result = result * half
    return result


@function("math", "lgamma")
def math_lgamma(x: Value) -> Value:
    """Natural logarithm of absolute value of Gamma function at x."""
    d = as_double(x)
    if not is_finite(d):
        return box_float(fabs(d))
    if floor(d) == d and d <= 2.0:
        if d <= 0.0:
            raise domain_error()
        return box_float(0.0)
    size = fabs(d)
    if size < 1e-20:
        return box_float(-c_log(size))
    result = c_log(lanczos_sum(size)) - LANCZOS_G
    result = result + (size - 0.5) * (c_log(size + LANCZOS_G - 0.5) - 1.0)
    if d < 0.0:
        result = LOG_PI - c_log(fabs(sin_pi(size))) - c_log(size) - result
    if is_infinite(result):
        raise math_range_error()
    return box_float(result)


LOG_PI = 1.144729885849400174143427351353058711647
