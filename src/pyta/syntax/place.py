"""Where a node of a syntax tree stands, as its attributes. (Level: host.)"""

from __future__ import annotations

import _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

POSITIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def place(node: _ast.AST) -> dict[str, Any]:
    """A node's place, to be given to another."""
    return {key: getattr(node, key) for key in POSITIONS}
