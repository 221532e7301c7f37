"""Find which functions of Pyta's image programs use together, and write the list by which the image is laid out.

    python benchmarks/memory/order.py

An image is built in which each function, when it is entered, sets a byte of its own. The programs of the corpus (tests/differential/python) and of `corevm
bench` run on it, and src/pyta/order.txt gets the functions that they used: the linker lays them out in that order and behind them all the others
(docs/design/memory.md). Takes five minutes; to be run when tests/unit/pyta/host/test_order.py fails.
"""

from __future__ import annotations

import argparse
import collections
import marshal
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corevm.bench.measure import program_environment
from corevm.bench.program import find_benchmarks, select_programs
from corevm.engine.build import build
from corevm.engine.image import ImagePlan
from corevm.engine.store import Layout, keep, source_key
from corevm.ir.module import Data, Instr, Value
from corevm.ir.op import OPS
from corevm.ir.type import I8, PTR
from corevm.native.elf import functions
from pyta.host.image import SPEC

CORPUS = Path(__file__).resolve().parents[2] / "tests" / "differential" / "python"
WEIGHT = 16  # a benchmark program counts as much as so many of the corpus, which look into the language's corners
LEAST = 4  # functions of fewer users are not listed
WINDOW_BYTES = 1 << 16  # what the system maps around a page that is touched
SECONDS = 300.0

# Run a program, then write the marks of all modules, one behind the other.
CHILD = """
import sys, ctypes, marshal
sizes, target = marshal.load(open(sys.argv[1], "rb")), sys.argv[2]
sys.argv[:] = sys.argv[3:]
from corevm.engine.runtime import Image
from pyta.__main__ import main
try:
    main(sys.argv)
finally:
    (image,) = Image._loaded.values()
    with open(target, "wb") as file:
        for name, size in sizes:
            file.write(ctypes.string_at(image.symbol(name), size))
"""


class Marks:
    """Makes each function of an image mark that it was entered. `modules`: data item -> functions, the n-th of which sets its n-th byte."""

    def __init__(self) -> None:
        self.modules: dict[str, list[str]] = {}

    def add(self, plan: ImagePlan) -> None:
        for module in plan.modules:
            functions = [f for f in module.functions.values() if not f.is_declaration]
            if not functions:
                continue
            item = f"entered.{module.name}"
            self.modules[item] = [f.name for f in functions]
            module.data[item] = Data(item, bytes(len(functions)), 1, is_constant=False, relocs=(), is_exported=True)
            for number, function in enumerate(functions):
                one, place = Value(I8), Value(PTR)
                function.entry.instrs[:0] = [
                    Instr(OPS["const"], I8, [], (1,), [one]),
                    Instr(OPS["data_addr"], None, [], (item,), [place]),
                    Instr(OPS["store"], I8, [place, one], (number, "any")),
                ]


def run_marked(commands: list[list[str]], marks: Marks, content: bytes, layout: Layout) -> list[set[str]]:
    """The functions that each command (what follows `pyta`) uses; none of one that leaves no word of them."""
    names = [name for functions in marks.modules.values() for name in functions]
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder, "image", f"{SPEC.name}-{source_key(SPEC)}")
        image.parent.mkdir()
        keep(str(image), content, layout)
        sizes = Path(folder, "sizes")
        sizes.write_bytes(marshal.dumps([(item, len(functions)) for item, functions in marks.modules.items()]))
        environment = dict(program_environment(), COREVM_CACHE=folder)

        def run(number: int) -> set[str]:
            place = Path(folder, str(number))
            place.mkdir()
            target = place / "marks"
            command = [sys.executable, "-c", CHILD, str(sizes), str(target), *commands[number]]
            try:
                subprocess.run(command, env=environment, cwd=place, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL, capture_output=True)
            except subprocess.TimeoutExpired:
                return set()
            return {name for name, mark in zip(names, target.read_bytes(), strict=True) if mark} if target.exists() else set()

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(run, range(len(commands))))


def arrange(users: dict[str, int], sizes: dict[str, int]) -> list[str]:
    """Functions in an order in which a program touches few windows.

    A window begins with the function that most programs use, and is filled with those whose users are most nearly the window's.

    Args:
        users: of each function, a set of programs as bits.
        sizes: of each function in bytes.
    """
    left = sorted(users, key=lambda name: (-users[name].bit_count(), name))
    made: list[str] = []
    while left:
        window, filled = users[left[0]], 0
        while left and filled < WINDOW_BYTES:
            best = max(left, key=lambda name: (users[name] & window).bit_count() / (users[name] | window).bit_count())
            left.remove(best)
            made.append(best)
            window |= users[best]
            filled += sizes[best]
    return made


def main() -> None:
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    marks = Marks()
    (content, _), layout = build(SPEC, prepare=marks.add)
    sizes = {name: size for name, (_, size) in functions(content).items()}
    benchmarks = find_benchmarks()
    weighted = [([str(path)], 1) for path in sorted(CORPUS.rglob("*.py"))]
    weighted += [(program.command(benchmarks), WEIGHT) for program in select_programs([])]
    users: dict[str, int] = collections.defaultdict(int)
    at = 0
    for (_, weight), used in zip(weighted, run_marked([command for command, _ in weighted], marks, content, layout), strict=True):
        for name in used & sizes.keys():
            users[name] |= (1 << weight) - 1 << at
        at += weight
    order = arrange({name: used for name, used in users.items() if used.bit_count() >= LEAST}, sizes)
    Path(SPEC.order).write_text("".join(f"{name}\n" for name in order), encoding="utf-8")
    print(f"{len(weighted)} programs use {len(order)} functions of {len(sizes)}, {sum(map(sizes.__getitem__, order)) >> 10} KB")


if __name__ == "__main__":
    main()
