"""The type float: construction, operators, rounding, hexadecimal and exact forms."""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.float_arithmetic import (
    float_divmod,
    float_floordiv,
    float_mod,
    float_ratio,
    float_round_places,
    float_truediv,
    is_complex_power,
)
from corevm.kernel.float_parse import float_parse_hex
from corevm.kernel.float_text import REPR_BYTES, float_hex
from corevm.kernel.integer import int_clamp_i64
from corevm.kernel.integer_float import (
    float_ceil,
    float_floor,
    float_is_integer,
    float_round,
    float_to_int,
    is_infinite,
)
from corevm.kernel.number import (
    add_floats,
    float_of,
    is_float,
    mul_floats,
    number_compare,
    number_hash,
    number_to_float,
    sub_floats,
)
from corevm.kernel.object import is_kind
from corevm.kernel.string import string_from_ascii, string_from_static
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, boolean, box_float, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, f64, fabs, fn, i64, inline, stack_array, u8, u64
from pyta.object.declare import getter, method
from pyta.object.exception import overflow_error, type_error, value_error
from pyta.object.payload import check_class, make_instance, payload, payload_or_none
from pyta.object.type import Type, is_deleted, type_named
from pyta.protocol.argument import is_text, refuse_keywords
from pyta.protocol.attribute import call1, special
from pyta.protocol.compare import OPERATORS, order_holds
from pyta.protocol.complex import complex_pow
from pyta.protocol.item import as_index
from pyta.protocol.number import power_floats
from pyta.protocol.numeral import ascii_bytes, double_of, parse_float, text_or_bytes
from pyta.protocol.text import float_text


@inline(raises=True)
def self_float(self: Value, own_name: Ptr[u8]) -> Value:
    """The float of a method's receiver."""
    return payload(self, "float", own_name)


@inline
def real_operand(v: Value) -> Value:
    """The float or int that v is or holds, or 0."""
    if is_float(v):
        return v
    found = payload_or_none(v, "int")
    return found if found != no_value() else payload_or_none(v, "float")


# --- construction


@method("float", "__new__", binding="static", variadic=True, keywords=True)
def float_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """float(x=0.0): the float of a number or a text."""
    if argc == 0:
        raise type_error("float.__new__(): not enough arguments")
    refuse_keywords(names, "float")
    cls = check_class(arguments[0], "float")
    if argc > 2:
        raise type_error("float expected at most 1 argument, got %D", tag_fixnum(argc - 1))
    if argc == 1:
        return make_instance(cls, box_float(0.0), "float")
    return make_instance(cls, float_from(arguments[1]), "float")


@fn(raises=True)
def float_from(v: Value) -> Value:
    """float(v)"""
    if is_float(v):
        return v
    if is_kind(v, "string"):
        return box_float(parse_float(v, v))
    if special(v, "__float__") == no_value():
        text = text_or_bytes(v)
        if not is_deleted(text):
            return box_float(parse_float(text, v))
    return box_float(double_of(v, "float() argument must be a string or a real number, not '%T'"))


@method("float", "fromhex", binding="class")
def float_fromhex(cls: Value, text: Value) -> Value:
    """Create a floating-point number from a hexadecimal string."""
    found = payload_or_none(text, "str")
    if found == no_value():
        raise type_error("bad argument type for built-in operation")
    data, length = ascii_bytes(found)
    d, used = float_parse_hex(data, length)
    if used == 0 or used != length:
        raise value_error("invalid hexadecimal floating-point string")
    if is_infinite(d):
        is_named = False
        for i in range(length):
            is_named = is_named or data[i] | 32 == 0x6E
        if not is_named:
            raise overflow_error("hexadecimal value too large to represent as a float")
    result = box_float(d)
    if cast(u64, cls) == cast(u64, type_named("float")):
        return result
    return call1(cast(Type, cls), result)


@method("float", "__getformat__", binding="class")
def float_getformat(cls: Value, text: Value) -> Value:
    """What is known of the C types' format."""
    found = payload_or_none(text, "str")
    if found == no_value():
        raise type_error("__getformat__() argument must be str, not %T", text)
    if not is_text(found, "double") and not is_text(found, "float"):
        raise value_error("__getformat__() argument 1 must be 'double' or 'float'")
    return string_from_static("IEEE, little-endian")


@method("float", "__getnewargs__")
def float_getnewargs(self: Value) -> Value:
    made = array_new(1)
    made.items[0] = self_float(self, "__getnewargs__")
    return made


# --- text, hash, truth, conversions


@method("float", "__repr__")
def float_repr_method(self: Value) -> Value:
    return float_text(self_float(self, "__repr__"))


@method("float", "hex")
def float_hex_method(self: Value) -> Value:
    """Return a hexadecimal representation of a floating-point number."""
    buffer = stack_array(u8, REPR_BYTES)
    return string_from_ascii(buffer, float_hex(float_of(self_float(self, "hex")), buffer))


@method("float", "__hash__")
def float_hash_method(self: Value) -> Value:
    return int_from_i64(number_hash(self_float(self, "__hash__")))


@method("float", "__bool__")
def float_bool(self: Value) -> Value:
    return boolean(float_of(self_float(self, "__bool__")) != 0.0)


