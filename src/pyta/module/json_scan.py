"""_json.make_scanner: values from JSON text.

Source: the library reference, "json"; the behaviour in doubtful cases and the messages are those of CPython's _json.
"""

from __future__ import annotations

import sys

from corevm.kernel.array import no_value
from corevm.kernel.call import enter_recursion
from corevm.kernel.list import list_append, list_new
from corevm.kernel.map import Map, map_new, map_set, map_set_default
from corevm.kernel.safepoint import spend
from corevm.kernel.string import String, code_at, string_from_static, substring
from corevm.kernel.thread import thread
from corevm.kernel.value import FALSE, NONE, TRUE, boolean, box_float, is_word, tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, inline, new, stack_array, static, u32
from pyta.module.json import QUOTE, fail, scan_string
from pyta.object.declare import declare_type, getter, method
from pyta.object.exception import recursion_error, stop_iteration, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.type import type_named
from pyta.object.world import name
from pyta.protocol.argument import as_size, bind_parameters
from pyta.protocol.attribute import call1, get_attribute
from pyta.protocol.compare import is_true, py_equal, py_hash
from pyta.protocol.iterate import pair_of
from pyta.protocol.numeral import parse_float, parse_integer

NAMES_TRAILING_COMMA = sys.version_info >= (3, 13)
EXACT_DIGITS = 18  # a number of so many digits is a fixnum
WORDS = {"null": NONE, "true": TRUE, "false": FALSE}
CONSTANTS = ("NaN", "Infinity", "-Infinity")

declare_type("Scanner", kind="pyta.json_scanner", module="_json", is_hidden=True, is_final=True)


@heap(kind="pyta.json_scanner")
class Scanner(Object):
    strict: i64
    object_hook: Value
    object_pairs_hook: Value
    parse_float: Value
    parse_int: Value
    parse_constant: Value


@method("Scanner", "__new__", binding="static", variadic=True, keywords=True)
def scanner_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """make_scanner(context)"""
    taken = stack_array(Value, 1)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("context",), "make_scanner", 1)
    context = taken[0]
    made = new(Scanner)
    made.strict = i64(is_true(get_attribute(context, name("strict"))))
    made.object_hook = get_attribute(context, name("object_hook"))
    made.object_pairs_hook = get_attribute(context, name("object_pairs_hook"))
    made.parse_float = get_attribute(context, name("parse_float"))
    made.parse_int = get_attribute(context, name("parse_int"))
    made.parse_constant = get_attribute(context, name("parse_constant"))
    return made


