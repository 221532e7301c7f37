"""The insertion-ordered hash table under `Map` and `Set`.

A table is an array of entries in order of insertion, and, above LINEAR_CAPACITY entries, an index: open-addressed slots
in the narrowest of 1, 2, 4 or 8 bytes.

    slot of an index of 2**bits slots:   filter | entry number + 1 (low `bits` bits)      0: empty

    filter          bits of the mixed hash, as many as the slot has left: a probe that passes another key's slot seldom
                    has to look at that key's entry (in a large table: a cache miss less); 0 in slots of 1 byte

    entry of a map: hash word, key, value (stride 3)      entry of a set: hash word, key (stride 2)

    hash word       the low 63 bits of the hash as a fixnum (so the collector may see it)
    of a tombstone  an immediate: how many entries down the next candidate lies (1, or more after a pop has passed here)

INV-TABLE-1  An entry number is used once: a deleted entry stays a tombstone (key DELETED, value 0) until the table is
             replaced, so whoever found a key at an entry finds there that key or a tombstone, never another key.
INV-TABLE-2  `used` <= `capacity` <= 2/3 of the index slots: a probe always meets an empty slot. A slot's entry number is below `capacity`.
INV-TABLE-3  A table is replaced as a whole, by one store into `owner.table`. Readers take no lock; they work on the table they loaded.
INV-TABLE-4  An entry is published by its hash word (release), after its key and value, and only then by its index slot.
INV-TABLE-5  Writers hold the owner's lock. `owner.version` changes with every key added or removed, not with a value, and before the table is replaced.
INV-TABLE-6  A replaced table links to its successor (`next`); `table_follow` carries an iterator's position over.

Probing is CPython's: slot * 5 + perturbation + 1, where the perturbation feeds in the hash five bits at a time. Consecutive small
ints hit consecutive slots (the common case stays in few cache lines), while keys that agree in their low bits part after a few
probes as all bits of the hash take part; against chosen full collisions only a seeded hash helps, which is the language's.
Robin Hood probing was not taken: it would move index slots under the eyes of lock-free readers.
Sources: CPython Objects/dictobject.c (compact layout, perturbation, growth); V8's OrderedHashTable (the chain of tables). Own code.
"""

from __future__ import annotations

from corevm.kernel.array import Raw, copy_words, no_value, raw_new, remember
from corevm.kernel.error import MEMORY, RUNTIME, error
from corevm.kernel.lock import is_threaded, lock, unlock
from corevm.kernel.memory import is_remembered
from corevm.kernel.safepoint import spend
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    addr_of,
    atomic_load,
    atomic_store,
    cast,
    fn,
    heap,
    i64,
    inline,
    likely,
    max_of,
    memcopy,
    static,
    u8,
    u16,
    u32,
    u64,
    unlikely,
)
from corevm.micro.surface import new as allocate

MAP_STRIDE, SET_STRIDE = 3, 2
FIRST_CAPACITY = 4
LINEAR_CAPACITY = 8  # up to here a search of the hash words is as fast as an index, and smaller
CAPACITY_LIMIT = 1 << 36
LARGE_COUNT = 50_000
ABSENT, CHANGED, OTHER = -1, -2, -3  # outcomes of a probe besides an entry number
UNSURE = -4  # and below, of `find_word`: UNSURE - n means that entry n has the hash word, and a key that is not the same word
ROUND_LIMIT = 1000  # how often an operation starts anew because other threads changed the keys
ENTRIES_PER_REDUCTION = 8
GOLDEN = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio
ALL_ONES = (1 << 64) - 1


@heap(kind="table")
class Table(Object):
    length: i64  # words of items
    index: Raw | None
    index_bits: u64  # log2 of the index slots; 0 without an index
    capacity: i64  # entries there is room for
    used: i64  # entries ever made, tombstones included
    first: i64  # all entries before are tombstones
    last: i64  # all entries from here on are tombstones
    is_cleared: u32  # 1 if the owner was emptied, rather than grown, when this table was replaced
    reuses: u32  # how often an index slot of a tombstone was given to a new entry (`put_in_index_again`)
    next: Table | None
    items: Tail[Value]


@heap()
class Hashed(Object):
    """What Map and Set have in common."""

    count: i64  # live entries
    version: u64
    table: Table | None


