"""Iteration: iterators of builtin types, the protocol for others, and collecting what an iterable gives.

`next_value(it)` gives the next item, or DELETED at the end (so that 0 keeps meaning failure).
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_new, no_value, spend_for_words
from corevm.kernel.bigint import is_negative
from corevm.kernel.bytes import Bytes
from corevm.kernel.call import call_value, enter_recursion
from corevm.kernel.frame import EXIT, EXIT_WORD, EXTRA, FRAME_WORDS, frame_top, special_link
from corevm.kernel.generator import (
    GENERATOR_DONE,
    RESUMED_BY_CALL,
    RESUMED_BY_KERNEL,
    Generator,
    generator_enter,
    generator_resume,
    is_suspended,
)
from corevm.kernel.integer import int_add, int_sub
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import (
    List,
    list_append,
    list_extend,
    list_extend_list,
    list_new,
    list_of_exactly,
    list_to_array,
)
from corevm.kernel.map import Map, is_there, map_items, map_keys, map_values
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.safepoint import spend
from corevm.kernel.set import set_keys
from corevm.kernel.string import IS_ASCII, String, index_string
from corevm.kernel.table import (
    ABSENT,
    MAP_STRIDE,
    SET_STRIDE,
    Hashed,
    Table,
    is_live,
    key_at,
    table_follow,
    table_next,
    value_at,
    word_at,
)
from corevm.kernel.thread import SCRATCH_HANDLED, thread
from corevm.kernel.value import (
    DELETED,
    NONE,
    NOT_IMPLEMENTED,
    is_fixnum,
    is_reference,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import (
    Ptr,
    RaisingFn,
    Value,
    addr_of,
    cast,
    failure,
    fn,
    i32,
    i64,
    inline,
    likely,
    min_of,
    new,
    stack_array,
    static,
    table,
    u64,
)
from pyta.object.deque import Deque, DequeIterator, DequeReverseIterator, next_of_deque, previous_of_deque
from pyta.object.exception import (
    exception_type,
    is_exception,
    overflow_error,
    runtime_error,
    stop_iteration,
    type_error,
    value_error,
)
from pyta.object.iterator import (
    ArrayIterator,
    AsciiIterator,
    BytearrayIterator,
    BytesIterator,
    CallIterator,
    Cursor,
    DictView,
    Enumerate,
    Filter,
    ItemIterator,
    KeyIterator,
    ListIterator,
    ListReverseIterator,
    LongRangeIterator,
    MapObject,
    Range,
    RangeIterator,
    Reversed,
    ReverseItemIterator,
    ReverseKeyIterator,
    ReverseValueIterator,
    SequenceIterator,
    SetIterator,
    StringIterator,
    TableIterator,
    TupleIterator,
    ValueIterator,
    Zip,
)
from pyta.object.number_array import NumberArray, item_at, item_count
from pyta.object.payload import payload_or_none
from pyta.object.type import class_of, is_deleted, is_subtype
from pyta.protocol.attribute import call0, call1, call_special1, call_special2, special
from pyta.protocol.compare import is_true, py_equal
from pyta.protocol.index import length_from

KEYS, VALUES, ITEMS = "keys", "values", "items"
ARGUMENTS_ON_STACK = 4


# --- iter(v)


OWN_ITERATORS = (  # the commonest of those that are theirs
    "pyta.list_iterator", "pyta.tuple_iterator", "pyta.range_iterator", "pyta.string_iterator", "pyta.ascii_iterator", "pyta.set_iterator",
    "pyta.key_iterator", "pyta.value_iterator", "pyta.item_iterator", "pyta.list_reverse_iterator", "pyta.reversed", "pyta.map_object", "pyta.filter",
)  # fmt: skip


@fn(raises=True)
def get_iter(v: Value) -> Value:
    """iter(v)."""
    if is_reference(v):
        kind = kind_of(v)
        if kind == KIND_NUMBER["list"]:
            return new(ListIterator, sequence=v)
        if kind == KIND_NUMBER["array"]:
            return new(TupleIterator, sequence=v)
        if kind == KIND_NUMBER["pyta.range"]:
            return range_iterator(cast(Range, v))
        if kind == KIND_NUMBER["generator"]:
            return v
        if kind == KIND_NUMBER["map"]:
            return key_iterator(cast(Map, v))
        if kind == KIND_NUMBER["set"] or kind == KIND_NUMBER["pyta.frozenset"]:
            return set_iterator(cast(Hashed, v))
        if kind == KIND_NUMBER["string"]:
            return string_iterator(v)
        if kind == KIND_NUMBER["bytes"]:
            return new(BytesIterator, sequence=v)
        if kind == KIND_NUMBER["pyta.dict_items"]:
            return item_iterator(cast(DictView, v).owner)
        if kind == KIND_NUMBER["pyta.dict_keys"]:
            return key_iterator(cast(DictView, v).owner)
        if kind == KIND_NUMBER["pyta.dict_values"]:
            return value_iterator(cast(DictView, v).owner)
        if kind == KIND_NUMBER["pyta.enumerate"] or kind == KIND_NUMBER["pyta.zip"]:
            return v
        if kind == KIND_NUMBER["pyta.bytearray"]:
            return new(BytearrayIterator, sequence=v)
        if kind == KIND_NUMBER["pyta.number_array"]:
            return new(ArrayIterator, sequence=v)
        if kind == KIND_NUMBER["pyta.deque"]:
            return new(DequeIterator, owner=cast(Deque, v), state=cast(Deque, v).state, left=cast(Deque, v).count)
        for own in static(OWN_ITERATORS):
            if kind == KIND_NUMBER[own]:
                return v
    return get_iter_by_protocol(v)


@fn(raises=True)
def get_iter_by_protocol(v: Value) -> Value:
    found = special(v, "__iter__")
    if found != no_value():
        if is_word(found, NONE):
            raise type_error("'%T' object is not iterable", v)
        result = call_special1(v, found)
        if not is_iterator(result):
            raise type_error("iter() returned non-iterator of type '%T'", result)
        return result
    if special(v, "__getitem__") != no_value() and not is_kind(v, "pyta.type") and not is_kind(v, "pyta.match"):
        return new(SequenceIterator, sequence=v)
    raise type_error("'%T' object is not iterable", v)


@fn
def is_iterable(v: Value) -> bool:
    """Whether iter(v) would find a way (it may still fail)."""
    if is_kind(v, "list") or is_kind(v, "array"):
        return True
    found = special(v, "__iter__")
    if found != no_value():
        return not is_word(found, NONE)
    return special(v, "__getitem__") != no_value() and not is_kind(v, "pyta.type") and not is_kind(v, "map") and not is_kind(v, "pyta.match")


@fn
def is_iterator(v: Value) -> bool:
    return special(v, "__next__") != no_value()


@fn(raises=True)
def string_iterator(v: Value) -> Value:
    if cast(String, v).flags & IS_ASCII != 0:
        return new(AsciiIterator, sequence=v)
    return new(StringIterator, sequence=v)


@fn(raises=True)
def key_iterator(m: Map) -> Value:
    return new(KeyIterator, owner=m, table=m.table, count=m.count, left=m.count)


@fn(raises=True)
def value_iterator(m: Map) -> Value:
    return new(ValueIterator, owner=m, table=m.table, count=m.count, left=m.count)


@fn(raises=True)
def item_iterator(m: Map) -> Value:
    return new(ItemIterator, owner=m, table=m.table, count=m.count, left=m.count)


@fn(raises=True)
def set_iterator(s: Hashed) -> Value:
    return new(SetIterator, owner=s, table=s.table, count=s.count, left=s.count)


@fn(raises=True)
def range_iterator(r: Range) -> Value:
    return iterator_of_numbers(r.start, r.stop, r.step, r.count)


@fn(raises=True)
def iterator_of_numbers(start: Value, stop: Value, step: Value, count: Value) -> Value:
    """Over `count` numbers from start; stop bounds them."""
    if is_fixnum(start) and is_fixnum(stop) and is_fixnum(step) and is_fixnum(count):
        return new(RangeIterator, next=untag_fixnum(start), step=untag_fixnum(step), left=untag_fixnum(count))
    return new(LongRangeIterator, next=start, step=step, left=count)


# --- next(it)


@inline(raises=True)
def next_value(it: Value) -> Value:
    """The next item, or DELETED."""
    if is_kind(it, "pyta.range_iterator"):
        return next_of_range(cast(RangeIterator, it))
    return next_value_slow(it)


@inline(raises=True)
def next_value_inline(it: Value) -> Value:
    """`next_value` with the most frequent iterators in line: for hot places."""
    if is_kind(it, "pyta.list_iterator"):
        return next_of_list(cast(ListIterator, it))
    return next_value(it)


@inline
def next_of_range(it: RangeIterator) -> Value:
    if it.left == 0:
        return DELETED
    n = it.next
    it.left -= 1
    it.next = n + it.step
    return tag_fixnum(n)


@inline
def item_of_list(it: ListIterator) -> Value:
    """The next item, or no value."""
    s = it.sequence
    if likely(s != no_value()):
        at = it.index
        items = cast(List, s).items
        if likely(items is not None):
            if likely(at < cast(List, s).count and at < cast(Array_, items).length):
                return cast(Array_, items).items[at]
    return no_value()


@inline
def next_of_list(it: ListIterator) -> Value:
    item = item_of_list(it)
    if likely(item != no_value()):
        it.index += 1
        return item
    return end_of_sequence(it)


@inline
def next_of_tuple(it: TupleIterator) -> Value:
    s = it.sequence
    if likely(s != no_value()):
        at = it.index
        if likely(at < cast(Array_, s).length):
            it.index = at + 1
            return cast(Array_, s).items[at]
    return end_of_sequence(it)


@inline
def item_at_hand(it: Value) -> Value:
    """The item that `advance` will pass, of an iterator over a list, tuple or range; or no value. The question writes nothing."""
    if is_kind(it, "pyta.list_iterator"):
        return item_of_list(cast(ListIterator, it))
    elif is_kind(it, "pyta.range_iterator"):
        if cast(RangeIterator, it).left != 0:
            return tag_fixnum(cast(RangeIterator, it).next)
    elif is_kind(it, "pyta.tuple_iterator"):
        at = cast(TupleIterator, it).index
        s = cast(TupleIterator, it).sequence
        if s != no_value() and at < cast(Array_, s).length:
            return cast(Array_, s).items[at]
    return no_value()


@inline
def advance(it: Value) -> None:
    """Go past what `item_at_hand` gave."""
    if is_kind(it, "pyta.range_iterator"):
        next_of_range(cast(RangeIterator, it))
    else:
        cast(Cursor, it).index += 1


@inline
def end_of_sequence(it: Cursor) -> Value:
    addr_of(it.sequence)[0] = no_value()  # no reference: it needs no barrier, so that a handler calls nothing
    return DELETED


@fn(raises=True)
def next_value_slow(it: Value) -> Value:
    return next_function(it)(it)


@inline
def next_function(it: Value) -> RaisingFn[[Value], Value]:
    """What gives the iterator's next item, or DELETED. A loop asks once: an object keeps its kind."""
    if likely(is_reference(it)):
        kind = kind_of(it)
        if likely(kind < NEXT_LIMIT):
            return NEXT[kind]
    return NEXT[0]


