"""What is hot: the instructions at which slices of reductions end.

A loop's back edges and calls spend reductions, so an instruction at which slices end again and again is one that spends many. Counting costs
nothing between slices, and is exact: the same program is found hot at the same places in each run. Other instructions are counted one by one, where the host has given them
an opcode for it (`corevm.isa.emit.interp.count_function`).

What a program does is told by a recording: of some thousands of instructions, one after the other, what each was executed with (`corevm.isa.emit.interp.record_function`).
In the recording's dispatch table every opcode's handler is the one that records. A table is passed from handler to handler, so nothing else is slower.

    hot_counts              the pc, and above its bits how many slices ended there since another took its place
    recording[NEXT], [END]  where the next record is written, and where there is no more room: 0 in Runtime.recording then
    recording[RECORDERS]    the dispatch table while it is recorded
    recording[SHAPES...]    by opcode two words: the handler of the instruction itself; and for each operand of a record 16 bits, from the lowest:
                            bits 15-12 the byte of the field that names its register (0: none), bits 11-0 what is added to that
    a record                pc · base · words of the frame's head (HEAD_WORDS) · the operands' registers
"""

from __future__ import annotations

from corevm.kernel.constant import HOT_ENTRIES
from corevm.kernel.thread import Thread
from corevm.micro.surface import Ptr, cast, fn, u64

ADDRESS_BITS = 48
HOT_SLICES = 2  # ended at an instruction that is hot


@fn(raises=True, cold=True)
def count_slice(t: Ptr[Thread]) -> None:
    """A slice has ended. Effects: may call the host."""
    if t.runtime.hot_slices != 0:
        t.runtime.hot_slices -= 1
        if t.runtime.hot_slices == 0:
            t.runtime.hot_hook(None, t.base)
    pc = cast(u64, t.pc)
    counts = t.runtime.hot_counts
    place = pc >> 3 & (HOT_ENTRIES - 1)
    word = counts[place]
    count = word >> ADDRESS_BITS if word & ((1 << ADDRESS_BITS) - 1) == pc else u64(0)
    if count > HOT_SLICES:
        return
    counts[place] = pc | (count + 1) << ADDRESS_BITS
    if count + 1 == HOT_SLICES:
        t.runtime.hot_hook(t.pc, t.base)


@fn(raises=True, cold=True)
def place_is_hot(t: Ptr[Thread]) -> None:
    """The instruction at the published pc has been counted to its end. Effects: calls the host."""
    t.runtime.hot_hook(t.pc, t.base)
