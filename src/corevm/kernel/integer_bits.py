"""Integers as endless two's complement bits: shifts, logic, and bytes.

A negative integer is kept as sign and magnitude; its two's complement limbs are made on the fly: ~limb plus a carry that
runs up from the lowest limb.

INV-BITS-1  x >> n floors: it is x // 2**n for every n >= 0.
"""

from __future__ import annotations

from corevm.kernel.bigint import (
    LIMB_LIMIT,
    count_of,
    finish,
    int_from_i64,
    int_from_u64,
    is_negative,
    is_zero,
    limbs_of,
    new_bigint,
    spend_steps,
)
from corevm.kernel.error import MEMORY, OVERFLOW, VALUE, error
from corevm.kernel.integer import int_bit_length
from corevm.kernel.limb import (
    ALL_ONES,
    add_limb,
    are_zero,
    bit_length,
    negate_limbs,
    shift_left,
    shift_right,
    sub_limb,
    trailing_zero_bits,
    zero_limbs,
)
from corevm.kernel.value import both_fixnum, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, add_carry, cast, fn, i64, inline, min_of, stack_array, static, u8, u64

SHIFT_LIMIT = LIMB_LIMIT * 64


# --- shifts


@fn(raises=True)
def int_shift_left(a: Value, count: i64) -> Value:
    """a << count for 0 <= count."""
    if is_zero(a):
        return a
    if is_fixnum(a) and count < 64:
        n = untag_fixnum(a)
        shifted = cast(i64, cast(u64, n) << u64(count))
        if shifted >> count == n:
            return int_from_i64(shifted)
    if count >= SHIFT_LIMIT:
        raise error(MEMORY, "integer too large")
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    n = count_of(size)
    whole = count // 64
    total = n + whole + 1
    spend_steps(total)
    result = new_bigint(total)
    result.digits[total - 1] = shift_left(result.digits + whole, limbs, n, u64(count & 63))
    zero_limbs(result.digits, whole)
    return finish(result, total, size < 0)


@fn(raises=True)
def int_shift_right(a: Value, count: i64) -> Value:
    """a >> count for 0 <= count, rounding down."""
    if is_fixnum(a):
        return tag_fixnum(untag_fixnum(a) >> (count if count < 63 else 63))
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    n = count_of(size)
    whole = count // 64
    if whole >= n:
        return tag_fixnum(-1 if size < 0 else 0)
    kept = n - whole
    spend_steps(n)
    result = new_bigint(kept + 1)
    lost = shift_right(result.digits, limbs + whole, kept, u64(count & 63))
    result.digits[kept] = u64(0)
    if size < 0 and (lost != 0 or not are_zero(limbs, whole)):
        add_limb(result.digits, result.digits, kept + 1, u64(1))
    return finish(result, kept + 1, size < 0)


@fn(raises=True)
def int_lshift(a: Value, b: Value) -> Value:
    """a << b. Raises: VALUE for a negative count, OVERFLOW for one beyond any memory."""
    if is_negative(b):
        raise error(VALUE, "negative shift count")
    if is_zero(a):
        return a
    if not is_fixnum(b):
        if int_bit_length(b) > 67:  # where CPython gives up counting
            raise error(OVERFLOW, "too many digits in integer")
        raise error(MEMORY, "integer too large")
    return int_shift_left(a, untag_fixnum(b))


@fn(raises=True)
def int_rshift(a: Value, b: Value) -> Value:
    """a >> b, rounding down. Raises: VALUE for a negative count."""
    if is_negative(b):
        raise error(VALUE, "negative shift count")
    if not is_fixnum(b):
        return tag_fixnum(-1 if is_negative(a) else 0)
    return int_shift_right(a, untag_fixnum(b))


# --- logic


@fn(raises=True)
def int_invert(a: Value) -> Value:
    """~a, which is -a - 1."""
    if is_fixnum(a):
        return tag_fixnum(~untag_fixnum(a))
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    n = count_of(size)
    spend_steps(n)
    result = new_bigint(n + 1)
    if size < 0:
        borrow = sub_limb(result.digits, limbs, n, u64(1))
        result.digits[n] = u64(0) - borrow
    else:
        result.digits[n] = add_limb(result.digits, limbs, n, u64(1))
    return finish(result, n + 1, size > 0)


AND, OR, XOR = 0, 1, 2


@inline
def combine(x: u64, y: u64, which: static) -> u64:
    """One limb of a logic operation."""
    if which == AND:
        return x & y
    if which == OR:
        return x | y
    return x ^ y


