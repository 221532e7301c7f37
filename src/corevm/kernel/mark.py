"""Marking: which objects are live. An explicit stack in C memory; no recursion.

A word on the mark stack is an object's address, its mark already set; with bit 0 set, the object (a remembered one) only
needs its children looked at again. With bit 1 set it is where the rest of a long tail begins, and the word below is its end:
long tails are looked at in parts, so that what they hold does not lie on the stack all at once.

INV-MARK-1  A mark bit is set only for the start of an object (precise references are trusted, others resolved first).
INV-MARK-2  When the stack cannot grow, the object stays marked and `mark_overflowed` is set; `drain` then treats
            every marked object as new until nothing was dropped. So a collection needs no memory to be right.
INV-MARK-3  Every newly marked object's lines are live and its header has GC_UNLOGGED.
"""

from __future__ import annotations

from corevm.kernel.heap import (
    BLOCK_MARK_WORDS,
    GC_UNLOGGED,
    GRANULE_BITS,
    LINE_BITS,
    SMALL_BYTES,
    STATE_HOLES,
    STATE_LARGE_NEXT,
    Heap,
    byte_end,
    object_size,
    realloc,
    round_size,
    words_push,
)
from corevm.kernel.layout import LAYOUT_TAIL_CANDIDATES, LAYOUT_TAIL_TRACED, LAYOUT_WEAK, WEAK_REFERENT_OFFSET
from corevm.kernel.object import GC_OFFSET
from corevm.kernel.resolve import resolve
from corevm.micro.surface import (
    Ptr,
    addr_of,
    cast,
    ctz,
    fn,
    i64,
    inline,
    prefetch,
    stack_array,
    static,
    u8,
    u64,
    unlikely,
)

RESCAN = 1  # bit 0 of a word on the mark stack
FIRST_MARK_CAPACITY = 4096
TAIL_REST = 2  # bit 1
TAIL_PART_WORDS = 1024
RING_WORDS = 32  # objects between their prefetch and their visit


@fn(thread=False, cold=True)
def grow_mark_stack(heap: Ptr[Heap]) -> bool:
    """Double the mark stack. False when its limit is reached or there is no memory."""
    capacity = heap.mark_capacity * 2
    if capacity < FIRST_MARK_CAPACITY:
        capacity = FIRST_MARK_CAPACITY
    limit = heap.mark_capacity_limit
    if limit > 0 and capacity > limit:
        capacity = limit
        if capacity <= heap.mark_capacity:
            return False
    items = realloc(cast(Ptr[u8], heap.mark_items), u64(capacity) * 8)
    if items is None:
        return False
    heap.mark_items = cast(Ptr[u64], items)
    heap.mark_capacity = capacity
    return True


@inline(thread=False)
def push(heap: Ptr[Heap], word: u64) -> None:
    if unlikely(heap.mark_count == heap.mark_capacity):
        if not grow_mark_stack(heap):
            heap.mark_overflowed = 1
            return
    heap.mark_items[heap.mark_count] = word
    heap.mark_count += 1


@fn(thread=False, cold=True)
def push_rest(heap: Ptr[Heap], item: Ptr[u64], end: Ptr[u64]) -> bool:
    """Leave the rest of a tail for later. False when there is no room for it."""
    if heap.mark_count + 2 > heap.mark_capacity and (not grow_mark_stack(heap) or heap.mark_count + 2 > heap.mark_capacity):
        return False
    heap.mark_items[heap.mark_count] = cast(u64, end)
    heap.mark_items[heap.mark_count + 1] = cast(u64, item) | TAIL_REST
    heap.mark_count += 2
    return True


@fn(thread=False)
def mark_tail(heap: Ptr[Heap], first: Ptr[u64], end: Ptr[u64]) -> None:
    """Mark what the words of a tail refer to; of a long one the first part, unless the stack is full."""
    item = first
    part_end = end
    if end - item > TAIL_PART_WORDS and push_rest(heap, item + TAIL_PART_WORDS, end):
        part_end = item + TAIL_PART_WORDS
    base = heap.base
    span = heap.span_bytes
    marks = heap.marks
    while item < part_end:
        element = item[0]
        item = item + 1
        distance = element - base
        if element & 15 == 0 and distance < span:
            cell = distance >> GRANULE_BITS
            mark = u64(1) << (cell & 63)
            before = marks[cell >> 6]
            if before & mark == 0:
                marks[cell >> 6] = before | mark
                push(heap, element)


@inline(thread=False)
def mark_word(heap: Ptr[Heap], word: u64) -> None:
    """Mark what a precise word (a Value or reference, or 0) refers to, if that is an object of the heap."""
    offset = word - heap.base
    if word & 15 == 0 and offset < heap.span_bytes:
        granule = offset >> GRANULE_BITS
        bit = u64(1) << (granule & 63)
        old = heap.marks[granule >> 6]
        if old & bit == 0:
            heap.marks[granule >> 6] = old | bit
            push(heap, word)


@fn(thread=False)
def mark_root(heap: Ptr[Heap], word: u64) -> None:
    mark_word(heap, word)


@fn(thread=False)
def rescan(heap: Ptr[Heap], address: u64) -> None:
    """Look at a marked object's children (again) when the stack is drained."""
    push(heap, address | RESCAN)