@fn(raises=True)
def next_by_protocol(it: Value) -> Value:
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


# --- sequences


@fn(raises=True)
def next_of_string(it: Cursor) -> Value:
    s = it.sequence
    at = it.index
    if s != no_value() and at < cast(String, s).count:
        it.index = at + 1
        return index_string(cast(String, s), at)
    return end_of_sequence(it)


@fn(raises=True)
def next_of_bytes(it: Cursor) -> Value:
    s = it.sequence
    at = it.index
    if s != no_value() and at < cast(Bytes, s).length:
        it.index = at + 1
        return tag_fixnum(i64(cast(Bytes, s).data[at]))
    return end_of_sequence(it)


@fn(raises=True)
def next_of_number_array(it: Cursor) -> Value:
    s = it.sequence
    at = it.index
    if s != no_value() and at < item_count(cast(NumberArray, s)):
        it.index = at + 1
        return item_at(cast(NumberArray, s), at)
    return end_of_sequence(it)


@fn(raises=True)
def next_of_reversed_list(it: ListReverseIterator) -> Value:
    s = it.sequence
    if s != no_value():
        at = it.index
        items = cast(List, s).items
        if at >= 0 and items is not None:
            if at < cast(List, s).count and at < cast(Array_, items).length:
                v = cast(Array_, items).items[at]
                if v != no_value():
                    it.index = at - 1
                    return v
    return end_of_sequence(it)


