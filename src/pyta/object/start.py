"""Starting a world: all builtin types, their methods and the native modules, made from the image's static tables.

This module imports every kernel file of Pyta, so that their declarations are complete when its tables are made; it must be
the only one that reads the registries.
"""

from __future__ import annotations

import collections
import struct

import pyta.module.all
import pyta.object.all  # noqa: F401 - declares
from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.code import NativeFunction
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.map import Map, map_new, map_reserve, map_with_capacity
from corevm.kernel.memory import set_memory_error
from corevm.kernel.string import string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.value import NONE, box_float
from corevm.micro.surface import (
    Ptr,
    RaisingFn,
    Value,
    cast,
    float_of_bits,
    fn,
    i8,
    i16,
    i64,
    new,
    stack_array,
    static,
    table,
    u8,
    u32,
    u64,
)
from pyta.object.declare import (
    ABSENT,
    CONSTANTS,
    NATIVES,
    PAYLOAD_TYPES,
    STARTS,
    TYPE_INDEX,
    TYPES,
    UNWRAPPED_TYPES,
    NativeDeclaration,
    TypeDeclaration,
)
from pyta.object.exception import EXCEPTION_NAMES, HIDDEN_NAMES, new_exception
from pyta.object.name import NAMES
from pyta.object.type import (
    HIDDEN_PAYLOAD,
    IS_BUILTIN,
    IS_FINAL,
    NATIVE_SLOT,
    NATIVE_UNBOUND,
    NO_DICTIONARY,
    SPECIAL_KINDS,
    Type,
    bare_type,
    compute_order,
    link_type,
    namespace_get,
    namespace_set,
    start_shape,
)
from pyta.object.world import make_world, world
from pyta.protocol.attribute import ClassMethod, GetSet, Module, StaticMethod, update_flags

_order = list(TYPES)
_modules_in_order = list(
    dict.fromkeys(
        [
            "builtins",
            "sys",
            *(t.module for t in TYPES.values() if not t.is_hidden),
            *(n.owner for n in NATIVES if not n.is_method),
            *(c[0] for c in CONSTANTS),
            *(m for m, _ in STARTS),
        ]
    )
)
def _layout_of(declared: TypeDeclaration) -> int:
    """The index of the type whose objects the instances of derived classes hold; 0 for none."""
    if declared.name in PAYLOAD_TYPES + UNWRAPPED_TYPES:
        return TYPE_INDEX[declared.name]
    if declared.kinds or declared.name == "object":
        return 0
    return _layout_of(TYPES[declared.base])



TYPE_NAMES = table(Ptr[u8], [t.name for t in TYPES.values()])
TYPE_BASES = table(i64, [TYPE_INDEX[t.base] if t.name != "object" else -1 for t in TYPES.values()])
TYPE_MODULES = table(Ptr[u8], [t.module for t in TYPES.values()])
TYPE_DOCS = table(Ptr[u8], [t.doc for t in TYPES.values()])
TYPE_FINAL = table(i64, [t.is_final for t in TYPES.values()])
TYPE_HIDDEN = table(i64, [t.is_hidden for t in TYPES.values()])
TYPE_EXCEPTION = table(i64, [t.name in EXCEPTION_NAMES for t in TYPES.values()])
TYPE_PAYLOAD = table(i64, [_layout_of(t) for t in TYPES.values()])
_kinds = [(KIND_NUMBER[k], TYPE_INDEX[t.name]) for t in TYPES.values() for k in t.kinds]
KIND_OF = table(i64, [k for k, _ in _kinds])
KIND_TYPE = table(i64, [t for _, t in _kinds])
NAME_TEXTS = table(Ptr[u8], NAMES)
HIDDEN_TEXTS = table(Ptr[u8], HIDDEN_NAMES)
PAYLOAD_TEXT = HIDDEN_PAYLOAD
MODULE_NAMES = table(Ptr[u8], _modules_in_order)
NATIVE_NAMES = table(Ptr[u8], [n.name for n in NATIVES])
NATIVE_DOCS = table(Ptr[u8], [n.doc for n in NATIVES])
NATIVE_ENTRIES = table(Ptr[u8], [n.wrapper for n in NATIVES])
NATIVE_OWNERS = table(i16, [TYPE_INDEX[n.owner] if n.is_method else _modules_in_order.index(n.owner) for n in NATIVES])
NATIVE_IS_METHOD = table(u8, [n.is_method for n in NATIVES])
NATIVE_MINIMUM = table(i8, [n.minimum for n in NATIVES])
NATIVE_MAXIMUM = table(i8, [n.maximum for n in NATIVES])
SLOT_METHODS = frozenset(
    f"__{n}__"
    for n in (
        "init repr hash call str getattribute setattr delattr lt le eq ne gt ge iter next get set delete len getitem setitem delitem"
        " contains add radd iadd sub rsub isub mul rmul imul mod rmod imod divmod rdivmod pow rpow ipow neg pos abs bool invert"
        " lshift rlshift ilshift rshift rrshift irshift and rand iand xor rxor ixor or ror ior int float floordiv rfloordiv ifloordiv"
        " truediv rtruediv itruediv index matmul rmatmul imatmul del await aiter anext"
    ).split()
)