# --- words and the index


@inline
def hash_word(hash: i64) -> Value:
    return cast(Value, cast(u64, hash) << 1 | 1)


@inline
def hash_of_word(word: Value) -> i64:
    """The hash as the table knows it: 63 bits, sign-extended. `hash_word` of it is the word again."""
    return cast(i64, word) >> 1


@inline
def tombstone_word(distance: i64) -> Value:
    return cast(Value, cast(u64, distance) << 3 | 4)


@inline
def is_live(word: Value) -> bool:
    return cast(u64, word) & 1 != 0


@inline
def deleted() -> Value:
    return cast(Value, u64(DELETED))


@inline
def read_slot(index: Raw, bits: u64, slot: u64) -> u64:
    if bits <= 8:
        return u64(index.bytes[slot])
    if bits <= 16:
        return u64(cast(Ptr[u16], index.bytes)[slot])
    if bits <= 32:
        return u64(cast(Ptr[u32], index.bytes)[slot])
    return cast(Ptr[u64], index.bytes)[slot]


@inline
def write_slot(index: Raw, bits: u64, slot: u64, content: u64) -> None:
    if bits <= 8:
        index.bytes[slot] = u8(content)
    elif bits <= 16:
        cast(Ptr[u16], index.bytes)[slot] = u16(content)
    elif bits <= 32:
        cast(Ptr[u32], index.bytes)[slot] = u32(content)
    else:
        cast(Ptr[u64], index.bytes)[slot] = content


@inline
def next_slot(slot: u64, perturbation: u64, mask: u64) -> u64:
    return (slot * 5 + perturbation + 1) & mask


@inline
def slot_filter(bits: u64, word: Value) -> u64:
    """The filter of a hash, in its place. Ints differ in their low bits mostly, so the hash is mixed by a multiplication."""
    if bits <= 8:  # the entries are few and near: looking at one costs no more than filtering
        return u64(0)
    mixed = cast(u64, word) * GOLDEN >> 32
    return mixed << bits & slot_mask(bits)


@inline
def slot_mask(bits: u64) -> u64:
    return u64(0xFF) if bits <= 8 else u64(0xFFFF) if bits <= 16 else u64(0xFFFFFFFF) if bits <= 32 else u64(ALL_ONES)


@inline
def put_in_index(index: Raw, bits: u64, word: Value, entry: i64) -> None:
    mask = (u64(1) << bits) - 1
    perturbation = cast(u64, word) >> 1
    slot = perturbation & mask
    if likely(bits <= 8):
        while index.bytes[slot] != 0:
            perturbation >>= 5
            slot = next_slot(slot, perturbation, mask)
        index.bytes[slot] = u8(entry + 1)
        return
    while read_slot(index, bits, slot) != 0:
        perturbation >>= 5
        slot = next_slot(slot, perturbation, mask)
    write_slot(index, bits, slot, slot_filter(bits, word) | u64(entry + 1))


@inline
def put_in_index_again(table: Table, word: Value, entry: i64, stride: static) -> None:
    """`put_in_index` for a table that may hold tombstones, whose slots are taken: else a key removed and added by turns has ever more of them on its way."""
    index = cast(Raw, table.index)
    bits = table.index_bits
    mask = (u64(1) << bits) - 1
    perturbation = cast(u64, word) >> 1
    slot = perturbation & mask
    content = read_slot(index, bits, slot)
    while content != 0 and is_live(table.items[cast(i64, (content & mask) - 1) * stride]):
        perturbation >>= 5
        slot = next_slot(slot, perturbation, mask)
        content = read_slot(index, bits, slot)
    if unlikely(content != 0):
        table.reuses += 1
    write_slot(index, bits, slot, slot_filter(bits, word) | u64(entry + 1))


# --- making and replacing tables


@fn
def index_bits_for(capacity: i64) -> u64:
    """The least index, as log2 of its slots, with room for that many entries; 0 if none is needed."""
    if capacity <= LINEAR_CAPACITY:
        return u64(0)
    bits = u64(4)
    while capacity_with(bits) < capacity:
        bits += 1
    return bits


