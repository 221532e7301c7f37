"""Making classes and instances: type(), object(), __build_class__.

Source: the data model, 3.3.3 "Customizing class creation"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_copy, array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.call import call_value
from corevm.kernel.code import Cell, Code, Function
from corevm.kernel.dynamic import DynamicObject, object_set_slot
from corevm.kernel.list import List, list_append, list_copy, list_new, list_of_exactly, list_to_array
from corevm.kernel.map import Map, map_copy, map_keys, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.shape import shape_add
from corevm.kernel.string import String, code_at, concat_strings, string_from_ascii, string_from_static, substring
from corevm.kernel.string_intern import intern
from corevm.kernel.value import FALSE, NONE, NOT_IMPLEMENTED, UNDEFINED, boolean, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, new, stack_array, table, u8, u64
from pyta.object.declare import TYPE_INDEX, getter, method
from pyta.object.declare import function as module_function
from pyta.object.exception import HIDDEN_NAMES, type_error, value_error
from pyta.object.payload import held_object
from pyta.object.type import (
    HAS_FINALIZER,
    IS_ABSTRACT,
    IS_EXCEPTION,
    IS_FINAL,
    NO_DICTIONARY,
    PAYLOAD_SLOT,
    Type,
    bare_type,
    class_of,
    compute_order,
    is_deleted,
    is_subtype,
    is_type,
    link_type,
    namespace_get,
    namespace_set,
    new_instance,
    start_shape,
    type_lookup,
    type_named,
)
from pyta.object.world import name, world
from pyta.protocol.attribute import (
    ClassMethod,
    SlotDescriptor,
    StaticMethod,
    bind,
    call1,
    call2,
    call3,
    get_attribute,
    namespace_delete,
    special,
    update_flags,
)
from pyta.protocol.compare import identity_hash_of, is_true
from pyta.protocol.iterate import tuple_of
from pyta.protocol.text import py_repr, py_str

# --- object


@method("object", "__init__", variadic=True)
def object_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Takes no arguments, unless __new__ has been overridden and __init__ has not."""
    if argc > 1:
        t = class_of(arguments[0])
        base = type_named("object")
        if type_lookup(t, name("__init__")) != type_lookup(base, name("__init__")):
            raise type_error("object.__init__() takes exactly one argument (the instance to initialize)")
        if type_lookup(t, name("__new__")) == type_lookup(base, name("__new__")):
            raise type_error("%N() takes no arguments", t)
    return NONE


@method("object", "__new__", variadic=True, keywords=True, binding="static")
def object_new_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc < 1 or not is_type(arguments[0]):
        raise type_error("object.__new__(X): X is not a type object")
    t = cast(Type, arguments[0])
    if argc > 1:
        base = type_named("object")
        if type_lookup(t, name("__new__")) != type_lookup(base, name("__new__")):
            raise type_error("object.__new__() takes exactly one argument (the type to instantiate)")
        if type_lookup(t, name("__init__")) == type_lookup(base, name("__init__")):
            raise type_error("%N() takes no arguments", t)
    if t.flags & IS_ABSTRACT != 0:
        raise type_error("Can't instantiate abstract class %N", t)
    if (t.index >= 0 or t.layout != 0) and cast(u64, t) != cast(u64, type_named("object")):
        raise type_error("object.__new__(%N) is not safe, use %N.__new__()", t, t)
    return new_instance(t)


@fn(raises=True)
def instance_with_payload(t: Type, payload: Value) -> Value:
    """An instance of a class that derives from a builtin type with data."""
    made = new_instance(t)
    object_set_slot(made, PAYLOAD_SLOT, payload)
    return made


@getter("object", "__class__")
def object_class(self: Value) -> Value:
    return class_of(self)


@method("object", "__repr__")
def object_repr(self: Value) -> Value:
    """<module.Name object at 0x...>."""
    t = class_of(self)
    text = concat_strings(string_from_static("<"), cast(String, full_name(t)))
    text = concat_strings(text, string_from_static(" object at "))
    text = concat_strings(text, hex_address(self))
    return concat_strings(text, string_from_static(">"))