@fn(raises=True)
def next_of_reversed(it: Reversed) -> Value:
    s = it.sequence
    at = it.index
    if s == no_value() or at < 0:
        return end_of_sequence(it)
    if is_kind(s, "array"):
        it.index = at - 1
        return cast(Array_, s).items[at]
    if is_kind(s, "string"):
        it.index = at - 1
        return index_string(cast(String, s), at)
    item = item_or_end(s, at)
    if is_deleted(item):
        return end_of_sequence(it)
    it.index = at - 1
    return item


@fn(raises=True)
def next_by_index(it: Cursor) -> Value:
    """Through __getitem__, until it raises IndexError or StopIteration."""
    s = it.sequence
    if s == no_value():
        return DELETED
    if it.index < 0:
        raise overflow_error("iter index too large")
    item = item_or_end(s, it.index)
    if is_deleted(item):
        return end_of_sequence(it)
    it.index += 1
    return item


@fn(raises=True)
def item_or_end(s: Value, index: i64) -> Value:
    """s[index], or DELETED if that raises IndexError or StopIteration."""
    found = special(s, "__getitem__")
    if found == no_value():
        raise type_error("'%T' object is not subscriptable", s)
    try:
        return call_special2(s, found, tag_fixnum(index))
    except failure as e:
        if not is_exception(e):
            raise e
        t = class_of(e)
        if not is_subtype(t, exception_type("IndexError")) and not is_subtype(t, exception_type("StopIteration")):
            raise e
    return DELETED


