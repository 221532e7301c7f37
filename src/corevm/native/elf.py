"""ELF64 for x86-64: the constants in use, a reader of relocatable objects, string tables. Effects: none; pure Python.

Source: System V ABI (gABI chapters 4 and 5), its AMD64 supplement, LSB 5 (`.eh_frame_hdr`, `.gnu.hash`, versions).
"""

from __future__ import annotations

import struct

from corevm.errors import NativeError

MAGIC = b"\x7fELF\x02\x01\x01"
ET_REL, ET_DYN, EM_X86_64 = 1, 3, 62

SHT_NULL, SHT_PROGBITS, SHT_SYMTAB, SHT_STRTAB, SHT_RELA, SHT_DYNAMIC, SHT_NOTE, SHT_NOBITS = 0, 1, 2, 3, 4, 6, 7, 8
SHT_DYNSYM, SHT_INIT_ARRAY, SHT_FINI_ARRAY, SHT_GROUP = 11, 14, 15, 17
SHT_GNU_HASH, SHT_GNU_VERNEED, SHT_GNU_VERSYM, SHT_X86_64_UNWIND = 0x6FFFFFF6, 0x6FFFFFFE, 0x6FFFFFFF, 0x70000001
SHF_WRITE, SHF_ALLOC, SHF_EXECINSTR, SHF_MERGE, SHF_STRINGS, SHF_INFO_LINK = 1, 2, 4, 0x10, 0x20, 0x40
SHF_TLS, SHF_COMPRESSED, SHF_EXCLUDE = 0x400, 0x800, 0x80000000
SHN_UNDEF, SHN_ABS, SHN_COMMON = 0, 0xFFF1, 0xFFF2
STB_LOCAL, STB_GLOBAL, STB_WEAK = 0, 1, 2
STT_NOTYPE, STT_OBJECT, STT_FUNC, STT_SECTION, STT_FILE, STT_TLS = 0, 1, 2, 3, 4, 6
STV_DEFAULT, STV_INTERNAL, STV_HIDDEN, STV_PROTECTED = 0, 1, 2, 3
PT_LOAD, PT_DYNAMIC, PT_NOTE = 1, 2, 4
PT_GNU_EH_FRAME, PT_GNU_STACK, PT_GNU_RELRO = 0x6474E550, 0x6474E551, 0x6474E552
PF_X, PF_W, PF_R = 1, 2, 4

R_NONE, R_64, R_PC32, R_PLT32, R_GLOB_DAT, R_RELATIVE, R_GOTPCREL, R_32, R_32S = 0, 1, 2, 4, 6, 8, 9, 10, 11
R_PC64, R_GOTOFF64, R_GOTPC32, R_GOTPC64, R_GOTPCRELX, R_REX_GOTPCRELX = 24, 25, 26, 29, 41, 42

HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")
SECTION_HEADER = struct.Struct("<IIQQQQIIQQ")
SYMBOL = struct.Struct("<IBBHQQ")
RELA = struct.Struct("<QIIq")  # offset, kind, symbol, addend


_MAX_SECTION_BYTES = 1 << 30  # of the 2 GB that 32-bit relative addresses span


class Section:
    """A section of an input object. `address` is set by the linker; for a section that is not loaded it is the offset in
    the merged output section. `image_offset` is where its bytes lie in the image."""

    __slots__ = ("address", "align", "data", "flags", "image_offset", "index", "kind", "name", "relas", "size")

    def __init__(self, index: int, name: str, kind: int, flags: int, data: memoryview, size: int, align: int) -> None:
        self.index = index
        self.name = name
        self.kind = kind
        self.flags = flags
        self.data = data
        self.size = size
        self.align = align
        self.relas: memoryview | None = None
        self.address = 0
        self.image_offset = 0


class Symbol:
    """A symbol of an input object; `section` is an index or a reserved number."""

    __slots__ = ("bind", "kind", "name", "section", "size", "value", "visibility")

    def __init__(self, name: str, info: int, other: int, section: int, value: int, size: int) -> None:
        self.name = name
        self.bind = info >> 4
        self.kind = info & 15
        self.visibility = other & 3
        self.section = section
        self.value = value
        self.size = size


