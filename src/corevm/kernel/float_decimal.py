"""Doubles to decimal digits: the shortest that read back the same, and exact ones rounded where asked.

Digits are bytes "0" to "9" without leading zeros; `point` says where the decimal point stands: the number is
0.d1 d2 d3... * 10**point. A double is finite here and its sign is not looked at.

INV-DECIMAL-1  `shortest_digits` gives the fewest digits that read back as the same double, and of those the nearest.
INV-DECIMAL-2  `exact_digits` rounds the double's exact value once, half to even.

Sources: R. Giulietti, "The Schubfach way to render doubles" (2020) for the shortest digits, with the 128-bit powers of ten it
needs made here by exact arithmetic; the exact digits are the schoolbook conversion of a fixed-point number.
"""

from __future__ import annotations

from corevm.kernel.decimal_text import CHUNK, CHUNK_DIGITS, count_digits, write_decimal, write_padded
from corevm.kernel.integer_float import HIDDEN_BIT, exponent_of, mantissa_of
from corevm.kernel.limb import divide_limb, mul_limb, shift_left, used_limbs
from corevm.micro.surface import (
    Ptr,
    add_carry,
    bits_of,
    f64,
    fn,
    i64,
    inline,
    min_of,
    mul_wide,
    stack_array,
    table,
    u8,
    u64,
)

SHORTEST_DIGITS = 17  # the most the shortest form may have
EXACT_DIGITS = 1200  # buffer of `exact_digits`: 309 before the point or 1074 behind it, and a chunk
FRACTION_LIMIT = 1080  # no double has digits beyond this place
LEAST_POWER, GREATEST_POWER = -342, 324


