"""Pyta's instructions for building containers, unpacking, iteration."""

from __future__ import annotations

from corevm.isa.define import (
    Base,
    Branch,
    Cache,
    Const,
    Index,
    NextOrFrame,
    OutIndex,
    Pc,
    Reg,
    Target,
    ValueOrFrame,
    Window,
    Word,
    instruction,
)
from corevm.kernel.array import Array_, array_new, copy_words, no_value
from corevm.kernel.call import enter_call, need_stack
from corevm.kernel.code import IS_GENERATOR, Function
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, frame_top, make_link
from corevm.kernel.generator import GENERATOR_DONE, RESUMED_BY_LOOP, Generator, generator_resume, is_suspended
from corevm.kernel.list import (
    List,
    append_first,
    append_in_room,
    append_slow,
    has_room,
    is_first_at_hand,
    list_get,
    list_new,
    list_of_array,
    list_to_array,
)
from corevm.kernel.lock import is_threaded
from corevm.kernel.map import Map, map_new, map_set
from corevm.kernel.object import is_kind, is_of_kind
from corevm.kernel.set import Set, set_new
from corevm.kernel.set import set_add as add_to_set
from corevm.kernel.string import String
from corevm.kernel.string_build import new_builder
from corevm.kernel.table import MAP_STRIDE, SET_STRIDE, UNSURE, Table, key_at, put_in_place, value_at
from corevm.kernel.value import NONE, both_fixnum, fixnum_add, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, new, u64
from pyta.object.exception import type_error, value_error
from pyta.object.iterator import (
    Enumerate,
    KeyIterator,
    ListIterator,
    Range,
    RangeIterator,
    SetIterator,
    TableIterator,
    TupleIterator,
    Zip,
)
from pyta.object.type import is_deleted
from pyta.protocol.attribute import special
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.format import format_value
from pyta.protocol.item import place_at_hand
from pyta.protocol.iterate import (
    ITEMS,
    KEYS,
    VALUES,
    advance,
    end_of_sequence,
    end_of_table,
    enter_generator,
    extend_list,
    is_at_hand,
    is_iterable,
    is_quiet,
    is_used_up,
    item_at_hand,
    item_of_list,
    next_of_range,
    next_of_tuple,
    next_value,
    take,
)
from pyta.protocol.iterate import (
    get_iter as iterator_of,
)
from pyta.protocol.text import ascii_form, py_repr, py_str


@instruction(raises=True, rules="window:reads=count gives=list")
def build_list(window: Window, count: Index) -> Value:
    """a = [w[0], ... w[n-1]]."""
    return new_list(window, count)


@fn(raises=True)
def new_list(window: Ptr[Value], count: i64) -> Value:
    if count == 0:
        return list_new()
    return list_of_array(cast(Array_, new_tuple(window, count)), count)


@instruction(raises=True, rules="window:reads=count gives=tuple")
def build_tuple(window: Window, count: Index) -> Value:
    """a = (w[0], ... w[n-1])."""
    return new_tuple(window, count)


@fn(raises=True)
def new_tuple(window: Ptr[Value], count: i64) -> Value:
    made = array_new(count)
    copy_words(made.items, window, count)
    return made


@instruction(raises=True, rules="window:reads=count gives=set")
def build_set(window: Window, count: Index) -> Value:
    """a = {w[0], ... w[n-1]}."""
    return new_set(window, count)


@fn(raises=True)
def new_set(window: Ptr[Value], count: i64) -> Value:
    made = set_new()
    for i in range(count):
        add_to_set(made, window[i], py_hash(window[i]), py_equal)
    return made


@instruction(raises=True, rules="window:reads=2*count gives=map")
def build_map(window: Window, count: Index) -> Value:
    """a = {w[0]: w[1], ...}."""
    return new_map(window, count)


@fn(raises=True)
def new_map(window: Ptr[Value], count: i64) -> Value:
    made = map_new()
    for i in range(count):
        map_set(made, window[2 * i], py_hash(window[2 * i]), window[2 * i + 1], py_equal)
    return made


@instruction(raises=True, rules="window:reads=len(keys) keys:tuple gives=map")
def build_map_keys(window: Window, keys: Const) -> Value:
    """a = {keys[0]: w[0], ...}."""
    return new_map_of_keys(window, keys)


@fn(raises=True)
def new_map_of_keys(window: Ptr[Value], keys: Value) -> Value:
    made = map_new()
    names = cast(Array_, keys)
    for i in range(names.length):
        map_set(made, names.items[i], py_hash(names.items[i]), window[i], py_equal)
    return made


