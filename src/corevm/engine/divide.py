"""The second half of an image's build, done for some of the modules by each of several processes: inlining, splitting, LLVM text.

A process is a copy of this one (`fork`): it has the IR without being sent it, and changes it without this one's changing. What a
module's text holds does not depend on who writes it. The half before this cannot be divided so: which instances there are is only
known when all of them have been compiled.

Protocol, over a pipe each way: the process tells which of its modules define something, and what each defines and declares; gets the
link plan, which follows from all modules; tells the texts. Each is pickled, after its length in 8 bytes.

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

from corevm.ir.module import Function, Module
from corevm.native.text import Symbols, module_text, plan_symbols, symbols_of

Finish = Callable[[Sequence[Module]], None]  # passes that make modules ready to be written; all others are there to be looked up


class WriterError(Exception):
    """A process ended before it had told all; whoever does its work finds out why."""


def can_divide() -> bool:
    """Whether a copy of this process could do its work: a thread may hold a lock, which would be held for ever in the copy."""
    return hasattr(os, "fork") and threading.active_count() == 1


def weights(modules: Sequence[Module]) -> list[int]:
    """What finishing and writing each module costs, about: its instructions once everything is inlined; those of handlers twice, for splitting."""
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

    return [
        sum(expanded(f) * (2 if f.signature.convention == "handler" else 1) for f in m.functions.values() if not f.is_inline) for m in modules
    ]


def shares(modules: Sequence[Module], count: int) -> list[list[int]]:
    """The numbers of the modules in `count` shares of about the same weight, in each the heaviest first."""
    found: list[list[int]] = [[] for _ in range(count)]
    load = [0] * count
    weighed = weights(modules)
    for number in sorted(range(len(modules)), key=lambda i: -weighed[i]):
        least = load.index(min(load))
        found[least].append(number)
        load[least] += weighed[number]
    return found


class Writers:
    """Processes that write the texts of an image's modules. They end with the `with` block.

    Attributes:
        names: of the modules that define something when they are finished.

    Raises: WriterError.
    """

    def __init__(self, modules: Sequence[Module], finish: Finish, count: int) -> None:
        symbols: dict[int, Symbols] = {}
        self._writers: list[_Writer] = []
        try:
            for share in shares(modules, count):
                self._writers.append(_Writer(modules, share, finish, self._writers))
            for writer in self._writers:
                writer.share, told = writer.receive()
                symbols.update(zip(writer.share, told, strict=True))
            self._numbers = {number: i for i, number in enumerate(sorted(symbols))}
            self.names = [modules[number].name for number in self._numbers]
            self._plan = plan_symbols(symbols.values(), is_divided=True)
        except BaseException:
            self.close()
            raise

    def texts(self) -> Iterator[tuple[int, str]]:
        """Where a module is in `names`, and its text; as they are written. Raises: WriterError."""
        found: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def listen(writer: _Writer) -> None:
            try:
                for _ in writer.share:
                    found.put(writer.receive())
            except BaseException as error:
                found.put(error)

        for writer in self._writers:
            writer.send(self._plan)
        for writer in self._writers:
            threading.Thread(target=listen, args=(writer,), name="corevm-texts", daemon=True).start()
        for _ in self._numbers:
            got = found.get()
            if isinstance(got, BaseException):
                raise got
            number, text = got
            yield self._numbers[number], text

    def close(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers = []

    def __enter__(self) -> Writers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class _Writer:
    """A process with a share of the modules, seen from the one that started it."""

    def __init__(self, modules: Sequence[Module], share: list[int], finish: Finish, earlier: Iterable[_Writer]) -> None:
        self.share = share
        from_parent, to_child = os.pipe()
        from_child, to_parent = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            for other in earlier:  # else it would keep their pipes open
                other.source.close()
                other.sink.close()
            os.close(to_child)
            os.close(from_child)
            _write(modules, share, finish, os.fdopen(from_parent, "rb"), os.fdopen(to_parent, "wb"))
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


def _write(modules: Sequence[Module], share: list[int], finish: Finish, source: IO[bytes], sink: IO[bytes]) -> None:
    """The process's work, and its end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt, which all processes get, is told by one
        finish([modules[number] for number in share])
        told = {number: symbols_of(modules[number]) for number in share}
        chosen = [number for number in share if told[number].defined]
        _send(sink, (chosen, [told[number] for number in chosen]))
        plan = _receive(source)
        for number in chosen:
            _send(sink, (number, module_text(modules[number], plan)))
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
