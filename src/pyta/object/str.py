"""The type str: construction and the operators. (Methods: str_method. Formatting: str_format and protocol.percent.)"""

from __future__ import annotations

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.object import is_kind
from corevm.kernel.string import (
    String,
    compare_strings,
    concat_strings,
    empty_string,
    equal_strings,
    hash_string,
    index_string,
    repeat_string,
    slice_string,
)
from corevm.kernel.string_build import repr_string
from corevm.kernel.string_search import contains_string
from corevm.kernel.value import DEFAULT, NOT_IMPLEMENTED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, new, stack_array, static, u8
from pyta.object.declare import method
from pyta.object.exception import index_error, overflow_error, type_error
from pyta.object.payload import make_instance, payload
from pyta.object.slice import Slice, slice_numbers
from pyta.object.type import type_named
from pyta.protocol.argument import bind_parameters, has_index, text_argument, text_or_none
from pyta.protocol.codec import decode_value
from pyta.protocol.compare import OPERATORS, order_holds
from pyta.protocol.item import as_index
from pyta.protocol.iterate import SequenceIterator
from pyta.protocol.text import str_result


@inline(raises=True)
def self_text(self: Value, own_name: Ptr[u8]) -> String:
    """The string of a method's receiver."""
    return cast(String, payload(self, "str", own_name))


@method("str", "__new__", binding="static", variadic=True, keywords=True)
def str_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """str(object='') or str(bytes, encoding, errors): the text of an object, or decoded bytes."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("object", "encoding", "errors"), "str", 0)
    if is_word(taken[0], DEFAULT):
        return make_instance(arguments[0], empty_string(), "str")
    if is_word(taken[1], DEFAULT) and is_word(taken[2], DEFAULT):
        text = str_result(taken[0])
        if arguments[0] == cast(Value, type_named("str")):
            return text
        return make_instance(arguments[0], plain_text(text), "str")
    for k in static(range(1, 3)):
        if not is_word(taken[k], DEFAULT):
            text_argument(taken[k], "str", f"argument '{('encoding', 'errors')[k - 1]}'")
    if text_or_none(taken[0]) != no_value():
        raise type_error("decoding str is not supported")
    return make_instance(arguments[0], decode_value(taken[0], taken[1], taken[2]), "str")


@fn(raises=True)
def plain_text(v: Value) -> Value:
    """A string itself; the string an instance of a derived class holds."""
    return payload(v, "str", "__str__")


@method("str", "__repr__")
def str_repr(self: Value) -> Value:
    return repr_string(self_text(self, "__repr__"))


@method("str", "__str__")
def str_str(self: Value) -> Value:
    return self_text(self, "__str__")


@method("str", "__hash__")
def str_hash(self: Value) -> Value:
    return int_from_i64(cast(i64, hash_string(self_text(self, "__hash__"))))


@method("str", "__len__")
def str_len(self: Value) -> Value:
    return tag_fixnum(self_text(self, "__len__").count)


@method("str", "__iter__")
def str_iter(self: Value) -> Value:
    return new(SequenceIterator, sequence=self_text(self, "__iter__"))


@method("str", "__contains__")
def str_contains(self: Value, item: Value) -> Value:
    s = self_text(self, "__contains__")
    found = text_or_none(item)
    if found == no_value():
        raise type_error("'in <string>' requires string as left operand, not %T", item)
    return boolean(contains_string(s, cast(String, found)))


def _comparison(op: str) -> None:
    own = f"__{op}__"

    @method("str", own)
    def str_compare(self: Value, other: Value) -> Value:
        s = self_text(self, own)
        found = text_or_none(other)
        if found == no_value():
            return NOT_IMPLEMENTED
        if op in ("eq", "ne"):
            return boolean(equal_strings(s, cast(String, found)) == (op == "eq"))
        return boolean(order_holds(compare_strings(s, cast(String, found)), op))


for _op in OPERATORS:
    _comparison(_op)


@method("str", "__add__")
def str_add(self: Value, other: Value) -> Value:
    s = self_text(self, "__add__")
    found = text_or_none(other)
    if found == no_value():
        return NOT_IMPLEMENTED  # the operator then says what cannot be concatenated (pyta.protocol.number)
    return concat_strings(s, cast(String, found))


@method("str", "__mul__", "__rmul__")
def str_mul(self: Value, times: Value) -> Value:
    s = self_text(self, "__mul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    return repeat_string(s, repetitions(times))


@fn(raises=True)
def repetitions(times: Value) -> i64:
    """How often a sequence is to be repeated. Raises: OverflowError."""
    n = as_index(times)
    if not int_fits_i64(n):
        raise overflow_error("cannot fit 'int' into an index-sized integer")
    return int_to_i64(n)


@method("str", "__getitem__")
def str_getitem(self: Value, index: Value) -> Value:
    s = self_text(self, "__getitem__")
    if is_kind(index, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, index))
        return slice_string(s, start, stop, step)
    if not has_index(index):
        raise type_error("string indices must be integers, not '%T'", index)
    return index_string(s, sequence_index(index))


@fn(raises=True)
def sequence_index(index: Value) -> i64:
    """An index by __index__. Raises: IndexError when it is too large."""
    n = as_index(index)
    if not int_fits_i64(n):
        raise index_error("cannot fit 'int' into an index-sized integer")
    return int_to_i64(n)


@method("str", "__getnewargs__")
def str_getnewargs(self: Value) -> Value:
    made = array_new(1)
    made.items[0] = self_text(self, "__getnewargs__")
    return made


@method("str", "__sizeof__")
def str_sizeof(self: Value) -> Value:
    return tag_fixnum(self_text(self, "__sizeof__").length + 48)
