"""Complex numbers: the object, and arithmetic of pairs of doubles with Python's meaning and errors.

An int or float meets a complex number as one with an imaginary part of 0.

Source: the library reference, "Numeric types"; division is R. Smith's (1962), powers are those of C99's polar form.
"""

from __future__ import annotations

from corevm.kernel.float_arithmetic import float_hash, is_nan
from corevm.kernel.integer_float import is_finite, is_infinite
from corevm.kernel.number import is_number, number_to_float
from corevm.kernel.object import is_kind
from corevm.micro.surface import Object, Value, cast, cfn, f64, fabs, floor, fn, heap, i64, inline, new, static, u64
from pyta.object.declare import declare_type
from pyta.object.exception import overflow_error, zero_division_error
from pyta.object.payload import payload_or_none

declare_type("complex", kind="pyta.complex", doc="Create a complex number from a string or numbers.")

hypot = cfn("hypot", [f64, f64], f64, effect="pure")
power = cfn("pow", [f64, f64], f64, effect="pure")
atan2 = cfn("atan2", [f64, f64], f64, effect="pure")
exp = cfn("exp", [f64], f64, effect="pure")
log = cfn("log", [f64], f64, effect="pure")
cos = cfn("cos", [f64], f64, effect="pure")
sin = cfn("sin", [f64], f64, effect="pure")

SMALL_EXPONENT = 100.0  # up to it an integer power is made by products
IMAGINARY_HASH = 1000003


@heap(kind="pyta.complex")
class Complex(Object):
    real: f64
    imag: f64


@inline(raises=True)
def new_complex(real: f64, imag: f64) -> Value:
    return new(Complex, real=real, imag=imag)


@inline
def is_complex(v: Value) -> bool:
    return is_kind(v, "pyta.complex")


@fn(raises=True)
def complex_parts(v: Value) -> tuple[f64, f64]:
    """The parts of a complex number, or of an int or float. Raises: OverflowError."""
    if is_complex(v):
        return cast(Complex, v).real, cast(Complex, v).imag
    return number_to_float(v), 0.0


@inline
def complex_operand(v: Value) -> Value:
    """v as a number: itself, the number an instance of a derived class holds, or 0."""
    if is_number(v) or is_complex(v):
        return v
    return held_number(v)


@fn
def held_number(v: Value) -> Value:
    for owner in static(("int", "float", "complex")):
        found = payload_or_none(v, owner)
        if cast(u64, found) != 0:
            return found
    return cast(Value, u64(0))


# --- arithmetic


@inline
def multiply(a: f64, b: f64, c: f64, d: f64) -> tuple[f64, f64]:
    """(a + b i) * (c + d i)"""
    return a * c - b * d, a * d + b * c


@fn
def quotient(a: f64, b: f64, c: f64, d: f64) -> tuple[f64, f64]:
    """(a + b i) / (c + d i), which is not 0."""
    if fabs(c) >= fabs(d):
        ratio = d / c
        denominator = c + d * ratio
        return (a + b * ratio) / denominator, (b - a * ratio) / denominator
    if fabs(d) >= fabs(c):
        ratio = c / d
        denominator = c * ratio + d
        return (a * ratio + b) / denominator, (b * ratio - a) / denominator
    return c + d, c + d  # a NaN


@fn(raises=True)
def complex_add(x: Value, y: Value) -> Value:
    a, b = complex_parts(x)
    c, d = complex_parts(y)
    return new_complex(a + c, b + d)


@fn(raises=True)
def complex_sub(x: Value, y: Value) -> Value:
    a, b = complex_parts(x)
    c, d = complex_parts(y)
    return new_complex(a - c, b - d)


@fn(raises=True)
def complex_mul(x: Value, y: Value) -> Value:
    a, b = complex_parts(x)
    c, d = complex_parts(y)
    real, imag = multiply(a, b, c, d)
    return new_complex(real, imag)


@fn(raises=True)
def complex_truediv(x: Value, y: Value) -> Value:
    a, b = complex_parts(x)
    c, d = complex_parts(y)
    if c == 0.0 and d == 0.0:
        raise zero_division_error("complex division by zero")
    real, imag = quotient(a, b, c, d)
    return new_complex(real, imag)


@fn
def power_by_products(a: f64, b: f64, n: i64) -> tuple[f64, f64]:
    """(a + b i) ** n, n >= 0."""
    real, imag = 1.0, 0.0
    left = n
    while left > 0:
        if left & 1 != 0:
            real, imag = multiply(real, imag, a, b)
        left = left >> 1
        a, b = multiply(a, b, a, b)
    return real, imag


@fn(raises=True)
def complex_pow(x: Value, y: Value) -> Value:
    """x ** y. Raises: ZeroDivisionError, OverflowError."""
    a, b = complex_parts(x)
    c, d = complex_parts(y)
    real, imag = 1.0, 0.0
    is_zero_base = a == 0.0 and b == 0.0
    if d == 0.0 and floor(c) == c and fabs(c) <= SMALL_EXPONENT:
        if c > 0.0:
            real, imag = power_by_products(a, b, i64(c))
        else:
            real, imag = power_by_products(a, b, i64(-c))
            if real == 0.0 and imag == 0.0:
                raise zero_division_error("0.0 to a negative or complex power")
            real, imag = quotient(1.0, 0.0, real, imag)
    elif is_zero_base:
        if d != 0.0 or c < 0.0:
            raise zero_division_error("0.0 to a negative or complex power")
        real = 0.0
    else:
        magnitude = hypot(a, b)
        angle = atan2(b, a)
        length = power(magnitude, c)
        phase = angle * c
        if d != 0.0:
            length = length / exp(angle * d)
            phase = phase + d * log(magnitude)
        real, imag = length * cos(phase), length * sin(phase)
    if is_infinite(real) or is_infinite(imag):
        raise overflow_error("complex exponentiation")
    return new_complex(real, imag)


@fn(raises=True)
def complex_neg(x: Value) -> Value:
    return new_complex(-cast(Complex, x).real, -cast(Complex, x).imag)


@fn(raises=True)
def complex_abs(x: Value) -> f64:
    """The magnitude. Raises: OverflowError."""
    a, b = cast(Complex, x).real, cast(Complex, x).imag
    size = hypot(a, b)
    if is_infinite(size) and is_finite(a) and is_finite(b):
        raise overflow_error("absolute value too large")
    return size


@fn(raises=True)
def complex_equal(x: Value, y: Value) -> bool:
    """Of two complex numbers."""
    return cast(Complex, x).real == cast(Complex, y).real and cast(Complex, x).imag == cast(Complex, y).imag


@fn
def complex_hash(x: Value) -> i64:
    word = cast(u64, x)
    total = cast(u64, float_hash(cast(Complex, x).real, word)) + IMAGINARY_HASH * cast(
        u64, float_hash(cast(Complex, x).imag, word)
    )
    return i64(-2) if total == 0xFFFFFFFFFFFFFFFF else cast(i64, total)


__all__ = ["is_nan"]
