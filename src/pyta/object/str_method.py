"""The methods of str, but for formatting."""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_copy, no_value
from corevm.kernel.list import list_of_exactly
from corevm.kernel.map import Map, map_items, map_new, map_set
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at, join_strings
from corevm.kernel.string_case import (
    capitalize_string,
    casefold_string,
    is_alpha,
    is_alphanumeric,
    is_ascii,
    is_decimal,
    is_digit,
    is_identifier,
    is_lower,
    is_numeric,
    is_printable,
    is_space_string,
    is_title,
    is_upper,
    lower_string,
    swapcase_string,
    title_string,
    upper_string,
)
from corevm.kernel.string_layout import (
    center_string,
    expand_tabs,
    ljust_string,
    rjust_string,
    translate_string,
    zfill_string,
)
from corevm.kernel.string_search import (
    count_string,
    ends_with,
    find_string,
    remove_prefix,
    remove_suffix,
    replace_string,
    rfind_string,
    starts_with,
)
from corevm.kernel.string_split import (
    STRIP_BOTH,
    STRIP_LEFT,
    STRIP_RIGHT,
    partition_string,
    rpartition_string,
    rsplit_string,
    rsplit_whitespace,
    split_lines,
    split_string,
    split_whitespace,
    strip_codes,
    strip_whitespace,
)
from corevm.kernel.value import DEFAULT, NONE, boolean, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, RaisingFn, Value, cast, failure, fn, i64, inline, stack_array, static, u32
from pyta.object.declare import method
from pyta.object.exception import exception_type, is_exception, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.str import self_text
from pyta.object.type import class_of, is_subtype
from pyta.protocol.argument import (
    I64_MAX,
    as_size,
    bind_parameters,
    optional_size,
    slice_bound,
    text_argument,
    text_or_none,
)
from pyta.protocol.codec import encode_text
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.item import get_item
from pyta.protocol.iterate import get_iter, tuple_of

# --- mappings and questions without arguments

MAPPINGS = {
    "lower": lower_string, "upper": upper_string, "title": title_string, "capitalize": capitalize_string,
    "swapcase": swapcase_string, "casefold": casefold_string,
}  # fmt: skip
QUESTIONS = {
    "isalpha": is_alpha, "isalnum": is_alphanumeric, "isdecimal": is_decimal, "isdigit": is_digit, "isnumeric": is_numeric,
    "isspace": is_space_string, "isprintable": is_printable, "isidentifier": is_identifier, "islower": is_lower,
    "isupper": is_upper, "istitle": is_title, "isascii": is_ascii,
}  # fmt: skip


def _mapping(own: str, kernel: Any) -> None:
    @method("str", own)
    def str_map(self: Value) -> Value:
        return kernel(self_text(self, own))


def _question(own: str, kernel: Any) -> None:
    @method("str", own)
    def str_ask(self: Value) -> Value:
        return boolean(kernel(self_text(self, own)))


for _name, _kernel in MAPPINGS.items():
    _mapping(_name, _kernel)
for _name, _kernel in QUESTIONS.items():
    _question(_name, _kernel)

# --- searching


@inline(raises=True)
def needle(v: Value) -> String:
    found = text_or_none(v)
    if found == no_value():
        raise type_error("must be str, not %T", v)
    return cast(String, found)


def _search(own: str, kernel: Any, must_find: bool) -> None:
    @method("str", own, optional=2)
    def str_search(self: Value, sub: Value, start: Value, stop: Value) -> Value:
        s = self_text(self, own)
        wanted = needle(sub)
        low = slice_bound(start, 0)
        found = kernel(s, wanted, low, slice_bound(stop, I64_MAX))
        if must_find:
            if found < 0:
                raise value_error("substring not found")
        return tag_fixnum(found)


_search("find", find_string, False)
_search("rfind", rfind_string, False)
_search("index", find_string, True)
_search("rindex", rfind_string, True)
_search("count", count_string, False)


def _affix(own: str, kernel: Any) -> None:
    @method("str", own, optional=2)
    def str_affix(self: Value, affix: Value, start: Value, stop: Value) -> Value:
        s = self_text(self, own)
        low = slice_bound(start, 0)
        high = slice_bound(stop, I64_MAX)
        found = text_or_none(affix)
        if found != no_value():
            return boolean(kernel(s, cast(String, found), low, high))
        several = payload_or_none(affix, "tuple")
        if several == no_value():
            raise type_error(f"{own} first arg must be str or a tuple of str, not %T", affix)
        choices = cast(Array_, several)
        for i in range(choices.length):
            choice = text_or_none(choices.items[i])
            if choice == no_value():
                raise type_error(f"tuple for {own} must only contain str, not %T", choices.items[i])
            if kernel(s, cast(String, choice), low, high):
                return boolean(True)
        return boolean(False)


