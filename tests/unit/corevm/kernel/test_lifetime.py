"""Making and ending runtimes and threads."""

from __future__ import annotations

import gc

import pytest

from corevm.kernel import lifetime
from corevm.kernel.thread import Runtime, Thread
from corevm.testing import heap_model as hm
from corevm.testing.machine import EXECUTORS, Machine

BOTH = pytest.mark.parametrize("executor", EXECUTORS)


def resident_kb() -> int:
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


def mappings() -> int:
    with open("/proc/self/maps") as file:
        return sum(1 for _ in file)


def live_once(executor: str, size: int = 1000) -> None:
    with Machine(executor, heap_limit_bytes=4 << 20, language=hm.LANGUAGE) as m:
        chain = m.call(hm.make_chain, size, 0)
        m.hold(chain)
        m.call(hm.make_raw, 100_000, 1)
        m.call(hm.set_left, m.call(hm.make_pair, 0, 0, 1), chain)
        m.collect(False)
        m.call(hm.set_left, chain, 0)
        m.collect()


def test_a_thousand_heaps_leave_nothing() -> None:
    for _ in range(50):
        live_once("native")
    gc.collect()
    memory_kb, count = resident_kb(), mappings()
    for _ in range(1000):
        live_once("native")
    gc.collect()
    assert mappings() - count < 20
    assert resident_kb() - memory_kb < 3000


def test_the_simulated_memory_is_released() -> None:
    live_once("reference", 10)
    with Machine("reference") as m:
        memory = m.back.executor.memory
    before = [r.name for r in memory.live_regions()]
    for _ in range(5):
        live_once("reference", 10)
    left = [r.name for r in memory.live_regions()]
    assert [n for n in left if n != "host buffer"] == [n for n in before if n != "host buffer"]


def test_many_heaps_at_once_are_apart() -> None:
    machines = [Machine("native", heap_limit_bytes=1 << 20, language=hm.LANGUAGE) for _ in range(50)]
    chains = [m.call(hm.make_chain, 100 + i, 0) for i, m in enumerate(machines)]
    for m, chain in zip(machines, chains, strict=True):
        m.hold(chain)
    for m in machines:
        m.call(hm.make_chain, 20_000, 0)
        m.collect()
    assert [m.call(hm.chain_sum, c) for m, c in zip(machines, chains, strict=True)] == [n * (n - 1) // 2 for n in range(100, 150)]
    assert len({m.statistics()["base"] for m in machines}) == 50
    for m in machines:
        m.close()


@BOTH
def test_threads_come_and_go(executor: str) -> None:
    with Machine(executor, language=hm.LANGUAGE, verify=True) as m:
        old = m.call(hm.make_pair, 0, 0, 1)
        m.hold(old)
        m.collect()
        threads = [m.new_thread() for _ in range(3)]
        young = m.call(hm.make_pair, 0, 0, 2, thread=threads[1])
        m.call(hm.set_left, old, young, thread=threads[1])
        m.end_thread(threads[1])
        m.end_thread(threads[2])
        m.collect(False)
        assert m.statistics()["full_collections"] == 2, "what the thread remembered is lost"
        assert m.call(hm.chain_sum, old) == 3
        m.end_thread(threads[0])
        assert m.get(Runtime, "first_thread", m.runtime) == m.thread
        assert m.get(Thread, "next_thread", m.thread) == 0


def test_closing_twice_is_fine() -> None:
    m = Machine("native")
    m.close()
    m.close()


def test_the_vm_stack_ends_in_guards() -> None:
    with Machine("native", stack_words=2000) as m:
        low, limit = m.get(Thread, "stack_low", m.thread), m.get(Thread, "stack_limit", m.thread)
        assert limit - low >= 16000
        with open("/proc/self/maps") as file:
            lines = [line.split() for line in file]
        spans = {tuple(int(x, 16) for x in line[0].split("-")): line[1] for line in lines}
        assert any(start <= low - 1 < end and rights.startswith("---") for (start, end), rights in spans.items())
        assert any(start <= limit < end and rights.startswith("---") for (start, end), rights in spans.items())


def test_roots_grow() -> None:
    with Machine("native", language=hm.LANGUAGE) as m:
        pairs = [m.call(hm.make_pair, 0, 0, i) for i in range(1000)]
        handles = [m.hold(p) for p in pairs]
        m.collect()
        assert [m.get(hm.Pair, "number", p) for p in pairs] == list(range(1000))
        for handle in handles:
            m.release(handle)
        m.collect()
        assert not any(map(m.is_live, pairs))
    assert lifetime.LIMIT_MINIMUM_BYTES > 0
