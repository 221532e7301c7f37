"""What a decorator leaves behind: a Micro function, a declared C function, a static table.

A `MicroFunction` is an unparsed Python function and its options. It is parsed, checked and lowered when a program
needs it (`corevm.micro.program`). Calling it from Python hands it to an executor.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import linecache
import types
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corevm.errors import MicroError, Place
from corevm.micro.type import MicroType, RecordType

OPTIONS = {
    "raises": False, "inline": False, "cold": False, "export": False, "thread": True, "effect": "", "primitive": "",
    "name": "",
}  # fmt: skip
EFFECTS = ("pure", "read", "write", "alloc", "guest")

_parsed: dict[str, tuple[list[str], dict[int, ast.FunctionDef]]] = {}
_BUILTINS = vars(builtins)


def _definitions(file: str) -> dict[int, ast.FunctionDef]:
    """The function definitions of a file by the line of their first decorator (or `def`)."""
    lines = linecache.getlines(file)  # the same list until the file is read again
    cached = _parsed.get(file)
    if cached is None or cached[0] is not lines:
        found: dict[int, ast.FunctionDef] = {}
        pending: list[Any] = [ast.parse("".join(lines), file)]
        while pending:  # only what holds statements: a tenth of the nodes
            node = pending.pop()
            if isinstance(node, ast.FunctionDef):
                found[min([node.lineno, *(d.lineno for d in node.decorator_list)])] = node
            for part in ("body", "orelse", "handlers", "finalbody", "cases"):
                pending += getattr(node, part, ())
        cached = _parsed[file] = (lines, found)
    return cached[1]


class MicroFunction:
    """A function of the Micro language."""

    def __init__(self, python: Callable[..., Any], scope: dict[str, Any], options: dict[str, Any]) -> None:
        if not isinstance(python, types.FunctionType):
            raise MicroError(f"{python!r} is not a function", code="MC100", wanted="a def under the decorator")
        self.python = python
        self.scope = scope
        self.owner: RecordType | None = None
        self.name = python.__name__
        self.module = python.__module__
        self.file = python.__code__.co_filename
        self.line = python.__code__.co_firstlineno
        self.doc = python.__doc__ or ""
        self.instances: dict[Any, Any] = {}  # static arguments -> corevm.micro.program.Instance
        unknown = set(options) - set(OPTIONS)
        if unknown:
            raise MicroError(
                f"{self.name} has an unknown option {sorted(unknown)[0]!r}", code="MC101",
                place=Place(self.file, self.line), wanted=", ".join(OPTIONS),
            )  # fmt: skip
        self.options = {**OPTIONS, **options}
        if self.options["effect"] and self.options["effect"] not in EFFECTS:
            raise MicroError(
                f"{self.name} declares the unknown effect {self.options['effect']!r}", code="MC102",
                place=Place(self.file, self.line), wanted=", ".join(EFFECTS),
            )  # fmt: skip

    def bind_owner(self, owner: RecordType) -> None:
        self.owner = owner

    @property
    def raises(self) -> bool:
        return bool(self.options["raises"])

    @property
    def takes_thread(self) -> bool:
        return bool(self.options["thread"])

    @cached_property
    def qualified_name(self) -> str:
        """Its name in the image: module and qualified name; `name=` overrides it."""
        if self.options["name"]:
            return str(self.options["name"])
        return f"{self.module}.{self.python.__qualname__.replace('<locals>.', '')}"

    @cached_property
    def definition(self) -> ast.FunctionDef:
        found = _definitions(self.file).get(self.line)
        if found is None or found.name != self.python.__name__:
            raise MicroError(
                f"the source of {self.name} cannot be found", code="MC103", place=Place(self.file, self.line),
                hint="Micro functions must be defined in a file",
            )  # fmt: skip
        return found

    @cached_property
    def parameter_names(self) -> list[str]:
        return [a.arg for a in self.definition.args.args]

    @cached_property
    def closure(self) -> dict[str, Any]:
        cells = self.python.__closure__ or ()
        found = {}
        for name, cell in zip(self.python.__code__.co_freevars, cells, strict=True):
            try:
                found[name] = cell.cell_contents
            except ValueError:  # not yet bound: looked up again in the scope
                continue
        return found

    def look_up(self, name: str) -> Any:
        """The static object a free name means. Raises: KeyError."""
        for space in (self.closure, self.scope, self.python.__globals__, _BUILTINS):
            if name in space:
                return space[name]
        raise KeyError(name)

    def __call__(self, *args: Any) -> Any:
        return executor_named("native")(self, args)

    def on(self, executor: str) -> Callable[..., Any]:
        """This function as a Python callable on the executor of that name: "native" or "reference"."""
        run = executor_named(executor)
        return lambda *args: run(self, args)

    def __repr__(self) -> str:
        return f"<micro function {self.qualified_name}>"


@dataclass(frozen=True)
class CFunction:
    """A C function of the process, by its symbol."""

    name: str
    params: tuple[MicroType, ...]
    result: MicroType
    effect: str = "write"
    varargs: bool = False


@dataclass(frozen=True, eq=False)
class StaticTable:
    """A static constant array."""

    item: MicroType
    values: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> Any:
        return self.values[index]


Executor = Callable[[MicroFunction, tuple[Any, ...]], Any]


def executor_named(name: str) -> Executor:
    """What runs Micro functions called from Python. The engine is above this room: it is found by name, when first needed."""
    found = importlib.import_module("corevm.engine.executor").executor_named(name)
    return found  # type: ignore[no-any-return]
