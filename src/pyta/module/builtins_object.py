"""Builtins about objects: attributes, types, identity, calling."""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.call import call_value, enter_recursion
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.list import list_new
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind
from corevm.kernel.string import string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DEFAULT, ELLIPSIS, NONE, NOT_IMPLEMENTED, boolean, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, u64
from pyta.module.code import calling_frame, locals_at
from pyta.object.build import sort_plainly
from pyta.object.declare import function, module_start
from pyta.object.exception import runtime_error, type_error
from pyta.object.type import (
    HAS_GETATTR,
    HAS_GETATTRIBUTE,
    Type,
    class_of,
    class_of_object,
    is_deleted,
    is_subtype,
    is_type,
    namespace_set,
    type_lookup,
    type_named,
)
from pyta.object.world import name, world
from pyta.protocol.attribute import (
    as_name,
    attribute_or_none,
    call_special1,
    call_special2,
    delete_attribute,
    get_attribute,
    is_derived,
    is_instance_by_class,
    own_of_object,
    set_attribute,
    special,
)
from pyta.protocol.compare import is_true
from pyta.protocol.iterate import extend_list


@function("builtins", "getattr", optional=1)
def py_getattr(v: Value, key: Value, default: Value) -> Value:
    own = as_name(key)
    if is_kind(v, "object"):  # what has no attribute of the name, and is not asked in its own way
        t = class_of_object(cast(DynamicObject, v))
        if t.flags & (HAS_GETATTR | HAS_GETATTRIBUTE) == 0 and type_lookup(t, own) == no_value():
            held = own_of_object(cast(DynamicObject, v), own)
            if not is_deleted(held):
                return held
            if not is_word(default, DEFAULT):
                return default
    if is_word(default, DEFAULT):
        return get_attribute(v, own)
    found = attribute_or_none(v, own)
    return default if is_deleted(found) else found


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
    return boolean(not is_deleted(attribute_or_none(v, as_name(key))))


@fn(raises=True)
def is_instance_of(v: Value, classes: Value) -> bool:
    """isinstance(v, classes)."""
    if is_type(classes):
        t = cast(Type, classes)
        if cast(u64, class_of(v)) == cast(u64, t):
            return True
        if t.metaclass == cast(Value, type_named("type")):
            if is_subtype(class_of(v), t):
                return True
            return is_instance_by_class(v, t)
    if is_kind(classes, "array"):
        enter_recursion()
        items = cast(Array_, classes)
        for i in range(items.length):
            if is_instance_of(v, items.items[i]):
                return True
        return False
    found = special(classes, "__instancecheck__")
    if found == no_value():
        if not is_deleted(attribute_or_none(classes, name("__bases__"))):
            other = attribute_or_none(v, name("__class__"))
            return not is_deleted(other) and is_derived(other, classes)
        raise type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")
    return is_true(call_special2(classes, found, v))


@function("builtins", "isinstance")
def py_isinstance(v: Value, classes: Value) -> Value:
    return boolean(is_instance_of(v, classes))


@fn(raises=True)
def is_subclass_of(t: Value, classes: Value) -> bool:
    if is_kind(classes, "array"):
        enter_recursion()
        items = cast(Array_, classes)
        for i in range(items.length):
            if is_subclass_of(t, items.items[i]):
                return True
        return False
    if is_type(classes) and cast(Type, classes).metaclass == cast(Value, type_named("type")):
        return is_derived(t, classes)
    found = special(classes, "__subclasscheck__")
    if found == no_value():
        if is_deleted(attribute_or_none(classes, name("__bases__"))):
            raise type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")
        return is_derived(t, classes)
    return is_true(call_special2(classes, found, t))


@function("builtins", "issubclass")
def py_issubclass(t: Value, classes: Value) -> Value:
    return boolean(is_subclass_of(t, classes))


@function("builtins", "callable")
def py_callable(v: Value) -> Value:
    if is_kind(v, "function") or is_kind(v, "native_function") or is_kind(v, "bound_method") or is_type(v):
        return boolean(True)
    return boolean(special(v, "__call__") != no_value())


@function("builtins", "breakpoint", variadic=True, keywords=True)
def py_breakpoint(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """What sys.breakpointhook does with the arguments."""
    hook = attribute_or_none(world().sys_module, intern(string_from_static("breakpointhook")))
    if is_deleted(hook):
        raise runtime_error("lost sys.breakpointhook")
    return call_value(hook, arguments, argc, names)


# --- dir, vars


@function("builtins", "vars", optional=1)
def py_vars(v: Value) -> Value:
    if is_word(v, DEFAULT):
        return locals_at(calling_frame())
    found = attribute_or_none(v, name("__dict__"))
    if is_deleted(found):
        raise type_error("vars() argument must have __dict__ attribute")
    return found


@function("builtins", "dir", optional=1)
def py_dir(v: Value) -> Value:
    names = list_new()
    if is_word(v, DEFAULT):
        extend_list(names, locals_at(calling_frame()))
    else:
        found = special(v, "__dir__")
        if found == no_value():
            raise type_error("object does not provide __dir__")
        extend_list(names, call_special1(v, found))
    sort_plainly(names)
    return names


@module_start("builtins")
def start_builtins(namespace: Map) -> None:
    """The singletons that have names."""
    namespace_set(namespace, intern(string_from_static("NotImplemented")), NOT_IMPLEMENTED)
    namespace_set(namespace, intern(string_from_static("Ellipsis")), ELLIPSIS)
    namespace_set(namespace, intern(string_from_static("__debug__")), boolean(True))
    namespace_set(namespace, intern(string_from_static("IOError")), type_named("OSError"))
    namespace_set(namespace, intern(string_from_static("EnvironmentError")), type_named("OSError"))
