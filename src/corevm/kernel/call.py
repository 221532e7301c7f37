"""Calls: entering functions from instructions and from the kernel, binding arguments.

`enter_call` turns a window (callee at window[1], arguments from window[5]) into a value (natives) or a frame to go on in.
`call_value` is for kernel code: it runs the callee to its end.

INV-CALL-1  Nothing of the caller's frame is changed except the window.
INV-CALL-2  Native recursion is bounded by Thread.native_limit and ends in the language's recursion error.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.code import (
    HAS_KEYWORDS,
    HAS_REST,
    NATIVE_FRAME,
    NATIVE_KEYWORDS,
    BoundMethod,
    Code,
    Function,
    NativeFunction,
)
from corevm.kernel.error import RECURSION, TYPE, error_about
from corevm.kernel.frame import (
    CALLER,
    CODE,
    EXIT,
    EXIT_WORD,
    FRAME_WORDS,
    LINK,
    WINDOW_CALLEE,
    frame_top,
    grow_stack,
    special_link,
)
from corevm.kernel.hook import HOOK_BIND, HOOK_CALL
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.safepoint import spend
from corevm.kernel.thread import SCRATCH_GIVEN, runtime, thread
from corevm.kernel.value import is_reference
from corevm.micro.surface import (
    Ptr,
    RaisingFn,
    Value,
    cast,
    failure,
    fn,
    i64,
    inline,
    memmove,
    new,
    stack_array,
    u64,
    unlikely,
)

# callee, window, argc, keyword names or 0, link, caller's base -> value or (0, pc, base)
HookCall = RaisingFn[[Ptr[Value], i64, Value, u64, Ptr[Value]], tuple[Value, Ptr[u64], Ptr[Value]]]
# function, arguments, argc, keyword names -> binds in place
HookBind = RaisingFn[[Function, Ptr[Value], i64, Value], None]
# a native function that may enter a frame
FrameEntry = RaisingFn[[Ptr[Value], i64, Value, u64, Ptr[Value]], tuple[Value, Ptr[u64], Ptr[Value]]]


@fn(raises=True, cold=True)
def recursion_error() -> None:
    raise error_about(RECURSION, "maximum recursion depth exceeded", no_value())


@inline(raises=True)
def enter_recursion() -> None:
    """For kernel functions that call themselves without `call_value`: the native stack has room for one more. Raises: RECURSION."""
    mark = stack_array(u64, 1)
    if cast(u64, mark) < thread().native_limit:
        recursion_error()


@inline(raises=True)
def need_stack(top: Ptr[Value]) -> None:
    """Let the VM stack be used up to top. Raises: RECURSION."""
    if unlikely(top > thread().stack_limit):
        if not grow_stack(top):
            recursion_error()


@fn(raises=True, cold=True)
def argument_error(callee: Value, argc: i64, names: Value) -> None:
    """The callee cannot be called with these arguments. The language finds in SCRATCH_GIVEN what was given."""
    thread().scratch[SCRATCH_GIVEN] = (u64(argc) << 1 | u64(names != no_value())) << 1 | 1
    raise error_about(TYPE, "wrong number of arguments", callee)


@fn(raises=True)
def enter_call(
    window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """Enter the callee of a window. Gives its result, or 0 and the frame to go on in.

    The last len(names) of the arguments are keyword arguments. Effects: may run guest code, may raise.
    """
    spend(1)
    callee = window[WINDOW_CALLEE]
    while is_kind(callee, "bound_method"):
        method = cast(BoundMethod, callee)
        shift_arguments(window, argc)
        window[FRAME_WORDS] = method.receiver
        argc += 1
        callee = method.function
        window[WINDOW_CALLEE] = callee
    if is_kind(callee, "function"):
        pc, base = enter_function(cast(Function, callee), window, argc, names, link, caller)
        return no_value(), pc, base
    if is_kind(callee, "native_function"):
        native = cast(NativeFunction, callee)
        check_native(native, argc, names)
        if native.flags & NATIVE_FRAME != 0:
            return cast(FrameEntry, native.entry)(window, argc, names, link, caller)
        if window + (FRAME_WORDS + argc) > stack_in_use():
            return call_native_above(native, window + FRAME_WORDS, argc, names), None, None
        return native.entry(window + FRAME_WORDS, argc, names), None, None
    hooks = runtime().hooks
    if hooks is None or hooks[HOOK_CALL] == 0:
        raise error_about(TYPE, "not callable", callee)
    return cast(HookCall, hooks[HOOK_CALL])(window, argc, names, link, caller)


@fn(raises=True)
def enter_callee(
    callee: Value, window: Ptr[Value], argc: i64, link: u64, caller: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """`enter_call` of a callee that is not yet in the window: for instructions, whose fast handlers write nothing before they call."""
    window[WINDOW_CALLEE] = callee
    return enter_call(window, argc, no_value(), link, caller)


@inline
def stack_in_use() -> Ptr[Value]:
    """Where a call from kernel code would put its window."""
    t = thread()
    top = t.stack_low if t.base is None else frame_top(t.base)
    if t.stack_top is not None and t.stack_top > top:
        return t.stack_top
    return top


@inline(raises=True)
def check_native(native: NativeFunction, argc: i64, names: Value) -> None:
    """Whether a native function takes so many arguments, and keywords if there are any. Raises: TYPE."""
    if names != no_value() and native.flags & NATIVE_KEYWORDS == 0:
        argument_error(native, argc, names)
    if argc < native.minimum or (native.maximum >= 0 and argc > native.maximum):
        argument_error(native, argc, no_value())


@inline
def is_plain_native(v: Value) -> bool:
    """Whether v is a native function that gives its result at once."""
    return is_kind(v, "native_function") and cast(NativeFunction, v).flags & NATIVE_FRAME == 0


@inline
def is_ready(callee: Value, argc: i64) -> bool:
    """Whether the callee is a plain native function that takes so many positional arguments."""
    if is_kind(callee, "native_function"):
        native = cast(NativeFunction, callee)
        return native.flags & NATIVE_FRAME == 0 and argc >= native.minimum and u64(argc) <= u64(native.maximum)
    return False


@inline(raises=True)
def call_ready(callee: Value, window: Ptr[Value], argc: i64) -> Value:
    """Call what `is_ready` on the arguments of a window of the running frame."""
    spend(1)
    return cast(NativeFunction, callee).entry(window + FRAME_WORDS, argc, no_value())


@fn(raises=True)
def call_native_in_place(native: NativeFunction, arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Call a plain native function on arguments that lie on the VM stack."""
    spend(1)
    check_native(native, argc, names)
    if arguments + argc > stack_in_use():
        return call_native_above(native, arguments, argc, names)
    return native.entry(arguments, argc, names)


