"""The type bytearray: construction, the operators and the methods that change it."""

from __future__ import annotations

from corevm.kernel.array import array_new, no_value, raw_new
from corevm.kernel.bytes import Bytes, concat_bytes, new_bytes, repeat_bytes_object, slice_bytes
from corevm.kernel.bytes_text import repr_bytes
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    COPY_SHIFT,
    COUNT_LIMIT,
    WORK_SHIFT,
    String,
    slice_extent,
    string_from_static,
    string_from_units,
)
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import NONE, NOT_IMPLEMENTED, tag_fixnum
from corevm.micro.surface import Ptr, Value, addr_of, cast, fn, i64, inline, memcopy, memmove, new, u8
from pyta.object.buffer import (
    ByteArray,
    byte_at,
    bytearray_bytes,
    bytearray_of,
    bytes_or_none,
    check_resizable,
    new_bytearray,
    put_items,
    without_items,
)
from pyta.object.bytes import byte_of, bytes_from, collect_bytes
from pyta.object.declare import declare_absent, method
from pyta.object.exception import index_error, memory_error, type_error, value_error
from pyta.object.payload import make_instance, payload
from pyta.object.slice import Slice, slice_numbers
from pyta.object.str import repetitions, sequence_index
from pyta.object.type import class_of, is_deleted
from pyta.protocol.argument import has_index, optional_size
from pyta.protocol.attribute import special
from pyta.protocol.iterate import SequenceIterator

declare_absent("bytearray", "__hash__")
RANGE_TEXT = "byte must be in range(0, 256)"


@inline(raises=True)
def self_array(self: Value, own_name: Ptr[u8]) -> ByteArray:
    return cast(ByteArray, payload(self, "bytearray", own_name))


@fn(raises=True)
def contents(a: ByteArray) -> Bytes:
    """A copy of all bytes."""
    return bytearray_bytes(a, 0, a.count)


# --- changing


@fn(raises=True)
def replace_range(a: ByteArray, start: i64, stop: i64, data: Bytes) -> None:
    """a[start:stop] = data, bounds in range. Raises: BufferError when the size changes while there are memoryviews."""
    removed = stop - start
    change = data.length - removed
    if change != 0:
        check_resizable(a)
    count = a.count + change
    spend((data.length + a.count - stop) >> COPY_SHIFT)
    buffer = a.buffer
    if count > buffer.length or (count < buffer.length >> 2 and buffer.length > 256):
        if count > COUNT_LIMIT:
            raise memory_error("bytearray is too long")
        larger = raw_new(count + (count >> 3) + 8)
        buffer = a.buffer
        memcopy(larger.bytes, buffer.bytes, start)
        memcopy(addr_of(larger.bytes[start + data.length]), addr_of(buffer.bytes[stop]), a.count - stop)
        memcopy(addr_of(larger.bytes[start]), data.data, data.length)
        a.buffer = larger
    else:
        if change != 0:
            memmove(addr_of(buffer.bytes[start + data.length]), addr_of(buffer.bytes[stop]), a.count - stop)
        memcopy(addr_of(buffer.bytes[start]), data.data, data.length)
    a.count = count


@fn(raises=True)
def one_byte(byte: u8) -> Bytes:
    made = new_bytes(1)
    made.data[0] = byte
    return made


@inline(raises=True)
def append_byte(a: ByteArray, byte: u8) -> None:
    buffer = a.buffer
    if a.count < buffer.length and a.views == no_value():
        buffer.bytes[a.count] = byte
        a.count = a.count + 1
    else:
        replace_range(a, a.count, a.count, one_byte(byte))


@method("bytearray", "__new__", binding="static", variadic=True, keywords=True)
def bytearray_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return make_instance(arguments[0], new_bytearray(0), "bytearray")


@method("bytearray", "__init__", variadic=True, keywords=True)
def bytearray_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """bytearray(), bytearray(count), bytearray(bytes-like or integers), bytearray(str, encoding, errors='strict')."""
    a = self_array(arguments[0], "__init__")
    made = bytes_from(arguments + 1, argc - 1, names, "bytearray")
    replace_range(a, 0, a.count, made)
    return NONE


# --- the operators


