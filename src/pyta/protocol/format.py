"""The format mini-language for numbers and strings: what __format__ of the builtin types does.

    [[fill]align][sign][z][#][0][width][, or _][.precision][type]

The laying out is the kernel's (`corevm.kernel.text_format`); here are what depends on the type, and the errors, which name it.
Functions take `subject`, the object as the program sees it, for the errors' sake.

Source: the library reference, "Format Specification Mini-Language"; messages are CPython 3.11's.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bigint import is_negative
from corevm.kernel.bigint_text import int_text_length_bound, int_write_text
from corevm.kernel.float_text import (
    ALTERNATE as ALWAYS_POINT,
)
from corevm.kernel.float_text import (
    DOT_ZERO,
    PRECISION_LIMIT,
    SHORTEST,
    UPPER,
    float_format,
    float_format_bound,
)
from corevm.kernel.integer import int_fits_i64
from corevm.kernel.number import float_of, is_float, is_integer, number_to_float
from corevm.kernel.object import is_kind
from corevm.kernel.string import (
    String,
    char_string,
    concat_strings,
    empty_string,
    string_from_ascii,
    string_from_static,
    substring,
)
from corevm.kernel.string_build import new_builder
from corevm.kernel.text_format import (
    ALTERNATE,
    EQUALS,
    GREATER,
    LESS,
    MINUS,
    NO_NEGATIVE_ZERO,
    PLUS,
    SPACE,
    UNDERSCORE,
    ZERO,
    FormatSpec,
    code_or_zero,
    format_number,
    lay_out,
    read_format_spec,
)
from corevm.kernel.value import is_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, bits_of, cast, f64, failure, fn, i64, inline, stack_array, u8, u32, u64
from pyta.object.declare import method
from pyta.object.exception import overflow_error, type_error, value_error
from pyta.object.payload import payload, payload_or_none
from pyta.protocol.attribute import call_special2, special
from pyta.protocol.text import float_text, free, int_text, malloc, py_str

STACK_BYTES = 512  # longer texts are written to memory of their own
PERCENT = 0x25


@fn(raises=True)
def shown_code(code: u32) -> Value:
    r"""A type character in an error: itself, or \x and its number."""
    if code > 32 and code < 128:
        return char_string(code)
    digits = stack_array(u8, 16)
    at: i64 = 16
    rest = code
    while True:
        at -= 1
        nibble = u8(rest & 15)
        digits[at] = nibble + 48 if nibble < 10 else nibble + 87
        rest = rest >> 4
        if rest == 0:
            break
    return concat_strings(string_from_static("\\x"), string_from_ascii(digits + at, 16 - at))


@fn(raises=True)
def unknown_code(subject: Value, code: u32) -> Value:
    return value_error("Unknown format code '%S' for object of type '%T'", shown_code(code), subject)


@fn(raises=True)
def parse_spec(subject: Value, s: String, spec: Ptr[FormatSpec], default_align: u32, default_type: u32) -> None:
    """Read a specification; `spec.type` is 0 where none is given. Raises: ValueError."""
    at = read_format_spec(s, spec, default_align)
    if s.count - at > 1:
        raise value_error("Invalid format specifier '%S' for object of type '%T'", s, subject)
    spec.type = code_or_zero(s, at)
    if spec.grouping != 0:
        check_grouping(spec, spec.type if spec.type != 0 else default_type)


@fn(raises=True)
def check_grouping(spec: Ptr[FormatSpec], code: u32) -> None:
    """Raises: ValueError when digits of this type cannot be grouped in this way."""
    match code:
        case 0 | 0x25 | 0x64 | 0x65 | 0x66 | 0x67 | 0x45 | 0x46 | 0x47:  # none, % d e f g E F G
            return
        case 0x62 | 0x6F | 0x78 | 0x58:  # b o x X
            if spec.grouping == UNDERSCORE:
                return
    raise value_error("Cannot specify '%S' with '%S'.", char_string(spec.grouping), shown_code(code))


@inline
def is_float_code(code: u32) -> bool:
    """e E f F g G %"""
    lower = code | 32
    return code == PERCENT or (lower >= 0x65 and lower <= 0x67 and code >= 0x45)


# --- strings


@fn(raises=True)
def format_text(subject: Value, s: String, text: String) -> String:
    """format(s, text) of a string."""
    if text.count == 0:
        return s
    spec = stack_array(FormatSpec, 1)
    parse_spec(subject, text, spec, u32(LESS), u32(0x73))
    if spec.type != 0 and spec.type != 0x73:
        raise unknown_code(subject, spec.type)
    if spec.sign == SPACE:
        raise value_error("Space not allowed in string format specifier")
    if spec.sign != 0:
        raise value_error("Sign not allowed in string format specifier")
    if spec.flags & NO_NEGATIVE_ZERO != 0:
        raise value_error("Negative zero coercion (z) not allowed in string format specifier")
    if spec.flags & ALTERNATE != 0:
        raise value_error("Alternate form (#) not allowed in string format specifier")
    if spec.align == EQUALS:
        raise value_error("'=' alignment not allowed in string format specifier")
    shown = s
    if spec.precision >= 0 and spec.precision < s.count:
        shown = substring(s, 0, spec.precision)
    return lay_out(shown, spec)


# --- integers


@fn(raises=True)
def format_integer(subject: Value, number: Value, text: String) -> String:
    """format(number, text) of an integer."""
    if text.count == 0:
        return int_text(number)
    spec = stack_array(FormatSpec, 1)
    parse_spec(subject, text, spec, u32(GREATER), u32(0x64))
    code = spec.type
    if is_float_code(code):
        return format_double(subject, number_to_float(number), spec)
    base: i64 = 10
    match code:
        case 0 | 0x64 | 0x6E | 0x63:  # none, d n c
            base = 10
        case 0x62:
            base = 2
        case 0x6F:
            base = 8
        case 0x78 | 0x58:
            base = 16
        case _:
            raise unknown_code(subject, code)
    if spec.precision >= 0:
        raise value_error("Precision not allowed in integer format specifier")
    if spec.flags & NO_NEGATIVE_ZERO != 0:
        raise value_error("Negative zero coercion (z) not allowed in integer format specifier")
    if code == 0x63:
        return format_character(number, spec)
    bound = int_text_length_bound(number, base)
    if bound <= STACK_BYTES:
        return lay_out_integer(number, base, spec, stack_array(u8, STACK_BYTES))
    memory = malloc(u64(bound))
    try:
        made = lay_out_integer(number, base, spec, memory)
        free(memory)
        return made
    except failure as e:
        free(memory)
        raise e


@fn(raises=True)
def lay_out_integer(number: Value, base: i64, spec: Ptr[FormatSpec], buffer: Ptr[u8]) -> String:
    count = int_write_text(number, base, buffer)
    start = i64(is_negative(number))
    if spec.type == 0x58:
        for i in range(count):
            if buffer[i] >= 97:
                buffer[i] = buffer[i] - 32
    prefix = stack_array(u8, 2)
    prefix_count: i64 = 0
    if spec.flags & ALTERNATE != 0 and base != 10:
        prefix[0] = 48
        prefix[1] = u8(spec.type)
        prefix_count = 2
    return format_number(spec, start == 1, prefix, prefix_count, buffer + start, count - start, buffer, 0)


@fn(raises=True)
def format_character(number: Value, spec: Ptr[FormatSpec]) -> String:
    """The type c: the code point of that number."""
    if spec.sign != 0:
        raise value_error("Sign not allowed with integer format specifier 'c'")
    if spec.flags & ALTERNATE != 0:
        raise value_error("Alternate form (#) not allowed with integer format specifier 'c'")
    if not int_fits_i64(number):
        raise overflow_error("Python int too large to convert to C long")
    if not is_fixnum(number) or untag_fixnum(number) < 0 or untag_fixnum(number) > 0x10FFFF:
        raise overflow_error("%%c arg not in range(0x110000)")
    return lay_out(char_string(u32(untag_fixnum(number))), spec)


# --- floats


@fn(raises=True)
def format_float(subject: Value, number: Value, text: String) -> String:
    """format(number, text) of a float."""
    if text.count == 0:
        return float_text(number)
    spec = stack_array(FormatSpec, 1)
    parse_spec(subject, text, spec, u32(GREATER), u32(0))
    if spec.type != 0 and spec.type != 0x6E and not is_float_code(spec.type):
        raise unknown_code(subject, spec.type)
    return format_double(subject, float_of(number), spec)


@fn(raises=True)
def format_double(subject: Value, d: f64, spec: Ptr[FormatSpec]) -> String:
    """A double by a specification of a float type."""
    if spec.precision > PRECISION_LIMIT:
        raise value_error("precision too big")
    bound = float_format_bound(spec.precision if spec.precision >= 0 else i64(6))
    if bound <= STACK_BYTES:
        return lay_out_double(d, spec, stack_array(u8, STACK_BYTES))
    memory = malloc(u64(bound))
    if memory is None:
        raise value_error("precision too big")
    try:
        made = lay_out_double(d, spec, memory)
        free(memory)
        return made
    except failure as e:
        free(memory)
        raise e


@fn
def write_double(d: f64, spec: Ptr[FormatSpec], buffer: Ptr[u8]) -> i64:
    """Write a double as the specification's type and precision say; gives the count of bytes."""
    flags: i64 = 0
    if spec.flags & ALTERNATE != 0:
        flags = ALWAYS_POINT
    code = spec.type
    precision = spec.precision if spec.precision >= 0 else i64(6)
    if code == 0:
        flags = flags | DOT_ZERO
        if spec.precision < 0:
            flags = flags | SHORTEST
        code = 0x67
    elif code == 0x6E:
        code = 0x67
    elif code != PERCENT and code < 0x60:
        flags = flags | UPPER
        code = code + 32
    return float_format(d, buffer, u8(code), precision, flags)


