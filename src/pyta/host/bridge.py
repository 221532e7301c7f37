"""What the guest's modules ask the host to do: one table of functions over plain values.

A guest module reaches them as `_pyta.host(name, *arguments)`; files of `pyta/lib` are the only users.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
import time

from pyta.host.importing import split_archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

BRIDGE: dict[str, Callable[..., Any]] = {}


def _import(name: str) -> Any:
    """A module of the host. (`importlib` is one more module, and imports others.)"""
    __import__(name)
    return sys.modules[name]


def bridged(name: str, function: Callable[..., Any]) -> None:
    BRIDGE[name] = function


def _stat_tuple(found: os.stat_result) -> tuple[Any, ...]:
    return (
        found.st_mode, found.st_ino, found.st_dev, found.st_nlink, found.st_uid, found.st_gid, found.st_size,
        found.st_atime, found.st_mtime, found.st_ctime, found.st_atime_ns, found.st_mtime_ns, found.st_ctime_ns,
        found.st_blksize, found.st_blocks, found.st_rdev,
    )  # fmt: skip


def _stat(path: Any, follow: bool = True, directory: int | None = None) -> tuple[Any, ...]:
    return _stat_tuple(os.stat(path, dir_fd=directory, follow_symlinks=follow))


def _scan(path: Any) -> list[tuple[Any, ...]]:
    """(name, path, inode, is link, is folder, is file) of what a folder holds."""
    with os.scandir(path) as entries:
        return [
            (
                e.name,
                e.path,
                e.inode(),
                e.is_symlink(),
                e.is_dir(follow_symlinks=False),
                e.is_file(follow_symlinks=False),
            )
            for e in entries
        ]


def _own_command() -> str:
    """What starts another Pyta: the command `pyta` of the host's environment; the host where that is not installed."""
    command = os.path.join(os.path.dirname(sys.executable), "pyta")
    return command if os.access(command, os.X_OK) else sys.executable


def _environ() -> list[tuple[bytes, bytes]]:
    return list(os.environb.items())


def _unicode(function: str, *arguments: Any) -> Any:
    import unicodedata  # lazy: few programs need the table

    found: Any = unicodedata
    for part in function.split("."):
        found = getattr(found, part)
    return found(*arguments)


# The host's modules with a digest alone: `hashlib` loads OpenSSL, 4 MB for who asks `random` for a number. It pays for much data.
_DIGEST_MODULES = {
    "md5": ("_md5",), "sha1": ("_sha1",), "sha224": ("_sha256", "_sha2"), "sha256": ("_sha256", "_sha2"),
    "sha384": ("_sha512", "_sha2"), "sha512": ("_sha512", "_sha2"),
}  # fmt: skip
MUCH_DATA_BYTES = 1 << 16


def _new_digest(name: str, data: bytes = b"") -> Any:
    for module in _DIGEST_MODULES.get(name, ()) if len(data) < MUCH_DATA_BYTES else ():
        try:
            return getattr(_import(module), name)(data)
        except ImportError:
            pass  # of another version of the host
    import hashlib  # lazy

    return hashlib.new(name, data)


def _digest(name: str, data: bytes, length: int | None = None) -> bytes:
    made = _new_digest(name, data)
    return bytes(made.digest(length) if length is not None else made.digest())


def _digest_sizes(name: str) -> tuple[int, int]:
    made = _new_digest(name)
    return made.digest_size, made.block_size


def _zlib_versions() -> tuple[str, str]:
    import zlib  # lazy

    return zlib.ZLIB_VERSION, zlib.ZLIB_RUNTIME_VERSION


def _struct(function: str, layout: str | bytes, *arguments: Any) -> Any:
    import struct  # lazy

    try:
        return getattr(struct, function)(layout, *arguments)
    except struct.error as e:
        return str(e)


def _encode(text: str, encoding: str, errors: str) -> bytes:
    return text.encode(encoding, errors)


def _decode(data: bytes, encoding: str, errors: str) -> str:
    return data.decode(encoding, errors)


def _lookup(encoding: str) -> str:
    return codecs.lookup(encoding).name


def _parse(source: str | bytes, file: str, mode: str, flags: int) -> Any:
    from pyta.host.tree import tree_as_values  # lazy
    from pyta.syntax.parse import parse

    return tree_as_values(parse(source, file, mode, flags))


def _node_types() -> Any:
    from pyta.host.tree import node_types  # lazy

    return node_types()


# --- objects of the host that guest modules work on: sockets, pollers, compressors. The guest knows them by number.
_objects: dict[int, Any] = {}
_numbers_given = 0


def _number(thing: Any) -> int:
    global _numbers_given
    _numbers_given += 1
    _objects[_numbers_given] = thing
    return _numbers_given


def _make(module: str, kind: str, *arguments: Any) -> int:
    return _number(getattr(_import(module), kind)(*arguments))


