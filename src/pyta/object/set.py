"""set and frozenset: what they share, and set's own methods.

Source: the library reference, "Set Types"; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.list import List, list_get, list_new
from corevm.kernel.map import Map, map_keys
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.set import (
    Set,
    set_add,
    set_clear,
    set_copy,
    set_difference,
    set_discard,
    set_has,
    set_intersection,
    set_is_disjoint,
    set_is_subset,
    set_keys,
    set_new,
    set_pop_first,
    set_remove_all,
    set_replace,
    set_symmetric_difference,
    set_union,
    set_update,
)
from corevm.kernel.string import String
from corevm.kernel.string_build import new_builder
from corevm.kernel.table import SET_STRIDE, UNSURE, Hashed, Table, may_put_near, put_near, table_reserve
from corevm.kernel.value import NONE, NOT_IMPLEMENTED, boolean, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, inline, min_of, stack_array, static, u8, u64
from pyta.object.declare import declare_absent, method
from pyta.object.exception import key_error, key_message_error, type_error
from pyta.object.list import takes_no_keywords
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.sequence import append_items
from pyta.object.type import class_of, is_deleted, type_named
from pyta.protocol.argument import given_count
from pyta.protocol.attribute import call_special1, special
from pyta.protocol.compare import hash_for_lookup, py_equal, py_hash, set_order_holds, word_at_hand
from pyta.protocol.depth import LINK_WORDS, enter_repr, leave_repr
from pyta.protocol.iterate import extend_list, get_iter, next_function, next_value, set_iterator
from pyta.protocol.set_operator import SET_IN_PLACE, frozen

declare_absent("set", "__hash__")
BOTH = ("set", "frozenset")


# --- sets of other things


@inline
def any_set(v: Value) -> Value:
    """The set or frozenset v is or holds, or 0."""
    if is_kind(v, "set") or is_kind(v, "pyta.frozenset"):
        return v
    return held_set(v)


@fn
def held_set(v: Value) -> Value:
    found = payload_or_none(v, "set")
    return found if found != no_value() else payload_or_none(v, "frozenset")


@inline
def add_at_hand(s: Hashed, table: Table, item: Value) -> bool:
    """Add an item if that needs no call; `may_put_near` holds."""
    word = word_at_hand(item)
    return word != no_value() and put_near(s, table, item, word, no_value(), False, SET_STRIDE) > UNSURE


@fn
def add_near(s: Hashed, items: Ptr[Value], start: i64, end: i64) -> i64:
    """Add items up to the first that needs more (`add_at_hand`); which that is."""
    table = s.table
    at = start
    if table is not None and may_put_near(s, cast(Table, table)):
        while at < end and add_at_hand(s, cast(Table, table), items[at]):
            at += 1
    return at


CHUNK = 1000  # items that are added without a look at the clock
RESERVED = 16  # entries made room for at once, of as many items; more if there are so many different ones


@fn(raises=True)
def add_all(s: Hashed, v: Value) -> None:
    """Add the items of an iterable."""
    other = any_set(v)
    if other != no_value() and not is_kind(v, "object"):
        set_update(s, cast(Hashed, other), py_equal)
        return
    if is_kind(v, "map"):
        keys = map_keys(cast(Map, v))
        for i in range(keys.length):
            set_add(s, keys.items[i], py_hash(keys.items[i]), py_equal)
        return
    if is_kind(v, "list"):
        table_reserve(s, s.count + min_of(cast(List, v).count, i64(RESERVED)), SET_STRIDE)
        at: i64 = 0
        while at < cast(List, v).count:
            held = cast(List, v).items
            if held is not None and cast(List, v).count <= cast(Array_, held).length:
                before = at
                at = add_near(s, cast(Array_, held).items, at, min_of(cast(List, v).count, at + CHUNK))
                spend(at - before)
            if at < cast(List, v).count:
                item = list_get(cast(List, v), at)
                if item != no_value():
                    set_add(s, item, py_hash(item), py_equal)
                    spend(1)
                at += 1
        return
    if is_kind(v, "array"):
        items = cast(Array_, v)
        table_reserve(s, s.count + min_of(items.length, i64(RESERVED)), SET_STRIDE)
        i: i64 = 0
        while i < items.length:
            before = i
            i = add_near(s, items.items, i, min_of(items.length, i + CHUNK))
            spend(i - before)
            if i < items.length:
                set_add(s, items.items[i], py_hash(items.items[i]), py_equal)
                spend(1)
                i += 1
        return
    it = get_iter(v)
    go_on = next_function(it)
    while True:
        item = go_on(it)
        if is_deleted(item):
            return
        set_add(s, item, py_hash(item), py_equal)
        spend(1)


@fn(raises=True)
def set_of(v: Value) -> Hashed:
    """The set that v is or holds, or a new one of an iterable's items."""
    other = any_set(v)
    if other != no_value():
        return cast(Hashed, other)
    made = set_new()
    add_all(made, v)
    return made


