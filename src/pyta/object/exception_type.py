"""The exception classes' methods and attributes.

Source: the library reference, "Built-in Exceptions"; the texts are CPython's.
"""

from __future__ import annotations

import errno

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.dynamic import DynamicObject, object_get, object_keys, object_set
from corevm.kernel.list import List, list_append, list_new
from corevm.kernel.map import Map, map_keys, map_new
from corevm.kernel.number import is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at, concat_strings, string_from_static, substring
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DELETED, FALSE, NONE, TRUE, is_fixnum, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, static, u64
from pyta.object.buffer import bytes_or_none
from pyta.object.declare import getter, method, setter
from pyta.object.exception import (
    ARGS_SLOT,
    CAUSE_SLOT,
    CONTEXT_SLOT,
    FIELDS,
    SUPPRESS_SLOT,
    TRACEBACK_SLOT,
    attribute_error,
    exception_get,
    exception_set,
    exception_type,
    field_at,
    field_get,
    field_set,
    is_exception,
    new_exception,
    set_field_at,
    type_error,
)
from pyta.object.payload import payload_or_none
from pyta.object.type import (
    Type,
    class_of,
    is_deleted,
    is_subtype,
    is_type,
    namespace_get,
    namespace_set,
    type_lookup,
    type_named,
)
from pyta.object.world import name
from pyta.protocol.argument import as_size
from pyta.protocol.attribute import as_name, set_attribute
from pyta.protocol.iterate import tuple_of
from pyta.protocol.text import py_repr, py_str


@method("BaseException", "__new__", variadic=True, keywords=True, binding="static")
def exception_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc < 1 or not is_type(arguments[0]) or not is_subtype(cast(Type, arguments[0]), exception_type("BaseException")):
        shown = arguments[0] if argc > 0 and is_type(arguments[0]) else cast(Value, type_named("object"))
        raise type_error("BaseException.__new__(%N): %N is not a subtype of BaseException", shown, shown)
    given = positional_count(argc, names)
    args = array_new(given - 1)
    for i in range(given - 1):
        args.items[i] = arguments[1 + i]
    return new_exception(cast(Type, arguments[0]), args)


@fn
def positional_count(argc: i64, names: Value) -> i64:
    return argc if names == no_value() else argc - cast(Array_, names).length


@fn(raises=True)
def take_arguments(arguments: Ptr[Value], argc: i64, names: Value) -> Array_:
    """Keep the positional arguments as the exception's."""
    args = array_new(positional_count(argc, names) - 1)
    for i in range(args.length):
        args.items[i] = arguments[1 + i]
    exception_set(arguments[0], ARGS_SLOT, args)
    return args


@fn(raises=True)
def refuse_keywords(v: Value, names: Value) -> None:
    if names != no_value() and cast(Array_, names).length > 0:
        raise type_error("%T() takes no keyword arguments", v)


@method("BaseException", "__init__", variadic=True, keywords=True)
def exception_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    refuse_keywords(arguments[0], names)
    take_arguments(arguments, argc, names)
    return NONE


@method("StopIteration", "__init__", variadic=True, keywords=True)
def stop_iteration_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    refuse_keywords(arguments[0], names)
    args = take_arguments(arguments, argc, names)
    field_set(arguments[0], "StopIteration", "value", args.items[0] if args.length > 0 else NONE)
    return NONE


@method("SystemExit", "__init__", variadic=True, keywords=True)
def system_exit_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    refuse_keywords(arguments[0], names)
    args = take_arguments(arguments, argc, names)
    field_set(arguments[0], "SystemExit", "code", code_of_arguments(args))
    return NONE


@fn
def code_of_arguments(args: Array_) -> Value:
    if args.length == 1:
        return args.items[0]
    return NONE if args.length == 0 else cast(Value, args)


