"""A small stand-in for `pyperf`: runs a benchmark program's own functions and prints JSON lines.

This folder is put on `PYTHONPATH`, so that unmodified programs of pyperformance find this module when they import `pyperf`.
It is run by the interpreter under test, so it is plain Python that asks for little: `sys` and `time`, no `argparse`,
no `json`. Its annotations are for the type checker only and are never evaluated.

Its own settings come on the program's command line, and are taken off it before the program sees them:

    --bench-warmups=N     calls per benchmark whose time is thrown away (default 1)
    --bench-values=N      calls per benchmark that are timed (default 3)
    --bench-loops=A:4;B:8 loops inside a call, by benchmark name (default 1)
    --bench-minimum=S     instead of timing, find the loops that make a call last S seconds
    --bench-probe=EXPR    after the benchmarks, evaluate EXPR in the program and report its value

Lines printed (each one JSON object, first key `corevm_bench`; every other line is the program's own output):

    {"corevm_bench": "value",  "name": ..., "loops": n, "warmup": bool, "seconds": s}     one call
    {"corevm_bench": "loops",  "name": ..., "loops": n}                                   what --bench-minimum found
    {"corevm_bench": "result", "name": ..., "text": ...}                                  the value the function returned
"""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

perf_counter = time.perf_counter
VERSION = (2, 0, 0)
__version__ = "2.0.0"

# A value whose repr is longer than this is reported by its length and a hash.
LONGEST_TEXT = 200
HASH_MODULUS = 2**61 - 1


def python_implementation() -> str:
    """The interpreter's name in lower case, for example `cpython`."""
    return sys.implementation.name


def python_has_jit() -> bool:
    """Whether warm-up matters more than here; programs only choose their warm-up by it."""
    return False


def quote_json(text: str) -> str:
    """The text as a JSON string, in ASCII."""
    out = ['"']
    for character in text:
        code = ord(character)
        if character == '"' or character == "\\":
            out.append("\\" + character)
        elif 32 <= code < 127:
            out.append(character)
        elif code > 0xFFFF:
            code -= 0x10000
            out.append(f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}")
        else:
            out.append(f"\\u{code:04x}")
    out.append('"')
    return "".join(out)


def describe_value(value: object) -> str:
    """A text that is the same for equal results: the repr without addresses, hashed when long."""
    text = repr(value)
    parts = text.split(" at 0x")
    clean = [parts[0]]
    for part in parts[1:]:
        index = 0
        while index < len(part) and part[index] in "0123456789abcdefABCDEF":
            index += 1
        clean.append(part[index:])
    text = " at ?".join(clean)
    if len(text) <= LONGEST_TEXT:
        return text
    code = 0
    for character in text:
        code = (code * 31 + ord(character)) % HASH_MODULUS
    return f"{len(text)} characters, hash {code}"


def emit(kind: str, name: str, fields: Iterable[tuple[str, str]]) -> None:
    """Print one JSON line; `fields` are pairs of a key and a ready JSON text."""
    parts = [f'"corevm_bench": "{kind}", "name": {quote_json(name)}']
    for key, text in fields:
        parts.append(f'"{key}": {text}')
    sys.stdout.write("{" + ", ".join(parts) + "}\n")
    sys.stdout.flush()


class Settings:
    """What `--bench-…` arguments say; takes them off the list it is given."""

    def __init__(self, arguments: list[str]) -> None:
        self.warmups = 1
        self.values = 3
        self.loops: dict[str, int] = {}
        self.minimum_seconds = 0.0
        self.probe = ""
        rest = []
        for argument in arguments:
            if argument.startswith("--bench-"):
                key, _, text = argument[8:].partition("=")
                if key == "warmups":
                    self.warmups = int(text)
                elif key == "values":
                    self.values = int(text)
                elif key == "loops":
                    for item in text.split(";"):
                        if item:
                            name, _, count = item.rpartition(":")
                            self.loops[name] = int(count)
                elif key == "minimum":
                    self.minimum_seconds = float(text)
                elif key == "probe":
                    self.probe = text
                else:
                    raise SystemExit("pyperf stand-in: unknown setting " + argument)
            else:
                rest.append(argument)
        arguments[:] = rest


