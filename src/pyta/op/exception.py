"""Pyta's instructions for raising, matching and handling exceptions."""

from __future__ import annotations

from corevm.isa.define import Base, NextOrFrame, OutIndex, Pc, Reg, ValueSkip, Window, instruction
from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import IS_GENERATOR
from corevm.kernel.frame import EXTRA, code_of, frame_top, make_link
from corevm.kernel.generator import GENERATOR_DONE, RESUMED_BY_DELEGATION, Generator, take_outcome
from corevm.kernel.list import List
from corevm.kernel.object import is_kind
from corevm.kernel.string import string_from_static
from corevm.kernel.thread import SCRATCH_HANDLED, thread
from corevm.kernel.value import DEFAULT, NONE, TRUE, UNDEFINED, boolean, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, stack_array, u64
from pyta.object.exception import (
    ARGS_SLOT,
    CAUSE_SLOT,
    CONTEXT_SLOT,
    SUPPRESS_SLOT,
    TRACEBACK_SLOT,
    exception_get,
    exception_set,
    exception_type,
    exception_with,
    is_exception,
    is_exception_type,
    new_exception,
    runtime_error,
    set_context,
    type_error,
)
from pyta.object.exception_group import merge_raised, split_for_handler
from pyta.object.traceback import SCRATCH_SKIP_TRACE, drop_own_entry
from pyta.object.type import Type, class_of, is_deleted, is_subtype
from pyta.object.world import name
from pyta.protocol.attribute import attribute_or_none, bind, call0, get_attribute, special
from pyta.protocol.iterate import enter_generator, is_stop_iteration, next_or_stop, resume_generator


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
            raise type_error("calling %R should have returned an instance of BaseException, not %R", x, class_of(made))
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
    thread().scratch[SCRATCH_SKIP_TRACE] = 1
    raise e


@instruction(raises=True, rules="ends")
def reraise(e: Reg) -> None:
    """Go on raising exc as it is."""
    raise_again(e)


@fn(raises=True)
def raise_again(e: Value) -> None:
    if not is_exception(e):
        raise type_error("exceptions must derive from BaseException")
    thread().scratch[SCRATCH_SKIP_TRACE] = 1
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


@inline
def resumer_word(base: Ptr[Value]) -> u64:
    """What whoever resumed the generator of a generator's frame is handling; 1 in another frame."""
    return cast(u64, cast(Generator, base[EXTRA]).extra) if code_of(base).flags & IS_GENERATOR != 0 else 1


@instruction
def push_handled(e: Reg, base: Base) -> Value:
    """a = the handled exception or None; exc is the handled exception. DEFAULT stands for what the generator's resumer handles."""
    t = thread()
    before = t.scratch[SCRATCH_HANDLED]
    t.scratch[SCRATCH_HANDLED] = exception_word(e)
    if before == resumer_word(base):
        return DEFAULT
    return NONE if before == 0 else cast(Value, before)


@instruction
def pop_handled(saved: Reg, base: Base) -> None:
    """The handled exception = saved."""
    word = exception_word(saved)
    if is_word(saved, DEFAULT):
        word = resumer_word(base)
        word = 0 if word == 1 else word
    thread().scratch[SCRATCH_HANDLED] = word


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
def hook_generator_error(e: Value) -> Value:
    """The kernel's hook: StopIteration must not leave a generator that way (PEP 479)."""
    if not is_stop_iteration(e):
        return e
    made = new_exception(exception_type("RuntimeError"), one_argument(string_from_static("generator raised StopIteration")))
    exception_set(made, CAUSE_SLOT, e)
    exception_set(made, CONTEXT_SLOT, e)
    exception_set(made, SUPPRESS_SLOT, TRUE)
    return made


@fn(raises=True)
def one_argument(v: Value) -> Value:
    made = array_new(1)
    made.items[0] = v
    return made


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


# What ends an iteration is raised: the catch site over the instruction takes StopIteration (a step without a skip gives no value).


@instruction(raises=True)
def send(destination: OutIndex, it: Reg, x: Reg, pc: Pc, base: Base) -> NextOrFrame:
    """a = it.send(x) or the next item, and skip; a generator's end: a = its result, no skip; another's: StopIteration."""
    if likely(is_kind(it, "generator")):
        g = cast(Generator, it)
        if likely(g.state != GENERATOR_DONE):
            entered, frame = enter_generator(g, x, frame_top(base), make_link(pc + 2, destination), base, RESUMED_BY_DELEGATION)
            return no_value(), entered, frame
        outcome = take_outcome(g)
        if not is_deleted(outcome):
            base[destination] = outcome
            return no_value(), None, None
    return send_to(it, x), None, None


@fn(raises=True)
def send_to(it: Value, x: Value) -> Value:
    if is_kind(it, "generator"):
        return resume_generator(cast(Generator, it), x)
    if is_word(x, NONE):
        return next_or_stop(it)
    arguments = stack_array(Value, 1)
    arguments[0] = x
    return call_value(get_attribute(it, name("send")), arguments, 1, no_value())


@instruction(raises=True)
def throw_into(it: Reg, e: Reg) -> ValueSkip:
    """What yield from does with an exception thrown at its yield."""
    return throw_to(it, e), True


@fn(raises=True)
def throw_to(it: Value, e: Value) -> Value:
    if not is_exception(e):
        raise type_error("exceptions must derive from BaseException")
    drop_own_entry(e)
    if is_subtype(class_of(e), exception_type("GeneratorExit")):
        closer = attribute_or_none(it, name("close"))
        if not is_deleted(closer):
            call0(closer)
        raise e
    thrower = attribute_or_none(it, name("throw"))
    if is_deleted(thrower):
        raise e
    arguments = stack_array(Value, 1)
    arguments[0] = e
    return call_value(thrower, arguments, 1, no_value())


# --- except*


@instruction(raises=True, rules="window:writes=2")
def split_group(window: Window, e: Reg, types: Reg) -> None:
    """except*: w[0] = the matching part of exc or None, w[1] = the rest or None."""
    split_for_handler(window, e, types)


@instruction(raises=True, rules="parts:list")
def merge_groups(e: Reg, parts: Reg) -> Value:
    """except*, at the end: what is to be raised."""
    return merge_raised(e, cast(List, parts))