@fn(raises=True)
def full_name(t: Type) -> Value:
    """module.qualified_name, without "builtins."."""
    module = namespace_get(t.namespace, name("__module__"))
    if is_kind(module, "string") and module != name("builtins"):
        dotted = concat_strings(cast(String, module), string_from_static("."))
        return concat_strings(dotted, cast(String, t.qualified_name))
    return t.qualified_name


@fn(raises=True)
def hex_address(v: Value) -> String:
    digits = stack_array(u8, 20)
    word = cast(u64, v)
    at: i64 = 18
    while at >= 2:
        nibble = word & 15
        digits[at - 1] = u8(nibble + 48 if nibble < 10 else nibble + 87)
        word = word >> 4
        at -= 1
        if word == 0:
            break
    digits[at - 1] = 0x78
    digits[at - 2] = 0x30
    return string_from_ascii(digits + (at - 2), 18 - (at - 2))


@method("object", "__str__")
def object_str(self: Value) -> Value:
    return py_repr(self)


@method("object", "__eq__")
def object_eq(self: Value, other: Value) -> Value:
    return boolean(True) if self == other else NOT_IMPLEMENTED


@method("object", "__ne__")
def object_ne(self: Value, other: Value) -> Value:
    found = special(self, "__eq__")
    result = call2(found, self, other) if is_plain(found) else NOT_IMPLEMENTED
    if is_word(result, NOT_IMPLEMENTED):
        return NOT_IMPLEMENTED
    return boolean(not is_true(result))


@fn
def is_plain(found: Value) -> bool:
    return is_kind(found, "function") or is_kind(found, "native_function")


@method("object", "__lt__", "__le__", "__gt__", "__ge__")
def object_order(self: Value, other: Value) -> Value:
    return NOT_IMPLEMENTED


@method("object", "__hash__")
def object_hash(self: Value) -> Value:
    return int_from_i64(identity_hash_of(self))


@method("object", "__format__")
def object_format(self: Value, spec: Value) -> Value:
    if not is_kind(spec, "string"):
        raise type_error("__format__() argument must be str, not %T", spec)
    if cast(String, spec).count > 0:
        raise type_error("unsupported format string passed to %T.__format__", self)
    return py_str(self)


@method("object", "__init_subclass__", binding="class", variadic=True)
def object_init_subclass(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


# --- classes


@fn(raises=True)
def best_metaclass(start: Type, bases: Array_) -> Type:
    """The most derived metaclass of a class's bases."""
    winner = start
    for i in range(bases.length):
        t = class_of(bases.items[i])
        if is_subtype(winner, t):
            continue
        if is_subtype(t, winner):
            winner = t
            continue
        raise type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
        )
    return winner


@fn(raises=True)
def new_class(metaclass: Type, own_name: Value, bases: Array_, given: Map) -> Value:
    """type.__new__: a class with a copy of the namespace."""
    if bases.length == 0:
        bases = array_new(1)
        bases.items[0] = type_named("object")
    for i in range(bases.length):
        if not is_type(bases.items[i]):
            raise type_error("bases must be types")
        if cast(Type, bases.items[i]).flags & IS_FINAL != 0:
            raise type_error("type '%N' is not an acceptable base type", bases.items[i])
    made = bare_type(own_name, metaclass)
    made.namespace = map_copy(given)
    space = made.namespace
    made.bases = bases
    base = best_base(bases)
    made.base = base
    order = compute_order(made)
    if order is None:
        raise order_error(bases)
    made.mro = order
    qualified = namespace_get(space, name("__qualname__"))
    if is_kind(qualified, "string"):
        made.qualified_name = qualified
        namespace_delete(space, name("__qualname__"))
    if is_deleted(namespace_get(space, name("__doc__"))):
        namespace_set(space, name("__doc__"), NONE)
    wrap(space, name("__new__"), False)
    wrap(space, name("__init_subclass__"), True)
    wrap(space, name("__class_getitem__"), True)
    if not is_deleted(namespace_get(space, name("__eq__"))) and is_deleted(namespace_get(space, name("__hash__"))):
        namespace_set(space, name("__hash__"), NONE)
    make_shape(made, base)
    make_slots(made, base)
    if not is_deleted(namespace_get(space, name("__del__"))) or base.flags & HAS_FINALIZER != 0:
        made.flags = made.flags | HAS_FINALIZER
    link_type(made)
    cell = namespace_get(space, name("__classcell__"))
    if is_kind(cell, "cell"):
        cast(Cell, cell).content = made
        namespace_delete(space, name("__classcell__"))
    update_flags(made)
    return made


