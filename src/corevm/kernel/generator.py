"""Generators: frames that are left and entered again.

A generator frame runs on the VM stack like any other, with the Generator in its `extra` word. Yielding copies the
registers into the Generator; resuming copies them to the top of the stack. (Measured cost: a copy of some ten words;
calls made by the generator then need nothing special.)

INV-GENERATOR-1  The extra word of a generator's first frame means nothing until `generator_start`, which clears it first of all.
INV-GENERATOR-2  `pc` is where the generator goes on; `sent_register` takes the value sent, -1 before the first yield.
INV-GENERATOR-3  Its registers are a copy of stack words, with what calls have left there: the collector resolves them
                 (LAYOUT_TAIL_CANDIDATES), only the verifier knows which of them are values.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.code import Code, Function
from corevm.kernel.error import RECURSION, VALUE, error_about
from corevm.kernel.frame import CALLER, CODE, EXTRA, FRAME_WORDS, FUNCTION, LINK, code_of, grow_stack
from corevm.kernel.memory import write_barrier
from corevm.kernel.thread import thread
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    cast,
    failure,
    fn,
    heap,
    i64,
    inline,
    memcopy,
    memset,
    new,
    u64,
)

GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_DONE = 0, 1, 2, 3
# who resumed it: what its end means
COPIED_WORDS = 4  # a generator's registers are copied by so many words; what is beyond the frame's own is garbage
RESUMED_BY_LOOP = 0  # for_iter: the word before the return pc is the jump to take at the end
RESUMED_BY_CALL = 1  # next, send: the end raises the stop-iteration exception
RESUMED_BY_DELEGATION = 3  # send: the word before the return pc is the jump to take at the end, which gives the result
RESUMED_BY_KERNEL = 2  # kernel code that runs it to its next yield: the end gives it the word DELETED


@heap(kind="generator")
class Generator(Object):
    """A suspended frame. `registers` is its Tail."""

    length: i64
    state: i64
    pc: Ptr[u64]
    sent_register: i64
    resumed_by: i64
    function: Function
    code: Code
    name: Value
    qualified_name: Value
    delegate: Value  # what it yields from, or 0
    handled: Value  # the exception it was handling, or 0
    extra: Value  # the language's
    registers: Tail[Value]


@fn(raises=True)
def generator_new(next_pc: Ptr[u64], base: Ptr[Value]) -> Value:
    """A generator that goes on at next_pc with a copy of the frame's registers."""
    code = code_of(base)
    function = cast(Function, base[FUNCTION])
    made = new(
        Generator, tail=code.register_count + COPIED_WORDS - 1 & -COPIED_WORDS, state=GENERATOR_CREATED, pc=next_pc, sent_register=-1, function=function,
        code=code, name=function.name, qualified_name=function.qualified_name,
    )  # fmt: skip
    memcopy(made.registers, base, code.register_count * 8)
    return made


@inline
def copy_registers(target: Ptr[Value], source: Ptr[Value], count: i64) -> None:
    """Copy a multiple of COPIED_WORDS words: few, as a rule, so that a call of `memcpy` would cost more."""
    at: i64 = 0
    while at < count:
        first, second, third, fourth = source[at], source[at + 1], source[at + 2], source[at + 3]
        target[at], target[at + 1], target[at + 2], target[at + 3] = first, second, third, fourth
        at += COPIED_WORDS


@fn(raises=True)
def generator_enter(
    generator: Generator, sent: Value, window: Ptr[Value], link: u64, caller: Ptr[Value], by: i64
) -> tuple[Ptr[u64], Ptr[Value]]:
    """The frame of a generator, resumed: created or suspended, else it fails. `window`: the first free stack word."""
    if generator.state == GENERATOR_RUNNING:
        raise error_about(VALUE, "generator already executing", generator)
    assert generator.state != GENERATOR_DONE
    base = window + FRAME_WORDS
    code = generator.code
    top = base + generator.length
    if top > thread().stack_limit and not grow_stack(top):
        raise error_about(RECURSION, "maximum recursion depth exceeded", no_value())
    copy_registers(base, generator.registers, generator.length)
    if generator.sent_register >= 0:
        base[generator.sent_register] = sent
    base[EXTRA] = generator
    base[FUNCTION] = generator.function
    base[CODE] = code
    base[CALLER] = cast(Value, cast(u64, caller))
    base[LINK] = cast(Value, link)
    generator.state = GENERATOR_RUNNING
    generator.resumed_by = by
    return generator.pc, base


@fn
def generator_suspend(next_pc: Ptr[u64], base: Ptr[Value], sent_register: i64) -> None:
    """Copy the frame back; it goes on at next_pc."""
    generator = cast(Generator, base[EXTRA])
    copy_registers(generator.registers, base, generator.length)
    write_barrier(generator, generator.function)
    generator.pc = next_pc
    generator.sent_register = sent_register
    generator.state = GENERATOR_SUSPENDED


@fn
def generator_finish(base: Ptr[Value]) -> Generator:
    """The frame ends: the generator lets go of what it holds."""
    generator = cast(Generator, base[EXTRA])
    generator.state = GENERATOR_DONE
    memset(generator.registers, 0, generator.length * 8)
    return generator


__all__ = ["Generator", "failure", "generator_enter", "generator_finish", "generator_new", "generator_suspend", "no_value"]