@fn(raises=True)
def next_of_long_range(it: LongRangeIterator) -> Value:
    if cast(u64, it.left) == cast(u64, tag_fixnum(0)):
        return DELETED
    n = it.next
    it.left = int_sub(it.left, tag_fixnum(1))
    it.next = int_add(n, it.step)
    return n


# --- maps and sets


@fn(raises=True, cold=True)
def table_changed(it: TableIterator) -> Value:
    it.count = -1  # it stays an error
    if is_kind(it.owner, "map"):
        return runtime_error("dictionary changed size during iteration")
    return runtime_error("Set changed size during iteration")


@inline
def end_of_table(it: TableIterator) -> Value:
    addr_of(it.owner)[0] = no_value()
    it.table = None
    return DELETED


@fn(raises=True, cold=True)
def follow_table(it: TableIterator, stride: static) -> None:
    """The owner has another table than the one the iterator's position means."""
    old = it.table
    current = cast(Hashed, it.owner).table
    if old is not None and current is not None:
        _, position = table_follow(cast(Table, old), it.position, stride)
        it.position = position  # also if the owner was emptied and filled again: as the host does
    it.table = current


@inline(raises=True)
def pair_of(a: Value, b: Value) -> Value:
    pair = array_new(2)
    words: Ptr[Value] = pair.items  # INV-ARRAY-3
    words[0] = a
    words[1] = b
    return pair


@inline
def entry_at_hand(it: TableIterator, stride: static) -> i64:
    """The entry the iterator gives next if nothing has changed and there is no tombstone on the way, else ABSENT."""
    owner = it.owner
    if likely(owner != no_value()):
        table = cast(Hashed, owner).table
        if likely(table is not None and cast(u64, table) == cast(u64, it.table) and cast(Hashed, owner).count == it.count):
            position = it.position
            if likely(position < cast(Table, table).last and is_live(word_at(cast(Table, table), position, stride))):
                return position
    return i64(ABSENT)


@inline
def is_at_hand(it: TableIterator, stride: static) -> bool:
    """Whether the next item is there without more ado (`entry_at_hand`): for hot places, which then `take` it.

    The question writes nothing, so that a handler can leave where the answer is no.
    """
    entry = entry_at_hand(it, stride)
    if likely(entry >= 0 and it.left != 0):
        here = cast(Table, it.table)
        if stride == SET_STRIDE:
            return not is_deleted(key_at(here, entry, stride))
        return is_there(key_at(here, entry, stride), value_at(here, entry))
    return False


