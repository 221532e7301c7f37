"""Plain exceptions: for languages that bring no exception objects of their own.

    raise exception(TYPE, "Undefined property '", name, "'.")

`make_plain_error`, `trace_plain` and `start_plain` are what a language without hooks of its own gets (`corevm.lang.Language`): kernel errors
become plain exceptions, and an exception collects the frames it passes.

INV-EXCEPTION-1  `frames` holds `depth` pairs of a Code and the word offset (a fixnum) of the instruction that failed or called, innermost first.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, copy_words, no_value
from corevm.kernel.error import MEMORY
from corevm.kernel.frame import code_of
from corevm.kernel.memory import set_memory_error
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.value import tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, new, static, u8, u64

FIRST_FRAMES = 8


@heap(kind="exception")
class PlainException(Object):
    """An error of a kind of `corevm.kernel.error`, with its text."""

    error_kind: i64
    message: Value
    argument: Value  # what it is about, or 0
    depth: i64
    frames: Array_ | None


@fn(raises=True, cold=True)
def exception_about(kind: i64, message: Value, argument: Value) -> Value:
    """An exception with a text made at run time."""
    return new(PlainException, error_kind=kind, message=message, argument=argument)


@fn(raises=True, cold=True)
def exception(kind: static, before: static, middle: Value, after: static) -> Value:
    """An exception whose text is before + middle (a string) + after."""
    text = concat_strings(string_from_static(before), cast(String, middle))
    return exception_about(kind, concat_strings(text, string_from_static(after)), no_value())


@fn(raises=True, cold=True)
def make_plain_error(kind: i64, text: Ptr[u8], argument: Value) -> Value:
    """Hook `make_error`."""
    return exception_about(kind, string_from_static(text), argument)


@fn(raises=True, cold=True)
def trace_plain(failed: Value, pc: Ptr[u64], base: Ptr[Value]) -> None:
    """Hook `trace`."""
    if not is_kind(failed, "exception"):
        return
    e = cast(PlainException, failed)
    at = e.depth * 2
    frames = e.frames
    if frames is None:
        e.frames = array_new(FIRST_FRAMES * 2)
    elif at == frames.length:
        more = array_new(at * 2)
        copy_words(more.items, frames.items, at)
        e.frames = more
    code = code_of(base)
    e.frames.items[at] = code
    e.frames.items[at + 1] = tag_fixnum(pc - code.entry)
    e.depth = e.depth + 1


@fn(raises=True)
def start_plain() -> None:
    """Make the error that is raised when there is no memory left to make one."""
    set_memory_error(exception_about(MEMORY, string_from_static("out of memory"), no_value()))
