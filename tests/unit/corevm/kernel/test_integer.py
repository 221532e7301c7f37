"""Integers of any size against Python's own, on both executors."""

from __future__ import annotations

import operator
import random
from collections.abc import Iterator
from math import gcd, isqrt
from typing import Any

import pytest
from hypothesis import strategies as st

from corevm.kernel import bigint_div, bigint_mul, integer, integer_bits, integer_float, integer_power
from corevm.testing.number import Numbers, agree, floats, integers, same

BINARY = {
    integer.int_add: operator.add, integer.int_sub: operator.sub, integer.int_mul: operator.mul,
    integer.int_floordiv: operator.floordiv, integer.int_mod: operator.mod, integer.int_divmod: divmod,
    integer_bits.int_and: operator.and_, integer_bits.int_or: operator.or_, integer_bits.int_xor: operator.xor,
    integer_power.int_gcd: gcd,
}  # fmt: skip
UNARY = {
    integer.int_neg: operator.neg, integer.int_abs: abs, integer_bits.int_invert: operator.invert, integer_power.int_isqrt: isqrt,
}  # fmt: skip
PLAIN = {  # of numbers, giving no value
    integer.int_hash: hash, integer.int_bit_length: int.bit_length, integer.int_bit_count: int.bit_count,
    integer_float.int_to_float: float,
}  # fmt: skip
FUNCTIONS = [
    *BINARY, *UNARY, *PLAIN, integer.int_compare, integer.int_equal, integer.int_to_i64, integer.int_to_u64,
    integer.int_low_u64, integer.int_clamp_i64, integer.int_fits_i64, integer.int_fits_u64, integer_bits.int_lshift,
    integer_bits.int_rshift, integer_bits.int_to_bytes, integer_float.int_truediv, integer_float.float_to_int,
    integer_float.float_floor, integer_float.float_ceil, integer_float.float_round, integer_power.int_pow,
    integer_power.int_powmod, integer_power.int_inverse,
]  # fmt: skip

BITS = {"native": 6000, "reference": 400}
EXAMPLES = {"native": 250, "reference": 60}


@pytest.fixture(scope="module", params=["native", "reference"])
def numbers(request: pytest.FixtureRequest) -> Iterator[Numbers]:
    with Numbers(request.param, *FUNCTIONS) as machine:
        yield machine


