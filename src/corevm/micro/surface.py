"""The vocabulary kernel files import. Importing it, and a kernel file, compiles nothing.

The intrinsics are names with a meaning inside compiled functions only (docs/reference/micro.md, section 4).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, overload

from corevm.errors import MicroError, UsageError
from corevm.micro import type as t
from corevm.micro.function import CFunction, MicroFunction, StaticTable

i8, i16, i32, i64 = t.I8, t.I16, t.I32, t.I64
u8, u16, u32, u64 = t.U8, t.U16, t.U32, t.U64
f32, f64 = t.F32, t.F64
Value = t.VALUE
Count = t.COUNT
static = t.STATIC

Ptr = t.Subscriptable("Ptr", lambda a: t.PtrType(t.as_type(a)))
Array = t.Subscriptable("Array", lambda a: t.ArrayType(t.as_type(a[0]), a[1]))
Tail = t.Subscriptable("Tail", lambda a: t.TailType(t.as_type(a)))


def _fn_type(is_raising: bool, is_c: bool) -> Callable[[Any], t.MicroType]:
    return lambda a: t.FnType(tuple(t.as_type(p) for p in a[0]), t.as_type(a[1]), is_raising, is_c)


Fn = t.Subscriptable("Fn", _fn_type(False, False))
RaisingFn = t.Subscriptable("RaisingFn", _fn_type(True, False))
CFn = t.Subscriptable("CFn", _fn_type(False, True))


def _scope(depth: int) -> dict[str, Any]:
    """Locals of the Python function a declaration stands in (so that annotations may name them)."""
    frame = sys._getframe(depth + 1)
    return {} if frame.f_locals is frame.f_globals else dict(frame.f_locals)


@overload
def fn(function: Callable[..., Any]) -> MicroFunction: ...
@overload
def fn(**options: Any) -> Callable[[Callable[..., Any]], MicroFunction]: ...
def fn(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Declare a Micro function. Options: section 3 of the reference."""
    scope = _scope(1)
    if function is not None:
        return MicroFunction(function, scope, {})
    return lambda f: MicroFunction(f, scope, options)


@overload
def inline(function: Callable[..., Any]) -> MicroFunction: ...
@overload
def inline(**options: Any) -> Callable[[Callable[..., Any]], MicroFunction]: ...
def inline(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """`fn(inline=True)`."""
    scope = _scope(1)
    options = {"inline": True, **options}
    if function is not None:
        return MicroFunction(function, scope, options)
    return lambda f: MicroFunction(f, scope, options)


def struct(cls: type) -> t.StructType:
    """Declare a C-layout record."""
    return t.StructType(cls, _scope(1), sys._getframe(1).f_globals)


class _Object:
    """The base of all heap classes: a header."""

    __annotations__ = {"header": "u64"}


_Object.__name__ = _Object.__qualname__ = "Object"
Object = t.HeapType(_Object, {}, "", None, "length")
HEAP_CLASSES: list[t.HeapType] = []


def heap(*, kind: str = "", length_field: str = "length") -> Callable[[type], t.HeapType]:
    """Declare a heap class. `kind` names its number in `corevm.kernel.kind`; without it the class is abstract."""
    scope = _scope(1)
    space = sys._getframe(1).f_globals

    def declare(cls: type) -> t.HeapType:
        bases: list[t.HeapType] = [b for b in getattr(cls, "__orig_bases__", ()) if isinstance(b, t.HeapType)]
        if len(bases) != 1:
            raise MicroError(f"heap class {cls.__name__} needs exactly one heap base", code="MC135", wanted="Object or a heap class")
        declared = t.HeapType(cls, scope, kind, bases[0], length_field, space)
        HEAP_CLASSES.append(declared)
        return declared

    return declare


def cfn(name: str, params: Sequence[Any], result: Any, *, effect: str = "write", varargs: bool = False) -> CFunction:
    """Declare a C function of the process (libc, libm, the host's C-API)."""
    return CFunction(name, tuple(t.as_type(p) for p in params), t.as_type(result), effect, varargs)


def table(item: Any, values: Sequence[Any]) -> StaticTable:
    """A static constant array; mentioned in a function it is a `Ptr[item]`. Raises: UsageError for an int that is none of `item`."""
    type_ = t.as_type(item)
    if isinstance(type_, t.IntType):
        for index, value in enumerate(values):
            if isinstance(value, int) and not type_.minimum <= value <= type_.maximum:
                wanted = f"{type_.minimum} to {type_.maximum}"
                raise UsageError(f"value {index} of a table does not fit {type_!r}", code="US011", seen=str(value), wanted=wanted)
    return StaticTable(type_, tuple(values))


class Intrinsic:
    """A name the compiler understands. Calling it from Python is an error."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UsageError(f"{self.name} can be used in compiled functions only", code="US010")

    def __repr__(self) -> str:
        return f"<intrinsic {self.name}>"


INTRINSICS: dict[str, Intrinsic] = {}


def _intrinsic(name: str) -> Any:
    return INTRINSICS.setdefault(name, Intrinsic(name))


cast, sizeof, offsetof = _intrinsic("cast"), _intrinsic("sizeof"), _intrinsic("offsetof")
kind_number, addr_of, stack_array = _intrinsic("kind_number"), _intrinsic("addr_of"), _intrinsic("stack_array")
new = _intrinsic("new")
ctz, clz, popcnt, bswap, rotl = (_intrinsic(n) for n in "ctz clz popcnt bswap rotl".split())
add_overflow, sub_overflow, mul_overflow = (_intrinsic(n) for n in "add_overflow sub_overflow mul_overflow".split())
wrapping_add, wrapping_sub, wrapping_mul = (_intrinsic(n) for n in "wrapping_add wrapping_sub wrapping_mul".split())
add_carry, sub_borrow, mul_wide, div_wide = (_intrinsic(n) for n in "add_carry sub_borrow mul_wide div_wide".split())
truncated_div, truncated_rem = _intrinsic("truncated_div"), _intrinsic("truncated_rem")
select, min_of, max_of = _intrinsic("select"), _intrinsic("min_of"), _intrinsic("max_of")
sqrt, floor, ceil, trunc, rint, fabs = (_intrinsic(n) for n in "sqrt floor ceil trunc rint fabs".split())
bits_of, float_of_bits = _intrinsic("bits_of"), _intrinsic("float_of_bits")
memcopy, memmove, memset, memequal = (_intrinsic(n) for n in "memcopy memmove memset memequal".split())
atomic_load, atomic_store, atomic_cas = (_intrinsic(n) for n in "atomic_load atomic_store atomic_cas".split())
atomic_add, atomic_or, atomic_and = (_intrinsic(n) for n in "atomic_add atomic_or atomic_and".split())
fence, dump_registers, prefetch = (_intrinsic(n) for n in "fence dump_registers prefetch".split())
likely, unlikely, unreachable = (_intrinsic(n) for n in "likely unlikely unreachable".split())
current_thread = _intrinsic("current_thread")


class failure(Exception):
    """`except failure as e:` in a Micro function catches a failing call."""
