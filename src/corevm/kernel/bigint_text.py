"""Integers to text and back, in bases 2 to 36.

Text is ASCII bytes in the caller's memory: `int_text_length_bound` says how much `int_write_text` may need. Digits are
"0"-"9" and "a"-"z" ("A"-"Z" are read too). Signs other than "-", prefixes, underscores and limits on length belong to the
language.

Bases that are powers of two go bit by bit. The others go by chunks, the most digits that fit a limb; large numbers are halved
at a power of the base whose exponent is chunk digits times 2**k, those powers made once by squaring, so the cost follows
multiplication and division.

INV-TEXT-1  `int_write_text` writes at most `int_text_length_bound` bytes.
INV-TEXT-2  A half of known width is written with its leading zeros; only the top one is written without.

Source: R. Brent and P. Zimmermann, Modern Computer Arithmetic, algorithms 1.25 and 1.26.
"""

from __future__ import annotations

from corevm.kernel.bigint import (
    LIMB_LIMIT,
    count_of,
    finish,
    free,
    int_from_words,
    limbs_of,
    new_bigint,
    spend_steps,
    take_scratch,
)
from corevm.kernel.bigint_div import divide
from corevm.kernel.bigint_mul import multiply
from corevm.kernel.decimal_text import write_decimal, write_padded
from corevm.kernel.error import VALUE, error
from corevm.kernel.limb import (
    add_limbs,
    bit_length,
    compare_used,
    copy_limbs,
    divide_limb,
    mul_limb,
    used_limbs,
    zero_limbs,
)
from corevm.kernel.value import UNDEFINED
from corevm.micro.surface import Ptr, Value, cast, ctz, failure, fn, i64, inline, stack_array, struct, table, u8, u64

LIMB = 1 << 64
LEVELS = 40  # powers kept: the k-th has an exponent of chunk digits times 2**k
WRITE_LIMBS = 16  # below this many limbs digits come one limb division after another; measured: benchmarks/bigint
READ_CHUNKS = 90  # likewise for reading


def chunk_digits(base: int) -> int:
    """The most digits of a base that always fit a limb."""
    count = 0
    while base ** (count + 1) <= LIMB:
        count += 1
    return count if base**count < LIMB else count - 1


# per base: digits of a chunk, and the base to that power
CHUNK_DIGITS = table(u8, [0, 0] + [chunk_digits(b) for b in range(2, 37)])
CHUNK_POWER = table(u64, [0, 0] + [b ** chunk_digits(b) for b in range(2, 37)])


def digit_bits(base: int, places: int) -> int:
    """floor(log2(base) * 2**places), exactly."""
    return (base ** (1 << places)).bit_length() - 1


BITS_LOW = table(u64, [1, 1] + [digit_bits(b, 10) for b in range(2, 37)])  # 1024 times the bits of a digit, rounded down
DIGITS = table(u8, b"0123456789abcdefghijklmnopqrstuvwxyz")


@struct
class Powers:
    """Powers of a base: level k is chunk**(2**k)."""

    limbs: Ptr[u64]
    count: i64


@inline
def is_power_of_two(base: i64) -> bool:
    return base & (base - 1) == 0


@fn
def int_text_length_bound(v: Value, base: i64) -> i64:
    """Bytes the text of v may have, with its sign; for 2 <= base <= 36."""
    word = stack_array(u64, 1)
    limbs, size = limbs_of(v, word)
    bits = bit_length(limbs, count_of(size))
    return bits * 1024 // i64(BITS_LOW[base]) + 3


# --- writing


@fn
def write_word(buffer: Ptr[u8], n: u64, base: u64) -> i64:
    """Write n; gives the count of bytes, 1 for 0."""
    if base == 10:
        return write_decimal(buffer, n)
    width = 1
    left = n // base
    while left != 0:
        left = left // base
        width += 1
    write_word_padded(buffer, n, base, width)
    return width