@instruction(raises=True, rules="window:reads=count")
def build_string(window: Window, count: Index) -> Value:
    """a = the concatenation of w[0]...; other parts than str are formatted."""
    return joined(window, count)


@fn(raises=True)
def joined(window: Ptr[Value], count: i64) -> Value:
    builder = new_builder(32)
    for i in range(count):
        part = window[i]
        if is_kind(part, "string"):
            builder.append(cast(String, part))
        else:
            builder.append(cast(String, format_value(part, no_value())))
    return builder.finish()


@instruction(raises=True, rules="target:list")
def list_append(target: Reg, x: Reg) -> None:
    """Append x to a list this frame is building."""
    made = cast(List, target)
    if has_room(made):
        append_in_room(made, x)
    elif is_first_at_hand(made):
        append_first(made, x)
    else:
        append_slow(made, x)


@instruction(raises=True, rules="target:list")
def list_extend(target: Reg, x: Reg) -> None:
    """Append the items of the iterable x."""
    extend_for_call(target, x)


@fn(raises=True)
def extend_for_call(target: Value, x: Value) -> None:
    if not is_iterable(x):
        raise type_error("Value after * must be an iterable, not %T", x)
    extend_list(cast(List, target), x)


@instruction(raises=True, rules="source:list gives=tuple")
def list_to_tuple(source: Reg) -> Value:
    """a = tuple(list)."""
    return list_to_array(cast(List, source))


@instruction(raises=True, rules="target:set")
def set_add(target: Reg, x: Reg) -> None:
    """Add x to a set this frame is building."""
    entry, slot, word = place_at_hand(cast(Set, target), x, SET_STRIDE)
    if likely(entry > UNSURE):
        if entry < 0:
            put_in_place(cast(Set, target), cast(Table, cast(Set, target).table), entry, slot, x, word, x, SET_STRIDE)
        return
    add_to_set(cast(Set, target), x, py_hash(x), py_equal)


@instruction(raises=True, rules="target:set")
def set_update(target: Reg, x: Reg) -> None:
    """Add the items of the iterable x."""
    update_set(cast(Set, target), x)


@fn(raises=True)
def update_set(target: Set, x: Value) -> None:
    it = iterator_of(x)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return
        add_to_set(target, item, py_hash(item), py_equal)


@instruction(raises=True, rules="target:map")
def map_add(target: Reg, key: Reg, x: Reg) -> None:
    """map[key] = x in a dict this frame is building."""
    entry, slot, word = place_at_hand(cast(Map, target), key, MAP_STRIDE)
    if likely(entry > UNSURE):
        put_in_place(cast(Map, target), cast(Table, cast(Map, target).table), entry, slot, key, word, x, MAP_STRIDE)
        return
    set_in_map(target, key, x)


@fn(raises=True)
def set_in_map(target: Value, key: Value, x: Value) -> None:
    map_set(cast(Map, target), key, py_hash(key), x, py_equal)


# --- unpacking
@instruction(raises=True, rules="window:writes=count")
def unpack_sequence(window: Window, x: Reg, count: Index) -> None:
    """w[0...n-1] = the n items of x."""
    if likely(is_of_kind(x, "array") and cast(Array_, x).length == count):
        copy_few(window, cast(Array_, x).items, count)
    elif is_of_kind(x, "list") and cast(List, x).count == count and count > 0 and not is_threaded():
        copy_few(window, cast(Array_, cast(List, x).items).items, count)
    else:
        unpack_slowly(window, x, count)


@inline
def copy_few(target: Ptr[Value], source: Ptr[Value], count: i64) -> None:
    """Copy so many words, mostly two or three."""
    if likely(count == 2):
        target[0], target[1] = source[0], source[1]
    elif count == 3:
        target[0], target[1], target[2] = source[0], source[1], source[2]
    else:
        for i in range(count):
            target[i] = source[i]


@fn(raises=True)
def unpack_slowly(window: Ptr[Value], x: Value, count: i64) -> None:
    if is_kind(x, "list") and cast(List, x).count == count:
        for i in range(count):
            window[i] = list_get(cast(List, x), i)
        return
    if not is_iterable(x):
        raise type_error("cannot unpack non-iterable %T object", x)
    if is_kind(x, "array") or is_kind(x, "list"):
        length = cast(List, x).count if is_kind(x, "list") else cast(Array_, x).length
        if length < count:
            raise value_error("not enough values to unpack (expected %D, got %D)", tag_fixnum(count), tag_fixnum(length))
    it = iterator_of(x)
    for i in range(count):
        item = next_value(it)
        if is_deleted(item):
            raise value_error("not enough values to unpack (expected %D, got %D)", tag_fixnum(count), tag_fixnum(i))
        window[i] = item
    if not is_deleted(next_value(it)):
        raise value_error("too many values to unpack (expected %D)", tag_fixnum(count))


