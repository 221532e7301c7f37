"""The instruction table: its page, its model, its use."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import vm_model

from corevm.bytecode.model import CodeUnit
from corevm.lang.builder import MANY_CONSTANTS
from pyta.compiler.compile import compile_source
from pyta.compiler.instruction import ENDS, FUSED, INSTRUCTIONS, reference_page

ROOT = Path(__file__).parents[4]
KINDS = {"Out", "Reg", "Window", "Const", "Imm", "Index", "Target", "Word"}
RESULTS = {"Value", "None", "Branch", "ValueSkip", "Frame", "ValueOrFrame", "NextOrFrame"}
IN_THE_MACHINE_ITSELF = {
    "ret",
    "ret_none",
    "generator_start",
    "generator_return",
    "yield",
    "cell_get",
} | vm_model.RAISING


def test_the_reference_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "pyta" / "instruction-set.md").read_text() == reference_page()


def test_definitions_keep_to_the_kinds_of_the_contract() -> None:
    for d in INSTRUCTIONS.values():
        kinds = [kind for kind, _ in d.operands]
        assert set(kinds) <= KINDS and d.result in RESULTS, d.name
        assert "Out" not in kinds[1:], d.name
        assert kinds.count("Window") <= 1 and kinds.count("Word") <= 1, d.name
        assert len(kinds) <= 3 or (len(kinds) == 4 and kinds[3] == "Word"), d.name
        assert ("Target" in kinds) == (d.result == "Branch"), d.name
        if d.result in ("Value", "ValueOrFrame", "ValueSkip", "NextOrFrame"):
            assert kinds[0] == "Out", d.name


def test_the_model_knows_every_instruction_and_no_other() -> None:
    assert set(vm_model.COMPUTE) | IN_THE_MACHINE_ITSELF == set(INSTRUCTIONS)


def test_the_sets_name_instructions() -> None:
    assert set(INSTRUCTIONS) >= ENDS and set(INSTRUCTIONS) >= FUSED


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # of programs that do what one should not
def test_every_instruction_is_emitted_for_some_program() -> None:
    seen: set[str] = set()
    pending: list[CodeUnit] = []
    for path in sorted((ROOT / "tests" / "differential" / "python").glob("*/*.py")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pending.append(compile_source(path.read_bytes(), path.name))
    pending.append(compile_source("1", "x", "single", namespace=True))
    pending.append(compile_source("from a import *\nx @= y\nx @ y\na: int\ndel a", "x", namespace=True))
    pending.append(compile_source("\n".join(f"x = {i}.5" for i in range(MANY_CONSTANTS + 1)), "x"))
    while pending:
        unit = pending.pop()
        seen |= {i.op for i in unit.instructions}
        pending += [c for c in unit.constants if isinstance(c, CodeUnit)]
    assert set(INSTRUCTIONS) - seen == set()
