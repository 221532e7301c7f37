"""Importing modules: `__import__`, the import instructions' meaning, and running a module's code.

What is found in sys.modules never leaves this file. For the rest the host's finder is asked (`world().import_hook`):

    hook(full name, tuple of folders, or None for what belongs to no folder)
        -> None, or (function or None, file, tuple of folders or None, module or None)

The function is the module's code; it runs here, in the new module's namespace. A package has a tuple of folders.

Source: the language reference, 5 "The import system"; the messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_copy, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import Function
from corevm.kernel.list import list_of_exactly
from corevm.kernel.map import Map, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at, concat_strings, string_from_static, substring
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DEFAULT, DELETED, NONE, boolean, is_word
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, stack_array, static
from pyta.object.declare import function
from pyta.object.exception import (
    NAME_FROM,
    exception_type,
    exception_with,
    field_get,
    field_set,
    format_message,
    is_exception,
    type_error,
    value_error,
)
from pyta.object.type import class_of, is_deleted, is_subtype, namespace_get, namespace_set
from pyta.object.world import name, world
from pyta.protocol.argument import as_size, bind_parameters, text_argument, text_or_none
from pyta.protocol.attribute import Module, call2, get_attribute, is_attribute_error, namespace_delete, set_attribute
from pyta.protocol.compare import is_true, py_equal
from pyta.protocol.iterate import tuple_of

FULL_STOP = 0x2E


@function("builtins", "__import__", variadic=True, keywords=True)
def py_import(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """__import__(name, globals=None, locals=None, fromlist=(), level=0)."""
    taken = stack_array(Value, 5)
    bind_parameters(arguments, argc, names, taken, ("name", "globals", "locals", "fromlist", "level"), "__import__", 1)
    if text_or_none(taken[0]) == no_value():
        raise type_error("module name must be a string")
    own_name = text_argument(taken[0], "__import__", "argument 1")
    level: i64 = 0
    if not is_word(taken[4], DEFAULT):
        level = as_size(taken[4])
    wanted = NONE if is_word(taken[3], DEFAULT) else taken[3]
    return import_module(own_name, taken[1], wanted, level)


@fn(raises=True)
def import_module(own_name: Value, space: Value, wanted: Value, level: i64) -> Value:
    """What `import` (wanted None: the top package) or `from ... import` (the module itself) binds. Raises: ImportError."""
    full = own_name
    if level > 0:
        full = absolute_name(own_name, space, level)
    elif level < 0:
        raise value_error("level must be >= 0")
    elif cast(String, own_name).count == 0:
        raise value_error("Empty module name")
    module = import_absolute(intern(cast(String, full)))
    if not is_word(wanted, NONE) and is_true(wanted):
        if not is_kind(wanted, "array") or needs_submodules(module, cast(Array_, wanted)):
            import_submodules(module, full, wanted)
        return module
    if level == 0:
        dot = first_dot(cast(String, full))
        if dot < 0:
            return module
        return import_absolute(intern(substring(cast(String, full), 0, dot)))
    given = cast(String, own_name)
    dot = first_dot(given)
    if dot < 0:
        return module
    return import_absolute(intern(substring(cast(String, full), 0, cast(String, full).count - (given.count - dot))))


@fn
def first_dot(s: String) -> i64:
    for i in range(s.count):
        if code_at(s, i) == FULL_STOP:
            return i
    return -1


@fn
def last_dot(s: String, stop: i64) -> i64:
    """The index of the last dot before `stop`, or -1."""
    i = stop - 1
    while i >= 0 and code_at(s, i) != FULL_STOP:
        i -= 1
    return i


@fn(raises=True)
def absolute_name(own_name: Value, space: Value, level: i64) -> Value:
    """The full name of a relative import from the module with these globals."""
    if not is_kind(space, "map"):
        raise exception_with(exception_type("KeyError"), string_from_static("'__name__' not in globals"))
    package = namespace_get(cast(Map, space), name("__package__"))
    if is_deleted(package) or is_word(package, NONE):
        package = namespace_get(cast(Map, space), name("__name__"))
        if is_deleted(package):
            raise exception_with(exception_type("KeyError"), string_from_static("'__name__' not in globals"))
        if is_kind(package, "string") and is_deleted(namespace_get(cast(Map, space), name("__path__"))):
            dot = last_dot(cast(String, package), cast(String, package).count)
            package = substring(cast(String, package), 0, dot if dot > 0 else 0)
    if not is_kind(package, "string"):
        raise type_error("package must be a string")
    here = cast(String, package)
    if here.count == 0:
        raise plain_import_error("ImportError", "attempted relative import with no known parent package", NONE)
    stop = here.count
    for _ in range(level - 1):
        stop = last_dot(here, stop)
        if stop < 0:
            raise plain_import_error("ImportError", "attempted relative import beyond top-level package", NONE)
    base = substring(here, 0, stop)
    if cast(String, own_name).count == 0:
        return base
    return concat_strings(concat_strings(base, string_from_static(".")), cast(String, own_name))


@fn(raises=True, cold=True)
def plain_import_error(kind: static, text: static, own_name: Value) -> Value:
    """An ImportError with its `name`."""
    return named_import_error(kind, format_message(text, own_name, own_name, own_name), own_name, NONE)


@fn(raises=True, cold=True)
def named_import_error(kind: static, message: Value, own_name: Value, path: Value) -> Value:
    made = exception_with(exception_type(kind), message)
    field_set(made, "ImportError", "msg", message)
    field_set(made, "ImportError", "name", own_name)
    field_set(made, "ImportError", "path", path)
    return made


@fn(raises=True)
def import_absolute(full: Value) -> Value:
    """The module of a full (interned) name, imported if need be, its parents before it."""
    found = namespace_get(cast(Map, world().modules), full)
    if is_deleted(found):
        return load_module(full)
    if is_word(found, NONE):
        raise plain_import_error("ModuleNotFoundError", "import of %S halted; None in sys.modules", full)
    return found


@fn(raises=True)
def load_module(full: Value) -> Value:
    text = cast(String, full)
    dot = last_dot(text, text.count)
    folders = cast(Value, world().sys)
    parent = NONE
    tail = full
    if dot >= 0:
        parent_name = intern(substring(text, 0, dot))
        parent = import_absolute(parent_name)
        found = namespace_get(cast(Map, world().modules), full)
        if not is_deleted(found):
            return import_absolute(full)
        tail = intern(substring(text, dot + 1, text.count))
        folders = attribute_or_deleted(parent, name("__path__"))
        if is_deleted(folders):
            message = format_message("No module named %R; %R is not a package", full, parent_name, NONE)
            raise named_import_error("ModuleNotFoundError", message, full, NONE)
    else:
        folders = namespace_get(world_sys(), name("path"))
    if is_deleted(folders):
        folders = NONE
    module = ask_finders(full, NONE if is_word(parent, NONE) else folders, True)
    if is_word(module, NONE):
        what = call2(world().import_hook, full, NONE if is_word(folders, NONE) else cast(Value, tuple_of(folders)))
        if is_word(what, NONE):
            module = ask_finders(full, NONE if is_word(parent, NONE) else folders, False)
            if is_word(module, NONE):
                raise plain_import_error("ModuleNotFoundError", "No module named %R", full)
        else:
            parts = cast(Array_, what)
            module = parts.items[3]
            if is_word(module, NONE):
                module = run_module(full, parts)
    if not is_word(parent, NONE):
        set_attribute(parent, tail, module)
    return module


@fn(raises=True)
def ask_finders(full: Value, folders: Value, is_before: bool) -> Value:
    """The module that a program's finder loads, one that stands before or behind Pyta's own in sys.meta_path; None if there is none."""
    if is_deleted(namespace_get(world_sys(), name("meta_path"))):  # nobody has asked for it
        return NONE
    key = name("_pyta_start")
    if full == key:
        return NONE
    starter = import_absolute(key)
    arguments = stack_array(Value, 3)
    arguments[0], arguments[1], arguments[2] = full, folders, boolean(is_before)
    return call_value(get_attribute(starter, name("import_by_finders")), arguments, 3, no_value())


@fn
def world_sys() -> Map:
    return cast(Map, world().sys)


@fn(raises=True)
def attribute_or_deleted(v: Value, key: Value) -> Value:
    """v.key, or DELETED when it has no such attribute."""
    if is_kind(v, "pyta.module"):
        found = namespace_get(cast(Module, v).namespace, key)
        if not is_deleted(found):
            return found
    try:
        return get_attribute(v, key)
    except failure as e:
        if not is_attribute_error(e):
            raise e
    return DELETED


@fn(raises=True)
def run_module(full: Value, parts: Array_) -> Value:
    """Make a module of what the finder found and run its code."""
    space = map_new()
    module = new(Module, namespace=space, name=full)
    fill_module(module, full, parts)
    start_module(module, full, parts.items[0])
    found = namespace_get(cast(Map, world().modules), full)
    return cast(Value, module) if is_deleted(found) else found


@fn(raises=True)
def fill_module(module: Module, full: Value, parts: Array_) -> None:
    """The attributes that every module has."""
    space = module.namespace
    namespace_set(space, name("__name__"), full)
    namespace_set(space, name("__doc__"), NONE)
    is_package = is_kind(parts.items[2], "array")
    package = full
    if not is_package:
        dot = last_dot(cast(String, full), cast(String, full).count)
        package = intern(substring(cast(String, full), 0, dot if dot > 0 else 0))
    namespace_set(space, name("__package__"), package)
    namespace_set(space, name("__loader__"), NONE)
    namespace_set(space, name("__spec__"), NONE)
    module.lacks_spec = 1
    if not is_word(parts.items[1], NONE):
        namespace_set(space, name("__file__"), parts.items[1])
    if is_package:
        namespace_set(space, name("__path__"), list_of_exactly(array_copy(cast(Array_, parts.items[2]))))
    namespace_set(space, name("__builtins__"), world().builtins_module)


@fn(raises=True)
def start_module(module: Module, full: Value, code: Value) -> None:
    """Enter the module into sys.modules and run its code; it is taken out again if that fails."""
    modules = cast(Map, world().modules)
    namespace_set(modules, full, module)
    if is_word(code, NONE):  # a namespace package
        return
    body = cast(Function, code)
    body.global_space = module.namespace
    module.is_initializing = 1
    try:
        call_value(body, stack_array(Value, 1), 0, no_value())
    except failure as e:
        module.is_initializing = 0
        namespace_delete(modules, full)
        raise e
    module.is_initializing = 0


@fn(raises=True)
def reload_module(module: Module, parts: Array_) -> None:
    """Run a module's code again in its namespace."""
    body = cast(Function, parts.items[0])
    body.global_space = module.namespace
    call_value(body, stack_array(Value, 1), 0, no_value())


