"""What must hold of anything taken for a bytecode module: refused with an error, or run to a result, a guest error or a limit.

`judge` runs mutants in child processes, so that a crash or a hang is seen from outside, with the number of the mutant.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fuzz.generator.bytecode import Language, Mutator, functions_of, import_lox

from corevm.bytecode.format import read_module, write_module
from corevm.bytecode.model import CodeUnit
from corevm.bytecode.verify import Verifier
from corevm.errors import BytecodeError

FUEL, FUEL_STRESSED = 20_000, 1_000
HEAP_LIMIT_BYTES = 48 << 20
MUTANTS_A_MACHINE = 100
MUTANTS_A_PROCESS = 2000
TIMEOUT_SECONDS = 20.0
BEGIN = 255
OUTCOMES = ("ran to its end", "refused", "guest error", "out of fuel", "host error")
RAN, REFUSED, GUEST_ERROR, OUT_OF_FUEL, HOST_ERROR = range(len(OUTCOMES))
RECORD = struct.Struct("<qB8s")  # mutant, outcome or BEGIN, code of a refusal

# Machines by turns. Flags: 1 poison freed memory, 2 check the whole heap after each collection.
SMALL_NURSERY: dict[str, Any] = {"nursery_bytes": 1 << 16, "flags": 1}
MODES: tuple[dict[str, Any], ...] = (
    {}, SMALL_NURSERY, {}, {"stress_period": 101, "flags": 1}, {"flags": 1}, SMALL_NURSERY, {}, {"stress_period": 11, "flags": 1 | 2},
)  # fmt: skip


@dataclass
class Failure:
    """A mutant after which a child was gone: number, how, and the number its machine began with."""

    index: int
    how: str
    first: int


@dataclass
class Verdict:
    counts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0


class KnowingVerifier(Verifier):
    """A verifier that need not look again at the functions of seeds, which mutants share."""

    def __init__(self, language: Language) -> None:
        super().__init__(language.shapes, language.fusions)
        self.inner: dict[int, list[CodeUnit]] = {}

    def verify_function(self, unit: CodeUnit) -> list[CodeUnit]:
        found = self.inner.get(id(unit))
        return super().verify_function(unit) if found is None else found

    def know(self, unit: CodeUnit) -> None:
        """Verify a seed, which the caller keeps."""
        for function in functions_of(unit):
            self.inner[id(function)] = super().verify_function(function)


def machine_of(language: Language, mode: int) -> Any:
    """A machine under limits, without doors: a mutant imports no files and calls no host functions."""
    options = {"heap_limit_bytes": HEAP_LIMIT_BYTES, "seed": 1, "stack_words": 1 << 15, **MODES[mode % len(MODES)]}
    if language.name == "lox":
        return import_lox().LOX.runtime(**options)
    from pyta.host.runtime import PytaRuntime  # lazy: only children need it

    class Closed(PytaRuntime):
        def _find_module(self, name: str, path: Any) -> Any:
            return None

        def _bridge(self, name: str, *arguments: Any) -> Any:
            raise RuntimeError("not here")

    return Closed([], **options)


class Judge:
    """Judges mutants of a language, one after the other."""

    def __init__(self, language: Language, seed: int) -> None:
        self.language = language
        self.mutator = Mutator(language, seed)
        self.verifier = KnowingVerifier(language)
        self.vm: Any = None
        self.fuel = FUEL

    def take_machine(self, mode: int) -> None:
        if self.vm is not None:
            self.vm.close()
        self.vm = machine_of(self.language, mode)
        is_slow = os.environ.get("COREVM_STRESS") or "stress_period" in MODES[mode % len(MODES)]
        self.fuel = FUEL_STRESSED if is_slow else FUEL

    def judge(self, index: int, chosen: Sequence[int] | None = None) -> tuple[int, str]:
        """What became of a mutant, and the code it was refused with."""
        number = self.mutator.seed_of(index)
        if number not in self.mutator.units:
            self.verifier.know(self.mutator.unit(number))
        return self.judge_mutant(self.mutator.make(index, chosen)[1])

    def judge_mutant(self, mutant: bytes | CodeUnit) -> tuple[int, str]:
        try:
            unit = mutant if isinstance(mutant, CodeUnit) else read_module(mutant, self.language.shapes)
            self.verifier.verify(unit)
        except BytecodeError as error:
            return REFUSED, error.code
        return self.run(write_module(unit, self.language.shapes)), ""

    def run(self, module: bytes) -> int:
        from corevm.engine.runtime import GuestError  # lazy: only children run mutants

        vm = self.vm
        try:
            vm.fuel = -1
            function = vm.load(module, self.new_space())
            vm.fuel = self.fuel
            vm.call_words(function, [])
        except GuestError:
            return OUT_OF_FUEL if vm.fuel == 0 else GUEST_ERROR
        return RAN

    def new_space(self) -> int:
        """A namespace for a mutant's global names."""
        vm = self.vm
        if self.language.name == "pyta":
            return int(vm.new_module("__main__")[1])
        space = int(vm.native("host_map"))
        vm.hold(space)
        for name in vm.layout.natives:
            vm.native("define_variable", space, vm.name(name), vm.native_function(name))
        return space


