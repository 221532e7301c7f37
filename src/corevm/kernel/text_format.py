"""Format specifications, and laying out already converted text by them.

    [[fill]align][sign][z][#][0][width][, or _][.precision][type]

`parse_format_spec` reads one into a `FormatSpec` (`read_format_spec`: for a language with type letters of its own); `format_string`
applies it to a string, `format_number` to the digits of a number (whose conversion, and whatever depends on its type, is the
number's business).

INV-FORMAT-1  Width and precision are -1 (not given) or 0 to DIGIT_LIMIT; a result that would be too long is a memory error.

Source: Python's "Format Specification Mini-Language"; error texts are CPython's.
"""

from __future__ import annotations

from corevm.kernel.error import VALUE, error
from corevm.kernel.safepoint import spend
from corevm.kernel.string import COPY_SHIFT, IS_ASCII, String, code_at, new_string, substring
from corevm.kernel.string_layout import pad_string
from corevm.kernel.text_unit import ASCII_LIMIT, copy_units, fill_with, set_unit, width_for
from corevm.kernel.unicode_table import decimal_value
from corevm.micro.surface import Ptr, addr_of, fn, i64, inline, struct, u8, u32

DIGIT_LIMIT = (1 << 62) - 1
LESS, GREATER, EQUALS, CARET = (ord(c) for c in "<>=^")
PLUS, MINUS, SPACE, ZERO, COMMA, UNDERSCORE = (ord(c) for c in "+- 0,_")
HAS_FILL, HAS_ALIGN, ALTERNATE, NO_NEGATIVE_ZERO = 1, 2, 4, 8


@struct
class FormatSpec:
    """Characters are code points; 0 where nothing was given."""

    width: i64
    precision: i64
    fill: u32
    align: u32  # the default, where nothing was given
    sign: u32
    grouping: u32
    type: u32
    flags: u32  # HAS_FILL | HAS_ALIGN | ALTERNATE | NO_NEGATIVE_ZERO


@inline(thread=False)
def is_align(code: u32) -> bool:
    return code == LESS or code == GREATER or code == EQUALS or code == CARET


@inline
def code_or_zero(s: String, at: i64) -> u32:
    """Code point number `at`, or 0 past the end."""
    return code_at(s, at) if at < s.count else u32(0)


@fn(raises=True)
def parse_digits(s: String, start: i64) -> tuple[i64, i64]:
    """The decimal number at `start` (-1: there is none) and the index after it. Raises: VALUE when too large."""
    number = 0
    at = start
    while at < s.count:
        digit = decimal_value(code_at(s, at))
        if digit < 0:
            break
        if number > (DIGIT_LIMIT - digit) // 10:
            raise error(VALUE, "Too many decimal digits in format string")
        number = number * 10 + digit
        at += 1
    return (number if at > start else i64(-1)), at


@fn(raises=True)
def read_format_spec(s: String, spec: Ptr[FormatSpec], default_align: u32) -> i64:
    """Read a format specification but for the type: 0 is noted; gives the index where it stands, if there is one. Raises: VALUE."""
    spec.fill = SPACE
    spec.align = default_align
    spec.sign = 0
    spec.grouping = 0
    spec.type = 0
    spec.flags = 0
    at = 0
    if s.count >= 2 and is_align(code_at(s, 1)):
        spec.fill = code_at(s, 0)
        spec.align = code_at(s, 1)
        spec.flags = HAS_FILL | HAS_ALIGN
        at = 2
    elif is_align(code_or_zero(s, 0)):
        spec.align = code_at(s, 0)
        spec.flags = HAS_ALIGN
        at = 1
    code = code_or_zero(s, at)
    if code == PLUS or code == MINUS or code == SPACE:
        spec.sign = code
        at += 1
    if code_or_zero(s, at) == 0x7A:
        spec.flags |= NO_NEGATIVE_ZERO
        at += 1
    if code_or_zero(s, at) == 0x23:
        spec.flags |= ALTERNATE
        at += 1
    if spec.flags & HAS_FILL == 0 and code_or_zero(s, at) == ZERO:
        spec.fill = ZERO
        if spec.flags & HAS_ALIGN == 0 and default_align == GREATER:
            spec.align = EQUALS
        at += 1
    width, at = parse_digits(s, at)
    spec.width = width
    if code_or_zero(s, at) == COMMA:
        spec.grouping = COMMA
        at += 1
    if code_or_zero(s, at) == UNDERSCORE:
        if spec.grouping != 0:
            raise error(VALUE, "Cannot specify both ',' and '_'.")
        spec.grouping = UNDERSCORE
        at += 1
    if code_or_zero(s, at) == COMMA and spec.grouping == UNDERSCORE:
        raise error(VALUE, "Cannot specify both ',' and '_'.")
    spec.precision = -1
    if code_or_zero(s, at) == 0x2E:
        precision, at = parse_digits(s, at + 1)
        if precision < 0:
            raise error(VALUE, "Format specifier missing precision")
        spec.precision = precision
    return at


@fn(raises=True)
def parse_format_spec(s: String, spec: Ptr[FormatSpec], default_align: u32) -> None:
    """Read a format specification. Raises: VALUE."""
    at = read_format_spec(s, spec, default_align)
    if s.count - at > 1:
        raise error(VALUE, "Invalid format specifier")
    spec.type = code_or_zero(s, at)
    if spec.grouping != 0:
        check_grouping(spec)


