"""Doubles as text: repr, formats e f g %, hexadecimal. Python's spelling.

Every function writes ASCII bytes to the caller's buffer and gives their count; how large the buffer must be is said by a
constant or a bound beside it. A minus sign is written, also of -0.0 (not of NaN); a plus sign, width, fill and grouping are
the language's business.

INV-FLOATTEXT-1  No function writes more than its bound.

Source: Python language reference, "Format specification mini-language"; PEP 3101; the exponent has at least two digits.
"""

from __future__ import annotations

from corevm.kernel.decimal_text import write_decimal, write_padded
from corevm.kernel.float_decimal import EXACT_DIGITS, SHORTEST_DIGITS, exact_digits, fill_digits, shortest_digits
from corevm.kernel.integer_float import is_finite, is_infinite
from corevm.micro.surface import Ptr, bits_of, f64, fn, i64, inline, memcopy, min_of, stack_array, static, u8, u64

REPR_BYTES = 32  # buffer of `float_repr` and `float_hex`
PRECISION_LIMIT = 0x7FFFFFFF

ALTERNATE = 1  # '#': always a point, and g keeps zeros at the end
DOT_ZERO = 2  # str's way of writing floats: ".0" after an integer
SHORTEST = 4  # the shortest digits; the precision is not used
UPPER = 8  # E, INF, NAN

MINUS, POINT, ZERO, PLUS, PERCENT = (ord(c) for c in "-.0+%")


@inline
def write_static(buffer: Ptr[u8], text: static) -> i64:
    """Write a static text; gives its length."""
    memcopy(buffer, text, len(text))
    return len(text)


@fn
def write_special(d: f64, buffer: Ptr[u8], flags: i64) -> i64:
    """Write an infinity or NaN."""
    at = 0
    if is_infinite(d):
        if d < 0.0:
            buffer[0] = MINUS
            at = 1
        return at + (write_static(buffer + at, "INF") if flags & UPPER != 0 else write_static(buffer + at, "inf"))
    return write_static(buffer, "NAN") if flags & UPPER != 0 else write_static(buffer, "nan")


@fn
def write_exponent(buffer: Ptr[u8], exponent: i64, flags: i64) -> i64:
    """Write e+05 and the like."""
    buffer[0] = u8(69) if flags & UPPER != 0 else u8(101)
    buffer[1] = u8(MINUS) if exponent < 0 else u8(PLUS)
    magnitude = -exponent if exponent < 0 else exponent
    if magnitude < 100:
        write_padded(buffer + 2, u64(magnitude), 2)
        return 4
    return 2 + write_decimal(buffer + 2, u64(magnitude))


@fn
def write_scientific(buffer: Ptr[u8], digits: Ptr[u8], count: i64, point: i64, places: i64, flags: i64) -> i64:
    """Write d.ddde+xx with so many places behind the point. No digits are 0."""
    buffer[0] = digits[0] if count > 0 else u8(ZERO)
    at = 1
    if places > 0 or flags & ALTERNATE != 0:
        buffer[1] = POINT
        fill_digits(buffer + 2, digits, count, 1, places)
        at = 2 + places
    return at + write_exponent(buffer + at, point - 1 if count > 0 else 0, flags)


@fn
def write_fixed(buffer: Ptr[u8], digits: Ptr[u8], count: i64, point: i64, places: i64, flags: i64) -> i64:
    """Write ddd.ddd with so many places behind the point. No digits are 0."""
    at = 1
    start = point if count > 0 else 0
    if start > 0:
        fill_digits(buffer, digits, count, 0, start)
        at = start
    else:
        buffer[0] = ZERO
    if places > 0 or flags & ALTERNATE != 0:
        buffer[at] = POINT
        fill_digits(buffer + at + 1, digits, count, start, places)
        at += 1 + places
    return at


@fn
def write_general(buffer: Ptr[u8], digits: Ptr[u8], count: i64, point: i64, precision: i64, flags: i64) -> i64:
    """Write in the shorter of the two ways, as g does; `precision` is the point's limit."""
    kept = count
    while kept > 1 and digits[kept - 1] == ZERO:
        kept -= 1
    decimal_point = point if count > 0 else 1
    keeps_zeros = flags & ALTERNATE != 0 and flags & SHORTEST == 0
    if decimal_point <= -4 or decimal_point > (precision - 1 if flags & DOT_ZERO != 0 else precision):
        return write_scientific(buffer, digits, kept, point, precision - 1 if keeps_zeros else max_0(kept - 1), flags)
    places = precision - decimal_point if keeps_zeros else max_0(kept - decimal_point)
    if places < 1 and flags & DOT_ZERO != 0:
        places = 1
    return write_fixed(buffer, digits, kept, point, places, flags)


