"""Text encodings: utf-8, ascii, latin-1, utf-16, utf-32, unicode_escape, raw_unicode_escape; and their error handlers.

The frequent cases go to the kernel at once; the rest is one loop over code points (`encode_slowly`) or sequences of bytes
(`decode_slowly`), which asks `can_encode`, `put_code` and `next_code` about the encoding and applies the handler.

Source: the library reference, "codecs" (names, handlers); errors say what CPython's say.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bytes import Bytes, new_bytes
from corevm.kernel.bytes_text import bytes_are_ascii
from corevm.kernel.call import call_value
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    COPY_SHIFT,
    IS_ASCII,
    WORK_SHIFT,
    String,
    code_at,
    copy_utf8,
    new_string,
    string_from_static,
    string_from_units,
)
from corevm.kernel.string_build import StringBuilder, hex_digit, new_builder
from corevm.kernel.text_unit import ASCII_LIMIT, copy_units, width_for
from corevm.kernel.utf8 import (
    ERROR_MODES,
    FAULT,
    IGNORE,
    REPLACE,
    STRICT,
    SURROGATE_ESCAPE,
    SURROGATE_PASS,
    decode_sequence,
    encoded_surrogate,
    is_surrogate,
    measure_utf8,
    scan_utf8,
    write_decoded,
)
from corevm.kernel.value import DEFAULT, NONE, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, memcopy, memequal, stack_array, static, u8, u32
from pyta.object.buffer import bytes_or_none
from pyta.object.exception import exception_type, lookup_error, set_context, type_error
from pyta.object.payload import payload_or_none
from pyta.object.type import is_deleted
from pyta.object.world import name
from pyta.protocol.attribute import get_attribute
from pyta.protocol.importing import import_absolute

UTF8, ASCII, LATIN, UTF16, UTF16_LE, UTF16_BE, UTF32, UTF32_LE, UTF32_BE, ESCAPE, RAW_ESCAPE, UTF8_SIG = range(12)
ENCODING_NAMES = (
    "utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "unicodeescape",
    "rawunicodeescape", "utf-8",
)  # fmt: skip
ALIASES: dict[str, int] = {
    "utf-8": UTF8, "utf8": UTF8, "u8": UTF8, "cp65001": UTF8, "utf": UTF8, "ascii": ASCII, "us-ascii": ASCII, "646": ASCII,
    "ansi-x3.4-1968": ASCII, "latin-1": LATIN, "latin1": LATIN, "iso-8859-1": LATIN, "iso8859-1": LATIN, "iso-8859-1-1987": LATIN,
    "8859": LATIN, "cp819": LATIN, "l1": LATIN, "latin": LATIN, "utf-16": UTF16, "utf16": UTF16, "u16": UTF16,
    "utf-16-le": UTF16_LE, "utf-16le": UTF16_LE, "utf-16-be": UTF16_BE, "utf-16be": UTF16_BE, "utf-32": UTF32,
    "utf32": UTF32, "u32": UTF32, "utf-32-le": UTF32_LE, "utf-32le": UTF32_LE, "utf-32-be": UTF32_BE, "utf-32be": UTF32_BE,
    "unicode-escape": ESCAPE, "unicodeescape": ESCAPE, "raw-unicode-escape": RAW_ESCAPE, "rawunicodeescape": RAW_ESCAPE,
    "utf-8-sig": UTF8_SIG,
}  # fmt: skip
BACKSLASH, XML_REFERENCE, NAME = range(len(ERROR_MODES), len(ERROR_MODES) + 3)
HANDLERS = (*ERROR_MODES, "backslashreplace", "xmlcharrefreplace", "namereplace")
NAME_BYTES = 24
SKIP = 0xFFFFFFFE  # no code point: the bytes give nothing


# --- names


USUAL = "utf-8"


@inline
def is_usual(s: String) -> bool:
    return s.count == len(USUAL) and s.flags & IS_ASCII != 0 and memequal(s.data, USUAL, len(USUAL))


@fn
def find_encoding(s: String) -> i64:
    """The number of an encoding by any of its names, or -1."""
    if s.count >= NAME_BYTES or s.flags & IS_ASCII == 0:
        return -1
    text = stack_array(u8, NAME_BYTES)
    for i in range(s.count):
        c = s.data[i]
        if c - 65 < 26:
            c = c + 32
        elif c == 0x5F or c == 0x20:
            c = 0x2D
        text[i] = c
    for alias, number in static(tuple(ALIASES.items())):
        if s.count == len(alias) and memequal(text, alias, len(alias)):
            return number
    return -1


@inline(raises=True)
def encoding_number(v: Value) -> i64:
    """The encoding that v (a str, or DEFAULT) names, -1 for one that is not native."""
    if is_word(v, DEFAULT):
        return UTF8
    if is_kind(v, "string") and is_usual(cast(String, v)):
        return UTF8
    return find_encoding(cast(String, payload_or_none(v, "str")))


@fn(raises=True, cold=True)
def by_registry(which: static, subject: Value, encoding: Value, errors: Value) -> Value:
    """Encode or decode with a codec of the registry (pyta/lib/_codecs.py). Raises: LookupError."""
    arguments = stack_array(Value, 3)
    arguments[0], arguments[1] = subject, encoding
    arguments[2] = NONE if is_word(errors, DEFAULT) else errors
    return call_value(get_attribute(import_absolute(name("_codecs")), name(which)), arguments, 3, no_value())


@fn
def handler_number(v: Value) -> i64:
    """The error handler that v (a str, or DEFAULT) names, or -1."""
    if is_word(v, DEFAULT):
        return STRICT
    s = cast(String, payload_or_none(v, "str"))
    for number, text in static(tuple(enumerate(HANDLERS))):
        if s.count == len(text) and memequal(s.data, text, len(text)):
            return number
    return -1


@fn(raises=True)
def encoding_text(encoding: i64) -> Value:
    for number, text in static(tuple(enumerate(ENCODING_NAMES))):
        if encoding == number:
            return string_from_static(text)
    return string_from_static("")


# --- errors


@fn(raises=True)
def raise_unicode_error(of: static, encoding: i64, subject: Value, start: i64, end: i64, reason: Ptr[u8]) -> None:
    """Raise UnicodeEncodeError or UnicodeDecodeError."""
    arguments = stack_array(Value, 5)
    arguments[0] = encoding_text(encoding)
    arguments[1] = subject
    arguments[2] = tag_fixnum(start)
    arguments[3] = tag_fixnum(end)
    arguments[4] = string_from_static(reason)
    made = call_value(exception_type(of), arguments, 5, no_value())
    set_context(made)
    raise made


@fn(raises=True)
def refuse_handler(errors: Value) -> None:
    raise lookup_error("unknown error handler name '%S'", payload_or_none(errors, "str"))


# --- encoding


@fn(raises=True)
def encode_text(s: String, encoding_name: Value, errors: Value) -> Value:
    """s.encode(encoding, errors); each a str or DEFAULT."""
    encoding = encoding_number(encoding_name)
    if encoding < 0:
        return by_registry("encode_text", s, encoding_name, errors)
    if encoding == UTF8:
        if s.flags & IS_ASCII != 0:
            return latin_bytes(s)
        length, fault = measure_utf8(s.data, s.width, s.count, STRICT)
        if fault < 0:
            result = new_bytes(length)
            copy_utf8(s, result.data, STRICT)
            return result
    elif encoding == LATIN:
        if s.width == 1:
            return latin_bytes(s)
    elif encoding == ASCII:
        if s.flags & IS_ASCII != 0:
            return latin_bytes(s)
    return encode_slowly(s, encoding, errors)


@fn(raises=True)
def latin_bytes(s: String) -> Value:
    """Code points below 256 as bytes."""
    result = new_bytes(s.count)
    spend(s.count >> COPY_SHIFT)
    memcopy(result.data, s.data, s.count)
    return result


@fn(raises=True)
def bytes_of_builder(out: StringBuilder) -> Value:
    """The bytes collected as code points below 256."""
    result = new_bytes(out.count)
    spend(out.count >> COPY_SHIFT)
    copy_units(result.data, 1, out.buffer.bytes, out.width, out.count)
    return result


@fn
def can_encode(encoding: i64, code: u32) -> bool:
    if encoding == ASCII:
        return code < 128
    if encoding == LATIN:
        return code < 256
    if encoding == ESCAPE or encoding == RAW_ESCAPE:
        return True
    return not is_surrogate(code)


@fn(raises=True)
def encode_slowly(s: String, encoding: i64, errors: Value) -> Value:
    spend(s.count >> (WORK_SHIFT - 2))
    out = new_builder(s.count + 8)
    if encoding == UTF16 or encoding == UTF32:
        put_code(out, encoding, u32(0xFEFF))
    elif encoding == UTF8_SIG:
        put_code(out, UTF8, u32(0xFEFF))
    at: i64 = 0
    while at < s.count:
        code = code_at(s, at)
        if can_encode(encoding, code):
            put_code(out, encoding, code)
            at += 1
            continue
        end = at + 1
        if encoding < UTF16:
            while end < s.count and not can_encode(encoding, code_at(s, end)):
                end += 1
        at = handle_encoding(s, encoding, errors, at, end, out)
    return bytes_of_builder(out)


@fn(raises=True)
def handle_encoding(s: String, encoding: i64, errors: Value, start: i64, end: i64, out: StringBuilder) -> i64:
    """Apply the handler to code points that cannot be encoded; gives the index to go on at."""
    handler = handler_number(errors)
    if handler < 0:
        refuse_handler(errors)
    for i in range(start, end):
        code = code_at(s, i)
        if handler == REPLACE:
            put_code(out, encoding, u32(0x3F))
        elif handler == BACKSLASH or handler == NAME:
            put_escape(out, encoding, code)
        elif handler == XML_REFERENCE:
            put_reference(out, encoding, code)
        elif handler == SURROGATE_ESCAPE and (encoding < UTF16 or encoding == UTF8_SIG) and code >= 0xDC80 and code < 0xDD00:
            out.append_code(code - 0xDC00)
        elif handler == SURROGATE_PASS and is_surrogate(code) and encoding != ASCII and encoding != LATIN:
            put_code(out, encoding, code)
        elif handler != IGNORE:
            fail_encoding(s, encoding, i, end)
    return end


@fn(raises=True)
def fail_encoding(s: String, encoding: i64, start: i64, end: i64) -> None:
    if encoding == ASCII:
        raise_unicode_error("UnicodeEncodeError", encoding, s, start, end, "ordinal not in range(128)")
    if encoding == LATIN:
        raise_unicode_error("UnicodeEncodeError", encoding, s, start, end, "ordinal not in range(256)")
    raise_unicode_error("UnicodeEncodeError", encoding, s, start, end, "surrogates not allowed")


@fn(raises=True)
def put_code(out: StringBuilder, encoding: i64, code: u32) -> None:
    """Append the bytes of a code point."""
    match encoding:
        case 0 | 11:  # UTF8, UTF8_SIG
            if code < 0x80:
                out.append_code(code)
            elif code < 0x800:
                out.append_code(0xC0 | code >> 6)
                out.append_code(0x80 | (code & 0x3F))
            elif code < 0x10000:
                out.append_code(0xE0 | code >> 12)
                out.append_code(0x80 | (code >> 6 & 0x3F))
                out.append_code(0x80 | (code & 0x3F))
            else:
                out.append_code(0xF0 | code >> 18)
                out.append_code(0x80 | (code >> 12 & 0x3F))
                out.append_code(0x80 | (code >> 6 & 0x3F))
                out.append_code(0x80 | (code & 0x3F))
        case 3 | 4 | 5:  # UTF16 and its orders
            if code < 0x10000:
                put_unit(out, code, encoding == UTF16_BE)
            else:
                put_unit(out, 0xD800 + ((code - 0x10000) >> 10), encoding == UTF16_BE)
                put_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF), encoding == UTF16_BE)
        case 6 | 7:  # UTF32, UTF32_LE
            put_unit(out, code & 0xFFFF, False)
            put_unit(out, code >> 16, False)
        case 8:  # UTF32_BE
            put_unit(out, code >> 16, True)
            put_unit(out, code & 0xFFFF, True)
        case 9:  # ESCAPE
            put_python_escape(out, code)
        case 10:  # RAW_ESCAPE
            if code < 256:
                out.append_code(code)
            else:
                put_escape(out, LATIN, code)
        case _:
            out.append_code(code)


@fn(raises=True)
def put_unit(out: StringBuilder, unit: u32, is_big: bool) -> None:
    """Two bytes in an order."""
    if is_big:
        out.append_code(unit >> 8)
        out.append_code(unit & 0xFF)
    else:
        out.append_code(unit & 0xFF)
        out.append_code(unit >> 8)


@fn(raises=True)
def put_python_escape(out: StringBuilder, code: u32) -> None:
    """A code point as unicode_escape writes it."""
    letter: u32 = 0
    if code == 9:
        letter = 0x74
    elif code == 10:
        letter = 0x6E
    elif code == 13:
        letter = 0x72
    elif code == 0x5C:
        letter = 0x5C
    if letter != 0:
        out.append_code(0x5C)
        out.append_code(letter)
    elif code >= 32 and code < 127:
        out.append_code(code)
    else:
        put_escape(out, LATIN, code)


@fn(raises=True)
def put_escape(out: StringBuilder, encoding: i64, code: u32) -> None:
    r"""\xhh, \uhhhh or \Uhhhhhhhh in an encoding."""
    digits = 2 if code < 0x100 else 4 if code < 0x10000 else 8
    put_code(out, encoding, u32(0x5C))
    put_code(out, encoding, u32(0x78) if digits == 2 else u32(0x75) if digits == 4 else u32(0x55))
    for k in range(digits):
        put_code(out, encoding, hex_digit(code >> u32(4 * (digits - 1 - k)) & 15))


@fn(raises=True)
def put_reference(out: StringBuilder, encoding: i64, code: u32) -> None:
    """&#N; in an encoding."""
    put_code(out, encoding, u32(0x26))
    put_code(out, encoding, u32(0x23))
    unit: u32 = 1
    while code // unit >= 10:
        unit = unit * 10
    while unit > 0:
        put_code(out, encoding, 48 + code // unit % 10)
        unit = unit // 10
    put_code(out, encoding, u32(0x3B))


# --- decoding


@fn(raises=True)
def decode_value(v: Value, encoding: Value, errors: Value) -> Value:
    """str(v, encoding, errors). Raises: TypeError unless v is bytes-like."""
    data = bytes_or_none(v)
    if is_deleted(data):
        raise type_error("decoding to str: need a bytes-like object, %T found", v)
    return decode_bytes(cast(Bytes, data), encoding, errors)


@fn(raises=True)
def decode_bytes(b: Bytes, encoding_name: Value, errors: Value) -> Value:
    """b.decode(encoding, errors); each a str or DEFAULT."""
    encoding = encoding_number(encoding_name)
    if encoding < 0:
        return by_registry("decode_text", b, encoding_name, errors)
    if encoding == UTF8:
        spend(b.length >> WORK_SHIFT)
        count, bits, fault, _fault_end, is_clean = scan_utf8(b.data, b.length, STRICT)
        if fault < 0:
            if count == 0:
                return string_from_static("")
            width = width_for(bits)
            s = new_string(count, width, u8(bits < ASCII_LIMIT))
            if bits < ASCII_LIMIT:
                memcopy(s.data, b.data, count)
            else:
                write_decoded(s.data, width, b.data, b.length, STRICT, is_clean)
            return s
    elif encoding == LATIN:
        return string_from_units(b.data, 1, b.length)
    elif encoding == ASCII:
        if bytes_are_ascii(b):
            return string_from_units(b.data, 1, b.length)
    return decode_slowly(b, encoding, errors)


@fn(raises=True)
def decode_slowly(b: Bytes, given: i64, errors: Value) -> Value:
    spend(b.length >> (WORK_SHIFT - 2))
    out = new_builder(b.length)
    at: i64 = 0
    encoding = given
    if given == UTF8_SIG:
        if b.length >= 3 and b.data[0] == 0xEF and b.data[1] == 0xBB and b.data[2] == 0xBF:
            at = 3
    elif given == UTF16:
        encoding = UTF16_LE
        if b.length >= 2:
            if b.data[0] == 0xFF and b.data[1] == 0xFE:
                at = 2
            elif b.data[0] == 0xFE and b.data[1] == 0xFF:
                at = 2
                encoding = UTF16_BE
    elif given == UTF32:
        encoding = UTF32_LE
        if b.length >= 4:
            if b.data[0] == 0xFF and b.data[1] == 0xFE and b.data[2] == 0 and b.data[3] == 0:
                at = 4
            elif b.data[0] == 0 and b.data[1] == 0 and b.data[2] == 0xFE and b.data[3] == 0xFF:
                at = 4
                encoding = UTF32_BE
    while at < b.length:
        code, taken, reason = next_code(b, at, encoding)
        if code == FAULT:
            at = handle_decoding(b, encoding, errors, at, at + taken, reason, out)
        else:
            if code != SKIP:
                out.append_code(code)
            at += taken
    return out.finish()


@fn(raises=True)
def handle_decoding(
    b: Bytes, encoding: i64, errors: Value, start: i64, end: i64, reason: Ptr[u8], out: StringBuilder
) -> i64:
    """Apply the handler to a faulty sequence; gives the index to go on at."""
    handler = handler_number(errors)
    if handler < 0:
        refuse_handler(errors)
    if handler == IGNORE:
        return end
    if handler == REPLACE:
        out.append_code(u32(0xFFFD))
        return end
    if handler == BACKSLASH:
        for i in range(start, end):
            put_escape(out, LATIN, u32(b.data[i]))
        return end
    if handler == SURROGATE_ESCAPE:
        i = start
        while i < end and b.data[i] >= 0x80:
            out.append_code(0xDC00 + u32(b.data[i]))
            i += 1
        if i > start:
            return i
    if handler == SURROGATE_PASS:
        code = passed_surrogate(b, encoding, start)
        if code != FAULT:
            out.append_code(code)
            return start + (
                i64(3) if encoding == UTF8 or encoding == UTF8_SIG else i64(2) if encoding < UTF32 else i64(4)
            )
    if handler == XML_REFERENCE or handler == NAME:
        raise type_error("don't know how to handle UnicodeDecodeError in error callback")
    raise_unicode_error("UnicodeDecodeError", encoding, b, start, end, reason)
    return end


@fn
def passed_surrogate(b: Bytes, encoding: i64, at: i64) -> u32:
    """The surrogate encoded at a place, or FAULT."""
    code: u32 = FAULT
    if encoding == UTF8 or encoding == UTF8_SIG:
        return encoded_surrogate(b.data, at, b.length)
    if encoding == UTF16_LE or encoding == UTF16_BE:
        if at + 2 <= b.length:
            code = unit_of(b, at, encoding == UTF16_BE)
    elif encoding == UTF32_LE or encoding == UTF32_BE:
        if at + 4 <= b.length:
            code = long_unit_of(b, at, encoding == UTF32_BE)
    return code if is_surrogate(code) else u32(FAULT)


@fn
def unit_of(b: Bytes, at: i64, is_big: bool) -> u32:
    first = u32(b.data[at])
    second = u32(b.data[at + 1])
    return first << 8 | second if is_big else second << 8 | first


@fn
def long_unit_of(b: Bytes, at: i64, is_big: bool) -> u32:
    first = unit_of(b, at, is_big)
    second = unit_of(b, at + 2, is_big)
    return first << 16 | second if is_big else second << 16 | first


@fn
def next_code(b: Bytes, at: i64, encoding: i64) -> tuple[u32, i64, Ptr[u8]]:
    """The code point at a place and its bytes; or FAULT, the faulty bytes and what is wrong with them."""
    left = b.length - at
    first = u32(b.data[at])
    match encoding:
        case 0 | 11:  # UTF8, UTF8_SIG
            code, taken = decode_sequence(b.data, at, b.length)
            if code != FAULT:
                return code, taken, None
            if first < 0xC2 or first > 0xF4:
                return code, taken, "invalid start byte"
            if at + taken == b.length:
                return code, taken, "unexpected end of data"
            return code, taken, "invalid continuation byte"
        case 1:  # ASCII
            if first < 128:
                return first, 1, None
            return u32(FAULT), 1, "ordinal not in range(128)"
        case 4 | 5:  # UTF16_LE, UTF16_BE
            if left < 2:
                return u32(FAULT), left, "truncated data"
            unit = unit_of(b, at, encoding == UTF16_BE)
            if not is_surrogate(unit):
                return unit, 2, None
            if unit >= 0xDC00:
                return u32(FAULT), 2, "illegal encoding"
            if left < 4:
                return u32(FAULT), left, "unexpected end of data"
            low = unit_of(b, at + 2, encoding == UTF16_BE)
            if low < 0xDC00 or low > 0xDFFF:
                return u32(FAULT), 2, "illegal UTF-16 surrogate"
            return 0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00)), 4, None
        case 7 | 8:  # UTF32_LE, UTF32_BE
            if left < 4:
                return u32(FAULT), left, "truncated data"
            long = long_unit_of(b, at, encoding == UTF32_BE)
            if long > 0x10FFFF:
                return u32(FAULT), 4, "code point not in range(0x110000)"
            if is_surrogate(long):
                return u32(FAULT), 4, "code point in surrogate code point range(0xd800, 0xe000)"
            return long, 4, None
        case 9 | 10:  # ESCAPE, RAW_ESCAPE
            if first != 0x5C:
                return first, 1, None
            return escaped_code(b, at, encoding == RAW_ESCAPE)
    return first, 1, None


