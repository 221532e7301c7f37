"""What json does to strings: for `pyta/lib/_json.py`, whose `fail` makes the errors. (Encoder: json_encode; scanner: json_scan.)

Source: the library reference, "json"; the behaviour in doubtful cases is that of CPython's _json.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.call import call_value
from corevm.kernel.safepoint import spend
from corevm.kernel.string import String, code_at, string_from_static, substring
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.value import DEFAULT, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, stack_array, static, u32
from pyta.object.declare import function
from pyta.object.exception import type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.world import name
from pyta.protocol.argument import as_size
from pyta.protocol.attribute import get_attribute
from pyta.protocol.compare import is_true
from pyta.protocol.importing import import_absolute
from pyta.protocol.iterate import pair_of

QUOTE, BACKSLASH = 0x22, 0x5C
SHORT = {"\\": "\\", '"': '"', "\n": "n", "\r": "r", "\t": "t", "\f": "f", "\b": "b"}  # character: what stands after the backslash
NOT_A_CODE = 0xFFFFFFFF


@fn(raises=True, cold=True)
def fail(message: static, text: String, at: i64) -> None:
    """Raise JSONDecodeError."""
    arguments = stack_array(Value, 3)
    arguments[0] = string_from_static(message)
    arguments[1] = text
    arguments[2] = tag_fixnum(at)
    call_value(get_attribute(import_absolute(name("_json")), name("fail")), arguments, 3, no_value())


@fn
def hex_code(text: String, at: i64) -> u32:
    """The code of four hexadecimal digits, or NOT_A_CODE."""
    found = u32(0)
    for i in range(at, at + 4):
        c = code_at(text, i)
        if 48 <= c <= 57:
            found = found << 4 | c - 48
        elif 97 <= c <= 102 or 65 <= c <= 70:
            found = found << 4 | (c & 0x1F) + 9
        else:
            return u32(NOT_A_CODE)
    return found


@fn
def unescaped(c: u32) -> u32:
    """The character a short escape stands for, or NOT_A_CODE."""
    if c == ord("/"):
        return c
    for character, short in static(tuple(SHORT.items())):
        if c == ord(short):
            return u32(ord(character))
    return u32(NOT_A_CODE)


@fn
def end_of_plain(text: String, at: i64, is_strict: bool) -> i64:
    """The next quote, backslash or (if strict) control character, or the end."""
    while at < text.count:
        c = code_at(text, at)
        if c == QUOTE or c == BACKSLASH or (is_strict and c < 32):
            return at
        at += 1
    return at


@function("_pyta", "scanstring", variadic=True, minimum=2, maximum=3)
def scanstring_function(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """scanstring(text, end, strict=True): the string whose contents start at `end`, and where it ends."""
    found = payload_or_none(arguments[0], "str")
    if found == no_value():
        raise type_error("first argument must be a string, not %T", arguments[0])
    text = cast(String, found)
    at = as_size(arguments[1])
    is_strict = True
    if argc == 3 and not is_word(arguments[2], DEFAULT):
        is_strict = is_true(arguments[2])
    found, end = scan_string(text, at, is_strict)
    return pair_of(found, tag_fixnum(end))


@fn(raises=True)
def scan_string(text: String, at: i64, is_strict: bool) -> tuple[Value, i64]:
    """The string whose contents start at `at`, and where it ends."""
    begin = at - 1
    if at < 0 or at > text.count:
        raise value_error("end is out of bounds")
    stop = end_of_plain(text, at, is_strict)
    spend((stop - at) >> 4)
    if stop < text.count and code_at(text, stop) == QUOTE:
        return substring(text, at, stop), stop + 1
    builder = new_builder(stop - at + 16)
    while True:
        stop = end_of_plain(text, at, is_strict)
        spend((stop - at) >> 4)
        builder.append_slice(text, at, stop)
        if stop >= text.count:
            fail("Unterminated string starting at", text, begin)
        c = code_at(text, stop)
        if c == QUOTE:
            return builder.finish(), stop + 1
        if c != BACKSLASH:
            fail("Invalid control character at", text, stop)
        at = stop + 1
        if at >= text.count:
            fail("Unterminated string starting at", text, begin)
        c = code_at(text, at)
        at += 1
        if c != ord("u"):
            code = unescaped(c)
            if code == NOT_A_CODE:
                fail("Invalid \\escape", text, stop)
            builder.append_code(code)
            continue
        if at + 4 >= text.count:
            fail("Invalid \\uXXXX escape", text, at - 1)
        code = hex_code(text, at)
        if code == NOT_A_CODE:
            fail("Invalid \\uXXXX escape", text, at - 1)
        at += 4
        if code >> 10 == 0x36 and at + 6 < text.count and code_at(text, at) == BACKSLASH and code_at(text, at + 1) == ord("u"):
            low = hex_code(text, at + 2)
            if low == NOT_A_CODE:
                fail("Invalid \\uXXXX escape", text, at + 1)
            if low >> 10 == 0x37:
                code = 0x10000 + ((code & 0x3FF) << 10 | low & 0x3FF)
                at += 6
        builder.append_code(code)


@fn
def short_escape(c: u32) -> u32:
    """What stands after the backslash, or NOT_A_CODE."""
    for character, short in static(tuple(SHORT.items())):
        if c == ord(character):
            return u32(ord(short))
    return u32(NOT_A_CODE)


@inline
def is_plain(c: u32, is_ascii: bool) -> bool:
    if c < 32 or c == QUOTE or c == BACKSLASH:
        return False
    return c < 127 or not is_ascii


def _quoting(own: str, is_ascii: bool) -> None:
    @function("_pyta", own)
    def quote(v: Value) -> Value:
        """The JSON text of a string."""
        found = payload_or_none(v, "str")
        if found == no_value():
            raise type_error("first argument must be a string, not %T", v)
        text = cast(String, found)
        builder = new_builder(text.count + 2)
        append_quoted(builder, text, is_ascii)
        return builder.finish()


@fn(raises=True)
def append_quoted(builder: StringBuilder, text: String, is_ascii: bool) -> None:
    """Append the JSON text of a string."""
    builder.append_code(u32(QUOTE))
    spend(text.count >> 4)
    at: i64 = 0
    while at < text.count:
        start = at
        while at < text.count and is_plain(code_at(text, at), is_ascii):
            at += 1
        builder.append_slice(text, start, at)
        if at < text.count:
            c = code_at(text, at)
            at += 1
            short = short_escape(c)
            builder.append_code(u32(BACKSLASH))
            if short != NOT_A_CODE:
                builder.append_code(short)
                continue
            if c >= 0x10000:
                append_hex(builder, 0xD800 | (c - 0x10000) >> 10)
                builder.append_code(u32(BACKSLASH))
                c = 0xDC00 | c & 0x3FF
            append_hex(builder, c)
    builder.append_code(u32(QUOTE))


@fn(raises=True)
def append_hex(builder: StringBuilder, code: u32) -> None:
    """uXXXX"""
    builder.append_code(u32(ord("u")))
    for i in range(4):
        digit = code >> u32(12 - 4 * i) & 15
        builder.append_code(digit + 48 if digit < 10 else digit + 87)


_quoting("encode_basestring", False)
_quoting("encode_basestring_ascii", True)
