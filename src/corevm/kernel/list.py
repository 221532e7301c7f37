"""Growable lists: a count and a backing array that is replaced, by one store, when it is full.

INV-LIST-1  0 <= count <= items.length (no items: count is 0). Words of items from count on are no value.
INV-LIST-2  A reader takes no lock. It loads `items` once and trusts only `items.length`: a word from count on, or of a list that another
            thread is shrinking, is no value, and who gets that from `list_get` treats it as "no such item".
INV-LIST-3  A writer changes count, or several words, under the list's lock (`corevm.kernel.lock`); memory is allocated before
            the lock is taken, and what was planned is checked again under it.
INV-LIST-4  Growth is by a factor, so n appends move O(n) words in all: an eighth and a little while the list is small, as in CPython
            (Objects/listobject.c, list_resize), then a half. CPython's realloc extends large blocks in place, ours are copied: appending a
            million items took 39 ns each with an eighth throughout, see benchmarks/container.

Indices here are plain: what a negative index or an index past the end means is the language's business.
Functions that take a range clamp it to the list as it is under the lock, so no caller can be wrong by a race.

Storage specialised by contents (all floats, all small ints in a `Raw`) would sit behind `list_get`, `list_set`, `list_items`
and `list_reserve`: nothing else looks at words that another room's code put there.
"""

from __future__ import annotations

from corevm.kernel.array import (
    ARRAY_LIMIT,
    Array_,
    array_new,
    clear_words,
    copy_words,
    is_no_value,
    move_words,
    no_value,
    remember,
    repeat_words,
    repeated_length,
    reverse_words,
    spend_for_words,
    steps_fit,
)
from corevm.kernel.error import INDEX, MEMORY, VALUE, error
from corevm.kernel.lock import is_threaded, lock, unlock
from corevm.kernel.memory import is_at_hand, is_remembered
from corevm.kernel.safepoint import spend
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    addr_of,
    cast,
    fn,
    heap,
    i64,
    inline,
    likely,
    max_of,
    min_of,
    static,
    u64,
    unlikely,
)
from corevm.micro.surface import new as allocate

LARGE_COUNT = 256
FIRST_CAPACITY = 4  # `grown_capacity` of 1


@heap(kind="list")
class List(Object):
    count: i64
    items: Array_ | None


@inline(raises=True)
def list_new() -> List:
    return allocate(List)


@fn(raises=True)
def list_with_capacity(capacity: i64) -> List:
    """An empty list with room for `capacity` items."""
    made = list_new()
    if capacity > 0:
        made.items = array_new(capacity)
    return made


@fn(raises=True)
def list_of_array(items: Array_, count: i64) -> List:
    """A list that takes over `items`: nobody else may use it any more. Its words from count on must be no value."""
    assert 0 <= count <= items.length, "INV-LIST-1"
    return allocate(List, count=count, items=items)


@inline
def list_count(owner: List) -> i64:
    return owner.count


@inline
def capacity_of(owner: List) -> i64:
    items = owner.items
    return i64(0) if items is None else cast(Array_, items).length


@inline(primitive="list_get")
def list_get(owner: List, index: i64) -> Value:
    """The item, or no value if there is none at that index (INV-LIST-2)."""
    items = owner.items
    if unlikely(items is None):
        return no_value()
    if likely(u64(index) < u64(cast(Array_, items).length)):
        return cast(Array_, items).items[index]
    return no_value()


@inline(raises=True, primitive="list_set")
def list_set(owner: List, index: i64, v: Value) -> bool:
    """Replace an item; whether there is one at that index."""
    locked = lock(owner)  # against a growth that would copy the old word and lose this store
    items = owner.items
    found = u64(index) < u64(owner.count)
    if likely(found):
        cast(Array_, items).items[index] = v
    unlock(owner, locked)
    return found


# --- growing


@inline
def grown_capacity(wanted: i64) -> i64:
    """INV-LIST-4."""
    return (wanted + (wanted >> 3) + 6) & ~3 if wanted < LARGE_COUNT else (wanted + (wanted >> 1)) & ~7


