"""Dominance against its definition: a dominates b if b cannot be reached without a."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from corevm.ir.analysis.dominance import Dominance
from corevm.ir.build import Builder, new_function
from corevm.ir.module import Block, Function
from corevm.ir.type import I8, Signature


def random_graph(random: Random) -> Function:
    function = new_function("f", Signature((I8,), ()))
    function.blocks += [Block(f"b{i}") for i in range(random.randint(0, 9))]
    for block in function.blocks:
        others = function.blocks[1:]
        count = random.randint(0, 3) if others else 0
        b = Builder(block)
        if count == 0:
            b.ret()
        else:
            b.switch(b.const(I8, 1), [(i, random.choice(others)) for i in range(count - 1)], random.choice(others))
    return function


def reachable(function: Function, without: int = -1) -> set[int]:
    index = {id(b): i for i, b in enumerate(function.blocks)}
    seen = {0} - {without}
    work = list(seen)
    while work:
        for after in function.blocks[work.pop()].successors():
            i = index[id(after)]
            if i != without and i not in seen:
                seen.add(i)
                work.append(i)
    return seen


@given(st.integers(0, 2**32))
def test_definition(seed: int) -> None:
    function = random_graph(Random(seed))
    dominance = Dominance(function)
    live = reachable(function)
    for a in range(len(function.blocks)):
        assert dominance.is_reachable(a) == (a in live)
        if a in live:
            kept = reachable(function, without=a)
            for b in live:
                assert dominance.dominates(a, b) == (b not in kept)
    assert dominance.order[0] == 0 and set(dominance.order) == live
