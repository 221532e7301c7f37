"""Keeping images: which image a language needs now, built if no kept one fits.

A kept image is two files in the cache folder: NAME-KEY.so, and NAME-KEY.layout with what the host must know of it (`Layout`).
KEY is the hash of the paths, sizes and modification times of every source file the image is made from, and of the
processor; so a start reads directory entries, not files. The objects behind an image are kept by content.

An edit of what most of an image copies would cost LLVM half a minute. So where an earlier image shows that somebody edits, such a build leaves a
draft (NAME-KEY.draft.so), not optimised, and a process in the background that replaces it (docs/decision/0007). `COREVM_LEVEL=full` accepts no draft.

This file is on the path of every start: it imports nothing that is slow to import (`corevm.engine.build` does).
"""

from __future__ import annotations

import marshal
import os
import struct
import sys
from _blake2 import blake2b

from corevm.errors import NativeError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Report = Callable[[int, int, str], None]  # modules done, modules in all (0: not yet known), what is being done

CORE_ROOMS = ("kernel", "isa", "micro", "ir", "native", "engine")
FORMAT = 8  # of the layout file
KEPT = struct.Struct("<16sQ")  # before a layout: the hash of it, the bytes of the image
IMAGES_KEPT = 6  # of a language, drafts among them
LEVELS = ("none", "tidy", "fast", "full")  # of corevm.native.lower


class ImageSpec:
    """What an image is made from. Modules are named, not imported: a start from a kept image loads none of them.

    Args:
        name: the language's name.
        instruction_modules: Python modules whose instructions the set has, in this order, after the core ones; and whose
            native functions, hooks (`corevm.isa.native`) and fusions belong to the image.
        export_modules: modules whose `export=True` functions the host calls.
        hooks: kernel hook name -> "module:function".
        start: "module:function" run on a new runtime's thread, or "".
        source_folders: where the language's own kernel-level files are (beside corevm's).
        kinds: the language's name for its heap kinds, or "".
        order: a file of function names, one a line, or "": those that programs commonly use. They lie together in the image, so that
            a process maps little of the rest (docs/design/memory.md).
    """

    def __init__(
        self,
        name: str,
        instruction_modules: tuple[str, ...] = (),
        export_modules: tuple[str, ...] = (),
        hooks: tuple[tuple[str, str], ...] = (),
        start: str = "",
        source_folders: tuple[str, ...] = (),
        kinds: str = "",
        order: str = "",
    ) -> None:
        self.name, self.instruction_modules, self.export_modules = name, instruction_modules, export_modules
        self.hooks, self.start, self.source_folders, self.kinds, self.order = hooks, start, source_folders, kinds, order

    def __repr__(self) -> str:
        return f"ImageSpec({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"


class Layout:
    """What the host knows of an image: plain data.

    exports: name -> (symbol, parameter types, result types, raising: "", "word" or "flag"); instructions, fusions: of
    `corevm.isa.define`; fields: class -> field -> offset; natives: name -> (symbol, minimum, maximum); hooks: number of a hook -> symbol; kind_table: of `corevm.kernel.layout`, without
    the zeros at its end, which make it `kind_table_bytes` long.
    """

    def __init__(
        self,
        exports: dict[str, Any],
        instructions: dict[str, Any],
        fields: dict[str, dict[str, int]],
        fusions: dict[str, dict[str, int]],
        natives: dict[str, Any],
        hooks: dict[int, str],
        start: str,
        kind_table: bytes,
        kinds: dict[str, int],
        kind_table_bytes: int = 0,
    ) -> None:
        self.exports, self.instructions, self.fields, self.fusions = exports, instructions, fields, fusions
        self.natives, self.hooks, self.start, self.kinds = natives, hooks, start, kinds
        self.kind_table, self.kind_table_bytes = kind_table.rstrip(b"\0"), kind_table_bytes or len(kind_table)

    def to_bytes(self) -> bytes:
        """A start reads this: equal parts are there once, and fields class by class, as few are asked for."""
        fields = {name: marshal.dumps(row) for name, row in self.fields.items()}
        return marshal.dumps((FORMAT, _shared(vars(self), {}) | {"fields": fields}))

    @classmethod
    def from_bytes(cls, content: bytes | memoryview) -> Layout:
        """Raises: ValueError, EOFError or TypeError for what is no layout of this format."""
        version, parts = marshal.loads(content)
        if version != FORMAT:
            raise ValueError("another format")
        parts["fields"] = Rows(parts["fields"])
        return cls(**parts)


