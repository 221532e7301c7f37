"""Encoding: a code unit's instructions become words, jumps and catch sites word offsets.

    bit 63 .... 48 47 .... 32 31 .... 16 15 ...... 0
    c              b          a          opcode

followed by the instruction's extra words (wide operands, then inline-cache words, zero).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from corevm.bytecode.model import CodeUnit
from corevm.errors import BytecodeError
from corevm.isa.define import InstructionDefinition, InstructionSet, Operand

SHIFT = {"a": 16, "b": 32, "c": 48}


@dataclass
class Encoded:
    """`words`: the code, little-endian; `catch_sites`: start, end, target, register, filter in words, u32 each;
    `offsets`: the word offset of each instruction, and the end."""

    words: bytes
    catch_sites: bytes
    catch_count: int
    offsets: list[int]


def encode(unit: CodeUnit, instructions: InstructionSet) -> Encoded:
    """Encode a unit. Raises: BytecodeError BC1xx for operands that do not fit."""
    offsets, position = [], 0
    shapes: list[InstructionDefinition] = []
    for i, instruction in enumerate(unit.instructions):
        if instruction.op not in instructions:
            raise BytecodeError(f"{unit.qualified_name}, instruction {i}: unknown instruction {instruction.op!r}", code="BC101")
        definition = instructions[instruction.op]
        shapes.append(definition)
        offsets.append(position)
        position += definition.word_count
    offsets.append(position)
    words: list[int] = []
    for i, (instruction, definition) in enumerate(zip(unit.instructions, shapes, strict=True)):
        word = instructions.number[instruction.op]
        extra = [0] * (definition.word_count - 1)
        encoded = definition.encoded
        if len(encoded) != len(instruction.operands):
            _refuse(unit, i, "BC102", "wrong number of operands", str(len(instruction.operands)), str(len(encoded)))
        for operand, value in zip(encoded, instruction.operands, strict=True):
            if operand.kind.name == "Target":
                if not 0 <= i + value < len(offsets):
                    _refuse(unit, i, "BC103", "a jump leaves the code", str(value), "an instruction of the unit")
                value = offsets[i + value] - offsets[i]
            if operand.kind.name == "Word":
                extra[operand.word - 1] = value & (1 << 64) - 1
            else:
                word |= _field(unit, i, operand, value)
        words.append(word)
        words += extra
    sites = b"".join(
        struct.pack("<5I", offsets[c.start], offsets[c.end], offsets[c.target], c.register, c.filter)
        for c in unit.catch_sites
    )
    return Encoded(struct.pack(f"<{len(words)}Q", *words), sites, len(unit.catch_sites), offsets)


def _field(unit: CodeUnit, index: int, operand: Operand, value: int) -> int:
    low, high = (-(1 << 15), (1 << 15) - 1) if operand.kind.is_signed else (0, (1 << 16) - 1)
    if not low <= value <= high:
        _refuse(unit, index, "BC104", f"operand {operand.name} does not fit", str(value), f"{low} to {high}")
    return (value & 0xFFFF) << SHIFT[operand.field]


def _refuse(unit: CodeUnit, index: int, code: str, message: str, seen: str, wanted: str) -> None:
    op = unit.instructions[index].op
    raise BytecodeError(
        f"{unit.file}: {unit.qualified_name}, instruction {index} ({op}): {message}", code=code, seen=seen, wanted=wanted
    )