class Namespace:
    """The parsed arguments of a program, as attributes."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class Argument:
    """One declared argument of a program."""

    def __init__(self, names: tuple[str, ...], options: dict[str, Any]) -> None:
        self.names = names
        self.is_option = names[0].startswith("-")
        self.is_switch = options.get("action") in ("store_true", "store_false")
        self.action = options.get("action", "store")
        self.is_optional = self.is_option or options.get("nargs") in ("?", "*")
        self.convert = options.get("type") or str
        self.choices = options.get("choices")
        self.default = options.get("default")
        if self.default is None and self.action == "store_true":
            self.default = False
        if self.default is None and self.action == "store_false":
            self.default = True
        name = options.get("dest")
        if not name:
            name = names[0]
            for other in names:
                if other.startswith("--"):
                    name = other
                    break
        self.dest = name.lstrip("-").replace("-", "_")

    def take(self, text: str) -> Any:
        value = self.convert(text)
        if self.choices is not None and value not in self.choices:
            raise SystemExit(f"argument {self.names[0]}: invalid choice: {value!r}")
        return value


class ArgumentParser:
    """The part of `argparse.ArgumentParser` that benchmark programs use."""

    def __init__(self) -> None:
        self.arguments: list[Argument] = []

    def add_argument(self, *names: str, **options: Any) -> Argument:
        argument = Argument(names, options)
        self.arguments.append(argument)
        return argument

    def add_argument_group(self, *names: str, **options: Any) -> ArgumentParser:
        return self

    add_mutually_exclusive_group = add_argument_group

    def set_defaults(self, **defaults: Any) -> None:
        for argument in self.arguments:
            if argument.dest in defaults:
                argument.default = defaults[argument.dest]

    def parse_args(self, texts: list[str] | None = None) -> Namespace:
        if texts is None:
            texts = sys.argv[1:]
        space = Namespace()
        positional = []
        for argument in self.arguments:
            setattr(space, argument.dest, argument.default)
            if not argument.is_option:
                positional.append(argument)
        index = 0
        while index < len(texts):
            text = texts[index]
            index += 1
            if text.startswith("-") and len(text) > 1:
                key, has_value, value = text.partition("=")
                found = None
                for argument in self.arguments:
                    if key in argument.names:
                        found = argument
                if found is None:
                    raise SystemExit("unrecognized argument: " + text)
                if found.is_switch:
                    setattr(space, found.dest, found.action == "store_true")
                    continue
                if not has_value:
                    if index >= len(texts):
                        raise SystemExit(f"argument {key}: expected one argument")
                    value = texts[index]
                    index += 1
                setattr(space, found.dest, found.take(value))
            elif positional:
                found = positional.pop(0)
                setattr(space, found.dest, found.take(text))
            else:
                raise SystemExit("unrecognized argument: " + text)
        for argument in positional:
            if not argument.is_optional:
                raise SystemExit("missing argument: " + argument.dest)
        return space


class Runner:
    """Runs benchmark functions, each in this process, one after another."""

    def __init__(self, *unused: Any, **options: Any) -> None:
        self.settings = Settings(sys.argv)
        self.metadata: dict[str, object] = {}
        self.argparser = ArgumentParser()
        self.args: Namespace | None = None

    def parse_args(self, arguments: list[str] | None = None) -> Namespace:
        if self.args is None:
            self.args = self.argparser.parse_args(arguments)
        return self.args

    def bench_func(self, name: str, function: Callable[..., object], *arguments: Any, **options: Any) -> None:
        """Time `function(*arguments)`; report what its first call returned."""
        results: list[object] = []

        def time_function(loops: int) -> float:
            result: object = None
            started = perf_counter()
            for _ in range(loops):
                result = function(*arguments)
            seconds = perf_counter() - started
            if not results:
                results.append(result)
            return seconds

        self._run(name, time_function)
        if results[0] is not None:
            emit("result", name, [("text", quote_json(describe_value(results[0])))])
        self._run_probe(name)

    def bench_time_func(self, name: str, function: Callable[..., float], *arguments: Any, **options: Any) -> None:
        """Let `function(loops, *arguments)` time itself; it returns seconds."""

        def time_function(loops: int) -> float:
            return function(loops, *arguments)

        self._run(name, time_function)
        self._run_probe(name)

    def bench_command(self, name: str, command: list[str]) -> None:
        """Ignored: whole commands are compared by `corevm bench --script`."""

    def timeit(self, name: str, *unused: Any, **options: Any) -> None:
        """Ignored: a source text is not a program's own function."""

    def bench_async_func(self, name: str, *unused: Any, **options: Any) -> None:
        """Ignored: not one of the programs that `corevm bench` runs."""

    def _run(self, name: str, time_function: Callable[[int], float]) -> None:
        self.parse_args()
        settings = self.settings
        if settings.minimum_seconds:
            loops = 1
            while time_function(loops) < settings.minimum_seconds:
                loops *= 2
            emit("loops", name, [("loops", str(loops))])
            return
        loops = settings.loops.get(name, 1)
        for index in range(settings.warmups + settings.values):
            seconds = time_function(loops)
            is_warmup = "true" if index < settings.warmups else "false"
            emit("value", name, [("loops", str(loops)), ("warmup", is_warmup), ("seconds", repr(float(seconds)))])

    def _run_probe(self, name: str) -> None:
        probe = self.settings.probe
        if probe and not self.settings.minimum_seconds:
            self.settings.probe = ""
            value = eval(probe, sys.modules["__main__"].__dict__)
            emit("result", name + " probe", [("text", quote_json(describe_value(value)))])
