"""Exceptions: dynamic objects with six hidden slots, and how kernel code raises them.

    raise type_error("'%T' object is not callable", callee)

In a message %T is the type's name of the next value, %S a string, %N a type's own name, %R its repr, %D a small integer, %% a percent sign.
"""

from __future__ import annotations

import sys
from typing import Any

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import NativeFunction
from corevm.kernel.dynamic import DynamicObject, object_get_slot, object_set_slot
from corevm.kernel.error import ERROR_KINDS
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, equal_strings, string_from_utf8
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.thread import SCRATCH_HANDLED, thread
from corevm.kernel.utf8 import STRICT
from corevm.kernel.value import FALSE, NONE, Word, is_fixnum, is_word, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, stack_array, static, table, truncated_div, u8, u64
from pyta.object.declare import TYPE_INDEX, declare_type
from pyta.object.native_error import refused_arguments
from pyta.object.type import IS_EXCEPTION, Type, class_of, namespace_get, new_instance, type_lookup
from pyta.object.wording import IS_3_13
from pyta.object.world import name, world

ARGS_SLOT, TRACEBACK_SLOT, CAUSE_SLOT, CONTEXT_SLOT, SUPPRESS_SLOT, EXTRA_SLOT = range(6)  # extra: what a class has of its own, or 0
HIDDEN_NAMES = ("\x01args", "\x01traceback", "\x01cause", "\x01context", "\x01suppress", "\x01extra")

# name, base: the hierarchy of the library reference ("Built-in Exceptions")
EXCEPTIONS: tuple[tuple[str, str], ...] = (
    ("BaseException", "object"), ("SystemExit", "BaseException"), ("KeyboardInterrupt", "BaseException"),
    ("GeneratorExit", "BaseException"), ("BaseExceptionGroup", "BaseException"), ("Exception", "BaseException"),
    ("StopIteration", "Exception"), ("StopAsyncIteration", "Exception"), ("ArithmeticError", "Exception"),
    ("FloatingPointError", "ArithmeticError"), ("OverflowError", "ArithmeticError"),
    ("ZeroDivisionError", "ArithmeticError"), ("AssertionError", "Exception"), ("AttributeError", "Exception"),
    ("BufferError", "Exception"), ("EOFError", "Exception"), ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"), ("LookupError", "Exception"), ("IndexError", "LookupError"),
    ("KeyError", "LookupError"), ("MemoryError", "Exception"), ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"), ("OSError", "Exception"), ("BlockingIOError", "OSError"),
    ("ChildProcessError", "OSError"), ("ConnectionError", "OSError"), ("BrokenPipeError", "ConnectionError"),
    ("ConnectionAbortedError", "ConnectionError"), ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"), ("FileExistsError", "OSError"), ("FileNotFoundError", "OSError"),
    ("InterruptedError", "OSError"), ("IsADirectoryError", "OSError"), ("NotADirectoryError", "OSError"),
    ("PermissionError", "OSError"), ("ProcessLookupError", "OSError"), ("TimeoutError", "OSError"),
    ("ReferenceError", "Exception"), ("RuntimeError", "Exception"), ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"), ("SyntaxError", "Exception"), ("IndentationError", "SyntaxError"),
    ("TabError", "IndentationError"), ("SystemError", "Exception"), ("TypeError", "Exception"),
    ("ValueError", "Exception"), ("UnicodeError", "ValueError"), ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"), ("UnicodeTranslateError", "UnicodeError"), ("Warning", "Exception"),
    ("DeprecationWarning", "Warning"), ("PendingDeprecationWarning", "Warning"), ("RuntimeWarning", "Warning"),
    ("SyntaxWarning", "Warning"), ("UserWarning", "Warning"), ("FutureWarning", "Warning"), ("ImportWarning", "Warning"),
    ("UnicodeWarning", "Warning"), ("BytesWarning", "Warning"), ("ResourceWarning", "Warning"),
    ("EncodingWarning", "Warning"),
    *((("PythonFinalizationError", "RuntimeError"), ("_IncompleteInputError", "SyntaxError")) if IS_3_13 else ()),
)  # fmt: skip
EXCEPTION_NAMES = frozenset(n for n, _ in EXCEPTIONS)
NAME_FROM = ("name_from",) if sys.version_info >= (3, 12) else ()  # what `from ... import` did not find

# Attributes that classes have of their own: an instance keeps their values in an array in its slot `extra`, 0 for what is not set.
FIELDS: dict[str, tuple[str, ...]] = {
    "StopIteration": ("value",), "SystemExit": ("code",), "ImportError": ("msg", "name", "path", *NAME_FROM), "NameError": ("name",),
    "AttributeError": ("name", "obj"), "OSError": ("errno", "strerror", "filename", "filename2", "characters_written"),
    "SyntaxError": ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line"),
    "UnicodeDecodeError": ("encoding", "object", "start", "end", "reason"),
    "UnicodeEncodeError": ("encoding", "object", "start", "end", "reason"),
    "UnicodeTranslateError": ("encoding", "object", "start", "end", "reason"),
}  # fmt: skip

