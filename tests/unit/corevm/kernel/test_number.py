"""Integers and floats together against Python's, on both executors."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import strategies as st

from corevm.kernel import float_arithmetic, number
from corevm.testing.number import Numbers, agree, floats, integers

BINARY = {
    number.number_add: operator.add, number.number_sub: operator.sub, number.number_mul: operator.mul,
    number.number_truediv: operator.truediv, number.number_floordiv: operator.floordiv, number.number_mod: operator.mod,
    number.number_divmod: divmod,
}  # fmt: skip
FUNCTIONS = [
    *BINARY, number.number_pow, number.number_neg, number.number_abs, number.number_is_true, number.number_compare,
    number.number_equal, number.number_hash, number.number_round_places, float_arithmetic.float_ratio,
]  # fmt: skip
EXAMPLES = {"native": 500, "reference": 80}
SPECIAL = st.sampled_from((0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, math.inf, -math.inf, math.nan, 5e-324, 2.0**53, 2**53 + 1, 2**62, -(2**62)))
UNORDERED = number.UNORDERED


@pytest.fixture(scope="module", params=["native", "reference"])
def numbers(request: pytest.FixtureRequest) -> Iterator[Numbers]:
    with Numbers(request.param, *FUNCTIONS) as machine:
        yield machine


def any_number() -> st.SearchStrategy[int | float]:
    return floats() | integers(1100) | st.integers(-30, 30) | SPECIAL


def order(a: float, b: float) -> int:
    return -1 if a < b else 1 if a > b else 0 if a == b else UNORDERED


@pytest.mark.parametrize("function", BINARY, ids=lambda f: f.name)
def test_binary(numbers: Numbers, function: Any) -> None:
    agree(
        lambda a, b: numbers.values(function, a, b), BINARY[function], any_number(), any_number(),
        examples=EXAMPLES[numbers.executor],
    )  # fmt: skip


def is_complex(a: float, b: float) -> bool:
    return isinstance(b, float) and a < 0 and math.isfinite(a) and math.isfinite(b) and not b.is_integer()


def test_power(numbers: Numbers) -> None:
    def too_long(a: float, b: float) -> bool:
        return isinstance(a, int) and isinstance(b, int) and abs(b) > 300

    def wanted(a: float, b: float) -> Any:
        if too_long(a, b):
            return None
        if is_complex(a, b):
            float(a)
            return "UNDEFINED"
        return a**b

    def seen(a: float, b: float) -> Any:
        return None if too_long(a, b) else numbers.values(number.number_pow, a, b)

    agree(seen, wanted, any_number(), any_number(), examples=3 * EXAMPLES[numbers.executor])


def test_unary(numbers: Numbers) -> None:
    agree(lambda a: numbers.values(number.number_neg, a), operator.neg, any_number())
    agree(lambda a: numbers.values(number.number_abs, a), abs, any_number())
    agree(lambda a: numbers.raw(number.number_is_true, a), bool, any_number())


def test_comparison_is_exact(numbers: Numbers) -> None:
    """Also of integers beside a double."""
    near = st.builds(lambda d, k: (d, int(d) + k), floats().filter(math.isfinite), st.integers(-2, 2))
    pairs = near | near.map(lambda p: (p[1], p[0])) | st.tuples(any_number(), any_number())
    examples = 2 * EXAMPLES[numbers.executor]
    agree(lambda p: numbers.raw(number.number_compare, *p), lambda p: order(*p), pairs, examples=examples)
    agree(lambda p: numbers.raw(number.number_equal, *p), lambda p: p[0] == p[1], pairs, examples=examples)


def test_hash(numbers: Numbers) -> None:
    agree(
        lambda a: numbers.raw(number.number_hash, a), hash, any_number().filter(lambda a: a == a),
        examples=EXAMPLES[numbers.executor],
    )  # fmt: skip


def test_round_to_places(numbers: Numbers) -> None:
    def seen(a: float, places: int) -> Any:
        with numbers.held(a) as (word,):
            return numbers.number(numbers.call(number.number_round_places, word, places))

    few, many = st.integers(-6, 20), st.integers(-340, 340)
    agree(seen, round, any_number(), few | many, examples=2 * EXAMPLES[numbers.executor])
    halves = st.integers(-(10**9), 10**9).map(lambda n: n / 8)
    agree(seen, round, halves, few, examples=EXAMPLES[numbers.executor])
    agree(seen, lambda a, places: 0, integers(200), st.just(-(1 << 62)), examples=20)


def test_ratio(numbers: Numbers) -> None:
    def seen(d: float) -> Any:
        return tuple(map(numbers.number, numbers.call(float_arithmetic.float_ratio, d)))

    agree(seen, float.as_integer_ratio, floats(), examples=EXAMPLES[numbers.executor])


def test_what_is_no_number(numbers: Numbers) -> None:
    from corevm.kernel.value import NONE

    for function in BINARY:
        for args in ((NONE, 3), (3, NONE), (NONE, NONE)):
            result = numbers.call(function, *args)
            results = result if isinstance(result, tuple) else (result,)
            assert all(numbers.number(r) == "NOT_IMPLEMENTED" for r in results)
