"""Run programs and commands under several contenders by turns, and collect what they gave."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corevm.bench.process import Completed, run_measured, run_timed
from corevm.bench.program import OUTPUT, STAND_IN, Program
from corevm.bench.result import Comparison, Track

MARK = '{"corevm_bench":'


@dataclass(frozen=True)
class Contender:
    """A command that takes part, with a short name for tables. For programs: the interpreter's command."""

    label: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """How much is run.

    Attributes:
        runs: Rounds; in each, every contender runs once, in a fresh process.
        values: Timed calls in a process.
        warmups: Calls before those.
        minimum_seconds: A call repeats its work until it lasts this long under the baseline.
        timeout_seconds: For one process.
    """

    runs: int = 5
    values: int = 3
    warmups: int = 1
    minimum_seconds: float = 0.05
    timeout_seconds: float = 300.0


@dataclass(frozen=True)
class Record:
    """The lines that one process of a program printed, read."""

    seconds: dict[str, list[float]]
    loops: dict[str, int]
    answers: dict[str, str]


def read_record(stdout: str) -> Record:
    """Sort a process's lines into times (per loop), loops found, and answers; its own output is an answer too."""
    seconds: dict[str, list[float]] = {}
    loops: dict[str, int] = {}
    answers: dict[str, str] = {}
    own_lines = []
    for line in stdout.splitlines():
        if not line.startswith(MARK):
            own_lines.append(line)
            continue
        fields: dict[str, Any] = json.loads(line)
        name = fields["name"]
        if fields["corevm_bench"] == "value" and not fields["warmup"]:
            seconds.setdefault(name, []).append(fields["seconds"] / fields["loops"])
        elif fields["corevm_bench"] == "loops":
            loops[name] = fields["loops"]
        elif fields["corevm_bench"] == "result":
            answers[name] = fields["text"]
    if own_lines:
        answers["output"] = "\n".join(own_lines)
    return Record(seconds, loops, answers)


def program_environment() -> dict[str, str]:
    """The environment in which programs run: our `pyperf` first, hashes the same everywhere."""
    path = os.pathsep.join(part for part in (str(STAND_IN), os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


def compare_program(
    program: Program,
    contenders: Sequence[Contender],
    benchmarks: Path,
    plan: Plan,
    say: Callable[[str], None] = lambda text: None,
) -> Comparison:
    """Run one program under every contender, by turns. Never raises for what a contender does."""
    tracks = [Track(contender.label) for contender in contenders]
    comparison = Comparison(program.name, "program", tracks, program.checks_itself)
    environment = program_environment()

    def run(contender: Contender, *arguments: str) -> Completed:
        command = [*contender.command, *program.command(benchmarks, arguments)]
        return run_measured(command, plan.timeout_seconds, environment)

    say(f"{program.name}: calibrating")
    calibrated = run(contenders[0], f"--bench-minimum={plan.minimum_seconds}")
    tracks[0].failure = calibrated.describe_failure()
    loops = ";".join(f"{name}:{count}" for name, count in read_record(calibrated.stdout).loops.items())
    settings = [f"--bench-warmups={plan.warmups}", f"--bench-values={plan.values}", f"--bench-loops={loops}"]
    if program.probe:
        settings.append(f"--bench-probe={program.probe}")
    if program.check_arguments:
        for contender, track in zip(contenders, tracks, strict=True):
            _check_file(program, track, lambda *arguments, contender=contender: run(contender, *arguments))
    for index in range(plan.runs):
        for contender, track in zip(contenders, tracks, strict=True):
            if track.failure:
                continue
            say(f"{program.name}: round {index + 1} of {plan.runs}, {contender.label}")
            completed = run(contender, *settings)
            track.failure = completed.describe_failure()
            if track.failure:
                continue
            record = read_record(completed.stdout)
            if not record.seconds:
                track.failure = "it ended well, but timed nothing"
                continue
            for name, values in record.seconds.items():
                track.seconds.setdefault(name, []).append(values)
            if completed.peak_bytes:
                track.peak_bytes.append(completed.peak_bytes)
            _note_answers(track, record.answers)
    return comparison


def _check_file(program: Program, track: Track, run: Callable[..., Completed]) -> None:
    """Let the program write its file, and keep the file as an answer."""
    if track.failure:
        return
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "output"
        arguments = [argument.replace(OUTPUT, str(path)) for argument in program.check_arguments]
        completed = run(*arguments, "--bench-warmups=0", "--bench-values=1")
        track.failure = completed.describe_failure()
        if not track.failure:
            track.answers["file"] = path.read_bytes().hex() if path.is_file() else "not written"


def _note_answers(track: Track, answers: dict[str, str]) -> None:
    """Keep the answers of a round; one that changes from round to round cannot be compared and is a failure."""
    for name, text in answers.items():
        if track.answers.setdefault(name, text) != text:
            track.failure = f"{name} is not the same in every round"


def compare_commands(
    name: str,
    kind: str,
    contenders: Sequence[Contender],
    plan: Plan,
    *,
    is_output_compared: bool = True,
    say: Callable[[str], None] = lambda text: None,
) -> Comparison:
    """Run whole commands by turns: the time of the process, start to end, and its peak memory in runs of their own."""
    tracks = [Track(contender.label) for contender in contenders]
    say(f"{name}: {plan.runs} rounds")
    for index in range(-plan.warmups, plan.runs):
        for contender, track in zip(contenders, tracks, strict=True):
            if track.failure:
                continue
            try:
                completed = run_timed(contender.command, plan.timeout_seconds)
            except OSError as error:
                track.failure = f"could not be started: {error}"
                continue
            track.failure = completed.describe_failure()
            if index < 0 or track.failure:
                continue
            track.seconds.setdefault(name, []).append([completed.seconds])
            if is_output_compared:
                _note_answers(track, {"output": completed.stdout})
    for _ in range(min(3, plan.runs)):
        for contender, track in zip(contenders, tracks, strict=True):
            if not track.failure:
                completed = run_measured(contender.command, plan.timeout_seconds)
                track.failure = completed.describe_failure()
                if completed.peak_bytes:
                    track.peak_bytes.append(completed.peak_bytes)
    return Comparison(name, kind, tracks)
