"""Subscripts: x[i], x[i] = v, del x[i], `in`; slices of builtin sequences are their types' business."""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value, spend_for_words
from corevm.kernel.bytes import Bytes
from corevm.kernel.list import List, capacity_of, list_get, list_pop, list_set
from corevm.kernel.map import Map, map_delete, map_get, map_set
from corevm.kernel.number import is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.set import Set, set_has
from corevm.kernel.string import IS_INTERNED, String, index_string
from corevm.kernel.string_search import contains_string
from corevm.kernel.table import MAP_STRIDE, SET_STRIDE, UNSURE, Hashed, Table, may_put_near, place_near, value_at
from corevm.kernel.value import NONE, UNDEFINED, boolean, both_fixnum, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, inline, min_of, static, u8, u64
from pyta.object.buffer import ByteArray
from pyta.object.exception import exception_type, index_error, is_exception, key_error, type_error
from pyta.object.generic import generic_alias
from pyta.object.payload import payload_or_none
from pyta.object.type import Type, class_of, is_deleted, is_subtype, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.attribute import bind, call1, call_special1, call_special2, call_special3, special
from pyta.protocol.compare import hash_for_lookup, is_true, known_entry, py_equal, py_equal_slow, py_hash, word_at_hand
from pyta.protocol.index import as_index, length_from
from pyta.protocol.iterate import get_iter, next_value
from pyta.protocol.subscript import list_assign, list_remove, list_subscript, tuple_subscript

MOST_AT_ONCE = 64  # items that an instruction looks through without a look at what is pending


@inline
def item_at_hand(m: Map, key: Value) -> Value:
    """m[key] of a plain dict, or no value where that takes a call or is an error."""
    entry = known_entry(m, key, MAP_STRIDE)
    return value_at(cast(Table, m.table), entry) if entry >= 0 else no_value()


@inline
def item_or(m: Map, key: Value, default: Value) -> Value:
    """m.get(key, default) of a plain dict, or no value where that takes a call."""
    entry = known_entry(m, key, MAP_STRIDE)
    if entry >= 0:
        return value_at(cast(Table, m.table), entry)
    return default if entry > UNSURE else no_value()


@inline
def place_at_hand(h: Hashed, key: Value, stride: static) -> tuple[i64, u64, Value]:
    """Where a key is to be put in a dict or set, for `put_in_place`, and its word; UNSURE where that takes a call. It writes nothing."""
    table = h.table
    if table is not None and may_put_near(h, cast(Table, table)):
        word = word_at_hand(key)
        if word != no_value():
            entry, slot = place_near(cast(Table, table), key, word, stride)
            return entry, slot, word
    return i64(UNSURE), u64(0), no_value()


@fn(raises=True)
def map_item(m: Map, key: Value) -> Value:
    """m[key] of a plain dict."""
    found = map_get(m, key, py_hash(key), py_equal)
    if is_deleted(found):
        raise key_error(key)
    return found


