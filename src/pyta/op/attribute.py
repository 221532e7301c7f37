"""Pyta's instructions for attributes and method calls, with inline caches.

A place is a cache word of corevm.kernel.dynamic (own slot), an entry a CacheEntry (found on the class), valid while the object has the
entry's shape and its class the entry's version.

    get_attribute   two places, of which the first is the last entered; an entry, or the index in a module's table, odd
    set_attribute   two places; two adds: the shape before, and << 32 the shape after
    methods         two pairs of a shape or kind, and an entry; the second pair may be a class that is the receiver, and an entry, with the
                    bit CLASS_METHOD of a class method; or a shape with the bit OWN_SLOT, and the slot << 1; or with no key the index in a module's table, odd

What a site with no word left lacks it finds in the table of members (`pyta.object.member`), which all sites share; only now and then does
such a site change.
"""

from __future__ import annotations

from corevm.isa.define import (
    Base,
    Cache,
    Const,
    Index,
    OutIndex,
    Pc,
    Reg,
    ValueOrFrame,
    Window,
    Word,
    fuse_values,
    instruction,
)
from corevm.isa.op.control import enter_simple, has_room, is_simple_call
from corevm.kernel.array import no_value
from corevm.kernel.cache import drop_entry, keep_entry, note_places
from corevm.kernel.call import call_ready, enter_call, enter_callee, is_ready, need_stack
from corevm.kernel.code import BoundMethod, CacheEntry, Code, Function, NativeFunction
from corevm.kernel.dynamic import (
    CACHE_OVERFLOW,
    DynamicObject,
    cache_hit,
    cache_word_for,
    cached_get,
    cached_set,
    object_add_slot,
    object_shape,
    overflow_cached_get,
    overflow_cached_set,
    overflow_hit,
)
from corevm.kernel.frame import CODE, FRAME_WORDS, WINDOW_CALLEE, code_of, frame_top, make_link
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, append_in_room
from corevm.kernel.object import is_kind, is_of_kind, kind_of
from corevm.kernel.shape import is_dictionary, shape_lookup, shape_of
from corevm.kernel.table import MAP_STRIDE, Table, find_plain, key_at, value_at
from corevm.kernel.thread import thread
from corevm.kernel.value import DELETED, NONE, UNDEFINED, is_reference, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, new, static, u16, u32, u64
from pyta.object.member import ADD, FOUND, GET, METHOD, SET, enter_member, is_member, member_entry
from pyta.object.super import super_method
from pyta.object.type import (
    HAS_GETATTR,
    HAS_GETATTRIBUTE,
    HAS_SETATTR,
    SPECIAL_KINDS,
    Type,
    class_of,
    class_of_object,
    is_deleted,
    is_subtype,
    name_hash,
    same_name,
    type_lookup,
)
from pyta.object.world import name
from pyta.op.enter import (
    CALL_KNOWN_METHOD,
    CALL_METHOD,
    CALL_NATIVE_METHOD,
    are_in_order,
    become,
    call_bound_ready,
    enter_bound,
    enter_bound_default,
    enter_class,
    enter_default,
    is_bound_call,
    is_bound_default_call,
    is_bound_ready,
    is_default_call,
    is_intrinsic,
    is_simple_append,
    is_simple_class,
    simple_get,
)
from pyta.protocol.attribute import (
    ClassMethod,
    Module,
    Property,
    SlotDescriptor,
    StaticMethod,
    TupleGetter,
    get_tuple_item,
    is_data_descriptor,
    is_plain_function,
    own_attribute,
    tuple_item,
)
from pyta.protocol.attribute import (
    delete_attribute as delete,
)
from pyta.protocol.attribute import (
    get_attribute as get,
)
from pyta.protocol.attribute import (
    set_attribute as assign,
)

CLASS_WORD = 2  # of a site of get_attribute
MISSES_A_CHANGE = 63  # a full site changes once in so many misses, by chance
OWN_SLOT = 1 << 32  # in the second key of a site of methods: what lies in a slot of an object's own. (No receiver's own key has the bit.)
CLASS_METHOD = 2  # in the second key of a site of methods: the class is the receiver, and the first argument too
ADDS = 2  # of a site of set_attribute: the first word that is an add


@fn(raises=True)
def remember_place(o: DynamicObject, slot: i64, key: Value, use: u64, site: Ptr[u64]) -> None:
    """Leave where a name lies in objects of a shape: first in the site, unless it is full and does not change now; and in the table."""
    shape = object_shape(o)
    place = cache_word_for(o, shape, slot, u16(0))
    if site[1] == 0 or not is_in_use():
        if site[0] == 0:
            note_places(code_of(thread().base), site)
        site[1] = site[0]
        site[0] = place
    if place & CACHE_OVERFLOW == 0:
        enter_member(u64(shape), key, use, class_of_object(o), place)


