# calls: (5, 2) -> 7; (2, 5) -> -7
"""Several results are unpacked."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def both(a: i64, b: i64) -> tuple[i64, bool]:
    return a + b, a > b


@fn
def subject(a: i64, b: i64) -> i64:
    total, is_greater = both(a, b)
    return total if is_greater else -total
