"""Reductions, fuel, and stopping the world."""

from __future__ import annotations

import threading

import pytest

from corevm.kernel.memory import collect_now
from corevm.kernel.safepoint import SLICE_REDUCTIONS, spend
from corevm.kernel.thread import Runtime, Thread
from corevm.micro.surface import Ptr, Value, cast, fn, i64, u64
from corevm.testing import heap_model as hm
from corevm.testing.machine import EXECUTORS, Machine, MachineFailure

BOTH = pytest.mark.parametrize("executor", EXECUTORS)


@fn(raises=True)
def spend_often(count: i64, units: i64) -> i64:
    for _ in range(count):
        spend(units)
    return count


def spent(m: Machine) -> int:
    slice_ = m.get(Thread, "reduction_slice", m.thread) - m.get(Thread, "reductions", m.thread)
    return m.get(Thread, "reductions_spent", m.thread) + slice_


@BOTH
def test_reductions_are_exact(executor: str) -> None:
    with Machine(executor) as m:
        total = 0
        for count, units in ((10, 1), (SLICE_REDUCTIONS + 5, 1), (7, 3000), (1, 10**9), (0, 5)):
            m.call(spend_often, count, units)
            total += count * units
            assert spent(m) == total


@BOTH
@pytest.mark.parametrize("fuel", [0, 1, 999, SLICE_REDUCTIONS, SLICE_REDUCTIONS + 1, 3 * SLICE_REDUCTIONS + 7])
def test_fuel(executor: str, fuel: int) -> None:
    """A runtime may spend its fuel to the last unit, and not one more."""
    with Machine(executor) as m:
        m.set(Runtime, "fuel", fuel, m.runtime)
        m.set(Thread, "reduction_slice", min(fuel, SLICE_REDUCTIONS), m.thread)
        m.set(Thread, "reductions", min(fuel, SLICE_REDUCTIONS), m.thread)
        assert m.call(spend_often, fuel, 1) == fuel
        for _ in range(3):
            with pytest.raises(MachineFailure, match="fuel") as caught:
                m.call(spend_often, 1, 1)
            assert caught.value.kind == "limit"


# --- threads
@fn(raises=True)
def work(slots: Ptr[Value], mine: i64, count: i64) -> i64:
    """Build and change structures, also in a table all threads share; check what is ours."""
    wrong = 0
    table = cast(hm.Items, slots[0])
    kept = hm.make_pair(cast(Value, u64(0)), cast(Value, u64(0)), mine)
    for i in range(count):
        spend(1)
        chain = hm.make_chain(10, cast(Value, u64(0)))
        kept = hm.make_pair(chain, kept if i % 100 != 0 else cast(Value, u64(0)), mine)
        table.items[mine * 16 + (i & 15)] = kept
        if i % 97 == 0:
            hm.make_raw(20_000, 1)
        if hm.chain_sum(chain) != 45 or kept.number != mine:
            wrong += 1
    for j in range(16):
        pair = table.items[mine * 16 + j]
        if cast(u64, pair) != 0 and (cast(hm.Pair, pair).number != mine or hm.chain_sum(cast(hm.Pair, pair).left) != 45):
            wrong += 1
    return wrong


@pytest.mark.parametrize("options", [{}, {"stress_period": 211}, {"generational": False}])
def test_threads_share_a_heap(options: dict[str, int]) -> None:
    count = 4
    with Machine("native", heap_limit_bytes=16 << 20, nursery_bytes=128 << 10, language=hm.LANGUAGE, verify=True, poison=True, **options) as m:
        m.prepare(work, collect_now)
        table = m.call(hm.make_items, count * 16)
        m.hold(table)
        slots = m.get(Runtime, "roots", m.runtime)
        threads = [m.new_thread() for _ in range(count)]
        results: list[object] = [None] * count

        def run(index: int) -> None:
            try:
                results[index] = [m.call(work, slots, index, 3000, thread=threads[index]) for _ in range(3)]
            except BaseException as e:
                results[index] = e

        hosts = [threading.Thread(target=run, args=(i,)) for i in range(count)]
        for host in hosts:
            host.start()
        for host in hosts:
            host.join(60)
        assert results == [[0, 0, 0]] * count
        for t in threads:
            m.end_thread(t)
        m.collect()
        assert m.statistics()["collections"] > 5


def test_a_thread_outside_does_not_hold_up_a_collection() -> None:
    with Machine("native", language=hm.LANGUAGE) as m:
        m.new_thread()
        m.call(hm.make_chain, 1000, 0)
        m.collect()
        assert m.statistics()["collections"] == 1


