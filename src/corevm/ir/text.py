"""The text form of IR: written here, read in `parse`; `parse_module(format_module(m))` is `m` again.

    module "example"
    file 0 "gcd.py"
    extern memcpy(ptr, ptr, i64) -> (ptr)
    data @greeting align=1 const {
      "hello\\00"
    }
    func @gcd(i64 a, i64 b) -> (i64) effect=pure !0:1:1 {
    entry(%0: i64, %1: i64):
      jump loop(%0, %1) !0:2:5
    ...
    }

What is written: `;` starts a comment. `@name`, quoted where it is no identifier. A function's attributes: inline cold
export raises effect= primitive=. `!file:line:column` is a source place, `file` an index of the file table. Instructions
are `results = op.type operands, immediates`; what follows from the op table is left out, so only calls write the types of
their results. Integers are signed decimals, finite floats decimals that read back exactly, other floats their bits.

Not kept: names of values. Block names are kept where they are unique identifiers, else made so.

Effects: none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from corevm.ir import arith
from corevm.ir.module import Block, Data, Function, Instr, Loc, Module, Target, Value
from corevm.ir.parse import parse_function, parse_module
from corevm.ir.type import BOOL, FLOATS, INTS, Signature, Type

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.$]*")
_ROW_BYTES = 48
_ZEROS_BYTES = 16


def quote(text: str) -> str:
    """A string literal of the text form."""
    parts = []
    for c in text:
        if c in '"\\':
            parts.append("\\" + c)
        else:
            parts.append(c if c.isprintable() else f"\\u{{{ord(c):x}}}")
    return '"' + "".join(parts) + '"'


def quote_bytes(content: bytes) -> str:
    """A byte string literal: printable ASCII, and `\\` with two hex digits."""
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02x}" for b in content) + '"'


def format_name(name: str) -> str:
    """A symbol: `@name` or `@"any text"`."""
    return "@" + format_word(name)


def format_word(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else quote(name)


def format_constant(type_: Type, bits: int) -> str:
    """A constant's bits as the text form writes them."""
    if type_ is BOOL:
        return "true" if bits else "false"
    if type_ in FLOATS:
        value = arith.from_bits(type_, bits)
        if isinstance(value, float) and math.isfinite(value):
            return repr(value)
        return f"{bits:#x}"
    if type_ in INTS:
        sign = 1 << (type_.bits - 1)
        return str((bits ^ sign) - sign)
    return str(bits) if bits < 10 else f"{bits:#x}"


def format_signature(signature: Signature) -> str:
    params = ", ".join([*map(str, signature.params), *(["..."] if signature.varargs else [])])
    head = "" if signature.convention == "micro" else f"{signature.convention} "
    return f"{head}({params}) -> ({', '.join(map(str, signature.results))})"


