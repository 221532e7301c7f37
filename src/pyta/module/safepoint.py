"""What a program's safepoint does besides the kernel's own work: signals, then callbacks and finalizers that wait."""

from __future__ import annotations

from corevm.kernel.heap import Heap
from corevm.kernel.root import STACK_MARGIN_WORDS, frame_end
from corevm.kernel.thread import thread
from corevm.kernel.weak import has_queued
from corevm.micro.surface import Ptr, Value, cast, fn, stack_array, u64
from pyta.module.weakref import handle_queued
from pyta.protocol.interrupt import look_for_signals

SCRATCH_WORDS = 16


@fn(raises=True)
def hook_safepoint(pending: u64) -> None:
    """The kernel's hook. Raises: KeyboardInterrupt."""
    look_for_signals(pending)
    if has_queued():
        handle_aside()


@fn(cold=True)
def handle_aside() -> None:
    """Run callbacks and finalizers in the middle of an instruction: above all it may have put on the stack (a frame that is being entered), and
    with what it keeps in the thread as it was. Where there is no frame yet, or no stack left, they wait."""
    t = thread()
    if t.base is None:  # the host called the kernel itself
        return
    saved_top, names, arguments = t.stack_top, t.keyword_names, t.call_arguments
    top = saved_top
    if top is None:
        top = cast(Ptr[Value], frame_end(cast(Ptr[Heap], t.runtime.heap), t)) + STACK_MARGIN_WORDS
    if top + STACK_MARGIN_WORDS > t.stack_end:
        return
    scratch = stack_array(u64, SCRATCH_WORDS)
    for i in range(SCRATCH_WORDS):
        scratch[i] = t.scratch[i]
    t.stack_top = top
    handle_queued()
    t.stack_top, t.keyword_names, t.call_arguments = saved_top, names, arguments
    for k in range(SCRATCH_WORDS):
        t.scratch[k] = scratch[k]
