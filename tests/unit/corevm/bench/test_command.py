"""The command line of `corevm bench`."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corevm.bench import main
from corevm.bench.command import find_pyta, parse_contender
from corevm.bench.measure import Contender
from corevm.bench.program import PROGRAMS, find_benchmarks, select_programs
from corevm.errors import UsageError

Make = Callable[[str], Contender]
QUICK = ["--quiet", "--runs", "1", "--values", "1", "--warmups", "0"]


def test_the_table_has_the_programs_that_we_promise() -> None:
    promised = (
        "nbody fannkuch spectral_norm float nqueens richards deltablue raytrace chaos go hexiom scimark meteor_contest "
        "pidigits pyflate unpack_sequence generators comprehensions mdp deepcopy json_dumps pickle_pure_python"
    )
    assert [program.name for program in PROGRAMS] == promised.split()


@pytest.mark.skipif(importlib.util.find_spec("pyperformance") is None, reason="needs pyperformance")
def test_the_programs_are_installed() -> None:
    benchmarks = find_benchmarks()
    for program in PROGRAMS:
        assert (benchmarks / program.folder_name / "run_benchmark.py").is_file(), program.name


def test_programs_are_selected_in_the_order_of_the_table() -> None:
    assert [program.name for program in select_programs(["bm_pickle", "go", "bm_nbody"])] == [
        "nbody",
        "go",
        "pickle_pure_python",
    ]
    assert select_programs([]) == list(PROGRAMS)
    with pytest.raises(UsageError, match="there is no benchmark program 'nonsense'"):
        select_programs(["nonsense"])


def test_contenders_have_labels() -> None:
    assert parse_contender("/bin/sh") == Contender("sh", ("/bin/sh",))
    assert parse_contender("shell=/bin/sh -x") == Contender("shell", ("/bin/sh", "-x"))
    assert parse_contender("/bin/sh dir/a.sh") == Contender("sh a.sh", ("/bin/sh", "dir/a.sh"))
    with pytest.raises(UsageError, match="there is no such command"):
        parse_contender("/nonexistent/python")
    assert find_pyta().label == "pyta"


def test_a_run_prints_a_table_and_writes_json(
    benchmarks: Path, make_interpreter: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document_path = tmp_path / "out.json"
    again = make_interpreter("right").command[0]
    arguments = ["--python", f"base={sys.executable}", "--python", f"again={again}", "--programs", "bm_nbody"]
    status = main([*arguments, "--benchmarks", str(benchmarks), "--no-startup", "--json", str(document_path), *QUICK])
    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].split() == ["base", "MiB", "against", "time", "faster", "spread", "MiB", "memory", "answer"]
    assert lines[1].split()[0] == "nbody" and lines[1].endswith("same")
    assert lines[2].startswith("geomean of 1")
    document = json.loads(document_path.read_text(encoding="utf-8"))
    assert document["comparisons"][0]["name"] == "nbody"
    assert document["comparisons"][0]["tracks"][1]["seconds"]["timed"] == [[0.003]]


def test_a_wrong_answer_fails_the_run(
    benchmarks: Path, make_interpreter: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = make_interpreter("wrong").command[0]
    arguments = ["--python", sys.executable, "--python", f"wrong={wrong}", "--programs", "nbody", "--markdown"]
    assert main([*arguments, "--benchmarks", str(benchmarks), "--no-startup", *QUICK]) == 1
    out = capsys.readouterr().out
    assert "| DIFFERS |" in out
    assert "nbody: wrong: another answer" in out


def test_scripts_are_compared_with_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "hello.py"
    script.write_text("print('hello')\n", encoding="utf-8")
    arguments = ["--python", f"python={sys.executable}", "--script", str(script)]
    assert main([*arguments, "--against", "echo=/bin/echo hello", *QUICK]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[0] == "echo"
    assert lines[1].split()[0] == "hello.py" and "python" in lines[1] and lines[1].endswith("same")
    assert main([*arguments, "--against", "echo=/bin/echo bye", *QUICK]) == 1
    assert main([*arguments, "--against", "echo=/bin/echo bye", "--no-compare-output", *QUICK]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "US003: nothing to run"),
        (["--python", "/nonexistent/python"], "US004: there is no such command"),
        (["--python", sys.executable, "--programs", "nonsense"], "US002: there is no benchmark program"),
        (["--python", sys.executable, "--programs", "none", "--no-startup"], "US003: nothing to run"),
    ],
)
def test_a_command_line_that_cannot_work(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--quiet"]) == 2
    assert message in capsys.readouterr().err


def test_start_up_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--python", f"base={sys.executable}", "--programs", "none", "--quiet"]) == 0
    assert "start-up (-c pass)" in capsys.readouterr().out
