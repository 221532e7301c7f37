"""Calling single Micro functions from Python, on either executor.

`native(f, args)` compiles f with all it reaches into an image of its own, once; `reference(f, args)` runs the same IR in
plain Python. Both give the function's result (several as a tuple) and raise `GuestFailure` where it fails. The hidden
thread is `thread` (an address), 0 unless the caller has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from corevm.errors import CorevmError, UsageError
from corevm.ir.module import Function, Module
from corevm.micro.function import MicroFunction
from corevm.micro.lower import is_sentinel
from corevm.micro.program import COMPILER, Instance


class GuestFailure(CorevmError):
    """A raising Micro function failed. `exception` is the value it raised, where a thread was there to hold it."""

    code = "US012"

    def __init__(self, name: str, exception: int = 0) -> None:
        super().__init__(f"{name} failed", seen=f"exception value {exception:#x}" if exception else "")
        self.exception = exception


def as_instance(function: MicroFunction | Instance) -> Instance:
    return function if isinstance(function, Instance) else COMPILER.instance(function, {})


def merged_module(roots: Iterable[Instance], name: str) -> Module:
    """All the roots reach in one module, the roots exported."""
    roots = list(roots)
    merged = Module(name)
    names = {r.name for r in roots}
    for module in COMPILER.modules(roots):
        for function in module.functions.values():
            if function.is_declaration:
                continue
            if function.name in names and not function.is_exported:
                function = Function(
                    function.name, function.signature, function.blocks, False, function.is_cold, True, function.effect,
                    function.may_raise, function.primitive, function.loc, function.param_names,
                )  # fmt: skip
            merged.functions[function.name] = function
        merged.data.update(module.data)
        merged.externs.update(module.externs)
    return merged


def finish(instance: Instance, results: Any, thread_exception: Callable[[], int] | None = None) -> Any:
    """The Python result of a call's raw results. Raises: GuestFailure."""
    parts = () if results is None else results if isinstance(results, tuple) else (results,)
    function = instance.function
    if function.raises:
        result_type = COMPILER.result_type(function)
        failed = parts[0] == 0 if is_sentinel(result_type) else parts[-1]
        if failed:
            raise GuestFailure(instance.name, thread_exception() if thread_exception else 0)
        if not is_sentinel(result_type):
            parts = parts[:-1]
    parts = tuple(_signed(p, m) for p, m in zip(parts, _result_types(instance), strict=True))
    if len(parts) == 1:
        return parts[0]
    return parts or None


def _result_types(instance: Instance) -> tuple[Any, ...]:
    result = COMPILER.result_type(instance.function)
    if hasattr(result, "items"):
        return tuple(result.items)
    return () if result.ir is None else (result,)


def _signed(value: Any, type_: Any) -> Any:
    """Integers by Micro's signedness (the IR has none)."""
    return type_(value) if isinstance(value, int) and not isinstance(value, bool) and hasattr(type_, "is_signed") else value


def full_arguments(instance: Instance, thread: int, args: tuple[Any, ...]) -> tuple[Any, ...]:
    takes = instance.ir.signature.params
    has_thread = instance.function.takes_thread
    if len(args) + has_thread != len(takes):
        raise UsageError(f"{instance.name} takes {len(takes) - has_thread} arguments", code="US013", seen=str(len(args)))
    return (thread, *args) if has_thread else args


class NativePrograms:
    """Native images of single functions, kept while the process lives."""

    def __init__(self) -> None:
        self.callables: dict[Instance, Callable[..., Any]] = {}
        self.images: list[Any] = []

    def callable_for(self, instance: Instance) -> Callable[..., Any]:
        found = self.callables.get(instance)
        if found is None:
            from corevm.native import call, link, load, lower  # lazy: the compiler is loaded only when code is made

            module = merged_module([instance], instance.name)
            image = load.LoadedImage.from_bytes(link.link([lower.compile_module(module, "fast")]).content)
            self.images.append(image)
            found = self.callables[instance] = call.function(image, instance.name, instance.ir.signature)
        return found

    def __call__(self, function: MicroFunction, args: tuple[Any, ...]) -> Any:
        instance = as_instance(function)
        return finish(instance, self.callable_for(instance)(*full_arguments(instance, 0, args)))


class ReferencePrograms:
    """Reference executors of single functions."""

    def __init__(self) -> None:
        self.executors: dict[Instance, Any] = {}

    def __call__(self, function: MicroFunction, args: tuple[Any, ...]) -> Any:
        from corevm.ir.run import Executor  # lazy: only tests run it

        instance = as_instance(function)
        executor = self.executors.get(instance)
        if executor is None:
            executor = self.executors[instance] = Executor(COMPILER.modules([instance]))
        return finish(instance, executor.call(instance.name, *full_arguments(instance, 0, args)))


_EXECUTORS: dict[str, Any] = {"native": NativePrograms(), "reference": ReferencePrograms()}


def executor_named(name: str) -> Callable[[MicroFunction, tuple[Any, ...]], Any]:
    if name not in _EXECUTORS:
        raise UsageError(f"there is no executor {name!r}", code="US014", wanted=", ".join(_EXECUTORS))
    return _EXECUTORS[name]  # type: ignore[no-any-return]