@fn
def is_zero_text(text: Ptr[u8], count: i64) -> bool:
    """Whether a number's text has no digit but 0 (in front of an exponent)."""
    for i in range(count):
        if text[i] | 32 == 0x65:
            return True
        if text[i] >= 0x31 and text[i] != PERCENT:
            return False
    return True


@fn
def digit_count_of(text: Ptr[u8], count: i64) -> i64:
    """How many digits a text starts with."""
    digits: i64 = 0
    while digits < count and text[digits] - 48 < 10:
        digits += 1
    return digits


@fn(raises=True)
def lay_out_double(d: f64, spec: Ptr[FormatSpec], buffer: Ptr[u8]) -> String:
    count = write_double(d, spec, buffer)
    start: i64 = 0
    is_minus = False
    if buffer[0] == MINUS:
        start = 1
        is_minus = True
        if spec.flags & NO_NEGATIVE_ZERO != 0 and is_zero_text(buffer + 1, count - 1):
            is_minus = False
    digits = digit_count_of(buffer + start, count - start)
    after = start + digits
    return format_number(spec, is_minus, buffer, 0, buffer + start, digits, buffer + after, count - after)


# --- complex numbers


@fn(raises=True)
def format_complex(subject: Value, real: f64, imaginary: f64, text: String) -> String:
    """format(complex(real, imaginary), text)."""
    spec = stack_array(FormatSpec, 1)
    parse_spec(subject, text, spec, u32(GREATER), u32(0))
    if spec.type == PERCENT or (spec.type != 0 and spec.type != 0x6E and not is_float_code(spec.type)):
        raise unknown_code(subject, spec.type)
    if spec.fill == ZERO:
        raise value_error("Zero padding is not allowed in complex format specifier")
    if spec.align == EQUALS:
        raise value_error("'=' alignment flag is not allowed in complex format specifier")
    width, fill, align = spec.width, spec.fill, spec.align
    spec.width = -1
    spec.fill = SPACE
    spec.align = LESS
    is_plain = spec.type == 0
    has_real = not is_plain or bits_of(real) != 0
    made = new_builder(40)
    if has_real:
        if is_plain:
            made.append_code(0x28)
        made.append(format_part(subject, real, spec))
        spec.sign = PLUS
    made.append(format_part(subject, imaginary, spec))
    made.append_code(0x6A)
    if has_real and is_plain:
        made.append_code(0x29)
    spec.width, spec.fill, spec.align = width, fill, align
    return lay_out(made.finish(), spec)


