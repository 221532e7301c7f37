"""The type int: construction, operators, bits, bytes, rounding.

Methods accept instances of derived classes and bools (`payload`); operators give NotImplemented for what is no int.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import BigInt, count_of, int_from_i64, is_zero
from corevm.kernel.bytes import Bytes, new_bytes
from corevm.kernel.integer import (
    int_abs,
    int_add,
    int_bit_count,
    int_bit_length,
    int_clamp_i64,
    int_compare,
    int_floordiv,
    int_hash,
    int_mod,
    int_mul,
    int_neg,
    int_sub,
)
from corevm.kernel.integer_bits import (
    int_and,
    int_from_bytes,
    int_invert,
    int_lshift,
    int_or,
    int_rshift,
    int_to_bytes,
    int_xor,
)
from corevm.kernel.integer_float import float_to_int, int_to_float, int_truediv
from corevm.kernel.integer_power import int_powmod
from corevm.kernel.number import float_of, int_round_places, is_float, is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, TRUE, boolean, box_float, is_fixnum, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, stack_array, static, u8, u64
from pyta.object.buffer import bytes_or_none, is_bytes_like
from pyta.object.declare import getter, method
from pyta.object.exception import type_error, value_error
from pyta.object.payload import check_class, make_instance, payload, payload_or_none
from pyta.object.type import Type, is_deleted, is_subtype, type_named
from pyta.protocol.argument import as_size, bind_parameters, is_text, optional_size
from pyta.protocol.attribute import call1, call_special1, special
from pyta.protocol.compare import OPERATORS, bool_number, is_true, order_holds
from pyta.protocol.item import as_index
from pyta.protocol.iterate import list_of
from pyta.protocol.number import number_pair, number_power
from pyta.protocol.numeral import parse_integer, text_or_bytes
from pyta.protocol.text import int_text


@inline(raises=True)
def self_int(self: Value, own_name: Ptr[u8]) -> Value:
    """The integer of a method's receiver."""
    return payload(self, "int", own_name)


# --- construction


@method("int", "__new__", binding="static", variadic=True, keywords=True)
def int_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """int(x=0) or int(text, base=10): the integer of a number or a text."""
    if argc == 0:
        raise type_error("int.__new__(): not enough arguments")
    cls = check_class(arguments[0], "int")
    if cast(u64, cls) != cast(u64, type_named("int")) and is_subtype(cls, type_named("bool")):
        raise type_error("int.__new__(bool) is not safe, use bool.__new__()")
    if argc == 2 and names == no_value():
        return make_instance(cls, integer_of(arguments[1]), "int")
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("", "base"), "int", 0)
    if is_word(taken[1], DEFAULT):
        if is_word(taken[0], DEFAULT):
            return make_instance(cls, tag_fixnum(0), "int")
        return make_instance(cls, integer_of(taken[0]), "int")
    if is_word(taken[0], DEFAULT):
        raise type_error("int() missing string argument")
    base = int_clamp_i64(as_index(taken[1]))
    if base != 0 and (base < 2 or base > 36):
        raise value_error("int() base must be >= 2 and <= 36, or 0")
    text = payload_or_none(taken[0], "str")
    if text == no_value():
        if not is_kind(taken[0], "bytes") and not is_kind(taken[0], "pyta.bytearray"):
            raise type_error("int() can't convert non-string with explicit base")
        text = bytes_or_none(taken[0])
    return make_instance(cls, parse_integer(text, base), "int")


@inline(raises=True)
def integer_of(v: Value) -> Value:
    """int(v)"""
    return v if is_fixnum(v) else integer_of_slow(v)


@fn(raises=True)
def integer_of_slow(v: Value) -> Value:
    x = bool_number(v)
    if is_integer(x):
        return x
    if is_float(x):
        return float_to_int(float_of(x))
    if is_kind(v, "string"):
        return parse_integer(v, 10)
    found = special(v, "__int__")
    if found != no_value():
        result = call_special1(v, found)
        inner = payload_or_none(result, "int")
        if inner == no_value():
            raise type_error("__int__ returned non-int (type %T)", result)
        return inner
    if special(v, "__index__") != no_value():
        return as_index(v)
    found = special(v, "__trunc__")
    if found != no_value():
        result = call_special1(v, found)
        inner = payload_or_none(result, "int")
        if inner != no_value():
            return inner
        if special(result, "__index__") == no_value():
            raise type_error("__trunc__ returned non-Integral (type %T)", result)
        return as_index(result)
    text = text_or_bytes(v)
    if not is_deleted(text):
        return parse_integer(text, 10)
    raise type_error("int() argument must be a string, a bytes-like object or a real number, not '%T'", v)


