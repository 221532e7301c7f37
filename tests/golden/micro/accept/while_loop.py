# calls: (10,) -> 25; (0,) -> 0
"""while with break and continue."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(n: i64) -> i64:
    total = 0
    while True:
        n -= 1
        if n < 0:
            break
        if n % 2 == 0:
            continue
        total += n
    return total
