"""What the inline caches of a code object rest on, and how cached places are forgotten.

`Code.caches` lists the entries that cache words point to, which live as long as they are there; and, as fixnums, the indexes of
pairs of words that hold places of attributes (`corevm.kernel.dynamic`). A place says nothing about the class: where a language lets
a class change so that an attribute of its objects is no longer read or written where it lies, it calls `forget_places`.
"""

from __future__ import annotations

from corevm.kernel.array import Array_
from corevm.kernel.code import CacheEntry, Code
from corevm.kernel.heap import Heap
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, list_append, list_delete, list_new, list_set
from corevm.kernel.mark import each_marked
from corevm.kernel.memory import collect_now
from corevm.kernel.thread import runtime
from corevm.kernel.value import tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, u64


@fn(raises=True)
def caches_of(code: Code) -> List:
    caches = code.caches
    if caches is None:
        caches = list_new()
        code.caches = caches
    return caches


@fn
def entry_index(caches: List, word: u64) -> i64:
    """Where the list has the entry that a cache word is; -1 if the word is none."""
    if word & 1 == 0 and word != 0:
        for i in range(caches.count):
            if cast(u64, cast(Array_, caches.items).items[i]) == word:
                return i
    return i64(-1)


@fn(raises=True)
def keep_entry(code: Code, entry: CacheEntry, dropped: u64) -> None:
    """Keep an entry alive that a cache word is about to hold, in the place of the one that the word `dropped` is (if it is one)."""
    caches = caches_of(code)
    index = entry_index(caches, dropped)
    if index >= 0:
        list_set(caches, index, entry)
    else:
        list_append(caches, entry)


@fn(raises=True)
def drop_entry(code: Code, dropped: u64) -> None:
    """A cache word is about to hold no entry any more."""
    caches = code.caches
    if caches is not None:
        index = entry_index(caches, dropped)
        if index >= 0:
            list_delete(caches, index, index + 1)


@fn(raises=True)
def note_places(code: Code, site: Ptr[u64]) -> None:
    """Two words, empty so far, are about to hold places."""
    list_append(caches_of(code), tag_fixnum(i64(cast(u64, site) - cast(u64, code.entry)) >> 3))


@fn
def forget_places() -> None:
    """Empty all cache words with places. Effects: collects (a nursery), so that the marks tell where the code objects are."""
    collect_now(False)
    each_marked(cast(Ptr[Heap], runtime().heap), forget_places_of)


@fn(thread=False)
def forget_places_of(heap: Ptr[Heap], address: u64) -> None:
    if i64(cast(Ptr[u64], address)[0] >> 48 & 1023) != KIND_NUMBER["code"]:
        return
    code = cast(Code, cast(Value, address))
    caches = code.caches
    if caches is None:
        return
    kept: i64 = 0
    for i in range(caches.count):
        items = cast(Ptr[u64], cast(Array_, caches.items).items)
        word = items[i]
        if word & 1 != 0:  # a fixnum
            pair = code.entry + (i64(word) >> 1)
            pair[0] = 0
            pair[1] = 0
        else:
            items[kept] = word  # no barrier: the list has it already
            kept += 1
    for i in range(kept, caches.count):
        cast(Ptr[u64], cast(Array_, caches.items).items)[i] = 0  # INV-LIST-1
    caches.count = kept
