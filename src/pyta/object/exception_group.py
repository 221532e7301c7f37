"""Exception groups, and what except* does with them.

Source: PEP 654; the library reference, "Exception groups". The texts are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import enter_recursion
from corevm.kernel.dynamic import DynamicObject, object_get, object_set
from corevm.kernel.list import List, list_append, list_copy, list_get, list_new, list_to_array
from corevm.kernel.map import Map, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.string import concat_strings, string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.value import NONE, TRUE, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, stack_array
from pyta.object.build import new_class
from pyta.object.declare import getter, method, module_start
from pyta.object.exception import (
    ARGS_SLOT,
    CAUSE_SLOT,
    CONTEXT_SLOT,
    EXTRA_SLOT,
    SUPPRESS_SLOT,
    TRACEBACK_SLOT,
    exception_get,
    exception_set,
    exception_type,
    is_exception,
    is_exception_type,
    new_exception,
    type_error,
    value_error,
)
from pyta.object.type import IS_BUILTIN, Type, class_of, is_subtype, is_type, namespace_get, namespace_set, type_named
from pyta.object.world import name, world
from pyta.protocol.attribute import call1, get_attribute, special
from pyta.protocol.compare import is_true
from pyta.protocol.iterate import tuple_of
from pyta.protocol.text import py_repr, py_str


@module_start("builtins")
def start_groups(namespace: Map) -> None:
    """ExceptionGroup has two bases, which declarations do not know."""
    space = map_new()
    namespace_set(space, name("__module__"), name("builtins"))
    bases = array_new(2)
    bases.items[0] = exception_type("BaseExceptionGroup")
    bases.items[1] = exception_type("Exception")
    own = intern(string_from_static("ExceptionGroup"))
    made = cast(Type, new_class(type_named("type"), own, bases, space))
    made.flags = made.flags | IS_BUILTIN
    namespace_set(namespace, own, made)


@fn(raises=True)
def group_type() -> Type:
    return cast(Type, namespace_get(cast(Map, world().builtins), intern(string_from_static("ExceptionGroup"))))


@fn
def is_group(e: Value) -> bool:
    return is_exception(e) and is_subtype(class_of(e), exception_type("BaseExceptionGroup"))


@fn
def parts_of(e: Value) -> Array_:
    return cast(Array_, exception_get(e, EXTRA_SLOT))


# --- the class


@method("BaseExceptionGroup", "__new__", variadic=True, binding="static")
def group_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """BaseExceptionGroup(message, exceptions): an ExceptionGroup if all of them are Exceptions."""
    if argc < 1 or not is_type(arguments[0]) or not is_subtype(cast(Type, arguments[0]), exception_type("BaseExceptionGroup")):
        raise type_error("BaseExceptionGroup.__new__(X): X is not a subtype of BaseExceptionGroup")
    t = cast(Type, arguments[0])
    if argc != 3:
        raise type_error("BaseExceptionGroup.__new__() takes exactly 2 arguments (%D given)", tag_fixnum(argc - 1))
    if not is_kind(arguments[1], "string"):
        raise type_error("argument 1 must be str, not %T", arguments[1])
    if special(arguments[2], "__getitem__") == no_value() or is_kind(arguments[2], "map"):
        raise type_error("second argument (exceptions) must be a sequence")
    parts = tuple_of(arguments[2])
    if parts.length == 0:
        raise value_error("second argument (exceptions) must be a non-empty sequence")
    nests_base = False
    for i in range(parts.length):
        if not is_exception(parts.items[i]):
            raise value_error("Item %D of second argument (exceptions) is not an exception", tag_fixnum(i))
        if not is_subtype(class_of(parts.items[i]), exception_type("Exception")):
            nests_base = True
    if cast(Value, t) == cast(Value, exception_type("BaseExceptionGroup")):
        if not nests_base:
            t = group_type()
    elif nests_base and is_subtype(t, exception_type("Exception")):
        if cast(Value, t) == cast(Value, group_type()):
            raise type_error("Cannot nest BaseExceptions in an ExceptionGroup")
        raise type_error("Cannot nest BaseExceptions in '%N'", t)
    args = array_new(2)
    args.items[0] = arguments[1]
    args.items[1] = arguments[2]
    made = new_exception(t, args)
    exception_set(made, EXTRA_SLOT, parts)
    return made


@method("BaseExceptionGroup", "__init__", variadic=True, keywords=True)
def group_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@fn(raises=True)
def new_group(message: Value, parts: Value) -> Value:
    arguments = stack_array(Value, 3)
    arguments[0], arguments[1], arguments[2] = exception_type("BaseExceptionGroup"), message, parts
    return group_new(arguments, 3, no_value())


@fn(raises=True)
def checked(e: Value) -> Value:
    """A group that was made as one. Raises: TypeError."""
    if not is_group(e) or not is_kind(exception_get(e, EXTRA_SLOT), "array"):
        raise type_error("descriptor requires a 'BaseExceptionGroup' object but received a '%T'", e)
    return e


@getter("BaseExceptionGroup", "message")
def group_message(self: Value) -> Value:
    return cast(Array_, exception_get(checked(self), ARGS_SLOT)).items[0]


@getter("BaseExceptionGroup", "exceptions")
def group_exceptions(self: Value) -> Value:
    return parts_of(checked(self))


@method("BaseExceptionGroup", "__str__")
def group_str(self: Value) -> Value:
    count = parts_of(checked(self)).length
    text = concat_strings(py_str(get_attribute(self, name("message"))), string_from_static(" ("))
    text = concat_strings(text, py_repr(tag_fixnum(count)))
    return concat_strings(text, string_from_static(" sub-exception)" if count == 1 else " sub-exceptions)"))


@method("BaseExceptionGroup", "derive")
def group_derive(self: Value, parts: Value) -> Value:
    return new_group(get_attribute(self, name("message")), parts)


@method("BaseExceptionGroup", "split")
def group_split(self: Value, condition: Value) -> Value:
    checked(self)
    check_condition(condition)
    matching, rest = split_by(self, condition)
    made = array_new(2)
    made.items[0] = matching
    made.items[1] = rest
    return made


@method("BaseExceptionGroup", "subgroup")
def group_subgroup(self: Value, condition: Value) -> Value:
    checked(self)
    check_condition(condition)
    matching, rest = split_by(self, condition)
    return matching


# --- splitting


@fn(raises=True)
def check_condition(condition: Value) -> None:
    if is_exception_type(condition) or is_kind(condition, "list"):
        if is_exception_type(condition):
            return
    elif is_kind(condition, "array"):
        types = cast(Array_, condition)
        for i in range(types.length):
            if not is_exception_type(types.items[i]):
                raise type_error("expected a function, exception type or tuple of exception types")
        return
    elif not is_type(condition) and special(condition, "__call__") != no_value():
        return
    raise type_error("expected a function, exception type or tuple of exception types")


@fn(raises=True)
def meets(e: Value, condition: Value) -> bool:
    """A type, a tuple of types, a list of the exceptions themselves (by identity), or a predicate."""
    if is_type(condition):
        return is_subtype(class_of(e), cast(Type, condition))
    if is_kind(condition, "array"):
        types = cast(Array_, condition)
        for i in range(types.length):
            if is_subtype(class_of(e), cast(Type, types.items[i])):
                return True
        return False
    if is_kind(condition, "list"):
        leaves = cast(List, condition)
        for i in range(leaves.count):
            if list_get(leaves, i) == e:
                return True
        return False
    return is_true(call1(condition, e))


@fn(raises=True)
def split_by(e: Value, condition: Value) -> tuple[Value, Value]:
    """The part of an exception that meets a condition and the rest; None for nothing."""
    enter_recursion()
    nothing: Value = NONE
    if not (is_kind(condition, "list") and is_group(e)) and meets(e, condition):
        return e, nothing
    if not is_group(e):
        return nothing, e
    matching = list_new()
    rest = list_new()
    parts = parts_of(checked(e))
    for i in range(parts.length):
        one, other = split_by(parts.items[i], condition)
        if not is_word(one, NONE):
            list_append(matching, one)
        if not is_word(other, NONE):
            list_append(rest, other)
    return part_group(e, matching), part_group(e, rest)


@fn(raises=True)
def part_group(e: Value, parts: List) -> Value:
    """A group like e of some of its parts, with e's traceback, cause, context and notes; None without parts."""
    if parts.count == 0:
        return NONE
    made = call1(get_attribute(e, name("derive")), parts)
    if not is_group(made):
        raise type_error("derive must return an instance of BaseExceptionGroup")
    exception_set(made, TRACEBACK_SLOT, exception_get(e, TRACEBACK_SLOT))
    exception_set(made, CONTEXT_SLOT, exception_get(e, CONTEXT_SLOT))
    exception_set(made, CAUSE_SLOT, exception_get(e, CAUSE_SLOT))
    exception_set(made, SUPPRESS_SLOT, TRUE)  # as whenever a cause is set, though it be None
    notes = object_get(cast(DynamicObject, e), name("__notes__"))
    if is_kind(notes, "list"):
        object_set(cast(DynamicObject, made), name("__notes__"), list_copy(cast(List, notes)))
    return made


