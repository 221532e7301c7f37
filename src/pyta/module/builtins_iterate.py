"""Builtin functions and types that iterate: iter, next, enumerate, zip, map, filter, reversed, sorted, sum, min, max, any, all, len, hash.

Source: the library reference, "Built-in Functions"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, capacity_of
from corevm.kernel.lock import is_threaded
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.safepoint import spend
from corevm.kernel.table import SET_STRIDE, Hashed, Table, is_live, key_at, word_at
from corevm.kernel.value import (
    DEFAULT,
    DELETED,
    NONE,
    is_fixnum,
    is_reference,
    is_word,
    tag_fixnum,
)
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, new, stack_array, static
from pyta.object.declare import function, method
from pyta.object.exception import type_error, value_error
from pyta.object.iterator import (
    HIDDEN_ITERATORS,
    OPEN_ITERATORS,
    CallIterator,
    Cursor,
    Enumerate,
    Filter,
    LongRangeIterator,
    MapObject,
    RangeIterator,
    Reversed,
    TableIterator,
    Zip,
)
from pyta.object.list import sort_with_keywords
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.type import is_deleted
from pyta.object.wording import OF_NOTHING
from pyta.protocol.argument import bind_parameters, given_count, refuse_keywords
from pyta.protocol.attribute import call1, call_special1, special
from pyta.protocol.compare import is_true, py_hash
from pyta.protocol.fold import is_better, sum_from, truth_of_any
from pyta.protocol.index import as_index
from pyta.protocol.item import py_len
from pyta.protocol.iterate import get_iter, is_iterator, list_of, next_function, next_or_stop, next_value

AT_ONCE = 1000  # items that are gone through without a look at the clock


# --- len, hash, iter, next


@function("builtins", "len")
def builtin_len(v: Value) -> Value:
    """Return the number of items in a container."""
    return int_from_i64(py_len(v))


@function("builtins", "hash")
def builtin_hash(v: Value) -> Value:
    """Return the hash value for the given object."""
    return int_from_i64(py_hash(v))


@function("builtins", "iter", optional=1)
def builtin_iter(v: Value, sentinel: Value) -> Value:
    """iter(iterable) -> iterator; iter(callable, sentinel) -> iterator"""
    if is_word(sentinel, DEFAULT):
        return get_iter(v)
    if not is_callable(v):
        raise type_error("iter(v, w): v must be callable")
    return new(CallIterator, callee=v, sentinel=sentinel)


@fn
def is_callable(v: Value) -> bool:
    if is_reference(v):
        kind = kind_of(v)
        if (
            kind == KIND_NUMBER["function"] or kind == KIND_NUMBER["native_function"] or kind == KIND_NUMBER["bound_method"]
            or kind == KIND_NUMBER["pyta.type"]
        ):  # fmt: skip
            return True
    return special(v, "__call__") != no_value()


@function("builtins", "next", optional=1)
def builtin_next(it: Value, default: Value) -> Value:
    """Return the next item from the iterator; at its end the default, if there is one."""
    if not is_iterator(it):
        raise type_error("'%T' object is not an iterator", it)
    if is_word(default, DEFAULT) and not is_builtin_iterator(it):
        return call_special1(it, special(it, "__next__"))  # its StopIteration comes through as it is
    item = next_value(it)
    if is_deleted(item):
        if is_word(default, DEFAULT):
            return next_or_stop(it)
        return default
    return item


@fn
def is_builtin_iterator(it: Value) -> bool:
    """Whether `next_value` goes on without asking __next__, and its end carries no value."""
    return is_reference(it) and kind_of(it) != KIND_NUMBER["object"] and kind_of(it) != KIND_NUMBER["generator"]


# --- iterators as objects


def _declare_iterator(owner: str) -> None:
    @method(owner, "__iter__")
    def iterator_iter(self: Value) -> Value:
        return self

    @method(owner, "__next__")
    def iterator_next(self: Value) -> Value:
        return next_or_stop(payload(self, owner, "__next__"))


for _owner in (*HIDDEN_ITERATORS, *OPEN_ITERATORS):
    _declare_iterator(_owner)


@fn(raises=True)
def left_in(it: Value) -> Value:
    """How many items an iterator expects to give."""
    kind = kind_of(it)
    if kind == KIND_NUMBER["pyta.range_iterator"]:
        return int_from_i64(cast(RangeIterator, it).left)
    if kind == KIND_NUMBER["pyta.long_range_iterator"]:
        return cast(LongRangeIterator, it).left
    if (
        kind == KIND_NUMBER["pyta.key_iterator"] or kind == KIND_NUMBER["pyta.value_iterator"]
        or kind == KIND_NUMBER["pyta.item_iterator"] or kind == KIND_NUMBER["pyta.set_iterator"]
        or kind == KIND_NUMBER["pyta.reverse_key_iterator"] or kind == KIND_NUMBER["pyta.reverse_value_iterator"]
        or kind == KIND_NUMBER["pyta.reverse_item_iterator"]
    ):  # fmt: skip
        entries = cast(TableIterator, it)
        if entries.owner == no_value() or cast(Hashed, entries.owner).count != entries.count:
            return tag_fixnum(0)
        return tag_fixnum(entries.left)
    cursor = cast(Cursor, it)
    if cursor.sequence == no_value():
        return tag_fixnum(0)
    left: i64 = 0
    if kind == KIND_NUMBER["pyta.list_reverse_iterator"] or kind == KIND_NUMBER["pyta.reversed"]:
        left = cursor.index + 1
        if left > py_len(cursor.sequence):
            left = 0
    else:
        if special(cursor.sequence, "__len__") == no_value():
            return tag_fixnum(0)
        left = py_len(cursor.sequence) - cursor.index
    return tag_fixnum(left if left > 0 else 0)


def _declare_hint(owner: str) -> None:
    @method(owner, "__length_hint__")
    def iterator_hint(self: Value) -> Value:
        """Private method returning an estimate of len(list(it))."""
        return left_in(payload(self, owner, "__length_hint__"))


for _owner in (*HIDDEN_ITERATORS, "reversed"):
    if _owner != "callable_iterator":
        _declare_hint(_owner)


@method("enumerate", "__new__", variadic=True, keywords=True, binding="static")
def enumerate_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """enumerate(iterable, start=0)"""
    taken = stack_array(Value, 2)
    given = argc - 1
    if given == 0:
        raise type_error("enumerate() missing required argument 'iterable'")
    if given > 2:
        raise type_error("enumerate() takes at most 2 arguments (%D given)", tag_fixnum(given))
    bind_parameters(arguments + 1, given, names, taken, ("iterable", "start"), "enumerate", 0)
    if is_word(taken[0], DEFAULT):
        raise type_error("enumerate() missing required argument 'iterable'")
    start = tag_fixnum(0)
    if not is_word(taken[1], DEFAULT):
        start = as_index(taken[1])
    return make_instance(arguments[0], new(Enumerate, iterator=get_iter(taken[0]), number=start), "enumerate")


@fn(raises=True)
def iterators_of(arguments: Ptr[Value], count: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        made.items[i] = get_iter(arguments[i])
    return made


@method("zip", "__new__", variadic=True, keywords=True, binding="static")
def zip_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """zip(*iterables, strict=False)"""
    given = given_count(argc, names) - 1
    is_strict: i64 = 0
    if names != no_value():
        taken = stack_array(Value, 1)
        taken[0] = DEFAULT
        bind_parameters(arguments + (1 + given), argc - 1 - given, names, taken, ("strict",), "zip", 0)
        if not is_word(taken[0], DEFAULT) and is_true(taken[0]):
            is_strict = 1
    return make_instance(arguments[0], new(Zip, iterators=iterators_of(arguments + 1, given), is_strict=is_strict), "zip")


@method("map", "__new__", variadic=True, keywords=True, binding="static")
def map_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """map(function, *iterables)"""
    refuse_keywords(names, "map")
    if argc < 3:
        raise type_error("map() must have at least two arguments.")
    iterators = iterators_of(arguments + 2, argc - 2)
    return make_instance(arguments[0], new(MapObject, function=arguments[1], iterators=iterators), "map")


@method("filter", "__new__", variadic=True, keywords=True, binding="static")
def filter_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """filter(function or None, iterable)"""
    refuse_keywords(names, "filter")
    if argc != 3:
        raise type_error("filter expected 2 arguments, got %D", tag_fixnum(argc - 1))
    return make_instance(arguments[0], new(Filter, predicate=arguments[1], iterator=get_iter(arguments[2])), "filter")


@method("reversed", "__new__", variadic=True, keywords=True, binding="static")
def reversed_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """reversed(sequence)"""
    refuse_keywords(names, "reversed")
    if argc != 2:
        raise type_error("reversed expected 1 argument, got %D", tag_fixnum(argc - 1))
    v = arguments[1]
    found = special(v, "__reversed__")
    if found != no_value():
        if is_word(found, NONE):
            raise type_error("'%T' object is not reversible", v)
        return call_special1(v, found)
    if special(v, "__getitem__") == no_value() or payload_or_none(v, "dict") != no_value():
        raise type_error("'%T' object is not reversible", v)
    return make_instance(arguments[0], new(Reversed, sequence=v, index=py_len(v) - 1), "reversed")


# --- consuming


@function("builtins", "sorted", variadic=True, keywords=True)
def builtin_sorted(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return a new list containing all items from the iterable in ascending order."""
    given = given_count(argc, names)
    if given != 1:
        raise type_error("sorted expected 1 argument, got %D", tag_fixnum(given))
    made = list_of(arguments[0])
    sort_with_keywords(made, arguments + 1, argc - 1, names)
    return made


