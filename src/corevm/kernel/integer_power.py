"""Powers of integers, powers modulo an integer, inverse, greatest common divisor, square root.

INV-POWER-1  `int_powmod` gives a result with the sign of the modulus, as `%` does.

Sources: P. Montgomery, "Modular multiplication without trial division" (1985); D. Knuth, TAOCP vol. 2, 4.5.2, algorithm L
(Lehmer's gcd), with the quotient test of T. Jebelean, "A double-digit Lehmer-Euclid algorithm" (1995); the square root doubles its precision in every step, as in M. Dickinson's note to CPython's math.isqrt.
"""

from __future__ import annotations

from corevm.kernel.bigint import (
    count_of,
    free,
    int_from_limbs,
    int_from_u64,
    is_negative,
    is_zero,
    limbs_of,
    spend_steps,
    take_scratch,
)
from corevm.kernel.bigint_div import divide
from corevm.kernel.bigint_mul import multiply
from corevm.kernel.error import MEMORY, VALUE, error
from corevm.kernel.integer import (
    int_abs,
    int_add,
    int_bit_length,
    int_compare,
    int_divmod,
    int_floordiv,
    int_is_odd,
    int_low_u64,
    int_mod,
    int_mul,
    int_neg,
    int_sub,
)
from corevm.kernel.integer_bits import SHIFT_LIMIT, int_shift_left, int_shift_right
from corevm.kernel.limb import (
    add_equal,
    add_mul_limb,
    bit_length,
    compare_limbs,
    copy_limbs,
    divide_2_by_1,
    multiply_add,
    reciprocal_1,
    sub_equal,
    trailing_zero_bits,
    used_limbs,
    zero_limbs,
)
from corevm.kernel.value import both_fixnum, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    clz,
    ctz,
    f64,
    failure,
    fn,
    i64,
    inline,
    mul_wide,
    sqrt,
    stack_array,
    sub_borrow,
    u64,
)

MONTGOMERY_LIMBS = 200  # above it a fast division beats the quadratic reduction


# --- powers


@fn(raises=True)
def int_pow(a: Value, exponent: Value) -> Value:
    """a ** exponent for an exponent of at least 0 (a negative one makes a float: `corevm.kernel.number`).

    Raises: VALUE for a negative exponent, MEMORY if the result cannot exist.
    """
    if is_negative(exponent):
        raise error(VALUE, "negative exponent of an integer power")
    if is_zero(exponent):
        return tag_fixnum(1)
    if is_fixnum(a):
        n = untag_fixnum(a)
        if n == 0 or n == 1:
            return a
        if n == -1:
            return tag_fixnum(-1 if int_is_odd(exponent) else 1)
    if not is_fixnum(exponent):
        raise error(MEMORY, "integer too large")
    e = untag_fixnum(exponent)
    if e == 1:
        return a
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    zeros = trailing_zero_bits(limbs, count_of(size))
    if zeros == 0:
        return power_of_odd(a, e)
    bits = bit_length(limbs, count_of(size))
    if e >= SHIFT_LIMIT // bits:
        raise error(MEMORY, "integer too large")
    odd = int_shift_right(a, zeros)
    return int_shift_left(power_of_odd(odd, e), zeros * e)


@fn(raises=True)
def power_of_odd(a: Value, e: i64) -> Value:
    """a ** e for e >= 1, by squaring from the exponent's top bit down."""
    bits = int_bit_length(a)
    if bits <= 1:
        return tag_fixnum(-1) if is_negative(a) and e & 1 != 0 else tag_fixnum(1)
    if e >= SHIFT_LIMIT // (bits - 1):
        raise error(MEMORY, "integer too large")
    result = a
    position = 62 - i64(clz(u64(e)))
    while position >= 0:
        result = int_mul(result, result)
        if e >> position & 1 != 0:
            result = int_mul(result, a)
        position -= 1
    return result


# --- powers modulo an integer


@inline
def bit_at(e: Ptr[u64], position: i64) -> u64:
    return e[position >> 6] >> u64(position & 63) & 1


