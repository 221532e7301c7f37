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

import hashlib
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corevm.ir.module import Module
from corevm.native.lower import LEVELS, Target, compile_text, host_target, llvm_version
from corevm.native.text import LinkPlan, module_text
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
    """Compile modules to objects, several at a time, through the cache.

    Args:
        modules: the modules; the result has their order.
        level, plan, target, debug: as for `corevm.native.lower.compile_module`.
        processes: worker processes; 0 compiles in this process, and so does a host whose Python cannot be started again.
        progress: told of each finished module.
        cache: by default the user's; `ObjectCache(cap_bytes=0)` with an empty folder keeps nothing.

    Raises:
        NativeError: a module is refused, or LLVM died on one (NA402, which names it).
    """
    cache = ObjectCache() if cache is None else cache
    target = target or host_target()
    results: list[bytes | None] = [None] * len(modules)
    waiting: list[tuple[int, str, str]] = []
    for i, module in enumerate(modules):
        text = module_text(module, plan, debug=debug)
        key = object_key(text, level, target)
        results[i] = cache.get(key)
        if results[i] is None:
            waiting.append((i, key, text))
        elif progress:
            progress(module.name, True)
    if waiting:
        waiting.sort(key=lambda job: len(job[2]))  # the longest first, off the end

        def finish(job: tuple[int, str, str], content: bytes) -> None:
            results[job[0]] = content
            cache.put(job[1], content)
            if progress:
                progress(modules[job[0]].name, False)

        names = [m.name for m in modules]
        if processes > 0 and sys.executable:
            _in_workers(waiting, names, level, target, min(processes, len(waiting)), finish)
        else:
            while waiting:
                job = waiting.pop()
                finish(job, compile_text(job[2], level, target))
        cache.trim()
    return [content for content in results if content is not None]


_Job = tuple[int, str, str]


def _in_workers(
    waiting: list[_Job], names: list[str], level: str, target: Target, count: int, finish: Callable[[_Job, bytes], None]
) -> None:
    """Share the jobs among workers; each is fed by a thread that only waits on its pipe."""
    lock = threading.Condition()
    done: list[tuple[_Job, bytes]] = []
    errors: list[BaseException] = []
    running = count

    def feed() -> None:
        nonlocal running
        try:
            with Worker() as worker:
                while True:
                    with lock:
                        if not waiting or errors:
                            return
                        job = waiting.pop()
                    content = worker.compile(names[job[0]], job[2], level, target)
                    with lock:
                        done.append((job, content))
                        lock.notify()
        except BaseException as error:
            with lock:
                errors.append(error)
        finally:
            with lock:
                running -= 1
                lock.notify()

    threads = [threading.Thread(target=feed, name=f"corevm-compile-{i}", daemon=True) for i in range(count)]
    for thread in threads:
        thread.start()
    while True:
        with lock:
            while not done and running:
                lock.wait()
            ready, done[:] = list(done), []
            is_over = not ready and not running
        for job, content in ready:
            finish(job, content)
        if is_over:
            break
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