def child(language: Language, first: int, last: int, seed: int, pipe: int, chosen: Sequence[int] | None = None) -> None:
    """Judge mutants first..last-1, telling the pipe of each before and after."""
    is_loud = bool(os.environ.get("FUZZ_LOUD"))
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1) if is_loud else (0, 1, 2):
        os.dup2(null, descriptor)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    judge = Judge(language, seed)
    for index in range(first, last):
        if index == first or index % MUTANTS_A_MACHINE == 0:
            judge.take_machine(index // MUTANTS_A_MACHINE)
        os.write(pipe, RECORD.pack(index, BEGIN, b""))
        signal.setitimer(signal.ITIMER_REAL, TIMEOUT_SECONDS)  # nobody catches SIGALRM: it ends the process
        try:
            outcome, code = judge.judge(index, chosen)
        except Exception:
            outcome, code = HOST_ERROR, ""
            traceback.print_exc()
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.write(pipe, RECORD.pack(index, outcome, code.encode()))
    os.rmdir(folder)


class Child:
    """A process that judges mutants `at`..last-1."""

    def __init__(self, language: Language, at: int, last: int, seed: int, chosen: Sequence[int] | None = None) -> None:
        self.first = self.at = at
        self.last = last
        self.data = b""
        self.pipe, write = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.close(self.pipe)
                child(language, at, last, seed, write, chosen)
                status = 0
            finally:
                os._exit(status)
        os.close(write)

    def take(self, verdict: Verdict) -> bool:
        """Read what it has told; False when it has ended."""
        read = os.read(self.pipe, 1 << 16)
        self.data += read
        whole = len(self.data) // RECORD.size * RECORD.size
        for index, outcome, code in RECORD.iter_unpack(self.data[:whole]):
            self.at = index
            if outcome == BEGIN:
                continue
            self.at += 1
            verdict.counts[OUTCOMES[outcome]] += 1
            if outcome == REFUSED:
                verdict.codes[code.rstrip(b"\0").decode()] += 1
            if outcome == HOST_ERROR:
                verdict.failures.append(self.failure(index, "host error"))
        self.data = self.data[whole:]
        return bool(read)

    def end(self, verdict: Verdict) -> None:
        os.close(self.pipe)
        status = os.waitpid(self.pid, 0)[1]
        if status == 0 and self.at == self.last:
            return
        how = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
        verdict.failures.append(self.failure(self.at, "hang" if how == "SIGALRM" else how))
        verdict.counts["ended the process"] += 1
        self.at += 1

    def failure(self, index: int, how: str) -> Failure:
        return Failure(index, how, max(self.first, index // MUTANTS_A_MACHINE * MUTANTS_A_MACHINE))


def judge(language: Language, seed: int, first: int, last: int, *, processes: int = 1, most_failures: int = 20) -> Verdict:
    """Judge mutants first..last-1 of a sequence."""
    verdict = Verdict()
    begun = time.monotonic()
    waiting = [(at, min(at + MUTANTS_A_PROCESS, last)) for at in range(first, last, MUTANTS_A_PROCESS)]
    waiting.reverse()
    running: dict[int, Child] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            made = Child(language, *waiting.pop(), seed)
            running[made.pipe] = made
        for descriptor in select.select(list(running), [], [])[0]:
            found = running[descriptor]
            if found.take(verdict):
                continue
            del running[descriptor]
            found.end(verdict)
            if len(verdict.failures) >= most_failures:
                waiting.clear()
            elif found.at < found.last:
                waiting.append((found.at, found.last))
    verdict.seconds = time.monotonic() - begun
    return verdict


def fails_alone(language: Language, seed: int, index: int, chosen: Sequence[int]) -> bool:
    """Whether the mutant made by the chosen mutations only fails on a machine of its own."""
    verdict = Verdict()
    alone = Child(language, index, index + 1, seed, chosen)
    while alone.take(verdict):
        pass
    alone.end(verdict)
    return bool(verdict.failures)


def reduce(language: Language, seed: int, failure: Failure) -> tuple[list[int], bool]:
    """The fewest mutations (greedily) with which the mutant still fails alone; and whether it does."""
    count = Mutator(language, seed).mutations(failure.index)
    chosen = list(range(count))
    if not fails_alone(language, seed, failure.index, chosen):
        return chosen, False
    for k in range(count):
        fewer = [c for c in chosen if c != k]
        if fewer and fails_alone(language, seed, failure.index, fewer):
            chosen = fewer
    return chosen, True
