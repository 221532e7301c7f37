"""Radix sorting of words whose order is that of a 64-bit key: fixnums and floats in the word.

Eight bits of the key at a time, the lowest first (stable); digits in which all keys agree are skipped. Twelve or so nanoseconds per item at
random, where merging takes over a hundred; so it is used for arrays without structure (`corevm.kernel.sort` decides).

INV-RADIX-1  Both work areas hold valid values at every safepoint (between passes), and only such as the source held.
"""

from __future__ import annotations

from corevm.kernel.safepoint import spend
from corevm.kernel.value import FLOAT_BIAS, FLOAT_ZERO
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, memcopy, rotl, stack_array, static, u64

DIGITS, DIGIT_VALUES = 8, 256
RADIX_MINIMUM = 400  # items; below, clearing and summing the counters costs more than merging
ITEMS_PER_REDUCTION = 64
SIGN = 1 << 63


@inline
def key_of_fixnum(v: Value) -> u64:
    return cast(u64, v) ^ SIGN


@inline
def key_of_flonum(v: Value) -> u64:
    """Negative numbers with all bits turned, the others with the sign bit set: ordered as the numbers are."""
    word = cast(u64, v)
    bits = u64(0) if word == FLOAT_ZERO else rotl(word, 61) - FLOAT_BIAS
    mask = cast(u64, cast(i64, bits) >> 63) | SIGN
    return bits ^ mask


@fn
def count_descents(items: Ptr[Value], count: i64, key_of: static) -> i64:
    """How many items are less than the one before."""
    descents = i64(0)
    last = key_of(items[0]) if count > 0 else u64(0)
    for i in range(1, count):
        key = key_of(items[i])
        descents += i64(key < last)
        last = key
    return descents


@fn(raises=True)
def radix_sort(
    keys: Ptr[Value], values: Ptr[Value], other_keys: Ptr[Value], other_values: Ptr[Value], count: i64, key_of: static, paired: static
) -> None:
    """Sort keys[0:count], moving values along if paired; the other areas are as long and hold valid values."""
    counts = stack_array(i64, 2048)
    for i in range(count):
        key = key_of(keys[i])
        for digit in range(DIGITS):
            counts[digit * DIGIT_VALUES + i64(key >> u64(8 * digit) & 255)] += 1
    spend(count // ITEMS_PER_REDUCTION)
    source = keys
    target = other_keys
    source_values = values
    target_values = other_values
    for digit in range(DIGITS):
        row = counts + digit * DIGIT_VALUES
        shift = u64(8 * digit)
        if row[i64(key_of(source[0]) >> shift & 255)] != count:
            total = i64(0)
            for v in range(DIGIT_VALUES):
                here = row[v]
                row[v] = total
                total += here
            for i in range(count):
                item = source[i]
                place = i64(key_of(item) >> shift & 255)
                to = row[place]
                row[place] = to + 1
                target[to] = item
                if paired:
                    target_values[to] = source_values[i]
            held = source
            source = target
            target = held
            held = source_values
            source_values = target_values
            target_values = held
            spend(count // ITEMS_PER_REDUCTION)
    if source != keys:
        memcopy(keys, source, count * 8)
        if paired:
            memcopy(values, source_values, count * 8)
