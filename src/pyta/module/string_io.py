"""StringIO's own part: text in memory as a stream. (`pyta/lib/_io.py` makes the class of it and `_TextIOBase`.)

INV-STRING-IO-1  What was written at the end is in `tail` until it is asked for: the contents are `text` and `tail`.

Source: the library reference, "io"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import array_new, no_value
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import (
    WORK_SHIFT,
    String,
    code_at,
    concat_strings,
    empty_string,
    string_from_static,
    substring,
)
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.string_search import count_string, find_string, replace_string
from corevm.kernel.value import DEFAULT, FALSE, NONE, TRUE, boolean, is_word, tag_fixnum
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    cast,
    fn,
    heap,
    i64,
    inline,
    likely,
    new,
    stack_array,
    static,
    u32,
)
from pyta.module.bytes_io import attributes_or_none, optional_count, set_attributes, state_items
from pyta.object.declare import declare_type, getter, method
from pyta.object.exception import os_error, stop_iteration, type_error, value_error
from pyta.object.payload import make_instance, payload, payload_or_none
from pyta.object.type import class_of, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.argument import I64_MAX, as_size, bind_parameters
from pyta.protocol.attribute import call_special1

FIRST_ROOM = 64  # characters of a tail
NEWLINES = ("\n", None, "", "\r", "\r\n")  # the argument `newline`
PLAIN, TRANSLATED, UNIVERSAL, CR, CRLF = range(5)
SEEN_LF, SEEN_CR, SEEN_CRLF = 1, 2, 4

declare_type("_StringIO", kind="pyta.string_io", module="_io", is_hidden=True)


@heap(kind="pyta.string_io")
class StringStream(Object):
    """See the module's contract."""

    text: String
    tail: StringBuilder | None
    at: i64
    mode: i64  # which of NEWLINES
    seen: i64  # line ends met, where they are counted
    is_closed: i64


@fn(raises=True, cold=True)
def closed_error() -> Value:
    return value_error("I/O operation on closed file")


@inline(raises=True)
def self_stream(self: Value) -> StringStream:
    """The receiver, open."""
    s = cast(StringStream, payload(self, "_StringIO", "read"))
    if s.is_closed != 0:
        raise closed_error()
    return s


@inline
def length_of(s: StringStream) -> i64:
    tail = s.tail
    return s.text.count if tail is None else s.text.count + cast(StringBuilder, tail).count


@fn(raises=True)
def joined(s: StringStream) -> String:
    """The contents as one string."""
    tail = s.tail
    if tail is not None:
        s.text = concat_strings(s.text, cast(String, cast(StringBuilder, tail).finish()))
        s.tail = None
    return s.text


# --- writing


@fn(raises=True)
def translated(s: StringStream, text: String) -> String:
    """What is put into the contents for a text that is written."""
    if s.mode == CR or s.mode == CRLF:
        return cast(String, replace_string(text, newline_text("\n"), cast(String, newline_of(s.mode)), I64_MAX))
    crlf = count_string(text, newline_text("\r\n"), 0, text.count)
    cr = count_string(text, newline_text("\r"), 0, text.count) - crlf
    if count_string(text, newline_text("\n"), 0, text.count) > crlf:
        s.seen = s.seen | SEEN_LF
    if cr > 0:
        s.seen = s.seen | SEEN_CR
    if crlf > 0:
        s.seen = s.seen | SEEN_CRLF
    if s.mode == UNIVERSAL or cr + crlf == 0:
        return text
    text = cast(String, replace_string(text, newline_text("\r\n"), newline_text("\n"), I64_MAX))
    return cast(String, replace_string(text, newline_text("\r"), newline_text("\n"), I64_MAX))


@inline(raises=True)
def newline_text(text: static) -> String:
    return string_from_static(text)


@fn(raises=True)
def newline_of(mode: i64) -> Value:
    """The argument `newline` of a mode."""
    for k, text in static(tuple(enumerate(NEWLINES))):
        if mode == k:
            if text is None:
                return NONE
            else:
                return string_from_static(text)
    return NONE


@fn(raises=True)
def put(s: StringStream, text: String) -> None:
    """Write at the position."""
    if s.mode != PLAIN:
        text = translated(s, text)
    if text.count == 0:
        return
    end = length_of(s)
    if s.at >= end:
        if s.tail is None:
            s.tail = new_builder(FIRST_ROOM)
        tail = cast(StringBuilder, s.tail)
        tail.append_repeated(u32(0), s.at - end)
        tail.append(text)
        s.at += text.count
        return
    whole = joined(s)
    stop = s.at + text.count
    before = concat_strings(substring(whole, 0, s.at), text)
    s.text = concat_strings(before, substring(whole, stop if stop < whole.count else whole.count, whole.count))
    s.at = stop