@inline
def is_used_up(it: TableIterator) -> bool:
    """Whether all was given, and nothing has changed meanwhile. Then `end_of_table`."""
    owner = it.owner
    if owner == no_value():
        return True
    table = cast(Hashed, owner).table
    if cast(u64, table) != cast(u64, it.table) or cast(Hashed, owner).count != it.count:
        return False
    return table is None or it.position >= cast(Table, table).last


@inline(raises=True)
def take(it: TableIterator, what: static, stride: static) -> Value:
    """The item that `is_at_hand`. It writes after what may call."""
    entry = it.position
    here = cast(Table, it.table)
    item = key_at(here, entry, stride)
    if what == VALUES:
        item = value_at(here, entry)
    if what == ITEMS:
        item = pair_of(item, value_at(here, entry))
    it.position = entry + 1
    it.left = it.left - 1
    return item


@inline(raises=True)
def next_of_table(it: TableIterator, what: static, stride: static) -> Value:
    owner = it.owner
    if owner == no_value():
        return DELETED
    h = cast(Hashed, owner)
    if h.count != it.count:
        raise table_changed(it)
    if cast(u64, h.table) != cast(u64, it.table):
        follow_table(it, stride)
    table = it.table
    if table is None:
        return end_of_table(it)
    here = cast(Table, table)
    position = it.position
    while (entry := table_next(here, position, stride)) >= 0:
        position = entry + 1
        key = key_at(here, entry, stride)
        if stride == MAP_STRIDE:
            value = value_at(here, entry)
            if is_there(key, value):
                it.position = position
                spend_item(it)
                if what == KEYS:
                    return key
                if what == VALUES:
                    return value
                return pair_of(key, value)
        elif not is_deleted(key):
            if it.left == 0:  # items were removed and added meanwhile; the host puts them where they were, or where others were
                return end_of_table(it)
            it.position = position
            it.left -= 1
            return key
    return end_of_table(it)


@inline(raises=True)
def spend_item(it: TableIterator) -> None:
    """One of the items that were there at the start has been given; there are no more than that."""
    if it.left == 0:
        end_of_table(it)
        raise runtime_error("dictionary keys changed during iteration")
    it.left -= 1


@inline(raises=True)
def previous_of_table(it: TableIterator, what: static) -> Value:
    owner = it.owner
    if owner == no_value():
        return DELETED
    h = cast(Hashed, owner)
    if h.count != it.count:
        raise table_changed(it)
    if cast(u64, h.table) != cast(u64, it.table):
        follow_table(it, MAP_STRIDE)
    table = it.table
    if table is None:
        return end_of_table(it)
    here = cast(Table, table)
    entry = min_of(it.position, here.last) - 1
    while entry >= here.first:
        if is_live(word_at(here, entry, MAP_STRIDE)):
            key = key_at(here, entry, MAP_STRIDE)
            value = value_at(here, entry)
            if is_there(key, value):
                it.position = entry
                spend_item(it)
                if what == KEYS:
                    return key
                if what == VALUES:
                    return value
                return pair_of(key, value)
        entry -= 1
    return end_of_table(it)


# --- lazy functions


@fn(raises=True)
def next_of_enumerate(it: Enumerate) -> Value:
    item = next_value_inline(it.iterator)
    if is_deleted(item):
        return DELETED
    n = it.number
    it.number = int_add(n, tag_fixnum(1))
    return pair_of(n, item)


@fn(raises=True)
def next_of_zip(it: Zip) -> Value:
    iterators = it.iterators
    count = iterators.length
    if count == 0:
        return DELETED
    if count == 2 and it.is_strict == 0:
        first = next_value_inline(iterators.items[0])
        if is_deleted(first):
            return DELETED
        second = next_value_inline(iterators.items[1])
        if is_deleted(second):
            return DELETED
        return pair_of(first, second)
    made = array_new(count)
    for i in range(count):
        item = next_value(iterators.items[i])
        if is_deleted(item):
            if it.is_strict != 0:
                check_lengths(iterators, i)
            return DELETED
        made.items[i] = item
    return made


@fn(raises=True)
def check_lengths(iterators: Array_, ended: i64) -> None:
    """A strict zip's iterator number `ended` is exhausted. Raises: ValueError unless all are."""
    if ended > 0:
        raise uneven(ended + 1, "zip() argument %D is shorter than argument%S", ended)
    for i in range(1, iterators.length):
        if not is_deleted(next_value(iterators.items[i])):
            raise uneven(i + 1, "zip() argument %D is longer than argument%S", i)


