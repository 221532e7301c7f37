"""Bytes as text: ASCII case and questions, hexadecimal, translation, printed form, and UTF-8 to and from strings.

Effects: allocate, spend reductions (as in `corevm.kernel.bytes`).
"""

from __future__ import annotations

from corevm.kernel.bytes import (
    ALPHA,
    BYTE_FLAGS,
    DIGIT,
    LOWER,
    SPACE,
    UPPER,
    Bytes,
    byte_is,
    bytes_from_memory,
    new_bytes,
)
from corevm.kernel.error import UNICODE_DECODE, UNICODE_ENCODE, VALUE, error
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    IS_ASCII,
    WORK_SHIFT,
    String,
    code_at,
    copy_utf8,
    new_string,
    string_from_units,
    string_from_utf8,
    utf8_length,
)
from corevm.kernel.string_build import escape_kind, hex_digit, write_escape
from corevm.kernel.string_case import map_ascii
from corevm.kernel.text_unit import set_unit
from corevm.micro.surface import fn, i64, inline, stack_array, static, u8, u32


@fn(raises=True)
def map_bytes_case(b: Bytes, mode: static) -> Bytes:
    """The bytes in a mode of `string_case.CASE_MODES`: only ASCII letters change."""
    spend(b.length >> WORK_SHIFT)
    result = new_bytes(b.length)
    map_ascii(result.data, b.data, b.length, mode)
    return result


@fn(raises=True)
def lower_bytes(b: Bytes) -> Bytes:
    return map_bytes_case(b, "lower")


@fn(raises=True)
def upper_bytes(b: Bytes) -> Bytes:
    return map_bytes_case(b, "upper")


@fn(raises=True)
def title_bytes(b: Bytes) -> Bytes:
    return map_bytes_case(b, "title")


@fn(raises=True)
def capitalize_bytes(b: Bytes) -> Bytes:
    return map_bytes_case(b, "capitalize")


@fn(raises=True)
def swapcase_bytes(b: Bytes) -> Bytes:
    return map_bytes_case(b, "swapcase")


# --- questions


@fn(raises=True)
def all_bytes_have(b: Bytes, flags: u8) -> bool:
    """Whether there are bytes and each has one of the properties."""
    spend(b.length >> WORK_SHIFT)
    for i in range(b.length):
        if not byte_is(b.data[i], flags):
            return False
    return b.length > 0


@fn(raises=True)
def bytes_are_alpha(b: Bytes) -> bool:
    return all_bytes_have(b, ALPHA)


@fn(raises=True)
def bytes_are_digit(b: Bytes) -> bool:
    return all_bytes_have(b, DIGIT)


@fn(raises=True)
def bytes_are_alphanumeric(b: Bytes) -> bool:
    return all_bytes_have(b, ALPHA | DIGIT)


@fn(raises=True)
def bytes_are_space(b: Bytes) -> bool:
    return all_bytes_have(b, SPACE)


@fn(raises=True)
def bytes_are_ascii(b: Bytes) -> bool:
    """True for the empty bytes."""
    spend(b.length >> WORK_SHIFT)
    bits: u8 = 0
    for i in range(b.length):
        bits |= b.data[i]
    return bits < 128


@fn(raises=True)
def bytes_have_only_case(b: Bytes, wanted: u8, refused: u8) -> bool:
    spend(b.length >> WORK_SHIFT)
    is_found = False
    for i in range(b.length):
        if byte_is(b.data[i], refused):
            return False
        if byte_is(b.data[i], wanted):
            is_found = True
    return is_found


@fn(raises=True)
def bytes_are_upper(b: Bytes) -> bool:
    return bytes_have_only_case(b, UPPER, LOWER)


@fn(raises=True)
def bytes_are_lower(b: Bytes) -> bool:
    return bytes_have_only_case(b, LOWER, UPPER)


@fn(raises=True)
def bytes_are_title(b: Bytes) -> bool:
    spend(b.length >> WORK_SHIFT)
    is_found = False
    is_after_letter = False
    for i in range(b.length):
        flags = BYTE_FLAGS[b.data[i]]
        if flags & UPPER != 0:
            if is_after_letter:
                return False
            is_found = True
        elif flags & LOWER != 0:
            if not is_after_letter:
                return False
            is_found = True
        is_after_letter = flags & ALPHA != 0
    return is_found


# --- hexadecimal


@inline(thread=False)
def hex_value(code: u32) -> i64:
    """Value of a hexadecimal digit, or -1."""
    if code - 48 < 10:
        return i64(code) - 48
    letter = code | 0x20
    if letter - 97 < 6:
        return i64(letter) - 87
    return -1


@fn(raises=True)
def hex_of_bytes(b: Bytes, separator: i64, group: i64) -> String:
    """`b.hex(separator, group)`: `separator` is an ASCII code or -1; groups count from the right, or from the left when negative."""
    size = group if group > 0 else (-group if group > -b.length else b.length)
    if separator < 0 or group == 0 or size > b.length:
        size = b.length
    gaps = (b.length - 1) // size if size > 0 else i64(0)
    spend(b.length >> (WORK_SHIFT - 1))
    result = new_string(2 * b.length + gaps, u8(1), u8(IS_ASCII))
    out = 0
    left = size  # bytes until the next gap
    if group > 0 and size > 0:
        left = b.length - gaps * size
    for i in range(b.length):
        if left == 0:
            result.data[out] = u8(separator)
            out += 1
            left = size
        result.data[out] = u8(hex_digit(u32(b.data[i] >> 4)))
        result.data[out + 1] = u8(hex_digit(u32(b.data[i] & 15)))
        out += 2
        left -= 1
    return result


