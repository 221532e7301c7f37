"""Text to doubles, rounded once to the nearest (ties to even), whatever its length.

Text is ASCII bytes and a length; what a language allows besides (spaces around, underscores) it takes away first. A parse
gives the double and the count of bytes it used, 0 if the text does not begin with a number.

INV-PARSE-1  The result is the double nearest to the exact decimal value; beyond the doubles it is an infinity.

Source: D. Lemire, "Number parsing at a gigabyte per second" (2021), with N. Mushtak and D. Lemire, "Fast number parsing
without fallback" (2023), for numbers of up to 19 digits; W. Clinger (1990) for the small ones. Longer ones whose neighbours
among the 19-digit numbers round differently are computed exactly.
"""

from __future__ import annotations

from corevm.kernel.decimal_text import POWERS, is_digit
from corevm.kernel.float_decimal import LEAST_POWER, POWER_WORDS
from corevm.kernel.integer_float import INFINITY_BITS, limbs_to_float, quotient_to_float, round_scaled
from corevm.kernel.limb import mul_limb, used_limbs
from corevm.micro.surface import (
    Ptr,
    add_carry,
    clz,
    f64,
    float_of_bits,
    fn,
    i64,
    inline,
    mul_wide,
    stack_array,
    table,
    u8,
    u64,
)

EXACT_POWERS = table(f64, [10.0**n for n in range(23)])
EXPONENT_LIMIT = 1 << 40  # exponents are clamped to it
SIGNIFICANT_DIGITS = 780  # no double, nor a point half way between two, has more; the rest only matters as "not zero"
SLOW_LIMBS = 128


# --- from a decimal number


@fn
def decimal_to_float(w: u64, e: i64) -> f64:
    """The double nearest to w * 10**e; infinity beyond them."""
    if w == 0 or e < LEAST_POWER:
        return 0.0
    if e > 308:
        return float_of_bits(INFINITY_BITS)
    if w <= 1 << 53 and -22 <= e <= 22:
        return f64(w) / EXACT_POWERS[-e] if e < 0 else f64(w) * EXACT_POWERS[e]
    zeros = clz(w)
    m = w << u64(zeros)
    # 128 bits of 10**e, rounded down outside the range where they are used rounded up
    at = 2 * (e - LEAST_POWER)
    power_high = POWER_WORDS[at]
    power_low = POWER_WORDS[at + 1]
    if e < -27 or e > 55:
        power_high = power_high - u64(power_low == 0)
        power_low = power_low - 1
    high, low = mul_wide(m, power_high)
    if high & 0x1FF == 0x1FF:
        more, _rest = mul_wide(m, power_low)
        low, carry = add_carry(low, more, False)
        high = high + u64(carry)
    upper = high >> 63
    shift = upper + 9
    mantissa = high >> shift
    exponent = (217706 * e >> 16) + 63 + i64(upper) - i64(zeros) + 1023
    if exponent <= 0:
        if exponent <= -63:
            return 0.0
        mantissa = mantissa >> u64(1 - exponent)
        return float_of_bits((mantissa + (mantissa & 1)) >> 1)
    if low <= 1 and -4 <= e <= 23 and mantissa & 3 == 1 and mantissa << shift == high:
        mantissa = mantissa & ~u64(1)  # half way exactly: to even
    mantissa = (mantissa + (mantissa & 1)) >> 1
    word = mantissa + (u64(exponent - 1) << 52)  # a carry to 2**53 goes into the exponent
    if word >= INFINITY_BITS:
        word = u64(INFINITY_BITS)
    return float_of_bits(word)


@fn
def multiply_power_of_ten(limbs: Ptr[u64], n: i64, power: i64) -> i64:
    """limbs *= 10**power; gives the new count."""
    count = n
    left = power
    while left > 0:
        step = left if left < 19 else i64(19)
        carry = mul_limb(limbs, limbs, count, POWERS[step], u64(0))
        if carry != 0:
            limbs[count] = carry
            count += 1
        left -= step
    return count


@fn(raises=True)
def decimal_to_float_exactly(digits: Ptr[u8], count: i64, skip: i64, e: i64) -> f64:
    """The double nearest to 0.d1 d2 ... * 10**e. `count` bytes of digits, of which the one at index `skip` is no digit (a point).

    Effects: takes and returns scratch memory (memory error).
    """
    limbs = stack_array(u64, SLOW_LIMBS)
    n = 0
    taken = 0
    chunk = u64(0)
    chunk_digits = 0
    is_more = False
    for i in range(count):
        if i != skip:
            if taken < SIGNIFICANT_DIGITS:
                chunk = chunk * 10 + u64(digits[i] - 48)
                chunk_digits += 1
                taken += 1
                if chunk_digits == 19:
                    carry = mul_limb(limbs, limbs, n, POWERS[19], chunk)
                    if carry != 0:
                        limbs[n] = carry
                        n += 1
                    chunk = u64(0)
                    chunk_digits = 0
            elif digits[i] != 48:
                is_more = True
    if is_more:  # one more digit, 1: it stands for what was left out
        chunk = chunk * 10 + 1
        chunk_digits += 1
        taken += 1
    if chunk_digits > 0:
        carry = mul_limb(limbs, limbs, n, POWERS[chunk_digits], chunk)
        if carry != 0:
            limbs[n] = carry
            n += 1
    n = used_limbs(limbs, n)
    if n == 0:
        return 0.0
    power = e - taken
    if e > 310:
        return float_of_bits(INFINITY_BITS)
    if e < -330:
        return 0.0
    if power >= 0:
        n = multiply_power_of_ten(limbs, n, power)
        return limbs_to_float(limbs, n, 0)
    divisor = stack_array(u64, SLOW_LIMBS)
    divisor[0] = u64(1)
    divisor_count = multiply_power_of_ten(divisor, 1, -power)
    return quotient_to_float(limbs, n, divisor, divisor_count, 0)


