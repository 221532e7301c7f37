"""Pyta's instructions for globals: guarded guesses in the instruction's cache words.

    load    word 0: the version of the globals for which word 1 is right; 0: none
            word 1: where the value lies in the globals' table, in bytes · or entry << 1 | 1: not in globals; entry of the builtins' table
    store   word 0: entry + 1 of the globals' table; 0: unknown

INV-GLOBAL-1  A map's version that a site holds is of no other map (`own_version`); it changes with the map's keys, and before its table does: who
              loads the table first, and then finds the version unchanged, may look where the site says (INV-TABLE-5).

What lies in the builtins' table, or is stored, is verified by the key's identity.
"""

from __future__ import annotations

from corevm.isa.define import Base, Cache, Const, Index, OutIndex, Pc, Reg, ValueOrFrame, Window, Word, instruction
from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import Array_, no_value
from corevm.kernel.call import call_ready, enter_call, is_ready
from corevm.kernel.code import Code, Function, NativeFunction
from corevm.kernel.frame import CODE, FRAME_WORDS, FUNCTION, WINDOW_CALLEE, code_of, make_link
from corevm.kernel.lock import is_threaded
from corevm.kernel.map import Map, map_set
from corevm.kernel.memory import write_barrier
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.table import ABSENT, MAP_STRIDE, Table, find_plain, key_at, replace_value_at, value_at
from corevm.kernel.value import DELETED, NONE, UNDEFINED, is_word
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    atomic_load,
    atomic_store,
    cast,
    failure,
    fn,
    i64,
    inline,
    likely,
    static,
    u64,
)
from pyta.object.exception import exception_type, is_exception, undefined_name
from pyta.object.type import (
    Type,
    class_of,
    is_deleted,
    is_subtype,
    name_hash,
    namespace_get,
    namespace_set,
    same_name,
    type_named,
)
from pyta.object.world import name, world
from pyta.op.control import closure_at, unbound_free
from pyta.op.enter import (
    CALL_BUILTIN,
    CALL_GLOBAL,
    CALL_KNOWN_GLOBAL,
    become,
    enter_class,
    enter_default,
    intrinsic_native,
    intrinsic_type,
    is_default_call,
    is_intrinsic,
    is_known_function,
    is_simple_class,
)
from pyta.protocol.attribute import Module, call1, get_attribute, namespace_delete
from pyta.protocol.call import call_native_class, call_type, is_native_class, is_small_range, small_range
from pyta.protocol.consume import enter_with_generator, is_given_generator
from pyta.protocol.importing import import_absolute
from pyta.protocol.item import delete_item, get_item, set_item

VERSION_BITS = 32
VALUE_WORD = 2  # of an entry


@inline
def globals_of(base: Ptr[Value]) -> Map:
    return cast(Map, cast(Function, base[FUNCTION]).global_space)


@inline
def cached_global(space: Map, key: Value, site: Ptr[u64]) -> Value:
    """What the site's guess finds, or 0."""
    where = atomic_load(site + 1)  # in this order: INV-GLOBAL-1, and `remember_global` writes the other way round
    table = atomic_load(cast(Ptr[u64], addr_of(space.table)))
    if likely(space.version == site[0]):
        if where & 1 == 0:
            return cast(Ptr[Value], table + where)[0]
        other = cast(Map, world().builtins).table
        entry = i64(where >> 1)
        if other is not None:
            here = cast(Table, other)
            if entry < here.used and key_at(here, entry, MAP_STRIDE) == key:
                return value_at(here, entry)
    return no_value()


@inline
def own_version(space: Map) -> u64:
    """The version of a map, made one that no other map has (INV-GLOBAL-1)."""
    if space.version >> VERSION_BITS == 0:
        space.version += world().next_version << VERSION_BITS
        world().next_version += 1
    return space.version


@inline
def remember_global(site: Ptr[u64], space: Map, where: u64) -> None:
    atomic_store(site, u64(0))
    atomic_store(site + 1, where)
    atomic_store(site, own_version(space))


@fn(raises=True)
def find_global(space: Map, key: Value, site: Ptr[u64]) -> Value:
    """The full look-up, which leaves its guess in the site."""
    entry = find_plain(space.table, key, name_hash(key), MAP_STRIDE, same_name)
    if entry != ABSENT:
        here = cast(Table, space.table)
        remember_global(site, space, cast(u64, addr_of(here.items[entry * MAP_STRIDE + VALUE_WORD])) - cast(u64, here))
        found = value_at(here, entry)
        return module_part(space, key) if is_word(found, NONE) and (key == name("__spec__") or key == name("__loader__")) else found
    builtins = cast(Map, world().builtins)
    given = namespace_get(space, name("__builtins__"))
    if is_kind(given, "map") and given != cast(Value, builtins):
        found = namespace_get(cast(Map, given), key)
        if is_deleted(found):
            raise undefined_name("name '%S' is not defined", key)
        return found
    entry = find_plain(builtins.table, key, name_hash(key), MAP_STRIDE, same_name)
    if entry != ABSENT:
        remember_global(site, space, u64(entry) << 1 | 1)
        return value_at(cast(Table, builtins.table), entry)
    return prompt_builtin(key)


