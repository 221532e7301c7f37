"""Pyta's instructions for spread calls, class building, imports, display."""

from __future__ import annotations

from corevm.isa.define import Base, Const, OutIndex, Pc, Reg, ValueOrFrame, Window, Word, instruction
from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_value, enter_call
from corevm.kernel.code import BoundMethod, Function, NativeFunction
from corevm.kernel.error import RECURSION, error
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, grow_stack, make_link
from corevm.kernel.list import List, list_to_array
from corevm.kernel.map import Map, map_items, map_keys, map_new, map_values
from corevm.kernel.map import map_merge as merge_maps
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.table import MAP_STRIDE, Table, key_at, table_next
from corevm.kernel.thread import thread
from corevm.kernel.value import UNDEFINED, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, new, stack_array, unlikely
from pyta.object.dict import attribute_or_deleted, called_keys
from pyta.object.exception import name_error, runtime_error, type_error
from pyta.object.payload import payload_or_none
from pyta.object.type import (
    Type,
    class_of,
    is_deleted,
    is_subtype,
    is_type,
    name_hash,
    namespace_get,
    same_name,
    type_lookup,
    type_named,
)
from pyta.object.world import name, world
from pyta.op.iterate import set_in_map
from pyta.op.name import globals_of, namespace_lookup, store_in_namespace
from pyta.protocol.attribute import bind, get_attribute, special
from pyta.protocol.compare import py_equal
from pyta.protocol.importing import call_import, import_from_module, star_names
from pyta.protocol.item import get_item
from pyta.protocol.iterate import get_iter, next_value, tuple_of


@instruction(raises=True, rules="window:callee,at=5,map=6,lost")
def call_spread(destination: OutIndex, window: Window, pc: Pc, base: Base) -> ValueOrFrame:
    """a = w[1](*w[5], **w[6])."""
    names, count = spread(window)
    return enter_call(window, count, names, make_link(pc + 1, destination), base)


@inline(raises=True)
def need_arguments(top: Ptr[Value]) -> None:
    if unlikely(top > thread().stack_limit) and not grow_stack(top):
        raise error(RECURSION, "too many arguments")


@fn(raises=True)
def spread(window: Ptr[Value]) -> tuple[Value, i64]:
    """Lay the arguments of a spread call out in the window; gives the keyword names (or 0) and the count."""
    sequence = window[FRAME_WORDS]
    mapping = window[FRAME_WORDS + 1]
    if is_kind(sequence, "array") and is_word(mapping, UNDEFINED):
        given = cast(Array_, sequence)
        need_arguments(window + (FRAME_WORDS + given.length + 8))
        for i in range(given.length):
            window[FRAME_WORDS + i] = given.items[i]
        return no_value(), given.length
    if special(sequence, "__iter__") == no_value() and special(sequence, "__getitem__") == no_value():
        raise type_error("%S() argument after * must be an iterable, not %T", callee_name(window[WINDOW_CALLEE]), sequence)
    items = tuple_of(sequence)
    names = no_value()
    count = items.length
    extra: i64 = 0
    values = array_new(0)
    if not is_word(mapping, UNDEFINED):
        keywords = cast(Map, mapping)
        extra = keywords.count
        if extra > 0:
            keys = map_keys(keywords)
            for i in range(keys.length):
                if not is_kind(keys.items[i], "string"):
                    raise type_error("keywords must be strings")
            names = keys
            values = map_values(keywords)
    need_arguments(window + (FRAME_WORDS + count + extra + 8))
    for i in range(count):
        window[FRAME_WORDS + i] = items.items[i]
    for i in range(extra):
        window[FRAME_WORDS + count + i] = values.items[i]
    return names, count + extra


@instruction(raises=True, rules="target:map")
def map_update(target: Reg, x: Reg) -> None:
    """map.update(x), x a mapping."""
    merge(cast(Map, target), x, no_value())


@instruction(raises=True, rules="target:map")
def map_merge(target: Reg, x: Reg, callee: Reg) -> None:
    """As map_update for a call's ** arguments."""
    merge(cast(Map, target), x, callee)


@fn
def is_iterated_as_dict(x: Value) -> bool:
    """Whether x is of a class derived from dict that iterates as dict does."""
    return (
        payload_or_none(x, "dict") != no_value()
        and special(x, "__iter__") == type_lookup(type_named("dict"), name("__iter__"))
    )


