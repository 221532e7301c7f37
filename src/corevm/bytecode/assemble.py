"""From the text form (corevm.bytecode.disassemble) to code units. What is wrong is a BytecodeError BC4xx with file and line."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Mapping
from typing import Any, NoReturn

from corevm.bytecode.disassemble import PREFIX
from corevm.bytecode.fault import FAULTS
from corevm.bytecode.model import CatchSite, CodeUnit, Instruction, Parameters, Position, Special
from corevm.errors import BytecodeError, Place

_AT = re.compile(r"(-?\d+):(-?\d+)-(-?\d+):(-?\d+)$")
_LABEL = re.compile(r"L\d+$")
_NUMBER = re.compile(r"-?\d{1,20}$")
_STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_HEAD = re.compile(rf"{_STRING} {_STRING} {_STRING} (\d+)$")
_COMMENT = re.compile(r"""(?:[^;'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*""")
MAX_LITERAL_CHARACTERS = 1 << 22


class _Function:
    """A function being read: its unit, its labels and what refers to them."""

    def __init__(self, unit: CodeUnit) -> None:
        self.unit = unit
        self.labels: dict[str, int] = {}
        self.jumps: list[tuple[int, int, str, int]] = []  # instruction, operand, label, line
        self.catches: list[tuple[str, str, str, int, int, int]] = []  # ..., line
        self.position: Position | None = None


class Assembler:
    """Reads one module."""

    def __init__(self, shapes: Mapping[str, Any], file: str) -> None:
        self.shapes = shapes
        self.file = file
        self.line = 0
        self.text = ""
        self.functions: dict[int, CodeUnit] = {}
        self.current: _Function | None = None
        self.last: CodeUnit | None = None

    def fail(self, code: str, message: str, seen: str = "", wanted: str = "", line: int = 0) -> NoReturn:
        place = Place(self.file, line or self.line, 0, 0, self.text)
        raise BytecodeError(message, code=code, place=place, seen=seen[:80], wanted=wanted or FAULTS[code])

    def module(self, text: str) -> CodeUnit:
        for number, line in enumerate(text.split("\n"), 1):
            self.line, self.text = number, line[:200]
            found = _COMMENT.match(line)
            content = (found.group() if found else line).strip()
            if content:
                self.statement(content)
        self.finish()
        if self.last is None:
            self.fail("BC401", "there is no function", wanted=".function")
        return self.last

    def function(self) -> _Function:
        if self.current is None:
            self.fail("BC401", "something stands before the first function", wanted=".function")
        return self.current

    def statement(self, text: str) -> None:
        if text.startswith("."):
            word, _, rest = text[1:].partition(" ")
            method = getattr(self, f"directive_{word}", None)
            if method is None:
                self.fail("BC401", "no such directive", word, "function parameters registers locals free cells doc flags generator constant catch at")
            method(rest.strip())
        elif text.endswith(":"):
            f = self.function()
            if not _LABEL.match(text[:-1]) or text[:-1] in f.labels:
                self.fail("BC402", "no new label", text, "L and a number, each once")
            f.labels[text[:-1]] = len(f.unit.instructions)
        else:
            self.instruction(text)

    # --- literals
    def values(self, text: str) -> list[Any]:
        """Literals separated by commas."""
        if len(text) > MAX_LITERAL_CHARACTERS:
            self.fail("BC403", "a literal is too long", str(len(text)))
        try:
            node = ast.parse(f"({text},)" if text else "()", mode="eval").body
            assert isinstance(node, ast.Tuple)
            return [self.value(e) for e in node.elts]
        except (SyntaxError, ValueError, RecursionError, MemoryError, AssertionError, TypeError, struct.error, OverflowError) as error:
            self.fail("BC403", "no literal", text, str(error)[:80])

    def value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            if type(node.value) is complex:
                raise ValueError("complex(A, B)")
            return node.value
        if isinstance(node, ast.Tuple):
            return tuple(self.value(e) for e in node.elts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            if type(node.operand.value) in (int, float):
                return -node.operand.value  # type: ignore[operator]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            args = [self.value(a) for a in node.args]
            match node.func.id, args:
                case "nan", [int(bits)]:
                    return struct.unpack("<d", struct.pack("<Q", bits))[0]
                case "special", [int(number)]:
                    return Special(number)
                case "complex", [float(real), float(imaginary)]:
                    return complex(real, imaginary)
                case "frozenset", items:
                    return frozenset(items)
                case "function", [int(number)]:
                    if number not in self.functions:
                        self.fail("BC402", "no such function so far", str(number))
                    return self.functions[number]
        raise ValueError("a literal, nan(BITS), special(N), function(N), complex(A, B), frozenset(...)")

    def integer(self, text: str) -> int:
        if not _NUMBER.match(text):
            self.fail("BC403", "no integer", text)
        return int(text)

    # --- directives
    def directive_function(self, text: str) -> None:
        self.finish()
        number, _, rest = text.partition(" ")
        found = _HEAD.match(rest)
        if found is None or self.integer(number) != len(self.functions):
            self.fail("BC401", "no head of a function", text, "its number in order, 'name' 'qualified name' 'file' line")
        name, qualified_name, file = self.values(", ".join(found.groups()[:3]))
        self.current = _Function(CodeUnit(name, qualified_name, file, self.integer(found.group(4))))

    def directive_parameters(self, text: str) -> None:
        values = self.values(text)
        if len(values) != 5 or any(type(v) is not tuple for v in (values[0], values[1], values[3])):
            self.fail("BC403", "no parameters", text, "positional-only, positional, rest, keyword-only, keywords")
        self.function().unit.parameters = Parameters(*values)

    def directive_registers(self, text: str) -> None:
        self.function().unit.register_count = self.integer(text)

    def _names(self, text: str) -> tuple[str, ...]:
        values = self.values(text)
        if len(values) != 1 or type(values[0]) is not tuple or not all(isinstance(n, str) for n in values[0]):
            self.fail("BC403", "no names", text, "a tuple of strings")
        return tuple(values[0])

    def directive_locals(self, text: str) -> None:
        self.function().unit.local_names = self._names(text)

    def directive_free(self, text: str) -> None:
        self.function().unit.free_names = self._names(text)

    def directive_cells(self, text: str) -> None:
        self.function().unit.cell_names = self._names(text)

    def directive_doc(self, text: str) -> None:
        values = self.values(text)
        if len(values) != 1 or not isinstance(values[0], str):
            self.fail("BC403", "no string", text)
        self.function().unit.doc = values[0]

    def directive_flags(self, text: str) -> None:
        self.function().unit.flags = self.integer(text)

    def directive_generator(self, text: str) -> None:
        self.function().unit.is_generator = True

    def directive_constant(self, text: str) -> None:
        number, _, rest = text.partition(" ")
        constants = self.function().unit.constants
        values = self.values(rest)
        if self.integer(number) != len(constants) or len(values) != 1:
            self.fail("BC401", "no constant", text, f"{len(constants)} and a literal")
        constants.append(values[0])

    def directive_catch(self, text: str) -> None:
        parts = text.split()
        if len(parts) != 5 or not all(_LABEL.match(p) for p in parts[:3]) or not parts[3].startswith("r"):
            self.fail("BC401", "no catch site", text, "three labels, a register, a filter")
        self.function().catches.append((parts[0], parts[1], parts[2], self.integer(parts[3][1:]), self.integer(parts[4]), self.line))

    def directive_at(self, text: str) -> None:
        found = _AT.match(text)
        if found is None and text != "none":
            self.fail("BC403", "no source range", text, "line:column-line:column, or none")
        if found is None:
            self.function().position = None
        else:
            line, column, end_line, end_column = map(self.integer, found.groups())
            self.function().position = Position(line, column, end_line, end_column)

    # --- instructions
    def instruction(self, text: str) -> None:
        f = self.function()
        name, _, rest = text.partition(" ")
        shape = self.shapes.get(name)
        if shape is None:
            self.fail("BC402", "the instruction set has no such instruction", name)
        parts = [p.strip() for p in rest.split(",")] if rest.strip() else []
        if len(parts) != len(shape[2]):
            self.fail("BC401", "wrong number of operands", str(len(parts)), ", ".join(f"{o[0]} ({PREFIX[o[1]]})" for o in shape[2]))
        operands = []
        for k, ((operand, kind, *_), part) in enumerate(zip(shape[2], parts, strict=True)):
            if kind == "Target":
                f.jumps.append((len(f.unit.instructions), k, part, self.line))
                operands.append(0)
                continue
            if not part.startswith(PREFIX[kind]):
                self.fail("BC401", f"operand {operand} is written otherwise", part, f"{PREFIX[kind]} and a number")
            operands.append(self.integer(part[1:]))
        f.unit.instructions.append(Instruction(name, tuple(operands), f.position))

    def finish(self) -> None:
        """The current function ends: its labels are known."""
        f = self.current
        if f is None:
            return

        def place(label: str, line: int) -> int:
            if label not in f.labels:
                self.fail("BC402", "no such label in the function", label, line=line)
            return f.labels[label]

        for i, k, label, line in f.jumps:
            instruction = f.unit.instructions[i]
            operands = list(instruction.operands)
            operands[k] = place(label, line) - i
            instruction.operands = tuple(operands)
        f.unit.catch_sites = [
            CatchSite(place(a, line), place(b, line), place(c, line), register, filter_)
            for a, b, c, register, filter_, line in f.catches
        ]
        self.functions[len(self.functions)] = self.last = f.unit
        self.current = None


def assemble(text: str, shapes: Mapping[str, Any], file: str = "<text>") -> CodeUnit:
    """The unit of a text: the last function of it. Raises: BytecodeError BC4xx."""
    return Assembler(shapes, file).module(text)
