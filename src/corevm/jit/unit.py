"""Units: a loop of a code object as one function of the handler convention.

It is entered at the loop's header, as a handler of the instruction there: its registers are in the frame. It is left by a tail call of the handler of
the instruction the interpreter is to go on with, again with all registers in the frame. So nothing of a unit is on the native stack between instructions,
and the interpreter's state is exact wherever it takes over.

Registers that the loop changes are parameters of the header's block. On entry the tags of the registers are tested: they must be those
that the registers have now, in the frame from which the sample is taken. What is known of them then is supposed to hold at each turn; where it does not, the unit is built again with
less supposed. So it is without an instruction that cannot be compiled: the interpreter executes it.

Effects: none.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from corevm.ir.build import new_function
from corevm.ir.module import Block, Function, Value
from corevm.ir.type import I16, I64, PTR, VALUE, Type
from corevm.isa.convention import BASE, HANDLER, HANDLER_NAMES, TABLE, THREAD
from corevm.jit.bits import NOTHING, Bits
from corevm.jit.evaluate import Evaluator, Slot, State, Unsupported, Way
from corevm.jit.program import WORD_BYTES, Instruction, Parameter, Program

MAX_RESTARTS = 16
UNWIND = 1  # the opcode of `unwind`: corevm.isa.op.control, INV-OP-1


@dataclass(frozen=True)
class Machine:
    """What a unit's code finds when it runs.

    Attributes:
        link: a function's address; None: it cannot be called.
        peek: memory as it is now: address, bytes -> the number there, or None.
        pc_offset, base_offset: where the thread publishes them, in bytes.
    """

    link: Callable[[str], int | None]
    peek: Callable[[int, int], int | None]
    pc_offset: int
    base_offset: int


class _Restart(Exception):
    """Less holds at a loop's header than was supposed."""


class _Header:
    def __init__(self, block: Block, offsets: list[int], types: list[Type]) -> None:
        self.block, self.offsets, self.types = block, offsets, types


def build_loop(program: Program, header: int, name: str, *, machine: Machine, base: int = 0, leave_at: int = -1) -> Function:
    """The function of a loop.

    Args:
        header: the word its header is at.
        machine: what the code runs on.
        base: the address of a frame that is at the header now, or 0: nothing is known of the values.
        leave_at: leave it to the interpreter to execute this instruction of the loop, counted from its header (a test of exits).

    Raises: Unsupported.
    """
    supposed: dict[tuple[int, int], Bits] = {}
    avoided: dict[int, Unsupported] = {}
    if leave_at >= 0:
        inside = [at for at in program.at if header <= at <= (program.loop_end(header) or header)]
        avoided[inside[leave_at % len(inside)]] = Unsupported("asked for", code="JT100")
    for _ in range(MAX_RESTARTS):
        try:
            return _Unit(program, header, name, machine, base, supposed, avoided).build()
        except _Restart:
            continue
    raise Unsupported("a loop of which too little stays true", code="JT102")


def tag_of(word: int) -> Bits:
    """The bits of a word that tell what it is (corevm.kernel.value): fixnum, float, reference or immediate."""
    if word & 1:
        return Bits(0, 1)
    width = 3 if word & 3 == 2 else 7
    return Bits(~word & width, word & width)


