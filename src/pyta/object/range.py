"""range: numbers of any size, computed on demand.

Source: the library reference, "Ranges"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new
from corevm.kernel.bigint import int_from_i64, is_negative, is_zero
from corevm.kernel.integer import (
    int_add,
    int_compare,
    int_equal,
    int_fits_i64,
    int_floordiv,
    int_mod,
    int_mul,
    int_neg,
    int_sub,
)
from corevm.kernel.number import is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import (
    NONE,
    NOT_IMPLEMENTED,
    boolean,
    both_fixnum,
    fixnum_sub,
    is_fixnum,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import Ptr, Value, add_overflow, cast, fn, i64, inline, max_of, min_of, mul_overflow, new
from pyta.object.declare import getter, method
from pyta.object.exception import index_error, overflow_error, type_error, value_error
from pyta.object.iterator import Range
from pyta.object.payload import payload
from pyta.object.slice import Slice, new_slice, slice_indices
from pyta.object.type import class_of, is_deleted
from pyta.protocol.argument import refuse_keywords, slice_bound
from pyta.protocol.compare import bool_number, hash_tuple, py_equal
from pyta.protocol.index import as_index, can_index
from pyta.protocol.iterate import iterator_of_numbers, next_value, range_iterator
from pyta.protocol.text import py_repr


@fn(raises=True)
def range_count(start: Value, stop: Value, step: Value) -> Value:
    """How many numbers there are from start on, before stop. Step is not 0."""
    if step == tag_fixnum(1) and both_fixnum(start, stop):
        difference, overflowed = fixnum_sub(stop, start)
        if not overflowed:
            return difference if cast(i64, difference) > 0 else tag_fixnum(0)
    if is_negative(step):
        if int_compare(start, stop) <= 0:
            return tag_fixnum(0)
        return int_add(int_floordiv(int_sub(int_sub(start, stop), tag_fixnum(1)), int_neg(step)), tag_fixnum(1))
    if int_compare(start, stop) >= 0:
        return tag_fixnum(0)
    return int_add(int_floordiv(int_sub(int_sub(stop, start), tag_fixnum(1)), step), tag_fixnum(1))


@fn(raises=True)
def new_range(start: Value, stop: Value, step: Value) -> Value:
    return new(Range, start=start, stop=stop, step=step, count=range_count(start, stop, step))


@method("range", "__new__", variadic=True, keywords=True, binding="static")
def range_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """range(stop), range(start, stop[, step])"""
    refuse_keywords(names, "range")
    given = argc - 1
    if given < 1:
        raise type_error("range expected at least 1 argument, got %D", tag_fixnum(given))
    if given > 3:
        raise type_error("range expected at most 3 arguments, got %D", tag_fixnum(given))
    if given == 1:
        return new_range(tag_fixnum(0), as_index(arguments[1]), tag_fixnum(1))
    start = as_index(arguments[1])
    stop = as_index(arguments[2])
    step = tag_fixnum(1)
    if given == 3:
        step = as_index(arguments[3])
        if is_zero(step):
            raise value_error("range() arg 3 must not be zero")
    return new_range(start, stop, step)


@fn(raises=True)
def self_range(self: Value) -> Range:
    return cast(Range, payload(self, "range", "__len__"))


@getter("range", "start")
def range_start(self: Value) -> Value:
    return self_range(self).start


@getter("range", "stop")
def range_stop(self: Value) -> Value:
    return self_range(self).stop


@getter("range", "step")
def range_step(self: Value) -> Value:
    return self_range(self).step


@method("range", "__len__")
def range_len(self: Value) -> Value:
    r = cast(Range, payload(self, "range", "__len__"))
    if not int_fits_i64(r.count):
        raise overflow_error("Python int too large to convert to C ssize_t")
    return r.count


@method("range", "__bool__")
def range_bool(self: Value) -> Value:
    return boolean(not is_zero(cast(Range, payload(self, "range", "__bool__")).count))


@fn(raises=True)
def number_at(r: Range, index: Value) -> Value:
    """start + index * step."""
    if both_fixnum(r.start, r.step) and is_fixnum(index):
        product, overflowed = mul_overflow(untag_fixnum(index), untag_fixnum(r.step))
        if not overflowed:
            total, too_large = add_overflow(untag_fixnum(r.start), product)
            if not too_large:
                return int_from_i64(total)
    return int_add(r.start, int_mul(index, r.step))


@fn(raises=True)
def range_from_to(r: Range, low: Value, high: Value) -> Value:
    """r[low:high], None standing for what is absent."""
    if not is_fixnum(r.count):
        return range_subscript(r, new_slice(low, high, NONE))
    count = untag_fixnum(r.count)
    first = clamped_index(slice_bound(low, 0), count)
    after = clamped_index(slice_bound(high, count), count)
    return new_range(number_at(r, tag_fixnum(first)), number_at(r, tag_fixnum(after)), r.step)


@inline
def clamped_index(index: i64, count: i64) -> i64:
    return max_of(index + count, i64(0)) if index < 0 else min_of(index, count)


@fn(raises=True)
def range_subscript(r: Range, i: Value) -> Value:
    if is_kind(i, "pyta.slice"):
        bounds = cast(Array_, slice_bounds(cast(Slice, i), r.count))
        return new_range(
            number_at(r, bounds.items[0]), number_at(r, bounds.items[1]), int_mul(r.step, bounds.items[2])
        )
    if not is_fixnum(i) and not can_index(i):
        raise type_error("range indices must be integers or slices, not %T", i)
    at = as_index(i)
    if is_negative(at):
        at = int_add(at, r.count)
    if is_negative(at) or int_compare(at, r.count) >= 0:
        raise index_error("range object index out of range")
    return number_at(r, at)


@fn(raises=True)
def slice_bounds(s: Slice, count: Value) -> Value:
    """(start, stop, step) of a slice of so many items, of any size."""
    return slice_indices(s, count)


@method("range", "__getitem__")
def range_getitem(self: Value, i: Value) -> Value:
    return range_subscript(cast(Range, payload(self, "range", "__getitem__")), i)


@method("range", "__iter__")
def range_iter(self: Value) -> Value:
    return range_iterator(cast(Range, payload(self, "range", "__iter__")))


@method("range", "__reversed__")
def range_reversed(self: Value) -> Value:
    """Return a reverse iterator."""
    r = cast(Range, payload(self, "range", "__reversed__"))
    last = number_at(r, int_sub(r.count, tag_fixnum(1)))
    return iterator_of_numbers(last, int_sub(r.start, r.step), int_neg(r.step), r.count)


@fn(raises=True)
def range_has(r: Range, n: Value) -> bool:
    """Whether an integer is one of the numbers."""
    if is_negative(r.step):
        if int_compare(n, r.start) > 0 or int_compare(n, r.stop) <= 0:
            return False
    elif int_compare(n, r.start) < 0 or int_compare(n, r.stop) >= 0:
        return False
    return is_zero(int_mod(int_sub(n, r.start), r.step))


@fn(raises=True)
def range_find(r: Range, v: Value) -> Value:
    """The index of the first number equal to v, or DELETED, by going through them."""
    it = range_iterator(r)
    at: i64 = 0
    while True:
        n = next_value(it)
        if is_deleted(n):
            return n
        if py_equal(n, v):
            return tag_fixnum(at)
        at += 1
        spend(1)


@method("range", "__contains__")
def range_contains(self: Value, v: Value) -> Value:
    r = cast(Range, payload(self, "range", "__contains__"))
    n = bool_number(v)
    if is_integer(n):
        return boolean(range_has(r, n))
    return boolean(not is_deleted(range_find(r, v)))


@method("range", "count")
def range_count_method(self: Value, v: Value) -> Value:
    """rangeobject.count(value) -> integer -- return number of occurrences of value"""
    r = cast(Range, payload(self, "range", "count"))
    n = bool_number(v)
    if is_integer(n):
        return tag_fixnum(1 if range_has(r, n) else 0)
    it = range_iterator(r)
    total: i64 = 0
    while True:
        here = next_value(it)
        if is_deleted(here):
            return tag_fixnum(total)
        if py_equal(here, v):
            total += 1
        spend(1)


@method("range", "index")
def range_index(self: Value, v: Value) -> Value:
    """rangeobject.index(value) -> integer -- return index of value."""
    r = cast(Range, payload(self, "range", "index"))
    n = bool_number(v)
    if is_integer(n):
        if not range_has(r, n):
            raise value_error("%R is not in range", v)
        return int_floordiv(int_sub(n, r.start), r.step)
    at = range_find(r, v)
    if is_deleted(at):
        raise value_error("sequence.index(x): x not in sequence")
    return at


@fn(raises=True)
def equal_ranges(a: Range, b: Range) -> bool:
    if not int_equal(a.count, b.count):
        return False
    if is_zero(a.count):
        return True
    if not int_equal(a.start, b.start):
        return False
    return int_equal(a.count, tag_fixnum(1)) or int_equal(a.step, b.step)


@method("range", "__eq__")
def range_eq(self: Value, other: Value) -> Value:
    if not is_kind(other, "pyta.range"):
        return NOT_IMPLEMENTED
    return boolean(equal_ranges(cast(Range, payload(self, "range", "__eq__")), cast(Range, other)))


@method("range", "__ne__")
def range_ne(self: Value, other: Value) -> Value:
    if not is_kind(other, "pyta.range"):
        return NOT_IMPLEMENTED
    return boolean(not equal_ranges(cast(Range, payload(self, "range", "__ne__")), cast(Range, other)))


@method("range", "__hash__")
def range_hash(self: Value) -> Value:
    r = cast(Range, payload(self, "range", "__hash__"))
    parts = array_new(3)
    parts.items[0] = r.count
    parts.items[1] = NONE if is_zero(r.count) else r.start
    parts.items[2] = NONE if int_compare(r.count, tag_fixnum(1)) <= 0 else r.step
    return int_from_i64(hash_tuple(parts))


@method("range", "__repr__")
def range_repr(self: Value) -> Value:
    r = cast(Range, payload(self, "range", "__repr__"))
    text = new_builder(32)
    text.append_ascii("range(", 6)
    text.append(py_repr(r.start))
    text.append_ascii(", ", 2)
    text.append(py_repr(r.stop))
    if not int_equal(r.step, tag_fixnum(1)):
        text.append_ascii(", ", 2)
        text.append(py_repr(r.step))
    text.append_code(0x29)
    return text.finish()


@method("range", "__reduce__")
def range_reduce(self: Value) -> Value:
    r = cast(Range, payload(self, "range", "__reduce__"))
    parts = array_new(3)
    parts.items[0], parts.items[1], parts.items[2] = r.start, r.stop, r.step
    pair = array_new(2)
    pair.items[1] = parts
    pair.items[0] = class_of(self)
    return pair


