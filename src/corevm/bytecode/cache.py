"""The cache of compiled modules: one file a source file, of modules that have been verified.

    header  mark (8) · key (16) · source bytes u64 · modification time in ns u64 · hash of the source (16)
    module  as corevm.bytecode.format has it

`key` stands for everything but the source that a module depends on: the image (so: the instructions and the verifier's
rules), the compiler's files, its options. A module is used without looking into the source if size and modification time are
right, or else if the source's hash is; and only if its own content hash is right. A cache is a convenience: what cannot be read
or written is as if it were not there. What comes from no file (the text of a command, or of `eval`) is kept under a name in angle brackets,
which stands for its content; of these only the COMMANDS_KEPT last written stay.

INV-CACHE-1  Only verified modules are written. A file of another user, or one that others may write, is not read.
"""

from __future__ import annotations

import os
import struct
from _blake2 import blake2b

from corevm.bytecode.head import HEADER as MODULE_HEADER
from corevm.bytecode.head import HEADER_BYTES as MODULE_HEADER_BYTES
from corevm.bytecode.head import MAGIC as MODULE_MAGIC
from corevm.bytecode.head import VERSION as MODULE_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    View = Callable[[int, int], memoryview | None]

MAGIC = b"\x89cvkept\n"
HEADER = struct.Struct("<8s16sQQ16s")
WRITABLE_BY_OTHERS = 0o022
COMMANDS_KEPT = 256


def hash_of(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def state_of(folders: Iterable[str]) -> bytes:
    """What changes when a Python file of the folders does: their names, sizes, modification times."""
    h = blake2b(digest_size=16)
    for folder in folders:
        for entry in sorted(os.scandir(folder), key=lambda e: e.name):
            if entry.name.endswith(".py"):
                stat = entry.stat()
                h.update(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return h.digest()


class ModuleCache:
    """Kept modules in a folder, for one `key`: whatever else they depend on, as bytes."""

    def __init__(self, folder: str, key: bytes) -> None:
        self.folder = folder
        self.key = hash_of(key)

    def path(self, file: str) -> str:
        """Where the module of a source file, or of `command_name`, is kept."""
        if file.startswith("<"):
            return os.path.join(self.folder, f"command-{file.strip('<>')}.cvm")
        name = f"{os.path.abspath(file)}\0{file}".encode("utf-8", "surrogateescape")
        return os.path.join(self.folder, f"{hash_of(name).hex()}.cvm")

    def find(self, file: str, source: bytes | None = None, view: View | None = None) -> bytes | memoryview | None:
        """The verified module of a source file, or None.

        Args:
            source: its content, if the caller has it.
            view: gives the content of a file by its descriptor and size, for who does not want a copy of it.
        """
        try:
            with open(self.path(file), "rb", buffering=0) as f:
                state = os.fstat(f.fileno())
                head = f.read(HEADER.size)
                if state.st_uid != os.geteuid() or state.st_mode & WRITABLE_BY_OTHERS or len(head) < HEADER.size:
                    return None
                magic, key, size, time_ns, digest = HEADER.unpack(head)
                if magic != MAGIC or key != self.key:
                    return None
                if source is None:
                    stat = os.stat(file)
                    if size != stat.st_size or time_ns != stat.st_mtime_ns:
                        return None
                elif len(source) != size or hash_of(source) != digest:
                    return None
                content = view(f.fileno(), state.st_size) if view is not None else None
                module = f.read() if content is None else content[HEADER.size :]
        except (OSError, ValueError):
            return None
        return module if is_whole(module) else None

    def keep(self, file: str, source: bytes, module: bytes) -> bool:
        """Keep a verified module; False if that is not possible."""
        try:
            time_ns = 0
            if not file.startswith("<"):
                stat = os.stat(file)
                if stat.st_size != len(source):
                    return False  # it has changed meanwhile
                time_ns = stat.st_mtime_ns
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            path = self.path(file)
            temporary = f"{path}.{os.getpid()}"
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "wb") as f:
                f.write(HEADER.pack(MAGIC, self.key, len(source), time_ns, hash_of(source)) + module)
            os.replace(temporary, path)
            if file.startswith("<"):
                self._drop_old_commands()
        except (OSError, ValueError):
            return False
        return True


    def _drop_old_commands(self) -> None:
        kept = [e for e in os.scandir(self.folder) if e.name.startswith("command-")]
        for entry in sorted(kept, key=lambda e: e.stat().st_mtime_ns)[:-COMMANDS_KEPT]:
            os.unlink(entry.path)


def command_name(file: str, source: bytes) -> str:
    """The name to keep a program by that is in no file; `file` is what its tracebacks say."""
    content = file.encode() + b"\0" + source
    return f"<{hash_of(content).hex()}>"


def is_whole(module: bytes | memoryview) -> bool:
    """Whether a module's version, length and content hash are right."""
    if len(module) < MODULE_HEADER_BYTES:
        return False
    magic, version, flags, size, digest = MODULE_HEADER.unpack_from(module)
    if magic != MODULE_MAGIC or version != MODULE_VERSION or flags or size != len(module) - MODULE_HEADER_BYTES:
        return False
    return bool(blake2b(memoryview(module)[MODULE_HEADER_BYTES:], digest_size=32).digest() == digest)
