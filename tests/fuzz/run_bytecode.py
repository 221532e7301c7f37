"""The long run: mutants of bytecode modules, verified and, if accepted, run natively under limits and collector stress.

    nice python -m tests.fuzz.run_bytecode --mutants 1000000 [--seed 1] [--first 0] [--processes 1]

Of each 4,000 mutants 3,000 are of Pyta's programs, 1,000 of Lox's. A mutant that ends its process, hangs or raises anything but
what it may raise is reduced and kept as FOLDER/LANGUAGE-SEED-NUMBER.cvm with its disassembly and what was changed.
With COREVM_STRESS=1 COREVM_POISON=1 every machine collects at every allocation. Exit status: 0 none failed, 1 some did.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections import Counter
from pathlib import Path

from tests.fuzz.generator.bytecode import Language, Mutator, languages
from tests.fuzz.oracle.bytecode import Failure, judge, reduce

from corevm.bytecode.disassemble import disassemble
from corevm.bytecode.format import read_module, write_module
from corevm.bytecode.model import CodeUnit
from corevm.errors import BytecodeError

SHARES = (3000, 1000)  # of mutants, by language
TURN = sum(SHARES)
MOST_FAILURES = 50


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--programs", type=int, default=0, help="how many of each language; 0: all small ones")
    parser.add_argument("--folder", type=Path, default=Path("fuzz-failures"))
    options = parser.parse_args(argv)
    subjects = languages(options.programs)
    print(", ".join(f"{len(s.seeds)} {s.name} programs" for s in subjects), flush=True)
    counts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    failures = 0
    seconds = 0.0
    for subject, first, last in ranges(subjects, options.first, options.first + options.mutants):
        verdict = judge(subject, options.seed, first, last, processes=options.processes)
        counts += verdict.counts
        codes += verdict.codes
        failures += len(verdict.failures)
        seconds += verdict.seconds
        total = sum(counts.values())
        text = ", ".join(f"{n} {c}" for c, n in counts.most_common())
        print(f"{total} mutants in {seconds:.0f} s: {text}; {failures} failures; to {last}", flush=True)
        for failure in verdict.failures:
            keep(failure, subject, options.seed, options.folder)
        if failures > MOST_FAILURES:
            break
    print("refused by", ", ".join(f"{c} {n}" for c, n in codes.most_common()))
    return 1 if failures else 0


def ranges(subjects: list[Language], first: int, end: int) -> list[tuple[Language, int, int]]:
    """The mutants first..end-1: which are of which language."""
    found = []
    for turn in range(first // TURN, end // TURN + 1):
        at = turn * TURN
        for subject, share in zip(subjects, SHARES, strict=True):
            start, stop = max(at, first), min(at + share, end)
            if start < stop:
                found.append((subject, start, stop))
            at += share
    return found


def keep(failure: Failure, subject: Language, seed: int, folder: Path) -> None:
    """Reduce a failing mutant and write it down."""
    chosen, is_alone = reduce(subject, seed, failure)
    mutator = Mutator(subject, seed)
    name, mutant = mutator.make(failure.index, chosen)
    os.makedirs(folder, exist_ok=True)
    path = folder / f"{subject.name}-{seed}-{failure.index}"
    try:
        unit = mutant if isinstance(mutant, CodeUnit) else read_module(mutant, subject.shapes)
        path.with_suffix(".cvm").write_bytes(write_module(unit, subject.shapes))
        before = disassemble(mutator.unit(mutator.seed_of(failure.index)), subject.shapes).splitlines(keepends=True)
        after = disassemble(unit, subject.shapes).splitlines(keepends=True)
        path.with_suffix(".diff").write_text("".join(difflib.unified_diff(before, after, "seed", "mutant")))
    except BytecodeError:
        assert isinstance(mutant, bytes)
        path.with_suffix(".cvm").write_bytes(mutant)
    how = "alone" if is_alone else f"only after mutants from {failure.first} on"
    print(f"  {failure.how}: mutant {failure.index} of {name}, mutations {chosen}, fails {how}: {path}.cvm", flush=True)


if __name__ == "__main__":
    sys.exit(main())
