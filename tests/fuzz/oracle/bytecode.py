"""What must hold of any bytes taken for a bytecode module: refused with an error, or run to a result, a guest error or a limit.

`judge` runs mutants in child processes, so that a crash or a hang is seen from outside, with the number of the mutant.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fuzz.generator.bytecode import Mutator, Seed

from corevm.bytecode.format import read_module
from corevm.errors import BytecodeError

FUEL = 20_000
HEAP_LIMIT_BYTES = 48 << 20
MUTANTS_A_RUNTIME = 100
TIMEOUT_SECONDS = 10.0
RECORD = struct.Struct("<qB")
ACCEPTED, REFUSED, UNWRITTEN, GUEST_ERROR, OUT_OF_FUEL, HOST_ERROR, BEGIN = range(7)
NAMES = ("ran to its end", "refused", "not writable", "guest error", "out of fuel", "host error", "begun")
MODES: tuple[dict[str, Any], ...] = ({}, {"stress_period": 11}, {"nursery_bytes": 1 << 16, "flags": 1}, {"stress_period": 101, "flags": 1 | 2})


@dataclass
class Failure:
    """A mutant after which a child was gone: number, how, and the number its runtime began with."""

    index: int
    how: str
    first: int


@dataclass
class Verdict:
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)


class Machine:
    """Runs mutants, one after the other, on Pyta machines under limits."""

    def __init__(self, mode: int) -> None:
        from pyta.host.runtime import PytaRuntime  # lazy: only children need it

        class Closed(PytaRuntime):
            """Without doors: a mutant imports no files and reaches no host functions."""

            def _find_module(self, name: str, path: Any) -> Any:
                return None

            def _bridge(self, name: str, *arguments: Any) -> Any:
                raise RuntimeError("not here")

        options: dict[str, Any] = {"heap_limit_bytes": HEAP_LIMIT_BYTES, "seed": 1, "stack_words": 1 << 15, **MODES[mode % len(MODES)]}
        self.vm = Closed([], **options)
        self.spaces = 0

    def run(self, data: bytes) -> tuple[int, str]:
        """What became of a mutant, and the code it was refused with."""
        from corevm.engine.runtime import GuestError  # lazy

        vm = self.vm
        if not data:
            return UNWRITTEN, ""
        try:
            module = vm.verified_module(read_module(data, vm.shapes))
        except BytecodeError as error:
            return REFUSED, error.code
        try:
            vm.set_runtime("fuel", (1 << 63) - 1)
            _, space = vm.new_module("__main__")
            function = vm.load(module, space)
            vm.set_runtime("fuel", FUEL)
            vm.set_thread("reduction_slice", 0)
            vm.set_thread("reductions", 0)
            vm.call_words(function, [])
        except GuestError as error:
            return (OUT_OF_FUEL if vm.get("Runtime", "fuel", vm.address) == 0 else GUEST_ERROR), str(error)[:0]
        return ACCEPTED, ""


def child(shared: str, mode: int, first: int, last: int, seed: int, pipe: int) -> None:
    """Run mutants first..last-1, telling the pipe of each before and after."""
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2) if not os.environ.get("FUZZ_LOUD") else (0, 1):
        os.dup2(null, descriptor)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open(shared, "rb") as f:
        seeds, shapes = pickle.load(f)
    mutator = Mutator(seeds, shapes, seed)
    machine = Machine(mode)
    for index in range(first, last):
        os.write(pipe, RECORD.pack(index, BEGIN))
        signal.setitimer(signal.ITIMER_REAL, TIMEOUT_SECONDS)  # nobody catches SIGALRM: it ends the process
        _, data = mutator.make(index)
        try:
            outcome, code = machine.run(data)
        except Exception:
            outcome, code = HOST_ERROR, ""
            if os.environ.get("FUZZ_LOUD"):
                import traceback  # lazy

                traceback.print_exc()
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.write(pipe, RECORD.pack(index, outcome) + code.encode().ljust(8)[:8])
    os.rmdir(folder)


def judge(
    seeds: Sequence[Seed], shapes: Any, seed: int, first: int, last: int, *, step: int = MUTANTS_A_RUNTIME, processes: int = 1,
    most_failures: int = 20,
) -> Verdict:  # fmt: skip
    """Run mutants first..last-1 of a sequence."""
    verdict = Verdict()
    begun = time.monotonic()
    with tempfile.NamedTemporaryFile() as shared:
        pickle.dump((list(seeds), shapes), shared)
        shared.flush()
        waiting = [(at, min(at + step, last), at) for at in range(first, last, step)]
        waiting.reverse()
        running: dict[int, list[Any]] = {}  # descriptor -> [pid, next index, last, first of the runtime, buffer]
        while waiting or running:
            while waiting and len(running) < processes:
                start, end, origin = waiting.pop()
                read, write = os.pipe()
                sys.stdout.flush()
                pid = os.fork()
                if pid == 0:
                    status = 1
                    try:
                        os.close(read)
                        child(shared.name, origin // step, start, end, seed, write)
                        status = 0
                    finally:
                        os._exit(status)
                os.close(write)
                running[read] = [pid, start, end, start, b"", origin]
            for descriptor in select.select(list(running), [], [])[0]:
                state = running[descriptor]
                data = os.read(descriptor, 1 << 16)
                if data:
                    state[4] = _take(state, state[4] + data, verdict)
                    continue
                os.close(descriptor)
                del running[descriptor]
                status = os.waitpid(state[0], 0)[1]
                if status != 0 or state[1] != state[2]:
                    how = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
                    verdict.failures.append(Failure(state[1], "hang" if how == "SIGALRM" else how, state[3]))
                    if len(verdict.failures) >= most_failures:
                        waiting.clear()
                    elif state[1] + 1 < state[2]:
                        waiting.append((state[1] + 1, state[2], state[5]))
    verdict.seconds = time.monotonic() - begun
    return verdict


def _take(state: list[Any], data: bytes, verdict: Verdict) -> bytes:
    """Read a child's records."""
    at = 0
    while len(data) - at >= RECORD.size:
        index, outcome = RECORD.unpack_from(data, at)
        if outcome == BEGIN:
            state[1] = index
            at += RECORD.size
            continue
        if len(data) - at < RECORD.size + 8:
            break
        code = data[at + RECORD.size : at + RECORD.size + 8].decode().strip()
        at += RECORD.size + 8
        state[1] = index + 1
        verdict.counts[NAMES[outcome]] += 1
        if outcome == REFUSED:
            verdict.codes[code] += 1
        if outcome == HOST_ERROR:
            verdict.failures.append(Failure(index, "host error", state[3]))
    return data[at:]


