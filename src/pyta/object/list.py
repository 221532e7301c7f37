"""list: its methods. Subscripts are in `pyta.protocol.subscript`, comparison in `pyta.protocol.compare`.

Source: the library reference, "Lists" and "Mutable Sequence Types"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import array_new, no_value
from corevm.kernel.call import is_ready
from corevm.kernel.code import NativeFunction
from corevm.kernel.list import (
    List,
    list_clear,
    list_concat,
    list_copy,
    list_delete,
    list_get,
    list_index,
    list_insert,
    list_new,
    list_occurrences,
    list_pop,
    list_put_items,
    list_repeat,
    list_repeat_in_place,
    list_reverse,
    list_take_items,
)
from corevm.kernel.list import list_append as append
from corevm.kernel.safepoint import spend
from corevm.kernel.sort import FAST_ALL, list_sort, sort_by_keys
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, inline, new, stack_array, u64
from pyta.object.declare import declare_absent, method
from pyta.object.exception import index_error, type_error, value_error
from pyta.object.iterator import ListIterator, ListReverseIterator
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.sequence import declare_comparisons
from pyta.object.type import Type, class_of, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.argument import I64_MAX, as_size, bind_parameters, given_count, slice_bound
from pyta.protocol.attribute import call1
from pyta.protocol.compare import LIST_COMPARE, py_equal, py_less
from pyta.protocol.depth import LINK_WORDS, enter_repr, leave_repr
from pyta.protocol.index import can_index, repeat_count
from pyta.protocol.iterate import extend_list
from pyta.protocol.subscript import list_assign, list_remove, list_subscript
from pyta.protocol.text import py_repr

declare_absent("list", "__hash__")
declare_comparisons("list", "list", LIST_COMPARE)


# --- making


@method("list", "__new__", variadic=True, keywords=True, binding="static")
def list_new_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc < 1:
        raise type_error("list.__new__(): not enough arguments")
    return make_instance(arguments[0], list_new(), "list")


@method("list", "__init__", variadic=True, keywords=True)
def list_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """list(), list(iterable)"""
    own = cast(List, payload(arguments[0], "list", "__init__"))
    given = given_count(argc, names) - 1
    if names != no_value() and takes_no_keywords(class_of(arguments[0]), type_named("list")):
        raise type_error("list() takes no keyword arguments")
    if given > 1:
        raise type_error("list expected at most 1 argument, got %D", tag_fixnum(given))
    if own.count > 0:
        list_clear(own)
    if given == 1:
        extend_list(own, arguments[1])
    return NONE


@fn
def takes_no_keywords(t: Type, base: Type) -> bool:
    """Whether keyword arguments meant nothing to __new__ either."""
    return type_lookup(t, name("__new__")) == type_lookup(base, name("__new__"))


# --- as a sequence


@method("list", "__len__")
def list_len(self: Value) -> Value:
    return tag_fixnum(cast(List, payload(self, "list", "__len__")).count)


@method("list", "__getitem__")
def list_getitem(self: Value, i: Value) -> Value:
    """x.__getitem__(y) <==> x[y]"""
    return list_subscript(cast(List, payload(self, "list", "__getitem__")), i)


@method("list", "__setitem__")
def list_setitem(self: Value, i: Value, v: Value) -> Value:
    list_assign(cast(List, payload(self, "list", "__setitem__")), i, v)
    return NONE


@method("list", "__delitem__")
def list_delitem(self: Value, i: Value) -> Value:
    list_remove(cast(List, payload(self, "list", "__delitem__")), i)
    return NONE


@method("list", "__contains__")
def list_contains(self: Value, v: Value) -> Value:
    own = cast(List, payload(self, "list", "__contains__"))
    return boolean(list_index(own, v, 0, I64_MAX, py_equal) >= 0)


@method("list", "__iter__")
def list_iter(self: Value) -> Value:
    return new(ListIterator, sequence=payload(self, "list", "__iter__"))


@method("list", "__reversed__")
def list_reversed(self: Value) -> Value:
    """Return a reverse iterator over the list."""
    own = cast(List, payload(self, "list", "__reversed__"))
    return new(ListReverseIterator, sequence=own, index=own.count - 1)


@method("list", "__add__")
def list_add(self: Value, other: Value) -> Value:
    own = cast(List, payload(self, "list", "__add__"))
    b = payload_or_none(other, "list")
    if b == no_value():
        return NOT_IMPLEMENTED
    return list_concat(own, cast(List, b))


@method("list", "__iadd__")
def list_iadd(self: Value, other: Value) -> Value:
    extend_list(cast(List, payload(self, "list", "__iadd__")), other)
    return self


@method("list", "__mul__", "__rmul__")
def list_mul(self: Value, times: Value) -> Value:
    own = cast(List, payload(self, "list", "__mul__"))
    if not can_index(times):
        return NOT_IMPLEMENTED
    return list_repeat(own, repeat_count(times))


@method("list", "__imul__")
def list_imul(self: Value, times: Value) -> Value:
    own = cast(List, payload(self, "list", "__imul__"))
    if not can_index(times):
        return NOT_IMPLEMENTED
    list_repeat_in_place(own, repeat_count(times))
    return self


@method("list", "__repr__")
def list_repr(self: Value) -> Value:
    own = cast(List, payload(self, "list", "__repr__"))
    text = new_builder(16 + own.count * 3)
    text.append_code(0x5B)
    if own.count > 0:
        link = stack_array(u64, LINK_WORDS)
        if not enter_repr(link, own):
            text.append_ascii("...", 3)
        else:
            try:
                at: i64 = 0
                while at < own.count:  # a __repr__ may change the list
                    item = list_get(own, at)
                    if item == no_value():
                        break
                    if at > 0:
                        text.append_ascii(", ", 2)
                    text.append(py_repr(item))
                    at += 1
            except failure as e:
                leave_repr(link)
                raise e
            leave_repr(link)
    text.append_code(0x5D)
    return text.finish()


# --- methods


@method("list", "append")
def list_append(self: Value, item: Value) -> Value:
    """Append object to the end of the list."""
    append(cast(List, payload(self, "list", "append")), item)
    return NONE


@method("list", "extend")
def list_extend(self: Value, items: Value) -> Value:
    """Extend list by appending elements from the iterable."""
    extend_list(cast(List, payload(self, "list", "extend")), items)
    return NONE


@method("list", "insert")
def list_insert_method(self: Value, index: Value, item: Value) -> Value:
    """Insert object before index."""
    own = cast(List, payload(self, "list", "insert"))
    at = as_size(index)
    list_insert(own, at + own.count if at < 0 else at, item)
    return NONE


@method("list", "pop", optional=1)
def list_pop_method(self: Value, index: Value) -> Value:
    """Remove and return item at index (default last)."""
    own = cast(List, payload(self, "list", "pop"))
    at: i64 = -1
    if not is_word(index, DEFAULT):
        at = as_size(index)
    count = own.count
    if count == 0:
        raise index_error("pop from empty list")
    if at < 0:
        at += count
    if at < 0 or at >= count:
        raise index_error("pop index out of range")
    return list_pop(own, at)


@method("list", "remove")
def list_remove_method(self: Value, v: Value) -> Value:
    """Remove first occurrence of value."""
    own = cast(List, payload(self, "list", "remove"))
    at = list_index(own, v, 0, I64_MAX, py_equal)
    if at < 0:
        raise value_error("list.remove(x): x not in list")
    list_delete(own, at, at + 1)
    return NONE


@method("list", "index", optional=2)
def list_index_method(self: Value, v: Value, start: Value, stop: Value) -> Value:
    """Return first index of value."""
    own = cast(List, payload(self, "list", "index"))
    low = from_end(slice_bound(start, 0), own.count)
    high = from_end(slice_bound(stop, I64_MAX), own.count)
    at = list_index(own, v, low, high, py_equal)
    if at < 0:
        raise value_error("%R is not in list", v)
    return tag_fixnum(at)


@inline
def from_end(bound: i64, count: i64) -> i64:
    """A bound of a search, counted from the end when negative."""
    if bound >= 0:
        return bound
    return bound + count if bound + count > 0 else 0


@method("list", "count")
def list_count_method(self: Value, v: Value) -> Value:
    """Return number of occurrences of value."""
    return tag_fixnum(list_occurrences(cast(List, payload(self, "list", "count")), v, py_equal))


@method("list", "reverse")
def list_reverse_method(self: Value) -> Value:
    """Reverse *IN PLACE*."""
    list_reverse(cast(List, payload(self, "list", "reverse")))
    return NONE


@method("list", "copy")
def list_copy_method(self: Value) -> Value:
    """Return a shallow copy of the list."""
    return list_copy(cast(List, payload(self, "list", "copy")))


@method("list", "clear")
def list_clear_method(self: Value) -> Value:
    """Remove all items from list."""
    list_clear(cast(List, payload(self, "list", "clear")))
    return NONE


# --- sorting


@inline(raises=True)
def less_values(context: Value, a: Value, b: Value) -> bool:
    return py_less(a, b)


@method("list", "sort", variadic=True, keywords=True)
def list_sort_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Sort the list in ascending order and return None.

    The sort is in-place (i.e. the list itself is modified) and stable (i.e. the order of two equal elements is maintained).
    """
    own = cast(List, payload(arguments[0], "list", "sort"))
    if given_count(argc, names) > 1:
        raise type_error("sort() takes no positional arguments")
    sort_with_keywords(own, arguments + 1, argc - 1, names)
    return NONE