@fn(raises=True)
def power_modulo_word(base: u64, e: Ptr[u64], e_bits: i64, m: u64) -> u64:
    """base ** e % m for base < m, m > 1. Residues are kept shifted up, so that the divisor's top bit is set."""
    shift = u64(clz(m))
    d = m << shift
    v = reciprocal_1(d)
    spend_steps(8 * e_bits)
    factor = base << shift
    result = u64(1) << shift
    position = e_bits - 1
    while position >= 0:
        high, low = mul_wide(result >> shift, result)
        _quotient, result = divide_2_by_1(high, low, d, v)
        if bit_at(e, position) != 0:
            high, low = mul_wide(result >> shift, factor)
            _quotient, result = divide_2_by_1(high, low, d, v)
        position -= 1
    return result >> shift


@fn(raises=True)
def reduce_product(r: Ptr[u64], t: Ptr[u64], m: Ptr[u64], n: i64, inverse: u64) -> None:
    """r = t / 2**(64 n) mod m for 2 n limbs t (destroyed), if `inverse` (of -m modulo 2**64) is not 0; else r = t mod m."""
    if inverse == 0:
        divide(None, r, t, 2 * n, m, n)
        return
    spend_steps(n * n)
    for i in range(n):
        # t[i] becomes 0, and holds the carry that belongs n limbs higher
        t[i] = add_mul_limb(t + i, m, n, t[i] * inverse)
    carry = add_equal(r, t, t + n, n)
    if carry != 0 or compare_limbs(r, m, n) >= 0:
        sub_equal(r, r, m, n)


@fn(raises=True)
def power_modulo_limbs(
    result: Ptr[u64], base: Ptr[u64], e: Ptr[u64], e_bits: i64, m: Ptr[u64], n: i64, width: i64, inverse: u64, scratch: Ptr[u64]
) -> None:
    """result = base ** e mod m, n limbs; base < m. Windows of `width` exponent bits.

    `scratch` has (2**width + 4) * n limbs: the table of powers, and a product.
    """
    product = scratch
    powers = scratch + 4 * n
    count = 1 << width
    zero_limbs(powers, n)
    powers[0] = u64(1)
    if inverse != 0:  # into Montgomery's form: times 2**(64 n)
        zero_limbs(product, n)
        copy_limbs(product + n, powers, n)
        divide(None, powers, product, 2 * n, m, n)
        zero_limbs(product, n)
        copy_limbs(product + n, base, n)
        divide(None, powers + n, product, 2 * n, m, n)
    else:
        copy_limbs(powers + n, base, n)
    for i in range(2, count):
        multiply(product, powers + (i - 1) * n, n, powers + n, n)
        reduce_product(powers + i * n, product, m, n, inverse)
    copy_limbs(result, powers, n)
    windows = (e_bits + width - 1) // width
    is_one = True
    for w in range(windows):
        position = (windows - 1 - w) * width
        digit = i64(0)
        for j in range(width):
            if not is_one:
                multiply(product, result, n, result, n)
                reduce_product(result, product, m, n, inverse)
            at = position + width - 1 - j
            if at < e_bits:
                digit |= i64(bit_at(e, at)) << (width - 1 - j)
        if digit != 0:
            if is_one:
                copy_limbs(result, powers + digit * n, n)
            else:
                multiply(product, result, n, powers + digit * n, n)
                reduce_product(result, product, m, n, inverse)
            is_one = False
    if inverse != 0:
        copy_limbs(product, result, n)
        zero_limbs(product + n, n)
        reduce_product(result, product, m, n, inverse)


@inline
def negative_inverse(m: u64) -> u64:
    """-1/m modulo 2**64, for an odd m (Newton's iteration doubles the bits that are right, from 3)."""
    x = m
    for _ in range(5):
        x = x * (2 - m * x)
    return u64(0) - x


@fn(raises=True)
def power_modulo(base: Value, exponent: Value, modulus: Value) -> Value:
    """base ** exponent % modulus for 0 <= base < modulus, modulus > 1, exponent >= 0."""
    base_word = stack_array(u64, 1)
    exponent_word = stack_array(u64, 1)
    modulus_word = stack_array(u64, 1)
    m, n = limbs_of(modulus, modulus_word)
    e, e_count = limbs_of(exponent, exponent_word)
    e_bits = bit_length(e, e_count)
    if n == 1:
        return int_from_u64(power_modulo_word(int_low_u64(base), e, e_bits, m[0]))
    b, b_count = limbs_of(base, base_word)
    width = 1
    if e_bits > 24:
        width = 3 if e_bits < 128 else 5
    inverse = u64(0)
    if m[0] & 1 != 0 and n < MONTGOMERY_LIMBS:
        inverse = negative_inverse(m[0])
    scratch = take_scratch(((1 << width) + 6) * n)
    copy_limbs(scratch + n, b, b_count)
    zero_limbs(scratch + n + b_count, n - b_count)
    try:
        power_modulo_limbs(scratch, scratch + n, e, e_bits, m, n, width, inverse, scratch + 2 * n)
        result = int_from_limbs(scratch, n, False)
    except failure as f:
        free(scratch)
        raise f
    free(scratch)
    return result


