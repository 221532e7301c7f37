"""Lox's instructions, native functions and hooks (level: kernel; in Micro).

Numbers are the doubles of `corevm.kernel.double`; all else are the kernel's own values, and classes.
"""

from __future__ import annotations

from corevm.isa.define import (
    Base, Branch, Cache, Const, Index, OutIndex, Pc, Reg, Target, ValueOrFrame, Window, Word, fuse, instruction,
)
from corevm.isa.native import hook, native
from corevm.isa.op.control import BRANCHES_ON_RESULT, enter_simple, is_simple_call
from corevm.isa.op.double import arithmetic, comparisons, equality, negation
from corevm.isa.op.variable import global_variables
from corevm.kernel.array import is_no_value, no_value
from corevm.kernel.call import enter_call, enter_function, shift_arguments
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, BoundMethod, Function
from corevm.kernel.double import double_text, is_double
from corevm.kernel.dynamic import DynamicObject, object_get, object_new, object_shape
from corevm.kernel.error import NAME, TYPE, error
from corevm.kernel.exception import exception, exception_about
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, code_of, make_link
from corevm.kernel.kind import KIND_NUMBER, declare_kinds
from corevm.kernel.map import Map, map_get_identity, map_merge, map_new, map_set
from corevm.kernel.object import is_kind
from corevm.kernel.output import write_line
from corevm.kernel.shape import shape_new, shape_of
from corevm.kernel.site import site_enter_member, site_get, site_get_slowly, site_member, site_set, site_set_slowly
from corevm.kernel.string import String, concat_strings, equal_strings, string_from_static
from corevm.kernel.table import identity_hash, never_same
from corevm.kernel.value import DELETED, FALSE, NONE, TRUE, boolean, box_float, is_reference, is_word, tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, cfn, f64, fn, heap, i64, inline, likely, memmove, new, u32, u64

IS_METHOD, IS_INITIALIZER = 1 << LANGUAGE_FLAGS_SHIFT, 2 << LANGUAGE_FLAGS_SHIFT  # of compiler.py
declare_kinds("lox", ("class",))


# --- operators
@fn(raises=True)
def add_others(x: Value, y: Value) -> Value:
    if is_kind(x, "string") and is_kind(y, "string"):
        return concat_strings(cast(String, x), cast(String, y))
    raise error(TYPE, "Operands must be two numbers or two strings.")


@fn(raises=True)
def need_numbers(x: Value, y: Value) -> Value:
    raise error(TYPE, "Operands must be numbers.")


@fn(raises=True)
def need_number(x: Value) -> Value:
    raise error(TYPE, "Operand must be a number.")


@fn
def are_equal(x: Value, y: Value) -> bool:
    if is_kind(x, "string") and is_kind(y, "string"):
        return equal_strings(cast(String, x), cast(String, y))
    return x == y


@fn(raises=True)
def undefined(name: Value) -> Value:
    return exception(NAME, "Undefined variable '", name, "'.")


COMPARISONS = comparisons(need_numbers) + equality(are_equal)
INSTRUCTIONS = [*arithmetic(add_others, need_numbers), negation(need_number), *COMPARISONS, *global_variables(undefined)]
FUSIONS = fuse(COMPARISONS, BRANCHES_ON_RESULT, keeps=False)


@inline
def is_falsey(v: Value) -> bool:
    return is_word(v, NONE) or is_word(v, FALSE)


@instruction
def not_(x: Reg) -> Value:
    """a = whether b is nil or false."""
    return boolean(is_falsey(x))


@instruction
def jump_if_falsey(x: Reg, target: Target) -> Branch:
    """Go to the target if a is nil or false."""
    return is_falsey(x)


@instruction
def jump_if_truthy(x: Reg, target: Target) -> Branch:
    """Go to the target unless a is nil or false."""
    return not is_falsey(x)


# --- classes
@heap(kind="lox.class")
class Class(Object):
    name: Value
    methods: Map  # inherited ones too
    initializer: Function | None
    slots: i64  # fields its objects have room for
    shape: i64  # of its new objects


