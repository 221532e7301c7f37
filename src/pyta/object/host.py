"""What Pyta's host side calls by name."""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import NATIVE_KEYWORDS, NativeFunction
from corevm.kernel.list import list_of_exactly
from corevm.kernel.map import Map, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.set import set_new
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.value import NONE, TRUE, boolean, is_word
from corevm.micro.surface import Value, cast, f64, fn, i64, new, u64
from pyta.object.declare import TYPE_INDEX
from pyta.object.exception import (
    ARGS_SLOT,
    CAUSE_SLOT,
    CONTEXT_SLOT,
    SUPPRESS_SLOT,
    TRACEBACK_SLOT,
    exception_get,
    exception_type,
    exception_with,
    is_exception,
    set_context,
)
from pyta.object.payload import held_object
from pyta.object.set import add_all, frozen
from pyta.object.traceback import Traceback, line_of, position_entry
from pyta.object.type import Type, class_of, is_deleted, is_subtype, is_type, namespace_get, namespace_set, type_lookup
from pyta.object.world import name, world
from pyta.protocol.attribute import Module, attribute_or_none, get_attribute, namespace_delete
from pyta.protocol.complex import new_complex
from pyta.protocol.text import py_str


@fn(export=True, raises=True)
def host_module(own_name: Value) -> Value:
    """A new module, entered into sys.modules."""
    space = map_new()
    made = new(Module, namespace=space, name=own_name)
    namespace_set(space, name("__name__"), own_name)
    namespace_set(space, name("__doc__"), NONE)
    namespace_set(space, name("__package__"), NONE)
    namespace_set(space, name("__loader__"), NONE)
    namespace_set(space, name("__spec__"), NONE)
    namespace_set(space, name("__builtins__"), world().builtins_module)
    namespace_set(cast(Map, world().modules), own_name, made)
    return made


@fn(export=True)
def host_module_space(module: Value) -> Value:
    return cast(Module, module).namespace


@fn(export=True)
def host_find_module(own_name: Value) -> Value:
    """The module of sys.modules by that name, or DELETED."""
    return namespace_get(cast(Map, world().modules), own_name)


@fn(export=True, raises=True)
def host_set_name(space: Value, key: Value, v: Value) -> None:
    namespace_set(cast(Map, space), key, v)


@fn(export=True)
def host_get_name(space: Value, key: Value) -> Value:
    """The name's value, or DELETED."""
    return namespace_get(cast(Map, space), key)


@fn(export=True)
def host_builtins() -> Value:
    return cast(Value, world().builtins)


@fn(export=True, raises=True)
def host_exception(type_name: Value, message: Value) -> Value:
    """An instance of a builtin exception by name; Exception for an unknown one."""
    found = namespace_get(cast(Map, world().builtins), type_name)
    if not is_type(found):
        found = namespace_get(cast(Map, world().builtins), cast(Type, world().types[TYPE_INDEX["Exception"]]).name)
    return exception_with(cast(Type, found), message)


@fn(export=True, raises=True)
def host_exception_line(e: Value) -> Value:
    """ "Type: message", as a traceback ends."""
    if not is_exception(e):
        return py_str(e)
    t = class_of(e)
    head = cast(String, t.qualified_name)
    module = type_lookup(t, name("__module__"))
    if is_kind(module, "string") and module != name("builtins") and module != name("__main__"):
        head = concat_strings(concat_strings(cast(String, module), string_from_static(".")), head)
    text = py_str(e)
    if text.count == 0:
        return head
    return concat_strings(concat_strings(head, string_from_static(": ")), text)


@fn(export=True)
def host_exception_part(e: Value, what: i64) -> Value:
    """0 traceback, 1 cause, 2 context, 3 suppress, 4 args, 5 type; None for what is no exception."""
    if not is_exception(e):
        return NONE
    match what:
        case 0:
            return exception_get(e, TRACEBACK_SLOT)
        case 1:
            return exception_get(e, CAUSE_SLOT)
        case 2:
            return exception_get(e, CONTEXT_SLOT)
        case 3:
            return exception_get(e, SUPPRESS_SLOT)
        case 4:
            return exception_get(e, ARGS_SLOT)
        case _:
            return class_of(e)


