"""Declaring builtin types, methods and module functions (host level; kernel files use its decorators).

    LIST = declare_type("list", kind="list")

    @method("list", "append")
    def list_append(self: Value, item: Value) -> Value: ...

    @method("dict", "get", optional=1)            # the last `optional` parameters may be missing: they are DEFAULT then
    @function("builtins", "print", variadic=True)  # (args: Ptr[Value], argc: i64, names: Value) -> Value
    @function("builtins", "next", frame=True)      # may enter a frame: see FrameEntry of corevm.kernel.call

A decorated function is `raises=True`. The registries become static tables of the image (`pyta.object.start`), so that a
start makes all native functions by one native loop. Order of declaration is the order of attributes in `dir`-like views.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from corevm.kernel.code import NATIVE_FRAME, NATIVE_KEYWORDS
from corevm.kernel.kind import number_of
from corevm.kernel.object import kind_of
from corevm.kernel.value import DEFAULT, is_reference
from corevm.micro.function import MicroFunction
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, stack_array, static, u8

MAX_PARAMETERS = 8


@dataclass(frozen=True)
class TypeDeclaration:
    """A builtin type. `kinds`: the heap kinds whose objects are its instances."""

    name: str
    base: str
    kinds: tuple[str, ...]
    module: str
    doc: str
    is_final: bool
    is_hidden: bool  # not a name of the builtins module


@dataclass(frozen=True)
class NativeDeclaration:
    """A native function: in a type's or a module's namespace. `binding`: "", "class", "static" or "get" (a property)."""

    owner: str
    is_method: bool
    name: str
    wrapper: MicroFunction
    minimum: int
    maximum: int
    flags: int
    binding: str
    doc: str
    setter: MicroFunction | None = None


# Functions that call instructions know (pyta.op.enter): the number is in the function's flags.
INTRINSICS = ("", "len", "isinstance", "list.append", "any", "all", "sum", "min", "max", "sorted", "id", "dict.get")
INTRINSIC_SHIFT = 16  # in NativeFunction.flags: above the flags

TYPES: dict[str, TypeDeclaration] = {}
TYPE_INDEX: dict[str, int] = {}
NATIVES: list[NativeDeclaration] = []
CONSTANTS: list[tuple[str, str, int | float | str]] = []  # module, name, value
STARTS: list[tuple[str, MicroFunction]] = []  # module, function

ABSENT: list[tuple[str, str]] = []  # type, attribute: it is None there, which says that the type does not do it


def declare_type(
    name: str, *, base: str = "object", kind: str | tuple[str, ...] = (), module: str = "builtins", doc: str = "",
    is_final: bool = False, is_hidden: bool = False,
) -> str:  # fmt: skip
    """Declare a builtin type; gives its name, by which Micro code finds it (`type_named`)."""
    kinds = (kind,) if isinstance(kind, str) else kind
    assert base in TYPE_INDEX or name == "object", f"the base of {name} is declared after it"
    TYPE_INDEX[name] = len(TYPES)
    TYPES[name] = TypeDeclaration(name, base, kinds, module, doc, is_final, is_hidden)
    return name


def declare_constant(module: str, name: str, value: int | float | str) -> None:
    """A module's constant: int, float or str."""
    CONSTANTS.append((module, name, value))


def module_start(module: str) -> Callable[[Callable[..., Any]], MicroFunction]:
    """A function (namespace: Map) -> None run when a world starts: enters into a native module what no table can hold."""

    def register(python: Callable[..., Any]) -> MicroFunction:
        target = MicroFunction(python, {}, {"raises": True})
        STARTS.append((module, target))
        return target

    return register


def declare_absent(owner: str, *names: str) -> None:
    """Special methods of an ancestor that a type does not have: `declare_absent("list", "__hash__")`."""
    ABSENT.extend((owner, name) for name in names)


