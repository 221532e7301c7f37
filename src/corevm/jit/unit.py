"""Units: the guest's code from some instruction on as one function of the handler convention.

It is entered as a handler of its first instruction: its registers are in the frame. It is left by a tail call of the handler of the instruction
the interpreter is to go on with, again with all registers in the frame. So nothing of a unit is on the native stack between instructions, and the
interpreter's state is exact wherever it takes over.

What belongs to it is what its first instruction leads to, through calls and returns, as far as it has been seen to (`corevm.jit.profile`): a state carries the executions that have been
seen to come its way. It ends at the header of a loop that it begins within, and leaves for whatever opcode an instruction has then, so that it goes on in compiled code as soon as there is some. Only its own first instruction is left to the instruction's own handler, through one
that counts (`Machine.miss`).

Registers that a loop changes are parameters of its header's block. On entry the tags of the registers are tested: they must be those
that the registers have now, in a frame of the program. What is known of them then is supposed to hold at each turn; where it does not, the unit is built again with
less supposed. So it is without an instruction that cannot be compiled: the interpreter executes it.

A call enters a frame above this one: an address that is this base plus a constant. The code objects that were executed next are tested for, and the unit goes on in them, their frames' words being words like
others. A return comes back the same way, by what its instruction says; from the unit's first frame to a caller below, which is tested to be the one that was seen.

Effects: none.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corevm.ir.build import new_function
from corevm.ir.module import Block, Function, Target, Value
from corevm.ir.type import BOOL, I16, I64, PTR, VALUE, Signature, Type
from corevm.isa.convention import BASE, HANDLER, HANDLER_NAMES, TABLE, THREAD
from corevm.jit.bits import NOTHING, Bits
from corevm.jit.evaluate import Evaluator, Lanes, Rolled, Slot, State, Unsupported, Way
from corevm.jit.profile import Profile
from corevm.jit.program import WORD_BYTES, Instruction, Parameter, Program
from corevm.kernel.constant import CALLER, CODE, FRAME_WORDS, HEAD_WORDS, LINK, WINDOW_CALLEE

MAX_RESTARTS = 16
MAX_DEPTH = 12  # of calls within a unit
MAX_RECURSION = 1  # of a function within itself
MAX_FOLLOWED = 500  # instructions built, after which no further call is followed
MAX_INSTRUCTIONS = 800  # built, after which instructions are left to the interpreter
MAX_CALLEES = 4  # of one call; callers of one return
MAX_LEVELS = 6  # of callers that a unit returns to
MAX_FRAME = 1 << 16  # bytes between the bases of a frame and its caller's
BELOW = 1 << 40  # in a key, before a caller that the unit returns to: above all words
CERTAIN = 0.97  # of the recorded executions of an instruction go on as its lanes say
NEXT_SITE = 1  # where an instruction is left for one that has not been seen to follow it: in place of an IR instruction's id
MAX_DIRTY = 6  # words of the frame that memory does not have as an instruction begins: an exit writes them
UNWIND = 1  # the opcode of `unwind`: corevm.isa.op.control, INV-OP-1

Key = tuple[int, ...]  # of the calls around, from the outermost: the word, the callee's frame and its program; and the word itself.


@dataclass(frozen=True)
class Machine:
    """What a unit's code finds when it runs.

    Attributes:
        link: a function's address; None: it cannot be called.
        peek: memory as it is now: address, bytes -> the number there, or None.
        program: of a code object, by its address; None: it cannot be followed.
        thread: the address of the thread that the sample is of.
        pc_offset, base_offset: where a thread publishes them, in bytes.
        profile: what has been recorded.
        loose: of `Evaluator`.
        often_left: the addresses of instructions at which units often leave.
        doubtful: the addresses of instructions of which the lanes have been wrong: added to while a unit is built.
        cell: the address of a word that counts executions of something: "entry", "exit", "miss", "failure", "call" or "return", at an instruction; and why, and
            at what of its IR.
        miss: the address of the handler for a unit's own first instruction (`corevm.isa.emit.interp.count_function`).
    """

    link: Callable[[str], int | None]
    peek: Callable[[int, int], int | None]
    program: Callable[[int], Program | None]
    thread: int
    pc_offset: int
    base_offset: int
    miss: int
    profile: Profile
    loose: Container[tuple[int, int]]
    often_left: Container[int]
    doubtful: set[int]
    cell: Callable[[str, Program, int, str, int], int]


class Built(NamedTuple):
    """A unit that is built.

    Attributes:
        functions, externs: the unit, and others that it calls.
        programs: it goes through.
        exits: instructions at which it may leave: address -> the program and the word.
        resumes: the same, of those at which the interpreter comes back after what the unit could not do, or did not follow.
        tags: what registers must be on entry.
        is_empty: it leaves at its first instruction at once.
    """

    functions: list[Function]
    externs: dict[str, Signature]
    programs: Collection[Program]
    exits: dict[int, tuple[Program, int]]
    resumes: dict[int, tuple[Program, int]]
    tags: dict[int, Bits]
    is_empty: bool


def build_unit(program: Program, start: int, name: str, *, machine: Machine, base: int, tags: Mapping[int, Bits], leave_at: int = -1) -> Built:
    """Compile what follows an instruction.

    Args:
        start: the instruction's word.
        machine: what the code runs on.
        base: the address of a frame of the program now, near the start.
        tags: what registers have been on entry before, beside what they are now.
        leave_at: leave it to the interpreter to execute this instruction, counted from the start (a test of exits).

    Raises: Unsupported.
    """
    supposed: dict[tuple[Key, int], Bits] = {}
    written: dict[Key, set[int]] = {}
    avoided: dict[Key, Unsupported] = {}
    rolled: set[str] = set()
    if leave_at >= 0:
        inside = [at for at in program.at if at >= start]
        avoided[(inside[leave_at % len(inside)],)] = Unsupported("asked for", code="JT100")
    for _ in range(MAX_RESTARTS):
        unit = _Unit(program, start, name, machine, base, supposed, written, avoided, tags, rolled)
        try:
            if not unit.build():
                continue
            return Built([unit.function, *unit.evaluator.locals.values()], unit.evaluator.externs, unit.programs.values(), unit.exits, unit.resumes, unit.tags, not unit.went_on)
        except Rolled as looping:
            rolled.add(str(looping))
    raise Unsupported("a unit of which too little stays true", code="JT102")


def tag_of(word: int) -> Bits:
    """The bits of a word that tell what it is (corevm.kernel.value): fixnum, float, reference or immediate."""
    if word & 1:
        return Bits(0, 1)
    width = 3 if word & 3 == 2 else 7
    return Bits(~word & width, word & width)


class _Header:
    def __init__(self, block: Block, offsets: list[int], types: list[Type]) -> None:
        self.block, self.offsets, self.types = block, offsets, types


class _Frame:
    """A frame of the guest within a unit. `offset`: of its base from the unit's, in bytes; `path`: the calls that led to it (`Key`)."""

    def __init__(self, program: Program, offset: int, parent: _Frame | None, path: Key, level: int = 0) -> None:
        self.program, self.offset, self.parent, self.path = program, offset, parent, path
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.level = level  # how often the unit has returned from its first frame

    def key(self, at: int) -> Key:
        return (*self.path, at)