@fn(raises=True)
def logic(a: Value, b: Value, which: static) -> Value:
    """a & b, a | b or a ^ b over two's complement."""
    a_word = stack_array(u64, 1)
    b_word = stack_array(u64, 1)
    a_limbs, a_size = limbs_of(a, a_word)
    b_limbs, b_size = limbs_of(b, b_word)
    if (u64(a_size) | u64(b_size)) <= 1:  # neither negative, of one limb each (of 0, a zero)
        return int_from_u64(combine(a_limbs[0], b_limbs[0], which))
    an = count_of(a_size)
    bn = count_of(b_size)
    a_flip = u64(0) - u64(a_size < 0)  # all ones where the operand is negative
    b_flip = u64(0) - u64(b_size < 0)
    flip = combine(a_flip, b_flip, which)
    if which == AND and a_size >= 0 and b_size >= 0:
        an = min_of(an, bn)
        bn = an
    n = (an if an > bn else bn) + 1  # a negative result may need one limb more than its operands
    spend_steps(2 * n)
    result = new_bigint(n)
    digits = result.digits
    a_carry = a_size < 0
    b_carry = b_size < 0
    carry = flip != 0
    for i in range(n):
        x = a_flip
        y = b_flip
        if i < an:
            x = a_limbs[i] ^ a_flip
        if i < bn:
            y = b_limbs[i] ^ b_flip
        x, a_carry = add_carry(x, u64(0), a_carry)
        y, b_carry = add_carry(y, u64(0), b_carry)
        digits[i], carry = add_carry(combine(x, y, which) ^ flip, u64(0), carry)
    return finish(result, n, flip != 0)


@fn(raises=True)
def int_and(a: Value, b: Value) -> Value:
    """a & b."""
    if both_fixnum(a, b):
        return cast(Value, cast(u64, a) & cast(u64, b))
    return logic(a, b, AND)


@fn(raises=True)
def int_or(a: Value, b: Value) -> Value:
    """a | b."""
    if both_fixnum(a, b):
        return cast(Value, cast(u64, a) | cast(u64, b))
    return logic(a, b, OR)


@fn(raises=True)
def int_xor(a: Value, b: Value) -> Value:
    """a ^ b."""
    if both_fixnum(a, b):
        return cast(Value, (cast(u64, a) ^ cast(u64, b)) | 1)
    return logic(a, b, XOR)


# --- bytes


@fn(raises=True)
def int_to_bytes(a: Value, buffer: Ptr[u8], length: i64, is_little: bool, is_signed: bool) -> None:
    """Write a as `length` bytes, in two's complement if signed. Raises: OVERFLOW if it does not fit or has the wrong sign."""
    word = stack_array(u64, 1)
    limbs, size = limbs_of(a, word)
    n = count_of(size)
    negative = size < 0
    if negative and not is_signed:
        raise error(OVERFLOW, "can't convert negative int to unsigned")
    spend_steps(n + length // 8)
    bits = bit_length(limbs, n)
    needed = bits
    if is_signed:
        needed = bits + 1
        if negative and trailing_zero_bits(limbs, n) == bits - 1:  # -2**k needs k + 1 bits
            needed = bits
    if size != 0 and (needed > length * 8 or length > SHIFT_LIMIT):
        raise error(OVERFLOW, "int too big to convert")
    flip = u64(0) - u64(negative)
    carry = negative
    written = 0
    limb = u64(0)
    while written < length:
        if written & 7 == 0:
            limb = flip
            if written >> 3 < n:
                limb = limbs[written >> 3] ^ flip
            limb, carry = add_carry(limb, u64(0), carry)
        buffer[written if is_little else length - 1 - written] = u8(limb)
        limb = limb >> 8
        written += 1


@fn(raises=True)
def int_from_bytes(buffer: Ptr[u8], length: i64, is_little: bool, is_signed: bool) -> Value:
    """The integer of `length` bytes, two's complement if signed; 0 bytes are 0."""
    if length == 0:
        return tag_fixnum(0)
    spend_steps(length // 8)
    negative = is_signed and buffer[length - 1 if is_little else 0] >= 0x80
    n = (length + 7) // 8
    result = new_bigint(n + 1)
    digits = result.digits
    limb = u64(0)
    position = 0
    while position < length:
        byte = buffer[position if is_little else length - 1 - position]
        limb = limb | u64(byte) << u64((position & 7) * 8)
        if position & 7 == 7:
            digits[position >> 3] = limb
            limb = u64(0)
        position += 1
    if position & 7 != 0:
        if negative:
            limb = limb | u64(ALL_ONES) << u64((position & 7) * 8)
        digits[position >> 3] = limb
    if negative:
        negate_limbs(digits, digits, n)
    return finish(result, n, negative)
