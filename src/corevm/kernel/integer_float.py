"""Between integers and doubles, always exactly or correctly rounded (to nearest, ties to even).

INV-INTFLOAT-1  A double made from an integer or a quotient of integers is the nearest one; what rounds beyond the
                largest double is an overflow error, never an infinity.

An integer m with at least 55 significant bits, whose lowest bit is also set where anything below it was lost ("sticky"),
rounds as the exact number would.
"""

from __future__ import annotations

from corevm.kernel.bigint import (
    BigInt,
    count_of,
    finish,
    free,
    int_from_i64,
    is_negative,
    is_zero,
    limbs_of,
    new_bigint,
    spend_steps,
    take_scratch,
)
from corevm.kernel.bigint_div import divide
from corevm.kernel.error import OVERFLOW, VALUE, ZERO_DIVISION, error
from corevm.kernel.limb import are_zero, bit_length, shift_left, shift_right, used_limbs, zero_limbs
from corevm.kernel.value import both_fixnum, is_fixnum, untag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    bits_of,
    cast,
    ceil,
    clz,
    f64,
    failure,
    float_of_bits,
    floor,
    fn,
    i64,
    inline,
    rint,
    stack_array,
    u64,
)

MANTISSA_BITS = 53
EXPONENT_BIAS = 1023
LEAST_EXPONENT = -1074  # of the least bit of the smallest double
EXACT_LIMIT = 1 << 53
HIDDEN_BIT = 1 << 52
INFINITY_BITS = 0x7FF0000000000000


# --- rounding


@fn
def round_scaled(m: u64, exponent: i64) -> f64:
    """m * 2**exponent rounded once, at least 0; infinity where it is beyond the doubles. m's low bit may be sticky."""
    if m == 0:
        return 0.0
    bits = 64 - i64(clz(m))
    # the exponent of the result's lowest mantissa bit
    low = exponent + bits - MANTISSA_BITS
    if low < LEAST_EXPONENT:
        low = i64(LEAST_EXPONENT)
    drop = low - exponent
    kept = m
    if drop > 0:
        if drop > 64:
            return 0.0
        if drop == 64:  # all of m lies below the lowest bit: more than half of it rounds up
            kept = u64(m > 1 << 63)
        else:
            kept = m >> u64(drop)
            half = u64(1) << u64(drop - 1)
            rest = m & (half + half - 1)
            if rest > half or (rest == half and kept & 1 != 0):
                kept = kept + 1
    else:
        kept = m << u64(-drop)
    # kept is at most 2**53; adding it to the exponent field carries into the exponent where that is reached
    field = low - LEAST_EXPONENT
    if field > 2045:
        return float_of_bits(INFINITY_BITS)
    word = kept
    if kept >= HIDDEN_BIT:
        word = (u64(field) << 52) + kept
    return float_of_bits(word)


@fn
def top_bits(a: Ptr[u64], n: i64) -> u64:
    """The top 64 bits of a vector (n >= 1, top limb not 0), top bit set; the lowest is sticky."""
    shift = u64(clz(a[n - 1]))
    if n == 1:
        return a[0] << shift
    word = a[n - 1]
    below = a[n - 2]
    if shift != 0:
        word = word << shift | below >> (64 - shift)
        below = below << shift
    if below != 0 or not are_zero(a, n - 2):
        word = word | 1
    return word


@fn
def limbs_to_float(a: Ptr[u64], n: i64, exponent: i64) -> f64:
    """a * 2**exponent rounded once, perhaps to infinity; a has no leading zeros."""
    if n == 0:
        return 0.0
    return round_scaled(top_bits(a, n), exponent + bit_length(a, n) - 64)


@inline
def is_infinite(d: f64) -> bool:
    return bits_of(d) & 0x7FFFFFFFFFFFFFFF == INFINITY_BITS


@inline
def is_finite(d: f64) -> bool:
    return bits_of(d) & INFINITY_BITS != INFINITY_BITS


# --- integer to float


@fn
def int_to_float_or_infinity(a: Value) -> f64:
    """The nearest double; an infinity of a's sign beyond them."""
    if is_fixnum(a):
        return f64(untag_fixnum(a))
    x = cast(BigInt, a)
    magnitude = limbs_to_float(x.digits, count_of(x.size), 0)
    return -magnitude if x.size < 0 else magnitude


@fn(raises=True)
def int_to_float(a: Value) -> f64:
    """The nearest double. Raises: OVERFLOW."""
    d = int_to_float_or_infinity(a)
    if is_infinite(d):
        raise error(OVERFLOW, "int too large to convert to float")
    return d


# --- quotient


