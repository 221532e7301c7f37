"""The builtins module: its functions. (Types are declared with their files.)"""

from __future__ import annotations

from corevm.kernel.value import tag_fixnum
from corevm.micro.surface import Value, cast, i64, inline, u64
from pyta.object.declare import function
from pyta.protocol.text import py_repr


@function("builtins", "repr")
def builtin_repr(v: Value) -> Value:
    return py_repr(v)


@inline
def identity_number(v: Value) -> Value:
    """id(v)."""
    return tag_fixnum(cast(i64, cast(u64, v) >> 2))


@function("builtins", "id")
def builtin_id(v: Value) -> Value:
    return identity_number(v)
