"""A user's own instruction, in a few lines of Micro, from an ordinary script: `python examples/extend_instruction.py`.

The script starts a Lox machine, gives it an instruction that it does not have, runs a loop with it beside the same loop with a built-in
one, and then replaces the instruction `print`.
"""

from __future__ import annotations

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lox"))

from corevm.extend import extend_runtime
from corevm.isa.define import Reg, instruction
from corevm.kernel.public import TYPE, concat_strings, error, fixnum_add, fixnum_mul, is_fixnum, string_from_static, write_line
from corevm.lang import FunctionBuilder, LanguageRuntime, Parameters
from corevm.micro.surface import Value, likely
from lox import LOX, interpret
from machine import text_of


@instruction(raises=True)
def mul_add(x: Reg, y: Reg) -> Value:
    """a = b * b + c, of small integers."""
    if likely(is_fixnum(x) and is_fixnum(y)):
        square, is_large = fixnum_mul(x, x)
        total, is_larger = fixnum_add(square, y)
        if likely(not is_large and not is_larger):
            return total
    raise error(TYPE, "Operands must be small integers.")


@instruction(raises=True)
def print_(x: Reg) -> None:
    """Write a with a mark before it."""
    write_line(concat_strings(string_from_static(">> "), text_of(x)))


def loop(vm: LanguageRuntime, op: str) -> int:
    """A function (count): repeats `t = op(i, count)` for i from 0 to count - 1, and gives the last t."""
    b = FunctionBuilder(f"loop_{op}", f"loop_{op}", "script", 1, Parameters(positional=("count",)))
    i, t, test = b.temporary(), b.temporary(), b.temporary()
    again = b.label()
    b.emit("imm", i, 0)
    b.bind(again)
    b.emit(op, t, i, b.register("count"))
    b.emit("add_imm", i, i, 1)
    b.emit("lt", test, i, b.register("count"))
    b.emit("loop_if_true", test, again)
    b.emit("ret", t)
    return vm.load(b.finish())


def main(count: int = 20_000_000) -> None:
    with LOX.runtime() as vm:
        start = time.perf_counter()
        extend_runtime(vm, mul_add, print_)
        print(f"extended in {time.perf_counter() - start:.2f} s", flush=True)
        for op in ("mul", "mul_add", "add", "mul_add"):
            f = loop(vm, op)
            start = time.perf_counter()
            result = vm.run(f, count)
            print(f"{op:8} {(time.perf_counter() - start) / count * 1e9:5.2f} ns a round, result {result}", flush=True)
        interpret(vm, 'print "replaced"; print 6 * 7;')


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