@function("_pyta", "reload")
def py_reload(module: Value) -> Value:
    """importlib.reload, of a module made from source."""
    if not is_kind(module, "pyta.module"):
        raise type_error("reload() argument must be a module")
    full = namespace_get(cast(Module, module).namespace, name("__name__"))
    if not is_kind(full, "string") or namespace_get(cast(Map, world().modules), full) != module:
        message = format_message("module %S not in sys.modules", full, NONE, NONE)
        raise named_import_error("ImportError", message, full, NONE)
    text = cast(String, full)
    dot = last_dot(text, text.count)
    folders = namespace_get(world_sys(), name("path"))
    if dot >= 0:
        folders = get_attribute(import_absolute(intern(substring(text, 0, dot))), name("__path__"))
    what = call2(world().import_hook, full, tuple_of(folders))
    if is_word(what, NONE):
        message = format_message("spec not found for the module %R", full, NONE, NONE)
        raise named_import_error("ModuleNotFoundError", message, full, NONE)
    parts = cast(Array_, what)
    if is_word(parts.items[3], NONE) and not is_word(parts.items[0], NONE):
        reload_module(cast(Module, module), parts)
    return namespace_get(cast(Map, world().modules), full)


@fn(raises=True)
def needs_submodules(module: Value, wanted: Array_) -> bool:
    """Whether a name of `from module import ...` is not there yet."""
    if not is_kind(module, "pyta.module"):
        return True
    space = cast(Module, module).namespace
    for i in range(wanted.length):
        if not is_kind(wanted.items[i], "string") or is_deleted(namespace_get(space, wanted.items[i])):
            return True
    return False


