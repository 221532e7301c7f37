"""Defining instructions: the vocabulary kernel files import, and the model of an instruction.

    @instruction(raises=True)
    def negate(x: Reg) -> Value:
        \"""a = -x.\"""
        ...

An instruction is a Micro function whose annotations say where its operands come from and what its result means
(docs/design/execution.md). The function is its only meaning: handlers, verifier rules, disassembly and pages follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from corevm.errors import MicroError, Place
from corevm.kernel.constant import THROUGH_SHIFT
from corevm.micro import type as t
from corevm.micro.function import MicroFunction
from corevm.micro.program import COMPILER
from corevm.micro.surface import _scope


@dataclass(frozen=True)
class OperandKind:
    """A kind of operand. `is_encoded`: it takes one of the fields a, b, c; `words`: extra words after the instruction."""

    name: str
    micro_type: t.MicroType
    is_encoded: bool
    words: int = 0
    is_signed: bool = False
    is_read: bool = False  # reads a register

    def __getitem__(self, count: int) -> OperandKind:
        if self.name != "Cache":
            raise TypeError(f"{self.name} takes no count")
        return OperandKind("Cache", self.micro_type, False, count)


@dataclass(frozen=True)
class ResultKind:
    """What an instruction's result means. `writes`: it is (or may be) stored in register a."""

    name: str
    micro_type: t.MicroType
    writes: bool


_PC, _BASE = t.PtrType(t.U64), t.PtrType(t.VALUE)
Reg = OperandKind("Reg", t.VALUE, True, is_read=True)
Window = OperandKind("Window", _BASE, True)
Const = OperandKind("Const", t.VALUE, True)
Imm = OperandKind("Imm", t.I64, True, is_signed=True)
Index = OperandKind("Index", t.I64, True)
OutIndex = OperandKind("OutIndex", t.I64, True)
Target = OperandKind("Target", t.I64, True, is_signed=True)
Word = OperandKind("Word", t.I64, False, words=1)
Cache = OperandKind("Cache", t.PtrType(t.U64), False, words=1)
Pc = OperandKind("Pc", _PC, False)
Base = OperandKind("Base", _BASE, False)

Branch = ResultKind("Branch", t.BOOL, False)
Skip = ResultKind("Skip", t.BOOL, False)
ValueSkip = ResultKind("ValueSkip", t.TupleType((t.VALUE, t.BOOL)), True)
Frame = ResultKind("Frame", t.TupleType((_PC, _BASE)), False)
ValueOrFrame = ResultKind("ValueOrFrame", t.TupleType((t.VALUE, _PC, _BASE)), True)
NextOrFrame = ResultKind("NextOrFrame", t.TupleType((t.VALUE, _PC, _BASE)), True)
Exit = ResultKind("Exit", t.NONE, False)
_VALUE = ResultKind("Value", t.VALUE, True)
_NOTHING = ResultKind("None", t.NONE, False)

OPERAND_KINDS = {k.name: k for k in (Reg, Window, Const, Imm, Index, OutIndex, Target, Word, Cache, Pc, Base)}
RESULT_KINDS = {k.name: k for k in (Branch, Skip, ValueSkip, Frame, ValueOrFrame, NextOrFrame, Exit, _VALUE, _NOTHING)}
FIELDS = "abc"


@dataclass(frozen=True)
class Operand:
    """One operand of an instruction: `field` is a, b (a Target: b and c), c, or empty; `word` the index of its first extra word (from 1)."""

    name: str
    kind: OperandKind
    field: str
    word: int


class InstructionDefinition:
    """An instruction: its Micro function, operands, result, length in words; `rules`: what the verifier asks (corevm.bytecode.rule)."""

    def __init__(self, function: MicroFunction, rules: str = "") -> None:
        self.function = function
        self.rules = rules
        self.name = function.name.rstrip("_")
        self.doc = function.doc
        self._shape: tuple[tuple[Operand, ...], ResultKind, int] | None = None

    def _resolve(self) -> tuple[tuple[Operand, ...], ResultKind, int]:
        if self._shape is None:
            definition = self.function.definition
            result = self._result(definition.returns)
            free = list(FIELDS)
            operands: list[Operand] = []
            if result.writes:
                free.pop(0)
            words = 1
            for arg in definition.args.args:
                kind = self._annotation(arg.annotation)
                if not isinstance(kind, OperandKind):
                    self._refuse(f"parameter {arg.arg} has no operand kind", seen=repr(kind), wanted=", ".join(OPERAND_KINDS))
                field = ""
                if kind is OutIndex and result.writes:
                    field = "a"
                elif kind is Target:
                    if free[-2:] != ["b", "c"]:
                        self._refuse("a jump's distance takes the fields b and c", wanted="at most one other operand in a field")
                    field = "b"
                    free = free[:-2]
                elif kind.is_encoded:
                    if not free:
                        self._refuse("more operands than an instruction has fields", wanted="at most three, counting the result")
                    field = free.pop(0)
                operands.append(Operand(arg.arg, kind, field, words if kind.words else 0))
                words += kind.words
            self._shape = tuple(operands), result, words
        return self._shape

    def _annotation(self, node: Any) -> Any:
        from corevm.micro.check import Checker  # lazy: only when an instruction is used

        if node is None:
            self._refuse("a parameter has no operand kind")
        return Checker(self.function, {}, COMPILER).static_value(node)

    def _result(self, node: Any) -> ResultKind:
        if node is None:
            return _NOTHING
        found = self._annotation(node)
        if isinstance(found, ResultKind):
            return found
        if found is None:
            return _NOTHING
        if found is t.VALUE:
            return _VALUE
        self._refuse("the result is no result kind", seen=repr(found), wanted=", ".join(RESULT_KINDS))
        raise AssertionError

    def _refuse(self, message: str, *, seen: str = "", wanted: str = "") -> None:
        raise MicroError(
            f"instruction {self.name}: {message}", code="MC400",
            place=Place(self.function.file, self.function.line), seen=seen, wanted=wanted,
        )  # fmt: skip

    @property
    def operands(self) -> tuple[Operand, ...]:
        return self._resolve()[0]

    @property
    def result(self) -> ResultKind:
        return self._resolve()[1]

    @property
    def word_count(self) -> int:
        return self._resolve()[2]

    @property
    def encoded(self) -> tuple[Operand, ...]:
        """The operands a compiler gives, in order: the result register (named "a") first, then fields and wide words."""
        out = (Operand("a", OutIndex, "a", 0),) if self.result.writes else ()
        rest = tuple(o for o in self.operands if (o.kind.is_encoded and not (o.kind is OutIndex and self.result.writes)) or o.kind is Word)
        return out + rest

    def __repr__(self) -> str:
        return f"<instruction {self.name}>"


