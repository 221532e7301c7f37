"""Frames: windows of registers on a thread's VM stack (docs/design/execution.md).

    base[-5] extra · base[-4] function · base[-3] code · base[-2] caller's base · base[-1] link

    link: bit 63 special · bits 62-61 kind if special · bits 60-48 destination register · bits 47-0 return pc

INV-FRAME-1  A frame lies below Thread.stack_limit: checked when it is made. A limit on the number of frames costs nothing: no frame is
             smaller than FRAME_WORDS + 1 words, so stack_limit is set as low as the frames still allowed need, and where it is hit
             the frames are counted and it is set again (docs/decision/0005).
INV-FRAME-2  Following `caller` from any frame reaches a frame whose link is special EXIT.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.code import IS_GENERATOR, Code
from corevm.kernel.constant import CALLER, CODE, EXTRA, FRAME_WORDS, LINK
from corevm.kernel.constant import FUNCTION as FUNCTION
from corevm.kernel.constant import WINDOW_CALLEE as WINDOW_CALLEE
from corevm.kernel.thread import Thread, thread
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, table, u64

SPECIAL = 1 << 63
PC_BITS = 48
PC_MASK = (1 << PC_BITS) - 1
KIND_SHIFT = 61
LINK_MASK = (1 << KIND_SHIFT) - 1  # an ordinary link of a special one
DESTINATION_MASK = (1 << KIND_SHIFT - PC_BITS) - 1
# kinds of special links
EXIT = 0
INITIALISE = 1  # the result must be none; the extra word is what the caller gets
ATTEMPT = 2  # of an instruction of one word: if the result is NOT_IMPLEMENTED it is executed again, the extra word in SCRATCH_TRIED
CONSUME = 3  # of a generator's frame: the language takes what it yields where it is; the caller gets what that comes to

EXIT_WORD = table(u64, [0])  # the instruction `exit`, opcode 0: where an EXIT link leads
LOAD_WORD = table(u64, [2])  # the instruction `load`, opcode 2: the entry of code that has not been read
NO_RESULT = 0


@inline
def make_link(pc: Ptr[u64], destination: i64) -> u64:
    return cast(u64, pc) | u64(destination) << PC_BITS


@inline
def special_link(pc: Ptr[u64], kind: i64) -> u64:
    return cast(u64, pc) | u64(kind) << KIND_SHIFT | SPECIAL


@inline
def discarding_link(pc: Ptr[u64], base: Ptr[Value]) -> u64:
    """The link of a frame whose result nobody wants: it goes to the word above the caller's frame."""
    return make_link(pc, code_of(base).register_count)


@inline
def link_of(base: Ptr[Value]) -> u64:
    return cast(u64, base[LINK])


@inline
def link_pc(link: u64) -> Ptr[u64]:
    return cast(Ptr[u64], link & PC_MASK)


@inline
def link_kind(link: u64) -> u64:
    return (link & (SPECIAL - 1)) >> KIND_SHIFT


@inline
def link_destination(link: u64) -> i64:
    return i64(link >> PC_BITS & DESTINATION_MASK)


@inline
def initialiser_link(link: u64) -> u64:
    """The link of an initialiser's frame from an ordinary one: its `extra` word is what the caller gets."""
    return link | SPECIAL | INITIALISE << KIND_SHIFT


@inline
def attempt_link(link: u64) -> u64:
    """The link of an attempt's frame from an ordinary one. Its `extra` word must not be 0."""
    return link | SPECIAL | ATTEMPT << KIND_SHIFT


@inline
def consumer_link(link: u64) -> u64:
    """The link of a generator's frame whose items are taken where they are yielded, from an ordinary one."""
    return link | SPECIAL | CONSUME << KIND_SHIFT


@inline
def code_of(base: Ptr[Value]) -> Code:
    return cast(Code, base[CODE])


@inline
def caller_of(base: Ptr[Value]) -> Ptr[Value]:
    return cast(Ptr[Value], base[CALLER])


@inline
def frame_top(base: Ptr[Value]) -> Ptr[Value]:
    """The first word above a frame."""
    return base + code_of(base).register_count


@fn
def frame_depth(base: Ptr[Value]) -> i64:
    """How many frames there are from `base` down to the native entry."""
    depth: i64 = 1
    while link_of(base) & SPECIAL == 0 or link_kind(link_of(base)) != EXIT:
        base = caller_of(base)
        depth += 1
    return depth


@fn
def total_depth(base: Ptr[Value]) -> i64:
    """How many frames there are from `base` down, through all native entries, with those of the generators one of them runs for."""
    depth: i64 = 0
    while base is not None:
        depth += 1 + delegating_levels(base)
        base = caller_of(base)
    return depth


def _generator() -> Any:
    from corevm.kernel.generator import Generator  # lazy: it imports this

    return Generator


@fn
def delegating_levels(base: Ptr[Value]) -> i64:
    """How many generators a frame runs for besides its own: they are its callers though they are not on the stack."""
    if code_of(base).flags & IS_GENERATOR == 0 or cast(u64, base[EXTRA]) == 0:
        return 0
    return i64(cast(_generator(), base[EXTRA]).levels)


@fn
def set_stack_limit(t: Ptr[Thread], top: Ptr[Value], left: i64) -> None:
    """Let `left` more frames of the smallest size fit above top."""
    words = left * (FRAME_WORDS + 1)
    if words > t.stack_end - top:
        words = t.stack_end - top
    t.stack_limit = top + words


@fn(cold=True)
def grow_stack(top: Ptr[Value]) -> bool:
    """A frame is to end at top, above the limit: whether it may, the limit being raised."""
    t = thread()
    if t.frame_limit == 0 or top > t.stack_end:
        return False
    depth = total_depth(t.base)
    if depth >= t.frame_limit:
        set_stack_limit(t, t.stack_low, t.frame_limit)
        return False
    set_stack_limit(t, top, t.frame_limit - depth - 1)
    return True


@fn
def limit_frames(most: i64) -> bool:
    """Set how many frames there may be at a time; False if there are more already."""
    t = thread()
    depth = total_depth(t.base)
    if depth >= most:
        return False
    t.frame_limit = most
    top = t.stack_low if t.base is None else frame_top(t.base)
    set_stack_limit(t, top, most - depth)
    return True
