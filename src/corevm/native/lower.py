"""IR module to object code, through LLVM. Effects: reads the host's CPU features once.

A fatal LLVM error ends the process, so every module passes LLVM's verifier before anything else runs on it; whoever
compiles what strangers wrote does it in a worker process (`corevm.native.cache.compile_modules`).

Measured (2-core x86-64, LLVM 22): see `docs/decision/0002-own-linker.md`.
"""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from functools import cache

import llvmlite.binding as llvm  # type: ignore[import-untyped]

from corevm.errors import NativeError
from corevm.ir.module import Module
from corevm.native.symbol import function_symbol
from corevm.native.text import DATA_LAYOUT, TRIPLE, LinkPlan, module_text

# by name: how much LLVM's own pipeline does (0: only what must be inlined is), and its code generator
LEVELS: dict[str, tuple[int, int]] = {"none": (0, 0), "tidy": (0, 2), "fast": (1, 1), "full": (2, 2)}

PORTABLE_CPU = "x86-64-v2"


@dataclass(frozen=True)
class Target:
    """The processor that code is made for: LLVM's name for it, and its feature string ("+avx,-avx512f")."""

    cpu: str
    features: str = ""


PORTABLE = Target(PORTABLE_CPU)


@cache
def host_target() -> Target:
    """The processor this process runs on.

    Raises:
        NativeError: NA125, it is none that corevm makes code for.
    """
    system = os.uname()
    if (system.sysname, system.machine) != ("Linux", "x86_64"):
        raise NativeError(
            "this machine is not one that corevm makes code for",
            code="NA125",
            seen=f"{system.sysname} on {system.machine}",
            wanted="Linux on x86_64",
        )
    return Target(llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())


@cache
def llvm_version() -> str:
    return ".".join(map(str, llvm.llvm_version_info))


@cache
def _initialize() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    llvm.initialize_native_asmparser()  # inline assembly is parsed at emission; without it LLVM ends the process


_machines = threading.local()


def _machine(target: Target, speed: int) -> object:
    """A target machine of this thread: making one costs 0.25 ms, and they are not safe to share."""
    kept: dict[tuple[Target, int], object] = _machines.__dict__.setdefault("kept", {})
    machine = kept.get((target, speed))
    if machine is None:
        _initialize()
        machine = kept[target, speed] = llvm.Target.from_triple(TRIPLE).create_target_machine(
            cpu=target.cpu, features=target.features, opt=speed, reloc="pic", codemodel="default"
        )
        layout = str(machine.target_data)
        if layout != DATA_LAYOUT:
            raise NativeError(
                "LLVM's data layout is not the one corevm writes", code="NA120", seen=layout, wanted=DATA_LAYOUT
            )
    return machine


def _optimized(text: str, level: str, target: Target) -> tuple[object, object]:
    """The parsed, verified and optimised LLVM module, and its target machine."""
    if level not in LEVELS:
        raise NativeError(f"optimisation level {level!r} is unknown", code="NA121", wanted=", ".join(LEVELS))
    speed, code_speed = LEVELS[level]
    machine = _machine(target, code_speed)
    try:
        parsed = llvm.parse_assembly(text, llvm.create_context())
        parsed.verify()
    except RuntimeError as error:
        raise NativeError("LLVM refuses the module", code="NA122", seen=_explain(str(error), text)) from None
    tuning = llvm.create_pipeline_tuning_options(speed_level=speed)
    builder = llvm.create_pass_builder(machine, tuning)
    if speed:
        builder.getModulePassManager().run(parsed, builder)
    else:
        passes = llvm.create_new_module_pass_manager()
        passes.add_always_inliner_pass()
        if code_speed:  # what costs little and gives most
            passes.add_simplify_cfg_pass()
            passes.add_instruction_combine_pass()
            passes.add_simplify_cfg_pass()
        passes.run(parsed, builder)
    return parsed, machine


def _explain(message: str, text: str) -> str:
    """LLVM's message with the line of ours that it names."""
    found = re.search(r":(\d+):\d+: error", message)
    if found:
        lines = text.splitlines()
        number = int(found[1])
        if 0 < number <= len(lines) and lines[number - 1] not in message:
            return f"{message}\n{lines[number - 1]}"
    return message


def compile_text(text: str, level: str = "full", target: Target | None = None) -> bytes:
    """LLVM IR text to a relocatable ELF object."""
    parsed, machine = _optimized(text, level, target or host_target())
    try:
        return bytes(machine.emit_object(parsed))  # type: ignore[attr-defined]
    except RuntimeError as error:
        raise NativeError("LLVM cannot emit the module", code="NA123", seen=str(error)) from None


def compile_module(
    module: Module,
    level: str = "full",
    *,
    plan: LinkPlan | None = None,
    target: Target | None = None,
    debug: bool = True,
) -> bytes:
    """An IR module to a relocatable ELF object.

    Args:
        module: the module; its functions must satisfy `corevm.ir.verify`.
        level: "none" (quickest to compile), "fast" or "full".
        plan: what other modules need of this one (`corevm.native.text.plan_image`); by default everything.
        target: the processor; by default the host's. `PORTABLE` for images that travel.
        debug: emit DWARF line tables.

    Raises:
        NativeError: the lowering or LLVM refuses the module.
    """
    return compile_text(module_text(module, plan, debug=debug), level, target)


def assembly(module: Module, function: str, level: str = "full", *, target: Target | None = None) -> str:
    """The assembly text of one function of a module (AT&T syntax, without directives)."""
    parsed, machine = _optimized(module_text(module, debug=False), level, target or host_target())
    text: str = machine.emit_assembly(parsed)  # type: ignore[attr-defined]
    symbol = re.escape(function_symbol(function))
    found = re.search(rf'^"?{symbol}"?:.*?\n(.*?)^\.Lfunc_end', text, re.DOTALL | re.MULTILINE)
    if found is None:
        raise NativeError(f"function {function} has no code in module {module.name}", code="NA124")
    body = [line for line in found[1].splitlines() if not re.match(r"\s+\.(cfi_|p2align)", line)]
    return "\n".join(body) + "\n"


def optimized_text(module: Module, level: str = "full", *, target: Target | None = None) -> str:
    """The module's LLVM IR after optimisation, for people."""
    return str(_optimized(module_text(module, debug=False), level, target or host_target())[0])