@function("builtins", "any")
def builtin_any(v: Value) -> Value:
    """Return True if bool(x) is True for any x in the iterable."""
    return truth_of_any(get_iter(v), True)


@function("builtins", "all")
def builtin_all(v: Value) -> Value:
    """Return True if bool(x) is True for all values x in the iterable."""
    return truth_of_any(get_iter(v), False)


@function("builtins", "sum", variadic=True, keywords=True)
def builtin_sum(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return the sum of a 'start' value (default: 0) plus an iterable of numbers."""
    given = given_count(argc, names)
    if given < 1:
        raise type_error("sum() takes at least 1 positional argument (%D given)", tag_fixnum(given))
    taken = stack_array(Value, 2)
    bind_parameters(arguments, argc, names, taken, ("", "start"), "sum", 1)
    start = tag_fixnum(0)
    if not is_word(taken[1], DEFAULT):
        start = taken[1]
        if payload_or_none(start, "str") != no_value():
            raise type_error("sum() can't sum strings [use ''.join(seq) instead]")
        if payload_or_none(start, "bytes") != no_value():
            raise type_error("sum() can't sum bytes [use b''.join(seq) instead]")
        if is_kind(start, "pyta.bytearray"):
            raise type_error("sum() can't sum bytearray [use b''.join(seq) instead]")
    it = get_iter(taken[0])
    return sum_from(it, start, next_value(it))


@inline
def better_fixnum(best: Value, item: Value, wants_max: static) -> Value:
    """The extreme of an item and the best before (0: there is none) if they are small ints, else DELETED."""
    if not is_fixnum(item):
        return DELETED
    if best == no_value():
        return item
    if wants_max:
        return item if cast(i64, item) > cast(i64, best) else best
    return item if cast(i64, item) < cast(i64, best) else best


@fn
def extreme_fixnum(v: Value, wants_max: static) -> Value:
    """The extreme of a builtin container's items if these are not too many and small ints; or 0."""
    best = no_value()
    if is_kind(v, "list") or is_kind(v, "array"):
        count = cast(List, v).count if is_kind(v, "list") else cast(Array_, v).length
        if count == 0 or count > AT_ONCE or (is_kind(v, "list") and count > capacity_of(cast(List, v))):
            return no_value()
        items = cast(Array_, cast(List, v).items).items if is_kind(v, "list") else cast(Array_, v).items
        for i in range(count):
            best = better_fixnum(best, items[i], wants_max)
            if is_deleted(best):
                return no_value()
    elif is_kind(v, "set") or is_kind(v, "pyta.frozenset"):
        table = cast(Hashed, v).table
        if table is None or cast(Table, table).last > AT_ONCE or is_threaded():
            return no_value()
        for entry in range(cast(Table, table).first, cast(Table, table).last):
            if is_live(word_at(cast(Table, table), entry, SET_STRIDE)):
                best = better_fixnum(best, key_at(cast(Table, table), entry, SET_STRIDE), wants_max)
                if is_deleted(best):
                    return no_value()
    return best


@fn(raises=True)
def extreme(arguments: Ptr[Value], argc: i64, names: Value, wants_max: static) -> Value:
    """min(...) and max(...)."""
    own_name = static("max" if wants_max else "min")
    given = given_count(argc, names)
    if given < 1:
        raise type_error(f"{'max' if wants_max else 'min'} expected at least 1 argument, got %D", tag_fixnum(given))
    taken = stack_array(Value, 2)
    bind_parameters(arguments + given, argc - given, names, taken, ("key", "default"), own_name, 0)
    key = NONE if is_word(taken[0], DEFAULT) else taken[0]
    default = taken[1]
    source = no_value()
    if given == 1:
        if is_word(key, NONE):
            found = extreme_fixnum(arguments[0], wants_max)
            if found != no_value():
                return found
        source = get_iter(arguments[0])
    elif not is_word(default, DEFAULT):
        raise type_error(f"Cannot specify a default for {'max' if wants_max else 'min'}() with multiple positional arguments")
    at: i64 = 0
    best = no_value()
    best_key = no_value()
    go_on = next_function(NONE if source == no_value() else source)
    while True:
        item = no_value()
        if source != no_value():
            item = go_on(source)
            if is_deleted(item):
                break
        else:
            if at == given:
                break
            item = arguments[at]
            at += 1
        spend(1)
        item_key = item
        if not is_word(key, NONE):
            item_key = call1(key, item)
        if best == no_value() or is_better(item_key, best_key, wants_max):
            best = item
            best_key = item_key
    if best == no_value():
        if is_word(default, DEFAULT):
            raise value_error(f"{'max' if wants_max else 'min'}() {OF_NOTHING}")
        return default
    return best


@function("builtins", "min", variadic=True, keywords=True)
def builtin_min(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """With a single iterable argument, return its smallest item; with several arguments, the smallest one."""
    return extreme(arguments, argc, names, False)


@function("builtins", "max", variadic=True, keywords=True)
def builtin_max(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """With a single iterable argument, return its biggest item; with several arguments, the largest one."""
    return extreme(arguments, argc, names, True)