@fn(raises=True, cold=True)
def module_part(space: Map, key: Value) -> Value:
    """__spec__ or __loader__ among a module's globals: made when it is asked for, if the module was found by an import."""
    own_name = namespace_get(space, name("__name__"))
    if is_kind(own_name, "string"):
        module = namespace_get(cast(Map, world().modules), own_name)
        if is_kind(module, "pyta.module") and cast(Module, module).namespace == space:
            return get_attribute(module, key)
    return NONE


@fn(raises=True, cold=True)
def prompt_builtin(key: Value) -> Value:
    """One of the builtins that are for the prompt, which are made when first asked for. Raises: NameError for any other name."""
    for known in static(("copyright", "credits", "help", "license")):
        if key == name(known):
            return call1(get_attribute(import_absolute(name("_pyta_prompt")), name("site_builtin")), key)
    raise undefined_name("name '%S' is not defined", key)


@instruction(raises=True, rules="key:string")
def load_global(key: Const, site: Cache[2], base: Base) -> Value:
    """a = the function's globals[name], else its builtins[name], else NameError."""
    space = globals_of(base)
    found = cached_global(space, key, site)
    if likely(found != no_value()):
        return found
    return find_global(space, key, site)


@instruction(raises=True, rules="key:string")
def store_global(key: Const, x: Reg, site: Cache, base: Base) -> None:
    """globals[name] = x."""
    space = globals_of(base)
    entry = i64(site[0]) - 1
    table = space.table
    if likely(entry >= 0 and table is not None and not is_threaded()):
        here = cast(Table, table)
        if likely(entry < here.used and key_at(here, entry, MAP_STRIDE) == key):
            replace_value_at(here, entry, x)
            return
    store_in_globals(space, key, x, site)


@fn(raises=True)
def store_in_globals(space: Map, key: Value, x: Value, site: Ptr[u64]) -> None:
    namespace_set(space, key, x)
    site[0] = u64(find_plain(space.table, key, name_hash(key), MAP_STRIDE, same_name) + 1)


@instruction(raises=True, rules="key:string")
def delete_global(key: Const, base: Base) -> None:
    """del globals[name]."""
    remove_global(globals_of(base), key)


@fn(raises=True)
def remove_global(space: Map, key: Value) -> None:
    if not namespace_delete(space, key):
        raise undefined_name("name '%S' is not defined", key)


@instruction
def globals(base: Base) -> Value:
    """a = the function's globals dictionary."""
    return globals_of(base)


@instruction(raises=True, rules="window:args=argc,lost key:string")
def call_global(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[2], pc: Pc, base: Base
) -> ValueOrFrame:
    """As load_global into w[1], then call."""
    space = globals_of(base)
    callee = cached_global(space, cast(Code, base[CODE]).constants[key], site)
    if likely(is_kind(callee, "function")):
        code = cast(Function, callee).code
        if likely(is_simple_call(code, window, argc)):
            window[WINDOW_CALLEE] = callee
            return enter_simple(code, window, make_link(pc + 4, destination), base)
        if is_default_call(cast(Function, callee), window, argc):
            window[WINDOW_CALLEE] = callee
            return enter_default(cast(Function, callee), window, argc, make_link(pc + 4, destination), base)
    if is_given_generator(window, argc) and callee != no_value():
        return enter_with_generator(callee, window, make_link(pc + 4, destination), base)
    known = intrinsic_type(callee, window, argc)
    if not is_word(known, UNDEFINED):
        return known, None, None
    if is_simple_class(callee, window, argc):
        return enter_class(cast(Type, callee), window, argc, make_link(pc + 4, destination), base)
    if is_small_range(callee, window, argc):
        return small_range(window, argc), None, None
    if is_ready(callee, argc):
        return call_ready(callee, window, argc), None, None
    if is_native_class(callee, argc):
        return call_class_from_now(cast(Type, callee), window, argc, pc), None, None
    if callee == no_value():
        return enter_global(window, argc, space, cast(Code, base[CODE]).constants[key], site, make_link(pc + 4, destination), base)
    return enter_found(callee, window, argc, make_link(pc + 4, destination), base)


@instruction(raises=True, rules="internal")
def call_known_global(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[2], pc: Pc, base: Base
) -> ValueOrFrame:
    """As call_global, which becomes this where it calls a native function that can be done here without a call."""
    space = globals_of(base)
    callee = cached_global(space, cast(Code, base[CODE]).constants[key], site)
    if likely(is_kind(callee, "native_function")):
        known = intrinsic_native(cast(NativeFunction, callee), window, argc)
        if not is_word(known, UNDEFINED):
            return known, None, None
        if is_ready(callee, argc):
            return call_ready(callee, window, argc), None, None
    if callee == no_value():
        return enter_global(window, argc, space, cast(Code, base[CODE]).constants[key], site, make_link(pc + 4, destination), base)
    if is_kind(callee, "function"):
        become(pc, CALL_GLOBAL)
    return enter_found(callee, window, argc, make_link(pc + 4, destination), base)


