"""Objects that are bytes: bytearray's and memoryview's layout, and reading any of them as a bytes object.

INV-BUFFER-1  0 <= count <= buffer.length of a bytearray; a buffer is replaced, never shrunk in place, when the count grows past it.
INV-BUFFER-2  A bytearray with exports (memoryviews that are not released) keeps its count.
INV-BUFFER-3  Bytes of a bytearray are read for an operation by copying them first (`bytes_or_none`): so no operation sees a change halfway.
"""

from __future__ import annotations

from corevm.kernel.array import Raw, no_value, raw_new
from corevm.kernel.bytes import Bytes, new_bytes
from corevm.kernel.dynamic import DynamicObject, object_get_slot
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import COPY_SHIFT
from corevm.kernel.value import DELETED
from corevm.micro.surface import Object, Ptr, Value, addr_of, cast, fn, heap, i64, inline, memcopy, new, u8
from pyta.object.declare import TYPE_INDEX, declare_type
from pyta.object.type import PAYLOAD_SLOT, class_of

declare_type("bytearray", kind="pyta.bytearray")
declare_type("memoryview", kind="pyta.memoryview", is_final=True)


@heap(kind="pyta.bytearray")
class ByteArray(Object):
    """See the module's contract."""

    buffer: Raw
    count: i64
    exports: i64


@heap(kind="pyta.memoryview")
class MemoryView(Object):
    """`count` bytes of a bytes or bytearray object, `step` apart, from `start`. Released: `owner` is 0."""

    owner: Value
    start: i64
    count: i64
    step: i64
    readonly: i64
    hash: i64
    format: Value  # a format string of struct, one character, or 0 for B
    item_size: i64


@fn(raises=True)
def new_bytearray(count: i64) -> ByteArray:
    """`count` zero bytes."""
    made = new(ByteArray, count=count)
    made.buffer = raw_new(count)
    return made


@fn(raises=True)
def bytearray_of(data: Bytes) -> ByteArray:
    """A bytearray with the bytes of a bytes object."""
    made = new_bytearray(data.length)
    spend(data.length >> COPY_SHIFT)
    memcopy(made.buffer.bytes, data.data, data.length)
    return made


@fn(raises=True)
def bytearray_bytes(a: ByteArray, start: i64, stop: i64) -> Bytes:
    """A copy of `a[start:stop]`, bounds in range; what another thread takes away meanwhile reads as 0."""
    length = stop - start if stop > start else i64(0)
    made = new_bytes(length)
    spend(length >> COPY_SHIFT)
    buffer = a.buffer
    if stop <= buffer.length:
        memcopy(made.data, addr_of(buffer.bytes[start]), length)
    return made


@inline
def byte_at(a: ByteArray, at: i64) -> u8:
    """Byte number `at`, which is below the count; what another thread takes away meanwhile reads as 0."""
    buffer = a.buffer
    return buffer.bytes[at] if at < buffer.length else u8(0)


@fn
def view_memory(m: MemoryView) -> Ptr[u8]:
    """Where the owner's bytes are."""
    if is_kind(m.owner, "bytes"):
        return cast(Bytes, m.owner).data
    return cast(ByteArray, m.owner).buffer.bytes


@fn(raises=True)
def view_bytes(m: MemoryView) -> Bytes:
    """A copy of what a view shows."""
    size = m.item_size
    made = new_bytes(m.count * size)
    spend((m.count * size) >> COPY_SHIFT)
    if m.owner != no_value():
        data = view_memory(m)
        for i in range(m.count):
            for k in range(size):
                made.data[i * size + k] = data[m.start + i * m.step + k]
    return made


@fn(raises=True)
def bytes_or_none(v: Value) -> Value:
    """The bytes of a bytes-like object as a bytes object, or DELETED if v is none."""
    if is_kind(v, "bytes"):
        return v
    if is_kind(v, "pyta.bytearray"):
        return bytearray_bytes(cast(ByteArray, v), 0, cast(ByteArray, v).count)
    if is_kind(v, "pyta.memoryview"):
        return view_bytes(cast(MemoryView, v))
    if is_kind(v, "object"):
        layout = class_of(v).layout
        if layout == TYPE_INDEX["bytes"] or layout == TYPE_INDEX["bytearray"]:
            held = object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
            if held != no_value():
                return bytes_or_none(held)
    return DELETED


@inline
def is_bytes_like(v: Value) -> bool:
    if is_kind(v, "bytes") or is_kind(v, "pyta.bytearray") or is_kind(v, "pyta.memoryview"):
        return True
    return is_kind(v, "object") and (
        class_of(v).layout == TYPE_INDEX["bytes"] or class_of(v).layout == TYPE_INDEX["bytearray"]
    )
