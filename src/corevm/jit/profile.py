"""What a program does: recordings of instructions executed one after the other, looked up by instruction.

A record tells of one execution the frame, some words of its head, and the registers of the operands (`corevm.kernel.hot`). It is named by a number, the
recording's and the position in it, so that one can go on from it to what was executed next. Executions of an instruction that
tell the same of what is done, as far as one sees from outside, are one lane.

All that is told here is a guess of what the program will do.

Effects: none.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import NamedTuple

from corevm.kernel.constant import CODE, HEAD_WORDS, LINK, RECORD_WORDS

MAX_RECORDINGS = 96  # kept: the latest
MAX_SEEN = 96  # executions of one instruction that are looked at
MAX_SOURCES = 12  # recordings that they are taken from
MAX_LANES = 4
HEADER_BITS = 0xFFFF_0000_FFFF_FFFF  # of an object's first word, that tell what it is: corevm.kernel.object
POSITION_BITS = 16
_CODE, _LINK = HEAD_WORDS.index(CODE), HEAD_WORDS.index(LINK)
_HEADS = 2 + len(HEAD_WORDS)


class Record(NamedTuple):
    """One execution. head: HEAD_WORDS; operands: `corevm.jit.snapshot.operands_of`."""

    pc: int
    base: int
    head: tuple[int, ...]
    operands: tuple[int, ...]

    @property
    def code(self) -> int:
        """The address of the frame's code object."""
        return self.head[_CODE]

    @property
    def link(self) -> int:
        """The frame's link: where it returns to."""
        return self.head[_LINK]


class Profile:
    """Recordings of one runtime.

    Args:
        peek: memory as it is now: address, bytes -> the number there, or None.
    """

    def __init__(self, peek: Callable[[int, int], int | None]) -> None:
        self.peek = peek
        self._recordings: dict[int, array[int]] = {}
        self._at: dict[int, dict[int, list[int]]] = {}  # of a recording, by pc
        self._count = 0

    def add(self, content: bytes) -> None:
        """Take a recording: records one after the other."""
        records = array("Q", content)
        if not records:
            return
        at: dict[int, list[int]] = {}
        for i, pc in enumerate(records[::RECORD_WORDS]):
            at.setdefault(pc, []).append(self._count << POSITION_BITS | i)
        self._recordings[self._count], self._at[self._count] = records, at
        self._count += 1
        if len(self._recordings) > MAX_RECORDINGS:
            oldest = next(iter(self._recordings))
            del self._recordings[oldest], self._at[oldest]

    def record(self, seen: int) -> Record:
        records, i = self._find(seen)
        words = records[i : i + RECORD_WORDS]
        return Record(words[0], words[1], tuple(words[2:_HEADS]), tuple(words[_HEADS:]))

    def _find(self, seen: int) -> tuple[array[int], int]:
        """The recording, and where in it the record's words are."""
        return self._recordings[seen >> POSITION_BITS], (seen & (1 << POSITION_BITS) - 1) * RECORD_WORDS

    def at(self, pc: int) -> list[int]:
        """Executions of an instruction, evenly of the latest recordings that have some."""
        rows = [found for at in reversed(self._at.values()) if (found := at.get(pc)) is not None][:MAX_SOURCES]
        found = [seen for row in rows for seen in row]
        return found[:: len(found) // MAX_SEEN + 1]

    def beginning_at(self, pc: int) -> list[int]:
        """The executions of an instruction with which recordings begin."""
        return [n << POSITION_BITS for n, records in self._recordings.items() if records[0] == pc]

    def next(self, seen: int, pc: int, base: int, *, at_once: bool) -> int | None:
        """The execution of an instruction that follows another in a frame; None: another did, or it is not known. at_once: nothing lies between, as native functions' calls."""
        records, i = self._find(seen)
        i += RECORD_WORDS
        if not at_once:
            while i < len(records) and records[i + 1] > base:
                i += RECORD_WORDS
        if i >= len(records) or records[i] != pc or records[i + 1] != base:
            return None
        return seen >> POSITION_BITS << POSITION_BITS | i // RECORD_WORDS

    def entered(self, seen: int) -> Record | None:
        """What was executed after something."""
        records, i = self._find(seen)
        return self.record(seen + 1) if i + RECORD_WORDS < len(records) else None

    def again(self, executions: Iterable[int]) -> list[int]:
        """These, and those of the same instruction later in the same frame: of a loop's header, all turns."""
        found: dict[int, None] = {}
        for seen in executions:
            if seen in found:
                continue
            records, i = self._find(seen)
            pc, base, number = records[i], records[i + 1], seen >> POSITION_BITS << POSITION_BITS
            while i < len(records) and records[i + 1] >= base:
                if records[i] == pc and records[i + 1] == base:
                    found[number | i // RECORD_WORDS] = None
                i += RECORD_WORDS
        return [*found][:MAX_SEEN]

    def lanes(self, executions: Iterable[int], is_called: int) -> list[list[int]]:
        """Executions of an instruction by what tells them apart, those that stand for most first.

        Args:
            is_called: operands that are told one from another by what they are, as bits.
        """
        groups: dict[tuple[int, ...], list[int]] = {}
        for seen in executions:
            operands = self.record(seen).operands
            key = tuple(word if is_called >> i & 1 else self._sort_of(word) for i, word in enumerate(operands))
            groups.setdefault(key, []).append(seen)
        return sorted(groups.values(), key=len, reverse=True)[:MAX_LANES]

    def _sort_of(self, word: int) -> int:
        """What tells of a word how it is treated: corevm.kernel.value."""
        if word & 1:
            return 1
        if word & 7 or not word:
            return word & 3 if word & 3 == 2 else word
        header = self.peek(word, 8)
        return word if header is None else header & HEADER_BITS


__all__ = ["Profile", "Record"]
