"""Loading a linked image: one dlopen. Effects: maps code into the process; loads no compiler.

Images are opened RTLD_NOW | RTLD_LOCAL: nothing of theirs is visible to the process. An image that uses another's functions
names its soname (`link(needed=...)`); ld.so then finds it among the images already loaded, wherever they came from, so
the other must be loaded first, and stays mapped until both are closed. Sonames hold a content hash: several versions of
an image live side by side.

An image that does not lie on disk goes through a memory file. ld.so tells libraries apart by path, so each gets a path that
was never used before: `/proc/PID/fd/N` with redundant separators. The file stays open while the image is loaded if gdb is to
find its symbols there (`keep_open`); code made in bulk closes it.
"""

from __future__ import annotations

import _ctypes
import fcntl
import os
from itertools import count
from types import TracebackType

from corevm.errors import NativeError
from corevm.native.symbol import BUILD_ID_SYMBOL, data_symbol, function_symbol, host_symbol

_RTLD_NOW = os.RTLD_NOW | os.RTLD_LOCAL
_MFD_EXEC = 0x10  # since Linux 6.3; older kernels refuse the flag and need none
_HEADER_BYTES = 64
_paths = count()


class LoadedImage:
    """A loaded image. Addresses are valid until `close`.

    Example:
        >>> image = LoadedImage.from_bytes(link([compile_module(module)]).content)
        >>> image.address("gcd")
    """

    def __init__(self, handle: int, path: str, file: int = -1) -> None:
        self._handle = handle
        self._file = file
        self.path = path

    @classmethod
    def from_file(cls, path: str | os.PathLike[str], *, verify: bool = False) -> LoadedImage:
        """Load an image from disk.

        Args:
            path: the file. It must not be overwritten while it is loaded (replace it by renaming).
            verify: check the whole file against its build id first (1 to 2 ms a megabyte); otherwise only its head and
                length, which finds truncation.

        Raises:
            NativeError: NA301 to NA303, the file is missing, damaged, or ld.so refuses it.
        """
        name = os.path.abspath(path)
        try:
            with open(name, "rb", buffering=0) as file:
                head = file.read(_HEADER_BYTES)
                size = os.fstat(file.fileno()).st_size
                content = head + file.read() if verify else None
        except OSError as error:
            raise NativeError(f"cannot read image {name}", code="NA301", seen=error.strerror or str(error)) from None
        _check(head, size, name)
        if content is not None:
            check_content(content, name)
        return cls(_open(name), name)

    @classmethod
    def from_bytes(
        cls,
        content: bytes,
        name: str = "corevm",
        *,
        keep_open: bool = True,
        folder: str | os.PathLike[str] | None = None,
    ) -> LoadedImage:
        """Load an image from memory.

        Args:
            content: the image.
            name: what `/proc/PID/maps` shows.
            keep_open: keep its memory file open, so that gdb can read its symbols; costs a file descriptor an image.
            folder: write the image to a file there and load that: perf, which reads symbols when the process is gone, finds
                names and lines in files only. The file stays.

        Raises:
            NativeError: NA301 to NA303.
        """
        _check(content[:_HEADER_BYTES], len(content), name)
        if folder is not None:
            return cls.from_file(_write_new(content, name, folder))
        file = _memory_file(name, content)
        try:
            path = _unique_path(file)
            handle = _open(path)
        except BaseException:
            os.close(file)
            raise
        if not keep_open:
            os.close(file)
            file = -1
        return cls(handle, path, file)

    def address(self, symbol: str) -> int:
        """The address of an exported function, or else of exported data.

        Raises:
            NativeError: NA304, the image exports no such symbol; NA305, it is closed.
        """
        found = self.find(symbol)
        if found is None:
            raise NativeError(f"image {self.path} exports no {symbol}", code="NA304")
        return found

    def find(self, symbol: str) -> int | None:
        """Like `address`, but None for a symbol that is not exported."""
        found = self._lookup(function_symbol(symbol))
        return self._lookup(data_symbol(symbol)) if found is None else found

    def host_entry(self, symbol: str) -> int | None:
        """The address of the C entry of a function that C cannot call directly, or None (see `corevm.native.text`)."""
        return self._lookup(host_symbol(symbol))

    def base_address(self) -> int:
        """Where the image starts in memory: file offsets of its loaded part count from here."""
        from corevm.native.link import BUILD_ID_OFFSET  # lazy: a start does not pay for it

        found = self._lookup(BUILD_ID_SYMBOL)
        if found is None:
            raise NativeError(f"{self.path} is not an image of this linker", code="NA302")
        return found - BUILD_ID_OFFSET

    def _lookup(self, name: str) -> int | None:
        if not self._handle:
            raise NativeError(f"image {self.path} is closed", code="NA305")
        try:
            return int(_ctypes.dlsym(self._handle, name))
        except OSError:
            return None

    def close(self) -> None:
        """Unload the image. No code of it may be running, no address of it may be used any more. Closing twice is harmless."""
        handle, self._handle = self._handle, 0
        if handle:
            _ctypes.dlclose(handle)
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def __enter__(self) -> LoadedImage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_content(content: bytes, name: str) -> None:
    """Check an image against its build id.

    Raises:
        NativeError: NA302, a byte of it is not what the linker wrote.
    """
    import hashlib  # lazy: a start does not pay for it

    from corevm.native.link import BUILD_ID_BYTES, BUILD_ID_OFFSET  # lazy: a start does not pay for it

    zeroed = bytearray(content)
    zeroed[BUILD_ID_OFFSET : BUILD_ID_OFFSET + BUILD_ID_BYTES] = bytes(BUILD_ID_BYTES)
    if hashlib.sha256(zeroed).digest()[:BUILD_ID_BYTES] != content[BUILD_ID_OFFSET : BUILD_ID_OFFSET + BUILD_ID_BYTES]:
        raise NativeError(
            f"image {name} is damaged",
            code="NA302",
            seen="its content does not fit its build id",
            hint="build it again",
        )


