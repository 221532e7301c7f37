"""Type parameters (PEP 695, PEP 696) as what they mean. The host has checked the tree before.

    @decorator
    def f[T: Bound](a: T = default) -> T: ...

becomes, where [[...]] is a `TypeScope`, a function in the place of an expression,

    f = decorator([[ lambda .default.0:
        T = type_variable("T", lambda: Bound)
        def f(a: T = .default.0) -> T: ...          # bound to `.made`: f itself is not known here
        .made.__type_params__ = (T,)
        return .made
    ]](default))

Classes get `Generic[T]` as their last base, aliases (`type A[T] = ...`) a function that evaluates them when they are asked for. What a
class body binds is seen by the expressions of type scopes right in it: they look in its namespace first.

The functions that make parameters are in the module `_typing` (pyta/lib).
"""

from __future__ import annotations

import _ast

from pyta.syntax.place import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

HELPERS = "_typing"
MADE, PARAMETERS, BASE, NAMESPACE = ".made", ".type_params", ".generic_base", ".class_namespace"
_DEFINITIONS = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.ClassDef)
_SCOPES = (_ast.Lambda, _ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp)


class TypeScope(_ast.Lambda):
    """A function of statements, as an expression. `args` is as of a lambda, `body` a list of statements; `name` is the code's."""

    _fields = ("args", "body")
    name: str


def binding(node: Any) -> str:
    """The name that a definition binds."""
    return getattr(node, "binding", None) or str(node.name)


def has_type_parameters(node: _ast.AST) -> bool:
    return bool(getattr(node, "type_params", None)) or type(node).__name__ == "TypeAlias"


def rewrite(node: Any, class_names: frozenset[str], future_annotations: bool) -> _ast.stmt:
    """The statement that a definition with type parameters, or an alias, becomes.

    Args:
        class_names: what the class body binds that it stands in.
        future_annotations: annotations are not evaluated, but kept as text.
    """
    return _Rewriter(node, class_names, future_annotations).statement()


def names_bound(body: Sequence[_ast.stmt]) -> frozenset[str]:
    """The names that the statements of a class body bind."""
    found: set[str] = set()
    pending: list[Any] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, _DEFINITIONS):
            found.add(node.name)
            continue
        if type(node).__name__ == "TypeAlias":
            found.add(node.name.id)
            continue
        if isinstance(node, _SCOPES):
            continue
        if isinstance(node, _ast.Name) and isinstance(node.ctx, _ast.Store):
            found.add(node.id)
        elif isinstance(node, _ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, _ast.ExceptHandler) and node.name:
            found.add(node.name)
        pending += _children(node)
    return frozenset(found)


def _children(node: _ast.AST) -> Iterator[_ast.AST]:
    for name in node._fields:
        value = getattr(node, name, None)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, _ast.AST):
                yield item


