"""What a program does: recorded executions of its instructions, kept by instruction.

A record tells of one execution the frame, some words of its head, and the registers of the operands (`corevm.kernel.hot`). Those of an instruction that tell the
same of what is done, as far as one sees from outside, are one lane.

Effects: none.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from corevm.kernel.constant import HEAD_WORDS, RECORD_WORDS

MAX_RECORDS = 64  # kept of an instruction: the latest
MAX_LANES = 4
ENOUGH = 8  # records of one caller that tell what it does
HEADER_BITS = 0xFFFF_0000_FFFF_FFFF  # of an object's first word, that tell what it is: corevm.kernel.object
_RECORD = struct.Struct(f"<{RECORD_WORDS}Q")


class Record(NamedTuple):
    """One execution. caller: the instruction that had called the frame, 0 if that was not seen; head: HEAD_WORDS; operands: `corevm.jit.snapshot.operands_of`."""

    caller: int
    base: int
    head: tuple[int, ...]
    operands: tuple[int, ...]


class Profile:
    """Records of one runtime.

    Args:
        peek: memory as it is now: address, bytes -> the number there, or None.
    """

    def __init__(self, peek: Callable[[int, int], int | None]) -> None:
        self.peek = peek
        self._records: dict[int, deque[Record]] = {}
        self._lanes: dict[tuple[int, int, int], list[Record]] = {}  # found since the last recording

    def add(self, content: bytes) -> None:
        """Take a recording: records one after the other."""
        self._lanes.clear()
        callers: dict[int, int] = {}
        last_pc = last_base = 0
        heads = 2 + len(HEAD_WORDS)
        for words in _RECORD.iter_unpack(content):
            pc, base = words[0], words[1]
            if base > last_base and last_base:
                callers[base] = last_pc
            last_pc, last_base = pc, base
            found = self._records.get(pc)
            if found is None:
                found = self._records[pc] = deque(maxlen=MAX_RECORDS)
            found.append(Record(callers.get(base, 0), base, words[2:heads], words[heads:]))

    def is_seen(self, pc: int) -> bool:
        return pc in self._records

    def lanes(self, pc: int, caller: int, is_called: int) -> list[Record]:
        """Records of an instruction that differ, those that stand for most first.

        Args:
            caller: only of frames that this instruction has called, if there are any.
            is_called: operands that are told one from another by what they are, as bits.
        """
        found = self._lanes.get((pc, caller, is_called))
        if found is None:
            found = self._lanes[pc, caller, is_called] = self._different(pc, caller, is_called)
        return found

    def _different(self, pc: int, caller: int, is_called: int) -> list[Record]:
        records = list(self._records.get(pc, ()))
        if caller:
            called = [r for r in records if r.caller == caller]
            records = called if len(called) >= ENOUGH else records
        groups: dict[tuple[int, ...], list[Record]] = {}
        for r in records:
            key = tuple(word if is_called >> i & 1 else self._sort_of(word) for i, word in enumerate(r.operands))
            groups.setdefault(key, []).append(r)
        return [group[-1] for group in sorted(groups.values(), key=len, reverse=True)[:MAX_LANES]]

    def _sort_of(self, word: int) -> int:
        """What tells of a word how it is treated: corevm.kernel.value."""
        if word & 1:
            return 1
        if word & 7 or not word:
            return word & 3 if word & 3 == 2 else word
        header = self.peek(word, 8)
        return word if header is None else header & HEADER_BITS


__all__ = ["Profile", "Record"]