# --- except*


@fn(raises=True)
def split_for_handler(window: Ptr[Value], e: Value, types: Value) -> None:
    """w[0] = the part of e that matches, as a group, or None; w[1] = the rest or None."""
    if is_kind(types, "array"):
        for i in range(cast(Array_, types).length):
            check_star_type(cast(Array_, types).items[i])
    else:
        check_star_type(types)
    window[0] = NONE
    window[1] = e
    if meets(e, types):
        window[1] = NONE
        if is_group(e):
            window[0] = e
        else:
            only = array_new(1)
            only.items[0] = e
            wrapped = new_group(string_from_static(""), only)
            exception_set(wrapped, TRACEBACK_SLOT, exception_get(e, TRACEBACK_SLOT))
            window[0] = wrapped
    elif is_group(e):
        pair = call1(get_attribute(e, name("split")), types)
        if not is_kind(pair, "array") or cast(Array_, pair).length < 2:
            raise type_error("%T.split must return a 2-tuple", e)
        window[0] = cast(Array_, pair).items[0]
        window[1] = cast(Array_, pair).items[1]


@fn(raises=True)
def check_star_type(t: Value) -> None:
    if not is_exception_type(t):
        raise type_error("catching classes that do not inherit from BaseException is not allowed")
    if is_subtype(cast(Type, t), exception_type("BaseExceptionGroup")):
        raise type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")


