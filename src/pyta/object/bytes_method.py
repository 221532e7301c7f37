"""The methods that bytes and bytearray share; each gives results in the type it is called on."""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_copy, no_value
from corevm.kernel.bytes import (
    Bytes,
    bytes_end_with,
    bytes_start_with,
    count_bytes,
    find_bytes,
    join_bytes,
    new_bytes,
    partition_bytes,
    replace_bytes,
    rfind_bytes,
    rsplit_bytes,
    rsplit_bytes_whitespace,
    split_bytes,
    split_bytes_lines,
    split_bytes_whitespace,
    strip_bytes,
    strip_bytes_whitespace,
    subbytes,
)
from corevm.kernel.bytes_text import (
    bytes_are_alpha,
    bytes_are_alphanumeric,
    bytes_are_ascii,
    bytes_are_digit,
    bytes_are_lower,
    bytes_are_space,
    bytes_are_title,
    bytes_are_upper,
    capitalize_bytes,
    lower_bytes,
    swapcase_bytes,
    title_bytes,
    translate_bytes,
    upper_bytes,
)
from corevm.kernel.list import list_of_exactly
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    IS_ASCII,
    WORK_SHIFT,
    String,
    code_at,
    new_string,
    string_from_units,
)
from corevm.kernel.string_build import hex_digit
from corevm.kernel.string_layout import (
    center_string,
    expand_tabs,
    ljust_string,
    rjust_string,
    zfill_string,
)
from corevm.kernel.string_split import STRIP_BOTH, STRIP_LEFT, STRIP_RIGHT
from corevm.kernel.value import DEFAULT, DELETED, NONE, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, stack_array, static, u8, u32
from pyta.object.buffer import bytes_or_none
from pyta.object.bytes import OWNERS, byte_of, bytes_argument, of_type, self_bytes
from pyta.object.declare import method
from pyta.object.exception import type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.str_method import joinable
from pyta.object.type import is_deleted, type_named
from pyta.protocol.argument import (
    I64_MAX,
    as_size,
    bind_parameters,
    has_index,
    optional_size,
    slice_bound,
    text_argument,
    text_or_none,
)
from pyta.protocol.attribute import call1
from pyta.protocol.codec import decode_bytes, hex_number, latin_bytes
from pyta.protocol.item import py_len

MAPPINGS = {
    "lower": lower_bytes, "upper": upper_bytes, "title": title_bytes, "capitalize": capitalize_bytes, "swapcase": swapcase_bytes,
}  # fmt: skip
QUESTIONS = {
    "isalpha": bytes_are_alpha, "isalnum": bytes_are_alphanumeric, "isdigit": bytes_are_digit, "isspace": bytes_are_space,
    "islower": bytes_are_lower, "isupper": bytes_are_upper, "istitle": bytes_are_title, "isascii": bytes_are_ascii,
}  # fmt: skip


def _mapping(owner: str, own: str, kernel: Any) -> None:
    @method(owner, own)
    def map_bytes(self: Value) -> Value:
        return of_type(kernel(self_bytes(self, owner, own)), owner)


def _question(owner: str, own: str, kernel: Any) -> None:
    @method(owner, own)
    def ask_bytes(self: Value) -> Value:
        return boolean(kernel(self_bytes(self, owner, own)))


# --- searching


@fn(raises=True)
def needle(v: Value) -> Bytes:
    """What is searched for: a byte as an integer, or something bytes-like."""
    found = bytes_or_none(v)
    if not is_deleted(found):
        return cast(Bytes, found)
    if not has_index(v):
        raise type_error("argument should be integer or bytes-like object, not '%T'", v)
    made = new_bytes(1)
    made.data[0] = byte_of(v, "byte must be in range(0, 256)")
    return made


def _search(owner: str, own: str, kernel: Any, must_find: bool) -> None:
    @method(owner, own, optional=2)
    def search_bytes(self: Value, sub: Value, start: Value, stop: Value) -> Value:
        b = self_bytes(self, owner, own)
        wanted = needle(sub)
        low = slice_bound(start, 0)
        found = kernel(b, wanted, low, slice_bound(stop, I64_MAX))
        if must_find:
            if found < 0:
                raise value_error("subsection not found")
        return tag_fixnum(found)


