"""UTF-8: checking, decoding, encoding, with Python's error modes.

Works on bare addresses; takes no thread, allocates nothing, cannot fail: what is wrong is reported by position.

INV-UTF8-1  `scan_utf8` and `write_decoded` agree: the second writes exactly the count the first gave, in units its bits fit.
INV-UTF8-2  `measure_utf8` and `write_utf8` agree likewise in bytes.
INV-UTF8-3  A faulty sequence is the longest prefix of a well-formed one (at least one byte), as in CPython and the
            Unicode Standard's "substitution of maximal subparts".
INV-UTF8-4  The bytes do not change between measuring and writing: what is shared and mutable is copied first.

Source: RFC 3629; The Unicode Standard 15.0, table 3-7 and section 3.9; PEP 383 (surrogateescape).
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.text_unit import ASCII_LIMIT, UNIT, WIDTHS, per_width, unit_at
from corevm.micro.surface import Ptr, cast, fn, i64, inline, u8, u32

STRICT, IGNORE, REPLACE, SURROGATE_ESCAPE, SURROGATE_PASS = range(5)
ERROR_MODES = ("strict", "ignore", "replace", "surrogateescape", "surrogatepass")
FAULT = 0xFFFFFFFF  # no code point: the bytes are faulty
REPLACEMENT = 0xFFFD
SURROGATE_FIRST, SURROGATE_END = 0xD800, 0xE000
ESCAPE_BASE = 0xDC00  # surrogateescape: U+DC80 to U+DCFF stand for bytes 0x80 to 0xFF


@inline(thread=False)
def is_surrogate(code: u32) -> bool:
    return code & 0xFFFFF800 == SURROGATE_FIRST


@inline(thread=False)
def is_continuation(byte: u8) -> bool:
    return byte & 0xC0 == 0x80


@inline(thread=False)
def decode_sequence_inline(data: Ptr[u8], at: i64, length: i64) -> tuple[u32, i64]:
    """The code point at `at` (below length) and its bytes; or FAULT and the bytes of the faulty sequence (INV-UTF8-3)."""
    first = u32(data[at])
    left = length - at
    if first < 0x80:
        return first, 1
    if first < 0xC2 or first > 0xF4:
        return u32(FAULT), 1
    if left < 2:
        return u32(FAULT), 1
    second = u32(data[at + 1])
    if second & 0xC0 != 0x80:
        return u32(FAULT), 1
    if first < 0xE0:
        return (first & 0x1F) << 6 | (second & 0x3F), 2
    if first < 0xF0:
        if (first == 0xE0 and second < 0xA0) or (first == 0xED and second > 0x9F):
            return u32(FAULT), 1
        if left < 3 or not is_continuation(data[at + 2]):
            return u32(FAULT), 2
        return (first & 0x0F) << 12 | (second & 0x3F) << 6 | (u32(data[at + 2]) & 0x3F), 3
    if (first == 0xF0 and second < 0x90) or (first == 0xF4 and second > 0x8F):
        return u32(FAULT), 1
    if left < 3 or not is_continuation(data[at + 2]):
        return u32(FAULT), 2
    if left < 4 or not is_continuation(data[at + 3]):
        return u32(FAULT), 3
    low = (u32(data[at + 2]) & 0x3F) << 6 | (u32(data[at + 3]) & 0x3F)
    return (first & 0x07) << 18 | (second & 0x3F) << 12 | low, 4


@fn(thread=False)
def decode_sequence(data: Ptr[u8], at: i64, length: i64) -> tuple[u32, i64]:
    """`decode_sequence_inline`, as a call."""
    return decode_sequence_inline(data, at, length)


@inline(thread=False)
def encoded_surrogate(data: Ptr[u8], at: i64, length: i64) -> u32:
    """The surrogate that three bytes at `at` encode (against the rules), or FAULT."""
    if length - at < 3 or data[at] != 0xED or data[at + 1] < 0xA0:
        return u32(FAULT)
    if not (is_continuation(data[at + 1]) and is_continuation(data[at + 2])):
        return u32(FAULT)
    return 0xD000 | (u32(data[at + 1]) & 0x3F) << 6 | (u32(data[at + 2]) & 0x3F)


@fn(thread=False)
def scan_utf8(data: Ptr[u8], length: i64, mode: i64) -> tuple[i64, u32, i64, i64, bool]:
    """Measure UTF-8 before decoding it.

    Returns: how many code points it gives, these or-ed together, the byte range of the first fault the mode does not
    mend ((-1, -1): none; else the first two results hold up to there), and whether it had no faults at all.
    """
    count = 0
    bits: u32 = 0
    at = 0
    is_clean = True
    while at < length:
        if data[at] < ASCII_LIMIT:
            while at + 8 <= length and eight_ascii(data, at):
                count += 8
                at += 8
                bits |= 0x7F
            while at < length and data[at] < ASCII_LIMIT:
                bits |= u32(data[at])
                count += 1
                at += 1
        else:
            code, taken = decode_sequence_inline(data, at, length)
            if code != FAULT:
                count += 1
                bits |= code
                at += taken
            else:
                is_clean = False
                if mode == IGNORE:
                    at += taken
                elif mode == REPLACE:
                    count += 1
                    bits |= REPLACEMENT
                    at += taken
                elif mode == SURROGATE_ESCAPE:
                    count += taken
                    bits |= ESCAPE_BASE | 0xFF
                    at += taken
                elif mode == SURROGATE_PASS and encoded_surrogate(data, at, length) != FAULT:
                    count += 1
                    bits |= encoded_surrogate(data, at, length)
                    at += 3
                else:
                    return count, bits, at, at + taken, False
    return count, bits, -1, -1, is_clean


@inline(thread=False)
def eight_ascii(data: Ptr[u8], at: i64) -> bool:
    """Whether the eight bytes at `at` are all ASCII."""
    low = cast(Ptr[u32], data + at)[0] | cast(Ptr[u32], data + (at + 4))[0]
    return low & 0x80808080 == 0


def _make_decoder(T: Any) -> Any:
    @fn(thread=False)
    def write_units(to: Ptr[T], data: Ptr[u8], length: i64, mode: i64) -> None:
        at = 0
        out = 0
        while at < length:
            if data[at] < ASCII_LIMIT:
                to[out] = T(data[at])
                out += 1
                at += 1
            else:
                code, taken = decode_sequence(data, at, length)
                if code == FAULT:
                    if mode == REPLACE:
                        to[out] = T(u32(REPLACEMENT))
                        out += 1
                    elif mode == SURROGATE_ESCAPE:
                        for k in range(taken):
                            to[out] = T(ESCAPE_BASE | u32(data[at + k]))
                            out += 1
                    elif mode == SURROGATE_PASS:
                        to[out] = T(encoded_surrogate(data, at, length))
                        out += 1
                        taken = 3
                else:
                    to[out] = T(code)
                    out += 1
                at += taken

    return write_units


def _make_plain_decoder(T: Any) -> Any:
    @fn(thread=False)
    def write_units(to: Ptr[T], data: Ptr[u8], length: i64) -> None:
        """Decode UTF-8 known to have no faults."""
        at = 0
        out = 0
        while at < length:
            first = u32(data[at])
            if first < 0x80:
                while at + 8 <= length and eight_ascii(data, at):
                    for k in range(8):
                        to[out + k] = T(data[at + k])
                    at += 8
                    out += 8
                while at < length and data[at] < ASCII_LIMIT:
                    to[out] = T(data[at])
                    at += 1
                    out += 1
            else:
                code = (first & 0x1F) << 6 | (u32(data[at + 1]) & 0x3F)
                if first < 0xE0:
                    at += 2
                elif first < 0xF0:
                    code = (code & 0x3FF) << 6 | (u32(data[at + 2]) & 0x3F)
                    at += 3
                else:
                    code = (code & 0x1FF) << 12 | (u32(data[at + 2]) & 0x3F) << 6 | (u32(data[at + 3]) & 0x3F)
                    at += 4
                to[out] = T(code)
                out += 1

    return write_units


DECODE_TO = per_width(_make_decoder)
DECODE_PLAIN = per_width(_make_plain_decoder)


@fn(thread=False)
def write_decoded(to: Ptr[u8], width: u8, data: Ptr[u8], length: i64, mode: i64, is_clean: bool) -> None:
    """Decode what `scan_utf8` accepted, in units its bits fit; `is_clean` as it said."""
    for w in WIDTHS:
        if width == w:
            if is_clean:
                DECODE_PLAIN[w](cast(Ptr[UNIT[w]], to), data, length)
            else:
                DECODE_TO[w](cast(Ptr[UNIT[w]], to), data, length, mode)


@inline(thread=False)
def sequence_length(code: u32) -> i64:
    """Bytes of a code point in UTF-8."""
    return i64(1) + i64(code >= 0x80) + i64(code >= 0x800) + i64(code >= 0x10000)


def _make_plain_encoder(T: Any) -> Any:
    @fn(thread=False)
    def measure(data: Ptr[T], count: i64) -> i64:
        """Bytes in UTF-8, or -1 if there is a surrogate. (No branches: vector code.)"""
        total = count
        surrogates: T = 0
        for i in range(count):
            code = data[i]
            total += i64(code >= 0x80)
            if T is not u8:
                total += i64(code >= 0x800) + (i64(code >= 0x10000) if T is u32 else 0)
                surrogates |= T(code & (0xFFFFF800 if T is u32 else 0xF800) == SURROGATE_FIRST)
        return total if surrogates == 0 else i64(-1)

    @fn(thread=False)
    def write(to: Ptr[u8], data: Ptr[T], count: i64) -> None:
        """Write text without surrogates."""
        out = to
        for i in range(count):
            out = out + write_sequence(out, u32(data[i]))

    return measure, write


ENCODE_PLAIN = per_width(_make_plain_encoder)


@fn(thread=False)
def measure_utf8(data: Ptr[u8], width: u8, count: i64, mode: i64) -> tuple[i64, i64]:
    """Bytes that text takes in UTF-8, and the index of the first surrogate the mode does not allow (-1: none)."""
    plain: i64 = -1
    for w in WIDTHS:
        if width == w:
            plain = ENCODE_PLAIN[w][0](cast(Ptr[UNIT[w]], data), count)
    if plain >= 0:
        return plain, -1
    total = 0
    for i in range(count):
        code = unit_at(data, width, i)
        if is_surrogate(code):
            if mode == SURROGATE_PASS:
                total += 3
            elif mode == REPLACE or (mode == SURROGATE_ESCAPE and is_escape(code)):
                total += 1
            elif mode != IGNORE:
                return total, i
        else:
            total += sequence_length(code)
    return total, -1


@inline(thread=False)
def is_escape(code: u32) -> bool:
    return ESCAPE_BASE + 0x80 <= code < ESCAPE_BASE + 0x100


@inline(thread=False)
def write_sequence(to: Ptr[u8], code: u32) -> i64:
    """Write a code point; gives its bytes."""
    if code < 0x80:
        to[0] = u8(code)
        return 1
    if code < 0x800:
        to[0] = u8(0xC0 | code >> 6)
        to[1] = u8(0x80 | (code & 0x3F))
        return 2
    if code < 0x10000:
        to[0] = u8(0xE0 | code >> 12)
        to[1] = u8(0x80 | (code >> 6 & 0x3F))
        to[2] = u8(0x80 | (code & 0x3F))
        return 3
    to[0] = u8(0xF0 | code >> 18)
    to[1] = u8(0x80 | (code >> 12 & 0x3F))
    to[2] = u8(0x80 | (code >> 6 & 0x3F))
    to[3] = u8(0x80 | (code & 0x3F))
    return 4


@fn(thread=False)
def write_utf8(to: Ptr[u8], data: Ptr[u8], width: u8, count: i64, mode: i64) -> i64:
    """Encode what `measure_utf8` accepted; gives the bytes written."""
    for w in WIDTHS:
        if width == w:
            plain = ENCODE_PLAIN[w][0](cast(Ptr[UNIT[w]], data), count)
            if plain >= 0:
                ENCODE_PLAIN[w][1](to, cast(Ptr[UNIT[w]], data), count)
                return plain
    out = 0
    for i in range(count):
        code = unit_at(data, width, i)
        if is_surrogate(code) and mode != SURROGATE_PASS:
            if mode == REPLACE:
                to[out] = 0x3F
                out += 1
            elif mode == SURROGATE_ESCAPE:
                to[out] = u8(code)
                out += 1
        else:
            out += write_sequence(to + out, code)
    return out
