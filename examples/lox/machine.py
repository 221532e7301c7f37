"""Lox's instructions, native functions and hooks (level: kernel; in Micro).

Numbers are doubles. Integers below 2**53 are kept as fixnums as far as that is cheap to see, so a fixnum and a float may stand for
the same number; -0 is always a float. Other values are the kernel's: none, booleans, strings, functions, dynamic objects.
"""

from __future__ import annotations

from corevm.isa.define import (
    Base,
    Branch,
    Cache,
    Const,
    Imm,
    Index,
    OutIndex,
    Pc,
    Reg,
    Target,
    ValueOrFrame,
    Window,
    Word,
    fuse,
    instruction,
)
from corevm.isa.native import hook, native
from corevm.isa.op.control import BRANCHES_ON_RESULT, enter_simple, is_simple_call
from corevm.kernel.array import is_no_value, no_value
from corevm.kernel.call import enter_call, enter_function, shift_arguments
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, BoundMethod, Cell, Function
from corevm.kernel.decimal_text import write_decimal
from corevm.kernel.dynamic import DynamicObject, object_get, object_new, object_shape
from corevm.kernel.error import NAME, TYPE, error
from corevm.kernel.exception import exception, exception_about
from corevm.kernel.float_text import REPR_BYTES, float_repr
from corevm.kernel.frame import FRAME_WORDS, FUNCTION, WINDOW_CALLEE, code_of, make_link
from corevm.kernel.kind import KIND_NUMBER, declare_kinds
from corevm.kernel.map import Map, map_get_identity, map_merge, map_new, map_set
from corevm.kernel.number import add_floats, float_of, is_float, mul_floats, sub_floats
from corevm.kernel.object import is_kind
from corevm.kernel.shape import shape_new, shape_of
from corevm.kernel.site import site_enter_member, site_get, site_get_slowly, site_member, site_set, site_set_slowly
from corevm.kernel.string import (
    String,
    concat_strings,
    copy_utf8,
    equal_strings,
    string_from_ascii,
    string_from_static,
    utf8_length,
)
from corevm.kernel.table import identity_hash, never_same
from corevm.kernel.utf8 import SURROGATE_PASS
from corevm.kernel.value import (
    DELETED,
    FALSE,
    NONE,
    TRUE,
    boolean,
    both_fixnum,
    box_float,
    decode_flonum,
    encode_flonum,
    fits_flonum,
    fixnum_add,
    fixnum_mul,
    fixnum_sub,
    is_fixnum,
    is_immediate,
    is_reference,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import (
    Object,
    Ptr,
    Value,
    bits_of,
    cast,
    cfn,
    f64,
    fn,
    heap,
    i32,
    i64,
    inline,
    likely,
    memmove,
    new,
    stack_array,
    u8,
    u32,
    u64,
)

IS_METHOD, IS_INITIALIZER = 1 << LANGUAGE_FLAGS_SHIFT, 2 << LANGUAGE_FLAGS_SHIFT  # of compiler.py
declare_kinds("lox", ("class",))


@heap(kind="lox.class")
class Class(Object):
    name: Value
    methods: Map  # inherited ones too
    initializer: Function | None
    slots: i64  # fields its objects have room for
    shape: i64  # of its new objects


# --- numbers
@inline
def is_exact(n: Value) -> bool:
    """Whether a fixnum is below 2**53 or so: then it and a double are the same."""
    return u64((cast(i64, n) >> 54) + 1) <= 1


@inline
def is_plain(v: Value) -> bool:
    """Whether v is a number in the word: fixnums end in 1, floats in 10, all else in 00."""
    return cast(u64, v) & 3 != 0


@inline
def plain_double(v: Value) -> f64:
    return f64(untag_fixnum(v)) if is_fixnum(v) else decode_flonum(v)


@inline
def is_number(v: Value) -> bool:
    return is_plain(v) or is_float(v)


@inline
def double_of(v: Value) -> f64:
    return f64(untag_fixnum(v)) if is_fixnum(v) else float_of(v)


@inline(raises=True)
def number(d: f64) -> Value:
    """The value of a double, a fixnum if it can be."""
    n = i64(d)
    if f64(n) == d and u64((n >> 53) + 1) <= 1 and (n != 0 or bits_of(d) == 0):
        return tag_fixnum(n)
    return box_float(d)


def arithmetic(name, symbol, on_fixnums, on_doubles, otherwise):
    """The instructions a = b op c, and a = b op a small number."""

    @fn(raises=True)
    def slowly(x: Value, y: Value) -> Value:
        if is_number(x) and is_number(y):
            return number(on_doubles(double_of(x), double_of(y)))
        return otherwise(x, y)

    @inline(raises=True)
    def operate(x: Value, y: Value) -> Value:
        if likely(both_fixnum(x, y)):
            result, is_valid = on_fixnums(x, y)
            if likely(is_valid):
                return result
        elif is_plain(x) and is_plain(y):
            d = on_doubles(plain_double(x), plain_double(y))
            if likely(fits_flonum(d)):
                return encode_flonum(d)
        return slowly(x, y)

    return binary_and_immediate(name, symbol, operate)


def binary_and_immediate(name, symbol, operate):
    @instruction(raises=True)
    def binary(x: Reg, y: Reg) -> Value:
        return operate(x, y)

    @instruction(raises=True)
    def immediate(x: Reg, y: Imm) -> Value:
        return operate(x, tag_fixnum(y))

    binary.name, binary.doc = name, f"a = b {symbol} c."
    immediate.name, immediate.doc = f"{name}_imm", f"a = b {symbol} a small number."
    return [binary, immediate]


@inline
def add_fixnums(x: Value, y: Value) -> tuple[Value, bool]:
    total, _ = fixnum_add(x, y)
    return total, is_exact(total)


@inline
def sub_fixnums(x: Value, y: Value) -> tuple[Value, bool]:
    difference, _ = fixnum_sub(x, y)
    return difference, is_exact(difference)


@inline
def mul_fixnums(x: Value, y: Value) -> tuple[Value, bool]:
    product, overflowed = fixnum_mul(x, y)
    return product, not overflowed and is_exact(product) and not is_word(product, 1)  # 0 * -1 is -0


@inline
def div_fixnums(x: Value, y: Value) -> tuple[Value, bool]:
    quotient = plain_double(x) / plain_double(y)
    n = i64(quotient)
    return tag_fixnum(n), f64(n) == quotient and n != 0  # two fixnums: below 2**53


@fn(raises=True)
def add_strings(x: Value, y: Value) -> Value:
    if is_kind(x, "string") and is_kind(y, "string"):
        return concat_strings(cast(String, x), cast(String, y))
    raise error(TYPE, "Operands must be two numbers or two strings.")


@fn(raises=True, cold=True)
def need_numbers(x: Value, y: Value) -> Value:
    raise error(TYPE, "Operands must be numbers.")


@inline
def div_floats(a: f64, b: f64) -> f64:
    return a / b


# --- comparison
def comparison(on_words, on_doubles):
    """The meaning of an ordering, from those of fixnums' words and of doubles."""

    @fn(raises=True)
    def slowly(x: Value, y: Value) -> Value:
        if is_number(x) and is_number(y):
            return boolean(on_doubles(double_of(x), double_of(y)))
        return need_numbers(x, y)

    @inline(raises=True)
    def operate(x: Value, y: Value) -> Value:
        if likely(both_fixnum(x, y)):
            return boolean(on_words(cast(i64, x), cast(i64, y)))
        if is_plain(x) and is_plain(y):
            return boolean(on_doubles(plain_double(x), plain_double(y)))
        return slowly(x, y)

    return operate


def mirrored(operate):
    @inline(raises=True)
    def operate_mirrored(x: Value, y: Value) -> Value:
        return operate(y, x)

    return operate_mirrored


@inline
def less_words(a: i64, b: i64) -> bool:
    return a < b


@inline
def less_equal_words(a: i64, b: i64) -> bool:
    return a <= b


@inline
def less_doubles(a: f64, b: f64) -> bool:
    return a < b


@inline
def less_equal_doubles(a: f64, b: f64) -> bool:
    return a <= b


@fn
def equal_slowly(x: Value, y: Value) -> bool:
    if is_number(x) and is_number(y):
        return double_of(x) == double_of(y)
    if is_kind(x, "string") and is_kind(y, "string"):
        return equal_strings(cast(String, x), cast(String, y))
    return x == y


@inline
def is_equal(x: Value, y: Value) -> bool:
    if both_fixnum(x, y) or is_immediate(x) or is_immediate(y):
        return x == y
    return equal_slowly(x, y)


@inline(raises=True)
def equal(x: Value, y: Value) -> Value:
    return boolean(is_equal(x, y))


@inline(raises=True)
def unequal(x: Value, y: Value) -> Value:
    return boolean(not is_equal(x, y))


less, less_equal = comparison(less_words, less_doubles), comparison(less_equal_words, less_equal_doubles)
COMPARISONS = [
    *binary_and_immediate("lt", "<", less), *binary_and_immediate("gt", ">", mirrored(less)),
    *binary_and_immediate("le", "<=", less_equal), *binary_and_immediate("ge", ">=", mirrored(less_equal)),
    *binary_and_immediate("eq", "==", equal), *binary_and_immediate("ne", "!=", unequal),
]  # fmt: skip
INSTRUCTIONS = [
    *arithmetic("add", "+", add_fixnums, add_floats, add_strings),
    *arithmetic("sub", "-", sub_fixnums, sub_floats, need_numbers),
    *arithmetic("mul", "*", mul_fixnums, mul_floats, need_numbers),
    *arithmetic("div", "/", div_fixnums, div_floats, need_numbers),
    *COMPARISONS,
]
FUSIONS = fuse(COMPARISONS, BRANCHES_ON_RESULT, keeps=False)


@instruction(raises=True)
def negate(x: Reg) -> Value:
    """a = -b."""
    if likely(is_fixnum(x) and not is_word(x, 1)):
        return tag_fixnum(-untag_fixnum(x))
    return negate_slowly(x)


@fn(raises=True)
def negate_slowly(x: Value) -> Value:
    if not is_number(x):
        raise error(TYPE, "Operand must be a number.")
    return box_float(-double_of(x))


# --- truth
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


# --- globals: a map from names to cells; a site keeps the cell it has found
@inline
def globals_of(base: Ptr[Value]) -> Map:
    return cast(Map, cast(Function, base[FUNCTION]).global_space)


@fn(raises=True)
def find_global(name: Value, cache: Ptr[u64], base: Ptr[Value]) -> Cell:
    found = map_get_identity(globals_of(base), name, identity_hash(name))
    if is_word(found, DELETED):
        raise exception(NAME, "Undefined variable '", name, "'.")
    cache[0] = cast(u64, found)
    return cast(Cell, found)


@instruction(raises=True)
def get_global(name: Const, cache: Cache, base: Base) -> Value:
    """a = the global variable of the name."""
    if likely(cache[0] != 0):
        return cast(Cell, cache[0]).content
    return find_global(name, cache, base).content


@instruction(raises=True)
def set_global(value: Reg, name: Const, cache: Cache, base: Base) -> None:
    """The global variable of the name = a; there must be one."""
    if likely(cache[0] != 0):
        cast(Cell, cache[0]).content = value
    else:
        find_global(name, cache, base).content = value


@instruction(raises=True)
def define_global(value: Reg, name: Const, base: Base) -> None:
    """Make the global variable of the name, or give it another value."""
    host_define(globals_of(base), name, value)


@fn(export=True, raises=True)
def host_define(globals: Value, name: Value, value: Value) -> None:
    found = map_get_identity(cast(Map, globals), name, identity_hash(name))
    if is_word(found, DELETED):
        map_set(cast(Map, globals), name, identity_hash(name), new(Cell, content=value), never_same)
    else:
        cast(Cell, found).content = value


# --- classes and objects
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
    if likely(site_set(x, site, value)):
        return
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
@fn(raises=True, cold=True)
def arity_error(wanted: i64, given: i64) -> None:
    text = concat_strings(text_of(tag_fixnum(wanted)), string_from_static(" arguments but got "))
    text = concat_strings(string_from_static("Expected "), concat_strings(text, text_of(tag_fixnum(given))))
    raise exception_about(TYPE, concat_strings(text, string_from_static(".")), no_value())


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
    x = window[FRAME_WORDS]
    if likely(is_reference(x)):
        found = site_member(object_shape(cast(DynamicObject, x)), site)
        if likely(not is_no_value(found)):
            code = cast(Function, found).code
            if likely(is_simple_call(code, window, argc)):
                window[WINDOW_CALLEE] = found
                return enter_simple(code, window, make_link(pc + 4, destination), base)
    return call_method_slowly(window, argc, code_of(base).constants[name], site, make_link(pc + 4, destination), base)


@fn(raises=True)
def call_method_slowly(
    window: Ptr[Value], argc: i64, name: Value, site: Ptr[u64], link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    if not is_kind(window[FRAME_WORDS], "object"):
        raise error(TYPE, "Only instances have methods.")
    o = cast(DynamicObject, window[FRAME_WORDS])
    found = object_get(o, name)
    if not is_word(found, DELETED):  # a field
        memmove(window + FRAME_WORDS, window + (FRAME_WORDS + 1), (argc - 1) * 8)
        argc -= 1
    else:
        found = find_method(class_of(o), name)
        site_enter_member(site, object_shape(o), found)
    window[WINDOW_CALLEE] = found
    return enter_call(window, argc, no_value(), link, caller)


@instruction(raises=True)
def call_super(
    destination: OutIndex, window: Window, argc: Index, name: Word, site: Cache[2], pc: Pc, base: Base
) -> ValueOrFrame:
    """a = the method of the window's class called with the arguments, the first of them `this`."""
    parent = cast(Class, window[WINDOW_CALLEE])
    found = site_member(u32(parent.shape), site)
    if likely(not is_no_value(found)):
        code = cast(Function, found).code
        if likely(is_simple_call(code, window, argc)):
            window[WINDOW_CALLEE] = found
            return enter_simple(code, window, make_link(pc + 4, destination), base)
    return call_super_slowly(window, argc, code_of(base).constants[name], site, make_link(pc + 4, destination), base)


@fn(raises=True)
def call_super_slowly(
    window: Ptr[Value], argc: i64, name: Value, site: Ptr[u64], link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    parent = cast(Class, window[WINDOW_CALLEE])
    found = find_method(parent, name)
    site_enter_member(site, u32(parent.shape), found)
    window[WINDOW_CALLEE] = found
    return enter_call(window, argc, no_value(), link, caller)


# --- text
@fn(raises=True)
def text_of(v: Value) -> String:
    """What `print` shows."""
    buffer = stack_array(u8, REPR_BYTES)
    if is_fixnum(v):
        n = untag_fixnum(v)
        buffer[0] = 45  # "-"
        sign = i64(n < 0)
        return string_from_ascii(buffer, sign + write_decimal(buffer + sign, u64(n if n >= 0 else -n)))
    if is_float(v):
        count = float_repr(float_of(v), buffer)
        if count > 2 and buffer[count - 2] == 46 and buffer[count - 1] == 48:  # ".0"
            count -= 2
        return string_from_ascii(buffer, count)
    if is_kind(v, "string"):
        return cast(String, v)
    if is_kind(v, "bound_method"):
        return text_of(cast(BoundMethod, v).function)
    if is_kind(v, "function"):
        name = concat_strings(string_from_static("<fn "), cast(String, cast(Function, v).name))
        return concat_strings(name, string_from_static(">"))
    if is_kind(v, "lox.class"):
        return cast(String, cast(Class, v).name)
    if is_kind(v, "object"):
        return concat_strings(cast(String, class_of(cast(DynamicObject, v)).name), string_from_static(" instance"))
    if is_kind(v, "native_function"):
        return string_from_static("<native fn>")
    return string_from_static("nil" if is_word(v, NONE) else "true" if is_word(v, TRUE) else "false")


stdout = cfn("stdout", [], i32)  # a variable of the C library: only its address is used
fwrite = cfn("fwrite", [Ptr[u8], u64, u64, Ptr[u8]], u64)
malloc, free = cfn("malloc", [u64], Ptr[u8]), cfn("free", [Ptr[u8]], None)
c_clock = cfn("clock", [], i64)


@instruction(raises=True)
def print_(x: Reg) -> None:
    """Write a and the end of the line to the standard output."""
    write_line(text_of(x))


@fn(raises=True)
def write_line(s: String) -> None:
    length = utf8_length(s, SURROGATE_PASS)
    buffer = malloc(u64(length + 1))
    copy_utf8(s, buffer, SURROGATE_PASS)
    buffer[length] = 10
    variable: Ptr[Ptr[u8]] = stdout
    fwrite(buffer, 1, u64(length + 1), variable[0])
    free(buffer)


@native
def clock(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc != 0:
        arity_error(0, argc)
    return box_float(f64(c_clock()) / 1e6)
