"""collections.deque: its methods. (Layout and invariants: pyta.object.deque.)

Source: the library reference, "collections"; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.list import list_of_exactly
from corevm.kernel.safepoint import spend
from corevm.kernel.string import COPY_SHIFT, String
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, inline, new, stack_array, u8, u64
from pyta.object.declare import declare_absent, getter, method
from pyta.object.deque import Deque, DequeIterator, DequeReverseIterator, item_number, next_of_deque
from pyta.object.exception import append_number, index_error, memory_error, runtime_error, type_error, value_error
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.type import class_of, is_deleted, type_named
from pyta.object.world import name
from pyta.protocol.argument import I64_MAX, as_size, bind_parameters, has_index, slice_bound
from pyta.protocol.attribute import call0, call1, call2, get_attribute
from pyta.protocol.compare import COMPARE, OPERATORS, is_true, py_equal
from pyta.protocol.depth import LINK_WORDS, enter_repr, leave_repr
from pyta.protocol.index import machine_index, repeat_count
from pyta.protocol.iterate import get_iter, next_or_stop, next_value, pair_of
from pyta.protocol.text import py_repr

FIRST_ROOM = 8  # items of a new ring
SIZE_OF_EMPTY = 760  # bytes, as CPython has it

declare_absent("deque", "__hash__")


@inline(raises=True)
def self_deque(self: Value, own_name: Ptr[u8]) -> Deque:
    return cast(Deque, payload(self, "deque", own_name))


@fn(raises=True)
def new_deque(limit: i64) -> Deque:
    ring = array_new(FIRST_ROOM)
    return new(Deque, ring=ring, limit=limit)


@inline
def put_number(d: Deque, at: i64, v: Value) -> None:
    ring = d.ring
    ring.items[(d.first + at) & (ring.length - 1)] = v


@fn(raises=True)
def grow(d: Deque) -> None:
    larger = array_new(d.ring.length * 2)
    spend(d.count >> COPY_SHIFT)
    for i in range(d.count):
        larger.items[i] = item_number(d, i)
    d.ring = larger
    d.first = 0


@fn
def drop_left(d: Deque) -> Value:
    """Take the first item of a deque that has one."""
    v = item_number(d, 0)
    put_number(d, 0, no_value())
    d.first = (d.first + 1) & (d.ring.length - 1)
    d.count -= 1
    d.state += 1
    return v


@fn
def drop_right(d: Deque) -> Value:
    """Take the last item of a deque that has one."""
    at = d.count - 1
    v = item_number(d, at)
    put_number(d, at, no_value())
    d.count = at
    d.state += 1
    return v


@inline(raises=True)
def add_right(d: Deque, v: Value) -> None:
    if d.count == d.ring.length:
        grow(d)
    put_number(d, d.count, v)
    d.count += 1
    d.state += 1
    if d.limit >= 0 and d.count > d.limit:
        drop_left(d)


@inline(raises=True)
def add_left(d: Deque, v: Value) -> None:
    if d.count == d.ring.length:
        grow(d)
    d.first = (d.first - 1) & (d.ring.length - 1)
    put_number(d, 0, v)
    d.count += 1
    d.state += 1
    if d.limit >= 0 and d.count > d.limit:
        drop_right(d)


@fn(raises=True)
def items_of(d: Deque) -> Array_:
    """All items, as an array of their own."""
    spend(d.count >> COPY_SHIFT)
    made = array_new(d.count)
    for i in range(made.length):
        made.items[i] = item_number(d, i) if i < d.count else NONE
    return made


@fn(raises=True)
def clear(d: Deque) -> None:
    d.ring = array_new(FIRST_ROOM)
    d.first = 0
    d.count = 0
    d.state += 1


@fn(raises=True)
def extend_right(d: Deque, items: Value) -> None:
    """Append what an iterable gives; of the deque itself, what it holds now."""
    if payload_or_none(items, "deque") == cast(Value, d):
        items = items_of(d)
    it = get_iter(items)
    while True:
        v = next_value(it)
        if is_deleted(v):
            return
        add_right(d, v)
        spend(1)


@fn(raises=True)
def rotate(d: Deque, steps: i64) -> None:
    """Move the last items to the front, or the first ones to the end for steps below 0."""
    count = d.count
    if count <= 1:
        return
    steps = steps % count
    d.state += 1
    spend(count >> COPY_SHIFT)
    if steps > count >> 1:
        for _ in range(count - steps):
            v = item_number(d, 0)
            put_number(d, 0, no_value())
            d.first = (d.first + 1) & (d.ring.length - 1)
            put_number(d, count - 1, v)
    else:
        for _ in range(steps):
            v = item_number(d, count - 1)
            put_number(d, count - 1, no_value())
            d.first = (d.first - 1) & (d.ring.length - 1)
            put_number(d, 0, v)


@fn(raises=True)
def delete_number(d: Deque, at: i64) -> None:
    """Delete item `at`, in range: the shorter side moves up."""
    if at < d.count >> 1:
        i = at
        while i > 0:
            put_number(d, i, item_number(d, i - 1))
            i -= 1
        drop_left(d)
    else:
        for i in range(at, d.count - 1):
            put_number(d, i, item_number(d, i + 1))
        drop_right(d)
    spend(d.count >> COPY_SHIFT)


# --- construction


@method("deque", "__new__", binding="static", variadic=True, keywords=True)
def deque_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return make_instance(arguments[0], new_deque(-1), "deque")


@method("deque", "__init__", variadic=True, keywords=True)
def deque_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """deque([iterable[, maxlen]])"""
    d = self_deque(arguments[0], "__init__")
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("iterable", "maxlen"), "deque", 0)
    limit: i64 = -1
    if not is_word(taken[1], DEFAULT) and not is_word(taken[1], NONE):
        if payload_or_none(taken[1], "int") == no_value():
            raise type_error("an integer is required")
        limit = as_size(taken[1])
        if limit < 0:
            raise value_error("maxlen must be non-negative")
    d.limit = limit
    if d.count > 0:
        clear(d)
    if not is_word(taken[0], DEFAULT):
        extend_right(d, taken[0])
    return NONE


@fn(raises=True)
def like(self: Value, d: Deque) -> Value:
    """A copy, of the same class."""
    if cast(u64, class_of(self)) == cast(u64, type_named("deque")):
        made = new_deque(d.limit)
        extend_right(made, items_of(d))
        return made
    result = call1(class_of(self), self) if d.limit < 0 else call2(class_of(self), self, tag_fixnum(d.limit))
    if payload_or_none(result, "deque") == no_value():
        raise type_error("%N() must return a deque, not %T", class_of(self), result)
    return result


@method("deque", "copy", "__copy__")
def deque_copy(self: Value) -> Value:
    """Return a shallow copy of a deque."""
    return like(self, self_deque(self, "copy"))


# --- the ends


@method("deque", "append")
def deque_append(self: Value, v: Value) -> Value:
    """Add an element to the right side of the deque."""
    add_right(self_deque(self, "append"), v)
    return NONE


@method("deque", "appendleft")
def deque_appendleft(self: Value, v: Value) -> Value:
    """Add an element to the left side of the deque."""
    add_left(self_deque(self, "appendleft"), v)
    return NONE


@method("deque", "pop")
def deque_pop(self: Value) -> Value:
    """Remove and return the rightmost element."""
    d = self_deque(self, "pop")
    if d.count == 0:
        raise index_error("pop from an empty deque")
    return drop_right(d)


@method("deque", "popleft")
def deque_popleft(self: Value) -> Value:
    """Remove and return the leftmost element."""
    d = self_deque(self, "popleft")
    if d.count == 0:
        raise index_error("pop from an empty deque")
    return drop_left(d)


@method("deque", "extend")
def deque_extend(self: Value, items: Value) -> Value:
    """Extend the right side of the deque with elements from the iterable."""
    extend_right(self_deque(self, "extend"), items)
    return NONE


@method("deque", "extendleft")
def deque_extendleft(self: Value, items: Value) -> Value:
    """Extend the left side of the deque with elements from the iterable."""
    d = self_deque(self, "extendleft")
    if payload_or_none(items, "deque") == cast(Value, d):
        items = items_of(d)
    it = get_iter(items)
    while True:
        v = next_value(it)
        if is_deleted(v):
            return NONE
        add_left(d, v)
        spend(1)


@method("deque", "clear")
def deque_clear(self: Value) -> Value:
    """Remove all elements from the deque."""
    clear(self_deque(self, "clear"))
    return NONE


@method("deque", "rotate", optional=1)
def deque_rotate(self: Value, steps: Value) -> Value:
    """Rotate the deque n steps to the right (default n=1). If n is negative, rotates left."""
    d = self_deque(self, "rotate")
    n: i64 = 1
    if not is_word(steps, DEFAULT):
        n = as_size(steps)
    rotate(d, n)
    return NONE


@method("deque", "reverse")
def deque_reverse(self: Value) -> Value:
    """Reverse *IN PLACE*."""
    d = self_deque(self, "reverse")
    low: i64 = 0
    high = d.count - 1
    spend(d.count >> COPY_SHIFT)
    while low < high:
        v = item_number(d, low)
        put_number(d, low, item_number(d, high))
        put_number(d, high, v)
        low += 1
        high -= 1
    return NONE


# --- items by number


@fn(raises=True)
def place(d: Deque, index: Value) -> i64:
    """An index in range. Raises: TypeError, IndexError."""
    if not has_index(index):
        raise type_error("sequence index must be integer, not '%T'", index)
    at = machine_index(index)
    if at < 0:
        at += d.count
    if at < 0 or at >= d.count:
        raise index_error("deque index out of range")
    return at


@method("deque", "__getitem__")
def deque_getitem(self: Value, index: Value) -> Value:
    d = self_deque(self, "__getitem__")
    return item_number(d, place(d, index))


@method("deque", "__setitem__")
def deque_setitem(self: Value, index: Value, v: Value) -> Value:
    d = self_deque(self, "__setitem__")
    put_number(d, place(d, index), v)
    return NONE


@method("deque", "__delitem__")
def deque_delitem(self: Value, index: Value) -> Value:
    d = self_deque(self, "__delitem__")
    delete_number(d, place(d, index))
    return NONE


@method("deque", "insert")
def deque_insert(self: Value, index: Value, v: Value) -> Value:
    """Insert value before index."""
    d = self_deque(self, "insert")
    at = as_size(index)
    count = d.count
    if count == d.limit:
        raise index_error("deque already at its maximum size")
    if at < 0:
        at = at + count if at + count > 0 else i64(0)
    if at >= count:
        add_right(d, v)
    elif at < count >> 1:
        add_left(d, v)
        for i in range(at):
            put_number(d, i, item_number(d, i + 1))
        put_number(d, at, v)
    else:
        add_right(d, v)
        i = count
        while i > at:
            put_number(d, i, item_number(d, i - 1))
            i -= 1
        put_number(d, at, v)
    spend(count >> COPY_SHIFT)
    return NONE


# --- searching


@fn(raises=True)
def check_unchanged(d: Deque, state: i64) -> None:
    if d.state != state:
        raise runtime_error("deque mutated during iteration")


@fn(raises=True)
def find(d: Deque, v: Value, start: i64, stop: i64) -> i64:
    """The first item from start to before stop that equals v, or -1. Raises: RuntimeError when the deque is changed meanwhile."""
    state = d.state
    for i in range(start, stop):
        is_equal = py_equal(item_number(d, i), v)
        check_unchanged(d, state)
        if is_equal:
            return i
        spend(1)
    return -1


@method("deque", "__contains__")
def deque_contains(self: Value, v: Value) -> Value:
    d = self_deque(self, "__contains__")
    return boolean(find(d, v, 0, d.count) >= 0)


@method("deque", "count")
def deque_count(self: Value, v: Value) -> Value:
    """Return number of occurrences of value."""
    d = self_deque(self, "count")
    found: i64 = 0
    at = find(d, v, 0, d.count)
    while at >= 0:
        found += 1
        at = find(d, v, at + 1, d.count)
    return tag_fixnum(found)


@fn(raises=True)
def bound(d: Deque, v: Value, otherwise: i64) -> i64:
    """A bound of a search, between 0 and the count."""
    if not is_word(v, DEFAULT) and not has_index(v):
        raise type_error("slice indices must be integers or have an __index__ method")
    at = slice_bound(v, otherwise)
    if at < 0:
        at += d.count
        if at < 0:
            at = 0
    return at if at < d.count else d.count


@method("deque", "index", optional=2)
def deque_index(self: Value, v: Value, start: Value, stop: Value) -> Value:
    """Return first index of value."""
    d = self_deque(self, "index")
    low = bound(d, start, 0)
    high = bound(d, stop, I64_MAX)
    at = find(d, v, low, high)
    if at < 0:
        raise value_error("%R is not in deque", v)
    return tag_fixnum(at)


@method("deque", "remove")
def deque_remove(self: Value, v: Value) -> Value:
    """Remove first occurrence of value."""
    d = self_deque(self, "remove")
    state = d.state
    for i in range(d.count):
        is_equal = py_equal(item_number(d, i), v)
        if d.state != state:
            raise index_error("deque mutated during iteration")
        if is_equal:
            delete_number(d, i)
            return NONE
        spend(1)
    raise value_error("%R is not in deque", v)


# --- the operators


@method("deque", "__len__")
def deque_len(self: Value) -> Value:
    return tag_fixnum(self_deque(self, "__len__").count)


@method("deque", "__bool__")
def deque_bool(self: Value) -> Value:
    return boolean(self_deque(self, "__bool__").count > 0)


@method("deque", "__add__")
def deque_add(self: Value, other: Value) -> Value:
    d = self_deque(self, "__add__")
    if payload_or_none(other, "deque") == no_value():
        return NOT_IMPLEMENTED
    made = like(self, d)
    extend_right(cast(Deque, payload_or_none(made, "deque")), other)
    return made


@method("deque", "__iadd__")
def deque_iadd(self: Value, other: Value) -> Value:
    extend_right(self_deque(self, "__iadd__"), other)
    return self


@fn(raises=True)
def repeat_in_place(d: Deque, times: i64) -> None:
    if times <= 0:
        clear(d)
        return
    items = items_of(d)
    count = items.length
    if count == 0 or times == 1:
        return
    if d.limit >= 0 and times > d.limit // count + 1:
        times = d.limit // count + 1
    if times > I64_MAX >> 4 or count * times > 1 << 40:
        raise memory_error("")
    for _ in range(times - 1):
        for i in range(count):
            add_right(d, items.items[i])
        spend(count)


@method("deque", "__mul__", "__rmul__")
def deque_mul(self: Value, times: Value) -> Value:
    d = self_deque(self, "__mul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    made = like(self, d)
    repeat_in_place(cast(Deque, payload_or_none(made, "deque")), repeat_count(times))
    return made


@method("deque", "__imul__")
def deque_imul(self: Value, times: Value) -> Value:
    d = self_deque(self, "__imul__")
    if not has_index(times):
        return NOT_IMPLEMENTED
    repeat_in_place(d, repeat_count(times))
    return self


def _comparison(op: str) -> None:
    own = f"__{op}__"
    compare_items = None if op in ("eq", "ne") else COMPARE[op]

    @method("deque", own)
    def compare(self: Value, other: Value) -> Value:
        a = self_deque(self, own)
        found = payload_or_none(other, "deque")
        if found == no_value():
            return NOT_IMPLEMENTED
        b = cast(Deque, found)
        if op in ("eq", "ne"):
            if self == other:
                return boolean(op == "eq")
            if a.count != b.count:
                return boolean(op == "ne")
        x, y = iterator_from_left(a), iterator_from_left(b)
        v, w = next_of_deque(x), next_of_deque(y)
        while not is_deleted(v) and not is_deleted(w):
            if not py_equal(v, w):
                if compare_items is None:
                    return boolean(op == "ne")
                else:
                    return boolean(is_true(compare_items(v, w)))
            spend(1)
            v, w = next_of_deque(x), next_of_deque(y)
        if op == "lt":
            return boolean(not is_deleted(w))
        if op == "le":
            return boolean(is_deleted(v))
        if op == "eq":
            return boolean(is_deleted(v) and is_deleted(w))
        if op == "ne":
            return boolean(not is_deleted(v) or not is_deleted(w))
        if op == "gt":
            return boolean(not is_deleted(v))
        return boolean(is_deleted(w))


@method("deque", "__repr__")
def deque_repr(self: Value) -> Value:
    d = self_deque(self, "__repr__")
    out = new_builder(32)
    link = stack_array(u64, LINK_WORDS)
    if not enter_repr(link, self):
        out.append_ascii("[...]", 5)
        return out.finish()
    try:
        inner = py_repr(list_of_exactly(items_of(d)))
    except failure as e:
        leave_repr(link)
        raise e
    leave_repr(link)
    out.append(cast(String, class_of(self).name))
    out.append_code(0x28)
    out.append(inner)
    if d.limit >= 0:
        out.append_ascii(", maxlen=", 9)
        append_number(out, d.limit)
    out.append_code(0x29)
    return out.finish()


@getter("deque", "maxlen")
def deque_maxlen(self: Value) -> Value:
    """maximum size of a deque or None if unbounded"""
    d = self_deque(self, "maxlen")
    return NONE if d.limit < 0 else tag_fixnum(d.limit)


@method("deque", "__sizeof__")
def deque_sizeof(self: Value) -> Value:
    return tag_fixnum(SIZE_OF_EMPTY + 8 * self_deque(self, "__sizeof__").count)


@method("deque", "__reduce__")
def deque_reduce(self: Value) -> Value:
    """(class, arguments, attributes or None, iterator)."""
    d = self_deque(self, "__reduce__")
    attributes: Value = NONE
    if class_of(self).index < 0:
        attributes = call0(get_attribute(self, name("__getstate__")))
    given = array_new(0)
    if d.limit >= 0:
        given = cast(Array_, pair_of(array_new(0), tag_fixnum(d.limit)))
    it = get_iter(self)
    made = array_new(4)
    made.items[0] = class_of(self)
    made.items[1] = given
    made.items[2] = attributes
    made.items[3] = it
    return made


# --- iterators


@fn(raises=True)
def iterator_from_left(d: Deque) -> DequeIterator:
    return new(DequeIterator, owner=d, state=d.state, left=d.count)


@method("deque", "__iter__")
def deque_iter(self: Value) -> Value:
    return iterator_from_left(self_deque(self, "__iter__"))


@method("deque", "__reversed__")
def deque_reversed(self: Value) -> Value:
    """Return a reverse iterator over the deque."""
    d = self_deque(self, "__reversed__")
    return new(DequeReverseIterator, owner=d, state=d.state, left=d.count)


def _iterator(owner: str, class_: Any) -> None:
    @method(owner, "__new__", binding="static", variadic=True)
    def iterator_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """(deque, index=0): from that item on."""
        if argc < 2 or argc > 3:
            raise type_error(f"{owner}() takes 1 or 2 arguments (%D given)", tag_fixnum(argc - 1))
        d = payload_or_none(arguments[1], "deque")
        if d == no_value():
            raise type_error("argument 1 must be collections.deque, not %T", arguments[1])
        skipped: i64 = 0
        if argc == 3:
            skipped = as_size(arguments[2])
        left = cast(Deque, d).count
        if skipped > 0:
            left = left - skipped if skipped < left else i64(0)
        return new(class_, owner=cast(Deque, d), state=cast(Deque, d).state, left=left)

    @method(owner, "__iter__")
    def iterator_iter(self: Value) -> Value:
        return self

    @method(owner, "__next__")
    def iterator_next(self: Value) -> Value:
        return next_or_stop(self)

    @method(owner, "__length_hint__")
    def iterator_hint(self: Value) -> Value:
        """Private method returning an estimate of len(list(it))."""
        return tag_fixnum(cast(DequeIterator, self).left)

    @method(owner, "__reduce__")
    def iterator_reduce(self: Value) -> Value:
        it = cast(DequeIterator, self)
        return pair_of(class_of(self), pair_of(it.owner, tag_fixnum(it.owner.count - it.left)))


_iterator("_deque_iterator", DequeIterator)
_iterator("_deque_reverse_iterator", DequeReverseIterator)
for _op in OPERATORS:
    _comparison(_op)
