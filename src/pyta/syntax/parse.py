"""Source text to the host's syntax tree, with the host's words for every syntax error.

The host's own compiler is run over the tree once and its result thrown away: so errors its later passes find (`return`
outside a function, a name both parameter and global, `nonlocal` at module level...) are the host's too, with its positions.
"""

from __future__ import annotations

import _ast

ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
FUTURE_ANNOTATIONS = 0x1000000  # __future__.annotations.compiler_flag

# Nodes whose compilation is a later step; the words after them say what is not there yet.
NOT_YET = {
    "AsyncFunctionDef": "'async def'",
    "AsyncFor": "'async for'",
    "AsyncWith": "'async with'",
    "Await": "'await'",
    "Match": "'match'",
    "TemplateStr": "template strings",
}


def parse(source: str | bytes, file: str, mode: str = "exec", flags: int = 0, optimize: int = 0) -> _ast.mod:
    """Parse and check.

    Args:
        mode: "exec", "eval" or "single".
        flags: the host's compiler flags of future statements that hold already.
        optimize: as in the host's `compile`; 2 leaves docstrings out, 1 asserts.

    Raises: SyntaxError, ValueError (null bytes), as the host does.
    """
    try:
        tree = compile(source, file, mode, flags | ONLY_AST, True, optimize)
    except RecursionError:
        compile(source, file, mode, flags, True, optimize)  # for the host's words
        raise
    try:
        check(tree, file, mode, flags, optimize)
    except RecursionError:  # the way of a tree back into the host allows less depth than the way of a text
        compile(source, file, mode, flags, True, optimize)
    assert isinstance(tree, _ast.mod)
    return tree


def check(tree: _ast.AST, file: str, mode: str = "exec", flags: int = 0, optimize: int = 0) -> None:
    """Let the host refuse (and warn of) what only its later passes see."""
    compile(tree, file, mode, flags, True, optimize)  # type: ignore[call-overload]


def not_yet(node: _ast.AST, what: str, file: str) -> SyntaxError:
    """The error for a part of the language that Pyta does not compile yet."""
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    end_line, end_column = getattr(node, "end_lineno", line), getattr(node, "end_col_offset", column)
    details = (file, line, column + 1, None, end_line, end_column + 1)
    return SyntaxError(f"Pyta does not compile {what} yet", details)
