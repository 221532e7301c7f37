"""What stands in, for now, for statements Pyta cannot run yet, so that modules which merely contain them can be imported.

`async def f(...)` becomes a function that returns a coroutine (or asynchronous generator) object which cannot be run: sending to
it raises NotImplementedError. A `match` statement becomes `raise NotImplementedError(...)`. Everything around them is as written.
"""Until the compiler does these itself: `match` as chains of `if`, `async def` as functions whose coroutines do not run.
The host has checked the tree before. A `match` statement becomes
    .match = subject
    if <test of pattern 1> and <guard>: ...
    else: if <test of pattern 2>: ...
where a test is one expression; captures are assignment expressions in it, sequences, mappings and class patterns are taken apart by
functions of the module `_pyta_match` (pyta/lib).
"""

from __future__ import annotations

import _ast

COROUTINE, ASYNC_GENERATOR = "_pyta_coroutine", "_pyta_async_generator"  # builtins: pyta.object.coroutine
_NESTED_SCOPES = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.Lambda, _ast.ClassDef)


def stand_in(tree: _ast.mod) -> None:
    """Replace them in a tree, in place."""
    pending: list[_ast.AST] = [tree]
    while pending:
        node = pending.pop()
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for i, item in enumerate(value):
                    if isinstance(item, _ast.AsyncFunctionDef):
                        value[i] = item = _function(item)
                    elif isinstance(item, _ast.Match):
                        value[i] = item = _refusal(item)
                    if isinstance(item, _ast.AST):
                        pending.append(item)
            elif isinstance(value, _ast.AST):
                pending.append(value)


def _where(node: _ast.AST) -> dict[str, int]:
    return {k: getattr(node, k) for k in ("lineno", "col_offset", "end_lineno", "end_col_offset")}


def _call(node: _ast.AST, name: str, text: str) -> _ast.Call:
    at = _where(node)
    return _ast.Call(_ast.Name(name, _ast.Load(), **at), [_ast.Constant(text, None, **at)], [], **at)


def _function(node: _ast.AsyncFunctionDef) -> _ast.FunctionDef:
    kind = ASYNC_GENERATOR if _yields(node.body) else COROUTINE
    at = _where(node)
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


def _refusal(node: _ast.Match) -> _ast.Raise:
    return _ast.Raise(
        _call(node, "NotImplementedError", "Pyta does not run match statements yet"), None, **_where(node)
    )
from typing import Any
HELPERS = "_pyta_match"
class StandIn:
    """Rewrites a tree in place."""
    def __init__(self) -> None:
        self._count = 0
    def visit(self, tree: _ast.AST) -> None:
        for field in tree._fields:
            value = getattr(tree, field, None)
                for index, node in enumerate(value):
                    if isinstance(node, _ast.AsyncFunctionDef):
                        node = value[index] = stand_in_function(node)
                    elif isinstance(node, _ast.Match):
                        node = value[index] = self.chain(node)
                    if isinstance(node, _ast.AST):
                        self.visit(node)
                self.visit(value)
    def fresh(self) -> str:
        self._count += 1
        return f"__pyta_match_{self._count}"
    # --- match
    def chain(self, node: _ast.Match) -> _ast.stmt:
        p = place(node)
        subject = self.fresh()
        following: list[_ast.stmt] = []
        for case in reversed(node.cases):
            test = self.test(case.pattern, subject)
            if case.guard is not None:
                guard = case.guard
                test = _ast.BoolOp(_ast.And(), [test, guard], **place(guard)) if test is not None else guard
            if test is None:
                following = list(case.body)
            else:
                following = [_ast.If(test, list(case.body), following, **place(case.pattern))]
        store = _ast.Assign([_ast.Name(subject, _ast.Store(), **p)], node.subject, **p)
        return _ast.If(_ast.Constant(True, **p), [store, *following], [], **p)
    def test(self, pattern: _ast.pattern, subject: str) -> _ast.expr | None:
        """An expression that tells whether the variable `subject` matches; None: always."""
        p = place(pattern)
        def value() -> _ast.expr:
            return _ast.Name(subject, _ast.Load(), **p)
        match pattern:
            case _ast.MatchValue():
                return _ast.Compare(value(), [_ast.Eq()], [pattern.value], **p)
            case _ast.MatchSingleton():
                return _ast.Compare(value(), [_ast.Is()], [_ast.Constant(pattern.value, **p)], **p)
            case _ast.MatchAs():
                test = None if pattern.pattern is None else self.test(pattern.pattern, subject)
                if pattern.name is None:
                    return test
                return both(test, always(bind(pattern.name, value(), p), p), p)
            case _ast.MatchOr():
                tests = [self.test(alternative, subject) for alternative in pattern.patterns]
                return _ast.BoolOp(_ast.Or(), [t or _ast.Constant(True, **p) for t in tests], **p)
            case _ast.MatchSequence():
                star = next((i for i, s in enumerate(pattern.patterns) if isinstance(s, _ast.MatchStar)), -1)
                count = len(pattern.patterns)
                arguments = [value(), _ast.Constant(count - (star >= 0), **p), _ast.Constant(star, **p)]
                return self.parts("sequence", arguments, list(pattern.patterns), p)
            case _ast.MatchMapping():
                keys = _ast.Tuple(list(pattern.keys), _ast.Load(), **p)
                rest = pattern.rest
                arguments = [value(), keys, _ast.Constant(rest is not None, **p)]
                patterns = list(pattern.patterns)
                if rest is not None:
                    patterns.append(_ast.MatchAs(None, rest, **p))
                return self.parts("mapping", arguments, patterns, p)
            case _ast.MatchClass():
                names = _ast.Tuple([_ast.Constant(k, **p) for k in pattern.kwd_attrs], _ast.Load(), **p)
                arguments = [value(), pattern.cls, _ast.Constant(len(pattern.patterns), **p), names]
                return self.parts("instance", arguments, [*pattern.patterns, *pattern.kwd_patterns], p)
            case _:
                raise AssertionError(pattern)
    def parts(self, helper: str, arguments: list[_ast.expr], patterns: list[Any], p: dict[str, int]) -> _ast.expr:
        """A helper gives the tuple of parts, or None; then each part is tested."""
        held = self.fresh()
        module = _ast.Call(_ast.Name("__import__", _ast.Load(), **p), [_ast.Constant(HELPERS, **p)], [], **p)
        call = _ast.Call(_ast.Attribute(module, helper, _ast.Load(), **p), arguments, [], **p)
        test: _ast.expr = _ast.Compare(bind(held, call, p), [_ast.IsNot()], [_ast.Constant(None, **p)], **p)
        for index, pattern in enumerate(patterns):
            where = place(pattern)
            name = pattern.name if isinstance(pattern, _ast.MatchStar) else None
            if isinstance(pattern, _ast.MatchStar) and name is None:
                continue
            item = _ast.Subscript(_ast.Name(held, _ast.Load(), **where), _ast.Constant(index, **where), _ast.Load(), **where)
            if isinstance(pattern, _ast.MatchAs) and pattern.pattern is None:
                name = pattern.name
                if name is None:
                    continue
            if name is not None:
                test = both(test, always(bind(name, item, where), where), where)
                continue
            variable = self.fresh()
            inner = self.test(pattern, variable)
            test = both(test, always(bind(variable, item, where), where), where)
            if inner is not None:
                test = both(test, inner, where)
        return test
def place(node: _ast.AST) -> dict[str, int]:
    return {key: getattr(node, key) for key in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
def bind(name: str, value: _ast.expr, p: dict[str, int]) -> _ast.expr:
    return _ast.NamedExpr(_ast.Name(name, _ast.Store(), **p), value, **p)
def always(value: _ast.expr, p: dict[str, int]) -> _ast.expr:
    """A true expression that evaluates another one."""
    return _ast.Compare(_ast.Tuple([value], _ast.Load(), **p), [_ast.IsNot()], [_ast.Constant(None, **p)], **p)
def both(test: _ast.expr | None, more: _ast.expr, p: dict[str, int]) -> _ast.expr:
    return more if test is None else _ast.BoolOp(_ast.And(), [test, more], **p)
def stand_in_function(node: _ast.AsyncFunctionDef) -> _ast.FunctionDef:
    """A function that gives a coroutine object (pyta.module.coroutine)."""
    p = place(node)
    call = _ast.Call(
        _ast.Name("__pyta_coroutine__", _ast.Load(), **p),
        [_ast.Constant(node.name, **p), _ast.Constant(_yields(node), **p)],
        [], **p,
    )  # fmt: skip
    body: list[_ast.stmt] = [_ast.Return(call, **p)]
        body.insert(0, first)
    fields = {field: getattr(node, field) for field in node._fields if hasattr(node, field)}
    return _ast.FunctionDef(**{**fields, "body": body}, **p)
def _yields(node: _ast.AST) -> bool:
    """Whether a function's own body has a `yield`."""
    for field in node._fields:
        value = getattr(node, field, None)
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, _ast.Yield):
                return True
            inner = (_ast.FunctionDef, _ast.AsyncFunctionDef, _ast.Lambda, _ast.ClassDef)
            if isinstance(child, _ast.AST) and not isinstance(child, inner) and _yields(child):
                return True
def replace_unsupported(tree: _ast.AST, source: str | bytes) -> None:
    """Rewrite what the compiler does not take yet."""
    words = (b"async", b"match") if isinstance(source, bytes) else ("async", "match")
    if any(word in source for word in words):  # type: ignore[operator]
        StandIn().visit(tree)
