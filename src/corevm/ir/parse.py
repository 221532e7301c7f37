"""Reads the text form of IR (`text` writes it and describes it).

Errors are IrError with a place: file, line, column, the source line, what was seen and what was wanted. What is read is
well formed but not verified: `verify` does that.

Effects: none.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from corevm.errors import IrError, Place
from corevm.ir import arith
from corevm.ir.diagnostic import CODES
from corevm.ir.module import Block, Data, Function, Instr, Loc, Module, Reloc, Target, Value
from corevm.ir.op import ALIASES, HINTS, OPS, Op
from corevm.ir.type import BOOL, FLOATS, TYPES, Signature, Type

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|;[^\n]*)
      |(?P<line>\n)
      |(?P<string>"(?:[^"\\\n]|\\.)*")
      |(?P<value>%[0-9]+)
      |(?P<float>-?[0-9]+(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+))
      |(?P<int>-?0x[0-9a-fA-F]+|-?[0-9]+)
      |(?P<word>[A-Za-z_][A-Za-z0-9_.$]*)
      |(?P<mark>->|\.\.\.|[@!(){}\[\],:=.])""",
    re.VERBOSE,
)
_MAX_DATA_BYTES = 1 << 28
_MAX_DIGITS = 400


class _Token(NamedTuple):
    kind: str  # string value float int word mark line end
    text: str
    at: int