@inline
def class_of(o: DynamicObject) -> Class:
    return cast(Class, shape_of(object_shape(o)).class_value)


@fn(raises=True)
def make_class(name: Value, slots: i64) -> Class:
    made = new(Class, name=name, methods=map_new(), slots=slots)
    made.shape = i64(shape_new(made, KIND_NUMBER["object"], slots, 0))
    return made


@instruction(raises=True)
def new_class(name: Const, slots: Index) -> Value:
    """a = a new class whose objects have room for some fields."""
    return make_class(name, slots)


@instruction(raises=True)
def new_subclass(parent: Reg, name: Const, slots: Word) -> Value:
    """a = a new class that inherits the methods of b."""
    if not is_kind(parent, "lox.class"):
        raise error(TYPE, "Superclass must be a class.")
    base = cast(Class, parent)
    made = make_class(name, slots + base.slots)
    made.initializer = base.initializer
    map_merge(made.methods, base.methods, True, never_same)
    return made


@instruction(raises=True)
def method(owner: Reg, function: Reg, name: Const) -> None:
    """Give the class a method."""
    map_set(cast(Class, owner).methods, name, identity_hash(name), function, never_same)
    if cast(Function, function).code.flags & IS_INITIALIZER != 0:
        cast(Class, owner).initializer = cast(Function, function)


@fn(raises=True)
def find_method(owner: Class, name: Value) -> Value:
    found = map_get_identity(owner.methods, name, identity_hash(name))
    if is_word(found, DELETED):
        raise exception(TYPE, "Undefined property '", name, "'.")
    return found


# --- properties: the fast way through the instruction's cache words, else by name
@instruction(raises=True)
def get_property(x: Reg, name: Const, site: Cache[2]) -> Value:
    """a = a field of b, or a method bound to b."""
    found = site_get(x, site)
    if likely(not is_no_value(found)):
        return found
    return get_property_slowly(x, name, site)


@fn(raises=True)
def get_property_slowly(x: Value, name: Value, site: Ptr[u64]) -> Value:
    if not is_kind(x, "object"):
        raise error(TYPE, "Only instances have properties.")
    o = cast(DynamicObject, x)
    found = site_get_slowly(o, name, site)
    return new(BoundMethod, function=find_method(class_of(o), name), receiver=o) if is_word(found, DELETED) else found


@instruction(raises=True)
def set_property(x: Reg, value: Reg, name: Const, site: Cache[4]) -> None:
    """The field of a = b."""
    if not site_set(x, site, value):
        set_property_slowly(x, value, name, site)


@fn(raises=True)
def set_property_slowly(x: Value, value: Value, name: Value, site: Ptr[u64]) -> None:
    if not is_kind(x, "object"):
        raise error(TYPE, "Only instances have fields.")
    site_set_slowly(cast(DynamicObject, x), name, site, value)


@instruction(raises=True)
def get_super(parent: Reg, this: Reg, name: Word, base: Base) -> Value:
    """a = a method of the class b bound to c."""
    return new(BoundMethod, function=find_method(cast(Class, parent), code_of(base).constants[name]), receiver=this)


# --- calls
@fn(raises=True)
def arity_error(wanted: i64, given: i64) -> None:
    text = concat_strings(string_from_static("Expected "), double_text(tag_fixnum(wanted)))
    text = concat_strings(text, string_from_static(" arguments but got "))
    text = concat_strings(text, concat_strings(double_text(tag_fixnum(given)), string_from_static(".")))
    raise exception_about(TYPE, text, no_value())


@hook("bind")
def bind_arguments(function: Function, arguments: Ptr[Value], argc: i64, names: Value) -> None:
    receiver = i64(function.code.flags & IS_METHOD != 0)
    arity_error(function.code.parameter_count - receiver, argc - receiver)


