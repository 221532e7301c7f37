"""The compiler in a process of its own, so that the program is not stopped while its code is compiled.

Protocol, over a pipe each way, until the one asked by is closed: messages of `marshal`, after their length in 8 bytes. First the facts (`Compiler`), answered by this process's number, and whether the
memory of the one that asks can be read; then requests, each answered by a reply.

Effects: see `Compiler`; the process ends with the one that asks.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corevm.ir.archive import Archive


class Outbox:
    """Messages that go through a pipe. Through one that does not wait, they go as it has room: whoever writes must not wait for one who writes, too."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self._content = b""

    def put(self, message: Any) -> None:
        """Raises: OSError."""
        content = marshal.dumps(message)
        self._content += len(content).to_bytes(8, "little") + content
        self.flush()

    def flush(self) -> None:
        """Write what there is room for. Raises: OSError."""
        try:
            while self._content:
                self._content = self._content[os.write(self.pipe, self._content) :]
        except BlockingIOError:
            pass


class Inbox:
    """Messages that come through a pipe, which may be one that does not wait."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self._content = b""

    def take(self) -> Any:
        """The next message, or None while it is not whole. Raises: EOFError, OSError."""
        while True:
            size = int.from_bytes(self._content[:8], "little") + 8 if len(self._content) >= 8 else 0
            if size and len(self._content) >= size:
                message, self._content = marshal.loads(self._content[8:size]), self._content[size:]
                return message
            try:
                found = os.read(self.pipe, 1 << 20)
            except BlockingIOError:
                return None
            if not found:
                raise EOFError
            self._content += found


def serve(source: int, sink: int, process: int, archive_of: Callable[[str], Archive]) -> None:
    """The process's work."""
    from corevm.jit.compiler import Compiler

    inbox, outbox = Inbox(source), Outbox(sink)
    try:
        facts = inbox.take()
        try:
            memory = os.open(f"/proc/{process}/mem", os.O_RDONLY | os.O_CLOEXEC)
            sees = len(os.pread(memory, 8, facts["thread"])) == 8
        except OSError:
            sees = False
        outbox.put((os.getpid(), sees))
        if sees:
            compiler = Compiler(facts, archive_of(facts["image"]), memory)
            while True:
                outbox.put(compiler.compile(inbox.take()))
    except (EOFError, OSError):
        pass
