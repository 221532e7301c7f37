"""Simulated memory of the reference executor: regions with guard gaps, pages filled with zeros when touched.

INV-MEM-1  A region starts on a page of its own; the page after its last is never used, and no address is used twice.
INV-MEM-2  `readable[page]` is that page's bytes, cut off at the region's end; so an index that fits is in bounds.
INV-MEM-3  `writable` holds the same objects as `readable`, without the pages of constant regions.

Effects: none outside the object. Units: addresses and sizes in bytes, pages of 4096 bytes.
"""

from __future__ import annotations

import struct
from bisect import bisect_right, insort
from collections import OrderedDict
from dataclasses import dataclass

from corevm.ir import arith
from corevm.ir.type import BOOL, F32, F64, Type

PAGE_BITS = 12
PAGE_BYTES = 1 << PAGE_BITS
ADDRESS_LIMIT = 1 << 47
FIRST_ADDRESS = 0x2000_0000_0000
_EAGER_PAGES = 4  # regions up to this size need no search when a page is first touched
_DEAD_KEPT = 4096
_NOTHING = bytearray()


class MemoryFault(Exception):
    """An access the simulated memory refuses; the executor turns it into an IrTrap that names the instruction."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(slots=True, eq=False)
class Region:
    """One allocation."""

    base: int
    size_bytes: int
    name: str
    is_constant: bool

    @property
    def end(self) -> int:
        return self.base + self.size_bytes

    def __str__(self) -> str:
        kind = "constant region" if self.is_constant else "region"
        return f"{kind} {self.name} [{self.base:#x}, {self.size_bytes} bytes]"


class Pages(dict[int, bytearray]):
    """Page number to bytes. A page not held yet is made if its region allows, else gives no bytes (so any index fails)."""

    __slots__ = ("is_for_writing", "memory")

    def __init__(self, memory: Memory, is_for_writing: bool) -> None:
        self.memory = memory
        self.is_for_writing = is_for_writing

    def __missing__(self, page: int) -> bytearray:
        return self.memory.touch(page, self.is_for_writing)


class Memory:
    """The simulated address space."""

    def __init__(self) -> None:
        self.readable = Pages(self, False)
        self.writable = Pages(self, True)
        self._next_page = FIRST_ADDRESS >> PAGE_BITS
        self._small: dict[int, Region] = {}  # by page, for regions of a few pages
        self._large_bases: list[int] = []
        self._large: dict[int, Region] = {}  # by base
        self._dead: OrderedDict[int, Region] = OrderedDict()  # by base, the last ones to die
        self.function_names: dict[int, str] = {}  # by address, for messages

    # --- life of regions
    def allocate(self, size_bytes: int, *, name: str, align: int = 16, is_constant: bool = False) -> int:
        """A fresh zeroed region; gives its address. A size of 0 gives an address no access is allowed at."""
        if size_bytes < 0 or align < 1 or align & (align - 1):
            raise MemoryFault("IR917", f"cannot allocate {size_bytes} bytes aligned to {align}")
        page = self._next_page
        align_pages = max(1, align >> PAGE_BITS)
        page = -(-page // align_pages) * align_pages
        page_count = max(1, (size_bytes + PAGE_BYTES - 1) >> PAGE_BITS)
        base = page << PAGE_BITS
        if base + size_bytes > ADDRESS_LIMIT:
            raise MemoryFault("IR917", "the simulated address space is used up")
        self._next_page = page + page_count + 1
        region = Region(base, size_bytes, name, is_constant)
        self._insert(region)
        return base

    def free(self, address: int) -> None:
        """End the life of the region that starts at `address`."""
        region = self._small.get(address >> PAGE_BITS) or self._large.get(address)
        if region is None or region.base != address:
            raise MemoryFault(self._why(address)[0], f"free of {self.describe(address)}")
        self._remove(region)
        self._bury(region)

    def unmap(self, address: int, size_bytes: int) -> None:
        """End the life of a range of pages inside one region (munmap); what is left of it lives on."""
        size_bytes = -(-size_bytes // PAGE_BYTES) * PAGE_BYTES
        region = self.region_at(address)
        if region is None or address % PAGE_BYTES or address + size_bytes > -(-region.end // PAGE_BYTES) * PAGE_BYTES:
            raise MemoryFault("IR917", f"munmap of {size_bytes} bytes at {self.describe(address)}")
        kept: list[tuple[int, bytearray]] = []
        first, last = address >> PAGE_BITS, (address + size_bytes) >> PAGE_BITS
        for page in self._held_pages(region):
            if not first <= page < last:
                kept.append((page, self.readable[page]))
        self._remove(region)
        self._bury(Region(address, size_bytes, region.name, region.is_constant))
        for base, end in ((region.base, address), (address + size_bytes, region.end)):
            if end > base:
                self._insert(Region(base, end - base, region.name, region.is_constant))
        for page, content in kept:
            self.readable[page] = content
            if not region.is_constant:
                self.writable[page] = content

    def discard(self, address: int, size_bytes: int) -> None:
        """Make a range of whole pages zero again (madvise DONTNEED)."""
        self.fill(address, 0, size_bytes)

    def region_at(self, address: int) -> Region | None:
        """The live region that holds `address`, or None."""
        region = self._small.get(address >> PAGE_BITS)
        if region is None:
            at = bisect_right(self._large_bases, address) - 1
            if at < 0:
                return None
            region = self._large[self._large_bases[at]]
        return region if region.base <= address < region.end else None

    def live_regions(self) -> list[Region]:
        """All live regions by address."""
        found = {id(r): r for r in self._small.values()} | {id(r): r for r in self._large.values()}
        return sorted(found.values(), key=lambda r: r.base)

    def _insert(self, region: Region) -> None:
        page = region.base >> PAGE_BITS
        page_count = max(1, (region.size_bytes + PAGE_BYTES - 1) >> PAGE_BITS)
        if page_count <= _EAGER_PAGES:
            left = region.size_bytes
            for p in range(page, page + page_count):
                self._small[p] = region
                content = bytearray(min(left, PAGE_BYTES))
                self.readable[p] = content
                if not region.is_constant:
                    self.writable[p] = content
                left -= PAGE_BYTES
        else:
            self._large[region.base] = region
            insort(self._large_bases, region.base)

    def _remove(self, region: Region) -> None:
        held = self._held_pages(region)
        if self._large.pop(region.base, None) is region:
            del self._large_bases[bisect_right(self._large_bases, region.base) - 1]
        for page in held:
            self._small.pop(page, None)
            self.readable.pop(page, None)
            self.writable.pop(page, None)

    def _held_pages(self, region: Region) -> list[int]:
        first = region.base >> PAGE_BITS
        page_count = max(1, (region.size_bytes + PAGE_BYTES - 1) >> PAGE_BITS)
        if page_count <= len(self.readable):
            return [p for p in range(first, first + page_count) if p in self.readable]
        return [p for p in self.readable if first <= p < first + page_count]

    def _bury(self, region: Region) -> None:
        self._dead[region.base] = region
        if len(self._dead) > _DEAD_KEPT:
            self._dead.popitem(last=False)

    def touch(self, page: int, is_for_writing: bool) -> bytearray:
        """The bytes of a page not held yet: made if a live region has it, else nothing."""
        base = page << PAGE_BITS
        region = self.region_at(base)
        if region is None or (is_for_writing and region.is_constant):
            return _NOTHING
        content = self.readable[page] = bytearray(min(PAGE_BYTES, region.end - base))
        if not region.is_constant:
            self.writable[page] = content
        return content

    # --- why an access is refused
    def describe(self, address: int) -> str:
        """What an address is, for messages."""
        if address == 0:
            return "null"
        if address < PAGE_BYTES:
            return f"{address:#x} (null plus {address})"
        if name := self.function_names.get(address):
            return f"{address:#x} (function {name})"
        region = self.region_at(address)
        if region is not None:
            return f"{address:#x} ({region}, offset {address - region.base})"
        for dead in reversed(self._dead.values()):
            if dead.base <= address < dead.base + max(1, dead.size_bytes):
                return f"{address:#x} (dead {dead}, offset {address - dead.base})"
        for page in range(address >> PAGE_BITS, max(-1, (address >> PAGE_BITS) - 3), -1):
            near = self._small.get(page) or self.region_at(page << PAGE_BITS)
            if near is not None and address >= near.end:
                return f"{address:#x} ({address - near.end} bytes past the end of {near})"
        return f"{address:#x} (no region)"

    def _why(self, address: int) -> tuple[str, str]:
        text = self.describe(address)
        return ("IR906" if "(dead" in text else "IR904"), text

    def check(self, address: int, size_bytes: int, is_for_writing: bool = False) -> Region:
        """Refuse an access that is not inside one live region; gives the region."""
        region = self.region_at(address)
        if region is None:
            code, text = self._why(address)
            raise MemoryFault(code, f"{size_bytes} bytes at {text}")
        if address + size_bytes > region.end:
            over = address + size_bytes - region.end
            raise MemoryFault("IR905", f"{size_bytes} bytes at {self.describe(address)}: {over} past its end")
        if is_for_writing and region.is_constant:
            raise MemoryFault("IR907", f"write of {size_bytes} bytes at {self.describe(address)}")
        return region

    # --- bytes
    def load_bytes(self, address: int, size_bytes: int) -> bytes:
        """The bytes of a range."""
        if size_bytes == 0:
            return b""
        self.check(address, size_bytes)
        page, offset = address >> PAGE_BITS, address & (PAGE_BYTES - 1)
        if offset + size_bytes <= PAGE_BYTES:
            return bytes(self.readable[page][offset : offset + size_bytes])
        parts = []
        while size_bytes:
            count = min(size_bytes, PAGE_BYTES - offset)
            content = self.readable.get(page)
            parts.append(bytes(count) if content is None else content[offset : offset + count])
            size_bytes -= count
            offset = 0
            page += 1
        return b"".join(parts)

    def store_bytes(self, address: int, content: bytes | bytearray | memoryview) -> None:
        """Write a range."""
        if len(content):
            self.check(address, len(content), is_for_writing=True)
            self.poke(address, content)

    def poke(self, address: int, content: bytes | bytearray | memoryview) -> None:
        """Write a range, constant or not: for placing data."""
        at = 0
        while at < len(content):
            page, offset = address >> PAGE_BITS, address & (PAGE_BYTES - 1)
            count = min(len(content) - at, PAGE_BYTES - offset)
            self.readable[page][offset : offset + count] = content[at : at + count]
            at += count
            address += count

    def fill(self, address: int, byte: int, size_bytes: int) -> None:
        """Write one byte over a range; filling untouched pages with zeros costs nothing."""
        if size_bytes == 0:
            return
        region = self.check(address, size_bytes, is_for_writing=True)
        if byte == 0 and size_bytes > len(self.readable) * PAGE_BYTES:
            for page in self._held_pages(region):
                low = max(address, page << PAGE_BITS)
                high = min(address + size_bytes, (page + 1) << PAGE_BITS)
                if high > low:
                    self.poke(low, bytes(high - low))
            return
        while size_bytes:
            page, offset = address >> PAGE_BITS, address & (PAGE_BYTES - 1)
            count = min(size_bytes, PAGE_BYTES - offset)
            if byte or page in self.readable:
                self.readable[page][offset : offset + count] = bytes((byte,)) * count
            size_bytes -= count
            address += count

    def copy(self, target: int, source: int, size_bytes: int) -> None:
        """Copy a range; ranges may overlap."""
        if size_bytes:
            self.check(target, size_bytes, is_for_writing=True)
            self.store_bytes(target, self.load_bytes(source, size_bytes))

    def is_equal(self, a: int, b: int, size_bytes: int) -> bool:
        """Whether two ranges hold the same bytes."""
        return self.load_bytes(a, size_bytes) == self.load_bytes(b, size_bytes)

    def load_c_string(self, address: int) -> bytes:
        """The bytes up to a zero byte."""
        found = bytearray()
        while True:
            region = self.check(address, 1)
            page, offset = address >> PAGE_BITS, address & (PAGE_BYTES - 1)
            content = self.readable[page]
            end = content.find(0, offset)
            if end >= 0:
                return bytes(found + content[offset:end])
            found += content[offset:]
            address = (page + 1) << PAGE_BITS
            if address >= region.end:
                raise MemoryFault("IR905", f"a C string runs past the end of {region}")

    # --- typed
    def load(self, type_: Type, address: int) -> arith.Scalar:
        """A value of a type: unsigned bits, a bool or a float."""
        content = self.load_bytes(address, type_.size_bytes)
        if type_ is F64 or type_ is F32:
            return float(struct.unpack("<d" if type_ is F64 else "<f", content)[0])
        bits = int.from_bytes(content, "little")
        if type_ is BOOL:
            if bits > 1:
                raise MemoryFault("IR908", f"a bool at {self.describe(address)} is {bits}")
            return bits == 1
        return bits

    def store(self, type_: Type, address: int, value: arith.Scalar) -> None:
        """Write a value of a type; integers are taken modulo the width."""
        if type_ is F64 or type_ is F32:
            self.store_bytes(address, struct.pack("<d" if type_ is F64 else "<f", value))
        else:
            bits = int(value) & ((1 << type_.bits) - 1)
            self.store_bytes(address, bits.to_bytes(type_.size_bytes, "little"))

    def load_u8(self, address: int) -> int:
        return self.load_bytes(address, 1)[0]

    def load_u16(self, address: int) -> int:
        return int.from_bytes(self.load_bytes(address, 2), "little")

    def load_u32(self, address: int) -> int:
        return int.from_bytes(self.load_bytes(address, 4), "little")

    def load_u64(self, address: int) -> int:
        return int.from_bytes(self.load_bytes(address, 8), "little")

    def load_i64(self, address: int) -> int:
        return int.from_bytes(self.load_bytes(address, 8), "little", signed=True)

    def load_f64(self, address: int) -> float:
        return float(struct.unpack("<d", self.load_bytes(address, 8))[0])

    def store_u8(self, address: int, value: int) -> None:
        self.store_bytes(address, bytes((value & 0xFF,)))

    def store_u16(self, address: int, value: int) -> None:
        self.store_bytes(address, (value & 0xFFFF).to_bytes(2, "little"))

    def store_u32(self, address: int, value: int) -> None:
        self.store_bytes(address, (value & 0xFFFFFFFF).to_bytes(4, "little"))

    def store_u64(self, address: int, value: int) -> None:
        self.store_bytes(address, (value & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "little"))

    def store_f64(self, address: int, value: float) -> None:
        self.store_bytes(address, struct.pack("<d", value))