@hook("call")
def call_class(
    window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    if not is_kind(window[WINDOW_CALLEE], "lox.class"):
        raise error(TYPE, "Can only call functions and classes.")
    called = cast(Class, window[WINDOW_CALLEE])
    made = object_new(u32(called.shape))
    if called.initializer is None:
        if argc != 0:
            arity_error(0, argc)
        return made, None, None
    shift_arguments(window, argc)
    window[FRAME_WORDS] = made
    pc, base = enter_function(called.initializer, window, argc + 1, names, link, caller)
    return no_value(), pc, base


@instruction(raises=True)
def call_method(
    destination: OutIndex, window: Window, argc: Index, name: Word, site: Cache[2], pc: Pc, base: Base
) -> ValueOrFrame:
    """a = the method of the first argument called with the arguments."""
    receiver = window[FRAME_WORDS]
    if likely(is_reference(receiver)):
        found = site_member(object_shape(cast(DynamicObject, receiver)), site)
        if likely(not is_no_value(found) and is_simple_call(cast(Function, found).code, window, argc)):
            window[WINDOW_CALLEE] = found
            return enter_simple(cast(Function, found).code, window, make_link(pc + 4, destination), base)
    return call_method_slowly(window, argc, code_of(base).constants[name], site, make_link(pc + 4, destination), base)


@fn(raises=True)
def call_method_slowly(
    window: Ptr[Value], argc: i64, name: Value, site: Ptr[u64], link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    if not is_kind(window[FRAME_WORDS], "object"):
        raise error(TYPE, "Only instances have methods.")
    o = cast(DynamicObject, window[FRAME_WORDS])
    found = object_get(o, name)
    if is_word(found, DELETED):
        found = find_method(class_of(o), name)
        site_enter_member(site, object_shape(o), found)
    else:  # a field: it gets no receiver
        argc -= 1
        memmove(window + FRAME_WORDS, window + (FRAME_WORDS + 1), argc * 8)
    window[WINDOW_CALLEE] = found
    return enter_call(window, argc, no_value(), link, caller)


@instruction(raises=True)
def call_super(
    destination: OutIndex, window: Window, argc: Index, name: Word, site: Cache[2], pc: Pc, base: Base
) -> ValueOrFrame:
    """a = the method of the window's class called with the arguments, the first of them `this`."""
    found = site_member(u32(cast(Class, window[WINDOW_CALLEE]).shape), site)
    if likely(not is_no_value(found) and is_simple_call(cast(Function, found).code, window, argc)):
        window[WINDOW_CALLEE] = found
        return enter_simple(cast(Function, found).code, window, make_link(pc + 4, destination), base)
    return call_super_slowly(window, argc, code_of(base).constants[name], site, make_link(pc + 4, destination), base)


@fn(raises=True)
def call_super_slowly(
    window: Ptr[Value], argc: i64, name: Value, site: Ptr[u64], link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    parent = cast(Class, window[WINDOW_CALLEE])
    window[WINDOW_CALLEE] = find_method(parent, name)
    site_enter_member(site, u32(parent.shape), window[WINDOW_CALLEE])
    return enter_call(window, argc, no_value(), link, caller)


# --- text and natives
@fn(raises=True)
def text_of(v: Value) -> String:
    if is_double(v):
        return double_text(v)
    if is_kind(v, "string"):
        return cast(String, v)
    if is_kind(v, "bound_method"):
        return text_of(cast(BoundMethod, v).function)
    if is_kind(v, "function"):
        return concat_strings(concat_strings(string_from_static("<fn "), cast(String, cast(Function, v).name)), string_from_static(">"))
    if is_kind(v, "lox.class"):
        return cast(String, cast(Class, v).name)
    if is_kind(v, "object"):
        return concat_strings(cast(String, class_of(cast(DynamicObject, v)).name), string_from_static(" instance"))
    if is_kind(v, "native_function"):
        return string_from_static("<native fn>")
    return string_from_static("nil" if is_word(v, NONE) else "true" if is_word(v, TRUE) else "false")


@instruction(raises=True)
def print_(x: Reg) -> None:
    """Write a and the end of the line."""
    write_line(text_of(x))


c_clock = cfn("clock", [], i64)


@native
def clock(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc != 0:
        arity_error(0, argc)
    return box_float(f64(c_clock()) / 1e6)
