"""Operations of doubles with Python's meaning and errors: division, powers, hash, rounding to decimal places.

INV-FLOAT-1  `float_mod` has the sign of the divisor, and a - b * float_floordiv(a, b) is near it.
INV-FLOAT-2  A float that equals an integer has its hash.

Source: Python language reference; the special cases of `float_pow` are those of C99 annex F, less its errors.
"""

from __future__ import annotations

from corevm.kernel.error import OVERFLOW, VALUE, ZERO_DIVISION, error
from corevm.kernel.float_decimal import EXACT_DIGITS, exact_digits
from corevm.kernel.float_parse import decimal_to_float, decimal_to_float_exactly
from corevm.kernel.integer import HASH_BITS, HASH_MODULUS, hash_sign
from corevm.kernel.integer_bits import int_shift_left
from corevm.kernel.integer_float import exponent_of, is_finite, is_infinite, mantissa_of
from corevm.kernel.value import tag_fixnum
from corevm.micro.surface import (
    Value,
    bits_of,
    cfn,
    ctz,
    f64,
    fabs,
    float_of_bits,
    floor,
    fn,
    i64,
    inline,
    stack_array,
    u8,
    u64,
)

fmod = cfn("fmod", [f64, f64], f64, effect="pure")
power = cfn("pow", [f64, f64], f64, effect="pure")

SIGN_BIT = 1 << 63
INFINITY_HASH = 314159
MOST_PLACES = 323  # rounding to more places changes no double
LEAST_PLACES = -308  # rounding to fewer makes every double 0


@inline
def is_nan(d: f64) -> bool:
    return d != d


@inline
def copy_sign(magnitude: f64, sign: f64) -> f64:
    """|magnitude| with the sign bit of `sign`."""
    return float_of_bits(bits_of(magnitude) & (SIGN_BIT - 1) | bits_of(sign) & SIGN_BIT)


# --- division


@fn(raises=True)
def float_truediv(a: f64, b: f64) -> f64:
    """a / b. Raises: ZERO_DIVISION."""
    if b == 0.0:
        raise error(ZERO_DIVISION, "float division by zero")
    return a / b


@fn
def divide_floor(a: f64, b: f64) -> tuple[f64, f64]:
    """(a // b, a % b), b not 0."""
    rest = fmod(a, b)
    quotient = (a - rest) / b
    if rest != 0.0:
        if (b < 0.0) != (rest < 0.0):
            rest = rest + b
            quotient = quotient - 1.0
    else:
        rest = copy_sign(0.0, b)
    if quotient == 0.0:
        return copy_sign(0.0, a / b), rest
    whole = floor(quotient)
    if quotient - whole > 0.5:
        whole = whole + 1.0
    return whole, rest


@fn(raises=True)
def float_floordiv(a: f64, b: f64) -> f64:
    """a // b. Raises: ZERO_DIVISION."""
    if b == 0.0:
        raise error(ZERO_DIVISION, "float floor division by zero")
    quotient, _rest = divide_floor(a, b)
    return quotient


@fn(raises=True)
def float_mod(a: f64, b: f64) -> f64:
    """a % b. Raises: ZERO_DIVISION."""
    if b == 0.0:
        raise error(ZERO_DIVISION, "float modulo")
    _quotient, rest = divide_floor(a, b)
    return rest


@fn(raises=True)
def float_divmod(a: f64, b: f64) -> tuple[f64, f64]:
    """divmod(a, b). Raises: ZERO_DIVISION."""
    if b == 0.0:
        raise error(ZERO_DIVISION, "float divmod()")
    return divide_floor(a, b)


# --- powers


@inline
def is_odd_integer(d: f64) -> bool:
    return fmod(fabs(d), 2.0) == 1.0


@inline
def is_complex_power(a: f64, b: f64) -> bool:
    """Whether a ** b is complex: a is negative and finite, b finite and no integer. `float_pow` may not be asked then."""
    return a < 0.0 and is_finite(a) and is_finite(b) and floor(b) != b


@fn(raises=True)
def float_pow(a: f64, b: f64) -> f64:
    """a ** b. Raises: ZERO_DIVISION, OVERFLOW; VALUE where the result is complex (`is_complex_power`)."""
    if b == 0.0 or a == 1.0:
        return 1.0
    if is_nan(a) or is_nan(b):
        return a + b
    if is_infinite(b):
        magnitude = fabs(a)
        if magnitude == 1.0:
            return 1.0
        return fabs(b) if (b > 0.0) == (magnitude > 1.0) else 0.0
    if is_infinite(a):
        result = fabs(a) if b > 0.0 else 0.0
        return copy_sign(result, a) if is_odd_integer(b) else result
    if a == 0.0:
        if b < 0.0:
            raise error(ZERO_DIVISION, "0.0 cannot be raised to a negative power")
        return a if is_odd_integer(b) else 0.0
    if a < 0.0 and floor(b) != b:
        raise error(VALUE, "negative number cannot be raised to a fractional power")
    result = power(fabs(a), b)
    if is_infinite(result):
        raise error(OVERFLOW, "Numerical result out of range")
    return -result if a < 0.0 and is_odd_integer(b) else result


# --- hash


@fn
def float_hash(d: f64, identity: u64) -> i64:
    """Python's hash of a double; of a NaN, one made from `identity` (its address)."""
    if not is_finite(d):
        if is_infinite(d):
            return INFINITY_HASH if d > 0.0 else -INFINITY_HASH
        return i64(identity >> 4 | identity << 60)
    m = mantissa_of(d)  # below the modulus
    shift = u64(exponent_of(d) % HASH_BITS)
    rotated = m
    if shift != 0:  # times 2**shift modulo 2**61 - 1 is a rotation of 61 bits
        rotated = m << shift & HASH_MODULUS | m >> (HASH_BITS - shift)
    return hash_sign(rotated, d < 0.0)


# --- rounding, fractions


@fn(raises=True)
def float_round_places(d: f64, places: i64) -> f64:
    """round(d, places): the double nearest to d's exact value rounded half to even there. Raises: OVERFLOW."""
    if not is_finite(d) or d == 0.0 or places > MOST_PLACES:
        return d
    if places < LEAST_PLACES:
        return copy_sign(0.0, d)
    digits = stack_array(u8, EXACT_DIGITS)
    count, point = exact_digits(d, digits, places, True)
    result = 0.0
    if count <= 19:
        w = u64(0)
        for i in range(count):
            w = w * 10 + u64(digits[i] - 48)
        result = decimal_to_float(w, point - count)
    else:
        result = decimal_to_float_exactly(digits, count, -1, point)
    if is_infinite(result):
        raise error(OVERFLOW, "rounded value too large to represent")
    return copy_sign(result, d)


@fn(raises=True)
def float_ratio(d: f64) -> tuple[Value, Value]:
    """(n, d) with n / d exactly the double, in lowest terms. Raises: OVERFLOW for an infinity, VALUE for a NaN."""
    if not is_finite(d):
        if is_infinite(d):
            raise error(OVERFLOW, "cannot convert Infinity to integer ratio")
        raise error(VALUE, "cannot convert NaN to integer ratio")
    m = mantissa_of(d)
    if m == 0:
        return tag_fixnum(0), tag_fixnum(1)
    zeros = u64(ctz(m))
    m = m >> zeros
    e = exponent_of(d) + i64(zeros)
    numerator = tag_fixnum(-i64(m) if d < 0.0 else i64(m))
    if e >= 0:
        return int_shift_left(numerator, e), tag_fixnum(1)
    return numerator, int_shift_left(tag_fixnum(1), -e)
