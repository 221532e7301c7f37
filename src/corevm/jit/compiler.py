"""From hot places to machine code: a place's address and frame to an image, with what must be known of it.

It needs nothing of the runtime but to read its memory, so it may work in another process (`corevm.jit.server`). Requests and replies are plain
data that `marshal` writes.

Effects: reads the memory of a process; loads LLVM at the first request.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from array import array
from typing import TYPE_CHECKING, Any

from corevm.errors import CorevmError
from corevm.jit.bits import Bits
from corevm.jit.profile import Profile
from corevm.jit.program import InstructionSet, Program
from corevm.jit.snapshot import digest, with_originals
from corevm.jit.unit import Built, Machine, build_unit
from corevm.kernel.constant import KIND_OFFSET

if TYPE_CHECKING:
    from corevm.ir.archive import Archive

LARGE = 60_000  # characters of LLVM's IR, of which its pipeline would take more than 100 ms
MAX_WORDS = 20_000  # of a code object that is looked at

Facts = dict[str, Any]
Request = dict[str, Any]
Reply = dict[str, Any]


class Compiler:
    """Compiles for one runtime.

    Args:
        facts: of the runtime. image: the file; interpret: where its function of that name lies; instructions, fusions, code, code_kind: of its layout; originals: address of a table of U16, by opcode the instruction's own; foreign: opcodes that do
            not mean what the image's IR says; thread: its address; pc, base: offsets in it; miss: of `Machine`.
        archive: the image's IR.
        memory: a file of the memory of the runtime's process.
    """

    def __init__(self, facts: Facts, archive: Archive, memory: int) -> None:
        from corevm.native import elf

        self.facts, self._memory = facts, memory
        with open(facts["image"], "rb") as file:
            functions = elf.functions(file.read())
        start, linked = facts["interpret"] - functions["corevm.interpret"][0], archive.linked
        self._links = {name: start + functions[name][0] for name in linked if name in functions}
        self._profile = Profile(self.peek)
        self._instructions = InstructionSet(facts["instructions"], facts["fusions"], archive, facts["foreign"])
        self._loose: set[tuple[int, int]] = set()
        self._doubtful: set[int] = set()
        self._frame = 0, b""
        self._peeked: dict[tuple[int, int], int | None] = {}  # of the request
        self._programs: dict[int, Program] = {}  # of the request, by code object
        self._cells: list[tuple[str, int, str, int]] = []

    def peek(self, address: int, size: int) -> int | None:
        """Memory as it is, or was in the request's frame; None where there is none."""
        low, frame = self._frame
        if low <= address and address + size <= low + len(frame):
            return int.from_bytes(frame[address - low : address - low + size], "little")
        key = address, size
        if key not in self._peeked:
            content = self._read(address, size)
            self._peeked[key] = None if content is None else int.from_bytes(content, "little")
        return self._peeked[key]

    def _read(self, address: int, size: int) -> bytes | None:
        try:
            content = os.pread(self._memory, size, address)
        except (OSError, OverflowError, ValueError):
            return None
        return content if len(content) == size else None

    def program(self, code: int) -> Program | None:
        """A code object's instructions, as they were loaded; None if there is none at that address, or they have not been loaded."""
        field = self.facts["code"]
        if self.peek(code + KIND_OFFSET, 2) != self.facts["code_kind"]:  # a sample is a guess
            return None
        entry, count, body, length, registers = (
            self.peek(code + field[name], 8) for name in ("entry", "word_count", "body", "length", "register_count")
        )
        if entry is None or count is None or body or count > MAX_WORDS or length is None or registers is None:
            return None
        known = self._programs.get(code)
        if known is not None and known.address == entry:
            return known
        content, constants = self._read(entry, 8 * count), self._read(code + field["constants"], 8 * length)
        if content is None or constants is None:
            return None
        words = [int.from_bytes(constants[i : i + 8], "little") for i in range(0, len(constants), 8)]
        try:
            found = self._programs[code] = Program(entry, with_originals(content, self._originals()), words, registers, self._instructions)
        except (KeyError, IndexError):  # no code any more
            return None
        return found

    def _originals(self) -> array[int]:
        """By opcode the instruction's own, of all that have been used so far."""
        return array("H", self._read(self.facts["originals"], 2 << 16) or b"")

    def compile(self, request: Request) -> Reply:
        """Compile what a request asks for.

        Request: number; pc, code, base; is_place: whether a unit is to begin at pc, or that is to be found out; frame: where words of
        the frame begin, and they; recordings: addresses and sizes of what is new; tags: of `build_unit`, by register; often_left, loose: of `Machine`; cells: where counters are, and how many; leave_at.

        Reply: number, begin (address -> original opcode: where a unit should), content (an image; b"": none), name, refused (why), is_empty, exits and
        resumes (address -> original opcode), tags, programs (code object, the words that are compared, their digest), cells (kind, address of the instruction, why, site), seconds: of work.
        """
        reply: Reply = {"number": request["number"], "begin": {}, "content": b"", "refused": "", "is_empty": False}
        began = time.thread_time()
        reply |= {"exits": {}, "resumes": {}, "tags": {}, "programs": [], "cells": []}
        try:
            self._compile(request, reply)
        except CorevmError as e:
            reply["refused"] = str(e)
        except Exception as e:
            reply["refused"] = f"{type(e).__name__}: {e}"
            if os.environ.get("COREVM_JIT_DEBUG"):
                traceback.print_exc(file=sys.stderr)
        reply["seconds"] = time.thread_time() - began
        return reply

    def _compile(self, request: Request, reply: Reply) -> None:
        self._loose.update(request["loose"])
        self._frame, self._programs, self._cells = request["frame"], {}, []
        self._peeked.clear()
        for address, size in request["recordings"]:
            self._profile.add(self._read(address, size) or b"")
        program = self.program(request["code"])
        if program is None:
            return
        at, rest = divmod(request["pc"] - program.address, 8)
        if rest or at not in program.at:
            return
        if not request["is_place"]:
            header = program.loop_around(at)
            at = 0 if header is None else header
            reply["begin"] = {program.address + 8 * at: program.at[at].opcode}
            return
        facts = self.facts
        machine = Machine(
            self._links.get, self.peek, self.program, facts["thread"], facts["pc"], facts["base"], facts["miss"], self._profile, self._loose,
            set(request["often_left"]), self._doubtful, self._cell(*request["cells"]),
        )  # fmt: skip
        tags = {register: Bits(*pair) for register, pair in request["tags"].items()}
        built = build_unit(
            program, at, f"jit.{request['number']}", machine=machine, base=request["base"], tags=tags, leave_at=request["leave_at"]
        )
        reply["exits"], reply["resumes"] = (
            {address: its.at[word].opcode for address, (its, word) in places.items()} for places in (built.exits, built.resumes)
        )
        reply["is_empty"] = built.is_empty
        if not built.is_empty:
            reply["tags"] = {register: tuple(tag) for register, tag in built.tags.items()}
            used = {p.address for p in built.programs}
            its = {code: p for code, p in self._programs.items() if p.address in used}
            reply["programs"] = [(code, fixed := p.fixed_words(), digest(p.content, fixed)) for code, p in its.items()]
            reply["name"], reply["content"] = built.functions[0].name, machine_code(built)
        reply["cells"] = self._cells

    def _cell(self, start: int, count: int) -> Any:
        def cell(kind: str, program: Program, at: int, why: str, site: int) -> int:
            number = min(len(self._cells), count - 1)
            if number == len(self._cells):
                self._cells.append((kind, program.address + 8 * at, why, site))
            return start + 8 * number

        return cell


def machine_code(built: Built) -> bytes:
    """The image of a unit."""
    from corevm.ir.module import Module
    from corevm.native import link, lower, text

    built.functions[0].is_exported = True
    module = Module(built.functions[0].name)
    module.externs.update(built.externs)
    for function in built.functions:
        module.add(function)
    written = text.module_text(module, debug=False)
    level = os.environ.get("COREVM_JIT_LEVEL") or ("full" if len(written) < LARGE else "tidy")
    return link.link([lower.compile_text(written, level)], module.name).content


__all__ = ["Compiler"]
