"""Symbol analysis: which name is what in which scope.

Two passes over a syntax tree that the host's compiler has accepted: collect (what each scope binds, uses, declares), then
resolve from the outside in. A list, set or dict comprehension is a scope of its own for names, but no function: its code
stands in the function around it (as in Python 3.12), so that it needs cells only for what nested functions capture.

- INV-SCOPE-1  A name of a function is LOCAL or CELL there only if the function binds it.
- INV-SCOPE-2  Every name in `free_names` of a scope is LOCAL-turned-CELL, or in `free_names`, of the scope around it, or it is
  `__class__` and that scope is a class.
- INV-SCOPE-3  Names are mangled once, here and in `Scope.mangle`; `kinds` and `free_names` hold mangled names.
"""

from __future__ import annotations

import _ast

from pyta.compiler.constant import Folder
from pyta.syntax.parse import NOT_YET, not_yet
from pyta.syntax.type_parameter import TypeScope, binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# What a name is to the code of a scope.
LOCAL = 1  # a register
CELL = 2  # a register that holds a cell
FREE = 3  # a cell of the closure
GLOBAL = 4
NAME = 5  # an item of the frame's namespace
NAME_OR_FREE = 6  # a class body's: an item of the namespace, else a cell of the closure
OUTER = 7  # a comprehension's: what the scope around it says

# What a scope does with a name.
_BOUND = 1
_USED = 2
_GLOBAL = 4
_NONLOCAL = 8

MODULE, FUNCTION, CLASS, COMPREHENSION = "module", "function", "class", "comprehension"

MAX_LOOP_CONSTANTS = 8


class Scope:
    """One scope. `kinds` and `free_names` are there after `resolve`.

    Attributes:
        kind: MODULE, FUNCTION (also lambda, generator expression), CLASS, COMPREHENSION (list, set, dict).
        kinds: name → LOCAL...
        free_names: the closure's names, sorted (comprehension: what it needs of the scope around it).
        captured: of those, what nested functions need as cells.
        class_cell: a class one of whose methods uses `__class__`.
        deleted: names that are deleted somewhere, also by the end of `except ... as`.
        walrus: names that := binds, from here or from comprehensions within.
        loop_constants: constants that loops use as operands.
        patterns: unpacking patterns, in source order, whose targets would like adjacent registers.
        texts: names that are given a text: a constant or an f-string.
        extended: names that += in a loop extends.
    """

    def __init__(self, kind: str, node: _ast.AST, name: str, parent: Scope | None) -> None:
        self.kind = kind
        self.node = node
        self.name = name
        self.parent = parent
        self.children: list[Scope] = []
        self.flags: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.free_names: tuple[str, ...] = ()
        self.captured: frozenset[str] = frozenset()
        self.parameters: tuple[str, ...] = ()
        self.class_cell = False
        self.is_generator = False
        self.deleted: set[str] = set()
        self.walrus: set[str] = set()
        self.loop_constants: dict[object, object] = {}
        self.patterns: list[_ast.Tuple | _ast.List] = []
        self.texts: set[str] = set()
        self.extended: set[str] = set()
        self.private: str = parent.private if parent is not None else ""
        self.loop_depth = 0
        self.inspects_locals = False
        self.has_annotations = False
        self._bound_names: frozenset[str] | None = None
        self.self_attributes: dict[str, None] = {}

    def mangle(self, name: str) -> str:
        """A class's private name as it is known outside: `__x` in class `C` is `_C__x`."""
        if not self.private or not name.startswith("__") or name.endswith("__") or "." in name:
            return name
        stripped = self.private.lstrip("_")
        return f"_{stripped}{name}" if stripped else name

    @property
    def bound_names(self) -> frozenset[str]:
        if self._bound_names is None:
            self._bound_names = frozenset(n for n, f in self.flags.items() if f & _BOUND)
        return self._bound_names

    @property
    def text_accumulators(self) -> set[str]:
        """The locals that a loop puts a text together in: nobody but the instructions that name their registers sees what is there."""
        if self.kind != FUNCTION or self.inspects_locals:
            return set()
        found = (self.texts & self.extended) - self.walrus - set(self.parameters)
        return {n for n in found if self.kinds[n] == LOCAL}

    def function(self) -> Scope:
        """The scope whose code this scope's code is part of."""
        scope = self
        while scope.kind == COMPREHENSION:
            assert scope.parent is not None
            scope = scope.parent
        return scope


