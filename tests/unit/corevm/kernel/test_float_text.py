"""Doubles to text and back against Python's, on both executors."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from corevm.kernel import float_parse, float_text
from corevm.testing.number import Numbers, agree, bits_float, floats, same

FUNCTIONS = [
    float_text.float_repr, float_text.float_format, float_text.float_format_bound, float_text.float_hex,
    float_parse.float_parse, float_parse.float_parse_hex,
]  # fmt: skip
EXAMPLES = {"native": 1500, "reference": 150}
PRECISIONS = st.integers(0, 30) | st.sampled_from((40, 100, 324, 400, 800, 1200))
EXACT = Context(prec=1200, Emin=-5000, Emax=5000)


@pytest.fixture(scope="module", params=["native", "reference"])
def numbers(request: pytest.FixtureRequest) -> Iterator[Numbers]:
    with Numbers(request.param, *FUNCTIONS) as machine:
        yield machine


def written(n: Numbers, function: Any, d: float, bound: int, *args: Any) -> str:
    """What a function writes; it may not write beyond its bound."""
    buffer = n.buffer(bound + 8)
    length = n.call(function, d, buffer, *args)
    assert length <= bound and n.read(buffer + bound, 8) == b"\xee" * 8
    return n.read(buffer, length).decode()


def formatted(n: Numbers, d: float, kind: str, precision: int, flags: int) -> str:
    bound = n.call(float_text.float_format_bound, precision)
    return written(n, float_text.float_format, d, bound, ord(kind), precision, flags)


def parsed(n: Numbers, text: str, function: Any = float_parse.float_parse) -> tuple[float, int]:
    d, used = n.call(function, n.bytes_buffer(text.encode() + b"!"), len(text))
    return d, used


def read_all(n: Numbers, text: str, function: Any = float_parse.float_parse) -> float:
    d, used = parsed(n, text, function)
    assert used == len(text)
    return d


def test_repr(numbers: Numbers) -> None:
    agree(lambda d: written(numbers, float_text.float_repr, d, float_text.REPR_BYTES), repr, floats(), examples=EXAMPLES[numbers.executor])


def test_repr_of_every_power_of_two_and_its_neighbours() -> None:
    with Numbers("native", *FUNCTIONS) as n:
        for e in range(-1074, 1024):
            for toward in (-math.inf, 0.0, math.inf):
                d = math.nextafter(math.ldexp(1.0, e), toward) if toward else math.ldexp(1.0, e)
                assert written(n, float_text.float_repr, d, float_text.REPR_BYTES) == repr(d)
                assert read_all(n, repr(d)) == d


@pytest.mark.parametrize("kind", "efg%")
def test_formats(numbers: Numbers, kind: str) -> None:
    def spec(precision: int, alternate: bool, upper: bool) -> str:
        return f"{'#' if alternate else ''}.{precision}{kind.upper() if upper else kind}"

    def flags(alternate: bool, upper: bool) -> int:
        return float_text.ALTERNATE * alternate | float_text.UPPER * upper

    upper = st.just(False) if kind == "%" else st.booleans()
    agree(
        lambda d, p, a, u: formatted(numbers, d, kind, p, flags(a, u)), lambda d, p, a, u: format(d, spec(p, a, u)),
        floats(), PRECISIONS, st.booleans(), upper, examples=EXAMPLES[numbers.executor],
    )  # fmt: skip
    ties = st.builds(lambda n, e: math.ldexp(n, -e), st.integers(-999, 999), st.integers(0, 12))
    agree(
        lambda d, p: formatted(numbers, d, kind, p, 0), lambda d, p: format(d, spec(p, False, False)), ties,
        st.integers(0, 8), examples=EXAMPLES[numbers.executor],
    )  # fmt: skip


def test_formats_without_a_kind(numbers: Numbers) -> None:
    flags = float_text.DOT_ZERO
    agree(
        lambda d, p: formatted(numbers, d, "g", p, flags), lambda d, p: format(d, f".{p}"), floats(), st.integers(1, 30),
        examples=EXAMPLES[numbers.executor],
    )  # fmt: skip
    agree(lambda d: formatted(numbers, d, "g", 6, flags | float_text.SHORTEST), str, floats(), examples=EXAMPLES[numbers.executor] // 2)


def test_hexadecimal(numbers: Numbers) -> None:
    agree(
        lambda d: written(numbers, float_text.float_hex, d, float_text.REPR_BYTES), float.hex, floats(),
        examples=EXAMPLES[numbers.executor] // 2,
    )  # fmt: skip
    digits = st.text("0123456789abcdefABCDEF", min_size=1, max_size=30)
    texts = st.builds(
        lambda s, x, a, b, e: f"{s}{x}{a}{b}{e}", st.sampled_from(("", "-", "+")), st.sampled_from(("", "0x", "0X")), digits,
        st.just("") | digits.map("." .__add__), st.just("") | st.integers(-1200, 1100).map(lambda e: f"p{e}"),
    )  # fmt: skip

    def read(text: str) -> float:
        d = read_all(numbers, text, float_parse.float_parse_hex)
        if math.isinf(d):
            raise OverflowError
        return d

    agree(read, float.fromhex, texts, examples=EXAMPLES[numbers.executor])


def test_parse(numbers: Numbers) -> None:
    digits = st.text("0123456789", min_size=1, max_size=40)
    made = st.builds(
        lambda s, a, b, e: f"{s}{a}{b}{e}", st.sampled_from(("", "-", "+")), digits, st.just("") | digits.map(".".__add__),
        st.just("") | st.integers(-400, 400).map(lambda e: f"e{e}"),
    )  # fmt: skip
    printed = st.builds(lambda d, p, k: f"{d:.{p}{k}}", floats(), st.integers(0, 40), st.sampled_from("eg"))
    special = st.sampled_from(("inf", "-Infinity", "+nAn", "INF", ".5", "5.", "-.5e1", "1e99999999999999999999", "0e9999999999", "000"))
    examples = EXAMPLES[numbers.executor]
    agree(lambda t: read_all(numbers, t), float, made | printed | special | floats().map(repr), examples=2 * examples)


def test_parse_half_way_between_doubles(numbers: Numbers) -> None:
    """Exactly between two doubles, and a hair above and below."""
    rng = random.Random(7)
    for _ in range(600 if numbers.executor == "native" else 40):
        d = bits_float(rng.getrandbits(63))
        following = math.nextafter(d, math.inf)
        if not math.isfinite(following):
            continue
        middle = (Fraction(d) + Fraction(following)) / 2
        text = str(EXACT.divide(Decimal(middle.numerator), Decimal(middle.denominator)))
        mantissa, _, exponent = text.partition("E")
        mantissa += "" if "." in mantissa else "."
        exponent = f"E{exponent}" if exponent else ""
        for tail in ("", "0" * 50, "0" * 50 + "1", "0" * 900 + "1"):
            assert same(read_all(numbers, mantissa + tail + exponent), float(mantissa + tail + exponent))
        below = mantissa[:-1] + chr(ord(mantissa[-1]) - 1) + "9" * 40 if mantissa[-1] not in "0." else mantissa
        assert same(read_all(numbers, below + exponent), float(below + exponent))


@pytest.mark.parametrize(
    ("text", "used"),
    [("", 0), ("-", 0), ("e5", 0), (".", 0), ("1e", 1), ("1e+", 1), ("1.5e+x", 3), ("infx", 3), ("--1", 0), ("1_0", 1), ("+", 0),
     ("1.2.3", 3), ("nano", 3), ("0x10", 1), (" 1", 0), ("-inf", 4), ("infinit", 3)],
)  # fmt: skip
def test_how_far_a_number_goes(numbers: Numbers, text: str, used: int) -> None:
    assert parsed(numbers, text)[1] == used
