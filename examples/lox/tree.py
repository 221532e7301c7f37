"""What a Lox program is made of: variables, functions, expressions, statements (level: host)."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field


@dataclass(eq=False)
class Variable:
    """A local variable, parameter, `this` or `super`. `register` is the compiler's."""

    name: str
    owner: Function
    is_ready: bool = False  # its initialiser has been parsed
    is_captured: bool = False  # by an inner function: it lives in a cell
    register: int = -1


@dataclass(eq=False)
class Function:
    """`kind`: "script", "function", "method" or "initializer"; `free`: variables of outer functions it uses."""

    name: str
    kind: str
    line: int
    outer: Function | None = None
    parameters: list[Variable] = field(default_factory=list)
    body: list[object] = field(default_factory=list)
    free: list[Variable] = field(default_factory=list)
    scopes: list[dict[str, Variable]] = field(default_factory=list)


# Expressions
Literal = namedtuple("Literal", "value")  # None, bool, int, float or str
Local = namedtuple("Local", "variable")
Global = namedtuple("Global", "name line")
Assign = namedtuple("Assign", "target value")  # target: Local or Global
Unary = namedtuple("Unary", "operator operand line")
Binary = namedtuple("Binary", "operator left right line")
Logical = namedtuple("Logical", "operator left right")
Group = namedtuple("Group", "inner")
Copy = namedtuple("Copy", "inner")  # a left operand, where the right one assigns variables
Call = namedtuple("Call", "callee arguments line")
Get = namedtuple("Get", "object name line")
Set = namedtuple("Set", "object name value line")
Super = namedtuple("Super", "this superclass name line")

# Statements; a target is a Variable, or the name of a global
Expression = namedtuple("Expression", "value")
Print = namedtuple("Print", "value")
Declare = namedtuple("Declare", "target value line")
Define = namedtuple("Define", "target function")
Block = namedtuple("Block", "body")
If = namedtuple("If", "condition then otherwise")
While = namedtuple("While", "condition body increment")
Return = namedtuple("Return", "value line")
Class = namedtuple("Class", "target name line superclass super_variable methods fields")
