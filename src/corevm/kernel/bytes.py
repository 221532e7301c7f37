"""Bytes: immutable sequences of bytes, with the operations of Python's `bytes`.

The search, comparison and hashing cores are those of strings at unit width 1.

INV-BYTES-1  A bytes object is complete before anyone else can see it, and its data never changes.
INV-BYTES-2  Only ASCII letters, digits and whitespace count as such, whatever the language or locale.

Effects: allocate, spend reductions; addresses are taken after reductions are spent (INV-STRING-5).
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new
from corevm.kernel.error import INDEX, MEMORY, TYPE, VALUE, error
from corevm.kernel.hash import hash_text
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import charge, spend
from corevm.kernel.search import COUNT_FOUND, SEARCH
from corevm.kernel.string import (
    COPY_SHIFT,
    COUNT_LIMIT,
    HASH_SHIFT,
    WORK_SHIFT,
    clamp_range,
    slice_extent,
)
from corevm.kernel.string_search import I64_MAX, SEARCH_SHIFT
from corevm.kernel.string_split import STRIP_LEFT, STRIP_RIGHT
from corevm.kernel.text_unit import compare_text, copy_bytes, repeat_bytes
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    addr_of,
    cast,
    fn,
    heap,
    i64,
    inline,
    memcopy,
    memequal,
    mul_overflow,
    new,
    static,
    table,
    u8,
    u64,
)

SEARCH_BYTES = SEARCH[1]

UPPER, LOWER, DIGIT, SPACE = 1, 2, 4, 8
ALPHA = UPPER | LOWER
BYTE_FLAGS = table(
    u8,
    [
        (UPPER if 65 <= b <= 90 else 0) | (LOWER if 97 <= b <= 122 else 0) | (DIGIT if 48 <= b <= 57 else 0)
        | (SPACE if b in b" \t\n\r\v\f" else 0)
        for b in range(256)
    ],
)  # fmt: skip


@heap(kind="bytes")
class Bytes(Object):
    """`length` bytes in `data`; `hash` is 0 while not computed."""

    length: i64
    hash: u64
    data: Tail[u8]


# --- making


@inline(raises=True)
def new_bytes(length: i64) -> Bytes:
    """Bytes that the caller writes at once. Raises: MEMORY."""
    if length < 0 or length > COUNT_LIMIT:
        raise error(MEMORY, "bytes object is too long")
    return new(Bytes, tail=length)


@fn(raises=True)
def bytes_from_memory(data: Ptr[u8], length: i64) -> Bytes:
    """A copy of bytes outside the heap."""
    result = new_bytes(length)
    spend(length >> COPY_SHIFT)
    memcopy(result.data, data, length)
    return result


@fn(raises=True)
def zero_bytes(length: i64) -> Bytes:
    """`bytes(length)`: fresh memory is zero (INV-MEMORY-1). Raises: VALUE when negative."""
    if length < 0:
        raise error(VALUE, "negative count")
    result = new_bytes(length)
    spend(length >> COPY_SHIFT)
    return result


@inline(raises=True)
def as_bytes(v: Value) -> Bytes:
    """Raises: TYPE unless v is a bytes object."""
    if not is_kind(v, "bytes"):
        raise error(TYPE, "expected a bytes object")
    return cast(Bytes, v)


# --- asking


@inline
def hash_bytes(b: Bytes) -> u64:
    """Keyed hash, never 0."""
    h = b.hash
    if h == 0:
        charge(b.length >> HASH_SHIFT)
        h = hash_text(b.data, b.length, 1)
        b.hash = h
    return h


@fn
def equal_bytes(a: Bytes, b: Bytes) -> bool:
    if a is b or a.length != b.length:
        return a is b
    charge(a.length >> COPY_SHIFT)
    return memequal(a.data, b.data, a.length)


@fn
def compare_bytes_objects(a: Bytes, b: Bytes) -> i64:
    """-1, 0 or 1."""
    charge((a.length if a.length < b.length else b.length) >> WORK_SHIFT)
    return compare_text(a.data, 1, a.length, b.data, 1, b.length)


@fn(raises=True)
def index_bytes(b: Bytes, index: i64) -> i64:
    """`b[index]`, counting from the end when negative. Raises: INDEX."""
    at = index + b.length if index < 0 else index
    if at < 0 or at >= b.length:
        raise error(INDEX, "index out of range")
    return i64(b.data[at])


@fn(raises=True)
def subbytes(b: Bytes, start: i64, stop: i64) -> Bytes:
    """`b[start:stop]` for bounds in or out of range, not negative."""
    low = start if start > 0 else i64(0)
    high = stop if stop < b.length else b.length
    length = high - low if high > low else i64(0)
    if length == b.length:
        return b
    spend(length >> COPY_SHIFT)
    result = new_bytes(length)
    memcopy(result.data, b.data + low, length)
    return result


@fn(raises=True)
def slice_bytes(b: Bytes, start: i64, stop: i64, step: i64) -> Bytes:
    """`b[start:stop:step]`; an omitted bound is the extreme i64 of its side. Raises: VALUE when step is 0."""
    if step == 0:
        raise error(VALUE, "slice step cannot be zero")
    first, length = slice_extent(start, stop, step, b.length)
    if step == 1:
        return subbytes(b, first, first + length)
    spend(length >> WORK_SHIFT)
    result = new_bytes(length)
    at = first
    for i in range(length):
        result.data[i] = b.data[at]
        if i + 1 < length:
            at += step
    return result


# --- putting together


@fn(raises=True)
def concat_bytes(a: Bytes, b: Bytes) -> Bytes:
    if b.length == 0:
        return a
    if a.length == 0:
        return b
    spend((a.length + b.length) >> COPY_SHIFT)
    result = new_bytes(a.length + b.length)
    copy_bytes(result.data, a.data, a.length)
    copy_bytes(addr_of(result.data[a.length]), b.data, b.length)
    return result


@fn(raises=True)
def repeat_bytes_object(b: Bytes, times: i64) -> Bytes:
    """`b * times`. Raises: MEMORY."""
    if times == 1:
        return b
    length, is_too_long = mul_overflow(b.length, times if times > 0 else i64(0))
    if is_too_long:
        raise error(MEMORY, "repeated bytes object is too long")
    result = new_bytes(length)
    spend(length >> COPY_SHIFT)
    if length > 0:
        memcopy(result.data, b.data, b.length)
        repeat_bytes(result.data, b.length, length)
    return result


@fn(raises=True)
def join_bytes(separator: Bytes, items: Ptr[Value], item_count: i64) -> Bytes:
    """`separator.join(items)`; the caller keeps the object the items are in.

    Raises: TYPE when an item is no bytes object, VALUE when another thread changed the items meanwhile, MEMORY.
    """
    if item_count <= 0:
        return new_bytes(0)
    if item_count == 1:
        return as_bytes(items[0])
    total, is_too_long = mul_overflow(separator.length, item_count - 1)
    for i in range(item_count):
        total += as_bytes(items[i]).length
        if is_too_long or total > COUNT_LIMIT:
            raise error(MEMORY, "joined bytes object is too long")
    result = new_bytes(total)
    spend(item_count + (total >> COPY_SHIFT))
    at = 0
    for i in range(item_count):
        if i > 0:
            memcopy(addr_of(result.data[at]), separator.data, separator.length)
            at += separator.length
        piece = as_bytes(items[i])
        if piece.length > total - at - (item_count - 1 - i) * separator.length:
            raise error(VALUE, "items changed while they were joined")
        memcopy(addr_of(result.data[at]), piece.data, piece.length)
        at += piece.length
    if at != total:
        raise error(VALUE, "items changed while they were joined")
    return result


# --- searching


@fn(raises=True)
def find_bytes(b: Bytes, needle: Bytes, start: i64, stop: i64) -> i64:
    """`b.find(needle, start, stop)`."""
    low, high = clamp_range(start, stop, b.length)
    if high - low < needle.length:
        return -1
    if needle.length == 0:
        return low
    spend((high - low) >> SEARCH_SHIFT)
    return SEARCH_BYTES.find(b.data, low, high, needle.data, needle.length)


@fn(raises=True)
def rfind_bytes(b: Bytes, needle: Bytes, start: i64, stop: i64) -> i64:
    """`b.rfind(needle, start, stop)`."""
    low, high = clamp_range(start, stop, b.length)
    if high - low < needle.length:
        return -1
    if needle.length == 0:
        return high
    spend((high - low) >> SEARCH_SHIFT)
    return SEARCH_BYTES.rfind(b.data, low, high, needle.data, needle.length)


@fn(raises=True)
def find_byte(b: Bytes, byte: u8, start: i64, stop: i64) -> i64:
    """`b.find(byte, start, stop)`."""
    low, high = clamp_range(start, stop, b.length)
    if high <= low:
        return -1
    spend((high - low) >> SEARCH_SHIFT)
    return SEARCH_BYTES.find_unit(b.data, low, high, byte)


@fn(raises=True)
def count_bytes(b: Bytes, needle: Bytes, start: i64, stop: i64) -> i64:
    """`b.count(needle, start, stop)`."""
    low, high = clamp_range(start, stop, b.length)
    if high - low < needle.length:
        return 0
    if needle.length == 0:
        return high - low + 1
    spend((high - low) >> SEARCH_SHIFT)
    return COUNT_FOUND[1](b.data, low, high, needle.data, needle.length, -1)


@fn
def bytes_start_with(b: Bytes, prefix: Bytes, start: i64, stop: i64) -> bool:
    low, high = clamp_range(start, stop, b.length)
    charge(prefix.length >> COPY_SHIFT)
    return high - low >= prefix.length and memequal(b.data + low, prefix.data, prefix.length)


@fn
def bytes_end_with(b: Bytes, suffix: Bytes, start: i64, stop: i64) -> bool:
    low, high = clamp_range(start, stop, b.length)
    charge(suffix.length >> COPY_SHIFT)
    return high - low >= suffix.length and memequal(b.data + (high - suffix.length), suffix.data, suffix.length)


@fn(raises=True)
def replace_bytes(b: Bytes, old: Bytes, new_part: Bytes, most: i64) -> Bytes:
    """`b.replace(old, new_part, most)`; a negative `most` is no limit. Raises: MEMORY."""
    if most == 0 or (b.length == 0 and old.length > 0):
        return b
    spend(b.length >> (SEARCH_SHIFT - 1))
    places = b.length + 1 if most < 0 or most > b.length else most
    if old.length > 0:
        places = COUNT_FOUND[1](b.data, 0, b.length, old.data, old.length, most)
    if places == 0:
        return b
    growth, is_too_long = mul_overflow(new_part.length - old.length, places)
    if is_too_long or growth > COUNT_LIMIT:
        raise error(MEMORY, "replaced bytes object is too long")
    result = new_bytes(b.length + growth)
    spend(places + ((b.length + growth) >> COPY_SHIFT))
    at = 0
    out = 0
    for i in range(places):
        found = at
        if old.length > 0:
            found = SEARCH_BYTES.find(b.data, at, b.length, old.data, old.length)
        elif i > 0:
            found = at + 1
        memcopy(result.data + out, b.data + at, found - at)
        out += found - at
        memcopy(result.data + out, new_part.data, new_part.length)
        out += new_part.length
        at = found + old.length
    memcopy(result.data + out, b.data + at, b.length - at)
    return result


# --- taking apart


@fn(raises=True)
def split_bytes(b: Bytes, separator: Bytes, most: i64) -> Array_:
    """`b.split(separator, most)`. Raises: VALUE for an empty separator."""
    if separator.length == 0:
        raise error(VALUE, "empty separator")
    spend(b.length >> (SEARCH_SHIFT - 1))
    cuts = COUNT_FOUND[1](b.data, 0, b.length, separator.data, separator.length, most)
    spend(cuts)
    pieces = array_new(cuts + 1)
    at = 0
    for i in range(cuts):
        found = SEARCH_BYTES.find(b.data, at, b.length, separator.data, separator.length)
        pieces.items[i] = subbytes(b, at, found)
        at = found + separator.length
    pieces.items[cuts] = subbytes(b, at, b.length)
    return pieces


@fn(raises=True)
def rsplit_bytes(b: Bytes, separator: Bytes, most: i64) -> Array_:
    """`b.rsplit(separator, most)`. Raises: VALUE for an empty separator."""
    if separator.length == 0:
        raise error(VALUE, "empty separator")
    spend(b.length >> (SEARCH_SHIFT - 1))
    cuts = COUNT_FOUND[1](b.data, 0, b.length, separator.data, separator.length, most)
    spend(cuts)
    pieces = array_new(cuts + 1)
    end = b.length
    i = cuts
    while i > 0:
        found = SEARCH_BYTES.rfind(b.data, 0, end, separator.data, separator.length)
        pieces.items[i] = subbytes(b, found + separator.length, end)
        end = found
        i -= 1
    pieces.items[0] = subbytes(b, 0, end)
    return pieces


@inline(thread=False)
def byte_is(byte: u8, flags: u8) -> bool:
    return BYTE_FLAGS[byte] & flags != 0


@inline
def skip_bytes(b: Bytes, start: i64, wants_space: static) -> i64:
    at = start
    while at < b.length and byte_is(b.data[at], SPACE) == wants_space:
        at += 1
    return at


@inline
def skip_bytes_back(b: Bytes, end: i64, wants_space: static) -> i64:
    at = end
    while at > 0 and byte_is(b.data[at - 1], SPACE) == wants_space:
        at -= 1
    return at


@fn
def count_byte_words(b: Bytes, most: i64) -> i64:
    words = 0
    at = skip_bytes(b, 0, True)
    while at < b.length and words != most:
        words += 1
        at = skip_bytes(b, skip_bytes(b, at, False), True)
    return words


@fn(raises=True)
def split_bytes_whitespace(b: Bytes, most: i64) -> Array_:
    """`b.split(None, most)`."""
    spend(b.length >> (WORK_SHIFT - 1))
    words = count_byte_words(b, most + 1 if 0 <= most < I64_MAX else i64(-1))
    spend(words)
    pieces = array_new(words)
    at = 0
    for i in range(words):
        start = skip_bytes(b, at, True)
        at = skip_bytes(b, start, False)
        if i == most:
            at = b.length
        pieces.items[i] = subbytes(b, start, at)
    return pieces


@fn(raises=True)
def rsplit_bytes_whitespace(b: Bytes, most: i64) -> Array_:
    """`b.rsplit(None, most)`."""
    spend(b.length >> (WORK_SHIFT - 1))
    words = count_byte_words(b, most + 1 if 0 <= most < I64_MAX else i64(-1))
    spend(words)
    pieces = array_new(words)
    at = b.length
    i = words
    while i > 0:
        i -= 1
        end = skip_bytes_back(b, at, True)
        at = skip_bytes_back(b, end, False)
        if words - 1 - i == most:
            at = 0
        pieces.items[i] = subbytes(b, at, end)
    return pieces


@inline
def byte_line_end(b: Bytes, start: i64) -> i64:
    at = start
    while at < b.length and b.data[at] != 10 and b.data[at] != 13:
        at += 1
    return at


@inline
def after_byte_break(b: Bytes, at: i64) -> i64:
    if at >= b.length:
        return at
    if b.data[at] == 13 and at + 1 < b.length and b.data[at + 1] == 10:
        return at + 2
    return at + 1


@fn(raises=True)
def split_bytes_lines(b: Bytes, keeps_ends: bool) -> Array_:
    """`b.splitlines(keeps_ends)`: lines end with LF, CR or CR LF."""
    spend(b.length >> (WORK_SHIFT - 1))
    lines = 0
    at = 0
    while at < b.length:
        at = after_byte_break(b, byte_line_end(b, at))
        lines += 1
    spend(lines)
    pieces = array_new(lines)
    at = 0
    for i in range(lines):
        end = byte_line_end(b, at)
        following = after_byte_break(b, end)
        pieces.items[i] = subbytes(b, at, following if keeps_ends else end)
        at = following
    return pieces


@fn(raises=True)
def partition_bytes(b: Bytes, separator: Bytes, is_right: bool) -> Array_:
    """`b.partition(separator)` or `b.rpartition(separator)`: three pieces. Raises: VALUE for an empty separator."""
    if separator.length == 0:
        raise error(VALUE, "empty separator")
    at = rfind_bytes(b, separator, 0, I64_MAX) if is_right else find_bytes(b, separator, 0, I64_MAX)
    pieces = array_new(3)
    if at >= 0:
        pieces.items[0] = subbytes(b, 0, at)
        pieces.items[1] = separator
        pieces.items[2] = subbytes(b, at + separator.length, b.length)
        return pieces
    empty = new_bytes(0)
    pieces.items[0] = empty if is_right else b
    pieces.items[1] = empty
    pieces.items[2] = b if is_right else empty
    return pieces


@fn(raises=True)
def strip_bytes_whitespace(b: Bytes, sides: i64) -> Bytes:
    """`b.strip()`; `sides` as in string_split."""
    spend(b.length >> WORK_SHIFT)
    start = 0
    end = b.length
    if sides & STRIP_LEFT != 0:
        start = skip_bytes(b, 0, True)
    if sides & STRIP_RIGHT != 0:
        while end > start and byte_is(b.data[end - 1], SPACE):
            end -= 1
    return subbytes(b, start, end)


@fn(raises=True)
def strip_bytes(b: Bytes, codes: Bytes, sides: i64) -> Bytes:
    """`b.strip(codes)`."""
    start = 0
    end = b.length
    if sides & STRIP_LEFT != 0:
        while start < end and SEARCH_BYTES.find_unit(codes.data, 0, codes.length, b.data[start]) >= 0:
            start += 1
            spend(1 + (codes.length >> SEARCH_SHIFT))
    if sides & STRIP_RIGHT != 0:
        while end > start and SEARCH_BYTES.find_unit(codes.data, 0, codes.length, b.data[end - 1]) >= 0:
            end -= 1
            spend(1 + (codes.length >> SEARCH_SHIFT))
    return subbytes(b, start, end)
