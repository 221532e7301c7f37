"""Making classes and instances: type(), object(), __build_class__.

Source: the data model, 3.3.3 "Customizing class creation"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_copy, array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.call import call_value
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, Cell, Code, Function
from corevm.kernel.dynamic import DynamicObject, object_set_slot
from corevm.kernel.frame import FUNCTION
from corevm.kernel.list import (
    List,
    list_append,
    list_copy,
    list_get,
    list_new,
    list_of_exactly,
    list_set,
    list_to_array,
)
from corevm.kernel.map import Map, map_copy, map_get, map_keys, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.shape import HIDDEN_LIMIT, hidden_slots, shape_add, shape_key_at
from corevm.kernel.string import String, code_at, concat_strings, string_from_ascii, string_from_static, substring
from corevm.kernel.string_case import is_identifier
from corevm.kernel.string_intern import intern
from corevm.kernel.thread import thread
from corevm.kernel.value import (
    DELETED,
    FALSE,
    NONE,
    NOT_IMPLEMENTED,
    TRUE,
    UNDEFINED,
    boolean,
    is_reference,
    is_word,
    tag_fixnum,
)
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, new, stack_array, table, u8, u32, u64
from pyta.object.code_flag import ATTRIBUTE_COUNT_SHIFT
from pyta.object.declare import LATE, TYPE_INDEX, TYPES, getter, method
from pyta.object.declare import function as module_function
from pyta.object.exception import (
    CAUSE_SLOT,
    CONTEXT_SLOT,
    FIELDS,
    SUPPRESS_SLOT,
    exception_set,
    runtime_error,
    type_error,
    value_error,
)
from pyta.object.payload import held_object
from pyta.object.type import (
    DEFAULT_ROOM,
    IS_ABSTRACT,
    IS_EXCEPTION,
    IS_FINAL,
    NO_DICTIONARY,
    PAYLOAD_SLOT,
    ROOM_LIMIT,
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
    touch_type,
    type_lookup,
    type_named,
)
from pyta.object.wording import ABSTRACT_BETWEEN, ABSTRACT_ONE, ABSTRACT_SOME, NO_ORDER
from pyta.object.world import name, world
from pyta.protocol.attribute import (
    ClassMethod,
    GetSet,
    SlotDescriptor,
    StaticMethod,
    attribute_or_none,
    bind,
    call1,
    call_special1,
    call_special2,
    call_special3,
    is_derived,
    is_instance_by_class,
    namespace_delete,
    special,
    update_flags,
)
from pyta.protocol.compare import identity_hash_of, is_true, py_equal, py_hash, py_less
from pyta.protocol.item import set_item
from pyta.protocol.iterate import list_of, tuple_of
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
            raise type_error("%N.__init__() takes exactly one argument (the instance to initialize)", t)
    return NONE


@method("object", "__new__", variadic=True, keywords=True, binding="static")
def object_new_method(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc < 1:
        raise type_error("object.__new__(): not enough arguments")
    if not is_type(arguments[0]):
        raise type_error("object.__new__(X): X is not a type object (%T)", arguments[0])
    t = cast(Type, arguments[0])
    if argc > 1:
        base = type_named("object")
        if type_lookup(t, name("__new__")) != type_lookup(base, name("__new__")):
            raise type_error("object.__new__() takes exactly one argument (the type to instantiate)")
        if type_lookup(t, name("__init__")) == type_lookup(base, name("__init__")):
            raise type_error("%N() takes no arguments", t)
    if t.flags & IS_ABSTRACT != 0:
        raise abstract_error(t)
    if (t.index >= 0 or t.layout != 0) and cast(u64, t) != cast(u64, type_named("object")):
        raise type_error("object.__new__(%N) is not safe, use %N.__new__()", t, t)
    return new_instance(t)


@fn(raises=True, cold=True)
def abstract_error(t: Type) -> Value:
    """Names the methods in order of the alphabet."""
    methods = list_of(namespace_get(t.namespace, name("__abstractmethods__")))
    sort_plainly(methods)
    text = string_from_static("")
    for i in range(methods.count):
        if i > 0:
            text = concat_strings(text, string_from_static(ABSTRACT_BETWEEN))
        text = concat_strings(text, py_str(list_get(methods, i)))
    if methods.count == 1:
        return type_error(ABSTRACT_ONE, t, text)
    return type_error(ABSTRACT_SOME, t, text)


LATE.abstract_error = abstract_error


@fn(raises=True)
def sort_plainly(items: List) -> None:
    """Insertion sort, for what is short and not hot."""
    for i in range(1, items.count):
        v = list_get(items, i)
        k = i
        while k > 0 and py_less(v, list_get(items, k - 1)):
            list_set(items, k, list_get(items, k - 1))
            k -= 1
        list_set(items, k, v)


@fn(raises=True)
def instance_with_payload(t: Type, payload: Value) -> Value:
    """An instance of a class that derives from a builtin type with data."""
    made = new_instance(t)
    object_set_slot(made, PAYLOAD_SLOT, payload)
    return made


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
    """What __repr__ gives; whoever asked looks whether it is a str."""
    return call_special1(self, special(self, "__repr__"))


@method("object", "__eq__")
def object_eq(self: Value, other: Value) -> Value:
    return boolean(True) if self == other else NOT_IMPLEMENTED


@method("object", "__ne__")
def object_ne(self: Value, other: Value) -> Value:
    result = call_special2(self, special(self, "__eq__"), other)
    if is_word(result, NOT_IMPLEMENTED):
        return NOT_IMPLEMENTED
    return boolean(not is_true(result))


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


@method("object", "__init_subclass__", binding="class", variadic=True, keywords=True)
def object_init_subclass(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if names != no_value() and cast(Array_, names).length > 0:
        raise type_error("%N.__init_subclass__() takes no keyword arguments", arguments[0])
    if argc > 1:
        raise type_error("%N.__init_subclass__() takes no arguments (%D given)", arguments[0], tag_fixnum(argc - 1))
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
    base = best_base(bases)
    made = bare_type(own_name, metaclass)
    made.namespace = map_copy(given)
    space = made.namespace
    made.bases = bases
    made.base = base
    made.mro = order_of(made)
    qualified = namespace_get(space, name("__qualname__"))
    if not is_deleted(qualified):
        if not is_kind(qualified, "string"):
            raise type_error("type __qualname__ must be a str, not %T", qualified)
        made.qualified_name = qualified
        namespace_delete(space, name("__qualname__"))
    if is_deleted(namespace_get(space, name("__module__"))):
        caller = thread().base
        if caller is not None and is_kind(caller[FUNCTION], "function"):
            module = namespace_get(cast(Map, cast(Function, caller[FUNCTION]).global_space), name("__name__"))
            if not is_deleted(module):
                namespace_set(space, name("__module__"), module)
    wrap(space, name("__new__"), False)
    wrap(space, name("__init_subclass__"), True)
    wrap(space, name("__class_getitem__"), True)
    if not is_deleted(namespace_get(space, name("__eq__"))) and is_deleted(namespace_get(space, name("__hash__"))):
        namespace_set(space, name("__hash__"), NONE)
    make_layout(made, base)
    if is_deleted(namespace_get(space, name("__doc__"))):
        namespace_set(space, name("__doc__"), NONE)
    link_type(made)
    cell = namespace_get(space, name("__classcell__"))
    if not is_deleted(cell):
        if not is_kind(cell, "cell"):
            raise type_error("type.__new__(): __classcell__ must be a nonlocal cell, not <class '%N'>", class_of(cell))
        cast(Cell, cell).content = made
        namespace_delete(space, name("__classcell__"))
    update_flags(made)
    own_order(made)
    return made


@fn(raises=True)
def order_of(made: Type) -> Array_:
    """The C3 order of a type with its bases set. Raises: TypeError."""
    order = compute_order(made)
    if order is None:
        raise order_error(made.bases)
    return order


@fn(raises=True)
def own_order(made: Type) -> None:
    """The order a metaclass's own mro() gives."""
    metaclass = cast(Type, made.metaclass)
    found = type_lookup(metaclass, name("mro"))
    if found == type_lookup(type_named("type"), name("mro")):
        return
    given = tuple_of(call_special1(made, found))
    for i in range(given.length):
        if not is_type(given.items[i]):
            raise type_error("mro() returned a non-class ('%T')", given.items[i])
        if not is_subtype(made, solid_type(cast(Type, given.items[i]))):
            raise type_error("mro() returned base with unsuitable layout ('%N')", given.items[i])
    made.mro = array_copy(given)
    touch_type(made)
    update_flags(made)