@fn(raises=True)
def order_error(bases: Array_) -> Value:
    text = string_from_static("Cannot create a consistent method resolution\norder (MRO) for bases ")
    for i in range(bases.length):
        if i > 0:
            text = concat_strings(text, string_from_static(", "))
        text = concat_strings(text, cast(String, cast(Type, bases.items[i]).name))
    return type_error("%S", text)


@fn(raises=True)
def best_base(bases: Array_) -> Type:
    """The base whose instances' layout the class takes."""
    best = cast(Type, bases.items[0])
    for i in range(bases.length):
        t = cast(Type, bases.items[i])
        if layout_of(t) == 0:
            continue
        if layout_of(best) == 0:
            best = t
        elif layout_of(best) != layout_of(t) and not is_subtype(best, t):
            if not is_subtype(t, best):
                raise type_error("multiple bases have instance lay-out conflict")
            best = t
    return best


@fn
def layout_of(t: Type) -> i64:
    return -1 if t.flags & IS_EXCEPTION != 0 else t.layout


@fn(raises=True)
def make_shape(made: Type, base: Type) -> None:
    hidden = stack_array(Value, len(HIDDEN_NAMES))
    if base.flags & IS_EXCEPTION != 0:
        for i in range(len(HIDDEN_NAMES)):
            hidden[i] = hidden_name(i)
        start_shape(made, 0, True, hidden, len(HIDDEN_NAMES))
    elif base.layout != 0:
        hidden[0] = intern(string_from_static("\x01payload"))
        start_shape(made, base.layout, False, hidden, 1)
    else:
        start_shape(made, 0, False, hidden, 0)


HIDDEN = table(Ptr[u8], HIDDEN_NAMES)


@fn(raises=True)
def hidden_name(index: i64) -> Value:
    return intern(string_from_static(HIDDEN[index]))


@fn(raises=True)
def wrap(space: Map, key: Value, is_class_method: bool) -> None:
    """__new__ is a static method, __init_subclass__ and __class_getitem__ are class methods, without being told."""
    found = namespace_get(space, key)
    if is_kind(found, "function"):
        if is_class_method:
            namespace_set(space, key, new(ClassMethod, function=found))
        else:
            namespace_set(space, key, new(StaticMethod, function=found))


@fn(raises=True)
def make_slots(made: Type, base: Type) -> None:
    """What __slots__ asks for: descriptors, and no dictionary if no base has one."""
    given = namespace_get(made.namespace, name("__slots__"))
    if is_deleted(given):
        return
    if is_kind(given, "string"):
        only = array_new(1)
        only.items[0] = given
        given = only
    names = tuple_of(given)
    has_dictionary = False
    bases = made.bases
    for i in range(bases.length):
        t = cast(Type, bases.items[i])
        if t.flags & NO_DICTIONARY == 0 and t.index < 0:
            has_dictionary = True
    for i in range(names.length):
        key = names.items[i]
        if not is_kind(key, "string"):
            raise type_error("__slots__ items must be strings, not '%T'", key)
        own = intern(cast(String, key))
        if own == name("__dict__"):
            has_dictionary = True
            continue
        if own == name("__weakref__"):
            continue
        if not is_deleted(namespace_get(made.namespace, own)):
            raise value_error("'%S' in __slots__ conflicts with class variable", own)
        mangled = mangle(own, cast(String, made.name))
        namespace_set(made.namespace, mangled, new(SlotDescriptor, name=mangled, owner=made))
    if not has_dictionary:
        made.flags = made.flags | NO_DICTIONARY
    made.slot_names = names