@instruction(raises=True, rules="window:writes=before+1+after after:count")
def unpack_ex(window: Window, x: Reg, before: Index, after: Word) -> None:
    """w[0...before-1] = the first items, w[before] = a list of the middle ones, then `after` last ones."""
    unpack_starred(window, x, before, after)


@fn(raises=True)
def unpack_starred(window: Ptr[Value], x: Value, before: i64, after: i64) -> None:
    if not is_iterable(x):
        raise type_error("cannot unpack non-iterable %T object", x)
    all_items = list_new()
    extend_list(all_items, x)
    count = all_items.count
    if count < before + after:
        raise value_error(
            "not enough values to unpack (expected at least %D, got %D)", tag_fixnum(before + after), tag_fixnum(count)
        )
    source = list_to_array(all_items)
    for i in range(before):
        window[i] = source.items[i]
    middle = array_new(count - before - after)
    for i in range(count - before - after):
        middle.items[i] = source.items[before + i]
    window[before] = list_of_array(middle, middle.length)
    for i in range(after):
        window[before + 1 + i] = source.items[count - after + i]


# --- iteration
@instruction(raises=True)
def get_iter(destination: OutIndex, x: Reg, pc: Pc, base: Base) -> ValueOrFrame:
    """a = iter(x)."""
    if is_of_kind(x, "list"):
        return new(ListIterator, sequence=x), None, None
    if is_of_kind(x, "pyta.range"):
        r = cast(Range, x)
        if likely(both_fixnum(r.start, r.stop) and both_fixnum(r.step, r.count)):
            return new(RangeIterator, next=untag_fixnum(r.start), step=untag_fixnum(r.step), left=untag_fixnum(r.count)), None, None
    if is_of_kind(x, "array"):
        return new(TupleIterator, sequence=x), None, None
    if is_of_kind(x, "set") or is_of_kind(x, "pyta.frozenset"):
        s = cast(Set, x)
        return new(SetIterator, owner=x, table=s.table, count=s.count, left=s.count), None, None
    if is_of_kind(x, "map"):
        m = cast(Map, x)
        return new(KeyIterator, owner=x, table=m.table, count=m.count, left=m.count), None, None
    if is_of_kind(x, "generator"):
        return x, None, None
    return enter_iter(x, make_link(pc + 1, destination), base)


