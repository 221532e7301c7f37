"""Strings: immutable sequences of code points, in the narrowest of three widths.

    header · length · count · hash · width, flags, spare · data[0:length]

length  bytes of `data`: (count + 1) * width, or more of a string that has grown; it never changes (an object's size does not)
count   code points; the unit behind them is a terminating 0
hash    keyed hash, 0 while not computed (racing writers write the same)
width   bytes per code point: 1, 2 or 4
flags   ASCII: every code point is below 128; INTERNED: the string is the one in the runtime's table (string_intern); GROWING:
        `extend_string` has made it, and only who called that has it

INV-STRING-1  The width is the narrowest that holds every code point; so equal strings have equal bytes.
INV-STRING-2  ASCII is set exactly when every code point is below 128.
INV-STRING-3  A string is complete before anyone else can see it, and its data never changes; one that grows is sealed before that.
INV-STRING-4  Surrogates are code points like others; no code point is above 0x10FFFF.
INV-STRING-5  Reductions are spent before addresses are taken. An address that is used after a call that may collect lies
              inside its object (INV-ROOT-3 of `corevm.kernel.root` then keeps the object).
INV-STRING-6  Reductions for a result are spent once it is allocated: a size that cannot be had costs nothing but its error.

Indices are in code points. Lengths from the language (widths, counts) are clamped or refused here, never trusted.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new
from corevm.kernel.error import INDEX, MEMORY, TYPE, UNICODE_DECODE, UNICODE_ENCODE, VALUE, error
from corevm.kernel.hash import hash_text
from corevm.kernel.memory import add_root_range
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import charge, spend
from corevm.kernel.scratch import RUNTIME_SCRATCH_WORD
from corevm.kernel.text_unit import (
    ASCII_LIMIT,
    CODE_POINT_LIMIT,
    compare_text,
    copy_bytes,
    copy_units,
    fill_with,
    or_of,
    pick_units,
    repeat_bytes,
    set_unit,
    unit_at,
    width_for,
)
from corevm.kernel.thread import runtime
from corevm.kernel.utf8 import STRICT, measure_utf8, scan_utf8, write_decoded, write_utf8
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    addr_of,
    atomic_cas,
    cast,
    fn,
    heap,
    i64,
    inline,
    max_of,
    memequal,
    min_of,
    mul_overflow,
    new,
    u8,
    u16,
    u32,
    u64,
    unlikely,
)

IS_ASCII, IS_INTERNED, IS_GROWING = 1, 2, 4
COUNT_LIMIT = 1 << 58  # code points: sizes in bytes cannot overflow
COPY_SHIFT = 8  # a reduction pays for 256 copied or compared bytes
WORK_SHIFT = 4  # and for 16 code points looked at one by one
HASH_SHIFT = 6  # and for 64 hashed bytes


@heap(kind="string")
class String(Object):
    """See the module's contract."""

    length: i64
    count: i64
    hash: u64
    width: u8
    flags: u8
    spare16: u16
    spare32: u32
    data: Tail[u8]


# --- making


@inline(raises=True)
def new_string(count: i64, width: u8, flags: u8) -> String:
    """A string whose units the caller writes at once. Raises: MEMORY when it would be too long."""
    if count < 0 or count > COUNT_LIMIT:
        raise error(MEMORY, "string is too long")
    unit = i64(width)
    s = new(String, tail=(count + 1) * unit, count=count, width=width, flags=flags)
    set_unit(s.data, width, count, u32(0))
    return s


# --- the strings that exist once per runtime: 256 of one code point, and the empty one

EMPTY_INDEX = 256
CACHE_COUNT = 257
assert RUNTIME_SCRATCH_WORD["intern_table"] == RUNTIME_SCRATCH_WORD["text_cache"] + 1


@inline
def cache_word() -> Ptr[u64]:
    return addr_of(runtime().scratch[RUNTIME_SCRATCH_WORD["text_cache"]])


@inline(raises=True)
def text_cache() -> Array_:
    """The runtime's array of strings that exist once (never replaced, so it also serves as the interning table's lock)."""
    if unlikely(cache_word()[0] == 0):
        make_cache()
    return cast(Array_, cache_word()[0])