class _Files:
    """The file table: index by name, in order of first use."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def format(self, loc: Loc | None) -> str:
        if loc is None:
            return ""
        number = self.index.setdefault(loc.file, len(self.index))
        return f" !{number}:{loc.line}" + (f":{loc.column}" if loc.column else "")


class FunctionText:
    """Names of a function's values and blocks; formats its parts."""

    def __init__(self, function: Function, files: _Files | None = None) -> None:
        self.function = function
        self.files = files
        self.numbers: dict[Value, int] = {}
        self.labels: dict[int, str] = {}
        used: set[str] = set()
        for i, block in enumerate(function.blocks):
            label = wanted = block.name if _IDENTIFIER.fullmatch(block.name) else f"b{i}"
            number = 2
            while label in used:
                label = f"{wanted}_{number}"
                number += 1
            used.add(label)
            self.labels[id(block)] = label
            for param in block.params:
                self.numbers.setdefault(param, len(self.numbers))
            for instr in block.instrs:
                for result in instr.results:
                    self.numbers.setdefault(result, len(self.numbers))

    def value(self, value: Value) -> str:
        number = self.numbers.get(value)
        return "%?" if number is None else f"%{number}"

    def values(self, values: Iterable[Value]) -> str:
        return ", ".join(map(self.value, values))

    def typed(self, values: Iterable[Value]) -> str:
        return ", ".join(f"{self.value(v)}: {v.type}" for v in values)

    def target(self, target: Target) -> str:
        label = self.labels.get(id(target.block), "?")
        return f"{label}({self.values(target.args)})" if target.args else label

    def instr(self, instr: Instr) -> str:
        """One instruction, without its source place."""
        name = instr.op.name + (f".{instr.type}" if instr.type else "")
        is_call = "*" in instr.op.operands
        results = ""
        if instr.results:
            results = (self.typed(instr.results) if is_call else self.values(instr.results)) + " = "
        if is_call and name != "return":
            return results + self._call(instr)
        parts = [self.value(a) for a in instr.args]
        if instr.op.successors == "switch":
            cases = [f"{c}: {self.target(t)}" for c, t in zip(instr.cases, instr.targets, strict=False)]
            default = self.target(instr.targets[-1]) if instr.targets else "?"
            if len(cases) > 4:
                inside = "\n    " + "\n    ".join(cases) + "\n  "
            else:
                inside = ", ".join(cases)
            return f"{results}{name} {', '.join(parts)} [{inside}], {default}"
        parts += [self.target(t) for t in instr.targets]
        kinds = [kind for _, kind in instr.op.immediates]
        for i, imm in enumerate(instr.imm):
            text = self._immediate(kinds[i] if i < len(kinds) else "", imm, instr)
            if text:
                parts.append(text)
        return f"{results}{name} {', '.join(parts)}".rstrip()

    def _call(self, instr: Instr) -> str:
        if instr.op.operands[0] == "ptr":
            callee = self.value(instr.args[0]) if instr.args else "%?"
            signature = instr.imm[0] if instr.imm else None
            text = format_signature(signature) if isinstance(signature, Signature) else repr(signature)
            return f"{instr.op.name} {callee}({self.values(instr.args[1:])}) : {text}"
        return f"{instr.op.name} {format_name(str(instr.imm[0] if instr.imm else '?'))}({self.values(instr.args)})"

    @staticmethod
    def _immediate(kind: str, imm: object, instr: Instr) -> str:
        if kind in ("func", "data", "extern"):
            return format_name(str(imm))
        if kind == "bits" and instr.type is not None and isinstance(imm, int):
            width = instr.type.bits or instr.type.size_bytes * 8
            return format_constant(instr.type, imm) if 0 <= imm < 1 << width else repr(imm)
        if kind == "hint":
            return "" if imm == "none" else str(imm)
        return quote(imm) if kind == "text" and isinstance(imm, str) else str(imm)

    def block(self, block: Block) -> list[str]:
        label = self.labels[id(block)]
        head = f"{label}({self.typed(block.params)}):" if block.params else f"{label}:"
        lines = [head]
        for instr in block.instrs:
            loc = self.files.format(instr.loc) if self.files else ""
            lines.append(f"  {self.instr(instr)}{loc}")
        return lines


def format_instr(function: Function, instr: Instr) -> str:
    """One instruction as it stands in its function (for messages)."""
    return FunctionText(function).instr(instr)


def _function(function: Function, files: _Files) -> list[str]:
    names = function.param_names
    params = []
    for i, type_ in enumerate(function.signature.params):
        params.append(f"{type_} {format_word(names[i])}" if i < len(names) else str(type_))
    if function.signature.varargs:
        params.append("...")
    convention = "" if function.signature.convention == "micro" else f"{function.signature.convention} "
    head = f"func {convention}{format_name(function.name)}({', '.join(params)})"
    head += f" -> ({', '.join(map(str, function.signature.results))})"
    for word, is_set in (
        ("inline", function.is_inline), ("cold", function.is_cold), ("export", function.is_exported),
        ("raises", function.may_raise),
    ):  # fmt: skip
        if is_set:
            head += f" {word}"
    if function.effect != "guest":
        head += f" effect={function.effect}"
    if function.primitive:
        head += f" primitive={quote(function.primitive)}"
    head += files.format(function.loc)
    if function.is_declaration:
        return [head]
    text = FunctionText(function, files)
    lines = [head + " {"]
    for block in function.blocks:
        lines += text.block(block)
    return [*lines, "}"]