# kernel error kind -> exception
OF_KIND: dict[str, str] = {
    "internal": "SystemError", "type": "TypeError", "value": "ValueError", "index": "IndexError", "key": "KeyError",
    "overflow": "OverflowError", "zero_division": "ZeroDivisionError", "memory": "MemoryError",
    "recursion": "RecursionError", "runtime": "RuntimeError", "attribute": "AttributeError", "name": "NameError",
    "unbound_local": "UnboundLocalError", "stop_iteration": "StopIteration", "assertion": "AssertionError",
    "os": "OSError", "import": "ImportError", "syntax": "SyntaxError", "unicode_decode": "UnicodeDecodeError",
    "unicode_encode": "UnicodeEncodeError", "buffer": "BufferError", "not_implemented": "NotImplementedError",
    "system": "SystemError", "interrupt": "KeyboardInterrupt", "limit": "SystemExit", "killed": "SystemExit",
    "reference": "ReferenceError", "lookup": "LookupError", "arithmetic": "ArithmeticError",
    "end_of_file": "EOFError", "floating_point": "FloatingPointError", "timeout": "TimeoutError",
}  # fmt: skip


def declare_exceptions() -> None:
    for own_name, base in EXCEPTIONS:
        declare_type(own_name, base=base)


@inline
def exception_type(text: static) -> Type:
    return cast(Type, world().types[TYPE_INDEX[text]])


@inline
def is_exception(v: Value) -> bool:
    return is_kind(v, "object") and class_of(v).flags & IS_EXCEPTION != 0


@inline
def is_exception_type(v: Value) -> bool:
    return is_kind(v, "pyta.type") and cast(Type, v).flags & IS_EXCEPTION != 0


@inline
def exception_get(e: Value, slot: static) -> Value:
    return object_get_slot(cast(DynamicObject, e), slot)


@inline
def exception_set(e: Value, slot: static, v: Value) -> None:
    object_set_slot(cast(DynamicObject, e), slot, v)


@inline
def field_get(e: Value, owner: static, field: static) -> Value:
    """An attribute of an `owner`'s own, or 0."""
    return field_at(e, FIELDS[owner].index(field))


@inline(raises=True)
def field_set(e: Value, owner: static, field: static, v: Value) -> None:
    set_field_at(e, len(FIELDS[owner]), FIELDS[owner].index(field), v)


@fn
def field_at(e: Value, index: i64) -> Value:
    held = exception_get(e, EXTRA_SLOT)
    return cast(Array_, held).items[index] if is_kind(held, "array") and index < cast(Array_, held).length else no_value()


@fn(raises=True)
def set_field_at(e: Value, count: i64, index: i64, v: Value) -> None:
    if not is_kind(exception_get(e, EXTRA_SLOT), "array"):
        exception_set(e, EXTRA_SLOT, array_new(count))
    held = cast(Array_, exception_get(e, EXTRA_SLOT))
    if index < held.length:
        held.items[index] = v


@fn(raises=True)
def new_exception(t: Type, args: Value) -> Value:
    """An instance with its hidden slots set: no __init__ is run."""
    made = new_instance(t)
    exception_set(made, ARGS_SLOT, args)
    exception_set(made, TRACEBACK_SLOT, NONE)
    exception_set(made, CAUSE_SLOT, NONE)
    exception_set(made, CONTEXT_SLOT, NONE)
    exception_set(made, SUPPRESS_SLOT, FALSE)
    return made


@fn(raises=True)
def exception_with(t: Type, argument: Value) -> Value:
    """An exception with one argument; the handled exception becomes its context."""
    args = array_new(1)
    args.items[0] = argument
    made = new_exception(t, args)
    set_context(made)
    return made


@fn
def set_context(e: Value) -> None:
    """__context__ = the handled exception, unless that is e itself (a cycle is cut)."""
    handled = cast(Value, thread().scratch[SCRATCH_HANDLED])
    if cast(u64, handled) == 0 or is_word(handled, NONE) or handled == e:
        return
    link = handled
    while is_exception(link):  # break a chain that would come back to e
        after = exception_get(link, CONTEXT_SLOT)
        if after == e:
            exception_set(link, CONTEXT_SLOT, NONE)
            break
        link = after
    exception_set(e, CONTEXT_SLOT, handled)


# --- messages


@fn(raises=True)
def format_message(text: Ptr[u8], a: Value, b: Value, c: Value) -> Value:
    builder = new_builder(64)
    arguments = stack_array(Value, 3)
    arguments[0], arguments[1], arguments[2] = a, b, c
    taken: i64 = 0
    at: i64 = 0
    while text[at] != 0:
        if text[at] != 0x25:
            start = at
            while text[at] != 0 and text[at] != 0x25:
                at += 1
            builder.append(string_from_utf8(text + start, at - start, STRICT))
            continue
        what = text[at + 1]
        at += 2
        if what == 0x25:
            builder.append_code(0x25)
            continue
        v = arguments[taken]
        taken += 1
        append_argument(builder, what, v)
    return builder.finish()


