# calls: (1,) -> 48
"""A Python factory makes functions."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


def make(k):
    @fn
    def add(a: i64) -> i64:
        return a + k

    return add


add5, add7 = make(5), make(7)


@fn
def subject(a: i64) -> i64:
    return add5(a) * add7(a)
