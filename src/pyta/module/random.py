"""The module _random: the Mersenne Twister with CPython's numbers; `random` runs on it as source.

Source: M. Matsumoto, T. Nishimura, "Mersenne Twister" (1998), MT19937 with initialisation by array (2002).
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, raw_new
from corevm.kernel.bigint import BigInt, count_of, int_from_limbs
from corevm.kernel.integer import int_abs, int_fits_i64, int_to_i64
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.value import DEFAULT, NONE, box_float, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import (
    Array,
    Object,
    Ptr,
    Value,
    cast,
    cfn,
    f64,
    fn,
    heap,
    i64,
    inline,
    new,
    stack_array,
    u8,
    u32,
    u64,
)
from pyta.object.declare import declare_type, method
from pyta.object.exception import type_error, value_error
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.protocol.argument import as_size
from pyta.protocol.compare import py_hash
from pyta.protocol.item import as_index

COUNT = 624
DISTANCE = 397
MATRIX = 0x9908B0DF
UPPER = 0x80000000
LOWER = 0x7FFFFFFF

getrandom = cfn("getrandom", [Ptr[u8], u64, u32], i64)

declare_type("Random", kind="pyta.random", module="_random")


@heap(kind="pyta.random")
class Random(Object):
    state: Array[u32, COUNT]
    index: i64


@inline(raises=True)
def self_random(self: Value) -> Random:
    return cast(Random, payload(self, "Random", "random"))


# --- the generator


@fn
def start_with(r: Random, seed: u32) -> None:
    r.state[0] = seed
    for i in range(1, COUNT):
        before = r.state[i - 1]
        r.state[i] = 1812433253 * (before ^ before >> 30) + u32(i)
    r.index = COUNT


@fn
def start_with_key(r: Random, key: Ptr[u32], count: i64) -> None:
    """Initialise by an array of words, at least one."""
    start_with(r, u32(19650218))
    i: i64 = 1
    j: i64 = 0
    for _k in range(COUNT if COUNT > count else count):
        before = r.state[i - 1]
        r.state[i] = (r.state[i] ^ (before ^ before >> 30) * 1664525) + key[j] + u32(j)
        i += 1
        j += 1
        if i >= COUNT:
            r.state[0] = r.state[COUNT - 1]
            i = 1
        if j >= count:
            j = 0
    for _k in range(COUNT - 1):
        before = r.state[i - 1]
        r.state[i] = (r.state[i] ^ (before ^ before >> 30) * 1566083941) - u32(i)
        i += 1
        if i >= COUNT:
            r.state[0] = r.state[COUNT - 1]
            i = 1
    r.state[0] = UPPER


@inline
def twisted(high: u32, low: u32) -> u32:
    y = high & UPPER | low & LOWER
    return y >> 1 ^ (u32(0) - (low & 1)) & MATRIX


@fn
def next_states(r: Random) -> None:
    for i in range(COUNT - DISTANCE):
        r.state[i] = r.state[i + DISTANCE] ^ twisted(r.state[i], r.state[i + 1])
    for i in range(COUNT - DISTANCE, COUNT - 1):
        r.state[i] = r.state[i + (DISTANCE - COUNT)] ^ twisted(r.state[i], r.state[i + 1])
    r.state[COUNT - 1] = r.state[DISTANCE - 1] ^ twisted(r.state[COUNT - 1], r.state[0])
    r.index = 0


@inline
def next_word(r: Random) -> u32:
    if r.index >= COUNT or r.index < 0:
        next_states(r)
    y = r.state[r.index]
    r.index = r.index + 1
    y = y ^ y >> 11
    y = y ^ y << 7 & 0x9D2C5680
    y = y ^ y << 15 & 0xEFC60000
    return y ^ y >> 18


# --- the type


@fn(raises=True)
def seed_with(r: Random, seed: Value) -> None:
    """Seed from None (the system's randomness), an int (its magnitude) or any other object (its hash)."""
    if is_word(seed, NONE) or is_word(seed, DEFAULT):
        words = cast(Ptr[u32], raw_new(COUNT * 4).bytes)
        getrandom(cast(Ptr[u8], words), u64(COUNT * 4), u32(0))
        start_with_key(r, words, COUNT)
        return
    word = stack_array(u64, 1)
    number = payload_or_none(seed, "int")
    if cast(u64, number) == 0:
        word[0] = cast(u64, py_hash(seed))
        start_with_limbs(r, word, 1)
        return
    number = int_abs(number)
    if is_fixnum(number):
        word[0] = u64(untag_fixnum(number))
        start_with_limbs(r, word, 1)
        return
    x = cast(BigInt, number)
    start_with_limbs(r, x.digits, count_of(x.size))


@fn
def start_with_limbs(r: Random, limbs: Ptr[u64], count: i64) -> None:
    words = count * 2
    if limbs[count - 1] >> 32 == 0:
        words -= 1
    start_with_key(r, cast(Ptr[u32], limbs), words)


@method("Random", "__new__", binding="static", variadic=True, keywords=True)
def random_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Random(seed=None)"""
    made = new(Random)
    seed_with(made, arguments[1] if argc > 1 else NONE)
    return make_instance(arguments[0], made, "Random")


@method("Random", "__init__", variadic=True, keywords=True)
def random_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@method("Random", "seed", optional=1)
def random_seed(self: Value, n: Value) -> Value:
    """seed([n]) -> None.

    Defaults to use urandom and falls back to a combination of the current time and the process identifier.
    """
    seed_with(self_random(self), n)
    return NONE


@method("Random", "random")
def random_random(self: Value) -> Value:
    """random() -> x in the interval [0, 1)."""
    r = self_random(self)
    high = next_word(r) >> 5
    low = next_word(r) >> 6
    return box_float((f64(high) * 67108864.0 + f64(low)) * (1.0 / 9007199254740992.0))


@method("Random", "getrandbits")
def random_getrandbits(self: Value, k: Value) -> Value:
    """getrandbits(k) -> x.  Generates an int with k random bits."""
    r = self_random(self)
    bits = as_size(k)
    if bits < 0:
        raise value_error("number of bits must be non-negative")
    if bits == 0:
        return tag_fixnum(0)
    if bits <= 32:
        return tag_fixnum(i64(next_word(r) >> u32(32 - bits)))
    limbs = (bits + 63) // 64
    memory = cast(Ptr[u64], raw_new(limbs * 8).bytes)
    words = cast(Ptr[u32], memory)
    spend(limbs)
    left = bits
    at: i64 = 0
    while left > 0:
        word = next_word(r)
        if left < 32:
            word = word >> u32(32 - left)
        words[at] = word
        at += 1
        left -= 32
    return int_from_limbs(memory, limbs, False)


@method("Random", "getstate")
def random_getstate(self: Value) -> Value:
    """getstate() -> tuple containing the current state."""
    r = self_random(self)
    made = array_new(COUNT + 1)
    for i in range(COUNT):
        made.items[i] = tag_fixnum(i64(r.state[i]))
    made.items[COUNT] = tag_fixnum(r.index)
    return made


@method("Random", "setstate")
def random_setstate(self: Value, state: Value) -> Value:
    """setstate(state) -> None.  Restores generator state."""
    r = self_random(self)
    if not is_kind(state, "array"):
        raise type_error("state vector must be a tuple")
    items = cast(Array_, state)
    if items.length != COUNT + 1:
        raise value_error("state vector is the wrong size")
    words = stack_array(u32, COUNT)
    for i in range(COUNT):
        n = as_index(items.items[i])
        if not int_fits_i64(n):
            raise value_error("invalid state")
        words[i] = u32(int_to_i64(n))
    index = as_size(items.items[COUNT])
    if index < 0 or index > COUNT:
        raise value_error("invalid state")
    for i in range(COUNT):
        r.state[i] = words[i]
    r.index = index
    return NONE
