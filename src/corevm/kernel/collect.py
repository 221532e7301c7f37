"""Collections: when, which, and their course.

A nursery collection keeps all marks ("sticky"): survivors of earlier collections count as live, and marking starts from the
roots and the remembered objects. A full one starts without marks: the two mark tables change places, so the old marks still
tell where objects start while the new ones are made.

INV-COLLECT-1  An old object that was given a reference since the last collection is in a thread's remembered buffer, or the
               next collection is full.
INV-COLLECT-2  A collection allocates nothing in the heap and runs no guest code.
"""

from __future__ import annotations

from corevm.kernel.block import retire_buffers, try_allocate
from corevm.kernel.heap import (
    BLOCK_LINE_WORDS,
    FLAG_NO_NURSERY,
    FLAG_STRESS_FULL,
    FLAG_VERIFY,
    GC_UNLOGGED,
    Heap,
    now_ns,
)
from corevm.kernel.mark import drain, rescan
from corevm.kernel.object import GC_OFFSET
from corevm.kernel.root import mark_runtime, mark_thread
from corevm.kernel.safepoint import stop_others
from corevm.kernel.sweep import open_all_holes, return_memory, sweep
from corevm.kernel.thread import Runtime, Thread
from corevm.kernel.verify import verify
from corevm.kernel.weak import mark_tables, process_weak, queue_dying
from corevm.micro.surface import Ptr, cast, dump_registers, fn, i64, max_of, memset, stack_array, u8, u64

NURSERY_SHARE = 8  # a nursery is this part of the live bytes, between its limits: small programs stay small
SEEN_AGAIN_FACTOR = 4  # and as many times what a collection had to look at again: large arrays that the program goes on writing to
GROWTH_PERCENT = 150  # live bytes, of those after the last full collection, that ask for another
GROWTH_MINIMUM_BYTES = 1 << 20  # at least
USED_GROWTH_PERCENT = 130  # the same of the used bytes, and as much more as the next line says: survivors that lie apart hold much memory
USED_GROWTH_BYTES = 1 << 20
NURSERIES_BETWEEN_FULL = 256  # at most: a program that shrank gives its memory back
TIGHT_SHARE = 16  # less than this share of the limit left: full collections, all holes


@fn(thread=False)
def take_remembered(heap: Ptr[Heap], t: Ptr[Thread]) -> None:
    """Empty a thread's remembered buffer; in a nursery collection its objects are roots."""
    for i in range(t.remembered_count):
        address = t.remembered[i]
        if heap.is_full == 0:
            gc = cast(Ptr[u8], address) + GC_OFFSET
            gc[0] = gc[0] | GC_UNLOGGED
            rescan(heap, address)
    t.remembered_count = 0


@fn(thread=False)
def begin(heap: Ptr[Heap], r: Ptr[Runtime]) -> None:
    t = cast(Ptr[Thread], r.first_thread)
    while t is not None:
        retire_buffers(heap, t)
        t = cast(Ptr[Thread], t.next_thread)
    heap.new_live_bytes = 0
    heap.seen_again_bytes = 0
    heap.conservative_hits = 0
    heap.mark_overflowed = 0
    if heap.is_full != 0:
        marks = heap.marks
        heap.marks = heap.starts
        heap.starts = marks
        memset(cast(Ptr[u8], heap.live), 0, heap.block_high * BLOCK_LINE_WORDS * 8)


@fn(thread=False)
def mark_all(heap: Ptr[Heap], r: Ptr[Runtime], current: Ptr[Thread], sp: u64) -> None:
    if heap.is_final != 0:
        queue_dying(heap, 0)
    t = cast(Ptr[Thread], r.first_thread)
    while t is not None:
        take_remembered(heap, t)
        mark_thread(heap, t, sp if t == current else t.entered_sp)
        t = cast(Ptr[Thread], t.next_thread)
    mark_runtime(heap, r)
    mark_tables(heap)
    drain(heap)
    process_weak(heap, r)


