"""The verifier: each fault by its code, in code of the core's instructions and of two made up for the purpose."""

from __future__ import annotations

from typing import Any

import pytest

from corevm.bytecode.assemble import assemble
from corevm.bytecode.fault import FAULTS, Fault
from corevm.bytecode.model import CodeUnit, Instruction, Special
from corevm.bytecode.rule import parse_rules
from corevm.bytecode.verify import MAX_FUNCTION_NESTING, MAX_NESTING, verify
from corevm.errors import BytecodeError
from corevm.isa.define import InstructionSet, definitions_of, fusions_of, shapes_of
from corevm.isa.op import control

SHAPES: dict[str, Any] = {
    **shapes_of(InstructionSet(definitions_of(control))),
    "list_new": [200, 1, [["a", "OutIndex", "a", 0]], "Value", True, "gives=list"],
    "list_append": [201, 1, [["target", "Reg", "a", 0], ["x", "Reg", "b", 0]], "None", True, "target:list"],
    "next": [202, 2, [["a", "OutIndex", "a", 0], ["it", "Reg", "b", 0]], "NextOrFrame", True, ""],
    "name": [203, 1, [["a", "OutIndex", "a", 0], ["key", "Const", "b", 0]], "Value", True, "key:string"],
    "parts": [
        204, 2, [["a", "OutIndex", "a", 0], ["code", "Const", "b", 0], ["window", "Window", "c", 0], ["flags", "Word", "", 1]],
        "Value", True, "code:code window:parts=flags;tuple;cells(code)",
    ],
    "enter": [209, 1, [["x", "Reg", "a", 0]], "Frame", True, ""],
    "delegate": [208, 1, [["x", "Reg", "a", 0], ["to", "Index", "b", 0]], "None", False, "to:register"],
    "offer": [
        210, 2, [["window", "Window", "a", 0], ["target", "Target", "b", 0], ["it", "Word", "", 1]], "Branch", False,
        "window:writes=1 it:held offers",
    ],
    "check": [205, 1, [["x", "Reg", "a", 0]], "None", True, "x:maybe,bound"],
    "less": [206, 1, [["a", "OutIndex", "a", 0], ["x", "Reg", "b", 0], ["y", "Reg", "c", 0]], "Value", True, ""],
    "jump_if": [207, 1, [["x", "Reg", "a", 0], ["target", "Target", "b", 0]], "Branch", True, "x:fused"],
}  # fmt: skip
FUSIONS = {"less": {"branch_if_true": 300, "jump_if": 301}}