def _check(head: bytes, size: int, name: str) -> None:
    """The head of an image is whole, and so is its length: the section table is the last thing in the file."""
    if len(head) < _HEADER_BYTES or head[:7] != b"\x7fELF\x02\x01\x01" or head[16:20] != b"\x03\0\x3e\0":
        raise NativeError(f"{name} is not an image", code="NA302", seen=head[:20].hex() or "an empty file")
    end = int.from_bytes(head[40:48], "little") + int.from_bytes(head[58:60], "little") * int.from_bytes(
        head[60:62], "little"
    )
    if end != size:
        raise NativeError(
            f"image {name} is damaged", code="NA302", seen=f"{size} bytes", wanted=f"{end} bytes", hint="build it again"
        )


def _open(path: str) -> int:
    try:
        return int(_ctypes.dlopen(path, _RTLD_NOW))
    except OSError as error:
        raise NativeError(f"cannot load image {path}", code="NA303", seen=str(error)) from None


def _write_new(content: bytes, name: str, folder: str | os.PathLike[str]) -> str:
    """Write to a file that did not exist: a mapped file must never be written again."""
    while True:
        path = os.path.join(folder, f"{name}-{os.getpid()}-{next(_paths)}.so")
        try:
            with open(path, "xb") as file:
                file.write(content)
            return path
        except FileExistsError:
            continue
        except OSError as error:
            raise NativeError(f"cannot write image {path}", code="NA301", seen=error.strerror or str(error)) from None


def _memory_file(name: str, content: bytes) -> int:
    """A memory file of the content that nothing can write any more: no mapping and no descriptor of it."""
    file = -1
    try:
        try:
            file = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING | _MFD_EXEC)
        except OSError:
            file = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        view = memoryview(content)
        while view:
            view = view[os.write(file, view) :]
        fcntl.fcntl(
            file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        )
    except OSError as error:
        if file >= 0:
            os.close(file)
        raise NativeError("the system gives no memory file for code", code="NA301", seen=str(error)) from None
    return file


def _unique_path(file: int) -> str:
    """A path of an open file that this process never used before: a number written in redundant path separators."""
    number = "".join("/." if digit == "1" else "/" for digit in f"{next(_paths):b}")
    return f"/proc/{os.getpid()}/fd{number}/{file}"