@fn(raises=True)
def order_error(bases: Array_) -> Value:
    for i in range(bases.length):
        for k in range(i):
            if bases.items[k] == bases.items[i]:
                return type_error("duplicate base class %N", bases.items[i])
    text = string_from_static(NO_ORDER)
    for i in range(bases.length):
        if i > 0:
            text = concat_strings(text, string_from_static(", "))
        text = concat_strings(text, cast(String, cast(Type, bases.items[i]).name))
    return type_error("%S", text)


@fn(raises=True)
def best_base(bases: Array_) -> Type:
    """The base whose instances' layout the class takes. Raises: TypeError."""
    best = type_named("object")
    winner = type_named("object")
    for i in range(bases.length):
        if not is_type(bases.items[i]):
            raise type_error("bases must be types")
        t = cast(Type, bases.items[i])
        if t.flags & IS_FINAL != 0:
            raise type_error("type '%N' is not an acceptable base type", t)
        solid = solid_type(t)
        if i == 0:
            best = t
            winner = solid
        elif is_subtype(winner, solid):
            continue
        elif is_subtype(solid, winner):
            best = t
            winner = solid
        else:
            raise type_error("multiple bases have instance lay-out conflict")
    return best


@fn
def solid_type(t: Type) -> Type:
    """The nearest ancestor that decides the layout of a type's instances."""
    while t.index < 0:
        above = cast(Type, t.base)
        if hidden_slots(t.instance_shape) != hidden_slots(above.instance_shape) or t.layout != above.layout:
            return t
        t = above
    while t.flags & IS_EXCEPTION != 0 and HAS_OWN_FIELDS[t.index] == 0:
        t = cast(Type, t.base)
    return t


