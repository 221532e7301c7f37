"""The keyed hash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corevm.kernel import hash as h
from corevm.kernel.thread import Runtime
from corevm.testing.text import EXECUTORS, SEED, machine

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)
MASK = (1 << 64) - 1


def rotl(x: int, n: int) -> int:
    return (x << n | x >> (64 - n)) & MASK


def siphash(data: bytes, k0: int, k1: int, c: int, d: int) -> int:
    """SipHash-c-d, straight from the paper."""
    v = [k0 ^ h.INIT[0], k1 ^ h.INIT[1], k0 ^ h.INIT[2], k1 ^ h.INIT[3]]

    def rounds(n: int) -> None:
        for _ in range(n):
            v[0] = (v[0] + v[1]) & MASK
            v[1] = rotl(v[1], 13) ^ v[0]
            v[0] = rotl(v[0], 32)
            v[2] = (v[2] + v[3]) & MASK
            v[3] = rotl(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & MASK
            v[3] = rotl(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & MASK
            v[1] = rotl(v[1], 17) ^ v[2]
            v[2] = rotl(v[2], 32)

    padded = data + bytes(-(len(data) + 1) % 8) + bytes([len(data) & 255])
    for i in range(0, len(padded), 8):
        word = int.from_bytes(padded[i : i + 8], "little")
        v[3] ^= word
        rounds(c)
        v[0] ^= word
    v[2] ^= 0xFF
    rounds(d)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def test_model_is_siphash(executor: str) -> None:
    """The vector of the paper's appendix A: SipHash-2-4 of 00..0e under the key 00..0f."""
    assert siphash(bytes(range(15)), 0x0706050403020100, 0x0F0E0D0C0B0A0908, 2, 4) == 0xA129CA6149BE45E5


def test_siphash13(executor: str) -> None:
    m = machine(executor)

    @settings(max_examples=100 if executor == "native" else 20, deadline=None)
    @given(data=st.binary(max_size=40), k0=st.integers(0, MASK), k1=st.integers(0, MASK))
    def check(data: bytes, k0: int, k1: int) -> None:
        assert m.call(h.siphash13, m.buffer(data), len(data), k0, k1) & MASK == siphash(data, k0, k1, 1, 3)

    check()


def test_hash_depends_on_seed_width_and_text(executor: str) -> None:
    m = machine(executor)
    seen = set()
    for data in (b"", b"\0", b"\0\0", b"ab", b"abcdefgh", b"abcdefghi"):
        for width in (1, 2, 4):
            seen.add(m.call(h.hash_text, m.buffer(data), len(data), width) & MASK)
    assert len(seen) == 18 and 0 not in seen
    before = m.call(h.hash_text, m.buffer(b"ab"), 2, 1)
    m.set(Runtime, "hash_seed", 7, m.runtime)
    assert m.call(h.hash_text, m.buffer(b"ab"), 2, 1) != before
    m.set(Runtime, "hash_seed", SEED, m.runtime)
    assert m.call(h.hash_text, m.buffer(b"ab"), 2, 1) == before
