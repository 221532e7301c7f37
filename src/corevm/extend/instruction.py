"""Instructions added to a runtime: a small image of their handlers alone, and a dispatch table of the runtime's own.

The handlers have with them what they call of the kernel (kernel code keeps no state of its own, so it may be there twice). An
instruction runs at the speed of a built-in: it is reached through the same kind of table and compiled by the same compiler.

Measured (2-core x86-64): rebuilding a language's whole image for one more instruction takes 1.5 s with all other objects kept; this
0.4 s, most of it importing the compiler.
"""

from __future__ import annotations

import copy
import ctypes

from corevm.engine.image import build_image
from corevm.engine.runtime import Runtime
from corevm.errors import UsageError
from corevm.isa.define import InstructionDefinition, InstructionSet, shapes_of
from corevm.isa.emit.interp import DISPATCH_TABLE
from corevm.isa.op import control
from corevm.native.load import LoadedImage

OPCODE_LIMIT = 1 << 16


def extend_runtime(runtime: Runtime, *definitions: InstructionDefinition) -> None:
    """Give a runtime more instructions; one of a known name replaces it in what is loaded from now on and in what runs already.

    Code loaded before keeps the fused forms of a replaced instruction. Nothing of the runtime may be running.

    Raises: MicroError, what the compiler refuses; UsageError: US110.
    Effects: compiles (objects are kept); the other runtimes of the language are as before.
    """
    if not definitions:
        return
    image = runtime.image
    own = InstructionSet([control.exit, control.unwind, *definitions])
    content = build_image(own, [], f"corevm-extension-{definitions[0].name}", processes=1).content
    loaded = LoadedImage.from_bytes(content)
    layout = copy.copy(image.layout)
    layout.instructions = dict(layout.instructions)
    size = runtime.dispatch_size
    handlers = list((ctypes.c_uint64 * size).from_address(runtime.get_thread("dispatch_table")))
    made = (ctypes.c_uint64 * len(own)).from_address(loaded.address(DISPATCH_TABLE))
    replaced = set()
    for name, shape in shapes_of(own).items():
        if name in ("exit", "unwind"):
            continue
        handler = made[int(shape[0])]  # type: ignore[call-overload]
        if name in layout.instructions:
            old = layout.instructions[name]
            if list(old[1:3]) != list(shape[1:3]):
                raise UsageError(
                    f"instruction {name} is replaced by one of another form", code="US110", seen=str(shape[1:3]), wanted=str(old[1:3])
                )
            replaced.add(name)
            layout.instructions[name] = [old[0], *shape[1:]]
            handlers[old[0]] = handler
        else:
            layout.instructions[name] = [len(handlers), *shape[1:]]
            handlers.append(handler)
    if len(handlers) > OPCODE_LIMIT:
        raise UsageError("the runtime has too many instructions", code="US110", wanted=f"at most {OPCODE_LIMIT} opcodes")
    layout.fusions = {
        first: {second: number for second, number in seconds.items() if second not in replaced}
        for first, seconds in layout.fusions.items()
        if first not in replaced
    }
    extended = copy.copy(image)
    extended.forget_derived(layout)
    runtime.use_image(extended, (ctypes.c_uint64 * len(handlers))(*handlers), loaded)


__all__ = ["extend_runtime"]
