"""The long run: mutants of bytecode modules, verified and, if accepted, run natively under limits and collector stress.

    python -m tests.fuzz.run_bytecode --mutants 1000000 [--seed 1] [--processes 2] [--first 0]

A mutant that crashes, hangs or raises anything but the errors it may raise is reduced and kept as FOLDER/bytecode-SEED-NUMBER.cvm,
beside its disassembly. Exit status: 0 none did, 1 some did.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from tests.fuzz.generator.bytecode import Mutator, seeds_of
from tests.fuzz.oracle.bytecode import Failure, judge, reduce

STEP = 5000  # mutants between two lines of progress


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=0, help="how many programs of the corpus; 0: all small ones")
    parser.add_argument("--folder", type=Path, default=Path("fuzz-failures"))
    options = parser.parse_args(argv)
    shapes = shapes_of_image()
    seeds = seeds_of(shapes, options.seeds)
    print(f"{len(seeds)} seed programs", flush=True)
    counts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    failures: list[Failure] = []
    seconds = 0.0
    end = options.first + options.mutants
    for at in range(options.first, end, STEP):
        verdict = judge(seeds, shapes, options.seed, at, min(at + STEP, end), processes=options.processes)
        counts += verdict.counts
        codes += verdict.codes
        failures += verdict.failures
        seconds += verdict.seconds
        total = sum(counts.values())
        rate = total / seconds if seconds else 0.0
        print(f"{total} mutants, {rate:.0f}/s: {', '.join(f'{n} {c}' for c, n in counts.most_common())}; {len(failures)} failures", flush=True)
        for failure in verdict.failures:
            keep(failure, seeds, shapes, options)
        if len(failures) > 50:
            break
    print("refused by", ", ".join(f"{c} {n}" for c, n in codes.most_common()))
    return 1 if failures else 0


def shapes_of_image() -> object:
    """The instruction shapes of Pyta's image, from a process of its own (so that this one can fork cheaply)."""
    from corevm.engine.store import find_image  # lazy
    from pyta.host.image import SPEC

    return find_image(SPEC)[1].instructions


def keep(failure: Failure, seeds: object, shapes: object, options: argparse.Namespace) -> None:
    chosen, alone = reduce(seeds, shapes, options.seed, failure)  # type: ignore[arg-type]
    name, data = Mutator(seeds, shapes, options.seed).make(failure.index, chosen)  # type: ignore[arg-type]
    os.makedirs(options.folder, exist_ok=True)
    path = options.folder / f"bytecode-{options.seed}-{failure.index}.cvm"
    path.write_bytes(data)
    how = "alone" if alone else f"only after mutants from {failure.first} on"
    print(f"  {failure.how}: mutant {failure.index} of {name}, mutations {chosen}, fails {how}: {path}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
