"""Allocation, limits, the memory error, roots."""

from __future__ import annotations

import pytest

from corevm.errors import UsageError
from corevm.kernel import memory
from corevm.kernel.array import Raw
from corevm.kernel.code import Code
from corevm.kernel.frame import CODE, FRAME_WORDS
from corevm.kernel.heap import BLOCK_BYTES, SMALL_BYTES
from corevm.kernel.kind import number_of
from corevm.kernel.root import STACK_MARGIN_WORDS
from corevm.kernel.thread import Runtime, Thread
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, stack_array, u64
from corevm.testing import heap_model as hm
from corevm.testing.machine import EXECUTORS, Machine, MachineFailure

BOTH = pytest.mark.parametrize("executor", EXECUTORS)
MB = 1 << 20


def machine(executor: str, **options: int) -> Machine:
    return Machine(executor, language=hm.LANGUAGE, **{"heap_limit_bytes": 8 * MB, "verify": True, "poison": True, **options})


@fn(raises=True)
def allocate_words(count: i64) -> i64:
    """Raw objects of all sizes: how many words that must be 0 are not, and unaligned ones."""
    wrong = 0
    for i in range(count):
        size = i * 7 % 700
        made = hm.make_raw(size, 0xFF)
        if cast(u64, made) & 15 != 0:
            wrong += 1
        pair = new(hm.Pair)
        if cast(u64, pair.left) != 0 or cast(u64, pair.right) != 0 or pair.number != 0:
            wrong += 1
        items = new(hm.Items, tail=i % 40)
        for j in range(i % 40):
            if cast(u64, items.items[j]) != 0:
                wrong += 1
    return wrong


@BOTH
def test_objects_are_aligned_and_zero(executor: str) -> None:
    with machine(executor, heap_limit_bytes=MB) as m:
        assert m.call(allocate_words, 600 if executor == "reference" else 100_000) == 0
        assert m.statistics()["collections"] > (0 if executor == "reference" else 50)


@fn(raises=True)
def make_bytes(count: i64) -> i64:
    return i64(new(hm.Raw, tail=count).length)


@BOTH
@pytest.mark.parametrize("count", [1 << 31, (1 << 32) + 5, 1 << 40, (1 << 61) + 1, -1])
def test_a_tail_longer_than_its_length_field_is_refused(executor: str, count: int) -> None:
    with machine(executor) as m, pytest.raises(MachineFailure):
        m.call(make_bytes, count)
    with machine(executor) as m:
        assert m.call(make_bytes, 5) == 5


@BOTH
def test_header(executor: str) -> None:
    with machine(executor) as m:
        pair = m.call(hm.make_pair, 0, 0, 5)
        assert m.word(pair) == number_of("heap_model.pair") << 48
        m.hold(pair)
        m.collect()
        assert m.word(pair) == number_of("heap_model.pair") << 48 | 1 << 32, "old and unlogged"
        assert m.get(hm.Pair, "number", pair) == 5


@BOTH
@pytest.mark.parametrize("size", [0, 1, 3, SMALL_BYTES - 12, SMALL_BYTES - 11, BLOCK_BYTES - 12, BLOCK_BYTES, 3 * BLOCK_BYTES + 5, MB])
def test_any_size(executor: str, size: int) -> None:
    with machine(executor) as m:
        raw = m.call(hm.make_raw, size, 0xA5)
        m.hold(raw)
        other = m.call(hm.make_raw, size, 0x5A)
        for _ in range(2):
            m.collect(False)
            m.call(hm.make_raw, size, 0x11)
            m.collect()
        assert m.read(raw + 12, size) == b"\xa5" * size
        assert not m.is_live(other)
        assert m.is_live(raw)
        m.call(hm.make_raw, size, 0x22)
        assert m.read(raw + 12, size) == b"\xa5" * size


@BOTH
@pytest.mark.parametrize("size", [-1, -(2**63), 2**47, 2**62, 2**63 - 1])
def test_impossible_sizes(executor: str, size: int) -> None:
    with machine(executor) as m:
        for make, args in ((hm.make_items, (size,)), (hm.make_raw, (size, 0))):
            with pytest.raises(MachineFailure) as caught:
                m.call(make, *args)
            assert caught.value.kind == "memory"
        assert m.statistics()["collections"] == 0, "no collection can help"
        m.call(hm.make_raw, 100, 0)


@BOTH
def test_larger_than_the_limit(executor: str) -> None:
    with machine(executor) as m:
        kept = m.call(hm.make_raw, 4 * MB, 1)
        m.hold(kept)
        for size in (5 * MB, 9 * MB):
            with pytest.raises(MachineFailure, match="out of memory"):
                m.call(hm.make_raw, size, 0)
        m.call(hm.make_raw, 2 * MB, 0)
        assert m.statistics()["used_bytes"] <= 8 * MB


