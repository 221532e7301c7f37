"""What a Lox program is made of: functions, expressions, statements (level: host)."""

from __future__ import annotations

from collections import namedtuple

from corevm.lang import Scope


class Function(Scope):
    """A function, its variables and body. `kind`: "script", "function", "method" or "initializer"."""

    def __init__(self, name: str, kind: str, line: int, outer: Scope | None = None) -> None:
        super().__init__(outer)
        self.name, self.kind, self.line = name, kind, line
        self.body: list[object] = []
        self.fields: set[str] = set()  # what a method assigns to `this`


# Expressions
Literal = namedtuple("Literal", "value")  # None, bool, int, float or str
Name = namedtuple("Name", "target line")  # target: a Variable, or the name of a global
This = namedtuple("This", "target line")
Assign = namedtuple("Assign", "name value")
Unary = namedtuple("Unary", "operator operand line")
Binary = namedtuple("Binary", "operator left right line")
Logical = namedtuple("Logical", "operator left right")
Copy = namedtuple("Copy", "inner")  # of a variable that may change meanwhile; of what stands in parentheses
Call = namedtuple("Call", "callee arguments line")
Get = namedtuple("Get", "object name line")
Set = namedtuple("Set", "object name value line")
Super = namedtuple("Super", "object superclass name line")  # object: `this`

# Statements, beside expressions
Print = namedtuple("Print", "value")
Declare = namedtuple("Declare", "target value line")
Block = namedtuple("Block", "body")
If = namedtuple("If", "condition then otherwise")
While = namedtuple("While", "condition body increment")
Return = namedtuple("Return", "value line")
Class = namedtuple("Class", "target name line superclass super_variable methods fields")
