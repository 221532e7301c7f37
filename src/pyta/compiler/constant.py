"""Constant folding: what of an expression is known when it is compiled, as far as the host's compiler knows it."""

from __future__ import annotations

import _ast
import operator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Unknown:
    """The type of UNKNOWN."""


UNKNOWN = _Unknown()

_MAX_INT_BITS = 128  # of a folded product, power or shift, as in the host's compiler
_MAX_STR = 4096
_MAX_TUPLE = 256

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "Pow": operator.pow,
    "LShift": operator.lshift,
    "RShift": operator.rshift,
    "BitAnd": operator.and_,
    "BitOr": operator.or_,
    "BitXor": operator.xor,
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "USub": operator.neg,
    "UAdd": operator.pos,
    "Invert": operator.invert,
    "Not": operator.not_,
}


class Folder:
    """Folds expressions, remembering each answer (so that a long chain is looked at once)."""

    def __init__(self, optimize: int) -> None:
        self.optimize = optimize
        self._known: dict[_ast.AST, object] = {}

    def fold(self, node: _ast.AST) -> object:
        """The node's value, or UNKNOWN. Never raises: what would fail is left to run."""
        kind = type(node)
        if kind is _ast.Constant:
            return node.value  # type: ignore[attr-defined]
        if kind is _ast.Name:
            return not self.optimize if node.id == "__debug__" else UNKNOWN  # type: ignore[attr-defined]
        if kind not in (_ast.BinOp, _ast.UnaryOp, _ast.Tuple):
            return UNKNOWN
        value = self._known.get(node, self)
        if value is self:
            value = self._known[node] = self._compute(node)
        return value

    def _compute(self, node: _ast.AST) -> object:
        if isinstance(node, _ast.Tuple):
            values = []
            for element in node.elts:
                value = self.fold(element)
                if value is UNKNOWN:
                    return UNKNOWN
                values.append(value)
            return tuple(values)
        if isinstance(node, _ast.UnaryOp):
            value = self.fold(node.operand)
            if value is UNKNOWN:
                return UNKNOWN
            name = type(node.op).__name__
            if name == "Invert" and isinstance(value, bool):
                return UNKNOWN  # the host warns when it runs
            if name != "Not" and not isinstance(value, int | float | complex):
                return UNKNOWN
            try:
                return _UNARY[name](value)
            except TypeError:  # whatever it is, it is raised when the program gets there
                return UNKNOWN
        assert isinstance(node, _ast.BinOp)
        right = self.fold(node.right)
        if right is UNKNOWN:
            return UNKNOWN
        left = self.fold(node.left)
        if left is UNKNOWN:
            return UNKNOWN
        name = type(node.op).__name__
        if name not in _BINARY or not _is_small(name, left, right):
            return UNKNOWN
        try:
            return _BINARY[name](left, right)
        except Exception:  # likewise
            return UNKNOWN


def _is_small(name: str, left: object, right: object) -> bool:
    """Whether folding cannot make a constant of unreasonable size (the host's limits)."""
    if name == "Mult":
        if isinstance(left, int) and isinstance(right, int):
            return left.bit_length() + right.bit_length() <= _MAX_INT_BITS
        if isinstance(left, int):
            left, right = right, left
        if isinstance(right, int) and isinstance(left, str | bytes | tuple):
            limit = _MAX_TUPLE if isinstance(left, tuple) else _MAX_STR
            return 0 <= right and len(left) * right <= limit
        return True
    if name == "Pow":
        if isinstance(left, int) and isinstance(right, int) and right > 0:
            return left.bit_length() * right <= _MAX_INT_BITS
        return True
    if name == "LShift":
        if isinstance(left, int) and isinstance(right, int):
            return 0 <= right <= _MAX_INT_BITS and left.bit_length() + right <= _MAX_INT_BITS
        return True
    if name == "Mod":
        return not isinstance(left, str | bytes)  # formatting may call anything
    return True
