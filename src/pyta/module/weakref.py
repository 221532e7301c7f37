"""Weak references (for pyta/lib/_weakref.py) and the gc module; finalizers and callbacks, which run at safepoints.

`world().references` knows the weak references of an object: address -> list of weak references to them. So they go when nobody uses
them, and asking again for one without a callback gives the same. Addresses are used again: what is found must still refer to the object.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.frame import FRAME_WORDS
from corevm.kernel.generator import Generator, is_running
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, list_append, list_get, list_new
from corevm.kernel.map import Map, map_get_plain, map_keys, map_new, map_set
from corevm.kernel.memory import collect_final, collect_now
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.root import forget_above
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.thread import SCRATCH_HANDLED, thread
from corevm.kernel.value import DELETED, NONE, NOT_IMPLEMENTED, boolean, is_reference, is_word, tag_fixnum, untag_fixnum
from corevm.kernel.weak import WeakReference, has_finalizers, has_queued, take_queued
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, popcnt, stack_array, u64
from pyta.module.stream import system_stream, write_to
from pyta.object.build import hex_address
from pyta.object.declare import declare_type, function, getter, method
from pyta.object.exception import type_error
from pyta.object.function import generator_close
from pyta.object.payload import held_object, make_instance, payload, payload_or_none
from pyta.object.type import class_of, is_deleted, namespace_get, type_lookup, type_named
from pyta.object.world import name, world
from pyta.protocol.argument import bind_parameters
from pyta.protocol.attribute import call1, call2, call_special1, get_attribute
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.importing import import_absolute
from pyta.protocol.text import py_repr, py_str

FORGOTTEN_LIMIT = 1024
MOST_ROUNDS = 16  # of collections for finalizers: what holds another comes before it

declare_type("ReferenceType", kind="weak_reference", module="weakref", is_hidden=True)


@fn
def may_be_referred_to(v: Value) -> bool:
    """Whether CPython allows weak references to such objects."""
    if not is_reference(v):
        return False
    kind = kind_of(v)
    if (
        kind == KIND_NUMBER["string"] or kind == KIND_NUMBER["bytes"] or kind == KIND_NUMBER["array"]
        or kind == KIND_NUMBER["list"] or kind == KIND_NUMBER["map"] or kind == KIND_NUMBER["bigint"]
        or kind == KIND_NUMBER["float"] or kind == KIND_NUMBER["pyta.match"] or kind == KIND_NUMBER["pyta.range"] or kind == KIND_NUMBER["pyta.slice"]
    ):  # fmt: skip
        return False
    if kind == KIND_NUMBER["object"]:
        t = class_of(v)
        if type_lookup(t, name("__weakref__")) == no_value():
            return t.layout != 0 and may_be_referred_to(held_object(v, i64(t.layout)))
    return True


@method("ReferenceType", "__new__", variadic=True, keywords=True, binding="static")
def reference_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """ref(object, callback=None)."""
    if argc < 2:
        raise type_error("ref expected at least 1 argument, got %D", tag_fixnum(argc - 1))
    v = arguments[1]
    callback: Value = NONE
    if argc > 2:
        callback = arguments[2]
    if not may_be_referred_to(v):
        raise type_error("cannot create weak reference to '%T' object", v)
    if is_word(callback, NONE) and arguments[0] == cast(Value, type_named("ReferenceType")):
        held = plain_reference(v)
        if held != no_value():
            return held
    made = new(WeakReference, referent=v)
    if not is_word(callback, NONE):
        made.callback = callback
    enter_reference(v, made)
    result = make_instance(arguments[0], made, "ReferenceType")
    if result != cast(Value, made):
        made.data = result
    return result


@method("ReferenceType", "__init__", variadic=True, keywords=True)
def reference_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@fn(raises=True)
def self_reference(self: Value) -> WeakReference:
    return cast(WeakReference, payload(self, "ReferenceType"))


@fn
def referent_of(r: WeakReference) -> Value:
    return NONE if r.referent == no_value() else r.referent


@method("ReferenceType", "__call__", variadic=True, maximum=1)
def reference_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return referent_of(self_reference(arguments[0]))


@getter("ReferenceType", "__callback__")
def reference_callback(self: Value) -> Value:
    found = self_reference(self).callback
    return NONE if found == no_value() else found


@method("ReferenceType", "__hash__")
def reference_hash(self: Value) -> Value:
    """The object's hash; kept, so that it outlives the object, in the reference's `data`."""
    r = self_reference(self)
    if r.referent == no_value():
        kept = r.data
        if is_kind(kept, "array"):
            return cast(Array_, kept).items[0]
        raise type_error("weak object has gone away")
    h = int_from_i64(py_hash(r.referent))
    if not is_kind(r.data, "array"):
        pair = array_new(2)
        pair.items[1] = r.data
        r.data = pair
    cast(Array_, r.data).items[0] = h
    return h


@fn
def outer_of(r: WeakReference) -> Value:
    """The reference as the program knows it: of a derived class, or itself."""
    found = r.data
    if is_kind(found, "array"):
        found = cast(Array_, found).items[1]
    return cast(Value, r) if found == no_value() else found


@method("ReferenceType", "__eq__")
def reference_eq(self: Value, other: Value) -> Value:
    a = self_reference(self)
    found = payload_or_none(other, "ReferenceType")
    if found == no_value():
        return NOT_IMPLEMENTED
    b = cast(WeakReference, found)
    if a.referent == no_value() or b.referent == no_value():
        return boolean(self == other)
    return boolean(a.referent == b.referent or py_equal(a.referent, b.referent))


@method("ReferenceType", "__repr__")
def reference_repr(self: Value) -> Value:
    r = self_reference(self)
    builder = new_builder(64)
    builder.append(string_from_static("<weakref at "))
    builder.append(hex_address(self))
    if r.referent == no_value():
        builder.append(string_from_static("; dead>"))
    else:
        builder.append(string_from_static("; to '"))
        builder.append(cast(String, class_of(r.referent).name))
        builder.append(string_from_static("' at "))
        builder.append(hex_address(r.referent))
        builder.append(string_from_static(">"))
    return builder.finish()


# --- the references of an object


@fn
def same_word(a: Value, b: Value) -> bool:
    return cast(u64, a) == cast(u64, b)


@fn
def address_of(v: Value) -> i64:
    return cast(i64, cast(u64, v) >> 3)


@fn
def references_of(v: Value) -> Value:
    """The List of weak references to the weak references that an object has or had, or DELETED."""
    known = world().references
    if known == no_value():
        return DELETED
    return map_get_plain(cast(Map, known), tag_fixnum(address_of(v)), address_of(v), same_word)


@fn
def still_refers(entry: Value, v: Value) -> WeakReference | None:
    """A weak reference to v that an entry stands for, or null."""
    held = cast(WeakReference, entry).referent
    if held == no_value() or cast(WeakReference, held).referent != v:
        return None
    return cast(WeakReference, held)


@fn(raises=True)
def live_references(v: Value) -> List:
    made = list_new()
    found = references_of(v)
    if not is_deleted(found):
        entries = cast(List, found)
        for i in range(entries.count):
            held = still_refers(list_get(entries, i), v)
            if held is not None:
                list_append(made, held)
    return made


@fn
def plain_reference(v: Value) -> Value:
    """The reference of the plain class and without a callback that v has, or 0."""
    found = references_of(v)
    if not is_deleted(found):
        entries = cast(List, found)
        for i in range(entries.count):
            r = still_refers(list_get(entries, i), v)
            if r is not None and r.callback == no_value() and outer_of(r) == cast(Value, r):
                return r
    return no_value()


@fn(raises=True)
def enter_reference(v: Value, made: WeakReference) -> None:
    if world().references == no_value():
        world().references = map_new()
    known = cast(Map, world().references)
    if known.count >= FORGOTTEN_LIMIT and popcnt(u64(known.count)) == 1:
        known = forget_dead_references(known)
    found = references_of(v)
    if is_deleted(found) or popcnt(u64(cast(List, found).count)) == 1:  # at powers of two, without those that are gone
        kept = list_new()
        if not is_deleted(found):
            for i in range(cast(List, found).count):
                entry = list_get(cast(List, found), i)
                if still_refers(entry, v) is not None:
                    list_append(kept, entry)
        map_set(known, tag_fixnum(address_of(v)), address_of(v), kept, same_word)
        found = kept
    list_append(cast(List, found), new(WeakReference, referent=made))


@fn(raises=True)
def forget_dead_references(known: Map) -> Map:
    """Drop the lists of objects that are gone (at powers of two: a constant share of making references)."""
    kept = map_new()
    keys = map_keys(known)
    for i in range(keys.length):
        address = untag_fixnum(keys.items[i])
        entries = map_get_plain(known, keys.items[i], address, same_word)
        for k in range(cast(List, entries).count):
            held = cast(WeakReference, list_get(cast(List, entries), k)).referent
            if held != no_value() and cast(WeakReference, held).referent != no_value():
                map_set(kept, keys.items[i], address, entries, same_word)
                break
    world().references = kept
    return kept


@function("_pyta", "getweakrefcount")
def weak_count(v: Value) -> Value:
    return tag_fixnum(live_references(v).count)


@function("_pyta", "getweakrefs")
def weak_references(v: Value) -> Value:
    held = live_references(v)
    made = list_new()
    for i in range(held.count):
        list_append(made, outer_of(cast(WeakReference, list_get(held, i))))
    return made


# --- what waits to be told


@fn
def handle_queued() -> None:
    """Run the callbacks of references whose objects have died, and the finalizers of dead objects."""
    t = thread()
    handled = t.scratch[SCRATCH_HANDLED]
    while True:
        first, second = take_queued()
        if first == no_value():
            break
        try:
            if is_kind(first, "weak_reference"):
                r = cast(WeakReference, first)
                if r.callback != no_value():
                    call1(r.callback, outer_of(r))
            elif is_kind(first, "generator"):
                if not is_running(cast(Generator, first)):  # as what a dead delegator closes
                    generator_close(first)
            else:
                finalizer = type_lookup(class_of(first), name("__del__"))
                if finalizer != no_value() and not is_word(finalizer, NONE):
                    call_special1(first, finalizer)
        except failure as e:
            report_ignored(e, first)
        t.scratch[SCRATCH_HANDLED] = handled


@fn
def report_ignored(e: Value, source: Value) -> None:
    """An exception no one can catch: for sys.unraisablehook if the program has set one, else a line on the standard error."""
    try:
        if not is_deleted(namespace_get(cast(Map, world().sys), name("unraisablehook"))):
            extra = import_absolute(name("_pyta_sys"))
            call2(get_attribute(extra, name("unraisable")), e, source)
            return
        text = concat_strings(string_from_static("Exception ignored in: "), py_repr(source))
        text = concat_strings(text, string_from_static("\n"))
        text = concat_strings(text, cast(String, class_of(e).name))
        text = concat_strings(text, string_from_static(": "))
        text = concat_strings(text, py_str(e))
        write_to(system_stream("stderr"), concat_strings(text, string_from_static("\n")))
    except:
        pass


@fn(export=True)
def host_has_finalizers() -> bool:
    """Whether any object waits for its finalizer."""
    return has_finalizers()


@fn(export=True, raises=True)
def host_finalize() -> None:
    """At a program's end: every object that still has a finalizer gets it called, what holds another before that."""
    for _ in range(MOST_ROUNDS):
        collect_final()
        if not has_queued():
            break
        handle_queued()


