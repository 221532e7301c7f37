"""Mutants of bytecode modules: what a byte-flipper, a wrong compiler or an attacker would hand in.

A mutant is made from a seed module by a few mutations, each with its own random numbers, so that any subset of them can be
made again: that is how a failing mutant is reduced.
"""

from __future__ import annotations

import copy
import random
import sys
import warnings
from _blake2 import blake2b
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corevm.bytecode.format import read_module, write_module
from corevm.bytecode.head import HEADER, HEADER_BYTES, MAGIC, VERSION
from corevm.bytecode.model import CatchSite, CodeUnit, Instruction, Parameters

TESTS = Path(__file__).resolve().parents[2]
PYTHON, LOX = TESTS / "differential" / "python", TESTS / "conformance" / "lox"
LOX_SOURCE = TESTS.parent / "examples" / "lox"
LANGUAGES = ("pyta", "lox")
MAX_INSTRUCTIONS = 400  # of a seed program: small ones run faster and fail clearer
BYTE_SHARE = 0.15  # of mutants made from bytes rather than from fields
INTERESTING = (0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 127, 255, 4095, 8000, 8191, 32767, 65535)


@dataclass(frozen=True)
class Seed:
    """A program as a module."""

    name: str
    module: bytes


@dataclass(frozen=True)
class Language:
    """What mutants of a language are made of: its instruction set and programs."""

    name: str
    shapes: Mapping[str, Any]
    fusions: Mapping[str, Mapping[str, int]]
    seeds: Sequence[Seed]


def languages(limit: int = 0) -> list[Language]:
    """The languages with their programs, compiled: those whose code is small, at most `limit` of each."""
    return [_pyta(limit), _lox(limit)]