@fn(raises=True)
def fill_and_recover() -> i64:
    """Allocate until it fails, drop it all, and allocate again; gives the number of pairs it took."""
    count = 0
    head = cast(Value, u64(0))
    try:
        while True:
            head = new(hm.Pair, left=head, number=count)
            count += 1
    except failure:
        made = new(hm.Pair, left=head)  # from the reserve
        if cast(hm.Pair, made.left).number != count - 1:
            return -1
    head = cast(Value, u64(0))
    for _ in range(1000):
        hm.make_pair(head, head, 0)
    return count


@BOTH
def test_memory_error_and_recovery(executor: str) -> None:
    limit = MB if executor == "native" else 512 << 10
    with machine(executor, heap_limit_bytes=limit, verify=executor == "native") as m:
        counts = [m.call(fill_and_recover) for _ in range(4 if executor == "native" else 1)]
        assert all(count * 32 > limit * 0.8 for count in counts), counts
        s = m.statistics()
        assert s["peak_used_bytes"] <= limit
        m.collect()
        s = m.statistics()
        assert s["live_bytes"] < 10_000 and s["is_reserve_open"] == 0


@fn(raises=True)
def fill_for_ever(slots: Ptr[Value]) -> i64:
    while True:
        slots[0] = new(hm.Pair, left=slots[0])


@fn(raises=True)
def fail_in_handler(slots: Ptr[Value], times: i64) -> i64:
    """Catch the memory error and use up the reserve too, again and again."""
    caught = 0
    for _ in range(times):
        try:
            fill_for_ever(slots)
        except failure:
            caught += 1
    return caught


def test_the_reserve_can_run_out() -> None:
    with machine("native", heap_limit_bytes=MB) as m:
        m.hold(0)
        slots = m.get(Runtime, "roots", m.runtime)
        assert m.call(fail_in_handler, slots, 20) == 20
        assert m.statistics()["peak_used_bytes"] <= MB
        with pytest.raises(MachineFailure) as caught:
            m.call(hm.make_pair, 0, 0, 0)
        assert caught.value.kind == "memory"
        m.write(slots, bytes(8))
        m.call(hm.make_pair, 0, 0, 0)


def test_the_memory_error_may_be_the_languages() -> None:
    with machine("native", heap_limit_bytes=MB) as m:
        m.hold(0)
        slots = m.get(Runtime, "roots", m.runtime)
        exception = m.call(hm.make_pair, 0, 0, 99)
        m.call(memory.set_memory_error, exception)
        m.call(fail_in_handler, slots, 2)
        with pytest.raises(MachineFailure) as caught:
            m.call(hm.make_pair, 0, 0, 0)
        assert caught.value.exception == exception
        assert m.get(hm.Pair, "number", exception) == 99


# --- roots
@fn(raises=True)
def interior(count: i64) -> i64:
    """Objects held only by pointers into their middle or last byte, across collections. Gives the bytes that are wrong."""
    raw = hm.make_raw(999, 0x33)
    middle = raw.data + 500
    items = new(hm.Items, tail=3000)
    items.items[2999] = hm.make_pair(cast(Value, u64(0)), cast(Value, u64(0)), 77)
    last = items.items + 2999
    large = hm.make_raw(200_000, 0x44)
    end = large.data + 199_999
    for _ in range(count):
        hm.make_raw(3000, 0xEE)
    memory.collect_now(True)
    hm.make_raw(3000, 0xEE)
    wrong = 0
    for i in range(500):
        if middle[i - 500] != 0x33:
            wrong += 1
    if cast(hm.Pair, last[0]).number != 77:
        wrong += 1
    if end[0] != 0x44 or end[-199_999] != 0x44:
        wrong += 1
    return wrong


@BOTH
@pytest.mark.parametrize("period", [0, 1])
def test_interior_pointers_keep_objects(executor: str, period: int) -> None:
    with machine(executor, stress_period=period, stress_full=True) as m:
        assert m.call(interior, 20 if executor == "reference" else 400) == 0


@BOTH
def test_every_word_near_an_object_is_resolved_right(executor: str) -> None:
    """A word on the VM stack keeps exactly the object it lies in."""
    with machine(executor) as m:
        low = m.get(Thread, "stack_low", m.thread)
        m.set(Thread, "stack_top", low + 8, m.thread)
        for make, args, size in ((hm.make_pair, (0, 0, 1), 32), (hm.make_raw, (100, 1), 112), (hm.make_raw, (20000, 1), 20016)):
            for full in (False, True):
                for age in (0, 1):
                    for offset in (0, 1, 7, 8, size - 1, size):
                        object_ = m.call(make, *args)
                        after = m.call(hm.make_pair, 0, 0, 0)
                        if age:
                            m.write(low, object_.to_bytes(8, "little"))
                            m.collect(False)
                        m.write(low, (object_ + offset).to_bytes(8, "little"))
                        m.collect(full)
                        is_kept = offset < size or (age == 1 and not full)
                        assert m.is_live(object_) == is_kept, (size, full, age, offset)
                        if age == 0 and offset == size and after == object_ + size:
                            assert m.is_live(after)


