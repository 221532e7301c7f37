"""Arithmetic: binary and unary operators, by the types at hand or the special methods.

Numbers, and sequences joined or repeated, are done directly; everything else goes through the special methods.

Source: the data model, 3.3.8; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_concat, array_new, array_repeat, no_value
from corevm.kernel.bigint import is_negative
from corevm.kernel.bytes import Bytes, concat_bytes, repeat_bytes_object
from corevm.kernel.error import OVERFLOW, error
from corevm.kernel.float_arithmetic import float_pow, is_complex_power
from corevm.kernel.integer import int_abs, int_fits_i64, int_neg, int_to_i64
from corevm.kernel.integer_bits import int_and, int_invert, int_lshift, int_or, int_rshift, int_xor
from corevm.kernel.integer_power import int_pow, int_powmod
from corevm.kernel.list import List, list_concat, list_extend_list, list_repeat, list_repeat_in_place
from corevm.kernel.number import (
    is_float,
    is_integer,
    is_number,
    number_abs,
    number_add,
    number_divmod,
    number_floordiv,
    number_mod,
    number_mul,
    number_neg,
    number_sub,
    number_to_float,
    number_truediv,
)
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, repeat_string, string_from_static
from corevm.kernel.value import NONE, NOT_IMPLEMENTED, boolean, box_float, is_fixnum, is_word, tag_fixnum
from corevm.micro.surface import Value, cast, f64, failure, fn, i64, inline, static, u64
from pyta.object.exception import exception_type, new_exception, overflow_error, set_context, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.type import class_of, is_subtype, type_lookup
from pyta.object.world import name
from pyta.protocol.attribute import call_special1, call_special2, call_special3, special
from pyta.protocol.compare import TRIED_IN_PLACE, TRIED_OWN, TRIED_SWAPPED, bool_number, is_plain_set
from pyta.protocol.complex import (
    complex_abs,
    complex_add,
    complex_mul,
    complex_neg,
    complex_pow,
    complex_sub,
    complex_truediv,
    is_complex,
)
from pyta.protocol.iterate import extend_list
from pyta.protocol.set_operator import SET_IN_PLACE, SET_OPERATORS

RANGE_ERROR = 34  # errno.ERANGE


@fn(raises=True)
def power_floats(a: f64, b: f64) -> f64:
    """a ** b, not complex. Raises: ZeroDivisionError, OverflowError."""
    try:
        return float_pow(a, b)
    except failure as e:
        if not is_subtype(class_of(e), exception_type("OverflowError")):
            raise e
    raise range_error()


@fn(raises=True, cold=True)
def range_error() -> Value:
    """OverflowError(34, 'Numerical result out of range')."""
    args = array_new(2)
    args.items[0] = tag_fixnum(RANGE_ERROR)
    args.items[1] = string_from_static("Numerical result out of range")
    made = new_exception(exception_type("OverflowError"), args)
    set_context(made)
    return made


@fn(raises=True)
def number_power(a: Value, b: Value) -> Value:
    """a ** b of two ints or floats."""
    if is_integer(a) and is_integer(b) and not is_negative(b):
        return int_pow(a, b)
    x = number_to_float(a)
    y = number_to_float(b)
    if is_complex_power(x, y):
        return complex_pow(a, b)
    return box_float(power_floats(x, y))


OPERATIONS: dict[str, tuple[str, str, Any, Any, Any]] = {
    # name: symbol, special method's stem, on ints and floats, on ints only, on numbers of which one is complex
    "add": ("+", "add", number_add, None, complex_add),
    "sub": ("-", "sub", number_sub, None, complex_sub),
    "mul": ("*", "mul", number_mul, None, complex_mul),
    "true_div": ("/", "truediv", number_truediv, None, complex_truediv),
    "floor_div": ("//", "floordiv", number_floordiv, None, None),
    "mod": ("%", "mod", number_mod, None, None),
    "pow": ("** or pow()", "pow", number_power, None, complex_pow),
    "matmul": ("@", "matmul", None, None, None),
    "lshift": ("<<", "lshift", None, int_lshift, None),
    "rshift": (">>", "rshift", None, int_rshift, None),
    "bit_and": ("&", "and", None, int_and, None),
    "bit_or": ("|", "or", None, int_or, None),
    "bit_xor": ("^", "xor", None, int_xor, None),
}
SEQUENCES = ("str", "list", "tuple", "bytes", "bytearray", "array", "deque")


# --- sequences


@inline
def is_plain_sequence(v: Value) -> bool:
    """A str, list, tuple or bytes itself."""
    return is_kind(v, "string") or is_kind(v, "list") or is_kind(v, "array") or is_kind(v, "bytes")


@fn(raises=True)
def concatenate(a: Value, b: Value) -> Value:
    """a + b of two plain sequences of one type, else NOT_IMPLEMENTED."""
    if is_kind(a, "string") and is_kind(b, "string"):
        return concat_strings(cast(String, a), cast(String, b))
    if is_kind(a, "list") and is_kind(b, "list"):
        return list_concat(cast(List, a), cast(List, b))
    if is_kind(a, "array") and is_kind(b, "array"):
        if cast(Array_, a).length == 0:
            return b
        if cast(Array_, b).length == 0:
            return a
        return array_concat(cast(Array_, a), cast(Array_, b))
    if is_kind(a, "bytes") and is_kind(b, "bytes"):
        return concat_bytes(cast(Bytes, a), cast(Bytes, b))
    return NOT_IMPLEMENTED


@fn(raises=True)
def repeat(sequence: Value, times: Value) -> Value:
    """sequence * times, of a plain sequence and an int."""
    if not int_fits_i64(times):
        raise overflow_error("cannot fit 'int' into an index-sized integer")
    n = int_to_i64(times)
    if is_kind(sequence, "string"):
        return repeat_string(cast(String, sequence), n)
    if is_kind(sequence, "list"):
        return list_repeat(cast(List, sequence), n)
    if is_kind(sequence, "array"):
        if n == 1:
            return sequence
        return array_repeat(cast(Array_, sequence), n if n > 0 else i64(0))
    return repeat_bytes_object(cast(Bytes, sequence), n)


@fn(raises=True, cold=True)
def concatenation_error(a: Value, b: Value) -> Value:
    """The TypeError of a + b where a is a sequence, or NOT_IMPLEMENTED."""
    for owner in static(("str", "list", "tuple")):
        if payload_or_none(a, owner) != no_value():
            return type_error(f'can only concatenate {owner} (not "%T") to {owner}', b)
    for owner in static(("bytes", "bytearray")):
        if payload_or_none(a, owner) != no_value():
            return type_error(f"can't concat %T to {owner}", b)
    if payload_or_none(a, "array") != no_value():
        return type_error('can only append array (not "%T") to array', b)
    if payload_or_none(a, "deque") != no_value():
        return type_error('can only concatenate deque (not "%T") to deque', b)
    return NOT_IMPLEMENTED


@fn(raises=True, cold=True)
def repetition_error(a: Value, b: Value, in_place: bool) -> Value:
    """The TypeError of a * b where one is a sequence, or NOT_IMPLEMENTED. In place it counts what b is only if a is of a builtin type."""
    for owner in static(SEQUENCES):
        if payload_or_none(a, owner) != no_value():
            return type_error("can't multiply sequence by non-int of type '%T'", b)
    if in_place and class_of(a).index < 0:
        return NOT_IMPLEMENTED
    for owner in static(SEQUENCES):
        if payload_or_none(b, owner) != no_value():
            return type_error("can't multiply sequence by non-int of type '%T'", a)
    return NOT_IMPLEMENTED


# --- operators

@fn(raises=True)
def binary_special(a: Value, b: Value, own: Value, reflected: Value) -> Value:
    """The result of the special methods of two operands, or NOT_IMPLEMENTED."""
    t = class_of(a)
    u = class_of(b)
    tried_reflected = False
    if cast(u64, t) != cast(u64, u) and is_subtype(u, t):
        found = type_lookup(u, reflected)
        if found != no_value() and found != type_lookup(t, reflected):
            tried_reflected = True
            result = call_special2(b, found, a)
            if not is_word(result, NOT_IMPLEMENTED):
                return result
    found = type_lookup(t, own)
    if found != no_value():
        result = call_special2(a, found, b)
        if not is_word(result, NOT_IMPLEMENTED):
            return result
    if cast(u64, t) != cast(u64, u) and not tried_reflected:
        found = type_lookup(u, reflected)
        if found != no_value():
            result = call_special2(b, found, a)
            if not is_word(result, NOT_IMPLEMENTED):
                return result
    return NOT_IMPLEMENTED


@fn(raises=True)
def reflected_special(a: Value, b: Value, reflected: Value) -> Value:
    """The result of b's reflected method, or NOT_IMPLEMENTED."""
    found = type_lookup(class_of(b), reflected)
    if found == no_value():
        return NOT_IMPLEMENTED
    return call_special2(b, found, a)


