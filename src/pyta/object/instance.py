"""What every object has: __class__, __dict__, __dir__, its state and how it is taken apart for copying and pickling.

The dictionary of an instance is the map that holds its attributes: an object whose __dict__ is asked for keeps its attributes in a
map from then on (`corevm.kernel.dynamic`), so reads and writes through either are seen by both.

Source: the data model, 3.3; the library reference, copyreg and pickle.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.cache import forget_places
from corevm.kernel.dynamic import (
    DynamicObject,
    object_dictionary,
    object_get,
    object_get_slot,
    object_keys,
    object_rebase,
    object_set_dictionary,
    object_shape,
)
from corevm.kernel.list import list_append, list_new, list_of_exactly
from corevm.kernel.map import Map, map_keys, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.set import Set, set_add, set_keys, set_new
from corevm.kernel.shape import hidden_slots, shape_key_at, shape_of
from corevm.kernel.string import String
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DELETED, NONE, NOT_IMPLEMENTED, is_word, tag_fixnum
from corevm.micro.surface import Value, cast, fn, i64, static, u64
from pyta.object.build import best_base, mangle, order_of, solid_type
from pyta.object.declare import TYPE_INDEX, declare_type, getter, method, setter
from pyta.object.exception import attribute_error, type_error
from pyta.object.mapping_proxy import new_mapping_proxy
from pyta.object.payload import payload_or_none
from pyta.object.type import (
    IS_ABSTRACT,
    IS_BUILTIN,
    IS_EXCEPTION,
    IS_FINAL,
    NO_DICTIONARY,
    Type,
    class_of,
    hash_changed,
    is_deleted,
    is_subtype,
    is_type,
    link_type,
    namespace_get,
    namespace_set,
    touch_all_types,
    touch_type,
    type_lookup,
    type_named,
)
from pyta.object.wording import IS_3_12
from pyta.object.world import name
from pyta.protocol.attribute import (
    Module,
    SlotDescriptor,
    call0,
    call2,
    call_special1,
    get_attribute,
    namespace_delete,
    no_attribute,
    special,
    update_flags,
)
from pyta.protocol.compare import is_true, py_equal, py_hash
from pyta.protocol.importing import import_absolute
from pyta.protocol.iterate import get_iter

# --- __class__


@getter("object", "__class__")
def object_class(self: Value) -> Value:
    return class_of(self)


@setter("object", "__class__")
def object_set_class(self: Value, value: Value) -> Value:
    """Another class whose instances look the same."""
    if is_word(value, DELETED):
        raise type_error("can't delete __class__ attribute")
    if not is_type(value):
        raise type_error("__class__ must be set to a class, not '%T' object", value)
    old = class_of(self)
    target = cast(Type, value)
    if is_kind(self, "pyta.module") and is_subtype(target, type_named("module")):
        cast(Module, self).own_class = no_value() if target == type_named("module") else value
        return NONE
    if not is_kind(self, "object") or old.index >= 0 or target.index >= 0:
        raise type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
    if not is_same_layout(old, target):
        raise type_error("__class__ assignment: '%N' object layout differs from '%N'", target, old)
    object_rebase(cast(DynamicObject, self), shape_of(target.instance_shape).root)
    hash_changed(target)
    if type_lookup(target, name("__get__")) != no_value():
        touch_all_types()
    return NONE


# Before 3.12, the host has one class's dictionary elsewhere than another's if it is behind items.
DICTIONARY_BEHIND_ITEMS = () if IS_3_12 else ("tuple", "int", "bytes")


@fn
def is_same_layout(a: Type, b: Type) -> bool:
    flags = u64(NO_DICTIONARY | IS_EXCEPTION)
    count = hidden_slots(a.instance_shape)
    if a.layout != b.layout or (a.flags ^ b.flags) & flags != 0 or count != hidden_slots(b.instance_shape):
        return False
    for i in range(count):
        if shape_key_at(a.instance_shape, i) != shape_key_at(b.instance_shape, i):
            return False
    for owner in static(DICTIONARY_BEHIND_ITEMS):
        if a.layout == TYPE_INDEX[owner] and a.flags & NO_DICTIONARY == 0 and dictionary_maker(a) is not dictionary_maker(b):
            return False
    return True


@fn
def dictionary_maker(t: Type) -> Type:
    """The class from which a class that has a dictionary has it."""
    at = t
    while cast(Type, at.base).index < 0 and cast(Type, at.base).flags & NO_DICTIONARY == 0:
        at = cast(Type, at.base)
    return at


# --- __dict__

declare_type("instance_attributes", is_hidden=True, is_final=True)  # never seen: what classes take their descriptors from


@fn(raises=True)
def dictionary_holder(self: Value) -> DynamicObject:
    if not is_kind(self, "object") or class_of(self).flags & NO_DICTIONARY != 0:
        raise no_attribute(self, name("__dict__"))
    return cast(DynamicObject, self)


@getter("instance_attributes", "__dict__")
def instance_dict(self: Value) -> Value:
    return object_dictionary(dictionary_holder(self))


@setter("instance_attributes", "__dict__")
def instance_set_dict(self: Value, value: Value) -> Value:
    o = dictionary_holder(self)
    if is_word(value, DELETED):
        object_set_dictionary(o, map_new())
        return NONE
    given = payload_or_none(value, "dict")
    if given == no_value():
        raise type_error("__dict__ must be set to a dictionary, not a '%T'", value)
    object_set_dictionary(o, cast(Map, given))
    return NONE


@getter("instance_attributes", "__weakref__")
def instance_weakref(self: Value) -> Value:
    return NONE


@getter("BaseException", "__dict__")
def exception_dict(self: Value) -> Value:
    return object_dictionary(dictionary_holder(self))


@setter("BaseException", "__dict__")
def exception_set_dict(self: Value, value: Value) -> Value:
    return instance_set_dict(self, value)


@getter("type", "__dict__")
def type_dict(self: Value) -> Value:
    return new_mapping_proxy(cast(Type, self).namespace)


# --- what a type says of itself


@fn(raises=True)
def own_type(self: Value, key: Value) -> Type:
    """The type itself, if its attributes may be set. Raises: TypeError."""
    t = cast(Type, self)
    if t.flags & IS_BUILTIN != 0:
        raise type_error("cannot set '%S' attribute of immutable type '%N'", key, t)
    return t


@setter("type", "__name__")
def type_set_name(self: Value, value: Value) -> Value:
    t = own_type(self, name("__name__"))
    if is_word(value, DELETED):
        raise type_error("cannot delete '__name__' attribute of immutable type '%N'", t)
    text = payload_or_none(value, "str")
    if text == no_value():
        raise type_error("can only assign string to %N.__name__, not '%T'", t, value)
    t.name = text
    return NONE


@setter("type", "__qualname__")
def type_set_qualname(self: Value, value: Value) -> Value:
    t = own_type(self, name("__qualname__"))
    if is_word(value, DELETED):
        raise type_error("cannot delete '__qualname__' attribute of immutable type '%N'", t)
    text = payload_or_none(value, "str")
    if text == no_value():
        raise type_error("can only assign string to %N.__qualname__, not '%T'", t, value)
    t.qualified_name = text
    return NONE


@setter("type", "__bases__")
def type_set_bases(self: Value, value: Value) -> Value:
    """Other bases of the same layout."""
    t = own_type(self, name("__bases__"))
    if is_word(value, DELETED):
        raise type_error("cannot delete '__bases__' attribute of immutable type '%N'", t)
    if not is_kind(value, "array"):
        raise type_error("can only assign tuple to %N.__bases__, not %T", t, value)
    bases = cast(Array_, value)
    if bases.length == 0:
        raise type_error("can only assign non-empty tuple to %N.__bases__, not ()", t)
    for i in range(bases.length):
        if not is_type(bases.items[i]):
            raise type_error("%N.__bases__ must be tuple of classes, not '%T'", t, bases.items[i])
        if is_subtype(cast(Type, bases.items[i]), t):
            raise type_error("a __bases__ item causes an inheritance cycle")
    base = best_base(bases)
    if cast(u64, solid_type(base)) != cast(u64, solid_type(cast(Type, t.base))):
        raise type_error("__bases__ assignment: '%N' object layout differs from '%N'", base, t.base)
    old_bases = t.bases
    t.bases = bases
    try_order(t, old_bases)
    for i in range(old_bases.length):
        drop_subclass(cast(Type, old_bases.items[i]), t)
    t.base = base
    link_type(t)
    reorder_below(t)
    touch_type(t)
    touch_all_types()
    hash_changed(t)
    update_flags(t)
    forget_places()
    return NONE


@fn(raises=True)
def try_order(t: Type, old_bases: Array_) -> None:
    new_bases = t.bases
    try:
        t.mro = order_of(t)
    except:
        t.bases = old_bases
        raise type_error("Cannot create a consistent method resolution order (MRO) for bases of '%N'", t)
    t.bases = new_bases


@fn(raises=True)
def reorder_below(t: Type) -> None:
    """The orders of what derives from a type whose own has changed."""
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None:
            here = cast(Type, items.items[i])
            here.mro = order_of(here)
            reorder_below(here)


@fn(raises=True)
def drop_subclass(base: Type, t: Type) -> None:
    kept = list_new()
    below = base.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None and cast(u64, items.items[i]) != cast(u64, t):
            list_append(kept, items.items[i])
    base.subclasses = kept


if IS_3_12:

    @getter("type", "__type_params__")
    def type_type_parameters(self: Value) -> Value:
        t = cast(Type, self)
        found = namespace_get(t.namespace, name("__type_params__"))
        return array_new(0) if is_deleted(found) or t.flags & IS_BUILTIN != 0 else found

    @setter("type", "__type_params__")
    def type_set_type_parameters(self: Value, value: Value) -> Value:
        t = own_type(self, name("__type_params__"))
        if is_word(value, DELETED):
            raise type_error("cannot delete '__type_params__' attribute of immutable type '%N'", t)
        namespace_set(t.namespace, name("__type_params__"), value)
        touch_type(t)
        return NONE


@getter("type", "__annotations__")
def type_annotations(self: Value) -> Value:
    t = cast(Type, self)
    if t.flags & IS_BUILTIN != 0:
        raise attribute_error("type object '%N' has no attribute '__annotations__'", t)
    found = namespace_get(t.namespace, name("__annotations__"))
    if is_deleted(found):
        found = map_new()
        namespace_set(t.namespace, name("__annotations__"), found)
        touch_type(t)
    return found


@setter("type", "__annotations__")
def type_set_annotations(self: Value, value: Value) -> Value:
    t = own_type(self, name("__annotations__"))
    if is_word(value, DELETED):
        if not namespace_delete(t.namespace, name("__annotations__")):
            raise attribute_error("__annotations__")
    else:
        namespace_set(t.namespace, name("__annotations__"), value)
    touch_type(t)
    return NONE


@getter("type", "__abstractmethods__")
def type_abstract_methods(self: Value) -> Value:
    t = cast(Type, self)
    found = namespace_get(t.namespace, name("__abstractmethods__"))
    if is_deleted(found) or t.flags & IS_BUILTIN != 0:
        raise attribute_error("__abstractmethods__")
    return found


@setter("type", "__abstractmethods__")
def type_set_abstract_methods(self: Value, value: Value) -> Value:
    t = own_type(self, name("__abstractmethods__"))
    t.flags = t.flags & ~u64(IS_ABSTRACT)
    if is_word(value, DELETED):
        if not namespace_delete(t.namespace, name("__abstractmethods__")):
            raise attribute_error("__abstractmethods__")
    else:
        if is_true(value):
            t.flags = t.flags | IS_ABSTRACT
        namespace_set(t.namespace, name("__abstractmethods__"), value)
    touch_type(t)
    return NONE


HEAP_TYPE, BASE_TYPE, ABSTRACT, EXCEPTION = 1 << 9, 1 << 10, 1 << 20, 1 << 30
SUBCLASS_BITS = (("int", 24), ("list", 25), ("tuple", 26), ("bytes", 27), ("str", 28), ("dict", 29), ("type", 31))


@getter("type", "__flags__")
def type_flags(self: Value) -> Value:
    """CPython's bits, as far as programs look at them."""
    t = cast(Type, self)
    bits: i64 = 1 << 12
    if t.index < 0:
        bits |= HEAP_TYPE
    if t.flags & IS_FINAL == 0:
        bits |= BASE_TYPE
    if t.flags & IS_ABSTRACT != 0:
        bits |= ABSTRACT
    if t.flags & IS_EXCEPTION != 0:
        bits |= EXCEPTION
    for owner, bit in SUBCLASS_BITS:
        if is_subtype(t, type_named(owner)):
            bits |= 1 << bit
    return tag_fixnum(bits)


