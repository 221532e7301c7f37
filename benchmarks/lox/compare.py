"""Lox on corevm beside Lua's interpreter: equal programs, whole processes, alternating; answers must agree.

    python benchmarks/lox/compare.py [--rounds 5] [--lua lua5.4] [PROGRAM ...]

Processor time of the process (user and system), median of the rounds' ratios; start-up and compilation included, the image being kept.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOX = HERE.parents[1] / "examples" / "lox" / "lox.py"


def measured(command: list[str]) -> tuple[float, str]:
    """Processor seconds and output of a command."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, output


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="*", default=sorted(p.stem for p in HERE.glob("*.lox")))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lua", default="lua5.4")
    options = parser.parse_args()
    print(f"{'program':10} {'lox s':>8} {'lua s':>8} {'faster':>7}  spread")
    for program in options.programs:
        lox, lua = [sys.executable, str(LOX), str(HERE / f"{program}.lox")], [options.lua, str(HERE / f"{program}.lua")]
        measured(lox)  # builds the image if need be
        pairs = []
        for _ in range(options.rounds):
            (a, seen), (b, wanted) = measured(lox), measured(lua)
            if seen != wanted:
                raise SystemExit(f"{program}: {seen!r} is not {wanted!r}")
            pairs.append((a, b))
        ratios = sorted(b / a for a, b in pairs)
        times = [statistics.median(column) for column in zip(*pairs, strict=True)]
        print(f"{program:10} {times[0]:8.2f} {times[1]:8.2f} {statistics.median(ratios):6.2f}x  {ratios[0]:.2f}-{ratios[-1]:.2f}", flush=True)


if __name__ == "__main__":
    main()