@method("Scanner", "__call__", variadic=True, keywords=True, minimum=1)
def scanner_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """(string, idx): the value that starts there, and where it ends. Raises StopIteration(where) where none starts."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("string", "idx"), "scan_once", 2)
    found = payload_or_none(taken[0], "str")
    if found == no_value():
        raise type_error("first argument must be a string, not %T", taken[0])
    v, end = scan_value(cast(Scanner, arguments[0]), cast(String, found), as_size(taken[1]), map_new(), 0)
    return pair_of(v, tag_fixnum(end))


@getter("Scanner", "strict")
def scanner_strict(self: Value) -> Value:
    return boolean(cast(Scanner, self).strict != 0)


@getter("Scanner", "object_hook")
def scanner_object_hook(self: Value) -> Value:
    return cast(Scanner, self).object_hook


@getter("Scanner", "object_pairs_hook")
def scanner_object_pairs_hook(self: Value) -> Value:
    return cast(Scanner, self).object_pairs_hook


@getter("Scanner", "parse_float")
def scanner_parse_float(self: Value) -> Value:
    return cast(Scanner, self).parse_float


@getter("Scanner", "parse_int")
def scanner_parse_int(self: Value) -> Value:
    return cast(Scanner, self).parse_int


@getter("Scanner", "parse_constant")
def scanner_parse_constant(self: Value) -> Value:
    return cast(Scanner, self).parse_constant


@inline
def is_at(text: String, at: i64, wanted: static) -> bool:
    """Whether the (ASCII) text stands there."""
    if at + len(wanted) > text.count:
        return False
    for i, c in static(tuple(enumerate(wanted))):
        if code_at(text, at + i) != ord(c):
            return False
    return True


@inline
def code_or_end(text: String, at: i64) -> u32:
    """The character there; 0 at the end."""
    return code_at(text, at) if at < text.count else u32(0)


@fn
def skip_blanks(text: String, at: i64) -> i64:
    while at < text.count:
        c = code_at(text, at)
        if c != 32 and c != 9 and c != 10 and c != 13:
            return at
        at += 1
    return at


@fn(raises=True)
def scan_value(s: Scanner, text: String, at: i64, memo: Map, depth: i64) -> tuple[Value, i64]:
    """The value that starts at `at`, and where it ends."""
    if at < 0:
        raise value_error("idx cannot be negative")
    if at >= text.count:
        raise stop_iteration(tag_fixnum(at))
    c = code_at(text, at)
    if c == QUOTE:
        v, end = scan_string(text, at + 1, s.strict != 0)
        return v, end
    if c == ord("{"):
        v, end = scan_object(s, text, at + 1, memo, depth + 1)
        return v, end
    if c == ord("["):
        v, end = scan_array(s, text, at + 1, memo, depth + 1)
        return v, end
    for word, value in static(tuple(WORDS.items())):
        if c == ord(word[0]):
            if is_at(text, at, word):
                return value, at + len(word)
    for word in static(CONSTANTS):
        if c == ord(word[0]):
            if is_at(text, at, word):
                return call1(s.parse_constant, string_from_static(word)), at + len(word)
    v, end = scan_number(s, text, at)
    return v, end


@inline(raises=True)
def next_item(text: String, end: i64, close: static, container: static) -> tuple[i64, bool]:
    """After an item of a container: where the next one stands, False; or where the container is closed, True."""
    at = skip_blanks(text, end)
    c = code_or_end(text, at)
    if c == ord(close):
        return at, True
    if c != ord(","):
        fail("Expecting ',' delimiter", text, at)
    following = skip_blanks(text, at + 1)
    if NAMES_TRAILING_COMMA:
        if code_or_end(text, following) == ord(close):
            fail(f"Illegal trailing comma before end of {container}", text, at)
    return following, False


@fn(raises=True)
def scan_array(s: Scanner, text: String, at: i64, memo: Map, depth: i64) -> tuple[Value, i64]:
    enter_recursion()
    if depth > thread().frame_limit:
        raise recursion_error("maximum recursion depth exceeded while decoding a JSON array from a unicode string")
    items = list_new()
    at = skip_blanks(text, at)
    if code_or_end(text, at) != ord("]"):
        while True:
            item, end = scan_value(s, text, at, memo, depth)
            list_append(items, item)
            spend(1)
            at, is_last = next_item(text, end, "]", "array")
            if is_last:
                break
    return items, at + 1


@fn(raises=True)
def scan_object(s: Scanner, text: String, at: i64, memo: Map, depth: i64) -> tuple[Value, i64]:
    enter_recursion()
    if depth > thread().frame_limit:
        raise recursion_error("maximum recursion depth exceeded while decoding a JSON object from a unicode string")
    has_pairs = not is_word(s.object_pairs_hook, NONE)
    pairs = list_new()
    made = map_new()
    at = skip_blanks(text, at)
    if code_or_end(text, at) != ord("}"):
        while True:
            if code_or_end(text, at) != QUOTE:
                fail("Expecting property name enclosed in double quotes", text, at)
            found, end = scan_string(text, at + 1, s.strict != 0)
            key = map_set_default(memo, found, py_hash(found), found, py_equal)
            at = skip_blanks(text, end)
            if code_or_end(text, at) != ord(":"):
                fail("Expecting ':' delimiter", text, at)
            at = skip_blanks(text, at + 1)
            v, end = scan_value(s, text, at, memo, depth)
            if has_pairs:
                list_append(pairs, pair_of(key, v))
            else:
                map_set(made, key, py_hash(key), v, py_equal)
            spend(1)
            at, is_last = next_item(text, end, "}", "object")
            if is_last:
                break
    if has_pairs:
        return call1(s.object_pairs_hook, pairs), at + 1
    if not is_word(s.object_hook, NONE):
        return call1(s.object_hook, made), at + 1
    return made, at + 1


# --- numbers


@inline
def is_digit(c: u32) -> bool:
    return 48 <= c <= 57


@fn
def skip_digits(text: String, at: i64) -> i64:
    while at < text.count and is_digit(code_at(text, at)):
        at += 1
    return at


@fn(raises=True)
def scan_number(s: Scanner, text: String, start: i64) -> tuple[Value, i64]:
    at = start
    if code_at(text, at) == ord("-"):
        at += 1
    digits = at
    if code_or_end(text, at) == ord("0"):
        at += 1
    else:
        at = skip_digits(text, at)
    if at == digits:
        raise stop_iteration(tag_fixnum(start))
    is_float = False
    end = at
    if code_or_end(text, at) == ord(".") and is_digit(code_or_end(text, at + 1)):
        is_float = True
        end = skip_digits(text, at + 1)
        at = end
    if code_or_end(text, at) | 32 == ord("e"):
        at += 1
        c = code_or_end(text, at)
        if c == ord("-") or c == ord("+"):
            at += 1
        if is_digit(code_or_end(text, at)):
            is_float = True
            end = skip_digits(text, at)
    if not is_float and end - digits <= EXACT_DIGITS and s.parse_int == cast(Value, type_named("int")):
        n: i64 = 0
        for i in range(digits, end):
            n = n * 10 + i64(code_at(text, i) - 48)
        return tag_fixnum(-n if digits > start else n), end
    number = substring(text, start, end)
    if is_float:
        if s.parse_float == cast(Value, type_named("float")):
            return box_float(parse_float(number, number)), end
        return call1(s.parse_float, number), end
    if s.parse_int == cast(Value, type_named("int")):
        return parse_integer(number, 10), end
    return call1(s.parse_int, number), end
