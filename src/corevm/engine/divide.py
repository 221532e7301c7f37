"""The second half of an image's build, done for some of the modules by each of several processes: inlining, splitting, LLVM text.

A process is a copy of this one (`fork`): it has the IR without being sent it, and changes it without this one's changing. What a
module's text holds does not depend on who writes it. The half before this cannot be divided so: which instances there are is only
known when all of them have been compiled.

Protocol of `Writers`, over a pipe each way, until the process that asks closes its end. Asked: numbers of modules to finish; answered: what each
defines and declares, and its IR as it was. Asked: the link plan, which follows from all modules, and numbers; answered: a number and its module's text, for
each. All is pickled, after its length in 8 bytes.

Effects: starts processes.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import IO, Any

from corevm.ir.archive import Packed, pack
from corevm.ir.module import Function, Module
from corevm.native.text import LinkPlan, Symbols, module_text, symbols_of

Finish = Callable[[Sequence[Module]], None]  # passes that make modules ready to be written; all others are there to be looked up


class WriterError(Exception):
    """A process ended before it had told all; whoever does its work finds out why."""


def can_divide() -> bool:
    """Whether a copy of this process could do its work: a thread may hold a lock, which would be held for ever in the copy."""
    return hasattr(os, "fork") and threading.active_count() == 1


def divided(function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    """A function of each of some items, of half of them by another process. What the function changes may be lost."""
    if not can_divide():
        return [function(item) for item in items]
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with os.fdopen(sink, "wb") as stream:
                _send(stream, [function(item) for item in items[1::2]])
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as stream:
        found = [function(item) for item in items[::2]]
        try:
            others = _receive(stream)
        except (EOFError, ValueError):  # what is the matter is found out here
            others = [function(item) for item in items[1::2]]
    os.waitpid(child, 0)
    result = [None] * len(items)
    result[::2], result[1::2] = found, others
    return result


def weights(modules: Sequence[Module], numbers: Iterable[int]) -> dict[int, int]:
    """What finishing and writing some modules costs, about: their instructions once everything is inlined; those of handlers twice, for splitting."""
    inline = {f.name: f for m in modules for f in m.functions.values() if f.is_inline and not f.is_declaration}
    known: dict[str, int] = {}

    def expanded(function: Function) -> int:
        size = 0
        for instr in function.instructions():
            size += 1
            if instr.op.name in ("call", "tail_call") and (name := str(instr.imm[0])) in inline:
                if name not in known:
                    known[name] = 0  # a circle, which inlining refuses
                    known[name] = expanded(inline[name])
                size += known[name]
        return size

    def weighed(module: Module) -> int:
        functions = [f for f in module.functions.values() if not f.is_inline]
        return sum(expanded(f) * (2 if f.signature.convention == "handler" else 1) for f in functions)

    return {number: weighed(modules[number]) for number in numbers}


def share_of(modules: Sequence[Module], numbers: Sequence[int]) -> float:
    """How much of the weight of all modules some have."""
    weighed = weights(modules, range(len(modules))) if numbers else {}
    return sum(weighed[n] for n in numbers) / max(sum(weighed.values()), 1)


def shares(modules: Sequence[Module], count: int, numbers: Sequence[int]) -> list[list[int]]:
    """Numbers of modules in `count` shares of about the same weight, in each the heaviest first."""
    found: list[list[int]] = [[] for _ in range(count)]
    load = [0] * count
    weighed = weights(modules, numbers)
    for number in sorted(numbers, key=lambda i: -weighed[i]):
        least = load.index(min(load))
        found[least].append(number)
        load[least] += weighed[number]
    return found


class Writers:
    """Processes that make modules ready and write their texts; they are started when there is something to do, and end with the `with` block.

    Args:
        debug: of `corevm.native.text.module_text`.

    Raises: WriterError.
    """

    def __init__(self, modules: Sequence[Module], finish: Finish, count: int, *, debug: bool = True) -> None:
        self._modules, self._finish, self._count, self._debug = modules, finish, count, debug
        self._writers: list[_Writer] = []
        self._owner: dict[int, _Writer] = {}  # of a module that is finished

    def finish(self, numbers: Sequence[int]) -> dict[int, tuple[Symbols, Packed]]:
        """Finish the modules of these numbers; what each defines and declares then, and what it was before."""
        shared = self._share(numbers)
        for writer, share in shared:
            writer.send(share)
        found: dict[int, tuple[Symbols, Packed]] = {}
        for writer, share in shared:
            found.update(zip(share, writer.receive(), strict=True))
        return found

    def texts(self, plan: LinkPlan, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of modules, each after its number, as they are written. Those not finished yet are finished first."""
        self._share([number for number in numbers if number not in self._owner])
        found: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def listen(writer: _Writer, count: int) -> None:
            try:
                for _ in range(count):
                    found.put(writer.receive())
            except BaseException as error:
                found.put(error)

        for writer in self._writers:
            share = [number for number in self._owner if self._owner[number] is writer and number in numbers]
            writer.send((plan, share))
            threading.Thread(target=listen, args=(writer, len(share)), name="corevm-texts", daemon=True).start()
        for _ in numbers:
            got = found.get()
            if isinstance(got, BaseException):
                raise got
            yield got

    def _share(self, numbers: Sequence[int]) -> list[tuple[_Writer, list[int]]]:
        """Give each module an owner."""
        found: list[tuple[_Writer, list[int]]] = []
        for i, share in enumerate(shares(self._modules, self._count, numbers) if numbers else []):
            if share:
                if i == len(self._writers):
                    self._writers.append(_Writer(self._modules, self._finish, self._writers, self._debug))
                self._owner.update((number, self._writers[i]) for number in share)
                found.append((self._writers[i], share))
        return found

    def close(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers = []

    def __enter__(self) -> Writers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class _Writer:
    """One of the processes, seen from the one that started it."""

    def __init__(self, modules: Sequence[Module], finish: Finish, earlier: Iterable[_Writer], debug: bool) -> None:
        from_parent, to_child = os.pipe()
        from_child, to_parent = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            for other in earlier:  # else it would keep their pipes open
                other.source.close()
                other.sink.close()
            os.close(to_child)
            os.close(from_child)
            _write(modules, finish, os.fdopen(from_parent, "rb"), os.fdopen(to_parent, "wb"), debug)
        os.close(from_parent)
        os.close(to_parent)
        self.source: IO[bytes] = os.fdopen(from_child, "rb")
        self.sink: IO[bytes] = os.fdopen(to_child, "wb")

    def receive(self) -> Any:
        try:
            return _receive(self.source)
        except (OSError, EOFError, ValueError) as error:
            raise WriterError(str(error)) from None

    def send(self, what: Any) -> None:
        try:
            _send(self.sink, what)
        except OSError as error:
            raise WriterError(str(error)) from None

    def close(self) -> None:
        try:
            os.kill(self.process, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.process, 0)
        self.source.close()
        self.sink.close()


def _write(modules: Sequence[Module], finish: Finish, source: IO[bytes], sink: IO[bytes], debug: bool) -> None:
    """The process's work, and its end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt, which all processes get, is told by one
        finished: set[int] = set()
        while True:
            asked = _receive(source)
            plan, numbers = asked if isinstance(asked, tuple) else (None, asked)
            before = [pack(modules[number]) for number in numbers] if plan is None else []
            finish([modules[number] for number in numbers if number not in finished])
            finished.update(numbers)
            if plan is None:
                _send(sink, [(symbols_of(modules[number]), packed) for number, packed in zip(numbers, before, strict=True)])
            else:
                for number in numbers:
                    _send(sink, (number, module_text(modules[number], plan, debug=debug)))
    finally:
        os._exit(0)


def _send(stream: IO[bytes], what: Any) -> None:
    content = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    stream.write(len(content).to_bytes(8, "little") + content)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(8)
    content = stream.read(int.from_bytes(head, "little"))
    if len(head) != 8 or len(content) != int.from_bytes(head, "little"):
        raise EOFError("the process ended")
    return pickle.loads(content)