@fn(raises=True)
def import_submodules(module: Value, full: Value, wanted: Value) -> None:
    """Import those of a package's submodules that are asked for and not there."""
    if is_deleted(attribute_or_deleted(module, name("__path__"))):
        return
    items = tuple_of(wanted)
    for i in range(items.length):
        item = items.items[i]
        if not is_kind(item, "string"):
            raise type_error("Item in ``from list'' must be str, not %T", item)
        if cast(String, item).count == 1 and code_at(cast(String, item), 0) == 0x2A:
            listed = attribute_or_deleted(module, name("__all__"))
            if not is_deleted(listed):
                every = tuple_of(listed)
                for k in range(every.length):
                    import_submodule(module, full, every.items[k])
        else:
            import_submodule(module, full, item)


@fn(raises=True)
def import_submodule(module: Value, full: Value, item: Value) -> None:
    if not is_kind(item, "string"):
        return
    key = intern(cast(String, item))
    if not is_deleted(attribute_or_deleted(module, key)):
        return
    dotted = intern(concat_strings(concat_strings(cast(String, full), string_from_static(".")), cast(String, item)))
    try:
        import_absolute(dotted)
    except failure as e:
        if not is_missing_module(e, dotted):
            raise e


@fn(raises=True)
def is_missing_module(e: Value, full: Value) -> bool:
    """Whether e says that just this module does not exist."""
    if not is_exception(e) or not is_subtype(class_of(e), exception_type("ModuleNotFoundError")):
        return False
    missing = field_get(e, "ImportError", "name")
    return is_kind(missing, "string") and py_equal(missing, full)


