"""Random modules: the verifier accepts them, forms keep them, passes do not change what they do."""

from __future__ import annotations

import struct
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from corevm.errors import IrTrap
from corevm.ir.module import Module
from corevm.ir.pass_.inline import inline_modules
from corevm.ir.pass_.simplify import simplify
from corevm.ir.run import Executor
from corevm.ir.text import format_module, parse_module, structure_of
from corevm.ir.verify import verify_module
from corevm.testing.ir_strategy import SCRATCH_BYTES, random_arguments, random_module

SEED = st.integers(0, 2**32)  # drawing every choice from hypothesis would shrink better, and costs 100 times the time
FUNCTIONS = st.integers(1, 5)
SIZE = st.integers(1, 60)
common = settings(deadline=None, max_examples=100)


def behaviour(module: Module, seed: int) -> list[object]:
    """Results and memory of a call of each function; "trap" where it traps."""
    random = Random(seed)
    seen: list[object] = []
    for function in module.functions.values():
        if function.is_declaration:
            continue
        executor = Executor([module], max_steps=100_000)
        args = random_arguments(random, function)
        try:
            results = executor.call(function.name, *args)
        except IrTrap as trap:
            assert trap.code == "IR901", trap  # overflow is the one trap random modules allow themselves
            seen.append("trap")
            continue
        bits = [struct.pack("<d", r) if isinstance(r, float) else r for r in results]
        seen.append((bits, executor.memory.load_bytes(executor.data_address("scratch"), SCRATCH_BYTES)))
    return seen


def assert_same(before: list[object], after: list[object]) -> None:
    """A run that trapped may do anything later."""
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert one == "trap" or one == other


@common
@given(SEED, FUNCTIONS, SIZE)
def test_verifier_accepts_and_executor_runs(seed: int, functions: int, size: int) -> None:
    module = random_module(Random(seed), max_functions=functions, max_size=size)
    verify_module(module)
    behaviour(module, seed)


@common
@given(SEED, FUNCTIONS, SIZE)
def test_text_round_trip(seed: int, functions: int, size: int) -> None:
    module = random_module(Random(seed), max_functions=functions, max_size=size)
    text = format_module(module)
    again = parse_module(text)
    verify_module(again)
    assert format_module(again) == text
    assert structure_of(again) == structure_of(module)


@common
@given(SEED, FUNCTIONS, SIZE)
def test_simplify_keeps_behaviour(seed: int, functions: int, size: int) -> None:
    module = random_module(Random(seed), max_functions=functions, max_size=size)
    before = behaviour(module, seed)
    for function in module.functions.values():
        simplify(function)
    verify_module(module)
    assert_same(before, behaviour(module, seed))
    text = format_module(module)
    for function in module.functions.values():
        assert not simplify(function)
    assert format_module(module) == text


@common
@given(SEED, FUNCTIONS, SIZE)
def test_inline_keeps_behaviour(seed: int, functions: int, size: int) -> None:
    module = random_module(Random(seed), max_functions=functions, max_size=size)
    before = behaviour(module, seed)
    inline_modules([module])
    verify_module(module)
    for function in module.functions.values():
        for instr in function.instructions():
            assert instr.op.name not in ("call", "tail_call") or not module.functions[str(instr.imm[0])].is_inline
    assert_same(before, behaviour(module, seed))
    for function in module.functions.values():
        simplify(function)
    verify_module(module)
    assert_same(before, behaviour(module, seed))