def _data(data: Data) -> list[str]:
    head = f"data {format_name(data.name)} align={data.align}"
    head += " const" * data.is_constant + " export" * data.is_exported + " {"
    lines = [head]
    at = 0
    content = data.content
    pending_at = 0

    def flush(end: int) -> None:
        for start in range(pending_at, end, _ROW_BYTES):
            lines.append(f"  {quote_bytes(content[start : min(end, start + _ROW_BYTES)])}")

    for match in re.finditer(rb"\x00{%d,}" % _ZEROS_BYTES, content):
        flush(match.start())
        lines.append(f"  zero {match.end() - match.start()}")
        pending_at = at = match.end()
    if at < len(content):
        flush(len(content))
    for reloc in data.relocs:
        lines.append(f"  {reloc.kind} {format_name(reloc.symbol)} at {reloc.offset}")
    return [*lines, "}"]


def format_module(module: Module) -> str:
    """The text form of a module."""
    files = _Files()
    body: list[str] = []
    for name, signature in module.externs.items():
        convention = "" if signature.convention == "micro" else f"{signature.convention} "
        plain = Signature(signature.params, signature.results, "micro", signature.varargs)
        body.append(f"extern {convention}{format_word(name)}{format_signature(plain)}")
    for data in module.data.values():
        body += ["", *_data(data)]
    for function in module.functions.values():
        body += ["", *_function(function, files)]
    head = [f"module {quote(module.name)}"]
    head += [f"file {number} {quote(name)}" for name, number in files.index.items()]
    return "\n".join(head + body) + "\n"


def format_function(function: Function) -> str:
    """The text form of one function, without source places."""

    class NoFiles(_Files):
        def format(self, loc: Loc | None) -> str:
            return ""

    return "\n".join(_function(function, NoFiles())) + "\n"


def structure_of(module: Module) -> object:
    """All of a module that the forms keep, as nested tuples to compare; values and blocks by number."""
    return (
        module.name,
        tuple(module.externs.items()),
        tuple(module.data.items()),
        tuple((name, function_structure(f)) for name, f in module.functions.items()),
    )


def function_structure(function: Function) -> object:
    """All of a function that the forms keep, as nested tuples to compare."""
    text = FunctionText(function)
    blocks = {id(b): i for i, b in enumerate(function.blocks)}

    def instr_structure(instr: Instr) -> object:
        return (
            instr.op.name, instr.type, tuple(text.numbers.get(a) for a in instr.args), instr.imm,
            tuple((text.numbers.get(r), r.type) for r in instr.results),
            tuple((blocks.get(id(t.block)), tuple(text.numbers.get(a) for a in t.args)) for t in instr.targets),
            tuple(instr.cases), instr.loc,
        )  # fmt: skip

    return (
        function.name, function.signature, function.is_inline, function.is_cold, function.is_exported, function.effect,
        function.may_raise, function.primitive, function.loc, function.param_names,
        tuple(
            (tuple((text.numbers[p], p.type) for p in b.params), tuple(instr_structure(i) for i in b.instrs))
            for b in function.blocks
        ),
    )  # fmt: skip


__all__ = [
    "FunctionText", "format_constant", "format_function", "format_instr", "format_module", "format_name",
    "format_signature", "function_structure", "parse_function", "parse_module", "quote", "structure_of",
]  # fmt: skip
