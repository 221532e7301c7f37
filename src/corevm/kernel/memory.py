"""Allocation and the write barrier: what the compiler calls for `new` and for stores, and what kernel code may ask.

INV-MEMORY-1  An object's memory is zero but for its header; it is 16-byte aligned and does not move.
INV-MEMORY-2  Fields an allocation's user fills before its next call that may allocate or reach a safepoint need no barrier.
INV-MEMORY-3  A request that cannot be met after a full collection raises the memory error; the heap stays usable, and a
              small reserve is opened so that the error can be made and handled.
INV-MEMORY-4  Any allocation may collect. What stacks, registers and roots refer to, also into its middle, stays.

The fast path is a bump of the thread's buffer; all else is out of line.
"""

from __future__ import annotations

from corevm.kernel.collect import allocate_locked, collect
from corevm.kernel.error import MEMORY, error
from corevm.kernel.heap import GC_UNLOGGED, MAXIMUM_BYTES, SMALL_BYTES, Heap, realloc, words_push_pair
from corevm.kernel.object import gc_byte
from corevm.kernel.safepoint import lock_heap, unlock_heap
from corevm.kernel.thread import runtime, thread
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    addr_of,
    cast,
    fn,
    i64,
    inline,
    likely,
    static,
    u8,
    u64,
    unlikely,
)


@inline(raises=True, primitive="allocate")
def allocate(size_bytes: i64, header: u64) -> Object:
    """Memory for an object: zeros and the given header word (whose kind is not 0)."""
    t = thread()
    size = (u64(size_bytes) + 15) & 0xFFFFFFFFFFFFFFF0
    start = t.bump
    end = start + size
    if likely(size <= SMALL_BYTES and end <= t.bump_limit):
        t.bump = end
        cast(Ptr[u64], start)[0] = header
        return cast(Object, start)
    return allocate_slow(size_bytes, header)


@inline
def is_at_hand(size_bytes: static) -> bool:
    """Whether the next `allocate` of so many bytes (a multiple of 16) calls nothing, so that it cannot collect."""
    return thread().bump + size_bytes <= thread().bump_limit


@fn(raises=True, cold=True)
def allocate_slow(size_bytes: i64, header: u64) -> Object:
    """The thread's buffer is used up, or the object is large."""
    t = thread()
    heap = cast(Ptr[Heap], t.runtime.heap)
    if u64(size_bytes) > MAXIMUM_BYTES:
        raise error(MEMORY, "an object this large cannot be allocated")
    lock_heap(heap, t)
    address = allocate_locked(heap, t, (u64(size_bytes) + 15) & 0xFFFFFFFFFFFFFFF0)
    if address == 0:
        was_open = heap.is_reserve_open != 0
        is_small = size_bytes <= SMALL_BYTES
        if is_small:  # else there may well be room for the error
            heap.is_reserve_open = 1
        unlock_heap(heap)
        if was_open and is_small:
            raise heap.memory_error
        raise error(MEMORY, "out of memory")
    cast(Ptr[u64], address)[0] = header
    unlock_heap(heap)
    return cast(Object, address)


@inline(primitive="write_barrier")
def write_barrier(owner: Object, value: Value) -> None:
    """Before or after `value` is stored into a field of `owner`: remembers old objects that are given a reference (or 0: anything)."""
    if unlikely(cast(u64, value) & 15 == 0 and gc_byte(owner)[0] & GC_UNLOGGED != 0):
        remember(owner)


@inline
def is_remembered(owner: Object) -> bool:
    """Whether a store into `owner` needs no barrier until the next allocation."""
    return gc_byte(owner)[0] & GC_UNLOGGED == 0


@fn(cold=True)
def remember(owner: Object) -> None:
    """Enter an old object into the thread's remembered buffer, once until the next collection."""
    t = thread()
    heap = cast(Ptr[Heap], t.runtime.heap)
    heap.barrier_slow_count += 1
    gc = gc_byte(owner)
    gc[0] = gc[0] & (255 - GC_UNLOGGED)
    if t.remembered_count == t.remembered_capacity:
        capacity = t.remembered_capacity * 2
        if capacity < 256:
            capacity = 256
        items = realloc(cast(Ptr[u8], t.remembered), u64(capacity) * 8)
        if items is None:
            heap.is_remembered_lost = 1  # a full collection needs no remembered objects
            return
        t.remembered = cast(Ptr[u64], items)
        t.remembered_capacity = capacity
    t.remembered[t.remembered_count] = cast(u64, owner)
    t.remembered_count += 1


# --- for the rest of the kernel, languages and tests
@fn
def collect_now(is_full: bool) -> None:
    """Collect, whatever the policy says."""
    t = thread()
    heap = cast(Ptr[Heap], t.runtime.heap)
    lock_heap(heap, t)
    collect(heap, t, is_full)
    unlock_heap(heap)


@fn
def collect_final() -> None:
    """What a language does at its end, twice: queue the finalizers of all objects, first of those that no other object with one refers to."""
    t = thread()
    heap = cast(Ptr[Heap], t.runtime.heap)
    lock_heap(heap, t)
    heap.is_final = 1
    collect(heap, t, True)
    heap.is_final = 0
    unlock_heap(heap)


@fn
def set_memory_error(exception: Value) -> None:
    """What is raised when no error object can be made any more. It is kept alive."""
    cast(Ptr[Heap], runtime().heap).memory_error = exception


@fn(raises=True)
def add_root_range(start: Ptr[Value], word_count: i64) -> None:
    """Words outside the heap that keep objects alive, until `remove_root_range`. Raises: memory error."""
    heap = cast(Ptr[Heap], runtime().heap)
    lock_heap(heap, thread())
    is_done = words_push_pair(addr_of(heap.root_ranges), cast(u64, start), u64(word_count))
    unlock_heap(heap)
    if not is_done:
        raise error(MEMORY, "no memory for a root range")


@fn
def remove_root_range(start: Ptr[Value]) -> bool:
    """Undo the last `add_root_range` of that start. False when there is none."""
    heap = cast(Ptr[Heap], runtime().heap)
    lock_heap(heap, thread())
    items = heap.root_ranges.items
    at = heap.root_ranges.count - 2
    while at >= 0 and items[at] != cast(u64, start):
        at -= 2
    if at >= 0:
        last = heap.root_ranges.count - 2
        items[at] = items[last]
        items[at + 1] = items[last + 1]
        heap.root_ranges.count = last
    unlock_heap(heap)
    return at >= 0


@fn
def is_live(word: u64) -> bool:
    """Whether a word is the start of an object that survived the last collection (for tests and debuggers)."""
    heap = cast(Ptr[Heap], runtime().heap)
    offset = word - heap.base
    if word & 15 != 0 or offset >= heap.span_bytes:
        return False
    return heap.marks[offset >> 10] >> (offset >> 4 & 63) & 1 != 0
