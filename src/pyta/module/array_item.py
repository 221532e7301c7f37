"""Values as items of an array.array: conversion, with CPython's errors, and storing.

Source: the library reference, "array".
"""

from __future__ import annotations

from corevm.kernel.bigint import is_negative
from corevm.kernel.integer import int_fits_i64, int_fits_u64, int_low_u64, int_to_i64
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at
from corevm.kernel.value import decode_flonum, is_flonum
from corevm.micro.surface import (
    Ptr,
    Value,
    bits_of,
    cast,
    f32,
    fn,
    i64,
    inline,
    likely,
    stack_array,
    static,
    u8,
    u16,
    u32,
    u64,
)
from pyta.object.exception import overflow_error, type_error
from pyta.object.number_array import NumberArray
from pyta.protocol.index import as_index
from pyta.protocol.numeral import as_double

# CPython goes through a C type of its own for each typecode, whose bounds give the text of the error: (bits, signed, its name), widest first
CHECKS = {
    "b": ((16, True, "signed short integer"), (8, True, "signed char")),
    "B": ((8, False, "unsigned byte integer"),),
    "h": ((16, True, "signed short integer"),),
    "H": ((32, True, "signed integer"), (16, False, "unsigned short")),
    "i": ((32, True, "signed integer"),),
    "I": ((32, False, "unsigned int"),),
}
FROM_LONG = ("b", "B", "h", "H", "i", "l")  # those that are read as a C long first


@inline
def is_code(code: i64, texts: static) -> bool:
    for text in texts:
        if code == ord(text):
            return True
    return False


@inline
def store_word(a: NumberArray, at: i64, word: u64) -> None:
    """The low bytes of a word become item number `at`, in range."""
    data = a.buffer.bytes
    match a.shift:
        case 0:
            data[at] = u8(word)
        case 1:
            cast(Ptr[u16], data)[at] = u16(word)
        case 2:
            cast(Ptr[u32], data)[at] = u32(word)
        case _:
            cast(Ptr[u64], data)[at] = word


@inline(raises=True)
def word_of(a: NumberArray, v: Value) -> u64:
    """The bits of v as an item. May run guest code. Raises: TypeError, OverflowError."""
    if likely(a.code == ord("d") and is_flonum(v)):
        return bits_of(decode_flonum(v))
    return word_slowly(a.code, v)


@fn(raises=True)
def word_slowly(code: i64, v: Value) -> u64:
    if code == ord("d"):
        return bits_of(as_double(v))
    if code == ord("f"):
        held = stack_array(u64, 1)
        cast(Ptr[f32], held)[0] = f32(as_double(v))
        return held[0]
    if code == ord("u"):
        if not is_kind(v, "string") or cast(String, v).count != 1:
            raise type_error("array item must be unicode character")
        return u64(code_at(cast(String, v), 0))
    n = as_index(v)
    if is_code(code, FROM_LONG):
        if not int_fits_i64(n):
            raise overflow_error("Python int too large to convert to C long")
    elif code == ord("q"):
        if not int_fits_i64(n):
            raise overflow_error("int too big to convert")
    elif is_negative(n):
        if code == ord("Q"):
            raise overflow_error("can't convert negative int to unsigned")
        raise overflow_error("can't convert negative value to unsigned int")
    elif not int_fits_u64(n):
        if code == ord("Q"):
            raise overflow_error("int too big to convert")
        raise overflow_error("Python int too large to convert to C unsigned long")
    elif code == ord("I"):
        if int_low_u64(n) >> 32 != 0:
            raise overflow_error("unsigned int is greater than maximum")
    if int_fits_i64(n):
        check_bounds(code, int_to_i64(n))
    return int_low_u64(n)


@fn(raises=True)
def check_bounds(code: i64, n: i64) -> None:
    for text, checks in static(tuple(CHECKS.items())):
        if code == ord(text):
            for bits, is_signed, title in static(checks):
                low = -(1 << (bits - 1)) if is_signed else 0
                high = (1 << (bits - is_signed)) - 1
                if n < low:
                    raise overflow_error(f"{title} is less than minimum")
                if n > high:
                    raise overflow_error(f"{title} is greater than maximum")
