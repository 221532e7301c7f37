"""Calling things that are no functions: classes, instances with __call__, class creation; binding of arguments.

`hook_call` and `hook_bind` are the kernel's hooks.
"""

from __future__ import annotations

from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import Array_, array_new, array_of_words, no_value
from corevm.kernel.call import (
    call_native_in_place,
    call_ready,
    call_value_above,
    enter_call,
    enter_function,
    is_plain_native,
    is_ready,
    shift_arguments,
)
from corevm.kernel.code import HAS_KEYWORDS, HAS_REST, Code, Function, NativeFunction
from corevm.kernel.frame import FRAME_WORDS, SPECIAL, WINDOW_CALLEE, initialiser_link
from corevm.kernel.map import Map, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, equal_strings, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.thread import thread
from corevm.kernel.value import DELETED, NONE, both_fixnum, fixnum_sub, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, ctz, fn, i64, inline, likely, new, stack_array, u64
from pyta.object.declare import LATE
from pyta.object.exception import append_number, type_error
from pyta.object.item_getter import AttributeGetter, ItemGetter, get_attributes, get_items
from pyta.object.iterator import Range
from pyta.object.type import (
    HAS_FINALIZER,
    HAS_NEW,
    IS_ABSTRACT,
    Type,
    class_of,
    is_deleted,
    is_subtype,
    namespace_get,
    namespace_set,
    new_instance,
    new_plain_instance,
    type_lookup,
    type_named,
)
from pyta.object.world import name
from pyta.protocol.attribute import StaticMethod, bind, is_plain_function, special