class Scopes:
    """The scopes of one tree, by the node that makes each: `Module`, `FunctionDef`, `Lambda`, `ClassDef`, comprehensions."""

    def __init__(
        self, tree: _ast.AST, file: str, folder: Folder, *, future_annotations: bool = False, namespace: bool = False
    ) -> None:
        self.by_node: dict[_ast.AST, Scope] = {}
        collector = _Collector(self, file, folder, future_annotations)
        self.module: Scope = collector.enter(MODULE, tree, "<module>")
        collector.visit_all(_children(tree))
        _resolve(self.module, frozenset(), namespace)


def _children(node: _ast.AST) -> Iterable[_ast.AST]:
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, _ast.AST) and item._fields:
                    yield item
        elif isinstance(value, _ast.AST) and value._fields:  # operators and contexts have none
            yield value


def is_text(node: _ast.expr) -> bool:
    """Whether an expression is a text by its form."""
    return isinstance(node, _ast.JoinedStr) or (isinstance(node, _ast.Constant) and isinstance(node.value, str))


class _Collector:
    """The first pass."""

    def __init__(self, scopes: Scopes, file: str, folder: Folder, future_annotations: bool) -> None:
        self.scopes = scopes
        self.file = file
        self.folder = folder
        self.future_annotations = future_annotations
        self.scope: Scope = None  # type: ignore[assignment]

    def enter(self, kind: str, node: _ast.AST, name: str) -> Scope:
        scope = Scope(kind, node, name, self.scope)
        if self.scope is not None:
            self.scope.children.append(scope)
        self.scopes.by_node[node] = scope
        self.scope = scope
        return scope

    def leave(self) -> None:
        parent = self.scope.parent
        assert parent is not None
        self.scope = parent

    def mark(self, name: str, flag: int) -> None:
        name = self.scope.mangle(name)
        self.scope.flags[name] = self.scope.flags.get(name, 0) | flag

    def visit_all(self, nodes: Iterable[_ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def visit(self, node: _ast.AST) -> None:
        name = type(node).__name__
        method = getattr(self, name, None)
        if method is not None:
            method(node)
        elif name in NOT_YET:
            raise not_yet(node, NOT_YET[name], self.file)
        else:
            self.visit_all(_children(node))

    # --- names
    def Name(self, node: _ast.Name) -> None:
        if isinstance(node.ctx, _ast.Load):
            self.mark(node.id, _USED)
            if node.id == "super" and self.scope.function().kind == FUNCTION:
                self.mark("__class__", _USED)
            elif node.id in ("locals", "vars", "dir", "eval", "exec", "_getframe"):
                self.scope.function().inspects_locals = True
        else:
            self.mark(node.id, _BOUND)
            if isinstance(node.ctx, _ast.Del):
                self.scope.deleted.add(self.scope.mangle(node.id))

    def Global(self, node: _ast.Global) -> None:
        for name in node.names:
            self.mark(name, _GLOBAL)
            module, mangled = self.scopes.module, self.scope.mangle(name)  # the host takes it for the module's own, too
            module.flags[mangled] = module.flags.get(mangled, 0) | _GLOBAL

    def Nonlocal(self, node: _ast.Nonlocal) -> None:
        for name in node.names:
            self.mark(name, _NONLOCAL)

    def NamedExpr(self, node: _ast.NamedExpr) -> None:
        self.visit(node.value)
        assert isinstance(node.target, _ast.Name)
        name = self.scope.mangle(node.target.id)
        scope = self.scope
        passed = []
        while isinstance(scope.node, _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp):
            passed.append(scope)
            assert scope.parent is not None
            scope = scope.parent
        scope.walrus.add(name)
        scope.function().walrus.add(name)
        scope.flags[name] = scope.flags.get(name, 0) | _BOUND
        is_global = scope.flags[name] & _GLOBAL or scope.kind == MODULE
        for inner in passed:
            inner.flags[name] = inner.flags.get(name, 0) | (_GLOBAL if is_global else _USED)
            inner.walrus.add(name)

    def Import(self, node: _ast.Import) -> None:
        for alias in node.names:
            self.mark(alias.asname or alias.name.partition(".")[0], _BOUND)

    def ImportFrom(self, node: _ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self.mark(alias.asname or alias.name, _BOUND)

    def ExceptHandler(self, node: _ast.ExceptHandler) -> None:
        if node.type is not None:
            self.visit(node.type)
        if node.name is not None:
            self.mark(node.name, _BOUND)
            self.scope.deleted.add(self.scope.mangle(node.name))
        self.visit_all(node.body)

    def AnnAssign(self, node: _ast.AnnAssign) -> None:
        self.scope.has_annotations = True
        if self.scope.kind != FUNCTION and not self.future_annotations:
            self.visit(node.annotation)
        self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)
        if isinstance(node.target, _ast.Name) and self.scope.kind != FUNCTION:
            self.mark("__annotations__", _BOUND | _USED)
            if self.scope.kind == CLASS:
                self.scope.self_attributes[node.target.id] = None  # as a dataclass will have it

    def Attribute(self, node: _ast.Attribute) -> None:
        if node.attr == "_getframe":
            self.scope.function().inspects_locals = True
        self.visit(node.value)
        if isinstance(node.ctx, _ast.Store) and isinstance(node.value, _ast.Name):
            self._self_attribute(node.value.id, node.attr)

    def _self_attribute(self, receiver: str, attribute: str) -> None:
        scope = self.scope.function()
        if scope.kind == FUNCTION and scope.parameters and scope.parameters[0] == receiver:
            parent = scope.parent
            if parent is not None and isinstance(parent.node, TypeScope):
                parent = parent.parent
            if parent is not None and parent.kind == CLASS:
                parent.self_attributes[attribute] = None

    # --- operands of loops, patterns
    def BinOp(self, node: _ast.BinOp) -> None:
        chain: list[_ast.BinOp] = []
        left: _ast.expr = node
        while isinstance(left, _ast.BinOp):  # a long chain nests to the left
            chain.append(left)
            left = left.left
        self._operand(left)
        self.visit(left)
        for binary in reversed(chain):
            if not isinstance(binary.op, _ast.Add | _ast.Sub) or not self._is_small_int(binary.right):
                self._operand(binary.right)
            self.visit(binary.right)

    def AugAssign(self, node: _ast.AugAssign) -> None:
        if not isinstance(node.op, _ast.Add | _ast.Sub) or not self._is_small_int(node.value):
            self._operand(node.value)
        if isinstance(node.target, _ast.Name):
            self.mark(node.target.id, _USED)
            if isinstance(node.op, _ast.Add) and self.scope.loop_depth:
                self.scope.extended.add(self.scope.mangle(node.target.id))
        self.visit(node.target)
        self.visit(node.value)

    def Compare(self, node: _ast.Compare) -> None:
        for operand in (node.left, *node.comparators):
            if not self._is_small_int(operand):
                self._operand(operand)
        self.visit(node.left)
        self.visit_all(node.comparators)

    def Subscript(self, node: _ast.Subscript) -> None:
        if not self._is_small_int(node.slice):
            self._operand(node.slice)
        self.visit(node.value)
        self.visit(node.slice)

    def _is_small_int(self, node: _ast.AST) -> bool:
        value = self.folder.fold(node)
        return type(value) is int and -32768 <= value <= 32767

    def _operand(self, node: _ast.AST) -> None:
        """Note a constant that is an operand in a loop: it is loaded once, at the start of the function."""
        scope = self.scope.function()
        if not scope.loop_depth or scope.kind == CLASS:
            return
        value = self.folder.fold(node)
        if type(value) in (int, float, str, bytes, complex) and len(scope.loop_constants) < MAX_LOOP_CONSTANTS:
            scope.loop_constants[type(value), repr(value)] = value

    def If(self, node: _ast.If) -> None:
        while True:  # a long chain of elif nests in orelse
            self.visit(node.test)
            self.visit_all(node.body)
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], _ast.If):
                break
            node = node.orelse[0]
        self.visit_all(node.orelse)

    def For(self, node: _ast.For) -> None:
        self.visit(node.iter)
        self._pattern(node.target)
        self.visit(node.target)
        self._loop(node.body)
        self.visit_all(node.orelse)

    def While(self, node: _ast.While) -> None:
        self._loop([node.test, *node.body])
        self.visit_all(node.orelse)

    def _loop(self, nodes: Iterable[_ast.AST]) -> None:
        scope = self.scope.function()
        scope.loop_depth += 1
        self.visit_all(nodes)
        scope.loop_depth -= 1

    def Assign(self, node: _ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            if not isinstance(node.value, _ast.Tuple | _ast.List):
                self._pattern(target)
            if isinstance(target, _ast.Name) and is_text(node.value):
                self.scope.texts.add(self.scope.mangle(target.id))
            self.visit(target)

    def _pattern(self, target: _ast.AST) -> None:
        if isinstance(target, _ast.Tuple | _ast.List):
            self.scope.patterns.append(target)
            for element in target.elts:
                self._pattern(element)

    # --- functions and classes
    def FunctionDef(self, node: _ast.FunctionDef) -> None:
        self.mark(binding(node), _BOUND)
        self.visit_all(node.decorator_list)
        self._signature(node.args, node.returns)
        self._body(node, node.name, node.args, node.body)

    def Lambda(self, node: _ast.Lambda) -> None:
        self._signature(node.args, None)
        self._body(node, "<lambda>", node.args, [node.body])

    def _signature(self, arguments: _ast.arguments, returns: _ast.expr | None) -> None:
        self.visit_all(arguments.defaults)
        self.visit_all(arguments.kw_defaults)
        if self.future_annotations:
            return
        self.visit_all(a.annotation for a in all_arguments(arguments))
        if returns is not None:
            self.visit(returns)

    def _body(self, node: _ast.AST, name: str, arguments: _ast.arguments, body: Iterable[_ast.AST]) -> None:
        scope = self.enter(FUNCTION, node, name)
        scope.parameters = tuple(scope.mangle(a.arg) for a in all_arguments(arguments))
        for parameter in scope.parameters:
            scope.flags[parameter] = _BOUND
        self.visit_all(body)
        self.leave()

    def TypeScope(self, node: TypeScope) -> None:
        statements: list[_ast.stmt] = node.body  # type: ignore[assignment]
        self._body(node, node.name, node.args, statements)

    def ClassDef(self, node: _ast.ClassDef) -> None:
        self.mark(binding(node), _BOUND)
        self.visit_all(node.decorator_list)
        self.visit_all(node.bases)
        self.visit_all(k.value for k in node.keywords)
        scope = self.enter(CLASS, node, node.name)
        scope.private = node.name
        for name in ("__module__", "__qualname__"):
            scope.flags[name] = _BOUND
        self.visit_all(node.body)
        self.leave()

    # --- comprehensions
    def ListComp(self, node: _ast.ListComp) -> None:
        self._comprehension(COMPREHENSION, "<listcomp>", node, [node.elt])

    def SetComp(self, node: _ast.SetComp) -> None:
        self._comprehension(COMPREHENSION, "<setcomp>", node, [node.elt])

    def DictComp(self, node: _ast.DictComp) -> None:
        self._comprehension(COMPREHENSION, "<dictcomp>", node, [node.key, node.value])

    def GeneratorExp(self, node: _ast.GeneratorExp) -> None:
        self._comprehension(FUNCTION, "<genexpr>", node, [node.elt])

    def _comprehension(
        self, kind: str, name: str, node: _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp,
        elements: list[_ast.expr],
    ) -> None:  # fmt: skip
        first = node.generators[0]
        self.visit(first.iter)
        scope = self.enter(kind, node, name)
        if kind == FUNCTION:
            scope.parameters = (".0",)
            scope.flags[".0"] = _BOUND
            scope.is_generator = True
        function = scope.function()
        function.loop_depth += 1
        for generator in node.generators:
            if generator.is_async:
                raise not_yet(generator.target, "asynchronous comprehensions", self.file)
            if generator is not first:
                self.visit(generator.iter)
            self._pattern(generator.target)
            self.visit(generator.target)
            self.visit_all(generator.ifs)
        self.visit_all(elements)
        function.loop_depth -= 1
        self.leave()

    def Yield(self, node: _ast.Yield) -> None:
        self.scope.is_generator = True
        if node.value is not None:
            self.visit(node.value)

    def YieldFrom(self, node: _ast.YieldFrom) -> None:
        self.scope.is_generator = True
        self.visit(node.value)


def all_arguments(arguments: _ast.arguments) -> list[_ast.arg]:
    """In register order."""
    found = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg is not None:
        found.append(arguments.vararg)
    found += arguments.kwonlyargs
    if arguments.kwarg is not None:
        found.append(arguments.kwarg)
    return found


def _resolve(scope: Scope, enclosing: frozenset[str], namespace: bool) -> None:
    """The second pass: fill `kinds`, `free_names`, `captured` of a scope and of those within.

    Args:
        enclosing: the names that the functions around bind.
        namespace: whether the module's names are items of a given namespace.
    """
    kinds = scope.kinds
    free: set[str] = set()
    for name, flags in scope.flags.items():
        if flags & _GLOBAL:
            kinds[name] = GLOBAL
        elif flags & _NONLOCAL:
            kinds[name] = FREE
            free.add(name)
        elif scope.kind == MODULE:
            kinds[name] = NAME if namespace else GLOBAL
        elif flags & _BOUND:
            kinds[name] = NAME if scope.kind == CLASS else LOCAL
        elif name in enclosing:
            kinds[name] = {CLASS: NAME_OR_FREE, COMPREHENSION: OUTER}.get(scope.kind, FREE)
            free.add(name)
        elif scope.kind == COMPREHENSION and scope.function().kind == MODULE:
            declared = scope.function().flags.get(name, 0) & _GLOBAL
            kinds[name] = NAME if namespace and not declared else GLOBAL
        else:
            kinds[name] = NAME if scope.kind == CLASS else GLOBAL
    inside = enclosing
    if scope.kind in (FUNCTION, COMPREHENSION):
        own = frozenset(n for n, k in kinds.items() if k == LOCAL)
        inside = (enclosing | own) - frozenset(n for n, k in kinds.items() if k == GLOBAL)
    elif scope.kind == CLASS:
        inside = enclosing | {"__class__"}
    captured: set[str] = set()
    for child in scope.children:
        _resolve(child, inside, namespace)
        for name in child.free_names:
            as_cell = child.kind != COMPREHENSION or name in child.captured
            if scope.kind == CLASS and name == "__class__":
                scope.class_cell = True
            elif kinds.get(name) in (LOCAL, CELL):
                if as_cell:
                    kinds[name] = CELL
            else:
                free.add(name)
                kinds.setdefault(name, OUTER if scope.kind == COMPREHENSION else FREE)
                if as_cell:
                    captured.add(name)
    scope.free_names = tuple(sorted(free))
    scope.captured = frozenset(captured)
