"""The type array.array: construction, operators and methods. (Layout: pyta.object.number_array; the module: pyta/lib/array.py.)

Source: the library reference, "array"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.bytes import Bytes, bytes_from_memory, concat_bytes, new_bytes, repeat_bytes_object
from corevm.kernel.integer import int_clamp_i64
from corevm.kernel.list import List, list_get, list_of_exactly
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    WORK_SHIFT,
    String,
    char_string,
    code_at,
    slice_extent,
    string_from_units,
)
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, boolean, is_word, tag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    bswap,
    cast,
    f64,
    fn,
    i64,
    inline,
    memcopy,
    memmove,
    new,
    stack_array,
    static,
    u8,
    u16,
    u32,
    u64,
)
from pyta.module.array_item import store_word, word_of
from pyta.object.buffer import MemoryView, bytes_or_none, put_items, without_items
from pyta.object.bytearray import contents, replace_range
from pyta.object.declare import declare_absent, getter, method
from pyta.object.exception import eof_error, index_error, runtime_error, type_error, value_error
from pyta.object.iterator import ArrayIterator
from pyta.object.number_array import TYPECODES, NumberArray, item_at, item_count, new_number_array
from pyta.object.payload import is_own, make_instance, payload, payload_or_none
from pyta.object.slice import Slice, slice_numbers
from pyta.object.str import repetitions
from pyta.object.type import class_of, is_deleted, type_named
from pyta.object.world import name
from pyta.protocol.argument import as_size, given_count, has_index, optional_size, slice_bound
from pyta.protocol.attribute import call1, find_attribute, get_attribute
from pyta.protocol.compare import COMPARE, OPERATORS, py_equal
from pyta.protocol.importing import import_absolute
from pyta.protocol.index import machine_index
from pyta.protocol.iterate import get_iter, next_or_stop, next_value
from pyta.protocol.text import py_repr

FILE_BLOCK = 64 * 1024  # bytes written at once by tofile
SIZE_OF_EMPTY = 64  # bytes, as CPython has it
MACHINE_FORMATS = {"b": 1, "B": 0, "u": 20, "h": 4, "H": 2, "i": 8, "I": 6, "l": 12, "L": 10, "q": 12, "Q": 10, "f": 14, "d": 16}
I64_MAX = (1 << 63) - 1

declare_absent("array", "__hash__")


@inline(raises=True)
def self_array(self: Value, own_name: Ptr[u8]) -> NumberArray:
    return cast(NumberArray, payload(self, "array", own_name))


# --- changing


@fn(raises=True)
def put_bytes(a: NumberArray, first: i64, last: i64, data: Bytes) -> None:
    """The items from first to before last become those that data holds."""
    replace_range(a, first << a.shift, last << a.shift, data)


@fn(raises=True)
def item_bytes(a: NumberArray, word: u64) -> Bytes:
    held = stack_array(u64, 1)
    held[0] = word
    return bytes_from_memory(cast(Ptr[u8], held), i64(1) << a.shift)


@inline(raises=True)
def append_word(a: NumberArray, word: u64) -> None:
    count = a.count
    if count + 8 <= a.buffer.length and a.views == no_value():
        store_word(a, item_count(a), word)
        a.count = count + (i64(1) << a.shift)
    else:
        put_bytes(a, item_count(a), item_count(a), item_bytes(a, word))


@fn(raises=True)
def extend_from(a: NumberArray, items: Value) -> None:
    """Append what an iterable gives."""
    it = get_iter(items)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return
        append_word(a, word_of(a, item))
        spend(1)


@fn(raises=True)
def extend_with_array(a: NumberArray, other: NumberArray) -> None:
    if other.code != a.code:
        raise type_error("can only extend with array of same kind")
    put_bytes(a, item_count(a), item_count(a), contents(other))


@fn(raises=True)
def extend_with_bytes(a: NumberArray, data: Bytes) -> None:
    if data.length & ((i64(1) << a.shift) - 1) != 0:
        raise value_error("bytes length not a multiple of item size")
    put_bytes(a, item_count(a), item_count(a), data)


@fn(raises=True)
def extend_with_text(a: NumberArray, text: String) -> None:
    data = new_bytes(text.count * 4)
    spend(text.count >> WORK_SHIFT)
    for i in range(text.count):
        cast(Ptr[u32], data.data)[i] = code_at(text, i)
    put_bytes(a, item_count(a), item_count(a), data)


# --- construction


@fn
def shift_of(code: i64) -> i64:
    """The item size of a typecode as a power of two; -1 for an unknown one."""
    for text, layout in static(tuple(TYPECODES.items())):
        if code == ord(text):
            return layout[0]
    return -1


@method("array", "__new__", binding="static", variadic=True, keywords=True)
def array_new_(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """array(typecode [, initializer])"""
    given = given_count(argc, names) - 1
    if names != no_value() and argc - 1 > given and cast(u64, arguments[0]) == cast(u64, type_named("array")):
        raise type_error("array.array() takes no keyword arguments")
    if given < 1:
        raise type_error("array() takes at least 1 argument (0 given)")
    if given > 2:
        raise type_error("array() takes at most 2 arguments (%D given)", tag_fixnum(given))
    typecode = payload_or_none(arguments[1], "str")
    if typecode == no_value() or cast(String, typecode).count != 1:
        raise type_error("array() argument 1 must be a unicode character, not %T", arguments[1])
    code = i64(code_at(cast(String, typecode), 0))
    source: Value = arguments[2] if given == 2 else DEFAULT
    made = new_number_array(code, shift_of(code), 0) if shift_of(code) >= 0 else new_number_array(code, 0, 0)
    fill(made, source, shift_of(code) >= 0)
    return make_instance(arguments[0], made, "array")


@fn(raises=True)
def fill(a: NumberArray, source: Value, is_known: bool) -> None:
    """Fill a new array from its initializer, which is looked at before the typecode. Raises: TypeError, ValueError."""
    text = payload_or_none(source, "str")
    other = payload_or_none(source, "array")
    if a.code != ord("u"):
        if text != no_value():
            raise type_error(
                "cannot use a str to initialize an array with typecode '%S'", char_string(u32(a.code))
            )
        if other != no_value() and cast(NumberArray, other).code == ord("u"):
            raise type_error(
                "cannot use a unicode array to initialize an array with typecode '%S'", char_string(u32(a.code))
            )
    is_bytes = payload_or_none(source, "bytes") != no_value() or payload_or_none(source, "bytearray") != no_value()
    is_plain = (
        is_word(source, DEFAULT) or text != no_value() or is_bytes
        or (other != no_value() and cast(NumberArray, other).code == a.code)
    )  # fmt: skip
    it = no_value()
    if not is_plain:
        it = get_iter(source)
    if not is_known:
        raise value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
    if not is_plain:
        while True:
            item = next_value(it)
            if is_deleted(item):
                break
            append_word(a, word_of(a, item))
            spend(1)
    elif text != no_value():
        extend_with_text(a, cast(String, text))
    elif is_bytes:
        extend_with_bytes(a, cast(Bytes, bytes_or_none(source)))
    elif other != no_value():
        put_bytes(a, 0, 0, contents(cast(NumberArray, other)))


@fn(raises=True)
def array_with(like: NumberArray, data: Bytes) -> NumberArray:
    """A new array of the same typecode with these bytes."""
    made = new_number_array(like.code, like.shift, data.length >> like.shift)
    memcopy(made.buffer.bytes, data.data, data.length)
    return made


# --- the operators


@method("array", "__repr__")
def array_repr(self: Value) -> Value:
    a = self_array(self, "__repr__")
    out = new_builder(32)
    out.append(cast(String, class_of(self).name))
    out.append_ascii("('", 2)
    out.append_code(u32(a.code))
    out.append_code(0x27)
    if a.count > 0:
        out.append_ascii(", ", 2)
        items = as_text(a) if a.code == ord("u") else cast(Value, as_list(a))
        out.append(py_repr(items))
    out.append_code(0x29)
    return out.finish()


@fn(raises=True)
def as_text(a: NumberArray) -> Value:
    return string_from_units(contents(a).data, 4, item_count(a))


@fn(raises=True)
def as_list(a: NumberArray) -> List:
    count = item_count(a)
    spend(count >> WORK_SHIFT)
    made = array_new(count)
    for i in range(count):
        made.items[i] = NONE
    for i in range(count):
        made.items[i] = item_at(a, i)
    return list_of_exactly(made)


@method("array", "__len__")
def array_len(self: Value) -> Value:
    return tag_fixnum(item_count(self_array(self, "__len__")))


@method("array", "__iter__")
def array_iter(self: Value) -> Value:
    return new(ArrayIterator, sequence=self_array(self, "__iter__"))


@fn(raises=True)
def position(a: NumberArray, index: Value, message: Ptr[u8]) -> i64:
    """An index in range. Raises: TypeError, IndexError."""
    if not has_index(index):
        raise type_error("array indices must be integers")
    at = machine_index(index)
    count = item_count(a)
    if at < 0:
        at += count
    if at < 0 or at >= count:
        raise index_error(message)
    return at


@method("array", "__getitem__")
def array_getitem(self: Value, index: Value) -> Value:
    a = self_array(self, "__getitem__")
    if not is_kind(index, "pyta.slice"):
        return item_at(a, position(a, index, "array index out of range"))
    start, stop, step = slice_numbers(cast(Slice, index))
    first, count = slice_extent(start, stop, step, item_count(a))
    made = new_number_array(a.code, a.shift, count)
    spend(count >> WORK_SHIFT)
    if count == 0:
        return made
    size = i64(1) << a.shift
    if step == 1:
        memcopy(made.buffer.bytes, addr_of(a.buffer.bytes[first << a.shift]), count << a.shift)
        return made
    at = first
    for i in range(count):
        memcopy(addr_of(made.buffer.bytes[i * size]), addr_of(a.buffer.bytes[at * size]), size)
        if i + 1 < count:
            at += step
    return made


@method("array", "__setitem__")
def array_setitem(self: Value, index: Value, v: Value) -> Value:
    a = self_array(self, "__setitem__")
    if is_kind(index, "pyta.slice"):
        set_slice(a, cast(Slice, index), v)
        return NONE
    at = position(a, index, "array assignment index out of range")
    word = word_of(a, v)
    if at < item_count(a):  # finding the word may have run a program
        store_word(a, at, word)
    return NONE


@fn(raises=True)
def set_slice(a: NumberArray, s: Slice, v: Value) -> None:
    """a[s] = v."""
    start, stop, step = slice_numbers(s)
    found = payload_or_none(v, "array")
    if found == no_value():
        raise type_error('can only assign array (not "%T") to array slice', v)
    other = cast(NumberArray, found)
    if other.code != a.code:
        raise type_error("bad argument type for built-in operation")
    first, count = slice_extent(start, stop, step, item_count(a))
    data = contents(other)
    if step == 1:
        put_bytes(a, first, first + count, data)
        return
    if data.length == 0:
        delete_items(a, first, step, count)
        return
    if item_count(other) != count:
        raise value_error(
            "attempt to assign array of size %D to extended slice of size %D", tag_fixnum(item_count(other)), tag_fixnum(count)
        )
    put_items(a.buffer, first, step, data, i64(1) << a.shift)


@fn(raises=True)
def delete_items(a: NumberArray, first: i64, step: i64, count: i64) -> None:
    """Delete `count` items that are `step` apart."""
    kept = without_items(a.buffer, item_count(a), first, step, count, i64(1) << a.shift)
    put_bytes(a, 0, item_count(a), kept)


@method("array", "__delitem__")
def array_delitem(self: Value, index: Value) -> Value:
    a = self_array(self, "__delitem__")
    if is_kind(index, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, index))
        first, count = slice_extent(start, stop, step, item_count(a))
        if step == 1:
            put_bytes(a, first, first + count, new_bytes(0))
        else:
            delete_items(a, first, step, count)
        return NONE
    at = position(a, index, "array assignment index out of range")
    put_bytes(a, at, at + 1, new_bytes(0))
    return NONE


@method("array", "__add__")
def array_add(self: Value, other: Value) -> Value:
    a = self_array(self, "__add__")
    found = payload_or_none(other, "array")
    if found == no_value():
        return NOT_IMPLEMENTED
    if cast(NumberArray, found).code != a.code:
        raise type_error("bad argument type for built-in operation")
    return array_with(a, concat_bytes(contents(a), contents(cast(NumberArray, found))))


@method("array", "__iadd__")
def array_iadd(self: Value, other: Value) -> Value:
    a = self_array(self, "__iadd__")
    found = payload_or_none(other, "array")
    if found == no_value():
        raise type_error('can only extend array with array (not "%T")', other)
    extend_with_array(a, cast(NumberArray, found))
    return self


@method("array", "__mul__", "__rmul__")
def array_mul(self: Value, times: Value) -> Value:
    a = self_array(self, "__mul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    return array_with(a, repeat_bytes_object(contents(a), repetitions(times)))


@method("array", "__imul__")
def array_imul(self: Value, times: Value) -> Value:
    a = self_array(self, "__imul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    n = repetitions(times)
    put_bytes(a, 0, item_count(a), repeat_bytes_object(contents(a), n))
    return self


@method("array", "__contains__")
def array_contains(self: Value, v: Value) -> Value:
    return boolean(find(self_array(self, "__contains__"), v, 0, I64_MAX) >= 0)


@fn(raises=True)
def find(a: NumberArray, v: Value, start: i64, stop: i64) -> i64:
    """The first item from start to before stop that equals v, or -1. May run guest code."""
    at = start
    while at < stop and at < item_count(a):
        spend(1)
        if py_equal(item_at(a, at), v):
            return at
        at += 1
    return -1


@fn(raises=True)
def first_difference(a: NumberArray, b: NumberArray) -> i64:
    """The first index where they differ; where the shorter one ends if they do not."""
    at: i64 = 0
    while at < item_count(a) and at < item_count(b):
        spend(1)
        if a.code == ord("d") and b.code == ord("d"):
            if cast(Ptr[f64], a.buffer.bytes)[at] != cast(Ptr[f64], b.buffer.bytes)[at]:
                return at
        elif not py_equal(item_at(a, at), item_at(b, at)):
            return at
        at += 1
    return at


def _comparison(op: str) -> None:
    own = f"__{op}__"
    compare_items = None if op in ("eq", "ne") else COMPARE[op]

    @method("array", own)
    def compare(self: Value, other: Value) -> Value:
        a = self_array(self, own)
        found = payload_or_none(other, "array")
        if found == no_value():
            return NOT_IMPLEMENTED
        b = cast(NumberArray, found)
        if op in ("eq", "ne") and item_count(a) != item_count(b):
            return boolean(op == "ne")
        at = first_difference(a, b)
        m, n = item_count(a), item_count(b)
        if compare_items is None:
            return boolean((at >= m and at >= n) == (op == "eq"))
        else:
            if at >= m or at >= n:
                if op == "lt":
                    return boolean(m < n)
                if op == "le":
                    return boolean(m <= n)
                if op == "gt":
                    return boolean(m > n)
                return boolean(m >= n)
            return compare_items(item_at(a, at), item_at(b, at))


for _op in OPERATORS:
    _comparison(_op)


# --- methods


@method("array", "append")
def array_append(self: Value, v: Value) -> Value:
    """Append new value v to the end of the array."""
    a = self_array(self, "append")
    append_word(a, word_of(a, v))
    return NONE


@method("array", "extend")
def array_extend(self: Value, items: Value) -> Value:
    """Append items to the end of the array."""
    a = self_array(self, "extend")
    found = payload_or_none(items, "array")
    if found != no_value():
        extend_with_array(a, cast(NumberArray, found))
    else:
        extend_from(a, items)
    return NONE


@method("array", "fromlist")
def array_fromlist(self: Value, items: Value) -> Value:
    """Append items to array from list: all of them or none."""
    a = self_array(self, "fromlist")
    held = payload_or_none(items, "list")
    if held == no_value():
        raise type_error("arg must be list")
    source = cast(List, held)
    count = source.count
    made = new_number_array(a.code, a.shift, count)
    for i in range(count):
        item = list_get(source, i)
        if item != no_value():
            store_word(made, i, word_of(a, item))
        if source.count != count:
            raise runtime_error("list changed size during iteration")
    spend(count >> WORK_SHIFT)
    put_bytes(a, item_count(a), item_count(a), contents(made))
    return NONE


@method("array", "frombytes")
def array_frombytes(self: Value, data: Value) -> Value:
    """Appends items from the string, interpreting it as an array of machine values."""
    a = self_array(self, "frombytes")
    found = bytes_or_none(data)
    if is_deleted(found):
        raise type_error("a bytes-like object is required, not '%T'", data)
    other = payload_or_none(data, "array")
    if other != no_value() and cast(NumberArray, other).shift != 0:
        raise type_error("a bytes-like object is required")
    if is_own(data, "memoryview"):
        if cast(MemoryView, data).item_size != 1:
            raise type_error("a bytes-like object is required")
    extend_with_bytes(a, cast(Bytes, found))
    return NONE


@method("array", "tobytes")
def array_tobytes(self: Value) -> Value:
    """Convert the array to an array of machine values and return the bytes representation."""
    return contents(self_array(self, "tobytes"))


@method("array", "tolist")
def array_tolist(self: Value) -> Value:
    """Convert array to an ordinary list with the same items."""
    return as_list(self_array(self, "tolist"))


@method("array", "fromunicode")
def array_fromunicode(self: Value, text: Value) -> Value:
    """Extends this array with data from the unicode string."""
    a = self_array(self, "fromunicode")
    found = payload_or_none(text, "str")
    if found == no_value():
        raise type_error("fromunicode() argument must be str, not %T", text)
    if a.code != ord("u"):
        raise value_error("fromunicode() may only be called on unicode type arrays")
    extend_with_text(a, cast(String, found))
    return NONE


@method("array", "tounicode")
def array_tounicode(self: Value) -> Value:
    """Convert an array of unicode characters to a unicode string."""
    a = self_array(self, "tounicode")
    if a.code != ord("u"):
        raise value_error("tounicode() may only be called on unicode type arrays")
    return as_text(a)


@method("array", "fromfile")
def array_fromfile(self: Value, file: Value, wanted: Value) -> Value:
    """Read n objects from the file object f and append them to the end of the array."""
    a = self_array(self, "fromfile")
    n = as_size(wanted)
    if n < 0:
        raise value_error("negative count")
    size = n << a.shift
    data = call1(get_attribute(file, name("read")), tag_fixnum(size))
    found = payload_or_none(data, "bytes")
    if found == no_value():
        raise type_error("read() didn't return bytes")
    extend_with_bytes(a, cast(Bytes, found))
    if cast(Bytes, found).length != size:
        raise eof_error("read() didn't return enough bytes")
    return NONE


@method("array", "tofile")
def array_tofile(self: Value, file: Value) -> Value:
    """Write all items (as machine values) to the file object f."""
    a = self_array(self, "tofile")
    at: i64 = 0
    while at < a.count:
        size = a.count - at if a.count - at < FILE_BLOCK else i64(FILE_BLOCK)
        block = bytes_from_memory(addr_of(a.buffer.bytes[at]), size)
        call1(get_attribute(file, name("write")), block)
        at += FILE_BLOCK
    return NONE


@method("array", "insert")
def array_insert(self: Value, index: Value, v: Value) -> Value:
    """Insert a new item v into the array before position i."""
    a = self_array(self, "insert")
    at = as_size(index)
    word = word_of(a, v)
    count = item_count(a)
    if at < 0:
        at = at + count if at + count > 0 else i64(0)
    if at > count:
        at = count
    put_bytes(a, at, at, item_bytes(a, word))
    return NONE


@method("array", "pop", optional=1)
def array_pop(self: Value, index: Value) -> Value:
    """Return the i-th element and delete it from the array."""
    a = self_array(self, "pop")
    at = optional_size(index, -1)
    count = item_count(a)
    if count == 0:
        raise index_error("pop from empty array")
    if at < 0:
        at += count
    if at < 0 or at >= count:
        raise index_error("pop index out of range")
    found = item_at(a, at)
    put_bytes(a, at, at + 1, new_bytes(0))
    return found


@method("array", "remove")
def array_remove(self: Value, v: Value) -> Value:
    """Remove the first occurrence of v in the array."""
    a = self_array(self, "remove")
    at = find(a, v, 0, I64_MAX)
    if at < 0:
        raise value_error("array.remove(x): x not in array")
    put_bytes(a, at, at + 1 if at < item_count(a) else at, new_bytes(0))
    return NONE


@fn(raises=True)
def bound(v: Value, otherwise: i64) -> i64:
    """A bound of a search; not None, unlike a slice's."""
    if not is_word(v, DEFAULT) and not has_index(v):
        raise type_error("slice indices must be integers or have an __index__ method")
    return slice_bound(v, otherwise)


