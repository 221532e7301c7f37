"""Comprehensions: list, set and dict ones inline, generator expressions as functions."""

from __future__ import annotations

import _ast

from corevm.bytecode.model import Parameters
from pyta.compiler.emitter import FAILS_AT_EXPRESSION, FRAME_WORDS, Emitter, Place, expression, place_patterns
from pyta.compiler.expression import branch
from pyta.compiler.function import closure
from pyta.compiler.loop import loop_over
from pyta.compiler.scope import CELL, LOCAL, Scope
from pyta.object.code_flag import FLAG_GENERATOR_EXPRESSION, FLAG_NESTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_Comprehension = _ast.ListComp | _ast.SetComp | _ast.DictComp | _ast.GeneratorExp


@expression("ListComp")
def list_comprehension(c: Emitter, node: _ast.ListComp, destination: int) -> None:
    _inline(c, node, "build_list", destination)


@expression("SetComp")
def set_comprehension(c: Emitter, node: _ast.SetComp, destination: int) -> None:
    _inline(c, node, "build_set", destination)


@expression("DictComp")
def dict_comprehension(c: Emitter, node: _ast.DictComp, destination: int) -> None:
    _inline(c, node, "build_map", destination)


def _inline(c: Emitter, node: _ast.ListComp | _ast.SetComp | _ast.DictComp, build: str, destination: int) -> None:
    scope = c.unit.scopes.by_node[node]
    result = c.work(destination)
    iterable = c.temporary()
    first = node.generators[0].iter
    value = c.operand(first, iterable)
    c.emit_at(first if FAILS_AT_EXPRESSION else node, "get_iter", iterable, value)
    c.emit_at(node, build, result, iterable, 0)
    registers = _registers(c, node, scope)
    c.comprehensions.append((scope, registers))

    def element() -> None:
        if isinstance(node, _ast.DictComp):
            key, value = c.operands(node.key, node.value)
            c.emit_at(node, "map_add", result, key, value)
        else:
            value = c.operand(node.elt)
            c.emit_at(node, "list_append" if isinstance(node, _ast.ListComp) else "set_add", result, value)

    _generators(c, node, 0, iterable, element)
    c.comprehensions.pop()
    c.at(node)
    c.move(destination, result)


def _registers(c: Emitter, node: _Comprehension, scope: Scope) -> dict[str, int]:
    """Registers of the comprehension's own names; cells are made anew each time."""
    registers: dict[str, int] = {}

    def declare(name: str) -> int:
        registers[name] = c.temporary()
        return registers[name]

    place_patterns(scope, set(), declare, c.temporary, c.pattern_registers)
    for name, kind in scope.kinds.items():
        if kind in (LOCAL, CELL) and name not in registers:
            declare(name)
    early = _read_early(node) if len(node.generators) > 1 else set()
    for name, register in registers.items():
        if scope.kinds[name] == CELL:
            c.emit_at(node, "empty_cell", register)
        elif not c.dead:
            c.bound &= ~(1 << register)
            if name in early:
                c.emit_at(node, "undefined", register)
    return registers


def _read_early(node: _Comprehension) -> set[str]:
    """Names (as written) that an inner iterable or a condition mentions: they might be read before they are bound."""
    found: set[str] = set()
    pending: list[_ast.AST] = []
    for i, generator in enumerate(node.generators):
        pending += generator.ifs
        if i:
            pending.append(generator.iter)
    while pending:
        current = pending.pop()
        if isinstance(current, _ast.Name):
            found.add(current.id)
        for field in current._fields:
            value = getattr(current, field, None)
            if isinstance(value, _ast.AST):
                pending.append(value)
            elif isinstance(value, list):
                pending += [v for v in value if isinstance(v, _ast.AST)]
    return found


def _generators(c: Emitter, node: _Comprehension, index: int, iterator: int, element: Callable[[], None]) -> None:
    """The loops from number `index` on; `iterator` is that of the first of them."""
    generator = node.generators[index]

    def body() -> None:
        skip = Place("skip")
        for condition in generator.ifs:
            branch(c, condition, skip, False)
        mark = c.b.mark
        if index + 1 < len(node.generators):
            inner = node.generators[index + 1]
            inner_iterator = c.temporary()
            value = c.operand(inner.iter, inner_iterator)
            c.emit_at(inner.iter if FAILS_AT_EXPRESSION else node, "get_iter", inner_iterator, value)
            _generators(c, node, index + 1, inner_iterator, element)
        else:
            element()
        c.b.free_to(mark)
        c.bind(skip)

    loop_over(c, node, generator.iter, generator.target, iterator, Place("next"), body)


@expression("GeneratorExp")
def generator_expression(c: Emitter, node: _ast.GeneratorExp, destination: int) -> None:
    scope = c.unit.scopes.by_node[node]
    inner = Emitter(
        c.unit, scope, c, "<genexpr>", c.child_qualified_name("<genexpr>"), node.lineno, Parameters(positional=(".0",)),
        FLAG_GENERATOR_EXPRESSION | (FLAG_NESTED if c.is_nesting else 0),
    )  # fmt: skip

    def element() -> None:
        value = inner.operand(node.elt)
        inner.emit_at(node, "yield", inner.temporary(), value, 0)

    _generators(inner, node, 0, inner.b.register(".0"), element)
    inner.at(node)
    inner.return_none()
    window = c.window(1, destination)
    flags, cells = closure(c, scope)
    c.emit_at(node, "make_function", window + 1, c.constant(inner.finish()), cells, flags)
    argument = window + FRAME_WORDS
    first = node.generators[0].iter
    value = c.operand(first, argument)
    c.emit_at(first if FAILS_AT_EXPRESSION else node, "get_iter", argument, value)
    c.emit_at(node, "call", destination, window, 1)
