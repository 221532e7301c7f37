"""The functions of an image's IR as the evaluator wants them: what they call inline is in them, and they are simplified, once.

Functions with loops stay as they are and are called: their loops are unrolled, or not, for themselves.

Effects: none.
"""

from __future__ import annotations

from corevm.ir.analysis.dominance import reverse_postorder, successor_indexes
from corevm.ir.analysis.liveness import live_values
from corevm.ir.archive import Archive
from corevm.ir.module import Function, Value
from corevm.ir.pass_.copy import copy_function
from corevm.ir.pass_.inline import Inliner
from corevm.ir.pass_.simplify import simplify

MAX_BODY = 4000  # instructions of a function that others are put into


class Bodies:
    """Of one image."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.places = Places()
        self._made: dict[str, Function] = {}

    def function(self, name: str) -> Function:
        found = self._made.get(name)
        if found is None:
            found = self.archive.function(name)
            if found.is_inline and not found.is_declaration:
                found = copy_function(found)
                Inliner(self._inlined, max_instrs=1 << 60).run(found)
                simplify(found)
            self._made[name] = found
        return found

    def _inlined(self, name: str) -> Function | None:
        """A function that is put into those that call it."""
        if not self.archive.function(name).is_inline:
            return None
        found = self.function(name)
        return None if found.is_declaration or _has_loop(found) or sum(len(b.instrs) for b in found.blocks) > MAX_BODY else found


def _has_loop(function: Function) -> bool:
    successors = successor_indexes(function)
    at = {block: i for i, block in enumerate(reverse_postorder(successors))}
    return any(at[after] <= at[block] for block in at for after in successors[block])


class Places:
    """The order of functions' blocks, and what is live in them; remembered."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Function, dict[int, tuple[int, list[Value]]]]] = {}

    def of(self, function: Function) -> dict[int, tuple[int, list[Value]]]:
        """The blocks' order, each after those that lead to it, but for loops; and what is live as they begin, beside their parameters. By the block's id."""
        found = self._found.get(id(function))
        if found is None:
            order, live = reverse_postorder(successor_indexes(function)), live_values(function)
            found = self._found[id(function)] = function, {id(function.blocks[index]): (i, live[index]) for i, index in enumerate(order)}
        return found[1]


__all__ = ["Bodies", "Places"]
