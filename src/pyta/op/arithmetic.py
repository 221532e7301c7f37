"""Pyta's instructions of arithmetic and comparison: fast on small ints and floats, else the protocol."""

from __future__ import annotations

from typing import Any

from corevm.isa.define import (
    Base,
    Branch,
    Imm,
    InstructionDefinition,
    OutIndex,
    Pc,
    Reg,
    Target,
    ValueOrFrame,
    fuse,
    fuse_values,
    instruction,
)
from corevm.kernel.bytes import Bytes, concat_bytes
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.float_arithmetic import power
from corevm.kernel.frame import make_link
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend_slowly
from corevm.kernel.set import subset_at_hand
from corevm.kernel.string import IS_GROWING, IS_INTERNED, String, concat_strings, extend_string
from corevm.kernel.table import Hashed
from corevm.kernel.thread import thread
from corevm.kernel.value import (
    FLOAT_BIAS,
    FLOAT_ZERO,
    boolean,
    both_fixnum,
    both_flonum,
    decode_flonum,
    decode_nonzero,
    fixnum_add,
    fixnum_mul,
    fixnum_sub,
    flonum_word,
    is_fixnum,
    is_float_word,
    is_flonum,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.function import MicroFunction
from corevm.micro.surface import Value, bits_of, cast, f64, i64, inline, likely, rotl, static, u8, u64
from pyta.object.type import HAS_EQUALITY, class_of_object
from pyta.protocol.compare import OPERATORS, is_plain_set, is_true_inline
from pyta.protocol.number import BINARY, inverted, negative, positive
from pyta.protocol.operate import ENTER_BINARY, ENTER_COMPARE, ENTER_IN_PLACE

FIXNUM = {"add": fixnum_add, "sub": fixnum_sub, "mul": fixnum_mul}
FLOAT_SIGN = 4  # the sign's bit in a float's word
FLOATS = ("add", "sub", "mul", "true_div")


def _define(name: str, python: Any, **scope: Any) -> InstructionDefinition:
    """An instruction made by a factory, under its own name."""
    function = MicroFunction(python, scope, {"inline": True, "raises": True, "name": f"pyta.op.{name}"})
    definition = InstructionDefinition(function)
    definition.name = name
    assert definition.word_count == 1  # corevm.kernel.frame.ATTEMPT
    return definition


def _binary(op: str, in_place: bool) -> InstructionDefinition:
    on_fixnums = FIXNUM.get(op)
    has_floats = op in FLOATS
    slow = (ENTER_IN_PLACE if in_place else ENTER_BINARY)[op]

    def operate(destination: OutIndex, x: Reg, y: Reg, pc: Pc, base: Base) -> ValueOrFrame:
        if likely(both_fixnum(x, y)):
            if on_fixnums is not None:
                result, overflowed = on_fixnums(x, y)
                if likely(not overflowed):
                    return result, None, None
            elif op in ("bit_and", "bit_or", "bit_xor"):
                return bit_operation(x, y, op), None, None
            elif op in ("floor_div", "mod"):
                if likely(cast(i64, y) > 1):
                    if op == "mod":
                        return tag_fixnum(untag_fixnum(x) % untag_fixnum(y)), None, None
                    return tag_fixnum(untag_fixnum(x) // untag_fixnum(y)), None, None
            elif op == "rshift":
                if likely(cast(u64, y) < 127):
                    return tag_fixnum(untag_fixnum(x) >> untag_fixnum(y)), None, None
            elif op == "lshift":
                if likely(cast(u64, y) < 127):
                    n = untag_fixnum(y)
                    wide = cast(i64, cast(u64, x) - 1) << n
                    if likely(wide >> n == cast(i64, cast(u64, x) - 1)):
                        return cast(Value, cast(u64, wide) | 1), None, None
            elif op == "true_div":
                if likely(is_exact_float(x) and is_exact_float(y) and cast(u64, y) != 1):
                    quotient = f64(untag_fixnum(x)) / f64(untag_fixnum(y))
                    if likely(is_float_word(flonum_word(quotient))):
                        return cast(Value, flonum_word(quotient)), None, None
                    if bits_of(quotient) == 0:
                        return cast(Value, u64(FLOAT_ZERO)), None, None
        elif op == "pow":
            if both_flonum(x, y):
                word = plain_power(x, decode_flonum(y))
                if likely(is_float_word(word)):
                    return cast(Value, word), None, None
        elif has_floats:
            a, b, are_floats = float_operands(x, y)
            if likely(are_floats):
                total = float_operation(a, b, op)
                if likely(is_turned_float(turned_float(total))):
                    return cast(Value, turned_float(total) + 2), None, None
                if bits_of(total) == 0:
                    return cast(Value, u64(FLOAT_ZERO)), None, None
        if op == "add" and is_kind(x, "string") and is_kind(y, "string"):
            return concat_strings(cast(String, x), cast(String, y)), None, None
        if op == "add" and is_kind(x, "bytes") and is_kind(y, "bytes"):
            return concat_bytes(cast(Bytes, x), cast(Bytes, y)), None, None
        return slow(x, y, make_link(pc + 1, destination), base)

    return _define(f"{'i' if in_place else ''}{op}", operate, op=op)


_iadd = ENTER_IN_PLACE["add"]


@instruction(raises=True)
def extend_text(destination: OutIndex, x: Reg, y: Reg, pc: Pc, base: Base) -> ValueOrFrame:
    """As iadd; a text that this has made grows where it is."""
    if likely(is_kind(x, "string") and is_kind(y, "string")):
        return extend_string(cast(String, x), cast(String, y)), None, None
    return _iadd(x, y, make_link(pc + 1, destination), base)


@instruction
def seal_text(x: Reg) -> None:
    """A text grows no more."""
    if is_kind(x, "string"):
        if cast(String, x).flags & IS_GROWING != 0:
            cast(String, x).flags = cast(String, x).flags & ~u8(IS_GROWING)


EXACT_BITS = 53


@inline
def is_exact_float(x: Value) -> bool:
    """Whether a fixnum is a double exactly, by its size."""
    return u64((cast(i64, x) >> EXACT_BITS + 1) + 1) <= 1


def _immediate(op: str, in_place: bool) -> InstructionDefinition:
    on_fixnums = FIXNUM.get(op)
    slow = (ENTER_IN_PLACE if in_place else ENTER_BINARY)[op]

    def operate(destination: OutIndex, x: Reg, n: Imm, pc: Pc, base: Base) -> ValueOrFrame:
        if likely(is_fixnum(x)):
            if on_fixnums is not None:
                result, overflowed = on_fixnums(x, tag_fixnum(n))
                if likely(not overflowed):
                    return result, None, None
            elif op == "bit_and":
                return cast(Value, cast(u64, x) & cast(u64, tag_fixnum(n))), None, None
            elif op in ("mod", "floor_div"):
                if likely(n > 0):
                    if op == "mod":
                        return tag_fixnum(untag_fixnum(x) % n), None, None
                    return tag_fixnum(untag_fixnum(x) // n), None, None
            elif op == "rshift":
                if likely(u64(n) < 63):
                    return tag_fixnum(untag_fixnum(x) >> n), None, None
            elif op == "lshift":
                if likely(u64(n) < 63):
                    wide = cast(i64, cast(u64, x) - 1) << n
                    if likely(wide >> n == cast(i64, cast(u64, x) - 1)):
                        return cast(Value, cast(u64, wide) | 1), None, None
            elif op == "pow":
                if likely(n == 2):
                    result, overflowed = fixnum_mul(x, x)
                    if likely(not overflowed):
                        return result, None, None
        elif op == "pow":
            if is_flonum(x):
                word = plain_power(x, f64(n))
                if likely(is_float_word(word)):
                    return cast(Value, word), None, None
        elif op in FLOATS:
            if is_flonum(x):
                total = float_operation(decode_flonum(x), f64(n), op)
                if likely(is_turned_float(turned_float(total))):
                    return cast(Value, turned_float(total) + 2), None, None
                if bits_of(total) == 0:
                    return cast(Value, u64(FLOAT_ZERO)), None, None
        return slow(x, tag_fixnum(n), make_link(pc + 1, destination), base)

    return _define(f"{'i' if in_place else ''}{op}_imm", operate, op=op)


def _comparison(op: str) -> InstructionDefinition:
    slow = ENTER_COMPARE[op]

    def operate(destination: OutIndex, x: Reg, y: Reg, pc: Pc, base: Base) -> ValueOrFrame:
        if likely(both_fixnum(x, y)):
            return boolean(fixnum_order(x, y, op)), None, None
        if likely(both_flonum(x, y)):
            return boolean(float_order(decode_flonum(x), decode_flonum(y), op)), None, None
        if is_flonum(x):
            if is_fixnum(y) and is_exact_float(y):
                return boolean(float_order(decode_flonum(x), f64(untag_fixnum(y)), op)), None, None
        elif is_flonum(y):
            if is_fixnum(x) and is_exact_float(x):
                return boolean(float_order(f64(untag_fixnum(x)), decode_flonum(y), op)), None, None
        elif op in ("eq", "ne"):
            if is_kind(x, "string") and is_kind(y, "string"):
                if x == y:
                    return boolean(op == "eq"), None, None
                if cast(String, x).flags & cast(String, y).flags & IS_INTERNED != 0:
                    return boolean(op == "ne"), None, None
            elif is_kind(x, "object") and is_kind(y, "object"):
                flags = class_of_object(cast(DynamicObject, x)).flags | class_of_object(cast(DynamicObject, y)).flags
                if flags & HAS_EQUALITY == 0:
                    return boolean((x == y) == (op == "eq")), None, None
        elif op in ("le", "ge"):
            if is_plain_set(x) and is_plain_set(y):
                one, other = cast(Hashed, x), cast(Hashed, y)
                holds = subset_at_hand(one, other) if op == "le" else subset_at_hand(other, one)
                if likely(holds >= 0):
                    return boolean(holds != 0), None, None
        return slow(x, y, make_link(pc + 1, destination), base)

    return _define(op, operate, op=op)


def _comparison_immediate(op: str) -> InstructionDefinition:
    slow = ENTER_COMPARE[op]

    def operate(destination: OutIndex, x: Reg, n: Imm, pc: Pc, base: Base) -> ValueOrFrame:
        if likely(is_fixnum(x)):
            return boolean(fixnum_order(x, tag_fixnum(n), op)), None, None
        if is_flonum(x):
            return boolean(float_order(decode_flonum(x), f64(n), op)), None, None
        return slow(x, tag_fixnum(n), make_link(pc + 1, destination), base)

    return _define(f"{op}_imm", operate, op=op)


@inline
def bit_operation(x: Value, y: Value, op: static) -> Value:
    if op == "bit_and":
        return cast(Value, cast(u64, x) & cast(u64, y))
    if op == "bit_or":
        return cast(Value, cast(u64, x) | cast(u64, y))
    return cast(Value, (cast(u64, x) ^ cast(u64, y)) | 1)


@inline
def float_operands(x: Value, y: Value) -> tuple[f64, f64, bool]:
    """Two numbers, not both fixnums, as doubles, if they are floats in words or fixnums."""
    if likely((cast(u64, x) ^ cast(u64, y)) & 3 == 0 and cast(u64, x) & 2 != 0):
        if likely(not is_word(x, FLOAT_ZERO) and not is_word(y, FLOAT_ZERO)):
            return decode_nonzero(x), decode_nonzero(y), True
        return decode_flonum(x), decode_flonum(y), True
    if is_flonum(x) and is_fixnum(y):
        return decode_flonum(x), f64(untag_fixnum(y)), True
    if is_fixnum(x) and is_flonum(y):
        return f64(untag_fixnum(x)), decode_flonum(y), True
    return 0.0, 0.0, False


@inline
def float_operation(a: f64, b: f64, op: static) -> f64:
    """The result; an infinity or NaN for a divisor of 0 (which no word holds, so that the slow path raises)."""
    if op == "add":
        return a + b
    if op == "sub":
        return a - b
    if op == "mul":
        return a * b
    return a / b


@inline
def turned_float(d: f64) -> u64:
    """`flonum_word` less its low bits 10: what is tested, and made the word, in the fewest steps."""
    return rotl(bits_of(d) + (FLOAT_BIAS + (1 << 64) - (1 << 62)), 3)


@inline
def is_turned_float(turned: u64) -> bool:
    return turned & 3 == 0 and turned != 0


@inline
def plain_power(x: Value, y: f64) -> u64:
    """The word of x ** y where that is a positive float that fits a word, x being positive: no case is special then. Else of none."""
    base = decode_flonum(x)
    return flonum_word(power(base, y)) if base > 0.0 else u64(0)


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
    *(_comparison(op) for op in OPERATORS),
    *(_comparison_immediate(op) for op in OPERATORS),
]


@instruction(raises=True)
def neg(x: Reg) -> Value:
    """a = -x."""
    if likely(is_fixnum(x)):
        result, overflowed = fixnum_sub(tag_fixnum(0), x)
        if likely(not overflowed):
            return result
    elif is_flonum(x) and cast(u64, x) | FLOAT_SIGN != FLOAT_ZERO | FLOAT_SIGN:  # 0.0, or its word would be the result
        return cast(Value, cast(u64, x) ^ FLOAT_SIGN)
    return negative(x)


@instruction(raises=True)
def pos(x: Reg) -> Value:
    """a = +x."""
    if is_fixnum(x) or is_flonum(x):
        return x
    return positive(x)


@instruction(raises=True)
def invert(x: Reg) -> Value:
    """a = ~x."""
    if likely(is_fixnum(x)):
        return cast(Value, ~cast(u64, x) | 1)
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
    return boolean(not is_true_inline(x))


@instruction(raises=True, rules="x:fused")
def jump_if(x: Reg, target: Target) -> Branch:
    """Go to the target if x is true."""
    return is_true_inline(x)


@instruction(raises=True, rules="x:fused")
def jump_if_not(x: Reg, target: Target) -> Branch:
    """Go to the target if x is false."""
    return not is_true_inline(x)


@instruction(raises=True, rules="x:fused spends")
def loop_if(x: Reg, target: Target) -> Branch:
    """Back edge: if x is true, spend a reduction and go to the target."""
    if not is_true_inline(x):
        return False
    t = thread()
    if likely(t.reductions > 0):
        t.reductions -= 1
    else:
        spend_slowly(1)
    return True


@instruction(raises=True, rules="x:fused spends")
def loop_if_not(x: Reg, target: Target) -> Branch:
    """Back edge: if x is false, spend a reduction and go to the target."""
    if is_true_inline(x):
        return False
    t = thread()
    if likely(t.reductions > 0):
        t.reductions -= 1
    else:
        spend_slowly(1)
    return True


COMPARISONS = [d for d in INSTRUCTIONS if d.name.removesuffix("_imm") in OPERATORS]
FUSIONS = fuse([*COMPARISONS, is_, is_not], [jump_if, jump_if_not, loop_if, loop_if_not], keeps=False)  # INV-PYTA-3


def _multiplied(op: str) -> MicroFunction:
    """z op (x * y), and x * y, of floats that are all in words and not 0.0: the product is not taken apart again."""

    def both(x: Value, y: Value, z: Value) -> tuple[Value, Value, bool]:
        if likely(((cast(u64, x) ^ cast(u64, y)) | (cast(u64, x) ^ cast(u64, z))) & 3 == 0 and is_flonum(x)):
            if likely(not is_word(x, FLOAT_ZERO) and not is_word(y, FLOAT_ZERO) and not is_word(z, FLOAT_ZERO)):
                product = decode_nonzero(x) * decode_nonzero(y)
                total = float_operation(decode_nonzero(z), product, op)
                one, other = turned_float(product), turned_float(total)
                if likely(one != 0):
                    if likely(other != 0):
                        if likely((one | other) & 3 == 0):
                            return cast(Value, one + 2), cast(Value, other + 2), True
        return x, x, False

    return MicroFunction(both, {"op": op}, {"inline": True, "name": f"pyta.op.mul+{op}"})


_BY_NAME = {d.name: d for d in INSTRUCTIONS}
FUSIONS += [fuse_values(_BY_NAME["mul"], _BY_NAME[p + op], _multiplied(op)) for op in ("add", "sub") for p in ("", "i")]