@fn(raises=True)
def format_part(subject: Value, d: f64, spec: Ptr[FormatSpec]) -> String:
    """One part: as a float, but without ".0" where no type was given."""
    made = format_double(subject, d, spec)
    n = made.count
    if spec.type == 0 and spec.flags & ALTERNATE == 0 and n > 2 and made.data[n - 1] == 48 and made.data[n - 2] == 0x2E:
        return substring(made, 0, n - 2)
    return made


# --- the methods


@inline(raises=True)
def spec_argument(v: Value) -> String:
    found = payload_or_none(v, "str")
    if found == no_value():
        raise type_error("__format__() argument must be str, not %T", v)
    return cast(String, found)


@method("str", "__format__")
def str_format_method(self: Value, spec: Value) -> Value:
    s = cast(String, payload(self, "str", "__format__"))
    text = spec_argument(spec)
    if text.count == 0:
        return py_str(self)
    return format_text(self, s, text)


@method("int", "__format__")
def int_format_method(self: Value, spec: Value) -> Value:
    number = payload(self, "int", "__format__")
    text = spec_argument(spec)
    if text.count == 0:
        return py_str(self)
    return format_integer(self, number, text)


@method("float", "__format__")
def float_format_method(self: Value, spec: Value) -> Value:
    number = payload(self, "float", "__format__")
    text = spec_argument(spec)
    if text.count == 0:
        return py_str(self)
    return format_float(self, number, text)


# --- format() of any value


@fn(raises=True)
def format_value(v: Value, spec: Value) -> Value:
    """format(v, spec), spec a string or 0 for the empty one: a str."""
    if spec == no_value() or cast(String, spec).count == 0:
        if is_kind(v, "string"):
            return v
        if is_integer(v) or is_float(v):
            return py_str(v)
    else:
        if is_kind(v, "string"):
            return format_text(v, cast(String, v), cast(String, spec))
        if is_integer(v):
            return format_integer(v, v, cast(String, spec))
        if is_float(v):
            return format_float(v, v, cast(String, spec))
    found = special(v, "__format__")
    if found == no_value():
        return py_str(v)
    text = cast(Value, empty_string()) if spec == no_value() else spec
    result = call_special2(v, found, text)
    held = payload_or_none(result, "str")
    if held == no_value():
        raise type_error("__format__ must return a str, not %T", result)
    return held