@getter("type", "__basicsize__")
def type_basicsize(self: Value) -> Value:
    return tag_fixnum(16 + 8 * hidden_slots(cast(Type, self).instance_shape))


@getter("type", "__itemsize__")
def type_itemsize(self: Value) -> Value:
    t = cast(Type, self)
    if is_subtype(t, type_named("int")):
        return tag_fixnum(4)
    if is_subtype(t, type_named("tuple")):
        return tag_fixnum(8)
    return tag_fixnum(1 if is_subtype(t, type_named("bytes")) else i64(0))


@getter("type", "__dictoffset__")
def type_dictoffset(self: Value) -> Value:
    return tag_fixnum(0 if cast(Type, self).flags & NO_DICTIONARY != 0 else i64(-1))


@getter("type", "__weakrefoffset__")
def type_weakrefoffset(self: Value) -> Value:
    return tag_fixnum(0)


@getter("type", "__text_signature__")
def type_text_signature(self: Value) -> Value:
    return NONE


@method("object", "__subclasshook__", binding="class")
def object_subclasshook(cls: Value, t: Value) -> Value:
    return NOT_IMPLEMENTED


# --- dir


@fn(raises=True)
def add_keys(target: Set, source: Map) -> None:
    keys = map_keys(source)
    for i in range(keys.length):
        if is_kind(keys.items[i], "string"):
            set_add(target, keys.items[i], py_hash(keys.items[i]), py_equal)


