"""Lox's instructions, native functions and hooks (level: kernel; in Micro).

Numbers are the doubles of `corevm.kernel.double`; all else are the kernel's own values, and classes.
"""

from __future__ import annotations

from corevm.isa.define import Base, Const, Reg, Word, fuse, instruction
from corevm.isa.native import hook, native
from corevm.isa.op.attribute import attributes
from corevm.isa.op.cell import bound_cells
from corevm.isa.op.control import BRANCHES_ON_RESULT
from corevm.isa.op.double import arithmetic, comparisons, equality, negation
from corevm.isa.op.member import member_call
from corevm.isa.op.truth import truth
from corevm.isa.op.variable import global_variables
from corevm.kernel.public import (
    DELETED, FALSE, FRAME_WORDS, KIND_NUMBER, LANGUAGE_FLAGS_SHIFT, NONE, TRUE, TYPE, UNDEFINED, WINDOW_CALLEE,
    BoundMethod, DynamicObject, Function, Map, String, box_float, code_of, concat_strings, declare_kinds, double_text,
    enter_function, equal_strings, error, exception, identity_hash, is_double, is_kind, is_reference, is_word,
    map_get_identity, map_merge, map_new, map_set, never_same, no_value, object_get, object_new, object_shape,
    shape_new, shape_of, shift_arguments, site_enter_member, string_from_static, tag_fixnum, write_line,
)  # fmt: skip
from corevm.micro.surface import Object, Ptr, Value, cast, cfn, f64, fn, heap, i64, inline, memmove, new, u32, u64

IS_METHOD, IS_INITIALIZER = 1 << LANGUAGE_FLAGS_SHIFT, 2 << LANGUAGE_FLAGS_SHIFT  # of compiler.py
declare_kinds("lox", ("class",))
c_clock = cfn("clock", [], i64)


# --- operators
@fn(raises=True)
def add_others(x: Value, y: Value) -> Value:
    if is_kind(x, "string") and is_kind(y, "string"):
        return concat_strings(cast(String, x), cast(String, y))
    raise error(TYPE, "Operands must be two numbers or two strings.")


@fn
def are_equal(x: Value, y: Value) -> bool:
    if is_kind(x, "string") and is_kind(y, "string"):
        return equal_strings(cast(String, x), cast(String, y))
    return x == y


@inline
def is_falsey(v: Value) -> bool:
    return is_word(v, NONE) or is_word(v, FALSE)


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


@instruction(raises=True, rules="parent:maybe name:string slots:count")
def new_class(parent: Reg, name: Const, slots: Word) -> Value:
    """a = a new class with the methods of b, unless that is undefined; its objects have room for some fields."""
    made = new(Class, name=name, methods=map_new(), slots=slots)
    if not is_word(parent, UNDEFINED):
        if not is_kind(parent, "lox.class"):
            raise error(TYPE, "Superclass must be a class.")
        map_merge(made.methods, cast(Class, parent).methods, True, never_same)
        made.initializer = cast(Class, parent).initializer
        made.slots = slots + cast(Class, parent).slots
    made.shape = i64(shape_new(made, KIND_NUMBER["object"], made.slots, 0))
    return made


@instruction(raises=True, rules="name:string")
def method(owner: Reg, function: Reg, name: Const) -> None:
    """Give the class a method."""
    if not is_kind(owner, "lox.class") or not is_kind(function, "function"):
        raise error(TYPE, "Only classes have methods.")  # no compiler of ours makes this
    map_set(cast(Class, owner).methods, name, identity_hash(name), function, never_same)
    if cast(Function, function).code.flags & IS_INITIALIZER != 0:
        cast(Class, owner).initializer = cast(Function, function)


@fn(raises=True)
def find_method(owner: Value, name: Value) -> Value:
    if not is_kind(owner, "lox.class"):
        raise error(TYPE, "Superclass must be a class.")
    found = map_get_identity(cast(Class, owner).methods, name, identity_hash(name))
    if is_word(found, DELETED):
        raise exception(TYPE, "Undefined property '", name, "'.")
    return found


# --- properties
@fn(raises=True)
def get_method(x: Value, name: Value) -> Value:
    if not is_kind(x, "object"):
        raise error(TYPE, "Only instances have properties.")
    return new(BoundMethod, function=find_method(class_of(cast(DynamicObject, x)), name), receiver=x)


@fn(raises=True)
def refuse_fields(x: Value, name: Value, value: Value) -> None:
    raise error(TYPE, "Only instances have fields.")


@instruction(raises=True, rules="name:string")
def get_super(parent: Reg, this: Reg, name: Word, base: Base) -> Value:
    """a = a method of the class b bound to c."""
    return new(BoundMethod, function=find_method(parent, code_of(base).constants[name]), receiver=this)


# --- calls
@fn(raises=True)
def arity_error(wanted: i64, given: i64) -> None:
    counts = concat_strings(double_text(tag_fixnum(wanted)), string_from_static(" arguments but got "))
    raise exception(TYPE, "Expected ", concat_strings(counts, double_text(tag_fixnum(given))), ".")


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


@inline
def shape_of_receiver(window: Ptr[Value]) -> u32:
    return object_shape(cast(DynamicObject, window[FRAME_WORDS])) if is_reference(window[FRAME_WORDS]) else u32(0)


@fn(raises=True)
def find_callee(window: Ptr[Value], argc: i64, name: Value, site: Ptr[u64]) -> i64:
    if not is_kind(window[FRAME_WORDS], "object"):
        raise error(TYPE, "Only instances have methods.")
    o = cast(DynamicObject, window[FRAME_WORDS])
    field = object_get(o, name)
    if not is_word(field, DELETED):  # it gets no receiver
        memmove(window + FRAME_WORDS, window + (FRAME_WORDS + 1), (argc - 1) * 8)
        window[WINDOW_CALLEE] = field
        return argc - 1
    window[WINDOW_CALLEE] = find_method(class_of(o), name)
    site_enter_member(site, object_shape(o), window[WINDOW_CALLEE])
    return argc


@inline
def shape_of_parent(window: Ptr[Value]) -> u32:
    parent = window[WINDOW_CALLEE]
    return u32(cast(Class, parent).shape) if is_kind(parent, "lox.class") else u32(0)


@fn(raises=True)
def find_super(window: Ptr[Value], argc: i64, name: Value, site: Ptr[u64]) -> i64:
    shape = shape_of_parent(window)
    window[WINDOW_CALLEE] = find_method(window[WINDOW_CALLEE], name)
    site_enter_member(site, shape, window[WINDOW_CALLEE])
    return argc


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
        text = concat_strings(string_from_static("<fn "), cast(String, cast(Function, v).name))
        return concat_strings(text, string_from_static(">"))
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


@native
def clock(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc != 0:
        arity_error(0, argc)
    return box_float(f64(c_clock()) / 1e6)


COMPARISONS = comparisons("Operands must be numbers.") + equality(are_equal)
FUSIONS = fuse(COMPARISONS, BRANCHES_ON_RESULT, keeps=False)
INSTRUCTIONS = [
    *arithmetic(add_others, "Operands must be numbers."), negation("Operand must be a number."), *COMPARISONS,
    *truth(is_falsey), *bound_cells(), *global_variables("Undefined variable '", "'."),
    *attributes(get_method, refuse_fields), member_call("call_method", shape_of_receiver, find_callee),
    member_call("call_super", shape_of_parent, find_super, has_callee=True),
]  # fmt: skip
