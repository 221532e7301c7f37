"""The handlers that programs spend their time in need no native frame: on their fast paths they call nothing, and leave before they would."""

from importlib import import_module

import pytest

from corevm.engine.build import definitions_of, fusions_of
from corevm.engine.image import plan_modules
from corevm.isa.define import InstructionSet
from corevm.isa.emit.interp import NEEDS_NO_STATE
from corevm.isa.op import control
from pyta.host.runtime import SPEC

HOT = [
    "move", "const", "imm", "jump", "loop", "ret", "ret_none", "call", "call_method", "call_loaded", "call_global", "load_method",
    "load_global", "get_attribute", "set_attribute", "get_item", "get_item_imm", "set_item", "for_iter", "list_append", "get_iter", "next_pair", "unpack_sequence",
    "add", "sub", "mul", "true_div", "floor_div", "mod", "iadd", "isub", "add_imm", "iadd_imm", "bit_and", "lshift", "rshift",
    "lt", "eq", "ne", "lt_imm", "jump_if", "jump_if_not", "loop_if", "loop_if_not", "jump_if_none", "lt+jump_if_not", "eq+loop_if_not",
    "call_keywords", "call_method_keywords",
    "cell_get", "load_cell", "cell_set", "yield", "contains", "not_contains", "map_add", "set_add", "call_known", "call_known_global", "call_known_method", "le",
    "le+loop_if_not",
]  # fmt: skip


@pytest.fixture(scope="module")
def calls() -> dict[str, list[object]]:
    """What each handler calls."""
    instructions = InstructionSet(definitions_of(control))
    for name in SPEC.instruction_modules:
        imported = import_module(name)
        for definition in definitions_of(imported):
            instructions.add(definition)
        instructions.fusions += fusions_of(imported)
    plan = plan_modules(instructions, [])
    return {
        f.name: [i.imm[0] if i.imm else i.op.name for i in f.instructions() if i.op.effect == "call" and i.imm[:1] not in NEEDS_NO_STATE]
        for module in plan.modules
        for f in module.functions.values()
        if f.name.startswith("op.")
    }


def test_hot_handlers_call_nothing(calls: dict[str, list[object]]) -> None:
    missing = [name for name in HOT if f"op.{name}" not in calls]
    assert not missing
    found = {name: calls[f"op.{name}"] for name in HOT if calls[f"op.{name}"]}
    assert not found
