"""Limb vectors: arithmetic on little-endian arrays of 64-bit limbs, in linear time or quadratic below a threshold.

What the big integers, their text and the exact float conversions are built from. A vector is a `Ptr[u64]` and a count;
nothing here allocates, fails or spends reductions: callers bound the sizes, and spend.

INV-LIMB-1  Counts are at least 0 (1 where a function says so); a vector of n limbs has n limbs of memory.
INV-LIMB-2  Where source and destination may be the same memory the function says so; they never overlap otherwise.

Sources: D. Knuth, TAOCP vol. 2, 4.3.1 (classical algorithms); N. Möller and T. Granlund, "Improved division by
invariant integers", IEEE Trans. Computers 60 (2011), algorithms 2, 4, 5 and 6 (division by a precomputed reciprocal).
"""

from __future__ import annotations

from corevm.micro.surface import (
    Ptr,
    add_carry,
    clz,
    ctz,
    div_wide,
    fn,
    i64,
    inline,
    memcopy,
    memset,
    mul_wide,
    stack_array,
    static,
    sub_borrow,
    u64,
)

LIMB_BITS = 64
ALL_ONES = 0xFFFFFFFFFFFFFFFF


# --- moving and measuring


@inline
def copy_limbs(dst: Ptr[u64], a: Ptr[u64], n: i64) -> None:
    memcopy(dst, a, n * 8)


@inline
def zero_limbs(dst: Ptr[u64], n: i64) -> None:
    memset(dst, 0, n * 8)


@fn
def used_limbs(a: Ptr[u64], n: i64) -> i64:
    """The count without leading zero limbs."""
    count = n
    while count > 0 and a[count - 1] == 0:
        count -= 1
    return count


@fn
def are_zero(a: Ptr[u64], n: i64) -> bool:
    for i in range(n):
        if a[i] != 0:
            return False
    return True


@fn
def compare_limbs(a: Ptr[u64], b: Ptr[u64], n: i64) -> i64:
    """-1, 0 or 1 as a is less than, equal to or greater than b."""
    i = n - 1
    while i >= 0:
        if a[i] != b[i]:
            return -1 if a[i] < b[i] else 1
        i -= 1
    return 0