def instruction(function: Callable[..., Any] | None = None, *, rules: str = "", **options: Any) -> Any:
    """Declare an instruction. `rules`: what the verifier asks beside the kinds of operands (corevm.bytecode.rule). Options are those of `fn`."""
    scope = _scope(1)

    def declare(python: Callable[..., Any]) -> InstructionDefinition:
        return InstructionDefinition(MicroFunction(python, scope, {"inline": True, **options}), rules)

    return declare if function is None else declare(function)


@dataclass(frozen=True)
class Fusion:
    """Two instructions that run as one where the second directly follows and has the first's result as an operand.

    Args:
        keeps: whether the result is stored for others; not needed if the second is documented to leave its register undefined.
        body: what both do, or None: then the second is a conditional jump, and the bodies of both are put together.
        through: the second's field that names the first's result. If it is c, b must name another register.
    """

    first: str
    second: str
    keeps: bool
    body: MicroFunction | None = None
    through: str = "a"

    @property
    def name(self) -> str:
        return f"{self.first}+{self.second}"


def fuse(
    firsts: Iterable[InstructionDefinition], seconds: Iterable[InstructionDefinition], *, keeps: bool = True
) -> list[Fusion]:
    """Declare each of `firsts` with each of `seconds` as fused. A module's list `FUSIONS` holds what is declared."""
    seconds = list(seconds)
    return [Fusion(first.name, second.name, keeps) for first in firsts for second in seconds]


def fuse_values(first: InstructionDefinition, second: InstructionDefinition, body: MicroFunction, *, through: str = "c") -> Fusion:
    """Declare two instructions with values as fused, by a body of their own for the most frequent case.

    Args:
        body: takes the first's operands and the second's but for the one that is the first's result. Gives both values, and whether it knows them:
            where not, the first's own handler runs. It neither fails nor writes.
        through: as in `Fusion`.
    """
    return Fusion(first.name, second.name, True, body, through)


class InstructionSet:
    """Instructions by name, numbered in order. `exit` is number 0, `unwind` 1, `load` 2. Fusions are numbered after them."""

    def __init__(self, definitions: Iterable[InstructionDefinition], fusions: Iterable[Fusion] = ()) -> None:
        self.definitions: list[InstructionDefinition] = []
        self.number: dict[str, int] = {}
        self.fusions: list[Fusion] = list(fusions)
        for definition in definitions:
            self.add(definition)

    def add(self, definition: InstructionDefinition) -> int:
        """Add an instruction, or replace the one of its name; gives its opcode."""
        if definition.name in self.number:
            number = self.number[definition.name]
            self.definitions[number] = definition
            return number
        number = self.number[definition.name] = len(self.definitions)
        self.definitions.append(definition)
        return number

    def __getitem__(self, name: str) -> InstructionDefinition:
        return self.definitions[self.number[name]]

    def __contains__(self, name: object) -> bool:
        return name in self.number

    def __len__(self) -> int:
        return len(self.definitions)


def definitions_of(module: Any) -> list[InstructionDefinition]:
    """The instructions a Python module declares, in order; those in a list `INSTRUCTIONS` (made by factories) first."""
    own = [x for x in vars(module).values() if isinstance(x, InstructionDefinition) and x.function.module == module.__name__]
    return [*getattr(module, "INSTRUCTIONS", ()), *own]


def shapes_of(instructions: InstructionSet) -> dict[str, tuple[object, ...]]:
    """What encoders and the verifier need of each instruction, as plain data: number, words, operands (name, kind, field, word),
    result kind, whether it may raise, rules."""
    return {
        name: (
            number, d.word_count, tuple((o.name, o.kind.name, o.field, o.word) for o in d.encoded), d.result.name,
            d.function.raises, d.rules,
        )
        for name, number in instructions.number.items()
        for d in [instructions.definitions[number]]
    }


def fusions_of(module: Any) -> list[Fusion]:
    """The fusions a Python module declares."""
    return list(getattr(module, "FUSIONS", ()))


def fusion_table(instructions: InstructionSet) -> dict[str, dict[str, int]]:
    """What encoders need of the fusions, as plain data: first instruction -> second -> opcode, and the number of `through` << THROUGH_SHIFT."""
    table: dict[str, dict[str, int]] = {}
    for number, fusion in enumerate(instructions.fusions, len(instructions)):
        table.setdefault(fusion.first, {})[fusion.second] = number | FIELDS.index(fusion.through) << THROUGH_SHIFT
    return table
