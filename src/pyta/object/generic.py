"""`list[int]`, `int | None`: what builtin types give when subscripted or united; the classes are guest code (lib/_pyta_generic.py).

Source: PEP 585, PEP 604.
"""

from __future__ import annotations

import sys

from corevm.micro.surface import Value, fn, static
from pyta.object.declare import method
from pyta.object.world import name
from pyta.protocol.attribute import call2, get_attribute
from pyta.protocol.importing import import_absolute

GENERIC_TYPES = (
    "list", "dict", "tuple", "set", "frozenset", "enumerate", "mappingproxy", "BaseExceptionGroup", "chain", "ReferenceType", "Pattern", "Match", "deque",
    *(("array",) if sys.version_info >= (3, 12) else ()), *(("generator", "coroutine") if sys.version_info >= (3, 13) else ()),
)  # fmt: skip


@fn(raises=True)
def with_guest(function: static, a: Value, b: Value) -> Value:
    return call2(get_attribute(import_absolute(name("_pyta_generic")), name(function)), a, b)


@fn(raises=True)
def generic_alias(origin: Value, item: Value) -> Value:
    """origin[item]"""
    return with_guest("GenericAlias", origin, item)


def _subscriptable(owner: str) -> None:
    @method(owner, "__class_getitem__", binding="class")
    def class_getitem(cls: Value, item: Value) -> Value:
        """See PEP 585"""
        return generic_alias(cls, item)


for _owner in GENERIC_TYPES:
    _subscriptable(_owner)


@method("type", "__or__")
def type_or(a: Value, b: Value) -> Value:
    """Return self|value."""
    return with_guest("unite", a, b)


@method("type", "__ror__")
def type_ror(a: Value, b: Value) -> Value:
    """Return value|self."""
    return with_guest("unite", b, a)
