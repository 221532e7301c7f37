"""Arguments of native functions: keywords bound to parameters, and conversions with CPython's errors.

taken = stack_array(Value, 2)
bind_parameters(arguments + 1, argc - 1, names, taken, ("sep", "maxsplit"), "split", 0)
limit = optional_size(taken[1], -1)
"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.bigint import is_negative
from corevm.kernel.integer import int_clamp_i64, int_fits_i64, int_to_i64
from corevm.kernel.number import is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, string_from_static
from corevm.kernel.value import DEFAULT, NONE, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, addr_of, cast, fn, i64, inline, memequal, static, table, u8
from pyta.object.exception import overflow_error, type_error
from pyta.object.payload import payload_or_none
from pyta.object.wording import IS_3_13, KEYWORD_UNKNOWN
from pyta.protocol.attribute import special
from pyta.protocol.index import as_index

I64_MAX = (1 << 63) - 1
I64_MIN = -(1 << 63)


@inline
def is_text(v: Value, text: static) -> bool:
    """Whether v is the string of that (ASCII) text."""
    if not is_kind(v, "string"):
        return False
    s = cast(String, v)
    return s.count == len(text) and s.width == 1 and memequal(s.data, text, len(text))


@inline
def given_count(argc: i64, names: Value) -> i64:
    """How many of the arguments are positional."""
    return argc if names == no_value() else argc - cast(Array_, names).length


@fn(raises=True)
def refuse_keywords(names: Value, function: static) -> None:
    """Raises: TypeError when there are keyword arguments."""
    if names != no_value() and cast(Array_, names).length > 0:
        raise type_error(f"{function}() takes no keyword arguments")


@fn(raises=True)
def bind_parameters(
    arguments: Ptr[Value],
    argc: i64,
    names: Value,
    taken: Ptr[Value],
    parameters: static,
    function: static,
    least: static,
) -> None:
    """Bind arguments to `taken`, one a parameter, DEFAULT where none was given. A parameter "" is positional only.

    Raises: TypeError for too many, missing or unknown ones.
    """
    given = given_count(argc, names)
    for i in static(range(len(parameters))):
        taken[i] = arguments[i] if i < given else DEFAULT
    if argc > len(parameters):
        raise too_many_arguments(given, argc, len(parameters), function)
    if names != no_value():
        bind_keywords(arguments, given, cast(Array_, names), taken, table(Ptr[u8], parameters), len(parameters), function)
    for i in static(range(least)):
        if is_word(taken[i], DEFAULT):
            if parameters[i] == "":
                raise type_error(
                    f"{function}() takes at least {least} positional argument{'s' * (least != 1)} (%D given)",
                    tag_fixnum(given),
                )
            raise type_error(f"{function}() missing required argument '{parameters[i]}' (pos {i + 1})")


@fn(raises=True)
def bind_keywords(
    arguments: Ptr[Value], given: i64, names: Array_, taken: Ptr[Value], parameters: Ptr[Ptr[u8]], count: i64, function: Ptr[u8]
) -> None:
    """Bind the keyword arguments, which follow the `given` positional ones."""
    for k in range(names.length):
        key = names.items[k]
        slot = parameter_index(key, parameters, count)
        if slot < 0:
            own_name = string_from_static(function)
            raise type_error(KEYWORD_UNKNOWN, own_name, key) if IS_3_13 else type_error(KEYWORD_UNKNOWN, key, own_name)
        if slot < given:
            own_name = string_from_static(function)
            raise type_error("argument for %S() given by name ('%S') and position (%D)", own_name, key, tag_fixnum(slot + 1))
        taken[slot] = arguments[given + k]


@fn
def parameter_index(key: Value, parameters: Ptr[Ptr[u8]], count: i64) -> i64:
    """Which parameter has that name, or -1."""
    if not is_kind(key, "string") or cast(String, key).width != 1 or cast(String, key).count == 0:
        return -1
    data = addr_of(cast(String, key).data[0])
    for i in range(count):
        name = parameters[i]
        at: i64 = 0
        while data[at] == name[at] and name[at] != 0:
            at += 1
        if name[at] == 0 and at == cast(String, key).count:
            return i
    return -1


@fn(raises=True, cold=True)
def too_many_arguments(given: i64, argc: i64, limit: i64, function: Ptr[u8]) -> Value:
    own_name = string_from_static(function)
    if given == 0:
        if limit == 1:
            return type_error("%S() takes at most 1 keyword argument (%D given)", own_name, tag_fixnum(argc))
        return type_error("%S() takes at most %D keyword arguments (%D given)", own_name, tag_fixnum(limit), tag_fixnum(argc))
    if limit == 1:
        return type_error("%S() takes at most 1 argument (%D given)", own_name, tag_fixnum(argc))
    return type_error("%S() takes at most %D arguments (%D given)", own_name, tag_fixnum(limit), tag_fixnum(argc))


# --- numbers


@inline(raises=True)
def as_size(v: Value) -> i64:
    """An integer argument by __index__. Raises: TypeError, OverflowError when it does not fit."""
    if is_fixnum(v):
        return untag_fixnum(v)
    return as_size_slow(v)


@fn(raises=True)
def as_size_slow(v: Value) -> i64:
    n = as_index(v)
    if not int_fits_i64(n):
        raise overflow_error("Python int too large to convert to C ssize_t")
    return int_to_i64(n)


@inline(raises=True)
def optional_size(v: Value, otherwise: i64) -> i64:
    """`as_size` of an argument that may be missing."""
    return otherwise if is_word(v, DEFAULT) else as_size(v)


@inline(raises=True)
def slice_bound(v: Value, otherwise: i64) -> i64:
    """A bound of a slice or search: missing or None is `otherwise`, too large numbers are clamped. Raises: TypeError."""
    if is_fixnum(v):
        return untag_fixnum(v)
    if is_word(v, DEFAULT) or is_word(v, NONE):
        return otherwise
    return slice_bound_slow(v)


@fn(raises=True)
def slice_bound_slow(v: Value) -> i64:
    if not has_index(v):
        raise type_error("slice indices must be integers or None or have an __index__ method")
    n = as_index(v)
    if not int_fits_i64(n):
        return I64_MIN if is_negative(n) else I64_MAX
    return int_clamp_i64(n)


@fn
def has_index(v: Value) -> bool:
    """Whether v is an integer or has __index__."""
    return is_integer(v) or payload_or_none(v, "int") != no_value() or special(v, "__index__") != no_value()


# --- text


@inline
def text_or_none(v: Value) -> Value:
    """The string v is or holds, or 0."""
    return payload_or_none(v, "str")


@inline(raises=True)
def text_argument(v: Value, function: static, where: static) -> String:
    """A str argument. `where` is "argument 2" or "argument 'errors'" or "argument". Raises: TypeError."""
    found = payload_or_none(v, "str")
    if found == no_value():
        raise not_text(v, function, where)
    return cast(String, found)


@fn(raises=True, cold=True)
def not_text(v: Value, function: static, where: static) -> Value:
    if is_word(v, NONE):
        return type_error("%S", string_from_static(f"{function}() {where} must be str, not None"))
    return type_error(f"{function}() {where} must be str, not %T", v)
