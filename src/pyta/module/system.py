"""The sys module: what is native of it. What is rarely asked for is made by pyta/lib/_pyta_sys.py, by the module's `__getattr__`."""

from __future__ import annotations

import sys

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.call import call_value
from corevm.kernel.frame import limit_frames, total_depth
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, equal_strings, string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.thread import SCRATCH_HANDLED, thread
from corevm.kernel.value import DEFAULT, FALSE, NONE, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, static
from pyta.module.stream import make_standard_streams, system_stream, write_to
from pyta.object.declare import function
from pyta.object.exception import (
    TRACEBACK_SLOT,
    exception_get,
    exception_type,
    is_exception,
    new_exception,
    recursion_error,
    type_error,
    value_error,
)
from pyta.object.type import Type, class_of, is_deleted, namespace_get, namespace_set
from pyta.object.world import TYPE_LIMIT, name, world
from pyta.protocol.argument import as_size
from pyta.protocol.attribute import get_attribute, no_attribute
from pyta.protocol.importing import import_absolute
from pyta.protocol.text import py_repr

FIRST_FRAME_LIMIT, MOST_FRAMES = 1000, (1 << 31) - 1
TEXTS = (("byteorder", "little"), ("platform", "linux"), ("float_repr_style", "short"))
NUMBERS = (("maxsize", (1 << 63) - 1), ("maxunicode", 0x10FFFF), ("api_version", 1013))


@fn(export=True, raises=True)
def host_start() -> None:
    """The part of a start that needs the modules: sys and its streams."""
    w = world()
    w.sys_module = namespace_get(cast(Map, w.modules), name("sys"))
    w.own_import = namespace_get(cast(Map, w.builtins), name("__import__"))
    make_standard_streams()
    limit_frames(FIRST_FRAME_LIMIT)
    space = cast(Map, w.sys)
    for key, text in static(TEXTS):
        namespace_set(space, intern(string_from_static(key)), string_from_static(text))
    for key, number in static(NUMBERS):
        namespace_set(space, intern(string_from_static(key)), int_from_i64(number))


@function("sys", "exit", optional=1)
def sys_exit(status: Value) -> Value:
    """Raise SystemExit(status)."""
    args = array_new(0)
    if not is_word(status, DEFAULT):
        args = array_new(1)
        args.items[0] = status
    raise new_exception(exception_type("SystemExit"), args)


@fn
def handled_exception() -> Value:
    """The exception being handled, or None."""
    e = cast(Value, thread().scratch[SCRATCH_HANDLED])
    return NONE if e == no_value() else e


@function("sys", "exception")
def sys_exception() -> Value:
    return handled_exception()


@function("sys", "exc_info")
def sys_exc_info() -> Value:
    e = handled_exception()
    made = array_new(3)
    made.items[0] = NONE
    made.items[1] = NONE
    made.items[2] = NONE
    if is_exception(e):
        made.items[0] = class_of(e)
        made.items[1] = e
        made.items[2] = exception_get(e, TRACEBACK_SLOT)
    return made


@function("sys", "getrecursionlimit")
def sys_getrecursionlimit() -> Value:
    return tag_fixnum(thread().frame_limit)


@function("sys", "setrecursionlimit")
def sys_setrecursionlimit(limit: Value) -> Value:
    """How many frames there may be at a time."""
    n = as_size(limit)
    if n < 1:
        raise value_error("recursion limit must be greater or equal than 1")
    if n > MOST_FRAMES:
        n = MOST_FRAMES
    if not limit_frames(n):
        depth = total_depth(thread().base)
        raise recursion_error(
            "cannot set the recursion limit to %D at the recursion depth %D: the limit is too low", tag_fixnum(n), tag_fixnum(depth)
        )
    return NONE


@function("builtins", "open", variadic=True, keywords=True)
def py_open(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """io.open, which takes this function's place when it is first called."""
    found = get_attribute(import_absolute(name("_io")), name("open"))
    namespace_set(cast(Map, world().builtins), name("open"), found)
    return call_value(found, arguments, argc, names)


@function("builtins", "exit", "quit", optional=1)
def py_exit(status: Value) -> Value:
    """What `site` puts among the builtins."""
    args = array_new(1)
    args.items[0] = NONE if is_word(status, DEFAULT) else status
    raise new_exception(exception_type("SystemExit"), args)


@function("sys", "intern")
def sys_intern(s: Value) -> Value:
    if not is_kind(s, "string"):
        raise type_error("intern() argument must be str, not %T", s)
    return intern(cast(String, s))


@function("sys", "getdefaultencoding")
def sys_getdefaultencoding() -> Value:
    return string_from_static("utf-8")


@function("sys", "getfilesystemencoding")
def sys_getfilesystemencoding() -> Value:
    return string_from_static("utf-8")


@function("sys", "getfilesystemencodeerrors")
def sys_getfilesystemencodeerrors() -> Value:
    return string_from_static("surrogateescape")


@function("sys", "is_finalizing")
def sys_is_finalizing() -> Value:
    return FALSE


@function("sys", "gettrace", "getprofile")
def sys_gettrace() -> Value:
    return NONE


@function("sys", "getrefcount")
def sys_getrefcount(v: Value) -> Value:
    return tag_fixnum(2)


@function("sys", "audit", variadic=True)
def sys_audit(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@function("sys", "displayhook", "__displayhook__")
def sys_displayhook(v: Value) -> Value:
    """Print a value that is not None by its repr and keep it as builtins._."""
    if is_word(v, NONE):
        return NONE
    space = cast(Map, world().builtins)
    namespace_set(space, name("_"), NONE)
    out = system_stream("stdout")
    write_to(out, py_repr(v))
    write_to(out, string_from_static("\n"))
    namespace_set(space, name("_"), v)
    return NONE


@function("sys", "__getattr__")
def sys_getattr(key: Value) -> Value:
    """What pyta/lib/_pyta_sys.py knows: it is kept in sys."""
    module = cast(Value, world().sys_module)
    if is_kind(key, "string") and cast(String, key).count > 1 and starts_privately(cast(String, key)) and not is_kept_hook(key):
        raise no_attribute(module, key)
    extra = import_absolute(name("_pyta_sys"))
    found = namespace_get(cast(Map, get_attribute(extra, name("__dict__"))), key)
    if is_deleted(found):
        raise no_attribute(module, key)
    namespace_set(cast(Map, world().sys), key, found)
    return found


@fn
def is_kept_hook(key: Value) -> bool:
    """Whether it names a hook as it is before programs set it."""
    return key == name("__unraisablehook__") or key == name("__breakpointhook__")


@fn
def starts_privately(s: String) -> bool:
    """Whether it starts with two underscores."""
    return s.data[0] == 0x5F and s.data[i64(s.width)] == 0x5F


@function("_pyta", "native_type")
def native_type(own_name: Value) -> Value:
    """A builtin type by its name, also one that is in no module."""
    w = world()
    for i in range(TYPE_LIMIT):
        if w.types[i] == no_value():
            break
        if is_kind(own_name, "string") and equal_strings(cast(String, cast(Type, w.types[i]).name), cast(String, own_name)):
            return w.types[i]
    return NONE


@function("_pyta", "version")
def host_version() -> Value:
    """sys.version of the Python whose library and grammar this is."""
    return string_from_static(sys.version)
