"""super objects: attribute look-up that starts after a class in the receiver's type's order."""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE
from corevm.kernel.map import map_get_plain
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, NONE, is_word
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, new, u64
from pyta.object.declare import declare_type, getter, method
from pyta.object.exception import runtime_error, type_error
from pyta.object.member import AFTER, enter_member, is_member, member_entry
from pyta.object.type import Type, class_of, is_deleted, is_subtype, is_type, name_hash, same_name
from pyta.object.wording import SUPER_OF_INSTANCE, SUPER_OF_TYPE
from pyta.object.world import name
from pyta.protocol.attribute import as_name, bind, generic_get, is_plain_function


@heap(kind="pyta.super")
class Super(Object):
    """`start`: whose order is walked, `owner`: after which class; `receiver`: what attributes are bound to, 0: unbound."""

    start: Value
    owner: Value
    receiver: Value


declare_type("super", kind="pyta.super")


@fn(raises=True)
def super_start(owner: Type, receiver: Value) -> Type:
    """The type whose order super(owner, receiver) walks."""
    if is_type(receiver) and is_subtype(cast(Type, receiver), owner):
        return cast(Type, receiver)
    if is_subtype(class_of(receiver), owner):
        return class_of(receiver)
    raise type_error(SUPER_OF_TYPE, receiver, owner) if is_type(receiver) else type_error(SUPER_OF_INSTANCE, receiver, owner)


@fn(raises=True)
def new_super(owner: Type, receiver: Value) -> Value:
    return new(Super, start=super_start(owner, receiver), owner=owner, receiver=receiver)


@fn
def lookup_after(start: Type, owner: Type, key: Value) -> Value:
    """The attribute of an interned name in the order of `start`, after `owner`; or 0."""
    entry = member_entry(cast(u64, owner), key, AFTER)
    if is_member(entry, cast(u64, owner), key, AFTER, start):
        return cast(Value, entry[3])
    order = start.mro
    is_after = False
    hash = name_hash(key)
    for i in range(order.length):
        here = cast(Type, order.items[i])
        if is_after:
            found = map_get_plain(here.namespace, key, hash, same_name)
            if not is_deleted(found):
                enter_member(cast(u64, owner), key, AFTER, start, cast(u64, found))
                return found
        elif cast(Value, here) == cast(Value, owner):
            is_after = True
    return no_value()


@method("super", "__getattribute__")
def super_getattribute(self: Value, key: Value) -> Value:
    return super_attribute(cast(Super, self), as_name(key))


@fn(raises=True)
def super_attribute(s: Super, key: Value) -> Value:
    """The attribute by an interned name."""
    if s.receiver != no_value() and key != name("__class__"):
        found = lookup_after(cast(Type, s.start), cast(Type, s.owner), key)
        if found != no_value():
            return bind_found(found, cast(Type, s.start), s.receiver)
    return generic_get(s, key)


@fn(raises=True)
def bind_found(found: Value, start: Type, receiver: Value) -> Value:
    """What a super object gives for what is found in the order of `start`."""
    if cast(Value, start) == receiver:  # a class method: bound through the class
        return bind(found, no_value(), start)
    return bind(found, receiver, start)


@fn(raises=True)
def super_method(window: Ptr[Value], key: Value) -> bool:
    """The callee of a method call on a super object, put into the call's window; whether what that is bound to takes the super object's place."""
    s = cast(Super, window[FRAME_WORDS])
    if s.receiver != no_value() and s.start != s.receiver:
        found = lookup_after(cast(Type, s.start), cast(Type, s.owner), key)
        if found != no_value() and is_plain_function(found):
            window[WINDOW_CALLEE] = found
            window[FRAME_WORDS] = s.receiver
            return True
    window[WINDOW_CALLEE] = super_attribute(s, key)
    return False


@method("super", "__new__", variadic=True, binding="static")
def super_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc == 1:
        raise runtime_error("super(): no arguments")
    if not is_type(arguments[1]):
        raise type_error("super() argument 1 must be a type, not %T", arguments[1])
    if argc == 2:
        return new(Super, start=NONE, owner=arguments[1])
    return new_super(cast(Type, arguments[1]), arguments[2])


@method("super", "__init__", variadic=True)
def super_init(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return NONE


@method("super", "__repr__")
def super_repr(self: Value) -> Value:
    s = cast(Super, self)
    text = new_builder(32)
    text.append(string_from_static("<super: <class '"))
    text.append(cast(String, cast(Type, s.owner).name))
    text.append(string_from_static("'>, "))
    if s.receiver == no_value():
        text.append(string_from_static("NULL>"))
    else:
        text.append(string_from_static("<"))
        text.append(cast(String, cast(Type, s.start).name))
        text.append(string_from_static(" object>>"))
    return text.finish()


__all__ = ["DEFAULT", "getter", "is_kind", "is_word"]
