"""Builtins about objects: attributes, types, identity, calling."""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.dynamic import DynamicObject, object_get, object_keys
from corevm.kernel.list import List, list_append, list_new, list_of_exactly
from corevm.kernel.map import Map, map_keys, map_new, map_set
from corevm.kernel.object import is_kind
from corevm.kernel.set import Set, set_add, set_keys, set_new
from corevm.kernel.string import String, code_at, string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DEFAULT, DELETED, ELLIPSIS, NONE, NOT_IMPLEMENTED, boolean, is_word
from corevm.micro.surface import Value, cast, failure, fn, i64
from pyta.object.declare import function, module_start
from pyta.object.exception import type_error
from pyta.object.type import Type, class_of, is_deleted, is_subtype, is_type, namespace_set, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.attribute import (
    Module,
    as_name,
    call1,
    call_special1,
    call_special2,
    delete_attribute,
    get_attribute,
    is_attribute_error,
    set_attribute,
    special,
)
from pyta.protocol.compare import is_true, py_equal, py_hash, py_less
from pyta.protocol.iterate import extend_list


@function("builtins", "getattr", optional=1)
def py_getattr(v: Value, key: Value, default: Value) -> Value:
    if not is_kind(key, "string"):
        raise type_error("attribute name must be string, not '%T'", key)
    try:
        return get_attribute(v, intern(cast(String, key)))
    except failure as e:
        if is_word(default, DEFAULT) or not is_attribute_error(e):
            raise e
    return default


@function("builtins", "setattr")
def py_setattr(v: Value, key: Value, value: Value) -> Value:
    set_attribute(v, as_name(key), value)
    return NONE


@function("builtins", "delattr")
def py_delattr(v: Value, key: Value) -> Value:
    delete_attribute(v, as_name(key))
    return NONE


@function("builtins", "hasattr")
def py_hasattr(v: Value, key: Value) -> Value:
    if not is_kind(key, "string"):
        raise type_error("attribute name must be string, not '%T'", key)
    try:
        get_attribute(v, intern(cast(String, key)))
    except failure as e:
        if not is_attribute_error(e):
            raise e
        return boolean(False)
    return boolean(True)


@fn(raises=True)
def is_instance_of(v: Value, classes: Value) -> bool:
    """isinstance(v, classes)."""
    if is_type(classes):
        t = cast(Type, classes)
        if t.metaclass == cast(Value, type_named("type")):
            if is_subtype(class_of(v), t):
                return True
            return is_instance_by_class(v, t)
    if is_kind(classes, "array"):
        items = cast(Array_, classes)
        for i in range(items.length):
            if is_instance_of(v, items.items[i]):
                return True
        return False
    found = special(classes, "__instancecheck__")
    if found == no_value():
        raise type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")
    return is_true(call_special2(classes, found, v))


@fn(raises=True)
def is_instance_by_class(v: Value, t: Type) -> bool:
    """By v.__class__, where that is not type(v) (proxies)."""
    if not is_kind(v, "object"):
        return False
    found = type_lookup(class_of(v), name("__class__"))
    if found == type_lookup(type_named("object"), name("__class__")):
        return False
    other = get_attribute(v, name("__class__"))
    return is_type(other) and is_subtype(cast(Type, other), t)


@function("builtins", "isinstance")
def py_isinstance(v: Value, classes: Value) -> Value:
    return boolean(is_instance_of(v, classes))


@fn(raises=True)
def is_subclass_of(t: Value, classes: Value) -> bool:
    if is_kind(classes, "array"):
        items = cast(Array_, classes)
        for i in range(items.length):
            if is_subclass_of(t, items.items[i]):
                return True
        return False
    if is_type(classes) and cast(Type, classes).metaclass == cast(Value, type_named("type")):
        if not is_type(t):
            raise type_error("issubclass() arg 1 must be a class")
        return is_subtype(cast(Type, t), cast(Type, classes))
    found = special(classes, "__subclasscheck__")
    if found == no_value():
        raise type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return is_true(call_special2(classes, found, t))


@function("builtins", "issubclass")
def py_issubclass(t: Value, classes: Value) -> Value:
    if not is_type(t):
        raise type_error("issubclass() arg 1 must be a class")
    return boolean(is_subclass_of(t, classes))


@function("builtins", "callable")
def py_callable(v: Value) -> Value:
    if is_kind(v, "function") or is_kind(v, "native_function") or is_kind(v, "bound_method") or is_type(v):
        return boolean(True)
    return boolean(special(v, "__call__") != no_value())


# --- dir, vars


@fn(raises=True)
def dictionary_of(v: Value) -> Value:
    """A dict of an object's own attributes (a copy for dynamic objects), or DELETED."""
    if is_kind(v, "object"):
        made = map_new()
        o = cast(DynamicObject, v)
        keys = object_keys(o)
        for i in range(keys.length):
            key = keys.items[i]
            if code_at(cast(String, key), 0) != 1:
                held = object_get(o, key)
                if not is_deleted(held):
                    namespace_set(made, key, held)
        return made
    if is_kind(v, "pyta.module"):
        return cast(Module, v).namespace
    if is_type(v):
        return cast(Type, v).namespace
    return DELETED


@function("builtins", "vars", optional=1)
def py_vars(v: Value) -> Value:
    if is_word(v, DEFAULT):
        raise type_error("vars() without an argument is not supported here")
    found = dictionary_of(v)
    if is_deleted(found):
        raise type_error("vars() argument must have __dict__ attribute")
    return found


@function("builtins", "dir", optional=1)
def py_dir(v: Value) -> Value:
    if is_word(v, DEFAULT):
        raise type_error("dir() without an argument is not supported here")
    found = special(v, "__dir__")
    names = list_new()
    if found != no_value():
        extend_list(names, call1(get_attribute(v, name("__dir__")), v) if is_type(v) else call_special1(v, found))
    else:
        collected = set_new()
        own = dictionary_of(v)
        if not is_deleted(own):
            add_names(collected, cast(Map, own))
        order = cast(Type, v).mro if is_type(v) else class_of(v).mro
        if not is_kind(v, "pyta.module"):
            for i in range(order.length):
                add_names(collected, cast(Type, order.items[i]).namespace)
        names = list_of_exactly(set_keys(collected))
    sort_names(names)
    return names


@fn(raises=True)
def add_names(target: Set, source: Map) -> None:
    keys = map_keys(source)
    for i in range(keys.length):
        if is_kind(keys.items[i], "string"):
            set_add(target, keys.items[i], py_hash(keys.items[i]), py_equal)


@fn(raises=True)
def sort_names(names: List) -> None:
    """Insertion sort: dir() is short and not hot."""
    items = names.items
    if items is None:
        return
    held = cast(Array_, items)
    for i in range(1, names.count):
        v = held.items[i]
        k = i
        while k > 0 and py_less(v, held.items[k - 1]):
            held.items[k] = held.items[k - 1]
            k -= 1
        held.items[k] = v


@module_start("builtins")
def start_builtins(namespace: Map) -> None:
    """The singletons that have names."""
    namespace_set(namespace, intern(string_from_static("NotImplemented")), NOT_IMPLEMENTED)
    namespace_set(namespace, intern(string_from_static("Ellipsis")), ELLIPSIS)
    namespace_set(namespace, intern(string_from_static("__debug__")), boolean(True))


__all__ = ["DELETED", "List", "i64", "list_append", "map_set"]
