"""BytesIO's own part: bytes in memory as a stream. (`pyta/lib/_io.py` makes the class of it and `_BufferedIOBase`.)

INV-BYTES-IO-1  `held` is a bytes object, which is not changed but replaced by a bytearray before a change, or a bytearray nobody else
                has but memoryviews (`getbuffer`), while which nothing may change the size. Closed: 0.

Source: the library reference, "io"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value, raw_new
from corevm.kernel.bytes import Bytes, bytes_from_memory, new_bytes
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.list import list_append, list_new
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import COPY_SHIFT, COUNT_LIMIT
from corevm.kernel.text_unit import copy_bytes
from corevm.kernel.value import DEFAULT, FALSE, NONE, TRUE, boolean, is_fixnum, is_word, tag_fixnum, untag_fixnum
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
    likely,
    memcopy,
    memset,
    new,
    stack_array,
    u8,
    u64,
)
from pyta.object.buffer import (
    ByteArray,
    MemoryView,
    bytearray_of,
    check_resizable,
    has_live_view,
    view_memory,
)
from pyta.object.bytes import bytes_argument
from pyta.object.declare import declare_type, getter, method
from pyta.object.exception import memory_error, overflow_error, stop_iteration, type_error, value_error
from pyta.object.memoryview import whole_view
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.type import class_of, is_deleted
from pyta.object.world import name
from pyta.protocol.argument import I64_MAX, as_size, bind_parameters, has_index
from pyta.protocol.attribute import call0, call1, get_attribute
from pyta.protocol.index import as_index
from pyta.protocol.item import py_len
from pyta.protocol.iterate import get_iter, next_value

LEAST_ROOM = 64  # bytes of the first buffer

declare_type("_BytesIO", kind="pyta.bytes_io", module="_io", is_hidden=True)


@heap(kind="pyta.bytes_io")
class BytesStream(Object):
    """See the module's contract."""

    held: Value
    at: i64


@fn(raises=True, cold=True)
def closed_error() -> Value:
    return value_error("I/O operation on closed file.")


@inline(raises=True)
def self_stream(self: Value) -> BytesStream:
    """The receiver, open."""
    s = cast(BytesStream, payload(self, "_BytesIO", "read"))
    if s.held == no_value():
        raise closed_error()
    return s


@inline
def contents_of(s: BytesStream) -> tuple[Ptr[u8], i64]:
    """(where, how many) the bytes are; until the next call that may collect or change them."""
    held = s.held
    if is_kind(held, "bytes"):
        return cast(Bytes, held).data, cast(Bytes, held).length
    return cast(ByteArray, held).buffer.bytes, cast(ByteArray, held).count


@fn(raises=True)
def own_bytes(s: BytesStream) -> ByteArray:
    """What is held, as a bytearray that may be changed."""
    if is_kind(s.held, "bytes"):
        s.held = bytearray_of(cast(Bytes, s.held))
    return cast(ByteArray, s.held)


@fn(raises=True)
def check_exports(s: BytesStream) -> None:
    """Raises: BufferError while there are views of the contents."""
    if is_kind(s.held, "pyta.bytearray"):
        check_resizable(cast(ByteArray, s.held))


@fn(raises=True)
def taken(s: BytesStream, count: i64) -> Bytes:
    """The next bytes, `count` at most; the position moves on."""
    data, length = contents_of(s)
    left = length - s.at
    if count < 0 or count > left:
        count = left
    if count <= 0:
        return new_bytes(0)
    if count == length and is_kind(s.held, "bytes"):
        s.at = count
        return cast(Bytes, s.held)
    made = new_bytes(count)
    spend(count >> COPY_SHIFT)
    data, length = contents_of(s)
    memcopy(made.data, data + s.at, count)
    s.at += count
    return made


