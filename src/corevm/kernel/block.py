"""Giving out memory: holes of used blocks, free blocks, runs of blocks for large objects. The caller holds the heap's lock.

INV-BLOCK-1  A hole is given out whole, its lines' `taken` bits set and its memory zero (so INV-HEAP-3 holds).
INV-BLOCK-2  Blocks become free in a collection only; so the cursors only move up between collections.
INV-BLOCK-3  Nothing is given out that would take used_bytes above limit_bytes (less the reserve, unless it is open).
"""

from __future__ import annotations

from corevm.kernel.heap import (
    BLOCK_BITS,
    BLOCK_BYTES,
    COMMIT_BLOCKS,
    LINE_BITS,
    LINE_BYTES,
    LINES,
    PAGE_BYTES,
    PROT_READ_WRITE,
    SMALL_BYTES,
    STATE_CLEAN,
    STATE_FREE,
    STATE_HOLES,
    STATE_LARGE_NEW,
    STATE_LARGE_NEXT,
    STATE_TAKEN,
    Heap,
    block_address,
    mprotect,
)
from corevm.kernel.thread import Thread
from corevm.micro.surface import Ptr, cast, ctz, fn, i32, i64, inline, memset, u8, u64

ALL_ONES = 0xFFFFFFFFFFFFFFFF
ABANDON_BYTES = 2048  # a medium object that does not fit ends a buffer with at most this left; else it goes elsewhere
MEDIUM_HOLE_BYTES = 1024  # smaller holes are not looked for: the next medium object would need another
NO_BLOCK = -1


# --- lines as 128 bits
@inline(thread=False)
def next_line(low: u64, high: u64, line: i64) -> i64:
    """The first set bit of a block's line bits at or after `line`; LINES if none."""
    if line < 64:
        word = low >> u64(line)
        if word != 0:
            return line + i64(ctz(word))
        if high != 0:
            return 64 + i64(ctz(high))
        return LINES
    if line < LINES:
        rest = high >> u64(line - 64)
        if rest != 0:
            return line + i64(ctz(rest))
    return LINES


@inline(thread=False)
def bits_below(n: i64) -> u64:
    """The lowest n bits, 0 <= n <= 64."""
    if n >= 64:
        return u64(ALL_ONES)
    if n <= 0:
        return u64(0)
    return (u64(1) << u64(n)) - 1


@fn(thread=False)
def set_taken(heap: Ptr[Heap], block: i64, first: i64, end: i64) -> None:
    """Set the `taken` bits of lines first to end - 1."""
    words = heap.taken + block * 2
    words[0] = words[0] | (bits_below(end) & ~bits_below(first))
    words[1] = words[1] | (bits_below(end - 64) & ~bits_below(first - 64))


# --- room
@inline(thread=False)
def has_room(heap: Ptr[Heap], wanted_bytes: i64) -> bool:
    """Whether the limit allows that many bytes more (INV-BLOCK-3)."""
    limit = heap.limit_bytes
    if heap.is_reserve_open == 0:
        limit = limit - heap.reserve_bytes
    return wanted_bytes <= limit - heap.used_bytes


@fn(thread=False)
def extend(heap: Ptr[Heap], block_high: i64) -> bool:
    """Raise block_high, making the blocks accessible. False when the region ends or the system refuses."""
    if block_high > heap.block_count:
        return False
    if block_high > heap.committed_blocks:
        wanted = (block_high + COMMIT_BLOCKS - 1) // COMMIT_BLOCKS * COMMIT_BLOCKS
        if wanted > heap.block_count:
            wanted = heap.block_count
        if mprotect(cast(Ptr[u8], heap.base), u64(wanted) << BLOCK_BITS, PROT_READ_WRITE) != 0:
            wanted = block_high
            if mprotect(cast(Ptr[u8], heap.base), u64(wanted) << BLOCK_BITS, PROT_READ_WRITE) != 0:
                return False
        heap.committed_blocks = wanted
    heap.block_high = block_high
    heap.span_bytes = u64(block_high) << BLOCK_BITS
    return True


@inline(thread=False)
def add_used(heap: Ptr[Heap], more_bytes: i64) -> None:
    heap.used_bytes += more_bytes
    if heap.used_bytes > heap.peak_used_bytes:
        heap.peak_used_bytes = heap.used_bytes


@fn(thread=False)
def find_free_block(heap: Ptr[Heap]) -> i64:
    """A free block (its state is left to the caller), or NO_BLOCK. It counts as used from here."""
    if not has_room(heap, BLOCK_BYTES):
        return NO_BLOCK
    block = heap.free_cursor
    high = heap.block_high
    while block < high and heap.state[block] > STATE_FREE:
        block += 1
    if block == high:
        heap.free_cursor = block
        if not extend(heap, block + 1):
            return NO_BLOCK
    heap.free_cursor = block + 1
    add_used(heap, BLOCK_BYTES)
    return block