@pytest.mark.parametrize("function", BINARY, ids=lambda f: f.name)
def test_binary(numbers: Numbers, function: Any) -> None:
    bits = BITS[numbers.executor]
    examples = EXAMPLES[numbers.executor]
    agree(lambda a, b: numbers.values(function, a, b), BINARY[function], integers(bits), integers(bits // 2), examples=examples)
    agree(lambda a, b: numbers.values(function, a, b), BINARY[function], integers(bits // 8), integers(bits), examples=examples // 2)


def test_same_operand(numbers: Numbers) -> None:
    agree(
        lambda a: (lambda w: numbers.number(numbers.call(integer.int_mul, w, w)))(numbers.value(a)),
        lambda a: a * a, integers(BITS[numbers.executor]), examples=EXAMPLES[numbers.executor],
    )  # fmt: skip


@pytest.mark.parametrize("function", UNARY, ids=lambda f: f.name)
def test_unary(numbers: Numbers, function: Any) -> None:
    agree(
        lambda a: numbers.values(function, a), UNARY[function], integers(BITS[numbers.executor] // 2),
        examples=EXAMPLES[numbers.executor],
    )  # fmt: skip


@pytest.mark.parametrize("function", PLAIN, ids=lambda f: f.name)
def test_plain(numbers: Numbers, function: Any) -> None:
    agree(
        lambda a: numbers.raw(function, a), PLAIN[function], integers(min(BITS[numbers.executor], 1200)),
        examples=EXAMPLES[numbers.executor],
    )  # fmt: skip


def test_compare(numbers: Numbers) -> None:
    size = integers(200)
    agree(lambda a, b: numbers.raw(integer.int_compare, a, b), lambda a, b: (a > b) - (a < b), size, size)
    agree(lambda a, b: numbers.raw(integer.int_equal, a, b), operator.eq, size, size)
    agree(lambda a: numbers.raw(integer.int_equal, a, a), lambda a: True, size)


@pytest.mark.parametrize("signed", [False, True])
def test_machine_words(numbers: Numbers, signed: bool) -> None:
    low, high = (-(1 << 63), 1 << 63) if signed else (0, 1 << 64)

    def convert(n: int) -> int:
        if not low <= n < high:
            raise OverflowError
        return n

    agree(lambda a: numbers.raw(integer.int_to_i64 if signed else integer.int_to_u64, a), convert, integers(130))
    fits = integer.int_fits_i64 if signed else integer.int_fits_u64
    agree(lambda a: numbers.raw(fits, a), lambda a: low <= a < high, integers(130))
    agree(lambda a: numbers.raw(integer.int_low_u64, a), lambda a: a & ((1 << 64) - 1), integers(130))
    agree(
        lambda a: numbers.raw(integer.int_clamp_i64, a), lambda a: max(-(1 << 63), min(a, (1 << 63) - 1)), integers(130)
    )


def test_shifts(numbers: Numbers) -> None:
    count = st.integers(-3, 700)
    huge = st.sampled_from((1 << 64, 1 << 80, -(1 << 80)))
    examples = EXAMPLES[numbers.executor]
    agree(lambda a, b: numbers.values(integer_bits.int_lshift, a, b), operator.lshift, integers(600), count, examples=examples)
    agree(lambda a, b: numbers.values(integer_bits.int_rshift, a, b), operator.rshift, integers(900), count | huge, examples=examples)
    agree(lambda a, b: numbers.values(integer_bits.int_lshift, a, b), operator.lshift, integers(90), huge, examples=20)
    with pytest.raises(Exception, match="memory"):
        numbers.values(integer_bits.int_lshift, 1, 1 << 61)


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("signed", [False, True])
def test_bytes(numbers: Numbers, order: Any, signed: bool) -> None:
    is_little = order == "little"

    def write(n: int, length: int) -> bytes:
        with numbers.held(n) as (word,):
            buffer = numbers.buffer(length + 8)
            numbers.call(integer_bits.int_to_bytes, word, buffer, length, is_little, signed)
            assert numbers.read(buffer + length, 8) == b"\xee" * 8
            return numbers.read(buffer, length)

    def read(content: bytes) -> Any:
        word = numbers.call(integer_bits.int_from_bytes, numbers.bytes_buffer(content), len(content), is_little, signed)
        return numbers.number(word)

    length = st.integers(0, 40)
    def wanted(n: int, length: int) -> bytes:
        if n == -1 and length == 0:  # CPython 3.11 gives b"" for signed ones, which reads back as 0
            raise OverflowError
        return n.to_bytes(length, order, signed=signed)

    agree(write, wanted, integers(300), length)
    agree(read, lambda content: int.from_bytes(content, order, signed=signed), st.binary(max_size=70))


def test_true_division(numbers: Numbers) -> None:
    n = integers(1500) | integers(120)
    agree(lambda a, b: numbers.raw(integer_float.int_truediv, a, b), operator.truediv, n, n, examples=EXAMPLES[numbers.executor] * 2)


def test_true_division_at_the_edges(numbers: Numbers) -> None:
    """Ties, the least doubles, and the limit of overflow."""
    cases = [(1, 3 << 1073), (1, 1 << 1074), (1, 1 << 1075), (3, 1 << 1075), ((1 << 1075) + 1, 1 << 2150), ((1 << 1024) - 1, 1)]
    for a, b in [*cases, ((1 << 54) + 1, 1), ((1 << 54) + 2, 1), ((1 << 54) + 3, 1), ((1 << 1077) - (1 << 1022), 1 << 54)]:
        agree(lambda x, y: numbers.raw(integer_float.int_truediv, x, y), operator.truediv, st.just(a), st.just(b), examples=1)


def test_float_to_integer(numbers: Numbers) -> None:
    import math

    functions = {
        integer_float.float_to_int: int, integer_float.float_floor: math.floor, integer_float.float_ceil: math.ceil,
        integer_float.float_round: round,
    }  # fmt: skip
    for f, oracle in functions.items():
        agree(lambda d, f=f: numbers.number(numbers.call(f, d)), oracle, floats(), examples=EXAMPLES[numbers.executor])


def test_power(numbers: Numbers) -> None:
    run = lambda a, b: numbers.values(integer_power.int_pow, a, b)  # noqa: E731
    agree(run, pow, integers(70), st.integers(0, 30), examples=EXAMPLES[numbers.executor])
    agree(run, pow, st.integers(-20, 20), st.integers(0, 300), examples=EXAMPLES[numbers.executor] // 2)
    for base in (0, 1, -1):
        for e in (1 << 70, (1 << 70) + 1):
            assert run(base, e) == (base if e & 1 else abs(base))
    for base, e in ((2, 1 << 61), (3, 1 << 70), (-5, 1 << 50), (1 << 100, 1 << 40)):
        with pytest.raises(Exception, match="memory"):
            run(base, e)


def test_modular_power(numbers: Numbers) -> None:
    native = numbers.executor == "native"
    run = lambda a, e, m: numbers.values(integer_power.int_powmod, a, e, m)  # noqa: E731
    agree(run, pow, integers(64), st.integers(-40, 1 << 70), integers(64), examples=EXAMPLES[numbers.executor])
    agree(run, pow, integers(1000 if native else 140), integers(300 if native else 20), integers(1000 if native else 140), examples=100 if native else 25)


def test_modular_power_of_many_limbs() -> None:
    rng = random.Random(5)
    with Numbers("native") as n:
        for bits in (2048, 4096, 14000):
            for low in (0, 1):
                m = rng.getrandbits(bits) << 1 | low
                a, e = rng.getrandbits(bits), rng.getrandbits(60)
                assert n.values(integer_power.int_powmod, a, e, m) == pow(a, e, m)


def around(threshold: int) -> list[int]:
    return [threshold - 1, threshold, threshold + 1, 2 * threshold - 1, 2 * threshold, 2 * threshold + 1, 3 * threshold, 5 * threshold + 3]


def patterns(limbs: int, rng: random.Random) -> list[int]:
    """Numbers of so many limbs: random, all ones, sparse, with long runs."""
    bits = 64 * limbs
    top = 1 << (bits - 1)
    return [
        rng.getrandbits(bits) | top, (1 << bits) - 1, top, top + 1, (1 << bits) - (1 << (bits // 2)),
        top | rng.getrandbits(bits // 3), (1 << bits) - 1 - rng.getrandbits(bits // 2),
    ]  # fmt: skip


def test_products_around_the_thresholds() -> None:
    rng = random.Random(1)
    sizes = sorted({1, 2, 3, *around(bigint_mul.KARATSUBA_LIMBS), *around(bigint_mul.KARATSUBA_SQUARE_LIMBS)})
    with Numbers("native", integer.int_mul) as n:
        for an in sizes:
            for bn in sizes:
                a, b = rng.choice(patterns(an, rng)), rng.choice(patterns(bn, rng))
                assert n.values(integer.int_mul, a, -b) == -a * b
            for a in patterns(an, rng):
                w = n.value(a)
                assert n.number(n.call(integer.int_mul, w, w)) == a * a
        for a in patterns(4000, rng):  # chunks
            for b in patterns(7, rng):
                assert n.values(integer.int_mul, b, a) == a * b


def test_quotients_around_the_thresholds() -> None:
    rng = random.Random(2)
    sizes = sorted({1, 2, 3, *around(bigint_div.RECURSIVE_LIMBS)})
    with Numbers("native", integer.int_divmod) as n:
        for bn in sizes:
            for qn in sizes:
                for b in patterns(bn, rng):
                    q = rng.choice(patterns(qn, rng))
                    for a in (q * b, q * b - 1, q * b + b - 1, (1 << (64 * (qn + bn))) - 1):
                        assert n.values(integer.int_divmod, a, b) == divmod(a, b)


@pytest.mark.parametrize("bits", [100_000, 333_333])
def test_large(bits: int) -> None:
    rng = random.Random(bits)
    with Numbers("native", integer.int_mul, integer.int_divmod, integer_power.int_isqrt, integer_power.int_gcd) as n:
        a, b, c = rng.getrandbits(bits), rng.getrandbits(bits), rng.getrandbits(bits // 3)
        product = a * b
        assert n.values(integer.int_mul, a, b) == product
        assert n.values(integer.int_divmod, product + c, a) == (b, c)
        assert n.values(integer.int_divmod, -product, c) == divmod(-product, c)
        assert n.values(integer_power.int_isqrt, product) == isqrt(product)
        assert n.values(integer_power.int_gcd, a * c, b * c) == gcd(a * c, b * c)


def test_under_collection_stress() -> None:
    """A collection at every allocation: operands are alive by pointers into them only."""
    rng = random.Random(3)
    with Numbers("native", *FUNCTIONS, stress_period=1, poison=True, verify=True) as n:
        for bits in (70, 700, 5000):
            a, b = rng.getrandbits(bits), rng.getrandbits(bits // 2) | 1
            for f, oracle in BINARY.items():
                assert same(n.values(f, a, -b), oracle(a, -b))
            assert n.values(integer_power.int_isqrt, a) == isqrt(a)
            assert n.values(integer_power.int_pow, b, 9) == b**9
            assert n.values(integer_power.int_powmod, a, -b, (1 << 127) - 1) == pow(a, -b, (1 << 127) - 1)


def test_long_operations_spend_reductions() -> None:
    from corevm.kernel.thread import Runtime, Thread

    a = (1 << 2_000_000) // 3
    with Numbers("native", integer.int_mul) as n, n.held(a) as (word,):
        before = n.get(Thread, "reductions_spent", n.thread)
        n.call(integer.int_mul, word, word)
        assert n.get(Thread, "reductions_spent", n.thread) - before > 100_000
        n.set(Runtime, "fuel", 50_000, n.runtime)
        with pytest.raises(Exception, match="fuel"):
            n.call(integer.int_mul, word, word)
