"""Weak references, finalizers, the queue."""

from __future__ import annotations

import pytest

from corevm.kernel import memory, weak
from corevm.kernel.safepoint import PENDING_QUEUE
from corevm.kernel.thread import Runtime
from corevm.kernel.weak import WeakReference
from corevm.micro.surface import Value, cast, fn, i64, new, u64
from corevm.testing import heap_model as hm
from corevm.testing.machine import EXECUTORS, Machine

BOTH = pytest.mark.parametrize("executor", EXECUTORS)
FULL = pytest.mark.parametrize("full", [False, True])
FINALIZER = 0x2B  # a fixnum stands for the language's function


def machine(executor: str, **options: int) -> Machine:
    return Machine(executor, language=hm.LANGUAGE, **{"heap_limit_bytes": 8 << 20, "verify": True, "poison": True, **options})


@fn(raises=True)
def make_weak(referent: Value, callback: Value) -> WeakReference:
    return new(WeakReference, referent=referent, callback=callback)


@fn
def set_referent(reference: WeakReference, referent: Value) -> None:
    reference.referent = referent


def referent_of(m: Machine, reference: int) -> int:
    return m.get(WeakReference, "referent", reference)


def queued(m: Machine) -> list[tuple[int, int]]:
    found = []
    while (pair := m.call(weak.take_queued)) != (0, 0):
        found.append(pair)
    return found


# --- weak references
@BOTH
@FULL
def test_a_dead_referent_is_cleared(executor: str, full: bool) -> None:
    with machine(executor) as m:
        pair = m.call(hm.make_pair, 0, 0, 1)
        handle = m.hold(pair)
        reference = m.call(make_weak, pair, 0)
        m.hold(reference)
        m.collect(full)
        assert referent_of(m, reference) == pair
        m.release(handle)
        m.collect(True)
        assert referent_of(m, reference) == 0
        assert not m.is_live(pair) and m.is_live(reference)
        assert queued(m) == []


@BOTH
def test_a_young_referent_dies_in_a_nursery_collection(executor: str) -> None:
    with machine(executor) as m:
        reference = m.call(make_weak, 0, 0)
        m.hold(reference)
        m.collect()
        m.call(set_referent, reference, m.call(hm.make_pair, 0, 0, 1))
        m.collect(False)
        assert referent_of(m, reference) == 0, "the old reference was remembered"


@BOTH
@FULL
def test_no_referent_or_none_of_the_heap(executor: str, full: bool) -> None:
    with machine(executor) as m:
        words = [0, 0x2B, 4, m.runtime & ~15]
        references = [m.call(make_weak, w, 0) for w in words]
        for r in references:
            m.hold(r)
        m.collect(full)
        assert [referent_of(m, r) for r in references] == words


@BOTH
@FULL
def test_callbacks_are_queued_once(executor: str, full: bool) -> None:
    with machine(executor) as m:
        callback = m.call(hm.make_pair, 0, 0, 9)
        references = []
        pair = m.call(hm.make_pair, 0, 0, 1)
        kept = m.hold(pair)
        for i in range(3):
            reference = m.call(make_weak, pair, callback if i != 1 else 0)
            references.append(reference)
            m.hold(reference)
        gone = m.call(make_weak, pair, callback)
        m.release(kept)
        m.collect(full)
        assert m.get(Runtime, "pending", m.runtime) & PENDING_QUEUE
        m.collect(full)
        assert sorted(queued(m)) == sorted([(references[0], 0), (references[2], 0)]), "not the dead reference's own"
        assert m.get(Runtime, "pending", m.runtime) & PENDING_QUEUE == 0
        assert m.get(hm.Pair, "number", callback) == 9
        m.collect(full)
        assert queued(m) == []
        assert gone


@BOTH
def test_a_queued_reference_lives_until_it_is_taken(executor: str) -> None:
    with machine(executor) as m:
        reference = m.call(make_weak, m.call(hm.make_pair, 0, 0, 1), FINALIZER)
        handle = m.hold(reference)
        m.collect()
        m.release(handle)
        m.collect()
        assert m.is_live(reference)
        assert queued(m) == [(reference, 0)]
        m.collect()
        assert not m.is_live(reference)


# --- finalizers
@BOTH
@FULL
def test_finalizers_are_queued_with_all_they_need(executor: str, full: bool) -> None:
    with machine(executor) as m:
        chain = m.call(hm.make_chain, 50, 0)
        handle = m.hold(chain)
        finalizer = m.call(hm.make_pair, 0, 0, 7)
        m.call(weak.register_finalizer, chain, finalizer)
        m.collect(full)
        assert queued(m) == [] and m.is_live(finalizer)
        m.release(handle)
        m.collect(True)
        m.collect(True)
        assert queued(m) == [(chain, finalizer)]
        assert m.call(hm.chain_sum, chain) == 1225
        m.collect(True)
        assert queued(m) == [] and not m.is_live(chain) and not m.is_live(finalizer)


@BOTH
def test_young_objects_are_finalized_by_nursery_collections(executor: str) -> None:
    with machine(executor) as m:
        pairs = [m.call(hm.make_pair, 0, 0, i) for i in range(10)]
        kept = [m.hold(p) for p in pairs[::2]]
        for p in pairs:
            m.call(weak.register_finalizer, p, FINALIZER)
        m.collect(False)
        assert queued(m) == [(p, FINALIZER) for p in pairs[1::2]], "in the order of their registration"
        for handle in kept:
            m.release(handle)
        m.collect(False)
        assert queued(m) == [], "old by now"
        m.collect(True)
        assert queued(m) == [(p, FINALIZER) for p in pairs[::2]]


