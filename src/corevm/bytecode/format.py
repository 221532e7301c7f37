"""The module format: code units as bytes, and back. Version 3. All numbers are little-endian.

    header  64 bytes: mark (8) · version u32 · flags u32 (0) · body bytes u64 · hash of the body (32, blake2b) · zero (8)
    body    instructions · foreign constants · strings · functions

    varint  seven bits a byte, lowest first, bit 7: more follow; at most ten bytes
    signed  varint of (n << 1) ^ (n >> 63)
    text    varint bytes, UTF-8 (lone surrogates as three bytes)

    instructions       varint count; each: text name · u32 fingerprint (of its operands, length, result and rules)
    foreign constants  varint count; each a constant: those the native loader leaves to the language (complex, frozenset)
    strings            varint count; their places; each: varint bytes << 1 | is a name (interned) · UTF-8
    functions          varint count; their places; those within a function before it, the module's own code last; each:
        varints        name · qualified name · file · first line · doc + 1 or 0 · bits (1 generator, 2 rest, 4 keywords) ·
                       language's flags · registers · positional-only, positional, keyword-only parameters
        names          parameters' (their number follows from the above); varint count and each: local, free, cell names
        constants      varint count; each: tag byte · content
        catch sites    varint count; each five varints: start, end, target in words, register, filter
        code           varint words; 8 bytes each: as docs/design/execution.md says, opcodes numbered by the table above, never fused
        positions      varint bytes; each: varint words since the last · 0, or 1 + line, end line - line, column, end column, signed

    places      for each of what follows a u32: where it begins, from the end of this table

    constants   0 none · 1 false · 2 true · 3 ellipsis · 4 signed integer (62 bits and sign) · 5 integer: varint sign | digits << 1, u64 digits
                6 double · 7 complex (two) · 8 string · 9 bytes: varint count · 10 tuple: varint count · 11 frozenset · 12 function · 13 immediate · 14 foreign constant

The native loader (corevm.kernel.load) reads everything behind the foreign constants, at once or each function when it is called. Whatever is read is checked here:
any bytes give a module or a BytecodeError, in time and memory proportional to their number.
"""

from __future__ import annotations

import struct
from _blake2 import blake2b

from corevm.bytecode.encode import BITS, SHIFT, SIGNED, encode
from corevm.bytecode.fault import Fault
from corevm.bytecode.head import (
    HEADER,
    HEADER_BYTES,
    MAGIC,
    SMALL_LIMIT,
    TAG_BYTES,
    TAG_CODE,
    TAG_COMPLEX,
    TAG_DOUBLE,
    TAG_ELLIPSIS,
    TAG_FALSE,
    TAG_FOREIGN,
    TAG_FROZENSET,
    TAG_INTEGER,
    TAG_NONE,
    TAG_SMALL,
    TAG_SPECIAL,
    TAG_STRING,
    TAG_TRUE,
    TAG_TUPLE,
    VERSION,
    HeadReader,
)  # fmt: skip
from corevm.bytecode.model import CatchSite, CodeUnit, Instruction, Parameters, Position, Special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

UNIT_GENERATOR, UNIT_REST, UNIT_KEYWORDS = 1, 2, 4


def fingerprint(shape: Sequence[Any]) -> bytes:
    """Four bytes that change when an instruction's operands, length, result or rules do (not its number)."""
    return blake2b(repr(tuple(shape[1:])).encode(), digest_size=4).digest()


# --- writing
def varint(n: int) -> bytes:
    if n < 0x80:
        return bytes((n,))
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def signed(n: int) -> bytes:
    return varint(n << 1 if n >= 0 else (-n << 1) - 1)


