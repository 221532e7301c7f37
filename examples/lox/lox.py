"""Lox: `python examples/lox/lox.py [script]`, without a script line by line (level: host).

Exit codes: 64 wrong usage, 65 the program is wrong, 70 it failed, 74 it cannot be read.
"""

from __future__ import annotations

import os
import sys

from compiler import compile_script
from parser import Parser

from corevm.errors import CorevmError
from corevm.lang import CodeUnit, Language, LanguageError, LanguageRuntime

USAGE, WRONG, FAILED, UNREADABLE = 64, 65, 70, 74
LOX = Language(
    "lox", modules=("machine",), folders=(os.path.dirname(os.path.abspath(__file__)),), messages={"recursion": "Stack overflow."}
)


class SourceError(Exception):
    """The program is wrong; the argument is the list of what is wrong."""


def compile_source(source: str, file: str = "script") -> CodeUnit:
    """Raises: SourceError."""
    parser = Parser(source)
    try:
        script = parser.script()
        if not parser.errors:
            return compile_script(script, file)
    except RecursionError:
        parser.errors.append(f"[line {parser.previous.line}] Error: Too much nesting.")
    raise SourceError(parser.errors)


class Lox(LanguageRuntime):
    """A Lox machine."""

    def __init__(self, **options: object) -> None:
        super().__init__(LOX, **options)
        self.define_natives()

    def interpret(self, source: str, file: str = "script") -> None:
        """Raises: SourceError, LanguageError."""
        self.run(self.load(compile_source(source, file)))


def report(error: LanguageError) -> str:
    """A run-time error as Lox shows it."""
    frames = [f"[line {f.line}] in {f.name if f.name == 'script' else f.name + '()'}" for f in error.frames]
    if len(frames) > 40:
        frames[20:-20] = [f"... {len(frames) - 40} more"]
    return "\n".join([error.message, *frames])


def run(lox: Lox, source: str, file: str = "script") -> int:
    """Interpret; gives the exit code, having shown what went wrong."""
    try:
        lox.interpret(source, file)
        return 0
    except SourceError as e:
        print(*e.args[0], sep="\n", file=sys.stderr)
        return WRONG
    except LanguageError as e:
        print(report(e), file=sys.stderr)
        return FAILED
    except CorevmError as e:  # a limit of the machine: too many registers, a jump too far
        print(f"Error: {e.message}", file=sys.stderr)
        return WRONG


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        print("Usage: lox.py [script]", file=sys.stderr)
        return USAGE
    with Lox(report=lambda step: print(f"building {step}", end="\x1b[K\r", file=sys.stderr) if sys.stderr.isatty() else None) as lox:
        if arguments:
            try:
                with open(arguments[0], encoding="utf-8", errors="surrogateescape") as file:
                    source = file.read()
            except OSError as e:
                print(f'Could not open file "{arguments[0]}": {e.strerror}', file=sys.stderr)
                return UNREADABLE
            return run(lox, source, arguments[0])
        while True:
            try:
                run(lox, input("> "))
            except EOFError:
                print()
                return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
