"""mappingproxy: a read-only view of a mapping; what a class's __dict__ is.

Source: the library reference, types.MappingProxyType.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.object import is_kind
from corevm.kernel.string import string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.string_intern import intern
from corevm.kernel.value import DEFAULT, NONE, boolean, is_word
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, inline, new, u8
from pyta.object.declare import declare_type, method
from pyta.object.exception import type_error
from pyta.object.payload import payload
from pyta.object.world import name
from pyta.protocol.attribute import call0, call_special1, get_attribute, special
from pyta.protocol.compare import COMPARE, py_hash
from pyta.protocol.item import contains, get_item, py_len
from pyta.protocol.iterate import get_iter
from pyta.protocol.number import BINARY
from pyta.protocol.text import py_repr, py_str

unite = BINARY["bit_or"]


@heap(kind="pyta.mapping_proxy")
class MappingProxy(Object):
    mapping: Value


declare_type("mappingproxy", kind="pyta.mapping_proxy", is_hidden=True, is_final=True)


@fn(raises=True)
def new_mapping_proxy(mapping: Value) -> Value:
    return new(MappingProxy, mapping=mapping)


@inline(raises=True)
def behind(self: Value, method: Ptr[u8]) -> Value:
    return cast(MappingProxy, payload(self, "mappingproxy", method)).mapping


@fn
def unwrapped(v: Value) -> Value:
    """The mapping behind a proxy; other values as they are."""
    return cast(MappingProxy, v).mapping if is_kind(v, "pyta.mapping_proxy") else v


@method("mappingproxy", "__new__", binding="static")
def proxy_new(cls: Value, mapping: Value) -> Value:
    if special(mapping, "__getitem__") == no_value() or is_kind(mapping, "list") or is_kind(mapping, "array"):
        raise type_error("mappingproxy() argument must be a mapping, not %T", mapping)
    return new_mapping_proxy(mapping)


@method("mappingproxy", "__getitem__")
def proxy_getitem(self: Value, key: Value) -> Value:
    return get_item(behind(self, "__getitem__"), key)


@method("mappingproxy", "__contains__")
def proxy_contains(self: Value, key: Value) -> Value:
    return boolean(contains(behind(self, "__contains__"), key))


@method("mappingproxy", "__len__")
def proxy_len(self: Value) -> Value:
    return int_from_i64(py_len(behind(self, "__len__")))


@method("mappingproxy", "__iter__")
def proxy_iter(self: Value) -> Value:
    return get_iter(behind(self, "__iter__"))


@method("mappingproxy", "__reversed__")
def proxy_reversed(self: Value) -> Value:
    mapping = behind(self, "__reversed__")
    found = special(mapping, "__reversed__")
    if found == no_value():
        raise type_error("'%T' object is not reversible", mapping)
    return call_special1(mapping, found)


@method("mappingproxy", "get", optional=1)
def proxy_get(self: Value, key: Value, default: Value) -> Value:
    """Return the value for key if key is in the mapping, else default."""
    mapping = behind(self, "get")
    if not contains(mapping, key):
        return NONE if is_word(default, DEFAULT) else default
    return get_item(mapping, key)


@method("mappingproxy", "keys")
def proxy_keys(self: Value) -> Value:
    """D.keys() -> a set-like object providing a view on D's keys"""
    return call0(get_attribute(behind(self, "keys"), name("keys")))


@method("mappingproxy", "values")
def proxy_values(self: Value) -> Value:
    """D.values() -> an object providing a view on D's values"""
    return call0(get_attribute(behind(self, "values"), name("values")))


@method("mappingproxy", "items")
def proxy_items(self: Value) -> Value:
    """D.items() -> a set-like object providing a view on D's items"""
    return call0(get_attribute(behind(self, "items"), name("items")))


@method("mappingproxy", "copy")
def proxy_copy(self: Value) -> Value:
    """D.copy() -> a shallow copy of D"""
    return call0(get_attribute(behind(self, "copy"), intern(string_from_static("copy"))))


@method("mappingproxy", "__or__")
def proxy_or(self: Value, other: Value) -> Value:
    return unite(behind(self, "__or__"), unwrapped(other))


@method("mappingproxy", "__ror__")
def proxy_ror(self: Value, other: Value) -> Value:
    return unite(unwrapped(other), behind(self, "__ror__"))


@method("mappingproxy", "__ior__")
def proxy_ior(self: Value, other: Value) -> Value:
    raise type_error("'|=' is not supported by %T; use '|' instead", self)


@method("mappingproxy", "__hash__")
def proxy_hash(self: Value) -> Value:
    return int_from_i64(py_hash(behind(self, "__hash__")))


@method("mappingproxy", "__str__")
def proxy_str(self: Value) -> Value:
    return py_str(behind(self, "__str__"))


@method("mappingproxy", "__repr__")
def proxy_repr(self: Value) -> Value:
    text = new_builder(64)
    text.append_ascii("mappingproxy(", 13)
    text.append(py_repr(behind(self, "__repr__")))
    text.append_code(0x29)
    return text.finish()


def _declare_comparison(op: str) -> None:
    compare = COMPARE[op]

    @method("mappingproxy", f"__{op}__")
    def proxy_compare(self: Value, other: Value) -> Value:
        return compare(behind(self, f"__{op}__"), unwrapped(other))


for _op in COMPARE:
    _declare_comparison(_op)