PLAIN_METHODS = {  # what CPython has as plain methods, for speed
    ("list", "__getitem__"), ("dict", "__getitem__"), ("dict", "__contains__"), ("set", "__contains__"),
    ("frozenset", "__contains__"),
}  # fmt: skip


def _flags_of(n: NativeDeclaration) -> int:
    is_slot = n.is_method and not n.binding and n.name in SLOT_METHODS and (n.owner, n.name) not in PLAIN_METHODS
    return n.flags | NATIVE_UNBOUND * (not n.is_method or n.binding == "static") | NATIVE_SLOT * is_slot


NATIVE_FLAGS = table(u32, [_flags_of(n) for n in NATIVES])
_numbers = [c for c in CONSTANTS if not isinstance(c[2], str)]
_texts = [c for c in CONSTANTS if isinstance(c[2], str)]
NUMBER_MODULES = table(i64, [_modules_in_order.index(m) for m, _, _ in _numbers] or [0])
NUMBER_NAMES = table(Ptr[u8], [n for _, n, _ in _numbers] or [""])
NUMBER_IS_FLOAT = table(i64, [isinstance(v, float) for _, _, v in _numbers] or [0])
NUMBER_BITS = table(u64, [struct.unpack("<Q", struct.pack("<d" if isinstance(v, float) else "<q", v))[0] for _, _, v in _numbers] or [0])  # fmt: skip
TEXT_MODULES = table(i64, [_modules_in_order.index(m) for m, _, _ in _texts] or [0])
TEXT_NAMES = table(Ptr[u8], [n for _, n, _ in _texts] or [""])
TEXT_VALUES = table(Ptr[u8], [v for _, _, v in _texts] or [""])
START_MODULES = tuple(_modules_in_order.index(m) for m, _ in STARTS)
START_FUNCTIONS = tuple(f for _, f in STARTS)
BINDINGS = ("", "class", "static", "get", "set")
NATIVE_BINDING = table(u8, [BINDINGS.index(n.binding) for n in NATIVES])

_members = collections.Counter((n.is_method, n.owner) for n in NATIVES if n.binding != "set")
_members.update((True, owner) for owner, _ in ABSENT)
_members.update((False, module) for module, _, _ in CONSTANTS)
_members.update((False, t.module) for t in TYPES.values() if not t.is_hidden)
TYPE_MEMBERS = table(i16, [_members[True, name] + 2 for name in TYPES])  # and __module__, __doc__
MODULE_MEMBERS = table(i16, [_members[False, name] + 5 for name in _modules_in_order])  # and __name__ ...
ABSENT_OWNERS = table(i64, [TYPE_INDEX[owner] for owner, _ in ABSENT])
ABSENT_NAMES = table(Ptr[u8], [name for _, name in ABSENT])


@fn(raises=True)
def static_name(text: Ptr[u8]) -> Value:
    return intern(string_from_static(text))


@fn(raises=True)
def start_world() -> None:
    """Make the world of a new runtime: the image's `start`."""
    make_world()
    w = world()
    for i in range(len(NAMES)):
        w.names[i] = static_name(NAME_TEXTS[i])
    w.empty_tuple = array_new(0)
    make_types()
    make_modules()
    make_natives()
    make_constants()
    for i in range(len(TYPES)):
        update_flags(cast(Type, w.types[i]))
    args = array_new(0)
    error = new_exception(cast(Type, w.types[TYPE_INDEX["MemoryError"]]), args)
    w.memory_error = error
    set_memory_error(error)


@fn(raises=True)
def make_types() -> None:
    w = world()
    exception_slots = stack_array(Value, len(HIDDEN_NAMES))
    for i in range(len(HIDDEN_NAMES)):
        exception_slots[i] = static_name(HIDDEN_TEXTS[i])
    payload = stack_array(Value, 1)
    payload[0] = static_name(PAYLOAD_TEXT)
    for i in range(len(TYPES)):
        made = bare_type(static_name(TYPE_NAMES[i]), no_value())
        map_reserve(made.namespace, i64(TYPE_MEMBERS[i]))
        made.index = i
        made.flags = u64(IS_BUILTIN)
        if TYPE_EXCEPTION[i] == 0:
            made.flags = made.flags | NO_DICTIONARY
        if TYPE_FINAL[i] != 0:
            made.flags = made.flags | IS_FINAL
        w.types[i] = made
    metaclass = w.types[TYPE_INDEX["type"]]
    for i in range(len(TYPES)):
        made = cast(Type, w.types[i])
        made.metaclass = metaclass
        base_index = TYPE_BASES[i]
        if base_index >= 0:
            base = cast(Type, w.types[base_index])
            bases = array_new(1)
            bases.items[0] = base
            made.bases = bases
            made.base = base
        else:
            made.base = NONE
        order = compute_order(made)
        if order is not None:
            made.mro = order
        link_type(made)
        namespace_set(made.namespace, w.names[NAMES.index("__module__")], static_name(TYPE_MODULES[i]))
        doc = string_from_static(TYPE_DOCS[i])
        namespace_set(made.namespace, w.names[NAMES.index("__doc__")], NONE if doc.count == 0 else doc)
        if TYPE_EXCEPTION[i] != 0:
            start_shape(made, 0, True, exception_slots, len(HIDDEN_NAMES))
        elif TYPE_PAYLOAD[i] != 0:
            start_shape(made, TYPE_PAYLOAD[i], False, payload, 1)
        else:
            start_shape(made, 0, False, payload, 0)
    for k in range(len(_kinds)):
        w.kind_types[KIND_OF[k]] = w.types[KIND_TYPE[k]]
    for kind in static(SPECIAL_KINDS):
        w.kind_types[KIND_NUMBER[kind]] = no_value()