def _keyword_init(owner: str, taken: tuple[str, ...]) -> None:
    """The classes that take some of their attributes by keyword."""

    @method(owner, "__init__", variadic=True, keywords=True)
    def init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        e = arguments[0]
        args = take_arguments(arguments, argc, names)
        if owner == "ImportError":
            field_set(e, owner, "msg", args.items[0] if args.length == 1 else NONE)
        for field in taken:
            field_set(e, owner, field, NONE)
        if names != no_value():
            keys = cast(Array_, names)
            for i in range(keys.length):
                is_known = False
                for field in taken:
                    if keys.items[i] == name(field):
                        field_set(e, owner, field, arguments[1 + args.length + i])
                        is_known = True
                if not is_known:
                    raise type_error(f"'%S' is an invalid keyword argument for {owner}()", keys.items[i])
        return NONE


_keyword_init("ImportError", FIELDS["ImportError"][1:])
_keyword_init("NameError", ("name",))
_keyword_init("AttributeError", ("name", "obj"))


@method("SyntaxError", "__init__", variadic=True, keywords=True)
def syntax_error_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """SyntaxError(message[, (filename, lineno, offset, text[, end_lineno, end_offset])])."""
    e = arguments[0]
    refuse_keywords(e, names)
    args = take_arguments(arguments, argc, names)
    if args.length > 0:
        field_set(e, "SyntaxError", "msg", args.items[0])
    if args.length != 2:
        return NONE
    details = tuple_of(args.items[1])
    if details.length < 4:
        raise type_error("function takes at least 4 arguments (%D given)", tag_fixnum(details.length))
    if details.length > 6:
        raise type_error("function takes at most 6 arguments (%D given)", tag_fixnum(details.length))
    for i, field in static(tuple(enumerate(("filename", "lineno", "offset", "text", "end_lineno", "end_offset")))):
        if i < details.length:
            field_set(e, "SyntaxError", field, details.items[i])
    if details.length == 5:
        raise type_error("end_offset must be provided when end_lineno is provided")
    return NONE


def _unicode_init(owner: str, fields: tuple[str, ...]) -> None:
    @method(owner, "__init__", variadic=True, keywords=True)
    def init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        e = arguments[0]
        refuse_keywords(e, names)
        args = take_arguments(arguments, argc, names)
        if args.length != len(fields):
            raise type_error(f"function takes exactly {len(fields)} arguments (%D given)", tag_fixnum(args.length))
        for i, field in static(tuple(enumerate(fields))):
            given = args.items[i]
            if field in ("encoding", "reason") or (field == "object" and owner != "UnicodeDecodeError"):
                if payload_or_none(given, "str") == no_value():
                    raise type_error(f"argument {i + 1} must be str, not %T", given)
            elif field == "object":
                copied = bytes_or_none(given)
                if is_deleted(copied):
                    raise type_error("a bytes-like object is required, not '%T'", given)
                given = copied
            else:
                given = tag_fixnum(as_size(given))
            field_set(e, owner, field, given)
        return NONE


_unicode_init("UnicodeEncodeError", FIELDS["UnicodeEncodeError"])
_unicode_init("UnicodeDecodeError", FIELDS["UnicodeDecodeError"])
_unicode_init("UnicodeTranslateError", FIELDS["UnicodeTranslateError"][1:])


# --- OSError

ERRNO_CLASSES = tuple(
    (number, kind)
    for kind, names in (
        ("BlockingIOError", "EAGAIN EALREADY EINPROGRESS EWOULDBLOCK"), ("BrokenPipeError", "EPIPE ESHUTDOWN"),
        ("ChildProcessError", "ECHILD"), ("ConnectionAbortedError", "ECONNABORTED"), ("ConnectionRefusedError", "ECONNREFUSED"),
        ("ConnectionResetError", "ECONNRESET"), ("FileExistsError", "EEXIST"), ("FileNotFoundError", "ENOENT"),
        ("IsADirectoryError", "EISDIR"), ("NotADirectoryError", "ENOTDIR"), ("InterruptedError", "EINTR"),
        ("PermissionError", "EACCES EPERM"), ("ProcessLookupError", "ESRCH"), ("TimeoutError", "ETIMEDOUT"),
    )
    for number in sorted({getattr(errno, n) for n in names.split()})
)  # fmt: skip


