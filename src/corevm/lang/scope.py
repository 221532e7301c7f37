"""Lexical variables: who can see a name, which variables live in cells, and the code that reads, writes and captures them.

A front end declares and finds variables while it reads the program; when a function has been read, it is known which of its
variables inner functions use. Those live in cells, the others in registers.

    scope = Scope(outer)                       # while reading
    with scope.block():
        x = scope.add("x")
    scope.find("x")                            # the variable, or None: some outer function's, a global's

    code = VariableCode(builder, scope)        # while compiling
    with code.declaring(x) as register: ...    # its first value goes there
    code.load(x, want=None), code.store(x, register), code.closure(unit, inner_scope, register)
"""

from __future__ import annotations

from contextlib import contextmanager

from corevm.bytecode.model import CodeUnit
from corevm.lang.builder import FunctionBuilder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Variable:
    """A variable of a function. `is_ready`: its first value has been read; `is_captured`: by an inner function."""

    def __init__(self, name: str, owner: Scope, is_ready: bool = True) -> None:
        self.name, self.owner, self.is_ready = name, owner, is_ready
        self.is_captured = False
        self.register = -1


class Scope:
    """The variables of one function. `free`: those of outer functions that it uses, in the order of its closure's cells."""

    def __init__(self, outer: Scope | None = None) -> None:
        self.outer = outer
        self.blocks: list[dict[str, Variable]] = []
        self.free: list[Variable] = []
        self.parameters: list[Variable] = []

    @contextmanager
    def block(self) -> Iterator[None]:
        """Variables added inside are seen inside only."""
        self.blocks.append({})
        try:
            yield
        finally:
            self.blocks.pop()

    def add(self, name: str, *, is_ready: bool = True, is_parameter: bool = False) -> Variable:
        """A variable of the innermost block. A parameter comes in the register of its place."""
        made = self.blocks[-1][name] = Variable(name, self, is_ready)
        if is_parameter:
            made.register = len(self.parameters)
            self.parameters.append(made)
        return made

    def is_here(self, name: str) -> bool:
        """Whether the innermost block has a variable of that name."""
        return bool(self.blocks) and name in self.blocks[-1]

    def find(self, name: str) -> Variable | None:
        """The variable a name means here; of an outer function, it is captured."""
        for block in reversed(self.blocks):
            if name in block:
                return block[name]
        found = self.outer.find(name) if self.outer is not None else None
        if found is not None:
            found.is_captured = True
            if found not in self.free:
                self.free.append(found)
        return found


class VariableCode:
    """Emits what a function does with variables. A target is a `Variable`, or the name of a global (`corevm.isa.op.variable`)."""

    def __init__(self, builder: FunctionBuilder, scope: Scope) -> None:
        self.b, self.scope = builder, scope
        builder.free_names = tuple(v.name for v in scope.free)

    def enter(self) -> None:
        """Put captured parameters into cells: the first code of a function."""
        for parameter in self.scope.parameters:
            if parameter.is_captured:
                self.b.emit("new_cell", parameter.register, parameter.register)

    @contextmanager
    def declaring(self, target: Variable | str) -> Iterator[int]:
        """Around the code that puts a variable's first value into the register given. A local's own register stays taken."""
        b = self.b
        register = b.temporary()
        if isinstance(target, str):
            yield register
            b.emit("define_global", register, b.constant(target))
            b.free_to(register)
            return
        target.register = register
        if not target.is_captured:
            yield register
        else:  # the cell comes first: the value may be a closure over the variable
            b.emit("none", register)
            b.emit("new_cell", register, register)
            value = b.temporary()
            yield value
            b.emit("cell_set", register, value)
        b.free_to(register + 1)

    def is_register(self, target: Variable | str) -> bool:
        """Whether the variable is nothing but a register of this function."""
        return isinstance(target, Variable) and target.owner is self.scope and not target.is_captured

    def load(self, target: Variable | str, want: int | None = None) -> int:
        """The register that holds the variable's value: `want`, its own, or a temporary."""
        if isinstance(target, Variable) and self.is_register(target) and want in (None, target.register):
            return target.register
        result = self.b.temporary() if want is None else want
        if isinstance(target, str):
            self.b.emit("get_global", result, self.b.constant(target))
        elif target.owner is not self.scope:
            self.b.emit("load_cell", result, self.scope.free.index(target))
        else:
            self.b.emit("cell_get" if target.is_captured else "move", result, target.register)
        return result

    def store(self, target: Variable | str, value: int) -> None:
        if isinstance(target, str):
            self.b.emit("set_global", value, self.b.constant(target))
        elif target.owner is not self.scope:
            self.b.emit("store_cell", value, self.scope.free.index(target))
        elif target.is_captured:
            self.b.emit("cell_set", target.register, value)
        elif value != target.register:
            self.b.emit("move", target.register, value)

    def closure(self, unit: CodeUnit, inner: Scope, result: int) -> None:
        """A function of an inner unit, with the cells it uses, into a register."""
        b = self.b
        with b.temporaries():
            cells = b.temporary(len(inner.free))
            for cell, variable in enumerate(inner.free, cells):
                if variable.owner is self.scope:
                    b.emit("move", cell, variable.register)
                else:
                    b.emit("closure_get", cell, self.scope.free.index(variable))
            b.emit("closure", result, b.constant(unit), cells)
