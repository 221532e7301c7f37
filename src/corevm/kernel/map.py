"""Insertion-ordered hash maps.

The contract of `corevm.kernel.table` holds. Every operation that looks for a key takes its hash (of which the low 63 bits count) and a static
`equal(a, b) -> bool`, which may be `raises=True`, run guest code, collect, and change the map. Identity is tested first, so
`equal` need not be reflexive. Missing values are reported as the immediate DELETED, which is never stored.

A map keeps of two equal keys the one that came first; giving it another value keeps its place in the order.

Walking a map: load `table = m.table` once; `entry = table_next(table, position, MAP_STRIDE)`, then position = entry + 1. To go on over
a growth, `if is_replaced(m, table)`: `table_follow`. To refuse changes instead, compare `m.version` (keys) or `m.count` with what it was.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, is_no_value
from corevm.kernel.lock import is_threaded
from corevm.kernel.safepoint import spend
from corevm.kernel.table import (
    ABSENT,
    ENTRIES_PER_REDUCTION,
    MAP_STRIDE,
    UNSURE,
    Hashed,
    Table,
    deleted,
    find_plain,
    find_word,
    hash_of_word,
    hash_word,
    is_live,
    key_at,
    never_same,
    table_clear,
    table_copy_into,
    table_find,
    table_next,
    table_pop_first,
    table_pop_last,
    table_put,
    table_remove,
    table_reserve,
    table_search,
    value_at,
    word_at,
)
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import Value, cast, fn, heap, i64, inline, static, unlikely
from corevm.micro.surface import new as allocate


@heap(kind="map")
class Map(Hashed):
    pass


@inline(raises=True)
def map_new() -> Map:
    return allocate(Map)


@fn(raises=True)
def map_with_capacity(wanted: i64) -> Map:
    made = map_new()
    map_reserve(made, wanted)
    return made


@inline
def map_count(m: Map) -> i64:
    return m.count


@fn(raises=True)
def map_find(m: Map, key: Value, hash: i64, equal: static) -> i64:
    """The number of the key's entry in m.table, or ABSENT (-1)."""
    return table_find(m, key, hash, MAP_STRIDE, equal)


@fn(raises=True)
def map_get(m: Map, key: Value, hash: i64, equal: static) -> Value:
    """The key's value, or DELETED."""
    table = m.table
    if table is None:
        return deleted()
    here = cast(Table, table)
    entry = find_word(here, key, hash_word(hash), MAP_STRIDE)
    if unlikely(entry <= UNSURE):
        return map_search(m, here, key, hash_word(hash), UNSURE - entry, equal)
    if entry < 0:
        return deleted()
    value = value_at(here, entry)  # INV-TABLE-1: the key's, or none any more
    return deleted() if is_no_value(value) else value


@fn(raises=True)
def map_search(m: Map, table: Table, key: Value, word: Value, first: i64, equal: static) -> Value:
    """`map_get` where an entry with the hash word has another key, which may be equal."""
    here, entry = table_search(m, table, key, word, first, MAP_STRIDE, equal)
    if entry < 0:
        return deleted()
    value = value_at(here, entry)
    return deleted() if is_no_value(value) else value


@fn
def map_get_plain(m: Map, key: Value, hash: i64, same: static) -> Value:
    """As `map_get` with a `same` that cannot raise and runs no guest code: for string keys, interned names, identity."""
    table = m.table
    entry = find_plain(table, key, hash, MAP_STRIDE, same)
    if entry < 0:
        return deleted()
    value = value_at(cast(Table, table), entry)
    return deleted() if is_no_value(value) else value


@fn(raises=True)
def map_has(m: Map, key: Value, hash: i64, equal: static) -> bool:
    return table_find(m, key, hash, MAP_STRIDE, equal) >= 0


@fn(raises=True)
def map_set(m: Map, key: Value, hash: i64, value: Value, equal: static) -> None:
    table_put(m, key, hash, value, True, MAP_STRIDE, equal)


@fn(raises=True)
def map_add(m: Map, key: Value, hash: i64, value: Value, equal: static) -> bool:
    """Add the key unless it is there; whether it was added."""
    return table_put(m, key, hash, value, False, MAP_STRIDE, equal) < 0


@fn(raises=True)
def map_set_default(m: Map, key: Value, hash: i64, value: Value, equal: static) -> Value:
    """The key's value, which becomes `value` if the key is not there."""
    while True:
        entry = table_put(m, key, hash, value, False, MAP_STRIDE, equal)
        if entry < 0:
            return value
        # with one thread the entry is where it was found; with several it must be looked for again
        found = map_get(m, key, hash, equal) if is_threaded() else value_at(cast(Table, m.table), entry)
        if not is_word(found, DELETED):
            return found


