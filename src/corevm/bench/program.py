"""The table of benchmark programs, and where pyperformance keeps them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corevm.errors import UsageError

STAND_IN = Path(__file__).resolve().parent / "stand_in"
# What a table entry writes where a run's own output file belongs.
OUTPUT = "{output}"


@dataclass(frozen=True)
class Program:
    """One benchmark program, unmodified, and how its answer is checked.

    A value that a benchmarked function returns is always compared between the interpreters, and so is what the program prints.

    Attributes:
        name: The name in tables; the folder is `bm_NAME` unless `folder` says otherwise.
        folder: The folder under pyperformance's benchmarks.
        arguments: The program's own command-line arguments.
        hidden_modules: Modules that the program must not find, in every interpreter alike.
        probe: An expression over the program's own names, evaluated after the timed calls; its value is compared. For programs
            whose timed function returns only a time.
        check_arguments: Arguments of one more, untimed run that writes a file (`{output}`), whose bytes are compared.
        checks_itself: The program raises, or prints that it failed, when its answer is wrong.
    """

    name: str
    folder: str = ""
    arguments: tuple[str, ...] = ()
    hidden_modules: tuple[str, ...] = ()
    probe: str = ""
    check_arguments: tuple[str, ...] = ()
    checks_itself: bool = False

    @property
    def folder_name(self) -> str:
        return self.folder or f"bm_{self.name}"

    def command(self, benchmarks: Path, arguments: Iterable[str] = ()) -> list[str]:
        """What follows the interpreter on the command line."""
        script = str(benchmarks / self.folder_name / "run_benchmark.py")
        hide = [str(STAND_IN / "without_module.py"), ",".join(self.hidden_modules)] if self.hidden_modules else []
        return [*hide, script, *self.arguments, *arguments]


_SCIMARK_PROBE = (
    "(MonteCarlo(500),"
    " (lambda G: (SOR_execute(1.25, G, 3, Array2D), list(G.data)))(Random(7).RandomMatrix(Array2D(12, 12))),"
    " (lambda A: (LU_factor(A, [0] * 12), A.data))(Random(7).RandomMatrix(ArrayList(12, 12))),"
    " (lambda x: (FFT_transform(64, x), list(x)))(Random(7).RandomVector(64)))"
)

# The names of pyperformance 1.11 to 1.14; none of these programs has been renamed there.
PROGRAMS: tuple[Program, ...] = (
    Program("nbody", probe="report_energy()"),
    Program("fannkuch"),
    Program("spectral_norm", probe="eval_AtA_times_u([1] * 30)"),
    Program("float"),
    Program("nqueens", probe="list(n_queens(6))"),
    Program("richards"),
    Program("deltablue", checks_itself=True),
    Program("raytrace", check_arguments=("--width=40", "--height=40", f"--filename={OUTPUT}")),
    Program(
        "chaos",
        check_arguments=("--width=60", "--height=60", "--iterations=300", f"--filename={OUTPUT}"),
    ),
    Program("go"),
    Program("hexiom", checks_itself=True),
    Program("scimark", probe=_SCIMARK_PROBE),
    Program("meteor_contest", checks_itself=True),
    Program("pidigits"),
    Program("pyflate", checks_itself=True),
    Program("unpack_sequence"),
    Program("generators", probe="list(tree(range(60)))"),
    Program("comprehensions", probe="[w.widget_id for w in WidgetTray(1, make_some_widgets()).sorted_widgets]"),
    Program("mdp", checks_itself=True),
    Program("deepcopy", probe="copy.deepcopy([{'a': (1, [2]), 'b': {'c': None}}, A('x', [1, 2], True)])"),
    Program("json_dumps", hidden_modules=("_json",), probe="json.dumps([EMPTY, SIMPLE, NESTED])"),
    Program(
        "pickle_pure_python",
        folder="bm_pickle",
        arguments=("--pure-python", "pickle"),
        probe="[pickle.loads(pickle.dumps(x, p)) == x for x in (DICT, TUPLE, DICT_GROUP) for p in range(5)]",
    ),
)


def find_benchmarks() -> Path:
    """The folder of the installed pyperformance that holds `bm_*/run_benchmark.py`.

    Raises:
        UsageError: pyperformance is not installed (US001).
    """
    spec = importlib.util.find_spec("pyperformance")
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "data-files" / "benchmarks"
        if folder.is_dir():
            return folder
    raise UsageError(
        "pyperformance is not installed beside this corevm",
        code="US001",
        wanted="the folder pyperformance/data-files/benchmarks",
        hint="pip install pyperformance, or give --benchmarks DIR",
    )


def select_programs(names: Iterable[str], programs: Iterable[Program] = PROGRAMS) -> list[Program]:
    """The programs of these names (with or without `bm_`), in the order of the table; all when no name is given.

    Raises:
        UsageError: A name is not in the table (US002).
    """
    table = {program.name: program for program in programs}
    wanted = [name.removeprefix("bm_") for name in names]
    wanted = ["pickle_pure_python" if name == "pickle" else name for name in wanted]
    for name in wanted:
        if name not in table:
            raise UsageError(
                f"there is no benchmark program {name!r}", code="US002", seen=name, wanted=", ".join(sorted(table))
            )
    return [program for program in table.values() if not wanted or program.name in wanted]
