"""The type bytes: construction and the operators. (Methods, shared with bytearray: bytes_method.)"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.bytes import (
    Bytes,
    compare_bytes_objects,
    concat_bytes,
    equal_bytes,
    find_byte,
    find_bytes,
    hash_bytes,
    index_bytes,
    new_bytes,
    repeat_bytes_object,
    slice_bytes,
    subbytes,
    zero_bytes,
)
from corevm.kernel.bytes_text import repr_bytes
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.list import List
from corevm.kernel.object import is_kind
from corevm.kernel.string import String
from corevm.kernel.value import DEFAULT, DELETED, NOT_IMPLEMENTED, boolean, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, memcopy, new, stack_array, static, u8, u64
from pyta.object.buffer import ByteArray, bytearray_bytes, bytearray_of, bytes_or_none
from pyta.object.declare import method
from pyta.object.exception import overflow_error, type_error, value_error
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.slice import Slice, slice_numbers
from pyta.object.str import repetitions, sequence_index
from pyta.object.type import is_deleted
from pyta.protocol.argument import I64_MAX, bind_parameters, has_index, text_argument, text_or_none
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.codec import encode_text
from pyta.protocol.compare import OPERATORS, order_holds
from pyta.protocol.item import as_index
from pyta.protocol.iterate import SequenceIterator, get_iter, next_value, tuple_of
from pyta.protocol.percent import format_bytes

OWNERS = ("bytes", "bytearray")


@inline(raises=True)
def self_bytes(self: Value, owner: static, own_name: Ptr[u8]) -> Bytes:
    """The bytes of a method's receiver: of a bytearray, a copy."""
    found = payload(self, owner, own_name)
    if owner == "bytes":
        return cast(Bytes, found)
    return bytearray_bytes(cast(ByteArray, found), 0, cast(ByteArray, found).count)


@inline(raises=True)
def of_type(made: Bytes, owner: static) -> Value:
    """A result in the receiver's type."""
    if owner == "bytes":
        return made
    return bytearray_of(made)


@fn(raises=True)
def bytes_argument(v: Value) -> Bytes:
    """A bytes-like argument. Raises: TypeError."""
    found = bytes_or_none(v)
    if is_deleted(found):
        raise type_error("a bytes-like object is required, not '%T'", v)
    return cast(Bytes, found)


# --- construction


@inline(raises=True)
def byte_of(v: Value, text: Ptr[u8]) -> u8:
    """A byte given as an integer. Raises: TypeError, ValueError with the text."""
    n = as_index(v)
    if not is_fixnum(n) or untag_fixnum(n) < 0 or untag_fixnum(n) > 255:
        raise value_error(text)
    return u8(untag_fixnum(n))