def _affix(owner: str, own: str, kernel: Any) -> None:
    @method(owner, own, optional=2)
    def affix_of_bytes(self: Value, affix: Value, start: Value, stop: Value) -> Value:
        b = self_bytes(self, owner, own)
        low = slice_bound(start, 0)
        high = slice_bound(stop, I64_MAX)
        several = payload_or_none(affix, "tuple")
        if several != no_value():
            choices = cast(Array_, several)
            for i in range(choices.length):
                if kernel(b, bytes_argument(choices.items[i]), low, high):
                    return boolean(True)
            return boolean(False)
        found = bytes_or_none(affix)
        if is_deleted(found):
            raise type_error(f"{own} first arg must be bytes or a tuple of bytes, not %T", affix)
        return boolean(kernel(b, cast(Bytes, found), low, high))


# --- taking apart


@inline(raises=True)
def pieces_of_type(pieces: Array_, owner: static) -> Array_:
    """The pieces in the receiver's type; the array is a new one of ours."""
    if owner != "bytes":
        for i in range(pieces.length):
            pieces.items[i] = of_type(cast(Bytes, pieces.items[i]), owner)
    return pieces


def _split(owner: str, own: str, at_text: Any, at_space: Any) -> None:
    @method(owner, own, variadic=True, keywords=True)
    def split_bytes_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """split(sep=None, maxsplit=-1)."""
        b = self_bytes(arguments[0], owner, own)
        taken = stack_array(Value, 2)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("sep", "maxsplit"), own, 0)
        most = optional_size(taken[1], -1)
        if is_word(taken[0], DEFAULT) or is_word(taken[0], NONE):
            return list_of_exactly(pieces_of_type(at_space(b, most), owner))
        return list_of_exactly(pieces_of_type(at_text(b, bytes_argument(taken[0]), most), owner))


def _strip(owner: str, own: str, sides: int) -> None:
    @method(owner, own, optional=1)
    def strip_bytes_method(self: Value, codes: Value) -> Value:
        b = self_bytes(self, owner, own)
        if is_word(codes, DEFAULT) or is_word(codes, NONE):
            return of_type(strip_bytes_whitespace(b, sides), owner)
        return of_type(strip_bytes(b, bytes_argument(codes), sides), owner)


# --- padding: as strings of code points below 256


@fn(raises=True)
def latin(b: Bytes) -> String:
    return string_from_units(b.data, 1, b.length)


def _justify(owner: str, own: str, kernel: Any) -> None:
    @method(owner, own, optional=1)
    def justify_bytes(self: Value, width: Value, fill: Value) -> Value:
        b = self_bytes(self, owner, own)
        code: u32 = 32
        if not is_word(fill, DEFAULT):
            found: Value = DELETED
            if is_kind(fill, "bytes") or is_kind(fill, "pyta.bytearray"):
                found = bytes_or_none(fill)
            if is_deleted(found) or cast(Bytes, found).length != 1:
                raise type_error(f"{own}() argument 2 must be a byte string of length 1, not %T", fill)
            code = u32(cast(Bytes, found).data[0])
        return of_type(cast(Bytes, latin_bytes(kernel(latin(b), as_size(width), code))), owner)


# --- hexadecimal


@fn(raises=True)
def hex_text(b: Bytes, separator: u8, group: i64) -> Value:
    """b.hex(): two digits a byte; a separator (0: none) after each `group` bytes, counted from the right if positive."""
    spend(b.length >> (WORK_SHIFT - 1))
    width = group if group >= 0 else -group
    cuts: i64 = 0
    if separator != 0 and width > 0 and b.length > 0:
        cuts = (b.length - 1) // width
    result = new_string(b.length * 2 + cuts, u8(1), u8(IS_ASCII))
    out: i64 = 0
    for i in range(b.length):
        if cuts > 0 and i > 0:
            left = i if group < 0 else b.length - i
            if left % width == 0:
                result.data[out] = separator
                out += 1
        result.data[out] = u8(hex_digit(u32(b.data[i]) >> 4))
        result.data[out + 1] = u8(hex_digit(u32(b.data[i]) & 15))
        out += 2
    return result


@fn(raises=True)
def separator_of(v: Value) -> u8:
    if py_len(v) != 1:
        raise value_error("sep must be length 1.")
    text = text_or_none(v)
    code: u32 = 0
    if text != no_value():
        code = code_at(cast(String, text), 0)
    else:
        found = bytes_or_none(v)
        if is_deleted(found):
            raise type_error("sep must be str or bytes.")
        code = u32(cast(Bytes, found).data[0])
    if code > 127:
        raise value_error("sep must be ASCII.")
    return u8(code)


