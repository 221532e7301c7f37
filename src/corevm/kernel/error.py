"""Errors the kernel raises: numbered kinds, and how one becomes an exception of the language.

    raise error(INDEX, "list index out of range")

The language's hook `make_error` makes the exception object. Without a language the exception is a fixnum,
`text address << 8 | kind`, which needs no memory.

INV-ERROR-1  An exception is never 0 ("no value").
"""

from __future__ import annotations

from corevm.kernel.hook import HOOK_MAKE_ERROR
from corevm.kernel.thread import runtime
from corevm.micro.surface import Ptr, RaisingFn, Value, cast, fn, i64, u8, u64

ERROR_KINDS: tuple[str, ...] = (
    "internal", "type", "value", "index", "key", "overflow", "zero_division", "memory", "recursion", "runtime",
    "attribute", "name", "unbound_local", "stop_iteration", "assertion", "os", "import", "syntax", "unicode_decode",
    "unicode_encode", "buffer", "not_implemented", "system", "interrupt", "limit", "killed", "reference", "lookup",
    "arithmetic", "end_of_file", "floating_point", "timeout",
)  # fmt: skip
ERROR_NUMBER: dict[str, int] = {name: number for number, name in enumerate(ERROR_KINDS)}
(
    INTERNAL, TYPE, VALUE, INDEX, KEY, OVERFLOW, ZERO_DIVISION, MEMORY, RECURSION, RUNTIME, ATTRIBUTE, NAME,
    UNBOUND_LOCAL, STOP_ITERATION, ASSERTION, OS, IMPORT, SYNTAX, UNICODE_DECODE, UNICODE_ENCODE, BUFFER,
    NOT_IMPLEMENTED, SYSTEM, INTERRUPT, LIMIT, KILLED, REFERENCE, LOOKUP, ARITHMETIC, END_OF_FILE, FLOATING_POINT,
    TIMEOUT,
) = range(len(ERROR_KINDS))  # fmt: skip

assert len(ERROR_KINDS) < 256


@fn(raises=True, cold=True)
def make_error(kind: i64, text: Ptr[u8], argument: Value) -> Value:
    """The exception of a kind; `argument` (0: none) is what the error is about. May run guest code."""
    hooks = runtime().hooks
    if hooks is not None and hooks[HOOK_MAKE_ERROR] != 0:
        return cast(RaisingFn[[i64, Ptr[u8], Value], Value], hooks[HOOK_MAKE_ERROR])(kind, text, argument)
    return cast(Value, (cast(u64, text) << 8 | u64(kind)) << 1 | 1)


@fn(raises=True, cold=True)
def error(kind: i64, text: Ptr[u8]) -> Value:
    """An exception of a kind with a fixed text: `raise error(TYPE, "...")`."""
    return make_error(kind, text, cast(Value, u64(0)))


@fn(raises=True, cold=True)
def error_about(kind: i64, text: Ptr[u8], argument: Value) -> Value:
    """Like `error`, with the value it is about (a missing key, a wrong operand)."""
    return make_error(kind, text, argument)