# --- gc


@function("gc", "collect", variadic=True, keywords=True)
def gc_collect(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """collect(generation=2): all generations, whichever is asked for."""
    bind_parameters(arguments, argc, names, stack_array(Value, 1), ("generation",), "collect", 0)
    forget_above(arguments - FRAME_WORDS)  # a call's window is the highest of the registers in use, and it has been used up
    collect_now(True)
    idle_rounds = 0 if has_queued() else 2
    for _ in range(MOST_ROUNDS):  # what they held; an old word on the stack may hold it a while longer
        if idle_rounds == 2:
            break
        idle_rounds = 0 if has_queued() else idle_rounds + 1
        handle_queued()
        forget_above(arguments - FRAME_WORDS)
        collect_now(True)
    return tag_fixnum(0)


@function("gc", "enable", "disable", "freeze", "unfreeze")
def gc_nothing() -> Value:
    return NONE


@function("gc", "isenabled")
def gc_isenabled() -> Value:
    return boolean(True)


@function("gc", "get_count")
def gc_get_count() -> Value:
    return triple(0, 0, 0)


@function("gc", "get_threshold")
def gc_get_threshold() -> Value:
    return triple(700, 10, 10)


@function("gc", "set_threshold", "set_debug", variadic=True)
def gc_set_threshold(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@function("gc", "get_debug", "get_freeze_count")
def gc_get_debug() -> Value:
    return tag_fixnum(0)


@fn(raises=True)
def triple(a: i64, b: i64, c: i64) -> Value:
    made = array_new(3)
    made.items[0] = tag_fixnum(a)
    made.items[1] = tag_fixnum(b)
    made.items[2] = tag_fixnum(c)
    return made


@function("gc", "is_tracked")
def gc_is_tracked(v: Value) -> Value:
    return boolean(
        is_reference(v) and not is_kind(v, "string") and not is_kind(v, "bytes") and not is_kind(v, "bigint")
    )


@function("gc", "is_finalized")
def gc_is_finalized(v: Value) -> Value:
    return boolean(False)


@function("gc", "get_objects", "get_referrers", "get_referents", variadic=True)
def gc_get_objects(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return list_new()
