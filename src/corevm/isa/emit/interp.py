"""The threaded interpreter: one handler a instruction, from its definition.

A handler is a function `(pc, base, thread, table)` of the handler convention; it decodes its operands, runs the
instruction's body (inlined), and ends in a tail call through the dispatch table.

Where a body has paths that call kernel functions, the handler is split: the fast handler leaves such a path, before any
write, by a tail call to the full handler `NAME.full`, which runs the instruction again from its beginning. So the fast handler
calls nothing and needs no native frame.

A fused handler runs two instructions: the first, then the one that follows and uses its result. It has the fast paths only;
where one of the two would call something, it leaves for the first instruction's own handler, which goes on with the second as usual.

INV-INTERP-1  A fast or fused handler leaves for the full one only where nothing has been written yet.
INV-INTERP-2  A full handler publishes pc and base before its body.
"""

from __future__ import annotations

from collections.abc import Container

from corevm.errors import MicroError, Place
from corevm.ir import type as ir
from corevm.ir.archive import Root
from corevm.ir.build import Builder, new_function
from corevm.ir.module import Block, Function, Instr, Loc, Value
from corevm.ir.op import OPS
from corevm.ir.pass_.copy import copy_function
from corevm.ir.pass_.defer import defer_decoding
from corevm.ir.pass_.simplify import simplify
from corevm.ir.type import Signature
from corevm.isa.convention import BASE, HANDLER, HANDLER_NAMES, PC, TABLE, THREAD
from corevm.isa.define import Fusion, InstructionDefinition, InstructionSet, Operand
from corevm.kernel.constant import END, HEAD_WORDS, NEXT, OPERANDS, RECORDERS, SHAPES
from corevm.kernel.hot import place_is_hot
from corevm.kernel.thread import SCRATCH_RESULT, Runtime, Thread
from corevm.micro.program import COMPILER, Instance
from corevm.micro.type import record

INTERPRET = "corevm.interpret"
COUNT = "corevm.count_place"
RECORD = "corevm.record_instruction"
DISPATCH_TABLE = "corevm.dispatch_table"
VALUE_OPERANDS = ("Reg", "Imm", "Const", "Cache")  # that the body of a fusion of two values takes
FAILED = "failed"  # the name of a handler's block for a failed body
NEEDS_NO_STATE = (("corevm.kernel.memory.remember",),)  # it neither collects nor fails nor waits


def handler_name(definition: InstructionDefinition | Fusion) -> str:
    return f"op.{definition.name}"