# of the builtin types: whether they decide what an exception's slot `extra` holds
HAS_OWN_FIELDS = table(i64, [n in FIELDS or n in ("BaseException", "BaseExceptionGroup") for n in TYPES])


@fn(raises=True)
def wrap(space: Map, key: Value, is_class_method: bool) -> None:
    """__new__ is a static method, __init_subclass__ and __class_getitem__ are class methods, without being told."""
    found = namespace_get(space, key)
    if is_kind(found, "function"):
        if is_class_method:
            namespace_set(space, key, new(ClassMethod, function=found))
        else:
            namespace_set(space, key, new(StaticMethod, function=found))


@fn
def room_for_attributes(bases: Array_) -> u32:
    """What the bases have room for, and what the class's own methods assign; a guess if nothing is known of that."""
    room = world().attribute_count
    world().attribute_count = -1
    if room < 0:
        room = DEFAULT_ROOM
    for i in range(bases.length):
        base = cast(Type, bases.items[i])
        if base.index < 0:
            room += i64(base.room)
    if room == 0:
        room = DEFAULT_ROOM
    return u32(room if room < ROOM_LIMIT else ROOM_LIMIT)


@fn(raises=True)
def make_layout(made: Type, base: Type) -> None:
    """The shape instances start with: the base's hidden slots, then one for each name of __slots__; whether they have a dictionary."""
    hidden = list_new()
    for i in range(hidden_slots(base.instance_shape)):
        list_append(hidden, shape_key_at(base.instance_shape, i))
    space = made.namespace
    had_dictionary = False
    bases = made.bases
    for i in range(bases.length):
        if cast(Type, bases.items[i]).flags & NO_DICTIONARY == 0:
            had_dictionary = True
    has_dictionary = had_dictionary
    has_reference = True
    given = namespace_get(space, name("__slots__"))
    if is_deleted(given):
        has_dictionary = True
    else:
        has_reference = False
        if is_kind(given, "string"):
            only = array_new(1)
            only.items[0] = given
            given = only
        names = tuple_of(given)
        made.slot_names = names
        if names.length > 0 and layout_has_items(base.layout):
            raise type_error("nonempty __slots__ not supported for subtype of '%N'", base)
        for i in range(names.length):
            key = names.items[i]
            if not is_kind(key, "string"):
                raise type_error("__slots__ items must be strings, not '%T'", key)
            own = intern(cast(String, key))
            if not is_identifier(own):
                raise type_error("__slots__ must be identifiers")
            if own == name("__dict__"):
                if has_dictionary:
                    raise type_error("__dict__ slot disallowed: we already got one")
                has_dictionary = True
                continue
            if own == name("__weakref__"):
                has_reference = True
                continue
            own = cast(String, mangle(own, cast(String, made.name)))
            held = namespace_get(space, own)
            if is_subtype(base, type_named("module")):
                continue  # a module has its namespace
            if is_kind(held, "pyta.slot_descriptor") and cast(SlotDescriptor, held).owner == cast(Value, made):
                continue  # the name stands twice
            if not is_deleted(held):
                raise value_error("'%S' in __slots__ conflicts with class variable", own)
            if hidden.count == HIDDEN_LIMIT:
                raise value_error("too many __slots__")
            namespace_set(space, own, new(SlotDescriptor, name=own, owner=made, slot=hidden.count))
            text = concat_strings(string_from_static("\x01"), py_repr(tag_fixnum(hidden.count)))
            list_append(hidden, intern(concat_strings(text, cast(String, own))))
    if not has_dictionary:
        made.flags = made.flags | NO_DICTIONARY
    made.room = room_for_attributes(bases)
    start_shape(made, base.layout, base.flags & IS_EXCEPTION != 0, list_to_array(hidden).items, hidden.count)
    if is_subtype(base, type_named("type")) or is_subtype(base, type_named("module")):
        return
    if has_dictionary and not had_dictionary:
        inherit_getset(space, name("__dict__"), made)
    has_items = layout_has_items(base.layout)
    if has_reference and not has_items and type_lookup(base, name("__weakref__")) == no_value():
        inherit_getset(space, name("__weakref__"), made)