@fn(raises=True, cold=True)
def list_reserve(owner: List, wanted: i64) -> None:
    """Make room for `wanted` items in all. Raises: MEMORY."""
    while capacity_of(owner) < wanted:
        if wanted > ARRAY_LIMIT // 2:  # what `grown_capacity` makes of it is within the limit
            raise error(MEMORY, "the list would be too long")
        bigger = array_new(grown_capacity(wanted))
        locked = lock(owner)
        if capacity_of(owner) < wanted:  # INV-LIST-3
            if owner.count > 0:
                copy_words(bigger.items, cast(Array_, owner.items).items, owner.count)
                remember(bigger)  # waiting for the lock may have collected
            owner.items = bigger
        unlock(owner, locked)
        spend_for_words(wanted)


@inline(raises=True, primitive="list_append")
def list_append(owner: List, v: Value) -> None:
    if unlikely(not try_append(owner, v)):
        append_slow(owner, v)


@inline
def has_room(owner: List) -> bool:
    """Whether `append_in_room` may be called: there is room for one more, and there are no other threads."""
    items = owner.items
    return not is_threaded() and items is not None and owner.count < cast(Array_, items).length


@inline
def append_in_room(owner: List, v: Value) -> None:
    cast(Array_, owner.items).items[owner.count] = v
    owner.count = owner.count + 1


FIRST_BYTES = 16 + FIRST_CAPACITY * 8  # of an array


@inline
def is_first_at_hand(owner: List) -> bool:
    """Whether `append_first` may be called: there is no room yet, there are no other threads, and neither memory nor a barrier takes a call."""
    return owner.items is None and not is_threaded() and is_remembered(owner) and is_at_hand(FIRST_BYTES)


@inline(raises=True)
def append_first(owner: List, v: Value) -> None:
    """Append to a list that has had no room."""
    items = array_new(FIRST_CAPACITY)
    addr_of(items.items[0])[0] = v
    cast(Ptr[Array_], addr_of(owner.items))[0] = items
    owner.count = 1


@inline(raises=True)
def try_append(owner: List, v: Value) -> bool:
    locked = lock(owner)
    count = owner.count
    items = owner.items
    fits = items is not None and count < cast(Array_, items).length
    if fits:
        cast(Array_, items).items[count] = v
        owner.count = count + 1
    unlock(owner, locked)
    return fits


@fn(raises=True, cold=True)
def append_slow(owner: List, v: Value) -> None:
    done = False
    while not done:
        list_reserve(owner, owner.count + 1)
        done = try_append(owner, v)


@fn(raises=True)
def list_extend(owner: List, source: Array_, start: i64, count: i64) -> None:
    """Append items start..start+count of an array. Raises: INDEX, MEMORY."""
    list_splice(owner, owner.count, 0, source, start, count, True)


@fn(raises=True)
def list_extend_list(owner: List, other: List) -> None:
    """Append the items of a list, which may be owner itself."""
    items = other.items
    if items is None:
        return
    source = cast(Array_, items)
    list_extend(owner, source, 0, min_of(other.count, source.length))


@fn(raises=True)
def list_insert(owner: List, index: i64, v: Value) -> None:
    """Insert before index, which is clamped to 0..count."""
    while True:
        count = owner.count
        if capacity_of(owner) <= count:
            list_reserve(owner, count + 1)
        locked = lock(owner)
        count = owner.count
        fits = count < capacity_of(owner)
        if fits:
            items = cast(Array_, owner.items)
            at = min_of(max_of(index, i64(0)), count)
            move_words(addr_of(items.items[at]) + 1, addr_of(items.items[at]), count - at)
            items.items[at] = v
            owner.count = count + 1
        unlock(owner, locked)
        if fits:
            spend_for_words(count - index)
            return


# --- shrinking


@fn(raises=True)
def list_pop(owner: List, index: i64) -> Value:
    """Remove and give the item at index. Raises: INDEX if there is none."""
    locked = lock(owner)
    count = owner.count
    found = u64(index) < u64(count)
    taken = no_value()
    if likely(found):
        items = cast(Array_, owner.items)
        taken = items.items[index]
        move_words(addr_of(items.items[index]), addr_of(items.items[index]) + 1, count - index - 1)
        owner.count = count - 1
        items.items[count - 1] = no_value()
    unlock(owner, locked)
    if not found:
        raise error(INDEX, "pop index out of range")
    spend_for_words(count - index)
    return taken