@fn(raises=True)
def uneven(number: i64, text: static, before: i64) -> Value:
    if before == 1:
        return value_error(text.replace("%S", " 1"), tag_fixnum(number))
    return value_error(text.replace("%S", "s 1-%D"), tag_fixnum(number), tag_fixnum(before))


@fn(raises=True)
def next_of_map(it: MapObject) -> Value:
    iterators = it.iterators
    count = iterators.length
    if count <= ARGUMENTS_ON_STACK:
        arguments = stack_array(Value, ARGUMENTS_ON_STACK)
        for i in range(count):
            item = next_value(iterators.items[i])
            if is_deleted(item):
                return DELETED
            arguments[i] = item
        return call_value(it.function, arguments, count, no_value())
    many = array_new(count)
    for i in range(count):
        item = next_value(iterators.items[i])
        if is_deleted(item):
            return DELETED
        many.items[i] = item
    return call_value(it.function, many.items, count, no_value())


@fn(raises=True)
def next_of_filter(it: Filter) -> Value:
    while True:
        item = next_value(it.iterator)
        if is_deleted(item):
            return DELETED
        spend(1)
        if is_word(it.predicate, NONE):
            if is_true(item):
                return item
        elif is_true(call1(it.predicate, item)):
            return item


@fn(raises=True)
def next_of_call(it: CallIterator) -> Value:
    callee = it.callee
    if callee == no_value():
        return DELETED
    result = no_value()
    try:
        result = call0(callee)
    except failure as e:
        if not is_stop_iteration(e):
            raise e
        it.callee = no_value()
        it.sentinel = NONE
        return DELETED
    if it.callee == no_value() or py_equal(it.sentinel, result):
        it.callee = no_value()
        it.sentinel = NONE
        return DELETED
    return result


# --- generators


@fn(raises=True)
def next_of_generator(g: Generator) -> Value:
    if g.state == GENERATOR_DONE:
        return DELETED
    return run_generator(g, cast(Value, u64(NONE)), RESUMED_BY_KERNEL)


@fn(raises=True)
def resume_generator(g: Generator, sent: Value) -> Value:
    """What the generator yields next when sent a value, run natively; it raises StopIteration at its end."""
    if g.state == GENERATOR_DONE:
        raise stop_iteration(NONE)
    return run_generator(g, sent, RESUMED_BY_CALL)


@fn(raises=True)
def enter_generator(
    generator: Generator, sent: Value, window: Ptr[Value], link: u64, caller: Ptr[Value], by: i32
) -> tuple[Ptr[u64], Ptr[Value]]:
    """The frame of a generator, or of the innermost it delegates to, resumed, with the exceptions it is handling.

    `extra` is the handled exception of whoever resumes it, to be restored when it is left; `handled` its own, or 0.
    """
    pc, base = generator_enter(generator, sent, window, link, caller, by)
    g = cast(Generator, base[EXTRA])
    t = thread()
    now = t.scratch[SCRATCH_HANDLED]
    if now != cast(u64, g.extra):
        g.extra = cast(Value, now)
    if g.handled != no_value():
        t.scratch[SCRATCH_HANDLED] = cast(u64, g.handled)
    return pc, base


@inline
def is_quiet(g: Generator) -> bool:
    """Whether no exception changes hands when the generator is resumed or suspended."""
    return cast(u64, g.extra) == thread().scratch[SCRATCH_HANDLED] and g.handled == no_value()


@fn
def leave_generator(g: Generator) -> None:
    """A generator yields: what it is handling goes with it."""
    t = thread()
    now = cast(Value, t.scratch[SCRATCH_HANDLED])
    if now == g.extra:
        g.handled = no_value()
    else:
        g.handled = now
        t.scratch[SCRATCH_HANDLED] = cast(u64, g.extra)


