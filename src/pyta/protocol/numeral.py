"""Numbers from text: what int(), float() and complex() make of a str or a bytes-like object; doubles of arguments.

Text is brought to ASCII bytes first: decimal digits of any script become ASCII digits, white space around is dropped, and
underscores are taken out where they are allowed.

Source: the library reference, int(), float(), complex(); the language reference, "Numeric literals".
"""

from __future__ import annotations

from corevm.kernel.array import no_value, raw_new
from corevm.kernel.bigint_text import int_read_text
from corevm.kernel.bytes import Bytes
from corevm.kernel.float_parse import float_parse
from corevm.kernel.integer import int_neg
from corevm.kernel.integer_float import int_to_float
from corevm.kernel.number import float_of, is_float, is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.string import IS_ASCII, String, code_at, substring
from corevm.kernel.unicode_table import decimal_value, is_space
from corevm.kernel.value import DELETED, UNDEFINED, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, f64, fn, i64, inline, u8
from pyta.object.buffer import bytes_or_none, is_bytes_like
from pyta.object.exception import type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.compare import bool_number
from pyta.protocol.digit_limit import check_read_digits
from pyta.protocol.item import as_index
from pyta.protocol.text import py_repr

LONG_TEXT = 500  # shorter numbers are within every limit of digits
SHOWN = 200  # characters of a text shown in an error


# --- ASCII


@inline
def is_blank(c: u8) -> bool:
    return c == 32 or (c >= 9 and c <= 13)


@fn(raises=True)
def ascii_bytes(v: Value) -> tuple[Ptr[u8], i64]:
    """The bytes of a str (in ASCII: a character that is no digit or space becomes "?") or bytes, without blanks around.

    They lie in v or in an object that only the result points into: the caller's stack keeps it.
    """
    data: Ptr[u8] = None
    length: i64 = 0
    if is_kind(v, "string"):
        s = cast(String, v)
        length = s.count
        if s.flags & IS_ASCII != 0:
            data = s.data
        else:
            made = raw_new(length)
            data = made.bytes
            for i in range(length):
                code = code_at(s, i)
                c = u8(code & 0x7F)
                if code >= 128:
                    digit = decimal_value(code)
                    c = u8(63)
                    if digit >= 0:
                        c = u8(48 + digit)
                    elif is_space(code):
                        c = u8(32)
                data[i] = c
    else:
        b = cast(Bytes, v)
        data = b.data
        length = b.length
    start: i64 = 0
    while start < length and is_blank(data[start]):
        start += 1
    while length > start and is_blank(data[length - 1]):
        length -= 1
    return data + start, length - start


@fn(raises=True)
def text_or_bytes(v: Value) -> Value:
    """The string or the bytes object that v is, holds or shows, or DELETED."""
    found = payload_or_none(v, "str")
    if found != no_value():
        return found
    return bytes_or_none(v) if is_bytes_like(v) else DELETED


@fn
def has_byte(data: Ptr[u8], length: i64, wanted: u8) -> bool:
    for i in range(length):
        if data[i] == wanted:
            return True
    return False


@inline
def is_digit_byte(c: u8) -> bool:
    return c - 48 < 10


@fn(raises=True)
def without_underscores(data: Ptr[u8], length: i64, needs_digits: bool) -> tuple[Ptr[u8], i64]:
    """A copy without underscores; -1 bytes if one stands where it may not.

    Each must have a digit (`needs_digits`: a decimal one; else any character but an underscore) on both sides.
    """
    made = raw_new(length + 1)
    at: i64 = 0
    before = u8(0)
    for i in range(length):
        c = data[i]
        if c == 0x5F:
            if i == 0 or before == 0x5F or i == length - 1 or (needs_digits and not is_digit_byte(before)):
                return made.bytes, -1
        else:
            if before == 0x5F and needs_digits and not is_digit_byte(c):
                return made.bytes, -1
            made.bytes[at] = c
            at += 1
        before = c
    return made.bytes, at


@fn(raises=True)
def shown(v: Value) -> Value:
    """The repr of a text for an error."""
    return py_repr(v)


@fn(raises=True)
def shown_shortly(v: Value) -> Value:
    """Its first characters."""
    text = py_repr(v)
    return substring(text, 0, SHOWN) if text.count > SHOWN else text


# --- int


