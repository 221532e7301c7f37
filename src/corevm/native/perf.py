"""Names of run-time code for profilers. Effects: writes a file.

perf names the functions of an image on disk by itself, with their lines. An image from memory it cannot open when it reports,
and it consults `/tmp/perf-PID.map` for anonymous memory only (measured with 6.1), so for perf load such images with
`LoadedImage.from_bytes(folder=...)`. The map serves the tools that read it for any address (bpftrace, BCC).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from corevm.native import elf
from corevm.native.load import LoadedImage


def function_rows(content: bytes) -> Iterator[tuple[int, int, str]]:
    """The functions of an image: offset from its start, size, name."""
    view = memoryview(content)
    head = elf.HEADER.unpack_from(view)
    rows = [elf.SECTION_HEADER.unpack_from(view, head[6] + i * elf.SECTION_HEADER.size) for i in range(head[12])]
    symbols = next(row for row in rows if row[1] == elf.SHT_SYMTAB)
    strings = rows[symbols[6]]
    texts = content[strings[4] : strings[4] + strings[5]]
    for name, info, _, _, value, size in elf.SYMBOL.iter_unpack(view[symbols[4] : symbols[4] + symbols[5]]):
        if info & 15 == elf.STT_FUNC and size:
            yield value, size, texts[name : texts.index(b"\0", name)].decode()


def map_path() -> Path:
    return Path(f"/tmp/perf-{os.getpid()}.map")


def write_map(rows: Iterable[tuple[int, int, str]]) -> None:
    """Append functions (address, size, name) to this process's map."""
    lines = "".join(f"{address:x} {size:x} {' '.join(name.split())}\n" for address, size, name in rows)
    # A link planted at that well-known name must not redirect the write.
    number = os.open(map_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(number, "w") as file:
        file.write(lines)


def write_image_map(image: LoadedImage, content: bytes) -> None:
    """Append all functions of a loaded image, its local ones too, to this process's map."""
    base = image.base_address()
    write_map((base + offset, size, name) for offset, size, name in function_rows(content))


def write_file_map(path: str, interpret: int) -> None:
    """The same for an image loaded from a file, by the address of one function of it; what COREVM_PERF_MAP=1 does at each load."""
    rows = list(function_rows(Path(path).read_bytes()))
    base = interpret - next(offset for offset, _, name in rows if name == "corevm.interpret")
    write_map((base + offset, size, name) for offset, size, name in rows)
