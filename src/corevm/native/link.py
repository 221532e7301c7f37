"""The linker: relocatable objects to an ELF shared library. Effects: none; pure Python, needs no tool of the system.

Contract
--------
INV-LINK-1  No segment is writable and executable; the stack is not executable; there are no text relocations.
INV-LINK-2  Everything that is written only by ld.so (GOT, dynamic section, constant data with addresses) is read-only
            after load (PT_GNU_RELRO).
INV-LINK-3  The same objects and options give the same bytes (given the same C library: `corevm.native.version`). The soname holds a hash of them, so several versions of an
            image can live in one process; the build id is a checksum of the whole file (`corevm.native.load` checks it).
INV-LINK-4  Global symbols of default or protected visibility are exported, hidden ones are bound here and must be defined.
            What is undefined and not hidden is an import: from another image of `needed`, or from the process.

Layout, each line a segment, page-aligned:

    R    headers, build id, .gnu.hash, .dynsym, .gnu.version*, .dynstr, .rela.dyn, .rodata, .eh_frame_hdr, .eh_frame
    RX   .text (what `order` names, the others, cold functions), .plt
    RW   .data.rel.ro, .dynamic, .got   (read-only after relocation), then .data, .bss
    -    .debug_*, what `unloaded` names, .symtab, .strtab, .shstrtab, section headers (not loaded)
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corevm.errors import NativeError
from corevm.native import elf, unwind, version
from corevm.native.elf import ObjectFile, Section, StringTable, Symbol
from corevm.native.symbol import BUILD_ID_SYMBOL, CONSTANT, function_of_section, plain_name

PAGE_BYTES = 4096
WINDOW_BYTES = 1 << 16  # what Linux maps of a file around a page that is touched: where ordered code begins
PLT_ENTRY_BYTES = 16
BUILD_ID_BYTES = 20
BUILD_ID_OFFSET = 64 + 8 * 56 + 16  # file offset: after the ELF header, room for 8 program headers, and the note's head
_MAX_SEGMENTS = 8

_DT = {
    "NULL": 0, "NEEDED": 1, "STRTAB": 5, "SYMTAB": 6, "RELA": 7, "RELASZ": 8, "RELAENT": 9, "STRSZ": 10, "SYMENT": 11,
    "SONAME": 14, "FLAGS": 30, "GNU_HASH": 0x6FFFFEF5, "VERSYM": 0x6FFFFFF0, "RELACOUNT": 0x6FFFFFF9,
    "FLAGS_1": 0x6FFFFFFB, "VERNEED": 0x6FFFFFFE, "VERNEEDNUM": 0x6FFFFFFF,
}  # fmt: skip
_DF_BIND_NOW, _DF_1_NOW = 8, 1


@dataclass(frozen=True)
class Image:
    """A linked image: its bytes and the name by which others may need it."""

    content: bytes
    soname: str


def link(
    objects: Sequence[bytes],
    name: str = "image",
    *,
    needed: Iterable[str] = (),
    libraries: Iterable[str] = (),
    object_names: Sequence[str] = (),
    order: Sequence[str] = (),
    unloaded: Mapping[str, bytes] | None = None,
) -> Image:
    """Link objects into a shared library.

    Args:
        objects: relocatable objects, as `corevm.native.lower.compile_module` makes them.
        name: what the image is called; the soname is `name-HASH.so`.
        needed: sonames of the images whose functions this one uses.
        libraries: sonames of the C libraries it uses, beyond libc and libm and what the process offers anyway.
        object_names: the objects' names in error messages.
        order: functions of divided modules (`LinkPlan.is_divided`) that lie first, in this order, and their constants likewise. Names of no
            function count for nothing.
        unloaded: further sections, by name: they lie in the file and are not mapped.

    Raises:
        NativeError: NA2xx, an object is damaged or asks for what this linker cannot do; a symbol is defined twice or not
            at all.
    """
    names = [*object_names, *(f"object {i}" for i in range(len(object_names), len(objects)))]
    files = [ObjectFile(content, label) for content, label in zip(objects, names, strict=True)]
    needed, libraries = list(dict.fromkeys(needed)), list(dict.fromkeys(libraries))
    digest = hashlib.sha256(repr((name, needed, libraries, list(order), [len(c) for c in objects])).encode())
    for content in [*objects, *(part for row in (unloaded or {}).items() for part in (row[0].encode(), row[1]))]:
        digest.update(content)
    soname = f"{name}-{digest.hexdigest()[:16]}.so"
    try:
        files.append(_build_id_object())
        return Image(_Linker(files, soname, needed, libraries, order, unloaded or {}).link(), soname)
    except (struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
        raise NativeError(
            "an object of the image is damaged", code="NA201", seen=f"{', '.join(names)}: {error}"
        ) from error


class _Output:
    """An output section: input sections, or bytes of the linker's own."""

    def __init__(self, name: str, kind: int, flags: int, align: int = 1, entry_bytes: int = 0) -> None:
        self.name = name
        self.kind = kind
        self.flags = flags
        self.align = align
        self.entry_bytes = entry_bytes
        self.parts: list[Section] = []
        self.content: bytes | bytearray | None = None
        self.size = 0
        self.address = 0
        self.offset = 0
        self.link: _Output | None = None
        self.info = 0
        self.index = 0

    def add(self, section: Section) -> None:
        self.align = max(self.align, section.align)
        start = -(-self.size // section.align) * section.align
        section.address = start  # within the output section until it is placed
        self.size = start + section.size
        self.parts.append(section)

    def set_content(self, content: bytes | bytearray) -> None:
        self.content = content
        self.size = len(content)


class _Import:
    """A symbol that ld.so finds."""

    __slots__ = ("got", "index", "is_weak", "name", "plt")

    def __init__(self, name: str, is_weak: bool) -> None:
        self.name = name
        self.is_weak = is_weak
        self.index = 0  # in .dynsym
        self.got = -1
        self.plt = -1


_Definition = tuple[ObjectFile, Symbol]


class _Linker:
    def __init__(
        self, files: list[ObjectFile], soname: str, needed: list[str], libraries: list[str], order: Sequence[str],
        unloaded: Mapping[str, bytes],
    ) -> None:  # fmt: skip
        self.order = order
        self.unloaded = unloaded
        self.files = files
        self.soname = soname
        self.needed = [*needed, *libraries]
        self.libraries = libraries
        self.globals: dict[str, _Definition] = {}
        self.imports: dict[str, _Import] = {}
        self.got: list[
            tuple[int, int] | _Import
        ] = []  # (file index, symbol index) of something defined here, or an import
        self.local_got: dict[tuple[int, int], int] = {}
        self.plt: list[_Import] = []
        self.absolute_count = 0
        self.relative: list[tuple[int, int]] = []  # (address, value)
        self.dynamic_relocs: list[tuple[int, int, int, int]] = []  # (address, kind, dynsym index, addend)
        self.outputs: list[_Output] = []
        self.targets: list[list[int | _Import]] = []  # for each file, its symbols' addresses
        self.doubles: list[tuple[Section, Section]] = []  # constants that lie where an equal one does
        self.owners: dict[int, int] = {}  # from an input section's identity to the number of its output section
        alloc = elf.SHF_ALLOC
        self.note = self._output(".note.gnu.build-id", elf.SHT_NOTE, alloc, 4)
        self.hash = self._output(".gnu.hash", elf.SHT_GNU_HASH, alloc, 8)
        self.dynsym = self._output(".dynsym", elf.SHT_DYNSYM, alloc, 8, 24)
        self.dynstr = self._output(".dynstr", elf.SHT_STRTAB, alloc)
        self.versym = self._output(".gnu.version", elf.SHT_GNU_VERSYM, alloc, 2, 2)
        self.verneed = self._output(".gnu.version_r", elf.SHT_GNU_VERNEED, alloc, 8)
        self.rela = self._output(".rela.dyn", elf.SHT_RELA, alloc, 8, 24)
        self.rodata = self._output(".rodata", elf.SHT_PROGBITS, alloc, 16)
        self.eh_header = self._output(".eh_frame_hdr", elf.SHT_PROGBITS, alloc, 4)
        self.eh_frame = self._output(".eh_frame", elf.SHT_PROGBITS, alloc, 8)
        executable = alloc | elf.SHF_EXECINSTR
        self.text = self._output(".text", elf.SHT_PROGBITS, executable, 16)
        self.plt_out = self._output(".plt", elf.SHT_PROGBITS, executable, 16, PLT_ENTRY_BYTES)
        writable = alloc | elf.SHF_WRITE
        self.relro = self._output(".data.rel.ro", elf.SHT_PROGBITS, writable, 8)
        self.dynamic = self._output(".dynamic", elf.SHT_DYNAMIC, writable, 8, 16)
        self.got_out = self._output(".got", elf.SHT_PROGBITS, writable, 8, 8)
        self.data = self._output(".data", elf.SHT_PROGBITS, writable, 8)
        self.bss = self._output(".bss", elf.SHT_NOBITS, writable, 8)
        self.rela.link = self.hash.link = self.versym.link = self.dynsym
        self.dynsym.link = self.dynamic.link = self.verneed.link = self.dynstr
        self.dynsym.info = 1
        self.debug: dict[str, _Output] = {}

    def _output(self, name: str, kind: int, flags: int, align: int = 1, entry_bytes: int = 0) -> _Output:
        output = _Output(name, kind, flags, align, entry_bytes)
        self.outputs.append(output)
        return output

    def link(self) -> bytes:
        self._sort_sections()
        self._resolve()
        self._scan()
        return self._write()

    # --- 1. which input section goes where
    def _sort_sections(self) -> None:
        code: list[tuple[ObjectFile, Section]] = []
        constants: list[Section] = []
        for file in self.files:
            for section in file.sections:
                output = self.note if section.name == self.note.name else self._destination(file, section)
                if output is self.text:
                    code.append((file, section))
                elif output is self.rodata:
                    constants.append(section)
                elif output is not None:
                    output.add(section)
        rank = {name: i for i, name in enumerate(self.order)}
        last, cold = len(rank), len(rank) + 1
        placed = [
            (rank.get(function_of_section(section.name), cold if section.name.startswith(".text.unlikely") else last), file, section)
            for file, section in code
        ]
        placed.sort(key=lambda row: row[0])
        for _, _, section in placed:
            self.text.add(section)
        relro = {id(section) for section in self.relro.parts}
        pointers = [(file, section) for file in self.files for section in file.sections if id(section) in relro]
        self._add_constants(self._used_constants([*pointers, *((file, section) for r, file, section in placed if r < last)], constants))
        self.text.size = self.text.size or 16  # without a .text section gdb 13 fails

    @staticmethod
    def _used_constants(users: list[tuple[ObjectFile, Section]], constants: list[Section]) -> list[Section]:
        """The constants in the order in which these sections refer to them, then the others."""
        known = {id(section) for section in constants}
        found: dict[int, Section] = {}
        for file, section in users:
            pending = [section]
            while pending:
                for _, _, index, _ in elf.RELA.iter_unpack(pending.pop().relas or b""):
                    if index < len(file.symbols) and 0 < file.symbols[index].section < len(file.sections):
                        constant = file.sections[file.symbols[index].section]
                        if id(constant) in known and id(constant) not in found:
                            found[id(constant)] = constant
                            pending.append(constant)  # a table of names refers to these
        return [*found.values(), *(section for section in constants if id(section) not in found)]

    def _add_constants(self, constants: list[Section]) -> None:
        """Constants of divided modules that are equal lie in one place: each object has its own of a table that several use."""
        kept: dict[tuple[int, bytes], Section] = {}
        for section in constants:
            if section.relas or not section.name.startswith(CONSTANT):
                self.rodata.add(section)
                continue
            first = kept.setdefault((section.align, bytes(section.data)), section)
            if first is section:
                self.rodata.add(section)
            else:
                self.doubles.append((section, first))

    def _destination(self, file: ObjectFile, section: Section) -> _Output | None:
        kind, flags, name = section.kind, section.flags, section.name
        if kind in (elf.SHT_NULL, elf.SHT_SYMTAB, elf.SHT_STRTAB, elf.SHT_RELA):
            return None
        if kind in (elf.SHT_GROUP, elf.SHT_INIT_ARRAY, elf.SHT_FINI_ARRAY) or flags & (
            elf.SHF_TLS | elf.SHF_COMPRESSED
        ):
            raise NativeError(
                f"section {name} of {file.name} is of a kind that is not linked",
                code="NA202",
                seen=f"type {kind}, flags {flags:#x}",
            )
        if not flags & elf.SHF_ALLOC:
            if not name.startswith(".debug_") or flags & elf.SHF_EXCLUDE:
                return None
            if name not in self.debug:
                self.debug[name] = _Output(
                    name, kind, flags & (elf.SHF_MERGE | elf.SHF_STRINGS), 1, 1 if flags & elf.SHF_STRINGS else 0
                )
            return self.debug[name]
        if not section.size:
            return (
                self.rodata
                if not flags & (elf.SHF_WRITE | elf.SHF_EXECINSTR)
                else self.text
                if flags & elf.SHF_EXECINSTR
                else self.data
            )
        if name == ".eh_frame":
            return self.eh_frame
        if kind == elf.SHT_NOTE:
            return None
        if flags & elf.SHF_EXECINSTR:
            if flags & elf.SHF_WRITE:
                raise NativeError(f"section {name} of {file.name} is writable and executable", code="NA203")
            return self.text
        if flags & elf.SHF_WRITE:
            if kind == elf.SHT_NOBITS:
                return self.bss
            return self.relro if name.startswith(".data.rel.ro") else self.data
        if section.relas and any(k == elf.R_64 for _, k, _, _ in elf.RELA.iter_unpack(section.relas)):
            return self.relro
        return self.rodata

    # --- 2. names
    def _resolve(self) -> None:
        for file in self.files:
            for symbol in file.symbols:
                if symbol.bind == elf.STB_LOCAL or symbol.section == elf.SHN_UNDEF:
                    continue
                if symbol.section == elf.SHN_COMMON or symbol.kind == elf.STT_TLS:
                    raise NativeError(
                        f"symbol {symbol.name} of {file.name} is of a kind that is not linked", code="NA204"
                    )
                known = self.globals.get(symbol.name)
                if known is None or (known[1].bind == elf.STB_WEAK and symbol.bind != elf.STB_WEAK):
                    self.globals[symbol.name] = (file, symbol)
                elif symbol.bind != elf.STB_WEAK:
                    raise NativeError(
                        f"symbol {plain_name(symbol.name)} is defined twice",
                        code="NA205",
                        seen=f"{known[0].name} and {file.name}",
                    )
        missing: list[str] = []
        for file in self.files:
            for symbol in file.symbols[1:]:
                if symbol.section != elf.SHN_UNDEF or symbol.name in self.globals or symbol.name in self.imports:
                    continue
                if symbol.bind == elf.STB_LOCAL:
                    continue
                if symbol.visibility in (elf.STV_HIDDEN, elf.STV_INTERNAL):
                    missing.append(f"{plain_name(symbol.name)} (used in {file.name})")
                    continue
                self.imports[symbol.name] = _Import(symbol.name, symbol.bind == elf.STB_WEAK)
        if missing:
            rest = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise NativeError(
                "functions are declared but defined in no object of the image: " + ", ".join(missing[:5]) + rest,
                code="NA206",
                hint="link the module that defines them, or name them in LinkPlan.imports if another image does",
            )

    # --- 3. what the relocations ask for
    def _scan(self) -> None:
        got_kinds = (elf.R_GOTPCREL, elf.R_GOTPCRELX, elf.R_REX_GOTPCRELX)
        for file_index, file in enumerate(self.files):
            symbols = file.symbols
            count = len(symbols)
            imports: list[_Import | None] = [
                self.imports.get(s.name) if s.section == elf.SHN_UNDEF and s.name not in self.globals else None
                for s in symbols
            ]
            for section in file.sections:
                if not section.relas or not section.flags & elf.SHF_ALLOC:
                    continue
                is_readonly = section.flags & elf.SHF_EXECINSTR or section.name == ".eh_frame"
                for offset, kind, index, _ in elf.RELA.iter_unpack(section.relas):
                    if index >= count:
                        raise file.damaged(f"{section.name}+{offset:#x} refers to symbol {index} of {count}")
                    if kind == elf.R_PC32 or kind == elf.R_PLT32:
                        wanted = imports[index]
                        if wanted is None:
                            continue
                        if kind == elf.R_PC32:
                            raise NativeError(
                                f"{file.name} {section.name}+{offset:#x} takes the address of {plain_name(wanted.name)} as if it were in this image",
                                code="NA207",
                                hint="name it in LinkPlan.imports",
                            )
                        if wanted.plt < 0:
                            wanted.plt = len(self.plt)
                            self.plt.append(wanted)
                        self._want_got(wanted)
                    elif kind in got_kinds:
                        wanted = imports[index]
                        if wanted is not None:
                            self._want_got(wanted)
                        elif (file_index, index) not in self.local_got:
                            self.local_got[file_index, index] = len(self.got)
                            self.got.append((file_index, index))
                    elif kind == elf.R_64:
                        if is_readonly:
                            raise NativeError(
                                f"{file.name} {section.name}+{offset:#x} needs a text relocation", code="NA208"
                            )
                        self.absolute_count += 1

    def _want_got(self, wanted: _Import) -> None:
        if wanted.got < 0:
            wanted.got = len(self.got)
            self.got.append(wanted)

    # --- 4. layout
    def _write(self) -> bytes:
        exports = self._exports()
        strings = StringTable()
        versions = version.find_versions(self.imports, [*self.libraries, *version.LIBRARIES])
        needed = dict.fromkeys([*self.needed, *(library for library, _ in versions.values())])
        dynamic_names = [strings.add(soname) for soname in needed]
        soname = strings.add(self.soname)
        imports = list(self.imports.values())
        for i, wanted in enumerate(imports):
            wanted.index = 1 + i
        hash_content, exports = _gnu_hash_table(exports, 1 + len(imports))
        names = [strings.add(w.name) for w in imports] + [strings.add(e[1].name) for e in exports]

        self.hash.set_content(hash_content)
        count = 1 + len(imports) + len(exports)
        versym, verneed, self.verneed.info = version.version_tables(list(self.imports), versions, count, strings)
        self.dynsym.set_content(bytes(elf.SYMBOL.size * count))
        self.versym.set_content(versym)
        self.verneed.set_content(verneed)
        self.dynstr.set_content(strings.content)
        self.rela.set_content(bytes(elf.RELA.size * (self.absolute_count + len(self.got))))
        self.plt_out.set_content(bytes(PLT_ENTRY_BYTES * len(self.plt)))
        self.got_out.set_content(bytes(8 * len(self.got)))
        self.eh_frame.size += 4  # the end mark
        frame_count = sum(unwind.count_frames(part.data) for part in self.eh_frame.parts)
        self.eh_header.set_content(bytes(unwind.HEADER_BYTES + unwind.ROW_BYTES * frame_count))
        self.dynamic.set_content(bytes(16 * (len(needed) + 17)))

        loaded, segments, end = self._place()
        image = bytearray(end)
        for output in loaded:
            self._copy(image, output)
        self._resolve_addresses()
        for file_index, file in enumerate(self.files):
            for section in file.sections:
                if section.relas and section.flags & elf.SHF_ALLOC and section.size:
                    self._relocate(image, file_index, file, section)
        self._fill_got_and_plt(image)
        self._fill_dynsym(image, imports, exports, names)
        self._fill_rela(image)
        self._fill_dynamic(image, dynamic_names, soname)
        self._fill_eh_header(image)
        self._fill_headers(image, segments)
        self._append_unloaded(image, loaded, exports)
        image[BUILD_ID_OFFSET : BUILD_ID_OFFSET + BUILD_ID_BYTES] = hashlib.sha256(image).digest()[:BUILD_ID_BYTES]
        return bytes(image)

    def _exports(self) -> list[_Definition]:
        return [d for d in self.globals.values() if d[1].visibility in (elf.STV_DEFAULT, elf.STV_PROTECTED)]

    def _place(self) -> tuple[list[_Output], list[tuple[int, int, list[_Output]]], int]:
        """Give every loaded output section its address and file offset (equal up to .bss, so that one number serves).

        Returns: the sections that exist, the segments (flags, start, sections), the end of the loaded part of the file.
        """
        readable = [
            self.note,
            self.hash,
            self.dynsym,
            self.dynstr,
            self.versym,
            self.verneed,
            self.rela,
            self.rodata,
            self.eh_header,
            self.eh_frame,
        ]
        groups = [
            (elf.PF_R, readable),
            (elf.PF_R | elf.PF_X, [self.text, self.plt_out]),
            (elf.PF_R | elf.PF_W, [self.relro, self.dynamic, self.got_out, self.data, self.bss]),
        ]
        position = elf.HEADER.size + _MAX_SEGMENTS * elf.PROGRAM_HEADER.size
        loaded: list[_Output] = []
        segments: list[tuple[int, int, list[_Output]]] = []
        end = position
        for flags, outputs in groups:
            present = [o for o in outputs if o.size or o in (self.note, self.dynsym, self.dynstr, self.hash)]
            if not present:
                continue
            start = 0
            if segments:
                position = start = _align(position, WINDOW_BYTES if self.order and flags & elf.PF_X else PAGE_BYTES)
            for output in present:
                if output is self.data or (output is self.bss and self.data not in present):
                    position = _align(position, PAGE_BYTES)  # what stands before becomes read-only, by whole pages
                position = _align(position, output.align)
                output.address = output.offset = position
                position += output.size
                if output is not self.bss:
                    end = position
                for part in output.parts:
                    part.image_offset = output.offset + part.address
                    part.address += output.address
            loaded += present
            segments.append((flags, start, present))
        for section, first in self.doubles:
            section.address, section.image_offset = first.address, first.image_offset
            self.rodata.parts.append(section)
        assert self.note.offset + 16 == BUILD_ID_OFFSET
        for number, output in enumerate(loaded, 1):
            for part in output.parts:
                self.owners[id(part)] = number
        return loaded, segments, end

    @staticmethod
    def _copy(image: bytearray, output: _Output) -> None:
        if output.kind == elf.SHT_NOBITS:
            return
        if output.content is not None:
            image[output.offset : output.offset + output.size] = output.content
        elif output.flags & elf.SHF_EXECINSTR:
            image[output.offset : output.offset + output.size] = b"\xcc" * output.size
        for part in output.parts:
            if part.kind != elf.SHT_NOBITS:
                image[part.image_offset : part.image_offset + part.size] = part.data

    def _resolve_addresses(self) -> None:
        for file in self.files:
            row: list[int | _Import] = []
            for symbol in file.symbols:
                owner, found = file, symbol
                if symbol.bind != elf.STB_LOCAL and symbol.name in self.globals:
                    owner, found = self.globals[symbol.name]
                row.append(self._address(owner, found))
            self.targets.append(row)

    def _address(self, file: ObjectFile, symbol: Symbol) -> int | _Import:
        if symbol.section == elf.SHN_UNDEF:
            return self.imports[symbol.name] if symbol.name in self.imports else 0
        if symbol.section == elf.SHN_ABS:
            return symbol.value
        return file.sections[symbol.section].address + symbol.value

    # --- 5. relocation
    def _relocate(self, image: bytearray, file_index: int, file: ObjectFile, section: Section) -> None:
        assert section.relas is not None
        targets = self.targets[file_index]
        base, place = section.image_offset, section.address
        got = self.got_out.address
        plt = self.plt_out.address
        is_loaded = bool(section.flags & elf.SHF_ALLOC)
        size = section.size
        pack_i32, pack_u64 = struct.Struct("<i").pack_into, struct.Struct("<Q").pack_into
        limit = 1 << 64
        kind = offset = index = 0
        try:
            for offset, kind, index, addend in elf.RELA.iter_unpack(section.relas):
                target = targets[index]
                if kind == elf.R_PC32 or kind == elf.R_PLT32:
                    if isinstance(target, _Import):
                        target = plt + PLT_ENTRY_BYTES * target.plt
                    if offset + 4 > size:
                        raise IndexError
                    pack_i32(image, base + offset, target + addend - place - offset)
                elif kind == elf.R_64:
                    if offset + 8 > size:
                        raise IndexError
                    if isinstance(target, _Import):
                        if is_loaded:
                            self.dynamic_relocs.append((place + offset, elf.R_64, target.index, addend))
                    elif is_loaded:
                        self.relative.append((place + offset, target + addend))
                        pack_u64(image, base + offset, (target + addend) % limit)
                    else:
                        pack_u64(image, base + offset, (target + addend) % limit)
                elif kind == elf.R_32 and not is_loaded:
                    if isinstance(target, _Import):
                        target = 0
                    struct.pack_into("<I", image, base + offset, target + addend)
                elif kind in (elf.R_GOTPCREL, elf.R_GOTPCRELX, elf.R_REX_GOTPCRELX):
                    slot = target.got if isinstance(target, _Import) else self.local_got[file_index, index]
                    pack_i32(image, base + offset, got + 8 * slot + addend - place - offset)
                elif kind == elf.R_PC64 and not isinstance(target, _Import):
                    pack_u64(image, base + offset, (target + addend - place - offset) % limit)
                elif kind == elf.R_GOTOFF64 and not isinstance(target, _Import):
                    pack_u64(image, base + offset, (target + addend - got) % limit)
                elif kind == elf.R_GOTPC32:
                    pack_i32(image, base + offset, got + addend - place - offset)
                elif kind == elf.R_GOTPC64:
                    pack_u64(image, base + offset, (got + addend - place - offset) % limit)
                elif kind != elf.R_NONE:
                    name = file.symbols[index].name or file.sections[file.symbols[index].section].name
                    raise NativeError(
                        f"relocation kind {kind} at {file.name} {section.name}+{offset:#x} against {plain_name(name)} is not linked",
                        code="NA209",
                    )
        except (struct.error, IndexError):
            raise file.damaged(
                f"relocation kind {kind} at {section.name}+{offset:#x} against symbol {index} does not fit"
            ) from None

    def _fill_got_and_plt(self, image: bytearray) -> None:
        for i, entry in enumerate(self.got):
            address = self.got_out.address + 8 * i
            if isinstance(entry, _Import):
                self.dynamic_relocs.append((address, elf.R_GLOB_DAT, entry.index, 0))
            else:
                target = self.targets[entry[0]][entry[1]]
                assert isinstance(target, int)
                self.relative.append((address, target))
                struct.pack_into("<Q", image, self.got_out.offset + 8 * i, target)
        for i, wanted in enumerate(self.plt):
            at = PLT_ENTRY_BYTES * i
            slot = self.got_out.address + 8 * wanted.got
            code = b"\xff\x25" + struct.pack("<i", slot - (self.plt_out.address + at + 6))  # jmp *slot(%rip)
            image[self.plt_out.offset + at : self.plt_out.offset + at + PLT_ENTRY_BYTES] = code.ljust(
                PLT_ENTRY_BYTES, b"\xcc"
            )

    # --- 6. what ld.so and unwinders read
    def _fill_dynsym(
        self, image: bytearray, imports: list[_Import], exports: list[_Definition], names: list[int]
    ) -> None:
        at = self.dynsym.offset + elf.SYMBOL.size
        for wanted, name in zip(imports, names, strict=False):
            bind = elf.STB_WEAK if wanted.is_weak else elf.STB_GLOBAL
            elf.SYMBOL.pack_into(image, at, name, bind << 4, 0, 0, 0, 0)
            at += elf.SYMBOL.size
        for (file, symbol), name in zip(exports, names[len(imports) :], strict=True):
            address = self._address(file, symbol)
            assert isinstance(address, int)
            info = elf.STB_GLOBAL << 4 | symbol.kind
            elf.SYMBOL.pack_into(
                image, at, name, info, symbol.visibility, self._section_index(file, symbol), address, symbol.size
            )
            at += elf.SYMBOL.size

    def _section_index(self, file: ObjectFile, symbol: Symbol) -> int:
        if symbol.section in (elf.SHN_ABS, elf.SHN_COMMON):
            return symbol.section
        return self.owners[id(file.sections[symbol.section])]

    def _fill_rela(self, image: bytearray) -> None:
        self.relative.sort()
        rows = [(address, elf.R_RELATIVE, 0, value) for address, value in self.relative]
        rows += sorted(
            self.dynamic_relocs, key=lambda r: (r[2], r[0])
        )  # by symbol: ld.so remembers the last it looked up
        assert len(rows) * elf.RELA.size == self.rela.size, (
            "every absolute word and GOT slot has one dynamic relocation"
        )
        at = self.rela.offset
        for row in rows:
            elf.RELA.pack_into(image, at, *row)
            at += elf.RELA.size

    def _fill_dynamic(self, image: bytearray, needed: list[int], soname: int) -> None:
        rows = [("NEEDED", name) for name in needed]
        rows += [
            ("SONAME", soname),
            ("GNU_HASH", self.hash.address),
            ("STRTAB", self.dynstr.address),
            ("SYMTAB", self.dynsym.address),
            ("STRSZ", self.dynstr.size),
            ("SYMENT", elf.SYMBOL.size),
        ]
        if self.rela.size:
            rows += [
                ("RELA", self.rela.address),
                ("RELASZ", self.rela.size),
                ("RELAENT", elf.RELA.size),
                ("RELACOUNT", len(self.relative)),
            ]
        if self.verneed.size:
            rows += [
                ("VERSYM", self.versym.address),
                ("VERNEED", self.verneed.address),
                ("VERNEEDNUM", self.verneed.info),
            ]
        rows += [("FLAGS", _DF_BIND_NOW), ("FLAGS_1", _DF_1_NOW)]
        assert len(rows) * 16 < self.dynamic.size, "the dynamic section ends in a NULL row"
        for i, (tag, value) in enumerate(rows):
            struct.pack_into("<QQ", image, self.dynamic.offset + 16 * i, _DT[tag], value)

    def _fill_eh_header(self, image: bytearray) -> None:
        parts = [(part.image_offset, part.size) for part in self.eh_frame.parts]
        shift = self.eh_frame.address - self.eh_frame.offset
        table = unwind.frame_table(image, parts, shift, self.eh_frame.address, self.eh_header.address)
        assert len(table) == self.eh_header.size
        image[self.eh_header.offset : self.eh_header.offset + len(table)] = table

    def _fill_headers(self, image: bytearray, segments: list[tuple[int, int, list[_Output]]]) -> None:
        rows: list[tuple[int, int, int, int, int, int]] = []  # kind, flags, start, file size, memory size, align
        for flags, start, outputs in segments:
            file_end = max((o.offset + o.size for o in outputs if o is not self.bss), default=start)
            memory_end = max(o.address + o.size for o in outputs)
            rows.append((elf.PT_LOAD, flags, start, file_end - start, memory_end - start, PAGE_BYTES))
        rows.append(
            (elf.PT_DYNAMIC, elf.PF_R | elf.PF_W, self.dynamic.address, self.dynamic.size, self.dynamic.size, 8)
        )
        rows.append((elf.PT_NOTE, elf.PF_R, self.note.address, self.note.size, self.note.size, 4))
        rows.append(
            (elf.PT_GNU_EH_FRAME, elf.PF_R, self.eh_header.address, self.eh_header.size, self.eh_header.size, 4)
        )
        rows.append((elf.PT_GNU_STACK, elf.PF_R | elf.PF_W, 0, 0, 0, 16))
        start = segments[-1][1]
        relro_end = _align(max(o.address + o.size for o in (self.relro, self.dynamic, self.got_out)), PAGE_BYTES)
        rows.append((elf.PT_GNU_RELRO, elf.PF_R, start, rows[len(segments) - 1][3], relro_end - start, 1))
        assert len(rows) <= _MAX_SEGMENTS
        at = elf.HEADER.size
        for kind, flags, begin, file_size, memory_size, align in rows:
            elf.PROGRAM_HEADER.pack_into(
                image, at, kind, flags, begin, begin, begin, min(file_size, memory_size), memory_size, align
            )
            at += elf.PROGRAM_HEADER.size
        self.segment_count = len(rows)

    # --- 7. what debuggers and profilers read
    def _append_unloaded(self, image: bytearray, loaded: list[_Output], exports: list[_Definition]) -> None:
        outputs = list(loaded)
        for output in self.debug.values():
            at = _align(len(image), output.align)
            image += bytes(at - len(image) + output.size)
            output.offset = at
            for part in output.parts:
                part.image_offset = at + part.address
            self._copy(image, output)
            outputs.append(output)
        for file_index, file in enumerate(self.files):
            for section in file.sections:
                if section.relas and not section.flags & elf.SHF_ALLOC and section.name in self.debug:
                    self._relocate(image, file_index, file, section)
        further = [_Output(name, elf.SHT_PROGBITS, 0, 8) for name in self.unloaded]
        for output, content in zip(further, self.unloaded.values(), strict=True):
            output.set_content(content)
        names = StringTable()
        symbols = self._symbol_rows(outputs, names, exports)
        symtab = _Output(".symtab", elf.SHT_SYMTAB, 0, 8, elf.SYMBOL.size)
        strtab = _Output(".strtab", elf.SHT_STRTAB, 0)
        shstrtab = _Output(".shstrtab", elf.SHT_STRTAB, 0)
        symtab.link = strtab
        symtab.info = next((i for i, row in enumerate(symbols) if row[1] >> 4 != elf.STB_LOCAL), len(symbols))
        symtab.set_content(b"".join(elf.SYMBOL.pack(*row) for row in symbols))
        strtab.set_content(names.content)
        outputs += [*further, symtab, strtab, shstrtab]
        section_names = StringTable()
        name_offsets = [section_names.add(output.name) for output in outputs]
        shstrtab.set_content(section_names.content)
        for output in (*further, symtab, strtab, shstrtab):
            output.offset = _align(len(image), output.align)
            image += bytes(output.offset - len(image))
            assert output.content is not None
            image += output.content
        for i, output in enumerate(outputs, 1):
            output.index = i
        table = _align(len(image), 8)
        image += bytes(table - len(image) + elf.SECTION_HEADER.size * (1 + len(outputs)))
        for i, output in enumerate(outputs):
            elf.SECTION_HEADER.pack_into(
                image, table + elf.SECTION_HEADER.size * (1 + i), name_offsets[i], output.kind, output.flags, output.address, output.offset,
                output.size, output.link.index if output.link else 0, output.info, output.align, output.entry_bytes,
            )  # fmt: skip
        elf.HEADER.pack_into(
            image, 0, elf.MAGIC.ljust(16, b"\0"), elf.ET_DYN, elf.EM_X86_64, 1, 0, elf.HEADER.size, table, 0, elf.HEADER.size,
            elf.PROGRAM_HEADER.size, self.segment_count, elf.SECTION_HEADER.size, 1 + len(outputs), len(outputs),
        )  # fmt: skip

    def _symbol_rows(
        self, outputs: list[_Output], names: StringTable, exports: list[_Definition]
    ) -> list[tuple[int, int, int, int, int, int]]:
        exported = {id(symbol) for _, symbol in exports}
        rows: list[tuple[int, int, int, int, int, int]] = [(0, 0, 0, 0, 0, 0)]
        last: list[tuple[int, int, int, int, int, int]] = []
        for file in self.files:
            for symbol in file.symbols:
                if symbol.kind not in (elf.STT_FUNC, elf.STT_OBJECT) or symbol.section in (elf.SHN_UNDEF, elf.SHN_ABS):
                    continue
                section = file.sections[symbol.section]
                owner = self.owners.get(id(section))
                if owner is None or (symbol.bind != elf.STB_LOCAL and self.globals[symbol.name][1] is not symbol):
                    continue
                address = section.address + symbol.value
                if id(symbol) in exported:
                    last.append(
                        (
                            names.add(plain_name(symbol.name)),
                            elf.STB_GLOBAL << 4 | symbol.kind,
                            symbol.visibility,
                            owner,
                            address,
                            symbol.size,
                        )
                    )
                else:
                    rows.append((names.add(plain_name(symbol.name)), symbol.kind, 0, owner, address, symbol.size))
        return rows + last


def _build_id_object() -> ObjectFile:
    """The note with the build id, and the symbol by which a loaded image finds itself in memory."""
    note = struct.pack("<III4s", 4, BUILD_ID_BYTES, 3, b"GNU\0") + bytes(BUILD_ID_BYTES)
    section = Section(0, ".note.gnu.build-id", elf.SHT_NOTE, elf.SHF_ALLOC, memoryview(note), len(note), 4)
    nothing = Section(0, "", elf.SHT_NULL, 0, memoryview(b""), 0, 1)
    info = elf.STB_GLOBAL << 4 | elf.STT_OBJECT
    symbols = [
        Symbol("", 0, 0, elf.SHN_UNDEF, 0, 0),
        Symbol(BUILD_ID_SYMBOL, info, elf.STV_PROTECTED, 1, len(note) - BUILD_ID_BYTES, BUILD_ID_BYTES),
    ]
    return ObjectFile.made("linker", [nothing, section], symbols)


def _align(position: int, align: int) -> int:
    return -(-position // align) * align


def _gnu_hash_table(exports: list[_Definition], first: int) -> tuple[bytes, list[_Definition]]:
    """The `.gnu.hash` content, and the exports in the order it wants them in `.dynsym`."""
    bucket_count = max(1, len(exports) // 2)
    hashed = sorted(
        ((elf.gnu_hash(d[1].name), d) for d in exports), key=lambda row: (row[0] % bucket_count, row[1][1].name)
    )
    word_count = 1
    while word_count * 64 < len(exports) * 8:
        word_count *= 2
    bloom = [0] * word_count
    buckets = [0] * bucket_count
    chain: list[int] = []
    for i, (value, _) in enumerate(hashed):
        bloom[value // 64 % word_count] |= 1 << value % 64 | 1 << (value >> 26) % 64
        bucket = value % bucket_count
        if not buckets[bucket]:
            buckets[bucket] = first + i
        is_last = i + 1 == len(hashed) or hashed[i + 1][0] % bucket_count != bucket
        chain.append(value & ~1 | is_last)
    content = struct.pack("<IIII", bucket_count, first, word_count, 26) + struct.pack(f"<{word_count}Q", *bloom)
    content += struct.pack(f"<{bucket_count}I", *buckets) + struct.pack(f"<{len(chain)}I", *chain)
    return content, [definition for _, definition in hashed]