@instruction(raises=True, rules="key:string")
def get_attribute(destination: OutIndex, x: Reg, key: Const, site: Cache[3], pc: Pc, base: Base) -> ValueOrFrame:
    """a = x.name."""
    if likely(is_reference(x)):
        if likely(kind_of(x) == KIND_NUMBER["object"]):
            o = cast(DynamicObject, x)
            if likely(cache_hit(o, site[0])):
                held = cached_get(o, site[0])
                if likely(held != no_value()):
                    return held, None, None
            elif likely(cache_hit(o, site[1])):
                held = cached_get(o, site[1])
                if likely(held != no_value()):
                    return held, None, None
            else:
                if overflow_hit(o, site[0]):
                    held = overflow_cached_get(o, site[0])
                    if likely(held != no_value()):
                        return held, None, None
                held = found_by_class(o, site[CLASS_WORD])
                if is_kind(held, "pyta.property"):
                    getter = cast(Function, cast(Property, held).getter)
                    window = frame_top(base)
                    if likely(is_simple_call(getter.code, window, 1)):
                        window[WINDOW_CALLEE] = getter
                        window[FRAME_WORDS] = x
                        return enter_simple(getter.code, window, make_link(pc + 4, destination), base)
                elif is_kind(held, "pyta.tuple_getter"):
                    held = tuple_item(cast(TupleGetter, held), x)
                    if held != no_value():
                        return held, None, None
                elif held != no_value():
                    return held, None, None
                shape = u64(object_shape(o))
                member = member_entry(shape, key, GET)
                if site[1] != 0 and is_in_use() and is_member(member, shape, key, GET, class_of_object(o)):
                    held = cached_get(o, member[3])
                    if likely(held != no_value()):
                        return held, None, None
        elif site[CLASS_WORD] & 1 != 0:
            if is_kind(x, "pyta.module"):
                held = module_member(cast(Module, x), key, site[CLASS_WORD])
                if held != no_value():
                    return held, None, None
        elif site[CLASS_WORD] != 0:
            entry = cast(CacheEntry, cast(Value, site[CLASS_WORD]))
            if x == entry.owner and entry.of_shape == 0 and cast(Type, x).version == entry.version:
                return entry.found, None, None
    return get_by_class(x, key, site, make_link(pc + 4, destination), base)


@inline
def chained(x: Value, key: Value, site: Ptr[u64], inner: Value, inner_site: Ptr[u64]) -> tuple[Value, Value, bool]:
    """x.name and x.name.inner, where both are in the sites' first places."""
    if likely(is_of_kind(x, "object")):
        if likely(cache_hit(cast(DynamicObject, x), site[0])):
            held = cached_get(cast(DynamicObject, x), site[0])
            if likely(held != no_value()):
                if likely(is_of_kind(held, "object")):
                    if likely(cache_hit(cast(DynamicObject, held), inner_site[0])):
                        found = cached_get(cast(DynamicObject, held), inner_site[0])
                        if likely(found != no_value()):
                            return held, found, True
    return x, x, False


FUSIONS = [fuse_values(get_attribute, get_attribute, chained, through="b")]


@inline
def is_in_use() -> bool:
    """Whether the table of members stands in for what a full site lacks: nearly always."""
    return thread().reductions & MISSES_A_CHANGE != 0


@inline
def found_by_class(o: DynamicObject, word: u64) -> Value:
    """What an entry says the class has for objects of this shape, if that is what a read gives, or a property; or no value."""
    if word != 0 and word & 1 == 0:
        entry = cast(CacheEntry, cast(Value, word))
        if entry.of_shape == object_shape(o) and cast(Type, entry.owner).version == entry.version and entry.detail != 0:
            return entry.found
    return no_value()


