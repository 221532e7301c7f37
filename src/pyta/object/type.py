"""Types: what a class is, how attributes are found on it, C3 order, creation.

INV-TYPE-1  `version` changes whenever a lookup on the type may give something else; versions are never used twice. So a cached
            (version, name) -> found is right as long as the type still has that version.
INV-TYPE-2  `mro` starts with the type itself and ends with object.
INV-TYPE-3  Instances of classes that derive from a builtin type with data (int, str, list, ...) are dynamic objects whose hidden
            slot PAYLOAD_SLOT holds an object of the builtin type; `layout` is that type's index, 0 for none.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.code import BoundMethod, NativeFunction
from corevm.kernel.dynamic import DynamicObject, object_get_slot, object_new, object_shape
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, list_append, list_new
from corevm.kernel.map import Map, map_get_plain, map_new, map_set
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.shape import HIDDEN_SHIFT, shape_add, shape_new, shape_of
from corevm.kernel.string import String, equal_strings, hash_string
from corevm.kernel.value import (
    ELLIPSIS,
    FALSE,
    NONE,
    NOT_IMPLEMENTED,
    TRUE,
    is_fixnum,
    is_flonum,
    is_reference,
    is_word,
)
from corevm.kernel.weak import register_finalizer
from corevm.micro.surface import Object, Ptr, Value, addr_of, cast, fn, heap, i64, inline, new, static, u16, u32, u64
from pyta.object import kind as _kinds  # noqa: F401 - declares the kinds
from pyta.object.declare import TYPE_INDEX
from pyta.object.world import LOOKUP_CACHE_WORDS, world

# Type.flags
IS_BUILTIN = 1  # attributes cannot be set by programs
IS_FINAL = 2  # cannot be a base
IS_EXCEPTION = 4
HAS_GETATTR = 8  # __getattr__ found
HAS_GETATTRIBUTE = 16  # __getattribute__ is not object's
HAS_SETATTR = 32  # __setattr__ or __delattr__ is not object's
NO_DICTIONARY = 64  # instances take only the attributes __slots__ names
HAS_FINALIZER = 128  # __del__ found
IS_ABSTRACT = 256
HAS_NEW = 512  # __new__ is not object's
HAS_TRUTH = 1024  # __bool__ or __len__ found
IS_TUPLE_BY_VALUE = 2048  # derives from tuple and has its __eq__ and __hash__
READS_AS_DICT, WRITES_AS_DICT = 4096, 8192  # derives from dict and has its __getitem__, __setitem__
HAS_EQUALITY = 1 << 14  # __eq__ or __ne__ is not object's
FLAGS_OF_LOOKUPS = (
    HAS_FINALIZER | HAS_EQUALITY | HAS_GETATTR | HAS_GETATTRIBUTE | HAS_SETATTR | HAS_NEW | HAS_TRUTH | IS_TUPLE_BY_VALUE | READS_AS_DICT | WRITES_AS_DICT
)  # fmt: skip

DEFAULT_ROOM = 4  # for attributes in an instance of a class of which nothing is known
ROOM_LIMIT = 64
PAYLOAD_SLOT = 0
HIDDEN_PAYLOAD = "\x01payload"  # names of hidden slots start with a character no identifier has


@heap(kind="pyta.type")
class Type(Object):
    name: Value
    qualified_name: Value
    base: Value
    bases: Array_
    mro: Array_
    namespace: Map
    metaclass: Value
    subclasses: List
    version: u64
    flags: u64
    instance_shape: u32
    room: u32  # for attributes in an instance; more of them lie outside
    layout: i64
    index: i64  # of a builtin type, else -1
    slot_names: Value  # what __slots__ named, or 0
    initialiser: Value  # __init__ as found on the type when it had initialiser_version; 0: object's
    initialiser_version: u64
    maker: Value  # the native function of __new__: with the next, all that a call of the type needed when it had maker_version; or a function
    maker_initialiser: Value  # the native function of __init__; 0: object's
    maker_version: u64
    subscript: Value  # the guest function __getitem__ as found on the type when it had subscript_version
    subscript_version: u64


@inline
def type_named(text: static) -> Type:
    """A builtin type by its declared name."""
    return cast(Type, world().types[TYPE_INDEX[text]])


@inline
def is_type(v: Value) -> bool:
    return is_kind(v, "pyta.type")


@inline
def class_of_object(o: DynamicObject) -> Type:
    """type(o) of a dynamic object."""
    return cast(Type, shape_of(object_shape(o)).class_value)


@inline
def class_of(v: Value) -> Type:
    """type(v)."""
    if is_fixnum(v):
        return type_named("int")
    if is_flonum(v):
        return type_named("float")
    if is_reference(v):
        kind = kind_of(v)
        if kind == KIND_NUMBER["object"]:
            return class_of_object(cast(DynamicObject, v))
        found = world().kind_types[kind]
        if cast(u64, found) != 0:
            return cast(Type, found)
        return class_of_special(v)
    return class_of_immediate(v)


@heap(kind="pyta.module")
class Module(Object):
    namespace: Map
    name: Value
    is_initializing: i64  # its code is running
    is_native: i64  # it has no code
    own_class: Value  # 0: the type module itself
    lacks_spec: i64  # its __spec__ and __loader__ are made when they are asked for


# Kinds whose objects are of several classes: they have no entry in the world's table.
SPECIAL_KINDS = ("pyta.type", "pyta.module", "native_function", "bound_method")
NATIVE_UNBOUND, NATIVE_SLOT = 1 << 8, 1 << 9  # flags of native functions: a class or module's own; one of the special methods


@fn
def class_of_special(v: Value) -> Type:
    if is_kind(v, "pyta.type"):
        return cast(Type, cast(Type, v).metaclass)
    if is_kind(v, "pyta.module"):
        own = cast(Module, v).own_class
        return type_named("module") if own == no_value() else cast(Type, own)
    if is_kind(v, "native_function"):
        flags = cast(NativeFunction, v).flags
        if flags & NATIVE_UNBOUND != 0:
            return type_named("builtin_function_or_method")
        return type_named("wrapper_descriptor") if flags & NATIVE_SLOT != 0 else type_named("method_descriptor")
    inner = cast(BoundMethod, v).function
    if not is_kind(inner, "native_function") or cast(NativeFunction, inner).flags & NATIVE_UNBOUND != 0:
        return type_named("method")
    is_slot = cast(NativeFunction, inner).flags & NATIVE_SLOT != 0
    return type_named("method-wrapper") if is_slot else type_named("builtin_function_or_method")


@fn
def class_of_immediate(v: Value) -> Type:
    if is_word(v, TRUE) or is_word(v, FALSE):
        return type_named("bool")
    if is_word(v, NONE):
        return type_named("NoneType")
    if is_word(v, NOT_IMPLEMENTED):
        return type_named("NotImplementedType")
    if is_word(v, ELLIPSIS):
        return type_named("ellipsis")
    return type_named("object")


# --- namespaces: maps whose keys are names


@inline
def same_name(a: Value, b: Value) -> bool:
    """Key equality of namespaces: identity has been tested; other keys than strings are never names."""
    return is_kind(a, "string") and is_kind(b, "string") and equal_strings(cast(String, a), cast(String, b))


@inline
def name_hash(name: Value) -> i64:
    return cast(i64, hash_string(cast(String, name)))


@fn
def namespace_get(m: Map, name: Value) -> Value:
    """The name's value, or DELETED."""
    return map_get_plain(m, name, name_hash(name), same_name)