@fn(raises=True)
def get_item(x: Value, i: Value) -> Value:
    """x[i]"""
    if is_kind(x, "list") and is_fixnum(i):
        items = cast(List, x)
        at = untag_fixnum(i)
        if at < 0:
            at += items.count
        if at < 0 or at >= items.count:
            raise index_error("list index out of range")
        here = list_get(items, at)
        if here != no_value():
            return here
        raise index_error("list index out of range")
    if is_kind(x, "map"):
        return map_item(cast(Map, x), i)
    if is_kind(x, "array") and is_fixnum(i):
        fixed = cast(Array_, x)
        at = untag_fixnum(i)
        if at < 0:
            at += fixed.length
        if at < 0 or at >= fixed.length:
            raise index_error("tuple index out of range")
        return fixed.items[at]
    if is_kind(x, "string") and is_fixnum(i):
        text = cast(String, x)
        at = untag_fixnum(i)
        if at < 0:
            at += text.count
        if at < 0 or at >= text.count:
            raise index_error("string index out of range")
        return index_string(text, at)
    if is_kind(x, "bytes") and is_fixnum(i):
        at = untag_fixnum(i)
        if at >= 0 and at < cast(Bytes, x).length:
            return tag_fixnum(i64(cast(Bytes, x).data[at]))
    if is_kind(x, "pyta.bytearray") and is_fixnum(i):
        at = untag_fixnum(i)
        if at >= 0 and at < cast(ByteArray, x).count:
            return tag_fixnum(i64(cast(ByteArray, x).buffer.bytes[at]))
    if is_kind(x, "list"):
        return list_subscript(cast(List, x), i)
    if is_kind(x, "array"):
        return tuple_subscript(cast(Array_, x), i)
    found = special(x, "__getitem__")
    if found != no_value():
        return call_special2(x, found, i)
    if is_kind(x, "pyta.type"):
        maker = type_lookup(cast(Type, x), name("__class_getitem__"))
        if maker != no_value():
            return call1(bind(maker, no_value(), cast(Type, x)), i)
        if cast(u64, x) == cast(u64, type_named("type")):
            return generic_alias(x, i)
        raise type_error("type '%N' is not subscriptable", x)
    raise type_error("'%T' object is not subscriptable", x)


@fn(raises=True)
def set_item(x: Value, i: Value, v: Value) -> None:
    """x[i] = v"""
    if is_kind(x, "list") and is_fixnum(i):
        items = cast(List, x)
        at = untag_fixnum(i)
        if at < 0:
            at += items.count
        if at < 0 or at >= items.count:
            raise index_error("list assignment index out of range")
        list_set(items, at, v)
        return
    if is_kind(x, "map"):
        map_set(cast(Map, x), i, py_hash(i), v, py_equal)
        return
    if is_kind(x, "list"):
        list_assign(cast(List, x), i, v)
        return
    if is_kind(x, "pyta.bytearray") and both_fixnum(i, v):
        at = untag_fixnum(i)
        if at >= 0 and at < cast(ByteArray, x).count and u64(untag_fixnum(v)) < 256:
            cast(ByteArray, x).buffer.bytes[at] = u8(untag_fixnum(v))
            return
    found = special(x, "__setitem__")
    if found == no_value():
        raise type_error("'%T' object does not support item assignment", x)
    call_special3(x, found, i, v)


@fn(raises=True)
def delete_item(x: Value, i: Value) -> None:
    """del x[i]"""
    if is_kind(x, "list") and is_fixnum(i):
        items = cast(List, x)
        at = untag_fixnum(i)
        if at < 0:
            at += items.count
        if at < 0 or at >= items.count:
            raise index_error("list assignment index out of range")
        list_pop(items, at)
        return
    if is_kind(x, "map"):
        if is_deleted(map_delete(cast(Map, x), i, py_hash(i), py_equal)):
            raise key_error(i)
        return
    if is_kind(x, "list"):
        list_remove(cast(List, x), i)
        return
    found = special(x, "__delitem__")
    if found == no_value():
        if is_sequence(x) and (is_integer(i) or special(i, "__index__") != no_value()):
            raise type_error("'%T' object doesn't support item deletion", x)
        raise type_error("'%T' object does not support item deletion", x)
    call_special2(x, found, i)


@fn
def is_sequence(x: Value) -> bool:
    """Whether the host takes an index of x for a position, as it does for instances of every class."""
    t = class_of(x)
    if t.index < 0:
        return True
    for text in static(("str", "tuple", "bytes", "range", "set", "frozenset")):
        if cast(u64, t) == cast(u64, type_named(text)):
            return True
    return False


@inline
def differing(words: Ptr[Value], start: i64, stop: i64, item: Value) -> i64:
    """Past the words from start on that are plainly not equal to an item: it and they are small ints, or texts of which there is one each."""
    at = start
    if is_fixnum(item):
        while at < stop and is_fixnum(words[at]) and words[at] != item:
            at += 1
    elif is_interned(item):
        while at < stop and is_interned(words[at]) and words[at] != item:
            at += 1
    return at