@inline(raises=True)
def bytes_from(arguments: Ptr[Value], argc: i64, names: Value, owner: static) -> Bytes:
    """What bytes(...) and bytearray(...) make of their arguments."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments, argc, names, taken, ("source", "encoding", "errors"), owner, 0)
    for k in static(range(1, 3)):
        if not is_word(taken[k], DEFAULT):
            text_argument(taken[k], owner, f"argument '{('source', 'encoding', 'errors')[k]}'")
    return bytes_of_source(taken[0], taken[1], taken[2], owner)


@fn(raises=True)
def bytes_of_source(source: Value, encoding: Value, errors: Value, owner: static) -> Bytes:
    if not is_word(source, DEFAULT):
        text = text_or_none(source)
        if text != no_value():
            if is_word(encoding, DEFAULT):
                raise type_error("string argument without an encoding")
            return cast(Bytes, encode_text(cast(String, text), encoding, errors))
    if not is_word(encoding, DEFAULT):
        raise type_error("encoding without a string argument")
    if not is_word(errors, DEFAULT):
        raise type_error("errors without a string argument")
    if is_word(source, DEFAULT):
        return new_bytes(0)
    if owner == "bytes":
        if is_kind(source, "bytes"):
            return cast(Bytes, source)
        found = special(source, "__bytes__")
        if found != no_value():
            given = call_special1(source, found)
            result = payload_or_none(given, "bytes")
            if result == no_value():
                raise type_error("__bytes__ returned non-bytes (type %T)", given)
            return cast(Bytes, result)
    data = bytes_or_none(source)
    if not is_deleted(data):
        return cast(Bytes, data)
    if has_index(source):
        n = as_index(source)
        if not int_fits_i64(n):
            raise overflow_error("cannot fit 'int' into an index-sized integer")
        return zero_bytes(int_to_i64(n))
    if special(source, "__iter__") == no_value() and special(source, "__getitem__") == no_value():
        raise type_error(f"cannot convert '%T' object to {owner}", source)
    return collect_bytes(source, owner)


@fn
def are_bytes(words: Array_) -> bool:
    """Whether all are ints from 0 to 255."""
    for i in range(words.length):
        if cast(u64, words.items[i]) & ~u64(0x1FE) != 1:
            return False
    return True


@fn(raises=True)
def collect_bytes(source: Value, owner: static) -> Bytes:
    """The bytes an iterable of integers gives."""
    if is_kind(source, "list") or is_kind(source, "array"):
        words = tuple_of(source)
        if are_bytes(words):
            result = new_bytes(words.length)
            for i in range(words.length):
                result.data[i] = u8(untag_fixnum(words.items[i]))
            return result
    it = get_iter(source)
    made = new_bytes(64)
    count: i64 = 0
    if is_kind(source, "list"):
        made = new_bytes(cast(List, source).count)
    elif is_kind(source, "array"):
        made = new_bytes(cast(Array_, source).length)
    while True:
        item = next_value(it)
        if is_deleted(item):
            break
        byte = byte_of(item, "bytes must be in range(0, 256)" if owner == "bytes" else "byte must be in range(0, 256)")
        if count == made.length:
            larger = new_bytes(count + (count >> 1) + 64)
            memcopy(larger.data, made.data, count)
            made = larger
        made.data[count] = byte
        count += 1
    return subbytes(made, 0, count)


@method("bytes", "__new__", binding="static", variadic=True, keywords=True)
def bytes_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """bytes(), bytes(count), bytes(bytes-like or integers), bytes(str, encoding, errors='strict')."""
    made = bytes_from(arguments + 1, argc - 1, names, "bytes")
    return make_instance(arguments[0], made, "bytes")


# --- the operators


@method("bytes", "__repr__", "__str__")
def bytes_repr(self: Value) -> Value:
    return repr_bytes(self_bytes(self, "bytes", "__repr__"))


@method("bytes", "__hash__")
def bytes_hash(self: Value) -> Value:
    return int_from_i64(cast(i64, hash_bytes(self_bytes(self, "bytes", "__hash__"))))


@method("bytes", "__len__")
def bytes_len(self: Value) -> Value:
    return tag_fixnum(self_bytes(self, "bytes", "__len__").length)


@method("bytes", "__iter__")
def bytes_iter(self: Value) -> Value:
    return new(SequenceIterator, sequence=self_bytes(self, "bytes", "__iter__"))


@method("bytes", "__bytes__")
def bytes_bytes(self: Value) -> Value:
    return self_bytes(self, "bytes", "__bytes__")


@method("bytes", "__getnewargs__")
def bytes_getnewargs(self: Value) -> Value:
    made = array_new(1)
    made.items[0] = self_bytes(self, "bytes", "__getnewargs__")
    return made


@method("bytes", "__getitem__")
def bytes_getitem(self: Value, index: Value) -> Value:
    b = self_bytes(self, "bytes", "__getitem__")
    if is_kind(index, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, index))
        return slice_bytes(b, start, stop, step)
    if not has_index(index):
        raise type_error("byte indices must be integers or slices, not %T", index)
    return tag_fixnum(index_bytes(b, sequence_index(index)))


@method("bytes", "__add__")
def bytes_add(self: Value, other: Value) -> Value:
    b = self_bytes(self, "bytes", "__add__")
    found = bytes_or_none(other)
    if is_deleted(found):
        return NOT_IMPLEMENTED
    return concat_bytes(b, cast(Bytes, found))


@method("bytes", "__mul__", "__rmul__")
def bytes_mul(self: Value, times: Value) -> Value:
    b = self_bytes(self, "bytes", "__mul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    return repeat_bytes_object(b, repetitions(times))


def _shared(owner: str) -> None:
    """What bytes and bytearray do alike."""

    @method(owner, "__contains__")
    def contains(self: Value, item: Value) -> Value:
        b = self_bytes(self, owner, "__contains__")
        if has_index(item):
            return boolean(find_byte(b, byte_of(item, "byte must be in range(0, 256)"), 0, I64_MAX) >= 0)
        return boolean(find_bytes(b, bytes_argument(item), 0, I64_MAX) >= 0)

    @method(owner, "__mod__")
    def mod(self: Value, arguments: Value) -> Value:
        return of_type(format_bytes(self_bytes(self, owner, "__mod__"), arguments), owner)

    @method(owner, "__rmod__")
    def rmod(self: Value, template: Value) -> Value:
        found = payload_or_none(template, owner)
        if found == no_value():
            return NOT_IMPLEMENTED
        return of_type(format_bytes(self_bytes(template, owner, "__rmod__"), self), owner)

    for op in OPERATORS:
        _comparison(owner, op)


@fn(raises=True)
def bytes_to_compare(v: Value, owner: static) -> Value:
    """What a bytes or bytearray object is compared with: bytes leaves other types to their own comparison."""
    if owner == "bytes":
        found = payload_or_none(v, "bytes")
        return DELETED if found == no_value() else found
    return bytes_or_none(v)


def _comparison(owner: str, op: str) -> None:
    own = f"__{op}__"

    @method(owner, own)
    def compare(self: Value, other: Value) -> Value:
        b = self_bytes(self, owner, own)
        found = bytes_to_compare(other, owner)
        if is_deleted(found):
            return NOT_IMPLEMENTED
        if op in ("eq", "ne"):
            return boolean(equal_bytes(b, cast(Bytes, found)) == (op == "eq"))
        return boolean(order_holds(compare_bytes_objects(b, cast(Bytes, found)), op))


for _owner in OWNERS:
    _shared(_owner)