@inline(raises=True)
def own_set(self: Value, owner: static, method: Ptr[u8]) -> Hashed:
    return cast(Hashed, payload(self, owner, method))


@inline(raises=True)
def result_of(s: Set, owner: static) -> Value:
    """A new set as an object of the type the method belongs to."""
    return s if owner == "set" else frozen(s)


# --- methods of both


def _declare_operator(owner: str, op: str, operate: Any) -> None:
    @method(owner, f"__{op}__")
    def set_operator(self: Value, other: Value) -> Value:
        a = own_set(self, owner, f"__{op}__")
        b = any_set(other)
        if b == no_value():
            return NOT_IMPLEMENTED
        return result_of(operate(a, cast(Hashed, b), py_equal), owner)

    @method(owner, f"__r{op}__")
    def set_reflected(self: Value, other: Value) -> Value:
        b = own_set(self, owner, f"__r{op}__")
        a = any_set(other)
        if a == no_value():
            return NOT_IMPLEMENTED
        return result_of(operate(cast(Hashed, a), b, py_equal), owner)


def _declare_order(owner: str, op: str) -> None:
    @method(owner, f"__{op}__")
    def set_compare(self: Value, other: Value) -> Value:
        a = own_set(self, owner, f"__{op}__")
        found = any_set(other)
        if found == no_value():
            return NOT_IMPLEMENTED
        return boolean(set_order_holds(a, cast(Hashed, found), op))


