"""Collections: generations, the write barrier, holes, large objects, the mark stack, memory given back, verification."""

from __future__ import annotations

import pytest

from corevm.kernel.heap import BLOCK_BYTES, Heap
from corevm.kernel.memory import collect_now
from corevm.kernel.thread import Runtime, Thread
from corevm.kernel.verify import VERIFY_CODES
from corevm.micro.surface import HEAP_CLASSES, Object, Ptr, Value, cast, failure, fn, heap, i64, new, u64
from corevm.testing import heap_model as hm
from corevm.testing.machine import EXECUTORS, Machine

BOTH = pytest.mark.parametrize("executor", EXECUTORS)
MB = 1 << 20


def machine(executor: str, **options: int) -> Machine:
    return Machine(executor, language=hm.LANGUAGE, **{"heap_limit_bytes": 8 * MB, "verify": True, "poison": True, **options})


# --- generations
@BOTH
def test_a_nursery_collection_keeps_old_garbage(executor: str) -> None:
    with machine(executor) as m:
        pair = m.call(hm.make_pair, 0, 0, 1)
        handle = m.hold(pair)
        m.collect(False)
        m.release(handle)
        m.collect(False)
        assert m.is_live(pair)
        m.collect(True)
        assert not m.is_live(pair)


@BOTH
def test_young_garbage_goes_in_a_nursery_collection(executor: str) -> None:
    with machine(executor) as m:
        kept = m.call(hm.make_chain, 100, 0)
        m.hold(kept)
        m.call(hm.make_chain, 1000, 0)
        m.collect(False)
        assert m.statistics()["live_bytes"] <= 100 * 32 + 64
        assert m.call(hm.chain_sum, kept) == 4950


@BOTH
@pytest.mark.parametrize("full_before", [False, True])
def test_old_objects_that_change_are_remembered(executor: str, full_before: bool) -> None:
    with machine(executor) as m:
        old = m.call(hm.make_pair, 0, 0, 1)
        table = m.call(hm.make_items, 5000)
        m.hold(old)
        m.hold(table)
        m.collect(full_before)
        young = m.call(hm.make_chain, 3, 0)
        m.call(hm.set_left, old, young)
        m.call(hm.set_right, old, young)
        m.call(hm.set_item, table, 4999, m.call(hm.make_chain, 4, 0))
        assert m.get(Thread, "remembered_count", m.thread) == 2
        assert m.statistics()["barrier_slow_count"] == 2
        m.collect(False)
        assert m.get(Thread, "remembered_count", m.thread) == 0
        assert m.call(hm.chain_sum, m.get(hm.Pair, "left", old)) == 3
        assert m.call(hm.chain_sum, m.word(table + 16 + 8 * 4999)) == 6
        m.call(hm.set_left, old, m.call(hm.make_chain, 5, 0))
        assert m.get(Thread, "remembered_count", m.thread) == 1, "unlogged again by the collection"
        m.collect(False)
        m.collect(True)
        assert m.call(hm.chain_sum, m.get(hm.Pair, "left", old)) == 10


@fn(raises=True)
def make_young_cycles(old: Value, count: i64) -> None:
    """Old object, new object, old object ... each change through the barrier, with collections at any time."""
    for i in range(count):
        fresh = hm.make_pair(old, cast(hm.Pair, old).left, i)
        if i % 3 == 0:
            fresh = hm.make_pair(fresh, fresh, i)
        cast(hm.Pair, old).left = fresh
        if i % 50 == 49:
            cast(hm.Pair, old).left = cast(Value, u64(0))


@BOTH
@pytest.mark.parametrize("period", [1, 2, 7])
def test_barrier_under_stress(executor: str, period: int) -> None:
    with machine(executor, stress_period=period) as m:
        old = m.call(hm.make_pair, 0, 0, 1)
        m.hold(old)
        m.collect()
        m.call(make_young_cycles, old, 40 if executor == "reference" else 2000)
        m.collect()
        m.check()