@fn(raises=True)
def merge_raised(e: Value, raised: List) -> Value:
    """What is to be raised at the end of except* handlers: their own exceptions, with what they left of e put together again."""
    new_ones = list_new()
    leaves = list_new()
    for i in range(raised.count):
        one = list_get(raised, i)
        if is_word(one, NONE):
            continue
        if not is_exception(one):  # a class's own split() may give anything
            raise type_error("exceptions must derive from BaseException")
        if not is_group(e):
            return one
        if is_part_of(one, e):
            collect_leaves(leaves, one)
        else:
            list_append(new_ones, one)
    left: Value = NONE
    if leaves.count > 0:
        left, other = split_by(e, leaves)
    if new_ones.count == 0:
        return left
    if not is_word(left, NONE):
        list_append(new_ones, left)
    if new_ones.count == 1:
        return list_get(new_ones, 0)
    return new_group(string_from_static(""), list_to_array(new_ones))


@fn
def is_part_of(one: Value, e: Value) -> bool:
    """Whether an exception was split off e and has not been raised anew: it has the same past."""
    return (
        exception_get(one, TRACEBACK_SLOT) == exception_get(e, TRACEBACK_SLOT)
        and exception_get(one, CAUSE_SLOT) == exception_get(e, CAUSE_SLOT)
        and exception_get(one, CONTEXT_SLOT) == exception_get(e, CONTEXT_SLOT)
    )


@fn(raises=True)
def collect_leaves(target: List, e: Value) -> None:
    enter_recursion()
    if not is_group(e):
        list_append(target, e)
        return
    parts = parts_of(checked(e))
    for i in range(parts.length):
        collect_leaves(target, parts.items[i])

