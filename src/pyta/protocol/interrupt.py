"""Signals: how Ctrl-C reaches a running program.

The host's signal handler, which runs in C, writes the signal's number to a pipe; every POLL_SLICES-th safepoint reads what is there.
So a loop costs a system call in some 100,000 steps, and the program stops at an instruction, as for any other exception.
"""

from __future__ import annotations

from corevm.kernel.array import array_new
from corevm.kernel.thread import runtime
from corevm.kernel.value import is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, addr_of, atomic_or, cfn, fn, i32, i64, stack_array, u8, u64
from pyta.object.exception import exception_type, new_exception, set_context
from pyta.object.world import world

PENDING_SIGNALS = 1 << 8  # of Runtime.pending: stays set, so that each safepoint asks
POLL_SLICES = 8
SIGINT = 2

c_read = cfn("read", [i32, Ptr[u8], u64], i64)


@fn(export=True)
def host_watch_signals(file: i64) -> None:
    """Look at a pipe, which does not block, for the numbers of signals."""
    world().signal_file = tag_fixnum(file)
    world().signal_wait = tag_fixnum(0)
    atomic_or(addr_of(runtime().pending), u64(PENDING_SIGNALS))


@fn(raises=True)
def look_for_signals(pending: u64) -> None:
    """A safepoint has been reached. Raises: KeyboardInterrupt."""
    w = world()
    if pending & PENDING_SIGNALS == 0 or not is_fixnum(w.signal_file):
        return
    left = untag_fixnum(w.signal_wait)
    if left > 0:
        w.signal_wait = tag_fixnum(left - 1)
        return
    w.signal_wait = tag_fixnum(POLL_SLICES)
    take_signals()


@fn(raises=True)
def take_signals() -> None:
    """Read what signals came. Raises: KeyboardInterrupt."""
    numbers = stack_array(u8, 64)
    count = c_read(i32(untag_fixnum(world().signal_file)), numbers, u64(64))
    for i in range(count):
        if numbers[i] == SIGINT:
            raise interrupt()


@fn(raises=True, cold=True)
def interrupt() -> Value:
    made = new_exception(exception_type("KeyboardInterrupt"), array_new(0))
    set_context(made)
    return made
