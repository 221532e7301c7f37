"""Generators: frames that are left and entered again.

A generator frame runs on the VM stack like any other, with the Generator in its `extra` word. Yielding copies the
registers into the Generator; resuming copies them to the top of the stack. (Measured cost: a copy of some ten words;
calls made by the generator then need nothing special.)

**Delegation.** A generator that is suspended with what another one gave (`yield from`) may say so (`generator_delegate`): then resuming
it resumes the innermost of the chain in its place, and what that yields goes straight to the resumer. Where the innermost ends, its
outcome stays in it, and its delegator goes on where it is suspended: it sends, and finds the outcome (`take_outcome`).

INV-GENERATOR-1  The extra word of a generator's first frame means nothing until `generator_start`, which clears it first of all.
INV-GENERATOR-2  `pc` is where the generator goes on; `sent_register` takes the value sent, -1 before the first yield.
INV-GENERATOR-3  Its registers are a copy of stack words, with what calls have left there: the collector resolves them
                 (LAYOUT_TAIL_CANDIDATES), only the verifier knows which of them are values.
INV-GENERATOR-4  `delegate` is 0 in a generator whose own frame runs.
INV-GENERATOR-5  While `leaf_version` is the runtime's, `leaf` is a generator that the chain of delegates leads to, or did before it was done;
                 `delegator` of each of the chain up to it is the one above. What breaks a chain otherwise than by a generator's end, or gives
                 one of its generators another delegator, changes the runtime's version.
INV-GENERATOR-6  A frame that runs for the sake of a generator `levels` delegators up leaves as many smallest frames free below it on the stack:
                 so the limit of frames counts the chain, and each of its frames has a place when its turn comes.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.code import Code, Function
from corevm.kernel.error import RECURSION, VALUE, error_about
from corevm.kernel.frame import CALLER, CODE, EXTRA, FRAME_WORDS, FUNCTION, LINK, code_of, grow_stack
from corevm.kernel.layout import GENERATOR_STATE_OFFSET, GENERATOR_SUSPENDED
from corevm.kernel.memory import write_barrier
from corevm.kernel.thread import runtime, thread
from corevm.kernel.value import DELETED, NONE
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    cast,
    failure,
    fn,
    heap,
    i32,
    i64,
    inline,
    new,
    u64,
)

GENERATOR_CREATED, GENERATOR_RUNNING, GENERATOR_DONE = 0, 2, 3  # and GENERATOR_SUSPENDED
COPIED_WORDS = 4  # a generator's registers are copied by so many words; what is beyond the frame's own is garbage
LEVEL_WORDS = FRAME_WORDS + 1
# who resumed it: what its end means
RESUMED_BY_LOOP = 0  # for_iter: the word before the return pc is the jump to take at the end
RESUMED_BY_CALL = 1  # next, send: the end raises the stop-iteration exception
RESUMED_BY_KERNEL = 2  # kernel code that runs it to its next yield: the end gives it the word DELETED
RESUMED_BY_DELEGATION = 3  # send: the word before the return pc is the jump to take at the end, which gives the result
RESUMED_BY_CONSUMER = 4  # and more: through a CONSUME link, for a use of all its items that the language numbers


@heap(kind="generator")
class Generator(Object):
    """A suspended frame. `registers` is its Tail."""

    length: i64
    state: i32
    resumed_by: i32
    sent_register: i32
    levels: i32  # of the activation: how many delegators up the generator is that was resumed
    pc: Ptr[u64]
    function: Function
    code: Code
    name: Value
    qualified_name: Value
    handled: Value  # the exception it was handling, or 0
    extra: Value  # the language's
    delegate: Value  # the generator to be resumed in its place, or 0
    delegator: Value  # the last one that delegated to it, or 0
    leaf: Value  # the innermost of the chain when it was last resumed, or 0
    leaf_version: i64
    leaf_levels: i32
    leaf_length: i32  # the most registers in the chain
    outcome: Value  # of one that is done: what its delegator has yet to take, or 0
    has_failed: i64  # whether that is an exception
    sink: Value  # while a consumer runs it: what has become of its items and its delegators' so far, or 0
    registers: Tail[Value]


assert Generator.fields["state"].offset == GENERATOR_STATE_OFFSET


@fn(raises=True)
def generator_new(next_pc: Ptr[u64], base: Ptr[Value]) -> Value:
    """A generator that goes on at next_pc with a copy of the frame's registers."""
    code = code_of(base)
    function = cast(Function, base[FUNCTION])
    made = new(
        Generator, tail=code.register_count + COPIED_WORDS - 1 & -COPIED_WORDS, state=GENERATOR_CREATED, pc=next_pc, sent_register=-1, function=function,
        code=code, name=function.name, qualified_name=function.qualified_name,
    )  # fmt: skip
    copy_registers(made.registers, base, made.length)
    return made