GOOD = {
    "call": "move r2, r0; imm r6, #1; call r1, w1, #1; ret r1",
    "loop": "imm r1, #1; L0: branch_if_true r1, L1; imm r1, #2; loop L0; L1: ret_none",
    "undefined checked": "undefined r1; check r1; ret r1",
    "undefined tested": "undefined r1; jump_if_undefined r1, L1; ret r1; L1: ret_none",
    "register named by a number": "imm r1, #1; delegate r0, #0; delegate r0, #1; delegate r0, #2; ret_none",
    "offer": "offer w1, L1, #1; ret r0; L1: ret r1",
    "list kept over a join": "list_new r1; jump_if_none r0, L1; list_append r1, r0; L1: list_append r1, r0; ret r1",
    "cell": "new_cell r1, r0; move r2, r1; cell_set r2, r0; cell_get r3, r2; check r3; ret r3",
    "cell of the closure is undefined": ".free ('x',) ; load_cell r1, #0; check r1; ret r1",
    "iteration": "L0: next r1, r0; jump L1; loop L0; L1: ret_none",
    "catch": ".catch L0 L1 L2 r1 0; L0: name r2, k0; L1: ret r2; L2: ret r1",
}
BAD = {
    "unknown": ("BC201", "unwind; ret_none"),
    "register": ("BC203", "move r9, r0; ret_none"),
    "window": ("BC204", "move r5, r0; call r1, w4, #0; ret r1"),
    "window of arguments": ("BC204", "move r2, r0; imm r6, #1; call r1, w1, #9; ret r1"),
    "constant": ("BC205", "const r1, k7; ret r1"),
    "kind of constant": ("BC206", "name r1, k1; ret r1"),
    "free name": ("BC207", "load_cell r1, #0; ret_none"),
    "backwards": ("BC209", "L0: imm r1, #1; jump L0"),
    "off the end": ("BC210", "imm r1, #1"),
    "skipped": ("BC211", "next r1, r0; next r2, r0; ret_none; ret_none"),
    "nothing behind the skipped": ("BC211", "next r1, r0; ret_none"),
    "unwritten": ("BC212", "ret r1"),
    "unwritten behind a frame": ("BC212", "enter r0; ret r1"),
    "off the end behind a frame": ("BC210", "enter r0"),
    "unwritten on a path": ("BC212", "jump_if_none r0, L1; imm r1, #1; L1: ret r1"),
    "unwritten at the end of an iteration": ("BC212", "next r1, r0; jump L1; ret_none; L1: ret r1"),
    "unwritten in a handler": ("BC212", ".catch L0 L1 L2 r1 0; L0: name r2, k0; imm r3, #1; L1: ret r2; L2: ret r3"),
    "lost by a call": ("BC212", "move r2, r0; imm r6, #1; call r1, w1, #1; ret r6"),
    "lost by a call that fails": (
        "BC212", ".catch L0 L1 L2 r0 0; move r2, r0; imm r6, #1; L0: call r1, w1, #1; L1: ret_none; L2: ret r6",
    ),
    "argument unwritten": ("BC212", "move r2, r0; call r1, w1, #1; ret r1"),
    "dead after its branch": ("BC212", "imm r1, #1; branch_if_true r1, L1; ret r1; L1: ret_none"),
    "undefined": ("BC213", "undefined r1; ret r1"),
    "undefined from a cell": ("BC213", "new_cell r1, r0; cell_get r2, r1; ret r2"),
    "no list": ("BC214", "list_append r0, r0; ret_none"),
    "no list on a path": ("BC214", "list_new r1; jump_if_none r0, L1; imm r1, #1; L1: list_append r1, r0; ret_none"),
    "no cell": ("BC214", "cell_set r0, r0; ret_none"),
    "no generator": ("BC216", "yield r1, r0; ret_none"),
    "generator without start": ("BC215", ".generator; generator_return r0"),
    "start where none belongs": ("BC215", "generator_start; ret_none"),
    "return from a generator": ("BC216", ".generator; generator_start; ret r0"),
    "register named by a number": ("BC204", "delegate r0, #8; ret_none"),
    "unwritten, named by a number": ("BC212", "delegate r0, #2; ret_none"),
    "offer not taken": ("BC212", "offer w1, L1, #1; ret r1; L1: ret r1"),
    "offer of no register": ("BC217", "offer w1, L1, #0; ret r0; L1: ret r1"),
    "offer of a register below": ("BC217", "offer w1, L1, #-3; ret r0; L1: ret r1"),
    "offer of an unwritten register": ("BC212", "offer w1, L1, #3; ret r0; L1: ret r1"),
    "flags of parts": ("BC217", "parts r1, k2, w1, #4; ret r1"),
    "part of another kind": ("BC214", "imm r2, #1; parts r1, k2, w2, #1; ret r1"),
    "catch register": ("BC220", ".catch L0 L1 L1 r9 0; L0: imm r1, #1; L1: ret r1"),
    "empty catch site": ("BC220", ".catch L0 L0 L1 r1 0; L0: imm r1, #1; L1: ret r1"),
    "registers": ("BC221", ".registers 9000; ret_none"),
}  # fmt: skip
HEAD = """.function 0 'inner' 'inner' 'f' 1
.registers 1
    ret_none
.function 1 'f' 'f' 'f' 1
.parameters (), ('p',), None, (), None
.locals ('p',)
.registers 7
.constant 0 'text'
.constant 1 12
.constant 2 function(0)
"""


def unit_of(text: str) -> CodeUnit:
    return assemble(HEAD + "\n".join(part.strip() for part in text.replace(": ", ":;").split(";")), SHAPES)


def in_a_module(unit: CodeUnit) -> CodeUnit:
    """A module that makes a function of a unit with free names."""
    module = assemble(".function 0 'm' 'm' 'f' 1\n.registers 3\n none r0\n new_cell r1, r0\n closure r2, k0, w1\n ret r2", SHAPES)
    module.constants.append(unit)
    return module


