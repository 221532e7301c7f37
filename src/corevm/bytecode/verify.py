"""The verifier: code it accepts cannot corrupt memory, crash the VM, or run for ever without spending reductions.

What it asks comes from the instructions' definitions: the kinds of their operands and results, and the rules written beside
them (corevm.bytecode.rule). Three passes over a function: its tables; each instruction's operands; then an abstract run that
knows of each register on each path whether it was written and what an instruction may take it for.

A state is one integer, eight bits a register: the kinds of content it may have here (a union over all paths). So to join two
states is one `|`, an instruction is two masks, and what it reads is a mask of what must not be there.

INV-VERIFY-1  A register read as a value was written on every path, and holds no word that is no value: stack words are garbage
              until they are written, and again after a call whose window begins at or below them.
INV-VERIFY-2  Where a body casts an operand unchecked, what it is cast to is certain: this frame made it.
INV-VERIFY-3  Every cycle of a function spends a reduction: jumps backwards do, calls do, and so does the unwinder for catch sites.
INV-VERIFY-4  A catch site's target may assume of a register only what holds before every instruction the site covers that may fail.
"""

from __future__ import annotations

import heapq

from corevm.bytecode.fault import Fault
from corevm.bytecode.model import CodeUnit, Instruction, Parameters, Position, Special
from corevm.bytecode.rule import Clause, Count, Rules, parse_clause, parse_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, NoReturn

MAX_REGISTERS = 8000  # a destination register has 13 bits in a frame's link
MAX_CONSTANTS = 1 << 24
MAX_INSTRUCTIONS = 1 << 24
MAX_NESTING = 250  # of constants: loaders recurse
MAX_FUNCTION_NESTING = 1000
MAX_INTEGER_BITS = 1 << 20
FRAME_WORDS = 5
WINDOW_CALLEE = 1
FIRST_LANGUAGE_IMMEDIATE = 32
IMMEDIATES = frozenset({6})  # of the kernel's, what code may name: NotImplemented (none, true, false, ... have their own form)
IMMEDIATE_LIMIT = 1 << 32
STEPS_AN_INSTRUCTION = 64  # of the abstract run, on average, before it gives up
LANGUAGE_FLAGS_LIMIT = 1 << 32
NUMBER_LIMIT = 1 << 31

# what a register may hold: bits of a state's bytes
GARBAGE, UNDEFINED, VALUE, CELL, LIST, MAP, SET, TUPLE = (1 << i for i in range(8))
KINDS = {"cell": CELL, "list": LIST, "map": MAP, "set": SET, "tuple": TUPLE, "undefined": UNDEFINED, "value": VALUE, "maybe": VALUE | UNDEFINED}
NO_VALUE = GARBAGE | UNDEFINED
CONTENT_NAMES = {
    GARBAGE: "nothing certain (it is not written on every path)", UNDEFINED: "undefined", VALUE: "some value", CELL: "a cell",
    LIST: "a list", MAP: "a map", SET: "a set", TUPLE: "a tuple",
}  # fmt: skip

RANGES = {
    "Reg": (0, 0xFFFF), "OutIndex": (0, 0xFFFF), "Window": (0, 0xFFFF), "Const": (0, 0xFFFF), "Index": (0, 0xFFFF),
    "Imm": (-0x8000, 0x7FFF), "Target": (-MAX_INSTRUCTIONS, MAX_INSTRUCTIONS), "Word": (-(1 << 63), (1 << 64) - 1),
}  # fmt: skip


