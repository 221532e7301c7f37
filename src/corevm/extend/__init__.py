"""Extending a running machine: new instructions, and others for those there are, from an ordinary script.

    from corevm.extend import extend_runtime
    from corevm.isa.define import Reg, instruction

    @instruction
    def average(x: Reg, y: Reg) -> Value: ...

    extend_runtime(vm, average)
"""

from corevm.extend.instruction import extend_runtime

__all__ = ["extend_runtime"]