@fn(raises=True)
def map_delete(m: Map, key: Value, hash: i64, equal: static) -> Value:
    """Remove the key; its value, or DELETED if it is not there."""
    return table_remove(m, key, hash, MAP_STRIDE, equal)


@fn(raises=True)
def map_pop_last(m: Map) -> tuple[Value, Value]:
    """Remove the newest entry: its key and value, or DELETED twice."""
    return table_pop_last(m, MAP_STRIDE)


@fn(raises=True)
def map_pop_first(m: Map) -> tuple[Value, Value]:
    """Remove the oldest entry: its key and value, or DELETED twice."""
    return table_pop_first(m, MAP_STRIDE)


@fn(raises=True)
def map_clear(m: Map) -> None:
    table_clear(m)


@fn(raises=True)
def map_reserve(m: Map, wanted: i64) -> None:
    """Make room for `wanted` keys in all. Raises: MEMORY."""
    table_reserve(m, wanted, MAP_STRIDE)


@fn(raises=True)
def map_copy(m: Map) -> Map:
    made = map_new()
    table_copy_into(made, m, MAP_STRIDE)
    return made


@inline
def is_there(key: Value, value: Value) -> bool:
    """Whether what was read of an entry is whole: another thread may have been removing it (the key goes first, then the value)."""
    return not is_word(key, DELETED) and not is_no_value(value)


@fn(raises=True)
def map_merge(m: Map, other: Map, may_replace: bool, equal: static) -> None:
    """Put the entries of other into m. Changes that guest code makes to other meanwhile are seen or not."""
    if m.count == 0 and m.table is None:
        table_copy_into(m, other, MAP_STRIDE)
        m.version += 1
        return
    table = other.table
    if table is None:
        return
    source = cast(Table, table)
    position = i64(0)
    while (entry := table_next(source, position, MAP_STRIDE)) >= 0:
        word = word_at(source, entry, MAP_STRIDE)
        key = key_at(source, entry, MAP_STRIDE)
        value = value_at(source, entry)
        if is_live(word) and is_there(key, value):
            table_put(m, key, hash_of_word(word), value, may_replace, MAP_STRIDE, equal)
        position = entry + 1
        spend(1)


# --- the contents as arrays, in order


@fn(raises=True)
def map_collect(m: Map, what: static) -> Array_:
    """Arrays of exactly the right length. what: "keys", "values", or "items" (keys and values by turns)."""
    width = 2 if what == "items" else 1
    while True:
        count = m.count
        made = array_new(count * width)
        put = i64(0)
        table = m.table
        if table is not None:
            source = cast(Table, table)
            position = i64(0)
            while put < count and (entry := table_next(source, position, MAP_STRIDE)) >= 0:
                key = key_at(source, entry, MAP_STRIDE)
                value = value_at(source, entry)
                if is_there(key, value):
                    if what != "values":
                        made.items[put * width] = key
                    if what != "keys":
                        made.items[put * width + (width - 1)] = value
                    put += 1
                position = entry + 1
        spend(count // ENTRIES_PER_REDUCTION + 1)
        if put == count:  # else another thread removed keys meanwhile
            return made


@fn(raises=True)
def map_keys(m: Map) -> Array_:
    return map_collect(m, "keys")


@fn(raises=True)
def map_values(m: Map) -> Array_:
    return map_collect(m, "values")


@fn(raises=True)
def map_items(m: Map) -> Array_:
    return map_collect(m, "items")


@fn(raises=True)
def map_equal(a: Map, b: Map, equal: static, value_equal: static) -> bool:
    """Whether both have the same keys with equal values (`value_equal(x, y) -> bool`, asked unless they are identical)."""
    if a.count != b.count:
        return False
    table = a.table
    if table is None:
        return True
    source = cast(Table, table)
    position = i64(0)
    while (entry := table_next(source, position, MAP_STRIDE)) >= 0:
        word = word_at(source, entry, MAP_STRIDE)
        key = key_at(source, entry, MAP_STRIDE)
        value = value_at(source, entry)
        if is_live(word) and is_there(key, value):
            found = map_get(b, key, hash_of_word(word), equal)
            if is_word(found, DELETED):
                return False
            if found != value and not value_equal(value, found):
                return False
        position = entry + 1
        spend(1)
    return True


# --- by identity (interned names)


@fn
def map_get_identity(m: Map, key: Value, hash: i64) -> Value:
    return map_get_plain(m, key, hash, never_same)


__all__ = ["ABSENT", "Map"]