@fn(raises=True)
def mangle(key: Value, class_name: String) -> Value:
    """Private names of __slots__ are mangled like those in the class's body."""
    s = cast(String, key)
    if s.count < 3 or code_at(s, 0) != 0x5F or code_at(s, 1) != 0x5F:
        return key
    if code_at(s, s.count - 1) == 0x5F and code_at(s, s.count - 2) == 0x5F:
        return key
    start: i64 = 0
    while start < class_name.count and code_at(class_name, start) == 0x5F:
        start += 1
    if start == class_name.count:
        return key
    stem = concat_strings(string_from_static("_"), substring(class_name, start, class_name.count))
    return intern(concat_strings(stem, s))


@method("type", "__new__", variadic=True, keywords=True, binding="static")
def type_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """type(x), or type(name, bases, namespace, **keywords)."""
    given = argc
    if names != no_value():
        given -= cast(Array_, names).length
    if given == 2 and arguments[0] == cast(Value, type_named("type")) and names == no_value():
        return class_of(arguments[1])
    if given != 4:
        raise type_error("type() takes 1 or 3 arguments")
    if not is_kind(arguments[1], "string"):
        raise type_error("type.__new__() argument 1 must be str, not %T", arguments[1])
    if not is_kind(arguments[2], "array"):
        raise type_error("type.__new__() argument 2 must be tuple, not %T", arguments[2])
    space = arguments[3]
    if not is_kind(space, "map"):
        space = held_object(space, TYPE_INDEX["dict"])
        if space == no_value():
            raise type_error("type.__new__() argument 3 must be dict, not %T", arguments[3])
    bases = cast(Array_, arguments[2])
    metaclass = best_metaclass(cast(Type, arguments[0]), bases)
    made = new_class(metaclass, intern(cast(String, arguments[1])), bases, cast(Map, space))
    set_names(made)
    init_subclass(cast(Type, made), arguments + 4, argc - 4, names)
    return made


@fn(raises=True)
def set_names(made: Value) -> None:
    """Call __set_name__ of the namespace's values that have one."""
    space = cast(Type, made).namespace
    keys = map_keys(space)
    for i in range(keys.length):
        v = namespace_get(space, keys.items[i])
        if is_kind(v, "object") or is_kind(v, "pyta.property"):
            found = special(v, "__set_name__")
            if found != no_value():
                call3(found, v, made, keys.items[i])


@fn(raises=True)
def init_subclass(made: Type, arguments: Ptr[Value], argc: i64, names: Value) -> None:
    """super(made, made).__init_subclass__(**keywords)."""
    order = made.mro
    for i in range(1, order.length):
        found = namespace_get(cast(Type, order.items[i]).namespace, name("__init_subclass__"))
        if not is_deleted(found):
            if argc > 0 and i == order.length - 1:
                raise type_error("%N.__init_subclass__() takes no keyword arguments", made)
            call_value(bind(found, no_value(), made), arguments, argc, names)
            return


@method("type", "__init__", variadic=True, keywords=True)
def type_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@method("type", "__call__", variadic=True, keywords=True)
def type_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """cls(...): for metaclasses that call super().__call__."""
    t = cast(Type, arguments[0])
    maker = type_lookup(t, name("__new__"))
    instance = call_value(bind(maker, no_value(), t), arguments, argc, names)
    if not is_subtype(class_of(instance), t):
        return instance
    init = type_lookup(class_of(instance), name("__init__"))
    if init != type_lookup(type_named("object"), name("__init__")):
        held = arguments[0]
        arguments[0] = instance
        call_value(init, arguments, argc, names)
        arguments[0] = held
    return instance


