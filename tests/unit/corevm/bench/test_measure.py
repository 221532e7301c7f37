"""Programs and commands by turns, with fakes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from corevm.bench.measure import Contender, Plan, compare_commands, compare_program, read_record
from corevm.bench.program import OUTPUT, Program

QUICK = Plan(runs=2, values=2, warmups=1, minimum_seconds=1e-9, timeout_seconds=30.0)
Make = Callable[[str], Contender]


def test_a_record_is_read_and_warmups_are_thrown_away() -> None:
    record = read_record(
        '{"corevm_bench": "value", "name": "a", "loops": 2, "warmup": true, "seconds": 9.0}\n'
        '{"corevm_bench": "value", "name": "a", "loops": 2, "warmup": false, "seconds": 3.0}\n'
        "own output\n"
        '{"corevm_bench": "loops", "name": "b", "loops": 64}\n'
        '{"corevm_bench": "result", "name": "a", "text": "[1]"}\n'
    )
    assert record.seconds == {"a": [1.5]}
    assert record.loops == {"b": 64}
    assert record.answers == {"a": "[1]", "output": "own output"}


def test_two_that_agree(benchmarks: Path, make_interpreter: Make) -> None:
    said: list[str] = []
    program = Program("fake", arguments=("--count", "2"), probe="probe()")
    contenders = [make_interpreter("right"), Contender("again", (sys.executable,))]
    comparison = compare_program(program, contenders, benchmarks, QUICK, said.append)
    assert comparison.problems() == []
    assert comparison.check_note() == "same"
    assert comparison.baseline.answers == {"work": "['right', 'right']", "work probe": "('right', False)"}
    for track in comparison.tracks:
        assert {name: [len(one) for one in rounds] for name, rounds in track.seconds.items()} == {
            "work": [2, 2],
            "timed": [2, 2],
        }
        assert track.seconds["timed"][0][0] == 0.002
        assert len(track.peak_bytes) in (0, 2)
    assert said[1:] == [
        "fake: round 1 of 2, right",
        "fake: round 1 of 2, again",
        "fake: round 2 of 2, right",
        "fake: round 2 of 2, again",
    ]


def test_another_value_is_found(benchmarks: Path, make_interpreter: Make) -> None:
    contenders = [make_interpreter("right"), make_interpreter("wrong")]
    comparison = compare_program(Program("fake"), contenders, benchmarks, QUICK)
    assert comparison.problems() == [
        "fake: wrong: another answer: work: \"['wrong', 'wrong', 'wrong']\", right gives \"['right', 'right', 'right']\""
    ]


def test_another_file_is_found(benchmarks: Path, make_interpreter: Make) -> None:
    program = Program("fake", check_arguments=("--count=0", f"--filename={OUTPUT}"))
    contenders = [make_interpreter("right"), make_interpreter("wrong")]
    comparison = compare_program(program, contenders, benchmarks, QUICK)
    assert comparison.tracks[0].answers["file"] == b"right".hex()
    assert "file: " in comparison.problems()[0]


def test_a_crash_is_told_and_the_others_go_on(benchmarks: Path, make_interpreter: Make) -> None:
    contenders = [make_interpreter("right"), make_interpreter("crash"), Contender("again", (sys.executable,))]
    comparison = compare_program(Program("fake"), contenders, benchmarks, QUICK)
    assert comparison.problems() == ["fake: crash: exit status 1: ValueError: the fake crashed"]
    assert len(comparison.ratios(comparison.tracks[2])) == 2


def test_hidden_modules_are_not_found(benchmarks: Path) -> None:
    path = benchmarks / "bm_fake" / "run_benchmark.py"
    path.write_text(
        "import json.encoder\nimport pyperf\nfast = json.encoder.c_make_encoder is not None\n"
        "def work():\n    return fast, __name__, __file__.endswith('run_benchmark.py')\n"
        "pyperf.Runner().bench_func('work', work)\n",
        encoding="utf-8",
    )
    python = [Contender("python", (sys.executable,))]
    seen = compare_program(Program("fake"), python, benchmarks, QUICK)
    hidden = compare_program(Program("fake", hidden_modules=("_json",)), python, benchmarks, QUICK)
    assert seen.baseline.answers == {"work": "(True, '__main__', True)"}
    assert hidden.baseline.answers == {"work": "(False, '__main__', True)"}


def test_commands_are_compared_by_their_output(make_interpreter: Make) -> None:
    one = Contender("one", ("/bin/sh", "-c", "echo same"))
    two = Contender("two", ("/bin/sh", "-c", "echo other"))
    comparison = compare_commands("echo", "script", [one, two], QUICK)
    assert comparison.problems() == ["echo: two: another answer: output: 'other', one gives 'same'"]
    assert [len(rounds) for rounds in comparison.baseline.seconds.values()] == [2]
    free = compare_commands("echo", "script", [one, two], QUICK, is_output_compared=False)
    assert free.problems() == []


def test_a_command_that_does_not_start_is_told() -> None:
    comparison = compare_commands("gone", "script", [Contender("gone", ("/nonexistent/program",))], QUICK)
    assert comparison.problems()[0].startswith("gone: gone: could not be started:")
