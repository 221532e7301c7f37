# calls: (7, 2) -> 23; (-7, 2) -> -4
"""Signed and unsigned arithmetic, floor division."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64, b: i64) -> i64:
    return (a + b * 3 - (a // b) + a % b) ^ (a << 2) & ~b | (a >> 1)