# --- parsing


@inline
def lower(byte: u8) -> u8:
    return byte | 32


@fn
def matches(text: Ptr[u8], length: i64, word: Ptr[u8], word_length: i64) -> bool:
    """Whether the text begins with a lower-case word, in any case."""
    if length < word_length:
        return False
    for i in range(word_length):
        if lower(text[i]) != word[i]:
            return False
    return True


@fn
def parse_exponent(text: Ptr[u8], length: i64) -> tuple[i64, i64]:
    """An optional sign and digits: the number, clamped, and the bytes used (0 if there is no digit)."""
    at = 0
    is_minus = False
    if length > 0 and (text[0] == 43 or text[0] == 45):
        is_minus = text[0] == 45
        at = 1
    start = at
    exponent = 0
    while at < length and is_digit(text[at]):
        if exponent < EXPONENT_LIMIT:
            exponent = exponent * 10 + i64(text[at] - 48)
        at += 1
    if at == start:
        return 0, 0
    return -exponent if is_minus else exponent, at


@fn
def parse_special(text: Ptr[u8], length: i64) -> tuple[f64, i64]:
    """inf, infinity or nan, in any case."""
    if matches(text, length, "infinity", 8):
        return float_of_bits(INFINITY_BITS), 8
    if matches(text, length, "inf", 3):
        return float_of_bits(INFINITY_BITS), 3
    if matches(text, length, "nan", 3):
        return float_of_bits(0x7FF8000000000000), 3
    return 0.0, 0


@fn(raises=True)
def parse_magnitude(text: Ptr[u8], length: i64) -> tuple[f64, i64]:
    """As `float_parse`, without a sign."""
    at = 0
    while at < length and text[at] == 48:
        at += 1
    is_number = at > 0
    start = at  # of the digits that count
    w = u64(0)
    taken = 0  # digits in w
    point = -1  # where the point stands
    is_cut = False  # digits that are not 0 are not in w
    before = 0  # digits before the point, without leading zeros
    while at < length:
        byte = text[at]
        if is_digit(byte):
            is_number = True
            if taken == 0 and byte == 48:  # a zero behind the point, before the first digit
                before -= 1
                start = at + 1
            else:
                if taken < 19:
                    w = w * 10 + u64(byte - 48)
                elif byte != 48:
                    is_cut = True
                taken += 1
                if point < 0:
                    before += 1
        elif byte == 46 and point < 0:
            point = at
            if taken == 0:
                start = at + 1
        else:
            break
        at += 1
    if not is_number:
        return parse_special(text, length)
    end = at
    exponent = 0
    if at < length and lower(text[at]) == 101:
        exponent, used = parse_exponent(text + at + 1, length - at - 1)
        if used > 0:
            at += 1 + used
    if taken == 0:
        return 0.0, at
    in_word = taken if taken < 19 else i64(19)
    scale = exponent + before - in_word
    d = decimal_to_float(w, scale)
    if is_cut and decimal_to_float(w + 1, scale) != d:
        d = decimal_to_float_exactly(text + start, end - start, point - start, exponent + before)
    return d, at


@fn(raises=True)
def float_parse(text: Ptr[u8], length: i64) -> tuple[f64, i64]:
    """Parse [+-] digits [. digits] [e [+-] digits], or inf, infinity, nan; gives the double and the bytes used.

    Effects: takes and returns scratch memory for long numbers (memory error).
    """
    if length > 0 and (text[0] == 43 or text[0] == 45):
        d, used = parse_magnitude(text + 1, length - 1)
        if used == 0:
            return 0.0, 0
        return -d if text[0] == 45 else d, used + 1
    return parse_magnitude(text, length)


# --- hexadecimal


@inline
def hex_value(byte: u8) -> u64:
    """0 to 15, or 255 for another byte."""
    if is_digit(byte):
        return u64(byte - 48)
    letter = lower(byte)
    return u64(letter - 87) if 97 <= letter <= 102 else u64(255)


@fn
def parse_hex_magnitude(text: Ptr[u8], length: i64) -> tuple[f64, i64]:
    """As `float_parse_hex`, without a sign."""
    at = 0
    if length >= 2 and text[0] == 48 and lower(text[1]) == 120:
        at = 2
    m = u64(0)
    scale = 0
    point = False
    is_number = False
    while at < length:
        digit = hex_value(text[at])
        if digit < 16:
            is_number = True
            if m >> 60 == 0:
                m = m << 4 | digit
                scale -= 4 if point else 0
            else:
                m = m | u64(digit != 0)  # sticky
                scale += 0 if point else 4
        elif text[at] == 46 and not point:
            point = True
        else:
            break
        at += 1
    if not is_number:
        return parse_special(text, length)
    if at < length and lower(text[at]) == 112:
        exponent, used = parse_exponent(text + at + 1, length - at - 1)
        if used > 0:
            at += 1 + used
            scale += exponent
    return round_scaled(m, scale), at


@fn
def float_parse_hex(text: Ptr[u8], length: i64) -> tuple[f64, i64]:
    """Parse [+-] [0x] hex digits [. hex digits] [p [+-] digits], or inf, infinity, nan; an infinity also for what is too large."""
    if length > 0 and (text[0] == 43 or text[0] == 45):
        d, used = parse_hex_magnitude(text + 1, length - 1)
        if used == 0:
            return 0.0, 0
        return -d if text[0] == 45 else d, used + 1
    return parse_hex_magnitude(text, length)

