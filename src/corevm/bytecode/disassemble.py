"""The text form of a module: what `corevm bytecode dis` shows and `asm` reads; exact in both directions.

    .function 0 'f' 'outer.f' 'a.py' 3          a function: number, name, qualified name, file, first line
    .parameters (), ('x',), None, (), None      positional-only, positional, rest, keyword-only, keywords
    .registers 4
    .locals ('x',)                              likewise .free .cells; .doc 'text'; .flags 8; .generator
    .constant 0 12.5                            a literal; nan(BITS), special(N), function(N), complex(A, B), frozenset(...)
    .catch L1 L2 L3 r2 0                        from, to, target, register, filter
    .at 3:4-3:9                                 the source range of what follows: line:column-line:column; or none
    L1:
        add r1, r0, r2                          registers r, windows w, constants k, numbers #, jumps to labels

What stands behind a `;` (outside of strings) is a comment: source lines, what a constant is.
"""

from __future__ import annotations

import math
import struct

from corevm.bytecode.model import CodeUnit, Special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    SourceLine = Callable[[str, int], str]

PREFIX = {"Reg": "r", "OutIndex": "r", "Window": "w", "Const": "k", "Imm": "#", "Index": "#", "Word": "#", "Target": "L"}
COMMENT_COLUMN = 44
SHOWN_CHARACTERS = 60


def literal(x: object, numbers: Mapping[int, int]) -> str:
    """The text of a constant."""
    kind = type(x)
    if isinstance(x, CodeUnit):
        return f"function({numbers[id(x)]})"
    if isinstance(x, Special):
        return f"special({x.number})"
    if isinstance(x, float):
        if math.isfinite(x):
            return repr(float(x))
        return f"nan({hex(struct.unpack('<Q', struct.pack('<d', x))[0])})"
    if isinstance(x, complex):
        return f"complex({literal(x.real, numbers)}, {literal(x.imag, numbers)})"
    if isinstance(x, str):
        return ascii(str(x))
    if isinstance(x, int) and kind is not bool and abs(x) >= 1 << 64:
        return hex(x)
    if kind is tuple:
        items = [literal(i, numbers) for i in x]  # type: ignore[attr-defined]
        return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    if kind is frozenset:
        return f"frozenset({', '.join(sorted(literal(i, numbers) for i in x))})"  # type: ignore[attr-defined]
    return "..." if x is Ellipsis else repr(x)


def functions_in_order(unit: CodeUnit) -> list[CodeUnit]:
    """Those within a function before it, as the module format has them."""
    found: list[CodeUnit] = []
    done: set[int] = set()
    pending = [(unit, False)]
    while pending:
        current, is_ready = pending.pop()
        if id(current) in done:
            continue
        if is_ready:
            done.add(id(current))
            found.append(current)
        else:
            pending.append((current, True))
            pending += [(c, False) for c in reversed(current.constants) if isinstance(c, CodeUnit)]
    return found


class Disassembler:
    """Writes one module as text. `source`: gives the text of a line of a file, or an empty string."""

    def __init__(self, shapes: Mapping[str, Any], source: SourceLine | None = None) -> None:
        self.shapes = shapes
        self.source = source
        self.out: list[str] = []
        self.numbers: dict[int, int] = {}

    def module(self, unit: CodeUnit) -> str:
        for number, function in enumerate(functions_in_order(unit)):
            self.numbers[id(function)] = number
            self.function(number, function)
        return "\n".join(self.out) + "\n"

    def names(self, directive: str, names: tuple[str, ...]) -> None:
        if names:
            self.out.append(f".{directive} {literal(names, {})}")

    def function(self, number: int, unit: CodeUnit) -> None:
        out = self.out
        if out:
            out.append("")
        head = " ".join(literal(x, {}) for x in (unit.name, unit.qualified_name, unit.file))
        out.append(f".function {number} {head} {unit.first_line}")
        p = unit.parameters
        if p.names:
            parts = (p.positional_only, p.positional, p.rest, p.keyword_only, p.keywords)
            out.append(f".parameters {', '.join(literal(x, {}) for x in parts)}")
        out.append(f".registers {unit.register_count}")
        for directive, names in (("locals", unit.local_names), ("free", unit.free_names), ("cells", unit.cell_names)):
            self.names(directive, names)
        if unit.doc is not None:
            out.append(f".doc {literal(unit.doc, {})}")
        if unit.flags:
            out.append(f".flags {unit.flags}")
        if unit.is_generator:
            out.append(".generator")
        out += [f".constant {i} {literal(c, self.numbers)}" for i, c in enumerate(unit.constants)]
        labels = self.labels(unit)
        for s in unit.catch_sites:
            out.append(f".catch L{labels[s.start]} L{labels[s.end]} L{labels[s.target]} r{s.register} {s.filter}")
        last = shown = None
        for i, instruction in enumerate(unit.instructions):
            if i in labels:
                out.append(f"L{labels[i]}:")
            if i == 0 or instruction.position != last:
                last = instruction.position
                if last is not None or i:
                    text = "none" if last is None else f"{last.line}:{last.column}-{last.end_line}:{last.end_column}"
                    line = self.source(unit.file, last.line).strip() if self.source and last is not None and last.line != shown else ""
                    out.append(f".at {text}" + (f"  ; {line}" if line else ""))
                    shown = last.line if last is not None else shown
            out.append(self.instruction(unit, i, labels))
        if len(unit.instructions) in labels:
            out.append(f"L{labels[len(unit.instructions)]}:")

    def labels(self, unit: CodeUnit) -> dict[int, int]:
        """Instructions that something leads to, numbered in order."""
        targets = {x for s in unit.catch_sites for x in (s.start, s.end, s.target)}
        for i, instruction in enumerate(unit.instructions):
            for (_, kind, *_), x in zip(self.shapes[instruction.op][2], instruction.operands, strict=True):
                if kind == "Target":
                    targets.add(i + x)
        return {at: n for n, at in enumerate(sorted(targets))}

    def instruction(self, unit: CodeUnit, i: int, labels: Mapping[int, int]) -> str:
        instruction = unit.instructions[i]
        parts, comments = [], []
        for (name, kind, *_), x in zip(self.shapes[instruction.op][2], instruction.operands, strict=True):
            parts.append(f"L{labels[i + x]}" if kind == "Target" else f"{PREFIX[kind]}{x}")
            if kind == "Const" and x < len(unit.constants):
                comments.append(literal(unit.constants[x], self.numbers)[:SHOWN_CHARACTERS])
            elif kind == "Word" and name in ("constant", "key", "names") and 0 <= x < len(unit.constants):
                comments.append(f"{name}: {literal(unit.constants[x], self.numbers)}"[:SHOWN_CHARACTERS])
        text = f"    {instruction.op} {', '.join(parts)}".rstrip()
        return f"{text:<{COMMENT_COLUMN}}; {', '.join(comments)}" if comments else text


def disassemble(unit: CodeUnit, shapes: Mapping[str, Any], source: SourceLine | None = None) -> str:
    """The text form of a unit and the functions in it."""
    return Disassembler(shapes, source).module(unit)
