"""Pyta's instructions of arithmetic and comparison: fast on small ints and floats, else the protocol."""

from __future__ import annotations

from typing import Any

from corevm.isa.define import Branch, Imm, InstructionDefinition, Reg, Target, instruction
from corevm.kernel.safepoint import spend_slowly
from corevm.kernel.thread import thread
from corevm.kernel.value import (
    FALSE,
    NONE,
    TRUE,
    boolean,
    both_fixnum,
    both_flonum,
    decode_flonum,
    encode_flonum,
    fits_flonum,
    fixnum_add,
    fixnum_mul,
    fixnum_sub,
    is_fixnum,
    is_flonum,
    is_word,
    tag_fixnum,
)
from corevm.micro.function import MicroFunction
from corevm.micro.surface import Value, cast, f64, fn, i64, inline, likely, static, u64
from pyta.protocol.compare import compare_eq, compare_ge, compare_gt, compare_le, compare_lt, compare_ne, is_true
from pyta.protocol.number import BINARY, IN_PLACE, inverted, negative, positive

FIXNUM = {"add": fixnum_add, "sub": fixnum_sub, "mul": fixnum_mul}
COMPARE = {"lt": compare_lt, "le": compare_le, "eq": compare_eq, "ne": compare_ne, "gt": compare_gt, "ge": compare_ge}
FLOATS = ("add", "sub", "mul", "true_div")


def _define(name: str, python: Any, **scope: Any) -> InstructionDefinition:
    """An instruction made by a factory, under its own name."""
    function = MicroFunction(python, scope, {"inline": True, "raises": True, "name": f"pyta.op.{name}"})
    definition = InstructionDefinition(function)
    definition.name = name
    return definition


def _binary(op: str, in_place: bool) -> InstructionDefinition:
    on_fixnums = FIXNUM.get(op)
    has_floats = op in FLOATS
    slow = (IN_PLACE if in_place else BINARY)[op]

    def operate(x: Reg, y: Reg) -> Value:
        if on_fixnums is not None:
            if likely(both_fixnum(x, y)):
                result, overflowed = on_fixnums(x, y)
                if likely(not overflowed):
                    return result
        if op in ("bit_and", "bit_or", "bit_xor"):
            if likely(both_fixnum(x, y)):
                return bit_operation(x, y, op)
        if has_floats:
            if both_flonum(x, y):
                a = decode_flonum(x)
                b = decode_flonum(y)
                if op != "true_div" or b != 0.0:
                    total = float_operation(a, b, op)
                    if likely(fits_flonum(total)):
                        return encode_flonum(total)
        return slow(x, y)

    return _define(f"{'i' if in_place else ''}{op}", operate, op=op)


