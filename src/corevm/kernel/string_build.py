"""Building strings piece by piece, and the printed forms of strings (`repr`, `ascii`).

A `StringBuilder` owns a buffer of code units that grows by half and is made wider when a wider code point arrives. It
belongs to one thread at a time: a language that hands one to its programs takes its lock around each use.

INV-BUILD-1  0 <= count * width <= buffer.length, and that many bytes of `buffer` are written.
INV-BUILD-2  The width only grows, and every code point written fits it.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Raw, raw_new
from corevm.kernel.error import MEMORY, VALUE, error
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    COPY_SHIFT,
    COUNT_LIMIT,
    IS_ASCII,
    WORK_SHIFT,
    String,
    code_at,
    empty_string,
    new_string,
)
from corevm.kernel.text_unit import (
    ASCII_LIMIT,
    CODE_POINT_LIMIT,
    UNIT,
    WIDTHS,
    copy_units,
    fill_with,
    or_of,
    set_unit,
    width_for,
)
from corevm.kernel.unicode_table import PRINTABLE, has_property
from corevm.micro.surface import Object, Ptr, addr_of, cast, fn, heap, i64, inline, new, select, u8, u32, unreachable

DEFAULT_CAPACITY = 32


@heap(kind="string_builder")
class StringBuilder(Object):
    """See the module's contract."""

    buffer: Raw
    count: i64
    width: u8

    @inline(raises=True)
    def append_code(self, code: u32) -> None:
        """Append a code point. Raises: VALUE above 0x10FFFF, MEMORY."""
        if code >= CODE_POINT_LIMIT:
            raise error(VALUE, "code point not in range(0x110000)")
        buffer = self.room(1, code)
        set_unit(buffer.bytes, self.width, self.count, code)
        self.count = self.count + 1

    @inline(raises=True)
    def append(self, s: String) -> None:
        """Append a string."""
        self.append_slice(s, 0, s.count)

    @fn(raises=True)
    def append_slice(self, s: String, start: i64, stop: i64) -> None:
        """Append `s[start:stop]`, 0 <= start <= stop <= s.count."""
        count = stop - start
        if count <= 0:
            return
        spend(count >> COPY_SHIFT)
        part = addr_of(s.data[start * i64(s.width)])
        bits: u32 = 0x7F
        if s.flags & IS_ASCII == 0:
            bits = or_of(part, s.width, count)
        buffer = self.room(count, bits)
        at = addr_of(buffer.bytes[self.count * i64(self.width)])
        copy_units(at, self.width, addr_of(s.data[start * i64(s.width)]), s.width, count)
        self.count = self.count + count

    @fn(raises=True)
    def append_ascii(self, text: Ptr[u8], count: i64) -> None:
        """Append `count` bytes below 128 that lie outside the heap."""
        if count <= 0:
            return
        spend(count >> COPY_SHIFT)
        buffer = self.room(count, u32(0x7F))
        copy_units(addr_of(buffer.bytes[self.count * i64(self.width)]), self.width, text, 1, count)
        self.count = self.count + count

    @fn(raises=True)
    def append_repeated(self, code: u32, times: i64) -> None:
        """Append a code point `times` times (none if below 1)."""
        if times <= 0:
            return
        if code >= CODE_POINT_LIMIT:
            raise error(VALUE, "code point not in range(0x110000)")
        buffer = self.room(times, code)
        spend(times >> COPY_SHIFT)
        fill_with(addr_of(buffer.bytes[self.count * i64(self.width)]), self.width, times, code)
        self.count = self.count + times

    @inline(raises=True)
    def room(self, count: i64, bits: u32) -> Raw:
        """The buffer, with room for `count` more code points of these bits. Raises: MEMORY."""
        buffer = self.buffer
        left = buffer.length - self.count * i64(self.width)
        if count > left or count * i64(self.width) > left or width_for(bits) > self.width:
            buffer = self.grow(count, bits)
        return buffer

    @fn(raises=True)
    def grow(self, count: i64, bits: u32) -> Raw:
        if count > COUNT_LIMIT or self.count + count > COUNT_LIMIT:
            raise error(MEMORY, "string is too long")
        wanted = self.count + count
        width = self.width
        if width_for(bits) > width:
            width = width_for(bits)
        if wanted * i64(self.width) > self.buffer.length:
            wanted += wanted >> 1
        if wanted < DEFAULT_CAPACITY:
            wanted = DEFAULT_CAPACITY
        spend(self.count >> COPY_SHIFT)
        buffer = raw_new(wanted * i64(width))
        copy_units(buffer.bytes, width, self.buffer.bytes, self.width, self.count)
        self.buffer = buffer
        self.width = width
        return buffer

    @fn(raises=True)
    def finish(self) -> String:
        """The text so far, as a string. The builder may be used on."""
        if self.count == 0:
            return empty_string()
        spend(self.count >> COPY_SHIFT)
        bits = or_of(self.buffer.bytes, self.width, self.count)
        width = width_for(bits)
        s = new_string(self.count, width, u8(bits < ASCII_LIMIT))
        copy_units(s.data, width, self.buffer.bytes, self.width, self.count)
        return s


