"""Integers to text and back in every base, on both executors."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from corevm.kernel import bigint_text, decimal_text
from corevm.testing.number import Numbers, agree, integers

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FUNCTIONS = [bigint_text.int_text_length_bound, bigint_text.int_write_text, bigint_text.int_read_text]


@pytest.fixture(scope="module", params=["native", "reference"])
def numbers(request: pytest.FixtureRequest) -> Iterator[Numbers]:
    with Numbers(request.param, *FUNCTIONS) as machine:
        yield machine


@pytest.fixture(autouse=True)
def no_digit_limit() -> Iterator[None]:
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(limit)


def text_of(n: int, base: int) -> str:
    if base in (2, 8, 10, 16):
        return format(n, {2: "b", 8: "o", 10: "d", 16: "x"}[base])
    left, out = abs(n), ""
    while left:
        left, digit = divmod(left, base)
        out = DIGITS[digit] + out
    return ("-" if n < 0 else "") + (out or "0")


def write(m: Numbers, n: int, base: int) -> str:
    with m.held(n) as (word,):
        bound = m.call(bigint_text.int_text_length_bound, word, base)
        buffer = m.buffer(bound + 8)
        length = m.call(bigint_text.int_write_text, word, base, buffer)
        assert length <= bound and m.read(buffer + bound, 8) == b"\xee" * 8, "INV-TEXT-1"
        return m.read(buffer, length).decode()


def read(m: Numbers, text: str, base: int) -> object:
    return m.number(m.call(bigint_text.int_read_text, m.bytes_buffer(text.encode() + b"1"), len(text), base))


def test_both_ways(numbers: Numbers) -> None:
    bits = 5000 if numbers.executor == "native" else 500
    base = st.integers(2, 36) | st.just(10)
    agree(lambda n, b: write(numbers, n, b), text_of, integers(bits), base, examples=400 if numbers.executor == "native" else 60)
    agree(
        lambda n, b, zeros, upper: read(numbers, ("0" * zeros + text_of(n, b)).upper() if upper else "+" + text_of(n, b), b),
        lambda n, b, zeros, upper: n, integers(bits).map(abs), base, st.integers(0, 70), st.booleans(),
        examples=400 if numbers.executor == "native" else 60,
    )  # fmt: skip


@pytest.mark.parametrize("base", range(2, 37))
def test_powers_of_the_base(base: int) -> None:
    with Numbers("native", *FUNCTIONS) as m:
        for e in (1, 5, 12, 13, 19, 20, 38, 100, 500, 1111, 3000):
            for n in (base**e, base**e - 1, base**e + 1, -(base**e)):
                text = text_of(n, base)
                assert write(m, n, base) == text
                assert read(m, text, base) == n


@pytest.mark.parametrize("digits", [5_000, 30_103, 100_000])
def test_long_ones(digits: int) -> None:
    rng = random.Random(digits)
    with Numbers("native", *FUNCTIONS) as m:
        for n in (10**digits, 10**digits - 1, rng.randrange(10**digits), 7 * 10 ** (digits - 1) + 3, -(10 ** (digits // 2))):
            text = str(n)
            assert write(m, n, 10) == text
            assert read(m, text, 10) == n


def test_what_is_no_integer(numbers: Numbers) -> None:
    for text, base in (("", 10), ("-", 10), ("+", 10), ("--1", 10), ("1 ", 10), (" 1", 10), ("12a", 10), ("8", 8), ("g", 16), ("1_0", 10),
                       ("0x10", 16), ("9" * 50 + "/", 10), ("9" * 50 + ":", 10), ("z" * 30 + "{", 36), ("\x80", 36), ("@", 36), ("1-", 10)):  # fmt: skip
        assert read(numbers, text, base) == "UNDEFINED", text


@pytest.mark.parametrize("base", [-1, 0, 1, 37])
def test_bases(numbers: Numbers, base: int) -> None:
    with pytest.raises(Exception, match="base"):
        read(numbers, "1", base)
    with pytest.raises(Exception, match="base"):
        numbers.call(bigint_text.int_write_text, numbers.value(5), base, numbers.buffer(100))


@pytest.mark.parametrize("executor", ["native", "reference"])
def test_decimal_words(executor: str) -> None:
    with Numbers(executor, decimal_text.write_decimal) as m:
        for n in [0, *(10**k + d for k in range(20) for d in (-1, 0, 1)), (1 << 64) - 1]:
            buffer = m.buffer(32)
            length = m.call(decimal_text.write_decimal, buffer, n)
            assert m.read(buffer, length + 1) == str(n).encode() + b"\xee"
