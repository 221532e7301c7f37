"""Safepoints: where a thread may be stopped, and the protocol by which one thread stops the others.

A thread spends reductions (`spend`); when they are used up it takes the slow path, which looks at `Runtime.pending`.

Stopping the world: the heap's lock is held by whoever changes blocks or collects. A thread that waits for it, or that is
outside native code, has published `entered_sp`: its native stack below that address holds nothing of the heap's, and the
stack from there to `native_high` does not change. The collector, holding the lock, sets PENDING_STOP and waits until every
other thread has published.

INV-SAFEPOINT-1  A thread clears its entered_sp only while it holds the heap's lock; so not during a collection.
INV-SAFEPOINT-2  A thread that runs native code with entered_sp = 0 reaches a safepoint, an allocation's slow path or its
                 exit in bounded time.
INV-SAFEPOINT-3  Reductions are exact: reductions_spent + (reduction_slice - reductions) is the number spent so far.
"""

from __future__ import annotations

from corevm.kernel.heap import Heap
from corevm.kernel.hook import HOOK_SAFEPOINT
from corevm.kernel.hot import count_slice
from corevm.kernel.thread import Runtime, Thread, thread
from corevm.kernel.value import LIMIT_REACHED
from corevm.micro.surface import (
    Ptr,
    RaisingFn,
    addr_of,
    atomic_and,
    atomic_cas,
    atomic_load,
    atomic_or,
    atomic_store,
    cast,
    cfn,
    dump_registers,
    fn,
    i32,
    i64,
    inline,
    stack_array,
    u64,
    unlikely,
)

PENDING_STOP = 1  # a collector waits for this thread
PENDING_QUEUE = 2  # finalizers or weak references' callbacks wait in the heap's queue
KERNEL_PENDING = PENDING_STOP
SLICE_REDUCTIONS = 10_000  # of Runtime.slice_reductions, unless the host gives another number

sched_yield = cfn("sched_yield", [], i32)


@inline(raises=True)
def spend(units: i64) -> None:
    """Spend reductions; at the end of the slice, a safepoint. May collect, run guest code, raise."""
    t = thread()
    t.reductions -= units
    if unlikely(t.reductions < 0):
        safepoint_slow()


@inline
def charge(units: i64) -> None:
    """Spend reductions where nothing may be raised or collected: the next `spend` looks at what is pending."""
    thread().reductions -= units


@fn(raises=True, cold=True)
def spend_slowly(units: i64) -> None:
    """`spend` out of line: for instructions, whose fast handlers call nothing after a write."""
    spend(units)


@fn(raises=True, cold=True)
def safepoint_slow() -> None:
    """Begin a new slice and look at what is pending."""
    t = thread()
    r = t.runtime
    spent = t.reduction_slice - t.reductions
    t.reductions_spent += spent
    t.reduction_slice = r.slice_reductions
    if r.fuel >= 0:
        left = r.fuel - spent
        r.fuel = left if left > 0 else 0
        if r.fuel < r.slice_reductions:
            t.reduction_slice = r.fuel
        t.reductions = t.reduction_slice
        if left < 0:
            raise LIMIT_REACHED  # again at each further step: what caught it gets no farther
    t.reductions = t.reduction_slice
    if unlikely(r.hot_counts is not None) and t.base is not None:
        count_slice(t)
    pending = atomic_load(addr_of(r.pending))
    if pending == 0:
        return
    if pending & PENDING_STOP != 0:
        heap = cast(Ptr[Heap], r.heap)
        lock_heap(heap, t)
        unlock_heap(heap)
    rest = pending & ~u64(KERNEL_PENDING)
    if rest != 0 and r.hooks is not None and r.hooks[HOOK_SAFEPOINT] != 0:
        cast(RaisingFn[[u64], None], r.hooks[HOOK_SAFEPOINT])(rest)


# --- the heap's lock and stopping the world
@inline(thread=False)
def lock_heap(heap: Ptr[Heap], t: Ptr[Thread]) -> None:
    """Take the heap's lock. A collection of another thread may run meanwhile."""
    _, is_taken = atomic_cas(addr_of(heap.lock), 0, 1)
    if unlikely(not is_taken):
        lock_heap_slow(heap, t)


@fn(thread=False, cold=True)
def lock_heap_slow(heap: Ptr[Heap], t: Ptr[Thread]) -> None:
    registers = stack_array(i64, 8)
    sp = cast(u64, dump_registers(registers))
    before = t.entered_sp
    if before == 0:  # else it is outside, and what it published there holds
        atomic_store(addr_of(t.entered_sp), sp)
    is_taken = False
    while not is_taken:
        sched_yield()
        _, is_taken = atomic_cas(addr_of(heap.lock), 0, 1)
    atomic_store(addr_of(t.entered_sp), before)


@inline(thread=False)
def unlock_heap(heap: Ptr[Heap]) -> None:
    atomic_store(addr_of(heap.lock), 0)


@fn(thread=False)
def stop_others(r: Ptr[Runtime], t: Ptr[Thread]) -> None:
    """Wait until every other thread of the runtime is parked. The caller holds the heap's lock."""
    other = cast(Ptr[Thread], r.first_thread)
    if other == t and t.next_thread is None:
        return
    atomic_or(addr_of(r.pending), u64(PENDING_STOP))
    while other is not None:
        if other != t:
            while atomic_load(addr_of(other.entered_sp)) == 0:
                sched_yield()
        other = cast(Ptr[Thread], other.next_thread)
    atomic_and(addr_of(r.pending), ~u64(PENDING_STOP))


@fn(thread=False)
def leave_native(t: Ptr[Thread], sp: u64) -> None:
    """The thread goes outside (the host, a blocking C call): a collection need not wait for it.

    Args:
        sp: the stack from here to native_high may hold references, and does not change until `enter_native`.
    """
    atomic_store(addr_of(t.entered_sp), sp)


@fn(thread=False)
def enter_native(t: Ptr[Thread], native_high: u64) -> None:
    """The thread comes (back) into native code, on a stack that ends at native_high; waits for a collection under way."""
    heap = cast(Ptr[Heap], t.runtime.heap)
    lock_heap(heap, t)
    t.native_high = native_high
    atomic_store(addr_of(t.entered_sp), u64(0))
    unlock_heap(heap)
