"""The type complex: construction, text, operators. (The object and its arithmetic: pyta.protocol.complex.)"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.float_parse import float_parse
from corevm.kernel.float_text import REPR_BYTES, float_repr
from corevm.kernel.number import number_equal
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, string_from_ascii
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, boolean, box_float, is_word
from corevm.micro.surface import Ptr, Value, bits_of, cast, f64, fn, i64, inline, stack_array, u8
from pyta.object.declare import getter, method
from pyta.object.exception import type_error, value_error
from pyta.object.payload import check_class, make_instance, payload, payload_or_none
from pyta.protocol.argument import bind_parameters
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.complex import (
    Complex,
    complex_abs,
    complex_add,
    complex_equal,
    complex_hash,
    complex_mul,
    complex_neg,
    complex_operand,
    complex_pow,
    complex_sub,
    complex_truediv,
    is_complex,
    new_complex,
)
from pyta.protocol.format import format_complex
from pyta.protocol.numeral import ascii_bytes, double_of, has_byte, is_blank, without_underscores
from pyta.protocol.text import py_str

PLUS, MINUS, SMALL_J, OPEN, CLOSE = b"+-j()"


@inline(raises=True)
def self_complex(self: Value, own_name: Ptr[u8]) -> Complex:
    """The complex number of a method's receiver."""
    return cast(Complex, payload(self, "complex", own_name))


# --- construction


@method("complex", "__new__", binding="static", variadic=True, keywords=True)
def complex_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """complex(real=0, imag=0) or complex(text)."""
    if argc == 0:
        raise type_error("complex.__new__(): not enough arguments")
    cls = check_class(arguments[0], "complex")
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("real", "imag"), "complex", 0)
    has_imag = not is_word(taken[1], DEFAULT)
    if is_complex(taken[0]) and not has_imag:
        return make_instance(cls, taken[0], "complex")
    text = payload_or_none(taken[0], "str")
    if text != no_value():
        if has_imag:
            raise type_error("complex() can't take second arg if first is a string")
        real, imag = parse_complex(text)
        return make_instance(cls, new_complex(real, imag), "complex")
    if has_imag and payload_or_none(taken[1], "str") != no_value():
        raise type_error("complex() second arg can't be a string")
    real = 0.0
    imag = 0.0
    is_first_complex = False
    if not is_word(taken[0], DEFAULT):
        real, imag, is_first_complex = parts_of_argument(taken[0], "complex() first argument must be a string or a number, not '%T'")
    if has_imag:
        second = payload_or_none(taken[1], "complex")
        own = 0.0
        if second != no_value():
            own = cast(Complex, second).real
            real = real - cast(Complex, second).imag
        else:
            own = double_of(taken[1], "complex() second argument must be a number, not '%T'")
        imag = own + imag if is_first_complex else own
    return make_instance(cls, new_complex(real, imag), "complex")


@fn(raises=True)
def parts_of_argument(v: Value, message: Ptr[u8]) -> tuple[f64, f64, bool]:
    """The parts of a number, and whether it is complex. Raises: TypeError with the message for what is none."""
    held = payload_or_none(v, "complex")
    found = no_value()
    if not is_complex(v):
        found = special(v, "__complex__")
    if found != no_value():
        result = call_special1(v, found)
        held = payload_or_none(result, "complex")
        if held == no_value():
            raise type_error("__complex__ returned non-complex (type %T)", result)
    if held != no_value():
        return cast(Complex, held).real, cast(Complex, held).imag, True
    return double_of(v, message), 0.0, False


@fn(raises=True)
def parse_complex(v: Value) -> tuple[f64, f64]:
    """The parts a text gives. Raises: ValueError."""
    data, length = ascii_bytes(v)
    if has_byte(data, length, u8(0x5F)):
        data, length = without_underscores(data, length, True)
    at: i64 = 0
    end = length
    if end > 0 and data[0] == OPEN:
        if data[end - 1] != CLOSE:
            raise malformed()
        at = 1
        end -= 1
        while at < end and is_blank(data[at]):
            at += 1
        while end > at and is_blank(data[end - 1]):
            end -= 1
    if at >= end:
        raise malformed()
    real = 0.0
    imag = 0.0
    first, used = float_parse(data + at, end - at)
    at += used
    is_imaginary = True
    if used > 0 and at < end and (data[at] == PLUS or data[at] == MINUS):
        real = first
        imag, used = float_parse(data + at, end - at)
        if used == 0:
            imag = -1.0 if data[at] == MINUS else 1.0
            used = 1
        at += used
    elif used > 0:
        is_imaginary = at < end
        if is_imaginary:
            imag = first
        else:
            real = first
    else:
        imag = -1.0 if data[at] == MINUS else 1.0
        if data[at] == PLUS or data[at] == MINUS:
            at += 1
    if is_imaginary:
        if at >= end or data[at] | 32 != SMALL_J:
            raise malformed()
        at += 1
    if at != end:
        raise malformed()
    return real, imag


@fn(raises=True, cold=True)
def malformed() -> Value:
    return value_error("complex() arg is a malformed string")


@method("complex", "__complex__")
def complex_itself(self: Value) -> Value:
    return self_complex(self, "__complex__")


@method("complex", "__pos__")
def complex_pos(self: Value) -> Value:
    return self_complex(self, "__pos__")


