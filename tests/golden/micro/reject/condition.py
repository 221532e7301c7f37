# error: MC206 a
"""A condition must be a bool."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    if a:
        return 1
    return 0
