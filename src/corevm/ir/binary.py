"""The binary form of IR: compact, versioned, exact; `read_module(write_module(m))` is `m` again, names of values aside.

A reader may also take single functions (`ModuleReader`): each has its length before it, and refers to no place of another.

Layout, all integers varints (7 bits a byte, low first, at most 10 bytes; signed ones zigzag):

    magic "CVIR" | version | 8 bytes that stand for the op table | strings | module name | externs | data | functions

    strings     count, then each: length, UTF-8
    signature   flags (1 handler, 2 varargs), types of parameters, types of results; a type is its index in TYPES
    extern      name, signature
    data        name, flags (1 constant, 2 exported), align, length, bytes, relocs (offset, kind, symbol)
    function    name, length of what follows, signature, flags, effect, primitive, place, parameter names, blocks
    block       name, types of parameters, instructions
    instruction op number, type if the op has one, operands, result types if a call, cases, targets, immediates, place
    place       0 none, 1 the same as before, 2 another line (signed difference) and column, 3 file, line, column

A string is its index in the table. Values and blocks are numbered as in the text form.

INV-BINARY-1  Reading any bytes gives a module or an IrError; memory and time are linear in the bytes.

Effects: none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import NoReturn

from corevm.errors import IrError
from corevm.ir.diagnostic import CODES
from corevm.ir.module import Block, Data, Function, Instr, Loc, Module, Reloc, Target, Value
from corevm.ir.op import ALIASES, BY_NUMBER, HINTS, OPS
from corevm.ir.type import TYPES, Signature, Type

MAGIC = b"CVIR"
VERSION = 2
_TYPE_LIST = tuple(TYPES.values())
_TYPE_NUMBER = {t: i for i, t in enumerate(_TYPE_LIST)}
_RELOC_KINDS = ("func", "data", "extern")
_NO_PLACE, _SAME_PLACE, _LINE_PLACE, _FULL_PLACE = range(4)
_INT_LIMIT = 1 << 69  # what 10 bytes hold, with a sign


def _op_table_mark() -> bytes:
    """8 bytes that change when the op table's numbers, types or shapes do."""
    rows = [(o.name, [t.name for t in o.types], o.operands, o.results, o.immediates, o.successors) for o in OPS.values()]
    return hashlib.blake2b(repr((rows, ALIASES, HINTS, list(TYPES))).encode(), digest_size=8).digest()


_TABLE_MARK = _op_table_mark()


def _is_call(instr: Instr) -> bool:
    return "*" in instr.op.operands


