"""Weak references, finalizers, and the queue of what the language must be told.

After marking, in this order: weak references to dead objects are cleared (and queued, if they have a callback); dead objects
with a finalizer are queued with it and brought back to life, with all they refer to; weak references found only through
those are cleared likewise.

INV-WEAK-1  A weak reference that is not cleared refers to a live object.
INV-WEAK-2  A finalizer is queued once. Its object is freed when it is found dead again without one.
INV-WEAK-3  What is queued is alive until it is taken.
"""

from __future__ import annotations

from corevm.kernel.error import MEMORY, error
from corevm.kernel.heap import Heap, is_in_region, is_marked, words_push_pair
from corevm.kernel.layout import WEAK_REFERENT_OFFSET
from corevm.kernel.mark import drain, mark_root
from corevm.kernel.safepoint import PENDING_QUEUE, lock_heap, unlock_heap
from corevm.kernel.thread import Runtime, runtime, thread
from corevm.micro.surface import Object, Ptr, Value, addr_of, atomic_and, atomic_or, cast, fn, heap, i64, inline, u64


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
def process_weak(h: Ptr[Heap], r: Ptr[Runtime]) -> None:
    """What becomes of weak references and finalizers, once all that is reachable is marked."""
    clear_weak(h, 0)
    cleared = h.weak_references.count
    entries = h.finalizers.items
    first: i64 = 0
    if h.is_full == 0:
        first = h.old_finalizer_count
    kept = first
    for i in range(first // 2, h.finalizers.count // 2):
        object_word = entries[2 * i]
        finalizer = entries[2 * i + 1]
        if not is_dead(h, object_word) or not words_push_pair(addr_of(h.queue), object_word, finalizer):
            entries[kept] = object_word
            entries[kept + 1] = finalizer
            kept += 2
    h.finalizers.count = kept
    h.old_finalizer_count = kept
    for j in range(h.queue_start, h.queue.count):
        mark_root(h, h.queue.items[j])
    for k in range(first // 2, kept // 2):
        mark_root(h, entries[2 * k])  # only what could not be queued is still unmarked here
    drain(h)
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
    """When `object` is found dead, queue (object, finalizer) once. Raises: memory error."""
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
def queue_all_finalizers() -> None:
    """Queue every object that still has a finalizer: what a language does at its end."""
    r = runtime()
    h = cast(Ptr[Heap], r.heap)
    lock_heap(h, thread())
    is_done = True
    while is_done and h.finalizers.count > 0:
        at = h.finalizers.count - 2
        is_done = words_push_pair(addr_of(h.queue), h.finalizers.items[at], h.finalizers.items[at + 1])
        if is_done:
            h.finalizers.count = at
    h.old_finalizer_count = 0
    if h.queue.count > h.queue_start:
        atomic_or(addr_of(r.pending), u64(PENDING_QUEUE))
    unlock_heap(h)