@fn(raises=True)
def new_builder(capacity: i64) -> StringBuilder:
    """An empty builder with room for so many code points below 256 (at least a few)."""
    room = capacity
    if room < DEFAULT_CAPACITY:
        room = DEFAULT_CAPACITY
    buffer = raw_new(room)
    return new(StringBuilder, buffer=buffer, width=1)


# --- repr


@inline(thread=False)
def hex_digit(value: u32) -> u32:
    return select(value < 10, 48 + value, 87 + value)


@inline(thread=False)
def escape_kind(code: u32, quote: u32, is_ascii_only: bool) -> i64:
    """Characters a code point takes in a printed form: 1 as it is, 2 `\\n`, 4 `\\xhh`, 6 `\\uhhhh`, 10 `\\Uhhhhhhhh`."""
    if code < 0x7F:
        if code == 0x5C or code == quote:
            return 2
        if code >= 0x20:
            return 1
        return 2 if code == 9 or code == 10 or code == 13 else 4
    if code >= 0x80 and not is_ascii_only:
        if has_property(code, PRINTABLE):
            return 1
    if code < 0x100:
        return 4
    return 6 if code < 0x10000 else 10


@fn(thread=False)
def write_escape(to: Ptr[u8], width: u8, at: i64, code: u32, kind: i64) -> None:
    """Write what `escape_kind` decided."""
    if kind == 1:
        set_unit(to, width, at, code)
        return
    set_unit(to, width, at, 0x5C)
    if kind == 2:
        letter = code
        if code == 9:
            letter = 0x74
        elif code == 10:
            letter = 0x6E
        elif code == 13:
            letter = 0x72
        set_unit(to, width, at + 1, letter)
        return
    marker: u32 = 0x78
    if kind == 6:
        marker = 0x75
    elif kind == 10:
        marker = 0x55
    set_unit(to, width, at + 1, marker)
    rest = code
    for i in range(kind - 2):
        set_unit(to, width, at + kind - 1 - i, hex_digit(rest & 15))
        rest = rest >> 4


def _make_is_plain(width: int) -> Any:
    T: Any = UNIT[width]

    @fn(thread=False)
    def is_plain_ascii(data: Ptr[T], count: i64) -> bool:
        """Whether ASCII text has neither quotes nor anything to escape."""
        found: T = 0
        for i in range(count):
            c = data[i]
            found |= T(c - 32 > 94) | T(c == 0x5C) | T(c == 0x27) | T(c == 0x22)
        return found == 0

    @fn(thread=False)
    def is_plain(data: Ptr[T], count: i64) -> bool:
        """Whether text has neither quotes nor anything to escape."""
        for i in range(count):
            c = data[i]
            if c < 0x7F:
                if c < 32 or c == 0x5C or c == 0x27 or c == 0x22:
                    return False
            elif not has_property(u32(c), PRINTABLE):
                return False
        return True

    return is_plain, is_plain_ascii


IS_PLAIN = {width: _make_is_plain(width) for width in WIDTHS}


@fn
def prints_as_it_is(s: String, is_ascii_only: bool) -> bool:
    """Whether the printed form is the text between single quotes."""
    if s.flags & IS_ASCII != 0:
        return IS_PLAIN[1][1](s.data, s.count)
    if is_ascii_only:
        return False
    for w in WIDTHS:
        if s.width == w:
            return IS_PLAIN[w][0](cast(Ptr[UNIT[w]], s.data), s.count)
    unreachable()


@fn(raises=True)
def quoted(s: String) -> String:
    """The text between single quotes."""
    result = new_string(s.count + 2, s.width, s.flags & IS_ASCII)
    set_unit(result.data, s.width, 0, 0x27)
    copy_units(result.data + i64(s.width), s.width, s.data, s.width, s.count)
    set_unit(result.data, s.width, s.count + 1, 0x27)
    return result


@fn(raises=True)
def printed_form(s: String, is_ascii_only: bool) -> String:
    """`repr(s)`, or `ascii(s)`: in single quotes unless only they occur inside; what is not printable is escaped."""
    spend(s.count >> (WORK_SHIFT - 1))
    if prints_as_it_is(s, is_ascii_only):
        return quoted(s)
    has_single = False
    has_double = False
    for i in range(s.count):
        code = code_at(s, i)
        if code == 0x27:
            has_single = True
        elif code == 0x22:
            has_double = True
    quote: u32 = 0x27
    if has_single and not has_double:
        quote = 0x22
    count = 2
    bits: u32 = 0x7F
    for i in range(s.count):
        code = code_at(s, i)
        kind = escape_kind(code, quote, is_ascii_only)
        count += kind
        if kind == 1:
            bits |= code
    width = width_for(bits)
    result = new_string(count, width, u8(bits < ASCII_LIMIT))
    set_unit(result.data, width, 0, quote)
    at = 1
    for i in range(s.count):
        code = code_at(s, i)
        kind = escape_kind(code, quote, is_ascii_only)
        if kind == 1:
            set_unit(result.data, width, at, code)
        else:
            write_escape(result.data, width, at, code, kind)
        at += kind
    set_unit(result.data, width, at, quote)
    return result


@fn(raises=True)
def repr_string(s: String) -> String:
    return printed_form(s, False)


@fn(raises=True)
def ascii_string(s: String) -> String:
    return printed_form(s, True)
