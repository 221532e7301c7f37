"""The integer functions of the module math: exact, for integers of any size. Products are made as trees, so that factors stay alike in size."""

from __future__ import annotations

from corevm.kernel.bigint import is_negative, is_zero
from corevm.kernel.integer import (
    int_abs,
    int_compare,
    int_fits_i64,
    int_floordiv,
    int_mul,
    int_sub,
    int_to_i64,
)
from corevm.kernel.integer_power import int_gcd, int_isqrt
from corevm.kernel.value import DEFAULT, NONE, both_fixnum, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, fn, i64, mul_overflow, stack_array
from pyta.object.declare import function
from pyta.object.exception import overflow_error, value_error
from pyta.object.type import is_deleted
from pyta.protocol.argument import bind_parameters
from pyta.protocol.item import as_index
from pyta.protocol.iterate import get_iter, next_value
from pyta.protocol.number import BINARY

LEAF_FACTORS = 6


@function("math", "gcd", variadic=True)
def math_gcd(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Greatest Common Divisor."""
    if argc == 2 and both_fixnum(arguments[0], arguments[1]):
        return int_gcd(arguments[0], arguments[1])
    result = tag_fixnum(0)
    for i in range(argc):
        result = int_gcd(result, as_index(arguments[i]))
    return result


@function("math", "lcm", variadic=True)
def math_lcm(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Least Common Multiple."""
    result = tag_fixnum(1)
    for i in range(argc):
        n = as_index(arguments[i])
        if is_zero(result) or is_zero(n):
            result = tag_fixnum(0)
        else:
            result = int_abs(int_mul(int_floordiv(result, int_gcd(result, n)), n))
    return result


@function("math", "isqrt")
def math_isqrt(n: Value) -> Value:
    """Return the integer part of the square root of the input."""
    return int_isqrt(as_index(n))


@fn(raises=True)
def product_down(n: Value, count: i64) -> Value:
    """n * (n - 1) * ... of `count` factors; 1 for none."""
    if count <= LEAF_FACTORS:
        result = tag_fixnum(1)
        for i in range(count):
            result = int_mul(result, int_sub(n, tag_fixnum(i)))
        return result
    half = count >> 1
    return int_mul(product_down(n, half), product_down(int_sub(n, tag_fixnum(half)), count - half))


@function("math", "factorial")
def math_factorial(n: Value) -> Value:
    """Find n!."""
    v = as_index(n)
    if is_negative(v):
        raise value_error("factorial() not defined for negative values")
    if not int_fits_i64(v):
        raise overflow_error("factorial() argument should not exceed 9223372036854775807")
    return product_down(v, int_to_i64(v))


@fn(raises=True)
def counts(n: Value, k: Value) -> bool:
    """Whether 0 <= k <= n. Raises: ValueError for negative ones."""
    if is_negative(n):
        raise value_error("n must be a non-negative integer")
    if is_negative(k):
        raise value_error("k must be a non-negative integer")
    return int_compare(k, n) <= 0


@function("math", "perm", optional=1)
def math_perm(n: Value, k: Value) -> Value:
    """Number of ways to choose k items from n items without repetition and with order."""
    if is_word(k, DEFAULT) or is_word(k, NONE):
        return math_factorial(n)
    total = as_index(n)
    chosen = as_index(k)
    if not counts(total, chosen):
        return tag_fixnum(0)
    if not int_fits_i64(chosen):
        raise overflow_error("k must not exceed 9223372036854775807")
    return product_down(total, int_to_i64(chosen))


@function("math", "comb")
def math_comb(n: Value, k: Value) -> Value:
    """Number of ways to choose k items from n items without repetition and without order."""
    total = as_index(n)
    chosen = as_index(k)
    if not counts(total, chosen):
        return tag_fixnum(0)
    rest = int_sub(total, chosen)
    if int_compare(rest, chosen) < 0:
        chosen = rest
    if not int_fits_i64(chosen):
        raise overflow_error("min(n - k, k) must not exceed 9223372036854775807")
    count = int_to_i64(chosen)
    if is_fixnum(total):
        return combinations(total, count)
    return int_floordiv(product_down(total, count), product_down(chosen, count))


@fn(raises=True)
def combinations(total: Value, count: i64) -> Value:
    """comb(total, count): word by word as long as the intermediate results fit, then by products."""
    n = untag_fixnum(total)
    result: i64 = 1
    for i in range(count):
        product, overflowed = mul_overflow(result, n - i)
        if overflowed or product > 1 << 61:
            return int_floordiv(product_down(total, count), product_down(tag_fixnum(count), count))
        result = product // (i + 1)
    return tag_fixnum(result)


@function("math", "prod", variadic=True, keywords=True)
def math_prod(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """prod(iterable, *, start=1): the product of all the elements in the input iterable."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments, argc, names, taken, ("", "start"), "prod", 1)
    result = tag_fixnum(1)
    if not is_word(taken[1], DEFAULT):
        result = taken[1]
    it = get_iter(taken[0])
    while True:
        item = next_value(it)
        if is_deleted(item):
            return result
        result = BINARY["mul"](result, item)
