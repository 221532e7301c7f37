"""The exception classes' methods and attributes.

Source: the library reference, "Built-in Exceptions"; the texts are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.dynamic import DynamicObject, object_get, object_set
from corevm.kernel.list import List, list_append, list_new
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, FALSE, NONE, TRUE, is_fixnum, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, static
from pyta.object.declare import getter, method
from pyta.object.exception import (
    ARGS_SLOT,
    CAUSE_SLOT,
    CONTEXT_SLOT,
    SUPPRESS_SLOT,
    TRACEBACK_SLOT,
    exception_get,
    exception_set,
    exception_type,
    is_exception,
    new_exception,
    type_error,
)
from pyta.object.name import NAME_INDEX
from pyta.object.type import Type, class_of, is_deleted, is_subtype, is_type
from pyta.object.world import name
from pyta.protocol.attribute import as_name, generic_set, no_attribute
from pyta.protocol.iterate import tuple_of
from pyta.protocol.text import py_repr, py_str


@method("BaseException", "__new__", variadic=True, keywords=True, binding="static")
def exception_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    given = positional_count(argc, names)
    args = array_new(given - 1)
    for i in range(given - 1):
        args.items[i] = arguments[1 + i]
    return new_exception(cast(Type, arguments[0]), args)


@fn
def positional_count(argc: i64, names: Value) -> i64:
    return argc if names == no_value() else argc - cast(Array_, names).length


@method("BaseException", "__init__", variadic=True, keywords=True)
def exception_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Keep the arguments; the attributes some classes take by keyword are set."""
    e = arguments[0]
    given = positional_count(argc, names)
    args = array_new(given - 1)
    for i in range(given - 1):
        args.items[i] = arguments[1 + i]
    exception_set(e, ARGS_SLOT, args)
    if names != no_value():
        keys = cast(Array_, names)
        takes = is_subtype(class_of(e), exception_type("ImportError")) or is_subtype(class_of(e), exception_type("NameError"))
        takes = takes or is_subtype(class_of(e), exception_type("AttributeError"))
        if not takes:
            raise type_error("%T() takes no keyword arguments", e)
        for i in range(keys.length):
            object_set(cast(DynamicObject, e), keys.items[i], arguments[given + i])
    if is_subtype(class_of(e), exception_type("OSError")):
        os_error_init(e, args)
    elif is_subtype(class_of(e), exception_type("SyntaxError")):
        syntax_error_init(e, args)
    elif is_subtype(class_of(e), exception_type("UnicodeError")):
        unicode_error_init(e, args)
    return NONE


@fn(raises=True)
def set_field(e: Value, key: Value, v: Value) -> None:
    object_set(cast(DynamicObject, e), key, v)


@fn(raises=True)
def os_error_init(e: Value, args: Array_) -> None:
    if args.length < 2 or args.length > 5:
        return
    set_field(e, name("errno"), args.items[0])
    set_field(e, name("strerror"), args.items[1])
    if args.length > 2:
        set_field(e, name("filename"), args.items[2])
        kept = array_new(2)
        kept.items[0] = args.items[0]
        kept.items[1] = args.items[1]
        exception_set(e, ARGS_SLOT, kept)


@fn(raises=True)
def syntax_error_init(e: Value, args: Array_) -> None:
    set_field(e, name("msg"), args.items[0] if args.length > 0 else NONE)
    if args.length < 2:
        return
    details = tuple_of(args.items[1])
    fields = tuple4(name("filename"), name("lineno"), name("offset"), name("text"))
    for i in range(4):
        if i < details.length:
            set_field(e, fields.items[i], details.items[i])
    if details.length > 4:
        set_field(e, name("end_lineno"), details.items[4])
    if details.length > 5:
        set_field(e, name("end_offset"), details.items[5])


@fn(raises=True)
def tuple4(a: Value, b: Value, c: Value, d: Value) -> Array_:
    made = array_new(4)
    made.items[0] = a
    made.items[1] = b
    made.items[2] = c
    made.items[3] = d
    return made


