"""The views of a dict: keys(), values(), items(). Those of keys and items are also sets.

Source: the library reference, "Dictionary view objects"; collections.abc.Set for the operators.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, no_value
from corevm.kernel.map import Map, map_get, map_has, map_keys, map_values
from corevm.kernel.object import is_kind
from corevm.kernel.set import Set, set_add, set_discard, set_new, set_remove_all, set_symmetric_difference
from corevm.kernel.string_build import new_builder
from corevm.kernel.table import Hashed
from corevm.kernel.value import NOT_IMPLEMENTED, boolean, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, inline, new, stack_array, static, u8, u64
from pyta.object.declare import declare_absent, getter, method
from pyta.object.dict import last_position
from pyta.object.iterator import DictView, ReverseItemIterator, ReverseKeyIterator, ReverseValueIterator
from pyta.object.mapping_proxy import new_mapping_proxy
from pyta.object.payload import payload
from pyta.object.sequence import append_items
from pyta.object.set import add_all, any_set, intersection_with
from pyta.object.type import is_deleted
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.depth import LINK_WORDS, enter_repr, leave_repr
from pyta.protocol.item import contains
from pyta.protocol.iterate import (
    get_iter,
    item_iterator,
    key_iterator,
    list_of,
    next_value,
    value_iterator,
)

declare_absent("dict_keys", "__hash__")
declare_absent("dict_items", "__hash__")
REVERSE = {"dict_keys": ReverseKeyIterator, "dict_values": ReverseValueIterator, "dict_items": ReverseItemIterator}
FORWARD: dict[str, Any] = {"dict_keys": key_iterator, "dict_values": value_iterator, "dict_items": item_iterator}


@inline(raises=True)
def viewed(self: Value, owner: static, method: Ptr[u8]) -> Map:
    return cast(DictView, payload(self, owner, method)).owner


# --- all three


def _declare_view(owner: str) -> None:
    iterator, backwards = FORWARD[owner], REVERSE[owner]

    @method(owner, "__len__")
    def view_len(self: Value) -> Value:
        return tag_fixnum(viewed(self, owner, "__len__").count)

    @method(owner, "__iter__")
    def view_iter(self: Value) -> Value:
        return iterator(viewed(self, owner, "__iter__"))

    @method(owner, "__reversed__")
    def view_reversed(self: Value) -> Value:
        """Return a reverse iterator over the dict's entries."""
        m = viewed(self, owner, "__reversed__")
        return new(backwards, owner=m, table=m.table, position=last_position(m), count=m.count, left=m.count)

    @method(owner, "__repr__")
    def view_repr(self: Value) -> Value:
        own = payload(self, owner, "__repr__")
        link = stack_array(u64, LINK_WORDS)
        text = new_builder(32)
        if not enter_repr(link, own):
            text.append_ascii("...", 3)
            return text.finish()
        try:
            text.append_ascii(owner + "([", len(owner) + 2)
            m = cast(DictView, own).owner
            if owner == "dict_items":
                pairs = list_of(own)
                if pairs.items is not None:
                    append_items(text, cast(Array_, pairs.items).items, pairs.count)
            else:
                parts = map_keys(m) if owner == "dict_keys" else map_values(m)
                append_items(text, parts.items, parts.length)
            text.append_ascii("])", 2)
        except failure as e:
            leave_repr(link)
            raise e
        leave_repr(link)
        return text.finish()


for _owner in FORWARD:
    _declare_view(_owner)


@method("dict_keys", "__contains__")
def keys_contains(self: Value, key: Value) -> Value:
    return boolean(map_has(viewed(self, "dict_keys", "__contains__"), key, py_hash(key), py_equal))


@method("dict_items", "__contains__")
def items_contains(self: Value, item: Value) -> Value:
    m = viewed(self, "dict_items", "__contains__")
    if not is_kind(item, "array") or cast(Array_, item).length != 2:
        return boolean(False)
    pair = cast(Array_, item)
    found = map_get(m, pair.items[0], py_hash(pair.items[0]), py_equal)
    return boolean(not is_deleted(found) and py_equal(found, pair.items[1]))


# --- the sets


