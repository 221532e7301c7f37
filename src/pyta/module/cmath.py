"""The module cmath: functions of complex numbers.

Infinities and NaNs go through the formulas as they are; a result that overflows is "math range error", a pole "math domain error".

Source: the library reference, "cmath"; W. Kahan, "Branch Cuts for Complex Elementary Functions" (1987).
"""

from __future__ import annotations

import cmath
import math
import sys
from typing import Any

from corevm.kernel.float_arithmetic import copy_sign, is_nan
from corevm.kernel.integer_float import is_finite, is_infinite
from corevm.kernel.map import Map
from corevm.kernel.string import string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DEFAULT, boolean, box_float, is_word
from corevm.micro.surface import Ptr, Value, bits_of, cfn, f64, fabs, fn, i32, i64, inline, stack_array
from corevm.micro.surface import sqrt as square_root
from pyta.module.math import domain_error, math_range_error, pair
from pyta.object.complex import parts_of_argument
from pyta.object.declare import declare_constant, function, module_start
from pyta.object.exception import value_error
from pyta.object.type import namespace_set
from pyta.protocol.argument import bind_parameters
from pyta.protocol.complex import atan2, cos, exp, hypot, log, new_complex, quotient, sin
from pyta.protocol.numeral import as_double

asinh = cfn("asinh", [f64], f64, effect="pure")
cosh = cfn("cosh", [f64], f64, effect="pure")
log1p = cfn("log1p", [f64], f64, effect="pure")
sinh = cfn("sinh", [f64], f64, effect="pure")
tan = cfn("tan", [f64], f64, effect="pure")
tanh = cfn("tanh", [f64], f64, effect="pure")
ldexp = cfn("ldexp", [f64, i32], f64, effect="pure")

LARGEST = sys.float_info.max
SMALLEST = sys.float_info.min
LARGE = LARGEST / 4.0
ROOT_LARGE = math.sqrt(LARGE)
ROOT_SMALLEST = math.sqrt(SMALLEST)
LOG_LARGE = math.log(LARGE)
LOG_LARGEST = math.log(LARGEST)
LN2 = math.log(2.0)
LN10 = math.log(10.0)
SCALE_UP = 53
SCALE_DOWN = -27

for _name in ("pi", "e", "tau", "inf", "nan"):
    declare_constant("cmath", _name, getattr(cmath, _name))


@module_start("cmath")
def start_cmath(namespace: Map) -> None:
    """cmath.infj and cmath.nanj."""
    namespace_set(namespace, intern(string_from_static("infj")), new_complex(0.0, math.inf))
    namespace_set(namespace, intern(string_from_static("nanj")), new_complex(0.0, math.nan))


@fn(raises=True)
def parts(v: Value) -> tuple[f64, f64]:
    real, imag, _is_complex = parts_of_argument(v, "must be real number, not %T")
    return real, imag


# --- the functions, as (real, imag) -> (real, imag)


@fn
def root_of(x: f64, y: f64) -> tuple[f64, f64]:
    if x == 0.0 and y == 0.0:
        return 0.0, y
    if is_infinite(y):
        return fabs(y), y
    a = fabs(x)
    b = fabs(y)
    s = 0.0
    if a < SMALLEST and b < SMALLEST:
        a = ldexp(a, i32(SCALE_UP))
        s = ldexp(square_root(a + hypot(a, ldexp(b, i32(SCALE_UP)))), i32(SCALE_DOWN))
    else:
        a = a / 8.0
        s = 2.0 * square_root(a + hypot(a, b / 8.0))
    d = b / (2.0 * s)
    if x >= 0.0:
        return s, copy_sign(d, y)
    return d, copy_sign(s, y)


@fn(raises=True)
def sqrt_of(x: f64, y: f64) -> tuple[f64, f64]:
    real, imag = root_of(x, y)
    return real, imag


@fn(raises=True)
def exp_of(x: f64, y: f64) -> tuple[f64, f64]:
    if y == 0.0:
        return exp(x), y
    if x > LOG_LARGEST:
        size = exp(x - 1.0)
        return size * cos(y) * math.e, size * sin(y) * math.e
    size = exp(x)
    return size * cos(y), size * sin(y)


@fn(raises=True)
def log_of(x: f64, y: f64) -> tuple[f64, f64]:
    a = fabs(x)
    b = fabs(y)
    real = 0.0
    if is_infinite(a) or is_infinite(b):
        real = math.inf
    elif a > LARGE or b > LARGE:
        real = log(hypot(a / 2.0, b / 2.0)) + LN2
    elif a < SMALLEST and b < SMALLEST:
        if a == 0.0 and b == 0.0:
            raise domain_error()
        real = log(hypot(ldexp(a, i32(SCALE_UP)), ldexp(b, i32(SCALE_UP)))) - 53.0 * LN2
    else:
        size = hypot(a, b)
        if size >= 0.71 and size <= 1.73:
            high = a if a > b else b
            low = b if a > b else a
            real = log1p((high - 1.0) * (high + 1.0) + low * low) / 2.0
        else:
            real = log(size)
    return real, atan2(y, x)