def method(owner: str, *names: str, optional: int = 0, variadic: bool = False, frame: bool = False,
           keywords: bool = False, minimum: int = -1, maximum: int = -1, binding: str = "") -> Any:  # fmt: skip
    """A method of a builtin type, under one or several names. The receiver is the first argument."""
    return _declare(owner, True, names, optional, variadic, frame, keywords, minimum, maximum, binding)


def function(module: str, *names: str, optional: int = 0, variadic: bool = False, frame: bool = False,
             keywords: bool = False, minimum: int = -1, maximum: int = -1) -> Any:  # fmt: skip
    """A function of a native module."""
    return _declare(module, False, names, optional, variadic, frame, keywords, minimum, maximum, "")


def getter(owner: str, name: str) -> Any:
    """A read-only attribute of a builtin type, computed: (self) -> Value."""
    return _declare(owner, True, (name,), 0, False, False, False, -1, -1, "get")


def setter(owner: str, name: str) -> Any:
    """What sets an attribute a `getter` declared before: (self, value) -> Value; value DELETED: it is deleted."""
    return _declare(owner, True, (name,), 0, False, False, False, -1, -1, "set")


def _declare(
    owner: str, is_method: bool, names: tuple[str, ...], optional: int, variadic: bool, frame: bool, keywords: bool,
    minimum: int, maximum: int, binding: str,
) -> Callable[[Callable[..., Any]], MicroFunction]:  # fmt: skip
    def register(python: Callable[..., Any]) -> MicroFunction:
        target = MicroFunction(python, {}, {"raises": True})
        flags = NATIVE_FRAME * frame | NATIVE_KEYWORDS * keywords
        kinds = receiver_kinds(owner) if is_method and binding in ("", "get", "set") else ()
        is_checked = kinds or (is_method and binding in ("", "get", "set") and is_exception_name(owner))
        if frame:
            wrapper, low, high = target, max(minimum, 0), maximum
        elif variadic:
            wrapper, low, high = target, max(minimum, 0), maximum
            if is_checked:
                wrapper, low = checked_wrapper(target, receiver_check(owner, kinds, names[0])), max(low, 1)
        else:
            count = python.__code__.co_argcount
            check = receiver_check(owner, kinds, names[0]) if is_checked else None
            wrapper, low, high = fixed_wrapper(target, count, count - optional, check), count - optional, count
        for name in names:
            known = f"{owner}.{name}" if is_method else name if owner == "builtins" else ""
            if known in INTRINSICS:
                flags |= INTRINSICS.index(known) << INTRINSIC_SHIFT
            NATIVES.append(NativeDeclaration(owner, is_method, name, wrapper, low, high, flags, binding, python.__doc__ or ""))
        return target

    return register


# Types whose derived classes' instances hold an object of the type. The methods of the first take it out themselves
# (pyta.object.payload), those of the others get it from their entry.
PAYLOAD_TYPES = ("int", "float", "complex", "str", "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset", "Random",
                 "enumerate", "zip", "map", "filter", "reversed", "ReferenceType", "array", "_BytesIO",
                 "_StringIO", "deque", "_LineStream")  # fmt: skip
UNWRAPPED_TYPES = ("property", "classmethod", "staticmethod")
LATE = SimpleNamespace()  # functions of files that import this one: `receiver`, `exception_receiver`


def receiver_kinds(owner: str) -> tuple[int, ...]:
    """The heap kinds a method's receiver may have; () where the method looks for itself."""
    if owner in PAYLOAD_TYPES or owner not in TYPES:
        return ()
    return tuple(number_of(kind) for kind in TYPES[owner].kinds)


@dataclass(frozen=True)
class ReceiverCheck:
    """What a method's receiver must be: an exception, or an object of the type of that index, of one of the kinds."""

    is_exception: bool
    kinds: tuple[int, ...]
    index: int
    text: str  # of the error


def receiver_check(owner: str, kinds: tuple[int, ...], name: str) -> ReceiverCheck:
    text = f"descriptor '{name}' requires a '{dotted_name(owner)}' object but received a '%T'"
    return ReceiverCheck(is_exception_name(owner), kinds, TYPE_INDEX[owner], text)