@fn
def layout_has_items(layout: i64) -> bool:
    """Whether objects of a builtin type are of many sizes in CPython, so that classes made of it have neither slots nor weak references."""
    return layout == TYPE_INDEX["int"] or layout == TYPE_INDEX["tuple"] or layout == TYPE_INDEX["bytes"]


@fn(raises=True)
def inherit_getset(space: Map, key: Value, made: Type) -> None:
    """An attribute each class that brings instances a dictionary has."""
    if not is_deleted(namespace_get(space, key)):
        return
    model = cast(GetSet, namespace_get(type_named("instance_attributes").namespace, key))
    namespace_set(space, key, new(GetSet, getter=model.getter, setter=model.setter, name=key, owner=made))


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
        if arguments[0] == cast(Value, type_named("type")):
            raise type_error("type() takes 1 or 3 arguments")
        raise type_error("type.__new__() takes exactly 3 arguments (%D given)", tag_fixnum(given - 1))
    if not is_type(arguments[0]) or not is_subtype(cast(Type, arguments[0]), type_named("type")):
        raise type_error("type.__new__(X): X is not a subtype of type")
    if not is_kind(arguments[1], "string"):
        raise type_error("type.__new__() argument 1 must be str, not %T", arguments[1])
    for i in range(cast(String, arguments[1]).count):
        if code_at(cast(String, arguments[1]), i) == 0:
            raise value_error("type name must not contain null characters")
    if not is_kind(arguments[2], "array"):
        raise type_error("type.__new__() argument 2 must be tuple, not %T", arguments[2])
    space = arguments[3]
    if not is_kind(space, "map"):
        space = held_object(space, TYPE_INDEX["dict"])
        if space == no_value():
            raise type_error("type.__new__() argument 3 must be dict, not %T", arguments[3])
    bases = cast(Array_, arguments[2])
    for i in range(bases.length):
        if not is_type(bases.items[i]) and not is_deleted(attribute_or_none(bases.items[i], name("__mro_entries__"))):
            raise type_error("type() doesn't support MRO entry resolution; use types.new_class()")
    metaclass = best_metaclass(cast(Type, arguments[0]), bases)
    if cast(u64, metaclass) != cast(u64, arguments[0]):
        maker = bind(type_lookup(metaclass, name("__new__")), no_value(), metaclass)
        if maker != bind(type_lookup(type_named("type"), name("__new__")), no_value(), metaclass):
            held = arguments[0]
            arguments[0] = metaclass
            found = call_value(maker, arguments, argc, names)
            arguments[0] = held
            return found
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
        key = keys.items[i]
        v = map_get(space, key, py_hash(key), py_equal)
        if is_reference(v):
            found = special(v, "__set_name__")
            if found != no_value():
                call_set_name(found, v, made, keys.items[i])


