"""Arithmetic: binary and unary operators, by the types at hand or the special methods.

Source: the data model, 3.3.8; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, no_value
from corevm.kernel.error import OVERFLOW, error
from corevm.kernel.integer import int_abs, int_neg
from corevm.kernel.integer_bits import int_and, int_invert, int_lshift, int_or, int_rshift, int_xor
from corevm.kernel.number import (
    is_float,
    is_integer,
    is_number,
    number_abs,
    number_add,
    number_divmod,
    number_floordiv,
    number_mod,
    number_mul,
    number_neg,
    number_pow,
    number_sub,
    number_truediv,
)
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings
from corevm.kernel.value import NOT_IMPLEMENTED, boolean, is_fixnum, is_word
from corevm.micro.surface import Value, cast, fn, inline, static, u64
from pyta.object.exception import type_error
from pyta.object.type import class_of, is_subtype, type_lookup
from pyta.object.world import name
from pyta.protocol.attribute import call_special1, call_special2, special
from pyta.protocol.compare import bool_number

OPERATIONS: dict[str, tuple[str, str, Any, Any]] = {
    # name: symbol, special method's stem, on numbers, on integers only
    "add": ("+", "add", number_add, None),
    "sub": ("-", "sub", number_sub, None),
    "mul": ("*", "mul", number_mul, None),
    "true_div": ("/", "truediv", number_truediv, None),
    "floor_div": ("//", "floordiv", number_floordiv, None),
    "mod": ("%", "mod", number_mod, None),
    "pow": ("** or pow()", "pow", number_pow, None),
    "matmul": ("@", "matmul", None, None),
    "lshift": ("<<", "lshift", None, int_lshift),
    "rshift": (">>", "rshift", None, int_rshift),
    "bit_and": ("&", "and", None, int_and),
    "bit_or": ("|", "or", None, int_or),
    "bit_xor": ("^", "xor", None, int_xor),
}


@fn(raises=True)
def binary_special(a: Value, b: Value, own: Value, reflected: Value) -> Value:
    """The result of the special methods of two operands, or NOT_IMPLEMENTED."""
    t = class_of(a)
    u = class_of(b)
    tried_reflected = False
    if cast(u64, t) != cast(u64, u) and is_subtype(u, t):
        found = type_lookup(u, reflected)
        if found != no_value() and found != type_lookup(t, reflected):
            tried_reflected = True
            result = call_special2(b, found, a)
            if not is_word(result, NOT_IMPLEMENTED):
                return result
    found = type_lookup(t, own)
    if found != no_value():
        result = call_special2(a, found, b)
        if not is_word(result, NOT_IMPLEMENTED):
            return result
    if cast(u64, t) != cast(u64, u) and not tried_reflected:
        found = type_lookup(u, reflected)
        if found != no_value():
            result = call_special2(b, found, a)
            if not is_word(result, NOT_IMPLEMENTED):
                return result
    return NOT_IMPLEMENTED


def _binary(op: str, in_place: bool) -> Any:
    symbol, stem, on_numbers, on_integers = OPERATIONS[op]
    if in_place:
        symbol = {"pow": "**="}.get(op, symbol + "=")
    own, reflected, in_place_name = f"__{stem}__", f"__r{stem}__", f"__i{stem}__"

    @fn(raises=True, name=f"pyta.protocol.number.{'i' if in_place else ''}{op}")
    def operate(a: Value, b: Value) -> Value:
        x = bool_number(a)
        y = bool_number(b)
        if on_numbers is not None:
            if is_number(x) and is_number(y):
                return on_numbers(x, y)
        if on_integers is not None:
            if is_integer(x) and is_integer(y):
                if op in ("bit_and", "bit_or", "bit_xor"):
                    if x != a and y != b:  # two bools give a bool
                        return boolean(cast(u64, on_integers(x, y)) == 3)
                return on_integers(x, y)
        if op == "add":
            if is_kind(a, "string") and is_kind(b, "string"):
                return concat_strings(cast(String, a), cast(String, b))
        if in_place:
            found = special(a, in_place_name)
            if found != no_value():
                result = call_special2(a, found, b)
                if not is_word(result, NOT_IMPLEMENTED):
                    return result
        result = binary_special(a, b, name(own), name(reflected))
        if not is_word(result, NOT_IMPLEMENTED):
            return result
        raise type_error(f"unsupported operand type(s) for {symbol.replace('%', '%%')}: '%T' and '%T'", a, b)

    return operate


BINARY: dict[str, Any] = {op: _binary(op, False) for op in OPERATIONS}
IN_PLACE: dict[str, Any] = {op: _binary(op, True) for op in OPERATIONS}


def _unary(own: str, symbol: str, on_number: Any, on_integer: Any) -> Any:
    @fn(raises=True, name=f"pyta.protocol.number.{own.strip('_')}")
    def operate(a: Value) -> Value:
        x = bool_number(a)
        if on_number is not None:
            if is_number(x):
                return on_number(x)
        if on_integer is not None:
            if is_integer(x):
                return on_integer(x)
        found = special(a, own)
        if found == no_value():
            raise type_error(f"bad operand type for {symbol}: '%T'", a)
        return call_special1(a, found)

    return operate


@fn(raises=True)
def same_number(a: Value) -> Value:
    return a


negative = _unary("__neg__", "unary -", number_neg, None)
positive = _unary("__pos__", "unary +", same_number, None)
inverted = _unary("__invert__", "unary ~", None, int_invert)
absolute = _unary("__abs__", "abs()", number_abs, None)

__all__ = ["Array_", "OVERFLOW", "error", "inline", "int_abs", "int_neg", "is_fixnum", "is_float", "number_divmod", "static"]
