"""Products of very long limb vectors by a number-theoretic transform modulo p = 2**64 - 2**32 + 1.

The operands are cut into pieces of b bits, as long as every coefficient of the product stays below p: with 2**k points,
2 b + k - 1 <= 63. Residues are words below p. The forward transform leaves its result in bit-reversed order, the inverse
takes it so, and none is reordered.

INV-FFT-1  Every stored residue is below p.
INV-FFT-2  A coefficient is a sum of at most 2**(k - 1) products of pieces, so it is below 2**63 and carries fit.

Sources: J. Pollard, "The fast Fourier transform in a finite field" (1971); p and its cheap reduction (2**64 = 2**32 - 1 and
2**96 = -1 modulo p) after R. Schroeppel, in R. Gosper's HAKMEM tradition; 7 generates the multiplicative group.
"""

from __future__ import annotations

from corevm.kernel.bigint import free, spend_steps, take_scratch
from corevm.micro.surface import Ptr, add_carry, failure, fn, i64, inline, mul_wide, select, sub_borrow, table, u64

PRIME = (1 << 64) - (1 << 32) + 1
EPSILON = (1 << 32) - 1  # 2**64 modulo p
GENERATOR = 7
LARGEST_LEVEL = 32  # p - 1 has 32 factors of 2
BLOCK_LEVEL = 11  # transforms of 2**11 points (16 KB) are done in place of a cache level; longer ones by halves
ROOTS = table(u64, [pow(GENERATOR, (PRIME - 1) >> k, PRIME) for k in range(LARGEST_LEVEL + 1)])  # of order 2**k
INVERSES = table(u64, [pow(1 << k, -1, PRIME) for k in range(LARGEST_LEVEL + 1)])  # of 2**k

