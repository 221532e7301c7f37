"""Shapes (hidden classes): which attribute of a dynamic object lies in which slot. Language-neutral.

A shape is a record in a reserved region of the runtime; its id is its index there, and the header of every object of it holds
the id (`corevm.kernel.object`). Shapes form trees: the root stands for a language's class, each child adds one key (an interned name,
compared by identity) in the next slot. A key that is no name, a fixnum, is a transition that changes the flags and adds no slot.

    region   [ header | root | its dictionary shape | ... ]      id 0 is no shape: the region's header lies there

INV-SHAPE-1  Of a published shape only `last`, `transitions`, `family_count` (of a root) and `language` ever change.
INV-SHAPE-2  `names` is a `Set` whose entries 0..slot_count-1 are the shape's keys: entry number = slot. It is shared along a line of shapes:
             a child goes on in its parent's set if that ends with the parent's keys, else it gets a copy. Nothing is ever removed from it.
INV-SHAPE-3  The shape after a root is the root's dictionary shape (DICTIONARY flag): its objects keep a `Map` instead of slots.
INV-SHAPE-4  All shapes below a root have its class_value, kind and inline_slots.
INV-SHAPE-5  `last` is the child made or found last; whoever reads it checks the child's parent and key, so a race costs only time.
INV-SHAPE-6  Shapes are made under the region's lock, nothing being allocated meanwhile. They are never freed.

A class may have FAMILY_LIMIT shapes and a shape SLOT_LIMIT slots; what goes beyond gets the dictionary shape.
Sources: C. Chambers, D. Ungar, E. Lee, "An Efficient Implementation of SELF", OOPSLA 1989 (maps); V8's descriptor arrays (sharing).
"""

from __future__ import annotations

from corevm.kernel.array import is_no_value, no_value
from corevm.kernel.error import MEMORY, error
from corevm.kernel.heap import MAP_PRIVATE_ANONYMOUS_NORESERVE, PROT_READ_WRITE, mmap, munmap
from corevm.kernel.lock import is_threaded, wait_a_little
from corevm.kernel.map import Map, map_get_identity, map_new
from corevm.kernel.safepoint import spend
from corevm.kernel.set import Set, set_new
from corevm.kernel.shape_region import Shape, ShapeRegion, shape_in
from corevm.kernel.table import (
    MAP_STRIDE,
    SET_STRIDE,
    Table,
    add_entry,
    find_plain,
    has_room,
    hash_word,
    identity_hash,
    key_at,
    never_same,
    table_reserve,
)
from corevm.kernel.thread import runtime
from corevm.kernel.value import is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    atomic_cas,
    atomic_store,
    cast,
    fn,
    i32,
    i64,
    inline,
    likely,
    sizeof,
    u8,
    u16,
    u32,
    u64,
)

DICTIONARY = 1  # flags: objects keep a Map
IMMUTABLE = 2  # attributes may not be set, added or deleted (the language asks)
HIDDEN_PAYLOAD = 4  # slots below the language's first are not attributes
FIRST_LANGUAGE_FLAG = 1 << 8
FLAG_BITS = 24
HIDDEN_SHIFT = 16  # the highest 8 flags count the first slots that are no attributes: they stay in place in dictionary mode
HIDDEN_LIMIT = 255

SLOT_LIMIT = 1024
FAMILY_LIMIT = 8192


# --- the region


@fn
def shapes_start(capacity: i64) -> bool:
    """Reserve the runtime's region, for `capacity` shapes; False if the system refuses."""
    length = u64(capacity) * sizeof(Shape)
    memory = mmap(cast(Ptr[u8], u64(0)), length, i32(PROT_READ_WRITE), i32(MAP_PRIVATE_ANONYMOUS_NORESERVE), i32(-1), i64(0))
    if cast(i64, memory) == -1 or memory is None:
        return False
    region = cast(Ptr[ShapeRegion], memory)
    region.count = 1
    region.capacity = u64(capacity)
    region.bytes = length
    runtime().shape_region = memory
    return True


@fn
def shapes_stop() -> None:
    memory = runtime().shape_region
    if memory is not None:
        munmap(memory, cast(Ptr[ShapeRegion], memory).bytes)
        runtime().shape_region = cast(Ptr[u8], u64(0))


@inline
def shape_of(id: u32) -> Ptr[Shape]:
    return shape_in(runtime().shape_region, id)


@inline
def shape_region() -> Ptr[ShapeRegion]:
    return cast(Ptr[ShapeRegion], runtime().shape_region)


@inline(raises=True)
def lock_region() -> bool:
    if likely(not is_threaded()):
        return False
    lock_region_slow()
    return True


