"""Big integers: the heap class behind the fixnum, how they are made, and how any integer is seen as limbs.

    header | size: i64 | length: i64 | digits: length x u64, little-endian

size    the sign is the number's; the magnitude is the count of limbs used
length  the count of limbs allocated, which never changes (INV-OBJECT-2)

INV-BIGINT-1  1 <= |size| <= length, and the top used limb is not 0.
INV-BIGINT-2  The number is outside the fixnum range (INV-VALUE-2).
INV-BIGINT-3  A published BigInt is never written again: operations write only objects they have just made, and
              `finish` makes the first two invariants true before the value is given out.
INV-BIGINT-4  No integer has more than LIMB_LIMIT limbs: making one is a memory error.

Operands are seen through `limbs_of`: a pointer into the object (or to a stack word, for a fixnum) and a signed size as
above. The collector does not move objects and honours interior pointers on native stacks, so the pointer keeps it alive.
"""

from __future__ import annotations

from corevm.kernel.error import MEMORY, error
from corevm.kernel.limb import copy_limbs, used_limbs
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.value import FIXNUM_MAX, fits_fixnum, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    cast,
    cfn,
    fn,
    heap,
    i64,
    inline,
    new,
    u64,
)

LIMB_LIMIT = 1 << 31  # 16 GiB
STEPS_PER_REDUCTION_BITS = 5  # 2**5 limb products, about the time of one cheap bytecode instruction
FIXNUM_MAGNITUDE = FIXNUM_MAX + 1  # of the most negative fixnum

malloc = cfn("malloc", [u64], Ptr[u64])
free = cfn("free", [Ptr[u64]], None)


@heap(kind="bigint")
class BigInt(Object):
    """An integer outside the fixnum range."""

    size: i64
    length: i64
    digits: Tail[u64]


# --- tests and views


@inline
def is_bigint(v: Value) -> bool:
    return is_kind(v, "bigint")


@inline
def is_integer(v: Value) -> bool:
    """Whether v is a fixnum or a bigint."""
    return is_fixnum(v) or is_kind(v, "bigint")


@inline
def magnitude_of(n: i64) -> u64:
    """|n|, also of the least i64."""
    return u64(0) - u64(n) if n < 0 else u64(n)


@inline
def limbs_of(v: Value, word: Ptr[u64]) -> tuple[Ptr[u64], i64]:
    """The limbs of an integer and their signed count (0 for 0). `word` is a stack word, used for a fixnum."""
    if is_fixnum(v):
        n = untag_fixnum(v)
        word[0] = magnitude_of(n)
        return word, i64(n > 0) - i64(n < 0)
    return cast(BigInt, v).digits, cast(BigInt, v).size


@inline
def count_of(size: i64) -> i64:
    """The limb count of a signed size."""
    return -size if size < 0 else size


@inline
def is_negative(v: Value) -> bool:
    """Of an integer."""
    return untag_fixnum(v) < 0 if is_fixnum(v) else cast(BigInt, v).size < 0


@inline
def is_zero(v: Value) -> bool:
    return cast(u64, v) == 1


# --- making them


@fn(raises=True, cold=True)
def limit_error() -> None:
    raise error(MEMORY, "integer too large")


@fn(raises=True)
def new_bigint(limb_count: i64) -> BigInt:
    """A BigInt of that many limbs (at least 1) to be filled in and finished; its digits are zeros.

    Effects: may allocate (memory error).
    """
    if limb_count > LIMB_LIMIT:
        limit_error()
    return new(BigInt, tail=limb_count, size=limb_count)


@fn(raises=True)
def finish(x: BigInt, limb_count: i64, negative: bool) -> Value:
    """The value of a just-made BigInt whose magnitude is its first `limb_count` limbs, leading zeros allowed.

    An object that turned out much too large is replaced by a copy of the right size.
    """
    n = used_limbs(x.digits, limb_count)
    if n <= 1:
        if n == 0:
            return tag_fixnum(0)
        limb = x.digits[0]
        if limb <= FIXNUM_MAX or (negative and limb == FIXNUM_MAGNITUDE):
            return tag_fixnum(i64(u64(0) - limb) if negative else i64(limb))
    size = -n if negative else n
    if x.length > 8 and n < x.length - x.length // 4:
        smaller = new_bigint(n)
        copy_limbs(smaller.digits, x.digits, n)
        smaller.size = size
        return smaller
    x.size = size
    return x


@fn(raises=True)
def int_from_words(high: u64, low: u64, negative: bool) -> Value:
    """The integer of a magnitude of two limbs, negated if asked."""
    if high == 0 and (low <= FIXNUM_MAX or (negative and low == FIXNUM_MAGNITUDE)):
        return tag_fixnum(i64(u64(0) - low) if negative else i64(low))
    count = 1 if high == 0 else 2
    x = new_bigint(count)
    x.digits[0] = low
    if high != 0:
        x.digits[1] = high
    x.size = -count if negative else count
    return x


@inline(raises=True)
def int_from_i64(n: i64) -> Value:
    """The integer of any i64; may allocate (memory error)."""
    if fits_fixnum(n):
        return tag_fixnum(n)
    return int_from_words(u64(0), magnitude_of(n), n < 0)


@inline(raises=True)
def int_from_u64(n: u64) -> Value:
    """The integer of any u64; may allocate (memory error)."""
    if n <= FIXNUM_MAX:
        return tag_fixnum(i64(n))
    return int_from_words(u64(0), n, False)


@fn(raises=True)
def int_from_limbs(a: Ptr[u64], n: i64, negative: bool) -> Value:
    """The integer of a magnitude, leading zeros allowed, negated if asked. Copies."""
    count = used_limbs(a, n)
    if count <= 1:
        return int_from_words(u64(0), a[0] if count == 1 else u64(0), negative)
    x = new_bigint(count)
    copy_limbs(x.digits, a, count)
    x.size = -count if negative else count
    return x


# --- scratch memory, reductions


@fn(raises=True)
def take_scratch(limb_count: i64) -> Ptr[u64]:
    """C memory for that many limbs, not zeroed; the caller gives it to `free` on every way out. Memory error."""
    if limb_count < 0 or limb_count > 8 * LIMB_LIMIT:
        limit_error()
    p = malloc(u64(limb_count) * 8 + 8)
    if p is None:
        limit_error()
    return p


@inline(raises=True)
def spend_steps(limb_steps: i64) -> None:
    """Spend the reductions of so many limb products (or two or three simpler limb steps)."""
    spend((limb_steps >> STEPS_PER_REDUCTION_BITS) + 1)
