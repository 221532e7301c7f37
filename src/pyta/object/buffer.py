"""Objects that are bytes: bytearray's and memoryview's layout (array.array's is built on it: pyta.object.number_array), and reading any of them as a bytes object.

INV-BUFFER-1  0 <= count <= buffer.length of a bytearray; a buffer is replaced, never shrunk in place, when the count grows past it.
INV-BUFFER-2  A view looks at its owner's size before it touches the memory (`view_memory`). A bytearray is not resized while a
              variable holds a memoryview of it (`check_resizable`).
INV-BUFFER-3  Bytes of a bytearray are read for an operation by copying them first (`bytes_or_none`): so no operation sees a change halfway.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw, no_value, raw_new
from corevm.kernel.bytes import Bytes, new_bytes
from corevm.kernel.code import Cell, Code, Function
from corevm.kernel.dynamic import DynamicObject, object_get_slot
from corevm.kernel.frame import CALLER, CODE, FUNCTION
from corevm.kernel.list import List, list_get
from corevm.kernel.map import Map, map_values
from corevm.kernel.object import is_kind
from corevm.kernel.root import is_heap_address
from corevm.kernel.safepoint import spend
from corevm.kernel.string import COPY_SHIFT, WORK_SHIFT
from corevm.kernel.thread import thread
from corevm.kernel.value import DELETED
from corevm.kernel.weak import WeakReference
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    addr_of,
    cast,
    fn,
    heap,
    i64,
    inline,
    memcopy,
    new,
    static,
    u8,
    u64,
)
from pyta.object.declare import TYPE_INDEX, declare_type
from pyta.object.exception import buffer_error, value_error
from pyta.object.type import PAYLOAD_SLOT, class_of

declare_type("bytearray", kind="pyta.bytearray")
declare_type("memoryview", kind="pyta.memoryview", is_final=True)


@heap(kind="pyta.bytearray")
class ByteArray(Object):
    """See the module's contract."""

    buffer: Raw
    count: i64
    views: Value  # List of weak references to its memoryviews, or 0


@heap(kind="pyta.memoryview")
class MemoryView(Object):
    """`count` items of a bytes, bytearray or array object, `step` bytes apart, the first at `start`. Released: `owner` is 0.

    `code` is the item's format, a character of the module struct ("B" where none was asked for).
    """

    owner: Value
    start: i64
    count: i64
    step: i64
    item_size: i64
    code: i64
    is_readonly: i64


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


@fn(raises=True)
def view_memory(m: MemoryView) -> Ptr[u8]:
    """Where the owner's bytes are. Raises: ValueError when the view is released, or its owner has shrunk in another thread."""
    memory = cast(Ptr[u8], u64(0))
    length: i64 = 0
    if is_kind(m.owner, "bytes"):
        memory = cast(Bytes, m.owner).data
        length = cast(Bytes, m.owner).length
    elif m.owner != no_value():
        buffer = cast(ByteArray, m.owner).buffer
        memory = buffer.bytes
        length = buffer.length
    else:
        raise value_error("operation forbidden on released memoryview object")
    if m.count > 0:
        last = m.start + (m.count - 1) * m.step
        if m.start < 0 or last < 0 or m.start + m.item_size > length or last + m.item_size > length:
            raise value_error("the memory of a memoryview is gone")
    return memory


@fn(raises=True)
def view_bytes(m: MemoryView) -> Bytes:
    """A copy of what a view shows."""
    size = m.item_size
    made = new_bytes(m.count * size)
    spend((m.count * size) >> COPY_SHIFT)
    data = view_memory(m)
    if m.step == size:
        memcopy(made.data, data + m.start, m.count * size)
        return made
    for i in range(m.count):
        for k in range(size):
            made.data[i * size + k] = data[m.start + i * m.step + k]
    return made


@fn
def has_live_view(a: ByteArray) -> bool:
    if a.views == no_value():
        return False
    views = cast(List, a.views)
    for i in range(views.count):
        view = cast(WeakReference, list_get(views, i)).referent
        if view != no_value() and cast(MemoryView, view).owner != no_value():
            return True
    a.views = no_value()
    return False