@fn(raises=True)
def check_grouping(spec: Ptr[FormatSpec]) -> None:
    """Raises: VALUE when digits of this type cannot be grouped in this way."""
    match spec.type:
        case 0 | 0x25 | 0x64 | 0x65 | 0x66 | 0x67 | 0x45 | 0x46 | 0x47:  # none, % d e f g E F G
            return
        case 0x62 | 0x6F | 0x78 | 0x58:  # b o x X
            if spec.grouping == UNDERSCORE:
                return
    if spec.grouping == COMMA:
        raise error(VALUE, "Cannot specify ',' with this format code")
    raise error(VALUE, "Cannot specify '_' with this format code")


@fn(raises=True)
def lay_out(s: String, spec: Ptr[FormatSpec]) -> String:
    """Pad finished text to the width: by the alignment (`=` counts as `>`), with the fill."""
    missing = spec.width - s.count
    if missing <= 0:
        return s
    left = missing
    if spec.align == LESS:
        left = 0
    elif spec.align == CARET:
        left = missing >> 1
    return pad_string(s, left, missing - left, spec.fill)


@fn(raises=True)
def format_string(s: String, spec: Ptr[FormatSpec]) -> String:
    """`format(s, spec)` of a string; the specification was parsed with default alignment `<`. Raises: VALUE."""
    if spec.type != 0 and spec.type != 0x73:
        raise error(VALUE, "Unknown format code for object of type 'str'")
    if spec.sign != 0:
        raise error(VALUE, "Sign not allowed in string format specifier")
    if spec.flags & NO_NEGATIVE_ZERO != 0:
        raise error(VALUE, "Negative zero coercion (z) not allowed in string format specifier")
    if spec.flags & ALTERNATE != 0:
        raise error(VALUE, "Alternate form (#) not allowed in string format specifier")
    if spec.grouping != 0:
        raise error(VALUE, "Cannot specify ',' or '_' with 's'.")
    if spec.align == EQUALS:
        raise error(VALUE, "'=' alignment not allowed in string format specifier")
    text = s
    if 0 <= spec.precision < s.count:
        text = substring(s, 0, spec.precision)
    return lay_out(text, spec)


@inline(thread=False)
def group_size(spec: Ptr[FormatSpec]) -> i64:
    """Digits between separators; 0 without grouping."""
    if spec.grouping == 0:
        return 0
    t = spec.type
    return i64(4) if t == 0x62 or t == 0x6F or t == 0x78 or t == 0x58 else i64(3)


@inline(thread=False)
def digits_to_fill(room: i64, group: i64) -> i64:
    """The least number of digits that with their separators take at least `room` characters."""
    if room <= 0 or group == 0:
        return room
    rest = room % (group + 1)
    return room // (group + 1) * group + (rest if rest > 0 else i64(1))


@fn(thread=False)
def write_grouped(
    to: Ptr[u8], width: u8, at: i64, end: i64, digits: Ptr[u8], digit_count: i64, group: i64, separator: u32
) -> None:
    """Write digits to the units [at, end) from the right, with separators and leading zeros."""
    out = end
    left = digit_count
    in_group = 0
    while out > at:
        out -= 1
        if group > 0 and in_group == group:
            set_unit(to, width, out, separator)
            in_group = 0
        else:
            digit: u32 = ZERO
            if left > 0:
                left -= 1
                digit = u32(digits[left])
            set_unit(to, width, out, digit)
            in_group += 1


@fn(raises=True)
def format_number(
    spec: Ptr[FormatSpec],
    is_negative: bool,
    prefix: Ptr[u8],
    prefix_count: i64,
    digits: Ptr[u8],
    digit_count: i64,
    tail: Ptr[u8],
    tail_count: i64,
) -> String:
    """Lay out a number: sign, prefix (`0x`), digits before the point, and the tail (`.5e+10`, `%`; `inf` has no digits).

    All texts are ASCII, outside the heap or in objects the caller keeps. Raises: MEMORY.
    """
    sign: u32 = 0
    if is_negative:
        sign = MINUS
    elif spec.sign == PLUS or spec.sign == SPACE:
        sign = spec.sign
    around = i64(sign != 0) + prefix_count + tail_count
    group = group_size(spec)
    count = digit_count
    if spec.fill == ZERO and spec.align == EQUALS and digit_count > 0:
        filled = digits_to_fill(spec.width - around, group)
        if filled > count:
            count = filled
    shown = count
    if group > 0 and count > 0:
        shown += (count - 1) // group
    body = around + shown
    padding = spec.width - body if spec.width > body else i64(0)
    total = body + padding
    left = padding
    inner = 0  # padding between sign or prefix and digits
    if spec.align == LESS:
        left = 0
    elif spec.align == CARET:
        left = padding >> 1
    elif spec.align == EQUALS:
        left = 0
        inner = padding
    width = u8(1)
    flags = u8(IS_ASCII)
    if padding > 0:
        width = width_for(spec.fill)
        flags = u8(spec.fill < ASCII_LIMIT)
    result = new_string(total, width, flags)
    spend(total >> COPY_SHIFT)
    unit = i64(width)
    fill_with(result.data, width, left, spec.fill)
    at = left
    if sign != 0:
        set_unit(result.data, width, at, sign)
        at += 1
    copy_units(addr_of(result.data[at * unit]), width, prefix, 1, prefix_count)
    at += prefix_count
    fill_with(addr_of(result.data[at * unit]), width, inner, spec.fill)
    at += inner
    write_grouped(result.data, width, at, at + shown, digits, digit_count, group, spec.grouping)
    at += shown
    copy_units(addr_of(result.data[at * unit]), width, tail, 1, tail_count)
    at += tail_count
    fill_with(addr_of(result.data[at * unit]), width, total - at, spec.fill)
    return result
