"""The verifier: what it accepts, and each fault it names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corevm.errors import IrError
from corevm.ir import type as t
from corevm.ir.diagnostic import CODES
from corevm.ir.module import Block, Data, Instr, Loc, Module, Reloc, Target, Value
from corevm.ir.op import OPS, Op
from corevm.ir.text import parse_module
from corevm.ir.verify import verify_function, verify_linked, verify_module

GOOD = """
module "m"
file 0 "x.py"
extern printf(ptr, ...) -> (i32)
extern abort() -> ()
data @d align=8 const {
  zero 16
  func @g at 0
  extern @abort at 8
}
func @g(i64) -> (i64)
func @f(i64, ptr, f64) -> (i64) {
entry(%0: i64, %1: ptr, %2: f64):
  %3 = const.i64 1
  %4 = slt.i64 %0, %3 !0:4:2
  branch %4, small, big(%3)
small:
  %5 = sext.i64 %9
  jump join(%5)
big(%6: i64):
  %7: i64 = call @g(%6)
  %8: i32 = call_c @printf(%1, %7, %2)
  jump join(%7)
join(%10: i64):
  return %10
unused:
  %9 = const.i8 1
  return %5
}
func handler @h(i64) -> () {
entry(%0: i64):
  tail_call @h(%0)
}
""".replace("sext.i64 %9", "add.i64 %0, %0")


def test_good_module() -> None:
    verify_module(parse_module(GOOD))


FAULTS = [
    ("IR104", "add.i64 %0, %0", "add.i64 %0, %6"),
    ("IR104", "add.i64 %0, %0", "add.i64 %0, %5"),
    ("IR106", "jump join(%5)", "jump join"),
    ("IR106", "jump join(%5)", "jump join(%2)"),
    ("IR107", "entry(%0: i64, %1: ptr, %2: f64)", "entry(%0: i64, %1: ptr, %2: f32)"),
    ("IR107", "jump join(%5)", "jump entry(%5, %1, %2)"),
    ("IR108", "tail_call @h(%0)", "tail_call @g(%0)"),
    ("IR108", "func handler @h(i64) -> () {\nentry(%0: i64):", "func handler @k(i64, i64) -> ()\nfunc handler @h(i64) -> () {\nentry(%0: i64):\n  tail_call @k(%0, %0)\n}\nfunc handler @i(i64) -> () {\nentry(%0: i64):"),
    ("IR109", "slt.i64 %0, %3", "slt.f64 %0, %3"),
    ("IR111", "slt.i64 %0, %3", "slt.i32 %0, %3"),
    ("IR111", "call_c @printf(%1, %7, %2)", "call_indirect %0(%0) : (i64) -> (i32)"),
    ("IR114", "sext.i64 %9", "sext.i64 %0"),
    ("IR114", "add.i64 %0, %0", "sext.i64 %0"),
    ("IR114", "add.i64 %0, %0", "bitcast.i64 %0"),
    ("IR114", "add.i64 %0, %0", "bitcast.i64 %4"),
    ("IR114", "add.i64 %0, %0", "fptosi.i64 %0"),
    ("IR115", "call @g(%6)", "call @nobody(%6)"),
    ("IR115", "func @g at 0", "func @nobody at 0"),
    ("IR117", "call_c @printf(%1, %7, %2)", "call_c @puts(%1)"),
    ("IR118", "call @g(%6)", "call @g(%6, %6)"),
    ("IR118", "%7: i64 = call @g(%6)", "%7: i32 = call @g(%6)"),
    ("IR118", "call_c @printf(%1, %7, %2)", "call_c @printf()"),
    ("IR119", "return %10", "return"),
    ("IR119", "return %10", "return %2"),
    ("IR102", "%9 = const.i8 1", "return %5\n  %9 = const.i8 1"),
    ("IR101", "\n  return %10", ""),
    ("IR101", "\n  return %5", ""),
    ("IR112", "tail_call @h(%0)", "%1: i64 = tail_call @h(%0)"),
    ("IR116", "%9 = const.i8 1", "%9 = data_addr @nothing"),
    ("IR117", "%9 = const.i8 1", "%9 = extern_addr @nothing"),
    ("IR113", "%9 = const.i8 1", "%9 = stack_slot 8, 3"),
    ("IR113", "%9 = const.i8 1", "%9 = load.i8 %1, 99999999999999999999, any"),
    ("IR120", "jump join(%5)", "switch.i64 %0 [1: unused, 1: unused], unused"),
    ("IR122", "func @g(i64) -> (i64)", "func @g(i64, ...) -> (i64)"),
    ("IR122", "func @g(i64) -> (i64)", "func @g(i64) -> (i64) effect=lovely"),
    ("IR123", "align=8", "align=24"),
    ("IR123", "func @g at 0", "func @g at 4"),
    ("IR123", "extern @abort at 8", "extern @abort at 9"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_fault(code: str, old: str, new: str) -> None:
    source = GOOD
    if old not in source:  # the i8 variant
        source = source.replace("add.i64 %0, %0", "sext.i64 %9")
    assert old in source
    with pytest.raises(IrError) as caught:
        verify_module(parse_module(source.replace(old, new)))
    assert caught.value.code == code
    assert CODES[code] in str(caught.value)


def mutate_missing_name(module: Module) -> None:
    module.functions["other"] = module.functions.pop("f")


def mutate_data_name(module: Module) -> None:
    module.data["other"] = module.data["d"]


def mutate_twice(module: Module) -> None:
    block = module.functions["f"].blocks[1]
    block.instrs[0].results = [module.functions["f"].entry.params[0]]


def mutate_outside(module: Module) -> None:
    module.functions["f"].blocks[1].instrs[-1].targets = [Target(Block("nowhere"), [])]


def mutate_listed_twice(module: Module) -> None:
    module.functions["f"].blocks.append(module.functions["f"].blocks[-1])


def mutate_stranger(module: Module) -> None:
    module.functions["f"].blocks[1].instrs[0].args[0] = Value(t.I64)


def mutate_operands(module: Module) -> None:
    module.functions["f"].blocks[1].instrs[0].args.pop()


def mutate_results(module: Module) -> None:
    module.functions["f"].blocks[1].instrs[0].results.append(Value(t.I64))


def mutate_op(module: Module) -> None:
    module.functions["f"].blocks[0].instrs[0].op = Op("mine", 999, (), (), (), (), "pure", "mine")


def mutate_immediate(module: Module) -> None:
    module.functions["f"].blocks[0].instrs[0].imm = (1 << 64,)


def mutate_hint(module: Module) -> None:
    module.functions["f"].blocks[0].instrs[-1].imm = ([],)


def mutate_cases(module: Module) -> None:
    module.functions["f"].blocks[1].instrs[-1].cases = [1]


def mutate_param_names(module: Module) -> None:
    module.functions["g"].param_names = ("a", "b")


def mutate_reloc_kind(module: Module) -> None:
    module.data["d"] = Data("d", bytes(8), relocs=(Reloc(0, "block", "f"),))


def mutate_place(module: Module) -> None:
    module.functions["f"].entry.instrs[0].loc = Loc("x.py", 1 << 33)


def mutate_extern(module: Module) -> None:
    module.externs["abort"] = t.Signature((), (t.I64, t.I64))


MUTATIONS = [
    ("IR100", mutate_missing_name), ("IR100", mutate_data_name), ("IR103", mutate_twice), ("IR105", mutate_outside),
    ("IR121", mutate_listed_twice), ("IR104", mutate_stranger), ("IR110", mutate_operands), ("IR112", mutate_results),
    ("IR124", mutate_op), ("IR113", mutate_immediate), ("IR113", mutate_hint), ("IR120", mutate_cases),
    ("IR122", mutate_param_names), ("IR123", mutate_reloc_kind), ("IR122", mutate_extern), ("IR126", mutate_place),
]  # fmt: skip


@pytest.mark.parametrize(("code", "mutate"), MUTATIONS)
def test_fault_that_text_cannot_write(code: str, mutate: Callable[[Module], None]) -> None:
    module = parse_module(GOOD)
    mutate(module)
    with pytest.raises(IrError) as caught:
        verify_module(module)
    assert caught.value.code == code


def test_every_verifier_code_is_tested() -> None:
    tested = {code for code, *_ in FAULTS} | {code for code, _ in MUTATIONS} | {"IR125"}
    assert tested == {code for code in CODES if code.startswith("IR1")}


def test_message_names_function_block_instruction_and_place() -> None:
    module = parse_module(GOOD)
    instr = module.functions["f"].blocks[0].instrs[1]
    instr.args[1] = module.functions["f"].entry.params[2]
    with pytest.raises(IrError) as caught:
        verify_function(module.functions["f"], module)
    assert str(caught.value) == (
        "x.py:4:2: IR111: an operand has the wrong type: function @f, block entry, `%4 = slt.i64 %0, %2`\n"
        "  seen: operand 1 of type f64\n"
        "  wanted: i64"
    )
    assert caught.value.place is not None and (caught.value.place.file, caught.value.place.line) == Loc("x.py", 4)[:2]


def test_linked_declaration_differs() -> None:
    other = parse_module('module "o"\nfunc @g(f64) -> (i64) {\ne(%0: f64):\n  %1 = const.i64 0\n  return %1\n}\n')
    with pytest.raises(IrError) as caught:
        verify_linked([parse_module(GOOD), other])
    assert caught.value.code == "IR125"
    with pytest.raises(IrError) as caught:
        verify_linked([other, other])
    assert caught.value.code == "IR011"


def test_instr_repr_needs_no_verification() -> None:
    assert repr(Instr(OPS["add"], t.I64, [])) == "<add.i64>"
