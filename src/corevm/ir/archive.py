"""Archives of IR: many modules in one run of bytes, from which functions are taken one by one.

An image carries one (`corevm.engine.image`): what its instructions mean and what they call, for compilers that run beside the program.

    magic "CVIA" | length of the head in 8 bytes | head, JSON: roots, linked, modules (name, bytes, names of the functions it defines)
    | the modules' binary forms (`corevm.ir.binary`), each packed with zlib

Effects: none.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from corevm.errors import IrError
from corevm.ir.binary import ModuleReader, write_module
from corevm.ir.diagnostic import CODES
from corevm.ir.module import Function, Module
from corevm.ir.type import Signature

MAGIC = b"CVIA"
_HEAD_BYTES = len(MAGIC) + 8
MAX_MODULE_BYTES = 1 << 28  # unpacked


class Root(NamedTuple):
    """A function that has a name in the archive (an instruction's), and what each of its parameters is given, in words of who wrote it."""

    function: str
    parameters: list[str]


class Packed(NamedTuple):
    """A module as it lies in an archive."""

    name: str
    functions: list[str]
    content: bytes


def pack(module: Module) -> Packed:
    """Raises: IrError IR305 for a module that is not well formed."""
    defined = [f.name for f in module.functions.values() if not f.is_declaration]
    return Packed(module.name, defined, zlib.compress(write_module(module), 1))


def write_archive(modules: Iterable[Packed], roots: Mapping[str, Root], linked: Iterable[str] = ()) -> bytes:
    """An archive of packed modules. `linked`: see `Archive`."""
    listed = list(modules)
    rows = [(m.name, len(m.content), m.functions) for m in listed]
    head = json.dumps({"roots": dict(roots), "linked": sorted(linked), "modules": rows}, separators=(",", ":")).encode()
    return b"".join([MAGIC, len(head).to_bytes(8, "little"), head, *(m.content for m in listed)])


class Archive:
    """An archive that is read as far as it is asked for.

    Attributes:
        roots: by name.
        modules: name of a module -> names of the functions it defines.
        linked: functions that the machine code has with the signature of the IR, as other modules use them; another may be gone, or be called in a way of its own.

    Raises: IrError (IR3xx) for bytes that are no archive.
    """

    def __init__(self, content: bytes | memoryview) -> None:
        self._content = memoryview(content)
        self.roots: dict[str, Root] = {}
        self.modules: dict[str, list[str]] = {}
        self.linked: frozenset[str] = frozenset()
        self._places: dict[str, range] = {}
        self._homes: dict[str, str] = {}
        self._readers: dict[str, ModuleReader] = {}
        if bytes(self._content[: len(MAGIC)]) != MAGIC:
            raise _refused("IR301", bytes(self._content[: len(MAGIC)]).hex(), repr(MAGIC))
        at = _HEAD_BYTES + int.from_bytes(self._content[len(MAGIC) : _HEAD_BYTES], "little")
        try:
            head = json.loads(bytes(self._content[_HEAD_BYTES:at]))
            self.roots = {str(name): Root(str(function), [*map(str, parameters)]) for name, (function, parameters) in head["roots"].items()}
            self.linked = frozenset(map(str, head["linked"]))
            for name, size, functions in head["modules"]:
                self.modules[name] = functions
                self._places[name] = range(at, at := at + size)
                self._homes.update(dict.fromkeys(functions, name))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _refused("IR304", str(error), "an archive's head") from None
        if at != len(self._content):
            raise _refused("IR303", f"{len(self._content)} bytes", f"{at} bytes")

    def __contains__(self, function: object) -> bool:
        return function in self._homes

    def module(self, name: str) -> ModuleReader:
        """A module. Raises: KeyError, there is none of that name."""
        found = self._readers.get(name)
        if found is None:
            place = self._places[name]
            unpacker = zlib.decompressobj()
            try:
                content = unpacker.decompress(self._content[place.start : place.stop], MAX_MODULE_BYTES)
            except zlib.error as error:
                raise _refused("IR304", str(error), f"module {name}, packed") from None
            found = self._readers[name] = ModuleReader(content)
        return found

    def function(self, name: str) -> Function:
        """A function that one of the modules defines. Raises: KeyError, none does."""
        return self.module(self._homes[name]).function(name)

    def extern(self, name: str) -> Signature:
        """The signature of a C function that a function read so far may call. Raises: KeyError."""
        return next(reader.module.externs[name] for reader in self._readers.values() if name in reader.module.externs)


def _refused(code: str, seen: str, wanted: str) -> IrError:
    return IrError(f"{CODES[code]}: an archive", code=code, seen=seen, wanted=wanted)


__all__ = ["MAGIC", "Archive", "Packed", "Root", "pack", "write_archive"]