@fn(raises=True)
def bytes_from_hex(s: String) -> Bytes:
    """The bytes of pairs of hexadecimal digits; whitespace between pairs is skipped."""
    spend(s.count >> (WORK_SHIFT - 1))
    if s.flags & IS_ASCII == 0:
        for i in range(s.count):
            if code_at(s, i) > 127:
                raise value_error("non-hexadecimal number found in fromhex() arg at position %D", tag_fixnum(i))
    made = new_bytes(s.count // 2)
    count: i64 = 0
    at: i64 = 0
    while True:
        while at < s.count and is_hex_space(code_at(s, at)):
            at += 1
        if at >= s.count:
            break
        high = hex_code(code_at(s, at))
        if high > 15:
            raise value_error("non-hexadecimal number found in fromhex() arg at position %D", tag_fixnum(at))
        low = hex_code(code_at(s, at + 1)) if at + 1 < s.count else u32(255)
        if low > 15:
            raise value_error("non-hexadecimal number found in fromhex() arg at position %D", tag_fixnum(at + 1))
        made.data[count] = u8(high << 4 | low)
        count += 1
        at += 2
    return subbytes(made, 0, count)


@fn
def is_hex_space(code: u32) -> bool:
    return code == 32 or (code >= 9 and code <= 13)


@fn
def hex_code(code: u32) -> u32:
    return hex_number(u8(code)) if code < 128 else u32(255)


# --- translation


@method("bytes", "maketrans", binding="static")
def bytes_maketrans(old: Value, into: Value) -> Value:
    return translation_table(old, into)


@method("bytearray", "maketrans", binding="static")
def bytearray_maketrans(old: Value, into: Value) -> Value:
    return translation_table(old, into)


@fn(raises=True)
def translation_table(old: Value, into: Value) -> Value:
    """256 bytes: each byte of `old` gives that of `into`, others themselves."""
    source = bytes_argument(old)
    target = bytes_argument(into)
    if source.length != target.length:
        raise value_error("maketrans arguments must have same length")
    made = new_bytes(256)
    for i in range(256):
        made.data[i] = u8(i)
    for i in range(source.length):
        made.data[source.data[i]] = target.data[i]
    return made


@fn(raises=True)
def translated(b: Bytes, mapping: Value, deleted: Bytes) -> Bytes:
    if is_word(mapping, NONE):
        return translate_bytes(b, None, deleted)
    by = bytes_argument(mapping)
    if by.length != 256:
        raise value_error("translation table must be 256 characters long")
    return translate_bytes(b, by, deleted)


# --- joining


@fn(raises=True)
def join_byte_items(separator: Bytes, items: Value) -> Bytes:
    pieces = joinable(items)
    for i in range(pieces.length):
        piece = pieces.items[i]
        if not is_kind(piece, "bytes"):
            found = bytes_or_none(piece)
            if is_deleted(found):
                raise type_error("sequence item %D: expected a bytes-like object, %T found", tag_fixnum(i), piece)
            if cast(Value, pieces) == items:
                pieces = array_copy(pieces)
            pieces.items[i] = found
    return join_bytes(separator, pieces.items, pieces.length)


def _methods(owner: str) -> None:
    for own, kernel in MAPPINGS.items():
        _mapping(owner, own, kernel)
    for own, kernel in QUESTIONS.items():
        _question(owner, own, kernel)
    for own, kernel, must_find in (
        ("find", find_bytes, False), ("rfind", rfind_bytes, False), ("index", find_bytes, True), ("rindex", rfind_bytes, True),
        ("count", count_bytes, False),
    ):  # fmt: skip
        _search(owner, own, kernel, must_find)
    _affix(owner, "startswith", bytes_start_with)
    _affix(owner, "endswith", bytes_end_with)
    _split(owner, "split", split_bytes, split_bytes_whitespace)
    _split(owner, "rsplit", rsplit_bytes, rsplit_bytes_whitespace)
    for own, sides in (("strip", STRIP_BOTH), ("lstrip", STRIP_LEFT), ("rstrip", STRIP_RIGHT)):
        _strip(owner, own, sides)
    for own, kernel in (("ljust", ljust_string), ("rjust", rjust_string), ("center", center_string)):
        _justify(owner, own, kernel)

    @method(owner, "decode", variadic=True, keywords=True)
    def decode(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """decode(encoding='utf-8', errors='strict')."""
        b = self_bytes(arguments[0], owner, "decode")
        taken = stack_array(Value, 2)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("encoding", "errors"), "decode", 0)
        for k in static(range(2)):
            if not is_word(taken[k], DEFAULT):
                text_argument(taken[k], "decode", f"argument '{('encoding', 'errors')[k]}'")
        return decode_bytes(b, taken[0], taken[1])

    @method(owner, "hex", variadic=True, keywords=True)
    def hex_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """hex([sep[, bytes_per_sep]])."""
        b = self_bytes(arguments[0], owner, "hex")
        taken = stack_array(Value, 2)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("sep", "bytes_per_sep"), "hex", 0)
        separator: u8 = 0
        if not is_word(taken[0], DEFAULT):
            separator = separator_of(taken[0])
        return hex_text(b, separator, optional_size(taken[1], 1))

    @method(owner, "fromhex", binding="class")
    def fromhex(cls: Value, text: Value) -> Value:
        made = of_type(bytes_from_hex(text_argument(text, "fromhex", "argument")), owner)
        if cls == cast(Value, type_named(owner)):
            return made
        return call1(cls, made)

    @method(owner, "replace", optional=1)
    def replace(self: Value, old: Value, new_part: Value, count: Value) -> Value:
        b = self_bytes(self, owner, "replace")
        wanted = bytes_argument(old)
        return of_type(replace_bytes(b, wanted, bytes_argument(new_part), optional_size(count, -1)), owner)

    @method(owner, "join")
    def join(self: Value, items: Value) -> Value:
        return of_type(join_byte_items(self_bytes(self, owner, "join"), items), owner)

    @method(owner, "partition")
    def partition(self: Value, separator: Value) -> Value:
        b = self_bytes(self, owner, "partition")
        return pieces_of_type(partition_bytes(b, bytes_argument(separator), False), owner)

    @method(owner, "rpartition")
    def rpartition(self: Value, separator: Value) -> Value:
        b = self_bytes(self, owner, "rpartition")
        return pieces_of_type(partition_bytes(b, bytes_argument(separator), True), owner)

    @method(owner, "splitlines", variadic=True, keywords=True)
    def splitlines(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """splitlines(keepends=False)."""
        b = self_bytes(arguments[0], owner, "splitlines")
        taken = stack_array(Value, 1)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("keepends",), "splitlines", 0)
        return list_of_exactly(pieces_of_type(split_bytes_lines(b, optional_size(taken[0], 0) != 0), owner))

    @method(owner, "removeprefix")
    def removeprefix(self: Value, prefix: Value) -> Value:
        b = self_bytes(self, owner, "removeprefix")
        part = bytes_argument(prefix)
        if part.length > 0 and bytes_start_with(b, part, 0, I64_MAX):
            return of_type(subbytes(b, part.length, b.length), owner)
        return of_type(b, owner)

    @method(owner, "removesuffix")
    def removesuffix(self: Value, suffix: Value) -> Value:
        b = self_bytes(self, owner, "removesuffix")
        part = bytes_argument(suffix)
        if part.length > 0 and bytes_end_with(b, part, 0, I64_MAX):
            return of_type(subbytes(b, 0, b.length - part.length), owner)
        return of_type(b, owner)

    @method(owner, "zfill")
    def zfill(self: Value, width: Value) -> Value:
        b = self_bytes(self, owner, "zfill")
        return of_type(cast(Bytes, latin_bytes(zfill_string(latin(b), as_size(width)))), owner)

    @method(owner, "expandtabs", variadic=True, keywords=True)
    def expandtabs(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """expandtabs(tabsize=8)."""
        b = self_bytes(arguments[0], owner, "expandtabs")
        taken = stack_array(Value, 1)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("tabsize",), "expandtabs", 0)
        return of_type(cast(Bytes, latin_bytes(expand_tabs(latin(b), optional_size(taken[0], 8)))), owner)

    @method(owner, "translate", variadic=True, keywords=True)
    def translate(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """translate(table, /, delete=b'')."""
        b = self_bytes(arguments[0], owner, "translate")
        taken = stack_array(Value, 2)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("", "delete"), "translate", 1)
        deleted = new_bytes(0)
        if not is_word(taken[1], DEFAULT):
            deleted = bytes_argument(taken[1])
        return of_type(translated(b, taken[0], deleted), owner)


for _owner in OWNERS:
    _methods(_owner)