@method("type", "__prepare__", variadic=True, keywords=True, binding="class")
def type_prepare(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return map_new()


@method("type", "mro")
def type_mro(self: Value) -> Value:
    return list_of_exactly(array_copy(cast(Type, self).mro))


@method("type", "__subclasses__")
def type_subclasses(self: Value) -> Value:
    return list_copy(cast(Type, self).subclasses)


@method("type", "__instancecheck__")
def type_instancecheck(self: Value, v: Value) -> Value:
    return boolean(is_subtype(class_of(v), cast(Type, self)))


@method("type", "__subclasscheck__")
def type_subclasscheck(self: Value, t: Value) -> Value:
    if not is_type(t):
        raise type_error("issubclass() arg 1 must be a class")
    return boolean(is_subtype(cast(Type, t), cast(Type, self)))


@method("type", "__repr__")
def type_repr(self: Value) -> Value:
    text = concat_strings(string_from_static("<class '"), cast(String, full_name(cast(Type, self))))
    return concat_strings(text, string_from_static("'>"))


@getter("type", "__name__")
def type_name(self: Value) -> Value:
    return cast(Type, self).name


@getter("type", "__qualname__")
def type_qualname(self: Value) -> Value:
    return cast(Type, self).qualified_name


@getter("type", "__bases__")
def type_bases(self: Value) -> Value:
    return cast(Type, self).bases


@getter("type", "__base__")
def type_base(self: Value) -> Value:
    return cast(Type, self).base


@getter("type", "__mro__")
def type_mro_tuple(self: Value) -> Value:
    return cast(Type, self).mro


@getter("type", "__dict__")
def type_dict(self: Value) -> Value:
    return cast(Type, self).namespace


# --- __build_class__


@module_function("builtins", "__build_class__", variadic=True, keywords=True)
def build_class(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """__build_class__(body, name, *bases, metaclass=None, **keywords)."""
    given = argc
    keyword_count: i64 = 0
    if names != no_value():
        keyword_count = cast(Array_, names).length
        given -= keyword_count
    if given < 2 or not is_kind(arguments[0], "function"):
        raise type_error("__build_class__: func must be a function")
    body = arguments[0]
    own_name = arguments[1]
    original = array_new(given - 2)
    for i in range(given - 2):
        original.items[i] = arguments[2 + i]
    bases = resolve_bases(original)
    metaclass = cast(Value, type_named("type"))
    has_metaclass = False
    kept = list_new()
    kept_names = list_new()
    for i in range(keyword_count):
        key = cast(Array_, names).items[i]
        if key == name("metaclass"):
            metaclass = arguments[given + i]
            has_metaclass = True
        else:
            list_append(kept, arguments[given + i])
            list_append(kept_names, key)
    if not has_metaclass and bases.length > 0:
        metaclass = class_of(bases.items[0])
    if is_type(metaclass):
        metaclass = best_metaclass(cast(Type, metaclass), bases)
    extra = kept.count
    call_arguments = array_new(3 + extra)
    call_names = no_value()
    if extra > 0:
        call_names = list_to_array(kept_names)
    preparer = get_attribute(metaclass, name("__prepare__"))
    call_arguments.items[0] = own_name
    call_arguments.items[1] = bases
    for i in range(extra):
        call_arguments.items[2 + i] = list_to_array(kept).items[i]
    space = call_value(preparer, call_arguments.items, 2 + extra, call_names)
    call1(body, space)
    if cast(u64, original) != cast(u64, bases) and is_kind(space, "map"):
        namespace_set(cast(Map, space), name("__orig_bases__"), original)
    call_arguments.items[2] = space
    for i in range(extra):
        call_arguments.items[3 + i] = list_to_array(kept).items[i]
    made = call_value(metaclass, call_arguments.items, 3 + extra, call_names)
    return made


@fn(raises=True)
def resolve_bases(given: Array_) -> Array_:
    """Replace bases that are no classes by what their __mro_entries__ gives."""
    for i in range(given.length):
        if not is_type(given.items[i]):
            return resolve_bases_slowly(given)
    return given


@fn(raises=True)
def resolve_bases_slowly(given: Array_) -> Array_:
    result = list_new()
    for i in range(given.length):
        base = given.items[i]
        if is_type(base):
            list_append(result, base)
            continue
        found = special(base, "__mro_entries__")
        if found == no_value():
            list_append(result, base)
            continue
        entries = tuple_of(call2(found, base, given))
        for k in range(entries.length):
            list_append(result, entries.items[k])
    return list_to_array(result)


__all__ = ["Code", "DynamicObject", "FALSE", "Function", "List", "TYPE_INDEX", "UNDEFINED", "shape_add", "world"]