@fn
def compare_used(a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> i64:
    """As `compare_limbs`, of vectors without leading zeros."""
    if an != bn:
        return -1 if an < bn else 1
    return compare_limbs(a, b, an)


@fn
def bit_length(a: Ptr[u64], n: i64) -> i64:
    """Bits of a vector without leading zeros; 0 for n == 0."""
    if n == 0:
        return 0
    return n * 64 - i64(clz(a[n - 1]))


@fn
def trailing_zero_bits(a: Ptr[u64], n: i64) -> i64:
    """Of a vector that is not zero."""
    i = 0
    while i < n - 1 and a[i] == 0:
        i += 1
    return i * 64 + i64(ctz(a[i]))


# --- addition


@fn
def add_equal(dst: Ptr[u64], a: Ptr[u64], b: Ptr[u64], n: i64) -> u64:
    """dst = a + b, n limbs each; gives the carry (0 or 1). dst may be a or b."""
    carry = False
    for i in range(n):
        dst[i], carry = add_carry(a[i], b[i], carry)
    return u64(carry)


@fn
def sub_equal(dst: Ptr[u64], a: Ptr[u64], b: Ptr[u64], n: i64) -> u64:
    """dst = a - b, n limbs each; gives the borrow (0 or 1). dst may be a or b."""
    borrow = False
    for i in range(n):
        dst[i], borrow = sub_borrow(a[i], b[i], borrow)
    return u64(borrow)


@fn
def add_limb(dst: Ptr[u64], a: Ptr[u64], n: i64, b: u64) -> u64:
    """dst = a + b, b one limb; gives the carry (b itself if n == 0). dst may be a."""
    carry = b
    i = 0
    while i < n and carry != 0:
        total, overflowed = add_carry(a[i], carry, False)
        dst[i] = total
        carry = u64(overflowed)
        i += 1
    if i < n and dst != a:
        copy_limbs(dst + i, a + i, n - i)
    return carry


@fn
def sub_limb(dst: Ptr[u64], a: Ptr[u64], n: i64, b: u64) -> u64:
    """dst = a - b, b one limb; gives the borrow (b itself if n == 0). dst may be a."""
    borrow = b
    i = 0
    while i < n and borrow != 0:
        total, overflowed = sub_borrow(a[i], borrow, False)
        dst[i] = total
        borrow = u64(overflowed)
        i += 1
    if i < n and dst != a:
        copy_limbs(dst + i, a + i, n - i)
    return borrow


@fn
def add_limbs(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> u64:
    """dst = a + b, an >= bn; an limbs are written, gives the carry. dst may be a."""
    carry = add_equal(dst, a, b, bn)
    return add_limb(dst + bn, a + bn, an - bn, carry)


@fn
def sub_limbs(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> u64:
    """dst = a - b, an >= bn; an limbs are written, gives the borrow. dst may be a."""
    borrow = sub_equal(dst, a, b, bn)
    return sub_limb(dst + bn, a + bn, an - bn, borrow)


@fn
def negate_limbs(dst: Ptr[u64], a: Ptr[u64], n: i64) -> None:
    """dst = -a modulo 2**(64 n). dst may be a."""
    carry = True
    for i in range(n):
        dst[i], carry = add_carry(~a[i], u64(0), carry)


# --- shifts


@fn
def shift_left(dst: Ptr[u64], a: Ptr[u64], n: i64, bits: u64) -> u64:
    """dst = a << bits, 0 <= bits < 64; gives the bits shifted out. dst may be a or above it (n >= 0)."""
    if bits == 0:
        i = n - 1
        while i >= 0:
            dst[i] = a[i]
            i -= 1
        return u64(0)
    rest = 64 - bits
    out = u64(0)
    j = n - 1
    if j >= 0:
        out = a[j] >> rest
    while j > 0:
        dst[j] = a[j] << bits | a[j - 1] >> rest
        j -= 1
    if n > 0:
        dst[0] = a[0] << bits
    return out


@fn
def shift_right(dst: Ptr[u64], a: Ptr[u64], n: i64, bits: u64) -> u64:
    """dst = a >> bits, 0 <= bits < 64; gives the bits shifted out, at the top of a limb. dst may be a or below it."""
    if bits == 0:
        for i in range(n):
            dst[i] = a[i]
        return u64(0)
    if n == 0:
        return u64(0)
    rest = 64 - bits
    out = a[0] << rest
    for j in range(n - 1):
        dst[j] = a[j] >> bits | a[j + 1] << rest
    dst[n - 1] = a[n - 1] >> bits
    return out


# --- multiplication


@inline
def multiply_add(a: u64, b: u64, c: u64, d: u64) -> tuple[u64, u64]:
    """a * b + c + d, which always fits: high limb, low limb."""
    high, low = mul_wide(a, b)
    first, c1 = add_carry(low, c, False)
    second, c2 = add_carry(first, d, False)
    return high + u64(c1) + u64(c2), second


@fn
def mul_limb(dst: Ptr[u64], a: Ptr[u64], n: i64, b: u64, carry_in: u64) -> u64:
    """dst = a * b + carry_in; gives the carry limb. dst may be a."""
    carry = carry_in
    for i in range(n):
        high, low = mul_wide(a[i], b)
        total, overflowed = add_carry(low, carry, False)
        dst[i] = total
        carry = high + u64(overflowed)
    return carry


# A row of products is added or subtracted in pieces of this many limbs: first the products of a piece with one chain of carries, then
# the piece with another. So a limb costs four instructions; with both carries at each limb, on a processor with one carry flag, twice as many.
PIECE = 8


@inline
def piece_of_products(into: Ptr[u64], a: Ptr[u64], b: u64, carry_in: u64) -> u64:
    """into = a * b + carry_in, PIECE limbs; gives the carry limb."""
    before = carry_in
    carry = False
    for j in static(range(PIECE)):
        high, low = mul_wide(a[j], b)
        into[j], carry = add_carry(low, before, carry)
        before = high
    return before + u64(carry)


@fn
def add_mul_limb(dst: Ptr[u64], a: Ptr[u64], n: i64, b: u64) -> u64:
    """dst += a * b over n limbs; gives the carry limb."""
    piece = stack_array(u64, PIECE)
    carry_limb = u64(0)
    i = 0
    while i + PIECE <= n:
        carry_limb = piece_of_products(piece, a + i, b, carry_limb)
        carry = False
        for j in static(range(PIECE)):
            dst[i + j], carry = add_carry(dst[i + j], piece[j], carry)
        carry_limb += u64(carry)
        i += PIECE
    while i < n:
        carry_limb, dst[i] = multiply_add(a[i], b, dst[i], carry_limb)
        i += 1
    return carry_limb


@fn
def sub_mul_limb(dst: Ptr[u64], a: Ptr[u64], n: i64, b: u64) -> u64:
    """dst -= a * b over n limbs; gives the borrow limb."""
    piece = stack_array(u64, PIECE)
    borrow_limb = u64(0)
    i = 0
    while i + PIECE <= n:
        borrow_limb = piece_of_products(piece, a + i, b, borrow_limb)
        borrow = False
        for j in static(range(PIECE)):
            dst[i + j], borrow = sub_borrow(dst[i + j], piece[j], borrow)
        borrow_limb += u64(borrow)
        i += PIECE
    while i < n:
        high, low = mul_wide(a[i], b)
        total, overflowed = add_carry(low, borrow_limb, False)
        rest, below = sub_borrow(dst[i], total, False)
        dst[i] = rest
        borrow_limb = high + u64(overflowed) + u64(below)
        i += 1
    return borrow_limb


@fn
def add_mul_4_limbs(dst: Ptr[u64], a: Ptr[u64], n: i64, b: Ptr[u64]) -> None:
    """dst += a * b for 4 limbs b, where dst holds n limbs already and its next 4 are written."""
    b0, b1, b2, b3 = b[0], b[1], b[2], b[3]
    c0, c1, c2, c3 = u64(0), u64(0), u64(0), u64(0)
    for i in range(n):
        x = a[i]
        h0, dst[i] = multiply_add(x, b0, dst[i], c0)
        h1, c0 = multiply_add(x, b1, c1, h0)
        h2, c1 = multiply_add(x, b2, c2, h1)
        c3, c2 = multiply_add(x, b3, c3, h2)
    dst[n] = c0
    dst[n + 1] = c1
    dst[n + 2] = c2
    dst[n + 3] = c3


@fn
def multiply_school(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> None:
    """dst = a * b, an + bn limbs, quadratic; bn >= 1. Four rows at a time: a third less time than row by row (measured)."""
    dst[an] = mul_limb(dst, a, an, b[0], u64(0))
    i = 1
    while (bn - i) & 3 != 0:
        dst[an + i] = add_mul_limb(dst + i, a, an, b[i])
        i += 1
    while i < bn:
        add_mul_4_limbs(dst + i, a, an, b + i)
        i += 4


@fn
def square_school(dst: Ptr[u64], a: Ptr[u64], n: i64) -> None:
    """dst = a * a, 2 n limbs, quadratic; n >= 1. The products off the diagonal are made once and doubled."""
    dst[0] = u64(0)
    if n > 1:
        dst[n] = mul_limb(dst + 1, a + 1, n - 1, a[0], u64(0))
        for i in range(1, n - 1):
            dst[n + i] = add_mul_limb(dst + 2 * i + 1, a + i + 1, n - 1 - i, a[i])
    dst[2 * n - 1] = u64(0)
    shifted_in = u64(0)
    carry = False
    for k in range(n):
        high, low = mul_wide(a[k], a[k])
        first = dst[2 * k]
        second = dst[2 * k + 1]
        dst[2 * k], carry = add_carry(first << 1 | shifted_in, low, carry)
        dst[2 * k + 1], carry = add_carry(second << 1 | first >> 63, high, carry)
        shifted_in = second >> 63


# --- division by one or two limbs


@inline
def reciprocal_1(d: u64) -> u64:
    """floor((2**128 - 1) / d) - 2**64, for d with its top bit set."""
    quotient, _rest = div_wide(~d, u64(ALL_ONES), d)
    return quotient


@inline
def divide_2_by_1(high: u64, low: u64, d: u64, v: u64) -> tuple[u64, u64]:
    """(high, low) / d: quotient, remainder; high < d, d has its top bit set, v is its reciprocal."""
    q1, q0 = mul_wide(high, v)
    q0, carry = add_carry(q0, low, False)
    q1, carry = add_carry(q1, high, carry)
    q1 = q1 + 1
    r = low - q1 * d
    if r > q0:
        q1 = q1 - 1
        r = r + d
    if r >= d:
        q1 = q1 + 1
        r = r - d
    return q1, r


@fn
def reciprocal_2(d1: u64, d0: u64) -> u64:
    """floor((2**192 - 1) / (d1, d0)) - 2**64, for d1 with its top bit set."""
    v = reciprocal_1(d1)
    p = d1 * v + d0
    if p < d0:
        v = v - 1
        if p >= d1:
            v = v - 1
            p = p - d1
        p = p - d1
    t1, t0 = mul_wide(v, d0)
    p = p + t1
    if p < t1:
        v = v - 1
        if p > d1 or (p == d1 and t0 >= d0):
            v = v - 1
    return v


@inline
def divide_3_by_2(u2: u64, u1: u64, u0: u64, d1: u64, d0: u64, v: u64) -> u64:
    """Quotient of (u2, u1, u0) / (d1, d0), where (u2, u1) < (d1, d0), d1 has its top bit set and v is `reciprocal_2`."""
    q1, q0 = mul_wide(v, u2)
    q0, carry = add_carry(q0, u1, False)
    q1, carry = add_carry(q1, u2, carry)
    r1 = u1 - q1 * d1
    t1, t0 = mul_wide(d0, q1)
    r0, borrow = sub_borrow(u0, t0, False)
    r1, borrow = sub_borrow(r1, t1, borrow)
    r0, borrow = sub_borrow(r0, d0, False)
    r1, borrow = sub_borrow(r1, d1, borrow)
    q1 = q1 + 1
    if r1 >= q0:
        q1 = q1 - 1
        r0, carry = add_carry(r0, d0, False)
        r1, carry = add_carry(r1, d1, carry)
    if r1 > d1 or (r1 == d1 and r0 >= d0):
        q1 = q1 + 1
    return q1


@fn
def divide_limb(q: Ptr[u64], a: Ptr[u64], n: i64, d: u64) -> u64:
    """q = a // d, n limbs; gives the remainder. d is not 0. q may be a."""
    bits = u64(clz(d))
    divisor = d << bits
    v = reciprocal_1(divisor)
    r = u64(0)
    i = n - 1
    if bits == 0:
        while i >= 0:
            q[i], r = divide_2_by_1(r, a[i], divisor, v)
            i -= 1
        return r
    rest = 64 - bits
    above = u64(0)  # the limb above a[i], of which the low `rest` bits were used
    if n > 0:
        r = a[n - 1] >> rest
        above = a[n - 1]
    while i > 0:
        next_limb = a[i - 1]
        q[i], r = divide_2_by_1(r, above << bits | next_limb >> rest, divisor, v)
        above = next_limb
        i -= 1
    if n > 0:
        q[0], r = divide_2_by_1(r, above << bits, divisor, v)
    return r >> bits


@fn
def remainder_limb(a: Ptr[u64], n: i64, d: u64) -> u64:
    """a % d. d is not 0."""
    bits = u64(clz(d))
    divisor = d << bits
    v = reciprocal_1(divisor)
    r = u64(0)
    i = n - 1
    if bits == 0:
        while i >= 0:
            _quotient, r = divide_2_by_1(r, a[i], divisor, v)
            i -= 1
        return r
    # a is taken limb by limb; the running remainder is below d, so shifted it is below the divisor
    while i >= 0:
        high = r << bits | a[i] >> (64 - bits)
        _quotient, r = divide_2_by_1(high, a[i] << bits, divisor, v)
        r = r >> bits
        i -= 1
    return r