class HandlerEmitter:
    """Emits the handler of one instruction."""

    def __init__(self, definition: InstructionDefinition, name: str, publishes: bool, unwind_name: str) -> None:
        self.definition = definition
        self.publishes = publishes
        self.unwind_name = unwind_name
        self.function = new_function(name, HANDLER, HANDLER_NAMES)
        self.b = Builder(self.function.entry)
        self.b.loc = self.function.loc = _loc(definition)
        self.params = self.function.entry.params
        self.word = 0  # of the instruction's first word, from pc
        self.known: dict[str, Value] = {}  # operands that are not read from registers

    def emit(self) -> Function:
        d, b = self.definition, self.b
        if d.result.name == "Exit":
            b.ret()
            return self.function
        if self.publishes:
            _publish(b, self.params)
        getattr(self, f"result_{d.result.name}")(self.body())
        return self.function

    def body(self) -> list[Value]:
        """The call of the instruction's body, checked."""
        d = self.definition
        args = [self.params[THREAD]] if d.function.takes_thread else []
        args += [self.known.get(o.name) or self.operand(o) for o in d.operands]
        results = self.b.call(body_instance(d).ir, *args)
        if d.function.raises:
            results = self.check(results, is_word=d.result.name == "Value")
        return results

    def emit_fused(self, second: InstructionDefinition, keeps: bool) -> Function:
        """Two instructions as one; see the module's text."""
        first = self.definition
        results = self.body()
        value = results[0]
        if first.result.name == "ValueOrFrame":
            other = self.choose(self.b.emit("eq", ir.PTR, results[2], self.b.const(ir.PTR, 0)))
            goes_on = self.b.block
            self.start(other)
            self.b.tail_call(self.unwind_name, *self.params)
            self.b.block = goes_on
        register = self.register_address("a") if keeps else None
        self.definition, self.word = second, first.word_count
        self.known = {next(o.name for o in second.operands if o.kind.name == "Reg"): value}
        taken = self.body()[0]
        if register is not None:
            self.b.store(ir.VALUE, register, value, 0, "frame")
        self.result_Branch([taken])
        return self.function

    def emit_values(self, second: InstructionDefinition, fusion: Fusion) -> Function:
        """Two instructions with values as one, by the fusion's body."""
        assert fusion.body is not None
        first, b = self.definition, self.b
        body = COMPILER.instance(fusion.body, {})
        args = [self.params[THREAD]] if fusion.body.takes_thread else []
        args += [self.operand(o) for o in first.operands if o.kind.name in VALUE_OPERANDS]
        into_first = self.register_address("a")
        self.definition, self.word = second, first.word_count
        args += [self.operand(o) for o in second.operands if o.kind.name in VALUE_OPERANDS and o.field != fusion.through]
        one, other, is_known = b.call(body.ir, *args)
        unknown = self.choose(is_known, hint="likely")
        b.store(ir.VALUE, into_first, one, 0, "frame")
        self.result_Value([other])
        self.start(unknown)
        b.tail_call(self.unwind_name, *self.params)
        return self.function

    # --- operands
    def field(self, name: str, signed: bool = False, type_: ir.Type = ir.I16) -> Value:
        """An operand field as i64."""
        raw = self.b.load(type_, self.params[PC], 8 * self.word + 2 + 2 * "abc".index(name), "code")
        return self.b.emit("sext" if signed else "zext", ir.I64, raw)

    def register_address(self, field: str) -> Value:
        return self.b.ptr_add(self.params[BASE], self.field(field), 8)

    def operand(self, o: Operand) -> Value:
        b, kind = self.b, o.kind.name
        if kind == "Reg":
            return b.load(ir.VALUE, self.register_address(o.field), 0, "frame")
        if kind == "Window":
            return self.register_address(o.field)
        if kind == "Const":
            from corevm.kernel.code import Code  # lazy: only emission needs the layout

            code = b.load(ir.REF, self.params[BASE], -3 * 8, "code")
            address = b.ptr_add(code, self.field(o.field), 8, Code.fields["constants"].offset)
            return b.load(ir.VALUE, address, 0, "code")
        if kind == "Imm":
            return self.field(o.field, signed=True)
        if kind == "Target":
            return self.field(o.field, signed=True, type_=ir.I32)
        if kind in ("Index", "OutIndex"):
            return self.field(o.field)
        if kind == "Word":
            return b.load(ir.I64, self.params[PC], 8 * (self.word + o.word), "code")
        if kind == "Cache":
            return self.word_address(o.word)
        return self.word_address(0) if kind == "Pc" else self.params[BASE]

    def word_address(self, word: int) -> Value:
        """The address of a word of the instruction."""
        words = self.word + word
        return self.b.ptr_add(self.params[PC], self.b.const(ir.I64, 8 * words)) if words else self.params[PC]

    # --- results
    def check(self, results: list[Value], is_word: bool) -> list[Value]:
        """Go to the unwinder if the body failed."""
        b = self.b
        if is_word:
            failed = b.emit("eq", ir.VALUE, results[0], b.const(ir.VALUE, 0))
        else:
            failed, results = results[-1], results[:-1]
        bad, good = Block(FAILED), Block("ok")
        b.branch(failed, bad, good, hint="unlikely")
        self.start(bad)
        b.tail_call(self.unwind_name, *self.params)
        self.start(good)
        return results

    def start(self, block: Block) -> None:
        self.function.blocks.append(block)
        self.b.block = block

    def dispatch(self, pc: Value, base: Value) -> None:
        b = self.b
        opcode = b.emit("zext", ir.I64, b.load(ir.I16, pc, 0, "code"))
        handler = b.load(ir.PTR, b.ptr_add(self.params[TABLE], opcode, 8), 0, "code")
        b.tail_call_indirect(HANDLER, handler, pc, base, self.params[THREAD], self.params[TABLE])

    def store_result(self, value: Value) -> None:
        self.b.store(ir.VALUE, self.register_address("a"), value, 0, "frame")

    def go_next(self, words: int) -> None:
        self.dispatch(self.word_address(words), self.params[BASE])

    def result_None(self, results: list[Value]) -> None:
        self.go_next(self.definition.word_count)

    def result_Value(self, results: list[Value]) -> None:
        self.store_result(results[0])
        self.go_next(self.definition.word_count)

    def choose(self, condition: Value, hint: str = "none") -> Block:
        """Branch; goes on where the condition holds. Gives the block where it does not."""
        yes, no = Block("yes"), Block("no")
        self.b.branch(condition, yes, no, hint=hint)
        self.start(yes)
        return no

    def result_Branch(self, results: list[Value]) -> None:
        other = self.choose(results[0])
        target = next(o for o in self.definition.operands if o.kind.name == "Target")
        self.dispatch(self.b.ptr_add(self.word_address(0), self.operand(target), 8), self.params[BASE])
        self.start(other)
        self.go_next(self.definition.word_count)

    def result_Skip(self, results: list[Value]) -> None:
        other = self.choose(results[0])
        self.go_next(self.definition.word_count + 1)
        self.start(other)
        self.go_next(self.definition.word_count)

    def result_ValueSkip(self, results: list[Value]) -> None:
        self.store_result(results[0])
        other = self.choose(results[1])
        self.go_next(self.definition.word_count + 1)
        self.start(other)
        self.go_next(self.definition.word_count)

    def result_Frame(self, results: list[Value]) -> None:
        self.dispatch(results[0], results[1])

    def result_ValueOrFrame(self, results: list[Value]) -> None:
        # of the fast paths this is known when they are compiled: a constant, or an address in a frame
        is_value = self.b.emit("eq", ir.PTR, results[2], self.b.const(ir.PTR, 0))
        other = self.choose(is_value)
        self.store_result(results[0])
        self.go_next(self.definition.word_count)
        self.start(other)
        self.dispatch(results[1], results[2])


    def result_NextOrFrame(self, results: list[Value]) -> None:
        """A value (store it, skip the next instruction), a frame, or the end (neither)."""
        b = self.b
        other = self.choose(b.emit("ne", ir.VALUE, results[0], b.const(ir.VALUE, 0)))
        self.store_result(results[0])
        self.go_next(self.definition.word_count + 1)
        self.start(other)
        other = self.choose(b.emit("ne", ir.PTR, results[2], b.const(ir.PTR, 0)))
        self.dispatch(results[1], results[2])
        self.start(other)
        self.go_next(self.definition.word_count)


