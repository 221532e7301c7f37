"""Dynamic objects: slots by shape, some in the object, the others in an array, or a map once the shape is a dictionary shape.

    header · length · extra · slots[0:length]

INV-DYNAMIC-1  length is the inline_slots of the object's shape (and of every shape of its family).
INV-DYNAMIC-2  Slot s lies in slots[s] if s < length, else in extra's items[s - length], extra then being an `Array_`.
               Under a dictionary shape extra is a `Map` from names (by identity) to values, and the slots are 0.
INV-DYNAMIC-3  A slot is written before the shape that has it is stored; the Map before the dictionary shape.
               So who reads the shape first (acquire) and the slot then finds a value, or 0 if the object changed meanwhile: then look again.
INV-DYNAMIC-4  With several threads a slot never comes to mean another key: deletion goes to the dictionary shape, and there is no way back.
INV-DYNAMIC-5  Readers take no lock, so `extra` may be of the other kind than the shape read before said: its kind and length are checked.
INV-DYNAMIC-6  Shape changes are made under the object's lock. A store into an existing slot takes none; racing with the conversion to a
               dictionary it may get lost.

Inline-cache word of a site:   bit 63 ..... 48 47 ..... 32 31         30 ..... 0
                                    flags        slot      overflow      shape id       0: empty. The slot counts within its array.

The overflow bit says that the slot is one of extra's: such a word is no hit, who wants it as well asks `overflow_hit`.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, copy_words, is_no_value, no_value, remember
from corevm.kernel.lock import is_threaded, lock, unlock
from corevm.kernel.map import Map, map_delete, map_get_plain, map_keys, map_set, map_with_capacity
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.shape import (
    hidden_slots,
    is_dictionary,
    shape_add,
    shape_dictionary,
    shape_key_at,
    shape_lookup,
    shape_of,
    shape_rebase,
    shape_remove,
    shape_slot_count,
)
from corevm.kernel.string import String, equal_strings, hash_string
from corevm.kernel.table import (
    MAP_STRIDE,
    Table,
    deleted,
    identity_hash,
    key_at,
    remove_entry,
    table_next,
    value_at,
)
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    atomic_load,
    atomic_store,
    cast,
    fn,
    heap,
    i64,
    inline,
    likely,
    u16,
    u32,
    u64,
)
from corevm.micro.surface import new as allocate

FIRST_EXTRA_SLOTS = 4

CACHE_OVERFLOW = 1 << 31
FIRST_LANGUAGE_CACHE_FLAG = 1


@heap(kind="object")
class DynamicObject(Object):
    length: i64
    extra: Value
    slots: Tail[Value]


@inline(raises=True)
def object_new(shape: u32) -> DynamicObject:
    """An object without attributes; shape: a root (or a dictionary shape: then the map is made when first needed)."""
    return allocate(DynamicObject, tail=i64(shape_of(shape).inline_slots), shape=shape)


@inline
def shape_word(o: DynamicObject) -> Ptr[u32]:
    return cast(Ptr[u32], cast(u64, o))


@inline
def object_shape(o: DynamicObject) -> u32:
    return atomic_load(shape_word(o))


# --- inline-cache words


@inline(thread=False)
def cache_word(shape: u32, slot: i64, flags: u16) -> u64:
    return u64(shape) | u64(u16(slot)) << 32 | u64(flags) << 48


@inline(thread=False)
def cache_slot(word: u64) -> i64:
    return i64((word >> 32) & 0xFFFF)


@inline(thread=False)
def cache_flags(word: u64) -> u16:
    return u16(word >> 48)


@inline
def cache_word_for(o: DynamicObject, shape: u32, slot: i64, flags: u16) -> u64:
    """The word of a site that found `slot` in an object of a (non-dictionary) shape."""
    if slot < o.length:
        return cache_word(shape, slot, flags)
    return cache_word(shape | CACHE_OVERFLOW, slot - o.length, flags)


@inline(primitive="cache_hit")
def cache_hit(o: DynamicObject, word: u64) -> bool:
    return object_shape(o) == u32(word)


@inline
def overflow_hit(o: DynamicObject, word: u64) -> bool:
    return object_shape(o) | CACHE_OVERFLOW == u32(word)


@inline(primitive="cached_get")
def cached_get(o: DynamicObject, word: u64) -> Value:
    """The slot of a hit. No value: take the slow path."""
    return o.slots[cache_slot(word)]


@inline(primitive="cached_set")
def cached_set(o: DynamicObject, word: u64, v: Value) -> None:
    """Store into the slot of a hit."""
    o.slots[cache_slot(word)] = v


@inline
def overflow_cached_get(o: DynamicObject, word: u64) -> Value:
    """As `cached_get` for an overflow hit."""
    return overflow_get(o, cache_slot(word))


@inline
def overflow_cached_set(o: DynamicObject, word: u64, v: Value) -> bool:
    """Store into the slot of an overflow hit; False: take the slow path."""
    return overflow_set(o, cache_slot(word), v)


# --- keys


@inline
def key_hash(key: Value) -> i64:
    """Names are hashed as strings: the map of an object in dictionary mode is one that programs can use."""
    return cast(i64, hash_string(cast(String, key))) if is_kind(key, "string") else identity_hash(key)


@inline
def same_key(a: Value, b: Value) -> bool:
    """The words are compared before it is asked."""
    return is_kind(a, "string") and is_kind(b, "string") and equal_strings(cast(String, a), cast(String, b))


# --- slots


@inline
def overflow_get(o: DynamicObject, index: i64) -> Value:
    extra = o.extra
    if is_kind(extra, "array"):  # INV-DYNAMIC-5
        array = cast(Array_, extra)
        if u64(index) < u64(array.length):
            return array.items[index]
    return no_value()


@inline
def overflow_set(o: DynamicObject, index: i64, v: Value) -> bool:
    extra = o.extra
    if is_kind(extra, "array"):
        array = cast(Array_, extra)
        if u64(index) < u64(array.length):
            array.items[index] = v
            return True
    return False


@inline
def object_get_slot(o: DynamicObject, slot: i64) -> Value:
    """No value if there is no such slot (or it is empty)."""
    if likely(u64(slot) < u64(o.length)):
        return o.slots[slot]
    return overflow_get(o, slot - o.length)


@inline
def object_set_slot(o: DynamicObject, slot: i64, v: Value) -> bool:
    """Store into an existing slot; False if there is none."""
    if likely(u64(slot) < u64(o.length)):
        o.slots[slot] = v
        return True
    return overflow_set(o, slot - o.length, v)


# --- attributes by key (an interned name)


@fn
def object_get(o: DynamicObject, key: Value) -> Value:
    """The attribute, or DELETED."""
    while True:
        shape = object_shape(o)
        if is_dictionary(shape):
            extra = o.extra
            if is_no_value(extra):
                return deleted()
            if is_kind(extra, "map"):
                return map_get_plain(cast(Map, extra), key, key_hash(key), same_key)
        else:
            slot = shape_lookup(shape, key)
            if slot < 0:
                return deleted()
            value = object_get_slot(o, slot)
            if not is_no_value(value):
                return value
            if object_shape(o) == shape:  # an empty slot
                return deleted()


@fn(raises=True)
def object_set(o: DynamicObject, key: Value, v: Value) -> None:
    """Give the object the attribute, adding it at the end if it is new."""
    while True:
        shape = object_shape(o)
        if is_dictionary(shape):
            if set_in_dictionary(o, key, v):
                return
        else:
            slot = shape_lookup(shape, key)
            if slot >= 0:
                if object_set_slot(o, slot, v):
                    return
            elif object_add(o, shape, key, v):
                return
        spend(1)


@fn(raises=True)
def object_add(o: DynamicObject, shape: u32, key: Value, v: Value) -> bool:
    """Add a key that the shape does not have; False: the object is not of that shape any more."""
    target = shape_add(shape, key)
    if is_dictionary(target):
        object_to_dictionary_shape(o, target)
        return False
    return object_add_slot(o, shape, target, v)


@inline(raises=True, primitive="object_add_slot")
def object_add_slot(o: DynamicObject, shape: u32, target: u32, v: Value) -> bool:
    """Move an object from a shape to its child with v in the new slot; False: it is not of that shape any more.

    A site that adds an attribute caches `shape` and `target`.
    """
    slot = i64(shape_of(shape).slot_count)
    if likely(slot < o.length and not is_threaded()):
        if object_shape(o) != shape:
            return False
        o.slots[slot] = v
        atomic_store(shape_word(o), target)  # INV-DYNAMIC-3
        return True
    return add_slot_slow(o, shape, target, slot, v)


@fn(raises=True, cold=True)
def add_slot_slow(o: DynamicObject, shape: u32, target: u32, slot: i64, v: Value) -> bool:
    index = slot - o.length
    room = cast(Array_, o.extra).length if is_kind(o.extra, "array") else i64(0)
    bigger = array_new(room + (room >> 1) + FIRST_EXTRA_SLOTS if index >= room else i64(0))
    locked = lock(o)
    valid = object_shape(o) == shape
    if valid:
        if index < 0:
            o.slots[slot] = v
        else:
            old = o.extra
            length = cast(Array_, old).length if is_kind(old, "array") else i64(0)
            if index < length:
                cast(Array_, old).items[index] = v
            elif index < bigger.length:
                if length > 0:
                    copy_words(bigger.items, cast(Array_, old).items, length)
                    remember(bigger)  # waiting for the lock may have collected
                bigger.items[index] = v
                o.extra = bigger
            else:
                valid = False
        if valid:
            atomic_store(shape_word(o), target)
    unlock(o, locked)
    return valid


@fn(raises=True)
def object_delete(o: DynamicObject, key: Value) -> bool:
    """Remove the attribute; whether there was one."""
    while True:
        shape = object_shape(o)
        if is_dictionary(shape):
            extra = o.extra
            if is_no_value(extra):
                return False
            if is_kind(extra, "map"):
                return not is_word(map_delete(cast(Map, extra), key, key_hash(key), same_key), DELETED)
        else:
            slot = shape_lookup(shape, key)
            if slot < 0:
                return False
            target = shape_remove(shape, key)
            if is_dictionary(target):
                object_to_dictionary_shape(o, target)
            else:
                locked = lock(o)
                valid = object_shape(o) == shape
                if valid:
                    atomic_store(shape_word(o), target)
                    object_set_slot(o, slot, no_value())
                unlock(o, locked)
                if valid:
                    return True
        spend(1)


@fn
def object_count(o: DynamicObject) -> i64:
    """How many attributes there are."""
    shape = object_shape(o)
    if not is_dictionary(shape):
        return shape_slot_count(shape)
    extra = o.extra
    return cast(Map, extra).count if is_kind(extra, "map") else i64(0)


@fn(raises=True)
def object_keys(o: DynamicObject) -> Array_:
    """The keys in order of addition, without those of hidden slots."""
    shape = object_shape(o)
    if is_dictionary(shape):
        extra = o.extra
        if is_kind(extra, "map"):
            return map_keys(cast(Map, extra))
        return array_new(0)
    hidden = hidden_slots(shape)
    count = shape_slot_count(shape) - hidden
    made = array_new(count)
    for slot in range(count):
        made.items[slot] = shape_key_at(shape, hidden + slot)
    return made


# --- dictionary mode


@fn(raises=True)
def object_dictionary(o: DynamicObject) -> Map:
    """The map that holds the attributes, from now on if it did not before: what is written into it is an attribute."""
    object_to_dictionary(o)
    if is_no_value(o.extra):
        made = map_with_capacity(1)
        locked = lock(o)
        if is_no_value(o.extra):
            o.extra = made
        unlock(o, locked)
    return cast(Map, o.extra)


@fn(raises=True)
def object_set_dictionary(o: DynamicObject, m: Map) -> None:
    """Keep the attributes in this map from now on; those it had are gone."""
    object_to_dictionary(o)
    o.extra = m


@inline(raises=True)
def set_in_dictionary(o: DynamicObject, key: Value, v: Value) -> bool:
    """Under a dictionary shape; False if the object has just left it."""
    if is_no_value(o.extra):
        made = map_with_capacity(1)
        locked = lock(o)
        if is_no_value(o.extra) and is_dictionary(object_shape(o)):
            o.extra = made
        unlock(o, locked)
    extra = o.extra
    if not is_kind(extra, "map"):
        return False
    map_set(cast(Map, extra), key, key_hash(key), v, same_key)
    return True


@fn(raises=True)
def object_to_dictionary(o: DynamicObject) -> None:
    """Keep the attributes in a map from now on."""
    shape = object_shape(o)
    if not is_dictionary(shape):
        object_to_dictionary_shape(o, shape_dictionary(shape))


@fn(raises=True)
def object_to_dictionary_shape(o: DynamicObject, target: u32) -> None:
    """As `object_to_dictionary`, to a given dictionary shape (of another family even)."""
    while True:
        shape = object_shape(o)
        if is_dictionary(shape):
            atomic_store(shape_word(o), target)
            return
        count = shape_slot_count(shape)
        made = map_with_capacity(count)
        hidden = hidden_slots(shape)
        for slot in range(hidden, count):  # entry number = slot - hidden
            key = shape_key_at(shape, slot)
            map_set(made, key, key_hash(key), no_value(), same_key)
        locked = lock(o)
        valid = object_shape(o) == shape
        if valid:
            # the values come last: a safepoint above may have run guest code that changed them
            for slot in range(hidden, count):
                value = object_get_slot(o, slot)
                table = cast(Table, made.table)
                if is_no_value(value):
                    remove_entry(made, table, slot - hidden, MAP_STRIDE)
                else:
                    table.items[(slot - hidden) * MAP_STRIDE + 2] = value
            o.extra = made  # INV-DYNAMIC-3
            atomic_store(shape_word(o), target)
            for slot in range(hidden, o.length):
                o.slots[slot] = no_value()
        unlock(o, locked)
        if valid:
            return
        spend(1)


@fn(raises=True)
def object_from_dictionary(o: DynamicObject) -> bool:
    """Go back to slots, if the class's limits allow it and there is one thread; whether the object has slots now.

    The flags become the root's.
    """
    shape = object_shape(o)
    if not is_dictionary(shape):
        return True
    if is_threaded() or hidden_slots(shape) > 0:
        return False
    extra = o.extra
    at = shape_of(shape).root
    if not is_kind(extra, "map"):
        if is_no_value(extra):
            locked = lock(o)
            if is_no_value(o.extra) and object_shape(o) == shape:
                atomic_store(shape_word(o), at)
            unlock(o, locked)
        return not is_dictionary(object_shape(o))
    m = cast(Map, extra)
    count = m.count
    version = m.version
    inline_slots = o.length
    values = array_new(count)
    overflow = array_new(count - inline_slots if count > inline_slots else i64(0))
    slot = i64(0)
    table = m.table
    if table is not None:
        source = cast(Table, table)
        position = i64(0)
        while slot < count and (entry := table_next(source, position, MAP_STRIDE)) >= 0:
            at = shape_add(at, key_at(source, entry, MAP_STRIDE))
            if is_dictionary(at):
                return False
            values.items[slot] = value_at(source, entry)
            slot += 1
            position = entry + 1
    locked = lock(o)
    valid = object_shape(o) == shape and o.extra == extra and m.version == version and slot == count
    if valid:
        for i in range(count):
            if i < inline_slots:
                o.slots[i] = values.items[i]
            else:
                overflow.items[i - inline_slots] = values.items[i]
        if overflow.length > 0:
            o.extra = overflow
        else:
            o.extra = no_value()
        atomic_store(shape_word(o), at)
    unlock(o, locked)
    return valid


@fn(raises=True)
def object_rebase(o: DynamicObject, root: u32) -> None:
    """Give the object another class: the same attributes under another root."""
    while True:
        shape = object_shape(o)
        target = shape_rebase(shape, root)
        if is_dictionary(target) or shape_of(root).inline_slots != shape_of(shape).inline_slots:
            object_to_dictionary_shape(o, shape_dictionary(root))
            return
        locked = lock(o)
        valid = object_shape(o) == shape
        if valid:
            atomic_store(shape_word(o), target)
        unlock(o, locked)
        if valid:
            return
        spend(1)