def _declare_both(owner: str) -> None:
    _declare_operator(owner, "and", set_intersection)
    _declare_operator(owner, "or", set_union)
    _declare_operator(owner, "sub", set_difference)
    _declare_operator(owner, "xor", set_symmetric_difference)
    for op in ("eq", "ne", "lt", "le", "gt", "ge"):
        _declare_order(owner, op)

    @method(owner, "__len__")
    def set_len(self: Value) -> Value:
        return tag_fixnum(own_set(self, owner, "__len__").count)

    @method(owner, "__contains__")
    def set_contains(self: Value, v: Value) -> Value:
        """x.__contains__(y) <==> y in x."""
        s = own_set(self, owner, "__contains__")
        return boolean(set_has(s, v, hash_for_lookup(v), py_equal))

    @method(owner, "__iter__")
    def set_iter(self: Value) -> Value:
        return set_iterator(own_set(self, owner, "__iter__"))

    @method(owner, "__repr__")
    def set_repr(self: Value) -> Value:
        return repr_of_set(self, own_set(self, owner, "__repr__"))

    @method(owner, "union", variadic=True)
    def set_union_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """Return the union of sets as a new set."""
        made = set_copy(own_set(arguments[0], owner, "union"))
        for i in range(1, argc):
            add_all(made, arguments[i])
        return result_of(made, owner)

    @method(owner, "intersection", variadic=True)
    def set_intersection_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """Return the intersection of two sets as a new set."""
        s = own_set(arguments[0], owner, "intersection")
        if argc == 1:
            return result_of(set_copy(s), owner)
        made = intersection_with(s, arguments[1])
        for i in range(2, argc):
            made = intersection_with(made, arguments[i])
        return result_of(made, owner)

    @method(owner, "difference", variadic=True)
    def set_difference_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """Return the difference of two or more sets as a new set."""
        s = own_set(arguments[0], owner, "difference")
        made = set_copy(s)
        for i in range(1, argc):
            remove_all(made, arguments[i])
        return result_of(made, owner)

    @method(owner, "symmetric_difference")
    def set_symmetric_difference_method(self: Value, other: Value) -> Value:
        """Return the symmetric difference of two sets as a new set."""
        s = own_set(self, owner, "symmetric_difference")
        return result_of(set_symmetric_difference(s, set_of(other), py_equal), owner)

    @method(owner, "issubset")
    def set_issubset(self: Value, other: Value) -> Value:
        """Report whether another set contains this set."""
        s = own_set(self, owner, "issubset")
        return boolean(set_is_subset(s, set_of(other), py_equal))

    @method(owner, "issuperset")
    def set_issuperset(self: Value, other: Value) -> Value:
        """Report whether this set contains another set."""
        s = own_set(self, owner, "issuperset")
        found = any_set(other)
        if found != no_value():
            return boolean(set_is_subset(cast(Hashed, found), s, py_equal))
        it = get_iter(other)
        while True:
            item = next_value(it)
            if is_deleted(item):
                return boolean(True)
            if not set_has(s, item, hash_for_lookup(item), py_equal):
                return boolean(False)

    @method(owner, "isdisjoint")
    def set_isdisjoint(self: Value, other: Value) -> Value:
        """Return True if two sets have a null intersection."""
        s = own_set(self, owner, "isdisjoint")
        found = any_set(other)
        if found != no_value():
            return boolean(set_is_disjoint(s, cast(Hashed, found), py_equal))
        it = get_iter(other)
        while True:
            item = next_value(it)
            if is_deleted(item):
                return boolean(True)
            if set_has(s, item, py_hash(item), py_equal):
                return boolean(False)


for _owner in BOTH:
    _declare_both(_owner)


@fn(raises=True)
def intersection_with(s: Hashed, other: Value) -> Set:
    """A new set of what is in s and in an iterable."""
    found = any_set(other)
    if found != no_value():
        return set_intersection(s, cast(Hashed, found), py_equal)
    made = set_new()
    it = get_iter(other)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return made
        hash = py_hash(item)
        if set_has(s, item, hash, py_equal):
            set_add(made, item, hash, py_equal)
        spend(1)


@fn(raises=True)
def remove_all(s: Hashed, other: Value) -> None:
    """Remove the items of an iterable from s."""
    found = any_set(other)
    if found != no_value():
        set_remove_all(s, cast(Hashed, found), py_equal)
        return
    it = get_iter(other)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return
        set_discard(s, item, py_hash(item), py_equal)
        spend(1)


@fn(raises=True)
def repr_of_set(self: Value, s: Hashed) -> Value:
    """{...}, with the type's name around it for all but plain sets; set() for an empty one."""
    t = class_of(self)
    text = new_builder(16 + s.count * 3)
    is_plain = cast(u64, t) == cast(u64, type_named("set"))
    link = stack_array(u64, LINK_WORDS)
    if s.count == 0:
        text.append(cast(String, t.name))
        text.append_ascii("()", 2)
        return text.finish()
    if not enter_repr(link, s):
        text.append(cast(String, t.name))
        text.append_ascii("(...)", 5)
        return text.finish()
    try:
        if not is_plain:
            text.append(cast(String, t.name))
            text.append_code(0x28)
        text.append_code(0x7B)
        items = set_keys(s)
        append_items(text, items.items, items.length)
        text.append_code(0x7D)
        if not is_plain:
            text.append_code(0x29)
    except failure as e:
        leave_repr(link)
        raise e
    leave_repr(link)
    return text.finish()


def _reduced(owner: str) -> None:
    @method(owner, "__reduce__")
    def reduce(self: Value) -> Value:
        """(type, ([item...],), attributes)."""
        items = list_new()
        extend_list(items, payload(self, owner, "__reduce__"))
        made = array_new(3)
        made.items[0] = class_of(self)
        given = array_new(1)
        given.items[0] = items
        made.items[1] = given
        made.items[2] = call_special1(self, special(self, "__getstate__"))
        return made


