"""Numbers: integers and floats together. Arithmetic, exact comparison, hash.

Operands are any values; where one is no number (a fixnum, bigint or float) an operation gives NOT_IMPLEMENTED. An integer
meets a float as the nearest double (OVERFLOW if there is none), except in comparisons, which are exact.

INV-NUMBER-1  Comparison never rounds: 2**53 + 1 > float(2**53), and an integer never equals a float it differs from.
INV-NUMBER-2  Equal numbers have equal hashes.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.bigint import BigInt, count_of, is_integer, is_negative, is_zero
from corevm.kernel.float_arithmetic import (
    float_divmod,
    float_floordiv,
    float_hash,
    float_mod,
    float_pow,
    float_round_places,
    float_truediv,
    is_complex_power,
)
from corevm.kernel.integer import (
    int_abs,
    int_add,
    int_bit_length,
    int_compare,
    int_divmod,
    int_floordiv,
    int_hash,
    int_is_odd,
    int_mod,
    int_mul,
    int_neg,
    int_sub,
)
from corevm.kernel.integer_float import (
    exponent_of,
    int_to_float,
    int_truediv,
    is_finite,
    mantissa_of,
)
from corevm.kernel.integer_power import int_pow
from corevm.kernel.limb import compare_used, shift_left, used_limbs
from corevm.kernel.object import is_kind
from corevm.kernel.value import (
    NOT_IMPLEMENTED,
    UNDEFINED,
    Float,
    box_float,
    decode_flonum,
    is_fixnum,
    is_flonum,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import Value, cast, f64, fabs, fn, i64, inline, stack_array, trunc, u64

UNORDERED = 2  # of a comparison with a NaN


# --- tests and conversions


@inline
def is_float(v: Value) -> bool:
    """Whether v is a float, in the word or on the heap."""
    return is_flonum(v) or is_kind(v, "float")


@inline
def is_number(v: Value) -> bool:
    """Whether v is a fixnum, bigint or float."""
    return is_integer(v) or is_float(v)


@inline
def float_of(v: Value) -> f64:
    """The double of a float."""
    return decode_flonum(v) if is_flonum(v) else cast(Float, v).number


@inline
def not_implemented() -> Value:
    return cast(Value, u64(NOT_IMPLEMENTED))


@fn(raises=True)
def number_to_float(v: Value) -> f64:
    """The double of a number. Raises: OVERFLOW."""
    return float_of(v) if is_float(v) else int_to_float(v)


# --- arithmetic


@inline
def add_floats(a: f64, b: f64) -> f64:
    return a + b


@inline
def sub_floats(a: f64, b: f64) -> f64:
    return a - b


@inline
def mul_floats(a: f64, b: f64) -> f64:
    return a * b


def operation(name: str, on_ints: Any, on_floats: Any, meaning: str) -> Any:
    """A binary operation of numbers from one of integers and one of doubles."""

    @fn(raises=True, name=f"corevm.kernel.number.{name}")
    def operate(a: Value, b: Value) -> Value:
        if is_integer(a) and is_integer(b):
            return on_ints(a, b)
        if not is_number(a) or not is_number(b):
            return not_implemented()
        return box_float(on_floats(number_to_float(a), number_to_float(b)))

    operate.name, operate.doc = name, f"{meaning} of two numbers; NOT_IMPLEMENTED if one is none."
    return operate


number_add = operation("number_add", int_add, add_floats, "a + b")
number_sub = operation("number_sub", int_sub, sub_floats, "a - b")
number_mul = operation("number_mul", int_mul, mul_floats, "a * b")
number_floordiv = operation("number_floordiv", int_floordiv, float_floordiv, "a // b")
number_mod = operation("number_mod", int_mod, float_mod, "a % b")


@fn(raises=True)
def number_truediv(a: Value, b: Value) -> Value:
    """a / b of two numbers, a float; NOT_IMPLEMENTED if one is none. Raises: ZERO_DIVISION, OVERFLOW."""
    if is_integer(a) and is_integer(b):
        return box_float(int_truediv(a, b))
    if not is_number(a) or not is_number(b):
        return not_implemented()
    return box_float(float_truediv(number_to_float(a), number_to_float(b)))


@fn(raises=True)
def number_divmod(a: Value, b: Value) -> tuple[Value, Value]:
    """(a // b, a % b) of two numbers; NOT_IMPLEMENTED twice if one is none. Raises: ZERO_DIVISION, OVERFLOW."""
    if is_integer(a) and is_integer(b):
        q, r = int_divmod(a, b)
        return q, r
    if not is_number(a) or not is_number(b):
        return not_implemented(), not_implemented()
    quotient, rest = float_divmod(number_to_float(a), number_to_float(b))
    return box_float(quotient), box_float(rest)


@fn(raises=True)
def number_pow(a: Value, b: Value) -> Value:
    """a ** b of two numbers; NOT_IMPLEMENTED if one is none, UNDEFINED if the result is complex (the language's business).

    An integer to a negative integer is a float. Raises: ZERO_DIVISION, OVERFLOW, MEMORY.
    """
    if is_integer(a) and is_integer(b) and not is_negative(b):
        return int_pow(a, b)
    if not is_number(a) or not is_number(b):
        return not_implemented()
    x = number_to_float(a)
    y = number_to_float(b)
    if is_complex_power(x, y):
        return cast(Value, u64(UNDEFINED))
    return box_float(float_pow(x, y))


@fn(raises=True)
def number_neg(a: Value) -> Value:
    """-a; NOT_IMPLEMENTED if a is no number."""
    if is_integer(a):
        return int_neg(a)
    return box_float(-float_of(a)) if is_float(a) else not_implemented()


@fn(raises=True)
def number_abs(a: Value) -> Value:
    """|a|; NOT_IMPLEMENTED if a is no number."""
    if is_integer(a):
        return int_abs(a)
    return box_float(fabs(float_of(a))) if is_float(a) else not_implemented()


@fn
def number_is_true(a: Value) -> bool:
    """Whether a number is not 0."""
    return float_of(a) != 0.0 if is_float(a) else not is_zero(a)


# --- comparison


@fn
def compare_int_float(a: Value, d: f64) -> i64:
    """-1, 0, 1 as the integer is less than, equal to or greater than the double, exactly; UNORDERED for a NaN."""
    if d != d:
        return UNORDERED
    if is_fixnum(a):
        if d >= 4611686018427387904.0:
            return -1
        if d < -4611686018427387904.0:
            return 1
        n = untag_fixnum(a)
        whole = i64(d)
        if n != whole:
            return -1 if n < whole else 1
        rest = d - trunc(d)
        return i64(rest < 0.0) - i64(rest > 0.0)
    x = cast(BigInt, a)
    if (x.size < 0) != (d < 0.0):
        return -1 if x.size < 0 else 1
    order = -1
    if is_finite(d):
        # both of one sign; below 2**52 the double is less than any bigint, above it is an integer
        order = 1
        e = exponent_of(d)
        if e >= 0:
            limbs = stack_array(u64, 18)
            whole_limbs = e // 64
            limbs[whole_limbs] = mantissa_of(d)
            limbs[whole_limbs + 1] = shift_left(limbs + whole_limbs, limbs + whole_limbs, 1, u64(e & 63))
            order = compare_used(x.digits, count_of(x.size), limbs, used_limbs(limbs, whole_limbs + 2))
    return -order if x.size < 0 else order


@fn
def number_compare(a: Value, b: Value) -> i64:
    """-1, 0, 1 as a is less than, equal to or greater than b, exactly; UNORDERED with a NaN. Both are numbers."""
    if is_float(a):
        x = float_of(a)
        if is_float(b):
            y = float_of(b)
            if x < y:
                return -1
            if x > y:
                return 1
            return 0 if x == y else UNORDERED
        order = compare_int_float(b, x)
        return order if order == UNORDERED else -order
    if is_float(b):
        return compare_int_float(a, float_of(b))
    return int_compare(a, b)


@fn
def number_equal(a: Value, b: Value) -> bool:
    """a == b of two numbers, exactly."""
    return number_compare(a, b) == 0


@fn
def number_hash(a: Value) -> i64:
    """Python's hash of a number; of a NaN, from its address."""
    return float_hash(float_of(a), cast(u64, a)) if is_float(a) else int_hash(a)


# --- rounding


@fn(raises=True)
def int_round_places(a: Value, places: i64) -> Value:
    """round(a, places) of an integer: to a multiple of 10**-places, half to even."""
    if places >= 0:
        return a
    if places < -int_bit_length(a):  # then 10**-places is more than twice |a|
        return tag_fixnum(0)
    unit = int_pow(tag_fixnum(10), tag_fixnum(-places))
    quotient, rest = int_divmod(a, unit)
    below = int_sub(a, rest)
    order = int_compare(int_add(rest, rest), unit)
    if order > 0 or (order == 0 and int_is_odd(quotient)):
        return int_add(below, unit)
    return below


@fn(raises=True)
def number_round_places(a: Value, places: i64) -> Value:
    """round(a, places), a number of a's kind; NOT_IMPLEMENTED if a is none. Raises: OVERFLOW."""
    if is_integer(a):
        return int_round_places(a, places)
    return box_float(float_round_places(float_of(a), places)) if is_float(a) else not_implemented()
