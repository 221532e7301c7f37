"""Sums of the module math that lose nothing on the way: fsum, hypot, dist, sumprod.

INV-SUM-1  fsum is the double nearest to the exact sum (ties to even).

Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic" (1997), for the partial sums; norms are summed in double-double and
corrected by one step of Newton's method.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw, raw_new
from corevm.kernel.float_arithmetic import is_nan
from corevm.kernel.integer_float import is_finite, is_infinite
from corevm.kernel.safepoint import spend
from corevm.kernel.value import box_float, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, cfn, f64, fabs, fn, i32, i64, inline, memcopy, sqrt, stack_array
from pyta.object.declare import function
from pyta.object.exception import overflow_error, value_error
from pyta.object.type import is_deleted
from pyta.protocol.iterate import get_iter, next_value, tuple_of
from pyta.protocol.number import BINARY
from pyta.protocol.numeral import as_double

c_frexp = cfn("frexp", [f64, Ptr[i32]], f64)
c_ldexp = cfn("ldexp", [f64, i32], f64, effect="pure")
c_fma = cfn("fma", [f64, f64, f64], f64, effect="pure")

FIRST_PARTIALS = 32


@fn(raises=True)
def grown(old: Raw, count: i64) -> Raw:
    made = raw_new(old.length * 2)
    memcopy(made.bytes, old.bytes, count * 8)
    return made


@function("math", "fsum")
def math_fsum(seq: Value) -> Value:
    """Return an accurate floating-point sum of values in the iterable seq."""
    it = get_iter(seq)
    memory = raw_new(FIRST_PARTIALS * 8)
    partials = cast(Ptr[f64], memory.bytes)
    count: i64 = 0
    special_sum = 0.0
    infinite_sum = 0.0
    while True:
        item = next_value(it)
        if is_deleted(item):
            break
        x = as_double(item)
        given = x
        kept: i64 = 0
        for j in range(count):
            y = partials[j]
            if fabs(x) < fabs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low != 0.0:
                partials[kept] = low
                kept += 1
            x = high
        count = kept
        if x != 0.0:
            if not is_finite(x):
                if is_finite(given):
                    raise overflow_error("intermediate overflow in fsum")
                if is_infinite(given):
                    infinite_sum = infinite_sum + given
                special_sum = special_sum + given
                count = 0
            else:
                if count * 8 + 8 > memory.length:
                    memory = grown(memory, count)
                    partials = cast(Ptr[f64], memory.bytes)
                partials[count] = x
                count += 1
        spend(1)
    if special_sum != 0.0:
        if is_nan(infinite_sum):
            raise value_error("-inf + inf in fsum")
        return box_float(special_sum)
    return box_float(rounded_sum(partials, count))


@fn
def rounded_sum(partials: Ptr[f64], n: i64) -> f64:
    """The sum of partials that do not overlap, rounded once."""
    if n == 0:
        return 0.0
    count = n - 1
    high = partials[count]
    low = 0.0
    while count > 0:
        x = high
        count -= 1
        y = partials[count]
        high = x + y
        low = y - (high - x)
        if low != 0.0:
            break
    # half way between two doubles: what lies below decides
    if count > 0 and ((low < 0.0 and partials[count - 1] < 0.0) or (low > 0.0 and partials[count - 1] > 0.0)):
        y = low * 2.0
        x = high + y
        if y == x - high:
            high = x
    return high


# --- norms


@inline
def add_exactly(a: f64, b: f64) -> tuple[f64, f64]:
    """a + b and what it lacks, whatever the sizes."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


@fn
def norm(items: Ptr[f64], count: i64) -> f64:
    """The square root of the sum of squares of doubles that are not negative (destroyed)."""
    largest = 0.0
    has_nan = False
    for i in range(count):
        x = items[i]
        if is_nan(x):
            has_nan = True
        elif x > largest:
            largest = x
    if is_infinite(largest):
        return largest
    if has_nan:
        return float_nan()
    if largest == 0.0 or count == 1:
        return largest
    exponent = stack_array(i32, 1)
    c_frexp(largest, exponent)
    scale = exponent[0]
    total = 0.0
    rest = 0.0
    for i in range(count):
        x = c_ldexp(items[i], -scale)
        square = x * x
        total, lost = add_exactly(total, square)
        rest = rest + (lost + c_fma(x, x, -square))
    root = sqrt(total + rest)
    square = root * root
    left = (total - square) - c_fma(root, root, -square) + rest
    root = root + left / (2.0 * root)
    return c_ldexp(root, scale)


@inline
def float_nan() -> f64:
    zero = 0.0
    return zero / zero


@function("math", "hypot", variadic=True)
def math_hypot(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Multidimensional Euclidean distance from the origin to a point."""
    if argc == 2:
        two = stack_array(f64, 2)
        two[0] = fabs(as_double(arguments[0]))
        two[1] = fabs(as_double(arguments[1]))
        return box_float(norm(two, 2))
    items = cast(Ptr[f64], raw_new(argc * 8 + 8).bytes)
    for i in range(argc):
        items[i] = fabs(as_double(arguments[i]))
    spend(argc)
    return box_float(norm(items, argc))


@function("math", "dist")
def math_dist(p: Value, q: Value) -> Value:
    """Return the Euclidean distance between two points p and q."""
    a: Array_ = tuple_of(p)
    b: Array_ = tuple_of(q)
    if a.length != b.length:
        raise value_error("both points must have the same number of dimensions")
    items = cast(Ptr[f64], raw_new(a.length * 8 + 8).bytes)
    for i in range(a.length):
        items[i] = fabs(as_double(a.items[i]) - as_double(b.items[i]))
    spend(a.length)
    return box_float(norm(items, a.length))


@function("math", "fma")
def math_fma(x: Value, y: Value, z: Value) -> Value:
    """Fused multiply-add operation."""
    a = as_double(x)
    b = as_double(y)
    c = as_double(z)
    found = c_fma(a, b, c)
    if is_nan(found):
        if not is_nan(a) and not is_nan(b) and not is_nan(c):
            raise value_error("invalid operation in fma")
    elif is_infinite(found) and is_finite(a) and is_finite(b) and is_finite(c):
        raise overflow_error("overflow in fma")
    return box_float(found)


@function("math", "sumprod")
def math_sumprod(p: Value, q: Value) -> Value:
    """Return the sum of products of values from two iterables p and q."""
    first = get_iter(p)
    second = get_iter(q)
    total = tag_fixnum(0)
    while True:
        a = next_value(first)
        b = next_value(second)
        if is_deleted(a) != is_deleted(b):
            raise value_error("Inputs are not the same length")
        if is_deleted(a):
            return total
        total = BINARY["add"](total, BINARY["mul"](a, b))


