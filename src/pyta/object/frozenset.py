"""frozenset: what it does not share with set (`pyta.object.set`)."""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.object import is_kind
from corevm.kernel.set import set_copy, set_new
from corevm.kernel.value import tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, i64, u64
from pyta.object.declare import method
from pyta.object.exception import type_error
from pyta.object.payload import make_instance, payload
from pyta.object.set import add_all
from pyta.object.type import Type, is_type, type_lookup, type_named
from pyta.object.world import name
from pyta.protocol.argument import given_count
from pyta.protocol.compare import hash_set
from pyta.protocol.set_operator import FrozenSet, frozen


@method("frozenset", "__new__", variadic=True, keywords=True, binding="static")
def frozenset_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """frozenset(), frozenset(iterable)"""
    if argc < 1:
        raise type_error("frozenset.__new__(): not enough arguments")
    given = given_count(argc, names) - 1
    if names != no_value() and is_type(arguments[0]):
        initialiser = type_lookup(cast(Type, arguments[0]), name("__init__"))
        if initialiser == type_lookup(type_named("object"), name("__init__")):
            raise type_error("frozenset() takes no keyword arguments")
    if given > 1:
        raise type_error("frozenset expected at most 1 argument, got %D", tag_fixnum(given))
    if given == 1 and is_kind(arguments[1], "pyta.frozenset"):
        return make_instance(arguments[0], arguments[1], "frozenset")
    made = set_new()
    if given == 1:
        add_all(made, arguments[1])
    return make_instance(arguments[0], frozen(made), "frozenset")


@method("frozenset", "__hash__")
def frozenset_hash(self: Value) -> Value:
    s = cast(FrozenSet, payload(self, "frozenset", "__hash__"))
    if cast(u64, s.hash) == 0:
        s.hash = int_from_i64(hash_set(s))
    return s.hash


@method("frozenset", "copy")
def frozenset_copy(self: Value) -> Value:
    """Return a shallow copy of a set."""
    if is_kind(self, "pyta.frozenset"):
        return self
    return frozen(set_copy(cast(FrozenSet, payload(self, "frozenset", "copy"))))
