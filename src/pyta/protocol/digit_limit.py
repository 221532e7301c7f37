"""The limit of digits in conversions between int and decimal text (sys.set_int_max_str_digits).

Source: the library reference, "Integer string conversion length limitation".
"""

from __future__ import annotations

from corevm.kernel.integer import int_bit_length
from corevm.kernel.value import is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Value, fn, i64
from pyta.object.exception import value_error
from pyta.object.world import world

DIGIT_LIMIT = 4300  # sys.int_info.default_max_str_digits
NEVER_LONG_BITS = 2000  # of an int that no limit refuses: the least limit is 640 digits
DIGITS_OF_BITS = (30102, 100000)  # a little less than log10(2)


@fn
def digit_limit() -> i64:
    """The most digits of decimal text to or from an int; 0 for no limit."""
    held = world().digit_limit
    return untag_fixnum(held) if is_fixnum(held) else i64(DIGIT_LIMIT)


@fn(raises=True)
def check_read_digits(count: i64) -> None:
    """Raises: ValueError when the text of an int has too many digits."""
    limit = digit_limit()
    if limit > 0 and count > limit:
        raise value_error(
            "Exceeds the limit (%D digits) for integer string conversion: value has %D digits; "
            "use sys.set_int_max_str_digits() to increase the limit",
            tag_fixnum(limit),
            tag_fixnum(count),
        )


@fn(raises=True)
def check_written_bits(v: Value) -> None:
    """Raises: ValueError when an int certainly has too many digits, before they are computed."""
    bits = int_bit_length(v)
    if bits > NEVER_LONG_BITS:
        check_written_digits((bits - 1) // DIGITS_OF_BITS[1] * DIGITS_OF_BITS[0])


@fn(raises=True)
def check_written_digits(count: i64) -> None:
    """Raises: ValueError when an int has too many digits to be written."""
    limit = digit_limit()
    if limit > 0 and count > limit:
        raise value_error(
            "Exceeds the limit (%D digits) for integer string conversion; "
            "use sys.set_int_max_str_digits() to increase the limit",
            tag_fixnum(limit),
        )
