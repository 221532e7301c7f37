"""Integers from values by __index__, for subscripts, repetitions and sizes."""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bigint import is_negative
from corevm.kernel.integer import int_clamp_i64, int_fits_i64
from corevm.kernel.number import is_integer
from corevm.kernel.value import is_fixnum, untag_fixnum
from corevm.micro.surface import Value, fn, i64, inline, static
from pyta.object.exception import index_error, overflow_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.protocol.attribute import call_special1, special


@fn(raises=True)
def as_index(v: Value) -> Value:
    """An integer for v by __index__."""
    if is_integer(v):
        return v
    own = payload_or_none(v, "int")
    if own != no_value():
        return own
    found = special(v, "__index__")
    if found == no_value():
        raise type_error("'%T' object cannot be interpreted as an integer", v)
    result = call_special1(v, found)
    number = payload_or_none(result, "int")
    if number == no_value():
        raise type_error("__index__ returned non-int (type %T)", result)
    return number


@fn
def can_index(v: Value) -> bool:
    """Whether v is an integer or has __index__."""
    return is_integer(v) or payload_or_none(v, "int") != no_value() or special(v, "__index__") != no_value()


@inline(raises=True)
def subscript_index(v: Value, owner: static) -> i64:
    """The index a sequence was subscripted with. Raises: TypeError, IndexError if it fits no machine integer."""
    if is_fixnum(v):
        return untag_fixnum(v)
    if not can_index(v):
        raise type_error(f"{owner} indices must be integers or slices, not %T", v)
    return machine_index(v)


@fn(raises=True)
def machine_index(v: Value) -> i64:
    n = as_index(v)
    if not int_fits_i64(n):
        raise index_error("cannot fit '%T' into an index-sized integer", v)
    return int_clamp_i64(n)


@inline(raises=True)
def repeat_count(v: Value) -> i64:
    """How often a sequence is to be repeated. Raises: TypeError, OverflowError."""
    if is_fixnum(v):
        return untag_fixnum(v)
    return repeat_count_slow(v)


@fn(raises=True)
def repeat_count_slow(v: Value) -> i64:
    n = as_index(v)
    if not int_fits_i64(n):
        raise overflow_error("cannot fit '%T' into an index-sized integer", v)
    return int_clamp_i64(n)


@fn(raises=True)
def length_from(given: Value) -> i64:
    """The length that __len__ gave. Raises: TypeError, ValueError, OverflowError."""
    number = as_index(given)
    if is_negative(number):
        raise value_error("__len__() should return >= 0")
    if not int_fits_i64(number):
        raise overflow_error("cannot fit 'int' into an index-sized integer")
    return int_clamp_i64(number)
