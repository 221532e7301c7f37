"""The language author's kit: language definition, function builder, native and host functions, errors with guest tracebacks.

Level: host. What the kernel-level files of a language import: `corevm.micro.surface`, `corevm.isa.define`, `corevm.isa.native`
and the kernel's public names.
"""

from corevm.bytecode.model import CatchSite, CodeUnit, Instruction, Parameters, Position, Special
from corevm.engine.runtime import GuestError, Runtime
from corevm.lang.builder import FRAME_WORDS, FunctionBuilder, Label
from corevm.lang.runtime import Frame, Language, LanguageError, LanguageRuntime
from corevm.lang.scope import Scope, Variable, VariableCode

__all__ = [
    "FRAME_WORDS", "CatchSite", "CodeUnit", "Frame", "FunctionBuilder", "GuestError", "Instruction", "Label", "Language",
    "LanguageError", "LanguageRuntime", "Parameters", "Position", "Runtime", "Scope", "Special", "Variable",
    "VariableCode",
]  # fmt: skip