@fn(raises=True)
def list_delete(owner: List, start: i64, stop: i64) -> None:
    """Remove the items from start to before stop."""
    locked = lock(owner)
    count = owner.count
    low = min_of(max_of(start, i64(0)), count)
    high = min_of(max_of(stop, low), count)
    if high > low:
        items = cast(Array_, owner.items)
        move_words(addr_of(items.items[low]), addr_of(items.items[0]) + high, count - high)
        owner.count = count - (high - low)
        clear_words(addr_of(items.items[0]) + owner.count, high - low)
    unlock(owner, locked)
    spend_for_words(count - low)
    list_trim(owner)


@fn(raises=True)
def list_delete_step(owner: List, start: i64, step: i64, count: i64) -> None:
    """Remove `count` items beginning at start, `step` apart (any sign, not 0). Raises: INDEX if some do not exist."""
    locked = lock(owner)
    length = owner.count
    fits = steps_fit(start, step, count, length) and step != 0
    if fits and count > 0:
        first = start if step > 0 else start + step * (count - 1)
        stride = step if step > 0 else -step
        items = cast(Array_, owner.items)
        target = first
        skipped = i64(0)
        for at in range(first, length):
            if skipped < count and (at - first) % stride == 0:
                skipped += 1
            else:
                addr_of(items.items[0])[target] = items.items[at]  # within the array: no barrier
                target += 1
        owner.count = length - count
        clear_words(addr_of(items.items[0]) + (length - count), count)
    unlock(owner, locked)
    if not fits:
        raise error(INDEX, "slice out of range")
    spend_for_words(length)
    list_trim(owner)


@fn(raises=True)
def list_clear(owner: List) -> None:
    locked = lock(owner)
    owner.count = 0
    owner.items = None  # a reader keeps the old array
    unlock(owner, locked)


@fn(raises=True)
def list_trim(owner: List) -> None:
    """Give back a backing array that has become far too large."""
    count = owner.count
    capacity = capacity_of(owner)
    if capacity < 64 or count > capacity // 4:
        return
    smaller = array_new(grown_capacity(count))
    locked = lock(owner)
    if owner.count <= smaller.length and capacity_of(owner) == capacity:
        if owner.count > 0:
            copy_words(smaller.items, cast(Array_, owner.items).items, owner.count)
            remember(smaller)
        owner.items = smaller
    unlock(owner, locked)


# --- several items at once


@fn(raises=True)
def list_splice(owner: List, start: i64, removed: i64, source: Array_, source_start: i64, inserted: i64, at_end: bool) -> None:
    """Replace `removed` items at start by `inserted` items of an array; `at_end`: at wherever the end is, removing none.

    Start and removed are clamped to the list. The source may be the list's own backing array (it is copied first then).
    Raises: INDEX if the source has no such items, MEMORY.
    """
    if source_start < 0 or inserted < 0 or source_start > source.length - inserted:
        raise error(INDEX, "the source has no such items")
    words = source
    from_index = source_start
    items = owner.items
    if not at_end and items is not None and cast(Array_, items) is source:
        words = array_new(inserted)
        copy_words(words.items, addr_of(source.items[0]) + source_start, inserted)
        from_index = 0
    while True:
        planned = owner.count + inserted
        if capacity_of(owner) < planned:
            list_reserve(owner, planned)
        locked = lock(owner)
        count = owner.count
        low = count if at_end else min_of(max_of(start, i64(0)), count)
        gone = i64(0) if at_end else min_of(max_of(removed, i64(0)), count - low)
        length = count - gone + inserted
        fits = length <= capacity_of(owner)
        if fits and (inserted > 0 or gone > 0):
            target = cast(Array_, owner.items)
            if inserted != gone:
                move_words(addr_of(target.items[0]) + (low + inserted), addr_of(target.items[0]) + (low + gone), count - low - gone)
            move_words(addr_of(target.items[0]) + low, addr_of(words.items[0]) + from_index, inserted)
            remember(target)  # INV-ARRAY-4
            owner.count = length
            if length < count:
                clear_words(addr_of(target.items[0]) + length, count - length)
        unlock(owner, locked)
        if fits:
            spend_for_words(inserted + count - low)
            if gone > inserted:
                list_trim(owner)
            return


