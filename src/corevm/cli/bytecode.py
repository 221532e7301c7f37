"""`corevm bytecode`: the tools of bytecode modules. A file is read as text or binary by its first bytes; `-` is the standard input or output.

    asm     text to binary, verified      dis     binary to text, with source lines
    verify  check modules                 stat    what a module holds
    run     run a module's code
    semantics  the IR of instructions' meanings, and of the functions they call, as the language's image carries it

The instruction set is that of a language: `--language MODULE:NAME`, NAME an ImageSpec, a Language or a runtime class;
without it, the core's alone. Exit status: 0; 1 after an error in the input or the program; 2 after a wrong command line.
"""

from __future__ import annotations

import argparse
import difflib
import linecache
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corevm.bytecode.assemble import assemble
from corevm.bytecode.cache import HEADER as KEPT_HEADER
from corevm.bytecode.cache import MAGIC as KEPT_MAGIC
from corevm.bytecode.disassemble import disassemble, functions_in_order
from corevm.bytecode.format import read_module, write_module
from corevm.bytecode.head import MAGIC
from corevm.bytecode.model import CodeUnit
from corevm.bytecode.verify import verify
from corevm.cli.language import find_language
from corevm.errors import BytecodeError, CorevmError, UsageError
from corevm.ir.archive import Archive
from corevm.ir.text import format_function


class Subject:
    """The language: its shapes and fusions, and how to make a machine of it."""

    def __init__(self, name: str) -> None:
        self.target: Any = find_language(name) if name else None
        self._tables: tuple[Any, Any] | None = None

    def tables(self) -> tuple[Any, Any]:
        """Shapes and fusions. Effects: may build the language's image, if none is kept."""
        if self._tables is None:
            if self.target is None:
                from corevm.isa import define  # lazy: loads the Micro compiler
                from corevm.isa.op import control

                self._tables = define.shapes_of(define.InstructionSet(define.definitions_of(control))), {}
            else:
                from corevm.engine.store import find_image  # lazy: only for a language

                layout = find_image(self.spec())[1]
                self._tables = layout.instructions, layout.fusions
        return self._tables

    def spec(self) -> Any:
        target = self.target
        if isinstance(target, type):
            module = sys.modules[target.__module__]
            return module.SPEC
        return getattr(target, "spec", target)

    def semantics(self) -> Archive:
        """Effects: may build the language's image, if none is kept."""
        from corevm.engine.semantics import semantics  # lazy: only for a language

        if self.target is None:
            raise UsageError("semantics are a language's", code="US061", wanted="--language MODULE:NAME")
        return semantics(self.spec())

    def machine(self) -> Any:
        from corevm.engine.runtime import Runtime  # lazy: only `run` needs a machine

        if self.target is None:
            raise UsageError("running needs a language", code="US061", wanted="--language MODULE:NAME")
        if isinstance(self.target, type):
            return self.target()
        return self.target.runtime() if hasattr(self.target, "runtime") else Runtime(self.target)


def read(path: str, subject: Subject) -> CodeUnit:
    """The unit in a file, text or binary. Raises: BytecodeError; OSError."""
    content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if content[: len(KEPT_MAGIC)] == KEPT_MAGIC:  # a file of the cache
        content = content[KEPT_HEADER.size :]
    if content[: len(MAGIC)] == MAGIC:
        return read_module(content, subject.tables()[0], path)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        wanted = "the text form in UTF-8, or the binary form"
        raise BytecodeError(f"{path} is no bytecode", code="BC401", seen=str(error), wanted=wanted) from None
    return assemble(text, subject.tables()[0], path)


def write(path: str, content: bytes) -> None:
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(path).write_bytes(content)


def _asm(options: argparse.Namespace, subject: Subject) -> int:
    unit = read(options.file, subject)
    verify(unit, *subject.tables())
    write(options.output or (str(Path(options.file).with_suffix(".cvm")) if options.file != "-" else "-"), write_module(unit, subject.tables()[0]))
    return 0


def _dis(options: argparse.Namespace, subject: Subject) -> int:
    text = disassemble(read(options.file, subject), subject.tables()[0], linecache.getline)
    write(options.output or "-", text.encode("utf-8", "backslashreplace"))
    return 0


def _verify(options: argparse.Namespace, subject: Subject) -> int:
    for path in options.file:
        verify(read(path, subject), *subject.tables())
    return 0


def _stat(options: argparse.Namespace, subject: Subject) -> int:
    unit = read(options.file, subject)
    shapes = subject.tables()[0]
    functions = functions_in_order(unit)
    used = Counter(i.op for f in functions for i in f.instructions)
    rows = {
        "bytes": len(write_module(unit, shapes)),
        "functions": len(functions),
        "generators": sum(f.is_generator for f in functions),
        "instructions": sum(used.values()),
        "words": sum(shapes[op][1] * n for op, n in used.items()),
        "constants": sum(len(f.constants) for f in functions),
        "catch sites": sum(len(f.catch_sites) for f in functions),
        "registers, most": max(f.register_count for f in functions),
    }
    for name, number in rows.items():
        print(f"{name:<16} {number}")
    print()
    for op, number in used.most_common():
        print(f"{op:<24} {number}")
    return 0


def _run(options: argparse.Namespace, subject: Subject) -> int:
    unit = read(options.file, subject)
    with subject.machine() as vm:
        try:
            result = vm.to_host(vm.call(vm.load(unit, vm.namespace())))
        finally:
            vm.flush()
        print(result)
    return 0


def _semantics(options: argparse.Namespace, subject: Subject) -> int:
    archive = subject.semantics()
    if not options.name:
        for name, root in sorted(archive.roots.items()):
            print(f"{name:<28} {root.function}")
        return 0
    for name in options.name:
        function = archive.roots[name].function if name in archive.roots else name
        if function not in archive:
            close = difflib.get_close_matches(name, [*archive.roots, *(f for row in archive.modules.values() for f in row)])
            raise UsageError(
                f"there is no instruction or function {name!r}", code="US062", wanted=" or ".join(close) or "a name that `semantics` alone lists"
            )
        print(format_function(archive.function(function)))
    return 0


Command = Callable[[argparse.Namespace, Subject], int]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corevm bytecode", description="Tools for bytecode modules.")
    parser.add_argument(
        "--language", default=os.environ.get("COREVM_LANGUAGE", ""), metavar="MODULE:NAME", help="whose instruction set; else the core's"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command, text: str, many: bool = False) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        added.add_argument("file", nargs="+" if many else None, help="text or binary; - is the standard input")
        return added

    for name, run, text in (("asm", _asm, "text to binary, verified"), ("dis", _dis, "binary to text")):
        command(name, run, text).add_argument("-o", "--output", help="- is the standard output")
    command("verify", _verify, "check modules", many=True)
    command("stat", _stat, "count what a module holds")
    command("run", _run, "run a module's code and show its result")
    text = "show the IR of instructions' meanings or of functions; without names, list the instructions"
    added = commands.add_parser("semantics", help=text, description=text)
    added.set_defaults(run=_semantics)
    added.add_argument("name", nargs="*", help="an instruction, or a function of the kernel or the language")
    return parser


def main(argv: Sequence[str]) -> int:
    """Run `corevm bytecode` with arguments; gives the exit status."""
    try:
        options = _parser().parse_args(list(argv))
    except SystemExit as stop:  # argparse has written its message
        return int(stop.code or 0)
    try:
        return int(options.run(options, Subject(options.language)))
    except CorevmError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"corevm bytecode: {error}", file=sys.stderr)
    return 1
