"""Native functions as objects: functions of modules, methods of builtin types, and both of them bound.

One heap kind serves them all; which class a native function shows (`class_of`) follows from what it belongs to.
"""

from __future__ import annotations

from corevm.kernel.call import call_value
from corevm.kernel.code import BoundMethod, NativeFunction
from corevm.kernel.map import Map
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import NONE, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, new, u64
from pyta.object.build import hex_address
from pyta.object.declare import getter, method
from pyta.object.function import method_eq, method_hash
from pyta.object.type import NATIVE_UNBOUND, Type, class_of, is_type, namespace_get
from pyta.object.world import name, world
from pyta.protocol.attribute import Module
from pyta.protocol.iterate import pair_of

FREE, METHOD, SLOT, BOUND_SLOT = "builtin_function_or_method", "method_descriptor", "wrapper_descriptor", "method-wrapper"


@fn
def native_of(v: Value) -> NativeFunction:
    """The function itself, or the one that is bound."""
    return cast(NativeFunction, cast(BoundMethod, v).function if is_kind(v, "bound_method") else v)


@fn
def receiver_of(v: Value) -> Value:
    """What a native function is bound to: an instance, a class, a module."""
    return cast(BoundMethod, v).receiver if is_kind(v, "bound_method") else cast(NativeFunction, v).owner


@fn(raises=True)
def dotted(t: Type, own_name: Value) -> Value:
    return concat_strings(concat_strings(cast(String, t.qualified_name), string_from_static(".")), cast(String, own_name))


def _common(owner: str) -> None:
    @getter(owner, "__name__")
    def own_name(self: Value) -> Value:
        return native_of(self).name

    @getter(owner, "__doc__")
    def doc(self: Value) -> Value:
        found = native_of(self).doc
        return NONE if cast(u64, found) == 0 else found

    @getter(owner, "__text_signature__")
    def text_signature(self: Value) -> Value:
        return NONE

    @method(owner, "__call__", variadic=True, keywords=True)
    def call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        return call_value(arguments[0], arguments + 1, argc - 1, names)


def _unbound(owner: str, head: str) -> None:
    """Methods as a builtin class holds them."""

    @method(owner, "__repr__")
    def shown(self: Value) -> Value:
        n = cast(NativeFunction, self)
        text = new_builder(40)
        text.append(string_from_static(f"<{head} '"))
        text.append(cast(String, n.name))
        text.append(string_from_static("' of '"))
        text.append(cast(String, cast(Type, n.owner).name))
        text.append(string_from_static("' objects>"))
        return text.finish()

    @getter(owner, "__qualname__")
    def qualified_name(self: Value) -> Value:
        n = cast(NativeFunction, self)
        return dotted(cast(Type, n.owner), n.name)

    @getter(owner, "__objclass__")
    def objclass(self: Value) -> Value:
        return cast(NativeFunction, self).owner

    @method(owner, "__get__", optional=1)
    def bind_to(self: Value, v: Value, t: Value) -> Value:
        return self if is_word(v, NONE) else new(BoundMethod, function=self, receiver=v)

    @method(owner, "__reduce__")
    def reduce(self: Value) -> Value:
        return attribute_of(cast(NativeFunction, self).owner, cast(NativeFunction, self).name)


def _bound(owner: str) -> None:
    @getter(owner, "__qualname__")
    def qualified_name(self: Value) -> Value:
        held = receiver_of(self)
        if is_kind(held, "pyta.module"):
            return native_of(self).name
        return dotted(cast(Type, held) if is_type(held) else class_of(held), native_of(self).name)

    @getter(owner, "__self__")
    def receiver(self: Value) -> Value:
        return receiver_of(self)

    @method(owner, "__eq__")
    def equal(self: Value, other: Value) -> Value:
        return method_eq(self, other)

    @method(owner, "__hash__")
    def hashed(self: Value) -> Value:
        return method_hash(self)

    @method(owner, "__reduce__")
    def reduce(self: Value) -> Value:
        """A module's function by its name, others by getattr."""
        held = receiver_of(self)
        return native_of(self).name if is_kind(held, "pyta.module") else attribute_of(held, native_of(self).name)

    @method(owner, "__repr__")
    def shown(self: Value) -> Value:
        held = receiver_of(self)
        text = new_builder(48)
        if is_kind(held, "pyta.module"):
            text.append(string_from_static("<built-in function "))
            text.append(cast(String, native_of(self).name))
        else:
            text.append(string_from_static("<method-wrapper '" if owner == BOUND_SLOT else "<built-in method "))
            text.append(cast(String, native_of(self).name))
            text.append(string_from_static("' of " if owner == BOUND_SLOT else " of "))
            text.append(cast(String, class_of(held).name))
            text.append(string_from_static(" object at "))
            text.append(hex_address(held))
        text.append(string_from_static(">"))
        return text.finish()


for _owner in (FREE, METHOD, SLOT, BOUND_SLOT):
    _common(_owner)
_unbound(METHOD, "method")
_unbound(SLOT, "slot wrapper")
_bound(FREE)
_bound(BOUND_SLOT)


@getter(FREE, "__module__")
def native_module(self: Value) -> Value:
    held = receiver_of(self)
    return cast(Module, held).name if is_kind(held, "pyta.module") else NONE


@getter(BOUND_SLOT, "__objclass__")
def slot_objclass(self: Value) -> Value:
    return native_of(self).owner


@fn(raises=True)
def attribute_of(holder: Value, own_name: Value) -> Value:
    """How pickling writes an attribute: (getattr, (holder, name))."""
    found = namespace_get(cast(Map, world().builtins), name("getattr"))
    return pair_of(found, pair_of(holder, own_name))


__all__ = ["NATIVE_UNBOUND"]
