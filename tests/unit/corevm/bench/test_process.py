"""Child processes: status, output, time limit, and a peak that is the child's own (INV-BENCH-1)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

import pytest

from corevm.bench.process import Completed, run_measured, run_timed

Run = Callable[[Sequence[str], float, Mapping[str, str] | None], Completed]
BOTH = pytest.mark.parametrize("run", [run_timed, run_measured])
MEBIBYTE = 1024 * 1024


@BOTH
def test_output_and_status_are_kept(run: Run) -> None:
    completed = run(["/bin/sh", "-c", "echo out; echo '  spaced \"$1\"' >&2; exit 3", "sh", "an argument"], 10.0, None)
    assert (completed.status, completed.stdout) == (3, "out\n")
    assert completed.stderr == '  spaced "$1"\n'
    assert completed.describe_failure() == 'exit status 3: spaced "$1"'


@BOTH
def test_arguments_arrive_as_they_are(run: Run) -> None:
    words = ["a b", "", "'\"$x`", "*"]
    completed = run([sys.executable, "-c", "import sys; print(sys.argv[1:])", *words], 10.0, None)
    assert completed.stdout.strip() == repr(words)
    assert completed.describe_failure() == ""


@BOTH
def test_a_signal_is_named(run: Run) -> None:
    completed = run(["/bin/sh", "-c", "kill -SEGV $$"], 10.0, None)
    assert completed.describe_failure() == "killed by SIGSEGV"


@BOTH
def test_a_child_that_takes_too_long_is_killed(run: Run) -> None:
    completed = run(["/bin/sh", "-c", "echo before; sleep 60"], 0.2, None)
    assert completed.is_timed_out
    assert completed.describe_failure() == "timed out"
    assert completed.stdout == "before\n"


@BOTH
def test_the_environment_is_the_one_given(run: Run) -> None:
    completed = run(["/bin/sh", "-c", "echo $WORD"], 10.0, {"WORD": "given", "PATH": "/usr/bin:/bin"})
    assert completed.stdout == "given\n"


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are kept apart by a Linux facility")
def test_the_peak_is_the_childs_own() -> None:
    ballast = bytearray(64 * MEBIBYTE)
    small = run_measured(["/bin/sh", "-c", ":"], 10.0)
    large = run_measured([sys.executable, "-c", "x = bytearray(64 << 20)"], 10.0)
    assert 0 < small.peak_bytes < 8 * MEBIBYTE
    assert 64 * MEBIBYTE < large.peak_bytes < 128 * MEBIBYTE
    assert len(ballast) == 64 * MEBIBYTE