@method("array", "index", optional=2)
def array_index(self: Value, v: Value, start: Value, stop: Value) -> Value:
    """Return index of first occurrence of v in the array."""
    a = self_array(self, "index")
    first = bound(start, 0)
    last = bound(stop, I64_MAX)
    if first < 0:
        first = first + item_count(a) if first + item_count(a) > 0 else i64(0)
    if last < 0:
        last += item_count(a)
    at = find(a, v, first, last)
    if at < 0:
        raise value_error("array.index(x): x not in array")
    return tag_fixnum(at)


@method("array", "count")
def array_count(self: Value, v: Value) -> Value:
    """Return number of occurrences of v in the array."""
    a = self_array(self, "count")
    found: i64 = 0
    at: i64 = 0
    while True:
        at = find(a, v, at, I64_MAX)
        if at < 0:
            return tag_fixnum(found)
        found += 1
        at += 1


@fn
def swap_bytes(data: Ptr[u8], count: i64, shift: i64) -> None:
    if shift == 1:
        for i in range(count):
            cast(Ptr[u16], data)[i] = cast(Ptr[u16], data)[i] << 8 | cast(Ptr[u16], data)[i] >> 8
    elif shift == 2:
        for i in range(count):
            cast(Ptr[u32], data)[i] = u32(bswap(u64(cast(Ptr[u32], data)[i])) >> 32)
    elif shift == 3:
        for i in range(count):
            cast(Ptr[u64], data)[i] = bswap(cast(Ptr[u64], data)[i])


