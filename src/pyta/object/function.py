"""Functions, methods, properties, class and static methods, modules, cells, generators: as objects."""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import BoundMethod, Cell, Code, Function
from corevm.kernel.frame import EXIT, EXIT_WORD, EXTRA, frame_top, special_link
from corevm.kernel.generator import (
    GENERATOR_CREATED,
    GENERATOR_DONE,
    RESUMED_BY_CALL,
    Generator,
    generator_detach,
    is_running,
)
from corevm.kernel.layout import GENERATOR_SUSPENDED
from corevm.kernel.map import Map, map_new, map_set
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.thread import set_exception, thread
from corevm.kernel.unwind import unwind
from corevm.kernel.value import DEFAULT, DELETED, NONE, NOT_IMPLEMENTED, UNDEFINED, boolean, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, stack_array, static, u8, u64
from pyta.object.build import full_name, hex_address
from pyta.object.declare import getter, method, setter
from pyta.object.exception import (
    TRACEBACK_SLOT,
    attribute_error,
    exception_set,
    exception_type,
    is_exception,
    is_exception_type,
    new_exception,
    runtime_error,
    set_context,
    type_error,
    value_error,
)
from pyta.object.payload import make_instance, payload_or_none
from pyta.object.type import (
    Type,
    class_of,
    is_deleted,
    is_subtype,
    is_type,
    namespace_get,
    namespace_set,
    touch_all_types,
    type_lookup,
    type_named,
)
from pyta.object.wording import IS_3_12
from pyta.object.world import name, world
from pyta.protocol.argument import bind_parameters
from pyta.protocol.attribute import (
    ClassMethod,
    GetSet,
    Module,
    Property,
    StaticMethod,
    as_name,
    attribute_or_none,
    bind,
    call0,
    call1,
    generic_set,
    get_attribute,
    no_accessor,
    special,
)
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.iterate import enter_generator, is_stop_iteration, pair_of, resume_generator
from pyta.protocol.text import py_repr


@fn(raises=True)
def labelled(head: Value, own_name: Value, v: Value) -> String:
    """<head name at 0x...>"""
    text = concat_strings(string_from_static("<"), cast(String, head))
    text = concat_strings(text, string_from_static(" "))
    text = concat_strings(text, cast(String, own_name))
    text = concat_strings(text, string_from_static(" at "))
    text = concat_strings(text, hex_address(v))
    return concat_strings(text, string_from_static(">"))


# --- functions


@method("function", "__repr__")
def function_repr(self: Value) -> Value:
    return labelled(string_from_static("function"), cast(Function, self).qualified_name, self)


@getter("function", "__name__")
def function_name(self: Value) -> Value:
    return cast(Function, self).name


@getter("function", "__qualname__")
def function_qualname(self: Value) -> Value:
    return cast(Function, self).qualified_name


@getter("function", "__module__")
def function_module(self: Value) -> Value:
    f = cast(Function, self)
    if cast(u64, f.module) != 0:
        return f.module
    if is_kind(f.global_space, "map"):
        found = namespace_get(cast(Map, f.global_space), name("__name__"))
        if not is_deleted(found):
            return found
    return NONE


@getter("function", "__doc__")
def function_doc(self: Value) -> Value:
    found = cast(Function, self).doc
    return NONE if found == no_value() else found


@getter("function", "__defaults__")
def function_defaults(self: Value) -> Value:
    found = cast(Function, self).defaults
    return NONE if found is None else cast(Value, cast(Array_, found))


@getter("function", "__kwdefaults__")
def function_kwdefaults(self: Value) -> Value:
    found = cast(Function, self).keyword_defaults
    return NONE if found == no_value() else found


@getter("function", "__code__")
def function_code(self: Value) -> Value:
    return cast(Function, self).code


@getter("function", "__globals__")
def function_globals(self: Value) -> Value:
    return cast(Function, self).global_space


@getter("function", "__closure__")
def function_closure(self: Value) -> Value:
    found = cast(Function, self).closure
    return NONE if found is None else cast(Value, cast(Array_, found))


@getter("function", "__dict__")
def function_dict(self: Value) -> Value:
    f = cast(Function, self)
    if not is_kind(f.attributes, "map"):
        f.attributes = map_new()
    return f.attributes