@BOTH
def test_wild_words_are_no_objects(executor: str) -> None:
    with machine(executor) as m:
        low = m.get(Thread, "stack_low", m.thread)
        kept = m.call(hm.make_pair, 0, 0, 1)
        m.hold(kept)
        m.call(hm.make_raw, 100_000, 1)
        base = m.statistics()["base"]
        words = [0, 1, 7, 2**64 - 1, 2**63, base, base + 1, base - 1, base + 2**40, *(base + 997 * i for i in range(400))]
        m.set(Thread, "stack_top", low + 8 * len(words), m.thread)
        m.write(low, b"".join(w.to_bytes(8, "little") for w in words))
        for full in (False, True, False, True):
            m.collect(full)
        m.call(allocate_words, 50)
        m.collect()
        assert m.get(hm.Pair, "number", kept) == 1


@BOTH
def test_root_ranges(executor: str) -> None:
    with machine(executor) as m:
        words, keep = m.back.scratch(bytes(24))
        pair = m.call(hm.make_pair, 0, 0, 6)
        m.write(words + 16, (pair + 8).to_bytes(8, "little"))
        m.call(memory.add_root_range, words, 3)
        m.call(memory.add_root_range, words, 1)
        m.collect()
        assert m.is_live(pair)
        assert m.call(memory.remove_root_range, words) is True
        m.collect()
        assert m.is_live(pair)
        assert m.call(memory.remove_root_range, words) is True
        assert m.call(memory.remove_root_range, words) is False
        m.collect()
        assert not m.is_live(pair)
        del keep


@BOTH
def test_held_values_outside_the_heap(executor: str) -> None:
    """Fixnums, floats, immediates and addresses elsewhere are no references."""
    with machine(executor) as m:
        for word in (3, 2**63 | 2, 4, 2**64 - 1, 0x10, m.runtime, m.statistics()["base"] + 2**36):
            pair = m.call(hm.make_pair, word, word, 0)
            m.hold(pair)
            m.hold(word)
        m.collect(False)
        m.collect()


@fn(raises=True)
def registers(rounds: i64) -> i64:
    """Many objects live in locals only."""
    a = hm.make_pair(cast(Value, u64(0)), cast(Value, u64(0)), 1)
    b = hm.make_pair(a, a, 2)
    c = hm.make_raw(40, 3)
    d = hm.make_pair(b, c, 4)
    e = hm.make_pair(d, b, 5)
    f = new(hm.Items, tail=5)
    g = hm.make_wide(e, 6)
    for i in range(rounds):
        f.items[i % 5] = hm.make_pair(f.items[(i + 1) % 5], e, i)
    if g.pair is None:
        return -1
    return a.number + b.number + i64(c.data[39]) + d.number + e.number + f.length + g.pair.number + i64(g.last)


@BOTH
@pytest.mark.parametrize("full", [False, True])
def test_locals_are_roots(executor: str, full: bool) -> None:
    with machine(executor, stress_period=1, stress_full=full) as m:
        assert m.call(registers, 12 if executor == "reference" else 300) == 1 + 2 + 3 + 4 + 5 + 5 + 6 - 1


def test_limits_of_a_heap() -> None:
    for options in ({"heap_limit_bytes": 100_000}, {"heap_limit_bytes": -1}, {"heap_limit_bytes": 2**60}, {"stress_period": -1}, {"stack_words": 1}):
        with pytest.raises(UsageError) as caught:
            Machine("native", **options)
        assert caught.value.code == "US015"


def test_stack_array_is_scanned() -> None:
    with machine("native") as m:
        assert m.call(in_stack_array, 2000) == 10


@fn(raises=True)
def in_stack_array(count: i64) -> i64:
    area = stack_array(Value, 4)
    area[1] = hm.make_pair(cast(Value, u64(0)), cast(Value, u64(0)), 10)
    for _ in range(count):
        hm.make_raw(5000, 0xEE)
    return cast(hm.Pair, area[1]).number


@fn(raises=True)
def make_code(register_count: i64) -> Code:
    return new(Code, tail=0, register_count=register_count, instructions=new(Raw, tail=0))


@BOTH
@pytest.mark.parametrize("count", [0, 100, 5000])
def test_the_current_frames_registers_are_roots(executor: str, count: int) -> None:
    """The VM stack is scanned to the end of the current frame and a margin, not further."""
    with machine(executor, stack_words=1 << 14) as m:
        base = m.get(Thread, "stack_low", m.thread) + 8 * FRAME_WORDS
        m.write(base + 8 * CODE, m.call(make_code, count).to_bytes(8, "little"))
        pairs = {}
        for register in (0, count // 2, max(0, count - 1), count + STACK_MARGIN_WORDS - 1, count + STACK_MARGIN_WORDS):
            pairs[register] = m.call(hm.make_pair, 0, 0, register)
            m.write(base + 8 * register, pairs[register].to_bytes(8, "little"))
            m.set(Thread, "base", base, m.thread)
            m.set(Thread, "stack_top", base + 8 * (register + 1), m.thread)
            m.collect()
        m.set(Thread, "stack_top", 0, m.thread)
        m.collect()
        assert {r: m.is_live(p) for r, p in pairs.items()} == {r: r < count + STACK_MARGIN_WORDS for r in pairs}