assert pow(GENERATOR, (PRIME - 1) // 2, PRIME) == PRIME - 1


@inline
def add_residues(a: u64, b: u64) -> u64:
    total, carry = add_carry(a, b, False)
    return select(carry or total >= PRIME, total - PRIME, total)


@inline
def sub_residues(a: u64, b: u64) -> u64:
    difference, borrow = sub_borrow(a, b, False)
    return select(borrow, difference + PRIME, difference)


@inline
def mul_residues(a: u64, b: u64) -> u64:
    high, low = mul_wide(a, b)
    # high = h1 2**32 + h0: the product is low + h0 (2**32 - 1) - h1
    h1 = high >> 32
    h0 = high & EPSILON
    rest, borrow = sub_borrow(low, h1, False)
    rest = select(borrow, rest - EPSILON, rest)
    total, carry = add_carry(rest, (h0 << 32) - h0, False)
    total = select(carry, total + EPSILON, total)
    return select(total >= PRIME, total - PRIME, total)


@fn
def make_roots(roots: Ptr[u64], level: i64) -> None:
    """roots[h + j] = w**j for every h = 2**i below 2**level and j < h, where w has order 2 h."""
    half = 1 << level - 1
    w = ROOTS[level]
    x = u64(1)
    for j in range(half):
        roots[half + j] = x
        x = mul_residues(x, w)
    while half > 1:
        for j in range(half // 2):
            roots[half // 2 + j] = roots[half + 2 * j]
        half = half // 2


@fn
def forward_stages(x: Ptr[u64], quarter: i64, roots: Ptr[u64]) -> None:
    """Two passes of the forward transform over 4 * quarter points, in one pass over the memory."""
    for j in range(quarter):
        p = x + j
        x0, x1, x2, x3 = p[0], p[quarter], p[2 * quarter], p[3 * quarter]
        a2 = mul_residues(sub_residues(x0, x2), roots[2 * quarter + j])
        a3 = mul_residues(sub_residues(x1, x3), roots[3 * quarter + j])
        a0 = add_residues(x0, x2)
        a1 = add_residues(x1, x3)
        w = roots[quarter + j]
        p[0] = add_residues(a0, a1)
        p[quarter] = mul_residues(sub_residues(a0, a1), w)
        p[2 * quarter] = add_residues(a2, a3)
        p[3 * quarter] = mul_residues(sub_residues(a2, a3), w)


@inline
def inverse_point(p: Ptr[u64], quarter: i64, first: u64, second: u64, third: u64) -> None:
    """Two passes of the inverse transform at one index. `first`, `second`, `third`: the negated inverses of the roots."""
    x0, x2 = p[0], p[2 * quarter]
    t1 = mul_residues(p[quarter], first)
    t3 = mul_residues(p[3 * quarter], first)
    u = mul_residues(sub_residues(x2, t3), second)
    v = mul_residues(add_residues(x2, t3), third)
    a0 = sub_residues(x0, t1)
    a1 = add_residues(x0, t1)
    p[0] = sub_residues(a0, u)
    p[2 * quarter] = add_residues(a0, u)
    p[quarter] = sub_residues(a1, v)
    p[3 * quarter] = add_residues(a1, v)


@fn
def inverse_stages(x: Ptr[u64], quarter: i64, roots: Ptr[u64]) -> None:
    """Two passes of the inverse transform over 4 * quarter points. w**-j is -(w**(half - j)): the roots serve read backwards."""
    inverse_point(x, quarter, u64(PRIME - 1), u64(PRIME - 1), roots[3 * quarter])
    for j in range(1, quarter):
        inverse_point(x + j, quarter, roots[2 * quarter - j], roots[4 * quarter - j], roots[3 * quarter - j])


@fn
def last_stage(x: Ptr[u64], count: i64) -> None:
    """The pass over pairs, whose root is 1: the same both ways."""
    i = 0
    while i < count:
        a = x[i]
        b = x[i + 1]
        x[i] = add_residues(a, b)
        x[i + 1] = sub_residues(a, b)
        i += 2


@fn(raises=True)
def forward(x: Ptr[u64], level: i64, roots: Ptr[u64]) -> None:
    """Transform 2**level points in place, level >= 1; the result is in bit-reversed order."""
    n = 1 << level
    quarter = n >> 2
    spend_steps(8 * quarter)
    if level > BLOCK_LEVEL:
        forward_stages(x, quarter, roots)
        for i in range(4):
            forward(x + i * quarter, level - 2, roots)
        return
    spend_steps(2 * n * level)
    while quarter > 0:
        start = 0
        while start < n:
            forward_stages(x + start, quarter, roots)
            start += 4 * quarter
        quarter = quarter >> 2
    if level & 1 != 0:
        last_stage(x, n)


@fn(raises=True)
def inverse(x: Ptr[u64], level: i64, roots: Ptr[u64]) -> None:
    """The inverse of `forward`, times 2**level."""
    n = 1 << level
    quarter = n >> 2
    spend_steps(8 * quarter)
    if level > BLOCK_LEVEL:
        for i in range(4):
            inverse(x + i * quarter, level - 2, roots)
        inverse_stages(x, quarter, roots)
        return
    spend_steps(2 * n * level)
    quarter = 1
    if level & 1 != 0:
        last_stage(x, n)
        quarter = 2
    while 4 * quarter <= n:
        start = 0
        while start < n:
            inverse_stages(x + start, quarter, roots)
            start += 4 * quarter
        quarter = quarter << 2


@fn
def cut_pieces(x: Ptr[u64], count: i64, a: Ptr[u64], n: i64, bits: i64) -> None:
    """x[:count] = the pieces of a, zeros after its end."""
    mask = (u64(1) << u64(bits)) - 1
    bit = 0
    for i in range(count):
        at = bit >> 6
        offset = bit & 63
        piece = u64(0)
        if at < n:
            piece = a[at] >> u64(offset)
            if offset + bits > 64 and at + 1 < n:
                piece = piece | a[at + 1] << u64(64 - offset)
        x[i] = piece & mask
        bit += bits


@fn
def join_pieces(dst: Ptr[u64], n: i64, x: Ptr[u64], count: i64, bits: i64) -> None:
    """dst (n limbs) = the number with the coefficients x at every `bits` bits."""
    mask = (u64(1) << u64(bits)) - 1
    carry = u64(0)
    word = u64(0)
    filled = 0
    at = 0
    i = 0
    while at < n:
        if i < count:
            carry = carry + x[i]
        i += 1
        piece = carry & mask
        carry = carry >> u64(bits)
        word = word | piece << u64(filled)
        filled += bits
        if filled >= 64:
            dst[at] = word
            at += 1
            filled -= 64
            word = u64(0) if filled == 0 else piece >> u64(bits - filled)


@fn(raises=True)
def multiply_transformed(
    dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64, level: i64, bits: i64, memory: Ptr[u64]
) -> None:
    """As `multiply_fft`, with the memory of the transforms: 3 * 2**level limbs (2 * 2**level for a square)."""
    n = 1 << level
    roots = memory
    x = memory + n
    make_roots(roots, level)
    cut_pieces(x, n, a, an, bits)
    forward(x, level, roots)
    scale = INVERSES[level]
    if a == b and an == bn:
        for i in range(n):
            x[i] = mul_residues(mul_residues(x[i], x[i]), scale)
    else:
        y = x + n
        cut_pieces(y, n, b, bn, bits)
        forward(y, level, roots)
        for i in range(n):
            x[i] = mul_residues(mul_residues(x[i], y[i]), scale)
    inverse(x, level, roots)
    join_pieces(dst, an + bn, x, n, bits)


@fn(raises=True)
def multiply_fft(dst: Ptr[u64], a: Ptr[u64], an: i64, b: Ptr[u64], bn: i64) -> None:
    """dst = a * b, an + bn limbs, dst apart from both; a may be b. Fast for similar lengths of thousands of limbs.

    Effects: takes and returns scratch memory (memory error); spends.
    """
    level = 4
    bits = (64 - level) // 2
    while ((an + bn) * 64 + 2 * bits - 2) // bits >= 1 << level:
        level += 1
        bits = (64 - level) // 2
    memory = take_scratch(3 << level)
    try:
        multiply_transformed(dst, a, an, b, bn, level, bits, memory)
    except failure as e:
        free(memory)
        raise e
    free(memory)
