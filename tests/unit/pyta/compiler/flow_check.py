"""A checker of compiled code: on every path each register is written before it is read.

An abstract run of a code unit over "which registers hold something": the union of all paths' worst. It knows that a call's
window and what lies above it are lost, that a failing instruction has written nothing, and that the register of a fused
comparison is dead after its jump (INV-PYTA-2, 3, 7).
"""

from __future__ import annotations

from corevm.bytecode.model import CodeUnit, Instruction
from pyta.compiler.instruction import (
    ENDS,
    FUNCTION_ANNOTATIONS,
    FUNCTION_CLOSURE,
    FUNCTION_DEFAULTS,
    FUNCTION_KEYWORD_DEFAULTS,
    FUSED,
    INSTRUCTIONS,
)

FRAME_WORDS = 5
CALLS = {
    "call", "call_keywords", "call_spread", "call_method", "call_method_keywords", "call_loaded", "call_loaded_keywords",
    "call_global", "call_builtin", "call_super", "call_super_of", "with_exit", "with_exit_error",
}  # fmt: skip
CONDITIONAL = {"jump_if", "jump_if_not", "loop_if", "loop_if_not"}


class FlowFault(Exception):
    pass


def registers_read(unit: CodeUnit, instruction: Instruction) -> list[int]:
    op, operands = instruction.op, instruction.operands
    kinds = [kind for kind, _ in INSTRUCTIONS[op].operands]
    found = [o for o, kind in zip(operands, kinds, strict=True) if kind == "Reg"]
    w = next((o for o, kind in zip(operands, kinds, strict=True) if kind == "Window"), -1)
    if op in ("build_list", "build_tuple", "build_set", "build_string"):
        found += range(w, w + operands[2])
    elif op == "build_map":
        found += range(w, w + 2 * operands[2])
    elif op == "build_map_keys":
        found += range(w, w + len(unit.constants[operands[2]]))  # type: ignore[arg-type]
    elif op in ("get_slice", "set_slice"):
        found += [w, w + 1]
    elif op in ("build_slice", "get_slice_step", "load_super"):
        found += [w, w + 1, w + 2]
    elif op in ("call", "call_keywords", "call_loaded", "call_loaded_keywords"):
        found += [w + 1, *range(w + FRAME_WORDS, w + FRAME_WORDS + operands[2])]
    elif op in ("call_method", "call_method_keywords", "call_global", "call_builtin"):
        found += range(w + FRAME_WORDS, w + FRAME_WORDS + operands[2])
    elif op in ("call_super", "call_super_of"):
        found += [w + 1, w + 2, *range(w + FRAME_WORDS, w + FRAME_WORDS + operands[2])]
    elif op == "call_spread":
        found += [w + 1, w + 5, w + 6]
    elif op == "load_method":
        found.append(w + 5)
    elif op == "with_exit_error":
        found.append(w + 6)
    elif op == "make_function":
        flags = operands[3]
        n = sum(bool(flags & f) for f in (FUNCTION_DEFAULTS, FUNCTION_KEYWORD_DEFAULTS, FUNCTION_ANNOTATIONS))
        if flags & FUNCTION_CLOSURE:
            code = unit.constants[operands[1]]
            assert isinstance(code, CodeUnit)
            n += len(code.free_names)
        found += range(w, w + n)
    return found


def registers_written(instruction: Instruction) -> list[int]:
    op, operands = instruction.op, instruction.operands
    if op == "unpack_sequence":
        return list(range(operands[0], operands[0] + operands[2]))
    if op == "next_pair":
        return [operands[0], operands[0] + 1]
    if op == "unpack_ex":
        return list(range(operands[0], operands[0] + operands[2] + operands[3] + 1))
    if op == "split_group":
        return [operands[0], operands[0] + 1]
    if op == "load_method":
        return [operands[0] + 1, operands[0] + 5]
    return [operands[0]] if operands and INSTRUCTIONS[op].operands[0][0] == "Out" else []


def check(unit: CodeUnit) -> None:
    """Check a unit and those within. Raises: FlowFault."""
    code = unit.instructions
    states: dict[int, int] = {0: (1 << len(unit.parameters.names)) - 1}
    pending = [0]

    def reach(index: int, state: int) -> None:
        if not 0 <= index < len(code):
            raise FlowFault(f"{unit.qualified_name}: control leaves the code at {index}")
        before = states.get(index)
        after = state if before is None else before & state
        if after != before:
            states[index] = after
            pending.append(index)

    while pending:
        i = pending.pop()
        instruction = code[i]
        op, operands = instruction.op, instruction.operands
        definition = INSTRUCTIONS[op]
        state = states[i]
        where = f"{unit.file}: {unit.qualified_name} {i}: {op} {operands}"
        if len(operands) != len(definition.operands):
            raise FlowFault(f"{where}: wrong number of operands")
        for register in registers_read(unit, instruction):
            if register >= unit.register_count:
                raise FlowFault(f"{where}: no register {register}")
            if not state >> register & 1:
                raise FlowFault(f"{where}: register {register} may be read before it is written")
        failed = state
        after = state
        if op in CALLS:
            w = operands[1]
            needed = w + FRAME_WORDS + (3 if op.startswith("with_exit") else 0)
            if needed > unit.register_count:
                raise FlowFault(f"{where}: the window leaves the frame")
            failed = after = state & ((1 << w) - 1)
        written = registers_written(instruction)
        for register in written:
            if register >= unit.register_count:
                raise FlowFault(f"{where}: no register {register}")
            after |= 1 << register
        for site in unit.catch_sites:
            if site.start <= i < site.end:
                reach(site.target, failed | 1 << site.register)
                if not site.filter:
                    break
        if op in CONDITIONAL and i and code[i - 1].op in FUSED and code[i - 1].operands[0] == operands[0]:
            after &= ~(1 << operands[0])
        if definition.target >= 0:
            reach(i + operands[definition.target], after)
            if op == "next_pair":
                after = state
        if op in ENDS:
            continue
        if definition.result in ("ValueSkip", "NextOrFrame"):
            if code[i + 1].op not in ("jump", "loop", "ret", "ret_none"):
                raise FlowFault(f"{where}: skips {code[i + 1].op}")
            reach(i + 2, after)
            reach(i + 1, after if op != "for_iter" else state)
            continue
        reach(i + 1, after)
    for constant in unit.constants:
        if isinstance(constant, CodeUnit):
            check(constant)
