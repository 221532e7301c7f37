# calls: (7,) -> 2094
"""Structs in a stack array."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@struct
class Pair:
    first: i32
    second: u8
    third: i64


@fn
def subject(n: i64) -> i64:
    p = stack_array(Pair, 3)
    for i in range(3):
        p[i].first = i32(i * n)
        p[i].second = u8(i)
        p[i].third += 5
    q = p + 2
    return i64(q.first) + i64(q.second) * 1000 + q.third * sizeof(Pair)
