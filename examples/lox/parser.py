"""Lox tokens to a tree, with names resolved: what is local, what is captured, what is global (level: host).

Errors are collected as Lox's own texts; after one, what follows up to the next statement is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import tree
from corevm.lang import Variable
from scanner import Token, scan
from tree import Function

STATEMENT_STARTS = ("end", "class", "fun", "var", "for", "if", "while", "print", "return")
LEVELS = (("or",), ("and",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"))  # loosest first
CONSTANTS = {"nil": None, "true": True, "false": False}


class Panic(Exception):
    """Raised to leave a statement that makes no sense any more."""


class Parser:
    def __init__(self, source: str) -> None:
        self.errors: list[str] = []
        self.is_panicking = False
        self.tokens = scan(source)
        self.previous = self.current = Token("end", "", 1)
        self.function = Function("script", "script", 1)
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
        return self.current.kind in kinds and bool(self.advance())

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

    def listed(self, what: str, parse: object) -> Iterator[object]:
        """What `parse` gives, up to a closing parenthesis."""
        count = 0
        while self.current.kind != ")" if not count else self.match(","):
            if count == 255:
                self.error(self.current, f"Can't have more than 255 {what}.")
            yield parse()
            count += 1
        self.expect(")", f"Expect ')' after {what}.")

    # --- names
    def declare(self, message: str, **options: bool) -> tuple[Token, Variable | str]:
        """The name that follows, and what its declaration declares: a variable of the innermost block, or a global."""
        token = self.expect("name", message)
        if self.function.is_here(token.text):
            self.error(token, "Already a variable with this name in this scope.")
        return token, self.function.add(token.text, **options) if self.function.blocks else token.text

    def resolve(self, token: Token) -> tree.Name:
        found = self.function.find(token.text)
        if found is not None and not found.is_ready:
            self.error(token, "Can't read local variable in its own initializer.")
        return tree.Name(found or token.text, token.line)

    # --- declarations
    def declaration(self, body: list[object]) -> None:
        try:
            if self.match("class"):
                body.append(self.class_declaration())
            elif self.match("fun"):
                name, target = self.declare("Expect function name.")
                body.append(tree.Declare(target, self.function_rest(name, "function"), name.line))
            else:
                body.append(self.variable_declaration() if self.match("var") else self.statement())
        except Panic:
            pass
        if self.is_panicking:
            self.is_panicking = False
            while self.previous.kind != ";" and self.current.kind not in STATEMENT_STARTS:
                self.advance()

    def variable_declaration(self) -> object:
        name, target = self.declare("Expect variable name.", is_ready=False)
        if self.match("="):
            value = self.closed("variable declaration")
        else:
            value = tree.Literal(None)
            self.expect(";", "Expect ';' after variable declaration.")
        if isinstance(target, Variable):
            target.is_ready = True
        return tree.Declare(target, value, name.line)

    def function_rest(self, name: Token, kind: str) -> Function:
        """The parameters and body of a function whose name has been read."""
        made = self.function = Function(name.text, kind, name.line, self.function)
        word = "function" if kind == "function" else "method"
        try:
            with made.block():
                if word == "method":
                    made.add("this", is_parameter=True)
                self.expect("(", f"Expect '(' after {word} name.")
                list(self.listed("parameters", lambda: self.declare("Expect parameter name.", is_parameter=True)))
                self.expect("{", f"Expect '{{' before {word} body.")
                made.body = self.block_rest()
        finally:
            self.function = made.outer
        return made

    def class_declaration(self) -> object:
        name, target = self.declare("Expect class name.")
        superclass, methods = None, []
        if self.match("<"):
            parent = self.expect("name", "Expect superclass name.")
            if parent.text == name.text:
                self.error(parent, "A class can't inherit from itself.")
            superclass = self.resolve(parent)
        with self.function.block():
            super_variable = self.function.add("super", is_ready=superclass is not None)
            self.expect("{", "Expect '{' before class body.")
            while self.current.kind not in ("}", "end"):
                method = self.expect("name", "Expect method name.")
                methods.append(self.function_rest(method, "initializer" if method.text == "init" else "method"))
            self.expect("}", "Expect '}' after class body.")
        fields = set().union(*(m.fields for m in methods))
        return tree.Class(target, name.text, name.line, superclass, super_variable, methods, fields)

    # --- statements
    def statement(self) -> object:
        if self.match("print"):
            return tree.Print(self.closed("value"))
        if self.match("{"):
            with self.function.block():
                return tree.Block(self.block_rest())
        if self.match("if"):
            condition, then = self.condition("if"), self.statement()
            return tree.If(condition, then, self.statement() if self.match("else") else None)
        if self.match("while"):
            return tree.While(self.condition("while"), self.statement(), None)
        if self.match("for"):
            with self.function.block():
                return self.for_rest()
        if self.match("return"):
            return self.return_rest(self.previous)
        return self.closed("expression")

    def closed(self, what: str, end: str = ";") -> object:
        """An expression and what ends it."""
        value = self.expression()
        self.expect(end, f"Expect '{end}' after {what}.")
        return value

    def block_rest(self) -> list[object]:
        body: list[object] = []
        while self.current.kind not in ("}", "end"):
            self.declaration(body)
        self.expect("}", "Expect '}' after block.")
        return body

    def condition(self, word: str) -> object:
        self.expect("(", f"Expect '(' after '{word}'.")
        return self.closed("condition", ")")

    def for_rest(self) -> object:
        self.expect("(", "Expect '(' after 'for'.")
        start: list[object] = []
        if self.match("var"):
            start.append(self.variable_declaration())
        elif not self.match(";"):
            start.append(self.closed("expression"))
        condition = tree.Literal(True) if self.match(";") else self.closed("loop condition")
        increment = None if self.match(")") else self.closed("for clauses", ")")
        return tree.Block([*start, tree.While(condition, self.statement(), increment)])

    def return_rest(self, word: Token) -> object:
        if self.function.kind == "script":
            self.error(word, "Can't return from top-level code.")
        if self.match(";"):
            return tree.Return(None, word.line)
        if self.function.kind == "initializer":
            self.error(word, "Can't return a value from an initializer.")
        return tree.Return(self.closed("return value"), word.line)

    # --- expressions
    def expression(self) -> object:
        left = self.binary(0)
        if not self.match("="):
            return left
        sign, before = self.previous, self.assignment_count
        value = self.expression()
        if isinstance(left, tree.Get):
            if isinstance(left.object, tree.This):
                left.object.target.owner.fields.add(left.name)
            return tree.Set(self.kept(left.object, before), left.name, value, left.line)
        if not isinstance(left, tree.Name):
            self.error(sign, "Invalid assignment target.")
        self.assignment_count += 1
        return tree.Assign(left, value)

    def kept(self, left: object, before: int) -> object:
        """A left operand, copied if an operand parsed since `before` may assign the variable it is."""
        return left if self.assignment_count == before else tree.Copy(left)

    def binary(self, level: int) -> object:
        if level == len(LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.match(*LEVELS[level]):
            operator, before = self.previous, self.assignment_count
            right = self.binary(level + 1)
            if operator.kind in ("or", "and"):
                left = tree.Logical(operator.kind, left, right)
            else:
                left = tree.Binary(operator.kind, self.kept(left, before), right, operator.line)
        return left

    def unary(self) -> object:
        if self.match("!", "-"):
            operator, operand = self.previous, self.unary()
            if operator.kind == "-" and isinstance(operand, tree.Literal) and type(operand.value) in (int, float):
                return tree.Literal(-operand.value if operand.value else -0.0)
            return tree.Unary(operator.kind, operand, operator.line)
        left = self.primary(self.advance())
        while self.match("(", "."):
            if self.previous.kind == ".":
                name = self.expect("name", "Expect property name after '.'.")
                left = tree.Get(left, name.text, name.line)
            else:
                left = tree.Call(left, list(self.listed("arguments", self.expression)), self.previous.line)
        return left

    def primary(self, token: Token) -> object:
        if token.kind in CONSTANTS:
            return tree.Literal(CONSTANTS[token.kind])
        if token.kind == "number":
            value = float(token.text)
            return tree.Literal(int(value) if value.is_integer() and value < 1 << 53 else value)
        if token.kind == "string":
            return tree.Literal(token.text[1:-1])
        if token.kind == "name":
            return self.resolve(token)
        if token.kind == "(":
            inner = self.closed("expression", ")")
            return tree.Copy(inner) if isinstance(inner, tree.Name | tree.Get) else inner
        if token.kind not in ("this", "super"):
            raise self.error(token, "Expect expression.")
        found = self.function.find(token.kind)
        if found is None:
            self.error(token, f"Can't use '{token.kind}' outside of a class.")
        elif not found.is_ready:
            self.error(token, "Can't use 'super' in a class with no superclass.")
        if token.kind == "this":
            return tree.This(found, token.line)
        self.expect(".", "Expect '.' after 'super'.")
        name = self.expect("name", "Expect superclass method name.")
        this = tree.This(self.function.find("this"), token.line)
        return tree.Super(this, tree.Name(found, token.line), name.text, name.line)
