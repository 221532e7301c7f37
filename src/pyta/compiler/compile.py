"""The compiler's entry: source text, or the host's syntax tree, to a code unit.

Names at module level are either the globals themselves (a module, a script: `namespace=False`) or items of a mapping that
is the unit's only argument (`exec`, `eval`, the prompt: `namespace=True`).
"""

from __future__ import annotations

import _ast
import sys

import pyta.compiler.call
import pyta.compiler.comprehension
import pyta.compiler.handler
import pyta.compiler.statement  # noqa: F401  (these register their handlers)
from corevm.bytecode.model import CodeUnit, Parameters
from corevm.errors import UsageError
from pyta.compiler.constant import Folder
from pyta.compiler.emitter import Emitter, Unit
from pyta.compiler.function import NAMESPACE, take_docstring
from pyta.compiler.scope import Scopes
from pyta.object.code_flag import FLAG_FUTURE_ANNOTATIONS, FLAG_MODULE, FLAG_NAMESPACE
from pyta.syntax.parse import FUTURE_ANNOTATIONS, parse
from pyta.syntax.stand_in import stand_in

MAX_FRAMES = 20_000  # of this compiler over a tree: the host's own accepts trees 3,000 deep


def compile_source(
    source: str | bytes, file: str, mode: str = "exec", *, namespace: bool = False, flags: int = 0, optimize: int = 0
) -> CodeUnit:
    """Compile source text.

    Args:
        mode: "exec"; "eval": the unit returns the expression's value; "single": expressions are displayed.
        flags: the host's flags of future statements in force.
        optimize: 1 drops assertions, 2 docstrings too.

    Raises: SyntaxError, as the host reports it; RecursionError for what nests too deeply.
    """
    return compile_tree(
        parse(source, file, mode, flags, optimize), file, namespace=namespace, flags=flags, optimize=optimize
    )


def compile_tree(tree: _ast.mod, file: str, *, namespace: bool = False, flags: int = 0, optimize: int = 0) -> CodeUnit:
    """Compile a tree that the host's compiler has accepted (`pyta.syntax.parse.check`). Effects: changes the tree."""
    future_annotations = bool(flags & FUTURE_ANNOTATIONS) or _imports_annotations(tree)
    stand_in(tree, future_annotations=future_annotations)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, MAX_FRAMES))
    try:
        return _compile(tree, file, namespace, future_annotations, optimize)
    except RecursionError:
        raise RecursionError("maximum recursion depth exceeded during compilation") from None
    except UsageError as error:  # more registers or names than a function may have
        raise SyntaxError(error.message, (file, 1, 0, "")) from None
    finally:
        sys.setrecursionlimit(limit)


def _compile(tree: _ast.mod, file: str, namespace: bool, future_annotations: bool, optimize: int) -> CodeUnit:
    folder = Folder(optimize)
    scopes = Scopes(tree, file, folder, future_annotations=future_annotations, namespace=namespace)
    unit = Unit(file, scopes, folder, optimize=optimize, future_annotations=future_annotations)
    parameters = Parameters(positional=(NAMESPACE,)) if namespace else Parameters()
    c = Emitter(
        unit, scopes.module, None, "<module>", "<module>", 1, parameters,
        (FLAG_NAMESPACE if namespace else FLAG_MODULE) | (FLAG_FUTURE_ANNOTATIONS if future_annotations else 0),
    )  # fmt: skip
    if isinstance(tree, _ast.Expression):
        value = c.operand(tree.body)
        c.at(tree.body)
        c.return_register(value)
        return c.finish()
    assert isinstance(tree, _ast.Module | _ast.Interactive)
    c.is_interactive = isinstance(tree, _ast.Interactive)
    body = tree.body
    if scopes.module.has_annotations:
        with c.b.temporaries():
            annotations = c.namespace
            if not namespace:
                annotations = c.temporary()
                c.emit("globals", annotations)
            c.emit("setup_annotations", annotations)
    if not c.is_interactive:
        c.b.doc, rest = take_docstring(c, body)
        if c.b.doc is not None:
            with c.b.temporaries():
                value = c.temporary()
                c.at(body[0])
                c.load_constant(c.b.doc, value)
                c.store_module_doc(value)
        body = list(rest)
    c.statements(body)
    c.return_none()
    return c.finish()


def _imports_annotations(tree: _ast.mod) -> bool:
    """Whether `from __future__ import annotations` stands at the start."""
    for node in getattr(tree, "body", ()) if not isinstance(tree, _ast.Expression) else ():
        if isinstance(node, _ast.ImportFrom) and node.module == "__future__":
            if any(alias.name == "annotations" for alias in node.names):
                return True
        elif not (isinstance(node, _ast.Expr) and isinstance(node.value, _ast.Constant)):
            return False
    return False
