"""The JIT of a runtime: compiles the loops that the kernel finds hot, and puts them in the interpreter's way.

A compiled loop has an opcode of its own: its entry of the dispatch table is its machine code, and the instruction at the loop's header gets the opcode, in one
16-bit store. So it is entered as any instruction is executed, and costs nothing where it is not. Its operands stay where they are, for when the
interpreter executes the instruction itself: by the handler of its own opcode, to which the loop's code leaves.

Opcodes of loops count down from the highest. Off unless asked for (`COREVM_JIT=1`).

Effects: writes opcodes into bytecode; loads LLVM when the first loop is hot.
"""

from __future__ import annotations

import os
import sys
from _ctypes import addressof
from typing import TYPE_CHECKING, Any

from corevm.engine.foreign import U16, U64, Bool, bytes_at, entry_address, function_type, read_word
from corevm.errors import CorevmError

if TYPE_CHECKING:
    from corevm.engine.runtime import Runtime
    from corevm.jit.program import InstructionSet, Program
    from corevm.jit.unit import Machine

OPCODES = 1 << 16
HOT_ENTRIES = 256  # of corevm.kernel.hot
MAX_WORDS = 20_000  # of a code object that is looked at
KIND_OFFSET = 6  # of an object's kind: corevm.kernel.object
OPCODE_MASK = (1 << 14) - 1  # of a number in a fusion table: corevm.isa.define
CODE_WORD = -3 * 8  # from a frame's base: corevm.kernel.frame
_HOOK = function_type(Bool, U64, U64, U64)


class Unit:
    """A compiled loop or function.

    Attributes:
        opcode: its own; `original`: of the instruction it begins at.
        roots: of the code objects it is made from, which live as long as it does.
    """

    def __init__(self, name: str, opcode: int, original: int, image: Any, roots: list[int]) -> None:
        self.name, self.opcode, self.original, self.image, self.roots = name, opcode, original, image, roots


class HotCode:
    """Attached to a runtime for its life.

    Attributes:
        units: the compiled loops.
        refused: why others were not compiled.
        leave_at: of tests: `corevm.jit.unit.build_unit`.
    """

    def __init__(self, runtime: Runtime, slice_reductions: int = 0) -> None:
        self.runtime = runtime
        self.table = (U64 * OPCODES)()
        self.units: list[Unit] = []
        self.refused: list[str] = []
        self.leave_at = -1
        self._counts = (U64 * HOT_ENTRIES)()
        self._hook = _HOOK(self._on_hot)
        self._memory = os.open("/proc/self/mem", os.O_RDONLY | os.O_CLOEXEC)
        self._tools: tuple[InstructionSet, Machine] | None = None
        self._fusions = runtime.layout.fusions  # of code that has been loaded; an extended runtime makes less of them
        self._foreign: set[int] = set()  # opcodes whose handlers are not the image's
        self._is_compiling = False
        self._tables = 0  # taken over
        self._tried: set[int] = set()  # where units begin or were to begin: what lies at an address later is not compiled, either
        self._programs: dict[int, Program] = {}  # of the unit that is being compiled
        self._headers: dict[int, int] = {}  # address of an instruction -> the opcode it was given
        self.adopt(runtime.get_thread("dispatch_table"), runtime.dispatch_size)
        if slice_reductions:
            runtime.set_runtime("slice_reductions", slice_reductions)
            runtime.end_slice()
        runtime.set_runtime("hot_hook", entry_address(self._hook))
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
        """Take the units out of the interpreter's way."""
        for address, opcode in self._headers.items():
            if self._is_header(address):
                U16.from_address(address).value = self.units[OPCODES - 1 - opcode].original
        self._headers.clear()
        self._tried.clear()
        self._tools = None

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
        if self._is_compiling or len(self.units) >= OPCODES // 2:
            return False
        self._is_compiling = True
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
            machine = Machine(link, self.peek, self._followed, rt.thread, fields["pc"], fields["base"])
            self._tools = InstructionSet(rt.layout.instructions, self._fusions, archive, self._foreign), machine
        return self._tools

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
            if opcode >= OPCODES - len(self.units) and self._is_header(entry + position):
                content[position : position + 2] = self.units[OPCODES - 1 - opcode].original.to_bytes(2, "little")
        constants = [read_word(code + field["constants"] + 8 * i) for i in range(read_word(code + field["length"]))]
        return Program(entry, bytes(content), constants, read_word(code + field["register_count"]), self._instructions()[0])

    def _compile(self, pc: int, base: int) -> None:
        from corevm.ir.module import Module
        from corevm.jit.unit import build_unit
        from corevm.native import link, load, lower, text

        _, machine = self._instructions()
        code = read_word(base + CODE_WORD)
        program = self._program(code)
        if program is None:
            return
        at, rest = divmod(pc - program.address, 8)
        if rest or at not in program.at:
            return
        start = program.loop_around(at) or 0
        place = program.address + 8 * start
        if self._is_header(place) or place in self._tried:
            return
        self._tried.add(place)
        self._programs = {code: program}
        name = f"jit.{len(self.units)}"
        function, used = build_unit(program, start, name, machine=machine, base=base, leave_at=self.leave_at)
        function.is_exported = True
        module = Module(name)
        module.add(function)
        image = load.LoadedImage.from_bytes(link.link([lower.compile_text(text.module_text(module, debug=False))], name).content, keep_open=False)
        addresses = {p.address for p in used}
        roots = [self.runtime.hold(c) for c, p in self._programs.items() if p.address in addresses]
        opcode = OPCODES - 1 - len(self.units)
        self.units.append(Unit(name, opcode, program.at[start].opcode, image, roots))
        self._headers[place] = opcode
        self.table[opcode] = image.address(name)
        U16.from_address(place).value = opcode

    def _followed(self, code: int) -> Program | None:
        """The program of a code object that a unit may go on in."""
        program = self._program(code)
        if program is not None:
            self._programs[code] = program
        return program

    def _is_header(self, address: int) -> bool:
        """Whether the instruction at an address has a unit's opcode. Code that lies where other code was has its own."""
        opcode = self._headers.get(address)
        return opcode is not None and U16.from_address(address).value == opcode


__all__ = ["HotCode", "Unit"]
