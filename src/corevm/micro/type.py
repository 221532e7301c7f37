"""Micro's types, and how each lies in memory and in the IR.

A Micro type knows its IR type (`ir`), size and alignment in bytes. Records (structs and heap classes) compute their
layout when first asked, so that fields may name classes declared later.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corevm.errors import MicroError, Place
from corevm.ir import type as ir

HEADER_BYTES = 8  # of a heap object; drawn bit by bit in corevm.kernel.object


class MicroType:
    """Base of all Micro types."""

    name: str = "?"
    ir: ir.Type | None = None

    @property
    def size_bytes(self) -> int:
        if self.ir is None:
            raise MicroError(f"{self.name} has no size", code="MC130")
        return self.ir.size_bytes

    @property
    def align_bytes(self) -> int:
        return self.size_bytes

    @property
    def is_traced(self) -> bool:
        """Whether the collector follows a field of this type."""
        return False

    def __repr__(self) -> str:
        return self.name

    def __or__(self, other: object) -> MicroType:
        raise MicroError(f"only heap classes can be optional, not {self.name}", code="MC131")


class IntType(MicroType):
    def __init__(self, name: str, ir_type: ir.Type, is_signed: bool) -> None:
        self.name, self.ir, self.is_signed = name, ir_type, is_signed

    @property
    def bits(self) -> int:
        assert self.ir is not None
        return self.ir.bits

    @property
    def minimum(self) -> int:
        return -(1 << (self.bits - 1)) if self.is_signed else 0

    @property
    def maximum(self) -> int:
        return (1 << (self.bits - 1)) - 1 if self.is_signed else (1 << self.bits) - 1

    def __call__(self, x: Any) -> Any:
        """In plain Python the conversion works on ints and floats, so static code may use it too."""
        masked = int(x) & ((1 << self.bits) - 1)
        return masked - (1 << self.bits) if self.is_signed and masked > self.maximum else masked


class CountType(IntType):
    """Of a field: an unsigned number in 4 bytes, read as `i64`; only `new` writes it."""


class FloatType(MicroType):
    def __init__(self, name: str, ir_type: ir.Type) -> None:
        self.name, self.ir = name, ir_type

    def __call__(self, x: Any) -> Any:
        return float(x)


class BoolType(MicroType):
    name, ir = "bool", ir.BOOL


class ValueType(MicroType):
    name, ir = "Value", ir.VALUE

    @property
    def is_traced(self) -> bool:
        return True


class NoneType(MicroType):
    name, ir = "None", None


class StaticType(MicroType):
    """The annotation `static`: a compile-time parameter. As a call, `static(x)` is x, known when compiled."""

    name = "static"

    def __call__(self, x: Any) -> Any:
        return x


@dataclass(frozen=True, eq=True, repr=False)
class PtrType(MicroType):
    target: Any  # a MicroType or record

    ir = ir.PTR

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"Ptr[{self.target!r}]"


@dataclass(frozen=True, eq=True, repr=False)
class FnType(MicroType):
    params: tuple[Any, ...]
    result: Any
    is_raising: bool = False
    is_c: bool = False

    ir = ir.PTR

    @property
    def name(self) -> str:  # type: ignore[override]
        head = "CFn" if self.is_c else "RaisingFn" if self.is_raising else "Fn"
        return f"{head}[[{', '.join(map(repr, self.params))}], {self.result!r}]"


@dataclass(frozen=True, eq=True, repr=False)
class TupleType(MicroType):
    items: tuple[Any, ...]

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"tuple[{', '.join(map(repr, self.items))}]"


@dataclass(frozen=True, eq=True, repr=False)
class ArrayType(MicroType):
    item: Any
    count: int

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"Array[{self.item!r}, {self.count}]"

    @property
    def size_bytes(self) -> int:
        return int(self.item.size_bytes) * self.count

    @property
    def align_bytes(self) -> int:
        return int(self.item.align_bytes)


@dataclass(frozen=True, eq=True, repr=False)
class TailType(MicroType):
    item: Any

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"Tail[{self.item!r}]"

    @property
    def size_bytes(self) -> int:
        return 0

    @property
    def align_bytes(self) -> int:
        return int(self.item.align_bytes)


@dataclass(frozen=True)
class Field:
    name: str
    type: MicroType
    offset: int


def align_up(n: int, align: int) -> int:
    return (n + align - 1) & -align


class RecordType(MicroType):
    """A struct or heap class: named fields at computed offsets, methods, static attributes."""

    def __init__(self, cls: type, scope: dict[str, Any], space: dict[str, Any] | None = None) -> None:
        self.name = cls.__name__
        self.qualified_name = f"{cls.__module__}.{cls.__qualname__}"
        self.doc = cls.__doc__ or ""
        self.annotations: dict[str, Any] = dict(cls.__dict__.get("__annotations__", {}))
        self.scope = scope
        self.module = cls.__module__
        self.space = space if space is not None else vars(sys.modules[cls.__module__])  # where annotations are evaluated
        self.attributes: dict[str, Any] = {
            k: v for k, v in cls.__dict__.items() if not (k.startswith("__") and k.endswith("__"))
        }
        for value in self.attributes.values():
            if hasattr(value, "bind_owner"):
                value.bind_owner(self)

    def __getattr__(self, name: str) -> Any:
        attributes = self.__dict__.get("attributes", {})
        if name in attributes:
            return attributes[name]
        base = self.__dict__.get("base")
        if base is not None:
            return getattr(base, name)
        raise AttributeError(f"{self.__dict__.get('name', '?')} has no attribute {name!r}")

    def _evaluate(self, text: Any) -> MicroType:
        if not isinstance(text, str):
            return as_type(text)
        try:
            return as_type(eval(text, self.space, {**self.scope, self.name: self}))
        except MicroError:
            raise
        except Exception as e:
            raise MicroError(
                f"the type {text!r} of a field of {self.name} cannot be evaluated: {e}",
                code="MC132", place=Place(str(self.space.get("__file__", self.module))),
            ) from e  # fmt: skip

    def _start(self) -> tuple[list[Field], int]:
        return [], 0

    @cached_property
    def fields(self) -> dict[str, Field]:
        fields, offset = self._start()
        for name, text in self.annotations.items():
            if fields and isinstance(fields[-1].type, TailType):
                raise MicroError(f"{self.name}.{name} follows a Tail field", code="MC133", wanted="the Tail field last")
            type_ = self._evaluate(text)
            offset = align_up(offset, type_.align_bytes)
            fields.append(Field(name, type_, offset))
            offset += type_.size_bytes
        return {f.name: f for f in fields}

    @property
    def align_bytes(self) -> int:
        return max((f.type.align_bytes for f in self.fields.values()), default=1)

    @property
    def end_bytes(self) -> int:
        """Where the last field ends, without padding."""
        return max((f.offset + f.type.size_bytes for f in self.fields.values()), default=0)

    @property
    def size_bytes(self) -> int:
        return align_up(self.end_bytes, self.align_bytes)


class StructType(RecordType):
    base = None


class HeapType(RecordType):
    """A heap class. Its IR type is `ref`."""

    ir = ir.REF

    def __init__(
        self, cls: type, scope: dict[str, Any], kind: str, base: HeapType | None, length_field: str,
        space: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.base = base
        self.kind = kind
        self.length_field = length_field
        self.is_nullable = False
        super().__init__(cls, scope, space)

    def _start(self) -> tuple[list[Field], int]:
        if self.base is None:
            return [], 0
        fields = list(self.base.fields.values())
        return fields, self.base.end_bytes

    @property
    def is_traced(self) -> bool:
        return True

    @property
    def size_bytes(self) -> int:
        """Size of a field of this type: a reference."""
        return 8

    @property
    def align_bytes(self) -> int:
        return 8

    @property
    def fixed_bytes(self) -> int:
        """Bytes of an object before its Tail."""
        return self.end_bytes

    @property
    def tail(self) -> Field | None:
        last = next(reversed(self.fields.values()), None)
        return last if last is not None and isinstance(last.type, TailType) else None

    def traced_offsets(self) -> list[int]:
        """Byte offsets of the fixed fields the collector follows (arrays expanded)."""
        offsets = []
        for f in self.fields.values():
            if f.type.is_traced:
                offsets.append(f.offset)
            elif isinstance(f.type, ArrayType) and f.type.item.is_traced:
                offsets += [f.offset + 8 * i for i in range(f.type.count)]
        return offsets

    def is_subclass_of(self, other: HeapType) -> bool:
        c: HeapType | None = self
        while c is not None:
            if c is other:
                return True
            c = c.base
        return False

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """Lets `class C(Base)` name a heap class as its base: the decorator reads `__orig_bases__`."""
        return ()

    def __or__(self, other: object) -> MicroType:
        if other is None or other is type(None):
            return OptionalType(self)
        raise MicroError(f"{self.name} | {other!r} is no type", code="MC131", wanted=f"{self.name} | None")


@dataclass(frozen=True, eq=True, repr=False)
class OptionalType(MicroType):
    """A heap reference that may be null. Converts to and from its class implicitly."""

    heap: HeapType

    ir = ir.REF

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"{self.heap!r} | None"

    @property
    def is_traced(self) -> bool:
        return True


BOOL = BoolType()
VALUE = ValueType()
NONE = NoneType()
STATIC = StaticType()
I8, I16, I32, I64 = (IntType(f"i{n}", t, True) for n, t in zip((8, 16, 32, 64), ir.INTS, strict=True))
U8, U16, U32, U64 = (IntType(f"u{n}", t, False) for n, t in zip((8, 16, 32, 64), ir.INTS, strict=True))
COUNT = CountType("Count", ir.INTS[2], False)
F32, F64 = FloatType("f32", ir.F32), FloatType("f64", ir.F64)


def as_type(x: Any) -> MicroType:
    """The Micro type an annotation object stands for. Raises: MicroError MC134."""
    if isinstance(x, MicroType):
        return x
    if x is None or x is type(None):
        return NONE
    if isinstance(declared := getattr(x, "micro_type", None), MicroType):  # an operand or result kind of an instruction
        return declared
    if x is bool:
        return BOOL
    if getattr(x, "__origin__", None) is tuple:
        return TupleType(tuple(as_type(a) for a in x.__args__))
    raise MicroError(f"{x!r} is not a Micro type", code="MC134", wanted="a type of section 2 of the Micro reference")


def record(declared: Any) -> RecordType:
    """A decorated record as what it is (type checkers see the class it was written as)."""
    assert isinstance(declared, RecordType)
    return declared


class Subscriptable:
    """`Ptr[T]`, `Fn[[A], R]`, ...: makes a type from its subscript."""

    def __init__(self, name: str, make: Callable[[Any], MicroType]) -> None:
        self.name, self.make = name, make

    def __getitem__(self, item: Any) -> Any:
        return self.make(item)

    def __repr__(self) -> str:
        return self.name
