"""Padding, tabs and translation of strings.

Effects: allocate, spend reductions. Raises: MEMORY when a result would be too long; what else is said at the function.
"""

from __future__ import annotations

from corevm.kernel.array import array_new
from corevm.kernel.error import MEMORY, OVERFLOW, TYPE, VALUE, error
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import COPY_SHIFT, COUNT_LIMIT, IS_ASCII, WORK_SHIFT, String, code_at, new_string
from corevm.kernel.string_build import new_builder
from corevm.kernel.text_unit import ASCII_LIMIT, CODE_POINT_LIMIT, copy_units, fill_with, set_unit, width_for
from corevm.kernel.value import DEFAULT, NONE, is_fixnum, is_word, untag_fixnum
from corevm.micro.surface import RaisingFn, Value, addr_of, cast, fn, i64, u8, u32, u64


@fn(raises=True)
def pad_string(s: String, left: i64, right: i64, fill: u32) -> String:
    """The string with `left` and `right` (negative: none) fill code points around it."""
    before = left if left > 0 else i64(0)
    after = right if right > 0 else i64(0)
    if before == 0 and after == 0:
        return s
    if fill >= CODE_POINT_LIMIT:
        raise error(VALUE, "fill is no code point")
    if before > COUNT_LIMIT or after > COUNT_LIMIT:
        raise error(MEMORY, "padded string is too long")
    width = width_for(fill)
    if s.width > width:
        width = s.width
    flags = s.flags & IS_ASCII
    if fill >= ASCII_LIMIT:
        flags = u8(0)
    count = before + s.count + after
    result = new_string(count, width, flags)
    spend(count >> COPY_SHIFT)
    unit = i64(width)
    fill_with(result.data, width, before, fill)
    copy_units(addr_of(result.data[before * unit]), width, s.data, s.width, s.count)
    fill_with(addr_of(result.data[(before + s.count) * unit]), width, after, fill)
    return result


@fn(raises=True)
def ljust_string(s: String, width: i64, fill: u32) -> String:
    """`s.ljust(width, fill)`."""
    return pad_string(s, 0, width - s.count if width > s.count else i64(0), fill)


@fn(raises=True)
def rjust_string(s: String, width: i64, fill: u32) -> String:
    """`s.rjust(width, fill)`."""
    return pad_string(s, width - s.count if width > s.count else i64(0), 0, fill)


@fn(raises=True)
def center_string(s: String, width: i64, fill: u32) -> String:
    """`s.center(width, fill)`: an odd space goes left when the width is odd, as in CPython."""
    if width <= s.count:
        return s
    missing = width - s.count
    left = (missing >> 1) + (missing & width & 1)
    return pad_string(s, left, missing - left, fill)


@fn(raises=True)
def zfill_string(s: String, width: i64) -> String:
    """`s.zfill(width)`: zeros go after a leading sign."""
    if width <= s.count:
        return s
    result = pad_string(s, width - s.count, 0, 48)
    if s.count > 0:
        first = code_at(s, 0)
        if first == 43 or first == 45:
            set_unit(result.data, result.width, 0, first)
            set_unit(result.data, result.width, width - s.count, 48)
    return result


@fn(raises=True)
def expand_tabs(s: String, tab: i64) -> String:
    """`s.expandtabs(tab)`. Raises: OVERFLOW when the result would be too long."""
    spend(s.count >> (WORK_SHIFT - 1))
    count = 0
    column = 0
    for i in range(s.count):
        code = code_at(s, i)
        if code == 9:
            if tab > 0:
                step = tab - column % tab
                if step > COUNT_LIMIT - count:
                    raise error(OVERFLOW, "result too long")
                column += step
                count += step
        else:
            column += 1
            count += 1
            if code == 10 or code == 13:
                column = 0
    result = new_string(count, s.width, s.flags & IS_ASCII)
    spend(count >> COPY_SHIFT)
    out = 0
    column = 0
    for i in range(s.count):
        code = code_at(s, i)
        if code == 9:
            if tab > 0:
                step = tab - column % tab
                fill_with(addr_of(result.data[out * i64(s.width)]), s.width, step, 32)
                column += step
                out += step
        else:
            column += 1
            set_unit(result.data, s.width, out, code)
            out += 1
            if code == 10 or code == 13:
                column = 0
    return result


@fn(raises=True)
def translate_string(s: String, lookup: RaisingFn[[Value, u32], Value], context: Value) -> String:
    """`s.translate(...)`: each code point replaced by what `lookup(context, code)` gives.

    That is a code point as a fixnum, a string, NONE (nothing) or DEFAULT (the code point itself). It is asked once for each
    ASCII code point. Raises: TYPE for any other answer, VALUE for a number that is no code point, and whatever lookup raises.
    """
    spend(s.count >> (WORK_SHIFT - 1))
    known = array_new(ASCII_LIMIT)
    builder = new_builder(s.count)
    for i in range(s.count):
        code = code_at(s, i)
        answer = cast(Value, u64(0))
        if code < ASCII_LIMIT:
            answer = known.items[i64(code)]
        if cast(u64, answer) == 0:
            answer = lookup(context, code)
            if code < ASCII_LIMIT:
                known.items[i64(code)] = answer
        if is_word(answer, DEFAULT):
            builder.append_code(code)
        elif is_fixnum(answer):
            number = untag_fixnum(answer)
            if number < 0 or number >= CODE_POINT_LIMIT:
                raise error(VALUE, "character mapping must be in range(0x110000)")
            builder.append_code(u32(number))
        elif not is_word(answer, NONE):
            if not is_kind(answer, "string"):
                raise error(TYPE, "character mapping must return integer, None or str")
            builder.append(cast(String, answer))
    return builder.finish()
