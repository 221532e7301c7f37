"""Pyta's instructions for raising, matching and handling exceptions."""

from __future__ import annotations

from corevm.isa.define import Base, Const, Frame, Pc, Reg, ValueSkip, Window, instruction
from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import BoundMethod
from corevm.kernel.generator import GENERATOR_DONE, Generator
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.object import is_kind
from corevm.kernel.thread import SCRATCH_HANDLED, set_exception, thread
from corevm.kernel.unwind import unwind as unwind_frames
from corevm.kernel.value import FALSE, NONE, TRUE, UNDEFINED, boolean, is_word
from corevm.micro.surface import Ptr, Value, cast, failure, fn, i64, inline, new, stack_array, u64
from pyta.object.exception import (
    ARGS_SLOT,
    CAUSE_SLOT,
    SUPPRESS_SLOT,
    TRACEBACK_SLOT,
    exception_get,
    exception_set,
    exception_type,
    exception_with,
    is_exception,
    is_exception_type,
    new_exception,
    not_implemented_error,
    runtime_error,
    set_context,
    type_error,
)
from pyta.object.type import Type, class_of, is_deleted, is_subtype, type_lookup
from pyta.object.world import name
from pyta.protocol.attribute import bind, call0, call1, get_attribute, is_attribute_error, is_plain_function, special
from pyta.protocol.iterate import is_stop_iteration, next_value, resume_generator


@fn
def handled_exception() -> Value:
    """The exception being handled, or None."""
    word = thread().scratch[SCRATCH_HANDLED]
    return NONE if word == 0 else cast(Value, word)


@fn(raises=True)
def as_exception(x: Value, is_cause: bool) -> Value:
    """x, or an instance of the exception class x."""
    if is_exception_type(x):
        made = call0(x)
        if not is_exception(made):
            raise type_error("calling %R should have returned an instance of BaseException, not %T", x, made)
        return made
    if is_exception(x):
        return x
    if is_cause:
        raise type_error("exception causes must derive from BaseException")
    raise type_error("exceptions must derive from BaseException")


@fn(raises=True)
def raise_value(x: Value) -> None:
    e = as_exception(x, False)
    set_context(e)
    raise e


@instruction(raises=True, rules="ends")
def raise_(x: Reg) -> None:
    """Raise x, an exception or an exception class."""
    raise_value(x)


@instruction(raises=True, rules="ends")
def raise_from(x: Reg, cause: Reg) -> None:
    """Raise x with an explicit cause."""
    raise_with_cause(x, cause)


@fn(raises=True)
def raise_with_cause(x: Value, cause: Value) -> None:
    e = as_exception(x, False)
    reason = cause
    if not is_word(cause, NONE):
        reason = as_exception(cause, True)
    set_context(e)
    exception_set(e, CAUSE_SLOT, reason)
    exception_set(e, SUPPRESS_SLOT, TRUE)
    raise e


@instruction(raises=True, rules="ends")
def raise_current() -> None:
    """Raise the handled exception again."""
    raise_handled()


@fn(raises=True)
def raise_handled() -> None:
    e = handled_exception()
    if is_word(e, NONE):
        raise runtime_error("No active exception to reraise")
    raise e


@instruction(raises=True, rules="ends")
def reraise(e: Reg) -> None:
    """Go on raising exc as it is."""
    raise_again(e)


@fn(raises=True)
def raise_again(e: Value) -> None:
    if not is_exception(e):
        raise type_error("exceptions must derive from BaseException")
    raise e


@instruction(raises=True, rules="message:maybe ends")
def raise_assertion(message: Reg) -> None:
    """Raise AssertionError(message), or AssertionError() if message is undefined."""
    raise_assertion_error(message)


@fn(raises=True)
def raise_assertion_error(message: Value) -> None:
    if is_word(message, UNDEFINED):
        e = new_exception(exception_type("AssertionError"), array_new(0))
        set_context(e)
        raise e
    raise exception_with(exception_type("AssertionError"), message)


@inline
def exception_word(e: Value) -> u64:
    """What is kept as the handled exception: none for what is no exception (verified code may say anything)."""
    return cast(u64, e) if is_exception(e) else 0


@instruction
def push_handled(e: Reg) -> Value:
    """a = the handled exception or None; exc is the handled exception."""
    saved = handled_exception()
    thread().scratch[SCRATCH_HANDLED] = exception_word(e)
    return saved


@instruction
def pop_handled(saved: Reg) -> None:
    """The handled exception = saved."""
    thread().scratch[SCRATCH_HANDLED] = exception_word(saved)


@instruction(raises=True)
def match_exception(e: Reg, types: Reg) -> Value:
    """a = whether exc is an instance of type, or of one of a tuple of types."""
    return boolean(matches(e, types))


@fn(raises=True)
def matches(e: Value, types: Value) -> bool:
    if not is_kind(types, "array"):
        return matches_one(e, types)
    items = cast(Array_, types)
    is_match = False
    for i in range(items.length):  # all are looked at; a tuple within the tuple is no class
        if matches_one(e, items.items[i]):
            is_match = True
    return is_match


@fn(raises=True)
def matches_one(e: Value, t: Value) -> bool:
    if not is_exception_type(t):
        raise type_error("catching classes that do not inherit from BaseException is not allowed")
    return is_exception(e) and is_subtype(class_of(e), cast(Type, t))


