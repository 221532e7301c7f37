"""Builtins about numbers: abs, divmod, pow, round, bin, oct, hex; and sys's limit of digits."""

from __future__ import annotations

from corevm.kernel.array import no_value, raw_new
from corevm.kernel.bigint import is_negative
from corevm.kernel.bigint_text import int_text_length_bound, int_write_text
from corevm.kernel.number import is_float, is_integer
from corevm.kernel.string import string_from_ascii
from corevm.kernel.value import DEFAULT, NONE, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, fn, i64, stack_array, u8
from pyta.object.declare import function
from pyta.object.exception import type_error, value_error
from pyta.object.float import rounded
from pyta.object.world import world
from pyta.protocol.argument import as_size, bind_parameters
from pyta.protocol.attribute import call_special1, call_special2, special
from pyta.protocol.digit_limit import digit_limit
from pyta.protocol.item import as_index
from pyta.protocol.number import BINARY, absolute, divide_with_rest, power_modulo

STACK_BYTES = 128
LEAST_DIGIT_LIMIT = 640  # sys.int_info.str_digits_check_threshold


@function("builtins", "abs")
def py_abs(x: Value) -> Value:
    """Return the absolute value of the argument."""
    return absolute(x)


@function("builtins", "divmod")
def py_divmod(x: Value, y: Value) -> Value:
    """Return the tuple (x//y, x%y)."""
    return divide_with_rest(x, y)


@function("builtins", "pow", variadic=True, keywords=True)
def py_pow(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """pow(base, exp, mod=None): base**exp, or base**exp % mod."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments, argc, names, taken, ("base", "exp", "mod"), "pow", 2)
    if is_word(taken[2], DEFAULT) or is_word(taken[2], NONE):
        return BINARY["pow"](taken[0], taken[1])
    return power_modulo(taken[0], taken[1], taken[2])


@function("builtins", "round", variadic=True, keywords=True)
def py_round(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """round(number, ndigits=None): round to a given precision in decimal digits."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments, argc, names, taken, ("number", "ndigits"), "round", 1)
    number, places = taken[0], taken[1]
    if is_float(number):
        return rounded(number, places)
    if is_integer(number) and is_word(places, DEFAULT):
        return number
    found = special(number, "__round__")
    if found == no_value():
        raise type_error("type %T doesn't define __round__ method", number)
    if is_word(places, DEFAULT) or is_word(places, NONE):
        return call_special1(number, found)
    return call_special2(number, found, places)


# --- digits in a base


@fn(raises=True)
def prefixed(v: Value, base: i64, letter: u8) -> Value:
    """The text of an integer in a base, with its prefix."""
    number = as_index(v)
    bound = int_text_length_bound(number, base) + 2
    if bound <= STACK_BYTES:
        return write_prefixed(number, base, letter, stack_array(u8, STACK_BYTES))
    return write_prefixed(number, base, letter, raw_new(bound).bytes)


@fn(raises=True)
def write_prefixed(number: Value, base: i64, letter: u8, buffer: Ptr[u8]) -> Value:
    count = int_write_text(number, base, buffer + 2)
    at: i64 = 0
    if is_negative(number):
        buffer[0] = 45
        at = 1
    buffer[at] = 48
    buffer[at + 1] = letter
    return string_from_ascii(buffer, count + 2)


@function("builtins", "bin")
def py_bin(number: Value) -> Value:
    """Return the binary representation of an integer."""
    return prefixed(number, 2, u8(0x62))


@function("builtins", "oct")
def py_oct(number: Value) -> Value:
    """Return the octal representation of an integer."""
    return prefixed(number, 8, u8(0x6F))


@function("builtins", "hex")
def py_hex(number: Value) -> Value:
    """Return the hexadecimal representation of an integer."""
    return prefixed(number, 16, u8(0x78))


# --- sys


@function("sys", "get_int_max_str_digits")
def get_int_max_str_digits() -> Value:
    """Return the maximum string digits limit for non-binary int<->str conversions."""
    return tag_fixnum(digit_limit())


@function("sys", "set_int_max_str_digits")
def set_int_max_str_digits(maxdigits: Value) -> Value:
    """Set the maximum string digits limit for non-binary int<->str conversions."""
    limit = as_size(maxdigits)
    if limit != 0 and limit < LEAST_DIGIT_LIMIT:
        raise value_error("maxdigits must be 0 or larger than 640")
    world().digit_limit = tag_fixnum(limit)
    return NONE
