"""The shape region as it lies in memory, and what the collector must know of it. `corevm.kernel.shape` has the meaning.

    region   [ header | shape 1 | shape 2 | ... ]      a shape's id is its index; id 0 is no shape
"""

from __future__ import annotations

from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, static, struct, u8, u16, u32, u64

SHAPE_VALUE_COUNT = 5  # values at the start of a Shape, for the collector


@struct
class Shape:
    class_value: Value  # the language's class object
    key: Value  # what this shape adds to its parent; 0 for roots and dictionary shapes
    names: Value  # Set, or 0 without slots
    transitions: Value  # Map from key to id (fixnum), or 0 while `last` is the only child
    language: Value  # whatever the language keeps with a shape
    parent: u32
    root: u32
    last: u32
    family_count: u32  # of a root: shapes of its family
    slot_count: u32
    flags: u32
    kind: u16
    inline_slots: u16
    spare: u32


@struct
class ShapeRegion:
    count: u64  # ids given out, 0 included
    capacity: u64
    lock: u64
    bytes: u64
    traced: u64  # ids given out when a collection looked at the shapes last: as long as there are no more, they refer to nothing new


@inline(thread=False)
def shape_in(region: Ptr[u8], id: u32) -> Ptr[Shape]:
    return cast(Ptr[Shape], region) + i64(id)


@fn(thread=False)
def trace_shapes(region: Ptr[u8], context: Ptr[u8], visit: static) -> None:
    """Call `visit(context, slot: Ptr[Value])`, a thread=False function, with each value the shapes refer to (words may be 0)."""
    if region is None:
        return
    for id in range(1, cast(i64, cast(Ptr[ShapeRegion], region).count)):
        first = cast(Ptr[Value], shape_in(region, u32(id)))
        for i in range(SHAPE_VALUE_COUNT):
            visit(context, first + i)
