# calls: (5,) -> 910
"""for over range, up and down."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(n: i64) -> i64:
    total = 0
    for i in range(n):
        total += i
    for k in range(n, 0, -2):
        total += k * 100
    return total
