"""Lox tokens to a tree, with names resolved: what is local, what is captured, what is global (level: host).

Errors are collected as Lox's own texts; after one, what follows up to the next statement is not looked at.
"""

from __future__ import annotations

import tree
from scanner import Token, scan
from tree import Function, Variable

MOST_ARGUMENTS = 255
STATEMENT_STARTS = ("class", "fun", "var", "for", "if", "while", "print", "return")
LEVELS = (("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"))  # binary operators, loosest first


class Panic(Exception):
    """Raised to leave a statement that makes no sense any more."""


class ClassScope:
    """The class whose methods are being parsed."""

    def __init__(self, has_superclass: bool) -> None:
        self.has_superclass = has_superclass
        self.fields: set[str] = set()


class Parser:
    def __init__(self, source: str) -> None:
        self.errors: list[str] = []
        self.is_panicking = False
        self.tokens = scan(source)
        self.previous = self.current = Token("end", "", 1)
        self.function = Function("script", "script", 1)
        self.classes: list[ClassScope] = []
        self.assignment_count = 0  # of variables, seen so far
        self.advance()

    def script(self) -> Function:
        while self.current.kind != "end":
            self.declaration(self.function.body)
        return self.function

    # --- tokens
    def advance(self) -> Token:
        self.previous, self.current = self.current, next(self.tokens, self.current)
        while self.current.kind == "error":
            self.error(self.current, self.current.text)
            self.current = next(self.tokens)
        return self.previous

    def match(self, *kinds: str) -> bool:
        if self.current.kind in kinds:
            self.advance()
            return True
        return False

    def expect(self, kind: str, message: str) -> Token:
        if self.current.kind != kind:
            raise self.error(self.current, message)
        return self.advance()

    def error(self, token: Token, message: str) -> Panic:
        """Report an error. Whoever cannot go on raises what it gives."""
        if not self.is_panicking:
            where = {"end": " at end", "error": ""}.get(token.kind, f" at '{token.text}'")
            self.errors.append(f"[line {token.line}] Error{where}: {message}")
            self.is_panicking = True
        return Panic()

    def synchronize(self) -> None:
        self.is_panicking = False
        while self.current.kind != "end" and self.previous.kind != ";" and self.current.kind not in STATEMENT_STARTS:
            self.advance()

    # --- names
    def declare(self, token: Token) -> Variable | str:
        """What a declaration declares: a variable of the innermost scope, or a global."""
        scopes = self.function.scopes
        if not scopes:
            return token.text
        if token.text in scopes[-1]:
            self.error(token, "Already a variable with this name in this scope.")
        made = scopes[-1][token.text] = Variable(token.text, self.function)
        return made

    def make_ready(self, target: Variable | str) -> None:
        if isinstance(target, Variable):
            target.is_ready = True

    def declare_hidden(self, name: str) -> Variable:
        made = self.function.scopes[-1][name] = Variable(name, self.function, is_ready=True)
        return made

    def resolve(self, token: Token) -> tree.Local | tree.Global:
        function: Function | None = self.function
        between = []
        while function is not None:
            for scope in reversed(function.scopes):
                if (found := scope.get(token.text)) is None:
                    continue
                if not found.is_ready and function is self.function:
                    self.error(token, "Can't read local variable in its own initializer.")
                for inner in between:
                    found.is_captured = True
                    if found not in inner.free:
                        inner.free.append(found)
                return tree.Local(found)
            between.append(function)
            function = function.outer
        return tree.Global(token.text, token.line)

    # --- declarations
    def declaration(self, body: list[object]) -> None:
        try:
            if self.match("class"):
                body.append(self.class_declaration())
            elif self.match("fun"):
                name = self.expect("name", "Expect function name.")
                target = self.declare(name)
                self.make_ready(target)
                body.append(tree.Define(target, self.function_rest(name, "function")))
            elif self.match("var"):
                body.append(self.variable_declaration())
            else:
                body.append(self.statement())
        except Panic:
            pass
        if self.is_panicking:
            self.synchronize()

    def variable_declaration(self) -> object:
        name = self.expect("name", "Expect variable name.")
        target = self.declare(name)
        value = self.expression() if self.match("=") else tree.Literal(None)
        self.expect(";", "Expect ';' after variable declaration.")
        self.make_ready(target)
        return tree.Declare(target, value, name.line)

    def function_rest(self, name: Token, kind: str) -> Function:
        """The parameters and body of a function whose name has been read."""
        made = self.function = Function(name.text, kind, name.line, self.function, scopes=[{}])
        try:
            if kind != "function":
                made.parameters.append(self.declare_hidden("this"))
            self.expect("(", f"Expect '(' after {'function' if kind == 'function' else 'method'} name.")
            count = 0
            while self.current.kind != ")" if not count else self.match(","):
                count += 1
                if count > MOST_ARGUMENTS:
                    self.error(self.current, "Can't have more than 255 parameters.")
                parameter = self.declare(self.expect("name", "Expect parameter name."))
                self.make_ready(parameter)
                made.parameters.append(parameter)
            self.expect(")", "Expect ')' after parameters.")
            self.expect("{", f"Expect '{{' before {'function' if kind == 'function' else 'method'} body.")
            made.body = self.block_rest()
        finally:
            self.function = made.outer or made
        return made

    def class_declaration(self) -> object:
        name = self.expect("name", "Expect class name.")
        target = self.declare(name)
        self.make_ready(target)
        superclass = super_variable = None
        if self.match("<"):
            parent = self.expect("name", "Expect superclass name.")
            if parent.text == name.text:
                self.error(parent, "A class can't inherit from itself.")
            superclass = self.resolve(parent)
        self.classes.append(ClassScope(superclass is not None))
        self.function.scopes.append({})
        methods = []
        try:
            if superclass is not None:
                super_variable = self.declare_hidden("super")
            self.expect("{", "Expect '{' before class body.")
            while self.current.kind not in ("}", "end"):
                method = self.expect("name", "Expect method name.")
                methods.append(self.function_rest(method, "initializer" if method.text == "init" else "method"))
            self.expect("}", "Expect '}' after class body.")
        finally:
            self.function.scopes.pop()
            fields = self.classes.pop().fields
        return tree.Class(target, name.text, name.line, superclass, super_variable, methods, fields)

    # --- statements
    def statement(self) -> object:
        if self.match("print"):
            value = self.expression()
            self.expect(";", "Expect ';' after value.")
            return tree.Print(value)
        if self.match("{"):
            self.function.scopes.append({})
            try:
                return tree.Block(self.block_rest())
            finally:
                self.function.scopes.pop()
        if self.match("if"):
            condition = self.condition("if")
            then = self.statement()
            return tree.If(condition, then, self.statement() if self.match("else") else None)
        if self.match("while"):
            return tree.While(self.condition("while"), self.statement(), None)
        if self.match("for"):
            return self.for_statement()
        if self.match("return"):
            return self.return_statement(self.previous)
        value = self.expression()
        self.expect(";", "Expect ';' after expression.")
        return tree.Expression(value)

    def block_rest(self) -> list[object]:
        body: list[object] = []
        while self.current.kind not in ("}", "end"):
            self.declaration(body)
        self.expect("}", "Expect '}' after block.")
        return body

    def condition(self, word: str) -> object:
        self.expect("(", f"Expect '(' after '{word}'.")
        condition = self.expression()
        self.expect(")", "Expect ')' after condition.")
        return condition

    def for_statement(self) -> object:
        self.function.scopes.append({})
        try:
            self.expect("(", "Expect '(' after 'for'.")
            start: list[object] = []
            if self.match("var"):
                start.append(self.variable_declaration())
            elif not self.match(";"):
                start.append(tree.Expression(self.expression()))
                self.expect(";", "Expect ';' after expression.")
            condition = tree.Literal(True) if self.current.kind == ";" else self.expression()
            self.expect(";", "Expect ';' after loop condition.")
            increment = None if self.current.kind == ")" else self.expression()
            self.expect(")", "Expect ')' after for clauses.")
            return tree.Block([*start, tree.While(condition, self.statement(), increment)])
        finally:
            self.function.scopes.pop()

    def return_statement(self, word: Token) -> object:
        if self.function.kind == "script":
            self.error(word, "Can't return from top-level code.")
        if self.match(";"):
            return tree.Return(None, word.line)
        if self.function.kind == "initializer":
            self.error(word, "Can't return a value from an initializer.")
        value = self.expression()
        self.expect(";", "Expect ';' after return value.")
        return tree.Return(value, word.line)

    # --- expressions
    def expression(self) -> object:
        left = self.logical("or")
        if not self.match("="):
            return left
        sign, before = self.previous, self.assignment_count
        value = self.expression()
        if isinstance(left, tree.Global) or isinstance(left, tree.Local) and left.variable.name != "this":
            self.assignment_count += 1
            return tree.Assign(left, value)
        if isinstance(left, tree.Get):
            if isinstance(left.object, tree.Local) and left.object.variable.name == "this" and self.classes:
                self.classes[-1].fields.add(left.name)
            return tree.Set(self.kept(left.object, before), left.name, value, left.line)
        self.error(sign, "Invalid assignment target.")
        return left

    def kept(self, left: object, before: int) -> object:
        """A left operand, copied if an operand parsed since `before` may assign the variable it is."""
        return left if self.assignment_count == before else tree.Copy(left)

    def logical(self, word: str) -> object:
        left = self.logical("and") if word == "or" else self.binary(0)
        while self.match(word):
            left = tree.Logical(word, left, self.logical("and") if word == "or" else self.binary(0))
        return left

    def binary(self, level: int) -> object:
        if level == len(LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.match(*LEVELS[level]):
            operator, before = self.previous, self.assignment_count
            right = self.binary(level + 1)
            left = tree.Binary(operator.kind, self.kept(left, before), right, operator.line)
        return left

    def unary(self) -> object:
        if self.match("!", "-"):
            operator = self.previous
            operand = self.unary()
            if operator.kind == "-" and isinstance(operand, tree.Literal) and type(operand.value) in (int, float):
                return tree.Literal(-operand.value if operand.value else -0.0)
            return tree.Unary(operator.kind, operand, operator.line)
        left = self.primary()
        while self.match("(", "."):
            if self.previous.kind == ".":
                name = self.expect("name", "Expect property name after '.'.")
                left = tree.Get(left, name.text, name.line)
            else:
                arguments: list[object] = []
                while self.current.kind != ")" if not arguments else self.match(","):
                    if len(arguments) == MOST_ARGUMENTS:
                        self.error(self.current, "Can't have more than 255 arguments.")
                    arguments.append(self.expression())
                left = tree.Call(left, arguments, self.expect(")", "Expect ')' after arguments.").line)
        return left

    def primary(self) -> object:
        self.advance()
        token = self.previous
        if token.kind not in ("nil", "true", "false", "number", "string", "name", "(", "this", "super"):
            raise self.error(token, "Expect expression.")
        match token.kind:
            case "nil" | "true" | "false":
                return tree.Literal({"nil": None, "true": True, "false": False}[token.kind])
            case "number":
                return tree.Literal(number(token.text))
            case "string":
                return tree.Literal(token.text[1:-1])
            case "name":
                return self.resolve(token)
            case "(":
                inner = self.expression()
                self.expect(")", "Expect ')' after expression.")
                return tree.Group(inner)
        if not self.classes:
            self.error(token, f"Can't use '{token.kind}' outside of a class.")
        elif token.kind == "super" and not self.classes[-1].has_superclass:
            self.error(token, "Can't use 'super' in a class with no superclass.")
        found = self.resolve(token)
        if token.kind == "this":
            return found
        self.expect(".", "Expect '.' after 'super'.")
        name = self.expect("name", "Expect superclass method name.")
        return tree.Super(self.resolve(Token("this", "this", token.line)), found, name.text, name.line)


def number(text: str) -> int | float:
    """Integers as long as a double holds each of them."""
    value = float(text)
    return int(value) if value.is_integer() and value < 1 << 53 else value