def _immediate(op: str, in_place: bool) -> InstructionDefinition:
    on_fixnums = FIXNUM.get(op)
    slow = (IN_PLACE if in_place else BINARY)[op]

    def operate(x: Reg, n: Imm) -> Value:
        if on_fixnums is not None:
            if likely(is_fixnum(x)):
                result, overflowed = on_fixnums(x, tag_fixnum(n))
                if likely(not overflowed):
                    return result
        if op == "bit_and":
            if likely(is_fixnum(x)):
                return cast(Value, cast(u64, x) & cast(u64, tag_fixnum(n)))
        if op == "mod":
            if likely(is_fixnum(x)) and n > 0:
                return tag_fixnum((cast(i64, x) >> 1) % n)
        if op == "floor_div":
            if likely(is_fixnum(x)) and n > 0:
                return tag_fixnum((cast(i64, x) >> 1) // n)
        if op == "rshift":
            if likely(is_fixnum(x)) and n >= 0 and n < 63:
                return tag_fixnum((cast(i64, x) >> 1) >> n)
        return slow(x, tag_fixnum(n))

    return _define(f"{'i' if in_place else ''}{op}_imm", operate, op=op)


def _comparison(op: str) -> InstructionDefinition:
    slow = COMPARE[op]

    def operate(x: Reg, y: Reg) -> Value:
        if likely(both_fixnum(x, y)):
            return boolean(fixnum_order(x, y, op))
        if both_flonum(x, y):
            return boolean(float_order(decode_flonum(x), decode_flonum(y), op))
        return slow(x, y)

    return _define(op, operate, op=op)


def _comparison_immediate(op: str) -> InstructionDefinition:
    slow = COMPARE[op]

    def operate(x: Reg, n: Imm) -> Value:
        if likely(is_fixnum(x)):
            return boolean(fixnum_order(x, tag_fixnum(n), op))
        return slow(x, tag_fixnum(n))

    return _define(f"{op}_imm", operate, op=op)


@inline
def bit_operation(x: Value, y: Value, op: static) -> Value:
    if op == "bit_and":
        return cast(Value, cast(u64, x) & cast(u64, y))
    if op == "bit_or":
        return cast(Value, cast(u64, x) | cast(u64, y))
    return cast(Value, (cast(u64, x) ^ cast(u64, y)) | 1)


@inline
def float_operation(a: f64, b: f64, op: static) -> f64:
    if op == "add":
        return a + b
    if op == "sub":
        return a - b
    if op == "mul":
        return a * b
    return a / b


@inline
def fixnum_order(x: Value, y: Value, op: static) -> bool:
    if op == "lt":
        return cast(i64, x) < cast(i64, y)
    if op == "le":
        return cast(i64, x) <= cast(i64, y)
    if op == "eq":
        return x == y
    if op == "ne":
        return x != y
    if op == "gt":
        return cast(i64, x) > cast(i64, y)
    return cast(i64, x) >= cast(i64, y)


@inline
def float_order(a: f64, b: f64, op: static) -> bool:
    if op == "lt":
        return a < b
    if op == "le":
        return a <= b
    if op == "eq":
        return a == b
    if op == "ne":
        return a != b
    if op == "gt":
        return a > b
    return a >= b


INSTRUCTIONS: list[InstructionDefinition] = [
    *(_binary(op, p) for op in BINARY for p in (False, True)),
    *(_immediate(op, False) for op in ("add", "sub", "mul", "floor_div", "mod", "pow", "lshift", "rshift", "bit_and")),
    *(_immediate(op, True) for op in ("add", "sub")),
    *(_comparison(op) for op in COMPARE),
    *(_comparison_immediate(op) for op in COMPARE),
]


@instruction(raises=True)
def neg(x: Reg) -> Value:
    """a = -x."""
    if likely(is_fixnum(x)):
        result, overflowed = fixnum_sub(tag_fixnum(0), x)
        if likely(not overflowed):
            return result
    return negative(x)


@instruction(raises=True)
def pos(x: Reg) -> Value:
    """a = +x."""
    return positive(x)


@instruction(raises=True)
def invert(x: Reg) -> Value:
    """a = ~x."""
    return inverted(x)


@instruction
def is_(x: Reg, y: Reg) -> Value:
    """a = x is y."""
    return boolean(x == y)


@instruction
def is_not(x: Reg, y: Reg) -> Value:
    """a = x is not y."""
    return boolean(x != y)


@instruction(raises=True)
def not_(x: Reg) -> Value:
    """a = not x."""
    return boolean(not is_true(x))


@instruction(raises=True)
def jump_if(x: Reg, target: Target) -> Branch:
    """Go to the target if x is true."""
    if is_word(x, TRUE):
        return True
    if is_word(x, FALSE) or is_word(x, NONE):
        return False
    return is_true(x)


@instruction(raises=True)
def jump_if_not(x: Reg, target: Target) -> Branch:
    """Go to the target if x is false."""
    if is_word(x, TRUE):
        return False
    if is_word(x, FALSE) or is_word(x, NONE):
        return True
    return not is_true(x)


@instruction(raises=True, rules="spends")
def loop_if(x: Reg, target: Target) -> Branch:
    """Back edge: if x is true, spend a reduction and go to the target."""
    if is_word(x, TRUE):
        t = thread()
        if likely(t.reductions > 0):
            t.reductions -= 1
            return True
    return loop_if_slowly(x, True)


@instruction(raises=True, rules="spends")
def loop_if_not(x: Reg, target: Target) -> Branch:
    """Back edge: if x is false, spend a reduction and go to the target."""
    if is_word(x, FALSE):
        t = thread()
        if likely(t.reductions > 0):
            t.reductions -= 1
            return True
    return loop_if_slowly(x, False)


@fn(raises=True)
def loop_if_slowly(x: Value, wanted: bool) -> bool:
    if is_true(x) != wanted:
        return False
    spend_slowly(1)
    return True


__all__ = ["is_flonum"]
