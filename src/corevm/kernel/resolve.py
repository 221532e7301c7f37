"""Resolving: from any word to the object it lies in, interior or not; nothing is guessed.

INV-RESOLVE-1  It goes through the start bits of survivors and, in blocks given out since the last collection, a walk of their
               holes (INV-HEAP-3).
"""

from __future__ import annotations

from corevm.kernel.block import next_line
from corevm.kernel.heap import (
    BLOCK_MARK_WORDS,
    GRANULE_BITS,
    LINE_BITS,
    LINES,
    STATE_HOLES,
    STATE_LARGE,
    STATE_LARGE_NEXT,
    STATE_TAKEN,
    Heap,
    block_address,
    block_of,
    is_in_region,
    object_size,
)
from corevm.micro.surface import Ptr, cast, clz, fn, i64, u64


@fn(thread=False)
def walk_block(heap: Ptr[Heap], block: i64) -> None:
    """Enter the objects of a block's holes into `starts`."""
    taken = heap.taken + block * 2
    low = taken[0]
    high = taken[1]
    origin = block_address(heap, block)
    line: i64 = 0
    while line < LINES:
        first = next_line(low, high, line)
        line = next_line(~low, ~high, first)
        if first < LINES:
            address = origin + (u64(first) << LINE_BITS)
            end = origin + (u64(line) << LINE_BITS)
            while address < end and cast(Ptr[u64], address)[0] != 0:
                granule = (address - heap.base) >> GRANULE_BITS
                heap.starts[granule >> 6] = heap.starts[granule >> 6] | u64(1) << (granule & 63)
                address = address + object_size(heap, address)
    heap.blocks[block].is_walked = 1


@fn(thread=False)
def resolve(heap: Ptr[Heap], word: u64) -> u64:
    """The start of the object a word lies in, or 0. During a collection only."""
    if not is_in_region(heap, word):
        return u64(0)
    block = block_of(heap, word)
    state = heap.state[block]
    if state < STATE_HOLES:
        return u64(0)
    if state >= STATE_LARGE:
        if state == STATE_LARGE_NEXT:
            block = block - i64(heap.blocks[block].back_blocks)
        large = block_address(heap, block)
        return large if word - large < u64(heap.blocks[block].large_bytes) else u64(0)
    if state == STATE_TAKEN and heap.blocks[block].is_walked == 0:
        walk_block(heap, block)
    granule = (word - heap.base) >> GRANULE_BITS
    index = i64(granule >> 6)
    first = block * BLOCK_MARK_WORDS
    bits = (heap.marks[index] | heap.starts[index]) << (63 - (granule & 63)) >> (63 - (granule & 63))
    while bits == 0:
        if index == first:
            return u64(0)
        index -= 1
        bits = heap.marks[index] | heap.starts[index]
    start = heap.base + ((u64(index) * 64 + 63 - u64(clz(bits))) << GRANULE_BITS)
    return start if word - start < object_size(heap, start) else u64(0)


__all__ = ["resolve", "walk_block"]
