"""Objects kept between builds, and compiling many modules at once. Effects: reads and writes the cache folder, starts processes.

An object's key is the hash of everything that decides its bytes: the LLVM IR text that `module_text` writes (and so the IR, the
link plan and this lowering's own version), LLVM's version, the processor, the level. Entries are written to a temporary name
and renamed; each carries a checksum, and one that does not fit it is dropped and built again. When the folder outgrows its cap
the entries longest unused go.

LLVM through llvmlite works under one lock, so several modules at once need several processes. They are plain workers behind
pipes (`corevm.native.worker`), not `multiprocessing`, which would run the caller's main module again. They also keep a fatal
LLVM error, which ends its process, away from the caller.
"""

from __future__ import annotations

import collections
import hashlib
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from corevm.ir.module import Module
from corevm.native.lower import LEVELS, Target, compile_text, host_target, llvm_version
from corevm.native.text import LinkPlan, module_texts
from corevm.native.worker import Worker

DEFAULT_CAP_BYTES = 512 << 20
_CHECKSUM_BYTES = 32
_SUFFIX = ".o"


def default_folder() -> Path:
    """`COREVM_CACHE`, or else `corevm` in the user's cache folder (XDG base directory specification)."""
    given = os.environ.get("COREVM_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "corevm"


@dataclass
class ObjectCache:
    """A folder of objects. A folder that cannot be read or written is an empty cache, never an error.

    Args:
        folder: where; it is made when first written to.
        cap_bytes: the size it is trimmed to.
    """

    folder: Path = field(default_factory=default_folder)
    cap_bytes: int = DEFAULT_CAP_BYTES

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        body = content[_CHECKSUM_BYTES:]
        if hashlib.sha256(body).digest() != content[:_CHECKSUM_BYTES]:
            path.unlink(missing_ok=True)
            return None
        try:
            os.utime(path)  # last used: what trimming goes by
        except OSError:
            pass
        return body

    def put(self, key: str, content: bytes) -> None:
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(hashlib.sha256(content).digest() + content)
                os.replace(name, path)
            except BaseException:
                os.unlink(name)
                raise
        except OSError:
            return

    def trim(self) -> int:
        """Drop the entries longest unused until the folder is within its cap. Returns: how many went."""
        entries: list[tuple[float, int, Path]] = []
        for path in self.folder.glob(f"object/*/*{_SUFFIX}"):
            try:
                found = path.stat()
            except OSError:
                continue
            entries.append((found.st_mtime, found.st_size, path))
        total = sum(e[1] for e in entries)
        dropped = 0
        for _, size, path in sorted(entries):
            if total <= self.cap_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size
            dropped += 1
        return dropped

    def _path(self, key: str) -> Path:
        return self.folder / "object" / key[:2] / (key + _SUFFIX)


def object_key(text: str, level: str, target: Target) -> str:
    """The key of an object from all that decides its bytes."""
    head = repr((llvm_version(), level, LEVELS.get(level), target.cpu, target.features))
    return hashlib.sha256(head.encode() + b"\0" + text.encode()).hexdigest()


Progress = Callable[[str, bool], None]
"""Called in the caller's thread with a module's name and whether the cache had it, as each is finished."""


def compile_modules(
    modules: Sequence[Module],
    level: str = "full",
    *,
    plan: LinkPlan | None = None,
    target: Target | None = None,
    debug: bool = True,
    processes: int = 2,
    progress: Progress | None = None,
    cache: ObjectCache | None = None,
) -> list[bytes]:
    """Compile modules to objects, which have their order: `compile_texts` of the texts of modules.

    Args:
        level, plan, target, debug: as for `corevm.native.lower.compile_module`.
    """
    texts = module_texts(modules, plan, debug=debug)
    return compile_texts([m.name for m in modules], texts, level, target=target, processes=processes, progress=progress, cache=cache)


def compile_texts(
    names: Sequence[str],
    texts: Iterable[tuple[int, str]],
    level: str = "full",
    *,
    target: Target | None = None,
    given: Mapping[int, bytes] | None = None,
    processes: int = 2,
    progress: Progress | None = None,
    cache: ObjectCache | None = None,
) -> list[bytes]:
    """Compile the texts of modules to objects, several at a time, through the cache.

    Args:
        names: the modules'; the result has their order.
        texts: a module's number and its text, in any order; objects are compiled while further texts are asked for.
        given: objects that are there already, by a module's number; these have no texts.
        level, target: as for `corevm.native.lower.compile_module`.
        processes: worker processes; 0 compiles in this process, and so does a host whose Python cannot be started again.
        progress: told of each finished module.
        cache: by default the user's; `ObjectCache(cap_bytes=0)` with an empty folder keeps nothing.

    Raises:
        NativeError: a module is refused, or LLVM died on one (NA402, which names it).
    """
    cache = ObjectCache() if cache is None else cache
    target = target or host_target()
    given = given or {}
    results = [given.get(number) for number in range(len(names))]
    compiled = False

    def finish(job: _Job, content: bytes) -> None:
        nonlocal compiled
        compiled = True
        results[job.number] = content
        cache.put(job.key, content)
        if progress:
            progress(job.name, False)

    for number in given:
        if progress:
            progress(names[number], True)
    with _Pool(processes if sys.executable else 0, level, target) as pool:
        for i, text in texts:
            key = object_key(text, level, target)
            results[i] = cache.get(key)
            if results[i] is None:
                pool.add(_Job(i, names[i], key, text))
            elif progress:
                progress(names[i], True)
            for job, content in pool.finished():
                finish(job, content)
        for job, content in pool.rest():
            finish(job, content)
    if compiled:
        cache.trim()
    assert None not in results
    return [content for content in results if content is not None]


class _Job(NamedTuple):
    number: int
    name: str
    key: str
    text: str


class _Pool:
    """Compiles jobs in up to `count` worker processes, each started when there is work and fed by a thread that only waits on
    its pipe; with a count of 0 in this process. Raises what a compilation raised, at the next call of `finished` or `rest`."""

    def __init__(self, count: int, level: str, target: Target) -> None:
        self.count, self.level, self.target = count, level, target
        self.change = threading.Condition()
        self.waiting: collections.deque[_Job] = collections.deque()
        self.done: list[tuple[_Job, bytes]] = []
        self.errors: list[BaseException] = []
        self.threads: list[threading.Thread] = []
        self.running = 0  # jobs a worker has
        self.is_closed = False

    def add(self, job: _Job) -> None:
        if self.count <= 0:
            self.done.append((job, compile_text(job.text, self.level, self.target)))
            return
        with self.change:
            self.waiting.append(job)
            self.change.notify_all()
            if len(self.threads) < min(self.count, self.running + len(self.waiting)):
                thread = threading.Thread(target=self._feed, name=f"corevm-compile-{len(self.threads)}", daemon=True)
                self.threads.append(thread)
                thread.start()

    def finished(self) -> list[tuple[_Job, bytes]]:
        """What is done by now, each once."""
        with self.change:
            if self.errors:
                raise self.errors[0]
            ready, self.done = self.done, []
            return ready

    def rest(self) -> Iterator[tuple[_Job, bytes]]:
        """All that is not done yet, as it is finished."""
        while True:
            with self.change:
                while not self.done and not self.errors and (self.waiting or self.running):
                    self.change.wait()
                is_over = not self.waiting and not self.running
            yield from self.finished()
            if is_over:
                return

    def _feed(self) -> None:
        try:
            with Worker() as worker:
                while True:
                    with self.change:
                        while not self.waiting and not self.is_closed:
                            self.change.wait()
                        if self.is_closed or self.errors:
                            return
                        job = self.waiting.popleft()
                        self.running += 1
                    content = worker.compile(job.name, job.text, self.level, self.target)
                    with self.change:
                        self.done.append((job, content))
                        self.running -= 1
                        self.change.notify_all()
        except BaseException as error:
            with self.change:
                self.errors.append(error)  # what it was running stays counted, so that nobody takes this for the end
                self.waiting.clear()
                self.change.notify_all()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        with self.change:
            self.is_closed = True
            self.change.notify_all()
        for thread in self.threads:
            thread.join()