@fn(raises=True)
def line_length(s: BytesStream, most: i64) -> i64:
    """How many bytes the next line has, `most` at most if that is not negative."""
    data, length = contents_of(s)
    left = length - s.at
    if left <= 0:
        return 0
    if most >= 0 and most < left:
        left = most
    start = data + s.at
    at: i64 = 0
    while at < left:
        if start[at] == 10:
            return at + 1
        at += 1
    spend(left >> COPY_SHIFT)
    return left


@fn(raises=True)
def optional_count(v: Value) -> i64:
    """An optional number of bytes or characters: None or missing is -1. Raises: TypeError, OverflowError."""
    if is_fixnum(v):
        return untag_fixnum(v)
    if is_word(v, DEFAULT) or is_word(v, NONE):
        return -1
    if not has_index(v):
        raise type_error("argument should be integer or None, not '%T'", v)
    n = as_index(v)
    if not int_fits_i64(n):
        raise overflow_error("cannot fit 'int' into an index-sized integer")
    return int_to_i64(n)


@fn(raises=True)
def make_room(a: ByteArray, count: i64) -> None:
    """Let a buffer hold `count` bytes at least."""
    if count > COUNT_LIMIT:
        raise memory_error("the stream is too long")
    larger = raw_new(count + (count >> 1) + LEAST_ROOM)
    spend(a.count >> COPY_SHIFT)
    memcopy(larger.bytes, a.buffer.bytes, a.count)
    a.buffer = larger


@fn(raises=True)
def put(s: BytesStream, data: Bytes) -> None:
    """Write at the position."""
    check_exports(s)
    count = data.length
    if count == 0:
        return
    a = own_bytes(s)
    at = s.at
    end = at + count
    if end > a.buffer.length:
        make_room(a, end)
    if at > a.count:
        memset(addr_of(a.buffer.bytes[a.count]), u8(0), at - a.count)
    spend(count >> COPY_SHIFT)
    memcopy(addr_of(a.buffer.bytes[at]), data.data, count)
    s.at = end
    if end > a.count:
        a.count = end


# --- construction


@method("_BytesIO", "__new__", binding="static", variadic=True, keywords=True)
def bytes_io_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return make_instance(arguments[0], new(BytesStream, held=new_bytes(0)), "_BytesIO")


@method("_BytesIO", "__init__", variadic=True, keywords=True)
def bytes_io_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """BytesIO(initial_bytes=b'')"""
    s = cast(BytesStream, payload(arguments[0], "_BytesIO", "__init__"))
    given = stack_array(Value, 1)
    bind_parameters(arguments + 1, argc - 1, names, given, ("initial_bytes",), "BytesIO", 0)
    check_exports(s)
    held = new_bytes(0)
    if not is_word(given[0], DEFAULT) and not is_word(given[0], NONE):
        held = bytes_argument(given[0])
    s.held = held
    s.at = 0
    return NONE


# --- reading


@method("_BytesIO", "read", "read1", optional=1)
def bytes_io_read(self: Value, size: Value) -> Value:
    """Read at most size bytes, returned as a bytes object."""
    s = self_stream(self)
    return taken(s, optional_count(size))


@method("_BytesIO", "readline", optional=1)
def bytes_io_readline(self: Value, size: Value) -> Value:
    """Next line from the file, as a bytes object."""
    s = self_stream(self)
    most = optional_count(size)
    return taken(s, line_length(s, most))


@method("_BytesIO", "__iter__")
def bytes_io_iter(self: Value) -> Value:
    return self


@method("_BytesIO", "__next__")
def bytes_io_next(self: Value) -> Value:
    s = self_stream(self)
    line = taken(s, line_length(s, -1))
    if line.length == 0:
        raise stop_iteration(NONE)
    return line


@method("_BytesIO", "readlines", optional=1)
def bytes_io_readlines(self: Value, size: Value) -> Value:
    """List of bytes objects, each a line from the file."""
    s = self_stream(self)
    most: i64 = 0
    if not is_word(size, DEFAULT) and not is_word(size, NONE):
        if not has_index(size):
            raise type_error("integer argument expected, got '%T'", size)
        most = as_size(size)
    lines = list_new()
    read: i64 = 0
    while True:
        line = taken(s, line_length(s, -1))
        if line.length == 0:
            return lines
        list_append(lines, line)
        read += line.length
        if most > 0 and read >= most:
            return lines


