"""A Lox tree to bytecode (level: host).

Locals live in registers; those that inner functions use live in cells. An expression leaves its value in a register it chooses, or
in the one its user wants (`want`).
"""

from __future__ import annotations

import tree
from tree import Function, Variable

from corevm.lang import FRAME_WORDS, CodeUnit, FunctionBuilder, Label, Parameters, Position

IS_METHOD, IS_INITIALIZER = 1, 2  # flags of code, for machine.py
ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
COMPARISON = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
NAMES = ARITHMETIC | COMPARISON
MIRRORED = {"+": "+", "*": "*", "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compile_script(script: Function, file: str) -> CodeUnit:
    return FunctionCompiler(script, file).unit()


class FunctionCompiler:
    def __init__(self, function: Function, file: str) -> None:
        self.function, self.file = function, file
        names = tuple(v.name for v in function.parameters)
        self.b = FunctionBuilder(function.name, function.name, file, function.line, Parameters(positional=names))
        self.b.free_names = tuple(v.name for v in function.free)
        is_initializer = function.kind == "initializer"
        self.b.flags = IS_METHOD * (function.kind == "method" or is_initializer) | IS_INITIALIZER * is_initializer

    def unit(self) -> CodeUnit:
        self.at(self.function.line)
        for register, parameter in enumerate(self.function.parameters):
            parameter.register = register
            if parameter.is_captured:
                self.b.emit("new_cell", register, register)
        self.statements(self.function.body)
        self.return_(None)
        return self.b.finish()

    def at(self, line: int) -> None:
        self.b.position = Position(line)

    # --- statements
    def statements(self, body: list[object]) -> None:
        for statement in body:
            mark = self.b.mark
            self.statement(statement)
            if not isinstance(statement, tree.Declare | tree.Define | tree.Class):  # these leave their variable above the mark
                self.b.free_to(mark)

    def statement(self, node: object) -> None:
        getattr(self, f"do_{type(node).__name__}")(node)

    def scoped(self, node: object | None) -> None:
        if node is not None:
            with self.b.temporaries():
                self.statement(node)

    def do_Expression(self, node: tree.Expression) -> None:
        self.value(node.value)

    def do_Print(self, node: tree.Print) -> None:
        self.b.emit("print", self.value(node.value))

    def do_Block(self, node: tree.Block) -> None:
        self.statements(node.body)

    def do_Declare(self, node: tree.Declare) -> None:
        with self.declaring(node.target, node.line) as register:
            self.value(node.value, register)

    def do_Define(self, node: tree.Define) -> None:
        with self.declaring(node.target, node.function.line) as register:
            self.closure(node.function, register)

    def do_If(self, node: tree.If) -> None:
        otherwise, end = self.b.label(), self.b.label()
        self.jump(node.condition, False, otherwise)
        self.scoped(node.then)
        if node.otherwise is not None:
            self.b.emit("jump", end)
        self.b.bind(otherwise)
        self.scoped(node.otherwise)
        self.b.bind(end)

    def do_While(self, node: tree.While) -> None:
        """The condition stands behind the body: one jump a round."""
        test, body = self.b.label(), self.b.label()
        self.b.emit("jump", test)
        self.b.bind(body)
        self.scoped(node.body)
        self.scoped(node.increment and tree.Expression(node.increment))
        self.b.bind(test)
        self.jump(node.condition, True, body, is_back=True)

    def do_Return(self, node: tree.Return) -> None:
        self.at(node.line)
        self.return_(node.value)

    def return_(self, value: object | None) -> None:
        if self.function.kind == "initializer":
            self.b.emit("ret", self.value(tree.Local(self.function.parameters[0])))
        elif value is None:
            self.b.emit("ret_none")
        else:
            self.b.emit("ret", self.value(value))

    def do_Class(self, node: tree.Class) -> None:
        with self.declaring(node.target, node.line) as made, self.b.temporaries():
            name, slots = self.b.constant(node.name), len(node.fields)
            if node.superclass is None:
                self.b.emit("new_class", made, name, slots)
            else:
                parent = node.super_variable.register = self.b.temporary()
                self.value(node.superclass, parent)
                self.at(node.line)
                self.b.emit("new_subclass", made, parent, name, slots)
                if node.super_variable.is_captured:
                    self.b.emit("new_cell", parent, parent)
            for function in node.methods:
                with self.b.temporaries():
                    method = self.b.temporary()
                    self.closure(function, method)
                    self.b.emit("method", made, method, self.b.constant(function.name))

    # --- variables and closures
    def declaring(self, target: Variable | str, line: int) -> Declaring:
        return Declaring(self, target, line)

    def closure(self, function: Function, want: int) -> None:
        unit = FunctionCompiler(function, self.file).unit()
        with self.b.temporaries():
            cells = self.b.temporary(len(function.free))
            for cell, variable in enumerate(function.free, cells):
                if variable.owner is self.function:
                    self.b.emit("move", cell, variable.register)
                else:
                    self.b.emit("closure_get", cell, self.function.free.index(variable))
            self.b.emit("closure", want, self.b.constant(unit), cells)

    def see_Local(self, node: tree.Local, want: int | None) -> int:
        variable = node.variable
        if variable.owner is not self.function:
            return self.made("load_cell", want, self.function.free.index(variable))
        if variable.is_captured:
            return self.made("cell_get", want, variable.register)
        return variable.register if want is None or want == variable.register else self.made("move", want, variable.register)

    def see_Global(self, node: tree.Global, want: int | None) -> int:
        self.at(node.line)
        return self.made("get_global", want, self.b.constant(node.name))

    def see_Assign(self, node: tree.Assign, want: int | None) -> int:
        target = node.target
        if isinstance(target, tree.Global):
            value = self.value(node.value, want)
            self.at(target.line)
            self.b.emit("set_global", value, self.b.constant(target.name))
            return value
        variable = target.variable
        if variable.owner is not self.function:
            value = self.value(node.value, want)
            self.b.emit("store_cell", value, self.function.free.index(variable))
        elif variable.is_captured:
            value = self.value(node.value, want)
            self.b.emit("cell_set", variable.register, value)
        else:
            value = self.value(node.value, variable.register)
            if want is not None:
                return self.made("move", want, value)
        return value

    # --- expressions
    def value(self, node: object, want: int | None = None) -> int:
        """The register that holds the expression's value: `want`, if one is given."""
        return getattr(self, f"see_{type(node).__name__}")(node, want)

    def made(self, op: str, want: int | None, *operands: int) -> int:
        result = self.b.temporary() if want is None else want
        self.b.emit(op, result, *operands)
        return result

    def see_Literal(self, node: tree.Literal, want: int | None) -> int:
        if node.value is None or isinstance(node.value, bool):
            return self.made({None: "none", True: "true", False: "false"}[node.value], want)
        if is_small(node):
            return self.made("imm", want, node.value)
        return self.made("const", want, self.b.constant(node.value))

    def see_Group(self, node: tree.Group, want: int | None) -> int:
        return self.value(node.inner, want)

    def see_Copy(self, node: tree.Copy, want: int | None) -> int:
        return self.value(node.inner, self.b.temporary())

    def see_Unary(self, node: tree.Unary, want: int | None) -> int:
        result = self.b.temporary() if want is None else want
        with self.b.temporaries():
            operand = self.value(node.operand)
            self.at(node.line)
            self.b.emit({"-": "negate", "!": "not"}[node.operator], result, operand)
        return result

    def see_Binary(self, node: tree.Binary, want: int | None) -> int:
        result = self.b.temporary() if want is None else want
        with self.b.temporaries():
            operator, left, right = node.operator, node.left, node.right
            if is_small(left) and not is_small(right) and operator in MIRRORED:
                operator, left, right = MIRRORED[operator], right, left
            first = self.value(left)
            if is_small(right) and operator != "/":
                self.at(node.line)
                self.b.emit(f"{NAMES[operator]}_imm", result, first, right.value)
            else:
                second = self.value(right)
                self.at(node.line)
                self.b.emit(NAMES[operator], result, first, second)
        return result

    def see_Logical(self, node: tree.Logical, want: int | None) -> int:
        result, end = self.b.temporary(), self.b.label()  # not `want`: the right operand may read what that is
        self.value(node.left, result)
        self.b.emit("jump_if_truthy" if node.operator == "or" else "jump_if_falsey", result, end)
        self.value(node.right, result)
        self.b.bind(end)
        return result if want is None else self.made("move", want, result)

    def see_Get(self, node: tree.Get, want: int | None) -> int:
        result = self.b.temporary() if want is None else want
        with self.b.temporaries():
            owner = self.value(node.object)
            self.at(node.line)
            self.b.emit("get_property", result, owner, self.b.constant(node.name))
        return result

    def see_Set(self, node: tree.Set, want: int | None) -> int:
        value = self.b.temporary() if want is None else want
        with self.b.temporaries():
            owner = self.value(node.object)
            found = self.value(node.value)
            self.at(node.line)
            self.b.emit("set_property", owner, found, self.b.constant(node.name))
            if found != value:
                self.b.emit("move", value, found)
        return value

    def see_Super(self, node: tree.Super, want: int | None) -> int:
        result = self.b.temporary() if want is None else want
        with self.b.temporaries():
            parent, this = self.value(node.superclass), self.value(node.this)
            self.at(node.line)
            self.b.emit("get_super", result, parent, this, self.b.constant(node.name))
        return result

    def see_Call(self, node: tree.Call, want: int | None) -> int:
        """A method is called without being bound first: its receiver is the first argument."""
        result = self.b.temporary() if want is None else want
        callee, receiver = node.callee, []
        if isinstance(callee, tree.Get | tree.Super):
            receiver = [callee.object if isinstance(callee, tree.Get) else callee.this]
        with self.b.temporaries():
            arguments = [*receiver, *node.arguments]
            window = self.b.window(len(arguments))
            if not receiver:
                self.value(callee, window + 1)
            for place, argument in enumerate(arguments, window + FRAME_WORDS):
                with self.b.temporaries():
                    self.value(argument, place)
            if isinstance(callee, tree.Super):
                self.value(callee.superclass, window + 1)
            self.at(node.line)
            if not receiver:
                self.b.emit("call", result, window, len(arguments))
            else:
                op = "call_method" if isinstance(callee, tree.Get) else "call_super"
                self.b.emit(op, result, window, len(arguments), self.b.constant(callee.name))
        return result

    # --- conditions
    def jump(self, node: object, sense: bool, target: Label, is_back: bool = False) -> None:
        """Go to the target if the expression is truthy (sense True) or falsey. `is_back`: it closes a loop."""
        b = self.b
        if isinstance(node, tree.Group):
            self.jump(node.inner, sense, target, is_back)
        elif isinstance(node, tree.Unary) and node.operator == "!":
            self.jump(node.operand, not sense, target, is_back)
        elif isinstance(node, tree.Logical) and (node.operator == "or") is sense:  # either operand takes the jump
            self.jump(node.left, sense, target, is_back)
            self.jump(node.right, sense, target, is_back)
        elif isinstance(node, tree.Logical):
            end = b.label()
            self.jump(node.left, not sense, end)
            self.jump(node.right, sense, target, is_back)
            b.bind(end)
        elif isinstance(node, tree.Literal):
            if (node.value is not None and node.value is not False) is sense:
                b.emit("loop" if is_back else "jump", target)
        elif isinstance(node, tree.Binary) and node.operator in COMPARISON:
            with b.temporaries():
                b.emit(f"{'loop' if is_back else 'branch'}_if_{'true' if sense else 'false'}", self.value(node), target)
        else:
            end = b.label()
            with b.temporaries():
                value = self.value(node)
                names = ("jump_if_falsey", "jump_if_truthy")
                b.emit(names[sense is not is_back], value, end if is_back else target)
                if is_back:
                    b.emit("loop", target)
            b.bind(end)


class Declaring:
    """Around the code that puts a declared variable's first value into a register."""

    def __init__(self, compiler: FunctionCompiler, target: Variable | str, line: int) -> None:
        self.b, self.target, self.line, self.compiler = compiler.b, target, line, compiler
        self.register = self.b.temporary()

    def __enter__(self) -> int:
        target = self.target
        if isinstance(target, str):
            return self.register
        target.register = self.register
        if not target.is_captured:
            return self.register
        self.b.emit("none", self.register)
        self.b.emit("new_cell", self.register, self.register)  # first: the value may be a closure over the variable
        return self.b.temporary()

    def __exit__(self, *failure: object) -> None:
        self.compiler.at(self.line)
        if isinstance(self.target, str):
            self.b.emit("define_global", self.register, self.b.constant(self.target))
        elif self.target.is_captured:
            self.b.emit("cell_set", self.register, self.register + 1)
        self.b.free_to(self.register + (not isinstance(self.target, str)))  # a local stays


def is_small(node: object) -> bool:
    """Whether it is a number that fits an instruction."""
    return isinstance(node, tree.Literal) and type(node.value) is int and abs(node.value) < 1 << 15
