"""`corevm jit`: what the JIT does with a program.

    explain    run a program, then tell what was compiled, from what, how often it was entered, and where and why it was left

The language is `--language MODULE:NAME`, NAME a Language or a runtime class; without it, Pyta. Exit status: 0; 1 after an error in the program; 2 after a wrong command line.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corevm.cli.language import find_language
from corevm.errors import CorevmError, UsageError

PYTA = "pyta:LANGUAGE"


def _explain(options: argparse.Namespace) -> int:
    import corevm  # lazy: as all that needs a machine
    from corevm.engine.explain import explain

    try:
        source = Path(options.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{options.file} cannot be read", code="US062", seen=str(error), wanted="a program's source in UTF-8") from None
    status = 0
    with corevm.Runtime(find_language(options.language), jit="wait" if options.wait else True) as runtime:
        try:
            for _ in range(options.times):
                runtime.exec(source, options.file)
        except corevm.GuestError as error:
            print(error.traceback.rstrip(), file=sys.stderr)
            status = 1
        print(explain(runtime, options.function, options.ends), end="")
    return status


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="corevm jit", description="What the JIT does with a program.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("explain", help="run a program, then tell what was compiled and how it was used")
    command.add_argument("file", metavar="FILE", help="a program of the language")
    command.add_argument("--language", default=PYTA, metavar="MODULE:NAME", help=f"default: {PYTA}")
    command.add_argument("--function", default="", metavar="NAME", help="only functions with this in their qualified names")
    command.add_argument("--times", type=int, default=1, metavar="N", help="run the program so often")
    command.add_argument("--ends", type=int, default=5, metavar="N", help="how many ends are told of each unit")
    command.add_argument("--wait", action="store_true", help="compile in this process while the program waits")
    command.set_defaults(run=_explain)
    options = parser.parse_args(argv)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"corevm jit: {error}", file=sys.stderr)
        return 2
    except CorevmError as error:
        print(f"corevm jit: {error}", file=sys.stderr)
        return 1


__all__ = ["main"]
