"""Code units: reading, scanning, copying and comparing text of 1, 2 or 4 bytes per code point.

Everything here works on bare addresses and lengths, takes no thread, allocates nothing and cannot fail. `WIDTHS` are the unit
widths in bytes, `UNIT[w]` the type of a unit. Functions of one width are made by factories and found in dictionaries by
width (`OR_UNITS[2]`); the functions below them take the width at run time.

INV-UNIT-1  A function reads only `data[0:count]` (in units) of each area it is given, and writes only what it returns as written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corevm.micro.surface import Ptr, bswap, cast, fn, i64, inline, memcopy, memequal, memset, u8, u16, u32, u64

WIDTHS = (1, 2, 4)
UNIT: dict[int, Any] = {1: u8, 2: u16, 4: u32}
ASCII_LIMIT, LATIN_LIMIT, PLANE_LIMIT, CODE_POINT_LIMIT = 0x80, 0x100, 0x10000, 0x110000


def per_width(make: Callable[[Any], Any]) -> dict[int, Any]:
    """`make(unit type)` for each width."""
    return {width: make(UNIT[width]) for width in WIDTHS}


@inline(thread=False)
def unit_at(data: Ptr[u8], width: u8, index: i64) -> u32:
    """Code point number `index`."""
    if width == 1:
        return u32(data[index])
    if width == 2:
        return u32(cast(Ptr[u16], data)[index])
    return cast(Ptr[u32], data)[index]


@inline(thread=False)
def set_unit(data: Ptr[u8], width: u8, index: i64, code: u32) -> None:
    """Write code point number `index`; it must fit the width."""
    if width == 1:
        data[index] = u8(code)
    elif width == 2:
        cast(Ptr[u16], data)[index] = u16(code)
    else:
        cast(Ptr[u32], data)[index] = code


@inline(thread=False)
def width_for(bits: u32) -> u8:
    """Narrowest width for text whose code points, or-ed together, are `bits`."""
    if bits < LATIN_LIMIT:
        return u8(1)
    if bits < PLANE_LIMIT:
        return u8(2)
    return u8(4)


def _or_units(T: Any) -> Any:
    @fn(thread=False)
    def or_units(data: Ptr[T], count: i64) -> u32:
        bits: T = 0
        for i in range(count):
            bits |= data[i]
        return u32(bits)

    return or_units


OR_UNITS = per_width(_or_units)


@fn(thread=False)
def or_of(data: Ptr[u8], width: u8, count: i64) -> u32:
    """All code points or-ed together: below a power of two exactly when each is."""
    if width == 1:
        return OR_UNITS[1](data, count)
    if width == 2:
        return OR_UNITS[2](cast(Ptr[u16], data), count)
    return OR_UNITS[4](cast(Ptr[u32], data), count)


def _convert(target: Any, source: Any) -> Any:
    @fn(thread=False)
    def convert(to: Ptr[target], data: Ptr[source], count: i64) -> None:
        for i in range(count):
            to[i] = target(data[i])

    return convert


CONVERT_UNITS = {(a, b): _convert(UNIT[a], UNIT[b]) for a in WIDTHS for b in WIDTHS if a != b}


@inline(thread=False)
def copy_bytes(to: Ptr[u8], data: Ptr[u8], count: i64) -> None:
    """Copy bytes between areas that do not overlap; up to 16 without a call, in two words that may overlap each other."""
    if count > 16:
        memcopy(to, data, count)
    elif count >= 8:
        low = cast(Ptr[u64], data)[0]
        high = cast(Ptr[u64], data + (count - 8))[0]
        cast(Ptr[u64], to)[0] = low
        cast(Ptr[u64], to + (count - 8))[0] = high
    elif count >= 4:
        first = cast(Ptr[u32], data)[0]
        last = cast(Ptr[u32], data + (count - 4))[0]
        cast(Ptr[u32], to)[0] = first
        cast(Ptr[u32], to + (count - 4))[0] = last
    elif count > 0:
        begin, middle, end = data[0], data[count >> 1], data[count - 1]
        to[0] = begin
        to[count >> 1] = middle
        to[count - 1] = end


@inline(thread=False)
def copy_units(to: Ptr[u8], to_width: u8, data: Ptr[u8], width: u8, count: i64) -> None:
    """Copy `count` units between areas that do not overlap, widening or narrowing (each unit must fit)."""
    if to_width == width:
        copy_bytes(to, data, count * i64(width))
    else:
        convert_units(to, to_width, data, width, count)


@fn(thread=False)
def convert_units(to: Ptr[u8], to_width: u8, data: Ptr[u8], width: u8, count: i64) -> None:
    """`copy_units` between different widths."""
    for a in WIDTHS:
        for b in WIDTHS:
            if a != b:
                if to_width == a and width == b:
                    CONVERT_UNITS[a, b](cast(Ptr[UNIT[a]], to), cast(Ptr[UNIT[b]], data), count)


def _pick(T: Any) -> Any:
    @fn(thread=False)
    def pick(to: Ptr[T], data: Ptr[T], first: i64, step: i64, count: i64) -> None:
        at = first
        for i in range(count - 1):
            to[i] = data[at]
            at += step
        to[count - 1] = data[at]

    return pick


PICK_UNITS = per_width(_pick)


@fn(thread=False)
def pick_units(to: Ptr[u8], data: Ptr[u8], width: u8, first: i64, step: i64, count: i64) -> None:
    """Copy `count` (at least 1) units that are `step` apart."""
    for w in WIDTHS:
        if width == w:
            PICK_UNITS[w](cast(Ptr[UNIT[w]], to), cast(Ptr[UNIT[w]], data), first, step, count)


def _fill(T: Any) -> Any:
    @fn(thread=False)
    def fill_units(to: Ptr[T], count: i64, unit: T) -> None:
        for i in range(count):
            to[i] = unit

    return fill_units


FILL_UNITS = per_width(_fill)


@fn(thread=False)
def fill_with(to: Ptr[u8], width: u8, count: i64, code: u32) -> None:
    """Write one code point `count` times."""
    if width == 1:
        memset(to, u8(code), count)
    elif width == 2:
        FILL_UNITS[2](cast(Ptr[u16], to), count, u16(code))
    else:
        FILL_UNITS[4](cast(Ptr[u32], to), count, code)


@fn(thread=False)
def repeat_bytes(to: Ptr[u8], pattern_bytes: i64, total_bytes: i64) -> None:
    """Fill `to[0:total_bytes]` with repetitions of its first `pattern_bytes` (at least 1) by doubling."""
    done = pattern_bytes
    while done < total_bytes:
        step = total_bytes - done
        if step > done:
            step = done
        memcopy(to + done, to, step)
        done += step


def _compare(A: Any, B: Any) -> Any:
    @fn(thread=False)
    def compare_units(a: Ptr[A], b: Ptr[B], count: i64) -> i64:
        for i in range(count):
            x = u32(a[i])
            y = u32(b[i])
            if x != y:
                return -1 if x < y else 1
        return 0

    return compare_units


COMPARE_UNITS = {(a, b): _compare(UNIT[a], UNIT[b]) for a in WIDTHS for b in WIDTHS if (a, b) != (1, 1)}


@fn(thread=False)
def compare_bytes(a: Ptr[u8], b: Ptr[u8], count: i64) -> i64:
    """-1, 0 or 1: order of the first bytes that differ, eight at a time."""
    i = 0
    while i + 8 <= count:
        x = cast(Ptr[u64], a + i)[0]
        y = cast(Ptr[u64], b + i)[0]
        if x != y:
            return -1 if bswap(x) < bswap(y) else 1
        i += 8
    while i < count:
        if a[i] != b[i]:
            return -1 if a[i] < b[i] else 1
        i += 1
    return 0


@fn(thread=False)
def compare_text(a: Ptr[u8], a_width: u8, a_count: i64, b: Ptr[u8], b_width: u8, b_count: i64) -> i64:
    """-1, 0 or 1: order of two texts by code points."""
    count = a_count if a_count < b_count else b_count
    order = 0
    if a_width == 1 and b_width == 1:
        order = compare_bytes(a, b, count)
    else:
        for p in WIDTHS:
            for q in WIDTHS:
                if (p, q) != (1, 1):
                    if a_width == p and b_width == q:
                        order = COMPARE_UNITS[p, q](cast(Ptr[UNIT[p]], a), cast(Ptr[UNIT[q]], b), count)
    if order != 0:
        return order
    if a_count == b_count:
        return 0
    return -1 if a_count < b_count else 1


@inline(thread=False)
def same_units(a: Ptr[u8], a_width: u8, b: Ptr[u8], b_width: u8, count: i64) -> bool:
    """Whether two areas hold the same `count` code points."""
    if a_width == b_width:
        return memequal(a, b, count * i64(a_width))
    return compare_text(a, a_width, count, b, b_width, count) == 0
