"""Calling native functions from Python: a callable from an address and a signature. Effects: runs native code.

A call releases the host's lock, as every C function called through ctypes does, and costs about 200 ns plus its arguments.
Python ints are taken modulo the parameter's width, signed or unsigned. Results: i8 to i64 signed, ptr, ref and value
unsigned, bool as bool, floats as float; no results give None, several a tuple.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from corevm.errors import UsageError
from corevm.ir.type import BOOL, F32, F64, I8, I16, I32, I64, PTR, REF, VALUE, Signature, Type
from corevm.native.load import LoadedImage
from corevm.native.symbol import MAX_REGISTER_RESULTS, needs_host_entry

_CTYPE: dict[Type, Any] = {
    BOOL: ctypes.c_bool, I8: ctypes.c_int8, I16: ctypes.c_int16, I32: ctypes.c_int32, I64: ctypes.c_int64,
    F32: ctypes.c_float, F64: ctypes.c_double, PTR: ctypes.c_uint64, REF: ctypes.c_uint64, VALUE: ctypes.c_uint64,
}  # fmt: skip


def bind(address: int, signature: Signature, *, host_entry: int | None = None) -> Callable[..., Any]:
    """A Python callable for native code.

    Args:
        address: the function's address.
        signature: its signature, of the "micro" convention.
        host_entry: the address of its `vh.` entry, if it has one.

    Raises:
        UsageError: US101, C cannot call the signature and there is no host entry.
    """
    params = [_CTYPE[t] for t in signature.params]
    results = signature.results
    if host_entry is not None:
        return _bind_memory(host_entry, params, results)
    if signature.convention != "micro" or len(results) > MAX_REGISTER_RESULTS or signature.varargs:
        raise UsageError(
            f"a function of signature {signature} cannot be called from the host",
            code="US101",
            hint="export it: exported functions get an entry for the host",
        )
    if not address:
        raise UsageError("the address of a function is null", code="US101")
    if not results:
        return ctypes.CFUNCTYPE(None, *params)(address)
    if len(results) == 1:
        return ctypes.CFUNCTYPE(_CTYPE[results[0]], *params)(address)
    return _bind_pair(address, params, results)


def function(image: LoadedImage, name: str, signature: Signature) -> Callable[..., Any]:
    """A Python callable for an exported function of an image. The image must stay loaded while it is used."""
    entry = image.host_entry(name) if needs_host_entry(signature) else None
    return bind(image.address(name), signature, host_entry=entry)


def _bind_pair(address: int, params: list[Any], results: tuple[Type, ...]) -> Callable[..., Any]:
    """Two results: LLVM returns each in the next register of its class, as C does for two words of those classes."""
    words = [ctypes.c_double if t in (F32, F64) else ctypes.c_uint64 for t in results]
    pair = type("Pair", (ctypes.Structure,), {"_fields_": [("a", words[0]), ("b", words[1])]})
    native = ctypes.CFUNCTYPE(pair, *params)(address)
    bools = [i for i, t in enumerate(results) if t is BOOL]
    readers = [(_CTYPE[t], 8 * i) for i, t in enumerate(results)]

    def call(*args: Any) -> tuple[Any, ...]:
        found = native(*args)
        for i in bools:  # only the lowest bit of a bool in a pair is defined
            setattr(found, "ab"[i], getattr(found, "ab"[i]) & 1)
        return tuple(t.from_buffer(found, offset).value for t, offset in readers)

    return call


def _bind_memory(entry: int, params: list[Any], results: tuple[Type, ...]) -> Callable[..., Any]:
    native = ctypes.CFUNCTYPE(None, ctypes.c_void_p, *params)(entry)
    area = ctypes.c_uint64 * max(1, len(results))
    readers = [(_CTYPE[t], 8 * i) for i, t in enumerate(results)]

    def call(*args: Any) -> Any:
        out = area()
        native(ctypes.addressof(out), *args)
        values = tuple(t.from_buffer(out, offset).value for t, offset in readers)
        return values if len(values) > 1 else values[0] if values else None

    return call


__all__ = ["bind", "function"]
