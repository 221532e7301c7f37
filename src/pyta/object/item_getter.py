"""operator.itemgetter and attrgetter, and what a named tuple's attributes are on its class.

Source: the library reference, "operator", "collections"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, array_of_words, no_value
from corevm.kernel.list import list_append, list_new, list_to_array
from corevm.kernel.map import Map
from corevm.kernel.string import String, join_strings, string_from_static, substring
from corevm.kernel.string_build import new_builder
from corevm.kernel.string_intern import intern
from corevm.kernel.string_search import find_string
from corevm.kernel.value import NONE, is_word, tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, new, static
from pyta.object.declare import declare_type, getter, method, module_start, setter
from pyta.object.exception import type_error
from pyta.object.payload import payload_or_none
from pyta.object.type import class_of, is_deleted, namespace_set, type_named
from pyta.object.world import name
from pyta.protocol.argument import as_size
from pyta.protocol.attribute import TupleGetter, get_attribute, get_tuple_item, set_through
from pyta.protocol.item import get_item
from pyta.protocol.iterate import pair_of
from pyta.protocol.text import py_repr

declare_type("itemgetter", kind="pyta.item_getter", module="operator", is_hidden=True, is_final=True)
declare_type("attrgetter", kind="pyta.attribute_getter", module="operator", is_hidden=True, is_final=True)
declare_type("_tuplegetter", kind="pyta.tuple_getter", module="_collections", is_hidden=True, is_final=True)


@heap(kind="pyta.item_getter")
class ItemGetter(Object):
    items: Array_


@heap(kind="pyta.attribute_getter")
class AttributeGetter(Object):
    names: Array_  # as they were given
    paths: Array_  # of each the tuple of its parts, interned


@module_start("_operator")
def start_operator(namespace: Map) -> None:
    namespace_set(namespace, name("itemgetter"), type_named("itemgetter"))
    namespace_set(namespace, name("attrgetter"), type_named("attrgetter"))


@method("itemgetter", "__new__", binding="static", variadic=True, keywords=True)
def itemgetter_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return a callable object that fetches the given item(s) from its operand."""
    if names != no_value():
        raise type_error("itemgetter() takes no keyword arguments")
    if argc < 2:
        raise type_error("itemgetter expected 1 argument, got 0")
    return new(ItemGetter, items=array_of_words(arguments + 1, argc - 1))


@method("itemgetter", "__call__", variadic=True, keywords=True)
def itemgetter_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Call self as a function."""
    if names != no_value():
        raise type_error("itemgetter() takes no keyword arguments")
    if argc != 2:
        raise type_error("itemgetter expected 1 argument, got %D", tag_fixnum(argc - 1))
    return get_items(cast(ItemGetter, arguments[0]), arguments[1])


@fn(raises=True)
def get_items(own: ItemGetter, v: Value) -> Value:
    """What a getter gives of a value."""
    wanted = own.items
    if wanted.length == 1:
        return get_item(v, wanted.items[0])
    found = array_new(wanted.length)
    for i in range(wanted.length):
        found.items[i] = get_item(v, wanted.items[i])
    return found


@method("itemgetter", "__reduce__")
def itemgetter_reduce(self: Value) -> Value:
    """Return state information for pickling"""
    return pair_of(class_of(self), cast(ItemGetter, self).items)


@method("itemgetter", "__repr__")
def itemgetter_repr(self: Value) -> Value:
    return shown_call("operator.itemgetter(", cast(ItemGetter, self).items)


@fn(raises=True)
def shown_call(before: static, given: Array_) -> Value:
    """What makes a getter."""
    shown = array_new(given.length)
    for i in range(given.length):
        shown.items[i] = py_repr(given.items[i])
    builder = new_builder(32)
    builder.append(string_from_static(before))
    builder.append(join_strings(string_from_static(", "), shown.items, shown.length))
    builder.append(string_from_static(")"))
    return builder.finish()


# --- attrgetter


@method("attrgetter", "__new__", binding="static", variadic=True, keywords=True)
def attrgetter_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return a callable object that fetches the given attribute(s) from its operand."""
    if names != no_value():
        raise type_error("attrgetter() takes no keyword arguments")
    if argc < 2:
        raise type_error("attrgetter expected 1 argument, got 0")
    given = array_of_words(arguments + 1, argc - 1)
    paths = array_new(argc - 1)
    for i in range(given.length):
        text = payload_or_none(given.items[i], "str")
        if text == no_value():
            raise type_error("attribute name must be a string")
        paths.items[i] = parts_of(cast(String, text))
    return new(AttributeGetter, names=given, paths=paths)


