"""Words, memory and calls of native code, from the host: what `ctypes` offers and a runtime needs, from the extension module beneath it.

`ctypes` itself makes a hundred classes that a runtime has no use for: 0.3 MB, and 2 ms of each start.
"""

from __future__ import annotations

import _ctypes
from _ctypes import FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, CFuncPtr, _SimpleCData, addressof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Bool(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "?"


class I8(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "b"


class I16(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "h"


class I32(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "i"


class I64(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "l"


class U8(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "B"


class U16(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "H"


class U64(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "L"


class F32(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "f"


class F64(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "d"


class _Text(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "z"


class _Object(_SimpleCData):  # type: ignore[type-arg]
    _type_ = "O"


_TYPES: dict[str, Any] = {
    "bool": Bool, "i8": I8, "i16": I16, "i32": I32, "i64": I64, "f32": F32, "f64": F64, "ptr": U64, "ref": U64, "value": U64,
}  # fmt: skip
_STRING_AT: int = vars(_ctypes)["_string_at_addr"]  # an address, of C code with the signature of `bytes_at`
_PROCESS: Any = None  # `dlopen`'s name for the process itself
_functions: dict[tuple[Any, ...], Any] = {}


def function_type(result: Any, *params: Any, flags: int = FUNCFLAG_CDECL) -> Any:
    """The class of C functions of a signature: called with an address it makes a callable, with a callable a function that C can call."""
    key = result, params, flags
    found = _functions.get(key)
    if found is None:
        fields = {"_restype_": result, "_argtypes_": params, "_flags_": flags}
        found = _functions[key] = type("Function", (CFuncPtr,), fields)
    return found


def bind(address: int, params: list[str], results: list[str]) -> Callable[..., Any]:
    """A Micro function at an address, with the names of its IR types, at most one result."""
    made: Callable[..., Any] = function_type(_TYPES[results[0]] if results else None, *[_TYPES[p] for p in params])(address)
    return made


bytes_at: Callable[[int, int], bytes] = function_type(_Object, U64, I32, flags=FUNCFLAG_CDECL | FUNCFLAG_PYTHONAPI)(_STRING_AT)


def text_at(address: int) -> bytes:
    """The bytes up to a zero."""
    return bytes_at(address, -1)


def address_of(data: bytes) -> int:
    """Where bytes that the caller keeps alive begin."""
    pointer = _Text(data)
    return read_word(addressof(pointer))


def entry_address(function: Any) -> int:
    """The address under which C can call what a `function_type` made of a callable."""
    return read_word(addressof(function))


def read_word(address: int) -> int:
    return int(U64.from_address(address).value)


def write_word(address: int, value: int) -> None:
    U64.from_address(address).value = value & ((1 << 64) - 1)


def word_array(items: Sequence[int]) -> Any:
    """An array of words in C memory."""
    return (U64 * max(1, len(items)))(*items)


def process_function(name: str, result: Any, *params: Any) -> Callable[..., Any]:
    """A C function of the process."""
    made: Callable[..., Any] = function_type(result, *params)(_ctypes.dlsym(_ctypes.dlopen(_PROCESS, 0), name))
    return made
