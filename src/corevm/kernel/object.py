"""The object header, and what every heap object can be asked.

    bit 63 ....... 48 47 ...... 40 39 ...... 32 31 ............. 0
    kind              lock         gc           shape id

shape id  which shape (`corevm.kernel.shape`) the object has; kinds without shapes: 0, of arrays half of a hash
gc        bits of the collector (`corevm.kernel.heap`, GC_...)
lock      a byte lock where one step is not enough
kind      number of the heap class (`corevm.kernel.kind`)

INV-OBJECT-1  The header is written, with the kind, before the next safepoint after the allocation.
INV-OBJECT-2  The kind never changes; the length field of a class with a Tail never changes.
"""

from __future__ import annotations

from corevm.kernel.constant import GC_OFFSET, KIND_OFFSET
from corevm.kernel.constant import LOCK_OFFSET as LOCK_OFFSET
from corevm.kernel.constant import SHAPE_OFFSET as SHAPE_OFFSET
from corevm.kernel.kind import KIND_NUMBER
from corevm.micro.surface import Object, Ptr, Value, cast, inline, static, u8, u16, u32, u64


@inline
def header_word(kind: u16, shape_id: u32) -> u64:
    return u64(kind) << 48 | u64(shape_id)


@inline(primitive="kind_of", thread=False)
def kind_of(v: Value) -> u16:
    """Kind number of a reference (v must be one)."""
    return cast(Ptr[u16], cast(u64, v))[KIND_OFFSET // 2]


@inline(primitive="shape_id_of", thread=False)
def shape_id_of(v: Value) -> u32:
    """Shape id of a reference (v must be one)."""
    return cast(Ptr[u32], cast(u64, v))[0]


@inline
def gc_byte(v: Object) -> Ptr[u8]:
    return cast(Ptr[u8], cast(u64, v)) + GC_OFFSET


@inline
def is_of_kind(v: Value, kind: static) -> bool:
    """`is_kind` of what is not "no value", such as an operand of an instruction: one test less."""
    return cast(u64, v) & 7 == 0 and kind_of(v) == KIND_NUMBER[kind]


@inline(primitive="is_kind")
def is_kind(v: Value, kind: static) -> bool:
    """Whether v refers to an object of the kernel kind of that name: `is_kind(v, "string")`."""
    return cast(u64, v) & 7 == 0 and cast(u64, v) != 0 and kind_of(v) == KIND_NUMBER[kind]