class _Rewriter:
    def __init__(self, node: Any, class_names: frozenset[str], future_annotations: bool) -> None:
        self.node = node
        self.future_annotations = future_annotations
        self.at: dict[str, Any] = place(node)
        self.parameters: list[Any] = list(node.type_params)
        self.class_names = class_names - {p.name for p in self.parameters}
        self.looks_in_class = False
        self.arguments: list[str] = []
        self.values: list[_ast.expr] = []

    def statement(self) -> _ast.stmt:
        node = self.node
        statements = [self.bind_parameter(p) for p in self.parameters]
        if type(node).__name__ == "TypeAlias":
            name = str(node.name.id)
            lazy = self.lazily(node.value)
            statements.append(_ast.Return(self.help("type_alias", _ast.Constant(name, **self.at), lazy, self.tuple()), **self.at))
            return self.store(name, self.scope(name, statements))
        if isinstance(node, _ast.ClassDef):
            statements += self.class_definition(node)
        else:
            statements += self.function_definition(node)
        statements.append(_ast.Return(self.load(MADE), **self.at))
        decorators, node.decorator_list, node.type_params = node.decorator_list, [], []
        node.binding = MADE
        if decorators:
            node.first_line = decorators[0].lineno
        value: _ast.expr = self.scope(node.name, statements)
        for decorator in reversed(decorators):
            value = _ast.Call(decorator, [value], [], **place(decorator))
        return self.store(node.name, value)

    def function_definition(self, node: Any) -> list[_ast.stmt]:
        a = node.args
        for defaults in (a.defaults, a.kw_defaults):
            for i, value in enumerate(defaults):
                if value is not None:
                    name = f".default.{len(self.values)}"
                    self.arguments.append(name)
                    self.values.append(value)
                    defaults[i] = _ast.Name(name, _ast.Load(), **place(value))
        if not self.future_annotations:
            for argument in (*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, a.kwarg):
                if argument is not None and argument.annotation is not None:
                    argument.annotation = self.seen(argument.annotation)
            if node.returns is not None:
                node.returns = self.seen(node.returns)
        attribute = _ast.Attribute(self.load(MADE), "__type_params__", _ast.Store(), **self.at)
        return [node, _ast.Assign([attribute], self.tuple(), **self.at)]

    def class_definition(self, node: Any) -> list[_ast.stmt]:
        node.bases = [*map(self.seen, node.bases), self.load(BASE)]
        for keyword in node.keywords:
            keyword.value = self.seen(keyword.value)
        first = node.body[0]
        has_doc = isinstance(first, _ast.Expr) and isinstance(first.value, _ast.Constant) and isinstance(first.value.value, str)
        node.body.insert(1 if has_doc else 0, self.store("__type_params__", self.load(PARAMETERS)))
        return [self.store(PARAMETERS, self.tuple()), self.store(BASE, self.help("generic_base", self.load(PARAMETERS))), node]

    # --- parts
    def bind_parameter(self, p: Any) -> _ast.stmt:
        kind = {"TypeVar": "type_variable", "ParamSpec": "parameter_specification", "TypeVarTuple": "type_variable_tuple"}[type(p).__name__]
        given: list[_ast.expr] = [_ast.Constant(p.name, **self.at)]
        bound = getattr(p, "bound", None)
        if kind == "type_variable":
            is_choice = isinstance(bound, _ast.Tuple)
            given += [self.lazily(bound), _ast.Constant(is_choice, **self.at)]
        default = getattr(p, "default_value", None)  # since 3.13
        if isinstance(default, _ast.Starred):  # `*Ts = *X` is what X gives, its only item
            items = _ast.List([default], _ast.Load(), **place(default))
            default = _ast.Subscript(items, _ast.Constant(0, **self.at), _ast.Load(), **place(default))
        given.append(self.lazily(default))
        return self.store(p.name, self.help(kind, *given))

    def lazily(self, value: _ast.expr | None) -> _ast.expr:
        """A function that evaluates what may be asked for later; None where there is nothing."""
        if value is None:
            return _ast.Constant(None, **self.at)
        return _ast.Lambda(_ast.arguments([], [], None, [], [], None, []), self.seen(value), **place(value))

    def seen(self, value: _ast.expr) -> _ast.expr:
        """An expression whose names are looked up in the class's namespace first, if it binds them."""
        if not self.class_names:
            return value
        if isinstance(value, _ast.Name) and isinstance(value.ctx, _ast.Load) and value.id in self.class_names:
            p: dict[str, Any] = place(value)
            self.looks_in_class = True
            key = _ast.Constant(value.id, **p)
            held = _ast.Name(NAMESPACE, _ast.Load(), **p)
            return _ast.IfExp(_ast.Compare(key, [_ast.In()], [held], **p), _ast.Subscript(held, key, _ast.Load(), **p), value, **p)
        if not isinstance(value, _SCOPES):
            for name in value._fields:
                part = getattr(value, name, None)
                if isinstance(part, _ast.expr):
                    setattr(value, name, self.seen(part))
                elif isinstance(part, list):
                    part[:] = [self.seen(item) if isinstance(item, _ast.expr) else item for item in part]
        return value

    def scope(self, name: str, statements: list[_ast.stmt]) -> _ast.expr:
        """The call of a type scope."""
        if self.looks_in_class:
            self.arguments.append(NAMESPACE)
            self.values.append(_ast.Call(self.load("locals"), [], [], **self.at))
        arguments = [_ast.arg(n, None, None, **self.at) for n in self.arguments]
        body: Any = statements
        made = TypeScope(_ast.arguments([], arguments, None, [], [], None, []), body, **self.at)
        made.name = f"<generic parameters of {name}>"
        return _ast.Call(made, self.values, [], **self.at)

    def tuple(self) -> _ast.expr:
        return _ast.Tuple([self.load(p.name) for p in self.parameters], _ast.Load(), **self.at)

    def load(self, name: str) -> _ast.Name:
        return _ast.Name(name, _ast.Load(), **self.at)

    def store(self, name: str, value: _ast.expr) -> _ast.stmt:
        return _ast.Assign([_ast.Name(name, _ast.Store(), **self.at)], value, **self.at)

    def help(self, helper: str, *arguments: _ast.expr) -> _ast.expr:
        module = _ast.Call(self.load("__import__"), [_ast.Constant(HELPERS, **self.at)], [], **self.at)
        return _ast.Call(_ast.Attribute(module, helper, _ast.Load(), **self.at), list(arguments), [], **self.at)