@fn(thread=False)
def find_holes_block(heap: Ptr[Heap]) -> i64:
    """A block with holes (maybe), or NO_BLOCK."""
    block = heap.holes_cursor
    high = heap.block_high
    while block < high:
        if heap.state[block] == STATE_HOLES or heap.state[block] == STATE_TAKEN:  # of which a medium object took one hole
            heap.holes_cursor = block + 1
            return block
        block += 1
    heap.holes_cursor = block
    return NO_BLOCK


# --- buffers
@inline(thread=False)
def account(heap: Ptr[Heap], size_bytes: i64) -> None:
    heap.allocated_bytes += size_bytes
    heap.budget_bytes -= size_bytes


@fn(thread=False)
def set_buffer(heap: Ptr[Heap], t: Ptr[Thread], start: u64, end: u64) -> None:
    """Make [start, end) the thread's allocation buffer."""
    heap.allocated_bytes -= i64(t.hole_limit - t.bump)
    t.bump = start
    t.hole_limit = end
    t.bump_limit = end if heap.stress_period == 0 else u64(0)
    account(heap, i64(end - start))


@fn(thread=False)
def next_hole(heap: Ptr[Heap], t: Ptr[Thread]) -> bool:
    """Give the thread its next hole: in its block, another block with holes, or a free block. False when there is none."""
    while True:
        block = t.block_index
        is_clean = False
        if block < 0:
            block = find_holes_block(heap)
            if block < 0:
                block = find_free_block(heap)
                if block < 0:
                    return False
                is_clean = heap.state[block] == STATE_CLEAN
            heap.state[block] = STATE_TAKEN
            t.block_index = block
            t.block_line = 0
        live = heap.live + block * 2
        taken = heap.taken + block * 2
        low = ~(live[0] | taken[0])
        high = ~(live[1] | taken[1])
        first = next_line(low, high, t.block_line)
        if first < LINES:
            end = next_line(~low, ~high, first)
            t.block_line = end
            set_taken(heap, block, first, end)
            address = block_address(heap, block) + (u64(first) << LINE_BITS)
            size = (end - first) << LINE_BITS
            if not is_clean:
                memset(cast(Ptr[u8], address), 0, size)
            set_buffer(heap, t, address, address + u64(size))
            return True
        t.block_index = NO_BLOCK


@fn(thread=False)
def hole_for(heap: Ptr[Heap], t: Ptr[Thread], size_bytes: u64) -> bool:
    """Make the next hole of at least a size, from the medium cursor on, the thread's overflow buffer."""
    lines = i64((size_bytes + LINE_BYTES - 1) >> LINE_BITS)
    line = heap.medium_line
    for block in range(heap.medium_cursor, heap.block_high):
        state = heap.state[block]
        if state == STATE_HOLES or state == STATE_TAKEN:
            live = heap.live + block * 2
            taken = heap.taken + block * 2
            low = ~(live[0] | taken[0])
            high = ~(live[1] | taken[1])
            while line < LINES:
                first = next_line(low, high, line)
                line = next_line(~low, ~high, first)
                if first < LINES and line - first >= lines:
                    set_taken(heap, block, first, line)
                    heap.state[block] = STATE_TAKEN
                    heap.medium_cursor = block
                    heap.medium_line = line
                    address = block_address(heap, block) + (u64(first) << LINE_BITS)
                    size = (line - first) << LINE_BITS
                    memset(cast(Ptr[u8], address), 0, size)
                    set_overflow(heap, t, address, address + u64(size))
                    return True
        line = 0
    heap.medium_cursor = heap.block_high
    heap.medium_line = 0
    return False


@fn(thread=False)
def set_overflow(heap: Ptr[Heap], t: Ptr[Thread], start: u64, end: u64) -> None:
    heap.allocated_bytes -= i64(t.overflow_limit - t.overflow_bump)
    t.overflow_bump = start
    t.overflow_limit = end
    account(heap, i64(end - start))


@fn(thread=False)
def next_overflow(heap: Ptr[Heap], t: Ptr[Thread]) -> bool:
    """Give the thread a free block as its overflow buffer."""
    block = find_free_block(heap)
    if block < 0:
        return False
    address = block_address(heap, block)
    if heap.state[block] != STATE_CLEAN:
        memset(cast(Ptr[u8], address), 0, BLOCK_BYTES)
    heap.state[block] = STATE_TAKEN
    set_taken(heap, block, 0, LINES)
    set_overflow(heap, t, address, address + BLOCK_BYTES)
    return True


