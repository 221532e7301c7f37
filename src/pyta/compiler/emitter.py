"""The emitter: one per code unit. It holds the builder, the names, what is known to be bound, and the blocks around.

Handlers of node classes register themselves (`@expression("BinOp")`, `@statement("If")`); the emitter finds them by class
name, so that no module of the compiler needs to import another one's handlers.

Registers: the parameters, the named locals, the constants that loops use, then temporaries as a stack. An expression is
compiled `into` a register, or as an `operand`: then a local stands for itself, without a copy.

- INV-EMIT-1  A local's register is written by the last instruction of an expression only, so that an exception leaves it as
  it was, and parts of the expression may still read it. Handlers that need several steps use `work`.
- INV-EMIT-2  `bound` is a set of registers (as bits) that are bound whenever control is here; all of them where control is never.
- INV-EMIT-3  No instruction is emitted where control is never (`dead`), except at the head of a catch site's target.
"""

from __future__ import annotations

import _ast
import builtins
import os
import sys

from corevm.bytecode.model import CodeUnit, Instruction, Parameters, Position
from corevm.lang.builder import FRAME_WORDS as FRAME_WORDS
from corevm.lang.builder import FunctionBuilder, Label
from pyta.compiler.constant import UNKNOWN, Folder
from pyta.compiler.instruction import ENDS, FILTER_ALL, FUSED
from pyta.compiler.scope import (
    CELL,
    CLASS,
    FREE,
    FUNCTION,
    GLOBAL,
    LOCAL,
    MODULE,
    NAME,
    NAME_OR_FREE,
    OUTER,
    Scope,
    Scopes,
)
from pyta.object.code_flag import FLAG_CLEANS_UP, FLAG_INSPECTS_LOCALS, FLAG_NAMESPACE, FLAG_NESTED, FLAG_UNTRACED
from pyta.syntax.type_parameter import TypeScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    ExpressionHandler = Callable[["Emitter", _ast.AST, int], None]
    StatementHandler = Callable[["Emitter", _ast.AST], None]

DISCARD = -2  # as the destination of a call: nobody wants the result
ALL = -1  # every register is bound: control is never here
MIN_IMM, MAX_IMM = -32768, 32767

_OPPOSITE = {"jump_if": "jump_if_not", "jump_if_not": "jump_if"}

# Where the host says that an iterable, an iterator or a context manager failed: at its expression, earlier at the whole statement.
FAILS_AT_EXPRESSION = sys.version_info >= (3, 13)

_BUILTINS = frozenset(dir(builtins))
INTRINSICS = frozenset({"id", "isinstance", "len", "type"})  # pyta.op.enter

EXPRESSIONS: dict[str, ExpressionHandler] = {}
STATEMENTS: dict[str, StatementHandler] = {}