@inline(raises=True)
def list_overwrite(owner: List, start: i64, count: i64, source: List) -> bool:
    """Replace items by those of a list, if they are as many, in range, and no other thread may change either: whether it did."""
    if count <= 0 or count != source.count or is_threaded():
        return False
    target = cast(Array_, owner.items)
    move_words(addr_of(target.items[0]) + start, addr_of(cast(Array_, source.items).items[0]), count)
    remember(target)  # INV-ARRAY-4
    spend_for_words(count)
    return True


@fn(raises=True)
def list_assign_step(owner: List, start: i64, step: i64, count: i64, source: Array_) -> None:
    """Store the first `count` items of source at start, start + step, ... Raises: INDEX, VALUE (source too short)."""
    if source.length < count:
        raise error(VALUE, "the source is shorter than the slice")
    words = source
    if owner.items is not None and cast(Array_, owner.items) is source:
        words = array_new(count)
        copy_words(words.items, source.items, count)
    locked = lock(owner)
    fits = steps_fit(start, step, count, owner.count)
    if fits and count > 0:
        target = cast(Array_, owner.items)
        at = start
        for i in range(count):
            addr_of(target.items[0])[at] = words.items[i]
            if i + 1 < count:
                at += step
        remember(target)
    unlock(owner, locked)
    if not fits:
        raise error(INDEX, "slice out of range")
    spend_for_words(count)


@fn(raises=True)
def list_reverse(owner: List) -> None:
    locked = lock(owner)
    count = owner.count
    if count > 1:
        reverse_words(cast(Array_, owner.items).items, count)
    unlock(owner, locked)
    spend_for_words(count)


@fn(raises=True)
def list_repeat_in_place(owner: List, times: i64) -> None:
    """Make the list its own repetition. Raises: MEMORY."""
    if times <= 0:
        list_clear(owner)
        return
    repeated = list_repeat(owner, times)
    locked = lock(owner)
    owner.count = min_of(owner.count, i64(0))
    owner.items = repeated.items
    owner.count = repeated.count
    unlock(owner, locked)


# --- new lists and arrays from lists


@fn(raises=True)
def list_to_array(owner: List) -> Array_:
    """The items at one moment, in an array of exactly that length."""
    return list_range(owner, 0, owner.count)


@fn(raises=True)
def list_range(owner: List, start: i64, stop: i64) -> Array_:
    """The items from start to before stop, clamped to the list, in an array of exactly that length."""
    while True:
        count = owner.count
        low = min_of(max_of(start, i64(0)), count)
        high = min_of(max_of(stop, low), count)
        made = array_new(high - low)
        locked = lock(owner)
        fits = high <= owner.count
        if fits and high > low:
            copy_words(made.items, addr_of(cast(Array_, owner.items).items[0]) + low, high - low)
            remember(made)
        unlock(owner, locked)
        if fits:
            spend_for_words(high - low)
            return made


@fn(raises=True)
def list_between(owner: List, start: i64, stop: i64) -> List:
    """A list of the items from start to before stop, which are within the list (or stop is not above start)."""
    count = stop - start
    if unlikely(is_threaded()):
        return list_of_exactly(list_range(owner, start, stop))
    if count <= 0:
        return list_new()
    items = array_new(count)
    copy_words(items.items, addr_of(cast(Array_, owner.items).items[0]) + start, count)
    spend_for_words(count)
    return allocate(List, count=count, items=items)


@fn(raises=True)
def list_range_step(owner: List, start: i64, step: i64, count: i64) -> Array_:
    """The items at start, start + step, ... in an array of length count. Raises: INDEX if some do not exist."""
    if count < 0 or count > owner.count:
        raise error(INDEX, "slice out of range")
    made = array_new(count)
    locked = lock(owner)
    fits = steps_fit(start, step, count, owner.count)
    if fits:
        source = addr_of(cast(Array_, owner.items).items[0]) + start
        target = addr_of(made.items[0])
        if step == -1:
            for i in range(count):
                target[i] = source[-i]
        else:
            for i in range(count):
                target[i] = source[i * step]
        remember(made)
    unlock(owner, locked)
    if not fits:
        raise error(INDEX, "slice out of range")
    spend_for_words(count)
    return made


