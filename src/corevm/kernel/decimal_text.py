"""Decimal digits of machine words, two at a time."""

from __future__ import annotations

from corevm.micro.surface import Ptr, clz, fn, i64, inline, table, u8, u64

DIGIT_PAIRS = table(u8, [ord(c) for n in range(100) for c in f"{n:02}"])
POWERS = table(u64, [10**n for n in range(20)])
CHUNK_DIGITS = 19  # the most decimal digits that always fit a word
CHUNK = 10**CHUNK_DIGITS
WORD_DIGITS = 20  # the most a word may have


@fn
def count_digits(n: u64) -> i64:
    """Decimal digits of n; 1 for 0."""
    # bits * log10(2), at most one too small
    guess = (64 - i64(clz(n | 1))) * 1233 >> 12
    if guess < WORD_DIGITS and n >= POWERS[guess]:
        return guess + 1
    return guess if guess > 0 else 1


@fn
def write_padded(buffer: Ptr[u8], n: u64, width: i64) -> None:
    """Write n as exactly `width` digits, zeros before; n has no more."""
    left = n
    at = width
    while at >= 2:
        rest = left // 100
        pair = i64(left - rest * 100)
        buffer[at - 1] = DIGIT_PAIRS[2 * pair + 1]
        buffer[at - 2] = DIGIT_PAIRS[2 * pair]
        left = rest
        at -= 2
    if at == 1:
        buffer[0] = u8(left) + 48


@fn
def write_decimal(buffer: Ptr[u8], n: u64) -> i64:
    """Write n in decimal; gives the count of bytes, at most WORD_DIGITS."""
    width = count_digits(n)
    write_padded(buffer, n, width)
    return width


@inline
def is_digit(byte: u8) -> bool:
    return byte - 48 < 10