def expression(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the handler of expression nodes: handler(emitter, node, destination)."""

    def register(handler: Callable[..., None]) -> Callable[..., None]:
        for name in names:
            EXPRESSIONS[name] = handler
        return handler

    return register


def statement(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the handler of statement nodes: handler(emitter, node)."""

    def register(handler: Callable[..., None]) -> Callable[..., None]:
        for name in names:
            STATEMENTS[name] = handler
        return handler

    return register


OWN_LIBRARY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib", "")


class Unit:
    """What the code units of one compilation share."""

    def __init__(self, file: str, scopes: Scopes, folder: Folder, *, optimize: int, future_annotations: bool) -> None:
        self.file = file
        self.scopes = scopes
        self.folder = folder
        self.optimize = optimize
        self.future_annotations = future_annotations
        self.is_own = file.startswith(OWN_LIBRARY)

    def is_known_global(self, name: str) -> bool:
        """Whether a global name is bound by the module itself, or a builtin: loading it does not fail in a program that works."""
        return name in self.scopes.module.bound_names or name in _BUILTINS

    def is_builtin(self, name: str) -> bool:
        """Whether a global name is expected to be a builtin's, and of none whose simple calls `call_global` does itself."""
        return name in _BUILTINS and name not in INTRINSICS and name not in self.scopes.module.bound_names


class Place(Label):
    """A label that knows what is bound on every way to it."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.bound = ALL
        self.used = False


class Region:
    """The instructions that a catch site covers: segments, since ways out of the region interrupt it."""

    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter
        self.segments: list[tuple[int, int]] = []
        self.start = emitter.b.here
        self.entry = emitter.bound
        self.is_open = True
        emitter.protected += 1

    def pause(self) -> None:
        assert self.is_open
        self.is_open = False
        if self.start < self.emitter.b.here:
            self.segments.append((self.start, self.emitter.b.here))

    def resume(self) -> None:
        assert not self.is_open
        self.is_open = True
        self.start = self.emitter.b.here

    def end(self) -> None:
        self.pause()
        self.emitter.protected -= 1

    def handler(self, name: str, register: int, filter_: int = FILTER_ALL) -> bool:
        """Begin the code that gets control here, the exception in `register`; False if nothing is covered."""
        emitter = self.emitter
        if not self.segments:
            return False
        label = Place(name)
        for start, end in self.segments:
            emitter.b.catch(start, end, label, register, filter_)
        if filter_ == FILTER_ALL:
            emitter.b.flags |= FLAG_CLEANS_UP
        label.used = True
        label.bound = self.entry & ~emitter.deleted_mask
        assert emitter.dead
        emitter.bind(label)
        return True


class Block:
    """Something that a `return`, `break` or `continue` has to leave properly.

    Attributes:
        region: covers the block; interrupted while it is left.
        leave: emits what is to be done on the way out.
    """

    def __init__(self, region: Region | None, leave: Callable[[], None] | None) -> None:
        self.region = region
        self.leave = leave


class Loop(Block):
    """A loop: where `break` and `continue` go. `head` is set where `continue` is itself the back edge."""

    def __init__(self, end: Place, again: Place, is_back_edge: bool) -> None:
        super().__init__(None, None)
        self.end = end
        self.again = again
        self.is_back_edge = is_back_edge


class Emitter:
    """Emits one code unit."""

    def __init__(
        self, unit: Unit, scope: Scope, parent: Emitter | None, name: str, qualified_name: str, first_line: int,
        parameters: Parameters, flags: int = 0,
    ) -> None:  # fmt: skip
        self.unit = unit
        self.scope = scope
        self.parent = parent
        self.b = FunctionBuilder(name, qualified_name, unit.file, first_line, parameters, scope.is_generator)
        self.b.flags = flags | (FLAG_UNTRACED if unit.is_own else 0)
        self.b.free_names = scope.free_names
        self.b.cell_names = tuple(n for n, k in scope.kinds.items() if k == CELL)
        self.blocks: list[Block] = []
        self.comprehensions: list[tuple[Scope, dict[str, int]]] = []
        self.protected = 0
        self.dead = False
        self.namespace = 0  # the register of the frame's namespace, where there is one
        self.class_cell = -1
        self.is_interactive = False
        self.walrus_here = (
            scope.walrus
        )  # names that := binds in the current statement: they do not stand for themselves
        self.constants: dict[object, int] = {}
        self.text_accumulators: set[int] = set()
        self.used_constants: set[object] = set()
        self.pattern_registers: dict[_ast.AST, int] = {}
        self._hidden = 0
        self._needs_undefined: set[int] = set()
        self._position_node: _ast.AST | None = None
        self._free_index = {name: i for i, name in enumerate(scope.free_names)}
        self.b.position = Position(first_line)
        self._declare_locals()
        self.local_count = len(self.b.locals)
        self.bound = (1 << len(parameters.names)) - 1
        self.deleted_mask = 0
        for deleted in scope.deleted:
            if scope.kinds.get(deleted) == LOCAL:
                self.deleted_mask |= 1 << self.b.register(deleted)
        self._start()

    # --- set-up
    def _declare_locals(self) -> None:
        scope = self.scope
        if scope.kind == FUNCTION:
            place_patterns(scope, set(self.b.locals), self.b.declare, self._hidden_register, self.pattern_registers)
            for name, kind in scope.kinds.items():
                if kind in (LOCAL, CELL):
                    self.b.declare(name)
        if scope.class_cell:
            self.class_cell = self.b.declare("__class__")
        self.text_accumulators = {self.b.register(name) for name in scope.text_accumulators}
        for key in scope.loop_constants:
            self.constants[key] = self._hidden_register()

    def _hidden_register(self) -> int:
        """A register of its own without a name in the program."""
        self._hidden += 1
        return self.b.declare(f".{self._hidden}")

    def _start(self) -> None:
        if self.scope.is_generator:
            with self.b.temporaries():
                self.b.emit("generator_start", self.b.temporary())
        self.b.prologue_index = self.b.here
        parameters = set(self.b.parameters.names)
        for name, kind in self.scope.kinds.items():
            if kind == CELL:
                register = self.b.register(name)
                if name in parameters:
                    self.emit("new_cell", register, register)
                else:
                    self.emit("empty_cell", register)
        if self.class_cell >= 0:
            self.emit("empty_cell", self.class_cell)

    def finish(self) -> CodeUnit:
        """The unit; the code must have come to an end."""
        assert self.dead and not self.blocks
        if self.scope.inspects_locals and self.scope.kind == FUNCTION:
            self.b.flags |= FLAG_INSPECTS_LOCALS
            for name, kind in self.scope.kinds.items():
                if kind == LOCAL and name not in self.b.parameters.names:
                    self._needs_undefined.add(self.b.register(name))
        position = Position(self.b.first_line)
        for register in sorted(self._needs_undefined):
            if register < len(self.b.parameters.names):
                continue
            self.b.prologue.append(Instruction("undefined", (register,), position))
        for key, value in self.scope.loop_constants.items():
            if key in self.used_constants:
                self.b.prologue.append(self._constant_instruction(value, self.constants[key], position))
        self._thread_jumps()
        return self.b.finish()

    def _constant_instruction(self, value: object, register: int, position: Position) -> Instruction:
        if type(value) is int and MIN_IMM <= value <= MAX_IMM:
            return Instruction("imm", (register, value), position)
        op, *operands = self.b.loading(register, value)
        return Instruction(op, tuple(operands), position)

    # --- instructions
    def at(self, node: _ast.AST) -> None:
        """What is emitted now belongs to this node."""
        if node is self._position_node:
            return
        self._position_node = node
        self.b.position = Position(
            node.lineno, node.col_offset, node.end_lineno or -1, -1 if node.end_col_offset is None else node.end_col_offset  # type: ignore[attr-defined]
        )  # fmt: skip

    def at_name(self, node: _ast.AST, attribute: _ast.Attribute) -> None:
        """What is emitted now belongs to a node that a name's look-up ends; from the name on, if the attribute spans lines."""
        self.at(node)
        if attribute.lineno == attribute.end_lineno:
            return
        self._position_node = None
        start = (attribute.end_col_offset or 0) - len(attribute.attr.encode())
        end = node.end_lineno or -1, -1 if node.end_col_offset is None else node.end_col_offset  # type: ignore[attr-defined]
        self.b.position = Position(attribute.end_lineno or attribute.lineno, start, *end)

    def emit(self, op: str, *operands: int | Label) -> None:
        if self.dead:
            return
        for operand in operands:
            if isinstance(operand, Place):
                operand.bound &= self.bound
                operand.used = True
        self.b.emit(op, *operands)
        if op in ENDS:
            self.dead = True
            self.bound = ALL

    def emit_at(self, node: _ast.AST, op: str, *operands: int | Label) -> None:
        self.at(node)
        self.emit(op, *operands)

    def bind(self, place: Place) -> None:
        """Control comes here from jumps, and from above if it can."""
        if place.used:
            self.dead = False
        self.bound &= place.bound
        self.b.bind(place)

    def bind_head(self, place: Place) -> None:
        """Control comes here from above, and later from below."""
        self.bound &= ~self.deleted_mask if not self.dead else ALL
        self.b.bind(place)

    def constant(self, value: object) -> int:
        return self.b.constant(value)

    def temporary(self, count: int = 1) -> int:
        return self.b.temporary(count)

    def window(self, argument_count: int, destination: int = -1) -> int:
        """A call window. It begins at the result's register if that is the highest temporary: a window leaves its first one free."""
        if destination == self.b.mark - 1 and not self.is_local(destination):
            self.b.free_to(destination)
        return self.b.window(argument_count)

    def is_local(self, register: int) -> bool:
        return register < self.local_count

    def work(self, destination: int) -> int:
        """Where a value may be built in several steps: the destination itself unless it is a local."""
        return self.temporary() if self.is_local(destination) else destination

    def move(self, destination: int, source: int) -> None:
        if destination != source:
            self.emit("move", destination, source)

    # --- expressions
    def into(self, node: _ast.AST, destination: int) -> None:
        """Compile an expression; its value goes to the register."""
        if self.dead:
            return
        value = self.unit.folder.fold(node)
        if value is not UNKNOWN:
            self.at(node)
            self.load_constant(value, destination)
            return
        mark = self.b.mark
        EXPRESSIONS[type(node).__name__](self, node, destination)
        self.b.free_to(mark)

    def operand(self, node: _ast.AST, scratch: int = -1) -> int:
        """Compile an expression; gives a register that holds its value: a local's own, `scratch`, or a new temporary."""
        if type(node) is _ast.Name:
            register = self.local_register(node)
            if register >= 0:
                return register
        elif self.constants and not self.dead:
            value = self.unit.folder.fold(node)
            if value is not UNKNOWN:
                key = (type(value), repr(value))
                register = self.constants.get(key, -1)
                if register >= 0:
                    self.used_constants.add(key)
                    return register
        if scratch < 0 or self.is_local(scratch):
            scratch = self.temporary()
        self.into(node, scratch)
        return scratch

    def operands(self, *nodes: _ast.AST, scratch: int = -1) -> list[int]:
        """Several operands in order; `scratch` serves at most one of them."""
        found = []
        for node in nodes:
            register = self.operand(node, scratch)
            if register == scratch:
                scratch = -1
            found.append(register)
        return found

    def load_constant(self, value: object, destination: int) -> None:
        if value is None:
            self.emit("none", destination)
        elif value is True:
            self.emit("true", destination)
        elif value is False:
            self.emit("false", destination)
        elif type(value) is int and MIN_IMM <= value <= MAX_IMM:
            self.emit("imm", destination, value)
        else:
            self.emit(*self.b.loading(destination, value))

    def small_int(self, node: _ast.AST) -> int | None:
        """The number, if the node is an int that fits an immediate operand."""
        value = self.unit.folder.fold(node)
        return value if type(value) is int and MIN_IMM <= value <= MAX_IMM else None

    # --- statements
    def statements(self, nodes: Sequence[_ast.AST]) -> None:
        for node in nodes:
            if self.dead:
                return
            self.statement(node)

    def statement(self, node: _ast.AST) -> None:
        around = self.walrus_here
        self.note_walrus(node)
        mark = self.b.mark
        STATEMENTS[type(node).__name__](self, node)
        self.b.free_to(mark)
        self.walrus_here = around

    def note_walrus(self, node: _ast.AST) -> None:
        """From here on, what := binds in this statement does not stand for itself."""
        if self.scope.walrus:
            self.walrus_here = find_walrus(node, self.scope.mangle)

    # --- names
    def find(self, name: str) -> tuple[int, int]:
        """The kind of a (mangled) name here, and its register or closure index."""
        for scope, registers in reversed(self.comprehensions):
            kind = scope.kinds.get(name, OUTER)
            if kind in (LOCAL, CELL):
                return kind, registers[name]
            if kind != OUTER:
                return kind, 0
        if self.comprehensions and self.scope.kind == CLASS:  # its own names are not seen from within a comprehension
            if name == "__class__":
                return CELL, self.class_cell
            return FREE, self._free_index[name]
        kind = self.scope.kinds[name]
        if kind in (LOCAL, CELL):
            return kind, self.b.register(name)
        if kind in (FREE, NAME_OR_FREE):
            return kind, self._free_index[name]
        return kind, 0

    def local_register(self, node: _ast.Name) -> int:
        """The register of a name that is a bound local and may be used in place; -1 if it cannot."""
        name = self.scope.mangle(node.id)
        kind, register = self.find(name)
        if kind != LOCAL or name in self.walrus_here:
            return -1
        self.check_readable(node, name, register)
        return register

    def check_readable(self, node: _ast.AST, name: str, register: int) -> None:
        """Before an instruction that may give what a local holds to others."""
        self.check_bound(node, name, register)
        if register in self.text_accumulators:
            self.emit_at(node, "seal_text", register)

    def check_bound(self, node: _ast.AST, name: str, register: int) -> None:
        bit = 1 << register
        if self.bound & bit:
            return
        self.emit_at(node, "check_bound", register, self.constant(name))
        self.bound |= bit
        if register < self.local_count:
            self._needs_undefined.add(register)

    def load_name(self, node: _ast.AST, name: str, destination: int) -> None:
        name = self.scope.mangle(name)
        kind, index = self.find(name)
        if kind == LOCAL:
            self.check_readable(node, name, index)
            self.at(node)
            self.move(destination, index)
            return
        self.at(node)
        if kind == CELL:
            self.emit("cell_get", destination, index)
        elif kind == FREE:
            if self.scope.kind == CLASS and not self.comprehensions:
                self.emit("load_name_cell", destination, self.namespace, index)
            else:
                self.emit("load_cell", destination, index)
        elif kind == GLOBAL:
            self.emit("load_global", destination, self.constant(name))
        elif kind == NAME:
            self.emit("load_name", destination, self.namespace, self.constant(name))
        else:
            assert kind == NAME_OR_FREE
            self.emit("load_name_cell", destination, self.namespace, index)

    def load_parameter(self, node: _ast.AST, name: str, destination: int) -> None:
        """The present value of one of the function's parameters, or undefined, whatever comprehension this stands in."""
        is_cell = self.scope.kinds[name] == CELL
        self.emit_at(node, "cell_get" if is_cell else "move", destination, self.b.register(name))

    def target_register(self, node: _ast.AST) -> int:
        """The register of a target that is a plain local; -1 for every other target."""
        return self.local_of(node.id) if isinstance(node, _ast.Name) else -1

    def local_of(self, name: str) -> int:
        """The register of a name that is a plain local here; -1 if it is not."""
        kind, register = self.find(self.scope.mangle(name))
        return register if kind == LOCAL else -1

    def store_module_doc(self, source: int) -> None:
        if self.b.flags & FLAG_NAMESPACE:
            self.emit("store_name", self.namespace, self.constant("__doc__"), source)
        else:
            self.emit("store_global", self.constant("__doc__"), source)

    def set_bound(self, register: int) -> None:
        self.bound |= 1 << register

    def store_name(self, node: _ast.AST, name: str, source: int) -> None:
        name = self.scope.mangle(name)
        kind, index = self.find(name)
        self.at(node)
        if kind == LOCAL:
            self.move(index, source)
            self.set_bound(index)
        elif kind == CELL:
            self.emit("cell_set", index, source)
        elif kind in (FREE, NAME_OR_FREE):
            self.emit("store_cell", index, source)
        elif kind == GLOBAL:
            self.emit("store_global", self.constant(name), source)
        else:
            self.emit("store_name", self.namespace, self.constant(name), source)

    def delete_name(self, node: _ast.AST, name: str) -> None:
        name = self.scope.mangle(name)
        kind, index = self.find(name)
        self.at(node)
        if kind == LOCAL:
            self.check_bound(node, name, index)
            self.unbind(index)
        elif kind in (CELL, FREE):
            with self.b.temporaries():
                scratch = self.temporary()
                self.emit("cell_get" if kind == CELL else "load_cell", scratch, index)
                self.emit("undefined", scratch)
                self.emit("cell_set" if kind == CELL else "store_cell", index, scratch)
        elif kind == GLOBAL:
            self.emit("delete_global", self.constant(name))
        else:
            self.emit("delete_name", self.namespace, self.constant(name))

    def unbind(self, register: int) -> None:
        self.emit("undefined", register)
        if not self.dead:
            self.bound &= ~(1 << register)

    # --- jumps
    def jump_on(self, register: int, place: Place, sense: bool, *, back: bool = False) -> None:
        """Jump if the register's truth is `sense`; the register is dead after it unless it is a local."""
        if self.is_local(register):
            self.keep_last(register)
        op = ("loop_if" if sense else "loop_if_not") if back else ("jump_if" if sense else "jump_if_not")
        self.emit(op, register, place)

    def keep_last(self, register: int) -> None:
        """The value just compared is wanted: keep the comparison from being fused with a jump (INV-PYTA-3)."""
        if self.dead or not self.b.instructions:
            return
        last = self.b.instructions[-1]
        if last.op in FUSED and last.operands[0] == register:
            self.b.emit("move", register, register)

    def leave_blocks(self, depth: int, action: Callable[[], None]) -> None:
        """Leave the blocks above `depth` properly, the innermost first; then emit `action` (outside all their regions)."""
        blocks, left = self.blocks, []
        while len(self.blocks) > depth:
            block = self.blocks[-1]
            self.blocks = self.blocks[:-1]
            if block.region is not None:
                block.region.pause()
            left.append(block)
            if block.leave is not None:
                block.leave()
        action()
        self.blocks = blocks
        for block in reversed(left):
            if block.region is not None:
                block.region.resume()

    @property
    def has_cleanup(self) -> bool:
        """Whether leaving the function from here runs anything."""
        return any(block.leave is not None for block in self.blocks)

    def return_register(self, register: int) -> None:
        self.emit("generator_return" if self.scope.is_generator else "ret", register)

    def return_none(self) -> None:
        if self.dead:
            return
        if self.scope.is_generator:
            with self.b.temporaries():
                none = self.temporary()
                self.emit("none", none)
                self.emit("generator_return", none)
        else:
            self.emit("ret_none")

    def _thread_jumps(self) -> None:
        """A jump to a jump goes where that goes; a jump to a back edge becomes one, a jump to a return returns."""
        code = self.b.instructions
        labels = {jump.instruction: jump.label for jump in self.b.jumps}
        looping = {"jump": "loop"} | {f"jump_if{sense}": f"loop_if{sense}" for sense in ("", "_not", "_none", "_not_none")}
        gone = set()
        for jump in self.b.jumps:
            here = code[jump.instruction]
            for _ in range(8):
                index = jump.label.index
                there = code[index]
                if here.op in _OPPOSITE:  # to a jump on the same register: its truth is known there
                    while there.op == "move" and there.operands[0] == there.operands[1]:
                        index += 1
                        there = code[index]
                    if there.op in _OPPOSITE and there.operands[0] == here.operands[0]:
                        if there.op == here.op:
                            jump.label = labels[index]
                        else:
                            jump.label = Place("past")
                            jump.label.index = index + 1
                        continue
                label = labels.get(index)
                if there.op == "jump" and label is not None and label is not jump.label:
                    jump.label = label
                elif there.op == "loop" and label is not None and here.op in looping:
                    here.op = looping[here.op]
                    jump.label = label
                elif here.op == "jump" and there.op in ("ret", "ret_none"):
                    here.op, here.operands = there.op, there.operands
                    gone.add(id(jump))
                    break
                else:
                    break
        if gone:
            self.b.jumps = [jump for jump in self.b.jumps if id(jump) not in gone]

    # --- nested code
    @property
    def is_nesting(self) -> bool:
        """Whether code defined here is nested in a function."""
        return self.scope.kind == FUNCTION or bool(self.b.flags & FLAG_NESTED)

    def closure_cell(self, name: str, destination: int) -> None:
        """The cell that a nested function captures."""
        if name == "__class__" and self.class_cell >= 0 and not self.comprehensions:
            self.move(destination, self.class_cell)
            return
        kind, index = self._find_cell(name)
        if kind == CELL:
            self.move(destination, index)
        else:
            self.emit("closure_cell", destination, index)

    def _find_cell(self, name: str) -> tuple[int, int]:
        for scope, registers in reversed(self.comprehensions):
            if scope.kinds.get(name) == CELL:
                return CELL, registers[name]
        if name == "__class__" and self.class_cell >= 0:
            return CELL, self.class_cell
        if self.scope.kinds.get(name) == CELL:
            return CELL, self.b.register(name)
        return FREE, self._free_index[name]

    def child_qualified_name(self, name: str, mangled: str = "") -> str:
        """The qualified name of a function or class that this code defines; type scopes do not count."""
        if isinstance(self.scope.node, TypeScope) and self.parent is not None:
            return self.parent.child_qualified_name(name, mangled)
        if self.scope.kinds.get(mangled) == GLOBAL or self.scope.kind == MODULE:
            return name
        own = self.b.qualified_name
        return f"{own}.{name}" if self.scope.kind == CLASS else f"{own}.<locals>.{name}"


def find_walrus(node: _ast.AST, mangle: Callable[[str], str]) -> set[str]:
    """The names that := binds in a statement's own expressions (not in the statements within, not in lambdas)."""
    found: set[str] = set()
    pending: list[_ast.AST] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, _ast.NamedExpr):
            assert isinstance(current.target, _ast.Name)
            found.add(mangle(current.target.id))
        for name in current._fields:
            value = getattr(current, name, None)
            if isinstance(value, _ast.AST):
                if not isinstance(value, _ast.Lambda):
                    pending.append(value)
            elif isinstance(value, list):
                pending += [v for v in value if isinstance(v, _ast.AST) and not isinstance(v, _ast.stmt | _ast.Lambda)]
    return found


def place_patterns(
    scope: Scope,
    taken: set[str],
    declare: Callable[[str], int],
    hide: Callable[[], int],
    registers: dict[_ast.AST, int],
) -> None:
    """Give the names of an unpacking pattern adjacent registers, so that it needs no moves. A nested pattern gets a hidden one."""
    for pattern in scope.patterns:
        names = [scope.mangle(e.id) for e in pattern.elts if isinstance(e, _ast.Name)]
        if (
            len(set(names)) < len(names)
            or not names
            or any(n in taken or scope.kinds.get(n) != LOCAL for n in names)
            or not all(isinstance(e, _ast.Name | _ast.Tuple | _ast.List) for e in pattern.elts)
        ):
            continue
        taken.update(names)
        found = [declare(scope.mangle(e.id)) if isinstance(e, _ast.Name) else hide() for e in pattern.elts]
        assert found == list(range(found[0], found[0] + len(found)))
        registers[pattern] = found[0]
