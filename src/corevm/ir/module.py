"""The IR in memory: module, function, block, instruction, value.

Invariants (checked by `corevm.ir.verify`, cited there):
INV-IR-1  Every block ends in exactly one terminator, and has it nowhere else.
INV-IR-2  A value is defined once; its definition dominates every use.
INV-IR-3  A jump gives each target block one argument a parameter, of its type.
INV-IR-4  The entry block's parameters are the function's parameters; nothing jumps to it.
INV-IR-5  A tail call's callee has the caller's convention and results; a handler's, which must be a jump, the caller's parameters too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from corevm.ir.op import OPS, Op
from corevm.ir.type import Signature, Type


class Loc(NamedTuple):
    """A source position; `column` counts from 1, 0 is unknown."""

    file: str
    line: int
    column: int = 0


class Value:
    """An SSA value: a block parameter or an instruction's result. Compared by identity."""

    __slots__ = ("name", "type")

    def __init__(self, type_: Type, name: str = "") -> None:
        self.type = type_
        self.name = name  # a hint for people; the text form numbers values, names are not kept

    def __repr__(self) -> str:
        return f"<{self.name or 'value'}:{self.type}>"


@dataclass(slots=True)
class Target:
    """A jump's destination and the values of its parameters."""

    block: Block
    args: list[Value]


class Instr:
    """One instruction. `imm` follows `op.immediates`; `cases` belongs to `switch` only."""

    __slots__ = ("args", "cases", "imm", "loc", "op", "results", "targets", "type")

    def __init__(
        self,
        op: Op,
        type_: Type | None,
        args: list[Value],
        imm: tuple[object, ...] = (),
        results: list[Value] | None = None,
        targets: list[Target] | None = None,
        cases: list[int] | None = None,
        loc: Loc | None = None,
    ) -> None:
        self.op = op
        self.type = type_
        self.args = args
        self.imm = imm
        self.results = results if results is not None else []
        self.targets = targets if targets is not None else []
        self.cases = cases if cases is not None else []
        self.loc = loc

    def __repr__(self) -> str:
        return f"<{self.op.name}{'.' + self.type.name if self.type else ''}>"


class Block:
    """A basic block: parameters, then instructions, the last a terminator."""

    __slots__ = ("instrs", "name", "params")

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.params: list[Value] = []
        self.instrs: list[Instr] = []

    @property
    def terminator(self) -> Instr | None:
        return self.instrs[-1] if self.instrs and self.instrs[-1].op.is_terminator else None

    def successors(self) -> Iterator[Block]:
        end = self.terminator
        if end is not None:
            for target in end.targets:
                yield target.block

    def __repr__(self) -> str:
        return f"<block {self.name}>"


@dataclass(slots=True)
class Function:
    """A function. Without blocks it is a declaration: defined in another module of the same image."""

    name: str
    signature: Signature
    blocks: list[Block] = field(default_factory=list)
    is_inline: bool = False  # inlined everywhere, never emitted on its own account unless its address is taken
    is_cold: bool = False  # kept out of line, laid out away from hot code
    is_exported: bool = False  # visible to the host and to other images
    effect: str = "guest"  # pure, read, write, alloc or guest: the most it may do
    may_raise: bool = False
    primitive: str = ""  # a VM primitive the JIT understands by this name
    loc: Loc | None = None
    param_names: tuple[str, ...] = ()

    @property
    def is_declaration(self) -> bool:
        return not self.blocks

    @property
    def entry(self) -> Block:
        return self.blocks[0]

    def instructions(self) -> Iterator[Instr]:
        for block in self.blocks:
            yield from block.instrs


@dataclass(frozen=True)
class Reloc:
    """In a data item: the 64-bit word at `offset` holds the address of `symbol` (a function, data or extern)."""

    offset: int
    kind: str  # "func", "data", "extern"
    symbol: str


@dataclass(frozen=True)
class Data:
    """Static bytes. `is_constant` data is never written. `relocs` are sorted by offset."""

    name: str
    content: bytes
    align: int = 8
    is_constant: bool = True
    relocs: tuple[Reloc, ...] = ()
    is_exported: bool = False


@dataclass(slots=True)
class Module:
    """A unit of compilation: functions, static data, C functions used (externs)."""

    name: str
    functions: dict[str, Function] = field(default_factory=dict)
    data: dict[str, Data] = field(default_factory=dict)
    externs: dict[str, Signature] = field(default_factory=dict)

    def add(self, function: Function) -> Function:
        if function.name in self.functions and not self.functions[function.name].is_declaration:
            raise ValueError(f"function {function.name} is defined twice in module {self.name}")
        self.functions[function.name] = function
        return function


def op_named(name: str) -> Op:
    return OPS[name]
