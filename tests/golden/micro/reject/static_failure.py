# error: MC124 1 // 0
"""Static evaluation that fails."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    return a + (1 // 0)