@fn(raises=True)
def call_set_name(found: Value, v: Value, made: Value, key: Value) -> None:
    try:
        call_special3(v, found, made, key)
    except failure as e:
        wrapped = runtime_error("Error calling __set_name__ on '%T' instance %R in '%N'", v, key, made)
        exception_set(wrapped, CAUSE_SLOT, e)
        exception_set(wrapped, CONTEXT_SLOT, e)
        exception_set(wrapped, SUPPRESS_SLOT, TRUE)
        raise wrapped


@fn(raises=True)
def init_subclass(made: Type, arguments: Ptr[Value], argc: i64, names: Value) -> None:
    """super(made, made).__init_subclass__(**keywords)."""
    order = made.mro
    for i in range(1, order.length):
        found = namespace_get(cast(Type, order.items[i]).namespace, name("__init_subclass__"))
        if not is_deleted(found):
            call_value(bind(found, no_value(), made), arguments, argc, names)
            return


@method("type", "__init__", variadic=True, keywords=True)
def type_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    given = argc - 1
    if names != no_value():
        given -= cast(Array_, names).length
        if given == 1:
            raise type_error("type.__init__() takes no keyword arguments")
    if given != 1 and given != 3:
        raise type_error("type.__init__() takes 1 or 3 arguments")
    return NONE


@method("type", "__call__", variadic=True, keywords=True)
def type_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """cls(...): for metaclasses that call super().__call__."""
    t = cast(Type, arguments[0])
    if argc == 2 and names == no_value() and arguments[0] == cast(Value, type_named("type")):
        return class_of(arguments[1])
    maker = type_lookup(t, name("__new__"))
    instance = call_value(bind(maker, no_value(), t), arguments, argc, names)
    if not is_subtype(class_of(instance), t):
        return instance
    init = type_lookup(class_of(instance), name("__init__"))
    if init != type_lookup(type_named("object"), name("__init__")):
        held = arguments[0]
        arguments[0] = instance
        result = call_value(init, arguments, argc, names)
        arguments[0] = held
        if not is_word(result, NONE):
            raise type_error("__init__() should return None, not '%T'", result)
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
    t = cast(Type, self)
    return boolean(is_subtype(class_of(v), t) or is_instance_by_class(v, t))


@method("type", "__subclasscheck__")
def type_subclasscheck(self: Value, t: Value) -> Value:
    return boolean(is_derived(t, self))


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
    preparer = attribute_or_none(metaclass, name("__prepare__"))
    call_arguments.items[0] = own_name
    call_arguments.items[1] = bases
    for i in range(extra):
        call_arguments.items[2 + i] = list_to_array(kept).items[i]
    space: Value = DELETED
    if is_deleted(preparer):
        space = map_new()
    else:
        space = call_value(preparer, call_arguments.items, 2 + extra, call_names)
        if special(space, "__getitem__") == no_value():
            prepared = metaclass if is_type(metaclass) else cast(Value, class_of(metaclass))
            raise type_error("%N.__prepare__() must return a mapping, not %T", prepared, space)
    call1(body, space)
    if cast(u64, original) != cast(u64, bases):
        set_item(space, name("__orig_bases__"), original)
    call_arguments.items[2] = space
    for i in range(extra):
        call_arguments.items[3 + i] = list_to_array(kept).items[i]
    world().attribute_count = i64(cast(Function, body).code.flags >> LANGUAGE_FLAGS_SHIFT + ATTRIBUTE_COUNT_SHIFT & 0xFF)
    return call_value(metaclass, call_arguments.items, 3 + extra, call_names)


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
        found = attribute_or_none(base, name("__mro_entries__"))
        if is_deleted(found):
            list_append(result, base)
            continue
        entries_given = call1(found, given)
        if not is_kind(entries_given, "array"):
            raise type_error("__mro_entries__ must return a tuple")
        entries = cast(Array_, entries_given)
        for k in range(entries.length):
            list_append(result, entries.items[k])
    return list_to_array(result)


__all__ = ["Code", "DynamicObject", "FALSE", "Function", "List", "TYPE_INDEX", "UNDEFINED", "shape_add", "world"]
