"""Bytecode as the JIT sees it: the instructions of one code object, decoded. Effects: none."""

from __future__ import annotations

import struct
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from corevm.ir.archive import Archive
from corevm.jit.body import Bodies
from corevm.jit.snapshot import operands_of
from corevm.kernel.constant import FUSED_OPCODE_MASK

WORD_BYTES = 8
SKIPS = ("Skip", "ValueSkip", "NextOrFrame")  # results that may skip the next instruction, of one word


class Parameter(NamedTuple):
    """What a parameter of an instruction's body is given; `field`: its byte in the instruction's word, or 0."""

    kind: str
    field: int
    word: int


@dataclass(frozen=True)
class Meaning:
    """An instruction of an instruction set: its opcode, its words, what it gives, its body and what that is given; `recorded`: `corevm.jit.snapshot.operands_of`."""

    name: str
    opcode: int
    word_count: int
    result: str
    raises: bool
    function: str
    parameters: tuple[Parameter, ...]
    recorded: tuple[tuple[int, int], ...]

    @property
    def writes(self) -> bool:
        """Whether its result is, or may be, stored in register a."""
        return self.result in ("Value", "ValueOrFrame", "NextOrFrame", "ValueSkip")


class InstructionSet:
    """The meanings of a language's opcodes; a fusion's opcode means its first instruction, which the second follows.

    Args:
        shapes, fusions: of the image's layout.
        archive: the image's IR.
        foreign: opcodes of which the archive does not say what they do: only the interpreter executes them.
    """

    def __init__(
        self, shapes: Mapping[str, Sequence[object]], fusions: Mapping[str, Mapping[str, int]], archive: Archive,
        foreign: Container[int] = (),
    ) -> None:  # fmt: skip
        self.bodies = Bodies(archive)
        self.by_opcode: dict[int, Meaning] = {}
        self.by_name: dict[str, Meaning] = {}
        for name, shape in shapes.items():
            number, words, _, result, raises, _ = shape
            function, texts = archive.roots[name] if name in archive.roots else ("", [])
            if number in foreign:
                function = ""
            parameters = tuple(_parameter(text) for text in texts)
            meaning = Meaning(name, int(str(number)), int(str(words)), str(result), bool(raises), function, parameters, tuple(operands_of(shape)))
            self.by_name[name] = self.by_opcode[meaning.opcode] = meaning
        for first, row in fusions.items():
            for number in row.values():
                opcode, meaning = number & FUSED_OPCODE_MASK, self.by_name[first]
                self.by_opcode[opcode] = replace(meaning, function="") if opcode in foreign else meaning


def _parameter(text: str) -> Parameter:
    if text == "Thread":
        return Parameter("Thread", 0, 0)
    kind, field, word = text.split()
    return Parameter(kind, 0 if field == "-" else 2 + 2 * "abc".index(field), int(word))


class Instruction(NamedTuple):
    """One instruction of a program. `at`: its first word; `opcode`: of its word, which may be a fusion's."""

    at: int
    opcode: int
    meaning: Meaning
    content: bytes

    def field(self, parameter: Parameter) -> int:
        """The number in an operand's field."""
        if parameter.kind == "Target":
            return int(struct.unpack_from("<i", self.content, parameter.field)[0])
        return int(struct.unpack_from("<h" if parameter.kind == "Imm" else "<H", self.content, parameter.field)[0])

    def word(self, parameter: Parameter) -> int:
        return int(struct.unpack_from("<q", self.content, WORD_BYTES * parameter.word)[0])

    @property
    def recorded(self) -> list[int]:
        """The registers that a record of it tells of."""
        return [int(struct.unpack_from("<H", self.content, field)[0]) + more for field, more in self.meaning.recorded]

    @property
    def a(self) -> int:
        return int(struct.unpack_from("<H", self.content, 2)[0])

    @property
    def written(self) -> set[int]:
        """The registers it may write, those of a call's window aside."""
        found = {self.a} if self.meaning.writes else set()
        return found | {self.field(p) for p in self.meaning.parameters if p.kind == "OutIndex"}

    @property
    def next(self) -> int:
        return self.at + self.meaning.word_count

    @property
    def target(self) -> int | None:
        """Where it may jump to."""
        for parameter in self.meaning.parameters:
            if parameter.kind == "Target":
                return self.at + self.field(parameter)
        return None

    @property
    def successors(self) -> list[int]:
        """The words it may be followed by in its own program; of a call, where that returns to."""
        found = [self.next, self.next + 1 if self.meaning.result in SKIPS else None, self.target]
        return [at for at in found if at is not None]


class Program:
    """A code object's instructions.

    Args:
        address: of its first word.
        content: its words, with the opcodes that its loader wrote.
        constants: the words of its constants.
    """

    def __init__(self, address: int, content: bytes, constants: Sequence[int], register_count: int, instructions: InstructionSet) -> None:
        self.address, self.content, self.constants = address, content, constants
        self.register_count, self.instructions = register_count, instructions
        self.at: dict[int, Instruction] = {}
        at = 0
        while at < len(content) // WORD_BYTES:
            opcode = int.from_bytes(content[WORD_BYTES * at : WORD_BYTES * at + 2], "little")
            meaning = instructions.by_opcode[opcode]
            end = at + meaning.word_count
            self.at[at] = Instruction(at, opcode, meaning, content[WORD_BYTES * at : WORD_BYTES * end])
            at = end

        self._loops: dict[int, int] = {}
        for instr in self.at.values():
            target = instr.target
            if target is not None and target <= instr.at:
                self._loops[target] = max(instr.at, self._loops.get(target, 0))

    def fixed_words(self) -> list[int]:
        """The words that stay as they were loaded: not the caches."""
        return [at + i for at, instr in self.at.items() for i in (0, *(p.word for p in instr.meaning.parameters if p.kind == "Word"))]

    def loop_end(self, header: int) -> int | None:
        """The last instruction that jumps back to a word; None: none does."""
        return self._loops.get(header)

    def loop_around(self, at: int) -> int | None:
        """The header of the innermost loop that an instruction belongs to."""
        return max((header for header, end in self._loops.items() if header <= at <= end), default=None)

    def between(self, first: int, last: int) -> list[Instruction]:
        return [instr for at, instr in self.at.items() if first <= at <= last]

    def live_at(self, start: int, first: int, last: int) -> set[int]:
        """The registers that what lies between two words may read, from `start` on, before it writes them; those of call windows aside."""
        inside = self.between(first, last)
        live: dict[int, set[int]] = {instr.at: set() for instr in inside}
        is_changed = True
        while is_changed:
            is_changed = False
            for instr in reversed(inside):
                after: set[int] = set()
                for following in instr.successors:
                    after |= live.get(following, set())
                reads = {instr.field(p) for p in instr.meaning.parameters if p.kind == "Reg"}
                found = after - instr.written | reads
                if found != live[instr.at]:
                    live[instr.at] = found
                    is_changed = True
        return live[start]


__all__ = ["WORD_BYTES", "Instruction", "InstructionSet", "Meaning", "Parameter", "Program"]
