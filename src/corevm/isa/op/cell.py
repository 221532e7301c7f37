"""The core's cell instructions for languages whose variables always hold values: what is read from a cell is never undefined.

    CELLS = bound_cells()     # new_cell load_cell store_cell cell_get cell_set

The same instructions as the core's, under stricter verifier rules: nothing undefined goes in, so nothing undefined comes out.
"""

from __future__ import annotations

from corevm.isa.define import InstructionDefinition
from corevm.isa.op import control


def bound_cells() -> list[InstructionDefinition]:
    return [
        InstructionDefinition(control.new_cell.function, "gives=cell"),
        InstructionDefinition(control.load_cell.function, "index:free gives=value"),
        InstructionDefinition(control.store_cell.function, "index:free"),
        InstructionDefinition(control.cell_get.function, "cell:cell gives=value"),
        InstructionDefinition(control.cell_set.function, "cell:cell"),
    ]
