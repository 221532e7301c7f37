"""The VM thread and the runtime: the only places with mutable state outside the heap.

Both are structs in C memory, made by `corevm.engine`. A field's unit is in its name or comment.
"""

from __future__ import annotations

from corevm.micro.surface import (
    Array,
    Ptr,
    RaisingFn,
    Value,
    cast,
    current_thread,
    fn,
    i64,
    inline,
    struct,
    u8,
    u32,
    u64,
)


@struct
class Runtime:
    """One virtual machine. Its memory is unreachable from any other runtime."""

    heap: Ptr[u8]  # corevm.kernel.memory.Heap
    first_thread: Ptr[u8]  # Thread, linked by next_thread
    thread_lock: u64
    hash_seed: u64
    random_state: u64
    shape_region: Ptr[u8]  # corevm.kernel.shape
    hooks: Ptr[u64]  # addresses of the language's functions, by number (corevm.kernel.hook)
    roots: Ptr[Value]  # values the host or the kernel keeps alive
    root_count: i64
    root_capacity: i64
    fuel: i64  # reductions left in all, or -1
    pending: u64  # bits of corevm.kernel.event: what the next safepoint must look at
    flags: u64
    scratch: Array[u64, 32]
    delegation_version: i64  # corevm.kernel.generator: changes where chains of generators do
    slice_reductions: i64  # spent between two looks at what is pending
    hot_counts: Ptr[u64]  # corevm.kernel.hot: null where nobody wants to know what is hot
    hot_slices: u64  # that end until the host is told; 0: it is not
    hot_places: Ptr[u64]  # corevm.isa.emit.interp.count_function: of opcodes from the highest down, a handler and a count
    recording: Ptr[u64]  # corevm.kernel.hot: null: none is made
    hot_hook: RaisingFn[[Ptr[u64], Ptr[Value]], None]  # told of an instruction that is: its pc, the frame


@struct
class Thread:
    """One thread of a runtime. The interpreter keeps its address in a register."""

    bump: u64  # next free byte of the allocation buffer
    bump_limit: u64  # its end
    reductions: i64  # left in this slice; below 0 the safepoint's slow path runs
    exception: Value  # the pending exception, 0 for none
    pc: Ptr[u64]  # published before any call that may collect, raise or run guest code
    base: Ptr[Value]  # likewise: the current frame's registers
    stack_low: Ptr[Value]  # the VM stack: lowest word
    stack_limit: Ptr[Value]  # no frame may end above it, unless corevm.kernel.frame.grow_stack raises it
    native_limit: u64  # the native stack may not grow below this address
    native_high: u64  # its highest address: the conservative scan ends there
    runtime: Ptr[Runtime]
    dispatch_table: Ptr[u64]
    next_thread: Ptr[u8]
    reduction_slice: i64  # what reductions started from in this slice
    reductions_spent: i64  # in earlier slices
    native_depth: i64  # nested native entries of the interpreter
    remembered: Ptr[u64]  # buffer of the write barrier: old objects that may refer to young ones
    remembered_count: i64
    remembered_capacity: i64
    entered_sp: u64  # native stack pointer when it last left native code (0 while running)
    handler_pc: Ptr[u64]
    scratch: Array[u64, 16]
    call_arguments: Ptr[Value]
    keyword_names: Value
    stack_top: Ptr[Value]  # end of the VM stack in use; null: base + the collector's margin (corevm.kernel.root)
    hole_limit: u64  # end of the allocation buffer (bump_limit is lower when every allocation must take the slow path)
    block_index: i64  # block the buffer lies in, or -1
    block_line: i64  # first line of that block not looked at yet
    overflow_bump: u64  # buffer for medium objects that do not fit a hole
    overflow_limit: u64
    interpret: RaisingFn[[Ptr[u64], Ptr[Value]], Value]  # runs the interpreter from (pc, base) to the frame's return
    stack_end: Ptr[Value]  # end of the VM stack: stack_limit is never above it
    frame_limit: i64  # frames there may be at a time, 0: as many as fit the stack


@inline
def thread() -> Ptr[Thread]:
    return cast(Ptr[Thread], current_thread())


@inline
def runtime() -> Ptr[Runtime]:
    return thread().runtime


# Words of Thread.scratch (the collector scans it)
SCRATCH_RESULT = 0  # the value of a frame that left the interpreter
SCRATCH_HANDLED = 1  # the exception being handled, for languages that chain them
SCRATCH_GIVEN = 2  # of a call that a native function refuses: the fixnum of argument count << 1 | whether keywords were among them
SCRATCH_TRIED = 3  # the extra word of an attempt that has returned NOT_IMPLEMENTED, for the instruction that made it; 0 otherwise
SCRATCH_LANGUAGE = 8  # the first word that belongs to the language


@inline
def set_exception(exception: Value) -> None:
    """Hook `set_exception`: what `raise` does before it fails."""
    thread().exception = exception


@inline
def take_exception() -> Value:
    """Hook `take_exception`: what `except failure as e` does."""
    exception = thread().exception
    thread().exception = cast(Value, u64(0))
    return exception


__all__ = ["Runtime", "Thread", "fn", "runtime", "set_exception", "take_exception", "thread", "u8", "u32"]
