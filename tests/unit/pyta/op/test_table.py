"""The compiler's instruction table and the instructions' Micro definitions agree."""

from __future__ import annotations

from importlib import import_module

import pytest

from corevm.isa.define import InstructionSet, definitions_of
from corevm.isa.op import control
from pyta.compiler.instruction import INSTRUCTIONS
from pyta.host.image import SPEC


@pytest.fixture(scope="module")
def instructions() -> InstructionSet:
    found = InstructionSet(definitions_of(control))
    for module in SPEC.instruction_modules:
        for definition in definitions_of(import_module(module)):
            found.add(definition)
    return found


def test_every_instruction_is_defined(instructions: InstructionSet) -> None:
    assert [n for n in INSTRUCTIONS if n not in instructions] == []


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_operands_and_length_agree(instructions: InstructionSet, name: str) -> None:
    wanted, found = INSTRUCTIONS[name], instructions[name]
    kinds = ["OutIndex" if kind == "Out" else kind for kind, _ in wanted.operands]
    assert kinds == [o.kind.name for o in found.encoded]
    assert wanted.words == found.word_count
