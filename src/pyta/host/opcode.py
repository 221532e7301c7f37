"""The host's `_opcode`, asked once for all its instructions."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def facts() -> tuple[list[tuple[str, list[int]]], list[tuple[str, Any]]]:
    """(predicate, the instructions it holds for), (name, what it answers without arguments)."""
    _opcode = import_module("_opcode")
    import opcode  # lazy: asked for by `dis` alone

    asked = [name for name in vars(_opcode) if name.startswith(("has_", "is_"))]
    held = [(name, [op for op in range(max(opcode.opmap.values()) + 1) if getattr(_opcode, name)(op)]) for name in asked]
    return held, [(name, getattr(_opcode, name)()) for name in vars(_opcode) if name.startswith("get_") and name != "get_executor"]


def stack_effect(op: int, argument: int | None, jump: bool | None) -> int:
    return int(import_module("_opcode").stack_effect(op, argument, jump=jump))
