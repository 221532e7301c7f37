"""Descriptors as objects: what __slots__ makes, computed attributes of builtin types, and what properties, class and static methods,
super objects, cells and code tell of themselves.

Source: the descriptor guide; the data model, 3.2 and 3.3.2.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.code import Cell, Code
from corevm.kernel.list import list_append, list_new, list_to_array
from corevm.kernel.load import need_body
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DELETED, NONE, UNDEFINED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Value, cast, fn, static
from pyta.object.declare import getter, method, setter
from pyta.object.exception import attribute_error, type_error
from pyta.object.super import Super
from pyta.object.type import Type, class_of, is_deleted, is_subtype
from pyta.object.wording import IS_3_13
from pyta.object.world import name
from pyta.protocol.attribute import (
    ClassMethod,
    GetSet,
    Property,
    SlotDescriptor,
    StaticMethod,
    attribute_or_none,
    bind,
    get_attribute,
    property_name,
    set_through,
    slot_get,
    slot_set,
)
from pyta.protocol.compare import is_true
from pyta.protocol.text import py_repr


@fn(raises=True)
def quoted(before: static, own: Value, middle: static, owner: Value, after: static) -> Value:
    builder = new_builder(48)
    builder.append(string_from_static(before))
    builder.append(cast(String, own))
    builder.append(string_from_static(middle))
    builder.append(cast(String, cast(Type, owner).name))
    builder.append(string_from_static(after))
    return builder.finish()


# --- what __slots__ makes


@method("member_descriptor", "__get__", optional=1)
def member_get(self: Value, v: Value, t: Value) -> Value:
    return self if is_word(v, NONE) else slot_get(cast(SlotDescriptor, self), v)


@method("member_descriptor", "__set__")
def member_set(self: Value, v: Value, value: Value) -> Value:
    slot_set(cast(SlotDescriptor, self), v, value)
    return NONE


@method("member_descriptor", "__delete__")
def member_delete(self: Value, v: Value) -> Value:
    slot_set(cast(SlotDescriptor, self), v, no_value())
    return NONE


@getter("member_descriptor", "__name__")
def member_name(self: Value) -> Value:
    return cast(SlotDescriptor, self).name


@getter("member_descriptor", "__qualname__")
def member_qualname(self: Value) -> Value:
    return cast(SlotDescriptor, self).name


@getter("member_descriptor", "__objclass__")
def member_objclass(self: Value) -> Value:
    return cast(SlotDescriptor, self).owner


@method("member_descriptor", "__repr__")
def member_repr(self: Value) -> Value:
    d = cast(SlotDescriptor, self)
    return quoted("<member '", d.name, "' of '", d.owner, "' objects>")


# --- computed attributes


@fn(raises=True)
def check_owner(d: GetSet, v: Value) -> None:
    if not is_subtype(class_of(v), cast(Type, d.owner)):
        raise type_error("descriptor '%S' for '%N' objects doesn't apply to a '%T' object", d.name, d.owner, v)


@method("getset_descriptor", "__get__", optional=1)
def getset_get(self: Value, v: Value, t: Value) -> Value:
    if is_word(v, NONE):
        return self
    check_owner(cast(GetSet, self), v)
    return bind(self, v, class_of(v))


@method("getset_descriptor", "__set__")
def getset_set(self: Value, v: Value, value: Value) -> Value:
    check_owner(cast(GetSet, self), v)
    set_through(self, v, cast(GetSet, self).name, value)
    return NONE


@method("getset_descriptor", "__delete__")
def getset_delete(self: Value, v: Value) -> Value:
    check_owner(cast(GetSet, self), v)
    set_through(self, v, cast(GetSet, self).name, no_value())
    return NONE


@getter("getset_descriptor", "__name__")
def getset_name(self: Value) -> Value:
    return cast(GetSet, self).name


@getter("getset_descriptor", "__qualname__")
def getset_qualname(self: Value) -> Value:
    d = cast(GetSet, self)
    owner = cast(String, cast(Type, d.owner).name)
    return concat_strings(concat_strings(owner, string_from_static(".")), cast(String, d.name))


@getter("getset_descriptor", "__objclass__")
def getset_objclass(self: Value) -> Value:
    return cast(GetSet, self).owner


@method("getset_descriptor", "__repr__")
def getset_repr(self: Value) -> Value:
    d = cast(GetSet, self)
    return quoted("<attribute '", d.name, "' of '", d.owner, "' objects>")


# --- properties


@method("property", "__set__")
def property_set(self: Value, v: Value, value: Value) -> Value:
    set_through(self, v, property_key(cast(Property, self)), value)
    return NONE


@method("property", "__delete__")
def property_delete(self: Value, v: Value) -> Value:
    set_through(self, v, property_key(cast(Property, self)), no_value())
    return NONE


@fn
def property_key(p: Property) -> Value:
    return name("_") if p.name == no_value() else p.name


@method("property", "__set_name__")
def property_set_name(self: Value, owner: Value, key: Value) -> Value:
    cast(Property, self).name = key
    return NONE


if IS_3_13:

    @getter("property", "__name__")
    def property_own_name(self: Value) -> Value:
        """The name it was given, or its getter's."""
        found = property_name(cast(Property, self))
        if is_deleted(found):
            raise attribute_error("'property' object has no attribute '__name__'")
        return found

    @setter("property", "__name__")
    def property_set_own_name(self: Value, value: Value) -> Value:
        cast(Property, self).name = no_value() if is_word(value, DELETED) else value
        return NONE


