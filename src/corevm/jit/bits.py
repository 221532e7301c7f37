"""Known bits: what is known of a word, bit by bit, and what the ops make of it. Effects: none.

Nothing here knows how a language tags its values: a test of a tag is a test of bits, and what it proves is kept as bits.

INV-BITS-1  What `after` gives holds for every pair of words that have the known bits of the operands (tested exhaustively for 4 bits).
"""

from __future__ import annotations

from typing import NamedTuple


class Bits(NamedTuple):
    """Masks of the bits known to be 0 and to be 1."""

    zeros: int
    ones: int

    def both(self, other: Bits) -> Bits:
        """What holds of a word for which both hold."""
        return Bits(self.zeros | other.zeros, self.ones | other.ones)

    def either(self, other: Bits) -> Bits:
        """What holds of a word for which one of them holds."""
        return Bits(self.zeros & other.zeros, self.ones & other.ones)

    def implies(self, other: Bits) -> bool:
        return other.zeros & ~self.zeros == 0 and other.ones & ~self.ones == 0

    @property
    def is_impossible(self) -> bool:
        return self.zeros & self.ones != 0


NOTHING = Bits(0, 0)


def of_constant(value: int, width: int) -> Bits:
    return Bits(~value & (1 << width) - 1, value)


def constant(known: Bits, width: int) -> int | None:
    """The word, if every bit is known."""
    return known.ones if known.zeros | known.ones == (1 << width) - 1 else None


def _add(a: Bits, b: Bits, carry: int, mask: int) -> Bits:
    """The sum; `carry` is the carry into bit 0, known."""
    least = (a.ones + b.ones + carry) & mask
    most = ((~a.zeros & mask) + (~b.zeros & mask) + carry) & mask
    known_carries_out_0 = ~(most ^ a.zeros ^ b.zeros) & mask
    known_carries_out_1 = (least ^ a.ones ^ b.ones) & mask
    known = (a.zeros | a.ones) & (b.zeros | b.ones) & (known_carries_out_0 | known_carries_out_1) & mask
    return Bits(~most & known, least & known)


def after(op: str, width: int, operands: list[Bits], count: int | None = None) -> Bits:
    """What is known of an op's result.

    Args:
        operands: of the op's operands, of `width` bits; of zext and trunc, of the operand before.
        count: of shifts and rotations, if it is constant.
    """
    mask = (1 << width) - 1
    a = operands[0]
    if op == "not":
        return Bits(a.ones, a.zeros)
    if op in ("zext", "trunc", "bitcast"):
        return Bits(a.zeros & mask, a.ones & mask)
    if op in ("shl", "lshr", "ashr", "rotl"):
        if count is None:
            return NOTHING
        if op == "shl":
            return Bits((a.zeros << count | (1 << count) - 1) & mask, a.ones << count & mask)
        if op == "rotl":
            back = width - count
            return Bits((a.zeros << count | a.zeros >> back) & mask, (a.ones << count | a.ones >> back) & mask)
        high = mask & ~(mask >> count)
        if op == "lshr":
            return Bits(a.zeros >> count | high, a.ones >> count)
        sign = 1 << width - 1
        return Bits(a.zeros >> count | (high if a.zeros & sign else 0), a.ones >> count | (high if a.ones & sign else 0))
    if len(operands) < 2:
        return NOTHING
    b = operands[1]
    if op == "and":
        return Bits(a.zeros | b.zeros, a.ones & b.ones)
    if op == "or":
        return Bits(a.zeros & b.zeros, a.ones | b.ones)
    if op == "xor":
        return Bits(a.zeros & b.zeros | a.ones & b.ones, a.zeros & b.ones | a.ones & b.zeros)
    if op == "add":
        return _add(a, b, 0, mask)
    if op == "sub":
        return _add(a, Bits(b.ones, b.zeros), 1, mask)
    if op == "mul":
        low = min(_trailing(a.zeros, width) + _trailing(b.zeros, width), width)
        return Bits((1 << low) - 1, 0)
    return NOTHING


def _trailing(zeros: int, width: int) -> int:
    """How many low bits are known to be 0."""
    count = 0
    while count < width and zeros >> count & 1:
        count += 1
    return count


__all__ = ["NOTHING", "Bits", "after", "constant", "of_constant"]