@fn
def has_string_keys(m: Map) -> bool:
    table = m.table
    if table is not None:
        here = cast(Table, table)
        position: i64 = 0
        while (entry := table_next(here, position, MAP_STRIDE)) >= 0:
            if not is_kind(key_at(here, entry, MAP_STRIDE), "string"):
                return False
            position = entry + 1
    return True


@fn(raises=True)
def merge(target: Map, x: Value, callee: Value) -> None:
    keys = no_value()
    if target.count == 0 and is_kind(x, "map"):
        if callee == no_value() or has_string_keys(cast(Map, x)):
            merge_maps(target, cast(Map, x), True, py_equal)
            return
    if is_kind(x, "map"):
        keys = map_keys(cast(Map, x))
    elif is_iterated_as_dict(x):
        x = payload_or_none(x, "dict")
        keys = map_keys(cast(Map, x))
    else:
        getter = attribute_or_deleted(x, name("keys"))
        if is_deleted(getter):
            if callee == no_value():
                raise type_error("'%T' object is not a mapping", x)
            raise type_error("%S() argument after ** must be a mapping, not %T", callee_name(callee), x)
        keys = called_keys(x, getter)
    items = cast(Array_, keys)
    for i in range(items.length):
        key = items.items[i]
        if callee != no_value():
            if not is_kind(key, "string"):
                raise type_error("keywords must be strings")
            if not is_deleted(namespace_get(target, key)):
                raise type_error("%S() got multiple values for keyword argument '%S'", callee_name(callee), key)
        set_in_map(target, key, get_item(x, key))


@fn(raises=True)
def callee_name(callee: Value) -> Value:
    """What CPython calls a callee in messages: its module and qualified name."""
    if is_kind(callee, "function"):
        f = cast(Function, callee)
        module = get_attribute(callee, name("__module__"))
        if is_kind(module, "string"):
            return concat3(module, f.qualified_name)
        return f.qualified_name
    if is_type(callee):
        return cast(Type, callee).name
    if is_kind(callee, "native_function"):
        own = cast(NativeFunction, callee)
        return get_attribute(callee, name("__qualname__")) if is_type(own.owner) else own.name
    return class_of(callee).name


@fn(raises=True)
def concat3(a: Value, b: Value) -> Value:
    return concat_strings(concat_strings(cast(String, a), string_from_static(".")), cast(String, b))


# --- classes, modules
@instruction(raises=True)
def load_build_class() -> Value:
    """a = builtins.__build_class__."""
    return builtin_or_error(name("__build_class__"))


@fn(raises=True)
def builtin_or_error(key: Value) -> Value:
    found = namespace_get(cast(Map, world().builtins), key)
    if is_deleted(found):
        raise name_error("__build_class__ not found")
    return found


@instruction(raises=True)
def setup_annotations(space: Reg) -> None:
    """If '__annotations__' is not in ns: ns['__annotations__'] = {}."""
    make_annotations(space)


@fn(raises=True)
def make_annotations(space: Value) -> None:
    if is_deleted(namespace_lookup(space, name("__annotations__"))):
        store_in_namespace(space, name("__annotations__"), map_new())


@instruction(raises=True, rules="key:string names:names? level:small")
def import_name(key: Const, names: Const, level: Word, base: Base) -> Value:
    """a = __import__(name, globals, locals, from, level)."""
    return call_import(key, names, level, globals_of(base))


@instruction(raises=True, rules="key:string")
def import_from(module: Reg, key: Const) -> Value:
    """a = module.name, else the submodule, else ImportError."""
    return import_from_module(module, key)


@instruction(raises=True)
def import_star(module: Reg, space: Reg) -> None:
    """ns[name] = module.name for each public name."""
    if not is_kind(space, "map"):
        raise type_error("import * needs a dict, not %T", space)
    star_names(module, cast(Map, space))


@instruction(raises=True)
def display(x: Reg) -> None:
    """sys.displayhook(x)."""
    call_display(x)


@fn(raises=True)
def call_display(x: Value) -> None:
    hook = namespace_get(cast(Map, world().sys), name("displayhook"))
    if is_deleted(hook):
        raise runtime_error("lost sys.displayhook")
    arguments = stack_array(Value, 1)
    arguments[0] = x
    call_value(hook, arguments, 1, no_value())


__all__ = ["BoundMethod", "List", "bind", "get_iter", "is_subtype", "list_to_array", "map_items", "name_hash", "new", "next_value",
           "same_name"]  # fmt: skip