@fn(raises=True)
def check_resizable(a: ByteArray) -> None:
    """Raises: BufferError while a variable of a running function or its module holds a memoryview of it.

    Without reference counts a view that was dropped may still be found in a register, so being found alive says too little; and a view
    that is kept elsewhere is harmless (`view_memory` looks).
    """
    if has_live_view(a):
        views = cast(List, a.views)
        for i in range(views.count):
            view = cast(WeakReference, list_get(views, i)).referent
            if view != no_value() and cast(MemoryView, view).owner != no_value() and is_in_variable(view):
                if is_kind(a, "pyta.number_array"):
                    raise buffer_error("cannot resize an array that is exporting buffers")
                raise buffer_error("Existing exports of data: object cannot be re-sized")


@fn(raises=True)
def is_in_variable(v: Value) -> bool:
    """Whether a local variable of a frame of this thread, a cell it has, or a global variable of its function is v."""
    base = thread().base
    seen = no_value()
    while base is not None:
        count = cast(Array_, cast(Code, base[CODE]).local_names).length
        for i in range(count):
            local = base[i]
            if local == v:
                return True
            if is_heap_address(local):  # a local that is not assigned yet holds anything
                if is_kind(local, "cell") and cast(Cell, local).content == v:
                    return True
        space = cast(Function, base[FUNCTION]).global_space
        if space != seen and is_kind(space, "map"):
            values = map_values(cast(Map, space))
            for i in range(values.length):
                if values.items[i] == v:
                    return True
        seen = space
        base = cast(Ptr[Value], cast(u64, base[CALLER]))
    return False


@fn(raises=True)
def bytes_or_none(v: Value) -> Value:
    """The bytes of a bytes-like object as a bytes object, or DELETED if v is none."""
    if is_kind(v, "bytes"):
        return v
    if is_kind(v, "pyta.bytearray") or is_kind(v, "pyta.number_array"):
        return bytearray_bytes(cast(ByteArray, v), 0, cast(ByteArray, v).count)
    if is_kind(v, "pyta.memoryview"):
        return view_bytes(cast(MemoryView, v))
    if is_kind(v, "object"):
        layout = class_of(v).layout
        if layout == TYPE_INDEX["bytes"] or layout == TYPE_INDEX["bytearray"] or layout == TYPE_INDEX["array"]:
            held = object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
            if held != no_value():
                return bytes_or_none(held)
    return DELETED


@inline
def is_bytes_like(v: Value) -> bool:
    for kind in static(("bytes", "pyta.bytearray", "pyta.memoryview", "pyta.number_array")):
        if is_kind(v, kind):
            return True
    if is_kind(v, "object"):
        for owner in static(("bytes", "bytearray", "array")):
            if class_of(v).layout == TYPE_INDEX[owner]:
                return True
    return False


@fn(raises=True)
def put_items(target: Raw, first: i64, step: i64, data: Bytes, size: i64) -> None:
    """Write the items of `data`, `size` bytes each, to the places `first`, `first + step`, ... of the target, which has them."""
    count = data.length // size
    spend(count >> WORK_SHIFT)
    for i in range(count):
        memcopy(addr_of(target.bytes[(first + step * i) * size]), addr_of(data.data[i * size]), size)


@fn(raises=True)
def without_items(source: Raw, total: i64, first: i64, step: i64, count: i64, size: i64) -> Bytes:
    """What is left of the first `total` items of the source, `size` bytes each, without `count` of them that are `step` apart."""
    kept = new_bytes((total - count) * size)
    spend(total >> WORK_SHIFT)
    apart = step if step > 0 else -step
    skipped = first if step > 0 else first + step * (count - 1)
    end = skipped + apart * count
    out: i64 = 0
    for i in range(total):
        if i == skipped and skipped != end:
            skipped += apart
        else:
            memcopy(addr_of(kept.data[out * size]), addr_of(source.bytes[i * size]), size)
            out += 1
    return kept
