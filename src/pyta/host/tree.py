"""Syntax trees as plain values, for the guest's `_ast` module, and back.

A node is (name of its class, values of its fields, its positions or None); a list is a list; everything else is itself.
"""

from __future__ import annotations

import _ast

from pyta.syntax.place import POSITIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def tree_as_values(node: Any) -> Any:
    if isinstance(node, list):
        return [tree_as_values(item) for item in node]
    if not isinstance(node, _ast.AST):
        return node
    fields = tuple(tree_as_values(getattr(node, field, None)) for field in node._fields)
    places = tuple(getattr(node, key, None) for key in POSITIONS) if node._attributes else None
    return type(node).__name__, fields, places


def values_as_tree(values: Any) -> Any:
    """Raises: ValueError, TypeError for what is no tree."""
    if isinstance(values, list):
        return [values_as_tree(item) for item in values]
    if not isinstance(values, tuple) or len(values) != 3 or not isinstance(values[1], tuple):
        return values
    kind = getattr(_ast, str(values[0]), None)
    if not (isinstance(kind, type) and issubclass(kind, _ast.AST)):
        raise TypeError(f"expected some sort of node, but got {values[0]!r}")
    made = kind(*[values_as_tree(v) for v in values[1]])
    for key, value in zip(POSITIONS, values[2] or (), strict=False):
        if value is not None:
            setattr(made, key, value)
    return made


def node_types() -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """(name, base, fields, attributes, fields that may be absent) of the classes, bases first."""
    found: list[type[_ast.AST]] = []

    def add(kind: type[_ast.AST]) -> None:
        for below in sorted(kind.__subclasses__(), key=lambda k: k.__name__):
            if below.__module__ in ("ast", "_ast") and getattr(_ast, below.__name__, None) is below:
                found.append(below)
                add(below)

    add(_ast.AST)
    return [
        (
            k.__name__, k.__bases__[0].__name__, tuple(k._fields), tuple(k._attributes),
            tuple(f for f in (*k._fields, *k._attributes) if f in vars(k) and vars(k)[f] is None),
        )
        for k in found
    ]  # fmt: skip
