# calls: (1, 2) -> 21
"""A tuple assignment reads before it writes."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64, b: i64) -> i64:
    a, b = b, a
    return a * 10 + b