class Rows(dict):  # type: ignore[type-arg]
    """A table whose rows stay packed (marshal) until they are asked for."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self.packed = packed

    def __missing__(self, name: str) -> Any:
        row = self[name] = marshal.loads(self.packed[name])
        return row


def _shared(x: Any, known: dict[str, Any]) -> Any:
    """The same, with one object for equal tuples and strings: `marshal` writes it once then."""
    if isinstance(x, dict):
        return {_shared(key, known): _shared(value, known) for key, value in x.items()}
    if isinstance(x, (tuple, list)):
        x = tuple(_shared(part, known) for part in x)
    return known.setdefault(repr(x), x)


def cache_folder() -> str:
    given = os.environ.get("COREVM_CACHE")
    if given:
        return given
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "corevm")


def processor() -> bytes:
    """What the machine code may depend on: the first processor's description."""
    try:
        with open("/proc/cpuinfo", "rb", buffering=0) as f:
            text = f.read(4096)
    except OSError:
        return b""
    return b"\n".join(line for line in text.split(b"\n\n")[0].split(b"\n") if line.startswith((b"model name", b"flags")))


def image_level() -> str:
    """How much LLVM does for an image: `COREVM_LEVEL` (none, tidy, fast, full), or full. Without optimisation all is built in seconds, and is several times slower.

    Raises: UsageError US042.
    """
    level = os.environ.get("COREVM_LEVEL") or "full"
    if level not in LEVELS:
        raise UsageError("COREVM_LEVEL is no level", code="US042", seen=level, wanted=" ".join(LEVELS))
    return level


