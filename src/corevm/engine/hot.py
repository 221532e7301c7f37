"""The JIT of a runtime: compiles what the kernel finds hot, and puts it in the interpreter's way.

A place is an instruction with an opcode of its own, given in one 16-bit store; the opcode's entry of the dispatch table is what the place does. So it is entered as
any instruction is executed, and costs nothing where it is not. Its operands stay where they are, for when the interpreter executes the
instruction itself, by the handler of its own opcode.

A place counts first, or has a unit of machine code. Units begin where slices of reductions end again and again: at a loop's header, or the function's
first instruction. Where a unit may leave, and where the interpreter comes back after what it could not do, there are counting places: when they have been
executed often enough, a unit begins there too. A unit that is often not entered, because registers are not what they were, is made again for both.

Opcodes of places count down from the highest. Off unless asked for (`COREVM_JIT=1`).

Effects: writes opcodes into bytecode; loads LLVM when the first place is hot.
"""

from __future__ import annotations

import os
import sys
from _ctypes import addressof
from typing import TYPE_CHECKING, Any

from corevm.engine.foreign import U16, U64, Bool, bytes_at, entry_address, function_type, read_word
from corevm.errors import CorevmError

if TYPE_CHECKING:
    from collections.abc import Collection

    from corevm.engine.runtime import Runtime
    from corevm.jit.bits import Bits
    from corevm.jit.program import InstructionSet, Program
    from corevm.jit.unit import Built, Machine

OPCODES = 1 << 16
MAX_PLACES = 1 << 15
EXITS, RESUMES, MISSES = 300, 20, 300  # executions after which a place is compiled: an exit, a return from what was left; a unit again
CELLS = 512  # counters allocated at a time
MAX_TRIES = 6  # units made for one place
HOT_ENTRIES = 256  # of corevm.kernel.hot
MAX_WORDS = 20_000  # of a code object that is looked at
KIND_OFFSET = 6  # of an object's kind: corevm.kernel.object
OPCODE_MASK = (1 << 14) - 1  # of a number in a fusion table: corevm.isa.define
COUNT = "corevm.count_place"  # of corevm.isa.emit.interp
CODE_WORD = -3 * 8  # from a frame's base: corevm.kernel.frame
_HOOK = function_type(Bool, U64, U64, U64)


class Unit:
    """A compiled loop or function.

    Attributes:
        tags: what registers must be on entry.
        exits: addresses of instructions at which it may leave.
        roots: of the code objects it is made from, which live as long as it does.
    """

    def __init__(self, name: str, image: Any, tags: dict[int, Bits], exits: Collection[int], roots: list[int]) -> None:
        self.name, self.image, self.tags, self.exits, self.roots = name, image, tags, exits, roots


class Place:
    """An instruction with an opcode of its own. `tries`: units made for it; `is_exit`: units leave there."""

    def __init__(self, address: int, opcode: int, original: int) -> None:
        self.address, self.opcode, self.original = address, opcode, original
        self.unit: Unit | None = None
        self.tries = 0
        self.is_exit = False

    @property
    def is_there(self) -> bool:
        """Whether the instruction has the opcode. Code that lies where other code was has its own."""
        return bool(U16.from_address(self.address).value == self.opcode)