@fn(thread=False, cold=True)
def found_weak(heap: Ptr[Heap], address: u64) -> None:
    """Remember a live weak reference; if that is impossible it holds its referent this time."""
    if not words_push(addr_of(heap.weak_references), address):
        mark_word(heap, cast(Ptr[u64], address + WEAK_REFERENT_OFFSET)[0])


@fn(thread=False, cold=True)
def mark_tail_candidates(heap: Ptr[Heap], low: u64, high: u64) -> None:
    """The words of a tail that holds a copy of stack words: what they lie in, if anything."""
    at = low
    while at < high:
        start = resolve(heap, cast(Ptr[u64], at)[0])
        if start != 0:
            mark_word(heap, start)
        at = at + 8


@fn(thread=False)
def drain_stack(heap: Ptr[Heap]) -> None:
    """Mark all that is reachable from the stack's objects."""
    base = heap.base
    span = heap.span_bytes
    marks = heap.marks
    live = heap.live
    kinds = heap.kinds
    fresh_bytes: u64 = 0
    again_bytes: u64 = 0
    ring = stack_array(u64, RING_WORDS)
    head = 0
    waiting = 0
    while heap.mark_count > 0 or waiting > 0:
        while heap.mark_count > 0 and waiting < RING_WORDS:
            heap.mark_count -= 1
            entering = heap.mark_items[heap.mark_count]
            if unlikely(entering & TAIL_REST != 0):
                heap.mark_count -= 1
                mark_tail(heap, cast(Ptr[u64], entering - TAIL_REST), cast(Ptr[u64], heap.mark_items[heap.mark_count]))
            else:
                prefetch(cast(Ptr[u8], entering))
                ring[(head + waiting) & (RING_WORDS - 1)] = entering
                waiting += 1
        if waiting == 0:
            break  # of the last tail's rest nothing was new
        word = ring[head]
        head = (head + 1) & (RING_WORDS - 1)
        waiting -= 1
        address = word & ~u64(RESCAN)
        header = cast(Ptr[u64], address)[0]
        layout = kinds + i64(header >> 48 & 1023)
        flags = layout.flags
        mask = layout.traced_mask
        tail_end = byte_end(address, layout)
        size = round_size(tail_end)
        cast(Ptr[u8], address)[GC_OFFSET] = u8(header >> 32) | GC_UNLOGGED
        if word != address:
            again_bytes += size
        else:
            fresh_bytes += size
            if size <= SMALL_BYTES:
                line = (address - base) >> LINE_BITS
                last = (address + size - 1 - base) >> LINE_BITS
                live[line >> 6] = live[line >> 6] | u64(1) << (line & 63)
                while line < last:
                    line += 1
                    live[line >> 6] = live[line >> 6] | u64(1) << (line & 63)
        while mask != 0:
            child = cast(Ptr[u64], address)[ctz(mask)]
            mask = mask & (mask - 1)
            offset = child - base
            if child & 15 == 0 and offset < span:
                granule = offset >> GRANULE_BITS
                bit = u64(1) << (granule & 63)
                old = marks[granule >> 6]
                if old & bit == 0:
                    marks[granule >> 6] = old | bit
                    push(heap, child)
        if flags & (LAYOUT_TAIL_TRACED | LAYOUT_TAIL_CANDIDATES | LAYOUT_WEAK) != 0:
            if flags & LAYOUT_WEAK != 0:
                found_weak(heap, address)
            elif flags & LAYOUT_TAIL_CANDIDATES != 0:
                mark_tail_candidates(heap, address + u64(layout.fixed_bytes), address + (tail_end & ~u64(7)))
            else:
                mark_tail(heap, cast(Ptr[u64], address + u64(layout.fixed_bytes)), cast(Ptr[u64], address + (tail_end & ~u64(7))))
    heap.new_live_bytes += i64(fresh_bytes)
    heap.seen_again_bytes += i64(again_bytes)


@fn(thread=False)
def each_marked(heap: Ptr[Heap], visit: static) -> None:
    """Call `visit(heap, address)`, a thread=False function that allocates nothing, with each marked object."""
    for block in range(heap.block_high):
        state = heap.state[block]
        if state >= STATE_HOLES and state < STATE_LARGE_NEXT:
            first = block * BLOCK_MARK_WORDS
            for index in range(first, first + BLOCK_MARK_WORDS):
                bits = heap.marks[index]
                while bits != 0:
                    address = heap.base + ((u64(index) * 64 + u64(ctz(bits))) << GRANULE_BITS)
                    bits = bits & (bits - 1)
                    visit(heap, address)


@fn(thread=False)
def mark_again(heap: Ptr[Heap], address: u64) -> None:
    push(heap, address)
    drain_stack(heap)


@fn(thread=False)
def count_marked(heap: Ptr[Heap], address: u64) -> None:
    heap.new_live_bytes += i64(object_size(heap, address))


@fn(thread=False)
def drain(heap: Ptr[Heap]) -> None:
    """Mark all that is reachable, whatever happened to the stack (INV-MARK-2)."""
    drain_stack(heap)
    if heap.mark_overflowed != 0:
        while heap.mark_overflowed != 0:
            heap.mark_overflowed = 0
            heap.mark_overflows += 1
            each_marked(heap, mark_again)
        heap.new_live_bytes = 0 if heap.is_full != 0 else -heap.live_bytes
        each_marked(heap, count_marked)