def _call(number: int, method: str, *arguments: Any) -> Any:
    return getattr(_objects[number], method)(*arguments)


def _copy(number: int) -> int:
    return _number(_objects[number].copy())


def _attribute(number: int, attribute: str) -> Any:
    return getattr(_objects[number], attribute)


def _drop(number: int) -> None:
    _objects.pop(number, None)


def _call_in_module(module: str, name: str, *arguments: Any) -> Any:
    return getattr(_import(module), name)(*arguments)


def _numbers(module: str) -> list[tuple[str, int]]:
    """The integer constants of a module of the host."""
    return [(k, int(v)) for k, v in vars(_import(module)).items() if isinstance(v, int) and k[0] != "_"]


def _make_child_parser(parent: int, context: str | None, encoding: str | None) -> int:
    from pyta.host.expat import make_child  # lazy: few programs need it

    return _number(make_child(_objects[parent], context, encoding))


def _expat_constants() -> Any:
    from pyta.host.expat import constants  # lazy

    return constants()


def _socket_pair(family: int, kind: int, protocol: int) -> tuple[int, int]:
    """The descriptors of two sockets that are joined."""
    import socket  # lazy: few programs need it

    first, second = socket.socketpair(family, kind, protocol)
    return first.detach(), second.detach()


for _key, _made in (
    ("expat.child", _make_child_parser), ("expat.constants", _expat_constants),
    ("socket.pair", _socket_pair), ("object.make", _make), ("object.call", _call), ("object.copy", _copy), ("object.get", _attribute), ("object.drop", _drop),
    ("module.call", _call_in_module), ("module.numbers", _numbers), ("library", lambda: os.path.dirname(os.__file__)),
):  # fmt: skip
    bridged(_key, _made)
_OS = (
    "open", "close", "read", "write", "lseek", "listdir", "mkdir", "rmdir", "unlink", "rename", "replace", "getcwd", "chdir",
    "isatty", "ftruncate", "truncate", "urandom", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "access",
    "chmod", "readlink", "symlink", "link", "umask", "dup", "dup2", "pipe", "cpu_count", "strerror", "fsync", "kill",
    "utime", "get_terminal_size", "getlogin", "get_inheritable", "set_inheritable", "get_blocking", "waitpid", "_exit", "system",
    "getpgid", "getsid", "fchmod", "sysconf", "pread", "pwrite", "times", "getloadavg", "chown", "getgroups", "sched_yield",
    "WIFSTOPPED", "WIFSIGNALED", "WIFEXITED", "WIFCONTINUED", "WEXITSTATUS", "WSTOPSIG", "WTERMSIG", "WCOREDUMP", "pidfd_open",
    "set_blocking", "openpty", "ttyname", "killpg", "setsid", "getpgrp", "nice", "getpriority", "tcgetpgrp", "tcsetpgrp", "pipe2",
    "eventfd", "memfd_create", "sync", "fdatasync",
)  # fmt: skip
for _name in _OS:
    bridged(f"os.{_name}", getattr(os, _name))
for _name, _function in (
    ("stat", _stat), ("scandir", _scan), ("environ", _environ), ("putenv", os.putenv), ("unsetenv", os.unsetenv),
    ("fstat", lambda fd: _stat_tuple(os.fstat(fd))), ("uname", lambda: tuple(os.uname())),
):  # fmt: skip
    bridged(f"os.{_name}", _function)
for _name in (
    "hexlify", "unhexlify", "b2a_base64", "a2b_base64", "crc32", "crc_hqx", "b2a_uu", "a2b_uu", "b2a_qp", "a2b_qp",
):  # fmt: skip
    bridged(f"binascii.{_name}", lambda *arguments, _name=_name: getattr(_import("binascii"), _name)(*arguments))
bridged("unicodedata", _unicode)
bridged("digest", _digest)
bridged("digest_sizes", _digest_sizes)
bridged("zlib.versions", _zlib_versions)
bridged("struct", _struct)
bridged("encode", _encode)
bridged("decode", _decode)
bridged("lookup", _lookup)
bridged("parse", _parse)
bridged("node_types", _node_types)
bridged("sleep", time.sleep)
bridged("errno", lambda: list(errno.errorcode.items()))
bridged("host", lambda: (_own_command(), sys.prefix, sys.base_prefix, sys.exec_prefix, sys.version, list(sys.version_info),
                         list(sys.builtin_module_names), sorted(sys.stdlib_module_names), sys.hexversion, list(sys.orig_argv)))  # fmt: skip
bridged("input", input)
bridged("split_archive", split_archive)
bridged("stat.filemode", stat.filemode)


def call_bridge(name: str, *arguments: Any) -> Any:
    """What the guest calls. Raises: whatever the host's function does."""
    function = BRIDGE.get(name)
    if function is None:
        raise NotImplementedError(f"the host offers no {name!r}")
    return function(*arguments)
