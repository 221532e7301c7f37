"""The module _operator: the operators as functions. (itemgetter and the like come from operator.py, which runs as source.)"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import no_value
from corevm.kernel.value import NONE, boolean, tag_fixnum
from corevm.micro.surface import Value, i64
from pyta.object.buffer import bytes_or_none, is_bytes_like
from pyta.object.declare import declare_constant, function
from pyta.object.exception import type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.type import is_deleted
from pyta.protocol.attribute import special
from pyta.protocol.compare import (
    compare_eq,
    compare_ge,
    compare_gt,
    compare_le,
    compare_lt,
    compare_ne,
    is_true,
    py_equal,
)
from pyta.protocol.item import as_index, contains, delete_item, get_item, set_item
from pyta.protocol.iterate import get_iter, next_value
from pyta.protocol.number import BINARY, IN_PLACE, absolute, inverted, negative, positive

declare_constant("_operator", "__doc__", "Operator interface.")

BINARIES: dict[str, Any] = {
    "add": BINARY["add"], "sub": BINARY["sub"], "mul": BINARY["mul"], "truediv": BINARY["true_div"],
    "floordiv": BINARY["floor_div"], "mod": BINARY["mod"], "pow": BINARY["pow"], "matmul": BINARY["matmul"],
    "lshift": BINARY["lshift"], "rshift": BINARY["rshift"], "and_": BINARY["bit_and"], "or_": BINARY["bit_or"],
    "xor": BINARY["bit_xor"], "iadd": IN_PLACE["add"], "isub": IN_PLACE["sub"], "imul": IN_PLACE["mul"],
    "itruediv": IN_PLACE["true_div"], "ifloordiv": IN_PLACE["floor_div"], "imod": IN_PLACE["mod"], "ipow": IN_PLACE["pow"],
    "imatmul": IN_PLACE["matmul"], "ilshift": IN_PLACE["lshift"], "irshift": IN_PLACE["rshift"], "iand": IN_PLACE["bit_and"],
    "ior": IN_PLACE["bit_or"], "ixor": IN_PLACE["bit_xor"], "lt": compare_lt, "le": compare_le, "eq": compare_eq,
    "ne": compare_ne, "gt": compare_gt, "ge": compare_ge, "getitem": get_item,
}  # fmt: skip


def _binary(name: str, operation: Any) -> None:
    @function("_operator", name)
    def operator_binary(a: Value, b: Value) -> Value:
        return operation(a, b)


for _name, _operation in BINARIES.items():
    _binary(_name, _operation)


def _unary(names: tuple[str, ...], operation: Any) -> None:
    @function("_operator", *names)
    def operator_unary(a: Value) -> Value:
        return operation(a)


for _names, _operation in (
    (("neg",), negative), (("pos",), positive), (("abs",), absolute), (("inv", "invert"), inverted), (("index",), as_index),
):  # fmt: skip
    _unary(_names, _operation)


@function("_operator", "not_")
def operator_not(a: Value) -> Value:
    """Same as not a."""
    return boolean(not is_true(a))


@function("_operator", "truth")
def operator_truth(a: Value) -> Value:
    """Return True if a is true, False otherwise."""
    return boolean(is_true(a))


@function("_operator", "is_")
def operator_is(a: Value, b: Value) -> Value:
    """Same as a is b."""
    return boolean(a == b)


@function("_operator", "is_not")
def operator_is_not(a: Value, b: Value) -> Value:
    """Same as a is not b."""
    return boolean(a != b)


def _concatenation(name: str, operation: Any) -> None:
    @function("_operator", name)
    def operator_concat(a: Value, b: Value) -> Value:
        if special(a, "__getitem__") == no_value() or special(a, "__add__") == no_value():
            raise type_error("'%T' object can't be concatenated", a)
        return operation(a, b)


_concatenation("concat", BINARY["add"])
_concatenation("iconcat", IN_PLACE["add"])


@function("_operator", "contains")
def operator_contains(a: Value, b: Value) -> Value:
    """Same as b in a (note reversed operands)."""
    return boolean(contains(a, b))


@function("_operator", "setitem")
def operator_setitem(a: Value, b: Value, c: Value) -> Value:
    """Same as a[b] = c."""
    set_item(a, b, c)
    return NONE


@function("_operator", "delitem")
def operator_delitem(a: Value, b: Value) -> Value:
    """Same as del a[b]."""
    delete_item(a, b)
    return NONE


@function("_operator", "countOf")
def operator_count_of(a: Value, b: Value) -> Value:
    """Return the number of items in a which are, or which equal, b."""
    it = get_iter(a)
    count: i64 = 0
    while True:
        item = next_value(it)
        if is_deleted(item):
            return tag_fixnum(count)
        if py_equal(item, b):
            count += 1


@function("_operator", "indexOf")
def operator_index_of(a: Value, b: Value) -> Value:
    """Return the first index of b in a."""
    it = get_iter(a)
    at: i64 = 0
    while True:
        item = next_value(it)
        if is_deleted(item):
            raise value_error("sequence.index(x): x not in sequence")
        if py_equal(item, b):
            return tag_fixnum(at)
        at += 1


@function("_operator", "_compare_digest")
def operator_compare_digest(a: Value, b: Value) -> Value:
    """Return 'a == b', in a time that does not depend on the contents."""
    x = a
    y = b
    if is_bytes_like(a) and is_bytes_like(b):
        x = bytes_or_none(a)
        y = bytes_or_none(b)
    elif payload_or_none(a, "str") == no_value() or payload_or_none(b, "str") == no_value():
        raise type_error("unsupported operand types(s) or combination of types: '%T' and '%T'", a, b)
    return compare_eq(x, y)