@fn
def is_set_like(v: Value) -> bool:
    return any_set(v) != no_value() or is_kind(v, "pyta.dict_keys") or is_kind(v, "pyta.dict_items")


@fn(raises=True)
def size_of(v: Value) -> i64:
    if is_kind(v, "pyta.dict_keys") or is_kind(v, "pyta.dict_items"):
        return cast(DictView, v).owner.count
    return cast(Hashed, any_set(v)).count


@fn(raises=True)
def are_all_in(a: Value, b: Value) -> bool:
    """Whether each item of a is in b."""
    it = get_iter(a)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return True
        if not contains(b, item):
            return False


@fn(raises=True)
def set_from(v: Value) -> Set:
    made = set_new()
    add_all(made, v)
    return made


@fn(raises=True)
def view_and(a: Value, b: Value) -> Value:
    if is_kind(b, "set") and size_of(a) <= cast(Hashed, b).count:
        return intersection_with(cast(Hashed, b), a)
    made = set_new()
    it = get_iter(b)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return made
        if contains(a, item):
            set_add(made, item, py_hash(item), py_equal)


@fn(raises=True)
def view_or(a: Value, b: Value) -> Value:
    made = set_from(a)
    add_all(made, b)
    return made


@fn(raises=True)
def view_sub(a: Value, b: Value) -> Value:
    made = set_from(a)
    other = any_set(b)
    if other != no_value():
        set_remove_all(made, cast(Hashed, other), py_equal)
        return made
    it = get_iter(b)
    while True:
        item = next_value(it)
        if is_deleted(item):
            return made
        set_discard(made, item, py_hash(item), py_equal)


@fn(raises=True)
def view_xor(a: Value, b: Value) -> Value:
    return set_symmetric_difference(set_from(a), set_from(b), py_equal)


OPERATORS: dict[str, Any] = {"and": view_and, "or": view_or, "sub": view_sub, "xor": view_xor}


def _declare_operator(owner: str, op: str) -> None:
    operate = OPERATORS[op]

    @method(owner, f"__{op}__")
    def view_operator(self: Value, other: Value) -> Value:
        return operate(payload(self, owner, f"__{op}__"), other)

    @method(owner, f"__r{op}__")
    def view_reflected(self: Value, other: Value) -> Value:
        if op == "and":
            return operate(payload(self, owner, f"__r{op}__"), other)
        return operate(other, payload(self, owner, f"__r{op}__"))


def _declare_order(owner: str, op: str) -> None:
    @method(owner, f"__{op}__")
    def view_compare(self: Value, other: Value) -> Value:
        own = payload(self, owner, f"__{op}__")
        if not is_set_like(other):
            return NOT_IMPLEMENTED
        n = size_of(own)
        m = size_of(other)
        if op == "eq":
            return boolean(n == m and are_all_in(own, other))
        if op == "ne":
            return boolean(not (n == m and are_all_in(own, other)))
        if op == "lt":
            return boolean(n < m and are_all_in(own, other))
        if op == "le":
            return boolean(n <= m and are_all_in(own, other))
        if op == "gt":
            return boolean(n > m and are_all_in(other, own))
        return boolean(n >= m and are_all_in(other, own))


def _declare_set(owner: str) -> None:
    for op in OPERATORS:
        _declare_operator(owner, op)
    for op in ("eq", "ne", "lt", "le", "gt", "ge"):
        _declare_order(owner, op)

    @method(owner, "isdisjoint")
    def view_isdisjoint(self: Value, other: Value) -> Value:
        """Return True if the view and the given iterable have a null intersection."""
        own = payload(self, owner, "isdisjoint")
        it = get_iter(other)
        while True:
            item = next_value(it)
            if is_deleted(item):
                return boolean(True)
            if contains(own, item):
                return boolean(False)


_declare_set("dict_keys")
_declare_set("dict_items")


def _declare_mapping(owner: str) -> None:
    @getter(owner, "mapping")
    def view_mapping(self: Value) -> Value:
        return new_mapping_proxy(viewed(self, owner, "mapping"))


for _owner in FORWARD:
    _declare_mapping(_owner)