@inline
def copy_registers(target: Ptr[Value], source: Ptr[Value], count: i64) -> None:
    """Copy a multiple of COPIED_WORDS words: few, as a rule, so that a call of `memcpy` would cost more.

    One by one: a wider load would wait for the narrow stores of registers just written (measured: 4 ns a yield).
    """
    at: i64 = 0
    while at < count:
        target[at] = source[at]
        target[at + 1] = source[at + 1]
        target[at + 2] = source[at + 2]
        target[at + 3] = source[at + 3]
        at += COPIED_WORDS


@inline
def is_suspended(generator: Generator, window: Ptr[Value]) -> bool:
    """Whether `generator_resume` may enter it in a window: it is created or suspended, and delegates to none."""
    return (
        generator.state <= GENERATOR_SUSPENDED
        and generator.delegate == no_value()
        and window + FRAME_WORDS + generator.length <= thread().stack_limit
    )


@inline
def generator_resume(
    generator: Generator, sent: Value, base: Ptr[Value], link: u64, caller: Ptr[Value], by: i32, levels: i32
) -> Ptr[u64]:
    """Make the frame of a generator that may go on, at `base`; where it does."""
    copy_registers(base, generator.registers, generator.length)
    if generator.sent_register >= 0:
        base[generator.sent_register] = sent
    base[EXTRA] = generator
    base[FUNCTION] = generator.function
    base[CODE] = generator.code
    base[CALLER] = cast(Value, cast(u64, caller))
    base[LINK] = cast(Value, link)
    generator.state = GENERATOR_RUNNING
    generator.resumed_by = by
    generator.levels = levels
    return generator.pc


@fn(raises=True)
def generator_enter(
    generator: Generator, sent: Value, window: Ptr[Value], link: u64, caller: Ptr[Value], by: i32
) -> tuple[Ptr[u64], Ptr[Value]]:
    """The frame of a generator, or of the innermost it delegates to, resumed: created or suspended, else it fails.

    `window`: the first free stack word.
    """
    assert generator.state != GENERATOR_DONE
    length = generator.length
    levels: i32 = 0
    if generator.delegate != no_value():
        root = generator
        generator = known_leaf(root)
        if generator is root:
            generator = innermost(root, window)
        if generator is not root:
            levels, length = root.leaf_levels, i64(root.leaf_length)
        else:
            generator.delegate = no_value()
    if generator.state == GENERATOR_RUNNING:
        raise error_about(VALUE, "generator already executing", generator)
    base = window + (FRAME_WORDS + LEVEL_WORDS * i64(levels))
    if base + length > thread().stack_limit and not grow_stack(base + length):
        raise error_about(RECURSION, "maximum recursion depth exceeded", no_value())
    return generator_resume(generator, sent, base, link, caller, by, levels), base


@fn
def generator_suspend(next_pc: Ptr[u64], base: Ptr[Value], sent_register: i64) -> None:
    """Copy the frame back; it goes on at next_pc."""
    generator = cast(Generator, base[EXTRA])
    write_barrier(generator, generator.function)
    suspend_remembered(generator, next_pc, base, sent_register)


@inline
def suspend_remembered(generator: Generator, next_pc: Ptr[u64], base: Ptr[Value], sent_register: i64) -> None:
    """`generator_suspend` of a generator that needs no barrier."""
    copy_registers(generator.registers, base, generator.length)
    generator.pc = next_pc
    generator.sent_register = i32(sent_register)
    generator.state = GENERATOR_SUSPENDED


@fn
def generator_finish(base: Ptr[Value]) -> Generator:
    """The frame ends: the generator lets go of what it holds."""
    generator = cast(Generator, base[EXTRA])
    generator.state = GENERATOR_DONE
    at: i64 = 0
    nothing = no_value()
    while at < generator.length:
        generator.registers[at], generator.registers[at + 1] = nothing, nothing
        generator.registers[at + 2], generator.registers[at + 3] = nothing, nothing
        at += COPIED_WORDS
    return generator


