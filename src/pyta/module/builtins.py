"""The builtins module: its functions. (Types are declared with their files.)"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.string import String, copy_utf8, utf8_length
from corevm.kernel.utf8 import SURROGATE_ESCAPE
from corevm.kernel.value import NONE, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, cfn, fn, i32, i64, stack_array, u8, u64
from pyta.object.declare import function
from pyta.protocol.text import free, malloc, py_repr, py_str

write = cfn("write", [i32, Ptr[u8], u64], i64)


@fn(raises=True)
def write_text(descriptor: i32, s: String) -> None:
    """Write a string to a file descriptor as UTF-8."""
    length = utf8_length(s, SURROGATE_ESCAPE)
    buffer = malloc(u64(length + 1))
    copy_utf8(s, buffer, SURROGATE_ESCAPE)
    done: i64 = 0
    while done < length:
        n = write(descriptor, buffer + done, u64(length - done))
        if n <= 0:
            break
        done += n
    free(buffer)


@function("builtins", "print", variadic=True, keywords=True)
def py_print(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """print(*args): to the standard output."""
    given = argc
    if names != no_value():
        given -= cast(Array_, names).length
    for i in range(given):
        if i > 0:
            write(1, " ", 1)
        write_text(1, py_str(arguments[i]))
    write(1, "\n", 1)
    return NONE


@function("builtins", "repr")
def builtin_repr(v: Value) -> Value:
    return py_repr(v)


@function("builtins", "id")
def builtin_id(v: Value) -> Value:
    return tag_fixnum(cast(i64, cast(u64, v) >> 2))


__all__ = ["stack_array"]