for _owner in BOTH:
    _reduced(_owner)


# --- set


@method("set", "__new__", variadic=True, keywords=True, binding="static")
def set_new_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc < 1:
        raise type_error("set.__new__(): not enough arguments")
    return make_instance(arguments[0], set_new(), "set")


@method("set", "__init__", variadic=True, keywords=True)
def set_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """set(), set(iterable)"""
    s = own_set(arguments[0], "set", "__init__")
    given = given_count(argc, names) - 1
    if names != no_value() and takes_no_keywords(class_of(arguments[0]), type_named("set")):
        raise type_error("set() takes no keyword arguments")
    if given > 1:
        raise type_error("set expected at most 1 argument, got %D", tag_fixnum(given))
    if s.count > 0:
        set_clear(s)
    if given == 1:
        add_all(s, arguments[1])
    return NONE


@method("set", "copy")
def set_copy_method(self: Value) -> Value:
    """Return a shallow copy of a set."""
    return set_copy(own_set(self, "set", "copy"))


@method("set", "add")
def set_add_method(self: Value, v: Value) -> Value:
    """Add an element to a set."""
    set_add(own_set(self, "set", "add"), v, py_hash(v), py_equal)
    return NONE


@method("set", "discard")
def set_discard_method(self: Value, v: Value) -> Value:
    """Remove an element from a set if it is a member."""
    set_discard(own_set(self, "set", "discard"), v, hash_for_lookup(v), py_equal)
    return NONE


@method("set", "remove")
def set_remove_method(self: Value, v: Value) -> Value:
    """Remove an element from a set; it must be a member."""
    if not set_discard(own_set(self, "set", "remove"), v, hash_for_lookup(v), py_equal):
        raise key_error(v)
    return NONE


@method("set", "pop")
def set_pop_method(self: Value) -> Value:
    """Remove and return an arbitrary set element."""
    taken = set_pop_first(own_set(self, "set", "pop"))
    if is_deleted(taken):
        raise key_message_error("pop from an empty set")
    return taken


@method("set", "clear")
def set_clear_method(self: Value) -> Value:
    """Remove all elements from this set."""
    set_clear(own_set(self, "set", "clear"))
    return NONE


@method("set", "update", variadic=True)
def set_update_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Update a set with the union of itself and others."""
    s = own_set(arguments[0], "set", "update")
    for i in range(1, argc):
        add_all(s, arguments[i])
    return NONE


@method("set", "intersection_update", variadic=True)
def set_intersection_update(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Update a set with the intersection of itself and another."""
    s = cast(Set, own_set(arguments[0], "set", "intersection_update"))
    for i in range(1, argc):
        set_replace(s, intersection_with(s, arguments[i]))
    return NONE


@method("set", "difference_update", variadic=True)
def set_difference_update(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Remove all elements of another set from this set."""
    s = own_set(arguments[0], "set", "difference_update")
    for i in range(1, argc):
        remove_all(s, arguments[i])
    return NONE


@method("set", "symmetric_difference_update")
def set_symmetric_difference_update(self: Value, other: Value) -> Value:
    """Update a set with the symmetric difference of itself and another."""
    s = cast(Set, own_set(self, "set", "symmetric_difference_update"))
    set_replace(s, set_symmetric_difference(s, set_of(other), py_equal))
    return NONE


def _declare_in_place(op: str, operate: Any) -> None:
    @method("set", f"__i{op}__")
    def set_in_place(self: Value, other: Value) -> Value:
        s = own_set(self, "set", f"__i{op}__")
        b = any_set(other)
        if b == no_value():
            return NOT_IMPLEMENTED
        operate(s, b)
        return self


for _op, _name in (("bit_or", "or"), ("sub", "sub"), ("bit_and", "and"), ("bit_xor", "xor")):
    _declare_in_place(_name, SET_IN_PLACE[_op])