class ObjectFile:
    """A parsed relocatable object.

    Raises:
        NativeError: NA201, the bytes are not a relocatable x86-64 ELF object or are damaged.
    """

    def __init__(self, content: bytes, name: str = "object") -> None:
        self.name = name
        self.content = content
        self.sections: list[Section] = []
        self.symbols: list[Symbol] = []
        try:
            self._read(memoryview(content))
        except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
            raise self.damaged(str(error)) from None

    @classmethod
    def made(cls, name: str, sections: list[Section], symbols: list[Symbol]) -> ObjectFile:
        """An object that the linker itself contributes."""
        file = cls.__new__(cls)
        file.name, file.content, file.sections, file.symbols = name, b"", sections, symbols
        return file

    def damaged(self, what: str) -> NativeError:
        return NativeError(f"{self.name} is not a sound x86-64 object", code="NA201", seen=what)

    def _read(self, content: memoryview) -> None:
        if len(content) < HEADER.size:
            raise self.damaged(f"{len(content)} bytes")
        head = HEADER.unpack_from(content)
        if head[0][:7] != MAGIC or head[1] != ET_REL or head[2] != EM_X86_64:
            raise self.damaged("another kind of file: " + bytes(content[:20]).hex())
        table, count, names_index = head[6], head[12], head[13]
        if table + SECTION_HEADER.size > len(content):
            raise self.damaged("the section table lies outside the file")
        rows = [SECTION_HEADER.unpack_from(content, table + i * SECTION_HEADER.size) for i in range(count)]
        names = self._slice(content, rows[names_index])
        for index, row in enumerate(rows):
            data = self._slice(content, row)
            align = row[8] or 1
            if row[5] > _MAX_SECTION_BYTES:
                raise self.damaged(f"section {index} has {row[5]} bytes")
            if align & (align - 1) or align > 1 << 16:
                raise self.damaged(f"section {index} has alignment {align}")
            section = Section(index, _text_at(names, row[0]), row[1], row[2], data, row[5], align)
            self.sections.append(section)
        for section, row in zip(self.sections, rows, strict=True):
            if section.kind == SHT_SYMTAB:
                self._read_symbols(section.data, self.sections[row[6]].data)
        for section, row in zip(self.sections, rows, strict=True):
            if section.kind == SHT_RELA:
                if len(section.data) % RELA.size:
                    raise self.damaged(f"{section.name} has a broken size")
                self.sections[row[7]].relas = section.data

    def _read_symbols(self, data: memoryview, strings: memoryview) -> None:
        for i, (name, info, other, index, value, size) in enumerate(SYMBOL.iter_unpack(data)):
            if index >= len(self.sections) and index not in (SHN_ABS, SHN_COMMON):
                raise self.damaged(f"symbol {i} lies in section {index} of {len(self.sections)}")
            self.symbols.append(Symbol(_text_at(strings, name) if name else "", info, other, index, value, size))

    def _slice(self, content: memoryview, row: tuple[int, ...]) -> memoryview:
        kind, offset, size = row[1], row[4], row[5]
        if kind in (SHT_NULL, SHT_NOBITS):
            return content[:0]
        if offset + size > len(content):
            raise self.damaged(f"a section lies outside the file: offset {offset}, size {size}")
        return content[offset : offset + size]


def _text_at(strings: memoryview, offset: int) -> str:
    if offset >= len(strings):
        raise ValueError(f"string {offset} lies outside its table")
    part = bytes(strings[offset : offset + 256])
    end = part.find(b"\0")
    if end < 0:
        part = bytes(strings[offset:])
        end = part.index(b"\0")
    return part[:end].decode()


def _section_rows(image: memoryview) -> tuple[list[tuple[int, ...]], int]:
    """The section headers of a linked image, and which has the names. Raises: struct.error, ValueError."""
    head = HEADER.unpack_from(image)
    if head[0][:7] != MAGIC or head[1] != ET_DYN:
        raise ValueError("another kind of file")
    return [SECTION_HEADER.unpack_from(image, head[6] + i * SECTION_HEADER.size) for i in range(head[12])], head[13]


def section(image: bytes | memoryview, name: str) -> memoryview | None:
    """The content of a section of a linked image; None if there is none of that name. Raises: NativeError NA201, it is no such image."""
    content = memoryview(image)
    try:
        rows, names_index = _section_rows(content)
        names = content[rows[names_index][4] :]
        for row in rows:
            if row[1] not in (SHT_NULL, SHT_NOBITS) and _text_at(names, row[0]) == name:
                if row[4] + row[5] > len(content):
                    raise ValueError(f"section {name} lies outside the file")
                return content[row[4] : row[4] + row[5]]
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise NativeError("the file is no image", code="NA201", seen=str(error)) from None
    return None


def functions(image: bytes | memoryview) -> dict[str, tuple[int, int]]:
    """The functions of a linked image that its symbol table names: their addresses, from the image's start, and their bytes."""
    content = memoryview(image)
    rows, _ = _section_rows(content)
    table = next(row for row in rows if row[1] == SHT_SYMTAB)
    strings = content[rows[table[6]][4] :]
    symbols = SYMBOL.iter_unpack(content[table[4] : table[4] + table[5]])
    return {_text_at(strings, name): (address, size) for name, info, _, section, address, size in symbols if info & 15 == STT_FUNC and section != SHN_UNDEF}


class StringTable:
    """Builds a string table; offset 0 is the empty string."""

    def __init__(self) -> None:
        self.content = bytearray(1)
        self._offsets = {"": 0}

    def add(self, text: str) -> int:
        found = self._offsets.get(text)
        if found is None:
            found = self._offsets[text] = len(self.content)
            self.content += text.encode() + b"\0"
        return found


def gnu_hash(name: str) -> int:
    value = 5381
    for byte in name.encode():
        value = (value * 33 + byte) & 0xFFFFFFFF
    return value