class _Unit:
    def __init__(
        self, program: Program, start: int, name: str, machine: Machine, base: int, supposed: dict[tuple[Key, int], Bits],
        written: dict[Key, set[int]], avoided: dict[Key, Unsupported], seen_tags: Mapping[int, Bits], rolled: set[str],
    ) -> None:  # fmt: skip
        self.start = start
        self.seen_tags, self.tags = seen_tags, dict[int, Bits]()
        self.exits: dict[int, tuple[Program, int]] = {}
        self.resumes: dict[int, tuple[Program, int]] = {}
        self.went_on = False
        self.executed = 0
        self.groups: list[list[int]] = []  # executions of the instruction that is evaluated, by lane
        self.root = self.frame = _Frame(program, 0, None, ())
        self.now: Instruction = program.at[start]
        self.programs: dict[int, Program] = {program.address: program}
        self.supposed, self.written, self.avoided = supposed, written, avoided
        self._gone_on: set[int] = set()  # executions of the instruction that is evaluated that its ways go on from
        self.function = new_function(name, HANDLER, HANDLER_NAMES)
        self.params = self.function.entry.params
        bodies = program.instructions.bodies
        self.evaluator = Evaluator(self.function, self.params[BASE], bodies.function, self._leave, machine.link, self._prepare, machine.peek, self._exit_of, machine.loose, rolled, bodies.archive.extern, bodies.places)
        self.machine, self.base = machine, base
        self.headers: dict[Key, _Header] = {}
        self.pending: dict[Key, tuple[_Frame, list[State]]] = {}
        self.order: list[Key] = []
        self._known_at: dict[Key, dict[int, Value]] = {}  # the words that a header takes for unchanged
        self.is_false = False  # something was supposed that is not true: what is built is of no use
        self._at_start: dict[int, Slot] = {}  # the words when the instruction began
        self._parts = False  # ways that know nothing of the frame any more end there: others would know as little where they join
        self._exit: Block | None = None  # for all ways that leave at it: its parameter is the address of a counter
        self._end: Block | None = None  # `_leaving`

    def build(self) -> bool:
        """Whether what was supposed is true; if not, less is supposed now."""
        s = State(self.function.entry)
        for register in sorted(self.root.program.live_at(self.start, 0, max(self.root.program.at))):
            s = self._enter_with(s, register)
        self.evaluator.builder.block = s.block
        self._count("entry", self.root.program, self.start)
        s.seen = tuple(self.machine.profile.at(self.root.program.address + WORD_BYTES * self.start))
        key = self.root.key(self.start)
        self.pending[key] = self.root, [s]
        self.order.append(key)
        while self.order:
            key = heapq.heappop(self.order)
            self.frame, states = self.pending.pop(key)
            s = self.evaluator.join([Way(state, []) for state in states]).state
            if self.frame.program.loop_end(key[-1]) is not None:
                s = self._begin_loop(s, key)
            self._execute(s, self.frame.program.at[key[-1]])
        self.evaluator.finish()
        return not self.is_false

    # --- registers
    def _enter_with(self, s: State, register: int) -> State:
        """Load a register, and leave if it is not what it was."""
        e = self.evaluator
        value = e.load(s, VALUE, self.params[BASE], WORD_BYTES * register, "frame")
        now = self.machine.peek(self.base + WORD_BYTES * register, WORD_BYTES)
        if now is None:
            return s
        tag = tag_of(now)
        if register in self.seen_tags:
            tag = tag.either(self.seen_tags[register])
        self.tags[register] = tag
        if tag == NOTHING:
            return s
        word = e.operation(s, "bitcast", I64, [value])[0]
        masked = e.operation(s, "and", I64, [word, e.constant(s, I64, tag.zeros | tag.ones)])[0]
        fits = e.operation(s, "eq", I64, [masked, e.constant(s, I64, tag.ones)])[0]
        holds, other = e.branch(s, fits, "likely", prunes=False)
        if other is not None:
            self._leave(other, "registers are not what they were")
        assert holds is not None
        return holds

    # --- control
    def _go(self, s: State, frame: _Frame, at: int) -> None:
        """Go on at a word of a frame, if the program has been seen to."""
        if s.has_lost and self._parts:
            self._note(self.resumes, frame.program, at)
            self._leave_for(s, frame, at, "return", "slowly")
            return
        key = frame.key(at)
        if key not in self.headers:
            s.seen = self._seen_next(s, frame, at)
            if not s.seen:
                self._note(self.exits, frame.program, at)
                self._leave_for(s, frame, at, "exit", "not seen yet", NEXT_SITE)
                return
        s.begin_instruction()
        self.went_on = True
        if key in self.headers:
            self._back(s, key)
        else:
            if key not in self.pending:
                self.pending[key] = frame, []
                heapq.heappush(self.order, key)
            self.pending[key][1].append(s)

    def _leave_for(self, s: State, frame: _Frame, at: int, kind: str, why: str, site: int = 0) -> None:
        """Leave for an instruction, the one that is evaluated being done."""
        self.evaluator.builder.block = s.block
        cell = self.evaluator.builder.const(PTR, self.machine.cell(kind, frame.program, at, why, site))
        self._dispatch(s, s.words, frame, at, cell)

    def _seen_next(self, s: State, frame: _Frame, at: int) -> tuple[int, ...]:
        """The executions of an instruction that have been seen to follow those of the one that is evaluated, on a way; and those recorded because units often leave there."""
        profile, place, now = self.machine.profile, frame.program.address + WORD_BYTES * at, self.frame.offset
        found: dict[int, None] = {}
        for i, group in enumerate(self.groups):
            if not s.lanes or s.lanes >> i & 1:
                for seen in group:
                    base = profile.record(seen).base + frame.offset - now
                    following = profile.next(seen, place, base, at_once=frame.offset > now)
                    if following is not None:
                        found[following] = None
                        self._gone_on.add(seen)
        if place in self.machine.often_left:
            found |= dict.fromkeys(profile.beginning_at(place))
        return tuple(found)

    def _begin_loop(self, s: State, key: Key) -> State:
        e, frame, at = self.evaluator, self.frame, key[-1]
        last = frame.program.loop_end(at)
        assert last is not None
        declared = {frame.offset + WORD_BYTES * register for instr in frame.program.between(at, last) for register in instr.written}
        offsets = sorted(declared | self.written.setdefault(key, set()))
        block = e.new_block(f"loop{at}")
        args, types = [], []
        inside = State(block)
        inside.words = {offset: slot for offset, slot in s.words.items() if offset < frame.offset + WORD_BYTES * frame.program.register_count}
        inside.bits, inside.available = dict(s.bits), dict(s.available)
        for offset in offsets:
            if offset not in s.words:
                e.load(s, VALUE, self.params[BASE], offset, "frame")
            value = s.words[offset].value
            param = Value(value.type)
            block.params.append(param)
            args.append(value)
            types.append(value.type)
            what = e.bits(s, value)
            if frame.offset <= offset:
                for word in self._seen_in(at, last, (offset - frame.offset) // WORD_BYTES):
                    what = what.either(tag_of(word))
            what = self.supposed.setdefault((key, offset), what).either(what)
            self.supposed[key, offset] = what
            if what != NOTHING:
                inside.bits[param] = what
            inside.words[offset] = Slot(param, True)
        e.builder.block = s.block
        e.builder.jump(block, *args)
        self.headers[key] = _Header(block, offsets, types)
        inside.before.clear()
        inside.seen = tuple(self.machine.profile.again(s.seen))
        self._known_at[key] = {offset: slot.value for offset, slot in inside.words.items() if offset not in offsets}
        return inside

    def _seen_in(self, first: int, last: int, register: int) -> list[int]:
        """What instructions between two words have been seen to read from a register."""
        program, profile, found = self.frame.program, self.machine.profile, list[int]()
        for instr in program.between(first, last):
            if register in instr.recorded:
                index = instr.recorded.index(register)
                found += [profile.record(seen).operands[index] for seen in profile.at(program.address + WORD_BYTES * instr.at)]
        return found

    def _back(self, s: State, key: Key) -> None:
        e, header = self.evaluator, self.headers[key]
        args = []
        for offset, type_ in zip(header.offsets, header.types, strict=True):
            value = e.load(s, type_, self.params[BASE], offset, "frame")
            what = e.bits(s, value)
            if not what.implies(self.supposed[key, offset]):
                self.supposed[key, offset] = self.supposed[key, offset].either(what)
                self.is_false = True
            args.append(value)
        changed = {offset for offset, value in self._known_at[key].items() if offset not in s.words or s.words[offset].value is not value}
        if changed:  # the header takes them for what they were before the loop
            self.written[key] |= changed
            self.is_false = True
        e.flush(s, {offset: slot for offset, slot in s.words.items() if offset not in header.offsets})
        e.builder.block = s.block
        e.builder.jump(header.block, *args)

    def _leave(self, s: State, why: str, site: int = 0) -> None:
        """The interpreter executes the instruction that is being evaluated."""
        e, target = self.evaluator, self._exit_of(s, why, site)
        e.builder.block = s.block
        if target is not None:
            e.builder.jump(target.block, *target.args)
            return
        cell = e.builder.const(PTR, self.machine.cell(self._kind_of_exit(), self.frame.program, self.now.at, why, site))
        self._dispatch(s, s.words_before(), self.frame, self.now.at, cell)

    def _kind_of_exit(self) -> str:
        return "miss" if self.frame is self.root and self.now.at == self.start else "exit"

    def _exit_of(self, s: State, why: str, site: int) -> Target | None:
        """The block that leaves at the instruction being evaluated, as long as the frame is what it was."""
        e, b, kind = self.evaluator, self.evaluator.builder, self._kind_of_exit()
        program, at = self.frame.program, self.now.at
        if kind == "exit":
            self._note(self.exits, program, at)
        if s.is_flushed:
            return None
        dirty = {offset: slot for offset, slot in self._at_start.items() if slot.is_dirty}
        if self._exit is None and dirty:
            block = self._exit = e.new_block("exit")
            cell = Value(PTR)
            block.params.append(cell)
            self._dispatch(State(block), dirty, self.frame, at, cell)
        b.block = s.block
        found = b.const(PTR, self.machine.cell(kind, program, at, why, site))
        if self._exit is not None:
            return Target(self._exit, [found])
        return Target(self._leaving(), [*self._where(s, self.frame, at), found])

    def _note(self, places: dict[int, tuple[Program, int]], program: Program, at: int) -> None:
        if at in program.at:
            places[program.address + WORD_BYTES * at] = program, at

    def _base_of(self, s: State, frame: _Frame) -> Value:
        e = self.evaluator
        if not frame.offset:
            return self.params[BASE]
        return e.operation(s, "ptr_add", None, [self.params[BASE], e.constant(s, I64, 1)], (frame.offset, 0))[0]

    def _where(self, s: State, frame: _Frame, at: int) -> list[Value]:
        """The arguments of `_leaving` but for the counter: pc and base."""
        base = self._base_of(s, frame)
        self.evaluator.builder.block = s.block
        pc = self.evaluator.builder.const(PTR, frame.program.address + WORD_BYTES * at)
        return [pc, base]

    def _leaving(self) -> Block:
        """The block in which all ways end that leave for the handler of an instruction: its parameters are the pc, the base and the address of a counter."""
        if self._end is None:
            b = self.evaluator.builder
            block = self._end = self.evaluator.new_block("leaving")
            block.params += [Value(PTR), Value(PTR), Value(PTR)]
            pc, base, cell = block.params
            b.block = block
            self._increment(cell)
            is_start = b.emit("eq", PTR, pc, b.const(PTR, self.root.program.address + WORD_BYTES * self.start))
            handler = b.emit("select", PTR, is_start, b.const(PTR, self.machine.miss), self._handler_at(pc))
            b.tail_call_indirect(HANDLER, handler, pc, base, self.params[THREAD], self.params[TABLE])
        return self._end

    def _dispatch(self, s: State, words: dict[int, Slot], frame: _Frame, at: int, cell: Value) -> None:
        """Go on with the handler of the opcode that an instruction has then. cell: the address of a counter."""
        e = self.evaluator
        where = self._where(s, frame, at)
        e.flush(s, words)
        end = self._leaving()
        e.builder.block = s.block
        e.builder.jump(end, *where, cell)

    def _unwind(self, s: State, frame: _Frame, at: int) -> None:
        """Go on with the unwinder."""
        e, b = self.evaluator, self.evaluator.builder
        pc, base = self._where(s, frame, at)
        e.flush(s, s.words)
        b.block = s.block
        handler = b.load(PTR, self.params[TABLE], WORD_BYTES * UNWIND, "code")
        b.tail_call_indirect(HANDLER, handler, pc, base, self.params[THREAD], self.params[TABLE])

    def _count(self, kind: str, program: Program, at: int, why: str = "", site: int = 0) -> None:
        """Count how often the code being built is executed."""
        self._increment(self.evaluator.builder.const(PTR, self.machine.cell(kind, program, at, why, site)))

    def _increment(self, cell: Value) -> None:
        b = self.evaluator.builder
        b.store(I64, cell, b.emit("add", I64, b.load(I64, cell, 0, "any"), b.const(I64, 1)), 0, "any")

    def _handler_at(self, pc: Value) -> Value:
        b = self.evaluator.builder
        opcode = b.emit("zext", I64, b.load(I16, pc, 0, "code"))
        return b.load(PTR, b.ptr_add(self.params[TABLE], opcode, 8), 0, "code")

    def _prepare(self, s: State, may_look: bool) -> None:
        """Publish the state before a call; whoever may look at the frame finds its words there. The heads of frames above the first always are."""
        e, b = self.evaluator, self.evaluator.builder
        base = self._base_of(s, self.frame)
        if may_look or self.frame is not self.root:
            e.flush(s, s.words)
        b.block = s.block
        pc = b.const(PTR, self.frame.program.address + WORD_BYTES * self.now.at)
        b.store(PTR, self.params[THREAD], pc, self.machine.pc_offset, "thread")
        b.store(PTR, self.params[THREAD], base, self.machine.base_offset, "thread")

    # --- instructions
    def _argument(self, s: State, instr: Instruction, p: Parameter) -> Value:
        e, program = self.evaluator, self.frame.program
        base = self._base_of(s, self.frame)
        if p.kind == "Thread":
            return self.params[THREAD]
        if p.kind == "Base":
            return base
        if p.kind == "Reg":
            return e.load(s, VALUE, base, WORD_BYTES * instr.field(p), "frame")
        if p.kind == "Window":
            return e.operation(s, "ptr_add", None, [base, e.constant(s, I64, instr.field(p))], (WORD_BYTES, 0))[0]
        if p.kind == "Const":
            return e.constant(s, VALUE, program.constants[instr.field(p)])
        if p.kind in ("Pc", "Cache"):
            value = e.constant(s, PTR, program.address + WORD_BYTES * (instr.at + p.word))
            if p.kind == "Cache":
                e.caches.add(value)
            return value
        return e.constant(s, I64, instr.word(p) if p.kind == "Word" else instr.field(p))

    def _execute(self, s: State, instr: Instruction) -> None:
        self.now = instr
        if sum(slot.is_dirty for slot in s.words.values()) > MAX_DIRTY:
            self.evaluator.flush(s, s.words)
        s.begin_instruction()
        self._at_start, self._exit = dict(s.words), None
        meaning = instr.meaning
        self.evaluator.is_inlined, self.evaluator.frame_offset = self.frame is not self.root, self.frame.offset
        self.evaluator.place = place = self.frame.program.address + WORD_BYTES * instr.at
        key = self.frame.key(instr.at)
        body = self.frame.program.instructions.bodies.function(meaning.function) if meaning.function else None
        if not self._begin_lanes(s, place, instr):
            self._leave(s, "not seen yet")
            return
        self.executed += 1
        is_full = self.executed > MAX_INSTRUCTIONS
        if is_full or key in self.avoided or body is None or not self.evaluator.can_run(body):
            if not is_full:
                for at in instr.successors:
                    self._note(self.resumes, self.frame.program, at)
            self._leave(s, "the unit is large" if is_full else f"avoided: {self.avoided.get(key, meaning.name)}")
            return
        try:
            self._gone_on.clear()
            for part in self._by_caller(s) if meaning.result == "Frame" else [s]:
                args = [self._argument(part, instr, p) for p in meaning.parameters]
                ways = self.evaluator.run(part, body, args, apart=True)
                self._parts = len({way.state.has_lost for way in ways}) > 1
                for way in ways:
                    self._finish(way.state, instr, way.values)
            self._check_ways()
        except Unsupported as reason:
            self.avoided[key] = reason
            self.is_false = True

    def _check_ways(self) -> None:
        """If the ways through an instruction are not those that the program has gone, memory is not what it was when that was recorded: the lanes have been wrong."""
        recorded = [seen for group in self.groups for seen in group if self.machine.profile.entered(seen) is not None]
        place = self.evaluator.place
        if place not in self.machine.doubtful and len(self._gone_on) < len(recorded) * CERTAIN:
            self.machine.doubtful.add(place)
            self.is_false = True

    def _by_caller(self, s: State) -> list[State]:
        """Where an instruction leaves the unit's first frame: a state for each caller that has been seen to be gone back to, and the rest."""
        e, profile, frame = self.evaluator, self.machine.profile, self.frame
        if frame.parent is not None or frame.level >= MAX_LEVELS or self.executed > MAX_FOLLOWED:
            return [s]
        found = Counter[tuple[int, int, int]]()
        for seen in s.seen:
            now, there = profile.record(seen), profile.entered(seen)
            if there is not None and there.base < now.base and there.base + MAX_FRAME > now.base:
                found[now.link, there.base - now.base, there.code] += 1
        parts: list[State] = []
        rest = s
        for (link, distance, code), _ in found.most_common(MAX_CALLEES):
            program = self.machine.program(code)
            if program is None or program.address == self.root.program.address:
                continue
            to = e.operation(rest, "ptr_add", None, [self.params[BASE], e.constant(rest, I64, 1)], (frame.offset + distance, 0))[0]
            link_now = e.load(rest, I64, self.params[BASE], frame.offset + WORD_BYTES * LINK, "frame")
            caller_now = e.load(rest, PTR, self.params[BASE], frame.offset + WORD_BYTES * CALLER, "frame")
            same = [e.operation(rest, "eq", I64, [link_now, e.constant(rest, I64, link)])[0], e.operation(rest, "eq", PTR, [caller_now, to])[0]]
            is_it, other = e.branch(rest, e.operation(rest, "and", BOOL, same)[0], prunes=False)
            if is_it is not None:
                is_it.words[frame.offset + WORD_BYTES * CALLER] = Slot(to, False)
                is_it.words[frame.offset + WORD_BYTES * LINK] = Slot(e.constant(is_it, I64, link), False)
                parts.append(is_it)
            if other is None:
                return parts
            rest = other
        return [*parts, rest]

    def _begin_lanes(self, s: State, place: int, instr: Instruction) -> bool:
        """Whether an instruction has been recorded, or the program never was."""
        frame, profile = self.frame, self.machine.profile
        is_called = sum(1 << i for i, (_, more) in enumerate(instr.meaning.recorded) if more == WINDOW_CALLEE)
        self.groups = profile.lanes(s.seen, is_called)
        records = [profile.record(group[-1]) for group in self.groups]
        offsets = [frame.offset + WORD_BYTES * register for register in (*HEAD_WORDS, *instr.recorded)]
        recorded = dict(zip(offsets, zip(*((*r.head, *r.operands) for r in records), strict=True), strict=False)) if records else {}
        given: dict[Value, Lanes] = {self.params[BASE]: tuple(r.base - frame.offset for r in records), self.params[THREAD]: (self.machine.thread,) * len(records)}
        objects = [{*r.operands, *r.head} for r in records]
        self.evaluator.begin_lanes(len(records), given, recorded, objects, is_doubtful=place in self.machine.doubtful)
        s.lanes = (1 << len(records)) - 1
        return bool(records) or (frame is self.root and instr.at == self.start)

    def _finish(self, s: State, instr: Instruction, values: list[Value]) -> None:
        """What an instruction's results mean."""
        e, meaning, frame = self.evaluator, instr.meaning, self.frame
        if meaning.raises:
            if meaning.result == "Value":
                failed = e.operation(s, "eq", VALUE, [values[0], e.constant(s, VALUE, 0)])[0]
            else:
                failed, values = values[-1], values[:-1]
            bad, good = e.branch(s, failed, "unlikely")
            if bad is not None:
                if bad.has_written:
                    e.builder.block = bad.block
                    self._count("failure", frame.program, instr.at)
                    self._unwind(bad, frame, instr.at)
                else:
                    self._leave(bad, "it fails")
            if good is None:
                return
            s = good
        kind, a = meaning.result, frame.offset + WORD_BYTES * instr.a
        if kind in ("ValueOrFrame", "NextOrFrame"):
            null = e.operation(s, "eq", PTR, [values[2], e.constant(s, PTR, 0)])[0]
            plain, entered = e.branch(s, null)
            if entered is not None:
                self._enter(entered, values[1], values[2])
            if plain is None:
                return
            s = plain
        if kind == "NextOrFrame":
            none = e.operation(s, "eq", VALUE, [values[0], e.constant(s, VALUE, 0)])[0]
            over, more = e.branch(s, none, prunes=False)
            if over is not None:
                self._go(over, frame, instr.next)
            if more is not None:
                more.set_word(a, values[0])
                self._go(more, frame, instr.next + 1)
            return
        if kind in ("Value", "ValueOrFrame", "ValueSkip"):
            s.set_word(a, values[0])
        if kind in ("Value", "ValueOrFrame", "None"):
            self._go(s, frame, instr.next)
        elif kind in ("Branch", "Skip", "ValueSkip"):
            taken, other = e.branch(s, values[-1], prunes=False)
            if taken is not None:
                target = instr.target if kind == "Branch" else instr.next + 1
                assert target is not None
                if target <= instr.at and frame.key(target) not in self.headers:  # a loop that the unit begins within
                    self.went_on = True
                    self._note(self.resumes, frame.program, target)
                    self._leave_for(taken, frame, target, "return", "to a loop")
                else:
                    self._go(taken, frame, target)
            if other is not None:
                self._go(other, frame, instr.next)
        else:
            self._enter(s, values[0], values[1])

    # --- frames
    def _enter(self, s: State, pc: Value, base: Value) -> None:
        """Go on where an instruction says: in a frame of the unit, in one above that is followed, or in the interpreter."""
        e = self.evaluator
        self.went_on = True
        place, (root, offset) = e.known_constant(s, pc), e.address(s, base)
        if root is self.params[BASE]:
            frame = self._frame_at(offset) or self._caller_at(offset, place)
            if frame is not None and place is not None:
                at, rest = divmod(place - frame.program.address, WORD_BYTES)
                if rest == 0 and at in frame.program.at:
                    self._return_to(s, frame, at)
                    return
            if frame is None:
                rest_of_it = self._follow(s, pc, offset)
                if rest_of_it is None:
                    return
                s = rest_of_it
                self._note(self.resumes, self.frame.program, self.now.next)
        self._gone_on.update(seen for i, group in enumerate(self.groups) if s.lanes >> i & 1 for seen in group)
        e.flush(s, s.words)
        b = e.builder
        b.block = s.block
        self._count("call" if root is self.params[BASE] else "return", self.frame.program, self.now.at)
        b.tail_call_indirect(HANDLER, self._handler_at(pc), pc, base, self.params[THREAD], self.params[TABLE])

    def _frame_at(self, offset: int) -> _Frame | None:
        """The frame being executed, or one that called it, with a base."""
        frame: _Frame | None = self.frame
        while frame is not None and frame.offset != offset:
            frame = frame.parent
        return frame

    def _caller_at(self, offset: int, place: int | None) -> _Frame | None:
        """The frame below the unit's first, where an instruction of the first returns to it (`_by_caller`)."""
        frame = self.frame
        if place is None or frame.parent is not None or offset >= frame.offset:
            return None
        for seen in [seen for group in self.groups for seen in group]:
            there = self.machine.profile.entered(seen)
            if there is not None and there.pc == place and (program := self.machine.program(there.code)) is not None and 0 <= place - program.address < len(program.content):
                self.programs[program.address] = program
                return _Frame(program, offset, None, (*frame.path, BELOW, -offset, program.address), frame.level + 1)
        return None

    def _return_to(self, s: State, frame: _Frame, at: int) -> None:
        """Words of a frame that has returned are nothing any more, but for that of its result, which the instruction has written: it may lie in the frame's head."""
        if frame is not self.frame:
            above = self.frame
            while above.parent is not frame and above.parent is not None:
                above = above.parent
            window = above.offset - FRAME_WORDS * WORD_BYTES
            for offset in [o for o in s.words if o > window and o not in s.before]:
                del s.words[offset]
            s.before.clear()
        self._go(s, frame, at)

    def _follow(self, s: State, pc: Value, offset: int) -> State | None:
        """Go on in a frame that has been entered, where its code is one that lanes know; the state where it is not."""
        e, caller = self.evaluator, self.frame
        slot = s.words.get(offset + CODE * WORD_BYTES)
        if slot is None or caller.depth >= MAX_DEPTH or self.executed > MAX_FOLLOWED:
            return s
        rest: State | None = s
        known = e.known_constant(s, slot.value)
        for code, entry in self._callees(s, offset):
            program = self.machine.program(code)
            if rest is None or known not in (None, code) or program is None or program.address != entry or self._is_deep(program):
                continue
            same = e.operation(rest, "eq", slot.value.type, [slot.value, e.constant(rest, slot.value.type, code)])[0]
            is_it, rest = e.branch(rest, same, prunes=False)
            if is_it is not None:
                self.programs[program.address] = program
                frame = _Frame(program, offset, caller, (*caller.key(self.now.at), offset, program.address))
                self._go(is_it, frame, 0)
        return rest

    def _callees(self, s: State, offset: int) -> list[tuple[int, int]]:
        """The code that has been seen to be executed in a frame that is entered, and its entry."""
        profile, found = self.machine.profile, Counter[tuple[int, int]]()
        for i, group in enumerate(self.groups):
            if s.lanes >> i & 1:
                for seen in group:
                    there = profile.entered(seen)
                    if there is not None and there.base == profile.record(seen).base + offset - self.frame.offset:
                        found[there.code, there.pc] += 1
        return [callee for callee, _ in found.most_common(MAX_CALLEES)]

    def _is_deep(self, program: Program) -> bool:
        """Whether frames of a program are being executed that it has been followed into itself."""
        frame: _Frame | None = self.frame
        count = 0
        while frame is not None:
            count += frame.program.address == program.address
            frame = frame.parent
        return count > MAX_RECURSION


__all__ = ["Built", "Machine", "build_unit", "tag_of"]
