"""Lox programs: what they print, and how they fail.

    // expect: text                the next line of output
    // error: [line 2] Error ...   a compile error (exit code 65); nothing runs
    // runtime error: text         the program fails (exit code 70) with this text, at this line
    // trace: [line 1] in f()      a line of the stack trace; given all or none

The programs run in one process, on fresh machines; once plainly, once collecting at every n-th allocation. A few run as users run them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LOX = HERE.parents[2] / "examples" / "lox"
PROGRAMS = sorted(HERE.glob("*/*.lox"))
SLOW_UNDER_STRESS = {"stack_overflow", "deep_recursion"}


@dataclass
class Expected:
    output: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failure: str = ""
    trace: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        return 65 if self.errors else 70 if self.failure else 0


def read_expected(path: Path) -> Expected:
    expected = Expected()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if found := re.search(r"// (expect|error|runtime error|trace): (.*)$", line):
            kind, text = found.groups()
            if kind == "expect":
                expected.output.append(text)
            elif kind == "error":
                expected.errors.append(text)
            elif kind == "trace":
                expected.trace.append(text)
            else:
                expected.failure = f"{text}\n[line {number}]"
    return expected


def check(path: Path, output: str, errors: str, code: int) -> None:
    expected = read_expected(path)
    if expected.errors:
        assert errors.splitlines() == expected.errors
        assert output == ""
    elif expected.failure:
        assert errors.startswith(expected.failure + " in "), errors
        if expected.trace:
            assert errors.splitlines()[1:] == expected.trace
    else:
        assert errors == ""
    assert output == "".join(f"{line}\n" for line in expected.output)
    assert code == expected.code


@pytest.fixture(scope="module")
def lox() -> Any:
    sys.path.insert(0, str(LOX))
    import lox

    return lox


def run(lox: Any, path: Path, capfd: pytest.CaptureFixture[str], **options: Any) -> None:
    with lox.LOX.runtime(**options) as machine:
        code = lox.interpret(machine, path.read_text())
    output, errors = capfd.readouterr()
    check(path, output, errors, code)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_program(lox: Any, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(lox, path, capfd)


@pytest.mark.parametrize("path", [p for p in PROGRAMS if p.stem not in SLOW_UNDER_STRESS], ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_program_under_stress(lox: Any, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(lox, path, capfd, stress_period=7, heap_limit_bytes=16 << 20)


def test_there_are_enough() -> None:
    assert len(PROGRAMS) >= 120


@pytest.mark.parametrize("name", ["programs/visitor", "errors/several", "functions/trace", "expressions/print_values"])
def test_as_users_run_it(name: str) -> None:
    path = HERE / f"{name}.lox"
    done = subprocess.run([sys.executable, str(LOX / "lox.py"), str(path)], capture_output=True, text=True, env=os.environ)
    check(path, done.stdout, done.stderr, done.returncode)


def test_usage_and_unreadable() -> None:
    command = [sys.executable, str(LOX / "lox.py")]
    assert subprocess.run([*command, "a", "b"], capture_output=True).returncode == 64
    assert subprocess.run([*command, str(HERE / "no such file")], capture_output=True).returncode == 74


def test_line_by_line() -> None:
    text = 'var a = 1;\nfun f(x) { return x + a; }\nprint f(2);\nprint f("x");\nprint ;\na = 5;\nprint f(2);\n'
    done = subprocess.run([sys.executable, str(LOX / "lox.py")], input=text, capture_output=True, text=True)
    assert done.stdout.replace("> ", "").split() == ["3", "7"]
    assert done.stderr.splitlines() == [
        "Operands must be two numbers or two strings.", "[line 1] in f()", "[line 1] in script",
        "[line 1] Error at ';': Expect expression.",
    ]  # fmt: skip
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("program", "options", "text"),
    [("while (true) {}", {"fuel": 100_000}, "fuel"),
     ("class N { init(n) { this.n = n; } } var l; while (true) l = N(l);", {"heap_limit_bytes": 4 << 20}, "out of memory"),
     ("print " + "(" * 100_000 + "1;", {}, "Too much nesting."),
     ("fun f() {" + "{ var a = 1; " * 5000 + "}" * 5000 + "}", {}, "Too much nesting."),
     ("fun f() {" + " ".join(f"var a{i};" for i in range(9000)) + "}", {}, "registers"),
     ("".join(f"var a{i};" for i in range(66_000)), {}, "names and constants")],
    ids=["fuel", "memory", "parentheses", "blocks", "locals", "names"],
)  # fmt: skip
def test_limits(lox: Any, capfd: pytest.CaptureFixture[str], program: str, options: dict[str, int], text: str) -> None:
    with lox.LOX.runtime(**options) as machine:
        assert lox.interpret(machine, program) in (65, 70)
    assert text in capfd.readouterr().err


def test_a_jump_may_be_long(lox: Any, capfd: pytest.CaptureFixture[str]) -> None:
    with lox.LOX.runtime() as machine:
        assert lox.interpret(machine, "if (nil) {" + "print 1;" * 40_000 + "} print 2;") == 0
    assert capfd.readouterr().out == "2\n"
