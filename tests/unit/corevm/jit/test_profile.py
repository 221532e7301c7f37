"""Recorded executions: which of them a compiler is shown."""

from __future__ import annotations

import struct

from corevm.jit.profile import ENOUGH, MAX_LANES, Profile
from corevm.kernel.constant import HEAD_WORDS, OPERANDS, RECORD_WORDS

HEADERS = {0x1000: 5, 0x2000: 5, 0x3000: 6, 0x4000: 7 | 1 << 40}  # the last differs from nothing in what tells an object's kind


def peek(address: int, size: int) -> int | None:
    return HEADERS.get(address)


def record(pc: int, base: int, *operands: int) -> bytes:
    words = [pc, base, *range(len(HEAD_WORDS)), *operands]
    return struct.pack(f"<{RECORD_WORDS}Q", *words, *[0] * (RECORD_WORDS - len(words)))


def operands(profile: Profile, pc: int, caller: int = 0, is_called: int = 0) -> list[int]:
    return [r.operands[0] for r in profile.lanes(pc, caller, is_called)]


def test_records_of_a_sort_are_one_lane() -> None:
    profile = Profile(peek)
    fixnums, floats, immediates = (3, 5, 7), (0x12, 0x22), (4, 12)
    profile.add(b"".join(record(8, 0x100, word) for word in (*fixnums, *floats, *immediates)))
    assert operands(profile, 8) == [7, 0x22, 4, 12]  # each immediate is a sort of its own
    profile.add(b"".join(record(16, 0x100, word) for word in (0x1000, 0x2000, 0x3000)))
    assert operands(profile, 16) == [0x2000, 0x3000]
    assert operands(profile, 16, is_called=1) == [0x1000, 0x2000, 0x3000]
    assert profile.lanes(24, 0, 0) == [] and not profile.is_seen(24) and profile.is_seen(8)
    assert len(profile.lanes(8, 0, 0)[0].operands) == OPERANDS


def test_what_is_seen_most_comes_first_and_lanes_are_few() -> None:
    profile = Profile(peek)
    words = [4, 12, 12, 12, 20, 20, *(28 + 8 * i for i in range(2 * MAX_LANES))]
    profile.add(b"".join(record(8, 0x100, word) for word in words))
    assert operands(profile, 8)[:2] == [12, 20]
    assert len(operands(profile, 8)) == MAX_LANES


def test_a_caller_that_was_seen_often_enough_is_looked_at_alone() -> None:
    profile = Profile(peek)

    def call(caller: int, word: int) -> bytes:
        return record(caller, 0x100, 0) + record(8, 0x180, word) + record(caller + 8, 0x100, 0)

    profile.add(call(0x500, 4) * ENOUGH + call(0x600, 12))
    assert operands(profile, 8, 0x500) == [4]
    assert sorted(operands(profile, 8, 0x600)) == [4, 12]
    assert sorted(operands(profile, 8)) == [4, 12]
    assert sorted(r.caller for r in profile.lanes(8, 0, 0)) == [0x500, 0x600]