class Writer:
    """Writes one module."""

    def __init__(self, shapes: Mapping[str, Any]) -> None:
        self.shapes = shapes
        self.local: dict[str, list[Any]] = {}  # the module's instructions: shapes with its own numbers
        self.strings: dict[str, int] = {}
        self.names: set[str] = set()
        self.foreign: list[bytes] = []
        self.functions: list[bytes] = []
        self.numbers: dict[int, int] = {}  # id of a unit -> its number

    def module(self, unit: CodeUnit) -> bytes:
        pending: list[tuple[CodeUnit, bool]] = [(unit, False)]
        open_: set[int] = set()
        while pending:  # those within before the function itself
            current, is_ready = pending.pop()
            if id(current) in self.numbers:
                continue
            if is_ready:
                open_.discard(id(current))
                self.numbers[id(current)] = len(self.functions)
                self.functions.append(self.function(current))
            else:
                if id(current) in open_:
                    raise Fault("BC225", current.file, "a function contains itself", seen=current.qualified_name)
                open_.add(id(current))
                pending.append((current, True))
                pending += [(c, False) for c in reversed(current.constants) if isinstance(c, CodeUnit)]
        body = bytearray(varint(len(self.local)))
        for name in self.local:
            body += self.text(name) + fingerprint(self.shapes[name])
        body += varint(len(self.foreign)) + b"".join(self.foreign)
        texts = [(s.encode("utf-8", "surrogatepass"), s in self.names) for s in self.strings]
        body += self.placed([varint(len(data) << 1 | is_name) + data for data, is_name in texts])
        body += self.placed(self.functions)
        content = bytes(body)
        return HEADER.pack(MAGIC, VERSION, 0, len(content), blake2b(content, digest_size=32).digest()) + content

    @staticmethod
    def placed(parts: Sequence[bytes]) -> bytes:
        """A count, the table of places, the parts."""
        places, end = [], 0
        for part in parts:
            places.append(end)
            end += len(part)
        return varint(len(parts)) + struct.pack(f"<{len(parts)}I", *places) + b"".join(parts)

    @staticmethod
    def text(s: str) -> bytes:
        data = s.encode("utf-8", "surrogatepass")
        return varint(len(data)) + data

    def string(self, s: str, is_name: bool = True) -> bytes:
        if is_name:
            self.names.add(s)
        return varint(self.strings.setdefault(str(s), len(self.strings)))

    def function(self, unit: CodeUnit) -> bytes:
        for instruction in unit.instructions:
            if instruction.op not in self.local and instruction.op in self.shapes:
                shape = self.shapes[instruction.op]
                self.local[instruction.op] = [len(self.local), *shape[1:]]
        encoded = encode(unit, self.local)
        p = unit.parameters
        bits = UNIT_GENERATOR * unit.is_generator | UNIT_REST * (p.rest is not None) | UNIT_KEYWORDS * (p.keywords is not None)
        out = bytearray()
        out += self.string(unit.name) + self.string(unit.qualified_name) + self.string(unit.file) + varint(unit.first_line)
        out += b"\0" if unit.doc is None else varint(self._number(self.string(unit.doc, False)) + 1)
        out += varint(bits) + varint(unit.flags) + varint(unit.register_count)
        out += varint(len(p.positional_only)) + varint(len(p.positional)) + varint(len(p.keyword_only))
        out += b"".join(self.string(n) for n in p.names)
        for names in (unit.local_names, unit.free_names, unit.cell_names):
            out += varint(len(names)) + b"".join(self.string(n) for n in names)
        out += varint(len(unit.constants)) + b"".join(self.constant(c) for c in unit.constants)
        out += varint(encoded.catch_count)
        for number in struct.unpack(f"<{encoded.catch_count * 5}I", encoded.catch_sites):
            out += varint(number)
        out += varint(len(encoded.words) // 8) + encoded.words
        positions = encode_positions(unit, encoded.offsets)
        return bytes(out + varint(len(positions)) + positions)

    @staticmethod
    def _number(data: bytes) -> int:
        number = 0
        for i, byte in enumerate(data):
            number |= (byte & 0x7F) << 7 * i
        return number

    def constant(self, x: object, in_foreign: bool = False) -> bytes:
        kind = type(x)
        if x is None or x is False or x is True or x is Ellipsis:
            return bytes((TAG_NONE if x is None else TAG_FALSE if x is False else TAG_TRUE if x is True else TAG_ELLIPSIS,))
        if isinstance(x, str):
            return bytes((TAG_STRING,)) + (self.text(x) if in_foreign else self.string(x))
        if isinstance(x, int):
            if -SMALL_LIMIT <= x < SMALL_LIMIT:
                return bytes((TAG_SMALL,)) + signed(x)
            count = (abs(x).bit_length() + 63) // 64
            return bytes((TAG_INTEGER,)) + varint(count << 1 | (x < 0)) + abs(x).to_bytes(count * 8, "little")
        if isinstance(x, float):
            return bytes((TAG_DOUBLE,)) + struct.pack("<d", x)
        if isinstance(x, bytes):
            return bytes((TAG_BYTES,)) + varint(len(x)) + x
        if kind is tuple:
            return bytes((TAG_TUPLE,)) + varint(len(x)) + b"".join(self.constant(i, in_foreign) for i in x)  # type: ignore[arg-type,attr-defined]
        if isinstance(x, CodeUnit) and not in_foreign:
            return bytes((TAG_CODE,)) + varint(self.numbers[id(x)])
        if isinstance(x, Special):
            return bytes((TAG_SPECIAL,)) + varint(x.number)
        if isinstance(x, complex):
            found = bytes((TAG_COMPLEX,)) + struct.pack("<2d", x.real, x.imag)
        elif kind is frozenset:
            items = sorted(self.constant(i, True) for i in x)  # type: ignore[attr-defined]
            found = bytes((TAG_FROZENSET,)) + varint(len(items)) + b"".join(items)
        else:
            raise Fault("BC224", "module", "a constant of a wrong type", seen=type(x).__name__)
        if in_foreign:
            return found
        if found not in self.foreign:
            self.foreign.append(found)
        return bytes((TAG_FOREIGN,)) + varint(self.foreign.index(found))


def encode_positions(unit: CodeUnit, offsets: Sequence[int]) -> bytes:
    out = bytearray()
    last: Position | None = None
    last_offset = line = 0
    for instruction, offset in zip(unit.instructions, offsets, strict=False):
        p = instruction.position
        if p is last or p == last:
            continue
        out += varint(offset - last_offset)
        if p is None:
            out.append(0)
        else:
            step = p.line - line
            out += varint((step << 1 if step >= 0 else (-step << 1) - 1) + 1)
            out += signed(p.end_line - p.line) + signed(p.column) + signed(p.end_column)
            line = p.line
        last, last_offset = p, offset
    return bytes(out)


def write_module(unit: CodeUnit, shapes: Mapping[str, Any]) -> bytes:
    """The module of a unit. Raises: BytecodeError for what the instruction set or the format cannot say."""
    return Writer(shapes).module(unit)


# --- reading
class Reader(HeadReader):
    """Reads a whole module."""

    def header(self) -> None:
        if self.data[: len(MAGIC)] != MAGIC or len(self.data) < HEADER_BYTES:
            self.fail("BC301", "this is no module", seen=repr(self.data[: len(MAGIC)]), wanted=repr(MAGIC))
        _, version, flags, size, digest = HEADER.unpack_from(self.data)
        if version != VERSION or flags:
            self.fail("BC301", "a module of another version", seen=f"version {version}, flags {flags}", wanted=f"version {VERSION}")
        if size != len(self.data) - HEADER_BYTES or any(self.data[56:64]):
            self.fail("BC302", "the module's length is wrong", seen=f"{len(self.data) - HEADER_BYTES} bytes", wanted=f"{size} bytes")
        if blake2b(memoryview(self.data)[HEADER_BYTES:], digest_size=32).digest() != digest:
            self.fail("BC302", "the module's content hash is wrong: it was changed or is damaged")
        self.at = HEADER_BYTES

    def places(self, unit_bytes: int) -> Iterator[int]:
        """For each thing behind a table of places, once it is known to be where the table says: where that is."""
        count = self.count(4 + unit_bytes)
        table = struct.unpack(f"<{count}I", self.bytes(4 * count))
        start = self.at
        for place in table:
            if self.at - start != place:
                self.fail("BC303", "a place is wrong", seen=str(place), wanted=str(self.at - start))
            yield place

    def instruction_table(self, shapes: Mapping[str, Any]) -> list[str]:
        names: list[str] = []
        for _ in range(self.count(5)):
            name = self.text(self.count())
            shape = shapes.get(name)
            print_ = self.bytes(4)
            if shape is None:
                self.fail("BC304", "the instruction set has no such instruction", seen=name[:80])
            if fingerprint(shape) != print_:
                self.fail("BC304", f"the instruction {name} has changed since the module was written", wanted="compile it again")
            names.append(name)
        if len(set(names)) != len(names):
            self.fail("BC304", "an instruction is named twice")
        return names

    def module(self, shapes: Mapping[str, Any]) -> CodeUnit:
        self.header()
        names = self.instruction_table(shapes)
        table = [(name, *shapes[name][1:3]) for name in names]
        self.foreign_table()
        for _ in self.places(1):
            self.strings.append(self.text(self.number(1 << 64) >> 1))
        for _ in self.places(16):
            self.units.append(self.function(table))
        if not self.units:
            self.fail("BC303", "a module has no function")
        self.function_name = ""
        if self.at != len(self.data):
            self.fail("BC303", "something follows the last function", seen=f"{len(self.data) - self.at} bytes")
        return self.units[-1]

    def function(self, table: list[tuple[str, int, Any]]) -> CodeUnit:
        self.function_name = ""
        name, qualified_name, file, first_line = self.name(), self.name(), self.name(), self.number()
        self.function_name = qualified_name
        doc = self.index(len(self.strings) + 1)
        bits, flags, registers = self.number(8), self.number(), self.number()
        positional_only, positional, keyword_only = self.number(), self.number(), self.number()
        has_rest, has_keywords = bool(bits & UNIT_REST), bool(bits & UNIT_KEYWORDS)
        total = positional_only + positional + keyword_only + has_rest + has_keywords
        if total > len(self.data) - self.at:
            self.fail("BC303", "more parameters than bytes", seen=str(total))
        names = tuple(self.name() for _ in range(total))
        first = positional_only + positional
        parameters = Parameters(
            names[:positional_only], names[positional_only:first], names[first] if has_rest else None,
            names[first + has_rest : first + has_rest + keyword_only], names[-1] if has_keywords else None,
        )  # fmt: skip
        local_names, free_names, cell_names = (tuple(self.name() for _ in range(self.count())) for _ in range(3))
        constants = [self.constant(0, False) for _ in range(self.count())]
        sites = [tuple(self.number() for _ in range(5)) for _ in range(self.count(5))]
        count = self.count(8)
        words = struct.unpack(f"<{count}Q", self.bytes(count * 8))
        end = self.at
        position_bytes = self.count()
        instructions, index = self.code(words, table)
        self.at = end
        self.count()
        self.positions(self.at + position_bytes, instructions, index)
        for site in sites:
            for offset in site[:3]:
                if offset not in index:
                    self.fail("BC305", "a catch site does not lie at instructions", seen=str(offset))
        catch_sites = [CatchSite(index[a], index[b], index[c], d, e) for a, b, c, d, e in sites]
        return CodeUnit(
            name, qualified_name, file, first_line, parameters, registers, instructions, constants, catch_sites,
            bool(bits & UNIT_GENERATOR), local_names, free_names, cell_names, flags, self.strings[doc - 1] if doc else None,
        )  # fmt: skip

    def code(self, words: Sequence[int], table: list[tuple[str, int, Any]]) -> tuple[list[Instruction], dict[int, int]]:
        """The instructions of code words, and the instruction's index of each word offset where one begins."""
        index: dict[int, int] = {}
        at = 0
        while at < len(words):
            opcode = words[at] & 0xFFFF
            if opcode >= len(table):
                self.fail("BC305", "an unknown opcode", seen=str(opcode), wanted=f"below {len(table)}", word=at)
            index[at] = len(index)
            at += table[opcode][1]
        if at != len(words):
            self.fail("BC305", "the code ends within an instruction")
        index[at] = len(index)
        instructions = []
        for at in list(index)[:-1]:
            word = words[at]
            name, length, operands = table[word & 0xFFFF]
            used = 0xFFFF
            wide = 0
            values = []
            for _, kind, field, extra in operands:
                if kind == "Word":
                    value = words[at + extra]
                    wide |= 1 << extra
                    values.append(value - (1 << 64) if value >> 63 else value)
                    continue
                shift, bits = SHIFT[field], BITS.get(kind, 16)
                mask = (1 << bits) - 1
                used |= mask << shift
                value = word >> shift & mask
                if kind in SIGNED and value >> bits - 1:
                    value -= 1 << bits
                if kind == "Target":
                    if at + value not in index:
                        self.fail("BC305", "a jump does not lead to an instruction", seen=str(value), word=at, instruction=name)
                    value = index[at + value] - index[at]
                values.append(value)
            if word & ~used or any(words[at + k] for k in range(1, length) if not wide >> k & 1):
                self.fail("BC305", "something is in unused fields or cache words", wanted="zero", word=at, instruction=name)
            instructions.append(Instruction(name, tuple(values)))
        return instructions, index

    def positions(self, end: int, instructions: list[Instruction], index: dict[int, int]) -> None:
        changes: list[tuple[int, Position | None]] = []
        offset = line = 0
        last: Position | None = None
        while self.at < end:
            step = self.number()
            offset += step
            first = self.number(1 << 64)
            p: Position | None = None
            if first:
                first -= 1
                line += first >> 1 if not first & 1 else -(first >> 1) - 1
                end_line = line + self.signed()
                p = Position(line, self.signed(), end_line, self.signed())
                if any(not -(1 << 31) <= x < 1 << 31 for x in (p.line, p.column, p.end_line, p.end_column)):
                    self.fail("BC303", "a position is out of range", seen=repr(p))
            if offset not in index or index[offset] >= len(instructions) or (changes and not step) or p == last:
                self.fail("BC305", "a position does not belong to an instruction", seen=str(offset))
            changes.append((index[offset], p))
            last = p
        if self.at != end:
            self.fail("BC303", "the positions are longer than announced")
        for k, (start, p) in enumerate(changes):
            stop = changes[k + 1][0] if k + 1 < len(changes) else len(instructions)
            for i in range(start, stop):
                instructions[i].position = p

def read_module(data: bytes, shapes: Mapping[str, Any], where: str = "module") -> CodeUnit:
    """The unit of a module. Raises: BytecodeError BC3xx. It is well-formed, not yet verified."""
    return Reader(bytes(data), where).module(shapes)


__all__ = ["read_module", "write_module"]
