"""slice objects: construction, indices, comparison; and what the sequence types make of a slice.

start, stop, step = slice_numbers(s)         # clamped to i64; an omitted bound is the extreme of its side
first, count = slice_extent(start, stop, step, length)
"""

from __future__ import annotations

import sys
from typing import Any

from corevm.kernel.array import Array_, array_new
from corevm.kernel.bigint import is_negative, is_zero
from corevm.kernel.integer import int_add, int_compare, int_sub
from corevm.kernel.object import is_kind
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import NONE, NOT_IMPLEMENTED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, new
from pyta.object.declare import declare_absent, declare_type, getter, method
from pyta.object.exception import type_error, value_error
from pyta.object.payload import payload
from pyta.object.type import type_named
from pyta.protocol.argument import I64_MAX, I64_MIN, has_index, refuse_keywords, slice_bound
from pyta.protocol.compare import compare_eq, compare_ge, compare_gt, compare_le, compare_lt, compare_ne, hash_tuple
from pyta.protocol.index import as_index
from pyta.protocol.text import py_repr


@heap(kind="pyta.slice")
class Slice(Object):
    start: Value
    stop: Value
    step: Value


declare_type("slice", kind="pyta.slice", is_final=True)
IS_HASHABLE = sys.version_info >= (3, 12)


@fn(raises=True)
def new_slice(start: Value, stop: Value, step: Value) -> Value:
    return new(Slice, start=start, stop=stop, step=step)


@fn(raises=True)
def slice_numbers(s: Slice) -> tuple[i64, i64, i64]:
    """start, stop and step as machine integers. Raises: TypeError for what is no index, ValueError for a step of 0."""
    start, stop, step = slice_bounds(s.start, s.stop, s.step)
    return start, stop, step


@fn(raises=True)
def slice_bounds(low: Value, high: Value, by: Value) -> tuple[i64, i64, i64]:
    """`slice_numbers` of the slice that these would make."""
    step: i64 = 1
    if not is_word(by, NONE):
        step = slice_bound(by, 1)
        if step == 0:
            raise value_error("slice step cannot be zero")
        if step < -I64_MAX:
            step = -I64_MAX
    start = slice_bound(low, I64_MAX if step < 0 else I64_MIN)
    stop = slice_bound(high, I64_MIN if step < 0 else I64_MAX)
    return start, stop, step


# --- the type


@fn(raises=True)
def self_slice(self: Value) -> Slice:
    return cast(Slice, payload(self, "slice", "indices"))


@method("slice", "__new__", binding="static", variadic=True, keywords=True)
def slice_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """slice(stop) or slice(start, stop[, step])."""
    refuse_keywords(names, "slice")
    given = argc - 1
    if given < 1:
        raise type_error("slice expected at least 1 argument, got %D", tag_fixnum(given))
    if given > 3:
        raise type_error("slice expected at most 3 arguments, got %D", tag_fixnum(given))
    if given == 1:
        return new_slice(NONE, arguments[1], NONE)
    return new_slice(arguments[1], arguments[2], arguments[3] if given == 3 else NONE)


@getter("slice", "start")
def slice_start(self: Value) -> Value:
    return self_slice(self).start


@getter("slice", "stop")
def slice_stop(self: Value) -> Value:
    return self_slice(self).stop


@getter("slice", "step")
def slice_step(self: Value) -> Value:
    return self_slice(self).step


@method("slice", "__repr__")
def slice_repr(self: Value) -> Value:
    s = cast(Slice, payload(self, "slice", "__repr__"))
    text = new_builder(32)
    text.append_ascii("slice(", 6)
    text.append(py_repr(s.start))
    text.append_ascii(", ", 2)
    text.append(py_repr(s.stop))
    text.append_ascii(", ", 2)
    text.append(py_repr(s.step))
    text.append_code(0x29)
    return text.finish()


@fn(raises=True)
def slice_items(s: Slice) -> Value:
    """(start, stop, step)."""
    items = array_new(3)
    items.items[0], items.items[1], items.items[2] = s.start, s.stop, s.step
    return items


COMPARISONS = (
    ("__lt__", compare_lt), ("__le__", compare_le), ("__eq__", compare_eq), ("__ne__", compare_ne), ("__gt__", compare_gt),
    ("__ge__", compare_ge),
)  # fmt: skip


def _comparison(own: str, compare: Any) -> None:
    @method("slice", own)
    def slice_compare(self: Value, other: Value) -> Value:
        a = payload(self, "slice", own)
        if not is_kind(other, "pyta.slice"):
            return NOT_IMPLEMENTED
        if a == other:
            return boolean(own in ("__eq__", "__le__", "__ge__"))
        return compare(slice_items(cast(Slice, a)), slice_items(cast(Slice, other)))


for _own, _compare in COMPARISONS:
    _comparison(_own, _compare)


@method("slice", "__hash__")
def slice_hash(self: Value) -> Value:
    s = cast(Slice, payload(self, "slice", "__hash__"))
    return tag_fixnum(hash_tuple(cast(Array_, slice_items(s))) >> 2)


if not IS_HASHABLE:
    declare_absent("slice", "__hash__")


@method("slice", "__reduce__")
def slice_reduce(self: Value) -> Value:
    s = cast(Slice, payload(self, "slice", "__reduce__"))
    pair = array_new(2)
    pair.items[1] = slice_items(s)
    pair.items[0] = type_named("slice")
    return pair


@method("slice", "indices")
def slice_indices(self: Value, length: Value) -> Value:
    """indices(length) -> (start, stop, step), exactly, for integers of any size."""
    s = cast(Slice, payload(self, "slice", "indices"))
    count = as_index(length)
    if is_negative(count):
        raise value_error("length should not be negative")
    step = tag_fixnum(1)
    if not is_word(s.step, NONE):
        step = bound_of(s.step)
        if is_zero(step):
            raise value_error("slice step cannot be zero")
    backwards = is_negative(step)
    low = tag_fixnum(-1) if backwards else tag_fixnum(0)
    high = int_sub(count, tag_fixnum(1)) if backwards else count
    result = array_new(3)
    start = high if backwards else low
    if not is_word(s.start, NONE):
        start = clamped(bound_of(s.start), count, low, high)
    stop = low if backwards else high
    if not is_word(s.stop, NONE):
        stop = clamped(bound_of(s.stop), count, low, high)
    result.items[0], result.items[1], result.items[2] = start, stop, step
    return result


@fn(raises=True)
def bound_of(v: Value) -> Value:
    if not has_index(v):
        raise type_error("slice indices must be integers or None or have an __index__ method")
    return as_index(v)


@fn(raises=True)
def clamped(n: Value, count: Value, low: Value, high: Value) -> Value:
    """A bound, counted from the end when negative, between low and high."""
    at = n
    if is_negative(n):
        at = int_add(n, count)
        return low if int_compare(at, low) < 0 else at
    return high if int_compare(at, high) > 0 else at
