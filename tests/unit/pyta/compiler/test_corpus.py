"""The differential corpus through the compiler and the model machine: each program prints what it prints on the host."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
import types
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import vm_model

CORPUS = Path(__file__).parents[3] / "differential" / "python"
PROGRAMS = sorted(CORPUS.glob("*/*.py"))

# What the model machine cannot show: it has the host's frames, code objects and tracebacks, not the program's.
BEYOND_THE_MODEL = {
    "builtin/rebound_globals.py": "builtins that the program replaces",
    "call/callables_in_attributes.py": "sys._getframe",
    "call/function_attributes.py": "co_cellvars",
    "call/mappings_by_keys.py": "what a mapping is to **",
    "call/recursion_limit.py": "the depth at which RecursionError comes",
    "call/unpacking_and_argument_errors.py": "globals and locals as the host's own functions",
    "compiler/type_parameters.py": "who makes type parameters",
    "compiler/huge_code.py": "how deeply code may nest",
    "exception/chains_and_contexts.py": "the lines of a traceback",
    "exception/traceback_lines.py": "the frames of a traceback",
    "exception/uncaught_display.py": "the frames of a traceback",
    "generator/consumed.py": "the frames of a traceback",
    "generator/consumed_delegates.py": "the depth at which RecursionError comes",
    "klass/finalizer.py": "when objects are found dead",
    "generator/context_of_thrown.py": "the exception that throw() is called under",
    "generator/delegation_chains.py": "the frames of a traceback",
    "generator/thrown_before_start.py": "the frames of a traceback",
    "generator/throw_close_return.py": "what throw() refuses",
    "klass/made_by_new.py": "sys._getframe",
    "klass/setitem_frames.py": "the frames of a traceback",
    "klass/machinery.py": "when a dropped class leaves __subclasses__",
    "operator/special_method_frames.py": "the frames of a traceback",
    "scope/globals_of_another.py": "code that runs with other globals",
    "recursion/in_every_construct.py": "how many frames the recursion limit allows",
    "scope/exec_eval.py": "sys._getframe in an expression",
    "stdlib/code_replaced.py": "code objects",
    "stdlib/inspect_signature.py": "inspect.currentframe",
    "stdlib/reduced_and_made.py": "the line a generator stands at",
    "stdlib/traceback_module.py": "the frames of a traceback",
    "import/names_of_versions.py": "name_from, set by a failing import since 3.12",
}
# Long loops, which take the model (Python that runs Python's bytecode) half a minute and more: with --long only.
LONG_ON_THE_MODEL = {"list/random_operations.py", "slicing/every_slice_and_range.py"}


def in_child(action: Callable[[], object]) -> tuple[str, int]:
    """Standard output and exit status of an action run in a forked process."""
    with tempfile.TemporaryFile() as out:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                os.dup2(out.fileno(), 1)
                sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
                sys.stderr = open(os.devnull, "w", encoding="utf-8")
                warnings.resetwarnings()
                warnings.simplefilter("ignore")
                action()
                status = 0
            except SystemExit as e:
                status = e.code if isinstance(e.code, int) else int(e.code is not None)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                os._exit(status)
        _, wait_status = os.waitpid(pid, 0)
        out.seek(0)
        return out.read().decode(), os.waitstatus_to_exitcode(wait_status)


def on_host(path: Path) -> None:
    sys.argv = [str(path)]
    sys.path[0] = str(path.parent)
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    sys.modules["__main__"] = module
    exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), vars(module))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_program_runs_on_the_model_as_on_the_host(path: Path, is_long: bool) -> None:
    name = f"{path.parent.name}/{path.name}"
    if name in BEYOND_THE_MODEL:
        pytest.skip(f"beyond the model: {BEYOND_THE_MODEL[name]}")
    if name in LONG_ON_THE_MODEL and not is_long:
        pytest.skip("long on the model")
    wanted = in_child(lambda: on_host(path))
    seen = in_child(lambda: vm_model.main([str(path)]))
    assert seen == wanted
