"""tuple: its methods. Subscripts are in `pyta.protocol.subscript`, comparison in `pyta.protocol.compare`.

Source: the library reference, "Tuples" and "Common Sequence Operations"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_concat, array_repeat, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.safepoint import spend
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import NOT_IMPLEMENTED, boolean, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, stack_array, u64
from pyta.object.declare import method
from pyta.object.exception import type_error, value_error
from pyta.object.iterator import TupleIterator
from pyta.object.list import from_end, takes_no_keywords
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.sequence import append_items, declare_comparisons
from pyta.object.type import Type, is_type, type_named
from pyta.object.world import world
from pyta.protocol.argument import I64_MAX, given_count, slice_bound
from pyta.protocol.compare import TUPLE_COMPARE, hash_tuple, py_equal
from pyta.protocol.depth import LINK_WORDS, enter_repr, leave_repr
from pyta.protocol.index import can_index, repeat_count
from pyta.protocol.iterate import tuple_of
from pyta.protocol.subscript import tuple_subscript

declare_comparisons("tuple", "array", TUPLE_COMPARE)


@method("tuple", "__new__", variadic=True, keywords=True, binding="static")
def tuple_new_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """tuple(), tuple(iterable)"""
    if argc < 1:
        raise type_error("tuple.__new__(): not enough arguments")
    given = given_count(argc, names) - 1
    if names != no_value() and (
        not is_type(arguments[0]) or takes_no_keywords(cast(Type, arguments[0]), type_named("tuple"))
    ):
        raise type_error("tuple() takes no keyword arguments")
    if given > 1:
        raise type_error("tuple expected at most 1 argument, got %D", tag_fixnum(given))
    made = cast(Array_, world().empty_tuple)
    if given == 1:
        made = tuple_of(arguments[1])
    return make_instance(arguments[0], made, "tuple")


@fn(raises=True)
def own_tuple(self: Value) -> Array_:
    return cast(Array_, payload(self, "tuple", "__len__"))


@method("tuple", "__len__")
def tuple_len(self: Value) -> Value:
    return tag_fixnum(own_tuple(self).length)


@method("tuple", "__getitem__")
def tuple_getitem(self: Value, i: Value) -> Value:
    return tuple_subscript(cast(Array_, payload(self, "tuple", "__getitem__")), i)


@fn(raises=True)
def tuple_find(own: Array_, v: Value, start: i64, stop: i64) -> i64:
    """The first index in start..stop of an item that is v or equal to it, or -1."""
    at = start
    while at < stop and at < own.length:
        spend(1)
        if py_equal(own.items[at], v):
            return at
        at += 1
    return -1


@method("tuple", "__contains__")
def tuple_contains(self: Value, v: Value) -> Value:
    return boolean(tuple_find(cast(Array_, payload(self, "tuple", "__contains__")), v, 0, I64_MAX) >= 0)


@method("tuple", "__iter__")
def tuple_iter(self: Value) -> Value:
    return new(TupleIterator, sequence=payload(self, "tuple", "__iter__"))


@method("tuple", "__hash__")
def tuple_hash(self: Value) -> Value:
    return int_from_i64(hash_tuple(cast(Array_, payload(self, "tuple", "__hash__"))))


@method("tuple", "__add__")
def tuple_add(self: Value, other: Value) -> Value:
    own = cast(Array_, payload(self, "tuple", "__add__"))
    b = payload_or_none(other, "tuple")
    if b == no_value():
        return NOT_IMPLEMENTED
    if own.length == 0:
        return b
    if cast(Array_, b).length == 0:
        return own
    return array_concat(own, cast(Array_, b))


@method("tuple", "__mul__", "__rmul__")
def tuple_mul(self: Value, times: Value) -> Value:
    own = cast(Array_, payload(self, "tuple", "__mul__"))
    if not can_index(times):
        return NOT_IMPLEMENTED
    count = repeat_count(times)
    if count == 1 or own.length == 0:
        return own
    return array_repeat(own, count)


@method("tuple", "__repr__")
def tuple_repr(self: Value) -> Value:
    own = cast(Array_, payload(self, "tuple", "__repr__"))
    text = new_builder(16 + own.length * 3)
    text.append_code(0x28)
    if own.length > 0:
        link = stack_array(u64, LINK_WORDS)
        if not enter_repr(link, own):
            text.append_ascii("...", 3)
        else:
            try:
                append_items(text, own.items, own.length)
            except failure as e:
                leave_repr(link)
                raise e
            leave_repr(link)
            if own.length == 1:
                text.append_code(0x2C)
    text.append_code(0x29)
    return text.finish()


@method("tuple", "count")
def tuple_count(self: Value, v: Value) -> Value:
    """Return number of occurrences of value."""
    own = cast(Array_, payload(self, "tuple", "count"))
    total: i64 = 0
    for i in range(own.length):
        spend(1)
        if py_equal(own.items[i], v):
            total += 1
    return tag_fixnum(total)


@method("tuple", "index", optional=2)
def tuple_index(self: Value, v: Value, start: Value, stop: Value) -> Value:
    """Return first index of value."""
    own = cast(Array_, payload(self, "tuple", "index"))
    low = from_end(slice_bound(start, 0), own.length)
    high = from_end(slice_bound(stop, I64_MAX), own.length)
    at = tuple_find(own, v, low, high)
    if at < 0:
        raise value_error("tuple.index(x): x not in tuple")
    return tag_fixnum(at)


@method("tuple", "__getnewargs__")
def tuple_getnewargs(self: Value) -> Value:
    pair = new(Array_, tail=1)
    pair.items[0] = payload(self, "tuple", "__getnewargs__")
    return pair



