"""The faults of bytecode: one table of codes, and the error they are raised as."""

from __future__ import annotations

from corevm.errors import BytecodeError

FAULTS: dict[str, str] = {
    # encoding (corevm.bytecode.encode)
    "BC101": "the instruction set has no such instruction",
    "BC102": "an instruction has the operands its definition names",
    "BC103": "a jump leads to an instruction of its function",
    "BC104": "an operand fits its field",
    "BC190": "a verifier rule is written in the words of corevm.bytecode.rule",
    # verification (corevm.bytecode.verify)
    "BC201": "an instruction of a module is one the instruction set has, and no internal one",
    "BC202": "an instruction has the operands its definition names, and they fit their fields",
    "BC203": "a register is below the function's register count",
    "BC204": "a window lies in the frame",
    "BC205": "a constant's index is below the number of constants",
    "BC206": "a constant is of the kind its instruction needs",
    "BC207": "a closure index is below the number of free names",
    "BC208": "a jump leads to an instruction of its function",
    "BC209": "a jump backwards spends a reduction",
    "BC210": "control does not run off the end of a function",
    "BC211": "what an instruction skips is one word long and is followed by an instruction",
    "BC212": "a register is written before it is read, on every path",
    "BC213": "a register that is read may not hold undefined, unless the instruction expects it",
    "BC214": "a register holds what the instruction takes unchecked: a cell, a list, a map, a set, a tuple this frame made",
    "BC215": "a generator begins with the instruction that starts it, which is nowhere else and never reached again",
    "BC216": "an instruction stands where it may: some only in generators, some only in other functions",
    "BC217": "a number operand is in the range its instruction takes",
    "BC220": "a catch site covers instructions of its function and leads to one of them, its register in the frame",
    "BC221": "a function has at most MAX_REGISTERS registers and MAX_CONSTANTS constants",
    "BC222": "parameters are registers in order, with different names that begin the local names",
    "BC223": "names, numbers and flags of a function are of their types and in range",
    "BC224": "a constant is none, a bool, a number, a string, bytes, a tuple, a frozenset, an ellipsis, code, or an immediate a language may use",
    "BC225": "constants nest at most MAX_NESTING deep, functions MAX_FUNCTION_NESTING, and no function within itself",
    "BC226": "a function that needs cells is made by an instruction that gives them: a module's own code has no free names",
    "BC227": "the verifier's work is bounded",
    # the module format (corevm.bytecode.format)
    "BC301": "a module begins with the format's mark and a version this reads",
    "BC302": "a module is whole: its length and content hash are right",
    "BC303": "a number, string, table or index of a module is in range",
    "BC304": "a module names instructions the instruction set has, as they were when it was written",
    "BC305": "code in words: known opcodes, zero in cache words and unused fields, jumps and catch sites at instructions",
    # the text form (corevm.bytecode.assemble)
    "BC401": "a line of the text form is an instruction, a directive, a label or a comment",
    "BC402": "a name of the text form stands for what is there: an instruction, a label, a constant, a register, a function",
    "BC403": "a value of the text form is a literal of its kind",
}


class Fault(BytecodeError):
    """A BytecodeError that knows where: `function`, `index` (of the instruction, -1: none), `offset` (in words), `instruction`."""

    def __init__(
        self, code: str, where: str, message: str, *, seen: str = "", wanted: str = "", function: str = "", index: int = -1,
        offset: int = -1, instruction: str = "",
    ) -> None:  # fmt: skip
        self.function, self.index, self.offset, self.instruction = function, index, offset, instruction
        place = where
        if index >= 0:
            place += f", instruction {index} at word {offset} ({instruction})"
        super().__init__(f"{place}: {message}", code=code, seen=seen, wanted=wanted or FAULTS[code])