@fn(raises=True)
def parts_of(path: String) -> Array_:
    """The names between the dots."""
    parts = list_new()
    dot = string_from_static(".")
    start: i64 = 0
    while True:
        end = find_string(path, dot, start, path.count)
        if end < 0:
            end = path.count
        list_append(parts, intern(substring(path, start, end)))
        start = end + 1
        if start > path.count:
            return list_to_array(parts)


@method("attrgetter", "__call__", variadic=True, keywords=True)
def attrgetter_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Call self as a function."""
    if names != no_value():
        raise type_error("attrgetter() takes no keyword arguments")
    if argc != 2:
        raise type_error("attrgetter expected 1 argument, got %D", tag_fixnum(argc - 1))
    return get_attributes(cast(AttributeGetter, arguments[0]), arguments[1])


@fn(raises=True)
def get_attributes(own: AttributeGetter, v: Value) -> Value:
    """What a getter gives of a value."""
    if own.paths.length == 1:
        return follow(v, cast(Array_, own.paths.items[0]))
    found = array_new(own.paths.length)
    for i in range(found.length):
        found.items[i] = follow(v, cast(Array_, own.paths.items[i]))
    return found


@fn(raises=True)
def follow(v: Value, path: Array_) -> Value:
    for i in range(path.length):
        v = get_attribute(v, path.items[i])
    return v


@method("attrgetter", "__reduce__")
def attrgetter_reduce(self: Value) -> Value:
    """Return state information for pickling"""
    return pair_of(class_of(self), cast(AttributeGetter, self).names)


@method("attrgetter", "__repr__")
def attrgetter_repr(self: Value) -> Value:
    return shown_call("operator.attrgetter(", cast(AttributeGetter, self).names)


# --- attributes of named tuples


@method("_tuplegetter", "__new__", binding="static", variadic=True, keywords=True)
def tuplegetter_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if names != no_value():
        raise type_error("_tuplegetter() takes no keyword arguments")
    if argc != 3:
        raise type_error("_tuplegetter expected 2 arguments, got %D", tag_fixnum(argc - 1))
    return new(TupleGetter, index=as_size(arguments[1]), doc=arguments[2])


@method("_tuplegetter", "__get__", optional=1)
def tuplegetter_get(self: Value, v: Value, t: Value) -> Value:
    """Return an attribute of instance, which is of type owner."""
    return self if is_word(v, NONE) else get_tuple_item(cast(TupleGetter, self), v)


@method("_tuplegetter", "__set__")
def tuplegetter_set(self: Value, v: Value, value: Value) -> Value:
    """Set an attribute of instance to value."""
    set_through(self, v, NONE, value)
    return NONE


@method("_tuplegetter", "__delete__")
def tuplegetter_delete(self: Value, v: Value) -> Value:
    """Delete an attribute of instance."""
    set_through(self, v, NONE, no_value())
    return NONE


@getter("_tuplegetter", "__doc__")
def tuplegetter_doc(self: Value) -> Value:
    return cast(TupleGetter, self).doc


@setter("_tuplegetter", "__doc__")
def tuplegetter_set_doc(self: Value, value: Value) -> Value:
    cast(TupleGetter, self).doc = NONE if is_deleted(value) else value
    return NONE


@method("_tuplegetter", "__reduce__")
def tuplegetter_reduce(self: Value) -> Value:
    g = cast(TupleGetter, self)
    return pair_of(class_of(self), pair_of(tag_fixnum(g.index), g.doc))


@method("_tuplegetter", "__repr__")
def tuplegetter_repr(self: Value) -> Value:
    g = cast(TupleGetter, self)
    builder = new_builder(48)
    builder.append(string_from_static("_tuplegetter("))
    builder.append(cast(String, py_repr(tag_fixnum(g.index))))
    builder.append(string_from_static(", "))
    builder.append(cast(String, py_repr(g.doc)))
    builder.append(string_from_static(")"))
    return builder.finish()

