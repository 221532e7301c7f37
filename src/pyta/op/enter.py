"""What instructions that call do at once, in their fast handlers: new instances of simple classes, and the commonest native functions."""

from __future__ import annotations

from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import Array_, no_value
from corevm.kernel.bytes import Bytes
from corevm.kernel.call import call_ready, is_ready
from corevm.kernel.code import IS_GENERATOR, BoundMethod, Code, Function, NativeFunction
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, initialiser_link
from corevm.kernel.list import List, has_room
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.set import Set
from corevm.kernel.string import String
from corevm.kernel.thread import thread
from corevm.kernel.value import FALSE, NONE, TRUE, UNDEFINED, is_fixnum, is_flonum, is_reference, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, static, u16, u64
from pyta.module.builtins import identity_number
from pyta.object.declare import INTRINSIC_SHIFT, INTRINSICS
from pyta.object.iterator import Range
from pyta.object.type import Type, class_of_object, new_plain_instance, type_named
from pyta.object.world import world
from pyta.protocol.item import item_or

LEN, ISINSTANCE, APPEND, ID, DICT_GET = (INTRINSICS.index(name) for name in ("len", "isinstance", "list.append", "id", "dict.get"))
# twins: instructions with the same operands
CALL_METHOD, CALL_NATIVE_METHOD, CALL_KNOWN_METHOD, CALL_GLOBAL, CALL_BUILTIN, CALL_KNOWN_GLOBAL, CALL, CALL_KNOWN = range(8)
SHIFTED = 4  # arguments at most that `enter_class` moves


@inline
def become(pc: Ptr[u64], twin: static) -> None:
    """Let an instruction be a twin of itself from now on: one for what is called there."""
    opcode = world().twin_opcodes[twin]
    if opcode != 0:
        cast(Ptr[u16], pc)[0] = u16(opcode)


@inline
def is_intrinsic(native: NativeFunction) -> bool:
    """Whether fast handlers know a native function."""
    return native.flags >> INTRINSIC_SHIFT != 0


@inline
def is_dict_get(callee: Value, receiver: Value) -> bool:
    """Whether a native function is dict.get, and its receiver a dict itself."""
    return cast(NativeFunction, callee).flags >> INTRINSIC_SHIFT == DICT_GET and is_kind(receiver, "map")


@inline
def is_simple_class(callee: Value, window: Ptr[Value], argc: i64) -> bool:
    """Whether a call of a value is one of a class that comes down to a new instance and a call of its __init__, simple or with defaults."""
    if not is_kind(callee, "pyta.type"):
        return False
    t = cast(Type, callee)
    if t.initialiser_version != t.version or argc > SHIFTED:
        return False
    init = cast(Function, t.initialiser)
    return is_simple_call(init.code, window, argc + 1) or is_default_call(init, window, argc + 1)