def checked_wrapper(target: MicroFunction, check: ReceiverCheck) -> MicroFunction:
    """An entry that refuses receivers of other kinds: methods cast what they get."""

    def entry(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        check_receiver(arguments, check.is_exception, check.kinds, check.index, check.text)
        return target(arguments, argc, names)

    return MicroFunction(entry, {}, {"raises": True, "name": f"{target.qualified_name}.checked"})


@inline(raises=True)
def check_receiver(arguments: Ptr[Value], is_exception: static, kinds: static, index: i64, text: Ptr[u8]) -> None:
    if is_exception:
        LATE.check_exception(arguments[0], text)
    elif not is_kind_number(arguments[0], kinds):
        arguments[0] = LATE.receiver(arguments[0], index, text)


def dotted_name(owner: str) -> str:
    """A builtin type's name as messages have it: with the module, except for the module builtins."""
    module = TYPES[owner].module
    return owner if module == "builtins" else f"{module}.{owner}"


def is_exception_name(owner: str) -> bool:
    while owner not in ("object", "BaseException"):
        owner = TYPES[owner].base
    return owner == "BaseException"


@inline
def is_kind_number(v: Value, kinds: static) -> bool:
    if is_reference(v):
        found = kind_of(v)
        for kind in kinds:
            if found == kind:
                return True
    return False


def fixed_wrapper(target: MicroFunction, count: int, least: int, check: ReceiverCheck | None) -> MicroFunction:
    """The standard entry (arguments, count, names) of a function with a fixed number of parameters, the first checked."""
    own_name = f"{target.qualified_name}.entry"
    scope = {"target": target, "least": least, "argument": argument, "check": check}

    def make(wrapper: Callable[..., Any]) -> MicroFunction:
        return MicroFunction(wrapper, scope, {"raises": True, "name": own_name})

    if count == 0:

        @make
        def entry0(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            return target()

        return entry0
    if count == 1:

        @make
        def entry1(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            if check is not None:
                check_receiver(arguments, check.is_exception, check.kinds, check.index, check.text)
            return target(argument(arguments, argc, 0, least))

        return entry1
    if count == 2:

        @make
        def entry2(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            if check is not None:
                check_receiver(arguments, check.is_exception, check.kinds, check.index, check.text)
            return target(argument(arguments, argc, 0, least), argument(arguments, argc, 1, least))

        return entry2
    if count == 3:

        @make
        def entry3(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            if check is not None:
                check_receiver(arguments, check.is_exception, check.kinds, check.index, check.text)
            return target(
                argument(arguments, argc, 0, least), argument(arguments, argc, 1, least), argument(arguments, argc, 2, least)
            )

        return entry3
    if count == 4:

        @make
        def entry4(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            if check is not None:
                check_receiver(arguments, check.is_exception, check.kinds, check.index, check.text)
            return target(
                argument(arguments, argc, 0, least), argument(arguments, argc, 1, least),
                argument(arguments, argc, 2, least), argument(arguments, argc, 3, least),
            )  # fmt: skip

        return entry4
    if count == 5:

        @make
        def entry5(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            if check is not None:
                check_receiver(arguments, check.is_exception, check.kinds, check.index, check.text)
            return target(
                argument(arguments, argc, 0, least), argument(arguments, argc, 1, least),
                argument(arguments, argc, 2, least), argument(arguments, argc, 3, least),
                argument(arguments, argc, 4, least),
            )  # fmt: skip

        return entry5
    raise ValueError(f"{target.name} has too many parameters: make it variadic")


@fn(inline=True)
def argument(arguments: Ptr[Value], argc: i64, index: static, least: static) -> Value:
    """Argument number `index`, or DEFAULT if it may be missing and is."""
    if index < least:
        return arguments[index]
    return arguments[index] if argc > index else DEFAULT


__all__ = ["DEFAULT", "MAX_PARAMETERS", "cast", "stack_array"]
