"""Functions, lambdas, classes; `return` and `yield`."""

from __future__ import annotations

import _ast
import sys

from corevm.bytecode.model import Parameters
from pyta.compiler.call import arguments, spread_arguments
from pyta.compiler.emitter import FRAME_WORDS, Emitter, Place, Region, expression, statement
from pyta.compiler.instruction import (
    FILTER_STOP_ITERATION,
    FUNCTION_ANNOTATIONS,
    FUNCTION_CLOSURE,
    FUNCTION_DEFAULTS,
    FUNCTION_KEYWORD_DEFAULTS,
)
from pyta.compiler.scope import Scope, all_arguments
from pyta.compiler.target import annotation
from pyta.object.code_flag import ATTRIBUTE_COUNT_SHIFT, FLAG_CLASS_BODY, FLAG_LAMBDA, FLAG_NAMESPACE, FLAG_NESTED
from pyta.syntax.place import place
from pyta.syntax.type_parameter import TypeScope, binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACE = ".namespace"


# --- functions
@statement("FunctionDef")
def function_definition(c: Emitter, node: _ast.FunctionDef) -> None:
    bound = binding(node)
    result = c.local_of(bound)
    if result < 0:
        result = c.temporary()
    windows = _decorators(c, node.decorator_list)
    destination = windows[-1] + FRAME_WORDS if windows else result
    window, flags = _signature(c, node, node.args, node.returns)
    scope = c.unit.scopes.by_node[node]
    first_line = _first_line(node)
    qualified = c.child_qualified_name(node.name, c.scope.mangle(node.name))
    inner = Emitter(c.unit, scope, c, node.name, qualified, first_line, _parameters(scope, node.args), _nested(c))
    body: Sequence[_ast.stmt] = node.body
    inner.b.doc, body = take_docstring(c, body)
    inner.statements(body)
    inner.return_none()
    _make(c, node, inner, scope, destination, window, flags)
    _apply_decorators(c, node.decorator_list, windows, result)
    c.store_name(node, bound, result)


@expression("Lambda")
def lambda_(c: Emitter, node: _ast.Lambda, destination: int) -> None:
    window, flags = _signature(c, node, node.args, None)
    scope = c.unit.scopes.by_node[node]
    qualified = c.child_qualified_name("<lambda>")
    inner = Emitter(
        c.unit, scope, c, "<lambda>", qualified, node.lineno, _parameters(scope, node.args), _nested(c) | FLAG_LAMBDA
    )
    value = inner.operand(node.body)
    inner.at(node.body)
    inner.return_register(value)
    _make(c, node, inner, scope, destination, window, flags)


@expression("TypeScope")
def type_scope(c: Emitter, node: TypeScope, destination: int) -> None:
    scope = c.unit.scopes.by_node[node]
    qualified = c.child_qualified_name(node.name)
    inner = Emitter(c.unit, scope, c, node.name, qualified, node.lineno, _parameters(scope, node.args), _nested(c))
    statements: list[_ast.stmt] = node.body  # type: ignore[assignment]
    inner.statements(statements)
    mark = c.b.mark
    _make(c, node, inner, scope, destination, mark, 0)
    c.b.free_to(mark)


def _first_line(node: _ast.FunctionDef | _ast.ClassDef) -> int:
    """The line of a definition's first decorator, or its own."""
    first: int = node.decorator_list[0].lineno if node.decorator_list else getattr(node, "first_line", node.lineno)
    return first


def _nested(c: Emitter) -> int:
    return FLAG_NESTED if c.is_nesting else 0


def _parameters(scope: Scope, a: _ast.arguments) -> Parameters:
    mangle = scope.mangle
    return Parameters(
        tuple(mangle(x.arg) for x in a.posonlyargs),
        tuple(mangle(x.arg) for x in a.args),
        None if a.vararg is None else mangle(a.vararg.arg),
        tuple(mangle(x.arg) for x in a.kwonlyargs),
        None if a.kwarg is None else mangle(a.kwarg.arg),
    )