def _loc(definition: InstructionDefinition) -> Loc:
    return Loc(definition.function.file, definition.function.line)


def body_instance(definition: InstructionDefinition) -> Instance:
    """The Micro instance of an instruction's body."""
    return COMPILER.instance(definition.function, {})


def bodies_of(instructions: InstructionSet) -> dict[str, Instance]:
    """The body of each instruction that has one: `exit` only ends the interpreter."""
    return {d.name: body_instance(d) for d in instructions.definitions if d.result.name != "Exit"}


def meanings(instructions: InstructionSet) -> dict[str, Root]:
    """What an image says of its instructions: the body, and of each of its parameters the kind, the field and the first extra word."""
    found = {}
    for name, body in bodies_of(instructions).items():
        definition = instructions[name]
        thread = ["Thread"] if definition.function.takes_thread else []
        found[name] = Root(body.name, [*thread, *(f"{o.kind.name} {o.field or '-'} {o.word}" for o in definition.operands)])
    return found


def interpret_function() -> Function:
    """`corevm.interpret(thread, pc, base) -> value`: runs until an EXIT link; 0 if that was by an exception."""
    f = new_function(INTERPRET, Signature((ir.PTR, ir.PTR, ir.PTR), (ir.VALUE,)), ("thread", "pc", "base"))
    f.is_exported = True
    b = Builder(f.entry)
    thread, pc, base = f.entry.params
    table = b.load(ir.PTR, thread, record(Thread).fields["dispatch_table"].offset, "thread")
    opcode = b.emit("zext", ir.I64, b.load(ir.I16, pc, 0, "code"))
    handler = b.load(ir.PTR, b.ptr_add(table, opcode, 8), 0, "code")
    b.call_indirect(HANDLER, handler, pc, base, thread, table)
    offset = record(Thread).fields["scratch"].offset + 8 * SCRATCH_RESULT
    b.ret(b.load(ir.VALUE, thread, offset, "thread"))
    return f