@fn(raises=True)
def is_initialised_later(t: Type) -> bool:
    """Whether OSError's __init__, not its __new__, takes the arguments: a derived class has an __init__ only."""
    base = exception_type("OSError")
    has_init = type_lookup(t, name("__init__")) != type_lookup(base, name("__init__"))
    return has_init and type_lookup(t, name("__new__")) == type_lookup(base, name("__new__"))


@method("OSError", "__new__", variadic=True, keywords=True, binding="static")
def os_error_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    t = cast(Type, arguments[0])
    if is_initialised_later(t):
        return new_exception(t, array_new(0))
    if names != no_value() and cast(Array_, names).length > 0:
        raise type_error("%N() takes no keyword arguments", t)
    if cast(u64, t) == cast(u64, exception_type("OSError")) and argc >= 3 and argc <= 6:
        for number, kind in static(ERRNO_CLASSES):
            if arguments[1] == tag_fixnum(number):
                t = exception_type(kind)
    made = new_exception(t, NONE)
    arguments[0] = made
    take_os_error(arguments, argc)
    arguments[0] = t
    return made


@method("OSError", "__init__", variadic=True, keywords=True)
def os_error_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if is_initialised_later(class_of(arguments[0])):
        refuse_keywords(arguments[0], names)
        take_os_error(arguments, argc)
    return NONE


@fn(raises=True)
def take_os_error(arguments: Ptr[Value], argc: i64) -> None:
    """OSError(errno, strerror[, filename[, winerror[, filename2]]])."""
    e = arguments[0]
    args = take_arguments(arguments, argc, no_value())
    if args.length < 2 or args.length > 5:
        return
    field_set(e, "OSError", "errno", args.items[0])
    field_set(e, "OSError", "strerror", args.items[1])
    if args.length == 2 or is_word(args.items[2], NONE):
        return
    if is_subtype(class_of(e), exception_type("BlockingIOError")) and is_fixnum(args.items[2]):
        field_set(e, "OSError", "characters_written", args.items[2])
        return
    field_set(e, "OSError", "filename", args.items[2])
    if args.length == 5 and not is_word(args.items[4], NONE):
        field_set(e, "OSError", "filename2", args.items[4])
    kept = array_new(2)
    kept.items[0] = args.items[0]
    kept.items[1] = args.items[1]
    exception_set(e, ARGS_SLOT, kept)


@method("OSError", "__reduce__")
def os_error_reduce(self: Value) -> Value:
    """The file names are put back among the arguments."""
    args = exception_args(self)
    file = field_get(self, "OSError", "filename")
    if args.length == 2 and file != no_value():
        other = field_get(self, "OSError", "filename2")
        full = array_new(3 if other == no_value() else 5)
        full.items[0] = args.items[0]
        full.items[1] = args.items[1]
        full.items[2] = file
        if other != no_value():
            full.items[3] = NONE
            full.items[4] = other
        args = full
    return reduced(self, args, plain_state(self))


@method("ImportError", "__reduce__")
def import_error_reduce(self: Value) -> Value:
    state = plain_state(self)
    for field in static(FIELDS["ImportError"][1:]):
        held = field_get(self, "ImportError", field)
        if held != no_value() and not is_word(held, NONE):
            if is_word(state, NONE):
                state = map_new()
            namespace_set(cast(Map, state), name(field), held)
    return reduced(self, exception_args(self), state)


@method("BaseException", "__reduce__")
def exception_reduce(self: Value) -> Value:
    return reduced(self, exception_args(self), plain_state(self))


@fn(raises=True)
def reduced(e: Value, args: Array_, state: Value) -> Value:
    made = array_new(2 if is_word(state, NONE) else 3)
    made.items[0] = class_of(e)
    made.items[1] = args
    if not is_word(state, NONE):
        made.items[2] = state
    return made


