"""The heap of a runtime: one reserved region of blocks, its side tables, and their geometry.

    region   [ block 0 | block 1 | ... | block n-1 | guard ]     a block is 16 KB: 128 lines of 128 bytes
    state    one byte a block (STATE_...)
    blocks   one `Block` a block
    marks    one bit a granule (16 bytes): objects that survived the last collection (during one: found live so far)
    starts   one bit a granule: starts of objects that are not (yet) in `marks`; zero between collections
    live     one bit a line: lines an object of `marks` lies on
    taken    one bit a line: lines given out for allocation since the last collection

INV-HEAP-1  block_high blocks have ever been used; the region is accessible up to committed_blocks >= block_high.
INV-HEAP-2  A line with neither its `live` nor its `taken` bit is free; nothing refers into it.
INV-HEAP-3  A maximal run of taken lines is one hole: objects lie in it one after the other from its start, then zeros.
INV-HEAP-4  used_bytes is the sum of 16 KB for each small-object block not free and the whole pages of each large object;
            it never exceeds limit_bytes.
INV-HEAP-5  Between collections, every bit of `marks` is the start of a whole object, and every object that was live at the
            last collection has its bit.

Sources: S. Blackburn, K. McKinley, "Immix: A Mark-Region Garbage Collector", PLDI 2008; R. Shahriyar et al., "Fast
Conservative Garbage Collection", OOPSLA 2014 (object maps for conservative roots in a mark-region heap); A. Demers et al.,
"Combining Generational and Conservative Garbage Collection", POPL 1990 (sticky mark bits).
"""

from __future__ import annotations

from corevm.kernel.layout import LAYOUT_LONG_LENGTH, LAYOUT_TAIL, KindLayout
from corevm.micro.surface import Ptr, Value, cast, cfn, fn, i16, i32, i64, inline, stack_array, struct, u8, u32, u64

BLOCK_BYTES = 16384
BLOCK_BITS = 14
LINE_BYTES = 128
LINE_BITS = 7
GRANULE_BITS = 4
LINES = 128  # a block
BLOCK_MARK_WORDS = 16  # of `marks` and `starts`, a block
BLOCK_LINE_WORDS = 2  # of `live` and `taken`, a block
PAGE_BYTES = 4096
SMALL_BYTES = 8192  # larger objects have blocks of their own
COMMIT_BLOCKS = 256
MAXIMUM_BYTES = 1 << 46  # of a request: what is more fails before any arithmetic on it

STATE_CLEAN = 0  # free, reads as zeros
STATE_FREE = 1  # free, holds old bytes
STATE_HOLES = 2  # survivors and enough free lines to allocate into
STATE_FULL = 3  # survivors
STATE_TAKEN = 4  # given out (wholly or its holes) since the last collection
STATE_LARGE = 5  # first block of a large object that survived a collection
STATE_LARGE_NEW = 6  # first block of a large object made since the last collection
STATE_LARGE_NEXT = 7  # another block of a large object

GC_UNLOGGED = 1  # bit of the header's gc byte: old, and not in a remembered buffer; the write barrier tests it

FLAG_POISON = 1  # freed lines are filled with 0xDB
FLAG_VERIFY = 2  # the whole heap is checked after each collection
FLAG_STRESS_FULL = 4  # stress collections are full ones
FLAG_NO_NURSERY = 8  # every collection is full (generational off)
POISON_BYTE = 0xDB

PROT_READ_WRITE = 3
MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x4022
MADV_DONTNEED = 4
CLOCK_MONOTONIC = 1

mmap = cfn("mmap", [Ptr[u8], u64, i32, i32, i32, i64], Ptr[u8])
munmap = cfn("munmap", [Ptr[u8], u64], i32)
mprotect = cfn("mprotect", [Ptr[u8], u64, i32], i32)
madvise = cfn("madvise", [Ptr[u8], u64, i32], i32)
malloc = cfn("malloc", [u64], Ptr[u8])
realloc = cfn("realloc", [Ptr[u8], u64], Ptr[u8])
free = cfn("free", [Ptr[u8]], None)
clock_gettime = cfn("clock_gettime", [i32, Ptr[i64]], i32)


