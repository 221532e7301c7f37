"""What `pyta/lib/_collections.py` needs of dicts: counting, and their order.

Source: the library reference, "collections".
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.map import Map, map_delete, map_find, map_get, map_items, map_pop_first, map_set
from corevm.kernel.safepoint import spend
from corevm.kernel.table import MAP_STRIDE, Table, key_at
from corevm.kernel.value import NONE, both_fixnum, fixnum_add, tag_fixnum
from corevm.micro.surface import Value, cast, fn, i64
from pyta.object.declare import function
from pyta.object.exception import key_error, key_message_error, type_error
from pyta.object.payload import payload_or_none
from pyta.object.type import class_of, is_deleted, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.attribute import call2, get_attribute
from pyta.protocol.compare import is_true, py_equal, py_hash
from pyta.protocol.item import set_item
from pyta.protocol.iterate import get_iter, next_value, pair_of
from pyta.protocol.number import BINARY

add = BINARY["add"]


@fn(raises=True)
def plus_one(v: Value) -> Value:
    if both_fixnum(v, tag_fixnum(1)):
        total, overflowed = fixnum_add(v, tag_fixnum(1))
        if not overflowed:
            return total
    return add(v, tag_fixnum(1))


@function("_pyta", "count_elements")
def count_elements(mapping: Value, items: Value) -> Value:
    """Count elements in the iterable, updating the mapping."""
    t = class_of(mapping)
    plain = type_named("dict")
    held = payload_or_none(mapping, "dict")
    is_plain = (
        held != no_value() and type_lookup(t, name("get")) == type_lookup(plain, name("get"))
        and type_lookup(t, name("__setitem__")) == type_lookup(plain, name("__setitem__"))
    )  # fmt: skip
    it = get_iter(items)
    getter: Value = NONE
    if not is_plain:
        getter = get_attribute(mapping, name("get"))
    while True:
        key = next_value(it)
        if is_deleted(key):
            return NONE
        spend(1)
        if is_plain:
            m = cast(Map, held)
            hash = py_hash(key)
            found = map_get(m, key, hash, py_equal)
            map_set(m, key, hash, tag_fixnum(1) if is_deleted(found) else plus_one(found), py_equal)
        else:
            set_item(mapping, key, plus_one(call2(getter, key, tag_fixnum(0))))


@fn(raises=True)
def dict_argument(v: Value) -> Map:
    found = payload_or_none(v, "dict")
    if found == no_value():
        raise type_error("a dict is required, not %T", v)
    return cast(Map, found)


@function("_pyta", "dict_pop_first")
def dict_pop_first(v: Value) -> Value:
    """Remove the oldest item and return it. Raises: KeyError if there is none."""
    key, value = map_pop_first(dict_argument(v))
    if is_deleted(key):
        raise key_message_error("dictionary is empty")
    return pair_of(key, value)


@function("_pyta", "dict_move")
def dict_move(v: Value, key: Value, to_end: Value) -> Value:
    """Make the item of a key the newest one, or the oldest. Raises: KeyError."""
    m = dict_argument(v)
    is_last = is_true(to_end)
    hash = py_hash(key)
    entry = map_find(m, key, hash, py_equal)
    if entry < 0:
        raise key_error(key)
    own = key_at(cast(Table, m.table), entry, MAP_STRIDE)
    value = map_delete(m, own, hash, py_equal)
    map_set(m, own, hash, value, py_equal)
    if is_last:
        return NONE
    items = map_items(m)
    at: i64 = 0
    while at < items.length:  # all others after it, in their order
        other = items.items[at]
        if other != own:
            other_hash = py_hash(other)
            held = map_delete(m, other, other_hash, py_equal)
            if not is_deleted(held):
                map_set(m, other, other_hash, held, py_equal)
        spend(1)
        at += 2
    return NONE
