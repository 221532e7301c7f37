"""Making and ending runtimes, their heaps and threads: all their memory comes from and goes back to the system here.

INV-LIFETIME-1  A creation that fails has released all it took, and gives null.
INV-LIFETIME-2  After `runtime_destroy` nothing of the runtime is left mapped or allocated.
INV-LIFETIME-3  The region and the VM stacks lie where the system placed them (at random) and end in inaccessible pages.
"""

from __future__ import annotations

from corevm.kernel.block import retire_buffers
from corevm.kernel.error import MEMORY
from corevm.kernel.heap import (
    BLOCK_BITS,
    BLOCK_BYTES,
    MAP_PRIVATE_ANONYMOUS_NORESERVE,
    MAXIMUM_BYTES,
    PAGE_BYTES,
    PROT_READ_WRITE,
    Block,
    Heap,
    Words,
    free,
    malloc,
    mmap,
    mprotect,
    munmap,
    words_free,
)
from corevm.kernel.hook import HOOK_LIMIT
from corevm.kernel.kind import KIND_LIMIT
from corevm.kernel.layout import LAYOUT_BYTES, KindLayout
from corevm.kernel.lock import RUNTIME_THREADED
from corevm.kernel.safepoint import SLICE_REDUCTIONS, lock_heap, unlock_heap
from corevm.kernel.scratch import RUNTIME_SCRATCH_WORD
from corevm.kernel.thread import Runtime, Thread
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    atomic_or,
    cast,
    dump_registers,
    fn,
    i32,
    i64,
    memcopy,
    memset,
    sizeof,
    stack_array,
    u8,
    u64,
)

LIMIT_MINIMUM_BYTES = 512 << 10
NURSERY_LEAST_BYTES = 512 << 10  # it stays in a processor's own cache, and costs a program a few percent of its time at most
NURSERY_MOST_BYTES = 4 << 20  # a larger one gains no time
FIRST_BUDGET_BYTES = 1 << 20  # before anything is known: a language's own start is no garbage
FIRST_FULL_BYTES = 2 << 20  # live bytes at which the first full collection runs
REGION_SLACK_BYTES = 64 << 20
TABLE_BYTES_A_BLOCK = 16 + 128 + 128 + 16 + 16 + 8  # blocks, marks, starts, live, taken, state (padded)
MAP_FAILED = 0xFFFFFFFFFFFFFFFF
FALLBACK_MEMORY_ERROR = MEMORY << 1 | 1  # corevm.kernel.error: an exception that needs no memory
STACK_WORDS_MINIMUM = 1024


OWNED_MEMORY = RUNTIME_SCRATCH_WORD["owned_memory"]
MAPPED_FILES = RUNTIME_SCRATCH_WORD["mapped_files"]
OWNED_HEADER_BYTES = 16  # the link, and alignment

@fn(thread=False)
def map_memory(size_bytes: u64, protection: i32) -> u64:
    """Fresh zero pages, or 0. Protection 0: reserved, not accessible."""
    address = cast(u64, mmap(None, size_bytes, protection, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0))
    return u64(0) if address == MAP_FAILED else address


@fn(thread=False)
def zeroed(size_bytes: i64) -> Ptr[u8]:
    """malloc, zeroed; null without memory."""
    p = malloc(u64(size_bytes))
    if p is not None:
        memset(p, 0, size_bytes)
    return p


@fn(thread=False)
def heap_create(limit_bytes: i64, nursery_bytes: i64, kinds: Ptr[u8], flags: i64, stress_period: i64) -> Ptr[Heap]:
    """A heap, or null.

    Args:
        limit_bytes: of all objects and the free memory between them.
        nursery_bytes: allocated between collections; 0: derived from what is live.
        kinds: a table made by `corevm.kernel.layout.kind_table`; it is copied.
        flags: FLAG_... of corevm.kernel.heap.
        stress_period: collect at every n-th allocation; 0: do not.
    """
    nothing = cast(Ptr[Heap], u64(0))
    if limit_bytes < LIMIT_MINIMUM_BYTES or limit_bytes > MAXIMUM_BYTES // 4 or stress_period < 0:
        return nothing
    heap = cast(Ptr[Heap], zeroed(sizeof(Heap)))
    if heap is None:
        return nothing
    heap.block_count = (limit_bytes * 2 + REGION_SLACK_BYTES) >> BLOCK_BITS
    heap.region_bytes = (u64(heap.block_count) << BLOCK_BITS) + PAGE_BYTES
    heap.table_bytes = u64(heap.block_count) * TABLE_BYTES_A_BLOCK + KIND_LIMIT * LAYOUT_BYTES
    heap.base = map_memory(heap.region_bytes, 0)
    heap.table = cast(Ptr[u8], map_memory(heap.table_bytes, PROT_READ_WRITE))
    if heap.base == 0 or heap.table is None:
        heap_destroy(heap)
        return nothing
    at = heap.table
    heap.blocks = cast(Ptr[Block], at)
    at = at + heap.block_count * 16
    heap.marks = cast(Ptr[u64], at)
    at = at + heap.block_count * 128
    heap.starts = cast(Ptr[u64], at)
    at = at + heap.block_count * 128
    heap.live = cast(Ptr[u64], at)
    at = at + heap.block_count * 16
    heap.taken = cast(Ptr[u64], at)
    at = at + heap.block_count * 16
    heap.kinds = cast(Ptr[KindLayout], at)
    memcopy(at, kinds, KIND_LIMIT * LAYOUT_BYTES)
    heap.state = at + KIND_LIMIT * LAYOUT_BYTES
    heap.limit_bytes = limit_bytes
    reserve = limit_bytes // 32 // BLOCK_BYTES * BLOCK_BYTES
    heap.reserve_bytes = 1 << 20 if reserve > 1 << 20 else 2 * BLOCK_BYTES if reserve < 2 * BLOCK_BYTES else reserve
    set_nursery(heap, nursery_bytes)
    heap.full_threshold_bytes = FIRST_FULL_BYTES
    heap.used_threshold_bytes = FIRST_FULL_BYTES
    heap.recycle_minimum_lines = 16
    heap.large_failed_blocks = i64(1) << 40
    heap.flags = flags
    heap.stress_period = stress_period
    heap.stress_countdown = stress_period
    heap.memory_error = cast(Value, u64(FALLBACK_MEMORY_ERROR))
    return heap


