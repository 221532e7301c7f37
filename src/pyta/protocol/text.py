"""str(), repr(): text of any value."""

from __future__ import annotations

from corevm.kernel.array import no_value, raw_new
from corevm.kernel.bigint import is_negative
from corevm.kernel.bigint_text import int_text_length_bound, int_write_text
from corevm.kernel.float_text import REPR_BYTES, float_repr
from corevm.kernel.number import float_of, is_float, is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at, string_from_ascii, string_from_static
from corevm.kernel.string_build import new_builder, repr_string
from corevm.kernel.value import FALSE, NONE, TRUE, is_fixnum, is_word
from corevm.micro.surface import Ptr, Value, cast, cfn, fn, i64, stack_array, u8, u32, u64
from pyta.object.exception import type_error
from pyta.object.payload import payload_or_none
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.digit_limit import check_written_bits, check_written_digits

malloc = cfn("malloc", [u64], Ptr[u8])
free = cfn("free", [Ptr[u8]], None)


@fn(raises=True)
def int_text(v: Value) -> String:
    """The decimal text of an integer."""
    if is_fixnum(v):
        small = stack_array(u8, 32)
        return string_from_ascii(small, int_write_text(v, 10, small))
    check_written_bits(v)
    buffer = raw_new(int_text_length_bound(v, 10)).bytes
    count = int_write_text(v, 10, buffer)
    check_written_digits(count - i64(is_negative(v)))
    return string_from_ascii(buffer, count)


@fn(raises=True)
def float_text(v: Value) -> String:
    buffer = stack_array(u8, REPR_BYTES)
    return string_from_ascii(buffer, float_repr(float_of(v), buffer))


@fn(raises=True)
def py_repr(v: Value) -> String:
    """repr(v)."""
    if is_integer(v):
        return int_text(v)
    if is_float(v):
        return float_text(v)
    if is_kind(v, "string"):
        return repr_string(cast(String, v))
    if is_word(v, NONE):
        return cast(String, static_text("None"))
    if is_word(v, TRUE):
        return cast(String, static_text("True"))
    if is_word(v, FALSE):
        return cast(String, static_text("False"))
    found = special(v, "__repr__")
    result = call_special1(v, found)
    if is_kind(result, "string"):
        return cast(String, result)
    held = payload_or_none(result, "str")
    if held == no_value():
        raise type_error("__repr__ returned non-string (type %T)", result)
    return cast(String, held)


@fn(raises=True)
def static_text(text: Ptr[u8]) -> Value:
    return string_from_static(text)


@fn(raises=True)
def py_str(v: Value) -> String:
    """str(v)."""
    if is_kind(v, "string"):
        return cast(String, v)
    if is_integer(v):
        return int_text(v)
    if is_float(v):
        return float_text(v)
    result = str_result(v)
    if is_kind(result, "string"):
        return cast(String, result)
    return cast(String, payload_or_none(result, "str"))


@fn(raises=True)
def str_result(v: Value) -> Value:
    """What str(v) gives: a str, or an instance of a class derived from it where __str__ gave that."""
    if is_kind(v, "string"):
        return v
    if is_integer(v):
        return int_text(v)
    if is_float(v):
        return float_text(v)
    found = special(v, "__str__")
    if found == no_value():
        return py_repr(v)
    result = call_special1(v, found)
    if not is_kind(result, "string") and payload_or_none(result, "str") == no_value():
        raise type_error("__str__ returned non-string (type %T)", result)
    return result


@fn(raises=True)
def ascii_form(text: String) -> Value:
    """A repr with all but ASCII escaped."""
    return escape_non_ascii(text)


@fn(raises=True)
def escape_non_ascii(text: String) -> String:
    builder = new_builder(text.count)
    for i in range(text.count):
        code = code_at(text, i)
        if code < 128:
            builder.append_code(code)
        else:
            digits = 2 if code < 0x100 else 4 if code < 0x10000 else 8
            builder.append_code(0x5C)
            builder.append_code(0x78 if digits == 2 else 0x75 if digits == 4 else 0x55)
            for k in range(digits):
                nibble = code >> u32(4 * (digits - 1 - k)) & 15
                builder.append_code(nibble + 48 if nibble < 10 else nibble + 87)
    return builder.finish()