@method("complex", "__getnewargs__")
def complex_getnewargs(self: Value) -> Value:
    z = self_complex(self, "__getnewargs__")
    made = array_new(2)
    made.items[0] = box_float(z.real)
    made.items[1] = box_float(z.imag)
    return made


# --- text, hash, truth, parts


@fn
def write_part(d: f64, to: Ptr[u8], with_sign: bool) -> i64:
    """Write a part as repr does, without ".0"; gives the count of bytes."""
    at: i64 = 0
    if with_sign and (bits_of(d) >> 63 == 0 or d != d):
        to[0] = PLUS
        at = 1
    count = float_repr(d, to + at)
    if count > 2 and to[at + count - 1] == 48 and to[at + count - 2] == 0x2E:
        count -= 2
    return at + count


@method("complex", "__repr__")
def complex_repr(self: Value) -> Value:
    z = self_complex(self, "__repr__")
    text = stack_array(u8, 2 * REPR_BYTES + 8)
    at: i64 = 0
    if bits_of(z.real) == 0:
        at = write_part(z.imag, text, False)
        text[at] = SMALL_J
        return string_from_ascii(text, at + 1)
    text[0] = OPEN
    at = 1 + write_part(z.real, text + 1, False)
    at += write_part(z.imag, text + at, True)
    text[at] = SMALL_J
    text[at + 1] = CLOSE
    return string_from_ascii(text, at + 2)


@method("complex", "__format__")
def complex_format(self: Value, spec: Value) -> Value:
    z = self_complex(self, "__format__")
    text = payload_or_none(spec, "str")
    if text == no_value():
        raise type_error("__format__() argument must be str, not %T", spec)
    if cast(String, text).count == 0:
        return py_str(self)
    return format_complex(self, z.real, z.imag, cast(String, text))


@method("complex", "__hash__")
def complex_hash_method(self: Value) -> Value:
    return int_from_i64(complex_hash(self_complex(self, "__hash__")))


@method("complex", "__bool__")
def complex_bool(self: Value) -> Value:
    z = self_complex(self, "__bool__")
    return boolean(z.real != 0.0 or z.imag != 0.0)


@getter("complex", "real")
def complex_real(self: Value) -> Value:
    return box_float(self_complex(self, "real").real)


@getter("complex", "imag")
def complex_imag(self: Value) -> Value:
    return box_float(self_complex(self, "imag").imag)


@method("complex", "conjugate")
def complex_conjugate(self: Value) -> Value:
    """Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."""
    z = self_complex(self, "conjugate")
    return new_complex(z.real, -z.imag)


# --- operators


def _operator(stem: str, operation: Any) -> None:
    own, reflected = f"__{stem}__", f"__r{stem}__"

    @method("complex", own)
    def complex_operator(self: Value, other: Value) -> Value:
        a = self_complex(self, own)
        b = complex_operand(other)
        if b == no_value():
            return NOT_IMPLEMENTED
        return operation(a, b)

    @method("complex", reflected)
    def complex_reflected(self: Value, other: Value) -> Value:
        b = self_complex(self, reflected)
        a = complex_operand(other)
        if a == no_value():
            return NOT_IMPLEMENTED
        return operation(a, b)


for _stem, _operation in (("add", complex_add), ("sub", complex_sub), ("mul", complex_mul), ("truediv", complex_truediv)):
    _operator(_stem, _operation)


@method("complex", "__pow__", optional=1)
def complex_pow_method(self: Value, exponent: Value, modulus: Value) -> Value:
    a = self_complex(self, "__pow__")
    b = complex_operand(exponent)
    if b == no_value():
        return NOT_IMPLEMENTED
    refuse_modulus(modulus)
    return complex_pow(a, b)


@method("complex", "__rpow__", optional=1)
def complex_rpow_method(self: Value, base: Value, modulus: Value) -> Value:
    b = self_complex(self, "__rpow__")
    a = complex_operand(base)
    if a == no_value():
        return NOT_IMPLEMENTED
    refuse_modulus(modulus)
    return complex_pow(a, b)


@fn(raises=True)
def refuse_modulus(modulus: Value) -> None:
    if not is_word(modulus, DEFAULT) and not is_word(modulus, NONE):
        raise value_error("complex modulo")


@method("complex", "__neg__")
def complex_neg_method(self: Value) -> Value:
    return complex_neg(self_complex(self, "__neg__"))


@method("complex", "__abs__")
def complex_abs_method(self: Value) -> Value:
    return box_float(complex_abs(self_complex(self, "__abs__")))


@fn(raises=True)
def equals(z: Complex, other: Value) -> bool:
    """z == other, exactly, of a complex number and any number."""
    if is_kind(other, "pyta.complex"):
        return complex_equal(z, other)
    return z.imag == 0.0 and number_equal(box_float(z.real), other)


def _comparison(op: str) -> None:
    own = f"__{op}__"

    @method("complex", own)
    def complex_compare(self: Value, other: Value) -> Value:
        z = self_complex(self, own)
        v = complex_operand(other)
        if v == no_value() or op not in ("eq", "ne"):
            return NOT_IMPLEMENTED
        return boolean(equals(z, v) == (op == "eq"))


for _op in ("eq", "ne", "lt", "le", "gt", "ge"):
    _comparison(_op)