@fn(raises=True)
def own_special(a: Value, b: Value, own: Value) -> Value:
    """The result of a's method, or NOT_IMPLEMENTED."""
    found = type_lookup(class_of(a), own)
    if found == no_value():
        return NOT_IMPLEMENTED
    return call_special2(a, found, b)


def _binary(op: str, in_place: bool) -> Any:
    symbol, stem, on_numbers, on_integers, on_complex = OPERATIONS[op]
    if in_place:
        symbol = {"pow": "**="}.get(op, symbol + "=")
    own, reflected, in_place_name = f"__{stem}__", f"__r{stem}__", f"__i{stem}__"

    @fn(raises=True, name=f"pyta.protocol.number.{'i' if in_place else ''}{op}")
    def operate(a: Value, b: Value) -> Value:
        x = bool_number(a)
        y = bool_number(b)
        if on_numbers is not None:
            if is_number(x) and is_number(y):
                return on_numbers(x, y)
        if on_integers is not None:
            if is_integer(x) and is_integer(y):
                if op in ("bit_and", "bit_or", "bit_xor"):
                    if x != a and y != b:  # two bools give a bool
                        return boolean(cast(u64, on_integers(x, y)) == 3)
                return on_integers(x, y)
        result: Value = NOT_IMPLEMENTED
        if op == "add":
            if in_place:
                if is_kind(a, "list"):
                    if is_kind(b, "list"):
                        list_extend_list(cast(List, a), cast(List, b))
                        return a
                    if is_kind(b, "object"):
                        result = reflected_special(a, b, name(reflected))
                        if not is_word(result, NOT_IMPLEMENTED):
                            return result
                    extend_list(cast(List, a), b)
                    return a
            if is_plain_sequence(a):
                result = concatenate(a, b)
                if not is_word(result, NOT_IMPLEMENTED):
                    return result
                if not is_plain_sequence(b):
                    result = reflected_special(a, b, name(reflected))
                    if not is_word(result, NOT_IMPLEMENTED):
                        return result
                    result = own_special(a, b, name(own))  # b may hold a sequence, or be a bytearray
                    if not is_word(result, NOT_IMPLEMENTED):
                        return result
                raise concatenation_error(a, b)
        if op == "mul":
            if is_integer(y) and is_plain_sequence(a):
                if in_place:
                    if is_kind(a, "list"):
                        if not int_fits_i64(y):
                            raise overflow_error("cannot fit 'int' into an index-sized integer")
                        list_repeat_in_place(cast(List, a), int_to_i64(y))
                        return a
                return repeat(a, y)
            if is_integer(x) and is_plain_sequence(b):
                return repeat(b, x)
            if is_kind(b, "object") and is_plain_sequence(a):
                result = reflected_special(a, b, name(reflected))
                if is_word(result, NOT_IMPLEMENTED):
                    result = own_special(a, b, name(own))  # b may be an int
                if is_word(result, NOT_IMPLEMENTED):
                    raise unsupported(a, b)
                return result
        if op in SET_OPERATORS and not in_place:
            if is_plain_set(a) and is_plain_set(b):
                return SET_OPERATORS[op](a, b)
        if op in SET_IN_PLACE and in_place:
            if is_kind(a, "set") and is_plain_set(b):
                return SET_IN_PLACE[op](a, b)
        if on_complex is not None:
            if is_complex(a) or is_complex(b):
                if (is_complex(a) or is_number(x)) and (is_complex(b) or is_number(y)):
                    return on_complex(x, y)
        if in_place:
            found = special(a, in_place_name)
            if found != no_value():
                result = call_special2(a, found, b)
                if not is_word(result, NOT_IMPLEMENTED):
                    return result
        if is_unrepeatable(a, b):
            result = own_special(a, b, name(own))
        else:
            result = binary_special(a, b, name(own), name(reflected))
        if not is_word(result, NOT_IMPLEMENTED):
            return result
        raise unsupported(a, b)

    @inline
    def is_unrepeatable(a: Value, b: Value) -> bool:
        """In place, what is of a guest class does not count the repetitions of a sequence."""
        return op == "mul" and in_place and is_kind(a, "object") and is_plain_sequence(b)

    @fn(raises=True, name=f"pyta.protocol.number.{'i' if in_place else ''}{op}.rest")
    def rest(a: Value, b: Value, tried: i64) -> Value:
        """The result where the first special method of the operands gave NotImplemented."""
        result: Value = NOT_IMPLEMENTED
        if is_unrepeatable(a, b):
            if tried == TRIED_IN_PLACE:
                result = own_special(a, b, name(own))
        elif tried == TRIED_IN_PLACE:
            result = binary_special(a, b, name(own), name(reflected))
        elif tried == TRIED_OWN:
            if class_of(a) is not class_of(b):
                result = reflected_special(a, b, name(reflected))
        elif tried == TRIED_SWAPPED:
            result = own_special(a, b, name(own))
        if not is_word(result, NOT_IMPLEMENTED):
            return result
        raise unsupported(a, b)

    @fn(raises=True, cold=True, name=f"pyta.protocol.number.{'i' if in_place else ''}{op}.unsupported")
    def unsupported(a: Value, b: Value) -> Value:
        result: Value = NOT_IMPLEMENTED
        if op == "add":
            result = concatenation_error(a, b)
        if op == "mul":
            result = repetition_error(a, b, in_place)
        if not is_word(result, NOT_IMPLEMENTED):
            return result
        return type_error(f"unsupported operand type(s) for {symbol.replace('%', '%%')}: '%T' and '%T'", a, b)

    return operate, rest


