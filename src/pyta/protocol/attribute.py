"""Attribute access: the generic paths behind the instructions and getattr, setattr, delattr.

Source: the language reference, 3.3.2 "Customizing attribute access", and the descriptor guide.
"""

from __future__ import annotations

from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import Array_, no_value
from corevm.kernel.cache import forget_places
from corevm.kernel.call import call_value, enter_call, enter_recursion, need_stack
from corevm.kernel.code import BoundMethod, Function, NativeFunction
from corevm.kernel.dynamic import (
    DynamicObject,
    object_delete,
    object_get,
    object_get_slot,
    object_set,
    object_set_slot,
    object_shape,
)
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, frame_top
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.map import Map, map_delete, map_new
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.shape import is_dictionary, next_shape_with, shape_lookup, shape_of
from corevm.kernel.string import IS_INTERNED, String
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DELETED, NONE, is_reference, is_word, tag_fixnum
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    cast,
    failure,
    fn,
    heap,
    i64,
    inline,
    likely,
    new,
    stack_array,
    static,
    u32,
    u64,
)
from pyta.object.declare import TYPE_INDEX, declare_type, method
from pyta.object.exception import attribute_error, exception_type, field_set, index_error, is_exception, type_error
from pyta.object.member import enter_absent, is_absent
from pyta.object.payload import payload_or_none
from pyta.object.type import (
    FLAGS_OF_LOOKUPS,
    HAS_EQUALITY,
    HAS_FINALIZER,
    HAS_GETATTR,
    HAS_GETATTRIBUTE,
    HAS_NEW,
    HAS_SETATTR,
    HAS_TRUTH,
    IS_BUILTIN,
    IS_TUPLE_BY_VALUE,
    NATIVE_UNBOUND,
    NO_DICTIONARY,
    PAYLOAD_SLOT,
    READS_AS_DICT,
    WRITES_AS_DICT,
    Module,
    Type,
    class_of,
    class_of_object,
    hash_changed,
    is_deleted,
    is_subtype,
    name_hash,
    namespace_get,
    namespace_set,
    same_name,
    touch_all_types,
    touch_type,
    type_lookup,
    type_named,
)
from pyta.object.wording import IS_3_13, NO_PLACE
from pyta.object.world import name, world


@heap(kind="pyta.property")
class Property(Object):
    getter: Value
    setter: Value
    deleter: Value
    doc: Value
    name: Value  # under which a class has it, or 0


@heap(kind="pyta.getset")
class GetSet(Object):
    """An attribute of a builtin type that is computed: native functions."""

    getter: Value
    setter: Value
    name: Value
    owner: Value


@heap(kind="pyta.slot_descriptor")
class SlotDescriptor(Object):
    """What __slots__ makes of a name: the attribute lies in a hidden slot of the owner's instances."""

    name: Value
    owner: Value
    slot: i64


@heap(kind="pyta.tuple_getter")
class TupleGetter(Object):
    """An attribute of a named tuple: an item of the tuple that an instance holds (pyta.object.item_getter)."""

    index: i64
    doc: Value


@heap(kind="pyta.class_method")
class ClassMethod(Object):
    function: Value


@heap(kind="pyta.static_method")
class StaticMethod(Object):
    function: Value


declare_type("property", kind="pyta.property")
declare_type("getset_descriptor", kind="pyta.getset", is_hidden=True)
declare_type("member_descriptor", kind="pyta.slot_descriptor", is_hidden=True)
declare_type("classmethod", kind="pyta.class_method")
declare_type("staticmethod", kind="pyta.static_method")
declare_type("module", kind="pyta.module", is_hidden=True)
declare_type("method", kind="bound_method", is_hidden=True, is_final=True)


# --- calls of special methods


@fn(raises=True)
def call0(callee: Value) -> Value:
    return call_value(callee, stack_array(Value, 1), 0, no_value())


@fn(raises=True)
def call1(callee: Value, a: Value) -> Value:
    arguments = stack_array(Value, 1)
    arguments[0] = a
    return call_value(callee, arguments, 1, no_value())


@fn(raises=True)
def call2(callee: Value, a: Value, b: Value) -> Value:
    arguments = stack_array(Value, 2)
    arguments[0], arguments[1] = a, b
    return call_value(callee, arguments, 2, no_value())