@fn(raises=True, effect="guest")
def run_generator(g: Generator, sent: Value, by: i32) -> Value:
    t = thread()
    enter_recursion()
    window = t.stack_low
    if t.base is not None:
        window = frame_top(t.base)
    if t.stack_top is not None and t.stack_top > window:
        window = t.stack_top
    saved_pc, saved_base, saved_top = t.pc, t.base, t.stack_top
    link = special_link(EXIT_WORD, EXIT)
    base = window + FRAME_WORDS
    try:
        if likely(is_suspended(g, window) and is_quiet(g)):
            pc = generator_resume(g, sent, base, link, saved_base, by, 0)
        else:
            pc, base = enter_generator(g, sent, window, link, saved_base, by)
        t.stack_top = None
        result = t.interpret(pc, base)
    except failure as e:
        t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
        raise e
    t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
    return result


# --- by kind


def _next_of(owner: Any, go_on: Any, is_nested: bool) -> Any:
    """The next item of an iterator of a kind. Is it nested, it asks other iterators."""

    @fn(raises=True, name=f"pyta.protocol.iterate.next_of<{owner.kind}>")
    def next_of(it: Value) -> Value:
        if is_nested:
            enter_recursion()
        return go_on(cast(owner, it))

    return next_of


def _next_of_table(owner: Any, what: str, stride: int) -> Any:
    @fn(raises=True, name=f"pyta.protocol.iterate.next_of<{owner.kind}>")
    def next_of(it: Value) -> Value:
        return next_of_table(cast(TableIterator, it), what, stride)

    return next_of


def _previous_of_table(owner: Any, what: str) -> Any:
    @fn(raises=True, name=f"pyta.protocol.iterate.next_of<{owner.kind}>")
    def next_of(it: Value) -> Value:
        return previous_of_table(cast(TableIterator, it), what)

    return next_of


def _next_table() -> tuple[Any, int]:
    """What gives the next item, by kind; and how many kinds it covers."""
    entries: dict[int, Any] = {}
    for owner, go_on in {
        ListIterator: next_of_list, TupleIterator: next_of_tuple, RangeIterator: next_of_range, Generator: next_of_generator,
        StringIterator: next_of_string, AsciiIterator: next_of_string, BytesIterator: next_of_bytes, ArrayIterator: next_of_number_array,
        DequeIterator: next_of_deque, DequeReverseIterator: previous_of_deque,
        ListReverseIterator: next_of_reversed_list, LongRangeIterator: next_of_long_range,
        SequenceIterator: next_by_index, BytearrayIterator: next_by_index, CallIterator: next_of_call, Reversed: next_of_reversed,
    }.items():  # fmt: skip
        entries[KIND_NUMBER[owner.kind]] = _next_of(owner, go_on, False)
    for owner, go_on in {Enumerate: next_of_enumerate, Zip: next_of_zip, MapObject: next_of_map, Filter: next_of_filter}.items():
        entries[KIND_NUMBER[owner.kind]] = _next_of(owner, go_on, True)
    for owner, what, stride in (
        (KeyIterator, KEYS, MAP_STRIDE), (ValueIterator, VALUES, MAP_STRIDE), (ItemIterator, ITEMS, MAP_STRIDE), (SetIterator, KEYS, SET_STRIDE),
    ):  # fmt: skip
        entries[KIND_NUMBER[owner.kind]] = _next_of_table(owner, what, stride)
    for owner, what in ((ReverseKeyIterator, KEYS), (ReverseValueIterator, VALUES), (ReverseItemIterator, ITEMS)):
        entries[KIND_NUMBER[owner.kind]] = _previous_of_table(owner, what)
    limit = max(entries) + 1
    return table(RaisingFn[[Value], Value], [entries.get(kind, next_by_protocol) for kind in range(limit)]), limit


NEXT, NEXT_LIMIT = _next_table()


# --- collecting


@fn(raises=True)
def list_of(v: Value) -> List:
    """A new list of an iterable's items."""
    if is_kind(v, "list"):
        return list_of_exactly(list_to_array(cast(List, v)))
    taken = items_at_once(v)
    if taken is not None:
        return list_of_exactly(cast(Array_, taken))
    made = list_new()
    extend_list(made, v)
    return made


