"""Integers of any size: arithmetic, comparison, hash, and conversion to machine words. Python's semantics.

Operands are `Value`s that are fixnums or bigints (the caller has checked: `is_integer`); results keep INV-VALUE-2. The
fast fixnum paths are in `corevm.kernel.value`; these functions begin with them too, then fall through to limbs.

INV-INTEGER-1  Division floors: a == b * (a // b) + a % b, and a % b has the sign of b.
INV-INTEGER-2  hash is that of Python's numbers: the value modulo 2**61 - 1, with its sign, and -2 for -1.

Source: Python language reference, "Numeric types" and "Hashing of numeric types".
"""

from __future__ import annotations

from corevm.kernel.bigint import (
    BigInt,
    count_of,
    finish,
    int_from_i64,
    int_from_limbs,
    int_from_u64,
    int_from_words,
    is_bigint,
    is_integer,
    is_negative,
    is_zero,
    limbs_of,
    magnitude_of,
    new_bigint,
    spend_steps,
)
from corevm.kernel.bigint_div import divide
from corevm.kernel.bigint_mul import multiply
from corevm.kernel.error import OVERFLOW, ZERO_DIVISION, error
from corevm.kernel.limb import add_limb, add_limbs, bit_length, compare_limbs, compare_used, sub_limbs
from corevm.kernel.value import both_fixnum, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, mul_overflow, mul_wide, popcnt, stack_array, u64

HASH_BITS = 61
HASH_MODULUS = (1 << HASH_BITS) - 1
I64_MAX = (1 << 63) - 1


# --- addition


@fn(raises=True)
def add_signed(a: Ptr[u64], a_size: i64, b: Ptr[u64], b_size: i64) -> Value:
    """The sum of two integers given as limbs and signed sizes."""
    an = count_of(a_size)
    bn = count_of(b_size)
    if an < bn:
        return add_signed(b, b_size, a, a_size)
    if bn == 0:
        return int_from_limbs(a, an, a_size < 0)
    spend_steps(an)
    if (a_size < 0) == (b_size < 0):
        total = new_bigint(an + 1)
        total.digits[an] = add_limbs(total.digits, a, an, b, bn)
        return finish(total, an + 1, a_size < 0)
    if compare_used(a, an, b, bn) < 0:  # then an == bn
        difference = new_bigint(an)
        sub_limbs(difference.digits, b, bn, a, an)
        return finish(difference, an, b_size < 0)
    difference = new_bigint(an)
    sub_limbs(difference.digits, a, an, b, bn)
    return finish(difference, an, a_size < 0)


@fn(raises=True)
def int_add(a: Value, b: Value) -> Value:
    """a + b. Effects: may allocate (memory error); spends."""
    if both_fixnum(a, b):
        return int_from_i64(untag_fixnum(a) + untag_fixnum(b))
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    return add_signed(a_limbs, a_size, b_limbs, b_size)


@fn(raises=True)
def int_sub(a: Value, b: Value) -> Value:
    """a - b."""
    if both_fixnum(a, b):
        return int_from_i64(untag_fixnum(a) - untag_fixnum(b))
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    return add_signed(a_limbs, a_size, b_limbs, -b_size)


@fn(raises=True)
def int_neg(a: Value) -> Value:
    """-a."""
    if is_fixnum(a):
        return int_from_i64(-untag_fixnum(a))
    x = cast(BigInt, a)
    return int_from_limbs(x.digits, count_of(x.size), x.size > 0)


@fn(raises=True)
def int_abs(a: Value) -> Value:
    """|a|."""
    if is_negative(a):
        return int_neg(a)
    return a


# --- multiplication


@fn(raises=True)
def int_mul(a: Value, b: Value) -> Value:
    """a * b."""
    if both_fixnum(a, b):
        x = untag_fixnum(a)
        y = untag_fixnum(b)
        product, overflowed = mul_overflow(x, y)
        if not overflowed:
            return int_from_i64(product)
        high, low = mul_wide(magnitude_of(x), magnitude_of(y))
        return int_from_words(high, low, (x < 0) != (y < 0))
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    if a_size == 0 or b_size == 0:
        return tag_fixnum(0)
    an = count_of(a_size)
    bn = count_of(b_size)
    result = new_bigint(an + bn)
    multiply(result.digits, a_limbs, an, b_limbs, bn)
    return finish(result, an + bn, (a_size < 0) != (b_size < 0))


