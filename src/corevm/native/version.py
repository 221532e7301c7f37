"""Which version of a C function an image asks for. Effects: reads the C libraries of this process, once.

glibc keeps old versions of some functions for old programs. A reference without a version gets the *oldest* one (measured: a
`memcpy` that is slower, condition variables with another layout), so the linker writes the version that a program built today
on this machine would ask for. Where a C library has no versions (musl) there is nothing to write.

Source: LSB 5 core, "Symbol Versioning".
"""

from __future__ import annotations

import _ctypes
import os
import struct
from collections.abc import Iterable
from functools import cache

from corevm.native import elf

LIBRARIES = ("libc.so.6", "libm.so.6")

_SHT_VERDEF = 0x6FFFFFFD
_HIDDEN = 0x8000
_VERDEF, _VERDAUX = struct.Struct("<HHHHIII"), struct.Struct("<II")
_VERNEED, _VERNAUX = struct.Struct("<HHIII"), struct.Struct("<IHHII")

Versions = dict[str, tuple[str, str]]
"""From a symbol to its library's soname and its default version."""


@cache
def library_versions(library: str) -> Versions:
    """The default versions of what a C library exports; empty if it has none or cannot be read."""
    path = _path_of(library)
    if path is None:
        return {}
    try:
        with open(path, "rb") as file:
            return _read(memoryview(file.read()), library)
    except (OSError, struct.error, ValueError, IndexError):
        return {}


def find_versions(names: Iterable[str], libraries: Iterable[str]) -> Versions:
    """The versions of some symbols; the first library that has one counts."""
    tables = [library_versions(library) for library in libraries]
    found: Versions = {}
    for name in names:
        for table in tables:
            if name in table:
                found[name] = table[name]
                break
    return found


def _path_of(library: str) -> str | None:
    """Where a C library of this process lies."""
    try:
        _ctypes.dlopen(library, os.RTLD_LAZY | os.RTLD_LOCAL)  # stays loaded, as every image will need it
    except OSError:
        return None
    with open("/proc/self/maps") as maps:
        for line in maps:
            path = line.rstrip("\n").partition("/")[2]
            if path and os.path.basename(path) == library:
                return "/" + path
    return None


def _read(content: memoryview, library: str) -> Versions:
    head = elf.HEADER.unpack_from(content)
    rows = [elf.SECTION_HEADER.unpack_from(content, head[6] + i * elf.SECTION_HEADER.size) for i in range(head[12])]
    by_kind = {row[1]: row for row in rows}
    if elf.SHT_GNU_VERSYM not in by_kind or _SHT_VERDEF not in by_kind:
        return {}
    symbols, versions, definitions = by_kind[elf.SHT_DYNSYM], by_kind[elf.SHT_GNU_VERSYM], by_kind[_SHT_VERDEF]
    strings = rows[symbols[6]]
    texts = bytes(content[strings[4] : strings[4] + strings[5]])

    def text(offset: int) -> str:
        return texts[offset : texts.index(b"\0", offset)].decode()

    names: dict[int, str] = {}
    at = definitions[4]
    while True:
        _, _, number, _, _, aux, following = _VERDEF.unpack_from(content, at)
        names[number] = text(_VERDAUX.unpack_from(content, at + aux)[0])
        if not following:
            break
        at += following
    found: Versions = {}
    numbers = memoryview(content[versions[4] : versions[4] + versions[5]]).cast("H")
    table = content[symbols[4] : symbols[4] + symbols[5]]
    for number, (name, _, _, section, _, _) in zip(numbers, elf.SYMBOL.iter_unpack(table), strict=True):
        if section and number > 1 and not number & _HIDDEN:
            found[text(name)] = (library, names[number])
    return found


def version_tables(
    numbered: list[str], versions: Versions, count: int, strings: elf.StringTable
) -> tuple[bytes, bytes, int]:
    """The content of `.gnu.version` and `.gnu.version_r`, and how many libraries the latter names.

    Args:
        numbered: the imports, in the order of `.dynsym` from 1.
        versions: what is known of them.
        count: symbols in `.dynsym`.
        strings: `.dynstr`, to which names are added.
    """
    wanted: dict[str, dict[str, int]] = {}
    number = 2
    rows = [0] + [1] * (count - 1)
    for i, name in enumerate(numbered, 1):
        if name in versions:
            library, version = versions[name]
            of_library = wanted.setdefault(library, {})
            if version not in of_library:
                of_library[version] = number
                number += 1
            rows[i] = of_library[version]
    needs = b""
    for i, (library, of_library) in enumerate(wanted.items()):
        size = _VERNEED.size + _VERNAUX.size * len(of_library)
        needs += _VERNEED.pack(
            1, len(of_library), strings.add(library), _VERNEED.size, size if i + 1 < len(wanted) else 0
        )
        for j, (version, index) in enumerate(of_library.items()):
            following = _VERNAUX.size if j + 1 < len(of_library) else 0
            needs += _VERNAUX.pack(_sysv_hash(version), 0, index, strings.add(version), following)
    return (struct.pack(f"<{count}H", *rows) if wanted else b""), needs, len(wanted)


def _sysv_hash(name: str) -> int:
    value = 0
    for byte in name.encode():
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ high >> 24) & ~high
    return value & 0xFFFFFFFF
