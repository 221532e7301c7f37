"""Values: one 64-bit tagged word.

    bit 63 ............................ 3 2 1 0
    fixnum     63-bit two's complement        1
    float      biased, rotated double     . . 1 0     exponents near 1; others are heap objects of kind "float"
    reference  address, 8-byte aligned    0 0 0
    immediate  number << 3                1 0 0

INV-VALUE-1  0 is no value: the failure sentinel, an empty slot.
INV-VALUE-2  An integer in the fixnum range is always a fixnum, never a bigint.
INV-VALUE-3  A double that fits the word is always in the word (0.0 does; -0.0, NaN, infinities and rare exponents are heap floats).

The float encoding follows Ruby's flonum: the double's bits and FLOAT_BIAS are added, which makes 10 of the exponent's top bits where they were
011 or 100, and rotated left by 3, which brings these two bits to the low end: two operations either way. 0.0 has a word of its own, 2.
Source: https://bugs.ruby-lang.org/issues/6763 (the idea; this code is our own).
"""

from __future__ import annotations

from corevm.micro.surface import (
    Object,
    Value,
    add_overflow,
    bits_of,
    cast,
    f64,
    float_of_bits,
    heap,
    i64,
    inline,
    likely,
    mul_overflow,
    new,
    rotl,
    sub_overflow,
    u64,
    unlikely,
)

FIXNUM_MAX = (1 << 62) - 1
FIXNUM_MIN = -(1 << 62)
FLOAT_ZERO = 2
FLOAT_BIAS = 1 << 60


class Word(int):
    """A constant that is a value's word: where Micro wants a `Value` it becomes one."""


def immediate(number: int) -> Word:
    """The word of an immediate. Numbers below 32 are the kernel's; a language may use 32 and up."""
    return Word((number << 3) | 4)


NONE = immediate(0)  # 0x04
FALSE = immediate(1)  # 0x0c
TRUE = immediate(2)  # 0x14
UNDEFINED = immediate(3)  # an unbound local or cell
DELETED = immediate(4)  # a tombstone
ELLIPSIS = immediate(5)
NOT_IMPLEMENTED = immediate(6)
DEFAULT = immediate(7)  # "argument not given"
LIMIT_REACHED = immediate(8)  # in the place of an exception: no catch site takes it, the host gets it


@heap(kind="float")
class Float(Object):
    """A double whose exponent does not fit the word."""

    number: f64


@inline(primitive="is_fixnum")
def is_fixnum(v: Value) -> bool:
    return cast(u64, v) & 1 != 0


@inline(primitive="both_fixnum")
def both_fixnum(a: Value, b: Value) -> bool:
    return cast(u64, a) & cast(u64, b) & 1 != 0


@inline(primitive="is_flonum")
def is_flonum(v: Value) -> bool:
    """Whether v is a float in the word. A float may also be a heap object: see `is_float`."""
    return cast(u64, v) & 3 == 2


@inline(primitive="both_flonum")
def both_flonum(a: Value, b: Value) -> bool:
    return ((cast(u64, a) ^ 2) | (cast(u64, b) ^ 2)) & 3 == 0


@inline(primitive="is_reference")
def is_reference(v: Value) -> bool:
    """Whether v refers to a heap object (0, no value, must be excluded by the caller)."""
    return cast(u64, v) & 7 == 0


@inline(primitive="is_immediate")
def is_immediate(v: Value) -> bool:
    return cast(u64, v) & 7 == 4


@inline(primitive="is_word")
def is_word(v: Value, word: u64) -> bool:
    """Whether v is exactly the given immediate: `is_word(v, NONE)`."""
    return cast(u64, v) == word


@inline(primitive="untag_fixnum")
def untag_fixnum(v: Value) -> i64:
    return cast(i64, v) >> 1


@inline(primitive="fits_fixnum")
def fits_fixnum(n: i64) -> bool:
    return FIXNUM_MIN <= n <= FIXNUM_MAX


@inline(primitive="tag_fixnum")
def tag_fixnum(n: i64) -> Value:
    """n must fit (`fits_fixnum`)."""
    return cast(Value, cast(u64, n) << 1 | 1)


@inline(primitive="boolean")
def boolean(condition: bool) -> Value:
    assert FALSE + 8 == TRUE
    return cast(Value, (u64(condition) << 3) + FALSE)


@inline(primitive="fixnum_add")
def fixnum_add(a: Value, b: Value) -> tuple[Value, bool]:
    """Sum of two fixnums as a fixnum, and whether it overflowed (then the first result means nothing)."""
    total, overflowed = add_overflow(cast(i64, a), wrapping_decrement(b))
    return cast(Value, total), overflowed


@inline(primitive="fixnum_sub")
def fixnum_sub(a: Value, b: Value) -> tuple[Value, bool]:
    difference, overflowed = sub_overflow(cast(i64, a), wrapping_decrement(b))
    return cast(Value, difference), overflowed


@inline(primitive="fixnum_mul")
def fixnum_mul(a: Value, b: Value) -> tuple[Value, bool]:
    product, overflowed = mul_overflow(wrapping_decrement(a), cast(i64, b) >> 1)
    return cast(Value, cast(u64, product) | 1), overflowed


@inline
def wrapping_decrement(v: Value) -> i64:
    """The fixnum's word with its tag bit cleared: twice the number."""
    return cast(i64, cast(u64, v) - 1)


@inline
def flonum_word(d: f64) -> u64:
    """The double's word, if its low bits are 10 and it is not FLOAT_ZERO: then d fits (except 0.0, which is apart)."""
    return rotl(bits_of(d) + FLOAT_BIAS, 3)


@inline
def is_float_word(word: u64) -> bool:
    """Whether what `flonum_word` gave is the double's word: `fits_flonum` but for 0.0, and without computing the word twice."""
    return word & 3 == 2 and word != FLOAT_ZERO


@inline(primitive="fits_flonum")
def fits_flonum(d: f64) -> bool:
    """Whether d fits the word. (0.0 does but needs its own word: `encode_flonum` handles it.)"""
    return is_float_word(flonum_word(d)) or bits_of(d) == 0


@inline(primitive="encode_flonum")
def encode_flonum(d: f64) -> Value:
    """The word of a double for which `fits_flonum` holds."""
    if unlikely(bits_of(d) == 0):
        return cast(Value, u64(FLOAT_ZERO))
    return cast(Value, flonum_word(d))


@inline(primitive="decode_flonum")
def decode_flonum(v: Value) -> f64:
    if unlikely(cast(u64, v) == FLOAT_ZERO):
        return 0.0
    return decode_nonzero(v)


@inline
def decode_nonzero(v: Value) -> f64:
    """`decode_flonum` of what is not FLOAT_ZERO."""
    return float_of_bits(rotl(cast(u64, v), 61) - FLOAT_BIAS)


@inline(raises=True, primitive="box_float")
def box_float(d: f64) -> Value:
    """The value of any double; may allocate (memory error)."""
    word = flonum_word(d)
    if likely(is_float_word(word)):
        return cast(Value, word)
    if bits_of(d) == 0:
        return cast(Value, u64(FLOAT_ZERO))
    return heap_float(d)


@inline(raises=True)
def heap_float(d: f64) -> Value:
    return new(Float, number=d)