@fn(raises=True)
def items_at_once(v: Value) -> Array_ | None:
    """A new array of the items, if nothing of the program runs while they are collected; else null. (Of a list or tuple: null.)"""
    if not is_reference(v):
        return None
    kind = kind_of(v)
    if kind == KIND_NUMBER["map"]:
        return map_keys(cast(Map, v))
    if kind == KIND_NUMBER["set"] or kind == KIND_NUMBER["pyta.frozenset"]:
        return set_keys(cast(Hashed, v))
    if kind == KIND_NUMBER["pyta.dict_keys"]:
        return map_keys(cast(DictView, v).owner)
    if kind == KIND_NUMBER["pyta.dict_values"]:
        return map_values(cast(DictView, v).owner)
    if kind == KIND_NUMBER["pyta.dict_items"]:
        return pairs_of(cast(DictView, v).owner)
    if kind == KIND_NUMBER["pyta.range"]:
        return numbers_of(cast(Range, v))
    if kind == KIND_NUMBER["string"]:
        return characters_of(cast(String, v))
    return None


@fn(raises=True)
def pairs_of(m: Map) -> Array_:
    both = map_items(m)
    made = array_new(both.length >> 1)
    for i in range(made.length):
        made.items[i] = pair_of(both.items[2 * i], both.items[2 * i + 1])
    spend_for_words(made.length)
    return made


@fn(raises=True)
def numbers_of(r: Range) -> Array_ | None:
    if not (is_fixnum(r.start) and is_fixnum(r.stop) and is_fixnum(r.step) and is_fixnum(r.count)):
        return None
    n = untag_fixnum(r.start)
    step = untag_fixnum(r.step)
    made = array_new(untag_fixnum(r.count))
    words: Ptr[Value] = made.items  # numbers need no barrier
    for i in range(made.length):
        words[i] = tag_fixnum(n + i * step)
    spend_for_words(made.length)
    return made


@fn(raises=True)
def characters_of(s: String) -> Array_:
    made = array_new(s.count)
    for i in range(made.length):
        made.items[i] = index_string(s, i)
    spend_for_words(made.length)
    return made


@fn(raises=True)
def extend_list(target: List, v: Value) -> None:
    """Append an iterable's items."""
    if is_kind(v, "list"):
        list_extend_list(target, cast(List, v))
        return
    if is_kind(v, "array"):
        list_extend(target, cast(Array_, v), 0, cast(Array_, v).length)
        return
    taken = items_at_once(v)
    if taken is not None:
        list_extend(target, cast(Array_, taken), 0, cast(Array_, taken).length)
        return
    it = get_iter(v)
    if is_kind(v, "object") or is_kind(v, "pyta.reversed") or is_kind(v, "pyta.sequence_iterator"):
        ask_length(v)
    go_on = next_function(it)
    while True:
        item = go_on(it)
        if is_deleted(item):
            return
        list_append(target, item)
        spend(1)


@fn(raises=True)
def ask_length(v: Value) -> None:
    """What collecting asks an object before it starts: its length, which only has to be plausible.

    Source: PEP 424. A TypeError means that it does not know.
    """
    found = special(v, "__len__")
    try:
        if found != no_value():
            length_from(call_special1(v, found))
            return
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("TypeError")):
            raise e
    found = special(v, "__length_hint__")
    if found == no_value():
        return
    try:
        hint = call_special1(v, found)
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("TypeError")):
            raise e
        return
    if is_word(hint, NOT_IMPLEMENTED):
        return
    number = payload_or_none(hint, "int")
    if number == no_value():
        raise type_error("__length_hint__ must be an integer, not %T", hint)
    if is_negative(number):
        raise value_error("__length_hint__() should return >= 0")


@fn(raises=True)
def tuple_of(v: Value) -> Array_:
    """A tuple of an iterable's items; a tuple itself."""
    if is_kind(v, "array"):
        return cast(Array_, v)
    if is_kind(v, "list"):
        return list_to_array(cast(List, v))
    taken = items_at_once(v)
    if taken is not None:
        return cast(Array_, taken)
    return list_to_array(list_of(v))


@fn(raises=True)
def next_or_stop(it: Value) -> Value:
    """The next item; StopIteration at the end, as the iterator raised it."""
    if is_kind(it, "generator"):
        return resume_generator(cast(Generator, it), NONE)
    if is_kind(it, "object"):
        found = special(it, "__next__")
        if found == no_value():
            raise type_error("'%T' object is not an iterator", it)
        return call_special1(it, found)
    item = next_value(it)
    if is_deleted(item):
        raise stop_iteration(NONE)
    return item
