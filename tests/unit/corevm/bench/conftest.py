"""Fake benchmark programs, so that these tests are fast and need no pyperformance."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corevm.bench.measure import Contender

PROGRAM = """
import os
import sys
import pyperf

WORD = os.environ.get("FAKE_WORD", "right")

def work(count):
    if WORD == "crash":
        raise ValueError("the fake crashed")
    return [WORD] * count

def timed(loops, count):
    return 0.001 * loops * count

def probe():
    return WORD, "json.decoder" in sys.modules

if __name__ == "__main__":
    runner = pyperf.Runner(add_cmdline_args=None)
    runner.metadata["description"] = "a fake"
    runner.argparser.add_argument("--count", type=int, default=3)
    runner.argparser.add_argument("--filename")
    args = runner.parse_args()
    if args.filename:
        with open(args.filename, "w") as file:
            file.write(WORD)
    runner.bench_func("work", work, args.count)
    runner.bench_time_func("timed", timed, args.count, inner_loops=2)
"""


@pytest.fixture
def benchmarks(tmp_path: Path) -> Path:
    """A folder like pyperformance's, with fakes in the place of nbody and fake."""
    for name in ("bm_fake", "bm_nbody"):
        (tmp_path / "benchmarks" / name).mkdir(parents=True)
        text = PROGRAM.replace("def probe", "def report_energy") if name == "bm_nbody" else PROGRAM
        (tmp_path / "benchmarks" / name / "run_benchmark.py").write_text(text, encoding="utf-8")
    return tmp_path / "benchmarks"


@pytest.fixture
def make_interpreter(tmp_path: Path) -> Callable[[str], Contender]:
    """Makes an interpreter under which the fakes see another word."""

    def make(word: str) -> Contender:
        path = tmp_path / f"python-{word}"
        path.write_text(f'#!/bin/sh\nFAKE_WORD={word} exec "{sys.executable}" "$@"\n', encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return Contender(word, (str(path),))

    return make