@fn
def write_word_padded(buffer: Ptr[u8], n: u64, base: u64, width: i64) -> None:
    """Write n as exactly `width` digits; it has no more."""
    if base == 10:
        write_padded(buffer, n, width)
        return
    left = n
    at = width - 1
    while at >= 0:
        rest = left // base
        buffer[at] = DIGITS[left - rest * base]
        left = rest
        at -= 1


@fn(raises=True)
def write_bits(buffer: Ptr[u8], limbs: Ptr[u64], n: i64, shift: i64) -> i64:
    """Write a number that is not 0 in base 2**shift; gives the count of bytes."""
    spend_steps(64 * n // shift)
    count = (bit_length(limbs, n) + shift - 1) // shift
    mask = (u64(1) << u64(shift)) - 1
    bit = 0
    at = count - 1
    while at >= 0:
        i = bit >> 6
        offset = bit & 63
        digit = limbs[i] >> u64(offset)
        if offset + shift > 64 and i + 1 < n:
            digit = digit | limbs[i + 1] << u64(64 - offset)
        buffer[at] = DIGITS[digit & mask]
        bit += shift
        at -= 1
    return count


@fn(raises=True)
def write_small(buffer: Ptr[u8], limbs: Ptr[u64], n: i64, base: i64, width: i64) -> i64:
    """Write a number below WRITE_LIMBS limbs (destroyed), quadratic; `width` digits with zeros before, or if 0 as many as it has."""
    spend_steps(n * n * 2)
    chunks = stack_array(u64, 2 * WRITE_LIMBS + 8)
    digits = i64(CHUNK_DIGITS[base])
    power = CHUNK_POWER[base]
    left = used_limbs(limbs, n)
    count = 0
    while left > 0:
        chunks[count] = divide_limb(limbs, limbs, left, power)
        left = used_limbs(limbs, left)
        count += 1
    at = 0
    if width != 0:
        while at + (count + 1) * digits <= width:
            write_word_padded(buffer + at, u64(0), u64(base), digits)
            at += digits
        top = width - at - count * digits
        if top > 0:  # zeros that do not fill a chunk
            write_word_padded(buffer + at, u64(0), u64(base), top)
            at += top
        elif top < 0:
            count -= 1
            write_word_padded(buffer + at, chunks[count], u64(base), digits + top)
            at += digits + top
    elif count > 0:
        count -= 1
        at = write_word(buffer, chunks[count], u64(base))
    while count > 0:
        count -= 1
        write_word_padded(buffer + at, chunks[count], u64(base), digits)
        at += digits
    return at


@fn(raises=True)
def write_halves(
    buffer: Ptr[u8], limbs: Ptr[u64], n: i64, base: i64, width: i64, powers: Ptr[Powers], level: i64, scratch: Ptr[u64]
) -> i64:
    """As `write_small`, for any size: n limbs (destroyed) below powers[level]**2. `scratch` has 2 n + 2 * LEVELS limbs."""
    count = used_limbs(limbs, n)
    if count < WRITE_LIMBS:
        return write_small(buffer, limbs, count, base, width)
    k = level
    while k > 0 and compare_used(limbs, count, powers[k].limbs, powers[k].count) < 0:
        k -= 1
    power = powers[k].limbs
    power_count = powers[k].count
    low_width = i64(CHUNK_DIGITS[base]) << k
    # the quotient goes to scratch, the remainder back to limbs
    qn = count - power_count + 1
    divide(scratch, limbs, limbs, count, power, power_count)
    rest = scratch + qn
    next_level = k - 1 if k > 0 else 0
    at = write_halves(buffer, scratch, qn, base, width - low_width if width > 0 else 0, powers, next_level, rest)
    return at + write_halves(buffer + at, limbs, power_count, base, low_width, powers, next_level, rest)


@fn(raises=True)
def make_powers(powers: Ptr[Powers], base: i64, limit_bits: i64, limit_chunks: i64, memory: Ptr[u64]) -> i64:
    """Fill the levels, up to the first whose square has more than `limit_bits` bits or that has `limit_chunks` chunks; gives that level."""
    at = memory
    at[0] = CHUNK_POWER[base]
    powers[0].limbs = at
    powers[0].count = 1
    k = 0
    while k < LEVELS - 1:
        n = powers[k].count
        if 2 * bit_length(at, n) - 2 >= limit_bits or 2 << k >= limit_chunks:
            break
        following = at + n
        multiply(following, at, n, at, n)
        k += 1
        at = following
        powers[k].limbs = at
        powers[k].count = used_limbs(at, 2 * n)
    return k


@fn(raises=True)
def write_large(buffer: Ptr[u8], limbs: Ptr[u64], n: i64, base: i64, memory: Ptr[u64]) -> i64:
    """Write a large number (destroyed). `memory` has 5 n + 8 * LEVELS limbs."""
    powers = stack_array(Powers, LEVELS)
    level = make_powers(powers, base, bit_length(limbs, n), LIMB_LIMIT, memory)
    rest = powers[level].limbs + powers[level].count
    return write_halves(buffer, limbs, n, base, 0, powers, level, rest)


@fn(raises=True)
def int_write_text(v: Value, base: i64, buffer: Ptr[u8]) -> i64:
    """Write v in a base of 2 to 36, "-" before a negative number; gives the count of bytes.

    `buffer` has `int_text_length_bound(v, base)` bytes. Effects: takes and returns scratch memory (memory error); spends.
    """
    if base < 2 or base > 36:
        raise error(VALUE, "base must be >= 2 and <= 36")
    word = stack_array(u64, 1)
    limbs, size = limbs_of(v, word)
    n = count_of(size)
    at = 0
    if size < 0:
        buffer[0] = 45
        at = 1
    if n <= 1:
        return at + write_word(buffer + at, limbs[0] if n == 1 else u64(0), u64(base))
    if is_power_of_two(base):
        return at + write_bits(buffer + at, limbs, n, i64(ctz(base)))
    is_large = n >= WRITE_LIMBS
    memory = take_scratch(6 * n + 8 * LEVELS if is_large else n)
    copy_limbs(memory, limbs, n)
    try:
        if is_large:
            at += write_large(buffer + at, memory, n, base, memory + n)
        else:
            at += write_small(buffer + at, memory, n, base, 0)
    except failure as e:
        free(memory)
        raise e
    free(memory)
    return at


# --- reading


@inline
def digit_value(byte: u8) -> u64:
    """0 to 35, or more for no digit."""
    if byte - 48 < 10:
        return u64(byte - 48)
    letter = (byte | 32) - 97
    return u64(letter) + 10 if letter < 26 else u64(255)


@fn
def are_digits(text: Ptr[u8], length: i64, base: i64) -> bool:
    for i in range(length):
        if digit_value(text[i]) >= u64(base):
            return False
    return True


@fn
def read_word(text: Ptr[u8], length: i64, base: u64) -> u64:
    """The number of at most a chunk of digits."""
    n = u64(0)
    for i in range(length):
        n = n * base + digit_value(text[i])
    return n


@fn
def read_small(dst: Ptr[u64], text: Ptr[u8], length: i64, base: i64) -> i64:
    """dst = the number, quadratic; dst has a limb for each chunk begun; gives the used limbs."""
    digits = i64(CHUNK_DIGITS[base])
    power = CHUNK_POWER[base]
    head = length % digits
    n = 0
    at = head
    if head > 0:
        dst[0] = read_word(text, head, u64(base))
        n = 0 if dst[0] == 0 else 1
    while at < length:
        carry = mul_limb(dst, dst, n, power, read_word(text + at, digits, u64(base)))
        if carry != 0:
            dst[n] = carry
            n += 1
        at += digits
    return n


@fn(raises=True)
def read_halves(
    dst: Ptr[u64], text: Ptr[u8], length: i64, base: i64, powers: Ptr[Powers], level: i64, scratch: Ptr[u64]
) -> i64:
    """As `read_small`, for any length. `scratch` has two limbs for each chunk, and 2 * LEVELS."""
    digits = i64(CHUNK_DIGITS[base])
    chunks = (length + digits - 1) // digits
    if chunks < READ_CHUNKS:
        spend_steps(chunks * chunks // 2)
        return read_small(dst, text, length, base)
    k = level
    while 1 << k >= chunks:
        k -= 1
    low_chunks = 1 << k
    split = length - low_chunks * digits
    high = scratch
    low = scratch + (chunks - low_chunks)
    rest = low + low_chunks
    high_count = read_halves(high, text, split, base, powers, k, rest)
    low_count = read_halves(low, text + split, length - split, base, powers, k, rest)
    if high_count == 0:
        copy_limbs(dst, low, low_count)
        return low_count
    n = high_count + powers[k].count
    multiply(dst, high, high_count, powers[k].limbs, powers[k].count)
    add_limbs(dst, dst, n, low, low_count)
    return used_limbs(dst, n)


@fn(raises=True)
def read_large(dst: Ptr[u64], text: Ptr[u8], length: i64, base: i64, chunks: i64, memory: Ptr[u64]) -> i64:
    """As `read_small`. `memory` has 5 * chunks + 8 * LEVELS limbs."""
    powers = stack_array(Powers, LEVELS)
    level = make_powers(powers, base, LIMB_LIMIT * 64, chunks, memory)
    return read_halves(dst, text, length, base, powers, level, powers[level].limbs + powers[level].count)


@fn
def read_bits(dst: Ptr[u64], n: i64, text: Ptr[u8], length: i64, shift: i64) -> None:
    """dst (n limbs) = the number in base 2**shift."""
    zero_limbs(dst, n)
    bit = 0
    at = length - 1
    while at >= 0:
        digit = digit_value(text[at])
        i = bit >> 6
        offset = bit & 63
        dst[i] = dst[i] | digit << u64(offset)
        if offset + shift > 64:
            dst[i + 1] = digit >> u64(64 - offset)
        bit += shift
        at -= 1


@fn(raises=True)
def int_read_text(text: Ptr[u8], length: i64, base: i64) -> Value:
    """The integer of an optional sign and digits in a base of 2 to 36; UNDEFINED if the text is anything else.

    Effects: may allocate (memory error); takes and returns scratch memory; spends.
    """
    if base < 2 or base > 36:
        raise error(VALUE, "base must be >= 2 and <= 36")
    at = 0
    negative = False
    if length > 0 and (text[0] == 43 or text[0] == 45):
        negative = text[0] == 45
        at = 1
    if at == length:
        return cast(Value, u64(UNDEFINED))
    spend_steps(length)
    if not are_digits(text + at, length - at, base):
        return cast(Value, u64(UNDEFINED))
    while at < length - 1 and text[at] == 48:
        at += 1
    digits = text + at
    count = length - at
    chunk = i64(CHUNK_DIGITS[base])
    if count <= chunk:
        return int_from_words(u64(0), read_word(digits, count, u64(base)), negative)
    if is_power_of_two(base):
        shift = i64(ctz(base))
        n = (count * shift + 63) // 64
        x = new_bigint(n)
        read_bits(x.digits, n, digits, count, shift)
        return finish(x, n, negative)
    chunks = (count + chunk - 1) // chunk
    result = new_bigint(chunks)
    if chunks < READ_CHUNKS:
        return finish(result, read_small(result.digits, digits, count, base), negative)
    memory = take_scratch(5 * chunks + 8 * LEVELS)
    try:
        used = read_large(result.digits, digits, count, base, chunks, memory)
    except failure as e:
        free(memory)
        raise e
    free(memory)
    return finish(result, used, negative)