# --- division


@fn(raises=True)
def int_floordiv(a: Value, b: Value) -> Value:
    """a // b, rounding down. Raises: ZERO_DIVISION."""
    if is_zero(b):
        raise error(ZERO_DIVISION, "integer division or modulo by zero")
    if both_fixnum(a, b):
        return int_from_i64(untag_fixnum(a) // untag_fixnum(b))
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    an = count_of(a_size)
    bn = count_of(b_size)
    is_below = a_size != 0 and (a_size < 0) != (b_size < 0)
    if an < bn:
        return tag_fixnum(-1 if is_below else 0)
    qn = an - bn + 1
    q = new_bigint(qn + 1)
    is_exact = divide(q.digits, None, a_limbs, an, b_limbs, bn)
    q.digits[qn] = u64(0)
    if is_below and not is_exact:
        add_limb(q.digits, q.digits, qn + 1, u64(1))
    return finish(q, qn + 1, is_below)


@fn(raises=True)
def int_mod(a: Value, b: Value) -> Value:
    """a % b, with the sign of b. Raises: ZERO_DIVISION."""
    if is_zero(b):
        raise error(ZERO_DIVISION, "integer modulo by zero")
    if both_fixnum(a, b):
        return tag_fixnum(untag_fixnum(a) % untag_fixnum(b))
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    an = count_of(a_size)
    bn = count_of(b_size)
    is_below = (a_size < 0) != (b_size < 0)
    if an < bn:
        if a_size == 0 or not is_below:
            return a
        return add_signed(a_limbs, a_size, b_limbs, b_size)
    r = new_bigint(bn)
    is_exact = divide(None, r.digits, a_limbs, an, b_limbs, bn)
    if is_below and not is_exact:
        sub_limbs(r.digits, b_limbs, bn, r.digits, bn)
    return finish(r, bn, b_size < 0)


@fn(raises=True)
def int_divmod(a: Value, b: Value) -> tuple[Value, Value]:
    """(a // b, a % b). Raises: ZERO_DIVISION."""
    if is_zero(b):
        raise error(ZERO_DIVISION, "integer division or modulo by zero")
    if both_fixnum(a, b):
        x = untag_fixnum(a)
        y = untag_fixnum(b)
        return int_from_i64(x // y), tag_fixnum(x % y)
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    an = count_of(a_size)
    bn = count_of(b_size)
    if an < bn:
        return int_floordiv(a, b), int_mod(a, b)
    is_below = (a_size < 0) != (b_size < 0)
    qn = an - bn + 1
    q = new_bigint(qn + 1)
    r = new_bigint(bn)
    is_exact = divide(q.digits, r.digits, a_limbs, an, b_limbs, bn)
    q.digits[qn] = u64(0)
    if is_below and not is_exact:
        add_limb(q.digits, q.digits, qn + 1, u64(1))
        sub_limbs(r.digits, b_limbs, bn, r.digits, bn)
    return finish(q, qn + 1, is_below), finish(r, bn, b_size < 0)


# --- comparison, hash


@fn
def int_compare(a: Value, b: Value) -> i64:
    """-1, 0 or 1 as a is less than, equal to or greater than b."""
    if both_fixnum(a, b):
        x = cast(i64, a)
        y = cast(i64, b)
        return i64(x > y) - i64(x < y)
    if is_fixnum(a):  # a bigint is outside the range of all fixnums
        return 1 if cast(BigInt, b).size < 0 else -1
    if is_fixnum(b):
        return -1 if cast(BigInt, a).size < 0 else 1
    a_size = cast(BigInt, a).size
    b_size = cast(BigInt, b).size
    if a_size != b_size:
        return -1 if a_size < b_size else 1
    order = compare_limbs(cast(BigInt, a).digits, cast(BigInt, b).digits, count_of(a_size))
    return -order if a_size < 0 else order


@fn
def int_equal(a: Value, b: Value) -> bool:
    """a == b."""
    if a == b:
        return True
    if is_fixnum(a) or is_fixnum(b):
        return False
    return int_compare(a, b) == 0


@inline
def hash_reduce(x: u64) -> u64:
    """x modulo the hash modulus."""
    folded = (x & HASH_MODULUS) + (x >> HASH_BITS)
    return folded - HASH_MODULUS if folded >= HASH_MODULUS else folded


@inline
def hash_sign(magnitude: u64, negative: bool) -> i64:
    """The hash of a number from its magnitude modulo the hash modulus."""
    if negative:
        return -2 if magnitude == 1 else -i64(magnitude)
    return i64(magnitude)


@fn
def int_hash(a: Value) -> i64:
    """Python's hash of an integer."""
    if is_fixnum(a):
        n = untag_fixnum(a)
        return hash_sign(hash_reduce(magnitude_of(n)), n < 0)
    x = cast(BigInt, a)
    h = u64(0)
    i = count_of(x.size) - 1
    while i >= 0:  # 2**64 is 8 modulo 2**61 - 1
        h = (h << 3 & HASH_MODULUS) | h >> (HASH_BITS - 3)
        h = hash_reduce(h + hash_reduce(x.digits[i]))
        i -= 1
    return hash_sign(h, x.size < 0)


# --- machine words


@fn
def int_fits_i64(a: Value) -> bool:
    """Whether a is in the range of i64."""
    if is_fixnum(a):
        return True
    x = cast(BigInt, a)
    if x.size == 1:
        return x.digits[0] <= I64_MAX
    return x.size == -1 and x.digits[0] <= I64_MAX + 1


@fn
def int_fits_u64(a: Value) -> bool:
    """Whether a is in the range of u64."""
    if is_fixnum(a):
        return untag_fixnum(a) >= 0
    return cast(BigInt, a).size == 1


@fn
def int_low_u64(a: Value) -> u64:
    """a modulo 2**64."""
    if is_fixnum(a):
        return u64(untag_fixnum(a))
    x = cast(BigInt, a)
    return u64(0) - x.digits[0] if x.size < 0 else x.digits[0]


@fn(raises=True)
def int_to_i64(a: Value) -> i64:
    """a as an i64. Raises: OVERFLOW if it does not fit."""
    if not int_fits_i64(a):
        raise error(OVERFLOW, "integer does not fit 64 bits")
    return i64(int_low_u64(a))


@fn(raises=True)
def int_to_u64(a: Value) -> u64:
    """a as a u64. Raises: OVERFLOW if it is negative or does not fit."""
    if not int_fits_u64(a):
        if is_negative(a):
            raise error(OVERFLOW, "can't convert negative integer to unsigned")
        raise error(OVERFLOW, "integer does not fit 64 bits")
    return int_low_u64(a)


@fn
def int_clamp_i64(a: Value) -> i64:
    """a, or the nearest i64 (for indices and slices)."""
    if is_fixnum(a):
        return untag_fixnum(a)
    if int_fits_i64(a):
        return i64(int_low_u64(a))
    return -I64_MAX - 1 if cast(BigInt, a).size < 0 else I64_MAX


# --- bits


@fn
def int_bit_length(a: Value) -> i64:
    """Bits of |a|; 0 for 0."""
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    return bit_length(limbs, count_of(size))


@fn
def int_bit_count(a: Value) -> i64:
    """One bits of |a|."""
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    total = 0
    for i in range(count_of(size)):
        total += i64(popcnt(limbs[i]))
    return total


@inline
def int_is_odd(a: Value) -> bool:
    """Whether a is odd."""
    return int_low_u64(a) & 1 != 0


__all__ = [
    "int_abs", "int_add", "int_bit_count", "int_bit_length", "int_clamp_i64", "int_compare",
    "int_divmod", "int_equal", "int_fits_i64", "int_fits_u64", "int_floordiv", "int_from_i64", "int_from_limbs",
    "int_from_u64", "int_hash", "int_is_odd", "int_low_u64", "int_mod", "int_mul", "int_neg", "int_sub", "int_to_i64",
    "int_to_u64", "is_bigint", "is_integer", "is_negative", "is_zero",
]  # fmt: skip