@method("array", "byteswap")
def array_byteswap(self: Value) -> Value:
    """Byteswap all items of the array."""
    a = self_array(self, "byteswap")
    spend(a.count >> WORK_SHIFT)
    swap_bytes(a.buffer.bytes, item_count(a), a.shift)
    return NONE


@fn
def reverse_items(data: Ptr[u8], count: i64, size: i64) -> None:
    held = stack_array(u64, 1)
    low: i64 = 0
    high = (count - 1) * size
    while low < high:
        memcopy(cast(Ptr[u8], held), data + low, size)
        memmove(data + low, data + high, size)
        memcopy(data + high, cast(Ptr[u8], held), size)
        low += size
        high -= size


@method("array", "clear")
def array_clear(self: Value) -> Value:
    """Remove all items from the array."""
    a = self_array(self, "clear")
    put_bytes(a, 0, item_count(a), new_bytes(0))
    return NONE


@method("array", "reverse")
def array_reverse(self: Value) -> Value:
    """Reverse the order of the items in the array."""
    a = self_array(self, "reverse")
    spend(a.count >> WORK_SHIFT)
    reverse_items(a.buffer.bytes, item_count(a), i64(1) << a.shift)
    return NONE


@method("array", "buffer_info")
def array_buffer_info(self: Value) -> Value:
    """Return a tuple (address, length) giving the current memory address and the length in items."""
    a = self_array(self, "buffer_info")
    made = array_new(2)
    made.items[0] = NONE
    made.items[1] = tag_fixnum(item_count(a))
    made.items[0] = int_from_i64(cast(i64, a.buffer.bytes))
    return made