_affix("startswith", starts_with)
_affix("endswith", ends_with)


@method("str", "replace", variadic=True, keywords=True, minimum=3)
def str_replace(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """replace(old, new, count=-1)."""
    s = self_text(arguments[0], "replace")
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("", "", "count"), "replace", 2)
    old = text_argument(taken[0], "replace", "argument 1")
    new_part = text_argument(taken[1], "replace", "argument 2")
    return replace_string(s, old, new_part, optional_size(taken[2], -1))


@method("str", "removeprefix")
def str_removeprefix(self: Value, prefix: Value) -> Value:
    return remove_prefix(self_text(self, "removeprefix"), text_argument(prefix, "removeprefix", "argument"))


@method("str", "removesuffix")
def str_removesuffix(self: Value, suffix: Value) -> Value:
    return remove_suffix(self_text(self, "removesuffix"), text_argument(suffix, "removesuffix", "argument"))


# --- taking apart and putting together


def _split(own: str, at_text: Any, at_space: Any) -> None:
    @method("str", own, variadic=True, keywords=True)
    def str_split(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """split(sep=None, maxsplit=-1)."""
        s = self_text(arguments[0], own)
        taken = stack_array(Value, 2)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("sep", "maxsplit"), own, 0)
        most = optional_size(taken[1], -1)
        if is_word(taken[0], DEFAULT) or is_word(taken[0], NONE):
            return list_of_exactly(at_space(s, most))
        separator = text_or_none(taken[0])
        if separator == no_value():
            raise type_error("must be str or None, not %T", taken[0])
        return list_of_exactly(at_text(s, cast(String, separator), most))


_split("split", split_string, split_whitespace)
_split("rsplit", rsplit_string, rsplit_whitespace)


@method("str", "splitlines", variadic=True, keywords=True)
def str_splitlines(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """splitlines(keepends=False)."""
    s = self_text(arguments[0], "splitlines")
    taken = stack_array(Value, 1)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("keepends",), "splitlines", 0)
    keeps = False
    if not is_word(taken[0], DEFAULT):
        keeps = as_size(taken[0]) != 0
    return list_of_exactly(split_lines(s, keeps))


@method("str", "partition")
def str_partition(self: Value, separator: Value) -> Value:
    return partition_string(self_text(self, "partition"), needle(separator))


@method("str", "rpartition")
def str_rpartition(self: Value, separator: Value) -> Value:
    return rpartition_string(self_text(self, "rpartition"), needle(separator))


@method("str", "join")
def str_join(self: Value, items: Value) -> Value:
    return join_text(self_text(self, "join"), items)


@fn(raises=True)
def join_text(separator: String, items: Value) -> Value:
    """separator.join(items)."""
    pieces = joinable(items)
    for i in range(pieces.length):
        piece = pieces.items[i]
        if not is_kind(piece, "string"):
            found = text_or_none(piece)
            if found == no_value():
                raise type_error("sequence item %D: expected str instance, %T found", tag_fixnum(i), piece)
            if cast(Value, pieces) == items:
                pieces = array_copy(pieces)
            pieces.items[i] = found
    return join_strings(separator, pieces.items, pieces.length)


@fn(raises=True)
def joinable(items: Value) -> Array_:
    """The items as an array: a tuple's own. Raises: TypeError."""
    if is_kind(items, "array") or is_kind(items, "list"):
        return tuple_of(items)
    try:
        it = get_iter(items)
    except failure as e:
        if is_exception(e) and is_subtype(class_of(e), exception_type("TypeError")):
            raise type_error("can only join an iterable")
        raise e
    return tuple_of(it)


# --- strip, padding


def _strip(own: str, sides: int) -> None:
    @method("str", own, optional=1)
    def str_strip(self: Value, codes: Value) -> Value:
        s = self_text(self, own)
        if is_word(codes, DEFAULT) or is_word(codes, NONE):
            return strip_whitespace(s, sides)
        found = text_or_none(codes)
        if found == no_value():
            raise type_error(f"{own} arg must be None or str")
        return strip_codes(s, cast(String, found), sides)


_strip("strip", STRIP_BOTH)
_strip("lstrip", STRIP_LEFT)
_strip("rstrip", STRIP_RIGHT)