def _signature(c: Emitter, node: _ast.AST, a: _ast.arguments, returns: _ast.expr | None) -> tuple[int, int]:
    """Evaluate defaults and annotations into a window for `make_function`; gives it and its flags."""
    flags = 0
    first = c.b.mark
    if a.defaults:
        window = c.temporary()
        flags |= FUNCTION_DEFAULTS
        c.into(_tuple_of(node, a.defaults), window)
    pairs = [(n, d) for n, d in zip(a.kwonlyargs, a.kw_defaults, strict=True) if d is not None]
    if pairs:
        window = c.temporary()
        flags |= FUNCTION_KEYWORD_DEFAULTS
        values = c.temporary(len(pairs))
        for i, (_, value) in enumerate(pairs):
            c.into(value, values + i)
        names = tuple(c.scope.mangle(n.arg) for n, _ in pairs)
        c.emit_at(node, "build_map_keys", window, values, c.constant(names))
        c.b.free_to(window + 1)
    annotated = [(x.arg, x.annotation) for x in _annotation_order(a) if x.annotation is not None]
    if returns is not None:
        annotated.append(("return", returns))
    if annotated:
        window = c.temporary()
        flags |= FUNCTION_ANNOTATIONS
        values = c.temporary(2 * len(annotated))
        for i, (name, value) in enumerate(annotated):
            c.at(value)
            c.load_constant(c.scope.mangle(name), values + 2 * i)
            annotation(c, value, values + 2 * i + 1)
        c.emit_at(node, "build_tuple", window, values, 2 * len(annotated))
        c.b.free_to(window + 1)
    return first, flags


def _annotation_order(a: _ast.arguments) -> list[_ast.arg]:
    """Annotations are evaluated in this order, as the host has it."""
    found = all_arguments(a)
    if a.args and a.posonlyargs:
        found = [*a.args, *a.posonlyargs, *found[len(a.args) + len(a.posonlyargs) :]]
    return found


def _tuple_of(node: _ast.AST, elements: list[_ast.expr]) -> _ast.Tuple:
    return _ast.Tuple(elements, _ast.Load(), **place(node))


def closure(c: Emitter, scope: Scope) -> tuple[int, int]:
    """The cells a nested function captures, in a window; gives the flag and the window."""
    first = c.b.mark
    for name in scope.free_names:
        c.closure_cell(name, c.temporary())
    return (FUNCTION_CLOSURE if scope.free_names else 0), first


def _make(c: Emitter, node: _ast.AST, inner: Emitter, scope: Scope, destination: int, window: int, flags: int) -> None:
    c.at(node)
    more, _ = closure(c, scope)
    c.emit("make_function", destination, c.constant(inner.finish()), window, flags | more)


def _decorators(c: Emitter, decorators: Sequence[_ast.expr]) -> list[int]:
    """Evaluate decorators into call windows, each the argument of the one before."""
    windows: list[int] = []
    for decorator in decorators:
        if windows:
            c.b.free_to(windows[-1] + FRAME_WORDS + 1)
        window = c.window(1)
        c.into(decorator, window + 1)
        windows.append(window)
    return windows


def _apply_decorators(c: Emitter, decorators: Sequence[_ast.expr], windows: list[int], result: int) -> None:
    for i in range(len(windows) - 1, -1, -1):
        target = windows[i - 1] + FRAME_WORDS if i else result
        c.emit_at(decorators[i], "call", target, windows[i], 1)


def take_docstring(c: Emitter, body: Sequence[_ast.stmt]) -> tuple[str | None, Sequence[_ast.stmt]]:
    """The docstring of a body, and the rest of the body."""
    if body and isinstance(body[0], _ast.Expr) and isinstance(body[0].value, _ast.Constant):
        value = body[0].value.value
        if isinstance(value, str):
            if c.unit.optimize >= 2:
                return None, body[1:]
            return (_dedent(value) if sys.version_info >= (3, 13) else value), body[1:]
    return None, body


def _dedent(doc: str) -> str:
    """From 3.13 on the host's compiler takes the common indentation off docstrings."""
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")), default=0)
    cleaned = [lines[0].lstrip(" ")] + [line[margin:] if line.strip(" ") else "" for line in lines[1:]]
    return "\n".join(cleaned)


@statement("Return")
def return_(c: Emitter, node: _ast.Return) -> None:
    if node.value is None or c.unit.folder.fold(node.value) is None:
        c.at(node)

        def none() -> None:
            c.at(node)
            c.return_none()

        c.leave_blocks(0, none)
        return
    cleans_up = c.has_cleanup
    register = c.operand(node.value)
    if cleans_up and c.is_local(register):
        copy = c.temporary()
        c.move(copy, register)
        register = copy

    def value() -> None:
        c.at(node)
        c.return_register(register)

    c.leave_blocks(0, value)


# --- generators
@expression("Yield")
def yield_(c: Emitter, node: _ast.Yield, destination: int) -> None:
    if node.value is None:
        value = c.temporary()
        c.emit_at(node, "none", value)
    else:
        value = c.operand(node.value, destination)
    c.emit_at(node, "yield", destination, value, 0)


