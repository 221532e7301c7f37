"""Running IR over symbolic values: what is known is computed now, what is not is emitted.

An `Evaluator` builds one function. It runs the IR of instructions on a `State` and appends to the state's block what cannot be done while
compiling. Constants fold, tests of known bits disappear, words of the frame are values until they must be memory, a load
that was loaded before is not loaded again. A branch on what is not known is emitted, and both ways are run, each knowing how it was taken.

Lanes say what the program does: each is one execution of an instruction that has been recorded, with the words its operands had. Of other values a lane's are computed, as
far as that is possible without running the program; what the operands' objects held then is not known. So a branch within an instruction is known to be taken one way, or both; a way that no lane takes
ends in an exit, unless that exit has proved to be taken often (`loose`). Between instructions both ways are gone on with.

Where the IR would call a function that is not inline, a way that no lane goes ends in an exit: the frame's words are put back as they were before the instruction, and
the interpreter executes it (`Evaluator.leave`). So nothing may have been written before; else, and where a lane goes, the function is called.

INV-EVALUATE-1  A way that leaves has written nothing since its instruction began, but for words of the frame, which are put back.
INV-EVALUATE-2  A State's block is open (has no terminator) as long as the state is in use.
INV-EVALUATE-3  Words that the state holds are reached through addresses known to be the base plus a constant, or by calls that are told so.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from corevm.errors import IrError
from corevm.ir.arith import FOLDABLE
from corevm.ir.build import Builder
from corevm.ir.module import Block, Function, Instr, Target, Value
from corevm.ir.op import OPS, PURE
from corevm.ir.pass_.copy import copy_function
from corevm.ir.pass_.inline import inline_calls
from corevm.ir.pass_.simplify import folded
from corevm.ir.type import BOOL, I64, PTR, Signature, Type
from corevm.jit import bits as known
from corevm.jit.bits import NOTHING, Bits
from corevm.jit.body import Places

WORD_BYTES = 8
_COMMUTES = frozenset("add mul and or xor eq ne".split())
_COMPARISONS = frozenset("eq ne slt sle sgt sge ult ule ugt uge".split())
_PURE = frozenset(op.name for op in OPS.values() if op.effect == PURE) - {"func_addr", "data_addr", "extern_addr"}
_AS_IT_IS = frozenset("atomic_load atomic_store atomic_cas atomic_add atomic_or atomic_and fence memcopy memmove memset memequal".split())
_HAVE_BITS = frozenset("select and or xor not add sub mul shl lshr ashr rotl zext trunc add_overflow sub_overflow".split())  # of what is known of the operands
MAX_TURNS = 24  # of blocks, within one run of a function, beyond one each
MAX_APART = 6  # ways out of an instruction that differ in addresses: frames that it has entered
MAX_EDGES = 64  # ways that are open at a time within one instruction


class Unsupported(IrError):
    """What the evaluator cannot do: the unit is not compiled. Code JT101."""


class Rolled(Exception):
    """A function with a loop of too many turns; its name."""


class Slot(NamedTuple):
    """A word of the frame: its value, and whether memory does not have it yet."""

    value: Value
    is_dirty: bool


class Loaded(NamedTuple):
    value: Value
    alias: str
    size: int


class State:
    """What is known at a point of the program.

    Attributes:
        block: of the function being built; what is emitted is appended to it.
        words: of the frame, by offset in bytes from the unit's base.
        bits: what is known of values beyond what their definitions say.
        memory: what lies in memory: (address's root, offset, type) -> value.
        available: pure operations computed on the way here.
        before: words as they were when the instruction began, of those changed since; None: there was none.
        has_written: whether memory beside the frame was written since.
        is_flushed: whether words of the frame were written to memory since.
        has_lost: whether a function was called since that may have changed any register.
        lanes: which come this way, as bits.
        seen: executions of the instruction that have been seen to be led to: `corevm.jit.profile`.
        may_call: an exit that was taken often lay on this way through the instruction: functions are called here too.
    """

    __slots__ = ("available", "before", "bits", "block", "has_lost", "has_written", "is_flushed", "lanes", "may_call", "memory", "seen", "words")

    def __init__(self, block: Block) -> None:
        self.block = block
        self.words: dict[int, Slot] = {}
        self.bits: dict[Value, Bits] = {}
        self.memory: dict[tuple[Value, int, str], Loaded] = {}
        self.available: dict[tuple[object, ...], list[Value]] = {}
        self.before: dict[int, Slot | None] = {}
        self.has_written = False
        self.is_flushed = False
        self.has_lost = False
        self.lanes = 0
        self.may_call = False
        self.seen: tuple[int, ...] = ()

    def fork(self, block: Block) -> State:
        other = State(block)
        other.words, other.bits, other.memory = dict(self.words), dict(self.bits), dict(self.memory)
        other.available, other.before = dict(self.available), dict(self.before)
        other.has_lost, other.seen = self.has_lost, self.seen
        other.has_written, other.is_flushed, other.lanes, other.may_call = self.has_written, self.is_flushed, self.lanes, self.may_call
        return other

    def begin_instruction(self) -> None:
        self.before.clear()
        self.has_written = self.is_flushed = self.has_lost = self.may_call = False

    def set_word(self, offset: int, value: Value) -> None:
        self.before.setdefault(offset, self.words.get(offset))
        self.words[offset] = Slot(value, True)

    def words_before(self) -> dict[int, Slot]:
        words = dict(self.words)
        for offset, slot in self.before.items():
            if slot is None:
                words.pop(offset, None)
            else:
                words[offset] = slot
        return words


class Way(NamedTuple):
    """A way through a function that has come to a point, with the values that matter there."""

    state: State
    values: list[Value]


_Env = dict[Value, Value]
Lanes = tuple["int | None", ...]
Leave = Callable[[State, str, int], None]  # end the state's block: the interpreter goes on; why, and at what of the instruction's IR (an id)
Exit = Callable[["State", str, int], "Target | None"]  # the same, as a block to go to, if there is one
Lookup = Callable[[str], Function]
Link = Callable[[str], "int | None"]  # a function's address, if it can be called
Prepare = Callable[[State, bool], None]  # before a call that may fail, collect or run guest code; whether it may look at the frame
Peek = Callable[[int, int], "int | None"]  # address, bytes -> what lies there, if anything does


class Evaluator:
    """Evaluates into one function.

    Args:
        function: what is built.
        base: its value that addresses the frame.
        lookup: functions by name, with bodies.
        leave, exit: end a way in the interpreter.
        link, prepare: for calls.
        peek: memory as it is now.
        loose: exits that are taken often, and so are none: the instruction's address, and what `leave` was told.
        extern: the signatures of C functions.
        places: of the functions, remembered.
        rolled: inline functions whose loops are not unrolled: they are called.

    Attributes:
        locals, externs: copies of these, and C functions, that what is built calls: they belong into its module.
    """

    def __init__(
        self, function: Function, base: Value, lookup: Lookup, leave: Leave, link: Link, prepare: Prepare, peek: Peek,
        exit: Exit, loose: Container[tuple[int, int]] = (), rolled: set[str] | None = None,
        extern: Callable[[str], Signature] | None = None, places: Places | None = None,
    ) -> None:  # fmt: skip
        self.function, self.base, self.lookup, self.leave, self.exit, self.loose = function, base, lookup, leave, exit, loose
        self.link, self.prepare, self.peek = link, prepare, peek
        self.constants: dict[Value, int] = {}
        self._constants: dict[tuple[Type, int], Value] = {}
        self.origins: dict[Value, Instr] = {}
        self.caches: set[Value] = set()  # constants that are addresses of inline caches
        self.lane_count = 0
        self._of_lanes: dict[Value, Lanes] = {}
        self._objects: Sequence[Container[int]] = ()
        self._is_doubtful = False
        self._from_objects: dict[Value, bool] = {}
        self._recorded: dict[int, Lanes] = {}  # words of the frame, before they are written, by offset
        self.is_inlined = False  # the instruction is of a frame above the unit's first
        self.frame_offset = 0  # of its frame's base
        self.place = 0  # the address of the instruction that is evaluated
        self.builder = Builder(function.entry)
        self.rolled = rolled if rolled is not None else set()
        self.locals: dict[str, Function] = {}
        self.externs: dict[str, Signature] = {}
        self.extern = extern
        self.places = places if places is not None else Places()

    # --- values
    def new_block(self, name: str) -> Block:
        block = Block(name)
        self.function.blocks.append(block)
        return block

    def constant(self, s: State, type_: Type, value: int) -> Value:
        """A constant: it is defined where the function begins (`finish`)."""
        key = type_, value & (1 << (type_.bits or 64)) - 1
        found = self._constants.get(key)
        if found is None:
            found = self._constants[key] = Value(type_)
            self.constants[found] = key[1]
        return found

    def finish(self) -> None:
        """All has been built: define the constants."""
        self.function.entry.instrs[:0] = [Instr(OPS["const"], type_, [], (number,), [value]) for (type_, number), value in self._constants.items()]

    def known_constant(self, s: State, value: Value) -> int | None:
        found = self.constants.get(value)
        if found is None and value.type.bits:
            found = known.constant(self.bits(s, value), value.type.bits)
        return found

    def bits(self, s: State, value: Value) -> Bits:
        """What is known of a value: by its definition, and by the way here."""
        if not value.type.bits:
            return NOTHING
        value = self.root(value)
        own = self._defined_bits(s, value)
        learnt = s.bits.get(value)
        return own if learnt is None else own.both(learnt)

    def _defined_bits(self, s: State, value: Value) -> Bits:
        width = value.type.bits
        if value in self.constants:
            return known.of_constant(self.constants[value], width)
        instr = self.origins.get(value)
        if instr is None or (name := instr.op.name) not in _HAVE_BITS:
            return NOTHING
        if name == "select":
            return self.bits(s, instr.args[1]).either(self.bits(s, instr.args[2]))
        if value is not instr.results[0] or not instr.args[0].type.bits:
            return NOTHING
        count = self.known_constant(s, instr.args[1]) if name in ("shl", "lshr", "ashr", "rotl") else None
        if name == "zext":
            inner = self.bits(s, instr.args[0])
            high = (1 << width) - (1 << instr.args[0].type.bits)
            return Bits(inner.zeros | high, inner.ones)
        return known.after(name.removesuffix("_overflow"), width, [self.bits(s, a) for a in instr.args], count)

    def root(self, value: Value) -> Value:
        """The value without changes of type that keep the bits."""
        while (instr := self.origins.get(value)) is not None and instr.op.name == "bitcast" and instr.args[0].type.bits == value.type.bits != 0:
            value = instr.args[0]
        return value

    def learn(self, s: State, value: Value, what: Bits) -> None:
        """Something is known of a value on this way, and of what it was made from."""
        if not value.type.bits:
            return
        value = self.root(value)
        if value in self.constants:
            return
        s.bits[value] = s.bits.get(value, NOTHING).both(what)
        instr = self.origins.get(value)
        if instr is None:
            return
        name, args = instr.op.name, instr.args
        if name == "not":
            self.learn(s, args[0], Bits(what.ones, what.zeros))
        elif name in ("zext", "trunc"):
            mask = (1 << min(args[0].type.bits, value.type.bits)) - 1
            self.learn(s, args[0], Bits(what.zeros & mask, what.ones & mask))
        elif name in ("and", "or"):
            a, b = (self.bits(s, x) for x in args)
            if name == "and":
                self.learn(s, args[0], Bits(what.zeros & b.ones, what.ones))
                self.learn(s, args[1], Bits(what.zeros & a.ones, what.ones))
            else:
                self.learn(s, args[0], Bits(what.zeros, what.ones & b.zeros))
                self.learn(s, args[1], Bits(what.zeros, what.ones & a.zeros))
        elif name == "xor":
            a, b = (self.bits(s, x) for x in args)
            self.learn(s, args[0], Bits(what.zeros & b.zeros | what.ones & b.ones, what.ones & b.zeros | what.zeros & b.ones))
            self.learn(s, args[1], Bits(what.zeros & a.zeros | what.ones & a.ones, what.ones & a.zeros | what.zeros & a.ones))
        elif name in ("eq", "ne") and args[0].type.bits:
            is_equal = (what.ones if name == "eq" else what.zeros) & 1
            is_other = (what.zeros if name == "eq" else what.ones) & 1
            for one, other in ((args[0], args[1]), (args[1], args[0])):
                number = self.known_constant(s, other)
                if number is None:
                    continue
                width = one.type.bits
                if is_equal:
                    self.learn(s, one, known.of_constant(number, width))
                elif is_other:
                    mine = self.bits(s, one)
                    left = (1 << width) - 1 & ~(mine.zeros | mine.ones)
                    if left and left & left - 1 == 0 and mine.ones == number & ~left:  # only one bit is open
                        self.learn(s, one, Bits(number & left, ~number & left))

    def address(self, s: State, value: Value) -> tuple[Value, int]:
        """An address as a value and a constant distance in bytes."""
        offset = 0
        while True:
            value = self.root(value)
            instr = self.origins.get(value)
            if instr is None or instr.op.name != "ptr_add":
                return value, offset
            index = self.known_constant(s, instr.args[1])
            if index is None:
                return value, offset
            offset += _distance(index, instr.imm)
            value = instr.args[0]

    # --- operations
    def _emit(self, s: State, name: str, type_: Type | None, args: list[Value], imm: tuple[object, ...] = ()) -> list[Value]:
        """Emit a pure operation, if the way has not computed it already."""
        key = (name, type_, tuple(args), imm)
        found = s.available.get(key)
        if found is None:
            self.builder.block = s.block
            found = self.builder.emit_all(name, type_, *args, imm=imm)
            s.available[key] = found
            instr = s.block.instrs[-1]
            for value in found:
                self.origins[value] = instr
        return found

    # --- lanes
    def begin_lanes(self, count: int, given: dict[Value, Lanes], recorded: dict[int, Lanes], objects: Sequence[Container[int]] = (), *, is_doubtful: bool = False) -> None:
        """Of the instruction that is evaluated next: how many lanes there are, the numbers of values and of words of the frame.

        Args:
            objects: of each lane, its operands. What such an object had in it, but for its first word, is not known: it may have changed since the lane was recorded.
            is_doubtful: the same of all other objects; and what is said to be seldom is not.
        """
        self.lane_count, self._of_lanes, self._recorded, self._objects, self._is_doubtful = count, given, recorded, objects, is_doubtful
        self._from_objects = {}

    def _is_from_object(self, value: Value) -> bool:
        """Whether a number that is known in the lanes has come from an operand, other than by its object's first word."""
        found = self._from_objects.get(value)
        if found is None:
            instr = self.origins.get(value)
            # of what is loaded from objects only first words are known
            found = value not in self.constants and instr is not None and instr.op.name != "load" and any(self._is_from_object(a) for a in instr.args)
            self._from_objects[value] = found
        return found

    def lanes_of(self, value: Value) -> Lanes:
        """A value's number in each lane, as far as they are known."""
        number = self.constants.get(value)
        if number is not None:
            return (number,) * self.lane_count
        found = self._of_lanes.get(value)
        if found is None:
            self._of_lanes[value] = (None,) * self.lane_count  # until it is computed
            instr = self.origins.get(value)
            found = (None,) * self.lane_count if instr is None else self._computed(value, instr)
            self._of_lanes[value] = found
        return found

    def _computed(self, value: Value, instr: Instr) -> Lanes:
        name = instr.op.name
        if name not in ("load", "atomic_load", "bitcast", "select", "ptr_add") and name not in FOLDABLE:
            return (None,) * self.lane_count
        if name in ("load", "atomic_load") and instr.args[0] is self.base:
            return (None,) * self.lane_count
        operands = [self.lanes_of(a) for a in instr.args]
        found: list[int | None] = []
        at = instr.results.index(value)
        is_load = name in ("load", "atomic_load")
        last: tuple[int | None, ...] = ()
        for lane, numbers in enumerate(zip(*operands, strict=True)):
            if numbers == last and not is_load:  # lanes are often alike
                found.append(found[-1])
                continue
            last = numbers
            if name == "select" and numbers[0] is not None:
                found.append(numbers[1 if numbers[0] else 2])
                continue
            known_numbers = [n for n in numbers if n is not None]
            if len(known_numbers) != len(numbers):
                found.append(None)
            elif name in ("load", "atomic_load"):
                where = known_numbers[0] + int(str(instr.imm[0])) & (1 << 64) - 1
                is_first = lane < len(self._objects) and where & -WORD_BYTES in self._objects[lane]
                is_trusted = is_first or not (self._is_doubtful or self._is_from_object(instr.args[0]))
                content = self.peek(where, value.type.size_bytes) if is_trusted else None
                found.append(content & 1 if content is not None and value.type is BOOL else content)
            elif name == "ptr_add":
                found.append(known_numbers[0] + _distance(known_numbers[1], instr.imm) & (1 << 64) - 1)
            else:
                results = folded(instr, known_numbers)
                found.append(None if results is None else results[at])
        return tuple(found)

    def going(self, s: State, condition: Value) -> tuple[int, int]:
        """The lanes of a state that go on where a condition holds, and where it does not; those of which it is not known go both ways."""
        yes = no = 0
        for i, number in enumerate(self.lanes_of(condition)):
            bit = 1 << i
            if s.lanes & bit:
                yes |= 0 if number == 0 else bit
                no |= 0 if number else bit
        return yes, no

    def operation(self, s: State, name: str, type_: Type | None, args: list[Value], imm: tuple[object, ...] = ()) -> list[Value]:
        """The results of a pure operation."""
        if name == "const":
            assert type_ is not None
            return [self.constant(s, type_, int(str(imm[0])))]
        if name == "ne":  # one form, so that what is learnt of one comparison is known of the other
            return self.operation(s, "not", BOOL, self.operation(s, "eq", type_, args))
        args = [self._settled(s, a) for a in args]
        if name in FOLDABLE and all(a in self.constants for a in args):
            instr = Instr(OPS[name], type_, args, imm, [Value(type_ if p == "T" else BOOL if p == "bool" else PTR) for p in OPS[name].results])  # type: ignore[arg-type]
            values = folded(instr, [self.constants[a] for a in args])
            if values is not None:
                return [self.constant(s, r.type, v) for r, v in zip(instr.results, values, strict=True)]
        if name in _COMMUTES and args[0] in self.constants:
            args[0], args[1] = args[1], args[0]
        same = self._same(s, name, type_, args, imm)
        if same is not None:
            return [same]
        if name in _COMPARISONS:
            answer = self._compare(s, name, args)
            if answer is not None:
                return [self.constant(s, BOOL, answer)]
        results = self._emit(s, name, type_, args, imm)
        if len(results) == 1 and type_ is not None and (number := self.known_constant(s, results[0])) is not None:
            return [self.constant(s, results[0].type, number)]
        return results

    def _settled(self, s: State, value: Value) -> Value:
        number = self.known_constant(s, value)
        return value if number is None or value in self.constants else self.constant(s, value.type, number)

    def _same(self, s: State, name: str, type_: Type | None, args: list[Value], imm: tuple[object, ...]) -> Value | None:
        """A value that is there already, or simpler to make."""
        right = self.constants.get(args[1]) if len(args) > 1 else None
        origin = self.origins.get(args[0])
        if right is not None and type_ is not None and type_.bits:
            mask = (1 << type_.bits) - 1
            if (right == 0 and name in ("add", "sub", "or", "xor", "shl", "lshr", "ashr", "rotl")) or (right == mask and name == "and"):
                return args[0]
            if name == "and" and (mine := self.bits(s, args[0])).zeros | right == mask and mine.zeros & right == 0:
                return args[0]
            if name == "sub":  # x - c is x + -c: one form
                return self.operation(s, "add", type_, [args[0], self.constant(s, type_, -right)])[0]
            if origin is not None and origin.op.name == name and name in ("add", "and", "or", "xor", "rotl") and origin.args[1] in self.constants:
                inner = self.constants[origin.args[1]]
                total = {"add": inner + right, "and": inner & right, "or": inner | right, "xor": inner ^ right, "rotl": (inner + right) % type_.bits}[name]
                return self.operation(s, name, type_, [origin.args[0], self.constant(s, type_, total)])[0]
            if name == "rotl" and origin is not None and origin.op.name in ("add", "or") and origin.args[1] in self.constants:
                inner = self.constants[origin.args[1]]
                if self.bits(s, origin.args[0]).zeros & inner == inner:  # nothing carries: the parts turn each for itself
                    turned = self.operation(s, "rotl", type_, [origin.args[0], args[1]])[0]
                    moved = (inner << right | inner >> type_.bits - right) & mask
                    return self.operation(s, "add", type_, [turned, self.constant(s, type_, moved)])[0]
        if name == "bitcast" and origin is not None and origin.op.name == "bitcast" and origin.args[0].type is type_ and args[0].type.bits:
            return origin.args[0]
        if name == "bitcast" and type_ is args[0].type:
            return args[0]
        if name == "not" and origin is not None and origin.op.name == "not":
            return origin.args[0]
        if name == "select":
            condition = self.known_constant(s, args[0])
            if condition is not None:
                return args[1] if condition else args[2]
            return args[1] if args[1] is args[2] else None
        if name == "ptr_add" and right is not None:
            start, distance = self.constants.get(args[0]), _distance(right, imm)
            if start is not None:
                return self.constant(s, PTR, start + distance)
            return args[0] if distance == 0 and args[0].type is PTR else None
        if name in ("eq", "ne") and right is not None and args[0].type.bits:
            return self._test_of_bool(s, name, args[0], right)
        return None

    def _test_of_bool(self, s: State, name: str, value: Value, number: int) -> Value | None:
        """A comparison of a word that was made from a truth value, with a constant: the truth value again."""
        steps: list[Instr] = []
        at = self.root(value)
        while (instr := self.origins.get(at)) is not None:
            if instr.op.name == "zext" and instr.args[0].type is BOOL:
                outcomes = []
                for truth in (0, 1):
                    word: int | None = truth
                    for step in reversed(steps):
                        word = None if word is None else self._step(step, word)
                    outcomes.append(word)
                if None in outcomes:
                    return None
                matches = [word == number for word in outcomes]
                if matches[0] == matches[1]:
                    return self.constant(s, BOOL, matches[0] == (name == "eq"))
                truth_value = instr.args[0]
                return truth_value if matches[1] == (name == "eq") else self.operation(s, "not", BOOL, [truth_value])[0]
            if instr.op.name not in ("add", "shl", "or", "xor") or instr.args[1] not in self.constants:
                return None
            steps.append(instr)
            at = self.root(instr.args[0])
        return None

    def _step(self, instr: Instr, word: int) -> int | None:
        values = folded(instr, [word, self.constants[instr.args[1]]])
        return None if values is None else values[0]

    def _compare(self, s: State, name: str, args: list[Value]) -> bool | None:
        one, other = args
        if self.root(one) is self.root(other):
            return name in ("eq", "sle", "sge", "ule", "uge")
        a, b = self.bits(s, one), self.bits(s, other)
        width = one.type.bits
        if not width:
            return None
        if name in ("eq", "ne"):
            return name == "ne" if a.zeros & b.ones or a.ones & b.zeros else None
        mask = (1 << width) - 1
        if name[0] == "s":  # the order of signed words is that of words with the sign turned
            sign = 1 << width - 1
            a, b = (Bits(x.zeros & ~sign | (sign if x.ones & sign else 0), x.ones & ~sign | (sign if x.zeros & sign else 0)) for x in (a, b))
        least_a, most_a, least_b, most_b = a.ones, ~a.zeros & mask, b.ones, ~b.zeros & mask
        order = name[1:]
        if order in ("gt", "ge"):
            least_a, most_a, least_b, most_b = least_b, most_b, least_a, most_a
        if order in ("lt", "gt"):
            return True if most_a < least_b else False if least_a >= most_b else None
        return True if most_a <= least_b else False if least_a > most_b else None

    # --- memory
    def load(self, s: State, type_: Type, address: Value, offset: int, alias: str) -> Value:
        root, distance = self.address(s, address)
        at = distance + offset
        if root is self.base:
            return self._load_word(s, type_, at)
        found = s.memory.get((root, at, type_.name))
        if found is not None:
            return found.value
        self._not_of_frame(root, alias)
        self.builder.block = s.block
        value = self.builder.load(type_, address, offset, alias)
        self.origins[value] = s.block.instrs[-1]
        s.memory[root, at, type_.name] = Loaded(value, alias, type_.size_bytes)
        if root in self.caches:
            self._suppose_cached(s, value, self.constants[root] + at)
        return value

    def _suppose_cached(self, s: State, value: Value, address: int) -> None:
        """A word of an inline cache that serves one lane is what it is now; where it is not, the way ends in an exit. What is computed from it is constant."""
        if not s.lanes or self.lane_count > 1 or s.has_written or s.is_flushed or (self.place, address) in self.loose:
            return
        number = self.peek(address, value.type.size_bytes)
        may_refer = number is not None and not number & 7 and number >> 20 and self.peek(number, 8) is not None
        if number is not None and not may_refer:  # of a reference in the code the collector would not know
            self.branch(s, self.operation(s, "eq", value.type, [value, self.constant(s, value.type, number)])[0], "likely", site=address)

    def store(self, s: State, type_: Type, address: Value, value: Value, offset: int, alias: str) -> None:
        root, distance = self.address(s, address)
        at = distance + offset
        if root is self.base:
            if type_.size_bytes != WORD_BYTES or at % WORD_BYTES:
                raise Unsupported("a store of a part of a word of the frame", code="JT101")
            s.set_word(at, value)
            self._recorded.pop(at, None)
            return
        self._not_of_frame(root, alias)
        s.has_written = True
        for key, kept in list(s.memory.items()):
            same_root = key[0] is root
            if same_root and (key[1] + kept.size <= at or at + type_.size_bytes <= key[1]):
                continue
            if same_root or kept.alias == alias or "any" in (kept.alias, alias):
                del s.memory[key]
        self.builder.block = s.block
        self.builder.store(type_, address, value, offset, alias)
        s.memory[root, at, type_.name] = Loaded(value, alias, type_.size_bytes)

    def _not_of_frame(self, root: Value, alias: str) -> None:
        """Below the unit's first frame lies what no state holds; an unknown address within a frame above it, or one that several ways have joined to, may be of any word."""
        if alias == "frame" and (self.is_inlined or root not in self.origins):
            raise Unsupported("an address in some frame", code="JT101")

    def _load_word(self, s: State, type_: Type, at: int) -> Value:
        if type_.size_bytes != WORD_BYTES or at % WORD_BYTES:
            raise Unsupported("a load of a part of a word of the frame", code="JT101")
        slot = s.words.get(at)
        if slot is None:
            self.builder.block = s.block
            value = self.builder.load(type_, self.base, at, "frame")
            self.origins[value] = s.block.instrs[-1]
            s.words[at] = slot = Slot(value, False)
        if (recorded := self._recorded.get(at)) is not None:
            self._of_lanes.setdefault(slot.value, recorded)
            self._from_objects[slot.value] = at >= self.frame_offset
        return slot.value if slot.value.type is type_ else self.operation(s, "bitcast", type_, [slot.value])[0]

    def flush(self, s: State, words: dict[int, Slot]) -> None:
        """Write to the frame what it does not have. If these are the state's words, it has them then, and an exit must put back what they were."""
        self.builder.block = s.block
        for offset in sorted(words):
            slot = words[offset]
            if slot.is_dirty:
                self.builder.store(slot.value.type, self.base, slot.value, offset, "frame")
                if words is s.words:
                    s.is_flushed = True
                    words[offset] = Slot(slot.value, False)
                    old = s.before.get(offset)
                    if old is not None:
                        s.before[offset] = Slot(old.value, True)
                    elif offset in s.before:
                        s.has_written = True  # what it was is not known: there is no way back

    # --- control
    def branch(self, s: State, condition: Value, hint: str = "none", *, prunes: bool = True, site: int = 0) -> tuple[State | None, State | None]:
        """The states where a condition holds and where it does not, in place of the one given; None where that cannot be, or (`prunes`) where no lane goes.

        Args:
            site: of `leave`.
        """
        answer = self.known_constant(s, condition)
        if answer is not None:
            return (s, None) if answer else (None, s)
        lanes = s.lanes
        yes_lanes, no_lanes = self.going(s, condition)
        if yes_lanes == no_lanes and not self._is_doubtful:  # nothing is known but what is seldom
            yes_lanes, no_lanes = (0 if hint == "unlikely" else yes_lanes), (0 if hint == "likely" else no_lanes)
        is_loose = (self.place, site) in self.loose
        is_one_way = bool(s.lanes) and not (yes_lanes and no_lanes) and prunes and not is_loose and not s.has_written
        if is_one_way:
            left = self.exit(s, "no lane goes there", site)
            if left is not None:
                on = self.new_block("on")
                self.builder.block = s.block
                targets = ((on, left.block), None, left.args) if yes_lanes else ((left.block, on), left.args, None)
                self.builder.branch(condition, *targets[0], targets[1], targets[2], hint=hint)
                s.block = on
                s.lanes = yes_lanes or no_lanes
                self.learn(s, condition, Bits(0, 1) if yes_lanes else Bits(1, 0))
                return (s, None) if yes_lanes else (None, s)
        yes, no = self.new_block("yes"), self.new_block("no")
        self.builder.block = s.block
        self.builder.branch(condition, yes, no, hint=hint)
        holds, fails = s.fork(yes), s
        s.block = no
        holds.lanes, fails.lanes = yes_lanes, no_lanes
        self.learn(holds, condition, Bits(0, 1))
        self.learn(fails, condition, Bits(1, 0))
        if is_loose:
            holds.may_call = fails.may_call = True
            holds.lanes, fails.lanes = yes_lanes or lanes, no_lanes or lanes
        if not is_one_way:
            return holds, fails
        self.leave(fails if yes_lanes else holds, "no lane goes there", site)
        return (holds, None) if yes_lanes else (None, fails)

    def join(self, ways: Sequence[Way]) -> Way:
        """One way for several; what differs becomes a parameter of its block."""
        if len(ways) == 1:
            return ways[0]
        block = self.new_block("join")
        first = ways[0].state
        joined = State(block)
        joined.has_written = any(w.state.has_written for w in ways)
        joined.has_lost = any(w.state.has_lost for w in ways)
        joined.is_flushed = any(w.state.is_flushed for w in ways)
        joined.may_call = any(w.state.may_call for w in ways)
        for way in ways:
            joined.lanes |= way.state.lanes
        joined.seen = tuple(dict.fromkeys(seen for way in ways for seen in way.state.seen))
        args: list[list[Value]] = [[] for _ in ways]
        made: dict[tuple[Value, ...], Value] = {}

        def one(values: list[Value]) -> Value:
            if all(v is values[0] for v in values):
                return values[0]
            same = self._same_word(joined, ways, values)
            if same is not None:
                return same
            type_ = values[0].type
            key = tuple(values)
            found = made.get(key)
            if found is None:
                found = made[key] = Value(type_)
                block.params.append(found)
                for row, way, value in zip(args, ways, values, strict=True):
                    row.append(value if value.type is type_ else self.operation(way.state, "bitcast", type_, [value])[0])
                if type_.bits:
                    common = self.bits(ways[0].state, values[0])
                    for way, value in zip(ways[1:], values[1:], strict=True):
                        common = common.either(self.bits(way.state, value))
                    if common != NOTHING:
                        joined.bits[found] = common
                if joined.lanes:
                    self._of_lanes[found] = self._joined_lanes(ways, values)
            return found

        offsets = sorted({o for w in ways for o in w.state.words})
        for offset in offsets:
            slots = []
            for way in ways:
                if offset not in way.state.words:
                    type_ = next(w.state.words[offset].value.type for w in ways if offset in w.state.words)
                    self._load_word(way.state, type_, offset)
                slots.append(way.state.words[offset])
            joined.words[offset] = Slot(one([slot.value for slot in slots]), any(slot.is_dirty for slot in slots))
        for offset in {o for w in ways for o in w.state.before}:
            slots_before = [w.state.before.get(offset, w.state.words.get(offset)) for w in ways]
            told = {slot for slot in slots_before if slot is not None and slot.is_dirty}  # memory has the others
            if len(told) > 1:
                raise Unsupported("ways that differ in what the frame was before", code="JT101")
            joined.before[offset] = told.pop() if told else None
        values = [one([w.values[i] for w in ways]) for i in range(len(ways[0].values))]
        for value, what in first.bits.items():
            for way in ways[1:]:
                what = what.either(way.state.bits.get(value, NOTHING))
            if what != NOTHING:
                joined.bits.setdefault(value, what)
        joined.memory = {k: v for k, v in first.memory.items() if all(w.state.memory.get(k) == v for w in ways[1:])}
        joined.available = {k: v for k, v in first.available.items() if all(w.state.available.get(k) is v for w in ways[1:])}
        for row, way in zip(args, ways, strict=True):
            self.builder.block = way.state.block
            self.builder.jump(block, *row)
        return Way(joined, values)

    def _joined_lanes(self, ways: Sequence[Way], values: Sequence[Value]) -> Lanes:
        found: list[int | None] = [None] * self.lane_count
        for way, value in zip(ways, values, strict=True):
            for i, number in enumerate(self.lanes_of(value)):
                if way.state.lanes >> i & 1:
                    found[i] = number
        return tuple(found)

    def _same_word(self, joined: State, ways: Sequence[Way], values: list[Value]) -> Value | None:
        """A value for several that are one constant, or one address in the frame: that it is must not be forgotten (INV-EVALUATE-3)."""
        type_ = values[0].type
        numbers = {self.known_constant(way.state, v) for way, v in zip(ways, values, strict=True)}
        if len(numbers) == 1 and None not in numbers:
            return self.constant(joined, type_, numbers.pop() or 0)
        places = {self.address(way.state, v) for way, v in zip(ways, values, strict=True)}
        if len(places) > 1 or (place := places.pop())[0] is not self.base:
            return None
        address = self.operation(joined, "ptr_add", None, [self.base, self.constant(joined, I64, 1)], (place[1], 0))[0]
        return address if type_ is PTR else self.operation(joined, "bitcast", type_, [address])[0]

    def join_alike(self, ways: Sequence[Way], *, apart: bool = False) -> list[Way]:
        """Ways with the same known truth values become one, unless one knows nothing of the frame any more: what is decided stays decided.

        Args:
            apart: those with addresses that differ stay several, if they are few; with addresses that differ in the frame, in any case.
        """
        groups: dict[tuple[object, ...], list[Way]] = {}
        for way in ways:
            groups.setdefault((way.state.has_lost, *(self._decided(way.state, v, apart) for v in way.values)), []).append(way)
        if apart and len(groups) > MAX_APART:
            return self.join_alike(ways)
        if sum(map(len, groups.values())) > MAX_EDGES:
            raise Unsupported("too many ways through an instruction", code="JT101")
        return [self.join(group) for group in groups.values()]

    def _decided(self, s: State, value: Value, apart: bool) -> object:
        """What keeps a way from becoming one with others."""
        if value.type is not PTR:
            return self.known_constant(s, value) if value.type is BOOL else None
        root, offset = self.address(s, value)
        if root is self.base or apart:
            return root, offset
        return self.known_constant(s, value)

    def can_run(self, function: Function) -> bool:
        return function.is_inline and not function.is_declaration and function.name not in self.rolled

    def run(self, s: State, function: Function, args: list[Value], *, apart: bool = False) -> list[Way]:
        """Run a function; the ways on which it returns, with its results. Loops are unrolled. Raises: Rolled, too often."""
        places = self.places.of(function)
        arriving: dict[int, list[tuple[Way, _Env]]] = {}
        blocks: dict[int, Block] = {}
        waiting: list[int] = []
        returned: list[Way] = []

        def go(block: Block, way: Way, env: _Env) -> None:
            place, live = places[id(block)]
            if place not in arriving:
                arriving[place], blocks[place] = [], block
                heapq.heappush(waiting, place)
            arriving[place].append((way, {v: env[v] for v in live}))

        go(function.entry, Way(s, args), {})
        turns = 0
        while waiting:
            place = heapq.heappop(waiting)
            block = blocks[place]
            turns += 1
            if turns > len(places) + MAX_TURNS:
                raise Rolled(function.name)
            for way, env in self._joined(arriving.pop(place), block):
                env.update(zip(block.params, way.values, strict=True))
                for end, found in self._run_block(way.state, env, block.instrs, 0):
                    self._leave_block(end, found, block.instrs[-1], go, returned)
        return self.join_alike(returned, apart=apart)

    def _joined(self, arriving: list[tuple[Way, _Env]], block: Block) -> Iterable[tuple[Way, _Env]]:
        """What has come to a block, where it is alike as one way; with what the rest of the function knows."""
        if len(arriving) < 2:
            return arriving
        names = [*arriving[0][1]]
        ways = self.join_alike([Way(w.state, [*w.values, *(env[v] for v in names)]) for w, env in arriving])
        count = len(block.params)
        return [(Way(w.state, w.values[:count]), dict(zip(names, w.values[count:], strict=True))) for w in ways]

    def _run_block(self, s: State, env: _Env, instrs: list[Instr], start: int) -> list[tuple[State, _Env]]:
        """Run a block's instructions up to its terminator, on each way that calls open."""
        for position in range(start, len(instrs) - 1):
            instr = instrs[position]
            name = instr.op.name
            if name in _PURE:
                results = self.operation(s, name, instr.type, [env[a] for a in instr.args], instr.imm)
            elif name == "load":
                assert instr.type is not None
                results = [self.load(s, instr.type, env[instr.args[0]], int(str(instr.imm[0])), str(instr.imm[1]))]
            elif name == "store":
                assert instr.type is not None
                self.store(s, instr.type, env[instr.args[0]], env[instr.args[1]], int(str(instr.imm[0])), str(instr.imm[1]))
                continue
            elif name in ("assert", "prefetch"):
                continue
            elif name in _AS_IT_IS:
                results = self._as_it_is(s, instr, [env[a] for a in instr.args])
            elif name == "call" and self.can_run(callee := self.lookup(str(instr.imm[0]))):
                ways = self.run(s, callee, [env[a] for a in instr.args])
                if len(ways) == 1:
                    s, results = ways[0]
                else:
                    found = []
                    for way in ways:
                        found += self._run_block(way.state, env | dict(zip(instr.results, way.values, strict=True)), instrs, position + 1)
                    return found
            elif name == "call_c" and self.extern is not None and self._may_call(s, instr):
                results = self._call_c(s, str(instr.imm[0]), [env[a] for a in instr.args])
            elif name == "call_indirect" and self._may_call(s, instr):
                results = self._call_indirect(s, instr, [env[a] for a in instr.args])
            elif name == "call" and self._may_call(s, instr) and (self.link(callee.name) is not None or self._local(callee) is not None):
                results = self._call(s, callee, [env[a] for a in instr.args])
            else:
                self._give_up(s, f"{name} of {instr.imm[0]}" if name == "call" else name, instr)
                return []
            env.update(zip(instr.results, results, strict=True))
        return [(s, env)]

    def _as_it_is(self, s: State, instr: Instr, args: list[Value]) -> list[Value]:
        """Emit an operation on memory of which nothing is remembered."""
        name = instr.op.name
        roots = [self.address(s, a)[0] for a in args if a.type.name in ("ptr", "ref")]
        if self.base in roots:
            raise Unsupported(f"{name} on the frame", code="JT101")
        self.builder.block = s.block
        results = self.builder.emit_all(name, instr.type, *args, imm=instr.imm)
        if name == "atomic_load":
            self.origins[results[0]] = s.block.instrs[-1]
        if name not in ("atomic_load", "memequal"):
            s.has_written = True
            s.memory.clear()
        return results

    def _call(self, s: State, callee: Function, args: list[Value]) -> list[Value]:
        """Call a function of the image, or a copy of one."""
        address = self.link(callee.name)
        target = self.locals[callee.name] if address is None else self.constant(s, PTR, address)
        return self._called(s, callee.signature, target, args, callee.effect, callee.may_raise)

    def _local(self, function: Function) -> Function | None:
        """A copy of an inline function that calls others by their addresses; None: that cannot be."""
        if function.name not in self.locals and function.is_inline and not function.is_declaration:
            copies: dict[str, Function] = {}

            def copy(name: str) -> Function:
                if name not in copies:
                    copies[name] = copy_function(self.lookup(name))
                return copies[name]

            made = replace(copy(function.name), is_inline=False)
            inline_calls(made, copy)
            if not all(self._link_calls(block) for block in made.blocks):
                return None
            self.locals[function.name] = made
        return self.locals.get(function.name)

    def _link_calls(self, block: Block) -> bool:
        """Call by addresses; whether that can be."""
        linked: list[Instr] = []
        for instr in block.instrs:
            name = instr.op.name
            if name in ("tail_call", "func_addr", "data_addr", "extern_addr", "call_c"):
                return False
            if name == "call":
                address = self.link(str(instr.imm[0]))
                if address is None:
                    return False
                target = Value(PTR)
                linked.append(Instr(OPS["const"], PTR, [], (address,), [target]))
                callee = self.lookup(str(instr.imm[0]))
                instr = Instr(OPS["call_indirect"], None, [target, *instr.args], (callee.signature,), instr.results)
            linked.append(instr)
        block.instrs = linked
        return True

    def _call_indirect(self, s: State, instr: Instr, args: list[Value]) -> list[Value]:
        """Call an address, of whatever it may be."""
        signature = instr.imm[0]
        assert isinstance(signature, Signature)
        return self._called(s, signature, args[0], args[1:], "guest", True)

    def _call_c(self, s: State, name: str, args: list[Value]) -> list[Value]:
        """Call a C function."""
        assert self.extern is not None  # as the caller has seen
        self.externs[name] = signature = self.extern(name)
        return self._called(s, signature, name, args, "write", False)

    def _called(self, s: State, signature: Signature, target: Value | Function | str, args: list[Value], effect: str, may_raise: bool) -> list[Value]:
        places = [offset for root, offset in (self.address(s, a) for a in args if a.type is PTR) if root is self.base]
        if effect not in ("pure", "read", "write") or may_raise:
            self.prepare(s, effect == "guest" or bool(places))
        elif places:
            self.flush(s, s.words)
        self.builder.block = s.block
        if isinstance(target, str):
            results = self.builder.call_named(target, signature, *args, op="call_c")
        elif isinstance(target, Function):
            results = self.builder.call(target, *args)
        else:
            results = self.builder.call_indirect(signature, target, *args)
        if effect not in ("pure", "read"):
            s.memory.clear()
            s.has_written = True
            s.has_lost = s.has_lost or bool(places and min(places) <= self.frame_offset)
            for offset in [o for o in s.words if places and o >= min(places)]:
                s.before.setdefault(offset, s.words.pop(offset))
        return results

    def _leave_block(
        self, s: State, env: _Env, end: Instr, arrive: Callable[[Block, Way, _Env], None], returned: list[Way]
    ) -> None:
        def go(state: State, target: Target) -> None:
            arrive(target.block, Way(state, [env[a] for a in target.args]), env)

        name = end.op.name
        if name == "return":
            returned.append(Way(s, [env[a] for a in end.args]))
        elif name == "jump":
            go(s, end.targets[0])
        elif name == "branch":
            for state, target in zip(self.branch(s, env[end.args[0]], str(end.imm[0]), site=id(end)), end.targets, strict=True):
                if state is not None:
                    go(state, target)
        elif name == "switch":
            value = env[end.args[0]]
            rest: State | None = s
            for case, target in zip(end.cases, end.targets, strict=False):
                if rest is None:
                    return
                number = self.constant(rest, value.type, case)
                is_it, rest = self.branch(rest, self.operation(rest, "eq", value.type, [value, number])[0], site=id(target))
                if is_it is not None:
                    go(is_it, target)
            if rest is not None:
                go(rest, end.targets[-1])
        elif name == "unreachable":
            self.builder.block = s.block
            self.builder.unreachable()
        elif name == "tail_call" and self.can_run(callee := self.lookup(str(end.imm[0]))):
            returned += self.run(s, callee, [env[a] for a in end.args])
        else:
            self._give_up(s, f"{name} of {end.imm[0]}" if name == "tail_call" else name, end)

    def _may_call(self, s: State, instr: Instr) -> bool:
        return bool(s.lanes) or s.has_written or s.may_call or (self.place, id(instr)) in self.loose

    def _give_up(self, s: State, why: str, instr: Instr) -> None:
        """The interpreter does the instruction."""
        if s.has_written:
            raise Unsupported(f"{why}, after a write", code="JT101")
        self.leave(s, why, id(instr))


def _distance(index: int, imm: tuple[object, ...]) -> int:
    """What `ptr_add` adds for an index, in bytes."""
    return (index - (1 << 64) if index >> 63 else index) * int(str(imm[0])) + int(str(imm[1]))


__all__ = ["Evaluator", "State", "Unsupported", "Way"]
