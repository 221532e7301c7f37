"""What methods of builtin types work on: the builtin object that a value is or holds.

An instance of a class that derives from a builtin type with data (int, str, list, ...) is a dynamic object whose hidden slot holds an
object of that type (INV-TYPE-3).

    text = cast(String, payload(self, "str", "upper"))    # in a method: raises what CPython's descriptor raises
    found = payload_or_none(v, "str")                      # anywhere: 0 when v is no str
    return make_instance(cls, made, "str")                 # in __new__
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bigint import is_integer
from corevm.kernel.dynamic import DynamicObject, object_get_slot, object_set_slot
from corevm.kernel.number import is_float
from corevm.kernel.object import is_kind
from corevm.kernel.string import string_from_static
from corevm.kernel.value import FALSE, TRUE, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, static, u8, u64
from pyta.object.declare import LATE, TYPE_INDEX, TYPES, dotted_name
from pyta.object.exception import is_exception, type_error
from pyta.object.type import PAYLOAD_SLOT, Type, class_of, is_subtype, is_type, new_instance, type_named


@inline
def is_own(v: Value, owner: static) -> bool:
    """Whether v itself is a builtin object of the type (a bool is none of int)."""
    if owner == "int":
        return is_integer(v)
    if owner == "float":
        return is_float(v)
    for kind in static(TYPES[owner].kinds):
        if is_kind(v, kind):
            return True
    return False


@inline
def payload_or_none(v: Value, owner: static) -> Value:
    """The builtin object that v is or holds (1 or 0 for a bool as an int), or 0."""
    if is_own(v, owner):
        return v
    if owner == "int":
        if is_word(v, TRUE):
            return cast(Value, u64(3))
        if is_word(v, FALSE):
            return cast(Value, u64(1))
    return held_object(v, TYPE_INDEX[owner])


@fn
def held_object(v: Value, index: i64) -> Value:
    """The object a dynamic object holds for the builtin type of that index, or 0."""
    if is_kind(v, "object") and class_of(v).layout == index:
        return object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
    return no_value()


@inline(raises=True)
def payload(v: Value, owner: static, method: Ptr[u8] = "") -> Value:
    """The builtin object of a method's receiver. Raises: TypeError as a method descriptor called on something else."""
    if is_own(v, owner):
        return v
    found = payload_or_none(v, owner)
    if found == no_value():
        raise wrong_receiver(v, owner, method)
    return found


@fn(raises=True)
def receiver(v: Value, index: i64, text: Ptr[u8]) -> Value:
    """What a method works on: the object that v holds for the builtin type of that index. Raises: TypeError."""
    found = held_object(v, index)
    if found == no_value():
        raise type_error(text, v)
    return found


@fn(raises=True)
def check_exception(v: Value, text: Ptr[u8]) -> None:
    if not is_exception(v):
        raise type_error(text, v)


LATE.receiver = receiver
LATE.check_exception = check_exception

NO_SLOTS = (
    "__format__", "__sizeof__", "__getnewargs__", "__reversed__", "__reduce__", "__reduce_ex__", "__alloc__", "__trunc__", "__round__",
    "__floor__", "__ceil__", "__class_getitem__",
)  # fmt: skip


@fn(cold=True)
def is_slot(method: Ptr[u8]) -> bool:
    """Whether CPython makes the method from a slot of the type."""
    if method[0] != 0x5F or method[1] != 0x5F:
        return False
    for other in NO_SLOTS:
        if is_same_text(method, other):
            return False
    return True


@fn(cold=True)
def is_same_text(a: Ptr[u8], b: Ptr[u8]) -> bool:
    i: i64 = 0
    while a[i] == b[i]:
        if a[i] == 0:
            return True
        i += 1
    return False


@fn(raises=True, cold=True)
def wrong_receiver(v: Value, owner: static, method: Ptr[u8]) -> Value:
    """CPython's words for slots and for other methods."""
    own_name = string_from_static(method)
    if is_slot(method):
        return type_error(f"descriptor '%S' requires a '{dotted_name(owner)}' object but received a '%T'", own_name, v)
    return type_error(f"descriptor '%S' for '{dotted_name(owner)}' objects doesn't apply to a '%T' object", own_name, v)


@fn(raises=True, cold=True)
def check_class(cls: Value, owner: static) -> Type:
    """The class a __new__ was asked to instantiate. Raises: TypeError."""
    if not is_type(cls):
        raise type_error(f"{owner}.__new__(X): X is not a type object (%T)", cls)
    if not is_subtype(cast(Type, cls), type_named(owner)):
        raise type_error(f"{owner}.__new__(%N): %N is not a subtype of {owner}", cls, cls)
    return cast(Type, cls)


@inline(raises=True)
def make_instance(cls: Value, made: Value, owner: static) -> Value:
    """What `owner.__new__(cls, ...)` gives: the builtin object itself, or an instance of the derived class that holds it."""
    if cast(u64, cls) == cast(u64, type_named(owner)):
        return made
    return derived_instance(check_class(cls, owner), made)


@fn(raises=True)
def derived_instance(t: Type, made: Value) -> Value:
    instance = new_instance(t)
    object_set_slot(instance, PAYLOAD_SLOT, made)
    return instance
