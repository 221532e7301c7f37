"""The head of a module (`corevm.bytecode.format`): what the host reads of one that is kept, and the bytes it is made of.

A start from kept modules imports this and not the whole format.
"""

from __future__ import annotations

import struct

from corevm.bytecode.fault import Fault
from corevm.bytecode.model import Special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NoReturn

    from corevm.bytecode.model import CodeUnit

MAGIC = b"\x89cvmod\r\n"
VERSION = 3
HEADER = struct.Struct("<8sIIQ32s8x")
HEADER_BYTES = HEADER.size
assert HEADER_BYTES == 64
DEPTH_LIMIT = 250
SMALL_LIMIT = 1 << 62
(
    TAG_NONE, TAG_FALSE, TAG_TRUE, TAG_ELLIPSIS, TAG_SMALL, TAG_INTEGER, TAG_DOUBLE, TAG_COMPLEX, TAG_STRING, TAG_BYTES, TAG_TUPLE,
    TAG_FROZENSET, TAG_CODE, TAG_SPECIAL, TAG_FOREIGN,
) = range(15)  # fmt: skip


class HeadReader:
    """Reads one module, trusting nothing."""

    def __init__(self, data: bytes | memoryview, where: str) -> None:
        self.data = data
        self.where = where
        self.at = 0
        self.strings: list[str] = []
        self.units: list[CodeUnit] = []
        self.foreign: list[object] = []
        self.function_name = ""  # of the function that is being read

    def fail(self, code: str, message: str, seen: str = "", wanted: str = "", *, word: int = -1, instruction: str = "") -> NoReturn:
        place = f"{self.where}: byte {self.at}"
        if self.function_name:
            place += f", function {self.function_name}"
        if word >= 0:
            place += f", word {word}" + (f" ({instruction})" if instruction else "")
        raise Fault(
            code, place, message, seen=seen, wanted=wanted, function=self.function_name, offset=word, instruction=instruction
        )  # fmt: skip

    def number(self, limit: int = 1 << 32) -> int:
        n = shift = 0
        data, at = self.data, self.at
        while True:
            if at >= len(data):
                self.fail("BC303", "the module ends within a number")
            byte = data[at]
            at += 1
            n |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > 63:
                self.fail("BC303", "a number is too long", wanted="at most ten bytes")
        if byte == 0 and shift:
            self.fail("BC303", "a number is not in its shortest form")
        self.at = at
        if n >= limit:
            self.fail("BC303", "a number is out of range", seen=str(n), wanted=f"below {limit}")
        return n

    def signed(self) -> int:
        n = self.number(1 << 64)
        return n >> 1 if not n & 1 else -(n >> 1) - 1

    def count(self, unit_bytes: int = 1) -> int:
        """A count of things of which each takes at least so many bytes."""
        n = self.number(1 << 64)
        if n * unit_bytes > len(self.data) - self.at:
            self.fail("BC303", "a count is larger than what follows", seen=str(n), wanted=f"{(len(self.data) - self.at) // unit_bytes} at most")
        return n

    def bytes(self, count: int) -> bytes | memoryview:
        if count > len(self.data) - self.at:
            self.fail("BC303", "the module ends within what it announces", seen=f"{len(self.data) - self.at} bytes", wanted=f"{count} bytes")
        found = self.data[self.at : self.at + count]
        self.at += count
        return found

    def text(self, count: int) -> str:
        try:
            return str(self.bytes(count), "utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            self.fail("BC303", "a string is no UTF-8", seen=str(error))

    def name(self) -> str:
        return self.strings[self.index(len(self.strings))]

    def index(self, count: int) -> int:
        i = self.number(1 << 64)
        if i >= count:
            self.fail("BC303", "an index is out of range", seen=str(i), wanted=f"below {count}")
        return i

    def foreign_table(self) -> None:
        for _ in range(self.count()):
            self.foreign.append(self.constant(0, True))

    def constant(self, depth: int, in_foreign: bool) -> object:
        if depth > DEPTH_LIMIT:
            self.fail("BC225", "constants nest too deeply")
        tag = self.bytes(1)[0]
        if tag <= TAG_ELLIPSIS:
            return (None, False, True, ...)[tag]
        if tag == TAG_SMALL:
            n = self.signed()
            if not -SMALL_LIMIT <= n < SMALL_LIMIT:
                self.fail("BC303", "a small integer is out of range", seen=str(n))
            return n
        if tag == TAG_INTEGER:
            head = self.number(1 << 32)
            magnitude = int.from_bytes(self.bytes((head >> 1) * 8), "little")
            value = -magnitude if head & 1 else magnitude
            if -SMALL_LIMIT <= value < SMALL_LIMIT or magnitude >> 64 * ((head >> 1) - 1) == 0:
                self.fail("BC303", "an integer is not in its shortest form", seen=str(head))
            return value
        if tag == TAG_DOUBLE:
            return float(struct.unpack("<d", self.bytes(8))[0])
        if tag == TAG_COMPLEX and in_foreign:
            return complex(*struct.unpack("<2d", self.bytes(16)))
        if tag == TAG_STRING:
            return self.text(self.count()) if in_foreign else self.name()
        if tag == TAG_BYTES:
            return bytes(self.bytes(self.count()))
        if tag == TAG_TUPLE:
            return tuple(self.constant(depth + 1, in_foreign) for _ in range(self.count()))
        if tag == TAG_FROZENSET and in_foreign:
            return frozenset(self.constant(depth + 1, True) for _ in range(self.count()))
        if tag == TAG_CODE and not in_foreign and depth == 0:
            return self.units[self.index(len(self.units))]
        if tag == TAG_SPECIAL:
            return Special(self.number())
        if tag == TAG_FOREIGN and not in_foreign:
            return self.foreign[self.index(len(self.foreign))]
        self.fail("BC303", "an unknown kind of constant", seen=str(tag))


def read_head(data: bytes | memoryview, shapes: Mapping[str, Any]) -> tuple[list[str], list[object], int]:
    """Of a module known to be whole: its instructions' names, its foreign constants, and where the rest begins.

    Raises: BytecodeError BC3xx.
    """
    reader = HeadReader(data, "module")
    reader.at = HEADER_BYTES
    names = []
    for _ in range(reader.count(5)):
        name = reader.text(reader.count())
        reader.at += 4  # the fingerprint: whoever keeps modules knows what they were verified with
        if name not in shapes:
            reader.fail("BC304", "the instruction set has no such instruction", seen=name[:80])
        names.append(name)
    reader.foreign_table()
    return names, reader.foreign, reader.at
