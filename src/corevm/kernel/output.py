"""Text to the standard output, through the C library's stream: whoever ends the process otherwise flushes it (`flush_output`)."""

from __future__ import annotations

from corevm.kernel.error import MEMORY, error
from corevm.kernel.heap import free, malloc
from corevm.kernel.string import String, copy_utf8, utf8_length
from corevm.kernel.utf8 import SURROGATE_PASS
from corevm.micro.surface import Ptr, cfn, fn, i32, u8, u64

_stdout = cfn("stdout", [], i32)  # a variable: only its address is used
_fwrite = cfn("fwrite", [Ptr[u8], u64, u64, Ptr[u8]], u64)
_fflush = cfn("fflush", [Ptr[u8]], i32)


@fn(raises=True)
def write_line(s: String) -> None:
    """Write a string in UTF-8 and the end of the line; what cannot be written is lost, as with print in C."""
    length = utf8_length(s, SURROGATE_PASS)
    buffer = malloc(u64(length + 1))
    if buffer is None:
        raise error(MEMORY, "no memory to write a line")
    copy_utf8(s, buffer, SURROGATE_PASS)
    buffer[length] = 10
    stream: Ptr[Ptr[u8]] = _stdout
    _fwrite(buffer, 1, u64(length + 1), stream[0])
    free(buffer)


@fn(export=True)
def flush_output() -> None:
    _fflush(None)