@fn(raises=True)
def append_argument(builder: StringBuilder, what: u8, v: Value) -> None:
    if what == 0x54:  # T
        append_type_name(builder, class_of(v))
    elif what == 0x4E:  # N
        append_type_name(builder, cast(Type, v))
    elif what == 0x53:  # S
        if is_kind(v, "string"):
            builder.append(cast(String, v))
    elif what == 0x44:  # D
        append_number(builder, untag_fixnum(v) if is_fixnum(v) else 0)
    else:
        append_repr(builder, v)


@fn(raises=True)
def append_type_name(builder: StringBuilder, t: Type) -> None:
    """As CPython's messages have it: with the module for types of native modules, without for builtin types and classes."""
    if t.index >= 0:
        module = namespace_get(t.namespace, name("__module__"))
        if is_kind(module, "string") and not equal_strings(cast(String, module), cast(String, name("builtins"))):
            builder.append(cast(String, module))
            builder.append_code(0x2E)
    builder.append(cast(String, t.name))


@fn(raises=True)
def append_number(builder: StringBuilder, number: i64) -> None:
    if number < 0:
        builder.append_code(0x2D)
        number = -number
    digits = stack_array(u8, 24)
    at: i64 = 24
    while True:
        at -= 1
        digits[at] = u8(0x30 + number % 10)
        number = truncated_div(number, 10)
        if number == 0:
            break
    builder.append_ascii(digits + at, 24 - at)


@fn(raises=True)
def append_repr(builder: StringBuilder, v: Value) -> None:
    arguments = stack_array(Value, 1)
    arguments[0] = v
    text = call_value(type_lookup(class_of(v), name("__repr__")), arguments, 1, no_value())
    if is_kind(text, "string"):
        builder.append(cast(String, text))


@fn(raises=True, cold=True)
def make_exception(type_index: i64, text: Ptr[u8], a: Value, b: Value, c: Value) -> Value:
    return exception_with(cast(Type, world().types[type_index]), format_message(text, a, b, c))


NOTHING = Word(0)


def _maker(kind: str) -> Any:
    """`type_error(text, a, b, c)`: an exception of a kind with a formatted message, for `raise`."""

    @inline(raises=True, name=f"pyta.object.exception.{kind}")
    def make(text: Ptr[u8], a: Value = NOTHING, b: Value = NOTHING, c: Value = NOTHING) -> Value:
        return make_exception(TYPE_INDEX[kind], text, a, b, c)

    return make


declare_type("object")
declare_exceptions()
type_error, value_error, attribute_error, name_error = (
    _maker(k) for k in ("TypeError", "ValueError", "AttributeError", "NameError")
)
index_error, key_message_error, runtime_error, overflow_error = (
    _maker(k) for k in ("IndexError", "KeyError", "RuntimeError", "OverflowError")
)
unbound_local_error, zero_division_error, import_error, os_error = (
    _maker(k) for k in ("UnboundLocalError", "ZeroDivisionError", "ImportError", "OSError")
)
system_error, not_implemented_error, recursion_error, assertion_error = (
    _maker(k) for k in ("SystemError", "NotImplementedError", "RecursionError", "AssertionError")
)


@fn(raises=True, cold=True)
def undefined_name(text: Ptr[u8], key: Value) -> Value:
    """A NameError that knows which name it is about."""
    made = name_error(text, key)
    field_set(made, "NameError", "name", key)
    return made


lookup_error, buffer_error, memory_error, eof_error = (
    _maker(k) for k in ("LookupError", "BufferError", "MemoryError", "EOFError")
)


@fn(raises=True)
def key_error(key: Value) -> Value:
    return exception_with(exception_type("KeyError"), key)


@fn(raises=True)
def stop_iteration(value: Value) -> Value:
    """StopIteration(value), or StopIteration() for None."""
    if is_word(value, NONE):
        return new_exception(exception_type("StopIteration"), array_new(0))
    return exception_with(exception_type("StopIteration"), value)


KIND_TYPES = table(i64, [TYPE_INDEX[OF_KIND[k]] for k in ERROR_KINDS])


INITIALISER_TEXT = "__init__() should return None, not '%T'"


@fn(raises=True)
def hook_make_error(kind: i64, text: Ptr[u8], argument: Value) -> Value:
    """The kernel's hook: the exception for one of its errors."""
    t = cast(Type, world().types[KIND_TYPES[kind]])
    if kind == ERROR_KINDS.index("memory") and cast(u64, world().memory_error) != 0:
        return world().memory_error
    if kind == ERROR_KINDS.index("stop_iteration"):
        return stop_iteration(argument if cast(u64, argument) != 0 else NONE)
    if kind == ERROR_KINDS.index("key") and cast(u64, argument) != 0:
        return exception_with(t, argument)
    if kind == ERROR_KINDS.index("type") and is_kind(argument, "native_function"):
        return exception_with(t, refused_arguments(cast(NativeFunction, argument)))
    if kind == ERROR_KINDS.index("type") and text[0] == 0x5F:  # "__init__() should return None"
        text = cast(Ptr[u8], INITIALISER_TEXT)
    return exception_with(t, format_message(text, argument, argument, argument))