@fn(raises=True)
def import_from_module(module: Value, key: Value) -> Value:
    """What `from module import key` binds."""
    found = attribute_or_deleted(module, key)
    if not is_deleted(found):
        return found
    own_name = attribute_or_deleted(module, name("__name__"))
    if not is_kind(own_name, "string"):
        raise plain_import_error(
            "ImportError", "cannot import name %R from '<unknown module name>' (unknown location)", key
        )
    dotted = concat_strings(concat_strings(cast(String, own_name), string_from_static(".")), cast(String, key))
    submodule = namespace_get(cast(Map, world().modules), dotted)
    if not is_deleted(submodule):
        return submodule
    file = attribute_or_deleted(module, name("__file__"))
    where = cast(Value, string_from_static("unknown location"))
    if is_kind(file, "string"):
        where = file
    else:
        file = NONE
    message = no_value()
    if is_kind(module, "pyta.module") and cast(Module, module).is_initializing != 0:
        message = format_message(
            "cannot import name %R from partially initialized module %R (most likely due to a circular import) (%S)",
            key, own_name, where,
        )  # fmt: skip
    else:
        message = format_message("cannot import name %R from %R (%S)", key, own_name, where)
    made = named_import_error("ImportError", message, own_name, file)
    for field in static(NAME_FROM):
        field_set(made, "ImportError", field, key)
    raise made


@fn(raises=True)
def call_import(key: Value, wanted: Value, level: i64, space: Map) -> Value:
    """The instruction `import_name`: by the builtins' own `__import__`, unless the program has put another in its place."""
    importer = namespace_get(cast(Map, world().builtins), name("__import__"))
    if is_deleted(importer):
        raise plain_import_error("ImportError", "__import__ not found", NONE)
    if importer == world().own_import:
        return import_module(key, space, wanted, level)
    arguments = stack_array(Value, 5)
    arguments[0], arguments[1], arguments[2] = key, space, NONE
    arguments[3], arguments[4] = wanted, cast(Value, level * 2 + 1)
    return call_value(importer, arguments, 5, no_value())


@fn(raises=True)
def star_names(module: Value, space: Map) -> None:
    """The instruction `import_star`."""
    listed = attribute_or_deleted(module, name("__all__"))
    if not is_deleted(listed):
        names = tuple_of(listed)
        for i in range(names.length):
            key = names.items[i]
            if not is_kind(key, "string"):
                raise type_error("%S.__all__ must be str, not %T", get_attribute(module, name("__name__")), key)
            namespace_set(space, key, get_attribute(module, intern(cast(String, key))))
        return
    source = get_attribute(module, name("__dict__"))
    keys = tuple_of(source)
    for i in range(keys.length):
        key = keys.items[i]
        if is_kind(key, "string") and not (cast(String, key).count > 0 and code_at(cast(String, key), 0) == 0x5F):
            namespace_set(space, key, get_attribute(module, intern(cast(String, key))))