@fn(raises=True)
def add_type_keys(target: Set, t: Type) -> None:
    order = t.mro
    for i in range(order.length):
        add_keys(target, cast(Type, order.items[i]).namespace)


@method("object", "__dir__")
def object_dir(self: Value) -> Value:
    collected = set_new()
    if is_kind(self, "object"):
        keys = object_keys(cast(DynamicObject, self))
        for i in range(keys.length):
            if is_kind(keys.items[i], "string"):
                set_add(collected, keys.items[i], py_hash(keys.items[i]), py_equal)
    elif is_kind(self, "function"):
        add_keys(collected, cast(Map, get_attribute(self, name("__dict__"))))
    add_type_keys(collected, class_of(self))
    return list_of_exactly(set_keys(collected))


@method("type", "__dir__")
def type_dir(self: Value) -> Value:
    collected = set_new()
    add_type_keys(collected, cast(Type, self))
    return list_of_exactly(set_keys(collected))


@method("module", "__dir__")
def module_dir(self: Value) -> Value:
    space = cast(Module, self).namespace
    own = namespace_get(space, name("__dir__"))
    if not is_deleted(own):
        return call0(own)
    return list_of_exactly(map_keys(space))


# --- state, reduction


@fn(raises=True)
def plain_dictionary(self: Value) -> Value:
    """A copy of the attributes of an instance, or None if there are none."""
    if not is_kind(self, "object"):
        return NONE
    o = cast(DynamicObject, self)
    keys = object_keys(o)
    if keys.length == 0:
        return NONE
    made = map_new()
    for i in range(keys.length):
        held = object_get(o, keys.items[i])
        if not is_deleted(held) and is_kind(keys.items[i], "string"):
            namespace_set(made, keys.items[i], held)
    return made


