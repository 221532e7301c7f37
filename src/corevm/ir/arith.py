"""What the pure scalar ops compute, once, as Python expressions; constant folding and the reference executor use it.

Representation: integers and words are unsigned Python ints below 2**bits, bools are Python bools, floats are Python
floats (an f32 is a float that binary32 holds exactly). A NaN's payload is kept by f64, and made quiet by f32.

INV-ARITH-1  Every rule maps values in this representation to values in this representation.
"""

from __future__ import annotations

import ctypes
import functools
import math
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from corevm.ir.op import OPS
from corevm.ir.type import BOOL, F32, F64, Type

Scalar = int | float | bool


class Undefined(Exception):
    """A rule met undefined behaviour; `code` is its row in `diagnostic.CODES`."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


# --- helpers the expressions call


def f32(x: float) -> float:
    """Round to binary32."""
    return ctypes.c_float(x).value


def signed_divide(a: int, b: int, sign: int) -> int:
    a = (a ^ sign) - sign
    b = (b ^ sign) - sign
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def signed_remainder(a: int, b: int, sign: int) -> int:
    a = (a ^ sign) - sign
    b = (b ^ sign) - sign
    remainder = abs(a) % abs(b)
    return -remainder if a < 0 else remainder


def divide_float(a: float, b: float) -> float:
    try:
        return a / b
    except ZeroDivisionError:
        if a == 0 or math.isnan(a):
            return math.nan
        return math.copysign(math.inf, a) * math.copysign(1.0, b)


def sqrt_float(a: float) -> float:
    return math.sqrt(a) if a >= 0 or math.isnan(a) else math.nan


def round_with(function: Callable[[float], int], a: float) -> float:
    """`function` rounds finite floats to ints; the sign of zero, infinities and NaN are kept."""
    if not math.isfinite(a):
        return a
    return math.copysign(float(function(a)), a)


def float_to_int(a: float, sign: int) -> int:
    """Truncate to the signed range of which `sign` is the sign bit, saturating; NaN gives 0."""
    if a != a:
        return 0
    if a >= sign:
        return sign - 1
    if a <= -sign:
        return -sign
    return int(a)


def int_to_f32(a: int) -> float:
    """Round an integer to binary32 in one step (through binary64 it would be rounded twice)."""
    size = abs(a).bit_length()
    if size <= 53:
        return f32(float(a))
    shift = size - 24
    magnitude = abs(a)
    rest = magnitude & ((1 << shift) - 1)
    magnitude >>= shift
    half = 1 << (shift - 1)
    if rest > half or (rest == half and magnitude & 1):
        magnitude += 1
    return math.copysign(math.ldexp(float(magnitude), shift), a)


def f64_bits(a: float) -> int:
    return int.from_bytes(struct.pack("<d", a), "little")


def bits_f64(a: int) -> float:
    return float(struct.unpack("<d", a.to_bytes(8, "little"))[0])


def f32_bits(a: float) -> int:
    return int.from_bytes(struct.pack("<f", a), "little")


def bits_f32(a: int) -> float:
    return float(struct.unpack("<f", a.to_bytes(4, "little"))[0])


def swap_bytes(a: int, size_bytes: int) -> int:
    return int.from_bytes(a.to_bytes(size_bytes, "little"), "big")


HELPERS: dict[str, Any] = {
    h.__name__: h
    for h in (
        f32, signed_divide, signed_remainder, divide_float, sqrt_float, round_with, float_to_int, int_to_f32,
        f64_bits, bits_f64, f32_bits, bits_f32, swap_bytes,
    )
} | {"floor": math.floor, "ceil": math.ceil, "truncate": math.trunc, "nearest": round, "fabs": math.fabs}  # fmt: skip


class Rule(NamedTuple):
    """Results as expressions over operands {a} {b} {c}, and earlier results {r0}; `before` and `after` name undefined cases.

    {M} mask, {S} sign bit, {X} the largest signed, {N} bits and {Z} bytes of T; {AS} the sign bit of the first operand's type.
    """

    results: tuple[str, ...]
    before: tuple[tuple[str, str, str], ...] = ()  # condition, code, reason
    after: tuple[tuple[str, str, str], ...] = ()


_SA = "(({a} ^ {S}) - {S})"
_SB = "(({b} ^ {S}) - {S})"
_ZERO = ("{b} == 0", "IR902", "division by zero")
_QUOTIENT = ("{a} == {S} and {b} == {M}", "IR902", "the quotient MIN / -1 does not fit")
_COUNT = ("{b} >= {N}", "IR903", "the shift count is the width or more")
_WIDE_PRODUCT = f"not -{{S}} <= {_SA} * {_SB} < {{S}}"

_INT: dict[str, Rule] = {
    "add": Rule(("({a} + {b}) & {M}",)),
    "sub": Rule(("({a} - {b}) & {M}",)),
    "mul": Rule(("({a} * {b}) & {M}",)),
    "add_nsw": Rule(("({a} + {b}) & {M}",), (), (("({a} ^ {r0}) & ({b} ^ {r0}) & {S}", "IR901", "signed addition overflowed"),)),
    "sub_nsw": Rule(("({a} - {b}) & {M}",), (), (("({a} ^ {b}) & ({a} ^ {r0}) & {S}", "IR901", "signed subtraction overflowed"),)),
    "mul_nsw": Rule(("({a} * {b}) & {M}",), ((_WIDE_PRODUCT, "IR901", "signed multiplication overflowed"),)),
    "sdiv": Rule(("signed_divide({a}, {b}, {S}) & {M}",), (_ZERO, _QUOTIENT)),
    "srem": Rule(("signed_remainder({a}, {b}, {S}) & {M}",), (_ZERO, _QUOTIENT)),
    "udiv": Rule(("{a} // {b}",), (_ZERO,)),
    "urem": Rule(("{a} % {b}",), (_ZERO,)),
    "and": Rule(("{a} & {b}",)),
    "or": Rule(("{a} | {b}",)),
    "xor": Rule(("{a} ^ {b}",)),
    "not": Rule(("{a} ^ {M}",)),
    "shl": Rule(("({a} << {b}) & {M}",), (_COUNT,)),
    "lshr": Rule(("{a} >> {b}",), (_COUNT,)),
    "ashr": Rule((f"({_SA} >> {{b}}) & {{M}}",), (_COUNT,)),
    "rotl": Rule(("(({a} << ({b} % {N})) | ({a} >> ({N} - {b} % {N}))) & {M}",)),
    "ctz": Rule(("({a} & -{a}).bit_length() - 1 if {a} else {N}",)),
    "clz": Rule(("{N} - ({a}).bit_length()",)),
    "popcnt": Rule(("({a}).bit_count()",)),
    "bswap": Rule(("swap_bytes({a}, {Z})",)),
    "add_overflow": Rule(("({a} + {b}) & {M}", "(({a} ^ {r0}) & ({b} ^ {r0})) > {X}")),
    "sub_overflow": Rule(("({a} - {b}) & {M}", "(({a} ^ {b}) & ({a} ^ {r0})) > {X}")),
    "mul_overflow": Rule(("({a} * {b}) & {M}", _WIDE_PRODUCT)),
    "add_carry": Rule(("({a} + {b} + {c}) & {M}", "{a} + {b} + {c} > {M}")),
    "sub_borrow": Rule(("({a} - {b} - {c}) & {M}", "{a} - {b} - {c} < 0")),
    "mul_wide": Rule(("({a} * {b}) >> 64", "({a} * {b}) & 0xffffffffffffffff")),
    "div_wide": Rule(
        ("(({a} << 64) | {b}) // {c}", "(({a} << 64) | {b}) % {c}"),
        (("{a} >= {c}", "IR902", "the high word is not below the divisor, so the quotient does not fit"),),
    ),
    "eq": Rule(("{a} == {b}",)),
    "ne": Rule(("{a} != {b}",)),
    "slt": Rule(("({a} ^ {S}) < ({b} ^ {S})",)),
    "sle": Rule(("({a} ^ {S}) <= ({b} ^ {S})",)),
    "sgt": Rule(("({a} ^ {S}) > ({b} ^ {S})",)),
    "sge": Rule(("({a} ^ {S}) >= ({b} ^ {S})",)),
    "ult": Rule(("{a} < {b}",)),
    "ule": Rule(("{a} <= {b}",)),
    "ugt": Rule(("{a} > {b}",)),
    "uge": Rule(("{a} >= {b}",)),
    "feq": Rule(("{a} == {b}",)),
    "flt": Rule(("{a} < {b}",)),
    "fle": Rule(("{a} <= {b}",)),
    "fgt": Rule(("{a} > {b}",)),
    "fge": Rule(("{a} >= {b}",)),
    "fne": Rule(("{a} != {b}",)),
    "fneg": Rule(("-({a})",)),
    "fabs": Rule(("fabs({a})",)),
    "ffloor": Rule(("round_with(floor, {a})",)),
    "fceil": Rule(("round_with(ceil, {a})",)),
    "ftrunc": Rule(("round_with(truncate, {a})",)),
    "frint": Rule(("round_with(nearest, {a})",)),
    "fptosi": Rule(("float_to_int({a}, {S}) & {M}",)),
    "sext": Rule(("(({a} ^ {AS}) - {AS}) & {M}",)),
    "select": Rule(("{b} if {a} else {c}",)),
}

# float arithmetic is rounded to T; binary64 then binary32 rounding is exact for these (Figueroa 1995)
_FLOAT: dict[str, str] = {
    "fadd": "{a} + {b}", "fsub": "{a} - {b}", "fmul": "{a} * {b}", "fdiv": "divide_float({a}, {b})", "fsqrt": "sqrt_float({a})",
}  # fmt: skip

FOLDABLE = frozenset(_INT) | frozenset(_FLOAT) | {"zext", "trunc", "sitofp", "uitofp", "fpcast", "bitcast"}


def rule_of(name: str, type_: Type | None, operand: Type | None) -> Rule:
    """The rule of an op at its type; `operand` is the first operand's type."""
    if name == "not" and type_ is BOOL:
        return Rule(("not {a}",))
    if name in _INT:
        return _INT[name]
    if name in _FLOAT:
        return Rule((f"f32({_FLOAT[name]})" if type_ is F32 else _FLOAT[name],))
    if name == "zext":
        return Rule(("+{a}" if operand is BOOL else "{a}",))
    if name == "trunc":
        return Rule(("({a} & 1) != 0" if type_ is BOOL else "{a} & {M}",))
    if name in ("sitofp", "uitofp"):
        text = "(({a} ^ {AS}) - {AS})" if name == "sitofp" else "{a}"
        return Rule((f"int_to_f32({text})" if type_ is F32 else f"float({text})",))
    if name == "fpcast":
        return Rule(("f32({a})" if type_ is F32 else "{a}",))
    if name == "bitcast":
        text = "{a}"
        if operand is not type_:
            text = {F64: "f64_bits({a})", F32: "f32_bits({a})"}.get(operand, text) if operand else text
            text = {F64: f"bits_f64({text})", F32: f"bits_f32({text})"}.get(type_, text) if type_ else text
        return Rule((text,))
    raise KeyError(name)