@fn(raises=True)
def call_class_from_now(t: Type, window: Ptr[Value], argc: i64, pc: Ptr[u64]) -> Value:
    """`call_native_class`; the call_global at pc becomes call_builtin, unless it knows some calls of the class itself."""
    if t is not type_named("range"):
        become(pc, CALL_BUILTIN)
    return call_native_class(t, window, argc)


@fn(raises=True)
def enter_found(
    callee: Value, window: Ptr[Value], argc: i64, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    window[WINDOW_CALLEE] = callee
    if is_kind(callee, "pyta.type"):
        spend(1)
        if argc == 1 and callee == cast(Value, type_named("type")):
            return class_of(window[FRAME_WORDS]), None, None
        return call_type(cast(Type, callee), window, argc, no_value(), link, base)
    return enter_call(window, argc, no_value(), link, base)


@instruction(raises=True, rules="window:args=argc,lost key:string")
def call_builtin(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[2], pc: Pc, base: Base
) -> ValueOrFrame:
    """As call_global, where a builtin is expected. (All its ways call something: so it runs in one handler, not in a fast and a full one.)"""
    space = globals_of(base)
    callee = cached_global(space, cast(Code, base[CODE]).constants[key], site)
    if is_given_generator(window, argc) and callee != no_value():
        return enter_with_generator(callee, window, make_link(pc + 4, destination), base)
    if likely(is_ready(callee, argc)):
        return call_ready(callee, window, argc), None, None
    if is_native_class(callee, argc):
        return call_native_class(cast(Type, callee), window, argc), None, None
    if callee == no_value():
        return enter_global(window, argc, space, cast(Code, base[CODE]).constants[key], site, make_link(pc + 4, destination), base)
    return enter_found(callee, window, argc, make_link(pc + 4, destination), base)


@fn(raises=True)
def enter_global(
    window: Ptr[Value], argc: i64, space: Map, key: Value, site: Ptr[u64], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    callee = find_global(space, key, site)
    if is_kind(callee, "native_function") and is_known_function(cast(NativeFunction, callee)):
        become(site - 2, CALL_KNOWN_GLOBAL)
    elif is_ready(callee, argc) and not is_intrinsic(cast(NativeFunction, callee)):
        become(site - 2, CALL_BUILTIN)
    elif is_kind(callee, "function"):
        become(site - 2, CALL_GLOBAL)
    return enter_found(callee, window, argc, link, base)


# --- names of class bodies and exec
@fn(raises=True)
def namespace_lookup(space: Value, key: Value) -> Value:
    """space[key] of a namespace, or DELETED."""
    if likely(is_kind(space, "map")):
        return namespace_get(cast(Map, space), key)
    try:
        return get_item(space, key)
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("KeyError")):
            raise e
    return DELETED


@instruction(raises=True, rules="key:string")
def load_name(space: Reg, key: Const, site: Cache[2], base: Base) -> Value:
    """a = ns[name], else as load_global."""
    found = namespace_lookup(space, key)
    if not is_deleted(found):
        return found
    return find_global(globals_of(base), key, site)


@instruction(raises=True, rules="index:free")
def load_name_cell(space: Reg, index: Index, base: Base) -> Value:
    """a = ns[free_names[i]] if there, else as load_cell."""
    key = cast(Array_, code_of(base).free_names).items[index]
    found = namespace_lookup(space, key)
    if not is_deleted(found):
        return found
    content = closure_at(base, index).content
    if is_word(content, UNDEFINED):
        unbound_free(index, base)
    return content


@instruction(raises=True, rules="key:string")
def store_name(space: Reg, key: Const, x: Reg, site: Cache) -> None:
    """ns[name] = x."""
    store_in_namespace(space, key, x)


@fn(raises=True)
def store_in_namespace(space: Value, key: Value, x: Value) -> None:
    if likely(is_kind(space, "map")):
        namespace_set(cast(Map, space), key, x)
    else:
        set_item(space, key, x)


@instruction(raises=True, rules="key:string")
def delete_name(space: Reg, key: Const) -> None:
    """del ns[name]."""
    remove_from_namespace(space, key)


@fn(raises=True)
def remove_from_namespace(space: Value, key: Value) -> None:
    if is_kind(space, "map"):
        remove_global(cast(Map, space), key)
        return
    try:
        delete_item(space, key)
    except failure as e:
        if not is_exception(e) or not is_subtype(class_of(e), exception_type("KeyError")):
            raise e
        raise undefined_name("name '%S' is not defined", key)


__all__ = ["map_set", "write_barrier"]
