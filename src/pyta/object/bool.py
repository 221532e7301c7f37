"""The type bool: construction, text, and the operators that give bools for two bools."""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import no_value
from corevm.kernel.integer_bits import int_and, int_or, int_xor
from corevm.kernel.string import string_from_static
from corevm.kernel.value import FALSE, NOT_IMPLEMENTED, TRUE, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, u64
from pyta.object.declare import method
from pyta.object.exception import type_error
from pyta.object.payload import payload_or_none
from pyta.object.type import Type, is_subtype, is_type, type_named
from pyta.protocol.argument import refuse_keywords
from pyta.protocol.compare import bool_number, is_true


@method("bool", "__new__", binding="static", variadic=True, keywords=True)
def bool_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """bool(x=False): the truth of an object."""
    if argc == 0:
        raise type_error("bool.__new__(): not enough arguments")
    if not is_type(arguments[0]):
        raise type_error("bool.__new__(X): X is not a type object (%T)", arguments[0])
    if not is_subtype(cast(Type, arguments[0]), type_named("bool")):
        raise type_error("bool.__new__(%N): %N is not a subtype of bool", arguments[0], arguments[0])
    refuse_keywords(names, "bool")
    if argc > 2:
        raise type_error("bool expected at most 1 argument, got %D", tag_fixnum(argc - 1))
    if argc == 1:
        return boolean(False)
    return boolean(is_true(arguments[1]))


@inline
def is_bool(v: Value) -> bool:
    return is_word(v, TRUE) or is_word(v, FALSE)


@method("bool", "__repr__")
def bool_repr(self: Value) -> Value:
    if not is_bool(self):
        raise type_error("descriptor '__repr__' requires a 'bool' object but received a '%T'", self)
    return string_from_static("True") if is_word(self, TRUE) else string_from_static("False")


@fn(raises=True)
def combined(a: Value, b: Value, whole: Value) -> Value:
    """The result of a bit operation: a bool for two bools."""
    if is_bool(a) and is_bool(b):
        return boolean(cast(u64, whole) == 3)
    return whole


def _operator(stem: str, operation: Any) -> None:
    own = f"__{stem}__"

    @method("bool", own, f"__r{stem}__")
    def bool_operator(self: Value, other: Value) -> Value:
        if not is_bool(self):
            raise type_error(f"descriptor '{own}' requires a 'bool' object but received a '%T'", self)
        b = payload_or_none(other, "int")
        if b == no_value():
            return NOT_IMPLEMENTED
        return combined(self, other, operation(bool_number(self), b))


for _stem, _operation in (("and", int_and), ("or", int_or), ("xor", int_xor)):
    _operator(_stem, _operation)