@method("array", "__copy__")
def array_copy(self: Value) -> Value:
    a = self_array(self, "__copy__")
    return array_with(a, contents(a))


@method("array", "__deepcopy__")
def array_deepcopy(self: Value, memo: Value) -> Value:
    a = self_array(self, "__deepcopy__")
    return array_with(a, contents(a))


@method("array", "__sizeof__")
def array_sizeof(self: Value) -> Value:
    return tag_fixnum(SIZE_OF_EMPTY + self_array(self, "__sizeof__").count)


@fn
def machine_format(code: i64) -> i64:
    for text, number in static(tuple(MACHINE_FORMATS.items())):
        if code == ord(text):
            return number
    return -1


@method("array", "__reduce_ex__")
def array_reduce(self: Value, protocol: Value) -> Value:
    """Return state information for pickling."""
    a = self_array(self, "__reduce_ex__")
    number = payload_or_none(protocol, "int")
    if number == no_value():
        raise type_error("__reduce_ex__ argument should be an integer")
    attributes = NONE
    if class_of(self).index < 0:
        attributes = find_attribute(self, class_of(self), name("__dict__"))
        if is_deleted(attributes):
            attributes = NONE
    is_portable = int_clamp_i64(number) >= 3
    made = array_new(3)
    given = array_new(4 if is_portable else 2)
    for i in range(3):
        made.items[i] = NONE
    for i in range(given.length):
        given.items[i] = NONE
    made.items[1] = given
    made.items[2] = attributes
    if is_portable:
        made.items[0] = get_attribute(import_absolute(name("array")), name("_array_reconstructor"))
        given.items[0] = class_of(self)
        given.items[1] = char_string(u32(a.code))
        given.items[2] = tag_fixnum(machine_format(a.code))
        given.items[3] = contents(a)
    else:
        made.items[0] = class_of(self)
        given.items[0] = char_string(u32(a.code))
        given.items[1] = as_list(a)
    return made