@fn(raises=True, cold=True)
def call_native_above(native: NativeFunction, arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Call a native function whose arguments lie above the frame (a spread call's): what it calls must not overwrite them."""
    t = thread()
    saved = t.stack_top
    t.stack_top = arguments + argc
    try:
        result = native.entry(arguments, argc, names)
    except failure as e:
        t.stack_top = saved
        raise e
    t.stack_top = saved
    return result


@fn(raises=True)
def shift_arguments(window: Ptr[Value], argc: i64) -> None:
    """Make room for one more first argument."""
    need_stack(window + (FRAME_WORDS + argc + 1))
    memmove(window + (FRAME_WORDS + 1), window + FRAME_WORDS, argc * 8)


@fn(raises=True)
def enter_function(
    function: Function, window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]
) -> tuple[Ptr[u64], Ptr[Value]]:
    """Make the frame of a guest function from a window."""
    code = function.code
    base = window + FRAME_WORDS
    need_stack(base + code.register_count)
    if code.simple_argc != argc or names != no_value():
        bind_arguments(function, base, argc, names)
    window[WINDOW_CALLEE] = function
    base[CODE] = code
    base[CALLER] = cast(Value, base_word(caller))
    base[LINK] = cast(Value, link)
    return code.entry, base


@inline
def base_word(base: Ptr[Value]) -> u64:
    return cast(u64, base)


@fn(raises=True)
def bind_arguments(function: Function, base: Ptr[Value], argc: i64, names: Value) -> None:
    """Bind arguments that are not simply one for each parameter, in place."""
    code = function.code
    defaults = function.defaults
    if names == no_value() and code.flags & (HAS_REST | HAS_KEYWORDS) == 0 and code.keyword_only_count == 0:
        missing = code.parameter_count - argc
        if missing > 0 and defaults is not None and missing <= defaults.length:
            for i in range(missing):
                base[argc + i] = defaults.items[defaults.length - missing + i]
            return
    hooks = runtime().hooks
    if hooks is not None and hooks[HOOK_BIND] != 0:
        cast(HookBind, hooks[HOOK_BIND])(function, base, argc, names)
        return
    if names == no_value() and code.flags == HAS_REST and code.keyword_only_count == 0 and argc >= code.parameter_count:
        rest = new(Array_, tail=argc - code.parameter_count)
        for i in range(argc - code.parameter_count):
            rest.items[i] = base[code.parameter_count + i]
        base[code.parameter_count] = rest
        return
    argument_error(function, argc, names)


@fn(raises=True, effect="guest")
def call_value(callee: Value, arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Call any value from kernel code and run it to its end.

    Args:
        arguments: argc values, the last len(names) of them keyword arguments; they may lie on the native stack.
        names: an Array_ of keyword names, or 0.
    """
    enter_recursion()
    if is_plain_native(callee):  # no frame: the arguments stay where they are, which whoever made them sees to
        spend(1)
        check_native(cast(NativeFunction, callee), argc, names)
        return cast(NativeFunction, callee).entry(arguments, argc, names)
    return call_in_window(callee, arguments, argc, names)


@inline
def is_simple(callee: Value, window: Ptr[Value], argc: i64, names: Value) -> bool:
    """Whether the callee is a function that needs no binding of its arguments, and there is time and room for it."""
    if not is_kind(callee, "function") or names != no_value():
        return False
    t = thread()
    code = cast(Function, callee).code
    return code.simple_argc == argc and t.reductions > 0 and window + (FRAME_WORDS + code.register_count) <= t.stack_limit


@fn(raises=True, effect="guest")
def call_in_window(callee: Value, arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """The part of `call_value` that needs the VM stack."""
    t = thread()
    saved_pc = t.pc
    saved_base = t.base
    saved_top = t.stack_top
    window = t.stack_low if saved_base is None else frame_top(saved_base)
    if saved_top is not None and saved_top > window:
        window = saved_top
    need_stack(window + (FRAME_WORDS + argc + 8))
    window[WINDOW_CALLEE] = callee
    for i in range(argc):
        window[FRAME_WORDS + i] = arguments[i]
    value = no_value()
    try:
        if is_simple(callee, window, argc, names):
            t.reductions -= 1
            base = window + FRAME_WORDS
            base[CODE] = cast(Function, callee).code
            base[CALLER] = cast(Value, base_word(saved_base))
            base[LINK] = cast(Value, special_link(EXIT_WORD, EXIT))
            t.stack_top = None
            value = t.interpret(cast(Function, callee).code.entry, base)
        else:
            t.stack_top = window + (FRAME_WORDS + argc)
            value, pc, base = enter_call(window, argc, names, special_link(EXIT_WORD, EXIT), saved_base)
            if value == no_value():
                t.stack_top = None
                value = t.interpret(pc, base)
    except failure as e:
        t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
        raise e
    t.pc, t.base, t.stack_top = saved_pc, saved_base, saved_top
    return value


@fn(raises=True, effect="guest")
def call_value_above(callee: Value, arguments: Ptr[Value], argc: i64, names: Value, top: Ptr[Value]) -> Value:
    """`call_value` where the VM stack is in use up to `top`, above the current frame."""
    t = thread()
    saved = t.stack_top
    t.stack_top = top
    try:
        result = call_value(callee, arguments, argc, names)
    except failure as e:
        t.stack_top = saved
        raise e
    t.stack_top = saved
    return result


__all__ = ["Code", "call_value", "enter_call", "is_reference", "kind_of"]
