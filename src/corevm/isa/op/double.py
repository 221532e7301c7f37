"""Instructions of languages whose only numbers are doubles (`corevm.kernel.double`): made by factories, as each says itself what else
its operators do.

    ARITHMETIC = arithmetic(add=add_strings, others="Operands must be numbers.")     # add sub mul div, and with an immediate: add_imm ...
    COMPARISONS = comparisons("Operands must be numbers.") + equality(same_objects)  # lt gt le ge eq ne, and lt_imm ...

`add_strings` is a Micro function `(x, y) -> Value` that is called where an operand is no number; a str, as `"Operands must be numbers."`, stands
for one that raises a type error of that text.
"""

from __future__ import annotations

from typing import Any

from corevm.isa.define import Imm, InstructionDefinition, Reg, instruction
from corevm.kernel.double import (
    add_exactly,
    div_doubles,
    div_exactly,
    double_of,
    double_value,
    is_double,
    is_plain_number,
    mul_exactly,
    plain_double,
    sub_exactly,
)
from corevm.kernel.error import TYPE, error_about
from corevm.kernel.number import add_floats, mul_floats, sub_floats
from corevm.kernel.value import (
    boolean,
    both_fixnum,
    box_float,
    encode_flonum,
    fits_flonum,
    is_fixnum,
    is_immediate,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import Value, cast, f64, fn, i64, inline, likely


def binary_and_immediate(name: str, symbol: str, operate: Any) -> list[InstructionDefinition]:
    """The instructions a = b op c, and a = b op a small integer (NAME_imm), of an inline function of two values."""

    @instruction(raises=True)
    def binary(x: Reg, y: Reg) -> Value:
        return operate(x, y)

    @instruction(raises=True)
    def immediate(x: Reg, number: Imm) -> Value:
        return operate(x, tag_fixnum(number))

    binary.name, binary.doc = name, f"a = b {symbol} c."
    immediate.name, immediate.doc = f"{name}_imm", f"a = b {symbol} a small integer."
    return [binary, immediate]


def _as_function(otherwise: Any) -> Any:
    """The Micro function for an `otherwise` that may be a text."""
    if not isinstance(otherwise, str):
        return otherwise

    @fn(raises=True)
    def refuse(x: Value, y: Value) -> Value:
        raise error_about(TYPE, otherwise, x)

    return refuse


def arithmetic(add: Any, others: Any) -> list[InstructionDefinition]:
    """add, sub, mul, div, and their immediate forms."""
    return [
        *binary_and_immediate("add", "+", _operation(add_exactly, add_floats, add)),
        *binary_and_immediate("sub", "-", _operation(sub_exactly, sub_floats, others)),
        *binary_and_immediate("mul", "*", _operation(mul_exactly, mul_floats, others)),
        *binary_and_immediate("div", "/", _operation(div_exactly, div_doubles, others)),
    ]


def _operation(on_fixnums: Any, on_doubles: Any, otherwise: Any) -> Any:
    otherwise = _as_function(otherwise)

    @fn(raises=True)
    def slowly(x: Value, y: Value) -> Value:
        if is_double(x) and is_double(y):
            return double_value(on_doubles(double_of(x), double_of(y)))
        return otherwise(x, y)

    @inline(raises=True)
    def operate(x: Value, y: Value) -> Value:
        if likely(both_fixnum(x, y)):
            result, is_right = on_fixnums(x, y)
            if likely(is_right):
                return result
        elif is_plain_number(x) and is_plain_number(y):
            d = on_doubles(plain_double(x), plain_double(y))
            if likely(fits_flonum(d)):
                return encode_flonum(d)
        return slowly(x, y)

    return operate


def negation(otherwise: Any) -> InstructionDefinition:
    """negate. `otherwise` gets the operand twice."""
    otherwise = _as_function(otherwise)

    @fn(raises=True)
    def slowly(x: Value) -> Value:
        return box_float(-double_of(x)) if is_double(x) else otherwise(x, x)

    @instruction(raises=True)
    def negate(x: Reg) -> Value:
        """a = -b."""
        if likely(is_fixnum(x) and not is_word(x, 1)):  # -0 is a float
            return tag_fixnum(-untag_fixnum(x))
        return slowly(x)

    return negate  # type: ignore[no-any-return]


# --- comparison
def comparisons(otherwise: Any) -> list[InstructionDefinition]:
    """lt, gt, le, ge, and their immediate forms."""
    less = _comparison(_less_words, _less_doubles, otherwise)
    less_equal = _comparison(_less_equal_words, _less_equal_doubles, otherwise)
    return [
        *binary_and_immediate("lt", "<", less), *binary_and_immediate("gt", ">", _mirrored(less)),
        *binary_and_immediate("le", "<=", less_equal), *binary_and_immediate("ge", ">=", _mirrored(less_equal)),
    ]  # fmt: skip


def _comparison(on_words: Any, on_doubles: Any, otherwise: Any) -> Any:
    otherwise = _as_function(otherwise)

    @fn(raises=True)
    def slowly(x: Value, y: Value) -> Value:
        if is_double(x) and is_double(y):
            return boolean(on_doubles(double_of(x), double_of(y)))
        return otherwise(x, y)

    @inline(raises=True)
    def operate(x: Value, y: Value) -> Value:
        if likely(both_fixnum(x, y)):
            return boolean(on_words(cast(i64, x), cast(i64, y)))
        if is_plain_number(x) and is_plain_number(y):
            return boolean(on_doubles(plain_double(x), plain_double(y)))
        return slowly(x, y)

    return operate


def _mirrored(operate: Any) -> Any:
    @inline(raises=True)
    def operate_mirrored(x: Value, y: Value) -> Value:
        return operate(y, x)

    return operate_mirrored


@inline
def _less_words(a: i64, b: i64) -> bool:
    return a < b


@inline
def _less_equal_words(a: i64, b: i64) -> bool:
    return a <= b


@inline
def _less_doubles(a: f64, b: f64) -> bool:
    return a < b


@inline
def _less_equal_doubles(a: f64, b: f64) -> bool:
    return a <= b


def equality(are_equal: Any) -> list[InstructionDefinition]:
    """eq, ne, and their immediate forms. `are_equal` decides of two values that are not both numbers or an immediate."""

    @fn
    def slowly(x: Value, y: Value) -> bool:
        if is_double(x) and is_double(y):
            return double_of(x) == double_of(y)
        return are_equal(x, y)

    @inline
    def is_same(x: Value, y: Value) -> bool:
        if both_fixnum(x, y) or is_immediate(x) or is_immediate(y):
            return x == y
        return slowly(x, y)

    @inline(raises=True)
    def equal(x: Value, y: Value) -> Value:
        return boolean(is_same(x, y))

    @inline(raises=True)
    def unequal(x: Value, y: Value) -> Value:
        return boolean(not is_same(x, y))

    return [*binary_and_immediate("eq", "==", equal), *binary_and_immediate("ne", "!=", unequal)]