def power_of_ten(e: int) -> int:
    """10**e as 128 bits with the top bit set, rounded up."""
    if e >= 0:
        power = 10**e
        shift = power.bit_length() - 128
        return power << -shift if shift <= 0 else -(-power >> shift)
    power = 10**-e
    # 2**b / 10**-e in [2**127, 2**128)
    b = power.bit_length() + 127
    quotient = -(-(1 << b) // power)
    return quotient if quotient < 1 << 128 else -(-quotient // 2)


_WORDS = [power_of_ten(e) for e in range(LEAST_POWER, GREATEST_POWER + 1)]
POWER_WORDS = table(u64, [w for p in _WORDS for w in (p >> 64, p & (1 << 64) - 1)])  # high, low
assert all(1 << 127 <= p < 1 << 128 for p in _WORDS)


# --- shortest


@inline
def round_to_odd(high: u64, low: u64, c: u64) -> u64:
    """The top word of the 192-bit product (high, low) * c, its low bit set if anything below it is not 0."""
    x1, _x0 = mul_wide(low, c)
    y1, y0 = mul_wide(high, c)
    y0, carry = add_carry(y0, x1, False)
    return y1 + u64(carry) | u64(y0 > 1)


@fn
def shortest_decimal(d: f64) -> tuple[u64, i64]:
    """The shortest decimal m * 10**e of a finite d that is not 0; m may end in zeros."""
    c = mantissa_of(d)
    q = exponent_of(d)
    if -53 < q <= 0 and c & ((u64(1) << u64(-q)) - 1) == 0:
        return c >> u64(-q), i64(0)
    is_odd = c & 1
    is_closer = c == HIDDEN_BIT and q > -1074  # a power of two: the neighbour below is half as far
    k = q * 1262611 - (524031 if is_closer else 0) >> 22  # floor(log10(2**q)), or of 3/4 of it
    h = u64(q + (-k * 1741647 >> 19) + 1)
    at = 2 * (-k - LEAST_POWER)
    high = POWER_WORDS[at]
    low = POWER_WORDS[at + 1]
    below = round_to_odd(high, low, (4 * c - 2 + u64(is_closer)) << h) + is_odd
    value = round_to_odd(high, low, 4 * c << h)
    above = round_to_odd(high, low, (4 * c + 2) << h) - is_odd
    s = value // 4
    if s >= 10:
        t = s // 10
        is_t_in = below <= 40 * t
        is_next_in = 40 * t + 40 <= above
        if is_t_in != is_next_in:
            return t + u64(is_next_in), k + 1
    is_s_in = below <= 4 * s
    is_next_in = 4 * s + 4 <= above
    if is_s_in != is_next_in:
        return s + u64(is_next_in), k
    middle = 4 * s + 2
    return s + u64(value > middle or (value == middle and s & 1 != 0)), k


@fn
def shortest_digits(d: f64, digits: Ptr[u8]) -> tuple[i64, i64]:
    """The count of shortest digits, without zeros at the end, and the point. `digits` has 20 bytes; 0 has one digit, at point 1."""
    if bits_of(d) << 1 == 0:
        digits[0] = 48
        return 1, 1
    m, e = shortest_decimal(d)
    count = write_decimal(digits, m)
    point = count + e
    while count > 1 and digits[count - 1] == 48:
        count -= 1
    return count, point


# --- exact


@fn
def integer_digits(d: f64, digits: Ptr[u8]) -> i64:
    """Write the digits of floor(|d|), none for 0; gives their count, at most 309."""
    limbs = stack_array(u64, 18)
    m = mantissa_of(d)
    e = exponent_of(d)
    n = 1
    if e <= 0:
        limbs[0] = u64(0) if e <= -53 else m >> u64(-e)
    else:
        whole = e // 64
        limbs[whole] = m
        limbs[whole + 1] = shift_left(limbs + whole, limbs + whole, 1, u64(e & 63))
        n = whole + 2
    n = used_limbs(limbs, n)
    if n <= 1:
        return 0 if n == 0 else write_decimal(digits, limbs[0])
    chunks = stack_array(u64, 18)
    count = 0
    while n > 0:
        chunks[count] = divide_limb(limbs, limbs, n, u64(CHUNK))
        n = used_limbs(limbs, n)
        count += 1
    at = write_decimal(digits, chunks[count - 1])
    i = count - 2
    while i >= 0:
        write_padded(digits + at, chunks[i], CHUNK_DIGITS)
        at += CHUNK_DIGITS
        i -= 1
    return at


@fn
def fraction_limbs(d: f64, limbs: Ptr[u64]) -> i64:
    """Write |d| - floor(|d|) times 2**(64 n) to 18 zeroed limbs; gives n, 0 for no fraction."""
    e = exponent_of(d)
    m = mantissa_of(d)
    if e >= 0:
        return 0
    if e > -64:
        m = m & ((u64(1) << u64(-e)) - 1)
    if m == 0:
        return 0
    n = (63 - e) // 64
    bits = 64 * n + e  # m's place above the lowest bit
    limbs[0] = m
    carried = shift_left(limbs, limbs, 1, u64(bits))
    if n > 1:
        limbs[1] = carried
    return n


@fn
def round_digits(digits: Ptr[u8], count: i64, keep: i64, is_inexact: bool) -> bool:
    """Round digits[:count] to `keep` (0 <= keep <= count), half to even; `is_inexact`: more follows. True if it carried out.

    After a carry out the digits are all zeros, to be read as 1 followed by them.
    """
    if keep == count:
        return False
    is_up = digits[keep] > 53
    if digits[keep] == 53:
        is_more = is_inexact
        i = keep + 1
        while i < count and not is_more:
            is_more = digits[i] != 48
            i += 1
        is_up = is_more or (keep > 0 and digits[keep - 1] & 1 != 0)
    if not is_up:
        return False
    i = keep - 1
    while i >= 0:
        if digits[i] != 57:
            digits[i] = digits[i] + 1
            return False
        digits[i] = 48
        i -= 1
    return True


@fn
def exact_digits(d: f64, digits: Ptr[u8], limit: i64, is_place: bool) -> tuple[i64, i64]:
    """Round |d| to `limit` significant digits (at least 1), or with `is_place` to that many places behind the point
    (before it if negative); gives the count of digits and the point.

    There may be fewer digits than asked, the rest are zeros; none if the result is 0. `digits` has EXACT_DIGITS bytes.
    """
    limbs = stack_array(u64, 18)
    limit = min_of(limit, FRACTION_LIMIT)
    count = integer_digits(d, digits)
    point = count
    n = fraction_limbs(d, limbs)
    low = 0  # limbs below are 0
    keep = point + limit if is_place else limit
    while count <= keep and n > low:
        chunk = mul_limb(limbs + low, limbs + low, n - low, u64(CHUNK), u64(0))
        while low < n and limbs[low] == 0:
            low += 1
        if count > 0:
            write_padded(digits + count, chunk, CHUNK_DIGITS)
            count += CHUNK_DIGITS
        elif chunk == 0:
            point -= CHUNK_DIGITS
        else:
            count = count_digits(chunk)
            write_padded(digits, chunk, count)
            point -= CHUNK_DIGITS - count
        if is_place:
            keep = point + limit
    if count == 0 or keep < 0:
        return 0, 0
    if keep < count:
        if round_digits(digits, count, keep, n > low):
            digits[0] = 49
            if is_place:
                if keep > 0:
                    digits[keep] = 48
                keep += 1
            point += 1
        count = keep
    return count, point


@fn
def fill_digits(buffer: Ptr[u8], digits: Ptr[u8], count: i64, start: i64, width: i64) -> None:
    """Write digits[start : start + width], reading zeros before 0 and from `count` on."""
    for i in range(width):
        at = start + i
        buffer[i] = digits[at] if 0 <= at < count else u8(48)


__all__ = [
    "EXACT_DIGITS", "GREATEST_POWER", "LEAST_POWER", "POWER_WORDS", "SHORTEST_DIGITS", "exact_digits",
    "fill_digits", "shortest_decimal", "shortest_digits",
]  # fmt: skip