@fn(raises=True)
def hook_call(
    window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """Call a class, or an object with __call__."""
    callee = window[WINDOW_CALLEE]
    if is_kind(callee, "pyta.type"):
        return call_type(cast(Type, callee), window, argc, names, link, caller)
    if argc == 1 and names == no_value():
        if is_kind(callee, "pyta.item_getter"):
            return get_items(cast(ItemGetter, callee), window[FRAME_WORDS]), None, None
        if is_kind(callee, "pyta.attribute_getter"):
            return get_attributes(cast(AttributeGetter, callee), window[FRAME_WORDS]), None, None
    return call_object(callee, window, argc, names, link, caller)


@fn(raises=True)
def call_object(
    callee: Value, window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """Call what has a __call__."""
    called = special(callee, "__call__")
    if called == no_value():
        raise type_error("'%T' object is not callable", callee)
    if is_plain_function(called):
        insert_argument(window, argc, callee)
        window[WINDOW_CALLEE] = called
        if likely(is_kind(called, "function")):
            code = cast(Function, called).code
            if likely(names == no_value() and is_simple_call(code, window, argc + 1)):
                return enter_simple(code, window, link, caller)
        return enter_call(window, argc + 1, names, link, caller)
    window[WINDOW_CALLEE] = bind(called, callee, class_of(callee))
    return enter_call(window, argc, names, link, caller)


@inline(raises=True)
def insert_argument(window: Ptr[Value], argc: i64, first: Value) -> None:
    """Put a value before the arguments in a window."""
    if likely(argc < 4 and window + (FRAME_WORDS + argc + 1) <= thread().stack_limit):
        if argc > 2:
            window[FRAME_WORDS + 3] = window[FRAME_WORDS + 2]
        if argc > 1:
            window[FRAME_WORDS + 2] = window[FRAME_WORDS + 1]
        if argc > 0:
            window[FRAME_WORDS + 1] = window[FRAME_WORDS]
    else:
        shift_arguments(window, argc)
    window[FRAME_WORDS] = first


@fn(raises=True)
def call_type(
    t: Type, window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """Call a class whose window holds the arguments."""
    if likely(t.initialiser_version == t.version and link & SPECIAL == 0):
        init = cast(Function, t.initialiser)
        instance = new_plain_instance(t)
        insert_argument(window, argc, instance)
        window[0] = instance
        window[WINDOW_CALLEE] = init
        if likely(names == no_value() and is_simple_call(init.code, window, argc + 1)):
            return enter_simple(init.code, window, initialiser_link(link), caller)
        pc, base = enter_function(init, window, argc + 1, names, initialiser_link(link), caller)
        return no_value(), pc, base
    if t is type_named("type") and argc == 1 and names == no_value():
        return class_of(window[FRAME_WORDS]), None, None
    if likely(t.maker_version == t.version):
        if is_kind(t.maker, "function"):
            return enter_maker(t, cast(Function, t.maker), window, argc, names, link, caller)
        return make_and_initialise(t, window, argc, names), None, None
    if is_called_by_type(t):
        return call_class(t, window, argc, names, link, caller)
    return call_object(t, window, argc, names, link, caller)


@fn
def is_called_by_type(t: Type) -> bool:
    """Whether calls of a class are what type makes of them. (If its metaclass gets another __call__, its version changes.)"""
    return type_lookup(cast(Type, t.metaclass), name("__call__")) == type_lookup(type_named("type"), name("__call__"))


@fn(raises=True)
def enter_maker(
    t: Type, maker: Function, window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """A call of a class with a __new__ that is a function, and object's __init__, which has nothing to do: what __new__ gives."""
    insert_argument(window, argc, t)
    window[WINDOW_CALLEE] = maker
    if likely(names == no_value() and is_simple_call(maker.code, window, argc + 1)):
        return enter_simple(maker.code, window, link, caller)
    pc, base = enter_function(maker, window, argc + 1, names, link, caller)
    return no_value(), pc, base


@inline
def is_native_class(callee: Value, argc: i64) -> bool:
    """Whether a call of a value is one of a type that native functions make and initialise."""
    if not is_kind(callee, "pyta.type") or callee == cast(Value, type_named("type")):
        return False
    t = cast(Type, callee)
    if t.maker_version != t.version or not is_ready(t.maker, argc + 1):
        return False
    return t.maker_initialiser == no_value() or is_ready(t.maker_initialiser, argc + 1)


@inline
def is_small_range(callee: Value, window: Ptr[Value], argc: i64) -> bool:
    """Whether a call of a value is one of range, of one or two small ints: they are made in loops."""
    if callee != cast(Value, type_named("range")) or (argc != 1 and argc != 2):
        return False
    start = range_start(window, argc)
    stop = window[FRAME_WORDS + argc - 1]
    if not both_fixnum(start, stop):
        return False
    _, overflowed = fixnum_sub(stop, start)
    return not overflowed


@inline
def range_start(window: Ptr[Value], argc: i64) -> Value:
    return tag_fixnum(0) if argc == 1 else window[FRAME_WORDS]


@inline(raises=True)
def small_range(window: Ptr[Value], argc: i64) -> Value:
    """The result of a call that `is_small_range`."""
    start = range_start(window, argc)
    stop = window[FRAME_WORDS + argc - 1]
    difference, _ = fixnum_sub(stop, start)
    count = difference if cast(i64, difference) > 0 else tag_fixnum(0)
    return new(Range, start=start, stop=stop, step=tag_fixnum(1), count=count)


@fn(raises=True)
def call_native_class(t: Type, window: Ptr[Value], argc: i64) -> Value:
    """Call what `is_native_class` on the arguments of a window of the running frame."""
    window[FRAME_WORDS - 1] = t
    made = call_ready(t.maker, window - 1, argc + 1)
    own = class_of(made)
    if own is t:
        if t.maker_initialiser != no_value():
            window[FRAME_WORDS - 1] = made
            call_ready(t.maker_initialiser, window - 1, argc + 1)
    elif is_subtype(own, t):
        initialise(type_lookup(own, name("__init__")), made, window, argc, no_value())
    return made


@fn(raises=True)
def make_and_initialise(t: Type, window: Ptr[Value], argc: i64, names: Value) -> Value:
    """A call of a type whose __new__ and __init__ are native."""
    arguments = window + (FRAME_WORDS - 1)
    saved = arguments[0]
    arguments[0] = t
    made = call_native_in_place(cast(NativeFunction, t.maker), arguments, argc + 1, names)
    arguments[0] = saved
    own = class_of(made)
    if own is t:
        if t.maker_initialiser != no_value():
            initialise_natively(cast(NativeFunction, t.maker_initialiser), made, window, argc, names)
    elif is_subtype(own, t):
        initialise(type_lookup(own, name("__init__")), made, window, argc, names)
    return made


@fn(raises=True)
def initialise(init: Value, instance: Value, window: Ptr[Value], argc: i64, names: Value) -> None:
    """instance.__init__(*arguments), of arguments in a window, by a nested call."""
    result = call_value_above(
        bind(init, instance, class_of(instance)), window + FRAME_WORDS, argc, names, window + (FRAME_WORDS + argc)
    )
    if not is_word(result, NONE):
        raise type_error("__init__() should return None, not '%T'", result)


@fn(raises=True)
def initialise_natively(init: NativeFunction, instance: Value, window: Ptr[Value], argc: i64, names: Value) -> None:
    """instance.__init__(*arguments), of arguments in a window."""
    arguments = window + (FRAME_WORDS - 1)
    saved = arguments[0]
    arguments[0] = instance
    call_native_in_place(init, arguments, argc + 1, names)
    arguments[0] = saved


@fn(raises=True)
def call_class(
    t: Type, window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """type.__call__: __new__, then __init__ if the result is an instance."""
    init = type_lookup(t, name("__init__"))
    instance = no_value()
    if t.flags & HAS_NEW == 0 and t.index < 0 and t.layout == 0:
        if t.flags & IS_ABSTRACT != 0:
            raise abstract_error(t)
        if is_kind(init, "function") and is_called_by_type(t) and t.flags & HAS_FINALIZER == 0:
            t.initialiser = init  # from now on straight to it, until the type changes
            t.initialiser_version = t.version
        if init == type_lookup(type_named("object"), name("__init__")):
            if argc != 0:
                raise type_error("%N() takes no arguments", t)
            instance = new_instance(t)
            return instance, None, None
        instance = new_instance(t)
    else:
        maker = type_lookup(t, name("__new__"))
        if is_made_by_function(t, maker, init):
            own = cast(StaticMethod, maker).function
            if is_called_by_type(t):
                t.maker = own  # from now on straight to it, until the type changes
                t.maker_version = t.version
            return enter_maker(t, cast(Function, own), window, argc, names, link, caller)
        arguments = window + (FRAME_WORDS - 1)
        saved = arguments[0]
        arguments[0] = t
        inner = cast(StaticMethod, maker).function if is_kind(maker, "pyta.static_method") else bind(maker, no_value(), t)
        if is_plain_native(inner):
            instance = call_native_in_place(cast(NativeFunction, inner), arguments, argc + 1, names)
        else:
            instance = call_value_above(inner, arguments, argc + 1, names, window + (FRAME_WORDS + argc))
        arguments[0] = saved
        made = class_of(instance)
        if made is not t:
            if not is_subtype(made, t):
                return instance, None, None
            init = type_lookup(made, name("__init__"))
        elif is_plain_native(inner) and is_plain_native(init) and is_called_by_type(t):
            t.maker = inner  # from now on straight to them, until the type changes
            t.maker_initialiser = no_value() if init == type_lookup(type_named("object"), name("__init__")) else init
            t.maker_version = t.version
        if init == type_lookup(type_named("object"), name("__init__")):
            return instance, None, None
    if is_plain_native(init):
        initialise_natively(cast(NativeFunction, init), instance, window, argc, names)
        return instance, None, None
    if not is_kind(init, "function") or link & SPECIAL != 0:
        initialise(init, instance, window, argc, names)
        return instance, None, None
    insert_argument(window, argc, instance)
    pc, base = enter_function(cast(Function, init), window, argc + 1, names, initialiser_link(link), caller)
    window[0] = instance
    return no_value(), pc, base


@fn
def is_made_by_function(t: Type, maker: Value, init: Value) -> bool:
    """Whether a call of a class is a call of the function that is its __new__.

    What that gives may be of a derived class; so none of these may have an __init__. (`update_flags` forgets it if one gets one.)
    """
    if not is_kind(maker, "pyta.static_method") or not is_kind(cast(StaticMethod, maker).function, "function"):
        return False
    return init == type_lookup(type_named("object"), name("__init__")) and not has_derived_initialiser(t)


@fn
def has_derived_initialiser(t: Type) -> bool:
    below = t.subclasses
    for i in range(below.count):
        items = below.items
        if items is not None:
            derived = cast(Type, items.items[i])
            if type_lookup(derived, name("__init__")) != type_lookup(type_named("object"), name("__init__")):
                return True
            if has_derived_initialiser(derived):
                return True
    return False


@fn(raises=True, cold=True)
def abstract_error(t: Type) -> Value:
    return LATE.abstract_error(t)


# --- binding of arguments


HELD_WORDS = 8
FEW = 4  # keyword arguments at most that `bind_few` takes


@fn(raises=True)
def bind_few(function: Function, base: Ptr[Value], argc: i64, names: Value) -> bool:
    """`hook_bind` of the usual call, of few keywords and few parameters, none of which takes the rest; False, and nothing is done, for another."""
    code = function.code
    positional = code.parameter_count
    total = positional + code.keyword_only_count
    given_names: i64 = 0
    if names != no_value():
        given_names = cast(Array_, names).length
    given = argc - given_names
    if given_names > FEW or given > positional or total >= 64:
        return False
    parameters = cast(Array_, code.local_names).items
    held = stack_array(Value, FEW)
    slots = stack_array(i64, FEW)
    bound = (u64(1) << u64(given)) - 1
    for k in range(given_names):
        key = cast(Array_, names).items[k]
        slot = given if given > code.positional_only_count else code.positional_only_count
        while slot < total and parameters[slot] != key:
            slot += 1
        if slot == total or bound >> u64(slot) & 1 != 0:
            return False
        held[k] = base[given + k]
        slots[k] = slot
        bound |= u64(1) << u64(slot)
    defaults = function.defaults
    first_default = positional
    if defaults is not None:
        first_default -= defaults.length
    unbound = i64(ctz(~bound))
    if unbound < positional and unbound < first_default:
        return False
    for i in range(unbound, positional):
        if bound >> u64(i) & 1 == 0:
            base[i] = cast(Array_, defaults).items[i - first_default]
    missing: i64 = 0
    for i in range(positional, total):
        if bound >> u64(i) & 1 == 0:
            default = cast(Value, u64(DELETED))
            if is_kind(function.keyword_defaults, "map"):
                default = namespace_get(cast(Map, function.keyword_defaults), parameter_name(code, i))
            if is_deleted(default):
                default = no_value()
                missing += 1
            base[i] = default
    for k in range(given_names):
        base[slots[k]] = held[k]
    if missing > 0:
        raise missing_arguments(function, base, positional, total, missing, True)
    return True


@fn(raises=True)
def hook_bind(function: Function, base: Ptr[Value], argc: i64, names: Value) -> None:
    """Bind positional and keyword arguments to parameters, in place.

    Source: the language reference, 6.3.4 "Calls"; the messages are CPython's.
    """
    code = function.code
    if code.flags & (HAS_REST | HAS_KEYWORDS) == 0 and bind_few(function, base, argc, names):
        return
    positional = code.parameter_count
    keyword_only = code.keyword_only_count
    has_rest = code.flags & HAS_REST != 0
    has_keywords = code.flags & HAS_KEYWORDS != 0
    rest_index = positional
    first_keyword_only = positional + (1 if has_rest else 0)
    keywords_index = first_keyword_only + keyword_only
    given_names: i64 = 0
    if names != no_value():
        given_names = cast(Array_, names).length
    given = argc - given_names
    taken = given if given < positional else positional
    rest = no_value()
    if has_rest:
        rest = array_of_words(base + taken, given - taken)
    held = stack_array(Value, HELD_WORDS)  # what keywords give is copied aside: binding overwrites it
    if given_names > HELD_WORDS:
        held = array_new(given_names).items
    for i in range(given_names):
        held[i] = base[given + i]
    total = keywords_index + (1 if has_keywords else 0)
    for i in range(taken, total):
        base[i] = no_value()
    if has_rest:
        base[rest_index] = rest
    keywords = no_value()
    if has_keywords:
        keywords = map_new()
        base[keywords_index] = keywords
    for k in range(given_names):
        key = cast(Array_, names).items[k]
        value = held[k]
        slot = parameter_slot(code, key, positional, first_keyword_only, keyword_only)
        if slot >= 0:
            if base[slot] != no_value():
                raise type_error("%S() got multiple values for argument '%S'", function.qualified_name, key)
            base[slot] = value
        elif has_keywords:
            namespace_set(cast(Map, keywords), key, value)
        else:
            if code.positional_only_count > 0 and parameter_slot(code, key, -1, 0, 0) >= 0:
                raise positional_only_given(function, cast(Array_, names))
            raise type_error("%S() got an unexpected keyword argument '%S'", function.qualified_name, key)
    if given > positional and not has_rest:
        raise too_many(function, given, base, first_keyword_only, keyword_only)
    defaults = function.defaults
    default_count: i64 = 0
    if defaults is not None:
        default_count = defaults.length
    missing: i64 = 0
    for i in range(positional):
        if base[i] == no_value():
            at = i - (positional - default_count)
            if at >= 0 and defaults is not None:
                base[i] = defaults.items[at]
            else:
                missing += 1
    if missing > 0:
        raise missing_arguments(function, base, 0, positional, missing, False)
    for i in range(keyword_only):
        slot = first_keyword_only + i
        if base[slot] == no_value():
            default = cast(Value, u64(DELETED))
            if is_kind(function.keyword_defaults, "map"):
                default = namespace_get(cast(Map, function.keyword_defaults), parameter_name(code, slot))
            if is_deleted(default):
                missing += 1
            else:
                base[slot] = default
    if missing > 0:
        raise missing_arguments(function, base, first_keyword_only, first_keyword_only + keyword_only, missing, True)


@fn(raises=True, cold=True)
def positional_only_given(function: Function, names: Array_) -> Value:
    """Names all the positional-only parameters that are given by keyword."""
    text = new_builder(64)
    text.append(cast(String, function.qualified_name))
    text.append(string_from_static("() got some positional-only arguments passed as keyword arguments: '"))
    is_first = True
    for i in range(function.code.positional_only_count):
        own = parameter_name(function.code, i)
        for k in range(names.length):
            if is_same_text(own, names.items[k]):
                if not is_first:
                    text.append(string_from_static(", "))
                text.append(cast(String, own))
                is_first = False
    text.append(string_from_static("'"))
    return type_error("%S", text.finish())


@fn
def parameter_name(code: Code, slot: i64) -> Value:
    return cast(Array_, code.local_names).items[slot]


@fn
def parameter_slot(code: Code, key: Value, positional: i64, first_keyword_only: i64, keyword_only: i64) -> i64:
    """The register of the parameter a keyword names, or -1. `positional` -1: among the positional-only ones."""
    start = code.positional_only_count
    end = positional
    if positional < 0:
        start = 0
        end = code.positional_only_count
    parameters = cast(Array_, code.local_names).items
    for i in range(start, first_keyword_only + keyword_only):  # names are interned, as a rule
        if parameters[i] == key and (i < end or i >= first_keyword_only):
            return i
    for i in range(start, end):
        if is_same_text(parameter_name(code, i), key):
            return i
    for i in range(first_keyword_only, first_keyword_only + keyword_only):
        if is_same_text(parameter_name(code, i), key):
            return i
    return -1


@fn
def is_same_text(a: Value, b: Value) -> bool:
    return a == b or (is_kind(b, "string") and equal_strings(cast(String, a), cast(String, b)))


@fn(raises=True)
def too_many(function: Function, given: i64, base: Ptr[Value], first_keyword_only: i64, keyword_only: i64) -> Value:
    """CPython's message for too many positional arguments."""
    code = function.code
    defaults: i64 = 0
    if function.defaults is not None:
        defaults = cast(Array_, function.defaults).length
    takes = code.parameter_count
    text = new_builder(64)
    text.append(cast(String, function.qualified_name))
    text.append(string_from_static("() takes "))
    if defaults > 0:
        text.append(string_from_static("from "))
        append_number(text, takes - defaults)
        text.append(string_from_static(" to "))
    append_number(text, takes)
    text.append(string_from_static(" positional argument but " if takes == 1 and defaults == 0 else " positional arguments but "))
    append_number(text, given)
    by_keyword: i64 = 0
    for i in range(keyword_only):
        if base[first_keyword_only + i] != no_value():
            by_keyword += 1
    if by_keyword > 0:
        text.append(string_from_static(" positional argument" if given == 1 else " positional arguments"))
        text.append(string_from_static(" (and "))
        append_number(text, by_keyword)
        text.append(string_from_static(" keyword-only argument" if by_keyword == 1 else " keyword-only arguments"))
        text.append(string_from_static(")"))
    text.append(string_from_static(" was given" if given == 1 and by_keyword == 0 else " were given"))
    return type_error("%S", text.finish())


@fn(raises=True)
def missing_arguments(function: Function, base: Ptr[Value], start: i64, end: i64, missing: i64, is_keyword: bool) -> Value:
    text = new_builder(64)
    text.append(cast(String, function.qualified_name))
    text.append(string_from_static("() missing "))
    append_number(text, missing)
    text.append(string_from_static(" required keyword-only argument" if is_keyword else " required positional argument"))
    if missing > 1:
        text.append_code(0x73)
    text.append(string_from_static(": "))
    seen: i64 = 0
    for i in range(start, end):
        if base[i] == no_value():
            seen += 1
            if seen > 1:
                if missing > 2:
                    text.append_code(0x2C)
                text.append(string_from_static(" and " if seen == missing else " "))
            text.append_code(0x27)
            text.append(cast(String, parameter_name(function.code, i)))
            text.append_code(0x27)
    return type_error("%S", text.finish())
