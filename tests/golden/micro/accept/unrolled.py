# calls: (3,) -> 29
"""A loop over a static sequence is unrolled."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    total = 0
    for name, factor in (("x", 1), ("y", 10)):
        if name == "y":
            total += a * factor
        else:
            total -= factor
    return total