@fn(raises=True)
def slots_of(self: Value) -> Value:
    """The values of what __slots__ names, as a dict, or None if there are none."""
    if not is_kind(self, "object") or hidden_slots(object_shape(cast(DynamicObject, self))) == 0:
        return NONE
    made = map_new()
    order = class_of(self).mro
    for i in range(order.length):
        here = cast(Type, order.items[order.length - 1 - i])
        if here.index < 0 and is_kind(here.slot_names, "array"):
            names = cast(Array_, here.slot_names)
            for k in range(names.length):
                key = mangle(intern(cast(String, names.items[k])), cast(String, here.name))
                found = namespace_get(here.namespace, key)
                if is_kind(found, "pyta.slot_descriptor"):
                    held = object_get_slot(cast(DynamicObject, self), cast(SlotDescriptor, found).slot)
                    if held != no_value():
                        namespace_set(made, key, held)
    return NONE if made.count == 0 else made


@method("object", "__getstate__")
def object_getstate(self: Value) -> Value:
    state = plain_dictionary(self)
    slots = slots_of(self)
    if is_word(slots, NONE):
        return state
    pair = array_new(2)
    pair.items[0] = state
    pair.items[1] = slots
    return pair


@fn(raises=True)
def copyreg(key: Value) -> Value:
    return get_attribute(import_absolute(name("copyreg")), key)