def _conversion(own: str, on_float: Any) -> None:
    @method("float", own)
    def float_to_integer(self: Value) -> Value:
        return on_float(float_of(self_float(self, own)))


for _own, _on_float in (("__int__", float_to_int), ("__trunc__", float_to_int), ("__floor__", float_floor), ("__ceil__", float_ceil)):
    _conversion(_own, _on_float)


def _itself(own: str) -> None:
    @method("float", own)
    def float_itself(self: Value) -> Value:
        return self_float(self, own)


for _own in ("__float__", "__pos__", "conjugate"):
    _itself(_own)


@getter("float", "real")
def float_real(self: Value) -> Value:
    return self_float(self, "real")


@getter("float", "imag")
def float_imag(self: Value) -> Value:
    return box_float(0.0)


@method("float", "is_integer")
def float_is_integer_method(self: Value) -> Value:
    """Return True if the float is an integer."""
    return boolean(float_is_integer(float_of(self_float(self, "is_integer"))))


@method("float", "as_integer_ratio")
def float_ratio_method(self: Value) -> Value:
    """A pair of integers, whose ratio is exactly equal to the float."""
    made = array_new(2)
    numerator, denominator = float_ratio(float_of(self_float(self, "as_integer_ratio")))
    made.items[0] = numerator
    made.items[1] = denominator
    return made


@method("float", "__round__", optional=1)
def float_round_method(self: Value, places: Value) -> Value:
    """round(self, places); without places an int."""
    return rounded(self_float(self, "__round__"), places)


@fn(raises=True)
def rounded(v: Value, places: Value) -> Value:
    """round(v, places) of a float."""
    d = float_of(v)
    if is_word(places, DEFAULT) or is_word(places, NONE):
        return float_round(d)
    return box_float(float_round_places(d, int_clamp_i64(as_index(places))))


# --- operators


def _operator(stem: str, operation: Any) -> None:
    own, reflected = f"__{stem}__", f"__r{stem}__"

    @method("float", own)
    def float_operator(self: Value, other: Value) -> Value:
        a = float_of(self_float(self, own))
        b = real_operand(other)
        if b == no_value():
            return NOT_IMPLEMENTED
        return operation(a, number_to_float(b))

    @method("float", reflected)
    def float_reflected(self: Value, other: Value) -> Value:
        b = float_of(self_float(self, reflected))
        a = real_operand(other)
        if a == no_value():
            return NOT_IMPLEMENTED
        return operation(number_to_float(a), b)


def _boxed(operation: Any) -> Any:
    @fn(raises=True, inline=True)
    def operate(a: f64, b: f64) -> Value:
        return box_float(operation(a, b))

    return operate


@fn(raises=True)
def pair_of_floats(a: f64, b: f64) -> Value:
    quotient, rest = float_divmod(a, b)
    made = array_new(2)
    made.items[0] = box_float(quotient)
    made.items[1] = box_float(rest)
    return made


@fn(raises=True)
def power(a: f64, b: f64) -> Value:
    if is_complex_power(a, b):
        return complex_pow(box_float(a), box_float(b))
    return box_float(power_floats(a, b))


for _stem, _operation in (
    ("add", _boxed(add_floats)), ("sub", _boxed(sub_floats)), ("mul", _boxed(mul_floats)), ("truediv", _boxed(float_truediv)),
    ("floordiv", _boxed(float_floordiv)), ("mod", _boxed(float_mod)), ("divmod", pair_of_floats),
):  # fmt: skip
    _operator(_stem, _operation)


@method("float", "__pow__", optional=1)
def float_pow_method(self: Value, exponent: Value, modulus: Value) -> Value:
    a = float_of(self_float(self, "__pow__"))
    refuse_modulus(modulus)
    b = real_operand(exponent)
    if b == no_value():
        return NOT_IMPLEMENTED
    return power(a, number_to_float(b))


@method("float", "__rpow__", optional=1)
def float_rpow_method(self: Value, base: Value, modulus: Value) -> Value:
    b = float_of(self_float(self, "__rpow__"))
    refuse_modulus(modulus)
    a = real_operand(base)
    if a == no_value():
        return NOT_IMPLEMENTED
    return power(number_to_float(a), b)


@fn(raises=True)
def refuse_modulus(modulus: Value) -> None:
    if not is_word(modulus, DEFAULT) and not is_word(modulus, NONE):
        raise type_error("pow() 3rd argument not allowed unless all arguments are integers")


@method("float", "__neg__")
def float_neg_method(self: Value) -> Value:
    return box_float(-float_of(self_float(self, "__neg__")))


@method("float", "__abs__")
def float_abs_method(self: Value) -> Value:
    return box_float(fabs(float_of(self_float(self, "__abs__"))))


def _comparison(op: str) -> None:
    own = f"__{op}__"

    @method("float", own)
    def float_compare(self: Value, other: Value) -> Value:
        a = self_float(self, own)
        b = real_operand(other)
        if b == no_value():
            return NOT_IMPLEMENTED
        return boolean(order_holds(number_compare(a, b), op))


for _op in OPERATORS:
    _comparison(_op)
