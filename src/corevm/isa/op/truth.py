"""Instructions for a language's idea of truth.

    TRUTH = truth(is_falsey)     # not, jump_if_falsey, jump_if_truthy

`is_falsey` is an inline Micro function `(value) -> bool` that neither raises nor runs guest code.
"""

from __future__ import annotations

from typing import Any

from corevm.isa.define import Branch, InstructionDefinition, Reg, Target, instruction
from corevm.kernel.value import boolean
from corevm.micro.surface import Value


def truth(is_falsey: Any) -> list[InstructionDefinition]:
    @instruction
    def not_(x: Reg) -> Value:
        """a = whether b counts as false."""
        return boolean(is_falsey(x))

    @instruction
    def jump_if_falsey(x: Reg, target: Target) -> Branch:
        """Go to the target if a counts as false."""
        return is_falsey(x)

    @instruction
    def jump_if_truthy(x: Reg, target: Target) -> Branch:
        """Go to the target unless a counts as false."""
        return not is_falsey(x)

    return [not_, jump_if_falsey, jump_if_truthy]
