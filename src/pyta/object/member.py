"""What a name means on objects of a shape: one table for all the sites that have met more shapes than they have words for.

    entry   name | use · shape · version of the class · what was found

The uses are below. Names are interned and live as long as the runtime. A version belongs to one state of one class, so an entry
whose version is that of the receiver's class is about that class, and what was found is still held by it.
"""

from __future__ import annotations

from corevm.micro.surface import Ptr, Value, addr_of, cast, i64, inline, u64
from pyta.object.type import Type
from pyta.object.world import MEMBER_CACHE_WORDS, world

METHOD = 0  # of the class, no object of the shape having an attribute by the name: the function
GET = 1  # an own slot to read: the cache word of corevm.kernel.dynamic
SET = 2  # an own slot to write: likewise
ADD = 3  # a name that an assignment adds: the shape after
ABSENT = 5  # a name that objects of the shape have no attribute by (whatever their class has): of a shape alone, so the version is 0
FOUND = 4  # an attribute of the class that a read through an instance gives: see pyta.op.attribute.use_found

AFTER = 6  # what the order of a class has by the name after another class, whose address stands for the shape: what super() finds

ENTRIES = MEMBER_CACHE_WORDS // 4


@inline
def member_entry(shape: u64, key: Value, use: u64) -> Ptr[u64]:
    """The entry a member has if it is in the table."""
    index = (cast(u64, key) >> 4) + (shape ^ shape >> 32) * 61 + use * 7
    return addr_of(world().member_cache) + i64(index % ENTRIES * 4)


@inline
def is_member(entry: Ptr[u64], shape: u64, key: Value, use: u64, t: Type) -> bool:
    """Whether the entry is of the member."""
    return entry[0] == cast(u64, key) | use and entry[1] == shape and entry[2] == t.version


@inline
def enter_member(shape: u64, key: Value, use: u64, t: Type, found: u64) -> None:
    entry = member_entry(shape, key, use)
    entry[0] = cast(u64, key) | use
    entry[1] = shape
    entry[2] = t.version
    entry[3] = found


@inline
def is_absent(shape: u64, key: Value) -> bool:
    """Whether objects of a shape are known to have no attribute of their own by a name."""
    entry = member_entry(shape, key, ABSENT)
    return entry[0] == cast(u64, key) | ABSENT and entry[1] == shape


@inline
def enter_absent(shape: u64, key: Value) -> None:
    entry = member_entry(shape, key, ABSENT)
    entry[0] = cast(u64, key) | ABSENT
    entry[1] = shape
    entry[2] = 0