@struct
class Block:
    """What is known of one block."""

    large_bytes: i64  # of the large object that starts here, else 0
    back_blocks: i32  # LARGE_NEXT: how many blocks before this its object starts
    free_lines: i16  # HOLES and FULL: lines free after the last collection
    is_walked: u8  # its young objects are in `starts` (during a collection only)
    reserved: u8


@struct
class Words:
    """A growable array of words in C memory."""

    items: Ptr[u64]
    count: i64
    capacity: i64


@struct
class Heap:
    """The heap of one runtime. The host may read the statistics at any time."""

    base: u64  # of the region
    span_bytes: u64  # block_high * BLOCK_BYTES: addresses below base + span may be objects
    block_count: i64
    block_high: i64
    committed_blocks: i64
    state: Ptr[u8]
    blocks: Ptr[Block]
    marks: Ptr[u64]
    starts: Ptr[u64]
    live: Ptr[u64]
    taken: Ptr[u64]
    kinds: Ptr[KindLayout]
    region_bytes: u64  # reserved
    table: Ptr[u8]  # one mapping holds all side tables
    table_bytes: u64
    lock: i64  # held by the thread that changes blocks or collects
    # --- limits and policy (bytes)
    limit_bytes: i64
    reserve_bytes: i64  # kept back for the handling of a memory error
    is_reserve_open: i64  # a memory error was raised and the reserve may be used
    used_bytes: i64
    budget_bytes: i64  # may be allocated before the next collection
    nursery_bytes: i64  # what the budget started from
    nursery_least_bytes: i64  # the policy chooses it between these
    nursery_most_bytes: i64
    full_threshold_bytes: i64  # live bytes at which the next collection is a full one
    must_be_full: i64  # the next collection should be full
    is_remembered_lost: i64  # the next collection must be full: not all changed old objects are remembered
    nurseries_since_full: i64
    recycle_minimum_lines: i64  # free lines that make a block worth allocating into
    holes_cursor: i64  # blocks below hold no STATE_HOLES
    medium_cursor: i64  # blocks below, and lines below the next field in it, are not looked at for medium objects any more
    medium_line: i64
    used_threshold_bytes: i64  # used bytes at which the next collection is a full one
    free_cursor: i64  # blocks below are not free
    large_failed_blocks: i64  # no run of this many free blocks exists below block_high
    flags: i64
    stress_period: i64  # collect at every n-th allocation; 0: off
    stress_countdown: i64
    memory_error: Value  # what is raised when not even an error object can be made
    # --- marking
    mark_items: Ptr[u64]
    mark_count: i64
    mark_capacity: i64
    mark_capacity_limit: i64  # 0: none
    mark_overflowed: i64
    is_full: i64  # the collection under way is full
    is_final: i64  # it queues finalizers of live objects too
    new_live_bytes: i64  # marked in this collection
    seen_again_bytes: i64  # of remembered objects
    weak_references: Words  # found in this collection
    finalizers: Words  # pairs: object, finalizer
    old_finalizer_count: i64  # words of `finalizers` whose objects survived a collection
    queue: Words  # pairs for the language: (object, finalizer), or (weak reference, 0) whose referent died
    queue_start: i64  # words of `queue` already taken
    root_ranges: Words  # pairs: address, word count; scanned conservatively
    # --- statistics
    collections: i64
    full_collections: i64
    allocated_bytes: i64  # in all, unused ends of buffers not counted
    live_bytes: i64  # after the last collection
    full_live_bytes: i64  # after the last full collection
    pause_ns: i64  # in all
    longest_pause_ns: i64
    returned_bytes: i64  # given back to the system, in all
    mark_overflows: i64
    peak_used_bytes: i64
    barrier_slow_count: i64
    verify_failures: i64
    verify_address: u64  # the object or word of the first failure
    verify_code: i64  # corevm.kernel.verify
    conservative_hits: i64  # stack words that were objects, in the last collection


