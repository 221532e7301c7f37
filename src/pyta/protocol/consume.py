"""Generators that a builtin uses up: list(g), tuple, set, frozenset, sorted, sum, min, max, any, all.

The generator's frame is entered from the call's instruction through a CONSUME link: what it yields is taken where it is (`takes`), and it goes
on without having been suspended, as long as that runs no code of the program's and cannot fail. For another item it is suspended, and a loop in
the kernel goes on from there (`consume_rest`). Either way the program sees what it would see if the builtin had asked for item after item.

`resumed_by` says for which use a generator is entered, `sink` what has become of its items. Where it yields from another generator, that is
entered in its place with the same link and use, the sink being handed on, and back when that ends: the items of the innermost are taken as directly.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.call import enter_call
from corevm.kernel.code import NativeFunction
from corevm.kernel.frame import (
    CONSUME,
    EXTRA,
    FRAME_WORDS,
    SPECIAL,
    WINDOW_CALLEE,
    caller_of,
    consumer_link,
    frame_top,
    link_destination,
    link_kind,
    link_of,
    link_pc,
)
from corevm.kernel.generator import (
    RESUMED_BY_CONSUMER,
    Generator,
    generator_resume,
    generator_suspend,
    is_suspended,
)
from corevm.kernel.list import List, append_in_room, has_room, list_append, list_to_array, list_with_capacity
from corevm.kernel.number import is_float, is_number
from corevm.kernel.object import is_kind, is_of_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.set import Set, set_add, set_with_capacity
from corevm.kernel.table import ABSENT, SET_STRIDE, UNSURE, Table, put_in_place
from corevm.kernel.thread import set_exception, thread
from corevm.kernel.unwind import unwind as unwind_frames
from corevm.kernel.value import FALSE, NONE, TRUE, both_fixnum, fixnum_add, is_fixnum, is_reference, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, addr_of, cast, failure, fn, i32, i64, inline, likely, u64
from pyta.object.declare import INTRINSIC_SHIFT, INTRINSICS
from pyta.object.exception import value_error
from pyta.object.list import sort_list
from pyta.object.set import add_all
from pyta.object.type import is_deleted, type_named
from pyta.object.wording import OF_NOTHING
from pyta.protocol.compare import bool_number, is_true, py_equal, py_hash
from pyta.protocol.fold import COMPENSATED, add_values, is_better, sum_from, truth_of_any
from pyta.protocol.item import place_at_hand
from pyta.protocol.iterate import enter_generator, extend_list, is_quiet, leave_generator, next_value
from pyta.protocol.set_operator import frozen

USES = ("list", "tuple", "sorted", "set", "frozenset", "sum", "min", "max", "any", "all")
LIST, TUPLE, SORTED, SET, FROZENSET, SUM, MIN, MAX, ANY, ALL = range(RESUMED_BY_CONSUMER, RESUMED_BY_CONSUMER + len(USES))
FUNCTIONS = tuple((INTRINSICS.index(name), use) for use, name in enumerate(USES, RESUMED_BY_CONSUMER) if name in INTRINSICS)
EXPECTED = 8  # items a list is made for at first


# --- beginning


@inline
def is_given_generator(window: Ptr[Value], argc: i64) -> bool:
    return argc == 1 and is_of_kind(window[FRAME_WORDS], "generator")


@fn
def use_by(callee: Value) -> i64:
    """What a callee does with a generator, or 0."""
    if is_kind(callee, "native_function"):
        which = i64(cast(NativeFunction, callee).flags >> INTRINSIC_SHIFT)
        for number, use in FUNCTIONS:
            if which == number:
                return i64(use)
    elif callee == cast(Value, type_named("tuple")):
        return i64(TUPLE)
    elif callee == cast(Value, type_named("list")):
        return i64(LIST)
    elif callee == cast(Value, type_named("set")):
        return i64(SET)
    elif callee == cast(Value, type_named("frozenset")):
        return i64(FROZENSET)
    return i64(0)


@fn(raises=True)
def enter_with_generator(
    callee: Value, window: Ptr[Value], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """Call a value with the one argument in the window, a generator: as `enter_call`."""
    generator = cast(Generator, window[FRAME_WORDS])
    use = use_by(callee)
    if use == 0:
        window[WINDOW_CALLEE] = callee
        return enter_call(window, 1, no_value(), link, base)
    spend(1)
    top = frame_top(base)
    if not is_suspended(generator, top):
        window[WINDOW_CALLEE] = callee
        return enter_call(window, 1, no_value(), link, base)
    sink = no_value()
    if use <= SORTED:
        sink = list_with_capacity(EXPECTED)
    elif use <= FROZENSET:
        sink = set_with_capacity(EXPECTED)
    elif use == SUM:
        sink = tag_fixnum(0)
    generator.sink = sink
    if likely(is_quiet(generator)):
        start = top + FRAME_WORDS
        return no_value(), generator_resume(generator, NONE, start, consumer_link(link), base, i32(use), 0), start
    pc, frame = enter_generator(generator, NONE, top, consumer_link(link), base, i32(use))
    return no_value(), pc, frame


# --- an item


@inline
def is_consumed(link: u64) -> bool:
    return link & SPECIAL != 0 and link_kind(link) == CONSUME


# Questions that write nothing, so that a handler can leave, and what is done in the cases that need no call.


@inline
def has_room_for_item(generator: Generator) -> bool:
    return generator.resumed_by <= SORTED and has_room(cast(List, generator.sink))


@inline
def append_item(generator: Generator, item: Value) -> None:
    append_in_room(cast(List, generator.sink), item)


@inline
def place_in_set(generator: Generator, item: Value) -> tuple[i64, u64, Value]:
    """As `place_at_hand`, of a set; UNSURE of something else."""
    if generator.resumed_by > SORTED and generator.resumed_by <= FROZENSET:
        return place_at_hand(cast(Set, generator.sink), item, SET_STRIDE)
    return i64(UNSURE), u64(0), no_value()


@inline
def add_item(generator: Generator, item: Value, slot: u64, word: Value) -> None:
    """Add an item that `place_in_set` has found to be absent."""
    made = cast(Set, generator.sink)
    put_in_place(made, cast(Table, made.table), i64(ABSENT), slot, item, word, item, SET_STRIDE)


@inline
def folds_at_hand(generator: Generator, item: Value) -> bool:
    """Let the item become part of a sum, an extreme or a truth, if it is a simple one; whether it has. Such a sink is no reference."""
    use = i64(generator.resumed_by)
    sink = generator.sink
    if use == SUM:
        if is_fixnum(sink):
            number = item
            if is_word(item, TRUE):
                number = tag_fixnum(1)
            elif is_word(item, FALSE):
                return True
            if is_fixnum(number):
                total, overflowed = fixnum_add(sink, number)
                if likely(not overflowed):
                    addr_of(generator.sink)[0] = total
                    return True
    elif use == MIN or use == MAX:
        if both_fixnum(sink, item):
            if cast(i64, item) < cast(i64, sink) if use == MIN else cast(i64, item) > cast(i64, sink):
                addr_of(generator.sink)[0] = item
            return True
    elif use == ANY:
        return is_word(item, FALSE) or is_word(item, NONE)
    elif use == ALL:
        return is_word(item, TRUE)
    return False


@fn
def is_plain(v: Value) -> bool:
    """Whether hashing and comparing it runs no code of the program's."""
    if not is_reference(v) or is_kind(v, "string") or is_number(v) or is_kind(v, "bytes"):
        return True
    if is_kind(v, "array"):
        parts = cast(Array_, v)
        for i in range(parts.length):
            part = parts.items[i]
            if is_reference(part) and not is_kind(part, "string") and not is_number(part):
                return False
        return True
    return False


