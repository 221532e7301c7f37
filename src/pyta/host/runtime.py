"""Pyta's runtime on the host's side: compiling, running, importing, reporting errors."""

from __future__ import annotations

import linecache
import os
import sys
from collections.abc import Sequence
from typing import Any

from corevm.engine.runtime import NONE, TRUE, GuestError, Runtime, read_word
from pyta.host.image import SPEC

DELETED = 0x24
TRACEBACK, CAUSE, CONTEXT, SUPPRESS, ARGS, TYPE = range(6)


class PytaRuntime(Runtime):
    """A Pyta machine: `run_source`, `run_file`, and imports of source modules along `path`."""

    def __init__(self, path: Sequence[str] = (), **options: Any) -> None:
        super().__init__(SPEC, **options)
        self.path = list(path)
        self._importing: set[str] = set()
        self.set_builtin("__import__", self.host_function("__import__", self._import, 1, 5))

    # --- names
    def set_builtin(self, text: str, value: int) -> None:
        self.native("host_set_name", self.native("host_builtins"), self.name(text), value)

    def set_name(self, space: int, text: str, value: int) -> None:
        self.native("host_set_name", space, self.name(text), value)

    # --- running
    def new_module(self, name: str, file: str | None = None) -> tuple[int, int]:
        """A module entered into sys.modules, and its namespace; both held."""
        module = self.native("host_module", self.name(name))
        self.hold(module)
        space = self.native("host_module_space", module)
        if file is not None:
            self.set_name(space, "__file__", self.string(file))
        return module, space

    def run_source(self, source: str | bytes, file: str, space: int) -> int:
        """Run a module's source in a namespace. Raises: SyntaxError, GuestError."""
        from pyta.compiler.compile import compile_source  # lazy: a start from kept bytecode needs no compiler

        function = self.load(compile_source(source, file), space)
        return self.call_words(function, [])

    def set_argv(self, argv: Sequence[str]) -> None:
        """sys.argv and sys.path."""
        space = self.native("host_sys")
        self.set_name(space, "argv", self.native("host_list", self.sequence(list(argv))))
        self.set_name(space, "path", self.native("host_list", self.sequence(list(self.path))))

    def flush(self) -> None:
        """Write out what the program has printed."""

    # --- imports
    def _import(self, name: str, space: Any = None, local: Any = None, names: Any = None, level: int = 0) -> int:
        """The host half of `__import__`; gives a module's word."""
        if level:
            name = self._absolute(name, space, level)
        module = 0
        parts = name.split(".")
        for i in range(1, len(parts) + 1):
            module = self._load_module(".".join(parts[:i]))
        if names:
            for item in names:
                if isinstance(item, str) and item != "*":
                    self._try_submodule(name, module, item)
            return Word(module)
        return Word(self._load_module(parts[0] if not level else name))

    def _absolute(self, name: str, space: Any, level: int) -> str:
        package = self._text(space, "__package__")
        if package is None:
            package = self._text(space, "__name__") or ""
            if self._word(space, "__path__") is None:
                package = package.rpartition(".")[0]
        bits = package.rsplit(".", level - 1)
        if len(bits) < level or not package:
            self.raise_guest("ImportError", "attempted relative import with no known parent package")
        return f"{bits[0]}.{name}" if name else bits[0]

    def _word(self, space: int, text: str) -> int | None:
        found = self.native("host_get_name", space, self.name(text))
        return None if found == DELETED else found

    def _text(self, space: int, text: str) -> str | None:
        found = self._word(space, text)
        value = None if found is None else self.to_host(found)
        return value if isinstance(value, str) else None

    def _load_module(self, name: str) -> int:
        found = self.native("host_find_module", self.name(name))
        if found == NONE:
            self.raise_guest("ModuleNotFoundError", f"import of {name} halted; None in sys.modules")
        if found != DELETED:
            return found
        parent, _, last = name.rpartition(".")
        where: list[str] = self.path
        if parent:
            parent_module = self.native("host_find_module", self.name(parent))
            paths = self._word(self.native("host_module_space", parent_module), "__path__")
            if paths is None:
                self.raise_guest("ModuleNotFoundError", f"No module named '{name}'; '{parent}' is not a package")
            where = [p for p in self._list(paths or NONE) if isinstance(p, str)]
        for folder in where:
            base = os.path.join(folder, last)
            package = os.path.join(base, "__init__.py")
            if os.path.isfile(package):
                return self._run_module(name, package, [base])
            if os.path.isfile(base + ".py"):
                return self._run_module(name, base + ".py", None)
        self.raise_guest("ModuleNotFoundError", f"No module named '{name}'")
        raise AssertionError

    def _list(self, word: int) -> list[Any]:
        if self.kind(word) == "list":
            items = self.get("List", "items", word)
            count = self.get("List", "count", word)
            return [self.to_host(w) for w in self.items(items)[:count]] if items else []
        return list(self.to_host(word) or ())

    def _run_module(self, name: str, file: str, package: list[str] | None) -> int:
        module, space = self.new_module(name, file)
        if package is not None:
            self.set_name(space, "__path__", self.native("host_list", self.sequence(package)))
        self.set_name(space, "__package__", self.string(name if package is not None else name.rpartition(".")[0]))
        try:
            with open(file, "rb") as f:
                source = f.read()
            self.run_source(source, file, space)
        except BaseException:
            self.native("host_forget_module", self.name(name))
            raise
        parent, _, last = name.rpartition(".")
        if parent:
            parent_module = self.native("host_find_module", self.name(parent))
            self.set_name(self.native("host_module_space", parent_module), last, module)
        found = self.native("host_find_module", self.name(name))
        return module if found == DELETED else found

    def _try_submodule(self, name: str, module: int, item: str) -> None:
        if self.kind(module) != "pyta.module":
            return
        space = self.native("host_module_space", module)
        if self._word(space, item) is None and self._word(space, "__path__") is not None:
            try:
                self._load_module(f"{name}.{item}")
            except GuestError as e:
                if "No module named" not in e.message:
                    raise

    # --- errors
    def raise_guest(self, type_name: str, message: str) -> None:
        """Raise a builtin guest exception."""
        self.fail(self.native("host_exception", self.name(type_name), self.string(message)))

    def host_error(self, error: BaseException) -> int:
        return self.native("host_exception", self.name(type(error).__name__), self.string(str(error)))

    def describe_exception(self, exception: int) -> str:
        try:
            return self.text(self.native("host_exception_line", exception))
        except GuestError:
            return "<exception str() failed>"

    def exception_part(self, exception: int, what: int) -> int:
        return self.native("host_exception_part", exception, what)

    def exception_type(self, exception: int) -> str:
        found = self.to_host(self.native("host_type_name", self.exception_part(exception, TYPE)))
        return found if isinstance(found, str) else ""

    def format_exception(self, exception: int, seen: frozenset[int] = frozenset()) -> str:
        """The traceback as CPython prints it, with its causes and contexts."""
        out = ""
        cause, context = self.exception_part(exception, CAUSE), self.exception_part(exception, CONTEXT)
        seen = seen | {exception}
        if cause != NONE and cause not in seen:
            out += self.format_exception(cause, seen)
            out += "\nThe above exception was the direct cause of the following exception:\n\n"
        elif context != NONE and context not in seen and self.exception_part(exception, SUPPRESS) != TRUE:
            out += self.format_exception(context, seen)
            out += "\nDuring handling of the above exception, another exception occurred:\n\n"
        entry = self.exception_part(exception, TRACEBACK)
        if entry != NONE:
            out += "Traceback (most recent call last):\n"
        previous: list[Any] = []
        repeated = 0
        while entry != NONE:
            words = self.items(self.native("host_traceback_entry", entry))
            parts = [self.to_host(w) for w in words[:6]]
            entry = words[6]
            if parts == previous:
                repeated += 1
                if repeated >= 3:
                    continue
            else:
                if repeated >= 3:
                    out += f"  [Previous line repeated {repeated - 2} more time{'s' if repeated > 3 else ''}]\n"
                repeated = 0
                previous = parts
            out += format_entry(*parts)
        if repeated >= 3:
            out += f"  [Previous line repeated {repeated - 2} more time{'s' if repeated > 3 else ''}]\n"
        return out + self.describe_exception(exception) + "\n"

    def to_guest(self, x: Any) -> int:
        if isinstance(x, Word):
            return int(x)
        if isinstance(x, complex):
            return self.native("host_complex", x.real, x.imag)
        return super().to_guest(x)


class Word(int):
    """A guest value's word, where a plain host value was expected."""


def format_entry(file: str, name: str, line: int, column: int, end_line: int, end_column: int) -> str:
    text = f'  File "{file}", line {line}, in {name}\n'
    source = linecache.getline(file, line)
    if source.strip():
        text += f"    {source.strip()}\n"
        text += caret_line(source, line, column, end_line, end_column)
    return text


def caret_line(source: str, line: int, column: int, end_line: int, end_column: int) -> str:
    """The line of carets CPython puts under an expression that is not the whole line."""
    if column < 0 or end_column < 0:
        return ""
    raw = source.encode()
    start = len(raw[:column].decode(errors="replace"))
    end = len(raw[:end_column].decode(errors="replace")) if end_line == line else len(source.rstrip())
    stripped = source.strip()
    indent = len(source) - len(source.lstrip())
    if start <= indent and end - indent >= len(stripped):
        return ""
    return "    " + " " * (start - indent) + "^" * (end - start) + "\n"


__all__ = ["PytaRuntime", "Word", "read_word", "sys"]