def test_many_remembered_objects() -> None:
    with machine("native", heap_limit_bytes=32 * MB) as m:
        m.hold(0)
        slots = m.get(Runtime, "roots", m.runtime)
        assert m.call(remember_many, slots, 20_000) == 20_000 * 3
        assert m.get(Thread, "remembered_capacity", m.thread) >= 20_000


@fn(raises=True)
def remember_many(slots: Ptr[Value], count: i64) -> i64:
    table = new(hm.Items, tail=count)
    slots[0] = table
    for i in range(count):
        table.items[i] = hm.make_pair(cast(Value, u64(0)), cast(Value, u64(0)), 1)
    collect_now(False)
    for j in range(count):
        cast(hm.Pair, table.items[j]).right = hm.make_pair(cast(Value, u64(0)), cast(Value, u64(0)), 2)
    collect_now(False)
    total = 0
    for k in range(count):
        pair = cast(hm.Pair, table.items[k])
        total += pair.number + cast(hm.Pair, pair.right).number
    return total


@BOTH
def test_without_generations(executor: str) -> None:
    with machine(executor, generational=0, heap_limit_bytes=MB) as m:
        for _ in range(5):
            m.call(hm.make_chain, 12_000 if executor == "native" else 1500, 0)
        s = m.statistics()
        m.call(hm.make_raw, 400_000, 0)
        assert s["collections"] - s["full_collections"] <= 1


# --- shapes of structures
@BOTH
def test_long_chains_and_deep_trees(executor: str) -> None:
    length, depth = (300_000, 16) if executor == "native" else (3000, 7)
    with machine(executor, heap_limit_bytes=64 * MB) as m:
        chain = m.call(hm.make_chain, length, 0)
        m.hold(chain)
        tree = m.call(hm.make_tree, depth)
        m.hold(tree)
        for full in (False, True, False):
            m.collect(full)
            assert m.call(hm.chain_sum, chain) == length * (length - 1) // 2
            assert m.call(hm.tree_size, tree) == 2 ** (depth + 1) - 1
        assert m.statistics()["live_bytes"] == 32 * (length + 2 ** (depth + 1) - 1)


@BOTH
@pytest.mark.parametrize("limit", [1, 2, 16])
def test_the_mark_stack_may_overflow(executor: str, limit: int) -> None:
    """A wide table of trees, marked with a stack of a few words, is marked all the same."""
    count, depth = (300, 5) if executor == "native" else (20, 3)
    with machine(executor, heap_limit_bytes=16 * MB, mark_stack_limit=limit) as m:
        table = m.call(hm.make_items, count)
        m.hold(table)
        for i in range(count):
            m.call(hm.set_item, table, i, m.call(hm.make_tree, depth))
        for full in (False, True, True, False):
            m.collect(full)
            s = m.statistics()
            assert s["live_bytes"] == count * (2 ** (depth + 1) - 1) * 32 + 16 + 8 * count
        assert s["mark_overflows"] > 0 and s["mark_capacity"] == limit
        assert all(m.call(hm.tree_size, m.word(table + 16 + 8 * i)) == 2 ** (depth + 1) - 1 for i in range(count))


@BOTH
def test_a_long_tail_is_marked_in_parts(executor: str) -> None:
    """What a long table holds does not lie on the mark stack all at once."""
    count = 50_000 if executor == "native" else 5_000
    with machine(executor, heap_limit_bytes=16 * MB) as m:
        table = m.call(hm.make_items, count)
        m.hold(table)
        for i in range(0, count, 4):
            m.call(hm.set_item, table, i, m.call(hm.make_pair, 0, 0, i))
        for full in (False, True, False):
            m.collect(full)
            s = m.statistics()
            assert s["live_bytes"] == count // 4 * 32 + 16 + 8 * count
        assert s["mark_overflows"] == 0 and s["mark_capacity"] <= 4096


@BOTH
def test_medium_objects_fill_holes_first(executor: str) -> None:
    """Survivors among medium objects do not make the heap grow while there are holes that would do."""
    with machine(executor, heap_limit_bytes=16 * MB, nursery_bytes=512 << 10) as m:
        table = m.call(hm.make_items, 40)
        m.hold(table)
        for i in range(40):
            m.call(hm.set_item, table, i, m.call(hm.make_raw, 1000, 1))
            for _ in range(40):
                m.call(hm.make_raw, 1000, 0)
            m.collect(False)
        assert m.statistics()["used_bytes"] <= 12 * BLOCK_BYTES


