"""Products by the number-theoretic transform against Python's."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from corevm.kernel import bigint_fft, bigint_mul, integer
from corevm.micro.surface import fn, u64
from corevm.testing.number import Numbers, agree


@fn
def mul_residues(a: u64, b: u64) -> u64:
    return bigint_fft.mul_residues(a, b)


@fn
def add_residues(a: u64, b: u64) -> u64:
    return bigint_fft.add_residues(a, b)


@fn
def sub_residues(a: u64, b: u64) -> u64:
    return bigint_fft.sub_residues(a, b)


@pytest.fixture(scope="module", params=["native", "reference"])
def machine(request: pytest.FixtureRequest) -> Iterator[Numbers]:
    with Numbers(request.param, bigint_fft.multiply_fft, mul_residues, add_residues, sub_residues, integer.int_mul) as m:
        yield m


def product(m: Numbers, a: int, an: int, b: int, bn: int, is_same: bool = False) -> int:
    base = m.buffer(8 * (2 * (an + bn) + 2))
    out, second = base + 8 * (an + bn), base + 8 * an
    m.write(base, a.to_bytes(8 * an, "little") + b.to_bytes(8 * bn, "little"))
    m.call(bigint_fft.multiply_fft, out, base, an, base if is_same else second, bn)
    assert m.read(out + 8 * (an + bn), 8) == b"\xee" * 8
    return int.from_bytes(m.read(out, 8 * (an + bn)), "little")


def test_residues(machine: Numbers) -> None:
    p = bigint_fft.PRIME
    edge = st.builds(lambda base, d: (base + d) % p, st.sampled_from((0, p, 1 << 32, 1 << 63, p >> 1, (1 << 64) - 1)), st.integers(-3, 3))
    residue = edge | st.integers(0, p - 1)
    agree(lambda a, b: machine.call(mul_residues, a, b), lambda a, b: a * b % p, residue, residue, examples=1000)
    agree(lambda a, b: machine.call(add_residues, a, b), lambda a, b: (a + b) % p, residue, residue, examples=300)
    agree(lambda a, b: machine.call(sub_residues, a, b), lambda a, b: (a - b) % p, residue, residue, examples=300)


def test_every_level(machine: Numbers) -> None:
    """Random, all ones (the largest coefficients) and sparse operands, at sizes on both sides of each number of points."""
    rng = random.Random(4)
    sizes = (1, 2, 5, 11, 22, 23, 90) if machine.executor == "reference" else (1, 2, 5, 11, 22, 23, 44, 90, 181, 350, 720, 1400, 2700)
    for n in sizes:
        for an, bn in ((n, n), (n, n // 2 + 1), (n + 1, 2 * n)):
            for a, b in (
                (rng.getrandbits(64 * an), rng.getrandbits(64 * bn)), ((1 << 64 * an) - 1, (1 << 64 * bn) - 1),
                (1 << 64 * an - 1, (1 << 64 * bn) - 1), (0, 1),
            ):  # fmt: skip
                assert product(machine, a, an, b, bn) == a * b
        a = rng.getrandbits(64 * n)
        assert product(machine, a, n, a, n, is_same=True) == a * a


def test_integers_beyond_the_threshold() -> None:
    rng = random.Random(6)
    n = bigint_mul.FFT_LIMBS
    with Numbers("native", integer.int_mul) as m:
        for an, bn in ((n, n), (n + 1, 3 * n), (n, 9 * n), (2 * n, 2 * n - 1)):
            a, b = rng.getrandbits(64 * an) | 1 << (64 * an - 1), (1 << 64 * bn) - rng.getrandbits(64 * bn // 2) - 1
            assert m.values(integer.int_mul, a, -b) == -a * b
            word = m.value(a)
            assert m.number(m.call(integer.int_mul, word, word)) == a * a
