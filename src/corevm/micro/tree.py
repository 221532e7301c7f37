"""The typed tree: what checking makes of a function and lowering turns into IR.

Every expression has a Micro type; names are resolved, conversions explicit, static parts folded away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corevm.ir.module import Loc
from corevm.ir.type import Signature, Type
from corevm.micro.type import MicroType


class Static:
    """A compile-time object, where an expression was expected."""

    __slots__ = ("object",)

    def __init__(self, object_: Any) -> None:
        self.object = object_

    def __repr__(self) -> str:
        return f"Static({self.object!r})"


class Local:
    """A run-time local variable of one type."""

    __slots__ = ("name", "type")

    def __init__(self, name: str, type_: MicroType) -> None:
        self.name, self.type = name, type_


@dataclass(slots=True)
class Expr:
    type: MicroType
    loc: Loc


@dataclass(slots=True)
class Const(Expr):
    value: int | float | bool


@dataclass(slots=True)
class LocalRef(Expr):
    local: Local


@dataclass(slots=True)
class ThreadRef(Expr):
    """The hidden thread parameter."""


@dataclass(slots=True)
class OpExpr(Expr):
    """An IR op; with a tuple type, all its results."""

    op: str
    ir_type: Type | None
    args: list[Expr]
    imm: tuple[object, ...] = ()


@dataclass(slots=True)
class Logic(Expr):
    """`and`, `or` (short circuit)."""

    is_and: bool
    left: Expr
    right: Expr


@dataclass(slots=True)
class Choice(Expr):
    condition: Expr
    then: Expr
    other: Expr


@dataclass(slots=True)
class Call(Expr):
    """kind: micro (target: Instance), extern (CFunction), indirect (address in `pointer`)."""

    kind: str
    target: Any
    args: list[Expr]
    is_raising: bool = False
    takes_thread: bool = True
    pointer: Expr | None = None
    signature: Signature | None = None


@dataclass(slots=True)
class Place:
    """A place in memory: base + index * scale + offset. `owner` is the heap object for the write barrier."""

    base: Expr
    offset: int
    type: MicroType
    alias: str
    index: Expr | None = None
    scale: int = 1
    owner: Expr | None = None


@dataclass(slots=True)
class Load(Expr):
    place: Place


@dataclass(slots=True)
class AddressOf(Expr):
    place: Place


@dataclass(slots=True)
class Symbol(Expr):
    """Address of a function instance, static data or C function. kind: func, data, extern."""

    kind: str
    target: Any


@dataclass(slots=True)
class Bind(Expr):
    """`(x := e)`."""

    local: Local
    value: Expr


@dataclass(slots=True)
class TupleExpr(Expr):
    items: list[Expr]


@dataclass(slots=True)
class Hinted(Expr):
    """`likely(c)`, `unlikely(c)`."""

    value: Expr
    hint: str


@dataclass(slots=True)
class Sequence(Expr):
    """Evaluate the bindings, then the result."""

    binds: list[Expr]
    value: Expr


@dataclass(slots=True)
class New(Expr):
    """`new(C, ...)`: evaluate the bindings, allocate, store the fields (no barrier: the object is young)."""

    binds: list[Expr]
    allocation: Expr
    stores: list[tuple[Any, Expr]]  # (Field, LocalRef)


@dataclass(slots=True)
class Method(Expr):
    """`x.method` before its call; never reaches lowering."""

    receiver: Expr
    function: Any


# --- statements


@dataclass(slots=True)
class Stmt:
    loc: Loc


@dataclass(slots=True)
class Assign(Stmt):
    """To one local, or a tuple's parts to several (None: dropped)."""

    locals: list[Local | None]
    value: Expr


@dataclass(slots=True)
class Store(Stmt):
    place: Place
    value: Expr
    barrier: Any = None  # the write-barrier function's Instance


@dataclass(slots=True)
class Evaluate(Stmt):
    value: Expr


@dataclass(slots=True)
class If(Stmt):
    condition: Expr
    then: list[Stmt]
    other: list[Stmt]


@dataclass(slots=True)
class While(Stmt):
    """`step` runs after the body and on `continue`."""

    condition: Expr | None
    body: list[Stmt]
    step: list[Stmt] = field(default_factory=list)


@dataclass(slots=True)
class Switch(Stmt):
    value: Expr
    cases: list[tuple[int, int]]  # constant, index into bodies
    bodies: list[list[Stmt]]
    default: list[Stmt]


@dataclass(slots=True)
class Break(Stmt):
    pass


@dataclass(slots=True)
class Continue(Stmt):
    pass


@dataclass(slots=True)
class Return(Stmt):
    value: Expr | None


@dataclass(slots=True)
class Raise(Stmt):
    value: Expr
    setter: Any  # the hook's Instance


@dataclass(slots=True)
class Try(Stmt):
    body: list[Stmt]
    handler: list[Stmt]


@dataclass(slots=True)
class Assert(Stmt):
    condition: Expr
    text: str


@dataclass(slots=True)
class Unreachable(Stmt):
    pass


@dataclass(slots=True)
class Body:
    """A checked function."""

    params: list[Local]
    result: MicroType
    statements: list[Stmt]
