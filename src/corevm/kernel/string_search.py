"""Finding, counting and replacing in strings, with Python's meaning of ranges and of the empty needle.

INV-STRING-SEARCH-1  A needle with wider units than the text is not in it (INV-STRING-1); a narrower one is widened first.

Effects: may allocate (a widened needle, results), spends reductions.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.error import MEMORY, error
from corevm.kernel.safepoint import charge, spend
from corevm.kernel.search import COUNT_FOUND, SEARCH
from corevm.kernel.string import (
    COPY_SHIFT,
    COUNT_LIMIT,
    IS_ASCII,
    String,
    clamp_range,
    code_at,
    narrowed,
    new_string,
    substring,
    widened,
)
from corevm.kernel.text_unit import UNIT, WIDTHS, copy_units, per_width, same_units, set_unit
from corevm.micro.surface import Ptr, addr_of, cast, fn, i64, inline, mul_overflow, select, u8, u32, unreachable

I64_MAX = (1 << 63) - 1
SEARCH_SHIFT = 7  # a reduction pays for 128 searched code points


@fn(thread=False)
def find_in_units(text: Ptr[u8], width: u8, start: i64, stop: i64, needle: Ptr[u8], count: i64) -> i64:
    for w in WIDTHS:
        if width == w:
            return SEARCH[w].find(cast(Ptr[UNIT[w]], text), start, stop, cast(Ptr[UNIT[w]], needle), count)
    unreachable()


@fn(thread=False)
def rfind_in_units(text: Ptr[u8], width: u8, start: i64, stop: i64, needle: Ptr[u8], count: i64) -> i64:
    for w in WIDTHS:
        if width == w:
            return SEARCH[w].rfind(cast(Ptr[UNIT[w]], text), start, stop, cast(Ptr[UNIT[w]], needle), count)
    unreachable()


@fn(thread=False)
def count_in_units(text: Ptr[u8], width: u8, start: i64, stop: i64, needle: Ptr[u8], count: i64, most: i64) -> i64:
    for w in WIDTHS:
        if width == w:
            return COUNT_FOUND[w](cast(Ptr[UNIT[w]], text), start, stop, cast(Ptr[UNIT[w]], needle), count, most)
    unreachable()


@inline
def may_contain(s: String, needle: String) -> bool:
    """False when the needle has units the string cannot have."""
    return needle.width <= s.width and (s.flags & IS_ASCII == 0 or needle.flags & IS_ASCII != 0)


@fn(raises=True)
def find_string(s: String, needle: String, start: i64, stop: i64) -> i64:
    """`s.find(needle, start, stop)`: an index or -1. Omitted bounds: 0 and I64_MAX."""
    low, high = clamp_range(start, stop, s.count)
    if high - low < needle.count:
        return -1
    if needle.count == 0:
        return low
    if not may_contain(s, needle):
        return -1
    spend((high - low) >> SEARCH_SHIFT)
    wide = widened(needle, s.width)
    return find_in_units(s.data, s.width, low, high, wide.data, wide.count)


@fn(raises=True)
def rfind_string(s: String, needle: String, start: i64, stop: i64) -> i64:
    """`s.rfind(needle, start, stop)`: an index or -1."""
    low, high = clamp_range(start, stop, s.count)
    if high - low < needle.count:
        return -1
    if needle.count == 0:
        return high
    if not may_contain(s, needle):
        return -1
    spend((high - low) >> SEARCH_SHIFT)
    wide = widened(needle, s.width)
    return rfind_in_units(s.data, s.width, low, high, wide.data, wide.count)


@fn(raises=True)
def contains_string(s: String, needle: String) -> bool:
    """`needle in s`."""
    return find_string(s, needle, 0, I64_MAX) >= 0


@fn(raises=True)
def count_string(s: String, needle: String, start: i64, stop: i64) -> i64:
    """`s.count(needle, start, stop)`: places that do not overlap."""
    low, high = clamp_range(start, stop, s.count)
    if high - low < needle.count:
        return 0
    if needle.count == 0:
        return high - low + 1
    if not may_contain(s, needle):
        return 0
    spend((high - low) >> SEARCH_SHIFT)
    wide = widened(needle, s.width)
    return count_in_units(s.data, s.width, low, high, wide.data, wide.count, -1)


@fn
def has_at(s: String, part: String, at: i64) -> bool:
    """Whether `part` stands at `at`, where it must fit."""
    charge(part.count >> COPY_SHIFT)
    return same_units(addr_of(s.data[at * i64(s.width)]), s.width, part.data, part.width, part.count)


@fn
def starts_with(s: String, prefix: String, start: i64, stop: i64) -> bool:
    """`s.startswith(prefix, start, stop)`."""
    low, high = clamp_range(start, stop, s.count)
    return high - low >= prefix.count and prefix.width <= s.width and has_at(s, prefix, low)


@fn
def ends_with(s: String, suffix: String, start: i64, stop: i64) -> bool:
    """`s.endswith(suffix, start, stop)`."""
    low, high = clamp_range(start, stop, s.count)
    return high - low >= suffix.count and suffix.width <= s.width and has_at(s, suffix, high - suffix.count)


# --- replacing


def _swap(T: Any) -> Any:
    @fn(thread=False)
    def swap_unit(to: Ptr[T], text: Ptr[T], count: i64, old: T, new_unit: T) -> None:
        for i in range(count):
            to[i] = select(text[i] == old, new_unit, text[i])

    return swap_unit


SWAP_UNIT = per_width(_swap)


@inline(raises=True)
def settled(result: String, s: String, old: String, new_part: String) -> String:
    """A replacement's result, canonical: what was taken out may have been all that was wide, or not ASCII."""
    if result.flags & IS_ASCII != 0:
        return result
    if old.width < s.width or new_part.width > s.width:
        return result  # what made the result this wide is still there
    if s.width == 1 and (old.flags & IS_ASCII != 0 or new_part.flags & IS_ASCII == 0):
        return result
    return narrowed(result)


