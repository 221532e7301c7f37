"""Interning: of equal strings, one that stands for all, so that names are compared by identity.

The table is an open-addressed array of strings, held strongly for the life of the runtime. A word of `Runtime.scratch` refers to it.

INV-INTERN-1  A string has IS_INTERNED exactly when it is in the table, and no two strings in the table are equal.
INV-INTERN-2  The table is read and changed under the lock of the text cache's array; memory is allocated outside of it.
INV-INTERN-3  Item 0 is the number of strings; the rest, 2**n items, is at most two thirds full.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new
from corevm.kernel.lock import lock, unlock
from corevm.kernel.safepoint import spend
from corevm.kernel.scratch import RUNTIME_SCRATCH_WORD
from corevm.kernel.string import IS_INTERNED, String, equal_contents, hash_string, text_cache
from corevm.kernel.thread import runtime
from corevm.kernel.value import tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, addr_of, cast, fn, i64, inline, u64

FIRST_SLOTS = 1024


@inline
def table_word() -> Ptr[u64]:
    return addr_of(runtime().scratch[RUNTIME_SCRATCH_WORD["intern_table"]])


@fn
def slot_of(table: Array_, s: String, h: u64) -> i64:
    """Where the string's equal is, or where it belongs: an index of `table.items`."""
    mask = u64(table.length - 2)
    at = h & mask
    while True:
        other = table.items[i64(at) + 1]
        if cast(u64, other) == 0:
            return i64(at) + 1
        known = cast(String, other)
        if known.hash == h and (known is s or equal_contents(known, s)):
            return i64(at) + 1
        at = (at + 1) & mask


@fn
def move_strings(old: Array_, fresh: Array_) -> None:
    """Enter all strings of the old table into an empty one that is large enough."""
    for i in range(old.length - 1):
        v = old.items[i + 1]
        if cast(u64, v) != 0:
            s = cast(String, v)
            fresh.items[slot_of(fresh, s, s.hash)] = v
    fresh.items[0] = old.items[0]


@inline
def is_full(table: Array_) -> bool:
    return 3 * untag_fixnum(table.items[0]) >= 2 * (table.length - 1)


@fn(raises=True)
def grow_table() -> None:
    """Replace the table by one twice as large, unless another thread has."""
    guard = text_cache()
    before = table_word()[0]
    slots = FIRST_SLOTS
    if before != 0:
        slots = 2 * (cast(Array_, before).length - 1)
    spend(slots >> 2)
    fresh = array_new(slots + 1)
    fresh.items[0] = tag_fixnum(0)
    held = lock(guard)
    if table_word()[0] == before:
        if before != 0:
            move_strings(cast(Array_, before), fresh)
        table_word()[0] = cast(u64, fresh)
    unlock(guard, held)


@fn(raises=True)
def intern(s: String) -> String:
    """The string of the table equal to s: s itself if there is none yet. Raises: MEMORY."""
    if s.flags & IS_INTERNED != 0:
        return s
    h = hash_string(s)
    guard = text_cache()
    while True:
        held = lock(guard)
        word = table_word()[0]
        if word != 0:
            table = cast(Array_, word)
            at = slot_of(table, s, h)
            known = table.items[at]
            if cast(u64, known) != 0:
                unlock(guard, held)
                return cast(String, known)
            if not is_full(table):
                s.flags = s.flags | IS_INTERNED
                table.items[at] = s
                table.items[0] = tag_fixnum(untag_fixnum(table.items[0]) + 1)
                unlock(guard, held)
                return s
        unlock(guard, held)
        grow_table()
