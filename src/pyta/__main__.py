"""The `pyta` command: pyta [-c CODE | -m MODULE | FILE | -] [ARGUMENT ...]."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` imports enum
import gc
import os
import sys

GARBAGE_THRESHOLD = 50_000  # of the host: a start makes thousands of objects that stay

USAGE = """usage: pyta [option] ... [-c cmd | -m mod | file | -] [arg] ...
-c cmd : program passed in as string (terminates option list)
-m mod : run library module as a script (terminates option list)
-h     : print this help message and exit (also -? or --help)
-V     : print the Pyta version number and exit (also --version)
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
"""


def main(argv: list[str] | None = None) -> int:
    """Run the command. Returns: the exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] in ("-h", "-?", "--help"):
        print(USAGE, end="")
        return 0
    if args and args[0] in ("-V", "--version"):
        print(f"Pyta 0.1.0 (Python {sys.version.split()[0]})")
        return 0
    optimize = 0
    while args and args[0].startswith("-") and args[0] not in ("-", "-c", "-m"):
        option = args.pop(0)
        if option in ("-W", "-X"):
            del args[:1]
        optimize = max(optimize, option.count("O")) if option.strip("-O") == "" else optimize
    if args[:1] in (["-c"], ["-m"]) and len(args) < 2:
        print(f"Argument expected for the {args[0]} option", file=sys.stderr)
        return 2
    if args[:1] == ["-m"]:
        return run_program(None, args[1], "", args[1:], optimize)
    if args[:1] == ["-c"]:
        return run_program(args[1], "<string>", "", ["-c", *args[2:]], optimize)
    if args[:1] in ([], ["-"]):
        source = sys.stdin.buffer.read()
        return run_program(source, "<stdin>", "", ["-" if args else "", *args[1:]], optimize)
    file = args[0]
    if os.path.isdir(file) and os.path.isfile(os.path.join(file, "__main__.py")):
        return run_program(None, "__main__", os.path.abspath(file), args, optimize)
    try:
        with open(file, "rb") as f:
            source = f.read()
    except OSError as e:
        print(f"pyta: can't open file {os.path.abspath(file)!r}: [Errno {e.errno}] {e.strerror}", file=sys.stderr)
        return 2
    return run_program(source, os.path.join(os.getcwd(), file), os.path.dirname(os.path.realpath(file)), args, optimize)


def report(done: int, total: int, what: str) -> None:
    """A bar for the one build of the kernel, on a terminal."""
    if not sys.stderr.isatty():
        return
    if total and done == total:
        line = ""
    else:
        filled = 24 * done // total if total else 0
        line = f"building Pyta's kernel [{'#' * filled}{'.' * (24 - filled)}] {done}/{total or '?'} {what[:36]}"
    sys.stderr.write(f"\r\x1b[K{line}")
    sys.stderr.flush()


def run_program(source: str | bytes | None, file: str, folder: str, argv: list[str], optimize: int) -> int:
    """Run a program as __main__; without source, the library module that `file` names. Returns: the exit status."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    from corevm.engine.runtime import GuestError  # lazy: --help and --version start no machine
    from pyta.host.importing import start_path
    from pyta.host.runtime import INTERRUPTED, PytaRuntime

    rt = PytaRuntime(start_path(folder if source is not None or folder else os.getcwd()), report=report)
    rt.optimize = optimize
    rt.set_argv(argv)
    rt.watch_interrupts()
    status = 0
    try:
        if source is None:
            rt.run_module(file, argv)
        else:
            _, space = rt.new_module("__main__", file if not file.startswith("<") else None)
            rt.run_source(source, file, space, keep=True)
    except GuestError as e:
        status = rt.report_uncaught(e.value)
    except (SyntaxError, ValueError, RecursionError, MemoryError, KeyboardInterrupt) as e:  # of the compiler
        status = rt.report_uncaught(rt.host_error(e))
    except ModuleNotFoundError as e:
        sys.stderr.write(f"{sys.executable}: {e}\n")
        return 1
    rt.finish()
    try:
        rt.flush()
    except GuestError:
        status = 120
    if status == INTERRUPTED:  # as if there had been no handler: a shell sees that its child was interrupted
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        os.kill(os.getpid(), _signal.SIGINT)
    return status


if __name__ == "__main__":
    sys.exit(main())
