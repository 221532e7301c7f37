"""`corevm`: finds the subcommand and hands it the rest of the command line.

A subcommand is a module with `main(argv) -> int`; it is imported when it is asked for, so `corevm ir` loads no LLVM.
Effects: those of the subcommand.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

# name: module with main(argv) -> exit status, what it does
COMMANDS: dict[str, tuple[str, str]] = {
    "ir": ("corevm.cli.ir", "assemble, disassemble, verify, run, measure and optimise IR"),
    "bytecode": ("corevm.cli.bytecode", "assemble, disassemble, verify, run and measure bytecode modules"),
    "jit": ("corevm.cli.jit", "tell what the JIT does with a program"),
    "bench": ("corevm.bench", "measure against peers"),
}


def usage() -> str:
    lines = ["usage: corevm COMMAND [ARGUMENTS]", "", "commands:"]
    lines += [f"  {name:<10} {meaning}" for name, (_, meaning) in COMMANDS.items()]
    return "\n".join([*lines, "", "`corevm COMMAND --help` says more."])


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name); gives the exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if args else 2
    if args[0] not in COMMANDS:
        print(f"corevm: there is no command {args[0]!r}\n\n{usage()}", file=sys.stderr)
        return 2
    module = importlib.import_module(COMMANDS[args[0]][0])
    return int(module.main(args[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