def source_key(spec: ImageSpec) -> str:
    """The key of the image a spec needs, from the state of its source files."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    h = blake2b(repr((FORMAT, image_level(), spec, sys.implementation.cache_tag, processor())).encode(), digest_size=12)
    if spec.order:
        stat = os.stat(spec.order)
        h.update(f"{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    pending = [os.path.join(root, room) for room in CORE_ROOMS] + list(spec.source_folders)
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as e:
            raise UsageError(f"the source folder {folder} cannot be read", code="US040", seen=str(e)) from None
        for entry in entries:
            if entry.name.endswith(".py"):
                stat = entry.stat()
                h.update(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
            elif not entry.name.startswith(("_", ".")) and entry.is_dir():
                pending.append(entry.path)
    return h.hexdigest()


def find_image(spec: ImageSpec, report: Report | None = None) -> tuple[str, Layout]:
    """The path and layout of the image a spec needs; builds it if none is kept. Effects: may compile (seconds), here and in the background."""
    folder = os.path.join(cache_folder(), "image")
    stem = os.path.join(folder, f"{spec.name}-{source_key(spec)}")
    if layout := _kept_layout(stem):
        return f"{stem}.so", layout
    may_draft = not os.environ.get("COREVM_LEVEL") and not os.path.exists(f"{stem}.failed")
    draft = f"{stem}.draft"
    if may_draft and (layout := _kept_layout(draft)):
        _complete_later(spec, stem)
        return f"{draft}.so", layout
    from fcntl import LOCK_EX, flock  # lazy: only when there is something to build

    try:
        os.makedirs(folder, exist_ok=True)
        lock = open(os.path.join(folder, f"{spec.name}.lock"), "wb")
    except OSError as e:
        raise _cannot_keep(folder, e) from None
    with lock:
        flock(lock, LOCK_EX)  # it ends with the process, however that ends
        for made in (stem, draft) if may_draft else (stem,):  # another process may have built it meanwhile
            if layout := _kept_layout(made):
                return f"{made}.so", layout
        is_edit = any(e.startswith(f"{spec.name}-") and e.endswith(".layout") for e in os.listdir(folder))
        return _build(spec, folder, stem, report, may_draft and is_edit)


def complete(spec: ImageSpec) -> None:
    """Build the whole image in place of a draft. A fault is left for the next start, which then builds the image itself and tells.

    Effects: this process works for others from now on: it is alone in its session, and waits for whoever else wants the processor.
    """
    import signal  # lazy: as below
    from fcntl import LOCK_EX, LOCK_NB, flock

    folder = os.path.join(cache_folder(), "image")
    key = source_key(spec)
    stem = os.path.join(folder, f"{spec.name}-{key}")

    def look(*_: object) -> None:
        if source_key(spec) != key:  # edited again
            sys.exit(0)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.3, 0.3)
    with open(f"{stem}.completing", "wb") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:  # somebody does it already
            return
        try:
            if not _kept_layout(stem):
                os.nice(19)
                _build(spec, folder, stem, None, False)
        except Exception as e:
            with open(f"{stem}.failed", "w", encoding="utf-8") as file:
                file.write(f"{e}\n")
        finally:
            os.unlink(lock.name)


def _complete_later(spec: ImageSpec, stem: str) -> None:
    """Start `complete` in a process that no one waits for, if none is under way."""
    if not sys.executable or _is_locked(f"{stem}.completing"):
        return
    program = f"import os\nif os.fork(): os._exit(0)\nfrom corevm.engine.store import ImageSpec, complete\ncomplete({spec!r})"
    path = os.pathsep.join(os.path.abspath(p) for p in sys.path)
    nothing = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in range(3)]
    command = [sys.executable, "-P", "-c", program]
    try:
        child = os.posix_spawn(command[0], command, {**os.environ, "PYTHONPATH": path, "COREVM_LEVEL": "full"}, file_actions=nothing, setsid=True)
        os.waitpid(child, 0)
    except OSError:  # no process to be had: the draft stays
        pass


def _is_locked(path: str) -> bool:
    from fcntl import LOCK_NB, LOCK_SH, flock  # lazy: as above

    try:
        with open(path, "rb") as file:
            flock(file, LOCK_SH | LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _cannot_keep(folder: str, error: OSError) -> NativeError:
    hint = "set COREVM_CACHE to a writable folder"
    return NativeError(f"the image cannot be kept in {folder}", code="NA410", seen=str(error), hint=hint)


def _kept_layout(stem: str) -> Layout | None:
    """The layout of a kept image, if both files are whole: a layout has its own hash and the image's size before it."""
    try:
        with open(f"{stem}.layout", "rb", buffering=0) as f:
            content = f.read()
        digest, image_bytes = KEPT.unpack_from(content)
        body = memoryview(content)[KEPT.size :]
        if digest != blake2b(body, digest_size=16).digest() or image_bytes != os.stat(f"{stem}.so").st_size:
            return None
        return Layout.from_bytes(body)
    except (OSError, ValueError, EOFError, TypeError, struct.error):
        return None


def _build(spec: ImageSpec, folder: str, stem: str, report: Report | None, may_draft: bool) -> tuple[str, Layout]:
    from corevm.engine.build import build  # lazy: the compiler, only when there is something to compile

    built, layout = build(spec, report, may_draft=may_draft)
    made = f"{stem}.draft" if built.is_draft else stem
    try:
        keep(made, built.content, layout)
    except OSError as e:
        raise _cannot_keep(folder, e) from None
    _drop_old(folder, spec.name, keep=made)
    if built.is_draft:
        _complete_later(spec, stem)
    return f"{made}.so", layout


def keep(stem: str, content: bytes, layout: Layout) -> None:
    """Write the two files of an image. Raises: OSError."""
    body = layout.to_bytes()
    head = KEPT.pack(blake2b(body, digest_size=16).digest(), len(content))
    for target, data in ((f"{stem}.so", content), (f"{stem}.layout", head + body)):
        temporary = f"{target}.{os.getpid()}"
        with open(temporary, "wb") as f:
            f.write(data)
        os.replace(temporary, target)


def _drop_old(folder: str, name: str, keep: str) -> None:
    """Keep the newest images of a language only."""
    stems = [
        os.path.join(folder, e[: -len(".layout")]) for e in os.listdir(folder) if e.startswith(f"{name}-") and e.endswith(".layout")
    ]
    stems.sort(key=lambda stem: os.stat(f"{stem}.layout").st_mtime, reverse=True)
    for old in stems[IMAGES_KEPT:]:
        if old != keep:
            for ending in (".layout", ".so", ".failed"):
                try:
                    os.unlink(old + ending)
                except FileNotFoundError:
                    pass