@fn(raises=True)
def call3(callee: Value, a: Value, b: Value, c: Value) -> Value:
    arguments = stack_array(Value, 3)
    arguments[0], arguments[1], arguments[2] = a, b, c
    return call_value(callee, arguments, 3, no_value())


@inline
def special(v: Value, text: static) -> Value:
    """type(v)'s attribute of a name, unbound, or 0."""
    return type_lookup(class_of(v), name(text))


@fn(raises=True)
def call_special1(v: Value, found: Value) -> Value:
    """Call what `special` found on v: functions get v, other descriptors are bound first."""
    if is_plain_function(found):
        return call1(found, v)
    return call0(bind(found, v, class_of(v)))


@fn(raises=True)
def enter_special(
    found: Value, v: Value, a: Value, b: Value, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """An instruction's call of what `special` found on v, with one or two (b not 0) arguments: in a frame of its own if it is a guest function."""
    if not is_kind(found, "function"):
        return call_special2(v, found, a) if b == no_value() else call_special3(v, found, a, b), None, None
    count: i64 = 2 if b == no_value() else 3
    window = frame_top(base)
    need_stack(window + (FRAME_WORDS + count))
    window[WINDOW_CALLEE] = found
    window[FRAME_WORDS] = v
    window[FRAME_WORDS + 1] = a
    if b != no_value():
        window[FRAME_WORDS + 2] = b
    code = cast(Function, found).code
    if likely(is_simple_call(code, window, count)):
        return enter_simple(code, window, link, base)
    return enter_call(window, count, no_value(), link, base)


@fn(raises=True)
def call_special2(v: Value, found: Value, a: Value) -> Value:
    if is_plain_function(found):
        return call2(found, v, a)
    return call1(bind(found, v, class_of(v)), a)


@fn(raises=True)
def call_special3(v: Value, found: Value, a: Value, b: Value) -> Value:
    if is_plain_function(found):
        return call3(found, v, a, b)
    return call2(bind(found, v, class_of(v)), a, b)


@inline
def is_plain_function(v: Value) -> bool:
    """Functions that become methods when found on a class."""
    return is_kind(v, "function") or (is_kind(v, "native_function") and cast(NativeFunction, v).flags & NATIVE_UNBOUND == 0)


# --- descriptors


@fn(raises=True)
def bind(found: Value, v: Value, t: Type) -> Value:
    """What an attribute found on a class gives when asked for through an instance v (0: through the class)."""
    if not is_reference(found):
        return found
    kind = kind_of(found)
    if kind == KIND_NUMBER["function"] or kind == KIND_NUMBER["native_function"]:
        if v == no_value() or not is_plain_function(found):
            return found
        return new(BoundMethod, function=found, receiver=v)
    if kind == KIND_NUMBER["pyta.property"]:
        if v == no_value():
            return found
        getter = cast(Property, found).getter
        if is_word(getter, NONE):
            raise no_accessor(cast(Property, found), v, "getter")
        return call1(getter, v)
    if kind == KIND_NUMBER["pyta.static_method"]:
        return cast(StaticMethod, found).function
    if kind == KIND_NUMBER["pyta.class_method"]:
        inner = cast(ClassMethod, found).function
        if IS_3_13 or is_plain_function(inner) or special(inner, "__get__") == no_value():
            return new(BoundMethod, function=inner, receiver=t)
        enter_recursion()
        return bind(inner, t, t)
    if kind == KIND_NUMBER["pyta.getset"]:
        if v == no_value():
            return found
        return call1(cast(GetSet, found).getter, v)
    if kind == KIND_NUMBER["pyta.slot_descriptor"]:
        if v == no_value():
            return found
        return slot_get(cast(SlotDescriptor, found), v)
    if kind == KIND_NUMBER["pyta.tuple_getter"]:
        if v == no_value():
            return found
        return get_tuple_item(cast(TupleGetter, found), v)
    if kind >= KIND_NUMBER["object"]:
        getter = special(found, "__get__")
        if getter != no_value():
            return call_special3(found, getter, NONE if v == no_value() else v, t)
    return found


@fn(raises=True, cold=True)
def no_accessor(p: Property, v: Value, what: static) -> Value:
    key = property_name(p)
    if is_deleted(key):
        return attribute_error(f"property of '%T' object has no {what}", v)
    return attribute_error(f"property %R of '%T' object has no {what}", key, v)


@fn(raises=True)
def property_name(p: Property) -> Value:
    """The name it was given, since Python 3.13 else that of its getter; or DELETED."""
    if p.name != no_value():
        return p.name
    if IS_3_13 and not is_word(p.getter, NONE):
        return attribute_or_none(p.getter, name("__name__"))
    return DELETED


@fn(raises=True)
def slot_holder(d: SlotDescriptor, v: Value) -> DynamicObject:
    """v as an object that has the descriptor's slot. Raises: TypeError."""
    if not is_kind(v, "object") or not is_subtype(class_of(v), cast(Type, d.owner)):
        raise type_error("descriptor '%S' for '%N' objects doesn't apply to a '%T' object", d.name, d.owner, v)
    return cast(DynamicObject, v)


@fn(raises=True)
def slot_get(d: SlotDescriptor, v: Value) -> Value:
    held = object_get_slot(slot_holder(d, v), d.slot)
    if held == no_value():
        raise about(no_attribute(v, d.name), v, d.name)
    return held


@fn(raises=True)
def slot_set(d: SlotDescriptor, v: Value, value: Value) -> None:
    """value 0 deletes."""
    o = slot_holder(d, v)
    if value == no_value() and object_get_slot(o, d.slot) == no_value():
        raise about(attribute_error("%S", d.name), v, d.name)
    object_set_slot(o, d.slot, value)


@inline
def tuple_item(g: TupleGetter, v: Value) -> Value:
    """What a named tuple has under an attribute; no value where v is no tuple or too short."""
    held = v
    if is_kind(v, "object") and class_of_object(cast(DynamicObject, v)).layout == TYPE_INDEX["tuple"]:
        held = object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
    if is_kind(held, "array") and u64(g.index) < u64(cast(Array_, held).length):
        return cast(Array_, held).items[g.index]
    return no_value()


@fn(raises=True)
def get_tuple_item(g: TupleGetter, v: Value) -> Value:
    held = tuple_item(g, v)
    if held != no_value():
        return held
    if not is_subtype(class_of(v), type_named("tuple")):
        raise type_error("descriptor for index '%D' for tuple subclasses doesn't apply to '%T' object", tag_fixnum(g.index), v)
    raise index_error("tuple index out of range")


@fn
def is_data_descriptor(found: Value) -> bool:
    if not is_reference(found):
        return False
    kind = kind_of(found)
    if (
        kind == KIND_NUMBER["pyta.property"]
        or kind == KIND_NUMBER["pyta.getset"]
        or kind == KIND_NUMBER["pyta.slot_descriptor"]
        or kind == KIND_NUMBER["pyta.tuple_getter"]
    ):
        return True
    if kind == KIND_NUMBER["object"]:
        return special(found, "__set__") != no_value() or special(found, "__delete__") != no_value()
    return False


# --- reading


@fn(raises=True)
def get_attribute(v: Value, key: Value) -> Value:
    """v.key, key an interned string."""
    t = class_of(v)
    if t.flags & (HAS_GETATTR | HAS_GETATTRIBUTE) != 0:
        return get_attribute_custom(v, t, key)
    found = find_attribute(v, t, key)
    if is_deleted(found):
        if is_kind(v, "pyta.module"):
            return module_getattr(cast(Module, v), key)
        raise no_attribute(v, key)
    return found


@fn(raises=True)
def module_getattr(module: Module, key: Value) -> Value:
    """A module's own __getattr__ (PEP 562)."""
    found = namespace_get(module.namespace, name("__getattr__"))
    if is_deleted(found):
        raise no_attribute(module, key)
    return call1(found, key)


@fn(raises=True)
def get_attribute_custom(v: Value, t: Type, key: Value) -> Value:
    try:
        if t.flags & HAS_GETATTRIBUTE != 0:
            return call_special2(v, type_lookup(t, name("__getattribute__")), key)
        found = find_attribute(v, t, key)
        if not is_deleted(found):
            return found
        if t.flags & HAS_GETATTR == 0:
            raise no_attribute(v, key)
    except failure as e:
        if t.flags & HAS_GETATTR == 0 or not is_attribute_error(e):
            raise e
    return call_special2(v, type_lookup(t, name("__getattr__")), key)


@fn
def is_attribute_error(e: Value) -> bool:
    return is_exception(e) and is_subtype(class_of(e), exception_type("AttributeError"))


@fn(raises=True)
def no_attribute(v: Value, key: Value) -> Value:
    if is_kind(v, "pyta.type"):
        return about(attribute_error("type object '%N' has no attribute '%S'", v, key), v, key)
    if is_kind(v, "pyta.module"):
        own_name = namespace_get(cast(Module, v).namespace, name("__name__"))
        if not is_kind(own_name, "string"):
            return about(attribute_error("module has no attribute '%S'", key), v, key)
        if cast(Module, v).is_initializing != 0:
            made = attribute_error(
                "partially initialized module '%S' has no attribute '%S' (most likely due to a circular import)", own_name, key
            )
            return about(made, v, key)
        return about(attribute_error("module '%S' has no attribute '%S'", own_name, key), v, key)
    return about(attribute_error("'%T' object has no attribute '%S'", v, key), v, key)


@fn(raises=True)
def no_place(v: Value, key: Value) -> Value:
    """For an object without a namespace: there is no attribute of the name, and none can be made."""
    if class_of(v).flags & HAS_SETATTR != 0:
        return no_attribute(v, key)
    return about(attribute_error(NO_PLACE, v, key), v, key)


@fn(raises=True)
def about(e: Value, v: Value, key: Value) -> Value:
    """An AttributeError with what it is about."""
    field_set(e, "AttributeError", "name", key)
    field_set(e, "AttributeError", "obj", v)
    return e


@fn(raises=True)
def attribute_or_none(v: Value, key: Value) -> Value:
    """v.key, or DELETED where that raises AttributeError."""
    t = class_of(v)
    try:
        if t.flags & (HAS_GETATTR | HAS_GETATTRIBUTE) != 0 or is_kind(v, "pyta.module"):
            return get_attribute(v, key)
        return find_attribute(v, t, key)
    except failure as e:
        if not is_attribute_error(e):
            raise e
    return DELETED


@fn(raises=True)
def is_instance_by_class(v: Value, t: Type) -> bool:
    """By v.__class__, where that is not type(v) (proxies)."""
    if not is_kind(v, "object"):
        return False
    own = class_of(v)
    if own.flags & (HAS_GETATTR | HAS_GETATTRIBUTE) == 0:
        if type_lookup(own, name("__class__")) == type_lookup(type_named("object"), name("__class__")):
            return False
    other = attribute_or_none(v, name("__class__"))
    return is_kind(other, "pyta.type") and is_subtype(cast(Type, other), t)


@fn(raises=True)
def is_derived(t: Value, of: Value) -> bool:
    """issubclass without hooks: by the order of types, or by the __bases__ of what looks like a class."""
    if is_kind(t, "pyta.type") and is_kind(of, "pyta.type"):
        return is_subtype(cast(Type, t), cast(Type, of))
    if t == of:
        return True
    enter_recursion()
    bases = attribute_or_none(t, name("__bases__"))
    if not is_kind(bases, "array"):
        raise type_error("issubclass() arg 1 must be a class")
    for i in range(cast(Array_, bases).length):
        if is_derived(cast(Array_, bases).items[i], of):
            return True
    return False


@fn(raises=True)
def generic_get(v: Value, key: Value) -> Value:
    """object.__getattribute__ (type.__getattribute__ for types)."""
    found = find_attribute(v, class_of(v), key)
    if is_deleted(found):
        raise no_attribute(v, key)
    return found


@fn(raises=True)
def find_attribute(v: Value, t: Type, key: Value) -> Value:
    """v.key by the standard rules, or DELETED if there is none. Raises what a descriptor raises."""
    found = type_lookup(t, key)
    if found != no_value() and is_data_descriptor(found):
        if not is_kind(found, "object") or special(found, "__get__") != no_value():
            return bind(found, v, t)
    own = own_attribute(v, key)
    if not is_deleted(own):
        return own
    if found != no_value():
        return bind(found, v, t)
    return DELETED


@fn(raises=True, cold=True)
def make_spec(module: Module) -> None:
    """Give a module its __spec__ and __loader__."""
    starter = call1(world().own_import, name("_pyta_start"))
    call1(get_attribute(starter, name("set_spec")), module)


@fn(raises=True)
def own_attribute(v: Value, key: Value) -> Value:
    """What v itself holds under a name (for a type: bound as through the class), or DELETED."""
    if not is_reference(v):
        return DELETED
    kind = kind_of(v)
    if kind == KIND_NUMBER["object"]:
        return own_of_object(cast(DynamicObject, v), key)
    if kind == KIND_NUMBER["pyta.module"]:
        module = cast(Module, v)
        if module.lacks_spec != 0 and (key == name("__spec__") or key == name("__loader__")):
            module.lacks_spec = 0
            make_spec(module)
        return namespace_get(module.namespace, key)
    if kind == KIND_NUMBER["pyta.type"]:
        found = type_lookup(cast(Type, v), key)
        return DELETED if found == no_value() else bind(found, no_value(), cast(Type, v))
    if kind == KIND_NUMBER["function"]:
        attributes = cast(Function, v).attributes
        if is_kind(attributes, "map"):
            return namespace_get(cast(Map, attributes), key)
    return DELETED


@inline
def own_of_object(o: DynamicObject, key: Value) -> Value:
    """What an object itself holds under a name, or DELETED."""
    shape = object_shape(o)
    if is_absent(u64(shape), key):
        return DELETED
    found = object_get(o, key)
    if is_deleted(found) and not is_dictionary(shape) and shape_lookup(shape, key) < 0:
        enter_absent(u64(shape), key)
    return found


# --- writing


@fn(raises=True)
def set_attribute(v: Value, key: Value, value: Value) -> None:
    """v.key = value."""
    t = class_of(v)
    if t.flags & HAS_SETATTR != 0:
        setter = type_lookup(t, name("__setattr__"))
        if setter != type_lookup(type_named("object"), name("__setattr__")):
            call_special3(v, setter, key, value)
            return
    generic_set(v, key, value)


@fn(raises=True)
def generic_set(v: Value, key: Value, value: Value) -> None:
    """object.__setattr__."""
    t = class_of(v)
    found = type_lookup(t, key)
    if found != no_value() and is_data_descriptor(found):
        set_through(found, v, key, value)
        return
    if is_reference(v):
        kind = kind_of(v)
        if kind == KIND_NUMBER["object"] and t.flags & NO_DICTIONARY == 0:
            object_set(cast(DynamicObject, v), key, value)
            return
        if kind == KIND_NUMBER["pyta.module"]:
            namespace_set(cast(Module, v).namespace, key, value)
            return
        if kind == KIND_NUMBER["pyta.type"]:
            set_type_attribute(cast(Type, v), key, value)
            return
        if kind == KIND_NUMBER["function"]:
            f = cast(Function, v)
            if not is_kind(f.attributes, "map"):
                f.attributes = map_new()
            namespace_set(cast(Map, f.attributes), key, value)
            return
    if found != no_value():
        raise attribute_error("'%T' object attribute '%S' is read-only", v, key)
    raise no_place(v, key)


MEMBER_OWNERS = ("range", "slice", "complex", "method", "super", "property")  # their getters are fields in CPython


@fn(raises=True)
def set_through(found: Value, v: Value, key: Value, value: Value) -> None:
    """Assign through a data descriptor; value 0 deletes."""
    kind = kind_of(found)
    if kind == KIND_NUMBER["pyta.property"]:
        p = cast(Property, found)
        setter = p.deleter if value == no_value() else p.setter
        if is_word(setter, NONE):
            if value == no_value():
                raise no_accessor(p, v, "deleter")
            raise no_accessor(p, v, "setter")
        if value == no_value():
            call1(setter, v)
        else:
            call2(setter, v, value)
        return
    if kind == KIND_NUMBER["pyta.slot_descriptor"]:
        slot_set(cast(SlotDescriptor, found), v, value)
        return
    if kind == KIND_NUMBER["pyta.tuple_getter"]:
        if value == no_value():
            raise attribute_error("can't delete attribute")
        raise attribute_error("can't set attribute")
    if kind == KIND_NUMBER["pyta.getset"]:
        setter = cast(GetSet, found).setter
        if setter == no_value():
            for owner in static(MEMBER_OWNERS):
                if cast(GetSet, found).owner == cast(Value, type_named(owner)):
                    raise attribute_error("readonly attribute")
            raise attribute_error("attribute '%S' of '%N' objects is not writable", key, cast(GetSet, found).owner)
        call2(setter, v, DELETED if value == no_value() else value)
        return
    if value == no_value():
        deleter = special(found, "__delete__")
        if deleter == no_value():
            raise attribute_error("__delete__")
        call_special2(found, deleter, v)
        return
    setter = special(found, "__set__")
    if setter == no_value():
        raise attribute_error("__set__")
    call_special3(found, setter, v, value)


@fn(raises=True)
def set_type_attribute(t: Type, key: Value, value: Value) -> None:
    if t.flags & IS_BUILTIN != 0:
        raise type_error("cannot set '%S' attribute of immutable type '%N'", key, t)
    if key == name("__abstractmethods__"):
        raise attribute_error("__abstractmethods__")  # the getset of type is the way
    before = type_lookup(t, key)
    namespace_set(t.namespace, key, value)
    touch_type(t)
    update_flags(t)
    attribute_changed(t, key, before)


@fn(raises=True)
def attribute_changed(t: Type, key: Value, before: Value) -> None:
    """A type that may have instances has lost, got or changed an attribute: what is known of own attributes may be wrong now."""
    if key == name("__hash__"):
        hash_changed(t)
    after = type_lookup(t, key)
    if key == name("__get__"):
        touch_all_types()
    if key == name("__set__") or key == name("__delete__"):
        forget_places()
    elif is_kind(before, "pyta.slot_descriptor") or is_kind(after, "pyta.slot_descriptor"):
        if before != after:
            forget_places()
    elif key == name("__setattr__") or key == name("__delattr__") or key == name("__getattribute__"):
        if has_own_attributes(t):
            forget_places()
    elif after != no_value() and is_data_descriptor(after) and (before == no_value() or not is_data_descriptor(before)):
        if has_own(t, key):
            forget_places()


@fn
def has_own(t: Type, key: Value) -> bool:
    """Whether an instance of a type, or of one derived from it, may have got an attribute by a name."""
    shape = next_shape_with(key, u32(0))
    while shape != 0:
        if is_subtype(cast(Type, shape_of(shape).class_value), t):
            return True
        shape = next_shape_with(key, shape)
    return False


@fn
def has_own_attributes(t: Type) -> bool:
    """Whether an instance of a type, or of one derived from it, may have got attributes."""
    if shape_of(t.instance_shape).last != 0:
        return True
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None and has_own_attributes(cast(Type, items.items[i])):
            return True
    return False


@fn
def update_flags(t: Type) -> None:
    """Derive the flags that follow from lookups, for a type and what derives from it."""
    flags = t.flags & ~u64(FLAGS_OF_LOOKUPS)
    if type_lookup(t, name("__getattr__")) != no_value():
        flags = flags | HAS_GETATTR
    base = type_named("object")
    if type_lookup(t, name("__eq__")) != type_lookup(base, name("__eq__")):
        flags = flags | HAS_EQUALITY
    if type_lookup(t, name("__ne__")) != type_lookup(base, name("__ne__")):
        flags = flags | HAS_EQUALITY
    if type_lookup(t, name("__getattribute__")) != type_lookup(base, name("__getattribute__")):
        flags = flags | HAS_GETATTRIBUTE
    if type_lookup(t, name("__setattr__")) != type_lookup(base, name("__setattr__")):
        flags = flags | HAS_SETATTR
    if type_lookup(t, name("__delattr__")) != type_lookup(base, name("__delattr__")):
        flags = flags | HAS_SETATTR
    if type_lookup(t, name("__new__")) != type_lookup(base, name("__new__")):
        flags = flags | HAS_NEW
    finalizer = type_lookup(t, name("__del__"))
    if finalizer != no_value() and not is_word(finalizer, NONE):
        flags = flags | HAS_FINALIZER
    if type_lookup(t, name("__bool__")) != no_value() or type_lookup(t, name("__len__")) != no_value():
        flags = flags | HAS_TRUTH
    if t.layout == TYPE_INDEX["tuple"]:
        base = type_named("tuple")
        if type_lookup(t, name("__eq__")) == type_lookup(base, name("__eq__")):
            if type_lookup(t, name("__hash__")) == type_lookup(base, name("__hash__")):
                flags = flags | IS_TUPLE_BY_VALUE
    elif t.layout == TYPE_INDEX["dict"]:
        base = type_named("dict")
        if type_lookup(t, name("__getitem__")) == type_lookup(base, name("__getitem__")):
            flags = flags | READS_AS_DICT
        if type_lookup(t, name("__setitem__")) == type_lookup(base, name("__setitem__")):
            flags = flags | WRITES_AS_DICT
    t.flags = flags
    if type_lookup(t, name("__init__")) != type_lookup(type_named("object"), name("__init__")):
        for i in range(t.mro.length):
            above = cast(Type, t.mro.items[i])
            if is_kind(above.maker, "function"):
                above.maker_version = 0  # see pyta.protocol.call.is_made_by_function
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None:
            update_flags(cast(Type, items.items[i]))


# --- deleting


@fn(raises=True)
def delete_attribute(v: Value, key: Value) -> None:
    """del v.key"""
    t = class_of(v)
    if t.flags & HAS_SETATTR != 0:
        deleter = type_lookup(t, name("__delattr__"))
        if deleter != type_lookup(type_named("object"), name("__delattr__")):
            call_special2(v, deleter, key)
            return
    generic_delete(v, key)


@fn(raises=True)
def generic_delete(v: Value, key: Value) -> None:
    """object.__delattr__."""
    found = type_lookup(class_of(v), key)
    if found != no_value() and is_data_descriptor(found):
        set_through(found, v, key, no_value())
        return
    if is_reference(v):
        kind = kind_of(v)
        if kind == KIND_NUMBER["object"] and object_delete(cast(DynamicObject, v), key):
            return
        if kind == KIND_NUMBER["pyta.module"] and namespace_delete(cast(Module, v).namespace, key):
            return
        if kind == KIND_NUMBER["pyta.type"]:
            t = cast(Type, v)
            if t.flags & IS_BUILTIN != 0:
                raise type_error("cannot set '%S' attribute of immutable type '%N'", key, t)
            found_before = type_lookup(t, key)
            if namespace_delete(t.namespace, key):
                touch_type(t)
                update_flags(t)
                attribute_changed(t, key, found_before)
                return
            raise attribute_error("type object '%N' has no attribute '%S'", t, key)
        if kind == KIND_NUMBER["function"]:
            attributes = cast(Function, v).attributes
            if is_kind(attributes, "map") and namespace_delete(cast(Map, attributes), key):
                return
    if is_kind(v, "pyta.module") or is_kind(v, "function") or (is_kind(v, "object") and class_of(v).flags & NO_DICTIONARY == 0):
        raise no_attribute(v, key)
    if found != no_value():
        raise attribute_error("'%T' object attribute '%S' is read-only", v, key)
    raise no_place(v, key)


@fn(raises=True)
def namespace_delete(m: Map, key: Value) -> bool:
    """Whether the name was there."""
    return not is_deleted(map_delete(m, key, name_hash(key), same_name))


@method("object", "__getattribute__")
def object_getattribute(self: Value, key: Value) -> Value:
    return generic_get(self, as_name(key))


@method("object", "__setattr__")
def object_setattr(self: Value, key: Value, value: Value) -> Value:
    generic_set(self, as_name(key), value)
    return NONE


@method("object", "__delattr__")
def object_delattr(self: Value, key: Value) -> Value:
    generic_delete(self, as_name(key))
    return NONE


@fn(raises=True)
def as_name(key: Value) -> Value:
    """An attribute name given by a program, interned."""
    text = payload_or_none(key, "str")
    if text == no_value():
        raise type_error("attribute name must be string, not '%T'", key)
    if cast(String, text).flags & IS_INTERNED != 0:
        return text
    return intern(cast(String, text))