class Plan:
    """What verifying one instruction takes, from its shape."""

    __slots__ = (
        "clauses", "ends", "gives", "index", "is_dead_fused", "is_internal", "kinds", "lost", "may_skip", "may_stay", "name", "names", "offers", "out",
        "raises", "ranges", "reads", "result", "rules", "spends", "starts", "target", "where", "words",
    )  # fmt: skip

    def __init__(self, name: str, shape: Sequence[Any]) -> None:
        _, self.words, operands, self.result, self.raises, text = shape
        self.name = name
        rules = self.rules = parse_rules(text)
        self.names: list[str] = [o[0] for o in operands]
        self.kinds: list[str] = [o[1] for o in operands]
        self.index = {n: i for i, n in enumerate(self.names)}
        self.ranges = [RANGES[k] for k in self.kinds]
        self.out = next((i for i, k in enumerate(self.kinds) if k == "OutIndex"), -1)
        self.target = next((i for i, k in enumerate(self.kinds) if k == "Target"), -1)
        self.reads: list[tuple[int, int]] = []  # operand, bits that must not be there
        self.clauses: list[tuple[int, Clause]] = []
        self.lost = -1
        self.is_dead_fused = False
        for i, (operand, kind) in enumerate(zip(self.names, self.kinds, strict=True)):
            own = rules.operands.get(operand, [])
            words = {c.word for c in own}
            if kind == "Reg":
                self.reads.append((i, _forbidden(own)))
                self.is_dead_fused = self.is_dead_fused or bool(words & {"dead", "fused"})
                self.clauses += [(i, c) for c in own if c.word in ("bound", "taken", "dead")]
            elif kind == "Window":
                self.clauses += [(i, c) for c in own]
                if "lost" in words:
                    self.lost = i
            else:
                self.clauses += [(i, c) for c in own]
                if kind == "Const" and not own:
                    self.clauses.append((i, Clause("constant")))
        self.gives = rules.gives
        self.ends = "ends" in rules.flags
        self.offers = "offers" in rules.flags
        self.spends = "spends" in rules.flags
        self.starts = "starts" in rules.flags
        self.is_internal = "internal" in rules.flags
        self.where = "generator" if "generator" in rules.flags else "plain" if "plain" in rules.flags else ""
        self.may_skip = self.result in ("Skip", "ValueSkip", "NextOrFrame")
        self.may_stay = self.result == "NextOrFrame"  # without a skip nothing is written


def _forbidden(clauses: Sequence[Clause]) -> int:
    for clause in clauses:
        if clause.word == "maybe":
            return GARBAGE
        if clause.word == "state":
            allowed = 0
            for word in clause.words:
                allowed |= KINDS[word]
            return 0xFF & ~allowed
    return NO_VALUE