@fn(thread=False)
def set_nursery(heap: Ptr[Heap], asked_bytes: i64) -> None:
    """Between which limits the nursery may be (both the same if a size is asked for), and the first budget."""
    least: i64 = NURSERY_LEAST_BYTES
    most: i64 = NURSERY_MOST_BYTES
    first: i64 = FIRST_BUDGET_BYTES
    if asked_bytes > 0:
        least = asked_bytes
        most = asked_bytes
        first = asked_bytes
    elif most > heap.limit_bytes // 8:
        most = heap.limit_bytes // 8
        least = least if least < most else most
        first = first if first < most else most
    heap.nursery_least_bytes = BLOCK_BYTES if least < BLOCK_BYTES else least
    heap.nursery_most_bytes = BLOCK_BYTES if most < BLOCK_BYTES else most
    heap.nursery_bytes = BLOCK_BYTES if first < BLOCK_BYTES else first
    heap.budget_bytes = heap.nursery_bytes


@fn(thread=False)
def heap_destroy(heap: Ptr[Heap]) -> None:
    if heap.base != 0:
        munmap(cast(Ptr[u8], heap.base), heap.region_bytes)
    if heap.table is not None:
        munmap(heap.table, heap.table_bytes)
    free(cast(Ptr[u8], heap.mark_items))
    words_free(addr_of(heap.weak_references))
    words_free(addr_of(heap.finalizers))
    words_free(addr_of(heap.queue))
    words_free(addr_of(heap.root_ranges))
    free(cast(Ptr[u8], heap))


@fn(thread=False)
def thread_create(r: Ptr[Runtime], stack_words: i64) -> Ptr[Thread]:
    """A thread of the runtime, with a VM stack, not running (entered_sp is set); or null."""
    nothing = cast(Ptr[Thread], u64(0))
    if stack_words < STACK_WORDS_MINIMUM or stack_words > 1 << 32:
        return nothing
    t = cast(Ptr[Thread], zeroed(sizeof(Thread)))
    if t is None:
        return nothing
    stack_bytes = stack_size_bytes(stack_words)
    mapping = map_memory(stack_bytes + 2 * PAGE_BYTES, 0)
    if mapping == 0:
        free(cast(Ptr[u8], t))
        return nothing
    if mprotect(cast(Ptr[u8], mapping + PAGE_BYTES), stack_bytes, PROT_READ_WRITE) != 0:
        munmap(cast(Ptr[u8], mapping), stack_bytes + 2 * PAGE_BYTES)
        free(cast(Ptr[u8], t))
        return nothing
    t.runtime = r
    t.stack_low = cast(Ptr[Value], mapping + PAGE_BYTES)
    t.stack_limit = cast(Ptr[Value], mapping + PAGE_BYTES + stack_bytes)
    t.stack_end = t.stack_limit
    t.block_index = -1
    t.reduction_slice = r.slice_reductions
    t.reductions = r.slice_reductions
    t.native_high = 8  # an empty native stack, until it is entered
    t.entered_sp = 8
    heap = cast(Ptr[Heap], r.heap)
    lock_heap(heap, t)
    if r.first_thread is not None:
        atomic_or(addr_of(r.flags), u64(RUNTIME_THREADED))
    t.next_thread = r.first_thread
    r.first_thread = cast(Ptr[u8], t)
    unlock_heap(heap)
    return t


@fn(thread=False)
def stack_size_bytes(stack_words: i64) -> u64:
    return (u64(stack_words) * 8 + (PAGE_BYTES - 1)) & ~u64(PAGE_BYTES - 1)


