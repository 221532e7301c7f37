"""Insertion-ordered hash sets: a map without values.

The contract of `corevm.kernel.table` holds; `equal` is as in `corevm.kernel.map`. Hashes are kept, so no operation between sets
computes one. Results are in the order of the left operand, then of the right one, but for the intersection.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, remember
from corevm.kernel.lock import is_threaded
from corevm.kernel.safepoint import spend
from corevm.kernel.table import (
    ABSENT,
    ENTRIES_PER_REDUCTION,
    LINEAR_CAPACITY,
    SET_STRIDE,
    UNSURE,
    Hashed,
    Table,
    append_near,
    find_near,
    hash_of_word,
    is_live,
    key_at,
    may_put_near,
    no_value,
    put_near,
    table_clear,
    table_copy_into,
    table_find,
    table_for,
    table_next,
    table_pop_first,
    table_pop_last,
    table_put,
    table_remove,
    table_reserve,
    word_at,
)
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import Value, cast, fn, heap, i64, inline, likely, max_of, min_of, popcnt, static, u64
from corevm.micro.surface import new as allocate


@heap(kind="set")
class Set(Hashed):
    pass


@inline(raises=True)
def set_new() -> Set:
    return allocate(Set)


@fn(raises=True)
def set_with_capacity(wanted: i64) -> Set:
    made = set_new()
    table_reserve(made, wanted, SET_STRIDE)
    return made


@fn(raises=True)
def set_for(count: i64) -> Set:
    """An empty set with room for so many keys and no more: what it gets is known."""
    if count == 0:
        return set_new()
    table = table_for(count, SET_STRIDE)
    return allocate(Set, table=table)


@inline
def set_count(s: Hashed) -> i64:
    return s.count


@fn(raises=True)
def set_has(s: Hashed, key: Value, hash: i64, equal: static) -> bool:
    return table_find(s, key, hash, SET_STRIDE, equal) >= 0


@fn(raises=True)
def set_find(s: Hashed, key: Value, hash: i64, equal: static) -> i64:
    """The number of the key's entry in s.table, or ABSENT (-1)."""
    return table_find(s, key, hash, SET_STRIDE, equal)


@fn(raises=True)
def set_add(s: Hashed, key: Value, hash: i64, equal: static) -> bool:
    """Whether the key was added (it was not there)."""
    return table_put(s, key, hash, no_value(), False, SET_STRIDE, equal) < 0


@fn(raises=True)
def set_discard(s: Hashed, key: Value, hash: i64, equal: static) -> bool:
    """Remove the key; whether it was there."""
    return not is_word(table_remove(s, key, hash, SET_STRIDE, equal), DELETED)


@fn(raises=True)
def set_pop_last(s: Hashed) -> Value:
    """Remove and give the newest key, or DELETED if the set is empty."""
    key, _ = table_pop_last(s, SET_STRIDE)
    return key


@fn(raises=True)
def set_pop_first(s: Hashed) -> Value:
    """Remove and give the oldest key, or DELETED if the set is empty."""
    key, _ = table_pop_first(s, SET_STRIDE)
    return key


@fn(raises=True)
def set_clear(s: Hashed) -> None:
    table_clear(s)


@fn(raises=True)
def set_reserve(s: Hashed, wanted: i64) -> None:
    table_reserve(s, wanted, SET_STRIDE)


@fn(raises=True)
def set_copy(s: Hashed) -> Set:
    made = set_new()
    table_copy_into(made, s, SET_STRIDE)
    return made


