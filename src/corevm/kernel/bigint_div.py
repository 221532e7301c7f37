"""Quotients of limb vectors: by one limb, classical (Knuth D), and recursive above a measured threshold.

INV-DIV-1  In `divide_school` and `divide_recursive` the divisor's top bit is set, and the top divisor-many limbs of the
           dividend are less than the divisor on entry to every inner step (a first quotient bit is given apart).
INV-DIV-2  The trial quotient of three limbs by two is at most 1 too large (Möller and Granlund), so that one addition corrects it.

Sources: D. Knuth, TAOCP vol. 2, 4.3.1, algorithm D; C. Burnikel and J. Ziegler, "Fast recursive division", MPI-I-98-1-022
(1998), as in R. Brent and P. Zimmermann, Modern Computer Arithmetic, algorithms 1.8 and 1.9.
"""

from __future__ import annotations

from corevm.kernel.bigint import free, spend_steps, take_scratch
from corevm.kernel.bigint_mul import multiply
from corevm.kernel.limb import (
    add_equal,
    are_zero,
    compare_limbs,
    divide_3_by_2,
    divide_limb,
    reciprocal_2,
    shift_left,
    shift_right,
    sub_equal,
    sub_limb,
    sub_mul_limb,
)
from corevm.micro.surface import Ptr, clz, failure, fn, i64, u64

RECURSIVE_LIMBS = 40  # measured: benchmarks/bigint/threshold.py
ALL_ONES = 0xFFFFFFFFFFFFFFFF


@fn(raises=True)
def divide_school(q: Ptr[u64], a: Ptr[u64], an: i64, d: Ptr[u64], dn: i64, v: u64) -> u64:
    """q = a // d, an - dn limbs, and the quotient's top bit as the result; a becomes the remainder in its low dn limbs.

    dn >= 2, an >= dn, d has its top bit set; v is `reciprocal_2` of its top two limbs. The limbs of a above the remainder are 0.
    """
    top = u64(0)
    if compare_limbs(a + an - dn, d, dn) >= 0:
        sub_equal(a + an - dn, a + an - dn, d, dn)
        top = u64(1)
    d1 = d[dn - 1]
    d0 = d[dn - 2]
    j = an - dn - 1
    unspent = 0
    while j >= 0:
        part = a + j  # dn + 1 limbs, less than d * 2**64
        u2 = part[dn]
        u1 = part[dn - 1]
        trial = u64(ALL_ONES)
        if u2 < d1 or (u2 == d1 and u1 < d0):
            trial = divide_3_by_2(u2, u1, part[dn - 2], d1, d0, v)
        borrow = sub_mul_limb(part, d, dn, trial)
        if borrow > u2:
            trial = trial - 1
            add_equal(part, part, d, dn)
        part[dn] = u64(0)
        q[j] = trial
        j -= 1
        unspent += dn
        if unspent >= 4096:
            spend_steps(unspent)
            unspent = 0
    spend_steps(unspent)
    return top


@fn(raises=True)
def subtract_product(
    a: Ptr[u64], n: i64, q: Ptr[u64], qn: i64, top: u64, d: Ptr[u64], low: i64, scratch: Ptr[u64]
) -> u64:
    """Correct a partial remainder: a (n = qn + low limbs) was divided by the divisor's high part only.

    Subtracts q * (the divisor's `low` low limbs), and while that went below 0 lowers q and adds the whole divisor (n limbs
    at d) back. `top` is q's limb above its qn limbs; gives the corrected one. `scratch` has n limbs.
    """
    multiply(scratch, q, qn, d, low)
    below = sub_equal(a, a, scratch, n)
    if top != 0:
        below += sub_equal(a + qn, a + qn, d, low)
    while below != 0:
        top = top - sub_limb(q, q, qn, u64(1))
        below = below - add_equal(a, a, d, n)
    return top


@fn(raises=True)
def divide_recursive(q: Ptr[u64], a: Ptr[u64], d: Ptr[u64], n: i64, v: u64, scratch: Ptr[u64]) -> u64:
    """q = a // d for 2 n limbs by n limbs: n limbs, and the top bit as the result; a's low n limbs become the remainder.

    n >= 2, d has its top bit set, v as in `divide_school`; `scratch` has n limbs. The high half of a is left as anything.
    """
    if n < RECURSIVE_LIMBS:
        return divide_school(q, a, 2 * n, d, n, v)
    low = n // 2
    high = n - low
    top = divide_recursive(q + low, a + 2 * low, d + low, high, v, scratch)
    top = subtract_product(a + low, n, q + low, high, top, d, low, scratch)
    lower = divide_recursive(q, a + high, d + high, low, v, scratch)
    subtract_product(a, n, q, low, lower, d, high, scratch)
    return top


@fn(raises=True)
def divide_block(q: Ptr[u64], a: Ptr[u64], qn: i64, d: Ptr[u64], dn: i64, v: u64, scratch: Ptr[u64]) -> u64:
    """q = a // d for qn + dn limbs by dn >= qn limbs: qn limbs, and the top bit as the result; a's low dn limbs become the remainder."""
    if qn < RECURSIVE_LIMBS:
        return divide_school(q, a, qn + dn, d, dn, v)
    low = dn - qn
    top = divide_recursive(q, a + low, d + low, qn, v, scratch)
    if low > 0:
        top = subtract_product(a, dn, q, qn, top, d, low, scratch)
    return top


@fn(raises=True)
def divide_blocks(q: Ptr[u64], a: Ptr[u64], an: i64, d: Ptr[u64], dn: i64, v: u64, scratch: Ptr[u64]) -> None:
    """q = a // d, an - dn limbs, for a dividend whose top dn limbs are less than d; a's low dn limbs become the remainder."""
    left = an - dn
    count = left % dn
    if count != 0:
        left -= count
        divide_block(q + left, a + left, count, d, dn, v, scratch)
    while left > 0:
        left -= dn
        divide_block(q + left, a + left, dn, d, dn, v, scratch)


@fn(raises=True)
def divide(q: Ptr[u64], r: Ptr[u64], a: Ptr[u64], an: i64, d: Ptr[u64], dn: i64) -> bool:
    """q = a // d (an - dn + 1 limbs), r = a % d (dn limbs); gives whether the remainder is 0. q or r may be null: not wanted.

    an >= dn >= 1; d's top limb is not 0. q is apart from a and d, r from d; r may be a.
    Effects: takes and returns scratch memory (memory error); spends.
    """
    qn = an - dn + 1
    if dn == 1:
        spend_steps(4 * an)
    scratch = take_scratch((an + 1) + dn + dn + (qn if q is None else 0))
    quotient = scratch + (an + 1) + dn + dn if q is None else q
    if dn == 1:
        rest = divide_limb(quotient, a, an, d[0])
        free(scratch)
        if r is not None:
            r[0] = rest
        return rest == 0
    bits = u64(clz(d[dn - 1]))
    dividend = scratch
    divisor = scratch + (an + 1)
    dividend[an] = shift_left(dividend, a, an, bits)
    shift_left(divisor, d, dn, bits)
    v = reciprocal_2(divisor[dn - 1], divisor[dn - 2])
    try:
        if qn < RECURSIVE_LIMBS or dn < RECURSIVE_LIMBS:
            divide_school(quotient, dividend, an + 1, divisor, dn, v)
        else:
            divide_blocks(quotient, dividend, an + 1, divisor, dn, v, divisor + dn)
    except failure as e:
        free(scratch)
        raise e
    is_exact = are_zero(dividend, dn)
    if r is not None:
        shift_right(r, dividend, dn, bits)
    free(scratch)
    return is_exact
