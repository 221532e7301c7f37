"""Sweeping: what marking left unmarked becomes free, by lines, blocks and large objects; memory goes back to the system.

A nursery collection sweeps only blocks given out and large objects made since the last collection; a full one all.

INV-SWEEP-1  After it no line is taken, `starts` is zero, every block's state says what it holds, used_bytes is exact.
"""

from __future__ import annotations

from corevm.kernel.block import NO_BLOCK, next_line, whole_pages
from corevm.kernel.heap import (
    BLOCK_BITS,
    BLOCK_BYTES,
    BLOCK_MARK_WORDS,
    FLAG_POISON,
    LINE_BITS,
    LINES,
    MADV_DONTNEED,
    POISON_BYTE,
    STATE_CLEAN,
    STATE_FREE,
    STATE_FULL,
    STATE_HOLES,
    STATE_LARGE,
    STATE_LARGE_NEW,
    STATE_TAKEN,
    Heap,
    block_address,
    is_marked,
    madvise,
)
from corevm.micro.surface import Ptr, cast, fn, i16, i64, inline, memset, popcnt, u8, u64

RETURN_SLACK_BYTES = 4 << 20  # free memory always kept back from the system


@fn(thread=False, cold=True)
def poison_lines(heap: Ptr[Heap], block: i64) -> None:
    """Fill the block's free lines with the poison byte."""
    live = heap.live + block * 2
    low = ~live[0]
    high = ~live[1]
    line: i64 = 0
    while line < LINES:
        first = next_line(low, high, line)
        line = next_line(~low, ~high, first)
        if first < LINES:
            address = block_address(heap, block) + (u64(first) << LINE_BITS)
            memset(cast(Ptr[u8], address), POISON_BYTE, (line - first) << LINE_BITS)


@inline(thread=False)
def sweep_small(heap: Ptr[Heap], block: i64) -> None:
    live = heap.live + block * 2
    taken = heap.taken + block * 2
    taken[0] = 0
    taken[1] = 0
    about = heap.blocks + block
    if heap.is_full != 0 or about.is_walked != 0:
        memset(cast(Ptr[u8], heap.starts + block * BLOCK_MARK_WORDS), 0, BLOCK_MARK_WORDS * 8)
    about.is_walked = 0
    used = i64(popcnt(live[0])) + i64(popcnt(live[1]))
    about.free_lines = i16(LINES - used)
    if heap.flags & FLAG_POISON != 0:
        poison_lines(heap, block)
    if used == 0:
        heap.state[block] = STATE_FREE
        heap.used_bytes -= BLOCK_BYTES
    elif LINES - used >= heap.recycle_minimum_lines:
        heap.state[block] = STATE_HOLES
    else:
        heap.state[block] = STATE_FULL


@fn(thread=False)
def sweep_large(heap: Ptr[Heap], block: i64) -> None:
    about = heap.blocks + block
    index = block * BLOCK_MARK_WORDS
    heap.starts[index] = 0
    if is_marked(heap, block_address(heap, block)):
        heap.state[block] = STATE_LARGE
        return
    count = (about.large_bytes + BLOCK_BYTES - 1) >> BLOCK_BITS
    heap.used_bytes -= whole_pages(about.large_bytes)
    if heap.flags & FLAG_POISON != 0:
        memset(cast(Ptr[u8], block_address(heap, block)), POISON_BYTE, about.large_bytes)
    about.large_bytes = 0
    for freed in range(block, block + count):
        heap.state[freed] = STATE_FREE


@fn(thread=False)
def sweep(heap: Ptr[Heap]) -> None:
    """After marking."""
    is_full = heap.is_full != 0
    for block in range(heap.block_high):
        state = heap.state[block]
        if state >= STATE_HOLES:
            if state == STATE_TAKEN or (is_full and state < STATE_TAKEN):
                sweep_small(heap, block)
            elif state == STATE_LARGE_NEW or (is_full and state == STATE_LARGE):
                sweep_large(heap, block)
    heap.holes_cursor = 0
    heap.medium_cursor = 0
    heap.medium_line = 0
    heap.free_cursor = 0
    heap.large_failed_blocks = i64(1) << 40


@fn(thread=False)
def open_all_holes(heap: Ptr[Heap]) -> None:
    """Let every block with a free line be allocated into: when memory is short."""
    for block in range(heap.block_high):
        if heap.state[block] == STATE_FULL and heap.blocks[block].free_lines > 0:
            heap.state[block] = STATE_HOLES
    heap.holes_cursor = 0


@fn(thread=False)
def return_blocks(heap: Ptr[Heap], first: i64, end: i64) -> None:
    """Give free blocks [first, end) back to the system; they read as zeros from then on."""
    size = u64(end - first) << BLOCK_BITS
    if madvise(cast(Ptr[u8], block_address(heap, first)), size, MADV_DONTNEED) == 0:
        heap.returned_bytes += i64(size)
        for block in range(first, end):
            heap.state[block] = STATE_CLEAN


@fn(thread=False)
def return_memory(heap: Ptr[Heap]) -> None:
    """Give free blocks back, from the highest, but for what the program is likely to use before the next full collection."""
    kept_bytes = heap.nursery_bytes + heap.live_bytes // 2 + RETURN_SLACK_BYTES
    free_blocks: i64 = 0
    for block in range(heap.block_high):
        if heap.state[block] == STATE_FREE:
            free_blocks += 1
    excess = free_blocks - (kept_bytes >> BLOCK_BITS)
    end: i64 = NO_BLOCK
    at = heap.block_high
    while at > 0 and excess > 0:
        at -= 1
        if heap.state[at] == STATE_FREE:
            if end < 0:
                end = at + 1
            excess -= 1
        elif end >= 0:
            return_blocks(heap, at + 1, end)
            end = NO_BLOCK
    if end >= 0:
        return_blocks(heap, at, end)


__all__ = ["open_all_holes", "return_memory", "sweep"]