@fn(thread=False)
def retire_buffers(heap: Ptr[Heap], t: Ptr[Thread]) -> None:
    """Take a thread's buffers back (before a collection; the thread is stopped)."""
    heap.allocated_bytes -= i64(t.hole_limit - t.bump) + i64(t.overflow_limit - t.overflow_bump)
    t.bump = 0
    t.bump_limit = 0
    t.hole_limit = 0
    t.overflow_bump = 0
    t.overflow_limit = 0
    t.block_index = NO_BLOCK
    t.block_line = 0


# --- large objects
@fn(thread=False)
def find_run(heap: Ptr[Heap], count: i64) -> i64:
    """The first of `count` consecutive free blocks, or NO_BLOCK."""
    high = heap.block_high
    if count < heap.large_failed_blocks:
        first = heap.free_cursor
        block = first
        while block < high:
            if heap.state[block] > STATE_FREE:
                first = block + 1
            elif block - first + 1 == count:
                return first
            block += 1
        heap.large_failed_blocks = count
    first_free = high
    while first_free > heap.free_cursor and heap.state[first_free - 1] <= STATE_FREE:
        first_free -= 1
    if not extend(heap, first_free + count):
        return NO_BLOCK
    return first_free


@inline(thread=False)
def whole_pages(size_bytes: i64) -> i64:
    return (size_bytes + PAGE_BYTES - 1) & -PAGE_BYTES


@fn(thread=False)
def allocate_large(heap: Ptr[Heap], size_bytes: u64) -> u64:
    """Zeroed blocks for one object; 0 when there is no room."""
    size = i64(size_bytes)
    if not has_room(heap, whole_pages(size)):
        return u64(0)
    count = (size + BLOCK_BYTES - 1) >> BLOCK_BITS
    first = find_run(heap, count)
    if first < 0:
        return u64(0)
    left = size
    for block in range(first, first + count):
        if heap.state[block] != STATE_CLEAN:
            memset(cast(Ptr[u8], block_address(heap, block)), 0, left if left < BLOCK_BYTES else BLOCK_BYTES)
        left -= BLOCK_BYTES
        heap.state[block] = STATE_LARGE_NEXT
        heap.blocks[block].large_bytes = 0
        heap.blocks[block].back_blocks = i32(block - first)
    heap.state[first] = STATE_LARGE_NEW
    heap.blocks[first].large_bytes = size
    add_used(heap, whole_pages(size))
    account(heap, size)
    return block_address(heap, first)


# --- any object
@fn(thread=False)
def try_allocate(heap: Ptr[Heap], t: Ptr[Thread], size_bytes: u64, is_forced: bool) -> u64:
    """Zeroed memory for an object of a size (a multiple of 16); 0 when it needs a collection.

    Args:
        is_forced: go over the budget (a collection has just run).
    """
    if size_bytes > SMALL_BYTES:
        if heap.budget_bytes <= 0 and not is_forced:
            return u64(0)
        return allocate_large(heap, size_bytes)
    if size_bytes <= t.hole_limit - t.bump:
        address = t.bump
        t.bump = address + size_bytes
        return address
    if size_bytes > LINE_BYTES and size_bytes <= t.overflow_limit - t.overflow_bump:
        spare = t.overflow_bump
        t.overflow_bump = spare + size_bytes
        return spare
    if heap.budget_bytes <= 0 and not is_forced:
        return u64(0)
    if size_bytes > LINE_BYTES:
        return allocate_medium(heap, t, size_bytes)
    if not next_hole(heap, t):
        return u64(0)
    start = t.bump
    t.bump = start + size_bytes
    return start


@fn(thread=False)
def allocate_medium(heap: Ptr[Heap], t: Ptr[Thread], size_bytes: u64) -> u64:
    """An object of more than a line that fits no buffer: not every hole is large enough for it.

    A hole is looked at once between two collections. Holes before free blocks: else each collection's survivors among medium
    objects would keep some more blocks.
    """
    if t.hole_limit - t.bump <= ABANDON_BYTES and next_hole(heap, t) and size_bytes <= t.hole_limit - t.bump:
        start = t.bump
        t.bump = start + size_bytes
        return start
    wanted = size_bytes if size_bytes > MEDIUM_HOLE_BYTES else u64(MEDIUM_HOLE_BYTES)
    is_found = hole_for(heap, t, wanted) or next_overflow(heap, t)
    if not is_found:  # the last resort
        heap.medium_cursor = 0
        is_found = hole_for(heap, t, size_bytes)
    if is_found:
        found = t.overflow_bump
        t.overflow_bump = found + size_bytes
        return found
    return u64(0)