@fn(raises=True)
def log10_of(x: f64, y: f64) -> tuple[f64, f64]:
    real, imag = log_of(x, y)
    return real / LN10, imag / LN10


@inline
def log_of_large(x: f64, y: f64) -> f64:
    return log(hypot(x / 2.0, y / 2.0)) + LN2 * 2.0


@fn(raises=True)
def acos_of(x: f64, y: f64) -> tuple[f64, f64]:
    if fabs(x) > LARGE or fabs(y) > LARGE:
        size = log_of_large(x, y)
        return atan2(fabs(y), x), -copy_sign(size, y) if x < 0.0 else copy_sign(size, -y)
    a, b = root_of(1.0 - x, -y)
    c, d = root_of(1.0 + x, y)
    return 2.0 * atan2(a, c), asinh(c * b - d * a)


@fn(raises=True)
def acosh_of(x: f64, y: f64) -> tuple[f64, f64]:
    if fabs(x) > LARGE or fabs(y) > LARGE:
        return log_of_large(x, y), atan2(y, x)
    a, b = root_of(x - 1.0, y)
    c, d = root_of(x + 1.0, y)
    return asinh(a * c + b * d), 2.0 * atan2(b, c)


@fn(raises=True)
def asinh_of(x: f64, y: f64) -> tuple[f64, f64]:
    if fabs(x) > LARGE or fabs(y) > LARGE:
        size = log_of_large(x, y)
        return copy_sign(size, x) if bits_of(y) >> 63 == 0 else -copy_sign(size, -x), atan2(y, fabs(x))
    a, b = root_of(1.0 + y, -x)
    c, d = root_of(1.0 - y, x)
    return asinh(a * d - c * b), atan2(y, a * c - b * d)


@fn(raises=True)
def asin_of(x: f64, y: f64) -> tuple[f64, f64]:
    a, b = asinh_of(-y, x)
    return b, -a


@fn(raises=True)
def atanh_of(x: f64, y: f64) -> tuple[f64, f64]:
    if bits_of(x) >> 63 != 0:
        a, b = atanh_of(-x, -y)
        return -a, -b
    size = fabs(y)
    if x > ROOT_LARGE or size > ROOT_LARGE:
        h = hypot(x / 2.0, y / 2.0)
        return x / 4.0 / h / h, -copy_sign(math.pi / 2.0, -y)
    if x == 1.0 and size < ROOT_SMALLEST:
        if size == 0.0:
            raise domain_error()
        return -log(square_root(size) / square_root(hypot(size, 2.0))), copy_sign(atan2(2.0, -size) / 2.0, y)
    rest = 1.0 - x
    real = log1p(4.0 * x / (rest * rest + size * size)) / 4.0
    return real, -atan2(-2.0 * y, rest * (1.0 + x) - size * size) / 2.0


@fn(raises=True)
def atan_of(x: f64, y: f64) -> tuple[f64, f64]:
    a, b = atanh_of(-y, x)
    return b, -a


@fn(raises=True)
def cosh_of(x: f64, y: f64) -> tuple[f64, f64]:
    if fabs(x) > LOG_LARGE:
        less = x - copy_sign(1.0, x)
        return cos(y) * cosh(less) * math.e, sin(y) * sinh(less) * math.e
    return cos(y) * cosh(x), sin(y) * sinh(x)


@fn(raises=True)
def cos_of(x: f64, y: f64) -> tuple[f64, f64]:
    a, b = cosh_of(-y, x)
    return a, b


@fn(raises=True)
def sinh_of(x: f64, y: f64) -> tuple[f64, f64]:
    if fabs(x) > LOG_LARGE:
        less = x - copy_sign(1.0, x)
        return cos(y) * sinh(less) * math.e, sin(y) * cosh(less) * math.e
    return cos(y) * sinh(x), sin(y) * cosh(x)


@fn(raises=True)
def sin_of(x: f64, y: f64) -> tuple[f64, f64]:
    a, b = sinh_of(-y, x)
    return b, -a