@pytest.mark.parametrize("name", GOOD)
def test_right_code_is_accepted(name: str) -> None:
    unit = unit_of(GOOD[name])
    verify(in_a_module(unit) if unit.free_names else unit, SHAPES, FUSIONS)


@pytest.mark.parametrize("name", BAD)
def test_wrong_code_is_refused_by_its_rule(name: str) -> None:
    code, text = BAD[name]
    with pytest.raises(Fault) as caught:
        verify(unit_of(text), SHAPES, FUSIONS)
    assert caught.value.code == code, caught.value
    assert code in FAULTS and caught.value.seen + caught.value.wanted


def test_a_fault_says_where() -> None:
    with pytest.raises(Fault) as caught:
        verify(unit_of("imm r1, #1; next r2, r1; jump L1; L1: ret r6"), SHAPES)
    fault = caught.value
    assert (fault.function, fault.index, fault.offset, fault.instruction) == ("f", 3, 4, "ret")
    assert "f: f, instruction 3 at word 4 (ret): register 6 is read" in str(fault)


def test_a_fused_comparison_need_not_write_its_register() -> None:
    text = "imm r1, #1; less r2, r0, r1; branch_if_true r2, L1; ret r1; L1: ret_none"
    verify(unit_of(text), SHAPES, FUSIONS)
    with pytest.raises(Fault, match="BC212"):
        verify(unit_of(text.replace("ret r1", "ret r2")), SHAPES, FUSIONS)


def test_a_register_tested_by_a_fused_jump_is_lost() -> None:
    text = "imm r1, #1; less r2, r0, r1; {}jump_if r2, L1; ret r1; L1: ret r2"
    verify(unit_of(text.format("imm r3, #1; ")), SHAPES, FUSIONS)
    with pytest.raises(Fault, match="BC212"):
        verify(unit_of(text.format("")), SHAPES, FUSIONS)


def test_jumps_that_lose_their_register_say_so() -> None:
    from pyta.op import arithmetic

    for module in (control, arithmetic):
        definitions = {d.name: d for d in (*definitions_of(module), *definitions_of(control))}
        for fusion in fusions_of(module):
            if not fusion.keeps:
                words = {c.word for own in parse_rules(definitions[fusion.second].rules).operands.values() for c in own}
                assert words & {"dead", "fused"}, fusion.name


def test_functions_that_need_cells_get_them() -> None:
    inner = unit_of(".free ('x',) ; load_cell r1, #0; ret_none")
    with pytest.raises(Fault, match="BC226"):
        verify(inner, SHAPES)  # a module's own code has no closure
    module = in_a_module(inner)
    verify(module, SHAPES)
    module.instructions[1] = Instruction("move", (1, 0))
    with pytest.raises(Fault, match="BC214"):
        verify(module, SHAPES)


CONSTANTS_REFUSED: list[object] = [object(), Special(4), Special(3), Special(-1), [1], ((object(),),), 1 << (1 << 21)]


@pytest.mark.parametrize("constant", CONSTANTS_REFUSED, ids=lambda c: type(c).__name__)
def test_constants_of_other_types(constant: object) -> None:
    unit = unit_of("ret_none")
    unit.constants.append(constant)
    with pytest.raises(Fault, match="BC224"):
        verify(unit, SHAPES)


def test_nesting_is_bounded() -> None:
    unit = unit_of("ret_none")
    deep: object = ()
    for _ in range(MAX_NESTING + 1):
        deep = (deep,)
    unit.constants.append(deep)
    with pytest.raises(Fault, match="BC225"):
        verify(unit, SHAPES)
    outer = unit_of("ret_none")
    for _ in range(MAX_FUNCTION_NESTING + 1):
        inner, outer = outer, unit_of("ret_none")
        outer.constants.append(inner)
    with pytest.raises(Fault, match="BC225"):
        verify(outer, SHAPES)


def test_every_rule_of_the_core_can_be_read() -> None:
    for shape in SHAPES.values():
        parse_rules(shape[5])
    with pytest.raises(BytecodeError, match="BC190"):
        parse_rules("x:wrong")