class Verifier:
    """Verifies code for one instruction set.

    Args:
        shapes: `corevm.isa.define.shapes_of`.
        fusions: first instruction -> second -> opcode: a register tested by a fused jump is lost.
    """

    def __init__(self, shapes: Mapping[str, Any], fusions: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self.shapes = shapes
        self.fusions = fusions or {}
        self._plans: dict[str, Plan] = {}

    def plan(self, name: str) -> Plan | None:
        found = self._plans.get(name)
        if found is None and name in self.shapes:
            found = self._plans[name] = Plan(name, self.shapes[name])
        return found

    def verify(self, unit: CodeUnit) -> None:
        """Verify a module's code and all functions in it. Raises: BytecodeError BC2xx."""
        if not isinstance(unit, CodeUnit):
            raise Fault("BC224", "module", "its code is no code", seen=type(unit).__name__)
        if unit.free_names:
            raise Fault("BC226", str(unit.file), "the module's code has free names", seen=repr(unit.free_names)[:80])
        pending: list[tuple[CodeUnit, int]] = [(unit, 1)]
        open_: set[int] = set()
        while pending:
            current, depth = pending.pop()
            if depth > MAX_FUNCTION_NESTING:
                raise Fault("BC225", str(current.file), "functions nest too deeply", seen=f"more than {MAX_FUNCTION_NESTING}")
            if id(current) in open_:
                continue
            open_.add(id(current))
            pending += [(inner, depth + 1) for inner in self.verify_function(current)]

    def verify_function(self, unit: CodeUnit) -> list[CodeUnit]:
        """Verify a function without those in it, which it gives. Raises: BytecodeError BC2xx."""
        function = FunctionVerifier(self, unit)
        function.verify()
        return function.inner


def verify(unit: CodeUnit, shapes: Mapping[str, Any], fusions: Mapping[str, Mapping[str, int]] | None = None) -> None:
    """Verify a module's code. Raises: BytecodeError BC2xx."""
    Verifier(shapes, fusions).verify(unit)


class FunctionVerifier:
    """Verifies one function."""

    def __init__(self, verifier: Verifier, unit: CodeUnit) -> None:
        self.verifier = verifier
        self.unit = unit
        self.plans: list[Plan] = []
        self.offsets: list[int] = []
        self.inner: list[CodeUnit] = []
        self.kind_of_constant: list[int] = []
        # of each instruction: what must not be, what stays, what comes, what a failing path loses
        self.bad: list[int] = []
        self.keep: list[int] = []
        self.come: list[int] = []
        self.copy: list[tuple[int, int]] = []  # (from, to) of moves; (-1, 0): none
        self.lost: list[int] = []  # garbage from the call's window on: added when it fails
        self.bound: list[tuple[int, int]] = []  # bits that are certainly off where it goes on, where it jumps
        self.reason: dict[tuple[int, int], int] = {}

    # --- faults
    def fail(self, code: str, message: str, *, index: int = -1, seen: str = "", wanted: str = "") -> NoReturn:
        unit = self.unit
        name = unit.qualified_name if isinstance(unit.qualified_name, str) else "?"
        op = offset = None
        if index >= 0:
            op = str(unit.instructions[index].op)
            offset = self.offsets[index] if index < len(self.offsets) else -1
        raise Fault(
            code, f"{unit.file}: {name}", message, seen=seen, wanted=wanted, function=name, index=index,
            offset=-1 if offset is None else offset, instruction=op or "",
        )  # fmt: skip

    def verify(self) -> None:
        self.check_tables()
        self.check_operands()
        self.check_flow()

    # --- tables
    def check_tables(self) -> None:
        unit = self.unit
        for what in ("name", "qualified_name", "file"):
            if not isinstance(getattr(unit, what), str):
                self.fail("BC223", f"its {what} is no string", seen=repr(getattr(unit, what))[:80])
        if unit.doc is not None and not isinstance(unit.doc, str):
            self.fail("BC223", "its documentation is no string", seen=repr(unit.doc)[:80])
        for what, limit in (("first_line", NUMBER_LIMIT), ("flags", LANGUAGE_FLAGS_LIMIT)):
            number = getattr(unit, what)
            if type(number) is not int or not 0 <= number < limit:
                self.fail("BC223", f"its {what} is out of range", seen=repr(number)[:80], wanted=f"0 to {limit - 1}")
        if type(unit.is_generator) is not bool:
            self.fail("BC223", "is_generator is no bool", seen=repr(unit.is_generator)[:80])
        if type(unit.register_count) is not int or not 0 <= unit.register_count <= MAX_REGISTERS:
            self.fail("BC221", "its register count is out of range", seen=str(unit.register_count), wanted=f"0 to {MAX_REGISTERS}")
        if len(unit.constants) > MAX_CONSTANTS:
            self.fail("BC221", "it has too many constants", seen=str(len(unit.constants)), wanted=str(MAX_CONSTANTS))
        if not 0 < len(unit.instructions) <= MAX_INSTRUCTIONS:
            self.fail("BC210", "it has no instructions, or too many", seen=str(len(unit.instructions)))
        for what in ("local_names", "free_names", "cell_names"):
            names = getattr(unit, what)
            if type(names) is not tuple or not all(isinstance(n, str) for n in names):
                self.fail("BC223", f"its {what} are no tuple of strings", seen=repr(names)[:80])
        for what in ("free_names", "cell_names", "local_names"):
            if len(getattr(unit, what)) > MAX_CONSTANTS:
                self.fail("BC223", f"it has too many {what}", seen=str(len(getattr(unit, what))), wanted=str(MAX_CONSTANTS))
        self.check_parameters(unit.parameters)
        self.kind_of_constant = [self.check_constant(c, 0) for c in unit.constants]
        count = len(unit.instructions)
        for number, site in enumerate(unit.catch_sites):
            wrong = (
                not 0 <= site.start < site.end <= count or not 0 <= site.target < count
                or not 0 <= site.register < unit.register_count or not 0 <= site.filter < NUMBER_LIMIT
            )  # fmt: skip
            if wrong or (unit.is_generator and (site.target == 0 or site.start == 0)):
                self.fail(
                    "BC220", f"catch site {number} is wrong", seen=f"{site.start} to {site.end}, target {site.target}, register {site.register}",
                    wanted=f"instructions of {count}, a register below {unit.register_count}; in a generator, not its first instruction",
                )  # fmt: skip

    def check_parameters(self, p: Parameters) -> None:
        names = p.names
        if not all(isinstance(n, str) for n in names) or len(set(names)) != len(names):
            self.fail("BC222", "its parameters' names are not different strings", seen=repr(names)[:80])
        if len(names) > self.unit.register_count or self.unit.local_names[: len(names)] != names:
            self.fail(
                "BC222", "its parameters are not its first registers", seen=f"{len(names)} parameters, {self.unit.register_count} registers, "
                f"local names {self.unit.local_names[: len(names)]!r}"[:160], wanted=repr(names)[:160],
            )  # fmt: skip

    def check_constant(self, x: object, depth: int) -> int:
        """Check a constant; gives what a register that holds it may be taken for."""
        kind = type(x)
        if x is None or x is Ellipsis or kind in (bool, float, complex, bytes):
            return VALUE
        if isinstance(x, str):  # a language's front end may mark its strings by a subclass
            return VALUE
        if kind is int:
            if x.bit_length() > MAX_INTEGER_BITS:  # type: ignore[attr-defined]
                self.fail("BC224", "an integer constant is too large", seen=f"{x.bit_length()} bits", wanted=f"{MAX_INTEGER_BITS}")  # type: ignore[attr-defined]
            return VALUE
        if kind in (tuple, frozenset):
            if depth >= MAX_NESTING:
                self.fail("BC225", "constants nest too deeply", seen=f"more than {MAX_NESTING}")
            for item in x:  # type: ignore[attr-defined]
                if isinstance(item, CodeUnit):
                    self.fail("BC224", "code stands in a tuple of constants", seen=item.name)
                self.check_constant(item, depth + 1)
            return TUPLE if kind is tuple else VALUE
        if isinstance(x, Special):
            if type(x.number) is int and (x.number in IMMEDIATES or FIRST_LANGUAGE_IMMEDIATE <= x.number < IMMEDIATE_LIMIT):
                return VALUE
            self.fail("BC224", "an immediate no code may name", seen=str(x.number), wanted=f"6, or {FIRST_LANGUAGE_IMMEDIATE} and up")
        if isinstance(x, CodeUnit):
            self.inner.append(x)
            return 0
        self.fail("BC224", "a constant of a wrong type", seen=type(x).__name__)

    # --- instructions
    def check_operands(self) -> None:
        unit, plan_of = self.unit, self.verifier.plan
        offset = 0
        for i, instruction in enumerate(unit.instructions):
            plan = plan_of(instruction.op) if isinstance(instruction.op, str) else None
            self.offsets.append(offset)
            if plan is None or plan.is_internal:
                self.fail("BC201", "no instruction for modules", index=i, seen=str(instruction.op)[:80])
            self.plans.append(plan)
            offset += plan.words
        self.offsets.append(offset)
        for i, (plan, instruction) in enumerate(zip(self.plans, unit.instructions, strict=True)):
            self.check_instruction(i, plan, instruction)
        if unit.is_generator and not self.plans[0].starts:
            self.fail("BC215", "a generator does not begin with the instruction that starts it", index=0, seen=self.plans[0].name)

    def check_instruction(self, i: int, plan: Plan, instruction: Instruction) -> None:
        unit = self.unit
        registers = unit.register_count
        operands = instruction.operands
        if type(operands) is not tuple or len(operands) != len(plan.kinds):
            self.fail("BC202", "wrong number of operands", index=i, seen=repr(operands)[:80], wanted=", ".join(plan.names))
        bad = come = 0
        keep = -1
        for (low, high), kind, name, x in zip(plan.ranges, plan.kinds, plan.names, operands, strict=True):
            if type(x) is not int or not low <= x <= high:
                self.fail("BC202", f"operand {name} does not fit", index=i, seen=repr(x)[:80], wanted=f"{low} to {high}")
            if kind in ("Reg", "OutIndex"):
                if x >= registers:
                    self.fail("BC203", f"there is no register {name}", index=i, seen=str(x), wanted=f"0 to {registers - 1}")
            elif kind == "Window":
                if x > registers:
                    self.fail("BC204", f"window {name} begins outside the frame", index=i, seen=str(x), wanted=f"0 to {registers}")
            elif kind == "Const" and x >= len(unit.constants):
                self.fail("BC205", f"there is no constant {name}", index=i, seen=str(x), wanted=f"0 to {len(unit.constants) - 1}")
        for k, mask in plan.reads:
            bad |= mask << 8 * operands[k]
        positive = negative = lost = 0
        if plan.clauses:
            more, written, dead, unset, positive, negative = self.check_clauses(i, plan, operands)
            bad |= more
            for register in written:
                keep &= ~(0xFF << 8 * register)
                come |= VALUE << 8 * register
            for register in unset:
                keep &= ~(0xFF << 8 * register)
                come |= (VALUE | UNDEFINED) << 8 * register
            for register in dead:
                keep &= ~(0xFF << 8 * register)
                come |= GARBAGE << 8 * register
        if plan.lost >= 0:
            first = operands[plan.lost]
            width = 8 * (registers - first)
            if width > 0:
                lost = (int.from_bytes(b"\x01" * (registers - first), "little")) << 8 * first
                keep &= ~(((1 << width) - 1) << 8 * first)
                come = come & keep | lost
        copied = (-1, 0)
        if plan.out >= 0:
            out = operands[plan.out]
            keep &= ~(0xFF << 8 * out)
            come &= ~(0xFF << 8 * out)
            gives = plan.gives
            if not gives:
                come |= VALUE << 8 * out
            elif gives in KINDS:
                come |= KINDS[gives] << 8 * out
                if gives == "value" and "value" in plan.index:
                    copied, come = self.copied(i, plan, operands, come, out)
            else:
                copied, come = self.copied(i, plan, operands, come, out)
        self.bad.append(bad)
        self.keep.append(keep)
        self.come.append(come)
        self.copy.append(copied)
        self.lost.append(lost)
        self.bound.append((positive, negative))
        if plan.target >= 0:
            distance = operands[plan.target]
            if not 0 <= i + distance < len(unit.instructions):
                self.fail("BC208", "a jump leaves the code", index=i, seen=str(distance), wanted=f"{-i} to {len(unit.instructions) - 1 - i}")
            if distance <= 0 and not plan.spends:
                self.fail("BC209", "a jump backwards spends no reduction", index=i, seen=str(distance))
            if unit.is_generator and i + distance == 0:
                self.fail("BC215", "a jump to the instruction that starts the generator", index=i)
        if plan.starts and (i or not unit.is_generator):
            self.fail("BC215", "the instruction that starts generators is not the first of one", index=i)
        if plan.where and (plan.where == "generator") != unit.is_generator:
            self.fail("BC216", f"only in {'generators' if plan.where == 'generator' else 'functions that are no generators'}", index=i)
        if plan.may_skip and (i + 2 >= len(unit.instructions) or self.plans[i + 1].words != 1):
            self.fail("BC211", "what it skips is not one word, or nothing follows", index=i)
        if not plan.ends and i + 1 >= len(unit.instructions):
            self.fail("BC210", "control runs off the end", index=i)

    def copied(self, i: int, plan: Plan, operands: Sequence[int], come: int, out: int) -> tuple[tuple[int, int], int]:
        """An instruction whose result is what an operand holds: a register's kind, or a constant's."""
        k = plan.index[plan.gives]
        if plan.kinds[k] in ("Const", "Word"):
            kind = self.kind_of_constant[operands[k]]
            if kind == 0:
                self.fail("BC206", "code is no value", index=i)
            return (-1, 0), come & ~(0xFF << 8 * out) | kind << 8 * out
        return (operands[k], out), come & ~(0xFF << 8 * out)

    def count(self, i: int, plan: Plan, operands: Sequence[int], count: Count) -> int:
        total = 0
        for term in count:
            if term.what == "number":
                total += term.number
                continue
            value = operands[plan.index[term.name]]
            if term.what == "operand":
                total += term.factor * value
                continue
            constant = self.constant(i, value)
            if term.what == "len" and type(constant) is tuple:
                total += term.factor * len(constant)
            elif term.what == "free" and isinstance(constant, CodeUnit):
                total += term.factor * len(constant.free_names)
        return total

    def constant(self, i: int, index: int) -> object:
        if not 0 <= index < len(self.unit.constants):
            self.fail("BC205", "there is no such constant", index=i, seen=str(index), wanted=f"0 to {len(self.unit.constants) - 1}")
        return self.unit.constants[index]

    def check_clauses(
        self, i: int, plan: Plan, operands: Sequence[int]
    ) -> tuple[int, list[int], list[int], list[int], int, int]:
        """Apply an instruction's rules. Gives: what must not be, registers written, dead, written perhaps with undefined, and
        the bits that are off where control goes on and where the jump is taken."""
        registers = self.unit.register_count
        bad = positive = negative = 0
        written: list[int] = []
        dead: list[int] = []
        unset: list[int] = []
        lenient = {operands[k] + c.count[0].number for k, c in plan.clauses if c.word == "maybe" and c.count}

        def need(first: int, count: int, mask: int) -> None:
            nonlocal bad
            if count < 0 or first + count > registers:
                self.fail("BC204", "a window does not lie in the frame", index=i, seen=f"registers {first} to {first + count - 1}", wanted=f"below {registers}")
            for register in range(first, first + count):
                bad |= (mask if register not in lenient else GARBAGE) << 8 * register

        for k, clause in plan.clauses:
            x, word = operands[k], clause.word
            if word == "bound":
                negative |= UNDEFINED << 8 * x
            elif word == "taken":
                positive |= UNDEFINED << 8 * x
            elif word == "dead":
                dead.append(x)
            elif word == "reads":
                need(x, self.count(i, plan, operands, clause.count), NO_VALUE)
            elif word in ("at", "maybe"):
                need(x + clause.count[0].number, 1, NO_VALUE)
            elif word == "map":
                need(x + clause.count[0].number, 1, 0xFF & ~(MAP | UNDEFINED))
            elif word == "cell":
                need(x + clause.count[0].number, 1, 0xFF & ~CELL)
            elif word == "callee":
                need(x + WINDOW_CALLEE, 1, NO_VALUE)
            elif word in ("args", "method"):
                count = self.count(i, plan, operands, clause.count)
                if word == "method" and count < 1:
                    self.fail("BC217", "the count includes the receiver", index=i, seen=str(count), wanted="1 and up")
                need(x + FRAME_WORDS, count, NO_VALUE)
            elif word == "cells":
                need(x, self.count(i, plan, operands, clause.count), 0xFF & ~CELL)
            elif word == "parts":
                self.check_parts(i, plan, operands, x, clause, need)
            elif word == "writes":
                count = self.count(i, plan, operands, clause.count)
                need(x, count, 0)
                written += range(x, x + count)
            elif word in ("sets", "unsets"):
                register = x + clause.count[0].number
                need(register, 1, 0)
                (written if word == "sets" else unset).append(register)
            elif word == "lost":
                pass
            elif word == "free":
                if x >= len(self.unit.free_names):
                    self.fail("BC207", "the closure has no such cell", index=i, seen=str(x), wanted=f"below {len(self.unit.free_names)}")
            elif word == "small":
                if not -NUMBER_LIMIT <= x < NUMBER_LIMIT:
                    self.fail("BC217", f"{plan.names[k]} is out of range", index=i, seen=str(x), wanted="32 bits")
            elif word == "count":
                if not 0 <= x <= 0x8000:
                    self.fail("BC217", f"{plan.names[k]} is out of range", index=i, seen=str(x), wanted="0 to 32768")
            elif word in ("register", "held"):
                if x < (word == "held"):
                    self.fail("BC217", f"{plan.names[k]} names no register", index=i, seen=str(x), wanted="the number of one, plus 1")
                if x:
                    need(x - 1, 1, NO_VALUE)
            elif word == "pair":
                if not 0 <= x < 1 << 32:
                    self.fail("BC217", f"{plan.names[k]} is out of range", index=i, seen=str(x), wanted="two constant indices")
                for part, text in zip((x & 0xFFFF, x >> 16), clause.words, strict=True):
                    self.check_kind(i, plan, operands, part, parse_clause(text, text))
            else:
                self.check_kind(i, plan, operands, x, clause)
        return bad, written, dead, unset, positive, negative

    def check_kind(self, i: int, plan: Plan, operands: Sequence[int], index: int, clause: Clause) -> None:
        """A constant is of the kind a rule asks for."""
        constant = self.constant(i, index)
        word = clause.word
        if word == "constant":
            right = not isinstance(constant, CodeUnit)
        elif word == "string":
            right = isinstance(constant, str)
        elif word == "code":
            right = isinstance(constant, CodeUnit)
        elif word == "tuple" or (word == "state" and clause.words == ("tuple",)):
            right = type(constant) is tuple
        else:
            right = word == "names?" and constant is None
            if type(constant) is tuple:
                right = all(isinstance(n, str) for n in constant) and len(set(constant)) == len(constant)
                if clause.count:
                    most = self.count(i, plan, operands, clause.count)
                    right = right and (len(constant) < most if word == "fewer" else len(constant) <= most)
        if not right:
            wanted = {"names": "a tuple of different strings, no more than the arguments", "constant": "any value but code"}
            self.fail(
                "BC206", f"constant {index} is of the wrong kind", index=i, seen=f"{type(constant).__name__} {constant!r}"[:80],
                wanted=wanted.get("names" if word in ("names", "names?", "fewer") else word, f"a {word}"),
            )  # fmt: skip

    def check_parts(
        self, i: int, plan: Plan, operands: Sequence[int], first: int, clause: Clause, need: Callable[[int, int, int], None]
    ) -> None:
        """The registers an operand's bits announce."""
        name, *parts = clause.words
        flags = operands[plan.index[name]]
        if not 0 <= flags < 1 << len(parts):
            self.fail("BC217", f"{name} is out of range", index=i, seen=str(flags), wanted=f"0 to {(1 << len(parts)) - 1}")
        register = first
        has_cells = False
        for bit, part in enumerate(parts):
            if not flags & 1 << bit:
                continue
            if part.startswith("cells("):
                has_cells = True
                code = self.constant(i, operands[plan.index[part[6:-1]]])
                count = len(code.free_names) if isinstance(code, CodeUnit) else 0
                need(register, count, 0xFF & ~CELL)
                register += count
            else:
                need(register, 1, NO_VALUE if part == "value" else 0xFF & ~KINDS[part])
                register += 1
        for part in parts:
            if part.startswith("cells(") and not has_cells:
                code = self.constant(i, operands[plan.index[part[6:-1]]])
                if isinstance(code, CodeUnit) and code.free_names:
                    self.fail("BC226", "the function needs cells, and gets none", index=i, seen=repr(code.free_names)[:80])

    # --- flow
    def check_flow(self) -> None:
        """The abstract run: states of instructions that control may come to, until nothing changes."""
        unit = self.unit
        count = len(unit.instructions)
        parameters = len(unit.parameters.names)
        registers = unit.register_count
        start = int.from_bytes(bytes([VALUE]) * parameters + bytes([GARBAGE]) * (registers - parameters), "little")
        leaders = {0}
        for i, plan in enumerate(self.plans):
            if plan.target >= 0:
                leaders.add(i + unit.instructions[i].operands[plan.target])
            if plan.target >= 0 or plan.ends or plan.may_skip:
                leaders.update((i + 1, i + 2))
        handlers: list[tuple[int, ...]] = [()] * count
        for number, site in enumerate(unit.catch_sites):
            leaders.add(site.target)
            leaders.update((site.start, site.end))
            for i in range(site.start, site.end):
                handlers[i] = (*handlers[i], number)
        fused = self._fused_jumps(leaders)
        states: dict[int, int] = {0: start}
        pending = [0]
        queued = {0}
        steps = 0
        limit = STEPS_AN_INSTRUCTION * count + 100_000
        plans, bad, keep, come, copy, lost, bound = self.plans, self.bad, self.keep, self.come, self.copy, self.lost, self.bound
        instructions, sites = unit.instructions, unit.catch_sites

        def reach(index: int, state: int, origin: int) -> None:
            if index >= count:
                self.fail("BC210", "control runs off the end", index=origin)
            before = states.get(index)
            after = state if before is None else before | state
            if after != before:
                states[index] = after
                if index not in queued:
                    queued.add(index)
                    heapq.heappush(pending, index)

        while pending:
            i = heapq.heappop(pending)
            queued.discard(i)
            state = states[i]
            while True:
                steps += 1
                if steps > limit:
                    self.fail("BC227", "it takes too many steps to verify", index=i, seen=str(steps))
                plan = plans[i]
                if state & bad[i]:
                    self.explain(i, state)
                if plan.raises and handlers[i]:
                    failed = state if not lost[i] else state & keep[i] | lost[i] | come[i]
                    if plan.clauses:
                        failed |= state & keep[i] | come[i]
                    for number in handlers[i]:
                        site = sites[number]
                        reach(site.target, failed & ~(0xFF << 8 * site.register) | VALUE << 8 * site.register, i)
                after = state & keep[i] | come[i]
                source, target = copy[i]
                if source >= 0:
                    after |= (state >> 8 * source & 0xFF) << 8 * target
                taken, going = bound[i]
                if plan.target >= 0:
                    dead = fused.get(i, -1)
                    if dead >= 0:
                        after = after & ~(0xFF << 8 * dead) | GARBAGE << 8 * dead
                    reach(i + instructions[i].operands[plan.target], after & ~taken, i)
                    if plan.offers:
                        after = state
                after &= ~going
                if plan.ends:
                    break
                if plan.may_stay:  # a frame it entered fails at the pc before the one it returns to: the skipped instruction
                    for number in handlers[i + 1]:
                        site = sites[number]
                        reach(site.target, state & ~(0xFF << 8 * site.register) | VALUE << 8 * site.register, i)
                if plan.may_skip:
                    reach(i + 2, after, i)
                    reach(i + 1, after | state if plan.may_stay else after, i)
                    break
                i += 1
                if i in leaders:
                    reach(i, after, i - 1)
                    break
                if i >= count:
                    self.fail("BC210", "control runs off the end", index=i - 1)
                state = after

    def _fused_jumps(self, leaders: set[int]) -> dict[int, int]:
        """Jumps that run fused with the comparison before them without keeping its result, and the register they test."""
        found: dict[int, int] = {}
        fusions = self.verifier.fusions
        if not fusions:
            return found
        instructions = self.unit.instructions
        for i in range(len(instructions) - 1):
            first, second = instructions[i], instructions[i + 1]
            if self.plans[i + 1].is_dead_fused and second.op in fusions.get(first.op, ()) and first.operands[:1] == second.operands[:1]:
                found[i + 1] = first.operands[0]
        return found

    def explain(self, i: int, state: int) -> NoReturn:
        wrong = state & self.bad[i]
        register = (wrong & -wrong).bit_length() - 1 >> 3
        found = wrong >> 8 * register & 0xFF
        holds = state >> 8 * register & 0xFF
        asked = self.bad[i] >> 8 * register & 0xFF
        seen = " or ".join(text for bit, text in CONTENT_NAMES.items() if holds & bit)
        wanted = " or ".join(text for bit, text in CONTENT_NAMES.items() if not asked & bit)
        code = "BC212" if found & GARBAGE else "BC213" if asked & ~NO_VALUE == 0 else "BC214"
        names = self.unit.local_names
        name = f" ({names[register]})" if register < len(names) else ""
        self.fail(code, f"register {register}{name} is read", index=i, seen=seen, wanted=wanted)


__all__ = ["FunctionVerifier", "Position", "Rules", "Verifier", "verify"]
