"""Roots: the VM stacks, native stacks and registers (conservatively), the runtime's tables (precisely).

Any word that lies in an object, interior or not, keeps it alive when it is on a stack; a word that lies in none is never
taken for an object, whatever its value.

INV-ROOT-1  A candidate is resolved (corevm.kernel.resolve): an object start is never guessed.
INV-ROOT-2  The VM stack counts up to Thread.stack_top, or, where that is null, to STACK_MARGIN_WORDS above the current
            frame's registers: who puts more there than that must set stack_top.
INV-ROOT-3  A pointer that keeps an object alive lies between its start and its last byte.
"""

from __future__ import annotations

from corevm.kernel.heap import STATE_HOLES, Heap, block_of, is_in_region, is_marked, kind_number_at
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.mark import mark_root, mark_word
from corevm.kernel.resolve import resolve, walk_block
from corevm.kernel.shape_region import ShapeRegion, trace_shapes
from corevm.kernel.thread import Runtime, Thread, thread
from corevm.micro.surface import Ptr, Value, addr_of, cast, fn, i64, inline, memset, u8, u64

STACK_MARGIN_WORDS = 512


@inline(thread=False)
def mark_candidate(heap: Ptr[Heap], word: u64) -> None:
    """Mark the object a stack word lies in, if any."""
    if is_in_region(heap, word):
        if word & 15 == 0 and is_marked(heap, word):  # most are old objects, and not inner addresses
            heap.conservative_hits += 1
            return
        start = resolve(heap, word)
        if start != 0:
            heap.conservative_hits += 1
            mark_word(heap, start)


@fn(thread=False)
def mark_candidates(heap: Ptr[Heap], low: u64, high: u64) -> None:
    """Every word of [low, high)."""
    at = low
    while at < high:
        mark_candidate(heap, cast(Ptr[u64], at)[0])
        at = at + 8


def _frame_layout() -> tuple[int, int]:
    """Where a frame's code is (in words from its base), and where a code object's register count is (in bytes)."""
    from corevm.kernel import code, frame  # lazy: they import corevm.kernel.memory, which imports this

    return frame.CODE, code.Code.fields["register_count"].offset


@fn(thread=False)
def frame_end(heap: Ptr[Heap], t: Ptr[Thread]) -> u64:
    """Where the current frame's registers end."""
    base = t.base
    end = cast(u64, base)
    if base + _frame_layout()[0] < t.stack_low:
        return end
    code = cast(u64, base[_frame_layout()[0]])
    if code & 15 == 0 and is_in_region(heap, code) and kind_number_at(code) == KIND_NUMBER["code"]:
        count = cast(Ptr[u64], code + _frame_layout()[1])[0]
        if count < 1 << 17:
            end = end + count * 8
    return end


@fn
def is_heap_address(v: Value) -> bool:
    """Whether a register's word, which may be what an earlier call left there, is where an object may start: then it can be read as one,
    though it need not be one."""
    heap = cast(Ptr[Heap], thread().runtime.heap)
    word = cast(u64, v)
    return word & 15 == 0 and is_in_region(heap, word) and heap.state[block_of(heap, word)] >= STATE_HOLES


@fn
def forget_above(top: Ptr[Value]) -> None:
    """Zero what earlier calls have left on the VM stack above `top`, an address in the current frame with nothing in use above it: so
    that a collection the program asks for finds what the program has dropped."""
    t = thread()
    if t.stack_top is not None or t.base is None or top < t.base or top > t.stack_end:
        return
    end = frame_end(cast(Ptr[Heap], t.runtime.heap), t) + STACK_MARGIN_WORDS * 8
    if end > cast(u64, t.stack_end):
        end = cast(u64, t.stack_end)
    if end > cast(u64, top):
        memset(cast(Ptr[u8], top), 0, cast(i64, end - cast(u64, top)))


@fn(thread=False)
def mark_thread(heap: Ptr[Heap], t: Ptr[Thread], sp: u64) -> None:
    """A thread's fields, VM stack and native stack from sp up. (Its registers have been stored above sp.)"""
    mark_root(heap, cast(u64, t.exception))
    mark_candidate(heap, cast(u64, t.keyword_names))
    mark_candidate(heap, cast(u64, t.call_arguments))
    mark_candidate(heap, cast(u64, t.pc))
    mark_candidate(heap, cast(u64, t.handler_pc))
    scratch = cast(u64, addr_of(t.scratch[0]))
    mark_candidates(heap, scratch, scratch + 128)
    low = cast(u64, t.stack_low)
    high = cast(u64, t.stack_top)
    if high == 0:
        high = low
        if t.base is not None:
            high = frame_end(heap, t) + STACK_MARGIN_WORDS * 8
    if high > cast(u64, t.stack_end):
        high = cast(u64, t.stack_end)
    mark_candidates(heap, low, high)
    if sp != 0:
        mark_candidates(heap, sp & 0xFFFFFFFFFFFFFFF8, t.native_high)


@inline(thread=False)
def mark_shape_value(heap: Ptr[u8], slot: Ptr[Value]) -> None:
    mark_word(cast(Ptr[Heap], heap), cast(u64, slot[0]))


@fn(thread=False)
def mark_runtime(heap: Ptr[Heap], r: Ptr[Runtime]) -> None:
    """The runtime's roots, the registered ranges, and what waits in the collector's own tables."""
    for i in range(r.root_count):
        mark_word(heap, cast(u64, r.roots[i]))
    mark_root(heap, cast(u64, heap.memory_error))
    shapes = cast(Ptr[ShapeRegion], r.shape_region)
    if shapes is not None and (heap.is_full != 0 or shapes.count != shapes.traced):
        trace_shapes(r.shape_region, cast(Ptr[u8], heap), mark_shape_value)
        shapes.traced = shapes.count
    ranges = heap.root_ranges.items
    for j in range(heap.root_ranges.count // 2):
        mark_candidates(heap, ranges[2 * j], ranges[2 * j] + ranges[2 * j + 1] * 8)


__all__ = ["mark_candidates", "mark_runtime", "mark_thread", "resolve", "walk_block"]