@fn(raises=True, cold=True)
def lock_region_slow() -> None:
    while True:
        _, stored = atomic_cas(addr_of(shape_region().lock), u64(0), u64(1))
        if stored:
            return
        wait_a_little()


@inline
def unlock_region(is_locked: bool) -> None:
    if is_locked:
        atomic_store(addr_of(shape_region().lock), u64(0))


# --- making shapes


@inline
def take_id() -> u32:
    """The next record, under the lock, the region not being full."""
    region = shape_region()
    id = u32(region.count)
    region.count += 1
    return id


@inline
def region_is_full(more: u64) -> bool:
    region = shape_region()
    return region is None or region.count + more > region.capacity


@fn(raises=True)
def shape_new(class_value: Value, kind: u16, inline_slots: i64, flags: u32) -> u32:
    """A root for objects of a class, and its dictionary shape. Raises: MEMORY if the region is full."""
    slots = u16(0) if inline_slots < 0 else u16(SLOT_LIMIT) if inline_slots > SLOT_LIMIT else u16(inline_slots)
    locked = lock_region()
    full = region_is_full(2)
    id = u32(0)
    if not full:
        id = take_id()
        dictionary = take_id()
        start_shape(id, id, class_value, kind, slots, flags)
        start_shape(dictionary, id, class_value, kind, slots, flags | DICTIONARY)
        shape_of(id).family_count = 2
    unlock_region(locked)
    if full:
        raise error(MEMORY, "too many shapes")
    return id


@inline
def start_shape(id: u32, root: u32, class_value: Value, kind: u16, inline_slots: u16, flags: u32) -> None:
    s = shape_of(id)
    s.class_value = class_value
    s.root = root
    s.kind = kind
    s.inline_slots = inline_slots
    s.flags = flags


@inline
def shape_dictionary(id: u32) -> u32:
    """The dictionary shape of a shape's family, without the flags the shape may have got by transitions."""
    return shape_of(id).root + 1


@inline
def is_dictionary(id: u32) -> bool:
    return shape_of(id).flags & DICTIONARY != 0


@inline
def hidden_slots(id: u32) -> i64:
    """How many of the first slots are no attributes. They lie in the object itself, whatever its mode."""
    return i64(shape_of(id).flags >> HIDDEN_SHIFT)


# --- looking up


@fn
def shape_lookup(id: u32, key: Value) -> i64:
    """The slot of a key, or -1 (always for a dictionary shape)."""
    s = shape_of(id)
    if s.slot_count == 0:
        return i64(-1)
    slot = find_plain(cast(Set, s.names).table, key, identity_hash(key), SET_STRIDE, never_same)
    return slot if slot < i64(s.slot_count) else i64(-1)


@fn
def next_shape_with(key: Value, id: u32) -> u32:
    """The first shape after `id` that added a key, or 0. A walk through all shapes."""
    for at in range(i64(id) + 1, cast(i64, shape_region().count)):
        if shape_of(u32(at)).key == key:
            return u32(at)
    return u32(0)


@inline
def shape_slot_count(id: u32) -> i64:
    return i64(shape_of(id).slot_count)


@inline
def shape_key_at(id: u32, slot: i64) -> Value:
    """The key of a slot below slot_count."""
    return key_at(cast(Table, cast(Set, shape_of(id).names).table), slot, SET_STRIDE)


@fn
def find_transition(id: u32, key: Value) -> u32:
    """The child of a shape by a key, or 0."""
    s = shape_of(id)
    last = s.last
    if likely(last != 0):
        child = shape_of(last)
        if likely(child.key == key and child.parent == id):  # INV-SHAPE-5
            return last
    transitions = s.transitions
    if is_no_value(transitions):
        return u32(0)
    found = map_get_identity(cast(Map, transitions), key, identity_hash(key))
    if not is_fixnum(found):
        return u32(0)
    child_id = u32(untag_fixnum(found))
    s.last = child_id
    return child_id


# --- transitions


@inline(raises=True)
def shape_add(id: u32, key: Value) -> u32:
    """The shape of an object of shape id (which has no such key) after the key, a name, is added in slot slot_count.

    A shape with the DICTIONARY flag if there are too many; then the object must be converted.
    """
    found = find_transition(id, key)
    if likely(found != 0):
        return found
    return shape_add_slow(id, key)


@fn(raises=True, cold=True)
def shape_add_slow(id: u32, key: Value) -> u32:
    s = shape_of(id)
    root = shape_of(s.root)
    if s.flags & DICTIONARY != 0:
        return id
    if s.slot_count >= SLOT_LIMIT or root.family_count >= FAMILY_LIMIT or region_is_full(1):
        return shape_with_flags(s.root + 1, s.flags | DICTIONARY)
    return make_child(id, key, s.flags, True)