@fn(export=True, raises=True)
def host_traceback_entry(t: Value) -> Value:
    """(file, name, line, column, end line, end column, next) of a traceback."""
    tb = cast(Traceback, t)
    made = array_new(7)
    made.items[0] = tb.code.file
    made.items[1] = tb.code.name
    made.items[2] = number(line_of(tb.code, tb.offset))
    entry = position_entry(tb.code, tb.offset)
    if entry is not None:
        made.items[3] = number(i64(entry[2]))
        made.items[4] = number(i64(entry[3]))
        made.items[5] = number(i64(entry[4]))
    else:
        made.items[3] = number(-1)
        made.items[4] = number(-1)
        made.items[5] = number(-1)
    made.items[6] = tb.next
    return made


@fn
def number(n: i64) -> Value:
    return cast(Value, cast(u64, n) << 1 | 1)


@fn(export=True)
def host_type_name(t: Value) -> Value:
    return cast(Type, t).name if is_type(t) else NONE


@fn(export=True)
def host_set_keywords(function: Value) -> None:
    """Let a host function take keyword arguments."""
    native = cast(NativeFunction, function)
    native.flags = native.flags | NATIVE_KEYWORDS


__all__ = ["Array_", "TRUE", "is_deleted", "is_word", "no_value"]


@fn(export=True, raises=True)
def host_list(items: Value) -> Value:
    """A list of an array's items."""
    return list_of_exactly(cast(Array_, items))


@fn(export=True, raises=True)
def host_forget_module(own_name: Value) -> None:
    namespace_delete(cast(Map, world().modules), own_name)


@fn(export=True)
def host_sys() -> Value:
    """The sys module's namespace."""
    return world().sys


@fn(export=True, raises=True)
def host_complex(real: f64, imag: f64) -> Value:
    return new_complex(real, imag)


@fn(export=True, raises=True)
def host_set_hook(number: i64, hook: Value) -> None:
    """0 the finder of modules, 1 the compiler, 2 what else the host does."""
    match number:
        case 0:
            world().import_hook = hook
        case 1:
            world().compile_hook = hook
        case _:
            world().host_hook = hook


@fn(export=True)
def host_set_twin(number: i64, opcode: i64) -> None:
    """The opcode of an instruction that others become (pyta.op.enter.become)."""
    world().twin_opcodes[number] = u64(opcode)


@fn(export=True, raises=True)
def host_exception_of(type_name: Value, args: Value) -> Value:
    """A builtin exception by its class's name, made with arguments (an array)."""
    found = namespace_get(cast(Map, world().builtins), type_name)
    if not is_type(found):
        found = cast(Value, exception_type("Exception"))
    made = call_value(found, cast(Array_, args).items, cast(Array_, args).length, no_value())
    if is_exception(made):
        set_context(made)
    return made


@fn(export=True)
def host_is_exit(e: Value) -> Value:
    """Whether e is a SystemExit."""
    return boolean(is_exception(e) and is_subtype(class_of(e), exception_type("SystemExit")))


@fn(export=True, raises=True)
def host_exit_code(e: Value) -> Value:
    return get_attribute(e, name("code"))


@fn(export=True, raises=True)
def host_attribute(v: Value, key: Value) -> Value:
    """v.key, or DELETED."""
    return attribute_or_none(v, key)


@fn(export=True, raises=True)
def host_text(v: Value) -> Value:
    """str(v)."""
    return py_str(v)


@fn(export=True)
def host_plain(v: Value) -> Value:
    """What an instance of a class derived from a builtin type holds, else v."""
    layout = class_of(v).layout
    if not is_kind(v, "object") or layout == 0:
        return v
    found = held_object(v, layout)
    return v if found == no_value() else found


@fn(export=True, raises=True)
def host_frozenset(items: Value) -> Value:
    """A frozenset of a tuple's items."""
    made = set_new()
    add_all(made, items)
    return frozen(made)
