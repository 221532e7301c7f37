"""Frames: windows of registers on a thread's VM stack (docs/design/execution.md).

    base[-5] extra · base[-4] function · base[-3] code · base[-2] caller's base · base[-1] link

    link: bit 63 special · bits 62-61 kind if special · bits 60-48 destination register · bits 47-0 return pc

INV-FRAME-1  A frame lies below Thread.stack_limit: checked when it is made.
INV-FRAME-2  Following `caller` from any frame reaches a frame whose link is special EXIT.
"""

from __future__ import annotations

from corevm.kernel.code import Code
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, table, u64

FRAME_WORDS = 5
EXTRA, FUNCTION, CODE, CALLER, LINK = -5, -4, -3, -2, -1
WINDOW_CALLEE = 1  # of a call window, counted from its first register

SPECIAL = 1 << 63
PC_BITS = 48
PC_MASK = (1 << PC_BITS) - 1
KIND_SHIFT = 61
DESTINATION_MASK = (1 << KIND_SHIFT - PC_BITS) - 1
# kinds of special links
EXIT = 0
INITIALISE = 1

EXIT_WORD = table(u64, [0])  # the instruction `exit`, opcode 0: where an EXIT link leads
NO_RESULT = 0


@inline
def make_link(pc: Ptr[u64], destination: i64) -> u64:
    return cast(u64, pc) | u64(destination) << PC_BITS


@inline
def special_link(pc: Ptr[u64], kind: i64) -> u64:
    return cast(u64, pc) | u64(kind) << KIND_SHIFT | SPECIAL


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