@inline(raises=True)
def enter_class(t: Type, window: Ptr[Value], argc: i64, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """The result of an instruction that calls what `is_simple_class`."""
    instance = new_plain_instance(t)
    arguments = window + FRAME_WORDS
    if argc > 3:
        arguments[4] = arguments[3]
    if argc > 2:
        arguments[3] = arguments[2]
    if argc > 1:
        arguments[2] = arguments[1]
    if argc > 0:
        arguments[1] = arguments[0]
    arguments[0] = instance
    window[0] = instance
    init = cast(Function, t.initialiser)
    window[WINDOW_CALLEE] = init
    if init.code.simple_argc == argc + 1:
        return enter_simple(init.code, window, initialiser_link(link), base)
    return enter_default(init, window, argc + 1, initialiser_link(link), base)


@inline
def is_default_call(function: Function, window: Ptr[Value], argc: i64) -> bool:
    """Whether a positional call of a function would be simple if some defaults came after its arguments."""
    code = function.code
    defaults = function.defaults
    if defaults is None or code.simple_argc <= argc or code.simple_argc - argc > defaults.length:
        return False
    t = thread()
    return t.reductions > 0 and window + (FRAME_WORDS + code.register_count) <= t.stack_limit


@inline(raises=True)
def enter_default(
    function: Function, window: Ptr[Value], argc: i64, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """The result of an instruction that makes what `is_default_call`; window[WINDOW_CALLEE] is the function."""
    defaults = cast(Array_, function.defaults)
    missing = defaults.items + (defaults.length - function.code.simple_argc)
    at = argc
    while at < function.code.simple_argc:  # read each time: of a count that is known LLVM unrolls the loop, and the handler needs a native frame
        window[FRAME_WORDS + at] = missing[at]
        at += 1
    return enter_simple(function.code, window, link, base)


@inline
def are_in_order(code: Code, names: Value, argc: i64) -> bool:
    """Whether the last of so many arguments are where the parameters are that have the names."""
    given = cast(Array_, names)
    first = argc - given.length
    if first < code.positional_only_count:
        return False
    parameters = cast(Array_, code.local_names)
    for i in range(given.length):
        if parameters.items[first + i] != given.items[i]:
            return False
    return True


@inline
def is_bound_call(callee: Value, window: Ptr[Value], argc: i64) -> bool:
    """Whether a call of a value is a simple call of a bound method.

    Its window begins one word below the call's, so that the arguments stay where they are: that word of the caller's is the frame's
    extra one, which a generator would use.
    """
    if not is_kind(callee, "bound_method"):
        return False
    inner = cast(BoundMethod, callee).function
    if not is_kind(inner, "function"):
        return False
    code = cast(Function, inner).code
    return code.flags & IS_GENERATOR == 0 and is_simple_call(code, window - 1, argc + 1)


@inline
def is_bound_default_call(callee: Value, window: Ptr[Value], argc: i64) -> bool:
    """As `is_bound_call`, if some defaults came after its arguments."""
    if not is_kind(callee, "bound_method"):
        return False
    inner = cast(BoundMethod, callee).function
    if not is_kind(inner, "function") or cast(Function, inner).code.flags & IS_GENERATOR != 0:
        return False
    return is_default_call(cast(Function, inner), window - 1, argc + 1)


@inline(raises=True)
def enter_bound(method: BoundMethod, window: Ptr[Value], link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """The result of an instruction that makes what `is_bound_call`."""
    window[FRAME_WORDS - 1] = method.receiver
    window[WINDOW_CALLEE - 1] = method.function
    return enter_simple(cast(Function, method.function).code, window - 1, link, base)


@inline(raises=True)
def enter_bound_default(
    method: BoundMethod, window: Ptr[Value], argc: i64, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """The result of an instruction that makes what `is_bound_default_call`."""
    window[FRAME_WORDS - 1] = method.receiver
    window[WINDOW_CALLEE - 1] = method.function
    return enter_default(cast(Function, method.function), window - 1, argc + 1, link, base)


@inline
def is_bound_ready(callee: Value, argc: i64) -> bool:
    """Whether a call of a value is one of a bound plain native function that takes so many arguments."""
    return is_kind(callee, "bound_method") and is_ready(cast(BoundMethod, callee).function, argc + 1)


@fn(raises=True)
def call_bound_ready(method: BoundMethod, window: Ptr[Value], argc: i64) -> Value:
    """Call what `is_bound_ready` on the arguments of a window of the running frame."""
    window[FRAME_WORDS - 1] = method.receiver
    return call_ready(method.function, window - 1, argc + 1)


@inline
def is_known_function(native: NativeFunction) -> bool:
    """Whether `intrinsic_native` may know the result of a call."""
    which = i64(native.flags >> INTRINSIC_SHIFT)
    return which == LEN or which == ISINSTANCE or which == ID


@inline
def intrinsic_native(callee: NativeFunction, window: Ptr[Value], argc: i64) -> Value:
    """The result of a call of a native function that is known here, with arguments that are simple; or undefined."""
    which = i64(callee.flags >> INTRINSIC_SHIFT)
    x = window[FRAME_WORDS]
    if which == LEN and argc == 1:
        return simple_len(x)
    if which == ISINSTANCE and argc == 2:
        return simple_isinstance(x, window + (FRAME_WORDS + 1))
    if which == ID and argc == 1:
        return identity_number(x)
    return UNDEFINED


@inline
def intrinsic_type(callee: Value, window: Ptr[Value], argc: i64) -> Value:
    """The result of type(x), x being simple; or undefined."""
    if callee == cast(Value, type_named("type")) and argc == 1:
        return simple_class_of(window[FRAME_WORDS])
    return UNDEFINED


@inline
def simple_isinstance(x: Value, classes: Ptr[Value]) -> Value:
    """isinstance(x, classes[0]), of classes that ask none of their own kind; or undefined."""
    own = simple_class_of(x)
    if own == classes[0]:
        return TRUE
    if is_word(own, UNDEFINED):
        return UNDEFINED
    count: i64 = 1
    if is_kind(classes[0], "array"):
        count = cast(Array_, classes[0]).length
        classes = cast(Array_, classes[0]).items
    order = cast(Type, own).mro
    for k in range(count):
        of = classes[k]
        if of == own:
            return TRUE
        if not is_kind(of, "pyta.type") or cast(Type, of).metaclass != cast(Value, type_named("type")):
            return UNDEFINED
        for i in range(order.length):
            if order.items[i] == of:
                return TRUE
    return UNDEFINED if is_kind(x, "object") else FALSE  # an object may give itself another __class__


@inline
def simple_class_of(x: Value) -> Value:
    if is_fixnum(x):
        return type_named("int")
    if is_flonum(x):
        return type_named("float")
    if is_reference(x):
        if is_kind(x, "object"):
            return class_of_object(cast(DynamicObject, x))
        found = world().kind_types[kind_of(x)]
        if cast(u64, found) != 0:
            return found
    return UNDEFINED


@inline
def is_simple_append(callee: Value, window: Ptr[Value], argc: i64) -> bool:
    """Whether a method call is list.append on a list that has room. (A question that writes nothing: then the handler can leave.)"""
    if argc == 2 and is_kind(callee, "native_function"):
        x = window[FRAME_WORDS]
        return cast(NativeFunction, callee).flags >> INTRINSIC_SHIFT == APPEND and is_kind(x, "list") and has_room(cast(List, x))
    return False


@inline
def simple_get(callee: Value, window: Ptr[Value], argc: i64) -> Value:
    """The result of a method call, if it is one of a dict's get with a key that takes no call to find; or undefined."""
    if (argc == 2 or argc == 3) and is_kind(callee, "native_function") and is_dict_get(callee, window[FRAME_WORDS]):
        default = window[FRAME_WORDS + 2] if argc == 3 else cast(Value, u64(NONE))
        found = item_or(cast(Map, window[FRAME_WORDS]), window[FRAME_WORDS + 1], default)
        if likely(found != no_value()):
            return found
    return UNDEFINED


@inline
def simple_len(x: Value) -> Value:
    if is_kind(x, "list"):
        return tag_fixnum(cast(List, x).count)
    if is_kind(x, "array"):
        return tag_fixnum(cast(Array_, x).length)
    if is_kind(x, "string"):
        return tag_fixnum(cast(String, x).count)
    if is_kind(x, "map"):
        return tag_fixnum(cast(Map, x).count)
    if is_kind(x, "set") or is_kind(x, "pyta.frozenset"):
        return tag_fixnum(cast(Set, x).count)
    if is_kind(x, "bytes"):
        return tag_fixnum(cast(Bytes, x).length)
    if is_kind(x, "pyta.range") and is_fixnum(cast(Range, x).count):
        return cast(Range, x).count
    return UNDEFINED

