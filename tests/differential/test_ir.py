"""Random IR modules on the reference executor and natively, as drawn and after the passes: same results, same memory."""

from __future__ import annotations

import ctypes
import struct
from random import Random

import pytest

from corevm.errors import IrTrap
from corevm.ir import build
from corevm.ir.module import Module
from corevm.ir.pass_.inline import inline_modules
from corevm.ir.pass_.simplify import simplify
from corevm.ir.run import Executor
from corevm.ir.type import PTR, Signature
from corevm.native import call, link, load, lower
from corevm.testing.ir_strategy import SCRATCH_BYTES, random_arguments, random_module


def made(seed: int) -> Module:
    module = random_module(Random(seed), max_functions=5, max_size=90)
    module.functions.pop("elsewhere", None)
    for function in module.functions.values():
        function.is_exported = True
    where = module.add(build.new_function("scratch_address", Signature((), (PTR,))))
    where.is_exported = True
    b = build.Builder(where.entry)
    b.ret(b.emit("data_addr", None, imm=("scratch",)))
    return module


def comparable(results: object) -> list[object]:
    """Floats by their bits, all NaNs alike."""
    items = () if results is None else results if isinstance(results, tuple) else (results,)
    return [("nan" if r != r else struct.pack("<d", r)) if isinstance(r, float) else r for r in items]


@pytest.mark.parametrize("seed", range(120))
def test_native_agrees(seed: int) -> None:
    plain, module = made(seed), made(seed)
    level = ("none", "fast", "full")[seed % 3]
    if seed % 2:
        inline_modules([module])
        for function in module.functions.values():
            simplify(function)
    image = load.LoadedImage.from_bytes(link.link([lower.compile_module(module, level)], module.name).content)
    try:
        random = Random(seed)
        scratch = call.function(image, "scratch_address", module.functions["scratch_address"].signature)()
        for name, function in plain.functions.items():
            args = random_arguments(random, function)
            executor = Executor([plain], max_steps=100_000)
            try:
                want = executor.call(name, *args)
            except IrTrap:
                continue
            if name == "scratch_address":
                continue
            ctypes.memmove(scratch, plain.data["scratch"].content, SCRATCH_BYTES)
            seen = call.function(image, name, function.signature)(*args)
            assert comparable(seen) == comparable(want)
            memory = executor.memory.load_bytes(executor.data_address("scratch"), SCRATCH_BYTES)
            assert ctypes.string_at(scratch, SCRATCH_BYTES) == memory
    finally:
        image.close()
