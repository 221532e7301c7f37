"""Weak references, finalizers, and the queue of what the language must be told.

After marking, in this order: weak references to dead objects are cleared (and queued, if they have a callback); dead objects
with a finalizer are queued with it and brought back to life, with all they refer to; weak references found only through
those are cleared likewise.

A finalizer may use what its object refers to. So what another dead object with a finalizer refers to is kept and queued when it is found
dead again: a text file is finalized before its buffer, that before the descriptor. Where nothing comes first, in a cycle, all are queued.

INV-WEAK-1  A weak reference that is not cleared refers to a live object.
INV-WEAK-2  A finalizer is queued once. Its object is freed when it is found dead again without one.
INV-WEAK-3  What is queued is alive until it is taken.
            Or it is a generator without one that has nothing left to do.
INV-WEAK-4  The low bits of an object's word in `finalizers` count, in units of PASSED_ONCE, how often it was found dead and not queued:
            from PASSED_OFTEN on it is queued in any case. DYING is set in `queue_dying` only.
"""

from __future__ import annotations

from corevm.kernel.error import MEMORY, error
from corevm.kernel.heap import Heap, is_in_region, is_marked, words_push_pair
from corevm.kernel.layout import GENERATOR_STATE_OFFSET, GENERATOR_SUSPENDED, WEAK_REFERENT_OFFSET
from corevm.kernel.mark import drain, mark_root, rescan
from corevm.kernel.safepoint import PENDING_QUEUE, lock_heap, unlock_heap
from corevm.kernel.thread import Runtime, runtime, thread
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    addr_of,
    atomic_and,
    atomic_or,
    cast,
    fn,
    heap,
    i32,
    i64,
    inline,
    u64,
)

DYING, PASSED_ONCE, PASSED_OFTEN, ENTRY_BITS = 1, 2, 8, 15


@heap(kind="weak_reference")
class WeakReference(Object):
    """Refers to an object without keeping it alive."""

    referent: Value  # 0 once it is dead
    callback: Value  # 0: none; else the reference is queued when the referent dies
    data: Value  # the language's


assert WeakReference.fields["referent"].offset == WEAK_REFERENT_OFFSET


@inline(thread=False)
def is_dead(h: Ptr[Heap], word: u64) -> bool:
    """Whether a word refers to an object of the heap that marking has not reached."""
    return word & 15 == 0 and is_in_region(h, word) and not is_marked(h, word)


@inline(thread=False)
def is_needed(word: u64, finalizer: u64) -> bool:
    """Whether a registered object must be queued when it dies: a generator registered without a finalizer only while it is suspended."""
    return finalizer != 0 or cast(Ptr[i32], word + GENERATOR_STATE_OFFSET)[0] == GENERATOR_SUSPENDED


