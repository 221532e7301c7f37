"""Random mutation programs in the heap against the model in Python."""

from __future__ import annotations

import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corevm.kernel.thread import Runtime, Thread
from corevm.testing import heap_model as hm
from corevm.testing.heap_model import SLOTS, Model, Op, compare, pack
from corevm.testing.machine import Machine

SLOT = st.integers(0, SLOTS - 1)
OPS = st.one_of(
    st.builds(Op, st.just(hm.PAIR), SLOT, SLOT, SLOT),
    st.builds(Op, st.just(hm.ITEMS), SLOT, st.integers(0, 40)),
    st.builds(Op, st.just(hm.ITEMS), SLOT, st.sampled_from([31, 200, 1000, 2046, 2047, 5000])),
    st.builds(Op, st.just(hm.RAW), SLOT, st.sampled_from([0, 1, 15, 16, 300, 4000, 16368, 16369, 40000, 100000]), SLOT),
    st.builds(Op, st.just(hm.STORE), SLOT, st.integers(0, 5000), SLOT),
    st.builds(Op, st.just(hm.LOAD), SLOT, SLOT, st.integers(0, 5000)),
    st.builds(Op, st.just(hm.CLEAR), SLOT),
    st.builds(Op, st.just(hm.COLLECT), st.just(0), st.integers(0, 1)),
    st.builds(Op, st.just(hm.CHURN), st.just(0), st.integers(0, 40), st.sampled_from([8, 100, 1000, 3000])),
)


def execute(machine: Machine, program: list[Op], *, on_stack: bool = False) -> int:
    """Run a program on a machine and compare; the slots are roots of the runtime, or words of the VM stack."""
    if on_stack:
        slots = machine.get(Thread, "stack_low", machine.thread)
        machine.set(Thread, "stack_top", slots + 8 * SLOTS, machine.thread)
        machine.write(slots, bytes(8 * SLOTS))
    else:
        machine.hold(0)
        slots = machine.get(Runtime, "roots", machine.runtime)
        machine.write(slots, bytes(8 * SLOTS))
    address, _keep = machine.back.scratch(pack(program))
    machine.call(hm.run_program, address, len(program), slots)
    model = Model()
    model.run(program)
    machine.check()
    return compare(machine, list(struct.unpack(f"<{SLOTS}Q", machine.read(slots, 8 * SLOTS))), model.slots)


@pytest.mark.parametrize("options", [{}, {"stress_period": 1}, {"stress_period": 3, "stress_full": True}, {"generational": False}])
@settings(max_examples=150, deadline=None)
@given(program=st.lists(OPS, max_size=120), on_stack=st.booleans())
def test_native_programs(options: dict[str, int], program: list[Op], on_stack: bool) -> None:
    with Machine("native", heap_limit_bytes=64 << 20, nursery_bytes=64 << 10, verify=True, poison=True, language=hm.LANGUAGE, **options) as m:
        execute(m, program, on_stack=on_stack)


@settings(max_examples=12, deadline=None)
@given(program=st.lists(OPS, max_size=25), on_stack=st.booleans(), period=st.sampled_from([0, 2]))
def test_reference_programs(program: list[Op], on_stack: bool, period: int) -> None:
    with Machine("reference", heap_limit_bytes=64 << 20, nursery_bytes=64 << 10, verify=True, poison=True, language=hm.LANGUAGE, stress_period=period) as m:
        execute(m, program, on_stack=on_stack)


def random_program(seed: int, length: int) -> list[Op]:
    rng = random.Random(seed)
    slot = lambda: rng.randrange(SLOTS)  # noqa: E731
    weights = [40, 15, 8, 50, 30, 6, 0.05, 1]
    program = []
    for code in rng.choices(range(8), weights, k=length):
        if code == hm.ITEMS:
            program.append(Op(code, slot(), int(rng.expovariate(1 / 30)) if rng.random() < 0.98 else rng.randrange(6000)))
        elif code == hm.RAW:
            program.append(Op(code, slot(), int(rng.expovariate(1 / 100)) if rng.random() < 0.95 else rng.randrange(60000), slot()))
        elif code == hm.STORE:
            program.append(Op(code, slot(), rng.randrange(6000), slot()))
        elif code == hm.LOAD:
            program.append(Op(code, slot(), slot(), rng.randrange(6000)))
        elif code == hm.COLLECT:
            program.append(Op(code, 0, rng.randrange(2)))
        elif code == hm.CHURN:
            program.append(Op(code, 0, rng.randrange(60), rng.choice([16, 100, 2000])))
        else:
            program.append(Op(code, slot(), slot(), slot()))
    return program


@pytest.mark.parametrize("seed", range(24))
def test_long_native_programs(seed: int) -> None:
    options = [{}, {"stress_period": 97}, {"mark_stack_limit": 16}, {"generational": False}][seed % 4]
    with Machine("native", heap_limit_bytes=96 << 20, nursery_bytes=[32 << 10, 512 << 10][seed % 2], verify=True, poison=True, language=hm.LANGUAGE, **options) as m:
        objects = execute(m, random_program(seed, 20_000), on_stack=seed % 3 == 0)
        assert objects > 20
        assert m.statistics()["collections"] > 10
