"""frozenset's layout, and the operators of two plain sets."""

from __future__ import annotations

from typing import Any

from corevm.kernel.object import is_kind
from corevm.kernel.set import (
    Set,
    set_difference,
    set_intersection,
    set_remove_all,
    set_replace,
    set_symmetric_difference,
    set_union,
    set_update,
)
from corevm.kernel.table import Hashed
from corevm.micro.surface import Value, cast, fn, heap, new
from pyta.protocol.compare import py_equal


@heap(kind="pyta.frozenset")
class FrozenSet(Hashed):
    """`hash`: kept once computed, else 0."""

    hash: Value


@fn(raises=True)
def frozen(s: Set) -> FrozenSet:
    """A frozenset that takes over what a set nobody else uses holds."""
    return new(FrozenSet, count=s.count, version=s.version, table=s.table)


def _operator(op: str, operate: Any) -> Any:
    @fn(raises=True, name=f"pyta.protocol.set_operator.{op}")
    def apply(a: Value, b: Value) -> Value:
        made = operate(cast(Hashed, a), cast(Hashed, b), py_equal)
        if is_kind(a, "set"):
            return made
        return frozen(made)

    return apply


def _in_place(op: str, operate: Any) -> Any:
    @fn(raises=True, name=f"pyta.protocol.set_operator.i{op}")
    def apply(a: Value, b: Value) -> Value:
        own, other = cast(Set, a), cast(Hashed, b)
        if op == "bit_or":
            set_update(own, other, py_equal)
        elif op == "sub":
            set_remove_all(own, other, py_equal)
        else:
            set_replace(own, operate(own, other, py_equal))
        return a

    return apply


# of two that are sets or frozensets themselves; the result is what the first is
OPERATIONS = {
    "bit_and": set_intersection, "bit_or": set_union, "sub": set_difference, "bit_xor": set_symmetric_difference,
}  # fmt: skip
SET_OPERATORS: dict[str, Any] = {op: _operator(op, operate) for op, operate in OPERATIONS.items()}
SET_IN_PLACE: dict[str, Any] = {op: _in_place(op, operate) for op, operate in OPERATIONS.items()}  # the first is a set