@inline
def max_0(n: i64) -> i64:
    return n if n > 0 else 0


@inline
def write_sign(d: f64, buffer: Ptr[u8]) -> i64:
    """Write "-" for a set sign bit; gives 0 or 1."""
    buffer[0] = MINUS
    return i64(bits_of(d) >> 63)


@fn
def float_repr(d: f64, buffer: Ptr[u8]) -> i64:
    """repr(d): the shortest text that reads back as d. `buffer` has REPR_BYTES."""
    if not is_finite(d):
        return write_special(d, buffer, 0)
    digits = stack_array(u8, 24)
    count, point = shortest_digits(d, digits)
    at = write_sign(d, buffer)
    if point <= -4 or point > 16:
        return at + write_scientific(buffer + at, digits, count, point, count - 1, 0)
    return at + write_fixed(buffer + at, digits, count, point, count - point if count > point else i64(1), 0)


@fn
def float_format_bound(precision: i64) -> i64:
    """Bytes `float_format` may write, whatever the number and kind."""
    return min_of(precision, PRECISION_LIMIT) + 340


@fn
def float_format(d: f64, buffer: Ptr[u8], kind: u8, precision: i64, flags: i64) -> i64:
    """Write d in a format kind: "e", "f", "g" or "%" (a byte). 0 <= precision <= PRECISION_LIMIT (6 is the usual one).

    flags: ALTERNATE, DOT_ZERO and SHORTEST (with "g" only, or SHORTEST with "e": the digits of repr), UPPER.
    `buffer` has `float_format_bound(precision)` bytes.
    """
    number = d
    if kind == PERCENT:
        number = d * 100.0
    if not is_finite(number):
        length = write_special(number, buffer, flags)
        if kind == PERCENT:
            buffer[length] = PERCENT
            length += 1
        return length
    at = write_sign(number, buffer)
    out = buffer + at
    digits = stack_array(u8, EXACT_DIGITS)
    if flags & SHORTEST != 0:
        count, point = shortest_digits(number, digits)
        if bits_of(number) << 1 == 0:
            count = 0
        if kind == 101:
            return at + write_scientific(out, digits, count, point, max_0(count - 1), flags)
        return at + write_general(out, digits, count, point, SHORTEST_DIGITS, flags)
    if kind == 101:  # e
        count, point = exact_digits(number, digits, precision + 1, False)
        return at + write_scientific(out, digits, count, point, precision, flags)
    if kind == 103:  # g
        wanted = precision if precision > 0 else 1
        count, point = exact_digits(number, digits, wanted, False)
        return at + write_general(out, digits, count, point, wanted, flags)
    count, point = exact_digits(number, digits, precision, True)
    at += write_fixed(out, digits, count, point, precision, flags)
    if kind == PERCENT:
        buffer[at] = PERCENT
        at += 1
    return at


@fn
def float_hex(d: f64, buffer: Ptr[u8]) -> i64:
    """d.hex(): 0x1.8p+1. `buffer` has REPR_BYTES."""
    if not is_finite(d):
        return write_special(d, buffer, 0)
    at = write_sign(d, buffer)
    word = bits_of(d)
    field = i64(word >> 52 & 0x7FF)
    fraction = word & 0xFFFFFFFFFFFFF
    if fraction == 0 and field == 0:
        return at + write_static(buffer + at, "0x0.0p+0")
    at += write_static(buffer + at, "0x0.")
    exponent = -1022
    if field != 0:
        buffer[at - 2] = 49
        exponent = field - 1023
    for i in range(13):
        nibble = u8(fraction >> u64(48 - 4 * i) & 15)
        buffer[at + i] = nibble + (u8(48) if nibble < 10 else u8(87))
    at += 13
    buffer[at] = 112
    buffer[at + 1] = u8(MINUS) if exponent < 0 else u8(PLUS)
    return at + 2 + write_decimal(buffer + at + 2, u64(-exponent if exponent < 0 else exponent))
