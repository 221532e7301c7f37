"""`corevm ir`: the tools of the IR. A file is read as text or binary by its first bytes; `-` is the standard input or output.

    asm     text to binary                dis     binary to text
    verify  check modules                 stat    what a module holds
    run     call a function on the reference executor
    opt     run passes, write the text

Exit status: 0; 1 after an error in the input, or a trap; 2 after a wrong command line.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from corevm.errors import CorevmError, IrError
from corevm.ir.binary import MAGIC, read_module, write_module
from corevm.ir.module import Function, Module
from corevm.ir.pass_.inline import inline_modules
from corevm.ir.pass_.simplify import simplify
from corevm.ir.run import DEFAULT_MAX_STEPS, Executor
from corevm.ir.statistic import format_statistics, statistics_of
from corevm.ir.text import format_module, format_name, parse_module
from corevm.ir.type import BOOL, FLOATS, Type
from corevm.ir.verify import verify_linked


def _simplify_all(module: Module) -> None:
    for function in module.functions.values():
        simplify(function)


PASSES: dict[str, Callable[[Module], None]] = {"inline": lambda module: inline_modules([module]), "simplify": _simplify_all}


def read(path: str) -> Module:
    """The module in a file, text or binary. Raises: IrError; OSError."""
    content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if content[: len(MAGIC)] == MAGIC:
        return read_module(content)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        wanted = "the text form in UTF-8, or the binary form"
        raise IrError(f"{path} is no IR", code="IR301", seen=str(error), wanted=wanted) from None
    return parse_module(text, path)


def write(path: str, content: bytes) -> None:
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(path).write_bytes(content)


def _argument(type_: Type, text: str) -> int | float | bool:
    try:
        if type_ is BOOL:
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        return float(text) if type_ in FLOATS else int(text, 0)
    except (KeyError, ValueError):
        raise IrError(f"argument {text!r}", code="IR919", seen=text, wanted=f"a value of type {type_}") from None


def _run(options: argparse.Namespace) -> int:
    modules = [read(path) for path in options.file]
    verify_linked(modules)
    executor = Executor(modules, max_steps=options.max_steps, passthrough=True)
    found: Function | None = None
    for module in modules:
        function = module.functions.get(options.function)
        if function is not None and not function.is_declaration:
            found = function
    if found is None:
        names = [format_name(n) for m in modules for n, f in m.functions.items() if not f.is_declaration]
        raise IrError(f"function {options.function}", code="IR012", seen="no definition", wanted=" ".join(names[:20]))
    types = found.signature.params
    if len(options.argument) != len(types):
        wanted = f"{len(types)}: ({', '.join(map(str, types))})"
        raise IrError(f"arguments of {found.name}", code="IR919", seen=str(len(options.argument)), wanted=wanted)
    args = [_argument(t, a) for t, a in zip(types, options.argument, strict=True)]
    for type_, result in zip(found.signature.results, executor.call(found.name, *args), strict=True):
        text = str(result).lower() if type_ is BOOL else hex(int(result)) if type_.name in ("ptr", "ref", "value") else str(result)
        print(f"{type_} {text}")
    return 0


def _asm(options: argparse.Namespace) -> int:
    module = read(options.file)
    verify_linked([module])
    output = options.output or (str(Path(options.file).with_suffix(".cvir")) if options.file != "-" else "-")
    write(output, write_module(module))
    return 0


def _dis(options: argparse.Namespace) -> int:
    write(options.output or "-", format_module(read(options.file)).encode("utf-8", "backslashreplace"))
    return 0


def _verify(options: argparse.Namespace) -> int:
    verify_linked([read(path) for path in options.file])
    return 0


def _stat(options: argparse.Namespace) -> int:
    print(format_statistics(statistics_of(read(options.file))), end="")
    return 0


def _opt(options: argparse.Namespace) -> int:
    module = read(options.file)
    verify_linked([module])
    for name in options.passes.split(","):
        if name not in PASSES:
            print(f"corevm ir opt: there is no pass {name!r}; there are: {' '.join(PASSES)}", file=sys.stderr)
            return 2
        PASSES[name](module)
        verify_linked([module])
    write(options.output or "-", format_module(module).encode("utf-8", "backslashreplace"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corevm ir", description="Tools for corevm's intermediate representation.")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str, files: str = "one") -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        if files == "many":
            added.add_argument("file", nargs="+", help="modules, text or binary; they are linked")
        elif files == "one":
            added.add_argument("file", help="a module, text or binary; - is the standard input")
        return added

    for name, run, text in (
        ("asm", _asm, "text to binary"), ("dis", _dis, "binary to text"), ("opt", _opt, "run passes and write the text")
    ):  # fmt: skip
        added = command(name, run, text)
        added.add_argument("-o", "--output", help="- is the standard output")
        if name == "opt":
            added.add_argument("--passes", default=",".join(PASSES), help="names with commas, in order (%(default)s)")
    command("verify", _verify, "check modules, each and as linked together", "many")
    command("stat", _stat, "count what a module holds")
    added = command("run", _run, "call a function on the reference executor", "none")
    added.add_argument("file", nargs=1, help="a module, text or binary")
    added.add_argument("function", help="the function's name, without @")
    added.add_argument("argument", nargs="*", help="integers, floats, true or false")
    added.add_argument("--link", dest="more", action="append", default=[], metavar="FILE", help="another module")
    added.add_argument("--max-steps", type=int, default=DEFAULT_MAX_STEPS, help="loop turns and tail calls allowed")
    return parser


def main(argv: Sequence[str]) -> int:
    """Run `corevm ir` with arguments; gives the exit status."""
    try:
        options = _parser().parse_args(list(argv))
    except SystemExit as stop:  # argparse has written its message
        return int(stop.code or 0)
    if options.command == "run":
        options.file += options.more
    try:
        return int(options.run(options))
    except CorevmError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"corevm ir: {error}", file=sys.stderr)
    return 1
