# error: MC209 a, b, c
"""The wrong number of targets."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def two() -> tuple[i64, i64]:
    return 1, 2


@fn
def subject() -> i64:
    a, b, c = two()
    return a
