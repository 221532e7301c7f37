"""Numbers of languages that have only doubles: a fixnum stands for the double it equals, as long as that is cheap.

INV-DOUBLE-1  A fixnum that stands for a double is between -2**53 and 2**53, so it is exactly that double.
INV-DOUBLE-2  -0 is always a float. Any other integer may be a fixnum or a float: equality and order are the doubles'.
"""

from __future__ import annotations

from corevm.kernel.decimal_text import write_decimal
from corevm.kernel.float_text import REPR_BYTES, float_repr
from corevm.kernel.number import float_of, is_float
from corevm.kernel.string import String, string_from_ascii
from corevm.kernel.value import (
    box_float,
    decode_flonum,
    fixnum_add,
    fixnum_mul,
    fixnum_sub,
    is_fixnum,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import Value, bits_of, cast, f64, fn, i64, inline, select, stack_array, u8, u64

EXACT_BITS = 53


@inline
def is_exact(n: i64) -> bool:
    """Whether every integer as large as n is a double."""
    return u64((n >> EXACT_BITS) + 1) <= 1


@inline
def is_exact_fixnum(n: Value) -> bool:
    return u64((cast(i64, n) >> EXACT_BITS + 1) + 1) <= 1


@inline
def is_plain_number(v: Value) -> bool:
    """Whether v is a number in the word: fixnums end in 1, floats in 10, all else in 00."""
    return cast(u64, v) & 3 != 0


@inline
def plain_double(v: Value) -> f64:
    """The double of a number in the word."""
    return f64(untag_fixnum(v)) if is_fixnum(v) else decode_flonum(v)


@inline
def is_double(v: Value) -> bool:
    return is_plain_number(v) or is_float(v)


@inline
def double_of(v: Value) -> f64:
    return f64(untag_fixnum(v)) if is_fixnum(v) else float_of(v)


@inline(raises=True)
def double_value(d: f64) -> Value:
    """The value of a double, a fixnum if it can be."""
    n = i64(d)
    if f64(n) == d and is_exact(n) and (n != 0 or bits_of(d) == 0):
        return tag_fixnum(n)
    return box_float(d)


# --- operations on fixnums: the result, and whether it is right
@inline
def add_exactly(x: Value, y: Value) -> tuple[Value, bool]:
    total, _ = fixnum_add(x, y)
    return total, is_exact_fixnum(total)


@inline
def sub_exactly(x: Value, y: Value) -> tuple[Value, bool]:
    difference, _ = fixnum_sub(x, y)
    return difference, is_exact_fixnum(difference)


@inline
def mul_exactly(x: Value, y: Value) -> tuple[Value, bool]:
    product, overflowed = fixnum_mul(x, y)
    return product, not overflowed and is_exact_fixnum(product) and not is_word(product, 1)  # 0 * -1 is -0


@inline
def div_exactly(x: Value, y: Value) -> tuple[Value, bool]:
    quotient = plain_double(x) / plain_double(y)
    n = i64(quotient)
    return tag_fixnum(n), f64(n) == quotient and n != 0 and is_exact(n)


@inline
def div_doubles(a: f64, b: f64) -> f64:
    return a / b


# --- text
@fn(raises=True)
def double_text(v: Value) -> String:
    """The shortest text that reads back as the number, integers without a point."""
    buffer = stack_array(u8, REPR_BYTES)
    if is_fixnum(v):
        n = untag_fixnum(v)
        buffer[0] = 45  # "-"
        sign = i64(n < 0)
        return string_from_ascii(buffer, sign + write_decimal(buffer + sign, u64(select(n < 0, -n, n))))
    count = float_repr(float_of(v), buffer)
    if count > 2 and buffer[count - 2] == 46 and buffer[count - 1] == 48:  # ".0"
        count -= 2
    return string_from_ascii(buffer, count)