@fn(thread=False)
def set_policy(heap: Ptr[Heap]) -> None:
    """After a collection: the next one's budget and kind."""
    room = heap.limit_bytes - heap.used_bytes
    if heap.is_full != 0:
        heap.live_bytes = heap.new_live_bytes
        heap.full_live_bytes = heap.new_live_bytes
        heap.nurseries_since_full = 0
        grown = heap.live_bytes // 100 * GROWTH_PERCENT
        least = heap.live_bytes + GROWTH_MINIMUM_BYTES
        heap.full_threshold_bytes = grown if grown > least else least
        heap.used_threshold_bytes = heap.used_bytes // 100 * USED_GROWTH_PERCENT + USED_GROWTH_BYTES
    else:
        heap.live_bytes += heap.new_live_bytes
        heap.nurseries_since_full += 1
    is_tight = room < heap.limit_bytes // TIGHT_SHARE
    heap.must_be_full = i64(
        heap.live_bytes > heap.full_threshold_bytes
        or heap.used_bytes > heap.used_threshold_bytes
        or is_tight
        or heap.nurseries_since_full >= NURSERIES_BETWEEN_FULL
        or heap.flags & FLAG_NO_NURSERY != 0
    )
    heap.recycle_minimum_lines = 1 if is_tight else 16
    nursery = max_of(heap.live_bytes // NURSERY_SHARE, heap.seen_again_bytes * SEEN_AGAIN_FACTOR)
    nursery = nursery if nursery < heap.nursery_most_bytes else heap.nursery_most_bytes
    heap.nursery_bytes = nursery if nursery > heap.nursery_least_bytes else heap.nursery_least_bytes
    heap.budget_bytes = heap.nursery_bytes
    if room >= heap.reserve_bytes * 2:
        heap.is_reserve_open = 0


@fn(thread=False)
def collect(heap: Ptr[Heap], t: Ptr[Thread], is_full: bool) -> None:
    """Run a collection on the current thread, which holds the heap's lock."""
    registers = stack_array(i64, 8)
    sp = cast(u64, dump_registers(registers))
    r = t.runtime
    stop_others(r, t)
    start_ns = now_ns()
    heap.is_full = i64(is_full or heap.is_remembered_lost != 0)
    heap.is_remembered_lost = 0
    begin(heap, r)
    mark_all(heap, r, t, sp)
    sweep(heap)
    set_policy(heap)
    heap.collections += 1
    if heap.is_full != 0:
        heap.full_collections += 1
        return_memory(heap)
    if heap.flags & FLAG_VERIFY != 0:
        verify(heap)
    pause_ns = now_ns() - start_ns
    heap.pause_ns += pause_ns
    if pause_ns > heap.longest_pause_ns:
        heap.longest_pause_ns = pause_ns


@fn(thread=False)
def allocate_locked(heap: Ptr[Heap], t: Ptr[Thread], size_bytes: u64) -> u64:
    """Zeroed memory for an object, collecting as needed; 0 when the heap cannot hold it. The caller holds the lock."""
    if heap.stress_period > 0:
        heap.stress_countdown -= 1
        if heap.stress_countdown <= 0:
            heap.stress_countdown = heap.stress_period
            collect(heap, t, heap.flags & FLAG_STRESS_FULL != 0 or heap.must_be_full != 0)
    address = try_allocate(heap, t, size_bytes, False)
    if address != 0 or i64(size_bytes) > heap.limit_bytes:
        return address
    was_full = heap.must_be_full != 0
    collect(heap, t, was_full)
    address = try_allocate(heap, t, size_bytes, True)
    if address != 0:
        return address
    if not was_full:
        collect(heap, t, True)
        address = try_allocate(heap, t, size_bytes, True)
        if address != 0:
            return address
    open_all_holes(heap)
    return try_allocate(heap, t, size_bytes, True)