@method("_StringIO", "write")
def string_io_write(self: Value, v: Value) -> Value:
    """Write string to file; returns the number of characters written."""
    s = self_stream(self)
    text = v
    if not is_kind(v, "string"):
        text = payload_or_none(v, "str")
        if text == no_value():
            raise type_error("string argument expected, got '%T'", v)
    tail = s.tail
    count = cast(String, text).count
    if likely(s.mode == PLAIN and tail is not None):
        if s.at == s.text.count + cast(StringBuilder, tail).count:
            cast(StringBuilder, tail).append(cast(String, text))
            s.at += count
            return tag_fixnum(count)
    put(s, cast(String, text))
    return tag_fixnum(count)


# --- construction


@method("_StringIO", "__new__", binding="static", variadic=True, keywords=True)
def string_io_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return make_instance(arguments[0], new(StringStream, text=empty_string()), "_StringIO")


@method("_StringIO", "__init__", variadic=True, keywords=True)
def string_io_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """StringIO(initial_value='', newline='\\n')"""
    s = cast(StringStream, payload(arguments[0], "_StringIO", "__init__"))
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("initial_value", "newline"), "StringIO", 0)
    start(s, taken[0], taken[1])
    return NONE


@fn(raises=True)
def start(s: StringStream, initial: Value, newline: Value) -> None:
    """Make an empty stream of it, then write what it starts with."""
    mode: i64 = PLAIN
    if is_word(newline, NONE):
        mode = TRANSLATED
    elif not is_word(newline, DEFAULT):
        given = payload_or_none(newline, "str")
        if given == no_value():
            raise type_error("newline must be str or None, not %T", newline)
        mode = mode_of(cast(String, given))
        if mode < 0:
            raise value_error("illegal newline value: %R", newline)
    text = empty_string()
    if not is_word(initial, DEFAULT) and not is_word(initial, NONE):
        found = payload_or_none(initial, "str")
        if found == no_value():
            raise type_error("initial_value must be str or None, not %T", initial)
        text = cast(String, found)
    s.text = empty_string()
    s.tail = None
    s.at = 0
    s.seen = 0
    s.mode = mode
    s.is_closed = 0
    if mode == PLAIN:
        s.text = text
    else:
        put(s, text)
        s.at = 0


@fn
def mode_of(newline: String) -> i64:
    """The mode of an argument `newline`; -1 for a wrong one."""
    if newline.count == 0:
        return UNIVERSAL
    first = code_at(newline, 0)
    if newline.count == 1:
        return PLAIN if first == 10 else CR if first == 13 else -1
    return CRLF if newline.count == 2 and first == 13 and code_at(newline, 1) == 10 else -1


# --- reading


@fn(raises=True)
def line_end(s: StringStream, whole: String, most: i64) -> i64:
    """Where the line at the position ends."""
    start = s.at
    stop = whole.count
    if most >= 0 and most < stop - start:
        stop = start + most
    if s.mode == UNIVERSAL:
        spend((stop - start) >> WORK_SHIFT)
        for i in range(start, stop):
            c = code_at(whole, i)
            if c == 10:
                return i + 1
            if c == 13:
                return i + 2 if i + 1 < stop and code_at(whole, i + 1) == 10 else i + 1
        return stop
    if s.mode == CR or s.mode == CRLF:
        end = cast(String, newline_of(s.mode))
        found = find_string(whole, end, start, whole.count)
        if found >= 0 and found + end.count <= stop:
            return found + end.count
        return stop
    found = find_string(whole, newline_text("\n"), start, stop)
    return found + 1 if found >= 0 else stop


@fn(raises=True)
def next_line(s: StringStream, most: i64) -> String:
    whole = joined(s)
    if s.at >= whole.count:
        return empty_string()
    end = line_end(s, whole, most)
    line = substring(whole, s.at, end)
    s.at = end
    return line


@method("_StringIO", "read", optional=1)
def string_io_read(self: Value, size: Value) -> Value:
    """Read at most size characters, returned as a string."""
    s = self_stream(self)
    count = optional_count(size)
    whole = joined(s)
    left = whole.count - s.at
    if left <= 0:
        return empty_string()
    if count < 0 or count > left:
        count = left
    text = substring(whole, s.at, s.at + count)
    s.at += count
    return text


@method("_StringIO", "readline", optional=1)
def string_io_readline(self: Value, size: Value) -> Value:
    """Read until newline or EOF."""
    s = self_stream(self)
    return next_line(s, optional_count(size))


