"""Arrays: fixed-length heap objects of values (`Array_`) or of untraced bytes (`Raw`), and how words are moved.

INV-ARRAY-1  `length` never changes (INV-OBJECT-2), so `items[i]` with i < length is valid as long as the array is reachable.
INV-ARRAY-2  A word of an array is read and written whole: a racing reader sees an old or a new value, never a mixture.
             (Bulk moves go by aligned words; the copies of x86-64 and AArch64 C libraries do not split them.)
INV-ARRAY-3  An array just made is filled through bare pointers before the next call that may collect: it needs no barrier.
INV-ARRAY-4  A bulk store into an array that already existed is followed by `remember`.

0, "no value", fills an array until something is stored. Copies cost one reduction per `WORDS_PER_REDUCTION` words.
"""

from __future__ import annotations

from corevm.kernel.error import INDEX, MEMORY, error
from corevm.kernel.memory import write_barrier
from corevm.kernel.object import SHAPE_OFFSET
from corevm.kernel.safepoint import spend
from corevm.micro.surface import (
    Count,
    Object,
    Ptr,
    Tail,
    Value,
    addr_of,
    atomic_load,
    atomic_store,
    cast,
    fn,
    heap,
    i64,
    inline,
    likely,
    memcopy,
    memmove,
    mul_overflow,
    u8,
    u32,
    u64,
)
from corevm.micro.surface import new as allocate

ARRAY_LIMIT = (1 << 32) - 1  # items
RAW_LIMIT = 1 << 40  # bytes; far above any memory, far below where a size could overflow
WORDS_PER_REDUCTION = 32


@heap(kind="array")
class Array_(Object):
    """Values, as many as it was made with, and the hash a language gives the whole, if it never changes.

    Layout: the low half of the hash is where the header of other objects has a shape, the high half is `hash_high`; 0 there: none is kept.
    """

    length: Count
    hash_high: u32
    items: Tail[Value]


@inline
def hash_low_place(a: Array_) -> Ptr[u32]:
    return cast(Ptr[u32], cast(u64, a)) + SHAPE_OFFSET // 4


@inline
def has_hash(a: Array_) -> bool:
    return atomic_load(addr_of(a.hash_high)) != 0


@inline
def kept_hash(a: Array_) -> i64:
    """What `keep_hash` was told; only if `has_hash`."""
    return cast(i64, u64(a.hash_high) << 32 | u64(hash_low_place(a)[0]))


@inline
def keep_hash(a: Array_, hash: i64) -> None:
    """Keep it (unless its high half is 0). Racing threads write the same, the half that tells last."""
    hash_low_place(a)[0] = u32(hash)
    atomic_store(addr_of(a.hash_high), u32(cast(u64, hash) >> 32))


@heap(kind="raw")
class Raw(Object):
    """Bytes the collector does not look into."""

    length: i64
    bytes: Tail[u8]


@inline
def no_value() -> Value:
    return cast(Value, u64(0))


@inline
def is_no_value(v: Value) -> bool:
    return cast(u64, v) == 0


@inline
def remember(owner: Object) -> None:
    """The write barrier of a bulk store into an object that is not new."""
    write_barrier(owner, no_value())