# --- delegation


@fn
def generator_delegate(generator: Generator, to: Generator) -> None:
    """A generator that has just been suspended with what `to` gave: from now on that is resumed in its place."""
    if to.state == GENERATOR_SUSPENDED and to is not generator:
        generator.delegate = to
        take_delegator(to, generator)


@fn
def take_delegator(generator: Generator, delegator: Generator) -> None:
    if generator.delegator != cast(Value, delegator):
        if generator.delegator != no_value():
            chains_change()
        generator.delegator = delegator


@fn
def chains_change() -> None:
    """No generator's `leaf` may be relied on any more."""
    runtime().delegation_version += 1


@fn
def generator_detach(generator: Generator) -> None:
    """The generator itself is about to run, though it may delegate."""
    if generator.delegate != no_value():
        chains_change()
        generator.delegate = no_value()


@fn
def is_running(generator: Generator) -> bool:
    """Whether the generator, or what it delegates to, runs."""
    at = generator
    while at.delegate != no_value() and at.state == GENERATOR_SUSPENDED:
        at = cast(Generator, at.delegate)
    return at.state == GENERATOR_RUNNING


@inline
def known_leaf(root: Generator) -> Generator:
    """The last of the chain of delegates, if it is where it was and may go on; else the root."""
    if root.leaf != no_value() and root.leaf_version == runtime().delegation_version:
        leaf = cast(Generator, root.leaf)
        if leaf.state == GENERATOR_SUSPENDED and leaf.delegate == no_value():
            return leaf
    return root


@fn(raises=True)
def innermost(root: Generator, window: Ptr[Value]) -> Generator:
    """The last of the chain of delegates that is not done. Sets the root's `leaf`, `leaf_levels`, `leaf_length`. Raises: RECURSION."""
    limit = thread().stack_end
    at = root
    levels: i32 = 0
    length = i32(root.length)
    is_known = root.leaf != no_value() and root.leaf_version == runtime().delegation_version
    if is_known:
        at = cast(Generator, root.leaf)
        levels, length = root.leaf_levels, root.leaf_length
        while is_known and at.state == GENERATOR_DONE:
            above = at.delegator
            at.delegator = no_value()
            if above == no_value():
                is_known = False
                at = root
                levels = 0
                length = i32(root.length)
            else:
                at = cast(Generator, above)
                levels -= 1
    while at.delegate != no_value() and cast(Generator, at.delegate).state != GENERATOR_DONE:
        at = cast(Generator, at.delegate)
        levels += 1
        if i64(length) < at.length:
            length = i32(at.length)
        if window + LEVEL_WORDS * i64(levels) > limit:
            raise error_about(RECURSION, "maximum recursion depth exceeded", no_value())
    if not is_known and at.state != GENERATOR_RUNNING:
        above_it = root
        while above_it is not at:
            below = cast(Generator, above_it.delegate)
            take_delegator(below, above_it)
            above_it = below
    if root.leaf != cast(Value, at):
        root.leaf = at
    root.leaf_version = runtime().delegation_version
    root.leaf_levels = levels
    root.leaf_length = length
    return at


@fn
def enter_delegator(base: Ptr[Value], outcome: Value, has_failed: bool) -> tuple[Ptr[u64], Ptr[Value]]:
    """A frame that ran for the sake of a delegator has ended: the delegator's frame, in its place."""
    done = cast(Generator, base[EXTRA])
    done.outcome = outcome
    done.has_failed = i64(has_failed)
    above = cast(Generator, done.delegator)
    above.delegate = no_value()
    above.extra = done.extra
    if done.sink != no_value():
        above.sink = done.sink
        done.sink = no_value()
    to = base - LEVEL_WORDS  # INV-GENERATOR-6
    link, caller = cast(u64, base[LINK]), cast(Ptr[Value], base[CALLER])
    return generator_resume(above, NONE, to, link, caller, done.resumed_by, done.levels - 1), to


@fn(raises=True)
def take_outcome(generator: Generator) -> Value:
    """What a generator that is done has left for its delegator, or DELETED. Raises: the exception it ended with."""
    outcome = generator.outcome
    if outcome == no_value():
        return DELETED
    generator.outcome = no_value()
    if generator.has_failed != 0:
        raise outcome
    return outcome


__all__ = ["Generator", "failure", "generator_enter", "generator_finish", "generator_new", "generator_suspend", "no_value"]