@fn(thread=False)
def mark_tables(h: Ptr[Heap]) -> None:
    """Mark finalizers (not their objects) and what is queued."""
    entries = h.finalizers.items
    first: i64 = 0
    if h.is_full == 0:
        first = h.old_finalizer_count
    for i in range(first // 2, h.finalizers.count // 2):
        mark_root(h, entries[2 * i + 1])
    queued = h.queue.items
    for j in range(h.queue_start, h.queue.count):
        mark_root(h, queued[j])


@fn(thread=False)
def clear_weak(h: Ptr[Heap], first: i64) -> None:
    """Clear the weak references found, from the first-th on, whose referents are dead."""
    i = first
    while i < h.weak_references.count:
        address = h.weak_references.items[i]
        i += 1
        fields = cast(Ptr[u64], address)
        if is_dead(h, fields[1]):
            fields[1] = 0
            if fields[2] != 0:
                words_push_pair(addr_of(h.queue), address, u64(0))


@fn(thread=False)
def mark_below_dying(h: Ptr[Heap], first: i64) -> None:
    """Mark what dead objects with finalizers, from the first-th on, refer to: one that is still unmarked then is referred to by none."""
    entries = h.finalizers.items
    for i in range(first, h.finalizers.count // 2):
        word = entries[2 * i] & ~u64(ENTRY_BITS)
        if is_dead(h, word) and is_needed(word, entries[2 * i + 1]):
            entries[2 * i] = entries[2 * i] | DYING
    for k in range(first, h.finalizers.count // 2):
        if entries[2 * k] & DYING != 0:
            rescan(h, entries[2 * k] & ~u64(ENTRY_BITS))
    drain(h)


@fn(thread=False)
def queue_dying(h: Ptr[Heap], first: i64) -> None:
    """Queue those dead objects with finalizers, from the first-th on, whose turn it is; bring all of them back to life.

    Before anything is marked, at a program's end, every object is dead.
    """
    mark_below_dying(h, first)
    entries = h.finalizers.items
    firsts = 0
    for m in range(first, h.finalizers.count // 2):
        if entries[2 * m] & DYING != 0 and is_dead(h, entries[2 * m] & ~u64(ENTRY_BITS)):
            firsts += 1
    kept = first
    for i in range(first, h.finalizers.count // 2):
        entry = entries[2 * i]
        finalizer = entries[2 * i + 1]
        if entry & DYING != 0:
            word = entry & ~u64(ENTRY_BITS)
            is_first = firsts == 0 or entry & PASSED_OFTEN != 0 or is_dead(h, word)
            if is_first and words_push_pair(addr_of(h.queue), word, finalizer):
                continue
            entry = (entry & ~u64(DYING)) + u64(0 if entry & PASSED_OFTEN != 0 else PASSED_ONCE)
        elif finalizer == 0 and is_dead(h, entry & ~u64(ENTRY_BITS)):
            continue
        entries[2 * kept] = entry
        entries[2 * kept + 1] = finalizer
        kept += 1
    h.finalizers.count = 2 * kept
    for j in range(h.queue_start, h.queue.count):
        mark_root(h, h.queue.items[j])
    for k in range(first, kept):
        if entries[2 * k] & ENTRY_BITS != 0:
            mark_root(h, entries[2 * k] & ~u64(ENTRY_BITS))
    drain(h)


@fn(thread=False)
def process_weak(h: Ptr[Heap], r: Ptr[Runtime]) -> None:
    """What becomes of weak references and finalizers, once all that is reachable is marked."""
    clear_weak(h, 0)
    cleared = h.weak_references.count
    first: i64 = 0
    if h.is_full == 0:
        first = h.old_finalizer_count
    queue_dying(h, first // 2)
    h.old_finalizer_count = h.finalizers.count
    clear_weak(h, cleared)
    for m in range(h.queue_start, h.queue.count):
        mark_root(h, h.queue.items[m])
    drain(h)
    h.weak_references.count = 0
    if h.queue.count > h.queue_start:
        atomic_or(addr_of(r.pending), u64(PENDING_QUEUE))


# --- for languages
@fn(raises=True)
def register_finalizer(object: Object, finalizer: Value) -> None:
    """When `object` is found dead, queue (object, finalizer) once. Raises: memory error.

    Without a finalizer (0) it must be a generator, and is queued only if it is suspended then.
    """
    h = cast(Ptr[Heap], runtime().heap)
    lock_heap(h, thread())
    is_done = words_push_pair(addr_of(h.finalizers), cast(u64, object), cast(u64, finalizer))
    unlock_heap(h)
    if not is_done:
        raise error(MEMORY, "no memory for a finalizer")


@fn
def take_queued() -> tuple[Value, Value]:
    """The next (object, finalizer) or (weak reference, 0) to be handled; (0, 0) when there is none."""
    r = runtime()
    h = cast(Ptr[Heap], r.heap)
    lock_heap(h, thread())
    first: u64 = 0
    second: u64 = 0
    if h.queue_start < h.queue.count:
        first = h.queue.items[h.queue_start]
        second = h.queue.items[h.queue_start + 1]
        h.queue_start += 2
    if h.queue_start >= h.queue.count:
        h.queue_start = 0
        h.queue.count = 0
        atomic_and(addr_of(r.pending), ~u64(PENDING_QUEUE))
    unlock_heap(h)
    return cast(Value, first), cast(Value, second)


@fn
def has_finalizers() -> bool:
    """Whether an object is registered with a finalizer."""
    return cast(Ptr[Heap], runtime().heap).finalizers.count > 0


@fn
def has_queued() -> bool:
    """Whether `take_queued` has something to give."""
    h = cast(Ptr[Heap], runtime().heap)
    return h.queue.count > h.queue_start
