"""str.format and format_map; the module _string, with which string.Formatter reads the same templates.

A template is literal text and fields, `{name!conversion:spec}`; `{{` and `}}` stand for braces. `next_markup` reads one piece: literal text
and perhaps a field. Specs may hold fields of their own, one level deep.

Source: the library reference, "Format String Syntax"; PEP 3101; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.list import list_append, list_new
from corevm.kernel.string import String, char_string, code_at, equal_strings, substring
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.string_intern import intern
from corevm.kernel.text_format import parse_digits
from corevm.kernel.value import NONE, NOT_IMPLEMENTED, boolean, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, stack_array, struct, u32
from pyta.object.declare import function, method
from pyta.object.exception import index_error, key_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.str import self_text
from pyta.protocol.argument import given_count
from pyta.protocol.attribute import get_attribute
from pyta.protocol.format import format_value, shown_code
from pyta.protocol.item import get_item
from pyta.protocol.iterate import get_iter
from pyta.protocol.percent import format_percent
from pyta.protocol.text import ascii_form, py_repr, py_str

OPEN, CLOSE, OPEN_SQUARE, CLOSE_SQUARE, DOT, COLON, EXCLAMATION = (ord(c) for c in "{}[].:!")
DEPTH_LIMIT = 2  # a template, and templates in its specs
UNDECIDED, AUTOMATIC, MANUAL = range(3)  # numbering of fields


@struct
class Markup:
    """One piece of a template; positions in it."""

    literal_start: i64
    literal_end: i64
    has_field: bool
    needs_expanding: bool  # the spec holds fields
    conversion: u32  # 0: none
    name_start: i64
    name_end: i64
    spec_start: i64
    spec_end: i64


@struct
class FormatArguments:
    """What fields are looked up in."""

    positional: Ptr[Value]
    positional_count: i64  # -1: a mapping only
    names: Value  # Array_ of keyword names, or 0
    mapping: Value  # or 0
    numbering: i64
    next_number: i64


@fn(raises=True)
def next_markup(s: String, start: i64, end: i64, m: Ptr[Markup]) -> i64:
    """Read the piece at `start` (before end); gives the position after it. Raises: ValueError."""
    m.has_field = False
    m.literal_start = start
    at = start
    while at < end and code_at(s, at) != OPEN and code_at(s, at) != CLOSE:
        at += 1
    m.literal_end = at
    if at == end:
        return at
    code = code_at(s, at)
    at += 1
    if at < end and code_at(s, at) == code:
        m.literal_end = at
        return at + 1
    if code == CLOSE:
        raise value_error("Single '}' encountered in format string")
    if at == end:
        raise value_error("Single '{' encountered in format string")
    m.has_field = True
    return read_field(s, at, end, m)


@fn(raises=True)
def read_field(s: String, start: i64, end: i64, m: Ptr[Markup]) -> i64:
    """Read a field from after its brace; gives the position after it."""
    m.conversion = 0
    m.needs_expanding = False
    m.name_start = start
    m.spec_start = start
    m.spec_end = start
    at = start
    code: u32 = 0
    while at < end:
        code = code_at(s, at)
        at += 1
        if code == OPEN:
            raise value_error("unexpected '{' in field name")
        if code == OPEN_SQUARE:
            while at < end and code_at(s, at) != CLOSE_SQUARE:
                at += 1
        elif code == CLOSE or code == COLON or code == EXCLAMATION:
            break
    m.name_end = at - 1
    if code == CLOSE:
        return at
    if code != COLON and code != EXCLAMATION:
        raise value_error("expected '}' before end of string")
    if code == EXCLAMATION:
        if at >= end:
            raise value_error("end of string while looking for conversion specifier")
        m.conversion = code_at(s, at)
        at += 1
        if at < end:
            code = code_at(s, at)
            at += 1
            if code == CLOSE:
                return at
            if code != COLON:
                raise value_error("expected ':' after conversion specifier")
    m.spec_start = at
    depth: i64 = 1
    while at < end:
        code = code_at(s, at)
        at += 1
        if code == OPEN:
            m.needs_expanding = True
            depth += 1
        elif code == CLOSE:
            depth -= 1
            if depth == 0:
                m.spec_end = at - 1
                return at
    raise value_error("unmatched '{' in format spec")


@fn(raises=True)
def format_template(s: String, given: Ptr[FormatArguments]) -> Value:
    """The template with its fields filled in."""
    out = new_builder(s.count + 16)
    fill_template(out, s, 0, s.count, given, DEPTH_LIMIT)
    return out.finish()


@fn(raises=True)
def fill_template(out: StringBuilder, s: String, start: i64, end: i64, given: Ptr[FormatArguments], depth: i64) -> None:
    if depth == 0:
        raise value_error("Max string recursion exceeded")
    m = stack_array(Markup, 1)
    at = start
    while at < end:
        at = next_markup(s, at, end, m)
        out.append_slice(s, m.literal_start, m.literal_end)
        if m.has_field:
            fill_field(out, s, m, given, depth)


@fn(raises=True)
def fill_field(out: StringBuilder, s: String, m: Ptr[Markup], given: Ptr[FormatArguments], depth: i64) -> None:
    v = field_value(substring(s, m.name_start, m.name_end), given)
    if m.conversion != 0:
        v = converted_field(v, m.conversion)
    spec = substring(s, m.spec_start, m.spec_end)
    if m.needs_expanding:
        inner = new_builder(16)
        fill_template(inner, s, m.spec_start, m.spec_end, given, depth - 1)
        spec = inner.finish()
    shown = format_value(v, spec)
    out.append(cast(String, shown))


@fn(raises=True)
def converted_field(v: Value, conversion: u32) -> Value:
    match conversion:
        case 0x72:  # r
            return py_repr(v)
        case 0x73:  # s
            return py_str(v)
        case 0x61:  # a
            return ascii_form(py_repr(v))
    if conversion > 32 and conversion < 127:
        raise value_error("Unknown conversion specifier %S", char_string(conversion))
    raise value_error("Unknown conversion specifier %S", shown_code(conversion))


# --- fields


@fn(raises=True)
def number_of(text: String) -> i64:
    """The number a text of decimal digits is, or -1."""
    if text.count == 0:
        return -1
    number, at = parse_digits(text, 0)
    return number if at == text.count else i64(-1)


@fn
def first_end(s: String) -> i64:
    """Where the first part of a field's name ends."""
    at: i64 = 0
    while at < s.count and code_at(s, at) != DOT and code_at(s, at) != OPEN_SQUARE:
        at += 1
    return at