@inline(raises=True)
def cached_string(index: i64) -> String:
    return cast(String, text_cache().items[index])


@fn(raises=True, cold=True)
def make_cache() -> None:
    """Fill the cache. Of two threads that try, the first wins (nobody has seen the other's strings)."""
    cache = array_new(CACHE_COUNT)
    for i in range(CACHE_COUNT):
        count = 1 if i != EMPTY_INDEX else 0
        s = new_string(count, u8(1), u8(i < ASCII_LIMIT or i == EMPTY_INDEX))
        if count == 1:
            s.data[0] = u8(i)
        cache.items[i] = s
    add_root_range(cast(Ptr[Value], cache_word()), 2)
    atomic_cas(cache_word(), 0, cast(u64, cache))


@inline(raises=True)
def empty_string() -> String:
    return cached_string(EMPTY_INDEX)


@inline(raises=True)
def char_string(code: u32) -> String:
    """The string of one code point (below 0x110000). Those below 256 exist once per runtime."""
    if code < 256:
        return cached_string(i64(code))
    return wide_char_string(code)


@fn(raises=True)
def wide_char_string(code: u32) -> String:
    width = width_for(code)
    s = new_string(1, width, 0)
    set_unit(s.data, width, 0, code)
    return s


@fn(raises=True)
def string_from_code_point(code: i64) -> String:
    """`chr`. Raises: VALUE outside 0 to 0x10FFFF."""
    if code < 0 or code >= CODE_POINT_LIMIT:
        raise error(VALUE, "chr() arg not in range(0x110000)")
    return char_string(u32(code))


@fn(raises=True)
def string_from_ascii(text: Ptr[u8], count: i64) -> String:
    """From `count` bytes below 128 outside the heap (static text: `string_from_ascii("text", 4)`)."""
    if count == 0:
        return empty_string()
    s = new_string(count, u8(1), u8(IS_ASCII))
    copy_units(s.data, 1, text, 1, count)
    return s


@fn(raises=True)
def string_from_static(text: Ptr[u8]) -> String:
    """From static NUL-terminated ASCII text."""
    count = 0
    while text[count] != 0:
        count += 1
    return string_from_ascii(text, count)


@fn(raises=True)
def string_from_units(data: Ptr[u8], width: u8, count: i64) -> String:
    """From code points outside the heap (each below 0x110000; else VALUE)."""
    if count == 0:
        return empty_string()
    spend(count >> COPY_SHIFT)
    bits = or_of(data, width, count)
    if width == 4 and bits >= 0x10000:
        for i in range(count):
            if unit_at(data, width, i) >= CODE_POINT_LIMIT:
                raise error(VALUE, "code point not in range(0x110000)")
    narrow = width_for(bits)
    s = new_string(count, narrow, u8(bits < ASCII_LIMIT))
    copy_units(s.data, narrow, data, width, count)
    return s


@fn(raises=True)
def string_from_utf8(data: Ptr[u8], length: i64, mode: i64) -> String:
    """Decode UTF-8 outside the heap, or in an object the caller keeps; it must not change meanwhile. Raises: UNICODE_DECODE at a fault `mode` does not mend (its place: `scan_utf8`)."""
    if length <= 0:
        return empty_string()
    spend(length >> WORK_SHIFT)
    count, bits, fault, _fault_end, is_clean = scan_utf8(data, length, mode)
    if fault >= 0:
        raise error(UNICODE_DECODE, "invalid UTF-8")
    if count == 0:
        return empty_string()
    width = width_for(bits)
    s = new_string(count, width, u8(bits < ASCII_LIMIT))
    if bits < ASCII_LIMIT and count == length:
        copy_units(s.data, 1, data, 1, count)
    else:
        write_decoded(s.data, width, data, length, mode, is_clean)
    return s


@fn(raises=True)
def utf8_length(s: String, mode: i64) -> i64:
    """Bytes of the string in UTF-8. Raises: UNICODE_ENCODE at a surrogate `mode` does not allow."""
    if s.flags & IS_ASCII != 0:
        return s.count
    spend(s.count >> WORK_SHIFT)
    total, fault = measure_utf8(s.data, s.width, s.count, mode)
    if fault >= 0:
        raise error(UNICODE_ENCODE, "surrogates not allowed")
    return total