@fn(raises=True)
def sort_with_keywords(own: List, arguments: Ptr[Value], argc: i64, names: Value) -> None:
    """Sort a list as the keyword arguments key and reverse say."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments, argc, names, taken, ("key", "reverse"), "sort", 0)
    is_reversed = False
    if not is_word(taken[1], DEFAULT):
        is_reversed = as_size(taken[1]) != 0
    sort_list(own, NONE if is_word(taken[0], DEFAULT) else taken[0], is_reversed)


@inline(raises=True)
def call_native_key(key: Value, argument: Ptr[Value]) -> Value:
    spend(1)
    return cast(NativeFunction, key).entry(argument, 1, no_value())


@fn(raises=True)
def sort_list(own: List, key: Value, is_reversed: bool) -> None:
    """Sort in place. While it lasts the list is empty. Raises: ValueError if the program changed it meanwhile."""
    if is_word(key, NONE):
        if not list_sort(own, NONE, is_reversed, less_values, FAST_ALL):
            raise value_error("list modified during sort")
        return
    items = list_take_items(own)
    ordered = items
    try:
        keys = array_new(items.length)
        if is_ready(key, 1):
            argument = stack_array(Value, 1)
            for i in range(items.length):
                argument[0] = items.items[i]
                keys.items[i] = call_native_key(key, argument)
        else:
            for i in range(items.length):
                keys.items[i] = call1(key, items.items[i])
        ordered = sort_by_keys(keys, items, NONE, is_reversed, less_values, FAST_ALL)
    except failure as e:
        list_put_items(own, items, items.length)
        raise e
    if not list_put_items(own, ordered, ordered.length):
        raise value_error("list modified during sort")



