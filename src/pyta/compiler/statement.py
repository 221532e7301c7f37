"""Simple statements, `if`, imports."""

from __future__ import annotations

import _ast

from pyta.compiler.constant import UNKNOWN
from pyta.compiler.emitter import DISCARD, Emitter, Place, statement
from pyta.compiler.expression import branch
from pyta.object.code_flag import FLAG_MODULE


@statement("Expr")
def expression_statement(c: Emitter, node: _ast.Expr) -> None:
    if c.is_interactive:
        c.emit_at(node, "display", c.operand(node.value))
    elif isinstance(node.value, _ast.Call):
        c.into(node.value, DISCARD)
    elif c.unit.folder.fold(node.value) is UNKNOWN:
        c.operand(node.value)


@statement("Pass", "Global", "Nonlocal")
def nothing(c: Emitter, node: _ast.AST) -> None:
    """Nothing to run."""


@statement("If")
def if_(c: Emitter, node: _ast.If) -> None:
    end = Place("end")
    current = node
    while True:  # a long chain of elif nests in orelse
        other = Place("else")
        branch(c, current.test, other, False)
        c.statements(current.body)
        if current.orelse:
            c.at(current.body[-1])
            c.emit("jump", end)
        c.bind(other)
        if len(current.orelse) != 1 or not isinstance(current.orelse[0], _ast.If):
            break
        current = current.orelse[0]
        c.note_walrus(current)
    c.statements(current.orelse)
    c.bind(end)


@statement("Assert")
def assert_(c: Emitter, node: _ast.Assert) -> None:
    if c.unit.optimize:
        return
    passed = Place("passed")
    branch(c, node.test, passed, True)
    message = c.temporary()
    if node.msg is None:
        c.emit_at(node, "undefined", message)
    else:
        message = c.operand(node.msg, message)
    c.emit_at(node.test, "raise_assertion", message)
    c.bind(passed)


@statement("Raise")
def raise_(c: Emitter, node: _ast.Raise) -> None:
    if node.exc is None:
        c.emit_at(node, "raise_current")
    elif node.cause is None:
        c.emit_at(node, "raise", c.operand(node.exc))
    else:
        exception, cause = c.operands(node.exc, node.cause)
        c.emit_at(node, "raise_from", exception, cause)


# --- imports
@statement("Import")
def import_(c: Emitter, node: _ast.Import) -> None:
    none = c.constant(None)
    for alias in node.names:
        mark = c.b.mark
        module = c.temporary()
        c.emit_at(node, "import_name", module, c.constant(alias.name), none, 0)
        top, *rest = alias.name.split(".")
        if alias.asname is None:
            c.store_name(node, top, module)
        else:
            for name in rest:
                c.emit_at(node, "import_from", module, module, c.constant(name))
            c.store_name(node, alias.asname, module)
        c.b.free_to(mark)


@statement("ImportFrom")
def import_from(c: Emitter, node: _ast.ImportFrom) -> None:
    module, value = c.temporary(), c.temporary()
    names = tuple(dict.fromkeys(alias.name for alias in node.names))
    c.emit_at(node, "import_name", module, c.constant(node.module or ""), c.constant(names), node.level or 0)
    if names == ("*",):
        if c.b.flags & FLAG_MODULE:
            c.emit("globals", value)
            c.emit("import_star", module, value)
        else:
            c.emit("import_star", module, c.namespace)
        return
    for alias in node.names:
        c.emit_at(node, "import_from", value, module, c.constant(alias.name))
        c.store_name(node, alias.asname or alias.name, value)
