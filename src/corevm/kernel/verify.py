"""Checking the whole heap after a collection (FLAG_VERIFY): a stress mode for tests.

What is wrong is counted in `Heap.verify_failures`; the first is kept by code and address.
"""

from __future__ import annotations

from corevm.kernel.heap import (
    BLOCK_BYTES,
    BLOCK_MARK_WORDS,
    GRANULE_BITS,
    LINE_BITS,
    SMALL_BYTES,
    STATE_FULL,
    STATE_HOLES,
    STATE_LARGE,
    STATE_LARGE_NEXT,
    Heap,
    block_address,
    block_of,
    byte_end,
    is_in_region,
    is_marked,
    kind_number_at,
    round_size,
)
from corevm.kernel.kind import KIND_LIMIT
from corevm.kernel.layout import LAYOUT_TAIL_TRACED, LAYOUT_VALID, LAYOUT_WEAK
from corevm.kernel.object import GC_OFFSET
from corevm.micro.surface import Ptr, cast, ctz, fn, i64, u8, u64

VERIFY_CODES: tuple[str, ...] = (
    "none",
    "an object of no declared kind",
    "an object larger than its block or large object",
    "a reference to no object",
    "a line with an object is not live",
    "an old object without its unlogged bit",
    "a mark in a free block",
    "a block's state after a sweep",
    "the sum of used memory",
    "a start bit left over",
)
(_, BAD_KIND, BAD_SIZE, BAD_REFERENCE, DEAD_LINE, NOT_UNLOGGED, STRAY_MARK, BAD_STATE, BAD_USED, STRAY_START) = range(
    len(VERIFY_CODES)
)


@fn(thread=False, cold=True)
def fail(heap: Ptr[Heap], code: i64, address: u64) -> None:
    if heap.verify_failures == 0:
        heap.verify_code = code
        heap.verify_address = address
    heap.verify_failures += 1


@fn(thread=False)
def verify_word(heap: Ptr[Heap], word: u64, holder: u64) -> None:
    """A traced word must be 0, no reference, outside the region, or a marked object."""
    if word & 7 == 0 and is_in_region(heap, word):
        if word & 15 != 0 or not is_marked(heap, word):
            fail(heap, BAD_REFERENCE, holder)


@fn(thread=False)
def verify_object(heap: Ptr[Heap], address: u64) -> None:
    kind = kind_number_at(address)
    if kind == 0 or kind >= KIND_LIMIT or heap.kinds[kind].flags & LAYOUT_VALID == 0:
        fail(heap, BAD_KIND, address)
        return
    layout = heap.kinds + i64(kind)
    end = byte_end(address, layout)
    size = round_size(end)
    block = block_of(heap, address)
    if heap.state[block] == STATE_LARGE:
        if size != u64(heap.blocks[block].large_bytes):
            fail(heap, BAD_SIZE, address)
            return
    elif size > SMALL_BYTES or address + size > block_address(heap, block) + BLOCK_BYTES:
        fail(heap, BAD_SIZE, address)
        return
    else:
        line = (address - heap.base) >> LINE_BITS
        while line <= (address + size - 1 - heap.base) >> LINE_BITS:
            if heap.live[line >> 6] >> (line & 63) & 1 == 0:
                fail(heap, DEAD_LINE, address)
            line += 1
    if cast(Ptr[u8], address)[GC_OFFSET] & 1 == 0:
        fail(heap, NOT_UNLOGGED, address)
    words = cast(Ptr[u64], address)
    mask = layout.traced_mask
    while mask != 0:
        verify_word(heap, words[ctz(mask)], address)
        mask = mask & (mask - 1)
    if layout.flags & LAYOUT_WEAK != 0:
        verify_word(heap, words[1], address)
    if layout.flags & LAYOUT_TAIL_TRACED != 0:
        for i in range(i64(layout.fixed_bytes) // 8, i64(end) // 8):
            verify_word(heap, words[i], address)


@fn(thread=False)
def verify(heap: Ptr[Heap]) -> None:
    """The whole heap, between collections with no buffer given out."""
    used: i64 = 0
    for block in range(heap.block_high):
        state = heap.state[block]
        origin = block_address(heap, block)
        if state == STATE_HOLES or state == STATE_FULL:
            used += BLOCK_BYTES
        elif state == STATE_LARGE:
            used += (heap.blocks[block].large_bytes + 4095) & -4096
            if not is_marked(heap, origin):
                fail(heap, BAD_STATE, origin)
        elif state > STATE_FULL and state != STATE_LARGE_NEXT:
            fail(heap, BAD_STATE, origin)
        for index in range(block * BLOCK_MARK_WORDS, (block + 1) * BLOCK_MARK_WORDS):
            if heap.starts[index] != 0:
                fail(heap, STRAY_START, origin)
            bits = heap.marks[index]
            while bits != 0:
                address = heap.base + ((u64(index) * 64 + u64(ctz(bits))) << GRANULE_BITS)
                bits = bits & (bits - 1)
                if state < STATE_HOLES or state == STATE_LARGE_NEXT:
                    fail(heap, STRAY_MARK, address)
                else:
                    verify_object(heap, address)
    if used != heap.used_bytes:
        fail(heap, BAD_USED, u64(used))
