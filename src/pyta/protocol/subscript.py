"""Subscripts of lists and tuples: x[i], x[a:b:c], assignment and deletion of both."""

from __future__ import annotations

from corevm.kernel.array import Array_, array_slice, array_slice_step, no_value
from corevm.kernel.list import (
    List,
    list_assign_step,
    list_backwards,
    list_between,
    list_delete,
    list_delete_step,
    list_get,
    list_new,
    list_overwrite,
    list_pop,
    list_set,
    list_slice,
    list_splice,
)
from corevm.kernel.object import is_kind
from corevm.kernel.string import range_extent, slice_extent
from corevm.kernel.value import NONE, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, min_of, u8, u64
from pyta.object.exception import index_error, type_error, value_error
from pyta.object.slice import Slice, slice_bounds, slice_numbers
from pyta.object.wording import SLICE_OF_NO_ITERABLE
from pyta.protocol.argument import I64_MAX, I64_MIN, slice_bound
from pyta.protocol.index import subscript_index
from pyta.protocol.iterate import is_iterable, tuple_of


@fn(raises=True)
def list_subscript(items: List, i: Value) -> Value:
    """items[i] for an index or a slice."""
    if is_kind(i, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, i))
        first, count = slice_extent(start, stop, step, items.count)
        if count == 0:
            first, step = 0, 1
        return list_slice(items, first, step, count)
    at = subscript_index(i, "list")
    if at < 0:
        at += items.count
    found = list_get(items, at)
    if found == no_value():
        raise index_error("list index out of range")
    return found


@fn(raises=True)
def tuple_subscript(items: Array_, i: Value) -> Value:
    if is_kind(i, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, i))
        first, count = slice_extent(start, stop, step, items.length)
        if count == items.length and step == 1:
            return items
        if count == 0:
            return array_slice(items, 0, 0)
        if step == 1:
            return array_slice(items, first, first + count)
        return array_slice_step(items, first, step, count)
    at = subscript_index(i, "tuple")
    if at < 0:
        at += items.length
    if at < 0 or at >= items.length:
        raise index_error("tuple index out of range")
    return items.items[at]


@fn(raises=True)
def list_from_to(items: List, low: Value, high: Value) -> Value:
    """items[low:high], None standing for what is absent."""
    start = slice_bound(low, I64_MIN)
    stop = slice_bound(high, I64_MAX)
    first, count = range_extent(start, stop, items.count)
    return list_between(items, first, first + count)


@fn(raises=True)
def tuple_from_to(items: Array_, low: Value, high: Value) -> Value:
    start = slice_bound(low, I64_MIN)
    stop = slice_bound(high, I64_MAX)
    first, count = range_extent(start, stop, items.length)
    if count == items.length:
        return items
    return array_slice(items, first, first + count)


@fn(raises=True)
def list_from_to_by(items: List, low: Value, high: Value, by: Value) -> Value:
    """items[low:high:by]"""
    if is_word(by, cast(u64, tag_fixnum(-1))) and is_word(high, NONE) and (is_fixnum(low) or is_word(low, NONE)):
        return list_backwards(items, I64_MAX if is_word(low, NONE) else untag_fixnum(low))
    start, stop, step = slice_bounds(low, high, by)
    first, count = slice_extent(start, stop, step, items.count)
    if count == 0:
        return list_new()
    return list_slice(items, first, step, count)


@fn(raises=True)
def list_assign_from_to(items: List, low: Value, high: Value, v: Value) -> None:
    """items[low:high] = v"""
    start = slice_bound(low, I64_MIN)
    stop = slice_bound(high, I64_MAX)
    if is_kind(v, "list"):
        first, count = range_extent(start, stop, items.count)
        if list_overwrite(items, first, count, cast(List, v)):
            return
    assign_range(items, start, stop, v)


@fn(raises=True)
def assign_range(items: List, start: i64, stop: i64, v: Value) -> None:
    first, count = range_extent(start, stop, items.count)
    if is_kind(v, "list"):  # its own array is copied from: nothing runs in between
        source = cast(List, v).items
        if source is None:
            list_delete(items, first, first + count)
        else:
            list_splice(items, first, count, cast(Array_, source), 0, min_of(cast(List, v).count, cast(Array_, source).length), False)
        return
    given = array_of(v, SLICE_OF_NO_ITERABLE)
    list_splice(items, first, count, given, 0, given.length, False)


@fn(raises=True)
def list_assign(items: List, i: Value, v: Value) -> None:
    """items[i] = v for an index or a slice."""
    if is_kind(i, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, i))
        if step == 1:
            assign_range(items, start, stop, v)
            return
        first, count = slice_extent(start, stop, step, items.count)
        source = array_of(v, "must assign iterable to extended slice")
        if source.length != count:
            raise value_error(
                "attempt to assign sequence of size %D to extended slice of size %D", tag_fixnum(source.length), tag_fixnum(count)
            )
        if count > 0:
            list_assign_step(items, first, step, count, source)
        return
    at = subscript_index(i, "list")
    if at < 0:
        at += items.count
    if not list_set(items, at, v):
        raise index_error("list assignment index out of range")


@fn(raises=True)
def array_of(v: Value, message: Ptr[u8]) -> Array_:
    if not is_iterable(v):
        raise type_error(message)
    return tuple_of(v)


@fn(raises=True)
def list_remove(items: List, i: Value) -> None:
    """del items[i] for an index or a slice."""
    if is_kind(i, "pyta.slice"):
        start, stop, step = slice_numbers(cast(Slice, i))
        first, count = slice_extent(start, stop, step, items.count)
        if count == 0:
            return
        if step == 1:
            list_delete(items, first, first + count)
        else:
            list_delete_step(items, first, step, count)
        return
    at = subscript_index(i, "list")
    if at < 0:
        at += items.count
    if at < 0 or at >= items.count:
        raise index_error("list assignment index out of range")
    list_pop(items, at)
