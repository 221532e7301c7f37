"""Lox: `python examples/lox/lox.py [script]`, without a script line by line (level: host).

Exit codes: 64 wrong usage, 65 the program is wrong, 70 it failed, 74 it cannot be read.
"""

from __future__ import annotations

import os
import sys

from compiler import compile_source
from corevm.errors import CorevmError
from corevm.lang import Language, LanguageError, LanguageRuntime

FOLDER = os.path.dirname(os.path.abspath(__file__))
LOX = Language("lox", modules=("machine",), folders=(FOLDER,), messages={"recursion": "Stack overflow."})


def interpret(vm: LanguageRuntime, source: str) -> int:
    """Run a program; gives the exit code, having shown what went wrong."""
    unit, errors = compile_source(source)
    if unit is None:
        print(*errors, sep="\n", file=sys.stderr)
        return 65
    try:
        vm.run(vm.load(unit))
    except LanguageError as e:
        print(e.message, *shown(e), sep="\n", file=sys.stderr)
        return 70
    except CorevmError as e:  # a limit: too many constants, a jump too far, fuel
        print(f"Error: {e.message}", file=sys.stderr)
        return 70
    return 0


def shown(error: LanguageError) -> list[str]:
    """The stack trace, innermost first; of a long one, its ends."""
    lines = [f"[line {f.line}] in {f.name if f.name == 'script' else f.name + '()'}" for f in error.frames]
    return lines if len(lines) <= 40 else [*lines[:20], f"... {len(lines) - 40} more", *lines[-20:]]


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        print("Usage: lox.py [script]", file=sys.stderr)
        return 64
    with LOX.runtime() as vm:
        if arguments:
            try:
                with open(arguments[0], encoding="utf-8", errors="surrogateescape") as file:
                    return interpret(vm, file.read())
            except OSError as e:
                print(f'Could not open file "{arguments[0]}": {e.strerror}', file=sys.stderr)
                return 74
        while True:
            try:
                interpret(vm, input("> "))
            except EOFError:
                print()
                return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