@fn(raises=True)
def int_powmod(a: Value, exponent: Value, modulus: Value) -> Value:
    """pow(a, exponent, modulus). Raises: VALUE for a modulus of 0, or a negative exponent of a number without inverse."""
    if is_zero(modulus):
        raise error(VALUE, "pow() 3rd argument cannot be 0")
    m = int_abs(modulus)
    if m == tag_fixnum(1):
        return tag_fixnum(0)
    base = a
    e = exponent
    if is_negative(e):
        base = int_inverse(base, m)
        e = int_neg(e)
    result = power_modulo(int_mod(base, m), e, m)
    if is_negative(modulus) and not is_zero(result):
        return int_add(result, modulus)
    return result


@fn(raises=True)
def int_inverse(a: Value, modulus: Value) -> Value:
    """The x, 0 <= x < modulus, with a * x % modulus == 1, for a modulus above 1. Raises: VALUE if there is none."""
    r0 = modulus
    r1 = int_mod(a, modulus)
    x0 = tag_fixnum(0)
    x1 = tag_fixnum(1)
    while not is_zero(r1):
        q, rest = int_divmod(r0, r1)
        r0 = r1
        r1 = rest
        x = int_sub(x0, int_mul(q, x1))
        x0 = x1
        x1 = x
    if r0 != tag_fixnum(1):
        raise error(VALUE, "base is not invertible for the given modulus")
    return int_mod(x0, modulus)


# --- greatest common divisor


@fn
def gcd_words(a: u64, b: u64) -> u64:
    """Greatest common divisor, by subtraction and shifts."""
    if a == 0:
        return b
    if b == 0:
        return a
    twos = u64(ctz(a | b))
    x = a >> u64(ctz(a))
    y = b
    while y != 0:
        y = y >> u64(ctz(y))
        if x > y:
            x, y = y, x
        y = y - x
    return x << twos


@inline
def top_word(a: Ptr[u64], n: i64, shift: u64) -> u64:
    """The 64 bits of a below the `shift` (< 64) leading ones of its top limb; n >= 2."""
    return a[n - 1] if shift == 0 else a[n - 1] << shift | a[n - 2] >> (64 - shift)


@inline
def difference_step(x: u64, a: u64, y: u64, b: u64, plus: u64, minus: u64, borrow: bool) -> tuple[u64, u64, u64, bool]:
    """One limb of x a - y b: the next two carries, the limb, the next borrow."""
    next_plus, positive = multiply_add(x, a, plus, u64(0))
    next_minus, negative = multiply_add(y, b, minus, u64(0))
    limb, next_borrow = sub_borrow(positive, negative, borrow)
    return next_plus, next_minus, limb, next_borrow


@fn
def combine_limbs(
    s: Ptr[u64], t: Ptr[u64], a: Ptr[u64], b: Ptr[u64], n: i64, u0: u64, v0: u64, u1: u64, v1: u64
) -> None:
    """s = u0 a - v0 b and t = v1 b - u1 a over n limbs; both are known to be at least 0 and to fit."""
    s_plus, s_minus, s_borrow = u64(0), u64(0), False
    t_plus, t_minus, t_borrow = u64(0), u64(0), False
    for i in range(n):
        x = a[i]
        y = b[i]
        s_plus, s_minus, s[i], s_borrow = difference_step(u0, x, v0, y, s_plus, s_minus, s_borrow)
        t_plus, t_minus, t[i], t_borrow = difference_step(v1, y, u1, x, t_plus, t_minus, t_borrow)


