"""`"..." % (x, y)` with a tuple display: the host compiles it as an f-string where it can, which shows in what runs when."""

from __future__ import annotations

import _ast

from pyta.syntax.place import place

_MAX_DIGITS = 3
_FLAGS = "-+ #0"


def percent_format(node: _ast.BinOp) -> _ast.JoinedStr | None:
    """The f-string that a `%` with a tuple display means; None where the host leaves it to run time."""
    text, values = node.left, node.right
    if not isinstance(values, _ast.Tuple) or not isinstance(text, _ast.Constant) or not isinstance(text.value, str):
        return None
    if any(isinstance(e, _ast.Starred) for e in values.elts) or all(isinstance(e, _ast.Constant) for e in values.elts):
        return None
    parts = _parse(text.value, values.elts, node)
    return None if parts is None else _ast.JoinedStr(parts, **place(node))


def _parse(text: str, values: list[_ast.expr], node: _ast.BinOp) -> list[_ast.expr] | None:
    parts: list[_ast.expr] = []
    literal = ""
    used = i = 0
    while i < len(text):
        if text[i] != "%":
            literal += text[i]
            i += 1
        elif text[i + 1 : i + 2] == "%":
            literal += "%"
            i += 2
        else:
            found = _directive(text, i + 1)
            if found is None or used == len(values):
                return None
            i, conversion, spec = found
            if literal:
                parts.append(_ast.Constant(literal, **place(node)))
                literal = ""
            where = place(values[used])
            format_spec = _ast.JoinedStr([_ast.Constant(spec, **where)], **where) if spec else None
            parts.append(_ast.FormattedValue(values[used], ord(conversion), format_spec, **where))
            used += 1
    if used != len(values):
        return None
    if literal:
        parts.append(_ast.Constant(literal, **place(node)))
    return parts


def _directive(text: str, i: int) -> tuple[int, str, str] | None:
    """The end of a directive, its conversion (s, r or a), and the format specification that does the same."""
    flags = ""
    while text[i : i + 1] and text[i] in _FLAGS:
        flags += text[i]
        i += 1
    i, width = _number(text, i)
    precision = ""
    if text[i : i + 1] == ".":
        i, precision = _number(text, i + 1)
        precision = "." + (precision or "0")
    if len(width) >= _MAX_DIGITS or len(precision) > _MAX_DIGITS or text[i : i + 1] not in ("s", "r", "a"):
        return None
    spec = ">" if "-" not in flags and int(width or 0) > 0 else ""
    return i + 1, text[i], spec + width + precision


def _number(text: str, i: int) -> tuple[int, str]:
    start = i
    while text[i : i + 1] and text[i] in "0123456789":
        i += 1
    return i, text[start:i]