@fn
def copy_utf8(s: String, to: Ptr[u8], mode: i64) -> i64:
    """Write the string's UTF-8 (`utf8_length` bytes); gives the bytes written."""
    charge(s.count >> WORK_SHIFT)
    if s.flags & IS_ASCII != 0:
        copy_units(to, 1, s.data, 1, s.count)
        return s.count
    return write_utf8(to, s.data, s.width, s.count, mode)


@fn(raises=True)
def utf8_length_strict(s: String) -> i64:
    return utf8_length(s, STRICT)


@fn(raises=True)
def narrowed(s: String) -> String:
    """The canonical form of a string just made with too wide units or without its ASCII flag (INV-STRING-1, -2)."""
    if s.count == 0:
        return empty_string()
    spend(s.count >> COPY_SHIFT)
    bits = or_of(s.data, s.width, s.count)
    width = width_for(bits)
    if width == s.width:
        if bits < ASCII_LIMIT:
            s.flags = s.flags | IS_ASCII
        return s
    narrow = new_string(s.count, width, u8(bits < ASCII_LIMIT))
    copy_units(narrow.data, width, s.data, s.width, s.count)
    return narrow


@fn(raises=True)
def widened(s: String, width: u8) -> String:
    """A copy in wider units, for use inside the kernel only (it breaks INV-STRING-1)."""
    if s.width == width:
        return s
    spend(s.count >> COPY_SHIFT)
    wide = new_string(s.count, width, s.flags & IS_ASCII)
    copy_units(wide.data, width, s.data, s.width, s.count)
    return wide


@inline(raises=True)
def as_string(v: Value) -> String:
    """Raises: TYPE unless v is a string."""
    if not is_kind(v, "string"):
        raise error(TYPE, "expected a string")
    return cast(String, v)


# --- asking


@inline
def code_at(s: String, index: i64) -> u32:
    """Code point number `index`, which must be in range."""
    return unit_at(s.data, s.width, index)


@inline
def hash_string(s: String) -> u64:
    """Keyed hash, never 0. Equal strings have equal hashes."""
    h = s.hash
    if h != 0:
        return h
    return compute_hash(s)


@fn
def compute_hash(s: String) -> u64:
    bytes_used = s.count * i64(s.width)
    charge(bytes_used >> HASH_SHIFT)
    h = hash_text(s.data, bytes_used, s.width)
    s.hash = h
    return h


@inline
def equal_strings(a: String, b: String) -> bool:
    """Whether the code points are the same."""
    return a is b or equal_contents(a, b)


@fn
def equal_contents(a: String, b: String) -> bool:
    if a.count != b.count or a.width != b.width:
        return False
    if a.flags & b.flags & IS_INTERNED != 0:
        return False  # both are the one in the table, and they are two
    if a.hash != b.hash and a.hash != 0 and b.hash != 0:
        return False
    bytes_used = a.count * i64(a.width)
    charge(bytes_used >> COPY_SHIFT)
    return memequal(a.data, b.data, bytes_used)


@fn
def compare_strings(a: String, b: String) -> i64:
    """-1, 0 or 1: order by code points."""
    if a is b:
        return 0
    charge((a.count if a.count < b.count else b.count) >> WORK_SHIFT)
    return compare_text(a.data, a.width, a.count, b.data, b.width, b.count)


@fn(raises=True)
def index_string(s: String, index: i64) -> String:
    """`s[index]`, counting from the end when negative. Raises: INDEX."""
    at = index + s.count if index < 0 else index
    if at < 0 or at >= s.count:
        raise error(INDEX, "string index out of range")
    return char_string(code_at(s, at))


# --- slices


@inline(thread=False)
def clamp_range(start: i64, stop: i64, count: i64) -> tuple[i64, i64]:
    """A language's `start`, `stop` as Python's slices and searches read them: 0 <= stop <= count, 0 <= start (perhaps above stop)."""
    low = start
    high = stop
    if high > count:
        high = count
    elif high < 0:
        high += count
        if high < 0:
            high = 0
    if low < 0:
        low += count
        if low < 0:
            low = 0
    return low, high