@fn(raises=True)
def make_modules() -> None:
    w = world()
    w.modules = map_new()
    for i in range(len(_modules_in_order)):
        own_name = static_name(MODULE_NAMES[i])
        namespace = map_with_capacity(i64(MODULE_MEMBERS[i]))
        module = new(Module, namespace=namespace, name=own_name, is_native=1, lacks_spec=1)
        namespace_set(namespace, w.names[NAMES.index("__name__")], own_name)
        namespace_set(namespace, w.names[NAMES.index("__doc__")], NONE)
        namespace_set(namespace, w.names[NAMES.index("__package__")], string_from_static(""))
        namespace_set(namespace, w.names[NAMES.index("__loader__")], NONE)
        namespace_set(namespace, w.names[NAMES.index("__spec__")], NONE)
        namespace_set(cast(Map, w.modules), own_name, module)
        if i == 0:
            w.builtins = namespace
            w.builtins_module = module
        if i == 1:
            w.sys = namespace
            namespace_set(namespace, w.names[NAMES.index("modules")], w.modules)
    for i in range(len(TYPES)):
        if TYPE_HIDDEN[i] == 0:
            made = cast(Type, w.types[i])
            namespace_set(module_by_name(static_name(TYPE_MODULES[i])).namespace, made.name, made)


@fn(raises=True)
def make_natives() -> None:
    w = world()
    for i in range(len(NATIVES)):
        own_name = static_name(NATIVE_NAMES[i])
        entry = cast(RaisingFn[[Ptr[Value], i64, Value], Value], NATIVE_ENTRIES[i])
        made = new(
            NativeFunction, entry=entry, minimum=i64(NATIVE_MINIMUM[i]), maximum=i64(NATIVE_MAXIMUM[i]),
            flags=u64(NATIVE_FLAGS[i]), name=own_name,
        )  # fmt: skip
        doc = string_from_static(NATIVE_DOCS[i])
        made.doc = NONE if doc.count == 0 else doc
        attribute: Value = made
        if NATIVE_IS_METHOD[i] != 0:
            owner = cast(Type, w.types[i64(NATIVE_OWNERS[i])])
            made.owner = owner
            match NATIVE_BINDING[i]:
                case 1:
                    attribute = new(ClassMethod, function=made)
                case 2:
                    attribute = new(StaticMethod, function=made)
                case 3:
                    attribute = new(GetSet, getter=made, name=own_name, owner=owner)
                case 4:
                    cast(GetSet, namespace_get(owner.namespace, own_name)).setter = made
            if NATIVE_BINDING[i] != 4:
                namespace_set(owner.namespace, own_name, attribute)
        else:
            module = module_by_name(static_name(MODULE_NAMES[i64(NATIVE_OWNERS[i])]))
            made.owner = module
            namespace_set(module.namespace, own_name, attribute)
    for i in range(len(ABSENT)):
        namespace_set(cast(Type, w.types[ABSENT_OWNERS[i]]).namespace, static_name(ABSENT_NAMES[i]), NONE)


@fn(raises=True)
def make_constants() -> None:
    """The constants of native modules, and what their own starting functions make."""
    for i in range(len(_numbers)):
        bits = NUMBER_BITS[i]
        number: Value = int_from_i64(cast(i64, bits))
        if NUMBER_IS_FLOAT[i] != 0:
            number = box_float(float_of_bits(bits))
        namespace_set(static_module(NUMBER_MODULES[i]), static_name(NUMBER_NAMES[i]), number)
    for i in range(len(_texts)):
        namespace_set(static_module(TEXT_MODULES[i]), static_name(TEXT_NAMES[i]), string_from_static(TEXT_VALUES[i]))
    for i in static(range(len(START_FUNCTIONS))):
        START_FUNCTIONS[i](static_module(START_MODULES[i]))


@fn(raises=True)
def static_module(index: i64) -> Map:
    """The namespace of a native module by its number."""
    return module_by_name(static_name(MODULE_NAMES[index])).namespace


@fn(raises=True)
def module_by_name(own_name: Value) -> Module:
    return cast(Module, namespace_get(cast(Map, world().modules), own_name))