@fn(raises=True)
def tanh_of(x: f64, y: f64) -> tuple[f64, f64]:
    if fabs(x) > LOG_LARGE:
        return copy_sign(1.0, x), 4.0 * sin(y) * cos(y) * exp(-2.0 * fabs(x))
    a = tanh(x)
    b = tan(y)
    c = 1.0 / cosh(x)
    both = a * b
    denominator = 1.0 + both * both
    return a * (1.0 + b * b) / denominator, b / denominator * c * c


@fn(raises=True)
def tan_of(x: f64, y: f64) -> tuple[f64, f64]:
    a, b = tanh_of(-y, x)
    return b, -a


def _declare(name: str, operation: Any) -> None:
    @function("cmath", name)
    def cmath_function(z: Value) -> Value:
        x, y = parts(z)
        real, imag = operation(x, y)
        if not is_finite(real) or not is_finite(imag):
            if is_finite(x) and is_finite(y):
                raise math_range_error()
        return new_complex(real, imag)


for _name, _operation in (
    ("sqrt", sqrt_of), ("exp", exp_of), ("log10", log10_of), ("acos", acos_of), ("acosh", acosh_of), ("asin", asin_of),
    ("asinh", asinh_of), ("atan", atan_of), ("atanh", atanh_of), ("cos", cos_of), ("cosh", cosh_of), ("sin", sin_of),
    ("sinh", sinh_of), ("tan", tan_of), ("tanh", tanh_of),
):  # fmt: skip
    _declare(_name, _operation)


@function("cmath", "log", optional=1)
def cmath_log(z: Value, base: Value) -> Value:
    """log(z[, base]) -> the logarithm of z to the given base."""
    x, y = parts(z)
    real, imag = log_of(x, y)
    if not is_word(base, DEFAULT):
        c, d = parts(base)
        c, d = log_of(c, d)
        if c == 0.0 and d == 0.0:
            raise domain_error()
        real, imag = quotient(real, imag, c, d)
    return new_complex(real, imag)


# --- polar coordinates, tests


@function("cmath", "phase")
def cmath_phase(z: Value) -> Value:
    """Return argument, also known as the phase angle, of a complex."""
    x, y = parts(z)
    return box_float(atan2(y, x))


@function("cmath", "polar")
def cmath_polar(z: Value) -> Value:
    """Convert a complex from rectangular coordinates to polar coordinates."""
    x, y = parts(z)
    size = hypot(x, y)
    if is_infinite(size) and is_finite(x) and is_finite(y):
        raise math_range_error()
    return pair(box_float(size), box_float(atan2(y, x)))


@function("cmath", "rect")
def cmath_rect(r: Value, phi: Value) -> Value:
    """Convert from polar coordinates to rectangular coordinates."""
    size = as_double(r)
    angle = as_double(phi)
    if is_infinite(angle) and size != 0.0 and not is_nan(size):
        raise domain_error()
    if size == 0.0 and not is_finite(angle):
        return new_complex(0.0, 0.0)
    if angle == 0.0:
        return new_complex(size, size * angle)
    return new_complex(size * cos(angle), size * sin(angle))


@function("cmath", "isnan")
def cmath_isnan(z: Value) -> Value:
    """Checks if the real or imaginary part of z not a number (NaN)."""
    x, y = parts(z)
    return boolean(is_nan(x) or is_nan(y))


@function("cmath", "isinf")
def cmath_isinf(z: Value) -> Value:
    """Checks if the real or imaginary part of z is infinite."""
    x, y = parts(z)
    return boolean(is_infinite(x) or is_infinite(y))


@function("cmath", "isfinite")
def cmath_isfinite(z: Value) -> Value:
    """Return True if both the real and imaginary parts of z are finite, else False."""
    x, y = parts(z)
    return boolean(is_finite(x) and is_finite(y))


@function("cmath", "isclose", variadic=True, keywords=True)
def cmath_isclose(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0): whether two complex numbers are close in value."""
    taken = stack_array(Value, 4)
    bind_parameters(arguments, argc, names, taken, ("a", "b", "rel_tol", "abs_tol"), "isclose", 2)
    a, b = parts(taken[0])
    c, d = parts(taken[1])
    relative = 1e-09
    absolute = 0.0
    if not is_word(taken[2], DEFAULT):
        relative = as_double(taken[2])
    if not is_word(taken[3], DEFAULT):
        absolute = as_double(taken[3])
    if relative < 0.0 or absolute < 0.0:
        raise value_error("tolerances must be non-negative")
    if a == c and b == d:
        return boolean(True)
    if is_infinite(a) or is_infinite(b) or is_infinite(c) or is_infinite(d):
        return boolean(False)
    difference = hypot(a - c, b - d)
    return boolean(
        difference <= relative * hypot(c, d) or difference <= relative * hypot(a, b) or difference <= absolute
    )