@fn(raises=True)
def writable_memory(v: Value) -> tuple[Ptr[u8], i64]:
    """(where, how many) the bytes are that a bytes-like object lets others write. Raises: TypeError."""
    found = payload_or_none(v, "bytearray")
    if found == no_value():
        found = payload_or_none(v, "array")
    if found != no_value():
        return cast(ByteArray, found).buffer.bytes, cast(ByteArray, found).count
    if is_kind(v, "pyta.memoryview"):
        m = cast(MemoryView, v)
        if m.is_readonly == 0 and m.step == m.item_size:
            return view_memory(m) + m.start, m.count * m.item_size
    raise type_error("readinto() argument must be read-write bytes-like object, not %T", v)


@method("_BytesIO", "readinto", "readinto1")
def bytes_io_readinto(self: Value, buffer: Value) -> Value:
    """Read bytes into buffer; returns number of bytes read."""
    s = self_stream(self)
    to, room = writable_memory(buffer)
    data, length = contents_of(s)
    left = length - s.at
    if left > room:
        left = room
    if left <= 0:
        return tag_fixnum(0)
    memcopy(to, data + s.at, left)
    s.at += left
    return tag_fixnum(left)


@method("_BytesIO", "getvalue")
def bytes_io_getvalue(self: Value) -> Value:
    """Retrieve the entire contents of the BytesIO object."""
    s = self_stream(self)
    if is_kind(s.held, "bytes"):
        return s.held
    a = cast(ByteArray, s.held)
    made = bytes_from_memory(a.buffer.bytes, a.count)
    if not has_live_view(a):
        s.held = made
    return made


@method("_BytesIO", "getbuffer")
def bytes_io_getbuffer(self: Value) -> Value:
    """Get a read-write view over the contents of the BytesIO object."""
    return whole_view(own_bytes(self_stream(self)))


# --- writing


@method("_BytesIO", "write")
def bytes_io_write(self: Value, data: Value) -> Value:
    """Write bytes to file; returns the number of bytes written."""
    s = self_stream(self)
    if likely(is_kind(data, "bytes") and is_kind(s.held, "pyta.bytearray")):
        a = cast(ByteArray, s.held)
        count = cast(Bytes, data).length
        if likely(s.at == a.count and s.at + count <= a.buffer.length and a.views == no_value() and count < 4096):
            copy_bytes(addr_of(a.buffer.bytes[s.at]), cast(Bytes, data).data, count)
            s.at += count
            a.count = s.at
            return tag_fixnum(count)
    check_exports(s)
    found = bytes_argument(data)
    put(s, found)
    return tag_fixnum(found.length)


@method("_BytesIO", "writelines")
def bytes_io_writelines(self: Value, lines: Value) -> Value:
    """Write lines to the file."""
    self_stream(self)
    it = get_iter(lines)
    while True:
        line = next_value(it)
        if is_deleted(line):
            return NONE
        put(self_stream(self), bytes_argument(line))


@method("_BytesIO", "truncate", optional=1)
def bytes_io_truncate(self: Value, size: Value) -> Value:
    """Truncate the file to at most size bytes."""
    s = self_stream(self)
    check_exports(s)
    count = s.at
    if not is_word(size, DEFAULT) and not is_word(size, NONE):
        count = optional_count(size)
        if count < 0:
            raise value_error("negative size value %D", tag_fixnum(count))
    data, length = contents_of(s)
    if count < length:
        own_bytes(s).count = count
    return tag_fixnum(count)


# --- the position


@method("_BytesIO", "tell")
def bytes_io_tell(self: Value) -> Value:
    """Current file position, an integer."""
    return tag_fixnum(self_stream(self).at)