@fn(raises=True)
def field_value(s: String, given: Ptr[FormatArguments]) -> Value:
    """What a field's name stands for."""
    at = first_end(s)
    first = substring(s, 0, at)
    v = first_value(first, number_of(first), given)
    while at < s.count:
        is_attribute, start, stop, after = next_part(s, at)
        part = substring(s, start, stop)
        at = after
        if is_attribute:
            v = get_attribute(v, intern(part))
        else:
            number = number_of(part)
            if number >= 0:
                v = get_item(v, tag_fixnum(number))
            else:
                v = get_item(v, part)
    return v


@fn(raises=True)
def first_value(first: String, given_number: i64, given: Ptr[FormatArguments]) -> Value:
    number = given_number
    if first.count == 0 or number >= 0:
        wanted: i64 = AUTOMATIC if first.count == 0 else MANUAL
        if given.positional_count >= 0:
            if given.numbering == UNDECIDED:
                given.numbering = wanted
            if given.numbering != wanted:
                if wanted == AUTOMATIC:
                    raise value_error("cannot switch from manual field specification to automatic field numbering")
                raise value_error("cannot switch from automatic field numbering to manual field specification")
        else:
            raise value_error("Format string contains positional fields")
        if wanted == AUTOMATIC:
            number = given.next_number
            given.next_number = number + 1
        if number >= given.positional_count:
            raise index_error("Replacement index %D out of range for positional args tuple", tag_fixnum(number))
        return given.positional[number]
    if given.mapping != no_value():
        return get_item(given.mapping, first)
    if given.names != no_value():
        names = cast(Array_, given.names)
        for i in range(names.length):
            if equal_strings(cast(String, names.items[i]), first):
                return given.positional[given.positional_count + i]
    raise key_error(first)