@fn(raises=True)
def enter_iter(x: Value, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """iter(x), in a frame of its own if a generator function is the __iter__ of x: what that returns needs no check."""
    if is_kind(x, "object"):
        found = special(x, "__iter__")
        if is_kind(found, "function") and cast(Function, found).code.flags & IS_GENERATOR != 0:
            window = frame_top(base)
            need_stack(window + (FRAME_WORDS + 1))
            window[WINDOW_CALLEE] = found
            window[FRAME_WORDS] = x
            return enter_call(window, 1, no_value(), link, base)
    return iterator_of(x), None, None


@instruction(rules="window:writes=2 it:held offers")
def next_pair(window: Window, target: Target, it: Word, base: Base) -> Branch:
    """w[0], w[1] = the next item of r[it - 1], and go to the target, if it is a pair that is at hand; else nothing."""
    iterator = base[it - 1]
    if is_of_kind(iterator, "pyta.enumerate"):
        e = cast(Enumerate, iterator)
        number = e.number
        item = item_at_hand(e.iterator)
        if likely(item != no_value() and is_fixnum(number)):
            after, overflowed = fixnum_add(number, tag_fixnum(1))
            if likely(not overflowed):
                advance(e.iterator)
                e.number = after
                window[0], window[1] = number, item
                return True
    elif is_of_kind(iterator, "pyta.zip"):
        z = cast(Zip, iterator)
        if likely(z.iterators.length == 2 and z.is_strict == 0):
            one, other = z.iterators.items[0], z.iterators.items[1]
            first = item_at_hand(one)
            second = item_at_hand(other)
            if likely(first != no_value() and second != no_value() and one != other):
                advance(one)
                advance(other)
                window[0], window[1] = first, second
                return True
    elif is_of_kind(iterator, "pyta.item_iterator"):
        items = cast(TableIterator, iterator)
        if likely(is_at_hand(items, MAP_STRIDE)):
            here = cast(Table, items.table)
            entry = items.position
            window[0], window[1] = key_at(here, entry, MAP_STRIDE), value_at(here, entry)
            items.position = entry + 1
            items.left = items.left - 1
            return True
    elif is_of_kind(iterator, "pyta.list_iterator") or is_of_kind(iterator, "pyta.tuple_iterator"):
        held = item_at_hand(iterator)
        if likely(held != no_value() and is_kind(held, "array") and cast(Array_, held).length == 2):
            advance(iterator)
            window[0], window[1] = cast(Array_, held).items[0], cast(Array_, held).items[1]
            return True
    return False


@instruction(raises=True)
def for_iter(destination: OutIndex, it: Reg, site: Cache, pc: Pc, base: Base) -> NextOrFrame:
    """a = the next item, and skip the next instruction; at the end go to it."""
    if likely(is_of_kind(it, "pyta.range_iterator")):
        item = next_of_range(cast(RangeIterator, it))
        return no_value() if is_deleted(item) else item, None, None
    if likely(is_of_kind(it, "pyta.list_iterator")):
        item = item_of_list(cast(ListIterator, it))
        if likely(item != no_value()):
            cast(ListIterator, it).index += 1
        else:
            end_of_sequence(cast(ListIterator, it))
        return item, None, None
    if is_of_kind(it, "generator") and cast(Generator, it).state != GENERATOR_DONE:
        if likely(is_suspended(cast(Generator, it), frame_top(base)) and is_quiet(cast(Generator, it))):
            start = frame_top(base) + FRAME_WORDS
            link = make_link(pc + 3, destination)
            return no_value(), generator_resume(cast(Generator, it), NONE, start, link, base, RESUMED_BY_LOOP, 0), start
        entered, frame = enter_generator(
            cast(Generator, it), cast(Value, u64(NONE)), frame_top(base), make_link(pc + 3, destination), base, RESUMED_BY_LOOP
        )
        return no_value(), entered, frame
    if is_of_kind(it, "pyta.tuple_iterator"):
        item = next_of_tuple(cast(TupleIterator, it))
        return no_value() if is_deleted(item) else item, None, None
    if is_of_kind(it, "pyta.item_iterator"):
        if likely(is_at_hand(cast(TableIterator, it), MAP_STRIDE)):
            return take(cast(TableIterator, it), ITEMS, MAP_STRIDE), None, None
        if is_used_up(cast(TableIterator, it)):
            end_of_table(cast(TableIterator, it))
            return no_value(), None, None
    elif is_of_kind(it, "pyta.key_iterator"):
        if likely(is_at_hand(cast(TableIterator, it), MAP_STRIDE)):
            return take(cast(TableIterator, it), KEYS, MAP_STRIDE), None, None
        if is_used_up(cast(TableIterator, it)):
            end_of_table(cast(TableIterator, it))
            return no_value(), None, None
    elif is_of_kind(it, "pyta.value_iterator"):
        if likely(is_at_hand(cast(TableIterator, it), MAP_STRIDE)):
            return take(cast(TableIterator, it), VALUES, MAP_STRIDE), None, None
        if is_used_up(cast(TableIterator, it)):
            end_of_table(cast(TableIterator, it))
            return no_value(), None, None
    elif is_of_kind(it, "pyta.set_iterator"):
        if likely(is_at_hand(cast(TableIterator, it), SET_STRIDE)):
            return take(cast(TableIterator, it), KEYS, SET_STRIDE), None, None
        if is_used_up(cast(TableIterator, it)):
            end_of_table(cast(TableIterator, it))
            return no_value(), None, None
    item = next_value(it)
    return no_value() if is_deleted(item) else item, None, None


@instruction(raises=True)
def yield_from_iter(destination: OutIndex, x: Reg, pc: Pc, base: Base) -> ValueOrFrame:
    """a = x if x is a generator, else iter(x)."""
    return enter_iter(x, make_link(pc + 1, destination), base)


# --- text
@instruction(raises=True)
def convert(x: Reg, how: Index) -> Value:
    """a = str(x), repr(x), ascii(x)."""
    return converted(x, how)


@fn(raises=True)
def converted(x: Value, how: i64) -> Value:
    """str, repr or ascii; how + 4 formats what is not exactly a str, and these are."""
    if how & 3 == 0:
        return py_str(x)
    text = py_repr(x)
    if how & 3 == 1:
        return text
    return ascii_form(text)


@instruction(raises=True)
def format_(x: Reg) -> Value:
    """a = format(x, '')."""
    return format_value(x, no_value())


@instruction(raises=True)
def format_spec(x: Reg, spec: Reg) -> Value:
    """a = format(x, spec)."""
    return format_with(x, spec)


@fn(raises=True)
def format_with(x: Value, spec: Value) -> Value:
    if not is_kind(spec, "string"):
        raise type_error("format() argument 2 must be str, not %T", spec)
    return format_value(x, spec)