@fn(raises=True)
def hook_catches(filter: i64, e: Value) -> bool:
    """The kernel's hook: filter 1 takes StopIteration."""
    return is_stop_iteration(e)


@instruction(raises=True)
def stop_value(e: Reg) -> Value:
    """a = the value of the StopIteration exc."""
    return value_of_stop(e)


@fn
def value_of_stop(e: Value) -> Value:
    if not is_exception(e):
        return NONE
    args = exception_get(e, ARGS_SLOT)
    if is_kind(args, "array") and cast(Array_, args).length > 0:
        return cast(Array_, args).items[0]
    return NONE


# --- with


@fn(raises=True)
def manager_method(x: Value, found: Value) -> Value:
    return bind(found, x, class_of(x))


@instruction(raises=True)
def load_enter(x: Reg) -> Value:
    """a = type(x).__enter__ bound to x."""
    return bound_enter(x)


@fn(raises=True)
def bound_enter(x: Value) -> Value:
    found = special(x, "__enter__")
    if found == no_value():
        raise type_error("'%T' object does not support the context manager protocol", x)
    return bind(found, x, class_of(x))


@instruction(raises=True)
def load_exit(x: Reg) -> Value:
    """a = type(x).__exit__ bound to x."""
    return bound_exit(x)


@fn(raises=True)
def bound_exit(x: Value) -> Value:
    found = special(x, "__exit__")
    if found == no_value():
        raise type_error("'%T' object does not support the context manager protocol (missed __exit__ method)", x)
    return bind(found, x, class_of(x))


@instruction(raises=True, rules="window:lost")
def with_exit(window: Window, leave: Reg) -> Value:
    """a = exit(None, None, None)."""
    return call_exit(leave, NONE, NONE, NONE)


@instruction(raises=True, rules="window:at=6,lost")
def with_exit_error(window: Window, leave: Reg) -> Value:
    """a = exit(type(e), e, e.__traceback__), e being w[6]."""
    e = window[6]
    return call_exit(leave, class_of(e), e, exception_get(e, TRACEBACK_SLOT) if is_exception(e) else NONE)


@fn(raises=True)
def call_exit(leave: Value, t: Value, e: Value, traceback: Value) -> Value:
    arguments = stack_array(Value, 3)
    arguments[0], arguments[1], arguments[2] = t, e, traceback
    return call_value(leave, arguments, 3, no_value())


# --- yield from


@instruction(raises=True)
def send(it: Reg, x: Reg) -> ValueSkip:
    """a = it.send(x) or the next item, and skip; finished: a = StopIteration's value."""
    return send_to(it, x)


@fn(raises=True)
def send_to(it: Value, x: Value) -> tuple[Value, bool]:
    try:
        if is_kind(it, "generator"):
            return resume_generator(cast(Generator, it), x), True
        if is_word(x, NONE):
            found = special(it, "__next__")
            if found == no_value():
                raise type_error("'%T' object is not an iterator", it)
            if is_plain_function(found) and is_kind(it, "object"):
                return call1(found, it), True
            if is_plain_function(found):
                item = next_value(it)
                if is_deleted(item):
                    return NONE, False
                return item, True
            return call0(bind(found, it, class_of(it))), True
        arguments = stack_array(Value, 1)
        arguments[0] = x
        return call_value(get_attribute(it, name("send")), arguments, 1, no_value()), True
    except failure as e:
        if not is_stop_iteration(e):
            raise e
        return value_of_stop(e), False


@instruction(raises=True)
def throw_into(it: Reg, e: Reg) -> ValueSkip:
    """What yield from does with an exception thrown at its yield."""
    return throw_to(it, e)


@fn(raises=True)
def throw_to(it: Value, e: Value) -> tuple[Value, bool]:
    if is_exception(e) and is_subtype(class_of(e), exception_type("GeneratorExit")):
        try:
            closer = get_attribute(it, name("close"))
            call0(closer)
        except failure as failed:
            if not is_attribute_error(failed):
                raise failed
        raise e
    thrower = no_value()
    try:
        thrower = get_attribute(it, name("throw"))
    except failure as failed:
        if not is_attribute_error(failed):
            raise failed
    if thrower == no_value():
        raise e
    try:
        arguments = stack_array(Value, 1)
        arguments[0] = e
        return call_value(thrower, arguments, 1, no_value()), True
    except failure as failed:
        if not is_stop_iteration(failed):
            raise failed
        return value_of_stop(failed), False


# --- except*


@instruction(raises=True, rules="window:writes=2")
def split_group(window: Window, e: Reg, types: Reg) -> None:
    """except*: w[0] = the matching part of exc or None, w[1] = the rest or None."""
    no_groups()


@instruction(raises=True)
def merge_groups(e: Reg, parts: Reg) -> Value:
    """except*, at the end: what is to be raised."""
    no_groups()
    return NONE


@fn(raises=True)
def no_groups() -> None:
    raise not_implemented_error("except* is not supported yet")


__all__ = ["Base", "BoundMethod", "Const", "FALSE", "Frame", "GENERATOR_DONE", "KIND_NUMBER", "Pc", "Ptr", "new",
           "set_exception", "type_lookup", "unwind_frames"]  # fmt: skip