def widths(type_: Type | None, operand: Type | None) -> dict[str, str]:
    """The numbers a rule's expressions name."""
    bits = (type_.bits if type_ else 0) or 64
    operand_bits = (operand.bits if operand else 0) or 64
    return {
        "M": hex((1 << bits) - 1),
        "S": hex(1 << (bits - 1)),
        "X": hex((1 << (bits - 1)) - 1),
        "N": str(bits),
        "Z": str(bits // 8),
        "AS": hex(1 << (operand_bits - 1)),
    }


@functools.cache
def function_of(name: str, type_: Type | None, operand: Type | None) -> Callable[..., tuple[Scalar, ...]]:
    """The rule of an op as a Python function from operands to a tuple of results; raises `Undefined`."""
    rule = rule_of(name, type_, operand)
    count = len(OPS[name].operands)
    names = {letter: letter for letter in "abc"[:count]} | {"r0": "r0", "r1": "r1"} | widths(type_, operand)
    lines = [f"def rule({', '.join('abc'[:count])}):"]

    def check(rows: tuple[tuple[str, str, str], ...]) -> None:
        for condition, code, reason in rows:
            lines.append(f"    if {condition.format(**names)}: raise Undefined({code!r}, {reason!r})")

    check(rule.before)
    for i, text in enumerate(rule.results):
        lines.append(f"    r{i} = {text.format(**names)}")
    check(rule.after)
    lines.append("    return (" + "".join(f"r{i}, " for i in range(len(rule.results))) + ")")
    namespace: dict[str, Any] = dict(HELPERS, Undefined=Undefined)
    exec("\n".join(lines), namespace)
    result: Callable[..., tuple[Scalar, ...]] = namespace["rule"]
    return result


def from_bits(type_: Type, bits: int) -> Scalar:
    """A constant's bits as a value of the representation."""
    if type_ is F64:
        return bits_f64(bits)
    if type_ is F32:
        return bits_f32(bits)
    return bits != 0 if type_ is BOOL else bits


def to_bits(type_: Type, value: Scalar) -> int:
    """The inverse of `from_bits`."""
    if type_ is F64:
        return f64_bits(value)
    if type_ is F32:
        return f32_bits(value)
    return int(value)
