"""Declaring what else a language gives the kernel, beside instructions: native functions and hooks.

    @native
    def clock() -> Value: ...                       # as many arguments as it has parameters

    @native("max", minimum=1)
    def largest(arguments: Ptr[Value], argc: i64, names: Value) -> Value: ...

    @hook("call")
    def call_object(window: Ptr[Value], argc: i64, names: Value, link: u64, caller: Ptr[Value]) -> ...

They are found in the language's modules, where the instructions are (`corevm.engine.store.ImageSpec.instruction_modules`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corevm.errors import MicroError, Place
from corevm.micro.function import MicroFunction
from corevm.micro.surface import Ptr, Value, _scope, i64

ENTRY_PARAMETERS = ("arguments", "argc", "names")


@dataclass(frozen=True)
class NativeDefinition:
    """A native function. `entry` takes (arguments, argc, names); `maximum` -1: any number of arguments."""

    name: str
    entry: MicroFunction
    minimum: int
    maximum: int
    module: str


@dataclass(frozen=True)
class HookDefinition:
    """A function for a hook of `corevm.kernel.hook`."""

    name: str
    function: MicroFunction
    module: str


def native(name: str | Callable[..., Any] = "", *, minimum: int = 0, maximum: int = -1) -> Any:
    """Declare a native function; its name is the function's unless given.

    One whose parameters are (arguments, argc, names) takes `minimum` to `maximum` arguments, any other as many as it has
    parameters. It may raise.
    """
    scope = _scope(1)

    def declare(python: Callable[..., Any]) -> NativeDefinition:
        function = MicroFunction(python, scope, {"raises": True})
        parameters = python.__code__.co_varnames[: python.__code__.co_argcount]
        own_name = name if isinstance(name, str) and name else function.name
        if parameters == ENTRY_PARAMETERS:
            return NativeDefinition(own_name, function, minimum, maximum, function.module)
        count = len(parameters)
        if count >= len(_ENTRIES):
            raise MicroError(
                f"native function {own_name} has too many parameters", code="MC401", place=Place(function.file, function.line),
                seen=str(count), wanted=f"at most {len(_ENTRIES) - 1}, or ({', '.join(ENTRY_PARAMETERS)})",
            )  # fmt: skip
        return NativeDefinition(own_name, _entry(function, count), count, count, function.module)

    return declare(name) if callable(name) else declare


def hook(name: str) -> Callable[[Callable[..., Any]], HookDefinition]:
    """Declare the language's function for a hook of `corevm.kernel.hook.HOOKS`."""
    scope = _scope(1)

    def declare(python: Callable[..., Any]) -> HookDefinition:
        function = MicroFunction(python, scope, {"raises": True})
        return HookDefinition(name, function, function.module)

    return declare


# --- entries of functions with a fixed number of parameters
def _entry(target: MicroFunction, count: int) -> MicroFunction:
    options = {"raises": True, "name": f"{target.qualified_name}.entry"}
    made = MicroFunction(_ENTRIES[count], {"target": target}, options)
    made.module = target.module
    return made


def _entry_0(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return target()  # type: ignore[name-defined]  # noqa: F821


def _entry_1(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return target(arguments[0])  # type: ignore[name-defined]  # noqa: F821


def _entry_2(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return target(arguments[0], arguments[1])  # type: ignore[name-defined]  # noqa: F821


def _entry_3(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return target(arguments[0], arguments[1], arguments[2])  # type: ignore[name-defined]  # noqa: F821


def _entry_4(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return target(arguments[0], arguments[1], arguments[2], arguments[3])  # type: ignore[name-defined]  # noqa: F821


_ENTRIES = (_entry_0, _entry_1, _entry_2, _entry_3, _entry_4)


def natives_of(module: Any) -> list[NativeDefinition]:
    """The native functions a Python module declares, in order."""
    return [x for x in vars(module).values() if isinstance(x, NativeDefinition) and x.module == module.__name__]


def hooks_of(module: Any) -> list[HookDefinition]:
    """The hooks a Python module declares, in order."""
    return [x for x in vars(module).values() if isinstance(x, HookDefinition) and x.module == module.__name__]