def _language(name: str, spec: Any, units: Sequence[tuple[str, CodeUnit]], limit: int) -> Language:
    from corevm.engine.store import find_image  # lazy

    layout = find_image(spec)[1]
    small = [(n, u) for n, u in units if sum(len(f.instructions) for f in functions_of(u)) <= MAX_INSTRUCTIONS]
    small = small[:: max(1, len(small) // limit)] if limit else small
    seeds = [Seed(n, write_module(u, layout.instructions)) for n, u in small]
    return Language(name, layout.instructions, layout.fusions, seeds)


def _pyta(limit: int) -> Language:
    from pyta.compiler.compile import compile_source  # lazy: the children that run mutants are given seeds
    from pyta.host.image import SPEC

    units = []
    for path in sorted(PYTHON.rglob("*.py")):
        text = path.read_bytes()
        if b"sleep" not in text and b"import" not in text and len(text) < 20_000:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                units.append((str(path.relative_to(PYTHON)), compile_source(text, path.stem)))
    return _language("pyta", SPEC, units, limit)


def import_lox() -> Any:
    """The example's main module. Effects: its folder is searched for modules from now on."""
    if str(LOX_SOURCE) not in sys.path:
        sys.path.insert(0, str(LOX_SOURCE))
    import lox

    return lox


def _lox(limit: int) -> Language:
    lox = import_lox()
    compiled = ((str(path.relative_to(LOX)), lox.compile_source(path.read_text())[0]) for path in sorted(LOX.rglob("*.lox")))
    return _language("lox", lox.LOX.spec, [(n, u) for n, u in compiled if u is not None], limit)


def functions_of(unit: CodeUnit) -> list[CodeUnit]:
    """A unit and the functions in it."""
    found, pending = [], [unit]
    while pending:
        current = pending.pop()
        found.append(current)
        pending += [c for c in current.constants if isinstance(c, CodeUnit)]
    return found


def copied(unit: CodeUnit, target: CodeUnit) -> tuple[CodeUnit, CodeUnit | None]:
    """A unit with a copy of the function `target` in it that may be changed, and that copy; all others are shared."""
    made = copy.copy(unit)
    made.constants = list(unit.constants)
    if unit is target:
        made.instructions = [Instruction(i.op, i.operands, i.position) for i in unit.instructions]
        made.catch_sites = list(unit.catch_sites)
        return made, made
    for i, constant in enumerate(unit.constants):
        if isinstance(constant, CodeUnit):
            made.constants[i], found = copied(constant, target)
            if found is not None:
                return made, found
            made.constants[i] = constant
    return unit, None


class Mutator:
    """Makes mutant number `index` of a seeded sequence."""

    def __init__(self, language: Language, seed: int) -> None:
        self.seeds = seeds = language.seeds
        self.shapes = shapes = language.shapes
        self.seed = seed
        self.units: dict[int, CodeUnit] = {}
        self.alike: dict[tuple[str, ...], list[str]] = {}
        assert seeds
        for name, shape in shapes.items():
            self.alike.setdefault(tuple(o[1] for o in shape[2]), []).append(name)

    def unit(self, number: int) -> CodeUnit:
        if number not in self.units:
            self.units[number] = read_module(self.seeds[number].module, self.shapes)
        return self.units[number]

    def seed_of(self, index: int) -> int:
        """The number of the seed a mutant is made of."""
        return random.Random(f"{self.seed}:{index}").randrange(len(self.seeds))

    def mutations(self, index: int) -> int:
        """How many mutations the mutant is made by."""
        return random.Random(f"{self.seed}:{index}:count").choice((1, 1, 1, 2, 2, 3, 5))

    def make(self, index: int, chosen: Sequence[int] | None = None) -> tuple[str, bytes | CodeUnit]:
        """The seed's name and the mutant, as bytes or as a unit; of its mutations only those chosen."""
        r = random.Random(f"{self.seed}:{index}")
        number = r.randrange(len(self.seeds))
        steps = range(self.mutations(index)) if chosen is None else chosen
        name = self.seeds[number].name
        if r.random() < BYTE_SHARE:
            data = bytearray(self.seeds[number].module)
            for step in steps:
                mutate_bytes(data, random.Random(f"{self.seed}:{index}:{step}"))
            return name, sealed(data)
        unit = self.unit(number)
        for step in steps:
            unit = self.mutate(unit, random.Random(f"{self.seed}:{index}:{step}"))
        return name, unit

    # --- fields
    def mutate(self, root: CodeUnit, r: random.Random) -> CodeUnit:
        """The module with one of its functions changed."""
        made, function = copied(root, r.choice(functions_of(root)))
        assert function is not None
        r.choice(MUTATIONS)(self, function, r)
        return made

    def operand(self, unit: CodeUnit, r: random.Random) -> None:
        """Another operand: near, another of the function, or a limit."""
        i = r.randrange(len(unit.instructions))
        instruction = unit.instructions[i]
        if not instruction.operands:
            return
        k = r.randrange(len(instruction.operands))
        kinds = [o[1] for o in self.shapes[instruction.op][2]]
        old = instruction.operands[k]
        choices = [old + r.choice((-1, 1)), old + r.choice((-5, -2, 2, 5)), r.choice(INTERESTING)]
        if kinds[k] in ("Reg", "OutIndex", "Window"):
            choices += [r.randrange(max(1, unit.register_count))] * 6
        elif kinds[k] == "Const":
            choices += [r.randrange(max(1, len(unit.constants)))] * 6
        elif kinds[k] == "Target":
            choices += [r.randrange(len(unit.instructions)) - i] * 4
        operands = list(instruction.operands)
        operands[k] = r.choice(choices)
        instruction.operands = tuple(operands)

    def opcode(self, unit: CodeUnit, r: random.Random) -> None:
        """Another instruction with operands of the same kinds, or of any."""
        instruction = r.choice(unit.instructions)
        kinds = tuple(o[1] for o in self.shapes[instruction.op][2])
        if r.random() < 0.9:
            instruction.op = r.choice(self.alike[kinds])
        else:
            instruction.op = r.choice(list(self.shapes))
            count = len(self.shapes[instruction.op][2])
            instruction.operands = (*instruction.operands, *(r.randrange(8) for _ in range(count)))[:count]

    def swap(self, unit: CodeUnit, r: random.Random) -> None:
        code = unit.instructions
        i, j = r.randrange(len(code)), r.randrange(len(code))
        code[i], code[j] = code[j], code[i]

    def remove(self, unit: CodeUnit, r: random.Random) -> None:
        """Without an instruction, the jumps over it being right again (mostly)."""
        i = r.randrange(len(unit.instructions))
        if len(unit.instructions) > 1:
            self.shift(unit, i, -1, r)
            del unit.instructions[i]

    def insert(self, unit: CodeUnit, r: random.Random) -> None:
        """An instruction of this or another function, once more."""
        donor = unit
        if r.random() < 0.3:
            donor = r.choice(functions_of(self.unit(r.randrange(len(self.seeds)))))
        start = r.randrange(len(donor.instructions))
        taken = donor.instructions[start : start + r.choice((1, 1, 2, 4))]
        for instruction in reversed(taken):
            at = r.randrange(len(unit.instructions) + 1) if len(taken) == 1 else min(start, len(unit.instructions))
            self.shift(unit, at, 1, r)
            unit.instructions.insert(at, Instruction(instruction.op, instruction.operands, instruction.position))

    def shift(self, unit: CodeUnit, at: int, by: int, r: random.Random) -> None:
        if r.random() < 0.1:
            return
        for i, instruction in enumerate(unit.instructions):
            for k, operand in enumerate(self.shapes[instruction.op][2]):
                if operand[1] == "Target" and k < len(instruction.operands):
                    target = i + instruction.operands[k]
                    moved = (by if target > at else 0) - (by if i >= at else 0)
                    operands = list(instruction.operands)
                    operands[k] += moved
                    instruction.operands = tuple(operands)
        unit.catch_sites = [
            CatchSite(*(x + by if x > at else x for x in (s.start, s.end, s.target)), s.register, s.filter) for s in unit.catch_sites
        ]

    def constant(self, unit: CodeUnit, r: random.Random) -> None:
        if not unit.constants:
            return
        i = r.randrange(len(unit.constants))
        pool: list[Any] = [None, True, 0, -1, 1 << 62, -(1 << 100), 1.5, float("nan"), "", "x", "__class__", b"ab", (), ("a", "b"), (1, (2,)), ...]
        donor = r.choice(functions_of(self.unit(r.randrange(len(self.seeds)))))
        pool += [c for c in (*unit.constants, *donor.constants) if not isinstance(c, CodeUnit)]
        unit.constants[i] = r.choice(pool)

    def catch(self, unit: CodeUnit, r: random.Random) -> None:
        count = len(unit.instructions)
        if unit.catch_sites and r.random() < 0.7:
            i = r.randrange(len(unit.catch_sites))
            s = unit.catch_sites[i]
            fields = [s.start, s.end, s.target, s.register, s.filter]
            k = r.randrange(5)
            fields[k] = max(0, r.choice((fields[k] - 1, fields[k] + 1, r.randrange(count), r.randrange(2))))
            unit.catch_sites[i] = CatchSite(*fields)
        else:
            start = r.randrange(count)
            site = CatchSite(start, r.randrange(start, count) + 1, r.randrange(count), r.randrange(max(1, unit.register_count)), r.randrange(2))
            unit.catch_sites.insert(0, site)

    def frame(self, unit: CodeUnit, r: random.Random) -> None:
        """Registers, parameters, names, flags."""
        what = r.randrange(6)
        p = unit.parameters
        if what == 0:
            unit.register_count = r.choice((unit.register_count - 1, unit.register_count + 1, unit.register_count + 40, 0, 8000))
        elif what == 1:
            unit.is_generator = not unit.is_generator
        elif what == 2:
            unit.free_names = r.choice((unit.free_names[1:], (*unit.free_names, "x"), ()))
        elif what == 3:
            unit.flags ^= 1 << r.randrange(8)
        elif what == 4:
            names = p.names
            k = r.randrange(len(names) + 1)
            unit.parameters = Parameters(names[:k], names[k:])
        else:
            names = p.names
            if names:
                unit.parameters = Parameters((), names[:-1], names[-1]) if r.random() < 0.5 else Parameters((), names[:-1], None, (), names[-1])


MUTATIONS: tuple[Callable[[Mutator, CodeUnit, random.Random], None], ...] = (
    *(Mutator.operand,) * 8, *(Mutator.opcode,) * 4, Mutator.swap, *(Mutator.remove,) * 2, *(Mutator.insert,) * 3,
    Mutator.constant, *(Mutator.catch,) * 2, Mutator.frame,
)  # fmt: skip


# --- bytes
def mutate_bytes(data: bytearray, r: random.Random) -> None:
    at = r.randrange(HEADER_BYTES, len(data)) if r.random() < 0.98 else r.randrange(len(data))
    what = r.randrange(4)
    if what == 0:
        data[at] ^= 1 << r.randrange(8)
    elif what == 1:
        data[at] = r.choice((0, 1, 0x7F, 0x80, 0xFF, r.randrange(256)))
    elif what == 2:
        del data[at : at + r.choice((1, 1, 8, 40))]
    else:
        data[at:at] = bytes(r.randrange(256) for _ in range(r.choice((1, 1, 8))))


def sealed(data: bytearray) -> bytes:
    """With length and content hash right again: else nothing behind the header would be looked at."""
    if len(data) < HEADER_BYTES or bytes(data[: len(MAGIC)]) != MAGIC:
        return bytes(data)
    body = bytes(data[HEADER_BYTES:])
    return HEADER.pack(MAGIC, VERSION, 0, len(body), blake2b(body, digest_size=32).digest()) + body