@method("bytearray", "__repr__", "__str__")
def bytearray_repr(self: Value) -> Value:
    text = cast(String, repr_bytes(contents(self_array(self, "__repr__"))))
    out = new_builder(text.count + 12)
    out.append(cast(String, class_of(self).name))
    out.append_code(0x28)
    out.append(text)
    out.append_code(0x29)
    return out.finish()


@method("bytearray", "__len__")
def bytearray_len(self: Value) -> Value:
    return tag_fixnum(self_array(self, "__len__").count)


@method("bytearray", "__iter__")
def bytearray_iter(self: Value) -> Value:
    return new(SequenceIterator, sequence=self_array(self, "__iter__"))


@fn(raises=True)
def position(a: ByteArray, index: Value) -> i64:
    """An index in range. Raises: TypeError, IndexError."""
    if not has_index(index):
        raise type_error("bytearray indices must be integers or slices, not %T", index)
    at = sequence_index(index)
    if at < 0:
        at += a.count
    if at < 0 or at >= a.count:
        raise index_error("bytearray index out of range")
    return at


@method("bytearray", "__getitem__")
def bytearray_getitem(self: Value, index: Value) -> Value:
    a = self_array(self, "__getitem__")
    if is_kind(index, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, index))
        if step == 1:
            first, count = slice_extent(start, stop, step, a.count)
            return bytearray_of(bytearray_bytes(a, first, first + count))
        return bytearray_of(slice_bytes(contents(a), start, stop, step))
    return tag_fixnum(i64(byte_at(a, position(a, index))))


@method("bytearray", "__setitem__")
def bytearray_setitem(self: Value, index: Value, v: Value) -> Value:
    a = self_array(self, "__setitem__")
    if is_kind(index, "pyta.slice"):
        set_slice(a, cast(Slice, index), v)
        return NONE
    position(a, index)
    byte = byte_of(v, RANGE_TEXT)
    at = position(a, index)
    buffer = a.buffer
    if at < buffer.length:
        buffer.bytes[at] = byte
    return NONE


@fn(raises=True)
def set_slice(a: ByteArray, s: Slice, v: Value) -> None:
    """a[s] = v."""
    found = bytes_or_none(v)
    if is_deleted(found):
        if (
            has_index(v)
            or is_kind(v, "string")
            or (special(v, "__iter__") == no_value() and special(v, "__getitem__") == no_value())
        ):
            raise type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
        found = collect_bytes(v, "bytearray")
    data = cast(Bytes, found)
    start, stop, step = slice_numbers(s)
    first, count = slice_extent(start, stop, step, a.count)
    if step == 1:
        replace_range(a, first, first + count, data)
        return
    if data.length == 0:
        delete_step(a, first, step, count)
        return
    if data.length != count:
        raise value_error(
            "attempt to assign bytes of size %D to extended slice of size %D",
            tag_fixnum(data.length),
            tag_fixnum(count),
        )
    put_items(a.buffer, first, step, data, 1)


@fn(raises=True)
def delete_step(a: ByteArray, first: i64, step: i64, count: i64) -> None:
    """Delete `count` bytes that are `step` apart."""
    kept = without_items(a.buffer, a.count, first, step, count, 1)
    replace_range(a, 0, a.count, kept)


@method("bytearray", "__delitem__")
def bytearray_delitem(self: Value, index: Value) -> Value:
    a = self_array(self, "__delitem__")
    if is_kind(index, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, index))
        first, count = slice_extent(start, stop, step, a.count)
        if step == 1:
            replace_range(a, first, first + count, new_bytes(0))
        else:
            delete_step(a, first, step, count)
        return NONE
    at = position(a, index)
    replace_range(a, at, at + 1, new_bytes(0))
    return NONE


@method("bytearray", "__add__")
def bytearray_add(self: Value, other: Value) -> Value:
    a = self_array(self, "__add__")
    found = bytes_or_none(other)
    if is_deleted(found):
        return NOT_IMPLEMENTED
    return bytearray_of(concat_bytes(contents(a), cast(Bytes, found)))