@method("object", "__reduce__")
def object_reduce(self: Value) -> Value:
    return call2(copyreg(name("_reduce_ex")), self, tag_fixnum(0))


@method("object", "__reduce_ex__")
def object_reduce_ex(self: Value, protocol: Value) -> Value:
    """A class's own __reduce__, else how to make the object anew (protocol 2)."""
    own = special(self, "__reduce__")
    if own != type_lookup(type_named("object"), name("__reduce__")):
        return call_special1(self, own)
    if cast(i64, protocol) >> 1 < 2:
        return call2(copyreg(name("_reduce_ex")), self, protocol)
    return reduce_newobj(self)


@fn(raises=True)
def reduce_newobj(self: Value) -> Value:
    t = class_of(self)
    maker = copyreg(name("__newobj__"))
    first = array_new(1)
    first.items[0] = t
    arguments = first
    found = special(self, "__getnewargs_ex__")
    if found != no_value():
        pair = call_special1(self, found)
        if not is_kind(pair, "array") or cast(Array_, pair).length != 2:
            raise type_error("__getnewargs_ex__ should return a tuple, not '%T'", pair)
        maker = copyreg(name("__newobj_ex__"))
        arguments = array_new(3)
        arguments.items[0] = t
        arguments.items[1] = cast(Array_, pair).items[0]
        arguments.items[2] = cast(Array_, pair).items[1]
    else:
        found = special(self, "__getnewargs__")
        if found != no_value():
            more = call_special1(self, found)
            if not is_kind(more, "array"):
                raise type_error("__getnewargs__ should return a tuple, not '%T'", more)
            arguments = array_new(1 + cast(Array_, more).length)
            arguments.items[0] = t
            for i in range(cast(Array_, more).length):
                arguments.items[1 + i] = cast(Array_, more).items[i]
        elif not is_kind(self, "object") and not is_kind(self, "list") and not is_kind(self, "map"):
            raise type_error("cannot pickle '%T' object", self)
    made = array_new(5)
    made.items[0] = maker
    made.items[1] = arguments
    made.items[2] = call_special1(self, special(self, "__getstate__"))
    made.items[3] = NONE
    made.items[4] = NONE
    if is_subtype(t, type_named("list")):
        made.items[3] = get_iter(self)
    if is_subtype(t, type_named("dict")):
        made.items[4] = get_iter(call0(get_attribute(self, name("items"))))
    return made


@method("object", "__sizeof__")
def object_sizeof(self: Value) -> Value:
    return tag_fixnum(16 + 8 * hidden_slots(class_of(self).instance_shape))

