"""Declarations of the types whose objects the kernel makes, and of the singletons' types."""

from __future__ import annotations

from corevm.kernel.string import string_from_static
from corevm.kernel.value import ELLIPSIS, NONE, NOT_IMPLEMENTED
from corevm.micro.surface import Value
from pyta.object.declare import declare_type, method

declare_type("type", kind="pyta.type")
declare_type("int", kind="bigint", doc="int([x]) -> integer; int(x, base=10) -> the integer that a text in a base stands for.")
declare_type("bool", base="int", is_final=True, doc="bool(x) -> True or False: the truth of x.")
declare_type("float", kind="float", doc="Convert a string or number to a floating-point number, if possible.")
declare_type("str", kind="string")
declare_type("bytes", kind="bytes")
declare_type("tuple", kind="array")
declare_type("list", kind="list")
declare_type("dict", kind="map")
declare_type("set", kind="set")
declare_type("NoneType", is_hidden=True, is_final=True)
declare_type("NotImplementedType", is_hidden=True, is_final=True)
declare_type("ellipsis", is_hidden=True, is_final=True)
declare_type("function", kind="function", is_hidden=True, is_final=True)
declare_type("builtin_function_or_method", kind=("native_function", "bound_method"), is_hidden=True, is_final=True)
declare_type("method_descriptor", kind="native_function", is_hidden=True, is_final=True)
declare_type("wrapper_descriptor", kind="native_function", is_hidden=True, is_final=True)
declare_type("method-wrapper", kind="bound_method", is_hidden=True, is_final=True)
declare_type("code", kind="code", is_hidden=True, is_final=True)
declare_type("cell", kind="cell", is_hidden=True, is_final=True)
declare_type("generator", kind="generator", is_hidden=True, is_final=True)


@method("NoneType", "__repr__")
def none_repr(self: Value) -> Value:
    return string_from_static("None")


@method("NotImplementedType", "__repr__", "__reduce__")
def not_implemented_repr(self: Value) -> Value:
    return string_from_static("NotImplemented")


@method("ellipsis", "__repr__", "__reduce__")
def ellipsis_repr(self: Value) -> Value:
    return string_from_static("Ellipsis")


__all__ = ["ELLIPSIS", "NONE", "NOT_IMPLEMENTED"]