@fn(raises=True)
def namespace_set(m: Map, name: Value, value: Value) -> None:
    map_set(m, name, name_hash(name), value, same_name)


# --- lookup


@inline
def type_lookup(t: Type, name: Value) -> Value:
    """The attribute of a name in the type's order, unbound, or 0. `name` must be interned."""
    slot = lookup_slot(t, name)
    if slot[0] == t.version and slot[1] == cast(u64, name):
        return cast(Value, slot[2])
    return type_lookup_slow(t, name)


@inline
def lookup_slot(t: Type, name: Value) -> Ptr[u64]:
    index = (t.version * 31 ^ cast(u64, name) >> 4) & (LOOKUP_CACHE_WORDS // 4 - 1)
    return addr_of(world().lookup_cache) + i64(index * 4)


@fn
def type_lookup_slow(t: Type, name: Value) -> Value:
    from_hash = name_hash(name)
    order = t.mro
    found = no_value()
    for i in range(order.length):
        here = map_get_plain(cast(Type, order.items[i]).namespace, name, from_hash, same_name)
        if not is_deleted(here):
            found = here
            break
    slot = lookup_slot(t, name)
    slot[0] = t.version
    slot[1] = cast(u64, name)
    slot[2] = cast(u64, found)
    return found


@inline
def is_deleted(v: Value) -> bool:
    return cast(u64, v) == DELETED_WORD


DELETED_WORD = (4 << 3) | 4


@inline
def is_subtype(t: Type, of: Type) -> bool:
    """Whether `of` is in the order of `t`."""
    return cast(u64, t) == cast(u64, of) or is_subtype_slow(t, of)


@fn
def is_subtype_slow(t: Type, of: Type) -> bool:
    order = t.mro
    for i in range(order.length):
        if cast(u64, order.items[i]) == cast(u64, of):
            return True
    return False


@inline
def dict_by_flag(v: Value, flag: static) -> Value:
    """The dict that an instance of a class with a flag holds, or 0."""
    if is_kind(v, "object") and class_of_object(cast(DynamicObject, v)).flags & flag != 0:
        return object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
    return no_value()


@inline
def is_instance(v: Value, text: static) -> bool:
    """Whether v is an instance of a builtin type or of a class derived from it."""
    return is_subtype(class_of(v), type_named(text))


@fn
def touch_type(t: Type) -> None:
    """The type's namespace or order has changed: lookups on it and its subclasses may give something else.

    So may reads through the classes it is the metaclass of.
    """
    renew_version(t)
    if is_subtype(t, type_named("type")):
        touch_instances(type_named("object"), t)


@fn
def renew_version(t: Type) -> None:
    t.version = world().next_version
    world().next_version += 1
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None:
            renew_version(cast(Type, items.items[i]))


@fn
def touch_instances(t: Type, metaclass: Type) -> None:
    """The versions of the type and those that derive from it, if they are instances of a metaclass."""
    if is_subtype(cast(Type, t.metaclass), metaclass):
        renew_version(t)
        return
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None:
            touch_instances(cast(Type, items.items[i]), metaclass)


@fn
def touch_all_types() -> None:
    """Objects that were none have become descriptors, whoever's attributes they are."""
    renew_version(type_named("object"))


@fn
def hash_changed(t: Type) -> None:
    """Instances of the type and its subclasses may have another hash than before. Tuples keep hashes made of those of tuples' subclasses."""
    if t.layout == TYPE_INDEX["tuple"]:
        world().is_hash_changed = 1
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None:
            hash_changed(cast(Type, items.items[i]))


# --- creation


@fn(raises=True)
def bare_type(name: Value, metaclass: Value) -> Type:
    """A type without bases or order: the rest is filled by the caller."""
    nothing = array_new(0)
    made = new(Type, name=name, qualified_name=name, metaclass=metaclass, bases=nothing, mro=nothing, index=-1)
    made.namespace = map_new()
    made.subclasses = list_new()
    made.version = world().next_version
    world().next_version += 1
    return made


@fn(raises=True)
def compute_order(t: Type) -> Array_ | None:
    """The C3 linearisation of a type with its bases set, or null if there is none.

    Source: https://docs.python.org/3/howto/mro.html (the algorithm).
    """
    bases = t.bases
    count = bases.length
    sequences = array_new(count + 1)
    positions = array_new(count + 1)  # as words
    total: i64 = 1
    for i in range(count):
        order = cast(Type, bases.items[i]).mro
        sequences.items[i] = order
        total += order.length
    sequences.items[count] = bases
    result = list_new()
    list_append(result, t)
    while True:
        candidate = no_value()
        is_done = True
        for i in range(count + 1):
            sequence = cast(Array_, sequences.items[i])
            at = cast(i64, positions.items[i]) >> 1
            if at >= sequence.length:
                continue
            is_done = False
            head = sequence.items[at]
            if not in_a_tail(sequences, positions, head):
                candidate = head
                break
        if is_done:
            break
        if candidate == no_value():
            return None
        list_append(result, candidate)
        for i in range(count + 1):
            sequence = cast(Array_, sequences.items[i])
            at = cast(i64, positions.items[i]) >> 1
            if at < sequence.length and sequence.items[at] == candidate:
                positions.items[i] = cast(Value, u64((at + 1) * 2 + 1))
    final = array_new(result.count)
    for i in range(result.count):
        final.items[i] = result.items.items[i]
    return final


@fn
def in_a_tail(sequences: Array_, positions: Array_, head: Value) -> bool:
    for i in range(sequences.length):
        sequence = cast(Array_, sequences.items[i])
        at = (cast(i64, positions.items[i]) >> 1) + 1
        while at < sequence.length:
            if sequence.items[at] == head:
                return True
            at += 1
    return False


@fn(raises=True)
def link_type(t: Type) -> None:
    """Enter a type with its order into its bases' subclasses; derive what the bases decide."""
    bases = t.bases
    for i in range(bases.length):
        list_append(cast(Type, bases.items[i]).subclasses, t)


@fn(raises=True)
def start_shape(t: Type, layout: i64, is_exception: bool, hidden: Ptr[Value], hidden_count: i64) -> None:
    """Give a type the shape its instances start with; hidden slots first, then room for attributes if it has a dictionary."""
    room = i64(t.room) if t.flags & NO_DICTIONARY == 0 else 0
    shape = shape_new(t, u16(KIND_NUMBER["object"]), hidden_count + room, u32(hidden_count) << HIDDEN_SHIFT)
    for i in range(hidden_count):
        shape = shape_add(shape, hidden[i])
    t.instance_shape = shape
    t.layout = layout
    if is_exception:
        t.flags = t.flags | IS_EXCEPTION


@inline(raises=True)
def new_plain_instance(t: Type) -> DynamicObject:
    """An instance of a class without a finalizer."""
    return object_new(t.instance_shape)


@fn(raises=True)
def new_instance(t: Type) -> DynamicObject:
    made = object_new(t.instance_shape)
    if t.flags & HAS_FINALIZER != 0:
        register_finalizer(made, NONE)
    return made