@method("bytearray", "__iadd__")
def bytearray_iadd(self: Value, other: Value) -> Value:
    a = self_array(self, "__iadd__")
    found = bytes_or_none(other)
    if is_deleted(found):
        raise type_error("can't concat %T to %T", other, self)
    replace_range(a, a.count, a.count, cast(Bytes, found))
    return self


@method("bytearray", "__mul__", "__rmul__")
def bytearray_mul(self: Value, times: Value) -> Value:
    a = self_array(self, "__mul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    return bytearray_of(repeat_bytes_object(contents(a), repetitions(times)))


@method("bytearray", "__imul__")
def bytearray_imul(self: Value, times: Value) -> Value:
    a = self_array(self, "__imul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    n = repetitions(times)
    replace_range(a, 0, a.count, repeat_bytes_object(contents(a), n))
    return self


# --- the methods that change it


@method("bytearray", "append")
def bytearray_append(self: Value, v: Value) -> Value:
    a = self_array(self, "append")
    append_byte(a, byte_of(v, RANGE_TEXT))
    return NONE


@method("bytearray", "extend")
def bytearray_extend(self: Value, items: Value) -> Value:
    a = self_array(self, "extend")
    found = bytes_or_none(items)
    if is_deleted(found):
        if special(items, "__iter__") == no_value() and special(items, "__getitem__") == no_value():
            raise type_error("can't extend bytearray with %T", items)
        found = collect_bytes(items, "bytearray")
    replace_range(a, a.count, a.count, cast(Bytes, found))
    return NONE


@method("bytearray", "insert")
def bytearray_insert(self: Value, index: Value, v: Value) -> Value:
    a = self_array(self, "insert")
    at = sequence_index(index)
    byte = byte_of(v, RANGE_TEXT)
    if at < 0:
        at += a.count
        if at < 0:
            at = 0
    if at > a.count:
        at = a.count
    replace_range(a, at, at, one_byte(byte))
    return NONE


@method("bytearray", "pop", optional=1)
def bytearray_pop(self: Value, index: Value) -> Value:
    a = self_array(self, "pop")
    at = optional_size(index, -1)
    if a.count == 0:
        raise index_error("pop from empty bytearray")
    if at < 0:
        at += a.count
    if at < 0 or at >= a.count:
        raise index_error("pop index out of range")
    byte = byte_at(a, at)
    replace_range(a, at, at + 1, new_bytes(0))
    return tag_fixnum(i64(byte))


@method("bytearray", "remove")
def bytearray_remove(self: Value, v: Value) -> Value:
    a = self_array(self, "remove")
    byte = byte_of(v, RANGE_TEXT)
    spend(a.count >> WORK_SHIFT)
    for i in range(a.count):
        if byte_at(a, i) == byte:
            replace_range(a, i, i + 1, new_bytes(0))
            return NONE
    raise value_error("value not found in bytearray")


@method("bytearray", "reverse")
def bytearray_reverse(self: Value) -> Value:
    a = self_array(self, "reverse")
    spend(a.count >> WORK_SHIFT)
    data = a.buffer.bytes
    low: i64 = 0
    high = a.count - 1
    while low < high:
        held = data[low]
        data[low] = data[high]
        data[high] = held
        low += 1
        high -= 1
    return NONE


@method("bytearray", "clear")
def bytearray_clear(self: Value) -> Value:
    a = self_array(self, "clear")
    replace_range(a, 0, a.count, new_bytes(0))
    return NONE


@method("bytearray", "copy", "__copy__")
def bytearray_copy(self: Value) -> Value:
    return bytearray_of(contents(self_array(self, "copy")))


@method("bytearray", "__alloc__")
def bytearray_alloc(self: Value) -> Value:
    return tag_fixnum(self_array(self, "__alloc__").buffer.length)


@method("bytearray", "__reduce__")
def bytearray_reduce(self: Value) -> Value:
    """(type, (text, "latin-1"), attributes)."""
    b = contents(self_array(self, "__reduce__"))
    made = array_new(3)
    for i in range(3):
        made.items[i] = NONE
    given = array_new(2)
    for i in range(2):
        given.items[i] = NONE
    made.items[0] = class_of(self)
    made.items[1] = given
    given.items[0] = string_from_units(b.data, 1, b.length)
    given.items[1] = string_from_static("latin-1")
    return made
