"""Encoding: a code unit's instructions become words, jumps and catch sites word offsets.

    bit 63 .... 48 47 .... 32 31 .... 16 15 ...... 0
    c              b          a          opcode

followed by the instruction's extra words (wide operands, then inline-cache words, zero). A jump's distance takes b and c together.

Works from plain data (`corevm.isa.define.shapes_of`), so that a start from a kept image loads no instruction definitions.
"""

from __future__ import annotations

import struct

from corevm.bytecode.model import CodeUnit
from corevm.errors import BytecodeError

SHIFT = {"a": 16, "b": 32, "c": 48}
BITS = {"Target": 32}  # of other operands in fields: 16
SIGNED = ("Imm", "Target")
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NoReturn

    Shapes = Mapping[str, Any]  # name -> [number, words, [[operand name, kind, field, word]]]
    Fusions = Mapping[str, Mapping[str, int]]  # first instruction -> second -> opcode
_NO_FUSIONS: Fusions = {}


class Encoded:
    """`words`: the code, little-endian; `catch_sites`: start, end, target, register, filter in words, u32 each;
    `offsets`: the word offset of each instruction, and the end."""

    __slots__ = ("catch_count", "catch_sites", "offsets", "words")

    def __init__(self, words: bytes, catch_sites: bytes, catch_count: int, offsets: list[int]) -> None:
        self.words, self.catch_sites, self.catch_count, self.offsets = words, catch_sites, catch_count, offsets


def encode(unit: CodeUnit, shapes: Shapes, fusions: Fusions = _NO_FUSIONS) -> Encoded:
    """Encode a unit, with fused opcodes where they fit. Raises: BytecodeError BC1xx for what does not fit the instruction set."""
    offsets, position = [], 0
    found = []
    for i, instruction in enumerate(unit.instructions):
        shape = shapes.get(instruction.op)
        if shape is None:
            _refuse(unit, i, "BC101", "the instruction set has no such instruction", instruction.op, "a known instruction")
        found.append(shape)
        offsets.append(position)
        position += shape[1]
    offsets.append(position)
    words: list[int] = []
    fused = _fused_opcodes(unit, fusions) if fusions else {}
    for i, (instruction, (number, word_count, operands, *_)) in enumerate(zip(unit.instructions, found, strict=True)):
        word = fused.get(i, number)
        extra = [0] * (word_count - 1)
        if len(operands) != len(instruction.operands):
            _refuse(unit, i, "BC102", "wrong number of operands", str(len(instruction.operands)), str(len(operands)))
        for (name, kind, field, extra_index), value in zip(operands, instruction.operands, strict=True):
            if kind == "Word":
                extra[extra_index - 1] = value & (1 << 64) - 1
                continue
            if kind == "Target":
                if not 0 <= i + value < len(offsets):
                    _refuse(unit, i, "BC103", "a jump leaves the code", str(value), "an instruction of the unit")
                value = offsets[i + value] - offsets[i]
            bits = BITS.get(kind, 16)
            low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if kind in SIGNED else (0, (1 << bits) - 1)
            if not low <= value <= high:
                _refuse(unit, i, "BC104", f"operand {name} does not fit", str(value), f"{low} to {high}")
            word |= (value & (1 << bits) - 1) << SHIFT[field]
        words.append(word)
        words += extra
    for c in unit.catch_sites:
        if not (0 <= c.start < len(offsets) and 0 <= c.end < len(offsets) and 0 <= c.target < len(offsets)):
            raise BytecodeError(
                f"{unit.file}: {unit.qualified_name}: a catch site leaves the code", code="BC103",
                seen=f"{c.start} to {c.end}, target {c.target}", wanted=f"0 to {len(unit.instructions)}",
            )  # fmt: skip
    sites = b"".join(
        struct.pack("<5I", offsets[c.start], offsets[c.end], offsets[c.target], c.register, c.filter)
        for c in unit.catch_sites
    )
    return Encoded(struct.pack(f"<{len(words)}Q", *words), sites, len(unit.catch_sites), offsets)


def _fused_opcodes(unit: CodeUnit, fusions: Fusions) -> dict[int, int]:
    """The opcodes of instructions that run together with the one behind them, which uses their result.

    The second keeps its own opcode: it may also be reached alone.
    """
    found: dict[int, int] = {}
    instructions = unit.instructions
    for i, (first, second) in enumerate(zip(instructions, instructions[1:], strict=False)):  # noqa: RUF007 - itertools is not loaded at start-up
        number = fusions.get(first.op, {}).get(second.op)
        if number is not None:
            through = number >> 14
            result, used = first.operands[0], second.operands[through : through + 1]
            if used == (result,) and (through < 2 or second.operands[1] != result):  # corevm.isa.define.Fusion
                found[i] = number & 0x3FFF
    return found


def _refuse(unit: CodeUnit, index: int, code: str, message: str, seen: str, wanted: str) -> NoReturn:
    op = unit.instructions[index].op
    raise BytecodeError(
        f"{unit.file}: {unit.qualified_name}, instruction {index} ({op}): {message}", code=code, seen=seen, wanted=wanted
    )
