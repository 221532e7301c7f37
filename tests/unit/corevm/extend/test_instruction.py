"""Instructions added to a machine that runs; the example that shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corevm.bytecode.fault import Fault
from corevm.errors import UsageError
from corevm.extend import extend_runtime
from corevm.isa.define import Imm, Reg, instruction
from corevm.kernel.public import TYPE, error, is_fixnum, tag_fixnum, untag_fixnum
from corevm.lang import FunctionBuilder, Language, LanguageError, LanguageRuntime, Parameters
from corevm.micro.surface import Value

ROOT = Path(__file__).parents[4]
CORE = Language("core")


@instruction(raises=True)
def scale(x: Reg, factor: Imm) -> Value:
    """a = b * a small number."""
    if not is_fixnum(x):
        raise error(TYPE, "no number to scale")
    return tag_fixnum(untag_fixnum(x) * factor)


@instruction
def imm(number: Imm) -> Value:
    """a = the number and one more."""
    return tag_fixnum(number + 1)


def one(vm: LanguageRuntime, op: str, *operands: int) -> int:
    b = FunctionBuilder("f", "f", "f", 1, Parameters(positional=("x",)))
    t = b.temporary()
    b.emit(op, t, *operands)
    b.emit("ret", t)
    return vm.load(b.finish())


def test_a_new_instruction() -> None:
    with CORE.runtime() as vm, CORE.runtime() as other:
        extend_runtime(vm, scale)
        f = one(vm, "scale", 0, 7)
        assert vm.run(f, 6) == 42
        with pytest.raises(LanguageError, match="no number to scale") as failed:
            vm.run(f, "x")
        assert [frame.name for frame in failed.value.frames] == ["f"]
        with pytest.raises(Fault):
            one(other, "scale", 0, 7)


def test_a_replaced_instruction_and_twice() -> None:
    with CORE.runtime() as vm, CORE.runtime() as other:
        before = one(vm, "imm", 41)
        extend_runtime(vm, imm)
        extend_runtime(vm, scale)
        assert vm.run(one(vm, "imm", 41), 0) == 42
        assert vm.run(before, 0) == 42
        assert vm.run(one(vm, "scale", 0, 2), 4) == 8
        assert other.run(one(other, "imm", 41), 0) == 41


def test_a_replacement_of_another_form() -> None:
    @instruction
    def move(x: Reg, y: Reg) -> Value:
        return x

    with CORE.runtime() as vm, pytest.raises(UsageError, match="another form"):
        extend_runtime(vm, move)


def test_the_example() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "extend_instruction.py"), "1000"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-2:] == [">> replaced", ">> 42"]
    assert "result 999001" in done.stdout  # 999 * 999 + 1000