@BOTH
def test_all_field_kinds_are_traced(executor: str) -> None:
    with machine(executor, stress_period=1) as m:
        first = m.call(hm.make_raw, 10, 1)
        m.hold(first)
        wide = m.call(hm.make_wide, first, 42)
        m.hold(wide)
        m.collect()
        m.collect(False)
        pair = m.get(hm.Wide, "pair", wide)
        assert m.is_live(pair) and m.get(hm.Pair, "number", pair) == 42
        assert m.word(wide + hm.Wide.fields["three"].offset + 16) == pair
        assert m.get(hm.Wide, "small", wide) == 7 and m.get(hm.Wide, "last", wide) == -1


# --- memory
@BOTH
def test_holes_are_used_again(executor: str) -> None:
    """Every 16th of many small objects survives: later ones lie between them, and the heap does not grow."""
    count = 100_000 if executor == "native" else 4000
    with machine(executor, heap_limit_bytes=4 * MB, nursery_bytes=256 << 10) as m:
        m.hold(0)
        slots = m.get(Runtime, "roots", m.runtime)
        table = m.call(hm.make_items, count // 16)
        m.hold(table)
        m.call(sprinkle, table, count)
        m.collect()
        before = m.statistics()
        m.call(sprinkle, table, count)
        m.collect()
        after = m.statistics()
        assert after["live_bytes"] == before["live_bytes"]
        assert after["used_bytes"] <= before["used_bytes"] * 1.3 + 4 * BLOCK_BYTES
        assert after["peak_used_bytes"] < 4 * MB
        assert slots


@fn(raises=True)
def sprinkle(table: hm.Items, count: i64) -> None:
    for i in range(count):
        pair = new(hm.Pair, number=i)
        if i % 16 == 0:
            table.items[i // 16] = pair


@BOTH
def test_medium_objects_find_room_in_a_fragmented_heap(executor: str) -> None:
    """Few long holes among live objects, no free block: what fits a hole gets it; what does not fails cleanly."""
    with machine(executor, heap_limit_bytes=512 << 10) as m:
        table = m.call(hm.make_items, 2000)
        m.hold(table)
        made = m.call(fill_with, table, 1000)
        assert made > 200
        for i in range(0, made, 2):
            m.call(hm.set_item, table, i, 0)
        m.collect()
        again = m.call(fill_from, table, made, 900)
        assert again >= made // 2 * 0.7, (again, made)
        assert m.statistics()["peak_used_bytes"] <= 512 << 10
        m.collect()
        m.check()


@fn(raises=True)
def fill_with(table: hm.Items, size: i64) -> i64:
    """Raw objects into the table until memory is used up."""
    count = 0
    try:
        while count < table.length:
            made = hm.make_raw(size, 1)
            table.items[count] = made
            count += 1
    except failure:
        pass
    return count


@fn(raises=True)
def fill_from(table: hm.Items, start: i64, size: i64) -> i64:
    count = 0
    try:
        while start + count < table.length:
            made = hm.make_raw(size, 1)
            table.items[start + count] = made
            count += 1
    except failure:
        pass
    return count


@BOTH
def test_large_objects_come_and_go(executor: str) -> None:
    rounds = 600 if executor == "native" else 40
    with machine(executor, heap_limit_bytes=8 * MB) as m:
        m.hold(0)
        slots = m.get(Runtime, "roots", m.runtime)
        assert m.call(cycle_large, slots, rounds) == rounds
        s = m.statistics()
        assert s["peak_used_bytes"] <= 8 * MB and s["block_high"] * BLOCK_BYTES < 24 * MB
        for i in range(8):
            m.write(slots + 8 * i, bytes(8))
        m.collect()
        assert m.statistics()["used_bytes"] == 0


@fn(raises=True)
def cycle_large(slots: Ptr[Value], count: i64) -> i64:
    state: u64 = 99
    right = 0
    for i in range(count):
        state = state * 6364136223846793005 + 1442695040888963407
        size = 17_000 + i64(state >> 40) % 400_000
        made = hm.make_raw(size, 5)
        slots[i & 7] = made
        if made.data[0] == 5 and made.data[size - 1] == 5:
            right += 1
    return right


def resident_bytes() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def test_memory_goes_back_to_the_system() -> None:
    with Machine("native", heap_limit_bytes=256 * MB, language=hm.LANGUAGE) as m:
        m.call(hm.make_chain, 10, 0)
        before = resident_bytes()
        chain = m.call(hm.make_chain, 3_000_000, 0)
        handle = m.hold(chain)
        large = m.call(hm.make_raw, 60 * MB, 1)
        other = m.hold(large)
        assert resident_bytes() - before > 150 * MB
        m.release(handle)
        m.release(other)
        m.collect()
        assert resident_bytes() - before < 40 * MB
        s = m.statistics()
        assert s["returned_bytes"] > 100 * MB and s["used_bytes"] < MB
        assert m.call(hm.chain_sum, m.call(hm.make_chain, 3_000_000, 0)) == 3_000_000 * 2_999_999 // 2


def test_statistics() -> None:
    with machine("native") as m:
        m.call(hm.make_chain, 1000, 0)
        m.collect()
        s = m.statistics()
        assert s["allocated_bytes"] == 32_000 and s["live_bytes"] < 200
        assert s["collections"] == s["full_collections"] == 1
        assert 0 < s["longest_pause_ns"] <= s["pause_ns"]
        m.call(hm.make_raw, 1000, 0)
        m.call(hm.make_raw, 100_000, 0)
        m.collect(False)
        s = m.statistics()
        assert s["allocated_bytes"] == 32_000 + 1024 + 100_016 and s["collections"] == 2


# --- the stress modes
def test_poison() -> None:
    with machine("native") as m:
        raw, large = m.call(hm.make_raw, 300, 1), m.call(hm.make_raw, 50_000, 1)
        m.collect()
        assert m.read(raw, 300) == b"\xdb" * 300
        assert m.read(large, 50_000) == b"\xdb" * 50_000


def test_stress_period_counts_allocations() -> None:
    with machine("native", stress_period=10) as m:
        m.call(hm.make_chain, 1000, 0)
        assert m.statistics()["collections"] == 100


@heap(kind="heap_model.pair")
class Untraced(Object):
    """A pair whose fields the compiler takes for numbers: stores without a barrier."""

    left: u64
    right: u64
    number: i64


HEAP_CLASSES.remove(Untraced)


@fn
def corrupt(pair: hm.Pair, word: u64) -> None:
    cast(Untraced, pair).left = word


@BOTH
@pytest.mark.parametrize("offset", [8, 16, 32, 1024])
def test_verification_finds_bad_references(executor: str, offset: int) -> None:
    m = machine(executor)
    pair = m.call(hm.make_pair, 0, 0, 1)
    m.hold(pair)
    m.collect()
    m.call(corrupt, pair, pair + offset)
    with pytest.raises(AssertionError, match="reference to no object"):
        m.collect(False)
    assert m.get(Heap, "verify_address", m.heap) == pair
    m.close()


@BOTH
def test_verification_finds_a_missing_barrier(executor: str) -> None:
    m = machine(executor)
    pair = m.call(hm.make_pair, 0, 0, 1)
    m.hold(pair)
    m.collect()
    m.call(corrupt, pair, m.call(hm.make_pair, 0, 0, 2))
    with pytest.raises(AssertionError, match="reference to no object"):
        m.collect(False)
    m.close()


def test_verification_finds_bad_headers() -> None:
    m = machine("native")
    pair = m.call(hm.make_pair, 0, 0, 1)
    m.hold(pair)
    m.collect()
    m.write(pair + 6, (1000).to_bytes(2, "little"))
    with pytest.raises(AssertionError, match="no declared kind"):
        m.collect(False)
    m.close()
    assert len(VERIFY_CODES) == len(set(VERIFY_CODES))