@fn(raises=True)
def list_backwards(owner: List, start: i64) -> List:
    """The items from start (negative: counted from the end; clamped) down to the first."""
    while True:
        held = owner.count
        first = start + held if start < 0 else min_of(start, held - 1)
        count = max_of(first + 1, i64(0))
        made = array_new(count)
        locked = lock(owner)
        fits = count <= owner.count
        if fits and count > 0:
            source = addr_of(cast(Array_, owner.items).items[0]) + first
            target = addr_of(made.items[0])
            for i in range(count):
                target[i] = source[-i]
            remember(made)
        unlock(owner, locked)
        if fits:
            spend_for_words(count)
            return list_of_array(made, count)


@fn(raises=True)
def list_of_exactly(items: Array_) -> List:
    return list_of_array(items, items.length)


@fn(raises=True)
def list_copy(owner: List) -> List:
    return list_of_exactly(list_to_array(owner))


@fn(raises=True)
def list_slice(owner: List, start: i64, step: i64, count: i64) -> List:
    """`count` items beginning at start, `step` apart. Raises: INDEX if some do not exist."""
    if step == 1 and count >= 0:
        if start < 0 or start > owner.count - count:
            raise error(INDEX, "slice out of range")
        return list_of_exactly(list_range(owner, start, start + count))
    return list_of_exactly(list_range_step(owner, start, step, count))


@fn(raises=True)
def list_concat(a: List, b: List) -> List:
    if not is_threaded():
        joined = array_new(a.count + b.count)
        if a.count > 0:
            copy_words(joined.items, cast(Array_, a.items).items, a.count)
        if b.count > 0:
            copy_words(addr_of(joined.items[0]) + a.count, cast(Array_, b.items).items, b.count)
        spend_for_words(joined.length)
        return list_of_exactly(joined)
    first = list_to_array(a)
    second = list_to_array(b)
    length = first.length + second.length
    made = array_new(length)
    copy_words(made.items, first.items, first.length)
    copy_words(made.items + first.length, second.items, second.length)
    spend_for_words(length)
    return list_of_exactly(made)


@fn(raises=True)
def list_repeat(owner: List, times: i64) -> List:
    """Raises: MEMORY if the result is impossible."""
    once = list_to_array(owner)
    total = repeated_length(once.length, times)
    spend_for_words(total)
    made = array_new(total)
    repeat_words(made.items, once.items, once.length, total)
    return list_of_exactly(made)


# --- searching with the language's equality, which may run guest code that changes the list


@fn(raises=True)
def list_index(owner: List, v: Value, start: i64, stop: i64, equal: static) -> i64:
    """The first index in start..stop of an item that is v or for which equal(item, v) holds, or -1.

    The list is read afresh at each step: items that guest code adds or removes meanwhile are seen or not, as in CPython.
    """
    at = max_of(start, i64(0))
    while at < stop and at < owner.count:
        item = list_get(owner, at)
        if not is_no_value(item):
            spend(1)
            if item == v or equal(item, v):
                return at
        at += 1
    return -1


@fn(raises=True)
def list_occurrences(owner: List, v: Value, equal: static) -> i64:
    """How many items are v or equal to it."""
    found = i64(0)
    at = i64(0)
    while at < owner.count:
        item = list_get(owner, at)
        if not is_no_value(item):
            spend(1)
            if item == v or equal(item, v):
                found += 1
        at += 1
    return found


# --- handing the items to a long operation (sorting) and back


@fn(raises=True)
def list_take_items(owner: List) -> Array_:
    """Empty the list and give what it held, in an array of exactly that length.

    While a sort runs the guest's comparisons, the list is empty; `list_put_items` tells whether it stayed so.
    """
    taken = list_to_array(owner)
    list_clear(owner)
    return taken


@fn(raises=True)
def list_put_items(owner: List, items: Array_, count: i64) -> bool:
    """Make `items` the list's contents (its words from count on are no value); whether the list was still empty and untouched."""
    assert 0 <= count <= items.length, "INV-LIST-1"
    locked = lock(owner)
    untouched = owner.items is None
    owner.count = min_of(owner.count, i64(0))
    owner.items = items
    owner.count = count
    unlock(owner, locked)
    return untouched