@fn(raises=True)
def get_by_class(
    x: Value, key: Value, site: Ptr[u64], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """By what the site's words, or the table of members, remember: what the instruction itself does not look for."""
    if is_kind(x, "object"):
        o = cast(DynamicObject, x)
        for i in range(2):
            if overflow_hit(o, site[i]):
                held = overflow_cached_get(o, site[i])
                if held != no_value():
                    return held, None, None
        shape = u64(object_shape(o))
        t = class_of_object(o)
        word = site[CLASS_WORD]
        if word != 0 and word & 1 == 0:
            entry = cast(CacheEntry, cast(Value, word))
            if u64(entry.of_shape) == shape and cast(Type, entry.owner).version == entry.version:
                return use_found(entry.found, x, link, base)
            member = member_entry(shape, key, FOUND)
            if is_in_use() and is_member(member, shape, key, FOUND, t):
                return use_found(cast(Value, member[3]), x, link, base)
    return get_slowly(x, key, site, link, base)


@inline
def module_member(module: Module, key: Value, word: u64) -> Value:
    """What a module's table has under the key where `module_word` says, or no value."""
    table = module.namespace.table
    index = i64(word >> 1)
    if module.own_class == no_value() and table is not None and index < cast(Table, table).used and key_at(cast(Table, table), index, MAP_STRIDE) == key:
        return value_at(cast(Table, table), index)
    return no_value()


@fn
def module_word(module: Module, key: Value) -> u64:
    """The word of a site for an attribute of a module, odd; 0 if it has none of its own, or its class may have another."""
    if module.own_class != no_value():
        return u64(0)
    index = find_plain(module.namespace.table, key, name_hash(key), MAP_STRIDE, same_name)
    return u64(index) << 1 | 1 if index >= 0 else u64(0)


@fn(raises=True)
def use_found(found: Value, x: Value, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """What an attribute of a class that `may_remember` accepts gives through an instance."""
    if is_plain_function(found):
        return new(BoundMethod, function=found, receiver=x), None, None
    if is_kind(found, "pyta.tuple_getter"):
        return get_tuple_item(cast(TupleGetter, found), x), None, None
    if not is_kind(found, "pyta.property"):
        return found, None, None
    window = frame_top(base)
    need_stack(window + (FRAME_WORDS + 1))
    window[WINDOW_CALLEE] = cast(Property, found).getter
    window[FRAME_WORDS] = x
    return enter_call(window, 1, no_value(), link, base)


@fn
def may_remember(found: Value, t: Type) -> bool:
    """Whether `use_found` knows what to do with an attribute (there is one) of class t."""
    if not is_reference(found) or is_plain_function(found):
        return True
    kind = kind_of(found)
    if kind == KIND_NUMBER["pyta.property"]:
        return t.flags & HAS_GETATTR == 0 and is_kind(cast(Property, found).getter, "function")
    if kind == KIND_NUMBER["object"]:  # no descriptor; if it becomes one, the versions of all classes change
        return type_lookup(class_of_object(cast(DynamicObject, found)), name("__get__")) == no_value()
    return kind < KIND_NUMBER["object"] or kind == KIND_NUMBER["pyta.tuple_getter"]


@fn(raises=True)
def get_slowly(
    x: Value, key: Value, site: Ptr[u64], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    t = class_of(x)
    if t.flags & HAS_GETATTRIBUTE == 0 and is_reference(x):
        kind = kind_of(x)
        found = type_lookup(t, key)
        if kind == KIND_NUMBER["object"]:
            o = cast(DynamicObject, x)
            shape = object_shape(o)
            if found == no_value() or not is_data_descriptor(found):
                slot = shape_lookup(shape, key)
                if slot >= 0:
                    remember_place(o, slot, key, GET, site)
                elif found != no_value() and not is_dictionary(shape) and may_remember(found, t):
                    enter_member(u64(shape), key, FOUND, t, cast(u64, found))
                    remember_found(site, base, t, shape, found)
                    return use_found(found, x, link, base)
            elif is_kind(found, "pyta.slot_descriptor"):
                d = cast(SlotDescriptor, found)
                if d.slot < o.length and is_subtype(t, cast(Type, d.owner)):
                    remember_place(o, d.slot, key, GET, site)
            elif not is_kind(found, "object") and may_remember(found, t):
                enter_member(u64(shape), key, FOUND, t, cast(u64, found))
                remember_found(site, base, t, shape, found)
                return use_found(found, x, link, base)
        elif kind == KIND_NUMBER["pyta.module"] and found == no_value():
            remember_module(site + CLASS_WORD, base, cast(Module, x), key)
        elif kind == KIND_NUMBER["pyta.type"] and found == no_value():
            inner = type_lookup(cast(Type, x), key)
            if is_kind(inner, "pyta.static_method"):
                inner = cast(StaticMethod, inner).function
            elif inner != no_value() and (is_kind(inner, "pyta.property") or not may_remember(inner, t)):
                inner = no_value()
            if inner != no_value():  # if the metaclass changes, so does the version of its classes
                remember(site + CLASS_WORD, base, new(CacheEntry, of_shape=u32(0), version=cast(Type, x).version, owner=x, found=inner))
                return inner, None, None
    return get(x, key), None, None


@fn(raises=True)
def remember_found(site: Ptr[u64], base: Ptr[Value], t: Type, shape: u32, found: Value) -> None:
    is_result = not is_plain_function(found)
    remember(
        site + CLASS_WORD,
        base,
        new(CacheEntry, of_shape=shape, detail=u32(is_result), version=t.version, owner=t, found=found),
    )


@instruction(raises=True, rules="key:string")
def set_attribute(x: Reg, key: Const, value: Reg, site: Cache[4]) -> None:
    """x.name = value."""
    if likely(is_of_kind(x, "object")):
        o = cast(DynamicObject, x)
        if likely(cache_hit(o, site[0])):
            cached_set(o, site[0], value)
            return
        if likely(cache_hit(o, site[ADDS])):
            if likely(object_add_slot(o, u32(site[ADDS]), u32(site[ADDS] >> 32), value)):
                return
        elif likely(cache_hit(o, site[1])):
            cached_set(o, site[1], value)
            return
        elif overflow_hit(o, site[0]):
            if likely(overflow_cached_set(o, site[0], value)):
                return
    set_slowly(x, key, value, site)


@fn(raises=True)
def set_slowly(x: Value, key: Value, value: Value, site: Ptr[u64]) -> None:
    if not is_kind(x, "object"):
        assign(x, key, value)
        return
    o = cast(DynamicObject, x)
    for i in range(2):
        if overflow_hit(o, site[i]):
            if overflow_cached_set(o, site[i], value):
                return
    before = object_shape(o)
    shape = u64(before)
    if cache_hit(o, site[ADDS + 1]):
        if object_add_slot(o, before, u32(site[ADDS + 1] >> 32), value):
            return
    t = class_of_object(o)
    if is_in_use():
        own = member_entry(shape, key, SET)
        if site[1] != 0 and is_member(own, shape, key, SET, t):
            cached_set(o, own[3], value)
            return
        add = member_entry(shape, key, ADD)
        if site[ADDS + 1] != 0 and is_member(add, shape, key, ADD, t):
            if object_add_slot(o, before, u32(add[3]), value):
                return
    remember_slot(o, key, site)
    assign(x, key, value)
    after = object_shape(o)
    if after != before and not is_dictionary(after) and t.flags & HAS_SETATTR == 0:
        if shape_of(after).parent == before and shape_of(after).key == key:
            enter_member(shape, key, ADD, t, u64(after))
            if site[ADDS] == 0:
                note_places(code_of(thread().base), site + ADDS)
            site[ADDS + 1] = site[ADDS]
            site[ADDS] = shape | u64(after) << 32


@fn(raises=True)
def remember_slot(o: DynamicObject, key: Value, site: Ptr[u64]) -> None:
    """Leave the slot an attribute has in the site."""
    t = class_of(o)
    if t.flags & HAS_SETATTR != 0:
        return
    shape = object_shape(o)
    found = type_lookup(t, key)
    slot = i64(-1)
    if found == no_value() or not is_data_descriptor(found):
        slot = shape_lookup(shape, key)
    elif is_kind(found, "pyta.slot_descriptor"):
        d = cast(SlotDescriptor, found)
        if d.slot < o.length and is_subtype(t, cast(Type, d.owner)):
            slot = d.slot
    if slot >= 0:
        remember_place(o, slot, key, SET, site)


@instruction(raises=True, rules="key:string")
def delete_attribute(x: Reg, key: Const) -> None:
    """del x.name."""
    delete(x, key)


# --- method calls


@inline
def receiver_shape(x: Value) -> u64:
    """What a method cache is keyed by: the shape of an object, else its kind. What no site holds, of what is no reference."""
    if is_reference(x):
        return cast(Ptr[u64], cast(u64, x))[0] & 0xFFFF0000FFFFFFFF
    return 1


@instruction(raises=True, rules="window:method=argc,lost key:string")
def call_method(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[4], pc: Pc, base: Base
) -> ValueOrFrame:
    """a = w[5].name(w[6], ...), without a bound method."""
    receiver = window[FRAME_WORDS]
    shape = receiver_shape(receiver)
    is_first = shape == site[0]
    if likely(is_first or shape == site[2]):
        entry = cast(CacheEntry, cast(Value, site[1] if is_first else site[3]))
        if likely(cast(Type, entry.owner).version == entry.version):
            callee = entry.found
            if likely(entry.detail == u32(argc)):
                code = cast(Function, callee).code
                if likely(has_room(code, window)):
                    window[WINDOW_CALLEE] = callee
                    return enter_simple(code, window, make_link(pc + 6, destination), base)
            elif is_of_kind(callee, "function"):
                if is_default_call(cast(Function, callee), window, argc):
                    window[WINDOW_CALLEE] = callee
                    return enter_default(cast(Function, callee), window, argc, make_link(pc + 6, destination), base)
            elif is_ready(callee, argc):
                return call_ready(callee, window, argc), None, None
            return enter_callee(callee, window, argc, make_link(pc + 6, destination), base)
    elif shape | OWN_SLOT == site[2]:
        # a slot of the object's own, the receiver being no argument: the window begins one word further; or a bound method's takes its place
        callee = cast(DynamicObject, receiver).slots[site[3] >> 1]
        if is_kind(callee, "function"):
            code = cast(Function, callee).code
            if likely(is_simple_call(code, window + 1, argc - 1)):
                window[1 + WINDOW_CALLEE] = callee
                return enter_simple(code, window + 1, make_link(pc + 6, destination), base)
        if is_bound_call(callee, window + 1, argc - 1):
            return enter_bound(cast(BoundMethod, callee), window + 1, make_link(pc + 6, destination), base)
        if is_bound_ready(callee, argc - 1):
            return call_bound_ready(cast(BoundMethod, callee), window + 1, argc - 1), None, None
        if is_ready(callee, argc - 1):
            return call_ready(callee, window + 1, argc - 1), None, None
    elif is_kind(receiver, "object") and site[2] != 0 and is_in_use():
        name = cast(Code, base[CODE]).constants[key]
        member = member_entry(shape, name, METHOD)
        if likely(is_member(member, shape, name, METHOD, class_of_object(cast(DynamicObject, receiver)))):
            callee = cast(Value, member[3])
            if likely(is_kind(callee, "function")):
                code = cast(Function, callee).code
                if likely(is_simple_call(code, window, argc)):
                    window[WINDOW_CALLEE] = callee
                    return enter_simple(code, window, make_link(pc + 6, destination), base)
    elif cast(u64, receiver) | CLASS_METHOD == site[2]:
        if is_fresh(site[3]):
            callee = cast(CacheEntry, cast(Value, site[3])).found
            if likely(is_of_kind(callee, "function")):
                code = cast(Function, callee).code
                if likely(is_simple_call(code, window, argc)):
                    window[WINDOW_CALLEE] = callee
                    return enter_simple(code, window, make_link(pc + 6, destination), base)
                if is_default_call(cast(Function, callee), window, argc):
                    window[WINDOW_CALLEE] = callee
                    return enter_default(cast(Function, callee), window, argc, make_link(pc + 6, destination), base)
    elif site[3] & 1 != 0 or cast(u64, receiver) == site[2]:
        # what a module or a class has under the name, the receiver being no argument: the window begins one word further
        callee = member_of_receiver(receiver, cast(Code, base[CODE]).constants[key], site)
        if is_kind(callee, "function"):
            code = cast(Function, callee).code
            if likely(is_simple_call(code, window + 1, argc - 1)):
                window[1 + WINDOW_CALLEE] = callee
                return enter_simple(code, window + 1, make_link(pc + 6, destination), base)
        if is_simple_class(callee, window + 1, argc - 1):
            return enter_class(cast(Type, callee), window + 1, argc - 1, make_link(pc + 6, destination), base)
        if is_ready(callee, argc - 1):
            return call_member_from_now(callee, window + 1, argc - 1, pc), None, None
        if is_bound_call(callee, window + 1, argc - 1):
            return enter_bound(cast(BoundMethod, callee), window + 1, make_link(pc + 6, destination), base)
        if is_bound_default_call(callee, window + 1, argc - 1):
            return enter_bound_default(cast(BoundMethod, callee), window + 1, argc - 1, make_link(pc + 6, destination), base)
        if is_bound_ready(callee, argc - 1):
            return call_bound_ready(cast(BoundMethod, callee), window + 1, argc - 1), None, None
    return enter_method(window, argc, cast(Code, base[CODE]).constants[key], site, make_link(pc + 6, destination), base)


@inline
def member_of_receiver(receiver: Value, key: Value, site: Ptr[u64]) -> Value:
    """What the site knows to be the attribute of a receiver that is a module, or a class and the site's key itself; or no value."""
    if is_kind(receiver, "pyta.module"):
        if site[3] & 1 != 0:
            return module_member(cast(Module, receiver), key, site[3])
    elif cast(u64, receiver) == site[2] and is_fresh(site[3]):
        return cast(CacheEntry, cast(Value, site[3])).found
    return no_value()


@fn(raises=True)
def call_member_from_now(callee: Value, window: Ptr[Value], argc: i64, pc: Ptr[u64]) -> Value:
    """Call a native function that a module or class has; the call_method at pc becomes call_native_method."""
    become(pc, CALL_NATIVE_METHOD)
    return call_ready(callee, window, argc)


@fn(raises=True)
def enter_method(
    window: Ptr[Value], argc: i64, key: Value, site: Ptr[u64], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    count = find_method(window, argc, key, site, base)
    callee = window[WINDOW_CALLEE]
    if is_ready(callee, count):
        if count == argc:
            if is_intrinsic(cast(NativeFunction, callee)):
                become(site - 2, CALL_KNOWN_METHOD)
            else:
                become(site - 2, CALL_NATIVE_METHOD)
        return call_ready(callee, window, count), None, None
    if is_kind(callee, "function"):
        become(site - 2, CALL_METHOD)
    return enter_call(window, count, no_value(), link, base)


@instruction(raises=True, rules="internal")
def call_native_method(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[4], pc: Pc, base: Base
) -> ValueOrFrame:
    """As call_method, which becomes this where it calls a native function. (It runs in one handler, not in a fast and a full one.)"""
    receiver = window[FRAME_WORDS]
    shape = receiver_shape(receiver)
    is_first = shape == site[0]
    if likely(is_first or shape == site[2]):
        entry = cast(CacheEntry, cast(Value, site[1] if is_first else site[3]))
        if likely(cast(Type, entry.owner).version == entry.version):
            callee = entry.found
            if likely(is_ready(callee, argc)):
                return call_ready(callee, window, argc), None, None
            if is_kind(callee, "function"):
                become(site - 2, CALL_METHOD)
                return enter_callee(callee, window, argc, make_link(pc + 6, destination), base)
    elif site[3] & 1 != 0 or cast(u64, receiver) == site[2]:
        callee = member_of_receiver(receiver, cast(Code, base[CODE]).constants[key], site)
        if is_ready(callee, argc - 1):
            return call_ready(callee, window + 1, argc - 1), None, None
    return enter_method(window, argc, cast(Code, base[CODE]).constants[key], site, make_link(pc + 6, destination), base)


@instruction(raises=True, rules="internal")
def call_known_method(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[4], pc: Pc, base: Base
) -> ValueOrFrame:
    """As call_method, which becomes this where it calls a native function that can be done here without a call."""
    receiver = window[FRAME_WORDS]
    shape = receiver_shape(receiver)
    is_first = shape == site[0]
    if likely(is_first or shape == site[2]):
        entry = cast(CacheEntry, cast(Value, site[1] if is_first else site[3]))
        if likely(cast(Type, entry.owner).version == entry.version):
            callee = entry.found
            if is_simple_append(callee, window, argc):
                append_in_room(cast(List, receiver), window[FRAME_WORDS + 1])
                return cast(Value, u64(NONE)), None, None
            got = simple_get(callee, window, argc)
            if not is_word(got, UNDEFINED):
                return got, None, None
            if is_ready(callee, argc):
                return call_ready(callee, window, argc), None, None
            if is_kind(callee, "function"):
                become(pc, CALL_METHOD)
                return enter_callee(callee, window, argc, make_link(pc + 6, destination), base)
    return enter_method(window, argc, cast(Code, base[CODE]).constants[key], site, make_link(pc + 6, destination), base)


@instruction(raises=True, rules="window:method=argc,lost keys:pair(string;names<argc)")
def call_method_keywords(
    destination: OutIndex, window: Window, argc: Index, keys: Word, site: Cache[4], pc: Pc, base: Base
) -> ValueOrFrame:
    """As call_method with keyword arguments."""
    names = cast(Code, base[CODE]).constants[keys >> 16]
    shape = receiver_shape(window[FRAME_WORDS])
    is_first = shape == site[0]
    if likely(is_first or shape == site[2]):
        entry = cast(CacheEntry, cast(Value, site[1] if is_first else site[3]))
        if likely(cast(Type, entry.owner).version == entry.version):
            callee = entry.found
            if likely(is_kind(callee, "function")):
                code = cast(Function, callee).code
                if likely(is_simple_call(code, window, argc) and are_in_order(code, names, argc)):
                    window[WINDOW_CALLEE] = callee
                    return enter_simple(code, window, make_link(pc + 6, destination), base)
                if is_default_call(cast(Function, callee), window, argc) and are_in_order(code, names, argc):
                    window[WINDOW_CALLEE] = callee
                    return enter_default(cast(Function, callee), window, argc, make_link(pc + 6, destination), base)
    count = find_method(window, argc, cast(Code, base[CODE]).constants[keys & 0xFFFF], site, base)
    return enter_call(window, count, names, make_link(pc + 6, destination), base)


@instruction(raises=True, rules="window:at=5,sets=1,unsets=5 key:string")
def load_method(window: Window, key: Const, site: Cache[4], base: Base) -> None:
    """w[1] = the method of w[5]'s type by that name; or w[1] = w[5].name and w[5] = undefined."""
    receiver = window[FRAME_WORDS]
    shape = receiver_shape(receiver)
    is_first = shape == site[0]
    if likely(is_first or shape == site[2]):
        entry = cast(CacheEntry, cast(Value, site[1] if is_first else site[3]))
        if likely(cast(Type, entry.owner).version == entry.version):
            window[WINDOW_CALLEE] = entry.found
            return
    elif shape | OWN_SLOT == site[2]:
        held = cast(DynamicObject, receiver).slots[site[3] >> 1]
        if is_kind(held, "bound_method"):
            window[WINDOW_CALLEE] = cast(BoundMethod, held).function
            window[FRAME_WORDS] = cast(BoundMethod, held).receiver
            return
        if held != no_value():
            window[WINDOW_CALLEE] = held
            window[FRAME_WORDS] = UNDEFINED
            return
    elif is_kind(receiver, "object"):
        member = member_entry(shape, key, METHOD)
        if is_in_use() and site[2] != 0 and is_member(member, shape, key, METHOD, class_of_object(cast(DynamicObject, receiver))):
            window[WINDOW_CALLEE] = cast(Value, member[3])
            return
    elif cast(u64, receiver) | CLASS_METHOD == site[2]:
        if is_fresh(site[3]):
            window[WINDOW_CALLEE] = cast(CacheEntry, cast(Value, site[3])).found
            return
    else:
        held = member_of_receiver(receiver, key, site)
        if held != no_value():
            window[WINDOW_CALLEE] = held
            window[FRAME_WORDS] = UNDEFINED
            return
    find_loaded(window, key, site, base)


@fn(raises=True)
def find_loaded(window: Ptr[Value], key: Value, site: Ptr[u64], base: Ptr[Value]) -> None:
    if find_method(window, 1, key, site, base) == 0:
        window[FRAME_WORDS] = UNDEFINED


@inline
def loaded_count(window: Ptr[Value], argc: i64) -> i64:
    """The number of arguments of a loaded call: without a receiver the others move down."""
    if not is_word(window[FRAME_WORDS], UNDEFINED):
        return argc
    for i in range(argc - 1):
        window[FRAME_WORDS + i] = window[FRAME_WORDS + 1 + i]
    return argc - 1


@instruction(raises=True, rules="window:callee,maybe=5,method=argc,lost")
def call_loaded(destination: OutIndex, window: Window, argc: Index, pc: Pc, base: Base) -> ValueOrFrame:
    """a = w[1](w[5], ...), or without w[5] if that is undefined."""
    callee = window[WINDOW_CALLEE]
    if likely(not is_word(window[FRAME_WORDS], UNDEFINED)):
        if likely(is_of_kind(callee, "function")):
            code = cast(Function, callee).code
            if likely(is_simple_call(code, window, argc)):
                return enter_simple(code, window, make_link(pc + 1, destination), base)
            if is_default_call(cast(Function, callee), window, argc):
                return enter_default(cast(Function, callee), window, argc, make_link(pc + 1, destination), base)
        if is_simple_append(callee, window, argc):
            append_in_room(cast(List, window[FRAME_WORDS]), window[FRAME_WORDS + 1])
            return cast(Value, u64(NONE)), None, None
        got = simple_get(callee, window, argc)
        if not is_word(got, UNDEFINED):
            return got, None, None
        if is_ready(callee, argc):
            return call_ready(callee, window, argc), None, None
    elif is_of_kind(callee, "function"):  # the window begins one word further
        code = cast(Function, callee).code
        if likely(is_simple_call(code, window + 1, argc - 1)):
            window[1 + WINDOW_CALLEE] = callee
            return enter_simple(code, window + 1, make_link(pc + 1, destination), base)
        if is_default_call(cast(Function, callee), window + 1, argc - 1):
            window[1 + WINDOW_CALLEE] = callee
            return enter_default(cast(Function, callee), window + 1, argc - 1, make_link(pc + 1, destination), base)
    elif is_simple_class(callee, window + 1, argc - 1):
        return enter_class(cast(Type, callee), window + 1, argc - 1, make_link(pc + 1, destination), base)
    elif is_bound_call(callee, window + 1, argc - 1):
        return enter_bound(cast(BoundMethod, callee), window + 1, make_link(pc + 1, destination), base)
    elif is_bound_default_call(callee, window + 1, argc - 1):
        return enter_bound_default(cast(BoundMethod, callee), window + 1, argc - 1, make_link(pc + 1, destination), base)
    elif is_ready(callee, argc - 1):
        return call_ready(callee, window + 1, argc - 1), None, None
    elif is_bound_ready(callee, argc - 1):
        return call_bound_ready(cast(BoundMethod, callee), window + 1, argc - 1), None, None
    return enter_loaded(window, argc, no_value(), make_link(pc + 1, destination), base)


@fn(raises=True)
def enter_loaded(
    window: Ptr[Value], argc: i64, names: Value, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    return enter_call(window, loaded_count(window, argc), names, link, base)


@instruction(raises=True, rules="window:callee,maybe=5,method=argc,lost names:names<argc")
def call_loaded_keywords(
    destination: OutIndex, window: Window, argc: Index, names: Word, pc: Pc, base: Base
) -> ValueOrFrame:
    """As call_loaded; the last arguments are keyword arguments."""
    code = cast(Code, base[CODE])
    return enter_loaded(window, argc, code.constants[names], make_link(pc + 2, destination), base)


@fn(raises=True)
def find_method(window: Ptr[Value], argc: i64, key: Value, site: Ptr[u64], base: Ptr[Value]) -> i64:
    """Put the callee into the window, and the receiver out of the arguments if it is none; gives the argument count."""
    receiver = window[FRAME_WORDS]
    if receiver_shape(receiver) == site[2] and is_fresh(site[3]):
        window[WINDOW_CALLEE] = cast(CacheEntry, cast(Value, site[3])).found
        return argc
    if site[3] & 1 != 0 and is_kind(receiver, "pyta.module"):
        member = module_member(cast(Module, receiver), key, site[3])
        if member != no_value():
            return without_receiver(window, argc, member)
    if is_kind(receiver, "pyta.super"):
        return argc if super_method(window, key) else without_receiver(window, argc, window[WINDOW_CALLEE])
    t = class_of(receiver)
    shape = receiver_shape(receiver)
    if site[2] != 0 and is_in_use():
        entry = member_entry(shape, key, METHOD)
        if is_member(entry, shape, key, METHOD, t):
            window[WINDOW_CALLEE] = cast(Value, entry[3])
            return argc
    if is_kind(receiver, "object") and t.flags & HAS_GETATTRIBUTE == 0:
        held = own_method(cast(DynamicObject, receiver), t, key, site, base)
        if is_kind(held, "bound_method"):
            window[WINDOW_CALLEE] = cast(BoundMethod, held).function
            window[FRAME_WORDS] = cast(BoundMethod, held).receiver
            return argc
        if not is_deleted(held):
            return without_receiver(window, argc, held)
    if t.flags & (HAS_GETATTR | HAS_GETATTRIBUTE) == 0:
        found = type_lookup(t, key)
        if found == no_value() and site[2] == 0 and is_kind(receiver, "pyta.module"):
            remember_module(site + 3, base, cast(Module, receiver), key)
        if found != no_value() and is_plain_function(found):
            own = own_attribute(receiver, key)
            if is_deleted(own):
                window[WINDOW_CALLEE] = found
                if may_cache(receiver):
                    enter_member(shape, key, METHOD, t, cast(u64, found))
                    remember_method(receiver, t, found, site, base)
                return argc
        if found == no_value() and is_kind(receiver, "pyta.type"):
            inner = type_lookup(cast(Type, receiver), key)
            if is_kind(inner, "pyta.class_method") and is_plain_function(cast(ClassMethod, inner).function):
                inner = cast(ClassMethod, inner).function
                window[WINDOW_CALLEE] = inner
                if site[2] == 0 or not is_in_use():
                    remember_member(cast(Type, receiver), inner, CLASS_METHOD, site, base)
                return argc
            if is_kind(inner, "pyta.static_method"):
                inner = cast(StaticMethod, inner).function
            if inner != no_value() and is_plain_function(inner):
                if site[2] == 0 or not is_in_use():  # if the metaclass changes, so does the version of its classes
                    remember_member(cast(Type, receiver), inner, 0, site, base)
                return without_receiver(window, argc, inner)
    return without_receiver(window, argc, get(receiver, key))


@fn(raises=True)
def own_method(o: DynamicObject, t: Type, key: Value, site: Ptr[u64], base: Ptr[Value]) -> Value:
    """What an object has by the name in a slot of its own, which the site will know; or DELETED."""
    shape = object_shape(o)
    if is_dictionary(shape):
        return DELETED
    slot = shape_lookup(shape, key)
    if slot < 0 or slot >= o.length:
        return DELETED
    found = type_lookup(t, key)
    if found != no_value() and is_data_descriptor(found):
        return DELETED
    if site[2] == 0 or not is_in_use():
        word = receiver_shape(o) | OWN_SLOT
        if (site[2] ^ word) >> 32 != 0:  # it has not held a place
            note_places(cast(Code, base[CODE]), site + 2)
        site[2] = word
        site[3] = u64(slot) << 1
    held = o.slots[slot]
    return held if held != no_value() else cast(Value, u64(DELETED))


@inline
def without_receiver(window: Ptr[Value], argc: i64, callee: Value) -> i64:
    """Make a call of the receiver's attribute of a method call; gives the argument count."""
    window[WINDOW_CALLEE] = callee
    for i in range(argc - 1):
        window[FRAME_WORDS + i] = window[FRAME_WORDS + 1 + i]
    return argc - 1


@fn
def may_cache(receiver: Value) -> bool:
    """Whether all objects of the receiver's shape or kind lack an attribute of their own by this name."""
    if not is_reference(receiver):
        return False
    if is_kind(receiver, "object"):
        return not is_dictionary(object_shape(cast(DynamicObject, receiver)))
    for kind in static((*SPECIAL_KINDS, "function")):
        if is_kind(receiver, kind):
            return False
    return True


@inline
def is_fresh(word: u64) -> bool:
    """Whether what an entry says of its class still holds."""
    entry = cast(CacheEntry, cast(Value, word))
    return cast(Type, entry.owner).version == entry.version


@inline
def simple_count(found: Value) -> u32:
    """How many arguments make a call of it simple, of a function; else 0. (A function that gets another code renews all versions.)"""
    return u32(cast(Function, found).code.simple_argc) if is_kind(found, "function") else u32(0)


@fn(raises=True)
def remember_method(receiver: Value, t: Type, found: Value, site: Ptr[u64], base: Ptr[Value]) -> None:
    """Leave an entry in the first pair of the site, and what is there in the second."""
    moves = site[0] != 0 and is_fresh(site[1])
    if moves and site[2] != 0 and is_in_use():
        return
    entry = new(CacheEntry, of_shape=u32(0), detail=simple_count(found), version=t.version, owner=t, found=found)
    keep_entry(cast(Code, base[CODE]), entry, site[3] if moves else site[1])
    if moves:
        site[2] = site[0]
        site[3] = site[1]
    site[0] = receiver_shape(receiver)
    site[1] = cast(u64, entry)


@fn(raises=True)
def remember_member(owner: Type, found: Value, bits: u64, site: Ptr[u64], base: Ptr[Value]) -> None:
    """Leave what a class has, keyed by the class itself and bits, in the second pair of the site."""
    count = simple_count(found)
    remember(site + 3, base, new(CacheEntry, of_shape=u32(0), detail=count, version=owner.version, owner=owner, found=found))
    site[2] = cast(u64, owner) | bits


@fn(raises=True)
def remember(word: Ptr[u64], base: Ptr[Value], entry: CacheEntry) -> None:
    """Leave an entry in a word of a site; the code keeps it alive."""
    keep_entry(cast(Code, base[CODE]), entry, word[0])
    word[0] = cast(u64, entry)


@fn(raises=True)
def remember_module(word: Ptr[u64], base: Ptr[Value], module: Module, key: Value) -> None:
    """Leave the place of a module's attribute in a word of a site."""
    drop_entry(cast(Code, base[CODE]), word[0])
    word[0] = module_word(module, key)