@fn(thread=False)
def slice_extent(start: i64, stop: i64, step: i64, count: i64) -> tuple[i64, i64]:
    """First index and number of items of `[start:stop:step]` on `count` items (step not 0; an omitted bound is the extreme i64).

    Source: Python's `slice.indices`.
    """
    low = start
    high = stop
    if low < 0:
        low = low + count if low + count >= 0 else -1
        if low < 0 and step > 0:
            low = 0
    elif low >= count:
        low = count - 1 if step < 0 else count
    if high < 0:
        high = high + count if high + count >= 0 else -1
        if high < 0 and step > 0:
            high = 0
    elif high >= count:
        high = count - 1 if step < 0 else count
    if step < 0:
        if high < low:
            return low, low - high if step == -1 else i64((u64(low - high) - 1) // (u64(0) - u64(step)) + 1)
    elif low < high:
        return low, high - low if step == 1 else (high - low - 1) // step + 1
    return low, 0


@inline
def range_extent(start: i64, stop: i64, count: i64) -> tuple[i64, i64]:
    """`slice_extent` for a step of 1."""
    low = max_of(start + count, i64(0)) if start < 0 else min_of(start, count)
    high = stop + count if stop < 0 else min_of(stop, count)
    return low, max_of(high - low, i64(0))


@fn(raises=True)
def substring(s: String, start: i64, stop: i64) -> String:
    """`s[start:stop]` for bounds in or out of range, not negative."""
    low = start if start > 0 else 0
    high = stop if stop < s.count else s.count
    count = high - low
    if count <= 0:
        return empty_string()
    if count == s.count:
        return s
    if count == 1:
        return char_string(code_at(s, low))
    spend(count >> COPY_SHIFT)
    unit = i64(s.width)
    width = s.width
    flags: u8 = IS_ASCII
    if s.flags & IS_ASCII == 0:
        bits = or_of(addr_of(s.data[low * unit]), s.width, count)
        width = width_for(bits)
        flags = u8(bits < ASCII_LIMIT)
    piece = new_string(count, width, flags)
    copy_units(piece.data, width, addr_of(s.data[low * unit]), s.width, count)
    return piece


@fn(raises=True)
def slice_string(s: String, start: i64, stop: i64, step: i64) -> String:
    """`s[start:stop:step]`; an omitted bound is the extreme i64 of its side. Raises: VALUE when step is 0."""
    if step == 0:
        raise error(VALUE, "slice step cannot be zero")
    first, count = slice_extent(start, stop, step, s.count)
    if step == 1 or count <= 1:
        return substring(s, first, first + count)
    spend(count >> WORK_SHIFT)
    piece = new_string(count, s.width, s.flags & IS_ASCII)
    pick_units(piece.data, s.data, s.width, first, step, count)
    if s.flags & IS_ASCII != 0:
        return piece
    return narrowed(piece)


# --- putting together


@fn(raises=True)
def concat_strings(a: String, b: String) -> String:
    """`a + b`."""
    if b.count == 0:
        return a
    if a.count == 0:
        return b
    width = a.width if a.width > b.width else b.width
    spend((a.count + b.count) >> COPY_SHIFT)
    s = new_string(a.count + b.count, width, a.flags & b.flags & IS_ASCII)
    copy_units(s.data, width, a.data, a.width, a.count)
    copy_units(addr_of(s.data[a.count * i64(width)]), width, b.data, b.width, b.count)
    return s


@fn(raises=True)
def extend_string(a: String, b: String) -> String:
    """`a + b`, which grows: where it is if a grows and has room, else in a place with room for half as much again, or (the first time) without.

    Whoever has `a` has the result instead: a string that n extensions make costs as much as its length, not n times that.
    """
    if a.flags & IS_GROWING == 0 or b.width > a.width:
        made = concat_strings(a, b)
        if made != a and made != b:
            made.flags = made.flags | IS_GROWING
        return made
    unit = i64(a.width)
    count = a.count + b.count
    spend(b.count >> COPY_SHIFT)
    grown = a
    if (count + 1) * unit > a.length:
        room = count + (count >> 1)
        if room > COUNT_LIMIT:
            raise error(MEMORY, "string is too long")
        grown = new(String, tail=(room + 1) * unit, count=count, width=a.width)
        spend(a.count >> COPY_SHIFT)
        copy_units(grown.data, a.width, a.data, a.width, a.count)
    copy_units(addr_of(grown.data[a.count * unit]), a.width, b.data, b.width, b.count)
    set_unit(grown.data, a.width, count, u32(0))
    grown.flags = (a.flags & b.flags & IS_ASCII) | IS_GROWING
    grown.count = count
    grown.hash = 0
    return grown


@fn(raises=True)
def repeat_string(s: String, times: i64) -> String:
    """`s * times`; nothing for a count below 1. Raises: MEMORY when it would be too long."""
    if times <= 0 or s.count == 0:
        return empty_string()
    if times == 1:
        return s
    count, is_too_long = mul_overflow(s.count, times)
    if is_too_long or count > COUNT_LIMIT:
        raise error(MEMORY, "repeated string is too long")
    result = new_string(count, s.width, s.flags & IS_ASCII)
    spend(count >> COPY_SHIFT)
    if s.count == 1:
        fill_with(result.data, s.width, count, code_at(s, 0))
    else:
        copy_units(result.data, s.width, s.data, s.width, s.count)
        repeat_bytes(result.data, s.count * i64(s.width), count * i64(s.width))
    return result


@fn(raises=True)
def append_bytes(to: String, items: Ptr[Value], item_count: i64) -> None:
    """The part of `join_strings` that copies, where all units are bytes and there is no separator."""
    at: i64 = 0
    flags = u8(IS_ASCII)
    for i in range(item_count):
        piece = as_string(items[i])
        if piece.width != 1 or piece.count > to.count - at:
            raise error(VALUE, "items changed while they were joined")
        copy_bytes(addr_of(to.data[at]), piece.data, piece.count)
        at += piece.count
        flags = flags & piece.flags
    if at != to.count or flags != to.flags:
        raise error(VALUE, "items changed while they were joined")


@fn(raises=True)
def join_strings(separator: String, items: Ptr[Value], item_count: i64) -> String:
    """`separator.join(items)`; the caller keeps the object the items are in.

    Raises: TYPE when an item is no string, VALUE when another thread changed the items meanwhile, MEMORY.
    """
    if item_count <= 0:
        return empty_string()
    first = items[0]
    if item_count == 1:
        return as_string(first)
    total, is_too_long = mul_overflow(separator.count, item_count - 1)
    width = separator.width
    flags = separator.flags & IS_ASCII
    for i in range(item_count):
        piece = as_string(items[i])
        total += piece.count
        if piece.width > width:
            width = piece.width
        flags = flags & piece.flags
        if is_too_long or total > COUNT_LIMIT:
            raise error(MEMORY, "joined string is too long")
    if total == 0:
        return empty_string()
    result = new_string(total, width, flags)
    spend(item_count + (total >> COPY_SHIFT))
    if width == 1 and separator.count == 0:
        append_bytes(result, items, item_count)
        return result
    unit = i64(width)
    at = 0
    seen_width = separator.width
    seen_flags = separator.flags & IS_ASCII
    for i in range(item_count):
        if i > 0 and separator.count > 0:
            copy_units(addr_of(result.data[at * unit]), width, separator.data, separator.width, separator.count)
            at += separator.count
        piece = as_string(items[i])
        left = total - at - (item_count - 1 - i) * separator.count
        if piece.count > left or piece.width > width:
            raise error(VALUE, "items changed while they were joined")
        copy_units(addr_of(result.data[at * unit]), width, piece.data, piece.width, piece.count)
        at += piece.count
        seen_width = piece.width if piece.width > seen_width else seen_width
        seen_flags = seen_flags & piece.flags
    if at != total or seen_width != width or seen_flags != flags:
        raise error(VALUE, "items changed while they were joined")
    return result