class _Unit:
    def __init__(
        self, program: Program, header: int, name: str, machine: Machine, base: int, supposed: dict[tuple[int, int], Bits],
        avoided: dict[int, Unsupported],
    ) -> None:
        end = program.loop_end(header)
        if end is None:
            raise Unsupported("no loop begins there", code="JT103", seen=f"word {header}")
        self.program, self.first, self.last = program, header, end
        self.supposed, self.avoided = supposed, avoided
        self.function = new_function(name, HANDLER, HANDLER_NAMES)
        self.params = self.function.entry.params
        archive = program.instructions.archive
        self.evaluator = Evaluator(self.function, self.params[BASE], archive.function, self._leave, machine.link, self._prepare, machine.peek)
        self.machine = machine
        if base:
            self.evaluator.samples[self.params[BASE]] = base
        self.headers: dict[int, _Header] = {}
        self.pending: dict[int, list[State]] = {}
        self.order: list[int] = []
        self.now: Instruction = program.at[header]

    def build(self) -> Function:
        s = State(self.function.entry)
        s.is_sampled = bool(self.evaluator.samples)
        for register in sorted(self.program.live_at(self.first, self.last)):
            self._enter_with(s, register)
            s = self.entered
        self._go(s, self.first)
        while self.order:
            at = heapq.heappop(self.order)
            states = self.pending.pop(at)
            s = self.evaluator.join([Way(state, []) for state in states]).state
            if self.program.loop_end(at) is not None and self.first <= at <= self.last:
                s = self._begin_loop(s, at)
            self._execute(s, self.program.at[at])
        return self.function

    # --- registers
    def _enter_with(self, s: State, register: int) -> None:
        """Load a register, and leave if it is not what it was."""
        e = self.evaluator
        value = e.load(s, VALUE, self.params[BASE], WORD_BYTES * register, "frame")
        self.entered = s
        now = e.samples.get(value)
        if now is not None:
            tag = tag_of(now)
            mask = tag.zeros | tag.ones
            word = e.operation(s, "bitcast", I64, [value])[0]
            masked = e.operation(s, "and", I64, [word, e.constant(s, I64, mask)])[0]
            fits = e.operation(s, "eq", I64, [masked, e.constant(s, I64, tag.ones)])[0]
            holds, _ = e.branch(s, fits, "likely")
            assert holds is not None
            self.entered = holds

    # --- control
    def _go(self, s: State, at: int) -> None:
        """Go on at a word: of the loop, or in the interpreter."""
        s.begin_instruction()
        if not self.first <= at <= self.last:
            self._continue_at(s, s.words, at)
        elif at in self.headers:
            self._back(s, at)
        else:
            if at not in self.pending:
                self.pending[at] = []
                heapq.heappush(self.order, at)
            self.pending[at].append(s)

    def _begin_loop(self, s: State, at: int) -> State:
        e = self.evaluator
        last = self.program.loop_end(at)
        assert last is not None
        offsets = sorted({WORD_BYTES * register for instr in self.program.between(at, last) for register in instr.written})
        block = e.new_block(f"loop{at}")
        args, types = [], []
        inside = State(block)
        inside.words = dict(s.words)
        inside.bits, inside.available, inside.is_sampled = dict(s.bits), dict(s.available), s.is_sampled
        for offset in offsets:
            if offset not in s.words:
                e.load(s, VALUE, self.params[BASE], offset, "frame")
            value = s.words[offset].value
            param = Value(value.type)
            block.params.append(param)
            args.append(value)
            types.append(value.type)
            what = e.bits(s, value)
            what = self.supposed.setdefault((at, offset), what).either(what)
            self.supposed[at, offset] = what
            if what != NOTHING:
                inside.bits[param] = what
            inside.words[offset] = Slot(param, True)
            if (now := e.sample_of(value)) is not None:
                e.samples[param] = now
        e.builder.block = s.block
        e.builder.jump(block, *args)
        self.headers[at] = _Header(block, offsets, types)
        return inside

    def _back(self, s: State, at: int) -> None:
        e, header = self.evaluator, self.headers[at]
        args = []
        for offset, type_ in zip(header.offsets, header.types, strict=True):
            value = e.load(s, type_, self.params[BASE], offset, "frame")
            what = e.bits(s, value)
            if not what.implies(self.supposed[at, offset]):
                self.supposed[at, offset] = self.supposed[at, offset].either(what)
                raise _Restart
            args.append(value)
        for offset, slot in s.words.items():
            if slot.is_dirty and offset not in header.offsets:
                raise Unsupported("a register that the loop was not known to write", code="JT104", seen=f"word {offset // WORD_BYTES}")
        e.builder.block = s.block
        e.builder.jump(header.block, *args)

    def _leave(self, s: State) -> None:
        """The interpreter executes the instruction that is being evaluated."""
        self._continue_at(s, s.words_before(), self.now.at)

    def _continue_at(self, s: State, words: dict[int, Slot], at: int) -> None:
        self._dispatch(s, words, self.program.address + WORD_BYTES * at, self.program.at[at].opcode)

    def _dispatch(self, s: State, words: dict[int, Slot], pc_address: int, opcode: int) -> None:
        e, b = self.evaluator, self.evaluator.builder
        e.flush(s, words)
        b.block = s.block
        pc = b.const(PTR, pc_address)
        handler = b.load(PTR, self.params[TABLE], WORD_BYTES * opcode, "code")
        b.tail_call_indirect(HANDLER, handler, pc, self.params[BASE], self.params[THREAD], self.params[TABLE])

    def _prepare(self, s: State, may_look: bool) -> None:
        """Publish the state before a call; whoever may look at the frame finds its words there."""
        e, b = self.evaluator, self.evaluator.builder
        if may_look:
            e.flush(s, s.words)
        b.block = s.block
        pc = b.const(PTR, self.program.address + WORD_BYTES * self.now.at)
        b.store(PTR, self.params[THREAD], pc, self.machine.pc_offset, "thread")
        b.store(PTR, self.params[THREAD], self.params[BASE], self.machine.base_offset, "thread")

    # --- instructions
    def _argument(self, s: State, instr: Instruction, kind: str, field: int, word: int) -> Value:
        e, base = self.evaluator, self.params[BASE]
        p = Parameter(kind, field, word)
        if kind == "Thread":
            return self.params[THREAD]
        if kind == "Base":
            return base
        if kind == "Reg":
            return e.load(s, VALUE, base, WORD_BYTES * instr.field(p), "frame")
        if kind == "Window":
            return e.operation(s, "ptr_add", None, [base, e.constant(s, I64, instr.field(p))], (WORD_BYTES, 0))[0]
        if kind == "Const":
            return e.constant(s, VALUE, self.program.constants[instr.field(p)])
        if kind in ("Pc", "Cache"):
            return e.constant(s, PTR, self.program.address + WORD_BYTES * (instr.at + word))
        return e.constant(s, I64, instr.word(p) if kind == "Word" else instr.field(p))

    def _execute(self, s: State, instr: Instruction) -> None:
        self.now = instr
        s.begin_instruction()
        meaning = instr.meaning
        body = self.program.instructions.archive.function(meaning.function) if meaning.function else None
        if instr.at in self.avoided or body is None or not self.evaluator.can_run(body):
            self._leave(s)
            return
        args = [self._argument(s, instr, *p) for p in meaning.parameters]
        try:
            for way in self.evaluator.run(s, body, args):
                self._finish(way.state, instr, way.values)
        except Unsupported as reason:
            self.avoided[instr.at] = reason
            raise _Restart from None

    def _finish(self, s: State, instr: Instruction, values: list[Value]) -> None:
        """What an instruction's results mean."""
        e, meaning = self.evaluator, instr.meaning
        if meaning.raises:
            if meaning.result == "Value":
                failed = e.operation(s, "eq", VALUE, [values[0], e.constant(s, VALUE, 0)])[0]
            else:
                failed, values = values[-1], values[:-1]
            bad, good = e.branch(s, failed, "unlikely")
            if bad is not None:
                if bad.has_written:
                    self._dispatch(bad, bad.words, self.program.address + WORD_BYTES * instr.at, UNWIND)
                else:
                    self._leave(bad)
            if good is None:
                return
            s = good
        kind = meaning.result
        if kind in ("ValueOrFrame", "NextOrFrame"):
            null = e.operation(s, "eq", PTR, [values[2], e.constant(s, PTR, 0)])[0]
            plain, frame = e.branch(s, null)
            if frame is not None:
                self._enter(frame, values[1], values[2])
            if plain is None:
                return
            s = plain
        if kind == "NextOrFrame":
            none = e.operation(s, "eq", VALUE, [values[0], e.constant(s, VALUE, 0)])[0]
            over, more = e.branch(s, none, prunes=False)
            if over is not None:
                self._go(over, instr.next)
            if more is not None:
                more.set_word(WORD_BYTES * instr.a, values[0])
                self._go(more, instr.next + 1)
            return
        if kind in ("Value", "ValueOrFrame", "ValueSkip"):
            s.set_word(WORD_BYTES * instr.a, values[0])
        if kind in ("Value", "ValueOrFrame", "None"):
            self._go(s, instr.next)
        elif kind in ("Branch", "Skip", "ValueSkip"):
            taken, other = e.branch(s, values[-1], prunes=False)
            if taken is not None:
                target = instr.target if kind == "Branch" else instr.next + 1
                assert target is not None
                self._go(taken, target)
            if other is not None:
                self._go(other, instr.next)
        else:
            self._enter(s, values[0], values[1])

    def _enter(self, s: State, pc: Value, base: Value) -> None:
        """Go on where an instruction says: in this frame at a known place, or in the interpreter."""
        e = self.evaluator
        place = e.known_constant(s, pc)
        if place is not None and e.address(s, base) == (self.params[BASE], 0):
            at, rest = divmod(place - self.program.address, WORD_BYTES)
            if rest == 0 and at in self.program.at:
                self._go(s, at)
                return
        e.flush(s, s.words)
        b = e.builder
        b.block = s.block
        opcode = b.emit("zext", I64, b.load(I16, pc, 0, "code"))
        handler = b.load(PTR, b.ptr_add(self.params[TABLE], opcode, 8), 0, "code")
        b.tail_call_indirect(HANDLER, handler, pc, base, self.params[THREAD], self.params[TABLE])


__all__ = ["Machine", "build_loop", "tag_of"]
