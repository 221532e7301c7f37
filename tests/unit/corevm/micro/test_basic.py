"""Micro functions called from Python, on both executors."""

from __future__ import annotations

import pytest

from corevm.kernel import value as v
from corevm.micro.surface import (
    Array,
    Ptr,
    add_carry,
    addr_of,
    div_wide,
    f64,
    fn,
    i8,
    i32,
    i64,
    inline,
    max_of,
    mul_wide,
    sqrt,
    stack_array,
    static,
    struct,
    table,
    u8,
    u16,
    u64,
)

BOTH = pytest.mark.parametrize("executor", ["native", "reference"])


@fn
def gcd(a: i64, b: i64) -> i64:
    while b != 0:
        a, b = b, a % b
    return a


@fn
def count_byte(data: Ptr[u8], length: i64, wanted: u8) -> i64:
    total = 0
    for i in range(length):
        if data[i] == wanted:
            total += 1
    return total


@fn
def count_l() -> i64:
    return count_byte("hello world", 11, 0x6C)


@struct
class Point:
    x: i32
    y: i8
    z: f64
    more: Array[u16, 3]


@fn
def structs(n: i64) -> i64:
    p = stack_array(Point, 4)
    for i in range(4):
        p[i].x = i32(n + i)
        p[i].y = i8(-i)
        p[i].more[2] = u16(i * 3)
    q = p + 3
    q.more[0] += 5
    r = addr_of(q.more)
    return i64(q.x) * 1000 + i64(q.y) * 100 + i64(r[0]) * 10 + i64(q.more[2])


SQUARES = table(i64, [i * i for i in range(100)])


@fn
def statics(n: i64) -> i64:
    total = 0
    for name, factor in (("a", 1), ("b", 10), ("c", 100)):
        if name == "b":
            total += factor * 2
        else:
            total += SQUARES[n] * factor
    return total


@inline
def power(x: i64, n: static) -> i64:
    result = 1
    for _ in static(range(n)):
        result = result * x
    return result


@fn
def powers(x: i64) -> i64:
    return power(x, 3) + power(x, 5)


@fn
def control(n: i64) -> i64:
    total = 0
    i = 0
    while True:
        i += 1
        if i > n:
            break
        if i % 3 == 0 or (i & 1 == 0 and not i == 4):
            continue
        match i:
            case 1 | 5:
                total += 1000
            case 7:
                total += 50
            case _:
                total += i
    for k in range(10, 0, -3):
        total += k
    return total if 0 <= total < 100000 else -1


@fn
def wide(a: u64, b: u64) -> tuple[u64, u64]:
    high, low = mul_wide(a, b)
    low, carry = add_carry(low, 1, False)
    if carry:
        high += 1
    q, r = div_wide(high % b, low, b)
    return q, r


@fn
def floats(x: f64) -> f64:
    return max_of(sqrt(x) * 2.0 - 1.0 / x, -x)


@fn(raises=True)
def may_fail(n: i64) -> i64:
    if n < 0:
        raise v.NONE
    return n * 2


@BOTH
def test_gcd(executor: str) -> None:
    assert gcd.on(executor)(12, 18) == 6
    assert gcd.on(executor)(-12, 18) == 6


@BOTH
def test_programs(executor: str) -> None:
    assert count_l.on(executor)() == 3
    assert structs.on(executor)(7) == 10 * 1000 - 300 + 50 + 9
    assert statics.on(executor)(5) == 25 + 20 + 2500
    assert powers.on(executor)(2) == 40
    a, b = 0xFEDCBA9876543210, 0xFFFFFFFFFFFFFFF1
    total = a * b + 1
    assert wide.on(executor)(a, b) == divmod((((total >> 64) % b) << 64) | total & (2**64 - 1), b)
    assert floats.on(executor)(4.0) == 3.75


def expected_control(n: int) -> int:
    total = i = 0
    while True:
        i += 1
        if i > n:
            break
        if i % 3 == 0 or (i & 1 == 0 and i != 4):
            continue
        total += 1000 if i in (1, 5) else 50 if i == 7 else i
    total += sum(range(10, 0, -3))
    return total if 0 <= total < 100000 else -1


@BOTH
@pytest.mark.parametrize("n", [0, 1, 5, 8, 20, 1000])
def test_control(executor: str, n: int) -> None:
    assert control.on(executor)(n) == expected_control(n)


@BOTH
def test_values(executor: str) -> None:
    for n in (0, 1, -1, v.FIXNUM_MAX, v.FIXNUM_MIN):
        assert v.untag_fixnum.on(executor)(v.tag_fixnum.on(executor)(n)) == n
    for x in (0.0, 1.5, -2.25, 1e-70, 1e70, 3.141592653589793):
        assert v.fits_flonum.on(executor)(x)
        assert v.decode_flonum.on(executor)(v.encode_flonum.on(executor)(x)) == x
    for x in (-0.0, float("inf"), float("nan"), 1e300, 1e-300, 5e-324):
        assert not v.fits_flonum.on(executor)(x)
    assert v.boolean.on(executor)(True) == v.TRUE
    two, three = v.tag_fixnum(2), v.tag_fixnum(-3)
    assert v.fixnum_mul.on(executor)(two, three) == (v.tag_fixnum(-6), False)
    assert v.fixnum_add.on(executor)(v.tag_fixnum(v.FIXNUM_MAX), v.tag_fixnum(1))[1]
    assert v.fixnum_sub.on(executor)(two, three) == (v.tag_fixnum(5), False)