@method("int", "__getnewargs__")
def int_getnewargs(self: Value) -> Value:
    made = array_new(1)
    made.items[0] = self_int(self, "__getnewargs__")
    return made


# --- text, hash, truth, conversions


@method("int", "__repr__")
def int_repr(self: Value) -> Value:
    return int_text(self_int(self, "__repr__"))


@method("int", "__hash__")
def int_hash_method(self: Value) -> Value:
    return int_from_i64(int_hash(self_int(self, "__hash__")))


@method("int", "__bool__")
def int_bool(self: Value) -> Value:
    return boolean(not is_zero(self_int(self, "__bool__")))


def _conversion(own: str) -> None:
    @method("int", own)
    def int_itself(self: Value) -> Value:
        return self_int(self, own)


for _own in ("__int__", "__index__", "__trunc__", "__floor__", "__ceil__", "__pos__", "conjugate"):
    _conversion(_own)


@method("int", "__float__")
def int_float(self: Value) -> Value:
    return box_float(int_to_float(self_int(self, "__float__")))


@method("int", "__sizeof__")
def int_sizeof(self: Value) -> Value:
    """Bytes: an object's words for what is no fixnum."""
    v = self_int(self, "__sizeof__")
    return tag_fixnum(24 if is_fixnum(v) else 24 + 8 * count_of(cast(BigInt, v).size))


@getter("int", "real")
def int_real(self: Value) -> Value:
    return self_int(self, "real")


@getter("int", "numerator")
def int_numerator(self: Value) -> Value:
    return self_int(self, "numerator")


@getter("int", "imag")
def int_imag(self: Value) -> Value:
    return tag_fixnum(0)


@getter("int", "denominator")
def int_denominator(self: Value) -> Value:
    return tag_fixnum(1)


# --- operators


@inline(raises=True)
def truediv(a: Value, b: Value) -> Value:
    return box_float(int_truediv(a, b))


def _operator(stem: str, operation: Any) -> None:
    own, reflected = f"__{stem}__", f"__r{stem}__"

    @method("int", own)
    def int_operator(self: Value, other: Value) -> Value:
        a = self_int(self, own)
        b = payload_or_none(other, "int")
        if b == no_value():
            return NOT_IMPLEMENTED
        return operation(a, b)

    @method("int", reflected)
    def int_reflected(self: Value, other: Value) -> Value:
        b = self_int(self, reflected)
        a = payload_or_none(other, "int")
        if a == no_value():
            return NOT_IMPLEMENTED
        return operation(a, b)


for _stem, _operation in (
    ("add", int_add), ("sub", int_sub), ("mul", int_mul), ("truediv", truediv), ("floordiv", int_floordiv),
    ("mod", int_mod), ("divmod", number_pair), ("lshift", int_lshift), ("rshift", int_rshift), ("and", int_and),
    ("or", int_or), ("xor", int_xor),
):  # fmt: skip
    _operator(_stem, _operation)


@method("int", "__pow__", optional=1)
def int_pow_method(self: Value, exponent: Value, modulus: Value) -> Value:
    """pow(self, exponent, modulus)"""
    a = self_int(self, "__pow__")
    b = payload_or_none(exponent, "int")
    if b == no_value():
        return NOT_IMPLEMENTED
    return power(a, b, modulus)


@method("int", "__rpow__", optional=1)
def int_rpow_method(self: Value, base: Value, modulus: Value) -> Value:
    b = self_int(self, "__rpow__")
    a = payload_or_none(base, "int")
    if a == no_value():
        return NOT_IMPLEMENTED
    return power(a, b, modulus)


@fn(raises=True)
def power(a: Value, b: Value, modulus: Value) -> Value:
    if is_word(modulus, DEFAULT) or is_word(modulus, NONE):
        return number_power(a, b)
    c = payload_or_none(modulus, "int")
    if c == no_value():
        return NOT_IMPLEMENTED
    return int_powmod(a, b, c)


@method("int", "__neg__")
def int_neg_method(self: Value) -> Value:
    return int_neg(self_int(self, "__neg__"))


@method("int", "__abs__")
def int_abs_method(self: Value) -> Value:
    return int_abs(self_int(self, "__abs__"))


@method("int", "__invert__")
def int_invert_method(self: Value) -> Value:
    return int_invert(self_int(self, "__invert__"))


