"""The prompt: `pyta` on a terminal, and `pyta -i`. Also what CPython's `site` adds to the builtins for it. (Level: guest.)"""

import builtins
import sys

from _pyta import host as _host

HISTORY_LINES = 10_000


def read_line(prompt):
    """A line from the terminal, edited by the host's readline where the program has imported it."""
    return _host("input", prompt)


def site_builtin(name):
    """One of the builtins that are for the prompt: made when a program first asks for it."""
    import _sitebuiltins

    if name == "help":
        made = _sitebuiltins._Helper()
    elif name in ("exit", "quit"):
        made = _sitebuiltins.Quitter(name, "Ctrl-D (i.e. EOF)")
    elif name == "copyright":
        made = _sitebuiltins._Printer(name, sys.copyright)
    elif name == "credits":
        made = _sitebuiltins._Printer(name, "Pyta is part of corevm. Its library is that of the Python it is installed in.")
    else:
        import os

        made = _sitebuiltins._Printer(name, "See the licence of corevm, and of the Python whose library is used:", ["LICENSE.txt", "LICENSE"], [os.path.dirname(os.__file__)])
    setattr(builtins, name, made)
    return made


def _edit_lines():
    """Completion and history, where the host has readline: what `sys.__interactivehook__` is."""
    try:
        import readline
        import rlcompleter
    except ImportError:
        return
    import atexit
    import os

    readline.parse_and_bind("tab: complete")
    file = os.environ.get("PYTHON_HISTORY") or os.path.join(os.path.expanduser("~"), ".pyta_history")
    if readline.get_current_history_length() == 0:
        try:
            readline.read_history_file(file)
        except OSError:
            pass

    def keep():
        readline.set_history_length(HISTORY_LINES)
        try:
            readline.write_history_file(file)
        except OSError:
            pass

    atexit.register(keep)


sys.__interactivehook__ = _edit_lines


def _text(prompt, otherwise):
    try:
        return str(getattr(sys, prompt, otherwise))
    except Exception:
        return ""


def _read(prompt, is_terminal):
    """The next line, without its end. Raises: EOFError."""
    if is_terminal:
        return input(prompt)
    sys.stdout.flush()
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def _show(has_run=True):
    """Report the exception being handled, without the frames of this file, or of the compiler."""
    kind, e, tb = sys.exc_info()
    if not has_run:
        tb = None
    while tb is not None and tb.tb_frame.f_globals.get("__name__") == __name__:
        tb = tb.tb_next
    e.__traceback__ = tb
    sys.last_type, sys.last_value, sys.last_traceback = kind, e, tb
    sys.excepthook(kind, e, tb)


def _run(code, space):
    try:
        exec(code, space)
    except SystemExit:
        raise
    except BaseException:
        _show()


def interact(space, is_first, banner):
    """Read statements and run them in the namespace until the input ends. Raises: SystemExit.

    `is_first`: no program has run before, so that $PYTHONSTARTUP does.
    """
    import codeop

    for name in ("exit", "quit", "copyright", "credits", "license", "help"):
        site_builtin(name)
    is_terminal = sys.stdin is not None and sys.stdin.isatty()
    sys.ps1, sys.ps2 = getattr(sys, "ps1", ">>> "), getattr(sys, "ps2", "... ")
    if banner:
        sys.stderr.write(banner + "\n")
    if is_first:
        _start_up(space)
    if is_terminal and sys.stdout.isatty():
        try:
            sys.__interactivehook__()
        except Exception:
            _show()
    compiled = codeop.CommandCompiler()
    lines = []
    while True:
        try:
            try:
                lines.append(_read(_text("ps2", "... ") if lines else _text("ps1", ">>> "), is_terminal))
            except EOFError:
                sys.stderr.write("\n")
                if lines:
                    _run_rest(lines, space)
                return
            try:
                code = compiled("\n".join(lines), "<stdin>", "single")
            except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
                code = False
            if code is not None:
                given, lines = lines, []
                _run(code, space) if code else _run_rest(given, space)
        except KeyboardInterrupt:
            lines = []
            sys.stderr.write("\nKeyboardInterrupt\n")


def _run_rest(lines, space):
    """Lines that are no statement, or one that the input's end has cut off: by the compiler's words."""
    try:
        code = compile("\n".join(lines) + "\n", "<stdin>", "single")
    except Exception:
        _show(has_run=False)
    else:
        _run(code, space)


def _start_up(space):
    import os

    file = os.environ.get("PYTHONSTARTUP")
    if not file or sys.flags.ignore_environment:
        return
    try:
        with open(file, "rb") as f:
            code = compile(f.read(), file, "exec")
    except OSError as e:
        sys.stderr.write(f"Could not open PYTHONSTARTUP\n{type(e).__name__}: {e}\n")
    except Exception:
        _show(has_run=False)
    else:
        _run(code, space)