class _Writer:
    def __init__(self) -> None:
        self.out = bytearray()
        self.strings: dict[str, int] = {}
        self.loc: Loc | None = None

    def fail(self, seen: str, wanted: str) -> NoReturn:
        raise IrError(CODES["IR305"], code="IR305", seen=seen, wanted=wanted, hint="verify_module says more")

    def natural(self, value: object) -> None:
        if type(value) is not int or not 0 <= value < _INT_LIMIT:
            self.fail(repr(value), "an integer of at most 69 bits")
        while value >= 0x80:
            self.out.append(value & 0x7F | 0x80)
            value >>= 7
        self.out.append(value)

    def signed(self, value: object) -> None:
        if type(value) is not int or not -(_INT_LIMIT >> 1) <= value < _INT_LIMIT >> 1:
            self.fail(repr(value), "an integer of at most 68 bits and a sign")
        self.natural(value << 1 if value >= 0 else (-value << 1) - 1)

    def string(self, text: object) -> None:
        if not isinstance(text, str):
            self.fail(repr(text), "a text")
        self.natural(self.strings.setdefault(text, len(self.strings)))

    def types(self, types: tuple[Type, ...]) -> None:
        self.natural(len(types))
        for type_ in types:
            self.out.append(_TYPE_NUMBER[type_])

    def signature(self, signature: object) -> None:
        if not isinstance(signature, Signature) or signature.convention not in ("micro", "handler"):
            self.fail(repr(signature), "a Signature of convention micro or handler")
        self.natural((signature.convention == "handler") | signature.varargs << 1)
        self.types(signature.params)
        self.types(signature.results)

    def place(self, loc: Loc | None) -> None:
        last = self.loc
        if loc is None:
            self.natural(_NO_PLACE)
            return
        if loc == last:
            self.natural(_SAME_PLACE)
        elif last is not None and loc.file == last.file:
            self.natural(_LINE_PLACE)
            self.signed(loc.line - last.line)
            self.natural(loc.column)
        else:
            self.natural(_FULL_PLACE)
            self.string(loc.file)
            self.natural(loc.line)
            self.natural(loc.column)
        self.loc = loc

    def module(self, module: Module) -> None:
        self.string(module.name)
        self.natural(len(module.externs))
        for name, signature in module.externs.items():
            self.string(name)
            self.signature(signature)
        self.natural(len(module.data))
        for name, data in module.data.items():
            if name != data.name:
                self.fail(f"data {data.name} under {name}", "its own name")
            self.data(data)
        self.natural(len(module.functions))
        for name, function in module.functions.items():
            if name != function.name:
                self.fail(f"function {function.name} under {name}", "its own name")
            self.string(name)
            before, self.out = self.out, bytearray()
            self.loc = None
            self.function(function)
            record, self.out = self.out, before
            self.natural(len(record))
            self.out += record

    def data(self, data: Data) -> None:
        self.string(data.name)
        self.natural(data.is_constant | data.is_exported << 1)
        self.natural(data.align)
        self.natural(len(data.content))
        self.out += data.content
        self.natural(len(data.relocs))
        for reloc in data.relocs:
            self.natural(reloc.offset)
            if reloc.kind not in _RELOC_KINDS:
                self.fail(reloc.kind, "func, data or extern")
            self.natural(_RELOC_KINDS.index(reloc.kind))
            self.string(reloc.symbol)

    def function(self, function: Function) -> None:
        self.signature(function.signature)
        self.natural(
            function.is_inline | function.is_cold << 1 | function.is_exported << 2 | function.may_raise << 3
        )
        self.string(function.effect)
        self.string(function.primitive)
        self.place(function.loc)
        self.natural(len(function.param_names))
        for name in function.param_names:
            self.string(name)
        numbers: dict[Value, int] = {}
        blocks = {id(b): i for i, b in enumerate(function.blocks)}
        for block in function.blocks:
            for value in (*block.params, *(r for i in block.instrs for r in i.results)):
                if numbers.setdefault(value, len(numbers)) != len(numbers) - 1:
                    self.fail(f"{value!r} in function {function.name}", "each value defined once")
        self.natural(len(function.blocks))
        for block in function.blocks:
            self.string(block.name)
            self.types(tuple(p.type for p in block.params))
            self.natural(len(block.instrs))
            for instr in block.instrs:
                try:
                    self.instr(instr, numbers, blocks)
                except KeyError:
                    self.fail(f"{instr!r} in function {function.name}", "values and blocks of the function")

    def instr(self, instr: Instr, numbers: dict[Value, int], blocks: dict[int, int]) -> None:
        op = instr.op
        if OPS.get(op.name) is not op or op.is_typed != (instr.type is not None):
            self.fail(repr(instr), "an op of the op table")
        self.natural(op.number)
        if instr.type is not None:
            self.out.append(_TYPE_NUMBER[instr.type])
        if _is_call(instr):
            self.natural(len(instr.args))
            self.types(tuple(r.type for r in instr.results))
        elif (len(instr.args), tuple(r.type for r in instr.results)) != (len(op.operands), _results(instr)):
            self.fail(repr(instr), "the op's operands and results")
        for arg in instr.args:
            self.natural(numbers[arg])
        if op.successors == "switch":
            self.natural(len(instr.cases))
            for case in instr.cases:
                self.signed(case)
            count = len(instr.cases) + 1
        else:
            count = int(op.successors or 0)
        if len(instr.targets) != count or len(instr.imm) != len(op.immediates):
            self.fail(repr(instr), "the op's targets and immediates")
        for target in instr.targets:
            self.natural(blocks[id(target.block)])
            self.natural(len(target.args))
            for arg in target.args:
                self.natural(numbers[arg])
        for (_, kind), imm in zip(op.immediates, instr.imm, strict=True):
            self.immediate(kind, imm)
        self.place(instr.loc)

    def immediate(self, kind: str, imm: object) -> None:
        if kind == "int":
            self.signed(imm)
        elif kind == "bits":
            self.natural(imm)
        elif kind == "sig":
            self.signature(imm)
        elif kind in ("alias", "hint"):
            words = ALIASES if kind == "alias" else HINTS
            if imm not in words:
                self.fail(repr(imm), " ".join(words))
            self.natural(words.index(str(imm)))
        else:
            self.string(imm)

    def finish(self) -> bytes:
        body = self.out
        self.out = bytearray(MAGIC)
        self.natural(VERSION)
        self.out += _TABLE_MARK
        self.natural(len(self.strings))
        for text in self.strings:
            content = text.encode("utf-8", "surrogatepass")
            self.natural(len(content))
            self.out += content
        return bytes(self.out + body)


