# calls: (0x1_0000_0005,) -> 19; (0x7_ffff_ffff,) -> 17179869173
"""A `Count` field lies in 4 bytes and is read as i64."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@struct
class Pair:
    count: Count
    other: u32


@fn
def subject(word: u64) -> i64:
    words = stack_array(u64, 1)
    words[0] = word
    pair = cast(Ptr[Pair], words)
    return pair.count * 4 - i64(pair.other)
