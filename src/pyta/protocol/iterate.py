"""Iteration: iterators of builtin types, the protocol for others, and collecting what an iterable gives.

`next_value(it)` gives the next item, or DELETED at the end (so that 0 keeps meaning failure).
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.bytes import Bytes
from corevm.kernel.call import call_value_above
from corevm.kernel.error import VALUE, error
from corevm.kernel.frame import EXIT, EXIT_WORD, FRAME_WORDS, frame_top, special_link
from corevm.kernel.generator import GENERATOR_DONE, RESUMED_BY_CALL, Generator, generator_enter
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, list_append, list_get, list_new, list_of_exactly, list_to_array
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.set import Set
from corevm.kernel.string import String, index_string
from corevm.kernel.table import MAP_STRIDE, SET_STRIDE, Hashed, Table, key_at, table_next, value_at
from corevm.kernel.thread import thread
from corevm.kernel.value import DELETED, NONE, fits_fixnum, is_fixnum, is_reference, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, failure, fn, heap, i64, inline, new, static, u64
from pyta.object.declare import declare_type, getter, method
from pyta.object.exception import exception_type, is_exception, runtime_error, stop_iteration, type_error
from pyta.object.type import class_of, is_deleted, is_subtype
from pyta.protocol.attribute import call_special1, call_special2, special


@heap(kind="pyta.sequence_iterator")
class SequenceIterator(Object):
    """Over a list, tuple, str or bytes by index, or any object by __getitem__. At the end `sequence` is 0."""

    sequence: Value
    index: i64


@heap(kind="pyta.range")
class Range(Object):
    """start, stop, step as integers of any size; `count` where all fit 62 bits, else -1."""

    start: Value
    stop: Value
    step: Value
    count: Value


@heap(kind="pyta.range_iterator")
class RangeIterator(Object):
    """Small: next, step, left as machine integers."""

    next: i64
    step: i64
    left: i64


VIEW_KEYS, VIEW_VALUES, VIEW_ITEMS = 0, 1, 2


@heap(kind="pyta.map_iterator")
class MapIterator(Object):
    """Over a map's or set's entries; a change of size is an error. At the end `owner` is 0."""

    owner: Value
    what: i64
    position: i64
    count: i64


@heap(kind="pyta.call_iterator")
class CallIterator(Object):
    callee: Value
    sentinel: Value


declare_type("range", kind="pyta.range", is_final=True)
declare_type("sequence_iterator", kind="pyta.sequence_iterator", is_hidden=True, is_final=True)
declare_type("range_iterator", kind="pyta.range_iterator", is_hidden=True, is_final=True)
declare_type("dict_iterator", kind="pyta.map_iterator", is_hidden=True, is_final=True)
declare_type("callable_iterator", kind="pyta.call_iterator", is_hidden=True, is_final=True)


@fn(raises=True)
def get_iter(v: Value) -> Value:
    """iter(v)."""
    if is_reference(v):
        kind = kind_of(v)
        if (
            kind == KIND_NUMBER["list"] or kind == KIND_NUMBER["array"] or kind == KIND_NUMBER["string"]
            or kind == KIND_NUMBER["bytes"]
        ):  # fmt: skip
            return new(SequenceIterator, sequence=v)
        if kind == KIND_NUMBER["pyta.range"]:
            return range_iterator(cast(Range, v))
        if kind == KIND_NUMBER["generator"]:
            return v
        if kind == KIND_NUMBER["map"] or kind == KIND_NUMBER["set"]:
            return map_iterator(v, VIEW_KEYS)
    found = special(v, "__iter__")
    if found != no_value() and not is_word(found, NONE):
        result = call_special1(v, found)
        if not is_iterator(result):
            raise type_error("iter() returned non-iterator of type '%T'", result)
        return result
    if special(v, "__getitem__") != no_value() and not is_kind(v, "pyta.type"):
        return new(SequenceIterator, sequence=v)
    raise type_error("'%T' object is not iterable", v)


@fn
def is_iterator(v: Value) -> bool:
    return special(v, "__next__") != no_value()


@fn(raises=True)
def map_iterator(v: Value, what: i64) -> Value:
    return new(MapIterator, owner=v, what=what, count=cast(Hashed, v).count)


@fn(raises=True)
def range_iterator(r: Range) -> Value:
    if not is_fixnum(r.count) or not is_fixnum(r.start) or not is_fixnum(r.step):
        raise error(VALUE, "range is too large to iterate")
    return new(RangeIterator, next=untag_fixnum(r.start), step=untag_fixnum(r.step), left=untag_fixnum(r.count))


@inline(raises=True)
def next_value(it: Value) -> Value:
    """The next item, or DELETED."""
    if is_kind(it, "pyta.range_iterator"):
        return next_of_range(cast(RangeIterator, it))
    return next_value_slow(it)


@inline
def next_of_range(it: RangeIterator) -> Value:
    if it.left == 0:
        return DELETED
    n = it.next
    it.left -= 1
    it.next = n + it.step
    return tag_fixnum(n)


@fn(raises=True)
def next_of_sequence(it: SequenceIterator) -> Value:
    s = it.sequence
    at = it.index
    if s == no_value():
        return DELETED
    kind = kind_of(s)
    if kind == KIND_NUMBER["list"]:
        if at < cast(List, s).count:
            it.index = at + 1
            return list_get(cast(List, s), at)
    elif kind == KIND_NUMBER["array"]:
        if at < cast(Array_, s).length:
            it.index = at + 1
            return cast(Array_, s).items[at]
    elif kind == KIND_NUMBER["string"]:
        if at < cast(String, s).count:
            it.index = at + 1
            return index_string(cast(String, s), at)
    elif kind == KIND_NUMBER["bytes"]:
        if at < cast(Bytes, s).length:
            it.index = at + 1
            return tag_fixnum(i64(cast(Bytes, s).data[at]))
    else:
        return next_by_index(it, s)
    it.sequence = no_value()
    return DELETED


@fn(raises=True)
def next_by_index(it: SequenceIterator, s: Value) -> Value:
    """Through __getitem__, until it raises IndexError or StopIteration."""
    try:
        item = call_special2(s, special(s, "__getitem__"), tag_fixnum(it.index))
        it.index += 1
        return item
    except failure as e:
        if not is_exception(e):
            raise e
        t = class_of(e)
        if not is_subtype(t, exception_type("IndexError")) and not is_subtype(t, exception_type("StopIteration")):
            raise e
    it.sequence = no_value()
    return DELETED


@fn(raises=True)
def next_of_map(it: MapIterator) -> Value:
    owner = it.owner
    if owner == no_value():
        return DELETED
    h = cast(Hashed, owner)
    if h.count != it.count:
        it.owner = no_value()
        if is_kind(owner, "map"):
            raise runtime_error("dictionary changed size during iteration")
        raise runtime_error("Set changed size during iteration")
    table = h.table
    if table is None:
        it.owner = no_value()
        return DELETED
    here = cast(Table, table)
    if is_kind(owner, "map"):
        entry = table_next(here, it.position, MAP_STRIDE)
        if entry >= 0 and entry < here.used:
            it.position = entry + 1
            if it.what == VIEW_KEYS:
                return key_at(here, entry, MAP_STRIDE)
            if it.what == VIEW_VALUES:
                return value_at(here, entry)
            pair = array_new(2)
            pair.items[0] = key_at(here, entry, MAP_STRIDE)
            pair.items[1] = value_at(here, entry)
            return pair
    else:
        entry = table_next(here, it.position, SET_STRIDE)
        if entry >= 0 and entry < here.used:
            it.position = entry + 1
            return key_at(here, entry, SET_STRIDE)
    it.owner = no_value()
    return DELETED


@fn(raises=True, effect="guest")
def resume_generator(g: Generator, sent: Value) -> Value:
    """What the generator yields next when sent a value, run natively; it raises StopIteration at its end."""
    if g.state == GENERATOR_DONE:
        raise stop_iteration(NONE)
    t = thread()
    window = t.stack_low
    if t.base is not None:
        window = frame_top(t.base)
    if t.stack_top is not None and t.stack_top > window:
        window = t.stack_top
    saved_pc, saved_base, saved_top = t.pc, t.base, t.stack_top
    try:
        pc, base = generator_enter(g, sent, window, special_link(EXIT_WORD, EXIT), t.base, RESUMED_BY_CALL)
        t.stack_top = None
        result = t.interpret(pc, base)
    except failure as e:
        t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
        raise e
    t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
    return result


@fn(raises=True)
def next_value_slow(it: Value) -> Value:
    if is_reference(it):
        kind = kind_of(it)
        if kind == KIND_NUMBER["pyta.sequence_iterator"]:
            return next_of_sequence(cast(SequenceIterator, it))
        if kind == KIND_NUMBER["pyta.range_iterator"]:
            return next_of_range(cast(RangeIterator, it))
        if kind == KIND_NUMBER["pyta.map_iterator"]:
            return next_of_map(cast(MapIterator, it))
        if kind == KIND_NUMBER["generator"] and cast(Generator, it).state == GENERATOR_DONE:
            return DELETED
    found = special(it, "__next__")
    if found == no_value():
        raise type_error("'%T' object is not an iterator", it)
    try:
        return call_special1(it, found)
    except failure as e:
        if not is_stop_iteration(e):
            raise e
    return DELETED


@fn
def is_stop_iteration(e: Value) -> bool:
    return is_exception(e) and is_subtype(class_of(e), exception_type("StopIteration"))


# --- collecting


@fn(raises=True)
def list_of(v: Value) -> List:
    """A new list of an iterable's items."""
    if is_kind(v, "list"):
        return list_of_exactly(list_to_array(cast(List, v)))
    made = list_new()
    extend_list(made, v)
    return made


@fn(raises=True)
def extend_list(target: List, v: Value) -> None:
    it = get_iter(v)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return
        list_append(target, item)


@fn(raises=True)
def tuple_of(v: Value) -> Array_:
    """A tuple of an iterable's items; a tuple itself."""
    if is_kind(v, "array"):
        return cast(Array_, v)
    if is_kind(v, "list"):
        return list_to_array(cast(List, v))
    return list_to_array(list_of(v))


# --- the iterators as objects

_ITERATORS = ("sequence_iterator", "range_iterator", "dict_iterator", "callable_iterator")


def _declare_iterator(owner: str) -> None:
    @method(owner, "__iter__")
    def iterator_iter(self: Value) -> Value:
        return self

    @method(owner, "__next__")
    def iterator_next(self: Value) -> Value:
        return next_or_stop(self)


@fn(raises=True)
def next_or_stop(it: Value) -> Value:
    """The next item; StopIteration at the end."""
    item = next_value(it)
    if is_deleted(item):
        raise stop_iteration(NONE)
    return item


for _owner in _ITERATORS:
    _declare_iterator(_owner)

__all__ = ["Any", "FRAME_WORDS", "Map", "Ptr", "Set", "call_value_above", "fits_fixnum", "getter", "static", "u64"]