def _results(instr: Instr) -> tuple[Type | None, ...]:
    return tuple(instr.type if p == "T" else TYPES[p] for p in instr.op.results)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0
        self.strings: list[str] = []
        self.loc: Loc | None = None

    def fail(self, code: str, wanted: str, seen: str = "") -> NoReturn:
        raise IrError(f"{CODES[code]}, at byte {self.at}", code=code, seen=seen, wanted=wanted)

    def bytes(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self.content):
            self.fail("IR303", f"{count} more bytes", str(len(self.content) - self.at))
        piece = self.content[self.at : end]
        self.at = end
        return piece

    def natural(self) -> int:
        value = shift = 0
        while True:
            if self.at >= len(self.content):
                self.fail("IR303", "a varint")
            byte = self.content[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift >= 70:
                self.fail("IR304", "a varint of at most 10 bytes")

    def signed(self) -> int:
        value = self.natural()
        return value >> 1 if not value & 1 else -((value + 1) >> 1)

    def count(self) -> int:
        """How many things follow, each at least a byte."""
        value = self.natural()
        if value > len(self.content) - self.at:
            self.fail("IR303", f"{value} things", f"{len(self.content) - self.at} bytes")
        return value

    def below(self, limit: int, wanted: str) -> int:
        value = self.natural()
        if value >= limit:
            self.fail("IR304", f"{wanted} below {limit}", str(value))
        return value

    def string(self) -> str:
        return self.strings[self.below(len(self.strings), "a string's index")]

    def type(self) -> Type:
        number = self.bytes(1)[0]
        if number >= len(_TYPE_LIST):
            self.fail("IR304", f"a type's number below {len(_TYPE_LIST)}", str(number))
        return _TYPE_LIST[number]

    def types(self) -> tuple[Type, ...]:
        return tuple([self.type() for _ in range(self.count())])

    def signature(self) -> Signature:
        flags = self.below(4, "flags")
        params, results = self.types(), self.types()
        return Signature(params, results, "handler" if flags & 1 else "micro", flags & 2 != 0)

    def place(self) -> Loc | None:
        kind = self.below(4, "a kind of place")
        if kind == _NO_PLACE:
            return None
        last = self.loc
        if kind == _FULL_PLACE:
            self.loc = Loc(self.string(), self.natural(), self.natural())
        elif last is None:
            self.fail("IR304", "a place with its file before one that refers to it")
        elif kind == _LINE_PLACE:
            line = last.line + self.signed()
            if line < 0:
                self.fail("IR304", "a line", str(line))
            self.loc = Loc(last.file, line, self.natural())
        return self.loc

    def module(self) -> tuple[Module, dict[str, range]]:
        """The module without its functions, and where each of these lies."""
        if self.content[: len(MAGIC)] != MAGIC:
            self.fail("IR301", repr(MAGIC), repr(self.content[: len(MAGIC)]))
        self.at = len(MAGIC)
        version = self.natural()
        if version != VERSION:
            self.fail("IR302", f"version {VERSION}", f"version {version}")
        if self.bytes(len(_TABLE_MARK)) != _TABLE_MARK:
            self.fail("IR302", "the op table of this corevm", "another op table")
        for _ in range(self.count()):
            content = self.bytes(self.natural())
            try:
                self.strings.append(content.decode("utf-8", "surrogatepass"))
            except UnicodeDecodeError:
                self.fail("IR304", "UTF-8")
        module = Module(self.string())
        for _ in range(self.count()):
            name = self.fresh(module.externs)
            module.externs[name] = self.signature()
        for _ in range(self.count()):
            name = self.fresh(module.data)
            module.data[name] = self.data(name)
        places: dict[str, range] = {}
        for _ in range(self.count()):
            name = self.fresh(places)
            size = self.count()
            places[name] = range(self.at, self.at + size)
            self.at += size
        if self.at != len(self.content):
            self.fail("IR304", "the end", f"{len(self.content) - self.at} more bytes")
        return module, places

    def fresh(self, known: object) -> str:
        name = self.string()
        assert isinstance(known, dict)
        if name in known:
            self.fail("IR304", "each name once", name)
        return name

    def data(self, name: str) -> Data:
        flags = self.below(4, "flags")
        align = self.natural()
        content = self.bytes(self.natural())
        relocs = []
        for _ in range(self.count()):
            offset = self.natural()
            kind = _RELOC_KINDS[self.below(len(_RELOC_KINDS), "a kind of reloc")]
            relocs.append(Reloc(offset, kind, self.string()))
        return Data(name, content, align, flags & 1 != 0, tuple(relocs), flags & 2 != 0)

    def function(self, name: str, place: range) -> Function:
        self.at, self.loc = place.start, None
        function = self.function_here(name)
        if self.at != place.stop:
            self.fail("IR304", f"the end of function {name} at byte {place.stop}")
        return function

    def function_here(self, name: str) -> Function:
        function = Function(name, self.signature())
        flags = self.below(16, "flags")
        function.is_inline, function.is_cold = flags & 1 != 0, flags & 2 != 0
        function.is_exported, function.may_raise = flags & 4 != 0, flags & 8 != 0
        function.effect = self.string()
        function.primitive = self.string()
        function.loc = self.place()
        function.param_names = tuple([self.string() for _ in range(self.count())])
        blocks = [Block() for _ in range(self.count())]
        function.blocks = blocks
        values: dict[int, Value] = {}
        defined = 0

        def define(type_: Type) -> Value:
            nonlocal defined
            value = values.get(defined)
            if value is None:
                value = values[defined] = Value(type_)
            value.type = type_
            defined += 1
            return value

        def use() -> Value:
            number = self.natural()
            value = values.get(number)
            if value is None:  # defined further down
                value = values[number] = Value(_TYPE_LIST[0])
            return value

        for block in blocks:
            block.name = self.string()
            block.params = [define(t) for t in self.types()]
            for _ in range(self.count()):
                op = BY_NUMBER[self.below(len(BY_NUMBER), "an op's number")]
                instr = Instr(op, self.type() if op.is_typed else None, [])
                results: tuple[Type | None, ...]
                if _is_call(instr):
                    operand_count = self.count()
                    results = self.types()
                else:
                    operand_count = len(op.operands)
                    results = _results(instr)
                instr.args = [use() for _ in range(operand_count)]
                if op.successors == "switch":
                    instr.cases = [self.signed() for _ in range(self.count())]
                    target_count = len(instr.cases) + 1
                else:
                    target_count = int(op.successors or 0)
                for _ in range(target_count):
                    to = blocks[self.below(len(blocks), "a block's number")]
                    instr.targets.append(Target(to, [use() for _ in range(self.count())]))
                instr.imm = tuple([self.immediate(kind) for _, kind in op.immediates])
                instr.loc = self.place()
                instr.results = [define(t) for t in results if t is not None]
                block.instrs.append(instr)
        if len(values) != defined:
            self.fail("IR304", f"values below {defined} in function {name}", str(max(values)))
        return function

    def immediate(self, kind: str) -> object:
        if kind == "int":
            return self.signed()
        if kind == "bits":
            return self.natural()
        if kind == "sig":
            return self.signature()
        if kind in ("alias", "hint"):
            words = ALIASES if kind == "alias" else HINTS
            return words[self.below(len(words), f"an {kind}'s number")]
        return self.string()


def write_module(module: Module) -> bytes:
    """The binary form. Raises: IrError IR305 for a module that is not well formed."""
    writer = _Writer()
    writer.module(module)
    return writer.finish()


def read_module(content: bytes | bytearray | memoryview) -> Module:
    """The module of a binary form; well formed, not verified. Raises: IrError (IR3xx) for any other bytes."""
    reader = ModuleReader(content)
    for name in reader.names:
        reader.function(name)
    return reader.module


class ModuleReader:
    """A module of which functions are read when they are asked for.

    Attributes:
        module: with its externs and data, and the functions read so far.
        names: of all its functions, those it only declares among them.

    Raises: IrError (IR3xx) for bytes that are no binary form, now or when the function they belong to is asked for.
    """

    def __init__(self, content: bytes | bytearray | memoryview) -> None:
        self._reader = _Reader(bytes(content))
        self.module, self._places = self._reader.module()
        self.names: Collection[str] = self._places.keys()

    def function(self, name: str) -> Function:
        """Raises: KeyError, there is none of that name."""
        found = self.module.functions.get(name)
        if found is None:
            found = self.module.functions[name] = self._reader.function(name, self._places[name])
        return found


def content_hash(module: Module) -> str:
    """40 hex digits that stand for all of a module, its source places and block names included."""
    return hashlib.blake2b(write_module(module), digest_size=20).hexdigest()


__all__ = ["MAGIC", "VERSION", "ModuleReader", "content_hash", "read_module", "write_module"]
