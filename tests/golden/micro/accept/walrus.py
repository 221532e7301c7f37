# calls: (6,) -> 12; (2,) -> -4
"""An assignment expression in a condition."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(n: i64) -> i64:
    if (m := n * 2) > 10:
        return m
    return -m
