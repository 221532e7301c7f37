"""A Lox tree to bytecode (level: host).

An expression leaves its value in a register it chooses, or in the one its user wants (`want`).
"""

from __future__ import annotations

import tree
from corevm.errors import CorevmError
from corevm.lang import FRAME_WORDS, CodeUnit, FunctionBuilder, Label, Parameters, Position, VariableCode
from parser import Parser
from tree import Function

IS_METHOD, IS_INITIALIZER = 1, 2  # flags of code, for machine.py
COMPARISON = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
NAMES = {"+": "add", "-": "sub", "*": "mul", "/": "div"} | COMPARISON
MIRRORED = {"+": "+", "*": "*", "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compile_source(source: str) -> tuple[CodeUnit | None, list[str]]:
    """The unit of a program, or None and what is wrong with it."""
    parser = Parser(source)
    try:
        script = parser.script()
        if not parser.errors:
            return FunctionCompiler(script, "script").unit(), []
    except (RecursionError, CorevmError) as e:
        text = "Too much nesting." if isinstance(e, RecursionError) else e.message
        parser.errors.append(f"[line {parser.previous.line}] Error: {text}")
    return None, parser.errors


class FunctionCompiler:
    def __init__(self, function: Function, file: str) -> None:
        self.function, self.file = function, file
        names = tuple(v.name for v in function.parameters)
        self.b = FunctionBuilder(function.name, function.name, file, function.line, Parameters(positional=names))
        self.variables = VariableCode(self.b, function)
        self.b.flags = IS_METHOD * (names[:1] == ("this",)) | IS_INITIALIZER * (function.kind == "initializer")

    def unit(self) -> CodeUnit:
        self.at(self.function.line)
        self.variables.enter()
        self.do_Block(tree.Block([*self.function.body, tree.Return(None, self.function.line)]))
        return self.b.finish()

    def at(self, line: int) -> None:
        self.b.position = Position(line)

    # --- statements
    def statement(self, node: object) -> None:
        getattr(self, f"do_{type(node).__name__}", self.value)(node)

    def scoped(self, node: object) -> None:
        with self.b.temporaries():
            self.statement(node)

    def do_Print(self, node: tree.Print) -> None:
        self.b.emit("print", self.value(node.value))

    def do_Block(self, node: tree.Block) -> None:
        for inner in node.body:
            is_declaration = isinstance(inner, tree.Declare | tree.Class)  # its variable outlives it
            (self.statement if is_declaration else self.scoped)(inner)

    def do_If(self, node: tree.If) -> None:
        otherwise, end = self.b.label(), self.b.label()
        self.jump(node.condition, False, otherwise)
        self.scoped(node.then)
        if node.otherwise:
            self.b.emit("jump", end)
        self.b.bind(otherwise)
        self.scoped(node.otherwise or tree.Block([]))
        self.b.bind(end)

    def do_While(self, node: tree.While) -> None:
        """The condition stands behind the body: one jump a round."""
        test, body = self.b.label(), self.b.label()
        self.b.emit("jump", test)
        self.b.bind(body)
        self.scoped(node.body)
        self.scoped(node.increment or tree.Block([]))
        self.b.bind(test)
        self.jump(node.condition, True, body, is_back=True)

    def do_Return(self, node: tree.Return) -> None:
        self.at(node.line)
        value = tree.This(self.function.parameters[0], node.line) if self.function.kind == "initializer" else node.value
        if value is None:
            self.b.emit("ret_none")
        else:
            self.b.emit("ret", self.value(value))

    # --- declarations
    def do_Declare(self, node: tree.Declare) -> None:
        with self.variables.declaring(node.target) as register:
            self.value(node.value, register)

    def do_Class(self, node: tree.Class) -> None:
        b = self.b
        with self.variables.declaring(node.target) as made, b.temporaries():
            with self.variables.declaring(node.super_variable) as parent:
                if node.superclass is None:
                    b.emit("undefined", parent)
                else:
                    self.value(node.superclass, parent)
                self.at(node.line)
                b.emit("new_class", made, parent, b.constant(node.name), len(node.fields))
            method = b.temporary()
            for function in node.methods:
                self.value(function, method)
                b.emit("method", made, method, b.constant(function.name))

    # --- expressions
    def value(self, node: object, want: int | None = None) -> int:
        """The register that holds the expression's value: `want`, if one is given."""
        return getattr(self, f"see_{type(node).__name__}")(node, want)

    def made(self, op: str, want: int | None, *operands: int) -> int:
        result = self.b.temporary() if want is None else want
        self.b.emit(op, result, *operands)
        return result

    def computed(self, op: str, want: int | None, line: int, nodes: list[object], *rest: int) -> int:
        """As `made`, of the values of nodes."""
        result = self.b.temporary() if want is None else want
        with self.b.temporaries():
            values = [self.value(node) for node in nodes]
            self.at(line)
            return self.made(op, result, *values, *rest)

    def see_Literal(self, node: tree.Literal, want: int | None) -> int:
        if node.value is None or isinstance(node.value, bool):
            return self.made({None: "none", True: "true", False: "false"}[node.value], want)
        if is_small(node):
            return self.made("imm", want, node.value)
        return self.made("const", want, self.b.constant(node.value))

    def see_Function(self, node: Function, want: int) -> int:
        self.variables.closure(FunctionCompiler(node, self.file).unit(), node, want)
        return want

    def see_Copy(self, node: tree.Copy, want: int | None) -> int:
        return self.value(node.inner, self.b.temporary() if want is None else want)

    def see_Name(self, node: tree.Name, want: int | None) -> int:
        self.at(node.line)
        return self.variables.load(node.target, want)

    see_This = see_Name

    def see_Assign(self, node: tree.Assign, want: int | None) -> int:
        name = node.name
        value = self.value(node.value, name.target.register if self.variables.is_register(name.target) else want)
        self.at(name.line)
        self.variables.store(name.target, value)
        return value if want in (None, value) else self.made("move", want, value)

    def see_Unary(self, node: tree.Unary, want: int | None) -> int:
        return self.computed({"-": "negate", "!": "not"}[node.operator], want, node.line, [node.operand])

    def see_Binary(self, node: tree.Binary, want: int | None) -> int:
        operator, left, right, line = node
        if is_small(left) and not is_small(right) and operator in MIRRORED:
            operator, left, right = MIRRORED[operator], right, left
        if is_small(right):
            return self.computed(f"{NAMES[operator]}_imm", want, line, [left], right.value)
        return self.computed(NAMES[operator], want, line, [left, right])

    def see_Logical(self, node: tree.Logical, want: int | None) -> int:
        result, end = self.b.temporary(), self.b.label()  # not `want`: the right operand may read what that is
        self.value(node.left, result)
        self.b.emit("jump_if_truthy" if node.operator == "or" else "jump_if_falsey", result, end)
        self.value(node.right, result)
        self.b.bind(end)
        return result if want is None else self.made("move", want, result)

    def see_Get(self, node: tree.Get, want: int | None) -> int:
        return self.computed("get_property", want, node.line, [node.object], self.b.constant(node.name))

    def see_Super(self, node: tree.Super, want: int | None) -> int:
        return self.computed("get_super", want, node.line, [node.superclass, node.object], self.b.constant(node.name))

    def see_Set(self, node: tree.Set, want: int | None) -> int:
        result = self.b.temporary() if want is None else want
        with self.b.temporaries():
            owner, value = self.value(node.object), self.value(node.value)
            self.at(node.line)
            self.b.emit("set_property", owner, value, self.b.constant(node.name))
            return self.made("move", result, value)

    def see_Call(self, node: tree.Call, want: int | None) -> int:
        """A method is called without being bound first: its receiver is the first argument."""
        result = self.b.temporary() if want is None else want
        callee = node.callee
        is_method, is_super = isinstance(callee, tree.Get | tree.Super), isinstance(callee, tree.Super)
        with self.b.temporaries():
            arguments = [callee.object, *node.arguments] if is_method else node.arguments
            window = self.b.window(len(arguments))
            if not is_method:
                self.value(callee, window + 1)
            for place, argument in enumerate(arguments, window + FRAME_WORDS):
                with self.b.temporaries():
                    self.value(argument, place)
            if is_super:
                self.value(callee.superclass, window + 1)
            self.at(node.line)
            if not is_method:
                return self.made("call", result, window, len(arguments))
            name = self.b.constant(callee.name)
            return self.made("call_super" if is_super else "call_method", result, window, len(arguments), name)

    # --- conditions
    def jump(self, node: object, sense: bool, target: Label, is_back: bool = False) -> None:
        """Go to the target if the expression is truthy (sense True) or falsey. `is_back`: it closes a loop."""
        b = self.b
        if isinstance(node, tree.Unary) and node.operator == "!":
            self.jump(node.operand, not sense, target, is_back)
        elif isinstance(node, tree.Logical):
            end = b.label()
            if (node.operator == "or") is sense:  # either operand takes the jump
                self.jump(node.left, sense, target, is_back)
            else:
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
                op = "jump_if_truthy" if sense is not is_back else "jump_if_falsey"
                b.emit(op, self.value(node), end if is_back else target)
            if is_back:
                b.emit("loop", target)
            b.bind(end)


def is_small(node: object) -> bool:
    """Whether it is a number that fits an instruction."""
    return isinstance(node, tree.Literal) and type(node.value) is int and abs(node.value) < 1 << 15