@fn(raises=True)
def shape_with_flags(id: u32, flags: u32) -> u32:
    """The shape with the same keys and other flags. If no more shapes can be made: the dictionary shape is not converted
    to, but MEMORY raised, as flags such as IMMUTABLE must not get lost."""
    if shape_of(id).flags == flags:
        return id
    key = tag_fixnum(i64(flags))
    found = find_transition(id, key)
    if found != 0:
        return found
    return make_child(id, key, flags, False)


@fn(raises=True, cold=True)
def make_child(id: u32, key: Value, flags: u32, adds_slot: bool) -> u32:
    """Make the child of a shape by a key, or find the one another thread makes meanwhile. Raises: MEMORY."""
    s = shape_of(id)
    while True:
        if region_is_full(1):
            raise error(MEMORY, "too many shapes")
        # everything that allocates comes first (INV-SHAPE-6)
        names = s.names
        if adds_slot:
            names = names_to_extend(s)
        transitions = s.transitions
        if s.last != 0:
            if is_no_value(transitions):
                transitions = map_new()
            table_reserve(cast(Map, transitions), cast(Map, transitions).count + 2, MAP_STRIDE)
        locked = lock_region()
        found = find_transition(id, key)
        ready = found == 0 and not region_is_full(1)
        if adds_slot:
            ready = ready and cast(Set, names).count == i64(s.slot_count) and has_room(cast(Set, names))
        if s.last != 0:
            ready = ready and not is_no_value(transitions) and room_for(cast(Map, transitions), 2)
            ready = ready and (is_no_value(s.transitions) or s.transitions == transitions)
        if ready:
            found = publish_child(s, id, key, flags, adds_slot, names, transitions)
        unlock_region(locked)
        if found != 0:
            return found
        spend(1)


@fn(raises=True)
def names_to_extend(s: Ptr[Shape]) -> Value:
    """A Set with the shape's keys and no others, and room for one more."""
    count = i64(s.slot_count)
    if not is_no_value(s.names):
        shared = cast(Set, s.names)
        if shared.count == count:
            table_reserve(shared, count + 1, SET_STRIDE)
            return shared
    made = set_new()
    table_reserve(made, count + 1, SET_STRIDE)
    for slot in range(count):
        key = key_at(cast(Table, cast(Set, s.names).table), slot, SET_STRIDE)
        add_entry(made, cast(Table, made.table), hash_word(identity_hash(key)), key, no_value(), SET_STRIDE)
    return made


@inline
def room_for(m: Map, more: i64) -> bool:
    table = m.table
    return table is not None and cast(Table, table).used + more <= cast(Table, table).capacity


@fn
def publish_child(
    s: Ptr[Shape], id: u32, key: Value, flags: u32, adds_slot: bool, names: Value, transitions: Value
) -> u32:
    """Under the lock, with room everywhere, the child not being there."""
    child_id = take_id()
    start_shape(child_id, s.root, s.class_value, s.kind, s.inline_slots, flags)
    child = shape_of(child_id)
    child.key = key
    child.parent = id
    child.slot_count = s.slot_count
    child.names = names
    if adds_slot:
        add_entry(cast(Set, names), cast(Table, cast(Set, names).table), hash_word(identity_hash(key)), key, no_value(), SET_STRIDE)
        child.slot_count = s.slot_count + 1
    shape_of(s.root).family_count += 1
    if s.last != 0:
        m = cast(Map, transitions)
        if is_no_value(s.transitions):  # the only child so far was known by `last` alone
            first = shape_of(s.last).key
            add_entry(m, cast(Table, m.table), hash_word(identity_hash(first)), first, tag_fixnum(i64(s.last)), MAP_STRIDE)
        add_entry(m, cast(Table, m.table), hash_word(identity_hash(key)), key, tag_fixnum(i64(child_id)), MAP_STRIDE)
        s.transitions = transitions
    atomic_store(addr_of(s.last), child_id)
    return child_id


@fn(raises=True)
def shape_remove(id: u32, key: Value) -> u32:
    """The shape of an object after a key it has is removed: the parent if the key was added last, else the dictionary shape.

    With several threads always the dictionary shape: a slot must not come to mean another key under a reader's eyes.
    """
    s = shape_of(id)
    if s.key == key and s.parent != 0 and not is_fixnum(key) and not is_threaded():
        return s.parent
    return shape_with_flags(s.root + 1, s.flags | DICTIONARY)


@fn(raises=True)
def shape_rebase(id: u32, root: u32) -> u32:
    """The shape below another root with the same keys in the same slots (or one with the DICTIONARY flag)."""
    if is_dictionary(id):
        return shape_dictionary(root)
    at = root
    for slot in range(shape_slot_count(id)):
        at = shape_add(at, shape_key_at(id, slot))
        if is_dictionary(at):
            return at
    return at
