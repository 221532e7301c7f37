"""Keyed hash of text: SipHash-1-3 under the runtime's seed.

Why SipHash-1-3 and not a multiply-based hash (wyhash and its kin): those are faster on long keys, but with public constants they
have inputs whose product is zero whatever the seed, so an attacker can make any number of keys collide without knowing it. SipHash
is a pseudorandom function of its key; the 1-3 variant is what CPython, Rust and Ruby use for exactly this, and short keys (the
common case) cost about the same in either. A string's hash is computed once and kept.

INV-HASH-1  The result is never 0 (0 means "not computed yet").
INV-HASH-2  Equal text has equal hashes: the narrowest width is canonical, so the bytes and the width decide.

Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012), and its reference vectors.
"""

from __future__ import annotations

from corevm.kernel.thread import runtime
from corevm.micro.surface import Ptr, cast, fn, i64, inline, rotl, u8, u64

INIT = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)


@inline(thread=False)
def sip_round(v0: u64, v1: u64, v2: u64, v3: u64) -> tuple[u64, u64, u64, u64]:
    a = v0 + v1
    b = rotl(v1, 13) ^ a
    a = rotl(a, 32)
    c = v2 + v3
    d = rotl(v3, 16) ^ c
    a = a + d
    d = rotl(d, 21) ^ a
    c = c + b
    b = rotl(b, 17) ^ c
    return a, b, rotl(c, 32), d


@fn(thread=False)
def siphash13(data: Ptr[u8], length: i64, key0: u64, key1: u64) -> u64:
    """SipHash-1-3 of `data[0:length]`."""
    v0 = key0 ^ INIT[0]
    v1 = key1 ^ INIT[1]
    v2 = key0 ^ INIT[2]
    v3 = key1 ^ INIT[3]
    words = length >> 3
    for i in range(words):
        m = cast(Ptr[u64], data)[i]
        v3 ^= m
        v0, v1, v2, v3 = sip_round(v0, v1, v2, v3)
        v0 ^= m
    last = u64(length) << 56
    i = words << 3
    shift: u64 = 0
    while i < length:
        last |= u64(data[i]) << shift
        shift += 8
        i += 1
    v3 ^= last
    v0, v1, v2, v3 = sip_round(v0, v1, v2, v3)
    v0 ^= last
    v2 ^= 0xFF
    v0, v1, v2, v3 = sip_round(v0, v1, v2, v3)
    v0, v1, v2, v3 = sip_round(v0, v1, v2, v3)
    v0, v1, v2, v3 = sip_round(v0, v1, v2, v3)
    return v0 ^ v1 ^ v2 ^ v3


@inline(thread=False)
def mix64(x: u64) -> u64:
    """A bijection of words that spreads every bit (splitmix64's finisher; Steele, Lea, Flood 2014)."""
    y = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9
    y = (y ^ (y >> 27)) * 0x94D049BB133111EB
    return y ^ (y >> 31)


@fn
def hash_text(data: Ptr[u8], length: i64, width: u8) -> u64:
    """Hash of `length` bytes of text of a width under the runtime's seed (INV-HASH-1)."""
    seed = runtime().hash_seed
    h = siphash13(data, length, seed, mix64(seed + 0x9E3779B97F4A7C15) ^ u64(width - 1))
    return h if h != 0 else 1