def _tokens(source: str, file: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    open_brackets = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            _fail("IR201", file, source, at, at + 1, repr(source[at]), "a token of the text form")
        kind = str(match.lastgroup)
        if kind == "mark":
            open_brackets += {"(": 1, "[": 1, ")": -1, "]": -1}.get(match.group(), 0)
        if kind == "line" and open_brackets > 0:
            kind = "space"
        if kind == "line" and found and found[-1].kind == "line":
            kind = "space"
        if kind != "space":
            found.append(_Token(kind, match.group(), at))
        at = match.end()
    if found and found[-1].kind != "line":
        found.append(_Token("line", "", len(source)))
    found.append(_Token("end", "", len(source)))
    return found


def _fail(code: str, file: str, source: str, at: int, end: int, seen: str, wanted: str, hint: str = "") -> NoReturn:
    line = source.count("\n", 0, at) + 1
    start = source.rfind("\n", 0, at) + 1
    stop = source.find("\n", at)
    text = source[start : stop if stop >= 0 else len(source)].replace("\t", " ")
    column = at - start + 1
    place = Place(file, line, column, min(column + max(1, end - at), len(text) + 2), text)
    raise IrError(CODES[code], code=code, place=place, seen=seen, wanted=wanted, hint=hint)


class _Reader:
    def __init__(self, source: str, file: str) -> None:
        self.source = source
        self.file = file
        self.tokens = _tokens(source, file)
        self.at = 0
        self.files: dict[int, str] = {}

    # --- tokens
    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def fail(self, wanted: str, code: str = "IR202", token: _Token | None = None, hint: str = "") -> NoReturn:
        token = token or self.token
        seen = {"line": "the end of the line", "end": "the end of the text"}.get(token.kind, token.text[:60])
        _fail(code, self.file, self.source, token.at, token.at + len(token.text.rstrip("\n")), seen, wanted, hint)

    def take(self) -> _Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def is_mark(self, text: str) -> bool:
        token = self.token
        return token.kind == "mark" and token.text == text

    def accept(self, text: str) -> bool:
        """Take a mark or word if it is next."""
        token = self.token
        if token.kind in ("mark", "word") and token.text == text:
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            self.fail(f"`{text}`")

    def end_line(self) -> None:
        if self.token.kind == "line":
            self.at += 1
        elif self.token.kind != "end":
            self.fail("the end of the line")

    def word(self, wanted: str) -> str:
        if self.token.kind != "word":
            self.fail(wanted)
        return self.take().text

    def integer(self, wanted: str = "an integer") -> int:
        token = self.token
        if token.kind != "int" or len(token.text) > _MAX_DIGITS:
            self.fail(wanted)
        self.at += 1
        return int(token.text, 0) if "x" in token.text else int(token.text)

    def natural(self, limit: int, wanted: str) -> int:
        token = self.token
        value = self.integer(wanted)
        if not 0 <= value <= limit:
            self.fail(f"{wanted} from 0 to {limit}", token=token)
        return value

    def string(self) -> str:
        token = self.token
        if token.kind != "string":
            self.fail("a string in double quotes")
        self.at += 1

        def unescape(match: re.Match[str]) -> str:
            if match.group(1):
                number = int(match.group(1), 16)
                if number > 0x10FFFF:
                    self.fail("a code point up to 10ffff", "IR203", token)
                return chr(number)
            if match.group(2) in ('"', "\\"):
                return match.group(2)
            self.fail('an escape: \\" \\\\ or \\u{hex}', "IR203", token)

        return re.sub(r"\\(?:u\{([0-9a-fA-F]{1,8})\}|(.))", unescape, token.text[1:-1])

    def byte_string(self) -> bytes:
        token = self.token
        if token.kind != "string":
            self.fail("a byte string in double quotes")
        self.at += 1
        inside = token.text[1:-1]
        if not inside.isascii():
            self.fail("a byte string of ASCII and escapes", "IR203", token)

        def unescape(match: re.Match[str]) -> str:
            if match.group(1):
                return chr(int(match.group(1), 16))
            if match.group(2) in ('"', "\\"):
                return match.group(2)
            self.fail('an escape: \\" \\\\ or \\ and two hex digits', "IR203", token)

        return re.sub(r"\\(?:([0-9a-fA-F]{2})|(.))", unescape, inside).encode("latin-1")

    def name(self) -> str:
        self.expect("@")
        return self.bare_name()

    def bare_name(self) -> str:
        if self.token.kind == "string":
            return self.string()
        return self.word("a name")

    def type(self) -> Type:
        token = self.token
        if token.kind == "word" and token.text in TYPES:
            self.at += 1
            return TYPES[token.text]
        self.fail("a type: " + " ".join(TYPES), "IR204")

    def loc(self) -> Loc | None:
        if not self.accept("!"):
            return None
        token = self.token
        number = self.integer("a file number")
        if number not in self.files:
            self.fail("the number of a `file` line", "IR205", token)
        self.expect(":")
        line = self.natural(1 << 32, "a line number")
        column = self.natural(1 << 32, "a column") if self.accept(":") else 0
        return Loc(self.files[number], line, column)

    # --- signatures
    def results(self) -> tuple[Type, ...]:
        self.expect("->")
        self.expect("(")
        types: list[Type] = []
        while not self.accept(")"):
            if types:
                self.expect(",")
            types.append(self.type())
        return tuple(types)

    def params(self, names: list[str] | None = None) -> tuple[tuple[Type, ...], bool]:
        """Parameter types, with names if a list for them is given; and whether `...` follows."""
        self.expect("(")
        types: list[Type] = []
        while not self.accept(")"):
            if types:
                self.expect(",")
            if self.accept("..."):
                self.expect(")")
                return tuple(types), True
            types.append(self.type())
            if names is not None and self.token.kind in ("word", "string"):
                if len(names) != len(types) - 1:
                    self.fail("names for the parameters before", "IR202")
                names.append(self.bare_name())
        return tuple(types), False

    def convention(self) -> str:
        return "handler" if self.accept("handler") else "micro"

    def signature(self) -> Signature:
        convention = self.convention()
        params, varargs = self.params()
        return Signature(params, self.results(), convention, varargs)

    # --- the module
    def module(self) -> Module:
        self.blank()
        self.expect("module")
        module = Module(self.string())
        self.end_line()
        while self.token.kind != "end":
            start = self.token
            kind = self.word("file, extern, data or func")
            if kind == "file":
                number = self.natural(1 << 32, "a file number")
                if number in self.files:
                    self.fail("a file number not used yet", "IR206", start)
                self.files[number] = self.string()
                self.end_line()
            elif kind == "extern":
                convention = self.convention_of_extern()
                name = self.bare_name()
                if name in module.externs:
                    self.fail("a name not declared yet", "IR206", start)
                params, varargs = self.params()
                module.externs[name] = Signature(params, self.results(), convention, varargs)
                self.end_line()
            elif kind == "data":
                data = self.data()
                if data.name in module.data:
                    self.fail("a name not defined yet", "IR206", start)
                module.data[data.name] = data
            elif kind == "func":
                function = self.function()
                if function.name in module.functions:
                    self.fail("a name not defined yet", "IR206", start)
                module.functions[function.name] = function
            else:
                self.fail("file, extern, data or func", token=start)
        return module

    def convention_of_extern(self) -> str:
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else self.token
        is_convention = self.token.text == "handler" and following.kind in ("word", "string")
        return self.convention() if is_convention else "micro"

    def blank(self) -> None:
        while self.token.kind == "line":
            self.at += 1

    def data(self) -> Data:
        name = self.name()
        self.expect("align")
        self.expect("=")
        align = self.natural(1 << 32, "an alignment")
        is_constant = self.accept("const")
        is_exported = self.accept("export")
        self.expect("{")
        self.end_line()
        content = bytearray()
        relocs = []
        while not self.accept("}"):
            token = self.token
            if token.kind == "string":
                content += self.byte_string()
            elif self.accept("zero"):
                content += bytes(self.natural(_MAX_DATA_BYTES - len(content), "a number of bytes"))
            elif token.kind == "word" and token.text in ("func", "data", "extern"):
                self.at += 1
                symbol = self.name()
                self.expect("at")
                relocs.append(Reloc(self.natural(1 << 40, "an offset"), token.text, symbol))
            else:
                self.fail('bytes in double quotes, `zero N`, `func|data|extern @name at N` or `}`')
            self.end_line()
        self.end_line()
        return Data(name, bytes(content), align, is_constant, tuple(relocs), is_exported)

    def function(self) -> Function:
        following = self.token
        convention = self.convention() if following.kind == "word" else "micro"
        name = self.name()
        names: list[str] = []
        params, varargs = self.params(names)
        signature = Signature(params, self.results(), convention, varargs)
        function = Function(name, signature, param_names=tuple(names))
        while self.token.kind == "word":
            token = self.take()
            if token.text == "inline":
                function.is_inline = True
            elif token.text == "cold":
                function.is_cold = True
            elif token.text == "export":
                function.is_exported = True
            elif token.text == "raises":
                function.may_raise = True
            elif token.text == "effect":
                self.expect("=")
                function.effect = self.word("pure, read, write, alloc or guest")
            elif token.text == "primitive":
                self.expect("=")
                function.primitive = self.string()
            else:
                self.fail("inline, cold, export, raises, effect= or primitive=", token=token)
        function.loc = self.loc()
        if self.accept("{"):
            self.end_line()
            _Body(self, function).read()
        self.end_line()
        return function


class _Body:
    """Reads a function's blocks; values and blocks may be named before they are defined."""

    def __init__(self, reader: _Reader, function: Function) -> None:
        self.reader = reader
        self.function = function
        self.values: dict[str, Value] = {}
        self.defined: set[str] = set()
        self.blocks: dict[str, Block] = {}
        self.first_use: dict[str, _Token] = {}
        self.block_use: dict[str, _Token] = {}

    def read(self) -> None:
        reader = self.reader
        listed: set[str] = set()
        while not reader.accept("}"):
            token = reader.token
            name = reader.word("a block's name or `}`")
            if name in listed:
                reader.fail("a block name not used yet in this function", "IR206", token)
            listed.add(name)
            block = self.block(name, token)
            self.function.blocks.append(block)
            if reader.accept("("):
                while not reader.accept(")"):
                    if block.params:
                        reader.expect(",")
                    defined = reader.token
                    reader_value = self.take_value()
                    reader.expect(":")
                    block.params.append(self.define(reader_value, reader.type(), defined))
            reader.expect(":")
            reader.end_line()
            while not self.is_block_end():
                block.instrs.append(self.instr())
        if not listed:
            reader.fail("at least one block", token=reader.tokens[reader.at - 1])
        for text, use in self.first_use.items():
            if text not in self.defined:
                reader.fail("a value defined in this function", "IR207", use)
        for name, use in self.block_use.items():
            if name not in listed:
                reader.fail("a block of this function", "IR207", use)

    def is_block_end(self) -> bool:
        """Whether a block's head or `}` follows: an instruction never has `:` after its first word, nor a list with types."""
        reader = self.reader
        token = reader.token
        if token.kind == "mark" and token.text == "}":
            return True
        if token.kind == "end":
            reader.fail("an instruction or `}`")
        if token.kind != "word":
            return False
        following = reader.tokens[reader.at + 1]
        return following.kind == "mark" and following.text in (":", "(")

    def block(self, name: str, token: _Token) -> Block:
        block = self.blocks.get(name)
        if block is None:
            block = self.blocks[name] = Block(name)
            self.block_use[name] = token
        return block

    def take_value(self) -> str:
        if self.reader.token.kind != "value":
            self.reader.fail("a value: % and a number")
        return "%" + self.reader.take().text[1:].lstrip("0")

    def define(self, text: str, type_: Type, token: _Token) -> Value:
        if text in self.defined:
            self.reader.fail("a value not defined yet in this function", "IR206", token)
        self.defined.add(text)
        value = self.values.get(text)
        if value is None:
            value = self.values[text] = Value(type_)
        value.type = type_
        return value

    def use(self) -> Value:
        token = self.reader.token
        text = self.take_value()
        value = self.values.get(text)
        if value is None:
            value = self.values[text] = Value(BOOL)  # its definition, further down, sets the type
            self.first_use[text] = token
        return value

    def args(self) -> list[Value]:
        """`(%1, %2)`"""
        reader = self.reader
        reader.expect("(")
        args: list[Value] = []
        while not reader.accept(")"):
            if args:
                reader.expect(",")
            args.append(self.use())
        return args

    def target(self) -> Target:
        token = self.reader.token
        block = self.block(self.reader.word("a block's name"), token)
        return Target(block, self.args() if self.reader.is_mark("(") else [])

    def instr(self) -> Instr:
        reader = self.reader
        defined: list[tuple[str, Type | None, _Token]] = []
        while reader.token.kind == "value":
            token = reader.token
            text = self.take_value()
            defined.append((text, reader.type() if reader.accept(":") else None, token))
            if reader.accept("="):
                break
            reader.expect(",")
        op_token = reader.token
        op, type_ = self.op()
        instr = Instr(op, type_, [])
        if "*" in op.operands and op.name != "return":
            self.call(instr)
        elif op.successors == "switch":
            self.switch(instr)
        else:
            self.plain(instr, op_token)
        self.results(instr, defined, op_token)
        instr.loc = reader.loc()
        reader.end_line()
        return instr

    def op(self) -> tuple[Op, Type | None]:
        reader = self.reader
        token = reader.token
        name, dot, type_name = reader.word("an op").partition(".")
        op = OPS.get(name)
        if op is None:
            reader.fail("an op of the op table", "IR208", token)
        if not dot:
            if op.is_typed:
                reader.fail(f"`{name}.type`, type one of: {' '.join(map(str, op.types))}", "IR204", token)
            return op, None
        if type_name not in TYPES or not op.is_typed:
            reader.fail(f"`{name}` without a type" if not op.is_typed else "a type: " + " ".join(TYPES), "IR204", token)
        return op, TYPES[type_name]

    def results(self, instr: Instr, defined: list[tuple[str, Type | None, _Token]], op_token: _Token) -> None:
        if instr.op.operands and "*" in instr.op.operands:
            for text, type_, token in defined:
                if type_ is None:
                    self.reader.fail("`%n: type`, as a call's results do not follow from the op", "IR209", token)
                instr.results.append(self.define(text, type_, token))
            return
        patterns = instr.op.results
        if len(defined) != len(patterns):
            self.reader.fail(f"{len(patterns)} results of {instr.op.name}", "IR209", op_token)
        for (text, type_, token), pattern in zip(defined, patterns, strict=True):
            wanted = instr.type if pattern == "T" else TYPES[pattern]
            assert wanted is not None
            if type_ is not None and type_ is not wanted:
                self.reader.fail(f"a result of type {wanted}", "IR209", token)
            instr.results.append(self.define(text, wanted, token))

    def call(self, instr: Instr) -> None:
        reader = self.reader
        if instr.op.operands[0] == "ptr":
            callee = self.use()
            instr.args = [callee, *self.args()]
            reader.expect(":")
            instr.imm = (reader.signature(),)
        else:
            name = reader.name()
            instr.args = self.args()
            instr.imm = (name,)

    def switch(self, instr: Instr) -> None:
        reader = self.reader
        instr.args = [self.use()]
        reader.expect("[")
        while not reader.accept("]"):
            reader.accept(",")
            instr.cases.append(reader.integer("a case or `]`"))
            reader.expect(":")
            instr.targets.append(self.target())
        reader.expect(",")
        instr.targets.append(self.target())

    def plain(self, instr: Instr, op_token: _Token) -> None:
        """Operands, targets, immediates, separated by commas, as the op table says."""
        reader = self.reader
        is_first = True

        def separate() -> None:
            nonlocal is_first
            if not is_first:
                reader.expect(",")
            is_first = False

        if instr.op.name == "return":
            while reader.token.kind == "value" or not is_first:
                if not is_first and not reader.is_mark(","):
                    break
                separate()
                instr.args.append(self.use())
            return
        for _ in instr.op.operands:
            separate()
            instr.args.append(self.use())
        for _ in range(int(instr.op.successors or 0)):
            separate()
            instr.targets.append(self.target())
        imm: list[object] = []
        for name, kind in instr.op.immediates:
            if kind == "hint":
                imm.append(self.hint() if reader.is_mark(",") else "none")
                continue
            separate()
            imm.append(self.immediate(name, kind, instr))
        instr.imm = tuple(imm)

    def hint(self) -> str:
        self.reader.expect(",")
        token = self.reader.token
        word = self.reader.word("a hint")
        if word not in HINTS:
            self.reader.fail("a hint: " + " ".join(HINTS), token=token)
        return word

    def immediate(self, name: str, kind: str, instr: Instr) -> object:
        reader = self.reader
        if kind in ("func", "data", "extern"):
            return reader.name()
        if kind == "text":
            return reader.string()
        if kind == "alias":
            token = reader.token
            word = reader.word("an alias class")
            if word not in ALIASES:
                reader.fail("an alias class: " + " ".join(ALIASES), token=token)
            return word
        if kind == "bits":
            assert instr.type is not None
            return self.constant(instr.type)
        return reader.integer(f"the integer {name}")

    def constant(self, type_: Type) -> int:
        reader = self.reader
        token = reader.token
        if type_ is BOOL:
            word = reader.word("true or false")
            if word not in ("true", "false"):
                reader.fail("true or false", token=token)
            return int(word == "true")
        width = type_.bits or type_.size_bytes * 8
        if type_ in FLOATS:
            if token.kind == "float" and len(token.text) <= _MAX_DIGITS:
                reader.at += 1
                try:
                    return arith.to_bits(type_, float(token.text))
                except OverflowError:
                    reader.fail("a number that fits", "IR210", token)
            bits = reader.natural((1 << width) - 1, "a decimal with a point, or the bits")
            if not token.text.startswith("0x"):
                reader.fail("a decimal with a point, or the bits in hexadecimal", "IR210", token)
            return bits
        value = reader.integer("an integer constant")
        if not -(1 << (width - 1)) <= value < 1 << width:
            reader.fail(f"an integer of {width} bits", "IR210", token)
        return value & ((1 << width) - 1)


def parse_module(source: str, file: str = "<ir>") -> Module:
    """Read a module from its text form.

    Raises: IrError with the place (IR2xx).
    """
    return _Reader(source, file).module()


def parse_function(source: str, file: str = "<ir>") -> Function:
    """Read one function (`func ... { ... }`), without a module around it."""
    reader = _Reader(source, file)
    reader.blank()
    reader.expect("func")
    function = reader.function()
    if reader.token.kind != "end":
        reader.fail("the end of the text")
    return function


__all__ = ["parse_function", "parse_module"]
