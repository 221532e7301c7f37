"""`corevm bench`: the command line.

corevm bench --python /usr/bin/python3.11 --pyta                            # all programs and start-up
corevm bench --python 3.11=/usr/bin/python3.11 --pyta --programs nbody,go   # a label; some programs
corevm bench --script fib.lox=lox --against "lua5.4 fib.lua"                # whole processes
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from corevm.bench.measure import Contender, Plan, compare_commands, compare_program
from corevm.bench.program import PROGRAMS, find_benchmarks, select_programs
from corevm.bench.report import make_document, make_rows, render_markdown, render_text
from corevm.bench.result import Comparison
from corevm.errors import UsageError

STARTUP_RUNS = 20


def main(argv: Sequence[str] | None = None) -> int:
    """Run `corevm bench`.

    Args:
        argv: The arguments after `bench`; `sys.argv[1:]` when None.

    Returns:
        0; 1 when a program failed or gave another answer; 2 when the command line cannot work. Time never decides it.
    """
    options = make_parser().parse_args(argv)
    os.environ.setdefault("COREVM_LEVEL", "full")  # no draft of an image is measured
    try:
        return _run(options)
    except UsageError as error:
        print(f"corevm bench: {error}", file=sys.stderr)
        return 2


def make_parser() -> argparse.ArgumentParser:
    """The options, which are also the reference of this command."""
    parser = argparse.ArgumentParser(
        prog="corevm bench",
        description="Run benchmark programs under several interpreters by turns, check that the answers agree, and "
        "print how many times faster than the first each one is.",
        epilog="programs: " + ", ".join(program.name for program in PROGRAMS),
    )
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="[LABEL=]COMMAND",
        help="an interpreter; repeatable; the first is the baseline",
    )
    parser.add_argument("--pyta", action="store_true", help="this installation's pyta takes part too")
    parser.add_argument(
        "--programs", action="append", default=[], metavar="NAME,…", help="only these programs; 'none' for none"
    )
    parser.add_argument(
        "--script",
        action="append",
        default=[],
        metavar="[LABEL=]FILE|COMMAND",
        help="compare whole processes: a .py file runs under each interpreter, anything else is a command; "
        "no programs then, unless --programs names some",
    )
    parser.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="[LABEL=]COMMAND",
        help="what scripts are compared with; the first is then the baseline",
    )
    parser.add_argument("--no-compare-output", action="store_true", help="scripts may print different things")
    parser.add_argument("--no-startup", action="store_true", help="leave out the start-up row (-c pass)")
    parser.add_argument("--runs", type=_positive, default=5, metavar="N", help="rounds (default: 5)")
    parser.add_argument(
        "--values", type=_positive, default=3, metavar="N", help="timed calls in a process (default: 3)"
    )
    parser.add_argument("--warmups", type=int, default=1, metavar="N", help="calls before those (default: 1)")
    parser.add_argument("--timeout", type=float, default=300.0, metavar="S", help="for one process (default: 300)")
    parser.add_argument("--benchmarks", type=Path, metavar="DIR", help="pyperformance's folder of bm_* folders")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything measured to FILE")
    parser.add_argument("--markdown", action="store_true", help="print a Markdown table")
    parser.add_argument("--quiet", action="store_true", help="no progress lines")
    return parser


def _run(options: argparse.Namespace) -> int:
    plan = Plan(options.runs, options.values, options.warmups, timeout_seconds=options.timeout)
    interpreters = [parse_contender(text) for text in options.python]
    if options.pyta:
        interpreters.append(find_pyta())
    names = [name for text in options.programs for name in text.split(",") if name]
    comparisons: list[Comparison] = []

    def say(text: str) -> None:
        if not options.quiet:
            print(text, file=sys.stderr, flush=True)

    if not options.script and not interpreters:
        raise UsageError(
            "nothing to run", code="US003", wanted="--python, --pyta or --script", hint="--python python3.11 --pyta"
        )
    if names != ["none"] and (names or not options.script):
        programs = select_programs(names)
        benchmarks = options.benchmarks or find_benchmarks()
        for program in programs:
            comparisons.append(compare_program(program, interpreters, benchmarks, plan, say))
    if interpreters and not options.script and not options.no_startup:
        starters = [Contender(one.label, (*one.command, "-c", "pass")) for one in interpreters]
        startup_plan = Plan(max(options.runs, STARTUP_RUNS), timeout_seconds=options.timeout)
        comparisons.append(compare_commands("start-up (-c pass)", "startup", starters, startup_plan, say=say))
    against = [parse_contender(text) for text in options.against]
    contenders = list(interpreters)
    for text in options.script:
        name, runners = make_script(text, interpreters)
        contenders = [*against, *runners]
        is_output_compared = not options.no_compare_output
        comparisons.append(
            compare_commands(name, "script", contenders, plan, is_output_compared=is_output_compared, say=say)
        )
    if not comparisons:
        raise UsageError("nothing to run", code="US003", hint="leave out --no-startup or --programs none")
    _print_tables(comparisons, options.markdown)
    problems = [line for one in comparisons for line in one.problems()]
    for line in problems:
        print(line)
    if options.json:
        document = make_document(comparisons, contenders, plan)
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if problems else 0


def _print_tables(comparisons: Sequence[Comparison], is_markdown: bool) -> None:
    """One table per set of contenders, as scripts may have their own."""
    render = render_markdown if is_markdown else render_text
    tables: dict[tuple[str, ...], list[Comparison]] = {}
    for one in comparisons:
        tables.setdefault(tuple(track.label for track in one.tracks), []).append(one)
    for members in tables.values():
        print(render(make_rows(members)), end="\n\n")


def parse_contender(text: str) -> Contender:
    """`LABEL=COMMAND` or `COMMAND`, split as a shell would; the label defaults to the program's name.

    Raises:
        UsageError: The command is empty or not installed (US004).
    """
    head, equals, tail = text.partition("=")
    has_label = bool(equals) and "/" not in head and " " not in head
    command = shlex.split(tail if has_label else text)
    program = shutil.which(str(Path(command[0]).expanduser()) if "~" in command[0] else command[0]) if command else None
    if program is None:
        raise UsageError("there is no such command", code="US004", seen=text, wanted="[LABEL=]COMMAND")
    label = head if has_label else " ".join([Path(command[0]).name, *(Path(part).name for part in command[1:])])
    return Contender(label, (program, *command[1:]))


def find_pyta() -> Contender:
    """The `pyta` of the installation that runs this: the script beside its Python, else `-m pyta`."""
    script = Path(sys.executable).parent / "pyta"
    return Contender("pyta", (str(script),) if script.is_file() else (sys.executable, "-m", "pyta"))


def make_script(text: str, interpreters: Sequence[Contender]) -> tuple[str, list[Contender]]:
    """The row's name and who runs it: a Python file under every interpreter, any other text as one command."""
    path = Path(text).expanduser()
    if path.suffix == ".py" and path.is_file():
        if not interpreters:
            raise UsageError("a Python script needs an interpreter", code="US003", seen=text, hint="--python, --pyta")
        return path.name, [Contender(one.label, (*one.command, str(path))) for one in interpreters]
    contender = parse_contender(text)
    return contender.label, [contender]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {number}")
    return number
