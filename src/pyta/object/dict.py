"""dict: its methods. The views it gives are `pyta.object.dict_view`.

Source: the library reference, "Mapping Types — dict"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.call import enter_recursion
from corevm.kernel.map import (
    Map,
    map_clear,
    map_copy,
    map_delete,
    map_equal,
    map_get,
    map_has,
    map_items,
    map_merge,
    map_new,
    map_pop_last,
    map_set,
    map_set_default,
)
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.table import MAP_STRIDE, UNSURE, Table, value_at
from corevm.kernel.value import DEFAULT, DELETED, NONE, NOT_IMPLEMENTED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, stack_array, u64
from pyta.object.declare import declare_absent, method
from pyta.object.exception import exception_type, is_exception, key_error, key_message_error, type_error, value_error
from pyta.object.iterator import DictItems, DictKeys, DictValues, ReverseKeyIterator
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.type import class_of, is_deleted, is_subtype, is_type, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.argument import given_count
from pyta.protocol.attribute import call0, call_special2, get_attribute, special
from pyta.protocol.compare import known_entry, py_equal, py_hash
from pyta.protocol.depth import LINK_WORDS, enter_repr, leave_repr
from pyta.protocol.item import get_item, set_item
from pyta.protocol.iterate import get_iter, is_iterable, key_iterator, next_value, pair_of, tuple_of
from pyta.protocol.text import py_repr

declare_absent("dict", "__hash__")


# --- making and filling


@method("dict", "__new__", variadic=True, keywords=True, binding="static")
def dict_new_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc < 1:
        raise type_error("dict.__new__(): not enough arguments")
    return make_instance(arguments[0], map_new(), "dict")


@method("dict", "__init__", variadic=True, keywords=True)
def dict_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """dict(), dict(mapping), dict(iterable), each with keywords."""
    own = cast(Map, payload(arguments[0], "dict", "__init__"))
    given = given_count(argc, names) - 1
    if given > 1:
        raise type_error("dict expected at most 1 argument, got %D", tag_fixnum(given))
    fill(own, arguments + 1, given, names)
    return NONE


@method("dict", "update", variadic=True, keywords=True)
def dict_update(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F."""
    own = cast(Map, payload(arguments[0], "dict", "update"))
    given = given_count(argc, names) - 1
    if given > 1:
        raise type_error("update expected at most 1 argument, got %D", tag_fixnum(given))
    fill(own, arguments + 1, given, names)
    return NONE


@fn(raises=True)
def fill(own: Map, arguments: Ptr[Value], given: i64, names: Value) -> None:
    if given == 1:
        merge_any(own, arguments[0])
    if names != no_value():
        keys = cast(Array_, names)
        for i in range(keys.length):
            map_set(own, keys.items[i], py_hash(keys.items[i]), arguments[given + i], py_equal)


@fn(raises=True)
def merge_any(own: Map, other: Value) -> None:
    """Put the items of a mapping (it has keys()) or of an iterable of pairs into a map."""
    if is_kind(other, "map"):
        if cast(u64, own) != cast(u64, other):
            map_merge(own, cast(Map, other), True, py_equal)
        return
    held = payload_or_none(other, "dict")
    if held != no_value():
        if type_lookup(class_of(other), name("__iter__")) == type_lookup(type_named("dict"), name("__iter__")):
            if cast(u64, own) != cast(u64, held):
                map_merge(own, cast(Map, held), True, py_equal)
            return
    getter = attribute_or_deleted(other, name("keys"))
    if is_deleted(getter):
        merge_pairs(own, other)
        return
    keys = called_keys(other, getter)
    for i in range(keys.length):
        key = keys.items[i]
        value = get_item(other, key)
        map_set(own, key, py_hash(key), value, py_equal)
        spend(1)


@fn(raises=True)
def called_keys(mapping: Value, getter: Value) -> Array_:
    """What the mapping's method keys() gives."""
    keys = call0(getter)
    if not is_iterable(keys):
        raise type_error("%T.keys() returned a non-iterable (type %T)", mapping, keys)
    return tuple_of(keys)


@fn(raises=True)
def attribute_or_deleted(v: Value, key: Value) -> Value:
    """v.key, or DELETED if that raises AttributeError."""
    try:
        return get_attribute(v, key)
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("AttributeError")):
            raise e
    return DELETED


