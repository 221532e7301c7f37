"""The `pyta` command: pyta [-c CODE | -m MODULE | FILE | -] [ARGUMENT ...]."""

from __future__ import annotations

import os
import sys

USAGE = """usage: pyta [option] ... [-c cmd | -m mod | file | -] [arg] ...
-c cmd : program passed in as string (terminates option list)
-m mod : run library module as a script (terminates option list)
-h     : print this help message and exit (also -? or --help)
-V     : print the Pyta version number and exit (also --version)
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
"""


def standard_library() -> str:
    return os.path.dirname(os.__file__)


def main(argv: list[str] | None = None) -> int:
    """Run the command. Returns: the exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] in ("-h", "-?", "--help"):
        print(USAGE, end="")
        return 0
    if args and args[0] in ("-V", "--version"):
        print(f"Pyta 0.1.0 (Python {sys.version.split()[0]})")
        return 0
    while args and args[0].startswith("-") and args[0] not in ("-", "-c", "-m"):
        args.pop(0)  # options of CPython that change nothing here
    if args[:1] == ["-c"]:
        if len(args) < 2:
            print("Argument expected for the -c option", file=sys.stderr)
            return 2
        source: str | bytes = args[1]
        file, folder, argv_ = "<string>", "", ["-c", *args[2:]]
    elif args[:1] in ([], ["-"]):
        source, file, folder, argv_ = sys.stdin.buffer.read(), "<stdin>", "", ["-" if args else "", *args[1:]]
    else:
        file = args[0]
        try:
            with open(file, "rb") as f:
                source = f.read()
        except OSError as e:
            print(f"pyta: can't open file {os.path.abspath(file)!r}: [Errno {e.errno}] {e.strerror}", file=sys.stderr)
            return 2
        folder, argv_ = os.path.dirname(os.path.abspath(file)), args
    return run(source, file, folder, argv_)


def report(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[Kbuilding Pyta's kernel: {line}")
        sys.stderr.flush()


def run(source: str | bytes, file: str, folder: str, argv: list[str]) -> int:
    """Run a program as __main__. Returns: the exit status."""
    from corevm.engine.runtime import GuestError  # lazy: --help and --version start no machine
    from pyta.host.runtime import ARGS, PytaRuntime

    rt = PytaRuntime([folder, standard_library()], report=report)
    _, space = rt.new_module("__main__", file if folder else None)
    rt.set_argv(argv)
    try:
        rt.run_source(source, file, space)
        status = 0
    except SyntaxError as e:
        import traceback  # lazy: only for a syntax error

        sys.stderr.write("".join(traceback.format_exception_only(type(e), e)))
        status = 1
    except GuestError as e:
        status = 1
        if rt.exception_type(e.value) == "SystemExit":
            given = rt.to_host(rt.exception_part(e.value, ARGS)) or (None,)
            code = given[0] if len(given) == 1 else given
            if code is None:
                status = 0
            elif isinstance(code, int):
                status = code & 0xFF
            else:
                sys.stderr.write(f"{code}\n")
        else:
            rt.flush()
            sys.stderr.write(rt.format_exception(e.value))
    rt.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
