"""The IR's types. All are machine words or smaller; nothing is implicit between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Type:
    """One IR type. `size_bytes` is its size in memory; `bits` its width as an integer, 0 for floats."""

    name: str
    size_bytes: int
    bits: int
    meaning: str

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return self.name


BOOL = Type("bool", 1, 1, "true or false; one byte in memory, 0 or 1")
I8 = Type("i8", 1, 8, "8-bit integer; signedness is in the op")
I16 = Type("i16", 2, 16, "16-bit integer")
I32 = Type("i32", 4, 32, "32-bit integer")
I64 = Type("i64", 8, 64, "64-bit integer")
F32 = Type("f32", 4, 0, "IEEE 754 binary32")
F64 = Type("f64", 8, 0, "IEEE 754 binary64")
PTR = Type("ptr", 8, 64, "a raw address, invisible to the collector")
REF = Type("ref", 8, 64, "a reference to a heap object, or null")
VALUE = Type("value", 8, 64, "a tagged word; 0 is 'no value' (the failure sentinel)")

TYPES: dict[str, Type] = {t.name: t for t in (BOOL, I8, I16, I32, I64, F32, F64, PTR, REF, VALUE)}

INTS = (I8, I16, I32, I64)
FLOATS = (F32, F64)
LOGIC = (BOOL, *INTS)
WORDS = (PTR, REF, VALUE)
ALL = tuple(TYPES.values())


@dataclass(frozen=True)
class Signature:
    """Parameter and result types of a function, a C function or an indirect call.

    `convention` is "micro" (the platform's C convention) or "handler" (preserve_none, for interpreter handlers).
    """

    params: tuple[Type, ...]
    results: tuple[Type, ...]
    convention: str = "micro"
    varargs: bool = False

    def __str__(self) -> str:
        params = ", ".join(map(str, self.params)) + (", ..." if self.varargs else "")
        results = ", ".join(map(str, self.results))
        head = "handler" if self.convention == "handler" else ""
        return f"{head}({params}) -> ({results})"
