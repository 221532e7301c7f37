"""The function builder: what a front end emits code through.

It allocates registers (locals first, temporaries as a stack above them), interns constants, resolves labels and
collects catch sites. It knows no instruction but those of `docs/design/execution.md` it needs itself.

Example:
    >>> b = FunctionBuilder("f", "f", "x.lox", 1, Parameters(positional=("n",)))
    >>> with b.temporaries():
    ...     t = b.temporary()
    ...     b.emit("const", t, b.constant(1))
    ...     b.emit("add", t, b.register("n"), t)
    ...     b.emit("ret", t)
    >>> unit = b.finish()
"""

from __future__ import annotations

from corevm.bytecode.model import CatchSite, CodeUnit, Constant, Instruction, Parameters, Position
from corevm.errors import UsageError

FRAME_WORDS = 5  # docs/design/execution.md: extra, function, code, caller, link
MAX_REGISTERS = 8000  # a destination register has 13 bits in a frame's link
MAX_CONSTANTS = 1 << 16  # that operands can name
MANY_CONSTANTS = 1 << 15  # from here on constants that are merely loaded leave these indices to others


class Label:
    """A place in the code, bound once; jumps to it may come before or after."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.index = -1


class Jump:
    """The instruction at index `instruction` names `label` in operand number `operand`."""

    __slots__ = ("instruction", "label", "operand")

    def __init__(self, instruction: int, operand: int, label: Label) -> None:
        self.instruction = instruction
        self.operand = operand
        self.label = label


class _Catch:
    __slots__ = ("end", "filter", "register", "start", "target")

    def __init__(self, start: int, end: int, target: Label, register: int, filter_: int) -> None:
        self.start = start
        self.end = end
        self.target = target
        self.register = register
        self.filter = filter_


class _Temporaries:
    """Frees, when it is left, the temporaries taken since it was entered."""

    __slots__ = ("builder", "mark")

    def __init__(self, builder: FunctionBuilder) -> None:
        self.builder = builder

    def __enter__(self) -> None:
        self.mark = self.builder.mark

    def __exit__(self, *_: object) -> None:
        self.builder.free_to(self.mark)


class FunctionBuilder:
    def __init__(
        self,
        name: str,
        qualified_name: str,
        file: str,
        first_line: int,
        parameters: Parameters | None = None,
        is_generator: bool = False,
    ) -> None:
        self.name = name
        self.qualified_name = qualified_name
        self.file = file
        self.first_line = first_line
        self.parameters = Parameters() if parameters is None else parameters
        self.is_generator = is_generator
        self.instructions: list[Instruction] = []
        self.constants: list[Constant] = []
        self._constant_index: dict[object, int] = {}
        self._wide: list[Constant] = []  # constants of `const_wide`: placed behind the others
        self._wide_index: dict[object, int] = {}
        self.locals: dict[str, int] = {}
        self.jumps: list[Jump] = []
        self._catches: list[_Catch] = []
        self.prologue: list[Instruction] = []  # placed at `prologue_index` when the function is finished
        self.prologue_index = 0
        self.position: Position | None = None
        self._next = 0
        self._highest = 0
        self.flags = 0
        self.doc: str | None = None
        self.free_names: tuple[str, ...] = ()
        self.cell_names: tuple[str, ...] = ()
        for name in self.parameters.names:
            self.declare(name)

    # --- registers
    def declare(self, name: str) -> int:
        """A register for a named local. All locals are declared before the first temporary is taken."""
        if name in self.locals:
            return self.locals[name]
        register = self.locals[name] = self.temporary()
        return register

    def register(self, name: str) -> int:
        return self.locals[name]

    def temporary(self, count: int = 1) -> int:
        """The first of `count` consecutive fresh temporaries; freed with the enclosing `temporaries()`."""
        first = self._next
        self._next += count
        if self._next > MAX_REGISTERS:
            raise UsageError(f"function {self.name} needs more than {MAX_REGISTERS} registers", code="US030")
        self._highest = max(self._highest, self._next)
        return first

    def temporaries(self) -> _Temporaries:
        """A context: temporaries taken inside are free again afterwards."""
        return _Temporaries(self)

    def free_to(self, mark: int) -> None:
        """Free the temporaries from register `mark` on."""
        self._next = mark

    @property
    def mark(self) -> int:
        return self._next

    def window(self, argument_count: int) -> int:
        """A call window: its first register. The callee goes to +1, arguments from +FRAME_WORDS."""
        return self.temporary(FRAME_WORDS + argument_count)

    # --- constants
    def constant(self, value: Constant) -> int:
        """The index of a constant; equal constants of equal type share one."""
        key = _constant_key(value)
        index = self._constant_index.get(key)
        if index is None:
            index = self._constant_index[key] = len(self.constants)
            if index >= MAX_CONSTANTS:
                raise UsageError(f"function {self.name} needs more than {MAX_CONSTANTS} names and constants", code="US031")
            self.constants.append(value)
        return index

    def loading(self, register: int, value: Constant) -> tuple[str, int, int]:
        """The instruction (name and operands) that loads a constant; there is no limit to their number."""
        if len(self.constants) < MANY_CONSTANTS or _constant_key(value) in self._constant_index:
            return "const", register, self.constant(value)
        number = self._wide_index.setdefault(_constant_key(value), len(self._wide))
        if number == len(self._wide):
            self._wide.append(value)
        return "const_wide", register, number  # until `finish` knows how many stand before it

    # --- code
    def emit(self, op: str, *operands: int | Label) -> int:
        """Append an instruction; gives its index. A Label operand becomes the jump's distance."""
        index = len(self.instructions)
        final: list[int] = []
        for i, operand in enumerate(operands):
            if isinstance(operand, Label):
                self.jumps.append(Jump(index, i, operand))
                final.append(0)
            else:
                final.append(operand)
        self.instructions.append(Instruction(op, tuple(final), self.position))
        return index

    def label(self, name: str = "") -> Label:
        return Label(name)

    def bind(self, label: Label) -> None:
        if label.index >= 0:
            raise UsageError(f"label {label.name} is bound twice", code="US032")
        label.index = len(self.instructions)

    @property
    def here(self) -> int:
        return len(self.instructions)

    def catch(self, start: int, end: int, target: Label, register: int, filter_: int = 0) -> None:
        """Cover instructions start..end-1. Inner sites must be added before outer ones (they are tried in order)."""
        if start < end:
            self._catches.append(_Catch(start, end, target, register, filter_))

    def _place_prologue(self) -> None:
        """Move what follows the prologue; jumps to its very place go behind it."""
        at, count = self.prologue_index, len(self.prologue)
        if not count:
            return
        self.instructions[at:at] = self.prologue
        self.prologue = []
        for label in {jump.label for jump in self.jumps} | {catch.target for catch in self._catches}:
            if label.index >= at:
                label.index += count
        for jump in self.jumps:
            if jump.instruction >= at:
                jump.instruction += count
        for catch in self._catches:
            if catch.start >= at:
                catch.start += count
            if catch.end > at:
                catch.end += count

    def finish(self) -> CodeUnit:
        """The finished unit. Jump distances are in instructions here; the encoder turns them into words."""
        self._place_prologue()
        for jump in self.jumps:
            if jump.label.index < 0:
                raise UsageError(f"label {jump.label.name} is never bound", code="US033")
            instruction = self.instructions[jump.instruction]
            operands = list(instruction.operands)
            operands[jump.operand] = jump.label.index - jump.instruction
            instruction.operands = tuple(operands)
        if self._wide:
            for instruction in self.instructions:
                if instruction.op == "const_wide":
                    instruction.operands = instruction.operands[0], instruction.operands[1] + len(self.constants)
            self.constants += self._wide
            self._wide = []
        sites = [CatchSite(c.start, c.end, c.target.index, c.register, c.filter) for c in self._catches]
        return CodeUnit(
            self.name, self.qualified_name, self.file, self.first_line, self.parameters, self._highest,
            self.instructions, self.constants, sites, self.is_generator, tuple(self.locals), self.free_names,
            self.cell_names, self.flags, self.doc,
        )  # fmt: skip


def _constant_key(value: Constant) -> object:
    """Equal only for constants that may share a slot: 1, 1.0 and True differ, and so do 0.0 and -0.0."""
    if isinstance(value, float | complex):
        return (type(value), repr(value))
    if isinstance(value, tuple):
        return (tuple, tuple(_constant_key(v) for v in value))
    if isinstance(value, frozenset):
        return (frozenset, frozenset(_constant_key(v) for v in value))
    if isinstance(value, CodeUnit):
        return (CodeUnit, id(value))
    return (type(value), value)