class HotCode:
    """Attached to a runtime for its life.

    Attributes:
        units: all that were compiled.
        refused: why others were not compiled.
        leave_at: of tests: `corevm.jit.unit.build_unit`.
        patience: what the numbers of executions are divided by, in tests.
    """

    def __init__(self, runtime: Runtime, slice_reductions: int = 0) -> None:
        self.runtime = runtime
        self.table = (U64 * OPCODES)()
        self.units: list[Unit] = []
        self.refused: list[str] = []
        self.leave_at = -1
        self.patience = max(slice_reductions and 10_000 // slice_reductions, 1)
        self._counts = (U64 * HOT_ENTRIES)()
        self._records = (U64 * (2 * MAX_PLACES))()
        self._hook = _HOOK(self._on_hot)
        self._memory = os.open("/proc/self/mem", os.O_RDONLY | os.O_CLOEXEC)
        self._tools: tuple[InstructionSet, Machine] | None = None
        self._fusions = runtime.layout.fusions  # of code that has been loaded; an extended runtime makes less of them
        self._foreign: set[int] = set()  # opcodes whose handlers are not the image's
        self._is_compiling = False
        self._tables = 0  # taken over
        self._refused: set[int] = set()  # where units were to begin: what lies at an address later is not compiled, either
        self._loose: set[tuple[int, int]] = set()  # exits that were often taken
        self.counted: list[tuple[str, str, Program, int, str, int]] = []
        self._cells: list[Any] = []
        self._programs: dict[int, Program] = {}  # of the unit that is being compiled
        self._places: list[Place] = []  # by opcode, the highest first
        self._free: list[int] = []  # opcodes
        self._left: list[int] = []  # opcodes of which one may be executed at this moment, and needs its record
        self._at: dict[int, Place] = {}
        self._count = runtime.image.symbol(COUNT)
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
            self._foreign |= {i for i, handler in enumerate(handlers) if handler != self.table[i]}
            kept = self.runtime.layout.fusions
            self._foreign |= {
                number & OPCODE_MASK for first, row in self._fusions.items() for second, number in row.items() if second not in kept.get(first, ())
            }
            self._forget()
        self._tables += 1
        for i, handler in enumerate(handlers):
            self.table[i] = handler
        self.runtime.set_thread("dispatch_table", addressof(self.table))

    def _forget(self) -> None:
        """Take the places out of the interpreter's way."""
        for place in [*self._at.values()]:
            self._remove(place)
        self._refused.clear()
        self._loose.clear()
        self._tools = None

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
        if self._free:
            opcode = self._free.pop()
        elif len(self._places) < MAX_PLACES:
            opcode = OPCODES - 1 - len(self._places)
        else:
            return None
        place = Place(address, opcode, original)
        if opcode == OPCODES - 1 - len(self._places):
            self._places.append(place)
        else:
            self._places[OPCODES - 1 - opcode] = place
        self._at[address] = place
        self.table[opcode] = self._count
        self._set_count(place, executions)
        U16.from_address(address).value = opcode
        return place

    def _set_count(self, place: Place, executions: int) -> None:
        record = 2 * (OPCODES - 1 - place.opcode)
        self._records[record] = self.table[place.original]
        self._records[record + 1] = max(executions // self.patience, 1)

    def _remove(self, place: Place) -> None:
        """The instruction is an ordinary one again."""
        if place.is_there:
            U16.from_address(place.address).value = place.original
        del self._at[place.address]
        self._left.append(place.opcode)

    def close(self) -> None:
        """Give back what lies outside the runtime, which is closed. Closing twice is harmless."""
        for unit in self.units:
            unit.image.close()
        memory, self._memory = self._memory, -1
        if memory >= 0:
            os.close(memory)

    def peek(self, address: int, size: int) -> int | None:
        """Memory as it is, or None where there is none."""
        try:
            content = os.pread(self._memory, size, address)
        except (OSError, OverflowError, ValueError):
            return None
        return int.from_bytes(content, "little") if len(content) == size else None

    def _on_hot(self, thread: int, pc: int, base: int) -> bool:
        """The kernel's hook. Nothing may be raised into it."""
        if self._is_compiling:
            return False
        self._is_compiling = True
        self._free += self._left
        self._left.clear()
        try:
            self._compile(pc, base)
        except CorevmError as e:
            self.refused.append(str(e))
        except Exception as e:
            self.refused.append(f"{type(e).__name__}: {e}")
            if os.environ.get("COREVM_JIT_DEBUG"):
                sys.excepthook(type(e), e, e.__traceback__)
        finally:
            self._is_compiling = False
        return False

    def _instructions(self) -> tuple[InstructionSet, Machine]:
        if self._tools is None:
            from corevm.engine.semantics import archive_of  # lazy: only when something is hot
            from corevm.jit.program import InstructionSet
            from corevm.jit.unit import Machine
            from corevm.native import elf

            rt = self.runtime
            archive = archive_of(rt.image.path)
            with open(rt.image.path, "rb") as file:
                functions = elf.functions(file.read())
            start = rt.image.symbol("corevm.interpret") - functions["corevm.interpret"][0]

            def link(name: str) -> int | None:
                return start + functions[name][0] if name in archive.linked and name in functions else None

            fields = rt.layout.fields["Thread"]
            machine = Machine(link, self.peek, self._followed, rt.thread, fields["pc"], fields["base"], self._count, self._loose, self._cell)
            self._tools = InstructionSet(rt.layout.instructions, self._fusions, archive, self._foreign), machine
        return self._tools

    def _cell(self, kind: str, program: Program, at: int, why: str, site: int) -> int:
        number = len(self.counted)
        if number % CELLS == 0:
            self._cells.append((U64 * CELLS)())
        self.counted.append((f"jit.{len(self.units)}", kind, program, at, why, site))
        return addressof(self._cells[-1]) + 8 * (number % CELLS)

    def counts(self) -> list[tuple[str, str, Program, int, str, int, int]]:
        """What units count: the unit, what of it ("entry", "exit", "miss", "failure", "call", "return" or "end"), the program, the word, why, and where in its IR, how often."""
        return [(*what, self._cells[i // CELLS][i % CELLS]) for i, what in enumerate(self.counted)]

    def _program(self, code: int) -> Program | None:
        """A code object's instructions, as they were loaded; None while they have not been."""
        from corevm.jit.program import Program

        field, kinds = self.runtime.layout.fields["Code"], self.runtime.layout.kinds
        if self.peek(code + KIND_OFFSET, 2) != kinds["code"]:  # a sample is a guess
            return None
        entry, count = read_word(code + field["entry"]), read_word(code + field["word_count"])
        if read_word(code + field["body"]) or count > MAX_WORDS:
            return None
        known = self._programs.get(code)
        if known is not None and known.address == entry:
            return known
        content = bytearray(bytes_at(entry, 8 * count))
        for position in range(0, len(content), 8):
            opcode = int.from_bytes(content[position : position + 2], "little")
            if opcode >= OPCODES - len(self._places) and (place := self._place_at(entry + position)) is not None:
                content[position : position + 2] = place.original.to_bytes(2, "little")
        constants = [read_word(code + field["constants"] + 8 * i) for i in range(read_word(code + field["length"]))]
        return Program(entry, bytes(content), constants, read_word(code + field["register_count"]), self._instructions()[0])

    def _compile(self, pc: int, base: int) -> None:
        from corevm.jit.unit import build_unit

        _, machine = self._instructions()
        code = read_word(base + CODE_WORD)
        program = self._program(code)
        if program is None:
            return
        at, rest = divmod(pc - program.address, 8)
        if rest or at not in program.at:
            return
        place = self._place_at(pc)
        if place is None:  # a slice has ended here
            at = program.around(at)[0]
            address = program.address + 8 * at
            place = self._add(address, program.at[at].opcode, 1)
        if place is None or (place.unit is not None and place.address != pc):
            return
        if place.unit is not None:
            self._loosen(place.unit)
        if place.unit is None and place.is_exit:
            leaving = [p for p in self._places if p.unit is not None and place.address in p.unit.exits and p.tries < MAX_TRIES]
            if leaving:  # they are made again without this exit, when they are entered next
                self._remove(place)
                for other in leaving:
                    assert other.unit is not None
                    self._loosen(other.unit)
                    self._set_count(other, 1)
                    self.table[other.opcode] = self._count
                return
        place.tries += 1
        self._programs = {code: program}
        try:
            built = build_unit(
                program, at, f"jit.{len(self.units)}", machine=machine, base=base, tags=place.unit.tags if place.unit else {}, leave_at=self.leave_at
            )
        except CorevmError:
            self._give_up(place)
            raise
        if built.is_empty:
            self._give_up(place)
        else:
            self._install(place, built)
        for places, executions in ((built.resumes, RESUMES), (built.exits, EXITS)):
            for address, (its_program, word) in places.items():
                added = self._add(address, its_program.at[word].opcode, executions)
                if added is not None:
                    added.is_exit = executions == EXITS and address not in built.resumes

    def _loosen(self, unit: Unit) -> None:
        """Exits that a unit has often taken shall be none in the next."""
        for name, kind, program, at, _, site, count in self.counts():
            if name == unit.name and kind in ("exit", "miss") and count * self.patience >= EXITS // 8:
                self._loose.add((program.address + 8 * at, site))

    def _give_up(self, place: Place) -> None:
        if place.unit is None:
            self._refused.add(place.address)
            self._remove(place)
        else:
            self._set_count(place, 1 << 62)

    def _install(self, place: Place, built: Built) -> None:
        """Compile what was built, and enter it at a place."""
        from corevm.ir.module import Module
        from corevm.native import link, load, lower, text

        function = built.function
        function.is_exported = True
        module = Module(function.name)
        module.add(function)
        content = link.link([lower.compile_text(text.module_text(module, debug=False), os.environ.get("COREVM_JIT_LEVEL") or "full")], module.name).content
        image = load.LoadedImage.from_bytes(content, keep_open=False, folder=os.environ.get("COREVM_JIT_FOLDER"))
        addresses = {p.address for p in built.programs}
        roots = [self.runtime.hold(c) for c, p in self._programs.items() if p.address in addresses]
        place.unit = Unit(function.name, image, built.tags, built.exits.keys(), roots)
        self.units.append(place.unit)
        self._set_count(place, MISSES if place.tries < MAX_TRIES else 1 << 62)
        self.table[place.opcode] = image.address(function.name)

    def _followed(self, code: int) -> Program | None:
        """The program of a code object that a unit may go on in."""
        program = self._program(code)
        if program is not None:
            self._programs[code] = program
        return program


__all__ = ["HotCode", "Unit"]