def _justify(own: str, kernel: Any) -> None:
    @method("str", own, optional=1)
    def str_justify(self: Value, width: Value, fill: Value) -> Value:
        s = self_text(self, own)
        wanted = as_size(width)
        return kernel(s, wanted, fill_character(fill))


@fn(raises=True)
def fill_character(v: Value) -> u32:
    if is_word(v, DEFAULT):
        return u32(32)
    found = text_or_none(v)
    if found == no_value():
        raise type_error("The fill character must be a unicode character, not %T", v)
    if cast(String, found).count != 1:
        raise type_error("The fill character must be exactly one character long")
    return code_at(cast(String, found), 0)


_justify("ljust", ljust_string)
_justify("rjust", rjust_string)
_justify("center", center_string)


@method("str", "zfill")
def str_zfill(self: Value, width: Value) -> Value:
    s = self_text(self, "zfill")
    return zfill_string(s, as_size(width))


@method("str", "expandtabs", variadic=True, keywords=True)
def str_expandtabs(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """expandtabs(tabsize=8)."""
    s = self_text(arguments[0], "expandtabs")
    taken = stack_array(Value, 1)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("tabsize",), "expandtabs", 0)
    return expand_tabs(s, optional_size(taken[0], 8))


# --- encoding


@method("str", "encode", variadic=True, keywords=True)
def str_encode(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """encode(encoding='utf-8', errors='strict')."""
    s = self_text(arguments[0], "encode")
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("encoding", "errors"), "encode", 0)
    for k in static(range(2)):
        if not is_word(taken[k], DEFAULT):
            text_argument(taken[k], "encode", f"argument '{('encoding', 'errors')[k]}'")
    return encode_text(s, taken[0], taken[1])


# --- translation


@method("str", "translate")
def str_translate(self: Value, mapping: Value) -> Value:
    s = self_text(self, "translate")
    return translate_string(s, cast(RaisingFn[[Value, u32], Value], translation_of), mapping)


@fn(raises=True)
def translation_of(mapping: Value, code: u32) -> Value:
    """What a table gives for a code point, as `translate_string` wants it."""
    found = cast(Value, mapping)
    try:
        found = get_item(mapping, tag_fixnum(i64(code)))
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("LookupError")):
            raise e
        return DEFAULT
    if is_word(found, NONE):
        return found
    number = payload_or_none(found, "int")
    if number != no_value():
        if is_fixnum(number) and untag_fixnum(number) >= 0 and untag_fixnum(number) < 0x110000:
            return number
        raise value_error("character mapping must be in range(0x110000)")
    text = text_or_none(found)
    if text == no_value():
        raise type_error("character mapping must return integer, None or str")
    return text


@method("str", "maketrans", binding="static", variadic=True, minimum=1, maximum=3)
def str_maketrans(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """maketrans(dict), maketrans(from, to[, deleted]): a table for translate."""
    made = map_new()
    if argc == 1:
        given = payload_or_none(arguments[0], "dict")
        if given == no_value():
            raise type_error("if you give only one argument to maketrans it must be a dict")
        pairs = map_items(cast(Map, given))
        for i in range(pairs.length // 2):
            put_translation(made, table_key(pairs.items[2 * i]), pairs.items[2 * i + 1])
        return made
    old = text_or_none(arguments[0])
    if old == no_value():
        raise type_error("first maketrans argument must be a string if there is a second argument")
    into = text_argument(arguments[1], "maketrans", "argument 2")
    if cast(String, old).count != into.count:
        raise value_error("the first two maketrans arguments must have equal length")
    for i in range(into.count):
        put_translation(made, tag_fixnum(i64(code_at(cast(String, old), i))), tag_fixnum(i64(code_at(into, i))))
    if argc == 3:
        deleted = text_argument(arguments[2], "maketrans", "argument 3")
        for i in range(deleted.count):
            put_translation(made, tag_fixnum(i64(code_at(deleted, i))), NONE)
    return made


@fn(raises=True)
def put_translation(table: Map, key: Value, v: Value) -> None:
    map_set(table, key, py_hash(key), v, py_equal)


@fn(raises=True)
def table_key(key: Value) -> Value:
    found = text_or_none(key)
    if found != no_value():
        if cast(String, found).count != 1:
            raise value_error("string keys in translate table must be of length 1")
        return tag_fixnum(i64(code_at(cast(String, found), 0)))
    if payload_or_none(key, "int") == no_value():
        raise type_error("keys in translate table must be strings or integers")
    return key
