"""The JIT of a runtime: has compiled what the kernel finds hot, and puts it in the interpreter's way.

A place is an instruction with an opcode of its own, given in one 16-bit store; the opcode's entry of the dispatch table is what the place does. So it is entered as
any instruction is executed, and costs nothing where it is not. Its operands stay where they are, for when the interpreter executes the
instruction itself, by the handler of its own opcode.

A place counts first, or has a unit of machine code. Places are where slices of reductions end again and again, where a unit may leave, and where the interpreter
comes back after what a unit could not do. When one has been executed often enough, it is recorded several times what the program does from there on
(`corevm.kernel.hot`). Then a unit begins there. A unit that is often left, or often not entered because registers are not what they were, is recorded and made again.

Another process compiles (`corevm.jit.server`), and the program goes on meanwhile; what has been compiled is taken at the end of a slice. Where a process may not
read another's memory, and with `jit="wait"`, this one compiles (`corevm.jit.compiler`).

Opcodes of places count down from the highest. Off unless asked for (`COREVM_JIT=1`, or `wait`).

Effects: writes opcodes into bytecode; starts a process when the first place is hot.
"""

from __future__ import annotations

import os
import signal
import sys
from _ctypes import addressof
from time import monotonic
from typing import TYPE_CHECKING, Any

