"""Compiled code as text, for people and for golden tests.

    f(a, *, k=): 9 registers
        2  add          x, a, k
        3  jump_if_not  r4, L7
           ...
        L7:
        4  ret          x
        catch 3..5 → L7 in r6 (stop iteration)

Registers with a name in the program are shown by it, others as r and their number; constants by their value.
"""

from __future__ import annotations

from corevm.bytecode.model import CodeUnit, Parameters
from pyta.compiler.instruction import FILTER_STOP_ITERATION, INSTRUCTIONS


def disassemble(unit: CodeUnit, *, nested: bool = True) -> str:
    """The text of a unit, and of those within it (after it, in the order of their first use)."""
    out: list[str] = []
    pending = [unit]
    while pending:
        current = pending.pop(0)
        if out:
            out.append("")
        out += _unit(current)
        if nested:
            pending[:0] = [c for c in current.constants if isinstance(c, CodeUnit)]
    return "\n".join(out) + "\n"


def _unit(unit: CodeUnit) -> list[str]:
    kind = "generator " if unit.is_generator else ""
    out = [f"{kind}{unit.qualified_name}({_signature(unit.parameters)}): {unit.register_count} registers"]
    if unit.free_names:
        out.append(f"    free {', '.join(unit.free_names)}")
    if unit.cell_names:
        out.append(f"    cells {', '.join(unit.cell_names)}")
    targets = {c.target for c in unit.catch_sites}
    edges = {c.start for c in unit.catch_sites} | {c.end for c in unit.catch_sites}
    for i, instruction in enumerate(unit.instructions):
        target = INSTRUCTIONS[instruction.op].target
        if target >= 0:
            targets.add(i + instruction.operands[target])
    line = 0
    for i, instruction in enumerate(unit.instructions):
        if i in targets or i in edges:
            out.append(f"    L{i}:")
        number = instruction.position.line if instruction.position is not None else 0
        shown = str(number) if number != line else ""
        line = number
        operands = ", ".join(_operands(unit, i))
        out.append(f"    {shown:>4}  {instruction.op:<15} {operands}".rstrip())
    if len(unit.instructions) in edges:
        out.append(f"    L{len(unit.instructions)}:")
    for c in unit.catch_sites:
        what = " (stop iteration)" if c.filter == FILTER_STOP_ITERATION else ""
        out.append(f"    catch L{c.start}..L{c.end} → L{c.target} in {_register(unit, c.register)}{what}")
    return out


def _signature(p: Parameters) -> str:
    parts = [*p.positional_only]
    if p.positional_only:
        parts.append("/")
    parts += p.positional
    if p.rest is not None:
        parts.append(f"*{p.rest}")
    elif p.keyword_only:
        parts.append("*")
    parts += p.keyword_only
    if p.keywords is not None:
        parts.append(f"**{p.keywords}")
    return ", ".join(parts)


def _register(unit: CodeUnit, number: int) -> str:
    if number < len(unit.local_names) and not unit.local_names[number].startswith("."):
        return unit.local_names[number]
    return f"r{number}"


def _operands(unit: CodeUnit, index: int) -> list[str]:
    instruction = unit.instructions[index]
    found = []
    for (kind, label), value in zip(INSTRUCTIONS[instruction.op].operands, instruction.operands, strict=True):
        if kind in ("Out", "Reg"):
            found.append(_register(unit, value))
        elif kind == "Window":
            found.append(f"[{_register(unit, value)}]")
        elif kind == "Const":
            found.append(_constant(unit, value))
        elif kind == "Target":
            found.append(f"L{index + value}")
        elif kind == "Word" and label == "name":
            found.append(_constant(unit, value & 0xFFFF))
            if value >> 16:
                found.append(_constant(unit, value >> 16))
        elif kind == "Word" and label in ("names", "constant"):
            found.append(_constant(unit, value))
        else:
            found.append(str(value))
    return found


def _constant(unit: CodeUnit, index: int) -> str:
    value = unit.constants[index]
    if isinstance(value, CodeUnit):
        return f"<{value.qualified_name}>"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
