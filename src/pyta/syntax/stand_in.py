"""What stands in, for now, for statements Pyta cannot run yet, so that modules which merely contain them can be imported.

`async def f(...)` becomes a function that returns a coroutine (or asynchronous generator) object which cannot be run: sending to
it raises NotImplementedError. A `match` statement becomes a chain of `if` (pyta.syntax.match). Everything around them is as written.

Type parameters, which stay as they are rewritten (pyta.syntax.type_parameter), are rewritten on the way.
"""

from __future__ import annotations

import _ast

from pyta.syntax.match import MatchStandIn
from pyta.syntax.place import place
from pyta.syntax.type_parameter import has_type_parameters, names_bound, rewrite

COROUTINE, ASYNC_GENERATOR = "_pyta_coroutine", "_pyta_async_generator"  # builtins: pyta.object.coroutine
_NESTED_SCOPES = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.Lambda, _ast.ClassDef)


def stand_in(tree: _ast.mod, *, future_annotations: bool = False) -> None:
    """Replace them in a tree, in place.

    Args:
        future_annotations: annotations are not evaluated.
    """
    matches = MatchStandIn()
    pending: list[tuple[_ast.AST, frozenset[str]]] = [(tree, frozenset())]  # a node, and what the class body binds that it stands in
    while pending:
        node, class_names = pending.pop()
        if isinstance(node, _NESTED_SCOPES):
            class_names = names_bound(node.body) if isinstance(node, _ast.ClassDef) else frozenset()
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for i, item in enumerate(value):
                    if isinstance(item, _ast.AsyncFunctionDef):
                        value[i] = item = _function(item)
                    elif isinstance(item, _ast.Match):
                        value[i] = item = matches.chain(item)
                    if has_type_parameters(item):
                        value[i] = item = rewrite(item, class_names, future_annotations)
                    if isinstance(item, _ast.AST):
                        pending.append((item, class_names))
            elif isinstance(value, _ast.AST):
                pending.append((value, class_names))


def _call(node: _ast.AST, name: str, text: str) -> _ast.Call:
    at = place(node)
    return _ast.Call(_ast.Name(name, _ast.Load(), **at), [_ast.Constant(text, None, **at)], [], **at)


def _function(node: _ast.AsyncFunctionDef) -> _ast.FunctionDef:
    kind = ASYNC_GENERATOR if _yields(node.body) else COROUTINE
    at = place(node)
    body: list[_ast.stmt] = []
    first = node.body[0]
    if isinstance(first, _ast.Expr) and isinstance(first.value, _ast.Constant) and isinstance(first.value.value, str):
        body.append(first)
    body.append(_ast.Return(_call(node, kind, node.name), **at))
    made = _ast.FunctionDef(node.name, node.args, body, node.decorator_list, node.returns, node.type_comment, **at)
    if hasattr(node, "type_params"):  # since 3.12
        setattr(made, "type_params", node.type_params)  # noqa: B010 - unknown to older hosts
    return made


def _yields(body: list[_ast.stmt]) -> bool:
    """Whether a function's own body has a yield."""
    pending: list[_ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, _ast.Yield):
            return True
        if isinstance(node, _NESTED_SCOPES):
            continue
        for name in node._fields:
            value = getattr(node, name, None)
            pending += [x for x in (value if isinstance(value, list) else [value]) if isinstance(x, _ast.AST)]
    return False
