"""Tracebacks: the chain of frames an exception passed, and source positions of code.

`positions` of a code is a table of six 32-bit numbers an entry: word offset, line, column, end line, end column, 0; an entry
holds from its offset to the next one's (corevm.kernel.load).
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bytes import Bytes
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, Code
from corevm.kernel.frame import CODE, FUNCTION, code_of
from corevm.kernel.load import positions_of
from corevm.kernel.object import is_kind
from corevm.kernel.thread import SCRATCH_LANGUAGE, thread
from corevm.kernel.value import NONE, is_word, tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, addr_of, cast, fn, heap, i32, i64, new, u64
from pyta.object.code_flag import FLAG_UNTRACED
from pyta.object.declare import declare_type, getter, setter
from pyta.object.exception import TRACEBACK_SLOT, exception_get, exception_set, is_exception, type_error, value_error
from pyta.object.type import is_deleted

SCRATCH_SKIP_TRACE = SCRATCH_LANGUAGE  # 1: the next frame unwound adds no entry (a re-raise)
ENTRY_WORDS = 6


@heap(kind="pyta.traceback")
class Traceback(Object):
    """One frame: `offset` is the word offset of the instruction in its code; `next` the frame it had called, or None."""

    next: Value
    code: Code
    offset: i64
    frame: Value  # the function, or the Frame made of it when it was asked for


declare_type("traceback", kind="pyta.traceback", is_hidden=True, is_final=True)


@fn(raises=True)
def hook_trace(e: Value, pc: Ptr[u64], base: Ptr[Value]) -> None:
    """The kernel's hook: an exception passes a frame."""
    if thread().scratch[SCRATCH_SKIP_TRACE] != 0:
        thread().scratch[SCRATCH_SKIP_TRACE] = 0
        return
    if not is_exception(e):
        return
    code = code_of(base)
    if code.flags & u64(FLAG_UNTRACED << LANGUAGE_FLAGS_SHIFT) != 0:
        return
    made = new(Traceback, next=exception_get(e, TRACEBACK_SLOT), code=code, offset=pc - code.entry, frame=base[FUNCTION])
    exception_set(e, TRACEBACK_SLOT, made)


@fn
def drop_own_entry(e: Value) -> None:
    """Take the current frame's entry off an exception that is handed on to an inner iterator."""
    if not is_exception(e):
        return
    first = exception_get(e, TRACEBACK_SLOT)
    if is_kind(first, "pyta.traceback") and cast(Value, cast(Traceback, first).code) == thread().base[CODE]:
        exception_set(e, TRACEBACK_SLOT, cast(Traceback, first).next)


@fn
def position_entry(code: Code, offset: i64) -> Ptr[i32]:
    """The position entry that holds for a word offset, or null (also if there is no memory for the table)."""
    found = cast(Ptr[i32], cast(Value, u64(0)))
    try:
        positions_of(code)
    except:
        return found
    table = cast(Bytes, code.positions)
    entries = cast(Ptr[i32], addr_of(table.data))
    count = table.length // (ENTRY_WORDS * 4)
    low: i64 = 0
    high = count
    while low < high:
        middle = (low + high) // 2
        if i64(entries[middle * ENTRY_WORDS]) <= offset:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return found
    return entries + (low - 1) * ENTRY_WORDS


@fn
def line_of(code: Code, offset: i64) -> i64:
    entry = position_entry(code, offset)
    return code.first_line if entry is None else i64(entry[1])


@getter("traceback", "tb_lineno")
def traceback_lineno(self: Value) -> Value:
    t = cast(Traceback, self)
    return tag_fixnum(line_of(t.code, t.offset))


@getter("traceback", "tb_next")
def traceback_next(self: Value) -> Value:
    return cast(Traceback, self).next


@setter("traceback", "tb_next")
def traceback_set_next(self: Value, v: Value) -> Value:
    if is_deleted(v):
        raise type_error("can't delete tb_next attribute")
    if not is_word(v, NONE) and not is_kind(v, "pyta.traceback"):
        raise type_error("expected traceback object, got '%T'", v)
    at = v
    while is_kind(at, "pyta.traceback"):
        if at == self:
            raise value_error("traceback loop detected")
        at = cast(Traceback, at).next
    cast(Traceback, self).next = v
    return NONE


@getter("traceback", "tb_lasti")
def traceback_lasti(self: Value) -> Value:
    return tag_fixnum(cast(Traceback, self).offset * 2)


__all__ = ["no_value"]