@BOTH
@FULL
def test_cycles_and_graphs_of_finalizable_objects(executor: str, full: bool) -> None:
    """Dead objects that refer to each other are all queued, whole."""
    with machine(executor) as m:
        a = m.call(hm.make_pair, 0, 0, 1)
        b = m.call(hm.make_pair, a, 0, 2)
        m.call(hm.set_left, a, b)
        for p in (a, b):
            m.call(weak.register_finalizer, p, FINALIZER)
        m.collect(full)
        assert queued(m) == [(a, FINALIZER), (b, FINALIZER)]
        assert m.get(hm.Pair, "left", a) == b and m.get(hm.Pair, "left", b) == a


@BOTH
def test_weak_references_are_cleared_before_finalizers(executor: str) -> None:
    with machine(executor) as m:
        pair = m.call(hm.make_pair, 0, 0, 1)
        inner = m.call(make_weak, pair, 0)
        m.call(hm.set_left, pair, inner)
        outer = m.call(make_weak, pair, FINALIZER)
        m.hold(outer)
        m.call(weak.register_finalizer, pair, FINALIZER)
        m.collect()
        assert referent_of(m, outer) == 0
        assert sorted(queued(m)) == sorted([(outer, 0), (pair, FINALIZER)])
        assert m.is_live(inner) and referent_of(m, inner) == pair, "found only through the resurrected object: not dead"


@BOTH
def test_an_object_may_be_finalized_again(executor: str) -> None:
    with machine(executor) as m:
        pair = m.call(hm.make_pair, 0, 0, 1)
        for _ in range(3):
            m.call(weak.register_finalizer, pair, FINALIZER)
            m.collect()
            assert queued(m) == [(pair, FINALIZER)]
        m.collect()
        assert not m.is_live(pair)


@BOTH
def test_the_end_of_a_language(executor: str) -> None:
    with machine(executor) as m:
        pairs = [m.call(hm.make_pair, 0, 0, i) for i in range(100)]
        for p in pairs:
            m.hold(p)
            m.call(weak.register_finalizer, p, FINALIZER)
        m.collect()
        m.call(memory.collect_final)
        assert sorted(queued(m)) == sorted((p, FINALIZER) for p in pairs)
        assert all(m.is_live(p) for p in pairs)
        m.call(memory.collect_final)
        assert queued(m) == []


@BOTH
@FULL
def test_what_holds_another_is_finalized_before_it(executor: str, full: bool) -> None:
    """Registered in both orders; a plain object between two of them hides nothing."""
    with machine(executor) as m:
        inner = m.call(hm.make_pair, 0, 0, 1)
        between = m.call(hm.make_pair, inner, 0, 2)
        outer = m.call(hm.make_pair, between, 0, 3)
        outermost = m.call(hm.make_pair, 0, outer, 4)
        for p in (inner, outermost, outer):
            m.call(weak.register_finalizer, p, FINALIZER)
        m.collect(full)
        assert queued(m) == [(outermost, FINALIZER)]
        assert all(m.is_live(p) for p in (inner, between, outer, outermost))
        m.collect(True)
        assert queued(m) == [(outer, FINALIZER)]
        m.collect(True)
        assert queued(m) == [(inner, FINALIZER)]
        m.collect(True)
        assert not m.is_live(inner) and not m.is_live(outermost) and queued(m) == []


@BOTH
def test_a_cycle_beside_other_objects_is_finalized_the_second_time(executor: str) -> None:
    with machine(executor) as m:
        first = m.call(hm.make_pair, 0, 0, 1)
        second = m.call(hm.make_pair, first, 0, 2)
        m.call(hm.set_right, first, second)
        other = m.call(hm.make_pair, 0, 0, 3)
        for p in (first, second, other):
            m.call(weak.register_finalizer, p, FINALIZER)
        m.collect(True)
        assert queued(m) == [(other, FINALIZER)]
        m.collect(True)
        assert sorted(p for p, _ in queued(m)) == sorted([first, second])


@BOTH
def test_at_the_end_what_holds_another_comes_first(executor: str) -> None:
    with machine(executor) as m:
        inner = m.call(hm.make_pair, 0, 0, 1)
        outer = m.call(hm.make_pair, inner, 0, 2)
        for p in (inner, outer):
            m.hold(p)
            m.call(weak.register_finalizer, p, FINALIZER)
        m.call(memory.collect_final)
        assert queued(m) == [(outer, FINALIZER)]
        m.call(memory.collect_final)
        assert queued(m) == [(inner, FINALIZER)]


@fn(raises=True)
def make_many(count: i64) -> i64:
    """Weak references and finalizers by the thousand under collections; gives how many finalizers were taken."""
    taken = 0
    last = cast(Value, u64(0))
    for i in range(count):
        pair = hm.make_pair(last, cast(Value, u64(0)), i)
        last = make_weak(pair, FINALIZER_VALUE())
        weak.register_finalizer(pair, last)
        while True:
            first, second = weak.take_queued()
            if cast(u64, first) == 0:
                break
            if cast(u64, second) != 0:
                if cast(hm.Pair, first).number < 0:
                    return -1
                cast(hm.Pair, first).number = -1
                taken += 1
    return taken


@fn
def FINALIZER_VALUE() -> Value:
    return cast(Value, u64(FINALIZER))


@pytest.mark.parametrize("period", [0, 1, 13])
def test_many(period: int) -> None:
    with machine("native", heap_limit_bytes=2 << 20, stress_period=period) as m:
        count = 3000 if period else 100_000
        taken = m.call(make_many, count)
        m.collect()
        rest = [pair for pair in queued(m) if pair[1] != 0]
        assert taken + len(rest) <= count and taken + len(rest) > count * 0.9