@fn(raises=True)
def next_part(s: String, start: i64) -> tuple[bool, i64, i64, i64]:
    """The part of a field's name at `start`: whether it is an attribute, its bounds, and where the next one starts."""
    code = code_at(s, start)
    at = start + 1
    if code == DOT:
        while at < s.count and code_at(s, at) != DOT and code_at(s, at) != OPEN_SQUARE:
            at += 1
        if at == start + 1:
            raise value_error("Empty attribute in format string")
        return True, start + 1, at, at
    if code != OPEN_SQUARE:
        raise value_error("Only '.' or '[' may follow ']' in format field specifier")
    while at < s.count and code_at(s, at) != CLOSE_SQUARE:
        at += 1
    if at == s.count:
        raise value_error("Missing ']' in format string")
    if at == start + 1:
        raise value_error("Empty attribute in format string")
    return False, start + 1, at, at + 1


# --- the methods


@method("str", "format", variadic=True, keywords=True, minimum=1)
def str_format(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """format(*args, **kwargs)."""
    s = self_text(arguments[0], "format")
    given = stack_array(FormatArguments, 1)
    given.positional = arguments + 1
    given.positional_count = given_count(argc, names) - 1
    given.names = names
    return format_template(s, given)


@method("str", "format_map")
def str_format_map(self: Value, mapping: Value) -> Value:
    """format_map(mapping)."""
    s = self_text(self, "format_map")
    given = stack_array(FormatArguments, 1)
    given.positional_count = -1
    given.mapping = mapping
    return format_template(s, given)


# --- the module _string


@function("_string", "formatter_parser")
def formatter_parser(text: Value) -> Value:
    """An iterator of (literal, field name, spec, conversion)."""
    s = template_argument(text)
    pieces = list_new()
    m = stack_array(Markup, 1)
    at: i64 = 0
    while at < s.count:
        at = next_markup(s, at, s.count, m)
        piece = array_new(4)
        for i in range(4):
            piece.items[i] = NONE
        list_append(pieces, piece)
        piece.items[0] = substring(s, m.literal_start, m.literal_end)
        if m.has_field:
            piece.items[1] = substring(s, m.name_start, m.name_end)
            piece.items[2] = substring(s, m.spec_start, m.spec_end)
            if m.conversion != 0:
                piece.items[3] = char_string(m.conversion)
    return get_iter(pieces)


@function("_string", "formatter_field_name_split")
def formatter_field_name_split(text: Value) -> Value:
    """(first part, iterator of (is attribute, name))."""
    s = template_argument(text)
    at = first_end(s)
    first = substring(s, 0, at)
    parts = list_new()
    while at < s.count:
        is_attribute, start, stop, after = next_part(s, at)
        pair = array_new(2)
        pair.items[0] = boolean(is_attribute)
        pair.items[1] = boolean(False)
        list_append(parts, pair)
        part = substring(s, start, stop)
        number: i64 = -1
        if not is_attribute:
            number = number_of(part)
        pair.items[1] = tag_fixnum(number) if number >= 0 else part
        at = after
    result = array_new(2)
    result.items[0] = NONE
    result.items[1] = NONE
    number = number_of(first)
    result.items[0] = tag_fixnum(number) if number >= 0 else first
    result.items[1] = get_iter(parts)
    return result


@fn(raises=True)
def template_argument(v: Value) -> String:
    found = payload_or_none(v, "str")
    if found == no_value():
        raise type_error("expected str, got %T", v)
    return cast(String, found)


# --- %


@method("str", "__mod__")
def str_mod(self: Value, arguments: Value) -> Value:
    return format_percent(self_text(self, "__mod__"), arguments, False)


@method("str", "__rmod__")
def str_rmod(self: Value, template: Value) -> Value:
    s = self_text(self, "__rmod__")
    found = payload_or_none(template, "str")
    if found == no_value():
        return NOT_IMPLEMENTED
    return format_percent(cast(String, found), s, False)
