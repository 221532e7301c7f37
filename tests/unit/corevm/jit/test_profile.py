"""Recorded executions: which of them a compiler is shown, and what followed them."""

from __future__ import annotations

import struct

from corevm.jit.profile import MAX_LANES, MAX_RECORDINGS, MAX_SEEN, Profile
from corevm.kernel.constant import CODE, HEAD_WORDS, LINK, OPERANDS, RECORD_WORDS

HEADERS = {0x1000: 5, 0x2000: 5, 0x3000: 6, 0x4000: 7 | 1 << 40}  # the last differs from nothing in what tells an object's kind


def peek(address: int, size: int) -> int | None:
    return HEADERS.get(address)


def record(pc: int, base: int, *operands: int) -> bytes:
    words = [pc, base, *(1000 + word for word in HEAD_WORDS), *operands]
    return struct.pack(f"<{RECORD_WORDS}Q", *words, *[0] * (RECORD_WORDS - len(words)))


def operands(profile: Profile, pc: int, is_called: int = 0) -> list[int]:
    return [profile.record(group[-1]).operands[0] for group in profile.lanes(profile.at(pc), is_called)]


def test_records_of_a_sort_are_one_lane() -> None:
    profile = Profile(peek)
    fixnums, floats, immediates = (3, 5, 7), (0x12, 0x22), (4, 12)
    profile.add(b"".join(record(8, 0x100, word) for word in (*fixnums, *floats, *immediates)))
    assert operands(profile, 8) == [7, 0x22, 4, 12]  # each immediate is a sort of its own
    profile.add(b"".join(record(16, 0x100, word) for word in (0x1000, 0x2000, 0x3000)))
    assert operands(profile, 16) == [0x2000, 0x3000]
    assert operands(profile, 16, is_called=1) == [0x1000, 0x2000, 0x3000]
    assert profile.at(24) == []
    one = profile.record(profile.at(8)[0])
    assert len(one.operands) == OPERANDS
    assert (one.code, one.link) == (1000 + CODE, 1000 + LINK)


def test_what_is_seen_most_comes_first_and_lanes_are_few() -> None:
    profile = Profile(peek)
    words = [4, 12, 12, 12, 20, 20, *(28 + 8 * i for i in range(2 * MAX_LANES))]
    profile.add(b"".join(record(8, 0x100, word) for word in words))
    assert operands(profile, 8)[:2] == [12, 20]
    assert len(operands(profile, 8)) == MAX_LANES


def test_what_follows() -> None:
    profile = Profile(peek)
    profile.add(b"".join([record(8, 0x100), record(80, 0x180), record(88, 0x180), record(16, 0x100), record(8, 0x100)]))
    first = profile.beginning_at(8)[0]
    there = profile.entered(first)
    assert there is not None and (there.pc, there.base) == (80, 0x180)
    assert profile.next(first, 80, 0x180, at_once=True) is not None
    assert profile.next(first, 16, 0x100, at_once=True) is None
    after = profile.next(first, 16, 0x100, at_once=False)  # what was called has returned
    assert after is not None and profile.record(after).pc == 16
    assert profile.next(first, 24, 0x100, at_once=False) is None
    last = profile.next(after, 8, 0x100, at_once=True)
    assert last is not None and profile.entered(last) is None and profile.next(last, 16, 0x100, at_once=False) is None
    assert profile.beginning_at(80) == []


def test_turns_of_a_loop_are_those_of_one_frame() -> None:
    profile = Profile(peek)
    turns = [record(8, 0x100), record(16, 0x100), record(8, 0x180), record(8, 0x100)]  # one in a frame above
    profile.add(b"".join([*turns, record(24, 0x80), record(8, 0x100)]))  # the frame is left; another lies there
    first = profile.beginning_at(8)
    assert [seen - first[0] for seen in profile.again(first)] == [0, 3]


def test_executions_are_taken_evenly_of_the_latest() -> None:
    profile = Profile(peek)
    profile.add(record(8, 0x100, 3))
    for _ in range(MAX_RECORDINGS):
        profile.add(record(8, 0x100, 4) * (2 * MAX_SEEN) + record(8, 0x100, 12) * (2 * MAX_SEEN))
    seen = [profile.record(one).operands[0] for one in profile.at(8)]
    assert len(seen) <= MAX_SEEN
    assert abs(seen.count(4) - seen.count(12)) <= 1 and 3 not in seen
