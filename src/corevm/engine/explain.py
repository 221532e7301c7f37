"""What the JIT of a runtime has done, as text: its units, what they were made from, how often they were entered, and where and why they were left.

Effects: reads the runtime's memory.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from corevm.kernel.constant import FUSED_OPCODE_MASK

if TYPE_CHECKING:
    from corevm.engine.hot import Unit
    from corevm.engine.runtime import Runtime

ENDS = ("exit", "miss", "call", "return", "failure")  # of `Unit.cells`, in which a run of a unit ends
MEANINGS = {
    "exit": "left to the interpreter", "miss": "not entered", "call": "calls a function that was not followed",
    "return": "returns", "failure": "raises",
}  # fmt: skip


class Spot(NamedTuple):
    """An instruction: its function, file and line, its place among the function's words, and its name."""

    function: str
    file: str
    line: int
    word: int
    instruction: str

    def __str__(self) -> str:
        return f"{self.function}, line {self.line}, word {self.word} ({self.instruction})"


class Explainer:
    """Explains one runtime's JIT. Raises: nothing that the runtime does not."""

    def __init__(self, runtime: Runtime) -> None:
        self._rt = runtime
        self._names = {shape[0]: name for name, shape in runtime.layout.instructions.items()}
        for first, row in runtime.layout.fusions.items():
            self._names.update({number & FUSED_OPCODE_MASK: f"{first}+{second}" for second, number in row.items()})

    def spot(self, unit: Unit, address: int) -> Spot | None:
        """The instruction at an address, of the code that a unit was made from."""
        rt, hot = self._rt, self._rt.hot_code
        for code in unit.codes:
            word = (address - rt.get("Code", "entry", code)) // 8
            if hot is not None and 0 <= word < rt.get("Code", "word_count", code):
                function, file = (rt.text(rt.get("Code", part, code)) for part in ("qualified_name", "file"))
                name = self._names.get(hot.original(address), "?")
                return Spot(function, file, rt.position(code, word)[0], word, name)
        return None

    def unit_lines(self, unit: Unit, most: int) -> list[str]:
        """A unit, with the ends its runs most often came to."""
        counts = unit.counts()
        entries = unit.total("entry")
        begin = self.spot(unit, unit.address)
        if begin is None:
            return []
        followed = ", ".join(self._rt.text(self._rt.get("Code", "qualified_name", code)) for code in unit.codes[1:])
        lines = [
            f"{begin.function} ({begin.file}, line {begin.line}), from word {begin.word} on",
            f"    {unit.name}: {unit.size_bytes} bytes, made {unit.tries} time{'s' if unit.tries > 1 else ''}, entered {entries} times",
        ]
        if followed:
            lines.append(f"    with {followed}")
        ends: Counter[tuple[str, int, str]] = Counter()
        for kind, address, why, _, count in counts:
            if kind in ENDS and count:
                ends[kind, address, why] += count
        for (kind, address, why), count in ends.most_common(most):
            reason = f": {why}" if why else ""
            lines.append(f"    {count:10}  {MEANINGS[kind]} at {self.spot(unit, address) or hex(address)}{reason}")
        return lines


def explain(runtime: Runtime, function: str = "", most: int = 5) -> str:
    """The units in use, those entered most often first.

    Args:
        function: only those that begin in functions whose qualified name has this in it.
        most: ends that are told of each.
    """
    hot = runtime.hot_code
    if hot is None:
        return "The JIT is off.\n"
    explainer = Explainer(runtime)
    units = sorted(hot.units_in_use, key=lambda unit: -unit.total("entry"))
    lines = []
    for unit in units:
        begin = explainer.spot(unit, unit.address)
        if begin is not None and function in begin.function:
            lines += [*explainer.unit_lines(unit, most), ""]
    lines.append(f"{len(units)} units in use, {len(hot.units)} made; {sum(u.size_bytes for u in hot.units)} bytes")
    lines += [f"{count} not made: {why}" for why, count in Counter(hot.refused).most_common()]
    return "\n".join(lines) + "\n"


__all__ = ["Explainer", "Spot", "explain"]
