"""Products of limb vectors: schoolbook, Karatsuba and a number-theoretic transform above measured thresholds; slices for
unequal lengths.

INV-MUL-1  Scratch is taken once per product, at its outermost call, and given back on every way out.
INV-MUL-2  A product of n by m limbs spends about n * m / 32 reductions up to the threshold, and the sum of its parts above.

Source: A. Karatsuba and Yu. Ofman (1962), in the subtractive form of R. Brent and P. Zimmermann, Modern Computer
Arithmetic, algorithm 1.4.
"""

from __future__ import annotations

from corevm.kernel.bigint import free, spend_steps, take_scratch
from corevm.kernel.bigint_fft import multiply_fft
from corevm.kernel.limb import (
    add_equal,
    add_limb,
    add_limbs,
    compare_limbs,
    copy_limbs,
    multiply_school,
    square_school,
    sub_equal,
)
from corevm.micro.surface import Ptr, failure, fn, i64, min_of, stack_array, u64

KARATSUBA_LIMBS = 24  # measured: benchmarks/bigint/threshold.py
KARATSUBA_SQUARE_LIMBS = 32
FFT_LIMBS = 4500
SCRATCH_SLACK_LIMBS = 192
CHUNK_LIMBS = 1024


@fn
def absolute_difference(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> bool:
    """dst = |a - b|, an limbs, where bn is an or an - 1; gives whether a < b."""
    if an > bn and a[an - 1] != 0:
        dst[an - 1] = a[an - 1] - sub_equal(dst, a, b, bn)
        return False
    if an > bn:
        dst[an - 1] = u64(0)
    if compare_limbs(a, b, bn) >= 0:
        sub_equal(dst, a, b, bn)
        return False
    sub_equal(dst, b, a, bn)
    return True


@fn(raises=True)
def multiply_equal(dst: Ptr[u64], a: Ptr[u64], b: Ptr[u64], n: i64, scratch: Ptr[u64]) -> None:
    """dst = a * b, n limbs each, 2 n limbs; a may be b. `scratch` has 2 n + 128 limbs."""
    if a == b:
        if n < KARATSUBA_SQUARE_LIMBS:
            spend_steps(n * n >> 1)
            square_school(dst, a, n)
            return
    elif n < KARATSUBA_LIMBS:
        spend_steps(n * n)
        multiply_school(dst, a, n, b, n)
        return
    if n >= FFT_LIMBS:
        multiply_fft(dst, a, n, b, n)
        return
    # a = a1 B + a0, b = b1 B + b0 with B = 2**(64 low):
    # a b = z2 B^2 + (z0 + z2 - (a0 - a1)(b0 - b1)) B + z0
    half = n // 2
    low = n - half
    negative = absolute_difference(dst, a, low, a + low, half)
    if a == b:
        multiply_equal(scratch, dst, dst, low, scratch + 2 * low)
        negative = False
    else:
        negative = absolute_difference(dst + low, b, low, b + low, half) != negative
        multiply_equal(scratch, dst, dst + low, low, scratch + 2 * low)
    rest = scratch + 2 * low
    multiply_equal(dst, a, b, low, rest)
    multiply_equal(dst + 2 * low, a + low, b + low, half, rest)
    top = i64(0)
    if negative:
        top = i64(add_equal(scratch, scratch, dst, 2 * low))
    else:
        top = -i64(sub_equal(scratch, dst, scratch, 2 * low))
    top += i64(add_limbs(scratch, scratch, 2 * low, dst + 2 * low, 2 * half))
    middle = dst + low
    carry = add_equal(middle, middle, scratch, 2 * low) + u64(top)
    add_limb(middle + 2 * low, middle + 2 * low, 2 * half - low, carry)


@fn
def add_product(dst: Ptr[u64], product: Ptr[u64], overlap: i64, n: i64) -> None:
    """Add a product of n limbs where `overlap` limbs of dst hold a sum already and the rest are fresh. Never carries out."""
    carry = add_equal(dst, dst, product, overlap)
    add_limb(dst + overlap, product + overlap, n - overlap, carry)


@fn(raises=True)
def multiply_chunks(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64, scratch: Ptr[u64]) -> None:
    """dst = a * b for a short b, a taken in chunks that fit the first cache. `scratch` has bn limbs."""
    done = 0
    while done < an:
        count = min_of(CHUNK_LIMBS, an - done)
        spend_steps(count * bn)
        if done != 0:
            copy_limbs(scratch, dst + done, bn)
        if count >= bn:
            multiply_school(dst + done, a + done, count, b, bn)
        else:
            multiply_school(dst + done, b, bn, a + done, count)
        if done != 0:
            carry = add_equal(dst + done, dst + done, scratch, bn)
            add_limb(dst + done + bn, dst + done + bn, count, carry)
        done += count


@fn(raises=True)
def multiply_slices(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64, scratch: Ptr[u64]) -> None:
    """dst = a * b for an >= bn >= 1. `scratch` has 8 bn + SCRATCH_SLACK_LIMBS limbs."""
    if an == bn:
        multiply_equal(dst, a, b, an, scratch)
        return
    if bn < KARATSUBA_LIMBS:
        multiply_chunks(dst, a, an, b, bn, scratch)
        return
    product = scratch
    rest = scratch + 2 * bn
    multiply_equal(dst, a, b, bn, rest)
    done = bn
    while an - done >= bn:
        multiply_equal(product, a + done, b, bn, rest)
        add_product(dst + done, product, bn, 2 * bn)
        done += bn
    count = an - done
    if count > 0:
        multiply_slices(product, b, bn, a + done, count, rest)
        add_product(dst + done, product, bn, bn + count)


@fn(raises=True)
def multiply_large(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> None:
    scratch = take_scratch((2 if an == bn else 8) * bn + SCRATCH_SLACK_LIMBS)
    try:
        multiply_slices(dst, a, an, b, bn, scratch)
    except failure as e:
        free(scratch)
        raise e
    free(scratch)


@fn(raises=True)
def multiply_small(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> None:
    """As `multiply_large`, for a bn below both thresholds."""
    if an == bn and a == b:
        spend_steps(an * an >> 1)
        square_school(dst, a, an)
    elif an <= CHUNK_LIMBS:
        spend_steps(an * bn)
        multiply_school(dst, a, an, b, bn)
    else:
        saved = stack_array(u64, KARATSUBA_LIMBS)
        multiply_chunks(dst, a, an, b, bn, saved)


@fn(raises=True)
def multiply(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> None:
    """dst = a * b: an + bn limbs, an and bn at least 1, dst apart from both; a may be b (a square costs less).

    Effects: takes and returns scratch memory (memory error); spends.
    """
    if an < bn:
        multiply(dst, b, bn, a, an)
    elif bn < KARATSUBA_LIMBS:
        multiply_small(dst, a, an, b, bn)
    elif bn >= FFT_LIMBS and an < 4 * bn:
        multiply_fft(dst, a, an, b, bn)
    else:
        multiply_large(dst, a, an, b, bn)