@expression("YieldFrom")
def yield_from(c: Emitter, node: _ast.YieldFrom, destination: int) -> None:
    """PEP 380's expansion: `send` and `throw_into` skip the jump behind them as long as there are items."""
    if c.dead:
        return
    iterator, value, thrown = c.temporary(), c.temporary(), c.temporary()
    c.into(node.value, iterator)
    c.emit_at(node, "yield_from_iter", iterator, iterator)
    c.emit("none", value)
    again, suspended, stopped, end = Place("again"), Place("suspended"), Place("stopped"), Place("end")
    c.bind_head(again)
    _send(c, "send", value, iterator, value, thrown, stopped, end)
    c.bind_head(suspended)
    region = Region(c)
    c.emit("yield", value, value, iterator + 1)
    region.end()
    c.emit("loop", again)
    if region.handler("thrown", thrown):
        _send(c, "throw_into", value, iterator, thrown, thrown, stopped, end)
        c.emit("loop", suspended)
    c.bind(stopped)
    c.emit("stop_value", value, thrown)
    c.bind(end)
    c.move(destination, value)


def _send(
    c: Emitter, op: str, value: int, iterator: int, sent: int, error: int, stopped: Place, end: Place
) -> None:  # fmt: skip
    """One step of the inner iterator. It ends at `end`, the result in `value`, or at `stopped`, StopIteration in `error`."""
    start = c.b.here
    c.emit(op, value, iterator, sent)
    c.b.catch(start, start + 1, stopped, error, FILTER_STOP_ITERATION)
    stopped.used = True
    stopped.bound &= c.bound
    before = c.bound
    c.emit("jump", end)
    c.dead, c.bound = False, before


# --- classes
@statement("ClassDef")
def class_definition(c: Emitter, node: _ast.ClassDef) -> None:
    bound = binding(node)
    result = c.local_of(bound)
    if result < 0:
        result = c.temporary()
    windows = _decorators(c, node.decorator_list)
    destination = windows[-1] + FRAME_WORDS if windows else result
    spread = any(isinstance(b, _ast.Starred) for b in node.bases) or any(k.arg is None for k in node.keywords)
    count = 2 + len(node.bases) + len(node.keywords)
    window = c.window(4 if spread else count)
    c.emit_at(node, "load_build_class", window + 1)
    # a spread call's leading arguments lie above its two registers
    first = window + FRAME_WORDS + (2 if spread else 0)
    scope = c.unit.scopes.by_node[node]
    first_line = _first_line(node)
    inner = Emitter(
        c.unit, scope, c, node.name, c.child_qualified_name(node.name, c.scope.mangle(node.name)), first_line,
        Parameters(positional=(NAMESPACE,)), FLAG_NAMESPACE | FLAG_CLASS_BODY | _nested(c),
    )  # fmt: skip
    _class_body(inner, node, first_line)
    mark = c.b.mark
    _make(c, node, inner, scope, first, mark, 0)
    c.b.free_to(mark)
    c.load_constant(node.name, first + 1)
    if spread:
        spread_arguments(c, node, node.bases, node.keywords, window, leading=2)
        c.emit_at(node, "call_spread", destination, window)
    else:
        names = arguments(c, node.bases, node.keywords, first + 2)
        if names:
            c.emit_at(node, "call_keywords", destination, window, count, c.constant(names))
        else:
            c.emit_at(node, "call", destination, window, count)
    _apply_decorators(c, node.decorator_list, windows, result)
    c.store_name(node, bound, result)


def _class_body(c: Emitter, node: _ast.ClassDef, first_line: int) -> None:
    with c.b.temporaries():
        value = c.temporary()
        c.emit("load_name", value, c.namespace, c.constant("__name__"))
        c.emit("store_name", c.namespace, c.constant("__module__"), value)
        c.load_constant(c.b.qualified_name, value)
        c.emit("store_name", c.namespace, c.constant("__qualname__"), value)
        if sys.version_info >= (3, 13):
            c.load_constant(first_line, value)
            c.emit("store_name", c.namespace, c.constant("__firstlineno__"), value)
        if c.scope.has_annotations:
            c.emit("setup_annotations", c.namespace)
        doc, body = take_docstring(c, node.body)
        if doc is not None:
            c.load_constant(doc, value)
            c.emit("store_name", c.namespace, c.constant("__doc__"), value)
    c.statements(body)
    if c.dead:
        return
    c.b.flags |= min(len(c.scope.self_attributes), 255) << ATTRIBUTE_COUNT_SHIFT
    with c.b.temporaries():
        value = c.temporary()
        if sys.version_info >= (3, 13):
            c.load_constant(tuple(c.scope.self_attributes), value)
            c.emit("store_name", c.namespace, c.constant("__static_attributes__"), value)
        if c.class_cell >= 0:
            c.emit_at(node, "store_name", c.namespace, c.constant("__classcell__"), c.class_cell)
            c.return_register(c.class_cell)
        else:
            c.return_none()