@fn(thread=False)
def thread_release(t: Ptr[Thread]) -> None:
    mapping = cast(u64, t.stack_low) - PAGE_BYTES
    munmap(cast(Ptr[u8], mapping), cast(u64, t.stack_end) - cast(u64, t.stack_low) + 2 * PAGE_BYTES)
    free(cast(Ptr[u8], t.remembered))
    free(cast(Ptr[u8], t))


@fn(thread=False)
def thread_destroy(t: Ptr[Thread]) -> None:
    """End a thread that runs no native code any more. What it remembered makes the next collection a full one."""
    r = t.runtime
    heap = cast(Ptr[Heap], r.heap)
    lock_heap(heap, t)
    retire_buffers(heap, t)
    if t.remembered_count > 0:
        heap.is_remembered_lost = 1
    previous = cast(Ptr[Thread], r.first_thread)
    if previous == t:
        r.first_thread = t.next_thread
    else:
        while cast(Ptr[Thread], previous.next_thread) != t:
            previous = cast(Ptr[Thread], previous.next_thread)
        previous.next_thread = t.next_thread
    unlock_heap(heap)
    thread_release(t)


@fn(thread=False)
def runtime_create(limit_bytes: i64, nursery_bytes: i64, kinds: Ptr[u8], flags: i64, stress_period: i64) -> Ptr[Runtime]:
    """A runtime with a heap and no thread, or null. Arguments: see `heap_create`."""
    nothing = cast(Ptr[Runtime], u64(0))
    r = cast(Ptr[Runtime], zeroed(sizeof(Runtime)))
    if r is None:
        return nothing
    r.hooks = cast(Ptr[u64], zeroed(HOOK_LIMIT * 8))
    heap = heap_create(limit_bytes, nursery_bytes, kinds, flags, stress_period)
    if r.hooks is None or heap is None:
        if heap is not None:
            heap_destroy(heap)
        free(cast(Ptr[u8], r.hooks))
        free(cast(Ptr[u8], r))
        return nothing
    r.heap = cast(Ptr[u8], heap)
    r.fuel = -1
    r.slice_reductions = SLICE_REDUCTIONS
    return r


@fn(thread=False)
def runtime_destroy(r: Ptr[Runtime]) -> None:
    """End a runtime none of whose threads runs."""
    t = cast(Ptr[Thread], r.first_thread)
    while t is not None:
        after = cast(Ptr[Thread], t.next_thread)
        thread_release(t)
        t = after
    heap_destroy(cast(Ptr[Heap], r.heap))
    if r.scratch[MAPPED_FILES] != 0:
        files = cast(Ptr[Words], r.scratch[MAPPED_FILES])
        for i in range(files.count // 2):
            munmap(cast(Ptr[u8], files.items[2 * i]), files.items[2 * i + 1])
        words_free(files)
    owned = r.scratch[OWNED_MEMORY]
    while owned != 0:
        following = cast(Ptr[u64], owned)[0]
        free(cast(Ptr[u8], owned))
        owned = following
    free(cast(Ptr[u8], r.hooks))
    free(cast(Ptr[u8], r.roots))
    free(cast(Ptr[u8], r))


@fn(thread=False)
def owned_memory(r: Ptr[Runtime], size_bytes: i64) -> Ptr[u8]:
    """Zeroed C memory that is freed with the runtime; null without memory."""
    made = zeroed(size_bytes + OWNED_HEADER_BYTES)
    if made is not None:
        cast(Ptr[u64], made)[0] = r.scratch[OWNED_MEMORY]
        r.scratch[OWNED_MEMORY] = cast(u64, made)
        made = made + OWNED_HEADER_BYTES
    return made


@fn(thread=False)
def mapped_files(r: Ptr[Runtime]) -> Ptr[Words]:
    """The runtime's list of mapped files: addresses and sizes. Null without memory."""
    if r.scratch[MAPPED_FILES] == 0:
        r.scratch[MAPPED_FILES] = cast(u64, owned_memory(r, sizeof(Words)))
    return cast(Ptr[Words], r.scratch[MAPPED_FILES])


@fn(thread=False)
def roots_reserve(r: Ptr[Runtime], capacity: i64) -> bool:
    """Room for a number of roots. False without memory (nothing has changed)."""
    heap = cast(Ptr[Heap], r.heap)
    if capacity <= r.root_capacity:
        return True
    roots = cast(Ptr[Value], zeroed(capacity * 8))
    if roots is None:
        return False
    t = cast(Ptr[Thread], r.first_thread)
    lock_heap(heap, t)
    if r.root_count > 0:
        memcopy(roots, r.roots, r.root_count * 8)
    free(cast(Ptr[u8], r.roots))
    r.roots = roots
    r.root_capacity = capacity
    unlock_heap(heap)
    return True


@fn(thread=False)
def native_sp() -> u64:
    """About the stack pointer of the caller, from below."""
    registers = stack_array(i64, 8)
    return cast(u64, dump_registers(registers))
