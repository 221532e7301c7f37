"""The language author's kit: language definition, function builder, native and host functions, errors with guest tracebacks.

Level: host. What the kernel-level files of a language import: `corevm.micro.surface`, `corevm.isa.define`, `corevm.isa.native`
and the kernel's public names.
"""

# What a name needs is loaded when it is first asked for: a compiler that wants the builder alone starts no machine.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from corevm.bytecode.model import CatchSite, CodeUnit, Instruction, Parameters, Position, Special
    from corevm.engine.runtime import GuestError, Runtime
    from corevm.lang.builder import FRAME_WORDS, FunctionBuilder, Label
    from corevm.lang.runtime import Frame, Language, LanguageError, LanguageRuntime
    from corevm.lang.scope import Scope, Variable, VariableCode

_HOME = {
    "corevm.bytecode.model": ("CatchSite", "CodeUnit", "Instruction", "Parameters", "Position", "Special"),
    "corevm.engine.runtime": ("GuestError", "Runtime"),
    "corevm.lang.builder": ("FRAME_WORDS", "FunctionBuilder", "Label"),
    "corevm.lang.runtime": ("Frame", "Language", "LanguageError", "LanguageRuntime"),
    "corevm.lang.scope": ("Scope", "Variable", "VariableCode"),
}

__all__ = [
    "FRAME_WORDS", "CatchSite", "CodeUnit", "Frame", "FunctionBuilder", "GuestError", "Instruction", "Label", "Language",
    "LanguageError", "LanguageRuntime", "Parameters", "Position", "Runtime", "Scope", "Special", "Variable",
    "VariableCode",
]  # fmt: skip


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            import importlib

            value = globals()[name] = getattr(importlib.import_module(module), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