@fn(raises=True)
def plain_state(e: Value) -> Value:
    """A copy of the attributes as a dict, or None."""
    keys = object_keys(cast(DynamicObject, e))
    if keys.length == 0:
        return NONE
    made = map_new()
    for i in range(keys.length):
        namespace_set(made, keys.items[i], object_get(cast(DynamicObject, e), keys.items[i]))
    return made


@method("BaseException", "__setstate__")
def exception_setstate(self: Value, state: Value) -> Value:
    if is_word(state, NONE):
        return NONE
    given = payload_or_none(state, "dict")
    if given == no_value():
        raise type_error("state is not a dictionary")
    keys = map_keys(cast(Map, given))
    for i in range(keys.length):
        set_attribute(self, as_name(keys.items[i]), namespace_get(cast(Map, given), keys.items[i]))
    return NONE


# --- texts


@method("BaseException", "__str__")
def exception_str(self: Value) -> Value:
    args = exception_args(self)
    if args.length == 0:
        return string_from_static("")
    if args.length == 1:
        return py_str(args.items[0])
    return py_repr(args)


@fn
def exception_args(e: Value) -> Array_:
    return cast(Array_, exception_get(e, ARGS_SLOT))


@method("BaseException", "__repr__")
def exception_repr(self: Value) -> Value:
    args = exception_args(self)
    head = cast(String, class_of(self).name)
    if args.length == 1:
        text = concat_strings(concat_strings(head, string_from_static("(")), py_repr(args.items[0]))
        return concat_strings(text, string_from_static(")"))
    if args.length == 0:
        return concat_strings(head, string_from_static("()"))
    return concat_strings(head, py_repr(args))


@method("KeyError", "__str__")
def key_error_str(self: Value) -> Value:
    """One argument is shown by its repr."""
    args = exception_args(self)
    if args.length == 1:
        return py_repr(args.items[0])
    return exception_str(self)


@method("OSError", "__str__")
def os_error_str(self: Value) -> Value:
    number = field_get(self, "OSError", "errno")
    text = field_get(self, "OSError", "strerror")
    file = field_get(self, "OSError", "filename")
    other = field_get(self, "OSError", "filename2")
    if file == no_value() and (number == no_value() or text == no_value()):
        return exception_str(self)
    builder = new_builder(32)
    builder.append(string_from_static("[Errno "))
    builder.append(cast(String, py_str(NONE if number == no_value() else number)))
    builder.append(string_from_static("] "))
    builder.append(cast(String, py_str(NONE if text == no_value() else text)))
    if file != no_value():
        builder.append(string_from_static(": "))
        builder.append(cast(String, py_repr(file)))
    if other != no_value():
        builder.append(string_from_static(" -> "))
        builder.append(cast(String, py_repr(other)))
    return builder.finish()


@method("ImportError", "__str__")
def import_error_str(self: Value) -> Value:
    text = field_get(self, "ImportError", "msg")
    return text if is_kind(text, "string") else exception_str(self)


@method("SyntaxError", "__str__")
def syntax_error_str(self: Value) -> Value:
    """The message, with the file's last part and the line where they are known."""
    text = field_get(self, "SyntaxError", "msg")
    shown = cast(String, py_str(NONE if text == no_value() else text))
    file = field_get(self, "SyntaxError", "filename")
    line = field_get(self, "SyntaxError", "lineno")
    has_file = is_kind(file, "string")
    has_line = line != no_value() and is_integer(line)
    if not has_file and not has_line:
        return shown
    builder = new_builder(32)
    builder.append(shown)
    builder.append(string_from_static(" ("))
    if has_file:
        whole = cast(String, file)
        start = whole.count
        while start > 0 and code_at(whole, start - 1) != 0x2F:
            start -= 1
        builder.append(substring(whole, start, whole.count))
        if has_line:
            builder.append(string_from_static(", "))
    if has_line:
        builder.append(string_from_static("line "))
        builder.append(cast(String, py_repr(line)))
    builder.append(string_from_static(")"))
    return builder.finish()