# --- geometry
@inline(thread=False)
def block_address(heap: Ptr[Heap], block: i64) -> u64:
    return heap.base + (u64(block) << BLOCK_BITS)


@inline(thread=False)
def is_in_region(heap: Ptr[Heap], address: u64) -> bool:
    return address - heap.base < heap.span_bytes


@inline(thread=False)
def block_of(heap: Ptr[Heap], address: u64) -> i64:
    return i64((address - heap.base) >> BLOCK_BITS)


@inline(thread=False)
def is_marked(heap: Ptr[Heap], address: u64) -> bool:
    """Whether the object at an address of the region has its mark."""
    granule = (address - heap.base) >> GRANULE_BITS
    return heap.marks[granule >> 6] >> (granule & 63) & 1 != 0


@inline(thread=False)
def kind_number_at(address: u64) -> u64:
    return cast(Ptr[u64], address)[0] >> 48


@inline(thread=False)
def byte_end(address: u64, layout: Ptr[KindLayout]) -> u64:
    """Bytes from the object's start to the end of its fields and tail, its layout known."""
    size = u64(layout.fixed_bytes)
    flags = layout.flags
    if flags & LAYOUT_TAIL != 0:
        length: u64 = 0
        field = address + u64(layout.length_offset)
        if flags & LAYOUT_LONG_LENGTH != 0:
            length = cast(Ptr[u64], field)[0]
        else:
            length = u64(cast(Ptr[u32], field)[0])
        size = size + length * u64(layout.item_bytes)
    return size


@inline(thread=False)
def round_size(size_bytes: u64) -> u64:
    """What an object of a size takes: whole granules (INV-LAYOUT-1)."""
    return (size_bytes + 15) & 0xFFFFFFFFFFFFFFF0


@inline(thread=False)
def size_by_layout(address: u64, layout: Ptr[KindLayout]) -> u64:
    return round_size(byte_end(address, layout))


@inline(thread=False)
def object_size(heap: Ptr[Heap], address: u64) -> u64:
    """Bytes the object at an address takes."""
    return size_by_layout(address, heap.kinds + i64(kind_number_at(address) & 1023))


@fn(thread=False)
def now_ns() -> i64:
    time = stack_array(i64, 2)
    clock_gettime(CLOCK_MONOTONIC, time)
    return time[0] * 1000000000 + time[1]


# --- growable arrays
@fn(thread=False, cold=True)
def words_grow(words: Ptr[Words]) -> bool:
    """Double the capacity. False when there is no memory."""
    capacity = words.capacity * 2
    if capacity < 64:
        capacity = 64
    items = realloc(cast(Ptr[u8], words.items), u64(capacity) * 8)
    if items is None:
        return False
    words.items = cast(Ptr[u64], items)
    words.capacity = capacity
    return True


@inline(thread=False)
def words_push(words: Ptr[Words], word: u64) -> bool:
    """Append; False when there is no memory."""
    if words.count == words.capacity:
        if not words_grow(words):
            return False
    words.items[words.count] = word
    words.count += 1
    return True


@fn(thread=False)
def words_push_pair(words: Ptr[Words], first: u64, second: u64) -> bool:
    """Append both or none; False when there is no memory."""
    if words.count + 2 > words.capacity:
        if not words_grow(words):
            return False
    words.items[words.count] = first
    words.items[words.count + 1] = second
    words.count += 2
    return True


@fn(thread=False)
def words_free(words: Ptr[Words]) -> None:
    free(cast(Ptr[u8], words.items))
    words.items = cast(Ptr[u64], u64(0))
    words.count = 0
    words.capacity = 0