@fn(raises=True)
def set_keys(s: Hashed) -> Array_:
    """The keys in order, in an array of exactly that length."""
    while True:
        count = s.count
        made = array_new(count)
        put = i64(0)
        table = s.table
        if table is not None:
            source = cast(Table, table)
            position = i64(0)
            while put < count and (entry := table_next(source, position, SET_STRIDE)) >= 0:
                key = key_at(source, entry, SET_STRIDE)
                if not is_word(key, DELETED):
                    made.items[put] = key
                    put += 1
                position = entry + 1
        spend(count // ENTRIES_PER_REDUCTION + 1)
        if put == count:  # else another thread removed keys meanwhile
            return made


# --- between sets. Each walks one set as it is when its turn comes; guest code may change it meanwhile, unseen or seen.


CHECK, APPEND, PUT = "check", "append", "put"


@fn
def walk_near(here: Table, start: i64, target: Hashed, other: Table, what: static, wanted: static) -> i64:
    """Go on with the walk of a table from `start` as far as no keys need comparing and no table must grow: where it ends.

    CHECK that each key is in `other` (if that is wanted: else that none is): a key that is not gives -1 less its entry. APPEND such keys to
    the target, which does not have them; PUT every key there.
    """
    position = max_of(start, here.first)
    last = here.last
    while position < last:
        word = word_at(here, position, SET_STRIDE)
        if likely(is_live(word)):
            key = key_at(here, position, SET_STRIDE)
            if what == PUT:
                if put_near(target, cast(Table, target.table), key, word, no_value(), False, SET_STRIDE) <= UNSURE:
                    return position
            else:
                entry = find_near(other, key, word, SET_STRIDE)
                if entry <= UNSURE:
                    return position
                if what == CHECK:
                    if (entry >= 0) != wanted:
                        return -1 - position
                elif (entry >= 0) == wanted and not append_near(target, cast(Table, target.table), key, word, SET_STRIDE):
                    return position
        position += 1
    return position


@inline
def may_walk_near(target: Hashed, other: Hashed, what: static) -> bool:
    if what != CHECK:
        table = target.table
        if table is None or not may_put_near(target, cast(Table, table)):
            return False
    if what != PUT:
        searched = other.table
        if searched is None or cast(Table, searched).index_bits > 8:
            return False
    return not is_threaded()


@fn(raises=True)
def walk(source: Hashed, target: Hashed, other: Hashed, action: static, equal: static) -> bool:
    """Do `action(target, other, key, hash, equal)` with each key of source until it gives False; whether it never did."""
    table = source.table
    if table is None:
        return True
    here = cast(Table, table)
    position = i64(0)
    while True:
        if action in NEAR:
            if may_walk_near(target, other, NEAR[action][0]):
                start = position
                searched = here if static(NEAR[action][0] == PUT) else cast(Table, other.table)
                position = walk_near(here, start, target, searched, NEAR[action][0], NEAR[action][1])
                if position < 0:
                    return False
                spend((position - start) // ENTRIES_PER_REDUCTION)
        entry = table_next(here, position, SET_STRIDE)
        if entry < 0:
            return True
        word = word_at(here, entry, SET_STRIDE)
        key = key_at(here, entry, SET_STRIDE)
        if is_live(word) and not is_word(key, DELETED):
            if not action(target, other, key, hash_of_word(word), equal):
                return False
        if entry & (ENTRIES_PER_REDUCTION - 1) == 0:
            spend(ENTRIES_PER_REDUCTION)
        position = entry + 1


@inline(raises=True)
def add_it(target: Hashed, other: Hashed, key: Value, hash: i64, equal: static) -> bool:
    set_add(target, key, hash, equal)
    return True


@inline(raises=True)
def discard_it(target: Hashed, other: Hashed, key: Value, hash: i64, equal: static) -> bool:
    set_discard(target, key, hash, equal)
    return True


@inline(raises=True)
def add_if_in_other(target: Hashed, other: Hashed, key: Value, hash: i64, equal: static) -> bool:
    if set_has(other, key, hash, equal):
        set_add(target, key, hash, equal)
    return True


@inline(raises=True)
def add_if_not_in_other(target: Hashed, other: Hashed, key: Value, hash: i64, equal: static) -> bool:
    if not set_has(other, key, hash, equal):
        set_add(target, key, hash, equal)
    return True


@inline(raises=True)
def is_in_other(target: Hashed, other: Hashed, key: Value, hash: i64, equal: static) -> bool:
    return set_has(other, key, hash, equal)


@inline(raises=True)
def is_not_in_other(target: Hashed, other: Hashed, key: Value, hash: i64, equal: static) -> bool:
    return not set_has(other, key, hash, equal)


# how an action is done by `walk_near`; add_if...: their targets are new, or have been given none of source's keys
NEAR = {
    add_it: (PUT, True), is_in_other: (CHECK, True), is_not_in_other: (CHECK, False), add_if_in_other: (APPEND, True),
    add_if_not_in_other: (APPEND, False),
}  # fmt: skip


@fn(raises=True)
def set_update(s: Hashed, other: Hashed, equal: static) -> None:
    """Add the keys of other to s."""
    if s.table is None:
        table_copy_into(s, other, SET_STRIDE)
    elif other != s:
        walk(other, s, s, add_it, equal)


@fn(raises=True)
def set_remove_all(s: Hashed, other: Hashed, equal: static) -> None:
    """Remove the keys of other from s."""
    if other == s:
        table_clear(s)
    else:
        walk(other, s, s, discard_it, equal)


@fn(raises=True)
def set_union(a: Hashed, b: Hashed, equal: static) -> Set:
    made = set_copy(a)
    set_update(made, b, equal)
    return made


@fn(raises=True)
def set_intersection(a: Hashed, b: Hashed, equal: static) -> Set:
    """The keys that are in both, as the smaller one has them and in its order (b's if they are of one size): it is the one walked."""
    made = set_for(min_of(min_of(a.count, b.count), i64(LINEAR_CAPACITY)))
    if b.count <= a.count:
        walk(b, made, a, add_if_in_other, equal)
    else:
        walk(a, made, b, add_if_in_other, equal)
    return made


MASKED = 64  # entries that a word has bits for


@fn(raises=True)
def difference_at_hand(a: Hashed, b: Hashed) -> Set | None:
    """`set_difference` by the entries that the keys of b, the smaller one, have in a; None where keys must be compared."""
    table, other = a.table, b.table
    if table is None or other is None or is_threaded():
        return None
    here = cast(Table, table)
    gone = cast(Table, other)
    if here.index_bits > 8 or here.last > MASKED:
        return None
    taken = u64(0)
    for position in range(gone.first, gone.last):
        word = word_at(gone, position, SET_STRIDE)
        if likely(is_live(word)):
            entry = find_near(here, key_at(gone, position, SET_STRIDE), word, SET_STRIDE)
            if entry <= UNSURE:
                return None
            if entry >= 0:
                taken |= u64(1) << u64(entry)
    left = set_for(a.count - cast(i64, popcnt(taken)))
    target = left.table
    if target is not None:
        made = cast(Table, target)
        for position in range(here.first, here.last):
            if taken >> u64(position) & 1 == 0:
                word = word_at(here, position, SET_STRIDE)
                if likely(is_live(word)):
                    append_near(left, made, key_at(here, position, SET_STRIDE), word, SET_STRIDE)
        remember(made)
    return left


@fn(raises=True)
def set_difference(a: Hashed, b: Hashed, equal: static) -> Set:
    if b.count <= a.count and a.count <= MASKED:
        left = difference_at_hand(a, b)
        if left is not None:
            return cast(Set, left)
    if b.count < a.count // 4:  # as CPython does
        made = set_copy(a)
        set_remove_all(made, b, equal)
        return made
    left = set_with_capacity(max_of(a.count - b.count, min_of(a.count, i64(LINEAR_CAPACITY))))
    walk(a, left, b, add_if_not_in_other, equal)
    return left


@fn(raises=True)
def set_symmetric_difference(a: Hashed, b: Hashed, equal: static) -> Set:
    made = set_difference(a, b, equal)
    walk(b, made, a, add_if_not_in_other, equal)
    return made


@fn(raises=True)
def set_is_subset(a: Hashed, b: Hashed, equal: static) -> bool:
    if a.count > b.count:
        return False
    table = a.table
    if table is not None and may_walk_near(a, b, CHECK):
        end = walk_near(cast(Table, table), 0, a, cast(Table, b.table), CHECK, True)
        if end < 0 or end >= cast(Table, table).last:
            spend(1)
            return end >= 0
    return walk(a, a, b, is_in_other, equal)


@inline
def subset_at_hand(a: Hashed, b: Hashed) -> i64:
    """As `set_is_subset`: 1 or 0; or -1 where keys must be compared or b is large. It calls nothing."""
    if a.count > b.count:
        return i64(0)
    table = a.table
    if table is None:
        return i64(1)
    if not may_walk_near(a, b, CHECK):
        return i64(-1)
    here = cast(Table, table)
    other = cast(Table, b.table)
    position = here.first
    last = here.last
    while position < last:
        word = word_at(here, position, SET_STRIDE)
        if likely(is_live(word)):
            entry = find_near(other, key_at(here, position, SET_STRIDE), word, SET_STRIDE)
            if entry < 0:
                return i64(0) if entry == ABSENT else i64(-1)
        position += 1
    return i64(1)


@fn(raises=True)
def set_is_disjoint(a: Hashed, b: Hashed, equal: static) -> bool:
    if a.count > b.count:
        return walk(b, b, a, is_not_in_other, equal)
    return walk(a, a, b, is_not_in_other, equal)


@fn(raises=True)
def set_equal(a: Hashed, b: Hashed, equal: static) -> bool:
    return a.count == b.count and walk(a, a, b, is_in_other, equal)


@fn(raises=True)
def set_replace(s: Set, other: Set) -> None:
    """Make the contents of other, which nobody else uses, those of s (for the in-place operators)."""
    table_clear(s)
    table_copy_into(s, other, SET_STRIDE)