@fn(raises=True)
def quotient_to_float(a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64, exponent: i64) -> f64:
    """a / b * 2**exponent rounded once, perhaps to infinity; neither is 0 nor has leading zeros."""
    shift = bit_length(b, bn) - bit_length(a, an) + 66  # a << shift over b has 66 or 67 bits
    if shift >= 0:
        whole = shift // 64
        n = an + whole + 1
        scratch = take_scratch(n + (n - bn + 1) + bn)
        zero_limbs(scratch, whole)
        scratch[n - 1] = shift_left(scratch + whole, a, an, u64(shift & 63))
        sticky = False
    else:
        whole = -shift // 64
        n = an - whole
        scratch = take_scratch(n + (n - bn + 1) + bn)
        lost = shift_right(scratch, a + whole, n, u64(-shift & 63))
        sticky = lost != 0 or not are_zero(a, whole)
    n = used_limbs(scratch, n)
    quotient = scratch + n
    result = 0.0
    try:
        is_exact = divide(quotient, None, scratch, n, b, bn)
        qn = used_limbs(quotient, n - bn + 1)
        if sticky or not is_exact:
            quotient[0] = quotient[0] | 1
        result = limbs_to_float(quotient, qn, exponent - shift)
    except failure as f:
        free(scratch)
        raise f
    free(scratch)
    return result


@fn(raises=True)
def int_truediv(a: Value, b: Value) -> f64:
    """a / b as the nearest double. Raises: ZERO_DIVISION, OVERFLOW."""
    if is_zero(b):
        raise error(ZERO_DIVISION, "division by zero")
    if both_fixnum(a, b):
        x = untag_fixnum(a)
        y = untag_fixnum(b)
        if -EXACT_LIMIT <= x <= EXACT_LIMIT and -EXACT_LIMIT <= y <= EXACT_LIMIT:
            return f64(x) / f64(y)
    if is_zero(a):
        return -0.0 if is_negative(b) else 0.0
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    an = count_of(a_size)
    bn = count_of(b_size)
    spend_steps(an + bn)
    d = quotient_to_float(a_limbs, an, b_limbs, bn, 0)
    if is_infinite(d):
        raise error(OVERFLOW, "integer division result too large for a float")
    return -d if (a_size < 0) != (b_size < 0) else d


# --- float to integer


@inline
def mantissa_of(d: f64) -> u64:
    """The m of |d| = m * 2**e for a finite d: see `exponent_of`."""
    word = bits_of(d)
    fraction = word & (HIDDEN_BIT - 1)
    return fraction if word & INFINITY_BITS == 0 else fraction | HIDDEN_BIT


@inline
def exponent_of(d: f64) -> i64:
    """The e of |d| = m * 2**e for a finite d."""
    field = i64(bits_of(d) >> 52 & 0x7FF)
    return LEAST_EXPONENT if field == 0 else field + (LEAST_EXPONENT - 1)


@fn(raises=True)
def float_to_int(d: f64) -> Value:
    """d without its fraction, exactly. Raises: OVERFLOW for an infinity, VALUE for a NaN."""
    if -4611686018427387904.0 <= d < 4611686018427387904.0:
        return int_from_i64(i64(d))
    if not is_finite(d):
        if is_infinite(d):
            raise error(OVERFLOW, "cannot convert float infinity to integer")
        raise error(VALUE, "cannot convert float NaN to integer")
    shift = exponent_of(d)  # at least 10 here
    whole = shift // 64
    word = stack_array(u64, 1)
    word[0] = mantissa_of(d)
    x = new_bigint(whole + 2)
    x.digits[whole + 1] = shift_left(x.digits + whole, word, 1, u64(shift & 63))
    return finish(x, whole + 2, d < 0.0)


@fn(raises=True)
def float_floor(d: f64) -> Value:
    """The largest integer not above d. Raises: as `float_to_int`."""
    return float_to_int(floor(d))


@fn(raises=True)
def float_ceil(d: f64) -> Value:
    """The smallest integer not below d. Raises: as `float_to_int`."""
    return float_to_int(ceil(d))


@fn(raises=True)
def float_round(d: f64) -> Value:
    """The nearest integer, ties to even. Raises: as `float_to_int`."""
    return float_to_int(rint(d))


@inline
def float_is_integer(d: f64) -> bool:
    """Whether d is finite and has no fraction."""
    return is_finite(d) and floor(d) == d


__all__ = [
    "exponent_of", "float_ceil", "float_floor", "float_is_integer", "float_round", "float_to_int",
    "int_to_float", "int_to_float_or_infinity", "int_truediv", "is_finite", "is_infinite", "limbs_to_float", "mantissa_of",
    "quotient_to_float", "round_scaled",
]  # fmt: skip