@fn(raises=True)
def merge_pairs(own: Map, pairs: Value) -> None:
    it = get_iter(pairs)
    number: i64 = 0
    while True:
        item = next_value(it)
        if is_deleted(item):
            return
        if not is_kind(item, "array") and not is_iterable(item):
            raise type_error("cannot convert dictionary update sequence element #%D to a sequence", tag_fixnum(number))
        pair = tuple_of(item)
        if pair.length != 2:
            raise value_error(
                "dictionary update sequence element #%D has length %D; 2 is required", tag_fixnum(number), tag_fixnum(pair.length)
            )
        map_set(own, pair.items[0], py_hash(pair.items[0]), pair.items[1], py_equal)
        number += 1
        spend(1)


@method("dict", "fromkeys", variadic=True, binding="class")
def dict_fromkeys(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Create a new dictionary with keys from iterable and values set to value."""
    if argc < 2:
        raise type_error("fromkeys expected at least 1 argument, got %D", tag_fixnum(argc - 1))
    if argc > 3:
        raise type_error("fromkeys expected at most 2 arguments, got %D", tag_fixnum(argc - 1))
    value = arguments[2] if argc == 3 else NONE
    if not is_type(arguments[0]):
        raise type_error("descriptor 'fromkeys' for type 'dict' needs a type, not a '%T' as arg 2", arguments[0])
    made = call0(arguments[0])
    it = get_iter(arguments[1])
    while True:
        key = next_value(it)
        if is_deleted(key):
            return made
        if is_kind(made, "map"):
            map_set(cast(Map, made), key, py_hash(key), value, py_equal)
        else:
            set_item(made, key, value)
        spend(1)


# --- items


@fn(raises=True)
def missing_item(self: Value, key: Value) -> Value:
    """What self[key] gives for a key that is not there: __missing__ of a derived class, or KeyError."""
    if not is_kind(self, "map"):
        found = special(self, "__missing__")
        if found != no_value():
            return call_special2(self, found, key)
    raise key_error(key)


@method("dict", "__getitem__")
def dict_getitem(self: Value, key: Value) -> Value:
    """x.__getitem__(y) <==> x[y]"""
    found = map_get(cast(Map, payload(self, "dict", "__getitem__")), key, py_hash(key), py_equal)
    if is_deleted(found):
        return missing_item(self, key)
    return found


@method("dict", "__setitem__")
def dict_setitem(self: Value, key: Value, value: Value) -> Value:
    map_set(cast(Map, payload(self, "dict", "__setitem__")), key, py_hash(key), value, py_equal)
    return NONE


@method("dict", "__delitem__")
def dict_delitem(self: Value, key: Value) -> Value:
    if is_deleted(map_delete(cast(Map, payload(self, "dict", "__delitem__")), key, py_hash(key), py_equal)):
        raise key_error(key)
    return NONE


@method("dict", "__contains__")
def dict_contains(self: Value, key: Value) -> Value:
    """True if the dictionary has the specified key, else False."""
    return boolean(map_has(cast(Map, payload(self, "dict", "__contains__")), key, py_hash(key), py_equal))


@method("dict", "__len__")
def dict_len(self: Value) -> Value:
    return tag_fixnum(cast(Map, payload(self, "dict", "__len__")).count)


@method("dict", "__iter__")
def dict_iter(self: Value) -> Value:
    return key_iterator(cast(Map, payload(self, "dict", "__iter__")))


@fn
def last_position(m: Map) -> i64:
    """Where a walk backwards begins."""
    table = m.table
    return 0 if table is None else cast(Table, table).last


@method("dict", "__reversed__")
def dict_reversed(self: Value) -> Value:
    """Return a reverse iterator over the dict keys."""
    m = cast(Map, payload(self, "dict", "__reversed__"))
    return new(ReverseKeyIterator, owner=m, table=m.table, position=last_position(m), count=m.count, left=m.count)


@method("dict", "get", optional=1)
def dict_get(self: Value, key: Value, default: Value) -> Value:
    """Return the value for key if key is in the dictionary, else default."""
    if is_kind(self, "map"):
        entry = known_entry(cast(Map, self), key, MAP_STRIDE)
        if entry >= 0:
            value = value_at(cast(Table, cast(Map, self).table), entry)
            if value != no_value():
                return value
        elif entry > UNSURE:
            return NONE if is_word(default, DEFAULT) else default
    return get_or(self, key, default)


@fn(raises=True)
def get_or(self: Value, key: Value, default: Value) -> Value:
    found = map_get(cast(Map, payload(self, "dict", "get")), key, py_hash(key), py_equal)
    if is_deleted(found):
        return NONE if is_word(default, DEFAULT) else default
    return found


@method("dict", "setdefault", optional=1)
def dict_setdefault(self: Value, key: Value, default: Value) -> Value:
    """Insert key with a value of default if key is not in the dictionary."""
    m = cast(Map, payload(self, "dict", "setdefault"))
    return map_set_default(m, key, py_hash(key), NONE if is_word(default, DEFAULT) else default, py_equal)


@method("dict", "pop", optional=1)
def dict_pop(self: Value, key: Value, default: Value) -> Value:
    """D.pop(k[,d]) -> v, remove specified key and return the corresponding value."""
    m = cast(Map, payload(self, "dict", "pop"))
    if m.count == 0:
        if is_word(default, DEFAULT):
            raise key_error(key)
        return default
    taken = map_delete(m, key, py_hash(key), py_equal)
    if not is_deleted(taken):
        return taken
    if is_word(default, DEFAULT):
        raise key_error(key)
    return default


@method("dict", "popitem")
def dict_popitem(self: Value) -> Value:
    """Remove and return a (key, value) pair as a 2-tuple."""
    key, value = map_pop_last(cast(Map, payload(self, "dict", "popitem")))
    if is_deleted(key):
        raise key_message_error("popitem(): dictionary is empty")
    return pair_of(key, value)


@method("dict", "clear")
def dict_clear(self: Value) -> Value:
    """D.clear() -> None.  Remove all items from D."""
    map_clear(cast(Map, payload(self, "dict", "clear")))
    return NONE


@method("dict", "copy")
def dict_copy(self: Value) -> Value:
    """D.copy() -> a shallow copy of D"""
    return map_copy(cast(Map, payload(self, "dict", "copy")))


@method("dict", "keys")
def dict_keys(self: Value) -> Value:
    """D.keys() -> a set-like object providing a view on D's keys"""
    return new(DictKeys, owner=cast(Map, payload(self, "dict", "keys")))


@method("dict", "values")
def dict_values(self: Value) -> Value:
    """D.values() -> an object providing a view on D's values"""
    return new(DictValues, owner=cast(Map, payload(self, "dict", "values")))


@method("dict", "items")
def dict_items(self: Value) -> Value:
    """D.items() -> a set-like object providing a view on D's items"""
    return new(DictItems, owner=cast(Map, payload(self, "dict", "items")))


# --- operators


@fn(raises=True)
def equal_dicts(a: Map, b: Map) -> bool:
    enter_recursion()
    return map_equal(a, b, py_equal, py_equal)


@method("dict", "__eq__")
def dict_eq(self: Value, other: Value) -> Value:
    b = payload_or_none(other, "dict")
    if b == no_value():
        return NOT_IMPLEMENTED
    return boolean(equal_dicts(cast(Map, payload(self, "dict", "__eq__")), cast(Map, b)))


@method("dict", "__ne__")
def dict_ne(self: Value, other: Value) -> Value:
    b = payload_or_none(other, "dict")
    if b == no_value():
        return NOT_IMPLEMENTED
    return boolean(not equal_dicts(cast(Map, payload(self, "dict", "__ne__")), cast(Map, b)))


@fn(raises=True)
def merged(a: Map, b: Map) -> Value:
    made = map_copy(a)
    map_merge(made, b, True, py_equal)
    return made


@method("dict", "__or__")
def dict_or(self: Value, other: Value) -> Value:
    b = payload_or_none(other, "dict")
    if b == no_value():
        return NOT_IMPLEMENTED
    return merged(cast(Map, payload(self, "dict", "__or__")), cast(Map, b))


@method("dict", "__ror__")
def dict_ror(self: Value, other: Value) -> Value:
    a = payload_or_none(other, "dict")
    if a == no_value():
        return NOT_IMPLEMENTED
    return merged(cast(Map, a), cast(Map, payload(self, "dict", "__ror__")))


@method("dict", "__ior__")
def dict_ior(self: Value, other: Value) -> Value:
    merge_any(cast(Map, payload(self, "dict", "__ior__")), other)
    return self


@fn(raises=True)
def append_entries(text: StringBuilder, m: Map) -> None:
    items = map_items(m)
    for i in range(items.length // 2):
        if i > 0:
            text.append_ascii(", ", 2)
        text.append(py_repr(items.items[2 * i]))
        text.append_ascii(": ", 2)
        text.append(py_repr(items.items[2 * i + 1]))


@method("dict", "__repr__")
def dict_repr(self: Value) -> Value:
    m = cast(Map, payload(self, "dict", "__repr__"))
    text = new_builder(16 + m.count * 6)
    text.append_code(0x7B)
    if m.count > 0:
        link = stack_array(u64, LINK_WORDS)
        if not enter_repr(link, m):
            text.append_ascii("...", 3)
        else:
            try:
                append_entries(text, m)
            except failure as e:
                leave_repr(link)
                raise e
            leave_repr(link)
    text.append_code(0x7D)
    return text.finish()
