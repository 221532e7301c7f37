"""What is live where. Effects: none."""

from __future__ import annotations

from corevm.ir.analysis.dominance import successor_indexes
from corevm.ir.module import Function, Value


def live_values(function: Function) -> list[list[Value]]:
    """By block the values that it, or what follows it, uses and that are defined before it; its own parameters are not among them. In the order of definition."""
    numbers: dict[Value, int] = {}
    uses: list[set[Value]] = []
    defined: list[set[Value]] = []
    for block in function.blocks:
        own = set(block.params)
        used: set[Value] = set()
        for value in block.params:
            numbers[value] = len(numbers)
        for instr in block.instrs:
            used.update(v for v in instr.args if v not in own)
            for target in instr.targets:
                used.update(v for v in target.args if v not in own)
            own.update(instr.results)
            for value in instr.results:
                numbers[value] = len(numbers)
        uses.append(used)
        defined.append(own)
    successors = successor_indexes(function)
    live = [set(used) for used in uses]
    is_changed = True
    while is_changed:
        is_changed = False
        for i in range(len(function.blocks) - 1, -1, -1):
            for following in successors[i]:
                more = live[following] - defined[i] - live[i]
                if more:
                    live[i] |= more
                    is_changed = True
    return [sorted(values, key=numbers.__getitem__) for values in live]


__all__ = ["live_values"]