@fn(raises=True)
def replace_string(s: String, old: String, new_part: String, most: i64) -> String:
    """`s.replace(old, new_part, most)`; a negative `most` is no limit. Raises: MEMORY when the result would be too long."""
    if most == 0 or (s.count == 0 and old.count > 0):
        return s
    if old.count == 0:
        return replace_empty(s, new_part, most)
    if not may_contain(s, old) or old.count > s.count:
        return s
    spend(s.count >> (SEARCH_SHIFT - 1))
    wide = widened(old, s.width)
    places = count_in_units(s.data, s.width, 0, s.count, wide.data, wide.count, most)
    if places == 0:
        return s
    growth, is_too_long = mul_overflow(new_part.count - old.count, places)
    if is_too_long or growth > COUNT_LIMIT:
        raise error(MEMORY, "replaced string is too long")
    count = s.count + growth
    width = s.width if s.width > new_part.width else new_part.width
    result = new_string(count, width, s.flags & new_part.flags & IS_ASCII)
    spend(count >> COPY_SHIFT)
    if old.count == 1 and new_part.count == 1 and most < 0 and width == s.width:
        replace_unit(result, s, code_at(old, 0), code_at(new_part, 0))
        return settled(result, s, old, new_part)
    unit = i64(width)
    source_unit = i64(s.width)
    at = 0
    out = 0
    for _ in range(places):
        found = find_in_units(s.data, s.width, at, s.count, wide.data, wide.count)
        copy_units(addr_of(result.data[out * unit]), width, addr_of(s.data[at * source_unit]), s.width, found - at)
        out += found - at
        copy_units(addr_of(result.data[out * unit]), width, new_part.data, new_part.width, new_part.count)
        out += new_part.count
        at = found + old.count
    copy_units(addr_of(result.data[out * unit]), width, addr_of(s.data[at * source_unit]), s.width, s.count - at)
    return settled(result, s, old, new_part)


@fn
def replace_unit(result: String, s: String, old: u32, new_unit: u32) -> None:
    for w in WIDTHS:
        if s.width == w:
            SWAP_UNIT[w](
                cast(Ptr[UNIT[w]], result.data), cast(Ptr[UNIT[w]], s.data), s.count, UNIT[w](old), UNIT[w](new_unit)
            )


@fn(raises=True)
def replace_empty(s: String, new_part: String, most: i64) -> String:
    """`s.replace("", new_part, most)`: before each code point and at the end."""
    places = s.count + 1 if most < 0 or most > s.count + 1 else most
    growth, is_too_long = mul_overflow(new_part.count, places)
    if is_too_long or growth > COUNT_LIMIT:
        raise error(MEMORY, "replaced string is too long")
    if growth == 0:
        return s
    width = s.width if s.width > new_part.width else new_part.width
    result = new_string(s.count + growth, width, s.flags & new_part.flags & IS_ASCII)
    spend(places + (growth >> COPY_SHIFT))
    unit = i64(width)
    out = 0
    for i in range(places):
        copy_units(addr_of(result.data[out * unit]), width, new_part.data, new_part.width, new_part.count)
        out += new_part.count
        if i < s.count:
            set_unit(result.data, width, out, code_at(s, i))
            out += 1
    if places < s.count:
        rest = addr_of(s.data[places * i64(s.width)])
        copy_units(addr_of(result.data[out * unit]), width, rest, s.width, s.count - places)
    return result


# --- prefixes and suffixes


@fn(raises=True)
def remove_prefix(s: String, prefix: String) -> String:
    """`s.removeprefix(prefix)`."""
    if starts_with(s, prefix, 0, I64_MAX):
        return substring(s, prefix.count, s.count)
    return s


@fn(raises=True)
def remove_suffix(s: String, suffix: String) -> String:
    """`s.removesuffix(suffix)`."""
    if suffix.count > 0 and ends_with(s, suffix, 0, I64_MAX):
        return substring(s, 0, s.count - suffix.count)
    return s