from corevm.engine.foreign import U16, U64, Bool, bytes_at, entry_address, function_type, read_word
from corevm.errors import CorevmError
from corevm.kernel.constant import (
    CODE,
    END,
    FRAME_WORDS,
    FUSED_OPCODE_MASK,
    HOT_ENTRIES,
    KIND_OFFSET,
    NEXT,
    RECORD_WORDS,
    RECORDERS,
    SHAPES,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from corevm.engine.runtime import Runtime
    from corevm.jit.compiler import Reply, Request

OPCODES = 1 << 16
MAX_PLACES = 1 << 15
EXITS, RESUMES, MISSES = 300, 20, 300  # executions after which a place is compiled: an exit, a return from what was left; a unit again
OFTEN = EXITS // 8  # an exit that is none in the next unit
SELDOM = 1000  # reductions between two executions: such an exit stays one, be it the end of a slice
NEVER = 1 << 62  # executions
MAX_TRIES = 10  # units made for one place
MAX_ASKED = 2  # requests at a time
FIRST_SECONDS, SHARE = 1.0, 0.2  # that are compiled at the start, and of the time since: the processors may share what makes them fast
CELLS = 2048  # counters of a unit
RECORDS, LEAST_RECORDS = 1024, 24  # instructions that a recording tells of; in tests
REVIEW, SELDOM_REVIEW = 16, 1024  # slices between two looks at how often units leave: after something new, and later ever more
MAX_RECORDINGS = 64  # that the compiler has not been told of
GAPS = 1, 16, 64, 256, 1024  # executions of a place between its recordings
AGAIN = 3  # recordings for a unit that is made again, one at each review
COUNT, RECORD = "corevm.count_place", "corevm.record_instruction"  # of corevm.isa.emit.interp
MAX_REGISTERS = 1 << 12
_HOOK = function_type(Bool, U64, U64, U64)
_SERVER = """\
import os
if os.fork(): os._exit(0)
import sys
sys.path[:] = {path!r}
from corevm.engine.semantics import archive_of
from corevm.jit.server import serve
serve({source}, {sink}, {process}, archive_of)
"""


class Unit:
    """Compiled code.

    Attributes:
        address: of the instruction it begins with.
        codes: the code objects it is made from, its own first.
        tries: which of the units made for its place it is.
        size_bytes: of its machine code and what belongs to that.
        tags: what registers must be on entry.
        exits: addresses of instructions at which it may leave.
        born: reductions that had been spent when it was made.
        reviewed, entered: exits and entries that had been counted at the last review.
        cells: what it counts: "entry", "exit", "miss", "failure", "call" or "return", at the instruction of an address, why, and where in its IR.
        roots: of the code objects it is made from, which live as long as it does.
    """

    def __init__(self, place: Place, image: Any, reply: Reply, counters: Any, codes: list[int], roots: list[int]) -> None:
        self.name, self.image, self.counters, self.roots = reply["name"], image, counters, roots
        self.address, self.tries, self.codes, self.size_bytes = place.address, place.tries, codes, len(reply["content"])
        self.born = self.reviewed = self.entered = 0
        self.tags: dict[int, tuple[int, int]] = reply["tags"]
        self.exits: Collection[int] = reply["exits"].keys()
        self.cells: list[tuple[str, int, str, int]] = reply["cells"]

    def counts(self) -> list[tuple[str, int, str, int, int]]:
        """The cells, and how often each."""
        return [(*cell, self.counters[i]) for i, cell in enumerate(self.cells)]

    def total(self, *kinds: str) -> int:
        """How often all that it counts of some kinds."""
        return sum(self.counters[i] for i, (kind, *_) in enumerate(self.cells) if kind in kinds)


class Place:
    """An instruction with an opcode of its own.

    Attributes:
        tries: units made for it.
        is_exit: units leave there.
        is_asked: it is being compiled.
        recorded: recordings made for it since it was compiled.
        since, executions: reductions that had been spent when the count began, and what it counts.
    """

    def __init__(self, address: int, opcode: int, original: int) -> None:
        self.address, self.opcode, self.original = address, opcode, original
        self.unit: Unit | None = None
        self.tries = 0
        self.is_exit = self.is_asked = False
        self.since = self.executions = self.recorded = 0

    @property
    def is_there(self) -> bool:
        """Whether the instruction has the opcode. Code that lies where other code was has its own."""
        return bool(U16.from_address(self.address).value == self.opcode)


class HotCode:
    """Attached to a runtime for its life.

    Args:
        waits: compile here and now.
        slice_reductions: of a test: how soon something is hot; 0: as usual.

    Attributes:
        units: all that were compiled.
        refused: why others were not compiled.
        leave_at: of tests: `corevm.jit.unit.build_unit`.
        patience: what the numbers of executions are divided by, in tests.
    """

    def __init__(self, runtime: Runtime, *, waits: bool = False, slice_reductions: int = 0) -> None:
        self.runtime = runtime
        self.table = (U64 * OPCODES)()
        self.units: list[Unit] = []
        self.refused: list[str] = []
        self.leave_at = -1
        self.patience = max(slice_reductions and 10_000 // slice_reductions, 1)
        self._handlers: list[int] = []  # of opcodes, without places
        self._recording = (U64 * (SHAPES + 2 * OPCODES))()
        self._recorders = (U64 * OPCODES)()
        self._buffer: Any = None  # of the recording that is being made
        self._recordings: list[tuple[Any, int]] = []  # that the compiler has not been told of: the buffer, its bytes
        self._counts = (U64 * HOT_ENTRIES)()
        self._records = (U64 * (2 * MAX_PLACES))()
        self._hook = _HOOK(self._on_hot)
        self._memory = os.open("/proc/self/mem", os.O_RDONLY | os.O_CLOEXEC)
        self._fusions = runtime.layout.fusions  # of code that has been loaded; an extended runtime makes less of them
        self._foreign: set[int] = set()  # opcodes whose handlers are not the image's
        self._is_busy = False
        self._until_review = REVIEW
        self._tables = 0  # taken over
        self._refused: set[int] = set()  # where units were to begin: what lies at an address later is not compiled, either
        self._often_left: set[int] = set()  # instructions at which units often leave
        self._loose: set[tuple[int, int]] = set()  # exits that were often taken even so
        self._waits = waits
        self._compiler: _Here | _Elsewhere | None = None
        self._asked: dict[int, tuple[Request, list[Any], list[int]]] = {}  # by number: what was asked, its counters and recordings, the roots of its code
        self._number = 0
        self._start, self._seconds = monotonic(), 0.0  # what has been spent on compiling
        self._process = os.getpid()
        self._next_opcode = OPCODES  # none is used twice: what was compiled may have been from words with it
        self._originals = (U16 * OPCODES)()  # of the opcodes, the instructions' own
        self._at: dict[int, Place] = {}
        self._count = runtime.image.symbol(COUNT)
        self._recorder = runtime.image.symbol(RECORD)
        self.adopt(runtime.get_thread("dispatch_table"), runtime.dispatch_size)
        if slice_reductions:
            runtime.set_runtime("slice_reductions", slice_reductions)
            runtime.end_slice()
        runtime.set_runtime("hot_hook", entry_address(self._hook))
        runtime.set_runtime("hot_places", addressof(self._records))
        runtime.set_runtime("hot_counts", addressof(self._counts))

    def adopt(self, table: int, count: int) -> None:
        """Take over a dispatch table. Of an instruction whose handler is another than before only the interpreter knows what it means.

        Effects: the thread uses the runtime's own from its next entry on. What has been compiled is forgotten; nothing of it may be running.
        """
        handlers = [read_word(table + 8 * i) for i in range(count)]
        if self._tables:
            self._foreign |= {i for i, handler in enumerate(handlers) if i >= len(self._handlers) or handler != self._handlers[i]}
            kept = self.runtime.layout.fusions
            self._foreign |= {
                number & FUSED_OPCODE_MASK for first, row in self._fusions.items() for second, number in row.items() if second not in kept.get(first, ())
            }
            self._forget()
        self._tables += 1
        self._handlers = handlers
        for i, handler in enumerate(handlers):
            self.table[i], self._originals[i] = handler, i
        self.runtime.set_thread("dispatch_table", addressof(self.table))

    def _forget(self) -> None:
        """Take the places out of the interpreter's way."""
        for place in [*self._at.values()]:
            self._remove(place)
        self._refused.clear()
        self._loose.clear()
        self._often_left.clear()
        self._end_recording()
        self._recordings.clear()
        self._recording[RECORDERS] = 0  # made anew, of the handlers there are then
        for _, _, roots in self._asked.values():
            for root in roots:
                self.runtime.release(root)
        self._asked.clear()
        if self._compiler is not None:
            self._compiler.close()
            self._compiler = None

    @property
    def units_in_use(self) -> list[Unit]:
        """Those that places have now; what they were made again from is not."""
        return [place.unit for place in self._at.values() if place.unit is not None and place.is_there]

    def original(self, address: int) -> int:
        """The opcode that an instruction's loader gave it."""
        return int(self._originals[U16.from_address(address).value])

    def close(self) -> None:
        """Give back what lies outside the runtime, which is closed. Closing twice is harmless."""
        for unit in self.units:
            unit.image.close()
        if self._compiler is not None and os.getpid() == self._process:
            self._compiler.close()
        memory, self._memory = self._memory, -1
        if memory >= 0:
            os.close(memory)

    # --- places
    def _place_at(self, address: int) -> Place | None:
        place = self._at.get(address)
        if place is not None and not place.is_there:
            self._remove(place)
            return None
        return place

    def _add(self, address: int, original: int, executions: int) -> Place | None:
        """Count an instruction, unless it is a place already, or there are too many."""
        place = self._place_at(address)
        if place is not None or address in self._refused:
            return place
        if self._next_opcode <= OPCODES - MAX_PLACES:
            return None
        self._next_opcode -= 1
        opcode = self._next_opcode
        place = self._at[address] = Place(address, opcode, original)
        self._originals[opcode] = original
        self.table[opcode] = self._count
        self._set_count(place, executions)
        U16.from_address(address).value = opcode
        if self._recording[RECORDERS]:
            self._let_record(opcode, original)
        return place

    def _set_count(self, place: Place, executions: int) -> None:
        record = 2 * (OPCODES - 1 - place.opcode)
        self._records[record] = self._handlers[place.original]
        self._records[record + 1] = max(executions // self.patience, 1) if executions != NEVER else NEVER
        place.since, place.executions = self.runtime.reductions, executions

    def _enter(self, place: Place) -> None:
        """The place's unit is executed there."""
        assert place.unit is not None
        self._set_count(place, MISSES if place.tries < MAX_TRIES else NEVER)
        self.table[place.opcode] = place.unit.image.address(place.unit.name)

    def _remove(self, place: Place) -> None:
        """The instruction is an ordinary one again."""
        if place.is_there:
            U16.from_address(place.address).value = place.original
        del self._at[place.address]

    def _give_up(self, place: Place) -> None:
        if place.unit is None:
            self._refused.add(place.address)
            self._remove(place)
        else:
            self._set_count(place, NEVER)

    def _loosen(self, unit: Unit) -> bool:
        """Exits that a unit has often taken shall be none in the next; whether there are any."""
        often = {
            (address, site)
            for kind, address, _, site, count in unit.counts()
            if kind in ("exit", "miss") and site and count * self.patience >= OFTEN and not self._is_seldom(count, unit.born)
        }
        self._loose |= {exit_ for exit_ in often if exit_[0] in self._often_left}  # what has been recorded there was not enough
        self._often_left |= {address for address, _ in often}
        return bool(often)

    def _is_seldom(self, executions: int, since: int) -> bool:
        return self.runtime.reductions - since > SELDOM * executions * self.patience

    # --- recordings
    def _let_record(self, opcode: int, original: int) -> None:
        at, of = SHAPES + 2 * opcode, SHAPES + 2 * original
        self._recording[at], self._recording[at + 1] = self._recording[of], self._recording[of + 1]

    def _begin_to_record(self) -> None:
        """The program writes down what it does next, from the place it is at."""
        recording, rt = self._recording, self.runtime
        if not recording[RECORDERS]:
            from corevm.jit.snapshot import operands_of  # lazy: as something is hot

            self._recorders[:] = [self._recorder] * OPCODES
            recording[RECORDERS] = addressof(self._recorders)
            for opcode, handler in enumerate(self._handlers):
                recording[SHAPES + 2 * opcode] = handler
            for name, shape in rt.layout.instructions.items():
                at = SHAPES + 2 * shape[0]
                recording[at + 1] = sum((field << 12 | more) << 16 * i for i, (field, more) in enumerate(operands_of(shape)))
                for number in self._fusions.get(name, {}).values():  # its first instruction
                    if number & FUSED_OPCODE_MASK not in self._foreign:
                        self._let_record(number & FUSED_OPCODE_MASK, shape[0])
            for place in self._at.values():
                self._let_record(place.opcode, place.original)
        words = RECORD_WORDS * max(RECORDS // self.patience, LEAST_RECORDS)
        self._buffer = (U64 * words)()
        recording[NEXT] = addressof(self._buffer)
        recording[END] = recording[NEXT] + 8 * words
        rt.set_runtime("recording", addressof(recording))

    def _end_recording(self) -> None:
        if self._buffer is not None:
            self.runtime.set_runtime("recording", 0)
            self._recordings = [*self._recordings[1 - MAX_RECORDINGS :], (self._buffer, self._recording[NEXT] - addressof(self._buffer))]
            self._buffer = None

    # --- what is hot
    def _on_hot(self, thread: int, pc: int, base: int) -> bool:
        """The kernel's hook; without a pc it only asks what has been compiled. Nothing may be raised into it."""
        if self._is_busy or os.getpid() != self._process:
            return False
        self._is_busy = True
        try:
            if pc:
                self._end_recording()
                self._want(pc, base)
            elif not self._asked:
                self._review()
            self._take()
        except CorevmError as e:
            self.refused.append(str(e))
        except Exception as e:
            self.refused.append(f"{type(e).__name__}: {e}")
            if os.environ.get("COREVM_JIT_DEBUG"):
                sys.excepthook(type(e), e, e.__traceback__)
        finally:
            self._is_busy = False
            self.runtime.set_runtime("hot_slices", 1 if self._asked else self._until_review)
        return False

    def _want(self, pc: int, base: int) -> None:
        """A place has been executed often, or slices end there again and again."""
        place = self._place_at(pc)
        if place is None:
            self._ask(pc, base, None)  # that takes no time
            return
        if place.is_asked:
            self._set_count(place, NEVER)
            return
        if not place.recorded and (place.unit is not None or place.is_exit) and self._is_seldom(place.executions // self.patience, place.since):
            self._set_count(place, place.executions)
            return
        if not self._has_time():  # what is executed most is the first to ask again
            self._set_count(place, 2 * max(place.executions, EXITS) if place.executions < NEVER // 4 else NEVER)
            return
        if place.recorded < (len(GAPS) if place.unit is None else AGAIN):
            place.recorded += 1
            if place.unit is None:
                self._set_count(place, GAPS[place.recorded - 1])
            else:  # until the next review
                self._enter(place)
            self._begin_to_record()
            return
        place.recorded = 0
        if place.unit is not None:
            self._loosen(place.unit)
        self._ask(pc, base, place)

    def _has_time(self) -> bool:
        """Whether more may be compiled now."""
        if self._waits:
            return True
        return len(self._asked) < MAX_ASKED and self._seconds < FIRST_SECONDS + SHARE * (monotonic() - self._start)

    def _review(self) -> None:
        """Units that often leave, be it for other units, are made again without these exits."""
        self._until_review = min(2 * self._until_review, SELDOM_REVIEW)
        for place in self._at.values():
            unit = place.unit
            if unit is None or place.is_asked or place.tries >= MAX_TRIES:
                continue
            entered, left = unit.total("entry"), unit.total("exit", "miss")
            is_poor = left - unit.reviewed >= EXITS and (left - unit.reviewed) * 8 > entered - unit.entered
            if place.recorded or (is_poor and self._loosen(unit)):
                self._set_count(place, 1)
                self.table[place.opcode] = self._count
                self._until_review = REVIEW
            unit.reviewed, unit.entered = left, entered

    def _ask(self, pc: int, base: int, place: Place | None) -> None:
        """Ask for a unit; or, where slices end, at what instruction one should begin."""
        rt = self.runtime
        field = rt.layout.fields["Code"]
        code = read_word(base + 8 * CODE)
        registers = min(read_word(code + field["register_count"]), MAX_REGISTERS)
        low = base - 8 * FRAME_WORDS
        counters = (U64 * CELLS)()
        self._number += 1
        compiler = self._compiler_now()
        request = {
            "number": self._number, "pc": pc, "code": code, "base": base, "is_place": place is not None,
            "frame": (low, bytes_at(low, 8 * (FRAME_WORDS + registers))), "tags": place.unit.tags if place is not None and place.unit is not None else {},
            "recordings": [(addressof(buffer), size) for buffer, size in self._recordings],
            "often_left": [*self._often_left], "loose": [*self._loose], "cells": (addressof(counters), CELLS), "leave_at": self.leave_at,
        }  # fmt: skip
        if place is not None:
            place.is_asked = True
            place.tries += 1
            if place.unit is not None:  # it is entered as before meanwhile
                self._enter(place)
            self._set_count(place, NEVER)
        self._asked[self._number] = request, [counters, self._recordings], [rt.hold(code)]
        self._recordings = []
        compiler.ask(request)

    def _compiler_now(self) -> _Here | _Elsewhere:
        if self._compiler is None:
            try:
                self._compiler = _Here(self) if self._waits else _Elsewhere(self)
            except OSError:
                self._compiler = _Here(self)
        elif self._compiler.is_lost:
            self._compiler.close()
            self._compiler = _Here(self)
        return self._compiler

    def _take(self) -> None:
        """Use what has been compiled."""
        while self._asked and self._compiler is not None:
            reply = self._compiler.reply()
            if reply is None:
                if self._compiler.is_lost:
                    for number in [*self._asked]:
                        self._drop(number, is_lost=True)
                return
            self._use(reply)

    def _drop(self, number: int, *, is_lost: bool = False) -> None:
        """Nothing has come of a request; or, if that is because the compiler is lost, it can be made again."""
        request, _, roots = self._asked.pop(number)
        for root in roots:
            self.runtime.release(root)
        if not request["is_place"]:
            if is_lost:
                self._counts[request["pc"] >> 3 & HOT_ENTRIES - 1] = 0
        elif (place := self._at.get(request["pc"])) is not None:
            place.is_asked = False
            if is_lost:
                self._set_count(place, EXITS)
            else:
                self._give_up(place)

    def _use(self, reply: Reply) -> None:
        from corevm.native import load  # lazy: as the first code is there

        request, (counters, _), roots = self._asked[reply["number"]]
        self._seconds += reply["seconds"]
        if not request["is_place"]:
            self._drop(reply["number"])
            for where, original in reply["begin"].items():
                self._add(where, original, 1)
            return
        place = self._place_at(request["pc"])
        if reply["refused"]:
            self.refused.append(reply["refused"])
        used = [code for code, _, _ in reply["programs"]]
        is_good = bool(reply["content"]) and all(self._digest(code, fixed) == digest for code, fixed, digest in reply["programs"])
        if not is_good or place is None:
            self._drop(reply["number"])
        else:
            del self._asked[reply["number"]]
            place.is_asked = False
            image = load.LoadedImage.from_bytes(reply["content"], keep_open=False, folder=os.environ.get("COREVM_JIT_FOLDER"))
            others = [code for code in used if code != request["code"]]
            roots += [self.runtime.hold(code) for code in others]
            place.unit = Unit(place, image, reply, counters, [request["code"], *others], roots)
            place.unit.born = self.runtime.reductions
            self.units.append(place.unit)
            self._until_review = REVIEW
            self._enter(place)
        if is_good or reply["is_empty"]:
            for places, executions in ((reply["resumes"], RESUMES), (reply["exits"], EXITS)):
                for where, original in places.items():
                    added = self._add(where, original, executions)
                    if added is not None:
                        added.is_exit = executions == EXITS and where not in reply["resumes"]

    def _digest(self, code: int, fixed: list[int]) -> bytes | None:
        """Of these words of a code object, as they were loaded; None: there is none any more at that address."""
        from corevm.jit.snapshot import digest, with_originals  # lazy: as the first code is there

        field = self.runtime.layout.fields["Code"]
        if self._word(code + KIND_OFFSET, 2) != self.runtime.layout.kinds["code"]:
            return None
        entry, count = self._word(code + field["entry"]), self._word(code + field["word_count"])
        content = os.pread(self._memory, 8 * count, entry)
        return digest(with_originals(content, self._originals), fixed)

    def _word(self, address: int, size: int = 8) -> int:
        """Memory that may not be there any more: 0 then."""
        try:
            return int.from_bytes(os.pread(self._memory, size, address), "little")
        except (OSError, OverflowError):
            return 0

    def facts(self) -> dict[str, Any]:
        """Of `corevm.jit.compiler.Compiler`."""
        rt = self.runtime
        fields = rt.layout.fields
        return {
            "image": os.path.abspath(rt.image.path), "interpret": rt.image.symbol("corevm.interpret"), "foreign": [*self._foreign],
            "instructions": {name: [*shape] for name, shape in rt.layout.instructions.items()}, "fusions": self._fusions,
            "code": dict(fields["Code"]), "code_kind": rt.layout.kinds["code"],
            "thread": rt.thread, "originals": addressof(self._originals), "pc": fields["Thread"]["pc"], "base": fields["Thread"]["base"], "miss": self._count,
        }  # fmt: skip


class _Here:
    """Compiles in this process."""

    is_lost = False

    def __init__(self, hot: HotCode) -> None:
        self._hot = hot
        self._compiler: Any = None
        self._replies: list[Reply] = []

    def ask(self, request: Request) -> None:
        if self._compiler is None:
            from corevm.engine.semantics import archive_of  # lazy: only when something is hot
            from corevm.jit.compiler import Compiler

            facts = self._hot.facts()
            self._compiler = Compiler(facts, archive_of(facts["image"]), self._hot._memory)
        self._replies.append(self._compiler.compile(request))

    def reply(self) -> Reply | None:
        return self._replies.pop(0) if self._replies else None

    def close(self) -> None:
        pass


class _Elsewhere:
    """Has a process compile. Raises: OSError, none can be started."""

    def __init__(self, hot: HotCode) -> None:
        from corevm.jit.server import Inbox, Outbox  # lazy: as above

        if not sys.executable:
            raise OSError
        self.is_lost = False
        self.process, self._child = 0, 0
        source, to = os.pipe()
        from_it, sink = os.pipe()
        self._outbox, self._inbox = Outbox(to), Inbox(from_it)
        program = _SERVER.format(path=sys.path, source=source, sink=sink, process=os.getpid())
        mute = range(2) if os.environ.get("COREVM_JIT_DEBUG") else range(3)  # whoever waits for this process's output must not wait for that one's
        actions = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in mute]
        try:
            for pipe in (source, sink):
                os.set_inheritable(pipe, True)
            for pipe in (to, from_it):
                os.set_blocking(pipe, False)
            environment = {name: value for name, value in os.environ.items() if name != "COREVM_JIT"}
            command = [sys.executable, "-I", "-S", "-c", program]
            self._child = os.posix_spawn(command[0], command, environment, file_actions=actions, setpgroup=0, setsigmask=[signal.SIGINT])
            self._outbox.put(hot.facts())
        except OSError:
            self.close()
            raise
        finally:
            os.close(source)
            os.close(sink)

    def ask(self, request: Request) -> None:
        try:
            self._outbox.put(request)
        except OSError:
            self.is_lost = True

    def reply(self) -> Reply | None:
        try:
            if self._child and os.waitpid(self._child, os.WNOHANG)[0]:
                self._child = 0
        except ChildProcessError:
            self._child = 0
        try:
            self._outbox.flush()
            found = self._inbox.take()
            if not self.process and found is not None:
                self.process, sees = found
                self.is_lost = not sees
                found = self._inbox.take() if sees else None
        except (EOFError, OSError, ValueError):
            self.is_lost, found = True, None
        return found  # type: ignore[no-any-return]

    def close(self) -> None:
        """The process ends when it has nothing more to read, if not at once. Closing twice is harmless."""
        if self.process and not self.is_lost:
            try:
                os.kill(self.process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.is_lost = True
        for box in (self._outbox, self._inbox):
            pipe, box.pipe = box.pipe, -1
            if pipe >= 0:
                os.close(pipe)


__all__ = ["HotCode", "Place", "Unit"]