@method("_StringIO", "__next__")
def string_io_next(self: Value) -> Value:
    s = self_stream(self)
    own = type_lookup(class_of(self), name("readline"))
    line: Value = NONE
    if own == type_lookup(type_named("_StringIO"), name("readline")):
        line = next_line(s, -1)
    else:
        line = call_special1(self, own)
        if payload_or_none(line, "str") == no_value():
            raise os_error("readline() should have returned a str object, not '%T'", line)
    if cast(String, payload_or_none(line, "str")).count == 0:
        raise stop_iteration(NONE)
    return line


@method("_StringIO", "getvalue")
def string_io_getvalue(self: Value) -> Value:
    """Retrieve the entire contents of the object."""
    return joined(self_stream(self))


# --- the position


@method("_StringIO", "tell")
def string_io_tell(self: Value) -> Value:
    """Tell the current file position."""
    return tag_fixnum(self_stream(self).at)


@method("_StringIO", "seek", optional=1)
def string_io_seek(self: Value, position: Value, whence: Value) -> Value:
    """Change stream position."""
    s = self_stream(self)
    at = as_size(position)
    way: i64 = 0
    if not is_word(whence, DEFAULT):
        way = as_size(whence)
    if way < 0 or way > 2:
        raise value_error("Invalid whence (%D, should be 0, 1 or 2)", tag_fixnum(way))
    if way == 0:
        if at < 0:
            raise value_error("Negative seek position %D", tag_fixnum(at))
        s.at = at
    else:
        if at != 0:
            raise os_error("Can't do nonzero cur-relative seeks")
        if way == 2:
            s.at = length_of(s)
    return tag_fixnum(s.at)


@method("_StringIO", "truncate", optional=1)
def string_io_truncate(self: Value, size: Value) -> Value:
    """Truncate size to pos."""
    s = self_stream(self)
    count = s.at
    if not is_word(size, DEFAULT) and not is_word(size, NONE):
        count = optional_count(size)
        if count < 0:
            raise value_error("Negative size value %D", tag_fixnum(count))
    whole = joined(s)
    if count < whole.count:
        s.text = substring(whole, 0, count)
    return tag_fixnum(count)


# --- state


@method("_StringIO", "readable", "writable", "seekable")
def string_io_able(self: Value) -> Value:
    """Returns True if the IO object can be read, written and seeked."""
    self_stream(self)
    return TRUE


@method("_StringIO", "flush")
def string_io_flush(self: Value) -> Value:
    """Does nothing, even when closed."""
    return NONE


@method("_StringIO", "close")
def string_io_close(self: Value) -> Value:
    """Close the IO object."""
    s = cast(StringStream, payload(self, "_StringIO", "close"))
    s.text = empty_string()
    s.tail = None
    s.is_closed = 1
    return NONE


@getter("_StringIO", "closed")
def string_io_closed(self: Value) -> Value:
    return boolean(cast(StringStream, payload(self, "_StringIO", "closed")).is_closed != 0)


@getter("_StringIO", "line_buffering")
def string_io_line_buffering(self: Value) -> Value:
    self_stream(self)
    return FALSE


@getter("_StringIO", "newlines")
def string_io_newlines(self: Value) -> Value:
    """None, the line end met or a tuple of those met."""
    s = self_stream(self)
    count: i64 = 0
    made = array_new(3)
    for bit, text in static(((SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n"))):
        if s.seen & bit != 0:
            made.items[count] = string_from_static(text)
            count += 1
    if count == 0:
        return NONE
    if count == 1:
        return made.items[0]
    result = array_new(count)
    for i in range(count):
        result.items[i] = made.items[i]
    return result


@method("_StringIO", "__getstate__")
def string_io_getstate(self: Value) -> Value:
    s = self_stream(self)
    attributes = attributes_or_none(self)
    text = joined(s)
    newline = newline_of(s.mode)
    made = array_new(4)
    made.items[0] = text
    made.items[1] = newline
    made.items[2] = tag_fixnum(s.at)
    made.items[3] = attributes
    return made


@method("_StringIO", "__setstate__")
def string_io_setstate(self: Value, state: Value) -> Value:
    s = self_stream(self)
    items = state_items(self, state, 4)
    mode = items.items[1]
    start(s, NONE, mode)
    text = payload_or_none(items.items[0], "str")
    if text == no_value():
        raise type_error("initial_value must be str or None, not %T", items.items[0])
    s.text = cast(String, text)
    if payload_or_none(items.items[2], "int") == no_value():
        raise type_error("third item of state must be an integer, got %T", items.items[2])
    at = as_size(items.items[2])
    if at < 0:
        raise value_error("position value cannot be negative")
    s.at = at
    if not is_word(items.items[3], NONE):
        if payload_or_none(items.items[3], "dict") == no_value():
            raise type_error("fourth item of state should be a dict, got a %T", items.items[3])
        set_attributes(self, items.items[3])
    return NONE