def fails_alone(seeds: Sequence[Seed], shapes: Any, seed: int, index: int, chosen: Sequence[int], mode: int) -> bool:
    """Whether the mutant made by the chosen mutations only ends its process, on a machine of its own."""
    with tempfile.NamedTemporaryFile() as shared:
        pickle.dump((list(seeds), shapes), shared)
        shared.flush()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                read, write = os.pipe()
                del read
                Mutator.mutations = lambda self, i: 0  # type: ignore[method-assign]
                make = Mutator.make
                Mutator.make = lambda self, i, c=None: make(self, i, chosen)  # type: ignore[method-assign,assignment,misc]
                child(shared.name, mode, index, index + 1, seed, write)
                status = 0
            finally:
                os._exit(status)
        return os.waitpid(pid, 0)[1] != 0


def reduce(seeds: Sequence[Seed], shapes: Any, seed: int, failure: Failure, step: int = MUTANTS_A_RUNTIME) -> tuple[list[int], bool]:
    """The fewest mutations (greedily) with which the mutant still fails alone; and whether it does."""
    count = Mutator(seeds, shapes, seed).mutations(failure.index)
    chosen = list(range(count))
    mode = failure.index // step
    if not fails_alone(seeds, shapes, seed, failure.index, chosen, mode):
        return chosen, False
    for k in range(count):
        fewer = [c for c in chosen if c != k]
        if fewer and fails_alone(seeds, shapes, seed, failure.index, fewer, mode):
            chosen = fewer
    return chosen, True