def _comparison(op: str) -> None:
    own = f"__{op}__"

    @method("int", own)
    def int_compare_method(self: Value, other: Value) -> Value:
        a = self_int(self, own)
        b = payload_or_none(other, "int")
        if b == no_value():
            return NOT_IMPLEMENTED
        return boolean(order_holds(int_compare(a, b), op))


for _op in OPERATORS:
    _comparison(_op)


@method("int", "__round__", optional=1)
def int_round(self: Value, places: Value) -> Value:
    """round(self, places)"""
    a = self_int(self, "__round__")
    if is_word(places, DEFAULT) or is_word(places, NONE):
        return a
    return int_round_places(a, int_clamp_i64(as_index(places)))


# --- bits and bytes


@method("int", "bit_length")
def int_bit_length_method(self: Value) -> Value:
    """Number of bits necessary to represent self in binary."""
    return tag_fixnum(int_bit_length(self_int(self, "bit_length")))


@method("int", "bit_count")
def int_bit_count_method(self: Value) -> Value:
    """Number of ones in the binary representation of the absolute value of self."""
    return tag_fixnum(int_bit_count(self_int(self, "bit_count")))


@method("int", "as_integer_ratio")
def int_ratio(self: Value) -> Value:
    """A pair of integers, whose ratio is equal to the original int."""
    made = array_new(2)
    made.items[0] = self_int(self, "as_integer_ratio")
    made.items[1] = tag_fixnum(1)
    return made


@method("int", "is_integer")
def int_is_integer(self: Value) -> Value:
    """True: for duck type compatibility with float.is_integer."""
    self_int(self, "is_integer")
    return TRUE


@fn(raises=True)
def is_little(order: Value, function: static) -> bool:
    """Whether a byte order is "little". Raises: ValueError, TypeError."""
    if is_word(order, DEFAULT):
        return False
    found = payload_or_none(order, "str")
    if found == no_value():
        raise type_error(f"{function}() argument 'byteorder' must be str, not %T", order)
    if is_text(found, "little"):
        return True
    if is_text(found, "big"):
        return False
    raise value_error("byteorder must be either 'little' or 'big'")


@method("int", "to_bytes", variadic=True, keywords=True, minimum=1)
def int_to_bytes_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """to_bytes(length=1, byteorder='big', *, signed=False): the bytes of an integer."""
    v = self_int(arguments[0], "to_bytes")
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("length", "byteorder", "signed"), "to_bytes", 0)
    length = optional_size(taken[0], 1)
    little = is_little(taken[1], "to_bytes")
    signed = False
    if not is_word(taken[2], DEFAULT):
        signed = is_true(taken[2])
    if length < 0:
        raise value_error("length argument must be non-negative")
    made = new_bytes(length)
    int_to_bytes(v, made.data, length, little, signed)
    return made


@method("int", "from_bytes", variadic=True, keywords=True, binding="class")
def int_from_bytes_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """from_bytes(bytes, byteorder='big', *, signed=False): the integer of an array of bytes."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("bytes", "byteorder", "signed"), "from_bytes", 1)
    little = is_little(taken[1], "from_bytes")
    signed = False
    if not is_word(taken[2], DEFAULT):
        signed = is_true(taken[2])
    data = cast(Bytes, bytes_of(taken[0]))
    result = int_from_bytes(data.data, data.length, little, signed)
    if cast(u64, arguments[0]) == cast(u64, type_named("int")):
        return result
    return call1(cast(Type, arguments[0]), result)


@fn(raises=True)
def bytes_of(v: Value) -> Value:
    """A bytes object of a bytes-like object, an object with __bytes__ or an iterable of ints."""
    if is_bytes_like(v):
        return bytes_or_none(v)
    maker = special(v, "__bytes__")
    if maker != no_value():
        result = call_special1(v, maker)
        if not is_bytes_like(result):
            raise type_error("__bytes__ returned non-bytes (type %T)", result)
        return bytes_or_none(result)
    if payload_or_none(v, "str") != no_value() or (
        special(v, "__iter__") == no_value() and special(v, "__getitem__") == no_value()
    ):
        raise type_error("cannot convert '%T' object to bytes", v)
    items = list_of(v)
    made = new_bytes(items.count)
    for i in range(items.count):
        n = as_size(items.items.items[i])
        if n < 0 or n > 255:
            raise value_error("bytes must be in range(0, 256)")
        made.data[i] = u8(n)
    return made
