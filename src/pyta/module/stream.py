"""The standard streams: text over a file descriptor, UTF-8; print and input.

Files that programs open are pyta/lib/_io.py's; these three exist from the start and cost nothing until used. `buffer`, the binary
stream below, is made by that module when it is asked for.

INV-STREAM-1  0 <= count < BUFFER_BYTES between calls; what is buffered is written before anything that bypasses the buffer.
INV-STREAM-2  start <= end <= input.length; input[start:end] has been read from the descriptor and not been given out.
"""

from __future__ import annotations

from corevm.kernel.array import Raw, no_value, raw_new
from corevm.kernel.list import list_append, list_new
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind
from corevm.kernel.string import (
    String,
    code_at,
    copy_utf8,
    string_from_static,
    string_from_utf8,
    substring,
    utf8_length,
)
from corevm.kernel.string_build import new_builder
from corevm.kernel.utf8 import STRICT, SURROGATE_ESCAPE
from corevm.kernel.value import DEFAULT, FALSE, NONE, boolean, is_word, tag_fixnum
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    addr_of,
    cast,
    cfn,
    fn,
    heap,
    i32,
    i64,
    new,
    stack_array,
    static,
    u8,
    u64,
)
from pyta.object.declare import declare_type, function, getter, method
from pyta.object.exception import exception_type, exception_with, runtime_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.type import is_deleted, namespace_get, namespace_set
from pyta.object.world import name, world
from pyta.protocol.argument import as_size, bind_parameters, given_count
from pyta.protocol.attribute import call0, call1, get_attribute
from pyta.protocol.compare import is_true
from pyta.protocol.importing import import_absolute
from pyta.protocol.iterate import get_iter, next_value
from pyta.protocol.text import py_repr, py_str

BUFFER_BYTES = 1 << 16
INPUT_BYTES = 1 << 16
IS_LINE_BUFFERED, IS_WRITABLE, IS_CLOSED, IS_ESCAPING, IS_WRITE_THROUGH = 1, 2, 4, 8, 16
EINTR = 4

c_write = cfn("write", [i32, Ptr[u8], u64], i64)
c_read = cfn("read", [i32, Ptr[u8], u64], i64)
c_isatty = cfn("isatty", [i32], i32)
c_malloc = cfn("malloc", [u64], Ptr[u8])
c_free = cfn("free", [Ptr[u8]], None)
c_errno = cfn("__errno_location", [], Ptr[i32])


@heap(kind="pyta.text_stream")
class TextStream(Object):
    descriptor: i64
    flags: i64
    buffer: Ptr[u8]  # C memory, of BUFFER_BYTES; null until something is written
    count: i64
    input: Raw | None
    start: i64
    end: i64
    name: Value
    binary: Value  # what `buffer` gave, or 0


declare_type("TextIOWrapper", kind="pyta.text_stream", module="_io", is_hidden=True, is_final=True)
STANDARD_NAMES = ("<stdin>", "<stdout>", "<stderr>")


@fn(raises=True)
def make_standard_streams() -> None:
    """sys.stdin, sys.stdout, sys.stderr and their `__x__` twins."""
    space = cast(Map, world().sys)
    for number, text in static(tuple(enumerate(STANDARD_NAMES))):
        flags: i64 = 0
        if number > 0:
            flags = IS_WRITABLE
        if number == 2:
            flags = IS_WRITABLE | IS_LINE_BUFFERED | IS_ESCAPING | IS_WRITE_THROUGH
        elif number == 1:
            if c_isatty(1) != 0:
                flags = IS_WRITABLE | IS_LINE_BUFFERED
        made = new(TextStream, descriptor=number, flags=flags, name=string_from_static(text))
        namespace_set(space, name(text[1:-1]), made)
        namespace_set(space, name(f"__{text[1:-1]}__"), made)


@fn(raises=True)
def self_stream(self: Value) -> TextStream:
    if not is_kind(self, "pyta.text_stream"):
        raise type_error("descriptor of '_io.TextIOWrapper' object applied to a '%T' object", self)
    s = cast(TextStream, self)
    if s.flags & IS_CLOSED != 0:
        raise value_error("I/O operation on closed file.")
    return s