_binaries = {op: _binary(op, False) for op in OPERATIONS}
_in_places = {op: _binary(op, True) for op in OPERATIONS}
BINARY: dict[str, Any] = {op: whole for op, (whole, _) in _binaries.items()}
BINARY_REST: dict[str, Any] = {op: rest for op, (_, rest) in _binaries.items()}
IN_PLACE: dict[str, Any] = {op: whole for op, (whole, _) in _in_places.items()}
IN_PLACE_REST: dict[str, Any] = {op: rest for op, (_, rest) in _in_places.items()}


@fn(raises=True)
def divide_with_rest(a: Value, b: Value) -> Value:
    """divmod(a, b)"""
    x = bool_number(a)
    y = bool_number(b)
    if is_number(x) and is_number(y):
        return number_pair(x, y)
    result = binary_special(a, b, name("__divmod__"), name("__rdivmod__"))
    if is_word(result, NOT_IMPLEMENTED):
        raise type_error("unsupported operand type(s) for divmod(): '%T' and '%T'", a, b)
    return result


@fn(raises=True)
def number_pair(x: Value, y: Value) -> Value:
    """(x // y, x % y) of two ints or floats."""
    quotient, rest = number_divmod(x, y)
    made = array_new(2)
    made.items[0] = quotient
    made.items[1] = rest
    return made