@inline(raises=True)
def spend_for_words(count: i64) -> None:
    """Pay for moving `count` words; short moves are free (their caller's instruction has paid)."""
    if count >= WORDS_PER_REDUCTION:
        spend(count // WORDS_PER_REDUCTION)


@inline
def copy_words(target: Ptr[Value], source: Ptr[Value], count: i64) -> None:
    """Copy into an object just made (INV-ARRAY-3); the areas do not overlap."""
    if count > 0:
        memcopy(target, source, count * 8)


@inline
def move_words(target: Ptr[Value], source: Ptr[Value], count: i64) -> None:
    """Move within one array: it brings no new reference into it, so it needs no barrier."""
    if count > 0:
        memmove(target, source, count * 8)


@fn
def clear_words(target: Ptr[Value], count: i64) -> None:
    for i in range(count):
        target[i] = no_value()


@inline(raises=True)
def array_new(length: i64) -> Array_:
    """An array of `length` times no value. Raises: MEMORY if the length is impossible."""
    if likely(u64(length) <= ARRAY_LIMIT):
        return allocate(Array_, tail=length)
    raise error(MEMORY, "the array would be too long")


@inline(raises=True)
def raw_new(length: i64) -> Raw:
    """`length` zero bytes. Raises: MEMORY if the length is impossible."""
    if likely(u64(length) <= RAW_LIMIT):
        return allocate(Raw, tail=length)
    raise error(MEMORY, "the buffer would be too long")


@fn(raises=True)
def array_filled(length: i64, v: Value) -> Array_:
    spend_for_words(length)
    made = array_new(length)
    for i in range(length):
        made.items[i] = v
    return made


@fn(raises=True)
def array_of_words(source: Ptr[Value], count: i64) -> Array_:
    """A new array of words that lie where the collector sees them (a frame, another array)."""
    spend_for_words(count)
    made = array_new(count)
    copy_words(made.items, source, count)
    return made


@fn(raises=True)
def array_copy(a: Array_) -> Array_:
    return array_slice(a, 0, a.length)


@fn(raises=True)
def array_slice(a: Array_, start: i64, stop: i64) -> Array_:
    """The items from start to before stop, both within 0..length; empty if stop < start. Raises: INDEX."""
    count = stop - start if stop > start else i64(0)
    if start < 0 or start + count > a.length:
        raise error(INDEX, "array slice out of range")
    spend_for_words(count)
    made = array_new(count)
    copy_words(made.items, addr_of(a.items[start]), count)
    return made


@fn(raises=True)
def array_slice_step(a: Array_, start: i64, step: i64, count: i64) -> Array_:
    """`count` items beginning at start, `step` apart; all of them must lie in the array. Raises: INDEX."""
    if not steps_fit(start, step, count, a.length):
        raise error(INDEX, "array slice out of range")
    spend_for_words(count)
    made = array_new(count)
    at = start
    for i in range(count):
        made.items[i] = a.items[at]
        if i + 1 < count:
            at += step
    return made


@fn
def steps_fit(start: i64, step: i64, count: i64, length: i64) -> bool:
    """Whether start, start + step, ... (count of them, count >= 0) all lie in 0..length-1. No input overflows."""
    if count <= 0:
        return count == 0
    if start < 0 or start >= length:
        return False
    span, overflowed = mul_overflow(step, count - 1)
    if overflowed:
        return False
    # start is in 0..length-1, so neither side of these can overflow
    return span >= -start and span <= length - 1 - start


@fn(raises=True)
def array_concat(a: Array_, b: Array_) -> Array_:
    length = a.length + b.length
    spend_for_words(length)
    made = array_new(length)
    copy_words(made.items, a.items, a.length)
    copy_words(made.items + a.length, b.items, b.length)
    return made


@inline(raises=True)
def repeated_length(length: i64, times: i64) -> i64:
    """length * times, times below 0 counting as 0. Raises: MEMORY."""
    total, overflowed = mul_overflow(length, times if times > 0 else i64(0))
    if overflowed or total > ARRAY_LIMIT:
        raise error(MEMORY, "the repetition would be too long")
    return total


@fn(raises=True)
def array_repeat(a: Array_, times: i64) -> Array_:
    """Raises: MEMORY if the result is impossible."""
    total = repeated_length(a.length, times)
    spend_for_words(total)
    made = array_new(total)
    repeat_words(made.items, a.items, a.length, total)
    return made


@fn
def repeat_words(target: Ptr[Value], source: Ptr[Value], count: i64, total: i64) -> None:
    """Fill `total` words (a multiple of count) of an object just made with repetitions of `count` words."""
    if total <= 0:
        return
    if count == 1:
        for i in range(total):
            target[i] = source[0]
        return
    memcopy(target, source, count * 8)
    done = count
    while done < total:  # doubling: few large copies
        step = done if done < total - done else total - done
        memcopy(target + done, target, step * 8)
        done += step


@fn
def reverse_words(items: Ptr[Value], count: i64) -> None:
    """In place; brings no new reference into the object."""
    low = i64(0)
    high = count - 1
    while low < high:
        first = items[low]
        items[low] = items[high]
        items[high] = first
        low += 1
        high -= 1


@fn(raises=True)
def array_find(a: Array_, v: Value) -> i64:
    """The first index of exactly this word, or -1."""
    spend_for_words(a.length)
    for i in range(a.length):
        if a.items[i] == v:
            return i
    return -1
