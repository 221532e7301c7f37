"""The byte lock in an object's header: for changes that one store cannot make.

A lock is held for a few words' work (a table's rebuilding is the longest), and never over anything that may raise, allocate,
run guest code or reach a safepoint; so it needs no unwinding, and a stopped world holds no lock. It spins, with a safepoint in
each round: another thread may be waiting for the collector while it is ours to stop.

INV-LOCK-1  Between `lock` and `unlock` nothing is called that is `raises=True`.
INV-LOCK-2  A runtime with one thread takes no locks. It becomes threaded only in a call that holds none.
"""

from __future__ import annotations

from corevm.kernel.object import LOCK_OFFSET
from corevm.kernel.safepoint import safepoint_slow, sched_yield
from corevm.kernel.thread import runtime
from corevm.micro.surface import (
    Object,
    Ptr,
    addr_of,
    atomic_cas,
    atomic_load,
    atomic_store,
    cast,
    fn,
    inline,
    likely,
    u8,
    u64,
)

RUNTIME_THREADED = 1  # bit of Runtime.flags: more than one thread has ever been started


@inline
def is_threaded() -> bool:
    return runtime().flags & RUNTIME_THREADED != 0


@inline
def lock_byte(object: Object) -> Ptr[u8]:
    return cast(Ptr[u8], cast(u64, object)) + LOCK_OFFSET


@inline(raises=True)
def lock(object: Object) -> bool:
    """Take the object's lock if there may be another thread. Gives what `unlock` must be told."""
    if likely(not is_threaded()):
        return False
    lock_slow(lock_byte(object))
    return True


@fn(raises=True, cold=True)
def lock_slow(byte: Ptr[u8]) -> None:
    while True:
        _, stored = atomic_cas(byte, u8(0), u8(1))
        if stored:
            return
        wait_a_little()


@fn(raises=True, cold=True)
def wait_a_little() -> None:
    """A round of spinning. Costs no reductions: how long a lock is held is chance."""
    if atomic_load(addr_of(runtime().pending)) != 0:
        safepoint_slow()
    sched_yield()


@inline
def unlock(object: Object, is_locked: bool) -> None:
    if is_locked:
        atomic_store(lock_byte(object), u8(0))
