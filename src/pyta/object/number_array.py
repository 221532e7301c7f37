"""array.array's layout, and reading its items. (Storing: pyta.module.array_item; methods: pyta.module.array.)

A NumberArray is a bytearray that knows which items its bytes are: views, resizing and copying are the bytearray's (INV-BUFFER-1 to 3).

INV-NUMBER-ARRAY-1  `count` is a number of bytes: always a multiple of the item size, 1 << shift.
"""

from __future__ import annotations

from corevm.kernel.array import raw_new
from corevm.kernel.bigint import int_from_i64, int_from_u64
from corevm.kernel.string import char_string, string_from_ascii
from corevm.kernel.value import box_float, tag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    cast,
    f32,
    f64,
    fn,
    heap,
    i8,
    i16,
    i32,
    i64,
    inline,
    likely,
    new,
    stack_array,
    u8,
    u16,
    u32,
    u64,
)
from pyta.object.buffer import ByteArray
from pyta.object.declare import declare_type
from pyta.object.exception import value_error

# typecode: (bytes of an item as a power of two, whether integers are signed)
TYPECODES = {
    "b": (0, True), "B": (0, False), "u": (2, False), "h": (1, True), "H": (1, False), "i": (2, True), "I": (2, False), "l": (3, True),
    "L": (3, False), "q": (3, True), "Q": (3, False), "f": (2, True), "d": (3, True),
}  # fmt: skip
CODE_LIMIT = 0x110000

declare_type("array", kind="pyta.number_array", module="array", is_hidden=True)


@heap(kind="pyta.number_array")
class NumberArray(ByteArray):
    """See the module's contract."""

    code: i64
    shift: i64


@inline
def item_count(a: NumberArray) -> i64:
    return a.count >> a.shift


@fn(raises=True)
def new_number_array(code: i64, shift: i64, count: i64) -> NumberArray:
    """`count` items of zero bytes."""
    made = new(NumberArray, code=code, shift=shift, count=count << shift)
    made.buffer = raw_new(count << shift)
    return made


@inline(raises=True)
def item_at(a: NumberArray, at: i64) -> Value:
    """Item number `at`, in range."""
    data = a.buffer.bytes
    if likely(a.code == ord("d")):
        return box_float(cast(Ptr[f64], data)[at])
    if a.code == ord("i"):
        return tag_fixnum(i64(cast(Ptr[i32], data)[at]))
    return other_item(a, at)


@fn(raises=True)
def other_item(a: NumberArray, at: i64) -> Value:
    data = a.buffer.bytes
    match a.code:
        case 0x62:  # b
            return tag_fixnum(i64(cast(Ptr[i8], data)[at]))
        case 0x42:  # B
            return tag_fixnum(i64(data[at]))
        case 0x68:  # h
            return tag_fixnum(i64(cast(Ptr[i16], data)[at]))
        case 0x48:  # H
            return tag_fixnum(i64(cast(Ptr[u16], data)[at]))
        case 0x49:  # I
            return tag_fixnum(i64(cast(Ptr[u32], data)[at]))
        case 0x66:  # f
            return box_float(f64(cast(Ptr[f32], data)[at]))
        case 0x75:  # u
            return character(cast(Ptr[u32], data)[at])
        case 0x6C | 0x71:  # l, q
            return int_from_i64(cast(Ptr[i64], data)[at])
    return int_from_u64(cast(Ptr[u64], data)[at])


@fn(raises=True)
def character(code: u32) -> Value:
    if code >= CODE_LIMIT:
        raise value_error("character U+%S is not in range [U+0000; U+10ffff]", hex_text(code))
    return char_string(code)


@fn(raises=True)
def hex_text(code: u32) -> Value:
    from_right = stack_array(u8, 8)
    at: i64 = 8
    while at == 8 or code != 0:
        at -= 1
        digit = u8(code & 15)
        from_right[at] = digit + 48 if digit < 10 else digit + 87
        code = code >> 4
    return string_from_ascii(from_right + at, 8 - at)