@inline
def has_plain_truth(v: Value) -> bool:
    """Whether bool(v) runs no code of the program's."""
    return not is_reference(v) or is_kind(v, "string") or is_kind(v, "list") or is_kind(v, "array") or is_kind(v, "map") or is_number(v)


@fn(raises=True)
def takes(generator: Generator, item: Value) -> bool:
    """Let an item become part of the sink, if that runs no code of the program's and does not decide the result."""
    use = i64(generator.resumed_by)
    sink = generator.sink
    if use <= SORTED:
        list_append(cast(List, sink), item)
        return True
    if use <= FROZENSET:
        if not is_plain(item):
            return False
        set_add(cast(Set, sink), item, py_hash(item), py_equal)
        return True
    if use == SUM:
        if both_fixnum(sink, item):
            total, overflowed = fixnum_add(sink, item)
            if not overflowed:
                generator.sink = total
                return True
        number = bool_number(item)
        if not is_number(sink) or not is_number(number) or (COMPENSATED and (is_float(sink) or is_float(number))):
            return False
        generator.sink = add_values(sink, number)
        return True
    if use <= MAX:
        if sink != no_value():
            if not (is_number(sink) and is_number(item)) and not (is_kind(sink, "string") and is_kind(item, "string")):
                return False
            if not (is_better(item, sink, True) if use == MAX else is_better(item, sink, False)):
                return True
        generator.sink = item
        return True
    return has_plain_truth(item) and is_true(item) == (use == ALL)