# --- writing


@fn(raises=True)
def write_out(s: TextStream, data: Ptr[u8], length: i64) -> None:
    """Write bytes to the descriptor, all of them. Raises: OSError."""
    done: i64 = 0
    while done < length:
        n = c_write(i32(s.descriptor), data + done, u64(length - done))
        if n >= 0:
            done += n
        elif c_errno()[0] != EINTR:
            raise_os_error(i64(c_errno()[0]))


@fn(raises=True, cold=True)
def raise_os_error(number: i64) -> None:
    """Raise OSError(errno, message), of the class that belongs to the number."""
    arguments = import_absolute(name("_pyta_os"))
    raise call1(get_attribute(arguments, name("os_error")), tag_fixnum(number))


@fn(raises=True)
def stream_flush(s: TextStream) -> None:
    count = s.count
    if count > 0:
        s.count = 0
        write_out(s, s.buffer, count)


@fn(raises=True)
def stream_write(s: TextStream, text: String) -> None:
    """Append text to the buffer; written out when it is full or, on a terminal, ends a line."""
    mode: i64 = STRICT
    if s.flags & IS_ESCAPING != 0:
        mode = SURROGATE_ESCAPE
    length = utf8_length(text, mode)
    if s.buffer is None:
        s.buffer = c_malloc(BUFFER_BYTES)
    if s.count + length > BUFFER_BYTES:
        stream_flush(s)
    if length > BUFFER_BYTES:
        held = c_malloc(u64(length))
        copy_utf8(text, held, mode)
        write_out(s, held, length)
        c_free(held)
        return
    copy_utf8(text, s.buffer + s.count, mode)
    s.count += length
    if s.flags & IS_WRITE_THROUGH != 0 or (s.flags & IS_LINE_BUFFERED != 0 and has_line_end(s.buffer, s.count)):
        stream_flush(s)


@fn
def has_line_end(data: Ptr[u8], count: i64) -> bool:
    for i in range(count):
        if data[i] == 10:
            return True
    return False


@fn(raises=True)
def write_to(target: Value, text: String) -> None:
    """target.write(text)."""
    if (
        is_kind(target, "pyta.text_stream")
        and cast(TextStream, target).flags & (IS_CLOSED | IS_WRITABLE) == IS_WRITABLE
    ):
        stream_write(cast(TextStream, target), text)
    else:
        call1(get_attribute(target, name("write")), text)


@fn(raises=True)
def flush_stream(target: Value) -> None:
    if is_kind(target, "pyta.text_stream"):
        stream_flush(cast(TextStream, target))
    else:
        call0(get_attribute(target, name("flush")))


@fn(raises=True)
def system_stream(which: static) -> Value:
    """sys.stdout or the like. Raises: RuntimeError when it is gone."""
    found = namespace_get(cast(Map, world().sys), name(which))
    if is_deleted(found):
        raise runtime_error(f"lost sys.{which}")
    return found