@method("_BytesIO", "seek", optional=1)
def bytes_io_seek(self: Value, position: Value, whence: Value) -> Value:
    """Change stream position."""
    s = self_stream(self)
    at = as_size(position)
    way: i64 = 0
    if not is_word(whence, DEFAULT):
        way = as_size(whence)
    data, length = contents_of(s)
    base: i64 = 0
    match way:
        case 0:
            if at < 0:
                raise value_error("negative seek value %D", tag_fixnum(at))
        case 1:
            base = s.at
        case 2:
            base = length
        case _:
            raise value_error("invalid whence (%D, should be 0, 1 or 2)", tag_fixnum(way))
    if at > I64_MAX >> 2:
        raise overflow_error("new position too large")
    at += base
    s.at = at if at > 0 else i64(0)
    return tag_fixnum(s.at)


# --- state


@method("_BytesIO", "readable", "writable", "seekable")
def bytes_io_able(self: Value) -> Value:
    """Returns True if the IO object can be read, written and seeked."""
    self_stream(self)
    return TRUE


@method("_BytesIO", "isatty")
def bytes_io_isatty(self: Value) -> Value:
    """Always returns False. BytesIO objects are not connected to a TTY-like device."""
    self_stream(self)
    return FALSE


@method("_BytesIO", "flush")
def bytes_io_flush(self: Value) -> Value:
    """Does nothing."""
    self_stream(self)
    return NONE


@method("_BytesIO", "close")
def bytes_io_close(self: Value) -> Value:
    """Disable all I/O operations."""
    s = cast(BytesStream, payload(self, "_BytesIO", "close"))
    check_exports(s)
    s.held = no_value()
    return NONE


@getter("_BytesIO", "closed")
def bytes_io_closed(self: Value) -> Value:
    return boolean(cast(BytesStream, payload(self, "_BytesIO", "closed")).held == no_value())


@fn(raises=True)
def attributes_or_none(self: Value) -> Value:
    """A copy of an instance's attributes; None where it has none."""
    if class_of(self).index >= 0:
        return NONE
    found = get_attribute(self, name("__dict__"))
    return call0(get_attribute(found, name("copy"))) if py_len(found) > 0 else cast(Value, u64(NONE))


@method("_BytesIO", "__getstate__")
def bytes_io_getstate(self: Value) -> Value:
    value = bytes_io_getvalue(self)
    attributes = attributes_or_none(self)
    made = array_new(3)
    made.items[0] = value
    made.items[1] = tag_fixnum(self_stream(self).at)
    made.items[2] = attributes
    return made


@fn(raises=True)
def state_items(self: Value, state: Value, count: i64) -> Array_:
    """The tuple __setstate__ was given. Raises: TypeError."""
    found = payload_or_none(state, "tuple")
    if found == no_value() or cast(Array_, found).length != count:
        raise type_error("%T.__setstate__ argument should be %D-tuple, got %T", self, tag_fixnum(count), state)
    return cast(Array_, found)


@fn(raises=True)
def set_attributes(self: Value, attributes: Value) -> None:
    call1(get_attribute(get_attribute(self, name("__dict__")), name("update")), attributes)


@method("_BytesIO", "__setstate__")
def bytes_io_setstate(self: Value, state: Value) -> Value:
    s = self_stream(self)
    items = state_items(self, state, 3)
    data = bytes_argument(items.items[0])
    if payload_or_none(items.items[1], "int") == no_value():
        raise type_error("second item of state must be an integer, not %T", items.items[1])
    at = as_size(items.items[1])
    if at < 0:
        raise value_error("position value cannot be negative")
    check_exports(s)
    s.held = data
    s.at = at
    if not is_word(items.items[2], NONE):
        if payload_or_none(items.items[2], "dict") == no_value():
            raise type_error("third item of state should be a dict, got a %T", items.items[2])
        set_attributes(self, items.items[2])
    return NONE