@fn(effect="guest")
def consume(
    generator: Generator, item: Value, destination: i64, pc: Ptr[u64], base: Ptr[Value]
) -> tuple[Ptr[u64], Ptr[Value]]:
    """The generator, entered through a CONSUME link, yields an item at pc: where to go on."""
    link, caller = link_of(base), caller_of(base)
    try:
        if takes(generator, item):
            base[destination] = NONE
            return pc + 1, base
    except failure as e:
        set_exception(e)
        suspend(generator, pc, base, destination)
        return unwind_frames(link_pc(link) - 1, caller)
    suspend(generator, pc, base, destination)
    return leave_consumed(generator, item, link, caller)


@fn(effect="guest")
def consume_delegate(generator: Generator, item: Value, base: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    """A generator entered through a CONSUME link has just been suspended, at `base`, with an item of what it delegates to."""
    link, caller = link_of(base), caller_of(base)
    if generator.delegate != no_value():
        use, levels = generator.resumed_by, generator.levels
        try:
            if takes(generator, item):
                pc, frame = enter_generator(generator, NONE, base - FRAME_WORDS, link, caller, use)
                innermost = cast(Generator, frame[EXTRA])
                innermost.levels += levels
                if innermost is not generator:
                    innermost.sink = generator.sink
                    generator.sink = no_value()
                return pc, frame
        except failure as e:
            set_exception(e)
            return unwind_frames(link_pc(link) - 1, caller)
    return leave_consumed(generator, item, link, caller)


@fn
def suspend(generator: Generator, pc: Ptr[u64], base: Ptr[Value], destination: i64) -> None:
    generator_suspend(pc + 1, base, destination)
    if not is_quiet(generator):
        leave_generator(generator)


@fn(effect="guest")
def leave_consumed(generator: Generator, item: Value, link: u64, caller: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    """Go on natively with the item of a suspended generator, for the frame whose call uses it up; DELETED: with its end."""
    use = i64(generator.resumed_by)
    sink = generator.sink
    generator.sink = no_value()
    for _ in range(i64(generator.levels)):
        generator = cast(Generator, generator.delegator)
    t = thread()
    t.pc, t.base = link_pc(link) - 1, caller
    try:
        result = result_of(use, sink) if is_deleted(item) else consume_rest(use, sink, generator, item)
        caller[link_destination(link)] = result
        return link_pc(link), caller
    except failure as e:
        set_exception(e)
    return unwind_frames(link_pc(link) - 1, caller)


@fn(raises=True)
def consume_rest(use: i64, sink: Value, generator: Value, first: Value) -> Value:
    """The result, the item `first` and those that the generator will yield not being in the sink yet."""
    if use <= SORTED:
        list_append(cast(List, sink), first)
        extend_list(cast(List, sink), generator)
    elif use <= FROZENSET:
        set_add(cast(Set, sink), first, py_hash(first), py_equal)
        add_all(cast(Set, sink), generator)
    elif use == SUM:
        sink = sum_from(generator, sink, first)
    elif use <= MAX:
        item = first
        while not is_deleted(item):
            if sink == no_value() or (is_better(item, sink, True) if use == MAX else is_better(item, sink, False)):
                sink = item
            item = next_value(generator)
            spend(1)
    elif is_true(first) == (use == ANY):
        return TRUE if use == ANY else FALSE
    else:
        return truth_of_any(generator, use == ANY)
    return result_of(use, sink)


@fn(raises=True)
def result_of(use: i64, sink: Value) -> Value:
    """What the call gives, all items being in the sink."""
    if use == TUPLE:
        items = cast(List, sink).items
        if cast(Array_, items).length == cast(List, sink).count:
            return cast(Array_, items)  # the list was nobody else's
        return list_to_array(cast(List, sink))
    if use == FROZENSET:
        return frozen(cast(Set, sink))
    if use == SORTED:
        sort_list(cast(List, sink), NONE, False)
    elif use == MIN or use == MAX:
        if sink == no_value():
            raise value_error(f"max() {OF_NOTHING}") if use == MAX else value_error(f"min() {OF_NOTHING}")
    elif use == ANY:
        return FALSE
    elif use == ALL:
        return TRUE
    return sink