@function("builtins", "print", variadic=True, keywords=True)
def py_print(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Prints the values to a stream, or to sys.stdout by default."""
    given = given_count(argc, names)
    target: Value = DEFAULT
    separator: Value = NONE
    end: Value = NONE
    is_flushed = False
    if names != no_value():
        taken = stack_array(Value, 4)
        bind_parameters(arguments + given, argc - given, names, taken, ("sep", "end", "file", "flush"), "print", 0)
        if not is_word(taken[0], DEFAULT):
            separator = taken[0]
        if not is_word(taken[1], DEFAULT):
            end = taken[1]
        target = taken[2]
        if not is_word(taken[3], DEFAULT):
            is_flushed = is_true(taken[3])
        if not is_word(separator, NONE):
            if payload_or_none(separator, "str") == no_value():
                raise type_error("sep must be None or a string, not %T", separator)
            separator = payload_or_none(separator, "str")
        if not is_word(end, NONE):
            if payload_or_none(end, "str") == no_value():
                raise type_error("end must be None or a string, not %T", end)
            end = payload_or_none(end, "str")
    if is_word(target, DEFAULT) or is_word(target, NONE):
        target = system_stream("stdout")
        if is_word(target, NONE):
            return NONE
    for i in range(given):
        if i > 0:
            if is_word(separator, NONE):
                write_to(target, string_from_static(" "))
            else:
                write_to(target, cast(String, separator))
        write_to(target, py_str(arguments[i]))
    if is_word(end, NONE):
        write_to(target, string_from_static("\n"))
    else:
        write_to(target, cast(String, end))
    if is_flushed:
        flush_stream(target)
    return NONE


# --- reading


@fn(raises=True)
def stream_fill(s: TextStream) -> bool:
    """Read more into the input buffer; whether there was more."""
    left = s.end - s.start
    held = s.input
    if held is None:
        s.input = raw_new(INPUT_BYTES)
    elif s.end == held.length:
        fresh = held
        if left * 2 > held.length:
            fresh = raw_new(held.length * 2)
            s.input = fresh
        if left > 0:
            move_bytes(fresh.bytes, addr_of(held.bytes[s.start]), left)
        s.start = 0
        s.end = left
    here = cast(Raw, s.input)
    while True:
        n = c_read(i32(s.descriptor), addr_of(here.bytes[s.end]), u64(here.length - s.end))
        if n >= 0:
            s.end += n
            return n > 0
        if c_errno()[0] != EINTR:
            raise_os_error(i64(c_errno()[0]))


@fn
def move_bytes(to: Ptr[u8], data: Ptr[u8], count: i64) -> None:
    for i in range(count):
        to[i] = data[i]


@fn(raises=True)
def stream_take(s: TextStream, length: i64) -> String:
    """The next `length` bytes of the input buffer as text; line ends become "\\n"."""
    here = cast(Raw, s.input)
    data = addr_of(here.bytes[s.start])
    s.start += length
    has_return = False
    for i in range(length):
        if data[i] == 13:
            has_return = True
            break
    if not has_return:
        return string_from_utf8(data, length, SURROGATE_ESCAPE)
    fresh = raw_new(length)
    put: i64 = 0
    for i in range(length):
        byte = data[i]
        if byte == 13:
            fresh.bytes[put] = 10
            put += 1
        elif byte != 10 or i == 0 or data[i - 1] != 13:
            fresh.bytes[put] = byte
            put += 1
    return string_from_utf8(fresh.bytes, put, SURROGATE_ESCAPE)


@fn(raises=True)
def stream_readline(s: TextStream) -> String:
    """The next line with its end, or "" at the end."""
    looked: i64 = 0
    while True:
        here = s.input
        if here is not None:
            i = s.start + looked
            while i < s.end:
                if here.bytes[i] == 10:
                    return stream_take(s, i + 1 - s.start)
                i += 1
        looked = s.end - s.start
        if not stream_fill(s):
            return stream_take(s, s.end - s.start)


@fn(raises=True)
def need_readable(self: Value) -> TextStream:
    s = self_stream(self)
    if s.flags & IS_WRITABLE != 0:
        raise call1(
            get_attribute(import_absolute(name("_io")), name("UnsupportedOperation")),
            string_from_static("not readable"),
        )
    return s


@method("TextIOWrapper", "readline", optional=1)
def text_readline(self: Value, size: Value) -> Value:
    s = need_readable(self)
    line = stream_readline(s)
    return line


@method("TextIOWrapper", "read", optional=1)
def text_read(self: Value, size: Value) -> Value:
    s = need_readable(self)
    if not is_word(size, DEFAULT) and not is_word(size, NONE) and as_size(size) >= 0:
        return read_some(s, as_size(size))
    while stream_fill(s):
        pass
    return stream_take(s, s.end - s.start)


@fn(raises=True)
def read_some(s: TextStream, wanted: i64) -> Value:
    """So many code points, or what there is."""
    while True:
        here = s.input
        if here is not None:
            count: i64 = 0
            i = s.start
            while i < s.end:
                if here.bytes[i] & 0xC0 != 0x80:
                    if count == wanted:
                        return stream_take(s, i - s.start)
                    count += 1
                i += 1
        if wanted == 0 or not stream_fill(s):
            return (
                stream_take(s, 0 if wanted == 0 else s.end - s.start) if s.input is not None else string_from_static("")
            )


@method("TextIOWrapper", "readlines", optional=1)
def text_readlines(self: Value, hint: Value) -> Value:
    s = need_readable(self)
    lines = list_new()
    while True:
        line = stream_readline(s)
        if line.count == 0:
            return lines
        list_append(lines, line)


@method("TextIOWrapper", "__iter__", "__enter__")
def text_iter(self: Value) -> Value:
    return self_stream(self)


@method("TextIOWrapper", "__next__")
def text_next(self: Value) -> Value:
    line = stream_readline(need_readable(self))
    if line.count == 0:
        raise new_stop()
    return line


@fn(raises=True)
def new_stop() -> Value:
    return call0(exception_type("StopIteration"))


@fn
def is_terminal(stream: Value, descriptor: i64) -> bool:
    """Whether it is the standard stream of that descriptor, and a terminal."""
    return is_kind(stream, "pyta.text_stream") and cast(TextStream, stream).descriptor == descriptor and c_isatty(i32(descriptor)) != 0


@function("builtins", "input", optional=1)
def py_input(prompt: Value) -> Value:
    """Read a line from the standard input, without its end."""
    out = system_stream("stdout")
    source = system_stream("stdin")
    if is_terminal(out, 1) and is_terminal(source, 0) and cast(TextStream, source).start == cast(TextStream, source).end:
        flush_stream(out)
        shown = cast(Value, string_from_static("")) if is_word(prompt, DEFAULT) else py_str(prompt)
        return call1(get_attribute(import_absolute(name("_pyta_prompt")), name("read_line")), shown)
    if not is_word(prompt, DEFAULT):
        write_to(out, py_str(prompt))
    if not is_word(out, NONE):
        flush_stream(out)
    line = no_value()
    if is_kind(source, "pyta.text_stream"):
        line = text_readline(source, DEFAULT)
    else:
        line = call0(get_attribute(source, name("readline")))
    text = payload_or_none(line, "str")
    if text == no_value():
        raise type_error("object.readline() returned non-string")
    s = cast(String, text)
    if s.count == 0:
        raise exception_with(exception_type("EOFError"), string_from_static("EOF when reading a line"))
    if code_at(s, s.count - 1) == 10:
        return substring(s, 0, s.count - 1)
    return s


# --- as objects


@method("TextIOWrapper", "write")
def text_write(self: Value, text: Value) -> Value:
    s = self_stream(self)
    if s.flags & IS_WRITABLE == 0:
        raise call1(
            get_attribute(import_absolute(name("_io")), name("UnsupportedOperation")),
            string_from_static("not writable"),
        )
    found = payload_or_none(text, "str")
    if found == no_value():
        raise type_error("write() argument must be str, not %T", text)
    stream_write(s, cast(String, found))
    return tag_fixnum(cast(String, found).count)


@method("TextIOWrapper", "writelines")
def text_writelines(self: Value, lines: Value) -> Value:
    it = get_iter(lines)
    while True:
        line = next_value(it)
        if is_deleted(line):
            return NONE
        text_write(self, line)


@method("TextIOWrapper", "flush")
def text_flush(self: Value) -> Value:
    stream_flush(self_stream(self))
    return NONE


@method("TextIOWrapper", "close")
def text_close(self: Value) -> Value:
    if is_kind(self, "pyta.text_stream") and cast(TextStream, self).flags & IS_CLOSED == 0:
        s = cast(TextStream, self)
        stream_flush(s)
        s.flags = s.flags | IS_CLOSED
    return NONE


@method("TextIOWrapper", "__exit__", variadic=True)
def text_exit(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return text_close(arguments[0])


@method("TextIOWrapper", "isatty")
def text_isatty(self: Value) -> Value:
    return boolean(c_isatty(i32(self_stream(self).descriptor)) != 0)


@method("TextIOWrapper", "fileno")
def text_fileno(self: Value) -> Value:
    return tag_fixnum(self_stream(self).descriptor)


@method("TextIOWrapper", "readable")
def text_readable(self: Value) -> Value:
    return boolean(self_stream(self).flags & IS_WRITABLE == 0)


@method("TextIOWrapper", "writable")
def text_writable(self: Value) -> Value:
    return boolean(self_stream(self).flags & IS_WRITABLE != 0)


@method("TextIOWrapper", "seekable")
def text_seekable(self: Value) -> Value:
    return FALSE


@method("TextIOWrapper", "reconfigure", variadic=True, keywords=True)
def text_reconfigure(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Line buffering is what can be changed; the encoding stays UTF-8."""
    s = self_stream(arguments[0])
    taken = stack_array(Value, 5)
    bind_parameters(
        arguments + 1, argc - 1, names, taken, ("encoding", "errors", "newline", "line_buffering", "write_through"),
        "reconfigure", 0,
    )  # fmt: skip
    stream_flush(s)
    for i in static((3, 4)):
        if not is_word(taken[i], DEFAULT) and not is_word(taken[i], NONE):
            if is_true(taken[i]):
                s.flags = s.flags | IS_LINE_BUFFERED
            else:
                s.flags = s.flags & ~i64(IS_LINE_BUFFERED)
    return NONE


@getter("TextIOWrapper", "buffer")
def text_buffer(self: Value) -> Value:
    """The binary stream below; what has been written is flushed."""
    s = self_stream(self)
    stream_flush(s)
    if s.binary == no_value():
        s.binary = call1(get_attribute(import_absolute(name("_io")), name("_standard_buffer")), self)
    return s.binary


@getter("TextIOWrapper", "encoding")
def text_encoding(self: Value) -> Value:
    return string_from_static("utf-8")


@getter("TextIOWrapper", "errors")
def text_errors(self: Value) -> Value:
    if cast(TextStream, self).flags & IS_ESCAPING != 0:
        return string_from_static("backslashreplace")
    return string_from_static("strict")


@getter("TextIOWrapper", "newlines")
def text_newlines(self: Value) -> Value:
    return NONE


@getter("TextIOWrapper", "name")
def text_name(self: Value) -> Value:
    return cast(TextStream, self).name


@getter("TextIOWrapper", "mode")
def text_mode(self: Value) -> Value:
    return string_from_static("w" if cast(TextStream, self).flags & IS_WRITABLE != 0 else "r")


@getter("TextIOWrapper", "closed")
def text_closed(self: Value) -> Value:
    return boolean(cast(TextStream, self).flags & IS_CLOSED != 0)


@getter("TextIOWrapper", "line_buffering")
def text_line_buffering(self: Value) -> Value:
    return boolean(cast(TextStream, self).flags & IS_LINE_BUFFERED != 0)


@method("TextIOWrapper", "__repr__")
def text_repr(self: Value) -> Value:
    builder = new_builder(64)
    builder.append(string_from_static("<_io.TextIOWrapper name="))
    builder.append(py_repr(cast(TextStream, self).name))
    builder.append(string_from_static(" mode="))
    builder.append(py_repr(text_mode(self)))
    builder.append(string_from_static(" encoding='utf-8'>"))
    return builder.finish()


@fn(export=True, raises=True)
def host_flush_stream(own_name: Value) -> None:
    """Write out what is kept back of sys.stdout or sys.stderr."""
    found = namespace_get(cast(Map, world().sys), own_name)
    if not is_deleted(found) and not is_word(found, NONE):
        flush_stream(found)


@fn(export=True, raises=True)
def host_write_through() -> None:
    """Keep nothing back of what is written to sys.stdout."""
    found = system_stream("stdout")
    if is_kind(found, "pyta.text_stream"):
        cast(TextStream, found).flags |= IS_WRITE_THROUGH


@fn(export=True, raises=True)
def host_write_error(text: Value) -> None:
    """Write to sys.stderr, or to descriptor 2 where that is gone."""
    found = namespace_get(cast(Map, world().sys), name("stderr"))
    if is_deleted(found) or is_word(found, NONE):
        return
    write_to(found, cast(String, text))
    flush_stream(found)