@fn(raises=True)
def gcd_limbs(u: Ptr[u64], v: Ptr[u64], count: i64, scratch: Ptr[u64]) -> i64:
    """Reduce u >= v (count limbs each, leading zeros allowed) until v is 0; u is the gcd then, and the result its limbs.

    `scratch` has 2 * count + 1 limbs. u, v and scratch are overwritten.
    """
    a = u
    b = v
    s = scratch
    t = scratch + count
    n = used_limbs(a, count)
    while True:
        bn = used_limbs(b, n)
        if bn == 0:
            break
        spend_steps(4 * n)
        if n == 1:
            a[0] = gcd_words(a[0], b[0])
            break
        # (r0, r1) are the top words reduced; r0 = u0 p - v0 q and r1 = v1 q - u1 p, or both negated if is_odd
        u0, v0, u1, v1 = u64(1), u64(0), u64(0), u64(1)
        is_odd = False
        if bn == n:
            shift = u64(clz(a[n - 1]))
            r0 = top_word(a, n, shift)
            r1 = top_word(b, n, shift)
            while r1 != 0:
                quotient = r0 // r1
                r2 = r0 - quotient * r1
                v2 = v0 + quotient * v1
                if r2 < v2 or r1 - r2 < v1 + v2:  # the quotient of the whole numbers may be another
                    break
                u0, u1 = u1, u0 + quotient * u1
                v0, v1 = v1, v2
                r0, r1 = r1, r2
                is_odd = not is_odd
        if v0 == 0:
            divide(None, s, a, n, b, bn)  # no progress with words: one step of Euclid's algorithm
            zero_limbs(s + bn, n - bn)
            a, b, s = b, s, a
        elif is_odd:
            combine_limbs(t, s, a, b, n, u1, v1, u0, v0)
            a, b, s, t = s, t, a, b
        else:
            combine_limbs(s, t, a, b, n, u0, v0, u1, v1)
            a, b, s, t = s, t, a, b
        n = used_limbs(a, n)
    if a != u:
        copy_limbs(u, a, n)
    return n


@fn(raises=True)
def int_gcd(a: Value, b: Value) -> Value:
    """The greatest common divisor, at least 0."""
    if both_fixnum(a, b):
        m = untag_fixnum(a)
        n = untag_fixnum(b)
        return int_from_u64(gcd_words(u64(m if m >= 0 else -m), u64(n if n >= 0 else -n)))
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    x, x_size = limbs_of(a, a_word)
    y, y_size = limbs_of(b, b_word)
    xn = count_of(x_size)
    yn = count_of(y_size)
    if xn == 0:
        return int_abs(b)
    if yn == 0:
        return int_abs(a)
    if xn == 1 and yn == 1:
        return int_from_u64(gcd_words(x[0], y[0]))
    if xn < yn or (xn == yn and compare_limbs(x, y, xn) < 0):
        x, y = y, x
        xn, yn = yn, xn
    scratch = take_scratch(4 * xn + 4)
    u = scratch
    v = scratch + xn
    copy_limbs(u, x, xn)
    copy_limbs(v, y, yn)
    zero_limbs(v + yn, xn - yn)
    try:
        n = gcd_limbs(u, v, xn, scratch + 2 * xn)
        result = int_from_limbs(u, n, False)
    except failure as f:
        free(scratch)
        raise f
    free(scratch)
    return result


# --- square root


@fn
def isqrt_word(n: u64) -> u64:
    """The integer square root of a word."""
    root = u64(sqrt(f64(n)))
    if root > 0xFFFFFFFF:
        root = u64(0xFFFFFFFF)
    while root * root > n:
        root = root - 1
    while root < 0xFFFFFFFF and (root + 1) * (root + 1) <= n:
        root = root + 1
    return root


@fn(raises=True)
def int_isqrt(a: Value) -> Value:
    """The largest x with x * x <= a. Raises: VALUE for a negative number."""
    if is_negative(a):
        raise error(VALUE, "isqrt() argument must be nonnegative")
    if is_fixnum(a):
        return tag_fixnum(i64(isqrt_word(u64(untag_fixnum(a)))))
    c = (int_bit_length(a) - 1) // 2
    x = tag_fixnum(1)
    d = 0
    s = 63 - i64(clz(u64(c)))
    while s >= 0:
        e = d
        d = c >> s
        low = int_floordiv(int_shift_right(a, 2 * c - e - d + 1), x)
        x = int_add(int_shift_left(x, d - e - 1), low)
        s -= 1
    if int_compare(int_mul(x, x), a) > 0:
        return int_sub(x, tag_fixnum(1))
    return x
