"""A process that compiles LLVM IR text to objects, and its side in the caller. Effects: starts a process.

Protocol, over the worker's standard input and output, until the input ends: a line of JSON (`level`, `cpu`, `features`,
`size`) and `size` bytes of text; back, a line of JSON (`size`, or `code` and `seen` of an error) and `size` bytes of object.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from types import TracebackType
from typing import IO, Any

from corevm.errors import NativeError
from corevm.native.lower import Target, compile_text

_CODE = "import sys; sys.path[:] = {path!r}; from corevm.native.worker import serve; serve()"


class Worker:
    """A running worker. It ends with the `with` block, or when the caller dies."""

    def __init__(self) -> None:
        if not sys.executable:
            raise NativeError(
                "the host's Python cannot be started again", code="NA401", hint="compile with processes=0"
            )
        self._log = tempfile.TemporaryFile()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _CODE.format(path=sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
            )
        except OSError as error:
            self._log.close()
            raise NativeError(
                "a worker process cannot be started", code="NA401", seen=str(error), hint="compile with processes=0"
            ) from None

    def compile(self, name: str, text: str, level: str, target: Target) -> bytes:
        """Compile a module's text.

        Raises:
            NativeError: LLVM refuses it, or (NA402) LLVM ended the worker.
        """
        assert self._process.stdin and self._process.stdout
        content = text.encode()
        head = {"level": level, "cpu": target.cpu, "features": target.features, "size": len(content)}
        try:
            _send(self._process.stdin, head, content)
            answer, body = _receive(self._process.stdout)
        except (OSError, EOFError, ValueError):
            self._process.kill()
            code = self._process.wait()
            self._log.seek(0)
            seen = self._log.read().decode(errors="replace").strip()[-2000:]
            raise NativeError(
                f"the compiler died on module {name} (exit code {code})", code="NA402", seen=seen
            ) from None
        if "code" in answer:
            raise NativeError(f"module {name} does not compile", code=answer["code"], seen=answer["seen"])
        return body

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.close()
        except OSError:
            pass
        self._process.wait()
        self._process.stdout.close()
        self._log.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _send(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    stream.write(json.dumps(head).encode() + b"\n")
    stream.write(body)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    line = stream.readline()
    if not line:
        raise EOFError
    head: dict[str, Any] = json.loads(line)
    body = stream.read(head.get("size", 0))
    if len(body) != head.get("size", 0):
        raise EOFError
    return head, body


def serve() -> None:
    """The worker's main loop."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            head, body = _receive(source)
        except EOFError:
            return
        try:
            content = compile_text(body.decode(), head["level"], Target(head["cpu"], head["features"]))
        except NativeError as error:
            _send(sink, {"code": error.code, "seen": error.seen or error.message}, b"")
            continue
        _send(sink, {"size": len(content)}, content)