if IS_3_12:

    @getter("function", "__type_params__")
    def function_type_parameters(self: Value) -> Value:
        f = cast(Function, self)
        if is_kind(f.attributes, "map"):
            found = namespace_get(cast(Map, f.attributes), name("__type_params__"))
            if not is_deleted(found):
                return found
        return array_new(0)


@getter("function", "__annotations__")
def function_annotations(self: Value) -> Value:
    """The dict of annotations, made from the compiler's tuple when first asked for."""
    f = cast(Function, self)
    if is_kind(f.annotations, "map"):
        return f.annotations
    made = map_new()
    if is_kind(f.annotations, "array"):
        pairs = cast(Array_, f.annotations)
        for i in range(pairs.length // 2):
            map_set(made, pairs.items[2 * i], py_hash(pairs.items[2 * i]), pairs.items[2 * i + 1], py_equal)
    f.annotations = made
    return made


@method("function", "__setattr__")
def function_setattr(self: Value, key: Value, value: Value) -> Value:
    f = cast(Function, self)
    own = as_name(key)
    if own == name("__name__"):
        f.name = need_string(value, "__name__ must be set to a string object")
    elif own == name("__qualname__"):
        f.qualified_name = need_string(value, "__qualname__ must be set to a string object")
    elif own == name("__doc__"):
        f.doc = value
    elif own == name("__module__"):
        f.module = value
    elif own == name("__annotations__"):
        f.annotations = value
    elif IS_3_12 and own == name("__type_params__"):
        if not is_kind(value, "array"):
            raise type_error("__type_params__ must be set to a tuple")
        namespace_set(cast(Map, function_dict(self)), own, value)
    elif own == name("__dict__"):
        if not is_kind(value, "map"):
            raise type_error("__dict__ must be set to a dictionary, not a '%T'", value)
        f.attributes = value
    elif own == name("__defaults__"):
        if not is_kind(value, "array") and not is_word(value, NONE) and not is_word(value, DELETED):
            raise type_error("__defaults__ must be set to a tuple object")
        f.defaults = cast(Array_, value) if is_kind(value, "array") else None
    elif own == name("__kwdefaults__"):
        f.keyword_defaults = value if is_kind(value, "map") else no_value()
    elif own == name("__code__"):
        if not is_kind(value, "code"):
            raise type_error("__code__ must be set to a code object")
        cells: i64 = 0
        if f.closure is not None:
            cells = cast(Array_, f.closure).length
        wanted = cast(Array_, cast(Code, value).free_names).length
        if cells != wanted:
            text = "%S() requires a code object with %D free vars, not %D"
            raise value_error(text, f.name, tag_fixnum(cells), tag_fixnum(wanted))
        f.code = cast(Code, value)
        touch_all_types()  # sites of method calls know how many arguments a function takes
    else:
        generic_set(self, own, value)
    return NONE


@fn(raises=True)
def need_string(v: Value, text: Ptr[u8]) -> Value:
    if not is_kind(v, "string"):
        raise type_error(text)
    return v


@method("function", "__get__", optional=1)
def function_get(self: Value, v: Value, t: Value) -> Value:
    if is_word(v, NONE):
        return self
    return new(BoundMethod, function=self, receiver=v)


@method("function", "__call__", variadic=True, keywords=True)
def function_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return call_value(arguments[0], arguments + 1, argc - 1, names)


@method("function", "__new__", variadic=True, keywords=True, binding="static")
def function_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """function(code, globals, name=None, argdefs=None, closure=None)."""
    taken = stack_array(Value, 5)
    bind_parameters(
        arguments + 1, argc - 1, names, taken, ("code", "globals", "name", "argdefs", "closure"), "function", 2
    )
    if not is_kind(taken[0], "code"):
        raise type_error("function() argument 'code' must be code, not %T", taken[0])
    space = payload_or_none(taken[1], "dict")
    if space == no_value():
        raise type_error("function() argument 'globals' must be dict, not %T", taken[1])
    for i in range(2, 5):
        if is_word(taken[i], DEFAULT):
            taken[i] = NONE
    if not is_word(taken[2], NONE) and not is_kind(taken[2], "string"):
        raise type_error("arg 3 (name) must be None or string")
    if not is_word(taken[3], NONE) and not is_kind(taken[3], "array"):
        raise type_error("arg 4 (defaults) must be None or tuple")
    code = cast(Code, taken[0])
    cells = cast(Array_, code.free_names).length
    if (not is_word(taken[4], NONE) and not is_kind(taken[4], "array")) or (is_word(taken[4], NONE) and cells > 0):
        raise type_error("arg 5 (closure) must be tuple")
    given: i64 = 0
    if is_kind(taken[4], "array"):
        given = cast(Array_, taken[4]).length
    if given != cells:
        text = "%S requires closure of length %D, not %D"
        raise value_error(text, code.name, tag_fixnum(cells), tag_fixnum(given))
    for i in range(given):
        if not is_kind(cast(Array_, taken[4]).items[i], "cell"):
            raise type_error("arg 5 (closure) expected cell, found %T", cast(Array_, taken[4]).items[i])
    made = new(
        Function, code=code, global_space=space, name=code.name, qualified_name=code.qualified_name, doc=code.doc
    )
    if is_kind(taken[2], "string"):
        made.name = taken[2]
    if is_kind(taken[3], "array"):
        made.defaults = cast(Array_, taken[3])
    if given > 0:
        made.closure = cast(Array_, taken[4])
    return made


# --- bound methods


@method("method", "__new__", variadic=True, binding="static")
def method_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """method(function, instance)."""
    if argc != 3:
        raise type_error("method expected 2 arguments, got %D", tag_fixnum(argc - 1))
    if special(arguments[1], "__call__") == no_value():
        raise type_error("first argument must be callable")
    if is_word(arguments[2], NONE):
        raise type_error("instance must not be None")
    return new(BoundMethod, function=arguments[1], receiver=arguments[2])


@method("method", "__reduce__")
def method_reduce(self: Value) -> Value:
    """(getattr, (the receiver, the function's name))."""
    m = cast(BoundMethod, self)
    found = namespace_get(cast(Map, world().builtins), name("getattr"))
    return pair_of(found, pair_of(m.receiver, get_attribute(m.function, name("__name__"))))


@getter("method", "__func__")
def method_function(self: Value) -> Value:
    return cast(BoundMethod, self).function


@getter("method", "__self__")
def method_self(self: Value) -> Value:
    return cast(BoundMethod, self).receiver


@method("method", "__getattribute__")
def method_getattribute(self: Value, key: Value) -> Value:
    """Its own attributes, else its function's."""
    own = as_name(key)
    found = type_lookup(class_of(self), own)
    if found != no_value() and own != name("__doc__") and own != name("__module__"):
        return bind(found, self, class_of(self))
    return get_attribute(cast(BoundMethod, self).function, own)


@method("method", "__get__", optional=1)
def method_get(self: Value, v: Value, t: Value) -> Value:
    """It is bound already."""
    return self


@method("method", "__call__", variadic=True, keywords=True)
def method_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return call_value(arguments[0], arguments + 1, argc - 1, names)


@method("method", "__eq__")
def method_eq(self: Value, other: Value) -> Value:
    if not is_kind(other, "bound_method"):
        return NOT_IMPLEMENTED
    a = cast(BoundMethod, self)
    b = cast(BoundMethod, other)
    return boolean(a.function == b.function and a.receiver == b.receiver)


@method("method", "__hash__")
def method_hash(self: Value) -> Value:
    m = cast(BoundMethod, self)
    word = cast(u64, m.function) >> 4 ^ cast(u64, m.receiver) >> 3
    return tag_fixnum(cast(i64, word & 0x3FFFFFFFFFFFFFFF))


@method("method", "__repr__")
def method_repr(self: Value) -> Value:
    m = cast(BoundMethod, self)
    builder = new_builder(48)
    builder.append(string_from_static("<bound method "))
    shown = attribute_or_none(m.function, name("__qualname__"))
    if is_deleted(shown):
        shown = attribute_or_none(m.function, name("__name__"))
    builder.append(cast(String, shown) if is_kind(shown, "string") else string_from_static("?"))
    builder.append(string_from_static(" of "))
    builder.append(py_repr(m.receiver))
    builder.append(string_from_static(">"))
    return builder.finish()


# --- property, classmethod, staticmethod


@method("property", "__new__", variadic=True, keywords=True, binding="static")
def property_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """property(fget=None, fset=None, fdel=None, doc=None)."""
    parts = array_new(4)
    for i in range(4):
        parts.items[i] = NONE
    given = argc
    if names != no_value():
        given -= cast(Array_, names).length
    if given > 5:
        raise type_error("property() takes at most 4 arguments (%D given)", tag_fixnum(given - 1))
    for i in range(1, given):
        parts.items[i - 1] = arguments[i]
    for k in range(argc - given):
        key = cast(Array_, names).items[k]
        at: i64 = 3
        if key == name("fget"):
            at = 0
        elif key == name("fset"):
            at = 1
        elif key == name("fdel"):
            at = 2
        parts.items[at] = arguments[given + k]
    doc = parts.items[3]
    if is_word(doc, NONE) and is_kind(parts.items[0], "function"):
        doc = function_doc_of(parts.items[0])
    made = new(Property, getter=parts.items[0], setter=parts.items[1], deleter=parts.items[2], doc=doc)
    return make_instance(arguments[0], made, "property")


@fn
def function_doc_of(f: Value) -> Value:
    found = cast(Function, f).doc
    return NONE if found == no_value() else found


@method("property", "__init__", variadic=True, keywords=True)
def property_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@method("property", "getter")
def property_getter(self: Value, f: Value) -> Value:
    p = cast(Property, self)
    return new(Property, getter=f, setter=p.setter, deleter=p.deleter, doc=p.doc, name=p.name)


@method("property", "setter")
def property_setter(self: Value, f: Value) -> Value:
    p = cast(Property, self)
    return new(Property, getter=p.getter, setter=f, deleter=p.deleter, doc=p.doc, name=p.name)


@method("property", "deleter")
def property_deleter(self: Value, f: Value) -> Value:
    p = cast(Property, self)
    return new(Property, getter=p.getter, setter=p.setter, deleter=f, doc=p.doc, name=p.name)


@getter("property", "fget")
def property_fget(self: Value) -> Value:
    return cast(Property, self).getter


@getter("property", "fset")
def property_fset(self: Value) -> Value:
    return cast(Property, self).setter


@getter("property", "fdel")
def property_fdel(self: Value) -> Value:
    return cast(Property, self).deleter


@getter("property", "__doc__")
def property_doc(self: Value) -> Value:
    return cast(Property, self).doc


@method("property", "__get__", optional=1)
def property_get(self: Value, v: Value, t: Value) -> Value:
    p = cast(Property, self)
    if is_word(v, NONE):
        return self
    if is_word(p.getter, NONE):
        raise no_accessor(p, v, "getter")
    return call1(p.getter, v)


@fn(raises=True)
def refuse_other_than_one(text: static, argc: i64, names: Value) -> None:
    if names != no_value() and cast(Array_, names).length > 0:
        raise type_error(f"{text}() takes no keyword arguments")
    if argc != 2:
        raise type_error(f"{text} expected 1 argument, got %D", tag_fixnum(argc - 1))


@method("classmethod", "__new__", binding="static", variadic=True, keywords=True, minimum=1)
def classmethod_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    refuse_other_than_one("classmethod", argc, names)
    return make_instance(arguments[0], new(ClassMethod, function=arguments[1]), "classmethod")


@method("classmethod", "__init__", variadic=True)
def classmethod_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@getter("classmethod", "__func__")
def classmethod_function(self: Value) -> Value:
    return cast(ClassMethod, self).function


@getter("classmethod", "__wrapped__")
def classmethod_wrapped(self: Value) -> Value:
    return cast(ClassMethod, self).function


@method("classmethod", "__get__", optional=1)
def classmethod_get(self: Value, v: Value, t: Value) -> Value:
    owner = cast(Value, class_of(v)) if is_word(t, DEFAULT) or is_word(t, NONE) else t
    return new(BoundMethod, function=cast(ClassMethod, self).function, receiver=owner)


@method("staticmethod", "__new__", binding="static", variadic=True, keywords=True, minimum=1)
def staticmethod_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    refuse_other_than_one("staticmethod", argc, names)
    return make_instance(arguments[0], new(StaticMethod, function=arguments[1]), "staticmethod")


@method("staticmethod", "__init__", variadic=True)
def staticmethod_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@getter("staticmethod", "__func__")
def staticmethod_function(self: Value) -> Value:
    return cast(StaticMethod, self).function


@getter("staticmethod", "__wrapped__")
def staticmethod_wrapped(self: Value) -> Value:
    return cast(StaticMethod, self).function


@method("staticmethod", "__get__", optional=1)
def staticmethod_get(self: Value, v: Value, t: Value) -> Value:
    return cast(StaticMethod, self).function


@method("staticmethod", "__call__", variadic=True, keywords=True)
def staticmethod_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return call_value(cast(StaticMethod, arguments[0]).function, arguments + 1, argc - 1, names)


# --- modules, cells, code


@method("module", "__repr__")
def module_repr(self: Value) -> Value:
    m = cast(Module, self)
    text = concat_strings(string_from_static("<module "), py_repr(m.name))
    file = namespace_get(m.namespace, name("__file__"))
    if is_kind(file, "string"):
        text = concat_strings(concat_strings(text, string_from_static(" from ")), py_repr(file))
    elif m.is_native != 0:
        text = concat_strings(text, string_from_static(" (built-in)"))
    return concat_strings(text, string_from_static(">"))


@method("module", "__new__", variadic=True, keywords=True, binding="static")
def module_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """An empty module; `__init__` names it."""
    if argc < 1 or not is_type(arguments[0]) or not is_subtype(cast(Type, arguments[0]), type_named("module")):
        raise type_error("module.__new__(X): X is not a subtype of module")
    own_class = arguments[0] if arguments[0] != cast(Value, type_named("module")) else no_value()
    made = new(Module, namespace=map_new(), name=string_from_static("?"), own_class=own_class)
    fill_empty_module(made, NONE, NONE)
    return made


@fn(raises=True)
def fill_empty_module(module: Module, own_name: Value, doc: Value) -> None:
    """The attributes of a module that nobody has imported."""
    space = module.namespace
    namespace_set(space, name("__name__"), own_name)
    namespace_set(space, name("__doc__"), doc)
    for other in static(("__package__", "__loader__", "__spec__")):
        if is_deleted(namespace_get(space, name(other))):
            namespace_set(space, name(other), NONE)


@method("module", "__init__", variadic=True, keywords=True)
def module_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """module(name, doc=None)."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("name", "doc"), "module", 1)
    if not is_kind(taken[0], "string"):
        raise type_error("module() argument 'name' must be str, not %T", taken[0])
    module = cast(Module, arguments[0])
    module.name = taken[0]
    fill_empty_module(module, taken[0], NONE if is_word(taken[1], DEFAULT) else taken[1])
    return NONE


@getter("module", "__dict__")
def module_dict(self: Value) -> Value:
    return cast(Module, self).namespace


@setter("module", "__dict__")
def module_set_dict(self: Value, value: Value) -> Value:
    raise attribute_error("readonly attribute")


@method("cell", "__new__", variadic=True, binding="static")
def cell_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc > 2:
        raise type_error("cell expected at most 1 argument, got %D", tag_fixnum(argc - 1))
    return new(Cell, content=arguments[1] if argc == 2 else UNDEFINED)


@getter("cell", "cell_contents")
def cell_contents(self: Value) -> Value:
    found = cast(Cell, self).content
    if is_word(found, UNDEFINED):
        raise value_error("cell is empty")
    return found


# --- generators


@method("generator", "__iter__")
def generator_iter(self: Value) -> Value:
    return self


@method("generator", "__next__")
def generator_next(self: Value) -> Value:
    return resume_generator(cast(Generator, self), NONE)


@method("generator", "send")
def generator_send(self: Value, v: Value) -> Value:
    g = cast(Generator, self)
    if g.state == GENERATOR_CREATED and not is_word(v, NONE):
        raise type_error("can't send non-None value to a just-started generator")
    return resume_generator(g, v)


@method("generator", "throw", optional=2)
def generator_throw(self: Value, kind: Value, v: Value, traceback: Value) -> Value:
    """throw(exception), or throw(type, value, traceback)."""
    if not is_word(traceback, DEFAULT) and not is_word(traceback, NONE) and not is_kind(traceback, "pyta.traceback"):
        raise type_error("throw() third argument must be a traceback object")
    e = kind
    if is_exception_type(kind):
        if is_exception(v) and is_subtype(class_of(v), cast(Type, kind)):
            e = v
        elif is_kind(v, "array"):
            e = call_value(kind, cast(Array_, v).items, cast(Array_, v).length, no_value())
        elif is_word(v, DEFAULT) or is_word(v, NONE):
            e = call0(kind)
        else:
            e = call1(kind, v)
    elif is_exception(kind) and not is_word(v, DEFAULT) and not is_word(v, NONE):
        raise type_error("instance exception may not have a separate value")
    if not is_exception(e):
        raise type_error("exceptions must be classes or instances deriving from BaseException, not %T", e)
    if is_kind(traceback, "pyta.traceback"):
        exception_set(e, TRACEBACK_SLOT, traceback)
    return throw_into(cast(Generator, self), e)


@fn(raises=True, effect="guest")
def throw_into(g: Generator, e: Value) -> Value:
    """Raise an exception where the generator is suspended; what it yields next."""
    if is_running(g):
        raise value_error("generator already executing")
    generator_detach(g)
    if g.state == GENERATOR_DONE:
        raise e
    t = thread()
    window = t.stack_low
    if t.base is not None:
        window = frame_top(t.base)
    if t.stack_top is not None and t.stack_top > window:
        window = t.stack_top
    saved_pc, saved_base, saved_top = t.pc, t.base, t.stack_top
    try:
        pc, base = enter_generator(g, NONE, window, special_link(EXIT_WORD, EXIT), t.base, RESUMED_BY_CALL)
        if g.sent_register >= 0:  # nothing is sent: what `x = yield` would write stays as it is
            base[g.sent_register] = g.registers[g.sent_register]
        t.stack_top = None
        if cast(Generator, base[EXTRA]).handled != no_value():
            set_context(e)  # what the generator handles, not what its resumer does
        set_exception(e)
        pc, base = unwind(pc - 1, base)
        result = t.interpret(pc, base)
    except failure as failed:
        t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
        raise failed
    t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
    return result


@method("generator", "close")
def generator_close(self: Value) -> Value:
    g = cast(Generator, self)
    if g.state == GENERATOR_CREATED:
        g.state = GENERATOR_DONE
    if g.state == GENERATOR_DONE:
        return NONE
    try:
        throw_into(g, new_exception(exception_type("GeneratorExit"), array_new(0)))
    except failure as e:
        if is_stop_iteration(e) or (is_exception(e) and is_subtype(class_of(e), exception_type("GeneratorExit"))):
            return NONE
        raise e
    raise runtime_error("generator ignored GeneratorExit")


@method("generator", "__repr__")
def generator_repr(self: Value) -> Value:
    return labelled(string_from_static("generator object"), cast(Generator, self).qualified_name, self)


@getter("generator", "gi_running")
def generator_running(self: Value) -> Value:
    return boolean(is_running(cast(Generator, self)))


@getter("generator", "gi_suspended")
def generator_is_suspended(self: Value) -> Value:
    return boolean(cast(Generator, self).state == GENERATOR_SUSPENDED and not is_running(cast(Generator, self)))


@getter("generator", "gi_yieldfrom")
def generator_yieldfrom(self: Value) -> Value:
    """What `yield from` delegates to: the suspended instruction names its register."""
    g = cast(Generator, self)
    if g.state == GENERATOR_SUSPENDED:
        register = i64((g.pc - 1)[0] >> 48)
        if register > 0 and register <= g.length:
            return g.registers[register - 1]
    return NONE


@getter("generator", "gi_code")
def generator_code(self: Value) -> Value:
    return cast(Generator, self).code


@getter("generator", "__name__")
def generator_name(self: Value) -> Value:
    return cast(Generator, self).name


@getter("generator", "__qualname__")
def generator_qualname(self: Value) -> Value:
    return cast(Generator, self).qualified_name


__all__ = ["GetSet", "full_name"]