def count_function() -> Function:
    """A handler that counts down, tells the host at 0 (`corevm.kernel.hot.place_is_hot`), and leaves for the handler of the instruction itself.

    Both are in a table of the runtime (`hot_places`): of the highest opcode first, the handler's address and the count. If the host wants a recording, it
    begins with this instruction.
    """
    f = new_function(COUNT, HANDLER, HANDLER_NAMES)
    f.is_exported = True
    b = Builder(f.entry)
    pc, base, thread, table = f.entry.params
    runtime = b.load(ir.PTR, thread, record(Thread).fields["runtime"].offset, "thread")
    places = b.load(ir.PTR, runtime, record(Runtime).fields["hot_places"].offset, "thread")
    opcode = b.emit("zext", ir.I64, b.load(ir.I16, pc, 0, "code"))
    place = b.ptr_add(places, b.emit("sub", ir.I64, b.const(ir.I64, 0xFFFF), opcode), 16)
    left = b.load(ir.I64, place, 8, "any")
    is_hot, cold = Block("hot"), Block("cold")
    f.blocks += [is_hot, cold]
    b.branch(b.emit("eq", ir.I64, left, b.const(ir.I64, 0)), is_hot, cold, hint="unlikely")
    b.block = cold
    b.store(ir.I64, place, b.emit("sub", ir.I64, left, b.const(ir.I64, 1)), 8, "any")
    b.tail_call_indirect(HANDLER, b.load(ir.PTR, place, 0, "any"), pc, base, thread, table)
    b.block = is_hot
    _publish(b, f.entry.params)
    b.call(COMPILER.instance(place_is_hot, {}).ir, thread, thread)
    recording = b.load(ir.PTR, runtime, record(Runtime).fields["recording"].offset, "thread")
    plain, recorded = Block("plain"), Block("recorded")
    f.blocks += [plain, recorded]
    b.branch(b.emit("eq", ir.PTR, recording, b.const(ir.PTR, 0)), plain, recorded)
    b.block = plain
    b.tail_call_indirect(HANDLER, b.load(ir.PTR, place, 0, "any"), pc, base, thread, table)
    b.block = recorded
    b.tail_call(RECORD, pc, base, thread, table)
    return f


def record_function() -> Function:
    """A handler that writes down what an instruction is about to be executed with, and leaves for the instruction's own (`corevm.kernel.hot`).

    It gives the table of the recording on, in which every opcode is its own, until the records are full.
    """
    f = new_function(RECORD, HANDLER, HANDLER_NAMES)
    f.is_exported = True
    b = Builder(f.entry)
    pc, base, thread, _ = f.entry.params
    runtime = b.load(ir.PTR, thread, record(Thread).fields["runtime"].offset, "thread")
    field = record(Runtime).fields["recording"].offset
    recording = b.load(ir.PTR, runtime, field, "thread")
    opcode = b.emit("zext", ir.I64, b.load(ir.I16, pc, 0, "code"))
    is_over, goes_on = Block("is_over"), Block("goes_on")
    f.blocks += [is_over, goes_on]
    b.branch(b.emit("eq", ir.PTR, recording, b.const(ir.PTR, 0)), is_over, goes_on, hint="unlikely")
    b.block = is_over
    table = b.load(ir.PTR, thread, record(Thread).fields["dispatch_table"].offset, "thread")
    b.tail_call_indirect(HANDLER, b.load(ir.PTR, b.ptr_add(table, opcode, 8), 0, "code"), pc, base, thread, table)
    b.block = goes_on
    to = b.load(ir.PTR, recording, 8 * NEXT, "any")
    shape = b.ptr_add(recording, opcode, 16, 8 * SHAPES)
    handler, selectors = b.load(ir.PTR, shape, 0, "any"), b.load(ir.I64, shape, 8, "any")
    words = [b.emit("bitcast", ir.I64, pc), b.emit("bitcast", ir.I64, base)]
    words += [b.load(ir.I64, base, 8 * word, "frame") for word in HEAD_WORDS]
    none = b.ptr_add(base, b.const(ir.I64, 8 * HEAD_WORDS[-1]))
    for i in range(OPERANDS):
        selector = b.emit("and", ir.I64, b.emit("lshr", ir.I64, selectors, b.const(ir.I64, 16 * i)), b.const(ir.I64, 0xFFFF))
        place = b.emit("lshr", ir.I64, selector, b.const(ir.I64, 12))
        register = b.emit("zext", ir.I64, b.load(ir.I16, b.ptr_add(pc, place, 1), 0, "code"))
        register = b.emit("add", ir.I64, register, b.emit("and", ir.I64, selector, b.const(ir.I64, 0xFFF)))
        is_one = b.emit("ne", ir.I64, place, b.const(ir.I64, 0))
        words.append(b.load(ir.I64, b.emit("select", ir.PTR, is_one, b.ptr_add(base, register, 8), none), 0, "frame"))
    for i, word in enumerate(words):
        b.store(ir.I64, to, word, 8 * i, "any")
    to = b.ptr_add(to, b.const(ir.I64, 8 * len(words)))
    b.store(ir.PTR, recording, to, 8 * NEXT, "any")
    is_full, has_room = Block("is_full"), Block("has_room")
    f.blocks += [is_full, has_room]
    b.branch(b.emit("eq", ir.PTR, to, b.load(ir.PTR, recording, 8 * END, "any")), is_full, has_room, hint="unlikely")
    b.block = has_room
    b.tail_call_indirect(HANDLER, handler, pc, base, thread, b.load(ir.PTR, recording, 8 * RECORDERS, "any"))
    b.block = is_full
    b.store(ir.PTR, runtime, b.const(ir.PTR, 0), field, "thread")
    b.tail_call_indirect(HANDLER, handler, pc, base, thread, b.load(ir.PTR, thread, record(Thread).fields["dispatch_table"].offset, "thread"))
    return f