@inline
def is_interned(v: Value) -> bool:
    return is_kind(v, "string") and cast(String, v).flags & IS_INTERNED != 0


@inline
def contains_at_once(x: Value, item: Value) -> Value:
    """Whether an item is in a short list or tuple, a dict or a set, if their words tell; or undefined."""
    count: i64 = 0
    words = cast(Ptr[Value], u64(0))
    if is_kind(x, "list"):
        held = cast(List, x).items
        if held is not None:
            count = min_of(cast(List, x).count, cast(Array_, held).length)
            words = cast(Array_, held).items
    elif is_kind(x, "array"):
        count = cast(Array_, x).length
        words = cast(Array_, x).items
    elif is_kind(x, "map"):
        return known_member(known_entry(cast(Hashed, x), item, MAP_STRIDE))
    elif is_kind(x, "set") or is_kind(x, "pyta.frozenset"):
        return known_member(known_entry(cast(Hashed, x), item, SET_STRIDE))
    else:
        return UNDEFINED
    if count > MOST_AT_ONCE:
        return UNDEFINED
    at = differing(words, 0, count, item)
    if at == count:
        return boolean(False)
    return boolean(True) if words[at] == item else UNDEFINED


@inline
def known_member(entry: i64) -> Value:
    return boolean(entry >= 0) if entry > UNSURE else cast(Value, u64(UNDEFINED))


@fn(raises=True)
def is_in_list(items: List, item: Value) -> bool:
    at: i64 = 0
    while True:
        count = min_of(items.count, capacity_of(items))
        if at < count:
            at = differing(cast(Array_, items.items).items, at, count, item)
        if at >= count:
            spend_for_words(count)
            return False
        here = cast(Array_, items.items).items[at]
        if here != no_value():
            spend(1)
            if here == item or py_equal_slow(here, item):
                return True
        at += 1


@fn(raises=True)
def contains(x: Value, item: Value) -> bool:
    """item in x"""
    if is_kind(x, "map"):
        return not is_deleted(map_get(cast(Map, x), item, py_hash(item), py_equal))
    if is_kind(x, "set"):
        return set_has(cast(Set, x), item, hash_for_lookup(item), py_equal)
    if is_kind(x, "string"):
        part = payload_or_none(item, "str")
        if part == no_value():
            raise type_error("'in <string>' requires string as left operand, not %T", item)
        return contains_string(cast(String, x), cast(String, part))
    if is_kind(x, "list"):
        return is_in_list(cast(List, x), item)
    if is_kind(x, "array"):
        fixed = cast(Array_, x)
        at = differing(fixed.items, 0, fixed.length, item)
        while at < fixed.length:
            spend(1)
            if fixed.items[at] == item or py_equal_slow(fixed.items[at], item):
                return True
            at = differing(fixed.items, at + 1, fixed.length, item)
        return False
    found = special(x, "__contains__")
    if found != no_value():
        if is_word(found, NONE):
            raise type_error("'%T' object is not a container", x)
        return is_true(call_special2(x, found, item))
    it = iterator_to_search(x)
    while True:
        here = next_value(it)
        if is_deleted(here):
            return False
        spend(1)
        if py_equal(here, item):
            return True


@fn(raises=True)
def iterator_to_search(x: Value) -> Value:
    try:
        return get_iter(x)
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("TypeError")):
            raise e
    raise type_error("argument of type '%T' is not iterable", x)


@fn(raises=True)
def py_len(v: Value) -> i64:
    """len(v)."""
    if is_kind(v, "list"):
        return cast(List, v).count
    if is_kind(v, "string"):
        return cast(String, v).count
    if is_kind(v, "array"):
        return cast(Array_, v).length
    if is_kind(v, "map"):
        return cast(Map, v).count
    if is_kind(v, "set"):
        return cast(Set, v).count
    if is_kind(v, "bytes"):
        return cast(Bytes, v).length
    found = special(v, "__len__")
    if found == no_value():
        raise type_error("object of type '%T' has no len()", v)
    return length_from(call_special1(v, found))


__all__ = ["as_index", "boolean", "class_of", "inline"]
