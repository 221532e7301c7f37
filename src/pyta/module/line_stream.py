"""What a stream with a buffer does most: giving what it has read ahead, and taking ASCII text to be written. (Level: kernel.)

`pyta/lib/_io.py` derives its buffered and text streams from it. What cannot be done from the buffers alone is done by the guest's methods
whose names end in `_slowly`; they read and set the buffers through the attributes declared here.

INV-LINE-STREAM-1  0 <= at <= length of `input`, a str or bytes object.
INV-LINE-STREAM-2  While `is_quick` is set the stream has not been closed, and what it has read ahead may be given out without asking below.
INV-LINE-STREAM-3  Text in `written` was written after all else that waits to be written.
"""

from __future__ import annotations

from corevm.kernel.bytes import Bytes, find_byte, new_bytes, subbytes
from corevm.kernel.object import is_kind
from corevm.kernel.string import IS_ASCII, String, char_string, empty_string, substring
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.string_search import find_string
from corevm.kernel.value import DEFAULT, NONE, boolean, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, inline, new, u32
from pyta.object.declare import declare_type, getter, method, setter
from pyta.object.exception import stop_iteration, type_error
from pyta.object.payload import make_instance, payload
from pyta.object.type import class_of, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.argument import I64_MAX, as_size
from pyta.protocol.attribute import call0, call1, call_special1, get_attribute
from pyta.protocol.compare import is_true
from pyta.protocol.item import py_len

WRITTEN_LIMIT = 8192  # characters that wait, at most
FIRST_ROOM = 1024

declare_type("_LineStream", kind="pyta.line_stream", module="_io", is_hidden=True)


@heap(kind="pyta.line_stream")
class LineStream(Object):
    """See the module's contract."""

    input: Value
    at: i64
    is_quick: i64
    takes_ascii: i64  # text that is ASCII is written as it is, when there is room
    is_iterated: i64
    written: StringBuilder | None


@inline(raises=True)
def self_stream(self: Value) -> LineStream:
    return cast(LineStream, payload(self, "_LineStream", "readline"))


@method("_LineStream", "__new__", binding="static", variadic=True, keywords=True)
def stream_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return make_instance(arguments[0], new(LineStream, input=new_bytes(0)), "_LineStream")


# --- reading


@inline
def input_length(s: LineStream) -> i64:
    return cast(String, s.input).count if is_kind(s.input, "string") else cast(Bytes, s.input).length


@fn(raises=True)
def quick_line(s: LineStream) -> Value:
    """The next line if all of it has been read ahead, else NONE."""
    if s.is_quick == 0:
        return NONE
    start = s.at
    if is_kind(s.input, "string"):
        text = cast(String, s.input)
        end = find_string(text, char_string(u32(10)), start, text.count)
        if end < 0:
            return NONE
        s.at = end + 1
        return substring(text, start, end + 1)
    end = find_byte(cast(Bytes, s.input), 10, start, I64_MAX)
    if end < 0:
        return NONE
    s.at = end + 1
    return subbytes(cast(Bytes, s.input), start, end + 1)


@method("_LineStream", "readline", optional=1)
def stream_readline(self: Value, size: Value) -> Value:
    """Read until newline or EOF."""
    if is_word(size, DEFAULT):
        line = quick_line(self_stream(self))
        if not is_word(line, NONE):
            return line
        size = tag_fixnum(-1)
    return call1(get_attribute(self, name("_readline_slowly")), size)


@method("_LineStream", "__next__")
def stream_next(self: Value) -> Value:
    s = self_stream(self)
    own = type_lookup(class_of(self), name("readline"))
    line: Value = NONE
    s.is_iterated = 1
    if own == type_lookup(type_named("_LineStream"), name("readline")):
        line = quick_line(s)
        if is_word(line, NONE):
            line = call1(get_attribute(self, name("_readline_slowly")), tag_fixnum(-1))
    else:
        line = call_special1(self, own)
    if is_kind(line, "string"):
        if cast(String, line).count > 0:
            return line
    elif is_kind(line, "bytes"):
        if cast(Bytes, line).length > 0:
            return line
    if py_len(line) == 0:
        s.is_iterated = 0
        raise stop_iteration(NONE)
    return line


@method("_LineStream", "read", optional=1)
def stream_read(self: Value, size: Value) -> Value:
    """Read at most size characters or bytes."""
    s = self_stream(self)
    if is_word(size, DEFAULT):
        size = tag_fixnum(-1)
    if s.is_quick != 0 and is_fixnum(size):
        count = untag_fixnum(size)
        start = s.at
        if count > 0 and count <= input_length(s) - start:
            s.at = start + count
            if is_kind(s.input, "string"):
                return substring(cast(String, s.input), start, start + count)
            return subbytes(cast(Bytes, s.input), start, start + count)
    return call1(get_attribute(self, name("_read_slowly")), size)


# --- writing


@method("_LineStream", "write")
def stream_write(self: Value, v: Value) -> Value:
    """Write string to stream."""
    s = self_stream(self)
    if s.takes_ascii != 0 and is_kind(v, "string"):
        text = cast(String, v)
        if text.flags & IS_ASCII != 0 and s.at >= input_length(s):
            if s.written is None:
                s.written = new_builder(FIRST_ROOM)
            cast(StringBuilder, s.written).append(text)
            if cast(StringBuilder, s.written).count > WRITTEN_LIMIT:
                call0(get_attribute(self, name("_write_pending")))
            return tag_fixnum(text.count)
    return call1(get_attribute(self, name("_write_slowly")), v)


@method("_LineStream", "_take_written")
def stream_take_written(self: Value) -> Value:
    """The text that waits to be written, which is ASCII; it waits no longer."""
    s = self_stream(self)
    written = s.written
    if written is None:
        return empty_string()
    text = cast(StringBuilder, written).finish()
    s.written = None
    return text


# --- the buffers, for the guest's part


@getter("_LineStream", "_input")
def stream_input(self: Value) -> Value:
    return self_stream(self).input


@setter("_LineStream", "_input")
def set_stream_input(self: Value, v: Value) -> Value:
    s = self_stream(self)
    if not is_kind(v, "string") and not is_kind(v, "bytes"):
        raise type_error("the input of a stream must be str or bytes, not %T", v)
    s.input = v
    s.at = 0
    return NONE


@getter("_LineStream", "_at")
def stream_at(self: Value) -> Value:
    return tag_fixnum(self_stream(self).at)


@setter("_LineStream", "_at")
def set_stream_at(self: Value, v: Value) -> Value:
    s = self_stream(self)
    at = as_size(v)
    length = input_length(s)
    s.at = i64(0) if at < 0 else at if at < length else length
    return NONE


def _flag(own: str, field: str) -> None:
    @getter("_LineStream", own)
    def get(self: Value) -> Value:
        s = self_stream(self)
        if field == "is_quick":
            return boolean(s.is_quick != 0)
        if field == "takes_ascii":
            return boolean(s.takes_ascii != 0)
        return boolean(s.is_iterated != 0)

    @setter("_LineStream", own)
    def put(self: Value, v: Value) -> Value:
        s = self_stream(self)
        flag = i64(is_true(v))
        if field == "is_quick":
            s.is_quick = flag
        elif field == "takes_ascii":
            s.takes_ascii = flag
        else:
            s.is_iterated = flag
        return NONE


for _own, _field in (("_is_quick", "is_quick"), ("_takes_ascii", "takes_ascii"), ("_is_iterated", "is_iterated")):
    _flag(_own, _field)