@inline
def capacity_with(bits: u64) -> i64:
    return cast(i64, (u64(2) << bits) // 3)


@inline
def slot_bytes(bits: u64) -> i64:
    return i64(1) if bits <= 8 else i64(2) if bits <= 16 else i64(4) if bits <= 32 else i64(8)


@fn(raises=True)
def table_new(wanted: i64, stride: static) -> Table:
    """An empty table for at least `wanted` entries. Raises: MEMORY."""
    if unlikely(wanted > CAPACITY_LIMIT):
        raise error(MEMORY, "the table would be too large")
    if wanted <= LINEAR_CAPACITY:
        small = i64(FIRST_CAPACITY) if wanted <= FIRST_CAPACITY and stride == MAP_STRIDE else i64(LINEAR_CAPACITY)
        return allocate(Table, tail=small * stride, capacity=small)
    bits = index_bits_for(wanted)
    capacity = capacity_with(bits)
    index = raw_new(slot_bytes(bits) << cast(i64, bits))
    return allocate(Table, tail=capacity * stride, capacity=capacity, index=index, index_bits=bits)


@fn(raises=True)
def table_for(count: i64, stride: static) -> Table:
    """An empty table for so many entries, at least one, and no more. Raises: MEMORY."""
    if count <= LINEAR_CAPACITY or count > CAPACITY_LIMIT:
        return allocate(Table, tail=count * stride, capacity=count) if count <= LINEAR_CAPACITY else table_new(count, stride)
    bits = index_bits_for(count)
    index = raw_new(slot_bytes(bits) << cast(i64, bits))
    return allocate(Table, tail=count * stride, capacity=count, index=index, index_bits=bits)


@fn
def transfer(source: Table, target: Table, stride: static) -> None:
    """Put the live entries of source into target, which is empty, unpublished and large enough."""
    put = i64(0)
    for entry in range(source.first, source.last):
        word = source.items[entry * stride]
        if is_live(word):
            for part in range(stride):
                addr_of(target.items[0])[put * stride + part] = source.items[entry * stride + part]
            if target.index is not None:
                put_in_index(cast(Raw, target.index), target.index_bits, word, put)
            put += 1
    target.used = put
    target.last = put


@fn(raises=True, cold=True)
def table_replace(owner: Hashed, wanted: i64, stride: static) -> None:
    """Move to a new table for at least `wanted` entries and those there are; without tombstones. Raises: MEMORY."""
    while True:
        made = table_new(max_of(wanted, owner.count), stride)
        locked = lock(owner)
        fits = owner.count <= made.capacity
        if fits:
            old = owner.table
            if old is not None:
                transfer(cast(Table, old), made, stride)
                remember(made)  # waiting for the lock may have collected
                cast(Table, old).next = made
            owner.version += 1
            owner.table = made  # INV-TABLE-3
        unlock(owner, locked)
        if fits:
            spend(made.used // ENTRIES_PER_REDUCTION + 1)
            return


@inline
def has_room(owner: Hashed) -> bool:
    table = owner.table
    return table is not None and cast(Table, table).used < cast(Table, table).capacity


@fn(raises=True)
def table_reserve(owner: Hashed, wanted: i64, stride: static) -> None:
    """Make room for `wanted` live entries in all."""
    table = owner.table
    missing = wanted - owner.count
    if table is None or cast(Table, table).capacity - cast(Table, table).used < missing:
        if wanted > 0:
            table_replace(owner, wanted, stride)


@fn(raises=True)
def table_clear(owner: Hashed) -> None:
    locked = lock(owner)
    old = owner.table
    if old is not None:
        cast(Table, old).is_cleared = 1
        owner.version += 1
        owner.table = None
        owner.count = 0
    unlock(owner, locked)


@fn(raises=True)
def table_copy_into(owner: Hashed, source: Hashed, stride: static) -> None:
    """Give owner, which must be new, a copy of the source's entries."""
    while True:
        table = source.table
        if table is None:
            return
        old = cast(Table, table)
        dense = old.last - old.first <= source.count * 2
        made = table_new(old.capacity if dense else source.count, stride)
        locked = lock(source)
        fits = source.table is table and source.count <= made.capacity
        if fits:
            if dense and old.index_bits == made.index_bits:  # a clone, tombstones and all
                copy_words(made.items, old.items, old.used * stride)
                if old.index is not None:
                    memcopy(cast(Raw, made.index).bytes, cast(Raw, old.index).bytes, cast(Raw, old.index).length)
                made.used = old.used
                made.first = old.first
                made.last = old.last
            else:
                transfer(old, made, stride)
            remember(made)
            owner.count = source.count
            owner.table = made
        unlock(source, locked)
        if fits:
            spend(made.used // ENTRIES_PER_REDUCTION + 1)
            return


# --- finding


@inline(raises=True)
def compare(owner: Hashed, table: Table, entry: i64, key: Value, stride: static, equal: static) -> i64:
    """What an entry with the right hash word means: itself (it has the key), OTHER, or CHANGED (guest code changed the table)."""
    found = table.items[entry * stride + 1]
    if likely(found == key):
        return entry
    if is_word(found, DELETED):
        return i64(OTHER)
    same = equal(found, key)
    if unlikely(owner.table is not table or table.items[entry * stride + 1] != found):
        return i64(CHANGED)
    return entry if same else i64(OTHER)


@fn
def find_word(table: Table, key: Value, word: Value, stride: static) -> i64:
    """The entry that has the hash word and this very key, ABSENT, or UNSURE - n. It calls nothing: most searches end here."""
    if likely(table.index_bits <= 8):
        return find_near(table, key, word, stride)
    return find_far(table, key, word, stride)


@inline
def find_near(table: Table, key: Value, word: Value, stride: static) -> i64:
    """`find_word` in a table without an index, or with one of bytes."""
    items = addr_of(table.items[0])
    index = table.index
    if index is not None:
        return find_word_by(items, cast(Raw, index).bytes, table.index_bits, key, word, stride, u8)
    for entry in range(table.used):
        if atomic_load(items + entry * stride) == word:
            found = items[entry * stride + 1]
            if likely(found == key):
                return entry
            if not is_word(found, DELETED):
                return UNSURE - entry
    return i64(ABSENT)


@fn
def find_far(table: Table, key: Value, word: Value, stride: static) -> i64:
    """`find_word` in a table with a larger index."""
    items = addr_of(table.items[0])
    bits = table.index_bits
    slots = cast(Raw, cast(Raw, table.index)).bytes
    if bits <= 16:
        return find_word_by(items, slots, bits, key, word, stride, u16)
    if bits <= 32:
        return find_word_by(items, slots, bits, key, word, stride, u32)
    return find_word_by(items, slots, bits, key, word, stride, u64)


@inline
def find_word_by(items: Ptr[Value], slots: Ptr[u8], bits: u64, key: Value, word: Value, stride: static, slot_type: static) -> i64:
    """`find_word` by an index with slots of a type."""
    mask = (u64(1) << bits) - 1
    perturbation = cast(u64, word) >> 1
    slot = perturbation & mask
    filter = slot_filter(bits, word)
    while True:
        content = u64(cast(Ptr[slot_type], slots)[slot])
        if content == 0:
            return i64(ABSENT)
        if slot_type == u8 or (content ^ filter) >> bits == 0:
            entry = cast(i64, content if slot_type == u8 else content & mask) - 1
            if atomic_load(items + entry * stride) == word:
                found = items[entry * stride + 1]
                if likely(found == key):
                    return entry
                if not is_word(found, DELETED):
                    return UNSURE - entry
        perturbation >>= 5
        slot = next_slot(slot, perturbation, mask)


@fn(raises=True)
def probe(owner: Hashed, table: Table, key: Value, word: Value, after: i64, stride: static, equal: static) -> i64:
    """The entry with the key, ABSENT, or CHANGED; of the entries met, those up to `after` (if that is none: -1) are known not to have it."""
    index = table.index
    if index is None:
        for entry in range(after + 1, table.used):
            if atomic_load(addr_of(table.items[entry * stride])) == word:
                outcome = compare(owner, table, entry, key, stride, equal)
                if outcome != OTHER:
                    return outcome
        return i64(ABSENT)
    slots = cast(Raw, index)
    bits = table.index_bits
    mask = (u64(1) << bits) - 1
    perturbation = cast(u64, word) >> 1
    slot = perturbation & mask
    filter = slot_filter(bits, word)
    while True:
        content = read_slot(slots, bits, slot)
        if content == 0:
            return i64(ABSENT)
        entry = cast(i64, content & mask) - 1
        if (content ^ filter) >> bits == 0 and atomic_load(addr_of(table.items[entry * stride])) == word:
            if after >= 0:
                if entry == after:
                    after = -1
            else:
                outcome = compare(owner, table, entry, key, stride, equal)
                if outcome != OTHER:
                    return outcome
        perturbation >>= 5
        slot = next_slot(slot, perturbation, mask)


@inline(raises=True)
def table_find(owner: Hashed, key: Value, hash: i64, stride: static, equal: static) -> i64:
    """The number of the entry of owner.table with the key, or ABSENT.

    `equal(a, b) -> bool` may run guest code, collect, raise, and change the owner: then the search starts anew, as in CPython.
    """
    table = owner.table
    if table is None:
        return i64(ABSENT)
    entry = find_word(cast(Table, table), key, hash_word(hash), stride)
    if likely(entry > UNSURE):
        return entry
    _, found = table_search(owner, cast(Table, table), key, hash_word(hash), UNSURE - entry, stride, equal)
    return found


@fn(raises=True)
def table_search(
    owner: Hashed, table: Table, key: Value, word: Value, first: i64, stride: static, equal: static
) -> tuple[Table, i64]:
    """The search from the first entry on that has the hash word: the owner's table at the end, and the entry with the key or ABSENT."""
    here = table
    outcome = compare(owner, here, first, key, stride, equal)
    if outcome == OTHER:
        outcome = probe(owner, here, key, word, first, stride, equal)
    while outcome == CHANGED:
        spend(1)
        now = owner.table
        if now is None:
            return here, i64(ABSENT)
        here = cast(Table, now)
        outcome = probe(owner, here, key, word, -1, stride, equal)
    return here, outcome


@inline
def find_plain(table: Table | None, key: Value, hash: i64, stride: static, same: static) -> i64:
    """As `table_find` in one table, for a `same(a, b) -> bool` that cannot raise and runs no guest code."""
    if table is None:
        return i64(ABSENT)
    entry = find_word(cast(Table, table), key, hash_word(hash), stride)
    if likely(entry > UNSURE):
        return entry
    return find_plain_among(cast(Table, table), key, hash_word(hash), stride, same)


@fn
def find_plain_among(here: Table, key: Value, word: Value, stride: static, same: static) -> i64:
    """`find_plain` where another key has the hash word."""
    index = here.index
    if index is None:
        for entry in range(here.used):
            if atomic_load(addr_of(here.items[entry * stride])) == word:
                found = here.items[entry * stride + 1]
                if found == key or same(found, key):
                    return entry
        return i64(ABSENT)
    slots = cast(Raw, index)
    bits = here.index_bits
    mask = (u64(1) << bits) - 1
    perturbation = cast(u64, word) >> 1
    slot = perturbation & mask
    filter = slot_filter(bits, word)
    while True:
        content = read_slot(slots, bits, slot)
        if content == 0:
            return i64(ABSENT)
        entry = cast(i64, content & mask) - 1
        if (content ^ filter) >> bits == 0 and atomic_load(addr_of(here.items[entry * stride])) == word:
            found = here.items[entry * stride + 1]
            if found == key or same(found, key):
                return entry
        perturbation >>= 5
        slot = next_slot(slot, perturbation, mask)


@inline
def never_same(a: Value, b: Value) -> bool:
    """The `equal` of a table keyed by identity (the words are compared before it is asked)."""
    return False


@inline
def identity_hash(v: Value) -> i64:
    """A hash of the word itself; objects do not move."""
    mixed = cast(u64, v) * GOLDEN
    return cast(i64, (mixed ^ (mixed >> 32)) >> 1)


# --- adding and removing


@inline
def add_entry(owner: Hashed, table: Table, word: Value, key: Value, value: Value, stride: static) -> None:
    """Under the lock, with room, the key known to be absent."""
    entry = table.used
    if stride == MAP_STRIDE:
        table.items[entry * stride + 2] = value
    table.items[entry * stride + 1] = key
    atomic_store(addr_of(table.items[entry * stride]), word)  # INV-TABLE-4
    table.used = entry + 1
    table.last = entry + 1
    if table.index is not None:
        put_in_index_again(table, word, entry, stride)
    owner.count += 1
    owner.version += 1


@inline
def remove_entry(owner: Hashed, table: Table, entry: i64, stride: static) -> None:
    """Under the lock; the entry is live."""
    items = addr_of(table.items[entry * stride])
    atomic_store(items, tombstone_word(1))
    items[1] = deleted()
    if stride == MAP_STRIDE:
        items[2] = no_value()
    owner.count -= 1
    owner.version += 1
    if entry == table.first:  # over each tombstone once
        while table.first < table.last and not is_live(table.items[table.first * stride]):
            table.first += 1
    if entry + 1 == table.last:
        table.last = entry


@fn(raises=True)
def table_put(owner: Hashed, key: Value, hash: i64, value: Value, may_replace: bool, stride: static, equal: static) -> i64:
    """Add the key with the value, or (if `may_replace`) give the key that is there the value.

    Returns: the entry that had the key before, or ABSENT if it was added. Raises: what equal raises, MEMORY, RUNTIME.
    """
    table = owner.table
    if likely(table is not None):
        if likely(may_put_near(owner, cast(Table, table))):
            entry = put_near(owner, cast(Table, table), key, hash_word(hash), value, may_replace, stride)
            if likely(entry > UNSURE):
                return entry
    return table_put_anywhere(owner, key, hash, value, may_replace, stride, equal)


@inline
def may_put_near(owner: Hashed, table: Table) -> bool:
    """Whether `put_near` may be called: there are no tombstones, no large index, no other threads, and the table needs no barrier."""
    return not is_threaded() and table.index_bits <= 8 and table.used == owner.count and is_remembered(table)


@inline
def append_near(owner: Hashed, table: Table, key: Value, word: Value, stride: static) -> bool:
    """`put_near` of a key that is known to be absent; False, and nothing done, if there is no room."""
    items: Ptr[Value] = addr_of(table.items[0])
    used = table.used
    index = table.index
    if unlikely(used == table.capacity):
        return False
    if index is not None:
        slots = cast(Raw, index).bytes
        mask = (u64(1) << table.index_bits) - 1
        perturbation = cast(u64, word) >> 1
        slot = perturbation & mask
        while slots[slot] != 0:
            perturbation >>= 5
            slot = next_slot(slot, perturbation, mask)
        slots[slot] = u8(used + 1)
    items[used * stride + 1] = key
    items[used * stride] = word
    table.used = used + 1
    table.last = used + 1
    owner.count = used + 1
    owner.version += 1
    return True


@inline
def place_near(table: Table, key: Value, word: Value, stride: static) -> tuple[i64, u64]:
    """The entry that has the key; or ABSENT, and the free slot of the index for it; or UNSURE where keys must be compared or room must be made.

    `may_put_near` holds. It calls nothing and writes nothing, so that a handler can leave.
    """
    items: Ptr[Value] = addr_of(table.items[0])
    used = table.used
    index = table.index
    slot = u64(0)
    if index is None:
        for entry in range(used):
            if items[entry * stride] == word:
                return entry if likely(items[entry * stride + 1] == key) else i64(UNSURE), slot
    else:
        slots = cast(Raw, index).bytes
        mask = (u64(1) << table.index_bits) - 1
        perturbation = cast(u64, word) >> 1
        slot = perturbation & mask
        content = i64(slots[slot])
        while content != 0:
            here = content - 1
            if items[here * stride] == word:
                return here if likely(items[here * stride + 1] == key) else i64(UNSURE), slot
            perturbation >>= 5
            slot = next_slot(slot, perturbation, mask)
            content = i64(slots[slot])
    return i64(UNSURE) if unlikely(used == table.capacity) else i64(ABSENT), slot


@inline
def put_in_place(owner: Hashed, table: Table, entry: i64, slot: u64, key: Value, word: Value, value: Value, stride: static) -> None:
    """Put a key with its value where `place_near` found the place to be: entry is not UNSURE."""
    items: Ptr[Value] = addr_of(table.items[0])
    if entry >= 0:
        if stride == MAP_STRIDE:
            items[entry * stride + 2] = value
        return
    used = table.used
    index = table.index
    if index is not None:
        cast(Raw, index).bytes[slot] = u8(used + 1)
    if stride == MAP_STRIDE:
        items[used * stride + 2] = value
    items[used * stride + 1] = key
    items[used * stride] = word
    table.used = used + 1
    table.last = used + 1
    owner.count = used + 1
    owner.version += 1


@inline
def put_near(owner: Hashed, table: Table, key: Value, word: Value, value: Value, may_replace: bool, stride: static) -> i64:
    """As `table_put`, but UNSURE or less, and nothing done, where keys must be compared or room must be made. It calls nothing."""
    entry, slot = place_near(table, key, word, stride)
    if entry > UNSURE and (may_replace or entry < 0):
        put_in_place(owner, table, entry, slot, key, word, value, stride)
    return entry


@fn(raises=True)
def table_put_anywhere(owner: Hashed, key: Value, hash: i64, value: Value, may_replace: bool, stride: static, equal: static) -> i64:
    """`table_put` for tables of every kind."""
    table = owner.table
    if likely(table is not None and not is_threaded()):
        here = cast(Table, table)
        entry = find_word(here, key, hash_word(hash), stride)
        if entry >= 0:
            if stride == MAP_STRIDE and may_replace:
                replace_value_at(here, entry, value)
            return entry
        if likely(entry == ABSENT and here.used < here.capacity):
            add_entry(owner, here, hash_word(hash), key, value, stride)
            return entry
    return table_put_slowly(owner, key, hash, value, may_replace, stride, equal)


@fn(raises=True, cold=True)
def table_put_slowly(owner: Hashed, key: Value, hash: i64, value: Value, may_replace: bool, stride: static, equal: static) -> i64:
    """`table_put` for keys that must be compared, tables that must grow, several threads."""
    rounds = i64(0)
    while True:
        version = owner.version
        table = owner.table
        reuses = u32(0) if table is None else cast(Table, table).reuses
        entry = table_find(owner, key, hash, stride, equal)
        if entry < 0 and table is not None and unlikely(cast(Table, table).reuses != reuses):
            rounds = count_round(rounds)  # what `equal` ran has put a key, maybe this one, where the search had been
            continue
        if entry < 0 and unlikely(not has_room(owner)):
            found_at = owner.version
            table_replace(owner, grown_count(owner, stride), stride)
            if owner.version != found_at + 1:  # its safepoint has run guest code, which may have added the key
                rounds = count_round(rounds)
                continue
        if entry >= 0 and not may_replace:
            return entry
        locked = lock(owner)
        # With one thread nothing happened since the search ended. With several, the keys must not have changed since it began.
        valid = not locked or (owner.version == version and (entry < 0 or owner.table is table))
        if entry < 0:
            valid = valid and has_room(owner)
        if likely(valid):
            if entry < 0:
                add_entry(owner, cast(Table, owner.table), hash_word(hash), key, value, stride)
            elif stride == MAP_STRIDE:
                replace_value_at(cast(Table, owner.table), entry, value)
        unlock(owner, locked)
        if likely(valid):
            return entry
        rounds = count_round(rounds)


@inline
def grown_count(owner: Hashed, stride: static) -> i64:
    """For how many keys a full table's successor is made.

    A table that has been filled once gets room for eight, so that a short queue does not need a new one every four.
    """
    count = owner.count
    if stride == SET_STRIDE and count >= LINEAR_CAPACITY and count < LARGE_COUNT:
        return count * 4  # as CPython: sets are mostly made to be searched
    return count * 2 if owner.table is None else max_of(count * 2, i64(LINEAR_CAPACITY))


@fn(raises=True, cold=True)
def count_round(rounds: i64) -> i64:
    if rounds >= ROUND_LIMIT:
        raise error(RUNTIME, "the table is changed by other threads all the time")
    spend(1)
    return rounds + 1


@fn(raises=True)
def table_remove(owner: Hashed, key: Value, hash: i64, stride: static, equal: static) -> Value:
    """Remove the key. Gives its value (of a set: the key that was in it), or DELETED if there was none."""
    rounds = i64(0)
    while True:
        version = owner.version
        table = owner.table
        entry = table_find(owner, key, hash, stride, equal)
        if entry < 0:
            return deleted()
        locked = lock(owner)
        valid = not locked or (owner.version == version and owner.table is table)
        taken = deleted()
        if likely(valid):
            here = cast(Table, owner.table)
            taken = here.items[entry * stride + (stride - 1)]
            remove_entry(owner, here, entry, stride)
        unlock(owner, locked)
        if likely(valid):
            return taken
        rounds = count_round(rounds)


@fn(raises=True)
def table_pop_last(owner: Hashed, stride: static) -> tuple[Value, Value]:
    """Remove the newest entry: its key and value (of a set: the key twice); DELETED twice if it is empty.

    The way over tombstones is shortened as it is walked (each gets the distance to the next candidate), so that no
    sequence of additions and removals makes this slow.
    """
    locked = lock(owner)
    key = deleted()
    value = deleted()
    walked = i64(0)
    if owner.count > 0:
        table = cast(Table, owner.table)
        start = table.last - 1
        entry = start
        while not is_live(table.items[entry * stride]):
            entry -= cast(i64, cast(u64, table.items[entry * stride]) >> 3)
            walked += 1
        at = start
        while at > entry:
            distance = cast(i64, cast(u64, table.items[at * stride]) >> 3)
            addr_of(table.items[0])[at * stride] = tombstone_word(at - entry)
            at -= distance
        key = table.items[entry * stride + 1]
        value = table.items[entry * stride + (stride - 1)]
        remove_entry(owner, table, entry, stride)
        table.last = entry
    unlock(owner, locked)
    if walked > ENTRIES_PER_REDUCTION:
        spend(walked // ENTRIES_PER_REDUCTION)
    return key, value


@fn(raises=True)
def table_pop_first(owner: Hashed, stride: static) -> tuple[Value, Value]:
    """Remove the oldest entry: as `table_pop_last`. Constant time on average: `first` only advances."""
    locked = lock(owner)
    key = deleted()
    value = deleted()
    walked = i64(0)
    if owner.count > 0:
        table = cast(Table, owner.table)
        entry = table_next(table, 0, stride)
        walked = entry - table.first
        key = table.items[entry * stride + 1]
        value = table.items[entry * stride + (stride - 1)]
        remove_entry(owner, table, entry, stride)
    unlock(owner, locked)
    if walked > ENTRIES_PER_REDUCTION:
        spend(walked // ENTRIES_PER_REDUCTION)
    return key, value


# --- going through the entries


@inline
def table_next(table: Table, position: i64, stride: static) -> i64:
    """The first live entry at or after position, or ABSENT. The walk begins with position 0 and goes on at the entry + 1."""
    entry = max_of(position, table.first)
    while entry < table.last:
        if is_live(atomic_load(addr_of(table.items[entry * stride]))):
            return entry
        entry += 1
    return i64(ABSENT)


@inline
def key_at(table: Table, entry: i64, stride: static) -> Value:
    return table.items[entry * stride + 1]


@inline
def value_at(table: Table, entry: i64) -> Value:
    """Of a map. No value if another thread has just removed the entry."""
    return table.items[entry * MAP_STRIDE + 2]


@inline
def replace_value_at(table: Table, entry: i64, value: Value) -> None:
    """Give a live entry of a map another value. With several threads only under the owner's lock."""
    table.items[entry * MAP_STRIDE + 2] = value


@inline
def word_at(table: Table, entry: i64, stride: static) -> Value:
    """The entry's hash word, from which `hash_of_word`. Not live (`is_live`) if another thread has just removed the entry."""
    return atomic_load(addr_of(table.items[entry * stride]))


@fn(raises=True)
def table_follow(table: Table, position: i64, stride: static) -> tuple[Table, i64]:
    """Where a walk that stood at `position` of `table` stands in the table that has replaced it (or in itself, if none has)."""
    here = table
    at = position
    while here.next is not None and here.is_cleared == 0:
        live = i64(0)
        for entry in range(here.first, at if at < here.last else here.last):
            if is_live(here.items[entry * stride]):
                live += 1
        spend(at // ENTRIES_PER_REDUCTION + 1)
        at = live
        here = cast(Table, here.next)
    return here, at


@inline
def is_replaced(owner: Hashed, table: Table) -> bool:
    """Whether a walk over `table` must call `table_follow` (and, if that gives a cleared table, begin owner.table at 0)."""
    return owner.table is not table

