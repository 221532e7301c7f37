"""printf-style formatting: `%` of str, bytes and bytearray.

    %[(key)][flags][width][.precision][length]type

Bytes are formatted as text of code points below 256: template and pieces are decoded as Latin-1, the result encoded (`format_bytes`).

Source: the library reference, "printf-style String Formatting"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.bigint import is_negative
from corevm.kernel.bigint_text import int_text_length_bound, int_write_text
from corevm.kernel.bytes import Bytes
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.integer_float import float_to_int
from corevm.kernel.number import float_of, number_to_float
from corevm.kernel.object import is_kind
from corevm.kernel.string import (
    String,
    char_string,
    code_at,
    string_from_ascii,
    string_from_units,
    substring,
)
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.text_format import ALTERNATE, FormatSpec
from corevm.kernel.value import is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, f64, failure, fn, i64, stack_array, struct, u8, u32, u64
from pyta.object.buffer import bytes_or_none
from pyta.object.exception import exception_type, is_exception, overflow_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.type import class_of, is_deleted, is_subtype
from pyta.protocol.argument import I64_MAX, has_index
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.codec import latin_bytes
from pyta.protocol.format import STACK_BYTES, write_double
from pyta.protocol.item import as_index, get_item
from pyta.protocol.text import ascii_form, free, malloc, py_repr, py_str

LEFT, SIGN, BLANK, ALTERNATE_FORM, ZEROS = (1 << n for n in range(5))
PERCENT = 0x25
PRECISION_LIMIT = (1 << 31) - 1


@struct
class Conversion:
    """One conversion of a template, and the arguments still to be taken."""

    flags: i64
    width: i64
    precision: i64  # -1: none
    code: u32
    is_bytes: bool
    taken: i64  # arguments taken
    count: i64
    arguments: Value  # Array_, or 0: `single` is the one argument
    single: Value
    mapping: Value  # or 0


@fn(raises=True)
def format_percent(template: String, arguments: Value, is_bytes: bool) -> Value:
    """template % arguments, as text."""
    c = stack_array(Conversion, 1)
    c.is_bytes = is_bytes
    c.single = arguments
    c.count = 1
    c.arguments = payload_or_none(arguments, "tuple")
    if c.arguments != no_value():
        c.count = cast(Array_, c.arguments).length
    elif is_mapping(arguments, is_bytes):
        c.mapping = arguments
    out = new_builder(template.count + 32)
    at: i64 = 0
    while at < template.count:
        start = at
        while at < template.count and code_at(template, at) != PERCENT:
            at += 1
        out.append_slice(template, start, at)
        if at + 1 < template.count and code_at(template, at + 1) == PERCENT:
            out.append_code(u32(PERCENT))
            at += 2
        elif at < template.count:
            at = read_conversion(template, at + 1, c)
            convert(out, c, at - 1)
    if c.taken < c.count and c.mapping == no_value():
        if is_bytes:
            raise type_error("not all arguments converted during bytes formatting")
        raise type_error("not all arguments converted during string formatting")
    return out.finish()


@fn
def is_mapping(v: Value, is_bytes: bool) -> bool:
    """Whether keys may be looked up in v: it has subscripts and is no text."""
    if payload_or_none(v, "str") != no_value():
        return False
    if is_bytes and (payload_or_none(v, "bytes") != no_value() or payload_or_none(v, "bytearray") != no_value()):
        return False
    return special(v, "__getitem__") != no_value()


@fn(raises=True)
def next_argument(c: Ptr[Conversion]) -> Value:
    if c.taken >= c.count:
        raise type_error("not enough arguments for format string")
    at = c.taken
    c.taken = at + 1
    if c.arguments == no_value():
        return c.single
    return cast(Array_, c.arguments).items[at]


# --- reading a conversion


@fn(raises=True)
def read_conversion(s: String, start: i64, c: Ptr[Conversion]) -> i64:
    """Read what follows a percent sign; gives the position after the type."""
    at = start
    if at < s.count and code_at(s, at) == 0x28:
        at = read_key(s, at + 1, c)
    c.flags = 0
    while at < s.count:
        flag = flag_of(code_at(s, at))
        if flag == 0:
            break
        c.flags = c.flags | flag
        at += 1
    width, at = read_number(s, at, c, I64_MAX, True)
    c.width = width
    if width < 0:
        c.flags = c.flags | LEFT
        c.width = -width
    c.precision = -1
    if at < s.count and code_at(s, at) == 0x2E:
        precision, at = read_number(s, at + 1, c, PRECISION_LIMIT, False)
        c.precision = precision if precision > 0 else i64(0)
    if at < s.count:
        code = code_at(s, at)
        if code == 0x68 or code == 0x6C or code == 0x4C:  # h l L
            at += 1
    if at >= s.count:
        raise value_error("incomplete format")
    c.code = code_at(s, at)
    return at + 1


@fn(raises=True)
def read_key(s: String, start: i64, c: Ptr[Conversion]) -> i64:
    """Look up a key in parentheses: it is the argument of this conversion. Gives the position after them."""
    if c.mapping == no_value():
        raise type_error("format requires a mapping")
    depth: i64 = 1
    at = start
    while at < s.count and depth > 0:
        code = code_at(s, at)
        if code == 0x28:
            depth += 1
        elif code == 0x29:
            depth -= 1
        at += 1
    if depth > 0 or at > s.count:
        raise value_error("incomplete format key")
    key: Value = substring(s, start, at - 1)
    if c.is_bytes:
        key = latin_bytes(cast(String, key))
    c.arguments = no_value()
    c.single = get_item(c.mapping, key)
    c.taken = 0
    c.count = 1
    return at


@fn
def flag_of(code: u32) -> i64:
    match code:
        case 0x2D:
            return LEFT
        case 0x2B:
            return SIGN
        case 0x20:
            return BLANK
        case 0x23:
            return ALTERNATE_FORM
        case 0x30:
            return ZEROS
    return 0


@fn(raises=True)
def read_number(s: String, start: i64, c: Ptr[Conversion], limit: i64, is_width: bool) -> tuple[i64, i64]:
    """A width or precision, digits or `*` (the next argument); and the position after it."""
    at = start
    if at < s.count and code_at(s, at) == 0x2A:
        v = payload_or_none(next_argument(c), "int")
        if v == no_value():
            raise type_error("* wants int")
        if not int_fits_i64(v) or int_to_i64(v) > limit or int_to_i64(v) < -limit:
            if is_width:
                raise overflow_error("Python int too large to convert to C ssize_t")
            raise overflow_error("Python int too large to convert to C int")
        return int_to_i64(v), at + 1
    number: i64 = 0
    while at < s.count and code_at(s, at) - 48 < 10:
        digit = i64(code_at(s, at)) - 48
        if number > (limit - digit) // 10:
            if is_width:
                raise value_error("width too big")
            raise value_error("precision too big")
        number = number * 10 + digit
        at += 1
    return number, at


# --- converting


@fn(raises=True)
def convert(out: StringBuilder, c: Ptr[Conversion], at: i64) -> None:
    """Append the next argument, converted; `at` is where the type stands in the template."""
    v = next_argument(c)
    match c.code:
        case 0x73 | 0x72 | 0x61:  # s r a
            put_text(out, c, text_of(v, c))
        case 0x62:  # b
            if not c.is_bytes:
                raise unsupported(c.code, at)
            put_text(out, c, text_of(v, c))
        case 0x64 | 0x69 | 0x75 | 0x6F | 0x78 | 0x58:  # d i u o x X
            convert_integer(out, c, v)
        case 0x65 | 0x45 | 0x66 | 0x46 | 0x67 | 0x47:  # e E f F g G
            convert_float(out, c, v)
        case 0x63:  # c
            c.precision = -1
            put_text(out, c, character_of(v, c.is_bytes))
        case _:
            raise unsupported(c.code, at)


@fn(raises=True)
def unsupported(code: u32, at: i64) -> Value:
    digits = stack_array(u8, 16)
    start: i64 = 16
    rest = code
    while True:
        start -= 1
        nibble = u8(rest & 15)
        digits[start] = nibble + 48 if nibble < 10 else nibble + 87
        rest = rest >> 4
        if rest == 0:
            break
    shown = char_string(code if code >= 31 and code < 127 else u32(0x3F))
    number = string_from_ascii(digits + start, 16 - start)
    return value_error("unsupported format character '%S' (0x%S) at index %D", shown, number, tag_fixnum(at))


@fn(raises=True)
def text_of(v: Value, c: Ptr[Conversion]) -> String:
    """The text of s, r, a, and b."""
    if c.code == 0x61 or (c.is_bytes and c.code == 0x72):
        return cast(String, ascii_form(py_repr(v)))
    if c.is_bytes:
        return latin_text(bytes_for(v))
    if c.code == 0x72:
        return py_repr(v)
    return cast(String, payload_or_none(py_str(v), "str"))


@fn(raises=True)
def latin_text(b: Bytes) -> String:
    return string_from_units(b.data, 1, b.length)


@fn(raises=True)
def bytes_for(v: Value) -> Bytes:
    """The bytes of a bytes-like object or one with __bytes__."""
    found = special(v, "__bytes__")
    if found != no_value() and not is_kind(v, "bytes"):
        result = payload_or_none(call_special1(v, found), "bytes")
        if result == no_value():
            raise type_error("__bytes__ returned non-bytes (type %T)", v)
        return cast(Bytes, result)
    held = bytes_or_none(v)
    if is_deleted(held):
        raise type_error("%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", v)
    return cast(Bytes, held)


@fn(raises=True)
def character_of(v: Value, is_bytes: bool) -> String:
    """The text of c."""
    limit: i64 = 256 if is_bytes else 0x110000
    if is_bytes:
        held = bytes_or_none(v)
        if not is_deleted(held) and cast(Bytes, held).length == 1:
            return char_string(u32(cast(Bytes, held).data[0]))
    else:
        text = payload_or_none(v, "str")
        if text != no_value() and cast(String, text).count == 1:
            return cast(String, text)
    if not has_index(v):
        if is_bytes:
            raise type_error("%%c requires an integer in range(256) or a single byte")
        raise type_error("%%c requires int or char")
    number = as_index(v)
    if not is_fixnum(number) or untag_fixnum(number) < 0 or untag_fixnum(number) >= limit:
        if is_bytes:
            raise overflow_error("%%c arg not in range(256)")
        raise overflow_error("%%c arg not in range(0x110000)")
    return char_string(u32(untag_fixnum(number)))


# --- numbers


@fn(raises=True)
def convert_integer(out: StringBuilder, c: Ptr[Conversion], v: Value) -> None:
    number = integer_for(v, c.code)
    base: i64 = 10
    if c.code == 0x6F:
        base = 8
    elif c.code | 32 == 0x78:
        base = 16
    bound = int_text_length_bound(number, base)
    if bound <= STACK_BYTES:
        put_integer(out, c, number, base, stack_array(u8, STACK_BYTES))
        return
    memory = malloc(u64(bound))
    try:
        put_integer(out, c, number, base, memory)
    except failure as e:
        free(memory)
        raise e
    free(memory)


@fn(raises=True)
def put_integer(out: StringBuilder, c: Ptr[Conversion], number: Value, base: i64, buffer: Ptr[u8]) -> None:
    count = int_write_text(number, base, buffer)
    start = i64(is_negative(number))
    if c.code == 0x58:
        for i in range(count):
            if buffer[i] >= 97:
                buffer[i] = buffer[i] - 32
    prefix: u32 = 0
    if base != 10 and c.flags & ALTERNATE_FORM != 0:
        prefix = c.code
    put_number(out, c, start == 1, prefix, c.precision, buffer + start, count - start)


@fn(raises=True)
def integer_for(v: Value, code: u32) -> Value:
    """The integer of an argument: of its own, or by __int__ (d, i, u) or __index__."""
    held = payload_or_none(v, "int")
    if held != no_value():
        return held
    is_decimal = code == 0x64 or code == 0x69 or code == 0x75
    if is_decimal:
        held = payload_or_none(v, "float")
        if held != no_value():
            return float_to_int(float_of(held))
    try:
        if is_decimal:
            found = special(v, "__int__")
            if found != no_value():
                held = payload_or_none(call_special1(v, found), "int")
                if held != no_value():
                    return held
                raise type_error("__int__ returned non-int (type %T)", v)
        if special(v, "__index__") != no_value():
            return as_index(v)
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("TypeError")):
            raise e
    if is_decimal:
        raise type_error("%%%S format: a real number is required, not %T", char_string(code), v)
    raise type_error("%%%S format: an integer is required, not %T", char_string(code), v)


@fn(raises=True)
def real_for(v: Value, is_bytes: bool) -> f64:
    """The double of an argument: a float's or integer's own, or by __float__ or __index__."""
    held = payload_or_none(v, "float")
    if held != no_value():
        return float_of(held)
    held = payload_or_none(v, "int")
    if held != no_value():
        return number_to_float(held)
    found = special(v, "__float__")
    if found != no_value():
        result = payload_or_none(call_special1(v, found), "float")
        if result == no_value():
            raise type_error("%T.__float__ returned non-float", v)
        return float_of(result)
    if special(v, "__index__") != no_value():
        return number_to_float(as_index(v))
    if is_bytes:
        raise type_error("float argument required, not %T", v)
    raise type_error("must be real number, not %T", v)


@fn(raises=True)
def convert_float(out: StringBuilder, c: Ptr[Conversion], v: Value) -> None:
    d = real_for(v, c.is_bytes)
    spec = stack_array(FormatSpec, 1)
    spec.type = c.code
    spec.precision = c.precision if c.precision >= 0 else i64(6)
    if c.flags & ALTERNATE_FORM != 0:
        spec.flags = ALTERNATE
    bound = spec.precision + 340
    if bound <= STACK_BYTES:
        put_float(out, c, d, spec, stack_array(u8, STACK_BYTES))
        return
    memory = malloc(u64(bound))
    if memory is None:
        raise value_error("precision too big")
    try:
        put_float(out, c, d, spec, memory)
    except failure as e:
        free(memory)
        raise e
    free(memory)


@fn(raises=True)
def put_float(out: StringBuilder, c: Ptr[Conversion], d: f64, spec: Ptr[FormatSpec], buffer: Ptr[u8]) -> None:
    count = write_double(d, spec, buffer)
    start = i64(buffer[0] == 0x2D)
    put_number(out, c, start == 1, u32(0), 0, buffer + start, count - start)


@fn(raises=True)
def put_number(
    out: StringBuilder, c: Ptr[Conversion], is_minus: bool, prefix: u32, least_digits: i64, digits: Ptr[u8], count: i64
) -> None:
    """Append a number: sign, prefix (0 and that letter, or none), at least so many digits, all in the width."""
    sign: u32 = 0
    if is_minus:
        sign = 0x2D
    elif c.flags & SIGN != 0:
        sign = 0x2B
    elif c.flags & BLANK != 0:
        sign = 0x20
    zeros = least_digits - count if least_digits > count else i64(0)
    size = count + zeros + i64(sign != 0)
    if prefix != 0:
        size += 2
    padding = c.width - size
    if c.flags & LEFT == 0:
        if c.flags & ZEROS != 0:
            if padding > 0:
                zeros += padding
        else:
            out.append_repeated(u32(32), padding)
        padding = 0
    if sign != 0:
        out.append_code(sign)
    if prefix != 0:
        out.append_code(u32(48))
        out.append_code(prefix)
    out.append_repeated(u32(48), zeros)
    out.append_ascii(digits, count)
    out.append_repeated(u32(32), padding)


@fn(raises=True)
def put_text(out: StringBuilder, c: Ptr[Conversion], s: String) -> None:
    """Append text, cut to the precision, in the width."""
    count = s.count
    if c.precision >= 0 and c.precision < count:
        count = c.precision
    padding = c.width - count
    if c.flags & LEFT == 0:
        out.append_repeated(u32(32), padding)
        padding = 0
    out.append_slice(s, 0, count)
    out.append_repeated(u32(32), padding)


# --- bytes


@fn(raises=True)
def format_bytes(template: Bytes, arguments: Value) -> Bytes:
    """template % arguments, of bytes."""
    text = cast(String, format_percent(latin_text(template), arguments, True))
    return cast(Bytes, latin_bytes(text))