@fn(raises=True)
def unicode_error_init(e: Value, args: Array_) -> None:
    if args.length == 5:
        fields = tuple4(name("encoding"), name("object"), name("start"), name("end"))
        for i in range(4):
            set_field(e, fields.items[i], args.items[i])
        set_field(e, name("reason"), args.items[4])


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
    number = object_get(cast(DynamicObject, self), name("errno"))
    if is_deleted(number):
        return exception_str(self)
    builder = new_builder(32)
    builder.append(string_from_static("[Errno "))
    builder.append(py_str(number))
    builder.append(string_from_static("] "))
    builder.append(py_str(object_get(cast(DynamicObject, self), name("strerror"))))
    file = object_get(cast(DynamicObject, self), name("filename"))
    if not is_deleted(file) and not is_word(file, NONE):
        builder.append(string_from_static(": "))
        builder.append(py_repr(file))
    return builder.finish()


def _slot_getter(key: str, slot: int) -> None:
    @getter("BaseException", key)
    def get(self: Value) -> Value:
        return exception_get(self, slot)


for _key, _slot in (
    ("args", ARGS_SLOT), ("__traceback__", TRACEBACK_SLOT), ("__cause__", CAUSE_SLOT), ("__context__", CONTEXT_SLOT),
    ("__suppress_context__", SUPPRESS_SLOT),
):  # fmt: skip
    _slot_getter(_key, _slot)


@method("BaseException", "__setattr__")
def exception_setattr(self: Value, key: Value, value: Value) -> Value:
    """The hidden slots are set by name; everything else is an ordinary attribute."""
    own = as_name(key)
    if own == name("args"):
        exception_set(self, ARGS_SLOT, tuple_of(value))
    elif own == name("__traceback__"):
        if not is_word(value, NONE) and not is_kind(value, "pyta.traceback"):
            raise type_error("__traceback__ must be a traceback or None")
        exception_set(self, TRACEBACK_SLOT, value)
    elif own == name("__cause__"):
        if not is_word(value, NONE) and not is_exception(value):
            raise type_error("exception cause must be None or derive from BaseException")
        exception_set(self, CAUSE_SLOT, value)
        exception_set(self, SUPPRESS_SLOT, TRUE)
    elif own == name("__context__"):
        if not is_word(value, NONE) and not is_exception(value):
            raise type_error("exception context must be None or derive from BaseException")
        exception_set(self, CONTEXT_SLOT, value)
    elif own == name("__suppress_context__"):
        exception_set(self, SUPPRESS_SLOT, value)
    else:
        generic_set(self, own, value)
    return NONE


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


@fn
def argument_or_none(e: Value, index: i64) -> Value:
    args = exception_args(e)
    return args.items[index] if index < args.length else NONE


@getter("StopIteration", "value")
def stop_iteration_value(self: Value) -> Value:
    return argument_or_none(self, 0)


@getter("SystemExit", "code")
def system_exit_code(self: Value) -> Value:
    args = exception_args(self)
    if args.length > 1:
        return args
    return argument_or_none(self, 0)


def _field_getter(owner: str) -> None:
    """An attribute that is None until it is set."""

    @method(owner, "__getattr__")
    def get(self: Value, key: Value) -> Value:
        own = as_name(key)
        for field in FIELDS[owner]:
            if own == name(field):
                return NONE
        raise no_attribute(self, own)


FIELDS = {
    "OSError": ("errno", "strerror", "filename", "filename2", "characters_written"),
    "ImportError": ("name", "path", "msg", "name_from"),
    "SyntaxError": ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line"),
    "NameError": ("name",),
    "AttributeError": ("name", "obj"),
    "UnicodeError": ("encoding", "object", "start", "end", "reason"),
}
FIELDS = {owner: tuple(f for f in fields if f in NAME_INDEX) for owner, fields in FIELDS.items()}
for _owner in FIELDS:
    _field_getter(_owner)

__all__ = ["DEFAULT", "FALSE", "Map", "is_fixnum", "is_type", "static"]
