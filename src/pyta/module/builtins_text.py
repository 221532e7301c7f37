"""The builtins functions about text: repr, ascii, chr, ord, format."""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bytes import Bytes
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.string import String, char_string, code_at
from corevm.kernel.value import DEFAULT, is_word, tag_fixnum
from corevm.micro.surface import Value, cast, i64, u32
from pyta.object.buffer import bytes_or_none
from pyta.object.declare import function
from pyta.object.exception import overflow_error, type_error, value_error
from pyta.object.type import is_deleted
from pyta.protocol.argument import text_or_none
from pyta.protocol.format import format_value
from pyta.protocol.item import as_index
from pyta.protocol.text import ascii_form, py_repr


@function("builtins", "repr")
def builtin_repr(v: Value) -> Value:
    """The printable representation of an object."""
    return py_repr(v)


@function("builtins", "ascii")
def builtin_ascii(v: Value) -> Value:
    """As repr, with all but ASCII escaped."""
    return ascii_form(py_repr(v))


@function("builtins", "chr")
def builtin_chr(v: Value) -> Value:
    """The string of one code point."""
    n = as_index(v)
    if not int_fits_i64(n) or int_to_i64(n) < -(1 << 31) or int_to_i64(n) >= 1 << 31:
        raise overflow_error("Python int too large to convert to C int")
    if int_to_i64(n) < 0 or int_to_i64(n) > 0x10FFFF:
        raise value_error("chr() arg not in range(0x110000)")
    return char_string(u32(int_to_i64(n)))


@function("builtins", "ord")
def builtin_ord(v: Value) -> Value:
    """The code point of a string, or the byte of a bytes object, of length one."""
    found = text_or_none(v)
    if found != no_value():
        s = cast(String, found)
        if s.count != 1:
            raise type_error("ord() expected a character, but string of length %D found", tag_fixnum(s.count))
        return tag_fixnum(i64(code_at(s, 0)))
    found = bytes_or_none(v)
    if is_deleted(found):
        raise type_error("ord() expected string of length 1, but %T found", v)
    b = cast(Bytes, found)
    if b.length != 1:
        raise type_error("ord() expected a character, but string of length %D found", tag_fixnum(b.length))
    return tag_fixnum(i64(b.data[0]))


@function("builtins", "format", optional=1)
def builtin_format(v: Value, spec: Value) -> Value:
    """format(value, spec='')."""
    if is_word(spec, DEFAULT):
        return format_value(v, no_value())
    text = text_or_none(spec)
    if text == no_value():
        raise type_error("format() argument 2 must be str, not %T", spec)
    return format_value(v, text)