@getter("array", "typecode")
def array_typecode(self: Value) -> Value:
    return char_string(u32(self_array(self, "typecode").code))


@getter("array", "itemsize")
def array_itemsize(self: Value) -> Value:
    return tag_fixnum(i64(1) << self_array(self, "itemsize").shift)


# --- its iterator


@method("arrayiterator", "__iter__")
def iterator_iter(self: Value) -> Value:
    return self


@method("arrayiterator", "__next__")
def iterator_next(self: Value) -> Value:
    return next_or_stop(self)


@method("arrayiterator", "__reduce__")
def iterator_reduce(self: Value) -> Value:
    """(iter, (array,), index), or (iter, ((),)) at the end."""
    it = cast(ArrayIterator, self)
    builtin = get_attribute(import_absolute(name("builtins")), name("iter"))
    made = array_new(2 if it.sequence == no_value() else 3)
    given = array_new(1)
    made.items[0] = builtin
    made.items[1] = given
    if it.sequence == no_value():
        given.items[0] = array_new(0)
    else:
        given.items[0] = it.sequence
        made.items[2] = tag_fixnum(it.index)
    return made


@method("arrayiterator", "__setstate__")
def iterator_setstate(self: Value, state: Value) -> Value:
    it = cast(ArrayIterator, self)
    at = as_size(state)
    if it.sequence != no_value():
        count = item_count(cast(NumberArray, it.sequence))
        it.index = i64(0) if at < 0 else at if at < count else count
    return NONE