@fn(raises=True)
def power_modulo(a: Value, b: Value, c: Value) -> Value:
    """pow(a, b, c)"""
    if is_word(c, NONE):
        return BINARY["pow"](a, b)
    x = bool_number(a)
    y = bool_number(b)
    z = bool_number(c)
    if is_integer(x) and is_integer(y) and is_integer(z):
        return int_powmod(x, y, z)
    for v in static((0, 1, 2)):
        operand = a if v == 0 else b if v == 1 else c
        if is_float(operand):
            raise type_error("pow() 3rd argument not allowed unless all arguments are integers")
        if is_complex(operand):
            raise value_error("complex modulo")
    found = special(a, "__pow__")
    if found != no_value():
        result = call_special3(a, found, b, c)
        if not is_word(result, NOT_IMPLEMENTED):
            return result
    raise type_error("unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, c)


@inline(raises=True)
def complex_magnitude(a: Value) -> Value:
    return box_float(complex_abs(a))


@fn(raises=True)
def same_number(a: Value) -> Value:
    return a


def _unary(own: str, symbol: str, on_number: Any, on_integer: Any, on_complex: Any) -> Any:
    @fn(raises=True, name=f"pyta.protocol.number.{own.strip('_')}")
    def operate(a: Value) -> Value:
        x = bool_number(a)
        if on_number is not None:
            if is_number(x):
                return on_number(x)
        if on_integer is not None:
            if is_integer(x):
                return on_integer(x)
        if on_complex is not None:
            if is_complex(a):
                return on_complex(a)
        found = special(a, own)
        if found == no_value():
            raise type_error(f"bad operand type for {symbol}: '%T'", a)
        return call_special1(a, found)

    return operate


negative = _unary("__neg__", "unary -", number_neg, None, complex_neg)
positive = _unary("__pos__", "unary +", same_number, None, same_number)
inverted = _unary("__invert__", "unary ~", None, int_invert, None)
absolute = _unary("__abs__", "abs()", number_abs, None, complex_magnitude)

__all__ = ["OVERFLOW", "error", "int_abs", "int_neg", "is_fixnum", "is_float"]
