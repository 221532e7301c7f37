"""Known bits: what is said of a result holds for all words, exhaustively at four bits."""

from __future__ import annotations

import itertools

import pytest

from corevm.ir.arith import function_of
from corevm.ir.type import I8
from corevm.jit.bits import Bits, after, constant, of_constant

WIDTH, MASK = 4, 15
PATTERNS = [Bits(z, o) for z in range(16) for o in range(16) if not z & o]
WORDS = {p: [w for w in range(16) if w & p.zeros == 0 and w & p.ones == p.ones] for p in PATTERNS}


def holds(word: int, known: Bits) -> bool:
    return word & known.zeros == 0 and word & known.ones == known.ones


@pytest.mark.parametrize("op", ["and", "or", "xor", "add", "sub", "mul"])
def test_two_operands(op: str) -> None:
    rule = {
        "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b, "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
    }[op]  # fmt: skip
    gained = 0
    for a, b in itertools.product(PATTERNS, PATTERNS):
        known = after(op, WIDTH, [a, b])
        assert not known.is_impossible
        gained += known != (0, 0)
        for x in WORDS[a]:
            for y in WORDS[b]:
                assert holds(rule(x, y) & MASK, known), (op, a, b, x, y, known)
    assert gained > 1000


@pytest.mark.parametrize("op", ["shl", "lshr", "ashr", "rotl", "not"])
@pytest.mark.parametrize("count", range(4))
def test_one_operand(op: str, count: int) -> None:
    for a in PATTERNS:
        known = after(op, WIDTH, [a], count)
        for x in WORDS[a]:
            signed = x - 16 if x & 8 else x
            result = {
                "shl": x << count, "lshr": x >> count, "ashr": signed >> count, "rotl": x << count | x >> WIDTH - count, "not": ~x,
            }[op]  # fmt: skip
            assert holds(result & MASK, known), (op, a, x, known)


def test_constants_are_known_wholly() -> None:
    for op in ("add", "sub", "and", "or", "xor"):
        for x, y in ((3, 250), (0, 0), (255, 1), (128, 128)):
            known = after(op, 8, [of_constant(x, 8), of_constant(y, 8)])
            assert (constant(known, 8),) == function_of(op, I8, I8)(x, y)
    assert constant(Bits(1, 2), 8) is None


def test_a_tag_survives_arithmetic() -> None:
    odd = Bits(0, 1)
    twice = after("sub", 64, [odd, of_constant(1, 64)])
    assert twice.zeros & 1
    assert after("add", 64, [twice, odd]).ones & 1
