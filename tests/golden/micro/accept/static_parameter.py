# calls: (3,) -> 36
"""A static parameter specialises."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@inline
def power(x: i64, n: static) -> i64:
    result = 1
    for _ in static(range(n)):
        result = result * x
    return result


@fn
def subject(a: i64) -> i64:
    return power(a, 3) + power(a, 2)
