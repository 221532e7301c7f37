"""Until the compiler does it itself: `match` as chains of `if`. The host has checked the tree before. A `match` statement becomes

    .match = subject
    if <test of pattern 1> and <guard>: ...
    else: if <test of pattern 2>: ...

where a test is one expression; captures are assignment expressions in it, sequences, mappings and class patterns are taken apart by
functions of the module `_pyta_match` (pyta/lib).
"""

from __future__ import annotations

import _ast

from pyta.syntax.place import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HELPERS = "_pyta_match"


class MatchStandIn:
    """Turns the `match` statements of one tree into `if` statements."""

    def __init__(self) -> None:
        self._count = 0

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


def bind(name: str, value: _ast.expr, p: dict[str, int]) -> _ast.expr:
    return _ast.NamedExpr(_ast.Name(name, _ast.Store(), **p), value, **p)


def always(value: _ast.expr, p: dict[str, int]) -> _ast.expr:
    """A true expression that evaluates another one."""
    return _ast.Compare(_ast.Tuple([value], _ast.Load(), **p), [_ast.IsNot()], [_ast.Constant(None, **p)], **p)


def both(test: _ast.expr | None, more: _ast.expr, p: dict[str, int]) -> _ast.expr:
    return more if test is None else _ast.BoolOp(_ast.And(), [test, more], **p)