def emit_handlers(instructions: InstructionSet) -> tuple[list[Function], list[Instance]]:
    """The unsplit handlers of an instruction set, and the Micro instances their bodies are.

    The handlers' calls are not inlined yet: the image does that, then `split` divides them.
    """
    unwind_name = handler_name(instructions["unwind"])
    functions = []
    for d in instructions.definitions:
        functions.append(HandlerEmitter(d, handler_name(d), True, unwind_name).emit())
    functions += [emit_fused(instructions, f) for f in instructions.fusions]
    bodies = [*bodies_of(instructions).values()]
    return functions, bodies + [COMPILER.instance(f.body, {}) for f in instructions.fusions if f.body is not None]


def emit_fused(instructions: InstructionSet, fusion: Fusion) -> Function:
    """The handler of a fusion, whose failing paths (there are none left once it is split) name the first's handler."""
    first, second = instructions[fusion.first], instructions[fusion.second]
    if fusion.body is not None:
        return HandlerEmitter(first, handler_name(fusion), False, handler_name(first)).emit_values(second, fusion)
    if first.result.name not in ("Value", "ValueOrFrame") or second.result.name != "Branch":
        raise MicroError(
            f"{fusion.first} and {fusion.second} cannot be fused", code="MC402",
            place=Place(second.function.file, second.function.line), wanted="an instruction with a value, then one with a Branch",
        )  # fmt: skip
    return HandlerEmitter(first, handler_name(fusion), False, handler_name(first)).emit_fused(second, fusion.keeps)


def split_fused(fused: Function, first: str) -> Function:
    """A fused handler whose calls are inlined, without any: it leaves for the handler `first` instead."""
    leaves = _blocks_to_leave(fused)
    if _calls_outside(fused, leaves):
        leaves = {fused.entry}  # not worth having, but right
    for block in leaves:
        block.instrs = [Instr(OPS["tail_call"], None, list(fused.entry.params), (first,))]
    _drop_failure(fused)
    simplify(fused)
    defer_decoding(fused)
    return fused


def leave_at_once(handler: Function, other: str) -> None:
    """Make a handler that does nothing but leave for another."""
    entry = handler.entry
    entry.instrs = [Instr(OPS["tail_call"], None, list(entry.params), (other,))]
    handler.blocks = [entry]


def split(full: Function) -> Function | None:
    """The fast handler of a full one whose calls are inlined, or None if it would not be faster.

    `full` is renamed to NAME.full and becomes cold. Every path of the fast handler that is bound to meet a call, and has
    written nothing yet (the publishing stores do not count: the fast handler has none), leaves by a tail call to the full handler. A call after a write
    stays, with the state published just before it.
    """
    calls = [i for i in full.instructions() if i.op.effect == "call"]
    if not calls:
        return _without_publishing(full)
    name = full.name
    fast = copy_function(full, name)
    _drop_publishing(fast)
    leaves = _blocks_to_leave(fast)
    if fast.entry in leaves:
        return None
    for block in _calls_outside(fast, leaves):
        _publish_before_call(fast, block)
    full.name = f"{name}.full"
    full.is_cold = True
    for block in leaves:
        block.instrs = [Instr(OPS["tail_call"], None, list(fast.entry.params), (full.name,))]
    _drop_failure(fast)
    simplify(fast)  # what can no longer fail joins the paths to their ends
    defer_decoding(fast)
    return fast


