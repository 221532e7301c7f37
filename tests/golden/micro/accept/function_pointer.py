# calls: (0, 5) -> 10; (1, 5) -> 15
"""Functions are values through Fn."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def double(a: i64) -> i64:
    return a * 2


@fn
def triple(a: i64) -> i64:
    return a * 3


TABLE = table(Fn[[i64], i64], [double, triple])


@fn
def subject(i: i64, a: i64) -> i64:
    return TABLE[i](a)
