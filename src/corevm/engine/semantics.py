"""What an image's code means: the IR it was made from, which the image carries (`.corevm.ir`, not mapped by a start).

For compilers that run beside the program: an instruction's meaning is the IR of its Micro body, with the calls as they are written, so that
whoever reads it may know some of them by name before he inlines the rest. Imports neither the Micro compiler nor LLVM.
"""

from __future__ import annotations

import mmap

from corevm.engine.store import ImageSpec, find_image
from corevm.errors import NativeError
from corevm.ir.archive import Archive
from corevm.native import elf

IR_SECTION = ".corevm.ir"


def archive_of(path: str) -> Archive:
    """The IR an image carries. `roots`: instruction -> the function that is its meaning, and its operands.

    Raises: NativeError NA201, NA411: the file is no image, or one without IR; OSError.
    """
    with open(path, "rb") as file:
        content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    found = elf.section(content, IR_SECTION)
    if found is None:
        raise NativeError("the image carries no IR", code="NA411", seen=path, hint="build it again")
    return Archive(found)


def semantics(spec: ImageSpec) -> Archive:
    """The IR of a language's image. Effects: may build the image, if none is kept."""
    return archive_of(find_image(spec)[0])


__all__ = ["IR_SECTION", "archive_of", "semantics"]
