"""The world: what a Pyta runtime has exactly once. One struct in C memory, all of its values roots.

`world()` is one load from the runtime. Types and names are found by static index: `type_of_name("int")`, `name("__init__")`.
"""

from __future__ import annotations

from corevm.kernel.error import MEMORY, error
from corevm.kernel.kind import KIND_LIMIT
from corevm.kernel.lifetime import owned_memory
from corevm.kernel.memory import add_root_range
from corevm.kernel.scratch import RUNTIME_SCRATCH_WORD
from corevm.kernel.thread import runtime
from corevm.micro.surface import (
    Array,
    Ptr,
    Value,
    addr_of,
    cast,
    fn,
    i64,
    inline,
    sizeof,
    static,
    struct,
    u64,
)
from pyta.object.name import NAME_INDEX, NAMES

TYPE_LIMIT = 256
WORLD_SCRATCH = RUNTIME_SCRATCH_WORD["language"]
LOOKUP_CACHE_WORDS = 1024 * 4  # version of a type, name, found, -
MEMBER_CACHE_WORDS = 1024 * 4  # see pyta.object.member
MODULE_LIMIT = 64


@struct
class World:
    """Fields before `lookup_cache` are values."""

    types: Array[Value, TYPE_LIMIT]  # by index of corevm's TYPES table (pyta.object.declare)
    kind_types: Array[Value, KIND_LIMIT]  # the type of a heap kind's objects
    names: Array[Value, len(NAMES)]
    builtins: Value  # Map: the builtins module's namespace
    builtins_module: Value
    modules: Value  # Map: sys.modules
    sys: Value  # Map: the sys module's namespace
    empty_tuple: Value
    memory_error: Value
    recursion_error: Value
    import_hook: Value  # a host function: finds a module (pyta.protocol.importing)
    compile_hook: Value
    host_hook: Value  # a host function: what else the host does for the guest
    own_import: Value  # the builtins' own __import__
    sys_module: Value
    signal_file: Value  # the pipe on which signals are told, or 0 (pyta.protocol.interrupt)
    signal_wait: Value
    references: Value  # Map: which weak references an object has (pyta.module.weakref)
    digit_limit: Value  # see pyta.protocol.digit_limit
    spare: Array[Value, 26]
    lookup_cache: Array[u64, LOOKUP_CACHE_WORDS]
    member_cache: Array[u64, MEMBER_CACHE_WORDS]
    twin_opcodes: Array[u64, 8]  # of this machine: see pyta.op.enter.become
    next_version: u64
    attribute_count: i64  # how many attributes the class being made seems to give its instances, or -1
    exception_root: Array[u64, 16]
    is_hash_changed: u64  # 1: a hash kept in a tuple may be wrong (pyta.object.type, hash_changed)


WORLD_VALUES = World.fields["lookup_cache"].offset // 8


@inline
def world() -> Ptr[World]:
    return cast(Ptr[World], runtime().scratch[WORLD_SCRATCH])


@fn(raises=True)
def make_world() -> None:
    memory = cast(Ptr[Value], owned_memory(runtime(), sizeof(World)))
    if memory is None:
        raise error(MEMORY, "out of memory")
    runtime().scratch[WORLD_SCRATCH] = cast(u64, memory)
    world().next_version = 1
    world().attribute_count = -1
    add_root_range(memory, WORLD_VALUES)


@inline
def name(text: static) -> Value:
    """An interned name of the table."""
    return world().names[NAME_INDEX[text]]


@inline
def names_start() -> Ptr[Value]:
    return addr_of(world().names)


__all__ = ["World", "i64", "make_world", "name", "world"]