@fn
def prefix_base(c: u8) -> i64:
    """The base a literal's prefix letter stands for, or 0."""
    letter = c | 32
    if letter == 0x78:
        return 16
    if letter == 0x6F:
        return 8
    if letter == 0x62:
        return 2
    return 0


@fn(raises=True)
def parse_integer(v: Value, wanted_base: i64) -> Value:
    """int(text, base) of a str or bytes object; base 0: as a literal. Raises: ValueError."""
    data, length = ascii_bytes(v)
    base = wanted_base
    sign: i64 = 0
    if length > 0 and (data[0] == 43 or data[0] == 45):
        sign = 1
    first = data + sign
    count = length - sign
    must_be_zero = False
    letter_base: i64 = 0
    if count > 1 and first[0] == 48:
        letter_base = prefix_base(first[1])
    if base == 0:
        base = letter_base
        if base == 0:
            base = 10
            must_be_zero = count > 0 and first[0] == 48
    is_valid = True
    if letter_base == base and letter_base != 0:
        first = first + 2
        count -= 2
        if count > 0 and first[0] == 0x5F:
            first = first + 1
            count -= 1
    if has_byte(first, count, u8(0x5F)):
        first, count = without_underscores(first, count, False)
        is_valid = count > 0
    result: Value = UNDEFINED
    if count > 0 and (first[0] == 43 or first[0] == 45):
        is_valid = False
    if is_valid and count > 0:
        if base & (base - 1) != 0 and count > LONG_TEXT:
            check_long(first, count, base)
        result = int_read_text(first, count, base)
        if must_be_zero and result != tag_fixnum(0):
            result = UNDEFINED
    if is_word(result, UNDEFINED):
        raise value_error(
            "invalid literal for int() with base %D: %S", tag_fixnum(wanted_base), shown_shortly(v)
        )
    if sign == 1 and data[0] == 45:
        return int_neg(result)
    return result


@fn(raises=True)
def check_long(data: Ptr[u8], count: i64, base: i64) -> None:
    """Refuse long text, unless it is no number at all."""
    for i in range(count):
        c = data[i]
        value = i64(c) - 48
        if c >= 97:
            value = i64(c) - 87
        elif c >= 65:
            value = i64(c) - 55
        elif c > 57:
            return
        if value < 0 or value >= base:
            return
    check_read_digits(count)


# --- float


@fn(raises=True)
def parse_float_bytes(data: Ptr[u8], length: i64) -> tuple[f64, bool]:
    """The double of a text without blanks, which may have underscores; whether it is one."""
    first = data
    count = length
    if has_byte(first, count, u8(0x5F)):
        first, count = without_underscores(data, length, True)
        if count < 0:
            return 0.0, False
    if count == 0:
        return 0.0, False
    d, used = float_parse(first, count)
    return d, used == count


@fn(raises=True)
def parse_float(v: Value, original: Value) -> f64:
    """float(text) of a str or bytes object. Raises: ValueError."""
    data, length = ascii_bytes(v)
    d, is_valid = parse_float_bytes(data, length)
    if not is_valid:
        raise value_error("could not convert string to float: %S", shown(original))
    return d


# --- doubles of arguments


@inline(raises=True)
def as_double(v: Value) -> f64:
    """The double of a real number: a float, an int, or what has __float__ or __index__. Raises: TypeError, OverflowError."""
    if is_float(v):
        return float_of(v)
    return as_double_slow(v)


@fn(raises=True)
def as_double_slow(v: Value) -> f64:
    return double_of(v, "must be real number, not %T")


@fn(raises=True)
def double_of(v: Value, message: Ptr[u8]) -> f64:
    """`as_double` with another error for what is no real number."""
    x = bool_number(v)
    if is_integer(x):
        return int_to_float(x)
    if is_float(x):
        return float_of(x)
    held = payload_or_none(v, "float")
    found = special(v, "__float__")
    if found != no_value():
        result = call_special1(v, found)
        if is_float(result):
            return float_of(result)
        inner = payload_or_none(result, "float")
        if inner == no_value():
            raise type_error("%T.__float__ returned non-float (type %T)", v, result)
        return float_of(inner)
    if held != no_value():
        return float_of(held)
    if special(v, "__index__") == no_value():
        raise type_error(message, v)
    return int_to_float(as_index(v))
