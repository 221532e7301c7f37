"""Order and dominance of a function's blocks (Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm").

Blocks are named by their index in `function.blocks`. Effects: none.
"""

from __future__ import annotations

from corevm.ir.module import Function


def successor_indexes(function: Function) -> list[list[int]]:
    """For each block, the indexes of the blocks it may jump to (twice where two edges go there)."""
    index = {id(block): i for i, block in enumerate(function.blocks)}
    return [[index[id(after)] for after in block.successors()] for block in function.blocks]


def reverse_postorder(successors: list[list[int]]) -> list[int]:
    """The blocks reachable from block 0, each before its successors but for loops."""
    order: list[int] = []
    seen = {0}
    stack = [(0, iter(successors[0]))]
    while stack:
        block, rest = stack[-1]
        for after in rest:
            if after not in seen:
                seen.add(after)
                stack.append((after, iter(successors[after])))
                break
        else:
            order.append(block)
            stack.pop()
    order.reverse()
    return order


class Dominance:
    """The dominator tree of a function. Unreachable blocks have no place in it."""

    def __init__(self, function: Function) -> None:
        self.successors = successor_indexes(function)
        self.order = reverse_postorder(self.successors)
        count = len(function.blocks)
        position = [-1] * count
        for i, block in enumerate(self.order):
            position[block] = i
        self.position = position
        predecessors: list[list[int]] = [[] for _ in range(count)]
        for block in self.order:
            for after in self.successors[block]:
                predecessors[after].append(block)
        self.predecessors = predecessors
        self.immediate = self._immediate_dominators()
        self._enter, self._leave = self._intervals()

    def _immediate_dominators(self) -> list[int]:
        immediate = [-1] * len(self.successors)
        immediate[0] = 0
        position = self.position
        is_changed = True
        while is_changed:
            is_changed = False
            for block in self.order[1:]:
                new = -1
                for before in self.predecessors[block]:
                    if immediate[before] < 0:
                        continue
                    if new < 0:
                        new = before
                        continue
                    other = before
                    while new != other:
                        while position[new] > position[other]:
                            new = immediate[new]
                        while position[other] > position[new]:
                            other = immediate[other]
                if immediate[block] != new:
                    immediate[block] = new
                    is_changed = True
        return immediate

    def _intervals(self) -> tuple[list[int], list[int]]:
        """Numbers such that a dominates b exactly if b's interval lies in a's."""
        children: list[list[int]] = [[] for _ in self.immediate]
        for block in self.order[1:]:
            children[self.immediate[block]].append(block)
        enter = [-1] * len(self.immediate)
        leave = [-1] * len(self.immediate)
        clock = 0
        stack = [(0, iter(children[0]))]
        enter[0] = 0
        while stack:
            block, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                leave[block] = clock
                stack.pop()
            else:
                clock += 1
                enter[child] = clock
                stack.append((child, iter(children[child])))
        return enter, leave

    def is_reachable(self, block: int) -> bool:
        return self.position[block] >= 0

    def dominates(self, a: int, b: int) -> bool:
        """Whether every path to `b` passes `a`; both must be reachable."""
        return self._enter[a] <= self._enter[b] <= self._leave[a]


__all__ = ["Dominance", "reverse_postorder", "successor_indexes"]