# --- attributes


@fn(raises=True)
def check_kept(value: Value, key: static) -> None:
    if is_word(value, DELETED):
        raise type_error(f"{key} may not be deleted")


def _slot_getter(key: str, slot: int) -> None:
    @getter("BaseException", key)
    def get(self: Value) -> Value:
        return exception_get(self, slot)


for _key, _slot in (
    ("args", ARGS_SLOT), ("__traceback__", TRACEBACK_SLOT), ("__cause__", CAUSE_SLOT), ("__context__", CONTEXT_SLOT),
    ("__suppress_context__", SUPPRESS_SLOT),
):  # fmt: skip
    _slot_getter(_key, _slot)


@setter("BaseException", "args")
def set_args(self: Value, value: Value) -> Value:
    check_kept(value, "args")
    exception_set(self, ARGS_SLOT, tuple_of(value))
    return NONE


@setter("BaseException", "__traceback__")
def set_traceback(self: Value, value: Value) -> Value:
    check_kept(value, "__traceback__")
    if not is_word(value, NONE) and not is_kind(value, "pyta.traceback"):
        raise type_error("__traceback__ must be a traceback or None")
    exception_set(self, TRACEBACK_SLOT, value)
    return NONE


@setter("BaseException", "__cause__")
def set_cause(self: Value, value: Value) -> Value:
    check_kept(value, "__cause__")
    if not is_word(value, NONE) and not is_exception(value):
        raise type_error("exception cause must be None or derive from BaseException")
    exception_set(self, CAUSE_SLOT, value)
    exception_set(self, SUPPRESS_SLOT, TRUE)
    return NONE


@setter("BaseException", "__context__")
def set_context_attribute(self: Value, value: Value) -> Value:
    check_kept(value, "__context__")
    if not is_word(value, NONE) and not is_exception(value):
        raise type_error("exception context must be None or derive from BaseException")
    exception_set(self, CONTEXT_SLOT, value)
    return NONE


@setter("BaseException", "__suppress_context__")
def set_suppress_context(self: Value, value: Value) -> Value:
    if is_word(value, DELETED):
        raise type_error("can't delete numeric/char attribute")
    if not is_word(value, TRUE) and not is_word(value, FALSE):
        raise type_error("attribute value type must be bool")
    exception_set(self, SUPPRESS_SLOT, value)
    return NONE


def _field(owner: str, index: int, key: str) -> None:
    @getter(owner, key)
    def get(self: Value) -> Value:
        held = field_at(self, index)
        if held != no_value():
            return held
        if owner == "StopIteration" or owner == "SystemExit":  # made by the kernel, without __init__
            return code_of_arguments(exception_args(self))
        if key == "characters_written":
            raise attribute_error("characters_written")
        return NONE

    @setter(owner, key)
    def put(self: Value, value: Value) -> Value:
        set_field_at(self, len(FIELDS[owner]), index, no_value() if is_word(value, DELETED) else value)
        return NONE


for _owner, _keys in FIELDS.items():
    for _index, _key in enumerate(_keys):
        if _owner != "UnicodeTranslateError" or _key != "encoding":
            _field(_owner, _index, _key)


@method("BaseException", "with_traceback")
def exception_with_traceback(self: Value, traceback: Value) -> Value:
    if not is_word(traceback, NONE) and not is_kind(traceback, "pyta.traceback"):
        raise type_error("__traceback__ must be a traceback or None")
    exception_set(self, TRACEBACK_SLOT, traceback)
    return self


@method("BaseException", "add_note")
def exception_add_note(self: Value, note: Value) -> Value:
    if not is_kind(note, "string"):
        raise type_error("note must be a str, not '%T'", note)
    o = cast(DynamicObject, self)
    notes = object_get(o, name("__notes__"))
    if is_deleted(notes):
        notes = list_new()
        object_set(o, name("__notes__"), notes)
    list_append(cast(List, notes), note)
    return NONE