def _without_publishing(full: Function) -> Function:
    """A handler that calls nothing needs no published state."""
    _drop_publishing(full)
    defer_decoding(full)
    return full


def _is_publishing(instr: Instr, function: Function) -> bool:
    entry = function.entry
    if instr.op.name != "store" or instr.imm[1] != "thread" or instr.args[0] is not entry.params[THREAD]:
        return False
    return instr.args[1] is entry.params[PC] or instr.args[1] is entry.params[BASE]


def _drop_publishing(function: Function) -> None:
    entry = function.entry
    entry.instrs = [i for i in entry.instrs if not _is_publishing(i, function)]


def _blocks_to_leave(function: Function) -> set[Block]:
    """Where paths leave: at the first block all of whose ways on meet a call, if no write came before.

    A path that leaves ends there: what comes after it does not count.
    """
    calling = _blocks_that_call(function)
    written_in: dict[Block, bool] = {function.entry: False}
    leaves: set[Block] = set()
    pending = [function.entry]
    while pending:  # forward: whether a write may have happened before the block; it only ever changes to True
        block = pending.pop()
        written = written_in[block]
        leaves.discard(block)
        if block in calling and not written:
            leaves.add(block)
            continue
        written = written or any(_is_write(i) for i in block.instrs)
        for successor in block.successors():
            old = written_in.get(successor)
            new = bool(old) or written
            if old is None or new != old:
                written_in[successor] = new
                pending.append(successor)
    return leaves


def _blocks_that_call(function: Function) -> set[Block]:
    """Blocks of which every way on meets a call."""
    calling = {b for b in function.blocks if any(i.op.effect == "call" for i in b.instrs)}
    grows = True
    while grows:
        more = {b for b in function.blocks if b not in calling and (after := list(b.successors())) and calling.issuperset(after)}
        calling |= more
        grows = bool(more)
    return calling


def _calls_outside(function: Function, leaves: set[Block]) -> list[Block]:
    """Blocks that stay and call what may want pc and base."""
    return [b for b in _reached(function, leaves) if b not in leaves and any(_needs_state(i) for i in b.instrs)]


def _needs_state(instr: Instr) -> bool:
    return instr.op.effect == "call" and instr.imm[:1] not in NEEDS_NO_STATE


def _drop_failure(function: Function) -> None:
    """A handler that neither calls nor sets the exception cannot fail: it need not look at its result for that."""
    exception = record(Thread).fields["exception"].offset
    for instr in function.instructions():
        if instr.op.effect == "call" or (instr.op.name == "store" and instr.imm == (exception, "thread")):
            return
    for block in function.blocks:
        last = block.instrs[-1]
        if last.op.name == "branch" and any(t.block.name == FAILED for t in last.targets):
            good = next(t for t in last.targets if t.block.name != FAILED)
            block.instrs[-1] = Instr(OPS["jump"], None, [], targets=[good], loc=last.loc)


def _publish_before_call(function: Function, block: Block) -> None:
    at = next(i for i, instr in enumerate(block.instrs) if _needs_state(instr))
    params = function.entry.params
    b = Builder(block)
    rest, block.instrs = block.instrs[at:], block.instrs[:at]
    b.loc = rest[0].loc
    _publish(b, params)
    block.instrs += rest


def _publish(b: Builder, params: list[Value]) -> None:
    b.store(ir.PTR, params[THREAD], params[PC], record(Thread).fields["pc"].offset, "thread")
    b.store(ir.PTR, params[THREAD], params[BASE], record(Thread).fields["base"].offset, "thread")


def _is_write(instr: Instr) -> bool:
    return instr.op.effect in ("write", "call") and instr.op.name != "stack_slot"


def _reached(function: Function, leaves: Container[Block] = ()) -> list[Block]:
    """The blocks that paths from the entry reach, which end at `leaves`."""
    seen = {function.entry}
    pending = [function.entry]
    while pending:
        block = pending.pop()
        for successor in () if block in leaves else block.successors():
            if successor not in seen:
                seen.add(successor)
                pending.append(successor)
    return [b for b in function.blocks if b in seen]


def handler_names(instructions: InstructionSet) -> list[str]:
    """The handlers in order of their opcodes: the dispatch table."""
    every: list[InstructionDefinition | Fusion] = [*instructions.definitions, *instructions.fusions]
    return [handler_name(d) for d in every]