@fn(raises=True)
def bytes_from_hex(s: String) -> Bytes:
    """`bytes.fromhex(s)`: pairs of digits; ASCII whitespace between pairs. Raises: VALUE."""
    spend(s.count >> (WORK_SHIFT - 1))
    length = 0
    at = 0
    while at < s.count:
        code = code_at(s, at)
        if code < 128 and byte_is(u8(code), SPACE):
            at += 1
        else:
            if hex_value(code) < 0 or at + 1 >= s.count or hex_value(code_at(s, at + 1)) < 0:
                raise error(VALUE, "non-hexadecimal number found in fromhex() arg")
            length += 1
            at += 2
    result = new_bytes(length)
    out = 0
    at = 0
    while out < length:
        code = code_at(s, at)
        if byte_is(u8(code), SPACE):
            at += 1
        else:
            result.data[out] = u8(hex_value(code) << 4 | hex_value(code_at(s, at + 1)))
            out += 1
            at += 2
    return result


# --- translation and printed form


@fn(raises=True)
def translate_bytes(b: Bytes, mapping: Bytes | None, deleted: Bytes) -> Bytes:
    """`b.translate(mapping, deleted)`: a mapping of 256 bytes, or None for none. Raises: VALUE for another length."""
    if mapping is not None and mapping.length != 256:
        raise error(VALUE, "translation table must be 256 characters long")
    spend(b.length >> WORK_SHIFT)
    is_deleted = stack_array(u8, 256)
    for i in range(deleted.length):
        is_deleted[deleted.data[i]] = 1
    length = 0
    for i in range(b.length):
        length += i64(is_deleted[b.data[i]] == 0)
    result = new_bytes(length)
    out = 0
    for i in range(b.length):
        byte = b.data[i]
        if is_deleted[byte] == 0:
            result.data[out] = mapping.data[byte] if mapping is not None else byte
            out += 1
    return result


@fn(raises=True)
def repr_bytes(b: Bytes) -> String:
    """`repr(b)`."""
    spend(b.length >> (WORK_SHIFT - 1))
    has_single = False
    has_double = False
    for i in range(b.length):
        if b.data[i] == 0x27:
            has_single = True
        elif b.data[i] == 0x22:
            has_double = True
    quote: u32 = 0x27
    if has_single and not has_double:
        quote = 0x22
    count = 3
    for i in range(b.length):
        count += escape_kind(u32(b.data[i]), quote, True)
    result = new_string(count, u8(1), u8(IS_ASCII))
    result.data[0] = 0x62
    set_unit(result.data, 1, 1, quote)
    at = 2
    for i in range(b.length):
        kind = escape_kind(u32(b.data[i]), quote, True)
        write_escape(result.data, 1, at, u32(b.data[i]), kind)
        at += kind
    set_unit(result.data, 1, at, quote)
    return result


# --- UTF-8


@fn(raises=True)
def decode_bytes_utf8(b: Bytes, mode: i64) -> String:
    """`b.decode("utf-8", mode)`; modes are numbered in `corevm.kernel.utf8`. Raises: UNICODE_DECODE."""
    return string_from_utf8(b.data, b.length, mode)


@fn(raises=True)
def encode_string_utf8(s: String, mode: i64) -> Bytes:
    """`s.encode("utf-8", mode)`. Raises: UNICODE_ENCODE at a surrogate `mode` does not allow."""
    result = new_bytes(utf8_length(s, mode))
    copy_utf8(s, result.data, mode)
    return result


# --- ASCII and Latin-1


@fn(raises=True)
def first_above(s: String, limit: u32) -> i64:
    """Index of the first code point above a limit, or -1: what an encoder's error is about."""
    if s.flags & IS_ASCII != 0 and limit >= 127:
        return -1
    spend(s.count >> WORK_SHIFT)
    for i in range(s.count):
        if code_at(s, i) > limit:
            return i
    return -1


@fn(raises=True)
def encode_string_latin(s: String, limit: u32) -> Bytes:
    """Code points as bytes; `limit` is 127 (ASCII) or 255 (Latin-1). Raises: UNICODE_ENCODE (its place: `first_above`)."""
    if s.width != 1 or (limit == 127 and s.flags & IS_ASCII == 0):
        raise error(UNICODE_ENCODE, "ordinal not in range")
    return bytes_from_memory(s.data, s.count)


@fn(raises=True)
def decode_bytes_latin(b: Bytes, limit: u8) -> String:
    """Bytes as code points; `limit` is 127 (ASCII) or 255 (Latin-1). Raises: UNICODE_DECODE for a byte above it."""
    if limit == 127 and not bytes_are_ascii(b):
        raise error(UNICODE_DECODE, "ordinal not in range(128)")
    return string_from_units(b.data, 1, b.length)
