"""The `pyta` command: pyta [option ...] [-c CODE | -m MODULE | FILE | -] [ARGUMENT ...]."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` imports enum
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyta.host.option import Options

VERSION = "0.1.0"
BANNER = f"""Pyta {VERSION} (Python {sys.version.split()[0]}) on {sys.platform}
Type "help", "copyright", "credits" or "license" for more information."""
GARBAGE_THRESHOLD = 50_000  # of the host: a start makes thousands of objects that stay

USAGE = """usage: pyta [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options, which stand before the program:
-b     : warn of comparing bytes with str (accepted; Pyta gives no such warnings)
-B     : sys.dont_write_bytecode; also PYTHONDONTWRITEBYTECODE
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables
-h     : print this help message and exit (also -? or --help)
-i     : show the prompt after the program has run; also PYTHONINSPECT
-I     : isolated: -E, -P and -s
-m mod : run library module as a script (terminates option list)
-O     : leave out assertions; -OO docstrings too; also PYTHONOPTIMIZE
-P     : do not put the program's folder first into sys.path; also PYTHONSAFEPATH
-q     : no banner before the prompt
-s     : without the user's site-packages; also PYTHONNOUSERSITE
-S     : without site-packages
-u     : do not keep back what is printed; also PYTHONUNBUFFERED
-V     : print the Pyta version number and exit (also --version)
-W arg : what to do with warnings: action:message:category:module:line; also PYTHONWARNINGS
-x     : skip the source's first line
-X opt : set sys._xoptions; known: dev, int_max_str_digits
file   : program read from script file; a folder or package by its __main__.py
-      : program read from stdin (default; the prompt if that is a terminal)
"""


def main(argv: list[str] | None = None) -> int:
    """Run the command. Returns: the exit status."""
    from pyta.host.option import OptionError, read_options

    try:
        options = read_options(sys.argv[1:] if argv is None else argv, os.environ)
    except OptionError as e:
        sys.stderr.write(
            f"{e}\nusage: pyta [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `pyta -h' for more information.\n"
        )
        return 2
    if options.kind == "h":
        print(USAGE, end="")
        return 0
    if options.kind == "V":
        print(f"Pyta {VERSION} (Python {sys.version.split()[0]})")
        return 0
    if options.kind == "m":
        return run_program(options, None, options.target, os.getcwd())
    if options.kind == "c":
        return run_program(options, options.target, "<string>", "")
    file = options.target
    if file in ("", "-"):
        has_prompt = bool(options["inspect"]) or (sys.stdin is not None and sys.stdin.isatty())
        source = None if has_prompt or sys.stdin is None else sys.stdin.buffer.read()
        return run_program(options, source or b"", "<stdin>", "")
    if os.path.isdir(file) and os.path.isfile(os.path.join(file, "__main__.py")):
        return run_program(options, None, "__main__", os.path.abspath(file))
    try:
        with open(file, "rb") as f:
            source = f.read()
    except OSError as e:
        print(f"pyta: can't open file {os.path.abspath(file)!r}: [Errno {e.errno}] {e.strerror}", file=sys.stderr)
        return 2
    if is_archive(source):
        return run_program(options, None, "__main__", os.path.abspath(file))
    if options["skip_first_line"]:
        source = b"\n" + source.partition(b"\n")[2]
    return run_program(options, source, os.path.join(os.getcwd(), file), os.path.dirname(os.path.realpath(file)))


def is_archive(content: bytes) -> bool:
    """Whether a program's file is a zip archive, which may stand behind a first line for the shell."""
    return b"\0" in content and b"PK\5\6" in content[-(1 << 16) - 22 :]


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


def run_program(options: Options, source: str | bytes | None, file: str, folder: str) -> int:
    """Run a program as __main__; without source, the library module that `file` names. `folder` goes first into sys.path. Returns: the exit status."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    from corevm.engine.runtime import GuestError  # lazy: --help and --version start no machine
    from corevm.errors import NativeError, UsageError
    from pyta.host.importing import start_path
    from pyta.host.runtime import INTERRUPTED, PytaRuntime

    try:
        rt = PytaRuntime(start_path(None if options["safe_path"] else folder, options), report=report)
    except (UsageError, NativeError) as e:  # no machine can be made: the folder for its image, the settings
        sys.stderr.write(f"pyta: {e}\n")
        return 2
    rt.set_argv(options.argv)
    rt.watch_interrupts()
    is_terminal = sys.stdin is not None and sys.stdin.isatty()
    is_first = file == "<stdin>" and (is_terminal or options["inspect"] != 0)
    rt.is_interactive = is_terminal and (is_first or options["inspect"] != 0)
    status = 0
    try:
        rt.set_options(options)
        if source is None:
            rt.run_module(file, options.argv)
        else:
            rt.run_script(source, file)
    except GuestError as e:
        status = rt.report_uncaught(e.value)
    except (SyntaxError, ValueError, RecursionError, MemoryError, KeyboardInterrupt) as e:  # of the compiler
        status = rt.report_uncaught(rt.host_error(e))
    except ModuleNotFoundError as e:
        rt.flush_all(0)
        sys.stderr.write(f"{sys.executable}: {e}\n")
        status = 1
    if is_first or options["inspect"]:
        status = rt.interact(is_first, "" if options["quiet"] or not is_first else BANNER)
    rt.finish()
    status = rt.flush_all(status)
    if status == INTERRUPTED:  # as if there had been no handler: a shell sees that its child was interrupted
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        os.kill(os.getpid(), _signal.SIGINT)
    return status


if __name__ == "__main__":
    sys.exit(main())