@getter("property", "__isabstractmethod__")
def property_is_abstract(self: Value) -> Value:
    p = cast(Property, self)
    return boolean(is_abstract(p.getter) or is_abstract(p.setter) or is_abstract(p.deleter))


@setter("property", "__doc__")
def property_set_doc(self: Value, value: Value) -> Value:
    cast(Property, self).doc = NONE if is_word(value, DELETED) else value
    return NONE


@fn(raises=True)
def is_abstract(f: Value) -> bool:
    found = attribute_or_none(f, name("__isabstractmethod__"))
    return not is_deleted(found) and is_true(found)


# --- class and static methods


@fn(raises=True)
def inner_function(self: Value) -> Value:
    if is_kind(self, "pyta.class_method"):
        return cast(ClassMethod, self).function
    return cast(StaticMethod, self).function


def _wrapper_attribute(owner: str, key: str) -> None:
    @getter(owner, key)
    def wrapped(self: Value) -> Value:
        return get_attribute(inner_function(self), name(key))


def _wrapper_attributes(owner: str, text: str) -> None:
    for key in ("__name__", "__qualname__", "__doc__", "__module__", "__annotations__", "__dict__"):
        _wrapper_attribute(owner, key)

    @getter(owner, "__isabstractmethod__")
    def wrapper_is_abstract(self: Value) -> Value:
        return boolean(is_abstract(inner_function(self)))

    @method(owner, "__repr__")
    def wrapper_repr(self: Value) -> Value:
        builder = new_builder(48)
        builder.append(string_from_static(text))
        builder.append(py_repr(inner_function(self)))
        builder.append(string_from_static(")>"))
        return builder.finish()


_wrapper_attributes("classmethod", "<classmethod(")
_wrapper_attributes("staticmethod", "<staticmethod(")


# --- super


@getter("super", "__thisclass__")
def super_thisclass(self: Value) -> Value:
    return cast(Super, self).owner


@getter("super", "__self__")
def super_self(self: Value) -> Value:
    s = cast(Super, self)
    return NONE if s.receiver == no_value() else s.receiver


@getter("super", "__self_class__")
def super_self_class(self: Value) -> Value:
    s = cast(Super, self)
    return NONE if s.receiver == no_value() else s.start


# --- cells, code


@setter("cell", "cell_contents")
def cell_set_contents(self: Value, value: Value) -> Value:
    cast(Cell, self).content = cast(Value, UNDEFINED) if is_word(value, DELETED) else value
    return NONE


@fn(raises=True)
def names_but_cells(code: Code) -> Value:
    """The names of local variables, without those of temporaries."""
    kept = list_new()
    names = cast(Array_, code.local_names)
    for i in range(names.length):
        key = names.items[i]
        if is_kind(key, "string") and cast(String, key).count > 0 and cast(String, key).data[0] != 0x2E:
            list_append(kept, key)
    return list_to_array(kept)


@getter("code", "co_nlocals")
def code_nlocals(self: Value) -> Value:
    return tag_fixnum(cast(Array_, names_but_cells(cast(Code, self))).length)


@getter("code", "co_stacksize")
def code_stacksize(self: Value) -> Value:
    return tag_fixnum(cast(Code, self).register_count)


@getter("code", "co_consts")
def code_consts(self: Value) -> Value:
    code = cast(Code, self)
    need_body(code)
    made = array_new(code.length)
    for i in range(code.length):
        made.items[i] = code.constants[i]
    return made