SIMPLE_ESCAPES = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}


@fn
def escaped_code(b: Bytes, at: i64, is_raw: bool) -> tuple[u32, i64, Ptr[u8]]:
    """What the backslash at a place stands for."""
    left = b.length - at
    if left < 2:
        if is_raw:
            return u32(0x5C), 1, None
        return u32(FAULT), left, "\\ at end of string"
    letter = u32(b.data[at + 1])
    if letter == 0x75:  # u
        return hex_escape(b, at, 4, "truncated \\uXXXX escape")
    if letter == 0x55:  # U
        return hex_escape(b, at, 8, "truncated \\UXXXXXXXX escape")
    if is_raw:
        return u32(0x5C), 1, None
    if letter == 0x78:  # x
        return hex_escape(b, at, 2, "truncated \\xXX escape")
    if letter == 10:
        return u32(SKIP), 2, None
    for escape, meaning in static(tuple(SIMPLE_ESCAPES.items())):
        if letter == ord(escape):
            return u32(ord(meaning)), 2, None
    if letter >= 48 and letter < 56:
        code: u32 = 0
        taken: i64 = 1
        while taken < 4 and at + taken < b.length and b.data[at + taken] - 48 < 8:
            code = code * 8 + u32(b.data[at + taken] - 48)
            taken += 1
        return code, taken, None
    if letter == 0x4E:  # N
        return u32(FAULT), 2, "\\N escapes not supported (can't load unicodedata module)"
    return u32(0x5C), 1, None


@fn
def hex_escape(b: Bytes, at: i64, digits: i64, fault: Ptr[u8]) -> tuple[u32, i64, Ptr[u8]]:
    code: u32 = 0
    for i in range(digits):
        if at + 2 + i >= b.length:
            return u32(FAULT), 2 + i, fault
        digit = hex_number(b.data[at + 2 + i])
        if digit > 15:
            return u32(FAULT), 2 + i, fault
        code = code << 4 | digit
    if code > 0x10FFFF:
        return u32(FAULT), 2 + digits, "illegal Unicode character"
    return code, 2 + digits, None


@fn
def hex_number(c: u8) -> u32:
    """Value of a hexadecimal digit; above 15: none."""
    if c - 48 < 10:
        return u32(c - 48)
    if (c | 32) - 97 < 6:
        return u32((c | 32) - 87)
    return u32(255)
